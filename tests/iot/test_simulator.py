"""The made-up fleet and boiler room, and the small broker, with the real recorder behind them."""

from __future__ import annotations

import base64
import json
import socket
import threading
import time
from dataclasses import replace

import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.iot.events import Reject
from cityorchestra.processing_provider.iot.formats.registry import Parser
from cityorchestra.processing_provider.iot.recorder.profile import read_profile
from cityorchestra.processing_provider.iot.recorder.service import Recorder
from cityorchestra.processing_provider.iot.simulate import Publisher, paced, publish_fleet, run_facility
from cityorchestra.processing_provider.iot.simulator.facility import SENSORS, VALVES, Facility
from cityorchestra.processing_provider.iot.simulator.fleet import FleetPlan, Sent, Truth, fleet_messages
from cityorchestra.processing_provider.iot.simulator.local_broker import LocalBroker, topic_matches
from cityorchestra.processing_provider.iot.simulator.messages import APPLICATION
from cityorchestra.processing_provider.iot.store.opening import open_reader
from cityorchestra.tests.iot.broker_support import MOSQUITTO, Mosquitto, wait_until
from cityorchestra.tests.iot.recorder_support import RecorderProcess, count, publish_all, write_profile

START = 1_780_000_000_000
HOUR = 3600.0


def parsed(plan, duration=24 * HOUR, style="chirpstack4", truth=None):
    """Return (message, events or reject) of a fleet."""
    parser = Parser("auto")
    return [(sent, parser.parse(sent.topic, sent.payload, sent.time))
            for sent in fleet_messages(plan, START, duration, style, truth)]  # fmt: skip


def test_a_seed_gives_the_same_fleet_and_another_seed_another():
    plan = FleetPlan(devices=20, period_s=600.0, seed=4)
    first = list(fleet_messages(plan, START, 6 * HOUR))
    assert first == list(fleet_messages(plan, START, 6 * HOUR))
    assert first != list(fleet_messages(replace(plan, seed=5), START, 6 * HOUR))
    # A device does the same whatever the number of others.
    alone = {m.payload for m in fleet_messages(replace(plan, devices=1), START, 6 * HOUR)}
    assert alone <= {m.payload for m in first}


@pytest.mark.parametrize("style", ["chirpstack4", "things_stack"])
def test_messages_are_read_by_the_parsers_and_losses_are_as_planned(style):
    truth = Truth()
    plan = FleetPlan(devices=200, period_s=600.0, strange=0.0, bridged=0.05)
    results = parsed(plan, style=style, truth=truth)
    assert not [result for _, result in results if isinstance(result, Reject)]
    ups = [event for _, result in results for event in result if event.kind == "up"]
    sent, lost = sum(truth.sent.values()), sum(truth.lost.values())
    assert 0.07 < lost / sent < 0.11  # p / (p + r) = 0.0909
    assert len(ups) == sent - lost + sum(truth.bridged.values())
    assert sum(event.kind == "join" for _, result in results for event in result) == sum(truth.joins.values()) > 0
    answers = [event for _, result in results for event in result if event.kind in ("ack", "nack")]
    assert len(answers) == truth.answers and sum(event.kind == "nack" for event in answers) == truth.refusals > 0
    assert {len(event.receptions) for event in ups} == {1, 2, 3, 4}
    zeros = [event for event in ups if event.frame_counter == 0]
    assert zeros and all(event.port == 2 and event.spreading_factor in range(7, 13) for event in ups)


def test_lost_frames_come_in_bursts():
    plan = FleetPlan(
        devices=50, period_s=60.0, rejoins_per_day=0.0, strange=0.0, bridged=0.0, confirmed=0.0, wrapping=0
    )
    by_device = {}
    for _, (event,) in parsed(plan):
        by_device.setdefault(event.device, []).append(event.frame_counter)
    gaps = [b - a - 1 for counters in by_device.values() for a, b in zip(counters, counters[1:]) if b - a > 1]
    assert 4.0 < sum(gaps) / len(gaps) < 6.0  # 1 / r = 5 frames


def test_counters_wrap_and_omitted_fields_are_omitted():
    plan = FleetPlan(devices=5, period_s=600.0, wrapping=1.0, loss_enter=0.0, rejoins_per_day=0.0, strange=0.0)
    counters = [e.frame_counter for _, r in parsed(plan, style="things_stack") for e in r if e.kind == "up"]
    assert {65_535, 0} <= set(counters) and max(counters) == 65_535
    raw = [json.loads(m.payload) for m in fleet_messages(plan, START, 24 * HOUR, "things_stack")]
    assert any("f_cnt" not in m.get("uplink_message", {"f_cnt": 1}) for m in raw)


