"""Tests of one sensor beside ioos_qc, hand-made series and plain loops."""

from __future__ import annotations

import subprocess

import numpy as np
import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.iot.quality import flags, limits
from cityorchestra.processing_provider.iot.quality import series_tests as tests_of
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

MINUTE, HOUR = 60_000, 3_600_000
PEERS = "build/iot-peers/bin/python"


def specified_series():
    """100 000 values each 10 min with known faults, as the specification describes it."""
    rng = np.random.default_rng(42)
    places = np.arange(100_000)
    values = 20 + 5 * np.sin(2 * np.pi * places / 144) + rng.normal(0, 0.1, len(places))
    values[5000] += 15
    values[20000:20040] = 21.0
    values[60000] = -99
    values[70000] = np.nan
    return places * 10 * MINUTE, values


def run_peer(repository, tmp_path, name, **arrays):
    """Run one peer; the test is skipped, by name, where its environment is not there."""
    python = repository / PEERS
    if not python.exists():
        pytest.skip("build/iot-peers is not here (tools/iot_peers.sh)")
    source, target = tmp_path / "given.npz", tmp_path / "found.npz"
    np.savez(source, **arrays)
    script = repository / "tests" / "iot" / "quality_peers.py"
    done = subprocess.run([str(python), str(script), name, str(source), str(target)], capture_output=True, text=True)
    if "ModuleNotFoundError" in done.stderr:
        pytest.skip(done.stderr.strip().splitlines()[-1] + " in build/iot-peers (tools/iot_peers.sh)")
    assert done.returncode == 0, done.stderr[-2000:]
    return np.load(target)


def ours(times, values):
    return {
        "range": tests_of.range_test(values, -40, 50, -30, 45),
        "spike": tests_of.spike_test(values, 1.5, 5),
        "rate": tests_of.rate_test(values, times, 3 / 600, 6 / 600),
        "flat": tests_of.flat_line_test(values, times, 3 * 3600, 6 * 3600, 0.01),
    }


def test_counts_are_those_of_the_specification():
    times, values = specified_series()
    found = ours(times, values)
    found["range"] = tests_of.range_test(values, -40, 50)
    found["rate"] = tests_of.rate_test(values, times, 3 / 600)
    assert {name: flags.flag_counts(one) for name, one in found.items()} == {
        "range": {1: 99998, 4: 1, 9: 1},
        "spike": {1: 99985, 2: 4, 3: 4, 4: 6, 9: 1},
        "rate": {1: 99993, 3: 6, 9: 1},
        "flat": {1: 99977, 3: 18, 4: 4, 9: 1},
    }


def test_ioos_qc_gives_the_same_flag_to_each_value(repository, tmp_path):
    times, values = specified_series()
    peer = run_peer(repository, tmp_path, "ioos", t=times, x=values)
    for name, found in ours(times, values).items():
        np.testing.assert_array_equal(found, peer[name], err_msg=name)


def test_ioos_qc_agrees_on_hostile_series(repository, tmp_path):
    rng = np.random.default_rng(1)
    times = np.arange(20_000) * 10 * MINUTE
    values = np.round(rng.normal(20, 10, len(times)) * (rng.random(len(times)) < 0.05)).cumsum() % 60 - 30
    values[rng.random(len(times)) < 0.1] = np.nan
    peer = run_peer(repository, tmp_path, "ioos", t=times, x=values)
    for name, found in ours(times, values).items():
        np.testing.assert_array_equal(found, peer[name], err_msg=name)
    assert len(np.unique(peer["flat"])) == 4


def test_step_takes_the_time_that_really_passed():
    times = np.array([0, 10, 10, 20, 140, 141]) * MINUTE
    values = np.array([20.0, 22.9, 22.9, np.nan, 40.0, 40.4])
    found = tests_of.step_test(values, times, 0.3)
    # 2.9 in 10 min passes, 17.1 in 130 min too, 0.4 in a minute does not.
    assert found.tolist() == [2, 1, 1, 9, 1, 3]
    assert tests_of.step_test(values, times, 0.3, longest_gap=HOUR).tolist() == [2, 1, 1, 9, 2, 3]
    assert tests_of.step_test([np.nan], [0], 1.0).tolist() == [9]


