"""The two engines of mean radiant temperature: the closed form, tile by tile, and the SOLWEIG package."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from ...algorithm import CityOrchestraAlgorithm
from ...engine import (
    MAXIMUM_TILE,
    MINIMUM_TILE,
    EngineSettings,
    choose_tile_size,
    map_tiles,
    plan_tiles,
    run_tiles,
)
from ...errors import InputError
from ...layers import raster_source
from ...parameters import moment, time_zone
from ...raster_files import (
    MEGABYTE,
    TILE_STEP,
    RasterOutput,
    RasterSource,
    bounded_raster_cache,
    open_output,
    read_window,
)
from ...translation import tr
from .comfort_outputs import NODATA, value_ranges
from .shadow_parameters import Scene, read_scene
from .weather_parameters import Weather, read_weather

ENGINES = ("simple", "solweig")
POSTURES = ("standing", "sitting")
HALO_BYTES = 56.0  # per cell of a tile and its halo: rasters as read, heights in whole units, crowns, the sun's sweep
CORE_BYTES = 150.0  # per cell of the tile itself, besides: shares of sun, sky view, surfaces, in double precision
COMBINED_BAND = "combined"  # band of a sky view raster that counts crowns
SHARE_TOLERANCE = 0.01  # rounding of a sky view from elsewhere
SOLWEIG_RASTERS = {"dsm": "dsm", "dtm": "ground", "canopy": "canopy_height", "land_cover": "land_cover"}


@dataclass(frozen=True)
class Instant:
    """Scene, weather and sun of one run.

    Attributes
    ----------
    scene : Scene
        Rasters, ``svf`` and ``land_cover`` included where given.
    weather : Weather
        As given.
    conditions : radiant_temperature.Conditions
        Weather and sun.
    sun : tuple of float
        Azimuth from grid north, elevation [degrees], transmissivity of crowns.
    local : datetime
        The instant.
    posture : str
        Posture of the person.
    """

    scene: Scene
    weather: Weather
    conditions: Any
    sun: tuple[float, float, float]
    local: datetime
    posture: str


def read_instant(algorithm: CityOrchestraAlgorithm, parameters, context, feedback) -> Instant:
    """Read the rasters, the weather and the sun of a run."""
    from ..radiant_temperature import conditions_at
    from ..radiation import check_measured_light
    from ..sun import as_utc, parse_local_time

    given = moment(algorithm, parameters, "DATETIME", context)
    local = parse_local_time(given, time_zone(algorithm, parameters, context))
    weather = read_weather(algorithm, parameters, context)
    scene = read_scene(algorithm, parameters, context, feedback)
    for key, name in (("svf", "SVF"), ("land_cover", "LANDCOVER")):
        layer = algorithm.raster(parameters, name, context)
        if layer is not None:
            scene.sources[key] = sky_view_source(layer, scene) if key == "svf" else raster_source(layer)
    utc = np.atleast_1d(as_utc(local))
    place_and_air = (utc[0], scene.latitude, scene.longitude, weather.ta, weather.rh)
    day = local.timetuple().tm_yday
    conditions = conditions_at(*place_and_air, weather.ghi, day_of_year=day)
    if weather.ghi is not None:
        check_measured_light(weather.ghi, conditions_at(*place_and_air, day_of_year=day).global_irradiance)
    (sun,) = scene.sun(utc, [local])
    posture = algorithm.parameterAsString(parameters, "POSTURE", context)
    return Instant(scene, weather, conditions, sun, local, posture)


def sky_view_source(layer, scene: Scene) -> RasterSource:
    """Return the band of a sky view raster that counts crowns, or the first band.

    Raises
    ------
    InputError
        When it is not a share of the sky.
    """
    import rasterio

    with rasterio.open(raster_source(layer).path) as dataset:
        names = list(dataset.descriptions)
    source = raster_source(layer, names.index(COMBINED_BAND) + 1 if COMBINED_BAND in names else 1)
    lowest, highest = value_ranges({"svf": source}, scene.grid, scene.settings)["svf"]
    if highest < lowest:
        raise InputError(
            "The sky view raster {name} has no data; choose another one, or none to have it computed.",
            name=layer.name(),
        )
    if lowest < -SHARE_TOLERANCE or highest > 1.0 + SHARE_TOLERANCE:
        raise InputError(
            "The sky view raster {name} goes from {lowest:g} to {highest:g}: it must be a share from 0 to 1; choose "
            "another one, or none to have it computed.",
            name=layer.name(),
            lowest=lowest,
            highest=highest,
        )
    return source


def run_simple(instant: Instant, surfaces: Mapping[int, Any], azimuths: int, path: str, feedback) -> None:
    """Compute and write mean radiant temperature with the closed form."""
    from ..comfort_tiles import radiant_halo, radiant_tile

    scene = instant.scene
    if "land_cover" in scene.sources:
        _tell_unknown_codes(scene, surfaces, feedback)
    halo = radiant_halo(scene.halo([instant.sun]), scene.options, "svf" not in scene.sources)
    run_tiles(
        radiant_tile,
        scene.sources,
        RasterOutput(path, scene.grid, nodata=NODATA, descriptions=("tmrt_celsius",)),
        halo=halo,
        bytes_per_cell=bytes_per_cell(scene.settings, halo),
        arguments={
            "conditions": instant.conditions,
            "sun": instant.sun,
            "posture": instant.posture,
            "surfaces": dict(surfaces),
            "azimuths": azimuths,
            "options": scene.options,
        },
        settings=scene.settings,
        feedback=feedback,
    )


def bytes_per_cell(settings: EngineSettings, halo: int) -> float:
    """Return the mean memory of a cell of the largest tile that fits, its halo included [bytes].

    The sky view needs a wide halo, whose cells cost much less than those of the tile: counted like them, the halo
    would leave room for small tiles only, each reading several times its own surface.
    """
    for side in range(MAXIMUM_TILE, MINIMUM_TILE - 1, -TILE_STEP):
        cells = (side + 2 * halo) ** 2
        taken = cells * HALO_BYTES + side**2 * CORE_BYTES
        if 2 * settings.thread_count * taken <= settings.memory_limit_mb * MEGABYTE:
            break
    return taken / cells


def _tell_unknown_codes(scene: Scene, surfaces, feedback) -> None:
    """Warn of land-cover codes that the table of surfaces does not hold."""
    from ..comfort_tiles import unknown_codes_tile

    tiles = plan_tiles(scene.grid, choose_tile_size(scene.settings, 0, 16.0), 0)
    sources, arguments = {"land_cover": scene.sources["land_cover"]}, {"known": sorted(surfaces)}
    with bounded_raster_cache(64):
        results = map_tiles(unknown_codes_tile, sources, tiles, arguments=arguments, settings=scene.settings)
        unknown = sorted(set().union(*(codes for _, codes in results)))
    if unknown:
        feedback.pushWarning(
            tr("Land-cover codes {codes} are not in the table of surfaces: ground of unknown surface.").format(
                codes=", ".join(str(code) for code in unknown)
            )
        )


def run_solweig(algorithm: CityOrchestraAlgorithm, instant: Instant, path: str, feedback) -> None:
    """Compute and write mean radiant temperature with the SOLWEIG package, the whole raster at once."""
    from ..shade_tiles import surface_of
    from ..solweig_engine import solweig_radiant_temperature, solweig_version

    scene, grid = instant.scene, instant.scene.grid
    feedback.pushInfo(tr("SOLWEIG {version} computes the whole raster at once.").format(version=solweig_version()))
    arrays = {
        key: read_window(source, 0, 0, grid.height, grid.width)
        for key, source in scene.sources.items()
        if key in SOLWEIG_RASTERS
    }
    rasters = {SOLWEIG_RASTERS[key]: array for key, array in arrays.items()}
    rasters["dsm"] = surface_of(arrays)

    def work():
        with tempfile.TemporaryDirectory() as folder:
            return solweig_radiant_temperature(
                cell_size=grid.cell_size,
                conditions=instant.conditions,
                date=instant.local.date(),
                grid_azimuth_deg=instant.sun[0],
                latitude=scene.latitude,
                longitude=scene.longitude,
                wind=instant.weather.wind,
                folder=folder,
                posture=instant.posture,
                trunk_ratio=scene.options["trunk_ratio"],
                max_distance=scene.options["max_distance"],
                **rasters,
            )

    values = algorithm.stoppable(work, feedback)
    values[np.isnan(rasters["dsm"])] = np.nan
    with open_output(RasterOutput(path, grid, nodata=NODATA, descriptions=("tmrt_celsius",))) as dataset:
        dataset.write(np.where(np.isnan(values), np.float32(NODATA), values), 1)
