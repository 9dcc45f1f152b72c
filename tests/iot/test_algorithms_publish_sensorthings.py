"""Algorithm ``iot_export_sensorthings`` in QGIS, against the local server: nothing is sent twice, nothing unasked."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("qgis.core")
from cityorchestra.processing_provider.iot.store.opening import open_store
from cityorchestra.processing_provider.iot.store.registry import Declaration, declare_devices
from cityorchestra.processing_provider.iot.store.writer import flag_observations
from cityorchestra.tests.algorithm_support import (
    check_record,
    comparable,
    files_in,
    french,
    from_python_command,
    record_of,
    refusal,
    rows_of,
    run_in_model,
)
from cityorchestra.tests.iot.sensorthings_server import SensorThingsServer, World
from cityorchestra.tests.iot.sensorthings_server.world import instant
from cityorchestra.tests.iot.test_store import store_events, up
from cityorchestra.tests.rudi import auth_support
from qgis.PyQt.QtCore import QDateTime, Qt

NAME, IMPORT = "iot_export_sensorthings", "iot_import_sensorthings"
MINUTE, DAY = 60_000, 86_400_000
START = 1_780_000_000_000 // DAY * DAY
LOGIN, PASSWORD = "editeur", "Phare-Publie-3391-tR"

pytestmark = pytest.mark.usefixtures("provider")


def at(moment):
    return QDateTime.fromMSecsSinceEpoch(moment, Qt.TimeSpec.UTC)


@pytest.fixture
def store(tmp_path):
    """Two devices: three temperatures, one of which quality control failed, and a text; one switch."""
    folder = tmp_path / "in"
    folder.mkdir()
    path = folder / "store.gpkg"
    database = open_store(path)
    declare_devices(database, [Declaration(f"{1:016x}", "Room 1", "school", "co2", longitude=-1.68, latitude=48.11)])
    degrees = {"units": {"temperature": "°C"}}
    store_events(
        database,
        [up(1, n, START + n * 10 * MINUTE, {"temperature": 20.0 + n, "mode": "eco"}, **degrees) for n in range(3)]
        + [up(2, 1, START, {"door": True})],
    )
    series = next(iter(database.query("SELECT MIN(ds) FROM obs")))[0]
    database.begin()
    flag_observations(database, series, [START + 10 * MINUTE], [4])
    database.commit()
    database.close()
    return path


def asked(server, store, **changes):
    return {
        "STORE": str(store),
        "URL": server if isinstance(server, str) else server.url,
        "T0": at(START),
        "T1": at(START + DAY),
        "DRY_RUN": False,
        "OUTPUT": "TEMPORARY_OUTPUT",
        **changes,
    }


def told(run):
    return tuple(run.results[name] for name in ("N", "THINGS", "ERRORS"))


def observed(world):
    """Return what the server holds: time and result by thing and datastream."""
    return {
        (thing["name"], stream["name"]): [
            (one["phenomenonTime"], one["result"]) for one in world.linked("Datastreams", stream, "Observations")
        ]
        for thing in world.sets["Things"]
        for stream in world.linked("Things", thing, "Datastreams")
    }


def test_a_dry_run_asks_and_sends_nothing(run_algorithm, store):
    with SensorThingsServer(World()) as server:
        options = asked(server, store)
        del options["DRY_RUN"]  # it is the default
        run = run_algorithm(NAME, options)
        assert server.posted == []
    assert told(run) == (3, 2, 0)
    assert {(row["metric"], row["n"], bool(row["new_thing"])) for row in rows_of(run.results["OUTPUT"])} == {
        ("temperature", 2, True), ("door", 1, True),
    }  # fmt: skip


def test_things_places_and_observations_reach_the_server_once(run_algorithm, store):
    world = World()
    with SensorThingsServer(world, nested_page=1) as server:
        assert told(run_algorithm(NAME, asked(server, store))) == (3, 2, 0)
        expected = {
            (f"{1:016x}", "temperature"): [(instant(START), 20.0), (instant(START + 20 * MINUTE), 22.0)],
            (f"{2:016x}", "door"): [(instant(START), 1.0)],
        }
        assert observed(world) == expected
        assert world.sets["Locations"][0]["location"]["coordinates"] == pytest.approx([-1.68, 48.11])
        assert world.sets["Datastreams"][0]["unitOfMeasurement"]["symbol"] == "°C"
        assert told(run_algorithm(NAME, asked(server, store))) == (0, 0, 0)
        assert observed(world) == expected
        # A new reading and a new metric: only they are sent.
        database = open_store(store)
        store_events(database, [up(1, 9, START + 30 * MINUTE, {"temperature": 25.0, "humidity": 40.0})])
        database.close()
        run = run_algorithm(NAME, asked(server, store))
        assert told(run) == (2, 0, 0)
        assert observed(world)[f"{1:016x}", "humidity"] == [(instant(START + 30 * MINUTE), 40.0)]
        assert observed(world)[f"{1:016x}", "temperature"][-1] == (instant(START + 30 * MINUTE), 25.0)


def test_the_next_run_goes_on_where_the_limit_ended(run_algorithm, store):
    with SensorThingsServer(World()) as server:
        # The second of the three readings failed quality control: it does not count.
        sent = [told(run_algorithm(NAME, asked(server, store, DEVICES="Room 1", MAX_ROWS=1)))[0] for _ in range(3)]
        assert sent == [1, 1, 0]
        assert [result for _, result in observed(server.world)[f"{1:016x}", "temperature"]] == [20.0, 22.0]


def test_what_is_published_can_be_imported(run_algorithm, store, tmp_path):
    with SensorThingsServer(World()) as server:
        run_algorithm(NAME, asked(server, store))
        options = {"URL": server.url, "STORE": str(tmp_path / "again.gpkg"), "T0": at(START), "T1": at(START + DAY)}
        run = run_algorithm(IMPORT, {**options, "OUTPUT": "TEMPORARY_OUTPUT"})
    rows = {row["name"]: row for row in rows_of(run.results["OUTPUT"])}
    assert (rows["temperature"]["n"], rows["temperature"]["value"], rows["temperature"]["unit"]) == (2, 22.0, "°C")
    assert rows["temperature"]["geometry"].coords[0] == pytest.approx((-1.68, 48.11))


def test_devices_and_metrics_are_chosen(run_algorithm, store):
    with SensorThingsServer(World()) as server:
        assert told(run_algorithm(NAME, asked(server, store, DEVICES="Room 1", METRICS="temperature")))[0] == 2
        assert {name for name, _ in observed(server.world)} == {f"{1:016x}"}
        assert "no device or site" in refusal(NAME, asked(server, store, DEVICES="nobody"))


def test_a_refusal_is_told_and_the_rest_is_tried(run_algorithm, store):
    with SensorThingsServer(World(), fault="full") as server:
        run = run_algorithm(NAME, asked(server, store))
    assert told(run) == (0, 2, 2)
    assert all("no room left" in row["error"] for row in rows_of(run.results["OUTPUT"]))
    assert any("refused 2 series" in text for text in run.feedback.warnings)


def test_servers_that_are_away_or_closed(run_algorithm, store, tmp_path):
    assert "cannot be reached" in refusal(NAME, asked("http://127.0.0.1:9/v1.1", store, TIMEOUT=1))
    account = auth_support.stored_login(LOGIN, PASSWORD)
    with SensorThingsServer(World(), login=(LOGIN, PASSWORD)) as server:
        assert "asks for an account (401)" in refusal(NAME, asked(server, store))
        run = run_algorithm(NAME, asked(server, store, AUTHCFG=account, OUTPUT=str(tmp_path / "sent.gpkg")))
    assert told(run) == (3, 2, 0)
    record = record_of(run.results["OUTPUT"])
    check_record(record, NAME, URL=server.url)
    assert PASSWORD not in json.dumps(record) and PASSWORD.encode() not in (tmp_path / "sent.gpkg").read_bytes()


def test_cancel_french_empty_model_command_and_headless(run_algorithm, qgis_process, store, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    empty = tmp_path / "empty.gpkg"
    open_store(empty).close()
    with SensorThingsServer(World()) as server:
        run = run_algorithm(NAME, asked(server, store, OUTPUT=str(out / "sent.gpkg")), cancel_at=40)
        assert run.results == {} and files_in(out) == []
        assert told(run_algorithm(NAME, asked(server, empty))) == (0, 0, 0)
        english = comparable(run_algorithm(NAME, asked(server, store, DRY_RUN=True)).results["OUTPUT"])
        with french():
            assert comparable(run_algorithm(NAME, asked(server, store, DRY_RUN=True)).results["OUTPUT"]) == english
        assert len(rows_of(run_in_model(NAME, asked(server, store, DRY_RUN=True), "OUTPUT"))) == 2
        texts = {"T0": "2026-05-28T00:00:00", "T1": "2026-05-30T00:00:00", "DRY_RUN": True}
        read = from_python_command(NAME, {**asked(server, store), **texts})
        assert comparable(run_algorithm(NAME, read).results["OUTPUT"]) == english
        done = qgis_process(
            "run", f"cityorchestra:{NAME}", "--", f"STORE={store}", f"URL={server.url}", "T0=2026-05-28T00:00:00",
            "T1=2026-05-30T00:00:00", "DRY_RUN=false", f"OUTPUT_HTML={tmp_path / 'report.html'}",
            f"OUTPUT={tmp_path / 'sent.gpkg'}",
        )  # fmt: skip
        assert done.results["ERRORS"] == 0  # what the cancelled run had sent is not sent again
        assert sum(map(len, observed(server.world).values())) == 3
    assert "temperature" in (tmp_path / "report.html").read_text(encoding="utf-8")
