"""The recorder with a real broker: TLS with client certificates, rights, reconnection, hostile messages, secrets."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
import time

import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.iot.recorder.profile import read_profile
from cityorchestra.processing_provider.iot.recorder.service import Recorder
from cityorchestra.processing_provider.iot.store.opening import open_reader
from cityorchestra.tests.iot.broker_support import MOSQUITTO, Mosquitto, wait_until
from cityorchestra.tests.iot.recorder_support import RecorderProcess, count, publish_all, uplink, write_profile
from cityorchestra.tests.iot.test_store import postgres  # noqa: F401 - a fixture

pytestmark = pytest.mark.skipif(not MOSQUITTO, reason="mosquitto is not installed (tools/iot_services.sh)")
WORD = "correct-horse-battery-staple"


class Running:
    """A recorder in a thread of this process."""

    def __init__(self, profile, store) -> None:
        self.recorder = Recorder(read_profile(profile), store)
        self.outcome = self.error = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        try:
            self.outcome = self.recorder.run(120)
        except BaseException as error:
            self.error = error

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.recorder.stop()
        self._thread.join(30)

    def connected(self):
        wait_until(self.recorder.link.connected.is_set, 20, "the connection")
        return self


# Python from 3.13 on takes certificates that follow RFC 5280 to the letter only.
IDENTIFIERS = "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n"


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """A certificate authority, a server's certificate, a client's, and one of another authority."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("certificates")

    def run(*arguments):
        subprocess.run([openssl, *arguments], cwd=folder, check=True, capture_output=True)

    for name in ("town", "other"):
        run("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-keyout", f"{name}-ca.key", "-out", f"{name}-ca.pem", "-subj", f"/CN={name} authority",
            "-addext", "keyUsage=critical,keyCertSign,cRLSign")  # fmt: skip
    (folder / "names.txt").write_text("subjectAltName=IP:127.0.0.1,DNS:localhost\n" + IDENTIFIERS)
    (folder / "wrong.txt").write_text("subjectAltName=DNS:broker.example.org\n" + IDENTIFIERS)
    wanted = [("server", "town", "names.txt"), ("elsewhere", "town", "wrong.txt"), ("recorder", "town", None),
              ("control", "town", None), ("stranger", "other", None)]  # fmt: skip
    for name, issuer, extension in wanted:
        run("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", f"{name}.key",
            "-out", f"{name}.csr", "-subj", f"/CN={name}")  # fmt: skip
        run("x509", "-req", "-in", f"{name}.csr", "-CA", f"{issuer}-ca.pem", "-CAkey", f"{issuer}-ca.key", "-days", "2",
            "-CAcreateserial", "-out", f"{name}.pem", *(["-extfile", extension] if extension else []))  # fmt: skip
    return folder


def tls_lines(folder, server="server"):
    return [
        f"cafile {folder}/town-ca.pem", f"certfile {folder}/{server}.pem", f"keyfile {folder}/{server}.key",
        "require_certificate true", "use_identity_as_username true", "allow_anonymous false",
    ]  # fmt: skip


def secured(tmp_path, authority, broker, name, **more):
    paths = {
        "ca": f"{authority}/town-ca.pem",
        "certificate": f"{authority}/{name}.pem",
        "key": f"{authority}/{name}.key",
    }
    return write_profile(tmp_path, broker.port, name, tls=True, **{**paths, **more})


RIGHTS = """user recorder
topic read application/+/device/+/event/#
topic write cityorchestra/recorder/+/status
user control
topic read application/#
topic write application/+/device/+/command/down
topic write application/+/device/+/event/up
"""


def mqtt_client(authority, broker, name):
    import paho.mqtt.client as mqtt

    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id=f"plain-{name}")
    client.tls_set(f"{authority}/town-ca.pem", f"{authority}/{name}.pem", f"{authority}/{name}.key")
    client.connect("127.0.0.1", broker.port)
    client.loop_start()
    wait_until(client.is_connected, 10, "the connection")
    return client


