"""Which soil to give back first: sites in the order of what they add to the score by area or by cost."""

from __future__ import annotations

from typing import Optional

import numpy as np

from ..errors import InputError
from .ranking_units import Units

DIGITS = 10  # of a gain by weight that are compared


def greedy(gain, weight, budget: Optional[float] = None) -> tuple[np.ndarray, np.ndarray]:
    """Choose by gain per weight, best first: the best choice where the last one may be taken in part.

    Parameters
    ----------
    gain : array_like of float, shape (u,)
        Added up by what is chosen; NaN and what is not above 0 is never chosen.
    weight : array_like of float, shape (u,)
        Area [m2] or cost, >= 0; NaN is never chosen.
    budget : float, optional
        Most of it [>= 0]; no limit when absent.

    Returns
    -------
    order : ndarray of int64, shape (u,)
        Best first, of equal ones the first row; those that cannot be ranked come last.
    share : ndarray of float64, shape (u,)
        How much of each is chosen, 0 to 1, by row.

    Raises
    ------
    InputError
        When a weight or the budget is negative.
    """
    gain, weight = np.asarray(gain, dtype=float), np.asarray(weight, dtype=float)
    if (weight < 0.0).any() or (budget is not None and not budget >= 0.0):
        raise InputError("An area, a cost or the budget is below 0; give 0 or more.")
    with np.errstate(divide="ignore", invalid="ignore"):
        mantissa, exponent = np.frexp(np.where(gain == 0.0, 0.0, gain / weight))
    ratio = np.ldexp(np.round(mantissa, DIGITS), exponent)  # equal sites stay in their order, whatever the rounding
    order = np.argsort(np.where(np.isnan(ratio), np.inf, -ratio), kind="stable")
    share = np.zeros(gain.size)
    left = np.inf if budget is None else float(budget)
    for row in order:
        if not gain[row] > 0.0 or np.isnan(weight[row]):
            continue
        fits = weight[row] <= left
        share[row] = 1.0 if fits else left / weight[row]
        left = left - weight[row] if fits else 0.0
    return order, share


def ranked_sites(units: Units, cost=None, budget: Optional[float] = None) -> dict[str, np.ndarray]:
    """Return the columns of ranked sites; the members of a unit follow each other and share its gain by area.

    Parameters
    ----------
    units : Units
    cost : ndarray of float64, shape (p,), optional
        Of each site [euro], NaN not known; sites are weighed by area when absent.
    budget : float, optional
        Most of the cost [euro] or of the area [m2]; no limit when absent.

    Returns
    -------
    dict of str to ndarray of float64, shape (p,)
        NaN where a site cannot be ranked: it has no ground on the coverage, or no cost.
    """
    count = len(units.unit)
    area = np.array([gain.area_m2 for gain in units.alone], dtype=float)
    together = np.bincount(units.unit, weights=area, minlength=len(units.gains))
    share = np.divide(area, together[units.unit], out=np.zeros(count), where=together[units.unit] > 0.0)
    counted = share * np.array([units.gains[unit].area_m2 for unit in units.unit], dtype=float)  # overlaps only once
    weight = counted if cost is None else np.asarray(cost, dtype=float)
    usable = (area > 0.0) & np.isfinite(weight)
    whole = np.bincount(units.unit, weights=~usable, minlength=len(units.gains)) == 0.0
    load = np.bincount(units.unit, weights=np.where(usable, weight, 0.0), minlength=len(units.gains))
    score, legal, jump = (
        np.array([getattr(gain, name) for gain in units.gains], dtype=float)
        for name in ("score", "legal_m2", "jump_m2")
    )
    order, part = greedy(np.where(whole, score, np.nan), np.where(whole, load, np.nan), budget)
    known = whole[units.unit]
    place = np.empty(len(units.gains))
    place[order] = np.arange(len(units.gains))
    rows = np.lexsort((np.arange(count), place[units.unit], ~known))
    rank = np.full(count, np.nan)
    rank[rows[known[rows]]] = np.arange(1, int(known.sum()) + 1)

    def shared(values: np.ndarray) -> np.ndarray:
        return np.where(known, values[units.unit] * share, np.nan)

    def along(values: np.ndarray) -> np.ndarray:
        sums = np.full(count, np.nan)
        ranked = rows[known[rows]]
        sums[ranked] = np.cumsum(values[ranked])
        return sums

    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(known, (score / load)[units.unit], np.nan)
    gain, legal_m2 = shared(score), shared(legal)
    return {
        "rank": rank,
        "gain_z": gain,
        "gain_ratio": np.where(np.isfinite(ratio), ratio, np.nan),
        "gain_m2_legal": legal_m2,
        "saut_m2": shared(jump),
        "seul_m2_legal": np.array([one.legal_m2 for one in units.alone], dtype=float),
        "aire_m2": area,
        "cout": np.full(count, np.nan) if cost is None else weight,
        "groupe": units.group + 1.0,
        "ensemble": units.unit + 1.0,
        "cum_m2": along(counted),
        "cum_cout": np.full(count, np.nan) if cost is None else along(weight),
        "cum_gain": along(gain),
        "cum_m2_legal": along(legal_m2),
        "part_budget": np.where(known, part[units.unit], np.nan),
        "dans_budget": np.where(known, part[units.unit] >= 1.0, np.nan).astype(float),
    }
