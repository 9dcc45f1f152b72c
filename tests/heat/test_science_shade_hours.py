"""Hours of sun from time slots."""

import numpy as np
import pytest
from cityorchestra.processing_provider.heat.shade_hours import shade_hours

NODATA = 255


def test_hours_and_shade_by_hand():
    slots = np.array(
        [[[100, 100, 0, 100]], [[100, 50, 0, NODATA]], [[100, 3, 0, 100]], [[100, 0, 0, 100]]], dtype=np.uint8
    )
    hours, shade = shade_hours(iter(slots), [True] * 4, 15)
    assert hours.dtype == shade.dtype == np.float32
    np.testing.assert_allclose(hours, [[1.0, 0.25 * 1.53, 0.0, np.nan]], rtol=1e-6)
    np.testing.assert_allclose(shade, [[0.0, 100 - 153 / 4, 100.0, np.nan]], rtol=1e-6)


def test_night_counts_for_nothing():
    day, night = np.full((2, 2), 100, dtype=np.uint8), np.zeros((2, 2), dtype=np.uint8)
    hours, shade = shade_hours([night, day, day, night], np.array([False, True, True, False]), 30)
    assert (hours == 1.0).all()
    assert (shade == 0.0).all()


def test_a_whole_night_has_no_share_of_shade():
    night = np.zeros((2, 2), dtype=np.uint8)
    night[0, 0] = NODATA
    hours, shade = shade_hours([night], [False], 30)
    assert np.isnan(shade).all()
    np.testing.assert_array_equal(hours, [[np.nan, 0.0], [0.0, 0.0]])


def test_nodata_of_a_night_slot_is_nodata():
    day, night = np.full((1, 1), 100, dtype=np.uint8), np.full((1, 1), NODATA, dtype=np.uint8)
    for grids in shade_hours([day, night], [True, False], 30):
        assert np.isnan(grids).all()


def test_many_slots_do_not_overflow():
    grid = np.full((1, 1), 100, dtype=np.uint8)
    hours, shade = shade_hours((grid for _ in range(1440)), (True for _ in range(1440)), 1)
    assert hours[0, 0] == pytest.approx(24.0)
    assert shade[0, 0] == 0.0


@pytest.mark.parametrize(
    ("slots", "daylight", "step", "sentence"),
    [
        ([], [], 15, "at least one time slot"),
        ([(1, 1)], [True], 0, "step greater than 0"),
        ([(1, 1), (1, 2)], [True, True], 15, "one shape"),
        ([(1, 1), (1, 1)], [True], 15, "one daylight flag"),
        ([(1, 1)], [True, False], 15, "one daylight flag"),
    ],
)
def test_refused_slots(slots, daylight, step, sentence):
    with pytest.raises(ValueError, match=sentence):
        shade_hours([np.zeros(shape, dtype=np.uint8) for shape in slots], daylight, step)