def test_certificates_of_clients_and_rights(tmp_path, authority):
    rights = tmp_path / "rights.txt"
    rights.write_text(RIGHTS)
    rights.chmod(0o600)
    store = tmp_path / "store.gpkg"
    with Mosquitto(tmp_path / "broker", lines=[*tls_lines(authority), f"acl_file {rights}"]) as broker:
        topics = ["application/+/device/+/event/+"]
        profile = secured(tmp_path, authority, broker, "recorder", topics=topics)
        with Running(profile, store) as running:
            running.connected()
            control = mqtt_client(authority, broker, "control")
            seen = []
            control.on_message = lambda _c, _d, message: seen.append(message.topic)
            control.subscribe("application/#", 1)
            control.publish(*uplink(1, 1), qos=1).wait_for_publish(10)
            wait_until(lambda: count(store) == 1, 20, "the message")
            wait_until(lambda: len(seen) == 1, 10, "the echo")
            # The account that records has no right to command: the broker drops what it tries.
            command = "application/1/device/70b3d5e700000001/command/down"
            running.recorder.link._client.publish(command, "{}", qos=1)
            running.recorder.link._client.publish("application/1/device/70b3d5e700000001/event/up", "{}", qos=1)
            control.publish(command, "{}", qos=1).wait_for_publish(10)
            wait_until(lambda: command in seen, 10, "the command of the account that may")
            time.sleep(0.5)
            assert seen == [uplink(1, 1)[0], command]
            control.disconnect()
            control.loop_stop()
        assert running.error is None and running.outcome.counts.messages == 1


@pytest.mark.parametrize("certificate", ["stranger", None])
def test_a_client_without_the_right_certificate_is_refused(tmp_path, authority, certificate):
    with Mosquitto(tmp_path / "broker", lines=tls_lines(authority)) as broker:
        name = certificate or "recorder"
        more = {} if certificate else {"certificate": "", "key": ""}
        profile = secured(tmp_path, authority, broker, name, **more)
        with pytest.raises(InputError, match="never answered"):
            Recorder(read_profile(profile), tmp_path / "store.gpkg").run(2.0)
    assert count(tmp_path / "store.gpkg", "SELECT COUNT(*) FROM raw") == 0


@pytest.mark.parametrize(("ca", "server"), [("other-ca.pem", "server"), ("town-ca.pem", "elsewhere")])
def test_a_broker_that_cannot_prove_who_it_is_is_refused(tmp_path, authority, ca, server):
    with Mosquitto(tmp_path / "broker", lines=tls_lines(authority, server)) as broker:
        profile = secured(tmp_path, authority, broker, "recorder", ca=f"{authority}/{ca}")
        with pytest.raises(InputError, match="the certificate of the broker is refused"):
            Recorder(read_profile(profile), tmp_path / "store.gpkg").run(1.5)


def test_a_key_or_certificate_that_is_none_is_told(tmp_path, authority):
    profile = write_profile(tmp_path, 1, tls=True, ca=f"{authority}/names.txt")
    with pytest.raises(InputError, match="certificates of the broker profile"):
        Recorder(read_profile(profile), tmp_path / "store.gpkg")


def password_broker(tmp_path):
    words = tmp_path / "words.txt"
    words.write_text(f"town:{WORD}\n")
    program = shutil.which("mosquitto_passwd")
    if program is None:
        pytest.skip("mosquitto_passwd is not installed")
    subprocess.run([program, "-U", str(words)], check=True, capture_output=True)
    return Mosquitto(tmp_path / "broker", lines=["allow_anonymous false", f"password_file {words}"])


