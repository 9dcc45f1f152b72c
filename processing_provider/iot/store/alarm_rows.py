"""Alarms as the store keeps them, with what operators have asked of them shown as done already."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Optional

from ...errors import InputError
from ..alarms.journal import Entry
from ..alarms.states import HIDDEN, LONGEST_SHELF, NORM, AlarmState
from .schema import METRICS

ACTIONS = ("acknowledge", "reset", "shelve", "unshelve", "take_out", "put_back")


@dataclass(frozen=True)
class AlarmRow:
    """An alarm; times in ms since 1970 [UTC].

    Attributes
    ----------
    id : int
    rule : str
    device : int
        Number of the device; minus that of a gateway.
    uid, name, site : str
        Of the device.
    metric : str
        Empty where the rule watches none.
    state : str
        One of :data:`..alarms.states.STATES`, as it is once what is pending is done.
    priority : int
        1 critical .. 4 low.
    raised, changed, acknowledged, shelved_until : int or None
    acknowledged_by, reason : str
    value : float or None
        Last value of the metric.
    pending : tuple of str
        What operators asked and the recorder has not done yet.
    refused : str
        Why the last thing asked was refused, empty when it was not.
    revision : int
    """

    id: int
    rule: str
    device: int
    uid: str
    name: str
    site: str
    metric: str
    state: str
    priority: int
    raised: Optional[int]
    changed: Optional[int]
    acknowledged: Optional[int]
    acknowledged_by: str
    shelved_until: Optional[int]
    reason: str
    value: Optional[float]
    pending: tuple[str, ...]
    refused: str
    revision: int

    @property
    def active(self) -> bool:
        """Whether somebody has to look at it."""
        return self.state not in (NORM, *HIDDEN)


def act_on(state: AlarmState, action: str, reason: str, until: Optional[int], moment: int) -> None:
    """Do an action of an operator on a state, as the recorder does it on the alarm.

    Raises
    ------
    InputError
        When it is not possible in this state, or a reason or an end is missing.
    """
    if action == "acknowledge":
        state.acknowledge()
    elif action == "reset":
        state.reset()
    elif action == "shelve":
        state.shelve(moment, moment + LONGEST_SHELF if until is None else until, reason)
    elif action == "unshelve":
        if state.shelved_until is None:
            raise InputError("The alarm is not shelved.")
        state.shelved_until = None
        state.show(False)
    elif action == "take_out":
        state.take_out(reason)
    elif action == "put_back":
        if not state.out_of_service:
            raise InputError("The alarm is in service.")
        state.out_of_service = False
        state.show(False)
    else:
        raise InputError("There is no action {action} on an alarm.", action=action)


def alarm_state(content: Optional[str]) -> AlarmState:
    """Return the state that a row holds."""
    return AlarmState.from_dict(json.loads(content)["state"]) if content else AlarmState()


def pending_actions(database: Any) -> dict[int, list[tuple[str, str, str, Optional[int], int]]]:
    """Return (action, who, reason, until, asked) that the recorder has not done yet, by number of the alarm."""
    found: dict[int, list] = {}
    rows = database.query(
        "SELECT alarm, action, who, reason, until, t FROM alarm_action WHERE applied IS NULL ORDER BY id"
    )
    for alarm, *asked in rows:
        found.setdefault(alarm, []).append(tuple(asked))
    return found


def read_alarms(database: Any, since: int = 0) -> list[AlarmRow]:
    """Return the alarms that changed after a commit, by number; all of them when it is 0.

    Those of rules that were never near their limit are not there.
    """
    metrics = dict(database.query("SELECT id, name FROM metric"))
    pending = pending_actions(database)
    refused = dict(
        database.query("SELECT alarm, COALESCE(refused, '') FROM alarm_action WHERE applied IS NOT NULL ORDER BY id")
    )
    rows = database.query(
        "SELECT a.id, a.rule, a.device, a.ds, a.priority, a.raised, a.changed, a.acknowledged, a.acknowledged_by, "
        "a.reason, a.value, a.revision, a.content, COALESCE(d.uid, g.uid, ''), COALESCE(d.name, g.name, ''), "
        "COALESCE(d.site, '') FROM alarm a LEFT JOIN device d ON d.id = a.device "
        "LEFT JOIN gateway g ON g.id = -a.device WHERE a.revision > ? ORDER BY a.id",
        (since,),
    )
    found = []
    for (number, rule, device, ds, priority, raised, changed, seen, by, reason, value, revision, content, uid, name,
         site) in list(rows):  # fmt: skip
        state = alarm_state(content)
        asked = pending.get(number, [])
        done, seen, by, reason = _after(state, asked, seen, by or "", reason or "")
        found.append(
            AlarmRow(
                number, rule, device, uid, name, site, metrics.get(ds % METRICS, "") if ds else "", state.name,
                priority, raised, changed, seen, by, state.shelved_until, reason, value, done,
                refused.get(number, "") if not asked else "", revision,
            )
        )  # fmt: skip
    return found


def _after(
    state: AlarmState,
    asked: Iterable[tuple[str, str, str, Optional[int], int]],
    seen: Optional[int],
    by: str,
    reason: str,
) -> tuple[tuple[str, ...], Optional[int], str, str]:
    done = []
    for action, who, words, until, moment in asked:
        if not possible(state, action, words or "", until, moment):
            continue
        done.append(action)
        if action in ("acknowledge", "shelve", "take_out"):
            seen, by = moment, who
        if action in ("shelve", "take_out"):
            reason = words
        elif action in ("unshelve", "put_back"):
            reason = ""
    return tuple(done), seen, by, reason


def possible(state: AlarmState, action: str, reason: str, until: Optional[int], moment: int) -> bool:
    """Do an action that was asked before, and return whether it was possible; see :func:`act_on`."""
    try:
        act_on(state, action, reason, until, moment)
    except InputError:
        return False  # the recorder will refuse it, and say why
    return True


def read_journal(database: Any, start: int, end: int) -> list[Entry]:
    """Return what happened to alarms in [start, end) [ms], in order; devices by their identifier."""
    metrics = dict(database.query("SELECT id, name FROM metric"))
    rows = database.query(
        "SELECT j.t, j.rule, COALESCE(d.uid, g.uid, ''), j.ds, j.from_state, j.to_state, j.cause, "
        "COALESCE(a.priority, 3), j.value, j.who, j.text FROM alarm_journal j "
        "LEFT JOIN alarm a ON a.rule = j.rule AND a.device = j.device AND a.ds = j.ds "
        "LEFT JOIN device d ON d.id = j.device LEFT JOIN gateway g ON g.id = -j.device "
        "WHERE j.t >= ? AND j.t < ? ORDER BY j.id",
        (start, end),
    )
    return [
        Entry(moment, rule, uid, metrics.get(ds % METRICS, "") if ds else "", before, after, cause, priority, value,
              who or "", text or "")
        for moment, rule, uid, ds, before, after, cause, priority, value, who, text in rows
    ]  # fmt: skip
