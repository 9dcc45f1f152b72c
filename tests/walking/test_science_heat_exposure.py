"""Heat of routes: felt temperature of the edges, exposures of any rate, and their fronts against full enumeration."""

from __future__ import annotations

import datetime
from functools import cache

import networkx
import numpy as np
import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.heat.radiant_temperature import conditions_at, radiant_temperature
from cityorchestra.processing_provider.heat.utci import utci
from cityorchestra.processing_provider.walking.exposure import (
    exposure_of_rates,
    exposure_of_sun,
    highest_rate,
    mean_rate,
)
from cityorchestra.processing_provider.walking.graph import Place, build_graph
from cityorchestra.processing_provider.walking.heat_exposure import (
    NetworkHeat,
    RouteWeather,
    dose_rate,
    edge_utci,
    heat_rate,
    utci_table,
)
from cityorchestra.processing_provider.walking.routing import follow, pareto_front, weighted_route
from cityorchestra.tests.walking.routing_reference import (
    STEP,
    bellman_ford,
    lattice,
    lattice_graph,
    moving_shade,
    simple_paths,
)
from hypothesis import example, given, settings
from hypothesis import strategies as st

LATITUDE, LONGITUDE = 48.11, -1.68
MIDNIGHT = datetime.datetime(2026, 7, 14, 22, tzinfo=datetime.timezone.utc)
HOT = RouteWeather(34.0, 35.0, 1.5)
N_SLOTS = 24


def slots(count=N_SLOTS, first=12.0, minutes=15):
    """Instants from an hour of the local clock on, every quarter of an hour."""
    begin = MIDNIGHT + datetime.timedelta(hours=first)
    return [begin + datetime.timedelta(minutes=minutes * k) for k in range(count)]


@cache
def table(weather=HOT, count=N_SLOTS, **options):
    return utci_table(slots(count, **options), LATITUDE, LONGITUDE, weather, slots(1, **options)[0])


def felt_at(instant, svf, share, weather=HOT):
    """Felt temperature from the functions of the heat room alone."""
    state = conditions_at(instant, LATITUDE, LONGITUDE, weather.ta, weather.rh)
    return float(utci(weather.ta, radiant_temperature(state, svf, share), weather.wind_10m, weather.rh))


def integral(rate, step, start, stop):
    """Integral of a rate from ``start`` to ``stop``, its last value being that outside the slots: trapezoids."""
    if len(rate) == 2:
        return float(rate[0]) * (stop - start)
    night = float(rate[-1])
    slots_s = np.arange(-1, len(rate)) * step
    values = np.concatenate(([night], rate[:-1].astype(np.float64), [night]))
    t = np.unique(np.concatenate(([start, stop], slots_s[(slots_s > start) & (slots_s < stop)])))
    at = np.interp(t, slots_s, values, left=night, right=night)
    return float((0.5 * (at[1:] + at[:-1]) * np.diff(t)).sum())


def borne(graph, exposure, edges, nodes, t0):
    """Length and exposure along a sequence of whole edges."""
    length = total = 0.0
    t = t0
    for edge, node in zip(edges, nodes[:-1]):
        wait, duration = graph.wait[edge], graph.time[edge, 0 if graph.u[edge] == node else 1]
        rate = exposure.rate[edge] / exposure.full
        spent = integral(rate, exposure.step, t + wait, t + wait + duration)
        if exposure.timed:
            total += integral(rate, exposure.step, t, t + wait) + spent
        elif duration > 0.0:
            total += graph.length[edge] * spent / duration
        length += graph.length[edge]
        t += wait + duration
    return length, total


def enumerated(graph, exposure, start, goal, t0, detour):
    """Front of all simple paths."""
    longest = bellman_ford(graph, goal)[start] * (1.0 + detour) * (1.0 + 1e-12)
    front = []
    for row in sorted(borne(graph, exposure, *path, t0) for path in simple_paths(graph, start, goal, longest)):
        if not front or row[1] < front[-1][1] - 1e-6:
            front.append(row)
    return np.array(front)


