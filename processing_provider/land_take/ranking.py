"""Which soil to give back first: what each site adds to the score and to the balance of the law, best first.

The gain of the balance is no sum: a site below the threshold of area gives nothing, and two such sites that touch may
give all. Sites that touch are therefore also looked at together, and stay together where that makes a difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Optional

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from ..errors import InputError, RunCancelledError
from .adjacency import neighbours
from .balance import Worth, densities
from .overlay import overlay_areas
from .scenario import Painter, Projects, effect, stacked
from .surfaces import settled
from .thresholds import Thresholds

DIGITS = 10  # of a gain by weight that are compared
ALIKE_M2 = 1.0  # together as apart: a difference of the balance below this is none [m2]


@dataclass(frozen=True)
class Gain:
    """What painting some sites gives.

    Attributes
    ----------
    score : float
        State of the whole coverage, after less before [points of 100].
    legal_m2 : float
        Given back less taken, after thresholds [m2].
    jump_m2 : float
        Of it, what thresholds alone changed [m2].
    area_m2 : float
        Ground of the sites [m2].
    """

    score: float
    legal_m2: float
    jump_m2: float
    area_m2: float


class SiteEvaluator:
    """Paints sites one set after the other over the same coverage and measures each.

    Parameters
    ----------
    painter : Painter
    sites : Projects
        All candidates; they may overlap.
    worth : Worth
    thresholds : Thresholds, optional
        Those of the decree when absent.
    """

    def __init__(
        self, painter: Painter, sites: Projects, worth: Worth, thresholds: Optional[Thresholds] = None
    ) -> None:
        self._painter, self._sites, self._worth = painter, sites, worth
        self._thresholds = Thresholds() if thresholds is None else thresholds
        self.before = settled(painter.base, self._thresholds)
        self._densities = densities(self.before.artificial, worth.faces)
        self._sums = painter.base.area_m2 @ self._densities

    def gain(self, rows) -> Gain:
        """Return what giving back some sites changes.

        Parameters
        ----------
        rows : array_like of int
            Sites; where they overlap their ground counts once.
        """
        rows = np.atleast_1d(np.asarray(rows, dtype=np.int64))
        shapes = self._sites.geometry[rows]
        seen = shapes if rows.size == 1 else stacked(shapes, np.arange(rows.size))
        painted = self._painter.paint(self._sites.only(rows, seen))
        after = settled(painted.faces, self._thresholds)
        found = effect(self._painter.base, self.before, painted, after, self._thresholds)
        area, worth = painted.faces.area_m2, self._worth
        more = densities(after.artificial, worth.only(rows).after(painted)) - self._densities[painted.face]
        moved = more.any(axis=1)
        sums = self._sums + area[moved] @ more[moved]  # of what changes only: the rest would drown it in rounding
        change = found.change
        return Gain(
            score=float(np.nan_to_num(worth.state(sums) - worth.state(self._sums))[0]),
            legal_m2=-float(area @ change.flux),
            jump_m2=-float((area * change.flux)[change.jump].sum()),
            area_m2=float(area[painted.project >= 0].sum()),
        )


def touching(geometry) -> np.ndarray:
    """Return the group of each site: sites that share a piece of boundary, or ground, are of one group.

    Parameters
    ----------
    geometry : ndarray of shapely geometries, shape (p,)
        Planar [m]; a null row is alone.

    Returns
    -------
    ndarray of int64, shape (p,)
        From 0, in the order of the first site of each.
    """
    geometry = np.asarray(geometry, dtype=object)
    beside = neighbours(geometry)
    over = overlay_areas(geometry, geometry)
    first = np.concatenate([beside.first, over.first_index])
    second = np.concatenate([beside.second, over.second_index])
    graph = coo_matrix((np.ones(first.size, dtype=bool), (first, second)), shape=(len(geometry), len(geometry)))
    label = connected_components(graph, directed=False)[1]
    _, order, number = np.unique(label, return_index=True, return_inverse=True)
    rank = np.empty(order.size, dtype=np.int64)
    rank[np.argsort(order, kind="stable")] = np.arange(order.size)
    return rank[number.reshape(-1)]


@dataclass(frozen=True)
class Units:
    """Sites as they are ranked: alone, or a whole group where that makes a difference.

    Attributes
    ----------
    unit : ndarray of int64, shape (p,)
        Unit of each site.
    group : ndarray of int64, shape (p,)
        Group of sites that touch.
    gains : list of Gain
        Of each unit.
    alone : list of Gain
        Of each site, were it given back alone.
    """

    unit: np.ndarray
    group: np.ndarray
    gains: list[Gain]
    alone: list[Gain]


def units_of(
    evaluator: SiteEvaluator,
    geometry,
    tell: Optional[Callable[[float], None]] = None,
    stop: Optional[Callable[[], bool]] = None,
) -> Units:
    """Measure each site, and each group of sites that touch; keep together what gives more or less together.

    Parameters
    ----------
    evaluator : SiteEvaluator
    geometry : ndarray of shapely geometries, shape (p,)
        Of its sites; one that is to stay alone is None.
    tell : callable, optional
        Told the share of the work that is done [0..1].
    stop : callable, optional
        Tells whether the run is cancelled.

    Returns
    -------
    Units

    Raises
    ------
    RunCancelledError
        When ``stop`` answered yes.
    """
    group = touching(geometry)
    members = [np.flatnonzero(group == number) for number in range(int(group.max(initial=-1)) + 1)]
    work = len(geometry) + sum(rows.size > 1 for rows in members)
    done = 0

    def measured(rows) -> Gain:
        nonlocal done
        if stop is not None and stop():
            raise RunCancelledError
        found = evaluator.gain(rows)
        done += 1
        if tell is not None:
            tell(done / work)
        return found

    alone = [measured([row]) for row in range(len(geometry))]
    unit, gains = np.empty(len(geometry), dtype=np.int64), []
    for rows in members:
        if rows.size > 1:
            together = measured(rows)
            legal, ground = (sum(getattr(alone[row], name) for row in rows) for name in ("legal_m2", "area_m2"))
            if abs(together.legal_m2 - legal) > ALIKE_M2 or abs(together.area_m2 - ground) > ALIKE_M2:
                unit[rows] = len(gains)
                gains.append(together)
                continue
        for row in rows:
            unit[row] = len(gains)
            gains.append(alone[row])
    return Units(unit, group, gains, alone)


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
