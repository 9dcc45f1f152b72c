"""Heat island of each night: clocks, gaps, doubtful stations, units, selection."""

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.heat.island import nights as module
from cityorchestra.processing_provider.heat.island.nights import Observations, island_nights, station_means
from cityorchestra.processing_provider.heat.island.times import clock_instant, read_times, time_zone_named
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

PARIS = ZoneInfo("Europe/Paris")
UTC = ZoneInfo("UTC")
HOUR = np.timedelta64(1, "h")


def hourly(first, hours, offsets, base=15.0, wave=5.0):
    """Stations that differ by a constant from one daily wave whose minimum is at 05:00 UTC."""
    utc = np.datetime64(first, "ms") + HOUR * np.arange(hours)
    of_day = (utc - utc.astype("datetime64[D]")) / HOUR
    curve = base - wave * np.cos((of_day - 5.0) / 12.0 * np.pi)
    station = np.repeat(np.arange(len(offsets)), hours)
    values = np.add.outer(np.asarray(offsets, dtype=float), curve).reshape(-1)
    return Observations(station, np.tile(utc, len(offsets)), values)


OFFSETS = (0.0, 0.2, 5.0, 2.0, 1.0)  # two references whose mean is 0.1
REFERENCE = np.array([True, True, False, False, False])


def test_island_is_the_difference_of_the_minima():
    table = hourly("2026-07-01T00:00", 24 * 5, OFFSETS)
    found = island_nights(table, 5, REFERENCE, PARIS)
    # Nights begin on the evenings of 1 to 4 July; that of 30 June lacks its evening, but has 7 of its 13 hours.
    assert [str(day) for day in found.night] == ["2026-07-01", "2026-07-02", "2026-07-03", "2026-07-04"]
    np.testing.assert_allclose(found.island, np.tile(np.array(OFFSETS) - 0.1, (4, 1)), atol=1e-12)
    np.testing.assert_allclose(found.strongest, 4.9)
    assert (found.strongest_station == 2).all() and found.selected.all()
    np.testing.assert_allclose(found.reference_tn, 10.1)
    assert np.isnan(found.wind).all()
    means = station_means(found, REFERENCE)
    np.testing.assert_allclose(means.island, np.array(OFFSETS) - 0.1)
    np.testing.assert_allclose(means.strongest, means.every_night)
    assert means.flag == ["reference", "reference", "ok", "ok", "ok"]
    assert means.nights.tolist() == [4] * 5


@hypothesis_settings(max_examples=20)
@given(st.floats(-10.0, 10.0), st.integers(0, 2**32 - 1))
def test_a_warmer_year_and_the_order_of_the_rows_change_nothing(warmer, seed):
    table = hourly("2026-07-01T00:00", 24 * 3, OFFSETS)
    expected = island_nights(table, 5, REFERENCE, PARIS)
    order = np.random.default_rng(seed).permutation(len(table.utc))
    mixed = Observations(table.station[order], table.utc[order], table.temperature[order] + warmer)
    found = island_nights(mixed, 5, REFERENCE, PARIS)
    np.testing.assert_allclose(found.island, expected.island, atol=1e-9)
    np.testing.assert_array_equal(found.night, expected.night)


def test_threshold_selects_nights():
    calm = hourly("2026-07-01T12:00", 24, OFFSETS)
    windy = hourly("2026-07-02T12:00", 24, np.array(OFFSETS) * 0.5)
    table = Observations(*(np.concatenate(pair) for pair in (
        (calm.station, windy.station), (calm.utc, windy.utc), (calm.temperature, windy.temperature)
    )))  # fmt: skip
    found = island_nights(table, 5, REFERENCE, PARIS)
    assert found.selected.tolist() == [True, False]
    means = station_means(found, REFERENCE)
    assert means.island[2] == pytest.approx(4.9)
    assert means.every_night[2] == pytest.approx((4.9 + 2.45) / 2)
    assert not island_nights(table, 5, REFERENCE, PARIS, threshold=5.0).selected.any()
    # Strictly above: a night of exactly the threshold is not.
    assert not island_nights(table, 5, REFERENCE, PARIS, threshold=float(found.strongest[0])).selected.any()


