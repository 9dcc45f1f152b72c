"""The score: its definition by hand, its interval beside NumPy's quantiles, and what may not matter."""

from __future__ import annotations

import numpy as np
import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.land_take.score import (
    OMEGA,
    change_score,
    efficiency_score,
    grades,
    zan_scores,
)
from hypothesis import given
from hypothesis import strategies as st

NAN = float("nan")
shares = st.floats(0.0, 1.0)


def test_the_state_is_the_weighted_mean_of_its_parts():
    found = zan_scores([[1.0, 0.0, 0.0, 0.0], [0.5, 0.5, 0.5, 0.5], [0.2, 0.4, 0.6, 0.8]])
    assert found.state == pytest.approx([40.0, 50.0, 100 * (0.08 + 0.10 + 0.12 + 0.12)])
    assert found.score == pytest.approx(found.state), "with one date, the state alone"
    assert found.known.tolist() == [1, 1, 1] and found.parts_known.tolist() == [4, 4, 4]


def test_state_change_and_efficiency():
    parts = [[0.5] * 4] * 4
    found = zan_scores(parts, [80.0, 80.0, NAN, NAN], [NAN, 100.0, 100.0, NAN])
    assert found.score == pytest.approx([0.6 * 50 + 0.4 * 80, 25 + 24 + 20, (25 + 20) / 0.7, 50.0])
    assert found.known.tolist() == [2, 3, 2, 1]


def test_parts_that_are_not_known_are_left_out_and_told():
    found = zan_scores([[1.0, NAN, NAN, 0.0], [NAN] * 4], [50.0, 50.0])
    assert found.state[0] == pytest.approx(100 * 0.40 / 0.55) and np.isnan(found.state[1])
    assert found.parts_known.tolist() == [2, 0] and np.isnan(found.score[1]) and found.grade[1] == ""
    assert np.isnan(found.low[1])


@pytest.mark.parametrize(
    ("net", "score"), [(0.0, 50.0), (0.002, 0.0), (0.004, 0.0), (0.001, 25.0), (-0.002, 100.0), (-1.0, 100.0)]
)
def test_change(net, score):
    assert change_score([net], 0.002)[0] == pytest.approx(score)


def test_change_of_one_date_is_not_known():
    assert np.isnan(change_score([NAN], 0.002)[0])
    with pytest.raises(InputError, match="reference pace is 0"):
        change_score([0.1], 0.0)


def test_efficiency_compares_so_one_alone_has_none():
    assert np.isnan(efficiency_score([500.0], [10.0])[0])
    found = efficiency_score([500.0, 0.0, 500.0], [10.0, 10.0, 0.0])  # the others need no comparison
    assert np.isnan(found[0]) and found[1:].tolist() == [100.0, 0.0]
    assert efficiency_score([500.0, 100.0], [10.0, 10.0])[1] > efficiency_score([500.0, 100.0], [10.0, 10.0])[0]


def test_efficiency():
    found = efficiency_score([0.0, 500.0, 500.0, 1000.0, 500.0, NAN], [10.0, 0.0, -4.0, 1.0, 2.0, 1.0], 1000.0)
    assert found[:5].tolist() == [100.0, 0.0, 0.0, 0.0, 75.0] and np.isnan(found[5])
    each = np.arange(1.0, 12.0) * 100.0  # m2 per household of eleven communes: the 90th percentile is 1 000
    assert efficiency_score(each, np.ones(11))[[0, 4, 9, 10]] == pytest.approx([90.0, 50.0, 0.0, 0.0])


@pytest.mark.parametrize(
    ("score", "grade"), [(100, "A"), (80, "A"), (79.99, "B"), (65, "B"), (50, "C"), (35, "D"), (34.99, "E"), (NAN, "")]
)
def test_grades(score, grade):
    assert grades([score]).tolist() == [grade]


# --- the interval ------------------------------------------------------------------------------------------------


def test_interval_is_that_of_numpy():
    random = np.random.default_rng(3)
    parts = random.random((300, 4))
    parts[random.random((300, 4)) < 0.2] = NAN
    change = random.uniform(0, 100, 300)
    found = zan_scores(parts, change, draws=500, seed=7)
    weights = np.random.default_rng(7).dirichlet(50.0 * np.array(OMEGA), 500)
    known = np.isfinite(parts)
    with np.errstate(invalid="ignore"):
        drawn = 100 * (np.where(known, parts, 0) @ weights.T) / (known @ weights.T)
    scores = np.where(np.isnan(drawn), NAN, 0.6 * drawn + 0.4 * change[:, None])
    low, high = np.quantile(scores, [0.05, 0.95], axis=1)
    assert found.low == pytest.approx(low, abs=1e-9, nan_ok=True)
    assert found.high == pytest.approx(high, abs=1e-9, nan_ok=True)


