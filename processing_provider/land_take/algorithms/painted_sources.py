"""Layers of OpenStreetMap or BD TOPO read and painted as a land cover."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

import numpy as np
from qgis.core import QgsProviderRegistry, QgsRectangle, QgsVectorLayer, QgsWkbTypes

from ...compatibility import GeometryType
from ...errors import InputError
from ...layers import read_features
from ...translation import tr
from ...vector_inputs import tell_missing_crs
from .normalised_reading import tell_repairs

SURFACES, LINES = GeometryType.PolygonGeometry, GeometryType.LineGeometry


class PaintedSources:
    """What is painted, gathered layer after layer.

    Parameters
    ----------
    profile : str
        ``osm`` or ``bdtopo``.
    table : Path, optional
        Rules of the user.
    algorithm : CityOrchestraAlgorithm
        That paints: it tells what was wrong with geometries.

    Attributes
    ----------
    unread : int
        Surfaces and lines that no rule fits.
    """

    def __init__(self, profile: str, table: Optional[Path], algorithm) -> None:
        from ..painted_rules import RULES_TABLE, read_rules

        self.unread = 0
        self._algorithm = algorithm
        self._rules = read_rules(profile, RULES_TABLE if table is None else table)
        self._areas: dict[tuple, list[np.ndarray]] = {}

    def add(self, layer: QgsVectorLayer, crs, frame, context, feedback) -> None:
        """Read a layer, in the CRS of the frame and around it, and tell what of it is painted."""
        from ..painted_rules import NO_RULE, WIDEST_M, rules_of_features

        kind = QgsWkbTypes.geometryType(layer.wkbType())
        if kind not in (SURFACES, LINES):
            feedback.pushInfo(tr("{layer}: points tell no ground, and are left out.").format(layer=layer.name()))
            return
        name = names_of(layer)
        tell_missing_crs(name, layer, feedback)
        # A road beside the frame may reach into it.
        around = QgsRectangle(*frame.bounds).buffered(0.5 * WIDEST_M)
        transform = context.transformContext()
        table = read_features(layer, crs=crs, transform_context=transform, extent=around, feedback=feedback)
        self._algorithm.report_geometries(table, name, feedback)
        # Told, and no more: in extracts of OpenStreetMap rings are cut at the edge, and the frame is what is measured.
        tell_repairs(table, name, feedback)
        columns = table.object_columns()
        found = rules_of_features(self._rules, name, columns, len(table))
        other = int((found[table.usable] == NO_RULE).sum())
        found[~table.usable] = NO_RULE
        self.unread += other
        drawn = 0
        for number in np.unique(found[found != NO_RULE]):
            rule = self._rules[number]
            if rule.drawn:
                drawn += self._keep(rule, table, columns, np.flatnonzero(found == number), kind == LINES)
        feedback.pushInfo(
            tr("{layer}: {drawn} of {count} features are painted; no rule fits {other}.").format(
                layer=name, drawn=drawn, count=len(table), other=other
            )
        )

    def add_uses(self, areas: np.ndarray, codes: np.ndarray) -> None:
        """Take areas of use for what nothing else tells the use of: below all the rest."""
        lowest = min(rule.priority for rule in self._rules) - 1
        for code in np.unique(codes):
            self._areas.setdefault(("", str(code), lowest, False), []).append(areas[codes == code])

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

    def paint(self, frame, grid_mm: float, feedback):
        """Return the painting of all that was added.

        Raises
        ------
        InputError
            When nothing can be painted.
        """
        from ..painting import Layer, painted

        if not any(cover for cover, *_ in self._areas):
            raise InputError(
                "Nothing of the layers is painted on this area: check LAYERS, the source, and the names of the layers "
                "in resources/tables/land_take_painted.csv."
            )
        # In an order of their own: what lies above must not depend on the order in which layers were given.
        layers = [Layer(*key, np.concatenate(shapes)) for key, shapes in sorted(self._areas.items(), key=_by_key)]
        return self._algorithm.stoppable(lambda: painted(layers, frame, grid_mm), feedback)


def _by_key(item: tuple[tuple, list]) -> tuple:
    cover, use, priority, park = item[0]
    return priority, cover, use, park


def names_of(layer: QgsVectorLayer) -> str:
    """Return the name of a layer, and that of its table or service where it has another one."""
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    table = str(parts.get("layerName") or parts.get("table") or parts.get("typename") or "")
    return layer.name() if table in ("", layer.name()) else f"{layer.name()} {table}"
