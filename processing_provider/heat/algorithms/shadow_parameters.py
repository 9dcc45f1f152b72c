"""Parameters of every algorithm that casts shadows, and the scene they describe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qgis.core import QgsProcessingParameterRasterLayer, QgsRectangle

from ...algorithm import CityOrchestraAlgorithm
from ...engine import EngineSettings, choose_tile_size, map_tiles, plan_tiles
from ...layers import check_aligned, raster_grid, raster_source, to_degrees
from ...parameters import add_engine_parameters, engine_settings, number, optional_number
from ...raster_files import Grid, RasterSource, bounded_raster_cache
from ...translation import tr
from .surface_messages import check_surface_facts

# Heights, surface, sun fraction, lines and their copies while a tile is swept [bytes per cell].
SWEEP_BYTES_PER_CELL = 32.0
# The same for exact shadows: walls by three sides, starts of rays, crowns and their copies [bytes per cell].
EXACT_BYTES_PER_CELL = 80.0


@dataclass(frozen=True)
class Scene:
    """Rasters, grid and options of a run that casts shadows.

    Attributes
    ----------
    sources : dict of str to RasterSource
        ``dsm``, and ``dtm`` and ``canopy`` where given.
    grid : Grid
        Grid they share.
    longitude, latitude : float
        Centre of the grid [degrees].
    options : dict
        Options of :func:`..shade_tiles.sun_fraction_of_tile`.
    settings : EngineSettings
        How much of the machine to use.
    transmissivity : float or None
        As the user gave it; None follows the leaf season.
    """

    sources: dict[str, RasterSource]
    grid: Grid
    longitude: float
    latitude: float
    options: dict[str, Any]
    settings: EngineSettings
    transmissivity: float | None

    def sun(self, utc, local) -> list[tuple[float, float, float]]:
        """Return azimuth from grid north, elevation [degrees] and transmissivity of each instant."""
        from ..leaf_season import canopy_transmissivity
        from ..sun import grid_azimuth, grid_convergence_deg, sun_position

        position = sun_position(utc, self.latitude, self.longitude)
        convergence = grid_convergence_deg(self.grid.crs_wkt, self.longitude, self.latitude)
        azimuth = grid_azimuth(position.azimuth_deg, convergence)
        result = []
        for index, moment in enumerate(local):
            transmissivity = self.transmissivity
            if transmissivity is None:
                transmissivity = float(canopy_transmissivity(moment.timetuple().tm_yday))
            result.append((float(azimuth[index]), float(position.elevation_deg[index]), transmissivity))
        return result

    def halo(self, sun: list[tuple[float, float, float]]) -> int:
        """Return the cells that a tile needs around it, for the lowest sun of a run."""
        from ..shadows import halo_cells

        return halo_cells(
            [elevation for _, elevation, _ in sun],
            self.grid.cell_size,
            self.options["height_range"],
            highest_crown=self.options["highest_crown"],
            max_distance=self.options["max_distance"],
        )


def add_shadow_parameters(algorithm: CityOrchestraAlgorithm) -> None:
    """Add the surfaces: ``DSM``, ``DTM`` and ``CANOPY``."""
    algorithm.add(
        QgsProcessingParameterRasterLayer("DSM", tr("Surface model: terrain and buildings (m)")),
        tr(
            "Altitude of the terrain and the buildings, without vegetation, in a metric CRS with square cells; "
            "trees in it would be opaque from the ground up."
        ),
    )
    algorithm.add(
        QgsProcessingParameterRasterLayer("CANOPY", tr("Tree canopy height (m)"), optional=True),
        tr("Height of the top of the trees above the ground, 0 or no data where there is none; same grid."),
    )
    algorithm.add(
        QgsProcessingParameterRasterLayer("DTM", tr("Terrain model (m)"), optional=True),
        tr("Altitude of the ground; fills the holes of the surface model and carries the trees; same grid."),
    )


def add_shadow_options(algorithm: CityOrchestraAlgorithm) -> None:
    """Add ``TRUNK_RATIO``, ``TAU``, ``OBS_HEIGHT``, ``MAXDIST`` and the engine's parameters."""
    algorithm.add(
        number("TRUNK_RATIO", tr("Crown base over tree height"), 0.25, minimum=0.0, maximum=1.0),
        tr("Height at which crowns begin, as a share of the height of the tree."),
        advanced=True,
    )
    algorithm.add(
        number(
            "TAU",
            tr("Light through crowns (0 to 1)"),
            None,
            minimum=0.0,
            maximum=1.0,
            optional=True,
        ),
        tr(
            "Share of the direct sun that crosses a crown; empty follows the season: 0.03 in leaf "
            "(10 April to 27 October), 0.5 otherwise."
        ),
        advanced=True,
    )
    algorithm.add(
        number("OBS_HEIGHT", tr("Height of the observer (m)"), 0.0, minimum=0.0, maximum=100.0),
        tr("Height above the surface at which the sun is looked at: 0 for the ground, 1.1 for a body."),
        advanced=True,
    )
    algorithm.add(
        number("MAXDIST", tr("Longest shadow (m)"), 500.0, minimum=1.0, maximum=50000.0),
        tr("What casts shadow from farther than this is ignored; long shadows of a low sun cost time."),
        advanced=True,
    )
    add_engine_parameters(algorithm)


