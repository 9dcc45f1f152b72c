"""Spread, spatial check, drift and shorter series, beside peers, plain forms and real data."""

from __future__ import annotations

import math
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.iot import robust
from cityorchestra.processing_provider.iot.quality import chart_points, crowd, crowd_series, downsample, drift, spread
from cityorchestra.tests.iot.test_quality_series import run_peer
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from scipy import stats

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
CROWD = "iot/crowdqcplus_cws_data.rda"


# Spread


def plain_qn(values):
    """Qn from all pairs."""
    n = len(values)
    h = n // 2 + 1
    gaps = np.sort(np.abs(np.subtract.outer(values, values))[np.triu_indices(n, 1)])
    small = {2: 0.399, 3: 0.994, 4: 0.512, 5: 0.844, 6: 0.611, 7: 0.857, 8: 0.669, 9: 0.872}
    factor = small[n] if n < 10 else n / (n + 1.4) if n % 2 else n / (n + 3.8)
    return 2.21914 * factor * gaps[h * (h - 1) // 2 - 1]


@hypothesis_settings(max_examples=300)
@given(st.lists(st.integers(-9, 9).map(float) | st.floats(-100, 100), min_size=2, max_size=120))
def test_qn_is_that_of_all_pairs(values):
    assert spread.qn(values) == plain_qn(np.array(values))


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=50), st.permutations(range(5)))
def test_qn_ignores_order_shift_and_missing(values, order):
    values = np.round(np.array(values), 2) * 64
    expected = spread.qn(values)
    assert spread.qn(np.append(values[::-1], np.nan)) == expected
    assert spread.qn(values * 2) == 2 * expected
    assert spread.qn(values + 4096) == pytest.approx(expected, abs=1e-9)


def test_qn_of_a_normal_sample_and_of_few():
    rng = np.random.default_rng(3)
    sample = rng.normal(5, 2, 20_001)
    assert spread.qn(sample) == pytest.approx(2, rel=0.02)
    sample[:9000] = 1e6  # 45 % of outliers do not carry it away
    assert spread.qn(sample) < 10
    assert math.isnan(spread.qn([])) and spread.qn([3]) == 0.0


# Spatial check


@pytest.fixture(scope="module")
def stations(shared_data, repository, tmp_path_factory):
    """Real series as matrices, and places in metres."""
    from pyproj import Transformer

    table = run_peer(repository, tmp_path_factory.mktemp("crowd"), "crowd", path=str(shared_data(CROWD)))
    _, number = np.unique(table["p_id"], return_inverse=True)
    first = np.unique(number, return_index=True)[1]
    series = crowd_series.regular(number, table["time"], table["ta"], len(first))
    places = Transformer.from_crs(4326, 25833, always_xy=True).transform(table["lon"][first], table["lat"][first])
    return series, np.array(places[0]), np.array(places[1]), table["z"][first]


def test_real_stations_are_read_whole(stations):
    series, *_ = stations
    assert series.values.shape == (624, 768)
    assert np.isfinite(series.values).sum() == 298_706


def test_each_step_keeps_less_and_the_last_is_the_plain_form(stations):
    series, x, y, z = stations
    report = crowd.crowd_check(series.values, x, y, z, crowd_series.months(series.times))
    kept = [int(report.level(number).sum()) for number in range(1, 6)]
    assert kept == sorted(kept, reverse=True)
    assert all((report.level(number + 1) <= report.level(number)).all() for number in range(1, 5))
    # Measured with this code, steps checked one by one below: a change of method shows here.
    assert kept == [275_666, 260_513, 258_459, 230_241, 34_076]
    z_mean = z.mean()
    levelled = np.where(report.m4, series.values, np.nan) + 0.0065 * (z - z_mean)[:, None]
    distance = np.hypot(np.subtract.outer(x, x), np.subtract.outer(y, y))
    rng = np.random.default_rng(0)
    places = np.argwhere(report.m4)
    for station, column in places[rng.choice(len(places), 1500, replace=False)]:
        near = (distance[station] <= 3000) & (np.abs(z - z[station]) <= 100)
        near[station] = False
        values = levelled[near, column]
        values = values[np.isfinite(values)]
        good = False
        if near.sum() >= 5 and len(values) >= 5:
            away = abs(levelled[station, column] - np.median(values)) / plain_qn(values)
            good = away < abs(stats.t.ppf(0.05, len(values) - 2))
        assert report.m5[station, column] == good


