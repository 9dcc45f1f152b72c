"""Presence, gaps, radio, air time, battery, clocks and gateways, beside published and hand-made values."""

from __future__ import annotations

import math

import numpy as np
import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.iot.health import air_time, battery, clocks, gateways, presence, radio
from cityorchestra.processing_provider.iot.health.counters import count_frames
from cityorchestra.processing_provider.iot.health.frames import make_frames
from cityorchestra.processing_provider.iot.health.report import health_report
from hypothesis import given
from hypothesis import strategies as st

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000

# Time on air [ms] of 13 + 1, 12 and 51 bytes at 125 kHz, 4/5, with checksum: Semtech AN1200.13.
AIR = {
    7: (46.336, 61.696, 118.016),
    8: (82.432, 113.152, 215.552),
    9: (164.864, 205.824, 390.144),
    10: (288.768, 411.648, 698.368),
    11: (659.456, 823.296, 1560.576),
    12: (1155.072, 1482.752, 2793.472),
}


@pytest.mark.parametrize("factor", AIR)
def test_time_on_air_is_the_published_one(factor):
    found = air_time.time_on_air(factor, [14, 25, 64])
    np.testing.assert_allclose(found, AIR[factor], atol=0.001)


def test_time_on_air_of_other_settings():
    assert air_time.time_on_air(7, 25, 250_000) == pytest.approx(61.696 / 2)
    assert air_time.time_on_air(7, 25, checksum=False) <= 61.696
    assert np.isnan(air_time.time_on_air([6, 13, 7], [10, 10, -1])).all()
    with pytest.raises(InputError, match="coding rate"):
        air_time.time_on_air(7, 25, coding_rate=5)


@given(st.integers(7, 12), st.integers(0, 240), st.integers(1, 3))
def test_more_bytes_more_redundancy_more_time(factor, size, rate):
    once, longer = air_time.time_on_air(factor, [size, size + 10], coding_rate=rate)
    assert longer > once > 0
    assert air_time.time_on_air(factor, size, coding_rate=rate + 1) >= once


def test_busiest_hour_is_a_rolling_one():
    # 36 frames of 1 s in 36 s: 1 % of an hour, the limit of this sub-band; half an hour later as many again.
    moment = np.concatenate([np.arange(36) * 1000, 1800_000 + np.arange(36) * 1000])
    starts = np.array([0, 72])
    share = air_time.busiest_hour(starts, moment, np.full(72, 1000.0), np.full(72, 868_300_000))
    names = [band.name for band in air_time.sub_bands()]
    assert share[0, names.index("868_0_868_6")] == pytest.approx(72 / 3600)
    assert air_time.duty_used(share)[0] == pytest.approx(2.0)
    apart = air_time.busiest_hour(starts, moment * 3, np.full(72, 1000.0), np.full(72, 868_300_000))
    assert apart.max() == pytest.approx(36 / 3600)
    assert air_time.sub_band_of([868_600_000, 869_525_000]).tolist() == [-1, names.index("869_4_869_65")]


def frames_at(moments, **columns):
    return make_frames(np.zeros(len(moments), int), moments, 1, counter=np.arange(len(moments)), **columns)


def test_period_holds_against_losses_and_repetitions():
    rng = np.random.default_rng(3)
    sent = np.arange(200) * 10 * MINUTE
    kept = np.sort(np.concatenate([sent[rng.random(200) > 0.3]]))
    frames = frames_at(kept)
    assert presence.expected_periods(frames, count_frames(frames))[0] == 10 * MINUTE
    # A repetition 2 s after each other frame, with its own counter, is no period.
    doubled = np.sort(np.concatenate([sent, sent[::3] + 2000]))
    frames = frames_at(doubled)
    assert presence.expected_periods(frames, count_frames(frames))[0] == pytest.approx(10 * MINUTE, abs=2000)
    assert presence.expected_periods(frames, count_frames(frames), [HOUR])[0] == HOUR
    assert np.isnan(presence.expected_periods(frames_at([5]), count_frames(frames_at([5])))[0])
    with pytest.raises(InputError, match="above zero"):
        presence.expected_periods(frames, count_frames(frames), [0.0])


def test_late_lost_never_at_their_limits():
    period = 10 * MINUTE
    late, lost = 22 * MINUTE + MINUTE, 40 * MINUTE + MINUTE
    last = np.array([0, 0, 0, 0, -1, 0])
    for silence, state in ((late, "ok"), (late + 1, "late"), (lost, "late"), (lost + 1, "lost")):
        found = presence.presence(last, [period] * 4 + [period, np.nan], silence)
        assert found.tolist() == [state] * 4 + ["never", "ok"]
    assert presence.next_change(0, period, 0) == late + 1
    assert presence.next_change(0, period, late + 1) == lost + 1
    assert presence.next_change(0, period, lost + 1) is None
    assert presence.next_change(-1, period, 0) is None
    assert presence.false_lost_probability(0.1) == pytest.approx(1e-4)
    with pytest.raises(InputError):
        presence.presence(last, period, 0, 4.0, 2.0)


