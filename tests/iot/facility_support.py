"""A boiler room with its broker and its recorder, for tests of commands and of what runs beside them."""

from __future__ import annotations

import shutil
import subprocess
import threading

import paho.mqtt.client as mqtt
from cityorchestra.processing_provider.iot.recorder.profile import BrokerProfile
from cityorchestra.processing_provider.iot.recorder.service import Recorder
from cityorchestra.processing_provider.iot.simulate import run_facility
from cityorchestra.processing_provider.iot.simulator.facility import VALVE_PERIOD, VALVES
from cityorchestra.processing_provider.iot.simulator.local_broker import LocalBroker
from cityorchestra.processing_provider.iot.store.opening import open_reader, open_store
from cityorchestra.processing_provider.iot.store.reader import StoreReader
from cityorchestra.processing_provider.iot.store.registry import Declaration, declare_devices
from cityorchestra.tests.iot.broker_support import Mosquitto, wait_until

COMMANDS = """
commands:
  - name: set_valve
    title: Opening of the valve
    profiles: [valve]
    port: 10
    bytes: ["01", {name: opening, type: u8, unit: "%", minimum: 0, maximum: 100}]
    class: A
    echo: {metric: opening, field: opening, tolerance: 1}
    feedback: opening
    most_change: 60
    min_interval: 300
  - {name: bad_port, profiles: [valve], port: 11, bytes: ["01", {name: opening, type: u8, minimum: 0, maximum: 100}]}
  - {name: purge, profiles: [valve], port: 10, bytes: ["0164"], kind: pulse, critical: true}
  - {name: for_admins, profiles: [valve], port: 10, bytes: ["0132"], roles: [administrator]}
  - {name: for_lamps, profiles: [lamp], port: 10, bytes: ["0132"]}
"""
READER, WRITER = ("liseuse", "Brume-Ouessant-5521-mK"), ("commande", "Granit-Crozon-9034-vT")
SPEED = 20.0  # simulated seconds in one


class Spy(threading.Thread):
    """Hears everything that a broker passes on."""

    def __init__(self, port, account=None):
        super().__init__(daemon=True)
        self.messages = []
        self._ready = threading.Event()
        self.client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id="spy")
        if account:
            self.client.username_pw_set(*account)
        self.client.on_connect = lambda client, *_: client.subscribe("#", 1)
        self.client.on_subscribe = lambda *_: self._ready.set()
        self.client.on_message = lambda _client, _data, item: self.messages.append((item.topic, item.payload))
        self.client.connect("127.0.0.1", port)
        self.client.loop_start()
        assert self._ready.wait(10)

    def commands(self):
        return [(topic, payload) for topic, payload in self.messages if topic.endswith("/command/down")]

    def close(self):
        self.client.disconnect()
        self.client.loop_stop()


def account_lines(folder):
    """Return the lines of a configuration of mosquitto with two accounts: one reads, one may also command."""
    folder.mkdir(parents=True, exist_ok=True)
    passwords, rights = folder / "passwords", folder / "rights"
    tool = shutil.which("mosquitto_passwd")
    passwords.touch(mode=0o600)
    for name, word in (READER, WRITER, ("network", "network")):
        subprocess.run([tool, "-b", str(passwords), name, word], check=True, capture_output=True)
    rights.write_text(
        f"user {READER[0]}\ntopic read application/+/device/+/event/#\ntopic write cityorchestra/#\n\n"
        f"user {WRITER[0]}\ntopic write application/+/device/+/command/down\n\n"
        "user network\ntopic readwrite #\n"
    )
    for path in (passwords, rights):
        path.chmod(0o600)
    return ["allow_anonymous false", f"password_file {passwords}", f"acl_file {rights}"]


class BoilerRoom:
    """Broker, recorder and boiler room; a context manager.

    Parameters
    ----------
    folder : Path
    real : bool
        mosquitto, or else the broker of the demo.
    accounts : bool
        Whether the broker asks for an account, and gives each its rights.
    facility : bool
        Whether the boiler room runs.
    """

    def __init__(self, folder, real=True, accounts=False, facility=True):
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.store = folder, folder / "s.gpkg"
        self.commands = folder / "commands.yaml"
        self.commands.write_text(COMMANDS)
        self._accounts, self._facility = accounts, facility
        if real:
            lines = account_lines(folder / "accounts") if accounts else ["allow_anonymous true"]
            self.broker = Mosquitto(folder / "broker", lines=lines)
        else:
            self.broker = LocalBroker()
        self._stop = threading.Event()
        self.recorder = None

    def _profile(self, client, account, topics=("application/#",)):
        class Known(BrokerProfile):
            def password(self, environment=None):
                from cityorchestra.processing_provider.rudi.accounts import Secret

                return Secret(account[1])

        kind, user = (Known, account[0]) if self._accounts else (BrokerProfile, "")
        return kind(host="127.0.0.1", client=client, topics=topics, port=self.broker.port, tls=False, user=user)

    def __enter__(self):
        self.broker.__enter__()
        self.port = self.broker.port
        network = ("network", "network")
        self.spy = Spy(self.port, network if self._accounts else None)
        topics = ("application/+/device/+/event/#",)
        self.recorder = Recorder(self._profile("recorder", READER, topics), self.store)
        self._threads = [threading.Thread(target=self.recorder.run, daemon=True)]
        if self._facility:
            arguments = (self._profile("room", network), self._stop.is_set, SPEED, 1, 0.02)
            self._threads.append(threading.Thread(target=run_facility, args=arguments, daemon=True))
        for thread in self._threads:
            thread.start()
        if self._facility:
            wait_until(lambda: min(self.frames(name) for name in VALVES) >= 2, 30, "messages of the valves")
            # Simulated time runs ahead of ours, so that no period can be seen in it.
            database = open_store(self.store)
            valves = [device.uid for device in StoreReader(database).devices() if device.name in VALVES]
            declare_devices(database, [Declaration(uid, period_s=VALVE_PERIOD) for uid in valves])
            database.leave()
        return self

    def frames(self, name):
        if not self.store.is_file():
            return 0
        try:
            with open_reader(self.store) as reader:
                rows = list(reader.database.query(
                    "SELECT COUNT(*) FROM frame f JOIN device d ON d.id = f.device WHERE d.name = ?", (name,)
                ))  # fmt: skip
        except Exception:
            return 0
        return rows[0][0]

    def rows(self, table):
        with open_reader(self.store) as reader:
            return reader.table(table)

    def stop_facility(self):
        self._stop.set()

    def __exit__(self, *_):
        self._stop.set()
        self.recorder.stop()
        for thread in self._threads:
            thread.join(20)
        self.spy.close()
        self.broker.__exit__(None, None, None)
