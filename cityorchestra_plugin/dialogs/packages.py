"""How to install the Python packages that are missing."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QFontDatabase
from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
)

from ...processing_provider.translation import tr
from .. import dependencies

COMMAND_WIDTH = 60  # characters of the command that are seen without scrolling


class PackagesDialog(QDialog):
    """Two ways to install packages: QPIP, or a command to copy."""

    def __init__(self, packages: str, parent=None) -> None:
        super().__init__(parent)
        self.setObjectName("CityOrchestraPackages")
        self.setWindowTitle(tr("Python packages of City Orchestra"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        for text in (
            tr("These packages are missing: <b>{packages}</b>.").format(packages=packages.replace("<", "&lt;")),
            tr(
                "<b>With QPIP.</b> In <i>Plugins &gt; Manage and Install Plugins</i>, install the plugin "
                "QPIP; it proposes what is missing, for this profile only."
            ),
            tr("<b>With pip.</b> Run this command in a terminal (OSGeo4W Shell on Windows):"),
        ):
            layout.addWidget(self._paragraph(text))
        layout.addLayout(self._command(dependencies.pip_command(packages)))
        layout.addWidget(
            self._paragraph(
                tr(
                    "Then reload the plugin: untick and tick City Orchestra in the list of plugins. "
                    "Nothing is installed by the plugin itself."
                )
            )
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)

    @staticmethod
    def _paragraph(text: str) -> QLabel:
        label = QLabel(text)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.RichText)
        return label

    def _command(self, command: str) -> QHBoxLayout:
        row = QHBoxLayout()
        self.command = QLineEdit(command)
        self.command.setReadOnly(True)
        self.command.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.command.setMinimumWidth(self.command.fontMetrics().averageCharWidth() * COMMAND_WIDTH)
        self.command.setCursorPosition(0)
        self.command.setAccessibleName(tr("Command to install the packages"))
        self.copy_button = QPushButton(tr("&Copy"))
        self.copy_button.clicked.connect(lambda: QgsApplication.clipboard().setText(command))
        row.addWidget(self.command, 1)
        row.addWidget(self.copy_button)
        return row


def show_packages(packages: str, parent=None) -> PackagesDialog:
    """Open the dialog beside the work in hand, and return it."""
    dialog = PackagesDialog(packages, parent)
    dialog.show()
    return dialog
