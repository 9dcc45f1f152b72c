"""When commands are due: the two nights of the clocks, holidays, and dateutil's own reading of the rules."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.iot.commands.schedules import (
    easter,
    local_moment,
    missed_or_due,
    occurrences,
    public_holidays,
    read_schedule,
)
from hypothesis import given
from hypothesis import strategies as st

PARIS = ZoneInfo("Europe/Paris")
HOUR, DAY = 3_600_000, 86_400_000


def ms(*parts, tz=timezone.utc):
    return round(datetime(*parts, tzinfo=tz).timestamp() * 1000)


def local(moment):
    return datetime.fromtimestamp(moment / 1000, PARIS)


def test_time_that_does_not_exist_becomes_the_end_of_the_gap():
    moment = local_moment(date(2026, 3, 29), 2, 30, "Europe/Paris")
    assert moment == ms(2026, 3, 29, 1, 0)
    assert local(moment).strftime("%H:%M") == "03:00"
    # A gap of half an hour.
    assert local_moment(date(2026, 10, 4), 2, 15, "Australia/Lord_Howe") == ms(2026, 10, 3, 15, 30)


def test_time_that_comes_twice_counts_once_the_first():
    rule = read_schedule("FREQ=DAILY;BYHOUR=2;BYMINUTE=30", date(2026, 1, 1))
    found = occurrences(rule, ms(2026, 10, 24, 22), ms(2026, 10, 25, 22))
    assert found == (ms(2026, 10, 25, 0, 30),)


def test_two_times_that_become_one_are_one():
    rule = read_schedule("FREQ=DAILY;BYHOUR=2,3;BYMINUTE=0,30", date(2026, 1, 1))
    found = occurrences(rule, ms(2026, 3, 28, 23), ms(2026, 3, 29, 22))
    assert [local(moment).strftime("%H:%M") for moment in found] == ["03:00", "03:30"]


@given(st.integers(2000, 2090), st.integers(0, 364), st.integers(0, 23), st.integers(0, 59))
def test_local_moments_read_back(year, day, hour, minute):
    wanted = date(year, 1, 1) + timedelta(days=day)
    found = local(local_moment(wanted, hour, minute, "Europe/Paris"))
    naive = found.replace(tzinfo=None)
    asked = datetime(wanted.year, wanted.month, wanted.day, hour, minute)
    assert naive == asked or (wanted.month == 3 and hour == 2 and (naive.hour, naive.minute) == (3, 0))
    assert found.fold == 0


@given(
    st.sets(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1),
    st.integers(1, 5),
    st.sets(st.integers(4, 23), min_size=1, max_size=3),
    st.sets(st.integers(0, 59), min_size=1, max_size=2),
    st.integers(0, 400),
    st.booleans(),
)
def test_dateutil_reads_the_same(days, interval, hours, minutes, offset, weekly):
    rrule = pytest.importorskip("dateutil.rrule")
    first = date(2026, 1, 1) + timedelta(days=offset)
    text = f"FREQ={'WEEKLY' if weekly else 'DAILY'};INTERVAL={interval};BYHOUR={','.join(map(str, sorted(hours)))}"
    text += f";BYMINUTE={','.join(map(str, sorted(minutes)))}"
    if weekly:
        text += f";BYDAY={','.join(sorted(days))}"
    start = datetime(first.year, first.month, first.day)
    peer = rrule.rrulestr(f"{text};BYSECOND=0;WKST=MO", dtstart=start)
    end = start + timedelta(days=60)
    expected = [moment.replace(tzinfo=PARIS).timestamp() * 1000 for moment in peer.between(start, end, inc=True)]
    found = occurrences(
        read_schedule(text, first),
        ms(first.year, first.month, first.day, tz=PARIS),
        round(end.replace(tzinfo=PARIS).timestamp() * 1000),
    )
    assert list(found) == [moment for moment in expected if moment < end.replace(tzinfo=PARIS).timestamp() * 1000]


def test_easter_and_holidays():
    published = {2024: (3, 31), 2025: (4, 20), 2026: (4, 5), 2027: (3, 28), 2038: (4, 25), 2285: (3, 22)}
    assert {year: (easter(year).month, easter(year).day) for year in published} == published
    days = public_holidays(2026)
    assert len(days) == 11
    assert {date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25), date(2026, 7, 14)} <= days


def test_holidays_are_skipped_or_the_only_days():
    span = ms(2026, 4, 1), ms(2026, 5, 31)
    each = read_schedule("FREQ=DAILY;BYHOUR=7", date(2026, 1, 1))
    skip = read_schedule("FREQ=DAILY;BYHOUR=7", date(2026, 1, 1), "skip")
    only = read_schedule("FREQ=DAILY;BYHOUR=7", date(2026, 1, 1), "only")
    assert set(occurrences(skip, *span)) | set(occurrences(only, *span)) == set(occurrences(each, *span))
    assert [local(moment).date() for moment in occurrences(only, *span)] == sorted(
        day for day in public_holidays(2026) if date(2026, 4, 1) <= day <= date(2026, 5, 30)
    )
    closed = [date(2026, 4, 2)]
    assert len(occurrences(each, *span, closed)) == len(occurrences(each, *span)) - 1


def test_what_was_due_while_the_recorder_stood_still_is_missed_not_sent():
    rule = read_schedule("FREQ=DAILY;BYHOUR=7", date(2026, 1, 1))
    now = ms(2026, 6, 4, 5, 0, 30)
    missed, due = missed_or_due(rule, ms(2026, 6, 1, 12), now, 60_000)
    assert [local(moment).day for moment in missed] == [2, 3]
    assert due == (ms(2026, 6, 4, 5),)


def test_until_is_included():
    rule = read_schedule("FREQ=DAILY;BYHOUR=7;UNTIL=20260103", date(2026, 1, 1))
    assert len(occurrences(rule, ms(2025, 12, 1), ms(2026, 2, 1))) == 3


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ=HOURLY;BYHOUR=1",
        "FREQ=DAILY",
        "FREQ=DAILY;BYHOUR=24",
        "FREQ=DAILY;BYHOUR=1;BYMINUTE=60",
        "FREQ=DAILY;BYHOUR=1;BYDAY=MO",
        "FREQ=WEEKLY;BYHOUR=1;BYDAY=XX",
        "FREQ=DAILY;BYHOUR=1;INTERVAL=0",
        "FREQ=DAILY;BYHOUR=1;INTERVAL=1,2",
        "FREQ=DAILY;BYHOUR=1;COUNT=3",
        "FREQ=DAILY;BYHOUR=1;UNTIL=20260231",
        "FREQ=DAILY;BYHOUR=1;UNTIL=20250101",
        "FREQ=DAILY;FREQ=DAILY;BYHOUR=1",
        "FREQ=DAILY;BYHOUR=١",
    ],
)
def test_other_rules_are_refused(rule):
    with pytest.raises(InputError):
        read_schedule(rule, date(2026, 1, 1))
    with pytest.raises(InputError, match="zone"):
        read_schedule("FREQ=DAILY;BYHOUR=1", date(2026, 1, 1), zone="Mars/Olympus")
