"""What the ground is worth: published examples of Berlin, carbon of ALDO, and every pair of the nomenclature."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.land_take.functions import (
    FUNCTIONS_TABLE,
    GREEN_TABLE,
    carbon_flux,
    carbon_of_zone,
    green_factor,
    read_carbon,
    read_functions,
    read_green_factors,
    soil_functions,
)
from cityorchestra.processing_provider.land_take.nomenclature import covers, uses
from hypothesis import given
from hypothesis import strategies as st

# --- Berlin --------------------------------------------------------------------------------------------------------


def test_published_examples_of_the_biotope_area_factor():
    ground = {"sealed": 262.0, "partly_sealed": 142.0, "ground_vegetation": 16.0}
    assert green_factor(ground, 750.0, "baf") == pytest.approx(30.2 / 750) and round(30.2 / 750, 2) == 0.04
    planned = {
        "partly_sealed": 32.0, "semi_open": 48.0, "greened_paving": 80.0, "ground_vegetation": 230.0,
        "infiltration": 320.0,
    }  # fmt: skip
    assert green_factor(planned, 750.0, "baf") == pytest.approx(338.8 / 750) and round(338.8 / 750, 2) == 0.45


def test_published_example_of_the_former_table():
    plot = {"sealed": 140.0, "semi_open": 59.0, "ground_vegetation": 1.0}
    assert green_factor(plot, 479.0, "baf_old") == pytest.approx(30.5 / 479) and round(30.5 / 479, 2) == 0.06


def test_systems_and_their_bounds():
    systems = read_green_factors()
    assert set(systems) == {"baf", "baf_old", "malmo", "ugf"}
    for name, factors in systems.items():
        assert factors["sealed"] == 0.0 and max(factors.values()) == 1.0
        assert green_factor({"ground_vegetation": 50.0}, 100.0, name) == 0.5


@pytest.mark.parametrize(
    ("areas", "land", "system", "words"),
    [
        ({"sealed": 1.0}, 10.0, "paris", "no green factor paris"),
        ({"moss": 1.0}, 10.0, "baf", "no surface moss"),
        ({"sealed": -1.0}, 10.0, "baf", "Areas must be"),
        ({"sealed": 1.0}, 0.0, "baf", "Areas must be"),
    ],
)
def test_plots_that_are_none(areas, land, system, words):
    with pytest.raises(InputError, match=words):
        green_factor(areas, land, system)


def test_a_table_of_the_user(tmp_path):
    own = tmp_path / "own.csv"
    own.write_text("system,surface,factor\nville,toit,0.3\n", encoding="utf-8")
    assert green_factor({"toit": 10.0}, 20.0, "ville", own) == pytest.approx(0.15)
    (tmp_path / "bad.csv").write_text(GREEN_TABLE.read_text("utf-8").replace("baf,sealed,0,", "baf,sealed,x,"), "utf-8")
    with pytest.raises(InputError, match=r"Row 1 of the table bad\.csv"):
        read_green_factors(tmp_path / "bad.csv")


# --- carbon --------------------------------------------------------------------------------------------------------


def test_carbon_that_a_hectare_sets_free():
    zone = carbon_of_zone("3_1")
    assert carbon_flux(zone["meadow"], zone["sealed"], 10_000.0) == pytest.approx(165.0)
    assert carbon_flux(zone["crop"], zone["sealed"], 10_000.0) == pytest.approx(77.0)
    assert carbon_flux(zone["sealed"], zone["meadow"], 10_000.0) == pytest.approx(-165.0)
    assert carbon_flux(zone["meadow"], zone["sealed"], 250.0) == pytest.approx(165.0 / 40)


def test_stocks_are_those_of_aldo(shared_data):
    import csv

    with shared_data("land_take/aldo_stocks_zpc.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    names = {
        "crop": "cultures", "meadow": "prairies", "forest": "forêts", "wetland": "zones humides", "orchard": "vergers",
        "vineyard": "vignes", "sealed": "sols artificiels imperméabilisés",
        "artificial_grass": "sols artificiels enherbés", "artificial_tree": "sols artificiels arborés et buissonants",
    }  # fmt: skip
    ours = read_carbon()
    assert len(ours) == len(rows) == 14
    for row in rows:
        assert ours[row["zpc"]] == {name: float(row[theirs]) for name, theirs in names.items()}


def test_a_zone_that_is_none():
    with pytest.raises(InputError, match="no pedo-climatic zone 9_9"):
        carbon_of_zone("9_9")


# --- the ground ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cover", "use", "ground", "biotope", "infiltration", "carbon"),
    [
        ("1.1.1.1", "5", "", 0.0, 0.0, 30.0),
        ("1.1.1.2", "4.1.1", "", 0.0, 0.05, 30.0),
        ("1.1.2.1", "3", "", 0.2, 0.4, 40.5),
        ("1.2.1", "6.3", "", 0.4, 0.6, 0.0),
        ("2.1.1.1", "5", "", 0.9, 0.9, 66.0),
        ("2.1.1.1", "4.1.1", "", 0.9, 0.9, 66.0),
        ("2.1.1.3", "1.2", "", 1.0, 1.0, 66.0),
        ("2.1.2", "6.3", "", 0.9, 0.9, 75.0),
        ("2.1.3", "1.1", "", 0.6, 0.8, 39.0),
        ("2.1.3", "1.1", "orchard", 0.6, 0.8, 46.0),
        ("2.2.1", "1.1", "crop", 0.6, 0.75, 51.0),
        ("2.2.1", "1.1", "meadow", 0.9, 0.9, 75.0),
        ("2.2.1", "1.1", "", 0.75, 0.825, 63.0),
        ("2.2.1", "5", "", 0.6, 0.8, 75.0),
        ("2.2.1", "6.3", "", 0.9, 0.9, 75.0),
    ],
)
def test_values_of_the_ground(cover, use, ground, biotope, infiltration, carbon):
    found = soil_functions([cover], [use], [ground])
    assert (found.biotope[0], found.infiltration[0], found.carbon[0]) == pytest.approx((biotope, infiltration, carbon))


def test_every_pair_has_a_value_but_snow():
    pairs = list(product((one.code for one in covers()), (one.code for one in uses())))
    found = soil_functions([one for one, _ in pairs], [other for _, other in pairs])
    snow = np.array([cover == "1.2.3" for cover, _ in pairs])
    water = np.array([cover == "1.2.2" for cover, _ in pairs])
    assert np.isnan(found.biotope[snow]).all() and np.isfinite(found.biotope[~snow]).all()
    assert np.isnan(found.infiltration[water]).all() and np.isfinite(found.infiltration[~snow & ~water]).all()
    assert np.isfinite(found.carbon[~snow]).all()


def test_what_is_not_known_has_no_value():
    found = soil_functions(["", "2"], ["5", "5"])
    assert np.isnan(found.biotope).all() and np.isnan(found.carbon).all()
    assert soil_functions([], []).biotope.shape == (0,)


@given(st.lists(st.sampled_from([("1.1.1.1", "5", ""), ("2.2.1", "1.1", "meadow"), ("2.1.3", "1.1", "orchard")])))
def test_company_changes_nothing(rows):
    found = soil_functions(*(zip(*rows) if rows else ([], [], [])))
    alone = [soil_functions([a], [b], [c]) for a, b, c in rows]
    assert found.biotope.tolist() == [one.biotope[0] for one in alone]
    assert found.carbon.tolist() == [one.carbon[0] for one in alone]


@pytest.mark.parametrize("new", ["1.5,0.0,sealed", "0.0,2,sealed", "x,0.0,sealed", "0.0,0.0,sealed*x"])
def test_tables_of_the_user_that_do_not_hold(tmp_path, new):
    own = tmp_path / "own.csv"
    own.write_text(FUNCTIONS_TABLE.read_text("utf-8").replace("0.0,0.0,sealed", new), "utf-8")
    with pytest.raises(InputError, match=r"Row 1 of the table own\.csv"):
        read_functions(own)
    own.write_text(FUNCTIONS_TABLE.read_text("utf-8").replace("0.0,0.0,sealed", "0.0,0.0,asphalt"), "utf-8")
    other = tmp_path / "other.csv"
    own.rename(other)
    with pytest.raises(InputError, match="no column asphalt"):
        soil_functions(["1.1.1.1"], ["5"], rules=read_functions(other))
    with pytest.raises(InputError, match="cannot be read"):
        read_functions(tmp_path / "none.csv")
