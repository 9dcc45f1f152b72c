"""The frame that every panel of the suite shares.

From top to bottom: a small toolbar, a message bar, then one of three pages: *empty* (one sentence and
one button), *work* (the form, the primary action or the progress of a run, and the results) and
*blocked* (why the panel cannot work here, and what to do).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Callable, Optional

from qgis.core import Qgis, QgsApplication
from qgis.gui import QgsMessageBar, QgsMessageBarItem
from qgis.PyQt.QtCore import QEvent, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from ...processing_provider.translation import tr

SUCCESS_SECONDS = 4
RETURN_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
MINIMUM_FORM_LINES = 6  # lines of the form that stay in sight on a low screen
PAGE_SPACING_CHARACTERS = 2  # space around the sentence of an empty page, in character widths


class PanelState(Enum):
    """What a panel is doing."""

    EMPTY = "empty"
    READY = "ready"
    LOADING = "loading"
    ERROR = "error"
    BLOCKED = "blocked"


class SentencePage(QWidget):
    """An icon, one sentence and one button, in the middle of the panel.

    Signals
    -------
    triggered
        The button was pressed.
    """

    triggered = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        margin = PAGE_SPACING_CHARACTERS * self.fontMetrics().averageCharWidth()
        layout.setContentsMargins(margin, margin, margin, margin)
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = QPushButton()
        self.button.clicked.connect(self.triggered)
        layout.addStretch(1)
        layout.addWidget(self.picture)
        layout.addWidget(self.sentence)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)

    def set_texts(self, icon: QIcon, sentence: str, button: str) -> None:
        """Say what to do first."""
        side = 3 * self.fontMetrics().height()
        self.picture.setPixmap(icon.pixmap(QSize(side, side)))
        self.sentence.setText(sentence)
        self.button.setText(button)


class FormArea(QScrollArea):
    """Scroll area that asks for the height of its form, and keeps the width that the form needs."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _scroll_bar_width(self) -> int:
        return self.verticalScrollBar().sizeHint().width()

    def eventFilter(self, watched, event) -> bool:
        """Ask for room again when the form changes, which a scroll area does not do by itself."""
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        if self.widget() is None:
            return super().sizeHint()
        return self.widget().sizeHint() + QSize(self._scroll_bar_width(), 0)

    def minimumSizeHint(self) -> QSize:
        if self.widget() is None:
            return super().minimumSizeHint()
        width = self.widget().minimumSizeHint().width() + self._scroll_bar_width()
        return QSize(width, MINIMUM_FORM_LINES * self.fontMetrics().height())


