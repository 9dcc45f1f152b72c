"""The bridge to the SOLWEIG package: refusal without it, agreement of the two levels where it is installed."""

from __future__ import annotations

import datetime as dt
import sys

import numpy as np
import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.heat import solweig_engine
from cityorchestra.processing_provider.heat.radiant_temperature import conditions_at, radiant_temperature
from cityorchestra.processing_provider.heat.solweig_engine import (
    load_solweig,
    model_land_cover,
    solweig_radiant_temperature,
    without_holes,
)

NOON = np.datetime64("2026-06-21T12:10")


def test_without_the_package_the_sentence_says_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "solweig", None)  # what Python does with a package that must not be found
    with pytest.raises(InputError, match="Install the package solweig") as caught:
        load_solweig()
    assert "choose the engine simple" in str(caught.value)


def test_codes_that_solweig_knows():
    codes = np.array([0, 1, 2, 3, 4, 5, 6, 7, 42, np.nan])
    assert model_land_cover(codes).tolist() == [0, 1, 2, 5, 5, 5, 6, 7, 1, 1]


def test_holes_of_the_terrain_take_the_nearest_height():
    ground = np.array([[1.0, np.nan, np.nan, 4.0], [1.0, np.nan, np.nan, 4.0]])
    np.testing.assert_array_equal(without_holes(ground), np.array([[1, 1, 4, 4], [1, 1, 4, 4]], dtype=np.float32))
    np.testing.assert_array_equal(without_holes(ground[:, :1]), ground[:, :1])
    assert np.isnan(without_holes(np.full((2, 2), np.nan))).all()


def test_a_single_row_is_refused(monkeypatch):
    monkeypatch.setattr(solweig_engine, "load_solweig", lambda: None)
    with pytest.raises(InputError, match="two rows and two columns at least"):
        solweig_radiant_temperature(
            np.zeros((1, 20)),
            1.0,
            conditions_at(NOON, 48.11, -1.68, 30.0, 40.0),
            date=dt.date(2026, 6, 21),
            grid_azimuth_deg=180.0,
            latitude=48.11,
            longitude=-1.68,
            wind=1.5,
            folder="",
        )


def test_open_square_beside_level_s(tmp_path):
    pytest.importorskip("solweig", reason="the package solweig is not installed in this Python")
    conditions = conditions_at(NOON, 48.11, -1.68, 30.0, 40.0)
    heights = np.zeros((80, 80), dtype=np.float32)
    heights[60:64, 20:60] = 12.0
    values = solweig_radiant_temperature(
        heights,
        1.0,
        conditions,
        date=dt.date(2026, 6, 21),
        grid_azimuth_deg=180.0,
        latitude=48.11,
        longitude=-1.68,
        wind=1.5,
        folder=str(tmp_path),
        ground=np.zeros_like(heights),
    )
    assert values.shape == heights.shape
    open_place = float(radiant_temperature(conditions, 1.0, 1.0))
    assert values[10, 40] == pytest.approx(open_place, abs=6.0)
    assert values[58, 40] < values[10, 40] - 15.0, "shade of the wall"
