"""Algorithm ``walk_area_walkability``: walkability index of neighbourhoods."""

from __future__ import annotations

import numpy as np
from qgis.core import (
    QgsCoordinateTransform,
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterString,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, field
from ...errors import InputError
from ...layers import output_fields, write_features
from ...parameters import number
from ...plain_layers import one_type
from ...translation import tr
from .area_parts import AreaParts


class AreaWalkability(CityOrchestraAlgorithm):
    """Walkability index of zones after Frank et al. (2010), with its parts."""

    ID = "walk_area_walkability"
    GROUP = "walking"

    def displayName(self):
        return tr("Walkability of areas")

    def shortDescription(self):
        return tr("Walkability index of neighbourhoods: street corners, density, shops, mix of uses, reach on foot.")

    def tags(self):
        return [
            "walkability", "neighbourhood", "index", "density", "land use", "marchabilité", "quartier", "iris",
            "densité", "mixité", "carrefours",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Compares zones such as neighbourhoods by the index of Frank et al. (2010): twice the intersection "
                "density, plus the net residential density, the retail floor area ratio and the mix of uses, each in "
                "standard deviations from the mean of the zones (fields z_…). Field wi is their sum."
            ),
            tr(
                "Parts: inter_km2, intersections of three streets or more per square kilometre; dens, dwellings (or "
                "inhabitants) per hectare of residential land, or of the zone without land use; retail, floor area of "
                "shops over the land they stand on, or over the zone; mix, from 0 for one use to 1 for equal areas."
            ),
            tr(
                "wi_dmc is the sum of density, mix and connectivity (intersections of four streets or more per "
                "hectare). shed is the share of the disc around the middle of the zone that is reached on foot within "
                "the distance (%)."
            ),
            tr(
                "An index compares the zones of one run with one another: it changes when zones are added, and the "
                "indices of two cities cannot be compared. With fewer than about ten zones it says little."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterFeatureSource("ZONES", tr("Zones"), [SourceType.TypeVectorPolygon]),
            tr("Neighbourhoods or statistical zones to compare, all within the data."),
        )
        self.add(
            QgsProcessingParameterFeatureSource("NETWORK", tr("Walking network"), [SourceType.TypeVectorLine]),
            tr("Edges made by the walking network algorithm, with one side per street."),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                "BUILDINGS", tr("Buildings"), [SourceType.TypeVectorPolygon], optional=True
            ),
            tr("Buildings with their use and, if known, their dwellings and storeys."),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                "LANDUSE", tr("Land use"), [SourceType.TypeVectorPolygon], optional=True
            ),
            tr("Polygons of land use that do not overlap, for the mix, the residential and the retail land."),
        )
        self.add(
            QgsProcessingParameterField("LANDUSE_FIELD", tr("Land use field"), None, "LANDUSE", optional=True),
            tr("Use of each polygon; needed with the land use."),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                "POPULATION", tr("Population"), [SourceType.TypeVectorPolygon], optional=True
            ),
            tr("Cells or zones with inhabitants, shared out by area; used for density where dwellings are not known."),
        )
        self._define_options()

    def _define_options(self):
        for name, label, default, parent, help_text in (
            (
                "USE_FIELD",
                tr("Building use field"),
                "use",
                "BUILDINGS",
                tr("Use of the building, such as residential or commercial."),
            ),
            (
                "DWELLINGS_FIELD",
                tr("Dwellings field"),
                "dwellings",
                "BUILDINGS",
                tr("Number of dwellings of the building."),
            ),
            (
                "FLOORS_FIELD",
                tr("Storeys field"),
                "storeys",
                "BUILDINGS",
                tr("Number of storeys; one where it is not known."),
            ),
            (
                "POPULATION_FIELD",
                tr("Inhabitants field"),
                "population",
                "POPULATION",
                tr("Inhabitants of each polygon."),
            ),
        ):
            self.add(QgsProcessingParameterField(name, label, default, parent, optional=True), help_text, advanced=True)
        for name, label, default in (
            ("RESIDENTIAL", tr("Words for residential"), "residential,résidentiel,habitat"),
            ("RETAIL", tr("Words for retail"), "commercial,retail,commerce,commercial et services"),
        ):
            self.add(
                QgsProcessingParameterString(name, label, default, optional=True),
                tr("Values of the use of buildings and land, separated by commas, in capitals or not."),
                advanced=True,
            )
        self.add(
            number("MERGE", tr("Size of an intersection (m)"), 10.0, minimum=0.0, maximum=100.0),
            tr("Nodes closer than this are one intersection, such as those of a dual carriageway."),
            advanced=True,
        )
        self.add(
            number("REACH", tr("Walking distance of the pedestrian shed (m)"), 400.0, minimum=50.0, maximum=5000.0),
            tr("400 m is about 5 minutes."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Walkability of areas"), QgsProcessing.SourceType.TypeVectorPolygon
            ),
            tr("The zones with the index, its parts and their z-scores."),
        )
        for name, label in (
            ("ZONES_COUNT", tr("Zones with an index")),
            ("INTERSECTIONS", tr("Intersections")),
            ("COMPONENTS", tr("Parts in the index (of 4)")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def check(self, parameters, context):
        if parameters.get("LANDUSE") not in (None, "") and not self.parameterAsString(
            parameters, "LANDUSE_FIELD", context
        ):
            raise InputError("Choose the field of the land use that holds its classes.")

    def compute(self, parameters, context, feedback):
        from ..walkability import area
        from ..walkability.equipment import walk_lines

        self.check(parameters, context)
        steps = self.steps(6, feedback)
        source = self.parameterAsSource(parameters, "ZONES", context)
        crs = self.working_crs(source.sourceCrs(), source.sourceExtent(), context)
        zones, network_table, buildings, landuse, population = self._read_all(parameters, context, steps, crs)
        if not network_table.usable.any():
            raise InputError("The network has no edge; check the layer, its filter and its selection.")
        nodes = [network_table.column(name) for name in ("u", "v") if network_table.fields.lookupField(name) >= 0]
        joined = len(nodes) == 2 and not any(item.null[network_table.usable].any() for item in nodes)
        if joined and all(item.values.dtype.kind == "i" for item in nodes):
            network = walk_lines(network_table.geometry, *(item.values for item in nodes))
        else:
            network = walk_lines(network_table.geometry)
        shapes = zones.geometry
        found = area.intersections(network, self.parameterAsDouble(parameters, "MERGE", context))
        surface = self._surface(shapes)
        parts = AreaParts(self, parameters, context, steps, shapes, surface).read(buildings, landuse, population)
        inter_km2 = area.count_inside(shapes, found, 3) / surface * area.SQUARE_METRES_PER_KM2
        inter4_ha = area.count_inside(shapes, found, 4) / surface * area.SQUARE_METRES_PER_HA
        index, scores = area.frank_index(inter_km2, parts["dens"], parts["retail"], parts["mix"])
        used = [item for item in (scores["dens"], scores["mix"]) if item is not None]
        dmc = area.z_scores(inter4_ha) + sum(used)
        reach = self.parameterAsDouble(parameters, "REACH", context)
        shed = 100.0 * self.stoppable(lambda: area.pedestrian_shed(network, self._middles(shapes), reach), steps)
        steps.setCurrentStep(5)
        nothing = np.full(len(zones), np.nan)
        columns = [("wi", index), ("wi_dmc", dmc), ("inter_km2", inter_km2), ("inter4_ha", inter4_ha)]
        columns += [(name, nothing if parts[name] is None else parts[name]) for name in ("dens", "retail", "mix")]
        columns.append(("shed", shed))
        columns += [(f"z_{name}", nothing if item is None else item) for name, item in scores.items()]
        result = RunResult()
        result["OUTPUT"] = self._write(parameters, context, steps, zones, source, crs, columns)
        result.layers.append(("OUTPUT", "area_walkability.qml", tr("Walkability of areas")))
        given = sum(item is not None for item in scores.values())
        result.update(ZONES_COUNT=int((~np.isnan(index)).sum()), INTERSECTIONS=len(found.legs), COMPONENTS=given)
        if len(zones) and not (inter_km2 > 0.0).any():
            feedback.pushWarning(
                tr("No intersection of the network lies in a zone: check that both layers cover the same place.")
            )
        self._tell(zones, index, given, feedback)
        return result

    def _read_all(self, parameters, context, steps, crs):
        tables = []
        for step, name in enumerate(("ZONES", "NETWORK", "BUILDINGS", "LANDUSE", "POPULATION")):
            steps.setCurrentStep(step)
            tables.append(self.read(parameters, name, context, steps, crs=crs))
        return tables

    def _surface(self, shapes):
        import shapely

        surface = shapely.area(shapes)
        return np.where(surface > 0.0, surface, np.nan)

    def _middles(self, shapes):
        import shapely

        middles = shapely.centroid(shapes)
        inside = shapely.covers(shapes, middles)
        return np.where(inside, middles, shapely.point_on_surface(shapes))

    def _write(self, parameters, context, feedback, zones, source, crs, columns):
        fields = output_fields(zones.fields, [field(name, "real") for name, _ in columns])
        geometry, kind = one_type(zones.geometry, source)
        transform = None
        if crs != source.sourceCrs():
            transform = QgsCoordinateTransform(crs, source.sourceCrs(), context.transformContext())
        sink, destination = self.sink(parameters, "OUTPUT", context, fields.fields, kind, source.sourceCrs())
        write_features(
            sink,
            fields.fields,
            geometry,
            [values for _, values in columns],
            rows=fields.rows(zones),
            transform=transform,
            feedback=feedback,
        )
        del sink
        return destination

    def _tell(self, zones, index, given, feedback):
        if given < 4:
            feedback.pushWarning(
                tr(
                    "The index has {count} of its 4 parts: give buildings, land use or population for the others."
                ).format(count=given)
            )
        unknown = int(np.isnan(index).sum())
        if unknown:
            feedback.pushWarning(
                tr("{count} zones have no index: a part of it is not known there.").format(count=unknown)
            )
        if 0 < len(zones) < 10:
            feedback.pushWarning(
                tr("{count} zones are few: standard deviations over them say little.").format(count=len(zones))
            )
