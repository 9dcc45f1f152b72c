"""Projects over a coverage: areas that add up, neighbours found anew, thresholds on the whole, and their effect."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from cityorchestra.processing_provider.land_take.adjacency import neighbours
from cityorchestra.processing_provider.land_take.overlay import overlay_areas
from cityorchestra.processing_provider.land_take.scenario import Painter, stacked
from cityorchestra.processing_provider.land_take.surfaces import parted, settled
from cityorchestra.processing_provider.land_take.thresholds import SPOTS_FIRST, Thresholds
from cityorchestra.tests.land_take.ground import (
    FIELD,
    GARDEN,
    HOUSE,
    MEADOW,
    ROAD,
    YARD,
    chessboard,
    ground,
    painted,
    sites,
)
from hypothesis import given
from hypothesis import strategies as st
from shapely import Polygon, box

CODES = (HOUSE, YARD, ROAD, GARDEN, FIELD, MEADOW)


def total(found, after, column):
    return float(after.faces.area_m2 @ getattr(found.change, column))


def test_a_house_plot_cuts_the_field_below_and_nothing_else():
    base = ground((box(0, 0, 100, 100), FIELD), (box(100, 0, 200, 100), FIELD), (box(200, 0, 300, 100), YARD))
    after, found = painted(base, (box(60, 20, 160, 80), GARDEN))
    assert after.face.tolist() == [0, 0, 1, 1, 2] and sorted(after.project.tolist()) == [-1, -1, -1, 0, 0]
    assert after.faces.area_m2[after.project == 0].tolist() == pytest.approx([2400.0, 3600.0])
    assert np.bincount(after.face, weights=after.faces.area_m2).tolist() == pytest.approx([10_000.0] * 3, abs=1e-9)
    assert after.faces.geometry[-1] is base.geometry[-1]
    assert total(found, after, "flux") == pytest.approx(6000.0) == total(found, after, "raw_flux")
    assert after.outside_m2.tolist() == [0.0]


def test_a_project_that_covers_a_face_takes_it_as_it_is():
    base = ground((box(0, 0, 100, 100), FIELD), (box(100, 0, 200, 100), FIELD))
    after, _ = painted(base, (box(-10, -10, 100, 110), GARDEN))
    assert len(after.faces) == 2 and after.faces.geometry[0].wkb == base.geometry[0].wkb
    assert after.faces.use.tolist() == ["5", "1.1"]
    assert after.outside_m2[0] == pytest.approx(110 * 120 - 10_000)


def test_projects_beyond_the_coverage_change_nothing():
    base = ground((box(0, 0, 100, 100), FIELD))
    for far in (box(500, 0, 600, 100), box(100, 0, 200, 100)):  # apart, and side by side
        after, found = painted(base, (far, YARD))
        assert after.project.tolist() == [-1] and after.outside_m2.tolist() == [10_000.0]
        assert found.change.kind.tolist() == ["stable"]


def test_the_last_project_wins():
    shapes = np.array([box(0, 0, 60, 60), box(40, 0, 100, 60), box(10, 10, 20, 20)], dtype=object)
    seen = stacked(shapes, [2, 0, 1])
    assert shapely.area(seen[:2]).tolist() == pytest.approx([2400.0, 3600.0]) and seen[2] is None
    assert seen[1] is shapes[1]
    base = ground((box(0, 0, 200, 100), FIELD))
    after, _ = painted(base, (box(0, 0, 60, 60), GARDEN), (box(40, 0, 100, 60), YARD))
    cover = {"2.2.1": 0.0, "1.1.1.2": 0.0}
    for code, area in zip(after.faces.cover[after.project >= 0], after.faces.area_m2[after.project >= 0]):
        cover[code] += area
    assert cover == pytest.approx({"2.2.1": 2400.0, "1.1.1.2": 3600.0})


def test_parts_that_a_road_leaves_no_longer_hold_together():
    # A lawn of 3 000 m2 among houses, cut in two halves of 1 450 m2 by a road: both become artificial.
    lawn = box(20, 20, 80, 70)
    base = ground((box(0, 0, 100, 100) - lawn, GARDEN), (lawn, FIELD))
    after, found = painted(base, (box(0, 44, 100, 46), ("1.1.1.2", "3")))
    assert after.face.tolist().count(1) == 3
    assert total(found, after, "flux") == pytest.approx(3000.0)
    assert total(found, after, "raw_flux") == pytest.approx(120.0)
    assert after.faces.area_m2[found.change.jump].sum() == pytest.approx(2880.0)


def test_a_small_yard_lets_a_large_one_cross_the_threshold():
    base = ground((box(0, 0, 24, 100), YARD), (box(24, 0, 300, 100), FIELD))
    after, found = painted(base, (box(24, 0, 26, 100), YARD))
    assert total(found, after, "raw_flux") == pytest.approx(200.0)
    assert total(found, after, "flux") == pytest.approx(2600.0)
    _, found = painted(base, (box(200, 0, 202, 100), YARD))  # apart from it: nothing
    assert not found.change.flux.any()


def test_a_patch_below_the_threshold_is_outside_the_flux():
    base = ground((box(0, 0, 100, 100), YARD), (box(100, 0, 400, 100), FIELD))
    after, found = painted(base, (box(100, 0, 120, 100), GARDEN))
    assert total(found, after, "flux") == 0.0 and total(found, after, "raw_flux") == pytest.approx(2000.0)
    assert after.faces.area_m2[found.change.kind == "flux_sous_seuil"].sum() == pytest.approx(2000.0)
    after, found = painted(base, (box(100, 0, 120, 100), GARDEN), thresholds=Thresholds(area_m2=2000.0))
    assert total(found, after, "flux") == pytest.approx(2000.0)


def test_a_road_keeps_its_width_where_it_is_cut():
    road = box(0, 100, 2000, 106)
    base = ground((box(0, 0, 2000, 100), FIELD), (road, ROAD), (box(0, 106, 2000, 200), FIELD))
    after, _ = painted(base, (box(3, 99, 2000, 107), ("1.1.1.2", "3")))  # a piece of 3 m is left of it
    left = (after.faces.use == "4.1.1") & (after.project == -1)
    assert after.faces.area_m2[left].tolist() == pytest.approx([18.0])
    assert after.faces.width_m[left].tolist() == pytest.approx([6.0])
    assert settled(after.faces).reason[left].tolist() == ["matrice"]


def test_a_drawn_road_has_the_width_of_the_whole_drawing():
    base = ground(*((box(x, 0, x + 3, 200), FIELD) for x in range(0, 600, 3)))
    after, found = painted(base, (box(0, 100, 600, 106), ROAD))  # falls into pieces of 3 m by 6 m
    assert total(found, after, "flux") == pytest.approx(3600.0)
    _, found = painted(base, (box(0, 100, 600, 104.9), ROAD))
    assert not found.change.flux.any()


def test_exemptions_stay_where_nothing_is_drawn():
    base = ground((box(0, 0, 100, 60), ("2.2.1", "3")), (box(0, 60, 100, 160), YARD), reason=["parc", "matrice"])
    assert settled(base).artificial.tolist() == [0, 1] and settled(base).reason.tolist() == ["parc", "matrice"]
    after, found = painted(base, (box(0, 0, 50, 60), YARD))
    assert total(found, after, "flux") == pytest.approx(3000.0)
    left = (after.face == 0) & (after.project == -1)
    assert settled(after.faces).reason[left].tolist() == ["parc"]


def test_plots_with_and_without_trees_keep_what_that_gave():
    faces = [(box(0, 0, 100, 100), GARDEN), (box(100, 0, 200, 100), ("2.1.1.1", "5"))]
    assert ground(*faces).flag.tolist() == [1, 0]
    assert ground(*faces, reason=["arbore", "herbace"]).flag.tolist() == [0, 1]


def test_a_face_of_several_parts_is_taken_apart_only_where_asked():
    pair = shapely.union_all([box(0, 0, 10, 10), box(50, 0, 60, 10)])
    shapes = np.array([pair, box(10, 0, 50, 10), pair], dtype=object)
    parts, owner = parted(shapes, [True, True, False])
    assert owner.tolist() == [0, 0, 1, 2] and parts[2] is shapes[1] and parts[3] is pair
    same, owner = parted(shapes, [False, True, False])
    assert same is shapes and owner.tolist() == [0, 1, 2]


def test_which_faces_a_project_touches():
    painter = Painter(ground(*((square, FIELD) for square in chessboard(10, 3))))
    assert np.flatnonzero(painter.touched(np.array([box(5, 5, 12, 9)], dtype=object))).tolist() == [0, 1]
    assert not painter.touched(np.array([box(30, 0, 40, 10)], dtype=object)).any()


corner = st.tuples(st.integers(-200, 6200), st.integers(-200, 6200))


@st.composite
def scenes(draw):
    """Draw a chessboard of 36 squares of 10 m with random codes, and projects of random corners, in centimetres."""
    faces = [(square, draw(st.sampled_from(CODES))) for square in chessboard(10, 6)]
    given_sites = []
    for _ in range(draw(st.integers(1, 3))):
        ring = Polygon(np.array(draw(st.lists(corner, min_size=3, max_size=5, unique=True))) / 100).buffer(0)
        if ring.geom_type == "Polygon" and ring.area > 0.01:
            given_sites.append((ring, draw(st.sampled_from(CODES))))
    return ground(*faces), given_sites


@given(scenes())
def test_areas_add_up_and_neighbours_are_those_of_the_whole(scene):
    base, drawn = scene
    if not drawn:
        return
    after = Painter(base).paint(sites(*drawn))
    shapes, area = after.faces.geometry, after.faces.area_m2
    assert np.bincount(after.face, weights=area) == pytest.approx(base.area_m2, abs=1e-9)
    seen = sites(*drawn).geometry
    inside = np.bincount(after.project[after.project >= 0], weights=area[after.project >= 0], minlength=len(seen))
    frame = box(0, 0, 60, 60)
    wanted = [0.0 if shape is None else shape.intersection(frame).area for shape in seen]
    assert inside == pytest.approx(wanted, abs=0.15)  # the grid of 1 mm, along up to 150 m
    assert inside + after.outside_m2 == pytest.approx(np.nan_to_num(shapely.area(seen)), abs=0.3)
    shared = overlay_areas(shapes, shapes)
    assert shared.area_m2[shared.first_index != shared.second_index].sum() == pytest.approx(0.0, abs=0.1)
    whole, found = neighbours(shapes), after.faces.adjacency
    assert found.first.tolist() == whole.first.tolist() and found.second.tolist() == whole.second.tolist()
    assert found.length_m == pytest.approx(whole.length_m)


@given(
    scenes(), st.sampled_from([Thresholds(area_m2=400.0), Thresholds(built_m2=100.0, area_m2=300.0, order=SPOTS_FIRST)])
)
def test_stock_after_is_stock_before_and_all_that_changed(scene, thresholds):
    base, drawn = scene
    if not drawn:
        return
    after, found = painted(base, *drawn, thresholds=thresholds)
    area = after.faces.area_m2
    before = base.area_m2[settled(base, thresholds).artificial == 1].sum()
    moved = (found.second.artificial.astype(int) - found.first.artificial) * area
    below = found.change.kind == "flux_sous_seuil"
    stock = area[settled(after.faces, thresholds).artificial == 1].sum()
    assert stock == pytest.approx(before + area @ found.change.flux + moved[below].sum(), abs=1e-6)


@given(scenes())
def test_painting_what_is_there_changes_nothing(scene):
    base, _ = scene
    drawn = [(base.geometry[row], (str(base.cover[row]), str(base.use[row]))) for row in (7, 8, 20)]
    after, found = painted(base, *drawn)
    assert len(after.faces) == len(base) and set(found.change.kind.tolist()) == {"stable"}
