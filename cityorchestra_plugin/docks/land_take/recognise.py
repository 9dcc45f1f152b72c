"""Tells layers apart by their fields and names: a state, a land cover, a layer of zones; and of which year one is."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from enum import Enum
from pathlib import Path
from typing import Optional

from qgis.core import QgsMapLayer, QgsProject, QgsVectorLayer, QgsWkbTypes
from qgis.PyQt.QtCore import QDate

from ....processing_provider.compatibility import GeometryType

RESULT_PROPERTY = "cityorchestra/land_take"  # of the layers that the panel itself adds to the project
STATE_FIELDS = ("artif", "motif", "aire_m2")
# Fields of cover, as processing_provider/land_take/sources.py has them, which a test compares: that module brings
# numerical packages along.
COVER_FIELDS = ("cs", "code_cs", "couverture", "couv", "cs_code")
CLASS_FIELDS = ("code_18", "code_12", "code_06", "code_00", "code_90", "clc_code", "code_2018", "code_2012")
DATE_FIELDS = ("date", "millesime", "millésime", "annee", "année", "date_prise", "year")
NAME_FIELDS = (
    "nom", "name", "libelle", "nom_com", "nom_commune", "libgeo", "nom_iris", "nom_officiel", "code", "insee",
    "insee_com", "code_iris", "zone_id", "idcom", "id", "fid",
)  # fmt: skip
ZONE_WORDS = ("commune", "municip", "iris", "zone", "secteur", "quartier", "district", "perimet")
PROJECT_WORDS = ("projet", "project", "operation", "opération", "amenagement", "aménagement")
SITE_WORDS = ("candidat", "candidate", "renatur", "desimper", "désimper", "friche", "brownfield")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


class LayerKind(Enum):
    """What a polygon layer is to this panel."""

    STATE = "state"
    COVER = "cover"  # codes of OCS GE, by its fields
    CLASSES = "classes"  # another product, to be normalised first
    OTHER = "other"


def field_names(layer: QgsVectorLayer) -> list[str]:
    """Return the names of the fields of a layer."""
    return [item.name() for item in layer.fields()]


def first_of(names: Collection[str], wanted: Sequence[str]) -> str:
    """Return the first of the wanted names that is there, as the layer spells it; empty for none."""
    by_name = {name.casefold(): name for name in names}
    return next((by_name[name] for name in wanted if name in by_name), "")


def kind_of(layer: QgsVectorLayer) -> LayerKind:
    """Return what a layer is, by its fields."""
    names = field_names(layer)
    folded = {name.casefold() for name in names}
    if set(STATE_FIELDS) <= folded:
        return LayerKind.STATE
    if first_of(names, COVER_FIELDS):
        return LayerKind.COVER
    return LayerKind.CLASSES if first_of(names, CLASS_FIELDS) else LayerKind.OTHER


def polygon_layers() -> list[QgsVectorLayer]:
    """Return the polygon layers of the project in the order of the layer tree, without those of the panel."""
    project = QgsProject.instance()
    ordered = [node.layer() for node in project.layerTreeRoot().findLayers()]
    listed = {layer.id() for layer in ordered if layer is not None}
    rest = [layer for layer in project.mapLayers().values() if layer.id() not in listed]
    return [layer for layer in [*ordered, *rest] if is_polygon(layer) and not layer.customProperty(RESULT_PROPERTY)]


def is_polygon(layer: Optional[QgsMapLayer]) -> bool:
    """Tell whether a layer has polygons."""
    return (
        isinstance(layer, QgsVectorLayer) and QgsWkbTypes.geometryType(layer.wkbType()) == GeometryType.PolygonGeometry
    )


def titled(layer: QgsMapLayer) -> str:
    """Return what a layer is called: its name, then its file and table."""
    source = layer.source().split("|")
    table = next((part[len("layername=") :] for part in source if part.startswith("layername=")), "")
    return f"{layer.name()} {Path(source[0]).stem if layer.providerType() != 'memory' else ''} {table}"


def has_word(layer: QgsMapLayer, words: Sequence[str]) -> bool:
    """Tell whether a layer is called by one of the words."""
    return any(word in titled(layer).casefold() for word in words)


def year_of(layer: QgsMapLayer) -> Optional[int]:
    """Return the last year that the name of a layer tells, None for none."""
    years = _YEAR.findall(layer.name()) or _YEAR.findall(titled(layer))
    return int(years[-1]) if years else None


def dated_by_itself(layer: QgsVectorLayer) -> bool:
    """Tell whether a field of a layer may hold its date, which the algorithms then read."""
    return bool(first_of(field_names(layer), DATE_FIELDS))


def proposed_date(layer: Optional[QgsMapLayer]) -> QDate:
    """Return the first day of the year in the name of a layer that has no date of its own; invalid for none."""
    if not isinstance(layer, QgsVectorLayer) or dated_by_itself(layer):
        return QDate()
    year = year_of(layer)
    return QDate(year, 1, 1) if year is not None else QDate()


def covers_by_date(layers: Sequence[QgsVectorLayer]) -> list[QgsVectorLayer]:
    """Return land covers and states, the latest first; states before covers of the same year."""
    found = [layer for layer in layers if kind_of(layer) in (LayerKind.STATE, LayerKind.COVER)]
    if not found:
        found = [layer for layer in layers if kind_of(layer) is LayerKind.CLASSES]
    return sorted(found, key=lambda one: (-(year_of(one) or 0), kind_of(one) is not LayerKind.STATE))


def likely_pair(layers: Sequence[QgsVectorLayer]) -> tuple[Optional[QgsVectorLayer], Optional[QgsVectorLayer]]:
    """Return the layer of the last date and that of the first: another year, of the same kind; None for none.

    Without a year in their names two layers cannot be put in order, so only the last one is proposed.
    """
    found = covers_by_date(layers)
    if not found:
        return None, None
    last = found[0]
    earlier = [one for one in found[1:] if year_of(one) and year_of(last) and year_of(one) < year_of(last)]
    same = [one for one in earlier if kind_of(one) is kind_of(last)]
    return last, (same or earlier or [None])[-1]


def likely_zones(layers: Sequence[QgsVectorLayer]) -> Optional[QgsVectorLayer]:
    """Return the layer that is called like zones, else the only one that is no land cover."""
    rest = [layer for layer in layers if kind_of(layer) is LayerKind.OTHER]
    for word in ZONE_WORDS:
        for layer in rest:
            if has_word(layer, (word,)):
                return layer
    others = [one for one in rest if not has_word(one, (*PROJECT_WORDS, *SITE_WORDS))]
    return others[0] if len(others) == 1 else None


def likely_named(layers: Sequence[QgsVectorLayer], words: Sequence[str]) -> Optional[QgsVectorLayer]:
    """Return the first layer that is no land cover and is called by one of the words."""
    rest = [layer for layer in layers if kind_of(layer) is LayerKind.OTHER]
    return next((layer for layer in rest if has_word(layer, words)), None)


def likely_name_field(layer: Optional[QgsVectorLayer]) -> str:
    """Return the field that names the zones of a layer, empty for none."""
    if layer is None:
        return ""
    names = field_names(layer)
    return first_of(names, NAME_FIELDS) or (names[0] if names else "")


def key_field(layer: QgsVectorLayer, name_field: str) -> str:
    """Return the field that tells zones apart: that of their names where these differ, else the first that does.

    Empty where none does: two zones of one name cannot be joined by it.
    """
    fields, count = layer.fields(), layer.featureCount()
    for name in dict.fromkeys((name_field, *(first_of(field_names(layer), (one,)) for one in NAME_FIELDS))):
        place = fields.lookupField(name) if name else -1
        if place >= 0 and len(layer.uniqueValues(place)) == count:
            return name
    return ""
