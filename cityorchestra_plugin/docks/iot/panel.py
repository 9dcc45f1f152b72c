"""The panel of live equipment: joins the source, the devices, the alarms, the recorder and the map."""

from __future__ import annotations

from typing import Any, Callable, Optional

from qgis.core import Qgis
from qgis.gui import QgisInterface, QgsMessageBar
from qgis.PyQt.QtCore import QEvent, QPoint, Qt
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QMenu,
    QPushButton,
    QSizePolicy,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ....processing_provider.errors import InputError
from ....processing_provider.translation import number_text, tr, translated_error
from ... import settings
from ..panel_frame import RETURN_KEYS, SUCCESS_SECONDS, push_sentence, theme_icon
from .alarms_tab import AlarmsTab
from .command_part import CommandPart
from .device_card import DeviceCard
from .equipment_controller import EquipmentController
from .equipment_tab import EquipmentTab
from .live_layer import LiveLayer
from .pages import Act
from .panel_toolbar import PanelToolbar
from .recorder_tab import RecorderTab
from .sources import Source, forget_store, known_sources, remember_store, store_source

LEVELS = {
    "success": (Qgis.MessageLevel.Success, SUCCESS_SECONDS),
    "info": (Qgis.MessageLevel.Info, SUCCESS_SECONDS),
    "warning": (Qgis.MessageLevel.Warning, 0),
    "error": (Qgis.MessageLevel.Critical, 0),
}


