"""Entrances of places, opening hours, and people by minute."""

from __future__ import annotations

import datetime
import json
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import shapely
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.walking.access import minute_bands, share_by_length, share_by_place
from cityorchestra.processing_provider.walking.entrances import BESIDE, CROSSED, NEAREST, NONE, find_entrances
from hypothesis import given, settings
from hypothesis import strategies as st

PARIS = ZoneInfo("Europe/Paris")


def rows(spans):
    return [tuple(row) for row in zip(*(column.tolist() for column in spans))]


# --- entrances ----------------------------------------------------------------------------------------------

STREET = shapely.LineString([(0, 0), (100, 0)])
LANE = shapely.LineString([(0, 0), (0, 50), (0, 100)])


def test_a_park_crossed_by_a_path_is_entered_at_its_boundary():
    park = shapely.box(30, -10, 70, 10)
    found = find_entrances([park], [STREET, LANE])
    assert rows(found.spans) == [(0, 0.3, 0.7, 0)]
    assert (found.how.tolist(), found.distance.tolist()) == ([CROSSED], [0.0])


def test_a_path_that_ends_in_the_park_and_one_wholly_inside():
    park = shapely.box(-10, -10, 40, 120)
    found = find_entrances([park], [STREET, LANE])
    assert rows(found.spans) == [(0, 0.0, 0.4, 0), (1, 0.0, 1.0, 0)]


def test_a_bent_path_may_enter_twice_and_cross_itself():
    path = shapely.LineString([(0, 0), (50, 0), (50, 20), (20, 20), (20, -20)])
    park = shapely.box(10, -5, 30, 5)
    found = find_entrances([park], [path])
    length = path.length
    assert np.array(rows(found.spans)) == pytest.approx(
        np.array([(0, 10 / length, 30 / length, 0), (0, 115 / length, 125 / length, 0)])
    )


def test_a_path_that_touches_the_corner_gives_an_entrance():
    park = shapely.Polygon([(50, 0), (60, 20), (40, 20)])
    assert rows(find_entrances([park], [STREET]).spans) == [(0, 0.5, 0.5, 0)]


def test_a_closed_loop_is_cut_where_it_leaves():
    loop = shapely.LineString([(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)])
    found = find_entrances([shapely.box(-5, -5, 5, 5)], [loop])
    assert rows(found.spans) == [(0, 0.0, 0.125, 0), (0, 0.875, 1.0, 0)]


def test_a_place_without_path_is_entered_from_every_street_beside_it():
    # 12 m south of the street, 14 m east of the lane; another street 30 m away does not count.
    square = shapely.box(14, -40, 40, -12)
    lane = shapely.LineString([(0, 0), (0, -100)])
    far = shapely.LineString([(0, -70), (100, -70)])
    found = find_entrances([square], [STREET, lane, far])
    # From 14 to 40 m along the street, and 9 m more on either side: 15² = 12² + 9².
    (north, west) = rows(found.spans)
    assert north == (0, pytest.approx(0.05, abs=1e-3), pytest.approx(0.49, abs=1e-3), 0)
    reach = (15**2 - 14**2) ** 0.5
    assert west == (1, pytest.approx((12 - reach) / 100, abs=2e-3), pytest.approx((40 + reach) / 100, abs=2e-3), 0)
    assert (found.how.tolist(), found.distance.tolist()) == ([BESIDE], [12.0])
    assert rows(find_entrances([square], [STREET, lane, far], beside=13.0).spans)[0][0] == 0
    # Not from a crossing of a carriageway.
    assert [row[0] for row in rows(find_entrances([square], [STREET, lane], usable=[False, True]).spans)] == [1]


def test_points_and_far_places_take_the_nearest_street():
    places = [
        shapely.Point(25, 8),
        shapely.Polygon([(60, 20), (70, 30), (50, 30)]),
        shapely.Point(50, 140),
        None,
        shapely.Point(),
    ]
    found = find_entrances(places, [STREET])
    assert rows(found.spans) == [(0, 0.25, 0.25, 0), (0, pytest.approx(0.6), pytest.approx(0.6), 1)]
    assert found.how.tolist() == [NEAREST, NEAREST, NONE, NONE, NONE]
    assert found.distance.tolist() == [8.0, 20.0, 140.0, np.inf, np.inf]
    several = shapely.MultiPoint([(10, 50), (80, 3)])
    assert rows(find_entrances([several], [STREET]).spans) == [(0, 0.8, 0.8, 0)]


def test_nothing_to_join():
    assert rows(find_entrances([], [STREET]).spans) == []
    found = find_entrances([shapely.box(0, 0, 1, 1)], [])
    assert (rows(found.spans), found.how.tolist()) == ([], [NONE])


