"""Algorithm ``walk_cool_routes_batch`` in QGIS, and what to avoid in ``walk_cool_route``.

The town is the ladder of ``test_algorithms_cool_route``: from west to east one walks 200 m in the sun, 220 m of which
100 m in the sun, or 280 m in the shade.
"""

from __future__ import annotations

import datetime
import json

import numpy as np
import pytest

pytest.importorskip("qgis.core")
from cityorchestra.processing_provider.heat.radiant_temperature import conditions_at, radiant_temperature
from cityorchestra.processing_provider.heat.utci import utci
from cityorchestra.tests.algorithm_support import (
    LAMBERT_93,
    SOUTH,
    WEST,
    WGS_84,
    check_record,
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
)
from cityorchestra.tests.walking.test_algorithms_cool_route import (
    FAR,
    FIELDS,
    LENGTH,
    NEAR,
    edge,
    ladder_rows,
    large_town,
    place,
    profile,
)
from cityorchestra.tests.walking.test_algorithms_cool_route import parameters as one_route
from pyproj import Transformer
from shapely import MultiPoint, Point

NAME, ONE = "walk_cool_routes_batch", "walk_cool_route"
NOON = "2026-06-21T15:00:00"
HOT = {"TA": 34.0, "RH": 40.0, "WIND": 1.0}
ROUTE_FIELDS = [
    "rank", "role", "len_m", "time_min", "sun_m", "sun_min", "alpha_eq", "utci_mean", "utci_max", "dose", "comfort_m",
]  # fmt: skip

pytestmark = pytest.mark.usefixtures("provider")


@pytest.fixture
def ladder():
    return make_layer("LineString", ladder_rows(), FIELDS, name="ladder")


def points(*items, kind="Point", crs=LAMBERT_93):
    """Points at metres from the corner, with a name and a number; None has no geometry."""
    rows = []
    for xy, name, number in items:
        shape = None if xy is None else Point(WEST + xy[0], SOUTH + xy[1])
        if shape is not None and kind == "MultiPoint":
            shape = MultiPoint([shape, Point(WEST, SOUTH + 900)])
        rows.append((shape if crs == LAMBERT_93 or shape is None else in_degrees(shape), name, number))
    return make_layer(kind, rows, [("name", "text"), ("number", "integer")], crs=crs)


def west_and_east():
    return points(((0, 0), "a", 1), ((0, FAR), "b", 2)), points(((LENGTH, 0), "a", 1), ((LENGTH, NEAR), "c", 2))


def parameters(network, origins, dests, **changes):
    return {
        "NETWORK": network,
        "ORIGINS": origins,
        "DESTS": dests,
        "ORIGIN_FIELD": "name",
        "DEST_FIELD": "name",
        "DATETIME": NOON,
        "MAX_DETOUR": 50,
        "OUTPUT": "TEMPORARY_OUTPUT",
        "UNREACHED": "TEMPORARY_OUTPUT",
        **changes,
    }


def without(row, *names):
    return {name: value for name, value in row.items() if name not in names}


# -- what to avoid --------------------------------------------------------------------------------------------------


def felt(svf, share, ta=34.0, moment=NOON):
    """Felt temperature in the middle of the ladder, from the functions of the heat room."""
    longitude, latitude = Transformer.from_crs(LAMBERT_93, WGS_84, always_xy=True).transform(
        WEST + LENGTH / 2, SOUTH + FAR / 2
    )
    utc = datetime.datetime.fromisoformat(moment + "+02:00").astimezone(datetime.timezone.utc)
    state = conditions_at(utc, latitude, longitude, ta, HOT["RH"])
    return float(utci(ta, radiant_temperature(state, svf, share), HOT["WIND"], HOT["RH"]))


def instant_rows():
    """The ladder at the instant of the departure, with sky view factors: 0.8 in the sunny street."""
    svf = [0.8, None, 0.2, 0.6, 0.6, 0.6, 0.6]
    rows = []
    for row, sky in zip(ladder_rows(), svf):
        text = row[4].replace('"start":"06:00"', '"start":"15:00"')
        share = text[text.index("[") + 1 :].split(",")[0]
        rows.append((*row[:4], f"{text[: text.index('[')]}[{share}]}}", sky))
    return rows


