"""Read a network layer back into the arrays that routes are searched on."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import numpy as np

from ...errors import InputError
from ...layers import FeatureTable
from ..profile_text import ProfileHeader, decode_profiles

NETWORK_FIELDS = ("u", "v", "len_m")
# How a crossing is written in the field ``crossing`` of the streets it crosses: OpenStreetMap, and plain French.
CROSSING_KINDS = {
    "signal": ("signal", "signals", "traffic_signals", "feu", "feux"),
    "marked": ("marked", "zebra", "uncontrolled", "marqué", "marque", "passage piéton", "passage pieton"),
}
# Stands for the profiles where the shade is not needed: nothing is then in the sun.
NO_SHADE = ProfileHeader(datetime.date(2000, 1, 1), "UTC", datetime.time(0), 60)
STEPS = "steps"  # class of a flight of steps, in the standard streets and in OpenStreetMap


@dataclass
class NetworkTable:
    """A walking network with its sun profiles.

    Attributes
    ----------
    features : FeatureTable
        Features that the edges were read from, in the same order.
    lines : object array of shapely LineString (n,)
        Edges, from node ``u`` to node ``v`` [m].
    u, v : int32 (n,)
        Nodes.
    length_m, slope : float64 (n,)
        Length [m], and signed mean slope, NaN where unknown [-].
    crossing : bool (n,)
        Edges that cross a carriageway.
    traffic : float64 (n,)
        Vehicles a day of the street, NaN where unknown.
    header : profile_text.ProfileHeader
        Day and slots of the profiles; those of :data:`NO_SHADE` where they were not asked for.
    sun : uint8 (n, n_slots)
        Share of sun [percent], 255 for no data.
    svf : float64 (n,)
        Sky view factor [0 to 1], NaN where unknown.
    crossing_kind : object array of str (n,)
        ``signal``, ``marked`` or empty.
    barred : bool (n,)
        Edges that a wheelchair cannot use for another reason than their slope: steps, or ``pmr_ok`` false.
    steepest : float64 (n,)
        Steepest slope over 20 m [-], NaN where unknown.
    score : float64 (n,)
        Field asked for by the caller, NaN where unknown.
    """

    features: FeatureTable
    lines: np.ndarray
    u: np.ndarray
    v: np.ndarray
    length_m: np.ndarray
    slope: np.ndarray
    crossing: np.ndarray
    traffic: np.ndarray
    header: ProfileHeader
    sun: np.ndarray
    svf: np.ndarray
    crossing_kind: np.ndarray
    barred: np.ndarray
    steepest: np.ndarray
    score: np.ndarray

    @property
    def step_s(self) -> float:
        """Time between two slots [s]."""
        return self.header.step_minutes * 60.0

    @property
    def last_s(self) -> float:
        """Time of the last slot after the first [s]."""
        return (self.sun.shape[1] - 1) * self.step_s

    def accessible(self, steepest: float) -> np.ndarray:
        """Edges for wheelchairs: no steps, not marked as impassable, and no known slope above ``steepest`` [-]."""
        return ~self.barred & ~(self.steepest > steepest)

    def graph(self, speed: float, allowed=None):
        """Return the graph for a walking speed [m/s], of all edges or those ``allowed`` only."""
        import shapely

        from ..graph import build_graph, crossing_wait

        nodes = np.full((int(max(self.u.max(), self.v.max())) + 1, 2), np.nan)
        nodes[self.u] = shapely.get_coordinates(shapely.get_point(self.lines, 0))
        nodes[self.v] = shapely.get_coordinates(shapely.get_point(self.lines, -1))
        return build_graph(
            self.u,
            self.v,
            self.length_m,
            np.nan_to_num(nodes),
            speed=speed,
            slope=self.slope,
            wait=crossing_wait(self.crossing, self.crossing_kind, self.traffic),
            sun=self.sun,
            step_s=self.step_s,
            allowed=allowed,
        )

    def finder(self, allowed=None):
        """Return what finds the nearest place of the network; a crossing is not a place to start from."""
        from ..graph import PlaceFinder

        allowed = np.ones(len(self.lines), dtype=bool) if allowed is None else allowed
        usable = allowed & ~self.crossing
        return PlaceFinder(self.lines, usable if usable.any() else allowed)


def read_network(
    algorithm,
    parameters,
    context,
    feedback,
    crs,
    name: str = "NETWORK",
    *,
    need_shade: bool = True,
    score_field: str = "",
) -> NetworkTable:
    """Read a network parameter, and a field of scores if it is named.

    Raises
    ------
    InputError
        When the layer is empty, is not a network, or has no sun profile though they are needed.
    """
    import shapely

    table = algorithm.read(parameters, name, context, feedback, crs=crs)
    missing = [item for item in NETWORK_FIELDS if table.fields.lookupField(item) < 0]
    if missing:
        raise InputError(
            "The layer is not a walking network (no field {fields}); make one with the walking network algorithm.",
            fields=", ".join(missing),
        )
    if need_shade and table.fields.lookupField("sun_profile") < 0:
        raise InputError("The network has no sun profile; run the algorithm that computes shade on a network first.")
    edges = _usable_edges(table)
    header, sun = _shade(edges) if need_shade else (NO_SHADE, np.zeros((len(edges), 1), dtype=np.uint8))
    lines = shapely.line_merge(edges.geometry)
    if (shapely.get_type_id(lines) != shapely.GeometryType.LINESTRING.value).any():
        raise InputError("Some edges of the network have several parts; make the network again from its lines.")
    length = _numbers(edges, "len_m")
    if not (np.isfinite(length) & (length >= 0.0)).all():
        raise InputError("Some edges of the network have no length; make the network again from its lines.")
    # Numbered again: a selection has gaps, and other makers of networks number their nodes in billions.
    _, ends = np.unique([edges.column(end).values for end in ("u", "v")], return_inverse=True)
    u, v = ends.reshape(2, -1).astype(np.int32)
    return NetworkTable(
        features=edges,
        lines=lines,
        u=u,
        v=v,
        length_m=length,
        slope=_numbers(edges, "slope"),
        crossing=_texts(edges, "side") == "crossing",
        traffic=_numbers(edges, "traffic_veh_day"),
        header=header,
        sun=sun,
        svf=_sky_view(_numbers(edges, "svf")),
        crossing_kind=_crossing_kinds(_texts(edges, "crossing")),
        barred=_barred(edges),
        steepest=_numbers(edges, "slope_max"),
        score=_scores(edges, score_field),
    )


def _usable_edges(table: FeatureTable) -> FeatureTable:
    """Features that have a line and both nodes."""
    kept = np.flatnonzero(table.usable & ~table.column("u").null & ~table.column("v").null)
    if not len(kept):
        raise InputError("The network has no edge; check the layer, its filter and its selection.")
    return FeatureTable(
        geometry=table.geometry[kept],
        rows=[table.rows[number] for number in kept],
        fields=table.fields,
        crs=table.crs,
        feature_ids=table.feature_ids[kept],
    )


def _shade(edges: FeatureTable) -> tuple[ProfileHeader, np.ndarray]:
    """Day and slots of the sun profiles, and the share of sun of each edge and slot."""
    profiles = edges.column("sun_profile")
    if profiles.null.all():
        raise InputError("No edge of the network has a sun profile; check that it lies on the surface model.")
    return decode_profiles(profiles.values)


def _numbers(edges: FeatureTable, name: str) -> np.ndarray:
    """Values of a field as float64, NaN where NULL, not a number, or absent."""
    if edges.fields.lookupField(name) < 0:
        return np.full(len(edges), np.nan)
    column = edges.column(name)
    if column.values.dtype.kind not in "if":
        return np.full(len(edges), np.nan)
    return np.where(column.null, np.nan, column.values.astype(np.float64))


def _texts(edges: FeatureTable, name: str) -> np.ndarray:
    """Values of a field as lower-case text, empty where NULL or absent."""
    if edges.fields.lookupField(name) < 0:
        return np.full(len(edges), "", dtype=object)
    column = edges.column(name)
    texts = ["" if missing else str(value).strip().lower() for value, missing in zip(column.values, column.null)]
    return np.array(texts, dtype=object)


def _scores(edges: FeatureTable, name: str) -> np.ndarray:
    """Values of the field of scores, NaN without one."""
    if name:
        edges.column(name)  # a field that is not there is refused
    return _numbers(edges, name)


def _sky_view(svf: np.ndarray) -> np.ndarray:
    """Sky view factors, NaN where they cannot be one."""
    return np.where((svf >= 0.0) & (svf <= 1.0), svf, np.nan)


def _crossing_kinds(texts: np.ndarray) -> np.ndarray:
    """Kinds of crossing, empty where unmarked or unknown."""
    names = {word: kind for kind, words in CROSSING_KINDS.items() for word in words}
    return np.array([names.get(text, "") for text in texts], dtype=object)


def _barred(edges: FeatureTable) -> np.ndarray:
    """Edges with steps, or marked as impassable for wheelchairs."""
    steps = (_texts(edges, "street_class") == STEPS) | (_texts(edges, "highway") == STEPS)
    return steps | np.isin(_texts(edges, "pmr_ok").astype(str), ("0", "0.0", "false", "f", "no", "non"))
