"""Weights of the score from a table: those of the project, those of a user, and tables that are none."""

from __future__ import annotations

import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.land_take.score import OMEGA, PARTS, zan_scores
from cityorchestra.processing_provider.land_take.score_weights import PART_FIELDS, read_weights
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HEAD = "part,weight,author,date\n"


def table(folder, text, head=HEAD):
    path = folder / "weights.csv"
    path.write_text(head + text, encoding="utf-8")
    return path


def test_the_table_of_the_project_holds_the_defaults_and_says_whose_they_are():
    found = read_weights()
    assert found.omega == OMEGA and len(PART_FIELDS) == len(PARTS)
    assert found.origin == "City Orchestra, 2026-12-01"


def test_parts_may_stand_in_any_order_and_be_of_several_authors(tmp_path):
    rows = "s_c,4,Métropole,2027-01-02\ns_art,1,Métropole,2027-01-02\ns_bio,3,Audiar,\ns_perm,2,,\n"
    found = read_weights(table(tmp_path, rows))
    assert found.omega == (1.0, 2.0, 3.0, 4.0) and found.origin == "Métropole, 2027-01-02; Audiar"
    bare = read_weights(table(tmp_path, "s_art,1\ns_perm,0\ns_bio,0\ns_c,0\n", "part,weight\n"))
    assert bare.omega == (1.0, 0.0, 0.0, 0.0) and bare.origin == ""


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("s_art,1,,\ns_perm,1,,\ns_bio,1,,\n", "a weight to each"),
        ("s_art,0,,\ns_perm,0,,\ns_bio,0,,\ns_c,0,,\n", "not all 0"),
        ("s_art,1,,\ns_art,1,,\ns_bio,1,,\ns_c,1,,\n", "Row 2"),
        ("s_art,1,,\ns_perm,much,,\ns_bio,1,,\ns_c,1,,\n", "Row 2"),
        ("s_art,-1,,\n", "Row 1"),
        ("s_art,nan,,\n", "Row 1"),
        ("s_art,inf,,\n", "Row 1"),
        ("trees,1,,\n", "Row 1"),
        ("", "a weight to each"),
    ],
)
def test_tables_that_are_none(tmp_path, rows, words):
    with pytest.raises(InputError, match=words):
        read_weights(table(tmp_path, rows))


def test_tables_without_their_columns_or_without_a_file(tmp_path):
    with pytest.raises(InputError, match="must have the columns part, weight"):
        read_weights(table(tmp_path, "s_art,1\n", "name,value\n"))
    with pytest.raises(InputError, match="cannot be read"):
        read_weights(tmp_path / "none.csv")


weights = st.lists(st.floats(0.0, 1e3), min_size=4, max_size=4).filter(lambda found: sum(found) > 1e-6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(weights, st.permutations(range(4)), st.floats(0.01, 100.0))
def test_a_table_reads_back_in_any_order_and_scores_alike_at_any_scale(tmp_path, omega, order, factor):
    rows = "".join(f"{PART_FIELDS[place]},{omega[place]!r},,\n" for place in order)
    found = read_weights(table(tmp_path, rows))
    assert found.omega == tuple(omega)
    parts = [[0.1, 0.7, 0.4, 0.9]]
    scaled = [factor * one for one in found.omega]
    assert zan_scores(parts, omega=scaled, draws=0).state == pytest.approx(
        zan_scores(parts, omega=omega, draws=0).state
    )
