"""Surfaces of a land-cover raster and what radiation needs of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from ..errors import InputError
from ..tables import TABLES, read_table

HIGHEST_CODE = 255  # codes are those of an 8-bit raster
WALL_CODE = 99
COBBLESTONE_CODE = 0
DEFAULT_ALBEDO = 0.15  # [unitless] ground of unknown surface, SOLWEIG without land cover


class Surface(NamedTuple):
    """One kind of surface, numbers or arrays of one shape.

    Attributes
    ----------
    albedo, emissivity : float or ndarray
        Share of sunlight reflected, share of heat radiated [0 to 1].
    k : float or ndarray
        Warming of sunlit ground above the air per degree of the highest elevation of the sun [K/degree].
    t0 : float or ndarray
        Constant of the same line [K].
    t_max : float or ndarray
        Hour of the solar day at which the ground is warmest [h, 12 is solar noon].
    """

    albedo: float | np.ndarray
    emissivity: float | np.ndarray
    k: float | np.ndarray
    t0: float | np.ndarray
    t_max: float | np.ndarray


@lru_cache(maxsize=1)
def standard_surfaces() -> dict[int, Surface]:
    """Return the surfaces of ``resources/tables/land_cover.csv`` by code."""
    return read_surfaces(read_table(TABLES / "land_cover.csv"))


def default_surface() -> Surface:
    """Return the ground where no land cover is given: cobblestone of albedo 0.15, as in SOLWEIG."""
    return standard_surfaces()[COBBLESTONE_CODE]._replace(albedo=DEFAULT_ALBEDO)


def read_surfaces(rows: Iterable[Mapping[str, object]]) -> dict[int, Surface]:
    """Read surfaces from the rows of a table.

    Parameters
    ----------
    rows : iterable of mapping
        Columns ``code, albedo, emissivity, k, t0, t_max`` in any case, numbers or text, with a decimal point or comma;
        others are ignored.

    Returns
    -------
    dict of int to Surface

    Raises
    ------
    InputError
        When a column is missing, a value is not a number or out of range, or a code comes twice.
    """
    surfaces: dict[int, Surface] = {}
    for given in rows:
        row = {name.strip().lower(): value for name, value in given.items()}
        code = _number(row, "code", 0, HIGHEST_CODE)
        if code != int(code) or int(code) in surfaces:
            raise InputError(
                "Give each surface a whole code of its own in the table of surfaces, not {code:g}.", code=code
            )
        surfaces[int(code)] = Surface(
            albedo=_number(row, "albedo", 0, 1),
            emissivity=_number(row, "emissivity", 0.01, 1),
            k=_number(row, "k", -5, 5),
            t0=_number(row, "t0", -50, 50),
            t_max=_number(row, "t_max", 9, 24),
        )
    return surfaces


def surface_grid(codes, surfaces: Mapping[int, Surface]) -> Surface:
    """Look the properties of each cell up.

    Parameters
    ----------
    codes : ndarray
        Land-cover codes, NaN where unknown.
    surfaces : mapping of int to Surface
        Surfaces by code.

    Returns
    -------
    Surface
        float64 arrays of the shape of `codes`; cells of unknown or absent code take :func:`default_surface`.
    """
    table = np.tile(np.array(default_surface()), (HIGHEST_CODE + 2, 1))
    for code, surface in surfaces.items():
        table[code] = surface
    codes = np.asarray(codes, dtype=float)
    known = np.isfinite(codes) & (codes >= 0) & (codes <= HIGHEST_CODE)
    rows = np.where(known, codes, HIGHEST_CODE + 1).astype(np.intp)
    return Surface(*(column[rows] for column in table.T))


def unknown_codes(codes, known: Iterable[int]) -> set[int]:
    """Return the codes of a raster, NaN for unknown, that are not among the known ones."""
    codes = np.asarray(codes, dtype=float)
    return {int(code) for code in np.unique(codes[np.isfinite(codes)])} - set(known)


def _number(row, column, lowest, highest):
    """Return a number of a row of the table of surfaces, between two limits."""
    if column not in row:
        raise InputError(
            "The table of surfaces has no column {column}; it needs code, albedo, emissivity, k, t0 and t_max.",
            column=column,
        )
    try:
        value = float(str(row[column]).replace(",", "."))
    except (TypeError, ValueError):
        value = float("nan")
    if not lowest <= value <= highest:
        raise InputError(
            "In the table of surfaces, {column} must be a number between {lowest} and {highest}, not {value}.",
            column=column,
            lowest=lowest,
            highest=highest,
            value=row[column],
        )
    return value
