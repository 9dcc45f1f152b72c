"""Temperature stations of the demo town and what they would have measured, by the law of ``demo_laws.csv``."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from rasterio.transform import from_origin

from ..land_cover import BUILDINGS, DECIDUOUS, EVERGREEN, GRASS, cover_shapes, ground_cover, land_cover
from ..schema import LayerTable
from ..surfaces import burn_mask, canopy_height
from .tables import demo_laws, layer_table

#: Cells of the land cover from which the law takes its shares [m], whatever the cells of the rasters asked for.
LAW_CELL_M = 5.0
#: First noon of the measurements, universal time: 25 nights of the end of summer, when the heat island is strongest.
FIRST_NOON = np.datetime64("2026-08-20T12:00")
#: Height of the sensors [m], as on the lamp posts of a network of stations.
SENSOR_HEIGHT_M = 3.0
#: Streets drawn for each station to choose, more often where there are roofs.
CANDIDATES = 4
#: References lie this far inside the edge of the town [m], where the shares of roofs are smallest.
RIM_M = 60.0
#: Mean of the regional temperature over the period, and its standard deviation from day to day [°C].
MEAN_C, DAY_SD_C = 19.5, 2.2
#: Largest change from one day to the next [°C]: dawn stays cooler than the afternoon before.
LARGEST_STEP_C = 3.0
#: Memory of the weather from one day to the next.
PERSISTENCE = 0.6
#: Range between afternoon and dawn on a windy day, and what a calm clear one adds [°C].
LEAST_RANGE_C, CALM_RANGE_C = 6.0, 9.0
#: Hours of the coolest and of the warmest air, universal time, in the French summer.
DAWN_H, AFTERNOON_H = 5, 15
#: The heat island grows from the first to the second hour, lasts, and fades from the third to the fourth [h, UTC];
#: it fades after sunrise, so that the coldest hour shows it whole.
COURSE_H = (17.0, 21.0, 31.0, 34.0)
#: A station that was switched on late [days], and one that lost whole nights.
LATE_DAYS, LOST_NIGHTS = 4, (6, 7, 15)


@dataclass(frozen=True)
class Stations:
    """Where temperature is measured, and what the law needs of each place.

    Attributes
    ----------
    xy : ndarray, shape (n, 2)
        Map coordinates [m].
    reference : ndarray of bool, shape (n,)
        Rural stations; they come last.
    built, vegetation : ndarray, shape (n,)
        Shares of the land cover in the discs of the law, 0 to 1; what lies outside the town is not counted.
    """

    xy: np.ndarray
    reference: np.ndarray
    built: np.ndarray
    vegetation: np.ndarray

    @property
    def island(self) -> np.ndarray:
        """Heat island of the law above the mean of the references on a night of strength 1 [°C]."""
        law = demo_laws()["heat"]
        raw = law["built"] * self.built + law["vegetation"] * self.vegetation
        return raw - raw[self.reference].mean()


@dataclass(frozen=True)
class CoverShares:
    """Land cover of the law on coarse cells, and the shares that it gives."""

    cover: np.ndarray
    origin: tuple[float, float]
    cell_size: float

    def share(self, xy: np.ndarray, codes: tuple[int, ...], radius: float) -> np.ndarray:
        """Return the share of cells of some codes in the disc around each point, cells outside the town left out."""
        inside = np.isin(self.cover, codes)
        rows, columns = self.cover.shape
        x = self.origin[0] + (np.arange(columns) + 0.5) * self.cell_size
        y = self.origin[1] - (np.arange(rows) + 0.5) * self.cell_size
        shares = np.empty(len(xy))
        for index, (east, north) in enumerate(xy):
            column = slice(*np.searchsorted(x, (east - radius, east + radius)))
            row = slice(*np.searchsorted(-y, (-north - radius, -north + radius)))
            disc = (x[None, column] - east) ** 2 + (y[row, None] - north) ** 2 <= radius**2
            shares[index] = inside[row, column][disc].mean() if disc.any() else np.nan
        return shares


def law_cover(layers: dict[str, LayerTable], origin, size: float) -> CoverShares:
    """Return the land cover from which the law takes its shares, made from the layers alone.

    Parameters
    ----------
    layers : dict of str to LayerTable
        Standard layers, map coordinates [m].
    origin : (float, float)
        Upper-left corner [m].
    size : float
        Side of the town [m].

    Returns
    -------
    CoverShares
    """
    count = max(1, round(size / LAW_CELL_M))
    cell = size / count
    transform = from_origin(origin[0], origin[1], cell, cell)
    shape = (count, count)
    footprints, trees, patches = layers["buildings"].geometry, layers["trees"], layers["vegetation"]
    ground = ground_cover(shape, transform, *cover_shapes(layers), footprints, "paved")
    canopy = canopy_height(
        shape,
        transform,
        shapely.get_coordinates(trees.geometry),
        trees.columns["height_m"],
        trees.columns["crown_diameter_m"],
        patches.geometry,
        patches.columns["height_m"],
        burn_mask(shape, transform, footprints),
        burn_mask(shape, transform, layers["water"].geometry),
    )
    return CoverShares(land_cover(ground, canopy), (float(origin[0]), float(origin[1])), cell)


def place_stations(layers: dict[str, LayerTable], cover: CoverShares, size: float, rng) -> Stations:
    """Choose stations beside streets, spread over the town, and rural references at its edge.

    Parameters
    ----------
    layers : dict of str to LayerTable
        Standard layers.
    cover : CoverShares
        Land cover of the law.
    size : float
        Side of the town [m].
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    Stations
        Fewer than the law asks for in a town too small for them.
    """
    law = demo_laws()["heat"]
    streets = layers["streets"]
    fit = (streets.columns["level"].astype(int) == 0) & (shapely.length(streets.geometry) > 20.0)
    middle = shapely.line_interpolate_point(shapely.get_geometry(streets.geometry[fit], 0), 0.5, normalized=True)
    xy = np.round(shapely.get_coordinates(middle), 2)
    # More candidates where there are roofs, then as far from each other as they can be.
    likely = 0.15 + cover.share(xy, (BUILDINGS,), law["vegetation_radius"])
    wanted = min(int(law["urban_stations"]), len(xy))
    drawn = rng.choice(len(xy), min(len(xy), CANDIDATES * wanted), replace=False, p=likely / likely.sum())
    urban = xy[drawn][_spread(xy[drawn], wanted)]
    rural = _references(cover, size, int(law["reference_stations"]), law["built_radius"])
    points = np.vstack([urban, rural])
    return Stations(
        xy=points,
        reference=np.arange(len(points)) >= len(urban),
        built=cover.share(points, (BUILDINGS,), law["built_radius"]),
        vegetation=cover.share(points, (EVERGREEN, DECIDUOUS, GRASS), law["vegetation_radius"]),
    )


def _spread(xy: np.ndarray, count: int) -> np.ndarray:
    """Return the indices of points chosen one after the other as far as can be from those chosen before."""
    chosen = [0]
    gap = np.hypot(*(xy - xy[0]).T)
    while len(chosen) < count:
        chosen.append(int(np.argmax(gap)))
        gap = np.minimum(gap, np.hypot(*(xy - xy[chosen[-1]]).T))
    return np.array(chosen)


def _references(cover: CoverShares, size: float, count: int, radius: float) -> np.ndarray:
    """Return open places along the edge with few roofs around, far from each other."""
    rim = min(RIM_M, size / 6)
    along = np.linspace(rim, size - rim, 25)
    low, high = np.full(len(along), rim), np.full(len(along), size - rim)
    sides = [(along, low), (along, high), (low, along), (high, along)]
    local = np.unique(np.round(np.vstack([np.column_stack(side) for side in sides]), 2), axis=0)
    xy = local + np.array([cover.origin[0], cover.origin[1] - size])
    column = ((xy[:, 0] - cover.origin[0]) / cover.cell_size).astype(int)
    row = ((cover.origin[1] - xy[:, 1]) / cover.cell_size).astype(int)
    open_ground = cover.cover[row, column] == GRASS
    built = cover.share(xy, (BUILDINGS,), radius) + np.where(open_ground, 0.0, 1.0)
    chosen: list[int] = []
    for index in np.argsort(built, kind="stable"):
        if all(np.hypot(*(xy[index] - xy[other])) > size / 3 for other in chosen):
            chosen.append(int(index))
        if len(chosen) == count:
            break
    return xy[chosen]


@dataclass(frozen=True)
class Weather:
    """Regional weather: hours and temperatures, strength of each night.

    Attributes
    ----------
    time : ndarray of datetime64, shape (h,)
        Whole hours, universal time, from the first noon.
    regional_c : ndarray, shape (h,)
        Air temperature outside the town [°C].
    strength : ndarray, shape (nights,)
        Strength of the heat island of each night, 1 on an ordinary one.
    course : ndarray, shape (h,)
        Course of the heat island, 0 by day, 1 at night.
    """

    time: np.ndarray
    regional_c: np.ndarray
    strength: np.ndarray
    course: np.ndarray


def draw_weather(rng) -> Weather:
    """Draw the weather of the period: calm clear nights are cooler and have stronger heat islands.

    The temperature follows half a cosine from each afternoon to the next dawn and back.
    """
    law = demo_laws()["heat"]
    nights = int(law["nights"])
    calm, mean = np.empty(nights + 1), np.empty(nights + 1)
    calm[0], mean[0] = 0.5, 0.0
    for day in range(1, nights + 1):
        calm[day] = np.clip(0.5 + PERSISTENCE * (calm[day - 1] - 0.5) + rng.normal(0.0, 0.3), 0.0, 1.0)
        drawn = PERSISTENCE * mean[day - 1] + rng.normal(0.0, DAY_SD_C * np.sqrt(1 - PERSISTENCE**2))
        mean[day] = np.clip(drawn, mean[day - 1] - LARGEST_STEP_C, mean[day - 1] + LARGEST_STEP_C)
    half_range = (LEAST_RANGE_C + CALM_RANGE_C * calm) / 2.0
    # Turning points, from the afternoon before the first noon to that after the last: hours since the first midnight.
    day = np.arange(nights + 2)
    turning_h = np.sort(np.concatenate([24.0 * day + DAWN_H, 24.0 * day + AFTERNOON_H]))
    night = np.minimum(day, nights)
    turning_c = np.empty(2 * len(day))
    turning_c[0::2] = MEAN_C + mean[night] - half_range[night]
    turning_c[1::2] = MEAN_C + mean[night] + half_range[night]
    hour = 12.0 + np.arange(24 * nights)
    before = np.searchsorted(turning_h, hour, side="right") - 1
    way = (hour - turning_h[before]) / (turning_h[before + 1] - turning_h[before])
    smooth = 0.5 - 0.5 * np.cos(np.pi * way)
    regional = turning_c[before] * (1.0 - smooth) + turning_c[before + 1] * smooth
    since = (hour - 12.0) % 24.0 + 12.0
    course = np.interp(since, COURSE_H, (0.0, 1.0, 1.0, 0.0))
    strength = law["calm_least"] + (law["calm_most"] - law["calm_least"]) * calm[1:]
    time = FIRST_NOON + np.arange(24 * nights).astype("timedelta64[h]")
    return Weather(time, regional, strength, course)


def observe(stations: Stations, weather: Weather, rng) -> tuple[np.ndarray, int]:
    """Return what the stations record.

    Parameters
    ----------
    stations : Stations
        Places.
    weather : Weather
        Hours and regional temperature.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    temperature_c : ndarray, shape (stations, hours)
        Air temperature [°C]; NaN for an empty value, infinite where the station recorded nothing at all.
    faulty : int
        Index of the station whose sensor is wrong.
    """
    law = demo_laws()["heat"]
    count, hours = len(stations.xy), len(weather.time)
    strength = np.repeat(weather.strength, 24) * weather.course
    deviation = rng.normal(0.0, law["station_deviation"], count)
    noise = rng.normal(0.0, law["sensor_noise"], (count, hours))
    table = weather.regional_c + stations.island[:, None] * strength + deviation[:, None] + noise
    table[rng.uniform(size=table.shape) < law["null_share"]] = np.nan
    urban = np.flatnonzero(~stations.reference)
    faulty, late, lossy = rng.choice(urban, 3, replace=len(urban) < 3)
    table[faulty] += law["faulty_offset"]
    table[late, : 24 * LATE_DAYS] = np.inf
    for night in LOST_NIGHTS:
        table[lossy, 24 * night : 24 * (night + 1)] = np.inf
    return np.round(table, 2), int(faulty)


def station_layers(layers: dict[str, LayerTable], stations: Stations, weather: Weather, table: np.ndarray):
    """Return the demo layers ``heat_stations`` and ``heat_observations``; missing records have no row.

    Parameters
    ----------
    layers : dict of str to LayerTable
        Standard layers.
    stations, weather
        Places and hours.
    table : ndarray, shape (stations, hours)
        Temperatures, from :func:`observe`.

    Returns
    -------
    dict of str to LayerTable
    """
    places = shapely.points(stations.xy)
    streets = layers["streets"]
    nearest = shapely.STRtree(streets.geometry).nearest(places)
    names = np.where(stations.reference, "Campagne", streets.columns["name"][nearest])
    identifier = np.array([f"te{index:03d}" for index in range(1, len(places) + 1)], dtype=object)
    row, column = np.nonzero(~np.isinf(table))
    time = np.array([f"{moment}Z" for moment in np.datetime_as_string(weather.time, unit="s")], dtype=object)
    return {
        "heat_stations": layer_table(
            "heat_stations",
            places,
            station_id=identifier,
            name=names,
            role=np.where(stations.reference, "reference", "urban"),
            height_m=np.full(len(places), SENSOR_HEIGHT_M),
        ),
        "heat_observations": layer_table(
            "heat_observations",
            np.full(len(row), None),
            station_id=identifier[row],
            time=time[column],
            temperature_c=table[row, column],
        ),
    }