@pytest.fixture
def warm_ladder():
    return make_layer("LineString", instant_rows(), [*FIELDS, ("svf", "real")])


def test_heat_of_each_route_by_hand(run_algorithm, warm_ladder):
    run = run_algorithm(ONE, one_route(warm_ladder, COST="comfort", **HOT))
    rows = rows_of(run.results["OUTPUT"])
    sunny, half, shade, lane = felt(0.8, 1.0), felt(0.6, 0.5), felt(0.2, 0.0), felt(0.6, 0.0)
    legs = [[(200, sunny)], [(200, half), (20, lane)], [(200, shade), (80, lane)]]
    assert [row["len_m"] for row in rows] == pytest.approx([200, 220, 280])
    for row, stretches in zip(rows, legs):
        metres = sum(m for m, _ in stretches)
        dose = sum(m / 1.25 / 60 * (u - 26) for m, u in stretches)
        assert row["utci_mean"] == pytest.approx(sum(m * u for m, u in stretches) / metres, abs=2e-3)
        assert row["utci_max"] == pytest.approx(max(u for _, u in stretches), abs=2e-3)
        assert row["dose"] == pytest.approx(dose, rel=1e-3)
        assert row["comfort_m"] == pytest.approx(metres + sum(m * (u - 26) / 6 for m, u in stretches), rel=1e-3)
    added = [row["comfort_m"] - row["len_m"] for row in rows]
    assert rows[1]["alpha_eq"] == pytest.approx(1 + 20 / (added[0] - added[1]), rel=1e-6)
    assert run.results["SHORTEST_DOSE"] == rows[0]["dose"]
    assert run.results["COOLEST_COMFORT_M"] == rows[-1]["comfort_m"]
    assert run.results["COOLEST_UTCI_MAX"] == rows[-1]["utci_max"]
    assert any(info.startswith("The sky view factor of 1 of 7 edges is not known") for info in run.feedback.infos)


def test_dose_weighs_minutes(run_algorithm, warm_ladder):
    # The longest way is the coolest by the metre, but not by the minute: its dose is not the least.
    rows = rows_of(run_algorithm(ONE, one_route(warm_ladder, COST="dose", **HOT)).results["OUTPUT"])
    assert all(later["dose"] < earlier["dose"] for earlier, later in zip(rows, rows[1:]))
    everything = rows_of(run_algorithm(ONE, one_route(warm_ladder, COST="sun", **HOT)).results["OUTPUT"])
    assert min(row["dose"] for row in everything) == pytest.approx(rows[-1]["dose"])


def test_fewest_comfort_metres_at_a_weight_of_two(run_algorithm, warm_ladder):
    given = {"COST": "comfort", "PARETO": False, "ALPHA": 2.0, **HOT}
    (row,) = rows_of(run_algorithm(ONE, one_route(warm_ladder, **given)).results["OUTPUT"])
    every = rows_of(run_algorithm(ONE, one_route(warm_ladder, MAX_DETOUR=300, COST="comfort", **HOT)).results["OUTPUT"])
    assert row["comfort_m"] == pytest.approx(min(item["comfort_m"] for item in every))


def test_routes_in_the_sun_do_not_depend_on_the_weather(run_algorithm, ladder):
    cold, hot = (rows_of(run_algorithm(ONE, one_route(ladder, TA=ta)).results["OUTPUT"]) for ta in (5.0, 38.0))
    heat = ("utci_mean", "utci_max", "dose", "comfort_m")
    assert [without(row, *heat) for row in cold] == [without(row, *heat) for row in hot]
    assert [row["dose"] for row in cold] == [0.0] * 3
    assert [row["comfort_m"] for row in cold] == pytest.approx([row["len_m"] for row in cold])
    assert min(row["dose"] for row in hot) > 0


