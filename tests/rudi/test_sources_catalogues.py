"""Other catalogues behind the same calls: CSW, udata, STAC, and RUDI itself."""

from __future__ import annotations

import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.rudi.imports.csw import read_csw
from cityorchestra.processing_provider.rudi.node import Node
from cityorchestra.processing_provider.rudi.portal import Portal
from cityorchestra.processing_provider.rudi.queries import Query
from cityorchestra.processing_provider.rudi.record_reader import read_record
from cityorchestra.processing_provider.rudi.session import PortalSession
from cityorchestra.processing_provider.rudi.sources.base import without_capabilities
from cityorchestra.processing_provider.rudi.sources.csw import CswSource
from cityorchestra.processing_provider.rudi.sources.rudi import NodeSource, PortalSource
from cityorchestra.processing_provider.rudi.sources.stac import StacSource
from cityorchestra.processing_provider.rudi.sources.udata import UdataSource
from cityorchestra.processing_provider.rudi.transport import Headers, Response
from cityorchestra.tests.rudi.client_support import quick_client
from hypothesis import given
from hypothesis import strategies as st


def sources(server):
    client = quick_client()
    return {
        "portal": PortalSource(Portal(PortalSession(client, server.url))),
        "node": NodeSource(Node(client, server.url)),
        "csw": CswSource(client, server.url + "/geonetwork/srv/fre/csw"),
        "udata": UdataSource(client, server.url + "/udata"),
        "old udata": UdataSource(client, server.url + "/old-udata"),
    }


@pytest.mark.parametrize("name", ["portal", "node", "csw", "udata", "old udata"])
def test_every_source_gives_the_same_records(rudi_server, name):
    source = sources(rudi_server)[name]
    records = list(source.search(Query(), 120))
    known = rudi_server.state.catalogue.records
    assert len(records) == len({record.global_id for record in records}) == 120
    for record in records[:20]:
        expected = read_record(known[record.global_id])
        assert record.title == expected.title
        assert record.summary.text().split() == expected.summary.text().split()
        assert record.source == source.name
        if record.extent is not None:
            assert record.extent.as_tuple() == pytest.approx(expected.extent.as_tuple())
        if record.media:
            assert source.media_url(record, record.media[0]).startswith("http://127.0.0.1:")


@pytest.mark.parametrize("name", ["portal", "node"])
def test_dirty_records_never_end_a_search(start_rudi_server, name):
    server = start_rudi_server(mode="dirty")
    source = sources(server)[name]
    records = list(source.search(Query(), 1000))
    assert len(records) == len(server.state.catalogue.records)
    without = [record for record in records if not record.media]
    assert all(any(warning.code == "null_media" for warning in record.warnings) for record in without)
    assert without
    for record in records:
        assert all(source.media_url(record, media).startswith("https://data-rudi.org/") for media in record.media)


@pytest.mark.parametrize("name", ["portal", "node", "csw", "udata"])
def test_one_record_and_an_unknown_one(rudi_server, name):
    source = sources(rudi_server)[name]
    record = next(source.search(Query()))
    assert source.get(record.global_id).title == record.title
    with pytest.raises(InputError):
        source.get("00000000-0000-4000-8000-000000000000")


@pytest.mark.parametrize("name", ["portal", "csw", "udata", "old udata"])
def test_text_search(rudi_server, name):
    source = sources(rudi_server)[name]
    found = list(source.search(Query(text="ville"), 500))
    assert 0 < len(found) < len(rudi_server.state.catalogue.records)
    assert list(source.search(Query(text="zzzzzz"))) == []


@pytest.mark.parametrize("name", ["csw", "udata"])
@pytest.mark.parametrize("fault", ["html", "503", "notjson"])
def test_failures_are_sentences(rudi_server, name, fault):
    rudi_server.fault("/", fault, times=99)
    with pytest.raises(InputError):
        list(sources(rudi_server)[name].search(Query()))


