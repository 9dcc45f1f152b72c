"""Overlay areas: against figures known by hand, against GEOS, and their invariants."""

from __future__ import annotations

import math
import time

import numpy as np
import pytest
import shapely
from cityorchestra.processing_provider.errors import InputError, RunCancelledError
from cityorchestra.processing_provider.land_take import overlay, overlay_index
from cityorchestra.processing_provider.land_take.overlay import overlay_areas
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import Voronoi
from shapely import affinity

PAIR_M2, PAIR_RELATIVE, LISTED_M2 = 1e-6, 1e-9, 1e-4  # of the specification, section 5
LAMBERT_93 = (351_000.0, 6_789_000.0)  # [m] Rennes
ALGEBRA = settings(max_examples=40)


def squares(columns, rows, side, at=(0.0, 0.0)):
    """Cover columns x rows with squares, row by row from below."""
    column, row = (index.ravel() for index in np.meshgrid(np.arange(columns), np.arange(rows)))
    x, y = at[0] + side * column, at[1] + side * row
    return shapely.box(x, y, x + side, y + side)


def snapped(geometries, grid_m=0.001):
    return shapely.transform(geometries, lambda xy: np.rint(xy / grid_m) * grid_m)


def matrix(result, shape):
    areas = np.zeros(shape)
    areas[result.first_index, result.second_index] = result.area_m2
    return areas


def shared(first, second, **options):
    """Common area of two geometries [m2]."""
    return overlay_areas([first], [second], **options).total_m2


def voronoi(count, seed, side=1000.0):
    """Cover a square with convex cells; points are mirrored at its sides so that cells end there."""
    points = np.random.default_rng(seed).uniform(0.0, side, (count, 2))
    mirrored = [points]
    for axis in (0, 1):
        for at in (0.0, side):
            copy = points.copy()
            copy[:, axis] = 2 * at - copy[:, axis]
            mirrored.append(copy)
    diagram = Voronoi(np.concatenate(mirrored))
    cells = [diagram.vertices[diagram.regions[diagram.point_region[i]]] for i in range(count)]
    owner = np.repeat(np.arange(count), [len(cell) for cell in cells])
    return shapely.polygons(shapely.linearrings(np.concatenate(cells), indices=owner))


def star(random, centre, radius, vertices):
    """Concave polygon of whole centimetres round a centre."""
    while True:
        angle = np.sort(random.uniform(0, 2 * math.pi, vertices))
        reach = radius * random.uniform(0.25, 1.0, vertices)
        ring = np.column_stack((centre[0] + reach * np.cos(angle), centre[1] + reach * np.sin(angle)))
        polygon = shapely.Polygon(np.round(ring, 2))
        if polygon.is_valid:
            return polygon


def stars(count, seed, extent=100.0, vertices=(4, 40), radius=(3.0, 25.0)):
    """Concave faces that overlap each other, a third with a hole, a fifth of two parts."""
    random, faces = np.random.default_rng(seed), []
    while len(faces) < count:
        centre = random.uniform(0, extent, 2)
        face = star(random, centre, random.uniform(*radius), random.integers(*vertices))
        if random.random() < 0.33:
            face = face.difference(star(random, centre, random.uniform(1.0, 6.0), random.integers(3, 12)))
        if random.random() < 0.2:
            face = face.union(star(random, random.uniform(0, extent, 2), 5.0, 9))
        face = snapped(face)
        if face.geom_type in ("Polygon", "MultiPolygon") and face.is_valid and not face.is_empty:
            faces.append(face)
    return np.array(faces, dtype=object)


def lattice(count, seed, extent=12):
    """Faces with vertices on few whole metres: most pairs share vertices, or pieces of edges."""
    random, faces = np.random.default_rng(seed), []
    while len(faces) < count:
        low = random.integers(0, extent, 2)
        cells = random.random((4, 4)) < 0.55
        boxes = [shapely.box(*(low + at), *(low + at + 1)) for at in np.argwhere(cells)]
        cut = shapely.Polygon(random.integers(0, extent + 4, (3, 2)))
        face = shapely.union_all(boxes)
        if random.random() < 0.5 and cut.area:
            face = cut
        if face.geom_type in ("Polygon", "MultiPolygon") and face.is_valid and not face.is_empty:
            faces.append(face)
    return np.array(faces, dtype=object)


