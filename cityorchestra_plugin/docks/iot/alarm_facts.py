"""The alarms of a store as the panel shows them."""

from __future__ import annotations

from typing import Any, NamedTuple, Optional

from ....processing_provider.iot.alarms.states import (
    ACK_ACT,
    LATCHED,
    NORM,
    OUT_OF_SERVICE,
    RTN_UNACK,
    SHELVED,
    SUPPRESSED,
    UNACK_ACT,
)
from ....processing_provider.translation import tr

# The order of a list of alarms: what wants an answer first.
ORDER = (UNACK_ACT, RTN_UNACK, LATCHED, ACK_ACT, SHELVED, SUPPRESSED, OUT_OF_SERVICE, NORM)


class AlarmFacts(NamedTuple):
    """An alarm: ``device`` is the identifier of its device, ``name`` what it is called; times in ms since 1970."""

    id: int
    device: str
    rule: str
    metric: str
    state: str
    priority: int
    raised: Optional[int] = None
    changed: Optional[int] = None
    acknowledged: Optional[int] = None
    acknowledged_by: str = ""
    shelved_until: Optional[int] = None
    reason: str = ""
    value: Optional[float] = None
    name: str = ""
    site: str = ""
    pending: tuple[str, ...] = ()  # what operators asked and no recorder has done yet
    refused: str = ""  # why the last thing asked was refused

    @property
    def active(self) -> bool:
        """Whether its cause holds and the operator is told."""
        return self.state in (UNACK_ACT, ACK_ACT)

    @property
    def waits(self) -> bool:
        """Whether it wants to be acknowledged."""
        return self.state in (UNACK_ACT, RTN_UNACK)


def alarm_facts(row: Any) -> AlarmFacts:
    """Return an alarm of the store (:class:`...store.alarm_rows.AlarmRow`) as the panel shows it."""
    return AlarmFacts(
        row.id, row.uid, row.rule, row.metric, row.state, row.priority or 3, row.raised, row.changed, row.acknowledged,
        row.acknowledged_by, row.shelved_until, row.reason, row.value, row.name, row.site, tuple(row.pending),
        row.refused,
    )  # fmt: skip


def alarm_order(alarm: AlarmFacts) -> tuple[int, int, int]:
    """Return the key that sorts alarms: what wants an answer, then by priority, then the newest."""
    return ORDER.index(alarm.state) if alarm.state in ORDER else len(ORDER), alarm.priority, -(alarm.raised or 0)


def state_text(state: str) -> str:
    """Return what a state of an alarm is called."""
    return {
        UNACK_ACT: tr("Active, not acknowledged"),
        ACK_ACT: tr("Active, acknowledged"),
        RTN_UNACK: tr("Over, not acknowledged"),
        LATCHED: tr("Over, to be reset"),
        SHELVED: tr("Shelved"),
        SUPPRESSED: tr("Suppressed by another alarm"),
        OUT_OF_SERVICE: tr("Out of service"),
        NORM: tr("Normal"),
    }.get(state, state)


def priority_text(priority: int) -> str:
    """Return what a priority of an alarm is called."""
    return {1: tr("Critical"), 2: tr("High"), 3: tr("Medium"), 4: tr("Low")}.get(priority, str(priority))
