"""The territory of the demo: the synthetic town, or a real one, prepared if it is not."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from pathlib import Path

from demo_run import OUT, run

SURFACES = ("dtm", "dsm", "canopy")
COVERS = ("landcover", "groundcover")  # a prepared territory may lack them
RASTERS = (*SURFACES, *COVERS)


def tables_of(path: Path) -> set[str]:
    """Return the tables of a GeoPackage."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        return {name for (name,) in connection.execute("select table_name from gpkg_contents")}


def territory_files() -> dict[str, Path]:
    """Return the files of the territory that the demo works on."""
    return {"territory": OUT / "territory.gpkg", **{name: OUT / f"{name}.tif" for name in RASTERS}}


def raster_outputs(files: dict[str, Path]) -> dict[str, Path]:
    """Return the rasters as outputs of the algorithms that make a territory."""
    return {f"OUTPUT_{name.upper()}": files[name] for name in RASTERS}


def demo_town() -> dict[str, Path]:
    """Generate the demo territory."""
    files = territory_files()
    run("territory_demo", OUTPUT=files["territory"], **raster_outputs(files))
    return files


def real_territory(given: Path) -> dict[str, Path]:
    """Take a prepared territory with its rasters, or prepare what was given."""
    if not given.is_file():
        sys.exit(f"{given} does not exist; give the GeoPackage of a territory.")
    tables = tables_of(given)
    files = territory_files()
    roles = source_layers(given, tables)
    if "streets" not in roles or "buildings" not in roles:
        sys.exit(f"{given} has no layer of streets and buildings that is known; prepare it with territory_prepare.")
    rasters = rasters_beside(given) if "territory_layers" in tables else {}
    if set(SURFACES) <= set(rasters):
        shutil.copyfile(given, files["territory"])
        for name, source in rasters.items():
            shutil.copyfile(source, files[name])
        return {name: path for name, path in files.items() if name == "territory" or name in rasters}
    parameters = {role.upper(): f"{given}|layername={layer}" for role, layer in roles.items()}
    run(
        "territory_prepare",
        **parameters,
        OUTPUT=files["territory"],
        **raster_outputs(files),
        OUTPUT_REPORT=OUT / "territory.html",
    )
    return files


def source_layers(given: Path, tables: set[str]) -> dict[str, str]:
    """Return which layer of a GeoPackage serves each standard layer: standard, BD TOPO or OpenStreetMap names."""
    if "territory_layers" in tables:
        roles = ("buildings", "streets", "trees", "vegetation", "green_spaces", "water", "waterways", "equipment")
        return {role: role for role in (*roles, "places", "zones", "population") if role in tables}
    names = {
        "buildings": ("batiment", "buildings"),
        "streets": ("troncon_de_route", "ways", "streets", "lines"),
        "trees": ("points",),
        "vegetation": ("zone_de_vegetation", "areas"),
        "green_spaces": ("terrain_de_sport", "areas"),
        "water": ("surface_hydrographique", "areas"),
        "waterways": ("troncon_hydrographique", "waterways"),
        "equipment": ("points",),
        "places": ("zone_d_activite_ou_d_interet", "buildings"),
    }
    found = {}
    for role, candidates in names.items():
        chosen = next((name for name in candidates if name in tables), None)
        if chosen:
            found[role] = chosen
    return found


def rasters_beside(territory: Path) -> dict[str, Path]:
    """Return the rasters that a prepared territory names and that are still beside it."""
    with sqlite3.connect(f"file:{territory}?mode=ro", uri=True) as connection:
        rows = connection.execute("select layer, source from territory_layers").fetchall()
    found = {layer: territory.parent / source for layer, source in rows if layer in RASTERS}
    return {layer: path for layer, path in found.items() if path.is_file()}