def assert_as_geos(first, second, result):
    """Hold every pair to the specification; return how many pairs were compared."""
    asked, found = shapely.STRtree(second).query(first)
    expected = np.zeros((len(first), len(second)))
    expected[asked, found] = shapely.area(shapely.intersection(first[asked], second[found]))
    ours = matrix(result, expected.shape)
    assert (np.abs(ours - expected) <= PAIR_M2 + PAIR_RELATIVE * expected).all()
    assert ((ours > LISTED_M2) == (expected > LISTED_M2)).all()
    assert result.total_m2 == pytest.approx(expected.sum(), rel=1e-9)
    return asked.size


# --- known by hand -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("right", "up"), [(1 / 2, 1 / 4), (1 / 8, 3 / 5), (0.0, 1 / 5), (999 / 1000, 1 / 1000)])
@pytest.mark.parametrize("at", [(0.0, 0.0), LAMBERT_93])
def test_grids_shifted_by_rational_offsets(right, up, at):
    side, columns, rows = 10.0, 6, 5
    first = squares(columns, rows, side, at)
    second = squares(columns, rows, side, (at[0] + side * right, at[1] + side * up))
    expected = np.zeros((columns * rows,) * 2)
    for face in range(columns * rows):
        column, row = face % columns, face // columns
        for left, share in ((0, 1 - right), (1, right)):
            for down, part in ((0, 1 - up), (1, up)):
                if column >= left and row >= down:
                    expected[face, (row - down) * columns + column - left] += share * part * side * side
    ours = matrix(overlay_areas(first, second), expected.shape)
    np.testing.assert_allclose(ours, expected, rtol=1e-12, atol=1e-12)
    assert ((ours > 0) == (expected > 0)).all()


def test_a_coverage_on_itself_gives_its_areas_exactly():
    cells = voronoi(300, 1)
    result = overlay_areas(cells, cells)
    assert (result.first_index == result.second_index).all()
    assert (result.area_m2 == result.first_area_m2).all()
    assert (result.identical, result.inside, result.crossed) == (300, 0, 0)
    assert result.outside_m2 == result.repeated_m2 == result.residuals == (0.0, 0.0)


def test_the_same_rings_begun_elsewhere_give_the_same_areas():
    def turned(polygon):
        ring = shapely.get_coordinates(polygon)[:-1]
        return shapely.Polygon(np.roll(ring, 2, axis=0)[::-1])

    cells = voronoi(300, 1)
    result = overlay_areas(cells, np.array([turned(cell) for cell in cells]))
    assert (result.first_index == result.second_index).all()
    assert (result.area_m2 == result.first_area_m2).all()
    assert result.identical < 10  # where the ring that was turned both ways is the same again


def test_wide_faces_begun_elsewhere_are_still_exact():
    # Cross products of these edges are beyond 2**53: a sum of float64 would round them.
    ring = np.array([(0, 0), (1_000_003, 70_001), (900_007, 1_000_033), (30_011, 800_009)]) + 0.001
    first, second = shapely.Polygon(ring), shapely.Polygon(np.roll(ring, 1, axis=0))
    result = overlay_areas([first], [second])
    assert result.crossed == 1
    assert result.area_m2[0] == result.first_area_m2[0]


def test_faces_that_touch_along_a_slanted_edge_share_nothing():
    random, left, right = np.random.default_rng(3), [], []
    while len(left) < 300:
        along = random.integers(-40, 40, 2)
        if math.gcd(*along) != 1:
            continue
        base, across = random.integers(0, 1000, 2), np.array([-along[1], along[0]])
        for faces, side in ((left, 1), (right, -1)):
            begin, end = np.sort(random.choice(60, 2, replace=False))
            apex = base + side * random.integers(1, 30) * across
            faces.append(shapely.Polygon([base + begin * along, base + end * along, apex]))
    for first, second in zip(left, right):
        assert overlay_areas([first], [second], grid_m=1.0).area_m2.size == 0


@pytest.mark.parametrize("shift", [1.0, 0.001, 36.999])
def test_a_rectangle_shifted_sideways(shift):
    rectangle = shapely.box(0, 0, 37, 21)
    assert shared(rectangle, affinity.translate(rectangle, shift)) == pytest.approx((37 - shift) * 21, rel=1e-13)


