"""Algorithm ``walk_walkability_score`` in QGIS.

The handmade town: a street of 100 m to the east (edge 0), a stair of 40 m to the north (edge 1) and a pedestrian street
of 60 m after the first (edge 2), joined at their ends.
"""

from __future__ import annotations

import json

import numpy as np
import pytest

pytest.importorskip("qgis.core")
from cityorchestra.tests.algorithm_support import (
    LAMBERT_93,
    SOUTH,
    WEST,
    WGS_84,
    check_record,
    colours_of,
    comparable,
    files_in,
    french,
    from_python_command,
    in_degrees,
    line,
    load_results,
    make_layer,
    opened,
    record_of,
    refusal,
    rows_of,
    run_in_model,
    selected,
    values_of,
    write_raster,
)
from shapely import Point

NAME = "walk_walkability_score"
FIELDS = [
    ("u", "integer"), ("v", "integer"), ("street_class", "text"), ("speed_kmh", "real"), ("sidewalk_m", "real"),
    ("slope_max", "real"), ("sun_profile", "text"),
]  # fmt: skip

pytestmark = pytest.mark.usefixtures("provider")


def profile(percent, start="12:00"):
    return json.dumps({"date": "2026-07-15", "tz": "Europe/Paris", "start": start, "step": 60, "sun": [percent] * 6})


ROWS = [
    (line((0, 0), (100, 0)), 0, 1, "residential", 30.0, 1.4, 0.05, profile(70)),
    (line((100, 0), (100, 40)), 1, 2, "steps", None, 3.0, 0.5, profile(0)),
    (line((100, 0), (160, 0)), 1, 3, "pedestrian", None, 2.0, 0.01, None),
]
# Values by hand: width 1.4 -> .5, 3 -> 1, 2 -> .5 + .5 * .6 / 1.1; slope 5 % -> .5, 50 % -> 0, 1 % -> 1; shade 30 %
# -> .5, 100 % -> 1;
# traffic 800 a day assumed -> 1 - .5 * 300 / 4500, none certain -> 1; speed 30 -> .7, walking pace certain -> 1.
VALUES = {
    "width": [0.5, 1, 0.5 + 0.5 * 0.6 / 1.1],
    "slope": [0.5, 0, 1],
    "shade": [0.5, 1, None],
    "traffic": [1 - 0.5 * 300 / 4500, 1, 1],
    "speed": [0.7, 1, 1],
}
WEIGHTS = {"width": 15, "slope": 8, "shade": 12, "traffic": 12, "speed": 8}


def expected_score(row, values=VALUES):
    known = [(WEIGHTS[name], column[row]) for name, column in values.items() if column[row] is not None]
    return 100 * sum(w * v for w, v in known) / sum(w for w, _ in known)


@pytest.fixture(scope="module")
def town(provider):
    return make_layer("LineString", ROWS, FIELDS, name="town")


def parameters(network, output="TEMPORARY_OUTPUT", **changes):
    return {"NETWORK": network, "OUTPUT": output, **changes}


def equipment(*items, crs=LAMBERT_93):
    rows = [(None if place is None else Point(WEST + place[0], SOUTH + place[1]), kind) for place, kind in items]
    return make_layer("Point", rows, [("kind", "text")], crs=crs, name="equipment")


def weights_table(*rows):
    return make_layer("None", [(None, *row) for row in rows], [("indicator", "text"), ("w", "real")], name="weights")


