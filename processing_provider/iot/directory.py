"""The numbers of devices, metrics and gateways that a recorder knows, kept small for fleets of 57 000 devices."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable
from typing import Any, Optional

from .store.schema import METRICS

MAX_UNKNOWN = 5000  # devices that messages may add by themselves
MAX_GATEWAYS = 10_000
MAX_METRICS_OF_DEVICE = 128
MAX_QUARANTINED = 20_000  # devices remembered in quarantine

DECLARED, PLACED, IDENTIFIED = 1, 2, 4
MOVED_DEGREES = 1e-4  # about 10 m: less is not a move [degrees]

Shape = dict[str, int]


class Directory:
    """What is numbered, as the store has it and as the running batch adds to it.

    Series of a device are known by the *shape* of the device, the set of its metrics, which all devices of a kind
    share: no table of series is held.
    """

    def __init__(self) -> None:
        self.devices: dict[str, int] = {}
        self.aliases: dict[tuple[str, str], int] = {}
        self.metrics: dict[str, int] = {}
        self.gateways: dict[str, int] = {}
        self.unknown = 0
        self.quarantined: set[str] = set()
        self.flags = array("B", [0])
        self._longitudes = array("f", [math.nan])
        self._latitudes = array("f", [math.nan])
        self._shapes: list[Shape] = [{}]
        self._shape_numbers: dict[frozenset[str], int] = {frozenset(): 0}
        self._shape_of = array("H", [0])

    def __len__(self) -> int:
        """Return one more than the highest number of a device."""
        return len(self.flags)

    def load(self, database: Any) -> None:
        """Read devices, metrics, series and gateways of a store."""
        rows = database.query("SELECT id, uid, source, network_id, declared, geom FROM device ORDER BY id")
        for number, uid, source, network, declared, geometry in rows:
            place = database.read_point(geometry)
            flags = (DECLARED if declared else 0) | (PLACED if place else 0) | (IDENTIFIED if source else 0)
            self._put_device(number, uid, source or "", network or "", flags)
            if place:
                self._longitudes[number], self._latitudes[number] = place
        self.metrics = {name: number for number, name in database.query("SELECT id, name FROM metric")}
        self.gateways = {uid: number for number, uid in database.query("SELECT id, uid FROM gateway")}
        self.quarantined = {row[0] for row in database.query("SELECT uid FROM quarantine")}
        names = {number: name for name, number in self.metrics.items()}
        self._load_shapes(database.query("SELECT device, metric FROM datastream ORDER BY device"), names)

    def _load_shapes(self, rows: Iterable[tuple[int, int]], names: dict[int, str]) -> None:
        current, found = 0, set()
        for device, metric in rows:
            if device != current:
                self._set_shape(current, frozenset(found))
                current, found = device, set()
            if metric in names:
                found.add(names[metric])
        self._set_shape(current, frozenset(found))

    def _set_shape(self, device: int, found: frozenset[str]) -> None:
        if device < len(self._shape_of):
            self._shape_of[device] = self._shape_number(found)

    def _shape_number(self, names: frozenset[str]) -> int:
        number = self._shape_numbers.get(names)
        if number is None:
            number = len(self._shapes)
            if number > 65_000:
                raise OverflowError("too many different sets of metrics")
            self._shape_numbers[names] = number
            self._shapes.append({name: self.metrics[name] for name in names})
        return number

    def _put_device(self, number: int, uid: str, source: str, network: str, flags: int) -> None:
        missing = number + 1 - len(self.flags)
        if missing > 0:
            self.flags.extend([0] * missing)
            self._longitudes.extend([math.nan] * missing)
            self._latitudes.extend([math.nan] * missing)
            self._shape_of.extend([0] * missing)
        self.devices[uid] = number
        self.flags[number] = flags
        self.add_alias(source, network, number)
        if not flags & DECLARED:
            self.unknown += 1

    def add_alias(self, source: str, network: str, number: int) -> None:
        """Remember what a network calls a device, where that is not its identifier already."""
        if network and network not in self.devices:
            self.aliases[source, network] = number

    def find(self, source: str, device: str, eui: Optional[str]) -> Optional[int]:
        """Return the number of a device, None when it is not known."""
        if eui:
            return self.devices.get(eui)
        found = self.aliases.get((source, device))
        if found is None:
            found = self.devices.get(device)
        return self.devices.get(f"{source}:{device}") if found is None else found

    def add_device(self, source: str, device: str, eui: Optional[str]) -> Optional[tuple[int, str]]:
        """Return number and identifier of a device that messages add, None when there are too many."""
        if self.unknown >= MAX_UNKNOWN:
            return None
        uid = eui or f"{source}:{device}"
        number = len(self.flags)
        self._put_device(number, uid, source, device, IDENTIFIED)
        return number, uid

    def shape(self, device: int) -> Shape:
        """Return the metrics of a device: number by name."""
        return self._shapes[self._shape_of[device]]

    def add_metric(self, device: int, name: str) -> Optional[tuple[int, bool]]:
        """Return the number of a metric that a device had not, and whether the metric is new to all.

        None when the device has too many, or there are too many in all.
        """
        shape = self.shape(device)
        number = self.metrics.get(name)
        new = number is None
        if len(shape) >= MAX_METRICS_OF_DEVICE or (new and len(self.metrics) >= METRICS - 1):
            return None
        if number is None:
            number = len(self.metrics) + 1
            self.metrics[name] = number
        try:
            self._shape_of[device] = self._shape_number(frozenset(shape) | {name})
        except OverflowError:
            return None
        return number, new

    def moves(self, device: int, longitude: float, latitude: float, located: bool) -> bool:
        """Tell whether a place told by a message is to be written, and remember it when it is.

        A place that the user declared stays, unless the device says where it is (``located``).
        """
        flags = self.flags[device]
        if flags & DECLARED and flags & PLACED and not located:
            return False
        old_longitude, old_latitude = self._longitudes[device], self._latitudes[device]
        if abs(old_longitude - longitude) <= MOVED_DEGREES and abs(old_latitude - latitude) <= MOVED_DEGREES:
            return False
        self._longitudes[device], self._latitudes[device] = longitude, latitude
        self.flags[device] = flags | PLACED
        return True

    def add_gateway(self, uid: str) -> Optional[int]:
        """Return the number of a new gateway, None when there are too many."""
        if len(self.gateways) >= MAX_GATEWAYS:
            return None
        number = len(self.gateways) + 1
        self.gateways[uid] = number
        return number