def test_persistence_takes_real_time_and_lost_frames():
    times = np.array([0, 10, 60, 170, 180, 190, 200]) * MINUTE
    values = np.array([5.0, 5, 5, 5, 5, 5, 6])
    found = tests_of.persistence_test(values, times, 3 * 3600)
    assert found.tolist() == [2, 2, 2, 2, 3, 3, 1]
    assert tests_of.persistence_test(values, times, 3 * 3600, excluded=[(4, 5)]).tolist() == [2, 2, 2, 2, 1, 1, 1]
    assert tests_of.persistence_test(values, times, 3 * 3600, tolerance=2.0).tolist()[-1] == 3


def slow_persistence(values, times, duration, tolerance):
    found = []
    for place, moment in enumerate(times):
        begin = [one for one in range(len(times)) if times[one] <= moment - duration * 1000]
        if np.isnan(values[place]):
            found.append(9)
        elif not begin:
            found.append(2)
        else:
            window = values[begin[-1] : place + 1]
            spread = np.nanmax(window) - np.nanmin(window)
            found.append(3 if spread < tolerance or (tolerance == 0 and spread == 0) else 1)
    return found


values_with_gaps = st.lists(st.sampled_from([1.0, 1.0, 1.0, 2.0, 3.0, np.nan]), min_size=1, max_size=60)


@hypothesis_settings(max_examples=300)
@given(values_with_gaps, st.integers(0, 2**32 - 1), st.integers(1, 500), st.sampled_from([0.0, 1.0, 1.5]))
def test_persistence_is_the_plain_loop(values, seed, duration, tolerance):
    times = np.cumsum(np.random.default_rng(seed).integers(0, 120, len(values))) * 1000
    found = tests_of.persistence_test(values, times, duration, tolerance)
    assert found.tolist() == slow_persistence(np.array(values), times, duration, tolerance)


def test_hampel_by_hand():
    values = [10, 10.1, 9.9, 10, 15, 10, 10.1, 9.9, np.nan, 10]
    found = tests_of.hampel_test(values)
    assert found.tolist() == [1, 1, 1, 1, 3, 1, 1, 1, 9, 2]
    still = [1.0] * 9
    still[4] = 1.1
    assert tests_of.hampel_test(still)[4] == flags.SUSPECT
    assert tests_of.hampel_test(still, resolution=0.1)[4] == flags.GOOD
    with pytest.raises(InputError, match="odd"):
        tests_of.hampel_test(still, window=4)


@given(st.lists(st.floats(-50, 50) | st.just(np.nan), min_size=1, max_size=40), st.sampled_from([1.0, -2.0, 10.0]))
def test_hampel_does_not_depend_on_the_unit(values, factor):
    values = np.round(np.array(values), 3)
    assert tests_of.hampel_test(values).tolist() == tests_of.hampel_test(values[::-1])[::-1].tolist()
    scaled = tests_of.hampel_test(values * factor * 1024)
    exact = tests_of.hampel_test(values * 1024)
    assert factor not in (1.0, -2.0) or scaled.tolist() == exact.tolist()


@given(st.lists(st.floats(allow_nan=True, allow_infinity=True, width=32), max_size=30))
def test_no_series_breaks_a_test_and_missing_stays_missing(values):
    times = np.arange(len(values)) * 600_000
    missing = ~np.isfinite(np.array(values, dtype=float))
    for found in (
        tests_of.range_test(values, -10, 10),
        tests_of.spike_test(values, 1, 2),
        tests_of.rate_test(values, times, 1),
        tests_of.step_test(values, times, 1),
        tests_of.persistence_test(values, times, 3600),
        tests_of.hampel_test(values),
    ):
        assert len(found) == len(values)
        assert ((found == flags.MISSING) == missing).all()
        assert set(np.unique(found)) <= {1, 2, 3, 4, 9}


