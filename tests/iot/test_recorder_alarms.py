"""Alarms of a recorder that runs as users run it, with a real broker: raised by time, kept when it is killed."""

from __future__ import annotations

import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.iot.recorder.profile import read_profile
from cityorchestra.processing_provider.iot.recorder.service import Recorder
from cityorchestra.processing_provider.iot.store.alarm_actions import ask_action
from cityorchestra.processing_provider.iot.store.opening import open_reader
from cityorchestra.tests.iot.broker_support import MOSQUITTO, Mosquitto, wait_until
from cityorchestra.tests.iot.recorder_support import RecorderProcess, count, publish_all, uplink, write_profile

pytest.importorskip("paho.mqtt.client")
needs_broker = pytest.mark.skipif(MOSQUITTO is None, reason="mosquitto is not installed")
RULES = """
rules:
  - {name: hot, metric: temperature, when: ">", limit: 30, deadband: 2, on_delay: 2, priority: 1}
"""


def alarms(store):
    with open_reader(store) as reader:
        return reader.alarms()


@needs_broker
def test_alarms_survive_a_kill_and_what_is_asked_meanwhile_is_done(tmp_path):
    store = tmp_path / "s.gpkg"
    (tmp_path / "rules.yaml").write_text(RULES)
    with Mosquitto(tmp_path / "broker") as broker:
        profile = write_profile(tmp_path, broker.port, rules="rules.yaml")
        with RecorderProcess(profile, store, tmp_path / "log") as recorder:
            wait_until(lambda: "Connected" in recorder.log.read_text(), what="a connection")
            publish_all(broker.port, [uplink(1, 1, 20.0), uplink(2, 1, 20.0)])
            wait_until(lambda: count(store) == 2)
            publish_all(broker.port, [uplink(1, 2, 35.0)])
            # No message comes any more: time alone raises it.
            wait_until(lambda: [row.state for row in alarms(store)] == ["UNACK_ACT"], what="an alarm")
            recorder.kill()
            (row,) = alarms(store)
            assert (row.rule, row.name, row.value, row.metric) == ("hot", "sensor 1", 35.0, "temperature")
            ask_action(store, row.id, "acknowledge", "ana")
            publish_all(broker.port, [uplink(2, 2, 40.0)])  # the broker keeps it
            recorder.start()
            wait_until(lambda: {item.state for item in alarms(store)} == {"ACK_ACT", "UNACK_ACT"}, what="both")
            wait_until(lambda: not any(item.pending for item in alarms(store)), what="the action")
            publish_all(broker.port, [uplink(1, 3, 20.0)])
            wait_until(lambda: [item.state for item in alarms(store)] == ["NORM", "UNACK_ACT"], what="the end")
            assert recorder.stop() == 0
    with open_reader(store) as reader:
        told = [(item.cause, item.device[-1], item.who) for item in reader.alarm_journal(0, 2**60)]
    assert told == [
        ("raise", "1", ""),
        ("acknowledge", "1", "ana"),
        ("raise", "2", ""),
        ("clear", "1", ""),
    ] or told == [
        ("raise", "1", ""),
        ("raise", "2", ""),
        ("acknowledge", "1", "ana"),
        ("clear", "1", ""),
    ]


def test_rules_that_cannot_be_read_stop_the_recorder_before_it_starts(tmp_path):
    (tmp_path / "rules.yaml").write_text("rules:\n  - {name: hot, metric: t, when: '~', limit: 3}\n")
    profile = read_profile(write_profile(tmp_path, 1, rules="rules.yaml"))
    with pytest.raises(InputError, match="Rule hot"):
        Recorder(profile, tmp_path / "s.gpkg")
    (tmp_path / "rules.yaml").unlink()
    with pytest.raises(InputError, match="cannot be read"):
        Recorder(profile, tmp_path / "s.gpkg")
    assert not (tmp_path / "s.gpkg").exists()
