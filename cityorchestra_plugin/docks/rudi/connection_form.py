"""The form of one catalogue: what it is called, what it is, where, and who asks."""

from __future__ import annotations

from typing import Optional

from qgis.gui import QgsAuthConfigSelect, QgsFileWidget
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QFormLayout, QGroupBox, QLabel, QLineEdit, QStackedWidget, QWidget

from ....processing_provider.rudi.algorithms.connections import KINDS, Connection
from ....processing_provider.translation import tr


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
