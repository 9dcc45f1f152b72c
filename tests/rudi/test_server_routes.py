"""The local server against the facts that it stands for, asked without our client."""

from __future__ import annotations

import hashlib
import json
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest
from cityorchestra.processing_provider.rudi.validation import validate
from cityorchestra.tests.rudi.server import jwt_keys, manager_routes
from cityorchestra.tests.rudi.server.bodies import PatternBody
from cityorchestra.tests.rudi.server.catalogue import free_text_fits
from cityorchestra.tests.rudi.server.faults import KINDS, parse_fault
from cityorchestra.tests.rudi.server.portal_tokens import USERS
from cityorchestra.tests.rudi.server.records import ENVELOPE, made_records, normalised_records

METADATAS = "/konsult/v1/datasets/metadatas"
LOGIN, PASSWORD = next(iter(USERS.items()))


def ask(server, path, method="GET", body=None, **headers):
    """Return status, headers and body, redirects not followed."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    data = json.dumps(body).encode() if isinstance(body, (dict, list)) else body
    named = {name.replace("_", "-") if name != "file_metadata" else name: value for name, value in headers.items()}
    request = urllib.request.Request(server.url + path, data=data, method=method, headers=named)
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({}), Stay).open(request, timeout=10) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers, refused.read()


def asked_json(server, path, **more):
    return json.loads(ask(server, path, **more)[2])


# --- records -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("made", [True, False])
def test_normalised_records_are_valid(made, shared_data):
    if not made:
        shared_data("rudi_and_orchestration/rudi_node_datarennes_meta.json")
    for record in normalised_records(made):
        served = json.loads(json.dumps(record).replace('"url": ""', '"url": "https://h/x"'))
        errors = [issue for issue in validate(served, "1.3.0").issues if issue.severity == "error"]
        assert not errors, (record["global_id"], errors[:3])


def test_real_records_are_served_when_they_are_here(start_rudi_server, shared_data):
    raw = json.loads(shared_data("rudi_and_orchestration/rudi_node_datarennes_meta.json").read_text(encoding="utf-8"))
    server = start_rudi_server()
    assert asked_json(server, f"{METADATAS}?limit=1")["total"] == len(raw) == 387
    dirty = asked_json(server, "/api/v1/resources?limit=500&mode=dirty")["items"]
    assert sum(None in record["available_formats"] for record in dirty) == 56
    assert {record["global_id"]: record for record in dirty} == {record["global_id"]: record for record in raw}


def test_made_records_are_always_the_same_and_dirty():
    assert made_records(20) == made_records(20)
    assert any(None in record["available_formats"] for record in made_records(20))


def test_extents_follow_their_shares(rudi_server):
    boxes = [(one.get("geography") or {}).get("bounding_box") for one in rudi_server.state.catalogue.all()]
    missing = sum(box is None for box in boxes) / len(boxes)
    assert 0.05 < missing < 0.16
    known = [box for box in boxes if box]
    west, south, east, north = ENVELOPE
    inside = [b for b in known if west <= b["west_longitude"] <= b["east_longitude"] <= east]
    assert len(inside) / len(known) > 0.95
    assert all(south <= box["south_latitude"] <= north or box["south_latitude"] == -90 for box in known)


# --- portal ------------------------------------------------------------------------------------------------------


def test_authentication_answers_in_json_and_in_headers(rudi_server):
    form = urllib.parse.urlencode({"login": LOGIN, "password": PASSWORD}).encode()
    status, headers, body = ask(rudi_server, "/authenticate", "POST", form)
    said = json.loads(body)
    assert status == 200
    assert said["jwtToken"].startswith("Bearer ")
    assert (headers["Authorization"], headers["X-TOKEN"]) == (said["jwtToken"], said["refreshToken"])
    assert ask(rudi_server, "/authenticate", "POST", b"login=x&password=y")[0] == 401
    fresh = asked_json(rudi_server, "/refresh_token", **{"X_TOKEN": said["refreshToken"]})
    assert fresh["jwtToken"] != said["jwtToken"]
    assert ask(rudi_server, "/refresh_token", X_TOKEN=said["refreshToken"])[0] == 401  # serves once
    assert json.loads(ask(rudi_server, "/anonymous", "POST", b"")[2])["jwtToken"].startswith("Bearer ")


def test_doubled_bearer_is_refused_as_by_the_portal(rudi_server):
    token = json.loads(ask(rudi_server, "/anonymous", "POST", b"")[2])["jwtToken"]
    assert ask(rudi_server, METADATAS, Authorization=token)[0] == 200
    assert ask(rudi_server, METADATAS, Authorization=f"Bearer {token}")[0] == 401


def test_expired_token_is_498(start_rudi_server):
    server = start_rudi_server(token_life_s=0.2)
    token = json.loads(ask(server, "/anonymous", "POST", b"")[2])["jwtToken"]
    time.sleep(0.3)
    assert ask(server, METADATAS, Authorization=token)[0] == 498


def test_keys_give_a_bare_token(rudi_server):
    rudi_server.state.tokens.clients["c"] = ("s", "p")
    grant = b"grant_type=client_credentials"
    answer = json.loads(ask(rudi_server, "/oauth2/token", "POST", grant, Authorization="Basic Yzpz")[2])
    assert (answer["token_type"], answer["expires_in"]) == ("Bearer", 299)
    assert not answer["access_token"].startswith("Bearer")
    assert ask(rudi_server, "/oauth2/token", "POST", grant, Authorization="Basic Yzp4")[0] == 401
    assert ask(rudi_server, "/oauth2/token", "POST", b"grant_type=password", Authorization="Basic Yzpz")[0] == 400


def test_media_addresses_are_relative_on_the_portal_and_absolute_on_the_node(rudi_server):
    record = asked_json(rudi_server, f"{METADATAS}?limit=1")["items"][0]
    media = record["available_formats"][0]
    assert media["connector"]["url"] == f"/medias/{record['global_id']}/{media['media_id']}/dwnl"
    same = asked_json(rudi_server, f"/api/v1/resources/{record['global_id']}")["available_formats"][0]
    assert same["connector"]["url"].startswith(rudi_server.url)


@pytest.mark.parametrize("order", ["name", "date", "title", "producername", "updatedate"])
def test_orders_and_their_reverse(rudi_server, order):
    up = [one["global_id"] for one in asked_json(rudi_server, f"{METADATAS}?order={order}&limit=500")["items"]]
    down = [one["global_id"] for one in asked_json(rudi_server, f"{METADATAS}?order=-{order}&limit=500")["items"]]
    assert up != down
    assert sorted(up) == sorted(down)
    assert ask(rudi_server, f"{METADATAS}?order=size")[0] == 400


RECORD = {"resource_title": "Arbres d'alignement", "synopsis": [{"lang": "fr", "text": "Îlots de fraîcheur à Rennes"}]}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("arb", True),  # a wildcard is added
        ("arbre*", True),
        ("arb*ment", False),
        ("*lots", True),
        ('"arbres"', True),
        ('"arbre"', False),  # quotes: no wildcard
        ('"ilots de fraicheur"', True),
        ("arbres rennes", True),
        ("arbres brest", False),
        ("ILOTS", True),
        ("", True),
    ],
)
def test_free_text(text, found):
    assert free_text_fits(text, RECORD) is found


def test_dcat_takes_absent_flags_for_false(rudi_server):
    hidden = asked_json(rudi_server, f"{METADATAS}?restrictedAccess=true&limit=500")["total"]
    total = asked_json(rudi_server, f"{METADATAS}?limit=1")["total"]
    given, number = 0, 1
    while page := asked_json(rudi_server, f"{METADATAS}/dcat?pageSize=99&page={number}")["dcat:dataset"]:
        assert len(page) <= 50
        given, number = given + len(page), number + 1
    assert given == total - hidden
    assert hidden > 0
    assert len(asked_json(rudi_server, f"{METADATAS}/dcat")["dcat:dataset"]) == 10
    assert ask(rudi_server, f"{METADATAS}/dcat")[1]["Content-Type"] == "application/ld+json"


def test_media_ranges(rudi_server):
    record = asked_json(rudi_server, f"{METADATAS}?restrictedAccess=false&limit=1")["items"][0]
    media = record["available_formats"][0]
    url = media["connector"]["url"]
    status, headers, body = ask(rudi_server, url)
    digest = hashlib.new(media["checksum"]["algo"].replace("-", "").lower(), body).hexdigest()
    assert (status, len(body), digest) == (200, media["file_size"], media["checksum"]["hash"])
    part = ask(rudi_server, url, Range="bytes=10-19", **{"If_Range": headers["ETag"]})
    assert (part[0], part[1]["Content-Range"], part[2]) == (206, f"bytes 10-19/{len(body)}", body[10:20])
    assert ask(rudi_server, url, Range="bytes=10-", If_Range=headers["Last-Modified"])[2] == body[10:]
    assert ask(rudi_server, url, Range="bytes=10-", If_Range='"other"')[0] == 200
    beyond = ask(rudi_server, url, Range=f"bytes={len(body)}-")
    assert (beyond[0], beyond[1]["Content-Range"]) == (416, f"bytes */{len(body)}")
    assert ask(rudi_server, url, "HEAD")[2] == b""
    old = f"/medias/{media['media_id']}/dwnl/1.0.0"
    assert ask(rudi_server, old)[2] == body
    assert ask(rudi_server, url.replace("dwnl", "wfs"))[0] == 404
    assert ask(rudi_server, url, "POST", b"")[0] == 405


def test_restricted_media_gives_its_reason(rudi_server):
    record = asked_json(rudi_server, f"{METADATAS}?restrictedAccess=true&limit=1")["items"][0]
    status, headers, _ = ask(rudi_server, record["available_formats"][0]["connector"]["url"])
    assert status == 401
    assert "restreint" in headers["X-Error-Message"]


@pytest.mark.parametrize(
    "kind", ["429@3", "503@2", "500", "401", "498", "404", "html", "redirect@/x", "notjson", "empty"]
)
def test_faults_by_header_query_and_order(rudi_server, kind):
    expected = {"redirect": 302, "html": 200, "notjson": 200, "empty": 200}.get(kind.split("@")[0]) or int(kind[:3])
    assert ask(rudi_server, METADATAS, X_Fault=kind)[0] == expected
    assert ask(rudi_server, f"{METADATAS}?fault={urllib.parse.quote(kind)}")[0] == expected
    rudi_server.fault("/kos", kind, times=1)
    assert [ask(rudi_server, "/kos/v1/skosSchemes")[0] for _ in range(2)] == [expected, 200]
    order = {"path": "/strukture", "fault": kind}
    assert ask(rudi_server, "/__test__/fault", "POST", order)[0] == 200
    assert ask(rudi_server, "/strukture/v1/organizations")[0] == expected


def test_every_fault_has_a_name():
    assert parse_fault("nothing") is None
    assert parse_fault(None) is None
    assert all(parse_fault(kind).kind == kind for kind in KINDS)


def test_log_hides_what_is_secret(rudi_server):
    ask(rudi_server, METADATAS, Authorization="Bearer x.y.z")
    text = ask(rudi_server, "/__test__/log")[2].decode()
    assert json.loads(text)[0]["path"] == METADATAS
    assert "x.y.z" not in text


# --- node, manager, storage --------------------------------------------------------------------------------------


@pytest.mark.parametrize("prefix", ["/api", "/catalog"])
def test_node_lists_answer_200(rudi_server, prefix):
    status, _, body = ask(rudi_server, f"{prefix}/v1/resources?limit=3&offset=2")
    assert (status, set(json.loads(body))) == (200, {"total", "items"})
    assert len(json.loads(body)["items"]) == 3
    assert len(asked_json(rudi_server, f"{prefix}/v1/resources")["items"]) == 100
    assert len(asked_json(rudi_server, f"{prefix}/v1/resources?limit=9999")["items"]) <= 500
    assert ask(rudi_server, f"{prefix}/admin/hash")[0] == 200
    assert ask(rudi_server, f"{prefix}/admin/resources")[0] == 401
    counted = asked_json(rudi_server, f"{prefix}/v1/resources?count_by=theme")
    assert sum(one["count"] for one in counted) == asked_json(rudi_server, f"{prefix}/v1/resources")["total"]
    grouped = asked_json(rudi_server, f"{prefix}/v1/resources?group_by=theme&group_limit=2")
    assert all(len(one["items"]) <= 2 for one in grouped)


@pytest.mark.parametrize(
    ("path", "target"),
    [("/api", "/api/v1/resources"), ("/api/v1", "/api/v1/resources"), ("/resources/abc", "/api/v1/resources/abc")],
)
def test_node_redirects(rudi_server, path, target):
    status, headers, _ = ask(rudi_server, path)
    assert (status, headers["Location"]) == (308, target)


def test_forged_token_opens_the_back_office(rudi_server):
    assert asked_json(rudi_server, "/crypto/jwt") == {"RUDI": "JWT"}
    claims = {"sub": "rudi_prod_token", "exp": int(time.time()) + 60, "req_mtd": "all", "req_url": "all"}
    token = ask(rudi_server, "/crypto/jwt/forge", "POST", claims)[2].decode()
    assert ask(rudi_server, "/api/admin/licence_codes", Authorization=f"Bearer {token}")[0] == 200
    assert ask(rudi_server, "/api/admin/licence_codes", Authorization=f"Bearer {token[:-4]}AAAA")[0] == 401


def test_rs256_tokens_agree_with_another_library():
    jwt = pytest.importorskip("jwt")
    rsa = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.rsa")
    key = jwt_keys.test_rsa_key()
    public = rsa.RSAPublicNumbers(key.e, key.n).public_key()
    token = jwt_keys.make_token({"sub": "x", "exp": int(time.time()) + 60}, key)
    assert jwt.decode(token, public, algorithms=["RS256"])["sub"] == "x"
    assert jwt_keys.read_token(token, key)["sub"] == "x"
    none = token.split(".")
    none[0] = jwt_keys._b64(b'{"alg": "none"}')
    assert jwt_keys.read_token(".".join(none), key) is None
    assert jwt_keys.read_token(token, jwt_keys.HmacKey(b"x")) is None


def test_storage_wants_a_token_and_a_description(rudi_server):
    assert ask(rudi_server, "/storage/post", "POST", b"x", file_metadata="{}")[0] == 401
    login = {"username": "editeur", "password": manager_routes.USERS["editeur"][0]}
    cookies = ask(rudi_server, "/manager/back/front/login", "POST", login)[1].get_all("Set-Cookie")
    token = next(one for one in cookies if one.startswith("consoleToken=")).split("=", 1)[1].split(";")[0]
    given = asked_json(rudi_server, "/manager/back/storage/jwt", Authorization=f"Bearer {token}")["token"]
    answer = asked_json(
        rudi_server, "/media/post", method="POST", body=b"x", Authorization=f"Bearer {given}", file_metadata="{}"
    )
    assert answer[0]["status"] == "error"


def test_large_bodies_are_made_on_the_way():
    body = PatternBody(3 * 2**20 + 5)
    whole = body.read(0, body.length)
    assert (len(whole), hashlib.sha256(whole).hexdigest()) == (body.length, body.sha256())
    for start, stop in ((0, 7), (2**20 - 3, 2**20 + 9), (5, 2**21 + 11), (3 * 2**20, 9 * 2**20)):
        assert body.read(start, stop) == whole[start:stop]


def test_unknown_routes_and_methods(rudi_server):
    assert ask(rudi_server, "/nowhere")[0] == 404
    status, headers, _ = ask(rudi_server, METADATAS, "DELETE")
    assert (status, headers["Allow"]) == (405, "GET")