def check_surfaces(algorithm: CityOrchestraAlgorithm, parameters, context) -> None:
    """Check early that the rasters are metric and share one grid."""
    dsm = algorithm.parameterAsRasterLayer(parameters, "DSM", context)
    if dsm is None:
        return  # the base has already said so, or the layer is still to be made by a model
    raster_grid(dsm)
    for name in ("DTM", "CANOPY"):
        other = algorithm.parameterAsRasterLayer(parameters, name, context)
        if other is not None:
            check_aligned(dsm, other)


def read_scene(algorithm: CityOrchestraAlgorithm, parameters, context, feedback) -> Scene:
    """Read the parameters, look at the surfaces, and say what is wrong with them.

    Raises
    ------
    InputError
        When a raster cannot be used, or see :func:`.surface_messages.check_surface_facts`.
    """
    from ..surface_facts import add_facts, surface_facts

    check_surfaces(algorithm, parameters, context)
    sources, layers = {}, {}
    for key, name in (("dsm", "DSM"), ("dtm", "DTM"), ("canopy", "CANOPY")):
        layer = algorithm.raster(parameters, name, context)
        if layer is not None:
            layers[key] = layer
            sources[key] = raster_source(layer)
    grid = raster_grid(layers["dsm"])
    settings = engine_settings(algorithm, parameters, context)
    tiles = plan_tiles(grid, choose_tile_size(settings, 0, SWEEP_BYTES_PER_CELL), 0)
    with bounded_raster_cache(64):
        found = map_tiles(surface_facts, sources, tiles, settings=settings, feedback=feedback)
        facts = add_facts(part for _, part in found)
    check_surface_facts(facts, {key: layer.name() for key, layer in layers.items()}, feedback)
    rectangle = QgsRectangle(*grid.bounds)
    longitude, latitude = to_degrees(
        layers["dsm"].crs(), rectangle.center().x(), rectangle.center().y(), context.transformContext()
    )
    return Scene(
        sources=sources,
        grid=grid,
        longitude=longitude,
        latitude=latitude,
        options={
            "cell_size": grid.cell_size,
            "trunk_ratio": algorithm.parameterAsDouble(parameters, "TRUNK_RATIO", context),
            "observer_height": algorithm.parameterAsDouble(parameters, "OBS_HEIGHT", context),
            "max_distance": algorithm.parameterAsDouble(parameters, "MAXDIST", context),
            "height_range": (facts.lowest, facts.highest),
            "highest_crown": facts.highest_crown if facts.highest_crown > float("-inf") else None,
        },
        settings=settings,
        transmissivity=optional_number(algorithm, parameters, "TAU", context),
    )
