"""The plan of a publication, the consent to it, what happens on the node: on the local server, without QGIS."""

from __future__ import annotations

import copy
import hashlib
import json
import time

import pytest
from cityorchestra.processing_provider.errors import InputError, RunCancelledError
from cityorchestra.processing_provider.rudi.accounts import GivenToken, Secret, UserAccount
from cityorchestra.processing_provider.rudi.http_log import LoggingTransport
from cityorchestra.processing_provider.rudi.metadata_draft import (
    DraftChoices,
    FieldDescription,
    FileDescription,
    LayerDescription,
    SourceLicence,
    draft,
)
from cityorchestra.processing_provider.rudi.privacy import MAX_SAMPLE
from cityorchestra.processing_provider.rudi.publication import make_plan
from cityorchestra.processing_provider.rudi.publication_run import Outcome, check_consent, publish, reached
from cityorchestra.processing_provider.rudi.publication_targets import manager_address, open_office
from cityorchestra.processing_provider.rudi.published_history import (
    history_text,
    published_record,
    sources_of,
    without_folders,
)
from cityorchestra.processing_provider.rudi.record import Contact, Organisation
from cityorchestra.processing_provider.rudi.record_diff import differences, flattened
from cityorchestra.processing_provider.rudi.record_reader import read_record
from cityorchestra.processing_provider.rudi.spread_sample import SpreadSample
from cityorchestra.processing_provider.rudi.urllib_transport import UrllibTransport
from cityorchestra.tests.rudi.client_support import quick_client
from cityorchestra.tests.rudi.publication_support import introduce, writes
from cityorchestra.tests.rudi.record_strategies import plain
from cityorchestra.tests.rudi.server import manager_routes
from cityorchestra.tests.rudi.server.node_routes import node_token
from hypothesis import given
from hypothesis import strategies as st

EDITOR = "editeur"
CONTENT = b'{"type": "FeatureCollection", "features": []}'
LAYER = LayerDescription("Arbres", (-1.7, 48.0, -1.6, 48.2), "", 0, (FieldDescription("id"),))


def account(name=EDITOR):
    return UserAccount(name, Secret(manager_routes.USERS[name][0]))


def office_on(server, target="manager", client=None):
    client = client or quick_client()
    if target == "manager":
        return open_office(client, target, server.url + "/manager", account())
    return open_office(client, target, server.url, GivenToken(Secret(node_token(EDITOR, 600))))


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "arbres.geojson"
    path.write_bytes(CONTENT)
    return path


def record_of(file, **choices):
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    described = FileDescription(file.name, "application/geo+json", file.stat().st_size, digest)
    chosen = DraftChoices(
        "environment", Organisation(name="Ville d’essai"), Contact(email="sig@essai.fr"), keywords=("arbre",), **choices
    )
    return dict(draft(LAYER, described, chosen).raw)


@pytest.fixture
def record(file):
    return record_of(file)


def published(server, record, file, **options):
    office = office_on(server, options.pop("target", "manager"))
    plan = make_plan(office, record, file, **options)
    return plan, publish(plan, office, plan.digest)


# -- plan -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", ["manager", "node"])
def test_a_plan_reads_and_writes_nothing(rudi_server, record, file, target):
    introduce(rudi_server, record)
    before = copy.deepcopy(rudi_server.state.catalogue.records)
    plan = make_plan(office_on(rudi_server, target), record, file)
    assert writes(rudi_server) == []
    assert rudi_server.state.catalogue.records == before
    assert [call.step for call in plan.calls()] == ["file", "media", "commit", "check", "record"]
    assert plan.before is None and plan.sends_file and len(plan.digest) == 64
    assert {change.kind for change in plan.changes} == {"new"}
    media = plan.record["available_formats"][0]
    assert media["connector"]["url"] == f"{rudi_server.url}/storage/download/{media['media_id']}"


def test_people_of_the_node_take_the_place_of_those_of_the_draft(rudi_server, record, file):
    producer, contact = introduce(rudi_server, record)
    plan = make_plan(office_on(rudi_server), record, file)
    assert plan.blockers == ()
    assert plan.record["producer"] == producer  # found by its name, written in capitals there
    assert plan.record["contacts"] == [contact]
    assert record["producer"] != producer, "the record of the user stays as it is"


