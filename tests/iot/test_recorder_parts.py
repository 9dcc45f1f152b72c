"""The parts of the recorder, each alone."""

from __future__ import annotations

import subprocess
import sys
import threading
import time

import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.iot.__main__ import main
from cityorchestra.processing_provider.iot.events import Event
from cityorchestra.processing_provider.iot.normalise import Message
from cityorchestra.processing_provider.iot.recorder import mqtt_link
from cityorchestra.processing_provider.iot.recorder.deliveries import Deliveries
from cityorchestra.processing_provider.iot.recorder.inbox import Inbox
from cityorchestra.processing_provider.iot.recorder.pacing import BackOff, BatchPacer
from cityorchestra.processing_provider.iot.recorder.profile import BrokerProfile, profile_from, read_profile
from cityorchestra.processing_provider.iot.recorder.service import Recorder
from cityorchestra.processing_provider.iot.recorder.single_instance import SingleInstance
from cityorchestra.processing_provider.iot.recorder.store_thread import StoreThread
from cityorchestra.processing_provider.iot.store.opening import open_reader, open_store
from hypothesis import given
from hypothesis import strategies as st


def message(number=1, payload=b"x", qos=1, again=False, topic="t"):
    return Message(topic, payload, 1_780_000_000_000, number, qos, again)


@given(st.integers(1, 40))
def test_waits_double_up_to_two_minutes_with_jitter(seed):
    waits = BackOff(seed=seed)
    found = [waits.next() for _ in range(12)]
    for tries, wait in enumerate(found):
        nominal = min(120.0, 2.0**tries)
        assert 0.5 * nominal <= wait <= min(120.0, 1.5 * nominal)
    waits.reset()
    assert waits.next() <= 1.5
    assert BackOff(seed=seed).next() == found[0]


def test_a_batch_ends_at_its_limits():
    pacer = BatchPacer(most=500, longest_s=0.25)
    assert pacer.full(500, True) and not pacer.full(499, False)
    assert pacer.remaining(0.1) == pytest.approx(0.15) and pacer.remaining(1.0) == 0.0


def test_the_window_of_a_broker_is_learned_and_forgotten():
    pacer = BatchPacer()
    for _ in range(3):
        pacer.ended(20, 0.2)
    assert pacer.window == 20
    assert pacer.full(20, False) and not pacer.full(20, True) and not pacer.full(19, False)
    pacer.ended(35, 0.0)  # it sends more after all
    assert pacer.window is None
    for _ in range(3):
        pacer.ended(20, 0.2)
    for _ in range(4):
        pacer.ended(7, 0.1)  # the traffic is slow
    assert pacer.window is None


def test_slow_traffic_does_not_look_like_a_window():
    pacer = BatchPacer()
    for count in (1, 1, 1, 3, 4, 3, 5, 4):
        pacer.ended(count, 0.1)
        assert pacer.window is None


def test_an_inbox_gives_messages_in_order_and_waits_for_them():
    inbox = Inbox()
    threading.Timer(0.05, lambda: [inbox.put(message(n)) for n in (1, 2)]).start()
    assert [inbox.get(5.0).number, inbox.get(0.0).number] == [1, 2]
    assert inbox.get(0.0) is None and inbox.get(0.02) is None


def test_a_full_inbox_makes_the_network_wait():
    inbox = Inbox(kept=(2, 1000), patience=5.0)
    inbox.put(message(1))
    inbox.put(message(2))
    began = time.monotonic()
    threading.Timer(0.1, lambda: inbox.get(0.0)).start()
    assert inbox.put(message(3)) and 0.05 < time.monotonic() - began < 4.0
    assert inbox.refused == 0


def test_what_does_not_fit_is_refused_in_order_until_asked_again():
    inbox = Inbox(kept=(2, 10), live=(3, 100), patience=0.01)
    assert inbox.put(message(1, b"12345")) and not inbox.put(message(2, b"1234567"))  # too many bytes
    assert not inbox.put(message(3, b"1"))  # it would fit, but not before number 2
    assert inbox.refused == 2 and inbox.lost == 0
    assert inbox.put(message(0, b"1", qos=0)) and inbox.put(message(0, b"1", qos=0))
    assert not inbox.put(message(0, b"1", qos=0)) and inbox.lost == 1
    while inbox.get(0.0):
        pass
    assert inbox.accept_again() == 2 and inbox.put(message(2, b"1234567"))


def test_a_closed_inbox_takes_nothing_and_holds_nobody_up():
    inbox = Inbox(kept=(1, 100), patience=60.0)
    inbox.put(message(1))
    threading.Timer(0.05, inbox.close).start()
    assert not inbox.put(message(2))
    assert not inbox.put(message(0, qos=0))
    assert inbox.get(0.0).number == 1


