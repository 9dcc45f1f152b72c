"""The panel of land take: joins the data, the runs, the zones, the project and the map.

It computes nothing: it asks the algorithms of the room, and shows what they answer.
"""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Optional

from qgis.core import Qgis, QgsApplication, QgsGeometry, QgsProject, QgsVectorLayer
from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import Qt, QTimer, QUrl
from qgis.PyQt.QtGui import QDesktopServices, QIcon
from qgis.PyQt.QtWidgets import QPushButton, QSizePolicy, QTabWidget, QVBoxLayout, QWidget

from ....processing_provider import libraries
from ....processing_provider.algorithm import GUIDE
from ....processing_provider.translation import tr
from ...dialogs.packages import show_packages
from ..panel_frame import PanelFrame, PanelState, push_sentence, theme_icon
from . import exports, recognise
from .choices import ProjectChoices
from .controller import Job, LandTakeController
from .demo import demo_layers
from .map_link import MapLink
from .panel_toolbar import PanelActions
from .project_results import taken_by
from .project_tab import ProjectTab
from .requests import AlgorithmIds, Measured, Simulated
from .site_model import read_sites
from .source_form import SourceForm
from .zones_tab import ZonesTab

ICON = Path(__file__).resolve().parents[3] / "resources" / "icons" / "land_take.svg"
OPTIONS_PAGE = "cityorchestra"


