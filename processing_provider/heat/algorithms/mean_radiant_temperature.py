"""Algorithm ``heat_mean_radiant_temperature``: the heat that a person receives from all around, at one instant."""

from __future__ import annotations

import math

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType
from ...errors import InputError
from ...layers import check_aligned, read_features
from ...parameters import DEFAULT_DATE, DateTimeType, add_time_zone, number
from ...translation import tr
from .comfort_outputs import tally_raster
from .radiant_engines import ENGINES, POSTURES, read_instant, run_simple, run_solweig
from .shadow_parameters import add_shadow_options, add_shadow_parameters, check_surfaces
from .weather_parameters import DEFAULT_WIND_M_S, add_weather_parameters


class MeanRadiantTemperature(CityOrchestraAlgorithm):
    """Raster of mean radiant temperature at one instant."""

    ID = "heat_mean_radiant_temperature"
    GROUP = "heat"

    def displayName(self):
        return tr("Mean radiant temperature")

    def shortDescription(self):
        return tr("Heat that a person receives from sun, sky, ground and walls at one instant, as a temperature.")

    def tags(self):
        return [
            "tmrt",
            "mrt",
            "radiation",
            "heat",
            "comfort",
            "température",
            "rayonnement",
            "chaleur",
            "confort",
            "mns",
        ]

    def help_text(self):
        return (
            tr(
                "Makes a raster of the mean radiant temperature in °C: the temperature of walls all around that would "
                "give a person as much heat as the sun, the sky, the ground and the façades do. On a hot afternoon it "
                "is near the air temperature in deep shade and 25 to 40 °C above it in the sun. Give the result to "
                "“Thermal comfort” to know what is felt."
            ),
            tr(
                "Cells without surface have no data. Roofs are computed like ground; the street alone counts in the "
                "figures of the log when a terrain model is given. With a land-cover raster (UMEP codes: 1 paved, 2 "
                "buildings, 3 and 4 trees, 5 grass, 6 bare soil, 7 water) each surface warms and reflects in its own "
                "way."
            ),
            tr(
                "Engine simple: closed form of the six directions of Lindberg et al. (2008), diffuse light of Reindl "
                "et al. (1990) and Hay and Davies (1980), ground temperature of Lindberg et al. (2016). It is not "
                "SOLWEIG. At three measured sites of Gothenburg its error (RMSE) is below 5 °C; it is too warm in the "
                "shade of trees on the hottest days."
            ),
            tr(
                "Engine solweig: calls the SOLWEIG package where it is installed in the Python of QGIS. It ignores the "
                "table of surfaces and the sky view raster, and works on the whole raster at once; it alone reads "
                "the wind."
            ),
        )

    def define(self):
        add_shadow_parameters(self)
        self.add(
            QgsProcessingParameterRasterLayer("SVF", tr("Sky view factor"), optional=True),
            tr(
                "Result of “Sky view factor” on the same grid (its band “combined” is taken when there is one, the "
                "first otherwise); computed here when empty."
            ),
        )
        self.add(
            QgsProcessingParameterRasterLayer("LANDCOVER", tr("Land cover"), optional=True),
            tr("Raster of surface codes on the same grid; empty takes cobbles of albedo 0.15 everywhere."),
        )
        self.add(
            QgsProcessingParameterDateTime(
                "DATETIME", tr("Date and hour"), DateTimeType.DateTime, defaultValue=f"{DEFAULT_DATE}T15:00:00"
            ),
            tr("Local date and hour in the time zone below; summer time is taken into account."),
        )
        add_time_zone(self)
        add_weather_parameters(self, ("TA", "RH", "GHI"))
        self.add(
            QgsProcessingParameterEnum(
                "ENGINE", tr("Engine"), list(ENGINES), defaultValue=ENGINES[0], usesStaticStrings=True
            ),
            tr("simple: the closed form of this suite. solweig: the SOLWEIG package, to install beforehand."),
            advanced=True,
        )
        self.add(
            number("WIND", tr("Wind speed (m/s)"), DEFAULT_WIND_M_S, minimum=0.0, maximum=60.0),
            tr("Mean wind at that hour. The engine solweig alone reads it: with the engine simple it changes nothing."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterEnum(
                "POSTURE", tr("Posture"), list(POSTURES), defaultValue=POSTURES[0], usesStaticStrings=True
            ),
            tr("standing or sitting: a sitting person receives more from the ground and the sky."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                "SURFACES", tr("Table of surfaces"), [SourceType.TypeVector], optional=True
            ),
            tr(
                "Table with the columns code, albedo, emissivity, k, t0 and t_max, which replaces or completes that of "
                "the suite (resources/tables/land_cover.csv) code by code."
            ),
            advanced=True,
        )
        self.add(
            number("AZIMUTHS", tr("Directions of the sky view"), 32, minimum=4, maximum=360, integer=True),
            tr("Even number of directions in which the horizon is looked for, when no sky view raster is given."),
            advanced=True,
        )
        add_shadow_options(self)
        self.add(
            QgsProcessingParameterRasterDestination("OUTPUT", tr("Mean radiant temperature (°C)")),
            tr("GeoTIFF of degrees C, -9999 where there is no data."),
        )
        for name, label in (
            ("SUN_ELEVATION", tr("Elevation of the sun (degrees)")),
            ("GHI_USED", tr("Global radiation used (W/m²)")),
            ("DIFFUSE", tr("Diffuse radiation (W/m²)")),
            ("TMRT_MEAN", tr("Mean of the raster (°C)")),
            ("TMRT_MIN", tr("Lowest value (°C)")),
            ("TMRT_MAX", tr("Highest value (°C)")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def check(self, parameters, context):
        check_surfaces(self, parameters, context)
        dsm = self.parameterAsRasterLayer(parameters, "DSM", context)
        for name in ("SVF", "LANDCOVER"):
            other = self.parameterAsRasterLayer(parameters, name, context)
            if dsm is not None and other is not None:
                check_aligned(dsm, other)
        azimuths = self.parameterAsInt(parameters, "AZIMUTHS", context)
        if azimuths % 2:
            raise InputError("Give an even number of directions for the sky view, not {value}.", value=azimuths)
        if self.parameterAsString(parameters, "ENGINE", context) == "solweig":
            from ..solweig_engine import load_solweig

            load_solweig()

    def compute(self, parameters, context, feedback):
        self.check(parameters, context)
        steps = self.steps(3, feedback)
        surfaces = self._surfaces(parameters, context, feedback)
        instant = read_instant(self, parameters, context, steps)
        self._tell(instant, feedback)
        steps.setCurrentStep(1)
        path = self.parameterAsOutputLayer(parameters, "OUTPUT", context)
        if self.parameterAsString(parameters, "ENGINE", context) == "solweig":
            run_solweig(self, instant, path, feedback)
        else:
            azimuths = self.parameterAsInt(parameters, "AZIMUTHS", context)
            run_simple(instant, surfaces, azimuths, path, steps)
        self.written(path)
        steps.setCurrentStep(2)
        tally = tally_raster(path, instant.scene, steps)
        if math.isnan(tally["MEAN"]):
            feedback.pushWarning(
                tr("No cell of the street has a value: check the surface model and the sky view factor.")
            )
        result = RunResult()
        result.update(OUTPUT=path, SUN_ELEVATION=round(instant.conditions.elevation_deg, 3))
        result.update(GHI_USED=round(instant.conditions.global_irradiance, 1))
        result.update(DIFFUSE=round(instant.conditions.diffuse, 1))
        result.update({f"TMRT_{name}": tally[name] for name in ("MEAN", "MIN", "MAX")})
        result.layers.append(("OUTPUT", "tmrt.qml", tr("Mean radiant temperature (°C)")))
        return result

    def _tell(self, instant, feedback) -> None:
        """Say what the sun and the sky give."""
        from ..sun import is_night

        conditions = instant.conditions
        if is_night(conditions.elevation_deg):
            feedback.pushWarning(
                tr(
                    "The sun is below the horizon on {moment}: only the heat of sky, ground and walls is counted."
                ).format(moment=instant.local.isoformat(sep=" ", timespec="minutes"))
            )
            return
        feedback.pushInfo(
            tr(
                "Sun {elevation:.1f} degrees high; global radiation {ghi:.0f} W/m², of which {diffuse:.0f} diffuse."
            ).format(elevation=conditions.elevation_deg, ghi=conditions.global_irradiance, diffuse=conditions.diffuse)
        )

    def _surfaces(self, parameters, context, feedback):
        """Return the surfaces by code: those of the suite, then those of the user."""
        from ..land_cover import read_surfaces, standard_surfaces

        surfaces = dict(standard_surfaces())
        source = self.parameterAsSource(parameters, "SURFACES", context)
        if source is not None:
            columns = read_features(source).object_columns()
            rows = [dict(zip(columns, values)) for values in zip(*columns.values())]
            if not rows:
                raise InputError("The table of surfaces has no row; fill it, or leave it out.")
            surfaces.update(read_surfaces(rows))
            if parameters.get("LANDCOVER") in (None, ""):
                feedback.pushWarning(
                    tr("The table of surfaces changes nothing without a land cover: give its raster too.")
                )
        return surfaces
