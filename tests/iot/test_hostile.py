"""The door for messages: limits of size, depth, names, texts, numbers; both readers of JSON agree."""

from __future__ import annotations

import base64
import datetime
import json
import math
import time

import pytest
from cityorchestra.processing_provider.iot import hostile, values
from cityorchestra.processing_provider.iot.events import Reject
from cityorchestra.processing_provider.iot.hostile import depth, read_json, reject, topic_problem
from hypothesis import example, given
from hypothesis import strategies as st

FAST = hostile.fast_loads()
needs_fast = pytest.mark.skipif(FAST is None, reason="orjson is not installed")
READERS = [pytest.param(None, id="json"), pytest.param(FAST, id="orjson", marks=needs_fast)]


@pytest.mark.parametrize("loads", READERS)
@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b'"' + b"a" * (1024 * 1024) + b'"', "too_large"),
        (b"[" * 60_000, "too_deep"),
        (b'{"a":' * 33 + b"1" + b"}" * 33, "too_deep"),
        (b'{"a": NaN}', "not_finite"),
        (b'{"a": -Infinity}', "not_finite"),
        (b"[1e999]", "not_finite"),
        (b"\xff\xfe", "not_utf8"),
        (b'{"a": "\xc3("}', "not_utf8"),
        (rb'["\ud800"]', "not_utf8"),
        (rb'{"\udfff": 1}', "not_utf8"),
        (b"", "not_json"),
        (b"{", "not_json"),
        (b'{"a": 1,}', "not_json"),
        (b"'a'", "not_json"),
        (b'"\x01"', "not_json"),
        (b"\xef\xbb\xbf{}", "not_json"),
        (json.dumps({f"k{number}": 0 for number in range(513)}).encode(), "too_many_keys"),
        (json.dumps([{"k": 0}] * 513).encode(), "too_many_keys"),
        (b'"' + b"a" * 4097 + b'"', "too_long"),
        (json.dumps("é" * 2049, ensure_ascii=False).encode(), "too_long"),
        (json.dumps({"k" * 4097: 1}).encode(), "too_long"),
        (b"1" * 5000, "too_long"),
    ],
)
def test_refused(loads, payload, reason):
    result = read_json(payload, "t", loads)
    assert isinstance(result, Reject)
    assert (result.reason, result.topic) == (reason, "t")


@pytest.mark.parametrize("loads", READERS)
@pytest.mark.parametrize(
    ("payload", "content"),
    [
        (b"[" * 32 + b"]" * 32, None),
        (b'{"a": "' + b"[{" * 1000 + b'"}', {"a": "[{" * 1000}),  # no depth in a text
        (rb'{"a": "\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["}', {"a": '"' + "[" * 33}),
        (b"9007199254740992", 2**53),
        (b"-9007199254740992", -(2**53)),
        (b"9007199254740993", "9007199254740993"),
        (b"[-9007199254740993]", ["-9007199254740993"]),
        (b'{"a":12345678901234567890123}', {"a": "12345678901234567890123"}),
        (b"1" * 4000, "1" * 4000),
        (b"0.1234567890123456789", 0.1234567890123456789),
        (b"1234567890123456789.5", 1234567890123456789.5),
        (b'["1234567890123456789"]', ["1234567890123456789"]),
        (rb'["\ud83d\ude00"]', ["\U0001f600"]),
        (b'{"a": 1, "a": 2}', {"a": 2}),
        (json.dumps({f"k{number}": 0 for number in range(512)}).encode(), {f"k{number}": 0 for number in range(512)}),
        (b'"' + b"a" * 4096 + b'"', "a" * 4096),
        (b" null ", None),
    ],
)
def test_taken(loads, payload, content):
    result = read_json(payload, "t", loads)
    if payload.startswith(b"[["):
        assert not isinstance(result, Reject)
    else:
        assert result == content
        assert type(result) is type(content)


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=8), inside, max_size=4),
    max_leaves=12,
)
_TOKENS = st.lists(
    st.sampled_from(
        [
            *(b"[ ] { } : , - 0 1 12 0.5 1e5 1E400 1e-400 -0 -0.0 00 01 1. .5 +1 true false null NaN Infinity".split()),
            b'""', b'"a"', b'"', b"\\", rb'"\ud800"', rb'"\ud83d\ude00"', b'"\\u0000"', b'"\x00"', b'"\xff"', b" ",
            b"\n", b"9007199254740993", b"18446744073709551616", b"1234567890123456.7e3", b"\xef\xbb\xbf", b"\xc2\xa0",
        ]
    ),
    max_size=12,
).map(b"".join)  # fmt: skip


