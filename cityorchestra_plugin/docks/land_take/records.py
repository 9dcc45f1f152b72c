"""What the algorithms say of zones, read from their layers; nothing is computed here."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
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
        Every field of the algorithms, by its name; None for what is not known.
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


def read_zones(scores: QgsVectorLayer, name_field: str, others: Sequence[QgsVectorLayer] = ()) -> list[ZoneRecord]:
    """Read the zones of a layer of scores.

    Parameters
    ----------
    scores : QgsVectorLayer
        Output of “ZAN score”.
    name_field : str
        Field of the names of zones.
    others : sequence of QgsVectorLayer
        Outputs for the same zones in the same order, whose fields are added where the scores do not have them.
    """
    more = [[plain_values(feature) for feature in layer.getFeatures()] for layer in others]
    zones = []
    for place, feature in enumerate(scores.getFeatures()):
        values: dict[str, Any] = {}
        for rows in more:
            if place < len(rows):
                values.update(rows[place])
        values.update(plain_values(feature))
        name = values.get(name_field)
        zones.append(
            ZoneRecord(
                feature_id=feature.id(),
                name=str(feature.id()) if name is None else str(name),
                geometry=QgsGeometry(feature.geometry()),
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
