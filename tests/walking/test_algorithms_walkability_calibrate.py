"""Algorithm ``walk_walkability_calibrate`` in QGIS: tables of answers in, table of weights out."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("qgis.core")
from cityorchestra.tests.algorithm_support import (
    SOUTH,
    WEST,
    check_record,
    comparable,
    files_in,
    french,
    line,
    load_results,
    make_layer,
    opened,
    record_of,
    refusal,
    rows_of,
    run_in_model,
    values_of,
)
from shapely import LineString, Point

NAME = "walk_walkability_calibrate"
NAMES = [
    "width",
    "slope",
    "canopy",
    "shade",
    "traffic",
    "speed",
    "noise",
    "crossing",
    "bench",
    "water",
    "lighting",
    "surface",
]
KNOWN = {"width": 10.0, "shade": 60.0, "noise": 30.0}
FIELDS = [("edge_id", "integer"), *((f"v_{name}", "real") for name in KNOWN), ("people", "real")]
COUNT, PEOPLE, EACH = 60, 40, 8

pytestmark = pytest.mark.usefixtures("provider")


def town():
    """60 streets of 40 m in a row of 12 by 5; width, shade and noise are known."""
    random = np.random.default_rng(3)
    values = random.uniform(size=(COUNT, 3))
    rows = [
        (
            line((50 * (n % 12), 80 * (n // 12)), (50 * (n % 12) + 40, 80 * (n // 12))),
            n + 100,
            *map(float, values[n]),
            5.0 + n,
        )
        for n in range(COUNT)
    ]
    return values, rows


VALUES, STREETS = town()
SCORE = VALUES @ np.array(list(KNOWN.values())) / 100


def ratings(people=PEOPLE):
    random = np.random.default_rng(5)
    rows = []
    for person in range(people):
        level = random.normal(0, 0.5)
        for segment in random.choice(COUNT, EACH, replace=False):
            rating = np.clip(round(1 + 4 * SCORE[segment] + level + random.normal(0, 0.3)), 1, 5)
            rows.append((None, f"p{person}", str(segment + 100), int(rating), "f" if person % 4 else "m"))
    return rows


ANSWER_FIELDS = [("who", "text"), ("edge_id", "text"), ("note", "integer"), ("sex", "text")]


@pytest.fixture(scope="module")
def segments(provider):
    return make_layer("LineString", STREETS, FIELDS, name="segments")


@pytest.fixture(scope="module")
def answers(provider):
    return make_layer("None", ratings(), ANSWER_FIELDS, name="answers")


def parameters(segments, answers, output="TEMPORARY_OUTPUT", **changes):
    return {
        "MODE": "ratings", "SEGMENTS": segments, "ANSWERS": answers, "SEG_ID": "edge_id", "RATING": "note",
        "RESPONDENT": "who", "BOOTSTRAPS": 50, "OUTPUT": output, **changes,
    }  # fmt: skip


def by_name(result):
    return {row["indicator"]: row for row in rows_of(result)}


def test_weights_of_a_known_survey(run_algorithm, segments, answers, tmp_path):
    page, figures = tmp_path / "sheet.html", tmp_path / "sheet.json"
    run = run_algorithm(NAME, parameters(segments, answers, OUTPUT_HTML=str(page), OUTPUT_JSON=str(figures)))
    rows = by_name(run.results["OUTPUT"])
    assert list(rows) == NAMES
    # 37 of the 100 default points are those of width, shade and noise; the fit shares them out again.
    for name, weight in KNOWN.items():
        row = rows[name]
        assert row["w"] == pytest.approx(0.37 * weight, abs=2.5), name
        assert row["lo"] <= row["w"] <= row["hi"] and row["n"] == PEOPLE and row["identified"]
    assert sum(row["w"] for row in rows.values()) == pytest.approx(100)
    for name in set(NAMES) - set(KNOWN):
        row = rows[name]
        assert (row["w"], row["lo"], row["hi"], row["n"]) == (pytest.approx(row["w0"]), None, None, 0)
        assert row["identified"] is False
    results = run.results
    assert (results["RESPONDENTS"], results["ANSWERS_USED"], results["FITTED"]) == (PEOPLE, PEOPLE * EACH, 3)
    assert results["SPEARMAN"] > 0.7 and 0.3 < results["TOP_QUARTILE"] <= 1
    assert -0.4 < results["MORAN"] < 0.4
    assert any("Not identifiable, the default weight is kept: Steepest slope" in text for text in run.feedback.warnings)
    told = json.loads(figures.read_text(encoding="utf-8"))
    assert {item["indicator"]: item["w"] for item in told["weights"]} == {key: row["w"] for key, row in rows.items()}
    assert told["spearman"] == results["SPEARMAN"] and told["moran"]["index"] == results["MORAN"]
    text = page.read_text(encoding="utf-8")
    assert "<title>Walkability weights from a survey</title>" in text and text.count("<svg") == 12
    assert "http" not in text.replace("http://www.w3.org", "")


def test_weights_go_straight_into_the_score(run_algorithm, segments, answers, tmp_path):
    weights = run_algorithm(NAME, parameters(segments, answers, str(tmp_path / "w.gpkg"))).results["OUTPUT"]
    layer = make_layer(
        "LineString", [(line((0, 0), (9, 0)), 2.5, 0.0)], [("sidewalk_m", "real"), ("shade_pct", "real")]
    )
    given = {"NETWORK": layer, "WEIGHTS": weights, "OUTPUT": "TEMPORARY_OUTPUT", "MIN_CONFIDENCE": 0}
    rows = by_name(weights)
    (score,) = values_of(run_algorithm("walk_walkability_score", given).results["OUTPUT"], "score")
    assert score == pytest.approx(100 * rows["width"]["w"] / (rows["width"]["w"] + rows["shade"]["w"]))


def test_order_of_the_answers_does_not_matter(run_algorithm, segments):
    found = []
    for rows in (ratings(), ratings()[::-1]):
        layer = make_layer("None", rows, ANSWER_FIELDS)
        found.append(by_name(run_algorithm(NAME, parameters(segments, layer, BOOTSTRAPS=20)).results["OUTPUT"]))
    for name, row in found[0].items():
        for key in ("w", "lo", "hi"):
            assert found[1][name][key] == pytest.approx(row[key], abs=1e-9, nan_ok=True)


def test_answers_that_cannot_be_used_are_counted(run_algorithm, segments):
    odd = [
        (None, "p0", "99999", 3, "f"), (None, "p0", None, 3, "f"), (None, "p1", "100", None, "f"),
        (None, None, "100", 3, "f"), (None, "alone", "100", 3, "f"),
    ]  # fmt: skip
    layer = make_layer("None", [*ratings(), *odd], ANSWER_FIELDS)
    run = run_algorithm(NAME, parameters(segments, layer, BOOTSTRAPS=0))
    assert run.results["ANSWERS_USED"] == PEOPLE * EACH + 1
    told = "\n".join(run.feedback.warnings)
    assert "2 answers refer to no segment of the layer and are left out." in told
    assert "1 answers hold no rating, sign or number and are left out." in told
    assert "1 answers name no respondent and are left out." in told
    assert "1 respondents rated one segment only" in told
    assert by_name(run.results["OUTPUT"])["shade"]["lo"] is None


def test_usual_names_are_recognised_and_edges_of_one_street_are_one(run_algorithm, segments):
    halves = []
    for shape, identifier, width, shade, noise, people in STREETS:
        (x0, y0), (x1, y1) = shape.coords
        cut = x0 + 0.25 * (x1 - x0)
        # One quarter of the street a little better, three quarters a little worse: the mean by length is the same.
        for part, more in ((LineString([(x0, y0), (cut, y0)]), 0.15), (LineString([(cut, y0), (x1, y1)]), -0.05)):
            moved = min(1.0, max(0.0, shade + more)) if 0.05 <= shade <= 0.85 else shade
            halves.append((part, identifier, width, moved, noise, people))
    split = make_layer("LineString", halves, [("street_id", "integer"), *FIELDS[1:]])
    named = make_layer(
        "None", ratings(), [("respondent", "text"), ("street_id", "text"), ("note", "integer"), ("sex", "text")]
    )
    given = {"SEGMENTS": split, "ANSWERS": named, "BOOTSTRAPS": 0, "OUTPUT": "TEMPORARY_OUTPUT"}
    run = run_algorithm(NAME, given)
    told = "\n".join(run.feedback.infos)
    assert "Segment identifier: field street_id, recognised by its name" in told
    assert "Respondent field: field respondent, recognised by its name" in told
    assert "60 identifiers are shared by several segments, whose values are averaged by length." in told
    plain = make_layer("None", ratings(), ANSWER_FIELDS)
    expected = by_name(run_algorithm(NAME, parameters(segments, plain, BOOTSTRAPS=0)).results["OUTPUT"])
    found = by_name(run.results["OUTPUT"])
    assert [found[name]["w"] for name in NAMES] == pytest.approx([expected[name]["w"] for name in NAMES], abs=1e-6)
    assert run.results["MORAN"] is not None


def test_population_margins_weight_the_respondents(run_algorithm, segments, answers):
    margins = make_layer(
        "None", [(None, "sex", "f", 50.0), (None, "sex", "m", 48.0), (None, "sex", "x", 2.0)],
        [("variable", "text"), ("category", "text"), ("population", "real")],
    )  # fmt: skip
    run = run_algorithm(NAME, parameters(segments, answers, MARGINS=margins, BOOTSTRAPS=0))
    # 30 women and 10 men at 50 to 48: Kish's count of respondents.
    f, m = 50 / 98 * 40 / 30, 48 / 98 * 40 / 10
    effective = (30 * f + 10 * m) ** 2 / (30 * f**2 + 10 * m**2)
    assert f"tells as much as {effective:.0f} respondents." in "\n".join(run.feedback.infos)
    assert "No respondent is x (sex): nobody speaks for them in the weights." in run.feedback.warnings
    plain = by_name(run_algorithm(NAME, parameters(segments, answers, BOOTSTRAPS=0)).results["OUTPUT"])
    assert by_name(run.results["OUTPUT"])["shade"]["w"] != plain["shade"]["w"]


def test_prior_and_strength(run_algorithm, segments, answers):
    prior = make_layer(
        "None",
        [(None, "width", 1.0), (None, "shade", 1.0), (None, "noise", 2.0)],
        [("indicator", "text"), ("w", "real")],
    )
    given = parameters(segments, answers, PRIOR=prior, LAMBDA=1e9, BOOTSTRAPS=0)
    rows = by_name(run_algorithm(NAME, given).results["OUTPUT"])
    assert [rows[name]["w"] for name in KNOWN] == pytest.approx([25, 25, 50], abs=1e-3)
    assert rows["slope"]["w"] == 0


def test_comments_on_a_map(run_algorithm, segments):
    random = np.random.default_rng(7)
    rows = []
    for number in range(900):
        good = number % 2 == 0
        chance = np.exp((4 if good else -4) * SCORE)
        segment = random.choice(COUNT, p=chance / chance.sum())
        place = Point(
            WEST + 50 * (segment % 12) + random.uniform(5, 35), SOUTH + 80 * (segment // 12) + random.normal(0, 5)
        )
        rows.append((place, f"p{number % 60}", "+" if good else "mauvais"))
    rows += [(Point(WEST - 300, SOUTH), "p1", "+"), (None, "p2", "+"), (rows[0][0], "p3", "0")]
    layer = make_layer("Point", rows, [("who", "text"), ("note", "text")])
    given = parameters(segments, layer, MODE="points", SEG_ID=None, BOOTSTRAPS=20)
    run = run_algorithm(NAME, given)
    found = by_name(run.results["OUTPUT"])
    assert [found[name]["w"] for name in KNOWN] == pytest.approx([3.7, 22.2, 11.1], abs=4)
    told = "\n".join(run.feedback.warnings)
    assert "2 comments are more than 25 m from any segment and are left out." in told
    assert "1 comments are neither good nor bad and are left out." in told
    assert run.results["ANSWERS_USED"] == 900
    popular = run_algorithm(NAME, {**given, "POPULARITY": "people", "BOOTSTRAPS": 0})
    assert by_name(popular.results["OUTPUT"])["shade"]["w"] == pytest.approx(22.2, abs=5)


PAIR_FIELDS = [("who", "text"), ("choice", "integer"), ("side", "text"), ("edge_id", "integer"), ("note", "integer")]


def pairs(routes):
    random = np.random.default_rng(11)
    rows = []
    for number in range(800):
        streets = random.choice(COUNT, (2, 3 if routes else 1), replace=False)
        utility = 8 * (SCORE[streets] if not routes else SCORE[streets] - 1).mean(axis=1) + random.gumbel(size=2)
        for side in range(2):
            for street in streets[side]:
                rows.append(
                    (None, f"p{number % 50}", number, "ab"[side], int(street) + 100, int(side == utility.argmax()))
                )
    return rows


@pytest.mark.parametrize("routes", [False, True])
def test_choices_between_photos_and_routes(run_algorithm, segments, tmp_path, routes):
    layer = make_layer("None", [*pairs(routes), (None, "p1", 9999, "a", 100, 1)], PAIR_FIELDS)
    figures = tmp_path / "a.json"
    given = parameters(segments, layer, MODE="pairs", CHOICE="choice", ALTERNATIVE="side", BOOTSTRAPS=20)
    run = run_algorithm(NAME, {**given, "OUTPUT_JSON": str(figures)})
    rows = by_name(run.results["OUTPUT"])
    assert [rows[name]["w"] for name in KNOWN] == pytest.approx([3.7, 22.2, 11.1], abs=4)
    told = json.loads(figures.read_text(encoding="utf-8"))
    assert told["choices"] == 800 and told["routes"] is routes
    assert told["choices_right"] > 0.6 and told["choices_chance"] == 0.5
    assert run.results["SPEARMAN"] is None
    assert "1 choices do not have two alternatives and one chosen, and are left out." in run.feedback.warnings


AHP_FIELDS = [("who", "text"), ("a", "text"), ("b", "text"), ("times", "text")]


def test_comparisons_in_pairs(run_algorithm):
    rows = [("shade", "width", "3"), ("shade", "noise", "5"), ("noise", "width", "1/3"), (None, "noise", "2")]
    layer = make_layer("None", [(None, "p", *row) for row in rows], AHP_FIELDS)
    given = {"MODE": "ahp", "ANSWERS": layer, "RATING": "times", "FIRST": "a", "SECOND": "b", "OUTPUT": "memory:"}
    run = run_algorithm(NAME, given)
    found = by_name(run.results["OUTPUT"])
    assert [found[name]["w"] for name in ("shade", "width", "noise")] == pytest.approx([23.57, 9.55, 3.88], abs=0.01)
    assert run.results["CONSISTENCY"] == pytest.approx(0.033, abs=1e-3)
    against = [("shade", "width", "9"), ("width", "noise", "9"), ("noise", "shade", "9")]
    layer = make_layer("None", [(None, "p", *row) for row in against], AHP_FIELDS)
    run = run_algorithm(NAME, {**given, "ANSWERS": layer})
    assert any("The comparisons contradict one another" in text for text in run.feedback.warnings)


def few(people):
    return make_layer("None", ratings(people), ANSWER_FIELDS)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ANSWERS": 8}, "The survey has 8 respondents with usable answers; 10 at least are needed to fit one weight."),
        ({"ANSWERS": 0}, "The table of answers has no row"),
        ({"SEGMENTS": None}, "This mode needs the street segments"),
        ({"SEG_ID": None, "SEGMENTS": "named"}, "Choose the field of the segments that the answers refer to."),
        ({"RATING": None, "ANSWERS": "odd"}, "Choose the field of the answers that holds the rating"),
        ({"RESPONDENT": None}, "Choose the field that tells who answered"),
        ({"ANSWER_SEG_ID": "who"}, "No answer refers to a segment: no value of who"),
        ({"SEGMENTS": "bare"}, "The segments have no value of an indicator"),
        ({"SEGMENTS": "wrong"}, "The field v_width of the segments must lie between 0 and 1."),
        ({"MODE": "pairs"}, "Choose the field that tells which rows are one choice"),
        ({"MODE": "ahp"}, "Choose the field of the first indicator compared"),
        ({"MODE": "other"}, "MODE"),
        ({"ANSWERS": "huge"}, "The rating 1e+308 cannot be right; check the field of the ratings"),
        ({"MARGINS": "empty"}, "The table of the population has no row; fill it, or leave it out."),
        ({"PRIOR": "twice"}, "The table of weights names width twice; keep one row of it."),
        ({"OUTPUT_HTML": "/nowhere/a.html"}, "/nowhere/a.html could not be written: No such file or directory."),
        ({"MODE": "points", "ANSWERS": "there", "POPULARITY": "nom"}, "The field nom holds no number; choose another"),
    ],
)
def test_refusals_leave_no_file(segments, answers, tmp_path, changes, sentence):
    given = dict(changes)
    if isinstance(given.get("ANSWERS"), int):
        given["ANSWERS"] = few(given["ANSWERS"])
    shape = line((0, 0), (9, 0))
    layers = {
        "named": lambda: make_layer("LineString", [(shape, 7, 0.5)], [("nom", "integer"), ("v_width", "real")]),
        "bare": lambda: make_layer("LineString", [(shape, 7)], [("edge_id", "integer")]),
        "wrong": lambda: make_layer("LineString", [(shape, 7, 55.0)], [("edge_id", "integer"), ("v_width", "real")]),
    }
    if given.get("ANSWERS") == "odd":
        odd = [("who", "text"), ("edge_id", "text"), ("how", "integer"), ("sex", "text")]
        given["ANSWERS"] = make_layer("None", ratings(), odd)
    if given.get("ANSWERS") == "huge":
        rows = [(None, who, edge, 1e308, sex) for _, who, edge, _, sex in ratings()]
        given["ANSWERS"] = make_layer(
            "None", rows, [(name, "real" if name == "note" else kind) for name, kind in ANSWER_FIELDS]
        )
    if given.get("ANSWERS") == "there":
        given["ANSWERS"] = make_layer("Point", [(shape.centroid, "p1", 1)], [("who", "text"), ("note", "integer")])
        fields = [("edge_id", "integer"), ("v_width", "real"), ("nom", "text")]
        given["SEGMENTS"] = make_layer("LineString", [(shape, 7, 0.5, "rue")], fields)
    tables = {
        "empty": lambda: make_layer("None", [], [("variable", "text"), ("category", "text"), ("population", "real")]),
        "twice": lambda: make_layer(
            "None", [(None, "width", 1.0), (None, " Width", 2.0)], [("indicator", "text"), ("w", "real")]
        ),
    }
    for name in ("MARGINS", "PRIOR"):
        if name in given:
            given[name] = tables[given[name]]()
    if given.get("SEGMENTS") in layers:
        given["SEGMENTS"] = layers[given["SEGMENTS"]]()
    files = {"OUTPUT_HTML": str(tmp_path / "a.html"), "OUTPUT_JSON": str(tmp_path / "a.json")}
    whole = {**parameters(segments, answers, str(tmp_path / "a.gpkg")), **files, **given}
    assert sentence in refusal(NAME, whole)
    assert files_in(tmp_path) == []


def test_cancel_leaves_no_file(run_algorithm, segments, answers, tmp_path):
    files = {"OUTPUT_HTML": str(tmp_path / "a.html"), "OUTPUT_JSON": str(tmp_path / "a.json")}
    given = parameters(segments, answers, str(tmp_path / "a.gpkg"), BOOTSTRAPS=20000, **files)
    for percent in (0, 50):
        run = run_algorithm(NAME, given, cancel_at=percent)
        assert run.results == {}
        assert files_in(tmp_path) == []


def test_same_numbers_in_french_and_in_a_model(run_algorithm, segments, answers, tmp_path):
    paths = []
    for name, layer in (("segments", segments), ("answers", answers)):
        paths.append(str(tmp_path / f"{name}.gpkg"))
        run_algorithm("native:savefeatures", {"INPUT": layer, "OUTPUT": paths[-1]})
    given = parameters(*paths, BOOTSTRAPS=20)
    english = run_algorithm(NAME, given)
    page = tmp_path / "fiche.html"
    with french():
        other = run_algorithm(NAME, {**given, "OUTPUT_HTML": str(page)})
        numbers = [
            {key: value for key, value in row.items() if key != "name"} for row in rows_of(other.results["OUTPUT"])
        ]
    plain = [{key: value for key, value in row.items() if key != "name"} for row in rows_of(english.results["OUTPUT"])]
    assert numbers == plain
    assert values_of(other.results["OUTPUT"], "name")[3] == "Ombre d’été de 12 à 17 h"
    assert "lang='fr'" in page.read_text(encoding="utf-8")
    assert comparable(run_in_model(NAME, given, "OUTPUT")) == comparable(english.results["OUTPUT"])


def test_table_arrives_named_with_its_provenance(qgis_new_project, segments, answers, tmp_path):
    layers = load_results(NAME, parameters(segments, answers, str(tmp_path / "w.gpkg")))
    assert "Walkability weights" in layers
    assert opened(str(tmp_path / "w.gpkg")).featureCount() == 12
    check_record(record_of(str(tmp_path / "w.gpkg")), NAME, MODE="ratings", BOOTSTRAPS="50")
    assert Path(tmp_path / "w.gpkg").is_file()
