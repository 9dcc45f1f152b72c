"""What is known of one device at a moment, as interlocks and screens of commands need it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Optional

from ...errors import InputError
from ..events import Value
from ..health.lateness import GRACE, LATE_FACTOR, LOST_FACTOR, usual_period
from .moments import recent_times
from .schema import METRICS

GOOD_ENOUGH = (1, 2)  # flags: good, or not looked at; suspect, wrong and missing values are not
LOOK_BACK = 500_000  # stored messages among which the topic of a device is sought


@dataclass(frozen=True)
class DeviceFacts:
    """A device now; times in ms since 1970 [UTC].

    Attributes
    ----------
    number : int
    uid, name, site, profile, source, network_id : str
    out_of_service : bool
    period : float or None
        Declared or usual reporting period [ms].
    last_seen, last_up : int or None
    presence : str
        ``ok``, ``late``, ``lost`` or ``never``.
    values : dict
        Latest value of each metric.
    times : dict
        When each was measured.
    flags : dict
        Of QARTOD.
    data_rate, spreading_factor : int or None
        Of the last frame.
    """

    number: int
    uid: str
    name: str
    site: str
    profile: str
    source: str
    network_id: str
    out_of_service: bool
    period: Optional[float]
    last_seen: Optional[int]
    last_up: Optional[int]
    presence: str
    values: Mapping[str, Value]
    times: Mapping[str, int]
    flags: Mapping[str, int]
    data_rate: Optional[int]
    spreading_factor: Optional[int]

    @property
    def good(self) -> tuple[str, ...]:
        """Metrics whose last value no test found wrong."""
        return tuple(name for name, flag in self.flags.items() if flag in GOOD_ENOUGH)


def read_facts(database: Any, number: int, now: int) -> DeviceFacts:
    """Return what is known of a device.

    Parameters
    ----------
    database : SqliteDatabase or PostgresDatabase
    number : int
    now : int
        [ms since 1970].
    """
    device = next(
        iter(
            database.query(
                "SELECT uid, name, site, profile, source, network_id, out_of_service, period_s FROM device "
                "WHERE id = ?",
                (number,),
            )
        ),
        None,
    )
    if device is None:
        raise InputError("The device {number} is not in the store.", number=number)
    uid, name, site, profile, source, network_id, out, period_s = device
    state = next(iter(database.query("SELECT last_seen, last_up FROM device_state WHERE device = ?", (number,))), None)
    seen, up = state or (None, None)
    if period_s is not None:
        period: Optional[float] = 1000.0 * period_s
    else:
        period = usual_period([moment for _, moment in recent_times(database, [number], now)])
    values, times, flags = _latest(database, number)
    frame = next(
        iter(
            database.query(
                "SELECT data_rate, spreading_factor FROM frame WHERE device = ? ORDER BY t DESC LIMIT 1", (number,)
            )
        ),
        (None, None),
    )
    return DeviceFacts(
        number, uid, name or "", site or "", profile or "", source or "", network_id or "", bool(out), period, seen,
        up, presence_of(seen, period, now), values, times, flags, *frame,
    )  # fmt: skip


def _latest(database: Any, number: int) -> tuple[dict[str, Value], dict[str, int], dict[str, int]]:
    values, times, flags = {}, {}, {}
    rows = database.query(
        "SELECT m.name, d.kind, s.t, s.v, s.q, s.text FROM datastream_state s JOIN datastream d ON d.id = s.ds "
        "JOIN metric m ON m.id = d.metric WHERE s.ds >= ? AND s.ds < ?",
        (number * METRICS, (number + 1) * METRICS),
    )
    for name, kind, moment, value, flag, text in rows:
        found = text if value is None else bool(value) if kind == "switch" else value
        if found is not None:
            values[name], times[name], flags[name] = found, moment, flag or 2
    return values, times, flags


def presence_of(last: Optional[int], period: Optional[float], now: int) -> str:
    """Return the state of one device, as :func:`..health.presence.presence` does; a period not known is ``late``.

    A device whose period nobody knows cannot be said to report in time, which is what commands ask.
    """
    if last is None:
        return "never"
    if period is None:
        return "late"
    silence = now - last
    if silence > LOST_FACTOR * period + GRACE:
        return "lost"
    return "late" if silence > LATE_FACTOR * period + GRACE else "ok"


def application_of(database: Any, facts: DeviceFacts) -> str:
    """Return the application of a device at its network server, from the topic of its last stored message.

    Empty when the messages as they came are not kept.

    Raises
    ------
    InputError
        When they come through a bridge, which puts levels before the topic that a command would go to.
    """
    pattern = {"chirpstack4": "/device/{}/", "things_stack": "/devices/{}/"}.get(facts.source)
    if pattern is None:
        return ""
    last = next(iter(database.query("SELECT COALESCE(MAX(id), 0) FROM raw")))[0]
    sought = pattern.format(facts.network_id)
    rows = database.query(
        "SELECT topic FROM raw WHERE id > ? AND topic LIKE ? ORDER BY id DESC LIMIT 1",
        (int(last) - LOOK_BACK, f"%{sought}%"),
    )
    row = next(iter(rows), None)
    if row is None:
        return ""
    before = row[0].split(sought)[0]
    head, _, application = before.rpartition("/")
    if head != {"chirpstack4": "application", "things_stack": "v3"}[facts.source]:
        raise InputError(
            "The messages of {device} come through a bridge ({topic}); commands go to the broker of its network.",
            device=facts.name or facts.uid,
            topic=row[0],
        )
    return application