def test_second_to_fourth_step_are_the_plain_form_on_real_data(stations):
    series, x, y, z = stations
    report = crowd.crowd_check(series.values, x, y, z, crowd_series.months(series.times))
    month = crowd_series.months(series.times)
    levelled = np.where(report.m1, series.values, np.nan) + 0.0065 * (z - z.mean())[:, None]
    for column in range(0, 768, 64):
        values = levelled[:, column]
        known = values[np.isfinite(values)]
        score = (values - np.median(known)) / plain_qn(known)
        expected = (score >= stats.norm.ppf(0.01)) & (score <= stats.norm.ppf(0.95))
        np.testing.assert_array_equal(report.m2[:, column], expected)
    median = np.nanmedian(np.where(report.m3, series.values, np.nan), axis=0)
    for station in range(0, 624, 7):
        for number in np.unique(month):
            columns = month == number
            share = report.m2[station, columns].mean()
            assert report.m3[station, columns].any() == (share > 0.2)
            both = report.m3[station] & columns
            if both.sum() > 2:
                r = np.corrcoef(series.values[station, both], median[both])[0, 1]
                assert report.m4[station, columns].any() == (r >= 0.9)


def small_network(rng, stations=40, instants=240):
    x, y = rng.uniform(0, 4000, (2, stations))
    day = 15 + 6 * np.sin(2 * np.pi * np.arange(instants) / 24)
    return x, y, day + rng.normal(0, 0.4, (stations, instants))


def test_known_faults_are_found():
    rng = np.random.default_rng(9)
    x, y, values = small_network(rng)
    values[3] += 9.0  # in the sun
    values[5] = rng.normal(15, 6, values.shape[1])  # indoors: does not follow
    values[7, 100] += 8.0  # one spike
    x[11], y[11] = x[12], y[12]  # placed at the same default coordinates
    report = crowd.crowd_check(values, x, y, None, np.zeros(240, int))
    assert not report.m2[3].any() and not report.m4[5].any() and not report.m1[[11, 12]].any()
    assert not report.m2[7, 100]
    honest = np.delete(np.arange(40), [3, 5, 7, 11, 12])
    assert report.m5[honest].mean() > 0.75
    removed = report.removed_percent(values)
    assert removed[3] == 100.0 and removed[honest].max() < 60
    with pytest.raises(InputError, match="1 to 5"):
        report.level(6)


def test_isolated_station_is_told():
    rng = np.random.default_rng(9)
    x, y, values = small_network(rng)
    x[0] = 50_000.0
    report = crowd.crowd_check(values, x, y, np.zeros(40), np.zeros(240, int))
    assert report.isolated[0] and not report.m5[0].any()
    kept = crowd.crowd_check(values, x, y, np.zeros(40), np.zeros(240, int), crowd.CrowdSettings(keep_isolated=True))
    assert (kept.m5[0] == kept.m4[0]).all()
    high = np.zeros(40)
    high[1] = 101.0
    assert crowd.crowd_check(values, x, y, high, np.zeros(240, int)).isolated[1]
    with pytest.raises(InputError, match="no place"):
        crowd.crowd_check(values, np.full(40, np.nan), y, None, np.zeros(240, int))


@given(st.integers(0, 2**32 - 1))
@hypothesis_settings(max_examples=20)
def test_order_of_stations_and_a_common_shift_change_nothing(seed):
    rng = np.random.default_rng(seed)
    x, y, values = small_network(rng, 25, 60)
    values[rng.random(values.shape) < 0.2] = np.nan
    z = rng.uniform(0, 80, 25)
    order = rng.permutation(25)
    period = np.repeat([0, 1], 30)
    report = crowd.crowd_check(values, x, y, z, period)
    mixed = crowd.crowd_check(values[order], x[order], y[order], z[order], period)
    for number in range(1, 6):
        np.testing.assert_array_equal(report.level(number)[order], mixed.level(number))
    assert not report.level(1)[np.isnan(values)].any()


def test_optional_steps():
    values = np.array([[1.0, np.nan, 3.0, np.nan, np.nan, 6.0, np.nan, 8.0]])
    kept = np.isfinite(values)
    one, known = crowd_series.filled(values, kept)
    assert one[0].tolist()[:3] == [1, 2, 3] and np.isnan(one[0, 3:5]).all() and one[0, 6] == 7 and known.sum() == 6
    assert crowd_series.filled(values, kept, 2)[0][0].tolist() == [1, 2, 3, 4, 5, 6, 7, 8]
    part = crowd_series.complete(np.array([[True] * 9 + [False] * 3]), np.repeat([0, 1], 6))
    assert part.tolist() == [[True] * 6 + [False] * 6]
    # A step seen through a slow sensor.
    seen = 1 - np.exp(-np.arange(0, 6) * 600 / 1480.5)
    true = crowd_series.without_inertia(seen[None, :], 600_000, 1480.5)
    assert true[0, 1:] == pytest.approx([1.0] * 5)
    months = crowd_series.months([0, 31 * DAY - 1, 31 * DAY, -1])
    assert months.tolist() == [0, 0, 1, -1]
    with pytest.raises(InputError, match="too many"):
        crowd_series.regular([0, 0], [0, 10**15], [1.0, 2.0], 1000)
    mean = crowd_series.regular([0, 0, 0], [0, 10 * MINUTE, 50 * MINUTE], [1.0, 3.0, 5.0], 1)
    assert mean.values.tolist() == [[2.0, 5.0]]


