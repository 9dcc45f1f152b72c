"""The file store as GDAL and its validator see it."""

from __future__ import annotations

import sqlite3

import pytest
from cityorchestra.processing_provider.iot.events import Location
from cityorchestra.processing_provider.iot.store.opening import open_store
from cityorchestra.processing_provider.iot.store.registry import Declaration, declare_devices
from cityorchestra.tests.iot.test_store import NOW, store_events, up

ogr = pytest.importorskip("osgeo.ogr", reason="GDAL's Python is not installed")


@pytest.fixture
def store(tmp_path):
    ogr.UseExceptions()
    path = tmp_path / "store.gpkg"
    database = open_store(path)
    places = {1: Location(-1.68, 48.11), 2: Location(-1.70, 48.12)}
    normaliser = store_events(database, [up(n, 1, NOW, location=place) for n, place in places.items()])
    yield path, database, normaliser
    database.close()


def test_it_is_a_valid_geopackage(store):
    validate = pytest.importorskip("osgeo_utils.samples.validate_gpkg", reason="GDAL's validator is not installed")
    path, database, _ = store
    database.query("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    checker = validate.GPKGChecker(str(path), abort_at_first_error=False)
    checker.check()
    assert checker.errors == []


def test_gdal_reads_the_live_view_while_the_recorder_writes(store):
    path, database, normaliser = store
    dataset = ogr.Open(str(path))
    layer = dataset.GetLayerByName("device_live")
    assert layer.GetGeomType() == ogr.wkbPoint and layer.GetSpatialRef().GetAuthorityCode(None) == "4326"

    def seen():
        layer.ResetReading()
        return {feature["uid"]: (feature["last_seen"], feature.geometry().GetX()) for feature in layer}

    assert seen() == {f"{1:016x}": (NOW, -1.68), f"{2:016x}": (NOW, -1.70)}
    store_events(database, [up(2, 2, NOW + 60_000, location=Location(-1.5, 48.0))], normaliser)
    assert seen() == {f"{1:016x}": (NOW, -1.68), f"{2:016x}": (NOW + 60_000, -1.5)}
    names = {dataset.GetLayer(number).GetName() for number in range(dataset.GetLayerCount())}
    assert {"device", "device_live", "device_state", "gateway", "alarm", "reject"} <= names


def test_writing_goes_on_after_a_gis_added_a_spatial_index(store):
    path, database, normaliser = store
    dataset = ogr.Open(str(path), 1)
    dataset.ExecuteSQL("SELECT CreateSpatialIndex('device', 'geom')")
    dataset = None
    with sqlite3.connect(path) as plain:
        triggers = plain.execute("SELECT COUNT(*) FROM sqlite_master WHERE type='trigger' AND sql LIKE '%ST_IsEmpty%'")
        assert triggers.fetchone()[0] > 0
        with pytest.raises(sqlite3.OperationalError, match="ST_"):  # what happens without our functions
            plain.execute("UPDATE device SET geom = geom WHERE id = 1")
    plain.close()
    database.reopen()
    store_events(database, [up(3, 1, NOW, location=Location(2.0, 49.0)), up(4, 1, NOW)], normaliser)
    store_events(database, [up(3, 2, NOW, location=Location(2.5, 49.5))], normaliser)
    declare_devices(database, [Declaration(f"{9:016x}", longitude=3.0, latitude=50.0)])
    layer_source = ogr.Open(str(path))
    layer = layer_source.GetLayerByName("device")
    layer.SetSpatialFilterRect(2.2, 49.2, 3.2, 50.2)
    assert {feature["uid"] for feature in layer} == {f"{3:016x}", f"{9:016x}"}
