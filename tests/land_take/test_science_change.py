"""Pieces of two coverages: change told from noise, patches from thresholds, and sums that stay."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from cityorchestra.processing_provider.errors import RunCancelledError
from cityorchestra.processing_provider.land_take.adjacency import neighbours
from cityorchestra.processing_provider.land_take.change import (
    Face,
    boundary_length,
    classify,
    differs,
    expected_noise,
    kept_share,
)
from cityorchestra.processing_provider.land_take.nomenclature import judge
from cityorchestra.processing_provider.land_take.overlay import overlay_areas
from cityorchestra.processing_provider.land_take.pieces import build_pieces
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import cKDTree
from shapely import Polygon, box

HOUSE, ROAD, GARDEN, FIELD = ("1.1.1.1", "5"), ("1.1.1.2", "4.1.1"), ("2.2.1", "5"), ("2.2.1", "1.1")


class Date:
    """A coverage: faces and their codes."""

    def __init__(self, *faces):
        self.shapes = np.array([shape for shape, _ in faces], dtype=object)
        self.cover = np.array([codes[0] for _, codes in faces])
        self.use = np.array([codes[1] for _, codes in faces])
        self.flag = judge(self.cover, self.use).artificial

    def face(self, row):
        return Face(self.flag[row], self.flag[row], self.cover[row], self.use[row], row)


def changed(first, second, **more):
    """Return the pieces of two dates and what became of them."""
    shared = overlay_areas(first.shapes, second.shapes)
    moved = differs(first.face(shared.first_index), second.face(shared.second_index))
    pieces = build_pieces(first.shapes, second.shapes, shared, apart=moved)
    faces = first.face(shared.first_index[pieces.pair]), second.face(shared.second_index[pieces.pair])
    return pieces, classify(*faces, pieces.geometry, pieces.area_m2, **more)


def by_kind(pieces, change):
    return {str(kind): pieces.area_m2[change.kind == kind].sum() for kind in np.unique(change.kind)}


def test_a_house_plot_on_a_field():
    before = Date((box(0, 0, 200, 100), FIELD))
    after = Date((box(0, 0, 100, 100), FIELD), (box(100, 0, 200, 100), GARDEN))
    pieces, change = changed(before, after)
    assert by_kind(pieces, change) == {"stable": 10_000.0, "changement": 10_000.0}
    assert change.flux.tolist() == [0, 1] and change.raw_flux.tolist() == [0, 1]
    assert change.width_m[1] == pytest.approx(100.0)
    back, change = changed(after, before)
    assert sorted(change.flux) == [-1, 0] and by_kind(back, change)["changement"] == 10_000.0


def test_a_boundary_that_was_drawn_elsewhere_is_noise():
    before = Date((box(0, 0, 100, 100), FIELD), (box(100, 0, 200, 100), GARDEN))
    after = Date((box(0, 0, 99.2, 100), FIELD), (box(99.2, 0, 200, 100), GARDEN))
    pieces, change = changed(before, after)
    assert by_kind(pieces, change) == pytest.approx({"stable": 19_920.0, "bruit_geometrique": 80.0})
    assert not change.flux.any() and not change.raw_flux.any()


def test_a_new_path_as_narrow_as_noise_is_change():
    before = Date((box(0, 0, 100, 100), FIELD))
    after = Date((box(0, 0, 49.6, 100), FIELD), (box(49.6, 0, 50.4, 100), ROAD), (box(50.4, 0, 100, 100), FIELD))
    pieces, change = changed(before, after, least_m2=0.0)
    assert by_kind(pieces, change) == pytest.approx({"stable": 9_920.0, "changement": 80.0})
    assert change.flux.sum() == 1


def test_no_width_of_noise_takes_every_strip_for_change():
    before = Date((box(0, 0, 100, 100), FIELD), (box(100, 0, 200, 100), GARDEN))
    after = Date((box(0, 0, 99.2, 100), FIELD), (box(99.2, 0, 200, 100), GARDEN))
    pieces, change = changed(before, after, sliver_m=0.0, least_m2=0.0)
    assert by_kind(pieces, change)["changement"] == pytest.approx(80.0)


def test_small_patches_are_outside_the_flux_of_the_decree_and_inside_the_raw_one():
    before = Date((box(0, 0, 200, 100), FIELD))
    after = Date((box(0, 0, 180, 100), FIELD), (box(180, 0, 200, 100), GARDEN))
    pieces, change = changed(before, after)
    assert by_kind(pieces, change) == {"stable": 18_000.0, "flux_sous_seuil": 2_000.0}
    assert change.flux.tolist() == [0, 0] and sorted(change.raw_flux) == [0, 1]


def test_small_patches_with_a_building_of_50_m2_count():
    for side, kind in ((7.0, "flux_sous_seuil"), (7.08, "changement")):  # 49 and 50.1 m2
        house = box(185, 10, 185 + side, 10 + side)
        after = Date((box(0, 0, 180, 100), FIELD), (box(180, 0, 200, 100) - house, GARDEN), (house, HOUSE))
        _, change = changed(Date((box(0, 0, 200, 100), FIELD)), after)
        assert set(change.kind) == {"stable", kind}
        # The house that goes counts as the house that comes.
        _, change = changed(after, Date((box(0, 0, 200, 100), FIELD)))
        assert set(change.kind) == {"stable", kind}


def test_patches_add_up_over_faces_that_touch_along_a_side():
    field = Date((box(0, 0, 300, 100), FIELD))
    touching = Date((box(0, 0, 270, 100), FIELD), (box(270, 0, 285, 100), GARDEN), (box(285, 0, 300, 100), ROAD))
    assert "flux_sous_seuil" not in changed(field, touching)[1].kind  # 1 500 + 1 500
    apart = Date((box(0, 0, 15, 100), GARDEN), (box(15, 0, 285, 100), FIELD), (box(285, 0, 300, 100), ROAD))
    assert (changed(field, apart)[1].kind == "flux_sous_seuil").sum() == 2


def test_codes_that_change_without_a_flag_are_change_without_flux():
    _, change = changed(Date((box(0, 0, 9, 9), FIELD)), Date((box(0, 0, 9, 9), ("2.1.3", "1.1"))))
    assert change.kind.tolist() == ["changement"] and change.flux.tolist() == [0]


def test_unknown_is_no_flux():
    _, change = changed(Date((box(0, 0, 99, 99), FIELD)), Date((box(0, 0, 99, 99), ("", ""))))
    assert change.flux.tolist() == [0] and not change.known[0] and not change.raw_known[0]


def test_thresholds_that_jump():
    row = np.zeros(1, dtype=int)
    codes = np.array(["2.2.1"]), np.array(["1.1"])
    faces = [Face(np.array([flag], np.int8), np.array([0], np.int8), *codes, row) for flag in (0, 1)]
    change = classify(*faces, np.array([box(0, 0, 100, 100)]), [10_000.0])
    assert change.flux.tolist() == [1] and change.raw_flux.tolist() == [0] and change.jump.tolist() == [True]


def test_shares_that_stay():
    share = kept_share(np.array([0, 0, 2]), np.array([3.0, 1.0, 5.0]), np.array([True, False, False]))
    assert share.tolist() == [0.75, 0.75, 0.0]
    nothing = np.empty(0, dtype=int)
    assert kept_share(nothing, np.empty(0), nothing.astype(bool)).size == 0


def test_expected_noise_and_the_boundary_that_makes_it():
    assert expected_noise(1000.0, 0.3, 0.4) == pytest.approx(1000 * 0.5 * np.sqrt(2 / np.pi))
    shapes = np.array([box(0, 0, 10, 10), box(10, 0, 20, 10), box(20, 0, 30, 10)])
    links = neighbours(shapes)
    assert boundary_length([0, 1, -1], links) == 10.0
    assert boundary_length([0, 1, 0], links) == 20.0
    assert boundary_length([0, 1, 0], links, np.array([True, False, False])) == 10.0


def test_the_noise_of_boundaries_is_that_of_chance():
    """Boundaries moved by chance, one line and the other apart: the mean area is L sigma sqrt(2 / pi)."""
    sigma, count = 0.4, 4000
    moved = np.random.default_rng(3).normal(0.0, sigma, count)
    strips = [abs(shift) * 10.0 for shift in moved]
    assert sum(strips) == pytest.approx(expected_noise(10.0 * count, sigma, 0.0), rel=0.03)


# --- pieces ------------------------------------------------------------------------------------------------------


def test_whole_faces_are_not_cut_again():
    first, second = np.array([box(0, 0, 10, 10)]), np.array([box(0, 0, 4, 10), box(4, 0, 20, 10)])
    pieces = build_pieces(first, second, overlay_areas(first, second))
    assert pieces.geometry[0] is second[0]
    assert pieces.geometry[1].equals(box(4, 0, 10, 10))
    assert build_pieces(first, first, overlay_areas(first, first)).geometry[0] is first[0]


def test_parts_become_pieces_of_their_own_where_asked():
    comb = Polygon([(0, 0), (30, 0), (30, 10), (20, 10), (20, 2), (10, 2), (10, 10), (0, 10)])
    first, second = np.array([comb]), np.array([box(0, 5, 30, 20)])
    shared = overlay_areas(first, second)
    together = build_pieces(first, second, shared)
    assert together.geometry[0].geom_type == "MultiPolygon" and together.area_m2.tolist() == [100.0]
    apart = build_pieces(first, second, shared, apart=np.array([True]))
    assert apart.pair.tolist() == [0, 0] and apart.area_m2.tolist() == [50.0, 50.0]


def test_unwanted_pairs_keep_their_area_without_polygon():
    first, second = np.array([box(0, 0, 10, 10)]), np.array([box(0, 0, 4, 10), box(4, 0, 20, 10)])
    pieces = build_pieces(first, second, overlay_areas(first, second), wanted=np.array([False, True]))
    assert pieces.geometry[0] is None and pieces.area_m2.tolist() == [40.0, 60.0]


def test_pieces_are_cancelled():
    first, second = np.array([box(0, 0, 10, 10)]), np.array([box(5, 5, 20, 20)])
    with pytest.raises(RunCancelledError):
        build_pieces(first, second, overlay_areas(first, second), stop=lambda: True)


def test_faces_on_which_geos_fails_are_cut_all_the_same():
    bow = Polygon([(0, 0), (10, 10), (10, 0), (0, 8)])  # crosses itself
    first = np.array([box(0, 0, 10, 10), bow])
    second = np.array([box(5, 0, 20, 10)])
    pieces = build_pieces(first, second, overlay_areas(first, second))
    assert shapely.is_valid(pieces.geometry).all()
    right = shapely.make_valid(bow) & second[0]
    assert shapely.area(pieces.geometry).tolist() == pytest.approx([50.0, right.area], abs=0.01)


# --- properties --------------------------------------------------------------------------------------------------


def voronoi(count, seed, side):
    points = np.random.default_rng(seed).uniform(0.0, side, (count, 2))
    frame = box(0, 0, side, side)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points), extend_to=frame))
    return shapely.set_precision(shapely.intersection(cells, frame), 0.001)


def codes(count, seed):
    rng = np.random.default_rng(seed)
    kinds = [HOUSE, ROAD, GARDEN, FIELD, ("2.1.1.1", "1.2")]
    return [kinds[number] for number in rng.integers(0, len(kinds), count)]


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 1000))
def test_pieces_add_up_and_the_way_back_gives_back(one, other, seed):
    shapes = voronoi(one, seed, 500.0), voronoi(other, seed + 1, 500.0)
    first, second = (Date(*zip(part, codes(len(part), seed + n))) for n, part in enumerate(shapes))
    pieces, change = changed(first, second)
    assert pieces.area_m2.sum() == pytest.approx(250_000.0, rel=1e-9)
    drawn = ~shapely.is_missing(pieces.geometry)
    assert shapely.area(pieces.geometry[drawn]).sum() == pytest.approx(250_000.0, rel=1e-5)
    back, turned = changed(second, first)
    for flux in (1, -1):
        given_back = back.area_m2[turned.raw_flux == -flux].sum()
        assert given_back == pytest.approx(pieces.area_m2[change.raw_flux == flux].sum(), rel=1e-6, abs=0.01)


def jittered(shapes, sigma, side, seed):
    """Return a coverage whose shared vertices were moved by chance, and stay shared."""
    at, _ = shapely.get_coordinates(shapes, return_index=True)
    places, member = np.unique(at, axis=0, return_inverse=True)
    shift = np.random.default_rng(seed).normal(0.0, sigma, places.shape)
    # Neither the frame nor ends of an edge so short that it would turn over.
    near = cKDTree(places).query(places, k=2)[0][:, 1] < 8 * sigma
    rim = ((places <= 0.0) | (places >= side)).any(axis=1)
    shift[near | rim] = 0.0
    return shapely.set_coordinates(shapes.copy(), places[member.reshape(-1)] + shift[member.reshape(-1)])


@pytest.mark.parametrize("seed", range(3))
def test_jittered_boundaries_without_change_make_noise_only(seed):
    side = 7000.0
    shapes = voronoi(10_000, seed, side)
    shapes = shapes[shapely.area(shapes) >= 200.0]  # the least unit of OCS GE
    labels = codes(len(shapes), seed)
    moved = jittered(shapes, 0.5, side, seed)
    assert shapely.is_valid(moved).all()
    pieces, change = changed(Date(*zip(shapes, labels)), Date(*zip(moved, labels)))
    assert not change.flux.any() and not change.raw_flux.any()
    assert set(change.kind) == {"stable", "bruit_geometrique"}
    assert pieces.area_m2[change.kind == "bruit_geometrique"].sum() > 10_000.0  # there is noise to be told
