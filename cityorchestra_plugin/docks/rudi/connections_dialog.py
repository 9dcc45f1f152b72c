"""The catalogues that the user knows: add, change, try, remove."""

from __future__ import annotations

from dataclasses import replace
from typing import Optional

from qgis.gui import QgsAuthConfigSelect, QgsFileWidget
from qgis.PyQt.QtCore import QAbstractListModel, QModelIndex, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ....processing_provider.errors import InputError
from ....processing_provider.rudi.algorithms.connections import (
    KINDS,
    Connection,
    checked_connection,
    remove_connection,
    save_connection,
    saved_connections,
)
from ....processing_provider.translation import tr, translated_error
from .. import background
from ..background import BackgroundWork
from ..panel_frame import theme_icon
from .connection_test import tested
from .download_work import OpenAccess

WIDTH_CHARACTERS, HEIGHT_LINES = 92, 24


def kind_texts() -> dict[str, str]:
    """Return what each kind of catalogue is called."""
    return {
        "portal": tr("RUDI portal"),
        "node": tr("RUDI node"),
        "csw": tr("CSW service (GeoNetwork)"),
        "udata": tr("udata (data.gouv.fr)"),
        "stac": tr("STAC API"),
        "file": tr("File of records (JSON)"),
    }


class ConnectionModel(QAbstractListModel):
    """The connections, in the order of :func:`...connections.saved_connections`."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.connections = saved_connections()

    def reload(self) -> None:
        """Read them again."""
        self.beginResetModel()
        self.connections = saved_connections()
        self.endResetModel()

    def row_of(self, name: str) -> int:
        """Return the row of a name, -1 when there is none."""
        return next((row for row, one in enumerate(self.connections) if one.name == name), -1)

    def rowCount(self, parent=QModelIndex()):  # noqa: B008 (signature of Qt; the index is never changed)
        return 0 if parent.isValid() else len(self.connections)

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        if not index.isValid() or not 0 <= index.row() < len(self.connections):
            return None
        connection = self.connections[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return connection.name
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return "\n".join((connection.name, kind_texts()[connection.kind], connection.url))
        if role == Qt.ItemDataRole.DecorationRole:
            return theme_icon("/mIconFileLink.svg" if connection.kind == "file" else "/mIconConnect.svg")
        return None


class ConnectionForm(QGroupBox):
    """The fields of one connection.

    Signals
    -------
    edited
        The user changed something.
    """

    edited = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.name = QLineEdit()
        self.name.setPlaceholderText(tr("For example: RUDI Rennes Métropole"))
        self.kind = QComboBox()
        for kind in KINDS:
            self.kind.addItem(kind_texts()[kind], kind)
        self.url = QLineEdit()
        self.url.setPlaceholderText("https://")
        self.file = QgsFileWidget()
        self.file.setFilter(tr("JSON files (*.json)"))
        self.address = QStackedWidget()
        self.address.addWidget(self.url)
        self.address.addWidget(self.file)
        self.account = QgsAuthConfigSelect()
        self.account_note = QLabel(
            tr("Only for restricted data and requests. QGIS keeps the password; this panel only its identifier.")
        )
        self.account_note.setWordWrap(True)
        form = QFormLayout(self)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("&Name"), self.name)
        form.addRow(tr("&Kind"), self.kind)
        self.address_label = QLabel(tr("&Address"))
        self.address_label.setBuddy(self.url)
        form.addRow(self.address_label, self.address)
        form.addRow(tr("A&ccount"), self.account)
        form.addRow(self.account_note)
        self.name.textEdited.connect(self.edited)
        self.url.textEdited.connect(self.edited)
        self.file.fileChanged.connect(self.edited)
        self.kind.currentIndexChanged.connect(self._kind_changed)
        self.account.selectedConfigIdChanged.connect(self.edited)

    def _kind_changed(self, *_) -> None:
        is_file = self.kind.currentData() == "file"
        self.address.setCurrentWidget(self.file if is_file else self.url)
        self.address_label.setBuddy(self.file if is_file else self.url)
        self.account.setEnabled(not is_file)
        self.edited.emit()

    def show_connection(self, connection: Connection) -> None:
        """Fill the fields."""
        self.blockSignals(True)
        self.name.setText(connection.name)
        self.kind.setCurrentIndex(self.kind.findData(connection.kind))
        self.url.setText("" if connection.kind == "file" else connection.url)
        self.file.setFilePath(connection.url if connection.kind == "file" else "")
        self.account.setConfigId(connection.authcfg)
        self.blockSignals(False)

    def connection(self) -> Connection:
        """Return what the fields say, checked or not."""
        kind = self.kind.currentData()
        if kind == "file":
            return Connection(self.name.text(), self.file.filePath(), kind)
        return Connection(self.name.text(), self.url.text(), kind, self.account.configId())


class ConnectionsDialog(QDialog):
    """The list beside the form.

    Signals
    -------
    changed(str)
        Connections were changed; with the name of the one saved last, empty when one was removed.

    Parameters
    ----------
    open_access : callable
        Opens a server in a thread.
    chosen : str
        Name of the connection to show first.
    """

    changed = pyqtSignal(str)

    def __init__(self, open_access: OpenAccess, chosen: str = "", parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Catalogues"))
        self._open_access = open_access
        self._work: Optional[BackgroundWork] = None
        self._former = ""  # name of the connection being changed, empty for a new one
        self.model = ConnectionModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setAccessibleName(tr("Catalogues"))
        self.form = ConnectionForm()
        self.add_button = QPushButton(theme_icon("/symbologyAdd.svg"), tr("&New"))
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
        self._connect()
        self.resize(
            WIDTH_CHARACTERS * self.fontMetrics().averageCharWidth(), HEIGHT_LINES * self.fontMetrics().height()
        )
        self.show_connection(chosen or (self.model.connections[0].name if self.model.connections else ""))

    # -- what it is made of -------------------------------------------------------------------------

    def _lay_out(self) -> None:
        left, right = QWidget(), QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.addWidget(self.add_button)
        row.addWidget(self.remove_button)
        column.addLayout(row)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        row = QHBoxLayout()
        row.addWidget(self.test_button)
        row.addStretch(1)
        row.addWidget(self.save_button)
        column.addLayout(row)
        column.addWidget(self.bar)
        row = QHBoxLayout()
        row.addWidget(self.answer_icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.answer, 1)
        column.addLayout(row)
        column.addStretch(1)
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

    def _connect(self) -> None:
        self.buttons.rejected.connect(self.reject)
        self.add_button.clicked.connect(self.add)
        self.remove_button.clicked.connect(self.remove)
        self.test_button.clicked.connect(self.test)
        self.save_button.clicked.connect(self.save)
        self.form.edited.connect(self._edited)
        self.list.selectionModel().currentChanged.connect(self._chosen)

    # -- the choice ---------------------------------------------------------------------------------

    def show_connection(self, name: str) -> None:
        """Choose a connection; an unknown name begins a new one."""
        row = self.model.row_of(name)
        if row < 0:
            self.add()
            return
        self.list.setCurrentIndex(self.model.index(row, 0))
        self._show(self.model.connections[row])

    def focus_account(self) -> None:
        """Put the cursor on the choice of the account."""
        self.form.account.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self, index, _former=None) -> None:
        if index.isValid():
            self._show(self.model.connections[index.row()])

    def _show(self, connection: Connection) -> None:
        self._stop()
        self._former = connection.name
        self.form.setTitle(connection.name)
        self.form.show_connection(connection)
        self._say("", "")
        self._show_buttons()

    def add(self) -> None:
        """Begin a new connection."""
        self._stop()
        self.list.clearSelection()
        self.list.selectionModel().clearCurrentIndex()
        self._former = ""
        self.form.setTitle(tr("New catalogue"))
        self.form.show_connection(Connection("", "", "portal"))
        self._say("", "")
        self._show_buttons()
        self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edited(self) -> None:
        self._stop()
        self._say("", "")
        self._show_buttons()

    def _show_buttons(self) -> None:
        wanted = self.form.connection()
        row = self.model.row_of(self._former)
        saved = self.model.connections[row] if row >= 0 else None
        self.save_button.setEnabled(wanted != saved and bool(wanted.url.strip()))
        self.test_button.setEnabled(bool(wanted.url.strip()) and self._work is None)
        self.remove_button.setEnabled(saved is not None)

    def _say(self, icon: str, sentence: str) -> None:
        self.answer.setText(sentence)
        self.answer_icon.setVisible(bool(sentence))
        if icon:
            self.answer_icon.setPixmap(theme_icon(icon).pixmap(self.fontMetrics().height()))

    # -- what can be done ---------------------------------------------------------------------------

    def save(self) -> bool:
        """Keep the connection; return whether it could be."""
        wanted = self.form.connection()
        try:
            wanted = checked_connection(wanted)
            if wanted.name != self._former and self.model.row_of(wanted.name) >= 0:
                raise InputError("There is a connection called “{name}” already.", name=wanted.name)
            save_connection(wanted)
        except InputError as error:
            self._say("/mIconWarning.svg", translated_error(error))
            return False
        if self._former and self._former != wanted.name:
            remove_connection(self._former)
        self.model.reload()
        self.show_connection(wanted.name)
        self._say("/mIconSuccess.svg", tr("Saved."))
        self.changed.emit(wanted.name)
        return True

    def remove(self) -> None:
        """Forget the connection, once confirmed; what was loaded of it stays on disk until it is loaded again."""
        if not self._former:
            return
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self,
            tr("Remove a catalogue"),
            tr("Remove “{name}” from the list of catalogues?").format(name=self._former),
            buttons.Yes | buttons.No,
            buttons.No,
        )
        if answer != buttons.Yes:
            return
        remove_connection(self._former)
        self.model.reload()
        self.show_connection(self.model.connections[0].name if self.model.connections else "")
        self.changed.emit("")

    def test(self) -> None:
        """Ask the catalogue, without saving anything."""
        wanted = replace(self.form.connection(), name=self.form.name.text().strip() or tr("New catalogue"))
        self._stop()
        self.bar.show()
        self._say("", "")
        open_access = self._open_access
        self._work = background.run(
            tr("Test {name}").format(name=wanted.name),
            lambda task: tested(wanted, open_access, task),
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
