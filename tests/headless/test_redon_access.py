"""Reach and access by ``qgis_process`` on Redon, Ille-et-Vilaine (© OpenStreetMap contributors, ODbL)."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely

pytest.importorskip("qgis.core")
pytest.importorskip("opening_hours")
from cityorchestra.processing_provider.layers import read_features
from cityorchestra.tests.algorithm_support import files_in, record_of, rows_of, steps_of, values_of
from qgis.core import QgsVectorLayer

FRENCH = "fr_FR.UTF-8"


def run(qgis_process, name, language="C", **parameters):
    """Run an algorithm and return its results and what it told."""
    arguments = [f"{key}={value}" for key, value in parameters.items()]
    return qgis_process("run", f"cityorchestra:{name}", "--", *arguments, language=language).json


@pytest.fixture(scope="module")
def town(qgis_process, shared_data, tmp_path_factory):
    """Network of Redon, its parks and waters with opening hours made up, and three people in each building."""
    redon = shared_data("redon/redon.gpkg")
    folder = tmp_path_factory.mktemp("redon")
    network = str(folder / "network.gpkg")
    run(qgis_process, "walk_build_network", LINES=f"{redon}|layername=ways", OUTPUT=network)
    places, people = [], []
    areas, buildings = (features_of(f"{redon}|layername={name}") for name in ("areas", "buildings"))
    for shape, leisure, natural, name in zip(areas.geometry, *(columns(areas, "leisure", "natural", "name"))):
        if shape is not None and (leisure == "park" or natural == "water"):
            hours = "Mo-Su 08:00-20:00; PH off" if leisure else None
            places.append((shape, {"name": name, "hours": hours}))
    for shape in buildings.geometry[buildings.usable]:
        people.append((shape.centroid, {"people": 3}))
    return {
        "NETWORK": network,
        "PLACES": write_geojson(folder / "places.geojson", places),
        "POP": write_geojson(folder / "people.geojson", people),
    }


def features_of(source):
    """Read a layer with its invalid geometries repaired or left out, as algorithms do."""
    return read_features(QgsVectorLayer(source, "layer", "ogr"))


def columns(table, *names):
    return [table.column(name).values for name in names]


def write_geojson(path, rows):
    """Write features of Lambert-93, which GDAL reads although the standard no longer knows it."""
    features = [
        {"type": "Feature", "properties": values, "geometry": json.loads(shapely.to_geojson(shape))}
        for shape, values in rows
        if shape is not None
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}), encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def access(qgis_process, town, tmp_path_factory):
    folder = tmp_path_factory.mktemp("access")
    given = {
        **town,
        "OPEN_FIELD": "hours",
        "PLACE_FIELD": "name",
        "POP_FIELD": "people",
        "OUTPUT_POLYGONS": folder / "served.gpkg",
        "OUTPUT_TABLE": folder / "table.csv",
    }
    moment = "2026-07-15T15:00:00"
    return given, run(qgis_process, "walk_cool_place_access", **given, DATETIME=moment, OUTPUT=folder / "access.gpkg")


def test_access_of_redon(access):
    _, answer = access
    results = answer["results"]
    assert (results["OPEN"], results["CLOSED"], results["NOT_JOINED"]) == (9, 0, 0)
    assert 70 < results["POP_SERVED_PCT"] < 95
    assert results["POP_300_PCT"] <= results["POP_SERVED_PCT"], "300 m take four minutes"
    rows = rows_of(results["OUTPUT_TABLE"])
    assert [row["band"] for row in rows] == ["0-1", "1-2", "2-3", "3-4", "4-5", "beyond", "unreached"]
    persons = [float(row["people"]) for row in rows]
    assert sum(persons) == results["PEOPLE"] > 3000
    assert sum(persons[:5]) / sum(persons) * 100 == pytest.approx(results["POP_SERVED_PCT"])
    edges = rows_of(results["OUTPUT"])
    minutes = np.array([np.nan if row["min_to_cool"] is None else row["min_to_cool"] for row in edges])
    length = np.array([row["len_m"] for row in edges])
    assert np.isnan(minutes).mean() < 0.02
    assert sum(float(row["street_m"]) for row in rows) == pytest.approx(length.sum(), rel=1e-6)
    # Neighbours differ by no more than the walk along them, and a wait.
    for node in range(50):
        near = [i for i, row in enumerate(edges) if node in (row["u"], row["v"]) and minutes[i] == minutes[i]]
        for i in near:
            for j in near:
                # Tobler: at worst as steep as the slopes of a town without terrain, that is flat.
                assert abs(minutes[i] - minutes[j]) <= (length[i] + length[j]) / 2 / 1.25 / 60 + 1e-6
    (served,) = rows_of(results["OUTPUT_POLYGONS"])
    assert 1e5 < served["area_m2"] < 1e7
    assert steps_of(record_of(results["OUTPUT"]))[:2] == ["walk_cool_place_access", "walk_build_network"]


def test_parks_close_on_the_national_holiday_in_french_too(qgis_process, access, tmp_path):
    given, answer = access
    holiday = {**given, "OUTPUT_POLYGONS": tmp_path / "a.gpkg", "OUTPUT_TABLE": tmp_path / "a.csv"}
    results = run(
        qgis_process,
        "walk_cool_place_access",
        language=FRENCH,
        **holiday,
        DATETIME="2026-07-14T15:00:00",
        OUTPUT=tmp_path / "b.gpkg",
    )["results"]
    assert results["CLOSED"] == 4
    assert results["POP_SERVED_PCT"] < answer["results"]["POP_SERVED_PCT"]
    assert results["PEOPLE"] == answer["results"]["PEOPLE"]


def test_isochrone_and_its_export(qgis_process, town, tmp_path):
    # From the places: a layer of points is made of the people, of whom the first is taken.
    start = rows_of(town["POP"])[0]["geometry"]
    origin = write_geojson(tmp_path / "origin.geojson", [(start, {"name": "départ"})])
    results = run(
        qgis_process,
        "walk_heat_isochrone",
        NETWORK=town["NETWORK"],
        ORIGINS=origin,
        ORIGIN_FIELD="name",
        BUDGETS="3,6",
        OUTPUT=tmp_path / "lines.gpkg",
        OUTPUT_POLYGONS=tmp_path / "areas.gpkg",
    )["results"]
    pieces = rows_of(results["OUTPUT"])
    assert sum(row["len_m"] for row in pieces) == pytest.approx(results["REACHED_M"])
    assert max(max(row["min_start"], row["min_stop"]) for row in pieces) <= 6 + 1e-9
    large, small = rows_of(results["OUTPUT_POLYGONS"])
    assert large["area_m2"] > small["area_m2"] > 0
    exported = run(
        qgis_process,
        "walk_export_routes",
        ROUTES=results["OUTPUT"],
        NAME_FIELD="origin",
        OUTPUT_GPX=tmp_path / "lines.gpx",
        OUTPUT_GEOJSON=tmp_path / "lines.geojson",
    )["results"]
    assert exported["ROUTES_WRITTEN"] == len(pieces)
    assert values_of(f"{tmp_path / 'lines.gpx'}|layername=tracks", "name") == ["départ"] * len(pieces)


def test_refusals_leave_no_file_and_no_traceback(qgis_process, town, tmp_path):
    far = write_geojson(tmp_path / "far.geojson", [(shapely.Point(350000, 6700000), {"name": "far"})])
    arguments = [f"NETWORK={town['NETWORK']}", f"PLACES={far}", f"OUTPUT={tmp_path / 'a.gpkg'}"]
    done = qgis_process("run", "cityorchestra:walk_cool_place_access", "--", *arguments, check=False)
    assert done.code != 0
    assert "No cool place lies within 100 m of the walking network" in done.stdout + done.stderr
    (tmp_path / "far.geojson").unlink()
    assert files_in(tmp_path) == []
