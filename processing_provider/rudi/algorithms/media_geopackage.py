"""A layer as a GeoPackage in a ZIP, with its symbols and its metadata: the same layer always gives the same bytes."""

from __future__ import annotations

import re
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from qgis.core import (
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsLayerMetadata,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtXml import QDomDocument

from ...compatibility import field as new_field
from ...compatibility import save_default_style
from ...errors import InputError
from ...provenance import save_with_vector
from ..published_history import without_folders
from ..safe_xml import parse_xml
from .layer_description import features_of
from .layer_view import LayerView, PublishedField
from .media_values import stored_value

# Dates of writing that the formats want. They are always the same, so that the same data give the same file.
_FIXED_MOMENT = "1980-01-01T00:00:00.000Z"
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP can tell
_READABLE = 0o100644 << 16  # rights of a member of a ZIP: a plain file that its owner may change
_COUNTERS = (24, 92)  # change counter, version-valid-for: https://www.sqlite.org/fileformat.html
_DRAWN = re.compile(r"\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}")  # an identifier drawn by QGIS
AS_TEXT = ("json", "list", "time")  # kinds that the files of columns have no plain type for


def write_geopackage_zip(
    view: LayerView,
    path: str,
    stem: str,
    metadata: QgsLayerMetadata,
    transform_context: QgsCoordinateTransformContext,
    feedback: Any,
) -> None:
    """Write a layer as a zipped GeoPackage.

    Parameters
    ----------
    view : LayerView
    path : str
        Of the ZIP.
    stem : str
        Name of the GeoPackage and of its table.
    metadata : QgsLayerMetadata
        To be kept in the file.
    transform_context : QgsCoordinateTransformContext
    feedback : QgsFeedback

    Raises
    ------
    InputError
        When it cannot be written.
    RunCancelledError
        When the user cancels.
    """
    with tempfile.TemporaryDirectory(prefix="cityorchestra-") as folder:
        file = Path(folder) / f"{stem}.gpkg"
        write_with_driver(view, file, "GPKG", stem, transform_context, feedback)
        _save_style(view, f"{file}|layername={stem}")
        save_with_vector(f"{file}|layername={stem}", "ogr", metadata)
        _settle(file)
        zip_file(path, file)


def zip_file(path: str, file: Path) -> None:
    """Put a file in a ZIP, without the date and the rights of this computer."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        member = zipfile.ZipInfo(file.name, _FIXED_DATE)
        member.compress_type = zipfile.ZIP_DEFLATED
        member.external_attr = _READABLE
        member.create_system = 3
        with archive.open(member, "w", force_zip64=file.stat().st_size > 2**31) as target, file.open("rb") as source:
            while piece := source.read(2**20):
                target.write(piece)


def output_fields(fields: tuple[PublishedField, ...], as_text: tuple[str, ...]) -> QgsFields:
    """Return the fields of a file; the kinds that its format lacks become text."""
    written = QgsFields()
    for item in fields:
        if item.kind in as_text:
            made = new_field(item.name, "text")
            made.setAlias(item.field.alias())
            made.setComment(item.field.comment())
        else:
            made = QgsField(item.field)
            made.setName(item.name)
        written.append(made)
    return written


def check_written(writer: QgsVectorFileWriter) -> None:
    """Say why a file could not be written.

    Raises
    ------
    InputError
        When the last step of the writer failed.
    """
    if writer.hasError() != QgsVectorFileWriter.WriterError.NoError:
        raise InputError("The file of the layer could not be written: {cause}.", cause=writer.errorMessage())


def write_with_driver(
    view: LayerView,
    file: Path,
    driver: str,
    table: str,
    transform_context: QgsCoordinateTransformContext,
    feedback: Any,
) -> None:
    """Write the features of a layer with a driver of OGR that knows columns.

    Raises
    ------
    InputError
        When the file cannot be written.
    RunCancelledError
        When the user cancelled.
    """
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = driver
    options.layerName = table
    options.fileEncoding = "UTF-8"
    fields = output_fields(view.fields, AS_TEXT)
    writer = QgsVectorFileWriter.create(str(file), fields, view.wkb_type, view.crs, transform_context, options)
    check_written(writer)
    for source in features_of(view, feedback):
        feature = QgsFeature(fields)
        if source.hasGeometry():
            feature.setGeometry(source.geometry())
        values = source.attributes()
        feature.setAttributes([stored_value(values[item.index], item.kind) for item in view.fields])
        if not writer.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
            raise InputError("The file of the layer could not be written: {cause}.", cause=writer.errorMessage())
    check_written(writer)
    del writer  # writes what is left and closes the file


def _save_style(view: LayerView, uri: str) -> None:
    """Keep symbols and labels in the file; QGIS applies them when it opens the layer."""
    if not view.style:
        return
    document = QDomDocument()
    layer = QgsVectorLayer(uri, "style", "ogr")
    if not document.setContent(without_folders(view.style)) or not layer.isValid():
        return
    layer.importNamedStyle(document)
    # With an empty description QGIS would write the hour there.
    save_default_style(layer, view.name, view.name)


def _settle(file: Path) -> None:
    """Make the file independent of the moment and of the order in which Qt writes attributes of XML."""
    with closing(sqlite3.connect(file)) as base:
        tables = {name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        base.execute("UPDATE gpkg_contents SET last_change = ?", (_FIXED_MOMENT,))
        if "gpkg_metadata_reference" in tables:
            base.execute("UPDATE gpkg_metadata_reference SET timestamp = ?", (_FIXED_MOMENT,))
        if "gpkg_metadata" in tables:
            for key, text in base.execute("SELECT id, metadata FROM gpkg_metadata").fetchall():
                base.execute("UPDATE gpkg_metadata SET metadata = ? WHERE id = ?", (_canonical(text), key))
        if "layer_styles" in tables:
            base.execute("UPDATE layer_styles SET update_time = ?", (_FIXED_MOMENT,))
            for key, qml, sld in base.execute("SELECT id, styleQML, styleSLD FROM layer_styles").fetchall():
                base.execute(
                    "UPDATE layer_styles SET styleQML = ?, styleSLD = ? WHERE id = ?",
                    (_numbered(_canonical(qml)), _numbered(_canonical(sld)), key),
                )
        base.commit()
        base.execute("PRAGMA journal_mode = DELETE")
        base.execute("VACUUM")
    # SQLite counts how often a file was written, and who wrote it last, at two places that must agree.
    with file.open("r+b") as stream:
        for place in _COUNTERS:
            stream.seek(place)
            stream.write((1).to_bytes(4, "big"))


def _numbered(text: Any) -> Any:
    """Return a style whose parts are numbered: QGIS 3.28 and later draw their identifiers at random."""
    if not isinstance(text, str):
        return text
    numbers: dict[str, int] = {}

    def number(match: re.Match[str]) -> str:
        return f"{{00000000-0000-0000-0000-{numbers.setdefault(match.group(), len(numbers) + 1):012d}}}"

    return _DRAWN.sub(number, text)


def _canonical(text: Any) -> Any:
    """Return XML with its attributes in one order; a text that is no XML stays."""
    if not isinstance(text, str) or not text.strip():
        return text
    body = text.strip()
    if body.startswith("<!DOCTYPE"):
        body = body[body.index(">") + 1 :]
    try:
        root = parse_xml(body.encode("utf-8"), "QGIS")
    except InputError:
        return text
    return ElementTree.canonicalize(ElementTree.tostring(root, encoding="unicode"))
