"""Algorithms ``iot_health_report`` and ``iot_gateway_report`` in QGIS, on stores made by the simulator and by hand."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("qgis.core")
from cityorchestra.processing_provider.iot.algorithms.gateway_report import FIELDS as GATEWAY_FIELDS
from cityorchestra.processing_provider.iot.algorithms.health_report import FIELDS as HEALTH_FIELDS
from cityorchestra.processing_provider.iot.events import Event, Location, Reception
from cityorchestra.processing_provider.iot.simulator.fleet import FleetPlan
from cityorchestra.processing_provider.iot.store.opening import open_store
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

HEALTH, GATEWAYS = "iot_health_report", "iot_gateway_report"
MINUTE, DAY = 60_000, 86_400_000
START = 1_780_000_000_000 // DAY * DAY

pytestmark = pytest.mark.usefixtures("provider")


def at(moment):
    return QDateTime.fromMSecsSinceEpoch(moment, Qt.TimeSpec.UTC)


def asked(store, hours=2, **changes):
    return {
        "STORE": str(store),
        "T0": at(START),
        "T1": at(START + hours * 60 * MINUTE),
        "OUTPUT": "TEMPORARY_OUTPUT",
        **changes,
    }


def heard(event, *receptions):
    return Event(**{**event.__dict__, "receptions": tuple(Reception(*one) for one in receptions)})


@pytest.fixture
def store(tmp_path):
    """A device of ten minutes that loses two frames of twelve, one without counters, one heard before, one never."""
    path = tmp_path / "store.gpkg"
    database = open_store(path)
    declare_devices(
        database,
        [
            Declaration(f"{1:016x}", "Room 1", "school", period_s=600.0, longitude=-1.68, latitude=48.11),
            Declaration(f"{3:016x}", "Cellar", "depot", period_s=600.0, longitude=-1.70, latitude=48.12),
            Declaration(f"{4:016x}", "New", "depot", period_s=600.0),
        ],
    )
    frames = [
        heard(up(1, n, START + n * 10 * MINUTE + MINUTE), ("g1", -100.0, -3.0 - n), ("g2", -104.0, -20.0))
        for n in range(12)
        if n not in (4, 5)
    ]
    again = heard(up(1, 7, START + 71 * MINUTE + 5), ("g1", -100.0, -10.0))
    plain = [
        Event("obs", "generic", "meter", moment, network_time=moment, values={"kwh": 1.0})
        for moment in range(START, START + 120 * MINUTE, 20 * MINUTE)
    ]
    before = [heard(up(3, 1, START - 30 * MINUTE), ("g1", -90.0, 5.0))]
    store_events(database, before)
    store_events(database, [*frames[:6], again, *frames[6:], *plain])
    database.close()
    return path


def by_uid(run):
    return {row["uid"]: row for row in rows_of(run.results["OUTPUT"])}


def test_health_known_by_hand(run_algorithm, store):
    run = run_algorithm(HEALTH, asked(store))
    assert [item.name() for item in opened(run.results["OUTPUT"]).fields()] == [name for name, _ in HEALTH_FIELDS]
    rows = by_uid(run)
    one = rows[f"{1:016x}"]
    assert (one["expected"], one["received"], one["dup"], one["lost"], one["resets"]) == (12, 10, 1, 2, 0)
    assert one["plr"] == pytest.approx(100 * 2 / 12)
    assert one["plr_lo"] < one["plr"] < one["plr_hi"]
    assert one["complete_pct"] == pytest.approx(100 * 10 / 12)
    assert one["longest_gap_s"] == pytest.approx(1800.0)
    assert (one["state"], one["sf_mode"], one["rssi_p50"], one["n_gw"]) == ("ok", 9, -100.0, 2.0)
    # SF9 is received down to -12.5 dB; the tenth percentile of -3..-14 without -7 and -8 is -13.1.
    assert one["snr_p10"] == pytest.approx(-13.1) and one["margin_p10"] == pytest.approx(-0.6)
    assert one["margin_class"] == "weak" and one["period_s"] == 600.0
    # Two bytes at SF9 are 164.864 ms; ten frames in two hours are 120 a day.
    assert one["toa_ms_day"] == pytest.approx(120 * 164.864)
    plain = rows["generic:meter"]
    assert (plain["received"], plain["lost"], plain["plr"], plain["n_gw"]) == (6, None, None, 0.0)
    assert plain["period_s"] == 1200.0 and plain["complete_pct"] == 100.0
    assert (rows[f"{3:016x}"]["state"], rows[f"{3:016x}"]["received"]) == ("lost", 0)
    assert rows[f"{4:016x}"]["state"] == "never"
    assert (run.results["COUNT"], run.results["RECEIVED"], run.results["MISSED"]) == (4, 16, 2)
    assert run.results["PLR"] == pytest.approx(100 * 2 / 12)
    assert (run.results["LOST"], run.results["WEAK"]) == (1, 1)


def test_a_period_is_overridden_and_devices_are_chosen(run_algorithm, store):
    run = run_algorithm(HEALTH, asked(store, PERIOD_OVERRIDE=300, SITE="school"))
    (row,) = rows_of(run.results["OUTPUT"])
    assert (row["expected"], row["period_s"]) == (24, 300.0)
    assert "PERIOD_OVERRIDE" in refusal(HEALTH, asked(store, PERIOD_OVERRIDE=0))
    assert "no device or site" in refusal(HEALTH, asked(store, DEVICES="nobody"))


def test_the_health_of_a_simulated_fleet_is_what_happened(run_algorithm, tmp_path):
    path = tmp_path / "fleet.gpkg"
    plan = FleetPlan(devices=40, period_s=300.0, seed=8, rejoins_per_day=0.0, strange=0.0, bridged=0.05)
    truth = fleet_store(path, plan, START, 24.0)
    run = run_algorithm(HEALTH, asked(path, hours=24))
    rows = by_uid(run)
    assert len(rows) == 40
    for uid, row in rows.items():
        sent, lost = truth.sent[uid], truth.lost.get(uid, 0)
        assert row["received"] == sent - lost and row["dup"] == truth.bridged.get(uid, 0)
        # Losses before the first and after the last frame are seen by nobody.
        assert lost - 25 <= row["lost"] <= lost
        assert row["plr_lo"] <= row["plr"] <= row["plr_hi"]
    total = 100.0 * sum(truth.lost.values()) / sum(truth.sent.values())
    assert run.results["PLR"] == pytest.approx(total, abs=1.0)


def test_batteries_that_fall_are_forecast(run_algorithm, tmp_path):
    path = tmp_path / "store.gpkg"
    database = open_store(path)
    end = START + 30 * DAY
    events = [up(1, n, START + n * DAY, {"battery": 80.0 - n}) for n in range(31)]
    events += [up(2, n, START + n * DAY, {"battery": 70.0}) for n in range(31)]
    store_events(database, events)
    database.close()
    rows = by_uid(run_algorithm(HEALTH, {**asked(path), "T0": at(START), "T1": at(end + 1000)}))
    # 1 % a day from 50 %, to 20 %.
    assert rows[f"{1:016x}"]["batt_days"] == pytest.approx(30.0) and rows[f"{2:016x}"]["batt_days"] is None


def test_the_page_of_the_health_report(run_algorithm, store, tmp_path):
    page = tmp_path / "health.html"
    run_algorithm(HEALTH, asked(store, OUTPUT_HTML=str(page)))
    text = page.read_text(encoding="utf-8")
    assert "Room 1" in text and "16.7" in text and not re.search(r"<script|(src|href)=", text)


@pytest.mark.parametrize("name", [HEALTH, GATEWAYS])
def test_empty_store_wrong_span_and_cancel(run_algorithm, tmp_path, store, name):
    empty = tmp_path / "empty.gpkg"
    open_store(empty).close()
    run = run_algorithm(name, asked(empty))
    assert run.results["COUNT"] == 0 and rows_of(run.results["OUTPUT"]) == [] and run.feedback.warnings
    assert "T1 must be after T0" in refusal(name, asked(store, hours=0))
    assert "There is no store" in refusal(name, asked(tmp_path / "none.gpkg"))
    out = tmp_path / "out"
    out.mkdir()
    for percent in (5, 80):
        run = run_algorithm(name, asked(store, OUTPUT=str(out / "r.gpkg")), cancel_at=percent)
        assert run.results == {} and files_in(out) == []


@pytest.mark.parametrize("name", [HEALTH, GATEWAYS])
def test_french_model_command_and_provenance(run_algorithm, store, tmp_path, name):
    english = comparable(run_algorithm(name, asked(store)).results["OUTPUT"])
    with french():
        assert comparable(run_algorithm(name, asked(store)).results["OUTPUT"]) == english
    assert len(rows_of(run_in_model(name, asked(store), "OUTPUT"))) == len(english)
    read = from_python_command(name, {**asked(store), "T0": "2026-05-28T02:00:00", "T1": "2026-05-28T04:00:00"})
    assert comparable(run_algorithm(name, read).results["OUTPUT"]) == english
    run = run_algorithm(name, asked(store, OUTPUT=str(tmp_path / "report.gpkg")))
    check_record(record_of(run.results["OUTPUT"]), name, STORE=str(store))


@pytest.mark.parametrize("name", [HEALTH, GATEWAYS])
def test_headless(qgis_process, store, tmp_path, name):
    done = qgis_process(
        "run", f"cityorchestra:{name}", "--", f"STORE={store}", "T0=2026-05-28T00:00:00", "TZ=UTC",
        "T1=2026-05-28T02:00:00", f"OUTPUT={tmp_path / 'report.gpkg'}", f"OUTPUT_HTML={tmp_path / 'report.html'}",
    )  # fmt: skip
    assert done.results["COUNT"] == len(rows_of(done.results["OUTPUT"]))
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_the_layer_of_health_is_styled(store, qgis_new_project):
    (layer,) = load_results(HEALTH, asked(store)).values()
    assert layer.name() == "Health of devices"
    assert "#d55e00" in colours_of(layer)
    QgsProject.instance().removeAllMapLayers()


# -- gateways -------------------------------------------------------------------------------------------------------


def statistics(gateway, moment, location=None, **counts):
    values = {"rx_received": 0.0, "rx_ok": 0.0, "tx_received": 0.0, "tx_ok": 0.0, **counts}
    return Event("gw_stats", "chirpstack4", gateway, moment, device_eui=gateway, network_time=moment, values=values,
                 location=location)  # fmt: skip


@pytest.fixture
def gateway_store(tmp_path):
    """Three gateways: one that still answers, one silent for an hour, one of a network without statistics."""
    path = tmp_path / "gateways.gpkg"
    database = open_store(path)
    end = START + 120 * MINUTE
    busy = {"duty_cycle_a": 0.5, "duty_cycle_limit_a": 1.0, "duty_cycle_b": 9.0, "duty_cycle_limit_b": 10.0}
    store_events(
        database,
        [
            statistics("aa" * 8, end - 90_000, Location(-1.68, 48.11), rx_received=10.0, rx_ok=9.0, tx_received=3.0),
            statistics("aa" * 8, end - 30_000, rx_received=5.0, rx_ok=5.0, tx_ok=2.0, **busy),
            statistics("bb" * 8, end - 60 * MINUTE, Location(-1.70, 48.12), rx_received=1.0),
            heard(up(1, 1, START), ("aa" * 8, -90.0, 1.0), ("bb" * 8, -95.0, 0.0)),
            heard(up(1, 2, START + MINUTE), ("aa" * 8, -90.0, 1.0)),
            heard(up(2, 1, START), ("cc" * 8, -90.0, 1.0)),
            heard(up(3, 1, START), ("cc" * 8, -90.0, 1.0)),
        ],
    )
    database.close()
    return path


def test_gateways_known_by_hand(run_algorithm, gateway_store):
    run = run_algorithm(GATEWAYS, asked(gateway_store))
    assert [item.name() for item in opened(run.results["OUTPUT"]).fields()] == [name for name, _ in GATEWAY_FIELDS]
    rows = {row["gateway"]: row for row in rows_of(run.results["OUTPUT"])}
    first, second, third = (rows[two * 8] for two in ("aa", "bb", "cc"))
    assert (first["state"], bool(first["online"]), second["state"], bool(second["online"])) == (
        "online", True, "offline", False,
    )  # fmt: skip
    assert (third["state"], third["online"], third["rx"], third["geometry"]) == ("unknown", None, None, None)
    assert (first["rx"], first["rx_ok"], first["tx"], first["tx_ok"]) == (15, 14, 3, 2)
    assert first["duty_pct"] == pytest.approx(90.0) and second["duty_pct"] is None
    assert (first["frames"], first["sole_frames"], first["n_devices"], first["n_sole"]) == (2, 1, 1, 0)
    assert (second["frames"], second["sole_frames"], second["n_devices"], second["n_sole"]) == (1, 0, 1, 0)
    assert (third["frames"], third["sole_frames"], third["n_devices"], third["n_sole"]) == (2, 2, 2, 2)
    assert first["geometry"].coords[0] == pytest.approx((-1.68, 48.11))
    assert (run.results["COUNT"], run.results["OFFLINE"], run.results["SOLE"]) == (3, 1, 2)
    slow = run_algorithm(GATEWAYS, asked(gateway_store, STATS_PERIOD=3600))
    assert slow.results["OFFLINE"] == 0


def test_the_layer_of_gateways_and_its_page(run_algorithm, gateway_store, tmp_path, qgis_new_project):
    (layer,) = load_results(GATEWAYS, asked(gateway_store)).values()
    assert {"#d55e00", "#2f6fb3"} <= colours_of(layer)
    QgsProject.instance().removeAllMapLayers()
    page = tmp_path / "gateways.html"
    run_algorithm(GATEWAYS, asked(gateway_store, OUTPUT_HTML=str(page)))
    text = page.read_text(encoding="utf-8")
    assert "off-line" in text and "bb" * 8 in text
