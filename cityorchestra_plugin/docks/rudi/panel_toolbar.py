"""The toolbar of the panel: which catalogue, and what can be done with it as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QAction, QComboBox, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from ....processing_provider.rudi.algorithms.connections import Connection
from ....processing_provider.translation import tr
from ..panel_frame import theme_icon
from .connection_form import kind_texts
from .search_controller import Phase, Standing

LEAST_CHARACTERS = 8  # of the name of a catalogue that stay in sight


class PanelToolbar(QToolBar):
    """Choice of the catalogue and actions.

    Signals
    -------
    connectionChosen(str)
        Name of the catalogue that the user chose.
    refreshTriggered, allTriggered, connectionsTriggered, requestsTriggered, publishTriggered
        The action of that name was chosen; "all" loads the whole catalogue again.
    footprintsToggled(bool), offlineToggled(bool)
    """

    connectionChosen = pyqtSignal(str)
    refreshTriggered = pyqtSignal()
    allTriggered = pyqtSignal()
    connectionsTriggered = pyqtSignal()
    requestsTriggered = pyqtSignal()
    publishTriggered = pyqtSignal()
    footprintsToggled = pyqtSignal(bool)
    offlineToggled = pyqtSignal(bool)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setFloatable(False)
        self.setMovable(False)
        self.combo = QComboBox()
        self.combo.setAccessibleName(tr("Catalogue"))
        self.combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(LEAST_CHARACTERS)
        self.addWidget(self.combo)
        self.refresh_action = self._action("/mActionRefresh.svg", tr("Refresh (F5)"), self.refreshTriggered)
        self.footprints_action = self._toggle(
            "/mActionShowAllLayers.svg", tr("Show the extents of the datasets on the map"), self.footprintsToggled
        )
        self.publish_action = self._action(
            "/mActionSharingExport.svg", tr("Publish the current layer…"), self.publishTriggered
        )
        self.menu_button = self._make_menu()
        self.addWidget(self.menu_button)
        self.combo.activated.connect(lambda _row: self._chosen())

    def _add(self, action: QAction) -> QAction:
        self.addAction(action)
        button = self.widgetForAction(action)
        button.setAccessibleName(action.text())
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return action

    def _action(self, icon: str, text: str, signal) -> QAction:
        action = QAction(theme_icon(icon), text, self)
        action.triggered.connect(lambda _checked=False: signal.emit())
        return self._add(action)

    def _toggle(self, icon: str, text: str, signal) -> QAction:
        action = QAction(theme_icon(icon), text, self)
        action.setCheckable(True)
        action.toggled.connect(signal)
        return self._add(action)

    def _make_menu(self) -> QToolButton:
        button = QToolButton()
        button.setIcon(theme_icon("/mActionOptions.svg"))
        button.setToolTip(tr("Catalogues, requests, offline"))
        button.setAccessibleName(tr("Catalogues, requests, offline"))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        for icon, text, signal in (
            ("/mIconConnect.svg", tr("&Catalogues…"), self.connectionsTriggered),
            ("/locked.svg", tr("My &requests for access…"), self.requestsTriggered),
            ("/mActionRefresh.svg", tr("Load the &whole catalogue again"), self.allTriggered),
        ):
            action = menu.addAction(theme_icon(icon), text)
            action.triggered.connect(lambda _checked=False, told=signal: told.emit())
        self.all_action = menu.actions()[-1]
        menu.addSeparator()
        self.offline_action = menu.addAction(theme_icon("/mActionUnlink.svg"), tr("Work &offline"))
        self.offline_action.setCheckable(True)
        self.offline_action.toggled.connect(self.offlineToggled)
        button.setMenu(menu)
        return button

    def _chosen(self) -> None:
        name = self.combo.currentData()
        if name is not None:
            self.connectionChosen.emit(name)

    def set_connections(self, connections: Sequence[Connection], chosen: str) -> None:
        """Show the catalogues, one of them chosen."""
        self.combo.clear()
        for connection in connections:
            icon = theme_icon("/mIconFileLink.svg" if connection.kind == "file" else "/mIconConnect.svg")
            self.combo.addItem(icon, connection.name, connection.name)
            tooltip = "\n".join((connection.name, kind_texts()[connection.kind], connection.url))
            self.combo.setItemData(self.combo.count() - 1, tooltip, Qt.ItemDataRole.ToolTipRole)
        self.combo.setCurrentIndex(self.combo.findData(chosen))
        self.combo.setEnabled(bool(connections))

    def show_standing(self, standing: Standing) -> None:
        """Say how things are with the catalogue: what can be asked of it, and whether it answers."""
        connection = standing.connection
        can_ask = connection is not None and not standing.offline
        busy = standing.phase in (Phase.HARVESTING, Phase.ASKING)
        self.refresh_action.setEnabled(can_ask and not busy)
        self.all_action.setEnabled(can_ask and not busy and not standing.is_remote)
        row = self.combo.currentIndex()
        if connection is None or row < 0:
            return
        if standing.offline:
            icon = "/mActionUnlink.svg"
        elif standing.error:
            icon = "/mIconWarning.svg"
        else:
            icon = "/mIconFileLink.svg" if connection.kind == "file" else "/mIconConnect.svg"
        self.combo.setItemIcon(row, theme_icon(icon))
        told = standing.error or (tr("offline") if standing.offline else "")
        self.combo.setToolTip("\n".join(filter(None, (connection.name, connection.url, told))))
