"""Algorithm ``heat_thermal_comfort``: what is felt in the street, as UTCI or PET, and its class of stress."""

from __future__ import annotations

import json

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterEnum,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...engine import run_tiles
from ...errors import InputError
from ...layers import check_aligned, raster_grid, raster_source
from ...parameters import add_engine_parameters, engine_settings, number
from ...raster_files import RasterOutput, RasterSource
from ...translation import language, tr
from .comfort_outputs import NODATA, figures, tally, value_ranges
from .weather_parameters import add_weather_parameters, read_weather

INDICES = ("utci", "pet")
WEATHER_RASTERS = {"ta": "TA_RASTER", "rh": "RH_RASTER", "wind": "WIND_RASTER"}
LOWEST_WIND_HEIGHT_M = 0.1
HOTTEST_C = 150.0  # no street radiates like this: what is higher everywhere is in kelvins
BYTES_PER_CELL = 48.0  # four inputs, the index and its copies; the work itself is done by strips


class ThermalComfort(CityOrchestraAlgorithm):
    """Rasters of UTCI or PET and of its classes of stress."""

    ID = "heat_thermal_comfort"
    GROUP = "heat"

    def displayName(self):
        return tr("Thermal comfort")

    def shortDescription(self):
        return tr("Felt temperature (UTCI or PET) from mean radiant temperature, air, humidity and wind.")

    def tags(self):
        return ["utci", "pet", "heat stress", "felt", "confort", "chaleur", "stress thermique", "ressenti", "tracc"]

    def help_text(self):
        return (
            tr(
                "Makes a raster of felt temperature in °C and a raster of its classes of stress, from the mean radiant "
                "temperature and the weather. Air temperature, humidity and wind are numbers, or rasters on the same "
                "grid where you have them. Shares of the area count every cell with a value, roofs included: clip the "
                "mean radiant temperature to the streets first to have theirs."
            ),
            tr(
                "UTCI (Bröde et al., 2012) holds for air from -50 to 50 °C, a radiant temperature 30 °C below to 70 °C "
                "above it, wind up to 17 m/s at 10 m (less than 0.5 is taken as 0.5) and vapour below 50 hPa. PET "
                "(Höppe, 1999; Walther and Goestchel, 2018) is that of a man of 35 years, 80 W of activity, 0.9 clo. "
                "Cells outside these ranges have no data and are counted: nothing is extrapolated."
            ),
            tr(
                "“Warming to add” is added to the air temperature and to the mean radiant temperature, at the same "
                "relative humidity. Sky, ground and walls then radiate as if they warmed like the air, which is an "
                "approximation: computed anew with air 4 °C warmer and the same sun, the mean radiant temperature "
                "rises by 3.2 to 4.9 °C. For an exact scenario, run “Mean radiant temperature” with the warmer air "
                "and leave the warming at 0."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterRasterLayer("TMRT", tr("Mean radiant temperature (°C)")),
            tr("Result of “Mean radiant temperature”, or of UMEP or SOLWEIG, in degrees C and in a metric CRS."),
        )
        self.add(
            QgsProcessingParameterEnum(
                "INDEX", tr("Index"), list(INDICES), defaultValue="utci", usesStaticStrings=True
            ),
            tr("utci: Universal Thermal Climate Index. pet: physiologically equivalent temperature."),
        )
        add_weather_parameters(self, ("TA", "RH", "WIND"))
        self.add(
            number("WIND_HEIGHT", tr("Height of the wind (m)"), 10.0, minimum=LOWEST_WIND_HEIGHT_M, maximum=200.0),
            tr("Height for which the wind is given; it is brought to that of the index (UTCI 10 m, PET 1.1 m)."),
            advanced=True,
        )
        for name, label, text in (
            ("TA_RASTER", tr("Air temperature raster (°C)"), tr("Used instead of the number; same grid.")),
            ("RH_RASTER", tr("Relative humidity raster (%)"), tr("Used instead of the number; same grid.")),
            ("WIND_RASTER", tr("Wind speed raster (m/s)"), tr("Used instead of the number; same grid.")),
        ):
            self.add(QgsProcessingParameterRasterLayer(name, label, optional=True), text, advanced=True)
        add_weather_parameters(self, ("DELTA_TA",))
        add_engine_parameters(self)
        self.add(
            QgsProcessingParameterRasterDestination("OUTPUT", tr("Felt temperature (°C)")),
            tr("GeoTIFF of degrees C, -9999 where there is no data."),
        )
        self.add(
            QgsProcessingParameterRasterDestination("OUTPUT_CLASS", tr("Classes of thermal stress"), optional=True),
            tr(
                "GeoTIFF of class numbers from the coldest: 1 to 10 for UTCI, 1 to 9 for PET, 255 where there is no "
                "data."
            ),
        )
        for name, label in (
            ("MEAN", tr("Mean of the raster (°C)")),
            ("MIN", tr("Lowest value (°C)")),
            ("MAX", tr("Highest value (°C)")),
            ("OUT_OF_RANGE", tr("Cells out of the range of the index")),
            ("HEAT_STRESS", tr("Share of the area in strong heat stress or worse (%)")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))
        self.addOutput(QgsProcessingOutputString("CLASS_SHARES", tr("Share of the area by class (JSON, %)")))

    def check(self, parameters, context):
        tmrt = self.parameterAsRasterLayer(parameters, "TMRT", context)
        if tmrt is None:
            return
        raster_grid(tmrt)
        for name in WEATHER_RASTERS.values():
            other = self.parameterAsRasterLayer(parameters, name, context)
            if other is not None:
                check_aligned(tmrt, other)

    def compute(self, parameters, context, feedback):
        self.check(parameters, context)
        steps = self.steps(3, feedback)
        index = self.parameterAsString(parameters, "INDEX", context)
        settings = engine_settings(self, parameters, context)
        sources, grid = self._sources(parameters, context, settings)
        run = {"settings": settings, "feedback": steps}
        path = self.parameterAsOutputLayer(parameters, "OUTPUT", context)
        self._write_index(sources, grid, path, self._arguments(index, sources, parameters, context), run)
        steps.setCurrentStep(1)
        class_path = self.parameterAsOutputLayer(parameters, "OUTPUT_CLASS", context)
        if class_path:
            self._write_classes(path, grid, class_path, index, run)
        steps.setCurrentStep(2)
        counts = tally({"comfort": RasterSource(path), **sources}, grid, settings, steps, index)
        result = RunResult()
        result.update(OUTPUT=path, **figures(counts), **self._report(counts, index, feedback))
        name = tr("Felt temperature (UTCI, °C)") if index == "utci" else tr("Felt temperature (PET, °C)")
        result.layers.append(("OUTPUT", f"{index}.qml", name))
        if class_path:
            result["OUTPUT_CLASS"] = class_path
            result.layers.append(("OUTPUT_CLASS", f"{index}_classes.qml", tr("Classes of thermal stress")))
        return result

    def _sources(self, parameters, context, settings):
        """Return the rasters by name, and their grid; refuse those that are in another unit."""
        layers = {"tmrt": self.raster(parameters, "TMRT", context)}
        for key, name in WEATHER_RASTERS.items():
            layer = self.raster(parameters, name, context)
            if layer is not None:
                layers[key] = layer
        sources, grid = {key: raster_source(layer) for key, layer in layers.items()}, raster_grid(layers["tmrt"])
        for key, (lowest, highest) in value_ranges(sources, grid, settings).items():
            range_of = {"name": layers[key].name(), "lowest": lowest, "highest": highest}
            if key in ("tmrt", "ta") and HOTTEST_C < lowest <= highest:
                raise InputError(
                    "The raster {name} goes from {lowest:.0f} to {highest:.0f}: it must be in degrees C; subtract "
                    "273.15 from kelvins (Raster, Raster Calculator).",
                    **range_of,
                )
            if key == "rh" and 0.0 < highest <= 1.0:
                raise InputError(
                    "The humidity raster {name} goes from {lowest:.2f} to {highest:.2f}: it must be in percent; "
                    "multiply shares by 100 (Raster, Raster Calculator).",
                    **range_of,
                )
        return sources, grid

    def _arguments(self, index, sources, parameters, context):
        """Return what :func:`..comfort_tiles.comfort_tile` takes."""
        from ..pet import BODY_HEIGHT_M
        from ..utci import WIND_HEIGHT_M, wind_factor

        weather = read_weather(self, parameters, context)
        height = WIND_HEIGHT_M if index == "utci" else BODY_HEIGHT_M
        return {
            "index": index,
            "ta": weather.ta,
            "rh": weather.rh,
            "wind": weather.wind,
            "delta_ta": weather.delta_ta,
            "wind_factor": wind_factor(self.parameterAsDouble(parameters, "WIND_HEIGHT", context), height),
        }

    def _write_index(self, sources, grid, path, arguments, run):
        """Compute and write the felt temperature."""
        from ..comfort_tiles import comfort_tile

        output = RasterOutput(path, grid, nodata=NODATA, descriptions=(f"{arguments['index']}_celsius",))
        run_tiles(comfort_tile, sources, output, bytes_per_cell=BYTES_PER_CELL, arguments=arguments, **run)
        self.written(path)

    def _write_classes(self, index_path, grid, path, index, run):
        """Write the classes of a raster of felt temperature."""
        from ..comfort_classes import NO_CLASS
        from ..comfort_tiles import class_tile

        output = RasterOutput(path, grid, dtype="uint8", nodata=NO_CLASS, descriptions=(f"{index}_class",))
        sources = {"comfort": RasterSource(index_path)}
        run_tiles(class_tile, sources, output, bytes_per_cell=BYTES_PER_CELL, arguments={"index": index}, **run)
        self.written(path)

    def _report(self, counts, index, feedback):
        """Tell the share of each class and the cells that have none; return them as outputs."""
        from ..comfort_classes import STRONG_STRESS_C, stress_classes

        cells, shares, stressed = counts["cells"], {}, 0
        for stress in stress_classes(index):
            count = counts["classes"].get(stress.code, 0)
            shares[stress.code] = round(100.0 * count / cells, 3) if cells else 0.0
            stressed += count if stress.from_c >= STRONG_STRESS_C[index] else 0
            if count:
                name = stress.name_fr if language() == "fr" else stress.name_en
                text = tr("{name}: {share:.1f} % of the area.")
                feedback.pushInfo(text.format(name=name, share=shares[stress.code]))
        if counts["out_of_range"]:
            feedback.pushWarning(
                tr(
                    "{count} cells are outside the range for which the index was made: they have no data. Check units, "
                    "wind and temperatures."
                ).format(count=counts["out_of_range"])
            )
        if not cells:
            feedback.pushWarning(tr("No cell has a value: check the mean radiant temperature and the weather."))
        return {
            "OUT_OF_RANGE": counts["out_of_range"],
            "HEAT_STRESS": round(100.0 * stressed / cells, 3) if cells else 0.0,
            "CLASS_SHARES": json.dumps(shares),
        }