def test_deliveries_know_what_was_stored_by_number_and_content(tmp_path):
    database = open_store(tmp_path / "store.gpkg")
    taken = Deliveries("a")
    rows = taken.note([message(1, b"x"), message(2, b"y"), message(0, b"z", qos=0)])
    database.execute("INSERT INTO delivery (client, content) VALUES (?, ?)", rows[0])
    read = Deliveries("a")
    read.load(database)
    assert read.is_stored(message(1, b"x", again=True))
    assert not read.is_stored(message(1, b"x"))  # not said to be a repetition: a new message
    assert not read.is_stored(message(1, b"y", again=True)) and not read.is_stored(message(3, b"x", again=True))
    assert not read.is_stored(message(1, b"x", again=True, topic="u"))
    assert read.was_last([message(1, b"x"), message(2, b"y")]) and not read.was_last([message(1, b"x")])
    assert taken.note([message(0, qos=0)]) == [] and not read.was_last([message(0, qos=0)])
    other = Deliveries("b")
    other.load(database)
    assert not other.is_stored(message(1, b"x", again=True))
    database.close()


def test_a_second_recorder_of_a_store_is_refused_and_a_dead_one_does_not_hold_it(tmp_path):
    path = tmp_path / "store.gpkg.lock"
    with SingleInstance(path):
        with pytest.raises(InputError, match="Another recorder"):
            SingleInstance(path)
        holds = f"from pathlib import Path; from {SingleInstance.__module__} import SingleInstance"
        other = subprocess.run(
            [sys.executable, "-c", f"{holds}\nSingleInstance(Path({str(path)!r}))"], capture_output=True, check=False
        )
        assert other.returncode == 1 and b"Another recorder" in other.stderr
    killed = subprocess.run(
        [
            sys.executable,
            "-c",
            f"{holds}\nimport os\nkept = SingleInstance(Path({str(path)!r}))\nos.kill(os.getpid(), 9)",
        ],
        check=False,
    )
    assert killed.returncode == -9
    SingleInstance(path).release()


GOOD = {"host": "127.0.0.1", "client": "c", "topics": ["a/#"], "tls": False}


def test_a_profile_is_read_with_paths_beside_it(tmp_path):
    path = tmp_path / "town.yaml"
    path.write_text(
        "host: broker.example.org\nclient: town-1\ntopics: [application/+/device/+/event/+]\nca: ca.pem\n"
        "certificate: me.pem\nkey: me.key\nversion: 5\nformats: [chirpstack4, tanks.yaml]\nuser: town\n"
        "password_file: word.txt\ncodecs: {co2 sensor: elsys}\n"
    )
    profile = read_profile(path)
    assert profile.ca == tmp_path / "ca.pem" and profile.formats == ("chirpstack4", str(tmp_path / "tanks.yaml"))
    assert profile.actual_port == 8883 and profile.tls and profile.version == "5"
    assert profile.codecs == {"co2 sensor": "elsys"}
    (tmp_path / "word.txt").write_text("s3same\n")
    word = profile.password()
    assert word.reveal() == "s3same" and "s3same" not in repr(word) + repr(profile) + f"{word}"


@pytest.mark.parametrize("name", ["password", "passwd", "secret", "api_key", "token", "Password", "key_passphrase"])
def test_a_profile_that_holds_a_secret_is_refused_without_showing_it(tmp_path, name):
    with pytest.raises(InputError, match="holds a secret") as refused:
        profile_from({**GOOD, name: "s3same"}, tmp_path)
    assert "s3same" not in str(refused.value) + repr(refused.value.values)


