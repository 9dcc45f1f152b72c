"""The shipped models, by ``qgis_process`` with all their inputs and in this QGIS with those that are needed only."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("qgis.core")
from cityorchestra.tests.algorithm_support import read_raster, record_of, rows_of, steps_of, values_of
from qgis.core import QgsApplication

SIDE, CELL = 300.0, 2.0
RUN_ELSEWHERE = {"open_data_of_an_area"}  # needs a server: tests/rudi/test_model_open_data.py
# Layers and rasters that each model can take, those it needs first.
INPUTS = {
    "heat_diagnosis_of_a_neighbourhood": (
        ("BUILDINGS",),
        ("TREES", "VEGETATION", "GREEN_SPACES", "WATER", "STREETS", "DTM"),
    ),
    "walkability_of_a_commune": (
        ("BUILDINGS", "STREETS"),
        ("TREES", "VEGETATION", "WATER", "EQUIPMENT", "ZONES", "POPULATION", "DTM"),
    ),
    "walkability_from_a_survey": (("NETWORK", "ANSWERS"), ("EQUIPMENT", "CANOPY")),
    "cool_places_of_a_commune": (
        ("BUILDINGS", "STREETS", "GREEN_SPACES"),
        ("TREES", "VEGETATION", "WATER", "POPULATION", "DTM"),
    ),
    "land_take_of_a_territory": (("LAND_COVER_1", "LAND_COVER_2", "ZONES"), ("PARKS",)),
    "cool_walk_from_layers": (("BUILDINGS", "STREETS"), ("TREES", "VEGETATION", "WATER", "DTM")),
}
WEATHER = {"TA": 33, "RH": 35, "WIND": 1, "DATETIME": "2026-07-20T14:00:00"}
RASTERS = {"GROUND", "SKY_VIEW", "SUN_HOURS", "TMRT", "UTCI", "STRESS"}


@pytest.fixture(scope="module")
def town(provider, tmp_path_factory):
    """Layers and terrain of a small town."""
    from cityorchestra.tests.qgis_support import run_algorithm

    folder = tmp_path_factory.mktemp("town")
    rasters = {f"OUTPUT_{name}": str(folder / f"{name.lower()}.tif") for name in ("DTM", "DSM", "CANOPY")}
    given = {"SEED": 11, "SIZE": SIDE, "CELL_SIZE": CELL, "MEASUREMENTS": True, "OUTPUT": str(folder / "town.gpkg")}
    results = run_algorithm("territory_demo", {**given, **rasters}).results
    answers = write_answers(folder / "answers.csv", values_of(results["STREETS"], "street_id"))
    canopy = results["OUTPUT_CANOPY"]
    return {
        **results,
        "DTM": results["OUTPUT_DTM"],
        "NETWORK": results["STREETS"],
        "CANOPY": canopy,
        "ANSWERS": answers,
        "LAND_COVER_1": f"{given['OUTPUT']}|layername=ocsge_2017",
        "LAND_COVER_2": f"{given['OUTPUT']}|layername=ocsge_2020",
        "PARKS": results["GREEN_SPACES"],
    }


def write_answers(path, streets):
    """Write the ratings of 250 people who each know four streets and like the first ones of the layer."""
    rng = np.random.default_rng(5)
    lines = ["respondent_id,street_id,rating"]
    for person in range(250):
        for rank in rng.choice(len(streets), 4, replace=False):
            rating = int(np.clip(round(5 - 4 * rank / len(streets) + rng.normal(0, 0.5)), 1, 5))
            lines.append(f"p{person},{streets[rank]},{rating}")
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def model_of(name):
    return QgsApplication.processingRegistry().algorithmById(f"cityorchestra:{name}")


def destinations(name, folder):
    """Return the outputs of a model by their own name: as this QGIS calls them (child:NAME in 3.22), and the file."""
    found = {}
    for item in model_of(name).destinationParameterDefinitions():
        own = item.name().split(":")[-1]
        ending = ".tif" if own in RASTERS else ".html" if own in ("SHEET", "REPORT") else ".gpkg"
        found[own] = (item.name(), str(folder / f"{own.lower()}{ending}"))
    return found


def parameters(name, town, roles, folder):
    """Return the parameters of a model, and its outputs by their own name."""
    files = destinations(name, folder)
    given = {role: town[role] for role in roles} | dict(files.values())
    if name == "heat_diagnosis_of_a_neighbourhood":
        given.update(WEATHER)
    if name == "cool_walk_from_layers":
        places = [row["geometry"] for row in rows_of(town["PLACES"])]
        start, end = min(places, key=lambda place: place.x), max(places, key=lambda place: place.x)
        given.update(START=f"{start.x},{start.y} [EPSG:2154]", END=f"{end.x},{end.y} [EPSG:2154]")
    return given, {own: path for own, (_, path) in files.items()}


@pytest.fixture(scope="module")
def diagnosed(qgis_process, town, tmp_path_factory):
    """Return a function that runs a model with all its inputs, once."""
    known = {}

    def run(name):
        if name not in known:
            folder = tmp_path_factory.mktemp(name)
            given, files = parameters(name, town, (*INPUTS[name][0], *INPUTS[name][1]), folder)
            arguments = [f"{key}={value}" for key, value in given.items()]
            told = qgis_process("run", f"cityorchestra:{name}", "--", *arguments).json
            assert {key.split(":")[-1] for key in told["results"]} >= set(files)
            known[name] = files
        return known[name]

    return run


def test_every_shipped_model_is_run():
    folder = Path(__file__).resolve().parents[2] / "resources" / "models"
    assert {path.stem for path in folder.glob("*.model3")} == set(INPUTS) | RUN_ELSEWHERE


@pytest.mark.parametrize("name", sorted(INPUTS))
def test_inputs_are_explained_and_those_needed_are_few(provider, name):
    needed, others = INPUTS[name]
    definitions = {item.name(): item for item in model_of(name).parameterDefinitions() if not item.isDestination()}
    assert {*needed, *others} <= set(definitions)
    for key, item in definitions.items():
        assert item.help().endswith("."), key
        optional = bool(int(item.flags()) & int(type(item).Flag.FlagOptional))
        if key in needed or key in others:
            assert optional == (key in others), key
    assert model_of(name).shortHelpString()
    assert model_of(name).group() in ("Heat", "Walking", "Land take")


def test_heat_diagnosis(diagnosed):
    files = diagnosed("heat_diagnosis_of_a_neighbourhood")
    rasters = {own: read_raster(path) for own, path in files.items() if own in RASTERS}
    assert {raster.shape for raster in rasters.values()} == {(150, 150)}
    assert set(np.unique(rasters["GROUND"])) <= {1, 2, 5, 6, 7}
    sky = rasters["SKY_VIEW"][rasters["SKY_VIEW"] >= 0]
    assert 0.0 <= sky.min() < 0.5 < sky.max() <= 1.0
    known = rasters["UTCI"] != -9999
    assert known.mean() > 0.9
    assert rasters["TMRT"][known].max() > rasters["UTCI"][known].max() > 32.0
    # Sunlit ground is felt warmer than ground in the shade all day.
    sun = rasters["SUN_HOURS"]
    assert rasters["UTCI"][known & (sun > 10)].mean() > rasters["UTCI"][known & (sun >= 0) & (sun < 2)].mean() + 2.0
    assert set(np.unique(rasters["STRESS"])) <= {*range(1, 11), 255}
    classes = rows_of(files["COOL_PLACES"])
    assert classes and all(row["class_apur"] is not None and row["shade_pct"] is not None for row in classes)
    steps = steps_of(record_of(files["UTCI"]))
    assert steps[:2] == ["heat_thermal_comfort", "heat_mean_radiant_temperature"]
    assert {"heat_sky_view_factor", "territory_prepare"} <= everything_in(record_of(files["UTCI"]))


def everything_in(record):
    """Return the algorithms of a provenance, of all its branches."""
    found = {record["algorithm"].split(":")[1]}
    for item in record["inputs"]:
        if item.get("provenance"):
            found |= everything_in(item["provenance"])
    return found


def test_heat_diagnosis_takes_the_ground_under_the_trees(diagnosed, run_algorithm, tmp_path):
    """The felt temperature is that of the radiant one, which took the ground cover and the sky view of the model."""
    files = diagnosed("heat_diagnosis_of_a_neighbourhood")
    inputs = {item["parameter"] for item in record_of(files["TMRT"])["inputs"]}
    assert inputs >= {"SVF", "LANDCOVER", "DSM", "CANOPY", "DTM"}
    result = run_algorithm(
        "heat_thermal_comfort",
        {"TMRT": files["TMRT"], "TA": 33, "RH": 35, "WIND": 1, "OUTPUT": str(tmp_path / "utci.tif")},
    ).results["OUTPUT"]
    np.testing.assert_array_equal(read_raster(result), read_raster(files["UTCI"]))


def test_walkability(diagnosed, town):
    files = diagnosed("walkability_of_a_commune")
    streets = rows_of(files["STREETS_SCORED"])
    assert len(streets) > 20
    assert {row["class"] for row in streets} <= {"A", "B", "C", "D", "E", None}
    assert all(0 <= row["score"] <= 100 for row in streets)
    # Shade, canopy and equipment reached the score.
    for name in ("v_shade", "v_canopy", "v_slope", "v_crossing"):
        assert any(row[name] is not None for row in streets), name
    failing = rows_of(files["STREETS_FAILING"])
    assert len(failing) == sum(row["pmr_ok"] is False for row in streets)
    assert len(rows_of(files["AREAS"])) == len(rows_of(town["ZONES"]))


def test_weights_of_a_survey_reach_the_score(diagnosed):
    files = diagnosed("walkability_from_a_survey")
    weights = {row["indicator"]: row for row in rows_of(files["WEIGHTS"])}
    fitted = [name for name, row in weights.items() if row["identified"]]
    assert fitted
    assert any(weights[name]["w"] != pytest.approx(weights[name]["w0"], rel=0.05) for name in fitted)
    streets = rows_of(files["STREETS_SCORED"])
    assert {row["class"] for row in streets} <= {"A", "B", "C", "D", "E", None}
    for row in streets:
        known = [name for name in weights if row.get(f"v_{name}") is not None]
        total = sum(weights[name]["w"] for name in known)
        mean = sum(weights[name]["w"] * row[f"v_{name}"] for name in known) / total
        assert row["score"] == pytest.approx(100.0 * mean, abs=0.1)
    assert "<html" in Path(files["SHEET"]).read_text(encoding="utf-8").lower()


def test_cool_places(diagnosed, town):
    files = diagnosed("cool_places_of_a_commune")
    assert len(rows_of(files["COOL_PLACES"])) == len(rows_of(town["GREEN_SPACES"]))
    minutes = [value for value in values_of(files["ACCESS"], "min_to_cool") if value is not None]
    assert minutes and min(minutes) == 0.0
    assert rows_of(files["SERVED"])
    people = sum(row["people"] or 0.0 for row in rows_of(files["PEOPLE"]))
    assert people == pytest.approx(sum(values_of(town["POPULATION"], "population")), rel=1e-6)


def test_land_take(diagnosed, town):
    files = diagnosed("land_take_of_a_territory")
    pieces = rows_of(files["CHANGE"])
    ground = sum(row["geometry"].area for row in pieces)
    assert ground == pytest.approx(sum(row["geometry"].area for row in rows_of(town["LAND_COVER_2"])), rel=1e-6)
    assert any(row["classe"] == "changement" for row in pieces) and any(row["classe"] == "stable" for row in pieces)
    scores = rows_of(files["SCORE"])
    assert len(scores) == len(rows_of(town["ZONES"]))
    assert all(row["n_parts"] == 4 and row["classe"] in "ABCDE" for row in scores if row["z"] is not None)
    assert any(row["z"] is not None for row in scores)
    steps = everything_in(record_of(files["SCORE"]))
    assert {"landtake_normalise_ocsge", "landtake_artif_state", "landtake_change", "landtake_indicators"} <= steps
    assert "<svg" in Path(files["REPORT"]).read_text(encoding="utf-8")


def test_cool_walk(diagnosed):
    files = diagnosed("cool_walk_from_layers")
    routes = rows_of(files["ROUTES"])
    assert routes and routes[0]["len_m"] <= routes[-1]["len_m"]
    assert len(rows_of(files["SHADE"])) > 20


def test_numbers_have_the_defaults_of_their_algorithms(provider):
    """qgis_process 3.22 leaves the defaults of a model out and takes those of its steps."""
    for name in INPUTS:
        model = model_of(name)
        for definition in model.parameterDefinitions():
            if definition.type() not in ("number", "datetime"):
                continue
            taken = []
            for child in model.childAlgorithms().values():
                own = QgsApplication.processingRegistry().algorithmById(child.algorithmId())
                for key, sources in child.parameterSources().items():
                    if any(source.parameterName() == definition.name() for source in sources):
                        taken.append(own.parameterDefinition(key))
            assert taken, definition.name()
            for other in taken:
                if definition.type() == "number":
                    assert other.defaultValue() == definition.defaultValue(), (name, definition.name())
                else:
                    assert str(definition.defaultValue()).startswith(str(other.defaultValue())[:10])


@pytest.mark.parametrize("name", sorted(INPUTS))
def test_optional_inputs_may_be_missing(run_algorithm, town, tmp_path, name):
    given, files = parameters(name, town, INPUTS[name][0], tmp_path)
    run_algorithm(name, given)
    for own, path in files.items():
        assert Path(path).is_file(), own
    if "UTCI" in files:
        assert (read_raster(files["UTCI"]) != -9999).mean() > 0.9
        assert rows_of(files["COOL_PLACES"]) == []
    if "AREAS" in files:
        assert rows_of(files["AREAS"]) == []
        assert all(row["v_crossing"] is None for row in rows_of(files["STREETS_SCORED"]))
    if "ACCESS" in files:
        assert any(value is not None for value in values_of(files["ACCESS"], "min_to_cool"))
