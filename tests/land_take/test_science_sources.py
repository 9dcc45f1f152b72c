"""Other products in the nomenclature of OCS GE: every class means something, and bad tables are told."""

from __future__ import annotations

import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.land_take.nomenclature import UNKNOWN, judge
from cityorchestra.processing_provider.land_take.sources import (
    CLASSES_TABLE,
    classes_of,
    codes_of_classes,
    codes_of_ocsge,
    field_called,
    folded,
    guessed_product,
    read_classes,
)


@pytest.mark.parametrize(("product", "count"), [("cosia", 17), ("oso", 23), ("clc", 44), ("ua", 27)])
def test_products_and_their_classes(product, count):
    assert len(read_classes()[product]) == count


@pytest.mark.parametrize(
    ("product", "value", "artificial"),
    [
        ("cosia", "Bâtiment", 1), ("cosia", " ZONE IMPERMÉABLE ", 1), ("cosia", "pelouse", UNKNOWN),
        ("cosia", "Culture", 0), ("cosia", "conifère", 0), ("cosia", "Autre", UNKNOWN),
        ("oso", 1, 1), ("oso", 4.0, 1), ("oso", "7", 0), ("oso", 23, 0),
        ("clc", "112", 1), ("clc", 131, 0), ("clc", "142", 1), ("clc", "231", 0), ("clc", "512", 0), ("clc", "122", 1),
        ("ua", "11100", 1), ("ua", "11240", 1), ("ua", 13100, 0), ("ua", "13400", 1), ("ua", "14100", 1),
        ("ua", "31000", 0), ("ua", "50000", 0),
    ],
)  # fmt: skip
def test_what_classes_are(product, value, artificial):
    codes = codes_of_classes([value], read_classes()[product])
    assert judge(codes.cover, codes.use).artificial[0] == artificial and codes.unread == {}


def test_every_class_of_corine_and_urban_atlas_can_be_judged():
    for product in ("clc", "ua", "oso"):
        meanings = list(read_classes()[product].values())
        told = judge([one.cover for one in meanings], [one.use for one in meanings])
        assert (told.artificial != UNKNOWN).all()
    corine = read_classes()["clc"]
    told = {key: judge([one.cover], [one.use]).artificial[0] for key, one in corine.items()}
    assert {key for key, flag in told.items() if flag} == {key for key in corine if key[0] == "1"} - {"131"}


def test_classes_that_mean_nothing_are_counted():
    codes = codes_of_classes(["112", "999", None, "999", ""], read_classes()["clc"])
    assert codes.cover.tolist() == ["1.1.1.2", "", "", "", ""] and codes.unread == {"999": 2}
    codes = codes_of_ocsge(["CS1.1.1.1", "maison", None], ["US5", "US9", ""])
    assert codes.cover.tolist() == ["1.1.1.1", "", ""] and codes.use.tolist() == ["5", "", ""]
    assert codes.unread == {"maison": 1, "US9": 1}
    assert codes_of_classes([], {}).cover.shape == (0,)


@pytest.mark.parametrize(
    ("fields", "product"),
    [
        (("ID", "CODE_CS", "CODE_US"), "ocsge"), (("couverture", "usage"), "ocsge"), (("cs", "us"), "ocsge"),
        (("fid", "Code_18"), "clc"), (("code_2018", "class_2018"), "ua"), (("CODE2012", "ITEM2012"), "ua"),
        (("classe",), ""), (("code",), ""), ((), ""),
    ],
)  # fmt: skip
def test_products_are_known_by_their_fields(fields, product):
    assert guessed_product(fields) == product


def test_fields_are_found_in_any_case():
    assert field_called(("Fid", "CODE_cs"), ("code_cs", "couverture")) == "CODE_cs"
    assert field_called(("Fid",), ("code_cs",)) == ""


def test_a_table_of_the_user_replaces_a_product(tmp_path):
    own = tmp_path / "own.csv"
    own.write_text("product,class,cs,us\nkermap,Herbe,CS2.2.1,US3\nua,50000,1.2.2,\n", encoding="utf-8")
    assert set(classes_of("ua", own)) == {"50000"} and classes_of("kermap", own)["herbe"].cover == "2.2.1"
    assert len(classes_of("clc")) == 44 and len(classes_of("ua")) == 27
    with pytest.raises(InputError, match="has no class of clc"):
        classes_of("clc", own)


def test_parks_are_told_by_their_class_alone(tmp_path):
    for product, park, other in (("ua", "14100", "14200"), ("clc", "141", "142")):
        assert codes_of_classes([park, other, None], classes_of(product)).park.tolist() == [1, -1, -1]
    assert codes_of_ocsge(["CS2.2.1"], ["US3"]).park.tolist() == [-1]
    own = tmp_path / "own.csv"  # the column may be left out
    own.write_text("product,class,cs,us\nua,14100,2.2.1,3\n", encoding="utf-8")
    assert codes_of_classes(["14100"], classes_of("ua", own)).park.tolist() == [-1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("product,class,cs\nx,a,1.1\n", "must have the columns"),
        ("product,class,cs,us\nx,a,7.1,\n", "none of OCS GE"),
        ("product,class,cs,us\n,a,1.1,\n", "no product"),
        ("product,class,cs,us\nx,A,1.1,\nx,à,1.1,\n", "twice"),
    ],
)
def test_tables_that_do_not_hold(tmp_path, text, words):
    own = tmp_path / "own.csv"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        read_classes(own)


def test_comparison_of_classes():
    assert folded("  Forêt ") == "foret" and folded(12.0) == "12" and folded(None) == ""
    assert CLASSES_TABLE.is_file()
