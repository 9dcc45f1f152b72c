"""What the events of a network prove about a command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Optional

from ..events import Event, Value
from .states import Evidence
from .templates import CommandTemplate

_BY_KIND = {"queued": "queued", "txack": "transmitted", "nack": "refused", "failed": "failed"}


def proof_of(event: Event, reference: str, earlier: tuple[str, ...] = ()) -> Optional[Evidence]:
    """Return what an event proves about the command of a reference, or None.

    Parameters
    ----------
    event : Event
        A simulated one proves nothing.
    reference : str
        Of the last attempt.
    earlier : tuple of str
        References of earlier attempts: an acknowledgement of one of them counts, a failure does not.
    """
    if event.simulated or not event.command:
        return None
    again = event.command in earlier
    if event.command != reference and not again:
        return None
    kind = _BY_KIND.get(event.kind)
    if event.kind == "ack":
        kind = "acknowledged" if event.acknowledged else "refused"
    elif event.kind == "log":
        level, _, code = event.text.upper().partition(":")[0].partition(" ")
        kind = "expired" if code == "EXPIRED" else "failed" if level == "ERROR" else None
    if kind is None or (again and kind not in ("transmitted", "acknowledged")):
        return None
    return Evidence(kind, event.received_time, event.deduplication or event.command, event.text[:200])


def echo_of(
    event: Event, device: str, template: CommandTemplate, values: Mapping[str, Value], since: int
) -> Optional[Evidence]:
    """Return the proof that the device did a command, or None.

    Parameters
    ----------
    event : Event
        An uplink received after `since`; what the device said before proves nothing.
    device : str
    template : CommandTemplate
    values : dict
        Of the command.
    since : int
        When it was handed over [ms since 1970].
    """
    echo = template.echo
    if echo is None or event.simulated or event.kind not in ("up", "obs") or event.device != device:
        return None
    if event.received_time <= since or echo.metric not in event.values:
        return None
    seen = event.values[echo.metric]
    if not echo.proves(values, seen):
        return None
    return Evidence("echo", event.received_time, event.deduplication, f"{echo.metric} {seen}"[:200])
