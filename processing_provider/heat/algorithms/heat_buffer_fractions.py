"""Algorithm ``heat_buffer_fractions``: land cover, or the mean of a quantity, in discs around each cell or point."""

from __future__ import annotations

import numpy as np
from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, field
from ...errors import InputError
from ...layers import output_fields, raster_grid, read_features, write_features
from ...parameters import add_engine_parameters, engine_settings, number
from ...raster_files import RasterOutput
from ...translation import tr
from .island_predictors import NODATA, disc_plan, parse_disc_texts

MODES = ("shares", "means")
RADII_TEXT = "100, 200, 300, 400, 500, 600, 700, 800, 900, 1000"


class HeatBufferFractions(CityOrchestraAlgorithm):
    """Shares of land cover or means in discs of several radii."""

    ID = "heat_buffer_fractions"
    GROUP = "heat"

    def displayName(self):
        return tr("Land-cover shares in discs")

    def shortDescription(self):
        return tr("Share of each land cover, or mean of a quantity, within several radii of each place.")

    def tags(self):
        return [
            "buffer", "fraction", "radius", "land cover", "focal", "neighbourhood", "occupation du sol", "voisinage",
            "rayon", "part", "densité bâtie", "végétation",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "For each cell of a map, or each point, gives the share of each class of a land-cover raster within "
                "one or several radii; or the mean of a quantity such as building height, canopy, NDVI, sky view "
                "factor or altitude. These are what explains the heat island of a place."
            ),
            tr(
                "One band per class and radius, named like class2_600m, of shares between 0 and 1; the heat-island map "
                "takes the raster as it is. The mean of the height of buildings, 0 elsewhere, is the built volume per "
                "square metre. Points receive fields of the same names, computed around their exact place."
            ),
            tr(
                "A cell counts when its centre is within the radius. Near the edge of the raster, and around cells "
                "without data, the share is that of what is known; when less than half of the disc inside the raster "
                "is known there is no result. Sums are exact: the result does not depend on tiles or threads."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterRasterLayer("RASTER", tr("Land cover or quantity")),
            tr("Raster of classes (whole numbers) or of a quantity, in a metric CRS."),
        )
        self.add(
            QgsProcessingParameterEnum(
                "MODE", tr("What to compute"), list(MODES), defaultValue="shares", usesStaticStrings=True
            ),
            tr("shares: the share of each class between 0 and 1. means: the mean of the quantity, in its own unit."),
        )
        self.add(
            QgsProcessingParameterString("CLASSES", tr("Classes"), "all", optional=True),
            tr(
                "Codes such as 1, 2, 5; or names with the codes they put together: built=1+2, trees=3+4. all takes "
                "each code of the raster. Not used for means."
            ),
        )
        self.add(
            QgsProcessingParameterString("RADII", tr("Radii (m)"), RADII_TEXT),
            tr("Radii of the discs in metres, separated by commas; none smaller than a cell of the raster."),
        )
        self.add(
            number("RESOLUTION", tr("Cell of the map (m)"), 100.0, minimum=0.0),
            tr("Side of a cell of the result, rounded to whole cells of the raster; 0 keeps the cells of the raster."),
        )
        self.add(
            QgsProcessingParameterString("NAME", tr("Name of the quantity"), "", optional=True),
            tr("Beginning of the names of the bands for means; the name of the raster by default."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFeatureSource("POINTS", tr("Points"), [SourceType.TypeVectorPoint], optional=True),
            tr("Places around which the shares are computed as well, such as temperature stations."),
        )
        add_engine_parameters(self)
        self.add(
            QgsProcessingParameterRasterDestination("OUTPUT", tr("Shares in discs"), optional=True),
            tr("GeoTIFF with one band per class and radius."),
        )
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT_POINTS",
                tr("Points with shares"),
                QgsProcessing.SourceType.TypeVectorPoint,
                optional=True,
            ),
            tr("The points, when some are given, with one field per class and radius."),
        )
        self.addOutput(QgsProcessingOutputNumber("BANDS", tr("Bands")))
        self.addOutput(QgsProcessingOutputNumber("POINTS_OUTSIDE", tr("Points without data")))

    def check(self, parameters, context):
        layer = self.parameterAsRasterLayer(parameters, "RASTER", context)
        if layer is not None:
            parse_disc_texts(self, parameters, context, raster_grid(layer))

    def compute(self, parameters, context, feedback):
        from ..island.disc_files import coarser, disc_raster
        from ..island.discs import band_name

        steps = self.steps(5, feedback)
        settings = engine_settings(self, parameters, context)
        layer = self.raster(parameters, "RASTER", context)
        means = self.parameterAsString(parameters, "MODE", context) == "means"
        plan = disc_plan(self, parameters, context, steps, layer, settings, means=means)
        families = list(plan.groups)
        if means:
            families = [self.parameterAsString(parameters, "NAME", context).strip() or layer.name()]
        names = [band_name(family, radius) for family in families for radius in plan.radii_m]
        steps.setCurrentStep(1)
        result = RunResult()
        path = self.parameterAsOutputLayer(parameters, "OUTPUT", context)
        if path:
            resolution = self.parameterAsDouble(parameters, "RESOLUTION", context)
            grid = coarser(plan.grid, resolution) if resolution > 0.0 else plan.grid
            output = RasterOutput(path, grid, bands=len(names), nodata=NODATA, descriptions=tuple(names))
            disc_raster(plan, output, settings, steps)
            result["OUTPUT"] = self.written(path)
            result.layers.append(("OUTPUT", "disc_share.qml" if not means else "", tr("Shares in discs")))
        steps.setCurrentStep(2)
        if parameters.get("POINTS") not in (None, ""):
            self._points(parameters, context, steps, layer, plan, names, settings, result)
        elif not path:
            raise InputError("Nothing is asked: give an output raster, or points.")
        result["BANDS"] = len(names)
        feedback.pushInfo(tr("Bands: {names}.").format(names=", ".join(names)))
        return result

    def _points(self, parameters, context, steps, layer, plan, names, settings, result):
        import shapely

        from ..island.disc_files import disc_points

        table = self.read(parameters, "POINTS", context, steps, crs=layer.crs())
        values = np.full((len(names), len(table)), np.nan)
        placed = np.flatnonzero(table.usable)
        centre = shapely.get_coordinates(shapely.centroid(table.geometry[placed]))
        steps.setCurrentStep(3)
        if len(placed):
            found = disc_points(plan, centre[:, 0], centre[:, 1], settings, steps)
            values[:, placed] = found.reshape(len(names), -1)
        outside = int(np.isnan(values).all(axis=0).sum())
        if outside:
            steps.pushWarning(
                tr("{count} points lie outside the raster or where it has no data; their fields are empty.").format(
                    count=outside
                )
            )
        steps.setCurrentStep(4)
        source = self.parameterAsSource(parameters, "POINTS", context)
        fields = output_fields(table.fields, [field(name, "real") for name in names])
        original = read_features(source) if table.crs != source.sourceCrs() else table
        sink, destination = self.sink(
            parameters, "OUTPUT_POINTS", context, fields.fields, source.wkbType(), source.sourceCrs()
        )
        write_features(sink, fields.fields, original.geometry, list(values), rows=fields.rows(original), feedback=steps)
        del sink
        result["OUTPUT_POINTS"] = destination
        result["POINTS_OUTSIDE"] = outside
        result.layers.append(("OUTPUT_POINTS", "", tr("Points with shares")))
