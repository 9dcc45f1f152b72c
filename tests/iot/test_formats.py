"""Formats of networks: kinds of events, defaults that are left out, rejects with their reason."""

from __future__ import annotations

import json

import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.iot.events import KINDS, Event, Location, Reception, Reject
from cityorchestra.processing_provider.iot.formats import Parser, parse
from cityorchestra.tests.iot.message_support import EUI, RECEIVED, UP4, changed, encoded, topic4

# Kinds of the messages of lns_messages.json, in order; none for what a client publishes.
EXPECTED = {
    "chirpstack_v4": ["join", "up", "status", "txack", "ack", "nack", "log", None],
    "chirpstack_v3": ["up", "up"],
    "tts_v3": ["up", "up", "queued", "txack", "ack", "nack", None],
}


def one(topic, message, **options) -> Event:
    events = parse(topic, encoded(message), RECEIVED, **options)
    assert isinstance(events, list), events
    (event,) = events
    assert event.kind in KINDS
    return event


@pytest.fixture(scope="module")
def samples(shared_data):
    return json.loads(shared_data("iot/lns_messages.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("network", EXPECTED)
def test_every_sample_gives_its_kind(samples, network):
    kinds = []
    for sample in samples[network]:
        events = parse(sample["topic"], encoded(sample["payload"]), RECEIVED)
        assert isinstance(events, list), (sample["topic"], events)
        kinds.append(events[0].kind if events else None)
    assert kinds == EXPECTED[network]


def test_uplink_of_version_4_is_read_whole(samples):
    sample = samples["chirpstack_v4"][1]
    event = one(sample["topic"], sample["payload"])
    assert event == Event(
        kind="up",
        source="chirpstack4",
        device=EUI,
        device_eui=EUI,
        received_time=RECEIVED,
        name="ecole-01-salle-2",
        site="ecole-01",
        profile="capteur-co2",
        network_time=1_772_352_000_412,
        frame_counter=1,
        port=1,
        confirmed=False,
        session="00189440",
        data_rate=5,
        spreading_factor=7,
        bandwidth_hz=125_000,
        frequency_hz=867_100_000,
        receptions=(Reception("0016c001f153a14c", -96, 7.2), Reception("0016c001f153a14d", -111, -3.5)),
        payload=bytes.fromhex("0100E202290400270506060308"),
        values={"temperature": 22.6, "humidity": 41, "light": 39, "motion": 6, "co2": 776},
        location=Location(-1.6778, 48.1173),
        deduplication="3ac7e3c4-4401-4b8d-9386-a5c902f9202d",
    )


def test_version_3_says_the_same_in_both_marshalers(samples):
    protobuf, legacy = (one(sample["topic"], sample["payload"]) for sample in samples["chirpstack_v3"])
    assert protobuf.device == legacy.device == "0202020202020202"
    assert protobuf.values == legacy.values == {"temperatureSensor_3": 27.2, "temperatureSensor_5": 25.5}
    assert protobuf.receptions[0].gateway == legacy.receptions[0].gateway == "0303030303030303"
    assert protobuf.payload == legacy.payload == bytes.fromhex("03670110056700FF")
    assert (protobuf.spreading_factor, protobuf.bandwidth_hz, protobuf.data_rate) == (11, 125_000, 1)
    assert legacy.data_rate == 5  # JSON_V3 writes it in txInfo
    assert protobuf.receptions[0].snr == 9


def test_things_stack_leaves_out_what_is_zero(samples):
    event = one(samples["tts_v3"][1]["topic"], samples["tts_v3"][1]["payload"])
    assert (event.frame_counter, event.port, event.payload) == (0, 0, b"")
    assert event.receptions == (Reception("gtw1", -101.0, 0.0),)
    assert event.device == EUI


def test_command_comes_back_in_the_events_of_the_things_stack(samples):
    events = [one(sample["topic"], sample["payload"]) for sample in samples["tts_v3"][2:6]]
    assert [event.command for event in events] == ["42"] * 4
    assert [event.acknowledged for event in events] == [None, None, True, False]


def test_what_proto3_leaves_out_has_its_default():
    bare = {"deviceInfo": {"devEui": EUI}, "time": "2026-03-01T08:00:00Z"}
    up = one(
        topic4("up"), {**bare, "rxInfo": [{"gatewayId": "0016c001f153a14c"}], "txInfo": {"modulation": {"lora": {}}}}
    )
    assert (up.frame_counter, up.port, up.data_rate, up.confirmed) == (0, 0, 0, False)
    assert up.receptions == (Reception("0016c001f153a14c", 0.0, 0.0),)
    assert (up.frequency_hz, up.spreading_factor, up.bandwidth_hz) == (0, 0, 0)
    negative = one(topic4("ack"), {**bare, "queueItemId": "q"})
    assert (negative.kind, negative.acknowledged, negative.command, negative.frame_counter) == ("nack", False, "q", 0)
    status = one(topic4("status"), bare)
    assert (status.battery_percent, status.external_power, status.margin_db) == (0.0, False, 0.0)
    log = one(topic4("log"), bare)
    assert log.text.startswith("INFO UNKNOWN")


@pytest.mark.parametrize(
    ("members", "battery", "external"),
    [
        ({"batteryLevel": 87.4}, 87.4, False),
        ({"batteryLevelUnavailable": True}, None, False),
        ({"externalPowerSource": True, "batteryLevel": 0}, None, True),
        ({"batteryLevel": 255}, None, False),
    ],
)
@pytest.mark.parametrize("version", [3, 4])
def test_battery_of_a_status(members, battery, external, version):
    head = {"deviceInfo": {"devEui": EUI}} if version == 4 else {"devEUI": EUI}
    event = one(topic4("status"), {**head, **members})
    assert (event.battery_percent, event.external_power) == (battery, external)


def test_log_names_the_command_that_could_not_leave(samples):
    event = one(samples["chirpstack_v4"][6]["topic"], samples["chirpstack_v4"][6]["payload"])
    assert event.command == "7c9e6679-7425-40de-944b-e07fc1f90ae9"
    assert event.text.startswith("ERROR DOWNLINK_PAYLOAD_SIZE: ")


@pytest.mark.parametrize(
    ("topic", "kind"),
    [
        (f"application/1/device/{EUI}/rx", "up"),
        (f"application/1/device/{EUI}/event/up", "up"),
        (f"bridge/rennes/application/1/device/{EUI}/event/up", "up"),
        (f"application/1/device/{EUI}/error", "log"),
        (f"application/1/device/{EUI}/event/error", "log"),
        (f"application/1/device/{EUI}/event/join", "join"),
    ],
)
def test_topics_of_version_3_before_and_after_3_11(topic, kind):
    message = {"devEUI": EUI, "type": "OTAA", "error": "validate dev-nonce error", "fCnt": 3, "devAddr": "AFE5Qg=="}
    event = one(topic, message)
    assert (event.kind, event.source) == (kind, "chirpstack3")
    assert event.session == "00513942"


def test_negative_acknowledgement_of_version_3():
    event = one(f"application/1/device/{EUI}/ack", {"devEUI": EUI, "reference": "abc", "fCnt": 4})
    assert (event.kind, event.acknowledged, event.command, event.frame_counter) == ("nack", False, "abc", 4)


def test_gateways_tell_statistics_and_connection():
    gateway = "0016c001f153a14c"
    stats = one(
        f"eu868/gateway/{gateway}/event/stats",
        {
            "gatewayId": gateway,
            "time": "2026-03-01T08:00:00Z",
            "rxPacketsReceived": 12,
            "rxPacketsReceivedOk": 11,
            "txPacketsPerStatus": {"OK": 2, "TOO_LATE": 1},
            "dutyCycleStats": {
                "window": "3600s",
                "bands": [{"name": "M", "loadMax": "36s", "loadTracked": "1.800s"}, {"name": "P"}],
            },
        },
    )
    assert (stats.kind, stats.device, stats.network_time) == ("gw_stats", gateway, RECEIVED - 1000)
    assert stats.values == {
        "rx_received": 12,
        "rx_ok": 11,
        "tx_received": 0,
        "tx_ok": 0,
        "tx_status_OK": 2,
        "tx_status_TOO_LATE": 1,
        "duty_cycle_M": pytest.approx(0.05),
        "duty_cycle_limit_M": pytest.approx(1),
        "duty_cycle_P": 0,
        "duty_cycle_limit_P": 0,
    }
    state = f"eu868/gateway/{gateway}/state/conn"
    assert one(state, {"gatewayId": gateway, "state": "ONLINE"}).kind == "birth"
    assert one(state, {"gatewayId": gateway}).kind == "death"  # OFFLINE is the default, left out
    assert parse(f"eu868/gateway/{gateway}/event/up", b"\x0a\x01", RECEIVED) == []


def test_sensorthings_observation():
    event = one(
        "v1.1/Datastreams(42)/Observations",
        {"result": 21.5, "phenomenonTime": "2026-03-01T07:00:00Z/2026-03-01T08:00:00Z"},
    )
    assert (event.kind, event.device, event.values) == ("obs", "Datastreams(42)", {"result": 21.5})
    assert event.time == RECEIVED - 1000
    text = one("frost/v1.0/Datastreams('a b')/Observations", {"result": "open", "resultTime": "2026-03-01T08:00:00Z"})
    assert (text.device, text.values) == ("Datastreams('a b')", {"result": "open"})


def test_other_events_of_the_things_stack():
    ids = {"end_device_ids": {"device_id": "d", "application_ids": {"application_id": "a"}}, "simulated": True}
    joined = one("v3/a@t/devices/d/join", {**ids, "join_accept": {"session_key_id": "AZ=="}})
    assert (joined.kind, joined.session, joined.simulated, joined.device) == ("join", "AZ==", True, "a/d")
    failed = one(
        "v3/a@t/devices/d/down/failed",
        {
            **ids,
            "downlink_failed": {
                "downlink": {"correlation_ids": ["cityorchestra:cmd:9"]},
                "error": {"namespace": "pkg/ns", "name": "no_rx", "message_format": "no window"},
            },
        },
    )
    assert (failed.kind, failed.command) == ("failed", "9")
    assert "no window" in failed.text
    solved = one(
        "v3/a@t/devices/d/location/solved",
        {**ids, "location_solved": {"service": "geo", "location": {"latitude": 48.1, "longitude": -1.6}}},
    )
    assert (solved.kind, solved.location) == ("location", Location(-1.6, 48.1))
    normalized = one(
        "v3/a@t/devices/d/up/normalized",
        {**ids, "uplink_normalized": {"normalized_payload": {"air": {"temperature": 9}}}},
    )
    assert (normalized.kind, normalized.values) == ("obs", {"air_temperature": 9.0})
    assert parse("v3/a@t/devices/d/down/replace", b"{}", RECEIVED) == []


def test_measured_place_comes_before_the_written_one():
    message = changed(UP4, object={"gps_1": {"latitude": 48.2, "longitude": -1.5}})
    message["deviceInfo"]["tags"] = {"lat": "48.1", "lon": "-1.6"}
    assert one(topic4("up"), message).location == Location(-1.5, 48.2)
    assert one(topic4("up"), changed(message, object={"t": 1})).location == Location(-1.6, 48.1)


def test_names_inside_one_another_do_not_hide_each_other():
    message = changed(UP4, object={"a_b": 1, "a": {"b": 2}, "list": [3, None, {"c": 4}], "none": None})
    assert one(topic4("up"), message).values == {"a_b": 1, "a_b_": 2, "list_0": 3, "list_2_c": 4}


def test_large_numbers_are_kept_as_text():
    message = changed(UP4, object={"big": 2**60 + 1, "time": 1_772_352_000_000, "least": -3.4e38, "fine": 9.9e11})
    values = one(topic4("up"), message).values
    assert values == {"big": "1152921504606846977", "time": "1772352000000", "least": "-3.4e+38", "fine": 9.9e11}


def test_names_cannot_turn_the_direction_of_writing_and_stay_as_written_otherwise():
    message = changed(UP4)
    message["deviceInfo"]["deviceName"] = "<b>vanne\u202e\x00 n° 1</b>" + "x" * 300
    event = one(topic4("up"), message)
    assert event.name.startswith("<b>vanne  n° 1</b>") or event.name.startswith("<b>vanne n° 1</b>")
    assert "\u202e" not in event.name
    assert len(event.name) == 200


@pytest.mark.parametrize(
    ("topic", "payload", "reason"),
    [
        (topic4("up"), b"\x0a\x10binary", "protobuf"),
        ("eu868/gateway/0016c001f153a14c/event/stats", b"\x0a\x10binary", "protobuf"),
        ("eu868/gateway/0016c001f153a14c/state/conn", b"\x1a\x7f0", "protobuf"),
        ("eu868/gateway/short/state/conn", b"{}", "missing"),
        (topic4("up"), b"[]", "missing"),
        (topic4("up"), b"{}", "missing"),
        (topic4("up"), encoded({"deviceInfo": {}}), "missing"),
        (topic4("up"), encoded({"deviceInfo": {"devEui": "xyz"}}), "missing"),
        (topic4("nothing"), encoded(UP4), "unknown_event"),
        (topic4("up", "0000000000000001"), encoded(UP4), "mismatch"),
        (topic4("up"), encoded(changed(UP4, data="not base64!")), "bad_base64"),
        (topic4("up"), encoded(changed(UP4, data="AQ")), "bad_base64"),
        (topic4("up"), encoded(changed(UP4, data=12)), "bad_base64"),
        (topic4("up") + "/#", b"{}", "bad_topic"),
        (topic4("+"), b"{}", "bad_topic"),
        ("", b"{}", "bad_topic"),
        ("a" * 513, b"{}", "bad_topic"),
        ("a\x00b", b"{}", "bad_topic"),
        ("weather/3", b"{}", "unknown_format"),
        ("v3/a@t/devices/d/up", b"{}", "missing"),
        ("v3/a@t/devices/d/up", encoded({"end_device_ids": {"device_id": "other"}}), "mismatch"),
        ("v3/a@t/devices/d/sideways", b"{}", "unknown_event"),
        ("v3/a@t/devices/d/down/ack", b"{}", "missing"),
        ("v1.1/Datastreams(1)/Observations", b"{}", "missing"),
        (f"application/1/device/{EUI}/rx", encoded({"devEUI": EUI, "objectJSON": "{"}), "not_json"),
        (f"application/1/device/{EUI}/rx", encoded({"devEUI": EUI, "objectJSON": "[" * 100}), "too_deep"),
    ],
)
def test_what_cannot_be_taken_says_why(topic, payload, reason):
    result = parse(topic, payload, RECEIVED)
    assert isinstance(result, Reject)
    assert result.reason == reason
    assert len(result.topic) <= 512
    assert result.detail
    assert result.detail.isprintable()


def test_only_chosen_formats_are_read():
    payload = encoded(UP4)
    assert isinstance(parse(topic4("up"), payload, RECEIVED, formats="things_stack"), Reject)
    assert isinstance(parse(topic4("up"), payload, RECEIVED, formats=("chirpstack3",)), Reject)
    assert one(topic4("up"), UP4, formats=("chirpstack4",)).kind == "up"
    with pytest.raises(InputError, match="sparkplug"):
        Parser(("sparkplug",))
    with pytest.raises(InputError):
        Parser(())


def test_both_readers_of_json_make_the_same_events(samples):
    fast, slow = Parser(), Parser(loads=None)
    for network in samples.values():
        for sample in network:
            message = sample["topic"], encoded(sample["payload"]), RECEIVED
            assert fast.parse(*message) == slow.parse(*message)


def test_a_mistake_of_ours_is_a_reject_with_a_name_of_its_own():
    def broken(event):
        raise ZeroDivisionError("here")

    result = Parser(complete=broken).parse(topic4("up"), encoded(UP4), RECEIVED)
    assert isinstance(result, Reject)
    assert result.reason == "internal"
    assert "ZeroDivisionError" in result.detail