class WorkSplitter(QSplitter):
    """Form above, results below; the form gets what it asks for until the user moves the divider."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._moved = False
        self.setChildrenCollapsible(False)
        self.splitterMoved.connect(self._keep)

    def _keep(self, *_) -> None:
        self._moved = True

    def share_space(self) -> None:
        """Give the form what it asks for and the results the rest."""
        sizes = self.sizes()
        if self._moved or len(sizes) < 2 or not sum(sizes):
            return
        upper, lower = self.widget(0), self.widget(1)
        most = sum(sizes) - lower.minimumSizeHint().height()
        form = max(min(upper.sizeHint().height(), most), upper.minimumSizeHint().height())
        self.setSizes([form, sum(sizes) - form])

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.share_space()


class PanelFrame(QWidget):
    """Toolbar, message bar, pages, primary action and progress of a panel.

    Signals
    -------
    primaryTriggered, cancelTriggered, emptyTriggered, blockedTriggered
        The button of that name was pressed, or its key: Return or F5, Esc.
    stateChanged(PanelState)
        After :meth:`set_state`.
    """

    primaryTriggered = pyqtSignal()
    cancelTriggered = pyqtSignal()
    emptyTriggered = pyqtSignal()
    blockedTriggered = pyqtSignal()
    stateChanged = pyqtSignal(object)

    def __init__(self, show_log: Callable[[], None], parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._show_log = show_log
        self._state = PanelState.READY
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.toolbar = QToolBar()
        self.toolbar.setFloatable(False)
        self.toolbar.setMovable(False)
        self.message_bar = QgsMessageBar()
        self.message_bar.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.pages = QStackedWidget()
        self.empty_page = SentencePage()
        self.empty_page.triggered.connect(self.emptyTriggered)
        self.blocked_page = SentencePage()
        self.blocked_page.triggered.connect(self.blockedTriggered)
        self.work_page = self._make_work_page()
        for page in (self.empty_page, self.work_page, self.blocked_page):
            self.pages.addWidget(page)
        layout.addWidget(self.toolbar)
        layout.addWidget(self.message_bar)
        layout.addWidget(self.pages, 1)
        self.set_state(PanelState.READY)

    # -- what it is made of -----------------------------------------------------------------------

    def _make_work_page(self) -> QSplitter:
        splitter = WorkSplitter()
        upper = QWidget()
        upper_layout = QVBoxLayout(upper)
        upper_layout.setContentsMargins(0, 0, 0, 0)
        upper_layout.setSpacing(0)
        self._scroll = FormArea()
        upper_layout.addWidget(self._scroll, 1)
        upper_layout.addWidget(self._make_action_bar())
        splitter.addWidget(upper)
        return splitter

    def _make_action_bar(self) -> QStackedWidget:
        self.action_bar = QStackedWidget()
        self.action_bar.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        ready = QWidget()
        row = QHBoxLayout(ready)
        self.primary_button = QPushButton()
        self.primary_button.setDefault(True)
        self.primary_button.clicked.connect(self.primaryTriggered)
        row.addWidget(self.primary_button, 1)
        loading = QWidget()
        column = QVBoxLayout(loading)
        self.progress_label = QLabel()
        self.progress_label.setWordWrap(True)
        bar_row = QHBoxLayout()
        self.progress_bar = QProgressBar()
        self.progress_bar.setAccessibleName(tr("Progress"))
        self.cancel_button = QPushButton(tr("&Cancel"))
        self.cancel_button.setToolTip(tr("Stop the run (Esc)"))
        self.cancel_button.clicked.connect(self.cancelTriggered)
        bar_row.addWidget(self.progress_bar, 1)
        bar_row.addWidget(self.cancel_button)
        column.addWidget(self.progress_label)
        column.addLayout(bar_row)
        self.action_bar.addWidget(ready)
        self.action_bar.addWidget(loading)
        return self.action_bar

    def set_form(self, form: QWidget) -> None:
        """Give the frame the form of the panel."""
        self._scroll.setWidget(form)

    def set_results(self, results: QWidget) -> None:
        """Give the frame what shows the results, below the form."""
        self.work_page.addWidget(results)

    def set_primary(self, text: str, icon: QIcon, tooltip: str) -> None:
        """Name the one primary action."""
        self.primary_button.setText(text)
        self.primary_button.setIcon(icon)
        self.primary_button.setToolTip(tooltip)

    # -- states -----------------------------------------------------------------------------------

    @property
    def state(self) -> PanelState:
        """What the panel is doing."""
        return self._state

    def set_state(self, state: PanelState) -> None:
        """Show the page of a state; while loading, form and former results stay, greyed."""
        self._state = state
        page = {PanelState.EMPTY: self.empty_page, PanelState.BLOCKED: self.blocked_page}.get(state)
        loading = state is PanelState.LOADING
        focused = self.isAncestorOf(QApplication.focusWidget()) if QApplication.focusWidget() else False
        self.pages.setCurrentWidget(page or self.work_page)
        self._show_action(1 if loading else 0)
        self._scroll.setEnabled(not loading)
        self.toolbar.setEnabled(not loading)
        for index in range(1, self.work_page.count()):
            self.work_page.widget(index).setEnabled(not loading)
        # Disabling the form sends the focus elsewhere: keep it on what can be done now.
        if focused and page is None:
            (self.cancel_button if loading else self.primary_button).setFocus()
        self.stateChanged.emit(state)

    def _show_action(self, shown: int) -> None:
        """Show the button or the progress; the hidden one takes no room."""
        for index in range(self.action_bar.count()):
            height = QSizePolicy.Policy.Preferred if index == shown else QSizePolicy.Policy.Ignored
            self.action_bar.widget(index).setSizePolicy(QSizePolicy.Policy.Preferred, height)
        self.action_bar.setCurrentIndex(shown)
        self.work_page.share_space()

    def show_loading(self, sentence: str) -> None:
        """Start showing the progress of a run; the bar is busy until something is known."""
        self.message_bar.clearWidgets()
        self.progress_bar.setRange(0, 0)
        self.progress_label.setText(sentence)
        self.set_state(PanelState.LOADING)

    def set_step(self, sentence: str) -> None:
        """Say what the run is doing."""
        self.progress_label.setText(sentence)

    def set_progress(self, percent: float) -> None:
        """Move the bar."""
        if percent > 0:
            self.progress_bar.setRange(0, 100)
            self.progress_bar.setValue(round(percent))

    def show_error(self, sentence: str, *, retry: bool = False, details: bool = False) -> None:
        """Say what went wrong, with what can be done about it; the message stays until it is closed."""
        buttons = []
        if retry:
            button = QPushButton(tr("&Retry"))
            button.clicked.connect(self.primaryTriggered)
            buttons.append(button)
        if details:
            button = QPushButton(tr("&Details"))
            button.setToolTip(tr("Open QGIS’s message log"))
            button.clicked.connect(self._show_log)
            buttons.append(button)
        self._push(sentence, Qgis.MessageLevel.Warning, 0, buttons)
        self.set_state(PanelState.ERROR)

    def show_success(self, sentence: str) -> None:
        """Say in passing that something was done."""
        self._push(sentence, Qgis.MessageLevel.Success, SUCCESS_SECONDS, ())

    def show_warning(self, sentence: str) -> None:
        """Say what casts doubt on the answer; the message stays until it is closed."""
        self._push(sentence, Qgis.MessageLevel.Warning, 0, ())

    def show_info(self, sentence: str) -> None:
        """Say in passing what to know."""
        self._push(sentence, Qgis.MessageLevel.Info, SUCCESS_SECONDS, ())

    def _push(self, sentence: str, level, seconds: int, buttons: Sequence[QPushButton]) -> None:
        push_sentence(self.message_bar, sentence, level, seconds, buttons)

    def message(self) -> str:
        """Return the sentence on show, empty when there is none."""
        return shown_sentence(self.message_bar)

    # -- keyboard ---------------------------------------------------------------------------------

    def event(self, event) -> bool:
        """Keep F5, Return and Esc for the panel while the focus is in it: QGIS has its own F5."""
        if event.type() == QEvent.Type.ShortcutOverride and event.key() in (
            Qt.Key.Key_F5,
            Qt.Key.Key_Escape,
            *RETURN_KEYS,
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event) -> None:
        """Run with Return or F5, cancel with Esc; Return presses the button that has the focus."""
        key = event.key()
        working = self.pages.currentWidget() is self.work_page
        if key == Qt.Key.Key_Escape:
            self.cancelTriggered.emit()
        elif key in RETURN_KEYS and isinstance(self.focusWidget(), QAbstractButton):
            self.focusWidget().click()
        elif key in RETURN_KEYS and isinstance(self.focusWidget(), QAbstractItemView):
            super().keyPressEvent(event)  # Return activates the row, which the view has done already
            return
        elif working and self._state is not PanelState.LOADING and key in (Qt.Key.Key_F5, *RETURN_KEYS):
            self.primaryTriggered.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()


def push_sentence(bar: QgsMessageBar, sentence: str, level, seconds: int, buttons: Sequence[QPushButton] = ()) -> None:
    """Show one message at a time, its sentence above its buttons: a panel is narrow."""
    bar.clearWidgets()
    content = QWidget(bar.parentWidget())  # parented at once: the item does not own what it is given
    content.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    column = QVBoxLayout(content)
    column.setContentsMargins(0, 0, 0, 0)
    label = QLabel(sentence)
    label.setObjectName("sentence")
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    column.addWidget(label)
    if buttons:
        row = QHBoxLayout()
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button)
        column.addLayout(row)
    bar.pushWidget(QgsMessageBarItem(content, level, seconds), level, seconds)


def shown_sentence(bar: QgsMessageBar) -> str:
    """Return the sentence of the message on show, empty when there is none."""
    item = bar.currentItem()
    label = item.findChild(QLabel, "sentence") if item is not None else None
    return label.text() if label is not None else ""


def theme_icon(name: str) -> QIcon:
    """Return an icon of QGIS's current theme."""
    return QgsApplication.getThemeIcon(name)
