"""Where the sun is: position in the sky, direction on a map's grid, and the instants of a day."""

from __future__ import annotations

import datetime as dt
import math
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from ..errors import InputError

NIGHT_ELEVATION_DEG = 0.5  # [degrees] below this the sun is on the horizon and everything is in shade
STANDARD_PRESSURE_HPA = 1013.25  # [hPa] International Standard Atmosphere at sea level
STANDARD_TEMPERATURE_C = 12.0  # [degrees C] yearly mean used by the NREL SPA when none is given
DELTA_T_S = 69.0  # [s] terrestrial time minus universal time: 69.2 in 2023 (IERS), 63.8 in 2000
SUN_RADIUS_DEG = 0.26667  # [degrees] Reda and Andreas (2004), section 3.11
HORIZON_REFRACTION_DEG = 0.5667  # [degrees] idem: bending of light from a sun on the horizon
SUN_PARALLAX_DEG = 8.794 / 3600.0  # [degrees] horizontal parallax at 1 au, Meeus (1998), chapter 40
CONVERGENCE_STEP_DEG = 1e-3  # [degrees] half length of the piece of meridian whose direction is measured

_J2000 = np.datetime64("2000-01-01T12:00:00", "us")
_MICROSECONDS_PER_DAY = 86_400e6
_DAYS_PER_CENTURY = 36525.0


class SunPosition(NamedTuple):
    """Direction of the sun's centre, arrays of one shape.

    Attributes
    ----------
    azimuth_deg : numpy.ndarray
        From true north, clockwise [degrees, 0 to 360).
    elevation_deg : numpy.ndarray
        Apparent elevation, refraction included [degrees].
    geometric_elevation_deg : numpy.ndarray
        Elevation without atmosphere [degrees].
    """

    azimuth_deg: np.ndarray
    elevation_deg: np.ndarray
    geometric_elevation_deg: np.ndarray


def as_utc(instants):
    """Return instants as a NumPy array of UTC times.

    Parameters
    ----------
    instants : numpy.datetime64, aware datetime.datetime, or array or sequence of either
        NumPy times carry no zone and are read as UTC.

    Returns
    -------
    numpy.ndarray
        datetime64[us], UTC, of the shape of `instants`.

    Raises
    ------
    ValueError
        If a ``datetime`` has no time zone.
    """
    array = np.asarray(instants)
    if array.dtype.kind == "M":
        return array.astype("datetime64[us]")
    flat = []
    for instant in array.astype(object).ravel():
        if not isinstance(instant, dt.datetime) or instant.utcoffset() is None:
            raise InputError("The time {value} has no time zone; give one, such as Europe/Paris.", value=instant)
        flat.append(np.datetime64(instant.astimezone(dt.timezone.utc).replace(tzinfo=None), "us"))
    return np.array(flat, dtype="datetime64[us]").reshape(array.shape)


