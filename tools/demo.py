"""``make demo``: from a made town, or a real territory, to heat, walkability and cool routes, all by qgis_process.

Writes ``build/demo/``: GeoPackages, GeoTIFFs, a styled QGIS project and a report with maps in French and English.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from pathlib import Path

from demo_heat import DATE, HOUR, felt_temperature, sun_and_sky
from demo_island import heat_island
from demo_run import OUT, ROOT
from demo_territory import demo_town, real_territory, tables_of
from demo_walk import places_of, two_places
from demo_walking import (
    SHADE,
    cool_places,
    isochrones,
    network_with_shade,
    schools_to_parks,
    walk_to_take_along,
    walkability,
)


def main() -> None:
    """Run the chain and write the project and the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--territory", type=Path, help="GeoPackage of a real territory")
    arguments = parser.parse_args()
    start = time.perf_counter()
    if OUT.exists():
        shutil.rmtree(OUT)
    OUT.mkdir(parents=True)
    print("City Orchestra demo")
    files = real_territory(arguments.territory.resolve()) if arguments.territory else demo_town()
    if len(places_of(files["territory"])) < 2:
        sys.exit("The territory has fewer than two named places to walk between; add some to its layer of places.")
    tables = tables_of(files["territory"])
    sun_and_sky(files)
    facts = {"comfort": felt_temperature(files), "island": heat_island(files, tables)}
    network_with_shade(files)

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, str(ROOT / "tools"))
    from demo_project import project_crs, start_qgis, write_project
    from demo_report import write_reports

    application = start_qgis()
    crs = project_crs(files["dsm"])
    walk = two_places(files["territory"], SHADE, crs)
    gain = f"{walk['gain']:.0f} m less sun on the coolest walk"
    print(f"  {'walk_cool_route':28s} {walk['start'][1]} -> {walk['end'][1]}: {gain}")
    walk_to_take_along()
    facts["walkability"] = walkability(files, tables)
    facts["cool_places"] = cool_places(files, tables)
    facts["isochrone"] = isochrones(walk["start"], crs)
    facts["schools"] = schools_to_parks(files, crs)
    layers = write_project(OUT, files["territory"])
    reports = write_reports(OUT, layers, walk, facts, (DATE, HOUR), synthetic=arguments.territory is None)
    application.exitQgis()
    print(f"Written in {time.perf_counter() - start:.0f} s:")
    for path in (OUT / "cityorchestra_demo.qgz", *reports, OUT / "cool_walk.pdf"):
        print(f"  {path}")


if __name__ == "__main__":
    main()