def test_a_broken_profile_is_refused_without_showing_it(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text("password: s3same: [\n")
    with pytest.raises(InputError) as refused:
        read_profile(path)
    assert "s3same" not in str(refused.value)
    path.write_text("!!python/object/apply:os.system ['true']")
    with pytest.raises(InputError):
        read_profile(path)
    path.write_text("x: " + "a" * 70_000)
    with pytest.raises(InputError, match="too long"):
        read_profile(path)


@pytest.mark.parametrize(
    "wrong",
    [{"topics": []}, {"topics": ["a/#/b"]}, {"topics": ["a+/b"]}, {"client": "a b"}, {"qos": 2}, {"port": 70_000},
     {"version": "4"}, {"nothing": 1}, {"host": "broker.example.org"}, {"certificate": "x.pem"}, {"port": "x"},
     {"qos": True}, {"host": ""}, {"keepalive_s": 1}, {"codecs": []}],
)  # fmt: skip
def test_profiles_that_cannot_be_meant_are_refused(tmp_path, wrong):
    with pytest.raises(InputError):
        profile_from({**GOOD, **wrong}, tmp_path)
    assert profile_from({**GOOD, "host": "localhost"}, tmp_path).actual_port == 1883


def test_secrets_come_from_where_the_profile_says(tmp_path):
    (tmp_path / "word").write_text("from systemd")
    base = {"host": "h", "client": "c", "topics": ("t",)}
    assert BrokerProfile(**base, password_environment="W").password({"W": "w"}).reveal() == "w"
    found = BrokerProfile(**base, password_credential="word").password({"CREDENTIALS_DIRECTORY": str(tmp_path)})
    assert found.reveal() == "from systemd"
    assert BrokerProfile(**base).password({}) is None
    for lost in ({"password_environment": "NONE"}, {"password_file": str(tmp_path / "none")}):
        with pytest.raises(InputError):
            BrokerProfile(**base, **lost).password({})


def test_an_old_paho_is_refused(monkeypatch):
    paho = mqtt_link.load_paho()
    monkeypatch.delattr(paho, "CallbackAPIVersion")
    with pytest.raises(InputError, match="older than version 2"):
        mqtt_link.load_paho()


def reading(topic, payload, received):
    return [Event("obs", "generic", topic, received, values={"v": float(payload)})]


class BrokenStore:
    """A store whose commit answers with errors, as told."""

    def __init__(self, path, errors, after=False):
        self._database, self._errors, self._after = open_store(path), errors, after

    def __getattr__(self, name):
        return getattr(self._database, name)

    def commit(self):
        error = self._errors.pop(0) if self._errors else None
        if error is not None and not self._after:
            raise error
        self._database.commit()
        if error is not None:
            raise error


@pytest.mark.parametrize("after", [False, True])
def test_a_commit_that_fails_is_done_again_and_one_whose_answer_is_lost_is_not(tmp_path, after):
    import sqlite3

    path, acknowledged, inbox = tmp_path / "store.gpkg", [], Inbox()
    errors = [sqlite3.OperationalError("database or disk is full")] * 2
    writer = StoreThread(lambda: BrokenStore(path, errors, after), inbox, reading, acknowledged.extend, "c")
    for n in range(5):
        inbox.put(Message("tank", str(n).encode(), 1_780_000_000_000 + n, n + 1, 1))
    writer.start()
    end = time.monotonic() + 20
    while len(acknowledged) < 5 and time.monotonic() < end:
        time.sleep(0.02)
    assert [item.number for item in acknowledged] == [1, 2, 3, 4, 5]
    assert writer.stop()
    with open_reader(path) as reader:
        assert reader.history(None, 0, 2**60).value.tolist() == [0.0, 1.0, 2.0, 3.0, 4.0]
        assert reader.count("raw") == 5 and reader.count("delivery") == 1


def test_a_message_that_the_database_refuses_is_rejected_alone(tmp_path):
    path, acknowledged, inbox = tmp_path / "store.gpkg", [], Inbox()

    def parse(topic, payload, received):
        huge = 2**70 if payload == b"2" else 7
        return [Event("up", "generic", "tank", received, network_time=received, frame_counter=int(payload), port=huge)]

    writer = StoreThread(lambda: open_store(path), inbox, parse, acknowledged.extend, "c")
    for n in range(5):
        inbox.put(Message("tank", str(n).encode(), 1_780_000_000_000 + n, n + 1, 1))
    writer.start()
    end = time.monotonic() + 20
    while len(acknowledged) < 5 and time.monotonic() < end:
        time.sleep(0.02)
    assert writer.stop()
    assert len(acknowledged) == 5
    with open_reader(path) as reader:
        assert reader.count("frame") == 4 and reader.rejected() == {"not_storable": 1}


def test_a_damaged_store_ends_the_recorder_and_acknowledges_nothing(tmp_path):
    import sqlite3

    acknowledged, inbox = [], Inbox()
    errors = [sqlite3.DatabaseError("database disk image is malformed")]
    writer = StoreThread(lambda: BrokenStore(tmp_path / "s.gpkg", errors), inbox, reading, acknowledged.extend, "c")
    inbox.put(Message("tank", b"1", 1_780_000_000_000, 1, 1))
    writer.start()
    end = time.monotonic() + 10
    while writer.alive and time.monotonic() < end:
        time.sleep(0.02)
    assert not writer.stop() and isinstance(writer.error, sqlite3.DatabaseError) and acknowledged == []


def test_commands_end_with_a_sentence(tmp_path, capsys):
    profile = tmp_path / "p.yaml"
    profile.write_text("host: 127.0.0.1\nport: 1\nclient: c\ntls: false\ntopics: ['#']\n")
    store = tmp_path / "store.gpkg"
    assert main(["record", "--profile", str(profile), "--store", str(store), "--duration", "0.5"]) == 1
    assert "The broker never answered" in capsys.readouterr().err
    assert main(["record", "--profile", str(tmp_path / "none"), "--store", str(store)]) == 1
    assert main(["purge", "--store", str(store)]) == 0
    assert '"raw": 0' in capsys.readouterr().out
    assert main(["backup", "--store", str(store), "--target", str(tmp_path / "copy.gpkg")]) == 0
    assert open_reader(tmp_path / "copy.gpkg").revision() == 0
    assert main(["backup", "--store", "postgresql://h/d", "--target", str(tmp_path / "x")]) == 1


def test_a_lock_is_given_back_when_the_store_does_not_open(tmp_path):
    profile = profile_from(GOOD, tmp_path)
    (tmp_path / "bad.gpkg").write_bytes(b"no database " * 1000)
    for _ in range(2):
        with pytest.raises(InputError, match="cannot be opened"):
            Recorder(profile, tmp_path / "bad.gpkg").run(1.0)
