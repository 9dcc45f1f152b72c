"""The checks of a record: the portal's samples, each rule, both versions, and a general validator beside ours."""

import copy
import json
import subprocess
import time
from collections import Counter
from pathlib import Path

import pytest
from cityorchestra.processing_provider.rudi.schema import json_schema, profile_of
from cityorchestra.processing_provider.rudi.validation import validate
from cityorchestra.processing_provider.rudi.validation_messages import MESSAGES, portal_sentence
from cityorchestra.tests.rudi.record_strategies import ANY_JSON, FIELD_NAMES, datasets, plain
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

SLOW = settings(max_examples=150, suppress_health_check=list(HealthCheck))
SAMPLES = ("rudi_metadata_sample_v1.3.0", "rudi_metadata_sample_v1.4.0_selfdata", "rudi_metadata_mandatory_only")
PEERS = Path(__file__).resolve().parents[2] / "build" / "rudi-peers" / "bin" / "python"


def load(shared_data, name):
    return json.loads(shared_data(f"rudi_and_orchestration/{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("version", ["auto", "1.3.0", "1.4.1"])
def test_the_samples_of_the_portal_have_no_error(shared_data, name, version):
    report = validate(load(shared_data, name), version)
    assert report.errors == ()
    assert report.valid
    keys = Counter(issue.key for issue in report.warnings)
    assert keys["bbox_inverted"] == (0 if "mandatory" in name else 1)
    credentials = [issue for issue in report.warnings if issue.key == "credentials"]
    assert all("password" not in f"{issue} {issue.value}".replace("a password", "") for issue in credentials)


def test_the_387_records_of_rennes_are_checked_in_a_fifth_of_a_second(shared_data):
    records = load(shared_data, "rudi_node_datarennes_meta")
    validate(records[0])
    start = time.perf_counter()
    reports = [validate(raw) for raw in records]
    elapsed = time.perf_counter() - start
    keys = Counter(issue.key for report in reports for issue in report.issues)
    assert keys["null_value"] == 56
    assert keys["not_whole"] == 331  # sizes written as text
    assert keys["theme_label"] == 386
    assert elapsed < 0.2


@given(datasets())
@SLOW
def test_a_careful_record_is_clean(record):
    for version in ("1.3.0", "1.4.1"):
        errors = validate(record.raw, version).errors
        assert errors == (), [str(issue) for issue in errors]


@given(ANY_JSON | st.dictionaries(st.sampled_from(FIELD_NAMES), ANY_JSON, max_size=20))
@SLOW
def test_no_json_makes_the_check_raise(raw):
    for version in ("auto", "1.3.0", "1.4.1"):
        report = validate(raw, version, strict=True)
        assert not report.valid
        assert all(str(issue).startswith("ERR-") for issue in report.issues)


def changed(path, value):
    """Return a valid record with one field changed, or removed when the value is ``...``."""
    raw = copy.deepcopy(plain(1))
    holder = raw
    for step in path[:-1]:
        holder = holder[step]
    if value is ...:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return raw


LICENCE = ("access_condition", "licence")
MEDIUM = ("available_formats", 0)
CASES = [
    (("resource_title",), ..., "ERR-202", "resource_title"),
    (("resource_title",), "x" * 151, "ERR-203", "resource_title"),
    (("resource_title",), "  ", "ERR-308", "resource_title"),
    (("resource_title",), "a\x07b", "ERR-301", "resource_title"),
    (("synopsis", 0, "text"), "<script>alert(1)</script>", "ERR-301", "synopsis[0].text"),
    (("synopsis",), [], "ERR-202", "synopsis"),
    (("synopsis", 0, "lang"), "xx", "ERR-302", "synopsis[0].lang"),
    (("global_id",), "12", "ERR-307", "global_id"),
    (("global_id",), 12, "ERR-201", "global_id"),
    (("theme",), None, "ERR-201", "theme"),
    (("contacts", 0, "email"), "nobody", "ERR-307", "contacts[0].email"),
    (("dataset_dates", "created"), "31/12/2020", "ERR-307", "dataset_dates.created"),
    (("storage_status",), "gone", "ERR-302", "storage_status"),
    ((*LICENCE, "licence_label"), "odbl", "ERR-302", "access_condition.licence.licence_label"),
    ((*LICENCE, "licence_label"), ..., "ERR-202", "access_condition.licence.licence_label"),
    (LICENCE, {"licence_type": "CUSTOM"}, "ERR-202", "access_condition.licence.custom_licence_uri"),
    ((*MEDIUM, "media_type"), "TAPE", "ERR-302", "available_formats[0].media_type"),
    ((*MEDIUM, "file_size"), "10", "ERR-201", "available_formats[0].file_size"),
    ((*MEDIUM, "file_size"), -1, "ERR-303", "available_formats[0].file_size"),
    ((*MEDIUM, "file_type"), "csv", "ERR-307", "available_formats[0].file_type"),
    ((*MEDIUM, "checksum"), ..., "ERR-202", "available_formats[0].checksum"),
    ((*MEDIUM, "checksum", "algo"), "CRC", "ERR-302", "available_formats[0].checksum.algo"),
    ((*MEDIUM, "connector", "url"), "https://a b", "ERR-307", "available_formats[0].connector.url"),
    (
        (*MEDIUM, "connector", "interface_contract"),
        "wms",
        "ERR-405",
        "available_formats[0].connector.connector_parameters",
    ),
    (("available_formats",), [None], "ERR-201", "available_formats[0]"),
    (("available_formats",), [], "ERR-202", "available_formats"),
    (("metadata_info", "api_version"), "2.0.0", "ERR-106", "metadata_info.api_version"),
    (("metadata_info", "api_version"), "1.3", "ERR-307", "metadata_info.api_version"),
    (("doi",), "10.1/x", "ERR-307", "doi"),
    (
        ("temporal_spread",),
        {"start_date": "2024-02-01", "end_date": "2024-01-01"},
        "ERR-303",
        "temporal_spread.end_date",
    ),
    (
        ("access_condition", "confidentiality"),
        {"gdpr_sensitive": True, "restricted_access": False},
        "ERR-306",
        "access_condition.confidentiality.restricted_access",
    ),
    (
        ("geography",),
        {"bounding_box": {"north_latitude": 91, "south_latitude": 0, "west_longitude": 0, "east_longitude": 1}},
        "ERR-303",
        "geography.bounding_box.north_latitude",
    ),
    (("available_formats",), plain(1)["available_formats"] * 2, "ERR-304", "available_formats[1].media_id"),
]


@pytest.mark.parametrize(("path", "value", "code", "place"), CASES)
def test_every_rule_has_its_code_and_its_place(path, value, code, place):
    raw = changed(path, value)
    for version in ("1.3.0", "1.4.1"):
        assert (code, place) in {(issue.code, issue.path) for issue in validate(raw, version).errors}
    assert validate(plain(1)).issues == ()


def test_unknown_fields_and_themes_are_errors_only_when_strict():
    raw = plain(1, theme="Environnement", colour="blue")
    report = validate(raw)
    assert report.valid
    assert {(issue.code, issue.key) for issue in report.warnings} == {
        ("ERR-102", "unknown_field"),
        ("ERR-302", "theme_label"),
    }
    assert {issue.key for issue in validate(raw, strict=True).errors} == {"unknown_field", "theme_label"}
    assert validate(plain(1, collection_tag="init")).issues == ()  # what a node adds


def test_markup_is_for_1_4_1_only():
    raw = changed(("summary", 0, "html"), "<p>Description</p>")
    assert [issue.key for issue in validate(raw, "1.3.0").warnings] == ["unknown_field"]
    assert validate(raw, "1.4.1").issues == ()
    assert {profile_of(version) for version in ("1.2.0", "1.3.0", "", "x.y")} == {"1.3.0"}
    assert {profile_of(version) for version in ("1.4.0", "1.4.1", "2.0.0", "1.10.0")} == {"1.4.1"}


def test_huge_records_give_a_bounded_report():
    raw = plain(1, available_formats=[None] * 100_000)
    report = validate(raw)
    assert len(report.issues) == 1_000
    assert not report.valid


def test_every_message_has_a_code_and_a_whole_sentence():
    for key, message in MESSAGES.items():
        sentence = message.template.sentence
        assert message.code.startswith("ERR-"), key
        assert message.severity in ("error", "warning"), key
        assert sentence.endswith(".") and len(sentence) > 20, key
    assert "open" not in str(portal_sentence("ERR-113"))
    assert "quota" in str(portal_sentence("ERR-999", "quota exceeded."))
    assert str(portal_sentence("err-403 ")) == str(MESSAGES["not_creator"].template)


JUDGE = """
import json, sys
from jsonschema import Draft202012Validator
job = json.load(sys.stdin)
Draft202012Validator.check_schema(job["schema"])
validator = Draft202012Validator(job["schema"])
print(json.dumps([validator.is_valid(record) for record in job["records"]]))
"""


@pytest.mark.parametrize("version", ["1.3.0", "1.4.1"])
def test_a_general_validator_agrees_on_our_json_schema(version, shared_data):
    if not PEERS.exists():
        pytest.skip("no environment of peers (build/rudi-peers with jsonschema)")
    structural = {
        "not_text",
        "not_number",
        "not_whole",
        "not_flag",
        "not_list",
        "not_object",
        "null_value",
        "required",
        "too_few",
        "too_long",
        "not_in_list",
        "out_of_range",
    }
    records = [plain(1), *(changed(path, value) for path, value, *_ in CASES)]
    records += load(shared_data, "rudi_node_datarennes_meta")[::6]
    ours = [
        not any(issue.key in structural | {"bad_uuid", "bad_format"} for issue in validate(raw, version).errors)
        for raw in records
    ]
    # What JSON Schema cannot say without its format checks and conditions: the rules between fields.
    rules = [
        any(issue.path.startswith("access_condition.licence") for issue in validate(raw).errors) for raw in records
    ]
    job = json.dumps({"schema": json_schema(version), "records": records})
    answer = subprocess.run([str(PEERS), "-c", JUDGE], input=job, capture_output=True, text=True, check=True)
    theirs = json.loads(answer.stdout)
    differing = [number for number, (a, b, rule) in enumerate(zip(ours, theirs, rules)) if a != b and not rule]
    assert differing == []
    assert theirs[0] and sum(not valid for valid in theirs) > 20
