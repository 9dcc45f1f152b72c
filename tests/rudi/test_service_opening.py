"""Map services of datasets as layers of QGIS: open ones, restricted ones, and what accounts may go where."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

pytest.importorskip("qgis.core")
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.rudi.algorithms.access import open_access
from cityorchestra.processing_provider.rudi.algorithms.connections import Connection
from cityorchestra.processing_provider.rudi.algorithms.file_layers import FileToOpen, open_file
from cityorchestra.processing_provider.rudi.algorithms.layer_opening import (
    open_service,
    snapshot,
    usable_authcfg,
)
from cityorchestra.processing_provider.rudi.algorithms.service_layers import (
    _wfs_layer,
    _wms_sources,
    _wmts_sources,
    transformed,
)
from cityorchestra.processing_provider.rudi.map_service import (
    MapService,
    crs_name,
    map_service,
    plain_address,
    tile_layer,
    with_parameters,
)
from cityorchestra.processing_provider.rudi.record import Connector, Media
from cityorchestra.tests.algorithm_support import rows_of
from cityorchestra.tests.rudi.auth_support import stored as stored_configuration
from cityorchestra.tests.rudi.auth_support import stored_login, stored_token
from cityorchestra.tests.rudi.media_support import (
    colours,
    record_of_media,
    restricted,
    service_medium,
    with_services,
)
from cityorchestra.tests.rudi.server.portal_tokens import USERS
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsNetworkAccessManager,
    QgsRectangle,
    QgsReferencedRectangle,
)
from qgis.PyQt.QtCore import QDateTime, QUrl
from qgis.PyQt.QtNetwork import QNetworkCacheMetaData, QNetworkRequest

USER, PASSWORD = next(iter(USERS.items()))
WGS_84 = QgsCoordinateReferenceSystem("EPSG:4326")
EAST = QgsReferencedRectangle(QgsRectangle(-1.70, 48.07, -1.62, 48.15), WGS_84)
RENNES = QgsRectangle(-1.75, 48.07, -1.60, 48.15)
MAP_COLOUR, TILE_COLOUR = "#2878c8", "#5aa05a"  # of the pictures of the local server

pytestmark = pytest.mark.usefixtures("provider")


# --- services ----------------------------------------------------------------------------------------------------


def access_to(server, authcfg="", kind="portal"):
    return open_access(Connection("Test", server.url, kind, authcfg))


def record_with_services(server, access):
    return access.source.get(with_services(server)["global_id"])


def service(record, contract):
    return next(item for item in record.media if item.connector.contract == contract)


@pytest.fixture
def no_secret():
    """Sources of layers looked at for what may not stand there."""

    def check(layer):
        for word in ("token", "Bearer", PASSWORD, "authcfg", USER, "password"):
            assert word.lower() not in layer.source().lower()

    return check


def test_wfs_is_a_layer_with_features(rudi_server, tmp_path, no_secret):
    access = access_to(rudi_server)
    record = record_with_services(rudi_server, access)
    got = open_service(access, record, service(record, "wfs"), tmp_path)
    (one,) = got.layers
    assert (got.copy, got.limited) == (None, False)
    assert (one.layer.providerType(), one.layer.isValid(), one.layer.crs().authid()) == ("WFS", True, "EPSG:4326")
    rows = rows_of(one.layer)
    assert sorted(row["id"] for row in rows) == list(range(1, 21))
    assert all(-1.75 <= row["geometry"].x <= -1.60 for row in rows)
    assert one.name == f"{record.title} (WFS)"
    no_secret(one.layer)
    assert list(tmp_path.iterdir()) == []


def test_wfs_is_limited_by_the_server(rudi_server, tmp_path):
    access = access_to(rudi_server)
    record = record_with_services(rudi_server, access)
    every = open_service(access, record, service(record, "wfs"), tmp_path).layers[0].layer
    expected = sorted(row["id"] for row in rows_of(every) if -1.70 <= row["geometry"].x <= -1.62)
    assert 0 < len(expected) < 20
    for extent in (
        EAST,
        QgsReferencedRectangle(
            QgsRectangle(350412.5, 6784870.0, 356490.0, 6793500.0), QgsCoordinateReferenceSystem("EPSG:2154")
        ),
    ):
        got = open_service(access, record, service(record, "wfs"), tmp_path, extent)
        assert got.limited
        found = sorted(row["id"] for row in rows_of(got.layers[0].layer))
        assert set(found) >= set(expected) if extent is not EAST else found == expected
        assert len(found) < 20


def test_extent_that_a_service_cannot_express():
    lambert = QgsCoordinateReferenceSystem("EPSG:2154")
    assert transformed(QgsReferencedRectangle(QgsRectangle(3, 46.5, 3, 46.5), WGS_84), lambert) == pytest.approx(
        (700000, 6600000, 700000, 6600000)
    )
    with pytest.raises(InputError, match="The extent cannot be expressed in EPSG:2154"):
        transformed(QgsReferencedRectangle(QgsRectangle(-180, -90, 180, 90), WGS_84), lambert)


@pytest.mark.parametrize(("contract", "colour"), [("wms", MAP_COLOUR), ("wmts", TILE_COLOUR)])
def test_maps_are_drawn(rudi_server, tmp_path, contract, colour, no_secret):
    access = access_to(rudi_server)
    record = record_with_services(rudi_server, access)
    (one,) = open_service(access, record, service(record, contract), tmp_path).layers
    assert (one.layer.providerType(), one.layer.isValid()) == ("wms", True)
    assert colour in colours(one.layer, RENNES, WGS_84)
    no_secret(one.layer)


def test_wmts_without_matrix_set_nor_style_reads_its_capabilities(rudi_server, tmp_path):
    access = access_to(rudi_server)
    record = record_with_services(rudi_server, access)
    url = access.source.media_url(record, service(record, "wmts"))
    bare = record_of_media(service_medium(url, "wmts", layer="rudi:places"), source=rudi_server.url)
    (one,) = open_service(access, bare, bare.media[0], tmp_path).layers
    assert "tileMatrixSet=EPSG:3857" in one.layer.source()
    assert TILE_COLOUR in colours(one.layer, RENNES, WGS_84)
    other = record_of_media(service_medium(url, "wmts", layer="nothing"), source=rudi_server.url)
    with pytest.raises(InputError, match="has no layer called “nothing”"):
        open_service(access, other, other.media[0], tmp_path)


@pytest.mark.parametrize(("said", "asked"), [("1.1.0", "1.1.0"), ("1.0.0, 2.0.0", "1.0.0"), ("", "2.0.0")])
def test_version_of_the_record_comes_first(rudi_server, tmp_path, said, asked):
    raw = with_services(rudi_server)
    for medium_of in raw["available_formats"]:
        for parameter in medium_of["connector"].get("connector_parameters", ()):
            if parameter["key"] == "versions":
                parameter["value"] = said
    access = access_to(rudi_server)
    record = access.source.get(raw["global_id"])
    assert open_service(access, record, service(record, "wfs"), tmp_path).layers[0].layer.isValid()
    assert rudi_server.requests("/medias/")[0]["query"]["VERSION"] == [asked]


def test_other_versions_are_tried(rudi_server, tmp_path):
    access = access_to(rudi_server)
    record = record_with_services(rudi_server, access)
    rudi_server.fault("/medias/", "500")
    layer = open_service(access, record, service(record, "wfs"), tmp_path).layers[0].layer
    assert layer.featureCount() == 20
    versions = [one["query"].get("VERSION", [""])[0] for one in rudi_server.requests("/medias/")]
    assert versions[:2] == ["2.0.0", "1.1.0"]


@pytest.mark.parametrize("contract", ["wfs", "wms", "wmts"])
@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ("404", "does not exist on this server"),
        ("401", "asks for an account"),
        ("html", "QGIS cannot open the layer|is not well-formed XML|has no layer called|contains a document type"),
    ],
)
def test_services_that_fail_say_why(rudi_server, tmp_path, contract, fault, sentence):
    access = access_to(rudi_server)
    record = record_with_services(rudi_server, access)
    rudi_server.fault("/medias/", fault, times=100)
    with pytest.raises(InputError, match=sentence):
        open_service(access, record, service(record, contract), tmp_path)


def kept(url):
    """Let QGIS hold a page of excuses on the disk in the place of an answer, as it does for a day."""
    about = QNetworkCacheMetaData()
    about.setUrl(QUrl(url))
    about.setSaveToDisk(True)
    about.setExpirationDate(QDateTime.currentDateTime().addDays(1))
    about.setRawHeaders([(b"Content-Type", b"text/html")])
    attribute = QNetworkRequest.Attribute.HttpStatusCodeAttribute
    about.setAttributes({attribute: 200})
    cache = QgsNetworkAccessManager.instance().cache()
    device = cache.prepare(about)
    device.write(b"<html>Back in five minutes</html>")
    cache.insert(device)
    assert cache.metaData(QUrl(url)).isValid()


@pytest.mark.parametrize(
    ("contract", "versions"), [("wfs", ("2.0.0", "1.1.0", "1.0.0")), ("wms", ("",)), ("wmts", ("1.0.0",))]
)
def test_excuses_that_qgis_kept_are_forgotten(rudi_server, tmp_path, contract, versions):
    access = access_to(rudi_server)
    record = record_with_services(rudi_server, access)
    url = access.source.media_url(record, service(record, contract))
    for version in versions:
        asked = {"VERSION": version} if version else {}
        kept(with_parameters(url, SERVICE=contract.upper(), REQUEST="GetCapabilities", **asked))
    (one,) = open_service(access, record, service(record, contract), tmp_path).layers
    assert one.layer.isValid()


def test_server_that_is_not_there(tmp_path, few_tries):
    access = open_access(Connection("Test", "http://127.0.0.1:9", "node"), timeout_s=2)
    for contract in ("wfs", "wms", "wmts"):
        record = record_of_media(service_medium("http://127.0.0.1:9/x", contract, layer="a"))
        with pytest.raises(InputError, match="cannot be reached"):
            open_service(access, record, record.media[0], tmp_path)


def test_unknown_layer_of_a_wfs(rudi_server, tmp_path):
    access = access_to(rudi_server)
    record = record_with_services(rudi_server, access)
    url = access.source.media_url(record, service(record, "wfs"))
    other = record_of_media(service_medium(url, "wfs", layer="nothing"), source=rudi_server.url)
    with pytest.raises(InputError, match="QGIS cannot open the layer “nothing” of the WFS"):
        open_service(access, other, other.media[0], tmp_path)


# --- restricted services -----------------------------------------------------------------------------------------


def allow(server, global_id, login=USER):
    """Grant a user's project access to a dataset."""
    project = server.state.projects.create("Essai", login)
    project["linked_datasets"].append({"dataset_uuid": global_id, "linked_dataset_status": "VALIDATED"})


