"""Which gateways heard a frame, packed in one value of its row: eight bytes for each."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np

_ONE = struct.Struct("<Ihh")  # gateway, rssi [0.1 dBm], snr [0.1 dB]
_UNKNOWN = -32768
_DTYPE = np.dtype([("gateway", "<u4"), ("rssi", "<i2"), ("snr", "<i2")])


@dataclass(frozen=True)
class Receptions:
    """Receptions as arrays, one row for each frame and gateway.

    Attributes
    ----------
    device : ndarray of int64
    received : ndarray of int64
        Of the frame at the broker [ms].
    counter : ndarray of int64
        -1 unknown.
    gateway : ndarray of int64
    rssi, snr : ndarray of float64
        [dBm], [dB]; NaN unknown.
    """

    device: np.ndarray
    received: np.ndarray
    counter: np.ndarray
    gateway: np.ndarray
    rssi: np.ndarray
    snr: np.ndarray


def _tenths(value: Optional[float]) -> int:
    return _UNKNOWN if value is None else max(-32767, min(32767, round(value * 10)))


def pack_receptions(heard: Sequence[tuple[int, Optional[float], Optional[float]]]) -> bytes:
    """Return (gateway, rssi [dBm], snr [dB]) of a frame as stored, to a tenth."""
    return b"".join(_ONE.pack(gateway, _tenths(rssi), _tenths(snr)) for gateway, rssi, snr in heard)


def unpack_receptions(rows: Iterable[tuple[int, int, Optional[int], Any]]) -> Receptions:
    """Return the receptions of frames given as (device, received, counter, packed)."""
    frames: list[tuple[int, int, int, int]] = []
    blobs: list[bytes] = []
    for device, received, counter, packed in rows:
        blob = bytes(packed) if packed else b""
        frames.append((device, received, -1 if counter is None else counter, len(blob) // _ONE.size))
        blobs.append(blob)
    head = np.array(frames, dtype=np.int64).reshape(-1, 4)
    heard = np.frombuffer(b"".join(blobs), dtype=_DTYPE)
    repeated = np.repeat(head[:, :3], head[:, 3], axis=0)

    def real(name: str) -> np.ndarray:
        values = heard[name].astype(float) / 10.0
        values[heard[name] == _UNKNOWN] = np.nan
        return values

    return Receptions(
        repeated[:, 0], repeated[:, 1], repeated[:, 2], heard["gateway"].astype(np.int64), real("rssi"), real("snr")
    )


def gateways_in(packed: Any) -> list[int]:
    """Return the numbers of the gateways that heard one frame."""
    return [item[0] for item in _ONE.iter_unpack(bytes(packed))] if packed else []
