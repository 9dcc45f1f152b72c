"""The recorder killed, the broker restarted, the disk full, the store locked: nothing is lost, nothing stands twice."""

from __future__ import annotations

import errno
import resource
import shutil
import sqlite3
import subprocess
import sys
import time

import pytest
from cityorchestra.tests.iot.broker_support import MOSQUITTO, Mosquitto, wait_until
from cityorchestra.tests.iot.recorder_support import (
    RecorderProcess,
    SteadyPublisher,
    count,
    publish_all,
    uplink,
    write_profile,
)

pytestmark = pytest.mark.skipif(not MOSQUITTO, reason="mosquitto is not installed (tools/iot_services.sh)")
MESSAGES, DEVICES, RATE = 8000, 400, 1000.0


def all_once(path, messages, devices):
    """Check that every message stands in the store exactly once, in every table."""
    assert count(path) == messages
    assert count(path, "SELECT COUNT(*) FROM obs") == 2 * messages
    assert count(path, "SELECT COUNT(*) FROM raw") == messages
    assert count(path, "SELECT SUM(received) FROM device_state") == messages
    doubled = "SELECT COUNT(*) FROM (SELECT device, counter FROM frame GROUP BY device, counter HAVING COUNT(*) > 1)"
    assert count(path, doubled) == 0
    per_device = "SELECT COUNT(*) FROM (SELECT device FROM frame GROUP BY device HAVING COUNT(*) = {})"
    assert count(path, per_device.format(messages // devices)) == devices
    assert count(path, "SELECT COUNT(*) FROM reject") == 0


@pytest.fixture
def fleet():
    start = int(time.time() * 1000)
    return [uplink(n % DEVICES, 1 + n // DEVICES, 20 + n / 1000, start + n) for n in range(MESSAGES)]


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="the disk is filled by prlimit, on Linux only")
def test_kills_restart_and_full_disk_lose_and_double_nothing(tmp_path, fleet):
    store = tmp_path / "store.gpkg"
    with Mosquitto(tmp_path / "broker") as broker:
        profile = write_profile(tmp_path, broker.port)
        recorder = RecorderProcess(profile, store, tmp_path / "log.txt")
        with recorder:
            wait_until(lambda: "Connected" in recorder.log.read_text(), what="the first connection")
            publisher = SteadyPublisher(broker.port, fleet, RATE)
            publisher.start()
            for share in (0.1, 0.25, 0.4):
                wait_until(lambda share=share: count(store) >= share * MESSAGES, 60, f"{share:.0%} stored")
                recorder.kill()
                recorder.start()
            wait_until(lambda: count(store) >= 0.5 * MESSAGES, 60, "half stored")
            broker.stop()
            broker.start()
            wait_until(lambda: count(store) >= 0.65 * MESSAGES, 60, "65 % stored")
            # The disk is full: nothing may be written beyond the log and a few pages, not even into the room that a
            # checkpoint has freed at the beginning of the WAL. The recorder has to wait, and must not say it is done.
            no_limit = resource.prlimit(recorder.process.pid, resource.RLIMIT_FSIZE)
            room = recorder.log.stat().st_size + 16_384
            resource.prlimit(recorder.process.pid, resource.RLIMIT_FSIZE, (room, no_limit[1]))
            wait_until(lambda: "Nothing can be stored" in recorder.log.read_text(), 60, "the full disk")
            held = count(store)
            time.sleep(0.5)
            assert count(store) == held
            resource.prlimit(recorder.process.pid, resource.RLIMIT_FSIZE, no_limit)
            wait_until(lambda: count(store) >= MESSAGES, 90, "all stored")
            publisher.join(60)
            assert publisher.done == MESSAGES
            assert recorder.stop() == 0
    assert "The store takes messages again" in recorder.log.read_text()
    all_once(store, MESSAGES, DEVICES)
    with sqlite3.connect(store) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def tiny_disk(folder, megabytes):
    """Mount a small file system in memory; skip where that is not allowed."""
    folder.mkdir()
    mount = shutil.which("mount")
    done = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if not done or done.returncode:
        pytest.skip("a small disk cannot be mounted here")


def test_a_really_full_disk_is_waited_for(tmp_path):
    disk = tmp_path / "disk"
    tiny_disk(disk, 6)
    try:
        store, filler = disk / "store.gpkg", disk / "filler"
        start = int(time.time() * 1000)
        fleet = [uplink(n % 100, 1 + n // 100, 20.0, start + n) for n in range(1500)]
        with Mosquitto(tmp_path / "broker") as broker:
            recorder = RecorderProcess(write_profile(tmp_path, broker.port), store, tmp_path / "log.txt")
            with recorder:
                wait_until(lambda: "Connected" in recorder.log.read_text(), what="the connection")
                publish_all(broker.port, fleet[:200])
                wait_until(lambda: count(store) == 200, what="the first messages")
                with filler.open("wb", buffering=0) as stream, pytest.raises(OSError, match="No space") as full:
                    while True:
                        stream.write(b"\0" * 4096)
                assert full.value.errno == errno.ENOSPC
                publish_all(broker.port, fleet[200:])
                wait_until(lambda: "Nothing can be stored" in recorder.log.read_text(), 60, "the full disk")
                filler.unlink()
                wait_until(lambda: count(store) == 1500, 90, "all stored")
                assert recorder.stop() == 0
        all_once(store, 1500, 100)
    finally:
        subprocess.run([shutil.which("umount"), "-l", str(disk)], check=False)


def test_a_locked_store_is_waited_for(tmp_path):
    store = tmp_path / "store.gpkg"
    with Mosquitto(tmp_path / "broker") as broker:
        recorder = RecorderProcess(write_profile(tmp_path, broker.port), store, tmp_path / "log.txt")
        with recorder:
            wait_until(lambda: "Connected" in recorder.log.read_text(), what="the connection")
            publish_all(broker.port, [uplink(1, 1)])
            wait_until(lambda: count(store) == 1, what="the first message")
            other = sqlite3.connect(store, isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
            publish_all(broker.port, [uplink(1, 2), uplink(2, 1)])
            wait_until(lambda: "locked" in recorder.log.read_text(), 20, "the lock")
            assert count(store) == 1
            other.execute("ROLLBACK")
            other.close()
            wait_until(lambda: count(store) == 3, 60, "all stored")
            assert recorder.stop() == 0


def test_messages_without_time_or_counter_are_neither_lost_nor_doubled_by_a_kill(tmp_path):
    """The same reading again is a new one, a delivery again is not: only the number at the broker tells."""
    store = tmp_path / "store.gpkg"
    script = tmp_path / "dies.py"
    # A recorder that is killed after its first commit, before it acknowledges.
    script.write_text(
        "import os, sys\n"
        "from pathlib import Path\n"
        "from cityorchestra.processing_provider.iot.recorder.mqtt_link import MqttLink\n"
        "from cityorchestra.processing_provider.iot.recorder.profile import read_profile\n"
        "from cityorchestra.processing_provider.iot.recorder.service import Recorder\n"
        "from cityorchestra.tests.iot.test_recorder_faults import parse_level\n"
        "MqttLink.acknowledge = lambda self, messages: os.kill(os.getpid(), 9)\n"
        "Recorder(read_profile(Path(sys.argv[1])), sys.argv[2], parse=parse_level).run()\n"
    )
    with Mosquitto(tmp_path / "broker") as broker:
        profile = write_profile(tmp_path, broker.port, topics=["tank/#"])
        command = [sys.executable, str(script), str(profile), str(store)]
        first = subprocess.Popen(command)
        try:
            wait_until(lambda: "recorder-test" in broker.log.read_text() and "SUBACK" in broker.log.read_text())
            publish_all(broker.port, [("tank/a1/level", b'{"level": 3}')] * 7)
            assert first.wait(20) == -9
        finally:
            if first.poll() is None:
                first.kill()
        stored = count(store, "SELECT COUNT(*) FROM raw")
        assert stored > 0
        publish_all(broker.port, [("tank/a1/level", b'{"level": 3}')] * 5)
        script.write_text(script.read_text().replace("MqttLink.acknowledge", "_"))
        recorder = subprocess.Popen(command)
        try:
            wait_until(lambda: count(store, "SELECT COUNT(*) FROM raw") >= 12, 30, "all stored")
            time.sleep(1.0)
            assert count(store, "SELECT COUNT(*) FROM raw") == 12
        finally:
            recorder.terminate()
            recorder.wait(20)


def parse_level(topic, payload, received):
    """Return the level of a tank whose messages have neither time nor counter."""
    import json

    from cityorchestra.processing_provider.iot.events import Event

    return [
        Event("obs", "generic", topic.split("/")[1], received, values={"level": float(json.loads(payload)["level"])})
    ]
