"""Algorithm ``landtake_normalise_ocsge``: land cover of any source in the nomenclature of OCS GE."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from qgis.core import (
    QgsFields,
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, WkbType, field
from ...errors import InputError
from ...layers import output_fields, write_features
from ...parameters import number, usual_field
from ...plain_layers import one_type
from ...translation import number_text, tr
from .coverage import ELLIPSOID, measured_areas, metric_reading
from .normalised_reading import AUTO, OCSGE, RENNES, check_repairs, gridded, read_codes, read_uses, with_uses
from .painted_sources import PaintedSources

PAINTED = ("osm", "bdtopo")
SOURCES = (AUTO, OCSGE, RENNES, "cosia", "oso", "clc", "ua", *PAINTED)
KINDS = {
    "cs": "text", "us": "text", "cs_ok": "integer", "cat_decret": "integer", "artif_brut": "integer",
    "imper": "integer", "part_imper": "real", "parc": "integer", "src": "text",
}  # fmt: skip
UNKNOWN = -1
SHOWN_UNREAD = 10
HECTARE = 10_000.0
COARSE = {"oso": 10, "clc": 100, "ua": 17}  # width of the least surface of a product [m]


class NormaliseLandCover(CityOrchestraAlgorithm):
    """A land cover in the codes of OCS GE, with what the national matrix says of it."""

    ID = "landtake_normalise_ocsge"
    GROUP = "land_take"

    def displayName(self):
        return tr("Normalise land cover")

    def shortDescription(self):
        return tr("Brings OCS GE, CoSIA, OSO, CORINE, Urban Atlas, OpenStreetMap or BD TOPO to one nomenclature.")

    def tags(self):
        return [
            "ocs ge", "land cover", "land use", "cosia", "oso", "corine", "urban atlas", "osm", "bd topo",
            "occupation du sol", "nomenclature", "zan",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Gives each surface its cover (cs) and use (us) in the nomenclature of OCS GE, whatever the spelling, "
                "and what the national matrix says before any threshold: artif_brut, the category of the annex to "
                "article R. 101-1 (cat_decret), and imper where the ground is sealed. Codes that are missing or not "
                "read leave NULL, and are counted: unknown is neither artificial nor not."
            ),
            tr(
                "Products in other classes are translated by resources/tables/land_take_classes.csv, or a table of "
                "yours. Where a product tells no use, a layer of uses gives it: each surface takes the use that covers "
                "most of it. Surfaces keep their shape, to the grid."
            ),
            tr(
                "OpenStreetMap and BD TOPO are not a land cover, but can be painted as one: give the area of study as "
                "INPUT and the layers as LAYERS. Roads and railways are widened, what lies on top hides what lies "
                "below, by resources/tables/land_take_painted.csv; a layer of uses tells the use where nothing else "
                "does. Ground that no layer tells of is written without codes. Widths are often defaults: a painted "
                "cover shows a place, it does not replace OCS GE."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterFeatureSource("INPUT", tr("Land cover"), [SourceType.TypeVectorPolygon]),
            tr("Polygons of land cover; for OpenStreetMap and BD TOPO the area of study, such as a commune."),
        )
        self.add(
            QgsProcessingParameterEnum(
                "SOURCE", tr("Source"), list(SOURCES), defaultValue=AUTO, usesStaticStrings=True
            ),
            tr(
                "auto: told from the fields, for OCS GE, CORINE and Urban Atlas; fields that you name yourself are "
                "those of OCS GE. rm2017: OCS GE of Rennes Métropole. osm and bdtopo: painted from LAYERS."
            ),
        )
        self.add(
            QgsProcessingParameterMultipleLayers(
                "LAYERS", tr("Layers to paint"), QgsProcessing.SourceType.TypeVectorAnyGeometry, optional=True
            ),
            tr("For osm and bdtopo: buildings, roads, vegetation, water, uses of the ground..."),
        )
        for name, label in (("FIELD_CS", tr("Cover or class field")), ("FIELD_US", tr("Use field"))):
            self.add(
                QgsProcessingParameterField(name, label, None, "INPUT", optional=True),
                tr("Left empty, a usual name is taken; for a layer of differences choose the field of one date."),
            )
        self.add(
            QgsProcessingParameterFeatureSource(
                "USE_LAYER", tr("Layer of uses"), [SourceType.TypeVectorPolygon], optional=True
            ),
            tr(
                "Parcels or zones with a use in codes of OCS GE, where the product tells none. Surfaces are not cut by "
                "it: each takes the use that covers most of it. A painted cover is cut by it."
            ),
        )
        self.add(
            usual_field("USE_FIELD", tr("Use field of that layer"), "us", "USE_LAYER"),
            tr("Holds codes such as US5 or 1.1."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFile("MAPPING", tr("Own table of classes"), extension="csv", optional=True),
            tr(
                "Like resources/tables/land_take_classes.csv; for osm and bdtopo like land_take_painted.csv. Its rows "
                "replace those of the same product."
            ),
            advanced=True,
        )
        self.add(
            number("GRID_MM", tr("Grid of the vertices (mm)"), 1.0, minimum=0.01, maximum=1000.0),
            tr("Vertices are brought to this grid, where boundaries meet exactly. Layers in degrees stay as they are."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Land cover"), QgsProcessing.SourceType.TypeVectorPolygon),
            tr(
                "The surfaces with cs, us, cs_ok, cat_decret, artif_brut, imper, part_imper, parc and src. Those whose "
                "parc is 1 may be chosen as public parks when the state is computed."
            ),
        )
        for name, label in (
            ("FACES", tr("Surfaces")),
            ("TOTAL_M2", tr("Area (m²)")),
            ("UNKNOWN_M2", tr("Unknown (m²)")),
            ("UNKNOWN_PCT", tr("Unknown (%)")),
            ("BRUT_M2", tr("Artificial before thresholds and exemptions (m²)")),
            ("UNREAD", tr("Codes not read, features that no rule fits")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def check(self, parameters, context):
        source = self.parameterAsEnumString(parameters, "SOURCE", context)
        layers = parameters.get("LAYERS") not in (None, "", [])  # in a model they need not exist yet
        if source in PAINTED and not layers:
            raise InputError("OpenStreetMap and BD TOPO are painted from several layers; give them as LAYERS.")
        if source not in PAINTED and layers:
            raise InputError(
                "LAYERS are for the sources osm and bdtopo only; choose one of them, or leave LAYERS empty."
            )

    def compute(self, parameters, context, feedback):
        self.check(parameters, context)
        source = self.parameterAsEnumString(parameters, "SOURCE", context) or AUTO
        if source in PAINTED:
            return self._painted(parameters, context, feedback, source)
        steps = self.steps(4, feedback)
        layer = self.parameterAsSource(parameters, "INPUT", context)
        table = self.read(parameters, "INPUT", context, steps)
        if not len(table):
            raise InputError("The layer has no polygon; choose another layer.")
        check_repairs(table, self.parameterDefinition("INPUT").description(), feedback)
        steps.setCurrentStep(1)
        told = read_codes(self, parameters, context, feedback, table, source)
        use = with_uses(self, parameters, context, steps, table, told.use)
        steps.setCurrentStep(2)
        shapes = gridded(table, self.parameterAsDouble(parameters, "GRID_MM", context))
        area = measured_areas(shapes, table.crs, ELLIPSOID)[1]
        columns = self._columns(told.cover, use, told.sealing, told.park, told.product)
        fields = output_fields(table.fields, [field(name, kind) for name, kind in KINDS.items()])
        geometry, kind = one_type(shapes, layer)
        steps.setCurrentStep(3)
        sink, destination = self.sink(parameters, "OUTPUT", context, fields.fields, kind, layer.sourceCrs())
        values = [columns[name] for name in KINDS]
        write_features(sink, fields.fields, geometry, values, rows=fields.rows(table), feedback=steps)
        del sink
        self._tell_unread(told.unread, feedback)
        if told.product in COARSE:
            feedback.pushWarning(
                tr(
                    "{product} shows surfaces from {width} m of width on: thresholds of 50 and 2 500 m² mean little, "
                    "read the result as indicative."
                ).format(product=told.product, width=COARSE[told.product])
            )
        return self._result(destination, columns, area, sum(told.unread.values()), feedback)

    def _painted(self, parameters, context, outer, source):
        """Paint the layers on the area of study, and write the faces."""
        import shapely

        layers = self.parameterAsLayerList(parameters, "LAYERS", context)
        if not layers:
            raise InputError("OpenStreetMap and BD TOPO are painted from several layers; give them as LAYERS.")
        feedback = self.steps(3 + len(layers), outer)
        frame = metric_reading(self, parameters, "INPUT", context, feedback)
        if not len(frame):
            raise InputError("The area of study has no polygon; choose another layer.")
        area = shapely.union_all(frame.geometry)
        own = self.parameterAsFile(parameters, "MAPPING", context)
        sources = PaintedSources(source, Path(own) if own else None, self)
        uses = read_uses(self, parameters, context, feedback, frame.crs)
        if uses is not None:
            sources.add_uses(*uses)
        for step, layer in enumerate(layers, start=1):
            feedback.setCurrentStep(step)
            sources.add(layer, frame.crs, area, context, feedback)
        feedback.setCurrentStep(1 + len(layers))
        painting = sources.paint(area, self.parameterAsDouble(parameters, "GRID_MM", context), feedback)
        nothing = np.full(len(painting.cover), np.nan)
        columns = self._columns(painting.cover, painting.use, nothing, painting.park.astype(int), source)
        fields = QgsFields()
        for name, kind in KINDS.items():
            fields.append(field(name, kind))
        feedback.setCurrentStep(2 + len(layers))
        sink, destination = self.sink(parameters, "OUTPUT", context, fields, WkbType.MultiPolygon, frame.crs)
        parts, owner = shapely.get_parts(painting.geometry, return_index=True)
        shapes = shapely.multipolygons(parts, indices=owner)
        write_features(sink, fields, shapes, [columns[name] for name in KINDS], feedback=feedback)
        del sink
        areas = measured_areas(painting.geometry, frame.crs, ELLIPSOID)[1]
        return self._result(destination, columns, areas, sources.unread, outer)

    def _columns(self, cover, use, sealing, park, product):
        from ..nomenclature import judge

        told = judge(cover, use)
        return {
            "cs": [str(code) or None for code in cover],
            "us": [str(code) or None for code in use],
            "cs_ok": (cover != "").astype(np.int64),
            "cat_decret": told.category.astype(np.int64),
            "artif_brut": _flags(told.artificial),
            "imper": _flags(told.impervious),
            "part_imper": sealing,
            "parc": _flags(park),
            "src": [product] * len(cover),
        }

    def _result(self, destination, columns, area, unread, feedback):
        flag = np.array([UNKNOWN if value is None else value for value in columns["artif_brut"]], dtype=np.int64)
        whole, unknown = float(area.sum()), float(area[flag == UNKNOWN].sum())
        result = RunResult()
        result["OUTPUT"] = destination
        result.layers.append(("OUTPUT", "landtake_normalised.qml", tr("Land cover (OCS GE)")))
        result.update(
            FACES=len(flag),
            TOTAL_M2=whole,
            UNKNOWN_M2=unknown,
            UNKNOWN_PCT=100.0 * unknown / whole if whole > 0.0 else None,
            BRUT_M2=float(area[flag == 1].sum()),
            UNREAD=unread,
        )
        feedback.pushInfo(
            tr("{count} surfaces, {area} ha; unknown {unknown} ha ({share} %).").format(
                count=len(flag),
                area=number_text(whole / HECTARE, 2),
                unknown=number_text(unknown / HECTARE, 2),
                share=number_text(result["UNKNOWN_PCT"] or 0.0, 2),
            )
        )
        return result

    def _tell_unread(self, unread, feedback):
        if not unread:
            return
        most = sorted(unread.items(), key=lambda item: (-item[1], item[0]))[:SHOWN_UNREAD]
        feedback.pushWarning(
            tr("{count} values mean nothing here and stay unknown: {values}.").format(
                count=sum(unread.values()), values=", ".join(f"{name} ({often})" for name, often in most)
            )
        )


def _flags(values) -> list:
    return [None if value == UNKNOWN else int(value) for value in values]
