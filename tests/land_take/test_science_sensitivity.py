"""One choice changed at a time: the same figures as computing anew, differences from the default, order of bars."""

from __future__ import annotations

import numpy as np
import pytest
from cityorchestra.processing_provider.errors import InputError, RunCancelledError
from cityorchestra.processing_provider.land_take.functions import soil_functions
from cityorchestra.processing_provider.land_take.overlay import overlay_areas
from cityorchestra.processing_provider.land_take.sensitivity import (
    INDICATORS,
    Choices,
    Comparison,
    Row,
    swings,
    table,
    variants,
)
from cityorchestra.processing_provider.land_take.thresholds import SPOTS_FIRST, Thresholds
from cityorchestra.tests.land_take.ground import FIELD, GARDEN, HOUSE, MEADOW, YARD, chessboard, ground
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box


def comparison(first, second):
    functions = tuple(soil_functions(side.cover, side.use) for side in (first, second))
    return Comparison(first, second, functions, overlay_areas(first.geometry, second.geometry), 75.0)


def figures(first, second, choices=None):
    """Return figures that are computed for one choice alone."""
    choices = Choices() if choices is None else choices
    alone = comparison(first, second)
    alone.prepare([choices])
    return alone.figures(choices)


def dates():
    """A yard of 2 000 m2 grows to 3 000 m2 in the fields, and a boundary is drawn 0.8 m elsewhere."""
    before = ground((box(0, 0, 20, 100), YARD), (box(20, 0, 300, 100), FIELD), (box(300, 0, 400, 100), GARDEN))
    after = ground((box(0, 0, 30, 100), YARD), (box(30, 0, 299.2, 100), FIELD), (box(299.2, 0, 400, 100), GARDEN))
    return before, after


def results(rows, parameter, indicator):
    return {row.value: row.result for row in rows if (row.parameter, row.indicator) == (parameter, indicator)}


def test_what_thresholds_and_noise_do_to_the_flux():
    rows = list(table(comparison(*dates()), Choices(), variants(Choices())))
    assert results(rows, "SEUIL", "flux_art") == pytest.approx({"0": 1000, "1250": 0, "2500": 3000, "5000": 0})
    assert results(rows, "SEUIL", "sous_seuil_m2") == pytest.approx({"0": 0, "1250": 1000, "2500": 0, "5000": 0})
    assert results(rows, "SLIVER_W", "bruit_m2") == pytest.approx({"0.5": 80, "1": 80, "2": 80})
    assert results(rows, "SLIVER_W", "flux_net") == pytest.approx({"0.5": 3000, "1": 3000, "2": 3000})
    assert results(rows, "SEUIL", "stock2_m2")["2500"] == pytest.approx(13_080)
    assert {row.indicator for row in rows} == set(INDICATORS)
    defaults = {(row.parameter, row.value) for row in rows if row.default}
    assert defaults == {("SEUIL", "2500"), ("SLIVER_W", "1"), ("ORDRE", "enclaves")}
    assert all(row.delta == 0.0 for row in rows if row.default)


def test_the_width_of_noise_matters_where_a_strip_is_as_wide():
    before = ground((box(0, 0, 100, 30), GARDEN), (box(0, 30, 100, 100), YARD), (box(0, 100, 100, 200), FIELD))
    after = ground((box(0, 0, 100, 30), GARDEN), (box(0, 30, 100, 103), YARD), (box(0, 103, 100, 200), FIELD))
    rows = list(table(comparison(before, after), Choices(), variants(Choices(), slivers_m=(1.0, 2.0))))
    assert results(rows, "SLIVER_W", "bruit_m2") == pytest.approx({"1": 0, "2": 300})
    assert results(rows, "SLIVER_W", "sous_seuil_m2") == pytest.approx({"1": 300, "2": 0})


def test_weights_move_the_score_alone():
    rows = list(table(comparison(*dates()), Choices(), variants(Choices())))
    for row in rows:
        if row.parameter.startswith("OMEGA"):
            assert (row.delta != 0.0) == (row.indicator in ("e1", "e2", "e_net")), row
    assert [row.value for row in rows if row.parameter == "OMEGA_ART" and row.indicator == "e1"] == ["0.32", "0.48"]


def test_nothing_changes_between_a_coverage_and_itself():
    before, _ = dates()
    for row in table(comparison(before, before), Choices(), variants(Choices())):
        if row.indicator not in ("stock1_m2", "stock2_m2", "e1", "e2"):
            assert row.result == 0.0, row


def test_only_the_common_ground_counts_and_unknown_is_neither():
    before = ground((box(0, 0, 100, 100), YARD), (box(100, 0, 200, 100), ("", "")))
    after = ground((box(0, 0, 100, 50), YARD), (box(100, 0, 200, 100), YARD))
    found = figures(before, after)
    assert (found["stock1_m2"], found["stock2_m2"], found["flux_net"]) == pytest.approx((5000, 15_000, 0))
    alone = comparison(before, after)
    alone.prepare([Choices()])
    assert alone.common_m2() == pytest.approx(15_000)


def test_values_that_are_none_are_refused_and_a_cancel_is_heard():
    for wrong in ({"areas_m2": [-1.0]}, {"slivers_m": [float("nan")]}, {"shift": 1.5}):
        with pytest.raises(InputError, match="0 or more"):
            variants(Choices(), **wrong)
    with pytest.raises(RunCancelledError):
        next(iter(table(comparison(*dates()), Choices(), variants(Choices()), lambda: True)))


def test_the_widest_bar_comes_first():
    rows = [
        Row("SEUIL", "0", "e1", 1.0, -1.0, False), Row("SEUIL", "2500", "e1", 2.0, 0.0, True),
        Row("SLIVER_W", "1", "e1", 2.0, 0.0, True), Row("ORDRE", "spots", "e1", 5.0, 3.0, False),
        Row("ORDRE", "enclaves", "e1", 2.0, 0.0, True), Row("ORDRE", "spots", "e2", 9.0, 9.0, False),
    ]  # fmt: skip
    assert swings(rows, "e1") == [
        ("ORDRE", (0.0, "enclaves"), (3.0, "spots")),
        ("SEUIL", (-1.0, "0"), (0.0, "2500")),
        ("SLIVER_W", (0.0, "1"), (0.0, "1")),
    ]


codes = st.lists(st.sampled_from([HOUSE, YARD, GARDEN, FIELD, MEADOW]), min_size=16, max_size=16)


@settings(max_examples=30)
@given(codes, codes, st.floats(0.0, 3.0))
def test_reusing_the_overlay_gives_the_same_to_the_bit_or_nearly(first, second, shift):
    before = ground(*zip(chessboard(12, 4), first))
    moved = [box(x * 12 + (shift if x else 0), y * 12, (x + 1) * 12 + (shift if x < 3 else 0), (y + 1) * 12)
             for y in range(4) for x in range(4)]  # fmt: skip
    after = ground(*zip(moved, second))
    tried = variants(Choices(Thresholds(area_m2=400.0)), (0.0, 300.0, 500.0), (0.5, 2.0))
    together = comparison(before, after)
    rows = list(table(together, Choices(Thresholds(area_m2=400.0)), tried))
    for variant in tried:
        alone = figures(before, after, variant.choices)
        for name, value in alone.items():
            assert results([row for row in rows if row.value == variant.value], variant.parameter, name)[
                variant.value
            ] == pytest.approx(value, abs=1e-6), (variant.parameter, variant.value, name)
            assert np.isfinite(value)
    assert {variant.choices.thresholds.order for variant in tried} >= {SPOTS_FIRST}
