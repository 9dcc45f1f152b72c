"""Algorithm ``walk_cool_route``: every good compromise between a short walk and a cool one."""

from __future__ import annotations

import numpy as np
from qgis.core import (
    QgsCoordinateTransform,
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterPoint,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, WkbType
from ...engine import run_stoppable
from ...errors import InputError, RunCancelledError
from ...layers import write_features
from ...parameters import add_time_zone, number
from ...translation import tr
from .route_parameters import (
    add_cost_parameters,
    add_walk_parameters,
    check_cost,
    read_setting,
    route_columns,
    route_fields,
)


class CoolRoute(CityOrchestraAlgorithm):
    """Front of walking routes between two places at a given hour."""

    ID = "walk_cool_route"
    GROUP = "walking"

    def displayName(self):
        return tr("Cool route")

    def shortDescription(self):
        return tr("The shortest, the coolest and the best walks between the two, at a given hour.")

    def tags(self):
        return [
            "route", "shade", "walk", "heat", "pareto", "itinéraire", "parcours fraîcheur", "ombre",
            "marche", "piéton",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Searches all walks between two places of which none is both longer and sunnier than another. The "
                "shade moves while one walks: the sun of each street is that of the minutes spent in it."
            ),
            tr(
                "Each route has its rank by length, its role (shortest, coolest or compromise), its length and its "
                "length in the sun in metres, its time and its time in the sun in minutes, and the weight of a sunny "
                "metre from which it is the best answer (alpha_eq, empty when no weight makes it so)."
            ),
            tr(
                "utci_mean and utci_max are the mean and the highest felt temperature (UTCI, °C) of the walk, dose "
                "the degrees above 26 °C times minutes, comfort_m the length in comfort-equivalent metres. They follow "
                "the weather given, which is that of the departure for the whole walk but for the height of the sun; "
                "the wind is that at 10 m."
            ),
            tr(
                "The network comes from the algorithm that computes shade on a network. Where an edge has no profile "
                "it counts as in full sun; outside the hours computed it counts as night, when there is no sun but a "
                "warm air may still be felt as heat."
            ),
            tr(
                "Method: time-dependent search on two criteria (Martins, 1984). Walking speed follows the slope "
                "(Tobler, 1993). UTCI (Bröde and others, 2012) of a simple radiation balance of each street, less "
                "exact than SOLWEIG."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterFeatureSource("NETWORK", tr("Network with shade"), [SourceType.TypeVectorLine]),
            tr("Output of the algorithm that computes shade on a walking network."),
        )
        self.add(QgsProcessingParameterPoint("START", tr("Start")), tr("Where the walk begins."))
        self.add(QgsProcessingParameterPoint("END", tr("End")), tr("Where the walk ends."))
        add_walk_parameters(self)
        self.add(
            QgsProcessingParameterBoolean("PARETO", tr("All good compromises"), True),
            tr("When off, only the route that is best for the weight of a sunny metre is given."),
        )
        self.add(
            number("ALPHA", tr("Weight of a metre in the sun"), 3.0, minimum=1.0, maximum=100.0),
            tr(
                "Metres in the shade that one would walk to avoid one in the sun, used when a single route is "
                "asked: 1 is the shortest route; 2 to 5 suit a warm to a very hot day. Against comfort, 2 gives the "
                "fewest comfort-equivalent metres; against dose it is per °C and minute."
            ),
        )
        add_cost_parameters(self)
        self.add(
            number("MAX_ROUTES", tr("Most routes given (0: all)"), 12, minimum=0, maximum=10000, integer=True),
            tr("When there are more, the shortest, the coolest and the most different ones are kept."),
            advanced=True,
        )
        self.add(
            number("MAX_SNAP", tr("Longest way to the network (m)"), 100.0, minimum=1.0, maximum=10000.0),
            tr("A start or an end farther from the network than this is refused."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean("STRICT", tr("Exact with fast-moving shade"), False),
            tr("Also keeps walks that a moving shadow could still favour; slower, seldom different."),
            advanced=True,
        )
        add_time_zone(self)
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Cool routes"), QgsProcessing.SourceType.TypeVectorLine),
            tr("One line per route, from the shortest to the coolest."),
        )
        for name, label in (
            ("ROUTES", tr("Routes found")),
            ("SHORTEST_M", tr("Length of the shortest route (m)")),
            ("SHORTEST_SUN_M", tr("Length in the sun of the shortest route (m)")),
            ("COOLEST_M", tr("Length of the coolest route (m)")),
            ("COOLEST_SUN_M", tr("Length in the sun of the coolest route (m)")),
            ("SHORTEST_DOSE", tr("Heat dose of the shortest route (°C min)")),
            ("COOLEST_DOSE", tr("Heat dose of the coolest route (°C min)")),
            ("SHORTEST_UTCI_MAX", tr("Highest felt temperature of the shortest route (°C)")),
            ("COOLEST_UTCI_MAX", tr("Highest felt temperature of the coolest route (°C)")),
            ("SHORTEST_COMFORT_M", tr("Comfort-equivalent length of the shortest route (m)")),
            ("COOLEST_COMFORT_M", tr("Comfort-equivalent length of the coolest route (m)")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def check(self, parameters, context):
        check_cost(self, parameters, context)

    def compute(self, parameters, context, feedback):
        steps = self.steps(2, feedback)
        source = self.parameterAsSource(parameters, "NETWORK", context)
        crs = self.working_crs(source.sourceCrs(), source.sourceExtent(), context)
        setting = read_setting(self, parameters, context, steps, crs)
        places = [self._place(parameters, name, context, setting.finder, crs) for name in ("START", "END")]
        steps.setCurrentStep(1)
        table = self._search(parameters, context, steps, setting, places)
        if table.sun_m.max() == 0.0:
            feedback.pushInfo(tr("No walk meets the sun at that hour."))
        transform = None
        if crs != source.sourceCrs():
            transform = QgsCoordinateTransform(crs, source.sourceCrs(), context.transformContext())
        result = RunResult()
        result["OUTPUT"] = self._write(parameters, context, steps, table, source.sourceCrs(), transform)
        result.layers.append(("OUTPUT", "cool_routes.qml", tr("Cool routes")))
        result["ROUTES"] = len(table.length_m)
        for name, row in (("SHORTEST", 0), ("COOLEST", -1)):
            result[f"{name}_M"], result[f"{name}_SUN_M"] = table.length_m[row], table.sun_m[row]
            for key in ("dose", "utci_max", "comfort_m"):
                value = getattr(table.heat, key)[row]
                result[f"{name}_{key.upper()}"] = None if np.isnan(value) else value
        self._tell(table, feedback)
        return result

    def _place(self, parameters, name, context, finder, crs):
        point = self.parameterAsPoint(parameters, name, context, crs)
        most = self.parameterAsDouble(parameters, "MAX_SNAP", context)
        place = finder.find([(point.x(), point.y())])[0]
        if place.distance_m > most:
            if name == "START":
                raise InputError(
                    "The start is {distance:.0f} m from the walking network; move it within {most:.0f} m of a "
                    "street or path.",
                    distance=place.distance_m,
                    most=most,
                )
            raise InputError(
                "The end is {distance:.0f} m from the walking network; move it within {most:.0f} m of a "
                "street or path.",
                distance=place.distance_m,
                most=most,
            )
        return place

    def _search(self, parameters, context, feedback, setting, places):
        from ..route_table import table_of_front, table_of_route
        from ..routing import SearchStopped, pareto_front, weighted_route

        graph, t0, lines, heat = setting.graph, setting.departure_s, setting.network.lines, setting.heat
        given = {"exposure": setting.exposure}
        try:
            if not self.parameterAsBoolean(parameters, "PARETO", context):
                alpha = self.parameterAsDouble(parameters, "ALPHA", context)
                route = run_stoppable(
                    lambda stop: weighted_route(graph, *places, t0, alpha, stop=stop, **given), feedback
                )
                return table_of_route(graph, route, lines, heat, t0, alpha)
            given["detour"] = self.parameterAsDouble(parameters, "MAX_DETOUR", context) / 100.0
            given["strict"] = self.parameterAsBoolean(parameters, "STRICT", context)
            front = run_stoppable(lambda stop: pareto_front(graph, *places, t0, stop=stop, **given), feedback)
        except SearchStopped:
            raise RunCancelledError from None
        most = self.parameterAsInt(parameters, "MAX_ROUTES", context)
        return table_of_front(front, lines, heat, t0, most)

    def _write(self, parameters, context, feedback, table, crs, transform):
        fields = route_fields()
        sink, destination = self.sink(parameters, "OUTPUT", context, fields, WkbType.LineString, crs)
        write_features(sink, fields, table.geometry, route_columns(table), transform=transform, feedback=feedback)
        del sink
        return destination

    def _tell(self, table, feedback):
        feedback.pushInfo(
            tr("Shortest: {length:.0f} m, of which {sun:.0f} m in the sun.").format(
                length=table.length_m[0], sun=table.sun_m[0]
            )
        )
        if len(table.length_m) > 1:
            feedback.pushInfo(
                tr("Coolest: {length:.0f} m, of which {sun:.0f} m in the sun.").format(
                    length=table.length_m[-1], sun=table.sun_m[-1]
                )
            )