def test_restricted_wfs_is_copied_by_our_session(rudi_server, tmp_path, no_secret):
    raw = restricted(with_services(rudi_server))
    allow(rudi_server, raw["global_id"])
    access = access_to(rudi_server, stored_login(USER, PASSWORD))
    record = access.source.get(raw["global_id"])
    assert record.access == "restricted"
    got = open_service(access, record, service(record, "wfs"), tmp_path)
    layer = got.layers[0].layer
    assert layer.providerType() == "ogr"
    assert got.copy.parent == tmp_path
    assert sorted(row["id"] for row in rows_of(layer)) == list(range(1, 21))
    no_secret(layer)
    text = got.copy.read_text(encoding="utf-8")
    assert "Bearer" not in text and PASSWORD not in text
    some = open_service(access, record, service(record, "wfs"), tmp_path, EAST)
    assert some.limited
    assert all(-1.70 <= row["geometry"].x <= -1.62 for row in rows_of(some.layers[0].layer))
    for contract in ("wms", "wmts"):
        with pytest.raises(InputError, match="Access to this map service is restricted"):
            open_service(access, record, service(record, contract), tmp_path)
    assert not any(
        "authorization" in one["query"] or "token" in str(one["query"]).lower() for one in rudi_server.state.log
    )


def test_restricted_wfs_without_right_is_refused_in_words(rudi_server, tmp_path):
    raw = restricted(with_services(rudi_server))
    for authcfg, sentence in (("", "refuses this account"), (stored_login(USER, PASSWORD), "refuses this account")):
        access = access_to(rudi_server, authcfg)
        record = access.source.get(raw["global_id"])
        with pytest.raises(InputError, match=sentence) as caught:
            open_service(access, record, service(record, "wfs"), tmp_path)
        assert "aucune demande validée" in str(caught.value), "the reason of the server"
    assert list(tmp_path.iterdir()) == []


