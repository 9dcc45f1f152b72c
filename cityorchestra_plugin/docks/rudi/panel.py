"""The panel of the catalogue: joins the search, the list, the card, the map and what can be done with a dataset."""

from __future__ import annotations

from typing import Optional

import numpy as np
from qgis.core import Qgis
from qgis.gui import QgisInterface, QgsMessageBar
from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QTabWidget, QVBoxLayout, QWidget

from ....processing_provider.rudi.algorithms.access import open_access as open_qgis_access
from ....processing_provider.rudi.algorithms.connections import Connection, saved_connections
from ....processing_provider.rudi.algorithms.local_catalogue import catalogue_path
from ....processing_provider.rudi.catalogue import HarvestReport
from ....processing_provider.rudi.catalogue_search import SearchResult
from ....processing_provider.translation import number_text, tr
from ... import settings
from ..panel_frame import RETURN_KEYS, SUCCESS_SECONDS, push_sentence
from .actions import DatasetActions
from .card_picture_loader import CardPictureLoader
from .chosen_dataset import ChosenDataset
from .connections_dialog import ConnectionsDialog
from .datasets_tab import DatasetsTab, act_on, widened
from .download_work import OpenAccess
from .footprints import Box, Footprints
from .map_extent import MapExtent
from .panel_toolbar import PanelToolbar
from .preview_card import PreviewCard
from .result_pages import Act, Page, Widened
from .search_controller import SearchController
from .search_state import SearchState
from .thumbnails import Thumbnails

PICTURES = "rudi_pictures"  # folder beside the local catalogue
LEVELS = {
    "success": (Qgis.MessageLevel.Success, SUCCESS_SECONDS),
    "info": (Qgis.MessageLevel.Info, SUCCESS_SECONDS),
    "warning": (Qgis.MessageLevel.Warning, 0),
    "error": (Qgis.MessageLevel.Critical, 0),
}


