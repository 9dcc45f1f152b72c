"""Algorithm ``landtake_report`` in QGIS: one page from the results of the others, whole or with parts missing."""

from __future__ import annotations

import html
import json
import re

import pytest

pytest.importorskip("qgis.core")
from cityorchestra.tests.algorithm_support import (
    WGS_84,
    files_in,
    in_degrees,
    make_layer,
    refusal,
)
from cityorchestra.tests.land_take.report_scenes import (
    INDICATOR_FIELDS,
    ZONE_ROWS,
    change_layer,
    indicators,
    score_layer,
    zones_layer,
)
from cityorchestra.tests.land_take.scenes import placed, rectangle
from cityorchestra.tests.land_take.test_algorithms_enaf_trajectory import FIELDS as ENAF_FIELDS
from cityorchestra.tests.land_take.test_algorithms_enaf_trajectory import SMALL, SPEC, attributes, commune_table
from cityorchestra.tests.land_take.test_algorithms_friches import SITE_FIELDS
from cityorchestra.tests.land_take.test_report_parts import EVIL, read
from shapely import Polygon

NAME = "landtake_report"
pytestmark = pytest.mark.usefixtures("provider")


def parameters(path, **changes):
    return {"ZONES": zones_layer(), "OUTPUT_HTML": str(path), **changes}


def kept_record(text):
    return json.loads(html.unescape(text.split("cityorchestra:provenance' content='")[1].split("'>")[0]))


@pytest.fixture(scope="module")
def results(provider, tmp_path_factory):
    """Layers that the other algorithms have written, with their provenance."""
    from cityorchestra.tests.qgis_support import run_algorithm

    folder = tmp_path_factory.mktemp("results")
    communes = [
        (ZONE_ROWS[0][1], *attributes("35001", "Acigné", "x", SPEC)),
        (ZONE_ROWS[1][1], *attributes("35002", "Amanlis", "x", SMALL)),
    ]
    table = make_layer("Polygon", communes, ENAF_FIELDS)
    enaf = run_algorithm("landtake_enaf_trajectory", {"TABLE": table, "OUTPUT": str(folder / "enaf.gpkg")})
    sites = make_layer("Polygon", [(rectangle(10, 10, 110, 110), "s", "friche sans projet", None)], SITE_FIELDS)
    given = {"CARTOFRICHES": sites, "ZONES": enaf.results["OUTPUT"], "BUDGET": "budget_m2"}
    friches = run_algorithm("landtake_friches", {**given, "OUTPUT": str(folder / "friches.gpkg")})
    return {
        "ENAF": enaf.results["OUTPUT"], "FRICHES": friches.results["OUTPUT"], "SCORE": score_layer(),
        "CHANGE": change_layer(),
    }  # fmt: skip


def test_a_whole_report(run_algorithm, results, tmp_path):
    page = tmp_path / "report.html"
    run = run_algorithm(
        NAME, parameters(page, **results, TITLE="Bilan", TERRITORY="Mon pays", REASONS="Une école.\nUn parc.")
    )
    assert run.results["FLUX_NET_M2"] == pytest.approx(8_000) and run.results["ENAF_M2"] == pytest.approx(18_000)
    assert (run.results["ZONES_COUNT"], run.results["OVERLAP_M2"]) == (2, 0) and not run.feedback.warnings
    text = page.read_text(encoding="utf-8")
    reader = read(text)
    # Two charts and a map of ENAF; balance; change, rate, stock; four compositions; score and its map; brownfields.
    assert reader.tags.count("svg") == 14 and reader.tags.count("image") == 6
    for words in (
        "<h1>Bilan</h1>", "Mon pays", "2017-01-01", "2020-01-01", "+0.80\u00a0ha", "30.0 % of the allowance",
        "<p>Une école.</p><p>Un parc.</p>", "potential, not used", "landtake_friches", "budget_m2", "law_2023",
        "To be written by the authority: the objectives", "temporary layer, not kept",
    ):  # fmt: skip
        assert words in text, words
    record = kept_record(text)
    assert record["algorithm"] == f"cityorchestra:{NAME}" and record["parameters"]["TERRITORY"] == "Mon pays"
    made = {item["parameter"]: item.get("provenance", {}).get("algorithm") for item in record["inputs"]}
    assert made["ENAF"] == "cityorchestra:landtake_enaf_trajectory"
    assert made["FRICHES"] == "cityorchestra:landtake_friches"
    assert files_in(tmp_path) == ["report.html"]


