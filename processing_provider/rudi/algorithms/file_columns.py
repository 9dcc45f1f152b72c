"""A sample of the columns of a file that is about to be published: what a search of personal data looks at.

The file is opened as it will be downloaded, whatever its record says of it; archives are opened too.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

from osgeo import gdal

from ...errors import InputError, RunCancelledError
from ..files.archives import GZIP, ZIP, Member, archive_kind, extracted, members, unpacked_gzip
from ..files.csv_layout import csv_layout, csv_rows
from ..files.record_lists import json_records
from ..spread_sample import SpreadSample
from ..transport import Stop

# What is looked into, by extension; the rest is pictures, documents, rasters, styles, parts of a Shapefile.
TEXT_TABLES = ("csv", "tsv", "txt")
JSON_FILES = ("json", "geojson", "jsonl", "ndjson")
TABLES = (
    *("gpkg", "shp", "dbf", "tab", "mif", "parquet", "fgb", "kml", "kmz", "gml", "gpx", "xlsx", "xls", "ods"),
    *("sqlite", "db", "topojson"),
)
ARCHIVES = ("zip", "gz", "tgz", "tar")
CLOSED_ARCHIVES = ("7z", "rar", "zst", "bz2", "xz")  # which nothing here opens
_DRIVERS = [
    *("GPKG", "SQLite", "GeoJSON", "GeoJSONSeq", "TopoJSON", "ESRI Shapefile", "MapInfo File", "Parquet"),
    *("FlatGeobuf", "KML", "LIBKML", "GML", "GPX", "XLSX", "XLS", "ODS"),
]
_INTERNAL = frozenset(("layer_styles", "qgis_projects"))  # tables of QGIS, not of the data
ROWS_PER_CHECK = 500  # rows between two looks at the cancel button


@dataclass
class FileColumns:
    """What was seen in a file.

    Attributes
    ----------
    columns : dict of str to SpreadSample
        By name; columns of one name in several tables share one.
    opened : list of str
        Tables that were looked into.
    unread : list of str
        Files that hold tables or may hold them, and could not be looked into.
    unseen : list of str
        Files that hold no table, such as pictures and documents: nobody looked whether people are in them.
    """

    columns: dict[str, SpreadSample] = field(default_factory=dict)
    opened: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)

    def sample(self) -> dict[str, list[Any]]:
        """Return a sample of the values of each column."""
        return {name: kept.values for name, kept in self.columns.items()}

    def put(self, name: str, value: Any) -> None:
        """Take a value of a column."""
        kept = self.columns.setdefault(name, SpreadSample())
        if value is not None and not isinstance(value, (bool, float)) and str(value).strip():
            kept.put(value)


def file_columns(path: Path, stop: Optional[Stop] = None) -> FileColumns:
    """Look into a file.

    Parameters
    ----------
    path : Path
    stop : callable, optional
        True once the user cancelled.

    Raises
    ------
    InputError
        When an archive is not safe to open.
    RunCancelledError
        When the user cancelled.
    """
    found = FileColumns()
    with tempfile.TemporaryDirectory(prefix="cityorchestra-") as folder:
        _look_into(path, path.name, Path(folder), found, stop)
    return found


def _look_into(path: Path, name: str, folder: Path, found: FileColumns, stop: Optional[Stop]) -> None:
    extension = path.suffix.lower().lstrip(".")
    kind = archive_kind(path)
    if kind and extension not in TABLES:  # a spreadsheet and a KMZ are archives of their own
        _look_into_archive(path, name, kind, folder, found, stop)
    elif extension in CLOSED_ARCHIVES:
        found.unread.append(name)
    elif extension in TEXT_TABLES:
        _take_csv(path, name, found, stop)
    elif extension in JSON_FILES:
        _take_json(path, name, found, stop)
    elif extension in TABLES:
        _take_tables(path, name, found, stop)
    else:
        found.unseen.append(name)


def _look_into_archive(
    path: Path, name: str, kind: str, folder: Path, found: FileColumns, stop: Optional[Stop]
) -> None:
    if kind == GZIP and not path.name.lower().endswith((".tgz", ".tar.gz")):
        copy = folder / path.name
        copy.write_bytes(path.read_bytes())
        _look_into(unpacked_gzip(copy, stop), name, folder, found, stop)
        return
    inside = folder / f"in_{len(found.opened)}_{len(found.unread)}"
    listed = members(path, stop)
    shapes = {member.path[:-4].lower() for member in listed if member.extension == "shp"}
    for member in listed:
        shown = f"{name}/{member.path}"
        if member.extension == "dbf" and member.path[:-4].lower() in shapes:
            continue  # read with its shapes
        if member.extension in CLOSED_ARCHIVES or member.extension in ARCHIVES:
            found.unread.append(shown)  # an archive in an archive: whoever downloads it can open it
        elif member.extension in (*TEXT_TABLES, *JSON_FILES):
            _look_into(extracted(path, member, inside, stop), shown, folder, found, stop)
        elif member.extension in TABLES and kind == ZIP:
            _take_tables(_extracted_whole(path, member, listed, inside, stop), shown, found, stop)
        elif member.extension in TABLES:
            found.unread.append(shown)


def _extracted_whole(path: Path, member: Member, listed: Iterable[Member], folder: Path, stop: Optional[Stop]) -> Path:
    """Extract a member and the files that go with it: a Shapefile has several."""
    stem = member.path.rpartition(".")[0].lower()
    for other in listed:
        if other.path.lower().startswith(f"{stem}.") and other is not member:
            extracted(path, other, folder, stop)
    return extracted(path, member, folder, stop)


def _take_csv(path: Path, name: str, found: FileColumns, stop: Optional[Stop]) -> None:
    layout = csv_layout(path, stop=stop)
    if layout is None:
        if path.suffix.lower() != ".txt":
            found.unread.append(name)
        return
    _take_rows(csv_rows(path, layout), found, stop)
    for column in layout.header:
        found.columns.setdefault(column, SpreadSample())
    found.opened.append(name)


def _take_json(path: Path, name: str, found: FileColumns, stop: Optional[Stop]) -> None:
    try:
        rows = json_records(path)
    except InputError:
        rows = None
    if rows is None:
        _take_tables(path, name, found, stop)
        return
    _take_rows(rows, found, stop)
    found.opened.append(name)


def _take_rows(rows: Iterable[Mapping[str, Any]], found: FileColumns, stop: Optional[Stop]) -> None:
    for number, row in enumerate(rows):
        _look(number, stop)
        for column, value in row.items():
            _take_value(str(column), value, found)


def _take_value(column: str, value: Any, found: FileColumns) -> None:
    """Take a value, and those inside a list or an object under the names of their keys."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            _take_value(str(key), item, found)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _take_value(column, item, found)
    else:
        found.put(column, value)


