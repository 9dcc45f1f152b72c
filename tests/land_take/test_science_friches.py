"""Brownfield land: words of the status, areas by zone, and the four classes."""

from __future__ import annotations

import numpy as np
import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.land_take.friches import (
    CONVERTED,
    IN_USE,
    NONE,
    NONE_USED,
    POTENTIAL,
    STATUSES,
    UNKNOWN,
    UNUSED,
    WITH,
    WITHOUT,
    plain_word,
    read_words,
    statuses,
    stock_of_zones,
)
from hypothesis import given
from hypothesis import strategies as st

NAN = float("nan")


def stock(*pieces, zones=1, sites=None):
    """Return the stock of pieces (zone, status, area)."""
    zone = np.array([piece[0] for piece in pieces], dtype=np.int64)
    status = np.array([STATUSES.index(piece[1]) for piece in pieces], dtype=np.int64)
    area = np.array([piece[2] for piece in pieces], dtype=float)
    return stock_of_zones(zone, status, area, zones, None if sites is None else np.array(sites))


def test_the_words_of_the_standard():
    words = read_words()
    given = [
        "friche sans projet",
        "Friche AVEC projet",
        "friche_reconvertie",
        "FRICHE POTENTIELLE",
        None,
        "",
        "terrain",
    ]
    places, unread = statuses(given, words)
    assert [STATUSES[place] for place in places] == [WITHOUT, WITH, CONVERTED, POTENTIAL, UNKNOWN, UNKNOWN, UNKNOWN]
    assert unread == {"terrain": 1} and words.usable == {WITHOUT}
    assert plain_word("  Déjà_RECONVERTIE ") == "deja reconvertie"


@pytest.mark.parametrize(
    ("pieces", "stock_class", "sure"),
    [
        ([], NONE, True),
        ([(WITH, 5.0)], NONE_USED, True),
        ([(CONVERTED, 5.0)], NONE_USED, True),
        ([(WITHOUT, 5.0)], UNUSED, True),
        ([(WITHOUT, 5.0), (CONVERTED, 1.0)], IN_USE, True),
        ([(WITHOUT, 5.0), (WITH, 1.0), (CONVERTED, 1.0)], IN_USE, True),
        ([(POTENTIAL, 5.0)], NONE, True),
        ([(UNKNOWN, 5.0)], "", False),
        ([(WITHOUT, 5.0), (UNKNOWN, 5.0)], UNUSED, False),
        ([(WITHOUT, 5.0), (WITH, 5.0), (UNKNOWN, 5.0)], IN_USE, True),
    ],
)
def test_the_four_classes(pieces, stock_class, sure):
    found, certain = stock(*((0, *piece) for piece in pieces)).classes()
    assert (found[0], certain[0]) == (stock_class, sure)


def test_areas_that_are_not_known():
    found = stock((0, WITHOUT, 100.0), (0, WITHOUT, NAN), (1, WITHOUT, NAN), (1, WITH, 0.0), zones=3)
    assert found.sites[:, 0].tolist() == [2, 1, 0] and found.unmeasured[:, 0].tolist() == [1, 1, 0]
    np.testing.assert_array_equal(found.area_m2[:, 0], [100.0, NAN, 0.0])
    np.testing.assert_array_equal(found.usable_m2(read_words()), [100.0, NAN, 0.0])
    np.testing.assert_array_equal(found.total_m2(), [100.0, NAN, 0.0])


def test_a_site_in_several_pieces_counts_once_in_a_zone():
    found = stock((0, WITHOUT, 10.0), (0, WITHOUT, 20.0), (1, WITHOUT, 5.0), zones=2, sites=[7, 7, 7])
    assert found.sites[:, 0].tolist() == [1, 1] and found.area_m2[:, 0].tolist() == [30.0, 5.0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("word,status\na,sans_projet\n", "must have the columns word, status, usable, checked"),
        ("word,status,usable,checked\n", "must have the columns"),
        ("word,status,usable,checked\na,vide,1,0\n", "the status must be one of sans_projet"),
        ("word,status,usable,checked\na,sans_projet,yes,0\n", "usable 0 or 1"),
        ("word,status,usable,checked\na,sans_projet,1,0\nb,sans_projet,0,0\n", "sans_projet usable in one row"),
    ],
)
def test_tables_that_cannot_be_used(tmp_path, text, words):
    path = tmp_path / "words.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        read_words(path)


def test_no_table(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_words(tmp_path / "none.csv")


pieces = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(STATUSES), st.one_of(st.just(NAN), st.floats(0, 1e6))), max_size=30
)


@given(pieces)
def test_nothing_is_lost(rows):
    found = stock(*rows, zones=4)
    assert found.sites.sum() == len(rows)
    known = sum(row[2] for row in rows if not np.isnan(row[2]))
    assert np.nansum(found.area_m2) == pytest.approx(known)
    assert (found.unmeasured <= found.sites).all()


@given(pieces, st.integers(1, 4))
def test_zones_may_be_computed_apart(rows, cut):
    whole = stock(*rows, zones=4)
    first = stock(*(row for row in rows if row[0] < cut), zones=4)
    np.testing.assert_array_equal(first.area_m2[:cut], whole.area_m2[:cut])
    np.testing.assert_array_equal(first.classes()[0][:cut], whole.classes()[0][:cut])
