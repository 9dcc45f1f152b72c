"""Algorithm ``walk_cool_place_access`` in QGIS.

The handmade town is one street of 1000 m from west to east in ten edges of 100 m, walked at 1 m/s: a minute is 60 m.
A park of 100 m covers it from 400 to 500 m; a fountain stands at its eastern end.
"""

from __future__ import annotations

import json

import pytest
import shapely

pytest.importorskip("qgis.core")
pytest.importorskip("opening_hours")
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
    values_of,
)

NAME = "walk_cool_place_access"
FIELDS = [("u", "integer"), ("v", "integer"), ("len_m", "real"), ("sun_profile", "text")]
SLOTS = 17

pytestmark = pytest.mark.usefixtures("provider")


def profile(*percents):
    sun = list(percents) * (SLOTS if len(percents) == 1 else 1)
    document = {"date": "2026-07-13", "tz": "Europe/Paris", "start": "06:00", "step": 60, "sun": sun}
    return json.dumps(document, separators=(",", ":"))


def street_rows(sun=None):
    return [
        (line((100 * k, 0), (100 * k + 100, 0)), k, k + 1, 100.0, sun if sun is None else profile(sun))
        for k in range(10)
    ]


@pytest.fixture
def street():
    return make_layer("LineString", street_rows(), FIELDS, name="street")


def box(x0, y0, x1, y1):
    return shapely.box(WEST + x0, SOUTH + y0, WEST + x1, SOUTH + y1)


def point(x, y):
    return shapely.Point(WEST + x, SOUTH + y)


PARK = box(400, -20, 500, 20)
PLACE_FIELDS = [("name", "text"), ("hours", "text")]


def park(hours=None):
    return make_layer("Polygon", [(PARK, "park", hours)], PLACE_FIELDS, name="park")


def fountains(*rows):
    return make_layer("Point", rows, PLACE_FIELDS, name="fountains")


def parameters(network, places=None, output="TEMPORARY_OUTPUT", **changes):
    return {
        "NETWORK": network,
        "PLACES": places if places is not None else park(),
        "SPEED": 1.0,
        "MAX_MIN": 5,
        "DATETIME": "2026-07-13T15:00:00",  # a Monday, the day before the national holiday
        "OUTPUT": output,
        "OUTPUT_POLYGONS": "TEMPORARY_OUTPUT",
        "OUTPUT_TABLE": "TEMPORARY_OUTPUT",
        **changes,
    }


def minutes_of(run):
    return values_of(run.results["OUTPUT"], "min_to_cool")


def test_minutes_to_the_park_from_the_middle_of_each_street(run_algorithm, street):
    run = run_algorithm(NAME, parameters(street))
    expected = [350, 250, 150, 50, 0, 50, 150, 250, 350, 450]
    assert minutes_of(run) == pytest.approx([metres / 60 for metres in expected])
    rows = rows_of(run.results["OUTPUT"])
    # 5 minutes are 300 m on either side of the park.
    assert [row["served_pct"] for row in rows] == pytest.approx([0, 100, 100, 100, 100, 100, 100, 100, 0, 0], abs=1e-9)
    assert [row["u"] for row in rows] == list(range(10)), "the fields of the network are kept"
    assert {row["place_id"] for row in rows} == {1}
    assert run.results["SERVED_PCT"] == pytest.approx(70)
    assert run.results["STREETS_300_PCT"] == pytest.approx(70)
    assert [run.results[name] for name in ("OPEN", "CLOSED", "UNKNOWN", "NOT_JOINED")] == [1, 0, 0, 0]
    assert "1 places entered by paths, 0 beside a street, 0 from their nearest street." in run.feedback.infos
    assert run.feedback.warnings == []


def test_nearest_of_several_places_and_their_names(run_algorithm, street):
    points = fountains((point(0, 3), "west", None), (point(1000, -5), "east", None))
    run = run_algorithm(NAME, parameters(street, points, PLACE_FIELD="name"))
    assert minutes_of(run) == pytest.approx([m / 60 for m in (50, 150, 250, 350, 450, 450, 350, 250, 150, 50)])
    assert values_of(run.results["OUTPUT"], "place_id") == ["west"] * 5 + ["east"] * 5
    assert values_of(run.results["OUTPUT"], "served_pct") == pytest.approx([100] * 3 + [0] * 4 + [100] * 3, abs=1e-9)


