"""Algorithms on a store of a real PostgreSQL, named by a connection of QGIS; its password stays where QGIS keeps it."""

from __future__ import annotations

import json
import time
import uuid

import pytest

pytest.importorskip("qgis.core")
pytest.importorskip("psycopg2", reason="psycopg2 is not installed")
import psycopg2
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.iot.algorithms.stores import connection_names, store_of
from cityorchestra.processing_provider.iot.simulator.fleet import FleetPlan
from cityorchestra.tests.algorithm_support import comparable, make_layer, record_of, refusal, rows_of
from cityorchestra.tests.iot.fleet_support import fleet_store
from cityorchestra.tests.iot.postgres_support import PostgresServer, server_folder
from cityorchestra.tests.rudi import auth_support
from qgis.core import QgsDataSourceUri, QgsProviderRegistry
from qgis.PyQt.QtCore import QDateTime, Qt

USER, PASSWORD = "guarded", "Phare-Base-7741-wL"
HOUR = 3_600_000

pytestmark = pytest.mark.usefixtures("provider")


@pytest.fixture(scope="module")
def server():
    """Server where one user needs a password."""
    if server_folder() is None:
        pytest.skip("PostgreSQL with PostGIS is not installed (tools/iot_services.sh)")
    started = PostgresServer()
    rules = started._folder / "data" / "pg_hba.conf"
    rules.write_text(f"host all {USER} 127.0.0.1/32 scram-sha-256\n" + rules.read_text())
    address = f"postgresql://tester@127.0.0.1:{started.port}/postgres"
    with psycopg2.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {USER} SUPERUSER LOGIN PASSWORD %s", (PASSWORD,))
        cursor.execute("SELECT pg_reload_conf()")
    connection.close()
    time.sleep(0.5)  # the server reads its rules by itself
    yield started
    started.stop()


@pytest.fixture
def schema():
    return "s" + uuid.uuid4().hex


@pytest.fixture
def connect(server):
    """Function that saves a connection of QGIS and returns its name; all are removed afterwards."""
    metadata = QgsProviderRegistry.instance().providerMetadata("postgres")
    made = []

    def save(user="", password="", authcfg=""):
        uri = QgsDataSourceUri()
        uri.setConnection("127.0.0.1", str(server.port), "postgres", user, password)
        if authcfg:
            uri.setAuthConfigId(authcfg)
        name = f"City {len(made)}"
        options = {"saveUsername": True, "savePassword": True}
        metadata.saveConnection(metadata.createConnection(uri.uri(False), options), name)
        made.append(name)
        return name

    yield save
    for name in made:
        metadata.deleteConnection(name)


@pytest.fixture
def now():
    return int(time.time() * 1000)


def asked(name, schema, **changes):
    return {"STORE": f"{name}|schema={schema}", "OUTPUT": "TEMPORARY_OUTPUT", **changes}


@pytest.mark.parametrize("kept", ["password", "authcfg"])
def test_a_connection_of_qgis_names_a_store_and_keeps_its_password(
    run_algorithm, server, connect, schema, now, tmp_path, kept
):
    fleet_store(server.address(schema), FleetPlan(devices=5, period_s=600.0, seed=3), now - 3 * HOUR, 3.0)
    inside = {"user": USER, "password": PASSWORD}
    name = connect(**inside if kept == "password" else {"authcfg": auth_support.stored_login(USER, PASSWORD)})
    assert name in connection_names()
    run = run_algorithm("iot_snapshot", asked(name, schema, OUTPUT=str(tmp_path / "state.gpkg")))
    assert run.results["COUNT"] == 5 and run.results["OK"] >= 1
    said = json.dumps(record_of(run.results["OUTPUT"])) + "".join([*run.feedback.infos, *run.feedback.warnings])
    assert PASSWORD not in said and PASSWORD.encode() not in (tmp_path / "state.gpkg").read_bytes()
    place = store_of(f"{name}|schema={schema}")
    assert PASSWORD not in repr(place) and PASSWORD not in place.address and not place.is_file
    sentence = refusal("iot_snapshot", asked(connect(USER, "wrong"), schema))
    assert "PostgreSQL does not answer" in sentence and "wrong" not in sentence


