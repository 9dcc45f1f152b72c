"""Whether places are open at a given time, from OpenStreetMap opening hours.

The hours are read by the library ``opening_hours`` (PyPI ``opening-hours-py``, R. Dupré, MIT or Apache 2.0), which
knows the public holidays of each country. Open data of French cities also write them as schema.org
specifications, or as a list of texts; both are put into the syntax of OpenStreetMap first.

References
----------
.. [1] https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
.. [2] https://schema.org/OpeningHoursSpecification
"""

from __future__ import annotations

import datetime
import json
import re
from typing import NamedTuple, Optional
from zoneinfo import ZoneInfo

import numpy as np

from ..errors import InputError

OPEN, CLOSED, UNKNOWN = 1, 0, -1
_DAYS = {"Monday": "Mo", "Tuesday": "Tu", "Wednesday": "We", "Thursday": "Th", "Friday": "Fr", "Saturday": "Sa"}
_DAYS.update(Sunday="Su", PublicHolidays="PH")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?")
_MIDNIGHT = ("00:00", "23:59")  # a place that closes then is open to the end of the day


class OpenState(NamedTuple):
    """State of places at a time.

    ``state`` (int8, one per place): :data:`OPEN`, :data:`CLOSED` or :data:`UNKNOWN`; ``missing``: places without
    hours; ``unreadable``: hours that are in no known syntax; ``examples``: some of those texts.
    """

    state: np.ndarray
    missing: int
    unreadable: int
    examples: tuple[str, ...]


def hours_text(value) -> Optional[str]:
    """Write the content of a field as OpenStreetMap opening hours.

    Parameters
    ----------
    value : str, list, dict or None
        OpenStreetMap text; a list of such texts; a schema.org ``OpeningHoursSpecification``, or a list of them; or
        the JSON of any of these.

    Returns
    -------
    str or None
        None when there are no hours. A text in another syntax is returned as it is.
    """
    if isinstance(value, str):
        text = value.strip()
        if text[:1] in ("[", "{"):
            try:
                return hours_text(json.loads(text))
            except json.JSONDecodeError:
                return text
        return text or None
    if isinstance(value, dict):
        value = [value]
    if not isinstance(value, (list, tuple)):
        return None if value is None else str(value)
    items = [item for item in value if item]
    if not items:
        return None
    if all(isinstance(item, dict) for item in items):
        # Joined by commas: rules add up, so that a morning and an afternoon of one day both count.
        rules = [_rule(item) for item in items]
        return ", ".join(rules) if all(rules) else json.dumps(value, ensure_ascii=False)
    return "; ".join(str(item) for item in items)


def _rule(item: dict) -> Optional[str]:
    """Write one schema.org specification, or None when it has a part that is not known."""
    opens, closes = (_CLOCK.fullmatch(str(item.get(key, ""))) for key in ("opens", "closes"))
    days = item.get("dayOfWeek") or list(_DAYS)[:7]
    days = [str(day).rsplit("/", 1)[-1] for day in ([days] if isinstance(days, str) else days)]
    if not opens or not closes or any(day not in _DAYS for day in days):
        return None
    begin, end = (f"{int(clock[1]):02d}:{clock[2]}" for clock in (opens, closes))
    text = f"{','.join(_DAYS[day] for day in days)} {begin}-{'24:00' if end in _MIDNIGHT else end}"
    if not (item.get("validFrom") or item.get("validThrough")):
        return text
    try:
        first, last = (datetime.date.fromisoformat(str(item[key])[:10]) for key in ("validFrom", "validThrough"))
    except (KeyError, ValueError):
        return None
    return f"{_day_of(first)}-{_day_of(last)} {text}"


def _day_of(date: datetime.date) -> str:
    return f"{date.year} {_MONTHS[date.month - 1]} {date.day:02d}"


def open_at(
    values,
    moment: datetime.datetime,
    time_zone: str,
    *,
    country: str = "FR",
    position: Optional[tuple[float, float]] = None,
) -> OpenState:
    """Tell which places are open.

    Parameters
    ----------
    values : sequence (n,)
        Opening hours (:func:`hours_text`), None where there are none.
    moment : datetime
        With an offset.
    time_zone : str
        IANA name of the zone in which the hours are meant.
    country : str
        Two letters of the country whose public holidays count; empty for none. School holidays are not known:
        rules for them never apply.
    position : tuple of float, optional
        Longitude and latitude [degrees] for sunrise and sunset.

    Returns
    -------
    OpenState
        UNKNOWN where there are no hours, they cannot be read, or they say themselves that they are not sure.

    Raises
    ------
    InputError
        When the country is not known.
    ValueError
        When the moment has no offset.
    """
    import opening_hours

    if moment.tzinfo is None:
        raise ValueError("The moment has no time zone.")
    zone = ZoneInfo(time_zone)
    local = moment.astimezone(zone)
    # Without automatic country, or the position would bring holidays that were not asked for.
    options = {"timezone": zone, "auto_country": False}
    if country:
        options["country"] = country.upper()
    if position is not None:
        options["coords"] = (position[1], position[0])
    unknown_country = getattr(opening_hours, "UnknownCountryError", LookupError)
    unreadable_text = (getattr(opening_hours, "ParserError", SyntaxError), SyntaxError)
    try:
        opening_hours.OpeningHours("24/7", **options)
    except unknown_country:
        raise InputError(
            "The country {country} is not known; give its two letters, for example FR, or leave it empty.",
            country=country,
        ) from None
    known: dict[str, Optional[int]] = {}
    state = np.full(len(values), UNKNOWN, dtype=np.int8)
    missing, unreadable, examples = 0, 0, []
    for number, value in enumerate(values):
        text = hours_text(value)
        if text is None:
            missing += 1
            continue
        if text not in known:
            try:
                hours = opening_hours.OpeningHours(text, **options)
                known[text] = UNKNOWN if hours.is_unknown(local) else OPEN if hours.is_open(local) else CLOSED
            except unreadable_text:
                known[text] = None
                examples.append(text[:80])
        if known[text] is None:
            unreadable += 1
        else:
            state[number] = known[text]
    return OpenState(state, missing, unreadable, tuple(examples[:3]))