def test_warming_warms(run_algorithm, ladder):
    doses = [
        rows_of(run_algorithm(ONE, one_route(ladder, DELTA_TA=more, **HOT)).results["OUTPUT"])[0]["dose"]
        for more in (0.0, 2.0, 4.0)
    ]
    assert doses[0] < doses[1] < doses[2]


def test_warm_night_is_felt_without_sun(run_algorithm, ladder):
    given = {"DATETIME": "2026-06-21T23:30:00", "COST": "dose", "TA": 33.0, "RH": 60.0, "WIND": 0.5}
    run = run_algorithm(ONE, one_route(ladder, **given))
    (row,) = rows_of(run.results["OUTPUT"])  # no street is cooler than another by enough to walk farther
    assert row["sun_m"] == 0.0
    assert row["utci_mean"] > 26.0
    assert row["dose"] == pytest.approx((row["utci_mean"] - 26) * row["time_min"], rel=1e-5)


def test_heat_follows_the_clock_when_it_goes_back(run_algorithm):
    # 02:30 comes twice on that night; six hours after the first one, the sun is up.
    header = {"date": "2026-10-25", "tz": "Europe/Paris", "start": "02:30", "step": 60, "sun": [100] * 12}
    rows = [(*row[:4], json.dumps(header)) for row in ladder_rows()]
    layer = make_layer("LineString", rows, FIELDS)
    given = {"DATETIME": "2026-10-25T12:00:00", "TA": 20.0, "RH": 50.0, "WIND": 1.0}
    (row, *_) = rows_of(run_algorithm(ONE, one_route(layer, **given)).results["OUTPUT"])
    given["DATETIME"] = "2026-10-25T04:00:00"
    (dark, *_) = rows_of(run_algorithm(ONE, one_route(layer, **given)).results["OUTPUT"])
    assert row["utci_mean"] > dark["utci_mean"] + 5.0
    assert dark["utci_mean"] < 20.0


def test_weather_beyond_the_index(run_algorithm, ladder):
    steam = {"TA": 40.0, "RH": 100.0}
    assert "The felt temperature (UTCI) is not defined in this weather" in refusal(
        ONE, one_route(ladder, COST="dose", **steam)
    )
    run = run_algorithm(ONE, one_route(ladder, **steam))
    rows = rows_of(run.results["OUTPUT"])
    assert [row["dose"] for row in rows] == [None] * 3
    assert run.results["SHORTEST_DOSE"] is None
    assert any("is not defined in this weather" in warning for warning in run.feedback.warnings)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"COST": "cold"}, "COST"),
        ({"GHI": 1450.0}, "more than the sun can give at that hour"),
        ({"GHI": 1600.0}, "GHI"),
        ({"RH": 120.0}, "RH"),
        ({"TA": 58.0, "DELTA_TA": 10.0}, "Give the air temperature in degrees C"),
        ({"GAMMA": -1.0}, "GAMMA"),
        ({"SVF_DEFAULT": 1.2}, "SVF_DEFAULT"),
        ({"COST": "dose", "SCORE_FIELD": "len_m"}, "A score is counted in metres"),
        ({"SCORE_FIELD": "nothing"}, "The layer has no field called nothing"),
    ],
)
def test_wrong_costs_are_refused(ladder, changes, sentence):
    assert sentence in refusal(ONE, one_route(ladder, **changes))


def test_score_of_streets_is_avoided_as_heat_is(run_algorithm):
    # All streets in the shade: without a score the first is taken, with it the one that is better than its detour.
    scores = [20.0, None, 100.0, 100.0, 100.0, 100.0, 100.0]
    rows = [(*row[:4], profile(0), score) for row, score in zip(ladder_rows(), scores)]
    layer = make_layer("LineString", rows, [*FIELDS, ("score", "real")])
    assert len(rows_of(run_algorithm(ONE, one_route(layer)).results["OUTPUT"])) == 1
    run = run_algorithm(ONE, one_route(layer, SCORE_FIELD="score", KAPPA=2.0))
    found = rows_of(run.results["OUTPUT"])
    assert [row["len_m"] for row in found] == pytest.approx([200, 220, 280])
    mean = np.mean([20.0, 100.0, 100.0, 100.0, 100.0, 100.0])
    bad = 200 * 2 * 0.8, 200 * 2 * (100 - mean) / 100, 0.0
    assert found[1]["alpha_eq"] == pytest.approx(1 + 20 / (bad[0] - bad[1]), rel=1e-5)
    assert any(warning.startswith("1 edges have no score") for warning in run.feedback.warnings)
    nothing = make_layer("LineString", [(*row[:5], None) for row in rows], [*FIELDS, ("score", "real")])
    assert "No street has a score between 0 and 100" in refusal(ONE, one_route(nothing, SCORE_FIELD="score"))


