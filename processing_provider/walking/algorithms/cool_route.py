"""Algorithm ``walk_cool_route``: every good compromise between a short walk and a cool one."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import numpy as np
from qgis.core import (
    QgsCoordinateTransform,
    QgsFields,
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterPoint,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, WkbType, field
from ...engine import run_stoppable
from ...errors import InputError, RunCancelledError
from ...layers import write_features
from ...parameters import DEFAULT_DATE, DateTimeType, add_time_zone, moment, number, time_zone
from ...translation import tr
from .network_table import read_network

DAYS_OF_YEAR = 365
SAME_SEASON_DAYS = 10  # within which the path of the sun changes by less than a street's width of shadow


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
                "The network comes from the algorithm that computes shade on a network. Where an edge has no profile "
                "it counts as in full sun; outside the hours computed it counts as night."
            ),
            tr(
                "Method: time-dependent search on two criteria (Martins, 1984). Walking speed follows the slope "
                "(Tobler, 1993)."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterFeatureSource("NETWORK", tr("Network with shade"), [SourceType.TypeVectorLine]),
            tr("Output of the algorithm that computes shade on a walking network."),
        )
        self.add(QgsProcessingParameterPoint("START", tr("Start")), tr("Where the walk begins."))
        self.add(QgsProcessingParameterPoint("END", tr("End")), tr("Where the walk ends."))
        self.add(
            QgsProcessingParameterDateTime(
                "DATETIME", tr("Departure"), DateTimeType.DateTime, defaultValue=f"{DEFAULT_DATE}T15:00:00"
            ),
            tr("Local date and hour of departure, in the time zone below."),
        )
        self.add(
            number("SPEED", tr("Walking speed on the flat (m/s)"), 1.25, minimum=0.2, maximum=3.0),
            tr("1.25 m/s (4.5 km/h) for an adult, 0.8 for an elderly person, 0.9 in a wheelchair."),
        )
        self.add(
            number("MAX_DETOUR", tr("Longest detour (%)"), 30.0, minimum=0.0, maximum=300.0),
            tr("Extra length accepted, as a share of the shortest route."),
        )
        self.add(
            QgsProcessingParameterBoolean("PARETO", tr("All good compromises"), True),
            tr("When off, only the route that is best for the weight of a sunny metre is given."),
        )
        self.add(
            number("ALPHA", tr("Weight of a metre in the sun"), 3.0, minimum=1.0, maximum=100.0),
            tr(
                "Metres in the shade that one would walk to avoid one in the sun, used when a single route is "
                "asked: 1 is the shortest route; 2 to 5 suit a warm to a very hot day."
            ),
        )
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
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def compute(self, parameters, context, feedback):
        from ...heat.sun import parse_local_time

        steps = self.steps(2, feedback)
        departure = parse_local_time(
            moment(self, parameters, "DATETIME", context), time_zone(self, parameters, context)
        )
        source = self.parameterAsSource(parameters, "NETWORK", context)
        crs = self.working_crs(source.sourceCrs(), source.sourceExtent(), context)
        network = read_network(self, parameters, context, steps, crs)
        graph = network.graph(self.parameterAsDouble(parameters, "SPEED", context))
        departure_s = self._departure(network, departure, feedback)
        places = [self._place(parameters, name, context, network, crs) for name in ("START", "END")]
        steps.setCurrentStep(1)
        table = self._search(parameters, context, steps, graph, network, places, departure_s)
        if table.sun_m.max() == 0.0:
            feedback.pushInfo(tr("No walk meets the sun at that hour."))
        transform = None
        if crs != source.sourceCrs():
            transform = QgsCoordinateTransform(crs, source.sourceCrs(), context.transformContext())
        result = RunResult()
        result["OUTPUT"] = self._write(parameters, context, steps, table, source.sourceCrs(), transform)
        result.layers.append(("OUTPUT", "cool_routes.qml", tr("Cool routes")))
        result.update(
            ROUTES=len(table.length_m),
            SHORTEST_M=table.length_m[0],
            SHORTEST_SUN_M=table.sun_m[0],
            COOLEST_M=table.length_m[-1],
            COOLEST_SUN_M=table.sun_m[-1],
        )
        self._tell(table, feedback)
        return result

    def _departure(self, network, departure, feedback):
        """Return the seconds from the first slot of the profiles to the departure."""
        local = departure.astimezone(ZoneInfo(network.header.time_zone))
        apart = abs((local.date() - network.header.date).days) % DAYS_OF_YEAR
        apart = min(apart, DAYS_OF_YEAR - apart)
        if apart > SAME_SEASON_DAYS:
            feedback.pushWarning(
                tr(
                    "The shade of this network was computed for {shade_date}, the walk is on {walk_date}; compute "
                    "the shade again for that day for a true answer."
                ).format(shade_date=network.header.date.isoformat(), walk_date=local.date().isoformat())
            )
        on_profile_day = local.replace(
            year=network.header.date.year, month=network.header.date.month, day=network.header.date.day
        )
        seconds = network.header.seconds_after_start(on_profile_day)
        if network.sun.shape[1] == 1:
            feedback.pushWarning(
                tr(
                    "The shade of this network was computed for one instant, {hour}; it is taken to stand still."
                ).format(hour=network.header.start.strftime("%H:%M"))
            )
        elif not 0.0 <= seconds <= network.last_s:
            feedback.pushWarning(
                tr("{hour} is outside the hours for which the shade was computed; the walk counts as by night.").format(
                    hour=local.strftime("%H:%M")
                )
            )
        return seconds

    def _place(self, parameters, name, context, network, crs):
        point = self.parameterAsPoint(parameters, name, context, crs)
        most = self.parameterAsDouble(parameters, "MAX_SNAP", context)
        place = network.finder().find([(point.x(), point.y())])[0]
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

    def _search(self, parameters, context, feedback, graph, network, places, departure_s):
        from ..route_table import table_of_front, table_of_route
        from ..routing import SearchStopped, pareto_front, weighted_route

        start, end = places
        try:
            if not self.parameterAsBoolean(parameters, "PARETO", context):
                alpha = self.parameterAsDouble(parameters, "ALPHA", context)
                route = run_stoppable(
                    lambda stop: weighted_route(graph, start, end, departure_s, alpha, stop=stop), feedback
                )
                return table_of_route(graph, route, network.lines, departure_s, alpha)
            detour = self.parameterAsDouble(parameters, "MAX_DETOUR", context) / 100.0
            strict = self.parameterAsBoolean(parameters, "STRICT", context)
            front = run_stoppable(
                lambda stop: pareto_front(graph, start, end, departure_s, detour=detour, strict=strict, stop=stop),
                feedback,
            )
        except SearchStopped:
            raise RunCancelledError from None
        return table_of_front(front, network.lines, self.parameterAsInt(parameters, "MAX_ROUTES", context))

    def _write(self, parameters, context, feedback, table, crs, transform):
        fields = QgsFields()
        for name, kind in (
            ("rank", "integer"),
            ("role", "text"),
            ("len_m", "real"),
            ("time_min", "real"),
            ("sun_m", "real"),
            ("sun_min", "real"),
            ("alpha_eq", "real"),
        ):
            fields.append(field(name, kind))
        sink, destination = self.sink(parameters, "OUTPUT", context, fields, WkbType.LineString, crs)
        columns = [
            np.arange(1, len(table.length_m) + 1),
            table.role,
            table.length_m,
            table.duration_min,
            table.sun_m,
            table.sun_min,
            table.alpha_eq,
        ]
        write_features(sink, fields, table.geometry, columns, transform=transform, feedback=feedback)
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
