"""Fields of the commune file of Cerema: which year and which part each holds."""

from __future__ import annotations

import numpy as np
import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.land_take.enaf_fields import (
    POSTS,
    identifier_field,
    is_series,
    name_field,
    numbers,
    surface_field,
    yearly_fields,
)
from hypothesis import given
from hypothesis import strategies as st


def test_the_name_begins_with_the_year_of_consumption():
    found = yearly_fields(["idcom", "naf09art10", "art09hab10", "NAF23ART24", "ART23ACT24", "artcom0924"])
    assert found == {
        2009: {"total": "naf09art10", "hab": "art09hab10"},
        2023: {"total": "NAF23ART24", "act": "ART23ACT24"},
    }


def test_sums_over_years_and_parts_without_total_are_left_aside():
    assert yearly_fields(["naf11art21", "naf09art24", "art11act21", "art12act13", "naf12art12"]) == {}


def test_series_are_told_from_what_describes_a_commune():
    assert all(is_series(name) for name in ("naf11art12", "NAF11ART21", "art11rou12", "art09inc24"))
    assert not any(is_series(name) for name in ("idcom", "artcom0924", "pop13", "art11xyz12"))


def test_usual_names_in_any_case():
    names = ["IDCOM", "IDCOMTXT", "EPCI24", "surfcom2021", "SURFCOM2024"]
    assert (identifier_field(names), name_field(names), surface_field(names)) == ("IDCOM", "IDCOMTXT", "SURFCOM2024")
    assert (identifier_field(["a"]), name_field([]), surface_field(["surf"])) == ("", "", "")


def test_numbers_written_as_text():
    found = numbers([1, "2,5", "1 234.5", "1\u202f000", None, "", " "], "naf11art12")
    np.testing.assert_array_equal(found, [1.0, 2.5, 1234.5, 1000.0, np.nan, np.nan, np.nan])
    with pytest.raises(InputError, match="naf11art12 holds many"):
        numbers(["many"], "naf11art12")


@given(st.integers(0, 98), st.sampled_from(POSTS))
def test_every_year_of_the_century_is_read(year, post):
    total, part = f"naf{year:02d}art{year + 1:02d}", f"art{year:02d}{post}{year + 1:02d}"
    assert yearly_fields([part, total]) == {2000 + year: {"total": total, post: part}}


@given(st.integers(0, 99), st.integers(0, 99))
def test_only_neighbouring_years_are_a_year(first, last):
    assert bool(yearly_fields([f"naf{first:02d}art{last:02d}"])) == ((first + 1) % 100 == last)
