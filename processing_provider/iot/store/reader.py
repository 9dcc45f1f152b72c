"""Reads a store: devices, what changed since last time, history, frames. It never waits for who writes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np

from ..alarms.journal import Entry
from ..health.frames import Frames, make_frames
from .alarm_rows import AlarmRow, read_alarms, read_journal
from .losses import loss_percents
from .moments import Moment, past, present, recent_times, texts
from .receptions import Receptions, unpack_receptions
from .report_rows import GatewayRow, daily_charges, gateway_rows, measurement_times
from .schema import BY_NAME, METRICS, STEPS_MS

MAX_ROWS = 5_000_000  # observations read at once unless the caller says otherwise
_ABSENT = -1e300  # what stands for NULL between the database and an array


@dataclass(frozen=True)
class DeviceRow:
    """A device; ``place`` is (longitude, latitude) [degrees, WGS 84], ``created`` in ms since 1970."""

    id: int
    uid: str
    dev_eui: Optional[str]
    source: str
    network_id: str
    name: str
    site: str
    profile: str
    period_s: Optional[float]
    altitude_m: Optional[float]
    declared: bool
    out_of_service: bool
    created: int
    revision: int
    place: Optional[tuple[float, float]]


@dataclass(frozen=True)
class StateRow:
    """The state of a device: times in ms since 1970 [UTC], ``rssi`` [dBm], ``snr`` and margin [dB], shares [%]."""

    device: int
    revision: int
    last_seen: Optional[int]
    last_up: Optional[int]
    counter: Optional[int]
    session: Optional[int]
    rssi: Optional[float]
    snr: Optional[float]
    spreading_factor: Optional[int]
    gateways: Optional[int]
    margin_db: Optional[float]
    battery_percent: Optional[float]
    external_power: Optional[int]
    skew_ms: Optional[int]
    received: int
    duplicates: int
    simulated: Optional[int]
    loss_24h_percent: Optional[float]
    alarm_priority: Optional[int]


@dataclass(frozen=True)
class ValueRow:
    """The latest value of a metric of a device; ``value`` is None for a text, which is then in ``text``."""

    device: int
    metric: int
    revision: int
    time: int
    value: Optional[float]
    flag: int
    text: Optional[str]


@dataclass(frozen=True)
class History:
    """Observations as arrays, sorted by series then by time.

    Attributes
    ----------
    series : ndarray of int64
        ``device * METRICS + metric``.
    time : ndarray of int64
        [ms since 1970, UTC]; of a bucket, its start.
    value : ndarray of float64
        As measured, or the mean of a bucket; NaN where there is none.
    flag : ndarray of int16
        QARTOD.
    low, high : ndarray of float64
        Of a bucket; equal to the value for raw observations.
    count : ndarray of int64
        Values in a bucket; 1 for raw observations.
    cut : bool
        Whether the limit of rows was reached.
    """

    series: np.ndarray
    time: np.ndarray
    value: np.ndarray
    flag: np.ndarray
    low: np.ndarray
    high: np.ndarray
    count: np.ndarray
    cut: bool

    @property
    def device(self) -> np.ndarray:
        """Number of the device of each observation."""
        return self.series // METRICS

    @property
    def metric(self) -> np.ndarray:
        """Number of the metric of each observation."""
        return self.series % METRICS

    def __len__(self) -> int:
        return len(self.series)


class StoreReader:
    """Questions to a store; to be used from the thread that opened it.

    Parameters
    ----------
    database : SqliteDatabase or PostgresDatabase
        Opened read-only.
    """

    def __init__(self, database: Any) -> None:
        self._database = database
        self._stream = getattr(database, "stream", database.query)

    @property
    def database(self) -> Any:
        """What it reads."""
        return self._database

    def __enter__(self) -> StoreReader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the store."""
        self._database.close()

    def revision(self) -> int:
        """Return the number of the last commit: the same number means that nothing changed."""
        return self._one("SELECT revision FROM revision WHERE id = 1")

    def registry(self) -> int:
        """Return a number that changes whenever devices, metrics or gateways do."""
        return self._one("SELECT registry FROM revision WHERE id = 1")

    def count(self, table: str) -> int:
        """Return the number of rows of a table."""
        return self._one(_select(["COUNT(*)"], BY_NAME[table].name))

    def devices(self, since: int = 0) -> list[DeviceRow]:
        """Return the devices that changed after a commit, by number; all of them when it is 0."""
        rows = self._database.query(
            "SELECT id, uid, dev_eui, source, network_id, name, site, profile, period_s, altitude_m, declared, "
            "out_of_service, created, revision, geom FROM device WHERE revision > ? OR ? = 0 ORDER BY id",
            (since, since),
        )
        return [
            DeviceRow(
                number, uid, eui, source or "", network or "", name or "", site or "", profile or "", period, altitude,
                bool(declared), bool(out), created, revision, self._database.read_point(place),
            )
            for (number, uid, eui, source, network, name, site, profile, period, altitude, declared, out, created,
                 revision, place) in rows
        ]  # fmt: skip

    def metrics(self) -> dict[int, str]:
        """Return the names of metrics by number."""
        return dict(self._database.query("SELECT id, name FROM metric"))

    def datastreams(self) -> list[tuple[int, int, int, str, str]]:
        """Return (series, device, metric, unit, kind) of every series; kind is ``number``, ``switch`` or ``text``."""
        return list(self._database.query("SELECT id, device, metric, unit, kind FROM datastream ORDER BY id"))

    def latest_states(self, since: int = 0) -> list[StateRow]:
        """Return the states that changed after a commit; read :meth:`revision` first and keep it for next time."""
        sql = _select(StateRow.__dataclass_fields__, "device_state", "WHERE revision > ? ORDER BY device")
        rows = self._database.query(sql, (since,))
        return [StateRow(*row) for row in rows]

    def latest_values(self, since: int = 0, devices: Iterable[int] = ()) -> list[ValueRow]:
        """Return the latest values that changed after a commit, of some devices or of all."""
        chosen = list(devices)
        base = "SELECT ds, revision, t, v, q, text FROM datastream_state WHERE revision > ?"
        if chosen:
            rows = (
                row
                for device in chosen
                for row in self._database.query(
                    base + " AND ds >= ? AND ds < ? ORDER BY ds", (since, device * METRICS, (device + 1) * METRICS)
                )
            )
        else:
            rows = self._database.query(base + " ORDER BY ds", (since,))
        return [ValueRow(ds // METRICS, ds % METRICS, revision, t, v, q, text) for ds, revision, t, v, q, text in rows]

    def present(self) -> Moment:
        """Return the latest of all devices and series, faster than :meth:`latest_states` and :meth:`latest_values`."""
        return present(self._database)

    def past(self, devices: Iterable[int], series: Iterable[tuple[int, str]], at: int) -> Moment:
        """Return the latest of some devices and series (number, kind) as of a time before now [ms]."""
        return past(self._database, devices, series, at)

    def recent_times(self, devices: Sequence[int], at: int) -> list[tuple[int, int]]:
        """Return (device, time [ms]) of the last frames or measurements of devices until a time [ms]."""
        return recent_times(self._database, devices, at)

    def loss_percents(self, start: int, end: int) -> dict[int, float]:
        """Return the share of frames lost by each device in [start, end) [ms], in percent."""
        return loss_percents(self._database, start, end)

    def history(
        self, series: Optional[Sequence[int]], start: int, end: int, step: str = "raw", max_rows: int = MAX_ROWS
    ) -> History:
        """Return observations in [start, end).

        Parameters
        ----------
        series : sequence of int or None
            Numbers of the series; all of them when None.
        start, end : int
            [ms since 1970, UTC].
        step : str
            ``raw``, or one of the tables of buckets: ``obs_15min``, ``obs_1h``, ``obs_1d``.
        max_rows : int
            Limit; ``cut`` of the result tells whether it was reached.
        """
        if step != "raw" and step not in STEPS_MS:
            raise KeyError(step)
        value = "COALESCE({}, -1e300)".format
        if step == "raw":
            columns = ["ds", "t", value("v"), value("v"), value("v"), "1", "COALESCE(q, 2)"]
        else:
            columns = ["ds", "t", value("mean"), value("low"), value("high"), "n", "COALESCE(q, 2)"]
        sql = _select(columns, "obs" if step == "raw" else step, "WHERE t >= ? AND t < ?")
        rows = self._rows(sql, series, start, end, max_rows)
        kinds = [("ds", "i8"), ("t", "i8"), ("v", "f8"), ("low", "f8"), ("high", "f8"), ("n", "i8"), ("q", "i2")]
        table = np.fromiter(rows, dtype=kinds)
        for name in ("v", "low", "high"):
            table[name][table[name] == _ABSENT] = np.nan
        found = {name: np.ascontiguousarray(table[name]) for name, _ in kinds}
        return History(
            found["ds"], found["t"], found["v"], found["q"], found["low"], found["high"], found["n"],
            len(table) >= max_rows,
        )  # fmt: skip

    def _rows(self, sql: str, series: Optional[Sequence[int]], start: int, end: int, max_rows: int) -> Iterator[tuple]:
        if series is None:
            yield from self._stream(sql + " ORDER BY ds, t LIMIT ?", (start, end, max_rows))
            return
        left = max_rows
        for number in sorted(int(item) for item in series):
            for row in self._database.query(sql + " AND ds = ? ORDER BY t LIMIT ?", (start, end, number, left)):
                left -= 1
                yield row
            if left <= 0:
                return

    def texts(self, series: Iterable[int], start: int, end: int, max_rows: int) -> list[tuple[int, int, str]]:
        """Return (series, time [ms], text) of the texts of series in [start, end) [ms]."""
        return texts(self._database, series, start, end, max_rows)

    def frames(self, start: int, end: int, duplicates: bool = True) -> Frames:
        """Return the frames that happened in [start, end) [ms], for :mod:`..health`; devices by their number.

        Parameters
        ----------
        start, end : int
        duplicates : bool
            Whether frames heard twice are there twice, as a report of duplicates needs them.
        """
        kinds = {
            "device": "i4", "received": "i8", "counter": "i8", "session": "i8", "content": "i8", "rssi": "f4",
            "snr": "f4", "spreading_factor": "i1", "bandwidth": "i4", "frequency": "i8", "payload_size": "i2",
            "gateways": "i2",
        }  # fmt: skip
        heard = self._stream(
            "SELECT device, received, COALESCE(counter, -1), session, content, COALESCE(rssi, -1e30), "
            "COALESCE(snr, -1e30), COALESCE(spreading_factor, 0), COALESCE(bandwidth, 0), COALESCE(frequency, 0), "
            "payload_size, gateways FROM frame WHERE t >= ? AND t < ? ORDER BY device, t",
            (start, end),
        )
        table = np.fromiter(heard, dtype=list(kinds.items()))
        if duplicates:
            again = self._database.query(
                "SELECT device, received, COALESCE(counter, -1), session, content, -1e30, -1e30, 0, 0, 0, -1, 1 "
                "FROM frame_duplicate WHERE t >= ? AND t < ?",
                (start, end),
            )
            table = np.concatenate([table, np.fromiter(again, dtype=table.dtype)])
        columns = {name: np.ascontiguousarray(table[name]) for name in kinds}
        for name in ("rssi", "snr"):
            columns[name][columns[name] < -1e29] = np.nan
        highest = self._one("SELECT COALESCE(MAX(id), 0) FROM device")
        return make_frames(devices=highest + 1, **columns)

    def receptions(self, start: int, end: int) -> Receptions:
        """Return which gateways heard each frame of [start, end) [ms]."""
        rows = self._stream(
            "SELECT device, received, counter, receptions FROM frame WHERE t >= ? AND t < ? ORDER BY device, t",
            (start, end),
        )
        return unpack_receptions(rows)

    def gateways(self) -> dict[int, tuple[str, str, Optional[int], int]]:
        """Return (identifier, name, last seen [ms], frames) of the gateways by number."""
        rows = self._database.query("SELECT id, uid, name, last_seen, frames FROM gateway ORDER BY id")
        return {number: (uid, name or "", seen, frames) for number, uid, name, seen, frames in rows}

    def gateway_rows(self) -> list[GatewayRow]:
        """Return the gateways, with their place."""
        return gateway_rows(self._database)

    def daily_charges(self, series: Iterable[int], start: int, end: int) -> dict[int, tuple[list[int], list[float]]]:
        """Return days [ms] and mean charges [%] of batteries by device, of series and of what networks told."""
        return daily_charges(self._database, series, start, end)

    def measurement_times(self, devices: Iterable[int], start: int, end: int) -> list[tuple[int, int]]:
        """Return (device, time [ms]) of the measurements of devices that send no frames."""
        return measurement_times(self._database, devices, start, end)

    def gateway_stats(self, start: int, end: int) -> list[tuple[int, int, dict[str, float]]]:
        """Return (gateway, time [ms], counts by name) of the statistics that gateways sent in [start, end) [ms]."""
        rows = self._database.query(
            "SELECT gateway, t, detail FROM gateway_stats WHERE t >= ? AND t < ? ORDER BY gateway, t", (start, end)
        )
        return [(gateway, moment, json.loads(detail)) for gateway, moment, detail in rows]

    def table(self, name: str, after: int = 0, limit: int = 10_000) -> list[dict[str, Any]]:
        """Return rows of a numbered table (alarms, journal, commands, audit, events, rejects) after a number."""
        declared = BY_NAME[name]
        if declared.key != ("id",):
            raise KeyError(name)
        columns = [column for column in declared.names if column != "geom"]
        rows = self._database.query(_select(columns, declared.name, "WHERE id > ? ORDER BY id LIMIT ?"), (after, limit))
        return [dict(zip(columns, row)) for row in rows]

    def alarms(self, since: int = 0) -> list[AlarmRow]:
        """Return the alarms that changed after a commit; what operators asked is shown as done already."""
        return read_alarms(self._database, since)

    def alarm_journal(self, start: int, end: int) -> list[Entry]:
        """Return what happened to alarms in [start, end) [ms]."""
        return read_journal(self._database, start, end)

    def rejected(self) -> dict[str, int]:
        """Return the number of rejected messages by reason."""
        rows = self._database.query("SELECT reason, SUM(n) FROM reject GROUP BY reason ORDER BY reason")
        return {reason: int(number) for reason, number in rows}

    def _one(self, sql: str) -> int:
        return int(next(iter(self._database.query(sql)))[0])


def _select(columns: Iterable[str], table: str, rest: str = "") -> str:
    """Return a question made of names of our own schema."""
    return " ".join(["SELECT", ", ".join(columns), "FROM", table, rest])