def test_the_indicators_alone(run_algorithm, tmp_path):
    page = tmp_path / "report.html"
    run = run_algorithm(NAME, parameters(page))
    text = page.read_text(encoding="utf-8")
    read(text)
    assert "this part is missing" in text and "The dates of the land cover are not known." in text
    assert "ZAN score" not in text and "Brownfield" not in text and run.results["ENAF_M2"] is None
    assert "Not given, so missing from the page: consumption of ENAF (1°), map of change." in run.feedback.warnings


def test_a_table_of_territories_has_no_map(run_algorithm, tmp_path):
    table = commune_table(attributes("35001", "Acigné", "x", SPEC))
    enaf = run_algorithm("landtake_enaf_trajectory", {"TABLE": table, "OUTPUT": "TEMPORARY_OUTPUT"}).results["OUTPUT"]
    run = run_algorithm(NAME, parameters(tmp_path / "a.html", ENAF=enaf))
    text = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "36.0\u00a0%" in text and "the table of communes has no polygon" in text
    assert run.results["ENAF_M2"] == pytest.approx(18_000)
    assert not any("without geometry" in text for text in run.feedback.warnings)


def test_the_sum_of_zones_that_overlap_is_not_given(run_algorithm, tmp_path):
    rows = [indicators(*ZONE_ROWS[0]), indicators("tout", rectangle(0, 0, 2000, 1000), 1.0, 0.0)]
    run = run_algorithm(NAME, parameters(tmp_path / "a.html", ZONES=zones_layer(*rows)))
    assert run.results["FLUX_NET_M2"] is None and run.results["OVERLAP_M2"] == pytest.approx(1_000_000)
    assert "The zones overlap on 100.00 ha: their sums are not given." in run.feedback.warnings
    assert "Together" not in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_what_is_not_known_is_said(run_algorithm, tmp_path):
    rows = [indicators(*ZONE_ROWS[0]), indicators("b", ZONE_ROWS[1][1], None, None, sigma=None, stock=None)]
    run = run_algorithm(NAME, parameters(tmp_path / "a.html", ZONES=zones_layer(*rows)))
    text = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert run.results["FLUX_NET_M2"] == pytest.approx(10_000) and "flux_net (1/2)" in text
    cells = re.search(r"<tr><td>b</td>(.*?)</tr>", text).group(1)
    assert cells.count("not known") == 9 and ">0.00<" not in cells


def test_one_date(run_algorithm, tmp_path):
    rows = [indicators("a", ZONE_ROWS[0][1], None, None, sigma=None, duree_an=None)]
    run = run_algorithm(NAME, parameters(tmp_path / "a.html", ZONES=zones_layer(*rows)))
    assert run.results["FLUX_NET_M2"] is None
    assert "The zones come from one date: there is no balance yet." in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_names_do_not_run(run_algorithm, results, tmp_path):
    rows = [indicators(EVIL, ZONE_ROWS[0][1], 1.0, 0.0, qualite=EVIL)]
    given = parameters(
        tmp_path / "a.html", ZONES=zones_layer(*rows), **results, TITLE=EVIL, TERRITORY=EVIL, OBJECTIVES=EVIL
    )
    run_algorithm(NAME, given)
    text = (tmp_path / "a.html").read_text(encoding="utf-8")
    read(text)
    assert "<script" not in text and "<img" not in text and "&lt;script&gt;" in text


