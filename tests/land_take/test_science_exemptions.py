"""Parks, panels and the 25 % of trees."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.land_take.adjacency import neighbours
from cityorchestra.processing_provider.land_take.exemptions import (
    below,
    eligible_panels,
    exempt_panels,
    exempt_parks,
    read_criteria,
    tree_rule,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box


def test_codes_below_a_branch():
    codes = ["2.2.1", "2", "21", "1.2", "235", ""]
    assert below(codes, ("2", "1.2")).tolist() == [True, True, False, True, False, False]
    assert below([], ("2",)).tolist() == []


def test_plants_of_a_park_count_together_and_must_exceed_2500_m2():
    shapes = np.array([box(0, 0, 50, 30), box(50, 0, 90, 30), box(200, 0, 250, 50), box(0, 30, 90, 40)])
    # 1 500 + 1 200 m2 that touch; 2 500 m2 exactly, alone; a path, which is no plant.
    found = exempt_parks(
        [1, 1, 1, 1], ["2.2.1", "2.1.1.1", "2.2.1", "1.1.1.2"], shapely.area(shapes), np.ones(4), neighbours(shapes)
    )
    assert found.tolist() == [True, True, False, False]


def test_a_face_belongs_to_a_park_from_one_half_on():
    shapes = np.array([box(0, 0, 100, 100), box(100, 0, 200, 100)])
    found = exempt_parks([1, 1], ["2.2.1", "2.2.1"], shapely.area(shapes), [0.5, 0.49], neighbours(shapes))
    assert found.tolist() == [True, False]


def test_panels_spare_herbs_and_bare_ground_but_neither_trees_nor_forestry():
    found = exempt_panels(
        [1, 1, 1, 1, 0, 1],
        ["2.2.1", "1.2.1", "2.1.1.1", "2.2.1", "2.2.1", "1.1.1.2"],
        ["1.1", "6.3", "1.1", "1.2", "1.1", "1.1"],
        np.ones(6),
    )
    assert found.tolist() == [True, True, False, False, False, False]


def test_panels_that_miss_a_criterion_are_not_eligible():
    assert read_criteria() == {"haut_pann": 1.10, "espacement": 2.0}
    measures = {"HAUT_PANN": np.array([1.1, 0.8, np.nan, np.nan]), "espacement": np.array([2.0, 3.0, 1.9, np.nan])}
    eligible, silent = eligible_panels({**measures, "other": np.zeros(4)}, 4)
    assert eligible.tolist() == [True, False, False, True]
    assert silent.tolist() == [False, False, False, True]


def test_a_bad_table_of_criteria_is_refused(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("field,least\nhaut_pann,high\n")
    with pytest.raises(InputError, match=r"own.csv needs the columns"):
        read_criteria(path)


def test_the_25_percent_of_trees():
    # Plot 0: 25 % of trees, wooded: its lawn is spared. Plot 1: 20 %, herbaceous: its trees count with the lawn.
    cover = ["2.1.1.1", "2.2.1", "2.1.1.1", "2.2.1", "2.2.1"]
    flag, reason = tree_rule([0, 1, 0, 1, 1], cover, ["5"] * 5, [25, 75, 20, 80, 50], [0, 0, 1, 1, -1])
    assert flag.tolist() == [0, 0, 1, 1, 1]
    assert reason.tolist() == ["", "arbore", "herbace", "", ""]


def test_trees_of_a_farm_stay_what_they_are():
    flag, reason = tree_rule([0, 0], ["2.1.1.1", "2.2.1"], ["1.1", "1.1"], [1, 99], [0, 0])
    assert flag.tolist() == [0, 0] and reason.tolist() == ["", ""]


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["2.1.1.1", "2.2.1", "1.1.1.2"]), st.integers(0, 3), st.integers(1, 99))))
def test_the_rule_of_trees_is_one_of_plots(faces):
    cover = [one for one, _, _ in faces]
    plot, area = np.array([p for _, p, _ in faces], dtype=int), np.array([a for _, _, a in faces], dtype=float)
    given_flags = np.array([0 if code == "2.1.1.1" else 1 for code in cover], dtype=np.int8)
    flag, reason = tree_rule(given_flags, cover, ["5"] * len(faces), area, plot)
    plants = np.array([code != "1.1.1.2" for code in cover], dtype=bool)
    for number in np.unique(plot):
        assert len(set(flag[plants & (plot == number)])) <= 1  # all plants of a plot alike
    assert (flag[~plants] == 1).all()
    assert ((reason != "") == (flag != given_flags)).all()
    alone, _ = tree_rule(given_flags, cover, ["5"] * len(faces), 3.0 * area, plot)
    assert (alone == flag).all()  # a share knows no unit
