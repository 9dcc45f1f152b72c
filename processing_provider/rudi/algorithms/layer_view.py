"""What is needed of a layer to publish it, copied where the layer lives: another thread may then read it.

A layer belongs to the thread that made it, usually the main one. :func:`view_of` is called there and is quick: it
reads no feature and no cell. The feature source it keeps is QGIS's own copy for threads, with filter, joins, virtual
fields and edits that are not saved.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsField,
    QgsFieldConstraints,
    QgsLayerMetadata,
    QgsMapLayer,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsReadWriteContext,
    QgsRectangle,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
)
from qgis.PyQt.QtCore import QMetaType
from qgis.PyQt.QtXml import QDomDocument

from ...compatibility import WkbType, is_null
from ...errors import InputError
from ...provenance import read_record
from ..table_schema import MAX_CHOICES, FieldDescription, Value

FILE_PROVIDERS = ("ogr", "gdal", "delimitedtext", "spatialite")
_NULL_CHOICE = "{2839923C-8B7D-419E-B84B-CA2FE9B80EC7}"  # stands for NULL in the value maps of QGIS
_GEOPACKAGE_NAMES = ("fid", "geom")  # columns that a GeoPackage adds of itself
_KINDS = {
    QMetaType.Type.Bool: "boolean",
    QMetaType.Type.Int: "integer",
    QMetaType.Type.UInt: "integer",
    QMetaType.Type.LongLong: "integer",
    QMetaType.Type.ULongLong: "integer",
    QMetaType.Type.Double: "real",
    QMetaType.Type.QDate: "date",
    QMetaType.Type.QTime: "time",
    QMetaType.Type.QDateTime: "datetime",
    QMetaType.Type.QVariantMap: "json",
    QMetaType.Type.QVariantList: "list",
    QMetaType.Type.QStringList: "list",
    QMetaType.Type.QByteArray: "binary",
}
_KIND_OF_NUMBER = {getattr(key, "value", key): kind for key, kind in _KINDS.items()}


@dataclass(frozen=True)
class PublishedField:
    """A field as it will be in the file.

    Attributes
    ----------
    index : int
        Its place in the layer.
    field : QgsField
        The field of the layer.
    description : FieldDescription
        Its name in the file, its kind, what is said of it.
    """

    index: int
    field: QgsField
    description: FieldDescription

    @property
    def name(self) -> str:
        """Name in the file."""
        return self.description.name

    @property
    def kind(self) -> str:
        """Kind, as :class:`..table_schema.FieldDescription` has them."""
        return self.description.kind


@dataclass(frozen=True)
class LayerView:
    """A layer, as far as publishing it needs.

    Attributes
    ----------
    name : str
    raster : bool
    crs : QgsCoordinateReferenceSystem
    extent : QgsRectangle
        In the layer's reference system, as the layer tells it.
    count : int or None
        Features, as the layer tells it; None when it does not.
    fields : tuple of PublishedField
    wkb_type : QgsWkbTypes.Type
    source : QgsVectorLayerFeatureSource or None
        Of a vector layer: to be read by one thread.
    path : Path or None
        File of the layer.
    raster_source : str
        What GDAL opens; empty for a vector layer or a service.
    metadata : QgsLayerMetadata
    record : dict or None
        Its provenance.
    style : str
        Its symbols and labels as XML; empty when nobody chose them.
    time_fields : tuple of str
        Fields of its temporal settings, where they are in use.
    """

    name: str
    raster: bool
    crs: QgsCoordinateReferenceSystem
    extent: QgsRectangle
    count: Optional[int]
    fields: tuple[PublishedField, ...]
    wkb_type: Any
    source: Optional[QgsVectorLayerFeatureSource]
    path: Optional[Path]
    raster_source: str
    metadata: QgsLayerMetadata
    record: Optional[dict[str, Any]]
    style: str
    time_fields: tuple[str, ...] = ()


def view_of(layer: QgsMapLayer) -> LayerView:
    """Return what is needed of a layer; to be called in the thread of the layer.

    Raises
    ------
    InputError
        When it is neither a vector nor a raster layer, or cannot be read.
    """
    if not isinstance(layer, (QgsVectorLayer, QgsRasterLayer)):
        raise InputError(
            "The layer {name} is neither a vector nor a raster layer; only those can be published.", name=layer.name()
        )
    if not layer.isValid():
        raise InputError("The layer {name} cannot be read; check its source.", name=layer.name())
    vector = isinstance(layer, QgsVectorLayer)
    count = layer.featureCount() if vector else -1
    return LayerView(
        name=layer.name(),
        raster=not vector,
        crs=QgsCoordinateReferenceSystem(layer.crs()),
        extent=QgsRectangle(layer.extent()),
        count=count if count >= 0 else None,
        fields=published_fields(layer) if vector else (),
        wkb_type=layer.wkbType() if vector else WkbType.NoGeometry,
        source=QgsVectorLayerFeatureSource(layer) if vector else None,
        path=_file_of(layer),
        raster_source=layer.source() if not vector and layer.providerType() == "gdal" else "",
        metadata=_metadata_of(layer),
        record=read_record(layer),
        style=_style_of(layer),
        time_fields=_time_fields(layer) if vector else (),
    )


def field_kind_of(item: QgsField) -> str:
    """Return the kind of a field as :class:`..table_schema.FieldDescription` has them."""
    number = item.type()
    return _KIND_OF_NUMBER.get(getattr(number, "value", number), "text")


def published_fields(layer: QgsVectorLayer) -> tuple[PublishedField, ...]:
    """Return the fields of a layer as they will be in its file.

    The key that a GeoPackage gives of itself is left out. Names that differ by capitals only, or that a GeoPackage
    needs for itself, get a number.
    """
    fields = layer.fields()
    key = set(layer.primaryKeyAttributes()) if layer.providerType() == "ogr" else set()
    taken = set(_GEOPACKAGE_NAMES)
    published = []
    for index in range(fields.count()):
        item = fields.at(index)
        if index in key and item.name().lower() in ("fid", "ogc_fid"):
            continue
        name = _free_name(item.name().strip() or "field", taken)
        published.append(PublishedField(index, QgsField(item), _described(layer, index, item, name)))
    return tuple(published)


def _free_name(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 1
    while name.lower() in taken:
        number += 1
        name = f"{wanted}_{number}"
    taken.add(name.lower())
    return name


def _described(layer: QgsVectorLayer, index: int, item: QgsField, name: str) -> FieldDescription:
    kind = field_kind_of(item)
    constraints = layer.fieldConstraints(index)
    return FieldDescription(
        name=name,
        kind=kind,
        description=item.comment().strip(),
        title=item.alias().strip(),
        choices=_choices(layer, index, kind),
        required=bool(constraints & QgsFieldConstraints.Constraint.ConstraintNotNull),
        unique=bool(constraints & QgsFieldConstraints.Constraint.ConstraintUnique),
    )


def _choices(layer: QgsVectorLayer, index: int, kind: str) -> tuple[tuple[Value, str], ...]:
    """Return the values of a value map; QGIS keeps them as one map, or as a list of maps of one."""
    setup = layer.editorWidgetSetup(index)
    if setup.type() != "ValueMap":
        return ()
    kept = setup.config().get("map")
    pairs = kept.items() if isinstance(kept, dict) else ()
    if isinstance(kept, list):
        pairs = [pair for one in kept if isinstance(one, dict) for pair in one.items()]
    choices = []
    for label, value in list(pairs)[:MAX_CHOICES]:
        if is_null(value) or str(value) == _NULL_CHOICE:
            continue
        if kind == "integer":
            try:
                value = int(value)
            except (TypeError, ValueError):
                continue
        choices.append((value, str(label)))
    return tuple(choices) if kind in ("integer", "text") else ()


def _file_of(layer: QgsMapLayer) -> Optional[Path]:
    if layer.providerType() not in FILE_PROVIDERS:
        return None
    named = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source()).get("path")
    path = Path(str(named)) if named else None
    return path if path is not None and path.is_file() else None


def _metadata_of(layer: QgsMapLayer) -> QgsLayerMetadata:
    """Return the metadata of the layer, those beside its file when it was given none."""
    own = layer.metadata()
    if own.title() or own.abstract() or own.keywords() or own.licenses() or own.contacts() or own.history():
        return QgsLayerMetadata(own)
    copy = layer.clone()  # the user's own layer is left as it is
    copy.loadDefaultMetadata()
    return QgsLayerMetadata(copy.metadata())


def _style_of(layer: QgsMapLayer) -> str:
    """Return symbols and labels only: forms and actions can name other layers, servers and accounts.

    Empty when nobody chose them: QGIS gives a layer that it opens for a run a colour by chance.
    """
    if layer.project() is None and not layer.clone().loadDefaultStyle()[1]:
        return ""
    document = QDomDocument()
    categories = QgsMapLayer.StyleCategory.Symbology | QgsMapLayer.StyleCategory.Labeling
    layer.exportNamedStyle(document, QgsReadWriteContext(), categories)
    return document.toString(-1)


def _time_fields(layer: QgsVectorLayer) -> tuple[str, ...]:
    properties = layer.temporalProperties()
    if not properties.isActive():
        return ()
    return tuple(name for name in (properties.startField(), properties.endField()) if name)


def with_closed_choices(fields: tuple[PublishedField, ...], met: dict[str, set[Any]]) -> list[FieldDescription]:
    """Return the descriptions of fields, their choices closed where no other value was met."""
    described = []
    for item in fields:
        allowed = {value for value, _ in item.description.choices}
        closed = bool(allowed) and item.name in met and met[item.name] <= allowed
        described.append(replace(item.description, closed=closed))
    return described
