"""Walkability survey of the demo town: who answers, and how they rate streets, by the law of ``demo_laws.csv``."""

from __future__ import annotations

import numpy as np
import shapely

from ...walking.walkability.indicators import default_indicators, street_classes
from ..land_cover import DECIDUOUS, EVERGREEN
from ..schema import LayerTable
from .stations import CoverShares
from .tables import demo_laws, layer_table

#: Shortest section that is rated [m].
SHORTEST_M = 25.0
#: Distance over which a slope is taken, and around a street in which canopy counts [m].
SLOPE_STEP_M, CANOPY_REACH_M = 20.0, 10.0
#: Classes of age and their limits [years].
AGES = (("15-29", 15, 29), ("30-44", 30, 44), ("45-59", 45, 59), ("60-74", 60, 74), ("75+", 75, 88))
#: Municipalities of residence: the town and two neighbours whose people walk there too.
MUNICIPALITIES = ("Vernoise", "Saint-Aubin-des-Prés", "La Lande-Vern")
#: Shares of the classes of age, of women and of the municipalities among those who answer: not those of the people.
AGE_ANSWERS, WOMEN_ANSWERS, PLACE_ANSWERS = (0.14, 0.30, 0.29, 0.21, 0.06), 0.61, (0.72, 0.18, 0.10)
#: The same shares among the people.
AGE_PEOPLE, WOMEN_PEOPLE, PLACE_PEOPLE = (0.22, 0.23, 0.23, 0.20, 0.12), 0.52, (0.60, 0.25, 0.15)


def street_measures(layers: dict[str, LayerTable], cover: CoverShares, altitude) -> dict[str, np.ndarray]:
    """Return the measures of the streets on which the ratings depend.

    Parameters
    ----------
    layers : dict of str to LayerTable
        Standard layers.
    cover : CoverShares
        Land cover, for the canopy.
    altitude : callable
        ``altitude(xy)`` gives the ground's altitude [m] at map points, shape (n, 2).

    Returns
    -------
    dict of str to ndarray, shape (streets,)
        By indicator, in its unit: ``width`` [m] of the wider pavement, of the whole street where all of it is for
        walkers; ``slope`` [%]; ``canopy`` [%] within 10 m of the axis; ``traffic`` [vehicles/day]; ``speed`` [km/h].
    """
    streets = layers["streets"]
    column = streets.columns
    lines = shapely.get_geometry(streets.geometry, 0)
    classes = street_classes()
    kinds = [classes[name] for name in column["street_class"]]
    walkway = np.array([kind.walkway for kind in kinds])
    pavement = np.fmax(column["pavement_left_m"], column["pavement_right_m"])
    speed = np.where(np.isnan(column["speed_kmh"]), [kind.speed for kind in kinds], column["speed_kmh"])
    return {
        "width": np.where(walkway, column["width_m"], pavement),
        "slope": _steepest(lines, altitude),
        "canopy": 100.0 * _share_beside(lines, cover),
        "traffic": column["traffic_veh_day"].astype(np.float64),
        "speed": speed.astype(np.float64),
    }


def _steepest(lines: np.ndarray, altitude) -> np.ndarray:
    """Return the steepest slope of lines over 20 m, or over their length when shorter [%]."""
    steepest = np.zeros(len(lines))
    for index, line in enumerate(lines):
        at = np.linspace(0.0, line.length, max(2, round(line.length / SLOPE_STEP_M) + 1))
        level = altitude(shapely.get_coordinates(shapely.line_interpolate_point(line, at)))
        steepest[index] = 100.0 * np.abs(np.diff(level) / np.diff(at)).max()
    return steepest


def _share_beside(lines: np.ndarray, cover: CoverShares) -> np.ndarray:
    """Return the share of the cells within 10 m of lines that trees cover."""
    trees = np.isin(cover.cover, (EVERGREEN, DECIDUOUS))
    row, column = np.indices(trees.shape)
    x = cover.origin[0] + (column.ravel() + 0.5) * cover.cell_size
    y = cover.origin[1] - (row.ravel() + 0.5) * cover.cell_size
    line, cell = shapely.STRtree(shapely.points(x, y)).query(lines, predicate="dwithin", distance=CANOPY_REACH_M)
    count = np.bincount(line, minlength=len(lines))
    return np.bincount(line, weights=trees.ravel()[cell], minlength=len(lines)) / np.maximum(count, 1)


