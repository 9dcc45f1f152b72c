"""The field of the words that a panel searches."""

from __future__ import annotations

from typing import Optional

from qgis.gui import QgsFilterLineEdit
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QWidget

LONGEST_TEXT = 300  # characters that can be typed


class SearchField(QgsFilterLineEdit):
    """The words.

    Signals
    -------
    down
        The user wants to go to the list.

    Parameters
    ----------
    name : str
        What is searched: shown while the field is empty, and told to screen readers.
    tooltip : str
        Where the words are looked for.
    """

    down = pyqtSignal()

    def __init__(self, name: str, tooltip: str, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setShowSearchIcon(True)
        self.setMaxLength(LONGEST_TEXT)
        self.setPlaceholderText(name)
        self.setToolTip(tooltip)
        self.setAccessibleName(name)

    def keyPressEvent(self, event):
        """Go to the list with the arrow down, empty the field with Esc."""
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
            event.accept()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            event.accept()
        else:
            super().keyPressEvent(event)
