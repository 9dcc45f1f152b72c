"""The matrix cell by cell against the rules of the decree, and codes in the spellings of the sources."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.land_take.nomenclature import (
    MATRIX_TABLE,
    UNKNOWN,
    covers,
    judge,
    leaves_below,
    normal_codes,
    read_matrix,
    uses,
)
from hypothesis import given
from hypothesis import strategies as st

COVERS = [one.code for one in covers()]
USES = [one.code for one in uses()]
# Uses whose herbaceous ground is artificial: production, housing, transport, logistics, sites, wasteland.
OF_TOWNS = {"2", "3", "5", "235", "4.1.1", "4.1.2", "4.1.3", "4.1.4", "4.1.5", "4.2", "4.3", "6.1", "6.2"}


def is_artificial(cover, use):
    """Return what the rules say, written from the text of the national matrix and not from the table."""
    if cover == "1.1.2.1":
        return use != "1.3"
    if cover.startswith("1.1"):
        return True
    return cover.startswith("2.2") and use in OF_TOWNS


@pytest.mark.parametrize(("cover", "use"), list(product(COVERS, USES)))
def test_each_cell_of_the_matrix(cover, use):
    told = judge([cover], [use])
    assert told.artificial[0] == is_artificial(cover, use)
    assert (told.category[0] <= 5) == is_artificial(cover, use)
    assert not told.ambiguous[0]


def test_there_are_105_artificial_cells_of_280():
    matrix = read_matrix()
    assert matrix.artificial.shape == (14, 20) and matrix.artificial.sum() == 105


@pytest.mark.parametrize(
    ("cover", "use", "category"),
    [
        ("1.1.1.1", "5", 1), ("1.1.1.2", "4.1.1", 2), ("1.1.2.1", "3", 3), ("1.1.2.2", "2", 3), ("2.2.1", "5", 4),
        ("2.2.1", "6.1", 5), ("1.1.1.1", "6.2", 5), ("1.1.2.1", "1.3", 6), ("1.2.2", "6.3", 6), ("1.2.2", "1.4", 7),
        ("2.2.1", "1.1", 7), ("2.1.3", "1.1", 7), ("2.1.1.1", "1.2", 8), ("2.1.1.3", "6.3", 9), ("2.1.1.1", "5", 10),
    ],
)  # fmt: skip
def test_categories_of_the_decree(cover, use, category):
    assert judge([cover], [use]).category[0] == category


def test_sealed_is_what_is_built_or_coated():
    told = judge(COVERS, ["5"] * len(COVERS))
    assert [code for code, sealed in zip(COVERS, told.impervious) if sealed == 1] == ["1.1.1.1", "1.1.1.2"]
    assert set(told.impervious.tolist()) == {0, 1}


# --- spellings ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "kind", "code"),
    [
        ("CS1.1.1.1", "cs", "1.1.1.1"), ("cs1.1.1.1", "cs", "1.1.1.1"), (" 1.1.1.1 ", "cs", "1.1.1.1"),
        ("CS 2.2.1", "cs", "2.2.1"), ("1.1", "cs", "1.1"), ("US235", "us", "235"), (235, "us", "235"),
        (235.0, "us", "235"), (5, "us", "5"), (1.3, "us", "1.3"), ("US4", "us", "4"), ("us4.1", "us", "4.1"),
        ("US5", "cs", ""), ("CS9", "cs", ""), ("forest", "cs", ""), ("", "us", ""), (None, "us", ""),
        (float("nan"), "us", ""), (True, "us", ""), ("1,3", "us", "1.3"), ("23", "us", ""),
        ("1.1.1.1.", "cs", "1.1.1.1"),
    ],
)  # fmt: skip
def test_spellings(written, kind, code):
    assert normal_codes([written], kind).tolist() == [code]


@given(st.lists(st.one_of(st.none(), st.text(max_size=12), st.floats(), st.integers()), max_size=20))
def test_whatever_is_written_is_a_code_or_nothing(values):
    found = normal_codes(values, "us")
    assert len(found) == len(values)
    assert all(code == "" or leaves_below(code, tuple(USES)) for code in found)


# --- branches and gaps -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cover", "use", "artificial", "category", "ambiguous"),
    [
        ("1.1.1", "5", 1, 0, False),  # built or coated, artificial either way
        ("1.1", "5", 1, 0, False),
        ("1.1", "1", UNKNOWN, 0, True),  # mineral ground of a quarry is not
        ("2.1.1", "5", 0, 10, False),
        ("2", "5", UNKNOWN, 0, True),  # trees or a lawn
        ("2.2.1", "6", UNKNOWN, 0, True),
        ("2.2.1", "4", 1, 4, False),
        ("2.2.1", "4.1", 1, 4, False),
        ("1.1.1.1", "", 1, 0, False),  # whatever the use
        ("2.2.1", "", UNKNOWN, 0, True),
        ("2.1.1.1", "", 0, 0, False),
        ("", "5", UNKNOWN, 0, False),
    ],
)
def test_branches_are_judged_when_their_leaves_agree(cover, use, artificial, category, ambiguous):
    told = judge([cover], [use])
    assert (told.artificial[0], told.category[0], told.ambiguous[0]) == (artificial, category, ambiguous)


@given(st.lists(st.tuples(st.sampled_from([*COVERS, "1", "2.1", ""]), st.sampled_from([*USES, "4", "6", ""]))))
def test_order_and_company_change_nothing(pairs):
    told = judge([one for one, _ in pairs], [other for _, other in pairs])
    alone = [judge([one], [other]) for one, other in pairs]
    assert told.artificial.tolist() == [one.artificial[0] for one in alone]
    assert told.category.tolist() == [one.category[0] for one in alone]


def test_nothing_in_nothing_out():
    told = judge([], [])
    assert told.artificial.shape == told.ambiguous.shape == (0,)


# --- a matrix of the user ----------------------------------------------------------------------------------------


def test_a_matrix_of_the_user_prevails(tmp_path):
    own = tmp_path / "own.csv"
    own.write_text(MATRIX_TABLE.read_text(encoding="utf-8").replace("2.2.1,6.6,0,10", "CS2.2.1,US6.6,1,4"), "utf-8")
    matrix = read_matrix(own)
    assert judge(["2.2.1"], ["6.6"], matrix).artificial[0] == 1 and judge(["2.2.1"], ["6.6"]).artificial[0] == 0
    assert matrix.artificial.sum() == 106


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("2.2.1,6.6,0,10\n", "", "lacks 1 cells, the first is cover 2.2.1 and use 6.6"),
        ("2.2.1,6.6,0,10", "2.2.1,6.3,0,10", "use 6.3 twice"),
        ("2.2.1,6.6,0,10", "2.2.1,6.6,2,10", "is not a cover"),
        ("2.2.1,6.6,0,10", "2.2.1,6.6,1,10", "is not a cover"),
        ("2.2.1,6.6,0,10", "2.2.1,6.6,0,11", "is not a cover"),
        ("2.2.1,6.6,0,10", "2.2.1,US7,0,10", "is not a cover"),
        ("cs,us,artificial,category", "cs,us,artificial,group", "must have the columns"),
        ("2.2.1,6.6,0,10", "2.2.1,6.6", "one value per column"),
    ],
)
def test_matrices_that_do_not_hold(tmp_path, old, new, words):
    own = tmp_path / "own.csv"
    own.write_text(MATRIX_TABLE.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError, match=words):
        read_matrix(own)


def test_matrices_that_cannot_be_read(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_matrix(tmp_path / "nothing.csv")
    (tmp_path / "latin.csv").write_bytes("cs,us\né".encode("latin-1"))
    with pytest.raises(InputError, match="cannot be read"):
        read_matrix(tmp_path / "latin.csv")


def test_a_fleet_of_surfaces_is_judged_at_once():
    random = np.random.default_rng(3)
    cover, use = random.choice(COVERS, 200_000), random.choice(USES, 200_000)
    told = judge(cover, use)
    expected = np.array([is_artificial(one, other) for one, other in zip(cover[:2000], use[:2000])])
    assert (told.artificial[:2000] == expected).all()