# --- CSW ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def real_answer(shared_data):
    return shared_data("rudi_and_orchestration/rennes_csw_getrecords_sample.xml").read_bytes()


def test_real_answer_of_rennes(real_answer):
    answer = read_csw(real_answer, "sample")
    records = answer.records
    assert (answer.matched, len(records), answer.next_record) == (276, 5, 0)  # 0 although 271 more follow
    first = records[0]
    assert first.global_id == "9c86a731-27d7-4b03-a00e-7b620b43e91a"
    assert first.title == "Secteurs CCAS sur Rennes Métropole"
    assert first.theme == "energyNetworks"  # ISO topic utilitiesCommunication
    assert "données ouvertes" in first.keywords
    # The catalogue writes the east and the south first, under the name of a projection in metres.
    assert first.extent.as_tuple() == (-1.96327, 47.93192, -1.46558, 48.30684)
    assert records[3].extent.as_tuple() == (-1.75832, 48.07348, -1.61818, 48.15504)
    contracts = [media.connector.contract for media in first.media]
    assert contracts == ["wms", "wfs", "custom", "dwnl"]
    assert first.media[0].connector.parameter("layer") == "eq_educ:v_ccas"
    assert first.media[0].url.startswith("https://public.sig.rennesmetropole.fr/geoserver/ows")
    assert "request=getfeature" in first.media[3].url
    assert first.media[0].visual.endswith("serv_equipub_v_ccas.png")
    assert first.dates.updated.isoformat().startswith("2022-12-28")
    assert first.languages == ("fr",)


def test_csw_request_holds_text_extent_and_order(rudi_server):
    source = sources(rudi_server)["csw"]
    query = Query(
        text="a<b& *", keywords=("vélo",), bbox=(-1.7, 48.0, -1.6, 48.1), date_from="2022-01-01", order="title"
    )
    list(source.search(query))
    body = rudi_server.requests("/geonetwork")[0]["body"].decode()
    assert "*a&lt;b&amp;*" in body
    assert "*\\**" in body
    assert "<gml:lowerCorner>-1.7 48.0</gml:lowerCorner>" in body
    assert "<ogc:And>" in body
    assert "ASC" in body
    assert "dc:title" in body


def test_csw_page_is_read_by_the_parser_of_files(real_answer):
    """The live adapter and the offline import share one reader: the same bytes give the same records."""

    class Recorded:
        def send(self, request, **_):
            return Response(200, Headers(), real_answer, request.url)

    source = CswSource(quick_client(transport=Recorded()), "https://catalogue.example/csw")
    assert list(source.search(Query(), 5)) == read_csw(real_answer, source.name).records


@pytest.mark.parametrize("fault", ["empty", "html", "notjson"])
def test_csw_nonsense_is_said(rudi_server, fault):
    rudi_server.fault("/geonetwork", fault, times=9)
    with pytest.raises(InputError):
        list(sources(rudi_server)["csw"].search(Query()))


# --- udata -------------------------------------------------------------------------------------------------------


def test_udata_files_come_with_the_dataset(rudi_server):
    record = next(sources(rudi_server)["udata"].search(Query()))
    media = record.media[0]
    assert (record.licence.code, media.file_type) == ("odbl-1.0", "application/json")
    assert media.checksum.algorithm == "SHA-1"
    assert media.checksum.known
    assert media.url.startswith(rudi_server.url)


def test_udata_asks_for_files_only_of_what_is_taken(rudi_server):
    found = sources(rudi_server)["udata"].search(Query())
    next(found)
    assert len(rudi_server.requests("/udata/api/2/datasets")) == 2  # one page, the files of one dataset


def test_udata_without_interface_2(rudi_server):
    list(sources(rudi_server)["old udata"].search(Query(), 60))
    asked = [one["path"] for one in rudi_server.requests("/old-udata")]
    assert asked == ["/old-udata/api/2/datasets/search/"] + ["/old-udata/api/1/datasets/"] * 2


# --- STAC --------------------------------------------------------------------------------------------------------


