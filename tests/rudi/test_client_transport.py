"""Transport, retries, redirects: what is sent, what is refused, and that secrets are never shown."""

from __future__ import annotations

import contextlib
import logging
import pickle
import threading
import time
import traceback
from datetime import datetime, timezone

import pytest
from cityorchestra.processing_provider.errors import InputError, RunCancelledError
from cityorchestra.processing_provider.rudi.accounts import Secret, UserAccount, bare_token, bearer, token_end
from cityorchestra.processing_provider.rudi.http_client import (
    HttpClient,
    base_url,
    checked_json,
    explained,
    refusal,
    resolve_url,
    segment,
)
from cityorchestra.processing_provider.rudi.redirects import any_host
from cityorchestra.processing_provider.rudi.retry import RetryPolicy, retry_after
from cityorchestra.processing_provider.rudi.safe_xml import parse_xml
from cityorchestra.processing_provider.rudi.transport import (
    MAX_ERROR_BYTES,
    Headers,
    Request,
    Response,
    TransportError,
    looks_like_html,
    safe_url,
    with_query,
)
from cityorchestra.processing_provider.rudi.urllib_transport import UrllibTransport
from cityorchestra.tests.rudi.client_support import Waits, quick_client
from hypothesis import given
from hypothesis import strategies as st


def get(client, url, **headers):
    return client.send(client.request("GET", url, headers=headers))


# --- limits ------------------------------------------------------------------------------------------------------


def test_silent_server_times_out(rudi_server):
    rudi_server.fault("/api/v1", "stall@10", times=9)
    client = quick_client(timeout_s=0.3)
    began = time.monotonic()
    with pytest.raises(TransportError) as caught:
        client.send(client.request("GET", rudi_server.url + "/api/v1/resources"), retry=False)
    assert caught.value.kind == "timeout"
    assert time.monotonic() - began < 3
    assert "0.3 s of silence" in str(explained(caught.value, client.limits))


def test_body_that_drips_is_ended_by_the_total_time(rudi_server):
    rudi_server.fault("/api/v1", "slow@200")
    request = Request("GET", rudi_server.url + "/api/v1/resources", timeout_s=5, total_s=0.5)
    began = time.monotonic()
    with pytest.raises(TransportError) as caught:
        UrllibTransport(proxies={}).send(request)
    assert caught.value.kind == "timeout"
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("fault", [None, "oversize@5000000"])
def test_oversize_body_is_refused_announced_or_not(rudi_server, fault):
    url = rudi_server.serve("big", b"x" * 3_000_000)
    request = Request("GET", url, {"X-Fault": fault} if fault else {}, max_bytes=1_000_000)
    with pytest.raises(TransportError) as caught:
        UrllibTransport(proxies={}).send(request)
    assert caught.value.kind == "too_large"


def test_refusal_body_is_cut(rudi_server):
    rudi_server.state.extra_bodies.clear()
    transport = UrllibTransport(proxies={})
    answer = transport.send(Request("GET", rudi_server.url + "/nowhere" + "x" * 5000))
    assert answer.status == 404
    assert len(answer.body) <= MAX_ERROR_BYTES


def test_dropped_body_is_no_answer(rudi_server):
    rudi_server.fault("/api/v1", "drop@100")
    with pytest.raises(TransportError) as caught:
        UrllibTransport(proxies={}).send(Request("GET", rudi_server.url + "/api/v1/resources"))
    assert caught.value.kind == "dropped"


def test_cancel_during_a_body(rudi_server):
    url = rudi_server.serve("long", b"x" * 200_000)
    stopped = threading.Event()
    client = quick_client(stop=stopped.is_set)
    threading.Timer(0.3, stopped.set).start()
    began = time.monotonic()
    with pytest.raises(RunCancelledError):
        get(client, url, **{"X-Fault": "slow@20000"})
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://x/y", "http://", "javascript:1", "http://a b/", "x"])
def test_only_web_addresses_are_asked(url):
    with pytest.raises(TransportError) as caught:
        UrllibTransport(proxies={}).send(Request("GET", url))
    assert caught.value.kind == "bad_url"


def test_unreachable_server_is_said_plainly():
    client = quick_client()
    with pytest.raises(TransportError) as caught:
        get(client, "http://127.0.0.1:9/")
    assert caught.value.kind == "connection"
    assert "cannot be reached" in str(explained(caught.value, client.limits))