def test_a_producer_and_a_contact_unknown_to_the_node_are_told_with_what_it_knows(rudi_server, record, file):
    office = office_on(rudi_server)
    plan = make_plan(office, record, file)
    assert len(plan.blockers) == 2
    assert "does not know the producer “Ville d’essai”" in str(plan.blockers[0])
    known = next(iter(rudi_server.state.node.of("organizations").values()))["organization_name"]
    assert known in str(plan.blockers[0])
    assert "sig@essai.fr" in str(plan.blockers[1])
    assert plan.digest == ""
    for consent in ("", "0" * 64):
        with pytest.raises(InputError, match="does not know the producer"):
            publish(plan, office, consent)
    assert writes(rudi_server) == []


def test_what_cannot_be_published_is_refused_before_the_node_is_asked(rudi_server, record, file, tmp_path):
    introduce(rudi_server, record)
    office = office_on(rudi_server)
    broken = {**record, "theme": ""}
    with pytest.raises(InputError, match=r"1 errors, of which the first is ERR-\d+ in theme"):
        make_plan(office, broken, file)
    sensitive = copy.deepcopy(record)
    sensitive["access_condition"]["confidentiality"]["gdpr_sensitive"] = True
    with pytest.raises(InputError, match="ERR-306"):
        make_plan(office, sensitive, file)
    other = tmp_path / "other.geojson"
    other.write_bytes(CONTENT + b" ")
    with pytest.raises(InputError, match="is not the file that the record describes"):
        make_plan(office, record, other)
    with pytest.raises(InputError, match="give it as FILE"):
        make_plan(office, record)
    with pytest.raises(InputError, match="is not there"):
        make_plan(office, record, tmp_path / "nothing")
    with pytest.raises(RunCancelledError):
        make_plan(office, record, file, stop=lambda: True)
    assert writes(rudi_server) == []


def test_everything_that_is_sent_is_in_the_digest(rudi_server, record, file):
    introduce(rudi_server, record)
    digests = set()

    def digest(raw=record, target="manager", path=file, **options):
        found = make_plan(office_on(rudi_server, target), raw, path, **options).digest
        assert found not in digests
        digests.add(found)
        return found

    first = digest()
    assert make_plan(office_on(rudi_server), record, file).digest == first, "the same plan has the same digest"
    digest(target="node")
    digest(target="node", to_portal=True)
    digest(justification="Adresses de services, publiques.")
    digest({**record, "keywords": ["arbres"]})
    other = file.with_name("b.geojson")
    other.write_bytes(CONTENT + b"\n")
    digest(record_of(other), path=other)
    producer = next(iter(rudi_server.state.node.of("organizations").values()))
    rudi_server.state.node.of("organizations")["11111111-1111-4111-8111-111111111111"]["organization_name"] += " "
    digest()
    rudi_server.state.catalogue.records[record["global_id"]] = {**record, "producer": producer}
    digest()  # somebody published it meanwhile


# -- consent --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("consent", ["", "  ", "yes", "0" * 64, "é"])
def test_nothing_leaves_without_the_right_consent(rudi_server, record, file, consent):
    introduce(rudi_server, record)
    office = office_on(rudi_server)
    plan = make_plan(office, record, file)
    with pytest.raises(InputError, match="Nothing was sent"):
        publish(plan, office, consent)
    assert writes(rudi_server) == []
    check_consent(plan, f" {plan.digest.upper()}\n")


def test_consent_to_one_plan_is_none_to_another(rudi_server, record, file):
    introduce(rudi_server, record)
    office = office_on(rudi_server)
    agreed = make_plan(office, record, file).digest
    changed = make_plan(office, {**record, "keywords": ["autre"]}, file)
    with pytest.raises(InputError, match="is not what was agreed to"):
        publish(changed, office, agreed)
    assert writes(rudi_server) == []


# -- publishing -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", ["manager", "node"])
@pytest.mark.parametrize("generation", [3, 2])
def test_published_and_read_back(start_rudi_server, record, file, target, generation):
    server = start_rudi_server(manager_generation=generation)
    introduce(server, record)
    plan, outcome = published(server, record, file, target=target)
    assert outcome.is_published and outcome.verified == "sha256" and outcome.commit
    media_id = plan.file.media_id
    assert server.state.storage.committed[media_id]["data"] == CONTENT
    assert server.state.catalogue.records[plan.global_id] == plan.record
    order = [line.split("/")[-1] if "post" in line else line for line in writes(server)]
    assert order[0] == "post"
    assert order[1].startswith("PUT") and order[1].endswith("/media")
    assert any("commit" in line for line in order[2:-1])
    assert order[-1].endswith("/resources")
    if target == "node":
        assert server.state.node.of("media")[media_id]["file_storage_status"] == "available"


