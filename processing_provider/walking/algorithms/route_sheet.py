"""Algorithm ``walk_route_sheet``: one route on one printable page."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional
from zoneinfo import ZoneInfo

import numpy as np
from qgis.core import (
    QgsLayoutExporter,
    QgsProcessingAlgorithm,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
    QgsProject,
    QgsRectangle,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType
from ...errors import InputError, RunCancelledError
from ...layers import read_features
from ...parameters import DateTimeType, add_time_zone, moment, number, time_zone
from ...provenance import read_record
from ...raster_files import written_aside
from ...translation import tr

if TYPE_CHECKING:  # these need Shapely, without which the algorithm must stay listed
    from .sheet_content import ReadRoute, WalkedRoute

ROUTE_FIELDS = ("rank", "len_m", "time_min", "sun_m")
NUMBERS = ("len_m", "time_min", "sun_m", "sun_min", "utci_mean", "utci_max", "dose", "comfort_m")
COOLEST = ("coolest", "shortest and coolest")
AROUND_M = 400.0  # streets of the network read around the routes, for the map [m]
MATCHED_SHARE = 0.95  # of a route that must lie on the network for its streets to be told [-]
SUN_TOLERANCE = 0.05  # between the sun of a route and that found along the network, as a share of its length [-]
PDF_DPI, PNG_DPI = 300.0, 200.0


@dataclass(frozen=True)
class Network:
    """Streets around the routes; ``sun_profile`` holds texts, or None where the field is absent."""

    lines: np.ndarray
    names: list[str]
    sides: list[str]
    columns: dict[str, np.ndarray]
    profiles: Optional[list[Any]]


class RouteSheet(CityOrchestraAlgorithm):
    """A page to print, with the map of a route, its sun and its streets."""

    ID = "walk_route_sheet"
    GROUP = "walking"

    def flags(self):
        # A print layout is a QGraphicsScene, which Qt ties to the main thread, and the map shows layers of the project.
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def displayName(self):
        return tr("Route sheet")

    def shortDescription(self):
        return tr("One page to print: the map of a walk, its sun and shade, and its streets one after the other.")

    def tags(self):
        return [
            "route", "pdf", "print", "layout", "map", "fiche", "itinéraire", "parcours fraîcheur", "imprimer",
            "feuille de route",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Lays one route out on an A4 page, as a PDF file or as a picture when the file name ends in .png: map "
                "with the shortest route (dashed) and this one, key figures, sun and shade along the way, and "
                "the streets in the order walked with their length, side and share of shade."
            ),
            tr(
                "The streets and the sun along the way come from the network on which the routes were searched: the "
                "route is laid on its edges. Without it the page has the map and the key figures only."
            ),
            tr(
                "The map shows the layers that are ticked in the project, or the streets of the network where there "
                "is no project. Date and hour come from the provenance of the routes unless they are given."
            ),
            tr(
                "The list keeps to one page: beyond about 50 streets the shortest are put together with their "
                "neighbours. The sun is that of a clear sky."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterFeatureSource("ROUTES", tr("Cool routes"), [SourceType.TypeVectorLine]),
            tr("Output of the cool route algorithm; the shortest of its routes is the one compared with."),
        )
        self.add(
            number("ROUTE", tr("Rank of the route (0: the coolest)"), 0, minimum=0, maximum=100000, integer=True),
            tr("Rank as in the table of routes: 1 is the shortest."),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                "NETWORK", tr("Network with shade"), [SourceType.TypeVectorLine], optional=True
            ),
            tr("The network on which the routes were searched: names of streets, sides, and sun along the way."),
        )
        self.add(
            QgsProcessingParameterString("TITLE", tr("Title"), "", optional=True),
            tr("Written at the top of the page; left empty, “Cool walk”."),
        )
        self.add(
            QgsProcessingParameterEnum(
                "BACKGROUND",
                tr("Background of the map"),
                ["project", "network", "none"],
                defaultValue="project",
                usesStaticStrings=True,
            ),
            tr(
                "project: the layers ticked in the project, or the streets of the network when there are none; "
                "network: these streets; none: the routes alone."
            ),
        )
        self.add(
            QgsProcessingParameterDateTime("DATETIME", tr("Departure"), DateTimeType.DateTime, optional=True),
            tr("Local date and hour of departure; left empty, those for which the routes were searched."),
            advanced=True,
        )
        add_time_zone(self)
        self.add(
            QgsProcessingParameterFileDestination(
                "OUTPUT", tr("Route sheet"), tr("PDF files (*.pdf);;PNG pictures (*.png)")
            ),
            tr("File to write: .pdf to print, .png for a picture."),
        )
        for name, label in (
            ("RANK", tr("Rank of the route")),
            ("LENGTH_M", tr("Length (m)")),
            ("SUN_M", tr("Length in the sun (m)")),
            ("STREETS", tr("Streets")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def check(self, parameters, context):
        path = self.parameterAsFileOutput(parameters, "OUTPUT", context)
        if Path(path).suffix.lower() not in (".pdf", ".png"):
            raise InputError("The sheet {path} must be a PDF or a PNG file; give a name ending in .pdf.", path=path)

    def prepareAlgorithm(self, parameters, context, feedback):
        from .sheet_map import visible_layers

        layer = self.parameterAsVectorLayer(parameters, "ROUTES", context)
        self._record = read_record(layer) if layer is not None else None
        self._licences = _licences(
            [layer, self.parameterAsVectorLayer(parameters, "NETWORK", context), *visible_layers(context.project())]
        )
        return super().prepareAlgorithm(parameters, context, feedback)

    def compute(self, parameters, context, feedback):
        from .sheet_content import sheet_content

        self.check(parameters, context)
        steps = self.steps(3, feedback)
        source = self.parameterAsSource(parameters, "ROUTES", context)
        crs = self.working_crs(source.sourceCrs(), source.sourceExtent(), context)
        routes = self._routes(parameters, context, steps, crs)
        chosen = self._chosen(parameters, context, routes)
        shortest = min(routes, key=lambda route: (route.length_m, route.rank))
        departure = self._departure(parameters, context)
        steps.setCurrentStep(1)
        network = self._network(parameters, context, steps, crs, [chosen, shortest])
        walked = [self._walk(route, network, departure, steps) for route in (chosen, shortest)]
        if steps.isCanceled():
            raise RunCancelledError
        content = sheet_content(
            walked[0],
            None if shortest is chosen else walked[1],
            self.parameterAsString(parameters, "TITLE", context),
            departure,
            self._record,
            self._licences,
        )
        steps.setCurrentStep(2)
        path = self.parameterAsFileOutput(parameters, "OUTPUT", context)
        self._draw(parameters, context, path, content, walked, shortest is chosen, network, crs)
        if steps.isCanceled():
            Path(path).unlink(missing_ok=True)
            raise RunCancelledError
        result = RunResult()
        result["OUTPUT"] = path
        result.update(RANK=chosen.rank, LENGTH_M=chosen.length_m, SUN_M=chosen.sun_m, STREETS=len(content.steps))
        return result

    # -- what is read -----------------------------------------------------------------------------

    def _routes(self, parameters, context, feedback, crs) -> list[ReadRoute]:
        import shapely

        from .sheet_content import ReadRoute

        table = self.read(parameters, "ROUTES", context, feedback, crs=crs)
        missing = [name for name in ROUTE_FIELDS if table.fields.lookupField(name) < 0]
        if missing:
            raise InputError(
                "The layer does not hold cool routes (no field {fields}); give the output of the cool route algorithm.",
                fields=", ".join(missing),
            )
        kept = np.flatnonzero(table.usable & ~table.column("rank").null)
        lines = shapely.line_merge(table.geometry[kept])
        columns = {name: table.column(name) for name in NUMBERS if table.fields.lookupField(name) >= 0}
        roles = table.column("role").values if table.fields.lookupField("role") >= 0 else np.full(len(table), "")
        routes = []
        for row, line in zip(kept, lines):
            if shapely.get_type_id(line) != shapely.GeometryType.LINESTRING.value or not line.length:
                continue
            values = {
                name: math.nan if column.null[row] else float(column.values[row]) for name, column in columns.items()
            }
            if math.isnan(values["len_m"]):
                continue
            routes.append(ReadRoute(int(table.column("rank").values[row]), str(roles[row] or ""), line, values))
        if not routes:
            raise InputError("The layer has no route; search routes first, and check its filter and its selection.")
        return routes

    def _chosen(self, parameters, context, routes) -> ReadRoute:
        rank = self.parameterAsInt(parameters, "ROUTE", context)
        if rank:
            for route in routes:
                if route.rank == rank:
                    return route
            raise InputError(
                "There is no route of rank {rank}; the layer has the ranks {ranks}.",
                rank=rank,
                ranks=", ".join(str(route.rank) for route in sorted(routes, key=lambda route: route.rank)[:20]),
            )
        coolest = [route for route in routes if route.role in COOLEST]
        return min(coolest or routes, key=lambda route: (np.nan_to_num(route.sun_m), route.length_m))

    def _departure(self, parameters, context) -> Optional[datetime]:
        """Return date and hour, with their zone, from the parameters or from the provenance of the routes."""
        from ...heat.sun import parse_local_time

        zone = time_zone(self, parameters, context)
        if parameters.get("DATETIME") not in (None, ""):
            return parse_local_time(moment(self, parameters, "DATETIME", context), zone)
        told = (self._record or {}).get("parameters", {})
        try:
            return parse_local_time(datetime.fromisoformat(told["DATETIME"]), told.get("TZ", zone))
        except (KeyError, ValueError):
            return None  # routes of another origin: the sheet says no hour

    def _network(self, parameters, context, feedback, crs, routes) -> Optional[Network]:
        """Read the streets around the routes."""
        import shapely

        source = self.parameterAsSource(parameters, "NETWORK", context)
        if source is None:
            return None
        west, south, east, north = shapely.total_bounds(np.array([route.line for route in routes]))
        extent = QgsRectangle(west - AROUND_M, south - AROUND_M, east + AROUND_M, north + AROUND_M)
        table = read_features(
            source, crs=crs, transform_context=context.transformContext(), extent=extent, feedback=feedback
        )
        kept = np.flatnonzero(table.usable)
        lines = shapely.line_merge(table.geometry[kept])
        whole = shapely.get_type_id(lines) == shapely.GeometryType.LINESTRING.value
        kept, lines = kept[whole], lines[whole]

        def texts(name: str) -> list[str]:
            if table.fields.lookupField(name) < 0:
                return [""] * len(kept)
            column = table.column(name)
            return ["" if column.null[row] else str(column.values[row]) for row in kept]

        columns = {}
        for name in ("slope", "traffic_veh_day"):
            column = table.column(name) if table.fields.lookupField(name) >= 0 else None
            known = column is not None and column.values.dtype.kind in "if"
            columns[name] = (
                np.where(column.null, np.nan, column.values.astype(float))[kept]
                if known
                else np.full(len(kept), np.nan)
            )
        profiles = None
        if table.fields.lookupField("sun_profile") >= 0:
            profiles = [table.column("sun_profile").values[row] for row in kept]
        return Network(lines, texts("name"), texts("side"), columns, profiles)

    # -- the walk along the network ---------------------------------------------------------------

    def _walk(self, route: ReadRoute, network: Optional[Network], departure, feedback) -> WalkedRoute:
        from ..route_steps import match_route
        from .sheet_content import WalkedRoute

        if network is None or not len(network.lines):
            return WalkedRoute(route)
        legs = match_route(route.line, network.lines)
        if legs.matched_share < MATCHED_SHARE:
            feedback.pushWarning(
                tr(
                    "Only {share:.0f} % of route {rank} lies on the network: its streets are left out. Give the "
                    "network on which it was searched."
                ).format(share=100.0 * legs.matched_share, rank=route.rank)
            )
            return WalkedRoute(route)
        sun_m = self._sun(route, legs, network, departure)
        walked = WalkedRoute(route, legs, network.names, network.sides, sun_m)
        found = float(np.nansum(walked.sun_m)) if walked.sun_m is not None else math.nan
        if abs(found - route.sun_m) > SUN_TOLERANCE * route.length_m:
            feedback.pushWarning(
                tr(
                    "Along this network route {rank} has {found:.0f} m in the sun, its own figure is {told:.0f} m: it "
                    "was searched with another shade, day or hour."
                ).format(rank=route.rank, found=found, told=route.sun_m)
            )
        return walked

    def _sun(self, route, legs, network: Network, departure) -> Optional[np.ndarray]:
        """Return the length of each leg walked in the sun [m], or None where it cannot be known."""
        import shapely

        from ..graph import build_graph, crossing_wait
        from ..paths import Legs
        from ..profile_text import decode_profiles
        from ..routing import follow

        if departure is None or network.profiles is None:
            return None
        on = np.flatnonzero(legs.edge >= 0)
        edges, position = np.unique(legs.edge[on], return_inverse=True)
        # A GeoJSON file gives the profile back as an object, not as text.
        texts = [
            json.dumps(value) if isinstance(value, dict) else value for value in (network.profiles[e] for e in edges)
        ]
        if not any(texts):
            return None
        header, sun = decode_profiles(texts)
        local = departure.astimezone(ZoneInfo(header.time_zone))
        local = local.replace(year=header.date.year, month=header.date.month, day=header.date.day)
        count = len(edges)
        crossing = np.array([network.sides[e] == "crossing" for e in edges])
        graph = build_graph(
            np.arange(count),
            np.arange(count),
            shapely.length(network.lines[edges]),
            np.zeros((count, 2)),
            speed=self._speed(route),
            slope=network.columns["slope"][edges],
            wait=crossing_wait(crossing, vehicles_per_day=network.columns["traffic_veh_day"][edges]),
            sun=sun,
            step_s=header.step_minutes * 60.0,
        )
        walk = follow(graph, Legs(position, legs.start[on], legs.stop[on]), header.seconds_after_start(local))
        sun_m = np.full(len(legs), np.nan)
        sun_m[on] = walk[:, 3]
        sun_m[on[(sun[position] == 255).all(axis=1)]] = np.nan
        return sun_m

    def _speed(self, route) -> float:
        """Return the walking speed of the search [m/s], or the mean one of the route."""
        told = (self._record or {}).get("parameters", {}).get("SPEED")
        try:
            return float(told)
        except (TypeError, ValueError):
            seconds = 60.0 * route.values["time_min"]
            return route.length_m / seconds if seconds > 0.0 else 1.25

    # -- the page ---------------------------------------------------------------------------------

    def _draw(self, parameters, context, path, content, walked, alone, network, crs) -> None:
        from .sheet_map import add_map, route_layers
        from .sheet_page import compose, new_page

        project = context.project() or QgsProject()
        layout = new_page(project)
        layout.setName(content.title)
        frame = compose(layout, content)
        chosen = walked[0]
        shortest = None if alone else walked[1].route.line
        layers = route_layers(chosen.route.line, shortest, chosen.pieces(), crs)
        layers += self._background(parameters, context, network, crs)
        add_map(layout, frame, layers, [chosen.route.line, shortest], crs, sun=chosen.sun_m is not None)
        with written_aside(path) as aside:
            done = self._export(layout, aside)
            if not done:
                raise InputError(
                    "The sheet {path} could not be written; close it where it is open, or choose another folder.",
                    path=path,
                )

    def _background(self, parameters, context, network, crs) -> list:
        from .sheet_map import network_layer, visible_layers

        wanted = self.parameterAsString(parameters, "BACKGROUND", context)
        layers = []
        if wanted == "project":
            given = [self.parameterAsVectorLayer(parameters, name, context) for name in ("ROUTES", "NETWORK")]
            out = [layer.source() for layer in given if layer is not None]
            layers = [layer for layer in visible_layers(context.project(), out) if not _is_routes(layer)]
        if not layers and wanted != "none" and network is not None:
            layers = [network_layer(network.lines, network.names, crs)]
        return layers

    def _export(self, layout, path: str) -> bool:
        exporter = QgsLayoutExporter(layout)
        if Path(path).suffix.lower() == ".png":
            settings = QgsLayoutExporter.ImageExportSettings()
            settings.dpi = PNG_DPI
            settings.exportMetadata = False
            done = exporter.exportToImage(path, settings)
        else:
            settings = QgsLayoutExporter.PdfExportSettings()
            settings.dpi = PDF_DPI
            settings.appendGeoreference = False
            settings.exportMetadata = False  # that of the project, which is not the sheet's
            done = exporter.exportToPdf(path, settings)
        return done == QgsLayoutExporter.ExportResult.Success


def _is_routes(layer) -> bool:
    """Tell whether a layer of the project holds routes: on the sheet they would hide the one it shows."""
    return hasattr(layer, "fields") and all(
        layer.fields().lookupField(name) >= 0 for name in (*ROUTE_FIELDS, "alpha_eq")
    )


def _licences(layers) -> list[str]:
    """Return the licences and rights told by layers, each once."""
    told: dict[str, None] = {}
    for layer in layers:
        if layer is not None:
            for text in (*layer.metadata().licenses(), *layer.metadata().rights()):
                told.setdefault(text.strip())
    return [text for text in told if text]