class EquipmentPanel(QWidget):
    """Everything inside the dock.

    Parameters
    ----------
    iface : QgisInterface
    open_live : callable, optional
        Makes the connection to the broker of a source.
    """

    def __init__(
        self,
        iface: QgisInterface,
        open_live: Optional[Callable[[Source], Any]] = None,
        parent: Optional[QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self._iface = iface
        self._shown = False
        self._error = ""  # told already
        self._dialog: Optional[Any] = None
        self.controller = EquipmentController(open_live, self)
        self.map_layer = LiveLayer(iface, self)
        self.toolbar = PanelToolbar()
        self.toolbar.setIconSize(iface.iconSize(True))
        self.message_bar = QgsMessageBar()
        self.message_bar.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.commands = CommandPart(lambda: self.source, self.controller)
        self.card = DeviceCard(lambda: self.source.open_reader if self._has_store() else None, self.commands)
        self.equipment = EquipmentTab(self.controller, self.card)
        self.alarms = AlarmsTab(lambda: self.source)
        self.recorder = RecorderTab(self.controller)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.equipment, tr("Equipment"))
        self.tabs.addTab(self.alarms, tr("Alarms"))
        self.tabs.addTab(self.recorder, tr("Recorder"))
        for other in (self.alarms, self.recorder):
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
        self.equipment.view_button.setChecked(settings.IOT_TABLE.value())
        self._load_sources(settings.IOT_SOURCE.value())

    @property
    def source(self) -> Optional[Source]:
        """The broker or store chosen, None for none."""
        return self.controller.standing.source

    def _has_store(self) -> bool:
        return self.source is not None and bool(self.source.store)

    def _connect(self) -> None:
        toolbar, controller = self.toolbar, self.controller
        toolbar.sourceChosen.connect(self.choose_source)
        toolbar.liveToggled.connect(controller.set_live)
        toolbar.refreshTriggered.connect(self.refresh)
        toolbar.mapTriggered.connect(self.show_on_map)
        toolbar.brokersTriggered.connect(self.show_brokers)
        toolbar.openStoreTriggered.connect(self.open_store)
        toolbar.forgetStoreTriggered.connect(self._forget_store)
        controller.standingChanged.connect(self._standing_changed)
        controller.alarmsChanged.connect(lambda: self.alarms.show_alarms(controller.fleet.alarms))
        controller.replaced.connect(lambda: self.alarms.show_alarms(controller.fleet.alarms))
        controller.second.connect(self._second)
        controller.storeMoved.connect(self.map_layer.store_moved)
        controller.touched.connect(self.commands.touched)
        self.equipment.pressed.connect(self._act)
        self.equipment.viewToggled.connect(lambda tree: settings.IOT_TABLE.set_value(not tree))
        self.equipment.view.chosen.connect(self._chosen)
        self.equipment.view.zoomWanted.connect(self.zoom_to)
        self.equipment.view.menuWanted.connect(self._show_menu)
        self.card.zoomWanted.connect(self.zoom_to)
        self.alarms.countChanged.connect(self._count_alarms)
        self.alarms.deviceWanted.connect(self.show_device)
        self.alarms.asked.connect(controller.refresh)
        for part in (self.alarms, self.recorder, self.commands):
            part.said.connect(self.say)

    # -- shown, hidden, unloaded --------------------------------------------------------------------

    def set_shown(self, shown: bool) -> None:
        """Work, or rest while nobody looks: hidden, the panel has no timer and reads nothing."""
        if shown == self._shown:
            return
        self._shown = shown
        if shown:
            self._load_sources(self.source.key if self.source is not None else settings.IOT_SOURCE.value())
        else:
            self.equipment.stop()
            self.map_layer.stop()
        self.commands.set_active(shown)
        self.controller.set_active(shown)

    def settings_changed(self) -> None:
        """Follow new settings of the suite."""
        self._load_sources(self.source.key if self.source is not None else "")
        self.commands.settings_changed()

    def unload(self) -> None:
        """End everything that runs; layers stay in the project."""
        self.set_shown(False)
        if self._dialog is not None:
            self._dialog.unload()
            self._dialog.deleteLater()
            self._dialog = None
        self.card.unload()
        self.alarms.unload()
        self.controller.unload()

    # -- the source ---------------------------------------------------------------------------------

    def _load_sources(self, chosen: str) -> None:
        """Read the sources again and choose one; the first when there is none of that key."""
        sources = known_sources()
        found = next((one for one in sources if one.key == chosen), sources[0] if sources else None)
        self.toolbar.set_sources(sources, found.key if found is not None else "")
        if found != self.source:
            self._set_source(found)
        else:
            self.toolbar.show_standing(self.controller.standing)

    def choose_source(self, key: str) -> None:
        """Show another broker or store."""
        settings.IOT_SOURCE.set_value(key)
        self._load_sources(key)

    def _set_source(self, source: Optional[Source]) -> None:
        self.message_bar.clearWidgets()
        self._error = ""
        self.equipment.view.choose_none()
        self.map_layer.follow(source)
        self.controller.set_source(source)
        self.controller.set_active(self._shown)
        self.commands.source_changed()

    def open_store(self) -> None:
        """Let the user choose a file of a recorder, and show it."""
        path, _ = QFileDialog.getOpenFileName(self, tr("Open a store"), "", tr("Stores of equipment (*.gpkg)"))
        if path:
            remember_store(path)
            self.choose_source(store_source(path).key)

    def _forget_store(self) -> None:
        if self.source is not None and self.source.broker is None:
            forget_store(self.source.store)
            self._load_sources("")

    def refresh(self) -> None:
        """Look at the store and the broker at once."""
        self.message_bar.clearWidgets()
        self._error = ""
        self.controller.refresh()

    def show_brokers(self) -> None:
        """Open the dialog of the brokers."""
        if self._dialog is None:
            from .brokers_dialog import BrokersDialog

            self._dialog = BrokersDialog(parent=self._iface.mainWindow())
            self._dialog.changed.connect(self._brokers_changed)
        broker = self.source.broker if self.source is not None else None
        self._dialog.open_on(broker.name if broker is not None else "")

    def _brokers_changed(self, saved: str) -> None:
        key = f"broker:{saved}" if saved else (self.source.key if self.source is not None else "")
        if saved:
            self.choose_source(key)
        else:
            self._load_sources(key)

    def _standing_changed(self) -> None:
        standing = self.controller.standing
        self.toolbar.show_standing(standing)
        self.commands.standing_changed()
        if standing.error and standing.error != self._error and standing.devices:
            self._push(standing.error, "warning", (self._button(tr("&Retry"), self.refresh),))
        elif not standing.error and self._error:
            self.message_bar.clearWidgets()
        self._error = standing.error

    def _second(self) -> None:
        if self.tabs.currentWidget() is self.alarms:
            self.alarms.refresh_ages()

    def _act(self, act: Act) -> None:
        """Do what a button of a page says."""
        if act is Act.BROKERS:
            self.show_brokers()
        elif act is Act.OPEN_STORE:
            self.open_store()
        elif act is Act.LIVE:
            self.controller.set_live(True)
        elif act is Act.RECORDER:
            self.tabs.setCurrentWidget(self.recorder)
        elif act is Act.RETRY:
            self.refresh()
        elif act is Act.CLEAR:
            self.equipment.clear_search()

    # -- devices, map -------------------------------------------------------------------------------

    def show_device(self, uid: str) -> None:
        """Show a device in the list and its card."""
        self.tabs.setCurrentWidget(self.equipment)
        self.equipment.show_device(uid)

    def _chosen(self, slot: int) -> None:
        if slot >= 0:
            self.map_layer.flash(self.controller.fleet.devices[slot].facts.place)

    def zoom_to(self, slot: int) -> None:
        """Show a device on the map."""
        if slot >= 0 and not self.map_layer.zoom(self.controller.fleet.devices[slot].facts.place):
            self.say("info", tr("This device has no place on the map."))

    def show_on_map(self) -> None:
        """Put the devices of the store on the map."""
        try:
            self.map_layer.add(self.source)
        except InputError as error:
            self.say("warning", translated_error(error))
            return
        self.say("success", tr("The devices are on the map, by their state."))

    def _show_menu(self, slot: int, where: QPoint) -> None:
        device = self.controller.fleet.devices[slot]
        menu = QMenu(self)
        zoom = menu.addAction(theme_icon("/mActionZoomToLayer.svg"), tr("&Zoom to the device"))
        zoom.setEnabled(device.facts.place is not None)
        zoom.triggered.connect(lambda: self.zoom_to(slot))
        copy = menu.addAction(theme_icon("/mActionEditCopy.svg"), tr("&Copy the identifier"))
        copy.triggered.connect(lambda: QApplication.clipboard().setText(device.facts.uid))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(where)

    # -- messages, tabs -----------------------------------------------------------------------------

    def say(self, kind: str, sentence: str) -> None:
        """Show a message: "success", "info", "warning" or "error"."""
        buttons = ()
        if kind == "error":
            buttons = (self._button(tr("&Details"), self._iface.openMessageLog),)
        self._push(sentence, kind, buttons)

    @staticmethod
    def _button(text: str, slot) -> QPushButton:
        button = QPushButton(text)
        button.clicked.connect(lambda _checked=False: slot())
        return button

    def _push(self, sentence: str, kind: str, buttons=()) -> None:
        level, seconds = LEVELS[kind]
        push_sentence(self.message_bar, sentence, level, seconds, buttons)

    def _count_alarms(self, waiting: int) -> None:
        text = tr("Alarms ({count})").format(count=number_text(waiting)) if waiting else tr("Alarms")
        self.tabs.setTabText(self.tabs.indexOf(self.alarms), text)

    # -- keyboard -----------------------------------------------------------------------------------

    def event(self, event) -> bool:
        """Keep F5, Esc, Ctrl+F, Ctrl+J and Ctrl+T for the panel while the focus is in it: QGIS uses some too."""
        if event.type() == QEvent.Type.ShortcutOverride and self._own_key(event):
            event.accept()
            return True
        return super().event(event)

    @staticmethod
    def _own_key(event) -> str:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            keys = {Qt.Key.Key_F: "search", Qt.Key.Key_J: "zoom", Qt.Key.Key_T: "table"}
            return keys.get(event.key(), "")
        return {Qt.Key.Key_F5: "refresh", Qt.Key.Key_Escape: "cancel"}.get(event.key(), "")

    def keyPressEvent(self, event) -> None:
        """Search with Ctrl+F, refresh with F5, zoom with Ctrl+J, table with Ctrl+T; Esc disarms or closes the card."""
        wish = self._own_key(event)
        if wish == "search":
            self.tabs.setCurrentWidget(self.equipment)
            self.equipment.focus_search()
        elif wish == "refresh":
            self.refresh()
        elif wish == "zoom" and self.card.device is not None:
            self.zoom_to(self.card.device.slot)
        elif wish == "table":
            self.equipment.view_button.toggle()
        elif wish == "cancel" and not self.commands.disarm() and self.card.device is not None:
            self.equipment.close_card()
        elif event.key() in RETURN_KEYS and isinstance(self.focusWidget(), QAbstractButton):
            self.focusWidget().click()
        elif not wish:
            super().keyPressEvent(event)
            return
        event.accept()
