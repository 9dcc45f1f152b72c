"""Algorithm ``heat_island_map``: from stations to a map of the heat island with its error."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType
from ...engine import run_stoppable
from ...errors import InputError
from ...layers import raster_grid
from ...parameters import add_engine_parameters, engine_settings, number, usual_field
from ...raster_files import written_aside
from ...translation import number_text, tr
from .heat_buffer_fractions import RADII_TEXT
from .island_predictors import Predictors, check_rasters, disc_plan, parse_disc_texts
from .island_sheet import equation, numbers_of, sheet_html, verdict, warnings_of
from .island_stations import read_stations, write_left_out

KRIGE = ("auto", "yes", "no")
CRITERIA = ("aicc", "loocv")


class HeatIslandMap(CityOrchestraAlgorithm):
    """Map of the heat island by regression, with kriging where it helps."""

    ID = "heat_island_map"
    GROUP = "heat"

    def displayName(self):
        return tr("Map the heat island")

    def shortDescription(self):
        return tr("Map of the night heat island from stations and land cover, with its error and a model sheet.")

    def tags(self):
        return [
            "urban heat island", "kriging", "regression", "interpolation", "uhi", "îlot de chaleur urbain", "icu",
            "krigeage", "régression", "spatialisation", "cartographie", "température nocturne",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Explains the heat island of the stations by what surrounds them, draws the map that follows, and says "
                "how wrong it is. Every combination of predictors is compared, one radius for each kind; the residuals "
                "are kriged if that lowers the error at stations that the map has not seen."
            ),
            tr(
                "Three rasters: the heat island and its standard error in degrees Celsius, and a mask that is 1 where "
                "the land cover is unlike that of all the stations. The stations receive the value predicted without "
                "them (loo_pred), the error (loo_error, observed less predicted), and the standard error announced. "
                "The model sheet gives the equation, its intervals, the errors and whether kriging helped."
            ),
            tr(
                "The error quoted is that of the whole chain: without each station in turn, predictors are chosen "
                "again, the variogram is fitted again, and the station is predicted. The error at the stations that "
                "drew the map is not given: a kriged map passes near them whatever it is worth elsewhere."
            ),
            tr(
                "Method: multiple regression on shares in discs (Foissard et al., 2019, doi "
                "10.1016/j.uclim.2019.100490), AICc, variogram by restricted maximum likelihood, universal kriging "
                "(Cressie, 1993). It maps the air by night over the nights of the stations; it says nothing of the "
                "heat felt by day."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterFeatureSource("STATIONS", tr("Stations"), [SourceType.TypeVectorPoint]),
            tr("Stations with their heat island, such as the output of the heat-island nights; 10 at least."),
        )
        self.add(
            usual_field(
                "FIELD", tr("Heat island (°C)"), "uhi", "STATIONS", QgsProcessingParameterField.DataType.Numeric
            ),
            tr("Field of the heat island in degrees Celsius; stations without a value are left out."),
        )
        self.add(
            QgsProcessingParameterRasterLayer("LANDCOVER", tr("Land cover"), optional=True),
            tr("Raster of classes whose shares in discs are computed here; or give predictors below."),
        )
        self._define_predictors()
        self.add(
            QgsProcessingParameterEnum(
                "KRIGE", tr("Kriging"), list(KRIGE), defaultValue="auto", usesStaticStrings=True
            ),
            tr("auto: only if it lowers the error at stations not seen by 2 % or more; yes and no force it."),
        )
        self._define_options()
        for name, label, help_text in (
            ("OUTPUT_UHI", tr("Heat island (°C)"), tr("Raster of the heat island in degrees Celsius.")),
            (
                "OUTPUT_SE",
                tr("Standard error (°C)"),
                tr("Raster of the standard error: a thermometer set up there would be within twice of it, 95 %."),
            ),
            (
                "OUTPUT_MASK",
                tr("Extrapolated cells"),
                tr("Raster: 1 where a predictor is beyond the range of the stations by more than 10 %, else 0."),
            ),
        ):
            self.add(QgsProcessingParameterRasterDestination(name, label), help_text)
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT_LOOCV", tr("Errors at the stations"), QgsProcessing.SourceType.TypeVectorPoint
            ),
            tr("The stations with the value predicted without each of them, and the error."),
        )
        self.add(
            QgsProcessingParameterFileDestination(
                "OUTPUT_HTML", tr("Model sheet"), "HTML (*.html)", optional=True, createByDefault=True
            ),
            tr("Page with the equation, the errors, the pictures and the verdict on kriging."),
        )
        for name, label in (
            ("STATIONS_USED", tr("Stations used")),
            ("RMSE", tr("Error of the whole chain (°C)")),
            ("RMSE_REGRESSION", tr("Error without kriging (°C)")),
            ("RMSE_KRIGING", tr("Error with kriging (°C)")),
            ("RMSE_MEAN", tr("Error of the mean of the stations (°C)")),
            ("KRIGED", tr("Kriged (1) or not (0)")),
            ("EXTRAPOLATED", tr("Extrapolated cells (%)")),
            ("MEAN_ISLAND", tr("Mean heat island of the map (°C)")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))
        self.addOutput(QgsProcessingOutputString("EQUATION", tr("Equation")))
        self.addOutput(QgsProcessingOutputString("PREDICTORS_CHOSEN", tr("Predictors chosen")))

    def _define_predictors(self):
        self.add(
            QgsProcessingParameterString("CLASSES", tr("Classes"), "all", optional=True),
            tr(
                "Classes of the land cover: codes such as 1, 2, 5, or names with the codes they put together: "
                "built=1+2, trees=3+4. all takes each code; fewer and broader classes make a safer model."
            ),
        )
        self.add(
            QgsProcessingParameterString("RADII", tr("Radii (m)"), RADII_TEXT),
            tr("Radii of the discs in metres, separated by commas; one is chosen for each class."),
        )
        self.add(
            number("RESOLUTION", tr("Cell of the map (m)"), 100.0, minimum=1.0),
            tr("Side of a cell of the map; when predictors are given, the cells are those of the first one."),
        )
        self.add(
            QgsProcessingParameterMultipleLayers(
                "PREDICTORS", tr("Other predictors"), QgsProcessing.SourceType.TypeRaster, optional=True
            ),
            tr(
                "Rasters on one grid: each band is a predictor. Bands named like trees_300m that differ by their "
                "radius only are one kind, of which one at most is chosen."
            ),
        )

    def _define_options(self):
        self.add(
            number("MAX_PRED", tr("Predictors at most"), 3, minimum=0, maximum=5, integer=True),
            tr("Largest number of predictors in the model; 0 kriges the heat island itself."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterEnum(
                "CRITERION", tr("Criterion"), list(CRITERIA), defaultValue="aicc", usesStaticStrings=True
            ),
            tr("How combinations are compared: aicc (information) or loocv (error of leaving each station out)."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterRasterLayer("ZONES", tr("Local climate zones"), optional=True),
            tr(
                "Raster of classes of which the zone of each place may be chosen as a predictor; zones with fewer than "
                "3 stations are left without data."
            ),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean("USE_FLAGGED", tr("Use doubtful stations"), False),
            tr("Also use stations that the heat-island nights flagged as often an outlier or short of nights."),
            advanced=True,
        )
        add_engine_parameters(self)

    def _rasters(self, parameters, context):
        """Return the rasters of predictors, the land cover and the zones, each checked."""
        bands = list(self.parameterAsLayerList(parameters, "PREDICTORS", context) or [])
        cover, zones = (self.raster(parameters, name, context) for name in ("LANDCOVER", "ZONES"))
        if not bands and cover is None:
            raise InputError("Give a land cover, or rasters of predictors: the map is drawn on their grid.")
        check_rasters(bands, [layer for layer in (cover, zones) if layer is not None])
        return bands, cover, zones

    def check(self, parameters, context):
        _, cover, _ = self._rasters(parameters, context)
        if cover is not None:
            parse_disc_texts(self, parameters, context, raster_grid(cover))

    def compute(self, parameters, context, feedback):
        from ..island.disc_files import coarser
        from ..island.map_files import write_map

        steps = self.steps(7, feedback)
        settings = engine_settings(self, parameters, context)
        bands, cover, zones = self._rasters(parameters, context)
        first = bands[0] if bands else cover
        grid = raster_grid(first)
        if not bands:
            grid = coarser(grid, self.parameterAsDouble(parameters, "RESOLUTION", context))
        stations = read_stations(self, parameters, context, steps, first.crs())
        predictors = Predictors(grid)
        for layer in bands:
            predictors.add_bands(layer, stations.x, stations.y)
        steps.setCurrentStep(1)
        if cover is not None:
            plan = disc_plan(self, parameters, context, steps, cover, settings)
            steps.setCurrentStep(2)
            predictors.add_discs(plan, stations.x, stations.y, settings, steps)
        if zones is not None:
            predictors.add_zones(zones, stations.x, stations.y, feedback)
        rows = stations.keep_known(predictors.known(), feedback)
        steps.setCurrentStep(3)
        model = self._fit(parameters, context, steps, stations, rows, predictors, settings)
        steps.setCurrentStep(4)
        sources, columns = predictors.maps(model.names, context, settings, steps)
        steps.setCurrentStep(5)
        paths = tuple(
            self.parameterAsOutputLayer(parameters, f"OUTPUT_{name}", context) for name in ("UHI", "SE", "MASK")
        )
        summary = write_map(model.map, sources, columns, model.limits, grid, paths, settings, steps)
        result = RunResult()
        for name, path in zip(("UHI", "SE", "MASK"), paths):
            result[f"OUTPUT_{name}"] = self.written(path)
        steps.setCurrentStep(6)
        result["OUTPUT_LOOCV"] = write_left_out(self, parameters, context, steps, stations, rows, model)
        labels = predictors.column_labels(model.names)
        self._report(parameters, context, feedback, result, model, summary, labels, stations.names[rows])
        result.layers += [
            ("OUTPUT_SE", "heat_island_error.qml", tr("Standard error of the heat island (°C)")),
            ("OUTPUT_UHI", "heat_island.qml", tr("Heat island by night (°C)")),
            ("OUTPUT_MASK", "heat_island_mask.qml", tr("Extrapolated cells")),
            ("OUTPUT_LOOCV", "heat_island_residuals.qml", tr("Errors at the stations (°C)")),
        ]
        return result

    def _fit(self, parameters, context, feedback, stations, rows, predictors, settings):
        from ..island.model import fit_island

        options = {
            "max_predictors": self.parameterAsInt(parameters, "MAX_PRED", context),
            "criterion": self.parameterAsString(parameters, "CRITERION", context),
            "krige": self.parameterAsString(parameters, "KRIGE", context),
            "threads": settings.thread_count,
        }
        xy = np.column_stack((stations.x, stations.y))[rows]
        candidates = predictors.candidates(rows)
        return run_stoppable(
            lambda stop: fit_island(xy, stations.values[rows], candidates, stop=stop, **options), feedback
        )

    def _report(self, parameters, context, feedback, result, model, summary, labels, names):
        share = 100.0 * summary.extrapolated / summary.cells if summary.cells else None
        krige = self.parameterAsString(parameters, "KRIGE", context)
        result.update(numbers_of(model), EXTRAPOLATED=share, MEAN_ISLAND=summary.mean if summary.cells else None)
        result.update(EQUATION=equation(model, labels), PREDICTORS_CHOSEN=", ".join(model.names))
        result["STATIONS_USED"] = len(names)
        feedback.pushInfo(result["EQUATION"])
        for sentence in verdict(model, krige):
            feedback.pushInfo(sentence)
        told = warnings_of(model, share)
        for sentence in told:
            feedback.pushWarning(sentence)
        if summary.cells:
            feedback.pushInfo(
                tr("Heat island of the map: {low} to {high} °C, {mean} °C on average.").format(
                    low=number_text(summary.lowest, 1),
                    high=number_text(summary.highest, 1),
                    mean=number_text(summary.mean, 1),
                )
            )
        path = self.parameterAsFileOutput(parameters, "OUTPUT_HTML", context)
        if path:
            with written_aside(path) as aside:
                Path(aside).write_text(sheet_html(model, labels, names, krige, told), encoding="utf-8")
            result["OUTPUT_HTML"] = self.written(path)