def sun_position(
    utc,
    latitude,
    longitude,
    pressure_hpa=STANDARD_PRESSURE_HPA,
    temperature_c=STANDARD_TEMPERATURE_C,
):
    """Position of the sun seen from the ground.

    Parameters
    ----------
    utc : numpy.datetime64 or aware datetime.datetime, or array of either
        Instants. NumPy times are read as UTC. NaT gives NaN.
    latitude : float or array_like
        Geodetic latitude, north positive [degrees, -90 to 90].
    longitude : float or array_like
        Longitude, east positive [degrees, -180 to 360].
    pressure_hpa : float or array_like, optional
        Air pressure, for refraction [hPa, 0 for no atmosphere].
    temperature_c : float or array_like, optional
        Air temperature, for refraction [degrees C].

    Returns
    -------
    SunPosition
        Arrays of the broadcast shape of the arguments.

    Raises
    ------
    ValueError
        If a latitude or longitude is out of range, or a ``datetime`` has no time zone.

    Notes
    -----
    Low-accuracy theory of Meeus [1]_, chapter 25 (the one behind NOAA's solar calculator), with the five
    largest perturbations of its first edition, apparent sidereal time and diurnal parallax.
    Refraction as in the NREL SPA [2]_::

        dh = P/1010 * 283/(273 + T) * 1.02 / (60 * tan(h + 10.3/(h + 5.11)))

    which is applied while a part of the disc is above the horizon. Within 0.01 degree of the SPA from 1950
    to 2100.

    References
    ----------
    .. [1] Meeus, J. (1998). Astronomical Algorithms, 2nd ed., Willmann-Bell.
    .. [2] Reda, I. and Andreas, A. (2004). Solar position algorithm for solar radiation applications.
       Solar Energy 76, 577-589. https://doi.org/10.1016/j.solener.2003.12.003
    """
    latitude = np.asarray(latitude, dtype=float)
    longitude = np.asarray(longitude, dtype=float)
    if np.any(np.abs(latitude) > 90.0):
        raise ValueError("Give latitudes between -90 and 90 degrees.")
    if np.any((longitude < -180.0) | (longitude > 360.0)):
        raise ValueError("Give longitudes between -180 and 360 degrees.")
    days = _days_since_j2000(as_utc(utc))
    right_ascension, declination, sidereal = _apparent_place(days)

    phi = np.radians(latitude)
    hour_angle = sidereal + np.radians(longitude) - right_ascension
    sin_h = np.sin(phi) * np.sin(declination) + np.cos(phi) * np.cos(declination) * np.cos(hour_angle)
    geocentric = np.degrees(np.arcsin(np.clip(sin_h, -1.0, 1.0)))
    geometric = geocentric - SUN_PARALLAX_DEG * np.cos(np.radians(geocentric))
    south_azimuth = np.arctan2(  # Meeus (13.5), multiplied by cos(declination) so that no tangent is needed
        np.cos(declination) * np.sin(hour_angle),
        np.cos(hour_angle) * np.sin(phi) * np.cos(declination) - np.sin(declination) * np.cos(phi),
    )
    azimuth = (np.degrees(south_azimuth) + 180.0) % 360.0
    elevation = geometric + _refraction_deg(geometric, pressure_hpa, temperature_c)
    return SunPosition(*np.broadcast_arrays(azimuth, elevation, geometric))


def is_night(elevation_deg):
    """Tell where the sun is too low to cast shadows: the whole map is then in shade.

    Parameters
    ----------
    elevation_deg : float or array_like
        Apparent elevation of the sun [degrees].

    Returns
    -------
    bool or numpy.ndarray
        True below 0.5 degree (a NaN elevation is night too).
    """
    return ~(np.asarray(elevation_deg, dtype=float) >= NIGHT_ELEVATION_DEG)


def grid_convergence_deg(crs, longitude, latitude):
    """Angle from true north to a map's grid north, clockwise (the meridian convergence).

    Parameters
    ----------
    crs : pyproj.CRS or str
        Projected coordinate system of the raster (object, WKT or "EPSG:2154").
    longitude, latitude : float
        A place, such as the centre of the raster [degrees, WGS 84].

    Returns
    -------
    float
        Convergence [degrees], negative west of the central meridian in the northern hemisphere.

    Raises
    ------
    ValueError
        If the coordinate system is unknown or not projected, or does not cover the place.

    Notes
    -----
    The direction of a short piece of meridian is measured after projection. PROJ's ``meridian_convergence``
    is not used because it ignores the prime meridian of the system: in EPSG:27572 (Lambert II, from Paris)
    it is 1.7 degrees off.
    """
    try:
        crs = CRS.from_user_input(crs)
    except CRSError as error:
        raise ValueError(f"This coordinate system is not understood: {crs}.") from error
    if not crs.is_projected:
        raise InputError("Use a projected coordinate system in metres: {crs} is not one.", crs=crs.name)
    to_grid = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    low = max(latitude - CONVERGENCE_STEP_DEG, -90.0)
    high = min(latitude + CONVERGENCE_STEP_DEG, 90.0)
    x, y = to_grid.transform([longitude, longitude], [low, high])
    if not np.isfinite([*x, *y]).all():
        raise InputError(
            "{crs} does not cover longitude {longitude}, latitude {latitude}; check the CRS of the layer.",
            crs=crs.name,
            longitude=longitude,
            latitude=latitude,
        )
    return -math.degrees(math.atan2(x[1] - x[0], y[1] - y[0]))


