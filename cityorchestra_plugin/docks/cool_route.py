"""The panel that finds the shortest and the coolest walks between two points.

It computes nothing: it asks the algorithms of the walking room, and shows what they answer.
"""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsMessageLog,
    QgsProject,
    QgsReferencedPointXY,
    QgsVectorLayer,
)
from qgis.gui import QgisInterface, QgsDockWidget
from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices, QIcon
from qgis.PyQt.QtWidgets import QAction, QSizePolicy, QWidget

from ...processing_provider import libraries
from ...processing_provider.algorithm import GUIDE
from ...processing_provider.styling import LOG_TAB
from ...processing_provider.translation import number_text, tr
from ..dialogs.packages import show_packages
from ..runner import AlgorithmChain, StepResult
from .cool_route_choices import ProjectChoices
from .cool_route_export import RouteExporter
from .cool_route_form import CoolRouteForm, line_layers
from .cool_route_model import Route, read_routes
from .cool_route_plan import ROUTE, AlgorithmIds, NetworkStore, RoutePlan, RouteRequest, output
from .cool_route_results import CoolRouteResults
from .cool_route_warmup import stop_warm_up, warm_up_once
from .panel_frame import PanelFrame, PanelState, theme_icon
from .point_picker import PointPicker
from .route_map import RouteMap

ICONS = Path(__file__).resolve().parents[2] / "resources" / "icons"
OBJECT_NAME = "CityOrchestraCoolRoute"
OPTIONS_PAGE = "cityorchestra"