def test_publishing_again_sends_only_what_changed(rudi_server, record, file):
    introduce(rudi_server, record)
    published(rudi_server, record, file)
    sent = len(writes(rudi_server))
    plan, outcome = published(rudi_server, record, file)
    assert plan.calls() == () and plan.changes == () and plan.kept > 20
    assert outcome.is_published
    assert len(writes(rudi_server)) == sent
    plan, _ = published(rudi_server, {**record, "keywords": ["arbre", "ombre"]}, file)
    assert [(change.kind, change.path, change.before, change.after) for change in plan.changes] == [
        ("changed", "keywords", "arbre", "arbre, ombre")
    ]
    assert writes(rudi_server)[sent:] == ["PUT /manager/back/catalog/resources"], "the file is not sent again"


def test_the_portal_is_asked_only_when_wanted_and_reports(rudi_server, record, file):
    introduce(rudi_server, record)
    plan, outcome = published(rudi_server, record, file, target="node")
    assert outcome.portal_status == ""
    assert not any("portal" in line for line in writes(rudi_server))
    plan, outcome = published(rudi_server, record, file, target="node", to_portal=True)
    assert [call.step for call in plan.calls()] == ["portal"]
    assert outcome.portal_status == "OK"
    assert outcome.portal_report["resource_id"] == plan.global_id


def test_a_manager_does_not_ask_the_portal(rudi_server, record, file):
    introduce(rudi_server, record)
    office = office_on(rudi_server)
    plan = make_plan(office, record, file, to_portal=True)
    with pytest.raises(InputError, match=r"only the portal was not told.*does not send datasets to the portal"):
        publish(plan, office, plan.digest)


# -- what goes wrong ------------------------------------------------------------------------------------------------


def test_a_refused_file_leaves_nothing(rudi_server, record, file):
    introduce(rudi_server, record)
    office = office_on(rudi_server)
    plan = make_plan(office, record, file)
    rudi_server.fault("/storage/post", "403")
    outcome = Outcome()
    with pytest.raises(InputError, match=r"^Nothing was published\."):
        publish(plan, office, plan.digest, outcome)
    assert outcome.done == [] and reached(plan, outcome) is None
    assert rudi_server.state.storage.committed == {}
    assert plan.global_id not in rudi_server.state.catalogue.records


def test_a_file_that_is_confirmed_too_late_leaves_no_record(start_rudi_server, record, file):
    server = start_rudi_server(staging_s=0.0)
    introduce(server, record)
    office = office_on(server)
    plan = make_plan(office, record, file)
    with pytest.raises(InputError, match="Nothing was published"):
        publish(plan, office, plan.digest)
    assert plan.global_id not in server.state.catalogue.records


def test_a_record_that_is_refused_after_its_file_says_so_and_goes_on(rudi_server, record, file):
    introduce(rudi_server, record)
    office = office_on(rudi_server)
    plan = make_plan(office, record, file)
    rudi_server.fault("/manager/back/catalog/resources", "403")
    outcome = Outcome()
    with pytest.raises(InputError, match=r"arbres\.geojson is on the node, but no record names it yet.*403"):
        publish(plan, office, plan.digest, outcome)
    assert outcome.done == ["commit", "file"] and not outcome.is_published
    sent = len(writes(rudi_server))
    again = make_plan(office, record, file)
    assert again.is_stored and [call.step for call in again.calls()] == ["record"]
    assert publish(again, office, again.digest).is_published
    assert writes(rudi_server)[sent:] == ["PUT /manager/back/catalog/resources"]


def test_a_file_damaged_on_its_way_gets_no_record(rudi_server, record, file, monkeypatch):
    introduce(rudi_server, record)
    office = office_on(rudi_server)
    plan = make_plan(office, record, file)
    stage = rudi_server.state.storage.stage
    monkeypatch.setattr(rudi_server.state.storage, "stage", lambda described, data: stage(described, data[::-1]))
    with pytest.raises(InputError, match="is not the one that was sent"):
        publish(plan, office, plan.digest)
    assert plan.global_id not in rudi_server.state.catalogue.records
    monkeypatch.undo()
    again = make_plan(office, record, file)
    assert again.sends_file, "what a stopped run left is fetched and compared, not only measured"
    assert publish(again, office, again.digest).verified == "sha256"
    assert rudi_server.state.storage.committed[plan.file.media_id]["data"] == CONTENT