BLOCK = shapely.box(0, 0, 10, 10)
PIERCED = shapely.Polygon(BLOCK.exterior, [shapely.box(3, 3, 6, 6).exterior])
NEST = shapely.MultiPolygon([PIERCED, shapely.box(4, 4, 5, 5)])  # an island in the hole
ANGLE = shapely.Polygon([(0, 0), (9, 0), (9, 1), (1, 1), (1, 9), (0, 9)])
CASES = {
    "hole within": (PIERCED, shapely.box(2, 2, 7, 7), 25 - 9),
    "in the hole": (PIERCED, shapely.box(3, 3, 6, 6), 0),
    "well in the hole": (PIERCED, shapely.box(4, 4, 5, 5), 0),
    "across the hole": (PIERCED, shapely.box(-1, 4, 11, 5), 7),
    "hole in hole": (PIERCED, PIERCED, 91),
    "island": (NEST, shapely.box(3.5, 3.5, 5.5, 5.5), 1),
    "island of both": (NEST, NEST, 92),
    "island and its hole": (NEST, shapely.box(3, 3, 6, 6), 1),
    "touching at a vertex": (BLOCK, shapely.box(10, 10, 20, 20), 0),
    "touching along an edge": (BLOCK, shapely.box(10, 0, 20, 10), 0),
    "touching along part of an edge": (BLOCK, shapely.box(10, 3, 20, 25), 0),
    "a vertex on an edge": (BLOCK, shapely.Polygon([(10, 5), (20, 0), (20, 10)]), 0),
    "a T within": (BLOCK, shapely.Polygon([(10, 5), (0, 0), (0, 10)]), 50),
    "collinear, same direction": (BLOCK, shapely.box(2, 0, 7, 4), 20),
    "collinear on three sides": (BLOCK, shapely.box(0, 0, 10, 4), 40),
    "collinear and beyond": (BLOCK, shapely.box(-5, 0, 5, 20), 50),
    "diagonal through vertices": (BLOCK, shapely.Polygon([(-5, -5), (15, 15), (-5, 15)]), 50),
    "within": (BLOCK, shapely.box(2, 3, 4, 5), 4),
    "around": (shapely.box(2, 3, 4, 5), BLOCK, 4),
    "two parts that meet at a vertex": (
        shapely.MultiPolygon([shapely.box(0, 0, 5, 5), shapely.box(5, 5, 10, 10)]),
        shapely.box(4, 4, 6, 6),
        2,
    ),
    "clear in the notch": (ANGLE, shapely.box(2, 2, 9, 9), 0),
    "filling the notch": (ANGLE, shapely.box(1, 1, 9, 9), 0),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize("few", [overlay_index.FEW_EDGES, 0])
def test_known_pairs(case, swapped, few, monkeypatch):
    monkeypatch.setattr(overlay_index, "FEW_EDGES", few)  # 0: even these are read through a grid of edges
    first, second, expected = CASES[case]
    if swapped:
        first, second = second, first
    result = overlay_areas([first], [second])
    assert result.total_m2 == pytest.approx(expected, rel=1e-13)
    assert result.area_m2.size == (expected > 0)
    assert result.first_area_m2[0] == pytest.approx(first.area, rel=1e-13)


def comb(teeth, width, height, back):
    """Comb of 4 vertices a tooth: teeth and gaps of one width, standing on a back from y = 0."""
    left = 2.0 * width * np.arange(teeth)
    x = np.column_stack((left, left, left + width, left + width)).ravel()
    y = np.tile([back, height, height, back], teeth)
    return shapely.Polygon([*zip(x, y), (x[-1], 0.0), (0.0, 0.0)])


def test_combs_of_100_000_vertices():
    teeth, width, height, back = 25_000, 0.5, 500.0, 10.0
    length = (2 * teeth - 1) * width
    upright = comb(teeth, width, height, back)
    assert shapely.get_num_coordinates(upright) > 100_000
    band = shapely.box(-1.0, 100.0, length + 1.0, 101.0)
    shared(upright, band)
    start = time.process_time()
    assert shared(upright, band) == pytest.approx(teeth * width, rel=1e-13)
    shifted = shared(upright, affinity.translate(upright, width / 5))
    assert shifted == pytest.approx(teeth * 0.8 * width * (height - back) + back * (length - width / 5), rel=1e-13)
    assert time.process_time() - start < 2.0


def test_combs_that_cross_everywhere():
    teeth, width, rows, thickness = 700, 2.0, 500, 0.75
    across, up = (2 * teeth - 1) * width, (2 * rows - 1) * thickness
    upright = comb(teeth, width, up + 1.0, thickness)
    laid = shapely.transform(comb(rows, thickness, across + 1.0, width), lambda xy: xy[:, ::-1])
    expected = thickness * across + width * (up - thickness) + (teeth - 1) * (rows - 1) * width * thickness
    # Three million crossings, each rounded once: 1e-7 m2 in half a square kilometre.
    assert shared(upright, laid) == pytest.approx(expected, rel=1e-12)
    assert shared(laid, upright) == pytest.approx(expected, rel=1e-12)


def test_a_long_face_over_many_small_ones():
    random = np.random.default_rng(5)
    angle = np.linspace(0, 2 * math.pi, 25_000, endpoint=False)
    outer = 480.0 + random.uniform(-15, 15, angle.size)
    inner = 300.0 + random.uniform(-15, 15, angle.size)
    rings = [np.column_stack((500 + r * np.cos(angle), 500 + r * np.sin(angle))) for r in (outer, inner)]
    road = snapped(shapely.Polygon(rings[0], [rings[1]]))
    assert road.is_valid
    cells = snapped(voronoi(5_000, 6))
    overlay_areas([road], cells[:10])
    start = time.process_time()
    result = overlay_areas([road], cells)
    assert time.process_time() - start < 2.0
    expected = shapely.area(shapely.intersection(road, cells[::11]))
    ours = matrix(result, (1, cells.size))[0, ::11]
    assert (np.abs(ours - expected) <= PAIR_M2 + PAIR_RELATIVE * road.area).all()
    assert result.total_m2 == pytest.approx(road.area, rel=1e-12)
    assert result.inside > 1_000
    back = overlay_areas(cells, [road])
    np.testing.assert_allclose(back.area_m2, result.area_m2, rtol=1e-9, atol=1e-9)


# --- beside GEOS ---------------------------------------------------------------------------------------------


def test_20_000_random_pairs_as_geos():
    first, second = stars(700, 11), stars(700, 12)
    assert assert_as_geos(first, second, overlay_areas(first, second)) > 20_000


def test_pairs_in_lambert_93_as_geos():
    first, second = (shapely.transform(stars(150, seed), lambda xy: xy + LAMBERT_93) for seed in (21, 22))
    first, second = snapped(first), snapped(second)
    # GEOS itself rounds crossings to 1e-9 m at these coordinates.
    assert assert_as_geos(first, second, overlay_areas(first, second)) > 1_000


def test_degenerate_pairs_as_geos():
    first, second = lattice(400, 31), lattice(400, 32)
    assert assert_as_geos(first, second, overlay_areas(first, second, grid_m=1.0)) > 20_000


def test_faces_of_many_vertices_as_geos():
    first = stars(40, 41, vertices=(150, 400), radius=(20.0, 60.0))
    second = stars(40, 42, vertices=(70, 400), radius=(20.0, 60.0))
    result = overlay_areas(first, second)
    assert assert_as_geos(first, second, result) > 1_000
    small = stars(150, 43)
    assert_as_geos(first, small, overlay_areas(first, small))
    assert_as_geos(small, second, overlay_areas(small, second))


@pytest.mark.parametrize("make", [stars, lattice])
def test_grids_of_edges_change_nothing(make, monkeypatch):
    first, second = make(150, 51), make(150, 52)
    plain = overlay_areas(first, second)
    monkeypatch.setattr(overlay_index, "FEW_EDGES", 0)
    indexed = overlay_areas(first, second)
    np.testing.assert_array_equal(indexed.first_index, plain.first_index)
    np.testing.assert_array_equal(indexed.area_m2, plain.area_m2)


# --- coverages -----------------------------------------------------------------------------------------------


def test_coverages_of_one_extent_add_up():
    first, second = voronoi(2_000, 61), voronoi(1_500, 62)
    result = overlay_areas(first, second)
    assert result.total_m2 == pytest.approx(1e6, rel=1e-12)
    assert result.outside_m2 == result.repeated_m2 == (0.0, 0.0)
    assert max(result.residuals) < 1e-9
    sums = np.bincount(result.second_index, result.area_m2, minlength=second.size)
    np.testing.assert_allclose(sums, result.second_area_m2, rtol=1e-9)
    assert (result.area_m2 > 0).all()


def test_area_outside_and_covered_twice():
    first = squares(4, 1, 10.0)
    second = [shapely.box(5, 0, 40, 10), shapely.box(30, 0, 45, 10)]
    result = overlay_areas(first, second)
    assert result.outside_m2 == pytest.approx((50.0, 50.0))
    assert result.repeated_m2 == pytest.approx((100.0, 0.0))
    np.testing.assert_allclose(result.first_left_m2, [50.0, 0.0, 0.0, -100.0])


def test_rows_without_usable_geometry():
    with np.errstate(invalid="ignore"):
        broken = shapely.Polygon([(0, 0), (4, 0), (4, 4), (math.nan, 4)])
        endless = shapely.Polygon([(0, 0), (4, 0), (4, math.inf)])
    second = [None, shapely.Polygon(), broken, endless, shapely.MultiPolygon(), shapely.box(0, 0, 2, 2), None]
    result = overlay_areas([BLOCK, None], second)
    assert (result.first_index.tolist(), result.second_index.tolist(), result.area_m2.tolist()) == ([0], [5], [4.0])
    assert result.second_area_m2.tolist() == [0, 0, 0, 0, 0, 4.0, 0]
    for nothing in ([], [None], np.array([], dtype=object)):
        assert overlay_areas(nothing, second).area_m2.size == overlay_areas(second, nothing).area_m2.size == 0


def test_a_face_thinner_than_the_grid_has_no_area():
    result = overlay_areas([shapely.box(0, 0, 0.0004, 10), shapely.box(0, 0, 1, 0)], [BLOCK])
    assert result.first_area_m2.tolist() == [0, 0]
    assert result.area_m2.size == 0


def test_heights_and_orientation_do_not_matter():
    ring = [(0, 0, 5), (0, 10, 6), (10, 10, 7), (10, 0, 8)]  # clockwise
    hole = [(3, 3, 0), (6, 3, 0), (6, 6, 0), (3, 6, 0)]  # counter-clockwise
    assert shared(shapely.Polygon(ring, [hole]), shapely.box(2, 2, 7, 7)) == 16


def test_a_grid_of_the_users():
    assert shared(BLOCK, shapely.box(4.6, 0, 20, 10), grid_m=1.0) == 50.0
    assert shared(BLOCK, shapely.box(4.6, 0, 20, 10), grid_m=0.1) == pytest.approx(54.0)


def test_faces_as_wide_as_the_grid_allows():
    side = 1_073_741.0  # [m] 2**30 mm
    whole, half = shapely.box(0, 0, side, side), shapely.Polygon([(0, 0), (side, 0), (side, side)])
    assert shared(whole, half) == pytest.approx(side * side / 2, rel=1e-14)
    other = shapely.Polygon([(0, 0), (side, 0), (0, side)])
    assert shared(half, other) == pytest.approx(side * side / 4, rel=1e-14)


def test_a_wide_spiral_whose_sums_would_leave_int64_on_the_way():
    side, step, path = 1_073_000.0, 20_000.0, []
    for turn in range(24):  # the outer turns sweep twice a square of nearly 2**30 mm each
        low, high = turn * step, side - turn * step
        path += [(max(0.0, low - step), low), (high, low), (high, high), (low, high)]
    spiral = shapely.LineString(path).buffer(5_000.0, single_sided=True, cap_style="flat", join_style="mitre")
    for rectangle in (shapely.box(-1, -1, 1_073_500, 1_073_500), shapely.box(100, 40_000, 700_000, 800_000)):
        expected = shapely.intersection(spiral, rectangle).area
        assert shared(spiral, rectangle) == pytest.approx(expected, rel=1e-9)
        assert shared(rectangle, spiral) == pytest.approx(expected, rel=1e-9)


# --- refusals and cancel -------------------------------------------------------------------------------------


def test_refusals_are_sentences():
    with pytest.raises(InputError, match="Row 1 is a LineString; the overlay takes polygons only"):
        overlay_areas([BLOCK, shapely.LineString([(0, 0), (1, 1)])], [BLOCK])
    with pytest.raises(InputError, match=r"spread over 2000 km, but a grid of 0\.001 m reaches 1074 km"):
        overlay_areas([BLOCK], [shapely.box(1_999_990, 0, 2_000_000, 10)])
    for grid in (0.0, -1.0, math.nan):
        with pytest.raises(InputError, match="give a positive length"):
            overlay_areas([BLOCK], [BLOCK], grid_m=grid)


@pytest.mark.parametrize("asked", [0, 1, 3, 5])
def test_cancel_between_chunks(asked, monkeypatch):
    monkeypatch.setattr(overlay, "PAIRS_PER_CHUNK", 100)
    answers = []

    def stop():
        answers.append(len(answers) >= asked)
        return answers[-1]

    cells = voronoi(400, 71)
    with pytest.raises(RunCancelledError):
        overlay_areas(cells, voronoi(400, 72), stop=stop)
    assert len(answers) == asked + 1


# --- properties ----------------------------------------------------------------------------------------------

seeds = st.integers(0, 10_000)
makers = st.sampled_from([stars, lattice])


@ALGEBRA
@given(seed=seeds, make=makers)
def test_swapping_the_coverages_transposes_the_areas(seed, make):
    first, second = make(12, seed), make(15, seed + 1)
    there = matrix(overlay_areas(first, second), (12, 15))
    back = matrix(overlay_areas(second, first), (15, 12))
    np.testing.assert_allclose(there, back.T, rtol=1e-12, atol=1e-10)


@ALGEBRA
@given(seed=seeds, make=makers, x=st.integers(-500_000, 500_000), y=st.integers(-5_000_000, 5_000_000))
def test_translation_changes_nothing(seed, make, x, y):
    first, second = make(12, seed), make(12, seed + 1)
    here = overlay_areas(first, second)
    there = overlay_areas(*(shapely.transform(faces, lambda xy: xy + np.array([x, y])) for faces in (first, second)))
    # On the grid they are the same whole numbers, so everything that follows is the same.
    np.testing.assert_array_equal(there.first_index, here.first_index)
    np.testing.assert_array_equal(there.area_m2, here.area_m2)


@settings(max_examples=15)
@given(seed=seeds, threads=st.integers(1, 5), chunk=st.integers(1, 200))
def test_threads_and_chunks_change_no_bit(seed, threads, chunk):
    first, second = stars(20, seed), stars(20, seed + 1)
    whole = overlay_areas(first, second, threads=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(overlay, "PAIRS_PER_CHUNK", chunk)
        parts = overlay_areas(first, second, threads=threads)
    for name in ("first_index", "second_index", "area_m2", "first_left_m2", "second_left_m2"):
        np.testing.assert_array_equal(getattr(parts, name), getattr(whole, name))
    assert (parts.total_m2, parts.outside_m2, parts.residuals) == (whole.total_m2, whole.outside_m2, whole.residuals)


@ALGEBRA
@given(seed=seeds, at=st.integers(20_000, 80_000))
def test_the_parts_of_a_split_face_add_up(seed, at):
    second = stars(20, seed)
    low, high = shapely.box(0, 0, at / 1000.0, 100), shapely.box(at / 1000.0, 0, 100, 100)
    parts = matrix(overlay_areas([low, high], second), (2, 20)).sum(axis=0)
    whole = matrix(overlay_areas([shapely.box(0, 0, 100, 100)], second), (1, 20))[0]
    np.testing.assert_allclose(parts, whole, rtol=1e-12, atol=1e-9)


@ALGEBRA
@given(seed=seeds, make=makers)
def test_a_shared_area_is_no_larger_than_its_faces(seed, make):
    result = overlay_areas(make(15, seed), make(15, seed + 1))
    largest = np.minimum(result.first_area_m2[result.first_index], result.second_area_m2[result.second_index])
    assert (result.area_m2 > 0).all()
    assert (result.area_m2 <= largest * (1 + 1e-12) + 1e-10).all()
