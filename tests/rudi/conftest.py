"""The local RUDI server, and the clients on it, for all tests of the room."""

from __future__ import annotations

from contextlib import ExitStack

import pytest


@pytest.fixture
def start_rudi_server():
    """Function that starts a server with options (:class:`.server.ServerOptions`); all stop after the test."""
    from cityorchestra.tests.rudi.server import RudiServer, ServerOptions

    servers = []
    with ExitStack() as stack:

        def start(certificate=None, **options) -> RudiServer:
            servers.append(stack.enter_context(RudiServer(ServerOptions(**options), certificate=certificate)))
            return servers[-1]

        yield start
    mistakes = [mistake for server in servers for mistake in server.state.mistakes]
    assert not mistakes, mistakes[0]


@pytest.fixture
def rudi_server(start_rudi_server):
    """Server as it is by default: normalised records, open to read."""
    return start_rudi_server()


@pytest.fixture
def http_client():
    """Client on the standard library that does not wait between tries."""
    from cityorchestra.tests.rudi.client_support import quick_client

    return quick_client()


@pytest.fixture
def local_catalogue(tmp_path_factory, monkeypatch):
    """Local catalogue of the test alone, rather than that of the profile of QGIS; its file is made when it is used."""
    path = tmp_path_factory.mktemp("catalogue") / "rudi.sqlite"
    monkeypatch.setenv("CITYORCHESTRA_CATALOGUE", str(path))
    return path


@pytest.fixture
def few_tries(monkeypatch):
    """Let algorithms and panel wait a twentieth of a second before they ask a server again, three times."""
    from cityorchestra.processing_provider.rudi.algorithms import access
    from cityorchestra.processing_provider.rudi.retry import RetryPolicy

    policy = RetryPolicy(waits_s=(0.05, 0.05, 0.05), jitter=lambda: 1.0)
    client = access.HttpClient
    monkeypatch.setattr(access, "HttpClient", lambda *given, **named: client(*given, policy=policy, **named))
