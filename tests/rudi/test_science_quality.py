"""What is said of a dataset from its record: quality marks, datasets that resemble it, licences of its sources."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import numpy as np
import pytest
from cityorchestra.processing_provider.rudi.catalogue import Catalogue
from cityorchestra.processing_provider.rudi.lineage import licence_conflict
from cityorchestra.processing_provider.rudi.metadata_draft import SourceLicence
from cityorchestra.processing_provider.rudi.quality import CHECKS, FRESH_YEARS, is_fresh, quality_marks
from cityorchestra.processing_provider.rudi.record_reader import read_record
from cityorchestra.processing_provider.rudi.similarity import similar_rows
from cityorchestra.tests.rudi.record_strategies import ANY_JSON, datasets, plain
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

MANY = settings(max_examples=60, suppress_health_check=list(HealthCheck))
NOW = datetime(2024, 6, 1, tzinfo=timezone.utc)
BOX = {"west_longitude": -1.8, "south_latitude": 48.0, "east_longitude": -1.6, "north_latitude": 48.2}
WORLD = {"west_longitude": -180, "south_latitude": -90, "east_longitude": 180, "north_latitude": 90}


def marks(raw, now=NOW):
    return {mark.name: mark.met for mark in quality_marks(read_record(raw), now)}


# -- quality --------------------------------------------------------------------------------------------------------


def test_a_careful_record_has_every_mark():
    assert marks(plain(0, geography={"bounding_box": BOX})) == dict.fromkeys(CHECKS, True)


@pytest.mark.parametrize(
    ("changes", "name", "expected"),
    [
        ({"available_formats": []}, "checksum", None),
        ({"access_condition": {}}, "licence", False),
        ({"geography": {"bounding_box": WORLD}}, "extent", False),
        ({"geography": {}}, "extent", False),
        ({"dataset_dates": {"created": "2020-01-01T00:00:00Z", "updated": "2020-01-01T00:00:00Z"}}, "fresh", False),
        ({"dataset_dates": {}}, "fresh", None),
        ({"contacts": [{"contact_name": "A"}]}, "contact", False),
        ({"contacts": []}, "contact", False),
    ],
)
def test_each_mark_that_is_not_met(changes, name, expected):
    found = marks(plain(0, **{"geography": {"bounding_box": BOX}, **changes}))
    assert found.pop(name) is expected
    assert all(found.values()), found


@pytest.mark.parametrize("digest", ["toBe2186bb13eabf0bc49eaa22ee08d52166", "0" * 64, "not a digest"])
def test_a_checksum_that_is_none_cannot_verify_anything(digest):
    raw = plain(0)
    raw["available_formats"][0]["checksum"] = {"algo": "SHA-256", "hash": digest}
    assert marks(raw)["checksum"] is False
    del raw["available_formats"][0]["checksum"]
    assert marks(raw)["checksum"] is False


def test_one_file_without_checksum_is_enough():
    raw = plain(0)
    raw["available_formats"] += [dict(plain(1)["available_formats"][0], checksum=None)]
    assert marks(raw)["checksum"] is False


def test_a_date_of_expiry_counts_before_the_age():
    old = {"created": "1990-01-01T00:00:00Z", "updated": "1990-01-01T00:00:00Z"}
    assert is_fresh(read_record(plain(0, dataset_dates={**old, "expires": "2024-06-02T00:00:00Z"})), NOW) is True
    new = {"created": "2024-05-01T00:00:00Z", "updated": "2024-05-01T00:00:00Z"}
    assert is_fresh(read_record(plain(0, dataset_dates={**new, "expires": "2024-05-31T00:00:00Z"})), NOW) is False


@given(st.integers(0, 4000))
def test_fresh_until_two_years(days):
    updated = (NOW - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
    record = read_record(plain(0, dataset_dates={"created": updated, "updated": updated}))
    assert is_fresh(record, NOW) is (days <= FRESH_YEARS * 365.25)


@given(ANY_JSON)
@MANY
def test_any_record_has_its_marks(raw):
    assert tuple(mark.name for mark in quality_marks(read_record(raw))) == CHECKS


# -- similarity -----------------------------------------------------------------------------------------------------


def table_of(tmp_path, raws, name="c.sqlite"):
    with Catalogue(tmp_path / name) as catalogue:
        catalogue.harvest("here", [raws], full=True)
        return catalogue.filter_table(), [read_record(raw).global_id for raw in raws]


def test_rare_keywords_bring_together(tmp_path):
    raws = [plain(number, keywords=["data"]) for number in range(20)]
    raws[3]["keywords"] = raws[7]["keywords"] = ["data", "tilleul"]
    raws[11]["keywords"] = ["tilleul", "chêne", "hêtre"]
    table, _ = table_of(tmp_path, raws)
    # One keyword of three datasets out of twenty: 3 · log(20/3)/log(20) = 1.9 > 1.5; all have the others.
    assert set(similar_rows(table, int(table.rows[3]))) == {table.rows[7], table.rows[11]}
    assert list(similar_rows(table, int(table.rows[0]))) == [], "what all have brings nothing together"
    assert list(similar_rows(table, int(table.rows[3]), count=1)) in ([table.rows[7]], [table.rows[11]])


def test_theme_and_producer_alone_are_not_enough(tmp_path):
    raws = [plain(number, keywords=[f"k{number}"], theme="culture") for number in range(10)]
    raws[4]["theme"] = raws[5]["theme"] = "health"
    raws[4]["producer"]["organization_name"] = raws[5]["producer"]["organization_name"] = "STAR"
    table, _ = table_of(tmp_path, raws)
    assert list(similar_rows(table, int(table.rows[4]))) == []


def test_edges_of_similarity(tmp_path):
    table, _ = table_of(tmp_path, [plain(0)])
    assert list(similar_rows(table, int(table.rows[0]))) == []
    assert list(similar_rows(table, 12345)) == []
    empty, _ = table_of(tmp_path, [], "empty.sqlite")
    assert list(similar_rows(empty, 1)) == []


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=4), min_size=2, max_size=12))
@MANY
def test_resemblance_is_mutual_and_never_of_oneself(tmp_path_factory, lists):
    raws = [plain(number, keywords=words) for number, words in enumerate(lists)]
    table, _ = table_of(tmp_path_factory.mktemp("c"), raws)
    near = {int(row): set(map(int, similar_rows(table, int(row), len(raws)))) for row in table.rows}
    for row, others in near.items():
        assert row not in others
        assert all(row in near[other] for other in others)
    assert set(near) == set(np.asarray(table.rows).tolist())


# -- lineage --------------------------------------------------------------------------------------------------------


def sources(**licences):
    return [SourceLicence(name, licence) for name, licence in licences.items()]


@pytest.mark.parametrize(
    ("licence", "made_from", "sentence"),
    [
        ("etalab-2.0", {}, None),
        ("etalab-2.0", {"a": ""}, None),
        ("etalab-2.0", {"a": "etalab-2.0", "b": "mit"}, None),
        ("odbl-1.0", {"a": "odbl-1.0", "b": "etalab-2.0"}, None),
        ("odbl-1.0", {"a": "ODbL"}, None),
        ("etalab-2.0", {"OSM": "odbl-1.0"}, "obliges you to share"),
        ("etalab-2.0", {"a": "cc-by-nd-4.0"}, "forbids to publish what is derived"),
        ("etalab-2.0", {"a": "odbl-1.0", "b": "gpl-3.0"}, "cannot all be followed"),
        ("etalab-2.0", {"a": "Conditions de la maison"}, "is not known to this plugin"),
    ],
)
def test_licence_of_a_result_and_of_its_sources(licence, made_from, sentence):
    error = licence_conflict(licence, sources(**made_from))
    if sentence is None:
        assert error is None
        return
    assert sentence in str(error)
    assert next(iter(made_from)) in str(error), "the source is named"


@given(datasets())
@MANY
def test_a_result_under_the_licence_of_its_only_source(record):
    code = record.licence.code
    error = licence_conflict(code, [SourceLicence("a", code)])
    assert (error is None) is (code != "cc-by-nd-4.0")
