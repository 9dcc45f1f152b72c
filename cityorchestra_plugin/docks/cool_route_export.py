"""Routes handed over from the panel: GPX, GeoJSON, and the sheet to print."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFileUtils,
    QgsGeometry,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDateTime, QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog, QMessageBox, QWidget

from ...processing_provider.compatibility import is_null
from ...processing_provider.errors import InputError
from ...processing_provider.translation import tr, translated_error
from .. import settings
from ..runner import AlgorithmChain, Step
from .cool_route_model import Route
from .cool_route_results import GEOJSON, SHEET, TRACK, TRACK_AND_SHEET

WGS_84 = "EPSG:4326"  # the only CRS that GPX and GeoJSON know
SHEET_STEP = "sheet"
EXTENSIONS = {TRACK_AND_SHEET: "gpx", TRACK: "gpx", SHEET: "pdf", GEOJSON: "geojson"}


class ExportError(Exception):
    """A sentence that says why a file was not written."""


class RouteExporter(QObject):
    """Asks for a file and writes the chosen route, or all of them.

    Signals
    -------
    written(str)
        The sentence of a success.
    failed(str)
        The sentence of a failure.
    """

    written = pyqtSignal(str)
    failed = pyqtSignal(str)

    def __init__(self, sheet_algorithm: str, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._sheet_algorithm = sheet_algorithm
        self._done: list[str] = []
        self.chain = AlgorithmChain(self)
        self.chain.succeeded.connect(self._sheet_written)
        self.chain.failed.connect(self.failed)

    # -- what is exported -------------------------------------------------------------------------

    def export(
        self,
        kind: str,
        layer: QgsVectorLayer,
        route: Route,
        sentence: str,
        moment: QDateTime,
        time_zone: str,
        network: Optional[QgsVectorLayer],
    ) -> None:
        """Ask for a file and write it.

        Parameters
        ----------
        kind : str
            One of ``cool_route_results.EXPORTS``.
        layer : QgsVectorLayer
            All routes.
        route : Route
            The chosen one.
        sentence : str
            What is said of it.
        moment : QDateTime
            Departure, in ``time_zone``.
        network : QgsVectorLayer or None
            Network with shade on which the routes were searched.
        """
        stamp = moment.toString("yyyy-MM-dd_HHmm")
        name = f"routes_{stamp}" if kind == GEOJSON else f"route_{route.rank}_{stamp}"
        path = self._ask(kind, name)
        if path is None:
            return
        self._done = []
        try:
            if kind in (TRACK, TRACK_AND_SHEET):
                write_track(path, route, layer.crs(), sentence)
                self._done.append(path.name)
            elif kind == GEOJSON:
                write_geojson(path, layer)
                self._done.append(path.name)
        except ExportError as error:
            self.failed.emit(str(error))
            return
        settings.LAST_FOLDER.set_value(str(path.parent))
        if kind not in (SHEET, TRACK_AND_SHEET):
            self._tell()
            return
        self._write_sheet(path.with_suffix(".pdf"), layer, route, moment, time_zone, network)

    def _ask(self, kind: str, name: str) -> Optional[Path]:
        """Ask where to write; None when the user gave up."""
        titles = {
            TRACK_AND_SHEET: tr("Export the route and its sheet"),
            TRACK: tr("Export the route"),
            SHEET: tr("Export the route sheet"),
            GEOJSON: tr("Export all routes"),
        }
        kinds = {
            TRACK_AND_SHEET: tr("GPX track, with a PDF sheet beside it (*.gpx)"),
            TRACK: tr("GPX tracks (*.gpx)"),
            SHEET: tr("PDF files (*.pdf)"),
            GEOJSON: tr("GeoJSON files (*.geojson)"),
        }
        folder = Path(settings.LAST_FOLDER.value() or QgsProject.instance().homePath() or str(Path.home()))
        extension = EXTENSIONS[kind]
        path, _ = QFileDialog.getSaveFileName(
            self._window, titles[kind], str(folder / f"{name}.{extension}"), kinds[kind]
        )
        if not path:
            return None
        path = Path(QgsFileUtils.ensureFileNameHasExtension(path, [extension]))
        sheet = path.with_suffix(".pdf")
        if kind == TRACK_AND_SHEET and sheet.exists() and not self._may_replace(sheet):
            return None
        return path

    def _may_replace(self, path: Path) -> bool:
        """Ask before a sheet is lost that the file dialog did not ask about."""
        answer = QMessageBox.question(
            self._window,
            tr("Export the route and its sheet"),
            tr("{file} exists already. Replace it?").format(file=path.name),
            QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No,
            QMessageBox.StandardButton.No,
        )
        return answer == QMessageBox.StandardButton.Yes

    # -- the sheet --------------------------------------------------------------------------------

    def _write_sheet(self, path: Path, layer, route: Route, moment, time_zone: str, network) -> None:
        parameters: dict[str, Any] = {
            "ROUTES": layer,
            "ROUTE": route.rank,
            "DATETIME": moment,
            "TZ": time_zone,
            "OUTPUT": str(path),
        }
        if network is not None:
            parameters["NETWORK"] = network
        self.chain.start(
            [Step(SHEET_STEP, self._sheet_algorithm, tr("Drawing the sheet…"), lambda _results: parameters)]
        )

    def _sheet_written(self, results) -> None:
        self._done.append(Path(results[SHEET_STEP].values["OUTPUT"]).name)
        self._tell()

    def _tell(self) -> None:
        self.written.emit(tr("Written: {file}").format(file=", ".join(self._done)))


def in_degrees(geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem):
    """Return a line in longitude and latitude, as Shapely knows it.

    Raises
    ------
    ExportError
        When the line has no place on the globe.
    """
    from ...processing_provider.libraries import import_shapely

    import_shapely()
    import shapely

    line = QgsGeometry(geometry)
    line.get().dropZValue()
    line.get().dropMValue()
    try:
        line.transform(QgsCoordinateTransform(crs, QgsCoordinateReferenceSystem(WGS_84), QgsProject.instance()))
    except QgsCsException as error:
        raise ExportError(_no_place()) from error
    return shapely.from_wkb(line.asWkb().data())


def _no_place() -> str:
    return tr("The route cannot be turned into longitudes and latitudes; check the CRS of the network.")


def write_track(path: Path, route: Route, crs: QgsCoordinateReferenceSystem, sentence: str) -> None:
    """Write one route as a GPX 1.1 track, aside and then under its name.

    Raises
    ------
    ExportError
        When the file cannot be written or the line has no place on the globe.
    """
    from ...processing_provider.walking.gpx import Track, gpx_text

    name = tr("Cool route {rank}").format(rank=route.rank)
    try:
        text = gpx_text([Track(name, sentence, in_degrees(route.geometry, crs))])
    except ValueError as error:
        raise ExportError(_no_place()) from error
    _write(path, text)


def write_geojson(path: Path, layer: QgsVectorLayer) -> None:
    """Write all routes with their figures as GeoJSON, aside and then under its name.

    Raises
    ------
    ExportError
        When the file cannot be written or a line has no place on the globe.
    """
    from ...processing_provider.walking.gpx import geojson_text

    names = [item.name() for item in layer.fields() if item.name().lower() != "fid"]
    features = sorted(layer.getFeatures(), key=lambda feature: feature["rank"])
    properties = [{name: _plain(feature[name]) for name in names} for feature in features]
    try:
        text = geojson_text([in_degrees(feature.geometry(), layer.crs()) for feature in features], properties)
    except ValueError as error:
        raise ExportError(_no_place()) from error
    _write(path, text)


def _plain(value: Any) -> Any:
    if is_null(value) or (isinstance(value, float) and math.isnan(value)):
        return None
    return value


def _write(path: Path, text: str) -> None:
    from ...processing_provider.raster_files import write_text

    try:
        write_text(str(path), text)
    except InputError as error:
        raise ExportError(translated_error(error)) from error
