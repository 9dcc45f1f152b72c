"""Algorithm ``walk_route_sheet``: one route on one printable page."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Optional

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
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType
from ...errors import InputError, RunCancelledError
from ...parameters import DateTimeType, add_time_zone, moment, number, time_zone
from ...provenance import read_record
from ...raster_files import written_aside
from ...translation import tr

# What tells a layer of routes among those of the project.
ROUTE_FIELDS = ("rank", "len_m", "time_min", "sun_m", "alpha_eq")
PDF_DPI, PNG_DPI = 300.0, 200.0


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
        from .sheet_reading import Walker, choose, read_network, read_routes

        self.check(parameters, context)
        steps = self.steps(3, feedback)
        source = self.parameterAsSource(parameters, "ROUTES", context)
        crs = self.working_crs(source.sourceCrs(), source.sourceExtent(), context)
        routes = read_routes(self.read(parameters, "ROUTES", context, steps, crs=crs))
        chosen = choose(routes, self.parameterAsInt(parameters, "ROUTE", context))
        shortest = min(routes, key=lambda route: (route.length_m, route.rank))
        departure = self._departure(parameters, context)
        steps.setCurrentStep(1)
        network = self.parameterAsSource(parameters, "NETWORK", context)
        if network is not None:
            network = read_network(network, [chosen, shortest], crs, context.transformContext(), steps)
        walker = Walker(network, departure, self._record, steps)
        walked = [walker.walk(route) for route in ([chosen] if shortest is chosen else [chosen, shortest])]
        content = sheet_content(
            walked[0],
            walked[1] if len(walked) > 1 else None,
            self.parameterAsString(parameters, "TITLE", context),
            departure,
            self._record,
            self._licences,
        )
        steps.setCurrentStep(2)
        if steps.isCanceled():
            raise RunCancelledError
        path = self.parameterAsFileOutput(parameters, "OUTPUT", context)
        self._draw(parameters, context, path, content, walked, network, crs)
        result = RunResult()
        result["OUTPUT"] = path
        result.update(RANK=chosen.rank, LENGTH_M=chosen.length_m, SUN_M=chosen.sun_m, STREETS=len(content.steps))
        return result

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

    # -- the page ---------------------------------------------------------------------------------

    def _draw(self, parameters, context, path, content, walked, network, crs) -> None:
        from .sheet_map import add_map, route_layers
        from .sheet_page import compose, new_page

        self._project = context.project() or QgsProject()  # a page must not outlive its project
        layout = new_page(self._project)
        layout.setName(content.title)
        frame = compose(layout, content)
        chosen = walked[0]
        shortest = walked[1].route.line if len(walked) > 1 else None
        layers = route_layers(chosen.route.line, shortest, chosen.pieces(), crs)
        layers += self._background(parameters, context, network, crs)
        add_map(layout, frame, layers, [chosen.route.line, shortest], crs, sun=chosen.sun_m is not None)
        try:
            with written_aside(path) as aside:
                if not self._export(layout, aside):
                    raise OSError(aside)
        except OSError as error:
            raise InputError(
                "The sheet {path} could not be written; close it where it is open, or choose another folder.",
                path=path,
            ) from error

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
    return hasattr(layer, "fields") and all(layer.fields().lookupField(name) >= 0 for name in ROUTE_FIELDS)


def _licences(layers) -> list[str]:
    """Return the licences and rights told by layers, each once."""
    told: dict[str, None] = {}
    for layer in layers:
        if layer is not None:
            for text in (*layer.metadata().licenses(), *layer.metadata().rights()):
                told.setdefault(text.strip())
    return [text for text in told if text]
