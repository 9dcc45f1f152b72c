"""How far figures depend on choices: one choice changed at a time, all others kept.

Two coverages are laid over each other once. What a choice changes (flags after thresholds, the width of noise, weights)
is then only a matter of numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Callable, Optional

import numpy as np

from ..errors import InputError, RunCancelledError
from .balance import densities, parts_of, rows_of
from .change import NOISE, SLIVER_M, Face, classify
from .functions import SoilFunctions
from .overlay import OverlayAreas
from .pieces import build_pieces
from .score import OMEGA, zan_scores
from .surfaces import Surfaces, settled
from .thresholds import ORDERS, Thresholds

AREAS_M2 = (0.0, 1250.0, 2500.0, 5000.0)  # thresholds tried
SLIVERS_M = (0.5, 1.0, 2.0)  # widths of noise tried
SHIFT = 0.2  # of a weight, up and down
#: Figures that are followed, with their unit; the words of the field ``indicateur``.
INDICATORS = {
    "stock1_m2": "m2", "stock2_m2": "m2", "flux_art": "m2", "flux_desart": "m2", "flux_net": "m2",
    "flux_brut_net": "m2", "bruit_m2": "m2", "sous_seuil_m2": "m2", "saut_m2": "m2", "e1": "points", "e2": "points",
    "e_net": "points",
}  # fmt: skip
#: Words of the field ``parametre``; one for each weight.
THRESHOLD, SLIVER, ORDER = "SEUIL", "SLIVER_W", "ORDRE"
WEIGHTS = ("OMEGA_ART", "OMEGA_PERM", "OMEGA_BIO", "OMEGA_C")


@dataclass(frozen=True)
class Choices:
    """All that figures depend on.

    Attributes
    ----------
    thresholds : Thresholds
        Of the state, and of patches of change.
    sliver_m : float
        Width of noise [m].
    omega : tuple of four floats
        Weights of the score.
    """

    thresholds: Thresholds = field(default_factory=Thresholds)
    sliver_m: float = SLIVER_M
    omega: tuple[float, ...] = OMEGA


@dataclass(frozen=True)
class Variant:
    """One choice changed: its name, its value as text, and all choices with it."""

    parameter: str
    value: str
    choices: Choices


def variants(
    default: Choices, areas_m2: Sequence[float] = AREAS_M2, slivers_m: Sequence[float] = SLIVERS_M, shift: float = SHIFT
) -> list[Variant]:
    """Return every choice to try, one changed at a time.

    Parameters
    ----------
    default : Choices
        All others are as here.
    areas_m2, slivers_m : sequence of float
        Thresholds [m2, >= 0] and widths of noise [m, >= 0] to try.
    shift : float
        Share by which each weight is lowered and raised [0..1]; all are then scaled to their former sum.

    Returns
    -------
    list of Variant

    Raises
    ------
    InputError
        When a value is negative, or the share is none.
    """
    if not all(value >= 0.0 for value in (*areas_m2, *slivers_m)) or not 0.0 <= shift <= 1.0:
        raise InputError("Thresholds and widths to try must be 0 or more, and the share of the weights 0 to 100 %.")
    found = [
        Variant(THRESHOLD, f"{area:g}", replace(default, thresholds=replace(default.thresholds, area_m2=float(area))))
        for area in areas_m2
    ]
    found += [Variant(SLIVER, f"{width:g}", replace(default, sliver_m=float(width))) for width in slivers_m]
    found += [
        Variant(ORDER, order, replace(default, thresholds=replace(default.thresholds, order=order))) for order in ORDERS
    ]
    for place, name in enumerate(WEIGHTS):
        for factor in (1.0 - shift, 1.0 + shift):
            omega = list(default.omega)
            omega[place] *= factor
            found.append(Variant(name, f"{omega[place]:g}", replace(default, omega=tuple(omega))))
    return found


class Comparison:
    """Two coverages laid over each other once, and judged under any choices.

    Parameters
    ----------
    first, second : Surfaces
        At both dates.
    functions : tuple of SoilFunctions
        Of the faces of both.
    overlay : OverlayAreas
        Areas that they share.
    reference_carbon : float
        Soil of a meadow [t C/ha].
    """

    def __init__(
        self,
        first: Surfaces,
        second: Surfaces,
        functions: tuple[SoilFunctions, SoilFunctions],
        overlay: OverlayAreas,
        reference_carbon: float,
    ) -> None:
        self._sides, self._functions, self._overlay = (first, second), functions, overlay
        self._reference = reference_carbon
        self._states: dict[Thresholds, tuple[np.ndarray, np.ndarray]] = {}
        self._pieces = None

    def prepare(self, tried: Sequence[Choices], stop: Optional[Callable[[], bool]] = None) -> None:
        """Settle the states of all choices, then draw the pieces that differ under any of them.

        Raises
        ------
        RunCancelledError
            When ``stop`` answered yes.
        """
        first, second = self._sides
        one, other = self._overlay.first_index, self._overlay.second_index
        moved = (
            (first.flag[one] != second.flag[other])
            | (first.cover[one] != second.cover[other])
            | (first.use[one] != second.use[other])
        )
        for choices in tried:
            _look(stop)
            flags = self._flags(choices.thresholds)
            moved |= flags[0][one] != flags[1][other]
        self._pieces = build_pieces(first.geometry, second.geometry, self._overlay, moved, moved, stop=stop)
        self._rows = one[self._pieces.pair], other[self._pieces.pair]
        self._area = self._pieces.area_m2 * first.scale[self._rows[0]]

    def _flags(self, thresholds: Thresholds) -> tuple[np.ndarray, np.ndarray]:
        if thresholds not in self._states:
            self._states[thresholds] = tuple(settled(side, thresholds).artificial for side in self._sides)
        return self._states[thresholds]

    def figures(self, choices: Choices) -> dict[str, float]:
        """Return the figures of :data:`INDICATORS` under some choices, among those that were prepared.

        The ground that both dates cover is what counts.
        """
        flags, area = self._flags(choices.thresholds), self._area
        faces = [
            Face(flag[row], side.flag[row], side.cover[row], side.use[row], row)
            for flag, side, row in zip(flags, self._sides, self._rows)
        ]
        change = classify(
            *faces,
            self._pieces.geometry,
            area,
            sliver_m=choices.sliver_m,
            least_m2=choices.thresholds.area_m2,
            built_m2=choices.thresholds.built_m2,
        )

        def total(mask) -> float:
            return float(area[mask].sum())

        apart = (faces[0].artificial != faces[1].artificial) & change.known
        states = [self._state(side, face, choices.omega) for side, face in zip(self._functions, faces)]
        taken, given = total(change.flux == 1), total(change.flux == -1)
        return {
            "stock1_m2": total(faces[0].artificial == 1),
            "stock2_m2": total(faces[1].artificial == 1),
            "flux_art": taken,
            "flux_desart": given,
            "flux_net": taken - given,
            "flux_brut_net": float(area @ change.raw_flux),
            "bruit_m2": total((change.kind == NOISE) & apart),
            "sous_seuil_m2": total(change.kind == "flux_sous_seuil"),
            "saut_m2": total(change.jump),
            "e1": states[0],
            "e2": states[1],
            "e_net": states[1] - states[0],
        }

    def _state(self, functions: SoilFunctions, face: Face, omega) -> float:
        values = densities(face.artificial, rows_of(functions, face.row))
        parts = parts_of(self._area @ values, self._reference)
        return float(zan_scores(parts, omega=omega, draws=0).state[0])

    def common_m2(self) -> float:
        """Return the ground that both dates cover [m2]."""
        return float(self._area.sum())


@dataclass(frozen=True)
class Row:
    """One line of the table: a choice, a figure, what it is then, and how far that is from the default."""

    parameter: str
    value: str
    indicator: str
    result: float
    delta: float
    default: bool


def table(
    comparison: Comparison, default: Choices, tried: Sequence[Variant], stop: Optional[Callable[[], bool]] = None
) -> Iterator[Row]:
    """Give the table, variant after variant.

    Parameters
    ----------
    comparison : Comparison
    default : Choices
    tried : sequence of Variant
    stop : callable, optional
        Tells whether the run is cancelled.

    Raises
    ------
    RunCancelledError
        When ``stop`` answered yes.
    """
    comparison.prepare([default, *(variant.choices for variant in tried)], stop)
    known: dict[Choices, dict[str, float]] = {default: comparison.figures(default)}
    for variant in tried:
        _look(stop)
        if variant.choices not in known:
            known[variant.choices] = comparison.figures(variant.choices)
        for name, result in known[variant.choices].items():
            delta = result - known[default][name]
            yield Row(variant.parameter, variant.value, name, result, delta, variant.choices == default)


def swings(rows: Sequence[Row], indicator: str) -> list[tuple[str, tuple[float, str], tuple[float, str]]]:
    """Return how far each parameter moves a figure, the farthest first: name, lowest and highest difference with value.

    Parameters
    ----------
    rows : sequence of Row
    indicator : str
        One of :data:`INDICATORS`.

    Returns
    -------
    list of tuple
        (parameter, (lowest difference, value), (highest difference, value)).
    """
    found: dict[str, list[tuple[float, str]]] = {}
    for row in rows:
        if row.indicator == indicator and np.isfinite(row.delta):
            found.setdefault(row.parameter, []).append((row.delta, row.value))
    ends = [(name, min(pairs), max(pairs)) for name, pairs in found.items()]
    return sorted(ends, key=lambda one: one[1][0] - one[2][0])


def _look(stop) -> None:
    if stop is not None and stop():
        raise RunCancelledError
