"""Algorithm ``heat_cast_shadows``: shade at one instant."""

from __future__ import annotations

import numpy as np
from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterEnum,
    QgsProcessingParameterRasterDestination,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...engine import run_tiles
from ...parameters import DEFAULT_DATE, DateTimeType, add_time_zone, moment, time_zone
from ...raster_files import RasterOutput
from ...translation import tr
from .shadow_parameters import (
    EXACT_BYTES_PER_CELL,
    SWEEP_BYTES_PER_CELL,
    add_shadow_options,
    add_shadow_parameters,
    check_surfaces,
    read_scene,
)

METHODS = ("sweep", "exact")


class CastShadows(CityOrchestraAlgorithm):
    """Raster of the share of direct sun at one instant."""

    ID = "heat_cast_shadows"
    GROUP = "heat"

    def displayName(self):
        return tr("Cast shadows")

    def shortDescription(self):
        return tr("Where the sun reaches the ground at one instant, past buildings, terrain and trees.")

    def tags(self):
        return ["shade", "shadow", "sun", "dsm", "ombre", "ombres portées", "soleil", "mns", "fraîcheur"]

    def help_text(self):
        return (
            tr(
                "Makes a raster of the share of the direct sun that reaches each cell at one instant: 100 in full "
                "sun, 0 in the shade of a building or of the terrain, in between under trees. Roofs are part of "
                "the surface: their own sun is given."
            ),
            tr(
                "Holes of the surface model are filled with the terrain model where it is given; elsewhere they "
                "stay without data and cast no shadow. When the sun is below the horizon everything is in shade."
            ),
            tr(
                "Method: sweep along digital lines from the sun, with true north corrected for the convergence of "
                "the meridians. An edge of a shadow is right within one cell. Crowns let a share of the sun "
                "through, by season (Konarska et al., 2014)."
            ),
            tr(
                'The method "exact" follows the ray of each cell through all the cells that it crosses (Amanatides '
                "and Woo, 1987): walls stand on the sides of their cells and the shadow is right at the middle of "
                "each cell. It takes some ten times as long, and suits a single map in detail."
            ),
        )

    def define(self):
        add_shadow_parameters(self)
        self.add(
            QgsProcessingParameterDateTime(
                "DATETIME", tr("Date and hour"), DateTimeType.DateTime, defaultValue=f"{DEFAULT_DATE}T15:00:00"
            ),
            tr("Local date and hour in the time zone below; summer time is taken into account."),
        )
        add_time_zone(self)
        self.add(
            QgsProcessingParameterEnum("METHOD", tr("Method"), METHODS, defaultValue="sweep", usesStaticStrings=True),
            tr("sweep: fast, edges within one cell; exact: every ray followed from cell to cell, for a single map."),
        )
        self.add(
            QgsProcessingParameterBoolean("SUBPIXEL", tr("Four rays in each cell (exact method)"), False),
            tr(
                "Gives the share of four quarters of each cell that are in the sun, for smooth edges of shadows; only "
                "with the exact method, in four times the time."
            ),
            advanced=True,
        )
        add_shadow_options(self)
        self.add(
            QgsProcessingParameterRasterDestination("OUTPUT", tr("Share of direct sun (%)")),
            tr("GeoTIFF of whole percents, 0 in shade to 100 in the sun, 255 where there is no data."),
        )
        self.addOutput(QgsProcessingOutputNumber("SUN_ELEVATION", tr("Elevation of the sun (degrees)")))
        self.addOutput(QgsProcessingOutputNumber("GRID_AZIMUTH", tr("Azimuth of the sun from grid north (degrees)")))
        self.addOutput(QgsProcessingOutputNumber("NIGHT", tr("1 when the sun is below the horizon")))

    def check(self, parameters, context):
        check_surfaces(self, parameters, context)

    def compute(self, parameters, context, feedback):
        from ..shade_tiles import shadow_tile
        from ..sun import as_utc, is_night, parse_local_time

        steps = self.steps(2, feedback)
        local = parse_local_time(moment(self, parameters, "DATETIME", context), time_zone(self, parameters, context))
        scene = read_scene(self, parameters, context, steps)
        sun = scene.sun(np.atleast_1d(as_utc(local)), [local])
        azimuth, elevation, _ = sun[0]
        night = bool(is_night(elevation))
        if night:
            feedback.pushWarning(
                tr("The sun is below the horizon on {moment}: everything is in shade.").format(
                    moment=local.isoformat(sep=" ", timespec="minutes")
                )
            )
        else:
            feedback.pushInfo(
                tr("Sun: elevation {elevation:.1f} degrees, azimuth {azimuth:.1f} from grid north.").format(
                    elevation=elevation, azimuth=azimuth
                )
            )
        steps.setCurrentStep(1)
        exact = self.parameterAsEnumString(parameters, "METHOD", context) == "exact"
        subpixel = self.parameterAsBoolean(parameters, "SUBPIXEL", context)
        if subpixel and not exact:
            feedback.pushWarning(tr("Four rays in each cell are for the exact method: the sweep has one."))
        path = self.parameterAsOutputLayer(parameters, "OUTPUT", context)
        run_tiles(
            shadow_tile,
            scene.sources,
            RasterOutput(path, scene.grid, dtype="uint8", nodata=255, descriptions=("sun_percent",)),
            halo=scene.halo(sun),
            bytes_per_cell=EXACT_BYTES_PER_CELL if exact else SWEEP_BYTES_PER_CELL,
            arguments={
                "sun": sun,
                "options": {**scene.options, "method": "exact" if exact else "sweep", "subpixel": subpixel},
            },
            settings=scene.settings,
            feedback=steps,
        )
        result = RunResult()
        result.update(OUTPUT=path, SUN_ELEVATION=elevation, GRID_AZIMUTH=azimuth, NIGHT=int(night))
        result.layers.append(("OUTPUT", "sun_fraction.qml", tr("Share of direct sun (%)")))
        return result
