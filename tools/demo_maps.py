"""The maps of the demo report: which layers each shows, in which frame, with which legends."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo_pictures import around, render
from qgis.PyQt.QtGui import QImage

# Drawn below most maps, from above to below.
GROUND = ("waterways", "water", "vegetation")


@dataclass(frozen=True)
class Map:
    """One map of the report.

    Attributes
    ----------
    name : str
        Key of its caption, and name of its picture.
    layers : tuple of str
        Layers from above to below; those that were not made are left out.
    needs : str
        Layer without which there is no map.
    frame : str
        ``walk`` around the routes, ``town`` around the streets.
    marks : bool
        Whether the two places of the walk are marked.
    legends : tuple of (str, str)
        Layers of the legend and their styles.
    """

    name: str
    layers: tuple[str, ...]
    needs: str
    frame: str = "town"
    marks: bool = False
    legends: tuple[tuple[str, str], ...] = ()


MAPS = (
    Map(
        "map_routes",
        ("routes", "shade_on_network", "trees", "buildings", *GROUND),
        "routes",
        "walk",
        True,
        (("routes", "cool_routes"), ("shade_on_network", "shade_on_network")),
    ),
    Map("map_sun", ("routes", "sun_fraction"), "sun_fraction", "walk", True, (("sun_fraction", "sun_fraction"),)),
    Map("map_hours", ("sun_hours",), "sun_hours", legends=(("sun_hours", "sun_hours"),)),
    Map("map_sky", ("sky_view",), "sky_view", legends=(("sky_view", "sky_view"),)),
    Map("map_utci", ("routes", "utci"), "utci", "walk", True, (("utci", "utci"),)),
    Map(
        "map_island",
        ("heat_island_stations", "streets", "water", "heat_island"),
        "heat_island",
        legends=(("heat_island", "heat_island"), ("heat_island_stations", "heat_island_stations")),
    ),
    Map(
        "map_island_error",
        ("heat_island_residuals", "heat_island_error"),
        "heat_island_error",
        legends=(("heat_island_error", "heat_island_error"), ("heat_island_residuals", "heat_island_residuals")),
    ),
    Map(
        "map_walkability",
        ("walkability", "buildings", *GROUND),
        "walkability",
        legends=(("walkability", "walkability"),),
    ),
    Map(
        "map_areas",
        ("zones", "area_walkability", "buildings"),
        "area_walkability",
        legends=(("area_walkability", "area_walkability"),),
    ),
    Map(
        "map_access",
        ("cool_place_classes", "access_to_cool", "served_area", "buildings", "water"),
        "access_to_cool",
        legends=(("access_to_cool", "access_to_cool"), ("cool_place_classes", "cool_place_classes")),
    ),
    Map(
        "map_isochrone",
        ("isochrone_lines", "isochrone_areas", "buildings", "water"),
        "isochrone_areas",
        "isochrone",
        True,
        (("isochrone_areas", "isochrone_areas"),),
    ),
    Map("map_landcover", ("landcover",), "landcover", legends=(("landcover", "land_cover"),)),
    Map("map_town", ("places", "trees", "buildings", "streets", *GROUND), "buildings"),
)


def draw_maps(folder: Path, layers: dict[str, Any], walk: dict[str, Any]) -> dict[str, QImage]:
    """Draw every map whose layers were made, write it as a PNG beside the report and return it by name."""
    frames = {
        "walk": around([layers["routes"].extent()]),
        "town": around([layers["shade_on_network"].extent()], 0.02),
    }
    if "isochrone_areas" in layers:
        frames["isochrone"] = around([layers["isochrone_areas"].extent()], 0.05)
    places = [(place[2], place[3], place[1]) for place in (walk["start"], walk["end"])]
    pictures = {}
    for item in MAPS:
        if item.needs not in layers:
            continue
        shown = [layers[name] for name in item.layers if name in layers]
        marks = places[: 1 if item.frame == "isochrone" else 2] if item.marks else []
        pictures[item.name] = render(shown, frames[item.frame], marks)
        if not pictures[item.name].save(str(folder / f"{item.name}.png")):
            raise SystemExit(f"The picture {item.name}.png could not be written in {folder}.")
    return pictures
