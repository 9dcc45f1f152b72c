"""The line below a field that says whether it is right: an icon and a sentence, never a colour alone."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QSizePolicy, QWidget

from ..panel_frame import theme_icon

OK, INFO, WARNING, ERROR = "ok", "info", "warning", "error"
ICONS = {OK: "/mIconSuccess.svg", INFO: "/mIconInfo.svg", WARNING: "/mIconWarning.svg", ERROR: "/mIconDelete.svg"}


class CheckLine(QWidget):
    """An icon and a sentence; nothing, and no room taken, when there is nothing to say."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.severity = OK
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._picture.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._label = QLabel()
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(self._picture)
        row.addWidget(self._label, 1)
        self.hide()

    def text(self) -> str:
        """Return the sentence on show."""
        return self._label.text()

    def say(self, severity: str, sentence: str) -> None:
        """Show a sentence with the icon of its severity; an empty one hides the line."""
        severity = severity if sentence else OK
        changed = sentence != self._label.text() or severity != self.severity
        self.severity = severity
        if changed or self.isHidden() == bool(sentence):
            side = self.fontMetrics().height()
            self._picture.setPixmap(theme_icon(ICONS[severity]).pixmap(side, side))
            self._label.setText(sentence)
            self.setAccessibleName(sentence)
            self.setVisible(bool(sentence))

    def show_error(self, sentence: str) -> None:
        """Show what is wrong."""
        self.say(ERROR, sentence)


def fits_words(field: QPlainTextEdit, lines: int) -> int:
    """Return the height of a text field that shows some lines."""
    margins = field.contentsMargins()
    frame = 2 * field.frameWidth() + 2 * round(field.document().documentMargin())
    return lines * field.fontMetrics().lineSpacing() + frame + margins.top() + margins.bottom()