@given(st.integers(0, 10**7), st.floats(1000, 10**7))
def test_next_change_is_when_the_state_changes(now, period):
    change = presence.next_change(0, period, now)
    if change is not None:
        before, after = (presence.presence([0], [period], moment)[0] for moment in (change - 1, change))
        assert presence.presence([0], [period], now)[0] == before != after


def test_gaps_by_hand():
    # A frame each 10 min for 6 h, none between 2 h and 3 h.
    moments = np.array([moment for moment in range(0, 6 * HOUR, 10 * MINUTE) if not 2 * HOUR < moment < 3 * HOUR])
    frames = frames_at(moments)
    report = count_frames(frames)
    gaps = presence.gap_report(frames, report, [10.0 * MINUTE], 0, 6 * HOUR)
    assert gaps.expected[0] == 36 and gaps.complete[0] == pytest.approx(31 / 36)
    assert gaps.longest_gap[0] == HOUR and gaps.outages[0] == 1
    assert gaps.mean_up[0] == 5 * HOUR and gaps.available[0] == pytest.approx(5 / 6)
    empty = make_frames([], [], 1)
    nothing = presence.gap_report(empty, count_frames(empty), [10.0 * MINUTE], 0, 6 * HOUR)
    assert np.isnan(nothing.longest_gap[0]) and nothing.available[0] == 0.0 and nothing.complete[0] == 0.0
    with pytest.raises(InputError, match="after its start"):
        presence.gap_report(frames, report, [1.0], 5, 5)


def test_radio_margin_power_and_classes():
    assert radio.margin([-7.5, -20.0, 0.0], [7, 12, 6]).tolist()[:2] == [0.0, 0.0]
    assert np.isnan(radio.margin(0.0, 13))
    assert radio.signal_power(-100.0, 40.0) == pytest.approx(-100.0, abs=0.001)
    assert radio.signal_power(-100.0, 0.0) == pytest.approx(-100.0 - 10 * math.log10(2))
    assert radio.margin_class([10, 9.99, 5, 4.99, np.nan]).tolist() == ["good", "fair", "fair", "weak", "unknown"]
    assert radio.smoothed([np.nan, 10, np.nan, 20]).tolist()[1:] == [10, 10, 12]
    slope = radio.trend_per_day(np.arange(5000) * HOUR, -0.5 * np.arange(5000) / 24)
    assert slope.slope == pytest.approx(-0.5, abs=1e-6)


@given(st.integers(0, 2**32 - 1), st.integers(1, 60))
def test_radio_percentiles_are_those_of_numpy(seed, count):
    rng = np.random.default_rng(seed)
    snr = rng.normal(0, 6, count).astype(np.float32)
    rssi = rng.normal(-100, 9, count).astype(np.float32)
    rssi[rng.random(count) < 0.2] = np.nan
    factor = rng.integers(7, 13, count)
    frames = frames_at(
        np.arange(count), snr=snr, rssi=rssi, spreading_factor=factor, gateways=rng.integers(1, 5, count)
    )
    found = radio.radio_report(frames, count_frames(frames))
    assert found.snr_low[0] == pytest.approx(np.percentile(snr.astype(float), 10), abs=1e-6)
    if np.isfinite(rssi).any():
        assert found.rssi_median[0] == pytest.approx(np.nanmedian(rssi.astype(float)), abs=1e-6)
    margins = radio.margin(snr.astype(float), factor)
    assert found.margin_low[0] == pytest.approx(np.percentile(margins, 10), abs=1e-6)
    assert found.margin_median[0] == pytest.approx(np.median(margins), abs=1e-6)
    counts = np.bincount(factor, minlength=13)
    assert counts[found.usual_factor[0]] == counts.max()
    assert found.gateways[0] == pytest.approx(frames.gateways.mean())


def test_battery_percent():
    assert math.isnan(battery.percent_from_status(0)) and math.isnan(battery.percent_from_status(255))
    assert (battery.percent_from_status(1), battery.percent_from_status(254)) == (0.0, 100.0)
    assert battery.percent_from_status(128) == pytest.approx(50.2, abs=0.05)
    with pytest.raises(InputError):
        battery.percent_from_status(256)
    for name in battery.chemistries():
        volts = np.linspace(1.0, 5.0, 50)
        percents = battery.percent_from_voltage(volts, name)
        assert (np.diff(percents) >= 0).all() and percents[0] == 0 and percents[-1] == 100
    with pytest.raises(InputError, match="not in the table"):
        battery.percent_from_voltage(3.0, "nickel")


