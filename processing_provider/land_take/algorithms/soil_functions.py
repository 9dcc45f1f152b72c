"""Algorithm ``landtake_functional``: green factor, infiltration, biotope and carbon of the soil by zone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, field
from ...errors import InputError
from ...parameters import usual_field
from ...translation import number_text, tr
from .change_rows import flags_of
from .coverage import add_area_method, read_coverage
from .state_layers import StateLayers
from .zone_reading import ZonedPieces, add_zones, area_method, read_zones, write_zones

DEFAULT = "default"
SYSTEMS = (DEFAULT, "baf", "baf_old", "malmo", "ugf", "rennes")
RENNES_ZONE = "3_1"
MOSTLY = 0.5
TREE_COVER = "2.1.1.1"
SQUARE_METRES_PER_HECTARE = 10_000.0


class SoilFunctionsByZone(CityOrchestraAlgorithm):
    """What the ground of zones is worth for rain, plants and carbon."""

    ID = "landtake_functional"
    GROUP = "land_take"

    def displayName(self):
        return tr("Soil functions")

    def shortDescription(self):
        return tr("Green factor, infiltration, biotope value and soil carbon of each zone, from its land cover.")

    def tags(self):
        return [
            "zan", "green factor", "biotope", "infiltration", "carbon", "coefficient de biotope", "cbs", "sol",
            "perméabilité", "carbone", "végétalisation",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Gives each zone four functions of its ground: k_perm, the share of rain that may infiltrate; w_bio, a "
                "biotope value from 0 to 1; c_tha, organic carbon of the soil from 0 to 30 cm (t/ha, from the zones of "
                "ALDO) and c_t, its sum; and cbs, the green factor of a published system: Berlin (baf, and the older "
                "table baf_old that ADEME uses), Malmö, London (ugf), or the share of planted land as Rennes asks "
                "for. default takes the biotope values of this project."
            ),
            tr(
                "s_art, s_perm, s_bio and s_c are the parts of the ZAN score, from 0 to 1. Carbon is a mean of a whole "
                "pedo-climatic zone: an order of magnitude for a parcel (indicatif). The values by cover stand in "
                "resources/tables/land_take_functions.csv, to be replaced by those who decide. Green factors of land "
                "cover do not see roofs, slabs and walls."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterFeatureSource("STATE", tr("State"), [SourceType.TypeVectorPolygon]),
            tr("Output of “Artificialisation at one date”."),
        )
        add_zones(self)
        self.add(
            QgsProcessingParameterEnum(
                "WEIGHTS", tr("Green factor"), list(SYSTEMS), defaultValue=DEFAULT, usesStaticStrings=True
            ),
            tr("System of the field cbs; which of its surfaces stands for a cover is a choice of this project."),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                "TREES", tr("Ground under trees"), [SourceType.TypeVectorPolygon], optional=True
            ),
            tr(
                "Polygons of the vegetation layer: herbs and bare ground under them count as trees, sealed ground not. "
                "Their share holds evenly for a whole surface, wherever on it they stand."
            ),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                "GROUND", tr("Crops and meadows"), [SourceType.TypeVectorPolygon], optional=True
            ),
            tr("Such as the farm register (RPG), to tell crops from meadows and orchards."),
        )
        self.add(
            usual_field("GROUND_FIELD", tr("Field of the ground"), "ground", "GROUND"),
            tr("Holds crop, meadow or orchard."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterString("ZPC", tr("Pedo-climatic zone"), RENNES_ZONE, optional=True),
            tr("Row of the table of carbon; 3_1 holds Rennes."),
            advanced=True,
        )
        for name, label, table in (
            ("FUNCTIONS_CSV", tr("Own values of the ground"), "land_take_functions.csv"),
            ("WEIGHTS_CSV", tr("Own surfaces of covers"), "land_take_green_cover.csv"),
            ("ZPC_CSV", tr("Own carbon"), "land_take_carbon.csv"),
        ):
            self.add(
                QgsProcessingParameterFile(name, label, extension="csv", optional=True),
                tr("A table like resources/tables/{table}.").format(table=table),
                advanced=True,
            )
        add_area_method(self)
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Soil functions"), QgsProcessing.SourceType.TypeVectorPolygon
            ),
            tr("The zones with their functions."),
        )
        for name, label in (("CARBON_T", tr("Carbon of the soil (t)")), ("ZONES_COUNT", tr("Zones"))):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def compute(self, parameters, context, feedback):
        from ..balance import CARBON, CARBON_M2, RAIN, RAIN_M2, densities, parts_of
        from ..indicators import ratio

        steps = self.steps(5, feedback)
        coverage = read_coverage(self, parameters, "STATE", context, steps)
        crs = coverage.table.crs
        steps.setCurrentStep(1)
        zones = read_zones(self, parameters, context, steps, crs)
        layers = StateLayers(self, parameters, context, steps, coverage)
        carbon = self._carbon(parameters, context)
        trees = self._trees(layers, coverage)
        told = self._functions(parameters, context, coverage, layers, carbon, trees)
        flag = self._flags(coverage)
        steps.setCurrentStep(2)
        zoned = ZonedPieces(zones, coverage.geometry, crs, area_method(self, parameters, context), steps.isCanceled)
        steps.setCurrentStep(3)
        shares = zoned.shares
        values = densities(flag, told)
        sums = np.stack([shares.sums(weight=column) for column in values.T], axis=1)
        parts = parts_of(sums, carbon["meadow"])
        factor, surfaces = self._green(parameters, context, coverage, told, trees, shares)
        columns = [
            (field(name, "real"), parts[:, place]) for place, name in enumerate(("s_art", "s_perm", "s_bio", "s_c"))
        ]
        stock = np.where(sums[:, CARBON_M2] > 0.0, sums[:, CARBON] / SQUARE_METRES_PER_HECTARE, np.nan)
        columns += [
            (field("cbs", "real"), factor),
            (field("k_perm", "real"), ratio(sums[:, RAIN], sums[:, RAIN_M2])),
            (field("w_bio", "real"), parts[:, 2]),
            (field("c_tha", "real"), ratio(sums[:, CARBON], sums[:, CARBON_M2])),
            (field("c_t", "real"), stock),
            (field("surfaces", "text"), surfaces),
            (field("f_couv_pct", "real"), ratio(sums[:, CARBON_M2], zoned.zone_m2, 100.0)),
            (field("echelle", "text"), ["indicatif"] * len(zones)),
        ]
        steps.setCurrentStep(4)
        result = RunResult()
        result["OUTPUT"] = write_zones(self, parameters, "OUTPUT", context, steps, zones, columns, crs)
        result.layers.append(("OUTPUT", "landtake_functional.qml", tr("Soil functions")))
        result.abstract = tr(
            "Soil functions from land cover. Carbon is a mean of a whole pedo-climatic zone, an order of magnitude for "
            "a parcel. Values by cover are choices, in resources/tables/land_take_functions.csv."
        )
        result.update(CARBON_T=float(np.nansum(stock)), ZONES_COUNT=len(zones))
        feedback.pushInfo(
            tr("{count} zones, {carbon} t of carbon in their soil (order of magnitude).").format(
                count=len(zones), carbon=number_text(result["CARBON_T"], 0)
            )
        )
        return result

    def _file(self, parameters, context, name: str, default: Path) -> Path:
        given = self.parameterAsFile(parameters, name, context)
        return Path(given) if given else default

    def _carbon(self, parameters, context):
        from ..functions import CARBON_TABLE, carbon_of_zone

        zone = self.parameterAsString(parameters, "ZPC", context).strip() or RENNES_ZONE
        table = self._file(parameters, context, "ZPC_CSV", CARBON_TABLE)
        carbon = carbon_of_zone(zone, table)
        if not carbon.get("meadow", 0.0) > 0.0:
            raise InputError(
                "The table {name} tells no carbon above 0 of a meadow, which s_c is compared with; add it in the "
                "column meadow.",
                name=table.name,
            )
        return carbon

    def _flags(self, coverage):
        from ..nomenclature import judge

        if coverage.table.fields.lookupField("artif") >= 0:
            return flags_of(coverage.table, "artif")
        return judge(coverage.cover, coverage.use).artificial

    def _trees(self, layers, coverage):
        """Return the share of each face that counts as trees though its cover says herbs or bare ground [0..1]."""
        from ..exemptions import below

        share = layers.share("TREES")
        if share is None:
            return np.zeros(len(coverage))
        return np.where(below(coverage.cover, ("2.2", "1.2.1")), np.clip(share, 0.0, 1.0), 0.0)

    def _functions(self, parameters, context, coverage, layers, carbon, trees):
        """Return what each face is worth, ground under trees counted as trees."""
        from ..functions import FUNCTIONS_TABLE, SoilFunctions, read_functions, soil_functions

        rules = read_functions(self._file(parameters, context, "FUNCTIONS_CSV", FUNCTIONS_TABLE))
        ground = self._ground(parameters, context, layers, len(coverage))
        told = soil_functions(coverage.cover, coverage.use, ground, carbon=carbon, rules=rules)
        if not trees.any():
            return told
        wood = soil_functions(np.full(len(coverage), TREE_COVER), coverage.use, carbon=carbon, rules=rules)
        return SoilFunctions(
            *(
                np.where(trees > 0.0, (1.0 - trees) * getattr(told, name) + trees * getattr(wood, name),
                         getattr(told, name))
                for name in ("biotope", "infiltration", "carbon")
            )
        )  # fmt: skip

    def _ground(self, parameters, context, layers, count):
        """Return crop, meadow or orchard for each face that mostly lies on it."""
        if parameters.get("GROUND") in (None, ""):
            return None
        name = self.parameterAsString(parameters, "GROUND_FIELD", context) or "ground"
        found = np.full(count, "", dtype="<U8")
        for kind in ("crop", "meadow", "orchard"):
            share = layers.share("GROUND", lambda table, kind=kind: _is(table, name, kind))
            found = np.where((share >= MOSTLY) & (found == ""), kind, found)
        return found

    def _green(self, parameters, context, coverage, told, trees, shares):
        """Return the green factor of zones, and the area of its surfaces as JSON."""
        from ..green_cover import COVER_TABLE, LEFT_OUT, factors_of, surfaces_of
        from ..indicators import ratio
        from ..zone_sums import compact, joined

        system = self.parameterAsEnumString(parameters, "WEIGHTS", context) or DEFAULT
        amount, land, areas = np.zeros(shares.zones), np.zeros(shares.zones), []
        # Each face as it is drawn, and its ground under trees.
        for cover, share in ((coverage.cover, 1.0 - trees), (np.full(len(coverage), TREE_COVER), trees)):
            if system == DEFAULT:
                names, values = cover, told.biotope  # trees are in it already
            else:
                table = self._file(parameters, context, "WEIGHTS_CSV", COVER_TABLE)
                names = surfaces_of(cover, system, table)
                values = factors_of(names, system)
            known = np.isfinite(values)
            amount += shares.sums(known, share * np.where(known, values, 0.0))
            land += shares.sums(known, share)
            areas.append(shares.by_code(names, known & (names != LEFT_OUT), share))
        return ratio(amount, land), [compact(one) if one else None for one in joined(*areas)]


def _is(table, name: str, kind: str) -> np.ndarray:
    column = table.column(name)
    return np.array([str(value).strip().casefold() == kind for value in column.values]) & ~column.null
