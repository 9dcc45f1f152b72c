"""Sky view factor: against geometry, against a brute-force look around, and its invariants."""

from __future__ import annotations

import math

import numpy as np
import pytest
from cityorchestra.processing_provider.engine import Tile
from cityorchestra.processing_provider.heat.sky_view import SkyView, sky_view_factor
from cityorchestra.processing_provider.heat.sky_view_tiles import sky_view_halo, sky_view_of_tile, sky_view_tile
from hypothesis import given, settings
from hypothesis import strategies as st

from .test_shadows import QUANTUM, town

ANALYTIC_TOLERANCE = 0.003  # of the specification, 32 azimuths
HORIZONTAL_M = 21.0  # [m] width of the canyon
RADIUS_M = 40.0  # [m] of the basin


def canyon(height, length=1201, width=201):
    """Street of 21 m between walls, the sky view factor of its middle, and where that is."""
    dsm = np.full((length, width), height, dtype=np.float32)
    half = int(HORIZONTAL_M) // 2
    dsm[:, width // 2 - half : width // 2 + half + 1] = 0.0
    return dsm, (length // 2, width // 2), math.cos(math.atan(2.0 * height / HORIZONTAL_M))


def basin(height, side=121):
    """Circular hole of 40 m radius, the sky view factor of its middle, and where that is."""
    row, column = np.mgrid[:side, :side] - side // 2
    dsm = np.where(np.hypot(row, column) >= RADIUS_M, height, 0.0).astype(np.float32)
    return dsm, (side // 2, side // 2), RADIUS_M**2 / (RADIUS_M**2 + height**2)


CASES = [(canyon, height) for height in (5.0, 10.0, 20.0, 40.0)] + [(basin, h) for h in (5.0, 10.0, 20.0, 30.0)]


def sky_above(slope, weight):
    elevation = math.atan(slope)
    return math.cos(elevation) ** 2 if weight == "cosine" else 1.0 - math.sin(elevation)


def looked_around(dsm, cell, azimuth, canopy, ground, **options):
    """Sky, and sky hidden by crowns, of one azimuth, cell by cell on each cell's digital line: the definition."""
    weight, observer, reach = options["weight"], options["observer_height"], options["max_distance"]
    toward = (-math.cos(math.radians(azimuth)), math.sin(math.radians(azimuth)))
    main = 0 if abs(toward[0]) >= abs(toward[1]) - 1e-12 else 1
    slope = toward[1 - main] / toward[main]
    ahead = 1 if toward[main] > 0 else -1
    length = cell * math.hypot(1.0, slope)
    sky, hidden = np.full(dsm.shape, np.nan), np.full(dsm.shape, np.nan)
    for place in np.ndindex(dsm.shape):
        eye = float(dsm[place]) + observer
        if math.isnan(eye):
            continue
        line = place[1 - main] - math.floor(slope * place[main] + 0.5)
        horizon, crowns, steps, at = 0.0, [], 0, place
        while 0 <= at[0] < dsm.shape[0] and 0 <= at[1] < dsm.shape[1] and steps * length <= reach:
            surface, near, far = float(dsm[at]), (steps - 0.5) * length, (steps + 0.5) * length
            if steps and not math.isnan(surface):
                horizon = max(horizon, (surface - eye) / near)
            if canopy is not None and canopy[at] > 0 and not math.isnan(surface):
                foot = surface if ground is None or np.isnan(ground[at]) else float(ground[at])
                base, top = foot + options["trunk_ratio"] * float(canopy[at]), foot + float(canopy[at])
                if steps:
                    crowns.append(((base - eye) / (far if base > eye else near), (top - eye) / near))
                elif top > eye:
                    crowns.append(((base - eye) / far, math.inf))
            steps += 1
            i = place[main] + ahead * steps
            j = line + math.floor(slope * i + 0.5)
            at = (i, j) if main == 0 else (j, i)
        sky[place] = sky_above(horizon, weight)
        hidden[place], highest = 0.0, horizon
        for low, high in sorted(crowns):  # union of the intervals above the horizon
            if high > highest:
                hidden[place] += sky_above(max(low, highest), weight) - sky_above(high, weight)
                highest = high
    return sky, hidden


# --- geometry ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("make", "height"), CASES, ids=lambda value: getattr(value, "__name__", str(value)))
def test_canyon_and_basin(make, height):
    dsm, middle, exact = make(height)
    assert sky_view_factor(dsm, 1.0, azimuths=32).svf[middle] == pytest.approx(exact, abs=ANALYTIC_TOLERANCE)


@pytest.mark.parametrize(("make", "height"), CASES, ids=lambda value: getattr(value, "__name__", str(value)))
def test_dense_crowns_from_the_ground_up_are_an_obstacle(make, height):
    dsm, middle, exact = make(height)
    view = sky_view_factor(np.zeros_like(dsm), 1.0, canopy_height=dsm, trunk_ratio=0.0, transmissivity=0.0)
    solid = sky_view_factor(dsm, 1.0).svf
    street = dsm == 0
    assert (view.svf == 1.0).all()
    np.testing.assert_allclose(view.svf_veg[street], solid[street], atol=1e-6)
    np.testing.assert_allclose(view.combined[street], solid[street], atol=1e-6)
    assert view.combined[middle] == pytest.approx(exact, abs=ANALYTIC_TOLERANCE)
    assert (view.combined[~street] == 0.0).all(), "inside the crowns there is no sky"


def test_foot_of_a_long_wall_sees_half_the_sky():
    dsm = np.zeros((2001, 41), dtype=np.float32)
    dsm[:, 20] = 300.0  # seen 1 to 20 m away
    view = sky_view_factor(dsm, 1.0, azimuths=64, directional=True)
    foot = (1000, 21)
    assert view.svf[foot] == pytest.approx(0.5, abs=0.01)
    assert view.west[foot] < 0.02
    assert view.east[foot] == 1.0
    assert view.north[foot] == pytest.approx(0.5, abs=0.01)
    # At a distance d of a wall as long as it is far: (1 + cos b) / 2 with tan b = H / d.
    for height, distance in ((10.0, 5), (10.0, 10), (4.0, 12)):
        dsm[:, 20] = height
        elevation = math.atan(height / (distance - 0.5))
        svf = sky_view_factor(dsm, 1.0, azimuths=64).svf[1000, 20 + distance]
        assert svf == pytest.approx((1.0 + math.cos(elevation)) / 2.0, abs=ANALYTIC_TOLERANCE)


def test_solid_angle_of_a_basin():
    # A horizon at the same elevation all around leaves 1 - sin(b) of the half sphere.
    dsm, middle, _ = basin(20.0)
    expected = 1.0 - math.sin(math.atan(20.0 / RADIUS_M))
    view = sky_view_factor(dsm, 1.0, weight="solid")
    assert view.svf[middle] == pytest.approx(expected, abs=ANALYTIC_TOLERANCE)
    leafy = sky_view_factor(np.zeros_like(dsm), 1.0, canopy_height=dsm, trunk_ratio=0.0, weight="solid")
    np.testing.assert_allclose(leafy.svf_veg[middle], view.svf[middle], atol=1e-6)


def test_a_ring_of_crowns_leaves_the_sky_under_and_over_it():
    dsm, middle, _ = basin(20.0, side=101)
    ring = dsm.copy()
    row, column = np.mgrid[:101, :101] - 50
    ring[np.hypot(row, column) >= RADIUS_M + 5.0] = 0.0
    view = sky_view_factor(np.zeros_like(dsm), 1.0, canopy_height=ring, trunk_ratio=0.5, transmissivity=0.2)
    hidden = 20.0**2 / (20.0**2 + RADIUS_M**2) - 10.0**2 / (10.0**2 + (RADIUS_M + 5.0) ** 2)
    assert view.svf_veg[middle] == pytest.approx(1.0 - hidden, abs=0.005)
    assert view.combined[middle] == pytest.approx(1.0 - 0.8 * hidden, abs=0.005)


def test_under_a_roof_of_leaves():
    canopy = np.full((201, 201), 10.0, dtype=np.float32)
    view = sky_view_factor(np.zeros_like(canopy), 1.0, canopy_height=canopy, trunk_ratio=0.25, transmissivity=0.1)
    # From the middle the base of the roof, 2.5 m up, ends 100.5 m away: nearly nothing is left to see under it.
    assert view.svf_veg[100, 100] == pytest.approx(1.0 - 1.0 / (1.0 + (2.5 / 100.5) ** 2), abs=0.001)
    assert view.combined[100, 100] == pytest.approx(0.1, abs=0.001)
    assert (view.svf == 1.0).all()
    # Someone on a tower above the trees sees all the sky.
    canopy[100, 100] = 0.0
    dsm = np.zeros_like(canopy)
    dsm[100, 100] = 30.0
    assert sky_view_factor(dsm, 1.0, canopy_height=canopy).combined[100, 100] == 1.0


def test_flat_ground_sees_all_the_sky():
    for altitude in (-400.0, 0.0, 0.1, 3000.7):
        for weight in ("cosine", "solid"):
            for reach in (5.0, math.inf):
                flat = np.full((30, 41), altitude, dtype=np.float32)
                view = sky_view_factor(flat, 0.5, weight=weight, max_distance=reach, directional=True)
                for band in view:
                    assert (band == 1.0).all()


def test_observer_over_an_obstacle_no_longer_sees_it():
    dsm, middle, _ = basin(5.0)
    low, high, over = (sky_view_factor(dsm, 1.0, observer_height=h).svf[middle] for h in (0.0, 3.0, 5.0))
    assert low < high < over == 1.0
    assert high == pytest.approx(1600.0 / (1600.0 + 2.0**2), abs=0.001)


def test_max_distance_is_counted_from_the_obstacle():
    dsm = np.zeros((201, 61), dtype=np.float32)
    dsm[:, 30] = 50.0
    step = 1.0 / math.cos(math.radians(22.5))  # of the lines nearest to east and west, among four
    for reach in (1.5, 7.5, 7.6, 25.0):
        svf = sky_view_factor(dsm, 1.0, azimuths=4, max_distance=reach).svf[100]
        dimmed = np.flatnonzero(svf < 1.0)
        steps = math.floor(reach / step)
        assert dimmed.tolist() == [n for n in range(30 - steps, 31 + steps) if n != 30]


# --- against the definition ----------------------------------------------------------------------------------


def expected_view(dsm, cell, azimuths, canopy=None, ground=None, **options):
    sky, hidden = np.zeros(dsm.shape), np.zeros(dsm.shape)
    for azimuth in (np.arange(azimuths) + 0.25) * 360.0 / azimuths:
        seen = looked_around(dsm, cell, azimuth, canopy, ground, **options)
        sky += seen[0] / azimuths
        hidden += seen[1] / azimuths
    return sky, 1.0 - hidden


@pytest.mark.parametrize("weight", ["cosine", "solid"])
@pytest.mark.parametrize(("observer", "reach"), [(0.0, math.inf), (1.125, 9.0), (4.0, 23.5)])
def test_same_as_looking_around_cell_by_cell(weight, observer, reach):
    dsm, canopy, ground = town(31, 37, seed=3, canopy=True)
    dsm[5:8, 30:33] = np.nan
    canopy[20, 20:25] = np.nan
    ground[10:14, :] = np.nan
    options = {"weight": weight, "observer_height": observer, "max_distance": reach, "trunk_ratio": 0.5}
    sky, veg = expected_view(dsm, 0.75, 10, canopy, ground, **options)
    view = sky_view_factor(dsm, 0.75, azimuths=10, canopy_height=canopy, ground=ground, transmissivity=0.1, **options)
    np.testing.assert_allclose(view.svf, sky, atol=2e-6)
    np.testing.assert_allclose(view.svf_veg, veg, atol=2e-6)
    np.testing.assert_allclose(view.combined, sky - 0.9 * (1.0 - veg), atol=2e-6)
    assert np.nanmin(view.svf) < 0.6, "the case is too easy"
    assert np.nanmin(view.svf_veg) < 0.85


@settings(derandomize=True, deadline=None, max_examples=80)
@given(
    rows=st.integers(1, 12),
    columns=st.integers(1, 12),
    seed=st.integers(0, 2**31),
    azimuths=st.sampled_from([4, 6, 8, 14]),
    reach=st.floats(1.5, 15.0),
    observer=st.sampled_from([0.0, 0.5, 3.0]),
    trunk=st.sampled_from([0.0, 0.5, 0.875]),
)
def test_random_rasters_are_as_looked_around(rows, columns, seed, azimuths, reach, observer, trunk):
    random = np.random.default_rng(seed)
    dsm = random.integers(-100, 500, (rows, columns)) / np.float32(64)
    canopy = random.integers(-900, 900, (rows, columns)) / np.float32(64)
    dsm[random.random(dsm.shape) < 0.1] = np.nan
    canopy[random.random(dsm.shape) < 0.1] = np.nan
    options = {"weight": "cosine", "observer_height": observer, "max_distance": reach, "trunk_ratio": trunk}
    view = sky_view_factor(dsm, 1.0, azimuths=azimuths, canopy_height=canopy, **options)
    sky, veg = expected_view(dsm, 1.0, azimuths, canopy, None, **options)
    np.testing.assert_allclose(view.svf, sky, atol=2e-6)
    np.testing.assert_allclose(view.svf_veg, veg, atol=2e-6)


def test_long_lines_under_thick_woods_are_as_looked_around():
    # Runs of crowns longer than a group of steps, whose members touch or not.
    random = np.random.default_rng(5)
    dsm = (random.integers(0, 3, (2, 90)) * (random.random((2, 90)) < 0.1)).astype(np.float32)
    canopy = (6.0 + 4.0 * np.sin(np.arange(180) / 9.0).reshape(2, 90) + random.integers(0, 64, (2, 90)) / 64).astype(
        "f4"
    )
    canopy[:, 40:43] = 0.0
    canopy[:, 60] = 0.5
    for reach in (20.0, 41.0, math.inf):
        for trunk in (0.25, 0.5, 0.9375):
            options = {"weight": "cosine", "observer_height": 0.0, "max_distance": reach, "trunk_ratio": trunk}
            view = sky_view_factor(dsm, 1.0, azimuths=4, canopy_height=canopy, **options)
            sky, veg = expected_view(dsm, 1.0, 4, canopy, None, **options)
            np.testing.assert_allclose(view.svf, sky, atol=2e-6)
            np.testing.assert_allclose(view.svf_veg, veg, atol=1e-3)  # heights rounded to a millimetre


# --- invariants ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("altitude", [-500.0, -100.0, 100.0, 500.0])
def test_altitude_changes_nothing(altitude):
    dsm, canopy, ground = town(60, 80, seed=1, canopy=True)
    shift = np.float32(altitude)
    for reach in (12.0, math.inf):
        here, there = (
            sky_view_factor(dsm + up, 1.0, canopy_height=canopy, ground=ground + up, max_distance=reach)
            for up in (np.float32(0.0), shift)
        )
        for one, other in zip(here[:3], there[:3]):
            np.testing.assert_array_equal(one, other)
    assert here.combined.min() < 0.5 < here.combined.max() <= 1.0


def test_turning_the_town_turns_the_sky():
    dsm, canopy, _ = town(60, 80, seed=2, canopy=True)
    sides = ("north", "west", "south", "east")
    here = sky_view_factor(dsm, 1.0, canopy_height=canopy, directional=True)
    for turns in (1, 2, 3):  # np.rot90 turns anticlockwise: what was in the north is in the west
        turned = sky_view_factor(np.rot90(dsm, turns), 1.0, canopy_height=np.rot90(canopy, turns), directional=True)
        for name in ("svf", "svf_veg", "combined"):
            differ = np.rot90(getattr(here, name), turns) - getattr(turned, name)
            assert np.abs(differ).mean() < 0.02, "the rounding of lines to cells is not symmetric"
            assert abs(differ.mean()) < 0.001
        for number, name in enumerate(sides):
            differ = np.rot90(getattr(here, name), turns) - getattr(turned, sides[(number + turns) % 4])
            assert np.abs(differ).mean() < 0.03
            assert abs(differ.mean()) < 0.002


@settings(derandomize=True, deadline=None, max_examples=60)
@given(
    seed=st.integers(0, 2**31),
    place=st.tuples(st.integers(0, 19), st.integers(0, 24)),
    rise=st.floats(0.1, 40.0),
    reach=st.sampled_from([math.inf, 6.0]),
    weight=st.sampled_from(["cosine", "solid"]),
)
def test_raising_something_never_opens_the_sky(seed, place, rise, reach, weight):
    dsm, canopy, _ = town(20, 25, seed=seed, canopy=True)
    how = {"max_distance": reach, "weight": weight, "azimuths": 16}
    taller = dsm.copy()
    taller[place] += rise
    before, after = (sky_view_factor(d, 1.0, **how).svf for d in (dsm, taller))
    elsewhere = np.ones(dsm.shape, dtype=bool)
    elsewhere[place] = False
    assert (after[elsewhere] <= before[elsewhere]).all()
    assert after[place] >= before[place]

    leafier = canopy.copy()
    leafier[place] += rise
    before, after = (
        sky_view_factor(dsm, 1.0, canopy_height=c, trunk_ratio=0.0, **how).svf_veg for c in (canopy, leafier)
    )
    assert (after <= before + 1e-6).all()


@settings(derandomize=True, deadline=None, max_examples=60)
@given(
    seed=st.integers(0, 2**31),
    azimuths=st.sampled_from([4, 6, 16, 30]),
    tau=st.floats(0.0, 1.0),
    trunk=st.floats(0.0, 1.0),
    observer=st.floats(0.0, 5.0),
    weight=st.sampled_from(["cosine", "solid"]),
)
def test_bounds_and_halves(seed, azimuths, tau, trunk, observer, weight):
    dsm, canopy, ground = town(20, 25, seed=seed, canopy=True)
    view = sky_view_factor(
        dsm,
        1.0,
        canopy_height=canopy,
        ground=ground,
        azimuths=azimuths,
        transmissivity=tau,
        trunk_ratio=trunk,
        observer_height=observer,
        weight=weight,
        directional=True,
    )
    for band in view:
        assert band.dtype == np.float32
        assert band.min() >= 0.0
        assert band.max() <= 1.0
    assert (view.combined <= view.svf).all()
    np.testing.assert_allclose((view.north + view.south) / 2, view.combined, atol=3e-6)
    np.testing.assert_allclose((view.east + view.west) / 2, view.combined, atol=3e-6)
    np.testing.assert_allclose(view.combined, view.svf - (1.0 - view.svf_veg) * (1.0 - tau), atol=1e-6)


def test_canopy_absent_or_transparent():
    dsm, canopy, ground = town(40, 30, seed=4, canopy=True)
    bare = sky_view_factor(dsm, 1.0)
    for nothing in (None, np.zeros_like(dsm), np.full_like(dsm, np.nan), np.full_like(dsm, -3.0)):
        view = sky_view_factor(dsm, 1.0, canopy_height=nothing, ground=ground)
        assert (view.svf_veg == 1.0).all()
        np.testing.assert_array_equal(view.combined, view.svf)
        np.testing.assert_array_equal(view.svf, bare.svf)
    glass = sky_view_factor(dsm, 1.0, canopy_height=canopy, ground=ground, transmissivity=1.0)
    np.testing.assert_array_equal(glass.combined, glass.svf)
    np.testing.assert_array_equal(glass.svf, bare.svf)
    assert glass.svf_veg.min() < 0.9


def test_missing_heights_are_missing_there_and_hide_nothing():
    random = np.random.default_rng(1)
    for reach in (8.0, math.inf):
        dsm, canopy, ground = town(30, 35, seed=6, canopy=True)
        holes = random.random(dsm.shape) < 0.15
        how = {"canopy_height": canopy, "ground": ground, "directional": True, "max_distance": reach}
        view = sky_view_factor(np.where(holes, np.float32(np.nan), dsm), 1.0, **how)
        # As if they were bottomless and bare.
        how["canopy_height"] = np.where(holes, np.float32(0.0), canopy)
        sunk = sky_view_factor(np.where(holes, np.float32(-1e4), dsm), 1.0, **how)
        for band, expected in zip(view, sunk):
            np.testing.assert_array_equal(np.isnan(band), holes)
            np.testing.assert_array_equal(band[~holes], expected[~holes])


def test_mistaken_heights_do_no_harm():
    dsm = town(20, 20)
    dsm[3, 4], dsm[10, 10] = 3.4e38, -np.inf
    view = sky_view_factor(dsm, 1.0)
    assert ((view.svf >= 0) & (view.svf <= 1)).all()


def test_nothing_but_holes_and_nothing_at_all():
    assert np.isnan(sky_view_factor(np.full((4, 5), np.nan), 1.0).svf).all()
    assert sky_view_factor(np.zeros((0, 5)), 1.0).svf.shape == (0, 5)
    for shape in ((1, 1), (1, 7), (7, 1)):
        assert (sky_view_factor(np.full(shape, 12.0), 1.0, max_distance=2.0).combined == 1.0).all()


# --- tiles, threads, cancel ----------------------------------------------------------------------------------


def mosaic(rasters, tile_size, options, **how):
    """Bands computed tile by tile, as the engine cuts them."""
    rows, columns = rasters["dsm"].shape
    halo = sky_view_halo(options["cell_size"], options["max_distance"])
    bands = None
    for row in range(0, rows, tile_size):
        for column in range(0, columns, tile_size):
            height, width = min(tile_size, rows - row), min(tile_size, columns - column)
            top, left = max(row - halo, 0), max(column - halo, 0)
            bottom, right = min(row + height + halo, rows), min(column + width + halo, columns)
            tile = Tile(row, column, height, width, top, left, bottom - top, right - left)
            cut = {name: raster[top:bottom, left:right] for name, raster in rasters.items()}
            part = sky_view_tile(cut, tile, np.zeros(1, dtype=np.uint8), bands=SkyView._fields, options=options, **how)
            if bands is None:
                bands = np.empty((len(part), rows, columns), dtype=np.float32)
            bands[:, row : row + height, column : column + width] = part
    return bands


@pytest.mark.parametrize(("rows", "columns", "tile"), [(70, 95, 16), (95, 70, 33), (64, 64, 64), (40, 90, 7)])
@pytest.mark.parametrize(("reach", "observer"), [(500.0, 0.0), (23.0, 1.1), (3.0, 0.0)])
def test_tiles_equal_the_whole_to_the_bit(rows, columns, tile, reach, observer):
    dsm, canopy, ground = town(rows, columns, seed=rows, canopy=True)
    dsm = dsm * np.float32(1.0371)  # heights that are not whole units
    dsm[rows // 2, 10:13] = ground[rows // 2, 10:13] = np.nan
    options = {"cell_size": 0.7, "trunk_ratio": 0.3, "observer_height": observer, "max_distance": reach}
    whole = sky_view_factor(dsm, canopy_height=canopy, ground=ground, directional=True, azimuths=16, **options)
    tiles = mosaic({"dsm": dsm, "dtm": ground, "canopy": canopy}, tile, options, azimuths=16, directional=True)
    for band, expected in zip(tiles, whole):
        np.testing.assert_array_equal(band, expected)


def test_a_reach_as_long_as_the_raster_is_no_limit():
    dsm, canopy, _ = town(50, 60, seed=7, canopy=True)
    views = [sky_view_factor(dsm, 1.0, canopy_height=canopy, max_distance=reach) for reach in (90.0, 500.0, math.inf)]
    for view in views[:2]:
        np.testing.assert_array_equal(view.combined, views[2].combined)
    assert (sky_view_factor(dsm, 1.0, max_distance=5.0).svf >= views[2].svf).all()


def test_threads_change_nothing():
    dsm, canopy, ground = town(37, 61, seed=8, canopy=True)
    for reach in (math.inf, 15.0):
        how = {"canopy_height": canopy, "ground": ground, "max_distance": reach, "directional": True, "azimuths": 8}
        alone = sky_view_factor(dsm, 1.0, **how)
        for threads in (2, 3, 64):
            for band, expected in zip(sky_view_factor(dsm, 1.0, threads=threads, **how), alone):
                np.testing.assert_array_equal(band, expected)


def test_margin_around_the_core_of_a_tile():
    dsm = town(60, 70, seed=9)
    options = {"cell_size": 1.0, "trunk_ratio": 0.25, "observer_height": 0.0, "max_distance": 12.0}
    whole = sky_view_factor(dsm, 1.0, max_distance=12.0).svf
    halo = sky_view_halo(1.0, 12.0) + 5
    tile = Tile(25, 22, 20, 30, 25 - halo, 22 - halo, 20 + 2 * halo, 30 + 2 * halo)
    window = np.s_[25 - halo : 45 + halo, 22 - halo : 52 + halo]
    view = sky_view_of_tile({"dsm": dsm[window]}, tile, options, margin=5)
    np.testing.assert_array_equal(view.svf, whole[20:50, 17:57])
    corner = Tile(0, 0, 20, 30, 0, 0, 60, 70)
    np.testing.assert_array_equal(sky_view_of_tile({"dsm": dsm}, corner, options, margin=5).svf, whole[:25, :35])


def test_halo():
    assert sky_view_halo(1.0, 500.0) == 501
    assert sky_view_halo(0.5, 100.2) == 201
    with pytest.raises(ValueError, match="finite"):
        sky_view_halo(1.0, math.inf)


def test_stop_leaves_the_rest_undone():
    dsm = town(40, 40)
    stopped = sky_view_factor(dsm, 1.0, stop=np.ones(1, dtype=np.uint8))
    assert (stopped.svf == 0.0).all()
    running = sky_view_factor(dsm, 1.0, stop=np.zeros(1, dtype=np.uint8))
    np.testing.assert_array_equal(running.svf, sky_view_factor(dsm, 1.0).svf)


def test_inputs_are_left_alone_and_any_layout_will_do():
    dsm, canopy, ground = town(31, 29, seed=4, canopy=True)
    copies = dsm.copy(), canopy.copy(), ground.copy()
    result = sky_view_factor(dsm, 1.0, canopy_height=canopy, ground=ground).combined
    for array, copy in zip((dsm, canopy, ground), copies):
        np.testing.assert_array_equal(array, copy)
    frozen = canopy.copy()
    frozen.setflags(write=False)
    again = sky_view_factor(np.asfortranarray(dsm.astype(float)), 1.0, canopy_height=frozen, ground=ground)
    np.testing.assert_array_equal(again.combined, result)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"dsm": np.zeros(5)}, "raster of rows and columns"),
        ({"canopy_height": np.zeros((4, 6))}, "Align the rasters first: canopy"),
        ({"ground": np.zeros((4, 6))}, "Align the rasters first: ground"),
        ({"cell_size": 0.0}, "cell size greater than 0"),
        ({"trunk_ratio": 1.2}, "trunk ratio"),
        ({"transmissivity": -0.1}, "transmissivity"),
        ({"observer_height": -1.0}, "observer height"),
        ({"azimuths": 7}, "even number of azimuths"),
        ({"azimuths": 2}, "even number of azimuths"),
        ({"weight": "sine"}, "one of cosine, solid"),
        ({"max_distance": 1.2}, "a cell's diagonal"),
        ({"max_distance": math.nan}, "a cell's diagonal"),
        ({"threads": 0}, "at least 1 thread"),
    ],
)
def test_refused_arguments(changes, sentence):
    with pytest.raises(ValueError, match=sentence):
        sky_view_factor(**{"dsm": np.zeros((4, 5)), "cell_size": 1.0, **changes})


def test_heights_are_told_apart_to_a_millimetre():
    assert QUANTUM * 1024 == 16  # the towns of these tests are in whole units
    for height, hides in ((0.0004, False), (0.0006, True), (0.002, True)):
        dsm = np.zeros((9, 9), dtype=np.float32)
        dsm[:, 4] = height
        assert (sky_view_factor(dsm, 1.0).svf[4, 5] < 1.0) == hides
