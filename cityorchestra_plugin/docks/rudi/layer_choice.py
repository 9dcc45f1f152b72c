"""Which layers of a file to add, when it has several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ....processing_provider.translation import tr


class LayerChoice(QDialog):
    """A list of layers, all ticked at first."""

    def __init__(self, file_name: str, names: Sequence[str], parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Layers of the file"))
        layout = QVBoxLayout(self)
        label = QLabel(
            tr("“{name}” has {count} layers. Which ones do you want on the map?").format(
                name=file_name, count=len(names)
            )
        )
        label.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Layers of the file"))
        for name in names:
            item = QListWidgetItem(name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        label.setBuddy(self.list)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.none_button = QPushButton(tr("&None"))
        self.none_button.clicked.connect(lambda: self._tick(Qt.CheckState.Unchecked))
        self.all_button = QPushButton(tr("&All"))
        self.all_button.clicked.connect(lambda: self._tick(Qt.CheckState.Checked))
        for button in (self.all_button, self.none_button):
            self.buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.list.itemChanged.connect(lambda _item: self._show_state())
        layout.addWidget(label)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.buttons)
        self._show_state()

    def chosen(self) -> list[int]:
        """Return the places of the ticked layers."""
        return [row for row in range(self.list.count()) if self.list.item(row).checkState() == Qt.CheckState.Checked]

    def _tick(self, state) -> None:
        for row in range(self.list.count()):
            self.list.item(row).setCheckState(state)

    def _show_state(self) -> None:
        button = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        count = len(self.chosen())
        button.setText(tr("Add one layer") if count == 1 else tr("Add {count} layers").format(count=count))
        button.setEnabled(count > 0)


def choose_layers(file_name: str, names: Sequence[str], parent: Optional[QWidget]) -> Optional[list[int]]:
    """Return the places of the layers that the user wants; None when nothing is to be added."""
    if len(names) < 2:
        return list(range(len(names)))
    dialog = LayerChoice(file_name, names, parent)
    try:
        return dialog.chosen() if dialog.exec() == QDialog.DialogCode.Accepted else None
    finally:
        dialog.deleteLater()
