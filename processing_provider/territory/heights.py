"""Heights of buildings, sizes of trees, heights of vegetation: measured where known, else by a stated rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

import numpy as np
import shapely
from scipy.spatial import cKDTree

from .defaults import Defaults
from .values import fold

#: Highest plausible building [m]: the Eiffel Tower is 330 m high. Above, a value is an error or a code (9999).
MAX_BUILDING_HEIGHT_M = 400.0

#: Highest plausible number of storeys: 3 m each under the height above.
MAX_STOREYS = 130

#: Highest plausible tree and crown [m]: the tallest trees of France reach 67 m.
MAX_TREE_HEIGHT_M = 80.0
MAX_CROWN_M = 60.0

#: Distance and number of measured neighbours whose median stands for an unknown height.
NEIGHBOUR_DISTANCE_M = 100.0
MIN_NEIGHBOURS = 3
MAX_NEIGHBOURS = 25


def building_heights(
    geometry: np.ndarray,
    height: np.ndarray,
    storeys: np.ndarray,
    use: np.ndarray,
    defaults: Defaults,
    ground_altitude: Optional[np.ndarray] = None,
    gutter_altitude: Optional[np.ndarray] = None,
    ridge_altitude: Optional[np.ndarray] = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the height of each building by the first rule that applies.

    1. ``measured``: the height given, above 0 m.
    2. ``roof_altitude``: altitude of the gutter, else of the ridge, less that of the ground. In the BD TOPO sample
       HAUTEUR equals Z_MIN_TOIT - Z_MIN_SOL (gutter), so both rules give the same height.
    3. ``storeys``: storey_height_m * storeys + storey_offset_m of the table of defaults.
    4. ``neighbours``: median of the 25 nearest buildings of the same use within 100 m that rules 1 and 2 know,
       when there are at least 3.
    5. ``table``: default of the use and footprint area.

    Parameters
    ----------
    geometry : ndarray of shapely polygons, shape (n,)
        Footprints [m].
    height : ndarray of float, shape (n,)
        Height above ground [m], NaN where unknown; values outside ]0, 400] are taken as unknown.
    storeys : ndarray of float, shape (n,)
        Number of storeys, NaN where unknown.
    use : ndarray of str, shape (n,)
        Use in the standard codes.
    defaults : Defaults
        Table of defaults.
    ground_altitude, gutter_altitude, ridge_altitude : ndarray of float, shape (n,), optional
        Altitudes of the ground and of the roof [m].

    Returns
    -------
    height : ndarray of float64, shape (n,)
        Height [m], above 0.
    rule : ndarray of str objects, shape (n,)
        Name of the rule.
    """
    height = _within(height, MAX_BUILDING_HEIGHT_M)
    rule = np.full(len(height), "measured", dtype=object)
    missing = np.isnan(height)
    if ground_altitude is not None:
        for roof in (gutter_altitude, ridge_altitude):
            if roof is not None:
                known = _within(roof - ground_altitude, MAX_BUILDING_HEIGHT_M)
                missing = _take(height, rule, known, missing, "roof_altitude")
    surveyed = ~missing
    storey_height = defaults.number("buildings", "storey_height_m")
    offset = defaults.number("buildings", "storey_offset_m")
    known = storey_height * _within(storeys, MAX_STOREYS) + offset
    missing = _take(height, rule, known, missing, "storeys")
    if missing.any():
        known = neighbour_heights(geometry, height, use, surveyed, missing)
        missing = _take(height, rule, known, missing, "neighbours")
    known = defaults.column("buildings", "height_m", use, shapely.area(geometry))
    _take(height, rule, known, missing, "table")
    return height, rule


