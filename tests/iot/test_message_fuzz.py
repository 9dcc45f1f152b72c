"""Hostile messages, more than 10 000: nothing is raised, nothing is executed."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager

import pytest
from cityorchestra.processing_provider.iot.codecs.codec_file import shipped_codecs
from cityorchestra.processing_provider.iot.codecs.events import completer
from cityorchestra.processing_provider.iot.events import KINDS, Event, Reject
from cityorchestra.processing_provider.iot.formats import Parser
from cityorchestra.processing_provider.iot.formats.mapping_file import make_mapping
from cityorchestra.tests.iot.message_support import EUI, RECEIVED, UP4, encoded, topic4
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

CASES = settings(max_examples=6000, deadline=None, suppress_health_check=list(HealthCheck))
MAPPING = make_mapping(
    {
        "name": "fuzz",
        "topics": [{"filter": "fuzz/+", "pattern": "fuzz/(?P<device>.+)"}, "fuzz/+/more"],
        "each": "/list",
        "device": {"path": "/id"},
        "time": {"path": "/t", "format": "epoch_s"},
        "payload": {"path": "/p"},
        "values": [{"path": "/v/*", "name": "v_*", "scale": 1e11}, {"path": "/w/*/v", "name_path": "/w/*/n"}],
        "location": {"longitude": {"path": "/x"}, "latitude": {"path": "/y"}},
    }
)
CODECS = sorted(shipped_codecs())
PARSERS = [
    Parser(),
    Parser(
        ["auto", MAPPING],
        completer(lambda event: shipped_codecs()[CODECS[sum(event.payload) % len(CODECS)]]),
    ),
]

EVENTS = "up join ack txack status log location integration rx error stats conn exec raw service/data location/solved"
DOWN = "down/queued down/sent down/ack down/nack down/failed down/push up/normalized"
LEVELS = [*EVENTS.split(), *DOWN.split(), "event", "state", "command", "down", "tx", EUI, "AgICAgICAgI=", "+", "#", ""]
LEVELS += ["application", "device", "gateway", "v3", "a@t", "devices", "fuzz", "v1.1", "Datastreams(1)", "Observations"]
LEVELS += ["Datastreams('a')", "é", "\x00", "\ud800", "a" * 600, "$SYS", "../..", "<script>alert(1)</script>"]

NASTY = st.sampled_from(
    [
        None, True, False, 0, -1, 255, 2**31, 2**53 + 1, -(2**64), 10**30, 1e308, -1e12, 0.1, "", "0", "é", "\x00",
        "\ud800", "a" * 5000, "AQ==", "AQ=", "____", "NaN", "1e999", "2026-03-01T08:00:00Z", "9999-99-99T99:99:99Z",
        EUI, EUI.upper(), "AgICAgICAgI=", "<img src=x onerror=alert(1)>", "=cmd|' /C calc'!A0", "{{ 7 * 7 }}",
        "__import__('os').system('true')", "${jndi:ldap://x}", "'; DROP TABLE device; --", "\u202egnp", [], {}, [[]],
        [{}], [None] * 600, {"latitude": 91, "longitude": "x"}, {"latitude": 1e300, "longitude": 2},
        {"__class__": {"__init__": 1}}, {"a": {"a": {"a": {"a": [1, [2, [3]]]}}}},
        {str(number): number for number in range(600)},
    ]
)  # fmt: skip
LITERALS = st.sampled_from(
    [
        b"NaN",
        b"-Infinity",
        b"1e999",
        b"9" * 400,
        b"[" * 200,
        b'{"a":' * 200,
        b'"\\ud800"',
        b"\xff",
        b"\x00",
        b"{}}",
        b'"',
    ]
)


def _places(value, path=()):
    """All places of a message, as paths."""
    yield path
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inside in members:
        yield from _places(inside, (*path, key))


def _replaced(value, path, new):
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = _replaced(copy[path[0]], path[1:], new)
    return copy


def _base_messages():
    ids = {"device_id": "d", "application_ids": {"application_id": "a"}, "dev_eui": EUI}
    uplink = {
        "f_port": 2,
        "frm_payload": "AQDiAg==",
        "decoded_payload": {"t": 1},
        "rx_metadata": [{"gateway_ids": {"gateway_id": "g"}, "rssi": 1, "snr": 2, "time": "2026-03-01T08:00:00Z"}],
        "settings": {"data_rate": {"lora": {"spreading_factor": 7}}, "frequency": "868100000"},
        "locations": {"user": {"latitude": 1, "longitude": 2}},
        "version_ids": {"brand_id": "b"},
        "last_battery_percentage": {"value": 5},
    }
    down = {"f_port": 1, "f_cnt": 2, "frm_payload": "AQ==", "correlation_ids": ["cityorchestra:cmd:1"]}
    failed = {"downlink": down, "error": {"name": "n", "namespace": "s", "message_format": "m"}}
    three = {
        "devEUI": EUI,
        "data": "AQDiAg==",
        "objectJSON": '{"t": [1]}',
        "rxInfo": [{"gatewayID": "AwMDAwMDAwM=", "rssi": 1, "loRaSNR": 2}],
        "txInfo": {"frequency": 1, "loRaModulationInfo": {"bandwidth": 125}},
        "tags": {"site": "s"},
        "devAddr": "AFE5Qg==",
    }
    stack = "v3/a@t/devices/d"
    item = {"id": "d", "t": 1, "p": "AQ==", "v": {"a": 1}, "w": [{"v": 1, "n": "n"}], "x": 1, "y": 2}
    device = {"deviceInfo": {"devEui": EUI, "tags": {"lat": "1", "lon": "2"}}, "time": "2026-03-01T08:00:00Z"}
    return [
        (topic4("up"), UP4),
        (topic4("up"), {key: value for key, value in UP4.items() if key != "object"}),
        (topic4("ack"), {**device, "acknowledged": True, "queueItemId": "q", "fCntDown": 1}),
        (topic4("status"), {**device, "margin": 1, "batteryLevel": 50.5, "externalPowerSource": False}),
        (
            topic4("log"),
            {**device, "level": "ERROR", "code": "OTAA", "description": "d", "context": {"queue_item_id": "q"}},
        ),
        (topic4("location"), {**device, "location": {"latitude": 1, "longitude": 2}}),
        (topic4("integration"), {**device, "integrationName": "i", "object": {"t": 1}}),
        (f"application/1/device/{EUI}/rx", three),
        (f"application/1/device/{EUI}/error", {**three, "type": "OTAA", "error": "e"}),
        (f"eu/gateway/{EUI}/event/stats", {"gatewayId": EUI, "rxPacketsReceived": 1, "txPacketsPerStatus": {"OK": 1}}),
        (f"eu/gateway/{EUI}/state/conn", {"gatewayId": EUI, "state": "ONLINE"}),
        (f"{stack}/up", {"end_device_ids": ids, "uplink_message": uplink}),
        (
            "v3/a@t/devices/d/up/normalized",
            {"end_device_ids": ids, "uplink_normalized": {"normalized_payload": [{"t": 1}]}},
        ),
        (f"{stack}/down/nack", {"end_device_ids": ids, "downlink_nack": down}),
        (f"{stack}/down/failed", {"end_device_ids": ids, "downlink_failed": failed}),
        (f"{stack}/location/solved", {"end_device_ids": ids, "location_solved": {"location": {"latitude": 1}}}),
        ("v1.1/Datastreams(1)/Observations", {"result": [1, {"a": 2}], "phenomenonTime": "2026-03-01T08:00:00Z"}),
        ("fuzz/a", {"list": [item]}),
    ]


BASES = [(topic, message, list(_places(message))) for topic, message in _base_messages()]


@st.composite
def altered_messages(draw):
    """A message that would be taken, with one to four places replaced by something nasty, and maybe broken bytes."""
    topic, message, places = draw(st.sampled_from(BASES))
    for _ in range(draw(st.integers(1, 4))):
        try:
            message = _replaced(message, draw(st.sampled_from(places)), draw(NASTY))
        except (KeyError, IndexError, TypeError):
            continue  # the place went with another one
    payload = json.dumps(message).encode()
    if draw(st.integers(0, 3)) == 0:
        at = draw(st.integers(0, len(payload)))
        payload = payload[:at] + draw(LITERALS) + payload[at + draw(st.integers(0, 20)) :]
    return topic, payload


class Watch:
    """What happened in this process while messages were read: execution, files, network, imports."""

    FORBIDDEN = ("exec", "compile", "import", "open", "os.", "subprocess.", "socket.", "ctypes.", "pickle.", "shutil.")

    def __init__(self):
        self.on = False
        self.seen = []
        sys.addaudithook(self._told)

    def _told(self, event, arguments):
        if self.on and event.startswith(self.FORBIDDEN):
            self.seen.append((event, arguments))

    @contextmanager
    def watching(self):
        self.on = True
        try:
            yield
        finally:
            self.on = False


@pytest.fixture(scope="module")
def watch():
    made = Watch()
    for parser in PARSERS:  # what is imported and read at the first message is not the messages' doing
        for topic, message, _ in BASES:
            parser.parse(topic, encoded(message), RECEIVED)
            parser.parse(topic, b'{"a": NaN', RECEIVED)
            parser.parse(topic, b'{"a": "\\ud800"}', RECEIVED)
    return made


def check(watch, topic, payload):
    for parser in PARSERS:
        with watch.watching():
            result = parser.parse(topic, payload, RECEIVED)
        assert not watch.seen, watch.seen
        if isinstance(result, Reject):
            assert result.reason != "internal", result
            assert len(result.detail) <= 200
            assert len(result.topic) <= 512
            continue
        assert len(result) <= 513
        for event in result:
            check_event(event)


def check_event(event):
    assert isinstance(event, Event)
    assert event.kind in KINDS
    assert event.device
    assert 0 <= event.time < 2**53
    assert len(event.values) <= 3 * 512
    for name, value in event.values.items():
        assert isinstance(value, (bool, str)) or (isinstance(value, float) and abs(value) < 1e12), (name, value)
    kept = [event.name, event.site, event.profile, event.device, event.text, event.command, event.session]
    kept += [*event.values, *(value for value in event.values.values() if isinstance(value, str))]
    for text in kept:
        assert len(text) <= 4096
        text.encode("utf-8")
        assert not any(ord(letter) < 32 for letter in text), text
    assert event.location is None or -180 <= event.location.longitude <= 180
    assert event.battery_percent is None or 0 <= event.battery_percent <= 100
    assert event.device_eui is None or len(bytes.fromhex(event.device_eui)) == 8


def test_the_messages_that_are_altered_are_taken(watch):
    for topic, message, _ in BASES[:-3]:
        assert isinstance(PARSERS[0].parse(topic, encoded(message), RECEIVED), list) or "solved" in topic
    assert isinstance(PARSERS[1].parse(*[BASES[-1][0], encoded(BASES[-1][1]), RECEIVED]), list)


def test_the_watch_sees_what_is_executed(watch):
    with watch.watching():
        compile("1", "made", "eval")
    assert watch.seen
    watch.seen.clear()


@CASES
@given(altered_messages())
def test_altered_messages(watch, message):
    check(watch, *message)


@CASES
@given(
    st.lists(st.sampled_from(LEVELS), max_size=9).map("/".join) | st.text(max_size=40),
    st.binary(max_size=200) | NASTY.map(lambda value: json.dumps(value).encode()) | LITERALS,
)
def test_any_topic_and_any_bytes(watch, topic, payload):
    check(watch, topic, payload)


@settings(CASES, max_examples=1500)
@given(st.sampled_from(["stats", "conn"]), st.binary(max_size=60), st.integers(0, 3))
def test_any_bytes_of_a_gateway(watch, event, payload, cut):
    """Beginnings of a message of protobuf: a text, a time, a place, a count, a duty cycle, with anything inside."""
    kind = "state" if event == "conn" else "event"
    for number in (2, 3, 16, 17, 18):
        key = number << 3 | 2
        field = bytes([key]) if key < 128 else bytes([key & 0x7F | 0x80, key >> 7])
        check(watch, f"eu/gateway/{EUI}/{kind}/{event}", field + bytes([max(0, len(payload) - cut)]) + payload)


@pytest.mark.parametrize(
    "payload",
    [
        b"x" * (1024 * 1024),
        b"[" * 65_000,
        b'{"a":' * 13_000,
        b'{"deviceInfo":{"devEui":"' + EUI.encode() + b'"},"object":' + b"9" * 60_000 + b"}",
        encoded({"deviceInfo": {"devEui": EUI}, "object": {f"{'k' * 190}{number}": number for number in range(300)}}),
        encoded({"deviceInfo": {"devEui": EUI}, "object": [[None] * 6000] * 2}),
        encoded({"deviceInfo": {"devEui": EUI}, "object": [{"a" * 400: {"b" * 400: [None] * 4000}}]}),
        encoded({"deviceInfo": {"devEui": EUI}, "rxInfo": [{}] * 15_000}),
        b"\x28\x01" * 32_000,
        b"\x82\x01\x00" * 21_000,
        encoded({"deviceInfo": {"devEui": EUI}, "object": {"a" * 190 + chr(300 + number): 1 for number in range(250)}}),
    ],
)
def test_largest_messages_take_a_bounded_time(watch, payload):
    check(watch, topic4("up"), payload)
    check(watch, "fuzz/a", payload)
    check(watch, f"eu/gateway/{EUI}/event/stats", payload)
