"""A downloaded file as layers of QGIS. What is in it is looked at; its name and its media type only help.

GDAL recognises files by their content too, among them formats that lead to other files and servers (VRT and the
descriptions of web services). Only the drivers named here may open what comes from a network.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from osgeo import gdal
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsMapLayer,
    QgsProviderRegistry,
    QgsProviderSublayerDetails,
    QgsRasterLayer,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ...compatibility import GeometryType
from ...errors import InputError
from ...translation import tr
from ..exports.dcat import epsg_code
from ..files.archives import GZIP, TAR, ZIP, Member, archive_kind, extracted, members, unpacked_gzip
from ..files.column_kinds import keep_leading_zeros
from ..files.csv_layout import csv_layout
from ..files.record_lists import geojson_of_csv, geojson_of_records, json_records
from ..files.xml_start import root_element
from ..transport import Stop, looks_like_html
from .csv_source import csv_source
from .opened_layer import OpenedLayer

VECTOR_DRIVERS = frozenset(
    (
        *("GeoJSON", "GeoJSONSeq", "TopoJSON", "ESRIJSON", "JSONFG", "GPKG", "SQLite", "ESRI Shapefile"),
        *("MapInfo File", "GML", "KML", "LIBKML", "GPX", "DXF", "XLSX", "ODS", "XLS", "Parquet", "FlatGeobuf"),
        *("OpenFileGDB",),
    )
)
RASTER_DRIVERS = frozenset(
    ("GTiff", "COG", "GPKG", "netCDF", "AAIGrid", "HFA", "JP2OpenJPEG", "JP2ECW", "JP2KAK", "JP2MrSID")
)
# Recognised to say why they are refused; whatever is in none of these lists is not opened either.
LEADING_ELSEWHERE = frozenset(
    ("OGR_VRT", "VRT", "WMS", "WFS", "OAPIF", "WCS", "WMTS", "CSW", "DERIVED", "STACIT", "STACTA")
)
JSON_DRIVERS = frozenset(("GeoJSON", "GeoJSONSeq", "TopoJSON", "ESRIJSON", "JSONFG"))
SYSTEM_TABLES = frozenset(("layer_styles", "qgis_projects"))

# Members of archives, by extension: those read where they are, those that need a file of their own.
_READ_INSIDE = ("shp", "geojson", "json", "fgb", "tab", "mif", "gml", "kml", "gpx", "dxf", "tif", "tiff", "jp2", "asc")
_TAKEN_OUT = ("gpkg", "csv", "tsv", "xlsx", "ods", "xls", "parquet", "nc", "sqlite")
_LAST_RESORT = ("txt",)
_XML = ("gml", "kml", "gpx")
_DELIMITED = (".csv", ".tsv")
MAP_OF_KMZ = "doc.kml"
MAX_CANDIDATES = 200  # files of one archive that become layers
_SHOWN = 5  # names of members in a message
HEAD_BYTES = 4096


@dataclass(frozen=True)
class FileToOpen:
    """What is known of a file besides its bytes.

    Attributes
    ----------
    path : Path
    name : str
        What to call the layer.
    crs : str
        Reference system that the record declares, such as ``EPSG:2154``; for files that name none.
    encoding : str
        Of text, as the record declares it.
    is_table : bool
        Whether the record says that it is text with columns.
    stop : callable, optional
        True once the user cancelled.
    """

    path: Path
    name: str
    crs: str = ""
    encoding: str = ""
    is_table: bool = False
    stop: Optional[Stop] = None

    def at(self, path: Path, name: str) -> FileToOpen:
        """Return the same for another file that came out of this one."""
        return FileToOpen(path, name, self.crs, self.encoding, False, self.stop)


def open_file(file: FileToOpen) -> list[OpenedLayer]:
    """Return the layers of a file; may be called in any thread.

    Raises
    ------
    InputError
        When nothing in it can be opened, or when it is refused (see :mod:`..files.archives`).
    """
    if not file.path.is_file():
        raise InputError("There is no file {path}.", path=str(file.path))
    found = _layers(file, deep=True)
    if not found:
        raise InputError(
            "{name} holds nothing that QGIS can draw or list; open it with the program that its format asks for.",
            name=file.path.name,
        )
    return found


def _layers(file: FileToOpen, *, deep: bool) -> list[OpenedLayer]:
    kind = archive_kind(file.path)
    if kind == GZIP:
        unpacked = file.at(unpacked_gzip(file.path, file.stop), file.name)
        return _layers(unpacked, deep=False) if deep else []
    if kind in (ZIP, TAR):
        listed = members(file.path, file.stop)
        if _is_package(listed):
            _check_package(file.path, listed)
            found = _gdal_layers(file, str(file.path))
            if found or all(member.path != MAP_OF_KMZ for member in listed):
                return found
            # A GDAL without LIBKML does not know a KMZ as one document; what is inside it knows.
        return _archive_layers(file, kind, listed) if deep else []
    with file.path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    if looks_like_html(head):
        raise InputError("{name} is a web page, not data; download it again, or ask for access.", name=file.path.name)
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")[:1]
    if start in (b"[", b"{") and start:
        return _json_layers(file)
    if start == b"<":
        with file.path.open("rb") as stream:
            root_element(stream, file.path.name)
        return _gdal_layers(file, str(file.path))
    if file.is_table or file.path.suffix.lower() in _DELIMITED:
        return _csv_layers(file)
    return _gdal_layers(file, str(file.path)) or _csv_layers(file, sure=False)


# --- text --------------------------------------------------------------------------------------------------------


def _json_layers(file: FileToOpen) -> list[OpenedLayer]:
    if _driver(str(file.path), gdal.OF_VECTOR) in JSON_DRIVERS:
        return _gdal_layers(file, str(file.path))
    rows = json_records(file.path)
    if rows is None:
        return []
    return _gdal_layers(file, str(geojson_of_records(file.path, rows, file.stop)))


def _csv_layers(file: FileToOpen, *, sure: bool = True) -> list[OpenedLayer]:
    layout = csv_layout(file.path, declared_encoding=file.encoding, declared_crs=file.crs, stop=file.stop)
    if layout is None or (not sure and len(layout.header) < 2):
        return []
    if layout.roles.pair or layout.roles.shape:
        return _gdal_layers(file, str(geojson_of_csv(file.path, layout, file.stop)))
    keep_leading_zeros(file.path, layout, file.stop)
    layer = _vector(csv_source(file.path, layout), file.name, "delimitedtext")
    return [OpenedLayer(layer, file.name)] if layer.isValid() else []


# --- archives ----------------------------------------------------------------------------------------------------


def _is_package(listed: Sequence[Member]) -> bool:
    """Tell whether a zip is one document: a workbook, a text document, a KMZ."""
    names = {member.path for member in listed}
    return bool(names & {"[Content_Types].xml", "content.xml", MAP_OF_KMZ})


def _check_package(path: Path, listed: Sequence[Member]) -> None:
    """Look at the beginning of the XML that GDAL will read in a document."""
    read = [member for member in listed if member.extension in ("kml", "xml") and "META-INF" not in member.path]
    with zipfile.ZipFile(path) as archive:
        for member in read:
            with archive.open(member.name) as stream:
                root_element(stream, f"{path.name}/{member.path}")


def _archive_layers(file: FileToOpen, kind: str, listed: Sequence[Member]) -> list[OpenedLayer]:
    candidates = _candidates(listed)
    found: list[OpenedLayer] = []
    refused: Optional[InputError] = None
    for member in candidates:
        name = file.name if len(candidates) == 1 else Path(member.path).stem
        try:
            found += _member_layers(file, kind, member, name)
        except InputError as error:  # one member that cannot be read does not hide the others
            refused = refused or error
    if not found and refused is not None:
        raise refused
    if not found:
        raise InputError(
            "The archive {name} holds nothing that QGIS can draw or list: {members}.",
            name=file.path.name,
            members=", ".join(member.path for member in listed[:_SHOWN]) + (", …" if len(listed) > _SHOWN else ""),
        )
    return found


def _candidates(listed: Sequence[Member]) -> list[Member]:
    """Return the members that may become layers, the geographical ones first."""
    shown = [one for one in listed if not one.path.startswith("__MACOSX/") and not Path(one.path).name.startswith(".")]
    inside_geodatabase = [one for one in shown if ".gdb/" in one.path.lower()]
    databases = {one.path[: one.path.lower().index(".gdb/") + 4] for one in inside_geodatabase}
    found = [Member(path, 0) for path in sorted(databases)]
    for extensions in (_READ_INSIDE, _TAKEN_OUT, _LAST_RESORT):
        if extensions is _LAST_RESORT and found:
            break
        found += [one for one in shown if one.extension in extensions and one not in inside_geodatabase]
    return found[:MAX_CANDIDATES]


def _member_layers(file: FileToOpen, kind: str, member: Member, name: str) -> list[OpenedLayer]:
    def taken_out() -> list[OpenedLayer]:
        # QGIS takes what lies below a folder whose name holds ".zip" for members of an archive.
        folder = file.path.with_name(file.path.name.replace(".", "_") + "_files")
        return _layers(file.at(extracted(file.path, member, folder, file.stop), name), deep=False)

    if member.extension in (*_TAKEN_OUT, *_LAST_RESORT):
        return taken_out()
    if kind == ZIP and member.extension in _XML:
        with zipfile.ZipFile(file.path) as archive, archive.open(member.name) as stream:
            root_element(stream, member.path)
    elif member.extension in _XML:  # GDAL reads a tar from its beginning each time
        return taken_out()
    inside = f"/vsi{kind}/{_in_archive(file.path, kind)}/{member.path}"
    if member.extension in ("json", "geojson") and _driver(inside, gdal.OF_VECTOR) not in JSON_DRIVERS:
        return taken_out()
    return _gdal_layers(file.at(file.path, name), inside)


def _in_archive(path: Path, kind: str) -> str:
    """Return an archive as GDAL wants it in a path: in braces unless its extension says what it is."""
    known = {ZIP: (".zip",), TAR: (".tar", ".tgz", ".tar.gz")}[kind]
    text = path.resolve().as_posix()
    return text if text.lower().endswith(known) else f"{{{text}}}"


# --- GDAL --------------------------------------------------------------------------------------------------------


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what GDAL says about files that it does not know away from the terminal."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        yield
    finally:
        gdal.PopErrorHandler()


def _driver(source: str, flags: int) -> str:
    """Return the driver that GDAL would open a source with, empty when there is none."""
    with _quiet():
        driver = gdal.IdentifyDriverEx(source, flags)
    return driver.ShortName if driver is not None else ""


def _gdal_layers(file: FileToOpen, source: str) -> list[OpenedLayer]:
    """Return the layers that GDAL finds in a file, by the drivers that are allowed."""
    vector, raster = _driver(source, gdal.OF_VECTOR), _driver(source, gdal.OF_RASTER)
    for driver in {vector, raster} & LEADING_ELSEWHERE:
        raise InputError(
            "{name} is in the format {driver}, which leads to other files or servers; it was not opened. Open it "
            "yourself if you trust it.",
            name=Path(source).name,
            driver=driver,
        )
    found: list[tuple[QgsMapLayer, str, str]] = []
    if vector in VECTOR_DRIVERS:
        found += _vector_layers(source)
    if raster in RASTER_DRIVERS:
        found += _raster_layers(source)
    tables = {part for _, part, _ in found}
    layers = []
    for layer, part, kind in found:
        name = file.name if len(tables) == 1 else f"{file.name} – {part}"
        name += f" ({kind})" if kind else ""
        layer.setName(name)
        _give_crs(layer, file.crs)
        layers.append(OpenedLayer(layer, name))
    return layers


def _vector_layers(source: str) -> list[tuple[QgsVectorLayer, str, str]]:
    """Return the layers of a source, each with the name of its table and, where one table gives several, its type."""
    found = []
    for sublayer in _sublayers("ogr", source):
        split = [sublayer]
        if sublayer.wkbType() == QgsWkbTypes.Type.Unknown:  # several types in one table: one layer each
            every = _sublayers("ogr", source, Qgis.SublayerQueryFlag.ResolveGeometryType)
            split = [
                one for one in every if one.name() == sublayer.name() and one.wkbType() != QgsWkbTypes.Type.Unknown
            ] or split
        for one in split:
            layer = _vector(one.uri(), one.name(), "ogr")
            if layer.isValid():
                found.append((layer, one.name(), _geometry_text(one) if len(split) > 1 else ""))
    return found


def _geometry_text(sublayer: QgsProviderSublayerDetails) -> str:
    texts = {
        GeometryType.PointGeometry: tr("points"),
        GeometryType.LineGeometry: tr("lines"),
        GeometryType.PolygonGeometry: tr("polygons"),
        GeometryType.NullGeometry: tr("table"),
    }
    kind = QgsWkbTypes.geometryType(sublayer.wkbType())
    return texts.get(kind, QgsWkbTypes.displayString(sublayer.wkbType()))


def _raster_layers(source: str) -> list[tuple[QgsRasterLayer, str, str]]:
    options = QgsRasterLayer.LayerOptions()
    options.skipCrsValidation = True
    found = []
    for sublayer in _sublayers("gdal", source):
        layer = QgsRasterLayer(sublayer.uri(), sublayer.name(), "gdal", options)
        if layer.isValid():
            found.append((layer, sublayer.name(), ""))
    return found


def _sublayers(provider: str, source: str, flag=None) -> list[QgsProviderSublayerDetails]:
    metadata = QgsProviderRegistry.instance().providerMetadata(provider)
    with _quiet():
        listed = metadata.querySublayers(source) if flag is None else metadata.querySublayers(source, flag)
    return [one for one in listed if one.name() not in SYSTEM_TABLES]


def _vector(source: str, name: str, provider: str) -> QgsVectorLayer:
    options = QgsVectorLayer.LayerOptions()
    options.skipCrsValidation = True  # no question in the middle of a thread: a layer without CRS says so itself
    return QgsVectorLayer(source, name, provider, options)


def _give_crs(layer: QgsMapLayer, declared: str) -> None:
    """Give a layer that names no reference system the declared one, where its numbers do not contradict it."""
    if layer.crs().isValid() or not layer.isSpatial() or not declared:
        return
    crs = QgsCoordinateReferenceSystem(declared)
    extent = layer.extent()
    in_degrees = abs(extent.xMinimum()) <= 360 and abs(extent.xMaximum()) <= 360 and abs(extent.yMaximum()) <= 90
    if crs.isValid() and crs.isGeographic() == in_degrees:
        layer.setCrs(crs)


def declared_crs(projection: str) -> str:
    """Return the reference system that a record declares, such as ``EPSG:2154``; empty when it names none."""
    code = epsg_code(projection)
    return f"EPSG:{code}" if code else ""
