"""Radiation of the sun and of the sky over an open place: what reaches a street before walls and trees."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ..errors import InputError
from ..tables import TABLES, read_table

SOLAR_CONSTANT_W_M2 = 1367.0  # [W/m2] as in Reindl et al. (1990) and SOLWEIG
STANDARD_PRESSURE_HPA = 1013.25  # [hPa] sea level
HIGHEST_BEAM_W_M2 = 1100.0  # [W/m2] no beam at sea level is stronger; guards the division by a small sine
LOWEST_BEAM_ELEVATION_DEG = 3.0  # [degrees] below, the split is not reliable and all light is taken as diffuse
SMALLEST_W_M2 = 1e-3  # [W/m2] a weaker sun outside the atmosphere is on the horizon: guards a division
JOINT = 0.04  # [unitless] width of the clearness over which two pieces of the correlation are joined
LOWEST_CIRCUMSOLAR_SINE = 0.0872  # [unitless] sine of 5 degrees, the limit of Perez et al. (1990) for the same purpose
CLOUDY_BELOW = 0.95  # [unitless] clearness index under which the sky is taken as partly clouded (SOLWEIG)
HIGHEST_GLOBAL_W_M2 = 1500.0  # [W/m2] more than the sun outside the atmosphere: a wrong unit
MOST_OVER_CLEAR = 1.5  # [unitless] sunlight measured over that of a clear sky: bright clouds add a third at most
DIM_W_M2 = 20.0  # [W/m2] what a sensor may still measure under a sun that has set
KELVIN = 273.15  # [K] of 0 degrees C

_SEASONS = ("winter", "spring", "summer", "autumn")
_SEASON_STARTS = (60, 152, 244, 335)  # last days of winter, spring, summer and autumn (Crawford and Duchon)
_DAYS_OF_HALF_YEAR = 183


def extraterrestrial_irradiance(day_of_year):
    """Irradiance of a surface that faces the sun outside the atmosphere.

    Parameters
    ----------
    day_of_year : int or array_like
        1 January is 1 [1 to 366].

    Returns
    -------
    float or numpy.ndarray
        ``1367 (1 + 0.033 cos(2 pi n / 365))`` [W/m2] (Duffie and Beckman).
    """
    return SOLAR_CONSTANT_W_M2 * (1.0 + 0.033 * np.cos(2.0 * np.pi * np.asarray(day_of_year, dtype=float) / 365.0))[()]


def vapour_pressure(ta, rh):
    """Pressure of water vapour in the air.

    Parameters
    ----------
    ta : float or array_like
        Air temperature [degrees C].
    rh : float or array_like
        Relative humidity [percent, 0 to 100].

    Returns
    -------
    float or numpy.ndarray
        ``6.107 * 10**(7.5 ta / (237.3 + ta)) * rh / 100`` [hPa] (Magnus form of Jonsson et al., 2006).
    """
    ta = np.asarray(ta, dtype=float)
    return (6.107 * 10.0 ** (7.5 * ta / (237.3 + ta)) * np.asarray(rh, dtype=float) / 100.0)[()]


def clear_sky_irradiance(elevation_deg, ta, rh, day_of_year, latitude_deg, pressure_hpa=STANDARD_PRESSURE_HPA):
    """Global irradiance of a horizontal surface under a sky without clouds.

    Parameters
    ----------
    elevation_deg : float or array_like
        Elevation of the sun [degrees]; 0 W/m2 at and below 0.
    ta, rh : float or array_like
        Air temperature [degrees C] and relative humidity [percent].
    day_of_year : int
        1 January is 1.
    latitude_deg : float
        North positive [degrees]; the seasons of the south are shifted by half a year.
    pressure_hpa : float, optional
        Air pressure [hPa].

    Returns
    -------
    float or numpy.ndarray
        Irradiance [W/m2].

    Notes
    -----
    Crawford and Duchon (1999) [1]_: ``I0 cos(Z) * T_R T_pg * T_w * T_a``, with the optical air mass
    ``m = 35 cos(Z) (1224 cos(Z)**2 + 1)**-0.5``, Rayleigh scattering and gases
    ``1.021 - 0.084 sqrt(m (0.000949 p + 0.051))``, water vapour ``1 - 0.077 (u m)**0.3`` with the precipitable
    water u of Smith (1966) from the dew point, and aerosols ``0.935**m``.

    References
    ----------
    .. [1] Crawford, T. M. and Duchon, C. E. (1999). An improved parameterization for estimating effective
       atmospheric emissivity for use in calculating daytime downwelling longwave radiation. J. Appl. Meteorol.
       38, 474-480. https://doi.org/10.1175/1520-0450(1999)038<0474:AIPFED>2.0.CO;2
    """
    sine = np.maximum(np.sin(np.radians(np.asarray(elevation_deg, dtype=float))), 0.0)
    mass = 35.0 * sine / np.sqrt(1224.0 * sine**2 + 1.0)
    gases = 1.021 - 0.084 * np.sqrt(mass * (0.000949 * pressure_hpa + 0.051))
    dew_f = 1.8 * _dew_point(ta, rh) + 32.0  # the relation of Smith is in degrees Fahrenheit
    water_cm = np.exp(0.1133 - np.log(_smith_exponent(day_of_year, latitude_deg) + 1.0) + 0.0393 * dew_f)
    vapour = 1.0 - 0.077 * (water_cm * mass) ** 0.3
    aerosols = 0.935**mass
    result = extraterrestrial_irradiance(day_of_year) * sine * gases * vapour * aerosols
    return np.maximum(result, 0.0)[()]


def split_irradiance(ghi, elevation_deg, ta, rh, day_of_year):
    """Part the global irradiance into the light of the sky and the beam of the sun.

    Parameters
    ----------
    ghi : float or array_like
        Global irradiance of a horizontal surface [W/m2, >= 0].
    elevation_deg : float or array_like
        Elevation of the sun [degrees].
    ta, rh : float or array_like
        Air temperature [degrees C] and relative humidity [percent].
    day_of_year : int or array_like
        1 January is 1.

    Returns
    -------
    global_irradiance, diffuse, beam_normal : numpy.ndarray
        [W/m2]; ``global = diffuse + beam_normal * sin(elevation)`` always holds. The global irradiance is 0 when
        the sun is below the horizon; the beam is 0 below 3 degrees and at most 1100 W/m2.

    Notes
    -----
    Reindl, Beckman and Duffie (1990) [1]_ with temperature and humidity. With the clearness
    ``kt = G / (I0 sin e)`` the diffuse share is::

        kt <= 0.3        1     - 0.232 kt + 0.0239 sin e - 0.000682 Ta + 0.0195 RH    at most 1
        0.3 < kt < 0.78  1.329 - 1.716 kt + 0.267  sin e - 0.00357  Ta + 0.106  RH    0.1 to 0.97
        kt >= 0.78       0.426 kt         - 0.256  sin e + 0.00349  Ta + 0.0734 RH    at least 0.1

    It was fitted in three pieces that do not meet (0.04 and 0.1 apart): they are joined here by a straight line over a
    width of 0.04 of kt around 0.3 and 0.78, so that a little more sun does not make a jump.

    References
    ----------
    .. [1] Reindl, D. T., Beckman, W. A. and Duffie, J. A. (1990). Diffuse fraction correlations. Solar Energy 45,
       1-7. https://doi.org/10.1016/0038-092X(90)90060-P
    """
    elevation = np.asarray(elevation_deg, dtype=float)
    sine = np.sin(np.radians(np.maximum(elevation, 0.0)))
    total = np.where(sine > 0.0, np.maximum(np.asarray(ghi, dtype=float), 0.0), 0.0)
    outside = extraterrestrial_irradiance(day_of_year) * sine
    kt = np.minimum(total / np.maximum(outside, SMALLEST_W_M2), 1.0)
    humidity = np.asarray(rh, dtype=float) / 100.0
    overcast = np.clip(1.0 - 0.232 * kt + 0.0239 * sine - 0.000682 * ta + 0.0195 * humidity, 0.1, 1.0)
    partly = np.clip(1.329 - 1.716 * kt + 0.267 * sine - 0.00357 * ta + 0.106 * humidity, 0.1, 0.97)
    clear = np.clip(0.426 * kt - 0.256 * sine + 0.00349 * ta + 0.0734 * humidity, 0.1, 1.0)
    share = overcast + (partly - overcast) * np.clip((kt - 0.3) / JOINT + 0.5, 0.0, 1.0)
    share = share + (clear - share) * np.clip((kt - 0.78) / JOINT + 0.5, 0.0, 1.0)
    lowest_sine = np.sin(np.radians(LOWEST_BEAM_ELEVATION_DEG))
    beam = np.minimum(total * (1.0 - share) / np.maximum(sine, lowest_sine), HIGHEST_BEAM_W_M2)
    beam = np.where(elevation < LOWEST_BEAM_ELEVATION_DEG, 0.0, beam)
    return total, total - beam * sine, beam


def with_circumsolar(diffuse, beam_normal, elevation_deg, day_of_year):
    """Count the bright sky around the sun with the beam: it is hidden when the sun is.

    Parameters
    ----------
    diffuse, beam_normal : float or array_like
        From :func:`split_irradiance` [W/m2].
    elevation_deg : float or array_like
        Elevation of the sun [degrees].
    day_of_year : int or array_like
        1 January is 1.

    Returns
    -------
    diffuse, beam_normal : numpy.ndarray
        Light of the rest of the sky, taken as uniform, and beam with its surroundings [W/m2]. Their sum on a
        horizontal surface is unchanged.

    Notes
    -----
    Hay and Davies (1980) [1]_: a share ``beam / extraterrestrial`` of the diffuse light comes from around the sun. The
    sine of the elevation is taken at 0.087 (5 degrees) at least when that light is turned towards the sun.

    References
    ----------
    .. [1] Hay, J. E. and Davies, J. A. (1980). Calculations of the solar radiation incident on an inclined surface. In
       Proc. First Canadian Solar Radiation Data Workshop, 59-72.
    """
    sine = np.sin(np.radians(np.asarray(elevation_deg, dtype=float)))
    share = np.clip(np.asarray(beam_normal, dtype=float) / extraterrestrial_irradiance(day_of_year), 0.0, 1.0)
    added = diffuse * share / np.maximum(sine, LOWEST_CIRCUMSOLAR_SINE)
    return diffuse - added * sine, beam_normal + added


def clearness_index(ghi, clear_sky, elevation_deg):
    """Measured over clear-sky irradiance, corrected for the low sun.

    Parameters
    ----------
    ghi, clear_sky : float or array_like
        Measured and clear-sky global irradiance [W/m2].
    elevation_deg : float or array_like
        Elevation of the sun [degrees].

    Returns
    -------
    float or numpy.ndarray
        ``G / G_clear + 1 - (0.1473 ln(e) + 0.3454)``, from 0 to 1 (Lindberg, Holmer and Thorsson, 2008,
        https://doi.org/10.1007/s00484-008-0162-7); 1, a clear sky, when the sun is down and nothing can be said.
    """
    elevation = np.asarray(elevation_deg, dtype=float)
    clear = np.asarray(clear_sky, dtype=float)
    known = (elevation > 0.0) & (clear > 0.0)
    ratio = np.asarray(ghi, dtype=float) / np.maximum(clear, SMALLEST_W_M2)
    correction = 0.1473 * np.log(np.where(known, elevation, 1.0)) + 0.3454
    return np.where(known, np.clip(ratio + 1.0 - correction, 0.0, 1.0), 1.0)[()]


def sky_emissivity(ta, rh, clearness=1.0):
    """Emissivity of the sky, for the heat it radiates.

    Parameters
    ----------
    ta, rh : float or array_like
        Air temperature [degrees C] and relative humidity [percent].
    clearness : float or array_like, optional
        Result of :func:`clearness_index` [0 to 1].

    Returns
    -------
    float or numpy.ndarray
        Emissivity [0 to 1].

    Notes
    -----
    Prata (1996) as in Jonsson, Eliasson, Holmer and Grimmond (2006) [1]_: ``w = 46.5 e / T`` and
    ``1 - (1 + w) exp(-sqrt(1.2 + 3 w))``. Below a clearness of 0.95 a share ``1 - clearness`` of the sky is taken
    as cloud of emissivity 1.

    References
    ----------
    .. [1] Jonsson, P., Eliasson, I., Holmer, B. and Grimmond, C. S. B. (2006). Longwave incoming radiation in the
       Tropics. Theor. Appl. Climatol. 85, 185-201. https://doi.org/10.1007/s00704-005-0178-4
    """
    w = 46.5 * vapour_pressure(ta, rh) / (np.asarray(ta, dtype=float) + KELVIN)
    clear = 1.0 - (1.0 + w) * np.exp(-np.sqrt(1.2 + 3.0 * w))
    clearness = np.asarray(clearness, dtype=float)
    cloud = np.where(clearness < CLOUDY_BELOW, 1.0 - clearness, 0.0)
    return (clear * (1.0 - cloud) + cloud)[()]


def check_weather(ta, rh, ghi=None) -> None:
    """Check that the weather is in the units asked for.

    Parameters
    ----------
    ta, rh : float
        Air temperature [degrees C] and relative humidity [percent].
    ghi : float, optional
        Global irradiance [W/m2].

    Raises
    ------
    InputError
        When a value cannot be a temperature in degrees C, a percentage or an irradiance.
    """
    if not -50.0 <= ta <= 60.0:
        raise InputError("Give the air temperature in degrees C, between -50 and 60, not {value}.", value=ta)
    if not 0.0 <= rh <= 100.0:
        raise InputError("Give the relative humidity in percent, between 0 and 100, not {value}.", value=rh)
    if ghi is not None and not 0.0 <= ghi <= HIGHEST_GLOBAL_W_M2:
        raise InputError("Give the global radiation in W/m², between 0 and 1500, not {value}.", value=ghi)


def check_measured_light(ghi, clear) -> None:
    """Check that the light measured can be that of the hour.

    Parameters
    ----------
    ghi, clear : float
        Global irradiance, measured and of a clear sky [W/m2].

    Raises
    ------
    InputError
        When the measure exceeds 1.5 times the light of a clear sky and 20 W/m2: another hour, or another unit.
    """
    if ghi > MOST_OVER_CLEAR * clear + DIM_W_M2:
        raise InputError(
            "The global radiation of {ghi:.0f} W/m² is more than the sun can give at that hour (about {clear:.0f} W/m² "
            "under a clear sky); correct it, or leave it empty.",
            ghi=ghi,
            clear=clear,
        )


def _dew_point(ta, rh):
    """Return the dew point [degrees C]; a perfectly dry air is taken at 1 percent."""
    ta = np.asarray(ta, dtype=float)
    gamma = 17.27 * ta / (237.7 + ta) + np.log(np.maximum(np.asarray(rh, dtype=float), 1.0) / 100.0)
    return 237.7 * gamma / (17.27 - gamma)


@lru_cache(maxsize=1)
def _smith_table():
    rows = read_table(TABLES / "precipitable_water.csv")
    return np.array([[float(row[season]) for season in _SEASONS] for row in rows])


def _smith_exponent(day_of_year, latitude_deg):
    """Return the exponent of Smith (1966) for a day and a latitude."""
    day = int(day_of_year)
    if latitude_deg < 0.0:
        day = (day + _DAYS_OF_HALF_YEAR - 1) % 365 + 1
    season = int(np.searchsorted(_SEASON_STARTS, day)) % 4
    band = min(int(abs(latitude_deg) // 10.0), 8)
    return _smith_table()[band, season]
