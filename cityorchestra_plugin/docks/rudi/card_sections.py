"""Parts of the card: a foldable section, the table of files and services with its buttons."""

from __future__ import annotations

from typing import Callable, Optional

from qgis.gui import QgsCollapsibleGroupBox
from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QPushButton,
    QSizePolicy,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ....processing_provider.rudi.record import Media
from ....processing_provider.translation import language, tr
from ..flow_layout import FlowLayout
from ..panel_frame import RETURN_KEYS, theme_icon
from .media_model import FORMAT, NAME, SIZE, MediaModel

MOST_ROWS = 6  # media on show before the table scrolls


class TextSection(QgsCollapsibleGroupBox):
    """A text below a title, folded until it is wanted.

    Signals
    -------
    unfolded
        The user opened it.
    followed(str)
        A link of the text was chosen.
    """

    unfolded = pyqtSignal()
    followed = pyqtSignal(str)

    def __init__(self, title: str, name: str, *, collapsed: bool = True, parent: Optional[QWidget] = None) -> None:
        super().__init__(title, parent)
        self.setObjectName(f"CityOrchestraRudi{name}")
        self.setSaveCollapsedState(False)
        self.setFlat(True)
        self.text = rich_label()
        self.text.linkActivated.connect(self.followed)
        layout = QVBoxLayout(self)
        space = self.fontMetrics().averageCharWidth()
        layout.setContentsMargins(space, space // 2, 0, space // 2)
        layout.addWidget(self.text)
        self.setCollapsed(collapsed)
        self.collapsedStateChanged.connect(lambda folded: None if folded else self.unfolded.emit())

    def show_text(self, text: str) -> None:
        """Show a text; the section is hidden when it is empty."""
        self.text.setText(text)
        self.setVisible(bool(text))
        for button in self.findChildren(QToolButton):  # QGIS gives the arrow no name
            button.setAccessibleName(self.title())


def rich_label() -> QLabel:
    """Return a label of rich text that wraps, and whose links and words can be reached by keyboard."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setWordWrap(True)
    label.setOpenExternalLinks(False)
    flags = Qt.TextInteractionFlag
    label.setTextInteractionFlags(
        flags.TextSelectableByMouse | flags.LinksAccessibleByMouse | flags.LinksAccessibleByKeyboard
    )
    # A long word must not make the card wider than the panel.
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    label.setMinimumWidth(1)
    return label


class MediaTable(QTableView):
    """The media of a dataset; as high as they are, up to a few rows."""

    activatedRow = pyqtSignal(int)

    def __init__(self, model: MediaModel, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(tr("Files and services"))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(round(1.7 * self.fontMetrics().height()))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(4 * self.fontMetrics().averageCharWidth())
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column in (FORMAT, SIZE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.doubleClicked.connect(lambda index: self.activatedRow.emit(index.row()))

    def sizeHint(self):
        rows = min(MOST_ROWS, max(1, self.model().rowCount()))
        height = rows * self.verticalHeader().defaultSectionSize() + 2 * self.frameWidth()
        return QSize(12 * self.fontMetrics().averageCharWidth(), height + self.horizontalHeader().sizeHint().height())

    def minimumSizeHint(self):
        return QSize(10 * self.fontMetrics().averageCharWidth(), self.sizeHint().height())

    def keyPressEvent(self, event):
        """Return adds the chosen medium to the map."""
        if event.key() in RETURN_KEYS and self.currentIndex().isValid():
            self.activatedRow.emit(self.currentIndex().row())
            event.accept()
        else:
            super().keyPressEvent(event)


class MediaSection(QWidget):
    """The files and services of a dataset, and what can be done with the chosen one.

    Signals
    -------
    addTriggered, downloadTriggered, copyTriggered, algorithmTriggered
        With the medium chosen.
    """

    addTriggered = pyqtSignal(object)
    downloadTriggered = pyqtSignal(object)
    copyTriggered = pyqtSignal(object)
    algorithmTriggered = pyqtSignal(object)

    def __init__(self, why_not: Callable[[Media], str], parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.model = MediaModel(why_not, self)
        self.table = MediaTable(self.model)
        self.none = QLabel(tr("The record has no file and no service: there is nothing to download or display."))
        self.none.setWordWrap(True)
        self.add_button = QPushButton(theme_icon("/mActionAddLayer.svg"), tr("&Add to map"))
        self.download_button = QPushButton(theme_icon("/downloading_svg.svg"), tr("&Download…"))
        self.copy_button = self._tool("/mActionEditCopy.svg", tr("Copy the address"))
        self.algorithm_button = self._tool("/processingAlgorithm.svg", tr("Open in the Processing toolbox"))
        self.buttons = QWidget()
        flow = FlowLayout(self.buttons, self.fontMetrics().averageCharWidth() // 2 + 1)
        for button in (self.add_button, self.download_button, self.copy_button, self.algorithm_button):
            flow.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for part in (self.none, self.table, self.buttons):
            layout.addWidget(part)
        for button, signal in (
            (self.add_button, self.addTriggered),
            (self.download_button, self.downloadTriggered),
            (self.copy_button, self.copyTriggered),
            (self.algorithm_button, self.algorithmTriggered),
        ):
            button.clicked.connect(lambda _checked=False, told=signal: self._tell(told))
        self.table.activatedRow.connect(lambda _row: self.add_button.click())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._chosen())

    def _tool(self, icon: str, text: str) -> QToolButton:
        button = QToolButton()
        button.setIcon(theme_icon(icon))
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def set_media(self, media) -> None:
        """Show the media of another dataset, the most useful one chosen."""
        self.model.set_media(media)
        self.table.updateGeometry()
        self.none.setVisible(not media)
        self.table.setVisible(bool(media))
        self.buttons.setVisible(bool(media))
        best = self.model.best()
        if best >= 0:
            self.table.setCurrentIndex(self.model.index(best, NAME))
        self._chosen()

    def chosen(self) -> Optional[Media]:
        """Return the medium chosen, None when there is none."""
        return self.model.media(self.table.currentIndex().row())

    def _tell(self, signal) -> None:
        media = self.chosen()
        if media is not None:
            signal.emit(media)

    def _chosen(self) -> None:
        """Say of each button what it would do with the chosen medium, or why it cannot."""
        row = self.table.currentIndex().row()
        media, reason = self.model.media(row), self.model.reason(row)
        service = media is not None and media.loads_as == "service"
        name = media.shown_name(language()) if media is not None else ""
        self.add_button.setEnabled(media is not None and not reason)
        self.add_button.setToolTip(reason or tr("Add “{name}” to the map (Return)").format(name=name))
        self.download_button.setEnabled(media is not None and not service and bool(media.url))
        self.download_button.setToolTip(
            tr("This is a service, not a file: add it to the map, then export the layer.")
            if service
            else tr("Download “{name}” to a folder").format(name=name)
        )
        self.copy_button.setEnabled(media is not None and bool(media.url))
        self.algorithm_button.setEnabled(media is not None)