def test_battery_forecast():
    rng = np.random.default_rng(7)
    moments = np.arange(0, 60 * DAY, 6 * HOUR)
    falling = 80 - 0.25 * moments / DAY + rng.normal(0, 0.5, len(moments))
    falling[::37] = 5.0  # bad readings
    found = battery.forecast(moments, falling, threshold=20.0)
    left = (80 - 0.25 * 59 - 20) / 0.25
    assert found.proved and found.days == pytest.approx(left, rel=0.05)
    assert found.days_low <= left <= found.days_high
    rising = battery.forecast(moments, 50 + 0.1 * moments / DAY)
    assert not rising.proved and rising.days == math.inf
    flat = battery.forecast(moments, 50 + rng.normal(0, 1, len(moments)))
    assert not flat.proved and flat.days_high == math.inf
    assert battery.forecast(moments, np.full(len(moments), 10.0)).days == 0.0
    assert math.isnan(battery.forecast([], []).days)
    # Only the last 60 days count.
    long = np.concatenate([np.full(400, 100.0), falling])
    early = np.concatenate([np.arange(-400, 0) * DAY, moments])
    assert battery.forecast(early, long).slope == pytest.approx(found.slope, rel=0.1)


def test_clocks():
    received = np.arange(40) * MINUTE
    told = (received - 7000).astype(float)
    told[:20] -= 900_000  # mended since
    told[5] = np.nan
    assert clocks.clock_skew(received, told) == 7000
    assert math.isnan(clocks.clock_skew([], []))
    names = [clocks.skew_class(skew) for skew in (0, -5000, 5001, 300_000, -300_001, math.nan)]
    assert names == ["ok", "ok", "warn", "warn", "quarantine", "unknown"]
    now = 10 * HOUR
    assert clocks.trusted_time(now - HOUR, now - 5, now) == now - HOUR
    assert clocks.trusted_time(now - HOUR, now - 5, now, quarantined=True) == now - 5
    assert clocks.trusted_time(now + 5 * MINUTE + 1, now - 5, now) == now - 5
    assert clocks.trusted_time(None, now + HOUR, now) == now + 5 * MINUTE


def test_gateways_by_hand():
    # Frame 0 heard by both, 1 by gateway 0 twice, 2 by gateway 1; device 0 sent 0 and 1, device 1 sent 2.
    found = gateways.gateway_report([0, 0, 1, 1, 2], [0, 1, 0, 0, 1], [0, 0, 0, 0, 1], 3, 2)
    assert found.frames.tolist() == [2, 2, 0] and found.sole_frames.tolist() == [1, 1, 0]
    assert found.devices.tolist() == [1, 2, 0] and found.sole_devices.tolist() == [0, 1, 0]
    assert gateways.offline([-1, 0, 10_000], 90_001).tolist() == [True, True, False]
    assert np.isnan(gateways.share([0], [0]))[0] and gateways.share(9, 10) == 0.9
    duty = gateways.downlink_duty([1, 1], [0, 10_000], [180_000.0, 180_000.0], [869_525_000] * 2, 2)
    assert duty.tolist() == [0.0, pytest.approx(1.0)]


@given(st.integers(0, 2**32 - 1))
def test_gateways_as_sets(seed):
    rng = np.random.default_rng(seed)
    frame = np.sort(rng.integers(0, 30, 60))
    device = (frame * 7) % 5
    gateway = rng.integers(0, 4, 60)
    found = gateways.gateway_report(frame, gateway, device, 4, 5)
    by_frame, by_device = {}, {}
    for f, g, d in zip(frame, gateway, device):
        by_frame.setdefault(f, set()).add(g)
        by_device.setdefault(d, set()).add(g)
    for number in range(4):
        assert found.frames[number] == sum(number in heard for heard in by_frame.values())
        assert found.sole_frames[number] == sum(heard == {number} for heard in by_frame.values())
        assert found.devices[number] == sum(number in heard for heard in by_device.values())
        assert found.sole_devices[number] == sum(heard == {number} for heard in by_device.values())


def test_report_of_a_fleet():
    moments = np.arange(0, DAY, 10 * MINUTE)
    device = np.repeat([0, 2], len(moments))
    frames = make_frames(
        device,
        np.tile(moments, 2),
        3,
        counter=np.tile(np.arange(len(moments)), 2),
        snr=np.repeat([5.0, -9.0], len(moments)),
        rssi=np.full(len(device), -100.0),
        spreading_factor=np.full(len(device), 7),
        bandwidth=np.full(len(device), 125_000),
        frequency=np.full(len(device), 868_100_000),
        payload_size=np.full(len(device), 12),
    )
    report = health_report(frames, 0, DAY)
    assert report.state.tolist() == ["ok", "never", "ok"]
    assert report.radio_class.tolist() == ["good", "unknown", "weak"]
    assert report.period.tolist()[::2] == [10 * MINUTE] * 2 and np.isnan(report.period[1])
    assert report.air_time[0] == pytest.approx(144 * 61.696)
    assert report.duty[0] == pytest.approx(6 * 61.696 / HOUR / 0.01)
    assert report.gaps.complete[0] == 1.0 and report.counters.lost.tolist() == [0, 0, 0]
    half = health_report(frames.between(0, DAY // 2), 0, DAY)
    assert half.state.tolist() == ["lost", "never", "lost"]
