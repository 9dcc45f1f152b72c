"""Classes of thermal stress of UTCI and PET."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from ..tables import TABLES, read_table

INDICES = ("utci", "pet")
NO_CLASS = 255  # value of the rasters of classes where the index is unknown
STRONG_STRESS_C = {"utci": 32.0, "pet": 35.0}  # [degrees C] strong heat stress and beyond


class StressClass(NamedTuple):
    """One class of stress.

    Attributes
    ----------
    code : int
        Value in the rasters of classes.
    from_c : float
        Lower limit, included [degrees C]; minus infinity for the coldest.
    name_en, name_fr : str
        Names.
    colour : str
        Colour of the legend, "#rrggbb".
    """

    code: int
    from_c: float
    name_en: str
    name_fr: str
    colour: str


@lru_cache(maxsize=1)
def _table():
    classes = {name: [] for name in INDICES}
    for row in read_table(TABLES / "comfort_classes.csv"):
        lower = float(row["from_c"]) if row["from_c"] else -np.inf
        classes[row["index"]].append(
            StressClass(int(row["code"]), lower, row["name_en"], row["name_fr"], row["colour"])
        )
    return classes


def stress_classes(index: str) -> list[StressClass]:
    """Return the classes of "utci" or "pet", from the coldest."""
    return list(_table()[index])


def class_codes(index: str) -> list[int]:
    """Return the codes of the classes of an index, from the coldest."""
    return [stress.code for stress in stress_classes(index)]


def classify(values, index: str):
    """Class of each value.

    Parameters
    ----------
    values : array_like
        UTCI or PET [degrees C], NaN for unknown.
    index : str
        "utci" or "pet".

    Returns
    -------
    ndarray
        uint8 codes of ``resources/tables/comfort_classes.csv``, 255 for unknown.
    """
    values = np.asarray(values)
    classes = stress_classes(index)
    limits = np.array([stress.from_c for stress in classes[1:]])
    codes = np.array([stress.code for stress in classes], dtype=np.uint8)
    found = codes[np.searchsorted(limits, values, side="right").clip(0, len(codes) - 1)]
    return np.where(np.isnan(values), np.uint8(NO_CLASS), found)