def test_no_secret_reaches_log_store_or_status(tmp_path):
    """Whatever happens (a good start, a wrong word, a full log), the password is in no file and on no command line."""
    import paho.mqtt.client as mqtt

    with password_broker(tmp_path) as broker:
        work = tmp_path / "work"
        work.mkdir()
        profile = write_profile(work, broker.port, user="town", password_environment="TOWN_WORD")
        store = work / "store.gpkg"
        recorder = RecorderProcess(profile, store, work / "log.txt", environment={"TOWN_WORD": WORD})
        recorder.command.insert(3, "--verbose")
        with recorder:
            wait_until(lambda: "Connected" in recorder.log.read_text(), 20, "the connection")
            status = []
            client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id="watch")
            client.username_pw_set("town", WORD)
            client.on_message = lambda _c, _d, message: status.append(message.payload)
            client.connect("127.0.0.1", broker.port)
            client.loop_start()
            wait_until(client.is_connected, 10, "the watcher")
            client.subscribe("cityorchestra/#", 1)
            client.publish(*uplink(1, 1), qos=1).wait_for_publish(10)
            wait_until(lambda: count(store) == 1 and status, 20, "the message and the status")
            assert WORD not in " ".join(recorder.command)
            assert recorder.stop() == 0
            wait_until(lambda: json.loads(status[-1]) == {"online": False}, 10, "the farewell")
            client.disconnect()
            client.loop_stop()
        wrong = RecorderProcess(profile, work / "other.gpkg", work / "wrong.txt", "--duration", "1.5",
                                environment={"TOWN_WORD": WORD + "!"})  # fmt: skip
        with wrong:
            assert wrong.process.wait(30) == 1
        assert "the broker refuses" in wrong.log.read_text() and "Traceback" not in wrong.log.read_text()
    files = [path for path in work.rglob("*") if path.is_file()]
    assert len(files) >= 5
    assert all(WORD.encode() not in path.read_bytes() for path in files)
    assert all(WORD.encode() not in payload for payload in status)


def test_a_session_that_the_broker_lost_is_subscribed_again(tmp_path):
    store = tmp_path / "store.gpkg"
    broker = Mosquitto(tmp_path / "broker")
    with broker:
        with Running(write_profile(tmp_path, broker.port), store) as running:
            running.connected()
            publish_all(broker.port, [uplink(1, 1)])
            wait_until(lambda: count(store) == 1, 20, "the first message")
            broker.stop(9)
            (tmp_path / "broker" / "mosquitto.db").unlink(missing_ok=True)  # nothing is left of any session
            broker.start()
            wait_until(lambda: running.recorder.link.connections == 2, 30, "the second connection")
            assert not running.recorder.link.session_kept
            wait_until(lambda: broker.log.read_text().count("SUBACK") >= 2, 10, "the subscription")
            publish_all(broker.port, [uplink(1, 2)])
            wait_until(lambda: count(store) == 2, 20, "the second message")
        assert running.error is None and running.outcome.stored_all


def test_messages_wait_at_the_broker_while_the_recorder_is_away(tmp_path):
    store = tmp_path / "store.gpkg"
    with Mosquitto(tmp_path / "broker") as broker:
        profile = write_profile(tmp_path, broker.port)
        with Running(profile, store) as running:
            running.connected()
            wait_until(lambda: "SUBACK" in broker.log.read_text(), 10, "the subscription")
        publish_all(broker.port, [uplink(1, n) for n in range(300)])  # three times what a device may send at once
        with Running(profile, store) as running:
            wait_until(lambda: count(store) == 300, 20, "the messages that waited")
        assert running.outcome.counts.rejects == 0


def test_version_5_keeps_its_session_too(tmp_path):
    store = tmp_path / "store.gpkg"
    with Mosquitto(tmp_path / "broker") as broker:
        profile = write_profile(tmp_path, broker.port, version="5")
        with Running(profile, store) as running:
            running.connected()
            wait_until(lambda: "SUBACK" in broker.log.read_text(), 10, "the subscription")
        publish_all(broker.port, [uplink(1, n) for n in range(50)])
        with Running(profile, store) as running:
            wait_until(lambda: count(store) == 50, 20, "the messages that waited")
            assert running.recorder.link.session_kept


