"""Flags of quality controls written into a store: the values stay as they came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .writer import flag_observations, next_revision

CHUNK = 20_000  # observations of one transaction: a recorder beside waits for no longer


def write_flags(database: Any, series: int, times: Sequence[int], flags: Sequence[int]) -> int:
    """Write the flags of observations of one series, and of its latest value when it is among them.

    Parameters
    ----------
    database : SqliteDatabase or PostgresDatabase
    series : int
    times : sequence of int
        [ms].
    flags : sequence of int
        QARTOD.

    Returns
    -------
    int
        Observations found.
    """
    found = 0
    for first in range(0, len(times), CHUNK):
        part = slice(first, first + CHUNK)
        database.begin()
        try:
            found += flag_observations(database, series, times[part], flags[part])
            latest = next(iter(database.query("SELECT t FROM datastream_state WHERE ds = ?", (series,))), None)
            place = dict(zip((int(moment) for moment in times[part]), flags[part]))
            if latest is not None and latest[0] in place:
                database.execute(
                    "UPDATE datastream_state SET q = ?, revision = ? WHERE ds = ?",
                    (int(place[latest[0]]), next_revision(database), series),
                )
            database.commit()
        except BaseException:
            database.rollback()
            raise
    return found
