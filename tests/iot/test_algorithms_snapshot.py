"""Algorithm ``iot_snapshot`` in QGIS, on stores made by the simulator and by hand."""

from __future__ import annotations

import re
import time
from dataclasses import replace

import pytest

pytest.importorskip("qgis.core")
from cityorchestra.processing_provider.iot.algorithms.snapshot import FIELDS
from cityorchestra.processing_provider.iot.events import Event, Location, Reception
from cityorchestra.processing_provider.iot.health.counters import count_frames
from cityorchestra.processing_provider.iot.simulator.fleet import FleetPlan
from cityorchestra.processing_provider.iot.state_colours import BY_STATE
from cityorchestra.processing_provider.iot.store.opening import open_reader, open_store
from cityorchestra.processing_provider.iot.store.registry import Declaration, declare_devices
from cityorchestra.tests.algorithm_support import (
    check_record,
    colours_of,
    comparable,
    files_in,
    french,
    from_python_command,
    load_results,
    opened,
    record_of,
    refusal,
    rows_of,
    run_in_model,
)
from cityorchestra.tests.iot.fleet_support import fleet_store
from cityorchestra.tests.iot.test_store import store_events, up
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QDateTime, Qt

NAME = "iot_snapshot"
MINUTE = 60_000
NAMES = [name for name, _ in FIELDS]

pytestmark = pytest.mark.usefixtures("provider")


def eui(number):
    return f"{number:016x}"


@pytest.fixture(scope="module")
def now():
    return int(time.time() * 1000)


@pytest.fixture
def store(tmp_path, now):
    """Five devices of a period of 10 minutes: on time, late, lost, never heard and out of service."""
    path = tmp_path / "store.gpkg"
    database = open_store(path)
    place = {"longitude": -1.68, "latitude": 48.11}
    heard = (Reception("g1", -97.0, -3.0), Reception("g2", -99.0, -6.0))
    declare_devices(
        database,
        [
            Declaration(eui(1), "Room 1", "school", period_s=600.0, **place),
            Declaration(eui(2), "Room 2", "school", period_s=600.0, longitude=-1.70, latitude=48.12),
            Declaration(eui(3), "Cellar", "depot", period_s=600.0, longitude=-1.66, latitude=48.10),
            Declaration(eui(4), "New", "depot", period_s=600.0),
            Declaration(eui(5), "Removed", "depot", period_s=600.0, out_of_service=True, **place),
        ],
    )
    store_events(
        database,
        [
            up(1, 6, now - 13 * MINUTE, {"temperature": 18.0, "door": False}),
            up(1, 7, now - 3 * MINUTE, {"temperature": 20.5, "door": True, "mode": "eco"}, battery_percent=80.0),
            replace(up(1, 9, now - 2 * MINUTE, {"temperature": 21.0}), receptions=heard),
            up(2, 1, now - 30 * MINUTE, {"temperature": 19.0, "battery": 55.0}),
            up(3, 1, now - 50 * MINUTE, {"temperature": 9.0}),
            up(5, 1, now - 500 * MINUTE, {"temperature": 1.0}),
        ],
    )  # fmt: skip
    database.begin()
    database.execute("UPDATE device_state SET alarm_priority = 2 WHERE device = 1")
    database.commit()
    database.close()
    return path


def given(store, **changes):
    return {"STORE": str(store), "OUTPUT": "TEMPORARY_OUTPUT", **changes}


def by_name(run):
    return {row["name"]: row for row in rows_of(run.results["OUTPUT"])}


