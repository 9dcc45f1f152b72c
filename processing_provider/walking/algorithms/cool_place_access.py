"""Algorithm ``walk_cool_place_access``: how far the nearest cool place that is open lies, and for whom."""

from __future__ import annotations

import numpy as np
from qgis.core import (
    QgsCoordinateTransform,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterString,
)

from ... import libraries
from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType
from ...engine import run_stoppable
from ...errors import InputError, RunCancelledError
from ...parameters import (
    DEFAULT_DATE,
    DEFAULT_TIME_ZONE,
    DateTimeType,
    add_time_zone,
    moment,
    number,
    time_zone,
)
from ...translation import tr
from .access_layers import Access, define_outputs, write_edges, write_served, write_table
from .access_places import CoolPlaces, read_places
from .access_population import read_population, shares_of
from .network_table import read_network
from .reach_network import add_pace_parameters, seconds_on_profile

FieldType = QgsProcessingParameterField.DataType


class CoolPlaceAccess(CityOrchestraAlgorithm):
    """Minutes on foot from every street to the nearest open cool place."""

    ID = "walk_cool_place_access"
    GROUP = "walking"

    def displayName(self):
        return tr("Access to cool places")

    def shortDescription(self):
        return tr("Minutes on foot from every street to the nearest cool place that is open, and the people served.")

    def tags(self):
        return [
            "cool island", "park", "fountain", "opening hours", "3-30-300", "population", "îlot de fraîcheur", "parc",
            "fontaine", "horaires", "desserte", "accès", "marche",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "From every street, finds the nearest cool place (park, fountain, library) that is open at the hour of "
                "arrival, and the minutes it takes to walk there. Streets keep their fields and receive min_to_cool "
                "(from the middle of the street, empty when no place can be reached), place_id of that place, and "
                "served_pct, the share of the street within the longest walk."
            ),
            tr(
                "A park that paths enter is reached where they cross its boundary, and the paths inside it count "
                "zero. One without a path is reached from each street within 15 m of it, else, like a point, from "
                "the nearest street. The table counts streets and people by band of one minute; people without a "
                "street nearby, or whose street leads to no place, are not reached."
            ),
            tr(
                "Opening hours are those of OpenStreetMap (Mo-Fr 08:00-18:00; PH off) or schema.org, with the public "
                "holidays of the country. Hours that are missing or cannot be read are counted, and the place is open "
                "or closed as you choose. With the heat counted, a minute in the sun weighs more, and all arrive at "
                "the hour given."
            ),
            tr(
                "Method: one search from all entrances on the reversed network (Dijkstra, 1959), slopes after Tobler "
                "(1993); 5 minutes is the usual reach of a cool place (APUR, 2018); 300 m along the streets is the "
                "last number of the 3-30-300 rule (Konijnendijk, 2022), which asks for at least one hectare: filter "
                "the places to read it so. The way from a door to the street is not counted."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterFeatureSource("NETWORK", tr("Network"), [SourceType.TypeVectorLine]),
            tr("Walking network; with shade when the heat is counted."),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                "PLACES", tr("Cool places"), [SourceType.TypeVectorPoint, SourceType.TypeVectorPolygon]
            ),
            tr("Points or polygons, such as the output of the class of cool places."),
        )
        self.add(
            QgsProcessingParameterField(
                "PLACE_FIELD", tr("Name of the place"), parentLayerParameterName="PLACES", optional=True
            ),
            tr("Written as place_id; the number of the feature by default."),
        )
        self.add(
            number("MAX_MIN", tr("Longest walk (minutes)"), 5.0, minimum=0.5, maximum=120.0),
            tr("Up to this a street is served; of comfort when the heat is counted."),
        )
        self.add(
            QgsProcessingParameterField(
                "OPEN_FIELD", tr("Opening hours"), parentLayerParameterName="PLACES", optional=True
            ),
            tr("Without it every place is open. Needs the Python package opening-hours-py."),
        )
        self.add(
            QgsProcessingParameterDateTime(
                "DATETIME", tr("Hour of arrival"), DateTimeType.DateTime, defaultValue=f"{DEFAULT_DATE}T15:00:00"
            ),
            tr("Local date and hour at which places must be open. Used for opening hours and for the heat."),
        )
        self.add(
            QgsProcessingParameterBoolean("HEAT_WEIGHTED", tr("Count the heat"), False),
            tr("A minute in the sun weighs more than one in the shade; the network needs shade."),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                "POP", tr("Population"), [SourceType.TypeVectorPoint, SourceType.TypeVectorPolygon], optional=True
            ),
            tr(
                "Points (dwellings) are served by their nearest street; polygons (blocks, cells) by the streets "
                "inside, people spread evenly along them."
            ),
        )
        self.add(
            QgsProcessingParameterField(
                "POP_FIELD",
                tr("Number of people"),
                type=FieldType.Numeric,
                parentLayerParameterName="POP",
                optional=True,
            ),
            tr("Needed with a population."),
        )
        self._define_advanced()
        define_outputs(self)

    def _define_advanced(self):
        add_pace_parameters(self, advanced=True)
        self.add(
            QgsProcessingParameterEnum(
                "UNKNOWN_HOURS",
                tr("Places whose hours are not known count as"),
                ["open", "closed"],
                defaultValue="open",
                usesStaticStrings=True,
            ),
            tr("open or closed: what is taken for a place without hours, or whose hours cannot be read."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterString("COUNTRY", tr("Country of the public holidays"), "FR", optional=True),
            tr("Two letters, such as FR; empty for no holidays. School holidays are not known."),
            advanced=True,
        )
        self.add(
            number("BESIDE", tr("Streets beside a place (m)"), 15.0, minimum=0.0, maximum=100.0),
            tr("A polygon that no path enters is reached from the streets within this distance."),
            advanced=True,
        )
        self.add(
            number("MAX_SNAP", tr("Longest way to the network (m)"), 100.0, minimum=1.0, maximum=10000.0),
            tr("Places and people farther from the network than this are not joined to it, and counted."),
            advanced=True,
        )
        self.add(
            number("BUFFER", tr("Width on each side of the streets (m)"), 25.0, minimum=1.0, maximum=500.0),
            tr("Distance from the streets that the served area covers."),
            advanced=True,
        )
        add_time_zone(self)

    def check(self, parameters, context):
        packages = libraries.missing(("opening_hours",))
        if packages and self.parameterAsString(parameters, "OPEN_FIELD", context):
            raise InputError(
                "The opening hours need the Python package {packages}; install it with the QPIP plugin, or with pip "
                "in the Python of QGIS, then reload the plugin, or leave the field empty.",
                packages=packages,
            )
        has = [bool(parameters.get(name)) for name in ("POP", "POP_FIELD")]
        if has[0] and not has[1]:
            raise InputError("The population needs the field that holds the number of people; choose it.")

    def compute(self, parameters, context, feedback):
        from ..access import minute_bands

        self.check(parameters, context)
        steps = self.steps(4, feedback)
        source = self.parameterAsSource(parameters, "NETWORK", context)
        crs = self.working_crs(source.sourceCrs(), source.sourceExtent(), context)
        heat = self.parameterAsBoolean(parameters, "HEAT_WEIGHTED", context)
        timed = heat or bool(self.parameterAsString(parameters, "OPEN_FIELD", context))
        arrival = self._arrival(parameters, context) if timed else None
        network = read_network(self, parameters, context, steps, crs, need_shade=heat)
        graph = network.graph(self.parameterAsDouble(parameters, "SPEED", context))
        t0 = seconds_on_profile(network, arrival, feedback) if heat else 0.0
        steps.setCurrentStep(1)
        zone = time_zone(self, parameters, context) or DEFAULT_TIME_ZONE
        places = read_places(self, parameters, context, steps, network, (crs, arrival, zone))
        steps.setCurrentStep(2)
        bands = minute_bands(self.parameterAsDouble(parameters, "MAX_MIN", context))
        alpha = self.parameterAsDouble(parameters, "ALPHA", context) if heat else 1.0
        access = self._search(feedback, network, graph, places, (bands, alpha, t0))
        people = read_population(self, parameters, context, steps, network, crs)
        shares = None if people is None else self.stoppable(lambda: shares_of(people, access), feedback)
        steps.setCurrentStep(3)
        transform = None
        if crs != source.sourceCrs():
            transform = QgsCoordinateTransform(crs, source.sourceCrs(), context.transformContext())
        return self._write(parameters, context, steps, (network, places, access, people, shares, transform), feedback)

    def _arrival(self, parameters, context):
        from ...heat.sun import parse_local_time

        return parse_local_time(moment(self, parameters, "DATETIME", context), time_zone(self, parameters, context))

    def _search(self, feedback, network, graph, places: CoolPlaces, how) -> Access:
        from ..access import GREEN_DISTANCE_M
        from ..pieces import cut_lines
        from ..reach import in_metres, reach
        from ..routing import SearchStopped

        bands, alpha, t0 = how

        def work(stop):
            spans = places.spans
            result = reach(graph, spans, alpha=alpha, t0=t0, towards=True, stop=stop)
            metres = reach(in_metres(graph), spans, towards=True, stop=stop)
            pieces = result.pieces(bands.budgets)
            near = metres.pieces([GREEN_DISTANCE_M, np.inf])
            lines = [cut_lines(network.lines, cut.edge, cut.start, cut.stop) for cut in (pieces, near)]
            return Access(graph, network.lines, bands, result, metres, pieces, near, *lines)

        try:
            return run_stoppable(work, feedback)
        except SearchStopped:
            raise RunCancelledError from None

    def _write(self, parameters, context, steps, everything, feedback):
        network, places, access, people, shares, transform = everything
        result = RunResult()
        write_edges(self, parameters, context, steps, (network, places, access, transform), result)
        write_served(self, parameters, context, steps, (places, access, transform), result)
        write_table(self, parameters, context, (access, people, shares), result)
        result.layers.append(("OUTPUT_TABLE", "", tr("Streets and people by minute")))
        result.layers.append(("OUTPUT_POLYGONS", "served_area.qml", tr("Served area")))
        result.layers.append(("OUTPUT", "access_to_cool.qml", tr("Minutes to a cool place")))
        lengths = access.street_lengths()
        served, near = (
            100.0 * part / lengths.sum() for part in (lengths[: access.bands.beyond].sum(), access.near_m())
        )
        result.update(places.counts())
        result.update(SERVED_PCT=served, STREETS_300_PCT=near)
        if shares is not None:
            result.update(shares.numbers(access.bands))
            result["PEOPLE"] = people.total
        feedback.pushInfo(
            tr("{open} places open, {closed} closed; {served:.0f} % of the streets within {minutes:g} minutes.").format(
                open=result["OPEN"], closed=result["CLOSED"], served=served, minutes=access.bands.low[-2]
            )
        )
        if shares is not None and people.total > 0.0:
            feedback.pushInfo(
                tr(
                    "{served:.0f} % of {people:.0f} people within {minutes:g} minutes, {near:.0f} % within 300 m."
                ).format(
                    served=result["POP_SERVED_PCT"],
                    people=people.total,
                    minutes=access.bands.low[-2],
                    near=result["POP_300_PCT"],
                )
            )
        return result
