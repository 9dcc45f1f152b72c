"""The tab of the alarms: which there are, and what an operator does with them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Callable, Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QDateTime, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QDateTimeEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ....processing_provider.iot.alarms.states import LATCHED, LONGEST_SHELF, OUT_OF_SERVICE, SHELVED
from ....processing_provider.translation import number_text, tr
from .. import background
from ..background import BackgroundWork
from ..chip import Chip
from ..flow_layout import FlowLayout
from ..panel_frame import theme_icon
from ..state_page import PageContent, StatePage
from . import texts
from .alarm_facts import AlarmFacts
from .alarm_model import AlarmDelegate, AlarmModel
from .sources import Source

HOURS = (1, 4, 8, 24)  # for which an alarm is proposed to be shelved
MARGIN_MS = 2000  # so that the longest shelf is still allowed when the recorder reads of it


def operator() -> str:
    """Return who acts: the user of this computer, as QGIS knows them."""
    return QgsApplication.userFullName() or QgsApplication.userLoginName()


class ReasonDialog(QDialog):
    """Asks for a reason, and for an end when an alarm is shelved.

    Parameters
    ----------
    title, sentence : str
    with_end : bool
        Whether it ends by itself, after 24 hours at most.
    """

    def __init__(self, title: str, sentence: str, with_end: bool, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.reason = QLineEdit()
        self.reason.setMaxLength(200)
        self.reason.setPlaceholderText(tr("For example: sensor being replaced"))
        now = QDateTime.currentDateTime()
        self.end = QDateTimeEdit(now.addSecs(4 * 3600))
        self.end.setDisplayFormat("yyyy-MM-dd HH:mm")
        self.end.setMinimumDateTime(now.addSecs(60))
        self.end.setMaximumDateTime(now.addMSecs(LONGEST_SHELF - MARGIN_MS))
        label = QLabel(sentence)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(tr("&Reason"), self.reason)
        self.hours = QWidget()
        if with_end:
            row = FlowLayout(self.hours)
            for hours in HOURS:
                button = QPushButton(tr("{count} h").format(count=number_text(hours)))
                button.setAutoDefault(False)
                button.clicked.connect(partial(self._set_hours, hours))
                row.addWidget(button)
            form.addRow(tr("&Until"), self.end)
            form.addRow("", self.hours)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(label)
        layout.addLayout(form)
        layout.addWidget(self.buttons)
        self.reason.textChanged.connect(self._show_buttons)
        self._show_buttons()
        self.reason.setFocus()

    def _set_hours(self, hours: int, _checked: bool = False) -> None:
        self.end.setDateTime(QDateTime.currentDateTime().addMSecs(hours * 3_600_000 - MARGIN_MS))

    def _show_buttons(self, *_) -> None:
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(bool(self.reason.text().strip()))

    @property
    def until(self) -> int:
        """End of the shelf [ms since 1970]."""
        return self.end.dateTime().toMSecsSinceEpoch()


class AlarmsTab(QWidget):
    """List of the alarms with its actions.

    Signals
    -------
    countChanged(int)
        Number of alarms that wait to be acknowledged.
    deviceWanted(str)
        The user wants to see a device.
    asked
        Something was asked of an alarm: the store is to be looked at.
    said(str, str)
        Kind and sentence of a message.

    Parameters
    ----------
    source : callable
        Gives the source, None for none.
    """

    countChanged = pyqtSignal(int)
    deviceWanted = pyqtSignal(str)
    asked = pyqtSignal()
    said = pyqtSignal(str, str)

    def __init__(self, source: Callable[[], Optional[Source]], parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._source = source
        self._alarms: tuple[AlarmFacts, ...] = ()
        self._works: set[BackgroundWork] = set()
        self.model = AlarmModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(AlarmDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.setAccessibleName(tr("Alarms"))
        self.page = StatePage()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.list)
        self.pages.addWidget(self.page)
        self.chips = QButtonGroup(self)
        self.chips.setExclusive(True)
        self.acknowledge_button = QPushButton(theme_icon("/mIconSuccess.svg"), tr("&Acknowledge"))
        self.acknowledge_button.setToolTip(tr("Say that you have seen the chosen alarms"))
        self.shelve_button = QPushButton(tr("&Shelve…"))
        self.shelve_button.setToolTip(tr("Hide the chosen alarms for a time, with a reason"))
        self.more_button = self._make_more()
        self._lay_out()
        self._connect()
        self.show_alarms(())

    # -- what it is made of -----------------------------------------------------------------------------

    def _make_more(self) -> QToolButton:
        button = QToolButton()
        button.setText(tr("More"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setToolTip(tr("Other actions on the chosen alarms"))
        menu = QMenu(button)
        self.actions_ = {}
        for action, text in (
            ("show", tr("Show the &device")),
            ("unshelve", tr("&End the shelf")),
            ("reset", tr("&Reset")),
            ("take_out", tr("Take &out of service…")),
            ("put_back", tr("Put &back into service")),
        ):
            made = menu.addAction(text)
            made.triggered.connect(partial(self._act, action))
            self.actions_[action] = made
        button.setMenu(menu)
        return button

    def _lay_out(self) -> None:
        space = self.fontMetrics().averageCharWidth()
        chips = QWidget()
        row = FlowLayout(chips, space // 2 + 1)
        row.setContentsMargins(space, space // 2, space, space // 2)
        for value in ("waiting", "active", "hidden", "all"):
            chip = Chip()
            chip.value = value
            chip.setChecked(value == "all")
            self.chips.addButton(chip)
            row.addWidget(chip)
        buttons = QWidget()
        row = FlowLayout(buttons, space // 2 + 1)
        row.setContentsMargins(space, space // 2, space, space // 2)
        for button in (self.acknowledge_button, self.shelve_button, self.more_button):
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(chips)
        layout.addWidget(self.pages, 1)
        layout.addWidget(buttons)

    def _connect(self) -> None:
        self.acknowledge_button.clicked.connect(lambda: self._act("acknowledge"))
        self.shelve_button.clicked.connect(lambda: self._act("shelve"))
        self.chips.buttonClicked.connect(lambda _chip: self._show())
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._show_buttons())
        self.list.activated.connect(lambda _index: self._act("show"))
        self.list.customContextMenuRequested.connect(self._show_menu)

    def _show_menu(self, where) -> None:
        if self.chosen():
            self.more_button.menu().popup(self.list.viewport().mapToGlobal(where))

    # -- what it shows --------------------------------------------------------------------------------------

    def show_alarms(self, alarms: Sequence[AlarmFacts]) -> None:
        """Show the alarms."""
        self._alarms = tuple(alarms)
        self._show()
        self.countChanged.emit(sum(alarm.waits for alarm in alarms))

    def _wanted(self, value: str) -> list[AlarmFacts]:
        tests = {
            "waiting": lambda alarm: alarm.waits,
            "active": lambda alarm: alarm.active,
            "hidden": lambda alarm: not (alarm.active or alarm.waits or alarm.state == LATCHED),
        }
        return [alarm for alarm in self._alarms if tests.get(value, lambda _alarm: True)(alarm)]

    def _show(self) -> None:
        names = {
            "waiting": tr("To acknowledge"),
            "active": tr("Active"),
            "hidden": tr("Hidden"),
            "all": tr("All"),
        }
        for chip in self.chips.buttons():
            count = len(self._wanted(chip.value))
            name = tr("{name}: {count}").format(name=names[chip.value], count=number_text(count))
            if (chip.text(), chip.count()) != (names[chip.value], count):
                chip.show_value(chip.value, names[chip.value], count, name)
        shown = self._wanted(self.chips.checkedButton().value)
        self.model.show_alarms(shown)
        if shown:
            self.pages.setCurrentWidget(self.list)
        else:
            self.page.show_content(self._nothing())
            self.pages.setCurrentWidget(self.page)
        self._show_buttons()

    def _nothing(self) -> PageContent:
        source = self._source()
        if source is None or not source.store:
            sentence = tr("Alarms are judged by the recorder, and kept in its store.")
        elif self._alarms:
            sentence = tr("None of the {count} alarms is of this kind.").format(count=number_text(len(self._alarms)))
        else:
            sentence = tr("All that is watched is within its limits.")
        return PageContent(theme_icon("/mIconSuccess.svg"), tr("No alarm"), (sentence,))

    def refresh_ages(self) -> None:
        """Write the ages in sight again."""
        top = self.list.indexAt(self.list.viewport().rect().topLeft())
        bottom = self.list.indexAt(self.list.viewport().rect().bottomLeft())
        last = bottom.row() if bottom.isValid() else self.model.rowCount() - 1
        self.model.refresh_ages(max(0, top.row()), last)

    # -- what can be done -----------------------------------------------------------------------------------

    def chosen(self) -> list[AlarmFacts]:
        """Return the alarms chosen."""
        rows = sorted(index.row() for index in self.list.selectionModel().selectedIndexes())
        return [alarm for alarm in map(self.model.alarm_at, rows) if alarm is not None]

    def _able(self, action: str) -> list[AlarmFacts]:
        """Return the chosen alarms that an action is for."""
        tests = {
            "acknowledge": lambda alarm: alarm.waits or (alarm.state == LATCHED and alarm.acknowledged is None),
            "shelve": lambda alarm: alarm.state not in (SHELVED, OUT_OF_SERVICE),
            "unshelve": lambda alarm: alarm.state == SHELVED,
            "reset": lambda alarm: alarm.state == LATCHED,
            "take_out": lambda alarm: alarm.state != OUT_OF_SERVICE,
            "put_back": lambda alarm: alarm.state == OUT_OF_SERVICE,
            "show": lambda alarm: bool(alarm.device),
        }
        return [alarm for alarm in self.chosen() if tests[action](alarm)]

    def _show_buttons(self) -> None:
        self.acknowledge_button.setEnabled(bool(self._able("acknowledge")))
        self.shelve_button.setEnabled(bool(self._able("shelve")))
        for action, made in self.actions_.items():
            made.setEnabled(bool(self._able(action)))
        self.more_button.setEnabled(bool(self.chosen()))

    def _act(self, action: str, _checked: bool = False) -> None:
        alarms = self._able(action)
        if not alarms:
            return
        if action == "show":
            self.deviceWanted.emit(alarms[0].device)
            return
        reason, until = "", None
        if action in ("shelve", "take_out"):
            dialog = self._dialog(action, alarms)
            accepted = dialog.exec() == QDialog.DialogCode.Accepted
            reason, until = dialog.reason.text(), dialog.until if action == "shelve" else None
            dialog.deleteLater()
            if not accepted:
                return
        self.ask(alarms, action, reason, until)

    def _dialog(self, action: str, alarms: list[AlarmFacts]) -> ReasonDialog:
        if len(alarms) == 1:
            about = f"{alarms[0].name or alarms[0].device} · {texts.metric_text(alarms[0].rule)}"
        else:
            about = tr("{count} alarms").format(count=number_text(len(alarms)))
        if action == "shelve":
            return ReasonDialog(tr("Shelve alarms"), about, True, self)
        return ReasonDialog(tr("Take alarms out of service"), about, False, self)

    def ask(self, alarms: Sequence[AlarmFacts], action: str, reason: str = "", until: Optional[int] = None) -> None:
        """Ask something of alarms; the store is written in the background, the recorder does the rest."""
        source = self._source()
        if source is None or not source.store:
            return
        who, numbers = operator(), [alarm.id for alarm in alarms]

        def write(_task: Any) -> int:
            from ....processing_provider.iot.algorithms.stores import store_of
            from ....processing_provider.iot.store.alarm_actions import ask_action

            store = store_of(source.store)
            for number in numbers:
                ask_action(store.address, number, action, who, reason, until, store.password)
            return len(numbers)

        work = background.run(tr("Alarms"), write, done=self._done, failed=self._failed)
        self._works.add(work)
        work.succeeded.connect(lambda _count: self._works.discard(work))
        work.failed.connect(lambda _sentence: self._works.discard(work))

    def _done(self, _count: int) -> None:
        self.asked.emit()

    def _failed(self, sentence: str) -> None:
        self.asked.emit()
        self.said.emit("error", sentence)

    def unload(self) -> None:
        """End what runs."""
        works, self._works = self._works, set()
        for work in works:
            work.stop()
