"""The share of frames lost by each device over a span, without reading every frame where the counters are plain.

Where the counters of a device rise through one session, lost frames are the span of the counters less those received:
the database says so by itself. The few devices that joined again, restarted or passed 65535 are counted frame by frame.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ..health.frames import make_frames

LATE_WINDOW, GREATEST_GAP = 64, 16384  # counters; as in health.counters, which is loaded for unclear devices only

_SUMMARY = """SELECT g.device, g.n, g.different, g.low, g.high, g.first_session, g.last_session,
(SELECT MIN(f.counter) FROM frame f WHERE f.device = g.device AND f.t = g.t0),
(SELECT MAX(f.counter) FROM frame f WHERE f.device = g.device AND f.t = g.t1)
FROM (SELECT device, COUNT(counter) AS n, COUNT(DISTINCT counter) AS different, MIN(counter) AS low,
MAX(counter) AS high, MIN(session) AS first_session, MAX(session) AS last_session, MIN(t) AS t0, MAX(t) AS t1
FROM frame WHERE t >= ? AND t < ? AND counter >= 0 GROUP BY device) AS g"""


def loss_percents(database: Any, start: int, end: int) -> dict[int, float]:
    """Return the share of frames lost by each device, as :func:`..health.counters.count_frames` counts them.

    Parameters
    ----------
    database : SqliteDatabase or PostgresDatabase
    start, end : int
        Frames that happened in [start, end) [ms since 1970, UTC].

    Returns
    -------
    dict
        [%] by device; devices without a frame that has a counter are absent.
    """
    found: dict[int, float] = {}
    unclear: list[int] = []
    for device, count, different, low, high, *sessions_and_ends in database.query(_SUMMARY, (start, end)):
        lost = high - low + 1 - count
        if count == different and lost <= GREATEST_GAP and _is_plain(low, high, *sessions_and_ends):
            found[device] = 100.0 * lost / (count + lost)
        else:
            unclear.append(device)
    found.update(_counted(database, unclear, start, end))
    return found


def _is_plain(low: int, high: int, first_session: int, last_session: int, first: int, last: int) -> bool:
    """Tell whether counters rose through one session: the first is about the lowest, the last about the highest."""
    return first_session == last_session and first - low < LATE_WINDOW and high - last < LATE_WINDOW


def _counted(database: Any, devices: Sequence[int], start: int, end: int) -> Iterable[tuple[int, float]]:
    if not devices:
        return []
    from ..health.counters import count_frames  # compiled: what only reads a store does without it

    rows = [
        (place, *row)
        for place, device in enumerate(devices)
        for row in database.query(
            "SELECT received, counter, session, content FROM frame "
            "WHERE device = ? AND t >= ? AND t < ? AND counter >= 0 ORDER BY t",
            (device, start, end),
        )
    ]
    place, received, counter, session, content = np.array(rows, dtype=np.int64).reshape(-1, 5).T
    frames = make_frames(place, received, len(devices), counter=counter, session=session, content=content)
    loss = count_frames(frames).loss
    return [(device, float(100.0 * loss[at])) for at, device in enumerate(devices) if loss[at] == loss[at]]
