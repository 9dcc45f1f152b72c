"""A list of what the user saved, beside a form: add, change, try, remove. Each panel says what its things are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Callable, Optional

from qgis.PyQt.QtCore import QAbstractListModel, QModelIndex, Qt, pyqtSignal
from qgis.PyQt.QtGui import QIcon
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

from ...processing_provider.errors import InputError
from ...processing_provider.translation import tr, translated_error
from . import background
from .background import BackgroundWork
from .panel_frame import theme_icon

WIDTH_CHARACTERS = 96


class SavedListModel(QAbstractListModel):
    """Saved things, each with a ``name`` of its own.

    Parameters
    ----------
    read : callable
        Gives them, in order.
    tooltip, icon : callable
        Of one of them.
    """

    def __init__(
        self, read: Callable[[], list], tooltip: Callable[[Any], str], icon: Callable[[Any], QIcon], parent=None
    ) -> None:
        super().__init__(parent)
        self._read, self._tooltip, self._icon = read, tooltip, icon
        self.things: Sequence[Any] = read()

    def reload(self) -> None:
        """Read them again."""
        self.beginResetModel()
        self.things = self._read()
        self.endResetModel()

    def row_of(self, name: str) -> int:
        """Return the row of a name, -1 when there is none."""
        return next((row for row, one in enumerate(self.things) if one.name == name), -1)

    def first_name(self) -> str:
        """Return the name of the first, empty when there is none."""
        return self.things[0].name if self.things else ""

    def rowCount(self, parent=QModelIndex()):  # noqa: B008 (signature of Qt; the index is never changed)
        return 0 if parent.isValid() else len(self.things)

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        if not index.isValid() or not 0 <= index.row() < len(self.things):
            return None
        thing = self.things[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return thing.name
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._tooltip(thing)
        if role == Qt.ItemDataRole.DecorationRole:
            return self._icon(thing)
        return None


@dataclass(frozen=True)
class Words:
    """What the dialog says of its things; ``sure`` may hold ``{name}``."""

    title: str
    new: str  # name of one that has none yet
    taken: Callable[[str], InputError]  # of a name that another one has
    remove: str
    sure: str
    height_lines: int


class SavedListDialog(QDialog):
    """The list beside the form.

    A subclass says how things are shown in the form, and how they are checked, kept, removed and tried.

    Signals
    -------
    changed(str)
        Things were changed; with the name of the one saved last, empty when one was removed.
    """

    changed = pyqtSignal(str)

    def __init__(self, words: Words, model: SavedListModel, form: QWidget, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(words.title)
        self._words = words
        self._work: Optional[BackgroundWork] = None
        self._former = ""  # name of the thing being changed, empty for a new one
        self.model, self.form = model, form
        model.setParent(self)
        self.list = QListView()
        self.list.setModel(model)
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setAccessibleName(words.title)
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
        form.edited.connect(self._edited)
        self.list.selectionModel().currentChanged.connect(self._chosen)
        metrics = self.fontMetrics()
        self.resize(WIDTH_CHARACTERS * metrics.averageCharWidth(), words.height_lines * metrics.height())
        self.show_named(model.first_name())

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

    # -- what a subclass says -----------------------------------------------------------------------

    def empty_thing(self) -> Any:
        """Return a new thing, without a name."""
        raise NotImplementedError

    def fill_form(self, thing: Any) -> None:
        """Show a thing in the form."""
        raise NotImplementedError

    def typed_thing(self) -> Any:
        """Return what the form says, checked or not."""
        raise NotImplementedError

    def has_address(self, thing: Any) -> bool:
        """Tell whether there is something to save or to try."""
        raise NotImplementedError

    def checked_thing(self, thing: Any) -> Any:
        """Return a thing as it can be kept; raise InputError when it cannot be."""
        raise NotImplementedError

    def keep_thing(self, thing: Any) -> None:
        """Keep a checked thing."""
        raise NotImplementedError

    def remove_thing(self, name: str) -> None:
        """Forget a thing."""
        raise NotImplementedError

    def attempt(self, thing: Any) -> Callable[[BackgroundWork], str]:
        """Return what tries a thing in a thread and gives the sentence of its success."""
        raise NotImplementedError

    # -- the choice ---------------------------------------------------------------------------------

    def open_on(self, name: str) -> None:
        """Show the dialog on a thing; an unknown name begins a new one."""
        self.model.reload()
        self.show_named(name)
        self.show()
        self.raise_()
        self.activateWindow()

    def show_named(self, name: str) -> None:
        """Choose a thing; an unknown name begins a new one."""
        row = self.model.row_of(name)
        if row < 0:
            self.add()
            return
        self.list.setCurrentIndex(self.model.index(row, 0))
        self._show(self.model.things[row])

    def _chosen(self, index, _former=None) -> None:
        if index.isValid():
            self._show(self.model.things[index.row()])

    def _show(self, thing: Any) -> None:
        self._former = thing.name
        self.fill_form(thing)
        self._edited()

    def add(self) -> None:
        """Begin a new thing."""
        self.list.clearSelection()
        self.list.selectionModel().clearCurrentIndex()
        self._show(self.empty_thing())
        self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edited(self) -> None:
        self._stop()
        self._say("", "")
        self._show_buttons()

    def _show_buttons(self) -> None:
        typed = self.typed_thing()
        row = self.model.row_of(self._former)
        saved = self.model.things[row] if row >= 0 else None
        self.save_button.setEnabled(typed != saved and self.has_address(typed))
        self.test_button.setEnabled(self.has_address(typed) and self._work is None)
        self.remove_button.setEnabled(saved is not None)

    def _say(self, icon: str, sentence: str) -> None:
        self.answer.setText(sentence)
        self.answer_icon.setVisible(bool(sentence))
        if icon:
            self.answer_icon.setPixmap(theme_icon(icon).pixmap(self.fontMetrics().height()))

    # -- what can be done ---------------------------------------------------------------------------

    def save(self) -> bool:
        """Keep the thing; return whether it could be."""
        try:
            kept = self.checked_thing(self.typed_thing())
            if kept.name != self._former and self.model.row_of(kept.name) >= 0:
                raise self._words.taken(kept.name)
            self.keep_thing(kept)
        except InputError as error:
            self._say("/mIconWarning.svg", translated_error(error))
            return False
        if self._former and self._former != kept.name:
            self.remove_thing(self._former)
        self.model.reload()
        self.show_named(kept.name)
        self._say("/mIconSuccess.svg", tr("Saved."))
        self.changed.emit(kept.name)
        return True

    def remove(self) -> None:
        """Forget the thing, once confirmed."""
        if not self._former:
            return
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self,
            self._words.remove,
            self._words.sure.format(name=self._former),
            buttons.Yes | buttons.No,
            buttons.No,
        )
        if answer != buttons.Yes:
            return
        self.remove_thing(self._former)
        self.model.reload()
        self.show_named(self.model.first_name())
        self.changed.emit("")

    def test(self) -> None:
        """Try the thing, without saving anything."""
        typed = self.typed_thing()
        wanted = replace(typed, name=typed.name.strip() or self._words.new)
        self._stop()
        self.bar.show()
        self._say("", "")
        self._work = background.run(
            tr("Test {name}").format(name=wanted.name),
            self.attempt(wanted),
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
