"""Portal, projects, node, manager and storage: every call against the local server."""

from __future__ import annotations

import re
import time
import uuid

import pytest
from cityorchestra.processing_provider.errors import InputError, RunCancelledError
from cityorchestra.processing_provider.rudi.accounts import Secret, UserAccount
from cityorchestra.processing_provider.rudi.download import VERIFIED, download, media_file
from cityorchestra.processing_provider.rudi.manager import Manager
from cityorchestra.processing_provider.rudi.node import Node, NodeOffice
from cityorchestra.processing_provider.rudi.paging import Page, by, list_page, page_of, walk
from cityorchestra.processing_provider.rudi.portal import Portal
from cityorchestra.processing_provider.rudi.portal_projects import LISTS, Projects
from cityorchestra.processing_provider.rudi.queries import Query
from cityorchestra.processing_provider.rudi.record_reader import read_record
from cityorchestra.processing_provider.rudi.session import PortalSession
from cityorchestra.processing_provider.rudi.sources.rudi import PortalSource
from cityorchestra.processing_provider.rudi.storage import MAX_UPLOAD_BYTES, Storage
from cityorchestra.processing_provider.rudi.transport import Headers, Response
from cityorchestra.tests.rudi.client_support import quick_client
from cityorchestra.tests.rudi.server import manager_routes
from cityorchestra.tests.rudi.server.node_routes import node_token
from cityorchestra.tests.rudi.server.portal_tokens import USERS
from hypothesis import given
from hypothesis import strategies as st

LOGIN, PASSWORD = next(iter(USERS.items()))


@pytest.fixture
def portal(rudi_server):
    return Portal(PortalSession(quick_client(), rudi_server.url))


def signed_in(server):
    return PortalSession(quick_client(), server.url, UserAccount(LOGIN, Secret(PASSWORD)))


# --- portal ------------------------------------------------------------------------------------------------------


def test_whole_catalogue_comes_page_by_page(rudi_server, portal):
    total = len(rudi_server.state.catalogue.records)
    found = list(portal.datasets())
    assert len({record["global_id"] for record in found}) == len(found) == total
    asked = [(one["query"]["offset"], one["query"]["limit"]) for one in rudi_server.requests("/konsult")]
    assert asked == [([str(offset)], ["100"]) for offset in range(0, total, 100)]
    updated = [record["dataset_dates"]["updated"] for record in found]
    assert updated == sorted(updated, reverse=True)


def test_catalogue_is_bounded(rudi_server, portal):
    assert len(list(portal.datasets(max_items=150))) == 150
    assert len(rudi_server.requests("/konsult")) == 2


def test_server_that_ignores_the_offset_does_not_loop(portal):
    first = portal.page(Query(), 0, 100)
    assert len(list(walk(lambda offset, limit: Page(10**6, offset, first.items), key=by("global_id")))) == 100
    assert len(list(walk(lambda offset, limit: Page(None, offset, first.items), key=by("global_id")))) == 100
    assert len(list(walk(lambda offset, limit: Page(10**9, offset, first.items), max_items=1000))) == 1000


@given(st.integers(0, 300), st.integers(1, 60), st.integers(0, 400), st.booleans())
def test_walk_gives_each_item_once_in_order(total, page_size, most, told):
    items = [{"id": str(number)} for number in range(total)]

    def ask(offset, limit):
        return Page(total if told else None, offset, items[offset : offset + limit])

    assert list(walk(ask, page_size=page_size, max_items=most, key=by("id"))) == items[:most]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["items", "total", "data", "elements", "x"]), inner, max_size=3)
        ),
        max_leaves=8,
    )
)
def test_any_answer_makes_a_page(answer):
    page = page_of(answer, 0)
    assert all(isinstance(item, dict) for item in page.items)
    assert page.total is None or page.total >= 0


