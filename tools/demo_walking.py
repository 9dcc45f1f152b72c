"""The walking of the demo: network, walkability of streets and areas, cool places, isochrones, sheet of the walk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from demo_heat import DATE, HOUR, surfaces_of
from demo_layers import feature_count, points_of, reached_length, write_points
from demo_run import OUT, run

MOMENT = f"{DATE}T{HOUR}"
BUDGETS = "5,10,15"
NETWORK, SHADE = OUT / "network.gpkg", OUT / "shade_on_network.gpkg"


def layer(files: dict[str, Path], name: str) -> str:
    """Return a layer of the territory as a source."""
    return f"{files['territory']}|layername={name}"


def network_with_shade(files: dict[str, Path]) -> None:
    """Build the walking network and put the shade of the day on it."""
    run(
        "walk_build_network",
        LINES=layer(files, "streets"),
        LEVEL_FIELD="level",
        ALLOWED_FIELD="walk_allowed",
        DTM=files["dtm"],
        OUTPUT=NETWORK,
    )
    run(
        "walk_shade_on_network",
        NETWORK=NETWORK,
        **surfaces_of(files),
        SVF=OUT / "sky_view.tif",
        DATE=DATE,
        OUTPUT=SHADE,
    )


def walkability(files: dict[str, Path], tables: set[str]) -> dict[str, Any]:
    """Score the streets, with weights fitted on the survey where there is one, and the areas; return the figures."""
    given = {"NETWORK": SHADE, "CANOPY": files["canopy"], "EQUIPMENT": layer(files, "equipment"), "KIND_FIELD": "kind"}
    found: dict[str, Any] = {}
    if "walk_survey" in tables:
        run("walk_walkability_score", **given, OUTPUT=OUT / "walkability_default.gpkg")
        found["fit"] = run(
            "walk_walkability_calibrate",
            SEGMENTS=OUT / "walkability_default.gpkg",
            SEG_ID="street_id",
            ANSWERS=layer(files, "walk_survey"),
            RATING="rating",
            RESPONDENT="respondent_id",
            MARGINS=layer(files, "walk_margins"),
            OUTPUT=OUT / "weights.gpkg",
            OUTPUT_HTML=OUT / "weights.html",
            OUTPUT_JSON=OUT / "weights.json",
        )
        given["WEIGHTS"] = OUT / "weights.gpkg"
    found["score"] = run(
        "walk_walkability_score",
        **given,
        OUTPUT=OUT / "walkability.gpkg",
        OUTPUT_FAILING=OUT / "walkability_failing.gpkg",
    )
    if feature_count(files["territory"], "zones") > 1:
        run(
            "walk_area_walkability",
            ZONES=layer(files, "zones"),
            NETWORK=NETWORK,
            BUILDINGS=layer(files, "buildings"),
            POPULATION=layer(files, "population"),
            OUTPUT=OUT / "area_walkability.gpkg",
        )
    return found


def cool_places(files: dict[str, Path], tables: set[str]) -> dict[str, Any] | None:
    """Class the cool places and measure the way to those that are open, in the heat; return the figures."""
    name = "cool_places" if "cool_places" in tables else "green_spaces"
    if not feature_count(files["territory"], name):
        return None
    run(
        "walk_cool_place_class",
        POLYGONS=layer(files, name),
        CANOPY=files["canopy"],
        SHADE=OUT / "sun_hours.tif",
        OUTPUT=OUT / "cool_place_classes.gpkg",
    )
    hours = {"OPEN_FIELD": "opening_hours"} if name == "cool_places" and has_package("opening_hours") else {}
    people = {}
    if feature_count(files["territory"], "population"):
        people = {"POP": layer(files, "population"), "POP_FIELD": "population"}
    return run(
        "walk_cool_place_access",
        NETWORK=SHADE,
        PLACES=OUT / "cool_place_classes.gpkg",
        PLACE_FIELD="name",
        DATETIME=MOMENT,
        HEAT_WEIGHTED=True,
        **hours,
        **people,
        OUTPUT=OUT / "access_to_cool.gpkg",
        OUTPUT_POLYGONS=OUT / "served_area.gpkg",
        OUTPUT_TABLE=OUT / "access_table.gpkg",
    )


def isochrones(start: tuple[str, str, float, float], crs: str) -> dict[str, Any]:
    """Map where one walks from the start of the walk, minutes in the sun counting more; return both lengths [m]."""
    origin = OUT / "origin.gpkg"
    write_points(origin, [start[1:]], crs)
    given = {"NETWORK": SHADE, "ORIGINS": origin, "ORIGIN_FIELD": "name", "DATETIME": MOMENT, "BUDGETS": BUDGETS}
    run(
        "walk_heat_isochrone",
        **given,
        COST="sun",
        OUTPUT=OUT / "isochrone_lines.gpkg",
        OUTPUT_POLYGONS=OUT / "isochrone_areas.gpkg",
    )
    run("walk_heat_isochrone", **given, COST="time", OUTPUT=OUT / "isochrone_by_time.gpkg")
    longest = float(BUDGETS.split(",")[-1])
    return {
        "minutes": longest,
        "sun_m": reached_length(OUT / "isochrone_lines.gpkg"),
        "time_m": reached_length(OUT / "isochrone_by_time.gpkg"),
    }


def schools_to_parks(files: dict[str, Path], crs: str) -> dict[str, Any] | None:
    """Search the walks from each school to the nearest park; return the figures, None where there is none of them."""
    schools = points_of(files["territory"], "places", "school")
    parks = points_of(files["territory"], "green_spaces", "park")
    if not schools or not parks:
        return None
    origins, goals = OUT / "schools.gpkg", OUT / "parks.gpkg"
    write_points(origins, schools, crs)
    write_points(goals, parks, crs)
    return run(
        "walk_cool_routes_batch",
        NETWORK=SHADE,
        ORIGINS=origins,
        ORIGIN_FIELD="name",
        DESTS=goals,
        DEST_FIELD="name",
        PAIRING="nearest",
        DATETIME=MOMENT,
        OUTPUT=OUT / "schools_to_parks.gpkg",
        UNREACHED=OUT / "schools_without_park.gpkg",
    )


def walk_to_take_along() -> None:
    """Write the sheet and the files of the coolest walk."""
    run("walk_route_sheet", ROUTES=OUT / "routes.gpkg", NETWORK=SHADE, OUTPUT=OUT / "cool_walk.pdf")
    run(
        "walk_export_routes",
        ROUTES=OUT / "routes.gpkg",
        OUTPUT_GPX=OUT / "routes.gpx",
        OUTPUT_GEOJSON=OUT / "routes.geojson",
    )


def has_package(name: str) -> bool:
    """Tell whether a Python package is installed."""
    import importlib.util

    return importlib.util.find_spec(name) is not None
