"""Neighbours and thresholds: the geometric cases of the decree, Shapely's shared lengths, and what may not matter."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.land_take.adjacency import neighbours
from cityorchestra.processing_provider.land_take.thresholds import (
    ENCLAVES_FIRST,
    SPOTS_FIRST,
    Thresholds,
    apply_thresholds,
    components,
    mean_width,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

ORIGIN = (352_000.0, 6_789_000.0)  # Rennes, Lambert-93


def placed(*shapes):
    return shapely.transform(np.array(shapes, dtype=object), lambda xy: xy + ORIGIN)


def state(shapes, artificial, **more):
    shapes = placed(*shapes)
    return apply_thresholds(artificial, shapely.area(shapes), neighbours(shapes), **more)


def ring(inner, outer):
    """Return what surrounds a box, up to a larger one."""
    return outer.difference(inner)


def voronoi(count, seed=1, side=1000.0):
    points = np.random.default_rng(seed).uniform(0.0, side, (count, 2))
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points), extend_to=box(0, 0, side, side)))
    return shapely.set_precision(shapely.intersection(cells, box(0, 0, side, side)), 0.001)


# --- neighbours --------------------------------------------------------------------------------------------------


def test_squares_share_sides_and_not_corners():
    found = neighbours(placed(box(0, 0, 10, 10), box(10, 0, 20, 10), box(10, 10, 20, 20), box(50, 50, 60, 60)))
    assert list(zip(found.first, found.second)) == [(0, 1), (1, 2)]
    assert found.length_m.tolist() == [10.0, 10.0]


def test_t_junctions_are_cut():
    found = neighbours(placed(box(0, 0, 30, 10), box(0, 10, 7, 20), box(7, 10, 30, 20)))
    assert dict(zip(zip(found.first, found.second), found.length_m)) == {(0, 1): 7.0, (0, 2): 23.0, (1, 2): 10.0}


def test_a_vertex_beside_a_slanting_edge_by_rounding_lies_on_it():
    left = shapely.Polygon([(0, 0), (33.337, 100.003), (0, 100.003)])
    middle = (33.337 * 0.371, 100.003 * 0.371)  # on the edge but for the grid
    lower = shapely.Polygon([(0, 0), (50, 0), middle])
    upper = shapely.Polygon([middle, (50, 0), (33.337, 100.003)])
    found = neighbours(placed(left, lower, upper))
    lengths = dict(zip(zip(found.first, found.second), found.length_m))
    whole = np.hypot(33.337, 100.003)
    assert lengths[0, 1] == pytest.approx(0.371 * whole, abs=0.003)
    assert lengths[0, 2] == pytest.approx(0.629 * whole, abs=0.003)


def test_many_vertices_on_one_edge():
    small = [box(n, 10, n + 1, 11) for n in range(200)]
    found = neighbours(placed(box(0, 0, 200, 10), *small))
    wide = found.first == 0
    assert wide.sum() == 200 and found.length_m[wide] == pytest.approx(1.0)


def test_neighbours_are_those_of_shapely_on_irregular_cells():
    cells = voronoi(600)
    found = neighbours(cells)
    tree = shapely.STRtree(cells)
    one, other = tree.query(cells, "intersects")
    one, other = one[one < other], other[one < other]
    shared = shapely.length(shapely.intersection(shapely.boundary(cells[one]), shapely.boundary(cells[other])))
    expected = {(a, b): length for a, b, length in zip(one, other, shared) if length > 0.02}
    got = dict(zip(zip(found.first, found.second), found.length_m))
    assert set(expected) <= set(got) and len(got) - len(expected) < 5
    assert all(got[pair] == pytest.approx(length, abs=0.01) for pair, length in expected.items())


def test_shared_boundaries_and_the_outside_make_up_each_perimeter():
    cells = voronoi(400, seed=4)
    found = neighbours(cells, shortest_m=0.0)
    inside = np.bincount(found.first, found.length_m, 400) + np.bincount(found.second, found.length_m, 400)
    outer = shapely.length(shapely.intersection(shapely.boundary(cells), box(0, 0, 1000, 1000).exterior))
    assert inside + outer == pytest.approx(shapely.length(cells), abs=0.02)


def test_rows_without_geometry_holes_and_parts():
    lake = box(40, 40, 60, 60)
    field = box(0, 0, 100, 100).difference(lake)
    islands = shapely.MultiPolygon([box(100, 0, 110, 50), box(100, 60, 110, 100)])
    shapes = [None, *placed(field, lake, islands), shapely.Polygon()]
    found = neighbours(np.array(shapes, dtype=object))
    assert dict(zip(zip(found.first, found.second), found.length_m)) == {(1, 2): 80.0, (1, 3): 90.0}
    assert neighbours(np.empty(0, dtype=object)).faces == 0


def test_lines_are_refused():
    with pytest.raises(InputError, match="polygons only"):
        neighbours([shapely.LineString([(0, 0), (1, 1)])])


@settings(max_examples=30)
@given(st.integers(0, 10**6), st.integers(2, 60), st.floats(-1e5, 1e5))
def test_order_and_place_change_nothing(seed, count, shift):
    cells = voronoi(count, seed=seed, side=100.0)
    shift = round(shift, 3)
    order = np.random.default_rng(seed).permutation(len(cells))
    plain, moved = neighbours(cells), neighbours(shapely.transform(cells[order], lambda xy: xy + shift))
    got = {
        tuple(sorted((order[a], order[b]))): length for a, b, length in zip(moved.first, moved.second, moved.length_m)
    }
    expected = dict(zip(zip(plain.first, plain.second), plain.length_m))
    # Snapping after a shift may move a vertex by one step; only boundaries of some millimetres can come or go.
    for pair in set(got) | set(expected):
        assert got.get(pair, 0.0) == pytest.approx(expected.get(pair, 0.0), abs=0.02)


# --- the five cases of the decree --------------------------------------------------------------------------------

TOWN = box(0, 0, 400, 400)


def test_a_lawn_enclosed_in_houses_is_artificial():
    lawn = box(100, 100, 140, 140)  # 1 600 m2
    found = state([ring(lawn, TOWN), lawn], [1, 0])
    assert found.artificial.tolist() == [1, 1] and found.reason.tolist() == ["matrice", "enclave_non_artif"]
    assert found.component_m2[1] == pytest.approx(160_000.0) and found.settled


@pytest.mark.parametrize(("high", "artificial"), [(51.0 - 2.0, 1), (50.0, 0)])
def test_2499_square_metres_are_too_small_and_2500_are_not(high, artificial):
    wide = 51.0 if artificial else 50.0
    meadow = box(100, 100, 100 + wide, 100 + high)
    assert meadow.area == (2499.0 if artificial else 2500.0)
    assert state([ring(meadow, TOWN), meadow], [1, 0]).artificial.tolist() == [1, artificial]


@pytest.mark.parametrize(
    ("building", "flags", "artificial_m2"),
    [(None, [0, 0], 0.0), (box(100, 100, 107, 107), [0, 0, 0], 0.0), (box(100, 100, 110, 105), [0, 0, 1], 50.0)],
)
def test_a_yard_alone_in_the_fields(building, flags, artificial_m2):
    yard = box(100, 100, 120, 112.5) if building is not None else box(100, 100, 120, 110)
    shapes = [ring(yard, TOWN), yard if building is None else yard.difference(building)]
    built = [False, False]
    if building is not None:
        shapes, built = [*shapes, building], [*built, True]
    found = state(shapes, [0, 1, 1][: len(shapes)], built=built)
    assert found.artificial.tolist() == flags
    assert shapely.area(shapes)[found.artificial == 1].sum() == pytest.approx(artificial_m2)
    if building is not None:
        assert found.reason[2] == ("bati" if artificial_m2 else "bati_sous_seuil")


@pytest.mark.parametrize(("second", "flags"), [(box(130, 150, 180, 180), [0, 0]), (box(130, 120, 180, 150), [1, 1])])
def test_a_corner_is_no_contact_and_a_side_is(second, flags):
    first = box(80, 120, 130, 150)  # both 1 500 m2
    country = TOWN.difference(shapely.union(first, second))
    assert first.area == second.area == 1500.0
    found = state([country, first, second], [0, 1, 1])
    assert found.artificial.tolist() == [0, *flags]


@pytest.mark.parametrize(("width", "artificial"), [(4.9, 0), (5.0, 1)])
def test_a_road_of_less_than_five_metres_is_what_lies_beside_it(width, artificial):
    road = box(0, 200, 2000, 200 + width)
    country = box(0, 0, 2000, 400).difference(road)
    shapes = placed(*shapely.get_parts(country), road)
    widths = mean_width(shapely.area(shapes), shapely.length(shapes))
    assert widths[2] == pytest.approx(width, abs=1e-9)
    found = apply_thresholds(
        [0, 0, 1], shapely.area(shapes), neighbours(shapes), linear_width_m=[np.nan, np.nan, widths[2] + 1e-9]
    )
    assert found.artificial.tolist() == [0, 0, artificial]
    assert found.reason[2] == ("matrice" if artificial else "lineaire_etroit")


# --- more of the rules -------------------------------------------------------------------------------------------


def test_a_road_takes_the_flag_of_the_side_that_it_touches_longest():
    road = box(0, 100, 1000, 104)
    shapes = [box(0, 0, 1000, 100), box(0, 104, 300, 204), box(300, 104, 1000, 204), road]
    found = state(shapes, [1, 0, 0, 0], linear_width_m=[np.nan, np.nan, np.nan, 4.0])
    assert found.artificial[3] == 1 and found.reason[3] == "lineaire_etroit"


def test_narrow_roads_do_not_follow_each_other_and_unknown_land_is_not_followed():
    shapes = [box(0, 0, 4, 500), box(4, 0, 8, 500), box(8, 0, 300, 500), box(-300, 0, 0, 500)]
    widths = [4.0, 4.0, np.nan, np.nan]
    found = state(shapes, [1, 1, 0, -1], linear_width_m=widths)
    assert found.artificial.tolist()[1:] == [0, 0, -1]
    assert found.reason.tolist() == ["artif_sous_seuil", "lineaire_etroit", "matrice", "inconnu"]


def test_buildings_that_touch_count_together():
    houses = [box(100, 100, 106, 105), box(106, 100, 112, 105)]  # 30 m2 each
    country = TOWN.difference(shapely.union_all(houses))
    found = state([country, *houses], [0, 1, 1], built=[False, True, True])
    assert found.artificial.tolist() == [0, 1, 1] and found.component_m2[1:] == pytest.approx([60.0, 60.0])


def test_the_area_of_buildings_counts_for_the_ground_around_them():
    ground, hall = box(100, 100, 150, 160), box(110, 110, 140, 150)  # 3 000 m2, of which 1 200 built
    country = TOWN.difference(ground)
    found = state([country, ground.difference(hall), hall], [0, 1, 1], built=[False, False, True])
    assert found.artificial.tolist() == [0, 1, 1] and found.component_m2[1] == pytest.approx(3000.0)


def test_the_order_matters_only_where_small_surfaces_meet():
    # A lawn of 2 000 m2 beside a yard of 2 000 m2, in the middle of unknown land.
    lawn, yard = box(100, 100, 150, 140), box(150, 100, 200, 140)
    around = TOWN.difference(shapely.union(lawn, yard))
    first = state([around, lawn, yard], [-1, 0, 1], thresholds=Thresholds(order=ENCLAVES_FIRST))
    assert first.artificial.tolist() == [-1, 1, 1], "together they are 4 000 m2"
    other = state([around, lawn, yard], [-1, 0, 1], thresholds=Thresholds(order=SPOTS_FIRST))
    assert other.artificial.tolist() == [-1, 0, 0]


def test_an_island_of_nature_without_artificial_neighbour_stays():
    found = state([box(0, 0, 20, 20), box(100, 0, 200, 100)], [0, 1])
    assert found.artificial.tolist() == [0, 1]


def test_thresholds_of_nothing_change_nothing():
    cells = voronoi(300, seed=2)
    flags = np.random.default_rng(2).integers(-1, 2, 300)
    found = apply_thresholds(flags, shapely.area(cells), neighbours(cells), thresholds=Thresholds(0.0, 0.0, 0.0))
    assert found.artificial.tolist() == flags.tolist() and found.passes == 1


@pytest.mark.parametrize(
    ("thresholds", "words"),
    [
        (Thresholds(area_m2=-1.0), "threshold is -1"),
        (Thresholds(width_m=np.nan), "threshold"),
        (Thresholds(order="x"), "no order x"),
    ],
)
def test_thresholds_that_are_none(thresholds, words):
    with pytest.raises(InputError, match=words):
        state([TOWN], [1], thresholds=thresholds)


def test_nothing_at_all():
    found = apply_thresholds([], [], neighbours(np.empty(0, dtype=object)))
    assert found.artificial.size == 0 and found.settled


# --- what may not matter, what must hold --------------------------------------------------------------------------


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.sampled_from([ENCLAVES_FIRST, SPOTS_FIRST]))
def test_rows_in_another_order_have_the_same_flags(seed, order):
    random = np.random.default_rng(seed)
    cells = voronoi(80, seed=seed, side=400.0)
    flags, built = random.integers(-1, 2, len(cells)), random.random(len(cells)) < 0.1
    mixed = random.permutation(len(cells))
    chosen = Thresholds(order=order)
    plain = apply_thresholds(flags, shapely.area(cells), neighbours(cells), built=built, thresholds=chosen)
    other = apply_thresholds(
        flags[mixed], shapely.area(cells[mixed]), neighbours(cells[mixed]), built=built[mixed], thresholds=chosen
    )
    assert plain.artificial[mixed].tolist() == other.artificial.tolist()
    assert plain.reason[mixed].tolist() == other.reason.tolist()
    assert plain.component_m2[mixed] == pytest.approx(other.component_m2, nan_ok=True)


@settings(max_examples=40)
@given(st.integers(0, 10**6))
def test_what_is_settled_breaks_no_threshold(seed):
    random = np.random.default_rng(seed)
    cells = voronoi(120, seed=seed, side=500.0)
    flags = random.integers(-1, 2, len(cells))
    touching = neighbours(cells)
    found = apply_thresholds(flags, shapely.area(cells), touching)
    assert ((found.artificial == -1) == (flags == -1)).all(), "what is not known stays so"
    if not found.settled:
        return
    flipped = found.reason != "matrice"
    small = found.component_m2 < 2500.0
    assert not (small & (found.artificial == 1) & ~flipped).any()
    meets = np.zeros(len(cells), dtype=bool)
    for one, other in ((touching.first, touching.second), (touching.second, touching.first)):
        meets[one[found.artificial[other] == 1]] = True
    component_meets = np.isin(found.component, found.component[meets & (found.artificial == 0)])
    assert not (small & (found.artificial == 0) & component_meets & ~flipped).any()


def test_components_are_numbered_in_the_order_of_rows():
    shapes = placed(box(0, 0, 1, 1), box(5, 0, 6, 1), box(1, 0, 2, 1), box(6, 0, 7, 1))
    number, area = components([1, -1, 1, 1], [1.0, 1.0, 1.0, 1.0], neighbours(shapes))
    assert number.tolist() == [0, -1, 0, 1]
    assert area[[0, 2, 3]].tolist() == [2.0, 2.0, 1.0] and np.isnan(area[1])