@pytest.mark.parametrize(
    ("answer", "items", "total"),
    [
        ([], 0, None),
        ([{"id": 1}, None], 1, None),
        ({"total": 0}, 0, 0),
        ({"total": 0, "items": None}, 0, 0),
        ({"total": 7, "items": [{"id": 1}]}, 1, 7),
        ({"elements": []}, 0, None),
        ({"data": [{"id": 1}], "total": "7"}, 1, None),
    ],
)
def test_lists_of_every_kind_are_read(answer, items, total):
    page = list_page(answer, 0, "https://portal.example/x")
    assert (len(page.items), page.total) == (items, total)


@pytest.mark.parametrize(
    "answer", [None, "", 0, 12, "OK", {}, {"message": "sign in"}, {"total": 12}, {"total": False}, {"items": "none"}]
)
def test_what_is_no_list_is_no_empty_catalogue(answer):
    with pytest.raises(InputError, match="no list") as caught:
        list_page(answer, 0, "https://portal.example/metadatas?token=SECRET")
    assert "https://portal.example/metadatas" in str(caught.value)
    assert "SECRET" not in str(caught.value)


@pytest.mark.parametrize("after", [0, 1])
def test_an_empty_answer_of_the_portal_is_told(rudi_server, portal, after):
    found = portal.datasets()
    first = [next(found) for _ in range(100 * after)]
    rudi_server.fault("/konsult/v1/datasets/metadatas", "empty", 9)
    with pytest.raises(InputError, match="no list") as caught:
        list(found)
    assert rudi_server.url in str(caught.value)
    assert len(first) == 100 * after


def test_an_empty_answer_announces_no_empty_catalogue(rudi_server, portal):
    """An announced number of 0 would have let a full harvest withdraw every record."""
    source = PortalSource(portal)
    rudi_server.fault("/konsult/v1/datasets/metadatas", "empty", 9)
    with pytest.raises(InputError, match="no list"):
        source.announced()


def test_an_empty_answer_of_a_node_is_told(rudi_server):
    node = Node(quick_client(), rudi_server.url)
    assert len(list(node.resources(5))) == 5
    rudi_server.fault(f"{node.prefix}/v1/resources", "empty", 9)
    with pytest.raises(InputError, match="no list"):
        list(node.resources())


def test_free_text_is_prefix_search_in_title_and_synopsis(rudi_server, portal):
    def texts(record):
        return f"{record['resource_title']} {record['synopsis'][0]['text']}".lower()

    expected = {key for key, one in rudi_server.state.catalogue.records.items() if re.search(r"\bvill", texts(one))}
    assert expected
    assert {one["global_id"] for one in portal.datasets(Query(text="vill"))} == expected
    assert list(portal.datasets(Query(text="zzzzzz"))) == []


def test_filters_reach_the_server(portal):
    record = next(portal.datasets())
    for query in (
        Query(themes=(record["theme"],)),
        Query(keywords=tuple(record["keywords"][:1])),
        Query(producer_names=(record["producer"]["organization_name"],)),
        Query(producer_ids=(record["producer"]["organization_id"],)),
        Query(global_ids=(record["global_id"],)),
        Query(date_from=record["dataset_dates"]["updated"]),
    ):
        found = list(portal.datasets(query))
        assert record["global_id"] in {one["global_id"] for one in found}
        assert len(found) < 387
    restricted = list(portal.datasets(Query(restricted=True)))
    assert restricted
    assert all(one["access_condition"]["confidentiality"]["restricted_access"] for one in restricted)


def test_unknown_order_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="order"):
        Query(order="updated").portal_parameters()


def test_facets_tolerate_one_that_is_unknown(portal):
    facets = portal.facets(("theme", "producer_organization_name", "licence"))
    assert set(facets) == {"theme", "producer_organization_name"}
    total = portal.page(Query(), 0, 1).total
    assert sum(count for _, count in facets["theme"]) == total
    counts = [count for _, count in facets["theme"]]
    assert counts == sorted(counts, reverse=True)