def neighbour_heights(
    geometry: np.ndarray, height: np.ndarray, use: np.ndarray, surveyed: np.ndarray, wanted: np.ndarray
) -> np.ndarray:
    """Return the median height of the surveyed neighbours of the same use.

    Parameters
    ----------
    geometry : ndarray of shapely polygons, shape (n,)
        Footprints [m]; distances are between centroids.
    height : ndarray of float, shape (n,)
        Heights [m].
    use : ndarray of str, shape (n,)
        Use of each building.
    surveyed : ndarray of bool, shape (n,)
        Buildings whose height is measured.
    wanted : ndarray of bool, shape (n,)
        Buildings to answer for; one that is surveyed counts among its own neighbours.

    Returns
    -------
    ndarray of float64, shape (n,)
        Median of the 25 nearest within 100 m [m], NaN where fewer than 3 or not wanted.
    """
    centre = shapely.get_coordinates(shapely.centroid(geometry))
    result = np.full(len(height), np.nan)
    for one_use in set(use[wanted]):
        mine = use == one_use
        reference, target = np.flatnonzero(mine & surveyed), np.flatnonzero(mine & wanted)
        if len(reference) < MIN_NEIGHBOURS:
            continue
        count = min(MAX_NEIGHBOURS, len(reference))
        _, index = cKDTree(centre[reference]).query(centre[target], k=count, distance_upper_bound=NEIGHBOUR_DISTANCE_M)
        # A neighbour too far away has the index len(reference): the NaN appended there sorts last.
        heights = np.sort(np.append(height[reference], np.nan)[index], axis=1)
        found = np.isfinite(heights).sum(axis=1)
        enough = found >= MIN_NEIGHBOURS
        row, middle = np.flatnonzero(enough), found[enough]
        result[target[enough]] = (heights[row, (middle - 1) // 2] + heights[row, middle // 2]) / 2.0
    return result


def tree_sizes(
    species: Sequence[Optional[str]], height: np.ndarray, crown: np.ndarray, defaults: Defaults
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the height and crown diameter of each tree.

    A size that is not known is the default of the species, of the genus or of any tree; when the other size
    is known, the default is scaled by it (a tree half as high as its default has half its crown).

    Parameters
    ----------
    species : sequence of str or None, n values
        Latin name, genus first.
    height, crown : ndarray of float, shape (n,)
        Height and crown diameter [m], NaN where unknown; values outside ]0, 80] and ]0, 60] are unknown.
    defaults : Defaults
        Table of defaults.

    Returns
    -------
    height, crown : ndarray of float64, shape (n,)
        Sizes [m], above 0.
    measured : ndarray of bool, shape (n,)
        Whether both sizes are known.
    """
    height = _within(height, MAX_TREE_HEIGHT_M)
    crown = _within(crown, MAX_CROWN_M)
    no_height, no_crown = np.isnan(height), np.isnan(crown)
    usual_height = defaults.column("trees", "height_m", species_keys(species, defaults, "height_m"))
    usual_crown = defaults.column("trees", "crown_diameter_m", species_keys(species, defaults, "crown_diameter_m"))
    height_ratio = np.where(no_height, 1.0, height / usual_height)
    crown_ratio = np.where(no_crown, 1.0, crown / usual_crown)
    height = np.where(no_height, np.minimum(usual_height * crown_ratio, MAX_TREE_HEIGHT_M), height)
    crown = np.where(no_crown, np.minimum(usual_crown * height_ratio, MAX_CROWN_M), crown)
    return height, crown, ~(no_height | no_crown)


def species_keys(species: Sequence[Optional[str]], defaults: Defaults, field: str) -> np.ndarray:
    """Return the key of the defaults for each tree: its species, else its genus, else the empty key.

    Parameters
    ----------
    species : sequence of str or None, n values
        Latin name, genus first.
    defaults : Defaults
        Table of defaults.
    field : str
        Field of the trees to look up.

    Returns
    -------
    ndarray of str objects, shape (n,)
        Key that the table has, or "".
    """
    known = defaults.numbers.get(("trees", field), {})
    found: dict[Optional[str], str] = {}
    for name in set(species):
        words = fold(name).split() if name else []
        candidates = (" ".join(words[:2]), words[0] if words else "")
        found[name] = next((key for key in candidates if key in known), "")
    return np.array([found[name] for name in species], dtype=object)


def vegetation_heights(
    vegetation_class: np.ndarray, height: np.ndarray, defaults: Defaults
) -> tuple[np.ndarray, np.ndarray]:
    """Return the height of each vegetation patch.

    Parameters
    ----------
    vegetation_class : ndarray of str, shape (n,)
        Class in the standard codes.
    height : ndarray of float, shape (n,)
        Mean height of the canopy [m], NaN where unknown; values outside [0, 80] are unknown.
    defaults : Defaults
        Table of defaults.

    Returns
    -------
    height : ndarray of float64, shape (n,)
        Height [m], 0 or above.
    measured : ndarray of bool, shape (n,)
        Whether the height was known.
    """
    height = np.asarray(height, dtype=np.float64)
    measured = (height >= 0.0) & (height <= MAX_TREE_HEIGHT_M)
    usual = defaults.column("vegetation", "height_m", vegetation_class)
    return np.where(measured, height, usual), measured


def _within(values: np.ndarray, highest: float) -> np.ndarray:
    """Return numbers in ]0, highest], NaN elsewhere."""
    values = np.asarray(values, dtype=np.float64)
    return np.where((values > 0.0) & (values <= highest), values, np.nan)


def _take(height: np.ndarray, rule: np.ndarray, known: np.ndarray, missing: np.ndarray, name: str) -> np.ndarray:
    """Fill the missing heights that a rule knows, in place, and return what is still missing."""
    filled = missing & ~np.isnan(known)
    height[filled] = known[filled]
    rule[filled] = name
    return missing & ~filled