def heat_of(graph, seed=0, weather=HOT, **options):
    svf = np.random.default_rng(seed).uniform(0.1, 1.0, len(graph.u))
    count = graph.sun.shape[1]
    return NetworkHeat(graph, svf, table(weather, count), **options)


# -- felt temperature -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("slot", "svf", "share"), [(0, 0.6, 100), (0, 0.6, 0), (9, 0.05, 37), (20, 1.0, 100)])
def test_table_holds_the_felt_temperature_of_the_heat_room(slot, svf, share):
    found = table()[slot, round(svf / 0.05), share]
    assert found == pytest.approx(felt_at(slots()[slot], svf, share / 100), abs=1e-9)


@given(st.floats(0.0, 1.0), st.integers(0, 100), st.integers(0, N_SLOTS - 1))
def test_between_two_sky_view_factors_the_table_is_straight(svf, share, slot):
    sun = np.full((1, N_SLOTS), share, dtype=np.uint8)
    found = edge_utci(table(), sun, np.array([svf]))
    assert found.shape == (1, N_SLOTS + 1)
    assert found[0, slot] == pytest.approx(felt_at(slots()[slot], svf, share / 100), abs=2e-3)


def test_night_has_no_sunlight_but_the_same_air():
    # At two in the morning the night column is what the heat room gives; at noon the shade is warmer than that.
    dark = table(first=2.0)
    for svf in (0.0, 0.5, 1.0):
        expected = felt_at(slots(first=2.0)[0], svf, 0.0)
        assert dark[-1, round(svf / 0.05), 0] == pytest.approx(expected, abs=1e-9)
    assert (np.ptp(dark[-1], axis=1) == 0.0).all(), "a share of sun means nothing at night"
    noon = table()
    np.testing.assert_allclose(noon[-1], dark[-1], atol=1e-9)
    assert (noon[8] > noon[-1]).all()


def test_warm_nights_are_felt_too():
    assert (table(RouteWeather(32.0, 60.0, 0.5))[-1] > 26.0).all()


def test_radiation_is_a_share_of_the_clear_sky_all_day():
    at = slots()
    clear = [conditions_at(t, LATITUDE, LONGITUDE, HOT.ta, HOT.rh).global_irradiance for t in at]
    half = HOT._replace(ghi=0.5 * clear[0])
    found = utci_table(at, LATITUDE, LONGITUDE, half, at[0])
    for slot in (0, 10, 20):
        state = conditions_at(at[slot], LATITUDE, LONGITUDE, HOT.ta, HOT.rh, 0.5 * clear[slot])
        expected = utci(HOT.ta, radiant_temperature(state, 0.6, 1.0), HOT.wind_10m, HOT.rh)
        assert found[slot, 12, 100] == pytest.approx(float(expected), abs=1e-9)
    assert (found[:-1, 12, 100] < table()[:-1, 12, 100]).all()
    assert found[-1, 12, 0] > table()[-1, 12, 0], "the same clouds keep the night warm"


def test_more_radiation_than_the_sun_gives_is_refused():
    with pytest.raises(InputError, match="more than the sun can give at that hour"):
        table(HOT._replace(ghi=1400.0))
    with pytest.raises(InputError, match="about 0 W/m²"):
        table(HOT._replace(ghi=100.0), first=2.0)
    assert np.isfinite(table(HOT._replace(ghi=0.0), first=2.0)).all()
    with pytest.raises(InputError, match="global radiation"):
        table(HOT._replace(ghi=-1.0))


def test_weather_outside_the_index_is_not_guessed():
    graph = lattice_graph(3, 0)
    heat = NetworkHeat(graph, np.full(12, 0.5), table(RouteWeather(40.0, 100.0, 1.5)))
    assert not heat.known
    route = weighted_route(graph, 0, 8, 0.0)
    found = heat.of_routes(route.legs, np.array([0, len(route.legs.edge)]), 0.0)
    assert np.isnan(found).all()
    with pytest.raises(ValueError, match="must be a number"):
        heat.dose()


