"""The full SOLWEIG model, where the user has installed the package ``solweig``; nothing of it is in this project."""

from __future__ import annotations

import datetime as dt
import importlib
from typing import Any

import numpy as np

from ..errors import InputError
from .radiant_temperature import ABSORPTION_HEAT, ABSORPTION_SUN, Conditions

TREE_CODES = (3, 4)  # land-cover codes that SOLWEIG has no ground for: the ground under trees is taken as grass
GRASS_CODE = 5
SMALLEST_SIDE = 2  # cells: on one row SOLWEIG ends the whole program
PAVED_CODE = 1
MODEL_CODES = (0, 1, 2, 5, 6, 7)  # land-cover codes that it knows


def load_solweig() -> Any:
    """Import the package.

    Raises
    ------
    InputError
        When it is not installed, or does not work with this Python.
    """
    try:
        return importlib.import_module("solweig")
    except ImportError as error:
        raise InputError(
            "The engine solweig is not installed in this QGIS ({reason}). Install the package solweig with pip in the "
            "Python of QGIS (3.11 or newer; where it has NumPy 1, keep it so with the constraint numpy<2), or choose "
            "the engine simple.",
            reason=error,
        ) from error


def solweig_version() -> str:
    """Return the version of the package, which must be installed."""
    return str(getattr(load_solweig(), "__version__", ""))


def model_land_cover(codes):
    """Return land-cover codes that SOLWEIG knows: trees become grass, what is unknown becomes paved.

    Parameters
    ----------
    codes : ndarray
        Codes of ``resources/tables/land_cover.csv``, NaN for unknown.

    Returns
    -------
    ndarray
        uint8.
    """
    codes = np.where(np.isin(codes, TREE_CODES), GRASS_CODE, codes)
    return np.where(np.isin(codes, MODEL_CODES), codes, PAVED_CODE).astype(np.uint8)


def without_holes(ground):
    """Return a terrain whose holes, such as those under buildings, take the height of the nearest known cell.

    SOLWEIG would spread a hole over the street around it.

    Parameters
    ----------
    ground : ndarray
        Terrain [m], NaN for nodata.

    Returns
    -------
    ndarray
        float32 [m]; as given where nothing is known at all.
    """
    from scipy.ndimage import distance_transform_edt

    ground = np.asarray(ground, dtype=np.float32)
    unknown = np.isnan(ground)
    if not unknown.any() or unknown.all():
        return ground
    nearest = distance_transform_edt(unknown, return_distances=False, return_indices=True)
    return ground[tuple(nearest)]


def solweig_radiant_temperature(
    dsm,
    cell_size: float,
    conditions: Conditions,
    *,
    date: dt.date,
    grid_azimuth_deg: float,
    latitude: float,
    longitude: float,
    wind: float,
    folder: str,
    ground=None,
    canopy_height=None,
    land_cover=None,
    posture: str = "standing",
    trunk_ratio: float = 0.25,
    max_distance: float = 500.0,
):
    """Mean radiant temperature by SOLWEIG.

    Parameters
    ----------
    dsm : ndarray
        Terrain and buildings [m], NaN for nodata.
    cell_size : float
        Side of a cell [m].
    conditions : Conditions
        Weather and sun; the position of the sun and the radiation are given to SOLWEIG as they are.
    date : datetime.date
        The day.
    grid_azimuth_deg : float
        Azimuth of the sun from grid north [degrees].
    latitude, longitude : float
        The place [degrees].
    wind : float
        Wind speed [m/s].
    folder : str
        An empty folder that SOLWEIG may write in.
    ground, canopy_height, land_cover : ndarray, optional
        Terrain [m], height of crowns [m], land-cover codes; same shape.
    posture : str, optional
        "standing" or "sitting".
    trunk_ratio : float, optional
        Height of the base of crowns over that of their top.
    max_distance : float, optional
        Longest shadow [m].

    Returns
    -------
    ndarray
        float32 [degrees C], NaN where unknown.

    Raises
    ------
    InputError
        When the package is not installed, or refuses the data.

    Notes
    -----
    The hour is given as solar time, which the ground temperature of SOLWEIG is written for.
    """
    solweig = load_solweig()
    if min(np.shape(dsm)) < SMALLEST_SIDE:
        raise InputError("SOLWEIG needs a raster of two rows and two columns at least; take the engine simple.")
    hours = min(max(conditions.day.hour, 0.0), 24.0 - 1e-6)
    midnight = dt.datetime.combine(date, dt.time())
    surface_options = {
        "pixel_size": float(cell_size),
        "trunk_ratio": float(trunk_ratio),
        "dem": None if ground is None else without_holes(ground),
        "cdsm": None if canopy_height is None else np.nan_to_num(np.asarray(canopy_height, dtype=np.float32)),
        "land_cover": None if land_cover is None else model_land_cover(land_cover),
    }
    weather = solweig.Weather(
        datetime=midnight + dt.timedelta(hours=hours),
        ta=conditions.ta,
        rh=conditions.rh,
        global_rad=conditions.global_irradiance,
        ws=float(wind),
        precomputed_sun_altitude=conditions.elevation_deg,
        precomputed_sun_azimuth=float(grid_azimuth_deg),
        precomputed_altmax=conditions.day.highest_elevation_deg,
    )
    try:
        surface = solweig.SurfaceData.prepare(np.asarray(dsm, dtype=np.float32), **surface_options)
        summary = solweig.calculate(
            surface,
            weather,
            solweig.Location(latitude=latitude, longitude=longitude),
            output_dir=folder,
            human=solweig.HumanParams(posture=posture, abs_k=ABSORPTION_SUN, abs_l=ABSORPTION_HEAT),
            max_shadow_distance_m=float(max_distance),
        )
    except solweig.SolweigError as error:
        raise InputError("SOLWEIG refused these data: {reason}", reason=error) from error
    return np.asarray(summary.tmrt_mean, dtype=np.float32)