def test_ways_for_wheelchairs(run_algorithm):
    # Steps in the first street; the second is not passable; the third is steep.
    extra = [("steps", None, 0.0), ("residential", False, 0.0), ("residential", True, 0.06)]
    extra += [("residential", None, None)] * 4
    rows = [(*row, *values) for row, values in zip(ladder_rows(), extra)]
    layer = make_layer(
        "LineString", rows, [*FIELDS, ("street_class", "text"), ("pmr_ok", "boolean"), ("slope_max", "real")]
    )
    run = run_algorithm(ONE, one_route(layer, ACCESSIBLE=True, MAX_SLOPE=7.0))
    assert [row["len_m"] for row in rows_of(run.results["OUTPUT"])] == pytest.approx([280])
    assert any("2 of 7 edges are left out; the slope of 4 is not known" in info for info in run.feedback.infos)
    assert "do not touch" in refusal(ONE, one_route(layer, ACCESSIBLE=True))
    assert len(rows_of(run_algorithm(ONE, one_route(layer)).results["OUTPUT"])) == 3
    only_steps = make_layer("LineString", [(*rows[0][:5], "steps")], [*FIELDS, ("street_class", "text")])
    assert "can be used by a wheelchair" in refusal(ONE, one_route(only_steps, ACCESSIBLE=True))


def test_kind_of_crossing_sets_the_wait(run_algorithm):
    for kind, seconds in (("traffic_signals", 15.0), ("zebra", 8.0), ("unmarked", 0.0), (None, 0.0)):
        rows = [edge(0, 1, (0, 0), (50, 0), profile(0)), edge(1, 2, (50, 0), (60, 0), profile(0))]
        rows.append(edge(2, 3, (60, 0), (100, 0), profile(0)))
        rows = [(*row, "crossing" if row[1] == 1 else "", kind) for row in rows]
        layer = make_layer("LineString", rows, [*FIELDS, ("side", "text"), ("crossing", "text")])
        result = run_algorithm(ONE, one_route(layer, END=place(100, 0))).results["OUTPUT"]
        assert rows_of(result)[0]["time_min"] == pytest.approx((80 + seconds) / 60)


# -- many pairs -----------------------------------------------------------------------------------------------------


def test_every_pair_is_the_route_alone(run_algorithm, ladder):
    origins, dests = west_and_east()
    given = {"COST": "dose", **HOT}
    run = run_algorithm(NAME, parameters(ladder, origins, dests, ROUTES="front", **given))
    rows = rows_of(run.results["OUTPUT"])
    names = [item.name() for item in opened(run.results["OUTPUT"]).fields()]
    assert names == ["pair", "o_id", "d_id", *ROUTE_FIELDS]
    number = 0
    for dest, end in (("a", (LENGTH, 0)), ("c", (LENGTH, NEAR))):
        for origin, start in (("a", (0, 0)), ("b", (0, FAR))):
            number += 1
            alone = rows_of(
                run_algorithm(ONE, one_route(ladder, START=place(*start), END=place(*end), **given)).results["OUTPUT"]
            )
            found = [row for row in rows if row["pair"] == number]
            assert {(row["o_id"], row["d_id"]) for row in found} == {(origin, dest)}
            assert [without(row, "pair", "o_id", "d_id") for row in found] == alone
    counts = {key: run.results[key] for key in ("PAIRS", "REACHED", "LOST", "ROUTES_FOUND")}
    assert counts == {"PAIRS": 4, "REACHED": 4, "LOST": 0, "ROUTES_FOUND": len(rows)}
    assert rows_of(run.results["UNREACHED"]) == []