def test_a_gateway_that_was_cut_off_floods_and_strange_values_are_rejected():
    plan = FleetPlan(devices=100, period_s=600.0, outage=(2 * HOUR, 3 * HOUR), strange=0.01, loss_enter=0.0)
    truth = Truth()
    results = parsed(plan, 8 * HOUR, truth=truth)
    times = [sent.time for sent, _ in results]
    release = START + int(5 * HOUR * 1000)
    per_minute = [sum(begin <= t < begin + 60_000 for t in times) for begin in (release, release - 60_000)]
    assert per_minute[0] > 10 * per_minute[1]
    assert all(late - early < 3_700_000 for early, late in zip(times, times[1:]))
    rejects = [result.reason for _, result in results if isinstance(result, Reject)]
    assert len(rejects) == pytest.approx(truth.strange, abs=truth.strange * 0.1 + 2) and set(rejects) == {"not_finite"}


def test_stuck_drifting_and_skewed_devices():
    def readings(plan):
        found = {}
        for sent in fleet_messages(plan, START, 30 * 24 * HOUR):
            told = json.loads(sent.payload)
            if sent.topic.endswith("/up"):
                found.setdefault(told["deviceInfo"]["devEui"], []).append(told["object"])
        return found

    base = FleetPlan(devices=3, period_s=3600.0, strange=0.0, skewed=0.0, stuck=0.0, drifting=0.0)
    stuck = readings(replace(base, stuck=1.0))
    assert all(len({item["temperature"] for item in items}) == 1 for items in stuck.values())
    skewed = readings(replace(base, skewed=1.0))
    assert all("device_clock" in item for items in skewed.values() for item in items)
    plain, drifting = readings(base), readings(replace(base, drifting=1.0))
    last = [(a[-1]["temperature"], b[-1]["temperature"]) for a, b in zip(plain.values(), drifting.values())]
    assert all(later - sooner == pytest.approx(0.5 / 12.175, abs=0.011) for sooner, later in last)


def test_the_valves_do_what_they_are_told_and_say_so():
    facility = Facility(START)
    seen = list(facility.run_to(120.0))
    parser = Parser("auto")
    events = [event for sent in seen for event in parser.parse(sent.topic, sent.payload, sent.time)]
    assert {event.name for event in events} >= {name for name, _, period in SENSORS if period <= 120} | set(VALVES)
    eui = facility.euis["valve-1"]
    topic = f"application/{APPLICATION}/device/{eui}/command/down"

    def order(opening, **more):
        data = base64.b64encode(bytes((1, opening))).decode()
        return json.dumps({"id": "c1", "devEui": eui, "confirmed": True, "fPort": 10, "data": data, **more}).encode()

    def told(answers):
        return [event for sent in answers for event in parser.parse(sent.topic, sent.payload, sent.time)]

    answers = told(facility.command(topic, order(80)))
    assert [(event.kind, event.command) for event in answers] == [("txack", "c1"), ("ack", "c1")]
    assert facility.valves["valve-1"].opening == 50.0  # an acknowledgement is no movement
    later = told(facility.run_to(200.0))
    assert [event.values["opening"] for event in later if event.name == "valve-1"][-1] == 80.0
    assert [event.kind for event in told(facility.command(topic, order(101)))] == ["txack", "nack"]
    assert [event.kind for event in told(facility.command(topic, order(80, fPort=3)))] == ["txack", "nack"]
    for wrong in (b"", b"[]", b'{"data": 3}', order(80, devEui="0" * 16), order(80, data="%%")):
        assert facility.command(topic, wrong) == []
    assert facility.command("application/x/y", order(80)) == []
    facility.valves["valve-1"].stuck = True
    facility.command(topic, order(10))
    stuck = told(facility.run_to(300.0))
    assert {event.values["opening"] for event in stuck if event.name == "valve-1"} == {80.0}


def test_pacing_follows_the_clock():
    messages = [Sent(START + n * 1000, "t", b"") for n in range(5)]
    began = time.monotonic()
    assert list(paced(messages, START, 20.0)) == messages
    assert 0.15 < time.monotonic() - began < 2.0
    assert list(paced(messages, START, 0.0)) == messages
    assert list(paced(messages, START, 0.001, stop=lambda: True)) == []


@pytest.mark.parametrize(
    ("wanted", "topic", "answer"),
    [("a/+/c", "a/b/c", True), ("a/#", "a", True), ("a/#", "a/b/c", True), ("#", "a", True), ("#", "$SYS/x", False),
     ("+/b", "$SYS/b", False), ("a/+", "a/b/c", False), ("a/b", "a/b/c", False), ("a/b/c", "a/b", False),
     ("a/+", "a/", True), ("+", "a", True)],
)  # fmt: skip
def test_filters_match_as_in_the_standard(wanted, topic, answer):
    assert topic_matches(wanted, topic) is answer


