"""Shares of classes and means of values in discs around places, exact to the integer.

A row of a disc is a run of cells, so its sum is the difference of two running sums along the row of the raster.
Values are held as integers (0 or 1 for a class, a fixed point for a quantity): sums are exact, and a tile gives
the bits of the whole raster wherever it begins. A Fourier transform would round differently in each tile, and
would compute every cell of a fine raster where only the cells of the map are wanted.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

import numpy as np
from numba import njit

from ...errors import InputError

# Distance within which a cell centre on the circle counts as inside [cells]: rounding of coordinates is far smaller.
ON_CIRCLE = 1e-6
# A disc is given a value when data cover at least this share of its cells inside the raster [-].
MINIMUM_KNOWN_SHARE = 0.5
# Quantities are held in steps of 2**-30 of their largest magnitude, finer than float32, so that the sum of
# 2**31 cells fits in 63 bits.
FIXED_POINT_BITS = 30
MAXIMUM_CLASSES = 40
RADII_M = tuple(float(radius) for radius in range(100, 1001, 100))  # those compared by Foissard et al. (2019)

_CLASS_ITEM = re.compile(r"^(?:(?P<name>[^=+]+)=)?(?P<codes>\s*-?\d+\s*(?:\+\s*-?\d+\s*)*)$")
_BAND_NAME = re.compile(r"^(?P<family>.+?)[_ ](?P<radius>\d+(?:\.\d+)?) ?m$")


def parse_radii(text: str, cell_size: float) -> np.ndarray:
    """Read radii such as ``"100, 200, 600"``.

    Parameters
    ----------
    text : str
        Radii separated by commas, semicolons or spaces [m].
    cell_size : float
        Side of a cell, the least radius [m].

    Returns
    -------
    ndarray of float64
        Radii in increasing order, each once [m].

    Raises
    ------
    InputError
        When one is not a number, or smaller than a cell.
    """
    radii = set()
    for item in re.split(r"[,;\s]+", text.strip()):
        try:
            radius = float(item)
        except ValueError:
            radius = math.nan
        if not 0.0 < radius < math.inf:
            raise InputError(
                "The radius {radius} is not a length in metres; write them like 100, 200, 600.", radius=item
            )
        if radius < cell_size * (1.0 - ON_CIRCLE):
            raise InputError(
                "The radius {radius:g} m is smaller than a cell of the raster ({cell:g} m); choose larger radii "
                "or a finer raster.",
                radius=radius,
                cell=cell_size,
            )
        radii.add(radius)
    return np.array(sorted(radii))


def parse_classes(text: str) -> dict[str, tuple[int, ...]]:
    """Read classes such as ``"1, 2, 5"`` or ``"built=1+2, trees=5"``.

    Returns
    -------
    dict of str to tuple of int
        Codes of each named class; empty for ``"all"`` or nothing: the classes of the raster.

    Raises
    ------
    InputError
        When a class cannot be read, or a code or a name comes twice.
    """
    if text.strip().lower() in ("", "all", "*"):
        return {}
    groups: dict[str, tuple[int, ...]] = {}
    seen: set[int] = set()
    for item in re.split(r"[,;]", text):
        match = _CLASS_ITEM.match(item.strip())
        if match is None:
            raise InputError(
                "The class {item} cannot be read; write codes like 1, 2, 5, or names like built=1+2, trees=5.",
                item=item.strip(),
            )
        codes = tuple(int(code) for code in match["codes"].split("+"))
        name = (match["name"] or "class" + "+".join(map(str, codes))).strip()
        if name in groups or seen & set(codes) or len(set(codes)) < len(codes):
            raise InputError("The class {item} comes twice; give each code and each name once.", item=item.strip())
        seen |= set(codes)
        groups[name] = codes
    return groups


def classes_of(codes: Sequence[float]) -> dict[str, tuple[int, ...]]:
    """Return one class per code found in a raster.

    Raises
    ------
    InputError
        When there is none, too many, or one that is not a whole number.
    """
    codes = sorted(codes)
    if not codes:
        raise InputError("The land cover raster has no data; choose another one.")
    if len(codes) > MAXIMUM_CLASSES or any(code != round(code) for code in codes):
        raise InputError(
            "The raster does not look like land cover classes ({count} values or more, such as {example:g}); name the "
            "classes to use, or ask for means instead of shares.",
            count=len(codes),
            example=next((code for code in codes if code != round(code)), codes[0]),
        )
    return {f"class{int(code)}": (int(code),) for code in codes}


def band_name(family: str, radius: float) -> str:
    """Return the name of a predictor: ``built_600m``."""
    return f"{family}_{radius:g}m"


def split_band_name(name: str) -> tuple[str, float]:
    """Return the family and the radius [m] of a predictor; NaN as radius when the name tells none."""
    match = _BAND_NAME.match(name.strip())
    return (match["family"], float(match["radius"])) if match else (name.strip(), math.nan)


def fixed_point_step(largest: float) -> float:
    """Return the step [unit of the values] in which a quantity of a given largest magnitude is held."""
    if not 0.0 < largest < math.inf:
        return 1.0
    return 2.0 ** (math.ceil(math.log2(largest)) - FIXED_POINT_BITS)


def class_layers(values: np.ndarray, groups: Mapping[str, Sequence[int]]) -> np.ndarray:
    """Return where data are known, then where each class is, as integers of shape (1 + classes, rows, columns)."""
    layers = np.zeros((1 + len(groups), *values.shape), dtype=np.int32)
    layers[0] = ~np.isnan(values)
    for number, codes in enumerate(groups.values(), start=1):
        layers[number] = np.isin(values, np.asarray(codes, dtype=values.dtype))
    return layers


def value_layers(values: np.ndarray, step: float) -> np.ndarray:
    """Return where data are known, then the values in steps, as integers of shape (2, rows, columns)."""
    known = np.isfinite(values)
    return np.stack((known.astype(np.int64), np.rint(np.where(known, values, 0.0).astype(np.float64) / step))).astype(
        np.int64
    )


def disc_sums(
    layers: np.ndarray,
    radii: np.ndarray,
    rows: np.ndarray,
    columns: np.ndarray,
    *,
    grid: bool,
    origin: tuple[int, int] = (0, 0),
    stop: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Sum layers over discs.

    Parameters
    ----------
    layers : ndarray of int32 or int64, shape (layers, rows, columns)
        Window of the raster, which holds every disc or ends where the raster does.
    radii : ndarray of float64
        Radii in increasing order [cells].
    rows, columns : ndarray of float64
        Centres, in cells of the whole raster: a whole number is the centre of a cell.
    grid : bool
        Whether centres are all pairs of a row and a column, or one per row.
    origin : tuple of int
        Row and column of the window in the whole raster.
    stop : ndarray of uint8, shape (1,), optional
        Non-zero to give up.

    Returns
    -------
    sums : ndarray of int64, shape (layers, radii, centres)
    cells : ndarray of int64, shape (radii, centres)
        Cells of each disc inside the raster: those whose centre is at most the radius away.
    """
    stop = np.zeros(1, dtype=np.uint8) if stop is None else stop
    prefix = np.zeros((layers.shape[0], layers.shape[1], layers.shape[2] + 1), dtype=layers.dtype)
    np.cumsum(layers, axis=2, out=prefix[..., 1:])
    count = len(rows) * len(columns) if grid else len(rows)
    index = np.arange(len(rows), dtype=np.int64)
    first = np.zeros_like(index) if grid else index
    last = np.full_like(index, len(columns)) if grid else index + 1
    sums = np.zeros((layers.shape[0], len(radii), count), dtype=np.int64)
    cells = np.zeros((len(radii), count), dtype=np.int64)
    _sum_discs(
        prefix,
        np.ascontiguousarray(radii, dtype=np.float64),
        np.ascontiguousarray(rows, dtype=np.float64),
        np.ascontiguousarray(columns, dtype=np.float64),
        first,
        last,
        origin[0],
        origin[1],
        sums,
        cells,
        stop,
    )
    return sums, cells


