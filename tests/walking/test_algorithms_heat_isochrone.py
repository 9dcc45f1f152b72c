"""Algorithm ``walk_heat_isochrone`` in QGIS.

The handmade town is a star: from its centre, arms of 300 m to the east, 400 m to the north and 500 m to the west; at
1 m/s a minute is 60 m. The eastern arm is in full sun, the northern one half, the western one in the shade.
"""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
import shapely

pytest.importorskip("qgis.core")
from cityorchestra.tests.algorithm_support import (
    SOUTH,
    WEST,
    WGS_84,
    check_record,
    colours_of,
    comparable,
    files_in,
    french,
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
)

NAME = "walk_heat_isochrone"
FIELDS = [("u", "integer"), ("v", "integer"), ("len_m", "real"), ("name", "text"), ("sun_profile", "text")]
SLOTS = 17  # from 06:00 to 22:00 every hour
ARMS = [(1, (300, 0), "east", 100), (2, (0, 400), "north", 50), (3, (-500, 0), "west", 0)]

pytestmark = pytest.mark.usefixtures("provider")


def profile(*percents):
    sun = list(percents) * (SLOTS if len(percents) == 1 else 1)
    document = {"date": "2026-06-21", "tz": "Europe/Paris", "start": "06:00", "step": 60, "sun": sun}
    return json.dumps(document, separators=(",", ":"))


def star_rows(shaded=True):
    rows = []
    for node, end, name, percent in ARMS:
        shape = line((0, 0), end)
        rows.append((shape, 0, node, shape.length, name, profile(percent) if shaded else None))
    return rows


@pytest.fixture
def star():
    return make_layer("LineString", star_rows(), FIELDS, name="star")


def point(x, y):
    return shapely.Point(WEST + x, SOUTH + y)


def origins(*places, fields=()):
    return make_layer("Point", [(point(*xy), *values) for xy, *values in places], fields, name="origins")


def parameters(network, starts=None, output="TEMPORARY_OUTPUT", **changes):
    return {
        "NETWORK": network,
        "ORIGINS": starts if starts is not None else origins(((0, 0),)),
        "BUDGETS": "2,5",
        "SPEED": 1.0,
        "DATETIME": "2026-06-21T15:00:00",
        "OUTPUT": output,
        "OUTPUT_POLYGONS": "TEMPORARY_OUTPUT",
        **changes,
    }


def reach_of(rows, budget):
    """Length reached on each arm within a budget."""
    found = {"east": 0.0, "north": 0.0, "west": 0.0}
    for row in rows:
        if row["budget"] <= budget:
            found[row["name"]] += row["geometry"].length
    return found


def test_streets_are_cut_at_the_minute(run_algorithm, star):
    run = run_algorithm(NAME, parameters(star))
    rows = rows_of(run.results["OUTPUT"])
    assert reach_of(rows, 2) == pytest.approx({"east": 120, "north": 120, "west": 120})
    assert reach_of(rows, 5) == pytest.approx({"east": 300, "north": 300, "west": 300})
    for row in rows:
        assert row["len_m"] == pytest.approx(row["geometry"].length)
        assert row["minutes"] == pytest.approx((row["min_start"] + row["min_stop"]) / 2)
        assert (row["min_start"], row["min_stop"]) == (pytest.approx(0 if row["budget"] == 2 else 2), row["budget"])
    assert set(rows[0]) == {
        "name", "origin_id", "minutes", "min_start", "min_stop", "budget", "len_m", "geometry",
    }  # fmt: skip
    assert run.results["ORIGINS_USED"] == 1
    assert run.results["REACHED_M"] == pytest.approx(900)
    assert run.results["RATIO"] == 1.0
    assert run.feedback.warnings == []


def test_areas_hold_the_streets_and_each_other(run_algorithm, star):
    run = run_algorithm(NAME, parameters(star))
    large, small = rows_of(run.results["OUTPUT_POLYGONS"])
    assert (large["budget"], small["budget"]) == (5, 2)
    # Two arms in line and one across, 25 m on either side: stadium, plus the northern arm beyond it with its round end.
    for row, reach in ((large, 300), (small, 120)):
        expected = 2 * reach * 50 + math.pi * 25**2 + (reach - 25) * 50 + math.pi * 25**2 / 2
        assert row["area_m2"] == row["geometry"].area == pytest.approx(expected, rel=2e-3)
        assert row["len_m"] == pytest.approx(3 * reach)
    assert large["geometry"].buffer(1e-6).contains(small["geometry"])
    assert run.results["AREA_M2"] == large["area_m2"]