def test_states_and_values_known_by_hand(run_algorithm, store, now):
    run = run_algorithm(NAME, given(store))
    results = {name: run.results[name] for name in ("COUNT", "OK", "LATE", "LOST", "NEVER", "UNPLACED")}
    assert results == {"COUNT": 5, "OK": 1, "LATE": 1, "LOST": 1, "NEVER": 1, "UNPLACED": 1}
    layer = opened(run.results["OUTPUT"])
    assert layer.crs().authid() == "EPSG:4326"
    metrics = [
        f"{name}{suffix}" for name in ("battery_2", "door", "mode", "temperature") for suffix in ("", "_q", "_t")
    ]
    assert [item.name() for item in layer.fields()] == NAMES + metrics
    rows = by_name(run)
    assert {name: row["state"] for name, row in rows.items()} == {
        "Room 1": "ok", "Room 2": "late", "Cellar": "lost", "New": "never", "Removed": "out_of_service",
    }  # fmt: skip
    first = rows["Room 1"]
    assert (first["dev_eui"], first["site"], first["profile"]) == (eui(1), "school", "co2")
    assert first["geometry"].coords[0] == pytest.approx((-1.68, 48.11))
    assert first["last_seen"].toMSecsSinceEpoch() == now - 2 * MINUTE
    assert first["age_s"] == pytest.approx(120.0, abs=60.0)
    # The gateway with the best signal is told; SF9 is received down to -12.5 dB.
    assert (first["rssi"], first["snr"], first["sf"], first["margin_db"]) == (-97.0, -3.0, 9, 9.5)
    # Counters 6, 7 and 9: one frame of four is lost.
    assert first["plr_24h"] == pytest.approx(25.0)
    assert first["battery"] == 80.0 and rows["Room 2"]["battery"] == 55.0
    assert (first["temperature"], first["temperature_q"]) == (21.0, 2)
    assert first["temperature_t"].toMSecsSinceEpoch() == now - 2 * MINUTE
    assert bool(first["door"]) is True and first["door_t"].toMSecsSinceEpoch() == now - 3 * MINUTE
    assert first["mode"] == "eco" and rows["Room 2"]["mode"] is None
    assert first["alarm_max"] == 2 and rows["Cellar"]["alarm_max"] is None
    assert rows["New"]["last_seen"] is None and rows["New"]["geometry"] is None and rows["New"]["age_s"] is None
    assert any("1 devices have no place" in text for text in run.feedback.warnings)


def test_a_moment_in_the_past_is_read_again(run_algorithm, store, now):
    at = QDateTime.fromMSecsSinceEpoch(now - 12 * MINUTE, Qt.TimeSpec.UTC)
    run = run_algorithm(NAME, given(store, AT=at))
    rows = by_name(run)
    assert {name: row["state"] for name, row in rows.items()} == {
        "Room 1": "ok", "Room 2": "ok", "Cellar": "late", "New": "never", "Removed": "out_of_service",
    }  # fmt: skip
    first = rows["Room 1"]
    assert first["temperature"] == 18.0 and bool(first["door"]) is False and first["mode"] is None
    assert first["last_seen"].toMSecsSinceEpoch() == now - 13 * MINUTE
    assert first["battery"] is None and first["alarm_max"] is None
    assert rows["Room 2"]["plr_24h"] == 0.0


def test_batteries_of_the_past_are_those_that_the_network_had_told(run_algorithm, tmp_path, now):
    path = tmp_path / "batteries.gpkg"
    database = open_store(path)
    told = [(now - 50 * MINUTE, 60.0), (now - 10 * MINUTE, 30.0)]
    statuses = [
        Event("status", "chirpstack4", eui(1), moment, device_eui=eui(1), network_time=moment, battery_percent=charge)
        for moment, charge in told
    ]
    store_events(database, [up(1, 1, now - 55 * MINUTE), *statuses])
    database.close()
    for minutes, charge in ((52, None), (20, 60.0), (5, 30.0)):
        at = QDateTime.fromMSecsSinceEpoch(now - minutes * MINUTE, Qt.TimeSpec.UTC)
        (row,) = rows_of(run_algorithm(NAME, given(path, AT=at)).results["OUTPUT"])
        assert row["battery"] == charge, minutes
    assert rows_of(run_algorithm(NAME, given(path)).results["OUTPUT"])[0]["battery"] == 30.0


def test_a_local_time_is_of_the_zone(run_algorithm, store, now):
    from datetime import datetime
    from zoneinfo import ZoneInfo

    moment = datetime.fromtimestamp((now - 12 * MINUTE) / 1000, ZoneInfo("Asia/Tokyo"))
    tokyo = run_algorithm(NAME, given(store, AT=f"{moment:%Y-%m-%dT%H:%M:%S}", TZ="Asia/Tokyo"))
    assert by_name(tokyo)["Room 1"]["temperature"] == 18.0
    universal = datetime.fromtimestamp((now - 12 * MINUTE) / 1000, ZoneInfo("UTC"))
    naive = run_algorithm(NAME, given(store, AT=f"{universal:%Y-%m-%dT%H:%M:%S}", TZ=""))
    assert by_name(naive)["Room 1"]["temperature"] == 18.0
    assert any("taken as UTC" in text for text in naive.feedback.warnings)
    assert "time zone" in refusal(NAME, given(store, AT="2026-01-01T00:00:00", TZ="Rennes"))