def test_scores_worked_out_by_hand(run_algorithm, town):
    run = run_algorithm(NAME, parameters(town, OUTPUT_FAILING="TEMPORARY_OUTPUT"))
    rows = rows_of(run.results["OUTPUT"])
    for name, column in VALUES.items():
        assert [row[f"v_{name}"] for row in rows] == pytest.approx(column), name
    assert [row["score"] for row in rows] == pytest.approx([expected_score(row) for row in range(3)])
    assert [row["class"] for row in rows] == ["B", "A", "A"]
    # Traffic of the first is assumed: 15 + 8 + 12 + 8 of 100 were measured; the other two have no motors by law.
    assert [row["confidence"] for row in rows] == pytest.approx([43, 55, 43])
    assert [row["n_missing"] for row in rows] == [7, 7, 8]
    assert [row["assumed"] for row in rows] == ["traffic", None, None]
    assert [row["worst"] for row in rows] == ["width", "slope", "width"]
    assert rows[0]["worst_pts"] == pytest.approx(100 * 15 * 0.5 / 55)
    assert [row["pmr_ok"] for row in rows] == [True, False, True]
    assert [row["pmr_why"] for row in rows] == [None, "steps; slope 50 > 5 %", None]
    assert [row["x_slope"] for row in rows] == pytest.approx([5, 50, 1])
    assert [row["x_traffic"] for row in rows] == [800, 0, 0]
    (failing,) = rows_of(run.results["OUTPUT_FAILING"])
    assert failing["street_class"] == "steps"
    results = run.results
    assert (results["SEGMENTS"], results["SCORED"], results["FAILING"]) == (3, 3, 1)
    assert results["FAILING_M"] == pytest.approx(40)
    assert results["SHARE_A"] == pytest.approx(50) and results["SHARE_B"] == pytest.approx(50)
    assert results["ACCESS_UNKNOWN_SHARE"] == 0
    mean = (100 * rows[0]["score"] + 40 * rows[1]["score"] + 60 * rows[2]["score"]) / 200
    assert results["MEAN_SCORE"] == pytest.approx(mean)
    told = "\n".join(run.feedback.infos)
    assert "Usable width of the sidewalk: field sidewalk_m, recognised by its name; known for 3 of 3 segments." in told
    assert "Road noise Lden: not known, nothing gives it." in told
    assert "class of the street (2 by its legal status, 1 assumed)" in told
    assert run.feedback.warnings == []