def test_routes_of_each_pair(run_algorithm, ladder):
    origins, dests = points(((0, 0), "a", 1)), points(((LENGTH, 0), "a", 1))
    lengths = {}
    for routes in ("coolest", "shortest_and_coolest", "front"):
        rows = rows_of(run_algorithm(NAME, parameters(ladder, origins, dests, ROUTES=routes)).results["OUTPUT"])
        lengths[routes] = [round(row["len_m"]) for row in rows]
    assert lengths == {"coolest": [280], "shortest_and_coolest": [200, 280], "front": [200, 220, 280]}
    given = parameters(ladder, origins, dests, ROUTES="coolest", ALPHA=1.3)
    assert rows_of(run_algorithm(NAME, given).results["OUTPUT"])[0]["len_m"] == pytest.approx(220)
    given = parameters(ladder, origins, dests, ROUTES="front", MAX_ROUTES=1)
    assert [row["len_m"] for row in rows_of(run_algorithm(NAME, given).results["OUTPUT"])] == pytest.approx([200])


def pairs_of(result):
    return sorted({(row["o_id"], row["d_id"]) for row in rows_of(result)}, key=str)


def test_pairs_by_field_and_by_nearness(run_algorithm, ladder):
    origins, dests = west_and_east()
    by_field = run_algorithm(NAME, parameters(ladder, origins, dests, PAIRING="by_field"))
    assert pairs_of(by_field.results["OUTPUT"]) == [("a", "a")]
    lost = [(row["o_id"], row["d_id"], row["reason"]) for row in rows_of(by_field.results["UNREACHED"])]
    assert lost == [(None, "c", "no match"), ("b", None, "no match")]
    assert (by_field.results["PAIRS"], by_field.results["LOST"]) == (3, 2)
    assert "2 of 3 pairs have no route; they are listed with the reason." in by_field.feedback.warnings
    # Numbers match numbers written as text.
    mixed = run_algorithm(
        NAME, parameters(ladder, origins, points(((LENGTH, 0), "2", 9)), ORIGIN_FIELD="number", PAIRING="by_field")
    )
    assert pairs_of(mixed.results["OUTPUT"]) == [(2, "2")]
    nearest = run_algorithm(NAME, parameters(ladder, origins, dests, PAIRING="nearest"))
    assert pairs_of(nearest.results["OUTPUT"]) == [("a", "a"), ("b", "c")]
    ids = run_algorithm(NAME, parameters(ladder, origins, dests, ORIGIN_FIELD=None, DEST_FIELD=None))
    assert pairs_of(ids.results["OUTPUT"]) == [(1, 1), (1, 2), (2, 1), (2, 2)]


def test_what_has_no_route_is_listed(run_algorithm):
    island = edge(6, 7, (0, 300), (100, 300), profile(100))
    network = make_layer("LineString", [*ladder_rows(), island], FIELDS)
    origins = points(((0, 0), "a", 1), ((0, -250), "far", 2), (None, "none", 3), ((LENGTH, 0), None, 4))
    dests = points(((LENGTH, 0), "east", 1), ((50, 300), "island", 2), ((0, 460), "away", 3))
    run = run_algorithm(NAME, parameters(network, origins, dests))
    lost = {(row["o_id"], row["d_id"]): (row["reason"], row["distance_m"]) for row in rows_of(run.results["UNREACHED"])}
    near = {key: (reason, None if metres is None else round(metres)) for key, (reason, metres) in lost.items()}
    assert near == {
        ("far", "east"): ("origin too far", 250),
        ("none", "east"): ("no point", None),
        (None, "east"): ("same place", None),
        ("a", "island"): ("no way", None),
        ("far", "island"): ("origin too far", 250),
        ("none", "island"): ("no point", None),
        (None, "island"): ("no way", None),
        ("a", "away"): ("destination too far", 160),
        ("far", "away"): ("origin too far", 250),
        ("none", "away"): ("no point", None),
        (None, "away"): ("destination too far", 160),
    }
    assert pairs_of(run.results["OUTPUT"]) == [("a", "east")]
    assert (run.results["PAIRS"], run.results["REACHED"], run.results["LOST"]) == (12, 1, 11)
    assert "Origins: 1 features without geometry are skipped." in run.feedback.warnings
    assert "Origins: 1 features have no value in the field name." in run.feedback.warnings
    names = [item.name() for item in opened(run.results["UNREACHED"]).fields()]
    assert names == ["pair", "o_id", "d_id", "reason", "distance_m"]
    closer = run_algorithm(NAME, parameters(network, origins, dests, MAX_SNAP=300, PAIRING="nearest"))
    assert ("far", "east") in pairs_of(closer.results["OUTPUT"])


