"""The heat island of each night: how much warmer a station's coldest hour is than that of the countryside.

The heat island of a station is ``Tn(station) - mean of Tn(reference stations)``, Tn being the lowest temperature of
the night (Foissard, Dubreuil and Quenol, 2019, doi 10.1016/j.uclim.2019.100490; Dubreuil et al., 2020,
doi 10.1051/climat/202017006). It is a difference of air temperatures by night; it says nothing of the heat that a
body feels by day.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Optional
from zoneinfo import ZoneInfo

import numpy as np

from ...errors import InputError
from .times import MS_PER_HOUR, clock_instant

THRESHOLD_C = 4.0  # strong nights of Dubreuil et al. (2020) [degree C]
CALM_WIND_MS = 3.0  # calm night [m/s]
CLEAR_SKY_OKTA = 3.0  # clear night [okta]
COMPLETE_SHARE = 0.8  # hours of the night that a station must have [-]
# Robust z beyond which a station is not believed for a night, as in the quality control of crowd-sourced
# temperatures (Napoly et al., 2018, doi 10.3389/feart.2018.00118).
OUTLIER_Z = 4.0
OUTLIER_STATIONS = 8  # fewer do not tell a fault from a heat island
MAD_TO_SIGMA = 1.4826  # standard deviation over median absolute deviation, for a normal law [-]
REFERENCE_SHARE = 0.5  # of the reference stations that must have a night for it to count [-]
STATION_OUTLIER_SHARE = 0.2  # of the nights of a station, above which its place or its sensor is in doubt [-]
FEW_NIGHTS_SHARE = 0.8  # of the selected nights, below which its mean is not comparable with the others [-]
# Temperatures of the air outside these are faults of a sensor, not weather [degree C].
LOWEST_C, HIGHEST_C = -45.0, 55.0
_OKTA_MAXIMUM = 9.0  # 9 stands for a sky that cannot be seen

STATION_FLAGS = ("ok", "reference", "few nights", "often an outlier", "no night")


@dataclass
class Observations:
    """Temperatures of a network, one row per observation.

    Attributes
    ----------
    station : ndarray of int64, shape (n,)
        Number of the station.
    utc : ndarray of datetime64[ms], shape (n,)
        Universal time, NaT where unknown.
    temperature : ndarray of float64, shape (n,)
        Air temperature [degree C], NaN where missing.
    wind, cloud : ndarray of float64, shape (n,), optional
        Wind speed [m/s] and cloud cover [okta].
    """

    station: np.ndarray
    utc: np.ndarray
    temperature: np.ndarray
    wind: Optional[np.ndarray] = None
    cloud: Optional[np.ndarray] = None


@dataclass
class IslandNights:
    """Heat island of each night at each station.

    Attributes
    ----------
    night : ndarray of datetime64[D], shape (m,)
        Day of the evening of each night.
    island : ndarray of float64, shape (m, stations)
        Heat island [degree C], NaN where the station has no usable night.
    reference_tn : ndarray of float64, shape (m,)
        Mean lowest temperature of the reference stations [degree C].
    wind, cloud : ndarray of float64, shape (m,)
        Means over the night [m/s, okta], NaN where unknown.
    selected : ndarray of bool, shape (m,)
        Nights kept for the mean heat island.
    strongest : ndarray of float64, shape (m,)
        Largest heat island of the stations that are not references [degree C].
    strongest_station : ndarray of int64, shape (m,)
        That station, -1 when there is none.
    incomplete, outliers : ndarray of int64, shape (m,)
        Stations left out of the night for want of hours, and because they were not believed.
    outlier_nights, incomplete_nights : ndarray of int64, shape (stations,)
        Nights of each station left out for either reason.
    duplicates, impossible : int
        Observations of an instant that a station gave already, and temperatures that no air has.
    """

    night: np.ndarray
    island: np.ndarray
    reference_tn: np.ndarray
    wind: np.ndarray
    cloud: np.ndarray
    selected: np.ndarray
    strongest: np.ndarray
    strongest_station: np.ndarray
    incomplete: np.ndarray
    outliers: np.ndarray
    outlier_nights: np.ndarray
    incomplete_nights: np.ndarray
    duplicates: int = 0
    impossible: int = 0


@dataclass
class StationMeans:
    """Heat island of each station over the selected nights, each array of shape (stations,).

    Attributes
    ----------
    island, strongest, every_night : ndarray of float64
        Mean and largest over the selected nights, mean over all nights [degree C].
    nights : ndarray of int64
        Selected nights that the station has.
    flag : list of str
        One of :data:`STATION_FLAGS`.
    """

    island: np.ndarray
    strongest: np.ndarray
    every_night: np.ndarray
    nights: np.ndarray
    flag: list[str] = field(default_factory=list)


def check_celsius(temperature: np.ndarray) -> None:
    """Check that temperatures are in degrees Celsius.

    Raises
    ------
    InputError
        When they look like kelvins, tenths of degrees or degrees Fahrenheit, or when there is none.
    """
    values = temperature[np.isfinite(temperature)]
    if not len(values):
        raise InputError("The table has no temperature; check the field of the values.")
    low, middle, high = np.percentile(values, (1, 50, 99))
    if low > 200.0 and high < 340.0 and middle > 240.0:
        raise InputError(
            "The temperatures look like kelvins (median {middle:.1f}); convert them to degrees Celsius, "
            "for example with the field calculator.",
            middle=middle,
        )
    if max(abs(low), abs(high)) > 130.0:
        raise InputError(
            "The temperatures look like tenths of degrees (median {middle:.0f}); divide them by 10, for example with "
            "the field calculator.",
            middle=middle,
        )
    if high > HIGHEST_C or low < LOWEST_C or middle > 45.0:
        raise InputError(
            "The temperatures do not look like degrees Celsius (from {low:.0f} to {high:.0f}); convert them first.",
            low=low,
            high=high,
        )


def check_okta(cloud: np.ndarray) -> None:
    """Check that cloud cover is in oktas.

    Raises
    ------
    InputError
        When it goes beyond 8, or 9 for a hidden sky.
    """
    highest = np.nanmax(cloud, initial=0.0)
    if highest > _OKTA_MAXIMUM or np.nanmin(cloud, initial=0.0) < 0.0:
        raise InputError(
            "The cloud cover goes up to {highest:g}; give it in oktas, from 0 to 8 (percent / 12.5).", highest=highest
        )


def island_nights(
    observations: Observations,
    stations: int,
    reference: np.ndarray,
    zone: ZoneInfo,
    *,
    start_hour: float = 20.0,
    end_hour: float = 9.0,
    threshold: float = THRESHOLD_C,
    calm_wind: float = CALM_WIND_MS,
    clear_sky: float = CLEAR_SKY_OKTA,
) -> IslandNights:
    """Compute the heat island of each night and select the nights where it is strong.

    Parameters
    ----------
    observations : Observations
        Rows in any order.
    stations : int
        Number of stations.
    reference : ndarray of bool, shape (stations,)
        Stations of the countryside.
    zone : ZoneInfo
        Zone of the hours of the night.
    start_hour, end_hour : float
        Local hours at which the night begins and ends [h, 0 to 24]; it ends on the next day unless that would make
        it longer than a day. A night of 13 hours by the clock has 12 or 14 when clocks change.
    threshold : float
        A night is selected when the strongest heat island is above it [degree C]
    calm_wind, clear_sky : float
        and, where they are known, when the mean wind [m/s] and cloud cover [okta] are below these.

    Returns
    -------
    IslandNights
        Nights that have enough reference stations.

    Raises
    ------
    InputError
        When units are wrong, there is no reference station or no night can be used.
    """
    if not reference.any():
        raise InputError("No reference station was found; name stations of the countryside.")
    check_celsius(observations.temperature)
    if observations.cloud is not None:
        check_okta(observations.cloud)
    table, duplicates, impossible = _cleaned(observations)
    days, begins, ends = _night_bounds(table.utc, zone, start_hour, end_hour)
    lowest, hours = _night_minima(table, stations, begins, ends)
    expected = (ends - begins) / np.timedelta64(MS_PER_HOUR, "ms")
    complete = hours >= COMPLETE_SHARE * expected[:, np.newaxis]
    incomplete = (hours > 0) & ~complete
    lowest[~complete] = np.nan
    outlier = _spatial_outliers(lowest)
    lowest[outlier] = np.nan
    known = ~np.isnan(lowest[:, reference])
    usable = known.sum(axis=1) >= max(1.0, REFERENCE_SHARE * reference.sum())
    usable &= (~np.isnan(lowest[:, ~reference])).any(axis=1)
    if not usable.any():
        raise InputError(
            "No night has at least half of the reference stations and another one with {share:.0f} % of its hours; "
            "check the hours of the night, the time zone and the names of the stations.",
            share=100 * COMPLETE_SHARE,
        )
    reference_tn = _mean(lowest[usable][:, reference], axis=1)
    island = lowest[usable] - reference_tn[:, np.newaxis]
    city = np.where(reference, -np.inf, np.nan_to_num(island, nan=-np.inf))
    strongest = city.max(axis=1)
    wind, cloud = (_night_means(table.utc, values, begins, ends)[usable] for values in (table.wind, table.cloud))
    with np.errstate(invalid="ignore"):
        selected = (strongest > threshold) & ~(wind >= calm_wind) & ~(cloud >= clear_sky)
    return IslandNights(
        night=days[usable],
        island=island,
        reference_tn=reference_tn,
        wind=wind,
        cloud=cloud,
        selected=selected,
        strongest=strongest,
        strongest_station=city.argmax(axis=1),
        incomplete=incomplete.sum(axis=1)[usable],
        outliers=outlier.sum(axis=1)[usable],
        outlier_nights=outlier.sum(axis=0),
        incomplete_nights=incomplete.sum(axis=0),
        duplicates=duplicates,
        impossible=impossible,
    )


def station_means(nights: IslandNights, reference: np.ndarray) -> StationMeans:
    """Average the heat island of each station over the selected nights.

    Parameters
    ----------
    nights : IslandNights
        From :func:`island_nights`.
    reference : ndarray of bool, shape (stations,)
        Stations of the countryside.
    """
    chosen = nights.island[nights.selected]
    count = (~np.isnan(chosen)).sum(axis=0)
    seen = (~np.isnan(nights.island)).sum(axis=0)
    often = nights.outlier_nights > STATION_OUTLIER_SHARE * (seen + nights.outlier_nights)
    flags = []
    for number, is_reference in enumerate(reference.tolist()):
        if count[number] == 0:
            flags.append("no night")
        elif often[number]:
            flags.append("often an outlier")
        elif count[number] < FEW_NIGHTS_SHARE * len(chosen):
            flags.append("few nights")
        else:
            flags.append("reference" if is_reference else "ok")
    largest = np.where(np.isnan(chosen), -np.inf, chosen).max(axis=0, initial=-np.inf)
    return StationMeans(
        island=_mean(chosen, axis=0),
        strongest=np.where(count > 0, largest, np.nan),
        every_night=_mean(nights.island, axis=0),
        nights=count,
        flag=flags,
    )


def _mean(values: np.ndarray, axis: int) -> np.ndarray:
    """Return means without NaN, NaN where nothing is known, and no warning."""
    known = ~np.isnan(values)
    count = known.sum(axis=axis)
    return np.where(known, values, 0.0).sum(axis=axis) / np.where(count > 0, count, np.nan)


def _cleaned(table: Observations) -> tuple[Observations, int, int]:
    """Keep the first temperature of each station and instant, and those that air can have."""
    impossible = ~((table.temperature >= LOWEST_C) & (table.temperature <= HIGHEST_C))
    faults = int((impossible & np.isfinite(table.temperature)).sum())
    kept = np.flatnonzero(~impossible & ~np.isnat(table.utc))
    order = kept[np.lexsort((kept, table.utc[kept], table.station[kept]))]
    same = (np.diff(table.station[order]) == 0) & (np.diff(table.utc[order]) == np.timedelta64(0, "ms"))
    order = order[np.concatenate(([True], ~same))] if len(order) else order
    if not len(order):
        raise InputError("No row of the table has a known station, a time and a temperature; check the fields.")
    extra = [None if values is None else values[order] for values in (table.wind, table.cloud)]
    clean = Observations(table.station[order], table.utc[order], table.temperature[order], *extra)
    return clean, int(same.sum()), faults


def _night_bounds(utc, zone, start_hour, end_hour):
    """Return the day of the evening, and the universal times at which each night begins and ends."""
    one_day = np.timedelta64(1, "D")
    first = utc.min().astype("datetime64[D]") - 2 * one_day
    last = utc.max().astype("datetime64[D]") + one_day
    days = np.arange(first, last + one_day)
    later = 0 if end_hour > start_hour else 1
    begins = np.array([clock_instant(day, start_hour, zone) for day in days])
    ends = np.array([clock_instant(day + later * one_day, end_hour, zone) for day in days])
    return days, begins, ends


def _night_of(utc, begins, ends):
    """Return the number of the night of each instant, -1 by day."""
    night = np.searchsorted(begins, utc, side="right") - 1
    return np.where((night >= 0) & (utc < ends[night]), night, -1)


def _night_minima(table, stations, begins, ends):
    """Return the lowest temperature and the number of distinct hours of each night and station."""
    night = _night_of(table.utc, begins, ends)
    inside = np.flatnonzero(night >= 0)
    night, station = night[inside], table.station[inside]
    lowest = np.full((len(begins), stations), np.inf)
    np.minimum.at(lowest, (night, station), table.temperature[inside])
    lowest[np.isinf(lowest)] = np.nan
    hour = ((table.utc[inside] - begins[night]) // np.timedelta64(MS_PER_HOUR, "ms")).astype(np.int64)
    seen = np.zeros((len(begins), stations, int(hour.max(initial=0)) + 1), dtype=bool)
    seen[night, station, hour] = True
    return lowest, seen.sum(axis=2)


def _night_means(utc, values, begins, ends):
    """Return the mean of all stations over each night, NaN where nothing is known."""
    if values is None:
        return np.full(len(begins), np.nan)
    night = _night_of(utc, begins, ends)
    used = (night >= 0) & np.isfinite(values)
    count = np.bincount(night[used], minlength=len(begins))
    total = np.bincount(night[used], weights=values[used], minlength=len(begins))
    return total / np.where(count > 0, count, np.nan)


def _spatial_outliers(lowest):
    """Tell which stations are too far from the others in a night: |robust z| above 4."""
    known = ~np.isnan(lowest)
    outlier = np.zeros(lowest.shape, dtype=bool)
    for number in np.flatnonzero(known.sum(axis=1) >= OUTLIER_STATIONS):
        values = lowest[number, known[number]]
        apart = np.abs(values - np.median(values))
        spread = MAD_TO_SIGMA * np.median(apart)
        if spread > 0.0:
            outlier[number, known[number]] = apart > OUTLIER_Z * spread
    return outlier
