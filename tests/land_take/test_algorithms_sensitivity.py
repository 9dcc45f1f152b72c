"""``landtake_sensitivity``: the table, the page, and what a user can get wrong."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

pytest.importorskip("qgis.core")
import shapely
from cityorchestra.processing_provider.land_take.algorithms.sensitivity_page import tornado_svg
from cityorchestra.processing_provider.land_take.algorithms.state_parameters import numbers_of
from cityorchestra.tests.algorithm_support import (
    check_record,
    files_in,
    in_degrees,
    make_layer,
    opened,
    record_of,
    refusal,
    rows_of,
    run_in_model,
)
from cityorchestra.tests.land_take.scenes import FIELD, GARDEN, YARD, coverage, rectangle, squares
from cityorchestra.tests.qgis_support import run_algorithm

pytestmark = pytest.mark.usefixtures("provider")
STATE, NAME = "landtake_artif_state", "landtake_sensitivity"
PARAMETERS = {"SEUIL", "SLIVER_W", "ORDRE", "OMEGA_ART", "OMEGA_PERM", "OMEGA_BIO", "OMEGA_C"}


def dates():
    """A yard of 2 000 m2 grows to 3 000 m2 in the fields, beside gardens of 1 ha."""
    before = coverage((rectangle(0, 0, 20, 100), YARD), (rectangle(20, 0, 300, 100), FIELD),
                      (rectangle(300, 0, 400, 100), GARDEN))  # fmt: skip
    after = coverage((rectangle(0, 0, 30, 100), YARD), (rectangle(30, 0, 300, 100), FIELD),
                     (rectangle(300, 0, 400, 100), GARDEN))  # fmt: skip
    return before, after


def sensitivity(first=None, second=None, **more):
    """Run and return the results by choice, figure and value, and the run."""
    before, after = dates()
    parameters = {"T1": first or before, "T2": second or after, "AREA": "projet", "OUTPUT": "TEMPORARY_OUTPUT", **more}
    run = run_algorithm(NAME, parameters)
    found = {}
    for row in rows_of(run.results["OUTPUT"]):
        found.setdefault((row["parametre"], row["indicateur"]), {})[row["valeur"]] = row
    return found, run


def test_one_choice_at_a_time():
    found, run = sensitivity()
    assert {name for name, _ in found} == PARAMETERS
    net = found["SEUIL", "flux_net"]
    assert {value: row["resultat"] for value, row in net.items()} == pytest.approx(
        {"0": 1000, "1250": 0, "2500": 3000, "5000": 0}
    )
    assert {value: row["delta"] for value, row in net.items()} == pytest.approx(
        {"0": -2000, "1250": -3000, "2500": 0, "5000": -3000}
    )
    assert net["0"]["delta_pct"] == pytest.approx(-200 / 3) and net["0"]["unite"] == "m2"
    assert {value: row["defaut"] for value, row in net.items()} == {"0": 0, "1250": 0, "2500": 1, "5000": 0}
    assert found["SEUIL", "flux_brut_net"]["5000"]["resultat"] == pytest.approx(1000)
    weights = found["OMEGA_ART", "e2"]
    assert set(weights) == {"0.32", "0.48"} and all(row["delta"] != 0 for row in weights.values())
    assert found["SLIVER_W", "e2"]["2"]["delta"] == 0 and found["SLIVER_W", "bruit_m2"]["1"]["delta_pct"] is None
    figures = run.results
    assert (figures["FLUX_NET_M2"], figures["FLUX_NET_MIN_M2"], figures["FLUX_NET_MAX_M2"]) == pytest.approx(
        (3000, 0, 3000)
    )
    assert figures["PARAMETRE"] == "SEUIL" and figures["COMMON_M2"] == pytest.approx(40_000)
    assert any("0.300 ha; from 0.000 to 0.300 ha" in text for text in run.feedback.infos)


def test_the_default_is_that_of_the_change_algorithm():
    states = [run_algorithm(STATE, {"INPUT": layer, "AREA": "projet", "OUTPUT": "TEMPORARY_OUTPUT"}).results["OUTPUT"]
              for layer in dates()]  # fmt: skip
    change = run_algorithm("landtake_change", {
        "T1": states[0], "T2": states[1], "DATE1": "2017-01-01", "DATE2": "2020-01-01", "AREA": "projet",
        "OUTPUT": "TEMPORARY_OUTPUT",
    }).results  # fmt: skip
    _, run = sensitivity(*states)
    assert run.results["FLUX_NET_M2"] == pytest.approx(change["FLUX_NET_M2"])
    assert run.results["COMMON_M2"] == pytest.approx(change["COMMON_M2"])


def test_what_is_tried_and_the_default_are_parameters():
    found, run = sensitivity(SEUILS="900; 2500", SLIVERS="3", OMEGA_PCT=50.0, SEUIL=900.0, OMEGA="1 1 1 1")
    assert run.results["FLUX_NET_M2"] == pytest.approx(1000)
    assert {value: row["defaut"] for value, row in found["SEUIL", "flux_net"].items()} == {"900": 1, "2500": 0}
    assert set(found["SLIVER_W", "e1"]) == {"3"} and set(found["OMEGA_C", "e1"]) == {"0.5", "1.5"}
    before, after = dates()
    common = {"T1": before, "T2": after, "OUTPUT": "TEMPORARY_OUTPUT"}
    assert "SEUILS is “a, b”" in refusal(NAME, {**common, "SEUILS": "a, b"})
    assert "give numbers of 0 or more" in refusal(NAME, {**common, "SLIVERS": "-1"})
    assert "give four numbers" in refusal(NAME, {**common, "OMEGA": "0,0,0,0"})


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("0.40, 0.25, 0.20, 0.15", [0.4, 0.25, 0.2, 0.15]), ("0,4 0,25 0,2 0,15", [0.4, 0.25, 0.2, 0.15]),
        ("0,5 ; 1; 2", [0.5, 1, 2]), ("0,1250,2500", [0, 1250, 2500]), ("0.5 1", [0.5, 1]), ("7", [7]), ("", []),
        ("1, x", None),
    ],
)  # fmt: skip
def test_numbers_are_read_as_both_languages_write_them(text, numbers):
    assert numbers_of(text) == numbers


def test_nothing_moves_between_a_layer_and_itself():
    before, _ = dates()
    found, run = sensitivity(before, before)
    assert run.results["FLUX_NET_MAX_M2"] == 0 == run.results["FLUX_NET_MIN_M2"] and run.results["PARAMETRE"] == ""
    assert all(row["resultat"] == 0 for name in ("flux_net", "flux_brut_net", "bruit_m2")
               for row in found["SEUIL", name].values())  # fmt: skip


def test_the_page_draws_bars_and_fetches_nothing(tmp_path):
    path = tmp_path / "page.html"
    _, run = sensitivity(OUTPUT_HTML=str(path))
    page = path.read_text(encoding="utf-8")
    assert run.results["OUTPUT_HTML"] == str(path)
    assert page.count("<svg") == 4
    assert not re.findall(r"<script|src=|href=|url\(|://", page)
    assert "Threshold of area" in page and "0.300\u00a0ha" in page and "weights 0.40; 0.25; 0.20; 0.15" in page
    assert "cityorchestra:provenance" in page


def test_bars_are_drawn_on_the_side_of_their_difference():
    swings = [("SEUIL", (-20_000.0, "0"), (10_000.0, "5000")), ("ORDRE", (0.0, "enclaves"), (5000.0, "spots"))]
    chart = tornado_svg(swings, "Net", "m2")
    bars = re.findall(r"<rect x='([\d.]+)' y='([\d.]+)' width='([\d.]+)'[^>]*fill='(#\w+)'", chart)
    (left, _, width, _), (right, _, other, _), (third, low, shorter, _) = bars
    assert float(left) + float(width) == pytest.approx(float(right), abs=0.2) == pytest.approx(float(third), abs=0.2)
    assert float(width) == pytest.approx(2 * float(other), abs=0.2) == pytest.approx(4 * float(shorter), abs=0.4)
    assert float(low) > 24 and "−2.000" not in chart and "-2.000\u00a0ha" in chart and ">spots<" in chart


def test_progress_of_large_layers_never_goes_back():
    _, run = sensitivity(squares((YARD, FIELD)), squares((FIELD, YARD, GARDEN)))
    assert run.results["FLUX_NET_M2"] != 0 and len(set(run.feedback.progresses)) > 10


def test_unlike_ground_unknown_empty_and_overlapping_layers():
    before, after = dates()
    common = {"T1": before, "OUTPUT": "TEMPORARY_OUTPUT"}
    elsewhere = coverage((rectangle(9000, 0, 9100, 100), FIELD))
    assert "do not cover the same ground" in refusal(NAME, {**common, "T2": elsewhere})
    assert "has no polygon" in refusal(NAME, {**common, "T2": coverage()})
    unknown = coverage((rectangle(0, 0, 400, 100), (None, None)))
    assert "100.0 % of the area is of unknown" in refusal(NAME, {**common, "T2": unknown})
    _, run = sensitivity(before, unknown, ALLOW_UNKNOWN=True)
    assert run.results["FLUX_NET_M2"] == 0 and run.results["E2"] is None
    doubled = coverage((rectangle(0, 0, 100, 100), FIELD), (rectangle(50, 0, 400, 100), FIELD))
    assert "overlap on 5000 m2" in refusal(NAME, {**common, "T2": doubled})
    lines = make_layer(
        "LineString", [(shapely.LineString([(0, 0), (1, 1)]), "2.2.1", "5")], (("cs", "text"), ("us", "text"))
    )
    assert "no polygons" in refusal(NAME, {**common, "T2": lines})
    holed = coverage((rectangle(0, 0, 30, 100), YARD), (None, FIELD), (rectangle(30, 0, 300, 100), FIELD))
    _, run = sensitivity(before, holed)
    assert run.results["COMMON_M2"] == pytest.approx(30_000)
    assert any("without geometry" in text for text in run.feedback.warnings)
    assert after.isValid()


def test_invalid_geometry_is_refused_where_it_matters():
    bow = "POLYGON((352000 6789000, 352100 6789100, 352100 6789000, 352000 6789100, 352000 6789000))"
    before, _ = dates()
    sentence = refusal(NAME, {"T1": before, "T2": coverage((bow, GARDEN)), "OUTPUT": "TEMPORARY_OUTPUT"})
    assert "Fix geometries" in sentence


def test_degrees_beside_lambert_93_and_the_ellipsoid():
    before, _ = dates()
    after = coverage((in_degrees(rectangle(0, 0, 30, 100)), YARD), (in_degrees(rectangle(30, 0, 300, 100)), FIELD),
                     (in_degrees(rectangle(300, 0, 400, 100)), GARDEN), crs="EPSG:4326")  # fmt: skip
    _, run = sensitivity(before, after, AREA="ellipsoid")
    assert run.results["FLUX_NET_M2"] == pytest.approx(3003.3, rel=3e-4)
    assert any("EPSG:4326 has no metres" in text for text in run.feedback.warnings)


def test_a_cancelled_run_leaves_nothing(tmp_path):
    before, after = dates()
    parameters = {
        "T1": before,
        "T2": after,
        "OUTPUT": str(tmp_path / "table.gpkg"),
        "OUTPUT_HTML": str(tmp_path / "p.html"),
    }
    for moment in (0, 70):
        assert run_algorithm(NAME, parameters, cancel_at=moment).results == {} and files_in(tmp_path) == []


def test_files_provenance_and_a_model(tmp_path):
    before, after = dates()
    parameters = {"T1": before, "T2": after, "OUTPUT": str(tmp_path / "table.gpkg")}
    run_algorithm(NAME, parameters)
    check_record(record_of(parameters["OUTPUT"]), NAME, SEUILS="0, 1250, 2500, 5000", OMEGA_PCT="20")
    again = run_in_model(NAME, {**parameters, "OUTPUT": str(tmp_path / "model.gpkg")}, "OUTPUT")
    assert opened(again).featureCount() == (4 + 3 + 2 + 8) * 12


def test_it_runs_headless(qgis_process, tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}
    paths = []
    for year, codes in (("2017", ("2.2.1", "1.1")), ("2020", ("1.1.1.2", "4.1.1"))):
        geometry = json.loads(shapely.to_geojson(rectangle(0, 0, 100, 100)))
        feature = {"type": "Feature", "properties": {"cs": codes[0], "us": codes[1]}, "geometry": geometry}
        paths.append(tmp_path / f"{year}.geojson")
        paths[-1].write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]}))
    page, output = tmp_path / "page.html", tmp_path / "table.gpkg"
    call = ("run", f"cityorchestra:{NAME}", "--", f"T1={paths[0]}", f"T2={paths[1]}", "AREA=projet",
            f"OUTPUT={output}", f"OUTPUT_HTML={page}")  # fmt: skip
    results = qgis_process(*call).results
    assert float(results["FLUX_NET_M2"]) == pytest.approx(10_000)
    assert len(rows_of(str(output))) == 204 and Path(results["OUTPUT_HTML"]).is_file()
