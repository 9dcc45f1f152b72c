"""Optional Python packages: where QPIP puts them, and what is missing.

QPIP installs packages for the current profile but does not run under ``qgis_process``; so the folder
it fills is added to the search path here.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from pathlib import Path
from typing import Optional

# Import name, and name to install, of every package that an algorithm may ask for.
PACKAGES = {
    "numpy": "numpy",
    "scipy": "scipy",
    "shapely": "shapely>=2.0",
    "numba": "numba",
    "rasterio": "rasterio",
    "pyproj": "pyproj",
    "requests": "requests",
    "psutil": "psutil",
    "paho": "paho-mqtt",
    "distributed": "dask distributed",
    "opening_hours": "opening-hours-py>=1.1",
    "yaml": "pyyaml",
}


def dependency_folders(profile: Path) -> list[Path]:
    """Return the folders below a QGIS profile where QPIP may have put packages."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    base = profile / "python" / "dependencies"
    return [
        base / version,
        base / "Lib" / "site-packages",
        base / "lib" / f"python{version}" / "site-packages",
    ]


def add_dependency_folders(profile: Path) -> list[Path]:
    """Add the existing dependency folders of a profile to the search path; return those added."""
    added = []
    for folder in dependency_folders(profile):
        if folder.is_dir() and str(folder) not in sys.path:
            sys.path.append(str(folder))
            importlib.invalidate_caches()
            added.append(folder)
    return added


def import_shapely() -> None:
    """Import Shapely so that it runs on the GEOS it was built with; do nothing when it is missing.

    Inside QGIS on Linux the GEOS of QGIS is already loaded for every library of the process. A wheel of
    Shapely brings a newer one, but its calls would reach the older one where both have a function and
    its own elsewhere: geometries of one version read by the code of another. Loading its extension
    modules with their own libraries first (``RTLD_DEEPBIND``) keeps them apart. Called before anything
    else of the suite imports Shapely.
    """
    if "shapely" in sys.modules or importlib.util.find_spec("shapely") is None:
        return
    importlib.import_module("numpy")  # with the usual flags: only Shapely is to be kept apart
    apart = getattr(os, "RTLD_DEEPBIND", 0)
    if not apart:
        importlib.import_module("shapely")
        return
    flags = sys.getdlopenflags()
    sys.setdlopenflags(flags | apart)
    try:
        importlib.import_module("shapely")
    finally:
        sys.setdlopenflags(flags)


def is_available(package: str) -> bool:
    """Tell whether a package can be imported, without importing it; Shapely must be 2.0 or newer."""
    if package in sys.modules:
        found = sys.modules[package] is not None
    else:
        found = importlib.util.find_spec(package) is not None
    if found and package == "shapely":
        return int(importlib.import_module("shapely").__version__.split(".")[0]) >= 2
    return found


def missing(packages: tuple[str, ...]) -> Optional[str]:
    """Return what to install so that all packages can be imported, or None when nothing is missing.

    Parameters
    ----------
    packages : tuple of str
        Import names, keys of :data:`PACKAGES`.

    Returns
    -------
    str or None
        Names to install, separated by spaces.
    """
    return " ".join(PACKAGES[name] for name in packages if not is_available(name)) or None