def test_dcat_pages(portal):
    first, second = portal.dcat(page=1), portal.dcat(page=2)
    ids = [[one["dct:identifier"] for one in page["dcat:dataset"]] for page in (first, second)]
    assert len(ids[0]) == len(ids[1]) == 50
    assert not set(ids[0]) & set(ids[1])
    assert len(portal.dcat(page_size=10)["dcat:dataset"]) == 10
    restricted = {one["global_id"] for one in portal.datasets(Query(restricted=True))}
    assert not restricted & set(ids[0] + ids[1])


def test_one_dataset_and_its_like(portal):
    record = next(portal.datasets())
    assert portal.dataset(record["global_id"]) == record
    same = portal.same_theme(record["global_id"], limit=3)
    assert {one["theme"] for one in same} == {record["theme"]}
    assert portal.count_same_theme(record["global_id"]) >= len(same) > 0
    with pytest.raises(InputError, match="404"):
        portal.dataset(str(uuid.uuid4()))
    with pytest.raises(InputError):
        portal.dataset("..")


def test_map_services_of_the_portal(portal):
    assert portal.base_layers()[0]["type"] == "WMTS"
    assert "+proj=lcc" in portal.crs_information("EPSG:3948")["proj4"]
    assert portal.addresses("place de la République")[0]["latitude"] == 48.11


def test_vocabularies_and_organisations(portal):
    schemes = portal.schemes()
    assert {one["scheme_code"] for one in schemes} == {"scheme-theme", "scheme-licence"}
    assert portal.top_concepts(schemes[0]["scheme_id"])
    assert len(portal.concepts(("theme",))) == 14
    assert {one["concept_role"] for one in portal.concepts(("licence",))} == {"licence"}
    organisations = list(portal.organisations(with_counts=True))
    assert sum(one["datasetCount"] for one in organisations) == portal.page(Query(), 0, 1).total
    assert portal.logo(organisations[0]["uuid"]).body.startswith(b"\x89PNG")
    assert portal.logo(str(uuid.uuid4())) is None


def test_encryption_key_is_public(portal):
    media_id = next(portal.datasets())["available_formats"][0]["media_id"]
    assert portal.encryption_key(media_id).startswith(b"-----BEGIN PUBLIC KEY")
    with pytest.raises(InputError, match="Média inconnu"):
        portal.encryption_key("x")


def test_map_media_answer_their_services(portal):
    record = next(record for record in map(read_record, portal.datasets()) if len(record.media) > 3)
    urls = {media.connector.contract: portal.media_url(media) for media in record.media}
    assert portal.fetch(urls["wms"] + "?service=WMS&request=GetCapabilities").body.startswith(b"<?xml")
    tile = portal.fetch(urls["wms"] + "?request=GetMap&layers=rudi:places&width=32&height=16")
    assert tile.body.startswith(b"\x89PNG")
    everything = portal.fetch(
        urls["wfs"] + "?request=GetFeature&typenames=rudi:places&outputformat=application/json"
    ).json()
    assert everything["numberMatched"] == 20
    box = "&bbox=-1.70,48.07,-1.60,48.15,EPSG:4326&count=3"
    some = portal.fetch(
        urls["wfs"] + "?request=GetFeature&typenames=rudi:places&outputformat=application/json" + box
    ).json()
    assert 0 < some["numberReturned"] <= 3
    assert all(-1.70 <= one["geometry"]["coordinates"][0] <= -1.60 for one in some["features"])


# --- projects ----------------------------------------------------------------------------------------------------


def test_reuses_are_public(rudi_server):
    projects = Projects(PortalSession(quick_client(), rudi_server.url))
    assert len(list(projects.reuses())) == 3
    dataset = next(iter(rudi_server.state.catalogue.records))
    assert len(list(projects.reuses((dataset,)))) == 1
    assert all(projects.choices(name) for name in LISTS)


