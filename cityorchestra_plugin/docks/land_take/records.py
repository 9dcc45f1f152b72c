"""What the algorithms say of zones, read from their layers; nothing is computed here."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Optional

from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer

from ....processing_provider.compatibility import is_null
from ....processing_provider.provenance import read_record

SCORE, LOW, HIGH, GRADE = "z", "z_p5", "z_p95", "classe"
STATE, CHANGE, EFFICIENCY = "e", "v", "f"
STOCK, STOCK_SHARE, NET, RATE, COVERED = "stock_m2", "stock_pct", "flux_net", "tx_net_an", "couv_pct"
PARTS = ("s_art", "s_perm", "s_bio", "s_c")  # of the score, 0 to 1
QUALITY, SCORE_QUALITY = "qualite", "score_qualite"
PLAIN = (float, int, str)  # types of values that are no NULL, told without asking Qt
SHOWN = (
    SCORE, LOW, HIGH, GRADE, STATE, CHANGE, EFFICIENCY, STOCK, STOCK_SHARE, NET, RATE, COVERED, *PARTS, QUALITY,
    SCORE_QUALITY, "stock_brut_m2", "stock1_m2", "flux_art", "flux_desart", "flux_brut_net", "saut_m2",
    "bruit_m2", "imper_m2", "signif", "rang", "rang_p5", "rang_p95",
)  # fmt: skip


@dataclass(frozen=True)
class ZoneRecord:
    """One zone.

    Attributes
    ----------
    feature_id : int
        Feature of the layer of scores.
    name : str
    geometry : QgsGeometry
        In the CRS of that layer.
    grade : str
        Class A to E, empty without a score.
    values : dict of str to object
        Fields of the algorithms, by their names; None for what is not known.
    """

    feature_id: int
    name: str
    geometry: QgsGeometry
    grade: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def number(self, name: str) -> Optional[float]:
        """Return a figure, None where it is not known."""
        value = self.values.get(name)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or math.isnan(value):
            return None
        return float(value)

    def text(self, name: str) -> str:
        """Return a text, empty where there is none."""
        value = self.values.get(name)
        return value if isinstance(value, str) else ""

    @property
    def half_covered(self) -> bool:
        """Whether the land cover leaves a part of the zone out that shows in whole per cent."""
        covered = self.number(COVERED)
        return covered is not None and round(covered) < 100


def plain_values(feature: QgsFeature) -> dict[str, Any]:
    """Return the attributes of a feature by field, None for NULL."""
    names = [item.name() for item in feature.fields()]
    return {name: None if is_null(value) else value for name, value in zip(names, feature.attributes())}


def read_zones(scores: QgsVectorLayer, name_field: str) -> list[ZoneRecord]:
    """Read the zones of a layer of scores.

    Parameters
    ----------
    scores : QgsVectorLayer
        Output of “ZAN score”, which carries the indicators on.
    name_field : str
        Field of the names of zones.
    """
    fields = scores.fields()
    places = {name: fields.lookupField(name) for name in SHOWN if fields.lookupField(name) >= 0}
    name_place = fields.lookupField(name_field) if name_field else -1
    zones = []
    for feature in scores.getFeatures():
        values = {}
        for field_name, place in places.items():
            value = feature[place]
            values[field_name] = value if type(value) in PLAIN or not is_null(value) else None
        name = feature[name_place] if name_place >= 0 else None
        zones.append(
            ZoneRecord(
                feature_id=feature.id(),
                name=str(feature.id()) if is_null(name) else str(name),
                geometry=feature.geometry(),
                grade=values.get(GRADE) or "",
                values=values,
            )
        )
    return zones


def weights_used(scores: QgsVectorLayer) -> tuple[float, ...]:
    """Return the weights of the parts that a layer of scores says it was made with, their sum 1; empty for none."""
    record = read_record(scores) or {}
    try:
        weights = [float(word) for word in str(record.get("parameters", {}).get("OMEGA", "")).split(",")]
    except ValueError:
        return ()
    return tuple(weight / sum(weights) for weight in weights) if sum(weights) > 0.0 else ()
