"""How long things are kept, and the purge of what is older, in pieces that never hold the recorder up for long."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, Optional

from ...errors import InputError
from .writer import next_revision

CHUNK_ROWS = 50_000  # rows deleted in one transaction
DAY_MS = 86_400_000  # [ms]
PAUSE_S = 0.02  # time left to the recorder between two pieces [s]


@dataclass(frozen=True)
class Retention:
    """Days that each kind of row is kept; 0 for ever.

    Raw messages 30 days, observations 13 months, quarters of an hour 3 years. Hours and days are kept 6 years: the
    French decree on building automation (CCH R.175-3) asks for five years of them. Alarms, commands and the audit
    are never purged.
    """

    raw: float = 30.0
    reject: float = 30.0
    frame: float = 396.0
    frame_duplicate: float = 396.0
    event: float = 396.0
    obs: float = 396.0
    obs_text: float = 396.0
    gateway_stats: float = 396.0
    obs_15min: float = 3 * 366.0
    obs_1h: float = 6 * 366.0
    obs_1d: float = 6 * 366.0

    def __post_init__(self) -> None:
        for item in fields(self):
            if not getattr(self, item.name) >= 0:
                raise InputError("The days that “{name}” is kept must be 0 or more.", name=item.name)


# How a table is gone through: one number after the other in order of arrival, or by groups and time.
_NUMBERED = {"raw": "received", "reject": "received", "event": "received", "frame_duplicate": "received"}
_GROUPED = {
    "frame": "device",
    "gateway_stats": "gateway",
    **dict.fromkeys(("obs", "obs_text", "obs_15min", "obs_1h", "obs_1d"), "ds"),
}


def purge(
    database: Any,
    retention: Retention,
    now: Optional[int] = None,
    dry_run: bool = True,
    stop: Callable[[], bool] = lambda: False,
    chunk: int = CHUNK_ROWS,
) -> dict[str, int]:
    """Delete what is older than its retention.

    Parameters
    ----------
    database : SqliteDatabase or PostgresDatabase
        Opened for writing, outside a transaction.
    retention : Retention
    now : int, optional
        [ms since 1970]; the present when absent.
    dry_run : bool
        Only count.
    stop : callable
        Asked after each piece; what was deleted before stays deleted.
    chunk : int
        Rows of one piece.

    Returns
    -------
    dict
        Rows deleted, or to be deleted, by table.
    """
    moment = int(time.time() * 1000) if now is None else now
    counts: dict[str, int] = {}
    for item in fields(retention):
        days = getattr(retention, item.name)
        if not days:
            continue
        before = moment - int(days * DAY_MS)
        if item.name in _NUMBERED:
            run = _count_numbered if dry_run else _purge_numbered
            counts[item.name] = run(database, item.name, _NUMBERED[item.name], before, stop, chunk)
        else:
            run = _count_grouped if dry_run else _purge_grouped
            counts[item.name] = run(database, item.name, _GROUPED[item.name], before, stop, chunk)
    if not dry_run:
        database.vacuum()
    return counts


def _one(database: Any, sql: str, parameters: tuple = ()) -> Any:
    return next(iter(database.query(sql, parameters)))[0]


def _delete(database: Any, sql: str, parameters: tuple) -> int:
    """Delete in a transaction of its own, and leave the recorder a moment."""
    database.begin()
    try:
        next_revision(database)
        deleted = database.execute(sql, parameters)
        database.commit()
    except BaseException:
        database.rollback()
        raise
    time.sleep(PAUSE_S)
    return deleted


def _count_numbered(database: Any, table: str, column: str, before: int, _stop: Any, _chunk: int) -> int:
    return int(_one(database, " ".join(["SELECT COUNT(*) FROM", table, "WHERE", column, "< ?"]), (before,)))


def _purge_numbered(database: Any, table: str, column: str, before: int, stop: Any, chunk: int) -> int:
    """Go through a table by number: rows came in about the order of their time."""
    total, lowest = 0, -1
    span = " ".join(["SELECT MAX(id) FROM (SELECT id FROM", table, "WHERE id > ? ORDER BY id LIMIT ?) AS piece"])
    old = " ".join(["FROM", table, "WHERE id > ? AND id <= ? AND", column, "< ?"])
    while not stop():
        highest = _one(database, span, (lowest, chunk))
        if highest is None:
            break
        found = _one(database, "SELECT COUNT(*) " + old, (lowest, highest, before))
        if not found:
            break
        total += _delete(database, "DELETE " + old, (lowest, highest, before))
        lowest = highest
    return total


def _count_grouped(database: Any, table: str, column: str, before: int, _stop: Any, _chunk: int) -> int:
    sql = " ".join(["SELECT COUNT(*) FROM", table, "WHERE", column, "= ? AND t < ?"])
    return sum(int(_one(database, sql, (group, before))) for group in _groups(database, table, column))


def _purge_grouped(database: Any, table: str, column: str, before: int, stop: Any, chunk: int) -> int:
    """Go through a table by its first key, which is the order of its rows on the disk."""
    total = 0
    piece = " ".join(["SELECT t FROM", table, "WHERE", column, "= ? AND t < ? ORDER BY t LIMIT 1 OFFSET ?"])
    sql = " ".join(["DELETE FROM", table, "WHERE", column, "= ? AND t < ?"])
    waiting: list[int] = []
    rows = 0
    count = " ".join(["SELECT COUNT(*) FROM", table, "WHERE", column, "= ? AND t < ?"])

    def flush() -> int:
        if not waiting:
            return 0
        marks = ", ".join("?" * len(waiting))
        text = " ".join(["DELETE FROM", table, "WHERE", column, "IN (", marks, ") AND t < ?"])
        deleted = _delete(database, text, (*waiting, before))
        waiting.clear()
        return deleted

    for group in _groups(database, table, column):
        if stop():
            break
        number = int(_one(database, count, (group, before)))
        while number > chunk and not stop():
            middle = next(iter(database.query(piece, (group, before, chunk))))[0]
            deleted = _delete(database, sql, (group, middle))
            total += deleted
            number -= deleted
            if not deleted:  # more than a piece at one moment: all at once
                break
        if number:
            waiting.append(group)
            rows += number
        if rows >= chunk or len(waiting) >= 500:
            total += flush()
            rows = 0
    return total + flush()


def _groups(database: Any, table: str, column: str) -> list[int]:
    """Return the first keys of a table, each found by a jump rather than by reading all rows."""
    found: list[int] = []
    following = " ".join(["SELECT MIN(", column, ") FROM", table, "WHERE", column, "> ?"])
    last = -1
    while True:
        key = _one(database, following, (last,))
        if key is None:
            return found
        found.append(int(key))
        last = key
