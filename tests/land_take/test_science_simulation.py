"""A scenario run whole: zones add up, alone and together, and what is wrong with its numbers."""

from __future__ import annotations

import numpy as np
import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.land_take.balance import Worth
from cityorchestra.processing_provider.land_take.functions import soil_functions
from cityorchestra.processing_provider.land_take.scenario import Painter, projects, stacked
from cityorchestra.processing_provider.land_take.simulation import FLOW_NAMES, Simulation, whole, within
from cityorchestra.tests.land_take.ground import FIELD, GARDEN, HOUSE, MEADOW, YARD, chessboard, coded, ground
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box


def simulation(base, *faces, proven=None, delay=None, **more):
    """Return a simulation of projects, the last on top."""
    shapes, cover, use, flag = coded(faces)
    count = len(shapes)
    worth = Worth(soil_functions(base.cover, base.use), soil_functions(cover, use), 75.0)
    return Simulation(
        Painter(base), projects(shapes, cover, use, flag), stacked(shapes, np.arange(count)), worth,
        np.ones(count, dtype=bool) if proven is None else proven, np.zeros(count) if delay is None else delay, **more,
    )  # fmt: skip


def town():
    return ground((box(0, 0, 200, 100), YARD), (box(200, 0, 400, 100), FIELD))


def test_together_and_alone():
    run = simulation(town(), (box(50, 0, 63, 100), MEADOW), (box(63, 0, 76, 100), MEADOW))
    together = run.together()
    found = run.balances(together, np.arange(2), whole(together))
    assert found["flux_desart"].tolist() == pytest.approx([2600, 2600])
    assert found["artif1_m2"].tolist() == pytest.approx([2600, 20_000])
    assert found["artif2_m2"].tolist() == pytest.approx([0, 17_400])
    assert found["credit_m2"][1] == pytest.approx(2600 * 0.7)
    alone = run.alone(1)
    found = run.balances(alone, np.array([1]), whole(alone))
    assert found["flux_desart"].tolist() == [0, 0] and found["flux_brut_desart"][1] == pytest.approx(1300)
    assert found["s_perm2"][0] == pytest.approx(0.9) and found["d_e"][0] > 0


def test_each_project_has_its_own_delay_and_evidence():
    run = simulation(
        town(), (box(0, 0, 50, 100), MEADOW), (box(140, 0, 200, 100), MEADOW),
        proven=[True, False], delay=np.array([10.0, 0.0]), success=0.5, discount=0.1,
    )  # fmt: skip
    together = run.together()
    found = run.balances(together, np.arange(2), whole(together))
    assert found["credit_m2"][1] == pytest.approx(5000 * 0.5 * 1.1**-10)
    assert (found["flux_desart"][1], found["sans_preuve_m2"][1]) == pytest.approx((5000, 6000))
    alone = run.alone(1)
    assert run.balances(alone, np.array([1]), whole(alone))["credit_m2"][1] == 0.0


def test_zones_without_ground_are_not_known():
    run = simulation(town(), (box(50, 0, 80, 100), MEADOW))
    together = run.together()
    zones = np.array([box(900, 0, 999, 9), box(0, 0, 100, 100)], dtype=object)
    found = run.balances(together, np.arange(1), within(zones, together))
    assert np.isnan([found[name][0] for name in ("e1", "s_art2", "stock1_pct", "d_e", "c1_t_ha")]).all()
    assert found["couvert_m2"].tolist() == pytest.approx([0, 10_000]) and found["flux_desart"][1] == pytest.approx(3000)


def test_a_chance_that_is_none_is_refused():
    with pytest.raises(InputError, match="chance of success"):
        simulation(town(), (box(0, 0, 50, 100), MEADOW), success=2.0)


codes = st.lists(st.sampled_from([HOUSE, YARD, GARDEN, FIELD, MEADOW]), min_size=16, max_size=16)
place = st.integers(0, 44)


@settings(max_examples=40)
@given(codes, st.lists(st.tuples(place, place, st.sampled_from([HOUSE, MEADOW, GARDEN])), min_size=1, max_size=3))
def test_zones_that_share_out_the_ground_add_up_to_the_whole(cover, drawn):
    base = ground(*zip(chessboard(12, 4), cover))
    run = simulation(base, *((box(x, y, x + 9, y + 7), code) for x, y, code in drawn))
    together = run.together()
    rows = np.arange(len(drawn))
    zones = np.array([box(0, 0, 20, 48), box(20, 0, 48, 30), box(20, 30, 48, 48)], dtype=object)
    shared, total = (run.balances(together, rows, matrix) for matrix in (within(zones, together), whole(together)))
    for name in (*FLOW_NAMES, "artif1_m2", "artif2_m2", "couvert_m2", "credit_m2"):
        assert shared[name].sum() == pytest.approx(total[name][1], abs=0.1), name
    weights = shared["connu_m2"]
    for name in ("s_art1", "s_bio2"):
        assert np.average(shared[name], weights=weights) == pytest.approx(total[name][1], abs=1e-4)
    # What changed in stock is what flowed, but for patches that are too small to flow.
    moved = total["flux_art"] - total["flux_desart"] - total["sans_preuve_m2"]
    assert (np.abs(total["d_artif_m2"] - moved) <= total["sous_seuil_m2"] + 1e-6).all()
