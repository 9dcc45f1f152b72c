"""From the sky view to what is felt, in a street between two walls: the chain of algorithms against common sense."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("qgis.core")
from cityorchestra.tests.algorithm_support import CENTRE, read_raster, write_raster

ROWS, COLUMNS = 240, 160
NORTH_WALL, SOUTH_WALL = 80, 95  # rows of the street, 15 m wide, between blocks 15 m high
OPEN, MIDDLE, COLUMN = 15, 87, COLUMNS // 2
SUNNY, SHADED = NORTH_WALL + 1, SOUTH_WALL - 2

pytestmark = pytest.mark.usefixtures("provider")


@pytest.fixture(scope="module")
def surfaces(tmp_path_factory):
    folder = tmp_path_factory.mktemp("canyon")
    ground = np.full((ROWS, COLUMNS), 30.0)
    heights = ground.copy()
    heights[NORTH_WALL - 15 : NORTH_WALL] += 15.0
    heights[SOUTH_WALL : SOUTH_WALL + 15] += 15.0
    place = {"west": CENTRE[0] - COLUMNS / 2, "north": CENTRE[1] + ROWS / 2}
    return {
        "DSM": write_raster(folder / "dsm.tif", heights, **place),
        "DTM": write_raster(folder / "dtm.tif", ground, **place),
    }


@pytest.fixture
def felt(run_algorithm, surfaces):
    """Function that runs the chain and returns sky view, radiant and felt temperature across the street."""

    def run(moment, ta):
        view = run_algorithm("heat_sky_view_factor", {**surfaces, "OUTPUT": "TEMPORARY_OUTPUT"}).results["OUTPUT"]
        given = {**surfaces, "SVF": view, "TA": ta, "DATETIME": moment, "OUTPUT": "TEMPORARY_OUTPUT"}
        radiant = run_algorithm("heat_mean_radiant_temperature", given).results["OUTPUT"]
        comfort = run_algorithm("heat_thermal_comfort", {"TMRT": radiant, "TA": ta, "OUTPUT": "TEMPORARY_OUTPUT"})
        return [read_raster(path)[:, COLUMN] for path in (view, radiant, comfort.results["OUTPUT"])]

    return run


def test_summer_noon(felt):
    view, radiant, comfort = felt("2026-06-21T14:00:00", 30.0)
    assert view[OPEN] > 0.97
    # A street as wide as high: cos(atan(2)) = 0.447 in the middle.
    assert view[MIDDLE] == pytest.approx(0.447, abs=0.01)
    assert 20.0 < radiant[SUNNY] - radiant[SHADED] < 35.0
    assert 30.0 < radiant[SHADED] < 40.0, "deep shade is a little warmer than the air"
    assert abs(radiant[SUNNY] - radiant[OPEN]) < 6.0, "the sunny side is as hot as an open square"
    assert 5.0 < comfort[SUNNY] - comfort[SHADED] < 10.0


def test_summer_night(felt):
    view, radiant, comfort = felt("2026-06-21T23:30:00", 22.0)
    assert radiant[OPEN] + 3.0 < radiant[MIDDLE] < 22.0, "walls hide the cold sky"
    assert radiant[OPEN] < 22.0 - 5.0
    assert comfort[MIDDLE] > comfort[OPEN] + 0.5
    street = slice(NORTH_WALL, SOUTH_WALL)
    order = np.argsort(view[street])
    assert (np.diff(radiant[street][order]) <= 1e-3).all(), "at night the less sky, the warmer"


def test_winter_noon(felt):
    _, radiant, _ = felt("2026-12-21T13:00:00", 5.0)
    street = radiant[NORTH_WALL:SOUTH_WALL]
    assert (street < 8.0).all(), "the low sun does not reach the street"
    assert radiant[OPEN] > street.max() + 20.0
