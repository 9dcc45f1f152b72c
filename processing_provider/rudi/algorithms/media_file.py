"""The file to publish, written from a layer: GeoPackage in a ZIP, GeoJSON, CSV, GeoParquet, GeoTIFF for rasters."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from osgeo import ogr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsLayerMetadata,
    QgsWkbTypes,
)

from ...compatibility import GeometryType
from ...errors import InputError, RunCancelledError
from ...libraries import missing
from ...provenance import KEYWORD, RASTER_TAG
from ...raster_files import written_aside
from ..checksums import hash_file
from ..metadata_draft import FileDescription
from ..record_writer import DEFAULT_PROJECTION
from .layer_description import features_of, has_geometry, projection_text
from .layer_view import LayerView
from .media_geojson import DECIMALS, write_geojson
from .media_geopackage import write_geopackage_zip, write_with_driver
from .media_values import in_degrees, text_value

_BLOCK = 256  # side of the blocks of a GeoTIFF [cells]
# Names of the columns that hold the place, the first that the layer does not use itself.
_POINT_COLUMNS = (("lon", "lat"), ("longitude", "latitude"), ("lon_wgs84", "lat_wgs84"))
_WKT_COLUMNS = (("wkt",), ("geometry_wkt",))


@dataclass(frozen=True)
class MediaFormat:
    """A format that can be written: extension with its dot, media type, encoding of its text."""

    extension: str
    mime: str
    encoding: str = ""


FORMATS = {
    "gpkg-zip": MediaFormat(".zip", "application/zip"),
    "geojson": MediaFormat(".geojson", "application/geo+json", "UTF-8"),
    "csv": MediaFormat(".csv", "text/csv", "UTF-8"),
    "parquet": MediaFormat(".parquet", "application/vnd.apache.parquet"),
    "tif": MediaFormat(".tif", "image/tiff"),
}


def format_for(view: LayerView, wanted: str) -> str:
    """Return the format in which a layer is written: rasters are GeoTIFF whatever is wanted.

    Raises
    ------
    InputError
        When features are to be written as a raster.
    """
    if view.raster:
        return "tif"
    if wanted == "tif":
        raise InputError(
            "The layer {name} has features; a GeoTIFF holds a raster. Choose another format.", name=view.name
        )
    return wanted


def media_path(path: str, form: str) -> str:
    """Return the path of the file with the extension of its format."""
    file = Path(path)
    extension = FORMATS[form].extension
    if file.suffix.lower() == extension or (form == "tif" and file.suffix.lower() == ".tiff"):
        return path
    known = {item.extension for item in FORMATS.values()} | {".file", ".json", ".gpkg", ".tiff", ".txt"}
    return str(file.with_suffix(extension) if file.suffix.lower() in known else file.with_name(file.name + extension))


def write_media(
    view: LayerView,
    form: str,
    path: str,
    metadata: QgsLayerMetadata,
    transform_context: QgsCoordinateTransformContext,
    feedback: Any,
    *,
    caption: str = "",
) -> FileDescription:
    """Write the file of a layer aside, give it its name, and measure it.

    Parameters
    ----------
    view : LayerView
    form : str
        A key of :data:`FORMATS`.
    path : str
        With the extension of the format.
    metadata : QgsLayerMetadata
        Kept in the file where its format can.
    transform_context : QgsCoordinateTransformContext
        Of the project.
    feedback : QgsFeedback
    caption : str
        What the file holds.

    Raises
    ------
    InputError
        When it cannot be written, or the coordinates are not those of the reference system.
    RunCancelledError
        When the user cancels.
    """
    stem = _stem(Path(path), view.name)
    try:
        with written_aside(path) as aside:
            if form == "gpkg-zip":
                write_geopackage_zip(view, aside, stem, metadata, transform_context, feedback)
            elif form == "csv":
                _write_csv(view, aside, transform_context, feedback)
            elif form == "tif":
                _write_raster(view, aside, metadata, feedback)
            elif form == "geojson":
                write_geojson(view, aside, transform_context, feedback)
            else:
                _write_parquet(view, aside, transform_context, feedback)
    except OSError as error:
        raise InputError(
            "{file} could not be written: {cause}. Choose another folder.",
            file=path,
            cause=error.strerror or str(error),
        ) from error
    return measured(Path(path), form, caption, _projection(view, form))


def measured(path: Path, form: str, caption: str = "", projection: str = "") -> FileDescription:
    """Return the description of a file that was written: name, size, SHA-256."""
    chosen = FORMATS[form]
    return FileDescription(
        name=path.name,
        mime=chosen.mime,
        size=path.stat().st_size,
        sha256=hash_file(path).value(),
        encoding=chosen.encoding,
        caption=caption,
        projection=projection,
    )


def has_parquet() -> bool:
    """Tell whether the GDAL of this QGIS writes Parquet."""
    driver = ogr.GetDriverByName("Parquet")
    return driver is not None and driver.TestCapability(ogr.ODrCCreateDataSource)


def _projection(view: LayerView, form: str) -> str:
    if view.raster or not has_geometry(view):
        return ""
    return DEFAULT_PROJECTION if form in ("geojson", "csv") else projection_text(view.crs)


def _stem(path: Path, fallback: str) -> str:
    name = path.name
    for ending in (".gpkg.zip", *(item.extension for item in FORMATS.values())):
        if name.lower().endswith(ending):
            name = name[: -len(ending)]
            break
    return "".join(letter if letter.isalnum() or letter in "-_ " else "_" for letter in name).strip() or fallback


def _write_parquet(view: LayerView, path: str, transform_context: QgsCoordinateTransformContext, feedback: Any) -> None:
    if not has_parquet():
        raise InputError(
            "This QGIS cannot write Parquet (its GDAL comes without the driver); choose GeoPackage, GeoJSON or CSV."
        )
    write_with_driver(view, Path(path), "Parquet", _stem(Path(path), view.name), transform_context, feedback)


def _write_csv(view: LayerView, path: str, transform_context: QgsCoordinateTransformContext, feedback: Any) -> None:
    """Write a CSV file (RFC 4180, UTF-8): longitude and latitude of points, else the geometry as WKT."""
    placed = has_geometry(view)
    convert = in_degrees(view.crs, transform_context) if placed else None
    points = placed and QgsWkbTypes.geometryType(view.wkb_type) == GeometryType.PointGeometry
    points = points and not QgsWkbTypes.isMultiType(view.wkb_type)
    taken = {item.name.lower() for item in view.fields}
    wanted = (
        (("lon", "lat"), ("longitude", "latitude"), ("lon_wgs84", "lat_wgs84"))
        if points
        else (("wkt",), ("geometry_wkt",))
    )
    extra = next((names for names in wanted if not taken & set(names)), wanted[-1]) if placed else ()
    with Path(path).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([*(item.name for item in view.fields), *extra])
        for source in features_of(view, feedback):
            values = source.attributes()
            row = [text_value(values[item.index]) for item in view.fields]
            if placed:
                row += _place(convert(source.geometry()) if source.hasGeometry() else None, points)
            writer.writerow(row)


def _place(geometry: Any, points: bool) -> list[str]:
    if geometry is None or geometry.isEmpty():
        return ["", ""] if points else [""]
    if points:
        point = geometry.asPoint()
        return [f"{point.x():.{DECIMALS}f}", f"{point.y():.{DECIMALS}f}"]
    return [geometry.asWkt(DECIMALS)]


def _write_raster(view: LayerView, path: str, metadata: QgsLayerMetadata, feedback: Any) -> None:
    """Write a raster as a tiled, compressed GeoTIFF, block by block: its cells, bands and colours as they are."""
    if not view.raster_source:
        raise InputError(
            "The raster {name} is a service; save it as a GeoTIFF first (layer menu, Export, Save As).", name=view.name
        )
    packages = missing(("rasterio",))
    if packages:
        raise InputError("To publish a raster, install the Python package {packages}.", packages=packages)
    import rasterio
    from rasterio.windows import Window

    try:
        source = rasterio.open(view.raster_source)
    except rasterio.errors.RasterioIOError as error:
        raise InputError("The raster {name} cannot be read; check its source.", name=view.name) from error
    with source:
        options: dict[str, Any] = {
            "driver": "GTiff",
            "width": source.width,
            "height": source.height,
            "count": source.count,
            "dtype": str(np.result_type(*source.dtypes)),
            "nodata": source.nodata,
            "crs": view.crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED) or None,
            "transform": source.transform,
            "compress": "deflate",
            "bigtiff": "if_safer",
        }
        if source.width >= _BLOCK and source.height >= _BLOCK:
            options.update(tiled=True, blockxsize=_BLOCK, blockysize=_BLOCK)
        with rasterio.open(path, "w", **options) as target:
            _copy_description(source, target, metadata)
            rows = range(0, source.height, _BLOCK)
            for row in rows:
                if feedback is not None:
                    if feedback.isCanceled():
                        raise RunCancelledError
                    feedback.setProgress(100.0 * row / source.height)
                window = Window(0, row, source.width, min(_BLOCK, source.height - row))
                target.write(source.read(window=window), window=window)


def _copy_description(source: Any, target: Any, metadata: QgsLayerMetadata) -> None:
    """Keep names, units, colours and the provenance; other tags may tell of the computer that made them."""
    for band in range(1, source.count + 1):
        if source.descriptions[band - 1]:
            target.set_band_description(band, source.descriptions[band - 1])
        if source.dtypes[band - 1] == "uint8":
            try:
                target.write_colormap(band, source.colormap(band))
            except ValueError:
                continue  # a band without colours
    target.units = source.units
    target.scales, target.offsets = source.scales, source.offsets
    target.colorinterp = source.colorinterp
    tags = {"TIFFTAG_IMAGEDESCRIPTION": metadata.title()} if metadata.title() else {}
    kept = metadata.keywords().get(KEYWORD)
    if kept:
        tags[RASTER_TAG] = json.dumps(json.loads(kept[0]), ensure_ascii=False, sort_keys=True)
    if source.tags().get("AREA_OR_POINT"):
        tags["AREA_OR_POINT"] = source.tags()["AREA_OR_POINT"]
    target.update_tags(**tags)