class LandTakePanel(QWidget):
    """Everything inside the dock.

    Parameters
    ----------
    iface : QgisInterface
    ids : AlgorithmIds, optional
        Algorithms to call.
    """

    def __init__(self, iface: QgisInterface, ids: Optional[AlgorithmIds] = None, parent=None) -> None:
        super().__init__(parent)
        self._iface = iface
        self._retry: Callable[[], None] = self.measure
        self._limited = False  # whether the ranking had a limit
        self._soon = QTimer(self)  # folded groups have their height only once they are shown
        self._soon.setSingleShot(True)
        self.controller = LandTakeController(ids, self)
        self.frame = PanelFrame(iface.openMessageLog)
        self.form = SourceForm(self.controller.ids.score)
        self.zones = ZonesTab()
        self.project = ProjectTab()
        self.link = MapLink(iface.mapCanvas(), self.controller, self.zones, self.project, self)
        self.choices = ProjectChoices(self.form, self.project.form, self.project.exchange, self)
        self.frame.toolbar.setIconSize(iface.iconSize(True))
        self.actions_ = PanelActions(self.frame.toolbar, self)
        self._lay_out()
        self._connect()
        self.layers_changed()
        self.choices.restore()

    def _lay_out(self) -> None:
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.zones, tr("Zones"))
        self.tabs.addTab(self.project, tr("Project"))
        for tab in (self.zones, self.project):
            # A tab that is not on show must not widen the panel.
            tab.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.frame.set_form(self.form)
        self.frame.set_results(self.tabs)
        self.frame.set_primary(
            tr("&Measure the zones"), QIcon(str(ICON)), tr("Stock, flux and score of every zone (F5)")
        )
        self.frame.empty_page.set_texts(
            QIcon(str(ICON)),
            tr(
                "Add a land cover (OCS GE, one date or two) and a layer of zones to see their score, what it is made "
                "of, and what a project changes."
            ),
            tr("&Load the demo territory"),
        )
        self.help_button = QPushButton(theme_icon("/mActionHelpContents.svg"), tr("&Help"))
        page = self.frame.empty_page.layout()
        page.insertWidget(page.indexOf(self.frame.empty_page.button) + 1, self.help_button)
        page.setAlignment(self.help_button, Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.frame)
        self._set_tab_order()

    def _set_tab_order(self) -> None:
        """Lead from the data to the button that measures, then to the tab on show."""
        form, zones, frame = self.form, self.zones, self.frame
        order = [form.last, form.last_date, form.first, form.first_date, form.zones, form.name_field]
        order += [form.score.group, form.score.pace, *form.score.weights, form.score.reset]
        order += [frame.primary_button, frame.cancel_button, self.tabs.tabBar()]
        order += [zones.search, zones.probe_button, zones.table]
        for before, after in zip(order, order[1:]):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        frame, controller, actions = self.frame, self.controller, self.actions_
        frame.primaryTriggered.connect(self._primary)
        frame.cancelTriggered.connect(self.cancel)
        frame.emptyTriggered.connect(controller.load_demo)
        frame.blockedTriggered.connect(self._how_to_install)
        for signal in (self.help_button.clicked, actions.helpTriggered):
            signal.connect(lambda *_: QDesktopServices.openUrl(QUrl(GUIDE)))
        actions.settingsTriggered.connect(lambda: iface_options(self._iface))
        actions.reportTriggered.connect(self.write_report)
        actions.layersTriggered.connect(self.add_layers)
        actions.zoomTriggered.connect(self.link.zoom_to_all)
        self._soon.timeout.connect(frame.work_page.share_space)
        self.form.changed.connect(self._form_changed)
        for group in (self.form.group, self.form.score.group):
            group.collapsedStateChanged.connect(lambda _folded: self._soon.start(0))
        self.project.compareTriggered.connect(self.compare)
        self.project.rankTriggered.connect(self.rank)
        self.link.refused.connect(self._not_drawn)
        controller.started.connect(lambda _job, sentence: frame.show_loading(sentence))
        controller.stepStarted.connect(frame.set_step)
        controller.progressed.connect(frame.set_progress)
        controller.measured.connect(self._measured)
        controller.simulated.connect(self._simulated)
        controller.ranked.connect(self._ranked)
        controller.reported.connect(self._reported)
        controller.demoReady.connect(self._demo_ready)
        controller.warned.connect(lambda sentences: frame.show_warning("\n".join(sentences)))
        controller.failed.connect(self._failed)
        controller.cancelled.connect(self._cancelled)
        controller.forgotten.connect(self._forgotten)
        for signal, slot in self._project_signals():
            signal.connect(slot)

    def _project_signals(self):
        project = QgsProject.instance()
        return (
            (project.layersAdded, self.layers_changed),
            (project.layersRemoved, self.layers_changed),
            (project.cleared, self._project_cleared),
            (project.readProject, self._project_read),
        )

    # -- the project of QGIS, and the panel itself ----------------------------------------------------

    def layers_changed(self, *_) -> None:
        """Propose layers again: some came or went."""
        self.form.propose_layers()
        self.project.form.propose_layer()
        self.project.exchange.propose_layer()
        self.choices.proposed()
        if self.frame.state is not PanelState.LOADING:
            self._show_idle_state()

    def _show_idle_state(self) -> None:
        """Show the page that fits the project: blocked, empty, or ready."""
        packages = self._missing_packages()
        if packages:
            self.frame.blocked_page.set_texts(
                theme_icon("/mIconWarning.svg"),
                tr("Land take needs Python packages that are missing: {packages}.").format(packages=packages),
                tr("&How to install them"),
            )
            self.frame.set_state(PanelState.BLOCKED)
        elif not recognise.polygon_layers():
            self.frame.set_state(PanelState.EMPTY)
        elif self.frame.state is not PanelState.ERROR:
            self.frame.set_state(PanelState.READY)
        self._soon.start(0)
        self.actions_.set_measured(self.controller.answer is not None)
        self.actions_.set_layers(bool(self._addable()))

    def _missing_packages(self) -> Optional[str]:
        algorithm = QgsApplication.processingRegistry().algorithmById(self.controller.ids.state)
        return libraries.missing(getattr(algorithm, "LIBRARIES", ()))

    def _how_to_install(self) -> None:
        packages = self._missing_packages()
        if packages:
            show_packages(packages, self._iface.mainWindow())
        else:
            self._show_idle_state()

    def _project_cleared(self) -> None:
        self.controller.clear()
        for part in (self.form, self.project.form, self.project.exchange):
            part.forget()
        self.link.clear()
        self.frame.message_bar.clearWidgets()
        self._forget_answers()
        self.choices.proposed()

    def _project_read(self, *_) -> None:
        self.choices.restore()

    def _forget_answers(self) -> None:
        self.zones.show_placeholder(tr("Choose the data, then measure the zones."))
        self.project.show_simulation(None)
        self.project.exchange.show_sites(None)
        if self.frame.state is not PanelState.LOADING:
            self.frame.set_state(PanelState.READY)
            self._show_idle_state()

    def set_shown(self, shown: bool) -> None:
        """Show the drawings, or hide them and give the map back while the panel is closed."""
        self.link.map.set_visible(shown)
        if not shown:
            self.link.give_back()
        elif self.frame.state is not PanelState.LOADING:
            self._show_idle_state()

    def unload(self) -> None:
        """Stop the run, give the map back, stop listening; layers stay in the project."""
        for signal, slot in self._project_signals():
            signal.disconnect(slot)
        self._soon.stop()
        self.choices.stop()
        self.controller.unload()
        self.link.close()

    # -- runs ---------------------------------------------------------------------------------------

    def _primary(self) -> None:
        """Do what Return and F5 mean where the focus is."""
        if self.frame.focusWidget() is not None and self.project.isAncestorOf(self.frame.focusWidget()):
            self.compare()
        else:
            self.measure()

    def _ready(self, problem, retry: Callable[[], None]) -> bool:
        """Tell whether a run may start; say what is missing where not."""
        if self.controller.is_running:
            return False
        self.link.give_back()
        self._retry = retry
        if problem is not None:
            sentence, widget = problem
            self.frame.show_error(sentence)
            widget.setFocus()
        return problem is None

    def measure(self) -> None:
        """Measure the zones."""
        if self._ready(self.form.problem(), self.measure):
            self.controller.measure(self.form.sources())

    def compare(self) -> None:
        """Simulate the project."""
        problem = self.form.problem(zones_needed=False) or self.project.form.problem()
        if self._ready(problem, self.compare):
            self.controller.compare(self.project.form.request(self.form.sources()))

    def rank(self) -> None:
        """Rank the soils to give back."""
        if self._ready(self.form.problem(zones_needed=False), self.rank):
            taken = taken_by(self.controller.simulation)
            request = self.project.exchange.request(self.form.sources(), taken)
            self._limited = request.budget_m2 is not None
            self.controller.rank(request)

    def write_report(self) -> None:
        """Ask where, and write the report."""
        if self.controller.answer is None or not self._ready(None, self.write_report):
            return
        path = exports.ask_report_path(self)
        if path:
            self.controller.report(path)

    def cancel(self) -> None:
        """Cancel what is under way: the run, or a map tool."""
        if self.controller.is_running:
            self.frame.set_step(tr("Stopping…"))
            self.controller.cancel()
            return
        self.link.give_back()

    def _done(self) -> None:
        self.frame.set_state(PanelState.READY)
        self._show_idle_state()

    def _measured(self, answer: Measured) -> None:
        self._done()
        self.link.follow()
        self.tabs.setCurrentWidget(self.zones)
        self.zones.show_zones(answer.zones, answer.weights)

    def _simulated(self, found: Simulated) -> None:
        self._done()
        self.tabs.setCurrentWidget(self.project)
        self.project.show_simulation(found)
        self.project.show_results()

    def _ranked(self, layer: QgsVectorLayer) -> None:
        self._done()
        self.project.exchange.show_sites(layer, read_sites(layer), ticked=self._limited)
        self.actions_.set_layers(bool(self._addable()))
        self.project.show_sites()

    def _reported(self, path: str) -> None:
        self._done()
        self.frame.show_success(tr("Report written: {path}").format(path=path))
        exports.open_file(path)

    def _demo_ready(self, path: str) -> None:
        layers = demo_layers(path)
        QgsProject.instance().addMapLayers(layers)
        self._done()
        if layers:
            self.link.map.zoom_to([QgsGeometry.fromRect(layers[0].extent())], layers[0].crs())

    def _failed(self, _job: Job, sentence: str) -> None:
        retry, details = QPushButton(tr("&Retry")), QPushButton(tr("&Details"))
        retry.clicked.connect(lambda _checked=False: self._retry())
        details.clicked.connect(lambda _checked=False: self._iface.openMessageLog())
        push_sentence(self.frame.message_bar, sentence, Qgis.MessageLevel.Warning, 0, (retry, details))
        self.frame.set_state(PanelState.ERROR)
        self._show_idle_state()

    def _cancelled(self, _job: Job, reason: str) -> None:
        self.frame.set_state(PanelState.READY)
        self.frame.show_info(reason or tr("Cancelled; nothing was changed."))
        self._show_idle_state()

    def _forgotten(self) -> None:
        self._form_changed()
        if self.controller.simulation is not None:
            self.project.set_stale(tr("The data changed since this project was compared; compare again."))

    def _form_changed(self) -> None:
        if self.zones.model.zones and not self.controller.is_running:
            self.zones.set_stale(tr("The data changed since these zones were measured; measure again."))

    # -- results on the map ---------------------------------------------------------------------------

    def _addable(self) -> list[tuple[QgsVectorLayer, str]]:
        """Return the results that can be put on the map with their names, the lowest first."""
        controller = self.controller
        layers = controller.answer.layers() if controller.answer is not None else []
        more = (controller.simulation.after if controller.simulation is not None else None, self.project.exchange.layer)
        return [*layers, *((layer, layer.name()) for layer in more if layer is not None)]

    def add_layers(self) -> None:
        """Put the results on the map."""
        added = self.link.add_layers(self._addable())
        if added:
            self.frame.show_success(tr("{count} layers added to the map; export those to keep.").format(count=added))
        else:
            self.frame.show_info(tr("These layers are on the map already."))

    def _not_drawn(self) -> None:
        self.frame.show_info(tr("That is no polygon: click three corners or more, without crossing sides."))


def iface_options(iface: QgisInterface) -> None:
    """Open the options of the suite."""
    iface.showOptionsDialog(iface.mainWindow(), OPTIONS_PAGE)
