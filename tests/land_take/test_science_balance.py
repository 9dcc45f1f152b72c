"""Parts of the score from sums, carbon, planted slabs, what is credited, and the words of a piece."""

from __future__ import annotations

import numpy as np
import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.land_take.balance import (
    credit,
    densities,
    flows,
    on_slab,
    parts_of,
    words,
    zone_matrix,
)
from cityorchestra.processing_provider.land_take.functions import SoilFunctions, carbon_of_zone, soil_functions
from cityorchestra.processing_provider.land_take.score import zan_scores
from cityorchestra.tests.land_take.ground import FIELD, GARDEN, MEADOW, YARD, ground, painted
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

MEADOW_T = carbon_of_zone("3_1")["meadow"]


def functions_of(*codes):
    cover, use = zip(*codes)
    return soil_functions(np.array(cover), np.array(use))


def test_the_parts_of_half_a_yard_and_half_a_meadow():
    functions = functions_of(YARD, MEADOW)
    sums = np.array([5000.0, 5000.0]) @ densities([1, 0], functions)
    assert parts_of(sums, MEADOW_T)[0].tolist() == pytest.approx([0.5, (0.05 + 0.9) / 2, 0.45, (30 + 75) / 2 / 75])
    state = zan_scores(parts_of(sums, MEADOW_T), draws=0).state[0]
    assert state == pytest.approx(100 * (0.4 * 0.5 + 0.25 * 0.475 + 0.2 * 0.45 + 0.15 * 0.7))


def test_water_lets_no_rain_in_and_is_left_out_of_that_part():
    sums = np.array([100.0, 300.0]) @ densities([0, 0], functions_of(("1.2.2", "6.3"), MEADOW))
    assert parts_of(sums, MEADOW_T)[0].tolist() == pytest.approx([1.0, 0.9, (0.8 + 3 * 0.9) / 4, 0.75])


def test_what_is_not_known_counts_neither_way_and_nothing_known_is_nan():
    functions = functions_of(MEADOW, ("", ""))
    sums = np.array([100.0, 900.0]) @ densities([0, -1], functions)
    assert parts_of(sums, MEADOW_T)[0].tolist() == pytest.approx([1.0, 0.9, 0.9, 1.0])
    assert np.isnan(parts_of(np.zeros(8), MEADOW_T)).all()


def test_soil_richer_than_a_meadow_counts_as_one():
    rich = SoilFunctions(np.array([1.0]), np.array([1.0]), np.array([125.0]))
    assert parts_of(densities([0], rich), MEADOW_T)[0, 3] == 1.0


def effect_of(base, *faces, proven=(True,)):
    after, found = painted(base, *faces)
    before, later = (soil_functions(side.cover, side.use) for side in (found.first, found.second))
    told = flows(found, after.project, np.array(proven), before, later)
    return after, found, told


def test_a_hectare_of_meadow_that_is_sealed_sets_165_tonnes_free():
    base = ground((box(0, 0, 100, 100), MEADOW), (box(100, 0, 200, 100), MEADOW))
    after, found, told = effect_of(base, (box(0, 0, 100, 100), YARD))
    area = after.faces.area_m2
    assert area @ told.lost_co2 == pytest.approx(165.0) and not told.gained_co2.any()
    assert area @ told.taken == pytest.approx(10_000.0) == area @ told.raw_taken
    assert words(found, told).tolist() == ["artificialise", "inchange"]


def test_giving_back_needs_evidence_to_be_credited():
    base = ground((box(0, 0, 100, 100), YARD), (box(100, 0, 200, 100), MEADOW))
    drawn = (box(50, 0, 100, 100), MEADOW)
    after, found, told = effect_of(base, drawn)
    area = after.faces.area_m2
    assert (area @ told.given, area @ told.credited, area @ told.unproven) == pytest.approx((5000.0, 5000.0, 0.0))
    assert area @ told.gained_co2 == pytest.approx(82.5)
    after, found, told = effect_of(base, drawn, proven=(False,))
    assert (area @ told.given, area @ told.credited, area @ told.unproven) == pytest.approx((0.0, 0.0, 5000.0))
    assert area @ told.raw_given == pytest.approx(5000.0)
    assert set(words(found, told)) == {"inchange", "renature_sans_preuve"}