def test_tokens_that_end_are_got_again(start_rudi_server, record, file):
    server = start_rudi_server(token_life_s=2)
    introduce(server, record)
    office = office_on(server)
    plan = make_plan(office, record, file)
    time.sleep(2.1)
    server.fault("/storage/post", "401")
    assert publish(plan, office, plan.digest).is_published
    assert len(server.requests("/manager/back/front/login")) >= 2


def test_cancel_between_the_file_and_its_record(rudi_server, record, file):
    introduce(rudi_server, record)
    stops = []
    office = office_on(rudi_server, client=quick_client(stop=lambda: bool(stops)))
    plan = make_plan(office, record, file)
    outcome = Outcome()
    with pytest.raises(RunCancelledError):
        publish(plan, office, plan.digest, outcome, lambda step, _: stops.append(1) if step == "record" else None)
    assert "no record names it yet" in str(reached(plan, outcome))
    assert plan.global_id not in rudi_server.state.catalogue.records


def test_accounts_of_the_wrong_kind():
    for target, given_account, sentence in (
        ("manager", None, "wants a login"),
        ("manager", GivenToken(Secret("x")), "wants a login"),
        ("node", None, "wants a token"),
        ("node", UserAccount("a", Secret("b")), "wants a token"),
    ):
        with pytest.raises(InputError, match=sentence):
            open_office(quick_client(), target, "https://node.fr", given_account)


def test_a_reader_may_not_publish(rudi_server, record, file):
    introduce(rudi_server, record)
    office = open_office(quick_client(), "manager", rudi_server.url, account("lecteur"))
    plan = make_plan(office, record, file)
    with pytest.raises(InputError, match="403"):
        publish(plan, office, plan.digest)
    assert rudi_server.state.storage.committed == {}


@pytest.mark.parametrize("generation", [3, 2])
def test_the_manager_is_found_from_its_node(start_rudi_server, generation):
    server = start_rudi_server(manager_generation=generation)
    wanted = f"{server.url}/manager"
    assert manager_address(quick_client(), server.url) == wanted
    assert manager_address(quick_client(), f"{wanted}/") == wanted


def test_the_log_holds_no_secret(rudi_server, record, file):
    introduce(rudi_server, record)
    log = LoggingTransport(UrllibTransport(proxies={}))
    office = office_on(rudi_server, client=quick_client(transport=log))
    plan = make_plan(office, record, file)
    publish(plan, office, plan.digest)
    text = json.dumps(log.entries)
    assert {entry["status"] for entry in log.entries} <= {200, 404}
    assert [entry["method"] for entry in log.entries].count("PUT") == 2
    secrets = {
        one["headers"]["Authorization"].split()[-1]
        for one in rudi_server.requests()
        if "Authorization" in one["headers"]
    }
    secrets.add(manager_routes.USERS[EDITOR][0])
    assert len(secrets) >= 3
    assert not any(secret in text for secret in secrets)


# -- difference, sample, history ------------------------------------------------------------------------------------

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(min_size=1, max_size=4), inner, max_size=3),
    max_leaves=10,
)
RECORDS = st.dictionaries(st.text(min_size=1, max_size=4), VALUES, max_size=5)


@given(RECORDS, RECORDS)
def test_differences_tell_every_field(before, after):
    changes, kept = differences(before, after)
    old, new = flattened(before), flattened(after)
    assert kept + len(changes) == len(set(old) | set(new))
    assert differences(after, after) == ((), len(new))
    backwards, _ = differences(after, before)
    assert {(item.path, item.before, item.after) for item in backwards} == {
        (item.path, item.after, item.before) for item in changes
    }


def test_order_and_fields_of_the_node_are_no_change():
    record = plain(1, "Arbres")
    stored = copy.deepcopy(record)
    stored.update(_id="x", createdAt="2026", collection_tag="t", storage_status="pending")
    stored["contacts"] = stored["contacts"][::-1]
    stored["metadata_info"]["metadata_dates"] = {"created": "2020-01-01T00:00:00Z"}
    stored.setdefault("geography", {})["geographic_distribution"] = {"type": "Polygon", "coordinates": [[[0.5, 1.0]]]}
    changes, _ = differences(stored, {key: value for key, value in record.items() if key != "storage_status"})
    assert [item for item in changes if item.kind != "removed"] == []
    assert all(item.path.startswith("storage_status") is False for item in changes)


