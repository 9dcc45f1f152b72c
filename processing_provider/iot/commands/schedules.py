"""When a command is due again: a part of iCalendar's recurrence rules, in the time of a place.

Kept: ``FREQ=DAILY|WEEKLY``, ``INTERVAL``, ``BYDAY`` (weekly), ``BYHOUR``, ``BYMINUTE``, ``UNTIL`` (a day), and French
public holidays. When the clocks go forward, a time that does not exist becomes the end of the gap (02:30 → 03:00);
when they go back, a time that comes twice counts once, the first.

References
----------
.. [1] RFC 5545, section 3.3.10.
.. [2] French Labour Code, article L3133-1 (public holidays). Easter: Meeus, J. (1991), Astronomical Algorithms, ch. 8.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Optional
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ...errors import InputError

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ANY, SKIP, ONLY = "any", "skip", "only"
MOST_DAYS = 3660  # looked at in one call
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_NUMBERS = re.compile(r"\d{1,2}(,\d{1,2})*\Z", re.ASCII)


@dataclass(frozen=True)
class Schedule:
    """A recurrence.

    Attributes
    ----------
    first : date
        First day; with an interval, days and weeks count from it.
    weekly : bool
    interval : int
        Each so many days, or weeks.
    weekdays : tuple of int
        0 Monday .. 6 Sunday; of a weekly one.
    times : tuple of (int, int)
        Hour and minute, local.
    until : date or None
        Last day, included.
    holidays : str
        ``any``; ``skip`` public holidays; ``only`` on them.
    zone : str
    """

    first: date
    weekly: bool
    interval: int
    weekdays: tuple[int, ...]
    times: tuple[tuple[int, int], ...]
    until: Optional[date] = None
    holidays: str = ANY
    zone: str = "Europe/Paris"


def _numbers(text: str, most: int, rule: str) -> tuple[int, ...]:
    values = tuple(int(part) for part in text.split(",")) if _NUMBERS.match(text) else ()
    if not values or max(values) > most:
        raise _not_taken(rule)
    return tuple(sorted(set(values)))


def _not_taken(rule: str) -> InputError:
    return InputError(
        "The recurrence {rule} is not taken: write FREQ=DAILY or WEEKLY with INTERVAL, BYDAY, BYHOUR, BYMINUTE, UNTIL.",
        rule=rule[:200],
    )


def _day(text: str, rule: str) -> date:
    if not re.match(r"\d{8}\Z", text, re.ASCII):
        raise _not_taken(rule)
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError as error:
        raise _not_taken(rule) from error


def read_schedule(rule: str, first: date, holidays: str = ANY, zone: str = "Europe/Paris") -> Schedule:
    """Read a recurrence rule.

    Parameters
    ----------
    rule : str
        As ``FREQ=WEEKLY;BYDAY=MO,TU;BYHOUR=7;BYMINUTE=30``, in local time; all BYMINUTE in each BYHOUR.
    first : date
    holidays : {"any", "skip", "only"}
    zone : str
        IANA name.

    Raises
    ------
    InputError
        When it is not of the part that is taken, or can never be due.
    """
    parts: dict[str, str] = {}
    for item in rule.strip().upper().split(";"):
        key, _, value = item.partition("=")
        if key in parts or key not in ("FREQ", "INTERVAL", "BYDAY", "BYHOUR", "BYMINUTE", "UNTIL"):
            raise _not_taken(rule)
        parts[key] = value
    weekly = parts.get("FREQ") == "WEEKLY"
    names = parts["BYDAY"].split(",") if "BYDAY" in parts else [DAYS[first.weekday()]] if weekly else []
    if parts.get("FREQ") not in ("DAILY", "WEEKLY") or (names and not weekly) or set(names) - set(DAYS):
        raise _not_taken(rule)
    interval = _numbers(parts.get("INTERVAL", "1"), 52, rule)
    if len(interval) != 1 or interval[0] < 1 or "BYHOUR" not in parts or holidays not in (ANY, SKIP, ONLY):
        raise _not_taken(rule)
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise InputError("The time zone {zone} is not known.", zone=zone[:100]) from error
    until = _day(parts["UNTIL"], rule) if "UNTIL" in parts else None
    if until is not None and until < first:
        raise InputError("The recurrence ends before its first day.")
    hours, minutes = _numbers(parts["BYHOUR"], 23, rule), _numbers(parts.get("BYMINUTE", "0"), 59, rule)
    times = tuple((hour, minute) for hour in hours for minute in minutes)
    weekdays = tuple(sorted(DAYS.index(name) for name in set(names)))
    return Schedule(first, weekly, interval[0], weekdays, times, until, holidays, zone)


def easter(year: int) -> date:
    """Return Easter Sunday, Gregorian calendar."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    ell = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * ell) // 433
    month = (h + ell - 7 * m + 90) // 25
    return date(year, month, (h + ell - 7 * m + 33 * month + 19) % 32)


