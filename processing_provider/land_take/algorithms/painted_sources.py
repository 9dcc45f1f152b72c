"""Layers of OpenStreetMap or BD TOPO read and painted as a land cover."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

import numpy as np
from qgis.core import QgsProviderRegistry, QgsVectorLayer, QgsWkbTypes

from ...compatibility import GeometryType
from ...errors import InputError
from ...layers import read_features
from ...translation import tr

SURFACES, LINES = GeometryType.PolygonGeometry, GeometryType.LineGeometry


class PaintedSources:
    """What is painted, gathered layer after layer.

    Parameters
    ----------
    profile : str
        ``osm`` or ``bdtopo``.
    table : Path, optional
        Rules of the user.
    """

    def __init__(self, profile: str, table: Optional[Path]) -> None:
        from ..painted_rules import RULES_TABLE, read_rules

        self._rules = read_rules(profile, RULES_TABLE if table is None else table)
        self._areas: dict[tuple, list[np.ndarray]] = {}

    def add(self, layer: QgsVectorLayer, crs, frame, context, feedback) -> None:
        """Read a layer, in the CRS of the frame and around it, and tell what of it is painted."""
        from qgis.core import QgsRectangle

        kind = QgsWkbTypes.geometryType(layer.wkbType())
        if kind not in (SURFACES, LINES):
            feedback.pushInfo(tr("{layer}: points tell no ground, and are left out.").format(layer=layer.name()))
            return
        table = read_features(
            layer,
            crs=crs,
            transform_context=context.transformContext(),
            extent=QgsRectangle(*frame.bounds),
            feedback=feedback,
        )
        from ..painted_rules import NO_RULE, rules_of_features

        columns = table.object_columns()
        found = rules_of_features(self._rules, names_of(layer), columns, len(table))
        found[~table.usable] = NO_RULE
        drawn = 0
        for number in np.unique(found[found != NO_RULE]):
            rule = self._rules[number]
            if rule.drawn:
                drawn += self._keep(rule, table, columns, np.flatnonzero(found == number), kind == LINES)
        feedback.pushInfo(
            tr("{layer}: {drawn} of {count} features are painted.").format(
                layer=names_of(layer), drawn=drawn, count=len(table)
            )
        )

    def _keep(self, rule, table, columns, rows: np.ndarray, lines: bool) -> int:
        """Keep the areas of some features; return how many there are."""
        from ..nomenclature import normal_codes
        from ..painted_rules import FROM_FIELD, texts_of, widths_of
        from ..painting import widened

        shapes = table.geometry[rows]
        if lines:
            own = {name: [values[row] for row in rows] for name, values in columns.items()}
            shapes = widened(shapes, widths_of(own, np.full(rows.size, rule.width_m)))
        uses = np.full(rows.size, rule.use, dtype="<U9")
        if rule.use == FROM_FIELD:
            by_name = {name.casefold(): values for name, values in columns.items()}
            texts = next(found for key in rule.field if (found := texts_of(by_name, key, len(table), {})) is not None)
            uses = normal_codes(texts[rows], "us")
        kept = np.array([shape is not None for shape in shapes], dtype=bool)
        for use in np.unique(uses[kept]):
            if rule.cover or use:
                chosen = kept & (uses == use)
                key = rule.cover, str(use), rule.priority, rule.park
                self._areas.setdefault(key, []).append(shapes[chosen])
        return int(kept.sum())

    def paint(self, frame, algorithm, feedback):
        """Return the painting of all that was added.

        Raises
        ------
        InputError
            When nothing can be painted.
        """
        from ..painting import Layer, painted

        if not self._areas:
            raise InputError(
                "Nothing of the layers is painted on this area: check LAYERS, the source, and the names of the layers "
                "in resources/tables/land_take_painted.csv."
            )
        layers = [Layer(*key, np.concatenate(shapes)) for key, shapes in self._areas.items()]
        return algorithm.stoppable(lambda: painted(layers, frame), feedback)


def names_of(layer: QgsVectorLayer) -> str:
    """Return the name of a layer, and that of its table or service where it has another one."""
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    table = str(parts.get("layerName") or parts.get("table") or parts.get("typename") or "")
    return layer.name() if table in ("", layer.name()) else f"{layer.name()} {table}"