def test_portal_that_wants_an_account_for_all_is_copied_too(start_rudi_server, tmp_path):
    server = start_rudi_server(require="user")
    access = access_to(server, stored_login(USER, PASSWORD))
    record = record_with_services(server, access)
    assert record.access == "open"
    got = open_service(access, record, service(record, "wfs"), tmp_path)
    assert got.copy is not None
    assert got.layers[0].layer.featureCount() == 20


def test_copies_in_pages_and_in_gml(rudi_server, tmp_path, monkeypatch):
    from cityorchestra.processing_provider.rudi.algorithms import service_snapshot

    access = access_to(rudi_server)
    record = record_with_services(rudi_server, access)
    monkeypatch.setattr(service_snapshot, "PAGE", 7)
    path = snapshot(access, record, service(record, "wfs"), tmp_path)
    asked = [one["query"] for one in rudi_server.requests("/medias/")]
    assert [(one["COUNT"], one.get("STARTINDEX")) for one in asked] == [
        (["7"], None), (["7"], ["7"]), (["7"], ["14"]),
    ]  # fmt: skip
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    assert sorted(one["properties"]["id"] for one in features) == list(range(1, 21))
    monkeypatch.setattr(service_snapshot._Copy, "json_formats", lambda self: ["nothing"])
    gml = snapshot(access, record, service(record, "wfs"), tmp_path, EAST)
    assert gml.suffix == ".gml"
    layer = open_file(FileToOpen(gml, "x"))[0].layer
    assert 0 < layer.featureCount() < 20
    assert all(-1.70 <= row["geometry"].x <= -1.62 for row in rows_of(layer))
    assert sorted(item.suffix for item in tmp_path.iterdir() if item.suffix != ".gfs") == [".geojson", ".gml"]


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ("html", "not well-formed|declares a document type"),
        ("404", "does not exist"),
        ("drop@300", "connection was lost"),
    ],
)
def test_a_copy_that_fails_leaves_no_file(rudi_server, tmp_path, few_tries, fault, sentence):
    access = access_to(rudi_server)
    record = record_with_services(rudi_server, access)
    rudi_server.fault("/medias/", fault, times=100)
    with pytest.raises(InputError, match=sentence):
        snapshot(access, record, service(record, "wfs"), tmp_path)
    assert list(tmp_path.iterdir()) == []