def disc_values(sums: np.ndarray, cells: np.ndarray, step: float = 1.0) -> np.ndarray:
    """Return the share of each class, or the mean of a quantity, in discs.

    Parameters
    ----------
    sums, cells : ndarray
        From :func:`disc_sums`.
    step : float
        From :func:`fixed_point_step`; 1 for classes.

    Returns
    -------
    ndarray of float64, shape (layers - 1, radii, centres)
        Share of the cells that hold data: a disc cut by the edge of the raster counts for the part inside. NaN
        where data cover less than half of the cells of the disc inside the raster.
    """
    known = sums[0]
    enough = (known > 0) & (known >= MINIMUM_KNOWN_SHARE * cells)
    return sums[1:] * (step / np.where(enough, known, np.nan))


@njit(cache=True, nogil=True)
def _sum_discs(prefix, radii, rows, columns, first, last, top, left, sums, cells, stop):
    """Add the runs of cells of each disc; `first` and `last` bound the columns of each row of centres.

    Runs are found in cells of the whole raster, so that rounding does not depend on where the window begins.
    """
    layers, height, width = prefix.shape[0], prefix.shape[1], prefix.shape[2] - 1
    widest = (last - first).max()
    begin = np.empty(widest, dtype=np.int64)
    end = np.empty(widest, dtype=np.int64)
    out = 0
    for j in range(rows.size):
        if stop[0]:
            return
        count = last[j] - first[j]
        centres = columns[first[j] : last[j]]
        widest_reach = radii[-1] + ON_CIRCLE
        low = max(math.ceil(rows[j] - widest_reach), top)
        high = min(math.floor(rows[j] + widest_reach), top + height - 1)
        for row in range(low, high + 1):  # outermost: the row stays in the cache for all radii
            across = abs(row - rows[j])
            for k in range(radii.size):
                if across > radii[k] + ON_CIRCLE:
                    continue
                half = math.sqrt(max(radii[k] * radii[k] - across * across, 0.0)) + ON_CIRCLE
                inside = cells[k, out : out + count]
                for c in range(count):
                    start = min(max(math.ceil(centres[c] - half) - left, 0), width)
                    after = max(min(math.floor(centres[c] + half) - left + 1, width), start)
                    begin[c] = start
                    end[c] = after
                    inside[c] += after - start
                for layer in range(layers):
                    line = prefix[layer, row - top]
                    total = sums[layer, k, out : out + count]
                    for c in range(count):
                        total[c] += line[end[c]] - line[begin[c]]
        out += count
