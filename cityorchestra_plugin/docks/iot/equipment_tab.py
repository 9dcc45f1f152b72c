"""The tab of the devices: search, states, tree or table, the card of the chosen one, and how all of it is."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ....processing_provider.iot.state_colours import LATE, LOST, NEVER, OK, OUT_OF_SERVICE
from ....processing_provider.translation import number_text, tr
from ..chip import Chip
from ..flow_layout import FlowLayout
from ..panel_frame import theme_icon
from ..search_field import SearchField
from ..state_page import PageContent, StatePage
from . import pages, texts
from .device_card import DeviceCard
from .device_order import Filter
from .device_view import MARGIN_ROWS, DeviceView
from .equipment_controller import EquipmentController, Phase
from .pages import Page, page_of

CARD_BESIDE, CARD_BESIDE_TABLE = 100, 200  # widths from which the card stands beside the list [characters]
CARD_SHARE = 0.6  # of the height or width that the card gets at first
PAUSE_MS = 200  # without a key before what is typed is searched
SORT_AGAIN_S = 5  # seconds between two looks whether a list sorted by what changes is still in order
CHIPS = (LOST, LATE, OK, NEVER, OUT_OF_SERVICE)


class EquipmentTab(QWidget):
    """Search, list, card, status.

    Signals
    -------
    pressed(Act)
        A button of one of the pages that stand in place of the list.
    viewToggled(bool)
        The user wants the tree, or the table.

    Parameters
    ----------
    controller : EquipmentController
    card : DeviceCard
    """

    pressed = pyqtSignal(object)
    viewToggled = pyqtSignal(bool)

    def __init__(self, controller: EquipmentController, card: DeviceCard, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self.card = card
        self.field = SearchField(tr("Search equipment"), tr("Name, identifier, site, profile or metric (Ctrl+F)"))
        self.chips: dict[str, Chip] = {}
        self.view = DeviceView(controller.fleet)
        self.page = StatePage()
        self.loading = self._make_loading()
        self.pages = QStackedWidget()
        for one in (self.view, self.loading, self.page):
            self.pages.addWidget(one)
        self.view_button = QToolButton()
        self.main = QSplitter(Qt.Orientation.Vertical)
        self._shared = False
        self._seconds = 0
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(PAUSE_MS)
        self._looking = QTimer(self)  # at what came into sight, once scrolling rests
        self._looking.setSingleShot(True)
        self._looking.setInterval(PAUSE_MS)
        self._lay_out()
        self._connect()
        self.show_standing()

    # -- what it is made of -----------------------------------------------------------------------------

    def _make_loading(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        space = 2 * self.fontMetrics().averageCharWidth()
        column.setContentsMargins(space, space, space, space)
        self.loading_label = QLabel()
        self.loading_label.setWordWrap(True)
        self.loading_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setAccessibleName(tr("Progress"))
        column.addStretch(2)
        column.addWidget(self.loading_label)
        column.addWidget(bar)
        column.addStretch(3)
        return page

    def _lay_out(self) -> None:
        space = self.fontMetrics().averageCharWidth()
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, space // 2, 0, 0)
        column.setSpacing(space // 2)
        row = QHBoxLayout()
        row.setContentsMargins(space, 0, space // 2, 0)
        row.addWidget(self.field, 1)
        button = self.view_button
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setIcon(theme_icon("/mActionOpenTable.svg"))
        button.setToolTip(tr("Show as a table instead of by site (Ctrl+T)"))
        button.setAccessibleName(tr("Show as a table"))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row.addWidget(button)
        column.addLayout(row)
        self.chip_row = QWidget()
        chips = FlowLayout(self.chip_row, space // 2 + 1)
        chips.setContentsMargins(space, 0, space, 0)
        for value in (*CHIPS, "alarm"):
            chip = self.chips[value] = Chip()
            chip.toggled.connect(lambda _on: self._search())
            chip.hide()
            chips.addWidget(chip)
        column.addWidget(self.chip_row)
        column.addWidget(self.pages, 1)
        self.main.setChildrenCollapsible(False)
        self.main.addWidget(upper)
        self.main.addWidget(self.card)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.main, 1)
        layout.addWidget(self._make_status())

    def _make_status(self) -> QWidget:
        status = QWidget()
        row = QHBoxLayout(status)
        space = self.fontMetrics().averageCharWidth()
        row.setContentsMargins(space, space // 2, space, space // 2)
        self.status_icon = QLabel()
        self.status = QLabel()
        self.status.setWordWrap(True)
        row.addWidget(self.status_icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.status, 1)
        return status

    def _connect(self) -> None:
        controller = self._controller
        controller.standingChanged.connect(self.show_standing)
        controller.replaced.connect(self._replaced)
        controller.touched.connect(self._touched)
        controller.aged.connect(self._aged)
        controller.second.connect(self._second)
        controller.pointsArrived.connect(self._points_arrived)
        self.page.pressed.connect(self.pressed)
        self.field.textChanged.connect(lambda _text: self._typing.start())
        self.field.down.connect(self.focus_list)
        self._typing.timeout.connect(self._search)
        self._looking.timeout.connect(self._want_points)
        self.view.verticalScrollBar().valueChanged.connect(lambda _value: self._looking.start())
        self.view.expanded.connect(lambda _index: self._looking.start())
        self.view.chosen.connect(self._chosen)
        self.view_button.toggled.connect(self._show_as_table)
        self.card.closed.connect(self.close_card)

    # -- the search -------------------------------------------------------------------------------------------

    def wanted(self) -> Filter:
        """Return what is looked for."""
        words = tuple(self.field.text().casefold().split())
        states = frozenset(state for state in CHIPS if self.chips[state].isChecked())
        return Filter(words, states, self.chips["alarm"].isChecked())

    def _search(self) -> None:
        self._typing.stop()
        self.view.set_filter(self.wanted())
        self._show_page()
        self._looking.start()

    def clear_search(self) -> None:
        """Show all devices again."""
        for chip in self.chips.values():
            chip.blockSignals(True)
            chip.setChecked(False)
            chip.blockSignals(False)
            chip.update()
        self.field.clear()
        self._search()

    def focus_search(self) -> None:
        """Put the cursor into the search field, what it holds selected."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def focus_list(self) -> None:
        """Go to the list, or to the buttons of the page that stands in its place."""
        if self.pages.currentWidget() is self.view:
            self.view.setFocus(Qt.FocusReason.TabFocusReason)
            self.view.choose_first()
        elif self.pages.currentWidget() is self.page and self.page.buttons():
            self.page.buttons()[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _show_as_table(self, table: bool) -> None:
        self.view.show_as_tree(not table)
        self.viewToggled.emit(not table)
        self._turn()
        self._looking.start()

    def show_device(self, uid: str) -> bool:
        """Choose a device, whatever was searched; return whether it is known."""
        slot = self._controller.fleet.slot_of(uid)
        if slot < 0:
            return False
        if not self.view.choose(slot):
            self.clear_search()
            self.view.choose(slot)
        return True

    # -- what changes ----------------------------------------------------------------------------------------

    def _replaced(self) -> None:
        self.view.set_fleet(self._controller.fleet)
        self.show_standing()
        self._chosen(self.view.chosen_slot)
        self._looking.start()

    def _touched(self, touched) -> None:
        self.view.devices.take(touched)
        device = self.card.device
        if device is not None and device.slot in touched.changed:
            self.card.show_device(device, self._controller.fleet)
        if touched.added or touched.moved:
            self._looking.start()
        self._show_page()

    def _aged(self, slots: list[int]) -> None:
        self.view.devices.take_states(slots)

    def _second(self) -> None:
        """Write ages again, let rows that wait come and go, keep a list sorted by what changes in order."""
        self.view.refresh_ages()
        self.card.refresh_age(self._controller.fleet)
        if self.view.devices.unsettled:
            self.view.devices.settle()
        self._seconds += 1
        if self._seconds % SORT_AGAIN_S == 0 and not self.view.viewport().underMouse():
            self.view.devices.sort_again()
        self.show_standing()

    def _points_arrived(self, slot: int) -> None:
        self.view.devices.take_points(slot)

    def _want_points(self) -> None:
        if self.pages.currentWidget() is self.view and self.view.isVisible():
            self._controller.want_points(self.view.slots_in_sight(MARGIN_ROWS))

    def stop(self) -> None:
        """Stop the timers: nobody looks."""
        self._typing.stop()
        self._looking.stop()

    # -- the card ---------------------------------------------------------------------------------------------

    def _chosen(self, slot: int) -> None:
        fleet = self._controller.fleet
        self.card.show_device(fleet.devices[slot] if slot >= 0 else None, fleet)
        self._share_space()

    def close_card(self) -> None:
        """Choose no device any more."""
        self.view.choose_none()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- pages, chips, status --------------------------------------------------------------------------------

    def show_standing(self) -> None:
        """Tell how things are."""
        self._show_page()
        self._show_chips()
        text, icon = self.status_text()
        if text != self.status.text():
            self.status.setText(text)
        self.status_icon.setPixmap(theme_icon(icon).pixmap(self.fontMetrics().height()))
        self.status_icon.setVisible(bool(text))

    @property
    def shown_page(self) -> Page:
        """The page on show."""
        return page_of(self._controller.standing, self.view.devices.order.shown)

    def _show_page(self) -> None:
        standing, page = self._controller.standing, self.shown_page
        self.field.setEnabled(bool(standing.devices))
        self.view_button.setEnabled(bool(standing.devices))
        if page is Page.LIST:
            self.pages.setCurrentWidget(self.view)
        elif page is Page.LOADING:
            text = tr("Reading the store of “{name}”…").format(name=standing.source.name)
            if standing.devices:
                text += "\n" + tr("{count} devices").format(count=number_text(standing.devices))
            self.loading_label.setText(text)
            self.pages.setCurrentWidget(self.loading)
        else:
            self.page.show_content(self._content(page))
            self.pages.setCurrentWidget(self.page)

    def _content(self, page: Page) -> PageContent:
        standing = self._controller.standing
        if page is Page.NO_SOURCE:
            return pages.no_source()
        if page is Page.ERROR:
            return pages.error_page(standing)
        if page is Page.NOTHING_YET:
            return pages.nothing_yet(standing)
        return pages.not_found(standing, self.view.devices.order.filter)

    def _show_chips(self) -> None:
        fleet = self._controller.fleet
        counts = fleet.counts()
        counts["alarm"] = len({alarm.device for alarm in fleet.alarms if alarm.active})
        for value, chip in self.chips.items():
            text = tr("In alarm") if value == "alarm" else texts.state_text(value)
            count = counts[value]
            if (chip.text(), chip.count()) != (text, count):
                name = tr("{name}: {count}").format(name=text, count=number_text(count))
                chip.show_value(value, text, count, name)
            chip.setVisible(bool(count) or chip.isChecked())
        self.chip_row.setVisible(bool(len(fleet)))

    def status_text(self) -> tuple[str, str]:
        """Return the status line and its icon: how many devices, how many silent, how old the last message is."""
        controller, standing = self._controller, self._controller.standing
        if standing.phase in (Phase.NONE, Phase.LOADING):
            return "", "/mIconInfo.svg"
        counts = controller.fleet.counts()
        silent = counts[LATE] + counts[LOST]
        parts = [texts.counted(standing.devices, tr("1 device"), tr("{count} devices"))] if standing.devices else []
        if silent:
            parts.append(tr("{count} silent").format(count=number_text(silent)))
        if controller.silence_s is not None:
            age = texts.age_text(controller.silence_s)
            parts.append(
                tr("no message for {age}").format(age=age)
                if controller.is_stale
                else tr("last message {age} ago").format(age=age)
            )
        icon = "/mIconConnect.svg"
        if standing.live:
            parts.append(tr("connected") if standing.connected else tr("connecting…"))
        elif standing.recorder is not None and standing.recorder.running is False:
            parts.append(tr("no recorder runs"))
            icon = "/mIconWarning.svg"
        if standing.error and standing.devices:
            parts.append(standing.error)
        if standing.error or controller.is_stale:
            icon = "/mIconWarning.svg"
        return " · ".join(parts), icon

    # -- room ---------------------------------------------------------------------------------------------

    def resizeEvent(self, event):
        """Put the card beside the list when there is room for it, else below."""
        super().resizeEvent(event)
        self._turn()
        self._looking.start()

    def _turn(self) -> None:
        least = CARD_BESIDE_TABLE if self.view_button.isChecked() else CARD_BESIDE
        beside = self.width() >= least * self.fontMetrics().averageCharWidth()
        wanted = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if self.main.orientation() != wanted:
            self.main.setOrientation(wanted)
            self._shared = False
        self._share_space()

    def _share_space(self) -> None:
        if self.card.isHidden():
            self._shared = False
        elif not self._shared and sum(self.main.sizes()):
            total = sum(self.main.sizes())
            self.main.setSizes([round(total * (1.0 - CARD_SHARE)), round(total * CARD_SHARE)])
            self._shared = True