@settings(max_examples=60)
@given(st.integers(0, 2**32 - 1), st.integers(2, 7))
def test_what_lies_inside_is_the_intersection(seed, vertices):
    random = np.random.default_rng(seed)
    lines = shapely.linestrings(random.uniform(0, 100, (4, vertices, 2)))
    park = shapely.convex_hull(shapely.multipoints(random.uniform(0, 100, (6, 2))))
    found = find_entrances([park], lines)
    inside = np.zeros(4)
    for edge, start, stop, _ in rows(found.spans):
        inside[edge] += (stop - start) * lines[edge].length
    if found.how[0] == CROSSED:
        np.testing.assert_allclose(inside, [park.intersection(line).length for line in lines], atol=1e-6)
    else:
        assert not any(park.intersects(line) for line in lines)


@settings(max_examples=30)
@given(st.integers(0, 2**32 - 1), st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))
def test_entrances_move_with_the_town(seed, dx, dy):
    random = np.random.default_rng(seed)
    lines = shapely.linestrings(np.round(random.uniform(0, 100, (4, 3, 2)), 1))
    places = [shapely.box(20, 20, 40, 45), shapely.Point(80, 80), shapely.box(300, 300, 310, 310)]
    here = find_entrances(places, lines)
    move = np.round([dx, dy])
    there = find_entrances(
        shapely.transform(places, lambda xy: xy + move), shapely.transform(lines, lambda xy: xy + move)
    )
    assert here.how.tolist() == there.how.tolist()
    np.testing.assert_allclose(np.array(rows(here.spans)), np.array(rows(there.spans)), atol=1e-9)


# --- opening hours ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hours():
    pytest.importorskip("opening_hours")
    from cityorchestra.processing_provider.walking import opening_hours

    return opening_hours


def at(*when, zone=PARIS):
    return datetime.datetime(*when, tzinfo=zone)


MONDAY, SATURDAY, BASTILLE_DAY = (2026, 7, 13), (2026, 7, 11), (2026, 7, 14)


@pytest.mark.parametrize(
    ("text", "day", "hour", "open_"),
    [
        ("Mo-Fr 08:00-18:00", MONDAY, 15, True),
        ("Mo-Fr 08:00-18:00", MONDAY, 18, False),
        ("Mo-Fr 08:00-18:00", MONDAY, 8, True),
        ("Mo-Fr 08:00-18:00", SATURDAY, 15, False),
        ("22:00-02:00", MONDAY, 1, True),  # since Sunday evening
        ("22:00-02:00", MONDAY, 3, False),
        ("Mo-Fr 08:00-18:00; PH off", BASTILLE_DAY, 15, False),
        ("Mo-Fr 08:00-18:00; PH 10:00-12:00", BASTILLE_DAY, 11, True),
        ("Mo-Fr 08:00-18:00; PH off", MONDAY, 15, True),
        ("Oct-Mar 08:00-19:00; Apr-Sep 08:00-22:00", MONDAY, 21, True),
        ("Oct-Mar 08:00-19:00; Apr-Sep 08:00-22:00", (2026, 1, 12), 21, False),
        ("24/7", MONDAY, 3, True),
        ("24/7 open", MONDAY, 3, True),
        ("off", MONDAY, 15, False),
    ],
)
def test_hours_of_openstreetmap(hours, text, day, hour, open_):
    result = hours.open_at([text], at(*day, hour), "Europe/Paris")
    assert result.state.tolist() == [hours.OPEN if open_ else hours.CLOSED]
    assert (result.missing, result.unreadable) == (0, 0)


def test_holidays_are_those_of_the_country(hours):
    text = ["Mo-Fr 08:00-18:00; PH off"]
    for position in (None, (-1.68, 48.11)):
        none = hours.open_at(text, at(*BASTILLE_DAY, 15), "Europe/Paris", country="", position=position)
        assert none.state[0] == hours.OPEN
    assert hours.open_at(text, at(*BASTILLE_DAY, 15), "Europe/Paris", country="de").state[0] == hours.OPEN
    with pytest.raises(InputError, match="country XX is not known"):
        hours.open_at(text, at(*MONDAY, 15), "Europe/Paris", country="XX")


def test_unreadable_and_missing_hours_are_counted(hours):
    values = ["Horaires du Planétarium", None, "", [], "8h-18h", "8h-18h", "Mo-Fr 08:00-18:00", "Mo-Su unknown"]
    result = hours.open_at(values, at(*MONDAY, 15), "Europe/Paris")
    assert result.state.tolist() == [-1, -1, -1, -1, -1, -1, 1, -1]
    assert (result.missing, result.unreadable) == (3, 3)
    assert result.examples == ("Horaires du Planétarium", "8h-18h")


