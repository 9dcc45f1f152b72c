"""The toolbar of the panel: which broker or store, and what can be done with it as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QAction, QComboBox, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from ....processing_provider.translation import tr
from ..panel_frame import theme_icon
from .equipment_controller import Standing
from .sources import Source

LEAST_CHARACTERS = 8  # of the name of a source that stay in sight


class PanelToolbar(QToolBar):
    """Choice of the source and actions.

    Signals
    -------
    sourceChosen(str)
        Key of the source that the user chose.
    liveToggled(bool)
        The user wants a connection to the broker from here, or no longer.
    refreshTriggered, mapTriggered, brokersTriggered, openStoreTriggered, forgetStoreTriggered
        The action of that name was chosen.
    """

    sourceChosen = pyqtSignal(str)
    liveToggled = pyqtSignal(bool)
    refreshTriggered = pyqtSignal()
    mapTriggered = pyqtSignal()
    brokersTriggered = pyqtSignal()
    openStoreTriggered = pyqtSignal()
    forgetStoreTriggered = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setFloatable(False)
        self.setMovable(False)
        self.combo = QComboBox()
        self.combo.setAccessibleName(tr("Broker or store"))
        self.combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(LEAST_CHARACTERS)
        self.addWidget(self.combo)
        self.live_action = QAction(theme_icon("/mIconConnect.svg"), tr("Connect to the broker (live)"), self)
        self.live_action.setCheckable(True)
        self.live_action.triggered.connect(self.liveToggled)
        self._add(self.live_action)
        self.refresh_action = self._action("/mActionRefresh.svg", tr("Refresh (F5)"), self.refreshTriggered)
        self.map_action = self._action("/mActionAddOgrLayer.svg", tr("Show the devices on the map"), self.mapTriggered)
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

    def _make_menu(self) -> QToolButton:
        button = QToolButton()
        button.setIcon(theme_icon("/mActionOptions.svg"))
        button.setToolTip(tr("Brokers and stores"))
        button.setAccessibleName(tr("Brokers and stores"))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        for icon, text, signal in (
            ("/mIconConnect.svg", tr("&Brokers…"), self.brokersTriggered),
            ("/mActionFileOpen.svg", tr("&Open a store…"), self.openStoreTriggered),
            ("/mActionRemove.svg", tr("&Forget this store"), self.forgetStoreTriggered),
        ):
            action = menu.addAction(theme_icon(icon), text)
            action.triggered.connect(lambda _checked=False, told=signal: told.emit())
        self.forget_action = menu.actions()[-1]
        button.setMenu(menu)
        return button

    def _chosen(self) -> None:
        key = self.combo.currentData()
        if key is not None:
            self.sourceChosen.emit(key)

    def set_sources(self, sources: Sequence[Source], chosen: str) -> None:
        """Show the sources, one of them chosen by its key."""
        self.combo.clear()
        for source in sources:
            icon = "/mIconConnect.svg" if source.broker is not None else "/mIconGeopackage.svg"
            self.combo.addItem(theme_icon(icon), source.name, source.key)
            place = source.broker.host if source.broker is not None else ""
            tooltip = "\n".join(part for part in (source.name, place, source.store) if part)
            self.combo.setItemData(self.combo.count() - 1, tooltip, Qt.ItemDataRole.ToolTipRole)
        self.combo.setCurrentIndex(self.combo.findData(chosen))
        self.combo.setEnabled(bool(sources))

    def show_standing(self, standing: Standing) -> None:
        """Say what can be done with the source."""
        source = standing.source
        self.live_action.setEnabled(source is not None and source.broker is not None)
        self.live_action.setChecked(standing.live)
        text = tr("Disconnect from the broker") if standing.live else tr("Connect to the broker (live)")
        self.live_action.setText(text)
        self.live_action.setToolTip(text)
        self.widgetForAction(self.live_action).setAccessibleName(text)
        self.refresh_action.setEnabled(source is not None)
        self.map_action.setEnabled(source is not None and source.is_file)
        self.forget_action.setEnabled(source is not None and source.broker is None)
        self.combo.setToolTip(standing.error)
