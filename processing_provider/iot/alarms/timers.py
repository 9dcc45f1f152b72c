"""When a condition has lasted long enough: on and off delays of one alarm, on the time of events.

A deadline is known as soon as a run begins, so nothing has to be polled: whoever keeps the clock asks
for :meth:`ConditionTimer.deadline` and calls :meth:`ConditionTimer.expire` when it comes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Union

from .rules import NO_DATA, Rule

RAISE, CLEAR, STALE = "raise", "clear", "stale"


@dataclass(init=False)
class ConditionTimer:
    """Runs of one rule on one device.

    Attributes
    ----------
    rule : Rule
    period : float or None
        Reporting period of the device [ms].
    stale_after : float or None
        Silence after which a value no longer counts [ms]; None never.
    active : bool
    on_since, off_since : int or None
        Begin of the run beyond the limit, of the run that ends the alarm [ms].
    on_samples, off_samples : int
        Samples of those runs.
    last : int or None
        Last good sample [ms]; of a ``no_data`` rule also the begin of its watch.
    """

    __slots__ = (
        "active",
        "last",
        "off_samples",
        "off_since",
        "on_samples",
        "on_since",
        "period",
        "rule",
        "stale_after",
    )

    rule: Rule
    period: Optional[float]
    stale_after: Optional[float]
    active: bool
    on_since: Optional[int]
    off_since: Optional[int]
    on_samples: int
    off_samples: int
    last: Optional[int]

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.active = False
        self.period = self.stale_after = self.last = None
        self._stop()

    def _due(self, on: bool) -> Optional[int]:
        # The moment when a run is long enough; None while it has too few samples.
        since, samples = (self.on_since, self.on_samples) if on else (self.off_since, self.off_samples)
        if since is None:
            return None
        wanted = self.rule.on_samples if on else self.rule.off_samples
        # Samples are counted only where the period, which turns them into time, is unknown.
        if self.period is None and self.rule.kind != NO_DATA and samples < wanted:
            return None
        return since + self.rule.delay(on, self.period)

    def deadline(self) -> Optional[tuple[int, str]]:
        """Return the next moment at which time alone changes something, and what: RAISE, CLEAR or STALE."""
        if self.rule.kind == NO_DATA:
            return self._silence_deadline()
        due = self._due(on=not self.active)
        what = CLEAR if self.active else RAISE
        if self.last is None or self.stale_after is None or (self.on_since is None and self.off_since is None):
            return None if due is None else (due, what)
        stale = int(self.last + self.stale_after) + 1
        return (stale, STALE) if due is None or stale < due else (due, what)

    def _silence_deadline(self) -> Optional[tuple[int, str]]:
        silence = self.rule.delay(True, self.period)
        if silence <= 0:
            return None  # counted in periods, and the period is unknown
        if not self.active:
            return None if self.last is None else (self.last + silence, RAISE)
        due = self._due(on=False)
        if due is None:
            return None
        # A new silence before the end of the off-delay: the alarm goes on.
        broken = self.last + silence
        return (broken, STALE) if broken < due else (due, CLEAR)

    def expire(self, what: str) -> None:
        """Note that the deadline came."""
        if what == STALE:
            self._stop()
        else:
            self.active = what == RAISE
            self._stop()

    def _stop(self) -> None:
        self.on_since = self.off_since = None
        self.on_samples = self.off_samples = 0

    def sample(self, moment: int, value: Union[float, bool, str, None], good: bool) -> None:
        """Take a sample; a bad one, or one that cannot be compared, stops the runs and changes nothing else."""
        if self.rule.kind == NO_DATA:
            if good:
                self.last = moment
                if self.active and self.off_since is None:
                    self.off_since = moment
            return
        if not good or not self.rule.fits(value):
            self._stop()
            return
        self.last = moment
        if self.active:
            if self.rule.is_off(value):
                self.off_since = moment if self.off_since is None else self.off_since
                self.off_samples += 1
            else:
                self.off_since, self.off_samples = None, 0
        elif self.rule.is_on(value):
            self.on_since = moment if self.on_since is None else self.on_since
            self.on_samples += 1
        else:
            self.on_since, self.on_samples = None, 0
