"""Measures of street segments from what their layer already holds: numbers, words, class, sidewalks, sun profile."""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ...tables import TABLES, read_table
from ..profile_text import ProfileHeader
from ..sun_profile import NO_DATA
from .indicators import street_classes

# Hours of the day whose shade counts, the hottest of a summer day.
SHADE_FROM, SHADE_TO = datetime.time(12), datetime.time(17)
SUMMER_MONTHS = (6, 7, 8)
WORD_INDICATORS = ("lighting", "surface")

_NUMBER = re.compile(r"\s*([+-]?\d+(?:[.,]\d+)?)")
_TRUE, _FALSE = ("1", "true", "yes", "oui", "t", "vrai"), ("0", "false", "no", "non", "f", "faux")


def to_numbers(values) -> tuple[np.ndarray, int]:
    """Read attribute values as numbers.

    Parameters
    ----------
    values : sequence
        Numbers, booleans, texts that begin with a number (``"50 km/h"``, ``"1,40"``) or None.

    Returns
    -------
    numbers : float64 (n,)
        NaN where there is none.
    unread : int
        Values that are there and hold no number.
    """
    numbers = np.full(len(values), np.nan)
    unread = 0
    for row, value in enumerate(values):
        if value is None or value == "":
            continue
        if isinstance(value, str):
            found = _NUMBER.match(value)
            if found:
                numbers[row] = float(found[1].replace(",", "."))
            else:
                unread += 1
        else:
            numbers[row] = float(value)
    numbers[~np.isfinite(numbers)] = np.nan
    return numbers, unread


def within(measure, low: float, high: float) -> tuple[np.ndarray, int]:
    """Return measures with NaN in place of those outside a plausible range, and how many these were."""
    measure = np.asarray(measure, dtype=np.float64)
    wrong = (measure < low) | (measure > high)
    return np.where(wrong, np.nan, measure), int(wrong.sum())


