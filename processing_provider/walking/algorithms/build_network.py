"""Algorithm ``walk_build_network``: from street lines to a walking network."""

from __future__ import annotations

import re

import numpy as np
from qgis.core import (
    QgsCoordinateTransform,
    QgsFields,
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterRasterLayer,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, WkbType, field
from ...errors import InputError
from ...layers import output_fields, raster_grid, raster_source, to_raster_crs, write_features
from ...parameters import number
from ...raster_files import bounded_raster_cache, sample_points
from ...translation import tr

_WHOLE = re.compile(r"\s*[+-]?\d+\s*")


class BuildNetwork(CityOrchestraAlgorithm):
    """Edges and nodes of a walking network."""

    ID = "walk_build_network"
    GROUP = "walking"

    def displayName(self):
        return tr("Walking network")

    def shortDescription(self):
        return tr("Joins street and path lines into a network that routes can follow.")

    def tags(self):
        return ["network", "graph", "streets", "pedestrian", "réseau", "piéton", "voies", "graphe", "trottoir"]

    def help_text(self):
        return (
            tr(
                "Cuts lines where they meet and joins their ends, so that walking routes can be searched. Bridges "
                "and tunnels are not joined to what they cross: the level field tells them apart."
            ),
            tr(
                "Each edge keeps the fields of its line and gains its identifier, its two nodes, its length in "
                "metres, its mean slope in the direction of drawing (rise over run, empty without terrain model), "
                "the steepest slope over 20 m, its side, its level and the connected part it belongs to (0 is the "
                "largest)."
            ),
            tr(
                "With two sides, each street that has a carriageway width becomes a left and a right sidewalk, "
                "half the width plus 1 m from the axis, linked by crossings at junctions."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterFeatureSource("LINES", tr("Streets and paths"), [SourceType.TypeVectorLine]),
            tr("Any line layer: BD TOPO, OpenStreetMap, or the streets of a prepared territory."),
        )
        self.add(
            number("SNAP", tr("Snapping distance (m)"), 0.01, minimum=0.001, maximum=10.0),
            tr("Ends and vertices closer than this are the same place."),
        )
        self.add(
            QgsProcessingParameterEnum(
                "SIDES",
                tr("Sides of the street"),
                ["1", "2"],
                defaultValue="1",
                usesStaticStrings=True,
            ),
            tr("1 keeps the axis of streets; 2 makes two sidewalks and needs a width field."),
        )
        for name, label, help_text, kind in (
            (
                "WIDTH_FIELD",
                tr("Carriageway width field (m)"),
                tr("Width of the carriageway; empty or 0 is a path. Needed for two sides."),
                QgsProcessingParameterField.DataType.Numeric,
            ),
            (
                "LEVEL_FIELD",
                tr("Level field"),
                tr("0 on the ground, 1 and above on bridges, negative in tunnels and covered passages."),
                QgsProcessingParameterField.DataType.Any,
            ),
            (
                "ALLOWED_FIELD",
                tr("Walking allowed field"),
                tr("Lines where this is false or 0 are left out; empty counts as allowed."),
                QgsProcessingParameterField.DataType.Any,
            ),
        ):
            self.add(
                QgsProcessingParameterField(name, label, None, "LINES", kind, optional=True),
                help_text,
            )
        self.add(
            QgsProcessingParameterRasterLayer("DTM", tr("Terrain model (m)"), optional=True),
            tr("Altitude of the ground, to compute slopes; a metric CRS is needed."),
        )
        self.add(
            QgsProcessingParameterBoolean("PLANARISE", tr("Join lines that cross without a common point"), False),
            tr("Also join lines of equal level that cross each other without sharing a vertex."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Walking network"), QgsProcessing.SourceType.TypeVectorLine),
            tr("Edges, with the fields of their lines and those of the network."),
        )
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT_NODES",
                tr("Nodes"),
                QgsProcessing.SourceType.TypeVectorPoint,
                optional=True,
                createByDefault=False,
            ),
            tr("Points where edges meet, with the number of edges and the connected part."),
        )
        for name, label in (
            ("EDGES", tr("Edges")),
            ("NODES", tr("Nodes")),
            ("PARTS", tr("Connected parts")),
            ("MAIN_SHARE", tr("Share of the length in the largest part (%)")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def check(self, parameters, context):
        if self.parameterAsString(parameters, "SIDES", context) == "2" and not parameters.get("WIDTH_FIELD"):
            raise InputError("Two sides need the width of the carriageway; choose the width field, or one side.")
        terrain = self.parameterAsRasterLayer(parameters, "DTM", context)
        if terrain is not None:
            raster_grid(terrain)

    def compute(self, parameters, context, feedback):
        from ..network import build_network

        self.check(parameters, context)
        steps = self.steps(4, feedback)
        source = self.parameterAsSource(parameters, "LINES", context)
        crs = self.working_crs(source.sourceCrs(), source.sourceExtent(), context)
        table = self.read(parameters, "LINES", context, steps, crs=crs)
        lines = table.geometry.copy()
        refused = self._refused(parameters, context, table)
        lines[refused] = None
        if refused.any():
            feedback.pushInfo(
                tr("{count} lines where walking is not allowed are left out.").format(count=refused.sum())
            )
        steps.setCurrentStep(1)
        network = build_network(
            lines,
            snap=self.parameterAsDouble(parameters, "SNAP", context),
            level=self._numbers(parameters, "LEVEL_FIELD", context, table),
            width=self._numbers(parameters, "WIDTH_FIELD", context, table),
            sides=int(self.parameterAsString(parameters, "SIDES", context)),
            planarise=self.parameterAsBoolean(parameters, "PLANARISE", context),
        )
        self._report(network, feedback)
        steps.setCurrentStep(2)
        mean, steepest = self._slopes(parameters, context, network, crs)
        steps.setCurrentStep(3)
        transform = None
        if crs != source.sourceCrs():
            transform = QgsCoordinateTransform(crs, source.sourceCrs(), context.transformContext())
        result = RunResult()
        result["OUTPUT"] = self._write_edges(
            parameters, context, steps, table, network, mean, steepest, source, transform
        )
        result.layers.append(("OUTPUT", "walking_network.qml", tr("Walking network")))
        if parameters.get("OUTPUT_NODES") is not None:
            result["OUTPUT_NODES"] = self._write_nodes(parameters, context, steps, network, source, transform)
            result.layers.append(("OUTPUT_NODES", "", tr("Nodes of the walking network")))
        total = network.length_m.sum()
        result.update(
            EDGES=len(network.length_m),
            NODES=len(network.node_xy),
            PARTS=network.counts["components"],
            MAIN_SHARE=100.0 * network.length_m[network.component == 0].sum() / total if total else 0.0,
        )
        return result

    def _refused(self, parameters, context, table):
        name = self.parameterAsString(parameters, "ALLOWED_FIELD", context)
        if not name:
            return np.zeros(len(table), dtype=bool)
        column = table.column(name)
        words = np.array([str(value).strip().lower() for value in column.values], dtype=object)
        return ~column.null & np.isin(words.astype(str), ("0", "0.0", "false", "no", "non", "f", "n"))

    def _numbers(self, parameters, name, context, table):
        chosen = self.parameterAsString(parameters, name, context)
        if not chosen:
            return None
        column = table.column(chosen)
        if column.values.dtype.kind in "if":
            return np.where(column.null, np.nan, column.values.astype(float))
        # Texts such as "Gué ou radier" in BD TOPO are on the ground, as NaN is.
        return np.array([float(value) if _WHOLE.fullmatch(str(value)) else np.nan for value in column.values])

    def _report(self, network, feedback):
        counts = network.counts
        for key, sentence in (
            ("zero_length", tr("{count} parts shorter than the snapping distance are left out.")),
            ("not_lines", tr("{count} features are not lines and are left out.")),
            ("invalid", tr("{count} lines with impossible coordinates are left out.")),
            ("splits", tr("Lines were cut at {count} junctions.")),
        ):
            if counts.get(key):
                feedback.pushInfo(sentence.format(count=counts[key]))
        if counts["components"] > 1:
            apart = float(network.length_m[network.component > 0].sum())
            feedback.pushWarning(
                tr(
                    "The network has {count} parts that do not touch; {length:.0f} m are outside the largest one. "
                    "A larger snapping distance may join them."
                ).format(count=counts["components"], length=apart)
            )

    def _slopes(self, parameters, context, network, crs):
        from ..elevation import edge_slopes, profile_points

        terrain = self.raster(parameters, "DTM", context)
        count = len(network.length_m)
        if terrain is None or not count:
            return np.full(count, np.nan), np.full(count, np.nan)
        places = profile_points(network.geometry)
        with bounded_raster_cache(64):
            heights = sample_points(raster_source(terrain), *to_raster_crs(places.x, places.y, crs, terrain.crs()))
        return edge_slopes(heights, places.index, places.distance, network.length_m, structure=network.level != 0)

    def _write_edges(self, parameters, context, feedback, table, network, mean, steepest, source, transform):
        added = [
            field("edge_id", "integer"),
            field("u", "integer"),
            field("v", "integer"),
            field("len_m", "real"),
            field("slope", "real"),
            field("slope_max", "real"),
            field("comp_id", "integer"),
            field("side", "text"),
            field("level", "integer"),
        ]
        fields = output_fields(table.fields, added)
        sink, destination = self.sink(
            parameters, "OUTPUT", context, fields.fields, WkbType.LineString, source.sourceCrs()
        )
        columns = [
            np.arange(len(network.length_m)),
            network.u,
            network.v,
            network.length_m,
            mean,
            steepest,
            network.component,
            network.side,
            network.level,
        ]
        write_features(
            sink,
            fields.fields,
            network.geometry,
            columns,
            rows=fields.rows(table, network.source),
            transform=transform,
            feedback=feedback,
        )
        del sink
        return destination

    def _write_nodes(self, parameters, context, feedback, network, source, transform):
        import shapely

        fields = QgsFields()
        for name in ("node_id", "degree", "comp_id"):
            fields.append(field(name, "integer"))
        count = len(network.node_xy)
        degree = np.bincount(network.u, minlength=count) + np.bincount(network.v, minlength=count)
        component = np.full(count, -1)
        component[network.u] = network.component
        component[network.v] = network.component
        sink, destination = self.sink(parameters, "OUTPUT_NODES", context, fields, WkbType.Point, source.sourceCrs())
        write_features(
            sink,
            fields,
            shapely.points(network.node_xy),
            [np.arange(count), degree, component],
            transform=transform,
            feedback=feedback,
        )
        del sink
        return destination
