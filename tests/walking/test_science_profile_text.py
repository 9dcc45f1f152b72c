"""Sun profiles as text: an inverse pair, and honest refusals."""

from __future__ import annotations

import datetime
import json

import numpy as np
import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.walking.profile_text import (
    decode_profiles,
    encode_profile,
    encode_profiles,
    make_header,
)
from cityorchestra.processing_provider.walking.sun_profile import NO_DATA
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

HEADER = make_header("2026-07-15", "Europe/Paris", "06:00", 15)
TEXT = '{"date":"2026-07-15","tz":"Europe/Paris","start":"06:00","step":15,"sun":[0,12,null,100]}'


def test_text_is_short_json():
    text = encode_profile("2026-07-15", "Europe/Paris", "06:00", 15, [0, 12, NO_DATA, 100])
    assert text == TEXT
    assert json.loads(text)["sun"] == [0, 12, None, 100]


@given(
    hnp.arrays(
        np.uint8,
        st.tuples(st.integers(1, 6), st.integers(1, 96)),
        elements=st.one_of(st.integers(0, 100), st.just(NO_DATA)),
    ),
    st.dates(),
    st.times(),
    st.integers(1, 1440),
    st.sampled_from(["Europe/Paris", "UTC", 'odd "name"', "Réunion"]),
)
def test_decoding_reverses_encoding(shares, date, start, step, zone):
    header = make_header(date, zone, start, step)
    decoded, values = decode_profiles(encode_profiles(header, shares))
    assert decoded == header
    assert values.dtype == np.uint8
    np.testing.assert_array_equal(values, shares)


def test_missing_profiles_have_no_data():
    header, values = decode_profiles([None, TEXT, ""])
    assert header == HEADER
    assert values.tolist() == [[NO_DATA] * 4, [0, 12, NO_DATA, 100], [NO_DATA] * 4]


def test_other_spellings_of_the_same_profile_are_read():
    spaced = json.dumps(json.loads(TEXT), indent=1)
    sun_first = json.dumps({"sun": [1, 2, 3, 4], **json.loads(TEXT)} | {"sun": [1, 2, 3, 4]})
    extra = TEXT[:-1] + ',"note":["x"]}'
    header, values = decode_profiles([TEXT, spaced, sun_first, extra, TEXT])
    assert header == HEADER
    assert values[[0, 1, 3, 4]].tolist() == [[0, 12, NO_DATA, 100]] * 4
    assert values[2].tolist() == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "bad",
    [
        TEXT.replace("07-15", "07-16"),
        TEXT.replace("06:00", "06:15"),
        TEXT.replace(":15,", ":30,"),
        TEXT.replace("Europe/Paris", "UTC"),
    ],
)
def test_mixed_headers_are_refused(bad):
    with pytest.raises(InputError, match="same date and hours"):
        decode_profiles([TEXT, bad])


@pytest.mark.parametrize(
    "bad",
    [
        "no json",
        TEXT[:-1],
        "[1, 2]",
        '{"sun":[1,2,3,4]}',
        TEXT.replace("[0,12,null,100]", "7"),
        TEXT.replace("[0,12,null,100]", "[]"),
        TEXT.replace("12", "1.5"),
        TEXT.replace("12", '"12"'),
        TEXT.replace("12", "[12]"),
        12.0,
    ],
)
def test_unreadable_profiles_name_their_edge(bad):
    with pytest.raises(InputError, match="edge 2 cannot be read"):
        decode_profiles([TEXT, bad])


@pytest.mark.parametrize("share", ["101", "255", "-1", "1000"])
def test_shares_out_of_range_are_refused(share):
    for texts in ([TEXT.replace("12", share)], [TEXT, TEXT.replace("12", share)]):
        with pytest.raises(ValueError, match="between 0 and 100 percent"):
            decode_profiles(texts)


def test_number_of_slots_must_agree():
    with pytest.raises(InputError, match="edge 3 has 3 time slots where 4 are expected"):
        decode_profiles([TEXT, None, TEXT.replace("0,12,", "0,")])


@pytest.mark.parametrize("texts", [[], [None, ""]])
def test_no_profile_at_all(texts):
    with pytest.raises(InputError, match="No edge has a sun profile"):
        decode_profiles(texts)


def test_header_is_checked():
    for arguments, part in (
        (("15/07/2026", "UTC", "06:00", 15), "YYYY-MM-DD"),
        (("2026-02-30", "UTC", "06:00", 15), "YYYY-MM-DD"),
        (("2026-07-15", "UTC", "6h", 15), "HH:MM"),
        (("2026-07-15", "UTC", "24:00", 15), "HH:MM"),
        (("2026-07-15", "", "06:00", 15), "time zone"),
        (("2026-07-15", None, "06:00", 15), "time zone"),
        (("2026-07-15", "UTC", "06:00", 0), "1 to 1440"),
        (("2026-07-15", "UTC", "06:00", 7.5), "1 to 1440"),
        (("2026-07-15", "UTC", "06:00", True), "1 to 1440"),
        ((None, "UTC", "06:00", 15), "date and a start time"),
    ):
        with pytest.raises(ValueError, match=part):
            make_header(*arguments)
    assert make_header(datetime.datetime(2026, 7, 15, 9), "UTC", datetime.time(6), np.int64(15)).date == HEADER.date


def test_encoding_is_checked():
    with pytest.raises(ValueError, match="one time slot"):
        encode_profiles(HEADER, np.zeros((2, 0), np.uint8))
    for value in (101, -1, 300):
        with pytest.raises(ValueError, match="between 0 and 100"):
            encode_profiles(HEADER, np.array([[value]]))


def test_seconds_after_the_first_slot():
    assert HEADER.seconds_after_start(datetime.datetime(2026, 7, 15, 14, 30)) == 8.5 * 3600
    assert HEADER.seconds_after_start(datetime.datetime(2026, 7, 15, 5, 59, 30)) == -30.0
    aware = datetime.datetime(2026, 7, 15, 14, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))
    assert HEADER.seconds_after_start(aware) == 8.5 * 3600