def test_weights_by_hand():
    felt = np.array([20.0, 26.0, 29.0, 32.0, 44.0])
    np.testing.assert_allclose(heat_rate(felt), [0, 0, 0.5, 1, 3])
    np.testing.assert_allclose(heat_rate(felt, 2.0), [0, 0, 1, 2, 6])
    np.testing.assert_allclose(dose_rate(felt) * 60.0, [0, 0, 3, 6, 18])


@given(st.integers(0, 10_000), st.floats(0.0, 4.0), st.floats(15.0, 40.0))
@settings(max_examples=25)
def test_warmer_air_never_lowers_the_cost(seed, warming, ta):
    graph = lattice_graph(4, seed)
    legs = weighted_route(graph, 0, 15, STEP).legs
    first = np.array([0, len(legs.edge)])
    before, after = (
        heat_of(graph, seed, RouteWeather(ta + more, 40.0, 1.5)).of_routes(legs, first, STEP) for more in (0.0, warming)
    )
    assert after.dose[0] >= before.dose[0] - 1e-4
    assert after.comfort_m[0] >= before.comfort_m[0] - 1e-3
    assert after.utci_max[0] >= before.utci_max[0] - 1e-4
    assert before.utci_mean[0] <= before.utci_max[0] + 1e-4


def test_no_cost_below_26_degrees():
    graph = lattice_graph(6, 0)
    heat = heat_of(graph, weather=RouteWeather(12.0, 50.0, 2.0))
    assert heat.felt().max() < 26.0
    for exposure in (heat.dose(), heat.comfort()):
        front = pareto_front(graph, 0, 35, STEP, exposure=exposure)
        assert len(front) == 1
        assert front.exposure[0] == 0.0
        met = heat.of_routes(front.legs, front.leg_first, STEP)
        assert met.dose[0] == 0.0
        assert met.comfort_m[0] == pytest.approx(front.length_m[0])


# -- routes by hand -------------------------------------------------------------------------------------------------


def two_streets():
    """A sunny street of 100 m, sky view 0.6, and a shady way of 120 m, sky view 0.3, in one slot that stands still."""
    xy = np.array([(0.0, 0.0), (100.0, 0.0), (50.0, 33.166247903554)])
    u, v, length = np.array([0, 0, 2]), np.array([1, 2, 1]), np.array([100.0, 60.0, 60.0])
    sun = np.array([[100], [0], [0]], dtype=np.uint8)
    graph = build_graph(u, v, length, xy, sun=sun, wait=[0.0, 0.0, 12.0])
    return graph, NetworkHeat(graph, np.array([0.6, 0.3, np.nan]), table(count=1), default_svf=0.3)


def test_two_streets_by_hand():
    graph, heat = two_streets()
    noon = slots()[0]
    sunny, shady = felt_at(noon, 0.6, 1.0), felt_at(noon, 0.3, 0.0)
    assert sunny > shady + 2.0 > 28.0
    minutes = 100 / 1.25 / 60, (120 / 1.25 + 12) / 60
    doses = (sunny - 26) * minutes[0], (shady - 26) * minutes[1]
    front = pareto_front(graph, 0, 1, 0.0, exposure=heat.comfort())
    np.testing.assert_allclose(front.length_m, [100, 120])
    extra = 100 * (sunny - 26) / 6, 120 * (shady - 26) / 6
    np.testing.assert_allclose(front.exposure, extra, rtol=1e-6)
    np.testing.assert_allclose(front.sun_m, [100, 0])
    np.testing.assert_allclose(front.alpha_eq, [1, 1 + 20 / (extra[0] - extra[1])], rtol=1e-5)
    met = heat.of_routes(front.legs, front.leg_first, 0.0)
    np.testing.assert_allclose(met.utci_mean, [sunny, shady], rtol=1e-6)
    np.testing.assert_allclose(met.utci_max, [sunny, shady], rtol=1e-6)
    np.testing.assert_allclose(met.dose, doses, rtol=1e-6)
    np.testing.assert_allclose(met.comfort_m, front.length_m + extra, rtol=1e-6)
    # One waits in the heat: the shady way is longer, and its dose counts the crossing.
    timed = pareto_front(graph, 0, 1, 0.0, exposure=heat.dose())
    np.testing.assert_allclose(timed.exposure, sorted(doses, reverse=True)[: len(timed)], rtol=1e-6)
    heat.prepare()
    np.testing.assert_array_equal(np.array(heat.of_routes(front.legs, front.leg_first, 0.0)), np.array(met))