class CoolRouteDock(QgsDockWidget):
    """Dock of the cool routes.

    Parameters
    ----------
    iface : QgisInterface
        Gives the map canvas, the options and the message log.
    ids : AlgorithmIds, optional
        Algorithms to call.
    """

    def __init__(self, iface: QgisInterface, ids: Optional[AlgorithmIds] = None) -> None:
        super().__init__(tr("Cool route"), iface.mainWindow())
        self.setObjectName(OBJECT_NAME)
        self.setWindowIcon(QIcon(str(ICONS / "walking.svg")))
        self._iface = iface
        self._ids = ids or AlgorithmIds()
        self._canvas = iface.mapCanvas()
        self._store = NetworkStore()
        self._plan: Optional[RoutePlan] = None
        self._asked: Optional[RouteRequest] = None  # what is being searched
        self._answered: Optional[RouteRequest] = None  # what the routes on show answer
        self.network: Optional[QgsVectorLayer] = None  # network with shade of the routes on show
        self._cancel_reason = ""
        self._watched: set[str] = set()
        self.frame = PanelFrame(self._show_log)
        self.form = CoolRouteForm()
        self.results = CoolRouteResults()
        self.route_map = RouteMap(self._canvas, self)
        self.picker = PointPicker(self._canvas)
        self.chain = AlgorithmChain(self)
        self.exporter = RouteExporter(self._ids.sheet, self)
        self.choices = ProjectChoices(self.form, self)
        self.frame.set_form(self.form)
        self.frame.set_results(self.results)
        self.frame.set_primary(
            tr("&Find routes"),
            QIcon(str(ICONS / "walking.svg")),
            tr("Search the shortest and the cooler routes (F5)"),
        )
        self.frame.empty_page.set_texts(
            QIcon(str(ICONS / "walking.svg")),
            tr("Add a layer of streets and a surface model to find walks in the shade."),
            tr("&Add layers…"),
        )
        self._fill_toolbar()
        self.setWidget(self.frame)
        self._connect()
        self._layers_changed()
        self.choices.restore()

    # -- what it is made of -----------------------------------------------------------------------

    def _fill_toolbar(self) -> None:
        toolbar = self.frame.toolbar
        toolbar.setIconSize(self._iface.iconSize(True))
        self.zoom_action = self._tool(theme_icon("/mActionZoomToLayer.svg"), tr("Zoom to the routes"), self.zoom_to_all)
        self.clear_action = self._tool(
            theme_icon("/mActionFileNew.svg"), tr("Start again, without points and routes"), self.start_again
        )
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        toolbar.addWidget(spacer)
        self.settings_action = self._tool(
            theme_icon("/mActionOptions.svg"), tr("Settings of City Orchestra"), self._show_options
        )
        self.help_action = self._tool(
            theme_icon("/mActionHelpContents.svg"),
            tr("Guide of City Orchestra"),
            lambda: QDesktopServices.openUrl(QUrl(GUIDE)),
        )
        self.zoom_action.setEnabled(False)

    def _tool(self, icon: QIcon, text: str, slot) -> QAction:
        action = QAction(icon, text, self)
        action.triggered.connect(lambda _checked=False: slot())
        self.frame.toolbar.addAction(action)
        button = self.frame.toolbar.widgetForAction(action)
        button.setAccessibleName(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return action

    def _connect(self) -> None:
        self.frame.primaryTriggered.connect(self.find_routes)
        self.frame.cancelTriggered.connect(self.cancel)
        self.frame.emptyTriggered.connect(lambda: self._iface.actionAddOgrLayer().trigger())
        self.frame.blockedTriggered.connect(self._how_to_install)
        self.form.changed.connect(self._form_changed)
        self.form.advanced.alpha.valueChanged.connect(self.results.prefer)
        for group in (self.form.weather.group, self.form.advanced.group):
            group.collapsedStateChanged.connect(lambda _collapsed: self.frame.work_page.share_space())
        for name, field in self._fields().items():
            field.pickToggled.connect(lambda on, which=name: self._toggle_picking(which, on))
        self.picker.picked.connect(self._picked)
        self.picker.ended.connect(self._show_picking)
        self.route_map.layerLost.connect(self._forget_routes)
        self.route_map.featureSelected.connect(self._feature_selected)
        self.results.routeSelected.connect(self._route_selected)
        self.results.routeHovered.connect(self._route_hovered)
        self.results.routeActivated.connect(self._route_activated)
        self.results.exportTriggered.connect(self.export)
        self.results.keepTriggered.connect(self.keep_layer)
        self.chain.stepStarted.connect(self.frame.set_step)
        self.chain.progressed.connect(self.frame.set_progress)
        self.chain.stepSucceeded.connect(self._step_succeeded)
        self.chain.succeeded.connect(self._succeeded)
        self.chain.failed.connect(self._failed)
        self.chain.cancelled.connect(self._cancelled)
        self.exporter.chain.stepStarted.connect(self.frame.show_loading)
        self.exporter.chain.progressed.connect(self.frame.set_progress)
        self.exporter.chain.cancelled.connect(self._cancelled)
        self.exporter.written.connect(self._written)
        self.exporter.failed.connect(self._not_written)
        self.opened.connect(self._opened)
        self.closed.connect(self._closed)
        project = QgsProject.instance()
        project.layersAdded.connect(self._layers_changed)
        project.layersRemoved.connect(self._layers_changed)
        project.layersWillBeRemoved.connect(self._layers_will_be_removed)
        project.cleared.connect(self._project_cleared)
        project.readProject.connect(self._project_read)
        project.crsChanged.connect(self._project_crs_changed)

    def _disconnect_project(self) -> None:
        project = QgsProject.instance()
        project.layersAdded.disconnect(self._layers_changed)
        project.layersRemoved.disconnect(self._layers_changed)
        project.layersWillBeRemoved.disconnect(self._layers_will_be_removed)
        project.cleared.disconnect(self._project_cleared)
        project.readProject.disconnect(self._project_read)
        project.crsChanged.disconnect(self._project_crs_changed)

    def _fields(self):
        return {"start": self.form.start, "end": self.form.end}

    # -- the project and the panel itself ---------------------------------------------------------

    def _layers_changed(self, *_) -> None:
        self.form.propose_layers()
        self.choices.proposed()
        if self.frame.state is not PanelState.LOADING:
            self._show_idle_state()

    def _show_idle_state(self) -> None:
        """Show the page that fits the project: blocked, empty, or ready."""
        packages = self._missing_packages()
        if packages:
            self.frame.blocked_page.set_texts(
                theme_icon("/mIconWarning.svg"),
                tr("Routes need Python packages that are missing: {packages}.").format(packages=packages),
                tr("&How to install them"),
            )
            self.frame.set_state(PanelState.BLOCKED)
        elif not line_layers():
            self.frame.set_state(PanelState.EMPTY)
        elif self.frame.state is not PanelState.ERROR:
            self.frame.set_state(PanelState.READY)

    def _missing_packages(self) -> Optional[str]:
        algorithm = QgsApplication.processingRegistry().algorithmById(self._ids.shade)
        return libraries.missing(getattr(algorithm, "LIBRARIES", ()))

    def _how_to_install(self) -> None:
        packages = self._missing_packages()
        if packages:
            show_packages(packages, self._iface.mainWindow())
        else:
            self._show_idle_state()

    def _layers_will_be_removed(self, ids: list[str]) -> None:
        """Stop a run whose layers go away, and forget what was computed from them."""
        if self._watched.intersection(ids):
            self._watched.difference_update(ids)
            self._store.clear()
            if self.chain.is_running:
                self._cancel_reason = tr("A layer of this search was removed from the project.")
                self.chain.cancel()

    def _forget_routes(self) -> None:
        self.network = None
        self.zoom_action.setEnabled(False)
        self.results.show_placeholder(tr("Pick a start and an end, then find the routes."))

    def _project_cleared(self) -> None:
        self._store.clear()
        self._watched.clear()
        self.picker.cancel()
        self.route_map.release_layer()
        self.form.show_defaults()
        self.start_again()
        self.choices.proposed()

    def _project_read(self, *_) -> None:
        self.choices.restore()

    def _project_crs_changed(self) -> None:
        for field in self._fields().values():
            field.refresh()

    def _opened(self) -> None:
        self.route_map.set_visible(True)
        warm_up_once()
        if self.frame.state is not PanelState.LOADING:
            self._show_idle_state()

    def _closed(self) -> None:
        self.picker.cancel()
        self.route_map.set_visible(False)

    def _show_log(self) -> None:
        self._iface.openMessageLog()

    def _show_options(self) -> None:
        self._iface.showOptionsDialog(self._iface.mainWindow(), OPTIONS_PAGE)

    def start_again(self) -> None:
        """Empty points and routes; layers, day and hour stay. The routes layer stays on the map."""
        self.route_map.release_layer()
        for field in self._fields().values():
            field.set_point(None)
        self.frame.message_bar.clearWidgets()
        self._forget_routes()
        if self.frame.state is not PanelState.LOADING:
            self.frame.set_state(PanelState.READY)
            self._show_idle_state()

    def settings_changed(self) -> None:
        """Propose what the user has just set in the options."""
        self.choices.store()
        self.form.show_settings()
        self.choices.proposed()

    def unload(self) -> None:
        """Stop the run, give the map back, stop listening."""
        self._disconnect_project()
        self.choices.stop()
        self.chain.stop()
        self.exporter.chain.stop()
        stop_warm_up()
        self.picker.cancel()
        self.picker.blockSignals(True)
        self.route_map.close()
        self._unwatch()
        self._store.clear()

    # -- start and end ----------------------------------------------------------------------------

    def _toggle_picking(self, name: str, on: bool) -> None:
        if on:
            self.picker.start(name)
            self._show_picking()
        elif self.picker.target == name:
            self.picker.cancel()

    def _show_picking(self) -> None:
        for name, field in self._fields().items():
            field.set_picking(self.picker.target == name)

    def _picked(self, name: str, point: QgsReferencedPointXY) -> None:
        self._fields()[name].set_point(point)
        if name == "start" and self.form.end.point() is None:
            self._toggle_picking("end", True)  # the end comes next: spare a click
        else:
            self.frame.primary_button.setFocus()

    def _form_changed(self) -> None:
        for name, field in self._fields().items():
            self.route_map.set_point(name, field.point())
        if self.results.model.routes and self.frame.state is not PanelState.LOADING:
            self.results.set_stale(tr("The choices changed since these routes were found; find routes again."))

    # -- a run ------------------------------------------------------------------------------------

    def find_routes(self) -> None:
        """Run what is needed for an answer, in the background."""
        if self.chain.is_running or self.exporter.chain.is_running:
            return
        self.picker.cancel()
        problem = self.form.problem()
        if problem is not None:
            sentence, widget = problem
            self.frame.show_error(sentence)
            widget.setFocus()
            return
        request = self.form.request()
        self._watch(request.lines, request.surface, request.canopy, request.terrain)
        self._plan = RoutePlan(request, self._store, self._ids)
        self._asked = request
        self._cancel_reason = ""
        steps = self._plan.steps()
        self.frame.show_loading(steps[0].sentence)
        self.chain.start(steps)

    def cancel(self) -> None:
        """Cancel what is under way: the run, or picking."""
        for chain in (self.chain, self.exporter.chain):
            if chain.is_running:
                self.frame.set_step(tr("Stopping…"))
                chain.cancel()
                return
        self.picker.cancel()

    def _watch(self, *layers) -> None:
        """Listen to layers whose change makes what was computed from them useless."""
        for layer in layers:
            if layer is not None and layer.id() not in self._watched:
                self._watched.add(layer.id())
                layer.dataChanged.connect(self._store.clear)
                if isinstance(layer, QgsVectorLayer):
                    layer.afterCommitChanges.connect(self._store.clear)

    def _unwatch(self) -> None:
        for layer_id in self._watched:
            layer = QgsProject.instance().mapLayer(layer_id)
            if layer is not None:
                layer.dataChanged.disconnect(self._store.clear)
                if isinstance(layer, QgsVectorLayer):
                    layer.afterCommitChanges.disconnect(self._store.clear)
        self._watched.clear()

    def _step_succeeded(self, name: str, result: StepResult) -> None:
        self._plan.keep(name, result)
        for sentence in result.warnings:
            QgsMessageLog.logMessage(sentence, LOG_TAB, Qgis.MessageLevel.Warning, False)

    def _succeeded(self, results) -> None:
        layer = output(results, ROUTE)
        routes = read_routes(layer)
        self._answered = self._asked
        self.network = self._plan.shaded
        self.frame.set_state(PanelState.READY)
        self.route_map.highlight(None)
        if not routes:
            self.route_map.release_layer()
            self._forget_routes()
            self.results.show_placeholder(
                tr(
                    "No route joins these points within a detour of {detour} %. Allow a longer detour, "
                    "or move the points nearer to the network."
                ).format(detour=number_text(self.form.advanced.detour.value()))
            )
            return
        self.route_map.show_layer(layer)
        self.zoom_action.setEnabled(True)
        self.results.keep_button.setEnabled(True)
        self.results.show_routes(routes, self.form.advanced.alpha.value(), self._answered.cost)
        if results[ROUTE].warnings:
            self.frame.show_warning("\n".join(results[ROUTE].warnings))

    def _failed(self, sentence: str) -> None:
        QgsMessageLog.logMessage(sentence, LOG_TAB, Qgis.MessageLevel.Warning, False)
        self.frame.show_error(sentence, retry=True, details=True)

    def _cancelled(self) -> None:
        self.frame.set_state(PanelState.READY)
        self.frame.show_info(self._cancel_reason or tr("Cancelled; nothing was changed."))
        self._show_idle_state()

    # -- table, chart and map ---------------------------------------------------------------------

    def _route(self, row: int) -> Optional[Route]:
        routes = self.results.model.routes
        return routes[row] if 0 <= row < len(routes) else None

    def _route_selected(self, row: int) -> None:
        self._highlight(self._route(row), flash=True)

    def _route_hovered(self, row: int) -> None:
        self._highlight(None if row == self.results.selected_row() else self._route(row), hover=True)

    def _highlight(self, route: Optional[Route], **how: bool) -> None:
        if route is None:
            self.route_map.highlight(None, **how)
        else:
            self.route_map.highlight(route.geometry, route.colour, **how)

    def _route_activated(self, row: int) -> None:
        route = self._route(row)
        if route is not None:
            self.route_map.zoom_to([route.geometry])

    def _feature_selected(self, feature_id: int) -> None:
        """Follow a route that the user selects on the map."""
        self.results.select(self.results.model.row_of_feature(feature_id))

    def zoom_to_all(self) -> None:
        """Show all routes on the map."""
        self.route_map.zoom_to([route.geometry for route in self.results.model.routes])

    # -- keeping an answer ------------------------------------------------------------------------

    def keep_layer(self) -> None:
        """Leave the routes on the map under a name of their own."""
        layer = self.route_map.layer
        if layer is None:
            return
        name = tr("Cool routes {day} {hour}").format(
            day=self.form.day_text(self._answered.moment.date()), hour=self._answered.moment.toString("HH:mm")
        )
        self.route_map.keep_layer(name)
        self.results.keep_button.setEnabled(False)
        self.frame.show_success(
            tr("Kept on the map as “{name}”. It is a temporary layer: export it to keep it for good.").format(name=name)
        )

    def export(self, kind: str) -> None:
        """Write the chosen route, or all of them: ``kind`` is one of ``cool_route_results.EXPORTS``."""
        route, layer = self.results.selected_route(), self.route_map.layer
        if route is None or layer is None:
            self.frame.show_info(tr("Choose a route in the table first."))
            return
        if self.chain.is_running or self.exporter.chain.is_running:
            return
        sentence = self.results.model.sentence(self.results.selected_row())
        answered = self._answered
        self.exporter.export(kind, layer, route, sentence, answered.moment, answered.time_zone, self.network)

    def _written(self, sentence: str) -> None:
        self.frame.set_state(PanelState.READY)
        self.frame.show_success(sentence)

    def _not_written(self, sentence: str) -> None:
        QgsMessageLog.logMessage(sentence, LOG_TAB, Qgis.MessageLevel.Warning, False)
        self.frame.show_error(sentence, details=True)