def test_served_area_is_around_the_streets_and_the_park(run_algorithm, street):
    (row,) = rows_of(run_algorithm(NAME, parameters(street)).results["OUTPUT_POLYGONS"])
    expected = line((100, 0), (800, 0)).buffer(25).union(PARK)
    assert row["geometry"].symmetric_difference(expected).area < 10
    assert row["area_m2"] == row["geometry"].area
    assert (row["minutes"], row["street_m"], row["places"]) == (5, pytest.approx(700), 1)


def test_table_counts_streets_and_dwellings(run_algorithm, street):
    people = [
        (point(410, 30), 10), (point(530, -8), 20), (point(390, 5), 30), (point(850, 4), 25), (point(500, 400), 15),
    ]  # fmt: skip
    dwellings = make_layer("Point", people, [("people", "integer")], name="dwellings")
    run = run_algorithm(NAME, parameters(street, POP=dwellings, POP_FIELD="people"))
    rows = rows_of(run.results["OUTPUT_TABLE"])
    assert [row["band"] for row in rows] == ["0-1", "1-2", "2-3", "3-4", "4-5", "beyond", "unreached"]
    assert [row["street_m"] for row in rows] == pytest.approx([220, 120, 120, 120, 120, 300, 0], abs=1e-6)
    # 30 m and 10 m away, in the park; then 350 m away; 400 m from any street.
    assert [row["people"] for row in rows] == [60, 0, 0, 0, 0, 25, 15]
    assert [row["people_pct"] for row in rows] == [60, 0, 0, 0, 0, 25, 15]
    assert [row["cum_pct"] for row in rows] == [60, 60, 60, 60, 60, 85, 100]
    assert (run.results["PEOPLE"], run.results["POP_SERVED_PCT"], run.results["POP_300_PCT"]) == (100, 60, 60)
    assert run.feedback.warnings == []


def test_people_of_blocks_are_spread_along_their_streets(run_algorithm, street):
    blocks = [
        (box(490, -30, 620, 30), 130),  # 10 m in the park, 120 m beyond it: 70, then 60 people
        (box(0, 40, 50, 60), 40),  # no street inside: its nearest one is 375 m away
    ]
    layer = make_layer("Polygon", blocks, [("people", "real")], name="blocks")
    run = run_algorithm(NAME, parameters(street, POP=layer, POP_FIELD="people"))
    rows = rows_of(run.results["OUTPUT_TABLE"])
    assert [row["people"] for row in rows] == pytest.approx([70, 60, 0, 0, 0, 40, 0], abs=1e-6)
    assert run.results["POP_300_PCT"] == pytest.approx(100 * 130 / 170)


def test_population_that_is_not_known_counts_as_none(run_algorithm, street):
    rows = [(point(450, 0), 10.0), (point(450, 1), None), (point(450, 2), -3.0), (None, 5.0)]
    layer = make_layer("Point", rows, [("people", "real")], name="people")
    run = run_algorithm(NAME, parameters(street, POP=layer, POP_FIELD="people"))
    assert run.results["PEOPLE"] == 10
    assert "2 features have no number of people, or a negative one; they count as none." in run.feedback.warnings
    nobody = make_layer("Point", [(point(0, 0), None)], [("people", "real")], name="people")
    run = run_algorithm(NAME, parameters(street, POP=nobody, POP_FIELD="people"))
    assert run.results["PEOPLE"] == 0
    assert not run.results["POP_SERVED_PCT"]
    assert "choose it" in refusal(NAME, parameters(street, POP=nobody))


def test_population_of_a_text_file_is_read(run_algorithm, street):
    rows = [(point(450, 0), "12,5"), (point(450, 1), ""), (point(450, 2), "7 people")]
    layer = make_layer("Point", rows, [("people", "text"), ("street", "text")], name="people")
    assert run_algorithm(NAME, parameters(street, POP=layer, POP_FIELD="people")).results["PEOPLE"] == 19.5
    words = make_layer("Point", [(point(450, 0), "many")], [("people", "text")], name="people")
    given = parameters(street, POP=words, POP_FIELD="people")
    assert "The field people holds no number; choose another one." in refusal(NAME, given)


def test_places_with_swapped_coordinates_are_refused(street):
    swapped = shapely.transform(in_degrees(point(0, 0)), lambda xy: xy[:, ::-1])
    places = make_layer("Point", [(swapped, "a", None)], PLACE_FIELDS, crs=WGS_84)
    assert "swap its coordinates" in refusal(NAME, parameters(street, places))


