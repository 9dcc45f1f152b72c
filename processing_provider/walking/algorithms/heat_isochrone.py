"""Algorithm ``walk_heat_isochrone``: what lies within some minutes of places, sun counted or not."""

from __future__ import annotations

import re

import numpy as np
from qgis.core import (
    QgsCoordinateTransform,
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterString,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, field_kind
from ...engine import run_stoppable
from ...errors import InputError, RunCancelledError
from ...parameters import DEFAULT_DATE, DateTimeType, add_time_zone, moment, number, time_zone
from ...translation import number_text, tr
from .isochrone_layers import Found, Origins, write_areas, write_lines
from .network_table import read_network
from .reach_network import add_pace_parameters, check_same_region, seconds_on_profile

COSTS = ("time", "sun")
WAYS = ("from", "towards")


def budgets_of(text: str) -> np.ndarray:
    """Read the budgets [min] from text.

    Raises
    ------
    InputError
        When one is not a number above 0, or there is none.
    """
    words = [word for word in re.split(r"[,;\s]+", text.strip()) if word]
    try:
        values = np.unique([float(word) for word in words])
    except ValueError:
        values = np.zeros(0)
    if not len(values) or not np.isfinite(values).all() or values[0] <= 0.0:
        raise InputError(
            "The budgets must be minutes above 0 separated by commas, like 5,10,15, not {text}.", text=text
        )
    return values


class HeatIsochrone(CityOrchestraAlgorithm):
    """Streets, and areas, within reach of places on foot."""

    ID = "walk_heat_isochrone"
    GROUP = "walking"

    def displayName(self):
        return tr("Walking isochrone in the heat")

    def shortDescription(self):
        return tr("Streets and areas within some minutes of places on foot, a minute in the sun counting more.")

    def tags(self):
        return [
            "isochrone", "isocalor", "service area", "reach", "heat", "shade", "zone de desserte", "accessibilité",
            "marche", "chaleur", "ombre",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Finds all streets that one can walk to within given budgets, and the area around them. Streets are "
                "cut exactly where the budget is spent. With the cost in time, the budget is minutes. With the cost in "
                "the sun, it is minutes of comfort: a minute in the shade counts for one, a minute in the sun for "
                "the weight given (3 by default), at the hour it is walked."
            ),
            tr(
                "Lines: the cost at both ends of each piece (min_start, min_stop) and in its middle (minutes), the "
                "smallest budget that covers it, and the nearest origin. Areas: one per budget, with its surface in "
                "m², the length of the streets reached, and, for the cost in the sun, that length as a share of "
                "what the same minutes reach without sun (ratio)."
            ),
            tr(
                "Walking speed follows the slope (Tobler, 1993), so the way to a place and the way from it may differ. "
                "The way between an origin and the network is not counted."
            ),
            tr(
                "Method: one search from all origins (Dijkstra, 1959) whose clock follows the shade. With shade that "
                "moves, a walk that costs more at first and less in the end is not kept: the true reach may be a "
                "little larger. In time it is exact."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterFeatureSource("NETWORK", tr("Network"), [SourceType.TypeVectorLine]),
            tr("Walking network; for the cost in the sun, with shade (output of the shade on a network algorithm)."),
        )
        self.add(
            QgsProcessingParameterFeatureSource("ORIGINS", tr("Origins"), [SourceType.TypeVectorPoint]),
            tr("Points that walks begin at: stops, schools, entrances."),
        )
        self.add(
            QgsProcessingParameterField(
                "ORIGIN_FIELD", tr("Name of the origin"), parentLayerParameterName="ORIGINS", optional=True
            ),
            tr("Points with the same value are entrances of one origin; without it each point is an origin."),
        )
        self.add(
            QgsProcessingParameterString("BUDGETS", tr("Budgets (minutes)"), "5,10,15"),
            tr("Minutes separated by commas; of comfort when the cost is in the sun."),
        )
        self.add(
            QgsProcessingParameterEnum(
                "COST", tr("Cost (time, or sun counted more)"), [*COSTS], defaultValue=COSTS[0], usesStaticStrings=True
            ),
            tr("time: minutes walked; sun: minutes in which one in the sun counts more."),
        )
        self.add(
            QgsProcessingParameterDateTime(
                "DATETIME", tr("Hour of the walk"), DateTimeType.DateTime, defaultValue=f"{DEFAULT_DATE}T15:00:00"
            ),
            tr("Local date and hour of departure from the origins, or of arrival there. Used for the cost in the sun."),
        )
        add_pace_parameters(self, advanced=False)
        self.add(
            QgsProcessingParameterBoolean("MERGE", tr("All origins together"), True),
            tr("On: to or from the nearest origin. Off: each origin has its own lines and areas, which may overlap."),
        )
        self._define_advanced()
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Streets reached"), QgsProcessing.SourceType.TypeVectorLine),
            tr("Pieces of streets with the cost at both ends; they keep the fields of the network."),
        )
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT_POLYGONS",
                tr("Areas reached"),
                QgsProcessing.SourceType.TypeVectorPolygon,
                optional=True,
                createByDefault=True,
            ),
            tr("One area per budget, and per origin when they are not together."),
        )
        for name, label in (
            ("ORIGINS_USED", tr("Origins on the network")),
            ("REACHED_M", tr("Length of streets within the largest budget (m)")),
            ("AREA_M2", tr("Area within the largest budget (m²)")),
            ("RATIO", tr("Streets reached with the sun, as a share of those without")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def _define_advanced(self):
        self.add(
            QgsProcessingParameterEnum(
                "WAY", tr("Way (from or towards the origins)"), [*WAYS], defaultValue=WAYS[0], usesStaticStrings=True
            ),
            tr("from: where one gets to from the origins; towards: from where one gets to them."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean("RINGS", tr("Areas without the smaller ones"), False),
            tr("On: rings; off: each area holds those of smaller budgets."),
            advanced=True,
        )
        self.add(
            number("BUFFER", tr("Width on each side of the streets (m)"), 25.0, minimum=1.0, maximum=500.0),
            tr("Distance from the streets reached that the areas cover."),
            advanced=True,
        )
        self.add(
            number("MAX_SNAP", tr("Longest way to the network (m)"), 100.0, minimum=1.0, maximum=10000.0),
            tr("Origins farther from the network than this are left out and counted."),
            advanced=True,
        )
        add_time_zone(self)

    def check(self, parameters, context):
        budgets_of(self.parameterAsString(parameters, "BUDGETS", context))

    def compute(self, parameters, context, feedback):
        steps = self.steps(4, feedback)
        source = self.parameterAsSource(parameters, "NETWORK", context)
        crs = self.working_crs(source.sourceCrs(), source.sourceExtent(), context)
        sunny = self.parameterAsString(parameters, "COST", context) == "sun"
        clock = self._moment(parameters, context) if sunny else None
        network = read_network(self, parameters, context, steps, crs, need_shade=sunny)
        graph = network.graph(self.parameterAsDouble(parameters, "SPEED", context))
        t0 = seconds_on_profile(network, clock, feedback) if sunny else 0.0
        steps.setCurrentStep(1)
        origins = self._origins(parameters, context, steps, network, crs)
        steps.setCurrentStep(2)
        alpha = self.parameterAsDouble(parameters, "ALPHA", context) if sunny else 1.0
        found = self._search(parameters, context, steps, graph, origins, alpha, t0)
        steps.setCurrentStep(3)
        transform = None
        if crs != source.sourceCrs():
            transform = QgsCoordinateTransform(crs, source.sourceCrs(), context.transformContext())
        result = RunResult()
        # Steps that write report no progress: they are short beside the areas.
        lines = write_lines(self, parameters, context, steps, (network, graph, origins, found, transform), result)
        largest = write_areas(self, parameters, context, steps, (graph, origins, found, lines, transform), result)
        result.layers.append(("OUTPUT_POLYGONS", "isochrone_areas.qml", tr("Areas reached")))
        result.layers.append(("OUTPUT", "isochrone_lines.qml", tr("Streets reached")))
        reached, plain = found.totals(graph)
        result.update(ORIGINS_USED=origins.used, REACHED_M=reached, AREA_M2=largest)
        result["RATIO"] = reached / plain if plain else None
        self._tell(result, found.budgets, feedback)
        return result

    def _moment(self, parameters, context):
        from ...heat.sun import parse_local_time

        return parse_local_time(moment(self, parameters, "DATETIME", context), time_zone(self, parameters, context))

    def _origins(self, parameters, context, feedback, network, crs):
        """Return the origins that lie on the network."""
        import shapely

        from ..reach import spans_of_places

        table = self.read(parameters, "ORIGINS", context, feedback, crs=crs)
        points = np.flatnonzero(table.usable)
        if not len(points):
            raise InputError("There is no origin; check the layer of origins, its filter and its selection.")
        xy, point = shapely.get_coordinates(table.geometry[points], return_index=True)
        places = network.finder().find(xy)
        most = self.parameterAsDouble(parameters, "MAX_SNAP", context)
        near = np.array([place.distance_m <= most for place in places])
        if not near.any():
            check_same_region(
                self.parameterDefinition("ORIGINS").description(), min(place.distance_m for place in places)
            )
            raise InputError(
                "No origin lies within {most:.0f} m of the walking network; the nearest is {distance:.0f} m away. "
                "Check that both layers cover the same place.",
                most=most,
                distance=min(place.distance_m for place in places),
            )
        used = np.unique(point[near])
        if len(used) < len(points):
            feedback.pushWarning(
                tr("{count} origins are farther than {most:.0f} m from the network and are left out.").format(
                    count=len(points) - len(used), most=most
                )
            )
        name = self.parameterAsString(parameters, "ORIGIN_FIELD", context)
        group, values, kind = points, None, None
        if name:
            column = table.column(name)
            kind = field_kind(table.fields.at(table.fields.lookupField(name)))
            keys = [None if column.null[i] else str(column.values[i]) for i in points]
            first: dict = {}
            # Points without a value are origins of their own.
            group = np.array([first.setdefault(key, i) if key is not None else i for key, i in zip(keys, points)])
            values = {i: None if column.null[i] else column.values[i] for i in points.tolist()}
        owner = group[point[near]]
        spans = spans_of_places([place for place, close in zip(places, near) if close], owner=owner)
        ids = {i: int(table.feature_ids[i]) for i in np.unique(owner).tolist()}
        return Origins(spans, ids, values, kind, len(used))

    def _search(self, parameters, context, feedback, graph, origins, alpha, t0):
        """Pieces within the budgets for each search, and the length reached by time alone."""
        from ..reach import reach
        from ..routing import SearchStopped

        budgets = budgets_of(self.parameterAsString(parameters, "BUDGETS", context)) * 60.0
        towards = self.parameterAsString(parameters, "WAY", context) == "towards"
        together = self.parameterAsBoolean(parameters, "MERGE", context)
        searches = [origins.spans] if together else [origins.spans.of([owner]) for owner in sorted(origins.ids)]

        def work(stop):
            found = []
            for number_, chosen in enumerate(searches):
                options = {"limit": budgets[-1], "towards": towards, "stop": stop}
                pieces = reach(graph, chosen, alpha=alpha, t0=t0, **options).pieces(budgets)
                plain = pieces if alpha == 1.0 else reach(graph, chosen, **options).pieces(budgets)
                found.append((pieces, plain))
                feedback.setProgress(100.0 * (number_ + 1) / len(searches))
            return found

        try:
            return Found(run_stoppable(work, feedback), budgets, None if together else sorted(origins.ids))
        except SearchStopped:
            raise RunCancelledError from None

    def _tell(self, result, budgets, feedback):
        feedback.pushInfo(
            tr("{length} km of streets within {minutes:g} minutes of {count} origins.").format(
                length=number_text(result["REACHED_M"] / 1000.0, 1),
                minutes=budgets[-1] / 60.0,
                count=result["ORIGINS_USED"],
            )
        )
