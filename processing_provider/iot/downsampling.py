"""Fills the tables of buckets from the observations of a store, series by series, in short transactions.

Only buckets that are over are written. What came late is taken up to a day after; a bucket whose observations are
still all there is made again from them, one whose observations were purged in part stays unless it becomes fuller.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Optional

from .aggregates import COUNTER, Aggregates, aggregate, usable
from .store.reader import StoreReader
from .store.schema import METRICS, STEPS_MS
from .store.writer import next_revision, write_aggregates

LATE_MS = 86_400_000  # how late an observation may come and still be counted [ms]
ROWS_A_COMMIT = 20_000
MAX_OBSERVATIONS = 50_000_000  # of one series


def fill_buckets(
    database: Any,
    tables: Sequence[str],
    methods: Mapping[int, str],
    now: int,
    *,
    dry_run: bool,
    since: Optional[int] = None,
    stop: Callable[[], bool] = lambda: False,
    progress: Callable[[float], None] = lambda share: None,
) -> dict[str, int]:
    """Write the buckets that are missing or have changed.

    Parameters
    ----------
    database : SqliteDatabase or PostgresDatabase
        Outside a transaction; may be read-only for a dry run.
    tables : sequence of str
        Among ``obs_15min``, ``obs_1h`` and ``obs_1d``.
    methods : mapping
        Method of each metric by number (see :mod:`.aggregates`).
    now : int
        [ms since 1970, UTC].
    dry_run : bool
        Only count.
    since : int, optional
        Make all buckets again from this time on [ms]; by default from a day before the last one of each series.
    stop, progress : callable
        Asked after each series, told the share that is done.

    Returns
    -------
    dict
        Buckets written, or to be written, by table.
    """
    reader = StoreReader(database)
    series = [number for number, *_, kind in reader.datastreams() if kind != "text"]
    counts = dict.fromkeys(tables, 0)
    waiting: dict[str, list[tuple]] = {table: [] for table in tables}
    for place, number in enumerate(series):
        if stop():
            break
        for table, rows in _changed(database, reader, number, tables, methods, now, since).items():
            counts[table] += len(rows)
            if not dry_run:
                waiting[table] += rows
        if sum(map(len, waiting.values())) >= ROWS_A_COMMIT:
            _flush(database, waiting)
        progress((place + 1) / len(series))
    _flush(database, waiting)
    return counts


def _flush(database: Any, waiting: dict[str, list[tuple]]) -> None:
    if not any(waiting.values()):
        return
    database.begin()
    try:
        next_revision(database)
        for table, rows in waiting.items():
            if rows:
                write_aggregates(database, table, rows)
        database.commit()
    except BaseException:
        database.rollback()
        raise
    for rows in waiting.values():
        rows.clear()


def _changed(
    database: Any,
    reader: StoreReader,
    series: int,
    tables: Sequence[str],
    methods: Mapping[int, str],
    now: int,
    since: Optional[int],
) -> dict[str, list[tuple]]:
    """Return the rows of the buckets of a series that are missing or differ from what is stored."""
    first, last = next(iter(database.query("SELECT MIN(t), MAX(t) FROM obs WHERE ds = ?", (series,))))
    if first is None:
        return {}
    starts = {table: _start(database, table, series, first, since) for table in tables}
    ends = {table: min(now // STEPS_MS[table], last // STEPS_MS[table] + 1) * STEPS_MS[table] for table in tables}
    begin, end = min(starts.values()), max(ends.values())
    if begin >= end:
        return {}
    lead = LATE_MS if methods.get(series % METRICS) == COUNTER else 0
    raw = usable(reader.history([series], begin - lead, end, max_rows=MAX_OBSERVATIONS))
    found = {}
    for table in tables:
        made = aggregate(raw, STEPS_MS[table], methods)
        made = made.where((made.time >= starts[table]) & (made.time < ends[table]))
        found[table] = _differing(database, table, series, made, first)
    return found


def _start(database: Any, table: str, series: int, first: int, since: Optional[int]) -> int:
    length = STEPS_MS[table]
    if since is None:
        sql = " ".join(["SELECT MAX(t) FROM", table, "WHERE ds = ?"])
        stored = next(iter(database.query(sql, (series,))))[0]
        since = first if stored is None else stored - LATE_MS
    return max(since, first) // length * length


def _differing(database: Any, table: str, series: int, made: Aggregates, first: int) -> list[tuple]:
    if not len(made):
        return []
    sql = " ".join(["SELECT t, mean, low, high, last, n, q FROM", table, "WHERE ds = ? AND t >= ? AND t <= ?"])
    span = (series, int(made.time[0]), int(made.time[-1]))
    stored = {row[0]: row[1:] for row in database.query(sql, span)}
    columns = (made.time, made.mean, made.low, made.high, made.last, made.count, made.flag)
    rows = []
    for moment, *values in zip(*(column.tolist() for column in columns)):
        new = tuple(None if value != value else value for value in values)
        old = stored.get(moment)
        # Before the first observation that is left, some of a bucket may be gone.
        kept = old is not None and (old == new or (moment < first and new[4] <= old[4]))
        if not kept:
            rows.append((series, moment, *new))
    return rows