def test_mean_and_highest_over_both_streets():
    # From inside the sunny street through its end: half in each.
    graph, heat = two_streets()
    noon = slots()[0]
    sunny, shady = felt_at(noon, 0.6, 1.0), felt_at(noon, 0.3, 0.0)
    front = pareto_front(graph, Place(0, 0.4, 40.0, 0.0), Place(1, 0.5, 25.0, 16.58), 0.0, exposure=heat.dose())
    met = heat.of_routes(front.legs, front.leg_first, 0.0)
    assert front.length_m[0] == pytest.approx(70.0)
    assert met.utci_mean[0] == pytest.approx((40 * sunny + 30 * shady) / 70, rel=1e-6)
    assert met.utci_max[0] == pytest.approx(sunny, rel=1e-6)
    assert met.dose[0] == pytest.approx((40 * (sunny - 26) + 30 * (shady - 26)) / 75, rel=1e-6)


def test_gamma_scales_what_is_added():
    graph, heat = two_streets()
    double = NetworkHeat(graph, np.array([0.6, 0.3, 0.3]), table(count=1), gamma=2.0)
    front, twice = (pareto_front(graph, 0, 1, 0.0, exposure=item.comfort()) for item in (heat, double))
    np.testing.assert_allclose(twice.exposure, 2.0 * front.exposure, rtol=1e-6)
    none = NetworkHeat(graph, np.array([0.6, 0.3, 0.3]), table(count=1), gamma=0.0)
    assert len(pareto_front(graph, 0, 1, 0.0, exposure=none.comfort())) == 1


def test_score_is_added_to_each_metre():
    graph, heat = two_streets()
    added = np.array([0.0, 0.25, 0.75])
    sun = pareto_front(graph, 0, 1, 0.0, exposure=heat.sun(added))
    np.testing.assert_allclose(sun.exposure, [100.0, 15.0 + 45.0])
    np.testing.assert_allclose(sun.sun_m, [100.0, 0.0])
    comfort = pareto_front(graph, 0, 1, 0.0, exposure=heat.comfort(added=added))
    plain = pareto_front(graph, 0, 1, 0.0, exposure=heat.comfort())
    np.testing.assert_allclose(comfort.exposure, plain.exposure + np.array([0.0, 60.0]), rtol=1e-6)


def test_wrong_heat_is_refused():
    graph, _ = two_streets()
    for svf, options, part in (
        (np.ones(2), {}, "one sky view factor per edge"),
        (np.ones(3), {"default_svf": 1.5}, "between 0 and 1"),
        (np.ones(3), {"gamma": -1.0}, "0 or more"),
    ):
        with pytest.raises(ValueError, match=part):
            NetworkHeat(graph, svf, table(count=1), **options)
    with pytest.raises(ValueError, match="slots of the sun profiles"):
        NetworkHeat(graph, np.ones(3), table(count=2))


