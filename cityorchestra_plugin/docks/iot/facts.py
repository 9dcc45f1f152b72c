"""What the threads that read a store or listen to a broker hand to the panel: plain values, nothing of Qt.

Times are whole milliseconds since 1970, UTC.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Optional

GOOD, NOT_EVALUATED, SUSPECT, BAD, MISSING = 1, 2, 3, 4, 9  # flags of values (QARTOD)


class DeviceFacts(NamedTuple):
    """What a device is; ``number`` is that of the store, 0 when it has none, ``place`` longitude and latitude."""

    uid: str
    number: int = 0
    name: str = ""
    site: str = ""
    profile: str = ""
    period_s: Optional[float] = None
    place: Optional[tuple[float, float]] = None
    out_of_service: bool = False
    source: str = ""
    network_id: str = ""


class StateFacts(NamedTuple):
    """How a device was last heard: [ms], signal [dBm], [dB], battery and loss [%]; None where nothing is known."""

    last_seen: Optional[int] = None
    last_up: Optional[int] = None
    rssi: Optional[float] = None
    snr: Optional[float] = None
    spreading_factor: Optional[int] = None
    gateways: Optional[int] = None
    margin_db: Optional[float] = None
    battery_percent: Optional[float] = None
    external_power: Optional[bool] = None
    skew_ms: Optional[int] = None
    loss_percent: Optional[float] = None
    counter: Optional[int] = None
    received: Optional[int] = None
    duplicates: Optional[int] = None


class Value(NamedTuple):
    """The latest value of a metric; a text is in ``text`` and then ``number`` is None."""

    time: int
    number: Optional[float]
    flag: int = NOT_EVALUATED
    text: Optional[str] = None
    unit: str = ""
    metric: int = 0  # of the store, 0 when it has none


@dataclass(frozen=True)
class Changes:
    """What changed since the last time.

    Attributes
    ----------
    devices : sequence of DeviceFacts
        New ones, and those that were renamed, moved or declared.
    states : dict of StateFacts by uid
    values : dict by uid of dict of Value by name of the metric
    alarms : tuple or None
        All alarms of the store that are not normal; None: as before.
    revision : int
        Of the store; 0 for a broker.
    whole : bool
        Whether what was there at the beginning is complete with these.
    """

    devices: Sequence[DeviceFacts] = ()
    states: Mapping[str, StateFacts] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    alarms: Optional[tuple] = None
    revision: int = 0
    whole: bool = True


@dataclass(frozen=True)
class RecorderFacts:
    """How things are with the recorder of a store.

    Attributes
    ----------
    running : bool or None
        None where it cannot be known from here.
    last_received : int or None
        Last message of a device [ms].
    rejects : dict of int
        Number of rejected messages by reason.
    quarantined : int
        Devices that were not taken since too many unknown ones came.
    read_at : int
        When this was read [ms].
    """

    running: Optional[bool]
    last_received: Optional[int]
    rejects: Mapping[str, int]
    quarantined: int
    read_at: int
