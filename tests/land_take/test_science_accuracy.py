"""Areas corrected by checked points: the published example, and what must hold whatever the sample."""

from __future__ import annotations

import numpy as np
import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.land_take.accuracy import corrected_areas, read_sample
from hypothesis import assume, given, settings
from hypothesis import strategies as st

CELL_M2 = 900.0  # Landsat
CLASSES = ("deforestation", "gain", "forest", "other")
MAP = dict(zip(CLASSES, np.array([200_000, 150_000, 3_200_000, 6_450_000]) * CELL_M2))
COUNTS = ((66, 0, 5, 4), (0, 55, 8, 12), (1, 0, 153, 11), (2, 1, 9, 313))
SAMPLE = {(one, other): COUNTS[i][j] for i, one in enumerate(CLASSES) for j, other in enumerate(CLASSES)}


def test_the_example_of_olofsson_and_others():
    """Section 5 of the paper: areas and 95 % half intervals in hectares, overall accuracy 0.95."""
    found = corrected_areas(MAP, SAMPLE)
    assert found.area_m2 / 1e4 == pytest.approx([21_158, 11_686, 285_770, 581_386], abs=1.0)
    assert 1.96 * found.error_m2 / 1e4 == pytest.approx([6158, 3756, 15_510, 16_282], abs=1.0)
    assert found.overall == pytest.approx(0.95, abs=0.005)
    area, low, high = found.interval("gain")
    assert (area - low) == pytest.approx(high - area)


def test_a_map_without_error_keeps_its_areas():
    found = corrected_areas({"artif": 30.0, "non artif": 70.0}, {("artif", "artif"): 5, ("non artif", "non artif"): 9})
    assert found.area_m2.tolist() == [30.0, 70.0] and found.error_m2.tolist() == [0.0, 0.0] and found.overall == 1.0


def test_bad_samples_are_refused(tmp_path):
    with pytest.raises(InputError, match="fewer than 2 points in the class b"):
        corrected_areas({"a": 1.0, "b": 1.0}, {("a", "a"): 9, ("b", "b"): 1})
    with pytest.raises(InputError, match="has the class c"):
        corrected_areas({"a": 1.0}, {("c", "a"): 9})
    path = tmp_path / "points.csv"
    path.write_text("map,reference,count\nartif,artif,many\n")
    with pytest.raises(InputError, match="Row 1"):
        read_sample(path)
    path.write_text("map,count\nartif,2\n")
    with pytest.raises(InputError, match="must have the columns"):
        read_sample(path)
    path.write_text("map,reference,count\nartif,artif,2\nartif,artif,3\n")
    assert read_sample(path) == {("artif", "artif"): 5}


def test_a_class_without_area_needs_no_point():
    found = corrected_areas({"a": 2.0, "b": 0.0}, {("a", "a"): 3, ("a", "b"): 1})
    assert found.area_m2.tolist() == [1.5, 0.5]


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 50), min_size=3, max_size=3), min_size=3, max_size=3), st.integers(1, 9))
def test_areas_sum_to_the_map_and_errors_fall_with_points(counts, more):
    counts = np.array(counts)
    assume((counts.sum(axis=1) >= 2).all())
    names = ("a", "b", "c")
    areas = {"a": 10.0, "b": 20.0, "c": 70.0}
    sample = {(one, other): int(counts[i, j]) for i, one in enumerate(names) for j, other in enumerate(names)}
    found = corrected_areas(areas, sample)
    assert found.area_m2.sum() == pytest.approx(100.0)
    assert 0.0 <= found.overall <= 1.0 + 1e-12
    richer = corrected_areas(areas, {key: (more + 1) * value for key, value in sample.items()})
    assert richer.area_m2 == pytest.approx(found.area_m2)
    assert (richer.error_m2 <= found.error_m2 + 1e-12).all()
