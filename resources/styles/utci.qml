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
    <rasterrenderer band="1" classificationMax="54" alphaBand="-1" classificationMin="-48" type="singlebandpseudocolor" opacity="1" nodataColor="">
      <minMaxOrigin>
        <limits>None</limits>
        <extent>WholeRaster</extent>
        <statAccuracy>Estimated</statAccuracy>
        <cumulativeCutLower>0.02</cumulativeCutLower>
        <cumulativeCutUpper>0.98</cumulativeCutUpper>
        <stdDevFactor>2</stdDevFactor>
      </minMaxOrigin>
      <rastershader>
        <colorrampshader labelPrecision="6" clip="0" minimumValue="-48" maximumValue="54" colorRampType="INTERPOLATED" classificationMode="1">
          <item color="#2d004b" label="-48 °C, Extreme cold stress" value="-48" alpha="255"/>
          <item color="#313695" label="-33.5 °C, Very strong cold stress" value="-33.5" alpha="255"/>
          <item color="#4575b4" label="-20 °C, Strong cold stress" value="-20" alpha="255"/>
          <item color="#74add1" label="-6.5 °C, Moderate cold stress" value="-6.5" alpha="255"/>
          <item color="#abd9e9" label="4.5 °C, Slight cold stress" value="4.5" alpha="255"/>
          <item color="#e0f3db" label="17.5 °C, No thermal stress" value="17.5" alpha="255"/>
          <item color="#fee090" label="29 °C, Moderate heat stress" value="29" alpha="255"/>
          <item color="#fdae61" label="35 °C, Strong heat stress" value="35" alpha="255"/>
          <item color="#d73027" label="42 °C, Very strong heat stress" value="42" alpha="255"/>
          <item color="#7f0000" label="54 °C, Extreme heat stress" value="54" alpha="255"/>
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
