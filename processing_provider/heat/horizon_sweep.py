"""Kernels of the sky view factor: horizons and crowns seen along digital lines, in both directions at once.

Heights are whole numbers of 1/1024 m, so comparisons of slopes are exact: the highest slope in reach of a cell does
not depend on what else its tile holds. Slopes are kept as ``rise / (2 n - 1)``, with the rise in those units and n the
steps to the obstacle, whose face is half a step nearer than its centre.
"""

from __future__ import annotations

import numpy as np
from numba import njit

UNITS_PER_METRE = 1024.0  # heights are told apart to 1 mm, as casters of shadow are
MISSING = -(2**31)  # a cell of unknown height: it is not seen and sees nothing
COSINE, SOLID = 0, 1  # weights of the sky
GROUP = 16  # steps of crowns that are looked at, or passed over, together


@njit(cache=True, nogil=True, error_model="numpy")
def sweep_lines(
    surface, bottoms, tops, origin, stride, start, stop, enter, leave, target, target_stride,
    first, last, window, observer, scale, solid, transmissivity, shares, sums, cancelled,
):  # fmt: skip
    """Add the sky seen by lines first..last, looking both ways, to the sums of their cells.

    Parameters
    ----------
    surface, bottoms, tops : ndarray of int32
        Flattened rasters: surface, base and top of crowns [1/1024 m, altitude], ``MISSING`` where there is none. The
        last two are empty when there is no crown at all.
    origin, stride, start, stop
        Of :class:`.digital_lines.DigitalLines`.
    enter, leave : ndarray of int64
        First step of each line whose sky is asked for, and the one after the last.
    target, target_stride : ndarray of int64, int
        As ``origin`` and ``stride``, in the flattened bands of ``sums``.
    window : int
        Steps to look back [> 0].
    observer : int
        Height of the eye above the surface [1/1024 m].
    scale : float
        Slope of one unit of ``rise / (2 n - 1)`` [unitless].
    solid : bool
        Whether the sky is weighted by solid angle rather than by the cosine.
    transmissivity : float
        Share of the sky seen through crowns, in the directional bands [unitless].
    shares : ndarray of float32, shape (2, 4)
        Weight of the two directions, forward and backward, in the four directional bands; empty without them.
    sums : ndarray of float32, shape (2 or 6, cells)
        Sky past the surface, sky hidden by crowns, and the directional bands.
    cancelled : ndarray of uint8, shape (1,)
        Non-zero once the user cancels.
    """
    length = 0
    for j in range(first, last):
        if enter[j] < leave[j]:
            length = max(length, min(stop[j], leave[j] + window) - max(start[j], enter[j] - window))
    if length == 0:
        return
    with_crowns = tops.size > 0
    z = np.empty((2, length), dtype=np.int32)
    bottom = np.empty((2, length if with_crowns else 0), dtype=np.int32)
    top = np.empty_like(bottom)
    ratio = np.empty(length)
    seen = np.empty((2, length), dtype=np.float32)
    hidden = np.zeros((2, length), dtype=np.float32)
    at = np.empty(length, dtype=np.int32)
    height = np.empty(length, dtype=np.int64)
    runs = np.empty((7, bottom.shape[1]), dtype=np.int64)
    slopes = np.empty((2, bottom.shape[1] + 1))
    for j in range(first, last):
        if cancelled[0]:
            return
        if enter[j] >= leave[j]:
            continue
        begin, end = max(start[j], enter[j] - window), min(stop[j], leave[j] + window)
        size = end - begin
        for t in range(size):
            cell = origin[begin + t] + j * stride
            z[0, t] = surface[cell]
            z[1, size - 1 - t] = surface[cell]
            if with_crowns:
                bottom[0, t] = bottom[1, size - 1 - t] = bottoms[cell]
                top[0, t] = top[1, size - 1 - t] = tops[cell]
        for way in range(2):
            if way == 0:
                low, high = enter[j] - begin, leave[j] - begin
            else:
                low, high = end - leave[j], end - enter[j]
            _horizon(z[way], low, high, window, observer, ratio, at, height)
            if with_crowns:
                plants = bottom[way], top[way]
                _crowns(z[way], *plants, low, high, window, observer, scale, solid, ratio, runs, slopes, hidden[way])
            _open_sky(ratio, low, high, scale, solid, seen[way])
        directional = shares.shape[1] > 0
        for t in range(enter[j] - begin, leave[j] - begin):
            cell = target[begin + t] + j * target_stride
            back = size - 1 - t
            sums[0, cell] += seen[0, t] + seen[1, back]
            if with_crowns:
                sums[1, cell] += hidden[0, t] + hidden[1, back]
            if directional:
                ahead = seen[0, t] - (1.0 - transmissivity) * hidden[0, t]
                behind = seen[1, back] - (1.0 - transmissivity) * hidden[1, back]
                for band in range(4):
                    sums[2 + band, cell] += shares[0, band] * ahead + shares[1, band] * behind


