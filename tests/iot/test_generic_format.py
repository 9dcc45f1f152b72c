"""Generic JSON: mappings from YAML, paths, patterns of topics; nothing in them runs, their time is bounded."""

from __future__ import annotations

import json
import time

import pytest
import yaml
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.iot.events import Location, Reception, Reject
from cityorchestra.processing_provider.iot.formats import Parser
from cityorchestra.processing_provider.iot.formats.mapping_file import make_mapping, read_mapping
from cityorchestra.processing_provider.iot.formats.pointers import find_all, find_one, parse_pointer
from cityorchestra.processing_provider.iot.formats.topics import TopicPattern, filter_matches, parse_filter
from cityorchestra.processing_provider.iot.yaml_files import load_yaml
from cityorchestra.tests.iot.message_support import RECEIVED, encoded
from hypothesis import given
from hypothesis import strategies as st

BINS = r"""
name: bins
topics:
  - filter: "bins/+/+/data"
    pattern: "bins/(?P<site>[^/]+)/(?P<device>[a-z]+-\\d{1,4})/data"
each: /readings
device: {topic: device}
site: {topic: site}
time: {path: /ts, format: epoch_s, clock: gateway}
frame_counter: {path: /seq}
battery: {path: /bat}
gateway: {path: /gw}
rssi: {path: /rssi}
payload: {path: /raw, encoding: hex}
location: {longitude: {path: /pos/0}, latitude: {path: /pos/1}}
values:
  - {path: /fill, name: fill, unit: "%"}
  - {path: /t, name: temperature, unit: "°C", scale: 0.1, offset: -40}
  - {path: /probes/*/value, name: "probe_*", unit_path: /probes/*/unit}
  - {path: /list/*/v, name_path: /list/*/n}
"""
MESSAGE = {
    "readings": [
        {
            "ts": "1772352000.5",
            "seq": 12,
            "bat": 80,
            "gw": "GW1",
            "rssi": -90,
            "raw": "0aff",
            "pos": [-1.68, 48.11],
            "fill": "81,5",
            "t": 612,
            "probes": {"north": {"value": 3, "unit": "cm"}, "south": {"value": True}},
            "list": [{"n": "co2", "v": 415}, {"v": 1}, {"n": "mode", "v": "eco"}],
        },
        {"ts": 1772352060, "fill": None},
    ]
}
SMALL = {"name": "m", "topics": ["a/#"], "device": {"value": "d"}, "values": [{"path": "/v", "name": "v"}]}


def mapping(**changes):
    content = {**SMALL, **changes}
    return make_mapping({key: value for key, value in content.items() if value is not None}, "m.yaml")


def test_mapping_reads_each_item(tmp_path):
    path = tmp_path / "bins.yaml"
    path.write_text(BINS, encoding="utf-8")
    first, second = Parser([read_mapping(path)]).parse("bins/gare/bav-12/data", encoded(MESSAGE), RECEIVED)
    assert (first.source, first.kind, first.device, first.site) == ("bins", "up", "bav-12", "gare")
    assert (first.gateway_time, first.network_time, first.frame_counter) == (1_772_352_000_500, None, 12)
    assert (first.battery_percent, first.receptions) == (80.0, (Reception("gw1", -90.0, None),))
    assert (first.payload, first.location) == (b"\x0a\xff", Location(-1.68, 48.11))
    assert first.values == {
        "fill": 81.5,
        "temperature": pytest.approx(21.2, abs=1e-12),
        "probe_north": 3.0,
        "probe_south": True,
        "co2": 415.0,
        "mode": "eco",
    }
    assert first.units == {"fill": "%", "temperature": "°C", "probe_north": "cm"}
    assert second.values == {}
    assert second.time == 1_772_352_060_000


def test_mapping_comes_before_the_formats_and_leaves_them_the_rest():
    parser = Parser(["auto", mapping()])
    (event,) = parser.parse("a/b", b'{"v": 1}', RECEIVED)
    assert (event.source, event.device_eui, event.time) == ("m", None, RECEIVED)
    assert parser.parse("eu868/gateway/0016c001f153a14c/event/up", b"", RECEIVED) == []


