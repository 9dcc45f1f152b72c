"""The pages after the form: at work, what would be sent, what was published."""

from __future__ import annotations

import re
from typing import Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ....processing_provider.translation import tr
from ..flow_layout import FlowLayout
from ..panel_frame import theme_icon
from .field_check import INFO, OK, WARNING, CheckLine
from .page_view import PageView
from .publish_plan import Shown
from .published_receipt import Receipt

DIGEST_SHOWN = 12  # characters of a digest that a person compares


class BusyPage(QWidget):
    """What is being done, how far it is, and a button to give it up.

    Signals
    -------
    cancelTriggered
    """

    cancelTriggered = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(tr("Progress"))
        self.cancel_button = QPushButton(tr("&Cancel"))
        self.cancel_button.setToolTip(tr("Give up (Esc)"))
        self.cancel_button.clicked.connect(self.cancelTriggered)
        column.addStretch(1)
        column.addWidget(self.sentence)
        column.addWidget(self.bar)
        column.addWidget(self.cancel_button, 0, Qt.AlignmentFlag.AlignRight)
        column.addStretch(2)

    def begin(self, sentence: str) -> None:
        """Show that something begins."""
        self.sentence.setText(sentence)
        self.bar.setRange(0, 0)

    def progress(self, percent: float) -> None:
        """Move the bar, once something is known."""
        if percent > 0:
            self.bar.setRange(0, 100)
            self.bar.setValue(round(percent))


class ReviewPage(QWidget):
    """What would be sent, and the only button of the panel that sends it.

    Signals
    -------
    backTriggered, publishTriggered
    """

    backTriggered = pyqtSignal()
    publishTriggered = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        self.standing = QLabel()
        self.standing.setWordWrap(True)
        self.remark = CheckLine()
        self.view = PageView()
        self.view.setAccessibleName(tr("What will be sent"))
        self.digest = QLabel()
        self.digest.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.back_button = QPushButton(tr("&Back to the form"))
        self.back_button.setToolTip(tr("Change something; nothing is sent (Esc)"))
        self.publish_button = QPushButton(theme_icon("/mActionSharingExport.svg"), tr("&Publish…"))
        self.back_button.clicked.connect(self.backTriggered)
        self.publish_button.clicked.connect(self.publishTriggered)
        row = QHBoxLayout()
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(self.publish_button)
        for widget in (self.standing, self.remark):
            column.addWidget(widget)
        column.addWidget(self.view, 1)
        column.addWidget(self.digest)
        column.addLayout(row)

    def show_plan(self, shown: Shown) -> None:
        """Show what the two algorithms made."""
        server = shown.publication.destination.shown()
        ready = shown.can_be_sent
        text = shown.page.read_text(encoding="utf-8")
        if ready:
            sentence = tr("Nothing has been sent yet. Read what would change on {server}, then publish.")
        elif not shown.changes:
            sentence = tr("{server} has this dataset as it is: there is nothing to send.")
        else:
            sentence = tr("Nothing has been sent, and nothing can be yet: {server} lacks what this page tells.")
        self.standing.setText(sentence.format(server=server))
        self.remark.say(WARNING if shown.warnings else OK, "\n".join(shown.warnings))
        # The page also says how to agree by hand; here a button does.
        by_hand = rf"<h2>[^<]*</h2><p>[^<]*</p><pre>{shown.digest}</pre>"
        self.view.show_html(re.sub(by_hand, "", text) if shown.digest else text)
        self.digest.setVisible(ready)
        self.digest.setText(tr("Digest {digest}").format(digest=shown.digest[:DIGEST_SHOWN]))
        self.digest.setToolTip(
            tr("SHA-256 of all that would be sent. If anything changes until then, nothing is: {digest}").format(
                digest=shown.digest
            )
        )
        self.publish_button.setEnabled(ready)
        self.publish_button.setToolTip(
            tr("Asks for your agreement, then sends exactly this") if ready else self.standing.text()
        )

    def take_focus(self) -> None:
        """Put the keyboard on what can be read, then pressed: never on the button that sends."""
        self.view.setFocus()


