"""A page in place of a list that has nothing to list: an icon, why, and buttons of what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Optional

from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

PICTURE_LINES = 3


@dataclass(frozen=True)
class PageContent:
    """The icon, the heading, the sentences and the buttons of a page; the first button is the one to press."""

    icon: QIcon
    heading: str
    sentences: tuple[str, ...] = ()
    buttons: tuple[tuple[Enum, str], ...] = ()


class StatePage(QScrollArea):
    """An icon, a heading, a few sentences and buttons, in the middle.

    Signals
    -------
    pressed(Enum)
        A button was pressed.
    """

    pressed = pyqtSignal(object)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        layout = QVBoxLayout(inner)
        space = 2 * self.fontMetrics().averageCharWidth()
        layout.setContentsMargins(space, space, space, space)
        layout.setSpacing(space)
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.heading = self._label()
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        self.sentence = self._label()
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._buttons = QVBoxLayout()
        layout.addStretch(2)
        for part in (self.picture, self.heading, self.sentence):
            layout.addWidget(part)
        layout.addLayout(self._buttons)
        layout.addStretch(3)
        self.setWidget(inner)
        self._content: Optional[PageContent] = None

    def _label(self) -> QLabel:
        label = QLabel()
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return label

    def show_content(self, content: PageContent) -> None:
        """Show something else; the focus is kept while the buttons stay the same."""
        side = PICTURE_LINES * self.fontMetrics().height()
        self.picture.setPixmap(content.icon.pixmap(QSize(side, side)))
        self.heading.setText(content.heading)
        self.sentence.setText("\n".join(content.sentences))
        self.sentence.setVisible(bool(content.sentences))
        former, self._content = self._content, content
        if former is not None and former.buttons == content.buttons:
            return
        for button in self.buttons():
            self._buttons.removeWidget(button)
            button.hide()
            button.deleteLater()
        for place, (act, text) in enumerate(content.buttons):
            button = QPushButton(text)
            button.setProperty("act", act.value)
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            button.setAutoDefault(True)
            button.setDefault(place == 0)
            button.clicked.connect(partial(self._pressed, act))
            self._buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)

    def _pressed(self, act: Enum, _checked: bool = False) -> None:
        self.pressed.emit(act)

    def buttons(self) -> list[QPushButton]:
        """Return the buttons on show."""
        items = [self._buttons.itemAt(place).widget() for place in range(self._buttons.count())]
        return [button for button in items if isinstance(button, QPushButton)]

    def button(self, act: Enum) -> Optional[QPushButton]:
        """Return the button of an act, None when the page has none such."""
        return next((one for one in self.buttons() if one.property("act") == act.value), None)
