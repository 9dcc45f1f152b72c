"""Rules of painting: which code, order and width a feature of OpenStreetMap or BD TOPO gets."""

from __future__ import annotations

import numpy as np
import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.land_take.nomenclature import judge
from cityorchestra.processing_provider.land_take.painted_rules import (
    FROM_FIELD,
    NO_RULE,
    RULES_TABLE,
    WIDEST_M,
    read_rules,
    rules_of_features,
    widths_of,
)
from cityorchestra.processing_provider.land_take.sources import read_classes
from hypothesis import given, settings
from hypothesis import strategies as st


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
    assert told("osm", "areas", natural="wood")[:2] == ("2.1.1", "6.3")
    assert told("osm", "areas", leisure="park")[:2] == ("2.2.1", "3")
    assert told("osm", "areas", amenity="parking")[:3] == ("1.1.1.2", "3", 50)
    assert told("osm", "areas", natural="water", location="underground") == "-"
    assert told("osm", "areas", amenity="bench") is None and told("osm", "areas", landuse=None) is None


def test_a_construction_site_is_the_same_ground_in_every_product():
    found = {told("osm", "x", landuse="construction")[:2]}
    found |= {(one.cover, one.use) for one in (read_classes()["clc"]["133"], read_classes()["ua"]["13300"])}
    assert found == {("1.1.2.2", "6.1")}
    assert judge(["1.1.2.2"], ["6.1"]).artificial.tolist() == [1] and judge(["1.1.2.2"], ["6.1"]).category.tolist() == [
        5
    ]


def test_the_kind_of_trees_and_the_ground_of_pitches_are_told_by_a_second_tag():
    for leaf, cover in (("broadleaved", "2.1.1.1"), ("needleleaved", "2.1.1.2"), ("mixed", "2.1.1.3"), (None, "2.1.1")):
        assert told("osm", "x", landuse="forest", leaf_type=leaf)[:2] == (cover, "1.2")
        assert told("osm", "x", natural="wood", leaf_type=leaf)[:2] == (cover, "6.3")
    assert told("osm", "x", landuse="forest", other_tags='"leaf_type"=>"mixed"')[0] == "2.1.1.3"
    assert told("osm", "x", landuse="farmland", leaf_type="mixed")[0] == "2.2.1"
    for surface, cover in (
        ("clay", "1.1.2.1"),
        ("tartan", "1.1.2.2"),
        ("asphalt", "1.1.1.2"),
        ("grass", "2.2.1"),
        (None, "2.2.1"),
    ):
        assert told("osm", "x", leisure="pitch", surface=surface)[:2] == (cover, "3")
    assert judge(["2.1.1"], ["1.2"]).artificial.tolist() == [0]  # trees of any kind are not artificial


def test_tags_are_read_with_their_escapes():
    tags = '"name"=>"a \\"tunnel\\"=>\\"yes\\"","tunnel"=>"no"'
    assert told("osm", "ways", highway="service", other_tags=tags) == ("1.1.1.2", "4.1.1", 60, 4.0)


def test_rules_of_bd_topo():
    assert told("bdtopo", "BATIMENT", USAGE1="Résidentiel")[:2] == ("1.1.1.1", "5")
    assert told("bdtopo", "batiment", USAGE1="Indifférencié")[:2] == ("1.1.1.1", "")
    assert told("bdtopo", "troncon_de_route", NATURE="Route à 1 chaussée") == ("1.1.1.2", "4.1.1", 60, 4.5)
    assert told("bdtopo", "troncon_de_route", NATURE="Sentier") == "-"
    assert told("bdtopo", "troncon_de_route", NATURE="Route à 1 chaussée", POS_SOL=-1) == "-"
    assert told("bdtopo", "zone_de_vegetation", NATURE="Forêt fermée mixte")[:2] == ("2.1.1.3", "")
    assert told("bdtopo", "zone_de_vegetation", NATURE="Haie")[:3] == ("2.1.2", "", 40)
    assert told("bdtopo", "surface_hydrographique", NATURE="Mare")[:2] == ("1.2.2", "6.3")
    assert told("bdtopo", "surface_hydrographique", NATURE="Glacier, névé")[0] == "1.2.3"
    assert told("bdtopo", "surface_hydrographique", NATURE="Conduit forcé") == "-"
    assert told("bdtopo", "zone_de_vegetation", NATURE="Bois")[:2] == ("2.1.1", "")
    assert told("bdtopo", "zone_de_vegetation", NATURE="Lande herbacée")[0] == "2.2.1"
    assert told("bdtopo", "equipement_de_transport", NATURE="Parking")[:3] == ("1.1.1.2", "3", 50)
    assert told("bdtopo", "equipement_de_transport", NATURE="Carrefour") is None
    assert told("bdtopo", "zone_d_activite_ou_d_interet", CATEGORIE="Santé")[:2] == ("", "3")
    assert told("bdtopo", "parcelles", code_us="US5")[:2] == ("", "=")
    assert told("bdtopo", "commune", NOM="Najac") is None