def pleasantness(measures: dict[str, np.ndarray]) -> np.ndarray:
    """Return the weighted mean of the values of the indicators of the law, 0 (worst) to 1 (best), of each street."""
    law = demo_laws()["survey"]
    total, mean = 0.0, 0.0
    for item in default_indicators():
        weight = law.get(f"weight_{item.name}", 0.0)
        if weight:
            mean = mean + weight * item.value(measures[item.name])
            total += weight
    return mean / total


def draw_survey(layers: dict[str, LayerTable], pleasant: np.ndarray, rng) -> LayerTable:
    """Draw the answers: each respondent rates streets around home.

    rating = 1 + 4 pleasantness + mood of the respondent + noise, rounded, kept in 1 to 5. The mood has mean 0 over the
    respondents, not for each of them; nobody rates a street twice.

    Parameters
    ----------
    layers : dict of str to LayerTable
        Standard layers.
    pleasant : ndarray, shape (streets,)
        From :func:`pleasantness`.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    LayerTable
        Demo layer ``walk_survey``.
    """
    law = demo_laws()["survey"]
    streets, buildings = layers["streets"], layers["buildings"]
    length = shapely.length(streets.geometry)
    walkable = streets.columns["walk_allowed"].astype(bool) & (streets.columns["level"].astype(int) == 0)
    rated = np.flatnonzero(walkable & (length >= SHORTEST_M))
    middle = shapely.get_coordinates(shapely.line_interpolate_point(streets.geometry[rated], 0.5, normalized=True))
    dwellings = np.array([0 if value is None else value for value in buildings.columns["dwellings"]], dtype=np.float64)
    home = shapely.get_coordinates(shapely.centroid(buildings.geometry))
    people = int(law["respondents"])
    homes = home[rng.choice(len(home), people, p=dwellings / dwellings.sum())]
    age_class = rng.choice(len(AGES), people, p=AGE_ANSWERS)
    age = np.array([rng.integers(AGES[index][1], AGES[index][2] + 1) for index in age_class])
    sex = np.where(rng.uniform(size=people) < WOMEN_ANSWERS, "F", "M")
    municipality = rng.choice(len(MUNICIPALITIES), people, p=PLACE_ANSWERS)
    mood = rng.normal(0.0, law["mood"], people)
    who, where = [], []
    for person in range(people):
        near = rated[np.hypot(*(middle - homes[person]).T) <= law["reach"]]
        count = min(len(near), 1 + rng.poisson(law["answers"] - 1))
        where.append(rng.choice(near, count, replace=False))
        who.append(np.full(count, person))
    who, where = np.concatenate(who), np.concatenate(where)
    exact = 1.0 + 4.0 * pleasant[where] + mood[who] + rng.normal(0.0, law["noise"], len(who))
    rating = np.clip(np.rint(exact), 1, 5).astype(int)
    identifier = np.array([f"re{index:03d}" for index in range(1, people + 1)], dtype=object)
    return layer_table(
        "walk_survey",
        np.full(len(who), None),
        respondent_id=identifier[who],
        street_id=streets.columns["street_id"][where],
        rating=rating.tolist(),
        age=age[who].tolist(),
        age_class=[AGES[index][0] for index in age_class[who]],
        sex=sex[who].tolist(),
        municipality=[MUNICIPALITIES[index] for index in municipality[who]],
    )


def survey_margins(layers: dict[str, LayerTable]) -> LayerTable:
    """Return the demo layer ``walk_margins``: the people that the respondents should stand for, by age, sex and place.

    Parameters
    ----------
    layers : dict of str to LayerTable
        Standard layers; the inhabitants of the town are those of its zones.

    Returns
    -------
    LayerTable
    """
    people = layers["zones"].columns["population"].sum() / PLACE_PEOPLE[0]
    rows = [("age_class", name, share) for (name, _, _), share in zip(AGES, AGE_PEOPLE)]
    rows += [("sex", "F", WOMEN_PEOPLE), ("sex", "M", 1.0 - WOMEN_PEOPLE)]
    rows += [("municipality", name, share) for name, share in zip(MUNICIPALITIES, PLACE_PEOPLE)]
    return layer_table(
        "walk_margins",
        np.full(len(rows), None),
        variable=[variable for variable, _, _ in rows],
        category=[category for _, category, _ in rows],
        population=[round(people * share, 0) for _, _, share in rows],
    )
