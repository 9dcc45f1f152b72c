"""Write kriging_pykrige.csv: universal kriging by PyKrige, with one drift variable, of fixed variograms.

build/peers/bin/python tests/heat/expected/make_kriging_pykrige.py
"""

from pathlib import Path

import numpy as np
import pykrige
from pykrige.uk import UniversalKriging

STATIONS, PLACES, SEED = 40, 30, 2026
# model, partial sill, practical range [m], nugget; named, since a list would give the whole sill first
VARIOGRAMS = [
    ("exponential", 0.30, 4000.0, 0.05),
    ("exponential", 0.20, 1500.0, 0.0),
    ("spherical", 0.25, 6000.0, 0.10),
    ("spherical", 0.40, 2500.0, 0.0),
]


def main():
    """Krige random stations with each variogram, without drift and with the drift of one predictor."""
    random = np.random.default_rng(SEED)
    xy = random.uniform(0.0, 10000.0, (STATIONS, 2)).round(1)
    places = random.uniform(0.0, 10000.0, (PLACES, 2)).round(1)
    drift, drift_there = random.uniform(size=STATIONS).round(4), random.uniform(size=PLACES).round(4)
    value = (1.0 + 2.0 * drift + np.sin(xy[:, 0] / 2000.0) + random.normal(scale=0.2, size=STATIONS)).round(4)
    lines = [
        f"# PyKrige {pykrige.__version__}, UniversalKriging; kinds: station (x, y, drift, value); then, for each "
        "variogram and with drift or without,",
        "# place (x, y, drift, estimate, variance). Written by: build/peers/bin/python "
        "tests/heat/expected/make_kriging_pykrige.py",
        "kind,model,psill,range_m,nugget,with_drift,x,y,drift,value,variance",
    ]
    for (x, y), d, z in zip(xy, drift, value):
        lines.append(f"station,,,,,,{x},{y},{d},{z},")
    for model, psill, range_m, nugget in VARIOGRAMS:
        for with_drift in (0, 1):
            options = {"drift_terms": ["specified"], "specified_drift": [drift]} if with_drift else {}
            kriging = UniversalKriging(
                xy[:, 0],
                xy[:, 1],
                value,
                variogram_model=model,
                variogram_parameters={"psill": psill, "range": range_m, "nugget": nugget},
                **options,
            )
            there = {"specified_drift_arrays": [drift_there]} if with_drift else {}
            estimate, variance = kriging.execute("points", places[:, 0], places[:, 1], **there)
            for (x, y), d, z, s in zip(places, drift_there, estimate, variance):
                lines.append(f"place,{model},{psill},{range_m},{nugget},{with_drift},{x},{y},{d},{z:.10f},{s:.10f}")
    Path(__file__).with_name("kriging_pykrige.csv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