class ReceiptPage(QWidget):
    """What was published, under which identifier, and where to see it.

    Signals
    -------
    copied(str)
        What was copied: "identifier" or "address".
    openTriggered, askTriggered, saveTriggered, againTriggered
        Open the address; ask the portal whether it has it; save the receipt; publish something else.
    """

    copied = pyqtSignal(str)
    openTriggered = pyqtSignal()
    askTriggered = pyqtSignal()
    saveTriggered = pyqtSignal()
    againTriggered = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        self.title = QLabel()
        self.title.setWordWrap(True)
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.standing = CheckLine()
        self.portal = CheckLine()
        grid = QGridLayout()
        self.identifier, self.copy_identifier = self._line(
            grid, 0, tr("&Identifier"), tr("Copy the identifier"), "identifier"
        )
        self.address, self.copy_address = self._line(grid, 2, tr("&Address"), tr("Copy the address"), "address")
        buttons = QWidget()
        flow = FlowLayout(buttons)
        self.open_button = QPushButton(theme_icon("/mActionOpenTable.svg"), tr("&Open in the catalogue"))
        self.ask_button = QPushButton(theme_icon("/mActionRefresh.svg"), tr("As&k the portal"))
        self.ask_button.setToolTip(tr("Asks the portal that the panel is connected to whether it has the dataset"))
        self.save_button = QPushButton(theme_icon("/mActionFileSave.svg"), tr("&Save the receipt…"))
        for button, signal in (
            (self.open_button, self.openTriggered),
            (self.ask_button, self.askTriggered),
            (self.save_button, self.saveTriggered),
        ):
            button.clicked.connect(signal)
            flow.addWidget(button)
        self.view = PageView()
        self.view.setAccessibleName(tr("What was sent"))
        self.again_button = QPushButton(tr("Publish another &layer"))
        self.again_button.clicked.connect(self.againTriggered)
        for widget in (self.title, self.standing, self.portal):
            column.addWidget(widget)
        column.addLayout(grid)
        column.addWidget(buttons)
        column.addWidget(self.view, 1)
        column.addWidget(self.again_button, 0, Qt.AlignmentFlag.AlignRight)

    def _line(self, grid: QGridLayout, row: int, label: str, copy: str, name: str) -> tuple[QLineEdit, QPushButton]:
        """Make a line that can be selected and copied."""
        from qgis.PyQt.QtWidgets import QApplication

        line = QLineEdit()
        line.setReadOnly(True)
        line.setAccessibleName(label.replace("&", ""))
        text = QLabel(label)
        text.setBuddy(line)
        button = QPushButton(theme_icon("/mActionEditCopy.svg"), "")
        button.setToolTip(copy)
        button.setAccessibleName(copy)

        def to_clipboard() -> None:
            QApplication.clipboard().setText(line.text())
            self.copied.emit(name)

        button.clicked.connect(lambda _checked=False: to_clipboard())
        grid.addWidget(text, row, 0, 1, 2)
        grid.addWidget(line, row + 1, 0)
        grid.addWidget(button, row + 1, 1)
        return line, button

    def show_receipt(self, receipt: Receipt, *, can_ask: bool) -> None:
        """Show what was published.

        Parameters
        ----------
        can_ask : bool
            Whether the panel is connected to a portal.
        """
        self.title.setText(receipt.title)
        self.standing.say(OK, tr("Published on {server}.").format(server=receipt.server))
        self.show_portal(*receipt.portal_words())
        self.identifier.setText(receipt.global_id)
        self.address.setText(receipt.address)
        for line in (self.identifier, self.address):
            line.setCursorPosition(0)
        for widget in (self.copy_address, self.open_button):
            widget.setEnabled(bool(receipt.address))
        self.open_button.setText(tr("&Open in the catalogue") if receipt.is_page else tr("&Open the file"))
        self.ask_button.setVisible(can_ask)
        self.view.show_file(receipt.page)

    def show_portal(self, severity: str, sentence: str) -> None:
        """Say how far the portal is."""
        self.portal.say(severity if sentence else INFO, sentence)