def grid_azimuth(azimuth_deg, convergence_deg):
    """Turn an azimuth from true north into one from grid north.

    Parameters
    ----------
    azimuth_deg : float or array_like
        Azimuth from true north, clockwise [degrees].
    convergence_deg : float
        Result of `grid_convergence_deg` [degrees].

    Returns
    -------
    float or numpy.ndarray
        ``azimuth - convergence``, from 0 to 360 [degrees].
    """
    return np.mod(np.asarray(azimuth_deg, dtype=float) - convergence_deg, 360.0)[()]


def parse_local_time(value, time_zone=None):
    """Read an instant, in its own time zone or in the one given.

    Parameters
    ----------
    value : str or datetime.datetime
        ISO 8601 text ("2026-07-14T15:00", "2026-07-14 15:00+02:00", "2026-07-14T13:00Z") or a datetime.
        One that carries a zone or an offset keeps it.
    time_zone : str, optional
        IANA name such as "Europe/Paris", for a time that carries none.

    Returns
    -------
    datetime.datetime
        Aware. An hour that comes twice (clocks turned back) is its first occurrence, unless ``fold`` is 1.

    Raises
    ------
    ValueError
        If the text is not a date and time, the time is naive and no zone is given, the zone is unknown, or
        the local time does not exist (clocks turned forward).
    """
    if isinstance(value, dt.datetime):
        instant = value
    else:
        text = str(value).strip()
        if text[-1:] in ("Z", "z"):  # Python 3.9 and 3.10 do not read it
            text = text[:-1] + "+00:00"
        try:
            instant = dt.datetime.fromisoformat(text)
        except ValueError as error:
            raise InputError("Write the date and time as 2026-07-14T15:00, not: {value}.", value=value) from error
    if instant.utcoffset() is not None:
        return instant
    if time_zone is None or not str(time_zone).strip():
        raise InputError("The time {value} has no time zone; give one, such as Europe/Paris.", value=value)
    local = instant.replace(tzinfo=_zone(time_zone))
    back = local.astimezone(dt.timezone.utc).astimezone(local.tzinfo)
    if back.replace(tzinfo=None) != local.replace(tzinfo=None):
        raise InputError(
            "Choose another time: the clocks of {zone} skip {moment}.",
            zone=time_zone,
            moment=f"{instant:%Y-%m-%d %H:%M}",
        )
    return local


def time_slots(date, start, end, step_minutes, time_zone):
    """Regular instants of one day, from a first to a last local time.

    Parameters
    ----------
    date : datetime.date or str
        The day ("2026-07-14").
    start, end : datetime.time or str
        First and last local times ("06:00", "21:00"); the end is a slot when a whole number of steps away.
        Where clocks are turned back, an hour that comes twice is its first occurrence as a start and its
        second as an end.
    step_minutes : float
        Time elapsed between slots [minutes, > 0]; on a day when clocks change, elapsed time is what counts.
    time_zone : str
        IANA name such as "Europe/Paris".

    Returns
    -------
    local : list of datetime.datetime
        Aware local times.
    utc : numpy.ndarray
        The same instants, datetime64[ms], UTC.

    Raises
    ------
    ValueError
        If the zone is unknown, the step is not positive, the end comes before the start, a text is not a
        date or a time, or the start or end is skipped by the clocks on that day.
    """
    if not step_minutes > 0:
        raise InputError("Give a time step greater than 0 minutes, not {step}.", step=step_minutes)
    day = _read(dt.date, date, lambda value: InputError("Write the date as 2026-07-14, not: {value}.", value=value))
    first = _read(dt.time, start, lambda value: InputError("Write the first hour as 06:00, not: {value}.", value=value))
    last = _read(dt.time, end, lambda value: InputError("Write the last hour as 21:00, not: {value}.", value=value))
    if last < first:
        raise InputError(
            "The last hour {last} comes before the first hour {first}; exchange them.",
            last=f"{last:%H:%M}",
            first=f"{first:%H:%M}",
        )
    zone = _zone(time_zone)
    begin = parse_local_time(dt.datetime.combine(day, first.replace(fold=0)), time_zone)
    finish = parse_local_time(dt.datetime.combine(day, last.replace(fold=1)), time_zone)
    begin, finish = begin.astimezone(dt.timezone.utc), finish.astimezone(dt.timezone.utc)
    step = dt.timedelta(minutes=float(step_minutes))
    count = (finish - begin) // step + 1
    instants = [begin + number * step for number in range(count)]
    utc = np.array([instant.replace(tzinfo=None) for instant in instants], dtype="datetime64[ms]")
    return [instant.astimezone(zone) for instant in instants], utc


