"""The walk of the demo: two places whose shortest and coolest walks differ."""

from __future__ import annotations

import itertools
import shutil
import sys
from pathlib import Path
from typing import Any

from demo_heat import DATE, HOUR
from demo_run import OUT, run_quietly

# Pairs of places tried in turn for the walk of the report; the first whose routes differ enough is shown.
FAVOURITE_KINDS = ("station", "town_hall", "library", "school", "hospital", "market", "worship", "shop", "other")
KIND_NAMES = {"station": "Gare", "town_hall": "Mairie"}
WANTED_DIFFERENCE_M = 35.0  # of sun between the shortest and the coolest, to be seen on a map
PAIRS_TRIED = 60


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
