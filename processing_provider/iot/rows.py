"""What one batch of messages adds to the store: plain rows, made by :mod:`.normalise`, written by the store."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Optional

from .events import Location

# Columns of the row of a device's state in a batch; counters are of the batch alone.
STATE_COLUMNS = (
    "last_seen",
    "last_up",
    "counter",
    "session",
    "rssi",
    "snr",
    "spreading_factor",
    "gateways",
    "margin_db",
    "battery_percent",
    "external_power",
    "skew_ms",
    "received",
    "duplicates",
    "simulated",
)
RECEIVED, DUPLICATES = STATE_COLUMNS.index("received"), STATE_COLUMNS.index("duplicates")


@dataclass
class Counts:
    """What became of messages: numbers since the recorder began."""

    messages: int = 0
    events: int = 0
    observations: int = 0
    frames: int = 0
    duplicates: int = 0
    redelivered: int = 0
    rejects: int = 0
    new_devices: int = 0

    def add(self, other: Counts) -> None:
        """Add the numbers of a batch."""
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass
class Rows:
    """The rows of a batch, in the order of the columns of :mod:`.store.schema` (see :mod:`.store.writer`)."""

    devices: list[tuple] = field(default_factory=list)
    identities: dict[int, tuple[str, str, str, str, str]] = field(default_factory=dict)
    places: dict[int, tuple[float, float, Optional[float]]] = field(default_factory=dict)
    metrics: list[tuple[int, str]] = field(default_factory=list)
    datastreams: list[tuple] = field(default_factory=list)
    gateways: list[tuple] = field(default_factory=list)
    gateway_frames: dict[int, list[int]] = field(default_factory=dict)
    gateway_places: dict[int, Location] = field(default_factory=dict)
    gateway_stats: list[tuple] = field(default_factory=list)
    states: dict[int, list[Any]] = field(default_factory=dict)
    latest: dict[int, tuple] = field(default_factory=dict)
    frames: list[tuple] = field(default_factory=list)
    duplicates: list[tuple] = field(default_factory=list)
    observations: list[tuple] = field(default_factory=list)
    texts: list[tuple] = field(default_factory=list)
    events: list[tuple] = field(default_factory=list)
    raw: list[tuple] = field(default_factory=list)
    rejects: dict[tuple[str, str], list[Any]] = field(default_factory=dict)
    quarantine: dict[str, list[Any]] = field(default_factory=dict)
    deliveries: list[tuple[str, bytes]] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)