def hostile_messages():
    topic, good = uplink(7, 1)
    told = json.loads(good)
    yield topic, b"x" * 1_000_000
    yield topic, b"[" * 60_000
    yield topic, b'{"a":' * 5000 + b"1" + b"}" * 5000
    yield topic, good.replace(b"20.5", b"NaN")
    yield topic, good.replace(b"20.5", b"-Infinity")
    yield topic, json.dumps({**told, "data": "!!not base64!!"}).encode()
    yield topic, b"\xff\xfe\x00\x01"
    yield topic, b""
    yield topic, b"null"
    yield topic, json.dumps({**told, "object": {f"k{n}": n for n in range(600)}}).encode()
    yield "application/1/device/../../event/up", good
    yield "application/" + "x" * 600, good
    yield "application/unknown/format", b"{}"


def test_hostile_messages_are_rejected_with_a_reason_and_nothing_stops(tmp_path):
    store = tmp_path / "store.gpkg"
    hostile = list(hostile_messages())
    with Mosquitto(tmp_path / "broker") as broker:
        with Running(write_profile(tmp_path, broker.port), store) as running:
            running.connected()
            wait_until(lambda: "SUBACK" in broker.log.read_text(), 10, "the subscription")
            name = "<img src=x onerror=alert(1)>"
            odd = uplink(9, 1, deviceInfo={"devEui": f"70b3d5e7{9:08x}", "deviceName": name})
            huge = uplink(8, 1, object={"count": 2**80, "temperature": 1.0})
            publish_all(broker.port, [*hostile, odd, huge, uplink(1, 1)])
            wait_until(lambda: count(store) == 3, 20, "the good messages")
        outcome = running.outcome
    assert running.error is None
    assert outcome.counts.messages == len(hostile) + 3
    assert outcome.counts.rejects == len(hostile)
    with open_reader(store) as reader:
        reasons = reader.rejected()
        assert sum(reasons.values()) == len(hostile)
        assert {"too_large", "too_deep", "not_finite", "bad_base64"} <= set(reasons)
        assert "internal" not in reasons
        assert name in {device.name for device in reader.devices()}  # a text, and no more than that
        assert count(store, "SELECT MAX(LENGTH(payload)) FROM reject") <= 512


def test_a_second_recorder_does_not_start(tmp_path):
    store = tmp_path / "store.gpkg"
    with Mosquitto(tmp_path / "broker") as broker:
        profile = write_profile(tmp_path, broker.port)
        with Running(profile, store) as running:
            running.connected()
            with pytest.raises(InputError, match="Another recorder"):
                Recorder(read_profile(profile), store).run(1.0)


def test_a_server_store_survives_the_crash_of_the_server(tmp_path, postgres):  # noqa: F811
    address = postgres.address("recorder")
    broker = Mosquitto(tmp_path / "broker")
    with broker, Running(write_profile(tmp_path, broker.port), address) as running:
        running.connected()
        wait_until(lambda: "SUBACK" in broker.log.read_text(), 10, "the subscription")
        start = int(time.time() * 1000)
        publish_all(broker.port, [uplink(n % 50, n // 50, moment=start + n) for n in range(500)])
        wait_until(lambda: running.recorder.writer.progress.counts.messages == 500, 20, "the first messages")
        postgres.restart()
        publish_all(broker.port, [uplink(n % 50, 100 + n // 50, moment=start + 500 + n) for n in range(500)])
        wait_until(lambda: running.recorder.writer.progress.counts.messages == 1000, 60, "all messages")
        with pytest.raises(InputError, match="Another recorder"):
            Recorder(read_profile(write_profile(tmp_path, broker.port, "second")), address).run(1.0)
    assert running.error is None
    with open_reader(address) as reader:
        assert reader.count("frame") == 1000 and reader.count("obs") == 2000 and reader.count("raw") == 1000