def test_rings_leave_the_smaller_areas_out(run_algorithm, star):
    whole = rows_of(run_algorithm(NAME, parameters(star)).results["OUTPUT_POLYGONS"])
    rings = rows_of(run_algorithm(NAME, parameters(star, RINGS=True)).results["OUTPUT_POLYGONS"])
    assert rings[1]["area_m2"] == pytest.approx(whole[1]["area_m2"])
    assert rings[0]["area_m2"] == pytest.approx(whole[0]["area_m2"] - whole[1]["area_m2"])
    assert rings[0]["geometry"].intersection(rings[1]["geometry"]).area < 1e-6


def test_minutes_in_the_sun_weigh_more(run_algorithm, star):
    run = run_algorithm(NAME, parameters(star, COST="sun", ALPHA=3))
    rows = rows_of(run.results["OUTPUT"])
    # 300 s of comfort: full sun at 3 s a metre, half sun at 2.
    assert reach_of(rows, 5) == pytest.approx({"east": 100, "north": 150, "west": 300})
    assert reach_of(rows, 2) == pytest.approx({"east": 40, "north": 60, "west": 120})
    assert run.results["RATIO"] == pytest.approx(550 / 900)
    large, small = rows_of(run.results["OUTPUT_POLYGONS"])
    assert (large["ratio"], small["ratio"]) == (pytest.approx(550 / 900), pytest.approx(220 / 360))


def test_weight_of_one_is_time(run_algorithm, star):
    plain = comparable(run_algorithm(NAME, parameters(star)).results["OUTPUT"])
    assert comparable(run_algorithm(NAME, parameters(star, COST="sun", ALPHA=1)).results["OUTPUT"]) == plain


def test_shade_is_that_of_the_hour(run_algorithm):
    # In the sun until 15:00, then less and less until the shade of 16:00.
    rows = [(*row[:5], profile(*[100] * 10, *[0] * 7)) for row in star_rows()]
    layer = make_layer("LineString", rows, FIELDS)
    sun = {"COST": "sun", "ALPHA": 3, "BUDGETS": "5"}
    noon = run_algorithm(NAME, parameters(layer, **sun, DATETIME="2026-06-21T12:00:00"))
    evening = run_algorithm(NAME, parameters(layer, **sun, DATETIME="2026-06-21T18:00:00"))
    falling = run_algorithm(NAME, parameters(layer, **sun))
    # x + 2 (x - x²/7200) = 300.
    root = (3 - math.sqrt(9 - 4 * 300 / 3600)) * 1800
    assert noon.results["REACHED_M"] == pytest.approx(300)
    assert evening.results["REACHED_M"] == pytest.approx(900)
    assert falling.results["REACHED_M"] == pytest.approx(3 * root)
    # Arriving at 15:00 one walked in full sun.
    towards = run_algorithm(NAME, parameters(layer, **sun, WAY="towards"))
    assert towards.results["REACHED_M"] == pytest.approx(300)


def test_slope_makes_the_ways_differ(run_algorithm):
    # 10 % up to the east: 1 exp(-0.35) m/s up, 1 m/s down (Tobler, 5 % down being the fastest: the same as flat).
    rows = [(*star_rows()[0], 0.1)]
    layer = make_layer("LineString", rows, [*FIELDS, ("slope", "real")])
    there = run_algorithm(NAME, parameters(layer, BUDGETS="3"))
    back = run_algorithm(NAME, parameters(layer, BUDGETS="3", WAY="towards"))
    assert there.results["REACHED_M"] == pytest.approx(180 * math.exp(-0.35))
    assert back.results["REACHED_M"] == pytest.approx(180)


def test_origins_together_and_apart(run_algorithm, star):
    starts = origins(((0, 0), "town"), ((-500, 3), "gate"), ((300, 0), "gate"), fields=[("name", "text")])
    apart = {"ORIGIN_FIELD": "name", "BUDGETS": "2", "MERGE": False}
    rows = rows_of(run_algorithm(NAME, parameters(star, starts, **apart)).results["OUTPUT"])
    by_name = {}
    for row in rows:
        by_name[row["origin"]] = by_name.get(row["origin"], 0.0) + row["len_m"]
    assert by_name == pytest.approx({"town": 360, "gate": 240})
    assert {row["origin_id"] for row in rows if row["origin"] == "gate"} == {2}
    run = run_algorithm(NAME, parameters(star, starts, **apart))
    assert values_of(run.results["OUTPUT_POLYGONS"], "origin") == ["town", "gate"]
    together = run_algorithm(NAME, parameters(star, starts, **{**apart, "MERGE": True, "BUDGETS": "10"}))
    assert together.results["REACHED_M"] == pytest.approx(1200)
    found = {}
    for row in rows_of(together.results["OUTPUT"]):
        found[row["origin"]] = found.get(row["origin"], 0.0) + row["len_m"]
    # Fronts meet in the middle of the eastern and western arms.
    assert found == pytest.approx({"town": 150 + 400 + 250, "gate": 150 + 250})
    assert values_of(together.results["OUTPUT_POLYGONS"], "origin") == [None]