def test_self_signed_certificate_is_refused(start_rudi_server, tmp_path):
    from cityorchestra.tests.rudi.server.application import self_signed_certificate

    made = self_signed_certificate(tmp_path)
    if made is None:
        pytest.skip("openssl is not here")
    server = start_rudi_server(certificate=made)
    client = quick_client()
    with pytest.raises(TransportError) as caught:
        get(client, server.url + "/catalog/admin/hash")
    assert caught.value.kind == "tls"
    assert "certificate" in str(explained(caught.value, client.limits))
    assert not server.requests()
    trusting = quick_client(transport=UrllibTransport(proxies={}, certificates=str(made[0])))
    assert get(trusting, server.url + "/catalog/admin/hash").ok


# --- retries -----------------------------------------------------------------------------------------------------


def test_retry_after_is_honoured(rudi_server):
    rudi_server.fault("/api/version", "429@7", times=2)
    waits = Waits()
    assert get(quick_client(waits), rudi_server.url + "/api/version").json() == "1.3.0"
    assert waits.seconds == [7.0, 7.0]


def test_server_that_asks_for_too_long_is_not_waited_for(rudi_server):
    rudi_server.fault("/api/version", "429@3600", times=9)
    waits = Waits()
    answer = get(quick_client(waits), rudi_server.url + "/api/version")
    assert (answer.status, waits.seconds) == (429, [])


@pytest.mark.parametrize("fault", ["503", "500", "drop@1"])
def test_waits_grow_then_end(rudi_server, fault):
    rudi_server.fault("/api/version", fault, times=9)
    waits = Waits()
    client = quick_client(waits)
    if fault == "drop@1":
        with pytest.raises(TransportError):
            get(client, rudi_server.url + "/api/version")
    else:
        assert get(client, rudi_server.url + "/api/version").status == int(fault)
    assert waits.seconds == [1.0, 2.0, 4.0]
    assert len(rudi_server.requests("/api/version")) == 4


def test_post_is_not_repeated_unless_harmless(rudi_server):
    rudi_server.fault("/authenticate", "503", times=9)
    client = quick_client()
    assert client.send(client.request("POST", rudi_server.url + "/authenticate", form={})).status == 503
    assert len(rudi_server.requests("/authenticate")) == 1
    client.send(client.request("POST", rudi_server.url + "/authenticate", form={}, repeatable=True))
    assert len(rudi_server.requests("/authenticate")) == 5


def test_body_already_handed_out_is_not_repeated(rudi_server):
    url = rudi_server.serve("x", b"0123456789")
    rudi_server.fault("/__test__/media/x", "drop@4")
    client, pieces = quick_client(), []
    with pytest.raises(TransportError):
        client.send(client.request("GET", url), on_chunk=lambda head, piece: pieces.append((head.status, piece)))
    assert pieces == [(200, b"0123")]
    assert len(rudi_server.requests("/__test__/media/x")) == 1


def test_cancel_during_a_wait(rudi_server):
    rudi_server.fault("/api/version", "429@30", times=9)
    stopped = threading.Event()
    client = HttpClient(UrllibTransport(proxies={}), policy=RetryPolicy(), stop=stopped.is_set)
    threading.Timer(0.2, stopped.set).start()
    began = time.monotonic()
    with pytest.raises(RunCancelledError):
        get(client, rudi_server.url + "/api/version")
    assert time.monotonic() - began < 2


def test_retry_after_reads_dates():
    now = datetime(2026, 11, 24, 12, 0, tzinfo=timezone.utc)

    def asked(text):
        return retry_after(Response(429, Headers({"Retry-After": text}), b"", "http://x/"), now)

    assert asked("Tue, 24 Nov 2026 12:00:30 GMT") == 30.0
    assert asked("Tue, 24 Nov 2026 11:00:00 GMT") == 0.0
    assert asked("soon") is None
    assert asked("-5") is None


def test_jitter_scales_the_wait():
    policy = RetryPolicy(jitter=lambda: 0.5)
    assert [policy.pause(attempt, None) for attempt in (1, 2, 3, 4)] == [0.5, 1.0, 2.0, None]
    assert all(0.8 <= RetryPolicy().pause(1, None) <= 1.2 for _ in range(50))


