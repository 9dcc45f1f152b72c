<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis styleCategories="Symbology|Labeling" version="3.22.16-Białowieża">
  <pipe-data-defined-properties>
    <Option type="Map">
      <Option value="" type="QString" name="name"/>
      <Option name="properties"/>
      <Option value="collection" type="QString" name="type"/>
    </Option>
  </pipe-data-defined-properties>
  <pipe>
    <provider>
      <resampling zoomedOutResamplingMethod="nearestNeighbour" enabled="false" zoomedInResamplingMethod="nearestNeighbour" maxOversampling="2"/>
    </provider>
    <rasterrenderer opacity="1" alphaBand="-1" nodataColor="" band="1" type="paletted">
      <minMaxOrigin>
        <limits>None</limits>
        <extent>WholeRaster</extent>
        <statAccuracy>Estimated</statAccuracy>
        <cumulativeCutLower>0.02</cumulativeCutLower>
        <cumulativeCutUpper>0.98</cumulativeCutUpper>
        <stdDevFactor>2</stdDevFactor>
      </minMaxOrigin>
      <colorPalette>
        <paletteEntry value="0" alpha="255" color="#c9bfae" label="Cobblestone"/>
        <paletteEntry value="1" alpha="255" color="#a7a7a7" label="Paved"/>
        <paletteEntry value="2" alpha="255" color="#7a3b2e" label="Buildings"/>
        <paletteEntry value="3" alpha="255" color="#00441b" label="Evergreen trees"/>
        <paletteEntry value="4" alpha="255" color="#41ab5d" label="Deciduous trees"/>
        <paletteEntry value="5" alpha="255" color="#d9f0a3" label="Grass"/>
        <paletteEntry value="6" alpha="255" color="#e6c98f" label="Bare soil"/>
        <paletteEntry value="7" alpha="255" color="#4393c3" label="Water"/>
      </colorPalette>
    </rasterrenderer>
    <brightnesscontrast gamma="1" contrast="0" brightness="0"/>
    <huesaturation colorizeGreen="128" colorizeStrength="100" colorizeOn="0" colorizeBlue="128" invertColors="0" saturation="0" grayscaleMode="0" colorizeRed="255"/>
    <rasterresampler maxOversampling="2"/>
    <resamplingStage>resamplingFilter</resamplingStage>
  </pipe>
  <blendMode>0</blendMode>
</qgis>
