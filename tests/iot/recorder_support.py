"""Recorders as processes of their own, and publishers, for the tests with a real broker."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

MODULE = "cityorchestra.processing_provider.iot"


def uplink(device: int, counter: int, value: float = 20.5, moment: int = 0, **more) -> tuple[str, bytes]:
    """Return topic and payload of a ChirpStack v4 uplink."""
    eui = f"70b3d5e7{device:08x}"
    moment = moment or int(time.time() * 1000)
    stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(moment // 1000)) + f".{moment % 1000:03d}Z"
    content = {
        "deduplicationId": f"3ac7e3c4-4401-4b8d-9386-{device:06x}{counter:06x}",
        "time": stamp,
        "deviceInfo": {"applicationName": "site", "deviceProfileName": "co2", "deviceName": f"sensor {device}",
                       "devEui": eui},
        "devAddr": f"{device:08x}",
        "fCnt": counter,
        "fPort": 2,
        "data": "AQDiAikEACcFBgYDCA==",
        "object": {"temperature": value, "co2": 400 + counter % 100},
        "rxInfo": [{"gatewayId": "0016c001f153a14c", "rssi": -96, "snr": 7.2}],
        "txInfo": {"frequency": 867100000, "modulation": {"lora": {"bandwidth": 125000, "spreadingFactor": 7}}},
        **more,
    }  # fmt: skip
    return f"application/1/device/{eui}/event/up", json.dumps(content).encode()


class RecorderProcess:
    """A recorder started as users start it."""

    def __init__(self, profile: Path, store, log: Path, *more: str, environment=None) -> None:
        self.command = [sys.executable, "-m", MODULE, "record", "--profile", str(profile), "--store", str(store), *more]
        self.log = log
        self.environment = {**os.environ, **(environment or {})}
        self.process = None

    def start(self) -> RecorderProcess:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log, env=self.environment)
        return self

    def kill(self) -> None:
        """SIGKILL: no chance to say anything."""
        self.process.kill()
        self.process.wait(10)

    def stop(self) -> int:
        """Ask it to end; return its exit code."""
        self.process.terminate()
        return self.process.wait(30)

    def __enter__(self) -> RecorderProcess:
        return self.start()

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)


class SteadyPublisher(threading.Thread):
    """Publishes messages with QoS 1 at a rate, across restarts of the broker; ends when the broker has all."""

    def __init__(self, port: int, messages, rate: float, **options) -> None:
        super().__init__(daemon=True)
        import paho.mqtt.client as mqtt

        self.messages, self.rate, self.sent, self.done = list(messages), rate, 0, 0
        self.client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id="test-publisher", clean_session=False)
        self.client.reconnect_delay_set(0.1, 0.3)
        self.client.max_queued_messages_set(0)
        self.client.max_inflight_messages_set(200)
        self.client.on_publish = self._published
        self.client.connect("127.0.0.1", port)
        self.client.loop_start()

    def _published(self, *_: object) -> None:
        self.done += 1

    def run(self) -> None:
        began = time.monotonic()
        for number, (topic, payload) in enumerate(self.messages):
            ahead = began + number / self.rate - time.monotonic()
            if ahead > 0:
                time.sleep(ahead)
            self.client.publish(topic, payload, qos=1)
            self.sent += 1
        end = time.monotonic() + 60
        while self.done < len(self.messages) and time.monotonic() < end:
            time.sleep(0.02)
        self.client.disconnect()
        self.client.loop_stop()


def publish_all(port: int, messages, qos: int = 1, retain: bool = False) -> None:
    """Publish messages and wait until the broker has them."""
    import paho.mqtt.client as mqtt

    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id=f"test-{time.monotonic_ns()}")
    client.max_queued_messages_set(0)
    client.connect("127.0.0.1", port)
    client.loop_start()
    receipts = [client.publish(topic, payload, qos=qos, retain=retain) for topic, payload in messages]
    for receipt in receipts:
        receipt.wait_for_publish(30)
    client.disconnect()
    client.loop_stop()


def count(path: Path, sql: str = "SELECT COUNT(*) FROM frame") -> int:
    """Return a number from a store that another process writes; 0 while it is not there."""
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5) as connection:
            return connection.execute(sql).fetchone()[0] or 0
    except sqlite3.OperationalError:
        return 0


def write_profile(folder: Path, port: int, client: str = "recorder-test", **more) -> Path:
    """Write a broker profile; values are written as JSON, which is YAML."""
    content = {"host": "127.0.0.1", "port": port, "client": client, "topics": ["application/#"], "tls": False, **more}
    path = folder / f"{client}.yaml"
    path.write_text("".join(f"{name}: {json.dumps(value)}\n" for name, value in content.items()))
    return path
