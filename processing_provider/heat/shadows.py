"""Shadows of terrain, buildings and trees on a height raster, for one position of the sun.

Every cell is swept once along digital lines parallel to the sun's grid azimuth, away from the sun. Row 0 is
north. All geometry is taken from *global* row and column numbers and heights are lifted by the descent of the
ray from a fixed origin, so that a cell's result is the same to the bit whatever tile it is computed in,
provided the tile has the margin given by `halo_cells`.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from .digital_lines import digital_lines, share_lines
from .sun import is_night

NODATA = 255  # value of the result where the surface height is unknown
SUNLIT = 100  # [percent]
HEIGHT_TOLERANCE_M = 1e-3  # [m] a caster must stand this much above the ray: ties of a flat ground are sunlit
HIGHEST_SUN_DEG = 89.9  # [degrees] a higher sun is taken here: the edge of a 100 m tower moves by 0.17 m
LINES_ABREAST = 256  # lines swept together: their state stays in a processor's first cache


def sun_fraction(
    dsm,
    cell_size,
    grid_azimuth_deg,
    elevation_deg,
    *,
    canopy_height=None,
    ground=None,
    trunk_ratio=0.25,
    transmissivity=0.03,
    observer_height=0.0,
    max_distance=500.0,
    row_offset=0,
    column_offset=0,
    height_range=None,
    threads=1,
):
    """Share of the direct beam that reaches each cell of a height raster.

    Parameters
    ----------
    dsm : numpy.ndarray
        Terrain and buildings, without vegetation, shape (rows, columns), row 0 in the north [m]; NaN for
        nodata. Both what casts shadow and what receives it. Computed in float32.
    cell_size : float
        Side of a cell [m, > 0].
    grid_azimuth_deg : float
        Direction of the sun from grid north, clockwise [degrees].
    elevation_deg : float
        Apparent elevation of the sun [degrees, <= 90]. Below 0.5 degree (`sun.is_night`) everything is
        shaded.
    canopy_height : numpy.ndarray, optional
        Height of the top of tree crowns above the ground, same shape [m]; NaN or <= 0 for no crown.
    ground : numpy.ndarray, optional
        Terrain that trees stand on, same shape [m]. Where absent or NaN they stand on `dsm`.
    trunk_ratio : float, optional
        Height of the base of a crown over the height of its top [unitless, 0 to 1].
    transmissivity : float, optional
        Share of the beam that crosses crowns [unitless, 0 to 1], see `leaf_season.canopy_transmissivity`.
    observer_height : float, optional
        Height above `dsm` where the sun is looked at [m, >= 0]: 0 for the ground, 1.1 for a body.
    max_distance : float, optional
        What casts shadow from farther than this, horizontally, is ignored [m, > 0].
    row_offset, column_offset : int, optional
        Row and column, in the whole raster, of the first cell of this tile.
    height_range : tuple of float, optional
        Lowest and highest `dsm` of the whole raster [m]; taken from `dsm` when absent. It decides how the
        search is done, not what is found.
    threads : int, optional
        Number of threads [>= 1].

    Returns
    -------
    numpy.ndarray
        uint8, percent of the direct beam: 0 in shade, 100 in the sun, 255 where `dsm` is NaN.

    Raises
    ------
    ValueError
        If shapes differ or a value is out of range.

    Notes
    -----
    With S_b and S_v equal to 1 where buildings and crowns respectively leave the sun free and hide it::

        result = round(100 * S_b * (1 - (1 - transmissivity) * S_v))

    A cell is in the shade of the surface when a cell before it on its line, n steps towards the sun, has
    ``h' - n * step > h + observer_height + 1 mm``, where ``step = cell_size * sqrt(1 + s**2) * tan(elevation)``
    and s is the slope of the line (Dozier and Frew (1990) [1]_ sweep horizons on such lines). A crown from
    altitude b to c hides it when the ray is between b and c somewhere over the crown's cell, which includes
    the cell itself: crowns of any thickness count.

    Casters and receivers are the centres of cells, as suits terrain: the shadow of a wall, which really
    stands on the edge of its last cell, ends half a cell short on average, and never more than one.

    References
    ----------
    .. [1] Dozier, J. and Frew, J. (1990). Rapid calculation of terrain parameters for radiation modeling
       from digital elevation data. IEEE Trans. Geosci. Remote Sens. 28, 963-969.
       https://doi.org/10.1109/36.58986
    """
    heights = grid_of(dsm, None, "surface heights")
    if not math.isfinite(grid_azimuth_deg):
        raise ValueError(f"Give a sun azimuth in degrees, not {grid_azimuth_deg}.")
    check_shadow_values(cell_size, elevation_deg, trunk_ratio, transmissivity, observer_height, max_distance, threads)
    if is_night(elevation_deg):
        return np.where(np.isnan(heights), np.uint8(NODATA), np.uint8(0))
    crowns = None if canopy_height is None else grid_of(canopy_height, heights.shape, "canopy heights")
    feet = heights if ground is None else grid_of(ground, heights.shape, "ground heights")
    out = np.empty(heights.shape, dtype=np.uint8)
    if heights.size == 0:
        return out
    lines = digital_lines(heights.shape, cell_size, grid_azimuth_deg, row_offset, column_offset)
    step_m = lines.length_m * math.tan(math.radians(min(float(elevation_deg), HIGHEST_SUN_DEG)))  # fall of the ray
    lift = lines.order * step_m  # what heights are raised by, so that rays become horizontal
    lowest, highest = _height_range(heights, height_range)
    window = int(max_distance // lines.length_m)
    unlimited = highest - lowest <= window * step_m
    margin = observer_height + HEIGHT_TOLERANCE_M
    through = np.uint8(SUNLIT * transmissivity + 0.5)

    def shade(first, last):
        path = lines.origin, lift
        ends = lines.start, lines.stop, lines.stride, first, last
        if unlimited:
            across = lines.base, lines.across, lines.stride, first, last
            _shade_at_any_distance(heights.ravel(), out.ravel(), *path, *across, margin)
        else:
            _shade_within(heights.ravel(), out.ravel(), *path, *ends, margin, window)
        if crowns is not None:
            _shade_of_crowns(
                *(grid.ravel() for grid in (heights, feet, crowns, out)),
                *path,
                *ends,
                step_m / 2.0,
                float(observer_height),
                float(trunk_ratio),
                window,
                through,
            )

    share_lines(shade, lines.stop - lines.start, threads)
    return out


def halo_cells(elevation_deg, cell_size, height_range, *, highest_crown=None, max_distance=500.0):
    """Margin that makes a tile's result the same as in the whole raster, for any azimuth.

    Parameters
    ----------
    elevation_deg : float or array_like
        Apparent elevation of the sun; of several, the lowest one above the night limit counts [degrees].
    cell_size : float
        Side of a cell [m, > 0].
    height_range : tuple of float
        Lowest and highest surface of the whole raster [m].
    highest_crown : float, optional
        Highest top of crown of the whole raster [m, altitude].
    max_distance : float, optional
        As in `sun_fraction` [m, > 0].

    Returns
    -------
    int
        Cells to add on every side of a tile; 0 when the sun is never up.

    Raises
    ------
    ValueError
        If the range is not (lowest, highest) or a length is not positive.
    """
    check_shadow_values(cell_size, 45.0, 0.25, 0.03, 0.0, max_distance, 1)
    elevations = np.atleast_1d(np.asarray(elevation_deg, dtype=float))
    elevations = elevations[~is_night(elevations)]
    if elevations.size == 0:
        return 0
    lowest, highest = _height_range(None, height_range)
    if highest_crown is not None and highest_crown > highest:
        highest = highest_crown
    tangent = math.tan(math.radians(min(elevations.min(), HIGHEST_SUN_DEG)))
    distance = min((highest - lowest) / tangent, max_distance)
    # One cell more than the shadow covers what rounding may add at its end.
    return math.ceil(distance / cell_size) + 1


def grid_of(array, shape, name):
    """Return an array as a contiguous float32 raster of the expected shape."""
    grid = np.ascontiguousarray(array, dtype=np.float32)
    if grid.ndim != 2:
        raise ValueError(f"Give {name} as a raster of rows and columns: it has {grid.ndim} dimensions.")
    if shape is not None and grid.shape != shape:
        raise ValueError(f"Align the rasters first: {name} are {grid.shape}, the surface is {shape}.")
    return grid


def check_shadow_values(cell_size, elevation, trunk_ratio, transmissivity, observer_height, max_distance, threads):
    """Check the arguments that every method of shadow takes; raise ValueError."""
    check_scene_values(cell_size, trunk_ratio, transmissivity, observer_height, threads)
    if elevation > 90.0:
        raise ValueError(f"Give a sun elevation of at most 90 degrees, not {elevation}.")
    if not 0.0 < max_distance < math.inf:
        raise ValueError(f"Give a maximum distance greater than 0 m, not {max_distance}.")


def check_scene_values(cell_size, trunk_ratio, transmissivity, observer_height, threads):
    """Check the arguments that shadows and the sky view have in common; raise ValueError."""
    if not 0.0 < cell_size < math.inf:
        raise ValueError(f"Give a cell size greater than 0 m, not {cell_size}.")
    if not 0.0 <= trunk_ratio <= 1.0:
        raise ValueError(f"Give a trunk ratio between 0 and 1, not {trunk_ratio}.")
    if not 0.0 <= transmissivity <= 1.0:
        raise ValueError(f"Give a transmissivity between 0 and 1, not {transmissivity}.")
    if not 0.0 <= observer_height < math.inf:
        raise ValueError(f"Give an observer height of at least 0 m, not {observer_height}.")
    if threads < 1:
        raise ValueError(f"Use at least 1 thread, not {threads}.")


def _height_range(heights, given):
    """Return (lowest, highest) [m] as given or from a raster; (0, 0) when every cell is NaN."""
    if given is None:
        lowest = float(np.fmin.reduce(heights, axis=None))
        highest = float(np.fmax.reduce(heights, axis=None))
        return (0.0, 0.0) if math.isnan(lowest) else (lowest, highest)
    lowest, highest = (float(value) for value in given)
    if not lowest <= highest:
        raise ValueError(f"Give the height range as lowest, highest: not {lowest}, {highest}.")
    return lowest, highest


@njit(cache=True, nogil=True)
def _shade_at_any_distance(heights, out, origin, lift, base, across, stride, first, last, margin):
    """Shade lines first..last with a running maximum, blocks of lines abreast.

    Cells of one step are gathered next to each other, so that the comparison is a vector operation whether
    lines go from row to row or from column to column.
    """
    highest = np.empty(LINES_ABREAST)  # highest lifted cell met so far on each line
    cells = np.empty(LINES_ABREAST, dtype=np.float32)
    lit = np.empty(LINES_ABREAST, dtype=np.uint8)
    for block in range(first, last, LINES_ABREAST):
        end = min(block + LINES_ABREAST, last)
        highest[:] = -np.inf
        for t in range(lift.size):
            low = max(block, -base[t])  # lines of the block that are inside the raster at this step
            count = min(end, across - base[t]) - low
            if count <= 0:
                continue
            cell = origin[t] + low * stride
            till = cell + (count - 1) * stride + 1
            column = heights[cell:till:stride]
            for q in range(count):
                cells[q] = column[q]
            raised = lift[t]
            before = highest[low - block : low - block + count]
            for q in range(count):
                here = cells[q] + raised
                lit[q] = 255 if here != here else (0 if before[q] > here + margin else 100)
                before[q] = here if here > before[q] else before[q]
            shaded = out[cell:till:stride]
            for q in range(count):
                shaded[q] = lit[q]


@njit(cache=True, nogil=True)
def _shade_within(heights, out, origin, lift, start, stop, stride, first, last, margin, window):
    """Shade lines first..last, looking at most `window` steps back: maximum of a sliding window.

    The queue holds the cells of the window that no later cell overtops, so its head is the maximum.
    """
    queue_t = np.empty(lift.size, dtype=np.int64)
    queue_height = np.empty(lift.size)
    for j in range(first, last):
        head = 0
        tail = 0
        for t in range(start[j], stop[j]):
            cell = origin[t] + j * stride
            here = heights[cell] + lift[t]
            if here != here:
                out[cell] = 255
                continue
            while head < tail and t - queue_t[head] > window:  # more than one after missing heights
                head += 1
            out[cell] = 0 if head < tail and queue_height[head] > here + margin else 100
            while tail > head and queue_height[tail - 1] <= here:
                tail -= 1
            queue_t[tail] = t
            queue_height[tail] = here
            tail += 1


@njit(cache=True, nogil=True)
def _shade_of_crowns(
    heights,
    feet,
    crowns,
    out,
    origin,
    lift,
    start,
    stop,
    stride,
    first,
    last,
    half_step,
    observer,
    trunk_ratio,
    window,
    through,
):
    """Set to `through` the sunlit cells of lines first..last whose ray crosses a crown.

    Crowns met on a line are kept in order, with the highest top so far: looking back from a cell stops at the
    first crown from which no earlier one can reach the ray.
    """
    crown_t = np.empty(lift.size, dtype=np.int64)
    bottom = np.empty(lift.size)
    top = np.empty(lift.size)
    highest = np.empty(lift.size)
    for j in range(first, last):
        count = 0
        for t in range(start[j], stop[j]):
            cell = origin[t] + j * stride
            if out[cell] == 255:
                continue
            crown = crowns[cell]
            has_crown = crown > 0.0
            if has_crown:
                foot = feet[cell]
                if foot != foot:
                    foot = heights[cell]
                bottom_here = foot + trunk_ratio * crown + lift[t]
                top_here = foot + crown + lift[t]
            if out[cell] == 100:
                ray = heights[cell] + observer + lift[t]
                hidden = has_crown and bottom_here <= ray + half_step and top_here >= ray
                if not hidden:
                    # At age n the ray is over that cell from (n - 1/2) to (n + 1/2) steps higher.
                    q = count - 1
                    while q >= 0 and highest[q] >= ray - half_step and t - crown_t[q] <= window:
                        if bottom[q] <= ray + half_step and top[q] >= ray - half_step:
                            hidden = True
                            break
                        q -= 1
                if hidden:
                    out[cell] = through
            if has_crown:
                crown_t[count] = t
                bottom[count] = bottom_here
                top[count] = top_here
                highest[count] = top_here
                if count > 0 and highest[count - 1] > top_here:
                    highest[count] = highest[count - 1]
                count += 1
