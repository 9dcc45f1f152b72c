"""``landtake_check_coverage``: overlaps, duplicates and gaps."""

from __future__ import annotations

import json

import numpy as np
import pytest

pytest.importorskip("qgis.core")
import shapely
from cityorchestra.processing_provider.land_take.coverage_check import find_gaps, find_overlaps
from cityorchestra.tests.algorithm_support import check_record, files_in, make_layer, record_of, refusal, rows_of
from cityorchestra.tests.land_take.scenes import FIELD, coverage, rectangle
from cityorchestra.tests.qgis_support import run_algorithm
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon, box

pytestmark = pytest.mark.usefixtures("provider")
NAME = "landtake_check_coverage"
SINKS = {"OVERLAPS": "TEMPORARY_OUTPUT", "GAPS": "TEMPORARY_OUTPUT"}


def checked(layer, **more):
    run = run_algorithm(NAME, {"INPUT": layer, **SINKS, **more})
    return rows_of(run.results["OVERLAPS"]), rows_of(run.results["GAPS"]), run


def test_defects_are_found_named_and_measured():
    layer = coverage(
        (rectangle(0, 0, 100, 100), FIELD),
        (rectangle(99, 0, 200, 100), FIELD),  # overlaps a by 1 m
        (rectangle(0, 100, 100, 200), FIELD),
        (rectangle(100, 100, 199, 200), FIELD),  # a gap of 1 m towards e, closed by f
        (rectangle(200, 0, 300, 200), FIELD),
        (rectangle(0, 200, 300, 250), FIELD),
        (rectangle(0, 200, 300, 250), FIELD),  # f again
    )
    overlaps, gaps, run = checked(layer)
    assert [(row["type"], row["id1"], row["id2"]) for row in overlaps] == [
        ("doublon", "f", "g"), ("recouvrement", "a", "b"),
    ]  # fmt: skip
    assert [row["area_m2"] for row in overlaps] == pytest.approx([15_000, 100])
    assert overlaps[1]["width_m"] == pytest.approx(1.0)
    assert [(row["type"], row["area_m2"], row["width_m"]) for row in gaps] == [
        ("trou", pytest.approx(100), pytest.approx(1.0))
    ]
    figures = run.results
    assert (figures["OVERLAP_COUNT"], figures["DOUBLED_COUNT"], figures["GAP_COUNT"]) == (2, 1, 1)
    assert any(text.startswith("2 overlaps, 15100.00 m²") for text in run.feedback.infos)
    overlaps, gaps, _ = checked(layer, TOL=1.5)
    assert [row["type"] for row in overlaps] == ["doublon"] and gaps == []


def test_a_clean_coverage_has_none():
    cells = [(rectangle(x, y, x + 10, y + 10), FIELD) for x in range(0, 50, 10) for y in range(0, 50, 10)]
    overlaps, gaps, run = checked(coverage(*cells))
    assert overlaps == gaps == [] and run.results["AREA_M2"] == pytest.approx(2500)


def test_invalid_null_empty_and_multipart():
    bow = "POLYGON((352000 6789000, 352100 6789100, 352100 6789000, 352000 6789100, 352000 6789000))"
    two = shapely.MultiPolygon([rectangle(200, 0, 210, 10), rectangle(220, 0, 230, 10)])
    _, _, run = checked(coverage((bow, FIELD), (None, FIELD), (two, FIELD)))
    assert (run.results["INVALID_COUNT"], run.results["EMPTY_COUNT"], run.results["FACES"]) == (1, 1, 2)
    overlaps, gaps, run = checked(coverage())
    assert overlaps == gaps == [] and run.results["FACES"] == 0


def test_an_island_in_a_hole_leaves_a_ring():
    hole = rectangle(40, 40, 60, 60)
    layer = coverage((rectangle(0, 0, 100, 100) - hole, FIELD), (rectangle(45, 45, 55, 55), FIELD))
    _, gaps, _ = checked(layer)
    assert [row["area_m2"] for row in gaps] == pytest.approx([300])


def test_degrees_cancel_wrong_layer_and_provenance(tmp_path):
    shape = box(-1.68, 48.11, -1.679, 48.111)
    _, _, run = checked(coverage((shape, FIELD), (shape, FIELD), crs="EPSG:4326"))
    assert run.results["DOUBLED_COUNT"] == 1 and run.results["OVERLAP_M2"] == pytest.approx(8280, rel=0.01)
    files = {"OVERLAPS": str(tmp_path / "overlaps.gpkg"), "GAPS": str(tmp_path / "gaps.gpkg")}
    layer = coverage((rectangle(0, 0, 9, 9), FIELD))
    assert run_algorithm(NAME, {"INPUT": layer, **files}, cancel_at=0).results == {} and files_in(tmp_path) == []
    run_algorithm(NAME, {"INPUT": layer, **files})
    check_record(record_of(files["GAPS"]), NAME, TOL="0.001")
    line = make_layer("LineString", [(shapely.LineString([(0, 0), (1, 1)]),)])
    assert "no polygons" in refusal(NAME, {"INPUT": line, **SINKS})


def test_it_runs_headless(qgis_process, tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}
    shapes = [rectangle(0, 0, 10, 10), rectangle(5, 0, 20, 10)]
    features = [
        {"type": "Feature", "properties": {"id": n}, "geometry": json.loads(shapely.to_geojson(shape))}
        for n, shape in enumerate(shapes)
    ]
    path = tmp_path / "faces.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}))
    call = (f"INPUT={path}", f"OVERLAPS={tmp_path / 'o.gpkg'}", f"GAPS={tmp_path / 'g.gpkg'}")
    results = qgis_process("run", f"cityorchestra:{NAME}", "--", *call).results
    assert float(results["OVERLAP_M2"]) == pytest.approx(50)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(*[st.integers(0, 30)] * 2, *[st.integers(1, 12)] * 2), min_size=1, max_size=8))
def test_defects_balance_the_areas(boxes):
    """Sum of faces - overlaps of pairs and more + gaps: checked against the union that GEOS builds."""
    shapes = np.array([box(x, y, x + width, y + height) for x, y, width, height in boxes])
    union = shapely.union_all(shapes)
    gaps = find_gaps(shapes, 0.0)
    outer = shapely.union_all([Polygon(part.exterior) for part in shapely.get_parts(union)])
    assert gaps.area_m2.sum() == pytest.approx(outer.area - union.area)
    overlaps = find_overlaps(shapes, 0.0)
    by_hand = sum(shapes[one].intersection(shapes[other]).area for one in range(len(shapes)) for other in range(one))
    assert overlaps.area_m2.sum() == pytest.approx(by_hand)
    assert (overlaps.first < overlaps.second).all()
