"""Checks of vector inputs that QGIS leaves to its windows, and that a script or a model can get wrong."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsFeatureSource, QgsProcessingParameterDefinition, QgsWkbTypes

from .compatibility import GeometryType, SourceType
from .errors import InputError
from .translation import tr

# Kinds of source that say nothing of the geometry.
ANY_SOURCE = (SourceType.TypeVector, SourceType.TypeMapLayer, SourceType.TypeFile)
KINDS = {
    GeometryType.PointGeometry: SourceType.TypeVectorPoint,
    GeometryType.LineGeometry: SourceType.TypeVectorLine,
    GeometryType.PolygonGeometry: SourceType.TypeVectorPolygon,
}


def check_geometry_type(definition: QgsProcessingParameterDefinition, source: QgsFeatureSource) -> None:
    """Check that a layer has one of the kinds of geometry that a parameter takes.

    Raises
    ------
    InputError
        When it has another kind, or no geometry at all.
    """
    if definition.type() != "source":
        return
    wanted = [_number(kind) for kind in definition.dataTypes()]
    if not wanted or any(_number(kind) in wanted for kind in ANY_SOURCE):
        return
    geometry = QgsWkbTypes.geometryType(source.wkbType())
    if geometry == GeometryType.UnknownGeometry:
        return  # a layer that may hold several kinds
    taken = (SourceType.TypeVectorAnyGeometry, KINDS[geometry]) if geometry in KINDS else ()
    if any(_number(kind) in wanted for kind in taken):
        return
    texts = {
        _number(SourceType.TypeVectorPoint): tr("points"),
        _number(SourceType.TypeVectorLine): tr("lines"),
        _number(SourceType.TypeVectorPolygon): tr("polygons"),
        _number(SourceType.TypeVectorAnyGeometry): tr("geometries"),
    }
    first, *others = [texts[kind] for kind in wanted if kind in texts]
    for other in others:
        first = tr("{first} or {second}").format(first=first, second=other)
    raise InputError(
        "The layer {layer} given as “{label}” has no {wanted}; choose another layer.",
        layer=source.sourceName(),
        label=definition.description(),
        wanted=first,
    )


def check_fields(algorithm: Any, parameters: dict[str, Any], context) -> None:
    """Check that the fields named are in their layers; a default name that a layer lacks is no choice of the user.

    Raises
    ------
    InputError
        When one is not there.
    """
    for definition in algorithm.parameterDefinitions():
        name = parameters.get(definition.name())
        if definition.type() != "field" or not isinstance(name, str) or name in ("", definition.defaultValue()):
            continue
        source = algorithm.parameterAsSource(parameters, definition.parentLayerParameterName(), context)
        if source is not None and source.fields().lookupField(name) < 0:
            raise InputError(
                "The layer has no field called {field}, given as “{label}”; choose another one.",
                field=name,
                label=definition.description(),
            )


def tell_missing_crs(label: str, source: QgsFeatureSource, feedback) -> None:
    """Warn of a layer whose coordinates nobody can place: they are taken as they are."""
    if not source.sourceCrs().isValid() and source.wkbType() != QgsWkbTypes.Type.NoGeometry:
        feedback.pushWarning(
            tr(
                "{layer}: the layer has no coordinate reference system, and is taken to be in that of the others; set "
                "it in the layer properties if that is wrong."
            ).format(layer=label)
        )


def _number(kind: Any) -> int:
    """Return the number of an enum value; QGIS gives one or the other."""
    return getattr(kind, "value", kind)
