"""Surfaces that an authority may leave out of artificial land: public parks, and panels that leave the soil alive.

Both exemptions are choices (R. 101-1 and the decrees on ground-mounted panels), so each is made only when its layer is
given, after the thresholds of area.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ..errors import InputError
from ..tables import TABLES, read_given_table
from .adjacency import Adjacency
from .thresholds import ARTIFICIAL, NATURAL, UNKNOWN, components

PARK_M2 = 2500.0  # a park is larger than this; annex to R. 101-1, decree 2023-1096
MOSTLY = 0.5  # share of a face inside a park or a field of panels from which it belongs to it
PARK, PANELS, WOODY, HERBACEOUS = "parc", "photovoltaique", "arbore", "herbace"
TREE_SHARE = 0.25  # of the plants of a plot: below, the plot is herbaceous; annex to R. 101-1, note (**)
CRITERIA_TABLE = TABLES / "land_take_pv_criteria.csv"


def below(codes, branches: tuple[str, ...]) -> np.ndarray:
    """Tell which codes are one of some branches, or lie below it.

    Parameters
    ----------
    codes : array_like of str, shape (n,)
    branches : tuple of str
    """
    codes = np.asarray(codes, dtype=str)
    found = np.zeros(codes.shape, dtype=bool)
    for branch in branches:
        found |= (codes == branch) | np.char.startswith(codes, f"{branch}.")
    return found


def exempt_parks(artificial, cover, area_m2, inside, adjacency: Adjacency, least_m2: float = PARK_M2) -> np.ndarray:
    """Return which artificial surfaces are plants of a public park, and so not artificial.

    Parameters
    ----------
    artificial : array_like of int, shape (n,)
        1, 0 or -1, after the thresholds.
    cover : array_like of str, shape (n,)
        Codes of OCS GE; only plants (2) are exempted.
    area_m2 : array_like of float, shape (n,)
        [m2].
    inside : array_like of float, shape (n,)
        Share of each surface that lies in a park [0..1]; from one half on it belongs to it.
    adjacency : Adjacency
        Of the same n surfaces: plants of a park that touch count together.
    least_m2 : float
        They must be larger than this together [m2].

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    plants = below(cover, ("2",)) & (np.asarray(inside, dtype=float) >= MOSTLY)
    _, together = components(np.where(plants, NATURAL, UNKNOWN), area_m2, adjacency)
    return plants & (np.nan_to_num(together) > least_m2) & (np.asarray(artificial) == ARTIFICIAL)


def exempt_panels(artificial, cover, use, inside) -> np.ndarray:
    """Return which artificial surfaces carry panels on land that stays farmed or natural, and so are not artificial.

    Parameters
    ----------
    artificial : array_like of int, shape (n,)
        1, 0 or -1, after the thresholds.
    cover, use : array_like of str, shape (n,)
        Codes of OCS GE; plants without trees and bare ground are exempted, forestry never.
    inside : array_like of float, shape (n,)
        Share of each surface that lies under such panels [0..1].

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    ground = below(cover, ("2", "1.2")) & ~below(cover, ("2.1.1",)) & ~below(use, ("1.2",))
    return ground & (np.asarray(inside, dtype=float) >= MOSTLY) & (np.asarray(artificial) == ARTIFICIAL)


def read_criteria(path: Path = CRITERIA_TABLE) -> dict[str, float]:
    """Return the least value of each measure of a field of panels, by field.

    Raises
    ------
    InputError
        When a value is no number.
    """
    rows = read_given_table(path)
    try:
        return {row["field"].strip().casefold(): float(row["least"]) for row in rows}
    except (KeyError, ValueError) as error:
        raise InputError("The table {name} needs the columns field and least, a number.", name=path.name) from error


def eligible_panels(measures: dict[str, np.ndarray], count: int, criteria=None) -> tuple[np.ndarray, np.ndarray]:
    """Return which fields of panels keep all criteria that they tell, and which tell none.

    Parameters
    ----------
    measures : dict of str to ndarray of float, shape (count,)
        By field, such as ``haut_pann``; NaN is not told.
    count : int
        Fields of panels.
    criteria : dict of str to float, optional
        From :func:`read_criteria`.

    Returns
    -------
    eligible : ndarray of bool, shape (count,)
        No criterion that is told is missed.
    silent : ndarray of bool, shape (count,)
        None is told: the layer itself is believed.
    """
    criteria = read_criteria() if criteria is None else criteria
    eligible, silent = np.ones(count, dtype=bool), np.ones(count, dtype=bool)
    for name, values in measures.items():
        least = criteria.get(name.casefold())
        if least is None:
            continue
        told = np.isfinite(values)
        silent &= ~told
        eligible &= ~(told & (values < least))
    return eligible, silent


def tree_rule(artificial, cover, use, area_m2, plot, share: float = TREE_SHARE) -> tuple[np.ndarray, np.ndarray]:
    """Apply the 25 % of trees plot by plot: where they reach it the whole plot is wooded, below it herbaceous.

    OCS GE applies the rule itself; other sources do not.

    Parameters
    ----------
    artificial : array_like of int, shape (n,)
        1, 0 or -1 by the matrix.
    cover, use : array_like of str, shape (n,)
        Codes of OCS GE.
    area_m2 : array_like of float, shape (n,)
        [m2].
    plot : array_like of int, shape (n,)
        Number of the plot of use that each surface belongs to; -1 to none.
    share : float
        Trees over all plants [0..1].

    Returns
    -------
    flag : ndarray of int8, shape (n,)
        The flags after the rule.
    reason : ndarray of str, shape (n,)
        ``arbore`` or ``herbace`` where it changed one; empty elsewhere.
    """
    flag, plot, area = np.array(artificial, dtype=np.int8), np.asarray(plot), np.asarray(area_m2, dtype=float)
    reason = np.full(flag.shape, "", dtype="<U7")
    trees, herbs = below(cover, ("2.1",)) & (plot >= 0), below(cover, ("2.2",)) & (plot >= 0)
    if not (trees | herbs).any():
        return flag, reason
    size = int(plot.max()) + 1
    wood = np.bincount(plot[trees], weights=area[trees], minlength=size)
    green = wood + np.bincount(plot[herbs], weights=area[herbs], minlength=size)
    wooded = np.divide(wood, green, out=np.zeros(size), where=green > 0.0) >= share
    # The matrix counts herbs of these uses as artificial; trees of none.
    listed = below(use, ("2", "3", "5", "235", "4", "6.1", "6.2"))
    inside = np.where(plot >= 0, plot, 0)
    spared = herbs & wooded[inside] & (flag == ARTIFICIAL)
    counted = trees & ~wooded[inside] & listed & (flag == NATURAL)
    flag[spared], reason[spared] = NATURAL, WOODY
    flag[counted], reason[counted] = ARTIFICIAL, HERBACEOUS
    return flag, reason
