"""Comparisons in pairs, weights of respondents and Moran's I, without QGIS."""

from __future__ import annotations

import numpy as np
import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.walking.walkability import ahp, moran, raking
from cityorchestra.processing_provider.walking.walkability.fit_ahp import fit_comparisons
from cityorchestra.processing_provider.walking.walkability.indicators import default_indicators, weights_of
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

DEFAULT = weights_of(default_indicators())

# -- comparisons in pairs -------------------------------------------------------------------------------------------


def test_saaty_matrix_of_three():
    found = ahp.priorities([[1, 3, 5], [1 / 3, 1, 3], [1 / 5, 1 / 3, 1]])
    np.testing.assert_allclose(found.weight, [0.637, 0.258, 0.105], atol=5e-4)
    assert found.eigenvalue == pytest.approx(3.0385, abs=1e-4)
    assert found.ratio == pytest.approx(0.033, abs=5e-4)


def test_saaty_distances_from_philadelphia():
    # Saaty (1980): Cairo, Tokyo, Chicago, San Francisco, London, Montreal; largest root 6.45.
    upper = [[1 / 3, 8, 3, 3, 7], [9, 3, 3, 9], [1 / 6, 1 / 5, 2], [1 / 3, 6], [6]]
    matrix = np.eye(6)
    for row, values in enumerate(upper):
        for column, value in enumerate(values, start=row + 1):
            matrix[row, column], matrix[column, row] = value, 1 / value
    found = ahp.priorities(matrix)
    np.testing.assert_allclose(found.weight, [0.263, 0.397, 0.033, 0.116, 0.164, 0.027], atol=1.5e-3)
    assert found.eigenvalue == pytest.approx(6.45, abs=0.01)
    assert found.ratio == pytest.approx((6.45 - 6) / 5 / 1.24, abs=2e-3)


@given(st.lists(st.floats(0.05, 1), min_size=1, max_size=8))
def test_comparisons_that_agree_give_back_their_weights(weights):
    weights = np.array(weights) / sum(weights)
    found = ahp.priorities(weights[:, None] / weights)
    np.testing.assert_allclose(found.weight, weights, atol=1e-6)
    assert found.ratio < 1e-6


@pytest.mark.parametrize("matrix", [[[1, 2]], [[1, 2], [2, 1]], [[1, -2], [-0.5, 1]], np.ones((16, 16))])
def test_matrices_that_are_none(matrix):
    with pytest.raises(ValueError, match="matrix of comparisons"):
        ahp.priorities(matrix)


NAMES = [item.name for item in default_indicators()]


def compared(rows, people=1, bootstraps=0):
    first, second, ratio = (list(column) for column in zip(*(rows * people)))
    person = np.repeat(np.arange(people), len(rows)).tolist()
    return fit_comparisons(first, second, np.array(ratio), person, NAMES, DEFAULT, bootstraps=bootstraps)


def test_weights_from_comparisons_share_what_the_defaults_give_them():
    fit = compared([("shade", "width", 3), ("shade", "noise", 5), ("width", "noise", 3)])
    whole = DEFAULT[[0, 3, 6]].sum()
    np.testing.assert_allclose(fit.weight[[3, 0, 6]], np.array([0.637, 0.258, 0.105]) * whole, atol=0.05)
    assert fit.weight.sum() == pytest.approx(100)
    assert np.flatnonzero(fit.identified).tolist() == [0, 3, 6]
    assert fit.quality["consistency"] == pytest.approx(0.033, abs=1e-3)


def test_comparisons_of_a_group_are_averaged_geometrically():
    rows = [("shade", "width", 4), ("shade", "width", 1)]
    fit = fit_comparisons(*zip(*[row[:2] for row in rows]), [4.0, 1.0], ["a", "b"], NAMES, DEFAULT)
    assert fit.weight[3] / fit.weight[0] == pytest.approx(2)
    ten = compared([("shade", "width", 2)], people=10, bootstraps=20)
    assert (ten.low[3], ten.high[3]) == pytest.approx((ten.weight[3], ten.weight[3]))
    assert ten.respondents[3] == 10 and np.isnan(fit.low).all()


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("shadow", "width", 3)], "names shadow, which is not an indicator"),
        ([("shade", "width", 12)], "must be a number from 1/9 to 9"),
        ([("shade", "shade", 1)], "between two indicators"),
        ([("shade", "width", 3), ("shade", "noise", 3)], "comparison of width with noise is missing"),
    ],
)
def test_comparisons_that_are_refused(rows, sentence):
    with pytest.raises(InputError, match=sentence):
        compared(rows)


# -- raking ---------------------------------------------------------------------------------------------------------


