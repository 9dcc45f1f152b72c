"""Land cover and ground cover of ``territory_prepare``, beside those of ``territory_demo``."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("qgis.core")
import rasterio
import shapely
from cityorchestra.tests.algorithm_support import (
    LAMBERT_93,
    SOUTH,
    WEST,
    check_record,
    colours_of,
    files_in,
    french,
    line,
    load_results,
    make_layer,
    read_raster,
    record_of,
    refusal,
    rows_of,
    run_in_model,
    write_raster,
)

NAME = "territory_prepare"
COVERS = ("LANDCOVER", "GROUNDCOVER")
SIDE = 60
PAVED, BUILDINGS, EVERGREEN, DECIDUOUS, GRASS, BARE_SOIL, WATER = 1, 2, 3, 4, 5, 6, 7

pytestmark = pytest.mark.usefixtures("provider")


def box(west, south, east, north):
    return shapely.box(WEST + west, SOUTH + south, WEST + east, SOUTH + north)


def layers():
    """A river under a bridge, a street, a wood, a tree beside a building; layers of the standard schema."""
    return {
        "BUILDINGS": make_layer(
            "Polygon",
            [(box(5, 40, 15, 50), "a", 8.0, "measured", "other"), (box(40, 40, 50, 50), "b", None, None, None)],
            [("building_id", "text"), ("height_m", "real"), ("height_source", "text"), ("use", "text")],
        ),
        "STREETS": make_layer(
            "LineString",
            [(line((0, 20), (60, 20)), "s", "residential", 6.0, 2.0, None, 1)],
            [
                ("street_id", "text"),
                ("street_class", "text"),
                ("width_m", "real"),
                ("pavement_left_m", "real"),
                ("pavement_right_m", "real"),
                ("level", "integer"),
            ],
        ),
        "WATER": make_layer("Polygon", [(box(20, 0, 30, 60), "w", "river")], [("water_id", "text"), ("kind", "text")]),
        "VEGETATION": make_layer(
            "Polygon",
            [(box(40, 0, 60, 10), "v", "wood", 12.0)],
            [("vegetation_id", "text"), ("vegetation_class", "text"), ("height_m", "real")],
        ),
        "TREES": make_layer(
            "Point",
            [
                (shapely.Point(WEST + 10.5, SOUTH + 20.5), "t1", 9.0, 6.0, True),
                (shapely.Point(WEST + 17.5, SOUTH + 45.5), "t2", 9.0, 8.0, None),
            ],
            [("tree_id", "text"), ("height_m", "real"), ("crown_diameter_m", "real"), ("evergreen", "boolean")],
        ),
    }


def parameters(folder, **changes):
    names = ("DTM", "DSM", "CANOPY", *COVERS)
    return {
        **layers(),
        "PROFILE": "standard",
        "GROUND": "grass",
        "EXTENT": f"{WEST},{WEST + SIDE},{SOUTH},{SOUTH + SIDE} [{LAMBERT_93}]",
        "OUTPUT": str(folder / "territory.gpkg"),
        "OUTPUT_REPORT": None,
        **{f"OUTPUT_{name}": str(folder / f"{name.lower()}.tif") for name in names},
        **changes,
    }


@pytest.fixture(scope="module")
def prepared(provider, tmp_path_factory):
    from cityorchestra.tests.qgis_support import run_algorithm

    return run_algorithm(NAME, parameters(tmp_path_factory.mktemp("covered")))


def at(results, name, x, y):
    return read_raster(results[f"OUTPUT_{name}"])[SIDE - 1 - y, x]


def test_codes_by_hand(prepared):
    for name in COVERS:
        with rasterio.open(prepared.results[f"OUTPUT_{name}"]) as dataset:
            assert (dataset.dtypes[0], dataset.nodata, dataset.count) == ("uint8", 255, 1)
            assert (dataset.width, dataset.height) == (SIDE, SIDE)
            assert dataset.bounds[:2] == (WEST, SOUTH)
            assert dataset.crs.to_epsg() == 2154
    results = prepared.results
    places = {
        "river": (25, 5, WATER, WATER),
        "bridge": (25, 20, PAVED, PAVED),
        "street": (50, 20, PAVED, PAVED),
        "evergreen tree over the street": (10, 20, PAVED, EVERGREEN),
        "tree": (17, 45, GRASS, DECIDUOUS),
        "tree over a roof": (14, 45, BUILDINGS, BUILDINGS),
        "building without height": (45, 45, BUILDINGS, BUILDINGS),
        "wood": (50, 5, GRASS, DECIDUOUS),
        "nothing known": (5, 5, GRASS, GRASS),
    }
    for name, (x, y, ground, seen) in places.items():
        assert at(results, "GROUNDCOVER", x, y) == ground, name
        assert at(results, "LANDCOVER", x, y) == seen, name
    ground = read_raster(results["OUTPUT_GROUNDCOVER"])
    assert (ground == PAVED).sum() == 8 * SIDE, "carriageway and pavement, half on each side"
    assert (ground == BUILDINGS).sum() == 200
    assert (ground == WATER).sum() == 10 * (SIDE - 8)


def test_sources_tell_the_assumption(prepared):
    about = {row["layer"]: row for row in rows_of(f"{prepared.results['OUTPUT']}|layername=territory_layers")}
    for name in ("landcover", "groundcover"):
        assert about[name]["gaps"] == "ground that no layer describes: grass"
        assert about[name]["source"] == f"{name}.tif"
    for name in COVERS:
        check_record(record_of(prepared.results[f"OUTPUT_{name}"]), NAME, GROUND="grass")


@pytest.mark.parametrize(("ground", "code"), [("paved", PAVED), ("bare soil", BARE_SOIL), ("by density", GRASS)])
def test_unknown_ground_is_chosen(run_algorithm, tmp_path, ground, code):
    results = run_algorithm(NAME, parameters(tmp_path, GROUND=ground)).results
    assert at(results, "GROUNDCOVER", 5, 5) == code
    assert at(results, "GROUNDCOVER", 50, 5) == GRASS, "the wood is known"


def test_one_of_the_two_is_enough(run_algorithm, prepared, tmp_path):
    results = run_algorithm(NAME, parameters(tmp_path, OUTPUT_LANDCOVER=None)).results
    assert "landcover.tif" not in files_in(tmp_path)
    expected = read_raster(prepared.results["OUTPUT_GROUNDCOVER"])
    np.testing.assert_array_equal(read_raster(results["OUTPUT_GROUNDCOVER"]), expected)


def test_other_outputs_do_not_change(run_algorithm, prepared, tmp_path):
    results = run_algorithm(NAME, parameters(tmp_path, **{f"OUTPUT_{name}": None for name in COVERS})).results
    for name in ("DTM", "DSM", "CANOPY"):
        expected = read_raster(prepared.results[f"OUTPUT_{name}"])
        np.testing.assert_array_equal(read_raster(results[f"OUTPUT_{name}"]), expected)
    about = {row["layer"] for row in rows_of(f"{results['OUTPUT']}|layername=territory_layers")}
    assert not about & {"landcover", "groundcover"}


def test_no_layer_but_streets(run_algorithm, tmp_path):
    given = parameters(tmp_path, BUILDINGS=None, WATER=None, VEGETATION=None, TREES=None, GROUND="by density")
    results = run_algorithm(NAME, given).results
    assert set(np.unique(read_raster(results["OUTPUT_LANDCOVER"]))) == {PAVED, GRASS}


def test_survey_gives_the_trees_and_the_unknown(run_algorithm, tmp_path):
    terrain = np.full((SIDE, SIDE), 50.0)
    terrain[:5] = np.nan
    surface = np.full((SIDE, SIDE), 50.0)
    surface[30:35, 0:5] += 3.0  # a bush of 3 m on the grass
    surface[30:35, 10:15] += 1.0
    folder = tmp_path / "lidar"
    folder.mkdir()
    files = {
        "DTM": write_raster(tmp_path / "terrain.tif", terrain, north=SOUTH + SIDE, nodata=-1.0),
        "LIDAR": write_raster(tmp_path / "surface.tif", surface, north=SOUTH + SIDE),
    }
    results = run_algorithm(NAME, parameters(folder, EXTENT=None, **files)).results
    seen, ground = (read_raster(results[f"OUTPUT_{name}"]) for name in COVERS)
    assert (seen[:5] == 255).all() and (ground[:5] == 255).all()
    assert (seen[30:35, 0:5] == DECIDUOUS).all()
    assert (seen[30:35, 10:15] == GRASS).all()
    assert (ground[5:] != 255).all()


def test_tiles_change_nothing(run_algorithm, tmp_path):
    rng = np.random.default_rng(2)
    rows = [
        (box(x, y, x + 15, y + 10), f"b{n}", 8.0) for n, (x, y) in enumerate(rng.uniform(0, 580, (120, 2)).round(2))
    ]
    suburb = make_layer("Polygon", rows, [("building_id", "text"), ("height_m", "real")])
    found = []
    for name, changes in (("whole", {}), ("tiles", {"MEMORY_LIMIT": 16, "WORKERS": 2})):
        (tmp_path / name).mkdir()
        given = parameters(tmp_path / name, BUILDINGS=suburb, EXTENT=None, GROUND="by density", **changes)
        found.append(run_algorithm(NAME, given).results)
    for name in COVERS:
        np.testing.assert_array_equal(*(read_raster(results[f"OUTPUT_{name}"]) for results in found))
    assert len(np.unique(read_raster(found[0]["OUTPUT_LANDCOVER"]))) > 4


@pytest.mark.parametrize("percent", [60, 75, 90])
def test_cancel_leaves_no_file(run_algorithm, tmp_path, percent):
    run = run_algorithm(NAME, parameters(tmp_path), cancel_at=percent)
    assert run.results == {}
    assert files_in(tmp_path) == []


def test_bad_names_are_refused(tmp_path):
    for value, sentence in ((str(tmp_path / "cover.asc"), "must be a GeoTIFF"), ("sand", "GROUND")):
        key = "GROUND" if value == "sand" else "OUTPUT_LANDCOVER"
        assert sentence in refusal(NAME, parameters(tmp_path, **{key: value}))
    assert files_in(tmp_path) == []


def test_same_codes_in_french_and_in_a_model(run_algorithm, prepared, tmp_path):
    (tmp_path / "french").mkdir()
    with french():
        in_french = run_algorithm(NAME, parameters(tmp_path / "french")).results
    path = str(tmp_path / "b.gpkg")
    run_algorithm("native:savefeatures", {"INPUT": layers()["BUILDINGS"], "OUTPUT": path})
    (tmp_path / "model").mkdir()
    given = parameters(tmp_path / "model", BUILDINGS=path, OPEN=False)
    given = {key: value for key, value in given.items() if isinstance(value, str)}
    child = run_in_model(NAME, given, "OUTPUT_LANDCOVER")
    expected = read_raster(prepared.results["OUTPUT_LANDCOVER"])
    np.testing.assert_array_equal(read_raster(in_french["OUTPUT_LANDCOVER"]), expected)
    alone = read_raster(child)
    assert (alone == BUILDINGS).sum() == 200
    assert set(np.unique(alone)) == {BUILDINGS, GRASS}


def test_raster_arrives_styled_and_named(qgis_new_project, tmp_path):
    arrived = load_results(NAME, parameters(tmp_path, OPEN=False))
    for name in ("Land cover", "Ground cover"):
        assert arrived[name].renderer().type() == "paletted"
        assert len(colours_of(arrived[name]) - {"#ffffff"}) >= 4


def test_demo_town_prepared_again_has_the_same_ground(run_algorithm, tmp_path):
    """The town's own layers, taken by ``territory_prepare``, give the cover that ``territory_demo`` wrote."""
    rasters = ("DTM", "DSM", "CANOPY", *COVERS)
    for name in ("town", "again"):
        (tmp_path / name).mkdir()

    def outputs(folder):
        files = {f"OUTPUT_{name}": str(tmp_path / folder / f"{name.lower()}.tif") for name in rasters}
        return {"OUTPUT": str(tmp_path / folder / "territory.gpkg"), **files}

    town = run_algorithm("territory_demo", {"SIZE": 300, "MEASUREMENTS": False, **outputs("town")}).results
    roles = ("BUILDINGS", "STREETS", "TREES", "VEGETATION", "GREEN_SPACES", "WATER")
    given = {name: town[name] for name in roles}
    again = run_algorithm(NAME, {**given, "DTM": town["OUTPUT_DTM"], "GROUND": "paved", **outputs("again")}).results
    np.testing.assert_array_equal(*(read_raster(each["OUTPUT_GROUNDCOVER"]) for each in (town, again)))
    seen = [read_raster(each["OUTPUT_LANDCOVER"]) for each in (town, again)]
    assert (seen[0] != seen[1]).mean() < 0.01, "crowns alone are drawn another way"
