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
    <rasterrenderer band="1" alphaBand="-1" type="paletted" opacity="1" nodataColor="">
      <minMaxOrigin>
        <limits>None</limits>
        <extent>WholeRaster</extent>
        <statAccuracy>Estimated</statAccuracy>
        <cumulativeCutLower>0.02</cumulativeCutLower>
        <cumulativeCutUpper>0.98</cumulativeCutUpper>
        <stdDevFactor>2</stdDevFactor>
      </minMaxOrigin>
      <colorPalette>
        <paletteEntry color="#2d004b" value="1" label="Extreme cold stress (below -40 °C)" alpha="255"/>
        <paletteEntry color="#313695" value="2" label="Very strong cold stress (-40 … -27 °C)" alpha="255"/>
        <paletteEntry color="#4575b4" value="3" label="Strong cold stress (-27 … -13 °C)" alpha="255"/>
        <paletteEntry color="#74add1" value="4" label="Moderate cold stress (-13 … 0 °C)" alpha="255"/>
        <paletteEntry color="#abd9e9" value="5" label="Slight cold stress (0 … 9 °C)" alpha="255"/>
        <paletteEntry color="#e0f3db" value="6" label="No thermal stress (9 … 26 °C)" alpha="255"/>
        <paletteEntry color="#fee090" value="7" label="Moderate heat stress (26 … 32 °C)" alpha="255"/>
        <paletteEntry color="#fdae61" value="8" label="Strong heat stress (32 … 38 °C)" alpha="255"/>
        <paletteEntry color="#d73027" value="9" label="Very strong heat stress (38 … 46 °C)" alpha="255"/>
        <paletteEntry color="#7f0000" value="10" label="Extreme heat stress (from 46 °C)" alpha="255"/>
      </colorPalette>
    </rasterrenderer>
    <brightnesscontrast gamma="1" brightness="0" contrast="0"/>
    <huesaturation colorizeRed="255" saturation="0" grayscaleMode="0" colorizeStrength="100" invertColors="0" colorizeOn="0" colorizeGreen="128" colorizeBlue="128"/>
    <rasterresampler maxOversampling="2"/>
    <resamplingStage>resamplingFilter</resamplingStage>
  </pipe>
  <blendMode>0</blendMode>
</qgis>
