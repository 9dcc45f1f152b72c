"""Sessions with a portal: which token is asked for, when, and how often."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.rudi.accounts import ApplicationAccount, GivenToken, Secret, UserAccount
from cityorchestra.processing_provider.rudi.portal import Portal
from cityorchestra.processing_provider.rudi.session import ACCOUNT, ANONYMOUS, NONE, PortalSession
from cityorchestra.tests.rudi.client_support import quick_client
from cityorchestra.tests.rudi.server.portal_tokens import USERS, Visitor

LOGIN, PASSWORD = next(iter(USERS.items()))
FACETS = "/konsult/v1/datasets/metadatas/facets?facets=theme"


def session_on(server, account=None):
    return PortalSession(quick_client(), server.url, account)


def user(password=PASSWORD):
    return UserAccount(LOGIN, Secret(password))


def paths(server):
    return [one["path"] for one in server.requests() if not one["path"].startswith("/konsult")]


def test_open_portal_is_read_without_token(rudi_server):
    session = session_on(rudi_server, user())
    session.get_json(FACETS)
    assert (session.level, paths(rudi_server)) == (NONE, [])
    assert "Authorization" not in rudi_server.requests()[0]["headers"]


def test_anonymous_token_is_asked_once(start_rudi_server):
    server = start_rudi_server(require="anonymous")
    session = session_on(server)
    for _ in range(3):
        session.get_json(FACETS)
    assert (session.level, paths(server)) == (ANONYMOUS, ["/anonymous"])
    assert session.expires_in_s == pytest.approx(300, abs=5)


def test_anonymous_comes_before_the_account(start_rudi_server):
    server = start_rudi_server(require="anonymous")
    session = session_on(server, user())
    session.get_json(FACETS)
    assert (session.level, paths(server)) == (ANONYMOUS, ["/anonymous"])


def test_account_when_anonymous_is_not_enough(start_rudi_server):
    server = start_rudi_server(require="user")
    session = session_on(server, user())
    session.get_json(FACETS)
    assert (session.level, paths(server)) == (ACCOUNT, ["/anonymous", "/authenticate"])


def test_what_writes_goes_with_the_account_at_once(start_rudi_server):
    server = start_rudi_server()
    session = session_on(server, user())
    session.call("POST", "/projekt/v1/projects", {"object_type": "Project", "title": "x", "description": ""})
    assert [one["path"] for one in server.requests()] == ["/authenticate", "/projekt/v1/projects"]
    sent = server.requests("/projekt", "POST")
    assert [one["headers"].get("Authorization", "")[:7] for one in sent] == ["Bearer "]  # its words went once, signed
    assert session.level == ACCOUNT


def test_older_portal_without_anonymous_route(start_rudi_server):
    server = start_rudi_server(require="anonymous", anonymous_route=False)
    session = session_on(server)
    session.get_json(FACETS)
    assert (session.level, paths(server)) == (ANONYMOUS, ["/anonymous", "/authenticate"])


def test_no_account_where_one_is_needed(start_rudi_server):
    server = start_rudi_server(require="user")
    with pytest.raises(InputError, match="403") as caught:
        session_on(server).get_json(FACETS)
    assert caught.value.status == 403


def test_wrong_password_is_said_without_it(start_rudi_server):
    server = start_rudi_server(require="user")
    with pytest.raises(InputError, match="does not accept this account") as caught:
        session_on(server, user("Mauvais-Sesame")).get_json(FACETS)
    assert "Mauvais-Sesame" not in str(caught.value)
    with pytest.raises(InputError, match="does not accept"):
        session_on(server, user("Mauvais-Sesame")).sign_in()


@pytest.mark.parametrize("expired_status", [498, 401])
def test_expired_token_is_refreshed_once(start_rudi_server, expired_status):
    server = start_rudi_server(require="user", token_life_s=0.5, expired_status=expired_status)
    session = session_on(server, user())
    session.sign_in()
    session.get_json(FACETS)
    time.sleep(0.6)
    session.get_json(FACETS)
    assert paths(server) == ["/authenticate", "/refresh_token"]
    assert [one["status"] for one in server.requests("/konsult")] == [200, expired_status, 200]
    assert server.requests("/refresh_token")[0]["method"] == "GET"


def test_ended_refresh_token_leads_to_a_new_login(start_rudi_server):
    server = start_rudi_server(require="user", token_life_s=0.3, refresh_life_s=0.3)
    session = session_on(server, user())
    session.sign_in()
    time.sleep(0.4)
    session.get_json(FACETS)
    assert paths(server) == ["/authenticate", "/refresh_token", "/authenticate"]


def test_token_refused_again_is_not_asked_for_ever(start_rudi_server):
    server = start_rudi_server(require="user")
    session = session_on(server, user())
    session.sign_in()
    server.fault("/konsult", "401", times=50)
    with pytest.raises(InputError, match="401"):
        session.get_json(FACETS)
    assert len(server.requests("/konsult")) <= 4


def test_revoked_anonymous_token_is_replaced(start_rudi_server):
    server = start_rudi_server(require="anonymous")
    session = session_on(server)
    session.get_json(FACETS)
    server.state.tokens.revoke_all()
    session.get_json(FACETS)
    assert session.level == ANONYMOUS


@pytest.mark.parametrize("path", ["/oauth2/token", "/oauth/token", "/apm/token"])
def test_keys_of_a_project_on_every_generation(start_rudi_server, path):
    server = start_rudi_server(require="user", token_paths=(path,))
    server.state.tokens.clients["client-1"] = ("sésame-de-machine", "project-1")
    account = ApplicationAccount("client-1", Secret("sésame-de-machine"))
    session = session_on(server, account)
    session.get_json(FACETS)
    assert session.level == ACCOUNT
    assert paths(server)[-1] == path
    assert "/anonymous" not in paths(server)
    assert session.expires_in_s == pytest.approx(299, abs=5)


def test_wrong_keys(start_rudi_server):
    server = start_rudi_server(require="user")
    with pytest.raises(InputError, match="keys of the project"):
        session_on(server, ApplicationAccount("client-1", Secret("non"))).sign_in()


@pytest.mark.parametrize("prefix", ["", "Bearer ", "Bearer Bearer "])
def test_given_token_with_or_without_bearer(start_rudi_server, prefix):
    server = start_rudi_server(require="user")
    token = server.state.tokens.access(Visitor(LOGIN))
    session_on(server, GivenToken(Secret(prefix + token))).get_json(FACETS)
    assert server.requests("/konsult")[-1]["headers"]["Authorization"] == f"Bearer {token}"


def test_other_servers_never_get_the_token(start_rudi_server):
    portal, other = start_rudi_server(require="user"), start_rudi_server()
    session = session_on(portal, user())
    session.sign_in()
    Portal(session).fetch(other.url + "/storage/hash")
    assert "Authorization" not in other.requests()[0]["headers"]


def test_sign_out_forgets(start_rudi_server):
    server = start_rudi_server(require="anonymous")
    session = session_on(server)
    session.sign_in()
    session.sign_out()
    assert (session.level, session.expires_in_s) == (NONE, None)


def test_session_shows_no_secret(start_rudi_server):
    server = start_rudi_server(require="user")
    session = session_on(server, user())
    session.sign_in()
    token = server.requests("/authenticate")
    shown = repr(session) + repr(session._tokens) + repr(session._account)
    assert PASSWORD not in shown
    assert "ey" not in repr(session._tokens)
    assert token[0]["body"].startswith(b"login=")  # the password went in the body, not in the address
    assert PASSWORD not in token[0]["path"] + str(token[0]["query"])


def test_threads_share_one_refresh(start_rudi_server):
    server = start_rudi_server(require="user", token_life_s=0.4)
    session = session_on(server, user())
    session.sign_in()
    time.sleep(0.5)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: session.get_json(FACETS), range(4)))
    assert all(answer == answers[0] for answer in answers)
    assert paths(server) == ["/authenticate", "/refresh_token"]
