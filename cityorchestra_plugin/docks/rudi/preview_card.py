"""The card of the chosen dataset: what it is, whether it may be used, and everything that can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Callable, Optional

from qgis.PyQt.QtCore import Qt, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ....processing_provider.rudi.algorithms.record_card import mark_texts
from ....processing_provider.rudi.licences import short_label
from ....processing_provider.rudi.quality import quality_marks
from ....processing_provider.rudi.record import Media, Record
from ....processing_provider.translation import language, number_text, tr
from ..chip import CROSS, TICK
from ..flow_layout import FlowLayout
from ..panel_frame import theme_icon
from . import record_texts
from .badge import Badge
from .card_picture import CardPicture, PictureAndText
from .card_sections import MediaSection, TextSection, rich_label
from .dataset_model import access_text, date_text
from .line_drawings import access_drawing


class PreviewCard(QFrame):
    """Shows one record.

    Signals
    -------
    addTriggered, downloadTriggered, copyTriggered, algorithmTriggered
        With the record and the medium.
    accessTriggered, pageTriggered, zoomTriggered, reusesWanted
        With the record.
    closed
        The user closed the card.
    datasetChosen(int)
        A row of the catalogue, from the similar datasets.
    keywordChosen(str)
        The user wants the datasets of a keyword.

    Parameters
    ----------
    why_not : callable
        Gives why QGIS cannot open a medium of a record, empty when it can.
    cite_menu : callable
        Makes the menu of the citations of a record.
    """

    addTriggered = pyqtSignal(object, object)
    downloadTriggered = pyqtSignal(object, object)
    copyTriggered = pyqtSignal(object, object)
    algorithmTriggered = pyqtSignal(object, object)
    accessTriggered = pyqtSignal(object)
    pageTriggered = pyqtSignal(object)
    zoomTriggered = pyqtSignal(object)
    reusesWanted = pyqtSignal(object)
    closed = pyqtSignal()
    datasetChosen = pyqtSignal(int)
    keywordChosen = pyqtSignal(str)

    def __init__(
        self,
        why_not: Callable[[Record, Media], str],
        cite_menu: Callable[[Record, QWidget], QMenu],
        parent: Optional[QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.record: Optional[Record] = None
        self._cite_menu = cite_menu
        self._citations: Optional[QMenu] = None  # owns the actions of the menu of the button
        self._space = self.fontMetrics().averageCharWidth()
        self.media = MediaSection(lambda media: why_not(self.record, media) if self.record is not None else "")
        self.title = self._plain_label(bold=True)
        self.subtitle = self._plain_label()
        self.badges = QWidget()
        FlowLayout(self.badges, self._space // 2 + 1)
        self.marks = QWidget()
        FlowLayout(self.marks, self._space // 2 + 1)
        self.picture = CardPicture()
        self.text = rich_label()
        self.details = TextSection(tr("Details"), "Details")
        self.similar = TextSection(tr("Similar datasets"), "Similar", collapsed=False)
        self.reuses = TextSection(tr("Reuses"), "Reuses")
        self.remarks = TextSection(tr("Remarks on the record"), "Remarks")
        self.scroll = QScrollArea()
        self.scroll.setWidgetResizable(True)
        self.scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll.setAccessibleName(tr("The chosen dataset"))
        self.scroll.setWidget(self._body())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._head())
        layout.addWidget(self.scroll, 1)
        self._connect()
        self.hide()

    # -- what it is made of -------------------------------------------------------------------------

    def _plain_label(self, *, bold: bool = False) -> QLabel:
        label = QLabel()
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if bold:
            font = label.font()
            font.setBold(True)
            label.setFont(font)
        return label

    def _tool(self, icon: str, text: str, *, shown: str = "") -> QToolButton:
        button = QToolButton()
        button.setIcon(theme_icon(icon))
        button.setToolTip(text)
        button.setAccessibleName(shown or text)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setAutoRaise(not shown)
        if shown:
            button.setText(shown)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return button

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(self._space, self._space // 2, self._space // 2, 0)
        self.zoom_button = self._tool("/mActionZoomToLayer.svg", tr("Zoom to the extent of the dataset (Ctrl+J)"))
        self.page_button = self._tool("/mActionEditInsertLink.svg", tr("Open the page of the dataset in the browser"))
        self.close_button = self._tool("/mIconClose.svg", tr("Close the card"))
        row.addWidget(self.title, 1)
        for button in (self.zoom_button, self.page_button, self.close_button):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _body(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(self._space, 0, self._space, self._space)
        column.setSpacing(round(0.9 * self._space))
        self.cite_button = self._tool(
            "/mActionEditCopy.svg", tr("Citation, BibTeX, mention of the source"), shown=tr("&Cite")
        )
        self.cite_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.cite_button.setMenu(QMenu(self.cite_button))
        self.access_button = self._tool(
            "/mActionSharingExport.svg",
            tr("Ask the producer for access to this dataset"),
            shown=tr("&Request access…"),
        )
        self.media.buttons.layout().addWidget(self.cite_button)
        self.media.buttons.layout().addWidget(self.access_button)
        for part in (self.subtitle, self.badges, self.media, PictureAndText(self.picture, self.text), self.marks):
            column.addWidget(part)
        for part in (self.details, self.similar, self.reuses, self.remarks):
            column.addWidget(part)
        column.addStretch(1)
        return body

    def _connect(self) -> None:
        for source, target in (
            (self.media.addTriggered, self.addTriggered),
            (self.media.downloadTriggered, self.downloadTriggered),
            (self.media.copyTriggered, self.copyTriggered),
            (self.media.algorithmTriggered, self.algorithmTriggered),
        ):
            source.connect(lambda media, told=target: self.record is not None and told.emit(self.record, media))
        for button, target in (
            (self.access_button, self.accessTriggered),
            (self.page_button, self.pageTriggered),
            (self.zoom_button, self.zoomTriggered),
        ):
            button.clicked.connect(
                lambda _checked=False, told=target: self.record is not None and told.emit(self.record)
            )
        self.close_button.clicked.connect(self.closed)
        self.reuses.unfolded.connect(self._want_reuses)
        self.cite_button.menu().aboutToShow.connect(self._fill_cite_menu)
        self.text.linkActivated.connect(self._follow)
        for section in (self.details, self.similar, self.reuses, self.remarks):
            section.followed.connect(self._follow)

    # -- what it shows ------------------------------------------------------------------------------

    def show_record(self, record: Optional[Record], similar: Sequence[tuple[int, Record]] = ()) -> None:
        """Show a dataset and those that resemble it; None hides the card."""
        same = record is not None and self.record is not None and record.global_id == self.record.global_id
        self.record = record
        self.setVisible(record is not None)
        if record is None:
            self.media.set_media(())
            self.picture.clear()
            return
        self.title.setText(record.title or tr("Dataset without a title"))
        self.subtitle.setText(" · ".join(part for part in (record.producer.name, date_text(record)) if part))
        self.subtitle.setVisible(bool(self.subtitle.text()))
        self._show_badges(record)
        self._show_marks(record)
        self.media.set_media(record.media)
        self.access_button.setVisible(record.access != "open")
        self.zoom_button.setEnabled(record.extent is not None and not record.extent.is_world)
        text = record_texts.description(record)
        self.text.setText(text)
        self.text.setVisible(bool(text))
        self.details.show_text(record_texts.details(record))
        self.similar.show_text(record_texts.similar(similar))
        count, told = record_texts.remarks(record)
        self.remarks.setTitle(tr("Remarks on the record ({count})").format(count=number_text(count)))
        self.remarks.show_text(told)
        if not same:
            self.reuses.setCollapsed(True)
            self.reuses.show_text(tr("Asking…"))
            self.scroll.verticalScrollBar().setValue(0)

    def set_reuses_available(self, available: bool) -> None:
        """Show the section of the reuses, for a catalogue that tells of them while it can be asked."""
        self.reuses.setVisible(available)

    def show_reuses(self, record: Record, text: str) -> None:
        """Show what the portal said of the reuses of a record, unless another one is on show by now."""
        if self.record is not None and record.global_id == self.record.global_id:
            self.reuses.show_text(text)

    def _show_badges(self, record: Record) -> None:
        badges = [Badge(access_text(record.access), drawing=access_drawing(record.access),
                        strong=record.access != "open")]  # fmt: skip
        if record.gdpr_sensitive:
            badges.append(Badge(tr("Personal data"), sign="!", strong=True))
        words = language()
        licence = short_label(record.licence.code, words) or record.licence.shown(words).split("\n")[0]
        if licence:
            badges.append(Badge(licence, tooltip=tr("Licence: {name}").format(name=record.licence.shown(words))))
        theme = record.theme_shown(words)
        if theme:
            badges.append(Badge(theme, tooltip=tr("Theme: {name}").format(name=theme)))
        _refill(self.badges, badges)

    def _show_marks(self, record: Record) -> None:
        texts = mark_texts()
        marks = []
        for mark in sorted(quality_marks(record), key=lambda one: not one.met):  # what is missing comes last
            if mark.met is not None:
                met, unmet = texts[mark.name]
                text, sign = (met, TICK) if mark.met else (unmet, CROSS)
                marks.append(Badge(text, sign=sign, strong=not mark.met, plain=mark.met))
        _refill(self.marks, marks)

    def _fill_cite_menu(self) -> None:
        menu = self.cite_button.menu()
        menu.clear()
        if self._citations is not None:
            self._citations.deleteLater()
            self._citations = None
        if self.record is not None:
            self._citations = self._cite_menu(self.record, menu)
            menu.setToolTipsVisible(True)
            menu.addActions(self._citations.actions())

    def _want_reuses(self) -> None:
        if self.record is not None:
            self.reusesWanted.emit(self.record)

    def _follow(self, address: str) -> None:
        kind, target = record_texts.followed(address)
        if kind == record_texts.DATASET:
            self.datasetChosen.emit(int(target))
        elif kind == record_texts.KEYWORD:
            self.keywordChosen.emit(target)
        elif kind == "web":
            QDesktopServices.openUrl(QUrl(target))

    def press_add(self) -> None:
        """Add the chosen medium, as its button does; nothing happens when QGIS cannot open it."""
        self.media.add_button.click()


def _refill(holder: QWidget, widgets: Sequence[QWidget]) -> None:
    """Put other widgets into a flow."""
    flow = holder.layout()
    while flow.count():
        former = flow.takeAt(0).widget()
        former.hide()
        former.deleteLater()
    for widget in widgets:
        flow.addWidget(widget)
    holder.setVisible(bool(widgets))
