"""Lost, doubled and late frames: hand-made cases, a loop in plain Python, and properties."""

from __future__ import annotations

import numpy as np
import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.iot.health import counters
from cityorchestra.processing_provider.iot.health.counters import count_frames, sliding_loss
from cityorchestra.processing_provider.iot.health.frames import make_frames
from cityorchestra.processing_provider.iot.robust import wilson_interval
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

MINUTE = 60_000


def one_device(numbers, sessions=None, contents=None):
    numbers = np.asarray(numbers, dtype=np.int64)
    contents = numbers + 1 if contents is None else contents
    return make_frames(
        np.zeros(len(numbers), int),
        np.arange(len(numbers)) * MINUTE,
        devices=1,
        counter=numbers,
        session=sessions,
        content=contents,
    )


def facts(report):
    names = ("received", "lost", "duplicates", "late", "sessions")
    return tuple(int(getattr(report, name)[0]) for name in names)


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([], (0, 0, 0, 0, 0)),
        ([5], (1, 0, 0, 0, 1)),
        ([5, 6, 7], (3, 0, 0, 0, 1)),
        ([5, 9], (2, 3, 0, 0, 1)),
        ([65534, 65535, 0, 1], (4, 0, 0, 0, 1)),  # a wrap costs nothing
        ([65530, 3], (2, 8, 0, 0, 1)),
        ([65534, 65535, 65536, 65537], (4, 0, 0, 0, 1)),  # 32 bits
        ([70000, 70005], (2, 4, 0, 0, 1)),
        ([5, 5, 6, 6, 6], (2, 0, 3, 0, 1)),
        ([5, 7, 6, 8], (4, 0, 0, 1, 1)),
        ([5, 8, 6], (3, 1, 0, 1, 1)),
        ([7, 5, 8], (3, 1, 0, 1, 1)),  # the first to arrive is not the first sent
        ([0, 16384], (2, 16383, 0, 0, 1)),
        ([0, 16385], (2, 0, 0, 0, 2)),  # beyond the greatest gap: another session
        ([30000, 0, 1, 2], (4, 0, 0, 0, 2)),
        ([1000, 936], (2, 0, 0, 0, 2)),  # 64 behind is too late
        ([1000, 937], (2, 62, 0, 1, 1)),
    ],
)
def test_hand_made_counters(numbers, expected):
    assert facts(count_frames(one_device(numbers))) == expected


def test_restart_without_join_is_known_by_its_content():
    # The counter goes back to 0 after 10 frames, and other data come with counters already seen.
    numbers = [*range(10), *range(10)]
    report = count_frames(one_device(numbers, contents=np.arange(1, 21)))
    assert facts(report) == (20, 0, 0, 0, 2)
    # The same content is a repetition.
    assert facts(count_frames(one_device(numbers, contents=[*range(1, 11)] * 2))) == (10, 0, 10, 0, 1)


def test_session_numbers_open_sessions_and_late_frames_of_the_former_come_back_to_it():
    numbers = [100, 101, 0, 103, 1, 102, 2]
    sessions = [7, 7, 9, 7, 9, 7, 9]
    report = count_frames(one_device(numbers, sessions))
    assert facts(report) == (7, 0, 0, 1, 2)
    # An unknown session is that of the frame before.
    assert facts(count_frames(one_device([1, 2, 3, 0], [0, 5, 0, 6])))[4] == 2


def test_frames_without_counter_count_as_heard_but_not_in_the_loss():
    report = count_frames(one_device([1, -1, 3]))
    assert facts(report) == (3, 1, 0, 0, 1)
    assert report.loss[0] == pytest.approx(1 / 3)
    assert np.isnan(count_frames(one_device([-1])).loss[0])


def test_bursts_by_length():
    report = count_frames(one_device([0, 2, 5, 6, 12, 112, 1000]))
    # Runs of 1, 2, 5, 99 and 887 lost frames.
    assert report.bursts[0].tolist() == [1, 1, 0, 0, 1, 0, 0, 0, 1, 1]
    assert report.longest_burst[0] == 887
    # A late frame splits a run.
    assert count_frames(one_device([0, 5, 3])).bursts[0].tolist() == [1, 1, 0, 0, 0, 0, 0, 0, 0, 0]


def plain_count(sent_order):
    """Received and lost of one session, from the set of counters: span minus received."""
    heard = set(sent_order)
    return len(heard), max(heard) - min(heard) + 1 - len(heard)


def plain_bursts(heard):
    runs, ordered = [], sorted(set(heard))
    for before, after in zip(ordered, ordered[1:]):
        if after - before > 1:
            runs.append(after - before - 1)
    return sorted(runs)