# --- accounts ----------------------------------------------------------------------------------------------------


def test_account_goes_into_a_layer_only_for_its_own_server(rudi_server):
    authcfg = stored_login("camille", "secret")
    keys = stored_configuration("Basic", username="project", password="secret", realm="application")
    node = Connection("n", rudi_server.url, "node", authcfg)
    assert usable_authcfg(f"{rudi_server.url}/wfs", node) == authcfg
    assert usable_authcfg("http://127.0.0.1:1/wfs", node) == ""
    assert usable_authcfg("https://example.org/wfs", node) == ""
    assert usable_authcfg(f"{rudi_server.url}/wfs", replace(node, kind="portal")) == ""
    assert usable_authcfg(f"{rudi_server.url}/wfs", replace(node, authcfg="")) == ""
    assert usable_authcfg(f"{rudi_server.url}/wfs", replace(node, authcfg="gone123")) == ""
    assert usable_authcfg(f"{rudi_server.url}/wfs", replace(node, authcfg=keys)) == ""
    assert usable_authcfg(f"{rudi_server.url}/wfs", replace(node, authcfg=stored_token("abc"))) == ""


def test_account_in_a_layer_is_an_identifier(rudi_server):
    """The server is asked with the account, which the portal of the tests refuses: only the source matters here."""
    authcfg = stored_login("camille", "very-secret")
    known = {"url": f"{rudi_server.url}/x", "layer": "a"}
    sources = [
        _wfs_layer(MapService("wfs", **known), "x", "2.0.0", authcfg).source(),
        *_wms_sources(MapService("wms", **known), authcfg, None),
        *_wmts_sources(MapService("wmts", **known), authcfg, None),
    ]
    assert len(sources) > 3
    for source in sources:
        assert f"authcfg={authcfg}" in source.replace("'", "")
        assert "very-secret" not in source and "camille" not in source


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("EPSG:2154", "EPSG:2154"),
        ("epsg:4326", "EPSG:4326"),
        ("urn:ogc:def:crs:EPSG::3948", "EPSG:3948"),
        ("urn:ogc:def:crs:EPSG:6.9:3948", "EPSG:3948"),
        ("http://www.opengis.net/def/crs/EPSG/0/2154", "EPSG:2154"),
        ("http://www.opengis.net/gml/srs/epsg.xml#4326", ""),
        ("Lambert 93", ""),
        ("", ""),
    ],
)
def test_names_of_reference_systems(text, name):
    assert crs_name(text) == name


def test_addresses_of_services_keep_what_is_not_of_a_request():
    url = "https://a.fr/ows?MAP=/x/y.map&SERVICE=WFS&VERSION=1.0.0&request=GetFeature&typeName=a&apikey=1#x"
    assert plain_address(url) == "https://a.fr/ows?MAP=%2Fx%2Fy.map&apikey=1"
    known = map_service(Media(connector=Connector(url, "wfs")), url)
    assert (known.layer, known.versions) == ("a", ("1.0.0",))


def test_capabilities_of_a_stranger_are_read_with_care():
    with pytest.raises(InputError, match="document type"):
        tile_layer(b'<!DOCTYPE a [<!ENTITY e "x">]><Capabilities/>', "a", "x")
    assert tile_layer(b"<Capabilities/>", "a", "x").matrix_sets == ()
