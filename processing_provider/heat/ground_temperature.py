"""Temperature of sunlit ground and walls above that of the air, through the solar day."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from .land_cover import Surface
from .sun import sun_position

MINUTES_PER_DAY = 1440
_MINUTE = np.timedelta64(60_000_000, "us")


class SolarDay(NamedTuple):
    """What the ground knows of the sun at one instant.

    Attributes
    ----------
    hour : float
        Solar time: 12 when the sun is at its highest [h].
    sunrise : float
        Solar time of sunrise [h]; NaN when the sun does not rise, 0 when it does not set.
    highest_elevation_deg : float
        Elevation of the sun at solar noon [degrees].
    """

    hour: float
    sunrise: float
    highest_elevation_deg: float


def solar_day(utc, latitude, longitude) -> SolarDay:
    """Return the solar time of an instant, the sunrise and the highest sun of its day.

    Parameters
    ----------
    utc : numpy.datetime64
        The instant, UTC.
    latitude, longitude : float
        The place [degrees].

    Returns
    -------
    SolarDay
    """
    instant = np.datetime64(utc, "us")
    shift = np.timedelta64(round(longitude / 15.0 * 3600e6), "us")  # mean solar time minus UTC
    day = (instant + shift).astype("datetime64[D]").astype("datetime64[us]")
    noon, sunrise, highest = _day_of_sun(day - shift, float(latitude), float(longitude))
    hours = (instant - (day - shift)) / np.timedelta64(1, "h")
    return SolarDay(12.0 + hours - noon, sunrise + 12.0 - noon, highest)


@lru_cache(maxsize=64)
def _day_of_sun(midnight, latitude, longitude):
    """Return noon and sunrise [h after the mean solar midnight] and the elevation at noon [degrees]."""
    minutes = np.arange(MINUTES_PER_DAY + 1)
    elevation = sun_position(midnight + minutes * _MINUTE, latitude, longitude).elevation_deg
    top = int(elevation.argmax())
    noon = top / 60.0
    before = elevation[: top + 1]
    down = np.flatnonzero(before < 0.0)
    if down.size == 0:
        return noon, noon - 12.0, float(elevation[top])
    last = int(down[-1])
    if last == top:
        return noon, math.nan, float(elevation[top])
    share = -before[last] / (before[last + 1] - before[last])
    return noon, (last + share) / 60.0, float(elevation[top])


def sunlit_excess(surface: Surface, day: SolarDay, clearness: float = 1.0):
    """Temperature of a sunlit surface above that of the air.

    Parameters
    ----------
    surface : Surface
        Numbers, or arrays of one shape.
    day : SolarDay
        Result of :func:`solar_day`.
    clearness : float, optional
        Result of :func:`.radiation.clearness_index` [0 to 1].

    Returns
    -------
    float or ndarray
        Excess [K, >= 0], of the shape of the surface.

    Notes
    -----
    Lindberg, Onomura and Grimmond (2016) [1]_::

        Tg - Ta = (k e_max + T0) sin(pi/2 (t - t_rise) / (t_max - t_rise)) min(1, clearness)

    in solar time, 0 before sunrise and never below 0.

    References
    ----------
    .. [1] Lindberg, F., Onomura, S. and Grimmond, C. S. B. (2016). Influence of ground surface characteristics on the
       mean radiant temperature in urban areas. Int. J. Biometeorol. 60, 1439-1452.
       https://doi.org/10.1007/s00484-016-1135-x
    """
    if not day.hour > day.sunrise:  # before sunrise, or a day without sun
        return np.zeros_like(np.asarray(surface.k, dtype=float))[()]
    amplitude = np.asarray(surface.k, dtype=float) * day.highest_elevation_deg + surface.t0
    phase = (day.hour - day.sunrise) / np.maximum(np.asarray(surface.t_max, dtype=float) - day.sunrise, 1.0)
    wave = np.sin(np.pi / 2.0 * np.minimum(phase, 2.0))
    return np.maximum(amplitude * wave * min(clearness, 1.0), 0.0)[()]
