"""What stands in place of the devices when there is nothing to show: why, and what can be done about it."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from qgis.PyQt.QtGui import QIcon

from ....processing_provider.translation import number_text, tr
from ..panel_frame import theme_icon
from ..state_page import PageContent
from . import texts
from .device_order import Filter
from .equipment_controller import Phase, Standing

ICON = Path(__file__).resolve().parents[3] / "resources" / "icons" / "iot.svg"


class Page(Enum):
    """What the tab shows below its search field."""

    NO_SOURCE = "no_source"
    LOADING = "loading"
    LIST = "list"
    NOTHING_YET = "nothing_yet"
    NOT_FOUND = "not_found"
    ERROR = "error"


class Act(Enum):
    """What a button of a page does."""

    BROKERS = "brokers"
    OPEN_STORE = "open_store"
    LIVE = "live"
    RECORDER = "recorder"
    RETRY = "retry"
    CLEAR = "clear"


def page_of(standing: Standing, shown: int) -> Page:
    """Return which page fits, given how many devices the search lets through."""
    if standing.phase is Phase.NONE:
        return Page.NO_SOURCE
    if shown:
        return Page.LIST
    if standing.phase is Phase.ERROR:
        return Page.ERROR
    if standing.phase is Phase.LOADING:
        return Page.LOADING
    return Page.NOT_FOUND if standing.devices else Page.NOTHING_YET


def no_source() -> PageContent:
    """Return what to do first."""
    return PageContent(
        QIcon(str(ICON)),
        tr("See your equipment live"),
        (
            tr(
                "Say where your devices send their messages, an MQTT broker, and watch them on the map. Or open the "
                "store that a recorder writes."
            ),
        ),
        ((Act.BROKERS, tr("&Add a broker…")), (Act.OPEN_STORE, tr("&Open a store…"))),
    )


def nothing_yet(standing: Standing) -> PageContent:
    """Return what to do while no device was heard."""
    source = standing.source
    buttons = []
    if source.broker is not None and not standing.live:
        buttons.append((Act.LIVE, tr("&Connect now")))
    if source.store:
        buttons.append((Act.RECORDER, tr("How to start the &recorder")))
    if standing.live:
        heading = tr("Listening…") if standing.connected else tr("Connecting…")
        sentence = tr("Nothing has come from “{name}” yet: devices show as soon as they send.").format(name=source.name)
    elif source.store:
        heading = tr("Nothing recorded yet")
        sentence = tr(
            "The store of “{name}” holds no device. The recorder writes it, also while QGIS is closed."
        ).format(name=source.name)
    else:
        heading = tr("Not connected")
        sentence = tr("“{name}” has no store. Connect to see its devices while they send.").format(name=source.name)
    return PageContent(QIcon(str(ICON)), heading, (sentence,), tuple(buttons))


def error_page(standing: Standing) -> PageContent:
    """Return why nothing can be read, and what can be done."""
    source = standing.source
    buttons = [(Act.RETRY, tr("&Retry"))]
    if source.broker is not None and not standing.live:
        buttons.append((Act.LIVE, tr("&Connect to the broker")))
    if source.store:
        buttons.append((Act.RECORDER, tr("How to start the r&ecorder")))
    if source.broker is not None:
        buttons.append((Act.BROKERS, tr("&Settings of the broker…")))
    return PageContent(
        theme_icon("/mIconWarning.svg"), tr("The equipment cannot be read"), (standing.error,), tuple(buttons)
    )


def not_found(standing: Standing, wanted: Filter) -> PageContent:
    """Return what was searched in vain, and how to widen the search."""
    sentences = []
    if wanted.words:
        sentences.append(tr("Words: “{words}”").format(words=" ".join(wanted.words)))
    if wanted.states:
        names = ", ".join(sorted(texts.state_text(state) for state in wanted.states))
        sentences.append(tr("State: {states}").format(states=names))
    if wanted.alarms:
        sentences.append(tr("Only those in alarm"))
    button = tr("&Show all ({count})").format(count=number_text(standing.devices))
    return PageContent(theme_icon("/search.svg"), tr("No device found"), tuple(sentences), ((Act.CLEAR, button),))
