"""Walkability of Redon by ``qgis_process``, from OpenStreetMap alone (© OpenStreetMap contributors, ODbL)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("qgis.core")
from cityorchestra.tests.algorithm_support import files_in, record_of, rows_of, steps_of, values_of
from cityorchestra.tests.qgis_support import run_algorithm

LAYERS = {
    "BUILDINGS": "buildings", "STREETS": "ways", "TREES": "points", "VEGETATION": "areas", "GREEN_SPACES": "areas",
    "EQUIPMENT": "points",
}  # fmt: skip


@pytest.fixture(scope="module")
def redon(provider, shared_data, tmp_path_factory):
    """Redon with its shaded network, prepared in this QGIS: what is tested headless is the walkability."""
    source, folder = shared_data("redon/redon.gpkg"), tmp_path_factory.mktemp("redon")
    rasters = {f"OUTPUT_{name}": str(folder / f"{name.lower()}.tif") for name in ("DTM", "DSM", "CANOPY")}
    given = {role: f"{source}|layername={layer}" for role, layer in LAYERS.items()}
    given["OUTPUT_REPORT"] = str(folder / "report.html")
    territory = run_algorithm("territory_prepare", {**given, **rasters, "OUTPUT": str(folder / "redon.gpkg")}).results
    network = run_algorithm(
        "walk_build_network",
        {
            "LINES": territory["STREETS"], "LEVEL_FIELD": "level", "ALLOWED_FIELD": "walk_allowed",
            "OUTPUT": str(folder / "network.gpkg"),
        },
    ).results  # fmt: skip
    surfaces = {name: rasters[f"OUTPUT_{name}"] for name in ("DSM", "DTM", "CANOPY")}
    day = {"DATE": "2026-07-15", "START": "12:00", "END": "17:00", "STEP": 60}
    shaded = run_algorithm(
        "walk_shade_on_network",
        {"NETWORK": network["OUTPUT"], **surfaces, **day, "OUTPUT": str(folder / "shaded.gpkg")},
    ).results
    return {
        "NETWORK": shaded["OUTPUT"], "CANOPY": surfaces["CANOPY"],
        "EQUIPMENT": f"{folder / 'redon.gpkg'}|layername=equipment",
    }  # fmt: skip


def called(qgis_process, name, language="C", check=True, **parameters):
    arguments = [f"{key}={value}" for key, value in parameters.items()]
    return qgis_process("run", f"cityorchestra:{name}", "--", *arguments, language=language, check=check)


@pytest.fixture(scope="module")
def scored(qgis_process, redon):
    """The map of task 4, in one call and no other choice than the layers."""
    folder = Path(redon["NETWORK"]).parent
    outputs = {"OUTPUT": folder / "score.gpkg", "OUTPUT_FAILING": folder / "failing.gpkg"}
    return called(qgis_process, "walk_walkability_score", **redon, **outputs).json


def test_every_street_of_redon_gets_a_class_and_what_is_missing_is_said(scored):
    results = scored["results"]
    rows = rows_of(results["OUTPUT"])
    assert results["SEGMENTS"] == len(rows) > 600
    assert results["SCORED"] > 0.98 * len(rows)
    assert {row["class"] for row in rows} >= set("ABCD")
    assert 20 < results["MEAN_SCORE"] < 80
    # OpenStreetMap tells no noise, no lighting and hardly a width here: more than a third of the weight is missing.
    assert 30 < results["MEAN_CONFIDENCE"] < 65
    assert {row["v_noise"] for row in rows} == {None}
    streets = [row for row in rows if row["street_class"] == "residential"]
    assert all("traffic" in row["assumed"] for row in streets)
    assert sum(results[f"SHARE_{letter}"] for letter in "ABCDE") == pytest.approx(100)


def test_failing_streets_are_the_stairs_and_nothing_else_is_said_accessible(scored):
    results = scored["results"]
    rows, failing = rows_of(results["OUTPUT"]), rows_of(results["OUTPUT_FAILING"])
    assert len(failing) == results["FAILING"] >= 20
    assert {row["street_class"] for row in failing} == {"steps"}
    assert {row["pmr_ok"] for row in rows} == {False, None}
    assert results["ACCESS_UNKNOWN_SHARE"] > 95


def test_quiet_shaded_ways_score_above_main_roads(scored):
    rows = rows_of(scored["results"]["OUTPUT"])

    def mean(*classes):
        return np.mean([row["score"] for row in rows if row["street_class"] in classes])

    assert mean("pedestrian", "living_street", "footway") > mean("residential") > mean("primary", "secondary")


def test_survey_to_weights_to_map(qgis_process, redon, scored, tmp_path):
    """Task 4 in three steps, in French: score, weights from the survey, map again with these weights."""
    rows = rows_of(scored["results"]["OUTPUT"])
    random = np.random.default_rng(1)
    known = [row for row in rows if row["v_shade"] is not None and row["v_canopy"] is not None]
    lines = ["who,edge_id,note"]
    for person in range(60):
        for place in random.choice(len(known), 8, replace=False):
            row = known[place]
            liked = 1 + 3 * (0.8 * row["v_shade"] + 0.2 * row["v_traffic"]) + random.normal(0, 0.5)
            lines.append(f"p{person},{row['edge_id']},{min(5, max(1, round(liked)))}")
    answers = tmp_path / "answers.csv"
    answers.write_text("\n".join(lines), encoding="utf-8")
    fit = called(
        qgis_process, "walk_walkability_calibrate", language="fr_FR.UTF-8", SEGMENTS=scored["results"]["OUTPUT"],
        SEG_ID="edge_id", ANSWERS=answers, RATING="note", RESPONDENT="who", OUTPUT=tmp_path / "w.gpkg",
        OUTPUT_HTML=tmp_path / "w.html",
    ).json["results"]  # fmt: skip
    weights = {row["indicator"]: row for row in rows_of(fit["OUTPUT"])}
    best = max((name for name in weights if weights[name]["identified"]), key=lambda name: weights[name]["w"])
    assert best == "shade" and weights["noise"]["identified"] is False
    assert weights["shade"]["lo"] > weights["shade"]["w0"]
    assert fit["SPEARMAN"] > 0.3
    again = called(
        qgis_process, "walk_walkability_score", **redon, WEIGHTS=tmp_path / "w.gpkg", OUTPUT=tmp_path / "again.gpkg"
    ).json["results"]
    assert values_of(again["OUTPUT"], "score") != [row["score"] for row in rows]
    assert "walk_walkability_calibrate" in steps_of(record_of(again["OUTPUT"]))


def test_bad_inputs_are_told_in_a_sentence(qgis_process, redon, scored, tmp_path):
    table = tmp_path / "weights.csv"
    table.write_text("indicator,w\nshadow,3\n", encoding="utf-8")
    out = tmp_path / "out"
    out.mkdir()
    done = called(qgis_process, "walk_walkability_score", check=False, **redon, WEIGHTS=table, OUTPUT=out / "a.gpkg")
    assert done.code != 0
    assert "The table of weights names shadow, which is not an indicator" in done.stdout + done.stderr
    few = tmp_path / "few.csv"
    few.write_text("who,edge_id,note\n" + "".join(f"p{n},1,3\np{n},2,4\n" for n in range(8)), encoding="utf-8")
    done = called(
        qgis_process, "walk_walkability_calibrate", check=False, SEGMENTS=scored["results"]["OUTPUT"], SEG_ID="edge_id",
        ANSWERS=few, RATING="note", RESPONDENT="who", OUTPUT=out / "w.gpkg",
    )  # fmt: skip
    assert done.code != 0
    assert "The survey has 8 respondents with usable answers" in done.stdout + done.stderr
    assert files_in(out) == []
