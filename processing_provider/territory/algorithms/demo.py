"""Algorithm ``territory_demo``: a synthetic town to try everything on."""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingOutputNumber,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterBoolean,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...layers import LAMBERT_93
from ...parameters import number
from ...raster_files import Grid
from ...translation import tr
from .geopackage import (
    RASTERS,
    add_territory_outputs,
    cover_paths,
    demo_titles,
    finish_territory,
    output_path,
    write_raster,
    write_territory,
)


class DemoTerritory(CityOrchestraAlgorithm):
    """Standard territory of a town that does not exist."""

    ID = "territory_demo"
    GROUP = "territory"

    def displayName(self):
        return tr("Demo town")

    def shortDescription(self):
        return tr("Makes a synthetic town with every standard layer, to learn and to test.")

    def tags(self):
        return ["demo", "sample", "synthetic", "example", "exemple", "démonstration", "données", "synthétique"]

    def help_text(self):
        return (
            tr(
                "Makes a plausible French town that does not exist, about 2 by 2 km in Lambert-93: terrain with a "
                "river valley, streets, buildings, trees, parks, water, street equipment, named places, population "
                "and zones, in the standard schema, with terrain, surface and canopy rasters."
            ),
            tr(
                "Measurements can be invented too: hourly temperatures of 40 stations over 25 nights, ratings of "
                "streets by 240 respondents, opening hours of cool places. They follow the laws of "
                "resources/tables/demo_laws.csv, with noise, gaps and one faulty station: an analysis should find "
                "these laws again."
            ),
            tr(
                "With them come two land covers of the whole ground in the nomenclature of OCS GE, 2017 and 2020, and "
                "the list of the changes between them: the second is the first, edited, so that a comparison can be "
                "checked to the square metre."
            ),
            tr("The same seed gives the same town to the last bit; another seed gives another town."),
            tr("Every layer says in its metadata that it is synthetic: never take a decision on it."),
        )

    def define(self):
        self.add(
            number("SEED", tr("Seed"), 35000, minimum=0, maximum=2**31 - 1, integer=True),
            tr("Number from which the town is drawn."),
        )
        self.add(
            number("SIZE", tr("Side of the town (m)"), 2000.0, minimum=300.0, maximum=4000.0),
            tr("Length of the side of the square that the town fills."),
        )
        self.add(
            number("CELL_SIZE", tr("Cell of the rasters (m)"), 1.0, minimum=0.25, maximum=10.0),
            tr("Side of a cell of the terrain, surface and canopy."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean("MEASUREMENTS", tr("Invent measurements"), True),
            tr(
                "Add temperature stations and their records, a walkability survey, cool places, and two land covers "
                "with their changes to the GeoPackage."
            ),
        )
        add_territory_outputs(self)
        for name, title in demo_titles().items():
            self.addOutput(QgsProcessingOutputVectorLayer(name.upper(), title))
        self.addOutput(QgsProcessingOutputNumber("FEATURES", tr("Features written")))

    def compute(self, parameters, context, feedback):
        from ..demo import make_demo_territory

        path = output_path(self, parameters, context)
        steps = self.steps(3, feedback)
        town = self.stoppable(
            lambda: make_demo_territory(
                seed=self.parameterAsInt(parameters, "SEED", context),
                size_m=self.parameterAsDouble(parameters, "SIZE", context),
                cell_size=self.parameterAsDouble(parameters, "CELL_SIZE", context),
                measurements=self.parameterAsBoolean(parameters, "MEASUREMENTS", context),
            ),
            feedback,
        )
        steps.setCurrentStep(1)
        crs = QgsCoordinateReferenceSystem(LAMBERT_93)
        rows, columns = town.rasters["dtm"].shape
        wkt = crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED)
        grid = Grid(columns, rows, town.origin[0], town.origin[1], town.cell_size, wkt)
        rasters = {name: self.parameterAsOutputLayer(parameters, f"OUTPUT_{name}", context) for name in RASTERS}
        rasters.update(cover_paths(self, parameters, context))
        for name in rasters:
            write_raster(rasters[name], grid, town.rasters[name.lower()], name.lower())
            self.written(rasters[name])
        steps.setCurrentStep(2)
        result = RunResult()
        result.abstract = tr("Synthetic data made by City Orchestra: this place does not exist.")
        result.licences = ["CC0 1.0"]
        tables = {**town.layers, **town.measurements}
        write_territory(path, tables, crs, self._about(tables, rasters, path), context, steps)
        made = tuple(name for name in demo_titles() if name in town.measurements)
        finish_territory(result, path, rasters, parameters, self, context, made)
        result["FEATURES"] = sum(len(table) for table in town.layers.values())
        return result

    def _about(self, tables, rasters, path):
        from .prepare_report import raster_source_name

        said = {"source": tr("synthetic, City Orchestra"), "licence": "CC0 1.0", "gaps": ""}
        rows = [{"layer": name, "features": len(table), **said} for name, table in tables.items()]
        for name, raster in rasters.items():
            rows.append({"layer": name.lower(), "features": None, **said, "source": raster_source_name(raster, path)})
        return rows