def test_devices_sites_and_metrics_are_chosen(run_algorithm, store):
    run = run_algorithm(NAME, given(store, SITE="School", METRICS="temperature"))
    assert set(by_name(run)) == {"Room 1", "Room 2"}
    fields = [item.name() for item in opened(run.results["OUTPUT"]).fields()]
    assert fields == [*NAMES, "temperature", "temperature_q", "temperature_t"]
    run = run_algorithm(NAME, given(store, DEVICES=f"{eui(3).upper()}; room 1; nothing"))
    assert set(by_name(run)) == {"Room 1", "Cellar"}
    assert any("nothing" in text for text in run.feedback.warnings)
    assert "elsewhere" in refusal(NAME, given(store, SITE="elsewhere"))
    assert "temperature" in refusal(NAME, given(store, METRICS="humidity"))


def test_an_undeclared_period_is_estimated(run_algorithm, tmp_path, now):
    path = tmp_path / "undeclared.gpkg"
    database = open_store(path)
    store_events(
        database,
        [up(device, n, now - (start + 10 * (8 - n)) * MINUTE) for device, start in ((1, 5), (2, 30)) for n in range(9)]
        + [up(3, 1, now - 60 * 24 * MINUTE)],
    )
    database.close()
    rows = {row["uid"]: row["state"] for row in rows_of(run_algorithm(NAME, given(path)).results["OUTPUT"])}
    # Of the third nothing is known but one frame: no period, so neither late nor lost.
    assert rows == {eui(1): "ok", eui(2): "late", eui(3): "ok"}


def test_a_store_without_device_gives_an_empty_layer(run_algorithm, tmp_path):
    path = tmp_path / "empty.gpkg"
    open_store(path).close()
    run = run_algorithm(NAME, given(path))
    assert rows_of(run.results["OUTPUT"]) == [] and run.results["COUNT"] == 0
    assert [item.name() for item in opened(run.results["OUTPUT"]).fields()] == NAMES
    assert any("no such device" in text for text in run.feedback.warnings)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_loss_is_that_of_the_counters_whatever_the_fleet_does(tmp_path, now, seed):
    """Devices that join again, wrap or are heard twice: as counted frame by frame."""
    path = tmp_path / "fleet.gpkg"
    plan = FleetPlan(devices=60, period_s=120.0, seed=seed, wrapping=0.3, rejoins_per_day=3.0, bridged=0.05)
    fleet_store(path, plan, now - 6 * 3_600_000, 6.0)
    with open_reader(path) as reader:
        for start, end in ((now - 86_400_000, now), (now - 4 * 3_600_000, now - 3_600_000)):
            found = reader.loss_percents(start, end)
            loss = count_frames(reader.frames(start, end, duplicates=False)).loss
            assert len(found) == 60
            for device, percent in found.items():
                assert percent == pytest.approx(100.0 * loss[device]), device


def test_simulated_fleet_is_lost_as_the_simulator_lost_it(run_algorithm, tmp_path, now):
    path = tmp_path / "fleet.gpkg"
    plan = FleetPlan(devices=20, period_s=60.0, seed=4, rejoins_per_day=0.0, wrapping=0.5, strange=0.0)
    truth = fleet_store(path, plan, now - 3 * 3_600_000, 3.0)
    rows = {row["uid"]: row for row in rows_of(run_algorithm(NAME, given(path)).results["OUTPUT"])}
    assert len(rows) == 20
    for uid, row in rows.items():
        # Losses before the first and after the last frame received are not seen by anyone.
        sent, lost = truth.sent[uid], truth.lost.get(uid, 0)
        assert row["plr_24h"] <= 100.0 * lost / sent + 1e-9
        assert row["plr_24h"] >= 100.0 * (lost - 15) / sent