def test_bd_topo_by_the_long_names_of_its_geopackage():
    road = {"nature": "Route à 1 chaussée", "etat_de_l_objet": "En service"}
    assert told("bdtopo", "troncon_de_route", **road, position_par_rapport_au_sol="0")[0] == "1.1.1.2"
    assert told("bdtopo", "troncon_de_route", **road, position_par_rapport_au_sol="-1") == "-"
    assert told("bdtopo", "batiment", usage_1="Agricole", etat_de_l_objet="En projet") == "-"
    assert told("bdtopo", "batiment", usage_1="Agricole", etat_de_l_objet="En service")[:2] == ("1.1.1.1", "1.1")


def test_widths():
    default = np.array([9.0] * 4)
    assert widths_of({"LARGEUR": [3.5, 0, None, "x"]}, default).tolist() == [3.5, 9.0, 9.0, 9.0]
    assert widths_of({"largeur_de_chaussee": ["7.0", None, "", 2]}, default).tolist() == [7.0, 9.0, 9.0, 2.0]
    assert widths_of({"width": ["4", "3,5 m", "narrow", "900"]}, default).tolist() == [4.0, 3.5, 9.0, 9.0]
    assert widths_of({"width": ["12 ft", "5;6", "-3", "Normale"]}, default) == pytest.approx([3.6576, 5.0, 9.0, 9.0])
    assert widths_of({"other_tags": ['"width"=>"2.5"', None, "", "x"]}, default).tolist() == [2.5, 9.0, 9.0, 9.0]


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
    head = RULES_TABLE.read_text(encoding="utf-8").splitlines()[5]
    path.write_text(f"{head}\nosm,*,landuse,moor,2.1.2,6.3,20,,,0,\n")
    assert [rule.cover for rule in read_rules("osm", path)] == ["2.1.2"]
    with pytest.raises(InputError, match="no rule for bdtopo"):
        read_rules("bdtopo", path)
    for row in ("osm,*,landuse,moor,9.9,6.3,20,,,0,", "osm,*,landuse,moor,2.1.2,6.3,high,,,0,",
                "osm,*,landuse,moor,2.1.2,6.3,20,-3,,0,", "osm,*,landuse&x,moor,2.1.2,6.3,20,,,0,"):  # fmt: skip
        bad = tmp_path / f"bad{abs(hash(row))}.csv"
        bad.write_text(f"{head}\n{row}\n")
        with pytest.raises(InputError, match="Row 1"):
            read_rules("osm", bad)


def test_every_rule_of_the_project_that_paints_a_cover_is_judged_or_waits_for_a_use():
    for profile in ("osm", "bdtopo"):
        rules = [rule for rule in read_rules(profile) if rule.drawn and rule.cover and rule.use != FROM_FIELD]
        verdict = judge([rule.cover for rule in rules], [rule.use for rule in rules])
        assert not any(verdict.ambiguous[place] and rules[place].use for place in range(len(rules)))


KEYS = ("landuse", "natural", "leisure", "highway", "building", "tunnel", "leaf_type", "surface")
WORDS = st.sampled_from(
    [None, "", "forest", "wood", "pitch", "clay", "mixed", "service", "yes", "no", "grass", "x", "Résidentiel"]
)
features = st.lists(st.tuples(*[WORDS] * len(KEYS)), min_size=1, max_size=12)


@settings(deadline=None, max_examples=60)
@given(features)
def test_the_rule_of_a_feature_does_not_depend_on_its_neighbours_and_is_the_first_that_fits(rows):
    rules = read_rules("osm")
    columns = {key: [row[place] for row in rows] for place, key in enumerate(KEYS)}
    together = rules_of_features(rules, "any", columns, len(rows))
    alone = [int(rules_of_features(rules, "any", {k: [v] for k, v in zip(KEYS, row)}, 1)[0]) for row in rows]
    assert together.tolist() == alone
    for number in set(together.tolist()) - {NO_RULE}:  # without the rules before it, the same one fits
        again = rules_of_features(rules[number:], "any", columns, len(rows))
        assert (again[together == number] == 0).all()


@settings(deadline=None, max_examples=60)
@given(st.lists(st.one_of(st.none(), st.floats(), st.text(max_size=8), st.integers(-5, 500)), max_size=10))
def test_a_width_is_that_of_the_layer_within_reason_or_the_default(values):
    found = widths_of({"width": values}, np.full(len(values), 3.25))
    assert ((found > 0.0) & (found <= WIDEST_M)).all()