@hypothesis_settings(max_examples=300)
@given(st.data(), st.integers(0, 65535), st.integers(2, 400), st.integers(0, 2**32 - 1))
def test_order_of_arrival_does_not_change_the_loss(data, start, count, seed):
    rng = np.random.default_rng(seed)
    kept = np.flatnonzero(rng.random(count) > data.draw(st.floats(0, 0.8)))
    if not len(kept):
        kept = np.array([0])
    reach = data.draw(st.integers(0, 63))
    # A frame overtakes only those sent less than 64 counters before.
    order = np.argsort(kept + rng.random(len(kept)) * reach, kind="stable")
    contents = rng.integers(1, 2**60, count)
    arrived = kept[order]
    report = count_frames(one_device((arrived + start) % 65536, contents=contents[arrived]))
    straight = count_frames(one_device((kept + start) % 65536, contents=contents[kept]))
    assert facts(report)[:3] == facts(straight)[:3] == (*plain_count(kept), 0)
    assert report.bursts.tolist() == straight.bursts.tolist()
    runs = plain_bursts(kept)
    assert report.bursts.sum() == len(runs) and report.longest_burst[0] == max(runs, default=0)
    assert report.change.sum() == report.lost[0]


@given(st.integers(0, 2**32 - 1), st.integers(1, 4))
def test_repetitions_change_only_their_own_count(seed, copies):
    rng = np.random.default_rng(seed)
    kept = np.flatnonzero(rng.random(300) > 0.2)
    contents = rng.integers(1, 2**60, 300)
    once = count_frames(one_device(kept, contents=contents[kept]))
    again = np.repeat(kept, copies)
    many = count_frames(one_device(again, contents=contents[again]))
    assert facts(many) == (*facts(once)[:2], len(kept) * (copies - 1), *facts(once)[3:])


def test_bernoulli_loss_is_inside_its_wilson_interval():
    rng = np.random.default_rng(2024)
    kept = np.flatnonzero(rng.random(100_000) >= 0.1)
    report = count_frames(one_device(kept % 65536))
    assert report.loss_low[0] <= 0.1 <= report.loss_high[0]
    assert report.loss_high[0] - report.loss_low[0] < 0.004
    # Over many fleets the interval holds as often as it says.
    inside = 0
    for seed in range(400):
        kept = np.flatnonzero(np.random.default_rng(seed).random(1000) >= 0.1)
        one = count_frames(one_device(kept))
        inside += one.loss_low[0] <= 0.1 <= one.loss_high[0]
    assert 0.92 <= inside / 400 <= 0.98


def test_gilbert_elliott_bursts_have_their_mean_length():
    rng = np.random.default_rng(5)
    bad, kept = False, []
    draws = rng.random(100_000)
    for number, draw in enumerate(draws):
        bad = draw >= 0.2 if bad else draw < 0.02
        if not bad:
            kept.append(number)
    report = count_frames(one_device(np.array(kept) % 65536))
    assert report.loss[0] == pytest.approx(0.02 / 0.22, abs=0.01)
    assert report.lost[0] / report.bursts[0].sum() == pytest.approx(1 / 0.2, rel=0.05)


@given(st.lists(st.lists(st.integers(0, 200), max_size=30), min_size=1, max_size=6))
def test_devices_do_not_touch_each_other(fleets):
    device = np.concatenate([np.full(len(numbers), row) for row, numbers in enumerate(fleets)]).astype(int)
    numbers = np.concatenate([np.array(numbers, dtype=np.int64) for numbers in fleets])
    received = np.concatenate([np.arange(len(numbers)) for numbers in fleets])
    shuffled = np.random.default_rng(0).permutation(len(device))
    together = count_frames(
        make_frames(
            device[shuffled], received[shuffled], len(fleets), counter=numbers[shuffled], content=numbers[shuffled]
        )
    )
    for row, mine in enumerate(fleets):
        alone = count_frames(
            make_frames(
                np.zeros(len(mine), int), np.arange(len(mine)), 1, counter=mine, content=np.array(mine, dtype=int)
            )
        )
        assert [int(v[row]) for v in (together.received, together.lost, together.duplicates)] == [
            int(v[0]) for v in (alone.received, alone.lost, alone.duplicates)
        ]


@given(st.integers(0, 2**32 - 1))
def test_sliding_windows_sum_to_the_whole(seed):
    rng = np.random.default_rng(seed)
    kept = np.flatnonzero(rng.random(500) > 0.3)
    frames = make_frames(np.zeros(len(kept), int), kept * MINUTE, 1, counter=kept)
    report = count_frames(frames)
    ends = np.arange(1, 11) * 50 * MINUTE
    heard, lost = sliding_loss(frames, report, ends, 50 * MINUTE)
    assert heard.sum() == report.received[0] and lost.sum() == report.lost[0]
    day = sliding_loss(frames, report, [500 * MINUTE], 500 * MINUTE)
    assert (day[0][0, 0], day[1][0, 0]) == (report.received[0], report.lost[0])


def test_wilson_interval_is_the_published_one():
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3.
    for successes, trials, expected in (
        (81, 263, (0.2553, 0.3662)),
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0, 0.1611)),
    ):
        low, high = wilson_interval(successes, trials)
        assert (round(float(low), 4), round(float(high), 4)) == expected
    low, high = wilson_interval([0, 5], [0, 5])
    assert np.isnan(low[0]) and high[1] == 1.0


def test_wrong_columns_are_told():
    with pytest.raises(InputError, match="same length"):
        make_frames([0, 0], [1, 2], counter=[1])
    with pytest.raises(InputError, match="outside 0 to 1"):
        make_frames([2], [1], devices=2)
    assert counters.LATE_WINDOW == 64 and counters.GREATEST_GAP == 16384