def test_root_of_a_message_may_be_a_number():
    parser = Parser([mapping(values=[{"path": "", "name": "level"}])])
    (event,) = parser.parse("a/b", b"21.5", RECEIVED)
    assert event.values == {"level": 21.5}


@pytest.mark.parametrize(
    ("changes", "message", "reason"),
    [
        ({"device": {"path": "/id"}}, {}, "missing"),
        ({"each": "/list"}, {"list": {}}, "missing"),
        ({"each": "/list"}, {"list": [0] * 513}, "too_many_items"),
        ({"each": "", "values": [{"path": "/*", "name": "*"}] * 20}, [[1] * 60] * 300, "too_many_values"),
        ({"time": {"path": "/t"}}, {"t": "yesterday"}, "bad_time"),
        ({"time": {"path": "/t", "format": "epoch_ms"}}, {"t": -5}, "bad_time"),
        ({"payload": {"path": "/p"}}, {"p": "?"}, "bad_base64"),
        ({"payload": {"path": "/p", "encoding": "hex"}}, {"p": "abc"}, "bad_hex"),
    ],
)
def test_what_a_mapping_cannot_read_says_why(changes, message, reason):
    result = Parser([mapping(**changes)]).parse("a/b", encoded(message), RECEIVED)
    assert isinstance(result, Reject)
    assert result.reason == reason


@pytest.mark.parametrize(
    "changes",
    [
        {"name": None},
        {"name": 5},
        {"topics": []},
        {"topics": "a/#"},
        {"topics": ["a/#/b"]},
        {"topics": ["a/b+"]},
        {"topics": [""]},
        {"topics": [{"filter": "a", "regex": "b"}]},
        {"device": None},
        {"device": "d"},
        {"device": {"path": "/a", "value": "b"}},
        {"device": {"path": "/*"}},
        {"device": {"path": "a"}},
        {"device": {"topic": "site"}},
        {"device": {"expression": "1 + 1"}},
        {"kind": "explosion"},
        {"template": "{{ value }}"},
        {"time": {"path": "/t", "format": "%Y"}},
        {"time": {"path": "/t", "clock": "mine"}},
        {"time": "/t"},
        {"payload": {"path": "/p", "encoding": "rot13"}},
        {"values": {"path": "/v"}},
        {"values": [{"path": "/v"}]},
        {"values": [{"path": "v", "name": "v"}]},
        {"values": [{"path": "/*", "name": "v"}]},
        {"values": [{"path": "/v", "name": "v", "scale": "2"}]},
        {"values": [{"path": "/v", "name": "v", "offset": float("nan")}]},
        {"values": [{"path": "/v", "name": "v", "eval": "v*2"}]},
        {"values": ["/v"]},
    ],
)
def test_mistakes_of_a_mapping_are_told(changes):
    with pytest.raises(InputError):
        mapping(**changes)


@pytest.mark.parametrize(
    "written",
    [
        "!!python/object/apply:os.system ['echo hello']",
        "a: &x [1]\nb: *x",
        "a: [",
        "- " * 100_000,
        "a: " + "[" * 5000,
        "x" * 300_000,
        "a: 1\n--- \nb: 2",
    ],
)
def test_yaml_holds_plain_values_only(written):
    with pytest.raises(InputError):
        load_yaml(written, "file.yaml")


def test_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_mapping(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("written", "levels", "matches"),
    [
        ("a/+/c", "a/b/c", True),
        ("a/+/c", "a/b/d", False),
        ("a/#", "a", True),
        ("a/#", "a/b/c", True),
        ("#", "a", True),
        ("a/b", "a/b/c", False),
        ("a/b/c", "a/b", False),
        ("+", "a/b", False),
    ],
)
def test_filters_match_as_mqtt_says(written, levels, matches):
    assert filter_matches(parse_filter(written), levels.split("/")) is matches