def test_wind_and_cloud_keep_calm_and_clear_nights():
    table = hourly("2026-07-01T12:00", 24 * 3, OFFSETS)
    day = (table.utc - np.datetime64("2026-07-01T12:00", "ms")) // np.timedelta64(24, "h")
    table.wind = np.array([1.0, 6.0, np.nan])[day]
    found = island_nights(table, 5, REFERENCE, PARIS)
    assert found.selected.tolist() == [True, False, True], "a night without wind data is not refused"
    np.testing.assert_array_equal(found.wind, [1.0, 6.0, np.nan])
    table.cloud = np.array([8.0, 0.0, 2.9])[day]
    assert island_nights(table, 5, REFERENCE, PARIS).selected.tolist() == [False, False, True]
    table.cloud *= 12.5
    with pytest.raises(InputError, match="goes up to 100; give it in oktas"):
        island_nights(table, 5, REFERENCE, PARIS)


def drop(table, mask):
    return Observations(table.station[~mask], table.utc[~mask], table.temperature[~mask])


def test_nights_with_gaps_do_not_count():
    table = hourly("2026-07-01T12:00", 24 * 2, OFFSETS)
    # 18:00 to 07:00 UTC are the 13 hours of the night; 11 are more than 80 %, 10 are not.
    night = (table.station == 3) & (table.utc < np.datetime64("2026-07-02T12:00"))
    for lost, kept in ((2, True), (3, False)):
        gap = night & (table.utc >= np.datetime64("2026-07-01T22:00"))
        gap &= table.utc < np.datetime64("2026-07-01T22:00") + lost * HOUR
        found = island_nights(drop(table, gap), 5, REFERENCE, PARIS)
        assert np.isnan(found.island[0, 3]) != kept
        assert found.incomplete.tolist() == [0 if kept else 1, 0]
        assert found.incomplete_nights[3] == (0 if kept else 1)
    means = station_means(found, REFERENCE)
    assert means.flag[3] == "few nights" and means.nights[3] == 1


def test_a_station_far_from_all_others_is_not_believed():
    offsets = [0.0, 0.2, 5.0, 2.0, 1.0, 1.5, 2.5, 3.0, 30.0]
    reference = np.array([True, True] + [False] * 7)
    table = hourly("2026-07-01T12:00", 24 * 2, offsets)
    found = island_nights(table, 9, reference, PARIS)
    assert found.outliers.tolist() == [1, 1]
    assert found.strongest.tolist() == pytest.approx([4.9, 4.9])
    assert np.isnan(found.island[:, 8]).all()
    means = station_means(found, reference)
    assert means.flag[8] == "no night" and found.outlier_nights[8] == 2


def test_repeated_rows_and_impossible_values_are_counted():
    table = hourly("2026-07-01T12:00", 24, OFFSETS)
    twice = Observations(*(np.concatenate((v, v[:7])) for v in (table.station, table.utc, table.temperature)))
    twice.temperature[-7:] = -20.0  # the first of the two is kept
    assert island_nights(twice, 5, REFERENCE, PARIS).duplicates == 7
    np.testing.assert_allclose(
        island_nights(twice, 5, REFERENCE, PARIS).island, island_nights(table, 5, REFERENCE, PARIS).island
    )
    table.temperature[10] = 85.0
    assert island_nights(table, 5, REFERENCE, PARIS).impossible == 1


def test_half_of_the_references_are_enough():
    table = hourly("2026-07-01T12:00", 24, OFFSETS)
    alone = drop(table, table.station == 0)
    np.testing.assert_allclose(island_nights(alone, 5, REFERENCE, PARIS).reference_tn, 10.2)
    with pytest.raises(InputError, match="No night has at least half of the reference stations"):
        island_nights(drop(table, table.station < 2), 5, REFERENCE, PARIS)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda t: t + 273.15, "look like kelvins"),
        (lambda t: t * 10.0, "look like tenths of degrees"),
        (lambda t: t * 1.8 + 32.0, "do not look like degrees Celsius"),
        (lambda t: t * np.nan, "The table has no temperature"),
    ],
)
def test_units_are_checked(change, sentence):
    table = hourly("2026-07-01T12:00", 24, OFFSETS)
    table.temperature = change(table.temperature)
    with pytest.raises(InputError, match=sentence):
        island_nights(table, 5, REFERENCE, PARIS)


