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
    <rasterrenderer band="1" classificationMax="70" alphaBand="-1" classificationMin="0" type="singlebandpseudocolor" opacity="1" nodataColor="">
      <minMaxOrigin>
        <limits>None</limits>
        <extent>WholeRaster</extent>
        <statAccuracy>Estimated</statAccuracy>
        <cumulativeCutLower>0.02</cumulativeCutLower>
        <cumulativeCutUpper>0.98</cumulativeCutUpper>
        <stdDevFactor>2</stdDevFactor>
      </minMaxOrigin>
      <rastershader>
        <colorrampshader labelPrecision="6" clip="0" minimumValue="0" maximumValue="70" colorRampType="INTERPOLATED" classificationMode="1">
          <item color="#313695" label="0 °C of radiant temperature" value="0" alpha="255"/>
          <item color="#74add1" label="15 °C of radiant temperature" value="15" alpha="255"/>
          <item color="#e0f3f8" label="25 °C of radiant temperature" value="25" alpha="255"/>
          <item color="#fee090" label="35 °C of radiant temperature" value="35" alpha="255"/>
          <item color="#fdae61" label="45 °C of radiant temperature" value="45" alpha="255"/>
          <item color="#f46d43" label="55 °C of radiant temperature" value="55" alpha="255"/>
          <item color="#a50026" label="70 °C of radiant temperature" value="70" alpha="255"/>
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
