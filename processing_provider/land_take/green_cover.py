"""Green factors of land cover: what published systems for plots give for the covers of OCS GE.

The systems know roofs, slabs and walls that land cover does not show, so a factor read from land cover is a floor for
what a plan of the plot would give.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np

from ..errors import InputError
from ..tables import TABLES, read_given_table
from .functions import read_green_factors
from .table_stamp import stamp_of

COVER_TABLE = TABLES / "land_take_green_cover.csv"
COLUMNS = ("system", "cs", "surface")
RENNES = "rennes"
SHARE = {"planted": 1.0, "bare": 0.0}  # of land with plants: the system ``rennes``
LEFT_OUT = ""


def read_green_covers(path: Path = COVER_TABLE) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the surfaces of covers by system: (code or branch, surface), in the order of the table.

    Raises
    ------
    InputError
        When a column is missing.
    """
    return _green_covers(path, stamp_of(path))


@lru_cache(maxsize=8)
def _green_covers(path: Path, stamp) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for row in read_given_table(path):
        if not set(COLUMNS) <= set(row):
            raise InputError(
                "The table {name} must have the columns {columns}.", name=path.name, columns=", ".join(COLUMNS)
            )
        found.setdefault(row["system"].strip(), []).append((row["cs"].strip(), row["surface"].strip()))
    return {system: tuple(rows) for system, rows in found.items()}


def surfaces_of(cover, system: str, path: Path = COVER_TABLE) -> np.ndarray:
    """Return the surface of a system that stands for each cover; empty where it is left out or not known.

    Parameters
    ----------
    cover : array_like of str, shape (n,)
        Codes of OCS GE.
    system : str
        ``baf``, ``baf_old``, ``malmo``, ``ugf``, ``rennes``, or one of the user's table.

    Raises
    ------
    InputError
        When the table does not have the system.
    """
    systems = read_green_covers(path)
    if system not in systems:
        raise InputError("There is no green factor {name}; there are {names}.", name=system, names=", ".join(systems))
    codes, member = np.unique(np.asarray(cover, dtype=str), return_inverse=True)
    names = [_surface(str(code), systems[system]) for code in codes]
    return np.array(names, dtype="<U24")[member.reshape(-1)] if names else np.empty(0, dtype="<U24")


def _surface(code: str, rows) -> str:
    # A branch fits only a row at or above it: its leaves may differ.
    fits = (surface for branch, surface in rows if code == branch or code.startswith(f"{branch}."))
    return next(fits, LEFT_OUT) if code else LEFT_OUT


def factors_of(surfaces, system: str) -> np.ndarray:
    """Return the factor of each surface, NaN where it is left out.

    Raises
    ------
    InputError
        When the system does not know a surface.
    """
    factors = SHARE if system == RENNES else read_green_factors().get(system, {})
    names, member = np.unique(np.asarray(surfaces, dtype=str), return_inverse=True)
    unknown = [str(name) for name in names if name != LEFT_OUT and name not in factors]
    if unknown:
        raise InputError(
            "The green factor {system} has no surface {name}; it has {names}.",
            system=system,
            name=unknown[0],
            names=", ".join(factors),
        )
    values = np.array([factors.get(str(name), np.nan) for name in names], dtype=float)
    return values[member.reshape(-1)] if names.size else np.empty(0)
