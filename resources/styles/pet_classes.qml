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
        <paletteEntry color="#313695" value="1" label="Extreme cold stress (very cold) (below 4 °C)" alpha="255"/>
        <paletteEntry color="#4575b4" value="2" label="Strong cold stress (cold) (4 … 8 °C)" alpha="255"/>
        <paletteEntry color="#74add1" value="3" label="Moderate cold stress (cool) (8 … 13 °C)" alpha="255"/>
        <paletteEntry color="#abd9e9" value="4" label="Slight cold stress (slightly cool) (13 … 18 °C)" alpha="255"/>
        <paletteEntry color="#e0f3db" value="5" label="No thermal stress (comfortable) (18 … 23 °C)" alpha="255"/>
        <paletteEntry color="#fee090" value="6" label="Slight heat stress (slightly warm) (23 … 29 °C)" alpha="255"/>
        <paletteEntry color="#fdae61" value="7" label="Moderate heat stress (warm) (29 … 35 °C)" alpha="255"/>
        <paletteEntry color="#d73027" value="8" label="Strong heat stress (hot) (35 … 41 °C)" alpha="255"/>
        <paletteEntry color="#7f0000" value="9" label="Extreme heat stress (very hot) (from 41 °C)" alpha="255"/>
      </colorPalette>
    </rasterrenderer>
    <brightnesscontrast gamma="1" brightness="0" contrast="0"/>
    <huesaturation colorizeRed="255" saturation="0" grayscaleMode="0" colorizeStrength="100" invertColors="0" colorizeOn="0" colorizeGreen="128" colorizeBlue="128"/>
    <rasterresampler maxOversampling="2"/>
    <resamplingStage>resamplingFilter</resamplingStage>
  </pipe>
  <blendMode>0</blendMode>
</qgis>
