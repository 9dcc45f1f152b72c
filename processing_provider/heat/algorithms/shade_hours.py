"""Algorithm ``heat_shade_hours``: hours of sun through a day."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber, QgsProcessingParameterRasterDestination

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...engine import run_tiles
from ...parameters import add_day_slots, day, hour, required_time_zone
from ...raster_files import RasterOutput
from ...translation import tr
from .shadow_parameters import (
    SWEEP_BYTES_PER_CELL,
    add_shadow_options,
    add_shadow_parameters,
    check_surfaces,
    read_scene,
)

NODATA = -9999.0


class ShadeHours(CityOrchestraAlgorithm):
    """Raster of the hours of direct sun and of the share of shade."""

    ID = "heat_shade_hours"
    GROUP = "heat"

    def displayName(self):
        return tr("Hours of sun")

    def shortDescription(self):
        return tr("Hours of direct sun between two hours of a day, and the share of the daylight in shade.")

    def tags(self):
        return ["shade", "sunshine", "duration", "ombre", "heures", "ensoleillement", "durée", "fraîcheur"]

    def help_text(self):
        return (
            tr(
                "Casts shadows at regular instants of a day and adds them up. Band 1 is the hours of direct sun; "
                "band 2 the share of the daylight spent in shade, in percent. An hour under leaves that let a "
                "part of the sun through counts for that part."
            ),
            tr(
                "Each instant stands for one step centred on it, so from 06:00 to 21:00 every 15 minutes stands "
                "for 05:52:30 to 21:07:30. Instants when the sun is below the horizon add nothing."
            ),
            tr("Surfaces, holes and method: as in the algorithm that casts shadows."),
        )

    def define(self):
        add_shadow_parameters(self)
        add_day_slots(self)
        add_shadow_options(self)
        self.add(
            QgsProcessingParameterRasterDestination("OUTPUT", tr("Hours of direct sun")),
            tr("GeoTIFF of two bands: hours of direct sun, and share of the daylight in shade (%)."),
        )
        self.addOutput(QgsProcessingOutputNumber("SLOTS", tr("Instants computed")))
        self.addOutput(QgsProcessingOutputNumber("DAYLIGHT_SLOTS", tr("Instants with the sun up")))

    def check(self, parameters, context):
        check_surfaces(self, parameters, context)

    def compute(self, parameters, context, feedback):
        from ..shade_tiles import shade_tile
        from ..sun import is_night, time_slots

        steps = self.steps(2, feedback)
        step = self.parameterAsInt(parameters, "STEP", context)
        local, utc = time_slots(
            day(self, parameters, "DATE", context),
            hour(self, parameters, "START", context),
            hour(self, parameters, "END", context),
            step,
            required_time_zone(self, parameters, context),
        )
        scene = read_scene(self, parameters, context, steps)
        sun = scene.sun(utc, local)
        daylight = sum(not is_night(elevation) for _, elevation, _ in sun)
        if not daylight:
            feedback.pushWarning(tr("The sun is below the horizon during all these hours."))
        steps.setCurrentStep(1)
        path = self.parameterAsOutputLayer(parameters, "OUTPUT", context)
        run_tiles(
            shade_tile,
            scene.sources,
            RasterOutput(path, scene.grid, bands=2, nodata=NODATA, descriptions=("sun_hours", "shade_percent")),
            halo=scene.halo(sun),
            bytes_per_cell=SWEEP_BYTES_PER_CELL,
            arguments={"sun": sun, "step_minutes": step, "options": scene.options},
            settings=scene.settings,
            feedback=steps,
        )
        result = RunResult()
        result.update(OUTPUT=path, SLOTS=len(local), DAYLIGHT_SLOTS=daylight)
        result.layers.append(("OUTPUT", "sun_hours.qml", tr("Hours of direct sun")))
        return result