@njit(cache=True, nogil=True, error_model="numpy")
def _open_sky(ratio, low, high, scale, solid, seen):
    """Turn the slopes of the horizon of steps low..high into the share of sky above it."""
    if solid:
        for t in range(low, high):
            slope = ratio[t] * scale
            seen[t] = 1.0 - slope / np.sqrt(1.0 + slope * slope)
    else:
        for t in range(low, high):
            slope = ratio[t] * scale
            seen[t] = 1.0 / (1.0 + slope * slope)


@njit(cache=True, nogil=True, error_model="numpy")
def _horizon(z, low, high, window, observer, ratio, at, height):
    """Find the highest slope at which steps low..high see one of the `window` steps before them, 0 at least.

    Steps are taken in blocks no longer than the window, so that what is in reach of a step is the end of what
    comes before its block, and the beginning of its block. Both are looked at through their upper hull.
    """
    begin = 0 if window >= high else low
    while begin < high:
        end = min(begin + window, high)
        _in_block(z, begin, end, observer, ratio, at, height)
        if begin > 0:
            _before_block(z, begin, end, window, observer, ratio, at, height)
        begin = end


@njit(cache=True, nogil=True, error_model="numpy")
def _in_block(z, begin, end, observer, ratio, at, height):
    """Highest slope of the steps of the same block: a stack holds the upper hull of those not overtopped.

    Of the stack, from bottom to top, steps come nearer and heights fall.
    """
    count = 0
    for t in range(begin, end):
        here = np.int64(z[t])
        if here == MISSING:
            continue
        while count > 0 and height[count - 1] <= here:
            count -= 1
        best_rise, best_run = np.int64(0), np.int64(1)
        if count > 0:
            rise, run = height[count - 1] - here, np.int64(t - at[count - 1])
            best_rise, best_run = rise - observer, 2 * run - 1
            while count > 1:  # what is under the line from here to the one before will never be seen again
                far_rise, far_run = height[count - 2] - here, np.int64(t - at[count - 2])
                if far_rise * run < rise * far_run:
                    break
                count -= 1
                rise, run = far_rise, far_run
                if (rise - observer) * best_run > best_rise * (2 * run - 1):
                    best_rise, best_run = rise - observer, 2 * run - 1
            for q in range(count - 2, -1, -1):
                rise, run = height[q] - here - observer, 2 * np.int64(t - at[q]) - 1
                if rise * best_run <= best_rise * run:
                    break
                best_rise, best_run = rise, run
        ratio[t] = best_rise / best_run if best_rise > 0 else 0.0
        at[count] = t
        height[count] = here
        count += 1


