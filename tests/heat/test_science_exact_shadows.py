"""Exact shadows: against geometry, against rays cut with boxes one by one, against the sweep, and their invariants."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from cityorchestra.processing_provider.engine import Tile
from cityorchestra.processing_provider.heat.exact_shadows import exact_sun_fraction
from cityorchestra.processing_provider.heat.ray_path import Ray, cells_crossed, middles_passed
from cityorchestra.processing_provider.heat.shade_tiles import shadow_tile, sun_fraction_of_tile
from cityorchestra.processing_provider.heat.shadows import halo_cells, sun_fraction
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import grey_dilation, grey_erosion

from .test_shadows import AZIMUTHS, town

MARGIN_M = 0.004  # [m] cases closer than this to the edge of a shadow may go either way: heights are rounded to 1 mm
QUARTERS = [(-0.25, -0.25), (-0.25, 0.25), (0.25, -0.25), (0.25, 0.25)]


def boxes_met(shape, azimuth, offset=(0.0, 0.0)):
    """Horizontal distances, in cells, at which the ray of each cell enters and leaves the box of each other one.

    Both are of shape (cells, cells), infinite where the box is missed: the slab method, one pair at a time. Then the
    cell from which the box is entered, -1 outside the raster.
    """
    place = np.stack(np.meshgrid(*map(np.arange, shape), indexing="ij"), axis=-1).reshape(-1, 2)
    toward = (-math.cos(math.radians(azimuth)), math.sin(math.radians(azimuth)))
    enters, leave = np.full((2, len(place), len(place)), -np.inf), np.full((len(place),) * 2, np.inf)
    for axis in range(2):
        low = place[None, :, axis] - 0.5 - (place[:, None, axis] + offset[axis])
        if abs(toward[axis]) < 1e-12:
            leave[(low > 0) | (low + 1 < 0)] = -np.inf
            continue
        ends = np.sort(np.stack([low, low + 1.0]) / toward[axis], axis=0)
        enters[axis], leave = ends[0], np.minimum(leave, ends[1])
    enter = np.maximum(enters.max(axis=0), 0.0)
    missed = leave - enter < 1e-9
    before = [place[None, :, axis] - (enters[axis] > enter - 1e-9) * int(np.sign(toward[axis])) for axis in range(2)]
    inside = (before[0] >= 0) & (before[0] < shape[0]) & (before[1] >= 0) & (before[1] < shape[1])
    enter[missed] = leave[missed] = np.inf
    return enter, leave, np.where(inside, before[0] * shape[1] + before[1], -1)


def started(dsm, cell, offset):
    """Height of the surface where rays start: on the slope to the nearest neighbour on each axis."""
    heights = dsm.astype(float)
    padded = np.pad(heights, 1, constant_values=np.nan)
    for axis, share in enumerate(offset):
        if share:
            neighbour = np.roll(padded, -int(np.sign(share)), axis)[1:-1, 1:-1]
            rise = neighbour - dsm
            heights = heights + np.where(np.abs(rise) <= cell * math.sqrt(3.0), rise * abs(share), 0.0)
    return heights


def over_slopes(dsm, ray, azimuth, slope, reach, steepest, offset):
    """How far the lines between the middles of cells rise above the ray of each cell [m], one cell at a time."""
    toward = (-math.cos(math.radians(azimuth)), math.sin(math.radians(azimuth)))
    main = 0 if abs(toward[0]) >= abs(toward[1]) - 1e-12 else 1
    heights, over = np.pad(dsm.astype(float), 1, constant_values=np.nan), np.full(dsm.shape, -np.inf)
    for place in np.ndindex(dsm.shape):
        start = [place[axis] + offset[axis] for axis in range(2)]
        line = place[main] + (1 if toward[main] > 0 else -1)
        while 0 <= line < dsm.shape[main]:
            away = (line - start[main]) / toward[main]
            aside = start[1 - main] + away * toward[1 - main]
            if away > reach or not -0.5 - 1e-9 <= aside <= dsm.shape[1 - main] - 0.5 + 1e-9:
                break
            before = math.floor(aside + 1e-9)
            first, second = (heights[(line + 1, before + n) if main == 0 else (before + n, line + 1)] for n in (1, 2))
            share = max(aside - before, 0.0)
            if abs(second - first) <= steepest:
                level = first + share * (second - first)
            else:
                level = first if share < 0.5 else second
            if not math.isnan(level):
                over[place] = max(over[place], level - ray[place] - away * slope)
            line += 1 if toward[main] > 0 else -1
    return over


def margins(dsm, cell, azimuth, elevation, *, canopy=None, ground=None, trunk_ratio=0.25, observer_height=0.0,
            max_distance=500.0, offset=(0.0, 0.0)):  # fmt: skip
    """How far something rises above, and how far a crown reaches into, the ray of each cell [m]."""
    enter, leave, before = boxes_met(dsm.shape, azimuth, offset)
    slope, steepest = math.tan(math.radians(elevation)) * cell, cell * math.sqrt(3.0)
    rays = started(dsm, cell, offset) + observer_height
    slopes = over_slopes(dsm, rays, azimuth, slope, max_distance / cell, steepest, offset)
    ray = rays.ravel()[:, None]
    met = np.isfinite(enter) & (enter * cell <= max_distance)
    entry, exit_ = np.where(met, enter * slope, 0.0), np.where(met, leave * slope, 0.0)
    height = dsm.astype(float).ravel()[None]
    with np.errstate(invalid="ignore"):
        rise = height - np.where(before >= 0, dsm.astype(float).ravel()[before], np.nan)
        run = np.where(np.isin(np.abs(before - np.arange(dsm.size)), (1, dsm.shape[1])), 1.0, math.sqrt(2.0))
        wall = met & ~np.eye(dsm.size, dtype=bool) & ~(rise <= steepest * run)
        built = np.fmax.reduce(np.where(wall, height - entry - ray, -np.inf), axis=1).reshape(dsm.shape)
    built = np.maximum(built, slopes)
    if canopy is None:
        return built, np.full(dsm.shape, -np.inf)
    foot = np.where(np.isnan(ground), dsm, ground).astype(float) if ground is not None else dsm.astype(float)
    has_crown = (canopy > 0) & ~np.isnan(dsm)
    top = np.where(has_crown, foot + canopy, -np.inf).ravel()[None]
    base = np.where(has_crown, foot + trunk_ratio * canopy, np.inf).ravel()[None]
    with np.errstate(invalid="ignore"):
        inside = np.minimum(top - ray - entry, ray + exit_ - base)
    grown = np.fmax.reduce(np.where(met, inside, -np.inf), axis=1)
    return built, grown.reshape(dsm.shape)


def agrees(result, built, grown, through):
    """Check a single-ray result against margins, where they are decided."""
    sure = (np.abs(built) > MARGIN_M) & ((np.abs(grown) > MARGIN_M) | (built > 0)) & (result != 255)
    expected = np.where(built > 0, 0, np.where(grown > 0, through, 100))
    assert (result[sure] == expected[sure]).all()
    return sure.mean()


# --- geometry ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("elevation", [12.0, 33.0, 45.0, 71.0])
@pytest.mark.parametrize(("azimuth", "ahead"), [(0.0, (1, 0)), (90.0, (0, -1)), (180.0, (-1, 0)), (270.0, (0, 1))])
def test_shadow_of_a_wall(azimuth, ahead, elevation):
    dsm = np.zeros((201, 201), dtype=np.float32)
    dsm[(slice(None), 100) if ahead[0] == 0 else (100, slice(None))] = 17.0
    result = exact_sun_fraction(dsm, 0.5, azimuth, elevation)
    profile = np.array([result[100 + n * ahead[0], 100 + n * ahead[1]] for n in range(1, 100)])
    # The middle of a cell is in the shade when it is nearer than H / tan(e) to the face of the wall.
    middles = np.arange(99) * 0.5 + 0.25
    np.testing.assert_array_equal(profile == 0, middles < 17.0 / math.tan(math.radians(elevation)))
    assert [result[100 - n * ahead[0], 100 - n * ahead[1]] for n in range(100)] == [100] * 100


@pytest.mark.parametrize("subpixel", [False, True])
def test_quarters_of_cells_halve_the_error_of_the_end_of_a_shadow(subpixel):
    dsm = np.zeros((3, 60), dtype=np.float32)
    dsm[:, 10] = 10.0
    for elevation in (20.0, 37.0, 52.0):
        shade = 100 - exact_sun_fraction(dsm, 1.0, 270.0, elevation, subpixel=subpixel)[1].astype(float)
        error = shade.sum() / 100 - 10.0 / math.tan(math.radians(elevation))
        assert abs(error) <= (0.25 if subpixel else 0.5) + 1e-9


@pytest.mark.parametrize("azimuth", [8.0, 45.0, 100.0, 163.0, 225.0, 251.0, 338.0])
@pytest.mark.parametrize("elevation", [22.0, 35.0])
def test_shadow_of_a_box_is_its_polygon(azimuth, elevation):
    cell, size, first, last, height = 0.5, 500, 200, 300, 30.0
    dsm = np.zeros((size, size), dtype=np.float32)
    dsm[first:last, first:last] = height
    length = height / math.tan(math.radians(elevation)) / cell
    away = (-math.sin(math.radians(azimuth)) * length, math.cos(math.radians(azimuth)) * length)  # column, row
    foot = shapely.box(first, first, last, last)
    exact = shapely.union(foot, shapely.affinity.translate(foot, *away)).convex_hull.difference(foot)
    row, column = (index + 0.5 for index in np.mgrid[0:size, 0:size])
    result = exact_sun_fraction(dsm, cell, azimuth, elevation)
    wrong = (result == 0) != shapely.contains_xy(exact, column, row)
    distance = shapely.distance(exact.boundary, shapely.points(column[wrong], row[wrong]))
    assert distance.max(initial=0.0) < 0.01, "every cell is right, but those whose middle is on the edge"
    assert abs((result == 0).sum() - exact.area) <= 0.01 * exact.area

    smooth = exact_sun_fraction(dsm, cell, azimuth, elevation, subpixel=True)
    assert set(np.unique(smooth)) <= {0, 25, 50, 75, 100}
    partial = (smooth > 0) & (smooth < 100)
    distance = shapely.distance(exact.boundary, shapely.points(column[partial], row[partial]))
    assert distance.max() <= 0.5
    assert abs((100.0 - smooth).sum() / 100 - exact.area) <= 0.005 * exact.area


def test_flat_ground_and_slopes():
    for azimuth in AZIMUTHS:
        for altitude in (-400.0, 0.0, 0.1, 3000.7):
            flat = np.full((30, 41), altitude, dtype=np.float32)
            assert (exact_sun_fraction(flat, 0.5, azimuth, 3.0, subpixel=True) == 100).all()


@pytest.mark.parametrize("subpixel", [False, True])
@pytest.mark.parametrize("facing", [0.0, 30.0, 45.0, 110.0, 200.0, 270.0])
def test_a_slope_is_lit_until_the_sun_is_lower(facing, subpixel):
    # Cells taken as stairs would be in the shade as soon as the tangent of the sun is twice the slope.
    row, column = np.mgrid[:40, :40] * 0.5
    for steep in (20.0, 35.0):
        rise = math.tan(math.radians(steep))
        dsm = rise * (math.sin(math.radians(facing)) * column - math.cos(math.radians(facing)) * row)
        dsm = dsm.astype(np.float32)  # rises toward the azimuth of the sun
        for azimuth in (facing, facing + 25.0):
            limit = math.degrees(math.atan(rise * math.cos(math.radians(azimuth - facing))))
            lit, dark = (exact_sun_fraction(dsm, 0.5, azimuth, limit + d, subpixel=subpixel) for d in (1.5, -1.5))
            assert (lit == 100).all()
            assert (dark[3:-3, 3:-3] == 0).mean() > 0.95


def test_a_parapet_is_a_wall_and_a_step_of_a_slope_is_not():
    for height, wall in ((1.7, False), (1.8, True)):
        dsm = np.zeros((1, 20), dtype=np.float32)
        dsm[0, 5] = height
        shaded = (exact_sun_fraction(dsm, 1.0, 270.0, 45.0) == 0).sum()
        assert shaded == (2 if wall else 1)  # 1.8 m from the face, or from the middle


def test_night_zenith_and_observer():
    dsm = town(40, 40)
    dsm[3, 4] = np.nan
    for elevation in (0.49, -30.0, math.nan):
        assert exact_sun_fraction(dsm, 1.0, 300.0, elevation).sum() == 255
    for elevation in (89.95, 90.0):
        result = exact_sun_fraction(dsm, 1.0, 77.0, elevation)
        assert result[3, 4] == 255
        assert (result == 100).sum() == dsm.size - 1
    wall = np.zeros((1, 60), dtype=np.float32)
    wall[0, 10] = 10.0
    for observer in (0.0, 1.1):
        shaded = (exact_sun_fraction(wall, 1.0, 270.0, 30.0, observer_height=observer) == 0).sum()
        assert shaded == round((10.0 - observer) / math.tan(math.radians(30.0)))


def test_path_at_a_corner_goes_straight_across():
    path = cells_crossed(Ray(315.0, 1.0, 5.0), (0.5, 0.5))
    assert list(zip(path.rows.tolist(), path.columns.tolist())) == [(-n, -n) for n in range(len(path.rows))]
    path = cells_crossed(Ray(90.0, 1024.0, 5.0), (0.5, 0.5))
    assert path.rows.tolist() == [0] * 6
    assert path.columns.tolist() == [0, 1, 2, 3, 4, 5]
    np.testing.assert_array_equal(path.enters / 1024, [0.0, 0.5, 1.5, 2.5, 3.5, 4.5])
    np.testing.assert_array_equal(path.leaves / 1024, [0.5, 1.5, 2.5, 3.5, 4.5, 5.5])


def test_places_on_the_middles_of_rows():
    # Towards row -1 and column +1/2 from the middle: half-way between two columns on every second row.
    middles = middles_passed(Ray(math.degrees(math.atan(0.5)), 1000.0, 4.6), (0.5, 0.5))
    assert middles.rows.tolist() == [-1, -2, -3, -4]
    assert middles.columns.tolist() == [0, 1, 1, 2]
    np.testing.assert_allclose(middles.shares, [0.5, 0.0, 0.5, 0.0], atol=1e-6)
    np.testing.assert_allclose(middles.rises, 1000.0 * np.arange(1, 5) * math.sqrt(1.25), atol=0.5)
    # From a quarter ahead of the middle the next one is three quarters away.
    middles = middles_passed(Ray(90.0, 1000.0, 2.0), (0.25, 0.75))
    assert middles.columns.tolist() == [1, 2]
    assert middles.rows.tolist() == [-1, -1]
    np.testing.assert_allclose(middles.shares, [0.75, 0.75])
    np.testing.assert_allclose(middles.rises, [750.0, 1750.0])


def test_a_pergola_is_not_stepped_over_and_the_sun_goes_under_a_crown():
    canopy = np.zeros((61, 61), dtype=np.float32)
    canopy[25:35, 25:35] = 3.0
    for elevation in (20.0, 50.0, 80.0, 89.0, 90.0):
        result = exact_sun_fraction(canopy * 0, 1.0, 160.0, elevation, canopy_height=canopy, trunk_ratio=2 / 3,
                                    transmissivity=0.0, subpixel=True)  # fmt: skip
        slant = 1.0 / math.tan(math.radians(elevation))  # along the ground, through 1 m of leaves
        width = 10 * (math.cos(math.radians(20.0)) + math.sin(math.radians(20.0)))
        assert (100.0 - result).sum() / 100 == pytest.approx(100 + width * slant, rel=0.06), elevation
    tree = np.zeros((1, 40), dtype=np.float32)
    tree[0, 20] = 8.0
    result = exact_sun_fraction(tree * 0, 1.0, 270.0, 45.0, canopy_height=tree, trunk_ratio=0.5)
    assert np.flatnonzero(result[0] == 3).tolist() == [24, 25, 26, 27, 28]


# --- against rays and boxes ----------------------------------------------------------------------------------


@pytest.mark.parametrize("azimuth", [0.0, 17.0, 45.0, 118.5, 203.0, 270.0, 315.0])
@pytest.mark.parametrize("elevation", [7.0, 31.0, 64.0])
def test_same_as_cutting_every_ray_with_every_box(azimuth, elevation):
    dsm, canopy, ground = town(19, 23, seed=3, canopy=True)
    dsm[5:8, 13:15] = np.nan
    canopy[10, 10:15] = np.nan
    ground[10:14, :] = np.nan
    for case in (
        {},
        {"max_distance": 5.03},
        {"canopy": canopy, "trunk_ratio": 0.6},
        {"canopy": canopy, "ground": ground, "observer_height": 1.125, "max_distance": 9.03},
    ):
        built, grown = margins(dsm, 0.7, azimuth, elevation, **case)
        options = {"canopy_height" if key == "canopy" else key: value for key, value in case.items()}
        result = exact_sun_fraction(dsm, 0.7, azimuth, elevation, transmissivity=0.5, **options)
        assert ((result == 255) == np.isnan(dsm)).all()
        assert agrees(result, built, grown, 50) > 0.9, case
    assert 0.01 < (result == 0).mean() < 0.98


@settings(derandomize=True, deadline=None, max_examples=100)
@given(
    rows=st.integers(1, 12),
    columns=st.integers(1, 12),
    seed=st.integers(0, 2**31),
    azimuth=st.floats(-360.0, 720.0),
    elevation=st.floats(0.5, 89.8),
)
def test_random_rasters_are_as_cut(rows, columns, seed, azimuth, elevation):
    random = np.random.default_rng(seed)
    dsm = random.integers(-300, 900, (rows, columns)) / np.float32(64)
    canopy = random.integers(-300, 600, (rows, columns)) / np.float32(64)
    dsm[random.random(dsm.shape) < 0.1] = np.nan
    canopy[random.random(dsm.shape) < 0.1] = np.nan
    result = exact_sun_fraction(dsm, 1.0, azimuth, elevation, canopy_height=canopy, trunk_ratio=0.5)
    built, grown = margins(dsm, 1.0, azimuth, elevation, canopy=canopy, trunk_ratio=0.5)
    agrees(result, built, grown, 3)


def test_quarters_are_the_mean_of_four_rays():
    dsm, canopy, _ = town(15, 17, seed=5, canopy=True)
    for azimuth in (31.0, 144.0, 270.0):
        result = exact_sun_fraction(dsm, 1.0, azimuth, 40.0, canopy_height=canopy, transmissivity=0.2, subpixel=True)
        total, sure = np.zeros(dsm.shape), np.ones(dsm.shape, dtype=bool)
        for offset in QUARTERS:
            built, grown = margins(dsm, 1.0, azimuth, 40.0, canopy=canopy, offset=offset)
            total += np.where(built > 0, 0, np.where(grown > 0, 20, 100))
            sure &= (np.abs(built) > MARGIN_M) & (np.abs(grown) > MARGIN_M)
        np.testing.assert_array_equal(result[sure], np.floor(total / 4 + 0.5)[sure])
        assert sure.mean() > 0.8


# --- beside the sweep ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("azimuth", [17.0, 118.5, 135.0, 220.0])
@pytest.mark.parametrize("elevation", [25.0, 45.0])
def test_differs_from_the_sweep_on_edges_only(azimuth, elevation):
    dsm, canopy, ground = town(300, 320, seed=2, canopy=True)
    for plants in ({}, {"canopy_height": canopy, "ground": ground}):
        exact = exact_sun_fraction(dsm, 1.0, azimuth, elevation, **plants)
        swept = sun_fraction(dsm, 1.0, azimuth, elevation, **plants)
        differ = exact != swept
        edges = np.zeros(dsm.shape, dtype=bool)
        for grid in (exact, swept):
            edges |= grey_dilation(grid, size=3) != grey_erosion(grid, size=3)
        assert (differ & ~edges).mean() < 1e-4, "but on slopes that the sun grazes"
        assert 0.001 < differ.mean() < (0.15 if plants else 0.1)  # a town of small blocks is all edges
        built = exact == 0
        assert built.sum() >= (swept == 0).sum(), "the sweep ends shadows half a cell short"


# --- invariants ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("altitude", [-100.0, 500.0])
def test_altitude_changes_nothing(altitude):
    dsm, canopy, ground = town(60, 80, seed=1, canopy=True)
    for azimuth in AZIMUTHS:
        for options in ({}, {"max_distance": 12.0, "subpixel": True}):
            here, there = (
                exact_sun_fraction(dsm + up, 1.0, azimuth, 19.0, canopy_height=canopy, ground=ground + up, **options)
                for up in (np.float32(0.0), np.float32(altitude))
            )
            np.testing.assert_array_equal(here, there)
            assert 0.05 < (here == 100).mean() < 0.95


def test_turning_the_town_with_the_sun_turns_the_shadows():
    dsm, canopy, _ = town(60, 80, seed=2, canopy=True)
    for azimuth in (0.0, 23.0, 45.0, 62.0):
        here = exact_sun_fraction(dsm, 1.0, azimuth, 25.0, canopy_height=canopy)
        for turns in (1, 2, 3):  # np.rot90 turns anticlockwise
            turned = exact_sun_fraction(
                np.rot90(dsm, turns), 1.0, azimuth - 90.0 * turns, 25.0, canopy_height=np.rot90(canopy, turns)
            )
            assert (np.rot90(here, turns) != turned).mean() < 1e-3, "but for ties of rounding"


@settings(derandomize=True, deadline=None, max_examples=60)
@given(
    seed=st.integers(0, 2**31),
    azimuth=st.floats(0.0, 360.0),
    elevation=st.floats(1.0, 85.0),
    place=st.tuples(st.integers(0, 19), st.integers(0, 24)),
    rise=st.floats(0.1, 40.0),
    reach=st.sampled_from([500.0, 6.0]),
    subpixel=st.booleans(),
)
def test_raising_something_never_takes_shade_away(seed, azimuth, elevation, place, rise, reach, subpixel):
    dsm, canopy, _ = town(20, 25, seed=seed, canopy=True)
    how = {"max_distance": reach, "subpixel": subpixel}
    taller, leafier = dsm.copy(), canopy.copy()
    around = taller[max(place[0] - 1, 0) : place[0] + 2, max(place[1] - 1, 0) : place[1] + 2]
    taller[place] = around.max() + rise  # a wall half as high again may become a slope, whose middle is nearer
    leafier[place] += rise
    before, after = (exact_sun_fraction(d, 1.0, azimuth, elevation, **how) for d in (dsm, taller))
    elsewhere = np.ones(dsm.shape, dtype=bool)
    elsewhere[place] = False
    assert (after[elsewhere] <= before[elsewhere]).all()
    before, after = (
        exact_sun_fraction(dsm, 1.0, azimuth, elevation, canopy_height=c, trunk_ratio=0.0, **how)
        for c in (canopy, leafier)
    )
    assert (after <= before).all()


def test_missing_heights_are_missing_there_and_cast_nothing():
    random = np.random.default_rng(3)
    for azimuth in AZIMUTHS[::3]:
        dsm, canopy, ground = town(30, 35, seed=6, canopy=True)
        holes = random.random(dsm.shape) < 0.15
        result = exact_sun_fraction(
            np.where(holes, np.float32(np.nan), dsm), 1.0, azimuth, 20.0, canopy_height=canopy, ground=ground
        )
        np.testing.assert_array_equal(result == 255, holes)
        sunk, bare = np.where(holes, np.float32(-1e3), dsm), np.where(holes, np.float32(0.0), canopy)
        expected = exact_sun_fraction(sunk, 1.0, azimuth, 20.0, canopy_height=bare, ground=ground)
        np.testing.assert_array_equal(result[~holes], expected[~holes])
    assert (exact_sun_fraction(np.full((4, 5), np.nan), 1.0, 100.0, 30.0) == 255).all()
    assert exact_sun_fraction(np.zeros((0, 5)), 1.0, 100.0, 30.0).shape == (0, 5)
    assert exact_sun_fraction(np.zeros((1, 1)), 1.0, 100.0, 30.0).tolist() == [[100]]


@pytest.mark.parametrize(("rows", "columns", "tile_size"), [(70, 95, 16), (95, 70, 33), (30, 60, 7)])
@pytest.mark.parametrize("reach", [500.0, 23.0])
def test_tiles_equal_the_whole_to_the_bit(rows, columns, tile_size, reach):
    dsm, canopy, ground = town(rows, columns, seed=rows, canopy=True)
    dsm = dsm * np.float32(1.0371)  # heights that are not whole units
    ground[rows // 2, 10:13] = dsm[rows // 2, 10:13] = np.nan
    rasters = {"dsm": dsm, "dtm": ground, "canopy": canopy}
    options = {
        "cell_size": 0.7,
        "trunk_ratio": 0.25,
        "observer_height": 0.0,
        "max_distance": reach,
        "height_range": (float(np.nanmin(dsm)), float(np.nanmax(dsm))),
        "highest_crown": float(np.nanmax(np.where(np.isnan(ground), dsm, ground) + canopy)),
        "method": "exact",
    }
    for azimuth in AZIMUTHS[::2]:
        for elevation in (9.0, 41.0):
            for subpixel in (False, True):
                options["subpixel"] = subpixel
                halo = halo_cells(
                    elevation, 0.7, options["height_range"], highest_crown=options["highest_crown"], max_distance=reach
                )
                whole_tile = Tile(0, 0, rows, columns, 0, 0, rows, columns)
                whole = sun_fraction_of_tile(rasters, whole_tile, azimuth, elevation, 0.03, options)
                mosaic = np.empty_like(whole)
                for row in range(0, rows, tile_size):
                    for column in range(0, columns, tile_size):
                        height, width = min(tile_size, rows - row), min(tile_size, columns - column)
                        top, left = max(row - halo, 0), max(column - halo, 0)
                        bottom, right = min(row + height + halo, rows), min(column + width + halo, columns)
                        tile = Tile(row, column, height, width, top, left, bottom - top, right - left)
                        cut = {name: raster[top:bottom, left:right] for name, raster in rasters.items()}
                        part = shadow_tile(cut, tile, None, sun=[(azimuth, elevation, 0.03)], options=options)
                        mosaic[row : row + height, column : column + width] = part
                np.testing.assert_array_equal(mosaic, whole)


def test_threads_change_nothing_and_inputs_are_left_alone():
    dsm, canopy, ground = town(67, 161, seed=8, canopy=True)
    copies = dsm.copy(), canopy.copy(), ground.copy()
    options = {"canopy_height": canopy, "ground": ground, "subpixel": True}
    for azimuth in AZIMUTHS:
        alone = exact_sun_fraction(dsm, 1.0, azimuth, 22.0, **options)
        for threads in (2, 3, 64):
            np.testing.assert_array_equal(
                exact_sun_fraction(dsm, 1.0, azimuth, 22.0, threads=threads, **options), alone
            )
    for array, copy in zip((dsm, canopy, ground), copies):
        np.testing.assert_array_equal(array, copy)
    fortran = exact_sun_fraction(np.asfortranarray(dsm.astype(float)), 1.0, azimuth, 22.0, **options)
    np.testing.assert_array_equal(fortran, alone)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"dsm": np.zeros(5)}, "raster of rows and columns"),
        ({"canopy_height": np.zeros((4, 6))}, "Align the rasters first: canopy"),
        ({"ground": np.zeros((4, 6))}, "Align the rasters first: ground"),
        ({"cell_size": 0.0}, "cell size greater than 0"),
        ({"grid_azimuth_deg": math.nan}, "sun azimuth"),
        ({"elevation_deg": 90.5}, "at most 90"),
        ({"max_distance": 0.0}, "maximum distance"),
        ({"threads": 0}, "at least 1 thread"),
    ],
)
def test_refused_arguments(changes, sentence):
    arguments = {"dsm": np.zeros((4, 5)), "cell_size": 1.0, "grid_azimuth_deg": 10.0, "elevation_deg": 30.0}
    with pytest.raises(ValueError, match=sentence):
        exact_sun_fraction(**{**arguments, **changes})
