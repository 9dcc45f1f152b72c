"""Sites to give back: thresholds seen on groups, gains as differences of the whole, and the best choice of all."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
import shapely
from cityorchestra.processing_provider.errors import InputError, RunCancelledError
from cityorchestra.processing_provider.land_take.balance import Worth, densities, parts_of
from cityorchestra.processing_provider.land_take.functions import soil_functions
from cityorchestra.processing_provider.land_take.ranking import greedy, ranked_sites
from cityorchestra.processing_provider.land_take.ranking_units import Units, contacts, grouped, units_of
from cityorchestra.processing_provider.land_take.scenario import Painter, projects
from cityorchestra.processing_provider.land_take.score import zan_scores
from cityorchestra.processing_provider.land_take.site_gain import Gain, SiteEvaluator
from cityorchestra.processing_provider.land_take.surfaces import settled
from cityorchestra.processing_provider.land_take.thresholds import Thresholds
from cityorchestra.tests.land_take.ground import FIELD, MEADOW, ROAD, YARD, coded, ground, painted
from hypothesis import given
from hypothesis import strategies as st
from shapely import box


def evaluator(base, *shapes, target=MEADOW, **more):
    """Return an evaluator of sites that all become the same ground."""
    faces = [(shape, target) for shape in shapes]
    geometry, cover, use, flag = coded(faces)
    worth = Worth(soil_functions(base.cover, base.use), soil_functions(cover, use), 75.0)
    return SiteEvaluator(Painter(base), projects(geometry, cover, use, flag), worth, **more), geometry


def town():
    """A yard of 6 ha, and fields beside it."""
    return ground((box(0, 0, 300, 200), YARD), (box(300, 0, 600, 200), FIELD))


@pytest.mark.parametrize(("width", "legal"), [(24, 0.0), (24.9, 0.0), (25, 2500.0), (26, 2600.0)])
def test_a_site_below_2_500_m2_gives_nothing_to_the_balance(width, legal):
    found = evaluator(town(), box(50, 50, 50 + width, 150))[0].gain([0])
    assert found.legal_m2 == pytest.approx(legal) and found.area_m2 == pytest.approx(width * 100)
    assert found.score > 0.0  # its soil is better all the same


def test_two_neighbours_give_back_together_what_neither_does_alone():
    sites, shapes = evaluator(town(), box(50, 50, 63, 150), box(63, 50, 76, 150), box(150, 50, 163, 150))
    found = units_of(sites, shapes)
    assert found.group.tolist() == [0, 0, 1] and found.unit.tolist() == [0, 0, 1]
    assert [gain.legal_m2 for gain in found.alone] == [0.0, 0.0, 0.0]
    assert [gain.legal_m2 for gain in found.gains] == pytest.approx([2600.0, 0.0])


def test_neighbours_that_need_no_one_are_ranked_apart():
    sites, shapes = evaluator(town(), box(50, 50, 80, 150), box(80, 50, 120, 150))
    found = units_of(sites, shapes)
    assert found.group.tolist() == [0, 0] and found.unit.tolist() == [0, 1]
    assert [gain.legal_m2 for gain in found.gains] == pytest.approx([3000.0, 4000.0])


def test_many_small_neighbours_become_units_just_large_enough():
    shapes = [box(x, 50, x + 10, 150) for x in range(50, 130, 10)]  # eight of 1 000 m2 side by side
    sites, shapes = evaluator(town(), *shapes)
    found = units_of(sites, shapes)
    sizes = np.bincount(found.unit)
    assert sorted(sizes.tolist()) == [3, 5] or sorted(sizes.tolist()) == [4, 4]  # two are left over, and join one
    assert sum(gain.legal_m2 for gain in found.gains) == pytest.approx(8000.0)
    assert set(found.group.tolist()) == {0}


def test_a_small_site_joins_a_large_one_that_it_touches_only():
    sites, shapes = evaluator(town(), box(50, 50, 80, 150), box(80, 50, 90, 150), box(200, 50, 210, 150))
    found = units_of(sites, shapes)
    assert found.unit.tolist() == [0, 0, 1]
    assert [gain.legal_m2 for gain in found.gains] == pytest.approx([4000.0, 0.0])


def test_small_sites_that_gain_nothing_together_stay_alone():
    sites, shapes = evaluator(town(), box(50, 50, 60, 150), box(60, 50, 70, 150), None)
    found = units_of(sites, shapes)
    assert found.unit.tolist() == [0, 1, 2] and found.group.tolist() == [0, 0, 1]
    assert found.gains[2].area_m2 == 0.0


def test_a_corner_joins_nothing_and_an_overlap_does():
    shapes = np.array([box(0, 0, 10, 10), box(10, 10, 20, 20), box(15, 15, 30, 30), None, box(30, 15, 40, 30)])
    pairs, shared = contacts(shapes)
    assert grouped(pairs, 5).tolist() == [0, 1, 1, 2, 1]
    assert pairs[shared].tolist() == [[1, 2]]
    sites, shapes = evaluator(town(), box(0, 0, 100, 50), box(50, 0, 150, 50))
    found = units_of(sites, shapes)
    assert found.unit.tolist() == [0, 0] and found.gains[0].area_m2 == pytest.approx(7500.0)


def test_what_is_left_of_a_yard_may_fall_below_the_threshold():
    base = ground((box(0, 0, 30, 100), YARD), (box(30, 0, 600, 100), FIELD))
    found = evaluator(base, box(20, 0, 30, 100))[0].gain([0])
    assert found.legal_m2 == pytest.approx(3000.0) and found.jump_m2 == pytest.approx(2000.0)


def test_the_gain_is_that_of_the_whole_score():
    base = town()
    shape = box(50, 50, 80, 150)
    sites, _ = evaluator(base, shape)
    after, _ = painted(base, (shape, MEADOW))
    states = []
    for faces in (base, after.faces):
        values = densities(settled(faces).artificial, soil_functions(faces.cover, faces.use))
        states.append(zan_scores(parts_of(faces.area_m2 @ values, 75.0), draws=0).state[0])
    assert sites.gain([0]).score == pytest.approx(states[1] - states[0], rel=1e-9)


def test_a_small_site_of_a_large_territory_keeps_its_digits():
    base = ground((box(0, 0, 30_000, 20_000), FIELD), (box(30_000, 0, 30_300, 200), YARD))
    found = evaluator(base, box(30_000, 0, 30_030, 100))[0].gain([0])
    # 3 000 m2 of 600 km2; sealed soil of no worth becomes a meadow.
    area = base.area_m2.sum()
    wanted = 100 * 3000 / area * (0.4 + 0.25 * 0.85 + 0.2 * 0.9 + 0.15 * 45 / 75)
    assert found.score == pytest.approx(wanted, rel=1e-6)


def test_thresholds_are_parameters():
    sites, _ = evaluator(town(), box(50, 50, 74, 150), thresholds=Thresholds(area_m2=2000.0))
    assert sites.gain([0]).legal_m2 == pytest.approx(2400.0)


def test_sites_that_are_no_artificial_land_give_little():
    sites, _ = evaluator(town(), box(350, 50, 400, 150))
    found = sites.gain([0])
    assert found.legal_m2 == 0.0 and 0.0 < found.score < evaluator(town(), box(50, 50, 100, 150))[0].gain([0]).score


def test_progress_and_cancel():
    sites, shapes = evaluator(town(), box(50, 50, 63, 150), box(63, 50, 76, 150))
    told = []
    units_of(sites, shapes, told.append)
    assert told == pytest.approx([0.25, 0.5, 1.0])
    with pytest.raises(RunCancelledError):
        units_of(sites, shapes, stop=lambda: True)
    empty, none = evaluator(town())
    assert units_of(empty, none).gains == []


# -- the choice under a budget --------------------------------------------------------------------------------------


def best(gain, weight, budget):
    """Return the best gain of all choices of which one at most is taken in part."""
    rows, found = range(len(gain)), 0.0
    for count in range(len(gain) + 1):
        for chosen in combinations(rows, count):
            left = budget - sum(weight[row] for row in chosen)
            if left < -1e-9:
                continue
            whole = sum(gain[row] for row in chosen)
            found = max(found, whole)
            for row in set(rows) - set(chosen):
                if weight[row] > 0.0:
                    found = max(found, whole + gain[row] * min(max(left, 0.0) / weight[row], 1.0))
    return found


amounts = st.integers(0, 1000).map(lambda value: value / 8)


@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=6), amounts)
def test_the_greedy_choice_is_the_best_of_all(sites, budget):
    gain, weight = np.array(sites, dtype=float).T
    _, share = greedy(gain, weight, budget)
    assert share @ weight <= budget + 1e-9 and ((share >= 0.0) & (share <= 1.0)).all()
    assert share @ gain == pytest.approx(best(gain, weight, budget), abs=1e-9)
    assert ((share > 0.0) & (share < 1.0)).sum() <= 1


@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=6), amounts, amounts)
def test_a_larger_budget_gives_no_less(sites, budget, more):
    gain, weight = np.array(sites, dtype=float).T
    first, second = (greedy(gain, weight, limit)[1] @ gain for limit in (budget, budget + more))
    assert second >= first - 1e-9


def test_order_of_equal_negative_and_unknown_gains():
    order, share = greedy([1.0, np.nan, -1.0, 2.0, 1.0, 3.0, 0.0], [1.0, 1.0, 1.0, 2.0, 1.0, np.nan, 0.0])
    assert order.tolist() == [0, 3, 4, 6, 2, 1, 5]
    assert share.tolist() == [1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0]
    assert greedy([2.0, 1.0], [0.0, 1.0], 0.0)[1].tolist() == [1.0, 0.0]  # what costs nothing comes first
    assert greedy([], [])[0].size == 0


def test_negative_costs_and_budgets_are_refused():
    for weight, budget in (([-1.0], None), ([1.0], -1.0)):
        with pytest.raises(InputError, match="below 0"):
            greedy([1.0], weight, budget)


def test_a_road_between_two_sites_keeps_them_apart():
    base = ground((box(0, 0, 100, 200), YARD), (box(100, 0, 110, 200), ROAD), (box(110, 0, 200, 200), YARD))
    sites, shapes = evaluator(base, box(80, 50, 100, 150), box(110, 50, 130, 150))
    found = units_of(sites, shapes)
    assert found.unit.tolist() == [0, 1] and [gain.legal_m2 for gain in found.gains] == [0.0, 0.0]


# -- columns of ranked sites ----------------------------------------------------------------------------------------


def units(*gains, unit=None, areas=None):
    """Return units of (score, legal) each, with sites of 100 m2."""
    unit = np.arange(len(gains)) if unit is None else np.array(unit)
    areas = np.full(unit.size, 100.0) if areas is None else np.array(areas)
    ground_m2 = np.bincount(unit, weights=areas)
    whole = [Gain(score, legal, 0.0, 0.0, area) for (score, legal), area in zip(gains, ground_m2)]
    return Units(unit, unit, whole, [Gain(0.0, 0.0, 0.0, 0.0, area) for area in areas])


def test_members_of_a_unit_follow_each_other_and_share_by_area():
    found = ranked_sites(units((1.0, 0.0), (6.0, 2600.0), unit=[1, 0, 1], areas=[100.0, 50.0, 300.0]), budget=425.0)
    assert found["rank"].tolist() == [2, 1, 3]  # 1 / 50 before 6 / 400
    assert found["gain_z"].tolist() == pytest.approx([1.5, 1.0, 4.5])
    assert found["gain_m2_legal"].tolist() == pytest.approx([650.0, 0.0, 1950.0])
    assert found["cum_m2"].tolist() == pytest.approx([150.0, 50.0, 450.0])
    assert found["cum_gain"].tolist() == pytest.approx([2.5, 1.0, 7.0])
    assert found["part_budget"].tolist() == pytest.approx([375 / 400, 1.0, 375 / 400])
    assert found["dans_budget"].tolist() == [0.0, 1.0, 0.0]


def test_ranking_by_cost_and_sites_that_cannot_be_ranked():
    sites = units((1.0, 0.0), (1.0, 0.0), (9.0, 0.0), (9.0, 0.0), areas=[100.0, 100.0, 100.0, 0.0])
    found = ranked_sites(sites, cost=np.array([20.0, 10.0, np.nan, 1.0]), budget=10.0)
    assert found["rank"].tolist()[:2] == [2, 1] and np.isnan(found["rank"][2:]).all()
    assert np.isnan(found["gain_z"][2:]).all() and np.isnan(found["dans_budget"][2:]).all()
    assert found["dans_budget"][:2].tolist() == [0, 1] and found["cum_cout"][:2].tolist() == [30.0, 10.0]
    assert found["gain_ratio"][:2].tolist() == pytest.approx([0.05, 0.1])


def test_ground_that_sites_share_counts_once():
    sites, shapes = evaluator(town(), box(0, 0, 100, 50), box(50, 0, 150, 50))
    found = ranked_sites(units_of(sites, shapes))
    assert found["aire_m2"].tolist() == pytest.approx([5000, 5000]) and found["cum_m2"].max() == pytest.approx(7500)


corner = st.tuples(st.integers(0, 28), st.integers(0, 18), st.integers(1, 4), st.integers(1, 4))


@given(st.lists(corner, min_size=1, max_size=8))
def test_units_are_what_their_sites_give_together_and_no_less_than_alone(drawn):
    shapes = [box(10 * x, 10 * y, 10 * (x + w), 10 * (y + h)) for x, y, w, h in drawn]
    sites, geometry = evaluator(town(), *shapes, thresholds=Thresholds(area_m2=1100.0))
    found = units_of(sites, geometry)
    assert sorted(set(found.unit.tolist())) == list(range(len(found.gains)))
    for number, gain in enumerate(found.gains):
        rows = np.flatnonzero(found.unit == number)
        assert sites.gain(rows).legal_m2 == pytest.approx(gain.legal_m2)
        assert len(set(found.group[rows].tolist())) == 1
        overlapping = shapely.area(shapely.union_all(geometry[rows])) < shapely.area(geometry[rows]).sum() - 1.0
        if not overlapping:
            assert gain.legal_m2 >= sum(found.alone[row].legal_m2 for row in rows) - 1e-6
