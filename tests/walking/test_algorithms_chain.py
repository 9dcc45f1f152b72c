"""From streets to cool routes: network, shade and route one after the other.

Two streets of 200 m from west to east, 40 m apart, are joined at their ends; a wall 30 m high stands 8 m south of the
northern one. At 14:00 in June the southern street is in the sun and the northern one in the shade of the wall.
"""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("qgis.core")
from cityorchestra.tests.algorithm_support import (
    LAMBERT_93,
    SOUTH,
    WEST,
    WGS_84,
    colours_of,
    comparable,
    french,
    in_degrees,
    line,
    load_results,
    make_layer,
    opened,
    record_of,
    rows_of,
    run_model,
    steps_of,
    values_of,
    write_raster,
)
from cityorchestra.tests.qgis_support import PROVIDER
from qgis.core import (
    QgsDataProvider,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsVectorLayer,
)

CHAIN = ["walk_build_network", "walk_shade_on_network", "walk_cool_route"]
STREETS = [
    line((20, 20), (220, 20)),
    line((20, 60), (220, 60)),
    line((20, 20), (20, 60)),
    line((220, 20), (220, 60)),
]

pytestmark = pytest.mark.usefixtures("provider")


@pytest.fixture(scope="module")
def surface(tmp_path_factory):
    heights = np.full((100, 240), 12.0)
    heights[100 - 52 : 100 - 50, 10:230] = 42.0
    return write_raster(tmp_path_factory.mktemp("surface") / "dsm.tif", heights, west=WEST, north=SOUTH + 100)


def streets(crs=LAMBERT_93):
    shapes = STREETS if crs == LAMBERT_93 else [in_degrees(shape) for shape in STREETS]
    return make_layer("LineString", [(shape, 9000.0) for shape in shapes], [("traffic_veh_day", "real")], crs=crs)


def steps(surface, lines):
    """Parameters of the three runs, but for what each takes from the one before."""
    day = {"DATE": "2026-06-21", "START": "12:00", "END": "16:00", "STEP": 30}
    places = {"START": f"{WEST + 20},{SOUTH + 18} [{LAMBERT_93}]", "END": f"{WEST + 220},{SOUTH + 18} [{LAMBERT_93}]"}
    return [
        {"LINES": lines, "SNAP": 0.5},
        {"DSM": surface, **day},
        {**places, "DATETIME": "2026-06-21T14:00:00", "MAX_DETOUR": 60},
    ]


def run_chain(run_algorithm, given, destinations):
    results, previous = [], None
    for name, parameters, destination in zip(CHAIN, given, destinations):
        chained = {} if previous is None else {"NETWORK": previous}
        run = run_algorithm(name, {**parameters, **chained, "OUTPUT": destination})
        previous = run.results["OUTPUT"]
        results.append(run)
    return results


def check_routes(result):
    shortest, *_, coolest = rows_of(result)
    assert shortest["len_m"] == pytest.approx(200, abs=0.1)
    assert shortest["sun_m"] == pytest.approx(200, abs=2)
    assert coolest["len_m"] == pytest.approx(280, abs=0.1)
    # Each lane is in the sun for 30 m up to the wall and for 2 m on top of it.
    assert coolest["sun_m"] == pytest.approx(64, abs=4)
    assert (shortest["role"], coolest["role"]) == ("shortest", "coolest")


@pytest.mark.parametrize("kind", ["TEMPORARY_OUTPUT", "gpkg", "geojson", "table"])
def test_coolest_route_passes_behind_the_wall(run_algorithm, surface, tmp_path, kind):
    if kind == "TEMPORARY_OUTPUT":
        destinations = [kind] * 3
    elif kind == "table":
        destinations = [f"ogr:dbname='{tmp_path / 'all.gpkg'}' table=\"step{step}\" (geom)" for step in range(3)]
    else:
        destinations = [str(tmp_path / f"{step}.{kind}") for step in range(3)]
    runs = run_chain(run_algorithm, steps(surface, streets()), destinations)
    layers = [run.results["OUTPUT"] for run in runs]
    check_routes(layers[-1])
    record = record_of(layers[-1])
    assert steps_of(record) == CHAIN[::-1]
    assert steps_of(record_of(layers[1])) == CHAIN[1::-1]
    assert steps_of(record_of(layers[0])) == CHAIN[:1]
    assert "traffic_veh_day" in [item.name() for item in opened(layers[1]).fields()]
    if kind == "table":
        whole = opened(str(tmp_path / "all.gpkg"))
        names = [item.split(QgsDataProvider.sublayerSeparator())[1] for item in whole.dataProvider().subLayers()]
        assert sorted(names) == ["step0", "step1", "step2"]


