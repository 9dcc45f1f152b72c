"""Write what the search for cool places found: streets, served area, table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFields,
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
)

from ...compatibility import WkbType, field
from ...layers import output_fields, write_features
from ...translation import tr

ADDED = ("min_to_cool", "served_pct")


def define_outputs(algorithm) -> None:
    """Add the outputs."""
    algorithm.add(
        QgsProcessingParameterFeatureSink(
            "OUTPUT", tr("Minutes to a cool place"), QgsProcessing.SourceType.TypeVectorLine
        ),
        tr("Streets with min_to_cool, place_id and served_pct."),
    )
    algorithm.add(
        QgsProcessingParameterFeatureSink(
            "OUTPUT_POLYGONS",
            tr("Served area"),
            QgsProcessing.SourceType.TypeVectorPolygon,
            optional=True,
            createByDefault=True,
        ),
        tr("Area around the streets within the longest walk, and the places themselves."),
    )
    algorithm.add(
        QgsProcessingParameterFeatureSink(
            "OUTPUT_TABLE",
            tr("Streets and people by minute"),
            QgsProcessing.SourceType.TypeVector,
            optional=True,
            createByDefault=True,
        ),
        tr("Bands of one minute, then what is farther (beyond), then what is not reached (unreached)."),
    )
    for name, label in (
        ("OPEN", tr("Places open")),
        ("CLOSED", tr("Places closed")),
        ("UNKNOWN", tr("Places whose hours are not known")),
        ("NOT_JOINED", tr("Places too far from the network")),
        ("SERVED_PCT", tr("Streets within the longest walk (%)")),
        ("STREETS_300_PCT", tr("Streets within 300 m (%)")),
        ("PEOPLE", tr("People")),
        ("POP_SERVED_PCT", tr("People within the longest walk (%)")),
        ("POP_300_PCT", tr("People within 300 m (%)")),
    ):
        algorithm.addOutput(QgsProcessingOutputNumber(name, label))


@dataclass
class Access:
    """What the searches found.

    Attributes
    ----------
    graph : graph.WalkGraph
        Graph searched.
    edges : object array of shapely LineString
        Its edges [m].
    bands : access.Bands
        Bands of minutes.
    reach, metres : reach.Reach
        Search in time (or comfort), and in metres.
    pieces, near : reach.Pieces
        Streets cut at the bands, and at 300 m.
    lines, near_lines : object arrays of shapely LineString
        Their geometry [m].
    """

    graph: Any
    edges: np.ndarray
    bands: Any
    reach: Any
    metres: Any
    pieces: Any
    near: Any
    lines: np.ndarray
    near_lines: np.ndarray

    def _unreached(self) -> np.ndarray:
        """Edges from which no place is reached."""
        return np.setdiff1d(np.arange(len(self.edges)), self.pieces.edge)

    def all_lines(self) -> tuple[np.ndarray, np.ndarray]:
        """Pieces of all streets, and the band of each."""
        rest = self._unreached()
        band = np.concatenate((self.pieces.band, np.full(len(rest), self.bands.unreached)))
        return np.concatenate((self.lines, self.edges[rest])), band

    def all_near(self) -> tuple[np.ndarray, np.ndarray]:
        """Pieces of all streets, 0 where within 300 m and 1 elsewhere."""
        rest = self._unreached()
        return np.concatenate((self.near_lines, self.edges[rest])), np.concatenate(
            (self.near.band, np.ones(len(rest), dtype=np.int64))
        )

    def street_lengths(self) -> np.ndarray:
        """Length of streets in each band [m]."""
        lengths = np.bincount(self.pieces.band, self.pieces.length(self.graph), minlength=len(self.bands.low))
        lengths[self.bands.unreached] = self.graph.length[self._unreached()].sum()
        return lengths

    def near_m(self) -> float:
        """Length of streets within 300 m [m]."""
        return float(self.near.length(self.graph)[self.near.band == 0].sum())

    def served(self) -> np.ndarray:
        """Whether each piece is within the longest walk."""
        return self.pieces.band < self.bands.beyond


def write_edges(algorithm, parameters, context, feedback, found, result) -> None:
    """Write the streets with their minutes."""
    network, places, access, transform = found
    crs = algorithm.parameterAsSource(parameters, "NETWORK", context).sourceCrs()
    added = [field("place_id", places.kind), *(field(name, "real") for name in ADDED)]
    fields = output_fields(network.features.fields, added)
    sink, result["OUTPUT"] = algorithm.sink(parameters, "OUTPUT", context, fields.fields, WkbType.LineString, crs)
    count = len(access.edges)
    seconds, owner = access.reach.at(np.arange(count), np.full(count, 0.5))
    reached = np.isfinite(seconds)
    length = np.bincount(access.pieces.edge, access.served() * access.pieces.length(access.graph), minlength=count)
    whole = access.graph.length
    columns = [
        [places.names[i] if i >= 0 else None for i in owner.tolist()],
        np.where(reached, seconds / 60.0, np.nan),
        np.divide(100.0 * length, whole, out=np.zeros(count), where=whole > 0.0),
    ]
    rows = fields.rows(network.features)
    write_features(sink, fields.fields, access.edges, columns, rows=rows, transform=transform, feedback=feedback)


def write_served(algorithm, parameters, context, feedback, found, result) -> None:
    """Write the served area: around the streets, and the places themselves."""
    import shapely

    from ..pieces import area_around

    if not parameters.get("OUTPUT_POLYGONS"):
        return
    places, access, transform = found
    fields = QgsFields()
    for name in ("minutes", "area_m2", "street_m"):
        fields.append(field(name, "real"))
    fields.append(field("places", "integer"))
    crs = algorithm.parameterAsSource(parameters, "NETWORK", context).sourceCrs()
    sink, result["OUTPUT_POLYGONS"] = algorithm.sink(
        parameters, "OUTPUT_POLYGONS", context, fields, WkbType.MultiPolygon, crs
    )
    shown = np.flatnonzero(places.open & places.joined)
    parks = [places.geometry[i] for i in shown if shapely.get_dimensions(places.geometry[i]) == 2]
    width = algorithm.parameterAsDouble(parameters, "BUFFER", context)
    served = access.served()
    area = algorithm.stoppable(lambda: area_around(access.lines[served], width, parks), feedback)
    if area.is_empty:
        return
    metres = float(access.pieces.length(access.graph)[served].sum())
    shape = np.empty(1, dtype=object)
    shape[0] = area
    columns = [[access.bands.low[-2]], [area.area], [metres], [len(shown)]]
    write_features(sink, fields, shape, columns, transform=transform)


def write_table(algorithm, parameters, context, found, result) -> None:
    """Write streets and people by band."""
    if not parameters.get("OUTPUT_TABLE"):
        return
    access, people, shares = found
    bands = access.bands
    fields = QgsFields()
    fields.append(field("band", "text"))
    reals = ("from_min", "to_min", "street_m", "street_pct", "people", "people_pct", "people_cum", "cum_pct")
    for name in reals:
        fields.append(field(name, "real"))
    sink, result["OUTPUT_TABLE"] = algorithm.sink(
        parameters, "OUTPUT_TABLE", context, fields, WkbType.NoGeometry, QgsCoordinateReferenceSystem()
    )
    streets = access.street_lengths()
    count = len(bands.low)
    unknown = np.full(count, np.nan)
    persons = unknown if shares is None else shares.people
    total = 0.0 if shares is None else people.total
    running = np.cumsum(persons)
    columns = [
        [*(f"{low:g}-{high:g}" for low, high in zip(bands.low[:-2], bands.high[:-2])), "beyond", "unreached"],
        bands.low,
        np.where(np.isfinite(bands.high), bands.high, np.nan),
        streets,
        100.0 * streets / streets.sum() if streets.sum() > 0.0 else unknown,
        persons,
        100.0 * persons / total if total > 0.0 else unknown,
        running,
        100.0 * running / total if total > 0.0 else unknown,
    ]
    write_features(sink, fields, np.full(count, None, dtype=object), columns)
