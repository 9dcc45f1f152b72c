"""Hours of sun and share of shade of a day, from the sun fraction of its time slots."""

from __future__ import annotations

import numpy as np

from .shadows import NODATA

_MINUTES_PER_HOUR = 60.0
_FULL_SUN = 100.0  # [percent]


def shade_hours(sun_fractions, daylight, step_minutes):
    """Accumulate the sun of regular time slots.

    Parameters
    ----------
    sun_fractions : iterable of numpy.ndarray
        One uint8 grid a slot, as `shadows.sun_fraction` gives [percent, 0 to 100, 255 for nodata]. A
        generator will do: one grid at a time is held.
    daylight : iterable of bool
        For each slot, whether the sun is up (`~sun.is_night(elevation)`). Night slots add nothing.
    step_minutes : float
        Time between slots [minutes, > 0].

    Returns
    -------
    sun_hours : numpy.ndarray
        float32 [h]. Half an hour under leaves that let 50 % through counts for a quarter of an hour.
    shade_percent : numpy.ndarray
        float32 [percent, 0 to 100]: 100 less the mean sun fraction of the daylight slots; NaN everywhere
        when there is none.

    Raises
    ------
    ValueError
        If there is no slot, grids differ in shape, the two iterables differ in length or the step is not
        positive.

    Notes
    -----
    A slot stands for `step_minutes` centred on it (midpoint rule)::

        sun_hours = step / 60 * sum(fraction / 100)

    so slots from 06:00 to 21:00 every 15 minutes stand for 05:52:30 to 21:07:30. A cell that is nodata in any
    slot is NaN.
    """
    if not step_minutes > 0:
        raise ValueError(f"Give a time step greater than 0 minutes, not {step_minutes}.")
    days = iter(daylight)
    total, missing, slots = None, None, 0
    for fraction in sun_fractions:
        try:
            sun_is_up = next(days)
        except StopIteration:
            raise ValueError("Give one daylight flag for each time slot.") from None
        if total is None:
            total = np.zeros(fraction.shape, dtype=np.uint32)
            missing = np.zeros(fraction.shape, dtype=bool)
        if fraction.shape != total.shape:
            raise ValueError(f"All time slots must have one shape: {fraction.shape} is not {total.shape}.")
        missing |= fraction == NODATA
        if sun_is_up:
            total += fraction
            slots += 1
    if total is None:
        raise ValueError("Give at least one time slot.")
    if next(days, None) is not None:
        raise ValueError("Give one daylight flag for each time slot.")
    hours = np.multiply(total, step_minutes / _MINUTES_PER_HOUR / _FULL_SUN, dtype=np.float32)
    if slots:
        shade = _FULL_SUN - np.divide(total, slots, dtype=np.float32)
    else:
        shade = np.full(total.shape, np.nan, dtype=np.float32)
    hours[missing] = np.nan
    shade[missing] = np.nan
    return hours, shade