def test_what_a_threshold_gives_back_is_a_jump_and_earns_no_credit():
    # 400 m2 of a yard of 2 600 m2 are given back: the 2 200 m2 that are left fall below the threshold.
    base = ground((box(0, 0, 26, 100), YARD), (box(26, 0, 300, 100), FIELD))
    after, found, told = effect_of(base, (box(22, 0, 26, 100), MEADOW))
    area = after.faces.area_m2
    assert area @ told.given == pytest.approx(2600.0) and area @ told.jump == pytest.approx(2200.0)
    assert area @ told.credited == pytest.approx(400.0) == area @ told.raw_given
    assert sorted(words(found, told).tolist()) == ["inchange", "renature", "renature"]


def test_a_change_of_use_alone_and_a_small_patch_have_words_of_their_own():
    base = ground((box(0, 0, 100, 100), YARD), (box(100, 0, 300, 100), MEADOW))
    _, found, told = effect_of(base, (box(0, 0, 50, 100), ("1.1.1.2", "2")), (box(100, 0, 110, 100), GARDEN),
                               proven=(True, True))  # fmt: skip
    assert sorted(words(found, told).tolist()) == ["autre", "inchange", "inchange", "sous_seuil"]


def test_plants_on_a_slab():
    cover = np.array(["1.1.1.1", "1.1.1.1", "1.1.1.1", "2.2.1", "2.1.1.1", "2.2.1"])
    functions = soil_functions(cover, np.full(6, "5"))
    found = on_slab(
        functions, cover, [np.nan, np.nan, 30.0, 30.0, 100.0, np.nan], [False, True, True, False, False, False], 30.0
    )
    assert found.biotope.tolist() == pytest.approx([0.0, 0.6, 0.7, 0.6, 0.9, 0.6])
    assert found.infiltration.tolist() == pytest.approx([0.0, 0.0, 0.0, 0.0, 0.0, 0.8])
    assert found.carbon.tolist() == pytest.approx([30.0, 30.0, 30.0, 30.0, 30.0, 75.0])


def test_credit_of_the_note_and_of_the_law():
    assert credit([10_000.0], [10.0])[0] == pytest.approx(10_000 * 0.7 * 1.03**-10)
    assert credit([10_000.0], [10.0], 1.0, 0.0).tolist() == [10_000.0]
    for wrong in ({"success": 1.2}, {"discount": -0.1}, {"success": float("nan")}):
        with pytest.raises(InputError, match="chance of success"):
            credit([1.0], [0.0], **wrong)
    with pytest.raises(InputError, match="below 0 years"):
        credit([1.0], [-1.0])


@given(st.lists(st.tuples(st.floats(0, 1e6), st.floats(0, 50)), max_size=6), st.floats(0, 1), st.floats(0, 0.2))
def test_credit_is_never_more_than_the_land_and_falls_with_the_wait(sites, success, discount):
    area, delay = np.array(sites).reshape(-1, 2).T
    found = credit(area, delay, success, discount)
    assert (found <= area).all() and (found >= 0.0).all()
    assert (credit(area, delay + 1.0, success, discount) <= found).all()


@given(
    st.lists(
        st.tuples(st.sampled_from([YARD, GARDEN, FIELD, ("1.2.2", "6.3")]), st.floats(1, 1e6), st.integers(0, 2)),
        min_size=1,
        max_size=12,
    )
)
def test_zones_add_up_to_their_union(pieces):
    codes, area, zone = zip(*pieces)
    values = densities([code == YARD for code in codes], functions_of(*codes))
    by_zone = zone_matrix(zone, np.arange(len(area)), area, 3, len(area)) @ values
    assert by_zone.sum(axis=0) == pytest.approx(np.array(area) @ values)
    parts, known = parts_of(by_zone, MEADOW_T), np.isin([0, 1, 2], zone)
    assert (np.isfinite(parts[:, 0]) == known).all()
    weights = by_zone[known, 0]
    whole = parts_of(by_zone.sum(axis=0), MEADOW_T)[0]
    # All but the carbon, which is cut off at that of a meadow, are means by area.
    assert whole[0] == pytest.approx(np.average(parts[known, 0], weights=weights))
    assert whole[2] == pytest.approx(np.average(parts[known, 2], weights=by_zone[known, 5]))
