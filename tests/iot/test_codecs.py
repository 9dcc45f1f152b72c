"""Codecs of devices: published frames, unknown and cut frames, files with mistakes, completed uplinks."""

from __future__ import annotations

import json

import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.iot.codecs.codec import Codec
from cityorchestra.processing_provider.iot.codecs.codec_file import (
    FOLDER,
    find_codec,
    make_codec,
    read_codec,
    shipped_codecs,
)
from cityorchestra.processing_provider.iot.codecs.events import by_profile, complete, completer
from cityorchestra.processing_provider.iot.events import Event, Location
from cityorchestra.processing_provider.iot.formats import Parser
from cityorchestra.tests.iot.message_support import EUI, RECEIVED, UP4, changed, encoded, topic4
from hypothesis import given
from hypothesis import strategies as st

# Frames of the sources that the files of the codecs name, beside codec_vectors.json: codec, port, frame, values.
PUBLISHED = [
    ("milesight_am107", 85, "01755C03673401046865056A490006651C0079001400077DE704087D070009733F27", {
        "battery": 92, "temperature": 30.8, "humidity": 50.5, "activity": 73, "illumination": 28, "infrared": 20,
        "infrared_and_visible": 121, "co2": 1255, "tvoc": 7, "pressure": 1004.7}),
    ("milesight_em310_udl", 85, "01755C03824408040001", {"battery": 92, "distance": 2116, "position": "tilt"}),
    ("milesight_em300_mcs", 85, "01755C03673401046865060001", {
        "battery": 92, "temperature": 30.8, "humidity": 50.5, "magnet_status": "open"}),
    ("milesight_em300_sld", 85, "01755C03673401046865050000", {
        "battery": 92, "temperature": 30.8, "humidity": 50.5, "leakage_status": "normal"}),
    ("adeunis_temp4", 1, "579601B3FF9C01F4FFFF14ABA3E9", {
        "temperature_1": 43.5, "temperature_2": -10, "low_battery": True}),
    ("adeunis_comfort2", 1, "4C9600C51F00C72000C82100CA2200CC2300CD2414ABA3E9", {
        "temperature": 19.7, "humidity": 31, "low_battery": True}),
    ("adeunis_comfort_co2", 1, "6A8001B33E01A401B43F01A5", {
        "temperature": 43.5, "humidity": 62, "co2": 420, "low_battery": False}),
    ("adeunis_pulse4", 1, "5A6700000127000100020003000414ABA3E9", {"pulse_a": 295, "low_battery": True}),
    ("adeunis_drycontacts2", 1, "40C00001000200030004A5", {
        "count_a": 1, "count_b": 2, "count_c": 3, "count_d": 4, "closed_a": True, "closed_b": True, "closed_c": False,
        "closed_d": False, "low_battery": False}),
    ("adeunis_deltap", 1, "5320FE0CFF06000000FA01F4", {"pressure_difference": -500, "low_battery": False}),
    # The source rounds to 0.001: 1.049 V and 10.486 mA.
    ("adeunis_analog", 1, "42500110000002100000", {
        "voltage_a": 1.048576, "current_b": 10.48576, "low_battery": False}),
    ("nke_watteco", 125, "118A040200002909C5", {"temperature": 25.01}),
    ("nke_watteco", 125, "110A0405000021108A", {"humidity": 42.34}),
    ("nke_watteco", 125, "110A00500006410501040D5004", {"battery_voltage": 3.408}),
    ("nke_watteco", 125, "310A000C00553944F5E000", {"analog_1": 1967.0}),
    ("nke_watteco", 125, "B10A000F040223 0000000A", {"count_5": 10}),
    ("nke_watteco", 125, "130A000F00551001", {"input_8": True}),
]  # fmt: skip


def assert_same(found, expected):
    assert set(found) == set(expected)
    for name, value in expected.items():
        assert found[name] == (value if isinstance(value, (str, bool)) else pytest.approx(value, abs=1e-9)), name


def test_vectors_of_the_specification(shared_data):
    vectors = json.loads(shared_data("iot/codec_vectors.json").read_text(encoding="utf-8"))
    assert len(vectors) >= 8
    for vector in vectors:
        decoded = find_codec(vector["codec"]).decode(bytes.fromhex(vector["hex"]), vector.get("fPort"))
        if "error" in vector:
            assert decoded.partial
            assert decoded.error
            assert decoded.values == {}
            continue
        assert not decoded.partial, decoded.error
        found = {**decoded.values, **decoded.records}
        assert set(found) == set(vector["out"])
        for name, expected in vector["out"].items():
            if name == "history":
                for record, wanted in zip(found[name], expected):
                    assert_same(record, wanted)
                assert len(found[name]) == len(expected)
            else:
                assert_same({name: found[name]}, {name: expected})