def test_the_page_tells_what_the_layer_holds(run_algorithm, store, tmp_path):
    database = open_store(store)
    declare_devices(database, [Declaration(eui(3), "<script>alert(1)</script>")])
    database.close()
    page = tmp_path / "state.html"
    run = run_algorithm(NAME, given(store, OUTPUT_HTML=str(page)))
    text = page.read_text(encoding="utf-8")
    assert run.results["OUTPUT_HTML"] == str(page)
    assert "<script" not in text and "&lt;script&gt;alert(1)" in text and "Room 2" in text and "Room 1" not in text
    assert all(BY_STATE[state].colour in text for state in ("ok", "late", "lost"))
    assert not re.search(r"(src|href)=", text)


def test_no_page_and_no_layer_stay_of_a_cancelled_run(run_algorithm, store, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    run = run_algorithm(
        NAME, given(store, OUTPUT=str(out / "state.gpkg"), OUTPUT_HTML=str(out / "page.html")), cancel_at=50
    )
    assert run.results == {} and files_in(out) == []


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("", "STORE"),
        ("nowhere.gpkg", "There is no store"),
        ("postgresql://me:secret@host/base", "password"),
        ("notes.txt", "neither a file of type .gpkg nor the name"),
    ],
)
def test_what_is_no_store_is_refused(value, told, tmp_path):
    sentence = refusal(NAME, given(tmp_path / value if value.startswith("nowhere") else value))
    assert told in sentence and "secret" not in sentence


def test_another_geopackage_is_refused(run_algorithm, tmp_path, store):
    other = tmp_path / "other.gpkg"
    run_algorithm(NAME, given(store, OUTPUT=str(other)))
    assert "is not a store of live equipment" in refusal(NAME, given(other))


def test_layer_arrives_named_and_in_the_colours_of_the_states(store, qgis_new_project):
    layers = load_results(NAME, given(store))
    (layer,) = layers.values()
    assert layer.name() == "State of devices"
    colours = colours_of(layer)
    assert {BY_STATE[state].colour for state in ("ok", "late", "lost")} <= colours
    labels = {category.value(): category.label() for category in layer.renderer().categories()}
    assert labels["lost"] == "Lost" and labels["out_of_service"] == "Out of service"
    QgsProject.instance().removeAllMapLayers()


def test_provenance_tells_the_run(run_algorithm, store, tmp_path):
    run = run_algorithm(NAME, given(store, OUTPUT=str(tmp_path / "state.gpkg"), SITE="school"))
    check_record(record_of(run.results["OUTPUT"]), NAME, STORE=str(store), SITE="school")


def test_same_in_french(run_algorithm, store):
    columns = ("uid", "state", "rssi", "temperature", "geometry")

    def told(run):
        return [{name: row[name] for name in columns} for row in comparable(run.results["OUTPUT"])]

    english = told(run_algorithm(NAME, given(store)))
    with french():
        assert told(run_algorithm(NAME, given(store))) == english


def test_model_child_and_python_command(run_algorithm, store):
    layer = run_in_model(NAME, given(store), "OUTPUT")
    assert {row["state"] for row in rows_of(layer)} == {"ok", "late", "lost", "never", "out_of_service"}
    read = from_python_command(NAME, given(store, SITE="school"))
    assert len(rows_of(run_algorithm(NAME, read).results["OUTPUT"])) == 2


def test_headless(qgis_process, store, tmp_path):
    done = qgis_process("run", f"cityorchestra:{NAME}", "--", f"STORE={store}", f"OUTPUT={tmp_path / 'state.gpkg'}")
    assert (done.results["COUNT"], done.results["LOST"]) == (5, 1)
    assert {row["name"] for row in rows_of(done.results["OUTPUT"])} == {"Room 1", "Room 2", "Cellar", "New", "Removed"}
    failed = qgis_process(
        "run", f"cityorchestra:{NAME}", "--", "STORE=nothing.txt", f"OUTPUT={tmp_path / 'x.gpkg'}", check=False
    )
    assert failed.code != 0 and "neither a file" in failed.stdout + failed.stderr


def test_placed_by_messages(run_algorithm, tmp_path, now):
    path = tmp_path / "store.gpkg"
    database = open_store(path)
    store_events(database, [up(1, 1, now, location=Location(-1.5, 48.0))])
    database.close()
    (row,) = rows_of(run_algorithm(NAME, given(path)).results["OUTPUT"])
    assert row["geometry"].coords[0] == pytest.approx((-1.5, 48.0))
