"""Sky view factor of every cell of a height raster, past terrain, buildings and tree crowns.

The horizon of each cell is found exactly, along digital lines, in each of a number of azimuths. Row 0 is north. All
geometry is taken from *global* row and column numbers, and slopes are compared as whole numbers, so that a cell's
result is the same to the bit whatever tile it is computed in, provided the tile has the margin given by
`sky_view_tiles.sky_view_halo`.
"""

from __future__ import annotations

import math
from typing import NamedTuple, Optional

import numpy as np

from .digital_lines import digital_lines, extent_of_lines, share_lines
from .horizon_sweep import MISSING, UNITS_PER_METRE, sweep_lines
from .shadows import check_scene_values, grid_of

WEIGHTS = ("cosine", "solid")
HIGHEST_ALTITUDE_M = 1_000_000.0  # [m] what is higher, or as deep, is a mistake of the raster: held here
SIDES = (0.0, 90.0, 180.0, 270.0)  # [degrees] middles of the half circles north, east, south, west
FIRST_AZIMUTH = 0.25  # [share of the step between azimuths] see the notes of `sky_view_factor`


class SkyView(NamedTuple):
    """Sky view factors, float32 rasters of one shape [unitless, 0 to 1], NaN where the surface is unknown.

    Attributes
    ----------
    svf : numpy.ndarray
        Share of the sky seen past terrain and buildings.
    svf_veg : numpy.ndarray
        1 less the share of the sky that crowns hide above terrain and buildings; 1 without crown.
    combined : numpy.ndarray
        Share of the sky that lights the cell, crowns letting a part through; `svf` itself without crown.
    north, east, south, west : numpy.ndarray or None
        As `combined`, of the half of the sky on that side alone; None unless they were asked for.
    """

    svf: np.ndarray
    svf_veg: np.ndarray
    combined: np.ndarray
    north: Optional[np.ndarray] = None
    east: Optional[np.ndarray] = None
    south: Optional[np.ndarray] = None
    west: Optional[np.ndarray] = None


