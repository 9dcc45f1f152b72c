"""A land cover painted from layers: what is on top, what shows through, and no ground lost or counted twice."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.land_take.overlay import overlay_areas
from cityorchestra.processing_provider.land_take.painted_rules import (
    RULES_TABLE,
    read_rules,
    rules_of_features,
    widths_of,
)
from cityorchestra.processing_provider.land_take.painting import Layer, painted, widened
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, box

FRAME = box(0, 0, 100, 100)


def layer(cover, use, priority, *areas, park=False):
    return Layer(cover, use, priority, park, np.array(areas, dtype=object))


def at(painting, x, y):
    """Return cover, use and park of the face at a point."""
    row = int(np.flatnonzero(shapely.intersects(painting.geometry, Point(x, y)))[0])
    return str(painting.cover[row]), str(painting.use[row]), bool(painting.park[row])


def test_what_lies_on_top_hides_what_lies_below_and_use_shows_through():
    found = painted(
        [
            layer("1.1.1.1", "", 80, box(10, 10, 20, 20)),
            layer("2.2.1", "5", 20, box(0, 0, 60, 100)),
            layer("2.1.1.1", "", 35, box(40, 0, 80, 100)),
        ],
        FRAME,
    )
    assert at(found, 15, 15) == ("1.1.1.1", "5", False)  # a house takes the use of its plot
    assert at(found, 50, 50) == ("2.1.1.1", "5", False)
    assert at(found, 70, 50) == ("2.1.1.1", "", False)
    assert at(found, 90, 50) == ("", "", False)  # nothing tells of it
    assert at(found, 5, 5) == ("2.2.1", "5", False)
    assert shapely.area(found.geometry).sum() == pytest.approx(10_000.0)


def test_plants_of_a_park_are_park_and_its_paths_are_not():
    found = painted(
        [
            layer("2.2.1", "3", 40, box(0, 0, 50, 100), park=True),
            layer("2.1.1.1", "", 45, box(0, 0, 10, 100)),
            layer("1.1.1.2", "4.1.1", 60, box(20, 0, 23, 100)),
        ],
        FRAME,
    )
    assert at(found, 5, 50)[2] and at(found, 40, 50)[2]
    assert not at(found, 21, 50)[2] and not at(found, 90, 50)[2]


def test_of_equal_priority_the_later_is_above_and_outside_is_left_out():
    found = painted(
        [layer("2.2.1", "1.1", 5, box(-50, 0, 50, 100)), layer("2.1.3", "1.1", 5, box(40, 0, 999, 100))], FRAME
    )
    assert at(found, 45, 50)[0] == "2.1.3" and at(found, 20, 50)[0] == "2.2.1"
    assert shapely.total_bounds(found.geometry).tolist() == [0.0, 0.0, 100.0, 100.0]


def test_nothing_to_paint_leaves_ground_without_codes():
    found = painted([layer("2.2.1", "1.1", 5, box(500, 500, 600, 600))], FRAME)
    assert found.cover.tolist() == [""] and shapely.area(found.geometry).sum() == 10_000.0


def test_lines_are_widened():
    shapes = widened([LineString([(0, 0), (100, 0)])] * 3, [6.0, 0.0, np.nan])
    assert shapes[0].area == pytest.approx(600.0, rel=0.06) and shapes[1] is None and shapes[2] is None
    assert widths_of({"LARGEUR": [3.5, 0, None, "x"]}, np.array([9.0] * 4)).tolist() == [3.5, 9.0, 9.0, 9.0]
    assert widths_of({"width": ["4", "3,5 m", "narrow", "900"]}, np.array([9.0] * 4)).tolist() == [4.0, 3.5, 9.0, 9.0]


boxes = st.lists(
    st.tuples(st.integers(-10, 90), st.integers(-10, 90), st.integers(1, 60), st.integers(1, 60),
              st.sampled_from(["", "1.1.1.1", "2.2.1"]), st.sampled_from(["", "5", "1.1"]), st.integers(0, 3)),
    max_size=8,
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(boxes, st.integers(0, 10_000))
def test_faces_fill_the_frame_once_and_the_topmost_wins(areas, seed):
    layers = [layer(cover, use, priority, box(x, y, x + w, y + h)) for x, y, w, h, cover, use, priority in areas]
    found = painted(layers, FRAME)
    assert shapely.area(found.geometry).sum() == pytest.approx(10_000.0, rel=1e-9)
    shared = overlay_areas(found.geometry, found.geometry)
    assert shared.area_m2[shared.first_index != shared.second_index].sum() == pytest.approx(0.0, abs=1e-6)
    for x, y in np.random.default_rng(seed).uniform(0.5, 99.5, (20, 2)):
        cover = use = ""
        for one in sorted(layers, key=lambda item: item.priority):
            if shapely.intersects_xy(one.areas[0], x, y):
                cover, use = one.cover or cover, one.use or use
        inside = shapely.contains_xy(found.geometry, x, y)
        if inside.any():  # not on a boundary
            row = int(np.flatnonzero(inside)[0])
            assert (found.cover[row], found.use[row]) == (cover, use)


# --- rules ---------------------------------------------------------------------------------------------------------


def told(profile, name, **columns):
    """Return cover, use, priority and width of one feature."""
    rules = read_rules(profile)
    number = int(rules_of_features(rules, name, {key: [value] for key, value in columns.items()}, 1)[0])
    if number < 0:
        return None
    rule = rules[number]
    return (rule.cover, rule.use, rule.priority, rule.width_m) if rule.drawn else "-"


def test_rules_of_openstreetmap():
    assert told("osm", "any", building="house")[:3] == ("1.1.1.1", "", 80)
    assert told("osm", "any", building="no") == "-"
    assert told("osm", "ways", highway="residential") == ("1.1.1.2", "4.1.1", 60, 5.0)
    assert told("osm", "ways", highway="motorway_link") == ("1.1.1.2", "4.1.1", 60, 22.0)
    assert told("osm", "ways", highway="residential", tunnel="yes") == "-"
    assert told("osm", "ways", highway="residential", other_tags='"tunnel"=>"yes","lit"=>"no"') == "-"
    assert told("osm", "areas", landuse="Farmland")[:2] == ("2.2.1", "1.1")
    assert told("osm", "areas", landuse="quarry")[:2] == ("1.1.2.1", "1.3")
    assert told("osm", "areas", natural="wood")[:2] == ("2.1.1.1", "6.3")
    assert told("osm", "areas", leisure="park")[:2] == ("2.2.1", "3")
    assert told("osm", "areas", amenity="parking")[:3] == ("1.1.1.2", "3", 50)
    assert told("osm", "areas", amenity="bench") is None and told("osm", "areas", landuse=None) is None


def test_rules_of_bd_topo():
    assert told("bdtopo", "BATIMENT", USAGE1="Résidentiel")[:2] == ("1.1.1.1", "5")
    assert told("bdtopo", "batiment", USAGE1="Indifférencié")[:2] == ("1.1.1.1", "")
    assert told("bdtopo", "troncon_de_route", NATURE="Route à 1 chaussée") == ("1.1.1.2", "4.1.1", 60, 4.5)
    assert told("bdtopo", "troncon_de_route", NATURE="Sentier") == "-"
    assert told("bdtopo", "troncon_de_route", NATURE="Route à 1 chaussée", POS_SOL=-1) == "-"
    assert told("bdtopo", "zone_de_vegetation", NATURE="Forêt fermée mixte")[:2] == ("2.1.1.3", "")
    assert told("bdtopo", "zone_de_vegetation", NATURE="Haie")[:3] == ("2.1.2", "", 40)
    assert told("bdtopo", "surface_hydrographique", NATURE="Mare")[:2] == ("1.2.2", "6.3")
    assert told("bdtopo", "zone_d_activite_ou_d_interet", CATEGORIE="Santé")[:2] == ("", "3")
    assert told("bdtopo", "parcelles", code_us="US5")[:2] == ("", "=")
    assert told("bdtopo", "commune", NOM="Najac") is None


def test_the_order_of_the_specification():
    """Land use below nature, leisure, car parks, roads, railways, buildings."""
    order = [
        told("osm", "x", **{key: value})[2]
        for key, value in (
            ("landuse", "residential"), ("natural", "wood"), ("leisure", "park"), ("amenity", "parking"),
            ("highway", "primary"), ("railway", "rail"), ("building", "yes"),
        )
    ]  # fmt: skip
    assert order == sorted(order) and len(set(order)) == len(order)


def test_tables_of_users_are_checked(tmp_path):
    path = tmp_path / "own.csv"
    head = RULES_TABLE.read_text(encoding="utf-8").splitlines()[4]
    path.write_text(f"{head}\nosm,*,landuse,moor,2.1.2,6.3,20,,,0,\n")
    assert [rule.cover for rule in read_rules("osm", path)] == ["2.1.2"]
    with pytest.raises(InputError, match="no rule for bdtopo"):
        read_rules("bdtopo", path)
    for row in ("osm,*,landuse,moor,9.9,6.3,20,,,0,", "osm,*,landuse,moor,2.1.2,6.3,high,,,0,",
                "osm,*,landuse,moor,2.1.2,6.3,20,-3,,0,"):  # fmt: skip
        bad = tmp_path / f"bad{abs(hash(row))}.csv"
        bad.write_text(f"{head}\n{row}\n")
        with pytest.raises(InputError, match="Row 1"):
            read_rules("osm", bad)
