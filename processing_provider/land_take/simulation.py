"""A scenario run whole: painted, settled, and told zone by zone, all projects together or some of them alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np
from scipy.sparse import csr_matrix

from .balance import (
    CARBON,
    CARBON_M2,
    DISCOUNT,
    KNOWN,
    SUCCESS,
    TAKEN,
    Flows,
    Worth,
    credit,
    densities,
    flows,
    parts_of,
    zone_matrix,
)
from .overlay import overlay_areas
from .scenario import NO_PROJECT, Effect, Painted, Painter, Projects, effect
from .score import zan_scores
from .surfaces import settled
from .thresholds import ArtificialState, Thresholds

#: Columns of the parts before (1) and after (2), in the order of :data:`.score.PARTS`.
PART_NAMES = ("s_art", "s_perm", "s_bio", "s_c")
#: Columns of the flows, in the order of :class:`.balance.Flows`.
FLOW_NAMES = (
    "flux_art", "flux_desart", "sans_preuve_m2", "flux_brut_art", "flux_brut_desart", "sous_seuil_m2", "saut_seuil",
    "prouve_m2", "co2_perte_t", "co2_gain_t",
)  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What some projects make of a coverage.

    Attributes
    ----------
    painted : Painted
    state : ArtificialState
        After.
    effect : Effect
    flows : Flows
    credit : ndarray of float64, shape (n,)
        Of a square metre of each piece, for reporting.
    """

    painted: Painted
    state: ArtificialState
    effect: Effect
    flows: Flows
    credit: np.ndarray


class Simulation:
    """Projects over one coverage.

    Parameters
    ----------
    painter : Painter
    projects : Projects
        As they are drawn; they may overlap.
    seen : ndarray of shapely geometries, shape (p,)
        What is seen of each where all are there (see :func:`.scenario.stacked`).
    worth : Worth
    proven : ndarray of bool, shape (p,)
        Projects that tell their evidence.
    delay_years : ndarray of float64, shape (p,)
        Until the soil of each works again [years, >= 0].
    success, discount : float
        As for :func:`.balance.credit`.
    thresholds : Thresholds, optional
        Those of the decree when absent.

    Raises
    ------
    InputError
        As :func:`.balance.credit` and :func:`.thresholds.apply_thresholds`.
    """

    def __init__(
        self,
        painter: Painter,
        projects: Projects,
        seen: np.ndarray,
        worth: Worth,
        proven: np.ndarray,
        delay_years: np.ndarray,
        success: float = SUCCESS,
        discount: float = DISCOUNT,
        thresholds: Optional[Thresholds] = None,
    ) -> None:
        self._painter, self._projects, self.seen, self._worth = painter, projects, seen, worth
        self._proven = np.asarray(proven, dtype=bool)
        self._credit = credit(np.ones(len(seen)), delay_years, success, discount)
        self._thresholds = Thresholds() if thresholds is None else thresholds
        self.before = settled(painter.base, self._thresholds)

    def together(self) -> Outcome:
        """Return what all projects make of the coverage, each as far as it is seen."""
        return self._outcome(np.arange(len(self.seen)), self.seen)

    def alone(self, row: int) -> Outcome:
        """Return what one project would make of it alone, whole."""
        rows = np.array([row])
        return self._outcome(rows, self._projects.geometry[rows])

    def _outcome(self, rows: np.ndarray, shapes: np.ndarray) -> Outcome:
        painted = self._painter.paint(self._projects.only(rows, shapes))
        state = settled(painted.faces, self._thresholds)
        found = effect(self._painter.base, self.before, painted, state, self._thresholds)
        worth = self._worth.only(rows)
        told = flows(found, painted.project, self._proven[rows], worth.before(painted), worth.after(painted))
        each = np.zeros(len(painted.faces))
        own = painted.project != NO_PROJECT
        each[own] = self._credit[rows][painted.project[own]]
        return Outcome(painted, state, found, told, each * told.credited)

    def balances(self, outcome: Outcome, rows: np.ndarray, matrix: csr_matrix) -> dict[str, np.ndarray]:
        """Return the figures of zones before and after.

        Parameters
        ----------
        outcome : Outcome
        rows : ndarray of int64
            Its projects, all of them or the one that stands alone.
        matrix : csr_matrix, shape (zones, n)
            Area of each piece in each zone [m2] (see :func:`.balance.zone_matrix`).

        Returns
        -------
        dict of str to ndarray of float64, shape (zones,)
            By field name; areas [m2], shares [%], parts 0 to 1, scores 0 to 100, carbon [t CO2].
        """
        painted, worth = outcome.painted, self._worth.only(rows)
        sums = (
            matrix @ densities(self.before.artificial[painted.face], worth.before(painted)),
            matrix @ densities(outcome.state.artificial, worth.after(painted)),
        )
        found = {"couvert_m2": np.asarray(matrix.sum(axis=1)).reshape(-1), "connu_m2": sums[0][:, KNOWN]}
        for number, told in enumerate(sums, start=1):
            parts = parts_of(told, worth.reference_carbon)
            found[f"artif{number}_m2"] = told[:, TAKEN]
            found[f"stock{number}_pct"] = 100.0 * (1.0 - parts[:, 0])
            found.update({f"{name}{number}": values for name, values in zip(PART_NAMES, parts.T)})
            found[f"e{number}"] = zan_scores(parts, omega=worth.omega, draws=0).state
            found[f"c{number}_t_ha"] = np.divide(
                told[:, CARBON], told[:, CARBON_M2], out=np.full(len(told), np.nan), where=told[:, CARBON_M2] > 0.0
            )
        found["d_artif_m2"] = found["artif2_m2"] - found["artif1_m2"]
        found["d_e"] = found["e2"] - found["e1"]
        found.update(zip(FLOW_NAMES, (matrix @ outcome.flows.stacked()).T))
        found["flux_net"] = found["flux_art"] - found["flux_desart"]
        found["credit_m2"] = matrix @ outcome.credit
        return found


def whole(outcome: Outcome) -> csr_matrix:
    """Return the matrix of two zones: the ground of the projects, and the whole coverage."""
    area, own = outcome.painted.faces.area_m2, outcome.painted.project != NO_PROJECT
    pieces = np.arange(area.size)
    zone = np.concatenate([np.zeros(int(own.sum()), dtype=np.int64), np.ones(area.size, dtype=np.int64)])
    piece = np.concatenate([pieces[own], pieces])
    return zone_matrix(zone, piece, area[piece], 2, area.size)


def within(zones, outcome: Outcome) -> csr_matrix:
    """Return the matrix of any zones, which may overlap.

    Parameters
    ----------
    zones : ndarray of shapely geometries, shape (z,)
        Planar [m].
    outcome : Outcome
    """
    faces = outcome.painted.faces
    shared = overlay_areas(zones, faces.geometry)
    area = shared.area_m2 * faces.scale[shared.second_index]
    return zone_matrix(shared.first_index, shared.second_index, area, len(zones), len(faces))