def test_origins_too_far_are_left_out(run_algorithm, star):
    run = run_algorithm(NAME, parameters(star, origins(((0, 0),), ((0, -150),))))
    assert run.feedback.warnings == ["1 origins are farther than 100 m from the network and are left out."]
    assert run.results["ORIGINS_USED"] == 1
    wide = run_algorithm(NAME, parameters(star, origins(((0, 0),), ((0, -150),)), MAX_SNAP=200))
    assert wide.results["ORIGINS_USED"] == 2
    nothing = refusal(NAME, parameters(star, origins(((0, -150),))))
    assert "No origin lies within 100 m of the walking network; the nearest is 150 m away." in nothing


@pytest.mark.parametrize("text", ["2;5", " 5, 2 ,5 ", "2 5"])
def test_budgets_may_be_written_freely(run_algorithm, star, text):
    run = run_algorithm(NAME, parameters(star, BUDGETS=text))
    assert values_of(run.results["OUTPUT_POLYGONS"], "budget") == [5, 2]


@pytest.mark.parametrize("text", ["", "five", "5,0", "-1", "nan", "inf"])
def test_budgets_that_are_no_minutes_are_refused(star, text):
    sentence = refusal(NAME, parameters(star, BUDGETS=text))
    assert "budgets must be minutes above 0" in sentence or "BUDGETS" in sentence


def test_network_without_shade_gives_times_only(run_algorithm, star):
    expected = comparable(run_algorithm(NAME, parameters(star)).results["OUTPUT"])
    for rows, fields in (
        ([row[:5] for row in star_rows()], FIELDS[:4]),
        (star_rows(shaded=False), FIELDS),
    ):
        plain = make_layer("LineString", rows, fields)
        run = run_algorithm(NAME, parameters(plain))
        assert comparable(run.results["OUTPUT"]) == expected
        sentence = refusal(NAME, parameters(plain, COST="sun"))
        assert "sun profile" in sentence


def test_same_in_longitude_and_latitude(run_algorithm, star):
    expected = reach_of(rows_of(run_algorithm(NAME, parameters(star)).results["OUTPUT"]), 5)
    rows = [(in_degrees(shape), *rest) for shape, *rest in star_rows()]
    degrees = make_layer("LineString", rows, FIELDS, crs=WGS_84)
    starts = make_layer("Point", [(in_degrees(point(0, 0)),)], crs=WGS_84)
    run = run_algorithm(NAME, parameters(degrees, starts))
    assert opened(run.results["OUTPUT"]).crs().authid() == WGS_84
    assert opened(run.results["OUTPUT_POLYGONS"]).crs().authid() == WGS_84
    found = {}
    for row in rows_of(run.results["OUTPUT"]):
        found[row["name"]] = found.get(row["name"], 0.0) + row["len_m"]
    assert found == pytest.approx(expected, abs=1e-3)


def test_empty_null_and_selected_inputs(run_algorithm, star, qgis_new_project):
    assert "There is no origin" in refusal(NAME, parameters(star, origins()))
    empty = make_layer("LineString", [], FIELDS)
    assert "The network has no edge" in refusal(NAME, parameters(empty))
    assert "is not a walking network" in refusal(NAME, parameters(make_layer("LineString", [], [("a", "text")])))
    starts = make_layer("Point", [(None,), (point(0, 0),)])
    rows = [*star_rows(), (None, 7, 8, 5.0, "lost", None), (line((0, 0), (9, 9)), None, 4, 9.0, "loose", None)]
    run = run_algorithm(NAME, parameters(make_layer("LineString", rows, FIELDS), starts))
    assert run.results["REACHED_M"] == pytest.approx(900)
    assert "Origins: 1 features without geometry are skipped." in run.feedback.warnings
    chosen = run_algorithm(NAME, parameters(selected(star, {1})))
    assert chosen.results["REACHED_M"] == pytest.approx(300)


