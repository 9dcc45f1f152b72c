"""The differences between QGIS 3.22 and later versions, each in one place.

Nothing else in the project tests a version.
"""

from __future__ import annotations

from qgis.core import (
    NULL,
    Qgis,
    QgsField,
    QgsMapLayer,
    QgsMapLayerProxyModel,
    QgsMapLayerType,
    QgsProcessing,
    QgsTextFormat,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType, QVariant

# Old names, scoped by their old enums, are valid from 3.22 to 3.44 and in Qt 6.
SourceType = QgsProcessing.SourceType
WkbType = QgsWkbTypes.Type
GeometryType = QgsWkbTypes.GeometryType
LayerType = QgsMapLayerType

# From this version on QgsField takes a QMetaType; before, it takes a QVariant type only.
METATYPE_FIELDS = 33800
# From this version on a style is kept in a database by parts.
STYLE_PARTS = 32600

FIELD_KINDS = ("text", "integer", "real", "boolean", "datetime")


def field(name: str, kind: str) -> QgsField:
    """Return an attribute field of one of :data:`FIELD_KINDS`."""
    if Qgis.QGIS_VERSION_INT >= METATYPE_FIELDS:
        types = {
            "text": QMetaType.Type.QString,
            "integer": QMetaType.Type.LongLong,
            "real": QMetaType.Type.Double,
            "boolean": QMetaType.Type.Bool,
            "datetime": QMetaType.Type.QDateTime,
        }
    else:
        types = {
            "text": QVariant.Type.String,
            "integer": QVariant.Type.LongLong,
            "real": QVariant.Type.Double,
            "boolean": QVariant.Type.Bool,
            "datetime": QVariant.Type.DateTime,
        }
    return QgsField(name, types[kind])


def is_null(value: object) -> bool:
    """Tell whether an attribute value is NULL (a QVariant in Qt 5, None in Qt 6)."""
    return value is None or value == NULL


def null_flags(values: list[object]) -> list[bool]:
    """Tell which attribute values are NULL; comparing with NULL only what may be it is four times faster."""
    kind = type(NULL)
    return [value is None or (type(value) is kind and value == NULL) for value in values]


def field_kind(item: QgsField) -> str:
    """Return the kind of a field: one of :data:`FIELD_KINDS`, ``text`` for anything else."""
    number = item.type()
    number = getattr(number, "value", number)
    kinds = {
        QMetaType.Type.Bool: "boolean",
        QMetaType.Type.Int: "integer",
        QMetaType.Type.UInt: "integer",
        QMetaType.Type.LongLong: "integer",
        QMetaType.Type.ULongLong: "integer",
        QMetaType.Type.Double: "real",
        QMetaType.Type.QDateTime: "datetime",
    }
    return {getattr(key, "value", key): kind for key, kind in kinds.items()}.get(number, "text")


def set_label_text(label, font, colour) -> None:
    """Give font and colour to the label of a print layout; from QGIS 3.24 on it takes a text format only."""
    if not hasattr(label, "setTextFormat"):
        label.setFont(font)
        label.setFontColor(colour)
        return
    text = QgsTextFormat.fromQFont(font)
    text.setColor(colour)
    label.setTextFormat(text)


def metadata_moments(metadata) -> tuple[object, object]:
    """Return when the data were created and last revised (QDateTime), as layer metadata say from QGIS 3.30 on."""
    if not hasattr(metadata, "dateTime"):
        return None, None
    kinds = Qgis.MetadataDateType
    moments = (metadata.dateTime(kind) for kind in (kinds.Created, kinds.Revised))
    created, revised = (moment if moment.isValid() else None for moment in moments)
    return created, revised


def attribution_holder(layer):
    """Return what holds the attribution of a layer: the layer, and from QGIS 3.38 on its server properties."""
    properties = layer.serverProperties() if hasattr(layer, "serverProperties") else layer
    return properties if hasattr(properties, "setAttribution") else layer


def save_default_style(layer, name: str, description: str) -> None:
    """Keep symbols and labels of a layer in its database as those it opens with.

    QGIS 3.26 and later would also keep the look of its elevation profile, whose colour is drawn at random; the call
    has another name from 3.40 on.
    """
    parts = QgsMapLayer.StyleCategory.Symbology | QgsMapLayer.StyleCategory.Labeling
    if hasattr(layer, "saveStyleToDatabaseV2"):
        layer.saveStyleToDatabaseV2(name, description, True, "", parts)
    elif Qgis.QGIS_VERSION_INT >= STYLE_PARTS:
        layer.saveStyleToDatabase(name, description, True, "", parts)
    else:
        layer.saveStyleToDatabase(name, description, True, "")


def vector_and_raster_filter():
    """Return the filter of a choice of layers that takes vectors and rasters; a flag of Qgis from 3.34 on."""
    kinds = QgsMapLayerProxyModel.Filter
    flags = Qgis.LayerFilters if hasattr(Qgis, "LayerFilters") else QgsMapLayerProxyModel.Filters
    return flags(kinds.VectorLayer) | kinds.RasterLayer