def test_geometries_of_another_kind_are_refused(street):
    assert "has no points or polygons; choose another layer" in refusal(NAME, parameters(street, PLACES=street))
    assert "has no points or polygons" in refusal(NAME, parameters(street, POP=street, POP_FIELD="len_m"))


@pytest.mark.parametrize(
    ("moment", "open_"),
    [
        ("2026-07-13T15:00:00", True),
        ("2026-07-13T18:30:00", False),
        ("2026-07-14T15:00:00", False),  # 14 July
        ("2026-07-12T15:00:00", False),  # Sunday
    ],
)
def test_closed_places_do_not_serve(run_algorithm, street, moment, open_):
    # The park closes; the fountain at the end of the street does not.
    rows = [(point(450, 0), "square", "Mo-Fr 08:00-18:00; PH off"), (point(1000, 0), "fountain", "24/7")]
    run = run_algorithm(NAME, parameters(street, fountains(*rows), OPEN_FIELD="hours", DATETIME=moment))
    assert (run.results["OPEN"], run.results["CLOSED"]) == ((2, 0) if open_ else (1, 1))
    assert minutes_of(run)[4] == pytest.approx(0 if open_ else 550 / 60)


def test_holidays_of_another_country(run_algorithm, street):
    given = parameters(street, park("PH off; Mo-Fr 08:00-18:00"), OPEN_FIELD="hours")
    rule = parameters(street, park("Mo-Fr 08:00-18:00; PH off"), OPEN_FIELD="hours", DATETIME="2026-07-14T15:00:00")
    assert run_algorithm(NAME, given).results["OPEN"] == 1
    assert run_algorithm(NAME, rule).results["OPEN"] == 0
    assert run_algorithm(NAME, {**rule, "COUNTRY": "DE"}).results["OPEN"] == 1
    assert run_algorithm(NAME, {**rule, "COUNTRY": ""}).results["OPEN"] == 1
    assert "The country XX is not known" in refusal(NAME, {**rule, "COUNTRY": "XX"})


def test_hours_that_cannot_be_read_follow_the_choice(run_algorithm, street):
    rows = [(point(0, 0), "a", "8h-18h"), (point(1000, 0), "b", None), (point(450, 0), "c", "Mo-Su 08:00-20:00")]
    given = parameters(street, fountains(*rows), OPEN_FIELD="hours")
    run = run_algorithm(NAME, given)
    assert [run.results[name] for name in ("OPEN", "CLOSED", "UNKNOWN")] == [3, 0, 2]
    assert "1 opening hours cannot be read, such as “8h-18h”." in run.feedback.warnings
    assert "1 places have no opening hours." in run.feedback.infos
    assert "2 places whose hours are not known count as open." in run.feedback.infos
    closed = run_algorithm(NAME, {**given, "UNKNOWN_HOURS": "closed"})
    assert [closed.results[name] for name in ("OPEN", "CLOSED", "UNKNOWN")] == [1, 2, 2]
    assert minutes_of(closed)[0] == pytest.approx(400 / 60)


def test_all_closed_leaves_everything_unreached(run_algorithm, street):
    dwellings = make_layer("Point", [(point(450, 0), 10)], [("people", "integer")])
    closed = parameters(street, park("off"), OPEN_FIELD="hours", POP=dwellings, POP_FIELD="people")
    run = run_algorithm(NAME, closed)
    assert run.feedback.warnings == ["No cool place is open at that hour."]
    assert minutes_of(run) == [None] * 10
    assert values_of(run.results["OUTPUT"], "place_id") == [None] * 10
    assert rows_of(run.results["OUTPUT_POLYGONS"]) == []
    assert values_of(run.results["OUTPUT_TABLE"], "people") == [0, 0, 0, 0, 0, 0, 10]
    assert (run.results["SERVED_PCT"], run.results["POP_SERVED_PCT"], run.results["CLOSED"]) == (0, 0, 1)


def test_a_closed_place_does_not_take_the_street_of_an_open_one(run_algorithm, street):
    # Two squares overlap; the western one, which begins first, is closed.
    rows = [(box(350, -5, 480, 5), "closed", "off"), (box(400, -5, 500, 5), "open", "24/7")]
    layer = make_layer("Polygon", rows, PLACE_FIELDS)
    run = run_algorithm(NAME, parameters(street, layer, OPEN_FIELD="hours", PLACE_FIELD="name"))
    assert minutes_of(run)[4] == 0
    assert set(values_of(run.results["OUTPUT"], "place_id")) == {"open"}


