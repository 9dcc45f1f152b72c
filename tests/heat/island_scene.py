"""A synthetic network like that of Rennes: a land cover, stations in town and around, a heat island of known law."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from cityorchestra.processing_provider.heat.island.disc_files import centres
from cityorchestra.processing_provider.heat.island.discs import (
    band_name,
    class_layers,
    disc_sums,
    disc_values,
)
from cityorchestra.processing_provider.raster_files import Grid
from scipy.ndimage import gaussian_filter

BUILT, TREES, GRASS, WATER = 1, 2, 3, 4
GROUPS = {"built": (BUILT,), "trees": (TREES,), "grass": (GRASS,)}
CONSTANT_C, BUILT_C, TREES_C = 0.4, 5.0, -1.5
BUILT_RADIUS_M, TREES_RADIUS_M = 600.0, 100.0  # those found by Brabant, Dubreuil and Dufour (2024)


@dataclass(frozen=True)
class Scene:
    """Land cover, stations [m] and their heat island [degree C]."""

    cover: np.ndarray
    grid: Grid
    xy: np.ndarray
    island: np.ndarray


def land_cover(size: int, seed: int) -> np.ndarray:
    """Return classes on size x size cells: denser towards the middle, mottled at several scales."""
    random = np.random.default_rng(seed)
    noise = sum(
        weight * field / field.std()
        for weight, field in (
            (w, gaussian_filter(random.normal(size=(size, size)), s)) for w, s in ((1.0, 1.0), (0.8, 4.0), (0.8, 12.0))
        )
    )
    other = gaussian_filter(random.normal(size=(size, size)), 1.0)
    row, column = np.mgrid[0:size, 0:size] / size - 0.5
    town = 2.5 * np.exp(-((row**2 + column**2) / 0.05)) - 1.2
    cover = np.full((size, size), GRASS, dtype=np.float32)
    cover[other > 0.5 * other.std()] = TREES
    cover[noise + 1.5 * town > 0.3] = BUILT
    cover[np.abs(row - 0.1 * np.sin(9 * column)) < 0.004] = WATER
    return cover


def shares(cover: np.ndarray, grid: Grid, radii_m, xy: np.ndarray) -> np.ndarray:
    """Return the shares of the groups at points, shape (groups, radii, points)."""
    rows = (grid.north - xy[:, 1]) / grid.cell_size - 0.5
    columns = (xy[:, 0] - grid.west) / grid.cell_size - 0.5
    layers = class_layers(cover, GROUPS)
    return disc_values(*disc_sums(layers, np.asarray(radii_m) / grid.cell_size, rows, columns, grid=False))


def make_scene(size=200, cell=50.0, stations=93, noise=0.15, spatial=0.0, range_m=3000.0, seed=35) -> Scene:
    """Return a scene; `spatial` is the standard deviation of a residual correlated in space [degree C]."""
    random = np.random.default_rng(seed)
    grid = Grid(size, size, 340000.0, 6790000.0, cell)
    cover = land_cover(size, seed)
    half = size * cell / 2
    # Denser in town, as the network of Rennes; none on the very edge.
    away = random.normal(scale=0.35 * half, size=(stations * 3, 2))
    away = away[(np.abs(away) < 0.9 * half).all(axis=1)][:stations]
    middle = np.array([grid.west + half, grid.north - half])
    xy = middle + away
    share = shares(cover, grid, [TREES_RADIUS_M, BUILT_RADIUS_M], xy)
    island = CONSTANT_C + BUILT_C * share[0, 1] + TREES_C * share[1, 0] + random.normal(scale=noise, size=len(xy))
    if spatial:
        apart = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))
        root = np.linalg.cholesky(np.exp(-3 * apart / range_m) + 1e-10 * np.eye(len(xy)))
        island += spatial * root @ random.normal(size=len(xy))
    return Scene(cover, grid, xy, island)


def candidate_names(radii_m):
    """Return names and families of the predictors, class by class then by radius."""
    names = [band_name(family, radius) for family in GROUPS for radius in radii_m]
    return names, [family for family in GROUPS for _ in radii_m]


def cell_centres(grid: Grid) -> np.ndarray:
    """Return the centres of the cells of a grid, shape (cells, 2)."""
    x, y = centres(grid)
    return np.column_stack([values.reshape(-1) for values in np.meshgrid(x, y)])
