"""Algorithm ``walk_cool_place_class``: how much of each park lies under trees, and in the shade."""

from __future__ import annotations

import numpy as np
from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBand,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterRasterLayer,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, field
from ...errors import InputError
from ...layers import output_fields, raster_grid, raster_source, write_features
from ...parameters import number
from ...plain_layers import one_type
from ...translation import tr

REALS = ("veg_pct", "shade_pct", "data_pct", "area_m2")
MOSTLY_PCT = 90.0  # of a polygon that the raster must cover for its class to go without a word [%]


class CoolPlaceClass(CityOrchestraAlgorithm):
    """Parks and squares by the share of their ground under high vegetation."""

    ID = "walk_cool_place_class"
    GROUP = "walking"

    def displayName(self):
        return tr("Class of cool places")

    def shortDescription(self):
        return tr("Parks and squares by the share of their ground under trees: very shaded, partly shaded or hot.")

    def tags(self):
        return [
            "park", "cool island", "vegetation", "canopy", "shade", "apur", "parc", "îlot de fraîcheur",
            "végétation", "arbres", "ombre", "indice de canopée",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Measures, for each polygon, the share of its ground under vegetation of 3 m or more (veg_pct), its "
                "surface (area_m2) and, with a raster of shade, its mean shade (shade_pct). class_apur is very_shaded "
                "above 50 %, partly_shaded from 25 to 50 % and hot below 25 % of high vegetation."
            ),
            tr(
                "Cells at the edge count with the exact share that the polygon covers, so one smaller than a cell is "
                "measured too. Cells without data are left out: data_pct is the share of the polygon that has data, "
                "and a polygon without any has an empty class."
            ),
            tr(
                "Method: classes of APUR (2018), made for the parks of Paris by day; they say nothing of water, lawns, "
                "the buildings around nor the night. In the canopy raster a cell without tree holds 0, not nodata."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterFeatureSource("POLYGONS", tr("Parks and squares"), [SourceType.TypeVectorPolygon]),
            tr("Polygons to class."),
        )
        self.add(
            QgsProcessingParameterRasterLayer("CANOPY", tr("Height of vegetation (m)")),
            tr("Height of trees above the ground, 0 where there is none, such as the canopy of a prepared territory."),
        )
        self.add(
            number("HEIGHT", tr("High vegetation from (m)"), 3.0, minimum=0.1, maximum=50.0),
            tr("Vegetation of this height or more counts."),
        )
        self.add(
            QgsProcessingParameterRasterLayer("SHADE", tr("Shade (%)"), optional=True),
            tr("Share of the time in the shade, such as the second band of the hours of sun."),
        )
        self.add(
            QgsProcessingParameterBand("SHADE_BAND", tr("Band of the shade"), None, "SHADE", optional=True),
            tr("By default the second band if there is one, else the first."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Classed cool places"), QgsProcessing.SourceType.TypeVectorPolygon
            ),
            tr("The polygons with their shares, surface and class."),
        )
        for name, label in (
            ("VERY_SHADED", tr("Very shaded places")),
            ("PARTLY_SHADED", tr("Partly shaded places")),
            ("HOT", tr("Hot places")),
            ("WITHOUT_DATA", tr("Places without data")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def check(self, parameters, context):
        for name in ("CANOPY", "SHADE"):
            layer = self.parameterAsRasterLayer(parameters, name, context)
            if layer is not None:
                raster_grid(layer)
        layer = self.parameterAsRasterLayer(parameters, "SHADE", context)
        if layer is not None and not 1 <= self._shade_band(parameters, context, layer) <= layer.bandCount():
            raise InputError(
                "The raster {name} has {count} bands; choose one of them.", name=layer.name(), count=layer.bandCount()
            )

    def compute(self, parameters, context, feedback):
        import shapely

        from ..cool_places import classify

        self.check(parameters, context)
        steps = self.steps(4, feedback)
        table = self.read(parameters, "POLYGONS", context, steps)
        steps.setCurrentStep(1)
        height = self.parameterAsDouble(parameters, "HEIGHT", context)
        canopy = self.raster(parameters, "CANOPY", context)
        polygons, sums, cell = self._sums(parameters, context, steps, canopy, 1, height)
        area = np.where(shapely.is_missing(polygons), np.nan, shapely.area(polygons))
        veg = _percent(sums.above, sums.area)
        data = np.clip(_percent(sums.area * cell**2, area), 0.0, 100.0)
        steps.setCurrentStep(2)
        shade = np.full(len(table), np.nan)
        layer = self.raster(parameters, "SHADE", context)
        if layer is not None:
            band = self._shade_band(parameters, context, layer)
            _, dark, _ = self._sums(parameters, context, steps, layer, band, np.inf)
            shade = _percent(dark.total, dark.area) / 100.0
            if len(shade) and (shade > 100.5).any():
                raise InputError(
                    "The raster {name} holds values above 100; give a raster of shade in percent.", name=layer.name()
                )
        steps.setCurrentStep(3)
        classes = classify(veg)
        result = self._write(parameters, context, steps, table, [veg, shade, data, area], classes)
        self._tell(result, data, feedback)
        return result

    def _sums(self, parameters, context, feedback, layer, band, threshold):
        """Polygons in the CRS of a raster, sums of its cells under them, and the side of its cells."""
        from ...layers import read_features
        from ..cool_places import sum_under_polygons

        grid = raster_grid(layer)
        source = self.parameterAsSource(parameters, "POLYGONS", context)
        read = read_features(source, crs=layer.crs(), transform_context=context.transformContext())
        polygons = read.geometry
        return (
            polygons,
            sum_under_polygons(polygons, raster_source(layer, band), grid, threshold, feedback=feedback),
            grid.cell_size,
        )

    def _shade_band(self, parameters, context, layer) -> int:
        if parameters.get("SHADE_BAND") not in (None, ""):
            return self.parameterAsInt(parameters, "SHADE_BAND", context)
        return min(2, layer.bandCount())

    def _write(self, parameters, context, feedback, table, reals, classes):
        added = [field(name, "real") for name in REALS]
        fields = output_fields(table.fields, [*added, field("class_apur", "text")])
        source = self.parameterAsSource(parameters, "POLYGONS", context)
        result = RunResult()
        geometry, kind = one_type(table.geometry, source)
        sink, result["OUTPUT"] = self.sink(parameters, "OUTPUT", context, fields.fields, kind, source.sourceCrs())
        columns, rows = [*reals, classes], fields.rows(table)
        write_features(sink, fields.fields, geometry, columns, rows=rows, feedback=feedback)
        del sink
        result.layers.append(("OUTPUT", "cool_place_classes.qml", tr("Classed cool places")))
        known = [item for item in classes.tolist() if item is not None]
        for name in ("very_shaded", "partly_shaded", "hot"):
            result[name.upper()] = known.count(name)
        result["WITHOUT_DATA"] = len(classes) - len(known)
        return result

    def _tell(self, result, data, feedback):
        feedback.pushInfo(
            tr("{very} very shaded, {partly} partly shaded, {hot} hot.").format(
                very=result["VERY_SHADED"], partly=result["PARTLY_SHADED"], hot=result["HOT"]
            )
        )
        part = int(((data > 0.0) & (data < MOSTLY_PCT)).sum())
        if result["WITHOUT_DATA"] or part:
            feedback.pushWarning(
                tr(
                    "{none} places have no data, and {part} lie on it for less than 90 % of their surface; "
                    "check that the raster covers them."
                ).format(none=result["WITHOUT_DATA"], part=part)
            )


def _percent(part, whole):
    """Return 100 times a ratio, NaN where there is nothing to divide by."""
    part, whole = np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64)
    return np.divide(100.0 * part, whole, out=np.full(part.shape, np.nan), where=whole > 0.0)
