"""The heat island of the demo: from the records of the stations to a map of its nights and of its uncertainty."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from demo_run import OUT, run

# Classes of the land cover that are put together, radii tried [m], and cell of the map [m].
CLASSES = "built=2, vegetation=3+4+5, paved=1"
RADII = "100,200,300,400,500,600"
SHOWN_RADII = "300,100"  # those of the shares kept as a raster
CELL_M = 20


def heat_island(files: dict[str, Path], tables: set[str]) -> dict[str, Any] | None:
    """Select the nights, map the heat island and its error, and return the figures; None without stations."""
    if not {"heat_stations", "heat_observations"} <= tables or "landcover" not in files:
        return None
    run(
        "heat_buffer_fractions",
        RASTER=files["landcover"],
        CLASSES=CLASSES,
        RADII=SHOWN_RADII,
        RESOLUTION=CELL_M,
        POINTS=f"{files['territory']}|layername=heat_stations",
        OUTPUT=OUT / "cover_shares.tif",
        OUTPUT_POINTS=OUT / "cover_shares_at_stations.gpkg",
    )
    nights = run(
        "heat_island_nights",
        STATIONS=f"{files['territory']}|layername=heat_stations",
        TABLE=f"{files['territory']}|layername=heat_observations",
        STATION_ID="station_id",
        TABLE_STATION="station_id",
        TIME="time",
        VALUE="temperature_c",
        REF_FIELD="role",
        OUTPUT=OUT / "heat_island_stations.gpkg",
        NIGHTS=OUT / "heat_island_nights.gpkg",
    )
    found = run(
        "heat_island_map",
        STATIONS=OUT / "heat_island_stations.gpkg",
        FIELD="uhi",
        LANDCOVER=files["landcover"],
        CLASSES=CLASSES,
        RADII=RADII,
        RESOLUTION=CELL_M,
        OUTPUT_UHI=OUT / "heat_island.tif",
        OUTPUT_SE=OUT / "heat_island_error.tif",
        OUTPUT_MASK=OUT / "heat_island_mask.tif",
        OUTPUT_LOOCV=OUT / "heat_island_residuals.gpkg",
        OUTPUT_HTML=OUT / "heat_island.html",
    )
    return {**found, "NIGHTS_SELECTED": nights["NIGHTS_SELECTED"], "NIGHTS_ALL": nights["NIGHTS_ALL"]}