@njit(cache=True, nogil=True, error_model="numpy")
def _before_block(z, begin, end, window, observer, ratio, at, height):
    """Raise the slopes of a block to those of the steps in reach before it.

    Taken backwards, so that what is in reach grows: the stack holds its upper hull, and from bottom to top steps go
    farther and heights rise.
    """
    count = 0
    farthest = begin
    for t in range(end - 1, begin - 1, -1):
        reach = max(t - window, 0)
        while farthest > reach:
            farthest -= 1
            far = np.int64(z[farthest])
            if far == MISSING or (count > 0 and far <= height[count - 1]):
                continue
            while count > 1:
                rise, run = far - height[count - 2], np.int64(at[count - 2] - farthest)
                if (height[count - 1] - height[count - 2]) * run > rise * np.int64(at[count - 2] - at[count - 1]):
                    break
                count -= 1
            at[count] = farthest
            height[count] = far
            count += 1
        if count == 0 or z[t] == MISSING:
            continue
        eye = z[t] + observer
        if (height[count - 1] - eye) / (2 * np.int64(t - begin) + 1) <= ratio[t]:
            continue  # the highest, were it the nearest, would not rise above the horizon
        least, most = 0, count - 1
        while least < most:  # slopes rise, then fall, along the hull
            q = (least + most) // 2
            near = (height[q] - eye) * (2 * np.int64(t - at[q + 1]) - 1)
            far = (height[q + 1] - eye) * (2 * np.int64(t - at[q]) - 1)
            if near < far:
                least = q + 1
            else:
                most = q
        slope = (height[least] - eye) / (2 * np.int64(t - at[least]) - 1)
        if slope > ratio[t]:
            ratio[t] = slope


@njit(cache=True, nogil=True, error_model="numpy")
def _sky_above(ratio, scale, solid):
    """Share of the sky above a slope, which may be infinite."""
    slope = ratio * scale
    if solid:
        return 1.0 - 1.0 / np.sqrt(1.0 + 1.0 / (slope * slope))
    return 1.0 / (1.0 + slope * slope)


@njit(cache=True, nogil=True, error_model="numpy")
def _crowns(z, bottom, top, low, high, window, observer, scale, solid, ratio, runs, slopes, hidden):
    """Share of the sky that crowns hide above the horizon of steps low..high.

    A crown n steps away hides what is between its base, seen at its far edge, and its top, seen at its near edge.
    Crowns side by side that share a part of the face between them make a run, which hides one interval of slopes:
    that from its lowest to its highest. `filled` is how far up the sky is hidden without a gap.

    Rows of `runs` are the first and the last step of each run, its top, its base, and the highest top so far; then the
    top and the base of groups of steps. Rows of `slopes` are the lower and the upper end of hidden intervals.
    """
    run_first, run_last, run_top, run_bottom, highest, group_top, group_bottom = runs
    lows, highs = slopes
    count = 0
    group = -1
    for t in range(max(low - window, 0), high):
        if z[t] == MISSING:
            continue
        has_crown = top[t] != MISSING
        if has_crown:
            if t // GROUP != group:
                group = t // GROUP
                group_top[group], group_bottom[group] = top[t], bottom[t]
            group_top[group] = max(group_top[group], top[t])
            group_bottom[group] = min(group_bottom[group], bottom[t])
            touches = count > 0 and run_last[count - 1] == t - 1
            if not (touches and bottom[t] <= top[t - 1] and bottom[t - 1] <= top[t]):
                run_first[count], run_top[count], run_bottom[count] = t, top[t], bottom[t]
                count += 1
            run_last[count - 1] = t
            run_top[count - 1] = max(run_top[count - 1], top[t])
            run_bottom[count - 1] = min(run_bottom[count - 1], bottom[t])
            highest[count - 1] = run_top[count - 1]
            if count > 1:
                highest[count - 1] = max(highest[count - 1], highest[count - 2])
        if t < low:
            continue
        eye = np.int64(z[t]) + observer
        filled = ratio[t]
        kept = 0
        r = count - 1
        if has_crown and top[t] > eye:  # overhead: up to the zenith
            under = _lowest(bottom, group_bottom, max(run_first[r], t - window), t, t, eye, filled)
            if under <= filled:
                filled = np.inf
            else:
                lows[0], highs[0] = under, np.inf
                kept = 1
            r -= 1
        while r >= 0:
            near, far = min(run_last[r], t - 1), max(run_first[r], t - window)
            run = 2 * np.int64(t - near)
            if far > near or (run_top[r] - eye) / (run - 1) <= filled:
                if t - run_last[r] > window or (far <= near and (highest[r] - eye) / (run - 1) <= filled):
                    break  # no farther crown is in reach, or rises above what is hidden
                r -= 1
                continue
            over = (run_top[r] - eye) / (run - 1)
            under = (run_bottom[r] - eye) / (2 * np.int64(t - far) + 1)
            if not _within(lows, highs, kept, under, over):
                if not _within(lows, highs, kept, (top[near] - eye) / (run - 1), over):
                    over = _highest(top, group_top, far, near, t, eye)
                if over > filled:
                    under = _lowest(bottom, group_bottom, far, near, t, eye, filled)
                    if under > filled:
                        kept = _join(lows, highs, kept, under, over)
                    else:
                        filled = over
                    filled, kept = _raise(lows, highs, kept, filled)
            r -= 1
        share = _sky_above(ratio[t], scale, solid) - _sky_above(filled, scale, solid)
        for s in range(kept):
            share += _sky_above(lows[s], scale, solid) - _sky_above(highs[s], scale, solid)
        hidden[t] = share


