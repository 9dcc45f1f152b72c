"""Shadow sweep: against geometry, against a brute-force look-back, and its invariants."""

import math

import numpy as np
import pytest
import shapely
from cityorchestra.processing_provider.heat import shadows
from cityorchestra.processing_provider.heat.shadows import halo_cells, sun_fraction
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import grey_dilation, grey_erosion

QUANTUM = 1 / 64  # [m] heights in binary fractions: adding an altitude to them is exact in float32
AZIMUTHS = [0.0, 17.0, 45.0, 90.0, 118.5, 135.0, 180.0, 203.0, 225.0, 270.0, 300.0, 315.0, 359.9]


def town(rows, columns, seed=0, canopy=False):
    """Gentle relief, blocks of buildings, and (if asked) tree crowns in clumps, with heights in QUANTUM."""
    random = np.random.default_rng(seed)
    r, c = np.mgrid[0:rows, 0:columns]
    ground = 3.0 * np.sin(r / 9.0) + 2.0 * np.cos(c / 7.0)
    dsm = ground.copy()
    crowns = np.zeros_like(dsm)
    for target, low, high in ((dsm, 3.0, 18.0), (crowns, 2.0, 15.0)):
        for _ in range(max(rows * columns // 150, 1)):
            i, j = random.integers(0, rows), random.integers(0, columns)
            height, width = random.integers(1, 7, 2)
            block = np.s_[i : i + height, j : j + width]
            target[block] = (ground[block] if target is dsm else 0.0) + random.uniform(low, high)
    ground, dsm, crowns = (np.round(a / QUANTUM) * QUANTUM for a in (ground, dsm, crowns))
    ground, dsm, crowns = (a.astype(np.float32) for a in (ground, dsm, crowns))
    return (dsm, crowns, ground) if canopy else dsm


def looked_back(dsm, cell, azimuth, elevation, canopy=None, ground=None, **options):
    """Sun fraction by looking back, cell by cell, along each cell's digital line: the definition, spelt out."""
    trunk, tau = options.get("trunk_ratio", 0.25), options.get("transmissivity", 0.03)
    observer, reach = options.get("observer_height", 0.0), options.get("max_distance", 500.0)
    toward = (-math.cos(math.radians(azimuth)), math.sin(math.radians(azimuth)))
    main = 0 if abs(toward[0]) >= abs(toward[1]) - 1e-12 else 1
    slope = toward[1 - main] / toward[main]
    ahead = 1 if toward[main] > 0 else -1
    length = cell * math.hypot(1.0, slope)
    step = length * math.tan(math.radians(elevation))
    result = np.empty(dsm.shape, dtype=np.uint8)
    for place in np.ndindex(dsm.shape):
        ray = float(dsm[place]) + observer
        if math.isnan(ray):
            result[place] = 255
            continue
        line = place[1 - main] - math.floor(slope * place[main] + 0.5)
        built = grown = False
        age, at = 0, place
        while 0 <= at[0] < dsm.shape[0] and 0 <= at[1] < dsm.shape[1] and age * length <= reach:
            surface = float(dsm[at])
            built |= age > 0 and surface > ray + age * step + 1e-3
            if canopy is not None and canopy[at] > 0 and not math.isnan(surface):
                foot = surface if ground is None or np.isnan(ground[at]) else float(ground[at])
                base, top = foot + trunk * float(canopy[at]), foot + float(canopy[at])
                enters = ray + (age - 0.5) * step if age else ray
                grown |= base <= ray + (age + 0.5) * step and top >= enters
            age += 1
            i = place[main] + ahead * age
            j = line + math.floor(slope * i + 0.5)
            at = (i, j) if main == 0 else (j, i)
        result[place] = 0 if built else round(100 * tau) if grown else 100
    return result


# --- geometry ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("elevation", [12.0, 33.0, 45.0, 71.0])
@pytest.mark.parametrize(("azimuth", "ahead"), [(0.0, (1, 0)), (90.0, (0, -1)), (180.0, (-1, 0)), (270.0, (0, 1))])
def test_shadow_of_a_wall(azimuth, ahead, elevation):
    dsm = np.zeros((201, 201), dtype=np.float32)
    dsm[(slice(None), 100) if ahead[0] == 0 else (100, slice(None))] = 17.0
    result = sun_fraction(dsm, 0.5, azimuth, elevation)
    profile = np.array([result[100 + n * ahead[0], 100 + n * ahead[1]] for n in range(1, 100)])
    length = 17.0 / math.tan(math.radians(elevation)) / 0.5
    expected = min(length, 99)
    assert abs((profile == 0).sum() - expected) <= 1 + 1e-9
    assert (np.diff(profile.astype(int)) >= 0).all()  # shade in one piece, beside the wall
    behind = [result[100 - n * ahead[0], 100 - n * ahead[1]] for n in range(0, 100)]
    assert behind == [100] * 100


@pytest.mark.parametrize("azimuth", [8.0, 45.0, 100.0, 163.0, 225.0, 251.0, 338.0])
@pytest.mark.parametrize("elevation", [22.0, 35.0])
def test_shadow_of_a_box_is_its_polygon(azimuth, elevation):
    cell, size, first, last, height = 0.5, 1000, 400, 600, 60.0  # a block of 100 m in a town of 500 m
    dsm = np.zeros((size, size), dtype=np.float32)
    dsm[first:last, first:last] = height
    length = height / math.tan(math.radians(elevation)) / cell
    away = (-math.sin(math.radians(azimuth)) * length, math.cos(math.radians(azimuth)) * length)  # column, row
    foot = shapely.box(first, first, last, last)
    moved = shapely.affinity.translate(foot, *away)
    exact = shapely.union(foot, moved).convex_hull.difference(foot)

    shaded = sun_fraction(dsm, cell, azimuth, elevation) == 0
    row, column = (index + 0.5 for index in np.mgrid[0:size, 0:size])
    wrong = shaded != shapely.contains_xy(exact, column, row)
    assert abs(shaded.sum() - exact.area) <= 0.01 * exact.area
    distance = shapely.distance(exact.boundary, shapely.points(column[wrong], row[wrong]))
    assert distance.max(initial=0.0) <= 1.0


def test_flat_ground_is_in_the_sun():
    for azimuth in AZIMUTHS:
        for altitude in (-400.0, 0.0, 0.1, 3000.7):
            flat = np.full((30, 41), altitude, dtype=np.float32)
            assert (sun_fraction(flat, 0.5, azimuth, 3.0) == 100).all()


def test_a_slope_is_lit_until_the_sun_is_lower():
    slope = np.tile(np.arange(60, 0, -1, dtype=np.float32) * math.tan(math.radians(20.0)), (20, 1))  # falls eastward
    assert (sun_fraction(slope, 1.0, 270.0, 21.0) == 100).all()
    assert (sun_fraction(slope, 1.0, 270.0, 19.0)[:, 1:] == 0).all()


def test_a_shadow_that_just_reaches_a_cell_leaves_it_in_the_sun():
    for height, cells in ((5.0, 4), (5.0009, 4), (5.002, 5)):  # 5 cells away a 45 degree ray is 5 m up
        dsm = np.zeros((1, 30), dtype=np.float32)
        dsm[0, 10] = height
        assert (sun_fraction(dsm, 1.0, 270.0, 45.0) == 0).sum() == cells


def test_sun_at_the_zenith_casts_nothing():
    dsm = town(40, 40)
    for elevation in (89.95, 90.0):
        assert (sun_fraction(dsm, 1.0, 77.0, elevation) == 100).all()


def test_night_is_shade_not_an_error():
    dsm = town(12, 9)
    dsm[3, 4] = np.nan
    for elevation in (0.49, -30.0, math.nan):
        result = sun_fraction(dsm, 1.0, 300.0, elevation)
        assert result[3, 4] == 255
        assert result.sum() == 255
    dsm[3, 4] = 0.0
    assert sun_fraction(dsm, 1.0, 300.0, 0.5).max() == 100  # just above: an ordinary sweep


def test_observer_height_lowers_the_shadow():
    dsm = np.zeros((1, 60), dtype=np.float32)
    dsm[0, 10] = 10.0
    at_ground = (sun_fraction(dsm, 1.0, 270.0, 30.0) == 0).sum()
    at_body = (sun_fraction(dsm, 1.0, 270.0, 30.0, observer_height=1.1) == 0).sum()
    assert at_ground == math.floor(10.0 / math.tan(math.radians(30.0)))
    assert at_body == math.floor(8.9 / math.tan(math.radians(30.0)))


# --- trees ---------------------------------------------------------------------------------------------------


def test_pergola_of_one_metre_gives_shade_at_any_height_of_the_sun():
    # UMEP-dev/UMEP issue 306: a thin crown must not be stepped over.
    canopy = np.zeros((61, 61), dtype=np.float32)
    canopy[25:35, 25:35] = 3.0
    for elevation in (20.0, 50.0, 80.0, 89.0, 90.0):
        result = sun_fraction(np.zeros_like(canopy), 1.0, 160.0, elevation, canopy_height=canopy, trunk_ratio=2 / 3)
        # Exact: the square, drawn out by the slant of the ray through 1 m of leaves; crown cells are met along
        # their whole length, which adds a cell at most.
        slant = 1.0 / math.tan(math.radians(elevation))
        width = 10 * (math.cos(math.radians(20.0)) + math.sin(math.radians(20.0)))
        shaded = (result == 3).sum()
        assert 100 + width * (slant - 1.0) <= shaded <= 100 + width * (slant + 1.5), elevation
    assert (result[25:35, 25:35] == 3).all()


def test_sun_goes_under_a_crown():
    canopy = np.zeros((1, 40), dtype=np.float32)
    canopy[0, 20] = 8.0
    result = sun_fraction(np.zeros_like(canopy), 1.0, 270.0, 45.0, canopy_height=canopy, trunk_ratio=0.5)
    # A ray at 45 degrees is between n - 1/2 and n + 1/2 m high over the crown n cells away: 4 to 8 m are met
    # from n = 4 (3.5 to 4.5) to n = 8 (7.5 to 8.5).
    assert np.flatnonzero(result[0] == 3).tolist() == [24, 25, 26, 27, 28]


def test_transmissivity_and_buildings_over_trees():
    canopy = np.zeros((1, 40), dtype=np.float32)
    canopy[0, 20:22] = 8.0
    dsm = np.zeros_like(canopy)
    for tau, percent in ((0.0, 0), (0.03, 3), (0.126, 13), (0.5, 50), (1.0, 100)):
        result = sun_fraction(dsm, 1.0, 270.0, 45.0, canopy_height=canopy, transmissivity=tau)
        assert set(result[0].tolist()) == {percent, 100}
    dsm[0, 19] = 30.0
    result = sun_fraction(dsm, 1.0, 270.0, 45.0, canopy_height=canopy, transmissivity=0.5)
    assert set(result[0, 20:].tolist()) == {0}


def test_trees_stand_on_the_ground_not_on_the_roof():
    canopy, dsm, ground = (np.zeros((1, 60), dtype=np.float32) for _ in range(3))
    canopy[0, 20] = 8.0
    dsm[0, 20] = 6.0  # a shed under the tree
    on_ground = sun_fraction(dsm, 1.0, 270.0, 45.0, canopy_height=canopy, ground=ground)
    on_roof = sun_fraction(dsm, 1.0, 270.0, 45.0, canopy_height=canopy)
    assert np.flatnonzero(on_ground[0] == 3).max() == 28
    assert np.flatnonzero(on_roof[0] == 3).max() == 34
    ground[0, 20] = np.nan  # unknown ground: on the surface
    assert (sun_fraction(dsm, 1.0, 270.0, 45.0, canopy_height=canopy, ground=ground) == on_roof).all()


# --- against the definition ----------------------------------------------------------------------------------


@pytest.mark.parametrize("azimuth", AZIMUTHS)
@pytest.mark.parametrize("elevation", [7.0, 31.0, 64.0])
def test_same_as_looking_back_cell_by_cell(azimuth, elevation):
    dsm, canopy, ground = town(33, 41, seed=3, canopy=True)
    dsm[5:8, 30:33] = np.nan
    canopy[20, 20:25] = np.nan
    ground[10:14, :] = np.nan
    cases = [
        {},
        {"observer_height": 1.1},
        {"max_distance": 9.0},
        {"canopy_height": canopy, "trunk_ratio": 0.6, "transmissivity": 0.5},
        {"canopy_height": canopy, "ground": ground, "observer_height": 1.1, "max_distance": 14.2},
    ]
    for case in cases:
        expected = looked_back(
            dsm,
            0.7,
            azimuth,
            elevation,
            canopy=case.get("canopy_height"),
            **{key: value for key, value in case.items() if key != "canopy_height"},
        )
        assert (sun_fraction(dsm, 0.7, azimuth, elevation, **case) == expected).all(), case


@settings(derandomize=True, deadline=None, max_examples=150)
@given(
    rows=st.integers(1, 14),
    columns=st.integers(1, 14),
    seed=st.integers(0, 2**31),
    azimuth=st.floats(-360.0, 720.0),
    elevation=st.floats(0.5, 89.8),
    reach=st.floats(0.1, 40.0),
)
def test_random_rasters_are_as_looked_back(rows, columns, seed, azimuth, elevation, reach):
    random = np.random.default_rng(seed)
    dsm = random.integers(-300, 900, (rows, columns)) / np.float32(64)
    canopy = random.integers(-300, 600, (rows, columns)) / np.float32(64)
    dsm[random.random(dsm.shape) < 0.1] = np.nan
    canopy[random.random(dsm.shape) < 0.1] = np.nan
    options = {"max_distance": reach, "trunk_ratio": 0.5}
    result = sun_fraction(dsm, 1.0, azimuth, elevation, canopy_height=canopy, **options)
    assert (result == looked_back(dsm, 1.0, azimuth, elevation, canopy=canopy, **options)).all()


# --- invariants ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("altitude", [-100.0, 500.0])
@pytest.mark.parametrize("azimuth", AZIMUTHS)
def test_altitude_changes_nothing(azimuth, altitude):
    dsm, canopy, ground = town(60, 80, seed=1, canopy=True)
    for options in ({}, {"max_distance": 12.0}):
        here = sun_fraction(dsm, 1.0, azimuth, 19.0, canopy_height=canopy, ground=ground, **options)
        there = sun_fraction(
            dsm + np.float32(altitude),
            1.0,
            azimuth,
            19.0,
            canopy_height=canopy,
            ground=ground + np.float32(altitude),
            **options,
        )
        assert (here == there).all()
        assert 0.05 < (here == 100).mean() < 0.95


@pytest.mark.parametrize("azimuth", [0.0, 45.0])
def test_turning_the_town_with_the_sun_turns_the_shadows(azimuth):
    dsm, canopy, _ = town(60, 80, seed=2, canopy=True)
    here = sun_fraction(dsm, 1.0, azimuth, 25.0, canopy_height=canopy)
    for turns in (1, 2, 3):  # np.rot90 turns anticlockwise
        turned = sun_fraction(
            np.rot90(dsm, turns), 1.0, azimuth - 90.0 * turns, 25.0, canopy_height=np.rot90(canopy, turns)
        )
        assert (np.rot90(here, turns) == turned).all()


@pytest.mark.parametrize("azimuth", [10.0, 23.0, 39.0, 62.0, 81.0])
def test_turning_at_other_azimuths_moves_edges_by_a_cell_at_most(azimuth):
    dsm = town(120, 120, seed=2)
    here = sun_fraction(dsm, 1.0, azimuth, 25.0)
    turned = np.rot90(sun_fraction(np.rot90(dsm), 1.0, azimuth - 90.0, 25.0), -1)
    differ = here != turned  # the rounding of lines to cells is not symmetric
    edges = [grey_dilation(grid, size=3) != grey_erosion(grid, size=3) for grid in (here, turned)]
    assert (differ & ~edges[0] & ~edges[1]).sum() == 0
    assert 0.1 < (here == 0).mean() < 0.6


@pytest.mark.parametrize(
    ("rows", "columns", "tile"), [(70, 95, 16), (95, 70, 33), (64, 64, 64), (50, 120, 7), (3, 90, 10)]
)
@pytest.mark.parametrize("reach", [500.0, 23.0])
def test_tiles_equal_the_whole_to_the_bit(rows, columns, tile, reach):
    dsm, canopy, ground = town(rows, columns, seed=rows, canopy=True)
    dsm[rows // 2, 10:13] = np.nan
    cell = 0.7
    heights = (float(np.nanmin(dsm)), float(np.nanmax(dsm)))
    crown = float(np.max(ground + canopy))
    for azimuth in AZIMUTHS:
        for elevation in (9.0, 41.0):
            whole = sun_fraction(dsm, cell, azimuth, elevation, canopy_height=canopy, ground=ground, max_distance=reach)
            halo = halo_cells(elevation, cell, heights, highest_crown=crown, max_distance=reach)
            for given_range in (heights, None):
                mosaic = np.empty_like(whole)
                for r in range(0, rows, tile):
                    for c in range(0, columns, tile):
                        r0, c0 = max(r - halo, 0), max(c - halo, 0)
                        window = np.s_[r0 : min(r + tile + halo, rows), c0 : min(c + tile + halo, columns)]
                        part = sun_fraction(
                            dsm[window],
                            cell,
                            azimuth,
                            elevation,
                            canopy_height=canopy[window],
                            ground=ground[window],
                            max_distance=reach,
                            row_offset=r0,
                            column_offset=c0,
                            height_range=given_range,
                        )
                        core = part[r - r0 : r - r0 + tile, c - c0 : c - c0 + tile]
                        mosaic[r : r + tile, c : c + tile] = core
                assert (mosaic == whole).all(), (azimuth, elevation)


def test_halo_is_hardly_longer_than_the_shadow():
    dsm = np.zeros((1, 200), dtype=np.float32)
    dsm[0, 100] = 20.0
    halo = halo_cells(30.0, 1.0, (0.0, 20.0))
    farthest = np.flatnonzero(sun_fraction(dsm, 1.0, 270.0, 30.0)[0] == 0).max()
    assert 0 <= 100 + halo - farthest <= 2
    part = sun_fraction(dsm[:, 101:], 1.0, 270.0, 30.0, column_offset=101)
    assert part[0, farthest - 101] == 100


def test_halo():
    sixty_degrees = math.sqrt(3.0)
    assert halo_cells(60.0, 1.0, (10.0, 10.0 + 60.5 * sixty_degrees)) == 62
    assert halo_cells(60.0, 0.5, (10.0, 20.0), highest_crown=10.0 + 60.1 * sixty_degrees) == 122
    assert halo_cells(10.0, 1.0, (0.0, 120.0), max_distance=500.0) == 501
    assert halo_cells([70.0, 60.0, 0.2, -10.0], 1.0, (10.0, 10.0 + 60.5 * sixty_degrees)) == 62
    assert halo_cells([0.2, -10.0], 1.0, (10.0, 70.0)) == 0


def test_window_longer_than_the_shadows_changes_nothing():
    dsm = town(90, 70, seed=5)
    for azimuth in AZIMUTHS:
        running = sun_fraction(dsm, 1.0, azimuth, 20.0, max_distance=500.0)
        # A height range far wider than the true one calls for the sliding window.
        windowed = sun_fraction(dsm, 1.0, azimuth, 20.0, max_distance=500.0, height_range=(-5000.0, 5000.0))
        assert (running == windowed).all()


def test_max_distance_is_counted_from_the_caster():
    dsm = np.zeros((1, 100), dtype=np.float32)
    dsm[0, 10] = 50.0
    for reach in (0.5, 1.0, 7.9, 8.0, 30.0):
        shaded = np.flatnonzero(sun_fraction(dsm, 1.0, 270.0, 10.0, max_distance=reach)[0] == 0)
        assert shaded.tolist() == list(range(11, 11 + math.floor(reach)))


@pytest.mark.parametrize("threads", [2, 3, 7, 64])
@pytest.mark.parametrize("azimuth", AZIMUTHS)
def test_threads_change_nothing(azimuth, threads):
    dsm, canopy, ground = town(37, 61, seed=8, canopy=True)
    for reach in (500.0, 15.0):
        options = {"canopy_height": canopy, "ground": ground, "max_distance": reach}
        alone = sun_fraction(dsm, 1.0, azimuth, 22.0, **options)
        assert (sun_fraction(dsm, 1.0, azimuth, 22.0, threads=threads, **options) == alone).all()


@pytest.mark.parametrize("azimuth", [0.0, 45.0, 90.0, 135.0, 180.0, 225.0, 270.0, 315.0])
def test_far_from_the_origin_of_a_vast_raster(azimuth):
    dsm, canopy, ground = town(50, 60, seed=6, canopy=True)
    options = {"canopy_height": canopy, "ground": ground}
    for elevation in (5.0, 85.0):
        here = sun_fraction(dsm, 1.0, azimuth, elevation, **options)
        far = sun_fraction(dsm, 1.0, azimuth, elevation, row_offset=1_000_003, column_offset=2_000_001, **options)
        assert (here == far).all()


@settings(derandomize=True, deadline=None, max_examples=80)
@given(
    seed=st.integers(0, 2**31),
    azimuth=st.floats(0.0, 360.0),
    elevation=st.floats(1.0, 85.0),
    place=st.tuples(st.integers(0, 19), st.integers(0, 24)),
    rise=st.floats(0.1, 40.0),
    reach=st.sampled_from([500.0, 6.0]),
)
def test_raising_something_never_takes_shade_away(seed, azimuth, elevation, place, rise, reach):
    dsm, canopy, _ = town(20, 25, seed=seed, canopy=True)
    taller = dsm.copy()
    taller[place] += rise
    before, after = (sun_fraction(d, 1.0, azimuth, elevation, max_distance=reach) for d in (dsm, taller))
    elsewhere = np.ones(dsm.shape, dtype=bool)
    elsewhere[place] = False
    assert (after[elsewhere] <= before[elsewhere]).all()

    leafier = canopy.copy()
    leafier[place] += rise
    before, after = (
        sun_fraction(dsm, 1.0, azimuth, elevation, canopy_height=c, ground=dsm, trunk_ratio=0.0, max_distance=reach)
        for c in (canopy, leafier)
    )
    assert (after <= before).all()


@settings(derandomize=True, deadline=None, max_examples=40)
@given(seed=st.integers(0, 2**31), azimuth=st.floats(0.0, 360.0), elevation=st.floats(1.0, 85.0))
def test_missing_heights_spread_no_further(seed, azimuth, elevation):
    random = np.random.default_rng(seed)
    dsm, canopy, ground = town(20, 25, seed=seed, canopy=True)
    holes = random.random(dsm.shape) < 0.15
    pierced = np.where(holes, np.float32(np.nan), dsm)
    result = sun_fraction(pierced, 1.0, azimuth, elevation, canopy_height=canopy, ground=ground)
    assert ((result == 255) == holes).all()
    # A hole casts nothing: as if it were bottomless and bare.
    sunk = np.where(holes, np.float32(-1e4), dsm)
    bare = np.where(holes, np.float32(0.0), canopy)
    expected = sun_fraction(sunk, 1.0, azimuth, elevation, canopy_height=bare, ground=ground)
    assert (result[~holes] == expected[~holes]).all()


def test_nothing_but_holes_and_nothing_at_all():
    assert (sun_fraction(np.full((4, 5), np.nan), 1.0, 100.0, 30.0) == 255).all()
    assert sun_fraction(np.zeros((0, 5)), 1.0, 100.0, 30.0).shape == (0, 5)
    assert sun_fraction(np.zeros((1, 1)), 1.0, 100.0, 30.0).tolist() == [[100]]


def test_inputs_are_left_alone_and_any_layout_will_do():
    dsm, canopy, ground = town(31, 29, seed=4, canopy=True)
    copies = dsm.copy(), canopy.copy(), ground.copy()
    result = sun_fraction(dsm, 1.0, 140.0, 33.0, canopy_height=canopy, ground=ground)
    for array, copy in zip((dsm, canopy, ground), copies):
        assert (array == copy).all()
    fortran = np.asfortranarray(dsm.astype(float))
    frozen = canopy.copy()
    frozen.setflags(write=False)
    assert (sun_fraction(fortran, 1.0, 140.0, 33.0, canopy_height=frozen, ground=ground) == result).all()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"dsm": np.zeros(5)}, "raster of rows and columns"),
        ({"canopy_height": np.zeros((4, 6))}, "Align the rasters first: canopy"),
        ({"ground": np.zeros((4, 6))}, "Align the rasters first: ground"),
        ({"cell_size": 0.0}, "cell size greater than 0"),
        ({"grid_azimuth_deg": math.nan}, "sun azimuth"),
        ({"elevation_deg": 90.5}, "at most 90"),
        ({"trunk_ratio": 1.2}, "trunk ratio"),
        ({"transmissivity": -0.1}, "transmissivity"),
        ({"observer_height": -1.0}, "observer height"),
        ({"max_distance": 0.0}, "maximum distance"),
        ({"height_range": (5.0, 1.0)}, "lowest, highest"),
        ({"threads": 0}, "at least 1 thread"),
    ],
)
def test_refused_arguments(changes, sentence):
    arguments = {"dsm": np.zeros((4, 5)), "cell_size": 1.0, "grid_azimuth_deg": 10.0, "elevation_deg": 30.0}
    with pytest.raises(ValueError, match=sentence):
        sun_fraction(**{**arguments, **changes})


def test_refused_halos():
    with pytest.raises(ValueError, match="cell size"):
        halo_cells(30.0, -1.0, (0.0, 1.0))
    with pytest.raises(ValueError, match="lowest, highest"):
        halo_cells(30.0, 1.0, (2.0, 1.0))


def test_result_is_of_the_documented_kind():
    result = sun_fraction(town(9, 8), 1.0, 100.0, 30.0)
    assert result.dtype == np.uint8
    assert shadows.NODATA == 255