@given(st.lists(st.integers(), max_size=300), st.integers(2, 40))
def test_a_sample_is_spread_and_bounded(values, limit):
    kept = SpreadSample(limit)
    for value in values:
        kept.put(value)
    assert len(kept.values) <= limit
    if len(values) <= limit:
        assert kept.values == values
    else:
        assert len(kept.values) >= limit // 2
        step = next(step for step in (2**n for n in range(20)) if values[::step] == kept.values)
        assert step >= 2


def test_a_sample_has_the_size_that_is_looked_at():
    assert SpreadSample()._limit == MAX_SAMPLE


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("INPUT=/home/camille/projet/arbres.gpkg", "INPUT=arbres.gpkg"),
        ("file:///srv/x/a.tif lu", "a.tif lu"),
        (r"C:\Users\camille\Mes documents\a.shp", "a.shp"),
        (r"\\serveur\partage\dossier\a.shp", "a.shp"),
        ("https://data.geopf.fr/wfs/ows?x=1", "https://data.geopf.fr/wfs/ows?x=1"),
        ("https://anne:secret@server.fr/a", "https://server.fr/a"),
        ("dbname='ville' host=base.interne port=5432 table=\"a\"", 'dbname=*** host=*** port=*** table="a"'),
        ("postgresql://anne@base.interne/ville", "postgresql://***"),
        ("10 m/s, 3/4 des arbres", "10 m/s, 3/4 des arbres"),
    ],
)
def test_history_without_the_computer(text, shown):
    assert without_folders(text) == shown


@given(st.text(max_size=200))
def test_any_text_is_taken(text):
    assert without_folders(without_folders(text)) is not None
    assert published_record({"a": [text, 1, None]})["a"][1:] == [1, None]
    assert len(history_text([text] * 3)) <= max(len(text), 4000)


def test_a_long_history_keeps_its_end():
    lines = [f"étape {number}" for number in range(2000)]
    shown = history_text(lines).split("\n")
    assert shown[-1] == "étape 1999" and shown[0] != "étape 0"
    assert sum(map(len, shown)) < 4100
    assert history_text([]) == ""


def test_sources_of_a_record_edited_by_hand():
    assert sources_of({"inputs": None}) == []
    assert sources_of({"inputs": [1, {"licences": "odbl"}, {"name": "a", "licences": [1, "CC0"]}]}) == [
        SourceLicence("", ""),
        SourceLicence("a", "public-domain-cc0"),
    ]
    loop = {"inputs": []}
    loop["inputs"].append({"name": "x", "provenance": loop})
    assert sources_of(loop) == []


def test_a_record_of_services_needs_no_file(rudi_server, record):
    introduce(rudi_server, record)
    service = copy.deepcopy(record)
    service["available_formats"] = [
        {
            "media_type": "SERVICE",
            "media_id": "33333333-3333-4333-8333-333333333333",
            "media_name": "Flux",
            "connector": {"url": "https://service.essai.fr/api", "interface_contract": "custom"},
        }
    ]
    plan, outcome = published(rudi_server, service, None)
    assert [call.step for call in plan.calls()] == ["record"]
    assert outcome.is_published and outcome.verified == ""


def test_a_new_format_is_added_beside_the_former_one(rudi_server, record, file):
    introduce(rudi_server, record)
    published(rudi_server, record, file)
    table = file.with_name("arbres.csv")
    table.write_text("id\n1\n")
    known = rudi_server.state.catalogue.records[record["global_id"]]
    described = FileDescription(table.name, "text/csv", 5, hashlib.sha256(table.read_bytes()).hexdigest())
    chosen = DraftChoices("environment", Organisation(name="Ville d’essai"), Contact(email="sig@essai.fr"))
    both = dict(draft(LAYER, described, chosen, previous=read_record(known)).raw)
    plan, _ = published(rudi_server, both, table)
    kept = rudi_server.state.catalogue.records[record["global_id"]]["available_formats"]
    assert [item["media_name"] for item in kept] == ["arbres.csv", "arbres.geojson"]
    assert set(rudi_server.state.storage.committed) == {item["media_id"] for item in kept}
    assert plan.file.name == "arbres.csv"
    waiting = copy.deepcopy(both)
    waiting["available_formats"][1]["connector"]["url"] = "{{download_url}}"
    with pytest.raises(InputError, match="publish one file at a time"):
        make_plan(office_on(rudi_server), waiting, table)