def _read(kind, value, refusal):
    """Return a date or a time from itself or from ISO text."""
    if isinstance(value, dt.datetime):
        value = value.date() if kind is dt.date else value.time()
    if isinstance(value, kind):
        return value
    try:
        return kind.fromisoformat(str(value).strip())
    except ValueError as error:
        raise refusal(value) from error


def _zone(name):
    try:
        return ZoneInfo(str(name).strip())
    except (KeyError, ValueError, OSError) as error:  # not found, badly formed, or the name of a folder
        raise InputError("The time zone {zone} is not known; use a name such as Europe/Paris.", zone=name) from error


def _days_since_j2000(utc):
    """Return days of universal time since 2000-01-01 12:00, NaN for NaT."""
    days = (utc - _J2000).astype(float) / _MICROSECONDS_PER_DAY
    return np.where(np.isnat(utc), np.nan, days)


def _apparent_place(days):
    """Return right ascension, declination and Greenwich apparent sidereal time [radians] of the sun.

    Meeus (1998), chapters 12, 22 and 25; the perturbations are those of Meeus, Astronomical Formulae
    for Calculators (1982), chapter 18, moved from epoch 1900 to 2000. Angles are in
    degrees until they meet a sine.
    """
    T = (days + DELTA_T_S / 86_400.0) / _DAYS_PER_CENTURY  # centuries of terrestrial time
    mean_longitude = 280.46646 + T * (36000.76983 + T * 0.0003032)
    M = np.radians(357.52911 + T * (35999.05029 - T * 0.0001537))  # mean anomaly
    centre = (
        (1.914602 - T * (0.004817 + T * 0.000014)) * np.sin(M)
        + (0.019993 - T * 0.000101) * np.sin(2.0 * M)
        + 0.000289 * np.sin(3.0 * M)
    )
    perturbations = (
        0.00134 * np.cos(np.radians(351.9841 + 22518.7541 * T))  # Venus
        + 0.00154 * np.cos(np.radians(254.0782 + 45037.5082 * T))  # Venus
        + 0.00200 * np.cos(np.radians(157.0477 + 32964.3577 * T))  # Jupiter
        + 0.00179 * np.sin(np.radians(297.8528 + 445267.1142 * T))  # Moon
        + 0.00178 * np.sin(np.radians(251.39 + 20.20 * T))  # long-period inequality
    )
    node = np.radians(125.04 - 1934.136 * T)  # ascending node of the Moon, for nutation
    nutation = -0.00478 * np.sin(node)
    longitude = np.radians(mean_longitude + centre + perturbations - 0.00569 + nutation)
    obliquity = np.radians(23.4392911 - T * (0.0130042 + T * (1.64e-7 - T * 5.036e-7)) + 0.00256 * np.cos(node))
    right_ascension = np.arctan2(np.cos(obliquity) * np.sin(longitude), np.cos(longitude))
    declination = np.arcsin(np.sin(obliquity) * np.sin(longitude))
    centuries_ut = days / _DAYS_PER_CENTURY
    sidereal = 280.46061837 + 360.98564736629 * days + centuries_ut**2 * 0.000387933
    sidereal = np.radians(np.mod(sidereal + nutation * np.cos(obliquity), 360.0))
    return right_ascension, declination, sidereal


def _refraction_deg(geometric_deg, pressure_hpa, temperature_c):
    """Return atmospheric refraction [degrees] for geometric elevations [degrees]; see `sun_position`."""
    pressure = np.asarray(pressure_hpa, dtype=float) / 1010.0
    temperature = 283.0 / (273.0 + np.asarray(temperature_c, dtype=float))
    lit = geometric_deg >= -(SUN_RADIUS_DEG + HORIZON_REFRACTION_DEG)
    h = np.where(lit, geometric_deg, 0.0)
    bent = pressure * temperature * 1.02 / (60.0 * np.tan(np.radians(h + 10.3 / (h + 5.11))))
    return np.where(lit, bent, 0.0)
