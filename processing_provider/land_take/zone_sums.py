"""Sums of pieces by zone: the pieces of a layer, the zones they lie in, and the area of each share."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Optional

import numpy as np

SHOWN_M2 = 0.005  # smaller sums are rounding, and left out of compositions


@dataclass(frozen=True)
class ZoneShares:
    """Which pieces lie in which zones; zones may overlap, so a piece may stand in several.

    Attributes
    ----------
    zone, piece : ndarray of int64, shape (shares,)
        Rows of the zone and of the piece.
    area_m2 : ndarray of float64, shape (shares,)
        Area of the piece in the zone [m2].
    zones : int
        Number of zones.
    """

    zone: np.ndarray
    piece: np.ndarray
    area_m2: np.ndarray
    zones: int

    def sums(self, chosen: Optional[np.ndarray] = None, weight: Optional[np.ndarray] = None) -> np.ndarray:
        """Return the area of some pieces in each zone [m2].

        Parameters
        ----------
        chosen : ndarray of bool, shape (pieces,), optional
            All by default.
        weight : ndarray of float64, shape (pieces,), optional
            By which the area of each piece counts; 1 by default.

        Returns
        -------
        ndarray of float64, shape (zones,)
        """
        area = self.area_m2
        if chosen is not None:
            area = np.where(chosen[self.piece], area, 0.0)
        if weight is not None:
            area = area * weight[self.piece]
        return np.bincount(self.zone, weights=area, minlength=self.zones)

    def by_code(
        self, codes: np.ndarray, chosen: np.ndarray, weight: Optional[np.ndarray] = None
    ) -> list[dict[str, float]]:
        """Return the area of some pieces in each zone by code [m2]; codes that are empty are called ``?``.

        Parameters
        ----------
        codes : ndarray of str, shape (pieces,)
        chosen : ndarray of bool, shape (pieces,)
        weight : ndarray of float64, shape (pieces,), optional
            By which the area of each piece counts; 1 by default.
        """
        names, member = np.unique(np.where(codes == "", "?", codes), return_inverse=True)
        member = member.reshape(-1)
        kept = chosen[self.piece]
        cell = self.zone[kept] * names.size + member[self.piece[kept]]
        area = self.area_m2[kept]
        if weight is not None:
            area = area * weight[self.piece[kept]]
        table = np.bincount(cell, weights=area, minlength=self.zones * names.size)
        rows = table.reshape(self.zones, names.size)
        return [{str(names[at]): float(row[at]) for at in np.flatnonzero(row > SHOWN_M2)} for row in rows]

    def by_pair(self, first: np.ndarray, second: np.ndarray, chosen: np.ndarray) -> list[tuple[int, str, str, float]]:
        """Return zone, code before, code after and area [m2] of some pieces, in order."""
        pairs, member = np.unique(
            np.stack([np.where(one == "", "?", one) for one in (first, second)]), axis=1, return_inverse=True
        )
        member = member.reshape(-1)
        kept = chosen[self.piece]
        cell = self.zone[kept] * pairs.shape[1] + member[self.piece[kept]]
        table = np.bincount(cell, weights=self.area_m2[kept], minlength=self.zones * pairs.shape[1])
        found = np.flatnonzero(table > SHOWN_M2)
        zone, pair = np.divmod(found, max(pairs.shape[1], 1))
        return [
            (int(z), str(pairs[0, p]), str(pairs[1, p]), float(table[cell])) for z, p, cell in zip(zone, pair, found)
        ]


def joined(*tables: list[dict[str, float]]) -> list[dict[str, float]]:
    """Return the sums of areas by code of several tables, zone by zone."""
    found = []
    for zone in zip(*tables):
        total: dict[str, float] = {}
        for areas in zone:
            for name, area in areas.items():
                total[name] = total.get(name, 0.0) + area
        found.append(total)
    return found


def rounded(areas: dict[str, float]) -> dict[str, float]:
    """Return areas by code to a hundredth of a square metre."""
    return {name: round(area, 2) for name, area in areas.items()}


def compact(areas: dict[str, float]) -> str:
    """Return areas by code as JSON, to a hundredth of a square metre."""
    return json.dumps(rounded(areas), ensure_ascii=False)