@lru_cache(maxsize=64)
def public_holidays(year: int) -> frozenset[date]:
    """Return the eleven public holidays of metropolitan France (Alsace and Moselle have two more)."""
    sunday = easter(year)
    fixed = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
    moving = (1, 39, 50)  # Easter Monday, Ascension, Whit Monday
    return frozenset([date(year, *day) for day in fixed] + [sunday + timedelta(days=days) for days in moving])


def local_moment(day: date, hour: int, minute: int, zone: str) -> int:
    """Return the moment of a local time [ms since 1970]; what does not exist becomes the end of the gap."""
    place = ZoneInfo(zone)
    wanted = datetime(day.year, day.month, day.day, hour, minute)
    moment = wanted.replace(tzinfo=place, fold=0).astimezone(timezone.utc)
    if moment.astimezone(place).replace(tzinfo=None) != wanted:
        # In a gap: the clocks change between what the time is by the later offset and by the earlier one.
        before, after = wanted.replace(tzinfo=place, fold=1).astimezone(timezone.utc), moment
        old = before.astimezone(place).utcoffset()
        while after - before > timedelta(seconds=1):
            middle = (before + (after - before) / 2).replace(microsecond=0)
            if middle.astimezone(place).utcoffset() == old:
                before = middle
            else:
                after = middle
        moment = after
    return round((moment - _EPOCH).total_seconds() * 1000.0)


def _is_due(schedule: Schedule, day: date) -> bool:
    if day < schedule.first or (schedule.until is not None and day > schedule.until):
        return False
    if schedule.weekly:
        monday = schedule.first - timedelta(days=schedule.first.weekday())
        if day.weekday() not in schedule.weekdays or ((day - monday).days // 7) % schedule.interval:
            return False
    elif (day - schedule.first).days % schedule.interval:
        return False
    if schedule.holidays == ANY:
        return True
    return (day in public_holidays(day.year)) == (schedule.holidays == ONLY)


def occurrences(schedule: Schedule, start: int, end: int, closed: Collection[date] = ()) -> tuple[int, ...]:
    """Return when a command is due in [start, end).

    Parameters
    ----------
    schedule : Schedule
    start, end : int
        [ms since 1970].
    closed : collection of date
        Days on which nothing is due, whatever the rule.

    Returns
    -------
    tuple of int
        Increasing [ms since 1970]; two that the change of clocks makes one are one.

    Raises
    ------
    InputError
        Over more than ten years.
    """
    place = ZoneInfo(schedule.zone)
    day = (_EPOCH + timedelta(milliseconds=start)).astimezone(place).date()
    last = (_EPOCH + timedelta(milliseconds=end)).astimezone(place).date()
    if (last - day).days > MOST_DAYS:
        raise InputError("A schedule is looked at over ten years at most.")
    found = set()
    while day <= last:
        if day not in closed and _is_due(schedule, day):
            moments = (local_moment(day, hour, minute, schedule.zone) for hour, minute in schedule.times)
            found.update(moment for moment in moments if start <= moment < end)
        day += timedelta(days=1)
    return tuple(sorted(found))


def missed_or_due(
    schedule: Schedule, last_run: int, now: int, tolerance: int
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return what was missed and what is due now, since the last look.

    Parameters
    ----------
    schedule : Schedule
    last_run : int
        Last look [ms since 1970].
    now : int
        [ms since 1970].
    tolerance : int
        How late a command may still be sent [ms]: one that was due while the recorder stood still is noted, never sent.

    Returns
    -------
    missed, due : tuple of int
    """
    moments = occurrences(schedule, last_run + 1, now + 1)
    due = tuple(moment for moment in moments if now - moment <= tolerance)
    return moments[: len(moments) - len(due)], due
