"""Names, widths, traffic, pavements and tree rows of the demo town's streets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from ..schema import LayerTable
from .blocks import LandUse
from .network import sides
from .plan import Plan
from .shapes import as_multi_lines
from .streets import section_levels
from .tables import layer_table, street_kinds, street_names

#: A planted side has at least this pavement [m].
PLANTED_PAVEMENT = 3.2
#: Share of the sections of a planted street that have no trees.
BARE_SHARE = 0.12
#: Flights of steps: shortest and longest section [m], smallest mean slope, and how many.
STEPS_LENGTH, STEPS_SLOPE, STEPS_COUNT = (12.0, 110.0), 0.025, 4
#: Families whose names are made of a type of street and a complement, by type.
PREFIXES = {"lot": ("Rue", "Allée", "Square"), "close": ("Impasse", "Clos", "Allée")}


@dataclass
class Sections:
    """Street sections with all their figures, one array per field.

    ``plant_left`` and ``plant_right`` say on which side trees stand in a row.
    """

    lines: np.ndarray
    street: np.ndarray
    kind: np.ndarray
    name: np.ndarray
    level: np.ndarray
    width: np.ndarray
    pavement: np.ndarray
    traffic: np.ndarray
    plant: np.ndarray

    @property
    def half_width(self) -> np.ndarray:
        """Distance from the axis to the outer edge of the wider side, pavement included [m]."""
        return self.width / 2 + self.pavement.max(axis=1)

    def corridors(self, margin: float = 0.0) -> np.ndarray:
        """Return the ground of each section, pavements and a margin [m] included, as polygons."""
        return shapely.buffer(self.lines, self.half_width + margin, quad_segs=4)

    def carriageways(self) -> np.ndarray:
        """Return the carriageway of each section as polygons."""
        return shapely.buffer(self.lines, self.width / 2, quad_segs=4)


def describe_sections(plan: Plan, land: LandUse, altitude, rng) -> Sections:
    """Give every section its name, width, pavements, traffic and tree rows.

    Parameters
    ----------
    plan : Plan
        The town's plan.
    land : LandUse
        Streets and uses of the blocks.
    altitude : callable
        ``altitude(xy)`` gives the ground's altitude [m] at local points, shape (n, 2).
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    Sections
        All sections; one street keeps one width, one name and one pair of pavements.
    """
    streets = land.streets
    network, kinds = streets.network, street_kinds()
    count = len(network.lines)
    kind = np.array([streets.axes[index].kind for index in network.street], dtype=object)
    level = section_levels(plan, streets.axes, network)
    pair = sides(network.lines, streets.blocks)
    _mark_square(land, kind, pair)
    _mark_steps(network, kind, altitude)
    name = _names(streets.axes, network, kind, pair, land, rng)

    width, traffic = np.empty(count), np.empty(count)
    pavement, plant = np.empty((count, 2)), np.zeros((count, 2), dtype=bool)
    groups: dict[tuple[int, str], list[int]] = {}
    for section in range(count):
        groups.setdefault((int(network.street[section]), kind[section]), []).append(section)
    middle = shapely.get_coordinates(shapely.line_interpolate_point(network.lines, 0.5, normalized=True))
    reach = plan.polar(middle[:, 0], middle[:, 1])[0] / plan.radius
    for (_, what), members in groups.items():
        row = kinds[what]
        width[members] = np.round(rng.uniform(*row.width_m), 1)
        pavement[members] = np.round(rng.uniform(row.pavement_m[0], row.pavement_m[1], 2), 1)
        busy = row.traffic_veh_day * np.exp(rng.normal(0.0, 0.22))
        # Traffic thins out away from the centre: half as much five radii away.
        local = busy * 0.5 ** (reach[members] / 5.0) * np.exp(rng.normal(0.0, 0.06, len(members)))
        traffic[members] = np.round(local, -1)
        draw, side = rng.uniform(), rng.integers(0, 2)
        if draw < row.plant_both:
            plant[members] = True
        elif draw < row.plant_both + row.plant_one:
            plant[members, side] = True
        bare = np.array(members)[rng.uniform(size=len(members)) < BARE_SHARE]
        plant[bare] = False
        wide = plant[members].any(axis=0)
        pavement[members] = np.where(wide, np.maximum(pavement[members], PLANTED_PAVEMENT), pavement[members])
    plant[level != 0] = False
    return Sections(network.lines, network.street, kind, name, level, width, pavement, traffic, plant)


def _mark_square(land: LandUse, kind: np.ndarray, pair: np.ndarray) -> None:
    """Make the narrow streets around the square part of it."""
    around = np.isin(pair, land.blocks_of("square")).any(axis=1)
    kind[around & (kind == "old")] = "square"


def _mark_steps(network, kind: np.ndarray, altitude) -> None:
    """Turn the steepest short streets of the old centre into steps."""
    length = shapely.length(network.lines)
    start = altitude(shapely.get_coordinates(shapely.get_point(network.lines, 0)))
    stop = altitude(shapely.get_coordinates(shapely.get_point(network.lines, -1)))
    slope = np.abs(stop - start) / length
    fit = (kind == "old") & (length > STEPS_LENGTH[0]) & (length < STEPS_LENGTH[1]) & (slope > STEPS_SLOPE)
    chosen = np.flatnonzero(fit)[np.argsort(-slope[fit], kind="stable")]
    kind[chosen[:STEPS_COUNT]] = "steps"


def _names(axes, network, kind, pair, land: LandUse, rng) -> np.ndarray:
    """Name the streets: each name once, the longest streets of a family first served."""
    families = street_names()
    used = {axis.name for axis in axes if axis.name}
    pools = {family: [n for n in names if n not in used] for family, names in families.items()}
    length = np.bincount(network.street, weights=shapely.length(network.lines), minlength=len(axes))
    complements = [pools["complement"][k] for k in rng.permutation(len(pools["complement"]))]
    turn = 0
    by_axis: list = [axis.name for axis in axes]
    for index in np.argsort(-length, kind="stable"):
        axis = axes[index]
        if axis.name or length[index] == 0.0:
            continue
        family = street_kinds()[axis.kind].names
        if family in PREFIXES:
            prefix = PREFIXES[family][(turn // len(complements)) % len(PREFIXES[family])]
            if turn < len(complements) * len(PREFIXES[family]):
                by_axis[index] = f"{prefix} {complements[turn % len(complements)]}"
            turn += 1
        elif pools.get(family):
            by_axis[index] = pools[family].pop(0)
    name = np.array([by_axis[index] for index in network.street], dtype=object)
    around = np.isin(pair, land.blocks_of("square")).any(axis=1)
    name[around & (kind == "square")] = "Place du Marché"
    return name


def streets_layer(sections: Sections, origin: np.ndarray) -> LayerTable:
    """Return the standard layer of streets.

    Parameters
    ----------
    sections : Sections
        Street sections in the local frame.
    origin : ndarray, shape (2,)
        Map coordinates of the local frame's lower-left corner [m].

    Returns
    -------
    LayerTable
        Layer ``streets``.
    """
    kinds = street_kinds()
    rows = [kinds[kind] for kind in sections.kind]
    return layer_table(
        "streets",
        as_multi_lines(sections.lines, origin),
        street_id=[f"st{index:05d}" for index in range(1, len(rows) + 1)],
        name=sections.name,
        street_class=[row.street_class for row in rows],
        width_m=sections.width,
        width_source=["measured"] * len(rows),
        lanes=[row.lanes for row in rows],
        speed_kmh=[row.speed_kmh for row in rows],
        traffic_veh_day=sections.traffic,
        pavement_left_m=sections.pavement[:, 0],
        pavement_right_m=sections.pavement[:, 1],
        level=[int(level) for level in sections.level],
        walk_allowed=[True] * len(rows),
    )