class RudiPanel(QWidget):
    """Everything inside the dock.

    Parameters
    ----------
    iface : QgisInterface
    open_access : callable, optional
        Opens a server in a thread; QGIS's network by default.
    """

    def __init__(
        self, iface: QgisInterface, open_access: Optional[OpenAccess] = None, parent: Optional[QWidget] = None
    ) -> None:
        super().__init__(parent)
        self._iface = iface
        self._open_access = open_access or open_qgis_access
        self._shown = False
        self._error = ""  # told already
        self._dialog: Optional[ConnectionsDialog] = None
        self.controller = SearchController(self._open_access, self)
        self.thumbnails = Thumbnails(self._open_access, catalogue_path().parent / PICTURES, self)
        self.card_pictures = CardPictureLoader(self._open_access, catalogue_path().parent / PICTURES, self)
        self.footprints = Footprints(iface.mapCanvas(), self)
        self.map_extent = MapExtent(iface.mapCanvas(), self)
        self.actions_ = DatasetActions(iface, lambda: self.connection, self._open_access, parent=self)
        self.toolbar = PanelToolbar()
        self.toolbar.setIconSize(iface.iconSize(True))
        self.message_bar = QgsMessageBar()
        self.message_bar.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.card = PreviewCard(self.actions_.why_not, self.actions_.cite_menu)
        self.datasets = DatasetsTab(
            self.controller.records, lambda row: self.thumbnails.picture(row.thumbnail), self._widened, self.card
        )
        self.chosen = ChosenDataset(
            self.controller,
            self.datasets,
            self.footprints,
            self.actions_,
            self.card_pictures,
            self._open_access,
            self,
        )
        self.chosen.said.connect(self.say)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.datasets, tr("Data"))
        self.tabs.addTab(self.actions_.downloads_tab, tr("Downloads"))
        self.tabs.addTab(self.actions_.publish_form, tr("Publish"))
        for other in (self.actions_.downloads_tab, self.actions_.publish_form):
            # A tab that is not on show must not widen the panel.
            other.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.tabBar().setExpanding(False)
        self.tabs.tabBar().setElideMode(Qt.TextElideMode.ElideRight)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self.toolbar, self.message_bar):
            layout.addWidget(part)
        layout.addWidget(self.tabs, 1)
        self._connect()
        self._restore()

    @property
    def connection(self) -> Optional[Connection]:
        """The catalogue chosen, None for none."""
        return self.controller.standing.connection

    # -- what it is made of -------------------------------------------------------------------------

    def _connect(self) -> None:
        toolbar, tab, actions = self.toolbar, self.datasets, self.actions_
        toolbar.connectionChosen.connect(self.choose_connection)
        toolbar.refreshTriggered.connect(self.refresh)
        toolbar.allTriggered.connect(lambda: self.controller.refresh(full=True))
        toolbar.connectionsTriggered.connect(self.show_connections)
        toolbar.requestsTriggered.connect(actions.my_requests)
        toolbar.publishTriggered.connect(lambda: actions.publish_layer())
        toolbar.footprintsToggled.connect(self._show_footprints)
        toolbar.offlineToggled.connect(self._set_offline)
        self.controller.standingChanged.connect(self._standing_changed)
        self.controller.found.connect(self._found)
        self.controller.refreshed.connect(self._refreshed)
        self.controller.setAside.connect(self._set_aside)
        tab.search.stateChanged.connect(self._search)
        tab.search.filter_button.toggled.connect(settings.FILTERS_SHOWN.set_value)
        tab.pressed.connect(self._act)
        tab.cancelled.connect(self.controller.cancel)
        self.thumbnails.arrived.connect(tab.list.picture_arrived)
        self.map_extent.changed.connect(self._map_moved)
        actions.said.connect(self.say)
        actions.downloadsChanged.connect(self._count_downloads)
        actions.showDownloads.connect(lambda: self.tabs.setCurrentWidget(actions.downloads_tab))
        actions.showPublish.connect(lambda: self.tabs.setCurrentWidget(actions.publish_form))
        actions.accountWanted.connect(self._choose_account)

    def _restore(self) -> None:
        """Show the catalogue and the search of last time."""
        tab = self.datasets
        tab.restore_splitters(settings.SPLITTERS.value())
        tab.search.filter_button.setChecked(settings.FILTERS_SHOWN.value())
        self.toolbar.footprints_action.setChecked(settings.FOOTPRINTS_SHOWN.value())
        self.footprints.set_all_shown(settings.FOOTPRINTS_SHOWN.value())
        self.toolbar.offline_action.setChecked(settings.OFFLINE.value())
        tab.search.set_state(SearchState.from_text(settings.SEARCH.value()))
        self._load_connections(settings.CONNECTION.value())

    # -- shown, hidden, unloaded --------------------------------------------------------------------

    def set_shown(self, shown: bool) -> None:
        """Work, or rest while nobody looks: hidden, the panel has no timer, asks no server and draws nothing."""
        if shown == self._shown:
            return
        self._shown = shown
        self.footprints.set_visible(shown)
        self.actions_.set_visible(shown)
        self._set_network(shown and not self.controller.standing.offline)
        self._follow_map()
        if shown:
            self._load_connections(self.connection.name if self.connection else settings.CONNECTION.value())
            self.controller.open(settings.REFRESH_HOURS.value())
            if self.datasets.search.state.in_extent:
                self._map_moved()
        else:
            self.datasets.search.stop()
            self.controller.close()
            self.thumbnails.stop()
            self.card_pictures.stop()
            self.chosen.stop()
            settings.SPLITTERS.set_value(self.datasets.splitters_text())

    def settings_changed(self) -> None:
        """Follow new settings of the suite."""
        self._load_connections(self.connection.name if self.connection else "")

    def unload(self) -> None:
        """End everything that runs and take everything off the map."""
        self.set_shown(False)
        if self._dialog is not None:
            self._dialog.unload()
            self._dialog.deleteLater()
            self._dialog = None
        self.map_extent.follow(False)
        self.footprints.close()
        self.thumbnails.unload()
        self.card_pictures.unload()
        self.actions_.unload()
        self.controller.unload()

    # -- the catalogue ------------------------------------------------------------------------------

    def _load_connections(self, chosen: str) -> None:
        """Read the catalogues again and choose one; the first when there is none of that name."""
        connections = saved_connections()
        found = next((one for one in connections if one.name == chosen), connections[0] if connections else None)
        self.toolbar.set_connections(connections, found.name if found is not None else "")
        if found != self.connection:
            self._set_connection(found)
        else:
            self.toolbar.show_standing(self.controller.standing)

    def choose_connection(self, name: str) -> None:
        """Show another catalogue."""
        settings.CONNECTION.set_value(name)
        self._load_connections(name)

    def _set_connection(self, connection: Optional[Connection]) -> None:
        self.datasets.list.choose_none()
        self.message_bar.clearWidgets()
        self.footprints.set_boxes(np.empty((0, 4)))
        self.thumbnails.set_connection(connection)
        self.controller.set_connection(connection)
        self.controller.search(self.datasets.search.state, self._box())
        self.actions_.connection_changed()

    def refresh(self) -> None:
        """Ask the catalogue for its news."""
        self.message_bar.clearWidgets()
        self._error = ""
        self.controller.refresh()

    def _set_offline(self, offline: bool) -> None:
        settings.OFFLINE.set_value(offline)
        self.controller.set_offline(offline)
        self._set_network(self._shown and not offline)

    def _set_network(self, on: bool) -> None:
        self.thumbnails.set_network(on)
        self.card_pictures.set_network(on)

    def _standing_changed(self) -> None:
        standing = self.controller.standing
        self.toolbar.show_standing(standing)
        self.datasets.show_standing(standing)
        self.chosen.show_standing()
        if standing.error and standing.error != self._error and self.datasets.shown_page is not Page.ERROR:
            retry = self._button(tr("&Retry"), self.refresh)
            offline = self._button(tr("Work &offline"), lambda: self._act(Act.WORK_OFFLINE))
            self._push(standing.error, "warning", (retry, offline))
        self._error = standing.error

    @staticmethod
    def _button(text: str, slot) -> QPushButton:
        button = QPushButton(text)
        button.clicked.connect(lambda _checked=False: slot())
        return button

    def _refreshed(self, report: HarvestReport) -> None:
        if not (report.added or report.changed or report.deleted):
            self.say("info", tr("Nothing new in the catalogue."))
            return
        parts = (
            (tr("{count} new"), report.added),
            (tr("{count} changed"), report.changed),
            (tr("{count} withdrawn"), report.deleted),
        )
        told = ", ".join(text.format(count=number_text(count)) for text, count in parts if count)
        self.say("success", tr("Catalogue up to date: {changes}.").format(changes=told))

    def _set_aside(self, path: str) -> None:
        self.say(
            "warning",
            tr("The local catalogue was damaged. It is kept as {path}, and a new one begins.").format(path=path),
        )

    def show_connections(self, *, account: bool = False) -> None:
        """Open the dialog of the catalogues."""
        if self._dialog is None:
            self._dialog = ConnectionsDialog(self._open_access, parent=self._iface.mainWindow())
            self._dialog.changed.connect(self._connections_changed)
        self._dialog.open_on(self.connection.name if self.connection is not None else "")
        if account:
            self._dialog.focus_account()

    def _choose_account(self) -> None:
        self.show_connections(account=True)

    def _connections_changed(self, saved: str) -> None:
        if saved:
            self.choose_connection(saved)
        else:
            self._load_connections(self.connection.name if self.connection is not None else "")

    # -- the search ---------------------------------------------------------------------------------

    def _box(self) -> Optional[Box]:
        return self.map_extent.box() if self.datasets.search.state.in_extent else None

    def _follow_map(self) -> None:
        self.map_extent.follow(self._shown and self.datasets.search.state.in_extent)

    def _search(self, state: SearchState) -> None:
        settings.SEARCH.set_value(state.to_text())
        self._follow_map()
        self.controller.search(state, self._box())

    def _map_moved(self) -> None:
        self.controller.search(self.datasets.search.state, self._box())

    def _found(self, result: SearchResult, changed: bool) -> None:
        self.datasets.show_result(result, changed)
        self.footprints.set_boxes(result.boxes)

    def _widened(self, state: SearchState) -> Widened:
        box = self.map_extent.box()
        return widened(lambda wider: self.controller.count(wider, box), state, self.datasets.result)

    def _act(self, act: Act) -> None:
        """Do what a button of a page says."""
        if act is Act.CONNECTIONS:
            self.show_connections()
        elif act is Act.TYPE:
            self.datasets.focus_search()
        elif act in (Act.LOAD, Act.RETRY):
            self.refresh()
        elif act in (Act.WORK_OFFLINE, Act.GO_ONLINE):
            self.message_bar.clearWidgets()
            self.toolbar.offline_action.setChecked(act is Act.WORK_OFFLINE)
        else:
            self.datasets.search.set_state(act_on(self.datasets.search.state, act))

    # -- messages, tabs, map ------------------------------------------------------------------------

    def say(self, kind: str, sentence: str) -> None:
        """Show a message: "success", "info", "warning" or "error"."""
        buttons = ()
        if kind == "error":
            buttons = (self._button(tr("&Details"), self._iface.openMessageLog),)
        self._push(sentence, kind, buttons)

    def _push(self, sentence: str, kind: str, buttons=()) -> None:
        level, seconds = LEVELS[kind]
        push_sentence(self.message_bar, sentence, level, seconds, buttons)

    def _count_downloads(self, active: int) -> None:
        text = tr("Downloads ({count})").format(count=number_text(active)) if active else tr("Downloads")
        self.tabs.setTabText(self.tabs.indexOf(self.actions_.downloads_tab), text)

    def _show_footprints(self, shown: bool) -> None:
        settings.FOOTPRINTS_SHOWN.set_value(shown)
        self.footprints.set_all_shown(shown)

    # -- keyboard -----------------------------------------------------------------------------------

    def event(self, event) -> bool:
        """Keep F5, Esc, Ctrl+F and Ctrl+J for the panel while the focus is in it: QGIS uses them too."""
        if event.type() == QEvent.Type.ShortcutOverride and self._own_key(event):
            event.accept()
            return True
        return super().event(event)

    @staticmethod
    def _own_key(event) -> str:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control:
            return {Qt.Key.Key_F: "search", Qt.Key.Key_J: "zoom"}.get(event.key(), "")
        return {Qt.Key.Key_F5: "refresh", Qt.Key.Key_Escape: "cancel"}.get(event.key(), "")

    def keyPressEvent(self, event) -> None:
        """Search with Ctrl+F, refresh with F5, give up with Esc, zoom with Ctrl+J; Return presses a button."""
        wish = self._own_key(event)
        if wish == "search":
            self.tabs.setCurrentWidget(self.datasets)
            self.datasets.focus_search()
        elif wish == "refresh":
            self.refresh()
        elif wish == "cancel":
            self.controller.cancel()
        elif wish == "zoom" and self.card.record is not None:
            self.chosen.zoom_to(self.card.record)
        elif event.key() in RETURN_KEYS and isinstance(self.focusWidget(), QAbstractButton):
            self.focusWidget().click()
        else:
            super().keyPressEvent(event)
            return
        event.accept()