def test_interval_has_the_spread_of_the_dirichlet_law():
    found = zan_scores([[1.0, 0.0, 0.0, 0.0]], draws=20_000)
    # The state is 100 times one weight: a beta law of mean 0.4 and variance 0.4 * 0.6 / 51.
    half = 1.645 * np.sqrt(0.4 * 0.6 / 51) * 100
    assert found.low[0] == pytest.approx(40 - half, abs=0.7) and found.high[0] == pytest.approx(40 + half, abs=0.7)


def test_equal_parts_have_no_interval_and_no_draws_give_none():
    found = zan_scores([[0.3] * 4])
    assert found.low[0] == pytest.approx(30.0) and found.high[0] == pytest.approx(30.0)
    assert np.isnan(zan_scores([[0.3] * 4], draws=0).low[0])
    one = zan_scores([[0.1, 0.9, 0.4, 0.3]], draws=1)
    assert one.low[0] == one.high[0]


@given(st.lists(st.lists(shares, min_size=4, max_size=4), min_size=1, max_size=8), st.integers(0, 99))
def test_scores_lie_between_their_parts_and_company_changes_nothing(parts, seed):
    found = zan_scores(parts, seed=seed, draws=60)
    assert (found.low <= found.high + 1e-9).all()
    for row, values in enumerate(parts):
        for bound in (found.state, found.low, found.high):
            assert 100 * min(values) - 1e-6 <= bound[row] <= 100 * max(values) + 1e-6
        alone = zan_scores([values], seed=seed, draws=60)
        assert (alone.low[0], alone.high[0], alone.state[0]) == (found.low[row], found.high[row], found.state[row])


@given(
    st.lists(shares, min_size=4, max_size=4),
    st.integers(0, 3),
    shares,
    st.floats(0, 100),
    st.floats(0, 100),
    st.booleans(),
)
def test_a_better_part_change_or_efficiency_never_lowers_the_score(parts, place, better, change, efficiency, known):
    raised = list(parts)
    raised[place] = max(parts[place], better)
    change = change if known else NAN
    found = zan_scores([parts, raised], [change] * 2, [efficiency] * 2, draws=40)
    for values in (found.state, found.score, found.low, found.high):
        assert values[1] >= values[0] - 1e-9
    more = zan_scores([parts] * 2, [change, change + 1.0], [efficiency, efficiency + 1.0], draws=0)
    assert more.score[1] > more.score[0]


@given(st.lists(st.floats(-0.01, 0.01), min_size=2, max_size=2), st.floats(1e-4, 0.02))
def test_more_net_land_take_never_raises_the_change(rates, pace):
    low, high = change_score(sorted(rates), pace)[::-1]
    assert 0.0 <= low <= high <= 100.0


@given(st.lists(shares, min_size=4, max_size=4), st.floats(0.1, 10.0))
def test_weights_are_scaled(parts, factor):
    plain, scaled = zan_scores([parts]), zan_scores([parts], omega=[factor * one for one in OMEGA])
    assert scaled.state == pytest.approx(plain.state) and scaled.low == pytest.approx(plain.low)


def test_a_weight_of_nothing_counts_for_nothing():
    found = zan_scores([[0.2, 0.9, 0.9, 0.9]], omega=(1, 0, 0, 0))
    assert found.state[0] == found.low[0] == found.high[0] == pytest.approx(20.0)
    assert np.isnan(zan_scores([[NAN, 0.9, 0.9, 0.9]], omega=(1, 0, 0, 0)).state[0])


@pytest.mark.parametrize(
    ("parts", "more", "words"),
    [
        ([[1.1, 0, 0, 0]], {}, "outside 0 to 1"),
        ([[0, -0.1, 0, 0]], {}, "outside 0 to 1"),
        ([[0] * 4], {"omega": (0, 0, 0, 0)}, "Give 4 weights"),
        ([[0] * 4], {"omega": (1, 2, 3)}, "Give 4 weights"),
        ([[0] * 4], {"omega": (1, 2, -3, 1)}, "Give 4 weights"),
        ([[0] * 4], {"omega": (1, 2, NAN, 1)}, "Give 4 weights"),
        ([[0] * 4], {"draws": -1}, "must not be negative"),
        ([[0] * 4], {"concentration": 0.0}, "above 0"),
    ],
)
def test_parts_and_weights_that_are_none(parts, more, words):
    with pytest.raises(InputError, match=words):
        zan_scores(parts, **more)


def test_nothing_at_all():
    assert zan_scores(np.empty((0, 4))).score.shape == (0,)
