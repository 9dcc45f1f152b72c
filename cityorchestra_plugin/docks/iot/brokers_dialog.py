"""The brokers that the user knows: add, change, try, remove."""

from __future__ import annotations

from dataclasses import replace
from typing import Optional

from qgis.PyQt.QtCore import QAbstractListModel, QModelIndex, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ....processing_provider.errors import InputError
from ....processing_provider.iot.algorithms.brokers import Broker, remove_broker, save_broker, saved_brokers
from ....processing_provider.translation import tr, translated_error
from .. import background
from ..background import BackgroundWork
from ..panel_frame import theme_icon
from .broker_form import BrokerForm
from .broker_test import tested

WIDTH_CHARACTERS, HEIGHT_LINES = 100, 34


class BrokerModel(QAbstractListModel):
    """The brokers, in the order of :func:`...algorithms.brokers.saved_brokers`."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.brokers = saved_brokers()

    def reload(self) -> None:
        """Read them again."""
        self.beginResetModel()
        self.brokers = saved_brokers()
        self.endResetModel()

    def row_of(self, name: str) -> int:
        """Return the row of a name, -1 when there is none."""
        return next((row for row, one in enumerate(self.brokers) if one.name == name), -1)

    def rowCount(self, parent=QModelIndex()):  # noqa: B008 (signature of Qt; the index is never changed)
        return 0 if parent.isValid() else len(self.brokers)

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        if not index.isValid() or not 0 <= index.row() < len(self.brokers):
            return None
        broker = self.brokers[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return broker.name
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return "\n".join(part for part in (broker.name, broker.host, broker.store) if part)
        if role == Qt.ItemDataRole.DecorationRole:
            return theme_icon("/mIconConnect.svg")
        return None


class BrokersDialog(QDialog):
    """The list beside the form.

    Signals
    -------
    changed(str)
        Brokers were changed; with the name of the one saved last, empty when one was removed.
    """

    changed = pyqtSignal(str)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Brokers"))
        self._work: Optional[BackgroundWork] = None
        self._former = ""  # name of the broker being changed, empty for a new one
        self.model = BrokerModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setAccessibleName(tr("Brokers"))
        self.form = BrokerForm()
        self.add_button = QPushButton(theme_icon("/symbologyAdd.svg"), tr("Ne&w"))
        self.remove_button = QPushButton(theme_icon("/symbologyRemove.svg"), tr("&Remove…"))
        self.test_button = QPushButton(theme_icon("/mIconConnect.svg"), tr("&Test"))
        self.save_button = QPushButton(theme_icon("/mActionFileSave.svg"), tr("&Save"))
        self.answer_icon, self.answer = QLabel(), QLabel()
        self.answer_icon.setFixedWidth(self.fontMetrics().height())
        self.answer.setWordWrap(True)
        self.answer.setTextFormat(Qt.TextFormat.PlainText)
        self.answer.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(tr("Progress"))
        self.bar.hide()
        self._lay_out()
        self.buttons.rejected.connect(self.reject)
        self.add_button.clicked.connect(self.add)
        self.remove_button.clicked.connect(self.remove)
        self.test_button.clicked.connect(self.test)
        self.save_button.clicked.connect(self.save)
        self.form.edited.connect(self._edited)
        self.list.selectionModel().currentChanged.connect(self._chosen)
        metrics = self.fontMetrics()
        self.resize(WIDTH_CHARACTERS * metrics.averageCharWidth(), HEIGHT_LINES * metrics.height())
        self.show_broker(self.model.brokers[0].name if self.model.brokers else "")

    def _lay_out(self) -> None:
        left, right = QWidget(), QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.addWidget(self.add_button)
        row.addWidget(self.remove_button)
        column.addLayout(row)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.form)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area, 1)
        column.addWidget(self.bar)
        row = QHBoxLayout()
        row.addWidget(self.answer_icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.answer, 1)
        column.addLayout(row)
        row = QHBoxLayout()
        row.addWidget(self.test_button)
        row.addStretch(1)
        row.addWidget(self.save_button)
        column.addLayout(row)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        layout = QVBoxLayout(self)
        layout.addWidget(splitter, 1)
        layout.addWidget(self.buttons)
        for button in (self.add_button, self.remove_button, self.test_button):
            button.setAutoDefault(False)
        self.save_button.setDefault(True)

    # -- the choice ---------------------------------------------------------------------------------

    def open_on(self, name: str) -> None:
        """Show the dialog on a broker; an unknown name begins a new one."""
        self.model.reload()
        self.show_broker(name)
        self.show()
        self.raise_()
        self.activateWindow()

    def show_broker(self, name: str) -> None:
        """Choose a broker; an unknown name begins a new one."""
        row = self.model.row_of(name)
        if row < 0:
            self.add()
            return
        self.list.setCurrentIndex(self.model.index(row, 0))
        self._show(self.model.brokers[row])

    def _chosen(self, index, _former=None) -> None:
        if index.isValid():
            self._show(self.model.brokers[index.row()])

    def _show(self, broker: Broker) -> None:
        self._stop()
        self._former = broker.name
        self.form.show_broker(broker)
        self._say("", "")
        self._show_buttons()

    def add(self) -> None:
        """Begin a new broker."""
        self._stop()
        self.list.clearSelection()
        self.list.selectionModel().clearCurrentIndex()
        self._former = ""
        self.form.show_broker(Broker("", ""))
        self._say("", "")
        self._show_buttons()
        self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edited(self) -> None:
        self._stop()
        self._say("", "")
        self._show_buttons()

    def _show_buttons(self) -> None:
        wanted = self.form.broker()
        row = self.model.row_of(self._former)
        saved = self.model.brokers[row] if row >= 0 else None
        self.save_button.setEnabled(wanted != saved and bool(wanted.host.strip()))
        self.test_button.setEnabled(bool(wanted.host.strip()) and self._work is None)
        self.remove_button.setEnabled(saved is not None)

    def _say(self, icon: str, sentence: str) -> None:
        self.answer.setText(sentence)
        self.answer_icon.setVisible(bool(sentence))
        if icon:
            self.answer_icon.setPixmap(theme_icon(icon).pixmap(self.fontMetrics().height()))

    # -- what can be done ---------------------------------------------------------------------------

    def save(self) -> bool:
        """Keep the broker; return whether it could be."""
        wanted = self.form.broker()
        name = " ".join(wanted.name.split())
        try:
            if name != self._former and self.model.row_of(name) >= 0:
                raise InputError("There is a broker called “{name}” already.", name=name)
            wanted = save_broker(wanted)
        except InputError as error:
            self._say("/mIconWarning.svg", translated_error(error))
            return False
        if self._former and self._former != wanted.name:
            remove_broker(self._former)
        self.model.reload()
        self.show_broker(wanted.name)
        self._say("/mIconSuccess.svg", tr("Saved."))
        self.changed.emit(wanted.name)
        return True

    def remove(self) -> None:
        """Forget the broker, once confirmed; its store stays."""
        if not self._former:
            return
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self,
            tr("Remove a broker"),
            tr("Remove “{name}” from the list of brokers? Its store stays.").format(name=self._former),
            buttons.Yes | buttons.No,
            buttons.No,
        )
        if answer != buttons.Yes:
            return
        remove_broker(self._former)
        self.model.reload()
        self.show_broker(self.model.brokers[0].name if self.model.brokers else "")
        self.changed.emit("")

    def test(self) -> None:
        """Connect to the broker and listen for a moment, without saving anything."""
        wanted = self.form.broker()
        wanted = replace(wanted, name=wanted.name.strip() or tr("New broker"))
        self._stop()
        self.bar.show()
        self._say("", "")
        self._work = background.run(
            tr("Test {name}").format(name=wanted.name),
            lambda task: tested(wanted, task),
            done=lambda sentence: self._tested("/mIconSuccess.svg", sentence),
            failed=lambda sentence: self._tested("/mIconWarning.svg", sentence),
            cancelled=lambda: self._tested("", ""),
        )
        self._show_buttons()

    def _tested(self, icon: str, sentence: str) -> None:
        self._work = None
        self.bar.hide()
        self._say(icon, sentence)
        self._show_buttons()

    def _stop(self) -> None:
        """Give up a test under way: it is about something else by now."""
        work, self._work = self._work, None
        if work is not None:
            work.forget()
        self.bar.hide()

    def done(self, result):
        """Give up a test under way when the dialog is closed."""
        self._stop()
        super().done(result)

    def unload(self) -> None:
        """End what runs, and wait for it: the plugin is being unloaded."""
        work, self._work = self._work, None
        if work is not None:
            work.stop()
