"""Writes a batch into the store, inside a transaction that the caller begins and commits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Optional

from ..rows import STATE_COLUMNS, Rows
from .schema import STEPS_MS, Insert, insert

KEPT_DELIVERIES = 2048  # last commits whose deliveries are remembered: at least as many messages
MAX_REJECTS = 200  # rows of rejects in one batch; the rest is one row with a count


def _newer(column: str) -> str:
    """Return the update that keeps what is known when a row says nothing."""
    return f"{column} = COALESCE(excluded.{column}, device_state.{column})"


def _greatest(column: str) -> str:
    old, new = f"device_state.{column}", f"excluded.{column}"
    return f"{column} = CASE WHEN {old} IS NULL OR {new} > {old} THEN {new} ELSE {old} END"


def _sum(column: str) -> str:
    return f"{column} = COALESCE(device_state.{column}, 0) + excluded.{column}"


_GREATEST, _SUMS = ("last_seen", "last_up"), ("received", "duplicates")
_STATE_UPDATE = ", ".join(
    [
        "revision = excluded.revision",
        *(_greatest(name) for name in _GREATEST),
        *(_newer(name) for name in STATE_COLUMNS if name not in (*_GREATEST, *_SUMS)),
        *(_sum(name) for name in _SUMS),
    ]
)
STATES = insert("device_state", ("device", "revision", *STATE_COLUMNS), update=_STATE_UPDATE)
LATEST = insert(
    "datastream_state",
    ("ds", "revision", "t", "v", "q", "text"),
    update="revision = excluded.revision, t = excluded.t, v = excluded.v, q = excluded.q, text = excluded.text "
    "WHERE excluded.t >= datastream_state.t",
)
DEVICES = insert(
    "device",
    ("id", "uid", "dev_eui", "source", "network_id", "name", "site", "profile", "declared", "created", "revision"),
)
METRICS = insert("metric", ("id", "name"))
DATASTREAMS = insert("datastream", ignore=True)
GATEWAYS = insert("gateway", ("id", "uid", "source", "name", "last_seen", "frames", "revision"))
GATEWAY_STATS = insert("gateway_stats", ignore=True)
FRAMES = insert("frame", ignore=True)
DUPLICATES = insert("frame_duplicate")
OBSERVATIONS = insert("obs", ignore=True)
TEXTS = insert("obs_text", ignore=True)
EVENTS = insert("event")
RAW = insert("raw")
REJECTS = insert("reject")
QUARANTINE = insert(
    "quarantine",
    update="last = excluded.last, n = quarantine.n + excluded.n",
)
DELIVERIES = insert("delivery")


def next_revision(database: Any, registry: bool = False) -> int:
    """Count a commit, inside a transaction.

    Parameters
    ----------
    database : SqliteDatabase or PostgresDatabase
    registry : bool
        Whether devices, metrics or their places change.

    Returns
    -------
    int
        Number of this commit, to be written in the rows that it changes.
    """
    database.execute(
        "UPDATE revision SET revision = revision + 1, registry = registry + ? WHERE id = 1", (int(registry),)
    )
    return int(next(iter(database.query("SELECT revision FROM revision WHERE id = 1")))[0])


def write_rows(database: Any, rows: Rows) -> int:
    """Write a batch; the counts of ``rows`` are completed with what was new.

    Parameters
    ----------
    database : SqliteDatabase or PostgresDatabase
        In a transaction.
    rows : Rows

    Returns
    -------
    int
        Number of the commit.
    """
    registry = any(
        (rows.devices, rows.identities, rows.places, rows.metrics, rows.datastreams, rows.gateways, rows.gateway_places)
    )
    revision = next_revision(database, registry)

    def put(statement: Insert, lines: Iterable[Sequence[Any]]) -> int:
        lines = list(lines)
        return database.insert(statement, lines) if lines else 0

    put(DEVICES, [(*row, revision) for row in rows.devices])
    put(METRICS, rows.metrics)
    put(DATASTREAMS, rows.datastreams)
    put(GATEWAYS, [(*row, 0, 0, revision) for row in rows.gateways])
    for device, (longitude, latitude, altitude) in rows.places.items():
        place_device(database, device, longitude, latitude, altitude, revision)
    _write_identities(database, rows, revision)
    put(RAW, rows.raw)
    # Rows are sorted by key so that neighbours fall on the same page of the file.
    rows.counts.frames = put(FRAMES, sorted(rows.frames, key=_frame_key))
    rows.counts.observations = put(OBSERVATIONS, sorted(rows.observations, key=_series_key))
    rows.counts.observations += put(TEXTS, rows.texts)
    put(DUPLICATES, rows.duplicates)
    put(EVENTS, rows.events)
    put(STATES, [(device, revision, *state) for device, state in sorted(rows.states.items())])
    put(LATEST, [(series, revision, *rows.latest[series]) for series in sorted(rows.latest)])
    for gateway, (last_seen, frames) in rows.gateway_frames.items():
        database.execute(
            "UPDATE gateway SET frames = frames + ?, revision = ?, "
            "last_seen = CASE WHEN last_seen > ? THEN last_seen ELSE ? END WHERE id = ?",
            (frames, revision, last_seen, last_seen, gateway),
        )
    put(GATEWAY_STATS, rows.gateway_stats)
    put(REJECTS, _bounded_rejects(rows))
    put(QUARANTINE, [(uid, *row) for uid, row in rows.quarantine.items()])
    if rows.deliveries:
        put(DELIVERIES, rows.deliveries)
        database.execute("DELETE FROM delivery WHERE id <= (SELECT MAX(id) FROM delivery) - ?", (KEPT_DELIVERIES,))
    return revision


def _write_identities(database: Any, rows: Rows, revision: int) -> None:
    """Write what networks call declared devices, without replacing what the user wrote, and where gateways are."""
    for device, (source, network, name, site, profile) in rows.identities.items():
        database.execute(
            "UPDATE device SET source = ?, network_id = ?, name = COALESCE(name, ?), site = COALESCE(site, ?), "
            "profile = COALESCE(profile, ?), revision = ? WHERE id = ?",
            (source, network, name or None, site or None, profile or None, revision, device),
        )
    for gateway, place in rows.gateway_places.items():
        database.execute(
            "UPDATE gateway SET geom = ?, altitude_m = COALESCE(?, altitude_m), revision = ? WHERE id = ?",
            (database.point(place.longitude, place.latitude), place.altitude, revision, gateway),
        )


def _frame_key(row: tuple) -> tuple[int, int, int]:
    return row[:3]


def _series_key(row: tuple) -> tuple[int, int]:
    return row[:2]


def _bounded_rejects(rows: Rows) -> list[tuple]:
    """Return one row for each topic and reason, at most :data:`MAX_REJECTS`, and one for each reason beyond."""
    lines = [
        (received, topic, reason, detail, payload, n)
        for (topic, reason), (received, detail, payload, n) in rows.rejects.items()
    ]
    kept, beyond = lines[:MAX_REJECTS], lines[MAX_REJECTS:]
    sums: dict[str, list[Any]] = {}
    for received, _, reason, detail, _, n in beyond:
        entry = sums.setdefault(reason, [received, detail, 0])
        entry[2] += n
    kept.extend((received, "", reason, detail, None, n) for reason, (received, detail, n) in sums.items())
    return kept


def place_device(
    database: Any,
    device: int,
    longitude: float,
    latitude: float,
    altitude: Optional[float] = None,
    revision: Optional[int] = None,
) -> None:
    """Put a device on the map, inside a transaction.

    Parameters
    ----------
    database : SqliteDatabase or PostgresDatabase
    device : int
    longitude, latitude : float
        [degrees, WGS 84].
    altitude : float, optional
        [m].
    revision : int, optional
        Number of the commit; a new one when absent.
    """
    database.execute(
        "UPDATE device SET geom = ?, altitude_m = COALESCE(?, altitude_m), revision = ? WHERE id = ?",
        (
            database.point(longitude, latitude),
            altitude,
            next_revision(database, True) if revision is None else revision,
            device,
        ),
    )


def write_aggregates(database: Any, table: str, rows: Iterable[Sequence[Any]]) -> int:
    """Write buckets of ``obs_15min``, ``obs_1h`` or ``obs_1d``, replacing those that exist; inside a transaction.

    Parameters
    ----------
    database : SqliteDatabase or PostgresDatabase
    table : str
        Name of the table.
    rows : iterable of (ds, t, mean, low, high, last, n, q)
        ``t`` is the start of the bucket [ms]; ``n`` the number of values; ``q`` the worst flag.

    Returns
    -------
    int
        Rows written.
    """
    if table not in STEPS_MS:
        raise KeyError(table)
    changed = ("mean", "low", "high", "last", "n", "q")
    statement = insert(table, update=", ".join(f"{name} = excluded.{name}" for name in changed))
    return database.insert(statement, rows)


def flag_observations(database: Any, series: int, times: Iterable[int], flags: Iterable[int]) -> int:
    """Write the flags of a quality control on observations; the values stay as they came. Inside a transaction.

    Parameters
    ----------
    database : SqliteDatabase or PostgresDatabase
    series : int
        Number of the datastream.
    times : iterable of int
        [ms].
    flags : iterable of int
        QARTOD: 1 good, 2 not evaluated, 3 suspect, 4 fail, 9 missing.

    Returns
    -------
    int
        Observations found.
    """
    return sum(
        database.execute("UPDATE obs SET q = ? WHERE ds = ? AND t = ?", (int(flag), int(series), int(moment)))
        for moment, flag in zip(times, flags)
    )