def sky_view_factor(
    dsm,
    cell_size,
    *,
    canopy_height=None,
    ground=None,
    trunk_ratio=0.25,
    transmissivity=0.03,
    observer_height=0.0,
    azimuths=32,
    weight="cosine",
    directional=False,
    max_distance=math.inf,
    row_offset=0,
    column_offset=0,
    core=None,
    threads=1,
    stop=None,
):
    """Share of the sky that each cell of a height raster sees.

    Parameters
    ----------
    dsm : numpy.ndarray
        Terrain and buildings, without vegetation, shape (rows, columns), row 0 in the north [m]; NaN for nodata, which
        hides nothing. Rounded to 1/1024 m.
    cell_size : float
        Side of a cell [m, > 0].
    canopy_height : numpy.ndarray, optional
        Height of the top of tree crowns above the ground, same shape [m]; NaN or <= 0 for no crown.
    ground : numpy.ndarray, optional
        Terrain that trees stand on, same shape [m]. Where absent or NaN they stand on `dsm`.
    trunk_ratio : float, optional
        Height of the base of a crown over the height of its top [unitless, 0 to 1].
    transmissivity : float, optional
        Share of the sky's light that crosses crowns [unitless, 0 to 1], see `leaf_season.canopy_transmissivity`.
    observer_height : float, optional
        Height above `dsm` from which the sky is looked at [m, >= 0].
    azimuths : int, optional
        Number of directions, evenly spread [even, >= 4]: 16 for a draft, 32, 64 for fine work.
    weight : {"cosine", "solid"}, optional
        Weight of the sky: by the cosine of its angle to the zenith, as a flat surface receives light, or by solid
        angle, as the eye sees it.
    directional : bool, optional
        Whether to give the halves of the sky as well.
    max_distance : float, optional
        What is farther than this, horizontally, hides nothing [m, >= `cell_size` * sqrt(2)]; infinite to look as far
        as the raster goes.
    row_offset, column_offset : int, optional
        Row and column, in the whole raster, of the first cell of this tile.
    core : tuple of int, optional
        Row, column, height and width of the part of the tile to compute; all of it when absent.
    threads : int, optional
        Number of threads [>= 1].
    stop : numpy.ndarray, optional
        uint8 of one value: once it is not zero the rest is left undone.

    Returns
    -------
    SkyView
        Of the shape of `core`.

    Raises
    ------
    ValueError
        If shapes differ or a value is out of range.

    Notes
    -----
    With b_k the elevation of the horizon in azimuth k of K, seen from a flat receiver (Johnson and Watson (1984)
    [1]_, Steyn (1980) [2]_)::

        SVF = 1/K * sum(cos(b_k)**2)            weight="cosine"
        SVF = 1/K * sum(1 - sin(b_k))           weight="solid"

    The horizon is the highest slope ``(h' - h) / ((n - 1/2) * step)`` of the cells n steps away on the cell's digital
    line, half a step being taken off because a wall stands on the near edge of its cell. All cells in reach are looked
    at, through their upper hull: the cost does not depend on the height of buildings.

    The first azimuth is a quarter of a step east of north. Streets and walls along the axes of the raster, or at 45
    degrees of them, then show the two halves of a step alike, and the error of the sum that they would cause, the
    largest one, cancels out.

    A crown hides the elevations between its base, seen at its far edge, and its top, seen at its near edge; what it
    hides below the horizon of the surface does not count::

        combined = SVF_b - (1 - SVF_v) * (1 - transmissivity)

    References
    ----------
    .. [1] Johnson, G. T. and Watson, I. D. (1984). The determination of view-factors in urban canyons. J. Climate
       Appl. Meteor. 23, 329-335. https://doi.org/10.1175/1520-0450(1984)023<0329:TDOVFI>2.0.CO;2
    .. [2] Steyn, D. G. (1980). The calculation of view factors from fisheye-lens photographs. Atmosphere-Ocean 18,
       254-258. https://doi.org/10.1080/07055900.1980.9649091
    """
    _check(cell_size, trunk_ratio, transmissivity, observer_height, azimuths, weight, max_distance, threads)
    heights = grid_of(dsm, None, "surface heights")
    core = (0, 0, *heights.shape) if core is None else core
    shape = (core[2], core[3])
    surface = in_units(heights)
    bottoms, tops = _crowns_in_units(heights, canopy_height, ground, trunk_ratio)
    sums = np.zeros((6 if directional else 2, shape[0] * shape[1]), dtype=np.float32)
    cancelled = np.zeros(1, dtype=np.uint8) if stop is None else stop
    if sums.size:
        for azimuth in (np.arange(azimuths // 2) + FIRST_AZIMUTH) * 360.0 / azimuths:
            _look_both_ways(
                (surface.ravel(), bottoms.ravel(), tops.ravel()),
                digital_lines(heights.shape, cell_size, azimuth, row_offset, column_offset),
                core,
                (max_distance, int(observer_height * UNITS_PER_METRE + 0.5), weight == "solid", transmissivity),
                _shares(azimuth, azimuths) if directional else np.empty((2, 0), dtype=np.float32),
                sums,
                threads,
                cancelled,
            )
    sums[:2] /= azimuths
    unknown = surface[core[0] : core[0] + core[2], core[1] : core[1] + core[3]] == MISSING
    bands = np.clip(sums, 0.0, 1.0, out=sums).reshape(len(sums), *shape)
    bands[:, unknown] = np.nan
    seen_past_crowns = np.float32(1.0) - bands[1]
    combined = np.clip(bands[0] - bands[1] * np.float32(1.0 - transmissivity), 0.0, 1.0)
    return SkyView(bands[0], seen_past_crowns, combined, *bands[2:])


def in_units(heights):
    """Return heights [m] in whole units of 1/1024 m, int32, MISSING where they are NaN."""
    known = np.clip(heights, -HIGHEST_ALTITUDE_M, HIGHEST_ALTITUDE_M).astype(np.float32, copy=False)
    known = np.rint(known * np.float32(UNITS_PER_METRE))
    return np.where(np.isnan(known), np.float32(MISSING), known).astype(np.int32)


def _crowns_in_units(heights, canopy_height, ground, trunk_ratio):
    """Return the base and the top of crowns, as `in_units`; empty when there is none."""
    if ground is not None:
        ground = grid_of(ground, heights.shape, "ground heights")
    if canopy_height is None:
        return np.empty((0, 0), dtype=np.int32), np.empty((0, 0), dtype=np.int32)
    canopy = grid_of(canopy_height, heights.shape, "canopy heights")
    if not (canopy > 0.0).any():
        return np.empty((0, 0), dtype=np.int32), np.empty((0, 0), dtype=np.int32)
    feet = heights if ground is None else np.where(np.isnan(ground), heights, ground)
    canopy = np.where(canopy > 0.0, canopy, np.float32(np.nan))
    return in_units(feet + np.float32(trunk_ratio) * canopy), in_units(feet + canopy)


def _check(cell_size, trunk_ratio, transmissivity, observer_height, azimuths, weight, max_distance, threads):
    check_scene_values(cell_size, trunk_ratio, transmissivity, observer_height, threads)
    if azimuths < 4 or azimuths % 2:
        raise ValueError(f"Give an even number of azimuths, 4 at least, not {azimuths}.")
    if weight not in WEIGHTS:
        raise ValueError(f"Give the weight as one of {', '.join(WEIGHTS)}, not {weight}.")
    if not max_distance >= cell_size * math.sqrt(2.0):
        raise ValueError(f"Give a maximum distance of at least a cell's diagonal, not {max_distance}.")


def _shares(azimuth, azimuths):
    """Weight of an azimuth and of the opposite one in each half circle."""
    toward = np.array([[azimuth], [azimuth + 180.0]]) - np.array(SIDES)
    within = np.abs((toward + 180.0) % 360.0 - 180.0) < 90.0
    return (within * 2.0 / azimuths).astype(np.float32)


def _look_both_ways(rasters, lines, core, look, shares, sums, threads, cancelled):
    """Add what cells see in one azimuth and in the opposite one."""
    max_distance, observer, solid, transmissivity = look
    top, left, height, width = core
    along, across = ((top, height), (left, width)) if lines.by_rows else ((left, width), (top, height))
    inside = np.flatnonzero((lines.local >= along[0]) & (lines.local < along[0] + along[1]))
    enter, leave = extent_of_lines(lines.base, lines.start.size, across[0], across[0] + across[1])
    enter, leave = np.maximum(enter, inside[0]), np.minimum(leave, inside[-1] + 1)
    if lines.by_rows:
        target, target_stride = (lines.local - top) * width + lines.base - left, 1
    else:
        target, target_stride = (lines.base - top) * width + lines.local - left, width
    # A line that only comes near the core has nothing to give.
    steps = lines.local.size
    window = steps if math.isinf(max_distance) else min(int(max_distance // lines.length_m), steps)
    scale = 2.0 / (UNITS_PER_METRE * lines.length_m)

    def work(first, last):
        sweep_lines(
            *rasters,
            *(lines.origin, lines.stride, lines.start, lines.stop, enter, leave, target, target_stride),
            *(first, last, window, observer, scale, solid, float(transmissivity), shares, sums, cancelled),
        )

    share_lines(work, np.maximum(leave - enter, 0), threads)
