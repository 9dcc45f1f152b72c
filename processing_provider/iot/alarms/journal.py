"""What happened to alarms, in the order in which it happened. Nothing is ever left out, not even in a flood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ..events import Value
from .states import UNACK_ACT

CAUSES = (
    "raise",
    "clear",
    "acknowledge",
    "reset",
    "shelve",
    "unshelve",
    "suppress",
    "unsuppress",
    "take_out",
    "put_back",
)


@dataclass(frozen=True)
class Entry:
    """One line of the journal.

    Attributes
    ----------
    moment : int
        When it happened: the end of a delay, not the next look at the clock [ms since 1970].
    rule, device, metric : str
    before, after : str
        States of the alarm; equal when something happened behind a hidden one.
    cause : str
        One of :data:`CAUSES`.
    priority : int
    value : float, bool, str or None
        Last value of the metric.
    who, text : str
        Operator and reason, where one acted.
    """

    moment: int
    rule: str
    device: str
    metric: str
    before: str
    after: str
    cause: str
    priority: int
    value: Optional[Value] = None
    who: str = ""
    text: str = ""

    @property
    def announced(self) -> bool:
        """Whether the operator was told of an alarm."""
        return self.after == UNACK_ACT and self.before != UNACK_ACT