def test_same_points_twice_are_two_pairs(run_algorithm, ladder):
    origins = points(((0, 0), "a", 1), ((0, 0), "a", 1))
    rows = rows_of(run_algorithm(NAME, parameters(ladder, origins, west_and_east()[1])).results["OUTPUT"])
    first, second = ([without(row, "pair") for row in rows if row["pair"] == number] for number in (1, 2))
    assert first == second


def test_no_point_gives_empty_layers(run_algorithm, ladder):
    run = run_algorithm(NAME, parameters(ladder, points(), west_and_east()[1]))
    assert rows_of(run.results["OUTPUT"]) == rows_of(run.results["UNREACHED"]) == []
    assert run.results["PAIRS"] == 0
    assert "Origins: the layer has no feature." in run.feedback.warnings


def test_points_of_any_kind_and_crs(run_algorithm, ladder, qgis_new_project):
    origins, dests = west_and_east()
    expected = comparable(run_algorithm(NAME, parameters(ladder, origins, dests)).results["OUTPUT"])
    several = points(((0, 0), "a", 1), ((0, FAR), "b", 2), kind="MultiPoint")
    run = run_algorithm(NAME, parameters(ladder, several, dests))
    assert comparable(run.results["OUTPUT"]) == expected
    assert "Origins: 2 features have several points; the first is taken." in run.feedback.warnings
    degrees = points(((0, 0), "a", 1), ((0, FAR), "b", 2), crs=WGS_84)
    found = rows_of(run_algorithm(NAME, parameters(ladder, degrees, dests)).results["OUTPUT"])
    assert [row["len_m"] for row in found] == pytest.approx([row["len_m"] for row in expected], abs=1e-2)
    chosen = run_algorithm(NAME, parameters(ladder, selected(origins, {2}), dests))
    assert {row["o_id"] for row in rows_of(chosen.results["OUTPUT"])} == {"b"}


def test_network_in_degrees(run_algorithm):
    rows = [(in_degrees(shape), *values) for shape, *values in ladder_rows()]
    layer = make_layer("LineString", rows, FIELDS, crs=WGS_84)
    result = run_algorithm(NAME, parameters(layer, *west_and_east(), PAIRING="by_field")).results["OUTPUT"]
    assert opened(result).crs().authid() == WGS_84
    assert rows_of(result)[0]["geometry"].hausdorff_distance(in_degrees(line((0, 0), (LENGTH, 0)))) < 1e-8


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"PAIRING": "by_field", "DEST_FIELD": None}, "Pairs by field need a field of the origins"),
        ({"PAIRING": "some"}, "PAIRING"),
        ({"ROUTES": "all"}, "ROUTES"),
        ({"ORIGIN_FIELD": "nothing"}, "The layer has no field called nothing"),
        ({"ORIGINS": None}, "ORIGINS"),
        ({"WORKERS": -1}, "WORKERS"),
        ({"COST": "dose", "SCORE_FIELD": "len_m"}, "A score is counted in metres"),
    ],
)
def test_refusals(ladder, tmp_path, changes, sentence):
    given = parameters(ladder, *west_and_east(), OUTPUT=str(tmp_path / "a.gpkg"), UNREACHED=str(tmp_path / "b.gpkg"))
    assert sentence in refusal(NAME, {**given, **changes})
    assert files_in(tmp_path) == []