def test_raking_meets_every_margin():
    random = np.random.default_rng(2)
    people = {
        "age": random.choice(["18-39", "40-64", "65+"], 300, p=[0.6, 0.3, 0.1]),
        "sex": random.choice(["f", "m"], 300, p=[0.7, 0.3]),
        "town": random.choice(["Redon", "Rennes"], 300),
    }
    margins = {
        "age": {"18-39": 30, "40-64": 40, "65+": 30},
        "sex": {"f": 52, "m": 48},
        "town": {"Redon": 9000, "Rennes": 220000},
    }
    raked = raking.rake(people, margins, trim=False)
    assert raked.weight.sum() == pytest.approx(300)
    for name, wanted in margins.items():
        for category, value in wanted.items():
            share = raked.weight[people[name] == category].sum() / 300
            assert share == pytest.approx(value / sum(wanted.values()), rel=1e-6)
    assert raked.effective < 300 and raked.outside == 0 and raked.empty == []


def test_raking_by_hand():
    raked = raking.rake({"sex": ["f", "f", "f", "m"]}, {"sex": {"f": 1, "m": 1}})
    np.testing.assert_allclose(raked.weight, [2 / 3, 2 / 3, 2 / 3, 2])
    assert raked.effective == pytest.approx(16 / (3 * 4 / 9 + 4))


def test_raking_with_gaps_and_empty_categories():
    raked = raking.rake({"sex": ["f", "f", None, "m", "x"]}, {"sex": {"f": 50, "m": 40, "other": 10}})
    assert raked.empty == [("sex", "other")] and raked.outside == 2
    f, m = raked.weight[:2].sum(), raked.weight[3]
    assert f / m == pytest.approx(50 / 40)
    assert raked.weight[2] == raked.weight[4] == pytest.approx(1)


def test_one_respondent_does_not_speak_for_hundreds():
    raked = raking.rake({"age": ["65+"] + ["18-64"] * 99}, {"age": {"65+": 50, "18-64": 50}})
    assert raked.trimmed == 1
    assert raked.weight.max() == pytest.approx(5) and raked.weight.mean() == pytest.approx(1)


@pytest.mark.parametrize(
    ("margins", "sentence"),
    [
        ({"sex": {"f": -1, "m": 2}}, "The population of sex must be numbers, 0 or more"),
        ({"sex": {"women": 1}}, "No respondent has a category of sex"),
    ],
)
def test_populations_that_are_refused(margins, sentence):
    with pytest.raises(InputError, match=sentence):
        raking.rake({"sex": ["f", "m"]}, margins)


# -- Moran's I ------------------------------------------------------------------------------------------------------


def lattice(side):
    """Rook neighbours of a square lattice, weight 1."""
    cells = np.arange(side * side).reshape(side, side)
    pairs = [*zip(cells[:-1].ravel(), cells[1:].ravel()), *zip(cells[:, :-1].ravel(), cells[:, 1:].ravel())]
    a, b = np.array(pairs + [(y, x) for x, y in pairs]).T
    return csr_matrix((np.ones(len(a)), (a, b)), shape=(side * side,) * 2)


def test_moran_of_a_chessboard_and_of_halves():
    board = np.indices((6, 6)).sum(axis=0).ravel() % 2
    assert moran.moran(board, lattice(6)).index == pytest.approx(-1)
    # Two halves of a 4 x 4 lattice: of 24 links 4 join unlike cells, so I = (20 - 4) / 24.
    halves = np.repeat([0.0, 1.0], 8)
    found = moran.moran(halves, lattice(4))
    assert found.index == pytest.approx(16 / 24)
    assert found.expected == pytest.approx(-1 / 15)
    assert found.z > 3 and found.p < 0.01


def test_variance_of_moran_is_that_of_permutations():
    random = np.random.default_rng(3)
    values, weights = random.gamma(2.0, size=49), lattice(7)
    found = moran.moran(values, weights)
    draws = [moran.moran(random.permutation(values), weights).index for _ in range(4000)]
    assert np.mean(draws) == pytest.approx(found.expected, abs=0.01)
    assert np.std(draws) == pytest.approx((found.index - found.expected) / found.z, rel=0.05)


def test_moran_of_too_little():
    assert np.isnan(moran.moran([1, 2, 3], lattice(2)[:3, :3]).index)
    assert np.isnan(moran.moran(np.ones(9), lattice(3)).index)
    assert np.isnan(moran.moran(np.arange(9), csr_matrix((9, 9))).index)


def test_nearest_neighbours_have_rows_of_sum_one_even_at_one_place():
    xy = np.array([[0.0, 0], [0, 0], [0, 0], [5, 5], [6, 5], [9, 9]])
    weights = moran.nearest_neighbours(xy, 2)
    np.testing.assert_allclose(weights.sum(axis=1), 1)
    assert weights.diagonal().sum() == 0
    assert moran.nearest_neighbours(xy[:1]).shape == (1, 1)
