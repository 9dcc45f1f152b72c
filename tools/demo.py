"""``make demo``: from nothing, or from a real territory, to shade on streets and cool routes, all through qgis_process.

Writes ``build/demo/``: GeoPackages, GeoTIFFs, a styled QGIS project and a report with maps in French and English.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "build" / "demo"
DATE = "2026-06-21"
HOUR = "15:00:00"
# Pairs of places tried in turn for the walk of the report; the first whose routes differ enough is shown.
FAVOURITE_KINDS = ("station", "town_hall", "library", "school", "hospital", "market", "worship", "shop", "other")
KIND_NAMES = {"station": "Gare", "town_hall": "Mairie"}
WANTED_DIFFERENCE_M = 35.0  # of sun between the shortest and the coolest, to be seen on a map
PAIRS_TRIED = 60


def qgis_process() -> str:
    """Return the headless QGIS that works here (Debian's wrapper gives its binary an option it rejects)."""
    for name in ("qgis_process.bin", "qgis_process"):
        path = shutil.which(name)
        if path:
            return path
    sys.exit("qgis_process was not found; run make setup first.")


def run(algorithm: str, **parameters: Any) -> dict[str, Any]:
    """Run one algorithm headless and return its results."""
    start = time.perf_counter()
    command = [qgis_process(), "--json", "run", f"cityorchestra:{algorithm}", "--"]
    command += [f"{name}={value}" for name, value in parameters.items()]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    begin = done.stdout.find("{")
    answer = json.loads(done.stdout[begin:]) if begin >= 0 and done.returncode == 0 else {}
    if "results" not in answer:
        lines = (done.stderr + done.stdout).strip().splitlines()
        sys.exit(f"{algorithm} failed:\n" + "\n".join(lines[-20:]))
    print(f"  {algorithm:24s} {time.perf_counter() - start:5.1f} s")
    return answer["results"]


def tables_of(path: Path) -> set[str]:
    """Return the tables of a GeoPackage."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        return {name for (name,) in connection.execute("select table_name from gpkg_contents")}


def demo_town() -> dict[str, Path]:
    """Generate the demo territory."""
    files = {"territory": OUT / "territory.gpkg"} | {name: OUT / f"{name}.tif" for name in ("dtm", "dsm", "canopy")}
    run(
        "territory_demo",
        OUTPUT=files["territory"],
        OUTPUT_DTM=files["dtm"],
        OUTPUT_DSM=files["dsm"],
        OUTPUT_CANOPY=files["canopy"],
    )
    return files


def real_territory(given: Path) -> dict[str, Path]:
    """Take a prepared territory with its rasters, or prepare what was given."""
    if not given.is_file():
        sys.exit(f"{given} does not exist; give the GeoPackage of a territory.")
    tables = tables_of(given)
    files = {"territory": OUT / "territory.gpkg"} | {name: OUT / f"{name}.tif" for name in ("dtm", "dsm", "canopy")}
    roles = source_layers(given, tables)
    if "streets" not in roles or "buildings" not in roles:
        sys.exit(f"{given} has no layer of streets and buildings that is known; prepare it with territory_prepare.")
    rasters = rasters_beside(given) if "territory_layers" in tables else {}
    if len(rasters) == 3:
        shutil.copyfile(given, files["territory"])
        for name, source in rasters.items():
            shutil.copyfile(source, files[name])
        return files
    parameters = {role.upper(): f"{given}|layername={layer}" for role, layer in roles.items()}
    run(
        "territory_prepare",
        **parameters,
        OUTPUT=files["territory"],
        OUTPUT_DTM=files["dtm"],
        OUTPUT_DSM=files["dsm"],
        OUTPUT_CANOPY=files["canopy"],
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
        rows = connection.execute(
            "select layer, source from territory_layers where layer in ('dtm', 'dsm', 'canopy')"
        ).fetchall()
    found = {layer: territory.parent / source for layer, source in rows}
    return {layer: path for layer, path in found.items() if path.is_file()}


def places_of(territory: Path) -> list[tuple[str, str, float, float]]:
    """Return the named places of a territory, the kinds people walk between first."""
    from osgeo import ogr

    dataset = ogr.Open(str(territory))
    layer = dataset.GetLayerByName("places")
    places = []
    for feature in layer:
        point = feature.GetGeometryRef()
        places.append((feature["kind"], feature["name"], point.GetX(), point.GetY()))

    def rank(place: tuple[str, str, float, float]) -> tuple[bool, int, str]:
        unnamed = place[1] == place[0] or "_" in place[1]
        return (unnamed and place[0] != "station", FAVOURITE_KINDS.index(place[0]), place[1])

    ranked = sorted(places, key=rank)
    named = [place for place in ranked if not rank(place)[0]]
    return [(kind, label(kind, name), x, y) for kind, name, x, y in (named if len(named) > 2 else ranked)]


def label(kind: str, name: str) -> str:
    """Return what to write on the map: "Mairie (Redon)" where the name alone does not say what the place is."""
    word = KIND_NAMES.get(kind)
    if word is None or word.lower() in name.lower():
        return name
    return word if name == kind else f"{word} ({name})"


def two_places(territory: Path, network: Path, crs: str) -> dict[str, Any]:
    """Choose two real places whose shortest and coolest walks differ, and compute the routes between them."""
    places = places_of(territory)
    # Pairs of the favourite kinds first, whichever of the two comes first.
    ranked = sorted(itertools.combinations(range(len(places)), 2), key=lambda pair: (pair[0] + pair[1], pair[0]))
    best: dict[str, Any] = {}
    for start, end in ranked[:PAIRS_TRIED]:
        (_, _, x0, y0), (_, _, x1, y1) = places[start], places[end]
        if not 250.0 <= ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 <= 1500.0:
            continue
        path = OUT / "routes.gpkg"
        found = run_quietly(
            "walk_cool_route",
            NETWORK=network,
            START=f"{x0},{y0} [{crs}]",
            END=f"{x1},{y1} [{crs}]",
            DATETIME=f"{DATE}T{HOUR}",
            MAX_SNAP=60,
            OUTPUT=path,
        )
        if found is None:
            continue
        gain = found["SHORTEST_SUN_M"] - found["COOLEST_SUN_M"]
        if not best or gain > best["gain"]:
            best = {"gain": gain, "start": places[start], "end": places[end], "results": found}
            shutil.move(path, OUT / "best.gpkg")
        if gain >= WANTED_DIFFERENCE_M:
            break
    if not best:
        sys.exit("No walk was found between the places of the territory.")
    (OUT / "best.gpkg").replace(OUT / "routes.gpkg")
    return best


def run_quietly(algorithm: str, **parameters: Any) -> dict[str, Any] | None:
    """Run an algorithm that may honestly fail, such as a walk between two places with no way."""
    command = [qgis_process(), "--json", "run", f"cityorchestra:{algorithm}", "--"]
    command += [f"{name}={value}" for name, value in parameters.items()]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    begin = done.stdout.find("{")
    if done.returncode or begin < 0:
        return None
    return json.loads(done.stdout[begin:]).get("results")


def main() -> None:
    """Run the chain and write the project and the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--territory", type=Path, help="GeoPackage of a real territory")
    arguments = parser.parse_args()
    if OUT.exists():
        shutil.rmtree(OUT)
    OUT.mkdir(parents=True)
    print("City Orchestra demo")
    files = real_territory(arguments.territory.resolve()) if arguments.territory else demo_town()
    if len(places_of(files["territory"])) < 2:
        sys.exit("The territory has fewer than two named places to walk between; add some to its layer of places.")
    network, shade = OUT / "network.gpkg", OUT / "shade_on_network.gpkg"
    run("heat_sun_position", LAYER=files["dsm"], DATE=DATE, OUTPUT=OUT / "sun_position.csv")
    surfaces = {"DSM": files["dsm"], "DTM": files["dtm"], "CANOPY": files["canopy"]}
    run("heat_cast_shadows", **surfaces, DATETIME=f"{DATE}T{HOUR}", OUTPUT=OUT / "sun_fraction.tif")
    run("heat_shade_hours", **surfaces, DATE=DATE, OUTPUT=OUT / "sun_hours.tif")
    run(
        "walk_build_network",
        LINES=f"{files['territory']}|layername=streets",
        LEVEL_FIELD="level",
        ALLOWED_FIELD="walk_allowed",
        DTM=files["dtm"],
        OUTPUT=network,
    )
    run("walk_shade_on_network", NETWORK=network, **surfaces, DATE=DATE, OUTPUT=shade)

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, str(ROOT / "tools"))
    from demo_project import project_crs, start_qgis, write_project
    from demo_report import write_reports

    application = start_qgis()
    walk = two_places(files["territory"], shade, project_crs(files["dsm"]))
    gain = f"{walk['gain']:.0f} m less sun on the coolest walk"
    print(f"  {'walk_cool_route':24s} {walk['start'][1]} -> {walk['end'][1]}: {gain}")
    layers = write_project(OUT, files["territory"])
    reports = write_reports(OUT, layers, walk, DATE, HOUR, synthetic=arguments.territory is None)
    application.exitQgis()
    print("Written:")
    for path in (OUT / "cityorchestra_demo.qgz", *reports):
        print(f"  {path}")


if __name__ == "__main__":
    main()