def test_access_from_the_request_to_the_bytes(rudi_server, tmp_path):
    """The whole way: project, request, approval by the producer, keys, token, restricted file."""
    session = signed_in(rudi_server)
    projects, portal = Projects(session), Portal(session)
    record = read_record(next(portal.datasets(Query(restricted=True))))
    media = media_file(record.media[0], session.base)
    with pytest.raises(InputError, match="403"):
        download(session.client, session, media, tmp_path)

    project = projects.create("Étude des arbres", "Ombre des rues")
    link = projects.link(project["uuid"], record.global_id, "Étude", "2027-01-01T00:00:00Z", "RESTRICTED")
    assert link["linked_dataset_status"] == "DRAFT"
    with pytest.raises(InputError, match="403"):
        projects.request_keys(project["uuid"])
    quick = session.client
    quick.send(quick.request("POST", rudi_server.url + "/__test__/approve", json_body={"status": "IN_PROGRESS"}))
    assert [one["linked_dataset_status"] for one in projects.links(project["uuid"])] == ["IN_PROGRESS"]
    quick.send(quick.request("POST", rudi_server.url + "/__test__/approve", json_body={}))
    assert [one["linked_dataset_status"] for one in projects.links(project["uuid"])] == ["VALIDATED"]
    assert [one["uuid"] for one in projects.mine()] == [project["uuid"]]

    keys = projects.request_keys(project["uuid"])
    assert keys.account.client_secret.reveal() not in repr(keys)
    machine = PortalSession(quick_client(), rudi_server.url, keys.account)
    assert download(machine.client, machine, media, tmp_path).status == VERIFIED
    assert projects.ask_for_data(project["uuid"], "Comptages vélo", "Par heure")["title"] == "Comptages vélo"


def test_requests_of_another_user_are_closed(rudi_server):
    project = Projects(signed_in(rudi_server)).create("À moi", "")
    login, password = list(USERS.items())[1]
    other = Projects(PortalSession(quick_client(), rudi_server.url, UserAccount(login, Secret(password))))
    other._session.sign_in()
    with pytest.raises(InputError, match="403"):
        other.links(project["uuid"])
    with pytest.raises(ValueError, match="none of"):
        other.link(project["uuid"], "x", "", None, "SECRET")
    with pytest.raises(InputError, match="404"):
        other.links(str(uuid.uuid4()))


# --- node --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("prefixes", "found"), [(("/api", "/catalog"), "/catalog"), (("/api",), "/api")])
@pytest.mark.parametrize("status", [200, 206])
def test_node_of_both_generations_and_statuses(start_rudi_server, prefixes, found, status):
    server = start_rudi_server(node_prefixes=prefixes, list_status=status)
    node = Node(quick_client(), server.url)
    assert node.prefix == found
    assert node.version() == "1.3.0"
    total = len(server.state.catalogue.records)
    assert len(list(node.resources())) == total
    assert [len(node.page(0, 900).items), node.page(0, 900).total] == [min(500, total), total]


def test_what_is_no_node_is_said(start_rudi_server):
    server = start_rudi_server(node_prefixes=())
    with pytest.raises(InputError, match="not a RUDI node"):
        Node(quick_client(), server.url).page()


def test_page_that_says_all_is_well_is_no_node():
    class Welcome:
        def send(self, request, **_):
            return Response(200, Headers({"Content-Type": "text/html"}), b"<html>Bienvenue</html>", request.url)

    with pytest.raises(InputError, match="not a RUDI node"):
        Node(quick_client(transport=Welcome()), "http://h").page()


def test_node_filters_and_order(rudi_server):
    node = Node(quick_client(), rudi_server.url)
    record = node.page(0, 1).items[0]
    assert node.resource(record["global_id"]) == record
    named = list(node.resources(producer__organization_name=record["producer"]["organization_name"]))
    assert {one["producer"]["organization_name"] for one in named} == {record["producer"]["organization_name"]}
    media_id = record["available_formats"][0]["media_id"]
    assert [one["global_id"] for one in node.resources(available_formats__media_id=media_id)] == [record["global_id"]]
    assert set(node.page(0, 1, fields="global_id,resource_title").items[0]) == {"global_id", "resource_title"}
    updated = [one["dataset_dates"]["updated"] for one in node.resources(sort_by="-updatedAt")]
    assert updated == sorted(updated, reverse=True)
    assert all(one["dataset_dates"]["updated"] >= "2022" for one in node.resources(updated_after="2022"))