# -- searches -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["dose", "comfort"])
@pytest.mark.parametrize("seed", range(3))
def test_front_of_heat_equals_enumeration_on_a_lattice(seed, kind):
    rng = np.random.default_rng(seed)
    slope, wait = rng.normal(0.0, 0.05, 60), np.where(rng.random(60) < 0.2, 15.0, 0.0)
    graph = lattice_graph(6, seed, slope=slope, wait=wait)
    exposure = getattr(heat_of(graph, seed), kind)()
    expected = enumerated(graph, exposure, 0, 35, 3.5 * STEP, 0.3)
    front = pareto_front(graph, 0, 35, 3.5 * STEP, exposure=exposure, detour=0.3, strict=True)
    assert len(front) > 2
    np.testing.assert_allclose(front.length_m, expected[:, 0], rtol=1e-9)
    np.testing.assert_allclose(front.exposure, expected[:, 1], rtol=1e-9)
    walked = follow(graph, front.legs, 3.5 * STEP, front.leg_first, exposure)
    np.testing.assert_allclose(np.add.reduceat(walked[:, 3], front.leg_first[:-1]), front.exposure, rtol=1e-9)
    plain = pareto_front(graph, 0, 35, 3.5 * STEP, exposure=exposure, detour=0.3)
    assert (plain.exposure[-1] >= front.exposure[-1] - 1e-9).all()


@pytest.mark.parametrize(("t0", "timed"), [(-2.0 * STEP, True), (22.5 * STEP, False), (40.0 * STEP, True), (0.0, True)])
def test_front_is_exact_into_and_out_of_the_night(t0, timed):
    # Rates jump at random; the night costs more than many slots, and two edges of a walk may see both.
    rng = np.random.default_rng(5)
    slope, wait = rng.normal(0.0, 0.08, 40), np.where(rng.random(40) < 0.3, 40.0, 0.0)
    graph = lattice_graph(5, 5, slope=slope, wait=wait)
    exposure = exposure_of_rates(rng.uniform(0.0, 2.0, (40, 24)), rng.uniform(0.5, 1.5, 40), STEP, timed=timed)
    expected = enumerated(graph, exposure, 0, 24, t0, 0.6)
    front = pareto_front(graph, 0, 24, t0, exposure=exposure, detour=0.6, strict=True)
    np.testing.assert_allclose(front.length_m, expected[:, 0], rtol=1e-9)
    np.testing.assert_allclose(front.exposure, expected[:, 1], rtol=1e-9)


@given(st.integers(0, 10_000), st.sampled_from([1.2, 2.0, 8.0]), st.booleans())
@settings(max_examples=30)
def test_weighted_heat_is_the_best_of_the_front_when_the_sun_stands_still(seed, alpha, timed):
    rng = np.random.default_rng(seed)
    wait = np.where(rng.random(24) < 0.3, 25.0, 0.0)
    graph = lattice_graph(4, seed, sun=np.zeros((24, 1), dtype=np.uint8), wait=wait)
    exposure = exposure_of_rates(rng.uniform(0.0, 3.0, (24, 1)), np.zeros(24), STEP, timed=timed)
    start = Place(3, 0.3, 0.0, 0.0)
    front = pareto_front(graph, start, 15, 0.0, exposure=exposure, detour=100.0)
    best = (front.length_m + (alpha - 1.0) * front.exposure).min()
    route = weighted_route(graph, start, 15, 0.0, alpha, exposure=exposure)
    assert route.cost == pytest.approx(best, rel=1e-9)
    # Told the way to the end beforehand, it says the same to the bit.
    from cityorchestra.processing_provider.walking.paths import distances_from

    told = weighted_route(
        graph, start, 15, 0.0, alpha, exposure=exposure, to_goal=distances_from(graph, [15], towards=True)
    )
    assert told.cost == route.cost
    np.testing.assert_array_equal(told.legs.edge, route.legs.edge)