def same(one, other):
    """Equal in value and in type, members of lists and objects included; -0.0 is not 0.0."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return one == other and math.copysign(1, one) == math.copysign(1, other)
    return type(one) is type(other) and one == other


@needs_fast
@given(st.one_of(_JSON.map(lambda content: json.dumps(content).encode()), _TOKENS, st.binary(max_size=30)))
@example(b"-0")
@example(b"[1E400]")
@example(b"1234567890123456.7e3")
@example(b"1234567890123456e0")
def test_both_readers_of_json_give_the_same(payload):
    fast, slow = read_json(payload, "t", FAST), read_json(payload, "t", None)
    assert same(fast, slow), (fast, slow)


@given(_JSON)
def test_depth_is_that_of_the_content(content):
    def deep(value):
        inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
        return 0 if inside is None else 1 + max(map(deep, inside), default=0)

    # The padding makes the quick bound fail, so that the exact way is taken.
    padded = json.dumps([content, [[]] * 40]).encode()
    assert depth(padded) == max(1 + deep(content), 3)


@pytest.mark.parametrize(
    "payload",
    [
        b'"' + rb"\"" * 32_000,
        b"\\" * 65_000,
        b'"' * 65_000,
        b"[{" * 32_000,
        b'{"a":' * 13_000,
        b"[" + b"1" * 65_000,
        b"-" * 65_000,
        b'["' + b"1234567890123456 " * 3_800 + b'"]',
        b"1e" + b"9" * 65_000,
        b"[" + b"{}," * 21_000 + b"{}]",
    ],
)
@pytest.mark.parametrize("loads", READERS)
def test_time_is_bounded(payload, loads):
    start = time.process_time()
    read_json(payload, "t", loads)
    assert time.process_time() - start < 10  # what grows with the square takes minutes


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-03-01T08:00:00Z", 1_772_352_000_000),
        ("2026-03-01T08:00:00.614773143Z", 1_772_352_000_614),
        ("2026-03-01T09:00:00.5+01:00", 1_772_352_000_500),
        ("2026-03-01T00:30:00-0730", 1_772_352_000_000),
        ("2026-03-01 08:00:00", 1_772_352_000_000),
        ("2026-03-01T08:00:60Z", 1_772_352_059_000),
        ("0001-01-01T00:00:00Z", None),
        ("2026-02-30T08:00:00Z", None),
        ("2026-03-01T24:00:00Z", None),
        ("2026-03-01", None),
        ("2300-01-01T00:00:00Z", None),
        ("", None),
        (12, None),
        ("2026-03-01T08:00:00Z" + " " * 60, None),
        ("２０２６-03-01T08:00:00Z", None),
    ],
)
def test_moments(written, moment):
    assert values.time_ms(written) == moment


@given(st.datetimes(datetime.datetime(1970, 1, 1), datetime.datetime(2199, 12, 31)))
def test_moments_are_those_of_the_standard_library(moment):
    aware = moment.replace(tzinfo=datetime.timezone.utc)
    expected = (aware - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)) // datetime.timedelta(
        milliseconds=1
    )
    assert values.time_ms(aware.isoformat()) == expected


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("70B3D5E75E0001A2", "70b3d5e75e0001a2"),
        ("AgICAgICAgI=", "0202020202020202"),
        ("AgICAgICAgI", ""),
        ("70B3D5E75E0001A", ""),
        ("70B3D5E75E0001AG", ""),
        ("AgICAgICAg==", ""),
        (None, ""),
        ("７０B3D5E75E0001A2", ""),
    ],
)
def test_identifiers(written, found):
    assert values.eui(written) == found


@pytest.mark.parametrize("strict", [True, False])
def test_base64_is_strict_with_every_python(monkeypatch, strict):
    if strict and not values._STRICT_MODE:
        pytest.skip("this Python has no strict mode of base64")
    monkeypatch.setattr(values, "_STRICT_MODE", strict)
    assert values.base64_bytes("AQDiAg==") == b"\x01\x00\xe2\x02"
    assert values.base64_bytes("") == values.base64_bytes(None) == b""
    for wrong in ("AQDiAg=", "AQDiAg", "AQ DiAg==", "AQDiAg==\n", "AQDiAg==AQ==", "é", "=", "A", "====", 12, b"AQ=="):
        assert values.base64_bytes(wrong) is None, wrong


@given(st.binary(max_size=64))
def test_base64_of_anything_is_read(data):
    assert values.base64_bytes(base64.b64encode(data).decode()) == data


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (21, 21.0),
        ("21,5", 21.5),
        (" -2.5e1 ", -25.0),
        ("1e999", None),
        ("nan", None),
        ("0x10", None),
        ("1_000", None),
        ("١٢", None),
        (True, None),
        (1e12, None),
        (float("nan"), None),
        (10**400, None),
        ([], None),
    ],
)
def test_numbers(value, found):
    assert values.number(value) == found


def test_whole_numbers_stay_within_limits():
    assert values.whole("12") == 12
    assert values.whole(7.0) == 7
    for wrong in (7.5, True, "7.5", "", -1, 2**54, 1e300, float("nan"), "9" * 20, None):
        assert values.whole(wrong) is None, wrong


@pytest.mark.parametrize(
    ("longitude", "latitude", "known"),
    [(-1.6, 48.1, True), ("-1.6", "48,1", True), (0, 0, False), (181, 0, False), (0, 91, False), (None, 1, False)],
)
def test_places(longitude, latitude, known):
    assert (values.coordinates(longitude, latitude) is not None) is known


@given(st.text(max_size=600), st.text(max_size=600))
def test_rejects_can_be_stored_and_shown(detail, topic):
    found = reject("reason", detail, topic)
    assert len(found.detail) <= 200
    assert len(found.topic) <= 512
    for kept in (found.detail, found.topic):
        kept.encode("utf-8")
        assert not any(ord(letter) < 32 for letter in kept)


def test_wildcards_are_no_topic_of_a_message():
    assert topic_problem("a/b") == ""
    assert "wildcard" in topic_problem("a/+/b")
    assert "wildcard" in topic_problem("a/#")