def test_node_media_is_where_its_record_says(rudi_server, tmp_path):
    client = quick_client()
    node = Node(client, rudi_server.url)
    record = read_record(node.page(0, 1).items[0])
    assert node.media_url(record.media[0]).startswith(f"{rudi_server.url}/storage/download/")
    assert download(client, client, media_file(record.media[0], node.base), tmp_path).status == VERIFIED


def office_on(server, token=None):
    def make(method, path):
        return Secret(token or node_token("agent", 60, method, path))

    return NodeOffice(Node(quick_client(), server.url), make)


def test_back_office(rudi_server):
    office = office_on(rudi_server)
    contact = {"contact_id": office.new_identifier(), "contact_name": "Service SIG", "email": "sig@example.org"}
    assert office.create("contacts", contact) == contact
    with pytest.raises(InputError, match="exists"):
        office.create("contacts", contact)
    assert office.put("contacts", {**contact, "role": "SIG"})["role"] == "SIG"
    assert office.get("contacts", contact["contact_id"])["role"] == "SIG"
    assert [one["contact_id"] for one in office.unlinked("contacts")] == [contact["contact_id"]]
    assert [one["role"] for one in office.search("contacts", contact_name="Service SIG")] == ["SIG"]
    assert len(list(office.list("contacts"))) == len(rudi_server.state.node.of("contacts"))
    assert office.delete("contacts", contact["contact_id"])["role"] == "SIG"
    assert "odbl-1.0" in office.licence_codes()
    assert "economy" in office.enumerations("themes")
    assert office.enumerations("themes", "fr")["economy"] == "Economie"
    record = next(iter(rudi_server.state.catalogue.records))
    assert office.send_to_portal(record)["integration_status"] == "OK"
    with pytest.raises(InputError, match="used by a resource"):
        office.delete("organizations", rudi_server.state.catalogue.one(record)["producer"]["organization_id"])


def test_back_office_checks_the_token(rudi_server):
    for token in ("none", node_token("agent", -1), node_token("", 60)):
        with pytest.raises(InputError, match="401"):
            office_on(rudi_server, token).licence_codes()
    for token in (node_token("agent", 60, "PUT"), node_token("agent", 60, "all", "/catalog/admin/media")):
        with pytest.raises(InputError, match="403"):
            office_on(rudi_server, token).licence_codes()


# --- manager and storage -----------------------------------------------------------------------------------------

EDITOR = ("editeur", manager_routes.USERS["editeur"][0])


def manager_on(server, login=EDITOR):
    return Manager(quick_client(), server.url + "/manager", UserAccount(login[0], Secret(login[1])))


def file_to_send(folder):
    path = folder / "arbres été.geojson"
    path.write_bytes(b'{"type": "FeatureCollection", "features": []}')
    media = {
        "media_id": str(uuid.uuid4()),
        "media_type": "FILE",
        "media_name": path.name,
        "file_type": "application/geo+json",
        "file_size": path.stat().st_size,
    }
    return path, media


@pytest.mark.parametrize("generation", [3, 2])
def test_manager_of_both_generations(start_rudi_server, tmp_path, generation):
    server = start_rudi_server(manager_generation=generation)
    manager = manager_on(server)
    assert manager.generation == generation
    assert manager.counts()["resources"] == len(server.state.catalogue.records)
    assert len(list(manager.list("contacts"))) == len(server.state.node.of("contacts"))
    assert "themes" in manager.enumerations()
    assert manager.licences()
    assert manager.node_urls()["portal_url"] == server.url
    path, media = file_to_send(tmp_path)
    kept = manager.upload(path, media)
    assert kept["connector"]["url"] == f"{server.url}/storage/download/{media['media_id']}"
    got = server.state.storage.committed[media["media_id"]]["data"]
    assert got == path.read_bytes()
    assert manager.get("media", media["media_id"]) == kept
    assert manager.delete("media", media["media_id"])
    assert EDITOR[1] not in repr(manager)


