"""Algorithm ``heat_sky_view_factor``: how much of the sky each cell sees."""

from __future__ import annotations

import math

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterRasterDestination,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...engine import run_tiles
from ...errors import InputError
from ...layers import raster_grid
from ...parameters import add_engine_parameters, number
from ...raster_files import RasterOutput
from ...translation import tr
from .comfort_outputs import NODATA, tally_raster
from .shadow_parameters import add_shadow_parameters, check_surfaces, read_scene

WEIGHTS = ("cosine", "solid")
# Heights, crowns, their copies in whole units and the bands [bytes per cell].
SKY_BYTES_PER_CELL = 64.0
LONGEST_M = 50000.0


class SkyViewFactor(CityOrchestraAlgorithm):
    """Raster of the share of the sky that is seen."""

    ID = "heat_sky_view_factor"
    GROUP = "heat"

    def displayName(self):
        return tr("Sky view factor")

    def shortDescription(self):
        return tr("How much of the sky each place sees, past buildings, terrain and trees.")

    def tags(self):
        return [
            "svf",
            "sky",
            "openness",
            "heat island",
            "ciel",
            "facteur de vue",
            "ouverture",
            "îlot de chaleur",
            "mns",
        ]

    def help_text(self):
        return (
            tr(
                "Makes a raster of the sky view factor: 1 in the open, 0.5 at the foot of a long high wall, 0.2 in a "
                "narrow street. Where it is low, the heat of the day leaves slowly at night; where it is high, people "
                "stand in the sun. Roofs are part of the surface: what they see is given."
            ),
            tr(
                "Without canopy, band 1 (svf) is the share of the sky past buildings and terrain. With a canopy, band "
                "1 (combined) counts the trees, which let a part of the light through; band 2 (svf) leaves them out; "
                "band 3 (svf_veg) is 1 less the share of the sky that trees alone hide. Last come, if asked, the "
                "halves of the sky towards north, east, south and west, trees counted."
            ),
            tr(
                "Method: exact horizon of each cell in a number of directions (upper hull along digital lines), with "
                "the cosine weights of Johnson and Watson (1984) and Steyn (1980), or by solid angle. In canyons and "
                "basins whose value is known the error is below 0.003 with 32 directions."
            ),
            tr(
                "Holes of the surface model are filled with the terrain model where it is given; elsewhere they stay "
                "without data and hide nothing. What is farther than the greatest distance is not seen, nor what is "
                "outside the raster: take one larger than the area of interest."
            ),
        )

    def define(self):
        add_shadow_parameters(self)
        self.add(
            number("AZIMUTHS", tr("Directions of the sky view"), 32, minimum=4, maximum=360, integer=True),
            tr("Even number of directions in which the horizon is looked for: 16 for a draft, 32, 64 for fine work."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterEnum(
                "WEIGHT", tr("Weight of the sky"), WEIGHTS, defaultValue="cosine", usesStaticStrings=True
            ),
            tr(
                "cosine: as a flat ground exchanges light and heat with the sky, the zenith counting most; solid: by "
                "solid angle, as the eye sees it."
            ),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean("DIRECTIONAL", tr("Halves of the sky too"), False),
            tr("Adds four bands: what is seen of the half of the sky on the north, east, south and west sides."),
            advanced=True,
        )
        self._add_advanced()
        self.add(
            QgsProcessingParameterRasterDestination("OUTPUT", tr("Sky view factor")),
            tr("GeoTIFF from 0 to 1, -9999 where there is no data; see above for its bands."),
        )
        for name, label in (
            ("SVF_MEAN", tr("Mean of band 1, in the streets alone if known")),
            ("SVF_MIN", tr("Lowest value of band 1, in the streets alone if known")),
            ("SVF_MAX", tr("Highest value of band 1, in the streets alone if known")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def _add_advanced(self) -> None:
        self.add(
            number("TRUNK_RATIO", tr("Crown base over tree height"), 0.25, minimum=0.0, maximum=1.0),
            tr("Height at which crowns begin, as a share of the height of the tree."),
            advanced=True,
        )
        self.add(
            number("TAU", tr("Light through crowns (0 to 1)"), 0.03, minimum=0.0, maximum=1.0),
            tr("Share of the light of the sky that crosses a crown: 0.03 in leaf, 0.5 bare."),
            advanced=True,
        )
        self.add(
            number("OBS_HEIGHT", tr("Height of the observer (m)"), 0.0, minimum=0.0, maximum=100.0),
            tr("Height above the surface from which the sky is looked at: 0 for the ground, 1.1 for a body."),
            advanced=True,
        )
        self.add(
            number("MAXDIST", tr("Greatest distance (m)"), 500.0, minimum=1.0, maximum=LONGEST_M),
            tr("What is farther than this hides nothing; hills seen from afar need more, which costs time."),
            advanced=True,
        )
        add_engine_parameters(self)

    def check(self, parameters, context):
        check_surfaces(self, parameters, context)
        azimuths = self.parameterAsInt(parameters, "AZIMUTHS", context)
        if azimuths % 2:
            raise InputError("Give an even number of directions for the sky view, not {value}.", value=azimuths)
        dsm = self.parameterAsRasterLayer(parameters, "DSM", context)
        if dsm is not None:
            diagonal = raster_grid(dsm).cell_size * math.sqrt(2.0)
            distance = self.parameterAsDouble(parameters, "MAXDIST", context)
            if distance < diagonal:
                raise InputError(
                    "The greatest distance, {distance:g} m, is shorter than a cell; give {least:.1f} m at least.",
                    distance=distance,
                    least=math.ceil(diagonal * 10) / 10,
                )

    def compute(self, parameters, context, feedback):
        from ..sky_view_tiles import sky_view_halo, sky_view_tile

        self.check(parameters, context)
        steps = self.steps(3, feedback)
        scene = read_scene(self, parameters, context, steps)
        directional = self.parameterAsBoolean(parameters, "DIRECTIONAL", context)
        bands = ("combined", "svf", "svf_veg") if "canopy" in scene.sources else ("svf",)
        bands += ("north", "east", "south", "west") if directional else ()
        options = scene.options
        halo = sky_view_halo(scene.grid.cell_size, options["max_distance"])
        path = self.parameterAsOutputLayer(parameters, "OUTPUT", context)
        steps.setCurrentStep(1)
        run_tiles(
            sky_view_tile,
            scene.sources,
            RasterOutput(path, scene.grid, bands=len(bands), nodata=NODATA, descriptions=bands),
            halo=min(halo, max(scene.grid.width, scene.grid.height)),
            bytes_per_cell=SKY_BYTES_PER_CELL,
            arguments={
                "bands": bands,
                "options": {
                    key: options[key] for key in ("cell_size", "trunk_ratio", "observer_height", "max_distance")
                },
                "transmissivity": self.parameterAsDouble(parameters, "TAU", context),
                "azimuths": self.parameterAsInt(parameters, "AZIMUTHS", context),
                "weight": self.parameterAsEnumString(parameters, "WEIGHT", context),
                "directional": directional,
            },
            settings=scene.settings,
            feedback=steps,
        )
        self.written(path)
        steps.setCurrentStep(2)
        found = tally_raster(path, scene, steps)
        result = RunResult()
        result.update(OUTPUT=path, **{f"SVF_{name}": found[name] for name in ("MEAN", "MIN", "MAX")})
        result.layers.append(("OUTPUT", "sky_view.qml", tr("Sky view factor")))
        return result