def test_weight_of_one_is_the_shortest_route_of_networkx():
    xy, u, v, length = lattice(6, 3)
    graph = build_graph(u, v, length, xy, sun=moving_shade(60, 3))
    peer = networkx.Graph()
    peer.add_weighted_edges_from(zip(u.tolist(), v.tolist(), length.tolist()))
    heat = heat_of(graph, 3)
    for exposure in (heat.dose(), heat.comfort()):
        route = weighted_route(graph, 0, 35, STEP, 1.0, exposure=exposure)
        assert route.cost == pytest.approx(networkx.dijkstra_path_length(peer, 0, 35), rel=1e-12)


def test_sun_as_numbers_is_the_sun_in_percent():
    graph = lattice_graph(8, 1)
    percent = pareto_front(graph, 0, 63, 2 * STEP)
    numbers = exposure_of_rates(graph.sun / 100.0, np.zeros(len(graph.u)), STEP)
    front = pareto_front(graph, 0, 63, 2 * STEP, exposure=numbers)
    np.testing.assert_allclose(front.length_m, percent.length_m)
    np.testing.assert_allclose(front.exposure, percent.exposure, rtol=1e-6)
    np.testing.assert_allclose(front.sun_m, percent.sun_m, rtol=1e-6)
    np.testing.assert_array_equal(percent.exposure, percent.sun_m)


# -- rates ----------------------------------------------------------------------------------------------------------


@given(st.integers(0, 10_000), st.floats(-3 * STEP, 9 * STEP), st.floats(0.0, 5 * STEP), st.integers(1, 7))
@example(0, 0.0, 5e-324, 2)  # a stay so short that its integral has no digit left
def test_mean_rate_is_the_exact_integral_and_the_highest_is_never_below(seed, t, duration, count):
    rng = np.random.default_rng(seed)
    exposure = exposure_of_rates(rng.uniform(0, 3, (1, count)), rng.uniform(0, 3, 1), STEP)
    highest = highest_rate(exposure, 0, t, duration)
    assert highest >= mean_rate(exposure, 0, t, duration) - 1e-9
    assert highest <= exposure.most + 1e-6
    if duration > 1e-3:
        expected = integral(exposure.rate[0], STEP, t, t + duration) / duration
        assert mean_rate(exposure, 0, t, duration) == pytest.approx(expected, abs=1e-6)
        fine = [mean_rate(exposure, 0, at, 0.0) for at in np.linspace(t, t + duration, 50)]
        assert max(fine) <= highest + 1e-9


def test_bounds_of_an_exposure():
    exposure = exposure_of_rates([[0.0, 2.0, 1.0]], [4.0], 10.0)
    assert (exposure.span, exposure.most, exposure.n_slots) == (4.0, 4.0, 3)
    assert exposure.change == pytest.approx(0.4, rel=1e-5)  # from the night to the first slot
    still = exposure_of_rates([[3.0]], [9.0], 10.0)
    assert (still.span, still.change, still.most) == (0.0, 0.0, 3.0)
    assert mean_rate(still, 0, 1e9, 5.0) == 3.0
    assert exposure_of_sun(np.array([[50, 60]], np.uint8), 10.0).change == 0.1
    assert exposure_of_rates(np.zeros((0, 3)), np.zeros(0), 1.0).most == 0.0


@pytest.mark.parametrize(
    ("rate", "night", "step", "part"),
    [
        (np.zeros((2, 0)), np.zeros(2), 1.0, "one rate of exposure per slot"),
        (np.zeros(2), np.zeros(2), 1.0, "one rate of exposure per slot"),
        (np.zeros((2, 3)), np.zeros(3), 1.0, "one rate of exposure per slot"),
        (np.zeros((2, 3)), np.zeros(2), 0.0, "above 0 s"),
        (np.full((2, 3), np.nan), np.zeros(2), 1.0, "must be a number"),
        (np.zeros((2, 3)), np.full(2, np.inf), 1.0, "must be a number"),
    ],
)
def test_rates_that_are_refused(rate, night, step, part):
    with pytest.raises(ValueError, match=part):
        exposure_of_rates(rate, night, step)
