"""The three measured sites of Gothenburg: what they hold, and level S of mean radiant temperature at the mast.

Sites and measurements: Lindberg, Holmer and Thorsson (2008), Lindberg and Grimmond (2011), from the validation data of
the SOLWEIG package. Weather rows are hours that end half an hour after the middle of the hour in UTC: this places the
clear days on the sun within a quarter of an hour. Measured rows of the two older sites carry the number of the next
hour (summer time), as their global radiation shows.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import rasterio
from pyproj import Transformer

# site: rasters (dsm, dtm, canopy, land cover), weather files, measured hour minus weather hour
SITES = {
    "kronenhuset": (("DSM_KR.tif", "DEM_KR.tif", "CDSM_KR.asc", "landcover_KR.tif"), ("MetFile_Prepared.txt",), 1),
    "gustav_adolfs": (
        ("DSM_GA.tif", "DEM_GA.tif", "CDSM_GA.tif", "LC_GA.tif"),
        ("MetFile_20051011.txt", "MetFile_20060726.txt", "MetFile_20060801.txt"),
        1,
    ),
    "gvc": (
        ("DSM_GVC_1m.tif", "DEM_GVC_1m.tif", "CDSM_GVC_1m.tif", "landcover_1m_GVC.tif"),
        ("MetFile20100707_Prepared.txt", "MetFile20100710_Prepared.txt", "MetFile20100712_Prepared.txt"),
        0,
    ),
}
CRS = {"kronenhuset": "EPSG:3007", "gustav_adolfs": "EPSG:3006", "gvc": "EPSG:3006"}
MAX_DISTANCE_M = 500.0
STEP_MINUTES = 10  # instants averaged over each measured hour


@dataclass
class Site:
    """One measured site.

    Attributes
    ----------
    name, crs : str
    arrays : dict of ndarray
        ``dsm``, ``dtm``, ``canopy``, ``land_cover`` [m, codes].
    cell_size : float
        [m]
    row, column : int
        Cell of the mast.
    latitude, longitude : float
        [degrees]
    days : dict of str to Day
    """

    name: str
    crs: str
    arrays: dict[str, np.ndarray]
    cell_size: float
    row: int
    column: int
    latitude: float
    longitude: float
    days: dict[str, Day] = field(default_factory=dict)


@dataclass
class Day:
    """Measured hours of one day: number, middle [UTC], Ta [degrees C], RH [%], global radiation [W/m2], Tmrt."""

    day_of_year: int
    hour: np.ndarray
    middle: np.ndarray
    ta: np.ndarray
    rh: np.ndarray
    ghi: np.ndarray
    tmrt: np.ndarray


def read_site(folder: Path, name: str) -> Site:
    """Read rasters, weather and measurements of a site."""
    rasters, weather_files, shift = SITES[name]
    arrays = {}
    for key, file in zip(("dsm", "dtm", "canopy", "land_cover"), rasters):
        with rasterio.open(folder / file) as dataset:
            values = dataset.read(1).astype(np.float32)
            values[dataset.read_masks(1) == 0] = np.nan
            transform = dataset.transform
        arrays[key] = values
    place = json.loads((folder / "poi.geojson").read_text(encoding="utf-8"))
    x, y = (place["features"][0] if "features" in place else place)["geometry"]["coordinates"]
    column, row = int((x - transform.c) / transform.a), int((y - transform.f) / transform.e)
    longitude, latitude = Transformer.from_crs(CRS[name], "EPSG:4326", always_xy=True).transform(x, y)
    site = Site(name, CRS[name], arrays, transform.a, row, column, latitude, longitude)
    (measured_file,) = folder.glob("measurements_*.csv")
    with measured_file.open(encoding="utf-8", newline="") as stream:
        measured = list(csv.DictReader(stream))
    for file in weather_files:
        weather = np.loadtxt(folder / file, skiprows=1)
        date = np.datetime64(f"{int(weather[0, 0])}-01-01") + np.timedelta64(int(weather[0, 1]) - 1, "D")
        key = str(date).replace("-", "")
        site.days[str(date)] = _day(date, weather, [row for row in measured if _day_of(row, key) == key], shift)
    return site


def _day_of(row, only_day):
    return row.get("day") or row.get("date") or only_day


def _day(date, weather, measured, shift):
    values = []
    for row in measured:
        tmrt = float(row["Tmrt"] or "nan")
        (hour,) = weather[weather[:, 2] == int(row["hour"]) - shift]
        if np.isfinite(tmrt):
            values.append((int(row["hour"]), hour[2], hour[11], hour[10], hour[14], tmrt))
    number, start, ta, rh, ghi, tmrt = np.array(values).T
    middle = date.astype("datetime64[m]") + (start * 60 - 30).astype("timedelta64[m]")
    return Day(int(weather[0, 1]), number.astype(int), middle, ta, rh, ghi, tmrt)


def sky_view_at_mast(site: Site) -> dict[int, np.ndarray]:
    """Return the sky view factor with crowns of the site, by day of the year (leaves)."""
    from cityorchestra.processing_provider.heat.leaf_season import canopy_transmissivity
    from cityorchestra.processing_provider.heat.sky_view import sky_view_factor

    views = {}
    for day in site.days.values():
        views[day.day_of_year] = sky_view_factor(
            site.arrays["dsm"],
            site.cell_size,
            canopy_height=site.arrays["canopy"],
            ground=site.arrays["dtm"],
            transmissivity=canopy_transmissivity(day.day_of_year),
        ).combined
    return views


def level_s(
    site: Site, day: Day, sky_view: np.ndarray, circumsolar: bool = True, step_minutes: int = STEP_MINUTES
) -> np.ndarray:
    """Return mean radiant temperature at the mast, mean over instants of each measured hour [degrees C]."""
    from cityorchestra.processing_provider.engine import Tile
    from cityorchestra.processing_provider.heat.comfort_tiles import radiant_tile
    from cityorchestra.processing_provider.heat.land_cover import standard_surfaces
    from cityorchestra.processing_provider.heat.leaf_season import canopy_transmissivity
    from cityorchestra.processing_provider.heat.radiant_temperature import conditions_at
    from cityorchestra.processing_provider.heat.sun import grid_azimuth, grid_convergence_deg, sun_position

    rows, columns = sky_view.shape
    tile = Tile(site.row, site.column, 1, 1, 0, 0, rows, columns)
    convergence = grid_convergence_deg(site.crs, site.longitude, site.latitude)
    heights = site.arrays["dsm"]
    options = {
        "cell_size": site.cell_size,
        "trunk_ratio": 0.25,
        "observer_height": 0.0,
        "max_distance": MAX_DISTANCE_M,
        "height_range": (float(np.nanmin(heights)), float(np.nanmax(heights))),
        "highest_crown": float(np.nanmax(site.arrays["dtm"] + site.arrays["canopy"])),
    }
    result = np.empty(len(day.hour))
    for number, middle in enumerate(day.middle):
        values = []
        for minute in range(-30 + step_minutes // 2, 30, step_minutes):
            utc = middle + np.timedelta64(minute, "m")
            weather = day.ta[number], day.rh[number], day.ghi[number]
            conditions = conditions_at(
                utc, site.latitude, site.longitude, *weather, day_of_year=day.day_of_year, circumsolar=circumsolar
            )
            position = sun_position(utc, site.latitude, site.longitude)
            azimuth = float(grid_azimuth(position.azimuth_deg, convergence))
            sun = azimuth, float(position.elevation_deg), canopy_transmissivity(day.day_of_year)
            values.append(
                radiant_tile(
                    {**site.arrays, "svf": sky_view},
                    tile,
                    np.zeros(1, dtype=np.uint8),
                    conditions=conditions,
                    sun=sun,
                    posture="standing",
                    surfaces=standard_surfaces(),
                    azimuths=32,
                    options=options,
                )[0, 0]
            )
        result[number] = np.mean(values)
    return result


def rmse_and_bias(modelled, measured) -> tuple[float, float]:
    """Return root mean square error and mean error [K]."""
    error = np.asarray(modelled) - np.asarray(measured)
    return float(np.sqrt(np.mean(error**2))), float(np.mean(error))
