"""Lost, doubled and late frames, from the frame counters that devices send.

A counter has 16 bits on the air and starts again at 0 after 65535, after a join, and after a restart. Counters are
unwrapped inside each session. Losses are *span minus received*: the order of arrival does not matter, as long
as a frame comes less than 64 counters late.

References
----------
.. [1] LoRa Alliance, TS001-1.0.4 LoRaWAN L2 Specification, frame counters (FCntUp).
.. [2] LoRa Alliance, LoRaWAN 1.0.3 Regional Parameters: MAX_FCNT_GAP 16384.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from ..robust import wilson_interval
from .frames import Frames

GREATEST_GAP = 16384  # MAX_FCNT_GAP: a greater jump is another session
LATE_WINDOW = 64  # a frame may come so many counters late
_SHORT, _LONG = 1 << 16, 1 << 32

# Kinds of a frame.
FIRST, NEXT, LATE, DUPLICATE, NO_COUNTER = 0, 1, 2, 3, 4

# Upper ends of the classes of burst lengths [frames lost in a row]; the last class has none.
BURST_ENDS = np.array([1, 2, 3, 4, 8, 16, 32, 64, 256], dtype=np.int64)


@dataclass(frozen=True)
class CounterReport:
    """What the counters of each device tell.

    Attributes
    ----------
    received : ndarray of int64, shape (devices,)
        Distinct frames.
    lost, duplicates, late, sessions : ndarray of int64, shape (devices,)
        Frames lost; received again; received out of order; sessions seen (joins and restarts plus one).
    loss, loss_low, loss_high : ndarray of float64, shape (devices,)
        lost / (received + lost) and its Wilson interval [0..1]; frames without counter are left out; NaN without frame.
    bursts : ndarray of int64, shape (devices, 10)
        Number of runs of lost frames by length: see :data:`BURST_ENDS`.
    longest_burst : ndarray of int64, shape (devices,)
    kind : ndarray of int8, shape (n,)
        Of each frame: FIRST of a session, NEXT, LATE, DUPLICATE, NO_COUNTER.
    change : ndarray of int32, shape (n,)
        What each frame adds to the losses known by then: the frames missing just before it, or -1 when
        it fills a gap.
    """

    received: np.ndarray
    lost: np.ndarray
    duplicates: np.ndarray
    late: np.ndarray
    sessions: np.ndarray
    loss: np.ndarray
    loss_low: np.ndarray
    loss_high: np.ndarray
    bursts: np.ndarray
    longest_burst: np.ndarray
    kind: np.ndarray
    change: np.ndarray


@njit(cache=True, nogil=True)
def _close_run(run, row, bursts, ends):
    # Count a finished run of lost frames; return its length.
    if run > 0:
        place = 0
        while place < len(ends) and run > ends[place]:
            place += 1
        bursts[row, place] += 1
    return run


@njit(cache=True, nogil=True)
def _count(starts, order, counter, session, content, ends, totals, bursts, kind, change):
    # totals: received, lost, duplicates, late, sessions, longest burst, received without counter.
    held = np.zeros(LATE_WINDOW, np.bool_)  # of the last 64 counters, by counter modulo 64
    contents = np.zeros(LATE_WINDOW, np.int64)
    for row in range(len(starts) - 1):
        modulus = _SHORT
        for place in range(starts[row], starts[row + 1]):
            if counter[place] >= _SHORT:
                modulus = _LONG
                break
        opened = False
        high, low, run, code, longest = 0, 0, 0, 0, 0
        for step in range(starts[row], starts[row + 1]):
            place = order[step]
            if counter[place] < 0:
                kind[place] = NO_COUNTER
                totals[row, 0] += 1
                totals[row, 6] += 1
                continue
            delta = 0
            fresh = not opened or session[place] != code
            if not fresh:
                delta = (counter[place] - high) % modulus
                if delta > GREATEST_GAP:
                    delta -= modulus
                    if delta <= -LATE_WINDOW:
                        fresh = True
            value = high + delta
            if not fresh and delta <= 0 and value >= low and held[value % LATE_WINDOW]:
                known = contents[value % LATE_WINDOW]
                if known == content[place] or known == 0 or content[place] == 0:
                    kind[place] = DUPLICATE
                    totals[row, 2] += 1
                    continue
                fresh = True  # the same counter with other content: the device restarted without a join
            if fresh:
                if opened:
                    longest = max(longest, _close_session(high, low, run, row, held, bursts, ends))
                opened, code, run = True, session[place], 0
                # Kept far above zero so that frames late from before the first one stay positive.
                high = counter[place] + modulus
                low = high
                held[:] = False
                held[high % LATE_WINDOW] = True
                contents[high % LATE_WINDOW] = content[place]
                kind[place] = FIRST
                totals[row, 0] += 1
                totals[row, 4] += 1
                continue
            totals[row, 0] += 1
            if delta > 0:
                # Counters that leave the window are received or lost for good.
                for leaving in range(high + 1 - LATE_WINDOW, min(high + 1 - LATE_WINDOW + delta, high + 1)):
                    slot = leaving % LATE_WINDOW
                    if leaving >= low:
                        if held[slot]:
                            longest = max(longest, _close_run(run, row, bursts, ends))
                            run = 0
                        else:
                            run += 1
                    held[slot] = False
                if delta > LATE_WINDOW:
                    run += delta - LATE_WINDOW
                high = value
                kind[place] = NEXT
                change[place] = delta - 1
            else:
                kind[place] = LATE
                totals[row, 3] += 1
                if value < low:
                    change[place] = low - value - 1
                    low = value
                else:
                    change[place] = -1
            held[value % LATE_WINDOW] = True
            contents[value % LATE_WINDOW] = content[place]
            totals[row, 1] += change[place]
        if opened:
            longest = max(longest, _close_session(high, low, run, row, held, bursts, ends))
        totals[row, 5] = longest


@njit(cache=True, nogil=True)
def _close_session(high, low, run, row, held, bursts, ends):
    # Count the runs still in the window; the newest counter was received, so every run ends.
    longest = 0
    for value in range(max(low, high + 1 - LATE_WINDOW), high + 1):
        if held[value % LATE_WINDOW]:
            longest = max(longest, _close_run(run, row, bursts, ends))
            run = 0
        else:
            run += 1
    return longest


@njit(cache=True, nogil=True)
def _session_order(starts, given, session, order):
    # An unknown session is that of the frame before. Frames of a former session that come after the next one began
    # are put back with theirs.
    for row in range(len(starts) - 1):
        start, end = starts[row], starts[row + 1]
        runs, known = 1, 0
        for place in range(start, end):
            if given[place] != 0:
                known = given[place]
                break
        for place in range(start, end):
            order[place] = place
            known = given[place] if given[place] != 0 else known
            session[place] = known
            if place > start and session[place] != session[place - 1]:
                runs += 1
        if runs > 2:
            codes = session[start:end]
            ranks = np.empty(end - start, np.int64)
            firsts = np.unique(codes)
            seen = np.full(len(firsts), -1, np.int64)
            rank = 0
            for place in range(end - start):
                which = np.searchsorted(firsts, codes[place])
                if seen[which] < 0:
                    seen[which] = rank
                    rank += 1
                ranks[place] = seen[which]
            order[start:end] = start + np.argsort(ranks, kind="mergesort")


def count_frames(frames: Frames, level: float = 0.95) -> CounterReport:
    """Count what was received, lost, doubled and late, device by device, in one pass.

    With δ the difference to the highest counter of the session, modulo 2^16 (2^32 for devices that show counters beyond
    16 bits): 0 < δ <= 16384 is the next frame and δ-1 were lost; -64 < δ <= 0 is a repetition, or a frame that comes
    late; anything else, another session number, or a known counter with other content, opens a session.

    Parameters
    ----------
    frames : Frames
    level : float
        Of the Wilson interval.

    Returns
    -------
    CounterReport

    Notes
    -----
    A device that restarts without a join while its counter is above 49152 cannot be told from one that
    wrapped after losses: give the session where the network tells it.
    """
    order, session = np.empty(len(frames), dtype=np.int64), np.empty(len(frames), dtype=np.int64)
    _session_order(frames.starts, frames.session, session, order)
    totals = np.zeros((frames.devices, 7), dtype=np.int64)
    bursts = np.zeros((frames.devices, len(BURST_ENDS) + 1), dtype=np.int64)
    kind = np.zeros(len(frames), dtype=np.int8)
    change = np.zeros(len(frames), dtype=np.int32)
    _count(frames.starts, order, frames.counter, session, frames.content, BURST_ENDS, totals, bursts, kind, change)
    received, lost, duplicates, late, sessions, longest, uncounted = totals.T.copy()
    sent = received - uncounted + lost
    low, high = wilson_interval(lost, sent, level)
    with np.errstate(invalid="ignore"):
        loss = np.where(sent > 0, lost / np.maximum(sent, 1), np.nan)
    return CounterReport(received, lost, duplicates, late, sessions, loss, low, high, bursts, longest, kind, change)


@njit(cache=True, nogil=True)
def _sliding(starts, received, kind, change, ends, width, heard, lost):
    for row in range(len(starts) - 1):
        head = tail = starts[row]
        frames = missing = 0
        for place in range(len(ends)):
            while head < starts[row + 1] and received[head] < ends[place]:
                if kind[head] != DUPLICATE:
                    frames += 1
                    missing += change[head]
                head += 1
            while tail < head and received[tail] < ends[place] - width:
                if kind[tail] != DUPLICATE:
                    frames -= 1
                    missing -= change[tail]
                tail += 1
            heard[row, place] = frames
            lost[row, place] = max(missing, 0)


def sliding_loss(frames: Frames, report: CounterReport, ends, width: int):
    """Return received and lost frames in windows that slide over time.

    Parameters
    ----------
    frames : Frames
    report : CounterReport
        Of the same frames.
    ends : array-like of int, shape (m,)
        Ends of the windows [ms since 1970], increasing; a window is [end - width, end).
    width : int
        [ms], above 0: 24 h and 7 d are usual.

    Returns
    -------
    heard, lost : ndarray of int64, shape (devices, m)
        A loss belongs to the moment when the next frame shows it.
    """
    ends = np.asarray(ends, dtype=np.int64)
    heard = np.zeros((frames.devices, len(ends)), dtype=np.int64)
    lost = np.zeros_like(heard)
    _sliding(frames.starts, frames.received, report.kind, report.change, ends, np.int64(width), heard, lost)
    return heard, lost
