"""Words and numbers of the panel: states, ages, values with their unit, names of metrics."""

from __future__ import annotations

import math
import re
import time
from functools import lru_cache
from typing import Optional

from qgis.PyQt.QtCore import QDateTime, QLocale, Qt

from ....processing_provider.iot.state_colours import BY_STATE
from ....processing_provider.translation import language, number_text, tr
from .facts import BAD, GOOD, MISSING, SUSPECT, Value

DASH = "–"
LONGEST_TEXT = 40  # characters of a measured text
_UNITS = {"C": "°C", "degC": "°C", "celsius": "°C", "percent": "%", "ppm": "ppm"}
# Units of metrics that networks name without one: by the beginning of the name.
_USUAL = (("temperature", "°C"), ("humidity", "%"), ("battery", "%"), ("co2", "ppm"), ("opening", "%"), ("co", "ppm"))
_SYMBOLS = {"co": "CO", "co2": "CO₂", "tvoc": "TVOC", "pm2_5": "PM2.5", "pm10": "PM10", "ph": "pH"}
_WORDS = re.compile(r"[_\-.]+")


def now_ms() -> int:
    """Return the present moment [ms since 1970]."""
    return time.time_ns() // 1_000_000


def state_text(state: str) -> str:
    """Return what a state of a device is called."""
    look = BY_STATE.get(state)
    return look.name(language()) if look is not None else state


def age_text(seconds: Optional[float]) -> str:
    """Return an age in one unit: 12 s, 4 min, 3 h, 2 d; a dash when there is none."""
    if seconds is None:
        return DASH
    if seconds < 100:
        return tr("{count} s").format(count=number_text(int(seconds)))
    if seconds < 6000:
        return tr("{count} min").format(count=number_text(round(seconds / 60)))
    if seconds < 100 * 3600:
        return tr("{count} h").format(count=number_text(round(seconds / 3600)))
    return tr("{count} d").format(count=number_text(round(seconds / 86_400)))


def ago_text(seconds: Optional[float]) -> str:
    """Return an age as part of a sentence."""
    return tr("never heard") if seconds is None else tr("{age} ago").format(age=age_text(seconds))


def number_of(value: float) -> str:
    """Return a number with as many decimals as it deserves."""
    if not math.isfinite(value):
        return DASH
    size = abs(value)
    if size >= 1000 or value == int(value):
        return number_text(value, 0)
    return number_text(value, 1 if size >= 10 else 2 if size >= 1 else 3)


def unit_of(metric: str, unit: str) -> str:
    """Return the unit of a metric as it is written, the usual one where the network gives none."""
    if unit:
        return _UNITS.get(unit, unit)
    low = metric.lower()
    return next((usual for name, usual in _USUAL if low.startswith(name)), "")


def value_text(metric: str, value: Optional[Value]) -> str:
    """Return a value with its unit; a dash when there is none."""
    if value is None:
        return DASH
    if value.number is None:
        text = value.text or DASH
        return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"
    unit = unit_of(metric, value.unit)
    return f"{number_of(value.number)}\u202f{unit}" if unit else number_of(value.number)


@lru_cache(maxsize=1024)
def metric_text(name: str) -> str:
    """Return the name of a metric as a reader likes it: a capital, spaces."""
    if name.lower() in _SYMBOLS:
        return _SYMBOLS[name.lower()]
    words = _WORDS.sub(" ", name).strip()
    return words[:1].upper() + words[1:] if words else name


def flag_text(flag: int) -> str:
    """Return what a quality flag says, empty where nothing was checked."""
    return {GOOD: tr("good"), SUSPECT: tr("suspect"), BAD: tr("wrong"), MISSING: tr("missing")}.get(flag, "")


def moment_text(moment: Optional[int]) -> str:
    """Return a moment as the user writes it, without the day when it is today; a dash when there is none."""
    if moment is None:
        return DASH
    local = QDateTime.fromMSecsSinceEpoch(int(moment)).toLocalTime()
    hour = local.toString("HH:mm:ss")
    if local.date() == QDateTime.currentDateTime().date():
        return hour
    return f"{QLocale().toString(local.date(), QLocale.FormatType.ShortFormat)} {hour}"


def iso_text(moment: Optional[int]) -> str:
    """Return a moment in UTC, for tooltips; empty when there is none."""
    if moment is None:
        return ""
    return QDateTime.fromMSecsSinceEpoch(int(moment), Qt.TimeSpec.UTC).toString(Qt.DateFormat.ISODate)


def percent_text(value: Optional[float]) -> str:
    """Return a share [%]; a dash when there is none."""
    return DASH if value is None or not math.isfinite(value) else f"{number_text(value, 0)}\u202f%"


def decibel_text(value: Optional[float], unit: str = "dB") -> str:
    """Return a level; a dash when there is none."""
    return DASH if value is None or not math.isfinite(value) else f"{number_text(value, 0)}\u202f{unit}"


def counted(count: int, one: str, many: str) -> str:
    """Return a number with its noun: ``one`` as it is, ``many`` with ``{count}``."""
    return one if count == 1 else many.format(count=number_text(count))
