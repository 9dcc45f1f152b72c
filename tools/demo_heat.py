"""The heat of the demo: sun, shade, sky, and the temperature felt at the hour of the walk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from demo_run import OUT, run

DATE = "2026-06-21"
HOUR = "15:00:00"
# Weather of the hour: a hot afternoon of the west of France.
WEATHER = {"TA": 32, "RH": 35, "WIND": 2}


def surfaces_of(files: dict[str, Path]) -> dict[str, Path]:
    """Return the rasters that cast and receive shade, as parameters."""
    return {"DSM": files["dsm"], "DTM": files["dtm"], "CANOPY": files["canopy"]}


def sun_and_sky(files: dict[str, Path]) -> None:
    """Map the sun of a day and the sky view factor."""
    surfaces = surfaces_of(files)
    run("heat_sun_position", LAYER=files["dsm"], DATE=DATE, OUTPUT=OUT / "sun_position.csv")
    run("heat_cast_shadows", **surfaces, DATETIME=f"{DATE}T{HOUR}", OUTPUT=OUT / "sun_fraction.tif")
    run("heat_shade_hours", **surfaces, DATE=DATE, OUTPUT=OUT / "sun_hours.tif")
    run("heat_sky_view_factor", **surfaces, OUTPUT=OUT / "sky_view.tif")


def felt_temperature(files: dict[str, Path]) -> dict[str, Any]:
    """Map the radiant and the felt temperature, and return the figures of the felt one."""
    ground = {"LANDCOVER": files["groundcover"]} if "groundcover" in files else {}
    run(
        "heat_mean_radiant_temperature",
        **surfaces_of(files),
        **ground,
        SVF=OUT / "sky_view.tif",
        DATETIME=f"{DATE}T{HOUR}",
        TA=WEATHER["TA"],
        RH=WEATHER["RH"],
        OUTPUT=OUT / "tmrt.tif",
    )
    return run(
        "heat_thermal_comfort",
        TMRT=OUT / "tmrt.tif",
        **WEATHER,
        OUTPUT=OUT / "utci.tif",
        OUTPUT_CLASS=OUT / "utci_classes.tif",
    )