def test_the_small_broker_keeps_a_session_and_delivers_again(tmp_path):
    """The recorder, killed, with the small broker in place of a real one."""
    store = tmp_path / "store.gpkg"
    with LocalBroker() as broker:
        profile = write_profile(tmp_path, broker.port)
        recorder = RecorderProcess(profile, store, tmp_path / "log.txt")
        with recorder:
            wait_until(lambda: "Connected" in recorder.log.read_text(), 20, "the connection")
            plan = FleetPlan(devices=200, period_s=60.0, strange=0.0, bridged=0.0, confirmed=0.0, wrapping=0.0,
                             rejoins_per_day=0.0)  # fmt: skip
            truth = Truth()
            thread = threading.Thread(
                target=publish_fleet, args=(read_profile(profile), plan, 900.0, 0.0), kwargs={"truth": truth}
            )
            thread.start()
            wait_until(lambda: count(store) > 200, 30, "the first messages")
            recorder.kill()
            recorder.start()
            thread.join(60)
            wanted = sum(truth.sent.values()) - sum(truth.lost.values())
            wait_until(lambda: count(store) == wanted, 30, "all messages")
            assert recorder.stop() == 0
    assert count(store, "SELECT SUM(received) FROM device_state") == wanted


def test_the_small_broker_survives_nonsense_and_listens_to_this_machine_only():
    with LocalBroker() as broker:
        for junk in (b"GET / HTTP/1.1\r\n\r\n", b"\x10\xff\xff\xff\xff\x01", b"\x00" * 50, b"\x10\x02\x00\x09",
                     b"\x10\x0c\x00\x04MQTT\x04\x02\x00\x3c\x00\x00\x30\x03\x00\x01#"):  # fmt: skip
            with socket.create_connection(("127.0.0.1", broker.port), timeout=5) as connection:
                connection.sendall(junk)
                connection.shutdown(socket.SHUT_WR)
                while connection.recv(100):
                    pass
        publish_all(broker.port, [("a/b", b"1")])
        assert broker._server.sockets[0].getsockname()[0] == "127.0.0.1"
        with pytest.raises(OSError, match="in use"), LocalBroker(broker.port):
            pass
    assert not [thread for thread in threading.enumerate() if thread.name == "local broker"]


@pytest.mark.skipif(not MOSQUITTO, reason="mosquitto is not installed (tools/iot_services.sh)")
@pytest.mark.parametrize("real", [True, False])
def test_the_boiler_room_is_recorded_and_commanded_through_a_broker(tmp_path, real):
    store = tmp_path / "store.gpkg"
    stop = threading.Event()
    with Mosquitto(tmp_path / "broker") if real else LocalBroker() as broker:
        path = write_profile(tmp_path, broker.port, topics=["application/+/device/+/event/+"])
        profile = read_profile(path)
        recorder = Recorder(profile, store)
        threads = [
            threading.Thread(target=recorder.run, args=(60,)),
            threading.Thread(target=run_facility, args=(profile, stop.is_set, 60.0, 1, 0.05)),
        ]
        for thread in threads:
            thread.start()
        try:
            wait_until(lambda: count(store, "SELECT COUNT(*) FROM device") == 14, 30, "all devices")
            eui = Facility(START).euis["valve-2"]
            data = base64.b64encode(bytes((1, 20))).decode()
            order = {"id": "c9", "devEui": eui, "confirmed": True, "fPort": 10, "data": data}
            publish_all(broker.port, [(f"application/{APPLICATION}/device/{eui}/command/down", json.dumps(order))])
            wait_until(lambda: count(store, "SELECT COUNT(*) FROM event WHERE command = 'c9'") == 2, 20, "the answers")

            def opening():
                with open_reader(store) as reader:
                    names = reader.metrics()
                    uids = {device.id: device.uid for device in reader.devices()}
                    return {uids[row.device]: row.value for row in reader.latest_values()
                            if names[row.metric] == "opening"}.get(eui)  # fmt: skip

            wait_until(lambda: opening() == 20.0, 20, "the valve")
        finally:
            stop.set()
            recorder.stop()
            for thread in threads:
                thread.join(30)
    with open_reader(store) as reader:
        assert {device.site for device in reader.devices()} == {"boiler-room"} and reader.rejected() == {}


def test_a_publisher_says_that_nobody_answers(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        profile = read_profile(write_profile(tmp_path, probe.getsockname()[1]))
    with pytest.raises(InputError, match="never answered"):
        Publisher(profile)