def test_fields_kept_and_named(run_algorithm, town):
    names = [item.name() for item in opened(run_algorithm(NAME, parameters(town)).results["OUTPUT"]).fields()]
    assert names[:7] == [name for name, _ in FIELDS]
    assert names[7:16] == [
        "score", "class", "confidence", "n_missing", "assumed", "worst", "worst_pts", "pmr_ok", "pmr_why",
    ]  # fmt: skip
    indicators = [
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
    assert names[16:] == [f"v_{name}" for name in indicators] + [f"x_{name}" for name in indicators]


def test_running_on_its_own_result_changes_nothing(run_algorithm, town, tmp_path):
    first = run_algorithm(NAME, parameters(town, str(tmp_path / "a.gpkg"))).results["OUTPUT"]
    again = run_algorithm(NAME, parameters(first, str(tmp_path / "b.gpkg"))).results["OUTPUT"]
    assert comparable(again) == comparable(first)


def test_assumptions_can_be_refused(run_algorithm, town):
    rows = rows_of(run_algorithm(NAME, parameters(town, ASSUME=False)).results["OUTPUT"])
    assert [row["v_traffic"] for row in rows] == [None, 1, 1]
    assert [row["assumed"] for row in rows] == [None] * 3


def test_chosen_fields_go_before_guessed_ones(run_algorithm):
    fields = [*FIELDS, ("mine", "text"), ("pente", "real"), ("light", "text"), ("bord", "real"), ("ref", "text")]
    rows = [
        (*ROWS[0], "2,50 m", 8.0, "yes", 12.0, "a"),
        (*ROWS[1], "unknown", -8.0, "dark", None, "b"),
        (*ROWS[2], None, 900.0, None, 1.0, None),
    ]
    layer = make_layer("LineString", rows, fields)
    chosen = {"WIDTH_FIELD": "mine", "SLOPE_FIELD": "pente", "LIGHTING_FIELD": "light", "KERB_FIELD": "bord"}
    run = run_algorithm(NAME, parameters(layer, **chosen))
    found = rows_of(run.results["OUTPUT"])
    assert [row["x_width"] for row in found] == [2.5, None, None]
    assert [row["x_slope"] for row in found] == [8, 8, None]
    assert [row["v_lighting"] for row in found] == [1, None, None]
    assert found[0]["pmr_why"] == "slope 8 > 5 %; kerb 12 > 2 cm"
    assert found[2]["pmr_ok"] is None and found[2]["pmr_why"] == "? width, slope"
    told = run.feedback.warnings
    assert "Usable width of the sidewalk: 1 values of mine are not numbers and are left out." in told
    assert "Steepest slope over 20 m: 1 values outside 0 to 100 % are left out." in told
    assert "Lighting: words of light that are not known and are left out: dark (1)" in told


def test_weights_and_value_functions_of_tables(run_algorithm, town):
    weights = weights_table(("slope", 1.0), ("width", 3.0))
    points = make_layer(
        "None", [(None, "slope", 0.0, 1.0), (None, "slope", 50.0, 0.5)],
        [("indicator", "text"), ("x", "real"), ("v", "real")],
    )  # fmt: skip
    run = run_algorithm(NAME, parameters(town, WEIGHTS=weights, VALUES=points))
    rows = rows_of(run.results["OUTPUT"])
    assert [row["v_slope"] for row in rows] == pytest.approx([0.95, 0.5, 0.99])
    assert rows[0]["score"] == pytest.approx(100 * (0.95 + 3 * 0.5) / 4)
    assert [row["n_missing"] for row in rows] == [0, 0, 0]
    assert [row["confidence"] for row in rows] == [100, 100, 100]
    assert any("The table of weights does not name these indicators" in text for text in run.feedback.infos)


def test_tables_of_a_text_file_are_read(run_algorithm, town):
    texts = [("indicator", "text"), ("w", "text")]
    table = make_layer("None", [(None, " Width ", "2,5"), (None, "slope", "7.5"), (None, None, None)], texts)
    numbers = weights_table(("width", 2.5), ("slope", 7.5))
    expected = values_of(run_algorithm(NAME, parameters(town, WEIGHTS=numbers)).results["OUTPUT"], "score")
    assert values_of(run_algorithm(NAME, parameters(town, WEIGHTS=table)).results["OUTPUT"], "score") == expected
    points = [(None, "Width", "1", "0"), (None, "width", "2,8", "1"), (None, "", "", "")]
    values = make_layer("None", points, [("indicator", "text"), ("x", "text"), ("v", "text")])
    run = run_algorithm(NAME, parameters(town, VALUES=values))
    assert values_of(run.results["OUTPUT"], "v_width")[0] == pytest.approx(0.4 / 1.8)


def test_canopy_and_equipment(run_algorithm, town, tmp_path):
    heights = np.zeros((120, 220))
    heights[:60] = 9.0  # north of y = +20: beyond 10 m of the first street
    heights[70:, :130] = 9.0  # south of y = +10 and west of x = +100, beside the first street
    canopy = write_raster(tmp_path / "canopy.tif", heights, west=WEST - 30, north=SOUTH + 80)
    points = equipment(
        ((50, 0), "crossing"), ((160, 5), "bench"), ((100, 30), "toilets"), ((0, 600), "bench"), (None, "bench")
    )
    run = run_algorithm(NAME, parameters(town, CANOPY=canopy, EQUIPMENT=points))
    rows = rows_of(run.results["OUTPUT"])
    # All but the half disc beyond the eastern end.
    assert rows[0]["x_canopy"] == pytest.approx(100 * (1 - 50 * np.pi / (2000 + 100 * np.pi)), abs=0.3)
    assert rows[0]["v_canopy"] == 1
    assert 0 < rows[2]["x_canopy"] < 30
    # Bench: twice the way from the middle of the edge. Crossing: stairs and pedestrian streets need none.
    assert [row["x_bench"] for row in rows] == pytest.approx([2 * (50 + 65), 2 * (20 + 65), 2 * 35])
    assert [row["x_crossing"] for row in rows] == pytest.approx([0, 0, 0])
    assert [row["x_water"] for row in rows] == pytest.approx([80, 10, 60])
    assert "Way between benches: 1 points of equipment are more than 50 m from the network." in run.feedback.infos
    assert "Street equipment: 1 features without geometry are skipped." in run.feedback.warnings


def test_kinds_that_the_equipment_lacks_are_not_known(run_algorithm, town):
    run = run_algorithm(NAME, parameters(town, EQUIPMENT=equipment(((50, 0), "bench"))))
    rows = rows_of(run.results["OUTPUT"])
    assert [row["v_water"] for row in rows] == [None] * 3
    assert any(
        "Way to a drinking fountain or toilets: the equipment has none" in text for text in run.feedback.warnings
    )


def test_a_layer_without_nodes_is_joined_by_its_ends(run_algorithm):
    layer = make_layer("LineString", [(row[0], row[3]) for row in ROWS], [("street_class", "text")])
    run = run_algorithm(NAME, parameters(layer, EQUIPMENT=equipment(((0, 0), "bench"))))
    assert values_of(run.results["OUTPUT"], "x_bench") == pytest.approx([100, 240, 260])
    assert any("The layer has no nodes (fields u and v)" in text for text in run.feedback.warnings)


def test_too_little_known_gets_no_letter(run_algorithm):
    layer = make_layer("LineString", [(ROWS[0][0], "residential")], [("street_class", "text")])
    run = run_algorithm(NAME, parameters(layer))
    (row,) = rows_of(run.results["OUTPUT"])
    assert row["confidence"] == 0 and row["class"] is None and row["score"] is not None
    assert row["assumed"] == "traffic, speed" and row["pmr_ok"] is None
    assert "1 segments get no class: too little is known of them (see the field confidence)." in run.feedback.warnings
    given = parameters(layer, MIN_CONFIDENCE=0)
    assert values_of(run_algorithm(NAME, given).results["OUTPUT"], "class") == ["B"]


def test_slopes_of_a_flat_terrain_model_are_not_known(run_algorithm):
    rows = [(line((0, n), (50, n)), "footway", 0.0) for n in range(12)]
    layer = make_layer("LineString", rows, [("street_class", "text"), ("slope_max", "real")])
    run = run_algorithm(NAME, parameters(layer))
    assert set(values_of(run.results["OUTPUT"], "v_slope")) == {None}
    assert any("All slopes are exactly 0" in text for text in run.feedback.warnings)


@pytest.mark.parametrize(
    ("start", "value", "warning"),
    [
        ("14:00", 30, "The sun profiles hold only a part of 12 to 17 h: the shade is that of 14:00 to 17:00."),
        ("05:00", None, "The sun profiles hold no hour from 12 to 17"),
    ],
)
def test_profiles_of_other_hours(run_algorithm, start, value, warning):
    layer = make_layer(
        "LineString", [(ROWS[0][0], "footway", profile(70, start))], [("street_class", "text"), ("sun_profile", "text")]
    )
    run = run_algorithm(NAME, parameters(layer))
    assert values_of(run.results["OUTPUT"], "x_shade") == [value]
    assert any(warning in text for text in run.feedback.warnings)


def test_same_scores_in_longitude_and_latitude(run_algorithm, town, tmp_path):
    layer = make_layer("LineString", [(in_degrees(shape), *rest) for shape, *rest in ROWS], FIELDS, crs=WGS_84)
    heights = np.where(np.indices((120, 220)).sum(axis=0) % 3, 9.0, 0.0)
    canopy = write_raster(tmp_path / "canopy.tif", heights, west=WEST - 30, north=SOUTH + 80)
    points = equipment(((50, 0), "bench"))
    given = {"CANOPY": canopy, "EQUIPMENT": points}
    expected = rows_of(run_algorithm(NAME, parameters(town, **given)).results["OUTPUT"])
    result = run_algorithm(NAME, parameters(layer, **given)).results["OUTPUT"]
    assert opened(result).crs().authid() == WGS_84
    for row, same in zip(rows_of(result), expected):
        assert row["score"] == pytest.approx(same["score"], abs=0.2)
        assert row["x_bench"] == pytest.approx(same["x_bench"], abs=0.01)
        assert row["x_canopy"] == pytest.approx(same["x_canopy"], abs=0.5)


def test_nulls_nothing_and_nothing_at_all(run_algorithm, tmp_path):
    rows = [(None, *ROWS[0][1:]), (ROWS[0][0], *[None] * 7), ("LINESTRING EMPTY", *ROWS[0][1:])]
    run = run_algorithm(NAME, parameters(make_layer("LineString", rows, FIELDS)))
    found = rows_of(run.results["OUTPUT"])
    assert [row["score"] is None for row in found] == [False, True, False]
    assert found[1]["class"] is None and found[1]["n_missing"] == 12 and found[1]["pmr_why"] == "? steps, width, slope"
    assert "Streets or walking network: 2 features without geometry are skipped." in run.feedback.warnings
    empty = run_algorithm(NAME, parameters(make_layer("LineString", [], FIELDS), str(tmp_path / "a.gpkg")))
    assert rows_of(empty.results["OUTPUT"]) == []
    assert empty.results["MEAN_SCORE"] is None
    assert "Streets or walking network: the layer has no feature." in empty.feedback.warnings
    placed = equipment(((10, 0), "bench"), ((10, 0), "crossing_unmarked"))
    for rows in ([], [(None, *ROWS[0][1:])]):
        run = run_algorithm(NAME, parameters(make_layer("LineString", rows, FIELDS), EQUIPMENT=placed))
        assert len(rows_of(run.results["OUTPUT"])) == len(rows)
    bare = run_algorithm(NAME, parameters(make_layer("LineString", [(ROWS[0][0],)])))
    assert values_of(bare.results["OUTPUT"], "score") == [None]


def test_multipart_and_selection(run_algorithm, qgis_new_project):
    shape = f"MULTILINESTRING(({WEST} {SOUTH},{WEST + 10} {SOUTH}),({WEST + 10} {SOUTH},{WEST + 10} {SOUTH + 30}))"
    layer = make_layer(
        "MultiLineString",
        [(shape, "footway", 2.5), (shape, "footway", 0.9)],
        [("street_class", "text"), ("sidewalk_m", "real")],
    )
    result = run_algorithm(NAME, parameters(selected(layer, {2}), EQUIPMENT=equipment(((10, 0), "bench")))).results
    (row,) = rows_of(result["OUTPUT"])
    assert row["v_width"] == 0
    assert row["x_bench"] == pytest.approx(2 * (10 * 5 + 30 * 15) / 40)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"WEIGHTS": [("shadow", 1.0)]},
            "The table of weights names shadow, which is not an indicator; use width, slope",
        ),
        ({"WEIGHTS": [("shade", -1.0)]}, "The weight of shade must be a number, 0 or more"),
        ({"WEIGHTS": [("shade", 1.0), ("Shade", 2.0)]}, "The table of weights names shade twice; keep one row of it."),
        ({"NETWORK": "points"}, "The layer points given as “Streets or walking network” has no lines"),
        ({"WEIGHTS": []}, "No weight of the table is above 0"),
        ({"CANOPY": "degrees"}, "where lengths cannot be computed"),
        ({"NETWORK": None}, "NETWORK"),
        ({"WIDTH_FIELD": "nowhere"}, "The layer has no field called nowhere"),
        ({"EQUIPMENT": "other"}, "The layer has no field called kind"),
        ({"MIN_CONFIDENCE": 101}, "MIN_CONFIDENCE"),
    ],
)
def test_refusals_leave_no_file(town, tmp_path, changes, sentence):
    given = dict(changes)
    if "WEIGHTS" in given:
        given["WEIGHTS"] = weights_table(*given["WEIGHTS"])
    if "CANOPY" in given:
        given["CANOPY"] = write_raster(tmp_path / "d.tif", np.zeros((4, 4)), west=-1.7, north=48, cell=0.01, crs=WGS_84)
    if given.get("NETWORK") == "points":
        given["NETWORK"] = make_layer("Point", [], [("name", "text")], name="points")
    if "EQUIPMENT" in given:
        given["EQUIPMENT"] = make_layer("Point", [], [("nature", "text")])
    out = tmp_path / "out"
    out.mkdir()
    assert sentence in refusal(NAME, {**parameters(town, str(out / "a.gpkg")), **given})
    assert files_in(out) == []