def test_layers_that_cannot_serve_are_refused_or_told(run_algorithm, star):
    assert "has no points; choose another layer" in refusal(NAME, parameters(star, star))
    assert "given as “Name of the origin”" in refusal(NAME, parameters(star, ORIGIN_FIELD="nothing"))
    swapped = shapely.transform(in_degrees(point(0, 0)), lambda xy: xy[:, ::-1])
    astray = make_layer("Point", [(swapped,)], [], name="astray", crs=WGS_84)
    assert "swap its coordinates" in refusal(NAME, parameters(star, astray))
    lost = make_layer("Point", [(point(0, 0),)], [], name="lost", crs="")
    run = run_algorithm(NAME, parameters(star, lost))
    assert any(text.startswith("Origins: the layer has no coordinate") for text in run.feedback.warnings)
    assert run.results["REACHED_M"] == pytest.approx(900)


def test_profiles_are_not_read_where_the_sun_does_not_count(run_algorithm):
    rows = [(*row[:-1], "no profile") for row in star_rows()]
    layer = make_layer("LineString", rows, FIELDS, name="star")
    assert run_algorithm(NAME, parameters(layer)).results["REACHED_M"] == pytest.approx(900)
    assert "cannot be read" in refusal(NAME, parameters(layer, COST="sun"))


def test_areas_are_optional(run_algorithm, star):
    run = run_algorithm(NAME, parameters(star, OUTPUT_POLYGONS=None))
    assert "OUTPUT_POLYGONS" not in run.results
    assert len(rows_of(run.results["OUTPUT"])) == 6


def test_cancel_leaves_no_file(run_algorithm, star, tmp_path):
    given = parameters(star, output=str(tmp_path / "a.gpkg"), OUTPUT_POLYGONS=str(tmp_path / "b.gpkg"))
    for percent in (0, 60):
        run = run_algorithm(NAME, given, cancel_at=percent)
        assert run.feedback.isCanceled()
        assert run.results == {}
        assert files_in(tmp_path) == []


def test_same_in_french_and_in_a_model_with_provenance(run_algorithm, star, tmp_path):
    path, starts = str(tmp_path / "star.gpkg"), str(tmp_path / "starts.gpkg")
    run_algorithm("native:savefeatures", {"INPUT": star, "OUTPUT": path})
    run_algorithm("native:savefeatures", {"INPUT": origins(((0, 0),)), "OUTPUT": starts})
    given = parameters(path, starts, COST="sun", ALPHA=2.5)
    first = run_algorithm(NAME, given).results["OUTPUT"]
    expected = comparable(first)
    check_record(record_of(first), NAME, COST="sun", BUDGETS="2,5", ALPHA="2.5")
    with french():
        assert comparable(run_algorithm(NAME, given).results["OUTPUT"]) == expected
    assert comparable(run_in_model(NAME, given, "OUTPUT")) == expected


def test_layers_arrive_styled_and_named(qgis_new_project, star):
    layers = load_results(NAME, parameters(star))
    assert set(layers) == {"Streets reached", "Areas reached"}
    for layer in layers.values():
        assert layer.renderer().type() in ("graduatedSymbol", "RuleRenderer")
        assert len(colours_of(layer) - {"#ffffff"}) >= 2
        check_record(record_of(layer), NAME)


def test_large_town_adds_up(run_algorithm):
    # A lattice of 20 x 20 junctions 50 m apart: within r metres of the middle lie the streets of a diamond.
    rows = []
    for x in range(21):
        for y in range(21):
            for dx, dy in ((1, 0), (0, 1)):
                if x + dx <= 20 and y + dy <= 20:
                    shape = line((x * 50, y * 50), ((x + dx) * 50, (y + dy) * 50))
                    rows.append((shape, 21 * x + y, 21 * (x + dx) + y + dy, 50.0, "street", None))
    run = run_algorithm(
        NAME, parameters(make_layer("LineString", rows, FIELDS), origins(((500, 500),)), BUDGETS="4.1666666666666667")
    )
    # 250 m are five blocks: all streets with both ends within five blocks of the middle.
    ends = np.abs(np.arange(21) - 10)
    inside = sum(
        1
        for x in range(21)
        for y in range(21)
        for dx, dy in ((1, 0), (0, 1))
        if x + dx <= 20 and y + dy <= 20 and max(ends[x] + ends[y], ends[x + dx] + ends[y + dy]) <= 5
    )
    assert run.results["REACHED_M"] == pytest.approx(50 * inside)