def test_longitude_and_latitude_and_odd_geometries(run_algorithm, tmp_path):
    rows = [(in_degrees(row[0]), *row[1:]) for row in (indicators(*one) for one in ZONE_ROWS)]
    run = run_algorithm(NAME, parameters(tmp_path / "a.html", ZONES=zones_layer(*rows, crs=WGS_84)))
    assert run.results["FLUX_NET_M2"] == pytest.approx(8_000)
    assert any("has no metres; the layer is computed in EPSG:2154" in text for text in run.feedback.warnings)
    bow = placed(Polygon([(0, 0), (0.1, 0.1), (0.1, 0), (0, 0.1)]))
    odd = zones_layer(*(indicators(*one) for one in ZONE_ROWS), (None, *indicators("c", ZONE_ROWS[0][1], 1.0, 0.0)[1:]))
    run = run_algorithm(NAME, parameters(tmp_path / "b.html", ZONES=odd))
    assert run.results["ZONES_COUNT"] == 2
    repaired = zones_layer(
        *(indicators(*one) for one in ZONE_ROWS), (bow, *indicators("c", ZONE_ROWS[0][1], 1.0, 0.0)[1:])
    )
    assert run_algorithm(NAME, parameters(tmp_path / "c.html", ZONES=repaired)).results["ZONES_COUNT"] == 3


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ZONES": "other"}, "The zones have no indicators (surf_m2, stock_m2); run “Indicators per zone” first."),
        ({"ZONES": "empty"}, "The zones have no row; choose another layer."),
        ({"SCORE": "other"}, "The layer of scores must be the output of “ZAN score”; run it first."),
        ({"FRICHES": "other"}, "The layer of brownfields must be the output of “Brownfield stock”; run it first."),
        ({"CHANGE": "other"}, "The layer of change must be the output of “Change between two dates”; run it first."),
        ({"ENAF": "other"}, "The layer of ENAF must be the output of “ENAF trajectory”; run it first."),
        ({"ZONE_NAME": "libelle"}, "The layer has no field called libelle"),
        ({"ZONES": None}, "ZONES"),
    ],
)
def test_refusals_leave_no_file(tmp_path, changes, sentence):
    made = {
        "other": make_layer("Polygon", [(rectangle(0, 0, 9, 9), "a")], [("nom", "text")]),
        "empty": make_layer("Polygon", [], INDICATOR_FIELDS),
    }
    given = {name: made.get(value, value) for name, value in changes.items()}
    assert sentence in refusal(NAME, {**parameters(tmp_path / "a.html"), **given})
    assert files_in(tmp_path) == []


def test_a_report_that_fails_leaves_the_former_one(results, tmp_path):
    page = tmp_path / "a.html"
    page.write_text("former", encoding="utf-8")
    other = make_layer("Polygon", [(rectangle(0, 0, 9, 9), "a")], [("nom", "text")])
    refusal(NAME, parameters(page, SCORE=other))
    assert page.read_text(encoding="utf-8") == "former"
    assert "could not be written" in refusal(NAME, parameters("/nowhere/a.html"))


def test_cancel_leaves_no_file(run_algorithm, results, tmp_path):
    run = run_algorithm(NAME, parameters(tmp_path / "a.html", **results), cancel_at=0)
    assert run.results == {} and files_in(tmp_path) == []


def test_the_same_by_qgis_process(qgis_process, run_algorithm, results, tmp_path):
    zones = tmp_path / "zones.gpkg"
    run_algorithm("native:savefeatures", {"INPUT": zones_layer(), "OUTPUT": str(zones)})
    page = tmp_path / "report.html"
    arguments = [f"ZONES={zones}", f"ENAF={results['ENAF']}", f"OUTPUT_HTML={page}", "TERRITORY=Mon pays"]
    done = qgis_process("run", f"cityorchestra:{NAME}", "--", *arguments)
    assert done.results["FLUX_NET_M2"] == pytest.approx(8_000)
    read(page.read_text(encoding="utf-8"))
