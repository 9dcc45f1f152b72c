"""Areas corrected by a check on the ground, with their interval: good practice for maps of land cover.

A map that errs more one way than the other has wrong areas. A sample of points, drawn by class of the map and looked at
on photographs, gives the share ``p_ij`` of reference class j in map class i; with the share ``W_i`` of the map in class
i,

    A_j = A sum_i W_i p_ij,    V(A_j) = A^2 sum_i W_i^2 p_ij (1 - p_ij) / (n_i - 1).

References
----------
.. [1] P. Olofsson et al. (2014), Good practices for estimating area and assessing accuracy of land change, Remote
   Sensing of Environment 148, 42-57, doi:10.1016/j.rse.2014.02.015, equations 9 to 11.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..errors import InputError
from ..tables import read_given_table

COLUMNS = ("map", "reference", "count")
LEAST_POINTS = 2  # of a class: one tells nothing of its variance
NORMAL_95 = 1.96


@dataclass(frozen=True)
class CorrectedAreas:
    """Areas by class of the reference.

    Attributes
    ----------
    classes : tuple of str
        Classes, in the order of the arrays.
    area_m2 : ndarray of float64, shape (classes,)
        [m2]; their sum is that of the map.
    error_m2 : ndarray of float64, shape (classes,)
        One standard error [m2].
    overall : float
        Share of the ground that the map shows right [0..1].
    """

    classes: tuple[str, ...]
    area_m2: np.ndarray
    error_m2: np.ndarray
    overall: float

    def interval(self, name: str) -> tuple[float, float, float]:
        """Return the area of a class and the bounds of its 95 % interval [m2]."""
        place = self.classes.index(name)
        area, error = float(self.area_m2[place]), float(self.error_m2[place])
        return area, max(area - NORMAL_95 * error, 0.0), area + NORMAL_95 * error


def read_sample(path: Path) -> dict[tuple[str, str], int]:
    """Read a table of checked points: columns map, reference, count.

    Raises
    ------
    InputError
        When a column is missing, or a count is no whole number of 0 or more.
    """
    found: dict[tuple[str, str], int] = {}
    for number, row in enumerate(read_given_table(path), start=1):
        if not set(COLUMNS) <= set(row):
            raise InputError(
                "The table {name} must have the columns {columns}.", name=path.name, columns=", ".join(COLUMNS)
            )
        text = row["count"].strip()
        if not text.isdigit():
            raise InputError(
                "Row {number} of the table {name} has no whole number of points.", number=number, name=path.name
            )
        key = row["map"].strip(), row["reference"].strip()
        found[key] = found.get(key, 0) + int(text)
    return found


def corrected_areas(map_m2: Mapping[str, float], sample: Mapping[tuple[str, str], int]) -> CorrectedAreas:
    """Return the areas of the reference classes.

    Parameters
    ----------
    map_m2 : mapping of str to float
        Area of each class of the map [m2, >= 0].
    sample : mapping of (str, str) to int
        Points by class of the map and of the reference.

    Returns
    -------
    CorrectedAreas

    Raises
    ------
    InputError
        When a class of the map with an area has fewer than two points, or the sample names a class that the map lacks.
    """
    rows = tuple(map_m2)
    strange = sorted({one for one, _ in sample} - set(rows))
    if strange:
        raise InputError(
            "The sample of points has the class {name}, the map has {names}.", name=strange[0], names=", ".join(rows)
        )
    columns = tuple(dict.fromkeys([*rows, *(other for _, other in sample)]))
    counts = np.array([[sample.get((one, other), 0) for other in columns] for one in rows], dtype=float)
    areas = np.array([float(map_m2[name]) for name in rows])
    points = counts.sum(axis=1)
    used = areas > 0.0
    poor = [name for name, few in zip(rows, used & (points < LEAST_POINTS)) if few]
    if poor:
        raise InputError(
            "The sample has fewer than {least} points in the class {name} of the map; check more.",
            least=LEAST_POINTS,
            name=poor[0],
        )
    areas, counts, points = areas[used], counts[used], points[used]
    share = counts / points[:, None]
    area = areas @ share
    variance = (areas[:, None] ** 2 * share * (1.0 - share) / (points[:, None] - 1.0)).sum(axis=0)
    right = sum(
        areas[place] * share[place, columns.index(name)]
        for place, name in enumerate(name for name, kept in zip(rows, used) if kept)
    )
    whole = float(areas.sum())
    return CorrectedAreas(columns, area, np.sqrt(variance), float(right / whole) if whole > 0.0 else float("nan"))