@njit(cache=True, nogil=True, error_model="numpy")
def _lowest(bottom, group_bottom, far, near, t, eye, enough):
    """Lowest slope of the bases of crowns far..near seen from step t; any one that is `enough` will do.

    From the far end, where it usually is; groups of steps that cannot be lower are passed over.
    """
    lowest = np.inf
    s = far
    while s <= near:
        if s % GROUP == 0 or s == far:
            end = min((s // GROUP + 1) * GROUP - 1, near)
            base = group_bottom[s // GROUP] - eye
            if base > 0 and base / (2 * np.int64(t - s) + 1) >= lowest:
                s = end + 1
                continue
        slope = (bottom[s] - eye) / (2 * np.int64(t - s) + 1)
        if slope < lowest:
            lowest = slope
            if lowest <= enough:
                break
        s += 1
    return lowest


@njit(cache=True, nogil=True, error_model="numpy")
def _highest(top, group_top, far, near, t, eye):
    """Highest slope of the tops of crowns near..far seen from step t, from the near end."""
    highest = -np.inf
    s = near
    while s >= far:
        if s % GROUP == GROUP - 1 or s == near:
            over = group_top[s // GROUP] - eye
            if over / (2 * np.int64(t - s) - 1) <= highest:
                s = s // GROUP * GROUP - 1
                continue
        slope = (top[s] - eye) / (2 * np.int64(t - s) - 1)
        if slope > highest:
            highest = slope
        s -= 1
    return highest


@njit(cache=True, nogil=True)
def _within(lows, highs, kept, under, over):
    """Tell whether an interval is inside one of those kept."""
    for s in range(kept):  # noqa: SIM110 (numba does not compile generators)
        if lows[s] <= under and over <= highs[s]:
            return True
    return False


@njit(cache=True, nogil=True)
def _join(lows, highs, kept, under, over):
    """Add an interval to disjoint ones, joined with those that it touches; return how many there are."""
    if _within(lows, highs, kept, under, over):
        return kept
    s = 0
    while s < kept:
        if lows[s] <= over and highs[s] >= under:
            under, over = min(under, lows[s]), max(over, highs[s])
            kept -= 1
            lows[s], highs[s] = lows[kept], highs[kept]
        else:
            s += 1
    lows[kept], highs[kept] = under, over
    return kept + 1


@njit(cache=True, nogil=True)
def _raise(lows, highs, kept, filled):
    """Let the hidden sky swallow the intervals that it reaches; return how far up it is, and what is left."""
    s = 0
    while s < kept:
        if lows[s] <= filled:
            filled = max(filled, highs[s])
            kept -= 1
            lows[s], highs[s] = lows[kept], highs[kept]
            s = 0
        else:
            s += 1
    return filled, kept
