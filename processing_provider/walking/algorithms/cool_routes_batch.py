"""Algorithm ``walk_cool_routes_batch``: cool routes between the points of two layers, in one run."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
from qgis.core import (
    QgsCoordinateTransform,
    QgsField,
    QgsFields,
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, WkbType, field
from ...errors import InputError
from ...layers import write_features
from ...parameters import add_time_zone, number
from ...translation import tr
from .route_ends import Ends, read_ends
from .route_parameters import (
    add_cost_parameters,
    add_walk_parameters,
    check_cost,
    read_setting,
    route_columns,
    route_fields,
)

ALL, BY_FIELD, NEAREST = "all", "by_field", "nearest"
MOST_PAIRS = 1_000_000  # days of computing: surely a mistake in the choice of the pairs


class CoolRoutesBatch(CityOrchestraAlgorithm):
    """Walking routes between many pairs of places at a given hour."""

    ID = "walk_cool_routes_batch"
    GROUP = "walking"

    def displayName(self):
        return tr("Cool routes between two layers")

    def shortDescription(self):
        return tr("Cool walks between the points of two layers: all pairs, pairs by a field, or the nearest ones.")

    def tags(self):
        return [
            "route", "batch", "origin", "destination", "matrix", "shade", "walk", "heat", "itinéraire", "lot",
            "origine", "parcours fraîcheur", "ombre", "marche", "école",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Searches walks as the algorithm for one cool route does, for many pairs of points at once. The "
                "network is read once. All walks depart at the same hour, in the same weather."
            ),
            tr(
                "Pairs are all origins with all destinations, those that hold the same value in a field, or each "
                "origin with the destination at the shortest walk. For each pair, shortest_and_coolest gives the two "
                "ends of the good compromises, front gives all of them, and coolest the best walk for the weight of a "
                "metre in the sun, which is the fastest to compute."
            ),
            tr(
                "Each route carries the number of its pair, the identifiers of its origin and destination (o_id, d_id) "
                "and the fields of one cool route. Pairs without route are listed in a second table with the reason: "
                "origin too far or destination too far from the network, with the distance; no way between them; same "
                "place; no point; no match in the other layer; too many routes to compare."
            ),
            tr("Points are joined to the network by the nearest edge; the way to it is not counted."),
        )

    def define(self):
        self.add(
            QgsProcessingParameterFeatureSource("NETWORK", tr("Network with shade"), [SourceType.TypeVectorLine]),
            tr("Output of the algorithm that computes shade on a walking network."),
        )
        for name, label, help_text in (
            ("ORIGINS", tr("Origins"), tr("Points where walks begin.")),
            ("DESTS", tr("Destinations"), tr("Points where walks end.")),
        ):
            self.add(QgsProcessingParameterFeatureSource(name, label, [SourceType.TypeVectorPoint]), help_text)
        self.add(
            QgsProcessingParameterEnum(
                "PAIRING", tr("Pairs"), [ALL, BY_FIELD, NEAREST], defaultValue=ALL, usesStaticStrings=True
            ),
            tr("all: each origin with each destination; by_field: equal values; nearest: the shortest walk."),
        )
        for name, label, layer in (
            ("ORIGIN_FIELD", tr("Field of the origins"), "ORIGINS"),
            ("DEST_FIELD", tr("Field of the destinations"), "DESTS"),
        ):
            self.add(
                QgsProcessingParameterField(name, label, None, layer, optional=True),
                tr("Identifier written with the routes, and what pairs by field are made of; empty: feature number."),
            )
        self.add(
            QgsProcessingParameterEnum(
                "ROUTES",
                tr("Routes of each pair"),
                ["coolest", "shortest_and_coolest", "front"],
                defaultValue="shortest_and_coolest",
                usesStaticStrings=True,
            ),
            tr("coolest follows the weight below; the two others the longest detour."),
        )
        add_walk_parameters(self)
        self.add(
            number("ALPHA", tr("Weight of a metre in the sun"), 3.0, minimum=1.0, maximum=100.0),
            tr(
                "Metres in the shade that one would walk to avoid one in the sun: 1 is the shortest route; 2 to 5 suit "
                "a warm to a very hot day. Used for the coolest route of each pair only."
            ),
        )
        add_cost_parameters(self)
        self.add(
            number("MAX_ROUTES", tr("Most routes of a pair (0: all)"), 12, minimum=0, maximum=10000, integer=True),
            tr("When a front has more, the shortest, the coolest and the most different ones are kept."),
            advanced=True,
        )
        self.add(
            number("MAX_SNAP", tr("Longest way to the network (m)"), 100.0, minimum=1.0, maximum=10000.0),
            tr("Points farther from the network than this have no route and are listed."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean("STRICT", tr("Exact with fast-moving shade"), False),
            tr("Also keeps walks that a moving shadow could still favour; slower, seldom different."),
            advanced=True,
        )
        self.add(
            number("WORKERS", tr("Threads (0: all cores)"), 0, minimum=0, maximum=1024, integer=True),
            tr("Threads on this machine; the result does not depend on it."),
            advanced=True,
        )
        add_time_zone(self)
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Cool routes"), QgsProcessing.SourceType.TypeVectorLine),
            tr("One line per route, by destination, then origin, then from the shortest to the coolest."),
        )
        self.add(
            QgsProcessingParameterFeatureSink(
                "UNREACHED", tr("Pairs without route"), QgsProcessing.SourceType.TypeVector
            ),
            tr("Table of the pairs that have no route, with the reason."),
        )
        for name, label in (
            ("PAIRS", tr("Pairs asked for")),
            ("REACHED", tr("Pairs with a route")),
            ("LOST", tr("Pairs without route")),
            ("ROUTES_FOUND", tr("Routes found")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def check(self, parameters, context):
        check_cost(self, parameters, context)
        if self.parameterAsString(parameters, "PAIRING", context) == BY_FIELD and not (
            parameters.get("ORIGIN_FIELD") and parameters.get("DEST_FIELD")
        ):
            raise InputError(
                "Pairs by field need a field of the origins and one of the destinations; choose both, or other pairs."
            )

    def compute(self, parameters, context, feedback):
        self.check(parameters, context)
        steps = self.steps(4, feedback)
        source = self.parameterAsSource(parameters, "NETWORK", context)
        crs = self.working_crs(source.sourceCrs(), source.sourceExtent(), context)
        setting = read_setting(self, parameters, context, steps, crs)
        ends = []
        for step, name in enumerate(("ORIGINS", "DESTS"), 1):
            steps.setCurrentStep(step)
            ends.append(read_ends(self, parameters, name, context, steps, setting, crs))
        pairs = self._pairs(parameters, context, setting, *ends)
        steps.setCurrentStep(3)
        transform = None
        if crs != source.sourceCrs():
            transform = QgsCoordinateTransform(crs, source.sourceCrs(), context.transformContext())
        result = RunResult()
        result.update(self._search(parameters, context, steps, setting, ends, pairs, transform))
        result.layers.append(("OUTPUT", "cool_routes.qml", tr("Cool routes")))
        if "UNREACHED" in result:
            result.layers.append(("UNREACHED", "", tr("Pairs without route")))
        if result["LOST"]:
            feedback.pushWarning(
                tr("{lost} of {total} pairs have no route; they are listed with the reason.").format(
                    lost=result["LOST"], total=result["PAIRS"]
                )
            )
        return result

    def _pairs(self, parameters, context, setting, origins: Ends, goals: Ends):
        from ..pairing import all_pairs, nearest_pairs, pairs_by_value

        pairing = self.parameterAsString(parameters, "PAIRING", context)
        if pairing == BY_FIELD:
            pairs = pairs_by_value(origins.identifiers, goals.identifiers)
        elif pairing == NEAREST:
            places = ([spot.place for spot in ends.spots] for ends in (origins, goals))
            pairs = nearest_pairs(setting.graph, *places)
        else:
            count = len(origins.spots) * len(goals.spots)
            if count > MOST_PAIRS:
                raise InputError(
                    "All origins with all destinations make {count} pairs, more than {most}; select fewer points, or "
                    "pair them by a field or with the nearest.",
                    count=count,
                    most=MOST_PAIRS,
                )
            pairs = all_pairs(len(origins.spots), len(goals.spots))
        return pairs

    def _search(self, parameters, context, feedback, setting, ends, pairs, transform) -> dict[str, Any]:
        """Search all pairs and write them as they come."""
        from ..batch import Batch, Lost

        origins, goals = ends
        batch = Batch(
            setting.graph,
            setting.network.lines,
            setting.heat,
            setting.departure_s,
            origins.spots,
            goals.spots,
            self._options(parameters, context, setting),
        )
        source = self.parameterAsSource(parameters, "NETWORK", context)
        common = [field("pair", "integer"), _renamed(origins.field, "o_id"), _renamed(goals.field, "d_id")]
        fields = _fields(common, route_fields())
        lost_fields = _fields(common, [field("reason", "text"), field("distance_m", "real")])
        sink, destination = self.sink(parameters, "OUTPUT", context, fields, WkbType.LineString, source.sourceCrs())
        lost_sink, lost_destination = self.sink(
            parameters, "UNREACHED", context, lost_fields, WkbType.NoGeometry, source.sourceCrs()
        )
        counts = {"PAIRS": len(pairs.goal), "REACHED": 0, "LOST": 0, "ROUTES_FOUND": 0}
        threads = self.parameterAsInt(parameters, "WORKERS", context) or os.cpu_count() or 1
        results = batch.run(pairs, threads, feedback.isCanceled)
        for pair, found in results:
            o, d = pairs.origin[pair], pairs.goal[pair]
            row = [pair + 1, origins.identifiers[o] if o >= 0 else None, goals.identifiers[d] if d >= 0 else None]
            if isinstance(found, Lost):
                counts["LOST"] += 1
                nothing = np.array([None], dtype=object)
                write_features(lost_sink, lost_fields, nothing, [[found.reason], [found.distance_m]], rows=[row])
            else:
                count = len(found.length_m)
                counts["REACHED"] += 1
                counts["ROUTES_FOUND"] += count
                given = {"rows": [row] * count, "transform": transform}
                write_features(sink, fields, found.geometry, route_columns(found), **given)
            feedback.setProgress(100.0 * (pair + 1) / len(pairs.goal))
        del sink, lost_sink
        return {"OUTPUT": destination, "UNREACHED": lost_destination, **counts}

    def _options(self, parameters, context, setting):
        from ..batch import BatchOptions

        return BatchOptions(
            routes=self.parameterAsString(parameters, "ROUTES", context),
            alpha=self.parameterAsDouble(parameters, "ALPHA", context),
            detour=self.parameterAsDouble(parameters, "MAX_DETOUR", context) / 100.0,
            strict=self.parameterAsBoolean(parameters, "STRICT", context),
            exposure=setting.exposure,
            most=self.parameterAsInt(parameters, "MAX_ROUTES", context),
        )


def _renamed(item: QgsField, name: str) -> QgsField:
    """Return a field with another name, for the same values."""
    item = QgsField(item)
    item.setName(name)
    return item


def _fields(*groups) -> QgsFields:
    """Return the fields of several groups, in order."""
    fields = QgsFields()
    for group in groups:
        for item in group:
            fields.append(item)
    return fields