@pytest.mark.parametrize(("name", "port", "frame", "values"), PUBLISHED)
def test_published_frames(name, port, frame, values):
    decoded = shipped_codecs()[name].decode(bytes.fromhex(frame), port)
    assert decoded.error == ""
    assert_same(decoded.values, values)


def test_history_of_a_contact_names_its_state():
    decoded = find_codec("milesight_em300_mcs").decode(bytes.fromhex("20CE9E74466310015D01"))
    assert decoded.records == {
        "history": [{"timestamp": 1_665_561_758.0, "temperature": 27.2, "humidity": 46.5, "magnet_status": "open"}]
    }


def test_every_codec_of_the_project_has_a_published_frame(shared_data):
    vectors = json.loads(shared_data("iot/codec_vectors.json").read_text(encoding="utf-8"))
    tried = {name for name, *_ in PUBLISHED} | {vector["codec"] for vector in vectors}
    codecs = shipped_codecs()
    assert set(codecs) == tried
    for path in FOLDER.glob("*.yaml"):
        codec = read_codec(path)
        assert codec.name == path.stem
        assert codec.checked
        assert codec.source
        assert codec.title


def test_what_was_read_before_an_unknown_type_is_kept():
    decoded = find_codec("cayenne_lpp").decode(bytes.fromhex("03670110 05FE00"))
    assert (decoded.values, decoded.partial) == ({"temperature_3": 27.2}, True)
    assert decoded.error == "unknown type fe at byte 4"


def test_what_was_read_before_a_cut_value_is_kept():
    decoded = find_codec("cayenne_lpp").decode(bytes.fromhex("03670110 056700"))
    assert (decoded.values, decoded.partial) == ({"temperature_3": 27.2}, True)
    assert "cut" in decoded.error
    assert find_codec("cayenne_lpp").decode(b"\x03").partial


def test_the_same_told_twice_is_kept_twice():
    decoded = find_codec("cayenne_lpp").decode(bytes.fromhex("0367011003670111"))
    assert decoded.values == {"temperature_3": 27.2, "temperature_3_2": 27.3}


def test_components_have_names_of_their_own():
    decoded = find_codec("cayenne_lpp").decode(bytes.fromhex("0171000100020003"))
    assert decoded.values == {"accelerometer_1": [0.001, 0.002, 0.003]}
    assert decoded.flat() == {"accelerometer_1_x": 0.001, "accelerometer_1_y": 0.002, "accelerometer_1_z": 0.003}
    assert decoded.flat_units() == {f"accelerometer_1_{axis}": "g" for axis in "xyz"}


def test_marks_of_no_value_are_no_value():
    frame = bytes.fromhex("CBF60B0D037601 7FFF 7FFF")
    decoded = find_codec("dragino_lht65n").decode(frame, 2)
    assert "TempC_DS" not in decoded.values
    assert not decoded.partial
    assert find_codec("nke_watteco").decode(bytes.fromhex("110A000C0055397FC00000"), 125).values == {}  # no number


@given(st.sampled_from(sorted(shipped_codecs())), st.binary(max_size=300), st.none() | st.integers(0, 255))
def test_any_bytes_give_values_or_a_reason(name, frame, port):
    decoded = shipped_codecs()[name].decode(frame, port)
    assert decoded.partial == bool(decoded.error)
    for value in decoded.flat().values():
        assert isinstance(value, (str, bool)) or abs(value) < 1e12
    assert len(decoded.flat()) <= 3 * 512


@given(st.sampled_from(sorted(shipped_codecs())), st.binary(min_size=1, max_size=60), st.integers(0, 59))
def test_a_cut_frame_says_nothing_that_the_whole_does_not(name, frame, length):
    """Tags are read one after the other: the beginning of a frame gives a part of its values."""
    codec = shipped_codecs()[name]
    if codec.tag_bytes:
        whole, part = codec.decode(frame).flat(), codec.decode(frame[:length]).flat()
        assert part.items() <= whole.items()


def test_longest_frame():
    assert "at most 1024" in find_codec("cayenne_lpp").decode(bytes(1025)).error


CODEC = {"name": "c", "source": "here", "layout": "tags", "tags": {"01": [{"name": "t", "type": "u8"}]}}
FRAME = {"name": "c", "source": "here", "layout": "frame", "fields": [{"name": "t", "type": "u8"}]}


def test_smallest_codecs_and_byte_order():
    assert make_codec(CODEC).decode(b"\x01\x07").values == {"t": 7.0}
    wide = [{"name": "t", "type": "s24"}]
    assert make_codec({**FRAME, "fields": wide}).decode(b"\xff\xff\xfe").values == {"t": -2.0}
    assert make_codec({**FRAME, "fields": wide, "endian": "little"}).decode(b"\xfe\xff\xff").values == {"t": -2.0}
    assert make_codec(FRAME).decode(b"\x01\x02").partial  # what follows is not understood
    assert not make_codec({**FRAME, "rest": "ignored"}).decode(b"\x01\x02").partial