def _take_tables(path: Path, name: str, found: FileColumns, stop: Optional[Stop]) -> None:
    """Take the tables of a file that GDAL opens."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        source = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_READONLY, allowed_drivers=_DRIVERS)
    except RuntimeError:  # raised in the place of an empty answer where another plugin asked GDAL for it
        source = None
    finally:
        gdal.PopErrorHandler()
    if source is None:
        found.unread.append(name)
        return
    for place in range(source.GetLayerCount()):
        layer = source.GetLayer(place)
        if layer.GetName() in _INTERNAL:
            continue
        definition = layer.GetLayerDefn()
        names = [definition.GetFieldDefn(at).GetName() for at in range(definition.GetFieldCount())]
        for column in names:
            found.columns.setdefault(column, SpreadSample())
        for number, feature in enumerate(layer):
            _look(number, stop)
            for at, column in enumerate(names):
                if feature.IsFieldSetAndNotNull(at):
                    found.put(column, _field_text(feature, at))
    found.opened.append(name)


def _field_text(feature: Any, at: int) -> str:
    try:
        return feature.GetFieldAsString(at)
    except UnicodeDecodeError:
        return bytes(feature.GetFieldAsBinary(at)).decode("latin-1")


def _look(number: int, stop: Optional[Stop]) -> None:
    if number % ROWS_PER_CHECK == 0 and stop is not None and stop():
        raise RunCancelledError
