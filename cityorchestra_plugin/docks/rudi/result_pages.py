"""What stands in place of the list when there is nothing to list: why, and what can be done about it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import (
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ....processing_provider.translation import number_text, tr
from ..panel_frame import theme_icon
from ..state_page import PageContent
from .facet_chips import facet_title, value_text
from .search_controller import Phase, Standing
from .search_state import SearchState

ICON = Path(__file__).resolve().parents[3] / "resources" / "icons" / "rudi.svg"
PICTURE_LINES = 3


class Page(Enum):
    """What the tab shows below its search field."""

    NO_CONNECTION = "no_connection"
    FIRST_USE = "first_use"
    LOADING = "loading"
    LIST = "list"
    EMPTY = "empty"
    ERROR = "error"


class Act(Enum):
    """What a button of a page does."""

    CONNECTIONS = "connections"
    LOAD = "load"
    TYPE = "type"
    RETRY = "retry"
    WORK_OFFLINE = "work_offline"
    GO_ONLINE = "go_online"
    WITHOUT_EXTENT = "without_extent"
    WITHOUT_FILTERS = "without_filters"
    WITHOUT_WORDS = "without_words"
    START_AGAIN = "start_again"


@dataclass(frozen=True)
class Widened:
    """How many datasets a wider search would find."""

    without_extent: int = 0
    without_filters: int = 0
    without_words: int = 0
    everything: int = 0
    no_extent: int = 0  # left out of a search on the map since their records give no extent


def page_of(standing: Standing, found: Optional[int], state: SearchState) -> Page:
    """Return which page fits.

    Parameters
    ----------
    standing : Standing
    found : int or None
        Datasets found; None while nothing was searched.
    state : SearchState
    """
    if standing.connection is None:
        return Page.NO_CONNECTION
    if found:
        return Page.LIST
    if not standing.loaded:
        return Page.LOADING
    if standing.records and not state.is_empty:
        return Page.LOADING if standing.phase is Phase.ASKING else Page.EMPTY
    if standing.phase is not Phase.IDLE:
        return Page.LOADING
    if standing.error:
        return Page.ERROR
    if standing.is_remote:
        return Page.FIRST_USE if not state.text.strip() or standing.offline else Page.EMPTY
    return Page.FIRST_USE if standing.seen_at is None else Page.EMPTY


def first_use(standing: Standing) -> PageContent:
    """Return what to do first with a catalogue."""
    name = standing.connection.name
    if standing.offline:
        return PageContent(
            theme_icon("/mActionUnlink.svg"),
            tr("Nothing of this catalogue is here yet"),
            (tr("You work offline, and “{name}” has not been loaded before.").format(name=name),),
            ((Act.GO_ONLINE, tr("&Go online")),),
        )
    if standing.is_remote:
        return PageContent(
            theme_icon("/search.svg"),
            tr("Search {name}").format(name=name),
            (tr("This catalogue is searched as you type. What you find stays here for work offline."),),
            ((Act.TYPE, tr("&Type words")),),
        )
    return PageContent(
        QIcon(str(ICON)),
        tr("Find data without leaving QGIS"),
        (
            tr(
                "Load the catalogue of “{name}” once: then search it as you type, see on the map what there is, and "
                "add it. It also works offline."
            ).format(name=name),
        ),
        ((Act.LOAD, tr("&Load the catalogue")),),
    )


def no_connection() -> PageContent:
    """Return what to do without any catalogue."""
    return PageContent(
        QIcon(str(ICON)),
        tr("No catalogue yet"),
        (tr("Add a RUDI portal, a node, or another catalogue to search in it."),),
        ((Act.CONNECTIONS, tr("&Add a catalogue…")),),
    )


def error_page(standing: Standing) -> PageContent:
    """Return why a catalogue cannot be had, and what can be done."""
    buttons = [(Act.RETRY, tr("&Retry")), (Act.CONNECTIONS, tr("&Settings of the connection…"))]
    if standing.records:
        buttons.insert(1, (Act.WORK_OFFLINE, tr("Work &offline")))
    return PageContent(
        theme_icon("/mIconWarning.svg"), tr("The catalogue cannot be asked"), (standing.error,), tuple(buttons)
    )


def empty_page(standing: Standing, state: SearchState, widened: Widened) -> PageContent:
    """Return what was searched in vain, and how to widen the search."""
    if state.is_empty:
        return PageContent(
            theme_icon("/mIconInfo.svg"),
            tr("This catalogue is empty"),
            (tr("“{name}” announces no dataset at all.").format(name=standing.connection.name),),
            ((Act.RETRY, tr("&Ask again")), (Act.CONNECTIONS, tr("&Settings of the connection…"))),
        )
    sentences = []
    words = state.text.strip()
    if words:
        sentences.append(tr("Words: “{words}”").format(words=words))
    for facet, values in state.facets.items():
        chosen = ", ".join(value_text(facet, value) for value in values)
        sentences.append(tr("{facet}: {values}").format(facet=facet_title(facet), values=chosen))
    if state.in_extent:
        sentences.append(tr("Only what the map shows"))
    if widened.no_extent:
        sentences.append(
            tr("{count} datasets give no extent, so the map leaves them out.").format(
                count=number_text(widened.no_extent)
            )
        )
    return PageContent(theme_icon("/search.svg"), tr("No dataset found"), tuple(sentences), _wider(widened))


def _wider(widened: Widened) -> tuple[tuple[Act, str], ...]:
    """Return the ways to widen a search that find something, each with how many datasets it finds."""
    ways = (
        (Act.WITHOUT_EXTENT, tr("Search without the map &extent ({count})"), widened.without_extent),
        (Act.WITHOUT_FILTERS, tr("Clear the &filters ({count})"), widened.without_filters),
        (Act.WITHOUT_WORDS, tr("Clear the &words ({count})"), widened.without_words),
    )
    useful = [(act, text, count) for act, text, count in ways if count]
    useful = useful or [(Act.START_AGAIN, tr("&Start again ({count})"), widened.everything)]
    return tuple((act, text.format(count=number_text(count))) for act, text, count in useful)


class LoadingPage(QWidget):
    """What is being done, how far it is, and a button to give it up.

    Signals
    -------
    cancelled
    """

    cancelled = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        space = 2 * self.fontMetrics().averageCharWidth()
        layout.setContentsMargins(space, space, space, space)
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(tr("Progress"))
        self.cancel_button = QPushButton(tr("&Cancel"))
        self.cancel_button.setToolTip(tr("Give up (Esc)"))
        self.cancel_button.clicked.connect(self.cancelled)
        layout.addStretch(2)
        layout.addWidget(self.label)
        layout.addWidget(self.bar)
        layout.addWidget(self.cancel_button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def show_standing(self, standing: Standing) -> None:
        """Tell how far it is."""
        self.label.setText(busy_text(standing))
        show_progress(self.bar, standing)
        self.cancel_button.setVisible(standing.phase in (Phase.HARVESTING, Phase.ASKING))


def show_progress(bar: QProgressBar, standing: Standing) -> None:
    """Show how far a harvest is; the bar is busy until something is known."""
    if standing.progress < 0:
        bar.setRange(0, 0)
    else:
        bar.setRange(0, 100)
        bar.setValue(standing.progress)


def busy_text(standing: Standing) -> str:
    """Return what is being done, empty when nothing is."""
    name = standing.connection.name if standing.connection is not None else ""
    if standing.phase is Phase.ASKING:
        return tr("Asking {name}…").format(name=name)
    if standing.phase is Phase.HARVESTING and standing.records:
        return tr("Asking {name} what is new…").format(name=name)
    if standing.phase is Phase.HARVESTING:
        return tr("Loading the catalogue of {name}…").format(name=name)
    return tr("Reading the local catalogue…") if standing.phase is Phase.READING else ""


def age_text(seen_at: float, now: Optional[float] = None) -> str:
    """Return how long ago something was seen."""
    minutes = max(0.0, (time.time() if now is None else now) - seen_at) / 60.0
    if minutes < 2:
        return tr("seen just now")
    if minutes < 120:
        return tr("seen {count} min ago").format(count=number_text(int(minutes)))
    if minutes < 48 * 60:
        return tr("seen {count} h ago").format(count=number_text(int(minutes / 60)))
    return tr("seen {count} days ago").format(count=number_text(int(minutes / 1440)))


def standing_texts(standing: Standing, now: Optional[float] = None) -> Sequence[str]:
    """Return the parts of the status line: how many datasets, seen when, what keeps it from being up to date."""
    if standing.connection is None or not standing.loaded:
        return ()
    parts = []
    if standing.records == 1:
        parts.append(tr("1 dataset"))
    elif standing.records or standing.seen_at is not None:
        parts.append(tr("{count} datasets").format(count=number_text(standing.records)))
    if standing.seen_at is not None:
        parts.append(age_text(standing.seen_at, now))
    elif not standing.is_remote:
        parts.append(tr("not loaded yet"))
    if standing.offline:
        parts.append(tr("offline"))
    elif standing.error:
        parts.append(tr("does not answer"))
    return parts