def test_stored_file_comes_back_with_its_name(rudi_server, tmp_path):
    manager = manager_on(rudi_server)
    path, media = file_to_send(tmp_path)
    manager.upload(path, media)
    storage = manager.storage()
    answer = manager.client.send(manager.client.request("GET", storage.download_url(media["media_id"])))
    assert answer.body == path.read_bytes()
    assert "arbres%20%C3%A9t%C3%A9.geojson" in answer.headers["Content-Disposition"]
    assert storage.check(media["media_id"])["file_size"] == len(answer.body)
    assert storage.real_url(media["media_id"]).endswith(media["media_id"])
    assert [one["uuid"] for one in storage.list()["zone1"]["list"]] == [media["media_id"]]
    storage.delete(media["media_id"])
    with pytest.raises(InputError, match="404"):
        storage.check(media["media_id"])


def test_file_that_is_not_confirmed_in_time_is_dropped(start_rudi_server, tmp_path):
    server = start_rudi_server(staging_s=0.1)
    manager = manager_on(server)
    path, media = file_to_send(tmp_path)
    staged = manager.storage().post(path, media["file_type"], path.name, media["media_id"])
    time.sleep(0.2)
    with pytest.raises(InputError, match="dropped"):
        manager.commit(staged)
    assert media["media_id"] not in server.state.storage.committed


def test_manager_logs_in_again_when_its_token_ends(start_rudi_server):
    server = start_rudi_server(token_life_s=1.0)
    manager = manager_on(server)
    manager.counts()
    time.sleep(1.2)
    assert manager.counts()
    assert len(server.requests("/manager/back/front/login")) == 2


def test_manager_refuses_wrong_passwords_and_readers(rudi_server, tmp_path):
    with pytest.raises(InputError, match="does not accept this account"):
        manager_on(rudi_server, ("editeur", "faux")).counts()
    reader = manager_on(rudi_server, ("lecteur", manager_routes.USERS["lecteur"][0]))
    assert reader.counts()
    with pytest.raises(InputError, match="403"):
        reader.upload(*file_to_send(tmp_path))
    assert not rudi_server.requests("/storage/post")


def test_manager_rules_of_the_node(rudi_server):
    manager = manager_on(rudi_server)
    record = dict(next(manager.list("resources")))
    record["access_condition"] = {
        **record["access_condition"],
        "confidentiality": {"restricted_access": False, "gdpr_sensitive": True},
    }
    with pytest.raises(InputError, match="restricted_access"):
        manager.put("resources", record)
    with pytest.raises(InputError, match="missing"):
        manager.put("contacts", {"contact_id": "x"})


def test_upload_can_be_cancelled(rudi_server, tmp_path):
    manager = manager_on(rudi_server)
    storage = manager.storage()
    manager.storage_token()
    path, media = file_to_send(tmp_path)
    path.write_bytes(b"x" * 3_000_000)
    looks = iter([False] * 20 + [True] * 10_000)
    manager.client.stop = lambda: next(looks)
    with pytest.raises(RunCancelledError):
        storage.post(path, media["file_type"], path.name, media["media_id"])
    assert not rudi_server.requests("/storage/post")


def test_storage_limits(tmp_path):
    storage = Storage(quick_client(), "http://h/storage", lambda: Secret("x"))
    path = tmp_path / "big"
    with path.open("wb") as file:
        file.truncate(MAX_UPLOAD_BYTES + 1)
    with pytest.raises(InputError, match="500 MB at most"):
        storage.post(path, "application/zip", "big.zip", str(uuid.uuid4()))
    with pytest.raises(ValueError, match="UUID"):
        storage.post_link("https://h/x", "not-a-uuid")
