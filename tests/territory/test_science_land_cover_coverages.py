"""The two land covers of the demo town: partitions of the ground, with changes that are known."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
import shapely
from cityorchestra.processing_provider.land_take.adjacency import neighbours
from cityorchestra.processing_provider.land_take.nomenclature import covers, judge, normal_codes, uses
from cityorchestra.processing_provider.land_take.overlay import overlay_areas
from cityorchestra.processing_provider.land_take.thresholds import apply_thresholds
from cityorchestra.processing_provider.territory.demo import make_demo_territory
from cityorchestra.processing_provider.territory.demo.land_cover_painting import (
    BUILT_UNIT,
    SMALLEST_BUILDING,
    blown_up,
    ground_kinds,
)
from cityorchestra.processing_provider.territory.demo.land_cover_sites import patch
from cityorchestra.processing_provider.territory.schema import check_table, demo_layers
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

LAYERS = ("ocsge_2017", "ocsge_2020", "land_cover_changes")
FIRST, SECOND, CHANGES = LAYERS
SIDE = 900.0


def land_covers(seed, size, **more):
    town = make_demo_territory(seed=seed, size_m=size, cell_size=10.0, **more)
    return {name: town.measurements[name] for name in LAYERS}


@pytest.fixture(scope="module")
def made():
    """A town with most of the changes."""
    return land_covers(11, SIDE)


@pytest.fixture(scope="module")
def default_town():
    """The town that users open: 2 by 2 km."""
    return land_covers(35000, 2000.0)


def codes(table):
    """Cover and use of each face, in the spelling of the project."""
    return normal_codes(table.columns["code_cs"], "cs"), normal_codes(table.columns["code_us"], "us")


def sound(made, size):
    """Every property the layers must have whatever the town."""
    for name in LAYERS:
        check_table(name, made[name])
        assert shapely.is_valid(made[name].geometry).all()
    for name in LAYERS[:2]:
        faces = made[name].geometry
        assert shapely.area(faces).sum() == pytest.approx(size**2, abs=1e-4)
        assert shapely.coverage_is_valid(faces)  # no overlap, no edge that is not shared to the bit
        assert shapely.union_all(faces).equals(box(*shapely.total_bounds(faces)))  # no gap
        at = shapely.get_coordinates(faces)
        assert np.abs(at * 1000 - np.rint(at * 1000)).max() < 1e-5
        shared = overlay_areas(faces, faces)
        assert shared.first_index.tolist() == shared.second_index.tolist() == list(range(len(faces)))
        assert len(set(made[name].columns["id"])) == len(faces)
        cover, use = codes(made[name])
        assert set(cover) <= {one.code for one in covers()} and set(use) <= {one.code for one in uses()}
        assert (shapely.area(faces) > 1.0).all()
    truth_is_the_overlay(made)


def truth_is_the_overlay(made):
    """What the overlay of the two covers finds is what the table says, to the square millimetre."""
    shared = overlay_areas(made[FIRST].geometry, made[SECOND].geometry)
    (cs1, us1), (cs2, us2) = codes(made[FIRST]), codes(made[SECOND])
    found, told = defaultdict(float), defaultdict(float)
    for one, other, area in zip(shared.first_index, shared.second_index, shared.area_m2):
        if (cs1[one], us1[one]) != (cs2[other], us2[other]):
            found[cs1[one], us1[one], cs2[other], us2[other]] += area
    columns = made[CHANGES].columns
    for *key, area in zip(*(columns[name] for name in ("cs1", "us1", "cs2", "us2", "area_m2"))):
        told[tuple(key)] += area
    assert set(found) == set(told)
    for key, area in told.items():
        assert found[key] == pytest.approx(area, abs=1e-5), key
    np.testing.assert_allclose(columns["area_m2"], shapely.area(made[CHANGES].geometry), rtol=1e-12)


def test_partition_of_the_ground(made):
    sound(made, SIDE)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**31), size=st.integers(30, 70))
def test_any_town_has_sound_land_covers(seed, size):
    made = land_covers(seed, 10.0 * size)
    sound(made, 10.0 * size)
    assert len(made[CHANGES]) > 0


def test_same_seed_same_land_covers_and_another_another():
    first, second, other = (land_covers(seed, 400.0) for seed in (3, 3, 4))
    for name in LAYERS:
        assert shapely.to_wkb(first[name].geometry).tolist() == shapely.to_wkb(second[name].geometry).tolist()
        for field, values in first[name].columns.items():
            np.testing.assert_array_equal(values, second[name].columns[field])
    assert len(first[FIRST]) != len(other[FIRST])


def test_land_covers_do_not_depend_on_the_rasters():
    town = make_demo_territory(seed=3, size_m=400.0, cell_size=2.0).measurements[FIRST]
    other = land_covers(3, 400.0)[FIRST]
    assert shapely.to_wkb(town.geometry).tolist() == shapely.to_wkb(other.geometry).tolist()


def test_moving_the_origin_moves_the_faces():
    here, there = land_covers(3, 400.0), land_covers(3, 400.0, origin=(351400.0, 6788800.0))
    for name in LAYERS:
        moved = shapely.transform(here[name].geometry, lambda points: points + np.array([400.0, -200.0]))
        assert shapely.equals_exact(moved, there[name].geometry, 1e-6).all()


def test_most_faces_are_the_same_to_the_bit(made):
    first, second = made[FIRST], made[SECOND]
    one, other = (dict(zip(table.columns["id"], shapely.to_wkb(table.geometry))) for table in (first, second))
    kept = set(one) & set(other)
    assert len(kept) > 0.9 * len(one)
    assert all(one[name] == other[name] for name in kept)
    # The other way: no face that is the same in shape and codes has another name.
    rows = [
        set(
            zip(table.columns["id"], shapely.to_wkb(table.geometry), table.columns["code_cs"], table.columns["code_us"])
        )
        for table in (first, second)
    ]
    assert {row[0] for row in rows[0] & rows[1]} == kept
    assert len({row[1:] for row in rows[0]} & {row[1:] for row in rows[1]}) == len(kept)
    assert set(first.columns["millesime"]) == {2017} and set(second.columns["millesime"]) == {2020}


def test_flux_of_the_table_is_that_of_the_matrix(made):
    """The flags were written by hand in the table of kinds; the matrix is that of the decree."""
    columns = made[CHANGES].columns
    flags = [judge(columns[f"cs{k}"].astype(str), columns[f"us{k}"].astype(str)).artificial for k in (1, 2)]
    assert (flags[0] >= 0).all() and (flags[1] >= 0).all()
    assert list(columns["flux_brut"]) == (flags[1].astype(int) - flags[0]).tolist()
    assert set(columns["flux_brut"]) == {-1, 0, 1}


def test_kinds_of_ground_are_in_the_nomenclature():
    kinds = ground_kinds().values()
    cover, use = [kind.cover for kind in kinds], [kind.use for kind in kinds]
    assert normal_codes(cover, "cs").tolist() == cover and normal_codes(use, "us").tolist() == use
    assert judge(cover, use).artificial.tolist() == [int(kind.artificial) for kind in kinds]


# -- the town that users open ----------------------------------------------------------------------------------------


def face_at(table, shape):
    """Row of the face that holds a shape."""
    return int(np.flatnonzero(shapely.contains(table.geometry, shape.representative_point()))[0])


@pytest.fixture(scope="module")
def states(default_town):
    """Flag, reason and area of what touches, of each face at both dates, by the thresholds of the decree."""
    found = {}
    for name in LAYERS[:2]:
        cover, use = codes(default_town[name])
        faces = default_town[name].geometry
        flags, touching = judge(cover, use).artificial, neighbours(faces)
        found[name] = apply_thresholds(flags, shapely.area(faces), touching, built=cover == "1.1.1.1"), touching
    return found


def test_default_town_has_every_kind_of_change(default_town):
    sound(default_town, 2000.0)
    told = next(item for item in demo_layers()[CHANGES].fields if item.name == "kind").description_en
    kinds = set(told.split(": ")[1].replace(" or ", ", ").split(", "))
    assert set(default_town[CHANGES].columns["kind"]) == kinds
    covers_there = set(default_town[FIRST].columns["code_cs"])
    assert {"CS1.1.1.1", "CS1.1.1.2", "CS1.1.2.1", "CS1.1.2.2", "CS1.2.2", "CS2.1.3", "CS2.2.1"} <= covers_there
    assert {"CS2.1.1.1", "CS2.1.1.2", "CS2.1.1.3"} <= covers_there


def test_roads_are_one_long_face_with_the_blocks_in_its_holes(default_town):
    cover, use = codes(default_town[FIRST])
    roads = shapely.get_geometry(default_town[FIRST].geometry[(cover == "1.1.1.2") & (use == "4.1.1")], 0)
    main = roads[np.argmax(shapely.area(roads))]
    assert shapely.area(main) > 0.8 * shapely.area(roads).sum()
    assert len(main.interiors) > 60
    assert shapely.get_num_coordinates(main) > 2000


def test_faces_have_the_smallest_size_of_their_kind(default_town):
    """200 m2 for buildings and 500 m2 for the rest, but for the sites made to be smaller and for roads cut apart."""
    cover, _ = codes(default_town[FIRST])
    area = shapely.area(default_town[FIRST].geometry)
    built = cover == "1.1.1.1"
    assert area[built].min() > 199.9
    assert (area[~built] < 500.0).sum() == 1  # the yard that stands alone
    assert built.sum() > 500


@pytest.mark.parametrize(
    ("kind", "reasons", "flags"),
    [
        ("housing_estate", {"matrice", "bati"}, (0, 1)),
        ("road", {"matrice"}, (0, 1)),
        ("warehouse", {"matrice", "bati"}, (0, 1)),
        ("building_site", {"matrice"}, (0, 1)),
        ("yard", {"artif_sous_seuil"}, (0, 0)),  # 900 m2 alone in a field
        ("cabin", {"bati_sous_seuil"}, (0, 0)),  # 40 m2
        ("yard_grown", {"bati"}, (0, 1)),
        ("flats_demolished", {"enclave_non_artif"}, (1, 1)),  # grass, but enclosed in town
        ("works_demolished", {"matrice"}, (1, 1)),
        ("abandoned", {"matrice"}, (0, 0)),
        ("felled", {"matrice"}, (0, 0)),
        ("grubbed_up", {"matrice"}, (0, 0)),
        ("infill", {"bati"}, (1, 1)),
        ("paved_garden", {"matrice"}, (1, 1)),
        ("park", {"matrice", "enclave_non_artif"}, (1, 1)),
    ],
)
def test_each_change_meets_the_rule_it_was_made_for(default_town, states, kind, reasons, flags):
    changes = default_town[CHANGES]
    rows = np.flatnonzero(changes.columns["kind"] == kind)
    assert len(rows)
    for row in rows:
        before, after = (face_at(default_town[name], changes.geometry[row]) for name in LAYERS[:2])
        assert (states[FIRST][0].artificial[before], states[SECOND][0].artificial[after]) == flags
        assert states[SECOND][0].reason[after] in reasons


def test_quarry_is_given_back_only_where_it_was_artificial(default_town, states):
    columns = default_town[CHANGES].columns
    rows = np.flatnonzero(columns["kind"] == "renaturation")
    flux = {(columns["cs1"][row], columns["cs2"][row]): columns["flux_brut"][row] for row in rows}
    assert flux == {("1.1.2.1", "2.1.2"): 0, ("1.1.2.1", "1.2.2"): 0, ("1.1.1.2", "2.2.1"): -1}
    yard = rows[list(columns["cs1"][rows]).index("1.1.1.2")]
    assert columns["area_m2"][yard] > 2500.0
    shape = default_town[CHANGES].geometry[yard]
    flags = [states[name][0].artificial[face_at(default_town[name], shape)] for name in LAYERS[:2]]
    assert flags == [1, 0]


def test_a_barn_takes_a_yard_over_the_threshold(default_town, states):
    changes = default_town[CHANGES]
    row = list(changes.columns["kind"]).index("yard_grown")
    barn = changes.geometry[row]
    touching = default_town[FIRST].geometry[shapely.intersects(default_town[FIRST].geometry, barn)]
    yard = touching[np.abs(shapely.area(touching) - 2000.0) < 1.0]
    assert len(yard) == 1
    found = [(states[name][0], face_at(default_town[name], yard[0])) for name in LAYERS[:2]]
    assert [(one.artificial[face], one.reason[face]) for one, face in found] == [
        (0, "artif_sous_seuil"),
        (1, "matrice"),
    ]
    assert found[1][0].component_m2[found[1][1]] == pytest.approx(2600.0, abs=1.0)


def around(table, touching, row):
    """Cover and use of the faces that touch one."""
    cover, use = codes(table)
    beside = np.concatenate([touching.second[touching.first == row], touching.first[touching.second == row]])
    return set(zip(cover[beside], use[beside]))


def test_enclosed_field_and_lone_yard(default_town, states):
    table, (state, touching) = default_town[FIRST], states[FIRST]
    cover, use = codes(table)
    area = shapely.area(table.geometry)
    enclave = np.flatnonzero((cover == "2.2.1") & (use == "1.1") & (np.abs(area - 1600.0) < 1.0))
    assert len(enclave) == 1
    assert around(table, touching, enclave[0]) == {("2.2.1", "5")}
    assert (state.artificial[enclave[0]], state.reason[enclave[0]]) == (1, "enclave_non_artif")
    lone = np.flatnonzero((cover == "1.1.1.2") & (np.abs(area - 200.0) < 0.1))
    assert len(lone) == 1
    assert around(table, touching, lone[0]) == {("2.2.1", "1.1")}
    assert (state.artificial[lone[0]], state.reason[lone[0]]) == (0, "artif_sous_seuil")


def test_park_and_field_of_panels_are_large_enough_to_be_exempted(default_town):
    cover, use = codes(default_town[FIRST])
    area = shapely.area(default_town[FIRST].geometry)
    assert area[(cover == "2.2.1") & (use == "4.3")].tolist() == pytest.approx([6664.0], abs=1.0)
    assert area[(cover == "2.2.1") & (use == "3")].max() > 10_000.0


# -- the parts -------------------------------------------------------------------------------------------------------


def test_small_buildings_are_blown_up_and_near_ones_joined():
    apart = blown_up([box(0, 0, 10, 8)])
    assert len(apart) == 1
    assert apart[0].area == pytest.approx(BUILT_UNIT, rel=1e-6)  # a rectangle: the formula is exact
    assert apart[0].centroid.distance(shapely.Point(5, 4)) < 1e-6
    joined = blown_up([box(0, 0, 20, 10), box(23, 0, 43, 10)])  # 3 m apart
    assert [part.bounds for part in joined] == [(0.0, 0.0, 43.0, 10.0)]
    assert len(blown_up([box(0, 0, 20, 10), box(25, 0, 45, 10)])) == 2  # 5 m apart
    assert blown_up([box(0, 0, 7, 7)]) == [] and SMALLEST_BUILDING > 49.0
    assert blown_up([]) == []


@settings(max_examples=30, deadline=None)
@given(width=st.floats(20.0, 90.0), height=st.floats(20.0, 90.0), share=st.floats(0.05, 0.95))
def test_a_patch_has_the_area_asked_for(width, height, share):
    ground = box(0, 0, width, height).difference(box(0, 0, width / 3, height / 3))
    wanted = share * ground.area
    found = patch(ground, wanted)
    assert found.area == pytest.approx(wanted, rel=1e-6) or found.area > wanted
    assert found.area <= ground.area + 1e-6 and ground.buffer(1e-6).contains(found)
    assert patch(ground, ground.area + 1.0) is None
