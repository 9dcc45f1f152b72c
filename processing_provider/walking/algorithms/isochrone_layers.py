"""Write what an isochrone found: pieces of streets, and areas."""

from __future__ import annotations

from typing import Any, NamedTuple, Optional

import numpy as np
from qgis.core import QgsFields

from ...compatibility import WkbType, field
from ...errors import RunCancelledError
from ...layers import write_features
from .reach_network import carried_fields

PIECE_FIELDS = ("minutes", "min_start", "min_stop", "budget", "len_m")
# A piece of a street is no edge of a network any more.
LEFT_OUT = (*PIECE_FIELDS, "origin_id", "origin", "fid", "u", "v", "sun_profile")


class Origins(NamedTuple):
    """Origins on the network.

    ``spans``: where they are, each owned by a group; ``ids`` and ``values``: feature id, and value of the field
    chosen (or None), of each group; ``kind``: kind of that field, or None; ``used``: points on the network.
    """

    spans: Any
    ids: dict[int, int]
    values: Optional[dict[int, Any]]
    kind: Optional[str]
    used: int

    def fields(self) -> list:
        """Fields that name an origin."""
        return [field("origin_id", "integer"), *([field("origin", self.kind)] if self.kind else [])]

    def columns(self, owners) -> list[list]:
        """Return the values of those fields; None is several origins together."""
        columns = [[None if owner is None else self.ids[owner] for owner in owners]]
        if self.kind:
            columns.append([None if owner is None else self.values[owner] for owner in owners])
        return columns


class Found(NamedTuple):
    """Result of the searches.

    ``searches``: pieces as asked and by time alone, one pair per search; ``budgets`` [s]; ``owners``: group of each
    search, or None when all origins are together.
    """

    searches: list
    budgets: np.ndarray
    owners: Optional[list[int]]

    def lengths(self, graph, number: int) -> list[np.ndarray]:
        """Return the length of streets within each budget, as asked and by time alone [m]."""
        count = len(self.budgets)
        return [
            np.cumsum(np.bincount(pieces.band, pieces.length(graph), minlength=count))
            for pieces in self.searches[number]
        ]

    def totals(self, graph) -> tuple[float, float]:
        """Length of streets within the largest budget, as asked and by time alone [m]."""
        pairs = [self.lengths(graph, number) for number in range(len(self.searches))]
        return tuple(float(sum(pair[k][-1] for pair in pairs)) for k in (0, 1))


def write_lines(algorithm, parameters, context, feedback, found_all, result) -> list[np.ndarray]:
    """Write the pieces of streets; return their lines, one array per search."""
    from ..pieces import cut_lines

    network, graph, origins, found, transform = found_all
    crs = algorithm.parameterAsSource(parameters, "NETWORK", context).sourceCrs()
    fields, positions = carried_fields(network.features, LEFT_OUT)
    for item in origins.fields():
        fields.append(item)
    for name in PIECE_FIELDS:
        fields.append(field(name, "real"))
    sink, result["OUTPUT"] = algorithm.sink(parameters, "OUTPUT", context, fields, WkbType.LineString, crs)
    lines = []
    for pieces, _ in found.searches:
        geometry = cut_lines(network.lines, pieces.edge, pieces.start, pieces.stop)
        columns = [
            *origins.columns(pieces.owner.tolist()),
            0.5 * (pieces.cost_start + pieces.cost_stop) / 60.0,
            pieces.cost_start / 60.0,
            pieces.cost_stop / 60.0,
            found.budgets[pieces.band] / 60.0,
            pieces.length(graph),
        ]
        rows = [[network.features.rows[edge][position] for position in positions] for edge in pieces.edge.tolist()]
        write_features(sink, fields, geometry, columns, rows=rows, transform=transform)
        if feedback.isCanceled():
            raise RunCancelledError
        lines.append(geometry)
    return lines


def write_areas(algorithm, parameters, context, feedback, found_all, result) -> Optional[float]:
    """Write the areas; return the surface of those of the largest budget [m²], or None when they are not asked."""
    from ..pieces import area_around

    if not parameters.get("OUTPUT_POLYGONS"):
        return None
    graph, origins, found, lines, transform = found_all
    width = algorithm.parameterAsDouble(parameters, "BUFFER", context)
    rings = algorithm.parameterAsBoolean(parameters, "RINGS", context)
    fields = QgsFields()
    for item in (*origins.fields(), *(field(name, "real") for name in ("budget", "area_m2", "len_m", "ratio"))):
        fields.append(item)
    crs = algorithm.parameterAsSource(parameters, "NETWORK", context).sourceCrs()
    sink, result["OUTPUT_POLYGONS"] = algorithm.sink(
        parameters, "OUTPUT_POLYGONS", context, fields, WkbType.MultiPolygon, crs
    )
    rows, largest = [], 0.0
    for number, (pieces, _) in enumerate(found.searches):
        owner = None if found.owners is None else found.owners[number]
        lengths = found.lengths(graph, number)
        smaller: list = []
        for band, budget in enumerate(found.budgets):
            chosen = lines[number][pieces.band == band]
            whole = algorithm.stoppable(lambda c=chosen, s=smaller: area_around(c, width, s), feedback)
            shown = _without(whole, smaller[0]) if rings and smaller else whole
            smaller = [whole]
            reached, plain = (column[band] for column in lengths)
            ratio = reached / plain if plain else None
            rows.append((shown, owner, budget / 60.0, shown.area, reached, ratio))
        largest += whole.area
        feedback.setProgress(100.0 * (number + 1) / len(found.searches))
    rows.sort(key=lambda row: -row[2])  # the largest budget first, so that smaller areas are drawn over it
    shapes, owners, *columns = zip(*rows)
    geometry = np.empty(len(shapes), dtype=object)
    geometry[:] = shapes
    write_features(sink, fields, geometry, [*origins.columns(owners), *columns], transform=transform)
    return largest


def _without(whole, smaller):
    """Area without a smaller one."""
    import shapely

    parts = shapely.get_parts(shapely.difference(whole, smaller))
    return shapely.MultiPolygon([part for part in parts if shapely.get_dimensions(part) == 2])
