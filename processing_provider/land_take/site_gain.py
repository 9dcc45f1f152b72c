"""What giving a site back adds to the score and to the balance of the law."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np

from .balance import Worth, densities
from .change import classify, differs
from .nearby import LocalThresholds
from .scenario import NO_PROJECT, Painter, Projects, stacked
from .thresholds import Thresholds


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
    raw_m2 : float
        Given back less taken, by the matrix alone [m2].
    area_m2 : float
        Ground of the sites [m2].
    """

    score: float
    legal_m2: float
    jump_m2: float
    raw_m2: float
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
        self._local = LocalThresholds(painter, self._thresholds)
        self.before = self._local.before
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
        found = self._local.around(self._sites.only(rows, seen))
        if not found.face.size:
            return Gain(0.0, 0.0, 0.0, 0.0, 0.0)
        drawn = np.where(differs(found.first, found.second), found.geometry, None)
        change = classify(
            found.first,
            found.second,
            drawn,
            found.area_m2,
            sliver_m=0.0,
            least_m2=self._thresholds.area_m2,
            built_m2=self._thresholds.built_m2,
        )
        area, worth, own = found.area_m2, self._worth.only(rows), found.project != NO_PROJECT
        more = densities(found.second.artificial, worth.after(found)) - self._densities[found.face]
        sums = self._sums + area @ more  # of what may change only: the rest would drown it in rounding
        return Gain(
            score=float(np.nan_to_num(worth.state(sums) - worth.state(self._sums))[0]),
            legal_m2=0.0 - float(area @ change.flux),
            jump_m2=0.0 - float((area * change.flux)[change.jump].sum()),
            raw_m2=0.0 - float(area @ change.raw_flux),
            area_m2=float(area[own].sum()),
        )
