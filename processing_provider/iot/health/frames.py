"""The frames of a fleet as arrays, one row a frame, sorted by device then by time of reception."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Optional

import numpy as np

from ...errors import InputError


@dataclass(frozen=True)
class Frames:
    """Frames sorted by device, then by reception; of each, what its best gateway heard.

    Attributes
    ----------
    device : ndarray of int32, shape (n,)
        Number of the device, 0..devices-1, never decreasing.
    received : ndarray of int64, shape (n,)
        Reception at the broker [ms since 1970, UTC]; never decreasing inside a device.
    counter : ndarray of int64, shape (n,)
        Frame counter, of 16 or 32 bits; -1 unknown.
    session : ndarray of int64, shape (n,)
        Number of the session, any numbering; 0 unknown.
    content : ndarray of int64, shape (n,)
        Number that tells contents apart (a hash of payload or deduplication identifier); 0 unknown.
    rssi, snr : ndarray of float32, shape (n,)
        Of the best gateway [dBm], [dB]; NaN unknown.
    spreading_factor : ndarray of int8, shape (n,)
        7..12; 0 unknown.
    bandwidth : ndarray of int32, shape (n,)
        [Hz]; 0 unknown.
    frequency : ndarray of int64, shape (n,)
        [Hz]; 0 unknown.
    payload_size : ndarray of int16, shape (n,)
        Application bytes; -1 unknown.
    gateways : ndarray of int16, shape (n,)
        Gateways that heard the frame.
    devices : int
        Number of devices, heard or not.
    """

    device: np.ndarray
    received: np.ndarray
    counter: np.ndarray
    session: np.ndarray
    content: np.ndarray
    rssi: np.ndarray
    snr: np.ndarray
    spreading_factor: np.ndarray
    bandwidth: np.ndarray
    frequency: np.ndarray
    payload_size: np.ndarray
    gateways: np.ndarray
    devices: int
    starts: np.ndarray = field(repr=False)

    def __len__(self) -> int:
        return len(self.device)

    def between(self, start: int, end: int) -> Frames:
        """Return the frames received in [start, end) [ms]."""
        kept = (self.received >= start) & (self.received < end)
        columns = {name: getattr(self, name)[kept] for name in COLUMNS}
        return make_frames(devices=self.devices, **columns)


# Column: type, what stands where nothing is known.
COLUMNS = {
    "device": (np.int32, 0),
    "received": (np.int64, 0),
    "counter": (np.int64, -1),
    "session": (np.int64, 0),
    "content": (np.int64, 0),
    "rssi": (np.float32, np.nan),
    "snr": (np.float32, np.nan),
    "spreading_factor": (np.int8, 0),
    "bandwidth": (np.int32, 0),
    "frequency": (np.int64, 0),
    "payload_size": (np.int16, -1),
    "gateways": (np.int16, 1),
}


def make_frames(device, received, devices: Optional[int] = None, **columns) -> Frames:
    """Make the arrays of a fleet, sorted and of the right types.

    Parameters
    ----------
    device, received : array-like, shape (n,)
        As in :class:`Frames`, in any order.
    devices : int, optional
        Number of devices; the greatest number plus one when absent.
    **columns : array-like, shape (n,)
        The other columns of :class:`Frames`; those absent are unknown for every frame.

    Returns
    -------
    Frames
        Sorted; frames of one device received at the same moment keep their order.

    Raises
    ------
    InputError
        When columns differ in length or a device is out of range.
    """
    device = np.asarray(device, dtype=np.int32)
    received = np.asarray(received, dtype=np.int64)
    unknown = set(columns) - set(COLUMNS)
    if unknown:
        raise TypeError(f"no such column: {', '.join(sorted(unknown))}")
    filled = {"device": device, "received": received}
    for name, (kind, missing) in COLUMNS.items():
        if name in filled:
            continue
        given = columns.get(name)
        filled[name] = np.full(len(device), missing, dtype=kind) if given is None else np.asarray(given, dtype=kind)
    if any(len(values) != len(device) for values in filled.values()):
        raise InputError("The columns of frames do not have the same length.")
    count = int(device.max()) + 1 if devices is None and len(device) else int(devices or 0)
    if len(device) and (device.min() < 0 or device.max() >= count):
        raise InputError("A frame names a device outside 0 to {last}.", last=count - 1)
    steps = np.diff(device)
    if not ((steps > 0) | ((steps == 0) & (np.diff(received) >= 0))).all():
        order = np.lexsort((received, device))
        filled = {name: values[order] for name, values in filled.items()}
    starts = np.searchsorted(filled["device"], np.arange(count + 1, dtype=np.int32)).astype(np.int64)
    return Frames(devices=count, starts=starts, **filled)