def test_layer_properties_tell_every_step_and_how_to_run_it_again(run_algorithm, surface, tmp_path):
    destinations = [str(tmp_path / f"{name}.gpkg") for name in CHAIN]
    run_chain(run_algorithm, steps(surface, streets()), destinations)
    layer = QgsVectorLayer(destinations[-1], "routes", "ogr")
    lines = layer.metadata().history()
    assert [text.split()[1] for text in lines] == [f"{PROVIDER}:{name}" for name in CHAIN]
    assert "SNAP=0.5" in lines[0]
    assert "STEP=30" in lines[1]
    assert f"NETWORK={destinations[1]}" in lines[2]
    inputs = {item["parameter"]: item for item in record_of(destinations[1])["inputs"]}
    assert inputs["DSM"]["checksum"].startswith("sha256:")
    assert inputs["NETWORK"]["feature_count"] == len(values_of(destinations[0], "u")) == 4


def test_same_chain_in_longitude_and_latitude(run_algorithm, surface):
    *_, last = run_chain(run_algorithm, steps(surface, streets(WGS_84)), ["TEMPORARY_OUTPUT"] * 3)
    assert opened(last.results["OUTPUT"]).crs().authid() == WGS_84
    check_routes(last.results["OUTPUT"])


def test_same_chain_in_french(run_algorithm, surface):
    english = run_chain(run_algorithm, steps(surface, streets()), ["TEMPORARY_OUTPUT"] * 3)
    with french():
        other = run_chain(run_algorithm, steps(surface, streets()), ["TEMPORARY_OUTPUT"] * 3)
    for one, same in zip(english, other):
        assert comparable(same.results["OUTPUT"]) == comparable(one.results["OUTPUT"])
        for name, value in one.results.items():
            if name != "OUTPUT":
                assert same.results[name] == value


def test_layers_arrive_styled_for_a_french_user(surface, qgis_new_project):
    previous = None
    with french():
        for name, parameters in zip(CHAIN, steps(surface, streets())):
            chained = {} if previous is None else {"NETWORK": previous}
            (previous,) = load_results(name, {**parameters, **chained, "OUTPUT": "TEMPORARY_OUTPUT"}).values()
            assert len(colours_of(previous) - {"#ffffff"}) >= 1
    check_routes(previous)
    assert steps_of(record_of(previous)) == CHAIN[::-1]


def test_chain_as_a_model(run_algorithm, surface, tmp_path):
    path = str(tmp_path / "streets.gpkg")
    run_algorithm("native:savefeatures", {"INPUT": streets(), "OUTPUT": path})
    given = steps(surface, path)
    model = QgsProcessingModelAlgorithm("three children", "tests")
    source = QgsProcessingModelChildParameterSource
    for position, (name, parameters) in enumerate(zip(CHAIN, given)):
        child = QgsProcessingModelChildAlgorithm(f"{PROVIDER}:{name}")
        child.setChildId(name)
        for definition in child.algorithm().parameterDefinitions():
            value = parameters.get(definition.name(), definition.defaultValue())
            if value is not None and not definition.isDestination():
                child.addParameterSources(definition.name(), [source.fromStaticValue(value)])
        if position:
            child.addParameterSources("NETWORK", [source.fromChildOutput(CHAIN[position - 1], "OUTPUT")])
        if position == len(CHAIN) - 1:
            output = QgsProcessingModelOutput("ROUTES", "ROUTES")
            output.setChildId(name)
            output.setChildOutputName("OUTPUT")
            child.setModelOutputs({"ROUTES": output})
        model.addChildAlgorithm(child)
    assert model.validate() == (True, [])
    destination = str(tmp_path / "routes.gpkg")
    routes, children = run_model(model, destination)
    check_routes(routes)
    assert children[CHAIN[-1]]["SHORTEST_M"] == pytest.approx(200, abs=0.1)
    assert steps_of(record_of(destination)) == CHAIN[::-1]