def fold(text: str) -> str:
    """Return a text in lower case without accents or outer spaces."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).strip().lower()


@lru_cache(maxsize=1)
def _words() -> dict[tuple[str, str], float]:
    table = {}
    for row in read_table(TABLES / "walkability_words.csv"):
        for name in (row["indicator"],) if row["indicator"] else WORD_INDICATORS:
            table[name, fold(row["word"])] = float(row["value"])
    return table


def words_to_values(name: str, words) -> tuple[np.ndarray, dict[str, int]]:
    """Read words of lighting or surface as values.

    Parameters
    ----------
    name : str
        Indicator, ``"lighting"`` or ``"surface"``.
    words : sequence
        Words of ``walkability_words.csv``, numbers from 0 to 1, booleans, or None.

    Returns
    -------
    values : float64 (n,)
        0 to 1, NaN where unknown.
    unknown : dict of str to int
        Words that the table does not have, and how often.
    """
    table = _words()
    values = np.full(len(words), np.nan)
    unknown: dict[str, int] = {}
    for row, word in enumerate(words):
        if word is None or word == "":
            continue
        if not isinstance(word, str):
            values[row] = float(word)
            continue
        folded = fold(word)
        if (name, folded) in table:
            values[row] = table[name, folded]
            continue
        try:
            values[row] = float(folded.replace(",", "."))
        except ValueError:
            unknown[word] = unknown.get(word, 0) + 1
    return values, unknown


def steps_of(street_class, counts) -> np.ndarray:
    """Return the number of steps of segments: their count, 1 where the class is ``steps``, 0 for other classes.

    Parameters
    ----------
    street_class : sequence of str or None (n,)
        Class in the standard codes; None is not known.
    counts : sequence or None
        Attribute that counts steps or tells whether there are any; None where the layer has none.

    Returns
    -------
    float64 (n,)
        NaN where neither is known.
    """
    known = street_classes()
    result = np.array([(1.0 if name == "steps" else 0.0) if name in known else np.nan for name in street_class])
    if counts is None:
        return result
    plain = [_truth(value) for value in counts]
    given, _ = to_numbers(plain)
    return np.where(np.isnan(given), result, np.fmax(given, np.nan_to_num(result)))


def _truth(value):
    if isinstance(value, str):
        folded = fold(value)
        return 1.0 if folded in _TRUE else 0.0 if folded in _FALSE else value
    return value


@dataclass(frozen=True)
class ClassRule:
    """Traffic or speed by class of street.

    ``measure`` is float64 (n,), NaN for an unknown class, and ``certain`` bool (n,) where the legal status of the
    class sets it rather than a default rule.
    """

    measure: np.ndarray
    certain: np.ndarray


def by_class(street_class, name: str) -> ClassRule:
    """Return traffic [vehicles/day] or speed [km/h] by the class of streets.

    Parameters
    ----------
    street_class : sequence of str or None (n,)
        Class in the standard codes.
    name : {"traffic", "speed"}
        What to look up.
    """
    table = street_classes()
    measure = np.full(len(street_class), np.nan)
    certain = np.zeros(len(street_class), dtype=bool)
    for row, item in enumerate(street_class):
        if item in table:
            measure[row] = getattr(table[item], name)
            certain[row] = getattr(table[item], f"{name}_certain")
    return ClassRule(measure, certain)


def usable_width(street_class, side, left, right, width, measured) -> np.ndarray:
    """Return the width usable by walkers.

    The width of the way itself where its class is for walkers and the width was measured; else that of the
    sidewalk on the side of the segment; else, on an axis, that of the wider of the two sidewalks.

    Parameters
    ----------
    street_class : sequence of str or None (n,)
        Class in the standard codes.
    side : sequence of str or None (n,)
        ``"left"``, ``"right"``, ``"crossing"`` or anything else for the axis.
    left, right : float64 (n,)
        Sidewalks of the street [m], NaN where unknown, 0 where there is none.
    width : float64 (n,)
        Width of the way [m].
    measured : bool (n,)
        Where ``width`` was measured.

    Returns
    -------
    float64 (n,)
        Width [m], NaN where unknown; a crossing has none.
    """
    table = street_classes()
    walkway = np.array([item in table and table[item].walkway for item in street_class], dtype=bool)
    side = np.array(["" if item is None else str(item) for item in side], dtype=object)
    best = np.fmax(left, right)
    result = np.where(side == "left", left, np.where(side == "right", right, best))
    result = np.where(walkway, np.where(measured, width, np.nan), result)
    return np.where(side == "crossing", np.nan, result).astype(np.float64)


@dataclass(frozen=True)
class AfternoonShade:
    """Shade of summer afternoons.

    Attributes
    ----------
    percent : float64 (n,)
        Mean share of shade [percent], NaN where unknown.
    first, last : datetime.time or None
        First and last hour used; None when the profile holds none between 12 and 17 h.
    whole : bool
        Whether the profile holds all hours from 12 to 17 h.
    summer : bool
        Whether its day is in June, July or August.
    """

    percent: np.ndarray
    first: datetime.time | None
    last: datetime.time | None
    whole: bool
    summer: bool


def afternoon_shade(header: ProfileHeader, shares) -> AfternoonShade:
    """Return the mean shade from 12 to 17 h, both included.

    Parameters
    ----------
    header : ProfileHeader
        Day and slots of the profiles.
    shares : uint8 (n, n_slots)
        Share of sun [percent], 255 for no data.
    """
    minutes = header.start.hour * 60 + header.start.minute + np.arange(shares.shape[1]) * header.step_minutes
    low, high = SHADE_FROM.hour * 60, SHADE_TO.hour * 60
    used = (minutes >= low) & (minutes <= high)
    values, known = shares[:, used].astype(np.float64), shares[:, used] != NO_DATA
    counted = known.sum(axis=1)
    total = np.where(known, values, 0.0).sum(axis=1)
    percent = np.where(counted > 0, 100.0 - total / np.maximum(counted, 1), np.nan)
    hours = [datetime.time(int(item) // 60, int(item) % 60) for item in minutes[used]]
    step = header.step_minutes
    whole = bool(used.any()) and minutes[used][0] - low < step and high - minutes[used][-1] < step
    return AfternoonShade(
        percent=percent,
        first=hours[0] if hours else None,
        last=hours[-1] if hours else None,
        whole=whole,
        summer=header.date.month in SUMMER_MONTHS,
    )


def has_carriageway(street_class) -> np.ndarray:
    """Tell which streets have a carriageway to cross; an unknown class has one."""
    table = street_classes()
    return np.array([item not in table or table[item].carriageway for item in street_class], dtype=bool)