# Trends and drift


def test_theil_sen_beside_scipy_and_kendall():
    rng = np.random.default_rng(2)
    x = rng.choice(200, 80, replace=False).astype(float)
    y = np.round(0.3 * x + rng.normal(0, 8, 80), 1)
    found = robust.theil_sen(x, y)
    peer = stats.theilslopes(y, x, 0.95)
    assert found.slope == pytest.approx(peer[0])
    assert found.low == pytest.approx(peer[2], abs=0.01) and found.high == pytest.approx(peer[3], abs=0.01)
    assert found.low < 0.3 < found.high and found.p_value < 1e-6
    with pytest.raises(InputError, match="takes too long"):
        robust.theil_sen(np.arange(3001), np.arange(3001))
    assert math.isnan(robust.theil_sen([1, 1], [2, 3]).slope)


def test_trend_tests_are_those_of_pymannkendall(repository, tmp_path):
    rng = np.random.default_rng(4)
    months = np.arange(120)
    y = np.round(3 * np.sin(2 * np.pi * months / 12) + 0.05 * months + rng.normal(0, 1, 120), 1)
    peer = run_peer(repository, tmp_path, "trends", x=y)
    plain = robust.theil_sen(months.astype(float), y)
    assert [plain.slope, plain.p_value] == pytest.approx(peer["plain"].tolist())
    season = drift.seasonal_slope(months // 12, months % 12, y)
    assert [season.slope, season.p_value] == pytest.approx(peer["seasonal"].tolist())
    assert season.low < 0.6 < season.high  # 0.05 a month
    assert season.high - season.low < 12 * (plain.high - plain.low)


def test_interval_of_the_slope_holds_as_often_as_it_says():
    rng = np.random.default_rng(6)
    days = np.arange(60.0)
    inside = 0
    for _ in range(300):
        found = robust.theil_sen(days, 0.1 * days + rng.standard_t(3, 60))
        inside += found.low <= 0.1 <= found.high
    assert 0.91 <= inside / 300 <= 0.98


def test_drift_of_a_sensor_and_its_detection():
    rng = np.random.default_rng(8)
    times = np.arange(0, 365 * DAY, HOUR)
    residual = 0.5 * times / (365.25 * DAY) + rng.normal(0, 0.3, len(times))
    residual[::500] += 20
    found = drift.drift_per_year(times, residual)
    assert found.slope == pytest.approx(0.5, abs=0.02) and found.low < 0.5 < found.high and found.p_value < 1e-9
    shifted = rng.normal(0, 1, 200)
    shifted[60:] += 1.5
    sums = drift.cusum(shifted, 0.0, 1.0)
    assert 60 <= sums.alarm <= 75 and sums.limit == 5.0
    assert drift.cusum(rng.normal(0, 1, 60), 0.0, 1.0).alarm is None
    assert drift.cusum(-shifted, 0.0, 1.0).low.max() == pytest.approx(sums.high.max())
    own = drift.cusum(shifted)
    assert 60 <= own.alarm <= 80
    with pytest.raises(InputError, match="8 values"):
        drift.cusum([1.0, 2.0])
    with pytest.raises(InputError, match="does not vary"):
        drift.cusum(np.ones(20))


def test_cusum_runs_as_long_as_published():
    # Montgomery (2013), Introduction to Statistical Quality Control, table 9.3: k = 0.5, h = 5, both sides: 465
    # values to a false alarm, 10.4 to the detection of one standard deviation.
    rng = np.random.default_rng(10)
    for shift, expected in ((0.0, 465.0), (1.0, 10.4)):
        lengths = [drift.cusum(rng.normal(shift, 1, 6000), 0.0, 1.0).alarm + 1 for _ in range(400)]
        assert np.mean(lengths) == pytest.approx(expected, rel=0.15)


def test_cusum_by_hand():
    sums = drift.cusum([1.0, np.nan, 2.0, -4.0], centre=0.0, sigma=1.0)
    assert sums.high.tolist() == [0.5, 0.5, 2.0, 0.0] and sums.low.tolist() == [0, 0, 0, 3.5]


def test_deming_beside_orthogonal_regression():
    rng = np.random.default_rng(5)
    true = rng.uniform(0, 30, 200)
    sensor, reference = true + rng.normal(0, 0.5, 200), 1.5 + 0.9 * true + rng.normal(0, 0.5, 200)
    found = drift.deming(sensor, reference)
    centred = np.vstack([sensor - sensor.mean(), reference - reference.mean()])
    axis = np.linalg.svd(centred)[0][:, 0]
    assert found.gain == pytest.approx(axis[1] / axis[0])
    assert found.gain_low < 0.9 < found.gain_high and found.offset_low < 1.5 < found.offset_high
    assert found.apply(sensor.mean()) == pytest.approx(reference.mean())
    # Leave-one-out done one by one gives the same interval.
    parts = np.array(
        [
            (one.gain, one.offset)
            for one in (drift.deming(np.delete(sensor, i), np.delete(reference, i)) for i in range(200))
        ]
    )
    pseudo = 200 * np.array([found.gain, found.offset]) - 199 * parts
    half = stats.t.ppf(0.975, 198) * pseudo.std(axis=0, ddof=1) / math.sqrt(200)
    assert [found.gain_high - found.gain, found.offset_high - found.offset] == pytest.approx(half)
    back = drift.deming(reference, sensor)
    assert back.gain == pytest.approx(1 / found.gain)
    with pytest.raises(InputError, match="4 pairs"):
        drift.deming([1, 2, 3], [1, 2, 3])
    with pytest.raises(InputError, match="do not vary"):
        drift.deming([1, 1, 1, 1], [1, 2, 3, 4])
    two = drift.two_points((0.5, 99.0), (0.0, 100.0))
    assert two.apply([0.5, 99.0]) == pytest.approx([0.0, 100.0])


# Shorter series


@given(st.integers(0, 2**32 - 1), st.integers(0, 200))
def test_buckets_are_the_plain_loop_and_add_up(seed, count):
    rng = np.random.default_rng(seed)
    times = np.sort(rng.integers(0, 5 * HOUR, count))
    values = rng.normal(0, 5, count)
    values[rng.random(count) < 0.1] = np.nan
    edges = downsample.regular_edges(0, 5 * HOUR, 15 * MINUTE)
    fine = downsample.bucketed(times, values, edges)
    for place in range(len(edges) - 1):
        here = values[(times >= edges[place]) & (times < edges[place + 1]) & np.isfinite(values)]
        assert fine.count[place] == len(here)
        if len(here):
            found = [fine.mean[place], fine.low[place], fine.high[place], fine.last[place]]
            assert found == pytest.approx([here.mean(), here.min(), here.max(), here[-1]])
        else:
            assert np.isnan(fine.mean[place]) and np.isnan(fine.last[place])
    coarse_edges = downsample.regular_edges(0, 5 * HOUR, HOUR)
    merged, straight = downsample.merged(fine, coarse_edges), downsample.bucketed(times, values, coarse_edges)
    np.testing.assert_array_equal(merged.count, straight.count)
    for name in ("mean", "low", "high", "last"):
        np.testing.assert_allclose(getattr(merged, name), getattr(straight, name), rtol=1e-9, atol=1e-12)


def test_days_of_a_place_have_23_and_25_hours():
    paris = ZoneInfo("Europe/Paris")
    start = round(datetime(2026, 3, 28, 12, tzinfo=paris).timestamp() * 1000)
    edges = downsample.calendar_edges(start, start + 3 * DAY)
    assert (np.diff(edges) / HOUR).tolist() == [24, 23, 24, 24]
    months = downsample.calendar_edges(start, start + 40 * DAY, "month")
    assert [datetime.fromtimestamp(edge / 1000, paris).strftime("%m-%d %H") for edge in months] == [
        "03-01 00",
        "04-01 00",
        "05-01 00",
        "06-01 00",
    ]
    with pytest.raises(InputError, match="day or of a month"):
        downsample.calendar_edges(0, 1, "week")
    with pytest.raises(InputError, match="buckets"):
        downsample.regular_edges(0, 10**12, 1)
    fine = downsample.bucketed([], [], [0, 10, 20])
    with pytest.raises(InputError, match="whole shorter"):
        downsample.merged(fine, [0, 5, 20])


def test_directions_around_north():
    edges = [0, 100]
    mean, steady = downsample.circular_mean([1, 2], [350.0, 10.0], edges)
    assert mean[0] == pytest.approx(0.0, abs=1e-6) or mean[0] == pytest.approx(360.0)
    assert steady[0] == pytest.approx(math.cos(math.radians(10)))
    mean, steady = downsample.circular_mean([1, 2], [90.0, 270.0], edges)
    assert np.isnan(mean[0]) and steady[0] == pytest.approx(0, abs=1e-9)


@given(st.lists(st.floats(0, 360), min_size=1, max_size=20), st.integers(0, 359))
def test_turned_directions_turn_the_mean(directions, turn):
    directions = np.array(directions)
    edges = [0, 100]
    times = np.arange(len(directions))
    mean, steady = downsample.circular_mean(times, directions, edges)
    turned, steady_too = downsample.circular_mean(times, directions + turn, edges)
    assert steady_too[0] == pytest.approx(steady[0], abs=1e-9)
    if steady[0] > 1e-6:
        assert math.cos(math.radians(turned[0] - mean[0] - turn)) == pytest.approx(1.0, abs=1e-9)
        assert 0 <= turned[0] < 360


def test_counters_with_reset_and_rollover():
    found = downsample.increments([10, 15, np.nan, 20, 3, 8])
    assert np.nan_to_num(found.values, nan=-1).tolist() == [-1, 5, -1, 5, 3, 5]
    assert found.resets.tolist() == [False] * 4 + [True, False]
    around = downsample.increments([65530, 65535, 4], modulus=65536)
    assert around.values[2] == 5 and around.rollovers[2] and not around.resets.any()
    # 30000 to 5 is too much for a rollover: a reset.
    assert downsample.increments([30000, 5], modulus=65536).resets[1]


@given(st.lists(st.integers(0, 3000), min_size=2, max_size=60), st.integers(0, 65535))
def test_rollovers_lose_nothing(steps, start):
    total = start + np.concatenate([[0], np.cumsum(steps)])
    found = downsample.increments((total % 65536).astype(float), modulus=65536)
    assert np.nansum(found.values) == sum(steps) and not found.resets.any()
    times = np.arange(len(total)) * 7 * MINUTE
    edges = downsample.regular_edges(0, int(times[-1]) + 1, HOUR)
    shared = downsample.consumption(times, found, edges)
    assert shared.sum() == pytest.approx(sum(steps)) and (shared >= 0).all()


def test_consumption_is_shared_out_over_time():
    found = downsample.increments([0.0, 60.0])
    assert downsample.consumption([30 * MINUTE, 90 * MINUTE], found, [0, HOUR, 2 * HOUR]).tolist() == [30, 30]
    assert downsample.consumption([0, 0], found, [0, HOUR]).tolist() == [60]


# Points of a chart


def test_largest_triangles_are_those_of_tsdownsample(repository, tmp_path):
    rng = np.random.default_rng(1)
    times = np.arange(50_000, dtype=np.int64) * 1000
    values = np.cumsum(rng.normal(size=len(times)))
    peer = run_peer(repository, tmp_path, "lttb", t=times, x=values, count=800)
    found = chart_points.largest_triangles(times, values, 800, preselect=False)
    same = np.mean(found == peer["lttb"])
    assert same > 0.99, same
    fast = chart_points.largest_triangles(times, values, 800)
    # Spans are cut elsewhere by a point or so; the picture is the same.
    drawn = [np.interp(times, times[places], values[places]) for places in (fast, peer["minmax"])]
    errors = [np.abs(one - values).mean() for one in drawn]
    assert errors[0] < 1.1 * errors[1]


@given(st.integers(0, 2**32 - 1), st.integers(3, 50), st.booleans(), st.integers(1, 900))
def test_chart_points_are_increasing_known_and_keep_the_ends(seed, count, preselect, size):
    rng = np.random.default_rng(seed)
    x = np.sort(rng.integers(0, 10**6, size)) + 1_790_000_000_000
    y = rng.normal(size=size)
    y[rng.random(size) < 0.2] = np.nan
    known = np.flatnonzero(np.isfinite(y))
    found = chart_points.largest_triangles(x, y, count, preselect)
    assert len(found) <= max(count, 0) or len(known) <= count
    assert len(found) == min(count, len(known)) or preselect
    assert (np.diff(found) > 0).all() and np.isin(found, known).all()
    if len(known):
        assert found[0] == known[0] and found[-1] == known[-1]
    with pytest.raises(InputError, match="3 points"):
        chart_points.largest_triangles(x, y, 2)


def test_a_single_peak_survives():
    y = np.zeros(1_000_000)
    y[654_321] = 5.0
    assert 654_321 in chart_points.largest_triangles(np.arange(len(y)), y, 500)