def test_every_reading_algorithm_gives_the_same_on_both_kinds_of_store(
    run_algorithm, server, connect, schema, now, tmp_path
):
    plan = FleetPlan(devices=8, period_s=300.0, seed=6, wrapping=0.5, rejoins_per_day=4.0, strange=0.01)
    name, path = connect(USER, PASSWORD), tmp_path / "store.gpkg"
    start = now - 5 * HOUR
    for address in (server.address(schema), path):
        fleet_store(address, plan, start, 4.0)
    utc = Qt.TimeSpec.UTC
    span = {"T0": QDateTime.fromMSecsSinceEpoch(start, utc), "T1": QDateTime.fromMSecsSinceEpoch(now, utc)}
    past = QDateTime.fromMSecsSinceEpoch(now - 2 * HOUR, Qt.TimeSpec.UTC)
    for algorithm, options in (
        ("iot_snapshot", {"AT": past}),
        ("iot_history", {**span, "AGG": "1h"}),
        ("iot_history", {**span, "FORMAT": "wide"}),
        ("iot_health_report", span),
        ("iot_gateway_report", span),
        ("iot_downsample", {}),
    ):
        runs = [
            run_algorithm(algorithm, {**options, "STORE": store, "OUTPUT": "TEMPORARY_OUTPUT"})
            for store in (f"{name}|schema={schema}", str(path))
        ]
        found = [comparable(run.results["OUTPUT"]) for run in runs]
        assert found[0] and found[0] == found[1], algorithm
    done = [
        run_algorithm("iot_downsample", {"STORE": store, "DRY_RUN": False}).results["WRITTEN"]
        for store in (f"{name}|schema={schema}", str(path))
    ]
    assert done[0] == done[1] > 0


def test_devices_are_registered_in_a_database(run_algorithm, server, connect, schema):
    fields = [("eui", "text"), ("period", "real")]
    layer = make_layer("Point", [("POINT(-1.68 48.11)", "meter-1", 600.0)], fields, "EPSG:4326")
    options = {"INPUT": layer, "EUI_FIELD": "eui", "PERIOD_FIELD": "period", "UNMATCHED": "TEMPORARY_OUTPUT"}
    name = connect(USER, PASSWORD)
    run = run_algorithm("iot_devices_register", {**options, "STORE": f"{name}|schema={schema}"})
    assert run.results["NEW"] == 1 and run.results["STORE"] == f"{name}|schema={schema}"
    (row,) = rows_of(run_algorithm("iot_snapshot", asked(name, schema)).results["OUTPUT"])
    assert row["state"] == "never" and row["geometry"].coords[0] == pytest.approx((-1.68, 48.11))


def test_what_names_no_store_is_refused(connect, schema):
    name = connect(USER, PASSWORD)
    assert "There is no store" in refusal("iot_snapshot", asked(name, schema))
    assert "cannot name a schema" in refusal("iot_snapshot", asked(name, "Robert'); DROP"))
    token = auth_support.stored_token("not-a-login")
    with pytest.raises(InputError, match="account that is no login"):
        store_of(connect(authcfg=token))


def test_a_server_that_is_away_is_told(connect, schema):
    metadata = QgsProviderRegistry.instance().providerMetadata("postgres")
    uri = QgsDataSourceUri()
    uri.setConnection("127.0.0.1", "9", "postgres", USER, "")
    metadata.saveConnection(metadata.createConnection(uri.uri(False), {}), "Away")
    try:
        assert "PostgreSQL does not answer" in refusal("iot_snapshot", asked("Away", schema))
    finally:
        metadata.deleteConnection("Away")
