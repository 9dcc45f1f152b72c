"""Commands as bytes: encoding and decoding are inverse, ranges hold."""

from __future__ import annotations

import math

import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.iot.codecs.fields import FLOATS, INTEGERS
from cityorchestra.processing_provider.iot.codecs.templates import make_template
from hypothesis import assume, given
from hypothesis import strategies as st

VALVE = [
    "ff 01",
    {"name": "opening", "type": "u8", "minimum": 0, "maximum": 100, "unit": "%"},
    {"name": "setpoint", "type": "s16", "divide": 10, "minimum": 5, "maximum": 30, "unit": "°C"},
    {"name": "mode", "type": "u8", "texts": {0: "eco", 1: "comfort", 7: "frost"}},
    {"name": "locked", "type": "u8", "boolean": True},
    "00",
]
VALUES = {"opening": 40.0, "setpoint": 19.5, "mode": "frost", "locked": True}


def test_bytes_of_a_command():
    template = make_template(VALVE)
    data = template.encode(VALUES)
    assert data == bytes.fromhex("ff01 28 00c3 07 01 00")
    assert template.length == len(data) == 8
    assert template.decode(data) == VALUES
    assert make_template(VALVE, endian="little").encode(VALUES) == bytes.fromhex("ff01 28 c300 07 01 00")


@pytest.mark.parametrize(
    "changes",
    [
        {"opening": 101},
        {"opening": -1},
        {"opening": "40"},
        {"opening": True},
        {"opening": math.nan},
        {"opening": math.inf},
        {"setpoint": 30.01},
        {"mode": "boost"},
        {"mode": 1},
        {"locked": 1},
        {"other": 1},
    ],
)
def test_values_out_of_range_are_told(changes):
    with pytest.raises(InputError):
        make_template(VALVE).encode({**VALUES, **changes})


def test_missing_value_is_told():
    with pytest.raises(InputError, match="locked"):
        make_template(VALVE).encode({key: value for key, value in VALUES.items() if key != "locked"})


@pytest.mark.parametrize(
    "data",
    ["", "ff01", "fe01 28 00c3 07 01 00", "ff01 65 00c3 07 01 00", "ff01 28 00c3 05 01 00", "ff01 28 00c3 07 02 00"],
)
def test_bytes_of_another_command_are_not_taken(data):
    assert make_template(VALVE).decode(bytes.fromhex(data)) is None


@pytest.mark.parametrize(
    "content",
    [
        [],
        "ff",
        ["f"],
        ["zz"],
        [7],
        ["00" * 243],
        [{"name": "a", "type": "u8"}, {"name": "a", "type": "u8"}],
        [{"type": "skip", "size": 1}],
        [{"name": "a", "type": "hex", "size": 2}],
        [{"name": "a", "type": "u8", "bits": [0, 4]}],
        [{"name": "a", "type": "u8", "when": {"b": [1]}}],
        [{"name": "_a", "type": "u8"}],
        [{"name": "a", "type": "u8", "code": "1"}],
    ],
)
def test_mistakes_of_a_template_are_told(content):
    with pytest.raises(InputError):
        make_template(content)


FIELDS = st.fixed_dictionaries(
    {
        "type": st.sampled_from([*INTEGERS, "f64"]),
        "divide": st.sampled_from([1, 2, 10, 100, 1000]),
        "times": st.sampled_from([1, 5]),
        "add": st.sampled_from([0, 40]),
        "endian": st.sampled_from(["big", "little"]),
    }
)
PARTS = st.lists(st.binary(min_size=1, max_size=4).map(bytes.hex) | FIELDS, min_size=1, max_size=6)


def template_of(parts):
    return make_template([part if isinstance(part, str) else {**part, "name": f"v{i}"} for i, part in enumerate(parts)])


@given(PARTS, st.data())
def test_encoding_then_decoding_gives_the_value_as_near_as_it_can_be_written(parts, data):
    template = template_of(parts)
    values = {one.name: data.draw(st.floats(*one.limits)) for one in template.fields}
    encoded = template.encode(values)
    assert len(encoded) == template.length
    decoded = template.decode(encoded)
    assert decoded is not None
    for one in template.fields:
        step = 0 if one.type in FLOATS else one.times / one.divide
        assert decoded[one.name] == pytest.approx(values[one.name], rel=1e-12, abs=step * 0.5000001 + 1e-9)


@given(PARTS, st.data())
def test_decoding_then_encoding_gives_the_bytes(parts, data):
    template = template_of(parts)
    assume(all(one.type not in FLOATS for one in template.fields))
    raw = b"".join(
        part if isinstance(part, bytes) else data.draw(st.binary(min_size=part.size, max_size=part.size))
        for part in template.parts
    )
    decoded = template.decode(raw)
    assert decoded is not None
    assert template.encode(decoded) == raw