def test_heat_makes_the_way_longer_at_the_hour_of_arrival(run_algorithm):
    sunny = make_layer("LineString", street_rows(100), FIELDS)
    given = parameters(sunny, HEAT_WEIGHTED=True, ALPHA=3)
    run = run_algorithm(NAME, given)
    assert minutes_of(run)[3] == pytest.approx(3 * 50 / 60)
    assert run.results["SERVED_PCT"] == pytest.approx(30)
    assert run.results["STREETS_300_PCT"] == pytest.approx(70), "300 m are metres"
    # In the sun until 14:00, in the shade from 15:00 on: those who arrive at 15:00 walked in nearly none.
    rows = [(*row[:4], profile(*[100] * 9, *[0] * 8)) for row in street_rows()]
    moving = make_layer("LineString", rows, FIELDS)
    later = run_algorithm(NAME, parameters(moving, HEAT_WEIGHTED=True, ALPHA=3))
    assert minutes_of(later)[3] == pytest.approx((50 + 2 * 50**2 / 7200) / 60)
    none = make_layer("LineString", street_rows(), FIELDS)
    assert "sun profile" in refusal(NAME, parameters(none, HEAT_WEIGHTED=True))


def test_slope_is_that_of_the_way_to_the_park(run_algorithm):
    # The street climbs 10 % to the east: down to the park from the east, up to it from the west.
    rows = [(*row, 0.1) for row in street_rows()]
    layer = make_layer("LineString", rows, [*FIELDS, ("slope", "real")])
    found = minutes_of(run_algorithm(NAME, parameters(layer)))
    assert found[3] == pytest.approx(50 / 60 * 2.718281828**0.35, rel=1e-6)
    assert found[5] == pytest.approx(50 / 60)


def test_streets_of_another_part_are_not_reached(run_algorithm):
    rows = [*street_rows(), (line((0, 300), (100, 300)), 20, 21, 100.0, None)]
    run = run_algorithm(NAME, parameters(make_layer("LineString", rows, FIELDS)))
    assert minutes_of(run)[10] is None
    assert values_of(run.results["OUTPUT_TABLE"], "street_m")[-1] == pytest.approx(100)
    assert run.results["SERVED_PCT"] == pytest.approx(100 * 700 / 1100)


def test_places_missing_or_too_far(run_algorithm, street):
    assert "There is no cool place" in refusal(NAME, parameters(street, fountains()))
    assert "There is no cool place" in refusal(NAME, parameters(street, fountains((None, "a", None))))
    far = fountains((point(0, 150), "a", None), (point(0, 120), "b", None))
    sentence = refusal(NAME, parameters(street, far))
    assert "No cool place lies within 100 m of the walking network; the nearest is 120 m away." in sentence
    run = run_algorithm(NAME, parameters(street, far, MAX_SNAP=130))
    assert run.results["NOT_JOINED"] == 1
    assert run.feedback.warnings == ["1 places are farther than 130 m from the network and cannot be reached."]


def test_in_longitude_and_latitude(run_algorithm, street):
    expected = minutes_of(run_algorithm(NAME, parameters(street)))
    rows = [(in_degrees(shape), *rest) for shape, *rest in street_rows()]
    network = make_layer("LineString", rows, FIELDS, crs=WGS_84)
    places = make_layer("Polygon", [(in_degrees(PARK), "park", None)], PLACE_FIELDS, crs=WGS_84)
    run = run_algorithm(NAME, parameters(network, places))
    assert opened(run.results["OUTPUT"]).crs().authid() == WGS_84
    assert minutes_of(run) == pytest.approx(expected, abs=1e-3)


def test_invalid_and_null_geometries_are_told(run_algorithm, street):
    bow = shapely.Polygon([(WEST + 400, SOUTH - 20), (WEST + 500, SOUTH + 20), (WEST + 500, SOUTH - 20),
                           (WEST + 400, SOUTH + 20)])  # fmt: skip
    layer = make_layer("Polygon", [(bow, "bow tie", None), (None, "lost", None)], PLACE_FIELDS)
    run = run_algorithm(NAME, parameters(street, layer))
    assert minutes_of(run)[4] == 0
    assert "Cool places: 1 invalid geometries were repaired." in run.feedback.warnings
    assert "Cool places: 1 features without geometry are skipped." in run.feedback.warnings


