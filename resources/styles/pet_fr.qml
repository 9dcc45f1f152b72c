<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis styleCategories="Symbology|Labeling" version="3.22.16-Białowieża">
  <pipe-data-defined-properties>
    <Option type="Map">
      <Option name="name" type="QString" value=""/>
      <Option name="properties"/>
      <Option name="type" type="QString" value="collection"/>
    </Option>
  </pipe-data-defined-properties>
  <pipe>
    <provider>
      <resampling maxOversampling="2" zoomedInResamplingMethod="nearestNeighbour" zoomedOutResamplingMethod="nearestNeighbour" enabled="false"/>
    </provider>
    <rasterrenderer band="1" classificationMax="49" alphaBand="-1" classificationMin="-4" type="singlebandpseudocolor" opacity="1" nodataColor="">
      <minMaxOrigin>
        <limits>None</limits>
        <extent>WholeRaster</extent>
        <statAccuracy>Estimated</statAccuracy>
        <cumulativeCutLower>0.02</cumulativeCutLower>
        <cumulativeCutUpper>0.98</cumulativeCutUpper>
        <stdDevFactor>2</stdDevFactor>
      </minMaxOrigin>
      <rastershader>
        <colorrampshader labelPrecision="6" clip="0" minimumValue="-4" maximumValue="49" colorRampType="INTERPOLATED" classificationMode="1">
          <item color="#313695" label="-4 °C, Stress froid extrême (très froid)" value="-4" alpha="255"/>
          <item color="#4575b4" label="6 °C, Stress froid fort (froid)" value="6" alpha="255"/>
          <item color="#74add1" label="10.5 °C, Stress froid modéré (frais)" value="10.5" alpha="255"/>
          <item color="#abd9e9" label="15.5 °C, Stress froid léger (légèrement frais)" value="15.5" alpha="255"/>
          <item color="#e0f3db" label="20.5 °C, Pas de stress thermique (confortable)" value="20.5" alpha="255"/>
          <item color="#fee090" label="26 °C, Stress chaud léger (légèrement chaud)" value="26" alpha="255"/>
          <item color="#fdae61" label="32 °C, Stress chaud modéré (chaud)" value="32" alpha="255"/>
          <item color="#d73027" label="38 °C, Stress chaud fort (très chaud)" value="38" alpha="255"/>
          <item color="#7f0000" label="49 °C, Stress chaud extrême (brûlant)" value="49" alpha="255"/>
          <rampLegendSettings orientation="2" minimumLabel="" direction="0" useContinuousLegend="1" maximumLabel="" prefix="" suffix="">
            <numericFormat id="basic">
              <Option type="Map">
                <Option name="decimal_separator" type="QChar" value=""/>
                <Option name="decimals" type="int" value="6"/>
                <Option name="rounding_type" type="int" value="0"/>
                <Option name="show_plus" type="bool" value="false"/>
                <Option name="show_thousand_separator" type="bool" value="true"/>
                <Option name="show_trailing_zeros" type="bool" value="false"/>
                <Option name="thousand_separator" type="QChar" value=""/>
              </Option>
            </numericFormat>
          </rampLegendSettings>
        </colorrampshader>
      </rastershader>
    </rasterrenderer>
    <brightnesscontrast gamma="1" brightness="0" contrast="0"/>
    <huesaturation colorizeRed="255" saturation="0" grayscaleMode="0" colorizeStrength="100" invertColors="0" colorizeOn="0" colorizeGreen="128" colorizeBlue="128"/>
    <rasterresampler maxOversampling="2"/>
    <resamplingStage>resamplingFilter</resamplingStage>
  </pipe>
  <blendMode>0</blendMode>
</qgis>
