"""Communes and groups of communes on the path of ENAF consumption: sums, floors, and what cannot be told."""

from __future__ import annotations

import numpy as np
import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.land_take.enaf import Rules
from cityorchestra.processing_provider.land_take.enaf_territories import (
    MISSING,
    NEGATIVE,
    Consumption,
    Merger,
    last_year_of,
    merged_communes,
    territories,
)
from hypothesis import given
from hypothesis import strategies as st

NAN = float("nan")
YEARS = tuple(range(2011, 2024))
RULES = Rules()


def rows(*communes, posts=None):
    """Return the consumption of communes: ten years of the reference alike, then three."""
    total = np.array([[reference] * 10 + list(since) for reference, since in communes], dtype=float)
    if posts is None:
        posts = np.zeros((*total.shape, 6))
        posts[:, :, 1] = total
    return Consumption(YEARS, total, posts)


SPEC = (10_000.0, (5_000.0, 6_000.0, 7_000.0))
SMALL = (1_200.0, (0.0, 0.0, 0.0))


def test_the_figures_of_the_specification():
    found = territories(rows(SPEC, SMALL), RULES)
    assert found.figures["reference_m2"] == pytest.approx([100_000, 12_000])
    assert found.figures["allowance_m2"] == pytest.approx([50_000, 10_000])
    assert found.figures["used_percent"] == pytest.approx([36, 0])
    assert found.figures["projected_m2"] == pytest.approx([60_000, 0])
    assert found.figures["pace_m2"][0] == pytest.approx(4571.43, abs=0.005)
    assert found.figures["exhausted_in"][0] == pytest.approx(2029.33, abs=0.005)
    assert np.isnan(found.figures["exhausted_in"][1])
    assert found.posts_m2[0] == pytest.approx([0, 18_000, 0, 0, 0, 0]) and found.gap_m2 == pytest.approx([0, 0])
    assert found.last_year == 2023 and found.communes.tolist() == [1, 1]


def test_a_group_has_the_floors_of_its_communes():
    found = territories(rows(SPEC, SMALL), RULES, groups=np.array([0, 0]), count=1)
    assert found.figures["allowance_m2"] == pytest.approx([60_000]), "50 000 and the hectare of the small one"
    assert found.figures["consumed_m2"] == pytest.approx([18_000])
    assert found.communes.tolist() == [2]


def test_floors_of_a_table():
    found = territories(rows(SMALL, SMALL), RULES, floors=np.array([15_000.0, NAN]))
    assert found.figures["allowance_m2"] == pytest.approx([15_000, 10_000])


def test_missing_and_negative_years_have_a_reason_and_no_figure():
    missing, negative = (10_000.0, (5_000.0, NAN, 7_000.0)), (10_000.0, (5_000.0, -6.0, 7_000.0))
    found = territories(rows(SPEC, missing, negative), RULES)
    assert found.reason.tolist() == ["", MISSING, NEGATIVE]
    assert np.isnan(found.figures["allowance_m2"]).tolist() == [False, True, True]
    together = territories(rows(SPEC, missing, negative), RULES, groups=np.array([0, 0, 1]), count=2)
    assert together.reason.tolist() == [MISSING, NEGATIVE], "a sum without one of its communes would be too small"


def test_years_that_are_not_used_may_be_wrong():
    found = territories(rows((10_000.0, (5_000.0, 6_000.0, -7.0))), RULES, last_year=2022)
    assert found.reason.tolist() == [""] and found.figures["consumed_m2"] == pytest.approx([11_000])


def test_the_last_year_is_the_last_that_somebody_knows():
    data = rows((1.0, (1.0, 1.0, NAN)), (1.0, (1.0, NAN, NAN)))
    assert last_year_of(data, RULES) == 2022
    assert territories(data, RULES).reason.tolist() == ["", MISSING]
    with pytest.raises(InputError, match="years 2023 to 2023"):
        last_year_of(data, RULES, 2023)


def test_a_file_that_begins_too_late():
    with pytest.raises(InputError, match="consumption of 2009, 2010 is missing"):
        territories(rows(SPEC), Rules(first_reference=2009))
    with pytest.raises(InputError, match="no consumption of the years 2031"):
        territories(rows(SPEC), Rules(2011, 2020, 2031, 2040))
    with pytest.raises(InputError, match="between 0 and 1"):
        territories(rows(SPEC), Rules(reduction=50.0))


def test_parts_that_do_not_make_the_total():
    posts = np.zeros((1, 13, 6))
    posts[0, :, 0] = 10_000.0
    found = territories(rows(SPEC, posts=posts), RULES)
    assert found.gap_m2 == pytest.approx([5_000 + 4_000 + 3_000])
    posts[0, 0, 3] = NAN
    assert np.isnan(territories(rows(SPEC, posts=posts), RULES).gap_m2[0])


def test_communes_that_merged():
    table = {"35001": Merger("35003"), "35002": Merger("35003", 15_000.0), "35009": Merger("35009", 20_000.0)}
    codes, index, floors = merged_communes(["35001", "35002", "35003", "35004", "35009"], table)
    assert codes == ["35003", "35004", "35009"] and index.tolist() == [0, 0, 0, 1, 2]
    np.testing.assert_array_equal(floors, [15_000.0, NAN, 20_000.0])
    assert merged_communes(["a"], {"a": Merger("b"), "b": Merger("c")})[0] == ["c"]
    assert merged_communes([], {})[1].shape == (0,)
    with pytest.raises(InputError, match="in a circle at"):
        merged_communes(["a"], {"a": Merger("b"), "b": Merger("a")})


amounts = st.lists(st.lists(st.floats(0, 1e6), min_size=13, max_size=13), min_size=1, max_size=6)


@given(amounts, st.randoms(use_true_random=False))
def test_grouping_keeps_every_square_metre(values, random):
    total = np.array(values)
    data = Consumption(YEARS, total, np.zeros((*total.shape, 6)))
    groups = np.array([random.randrange(3) for _ in values])
    alone, together = territories(data, RULES), territories(data, RULES, groups=groups, count=3)
    for name in ("reference_m2", "allowance_m2", "consumed_m2", "projected_m2"):
        sums = np.bincount(groups, weights=alone.figures[name], minlength=3)
        assert together.figures[name] == pytest.approx(sums, rel=1e-9, abs=1e-6)


@given(amounts)
def test_the_order_of_communes_does_not_matter(values):
    total = np.array(values)
    posts = np.zeros((*total.shape, 6))
    one = territories(Consumption(YEARS, total, posts), RULES)
    other = territories(Consumption(YEARS, total[::-1], posts), RULES)
    for name, figures in one.figures.items():
        np.testing.assert_array_equal(figures, other.figures[name][::-1])
