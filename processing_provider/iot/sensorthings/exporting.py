"""Sends devices of a store and their observations to a SensorThings server; what it has already is not sent again.

A thing is known by its name, the identifier of the device; a datastream by its name, the metric. Observations are sent
in the order of time, after the last one that the server has: a run that was cut is gone on with by the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Optional

from ...errors import InputError, RunCancelledError
from ..quality.flags import FAIL, MISSING
from ..store.reader import DeviceRow
from ..values import time_ms
from .datastreams import iso_time
from .service import SensorThings, entity_path, quoted_path

MEASUREMENT = "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement"
NO_ENTITY = "-"  # definition of what the store does not define

Observation = tuple[int, float, int]  # time [ms], value, flag
Read = Callable[[str, Optional[int]], Iterable[Observation]]  # of a metric, after a time [ms]


@dataclass
class Sent:
    """What was sent of a series, or would be; ``error`` is the server's refusal."""

    device: DeviceRow
    metric: str
    unit: str
    new_thing: bool = False
    new_datastream: bool = False
    count: int = 0
    error: Optional[InputError] = None


class Exporter:
    """What sends to a server.

    Parameters
    ----------
    service : SensorThings
    dry_run : bool
        Only ask what the server has, and count.
    most : int
        Observations sent of each series, at most.
    stop : callable
        True once the user cancelled.
    """

    def __init__(
        self, service: SensorThings, *, dry_run: bool, most: int, stop: Callable[[], bool] = lambda: False
    ) -> None:
        self._service = service
        self._dry_run = dry_run
        self._most = most
        self._stop = stop

    def send(self, device: DeviceRow, series: Iterable[tuple[str, str]], read: Read) -> list[Sent]:
        """Send a device.

        Parameters
        ----------
        device : DeviceRow
        series : iterable of (str, str)
            Metric and unit of its series.
        read : callable
            Metric, and time after which [ms] or None, to its observations in the order of time.

        Returns
        -------
        list of Sent
            One for each series. A refusal of the server is kept there, and the next series is tried.

        Raises
        ------
        InputError
            When the server does not answer.
        """
        lines = [Sent(device, metric, unit) for metric, unit in series]
        try:
            known = self._thing(device, lines)
        except InputError as error:
            _raise_unless_refused(error)
            for line in lines:
                line.error = error
            return lines
        for line in lines:
            if self._stop():
                raise RunCancelledError
            try:
                self._send_series(line, known, read)
            except InputError as error:
                _raise_unless_refused(error)
                line.error = error
        return lines

    def _thing(self, device: DeviceRow, lines: list[Sent]) -> Optional[dict[str, Any]]:
        """Return the thing of a device, made when the server has none; None in a dry run."""
        found = self._find(device)
        if found is None:
            for line in lines:
                line.new_thing = line.new_datastream = True
            if self._dry_run:
                return None
            self._service.send("Things", _thing_body(device, lines))
            found = self._find(device)
            if found is None:
                raise _lost(device.uid)
        return found

    def _find(self, device: DeviceRow) -> Optional[dict[str, Any]]:
        name = device.uid.replace("'", "''")
        options = {"$filter": f"name eq '{name}'", "$expand": "Datastreams", "$top": "1"}
        return next((thing for thing in self._service.items("Things", options) if isinstance(thing, dict)), None)

    def _send_series(self, line: Sent, thing: Optional[dict[str, Any]], read: Read) -> None:
        path = self._datastream(line, thing)
        after = self._last(path) if path else None
        for moment, value, flag in read(line.metric, after):
            if flag in (FAIL, MISSING) or value != value:
                continue
            if line.count >= self._most:
                break
            if self._stop():
                raise RunCancelledError
            if not self._dry_run and path:
                body = {"phenomenonTime": iso_time(moment), "resultTime": iso_time(moment), "result": value}
                self._service.send(f"{path}/Observations", body)
            line.count += 1

    def _datastream(self, line: Sent, thing: Optional[dict[str, Any]]) -> Optional[str]:
        """Return the path of the datastream of a series, made when the thing has none; None in a dry run."""
        if thing is None:
            return None
        path = self._named(thing, line.metric)
        if path is None:
            line.new_datastream = True
            place = entity_path("Things", thing.get("@iot.id"))
            if self._dry_run or place is None:
                return None
            self._service.send(f"{quoted_path(place)}/Datastreams", _datastream_body(line))
            again = self._find(line.device)
            path = self._named(again, line.metric) if again is not None else None
            if path is None:
                raise _lost(f"{line.device.uid} / {line.metric}")
        return quoted_path(path)

    def _named(self, thing: dict[str, Any], metric: str) -> Optional[str]:
        streams = (one for one in self._service.parts(thing, "Datastreams") if isinstance(one, dict))
        found = next((one for one in streams if one.get("name") == metric), None)
        return None if found is None else entity_path("Datastreams", found.get("@iot.id"))

    def _last(self, path: str) -> Optional[int]:
        options = {"$select": "phenomenonTime", "$orderby": "phenomenonTime desc", "$top": "1"}
        newest = next(iter(self._service.items(f"{path}/Observations", options)), None)
        told = newest.get("phenomenonTime") if isinstance(newest, dict) else None
        return time_ms(told.rpartition("/")[2]) if isinstance(told, str) else None


def _raise_unless_refused(error: InputError) -> None:
    """Go on after a refusal of the server, which has a status; stop when it is away."""
    if getattr(error, "status", None) is None:
        raise error


def _lost(name: str) -> InputError:
    return InputError(
        "The server took {name} and does not show it; its account may not read what it writes.", name=name
    )


def _thing_body(device: DeviceRow, lines: list[Sent]) -> dict[str, Any]:
    body: dict[str, Any] = {
        "name": device.uid,
        "description": device.name or device.uid,
        "properties": {"site": device.site, "profile": device.profile},
        "Datastreams": [_datastream_body(line) for line in lines],
    }
    if device.place is not None:
        body["Locations"] = [
            {
                "name": device.name or device.uid,
                "description": device.site,
                "encodingType": "application/geo+json",
                "location": {"type": "Point", "coordinates": list(device.place)},
            }
        ]
    return body


def _datastream_body(line: Sent) -> dict[str, Any]:
    return {
        "name": line.metric,
        "description": f"{line.metric} ({line.device.name or line.device.uid})",
        "observationType": MEASUREMENT,
        "unitOfMeasurement": {"name": line.unit, "symbol": line.unit, "definition": NO_ENTITY},
        "ObservedProperty": {"name": line.metric, "definition": NO_ENTITY, "description": line.metric},
        "Sensor": {
            "name": line.device.profile or line.device.uid,
            "description": line.device.profile,
            "encodingType": "text/plain",
            "metadata": line.device.profile,
        },
    }
