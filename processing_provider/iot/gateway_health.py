"""What gateways did over a span as one row each: statistics they sent, frames they heard, devices that need them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Optional

import numpy as np

from .health.gateways import STATISTICS_PERIOD, gateway_report, offline
from .store.receptions import Receptions
from .store.report_rows import GatewayRow

ONLINE, OFFLINE, UNKNOWN = "online", "offline", "unknown"
_USED, _LIMIT = "duty_cycle_", "duty_cycle_limit_"


@dataclass(frozen=True)
class GatewayHealth:
    """A gateway over a span; None unknown.

    Attributes
    ----------
    gateway : GatewayRow
    state : str
        ``online`` or ``offline`` by its statistics; ``unknown`` for one that never sent any.
    last_statistics : int or None
        [ms since 1970].
    received, received_ok, asked, sent : int or None
        Packets: received, of which correct; asked to be sent, of which sent.
    duty : float or None
        Greatest share used of the time on air that the law allows [%].
    frames, sole_frames, devices, sole_devices : int
        Frames heard, heard by it alone; devices heard, heard by it alone.
    """

    gateway: GatewayRow
    state: str
    last_statistics: Optional[int]
    received: Optional[int]
    received_ok: Optional[int]
    asked: Optional[int]
    sent: Optional[int]
    duty: Optional[float]
    frames: int
    sole_frames: int
    devices: int
    sole_devices: int


def gateway_health(
    gateways: Sequence[GatewayRow],
    receptions: Receptions,
    statistics: Iterable[tuple[int, int, dict[str, float]]],
    end: int,
    period: int = STATISTICS_PERIOD,
) -> list[GatewayHealth]:
    """Return the row of each gateway.

    Parameters
    ----------
    gateways : sequence of GatewayRow
    receptions : Receptions
        Of the span.
    statistics : iterable of (gateway, time, counts)
        Of the span.
    end : int
        Of the span [ms since 1970].
    period : int
        Time between two statistics [ms].
    """
    highest = max([gateway.id for gateway in gateways], default=0) + 1
    heard = receptions.gateway < highest
    frame = _frame_numbers(receptions)
    devices = int(receptions.device.max()) + 1 if len(receptions.device) else 0
    report = gateway_report(frame[heard], receptions.gateway[heard], receptions.device[heard], highest, devices)
    told: dict[int, list[tuple[int, dict[str, float]]]] = {}
    for gateway, moment, counts in statistics:
        told.setdefault(gateway, []).append((moment, counts))
    rows = []
    for gateway in gateways:
        sent = told.get(gateway.id, [])
        last = max((moment for moment, _ in sent), default=None)
        state = UNKNOWN if last is None else OFFLINE if bool(offline(last, end, period)) else ONLINE
        rows.append(
            GatewayHealth(
                gateway, state, last, *(_sum(sent, name) for name in ("rx_received", "rx_ok", "tx_received", "tx_ok")),
                _duty(sent), int(report.frames[gateway.id]), int(report.sole_frames[gateway.id]),
                int(report.devices[gateway.id]), int(report.sole_devices[gateway.id]),
            )
        )  # fmt: skip
    return rows


def _frame_numbers(receptions: Receptions) -> np.ndarray:
    """Return the number of the frame of each reception: receptions of a frame stand together."""
    if not len(receptions.device):
        return np.zeros(0, dtype=np.int64)
    parts = (receptions.device, receptions.received, receptions.counter)
    changes = np.zeros(len(receptions.device) - 1, dtype=bool)
    for part in parts:
        changes |= part[1:] != part[:-1]
    return np.r_[0, np.cumsum(changes)]


def _sum(sent: list[tuple[int, dict[str, float]]], name: str) -> Optional[int]:
    return int(sum(counts.get(name, 0.0) for _, counts in sent)) if sent else None


def _duty(sent: list[tuple[int, dict[str, float]]]) -> Optional[float]:
    shares = [
        100.0 * used / counts[_LIMIT + name[len(_USED) :]]
        for _, counts in sent
        for name, used in counts.items()
        if name.startswith(_USED) and not name.startswith(_LIMIT) and counts.get(_LIMIT + name[len(_USED) :])
    ]
    return max(shares, default=None)