def test_no_reference_is_refused():
    with pytest.raises(InputError, match="No reference station was found"):
        island_nights(hourly("2026-07-01T12:00", 24, OFFSETS), 5, np.zeros(5, dtype=bool), PARIS)


def test_nights_are_those_of_local_clocks_through_the_change_of_hour():
    for zone, first, hours in (
        (PARIS, "2026-03-28T12:00", 12),
        (PARIS, "2026-10-24T12:00", 14),
        (UTC, "2026-03-28T12:00", 13),
    ):
        table = hourly(first, 24, OFFSETS)
        days, begins, ends = module._night_bounds(table.utc, zone, 20.0, 9.0)
        night = int(np.flatnonzero(days == np.datetime64(first[:10]))[0])
        assert (ends[night] - begins[night]) / HOUR == hours
        found = island_nights(table, 5, REFERENCE, zone)
        assert [str(day) for day in found.night] == [first[:10]]
        np.testing.assert_allclose(found.strongest, 4.9)


def test_a_night_may_lie_within_a_day():
    table = hourly("2026-07-01T00:00", 48, OFFSETS)
    found = island_nights(table, 5, REFERENCE, UTC, start_hour=0.0, end_hour=6.0)
    assert [str(day) for day in found.night] == ["2026-07-01", "2026-07-02"]


# -- clocks ---------------------------------------------------------------------------------------------------------


def read(values, zone=PARIS, stations=None):
    stations = np.zeros(len(values), dtype=np.int64) if stations is None else np.asarray(stations)
    return read_times(values, zone, stations)


def texts(instants):
    return [str(value)[:16] for value in instants.utc]


def test_times_of_every_kind():
    aware = dt.datetime(2026, 7, 14, 23, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    values = ["2026-07-14T21:00:00Z", "2026-07-14 23:00", "2026/07/14 23:00", "2026-07-14T23:00:00+02:00", aware,
              dt.datetime(2026, 7, 14, 23), None, "soon", ""]  # fmt: skip
    found = read(values)
    assert texts(found)[:6] == ["2026-07-14T21:00"] * 6
    assert np.isnat(found.utc[6:]).all() and found.unread == 3
    assert texts(read(["2026-01-14 23:00"]))[0] == "2026-01-14T22:00"
    assert texts(read(["2026-07-14 23:00"], UTC))[0] == "2026-07-14T23:00"


def test_hour_that_comes_twice_is_told_apart_by_station():
    night = [f"2026-10-25 {hour}:00" for hour in ("01", "02", "02", "03")]
    found = read(night * 2, stations=[0] * 4 + [1] * 4)
    expected = ["2026-10-24T23:00", "2026-10-25T00:00", "2026-10-25T01:00", "2026-10-25T02:00"]
    assert texts(found) == expected * 2
    assert found.repeated == 4 and found.skipped == 0


def test_hour_that_clocks_skip_is_left_out():
    found = read([f"2026-03-29 {hour}:30" for hour in ("01", "02", "03")])
    assert found.skipped == 1 and np.isnat(found.utc[1])
    assert texts(found)[0] == "2026-03-29T00:30" and texts(found)[2] == "2026-03-29T01:30"


@hypothesis_settings(max_examples=50)
@given(st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2030, 1, 1), timezones=st.just(dt.timezone.utc)))
def test_local_time_and_back(instant):
    instant = instant.replace(microsecond=0)
    local = instant.astimezone(PARIS)
    if local.replace(tzinfo=PARIS, fold=0).utcoffset() != local.replace(tzinfo=PARIS, fold=1).utcoffset():
        return  # the hour that comes twice
    found = read([local.replace(tzinfo=None).isoformat()]).utc[0]
    assert found == np.datetime64(instant.replace(tzinfo=None), "ms")


def test_clock_instants():
    day = np.datetime64("2026-07-14")
    assert str(clock_instant(day, 20.5, PARIS))[:16] == "2026-07-14T18:30"
    assert str(clock_instant(day, 24.0, PARIS))[:16] == "2026-07-14T22:00"
    with pytest.raises(InputError, match="not known"):
        time_zone_named("Europe/Nowhere")
