"""Algorithm ``walk_cool_route`` in QGIS.

The handmade town has three streets of 200 m from west to east: the first in full sun, the second, 10 m further north,
half in the sun, the third, 40 m further north, in the shade; lanes in the shade join their ends. From west to east:

========= ======= ======= ======================= =====================
route     length  in sun  best from a weight of   time at 1.25 m/s
========= ======= ======= ======================= =====================
first     200 m   200 m   1                       160 s, 160 s in sun
second    220 m   100 m   1 + 20 / 100 = 1.2      176 s, 80 s in sun
third     280 m   0 m     1 + 60 / 100 = 1.6      224 s, 0 s in sun
========= ======= ======= ======================= =====================
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
)
from qgis.core import QgsCoordinateReferenceSystem, QgsProject

NAME = "walk_cool_route"
FIELDS = [("u", "integer"), ("v", "integer"), ("len_m", "real"), ("sun_profile", "text")]
LENGTH, NEAR, FAR = 200.0, 10.0, 40.0
SLOTS = 17  # from 06:00 to 22:00 every hour
ROUTES = [(200.0, 200.0, 1.0, 160.0, 160.0), (220.0, 100.0, 1.2, 176.0, 80.0), (280.0, 0.0, 1.6, 224.0, 0.0)]

pytestmark = pytest.mark.usefixtures("provider")


def profile(*percents):
    """One share of sun all day, or one per slot."""
    sun = list(percents) * (SLOTS if len(percents) == 1 else 1)
    document = {"date": "2026-06-21", "tz": "Europe/Paris", "start": "06:00", "step": 60, "sun": sun}
    return json.dumps(document, separators=(",", ":"))


def edge(u, v, start, end, sun):
    shape = line(start, end)
    return shape, u, v, shape.length, sun


def ladder_rows(first=None):
    """Nodes 0, 1 and 2 are the western ends of the streets, 3, 4 and 5 the eastern ones."""
    return [
        edge(0, 3, (0, 0), (LENGTH, 0), first or profile(100)),
        edge(1, 4, (0, NEAR), (LENGTH, NEAR), profile(50)),
        edge(2, 5, (0, FAR), (LENGTH, FAR), profile(0)),
        edge(0, 1, (0, 0), (0, NEAR), profile(0)),
        edge(1, 2, (0, NEAR), (0, FAR), profile(0)),
        edge(4, 3, (LENGTH, NEAR), (LENGTH, 0), profile(0)),
        edge(5, 4, (LENGTH, FAR), (LENGTH, NEAR), profile(0)),
    ]


@pytest.fixture
def ladder():
    return make_layer("LineString", ladder_rows(), FIELDS, name="ladder")


def place(x, y):
    return f"{WEST + x},{SOUTH + y} [{LAMBERT_93}]"


def parameters(network, output="TEMPORARY_OUTPUT", **changes):
    return {
        "NETWORK": network,
        "START": place(0, 0),
        "END": place(LENGTH, 0),
        "DATETIME": "2026-06-21T15:00:00",
        "MAX_DETOUR": 50,
        "OUTPUT": output,
        **changes,
    }


def check_routes(rows, expected):
    assert [row["rank"] for row in rows] == list(range(1, len(expected) + 1))
    for row, (length, sun, alpha, seconds, sunny_seconds) in zip(rows, expected):
        assert row["len_m"] == pytest.approx(length)
        assert row["sun_m"] == pytest.approx(sun, abs=1e-6)
        assert row["alpha_eq"] == pytest.approx(alpha)
        assert row["time_min"] == pytest.approx(seconds / 60)
        assert row["sun_min"] == pytest.approx(sunny_seconds / 60, abs=1e-6)
        assert row["geometry"].length == pytest.approx(length)


def test_front_worked_out_by_hand(run_algorithm, ladder):
    run = run_algorithm(NAME, parameters(ladder))
    rows = rows_of(run.results["OUTPUT"])
    check_routes(rows, ROUTES)
    assert [row["role"] for row in rows] == ["shortest", "compromise", "coolest"]
    names = [item.name() for item in opened(run.results["OUTPUT"]).fields()]
    assert names == [
        "rank", "role", "len_m", "time_min", "sun_m", "sun_min", "alpha_eq",
        "utci_mean", "utci_max", "dose", "comfort_m",
    ]  # fmt: skip
    corners = [(0, 0), (0, NEAR), (0, FAR), (LENGTH, FAR), (LENGTH, NEAR), (LENGTH, 0)]
    assert rows[2]["geometry"].equals(line(*corners))
    assert rows[0]["geometry"].coords[0] == (WEST, SOUTH)
    numbers = {
        key: run.results[key] for key in ("ROUTES", "SHORTEST_M", "SHORTEST_SUN_M", "COOLEST_M", "COOLEST_SUN_M")
    }
    assert numbers == {
        "ROUTES": 3,
        "SHORTEST_M": rows[0]["len_m"],
        "SHORTEST_SUN_M": rows[0]["sun_m"],
        "COOLEST_M": rows[2]["len_m"],
        "COOLEST_SUN_M": rows[2]["sun_m"],
    }
    assert "Shortest: 200 m, of which 200 m in the sun." in run.feedback.infos
    assert "Coolest: 280 m, of which 0 m in the sun." in run.feedback.infos
    assert run.feedback.warnings == []


def test_longest_detour_bounds_the_front(run_algorithm, ladder):
    # The third route is 40 % longer than the first, the second 10 %.
    for detour, count in ((41, 3), (30, 2), (9, 1), (0, 1)):
        run = run_algorithm(NAME, parameters(ladder, MAX_DETOUR=detour))
        check_routes(rows_of(run.results["OUTPUT"]), ROUTES[:count])
        assert run.results["ROUTES"] == count
    assert values_of(run.results["OUTPUT"], "role") == ["shortest and coolest"]


@pytest.mark.parametrize(("alpha", "route"), [(1.0, 0), (1.1, 0), (1.3, 1), (1.5, 1), (1.7, 2), (5.0, 2)])
def test_single_route_for_a_weight(run_algorithm, ladder, alpha, route):
    run = run_algorithm(NAME, parameters(ladder, PARETO=False, ALPHA=alpha))
    (row,) = rows_of(run.results["OUTPUT"])
    check_routes([row], [(*ROUTES[route][:2], alpha, *ROUTES[route][3:])])
    assert row["role"] == ("shortest" if alpha == 1.0 else "compromise")
    assert run.results["ROUTES"] == 1


def test_fewer_routes_keep_the_shortest_and_the_coolest(run_algorithm, ladder):
    for most, kept in ((1, [0]), (2, [0, 2]), (0, [0, 1, 2])):
        rows = rows_of(run_algorithm(NAME, parameters(ladder, MAX_ROUTES=most)).results["OUTPUT"])
        assert [row["len_m"] for row in rows] == pytest.approx([ROUTES[number][0] for number in kept])


def test_speed_changes_times_only(run_algorithm, ladder):
    rows = rows_of(run_algorithm(NAME, parameters(ladder, SPEED=0.8)).results["OUTPUT"])
    check_routes(rows, [(a, b, c, d * 1.25 / 0.8, e * 1.25 / 0.8) for a, b, c, d, e in ROUTES])


def test_shade_moves_while_one_walks(run_algorithm):
    # The first street is in the sun at 15:00 and in the shade from 16:00 on; between the two the share of sun falls
    # in a straight line. The walk takes 160 s of the 3600 s.
    percents = [100] * 10 + [0] * (SLOTS - 10)
    layer = make_layer("LineString", ladder_rows(profile(*percents)), FIELDS)
    mean = 1 - 80 / 3600
    (first, *_) = rows_of(run_algorithm(NAME, parameters(layer)).results["OUTPUT"])
    assert first["sun_m"] == pytest.approx(LENGTH * mean)
    assert first["sun_min"] == pytest.approx(160 / 60 * mean)
    later = run_algorithm(NAME, parameters(layer, DATETIME="2026-06-21T16:00:00"))
    check_routes(rows_of(later.results["OUTPUT"]), [(200.0, 0.0, 1.0, 160.0, 0.0)])
    assert "No walk meets the sun at that hour." in later.feedback.infos
    # Another zone, same instant.
    utc = run_algorithm(NAME, parameters(layer, DATETIME="2026-06-21T13:00:00", TZ="UTC"))
    assert rows_of(utc.results["OUTPUT"])[0]["sun_m"] == pytest.approx(LENGTH * mean)


def test_exact_search_finds_the_same_on_this_town(run_algorithm, ladder):
    check_routes(rows_of(run_algorithm(NAME, parameters(ladder, STRICT=True)).results["OUTPUT"]), ROUTES)


def test_places_inside_streets_and_beside_them(run_algorithm, ladder):
    run = run_algorithm(NAME, parameters(ladder, START=place(50, -4), END=place(150, 2)))
    rows = rows_of(run.results["OUTPUT"])
    assert len(rows) == 1  # the other streets are more than half as long again
    assert rows[0]["len_m"] == pytest.approx(100)
    assert rows[0]["geometry"].equals(line((50, 0), (150, 0)))
    back = rows_of(run_algorithm(NAME, parameters(ladder, START=place(150, 2), END=place(50, -4))).results["OUTPUT"])
    assert back[0]["geometry"].coords[0] == (WEST + 150, SOUTH)


def test_same_front_in_longitude_and_latitude(run_algorithm):
    rows = [(in_degrees(shape), *values) for shape, *values in ladder_rows()]
    layer = make_layer("LineString", rows, FIELDS, crs=WGS_84)
    result = run_algorithm(NAME, parameters(layer)).results["OUTPUT"]
    assert opened(result).crs().authid() == WGS_84
    found = rows_of(result)
    assert [row["len_m"] for row in found] == pytest.approx([200, 220, 280], abs=1e-3)
    assert [row["sun_m"] for row in found] == pytest.approx([200, 100, 0], abs=1e-3)
    assert found[0]["geometry"].hausdorff_distance(in_degrees(line((0, 0), (LENGTH, 0)))) < 1e-8
    start, end = (in_degrees(line(xy, (9, 9))).coords[0] for xy in ((0, 0), (LENGTH, 0)))
    degrees = {"START": f"{start[0]},{start[1]} [{WGS_84}]", "END": f"{end[0]},{end[1]} [{WGS_84}]"}
    again = rows_of(run_algorithm(NAME, parameters(layer, **degrees)).results["OUTPUT"])
    assert [row["len_m"] for row in again] == pytest.approx([200, 220, 280], abs=1e-2)


def test_project_crs_does_not_change_the_front(run_algorithm, ladder, qgis_new_project):
    QgsProject.instance().setCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    check_routes(rows_of(run_algorithm(NAME, parameters(ladder)).results["OUTPUT"]), ROUTES)


def test_slope_takes_time_and_not_length(run_algorithm):
    # 10 % up towards the east: v = 1.25 exp(-3.5 (0.15 - 0.05)); down, v = 1.25.
    rows = [(*row, 0.1 if row[1] == 0 and row[2] == 3 else None) for row in ladder_rows()]
    layer = make_layer("LineString", rows, [*FIELDS, ("slope", "real")])
    east = rows_of(run_algorithm(NAME, parameters(layer)).results["OUTPUT"])[0]
    west = rows_of(run_algorithm(NAME, parameters(layer, START=place(LENGTH, 0), END=place(0, 0))).results["OUTPUT"])[0]
    assert east["len_m"] == west["len_m"] == pytest.approx(LENGTH)
    assert east["time_min"] == pytest.approx(160 / 60 * np.exp(0.35))
    assert west["time_min"] == pytest.approx(160 / 60)


def test_edges_without_profile_are_in_the_sun(run_algorithm):
    rows = ladder_rows()
    rows[1] = (*rows[1][:4], None)
    layer = make_layer("LineString", rows, FIELDS)
    found = rows_of(run_algorithm(NAME, parameters(layer)).results["OUTPUT"])
    assert [row["len_m"] for row in found] == pytest.approx([200, 280])


def refused_changes():
    return [
        ({"START": place(0, -150)}, "The start is 150 m from the walking network; move it within 100 m of a street"),
        ({"END": place(LENGTH, -150)}, "The end is 150 m from the walking network; move it within 100 m of a street"),
        ({"START": place(0, -30), "MAX_SNAP": 20}, "The start is 30 m from the walking network; move it within 20 m"),
        ({"END": place(0, 0)}, "The start and the end are the same place on the network; choose two different places"),
        ({"END": place(-5, 0)}, "The start and the end are the same place on the network"),
        ({"TZ": ""}, "The time 2026-06-21 15:00:00 has no time zone; give one"),
        ({"DATETIME": "2026-03-29T02:30:00"}, "the clocks of Europe/Paris skip 2026-03-29 02:30"),
        ({"TZ": "Europe/Nowhere"}, "The time zone Europe/Nowhere is not known"),
        ({"SPEED": 0}, "SPEED"),
        ({"MAX_DETOUR": -1}, "MAX_DETOUR"),
        ({"ALPHA": 0.5}, "ALPHA"),
        ({"START": None}, "START"),
        ({"NETWORK": None}, "NETWORK"),
    ]


@pytest.mark.parametrize(("changes", "sentence"), refused_changes(), ids=lambda item: str(item)[:40])
def test_refusals(ladder, tmp_path, changes, sentence):
    assert sentence in refusal(NAME, parameters(ladder, str(tmp_path / "routes.gpkg"), **changes))
    assert files_in(tmp_path) == []


def test_places_that_are_not_connected_are_refused(run_algorithm):
    island = edge(6, 7, (0, 300), (100, 300), profile(100))
    layer = make_layer("LineString", [*ladder_rows(), island], FIELDS)
    sentence = refusal(NAME, parameters(layer, END=place(50, 300)))
    assert "they lie on parts of the network that do not touch; check the network" in sentence
    check_routes(rows_of(run_algorithm(NAME, parameters(layer)).results["OUTPUT"]), ROUTES)


@pytest.mark.parametrize(
    ("fields", "rows", "sentence"),
    [
        (FIELDS, [], "The network has no edge; check the layer, its filter and its selection"),
        (FIELDS, [(None, 0, 1, 10.0, profile(0))], "The network has no edge"),
        (FIELDS, [(line((0, 0), (9, 0)), None, None, 9.0, profile(0))], "The network has no edge"),
        (FIELDS, [(line((0, 0), (9, 0)), 0, 1, 9.0, None)], "No edge of the network has a sun profile"),
        (FIELDS, [(line((0, 0), (9, 0)), 0, 1, 9.0, "{}")], "The sun profile of edge 1 cannot be read"),
        (FIELDS[:3], [(line((0, 0), (9, 0)), 0, 1, 9.0)], "The network has no sun profile; run the algorithm"),
        (
            [("name", "text")],
            [(line((0, 0), (9, 0)), "a")],
            "The layer is not a walking network (no field u, v, len_m)",
        ),
    ],
)
def test_layers_that_are_no_network_are_refused(fields, rows, sentence):
    assert sentence in refusal(NAME, parameters(make_layer("LineString", rows, fields)))


@pytest.mark.parametrize("length", [None, -1.0])
def test_edges_without_length_are_refused(length):
    rows = ladder_rows()
    rows[6] = (*rows[6][:3], length, rows[6][4])
    sentence = refusal(NAME, parameters(make_layer("LineString", rows, FIELDS)))
    assert sentence == "Some edges of the network have no length; make the network again from its lines."


def test_nodes_may_have_any_number(run_algorithm):
    rows = [(shape, u * 10**10, v * 10**10, *rest) for shape, u, v, *rest in ladder_rows()]
    layer = make_layer("LineString", rows, FIELDS)
    check_routes(rows_of(run_algorithm(NAME, parameters(layer)).results["OUTPUT"]), ROUTES)


def test_shade_of_one_instant_stands_still(run_algorithm):
    rows = [
        (*row[:4], row[4].replace(row[4][row[4].index("[") :], f"[{value}]}}"))
        for row, value in zip(ladder_rows(), (100, 50, 0, 0, 0, 0, 0))
    ]
    run = run_algorithm(NAME, parameters(make_layer("LineString", rows, FIELDS)))
    check_routes(rows_of(run.results["OUTPUT"]), ROUTES)
    (warning,) = run.feedback.warnings
    assert "was computed for one instant, 06:00; it is taken to stand still" in warning


def test_hours_are_those_elapsed_on_the_day_when_clocks_go_forward(run_algorithm):
    # Slots at 01:00, 03:00, 04:00... of the clock: at 06:00, four hours have passed since the first one.
    header = {"date": "2026-03-29", "tz": "Europe/Paris", "start": "01:00", "step": 60}
    sun = json.dumps({**header, "sun": [0, 0, 0, 0, 100, 100, 0, 0]})
    layer = make_layer("LineString", [(*row[:4], sun) for row in ladder_rows()], FIELDS)
    run = run_algorithm(NAME, parameters(layer, DATETIME="2026-03-29T06:00:00"))
    assert run.results["SHORTEST_SUN_M"] == pytest.approx(LENGTH)
    later = run_algorithm(NAME, parameters(layer, DATETIME="2026-03-29T08:00:00"))
    assert later.results["SHORTEST_SUN_M"] == 0


def test_null_geometries_are_counted(run_algorithm):
    layer = make_layer("LineString", [*ladder_rows(), (None, 7, 8, 5.0, profile(0))], FIELDS)
    run = run_algorithm(NAME, parameters(layer))
    check_routes(rows_of(run.results["OUTPUT"]), ROUTES)
    assert "Network with shade: 1 features without geometry are skipped." in run.feedback.warnings


def test_selection_is_the_network(run_algorithm, ladder, qgis_new_project):
    # Without the second street.
    run = run_algorithm(NAME, parameters(selected(ladder, {1, 3, 4, 5, 6, 7})))
    assert values_of(run.results["OUTPUT"], "len_m") == pytest.approx([200, 280])


@pytest.mark.parametrize(
    ("departure", "warning"),
    [
        ("2026-06-21T23:00:00", "23:00 is outside the hours for which the shade was computed"),
        ("2026-06-21T04:00:00", "04:00 is outside the hours"),
        ("2026-08-01T15:00:00", "was computed for 2026-06-21, the walk is on 2026-08-01"),
        ("2026-06-25T15:00:00", None),
        ("2027-06-21T15:00:00", None),
    ],
)
def test_hours_and_days_that_the_shade_does_not_tell(run_algorithm, ladder, departure, warning):
    run = run_algorithm(NAME, parameters(ladder, DATETIME=departure))
    if warning is None:
        assert run.feedback.warnings == []
        check_routes(rows_of(run.results["OUTPUT"]), ROUTES)
    else:
        (told,) = run.feedback.warnings
        assert warning in told
    if "outside" in (warning or ""):
        assert run.results["SHORTEST_SUN_M"] == 0


@pytest.mark.parametrize("kind", ["memory:", "a.gpkg", "a.geojson", "table"])
def test_destinations_keep_routes_and_provenance(run_algorithm, ladder, tmp_path, kind):
    table = f"ogr:dbname='{tmp_path / 'b.gpkg'}' table=\"routes\" (geom)"
    destination = {"memory:": kind, "table": table}.get(kind, str(tmp_path / kind))
    result = run_algorithm(NAME, parameters(ladder, destination)).results["OUTPUT"]
    rows = rows_of(result)
    assert [row["len_m"] for row in rows] == pytest.approx([200, 220, 280])
    assert [row["role"] for row in rows] == ["shortest", "compromise", "coolest"]
    check_record(record_of(result), NAME, START=place(0, 0), DATETIME="2026-06-21T15:00:00", SPEED="1.25")


@pytest.mark.parametrize("kind", ["a.gpkg", "a.geojson", "a.fgb"])
def test_network_from_any_file(run_algorithm, ladder, tmp_path, kind):
    path = str(tmp_path / kind)
    run_algorithm("native:savefeatures", {"INPUT": ladder, "OUTPUT": path})
    rows = rows_of(run_algorithm(NAME, parameters(path)).results["OUTPUT"])
    assert [row["len_m"] for row in rows] == pytest.approx([200, 220, 280])
    assert [row["sun_m"] for row in rows] == pytest.approx([200, 100, 0], abs=1e-6)


def large_town():
    """A lattice of 40 x 40 junctions with as many shares of sun as there are streets."""
    shares = np.random.default_rng(4).integers(0, 101, size=(2, 40, 40))
    rows = []
    for x in range(40):
        for y in range(40):
            for way, (dx, dy) in enumerate(((1, 0), (0, 1))):
                if x + dx < 40 and y + dy < 40:
                    ends = (x * 20, y * 20), ((x + dx) * 20, (y + dy) * 20)
                    sun = profile(int(shares[way, x, y]))
                    rows.append(edge(40 * x + y, 40 * (x + dx) + y + dy, *ends, sun))
    return make_layer("LineString", rows, FIELDS)


def test_cancel_leaves_no_file(run_algorithm, tmp_path):
    far = {"START": place(0, 0), "END": place(780, 780)}
    for percent in (0, 30):
        run = run_algorithm(NAME, parameters(large_town(), str(tmp_path / "a.gpkg"), **far), cancel_at=percent)
        assert run.feedback.isCanceled()
        assert run.results == {}
        assert files_in(tmp_path) == []


def test_same_in_french_in_python_and_in_a_model(run_algorithm, ladder, tmp_path):
    path = str(tmp_path / "ladder.gpkg")
    run_algorithm("native:savefeatures", {"INPUT": ladder, "OUTPUT": path})
    given = parameters(path, SPEED=1.1, MAX_DETOUR=40.5)
    expected = comparable(run_algorithm(NAME, given).results["OUTPUT"])
    with french():
        assert comparable(run_algorithm(NAME, given).results["OUTPUT"]) == expected
    assert comparable(run_algorithm(NAME, from_python_command(NAME, given)).results["OUTPUT"]) == expected
    assert comparable(run_in_model(NAME, given, "OUTPUT")) == expected


def test_routes_arrive_styled_and_named(qgis_new_project, ladder):
    layers = load_results(NAME, parameters(ladder))
    assert list(layers) == ["Cool routes"]
    layer = layers["Cool routes"]
    assert layer.renderer().type() in ("categorizedSymbol", "RuleRenderer", "graduatedSymbol")
    assert len(colours_of(layer) - {"#ffffff"}) >= 2
    check_record(record_of(layer), NAME)


def test_running_on_its_own_routes_is_refused_with_a_sentence(run_algorithm, ladder):
    routes = run_algorithm(NAME, parameters(ladder)).results["OUTPUT"]
    assert "The layer is not a walking network (no field u, v)" in refusal(NAME, parameters(routes))
