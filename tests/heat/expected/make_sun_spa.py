"""Write sun_spa.csv, the sun as pvlib's SPA sees it. pvlib is not needed by the tests, only by this script.

build/peers/bin/python tests/heat/expected/make_sun_spa.py
"""

import datetime as dt
from pathlib import Path

import pandas as pd
import pvlib

PLACES = [  # latitude, longitude
    (-77.85, 166.67),
    (-45.87, 170.5),
    (-33.92, 18.42),
    (-1.29, 36.82),
    (0.0, 0.0),
    (19.43, -99.13),
    (48.11, -1.68),
    (59.91, 10.75),
    (69.65, 18.96),
    (78.22, 15.65),
]
YEARS = [2000, 2008, 2017, 2026, 2038, 2050]
DAYS = [(1, 3), (3, 20), (6, 21), (7, 30), (9, 23), (12, 21)]
PRESSURE_PA, TEMPERATURE_C = 101325.0, 12.0


def main():
    """Compute every place, year and day, at a time of day that moves on from one case to the next."""
    lines = [
        f"# pvlib {pvlib.__version__}, solarposition.spa_python, delta_t computed, {PRESSURE_PA:.0f} Pa, "
        f"{TEMPERATURE_C:.0f} degrees C; angles in degrees",
        "# written by: build/peers/bin/python tests/heat/expected/make_sun_spa.py",
        "utc,latitude,longitude,azimuth,elevation,geometric_elevation",
    ]
    number = 0
    for latitude, longitude in PLACES:
        for year in YEARS:
            for month, day in DAYS:
                minutes = (number * 397) % 1440  # 397 has no factor of 1440: all times of day are met
                number += 1
                utc = dt.datetime(year, month, day) + dt.timedelta(minutes=minutes, seconds=number % 60)
                sun = pvlib.solarposition.spa_python(
                    pd.DatetimeIndex([utc], tz="UTC"),
                    latitude,
                    longitude,
                    altitude=0,
                    pressure=PRESSURE_PA,
                    temperature=TEMPERATURE_C,
                    delta_t=None,
                ).iloc[0]
                lines.append(
                    f"{utc.isoformat()},{latitude},{longitude},{sun.azimuth:.5f},"
                    f"{sun.apparent_elevation:.5f},{sun.elevation:.5f}"
                )
    Path(__file__).with_name("sun_spa.csv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