def test_wrong_orders_are_told():
    with pytest.raises(InputError, match="order of time"):
        tests_of.rate_test([1, 2], [2, 1], 1)
    with pytest.raises(InputError, match="1 times for 2 values"):
        tests_of.step_test([1, 2], [2], 1)
    with pytest.raises(InputError, match="above the upper"):
        tests_of.range_test([1], 2, 1)
    with pytest.raises(InputError, match="cannot be told"):
        tests_of.flat_line_test([1, 1, 1, 1], np.arange(4) * HOUR, 60, 120, 0.1)
    with pytest.raises(InputError, match="above zero"):
        tests_of.flat_line_test([1, 1, 1, 1], np.arange(4) * HOUR, 7200, 9000, 0.0)


def test_flags_are_combined_and_masked():
    found = {"range": np.array([1, 4, 9, 2, 1]), "spike": np.array([3, 1, 9, 1, 2])}
    assert flags.combined(found).tolist() == [3, 4, 9, 1, 1]
    assert flags.failed_tests(found).tolist() == [4, 1, 0, 0, 0]
    assert flags.flag_counts(found["range"]) == {1: 2, 2: 1, 4: 1, 9: 1}
    with pytest.raises(ValueError, match="no flag"):
        flags.combined({})


def test_table_of_limits_is_the_specified_one():
    table = limits.read_limits()
    expected = {
        "air_temperature": (-40, 50, 0.3, 3),
        "relative_humidity": (10, 100, 4, 5),
        "air_pressure": (860, 1055, 0.3, 6),
        "wind_speed": (0, 30, 20, 5),
        "wind_gust": (0, 30, None, 1),
        "wind_direction": (0, 360, None, 1),
        "rain_sum": (0, 50, 20, 2),
        "solar_radiation": (0, 1400, 800, 3),
        "black_globe_temperature": (-40, 90, 40, 3),
        "tilt": (-3, 3, 1, None),
    }
    for name, values in expected.items():
        row = table["city", name]
        assert (row.low, row.high, row.step_per_minute, row.flat_hours) == values
        assert row.checked and row.source
    assert not any(row.checked for key, row in table.items() if key[0] != "city")
    assert (table["indoor", "carbon_dioxide"].low, table["indoor", "carbon_dioxide"].flat_hours) == (300, 8)


def test_all_tests_of_a_quantity():
    times = np.arange(0, 10 * HOUR, 10 * MINUTE)
    values = np.full(len(times), 180.0)
    table = limits.read_limits()
    found = limits.run_tests(values, times, table["city", "wind_direction"])
    assert set(found) == {"range", "flat", "hampel"} and found["flat"][-1] == flags.SUSPECT
    assert limits.run_tests(np.zeros(len(times)), times, table["city", "wind_direction"])["flat"][-1] == flags.GOOD
    assert set(limits.run_tests(values / 60, times, table["city", "tilt"])) == {"range", "step", "hampel"}
    with pytest.raises(InputError, match="no test"):
        limits.run_tests(values, times, table["city", "tilt"], ["spikes"])


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("x,t,C,a,2,-,-,0,-,1,s", "no number"),
        ("x,t,C,3,2,-,-,0,-,1,s", "not below"),
        ("x,t,C,1,2,-,-,0,1..b,1,s", "no number"),
    ],
)
def test_wrong_tables_are_told(tmp_path, line, words):
    head = "set,quantity,unit,low,high,step_per_minute,flat_hours,flat_tolerance,excluded,checked,source\n"
    path = tmp_path / "limits.csv"
    path.write_text(head + line + "\n")
    with pytest.raises(InputError, match=words):
        limits.read_limits(path)
    path.write_text("set,quantity\nx,y\n")
    with pytest.raises(InputError, match="no column unit"):
        limits.read_limits(path)
