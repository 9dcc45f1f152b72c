"""The effect looked for around a project is that of the thresholds on the whole coverage."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from cityorchestra.processing_provider.land_take.change import classify, differs
from cityorchestra.processing_provider.land_take.nearby import LocalThresholds
from cityorchestra.processing_provider.land_take.scenario import Painter, effect
from cityorchestra.processing_provider.land_take.surfaces import settled
from cityorchestra.processing_provider.land_take.thresholds import ENCLAVES_FIRST, SPOTS_FIRST, Thresholds
from cityorchestra.tests.land_take.ground import FIELD, GARDEN, HOUSE, MEADOW, ROAD, YARD, chessboard, ground, sites
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box


def sums(found, change, area):
    return [
        float(area @ values) for values in (change.flux, change.raw_flux, change.jump, change.kind == "flux_sous_seuil")
    ]


def both(base, drawn, thresholds):
    """Return flux, raw flux, jumps and small patches of projects, looked for everywhere and around them."""
    painter, projects = Painter(base), sites(*drawn)
    whole = painter.paint(projects)
    before, after = settled(base, thresholds), settled(whole.faces, thresholds)
    everywhere = effect(base, before, whole, after, thresholds).change
    found = LocalThresholds(painter, thresholds).around(projects)
    if not len(found.face):
        assert after.artificial.tolist() == before.artificial.tolist()
        return sums(whole, everywhere, whole.faces.area_m2), [0.0] * 4, 0
    around = classify(
        found.first, found.second, np.where(differs(found.first, found.second), found.geometry, None), found.area_m2,
        sliver_m=0.0, least_m2=thresholds.area_m2, built_m2=thresholds.built_m2,
    )  # fmt: skip
    flags = {}  # of each face of the coverage that is not cut
    for face, project, flag in zip(whole.face, whole.project, after.artificial):
        flags.setdefault(int(face), []).append((int(project), int(flag)))
    reached = {}
    for face, project, flag in zip(found.face, found.project, found.second.artificial):
        reached.setdefault(int(face), []).append((int(project), int(flag)))
    for face, pieces in flags.items():
        expected = reached.get(face, [(-1, int(before.artificial[face]))])
        assert sorted(pieces) == sorted(expected), face
    return sums(whole, everywhere, whole.faces.area_m2), sums(found, around, found.area_m2), len(found.face)


def test_only_a_sample_of_a_large_town_is_looked_at():
    base = ground(*((square, YARD if x % 50 < 25 else FIELD) for x, square in enumerate(chessboard(20, 50))))
    everywhere, around, looked_at = both(base, [(box(405, 405, 435, 495), MEADOW)], Thresholds())
    assert around == pytest.approx(everywhere) and looked_at < 80


def test_a_chain_of_small_surfaces_is_followed_to_its_end():
    # Alternating strips of 1 000 m2: all are below the threshold, and each settles the next one.
    strips = [(box(x * 20, 0, x * 20 + 20, 50), YARD if x % 2 else FIELD) for x in range(40)]
    base = ground(*strips)
    everywhere, around, looked_at = both(base, [(box(0, 0, 60, 50), YARD)], Thresholds())
    assert around == pytest.approx(everywhere) and looked_at == 40


def test_a_block_of_houses_that_loses_its_middle_falls_below_50_m2():
    houses = [(box(x * 6, 0, x * 6 + 6, 6), HOUSE) for x in range(5)]
    base = ground(*houses, (box(0, 6, 30, 100), FIELD), (box(30, 0, 200, 100), FIELD))
    everywhere, around, _ = both(base, [(box(6, 0, 24, 6), MEADOW)], Thresholds())
    assert around == pytest.approx(everywhere) and everywhere[0] == pytest.approx(-180)


def test_a_narrow_road_follows_what_lies_beside_it_now():
    base = ground((box(0, 0, 200, 100), FIELD), (box(0, 100, 200, 103), ROAD), (box(0, 103, 200, 120), FIELD))
    everywhere, around, _ = both(base, [(box(0, 0, 200, 100), YARD)], Thresholds())
    # The road of 600 m2 follows the yard, and the field of 3 400 m2 stays.
    assert around == pytest.approx(everywhere) and everywhere[0] == pytest.approx(20_600)


codes = st.lists(st.sampled_from([HOUSE, YARD, GARDEN, FIELD, FIELD, ROAD, MEADOW, ("", "")]), min_size=64, max_size=64)
limits = st.builds(
    Thresholds,
    st.sampled_from([0.0, 50.0, 250.0]),
    st.sampled_from([0.0, 310.0, 700.0, 1500.0]),
    st.sampled_from([0.0, 5.0, 11.0]),
    st.sampled_from([ENCLAVES_FIRST, SPOTS_FIRST]),
)
place = st.integers(-20, 800).map(lambda value: value / 10)
size = st.integers(5, 300).map(lambda value: value / 10)
drawings = st.lists(
    st.tuples(place, place, size, size, st.sampled_from([HOUSE, MEADOW, YARD, ROAD])), min_size=1, max_size=2
)


@settings(max_examples=150)
@given(codes, limits, drawings, st.booleans())
def test_around_is_as_everywhere(cover, thresholds, drawn, exempted):
    # Squares and strips, so that some roads are narrow and some are not.
    edges = [0, 4, 15, 26, 31, 44, 58, 61, 77]
    cells = [box(edges[x], edges[y], edges[x + 1], edges[y + 1]) for y in range(8) for x in range(8)]
    reason = [
        "parc" if exempted and codes[0] == "2.2.1" and place % 3 == 0 else "" for place, codes in enumerate(cover)
    ]
    base = ground(*zip(cells, cover), reason=reason)
    shapes = [(box(x, y, x + w, y + h), code) for x, y, w, h, code in drawn]
    everywhere, around, _ = both(base, shapes, thresholds)
    assert around == pytest.approx(everywhere, abs=1e-6)


def test_a_project_beyond_the_coverage_reaches_nothing():
    base = ground((box(0, 0, 100, 100), FIELD))
    everywhere, around, looked_at = both(base, [(box(500, 0, 600, 100), YARD)], Thresholds())
    assert around == everywhere == [0, 0, 0, 0] and looked_at == 0


def test_pieces_of_a_face_have_its_area():
    base = ground((box(0, 0, 100, 100), FIELD), (box(100, 0, 200, 100), YARD))
    found = LocalThresholds(Painter(base), Thresholds()).around(sites((box(50, 10, 150, 90), GARDEN)))
    assert np.bincount(found.face, weights=found.area_m2) == pytest.approx([10_000, 10_000])
    assert shapely.area(found.geometry) == pytest.approx(found.area_m2)
