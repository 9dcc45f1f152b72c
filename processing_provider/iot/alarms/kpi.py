"""How many alarms there are: rates, floods, chattering, stale alarms, priorities, after ISA-18.2 and EEMUA 191.

The figures that these texts give are constants below; they are quoted from general knowledge and must be
checked against the texts before they are shown as theirs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Optional

import numpy as np

from .journal import Entry

MINUTE, DAY = 60_000, 86_400_000  # ms
WINDOW = 10 * MINUTE
FLOOD_ABOVE, FLOOD_BELOW = 10, 5  # alarms in 10 min: a flood begins above the first, ends below the second
ACCEPTABLE_RATE, GREATEST_RATE = 1.0, 2.0  # alarms in 10 min, on average: acceptable, and the most that can be managed
GREATEST_FLOOD_SHARE = 0.01
CHATTER_RAISES, CHATTER_WINDOW, CHATTER_SAMPLES = 3, MINUTE, 10
STALE_AFTER = DAY
TOP = 10
GREATEST_TOP_SHARE = 0.05
GREATEST_URGENT_SHARE = 0.05  # of priorities 1 and 2 together; the usual mix is 80 % low, 15 % medium, 5 % high


@dataclass(frozen=True)
class Flood:
    """A flood of alarms: from, to [ms since 1970], and how many were announced."""

    start: int
    end: int
    count: int


def find_floods(moments: Iterable[int], end: int) -> tuple[Flood, ...]:
    """Return the floods in announcements.

    A flood begins with the announcement that makes more than 10 in the last 10 minutes, and ends when there are fewer
    than 5 in the last 10 minutes, or at `end`.

    Parameters
    ----------
    moments : iterable of int
        Announcements [ms since 1970], in any order.
    end : int
        End of the period [ms since 1970].

    Returns
    -------
    tuple of Flood
        Alarms of the 10 minutes before the begin are counted in.
    """
    times = np.sort(np.asarray(list(moments), dtype=np.int64))
    floods = []
    inside = -1  # place of the first alarm of the flood
    start = 0
    for place, moment in enumerate(times):
        if inside >= 0:
            over = _flood_end(times, place, start)
            if over is not None and over <= moment:
                floods.append(Flood(int(start), int(over), int(place - inside)))
                inside = -1
        if inside < 0:
            first = int(np.searchsorted(times, moment - WINDOW, side="right"))
            if place - first + 1 > FLOOD_ABOVE:
                inside, start = first, moment
    if inside >= 0:
        over = _flood_end(times, len(times), start)
        floods.append(Flood(int(start), int(min(over, end)), int(len(times) - inside)))
    return tuple(floods)


def _flood_end(times: np.ndarray, count: int, start: int) -> Optional[int]:
    # When fewer than 5 of the first `count` alarms are left in the window, if no other came.
    if count < FLOOD_BELOW:
        return int(start)
    return int(times[count - FLOOD_BELOW] + WINDOW)


@dataclass(frozen=True)
class AlarmKpi:
    """Figures of a period.

    Attributes
    ----------
    announced : int
    rate, greatest_rate : float
        Announcements per 10 minutes: mean, and most in any 10 minutes.
    per_day : float
    floods : tuple of Flood
    flood_share : float
        Of the time [0..1].
    chattering : tuple of (str, str)
        Rule and device of alarms announced 3 times or more in a minute, or in 10 reporting periods.
    stale : tuple of (str, str)
        Active for more than 24 h at the end.
    priorities : dict
        Share of each priority [0..1].
    top : tuple of ((str, str), int)
        The ten alarms announced most.
    top_share : float
        Of all announcements [0..1].
    acknowledged_after : float
        Median time from announcement to acknowledgement [ms]; NaN when none was acknowledged.
    """

    announced: int
    rate: float
    greatest_rate: int
    per_day: float
    floods: tuple[Flood, ...]
    flood_share: float
    chattering: tuple[tuple[str, str], ...]
    stale: tuple[tuple[str, str], ...]
    priorities: Mapping[int, float]
    top: tuple[tuple[tuple[str, str], int], ...]
    top_share: float
    acknowledged_after: float


def _chattering(moments: Mapping[tuple[str, str], list[int]], periods: Mapping[str, float]) -> list[tuple[str, str]]:
    found = []
    for key, times in moments.items():
        window = max(CHATTER_WINDOW, CHATTER_SAMPLES * periods.get(key[1], 0.0))
        ordered = sorted(times)
        last = CHATTER_RAISES - 1
        if any(ordered[i + last] - ordered[i] <= window for i in range(len(ordered) - last)):
            found.append(key)
    return sorted(found)


def _active_since(entries: Iterable[Entry]) -> dict[tuple[str, str], int]:
    since: dict[tuple[str, str], int] = {}
    for entry in entries:
        if entry.cause == "raise":
            since[entry.rule, entry.device] = entry.moment
        elif entry.cause == "clear":
            since.pop((entry.rule, entry.device), None)
    return since


def _waits(entries: Iterable[Entry]) -> list[int]:
    told: dict[tuple[str, str], int] = {}
    waits = []
    for entry in entries:
        key = (entry.rule, entry.device)
        if entry.announced:
            told.setdefault(key, entry.moment)
        elif entry.cause == "acknowledge" and key in told:
            waits.append(entry.moment - told.pop(key))
    return waits


def alarm_kpi(
    journal: Iterable[Entry], start: int, end: int, periods: Optional[Mapping[str, float]] = None
) -> AlarmKpi:
    """Return the figures of a period.

    Parameters
    ----------
    journal : iterable of Entry
        In the order of time; entries before `start` tell what was already active.
    start, end : int
        [ms since 1970].
    periods : dict, optional
        Reporting period [ms] by device, for chattering.

    Returns
    -------
    AlarmKpi
    """
    entries = [entry for entry in journal if entry.moment < end]
    told = [entry for entry in entries if entry.announced and entry.moment >= start]
    times = np.array([entry.moment for entry in told], dtype=np.int64)
    span = float(max(end - start, 1))
    first = np.searchsorted(times, times - WINDOW, side="right")
    floods = find_floods(times, end)
    counts = Counter((entry.rule, entry.device) for entry in told)
    moments: dict[tuple[str, str], list[int]] = {}
    for entry in told:
        moments.setdefault((entry.rule, entry.device), []).append(entry.moment)
    top = tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:TOP])
    mix = Counter(entry.priority for entry in told)
    waits = _waits(entries)
    stale = sorted(key for key, since in _active_since(entries).items() if end - since > STALE_AFTER)
    return AlarmKpi(
        announced=len(told),
        rate=len(told) * WINDOW / span,
        greatest_rate=int((np.arange(len(times)) - first + 1).max(initial=0)),
        per_day=len(told) * DAY / span,
        floods=floods,
        flood_share=sum(flood.end - flood.start for flood in floods) / span,
        chattering=tuple(_chattering(moments, periods or {})),
        stale=tuple(stale),
        priorities={priority: count / len(told) for priority, count in sorted(mix.items())},
        top=top,
        top_share=sum(count for _, count in top) / len(told) if told else 0.0,
        acknowledged_after=float(np.median(waits)) if waits else float("nan"),
    )


def beyond_targets(kpi: AlarmKpi) -> tuple[str, ...]:
    """Return the names of the figures beyond what the texts allow, such as ``rate``, ``flood`` or ``stale``."""
    urgent = sum(share for priority, share in kpi.priorities.items() if priority <= 2)
    found = {
        "rate": kpi.rate > ACCEPTABLE_RATE,
        "greatest_rate": kpi.rate > GREATEST_RATE,
        "flood": kpi.flood_share > GREATEST_FLOOD_SHARE,
        "urgent": urgent > GREATEST_URGENT_SHARE,
        "top": kpi.top_share > GREATEST_TOP_SHARE and kpi.announced > 0,
        "chattering": bool(kpi.chattering),
        "stale": bool(kpi.stale),
    }
    return tuple(name for name, beyond in found.items() if beyond)


@dataclass(frozen=True)
class CauseGroup:
    """Alarms of a flood put under one parent: kind and name of the cause, and their journal entries."""

    kind: str
    name: str
    entries: tuple[Entry, ...]


def group_by_cause(
    entries: Iterable[Entry], causes_of: Callable[[str], Mapping[str, Hashable]], fewest: int = 3
) -> tuple[tuple[CauseGroup, ...], tuple[Entry, ...]]:
    """Put announcements under the causes that explain most of them; the entries themselves are all kept.

    The cause shared by the most entries left is taken first, again and again.

    Parameters
    ----------
    entries : iterable of Entry
    causes_of : callable
        From a device to its possible causes by kind: ``{"gateway": ..., "site": ..., "profile": ...}``; of equals the
        kind named first is taken, so name the most precise first.
    fewest : int
        Entries that make a group.

    Returns
    -------
    groups : tuple of CauseGroup
    alone : tuple of Entry
        Those that no group explains.
    """
    left = list(entries)
    groups = []
    while left:
        shared: dict[tuple[str, str], list[int]] = {}
        rank: dict[str, int] = {}
        for place, entry in enumerate(left):
            for order, (kind, name) in enumerate(causes_of(entry.device).items()):
                if name not in (None, ""):
                    rank[kind] = min(order, rank.get(kind, order))
                    shared.setdefault((kind, str(name)), []).append(place)
        if not shared:
            break
        kind, name = max(shared, key=lambda key: (len(shared[key]), -rank[key[0]], key))
        places = shared[kind, name]
        if len(places) < fewest:
            break
        groups.append(CauseGroup(kind, name, tuple(left[place] for place in places)))
        taken = set(places)
        left = [entry for place, entry in enumerate(left) if place not in taken]
    return tuple(groups), tuple(left)
