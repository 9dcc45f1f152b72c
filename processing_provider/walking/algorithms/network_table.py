"""Read a network layer back into the arrays that routes are searched on."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np

from ...errors import InputError

NETWORK_FIELDS = ("u", "v", "len_m")
# How a crossing is written in the field ``crossing`` of the streets it crosses: OpenStreetMap, and plain French.
CROSSING_KINDS = {
    "signal": ("signal", "signals", "traffic_signals", "feu", "feux"),
    "marked": ("marked", "zebra", "uncontrolled", "marqué", "marque", "passage piéton", "passage pieton"),
}
STEPS = "steps"  # class of a flight of steps, in the standard streets and in OpenStreetMap


@dataclass
class NetworkTable:
    """A walking network with its sun profiles.

    Attributes
    ----------
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
        Day and slots of the profiles.
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

    lines: np.ndarray
    u: np.ndarray
    v: np.ndarray
    length_m: np.ndarray
    slope: np.ndarray
    crossing: np.ndarray
    traffic: np.ndarray
    header: object
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
    algorithm, parameters, context, feedback, crs, name: str = "NETWORK", *, score_field: str = ""
) -> NetworkTable:
    """Read a network parameter, and a field of scores if it is named.

    Raises
    ------
    InputError
        When the layer is empty, is not a network, or has no sun profile.
    """
    import shapely

    from ..profile_text import decode_profiles

    table = algorithm.read(parameters, name, context, feedback, crs=crs)
    missing = [item for item in NETWORK_FIELDS if table.fields.lookupField(item) < 0]
    if missing:
        raise InputError(
            "The layer is not a walking network (no field {fields}); make one with the walking network algorithm.",
            fields=", ".join(missing),
        )
    if table.fields.lookupField("sun_profile") < 0:
        raise InputError("The network has no sun profile; run the algorithm that computes shade on a network first.")
    kept = np.flatnonzero(table.usable & ~table.column("u").null & ~table.column("v").null)
    if not len(kept):
        raise InputError("The network has no edge; check the layer, its filter and its selection.")
    profiles = table.column("sun_profile")
    if profiles.null[kept].all():
        raise InputError("No edge of the network has a sun profile; check that it lies on the surface model.")
    # A GeoJSON file gives the profile back as an object, not as text.
    texts = [json.dumps(value) if isinstance(value, dict) else value for value in profiles.values[kept]]
    header, sun = decode_profiles(texts)
    lines = shapely.line_merge(table.geometry[kept])
    if (shapely.get_type_id(lines) != shapely.GeometryType.LINESTRING.value).any():
        raise InputError("Some edges of the network have several parts; make the network again from its lines.")

    def numbers(column_name: str) -> np.ndarray:
        return _numbers(table, column_name, kept)

    length = numbers("len_m")
    if not (np.isfinite(length) & (length >= 0.0)).all():
        raise InputError("Some edges of the network have no length; make the network again from its lines.")
    # Numbered again: a selection has gaps, and other makers of networks number their nodes in billions.
    _, ends = np.unique([table.column(name).values[kept] for name in ("u", "v")], return_inverse=True)
    u, v = ends.reshape(2, -1).astype(np.int32)
    return NetworkTable(
        lines=lines,
        u=u,
        v=v,
        length_m=length,
        slope=numbers("slope"),
        crossing=_texts(table, "side", kept) == "crossing",
        traffic=numbers("traffic_veh_day"),
        header=header,
        sun=sun,
        svf=_sky_view(numbers("svf")),
        crossing_kind=_crossing_kinds(_texts(table, "crossing", kept)),
        barred=_barred(table, kept),
        steepest=numbers("slope_max"),
        score=_scores(table, score_field, kept),
    )


def _numbers(table, name: str, kept: np.ndarray) -> np.ndarray:
    """Values of a field as float64, NaN where NULL, not a number, or absent."""
    if table.fields.lookupField(name) < 0:
        return np.full(len(kept), np.nan)
    column = table.column(name)
    if column.values.dtype.kind not in "if":
        return np.full(len(kept), np.nan)
    return np.where(column.null, np.nan, column.values.astype(np.float64))[kept]


def _texts(table, name: str, kept: np.ndarray) -> np.ndarray:
    """Values of a field as lower-case text, empty where NULL or absent."""
    if table.fields.lookupField(name) < 0:
        return np.full(len(kept), "", dtype=object)
    column = table.column(name)
    texts = [
        "" if missing else str(value).strip().lower() for value, missing in zip(column.values[kept], column.null[kept])
    ]
    return np.array(texts, dtype=object)


def _scores(table, name: str, kept: np.ndarray) -> np.ndarray:
    """Values of the field of scores, NaN without one."""
    if name:
        table.column(name)  # a field that is not there is refused
    return _numbers(table, name, kept)


def _sky_view(svf: np.ndarray) -> np.ndarray:
    """Sky view factors, NaN where they cannot be one."""
    return np.where((svf >= 0.0) & (svf <= 1.0), svf, np.nan)


def _crossing_kinds(texts: np.ndarray) -> np.ndarray:
    """Kinds of crossing, empty where unmarked or unknown."""
    names = {word: kind for kind, words in CROSSING_KINDS.items() for word in words}
    return np.array([names.get(text, "") for text in texts], dtype=object)


def _barred(table, kept: np.ndarray) -> np.ndarray:
    """Edges with steps, or marked as impassable for wheelchairs."""
    steps = (_texts(table, "street_class", kept) == STEPS) | (_texts(table, "highway", kept) == STEPS)
    return steps | np.isin(_texts(table, "pmr_ok", kept).astype(str), ("0", "0.0", "false", "f", "no", "non"))
