"""Bad input of the heat and walking rooms by ``qgis_process``: one sentence, and nothing half-written."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("qgis.core")
from cityorchestra.tests.algorithm_support import SOUTH, WEST, files_in, read_raster, rows_of, write_raster
from cityorchestra.tests.walking.test_algorithms_cool_route import FIELDS, LENGTH, edge, ladder_rows, profile
from qgis.core import QgsCoordinateTransformContext, QgsVectorFileWriter, QgsVectorLayer
from shapely import Point

pytestmark = pytest.mark.usefixtures("provider")

NOON = "2026-06-21T15:00:00"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("bad-input")


def on_disk(folder, name, kind, rows, fields):
    """Write a layer of the tests to a GeoPackage that another program reads."""
    from cityorchestra.tests.algorithm_support import make_layer

    layer = make_layer(kind, rows, fields, name=name)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = "GPKG", name
    path = folder / f"{name}.gpkg"
    written = QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsCoordinateTransformContext(), options)
    assert written[0] == QgsVectorFileWriter.WriterError.NoError, written
    assert QgsVectorLayer(str(path), name, "ogr").isValid()
    return path


@pytest.fixture(scope="module")
def network(provider, folder):
    """The ladder of the route tests, and a street of its own that nothing joins."""
    alone = edge(90, 91, (0, 600), (LENGTH, 600), profile(100))
    return on_disk(folder, "ladder", "LineString", [*ladder_rows(), alone], FIELDS)


@pytest.fixture(scope="module")
def ends(provider, folder):
    """Origins and destinations: one pair on the ladder, one on the street apart, one far from any street."""
    name = [("name", "text")]
    rows = [(Point(WEST, SOUTH), "ladder"), (Point(WEST, SOUTH + 2000), "far")]
    origins = on_disk(folder, "origins", "Point", rows, name)
    rows = [(Point(WEST + LENGTH, SOUTH), "ladder"), (Point(WEST + LENGTH, SOUTH + 600), "apart")]
    return origins, on_disk(folder, "dests", "Point", rows, name)


def run(qgis_process, name, check=True, **parameters):
    arguments = [f"{key}={value}" for key, value in parameters.items()]
    return qgis_process("run", f"cityorchestra:{name}", "--", *arguments, check=check)


def refused(qgis_process, name, output, sentence, **parameters):
    """Run what must be refused: the sentence is said, and no file is left."""
    done = run(qgis_process, name, check=False, OUTPUT=output, **parameters)
    assert done.code != 0
    assert sentence in " ".join((done.stdout + done.stderr).split())
    assert files_in(output.parent) == []


def surface(folder, name, values=None, **options):
    values = np.zeros((20, 20)) if values is None else values
    return write_raster(folder / f"{name}.tif", values, **options)


def test_at_night_everything_is_in_shade_and_it_is_said(qgis_process, folder, tmp_path):
    dsm = surface(folder, "flat")
    output = tmp_path / "shade.tif"
    done = run(qgis_process, "heat_cast_shadows", DSM=dsm, DATETIME="2026-06-21T23:30:00", OUTPUT=output).json
    assert done["results"]["NIGHT"] == 1
    assert (read_raster(output) == 0).all()
    assert "The sun is below the horizon on 2026-06-21 23:30" in " ".join(done["log"]["warning"])


@pytest.mark.parametrize("name", ["heat_cast_shadows", "heat_sky_view_factor", "heat_mean_radiant_temperature"])
def test_degrees_are_refused_by_name(qgis_process, folder, tmp_path, name):
    dsm = surface(folder, "degrees", west=-1.7, north=48.1, cell=1e-5, crs="EPSG:4326")
    refused(qgis_process, name, tmp_path / "out.tif", "is in EPSG:4326, where lengths cannot be computed", DSM=dsm)


def test_surface_without_data_is_refused(qgis_process, folder, tmp_path):
    dsm = surface(folder, "nothing", np.full((20, 20), np.nan), nodata=-9999)
    refused(qgis_process, "heat_sky_view_factor", tmp_path / "sky.tif", "has no data; choose another one", DSM=dsm)


def test_far_start_is_refused_with_its_distance(qgis_process, network, tmp_path):
    given = {"NETWORK": network, "END": f"{WEST + LENGTH},{SOUTH} [EPSG:2154]", "DATETIME": NOON}
    refused(
        qgis_process,
        "walk_cool_route",
        tmp_path / "routes.gpkg",
        "The start is 250 m from the walking network",
        START=f"{WEST},{SOUTH - 250} [EPSG:2154]",
        **given,
    )


def test_places_without_a_way_are_refused(qgis_process, network, tmp_path):
    refused(
        qgis_process,
        "walk_cool_route",
        tmp_path / "routes.gpkg",
        "they lie on parts of the network that do not touch",
        NETWORK=network,
        START=f"{WEST},{SOUTH} [EPSG:2154]",
        END=f"{WEST + LENGTH},{SOUTH + 600} [EPSG:2154]",
        DATETIME=NOON,
    )


def test_pairs_without_a_way_are_left_out_and_listed(qgis_process, network, ends, tmp_path):
    origins, dests = ends
    done = run(
        qgis_process,
        "walk_cool_routes_batch",
        NETWORK=network,
        ORIGINS=origins,
        DESTS=dests,
        ORIGIN_FIELD="name",
        DEST_FIELD="name",
        DATETIME=NOON,
        OUTPUT=tmp_path / "routes.gpkg",
        UNREACHED=tmp_path / "unreached.gpkg",
    ).json["results"]
    assert (done["PAIRS"], done["REACHED"], done["LOST"]) == (4, 1, 3)
    assert {(row["o_id"], row["d_id"]) for row in rows_of(str(tmp_path / "routes.gpkg"))} == {("ladder", "ladder")}
    lost = {(row["o_id"], row["d_id"]): row for row in rows_of(str(tmp_path / "unreached.gpkg"))}
    assert set(lost) == {("ladder", "apart"), ("far", "ladder"), ("far", "apart")}
    assert lost["far", "ladder"]["distance_m"] == pytest.approx(1400, abs=1)
    assert all(row["reason"] for row in lost.values())


def test_streets_without_weight_are_never_a_huge_cost(qgis_process, folder, tmp_path):
    """A street without sun profile counts as in the sun; one without score takes the mean: both are said."""
    rows = [(shape, *values[:-1], None) for shape, *values in ladder_rows()[:1]]
    assert FIELDS[-1][0] == "sun_profile"
    scored = [(*row, 80 if number else None) for number, row in enumerate([*rows, *ladder_rows()[1:]])]
    network = on_disk(folder, "scored", "LineString", scored, [*FIELDS, ("score", "real")])
    done = run(
        qgis_process,
        "walk_cool_route",
        NETWORK=network,
        START=f"{WEST},{SOUTH} [EPSG:2154]",
        END=f"{WEST + LENGTH},{SOUTH} [EPSG:2154]",
        DATETIME=NOON,
        SCORE_FIELD="score",
        OUTPUT=tmp_path / "routes.gpkg",
    ).json
    told = " ".join([*done["log"]["warning"], *done["log"]["info"]])
    assert "1 edges have no score between 0 and 100 and take the mean of the others." in told
    assert done["results"]["SHORTEST_M"] == pytest.approx(LENGTH)


def test_text_in_place_of_a_score_is_refused(qgis_process, folder, tmp_path):
    rows = [(shape, *values, "good") for shape, *values in ladder_rows()]
    network = on_disk(folder, "words", "LineString", rows, [*FIELDS, ("score", "text")])
    refused(
        qgis_process,
        "walk_cool_route",
        tmp_path / "routes.gpkg",
        "score",
        NETWORK=network,
        START=f"{WEST},{SOUTH} [EPSG:2154]",
        END=f"{WEST + LENGTH},{SOUTH} [EPSG:2154]",
        DATETIME=NOON,
        SCORE_FIELD="score",
    )
