"""Predictors of the heat island: bands of rasters, shares of a land cover in discs, and zones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Optional

import numpy as np
from qgis.core import QgsProcessingUtils, QgsRasterLayer

from ...engine import EngineSettings, run_stoppable
from ...errors import InputError
from ...layers import check_aligned, raster_grid, raster_source
from ...raster_files import Grid, RasterOutput, RasterSource, sample_points
from ...translation import tr

NODATA = -9999.0
STATIONS_PER_ZONE = 3  # fewer cannot tell what a zone adds
ZONES = "zones"


def parse_disc_texts(algorithm, parameters, context, grid: Grid):
    """Return the radii [m] and the classes given as text; raise InputError when they cannot be read."""
    from ..island.discs import parse_classes, parse_radii

    radii = parse_radii(algorithm.parameterAsString(parameters, "RADII", context), grid.cell_size)
    return radii, parse_classes(algorithm.parameterAsString(parameters, "CLASSES", context))


def disc_plan(algorithm, parameters, context, feedback, layer: QgsRasterLayer, settings, *, means: bool = False):
    """Return what is summed in which discs of a raster, looking at its values where needed."""
    from ..island.disc_files import DiscPlan, classes_in, quantity_step

    grid, source = raster_grid(layer), raster_source(layer)
    radii, groups = parse_disc_texts(algorithm, parameters, context, grid)
    if means:
        return DiscPlan(source, grid, radii, {}, quantity_step(source, grid, settings, feedback))
    return DiscPlan(source, grid, radii, groups or classes_in(source, grid, settings, feedback))


@dataclass(frozen=True)
class Origin:
    """Where a predictor comes from: a band of a raster, a class and a radius in discs, or the zones."""

    band: Optional[RasterSource] = None
    disc: Optional[tuple[int, int]] = None
    codes: tuple[int, ...] = ()


@dataclass
class Predictors:
    """Predictors that may be chosen, and how to make their maps.

    Attributes
    ----------
    grid : Grid
        Grid of the map.
    names, families : list of str
        Of each predictor.
    origins : list of Origin
        Of each predictor.
    values : list of ndarray, each shape (stations, columns)
        At the stations, NaN where unknown.
    labels : list of list of str
        Name of each column.
    """

    grid: Grid
    names: list[str] = field(default_factory=list)
    families: list[str] = field(default_factory=list)
    origins: list[Origin] = field(default_factory=list)
    values: list[np.ndarray] = field(default_factory=list)
    labels: list[list[str]] = field(default_factory=list)
    _plan: object = None
    _zones: Optional[RasterSource] = None

    def _add(self, name: str, origin: Origin, values: np.ndarray, labels: Optional[list[str]] = None) -> None:
        from ..island.discs import split_band_name

        if name in self.names:
            raise InputError("Two predictors are called {name}; rename a band or a class.", name=name)
        self.names.append(name)
        self.families.append(split_band_name(name)[0])
        self.origins.append(origin)
        self.values.append(values if values.ndim == 2 else values[:, np.newaxis])
        self.labels.append(labels or [name])

    def add_bands(self, layer: QgsRasterLayer, x: np.ndarray, y: np.ndarray) -> None:
        """Add each band of a raster."""
        import rasterio

        path = raster_source(layer).path
        with rasterio.open(path) as dataset:
            descriptions = dataset.descriptions
        for band, description in enumerate(descriptions, start=1):
            alone = layer.name() if len(descriptions) == 1 else f"{layer.name()} {band}"
            source = RasterSource(path, band)
            self._add(description or alone, Origin(band=source), sample_points(source, x, y))

    def add_discs(self, plan, x: np.ndarray, y: np.ndarray, settings: EngineSettings, feedback) -> None:
        """Add each class of a land cover within each radius."""
        from ..island.disc_files import disc_points
        from ..island.discs import band_name

        self._plan = plan
        shares = disc_points(plan, x, y, settings, feedback)
        for layer, family in enumerate(plan.groups):
            for radius, length in enumerate(plan.radii_m):
                self._add(band_name(family, length), Origin(disc=(layer, radius)), shares[layer, radius])

    def add_zones(self, layer: QgsRasterLayer, x: np.ndarray, y: np.ndarray, feedback) -> None:
        """Add the zones of a raster of classes, each compared with the most frequent one."""
        self._zones = raster_source(layer)
        found = sample_points(self._zones, x, y)
        codes, counts = np.unique(found[~np.isnan(found)], return_counts=True)
        enough = codes[counts >= STATIONS_PER_ZONE].astype(int)
        if len(enough) < 2:
            feedback.pushWarning(
                tr("Fewer than two zones have {least} stations; the zones are not used.").format(
                    least=STATIONS_PER_ZONE
                )
            )
            return
        usual = int(codes[counts.argmax()])
        others = [int(code) for code in enough if code != usual]
        known = np.isin(found, enough)
        columns = np.column_stack([np.where(known, (found == code).astype(float), np.nan) for code in others])
        labels = [tr("zone {code} rather than {usual}").format(code=code, usual=usual) for code in others]
        self._add(ZONES, Origin(codes=(*others, usual)), columns, labels)

    def known(self) -> np.ndarray:
        """Tell which stations have every predictor."""
        return ~np.isnan(np.column_stack(self.values)).any(axis=1)

    def candidates(self, rows: np.ndarray):
        """Return the predictors at some stations, for the choice."""
        from ..island.selection import Candidates

        count = np.array([values.shape[1] for values in self.values], dtype=np.int64)
        first = np.concatenate(([0], np.cumsum(count)[:-1])).astype(np.int64)
        return Candidates(tuple(self.names), tuple(self.families), np.column_stack(self.values)[rows], first, count)

    def column_labels(self, chosen: Sequence[str]) -> list[str]:
        """Return the names of the columns of some predictors."""
        return [label for name in chosen for label in self.labels[self.names.index(name)]]

    def maps(self, chosen: Sequence[str], context, settings, feedback):
        """Return rasters of the chosen predictors on the grid, and the columns of the model in them.

        At least one raster is returned, to tell where there are data.
        """
        from ..island.disc_files import disc_raster
        from ..island.map_files import Column, write_nearest

        numbers = [self.names.index(name) for name in chosen] or [0]
        discs = [number for number in numbers if self.origins[number].disc is not None]
        path = QgsProcessingUtils.generateTempFilename("heat_island_discs.tif")
        if discs:
            output = RasterOutput(path, self.grid, bands=len(discs), nodata=NODATA)
            disc_raster(self._plan, output, settings, feedback, [self.origins[number].disc for number in discs])
        sources, columns = [], []
        for number in numbers:
            origin, position = self.origins[number], len(sources)
            if origin.codes:
                zones = QgsProcessingUtils.generateTempFilename("heat_island_zones.tif")
                output = RasterOutput(zones, self.grid, nodata=NODATA)
                run_stoppable(lambda stop, to=output: write_nearest([self._zones], to, stop), feedback)
                sources.append(RasterSource(zones))
                columns += [Column(position, code, origin.codes) for code in origin.codes[:-1]]
                continue
            sources.append(origin.band or RasterSource(path, 1 + discs.index(number)))
            columns.append(Column(position))
        return sources, columns if chosen else []


def check_same_crs(first: QgsRasterLayer, second: QgsRasterLayer) -> None:
    """Check that two rasters have the same CRS.

    Raises
    ------
    InputError
        When they have not.
    """
    if first.crs() != second.crs():
        raise InputError(
            "The rasters {first} and {second} have different coordinate reference systems; warp one to that of the "
            "other (Raster, Projections, Warp).",
            first=first.name(),
            second=second.name(),
        )


def check_rasters(bands: Sequence[QgsRasterLayer], others: Sequence[QgsRasterLayer]) -> None:
    """Check that rasters of predictors share one grid, and that the others are metric and in the same CRS."""
    for layer in (*bands, *others):
        raster_grid(layer)
    for layer in bands[1:]:
        check_aligned(bands[0], layer)
    for layer in others:
        check_same_crs((*bands, *others)[0], layer)