@pytest.mark.parametrize(
    "changes",
    [
        {"name": None},
        {"source": None},
        {"layout": "script"},
        {"endian": "middle"},
        {"script": "return bytes"},
        {"ports": [0]},
        {"ports": "1"},
        {"tag_bytes": 0},
        {"tags": {}},
        {"tags": {"0102": []}},
        {"tags": {1: []}},
        {"tags": {"zz": []}},
        {"tags": {"01": {"list": "l"}}},
        {"tags": {"01": [{"name": "t"}]}},
        {"tags": {"01": [{"type": "u8"}]}},
        {"tags": {"01": [{"name": "t", "type": "u7"}]}},
        {"tags": {"01": [{"name": "t", "type": "u8", "divide": 0}]}},
        {"tags": {"01": [{"name": "t", "type": "u8", "times": float("inf")}]}},
        {"tags": {"01": [{"name": "t", "type": "u8", "bits": [7, 2]}]}},
        {"tags": {"01": [{"name": "t", "type": "f32", "bits": [0, 1]}]}},
        {"tags": {"01": [{"name": "t", "type": "u8", "when": {"later": [1]}}]}},
        {"tags": {"01": [{"name": "t", "type": "u8", "texts": {"a": "b"}}]}},
        {"tags": {"01": [{"name": "t", "type": "u8", "factors": [1, 2]}]}},
        {"tags": {"01": [{"name": "t", "type": "u8", "role": "king"}]}},
        {"tags": {"01": [{"name": "t", "type": "hex", "size": 0}]}},
        {"tags": {"01": [{"name": "t", "type": "u8", "eval": "n"}]}},
        {"layout": "frame"},
        {"layout": "frames", "select": [0]},
        {"layout": "frames", "select": [0, 1], "frames": {"01": []}, "rest": "perhaps"},
        {"layout": "frames", "select": [0, 1], "frames": {"01": []}, "require": {0: [256]}},
        {"layout": "frames", "select": [0, 1], "frames": {"01": []}, "suffix": {"terms": [[0, 1]]}},
    ],
)
def test_mistakes_of_a_codec_are_told(changes):
    content = {**CODEC, **changes}
    with pytest.raises(InputError, match="codec"):
        make_codec({key: value for key, value in content.items() if value is not None}, "file.yaml")


def test_codec_of_the_user_and_unknown_ones(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(json.dumps(CODEC), encoding="utf-8")
    assert isinstance(find_codec(str(path)), Codec)
    with pytest.raises(InputError, match="cayenne_lpp"):
        find_codec("martian")
    with pytest.raises(InputError):
        find_codec(str(tmp_path / "none.yaml"))


def uplink(frame, **fields):
    return Event("up", "chirpstack4", EUI, RECEIVED, device_eui=EUI, payload=bytes.fromhex(frame), port=1, **fields)


def test_uplink_that_the_network_did_not_decode_is_completed():
    parser = Parser(complete=completer(by_profile({"capteur-co2": find_codec("elsys")})))
    (event,) = parser.parse(topic4("up"), encoded(changed(UP4, object=None)), RECEIVED)
    assert event.values == {"temperature": 22.6, "humidity": 41, "light": 39, "motion": 6, "co2": 776}
    assert event.units["co2"] == "ppm"
    (decoded,) = parser.parse(topic4("up"), encoded(UP4), RECEIVED)
    assert decoded.values == {"temperature": 22.6, "motion": True, "mode": "eco"}  # what the network said stays


def test_measurements_of_the_past_are_events_of_their_own():
    frame = "01755C" + "20CE9E74466310015D00" * 2
    now, *past = complete(uplink(frame, network_time=RECEIVED), find_codec("milesight_em300_th"))
    assert (now.kind, now.values, now.time, now.battery_percent) == ("up", {"battery": 92.0}, RECEIVED, 92.0)
    assert [event.kind for event in past] == ["obs", "obs"]
    assert past[0].values == {"temperature": 27.2, "humidity": 46.5}
    assert (past[0].time, past[0].payload) == (1_665_561_758_000, b"")


def test_clock_and_place_of_the_device():
    event = complete(uplink("579601B3FF9C01F4FFFF14ABA3E9"), find_codec("adeunis_temp4"))[0]
    assert event.device_time == 1_703_791_337_000  # 2023-12-28T19:22:17Z, as the source says
    placed = complete(uplink("018806765FF2960A0003E8"), find_codec("cayenne_lpp"))[0]
    assert placed.location == Location(-87.9094, 42.3519, 10.0)
    partial = complete(uplink("0367011005FE"), find_codec("cayenne_lpp"))[0]
    assert partial.values == {"temperature_3": 27.2}
    assert "unknown type fe" in partial.text
