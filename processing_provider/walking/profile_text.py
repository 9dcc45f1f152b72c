"""Sun profiles as text, so that a network layer carries them in one field.

One profile is a short JSON object, readable in an attribute table and in QGIS expressions
(``from_json("sun_profile")['sun']``)::

    {"date":"2026-07-15","tz":"Europe/Paris","start":"06:00","step":15,"sun":[0,0,12,null,100]}

``sun`` is the share of sun in percent at ``start``, ``start + step`` minutes... local time; ``null`` is no data.
"""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import dataclass

import numpy as np

from ..errors import InputError
from .sun_profile import FULL_SUN, NO_DATA

_DAY_MIN = 24 * 60
_VALUES = '"sun":'
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_TEXT_OF = np.array([str(v) if v <= FULL_SUN else "null" for v in range(NO_DATA + 1)], dtype=object)


@dataclass(frozen=True)
class ProfileHeader:
    """What is common to the sun profiles of a layer.

    Attributes
    ----------
    date : datetime.date
        Day of the profile.
    time_zone : str
        IANA name of the time zone, e.g. ``"Europe/Paris"``.
    start : datetime.time
        Local time of the first slot.
    step_minutes : int
        Time between two slots [min].
    """

    date: datetime.date
    time_zone: str
    start: datetime.time
    step_minutes: int

    def seconds_after_start(self, departure: datetime.datetime) -> float:
        """Seconds elapsed from the first slot to a local date and time; negative before it.

        An aware time, in the zone of the profile, counts the hour that clocks skip or repeat as the slots do.
        """
        first = datetime.datetime.combine(self.date, self.start, tzinfo=departure.tzinfo)
        if departure.tzinfo is None:
            return (departure - first).total_seconds()
        return departure.timestamp() - first.timestamp()


def make_header(date, time_zone: str, start, step_minutes: int) -> ProfileHeader:
    """Check and build the header of sun profiles.

    Parameters
    ----------
    date : datetime.date or str
        Day, as ``YYYY-MM-DD`` if text.
    time_zone : str
        Name of the time zone.
    start : datetime.time or str
        Local time of the first slot, as ``HH:MM`` if text.
    step_minutes : int
        Time between two slots [min], 1 to 1440.

    Returns
    -------
    ProfileHeader

    Raises
    ------
    ValueError
        When one of them is not valid; the sentence says which.
    """
    if isinstance(date, str):
        try:
            date = datetime.date.fromisoformat(date)
        except ValueError:
            raise ValueError(f"The date of a sun profile must be written YYYY-MM-DD, not {date!r}.") from None
    if isinstance(start, str):
        found = _TIME.fullmatch(start)
        if not found:
            raise ValueError(f"The start of a sun profile must be written HH:MM, not {start!r}.")
        start = datetime.time(int(found[1]), int(found[2]))
    if not isinstance(date, datetime.date) or not isinstance(start, datetime.time):
        raise ValueError("A sun profile needs a date and a start time.")
    if not isinstance(time_zone, str) or not time_zone:
        raise ValueError("A sun profile needs the name of its time zone, for example Europe/Paris.")
    whole = isinstance(step_minutes, (int, np.integer)) and not isinstance(step_minutes, bool)
    if not whole or not 1 <= step_minutes <= _DAY_MIN:
        raise ValueError(f"The step of a sun profile must be 1 to 1440 whole minutes, not {step_minutes!r}.")
    if isinstance(date, datetime.datetime):
        date = date.date()
    return ProfileHeader(date, time_zone, start.replace(second=0, microsecond=0, tzinfo=None), int(step_minutes))