# --- redirects ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("file:///etc/passwd", "not a web address"),
        ("ftp://127.0.0.1/x", "not a web address"),
        ("http://localhost:1/x", "another server"),
        ("//evil.example/x", "another server"),
    ],
)
def test_dangerous_redirects_are_refused(rudi_server, target, said):
    rudi_server.fault("/api/version", f"redirect@{target}")
    client = quick_client()
    with pytest.raises(TransportError) as caught:
        get(client, rudi_server.url + "/api/version")
    assert said in str(caught.value)
    assert "redirects to" in str(explained(caught.value, client.limits))


def test_redirect_on_the_same_host_keeps_the_account(rudi_server):
    rudi_server.fault("/api/version", "redirect@/catalog/version")
    assert get(quick_client(), rudi_server.url + "/api/version", Authorization="Bearer abc").ok
    assert rudi_server.requests("/catalog/version")[0]["headers"]["Authorization"] == "Bearer abc"


def test_redirect_to_an_allowed_host_loses_the_account(start_rudi_server):
    one, other = start_rudi_server(), start_rudi_server()
    one.fault("/api/version", f"redirect@{other.url}/api/version")
    sent = {"Authorization": "Bearer abc", "X-Token": "def", "Cookie": "g=h", "Accept": "*/*"}
    assert get(quick_client(allowed_hosts=any_host), one.url + "/api/version", **sent).ok
    received = {name.lower() for name in other.requests("/api/version")[0]["headers"]}
    assert not received & {"authorization", "x-token", "cookie"}
    assert "accept" in received


def test_redirects_end(rudi_server):
    rudi_server.fault("/api/version", "redirect@/api/version", times=20)
    with pytest.raises(TransportError, match="more than 5"):
        get(quick_client(), rudi_server.url + "/api/version")


def test_https_is_never_left_for_http():
    class Redirecting:
        def send(self, request, **_):
            return Response(302, Headers({"Location": "http://portal.example/x"}), b"", request.url)

    with pytest.raises(TransportError, match="https to http"):
        get(quick_client(transport=Redirecting(), allowed_hosts=any_host), "https://portal.example/x")


# --- answers -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("fault", "said"), [("html", "web page"), ("notjson", "not JSON")])
def test_answer_that_is_not_json_is_said_plainly(rudi_server, fault, said):
    rudi_server.fault("/api/version", fault)
    with pytest.raises(InputError, match=said):
        checked_json(get(quick_client(), rudi_server.url + "/api/version"))


def test_deep_json_is_refused_not_crashed():
    answer = Response(200, Headers(), b"[" * 200_000 + b"]" * 200_000, "http://x/")
    with pytest.raises(InputError):
        answer.json()


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429, 500, 503])
def test_refusals_say_status_and_reason(status):
    answer = Response(status, Headers({"X-Error-Message": "pas de\r\ndroit"}), b"", "http://u:p@h/x?token=t")
    error = refusal(answer)
    assert error.status == status
    assert "pas de droit" in str(error)
    assert str(status) in str(error)
    assert "u:p" not in str(error)
    assert "token=t" not in str(error)


def test_reason_is_found_in_json():
    body = b'[{"status": "error", "error": {"moreInfo": "champ manquant"}}]'
    assert "champ manquant" in str(refusal(Response(400, Headers(), body, "http://h/")))


# --- addresses ---------------------------------------------------------------------------------------------------


def test_base_addresses():
    assert base_url(" rudi.rennesmetropole.fr/ ") == "https://rudi.rennesmetropole.fr"
    assert base_url("http://127.0.0.1:80/x/") == "http://127.0.0.1:80/x"
    for bad in ("", "file:///x", "https://", "https://me:secret@host"):
        with pytest.raises(InputError) as caught:
            base_url(bad)
        assert "secret" not in str(caught.value)


def test_connector_addresses_are_resolved_never_built():
    base = "https://portal.example/rudi"
    assert resolve_url(base, "/medias/a/b/dwnl") == "https://portal.example/medias/a/b/dwnl"
    assert resolve_url(base, "https://data.example/é x?q=à") == "https://data.example/%C3%A9%20x?q=%C3%A0"
    assert resolve_url(base, "https://data.example/a%20b?x=%3B") == "https://data.example/a%20b?x=%3B"
    for bad in ("file:///etc/passwd", "data:text/plain,x", "s3://bucket/x", "\\\\server\\share\nx"):
        with pytest.raises(InputError):
            resolve_url(base, bad)


