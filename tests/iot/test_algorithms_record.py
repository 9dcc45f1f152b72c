"""Recording, simulating and replaying in QGIS, with a real broker and with that of the demo."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

pytest.importorskip("qgis.core")
pytest.importorskip("paho.mqtt.client")
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.iot.algorithms import brokers
from cityorchestra.processing_provider.iot.algorithms.brokers import (
    Broker,
    broker_of,
    checked_broker,
    credentials_of,
    profile_of,
    remove_broker,
    save_broker,
    saved_brokers,
)
from cityorchestra.processing_provider.iot.recorder.command_link import try_broker
from cityorchestra.processing_provider.iot.simulator.local_broker import LocalBroker
from cityorchestra.processing_provider.iot.store.opening import open_reader
from cityorchestra.tests.algorithm_support import french, refusal, rows_of
from cityorchestra.tests.iot.alarm_support import MINUTE, START, Watched
from cityorchestra.tests.iot.broker_support import MOSQUITTO, Mosquitto, free_port
from cityorchestra.tests.iot.facility_support import READER, WRITER, account_lines
from cityorchestra.tests.iot.recorder_support import count, publish_all, uplink
from cityorchestra.tests.iot.test_recorder_broker import authority as authority
from cityorchestra.tests.iot.test_recorder_broker import tls_lines
from cityorchestra.tests.rudi import auth_support
from qgis.core import QgsSettings

pytestmark = pytest.mark.usefixtures("provider")
needs_broker = pytest.mark.skipif(MOSQUITTO is None, reason="mosquitto is not installed")
RULES = 'rules:\n  - {name: hot, metric: temperature, when: ">", limit: 30, priority: 1}\n'


@pytest.fixture
def broker(tmp_path):
    if MOSQUITTO is None:
        pytest.skip("mosquitto is not installed")
    with Mosquitto(tmp_path / "broker") as running:
        yield running


def given(port, tmp_path, **changes):
    return {
        "HOST": "127.0.0.1", "PORT": port, "TLS": False, "STORE": str(tmp_path / "s.gpkg"), "DURATION": 20, **changes,
    }  # fmt: skip


class Later(threading.Thread):
    """Publishes once somebody listens, again and again until the test ends."""

    def __init__(self, port, messages):
        super().__init__(daemon=True)
        self.port, self.messages, self.stop = port, messages, threading.Event()
        self.start()

    def run(self):
        while not self.stop.wait(0.3):
            publish_all(self.port, self.messages, qos=1)


# -- record ---------------------------------------------------------------------------------------------------------


def test_a_stream_is_recorded_with_alarms_and_rejects(run_algorithm, broker, tmp_path):
    (tmp_path / "rules.yaml").write_text(RULES)
    now = int(time.time() * 1000)
    messages = [uplink(1, 1, 20.0, now), uplink(2, 1, 40.0, now), ("application/1/device/x/event/up", b"{nonsense")]
    later = Later(broker.port, messages)
    page = tmp_path / "r.html"
    run = run_algorithm(
        "iot_record",
        given(broker.port, tmp_path, MAX_MESSAGES=6, RULES=str(tmp_path / "rules.yaml"), OUTPUT_HTML=str(page)),
    )
    later.stop.set()
    assert run.results["N_MSG"] >= 6 and run.results["N_OBS"] == 4 and run.results["N_DUP"] >= 2
    assert run.results["N_REJECT"] >= 2 and any("not_json" in text for text in run.feedback.warnings)
    assert run.results["N_ALARM"] == 1 and run.results["STORED_ALL"] is True
    assert run.results["STORE"] == str(tmp_path / "s.gpkg")
    with open_reader(tmp_path / "s.gpkg") as reader:
        assert [row.state for row in reader.alarms()] == ["UNACK_ACT"] and reader.count("raw") >= 2
    assert "not_json" in page.read_text(encoding="utf-8")


def test_an_address_leaves_no_session_and_a_profile_keeps_one(run_algorithm, broker, tmp_path):
    save_broker(Broker("kept", "127.0.0.1", broker.port, tls=False, topics=("application/#",)))
    store = str(tmp_path / "k.gpkg")
    run_algorithm("iot_record", {"CONNECTION": "kept", "STORE": store, "DURATION": 1})
    publish_all(broker.port, [uplink(1, number, 20.0) for number in range(5)])  # while nobody records
    assert run_algorithm("iot_record", {"CONNECTION": "kept", "STORE": store, "DURATION": 2}).results["N_MSG"] == 5
    run_algorithm("iot_record", given(broker.port, tmp_path, DURATION=1))
    publish_all(broker.port, [uplink(2, 1, 20.0)])
    assert run_algorithm("iot_record", given(broker.port, tmp_path, DURATION=1)).results["N_MSG"] == 0


def test_a_cancel_keeps_what_was_stored(run_algorithm, broker, tmp_path):
    later = Later(broker.port, [uplink(1, 1, 20.0)])
    run = run_algorithm("iot_record", given(broker.port, tmp_path, DURATION=600), cancel_at=0.3)
    later.stop.set()
    assert run.results == {} and any("stays in the store" in text for text in run.feedback.infos)
    assert count(tmp_path / "s.gpkg") == 1
    assert not [thread for thread in threading.enumerate() if thread.name in ("recorder", "store", "mqtt connection")]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"HOST": ""}, "either CONNECTION"),
        ({"CONNECTION": "x"}, "either CONNECTION"),
        ({"HOST": "", "CONNECTION": "nowhere"}, "no broker called"),
        ({"HOST": "192.0.2.1"}, "without TLS"),
        ({"TOPICS": "a/#/b"}, "not a topic filter"),
        ({"FORMATS": "morse"}, "not a format"),
        ({"FORMATS": "/no/such.yaml"}, "cannot be read"),
        ({"STORE": ""}, "STORE"),
        ({"STORE": "here.txt"}, "neither a file"),
        ({"STORE": "/no/such/folder/s.gpkg"}, "folder"),
        ({"RULES": "/no/such.yaml"}, "cannot be read"),
        ({"AUTHCFG": "abcdefg"}, "no authentication configuration"),
        ({"DURATION": 0}, "DURATION"),
    ],
)
def test_bad_input_is_a_sentence_and_makes_no_store(tmp_path, changes, words):
    assert words in refusal("iot_record", given(free_port(), tmp_path, **changes))
    assert not (tmp_path / "s.gpkg").exists()


def test_a_broker_that_is_away_fails_with_its_cause(tmp_path, qgis_process):
    parameters = given(free_port(), tmp_path)
    assert "never answered" in refusal("iot_record", parameters)
    run = qgis_process(
        "run", "cityorchestra:iot_record", "--", *(f"{k}={v}" for k, v in parameters.items()), check=False
    )
    assert run.code != 0 and "never answered" in run.stdout + run.stderr
    assert not (tmp_path / "s.gpkg").exists()


def test_recorded_headless_and_in_french(run_algorithm, broker, qgis_process, tmp_path):
    later = Later(broker.port, [uplink(1, 1, 20.0)])
    parameters = given(broker.port, tmp_path, MAX_MESSAGES=2)
    run = qgis_process("run", "cityorchestra:iot_record", "--", *(f"{k}={v}" for k, v in parameters.items()))
    assert run.results["N_OBS"] == 2 and run.results["STORED_ALL"] is True
    with french():
        assert run_algorithm("iot_record", parameters).results["N_MSG"] >= 2
    later.stop.set()


@needs_broker
def test_an_account_opens_and_is_written_nowhere(run_algorithm, tmp_path):
    with Mosquitto(tmp_path / "broker", lines=account_lines(tmp_path / "accounts")) as broker:
        reader = auth_support.stored_login(*READER)
        wrong = auth_support.stored_login(READER[0], "Faux-Mot-1234")
        topics = "application/+/device/+/event/#"
        parameters = given(broker.port, tmp_path, TOPICS=topics, DURATION=1)
        assert "never answered" in refusal("iot_record", parameters)
        assert "never answered" in refusal("iot_record", {**parameters, "AUTHCFG": wrong})
        run = run_algorithm("iot_record", {**parameters, "AUTHCFG": reader})
        log = " ".join([*run.feedback.infos, *run.feedback.warnings])
    assert READER[1] not in log + str(run.results)
    for path in [Path(QgsSettings().fileName()), *tmp_path.rglob("*")]:
        if path.is_file() and path.parent.name != "accounts":
            assert READER[1].encode() not in path.read_bytes(), path


# -- brokers --------------------------------------------------------------------------------------------------------


def test_brokers_are_kept_in_the_settings_without_secret():
    made = save_broker(
        Broker("  Rennes   LoRa ", "mqtt.example.org", topics=("application/#", "v3/+/devices/+/#"), authcfg="abc1234",
               may_command=True, store="s.gpkg", rules="/tmp/r.yaml", qos=0)
    )  # fmt: skip
    assert made.name == "Rennes LoRa" and made.client.startswith("cityorchestra-")
    assert broker_of("rennes lora") == made and made in saved_brokers()
    again = save_broker(made)
    assert again.client == made.client, "the place at the broker stays"
    profile = profile_of(Broker("n", "127.0.0.1", tls=False))
    assert profile.actual_port == 1883 and "given" not in repr(profile)
    remove_broker("Rennes LoRa")
    with pytest.raises(InputError, match="no broker called"):
        broker_of("Rennes LoRa")


def test_a_broker_spoilt_by_hand_is_left_out():
    settings = QgsSettings()
    settings.setValue(f"{brokers.PREFIX}/spoilt/host", "127.0.0.1")
    settings.setValue(f"{brokers.PREFIX}/spoilt/topics", "no list")
    assert "spoilt" not in {broker.name for broker in saved_brokers()}
    settings.remove(f"{brokers.PREFIX}/spoilt")


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"name": " "}, "name"), ({"host": ""}, "host"), ({"topics": ()}, "topic"), ({"port": 99_999}, "port"),
     ({"tls": False, "host": "192.0.2.1"}, "without TLS")],
)  # fmt: skip
def test_brokers_that_are_none(changes, words):
    with pytest.raises(InputError, match=words):
        checked_broker(Broker(**{"name": "n", "host": "127.0.0.1", **changes}))


def test_accounts_of_brokers():
    pki = auth_support.stored("PKI-Paths", certpath="/c.pem", keypath="/k.pem", keypass="Clef-Secrete-77")
    found = credentials_of(pki)
    assert found["certificate"] == Path("/c.pem") and found["given_key"].reveal() == "Clef-Secrete-77"
    assert "Clef" not in repr(found)
    other = auth_support.stored("EsriToken", token="x")
    with pytest.raises(InputError, match="Basic or PKI-Paths"):
        credentials_of(other)


def test_commands_are_off_until_both_say_so():
    settings = QgsSettings()
    open_broker, closed = Broker("a", "127.0.0.1", may_command=True), Broker("b", "127.0.0.1")
    with pytest.raises(InputError, match="Sending is off"):
        brokers.require_commands(open_broker)
    settings.setValue(brokers.COMMANDS_ENABLED, "true")
    try:
        brokers.require_commands(open_broker)
        with pytest.raises(InputError, match="for reading only"):
            brokers.require_commands(closed)
    finally:
        settings.remove(brokers.COMMANDS_ENABLED)


@needs_broker
def test_a_broker_is_tried_with_its_rights(tmp_path):
    with Mosquitto(tmp_path / "broker", lines=account_lines(tmp_path / "accounts")) as broker:
        writer = auth_support.stored_login(*WRITER)
        tried = Broker(
            "t", "127.0.0.1", broker.port, tls=False, authcfg=writer, topics=("application/+/device/+/event/#",)
        )
        with pytest.raises(InputError, match="never answered"):
            try_broker(profile_of(Broker("t", "127.0.0.1", broker.port, tls=False), brokers.WATCH))
        try_broker(profile_of(tried, brokers.COMMAND))


def test_certificates_of_clients(tmp_path):
    """A profile with certificates that are not there says so, and its key is never asked for at a terminal."""
    pki = auth_support.stored(
        "PKI-Paths", certpath=str(tmp_path / "c.pem"), keypath=str(tmp_path / "k.pem"), keypass=""
    )
    with pytest.raises(InputError, match="certificates"):
        try_broker(profile_of(Broker("t", "127.0.0.1", free_port(), authcfg=pki), brokers.WATCH))


@needs_broker
def test_certificates_from_the_authentication_manager(run_algorithm, tmp_path, request):
    folder = request.getfixturevalue("authority")
    with Mosquitto(tmp_path / "broker", lines=tls_lines(folder)) as broker:

        def saved(name, client):
            paths = {"certpath": str(folder / f"{client}.pem"), "keypath": str(folder / f"{client}.key"), "keypass": ""}
            authcfg = auth_support.stored("PKI-Paths", **paths)
            ca = str(folder / "town-ca.pem")
            save_broker(Broker(name, "127.0.0.1", broker.port, authcfg=authcfg, ca=ca, topics=("application/#",)))
            return {"CONNECTION": name, "STORE": str(tmp_path / "s.gpkg"), "DURATION": 1}

        assert run_algorithm("iot_record", saved("ours", "recorder")).results["STORED_ALL"] is True
        assert "never answered" in refusal("iot_record", saved("strange", "stranger"))
        save_broker(Broker("no ca", "127.0.0.1", broker.port, topics=("application/#",)))
        parameters = {"CONNECTION": "no ca", "STORE": str(tmp_path / "s.gpkg")}
        assert "certificate" in refusal("iot_record", parameters)


# -- simulate -------------------------------------------------------------------------------------------------------


def simulated(tmp_path, **changes):
    return {"STORE": str(tmp_path / "f.gpkg"), "N": 20, "PERIOD": 600, "DURATION": 21_600, "SEED": 3, **changes}


@pytest.mark.parametrize("style", ["chirpstack4", "things_stack"])
def test_a_fleet_goes_straight_into_a_store(run_algorithm, tmp_path, style):
    run = run_algorithm("iot_simulate", simulated(tmp_path, FORMAT=style))
    assert run.results["N_DEVICES"] == 20 and run.results["N_OBS"] > 1000
    expected = 20 * 36
    lost = 1.0 - count(tmp_path / "f.gpkg", "SELECT COUNT(*) FROM frame WHERE counter IS NOT NULL") / expected
    assert 0.0 < lost < 0.25
    snapshot = run_algorithm("iot_snapshot", {"STORE": str(tmp_path / "f.gpkg"), "OUTPUT": "memory:"})
    assert len(rows_of(snapshot.results["OUTPUT"])) == 20


def test_no_loss_loses_nothing_and_the_boiler_room_has_its_devices(run_algorithm, tmp_path):
    run_algorithm("iot_simulate", simulated(tmp_path, LOSS=0))
    assert count(tmp_path / "f.gpkg", "SELECT COUNT(DISTINCT device) FROM frame") == 20
    room = str(tmp_path / "r.gpkg")
    run = run_algorithm("iot_simulate", {"STORE": room, "KIND": "boiler_room", "DURATION": 3600})
    assert run.results["N_DEVICES"] == 14


def test_a_fleet_goes_through_a_broker(run_algorithm, tmp_path):
    with LocalBroker() as broker:
        place = {"HOST": "127.0.0.1", "PORT": broker.port, "TLS": False}
        save_broker(Broker("demo", "127.0.0.1", broker.port, tls=False))
        store = str(tmp_path / "b.gpkg")
        run_algorithm("iot_record", {"CONNECTION": "demo", "STORE": store, "DURATION": 1})
        sent = run_algorithm("iot_simulate", {**place, "N": 10, "DURATION": 3600, "SPEED": 0}).results["N_MSG"]
        assert sent > 40
        got = run_algorithm("iot_record", {"CONNECTION": "demo", "STORE": store, "DURATION": 3}).results["N_MSG"]
        assert got == sent
        room = {**place, "KIND": "boiler_room", "DURATION": 100, "SPEED": 100}
        assert run_algorithm("iot_simulate", room).results["N_MSG"] > 5


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"HOST": "127.0.0.1"}, "not both"),
        ({"STORE": ""}, "either CONNECTION"),
        ({"STORE": "", "HOST": "127.0.0.1", "TLS": False, "PORT": 1}, "never answered"),
        ({"STORE": "x.txt"}, "neither a file"),
        ({"N": 0}, "N"),
        ({"LOSS": 99}, "LOSS"),
    ],
)
def test_simulations_refused(tmp_path, changes, words):
    assert words in refusal("iot_simulate", simulated(tmp_path, **changes))


def test_a_store_that_a_recorder_writes_is_refused(tmp_path):
    from cityorchestra.processing_provider.iot.recorder.single_instance import SingleInstance

    with SingleInstance(tmp_path / "f.gpkg.lock"):
        assert "Another recorder" in refusal("iot_simulate", simulated(tmp_path))


def test_simulated_headless_cancelled_and_in_french(run_algorithm, qgis_process, tmp_path):
    run = qgis_process("run", "cityorchestra:iot_simulate", "--", *(f"{k}={v}" for k, v in simulated(tmp_path).items()))
    assert run.results["N_DEVICES"] == 20
    with french():
        assert (
            run_algorithm("iot_simulate", simulated(tmp_path, STORE=str(tmp_path / "g.gpkg"))).results["N_DEVICES"]
            == 20
        )
    assert run_algorithm("iot_simulate", simulated(tmp_path, STORE=str(tmp_path / "h.gpkg")), cancel_at=0).results == {}


# -- replay of alarms -----------------------------------------------------------------------------------------------


@pytest.fixture
def watched(tmp_path):
    """Two hours of a recorder with alarms; its store and its rules."""
    rules = (
        "rules:\n"
        "  - {name: hot, metric: temperature, when: '>', limit: 30, deadband: 2, on_delay: 120, off_delay: 60,"
        " priority: 1, devices: {profile: co2}, response: Close the valve}\n"
        "  - {name: silent, kind: no_data, on_delay: 900, devices: {profile: co2}}\n"
    )
    (tmp_path / "rules.yaml").write_text(rules)
    scene = Watched(tmp_path / "w.gpkg", rules)
    values = [20, 31, 32, 33, 29, 27, 26, 20, 35, 20, 36, 36, 36, 36, 36]
    for number, value in enumerate(values):
        scene.say(START + number * MINUTE, 1, temperature=float(value))
        scene.say(START + number * MINUTE + 500, 2, temperature=20.0)
        scene.look(START + number * MINUTE + 30_000)
    scene.look(START + 120 * MINUTE)
    scene.close()
    return scene, str(tmp_path / "w.gpkg"), str(tmp_path / "rules.yaml")


def replayed(watched, **changes):
    _, store, rules = watched
    return {"STORE": store, "RULES": rules, "T0": "2026-09-21T00:00:00Z", "T1": "2026-09-22T00:00:00Z",
            "OUTPUT": "memory:", **changes}  # fmt: skip


def span_of(start, end):
    def text(moment):
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment // 1000))

    return {"T0": text(start), "T1": text(end)}


def test_a_replay_tells_what_the_recorder_told(run_algorithm, watched, tmp_path):
    scene, _, _ = watched
    page = tmp_path / "a.html"
    span = span_of(START, START + 120 * MINUTE)
    run = run_algorithm("iot_alarm_eval", replayed(watched, OUTPUT_HTML=str(page), **span))
    rows = rows_of(run.results["OUTPUT"])
    found = sorted((row["t"].toMSecsSinceEpoch(), row["rule"], row["uid"], row["cause"]) for row in rows)
    live = sorted((item.moment, item.rule, item.device, item.cause) for item in scene.journal())
    assert found == live and len(found) >= 5
    first = next(row for row in rows if row["rule"] == "hot")
    assert (first["name"], first["priority"], first["response"]) == ("sensor 1", 1, "Close the valve")
    assert run.results["N_ANNOUNCED"] == sum(row["announced"] for row in rows)
    assert run.results["GREATEST_RATE"] >= 1 and "top" in run.results["BEYOND"]
    assert "sensor 1" in page.read_text(encoding="utf-8")


def test_values_that_failed_raise_nothing(run_algorithm, watched):
    from cityorchestra.processing_provider.iot.store.opening import open_store

    _, store, _ = watched
    database = open_store(store)
    database.execute("UPDATE obs SET q = 4 WHERE v > 30")
    database.close()
    run = run_algorithm("iot_alarm_eval", replayed(watched, **span_of(START, START + 120 * MINUTE)))
    assert {row["rule"] for row in rows_of(run.results["OUTPUT"])} == {"silent"}


@pytest.mark.parametrize(
    ("text", "words"),
    [("rules: 3", "one list"), ("rules:\n  - {name: a}\n", "no metric"), ("{", "not YAML"),
     ("rules:\n  - {name: a, metric: t, when: '>', limit: 1, priority: 9}\n", "priority")],
)  # fmt: skip
def test_rules_that_are_wrong_are_a_sentence(watched, tmp_path, text, words):
    path = tmp_path / "bad.yaml"
    path.write_text(text)
    assert words in refusal("iot_alarm_eval", replayed(watched, RULES=str(path)))


def test_a_replay_cancelled_empty_french_and_headless(run_algorithm, watched, qgis_process, tmp_path):
    span = span_of(START, START + 120 * MINUTE)
    out = tmp_path / "j.gpkg"
    assert run_algorithm("iot_alarm_eval", replayed(watched, OUTPUT=str(out), **span), cancel_at=0).results == {}
    assert not out.exists()
    empty = run_algorithm("iot_alarm_eval", replayed(watched, **span_of(START - 9 * MINUTE, START - MINUTE)))
    assert empty.results["N_ANNOUNCED"] == 0
    english = run_algorithm("iot_alarm_eval", replayed(watched, **span)).results["N_ANNOUNCED"]
    with french():
        assert run_algorithm("iot_alarm_eval", replayed(watched, **span)).results["N_ANNOUNCED"] == english
    parameters = replayed(watched, OUTPUT=str(out), **span)
    run = qgis_process("run", "cityorchestra:iot_alarm_eval", "--", *(f"{k}={v}" for k, v in parameters.items()))
    assert run.results["N_ANNOUNCED"] == english