def test_too_many_pairs_are_refused(ladder, monkeypatch):
    from cityorchestra.processing_provider.walking.algorithms import cool_routes_batch

    monkeypatch.setattr(cool_routes_batch, "MOST_PAIRS", 3)
    assert "make 4 pairs, more than 3" in refusal(NAME, parameters(ladder, *west_and_east()))


def test_cancel_leaves_no_file(run_algorithm, tmp_path):
    ends = [points(*(((x, 780 * y), str(x), x) for x in range(0, 780, 20))) for y in (0, 1)]
    for percent in (0, 85):
        given = {"OUTPUT": str(tmp_path / "a.gpkg"), "UNREACHED": str(tmp_path / "b.csv"), "ROUTES": "coolest"}
        run = run_algorithm(NAME, parameters(large_town(), *ends, **given), cancel_at=percent)
        assert run.feedback.isCanceled()
        assert run.results == {}
        assert files_in(tmp_path) == []


def test_same_in_french_in_python_in_a_model_and_with_one_thread(run_algorithm, ladder, tmp_path):
    paths = {}
    for name, layer in zip(("ladder", "origins", "dests"), (ladder, *west_and_east())):
        paths[name] = str(tmp_path / f"{name}.gpkg")
        run_algorithm("native:savefeatures", {"INPUT": layer, "OUTPUT": paths[name]})
    given = parameters(*paths.values(), COST="comfort", TA=33.5)
    expected = comparable(run_algorithm(NAME, given).results["OUTPUT"])
    with french():
        assert comparable(run_algorithm(NAME, given).results["OUTPUT"]) == expected
    assert comparable(run_algorithm(NAME, from_python_command(NAME, given)).results["OUTPUT"]) == expected
    assert comparable(run_in_model(NAME, given, "OUTPUT")) == expected
    assert comparable(run_algorithm(NAME, {**given, "WORKERS": 1}).results["OUTPUT"]) == expected


def test_results_arrive_named_with_their_provenance(qgis_new_project, ladder, tmp_path):
    layers = load_results(NAME, parameters(ladder, *west_and_east()))
    assert set(layers) == {"Cool routes", "Pairs without route"}
    check_record(record_of(layers["Cool routes"]), NAME, PAIRING="all", COST="sun")
    check_record(record_of(layers["Pairs without route"]), NAME)


def test_wrong_input_through_qgis_process(qgis_process, ladder, run_algorithm, tmp_path):
    paths = {}
    for name, layer in zip(("NETWORK", "ORIGINS", "DESTS"), (ladder, *west_and_east())):
        paths[name] = tmp_path / f"{name}.gpkg"
        run_algorithm("native:savefeatures", {"INPUT": layer, "OUTPUT": str(paths[name])})
    common = [*(f"{name}={path}" for name, path in paths.items()), f"DATETIME={NOON}"]
    outputs = [f"OUTPUT={tmp_path / 'routes.gpkg'}", f"UNREACHED={tmp_path / 'lost.csv'}"]
    for wrong, sentence in (
        (["PAIRING=by_field"], "Pairs by field need a field of the origins"),
        (["COST=dose", "TA=45", "RH=100"], "is not defined in this weather"),
    ):
        done = qgis_process("run", f"cityorchestra:{NAME}", "--", *common, *outputs, *wrong, check=False)
        assert done.code != 0
        assert sentence in done.stdout + done.stderr
    assert files_in(tmp_path) == sorted(path.name for path in paths.values())
    done = qgis_process("run", f"cityorchestra:{NAME}", "--", *common, *outputs, "COST=dose", "ORIGIN_FIELD=name")
    assert done.results["REACHED"] == 4
    assert len({row["pair"] for row in rows_of(str(tmp_path / "routes.gpkg"))}) == 4