def test_identifiers_stay_in_their_segment():
    assert segment("a/../b?c#d") == "a%2F..%2Fb%3Fc%23d"
    for bad in ("", ".", ".."):
        with pytest.raises(InputError):
            segment(bad)


def test_query_parameters():
    assert with_query("/x?a=1", {"b": ["é", "c d"], "e": None, "f": True, "g": "", "h": 0}) == (
        "/x?a=1&b=%C3%A9&b=c%20d&f=true&h=0"
    )
    assert with_query("/x", {}) == "/x"


@pytest.mark.parametrize(
    ("body", "html"),
    [
        (b"<!DOCTYPE html><p>", True),
        (b"\xef\xbb\xbf \n<HTML lang=fr>", True),
        (b'<?xml version="1.0"?><!-- x --><html xmlns="">', True),
        (b'{"a": "<html>"}', False),
        (b'<?xml version="1.0"?><wfs:FeatureCollection>', False),
        (b"", False),
    ],
)
def test_web_pages_are_recognised(body, html):
    assert looks_like_html(body) is html


# --- secrets -----------------------------------------------------------------------------------------------------

SECRETS = ("MotDePasse1", "JetonSecret2", "CleSecrete3")


def test_secrets_are_never_shown(rudi_server, caplog):
    caplog.set_level(logging.DEBUG)
    account = UserAccount("agent", Secret(SECRETS[0]))
    url = f"http://agent:{SECRETS[0]}@127.0.0.1:9/x?access_token={SECRETS[1]}&api_key={SECRETS[2]}&q=ok"
    request = Request(
        "GET", url, {"Authorization": f"Bearer {SECRETS[1]}", "X-TOKEN": SECRETS[2], "Cookie": SECRETS[0]}
    )
    shown = [repr(account), str(account), f"{account.password}", repr(request), safe_url(url), repr(Secret(SECRETS[0]))]
    shown.append(repr(Headers({"Set-Cookie": SECRETS[0], "authorization": SECRETS[1]})))
    shown.append(repr(Response(200, Headers({"Authorization": SECRETS[1]}), b"", url)))
    try:
        quick_client().send(request)
    except TransportError as error:
        shown += [str(error), repr(error), "".join(traceback.format_exception(type(error), error, error.__traceback__))]
    shown += [record.getMessage() for record in caplog.records]
    assert "q=ok" in safe_url(url)
    for text in shown:
        assert not any(secret in text for secret in SECRETS), text


def test_secret_is_not_stored():
    with pytest.raises(TypeError):
        pickle.dumps(Secret("x"))


@given(st.text(min_size=1, max_size=30), st.sampled_from(["token", "access_token", "apikey", "password", "sig"]))
def test_safe_url_hides_any_value(value, name):
    shown = safe_url(with_query("https://h/p", {"page": "1", name: f"secret-{value}"}))
    assert "secret-" not in shown
    assert "page=1" in shown


@pytest.mark.parametrize("text", ["abc", "Bearer abc", "bearer  abc", " Bearer Bearer abc "])
def test_bearer_is_written_once(text):
    assert bearer(text) == "Bearer abc"
    assert bare_token(text) == "abc"


def test_token_end_reads_any_text():
    assert token_end("a.eyJleHAiOiAxMjN9.c") == 123.0
    for text in ("", "a.b", "a.!!!.c", "a.e30.c", "a.bnVsbA.c"):
        assert token_end(text) is None


# --- XML ---------------------------------------------------------------------------------------------------------


def test_xml_is_read_with_its_namespaces():
    root = parse_xml(b'<a:x xmlns:a="urn:a" b="1"><a:y>t</a:y><z/></a:x>', "source")
    assert (root.tag, root.get("b"), root.findtext("{urn:a}y"), root[1].tag) == ("{urn:a}x", "1", "t", "z")


@pytest.mark.parametrize(
    "document",
    [
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>',
        b"<!DOCTYPE x><x/>",
        b"<x>" * 500 + b"</x>" * 500,
        b"<x><y></x>",
        b"",
        b"\x00\x01",
    ],
)
def test_dangerous_or_broken_xml_is_refused(document):
    with pytest.raises(InputError):
        parse_xml(document, "source")


@given(st.binary(max_size=200))
def test_xml_reader_never_crashes(data):
    with contextlib.suppress(InputError):
        parse_xml(data, "source")