def test_runs_on_its_own_output(run_algorithm, street):
    first = run_algorithm(NAME, parameters(street)).results["OUTPUT"]
    again = run_algorithm(NAME, parameters(first)).results["OUTPUT"]
    assert comparable(again) == comparable(first)


@pytest.mark.parametrize("kind", ["a.geojson", "a.gpkg"])
def test_network_from_a_file_of_objects(run_algorithm, tmp_path, kind):
    # GeoJSON gives the profile back as an object, which no other format can store.
    path = str(tmp_path / kind)
    layer = make_layer("LineString", street_rows(100), FIELDS)
    run_algorithm("native:savefeatures", {"INPUT": layer, "OUTPUT": path})
    run = run_algorithm(NAME, parameters(path, output=str(tmp_path / "out.gpkg"), HEAT_WEIGHTED=True, ALPHA=3))
    assert minutes_of(run)[3] == pytest.approx(3 * 50 / 60)
    again = run_algorithm(NAME, parameters(run.results["OUTPUT"], HEAT_WEIGHTED=True, ALPHA=3))
    assert minutes_of(again) == pytest.approx(minutes_of(run))


def test_optional_outputs_absent(run_algorithm, street):
    run = run_algorithm(NAME, parameters(street, OUTPUT_POLYGONS=None, OUTPUT_TABLE=None))
    assert "OUTPUT_TABLE" not in run.results
    assert len(minutes_of(run)) == 10


def test_missing_library_is_named(street, monkeypatch):
    from cityorchestra.processing_provider import libraries

    real = libraries.is_available
    monkeypatch.setattr(libraries, "is_available", lambda name: name != "opening_hours" and real(name))
    sentence = refusal(NAME, parameters(street, park("24/7"), OPEN_FIELD="hours"))
    assert "The opening hours need the Python package opening-hours-py" in sentence


def test_hours_need_no_library_without_the_field(run_algorithm, street, monkeypatch):
    from cityorchestra.processing_provider import libraries

    monkeypatch.setattr(libraries, "is_available", lambda name: name != "opening_hours")
    assert run_algorithm(NAME, parameters(street)).results["OPEN"] == 1


def test_cancel_leaves_no_file(run_algorithm, street, tmp_path):
    outputs = {name: str(tmp_path / f"{name}.gpkg") for name in ("OUTPUT", "OUTPUT_POLYGONS", "OUTPUT_TABLE")}
    for percent in (0, 60):
        run = run_algorithm(NAME, {**parameters(street), **outputs}, cancel_at=percent)
        assert run.feedback.isCanceled()
        assert run.results == {}
        assert files_in(tmp_path) == []


def test_same_in_french_and_in_a_model_with_provenance(run_algorithm, street, tmp_path):
    network, places = str(tmp_path / "street.gpkg"), str(tmp_path / "park.gpkg")
    run_algorithm("native:savefeatures", {"INPUT": street, "OUTPUT": network})
    run_algorithm("native:savefeatures", {"INPUT": park("Mo-Fr 08:00-18:00"), "OUTPUT": places})
    given = parameters(network, places, OPEN_FIELD="hours", MAX_MIN=4.5)
    first = run_algorithm(NAME, given).results["OUTPUT"]
    expected = comparable(first)
    check_record(record_of(first), NAME, OPEN_FIELD="hours", MAX_MIN="4.5")
    with french():
        assert comparable(run_algorithm(NAME, given).results["OUTPUT"]) == expected
    assert comparable(run_in_model(NAME, given, "OUTPUT")) == expected


def test_streets_that_lead_nowhere_are_drawn(qgis_new_project, street):
    closed = make_layer("Polygon", [(PARK, "a", "off")], PLACE_FIELDS, name="parks")
    layers = load_results(NAME, parameters(street, closed, OPEN_FIELD="hours"))
    assert len(colours_of(layers["Minutes to a cool place"]) - {"#ffffff"}) >= 1


def test_layers_arrive_styled_and_named(qgis_new_project, street):
    layers = load_results(NAME, parameters(street))
    assert set(layers) == {"Minutes to a cool place", "Served area", "Streets and people by minute"}
    assert len(colours_of(layers["Minutes to a cool place"]) - {"#ffffff"}) >= 3
    assert len(colours_of(layers["Served area"]) - {"#ffffff"}) >= 2
    for layer in layers.values():
        check_record(record_of(layer), NAME)
