"""The coverages made for tests and benchmarks are what they say: their truth is what the science must find."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
import shapely
from cityorchestra.benchmarks._coverages import (
    BLOCK,
    CODES,
    MERGED,
    RELABELLED,
    ROAD,
    SPLIT,
    edited,
    jittered,
    road_network,
    with_defects,
)
from cityorchestra.processing_provider.land_take.adjacency import neighbours
from cityorchestra.processing_provider.land_take.coverage_check import find_gaps, find_overlaps
from cityorchestra.processing_provider.land_take.nomenclature import judge, normal_codes
from cityorchestra.processing_provider.land_take.overlay import overlay_areas
from cityorchestra.processing_provider.territory.demo import make_demo_territory
from hypothesis import given, settings
from hypothesis import strategies as st

COUNT = 3000


@pytest.fixture(scope="module")
def two_dates():
    return edited(COUNT, 7)


def is_coverage(shapes, area):
    """Valid faces without overlap, with shared edges equal to the bit, that fill an area."""
    return bool(
        shapely.is_valid(shapes).all()
        and shapely.coverage_is_valid(shapes)
        and abs(shapely.area(shapes).sum() - area) < 1e-4
        and len(find_gaps(shapes).area_m2) == 0
    )


def flows(shared, code_1, code_2):
    """Area by former and new code, where they differ."""
    found = defaultdict(float)
    for one, other, area in zip(code_1[shared.first_index], code_2[shared.second_index], shared.area_m2):
        if one != other:
            found[int(one), int(other)] += area
    return found


def test_codes_are_those_of_the_nomenclature():
    cover, use = zip(*CODES)
    assert normal_codes(cover, "cs").tolist() == list(cover) and normal_codes(use, "us").tolist() == list(use)
    assert set(judge(cover, use).artificial) == {0, 1}


def test_edited_coverage_and_its_truth(two_dates):
    first, second = two_dates.first, two_dates.second
    square = 27_000.0**2
    assert is_coverage(first.shapes, square) and is_coverage(second.shapes, square)
    shared = overlay_areas(first.shapes, second.shapes)
    told = defaultdict(float)
    for one, other, area in zip(two_dates.code_1, two_dates.code_2, two_dates.area_m2):
        told[int(one), int(other)] += area
    found = flows(shared, first.code, second.code)
    assert set(found) == set(told)
    for key, area in told.items():
        assert found[key] == pytest.approx(area, rel=1e-9), key


def test_edited_coverage_changes_as_much_as_it_says(two_dates):
    first, second = two_dates.first, two_dates.second
    relabelled, split, merged = (round(share * COUNT) for share in (RELABELLED, SPLIT, MERGED))
    assert len(second.shapes) == COUNT + split - merged
    before, after = two_dates.same
    assert len(before) == COUNT - relabelled - split - 2 * merged
    assert (shapely.to_wkb(first.shapes[before]) == shapely.to_wkb(second.shapes[after])).all()
    assert (first.code[before] == second.code[after]).all()
    assert relabelled + split <= len(two_dates.area_m2) <= relabelled + split + merged
    assert (two_dates.code_1 != two_dates.code_2).all()


def test_towns_are_artificial_and_the_country_is_not(two_dates):
    """Codes hang together: neighbours share their flag far more often than at random."""
    flag = judge(*zip(*CODES)).artificial[two_dates.first.code]
    touching = neighbours(two_dates.first.shapes)
    share = flag.mean()
    assert 0.05 < share < 0.6
    alike = (flag[touching.first] == flag[touching.second]).mean()
    assert alike > share**2 + (1 - share) ** 2 + 0.05


def test_jitter_moves_boundaries_only(two_dates):
    shapes, code = two_dates.first
    moved = jittered(shapes, 5)
    assert is_coverage(moved, 27_000.0**2)
    assert shapely.total_bounds(moved).tolist() == shapely.total_bounds(shapes).tolist()
    assert (shapely.get_num_coordinates(moved) == shapely.get_num_coordinates(shapes)).all()
    step = shapely.get_coordinates(moved) - shapely.get_coordinates(shapes)
    assert (step != 0.0).any(axis=1).mean() > 0.95  # but for the frame
    assert step.std() == pytest.approx(0.5, abs=0.03)  # edges are far longer than 0.5 m here
    shared = overlay_areas(shapes, moved)
    assert (shared.outside_m2[0], shared.outside_m2[1]) == (0.0, 0.0)
    noise = sum(flows(shared, code, code).values())
    # An edge of length L whose ends move by N(0, sigma) on their own leaves an area of expectation
    # L sigma sqrt(2 / pi) times the mean of sqrt((1 - t)2 + t2) along it, which is (sqrt 2 + asinh 1) / (2 sqrt 2).
    touching = neighbours(shapes)
    length = touching.length_m[code[touching.first] != code[touching.second]].sum()
    share = (np.sqrt(2) + np.arcsinh(1)) / (2 * np.sqrt(2))
    assert noise == pytest.approx(length * 0.5 * np.sqrt(2 / np.pi) * share, rel=0.03)


def test_jitter_of_a_real_shape_keeps_a_coverage():
    """The demo town: one long face of roads with holes, walls and curves with edges of less than a metre."""
    faces = make_demo_territory(seed=11, size_m=600.0, cell_size=10.0).measurements["ocsge_2017"].geometry
    moved = jittered(faces, 3)
    assert is_coverage(moved, 600.0**2)
    step = shapely.get_coordinates(moved) - shapely.get_coordinates(faces)
    assert (step != 0.0).any(axis=1).mean() > 0.9
    assert np.hypot(*step.T).max() < 4.0


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**31), sigma=st.floats(0.0, 40.0))
def test_any_jitter_keeps_a_coverage(seed, sigma):
    shapes = edited(60, seed).first.shapes
    moved = jittered(shapes, seed, sigma)
    assert is_coverage(moved, 27_000.0**2)
    assert sigma > 0.0 or (moved == shapes).all()


def test_roads_are_one_face_with_the_blocks_in_its_holes():
    shapes, code = road_network(100, 4)
    assert len(shapes[0].interiors) == len(shapes) - 1 == 100
    assert code.tolist() == [ROAD] + [BLOCK] * 100
    assert is_coverage(shapes, shapely.Polygon(shapes[0].exterior).area)
    width = 2 * shapely.area(shapes[0]) / shapely.length(shapes[0])
    assert 6.0 < width < 12.0


@settings(max_examples=10, deadline=None)
@given(blocks=st.integers(1, 60), seed=st.integers(0, 2**31))
def test_any_road_network_is_a_coverage(blocks, seed):
    shapes, code = road_network(blocks, seed)
    assert len(code) == len(shapes)
    assert is_coverage(shapes, shapely.Polygon(shapes[0].exterior).area)


def test_same_seed_same_coverage():
    for make in (lambda seed: edited(300, seed).second.shapes, lambda seed: road_network(30, seed).shapes):
        assert shapely.to_wkb(make(3)).tolist() == shapely.to_wkb(make(3)).tolist()
        assert shapely.to_wkb(make(3)).tolist() != shapely.to_wkb(make(4)).tolist()


def test_defects_are_where_it_says(two_dates):
    each = 12
    found = with_defects(two_dates.first, 9, each)
    shapes, rows = found.shapes, found.rows
    assert {kind: len(one) for kind, one in rows.items()} == {
        **dict.fromkeys(("overlap", "gap", "bow_tie", "z", "multi", "case", "null", "empty"), each),
        "duplicate": 2 * each,
    }
    taken = np.concatenate(list(rows.values()))
    assert len(set(taken.tolist())) == len(taken)
    assert set(np.flatnonzero(~shapely.is_valid(shapes) & ~shapely.is_missing(shapes))) == set(rows["bow_tie"])
    assert set(np.flatnonzero(shapely.has_z(shapes))) == set(rows["z"])
    assert set(np.flatnonzero(shapely.get_num_geometries(shapes) > 1)) == set(rows["multi"])
    assert set(np.flatnonzero(shapely.is_missing(shapes))) == set(rows["null"])
    assert set(np.flatnonzero(shapely.is_empty(shapes))) == set(rows["empty"])
    copies = rows["duplicate"].reshape(2, each)
    assert (shapely.to_wkb(shapes[copies[0]]) == shapely.to_wkb(shapes[copies[1]])).all()
    for kind, codes in (("cs", found.cs), ("us", found.us)):
        odd = np.flatnonzero([code not in {pair[kind == "us"] for pair in CODES} for code in codes])
        assert set(odd) == set(rows["case"])
        normal = normal_codes(codes, kind)
        assert set(normal) <= {pair[kind == "us"] for pair in CODES}


def test_checks_find_the_defects_that_were_made(two_dates):
    made = with_defects(two_dates.first, 9, 12)
    shapes, rows = made.shapes.copy(), made.rows
    frame = shapely.box(0.0, 0.0, 27_000.0, 27_000.0).exterior
    shapes[rows["bow_tie"]] = None
    overlaps = find_overlaps(shapes)
    doubled = {tuple(pair) for pair in np.stack([overlaps.first, overlaps.second])[:, overlaps.doubled].T.tolist()}
    assert doubled == {tuple(pair) for pair in rows["duplicate"].reshape(2, -1).T.tolist()}
    grown = set(rows["overlap"].tolist())
    others = {(one, other) for one, other in zip(overlaps.first, overlaps.second)} - doubled
    assert all(one in grown or other in grown for one, other in others)
    assert grown <= {row for pair in others for row in pair}
    sound = np.setdiff1d(np.arange(len(shapes)), np.concatenate([rows["bow_tie"], rows["null"]]))
    gaps = find_gaps(made.shapes[sound])
    narrow = shapely.convex_hull(gaps.geometry[gaps.width_m < 1.05])
    # A gap beside a face that is left out here, or beside the frame, is open.
    shrunk, torn = made.shapes[rows["gap"]], shapely.union_all(shapely.envelope(made.shapes[rows["bow_tie"]]))
    closed = shrunk[(shapely.distance(shrunk, torn) > 5.0) & (shapely.distance(shrunk, frame) > 5.0)]
    assert len(closed) > 8
    assert len(set(shapely.STRtree(narrow).query(closed, predicate="intersects")[0].tolist())) == len(closed)