def test_stac_pages_by_get_then_by_post(rudi_server):
    source = StacSource(quick_client(), rudi_server.url + "/stac")
    records = list(source.search(Query(), 100))
    assert [record.title for record in records] == [f"ortho-{number:03d}" for number in range(25)]
    assert [one["method"] for one in rudi_server.requests("/stac/search")] == ["GET", "POST", "POST"]
    assert len(list(source.search(Query(), 12))) == 12


def test_stac_record(rudi_server):
    source = StacSource(quick_client(), rudi_server.url + "/stac", ("ortho",))
    record = source.get("ortho/ortho-003")
    assert record.licence.code == "etalab-2.0"
    assert record.extent.as_tuple() == pytest.approx((-1.84, 48.0, -1.82, 48.1))
    image, raw = record.media
    assert (image.file_type, image.file_size, image.checksum.value) == ("image/tiff", 1003, f"{3:064x}")
    assert image.visual == rudi_server.url + "/stac/assets/3.png"
    with pytest.raises(InputError, match="not a web address"):
        source.media_url(record, raw) if raw.url else source.media_url(record, type(raw)(connector=_s3()))
    with pytest.raises(InputError, match="collection/item"):
        source.get("ortho-003")


def _s3():
    from cityorchestra.processing_provider.rudi.record import Connector

    return Connector(url="s3://bucket/3.jp2")


def test_stac_extent_and_period_reach_the_server(rudi_server):
    source = StacSource(quick_client(), rudi_server.url + "/stac")
    found = list(source.search(Query(bbox=(-1.9, 48.0, -1.89, 48.1), date_from="2023-01-01"), 50))
    assert [record.title for record in found] == ["ortho-000"]
    query = rudi_server.requests("/stac/search")[0]["query"]
    assert query["bbox"] == ["-1.900000,48.000000,-1.890000,48.100000"]
    assert query["datetime"] == ["2023-01-01/.."]


def test_stac_never_follows_to_another_server(rudi_server):
    source = StacSource(quick_client(), rudi_server.url + "/stac")
    link = {"rel": "next", "href": "http://evil.example/search"}
    assert source._next({"links": [link]}, ("GET", "x", None)) is None
    same = {"rel": "next", "href": f"{rudi_server.url}/stac/search"}
    assert source._next({"links": [same]}, ("GET", f"{rudi_server.url}/stac/search", None)) is None


@given(
    st.dictionaries(
        st.sampled_from(["id", "properties", "assets", "bbox", "collection"]),
        st.none()
        | st.lists(st.integers(), max_size=6)
        | st.text(max_size=4)
        | st.dictionaries(st.text(max_size=3), st.none() | st.text(max_size=3), max_size=2),
    )
)
def test_any_stac_item_is_read(item):
    from cityorchestra.processing_provider.rudi.sources.stac import _raw

    assert read_record(_raw(item, "http://h")).global_id


@given(
    st.dictionaries(
        st.sampled_from(["id", "title", "tags", "organization", "license", "spatial", "temporal_coverage", "owner"]),
        st.none()
        | st.booleans()
        | st.lists(st.integers(), max_size=3)
        | st.text(max_size=4)
        | st.dictionaries(
            st.sampled_from(["id", "geom", "coordinates", "start"]),
            st.none() | st.text(max_size=3) | st.lists(st.integers()),
            max_size=2,
        ),
    )
)
def test_any_udata_dataset_is_read(dataset):
    from cityorchestra.processing_provider.rudi.sources.udata import _raw

    assert read_record(_raw(dataset, [{"url": "http://h/x", "checksum": "x"}, None, {}])).global_id


# --- helpers -----------------------------------------------------------------------------------------------------


def test_service_address_without_its_request():
    assert without_capabilities("https://h/ows?service=wms&request=GetCapabilities") == "https://h/ows"
    assert without_capabilities("https://h/ows?map=a&SERVICE=WFS&version=2.0.0&b=c") == "https://h/ows?map=a&b=c"