def test_patterns_name_parts_of_the_topic():
    pattern = TopicPattern(r"(?P<city>[^/]+)/(?P<kind>water|heat)_(?P<id>\d+)/up")
    assert pattern.match(["rennes", "heat_12", "up"]) == {"city": "rennes", "kind": "heat", "id": "12"}
    assert pattern.match(["rennes", "gas_12", "up"]) is None
    assert pattern.match(["a", "rennes", "heat_12", "up"]) is None


@pytest.mark.parametrize(
    "written",
    [
        "(a+)+",
        "(a*)*b",
        "(?:a|aa)+",
        "(a|b){2,}",
        r"(?P<x>a)\1",
        "(?P<x>a)(?P=x)",
        "(?=a)a",
        "(?<=a)a",
        "(?i)a",
        "a*a*a*b",
        "a/(b",
        "a{99999999999}",
        "",
        "a" * 301,
        7,
    ],
)
def test_patterns_whose_time_is_not_bounded_are_refused(written):
    with pytest.raises(InputError):
        TopicPattern(written)


@given(
    st.text(st.sampled_from("ab/[]()*+?{}^$.|\\-0123P<x>:!=,"), max_size=40),
    st.sampled_from("ab/0"),
    st.integers(1, 512),
)
def test_every_pattern_is_matched_in_a_short_time(written, letter, length):
    try:
        pattern = TopicPattern(written)
    except InputError:
        return
    start = time.process_time()
    pattern.match((letter * length).split("/"))
    pattern.match((letter * (length - 1) + "!").split("/"))
    assert time.process_time() - start < 10  # what grows with the square takes minutes


def test_paths_are_those_of_rfc_6901():
    content = {"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "m~n": 8, " ": 7}
    for written, found in {"/foo/0": "bar", "/": 0, "/a~1b": 1, "/c%d": 2, "/m~0n": 8, "/ ": 7, "": content}.items():
        assert find_one(content, parse_pointer(written)) == found
    for nothing in ("/foo/2", "/foo/-1", "/foo/01x", "/none/a", "/a~1b/c", "/foo/²"):
        assert find_one(content, parse_pointer(nothing)) is None


@given(
    st.dictionaries(st.text(max_size=4), st.dictionaries(st.text(max_size=4), st.integers(), max_size=4), max_size=4)
)
def test_a_star_stands_for_every_member(content):
    found = find_all(content, ("*", "*"))
    assert dict(found) == {
        (outer, inner): value for outer, members in content.items() for inner, value in members.items()
    }


def test_a_path_finds_a_bounded_number_of_places():
    content = [[0] * 600] * 600
    assert len(find_all(content, ("*", "*"))) == 512


def test_many_rules_and_many_items_take_a_bounded_time():
    rules = [{"path": "/*", "name_path": "/*"}] * 256
    parser = Parser([mapping(each="", values=rules)])
    payload = encoded([["a"] * 60] * 200)
    start = time.process_time()
    result = parser.parse("a/b", payload, RECEIVED)
    assert time.process_time() - start < 10  # what grows with the square takes minutes
    assert isinstance(result, Reject)


def test_the_example_of_the_module_is_a_mapping():
    from cityorchestra.processing_provider.iot.formats import generic

    example = yaml.safe_load(generic.__doc__.partition("::\n")[2])
    made = make_mapping(example)
    assert made.match(["bins", "gare", "7", "data"]) == {"site": "gare", "device": "7"}
    assert len(made.values) == len(example["values"])


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5),
        lambda inside: (
            st.lists(inside, max_size=3)
            | st.dictionaries(
                st.sampled_from([*SMALL, "path", "time", "each", "location", "filter", "pattern", "x"]),
                inside,
                max_size=4,
            )
        ),
    )
)
def test_any_content_of_a_file_is_a_mapping_or_a_sentence(content):
    try:
        made = make_mapping({**SMALL, **content} if isinstance(content, dict) else content)
    except InputError as error:
        assert str(error)
    else:
        result = Parser([made]).parse("a/b", json.dumps({"v": 1}).encode(), RECEIVED)
        assert not (isinstance(result, Reject) and result.reason == "internal"), result