def test_cancel_leaves_no_file(run_algorithm, town, tmp_path):
    for percent in (0, 40):
        given = parameters(town, str(tmp_path / "a.gpkg"), OUTPUT_FAILING=str(tmp_path / "b.gpkg"))
        run = run_algorithm(NAME, given, cancel_at=percent)
        assert run.results == {}
        assert files_in(tmp_path) == []


def test_same_in_french_in_python_and_in_a_model(run_algorithm, town, tmp_path):
    path = str(tmp_path / "town.gpkg")
    run_algorithm("native:savefeatures", {"INPUT": town, "OUTPUT": path})
    given = parameters(path, MIN_CONFIDENCE=33.5)
    expected = comparable(run_algorithm(NAME, given).results["OUTPUT"])
    with french():
        assert comparable(run_algorithm(NAME, given).results["OUTPUT"]) == expected
    assert comparable(run_algorithm(NAME, from_python_command(NAME, given)).results["OUTPUT"]) == expected
    assert comparable(run_in_model(NAME, given, "OUTPUT")) == expected


def test_layers_arrive_styled_named_and_with_provenance(qgis_new_project, town, tmp_path):
    layers = load_results(NAME, parameters(town, str(tmp_path / "a.gpkg"), OUTPUT_FAILING=str(tmp_path / "b.gpkg")))
    assert sorted(layers) == ["Streets failing accessibility", "Walkability"]
    assert layers["Walkability"].renderer().type() == "categorizedSymbol"
    assert {category.value() for category in layers["Walkability"].renderer().categories()} == {*"ABCDE", ""}
    for layer in layers.values():
        assert len(colours_of(layer) - {"#ffffff"}) >= 1
    check_record(record_of(str(tmp_path / "a.gpkg")), NAME, MIN_CONFIDENCE="20")
