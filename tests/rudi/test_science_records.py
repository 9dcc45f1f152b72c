"""The reader of records: nothing makes it raise, and it says what it could not read."""

import json
from collections import Counter
from datetime import datetime, timezone

import pytest
from cityorchestra.processing_provider.rudi.languages import LocalisedText, TextEntry, normalised_code
from cityorchestra.processing_provider.rudi.record_reader import read_record
from cityorchestra.processing_provider.rudi.record_values import parsed_date
from cityorchestra.processing_provider.rudi.record_warnings import SENTENCES
from cityorchestra.processing_provider.rudi.record_writer import date_text, record_to_json
from cityorchestra.tests.rudi.record_strategies import ANY_JSON, FIELD_NAMES, MOMENTS, datasets, plain
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

SLOW = settings(max_examples=150, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def real(shared_data):
    path = shared_data("rudi_and_orchestration/rudi_node_datarennes_meta.json")
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_387_records_of_rennes_are_read_with_their_known_defects(real):
    records = [read_record(raw) for raw in real]
    codes = Counter(warning.code for record in records for warning in record.warnings)
    assert len(records) == 387
    assert codes["null_media"] == 56 == codes["no_media"]
    assert codes["theme_label"] == 386
    assert codes["unknown_theme"] == 1
    assert codes["number_from_text"] == codes["missing_contract"] == 331
    assert codes["missing_bbox"] == 387
    assert codes["licence_conflict"] == 16  # ODbL by name, Licence Ouverte by address
    licences = Counter(record.licence.code for record in records)
    assert licences["odbl-1.0"] == 323
    assert licences["cc-by-nd-4.0"] == 5
    assert sum(len(record.media) for record in records) == 331
    assert all(record.raw is raw for record, raw in zip(records, real))


def test_values_of_a_real_record(real):
    record = read_record(real[0], "https://node")
    assert record.global_id == "efd35c74-65dd-427e-941c-cc9af63d9026"
    assert record.title == "BP 2018 - Ville de Rennes - Subventions aux associations"
    assert record.theme == "economy"
    assert record.producer.name == "Ville de Rennes"
    (medium,) = record.media
    assert (medium.file_size, medium.format, medium.connector.contract) == (343687, "JSON", "dwnl")
    assert (medium.checksum.algorithm, medium.checksum.known) == ("MD5", True)
    assert record.dates.updated == datetime(2018, 2, 19, 8, 18, 43, tzinfo=timezone.utc)
    assert (record.access, record.year, record.source) == ("open", 2018, "https://node")


@pytest.mark.parametrize("name", ["v1.3.0", "v1.4.0_selfdata"])
def test_the_samples_of_the_portal(shared_data, name):
    path = shared_data(f"rudi_and_orchestration/rudi_metadata_sample_{name}.json")
    record = read_record(json.loads(path.read_text(encoding="utf-8")))
    assert "bbox_inverted_latitude" in record.warning_codes()
    assert record.extent.as_tuple() == (-154.7, -54.6, 15.0, 10.8)
    assert [medium.kind for medium in record.media] == ["SERIES", "FILE", "FILE", "FILE", "SERVICE"]
    assert record.media[4].connector.parameter("PARAMÈTRE 1") == "valeur 1"
    assert "password" not in record.metadata_source
    assert "password" not in repr(record)
    assert record.access == ("selfdata" if "selfdata" in name else "open")
    assert record.summary.text("en").startswith("In english")


@given(ANY_JSON)
@SLOW
def test_no_json_makes_the_reader_raise(raw):
    record = read_record(raw)
    assert record.global_id
    assert {warning.code for warning in record.warnings} <= set(SENTENCES)
    assert all(str(warning) for warning in record.warnings)
    for language in ("fr", "en", "", "é"):
        assert isinstance(record.description(language), str)
    assert isinstance(record.formats, tuple)
    assert json.dumps(record_to_json(record))


@given(st.dictionaries(st.sampled_from(FIELD_NAMES), ANY_JSON, min_size=4, max_size=20))
@SLOW
def test_no_record_made_of_real_field_names_makes_it_raise(raw):
    record = read_record(raw)
    assert record.raw is raw
    if record.extent is not None:
        assert -180 <= record.extent.west <= record.extent.east <= 180
        assert -90 <= record.extent.south <= record.extent.north <= 90


def test_bottomless_and_huge_records_are_read():
    deep = current = {}
    for _ in range(50_000):
        current["geography"] = current = {}
    assert read_record(deep).global_id.startswith("sha256:")
    record = read_record(
        plain(1, available_formats=[{"media_id": str(n)} for n in range(50_000)], keywords=["x" * 10**6])
    )
    assert len(record.media) == 2_000
    assert {"too_many", "too_long"} <= record.warning_codes()
    assert len(record.warnings) <= 500


@given(datasets())
@SLOW
def test_what_is_written_is_read_again(record):
    for version in ("1.3.0", "1.4.1"):
        again = read_record(record_to_json(record, version))
        assert {**vars(again), "api_version": ""} == {**vars(record), "api_version": "", "raw": again.raw}


@pytest.mark.parametrize(
    ("box", "code", "expected"),
    [
        ((48.3, 47.9, -1.9, -1.4), None, (-1.9, 47.9, -1.4, 48.3)),
        ((47.9, 48.3, -1.9, -1.4), "bbox_inverted_latitude", (-1.9, 47.9, -1.4, 48.3)),
        ((48.3, 47.9, -1.4, -1.9), "bbox_inverted_longitude", (-1.9, 47.9, -1.4, 48.3)),
        ((10, -10, 170, -170), "bbox_inverted_longitude", (-180, -10, 180, 10)),
        ((90, -90, -180, 180), "bbox_world", (-180, -90, 180, 90)),
        ((48, 48, -1, -1), "bbox_point", (-1, 48, -1, 48)),
        ((6789000, 47.9, -1.9, -1.4), "bbox_out_of_range", None),
        ((48.3, 47.9, -1.9, float("nan")), "bbox_incomplete", None),
        (("48,3", "47.9", "-1.9", "-1.4"), "number_from_text", (-1.9, 47.9, -1.4, 48.3)),
        ((None, 47.9, -1.9, -1.4), "bbox_incomplete", None),
    ],
)
def test_extents(box, code, expected):
    names = ("north_latitude", "south_latitude", "west_longitude", "east_longitude")
    record = read_record(plain(1, geography={"bounding_box": dict(zip(names, box))}))
    assert (record.extent.as_tuple() if record.extent else None) == expected
    assert code is None or code in record.warning_codes()
    if code is None:
        assert not record.warnings


@pytest.mark.parametrize(
    ("digest", "known"),
    [
        ("toBe2186bb13eabf0bc49eaa22ee08d52166", False),
        ("bc4711a0-6c95-4f0f-b84d-534186ae8a89", False),
        ("c80d6049868f78cae8b1f37d935b9962", True),
        ("C80D6049868F78CAE8B1F37D935B9962", True),
        ("0" * 32, False),
        ("c80d6049868f78cae8b1f37d935b996g", False),
        ("", False),
    ],
)
def test_placeholders_are_no_checksums(digest, known):
    medium = {"media_type": "FILE", "checksum": {"algo": "MD5", "hash": digest}}
    record = read_record(plain(1, available_formats=[medium]))
    assert record.media[0].checksum.known is known
    assert ("unknown_checksum" in record.warning_codes()) is not known


@pytest.mark.parametrize(
    ("given_size", "expected"),
    [(12, 12), ("12", 12), (12.0, 12), (0, 0), (-1, None), ("12 ko", None), (1.5, None), (True, None), (10**30, None)],
)
def test_sizes(given_size, expected):
    record = read_record(plain(1, available_formats=[{"media_type": "FILE", "file_size": given_size}]))
    assert record.media[0].file_size == expected


@pytest.mark.parametrize(
    ("label", "address", "code"),
    [
        ("Licence ODbL 1.0", "https://opendatacommons.org/licenses/odbl/1-0", "odbl-1.0"),
        ("Licence ODbL 1.0", "https://www.etalab.gouv.fr/licence-ouverte-open-licence", ""),
        ("Licence inconnue", "https://www.etalab.gouv.fr/licence-ouverte-open-licence", ""),
        ("Licence Ouverte 2.0", "https://www.etalab.gouv.fr/licence-ouverte-open-licence", "etalab-2.0"),
        ("CC BY-NC 4.0", "", "cc-by-nc-4.0"),
        ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/", "cc-by-4.0"),
    ],
)
def test_custom_licences_that_are_known_ones(label, address, code):
    licence = {"custom_licence_label": [{"lang": "fr", "text": label}], "custom_licence_uri": address or None}
    record = read_record(plain(1, access_condition={"licence": {"licence_type": "CUSTOM", **licence}}))
    assert record.licence.code == code


def test_the_language_shown_falls_back_in_order():
    def text(*codes):
        return LocalisedText(tuple(TextEntry(code, code) for code in codes))

    assert text("en", "fr", "de").text("de-CH") == "de"
    assert text("en", "fr-FR").text("fr") == "fr-FR"
    assert text("de", "fr-FR", "fr").text("es") == "fr"
    assert text("de", "en-US").text("es") == "en-US"
    assert text("de", "it").text("es") == "de"
    assert text("de-DE", "de-CH").text("de-CH") == "de-CH"
    assert LocalisedText().text("fr") == ""
    assert [normalised_code(code) for code in ("fre", "fr_fr", "EN-gb", "", "x", "français")] == [
        "fr",
        "fr-FR",
        "en-GB",
        "",
        "",
        "",
    ]


@given(MOMENTS)
def test_dates_are_written_and_read_again(moment):
    assert parsed_date(date_text(moment)) == moment


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024", (2024, 1, 1, 0, 0)),
        ("2024-05", (2024, 5, 1, 0, 0)),
        ("2024-05-31", (2024, 5, 31, 0, 0)),
        ("2024-05-31T01:30:00+02:00", (2024, 5, 30, 23, 30)),
        ("2024-05-31 01:30:00.970Z", (2024, 5, 31, 1, 30)),
        ("2024-02-30", None),
        ("0000-01-01", None),
        ("31/05/2024", None),
        ("9999-12-31T23:59:59-12:00", None),
    ],
)
def test_dates(text, expected):
    moment = parsed_date(text)
    assert (moment.timetuple()[:5] if moment else None) == expected
