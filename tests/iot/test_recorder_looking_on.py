"""Who only looks on: a connection that leaves nothing at the broker, and the question whether a recorder runs."""

from __future__ import annotations

import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.iot.recorder.inbox import Inbox
from cityorchestra.processing_provider.iot.recorder.mqtt_link import MqttLink
from cityorchestra.processing_provider.iot.recorder.profile import BrokerProfile
from cityorchestra.processing_provider.iot.recorder.single_instance import SingleInstance, is_held
from cityorchestra.processing_provider.iot.simulator.local_broker import LocalBroker
from cityorchestra.tests.iot.broker_support import wait_until

pytest.importorskip("paho.mqtt.client")


@pytest.mark.parametrize(("keep", "sessions", "retained"), [(True, 1, 1), (False, 0, 0)])
def test_only_a_recorder_leaves_a_session_and_a_status(keep, sessions, retained):
    with LocalBroker() as broker:
        profile = BrokerProfile("127.0.0.1", "watcher", ("#",), port=broker.port, tls=False)
        link = MqttLink(profile, Inbox(), keep=keep)
        link.start()
        wait_until(link.connected.is_set, what="the connection")
        if keep:
            wait_until(lambda: broker._retained, what="the status")
        link.stop()
        assert len(broker._retained) == retained
        # A clean session ends with its connection: the next one of that name is told that none was kept.
        again = MqttLink(profile, Inbox(), keep=keep)
        again.start()
        wait_until(again.connected.is_set, what="the second connection")
        assert again.session_kept is bool(sessions)
        again.stop()


def test_whether_a_recorder_holds_the_store(tmp_path):
    path = tmp_path / "s.gpkg.lock"
    assert is_held(path) is False
    assert not path.exists(), "who asks makes no file"
    with SingleInstance(path):
        assert is_held(path) is True
        with pytest.raises(InputError, match="Another recorder"):
            SingleInstance(path)
    assert is_held(path) is False
    SingleInstance(path).release()