def test_hours_are_local_whatever_the_zone_of_the_moment(hours):
    moment = at(2026, 7, 13, 6, 30, zone=datetime.timezone.utc)  # 08:30 in Paris
    assert hours.open_at(["08:00-18:00"], moment, "Europe/Paris").state[0] == hours.OPEN
    assert hours.open_at(["08:00-18:00"], moment, "UTC").state[0] == hours.CLOSED
    with pytest.raises(ValueError, match="no time zone"):
        hours.open_at([], datetime.datetime(2026, 7, 13), "Europe/Paris")


def test_sunset_is_that_of_the_place(hours):
    # In Rennes the sun of 13 July sets at about 22:05, summer time.
    rennes = (-1.68, 48.11)
    for hour, minute, state in ((21, 50, 1), (22, 20, 0), (6, 0, 0), (6, 30, 1)):
        moment = at(*MONDAY, hour, minute)
        found = hours.open_at(["sunrise-sunset"], moment, "Europe/Paris", position=rennes).state
        assert found.tolist() == [state], (hour, minute)


def test_schema_org_and_lists_become_openstreetmap(hours):
    days = [f"http://schema.org/{day}" for day in ("Monday", "Tuesday")]
    morning = {"opens": "8:00", "closes": "12:00", "dayOfWeek": days}
    afternoon = {"opens": "14:00:00", "closes": "23:59", "dayOfWeek": "https://schema.org/Monday"}
    assert hours.hours_text([morning, afternoon]) == "Mo,Tu 08:00-12:00, Mo 14:00-24:00"
    assert hours.hours_text(json.dumps([morning])) == "Mo,Tu 08:00-12:00"
    assert hours.hours_text(afternoon) == "Mo 14:00-24:00"
    season = {"opens": "09:00", "closes": "20:00", "validFrom": "2026-06-01", "validThrough": "2026-09-22"}
    assert hours.hours_text(season) == "2026 Jun 01-2026 Sep 22 Mo,Tu,We,Th,Fr,Sa,Su 09:00-20:00"
    assert hours.hours_text(["Mo 08:00-10:00", "Tu off"]) == "Mo 08:00-10:00; Tu off"
    assert [hours.hours_text(value) for value in (None, "", "  ", [], [None], "[]")] == [None] * 6
    for wrong in ({"opens": "8h"}, {**morning, "dayOfWeek": "Someday"}, {**morning, "validFrom": "soon"}):
        text = hours.hours_text([wrong])
        assert hours.open_at([text], at(*MONDAY, 9), "Europe/Paris").unreadable == 1
    states = [hours.open_at([[morning, afternoon]], at(*MONDAY, hour), "Europe/Paris").state[0] for hour in (9, 13, 23)]
    assert states == [1, 0, 1]
    assert [hours.open_at([season], at(year, 7, 1, 12), "Europe/Paris").state[0] for year in (2026, 2027)] == [1, 0]


# --- bands and people ---------------------------------------------------------------------------------------


def test_bands_of_one_minute():
    bands = minute_bands(2.5)
    assert bands.low[:-1].tolist() == [0.0, 1.0, 2.0, 2.5]
    assert bands.high[:-1].tolist() == [1.0, 2.0, 2.5, np.inf]
    assert (bands.beyond, bands.unreached) == (3, 4)
    assert bands.of([0.0, 60.0, 60.1, 150.0, 151.0, np.inf]).tolist() == [0, 0, 1, 2, 3, 4]
    assert len(minute_bands(5.0).low) == 7
    for wrong in (0.0, -1.0, np.nan, np.inf):
        with pytest.raises(ValueError, match="above 0"):
            minute_bands(wrong)


def test_people_are_spread_along_the_streets_of_their_block():
    lines = [shapely.LineString([(0, 0), (30, 0)]), shapely.LineString([(30, 0), (100, 0)])]
    blocks = [shapely.box(0, -5, 40, 5), shapely.box(0, -5, 10, 5), shapely.box(0, 50, 10, 60), None]
    shares = share_by_length(blocks, lines, [0, 2], 3)
    np.testing.assert_allclose(shares, [[0.75, 0.0, 0.25], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    assert share_by_length([], lines, [0, 1], 2).shape == (0, 2)
    assert share_by_length(blocks, [], [], 2).sum() == 0.0
    assert share_by_place([2, 0], 3).tolist() == [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1))
def test_nobody_is_lost(seed):
    random = np.random.default_rng(seed)
    lines = shapely.linestrings(random.uniform(0, 100, (8, 2, 2)))
    xy = random.uniform(0, 90, (5, 2))
    blocks = shapely.box(xy[:, 0], xy[:, 1], xy[:, 0] + 20, xy[:, 1] + 15)
    shares = share_by_length(blocks, lines, random.integers(0, 4, 8), 4)
    assert ((shares >= 0.0) & (shares <= 1.0 + 1e-12)).all()
    met = np.array([any(block.intersection(line).length > 0 for line in lines) for block in blocks])
    np.testing.assert_allclose(shares.sum(axis=1), met.astype(float), atol=1e-9)