def encode_profiles(header: ProfileHeader, shares) -> list[str]:
    """Write sun profiles as text.

    Parameters
    ----------
    header : ProfileHeader
        Common part (:func:`make_header`).
    shares : uint8 (n_edges, n_slots)
        Share of sun [percent, 0 to 100]; 255 is no data.

    Returns
    -------
    list of str (n_edges,)

    Raises
    ------
    ValueError
        When a share is out of range.
    """
    shares = np.asarray(shares)
    if shares.ndim != 2 or not shares.shape[1]:
        raise ValueError("Sun profiles need at least one time slot.")
    if ((shares != NO_DATA) & ((shares < 0) | (shares > FULL_SUN))).any():
        raise ValueError("Shares of sun must lie between 0 and 100 percent, or be 255 for no data.")
    words = _TEXT_OF[shares.astype(np.uint8)]
    zone = json.dumps(header.time_zone)
    head = (
        f'{{"date":"{header.date.isoformat()}","tz":{zone},"start":"{header.start:%H:%M}",'
        f'"step":{header.step_minutes},"sun":['
    )
    return [f"{head}{','.join(row)}]}}" for row in words]


def encode_profile(date, time_zone: str, start, step_minutes: int, values) -> str:
    """Write one sun profile as text; see :func:`make_header` and :func:`encode_profiles`."""
    header = make_header(date, time_zone, start, step_minutes)
    return encode_profiles(header, np.asarray(values).reshape(1, -1))[0]


def decode_profiles(texts) -> tuple[ProfileHeader, np.ndarray]:
    """Read sun profiles from text.

    Parameters
    ----------
    texts : sequence of str or None (n_edges,)
        Profiles; None or empty text is an edge without data.

    Returns
    -------
    header : ProfileHeader
        Common part.
    shares : uint8 (n_edges, n_slots)
        Share of sun [percent], 255 for no data.

    Raises
    ------
    ValueError
        When there is no profile at all, one cannot be read, or they differ in date, time zone, start,
        step or number of slots.
    """
    header = None
    shares = None
    heads: set[str] = set()  # beginnings of texts already read, up to the values
    for row, text in enumerate(texts):
        if text is None or text == "":
            continue
        try:
            this, numbers = _read(text, heads)
        except (json.JSONDecodeError, KeyError, TypeError):
            raise InputError(
                "The sun profile of edge {row} cannot be read; compute the shade on the network again.", row=row + 1
            ) from None
        if header is None:
            header = this
            shares = np.full((len(texts), len(numbers)), NO_DATA, dtype=np.uint8)
        if this is not None and this != header:
            raise InputError(
                "The sun profiles do not all have the same date and hours; compute the shade of the whole network"
                " in one run."
            )
        if len(numbers) != shares.shape[1]:
            raise InputError(
                "The sun profile of edge {row} has {count} time slots where {expected} are expected; compute the"
                " shade on the network again.",
                row=row + 1,
                count=len(numbers),
                expected=shares.shape[1],
            )
        shares[row] = numbers
    if header is None:
        raise InputError("No edge has a sun profile; compute the shade on the network first.")
    return header, shares


def _read(text, heads) -> tuple[ProfileHeader | None, np.ndarray]:
    """Header (None where it is known to be the common one) and shares of one profile."""
    if not isinstance(text, str):
        raise TypeError
    head, _, tail = text.partition(_VALUES)
    if head in heads and tail.endswith("]}"):
        try:
            return None, _shares(json.loads(tail[:-1]))
        except json.JSONDecodeError:
            pass  # something follows the values: read the whole text
    document = json.loads(text)
    if not isinstance(document, dict):
        raise TypeError
    header = make_header(document["date"], document["tz"], document["start"], document["step"])
    if next(reversed(document)) == "sun":  # then nothing of the header comes after the values
        heads.add(head)
    return header, _shares(document["sun"])


def _shares(values) -> np.ndarray:
    """Shares of one decoded profile as uint8, checked."""
    if not isinstance(values, list) or not values:
        raise TypeError
    known = [0 if v is None else v for v in values] if None in values else values
    try:
        numbers = np.array(bytearray(known), dtype=np.uint8)  # refuses fractions and text
    except ValueError:
        numbers = np.array([NO_DATA], dtype=np.uint8)
    if numbers.max() > FULL_SUN:
        raise ValueError("Shares of sun must lie between 0 and 100 percent.")
    if known is not values:
        numbers[[v is None for v in values]] = NO_DATA
    return numbers
