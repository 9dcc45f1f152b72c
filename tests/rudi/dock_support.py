"""What the tests of the panel share: servers opened without QGIS's accounts, and a QGIS window."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any, Optional

from cityorchestra.processing_provider.rudi.accounts import Account, Secret, UserAccount
from cityorchestra.processing_provider.rudi.algorithms.connections import Connection
from cityorchestra.processing_provider.rudi.algorithms.qgis_transport import QgisTransport
from cityorchestra.processing_provider.rudi.http_client import HttpClient, Limits
from cityorchestra.processing_provider.rudi.portal import Portal
from cityorchestra.processing_provider.rudi.portal_projects import Projects
from cityorchestra.processing_provider.rudi.record import Connector, Media, Record
from cityorchestra.processing_provider.rudi.record_reader import read_record
from cityorchestra.processing_provider.rudi.record_values import Checksum
from cityorchestra.processing_provider.rudi.retry import RetryPolicy
from cityorchestra.processing_provider.rudi.session import PortalSession
from cityorchestra.processing_provider.rudi.sources.rudi import PortalSource
from cityorchestra.tests.rudi.server.bodies import PatternBody

USER = "camille"
TIMEOUT_MS = 20000


@dataclass
class LocalAccess:
    """A portal opened as :func:`...algorithms.access.open_access` opens it, over QGIS's network."""

    connection: Connection
    client: HttpClient
    sender: PortalSession
    source: Any
    projects: Optional[Projects]
    base: str


@dataclass
class Opener:
    """Opens portals for the panel, and notes how often it was asked.

    Attributes
    ----------
    account : Account, optional
        Of the user.
    records : dict
        Records made by the test, by identifier; the others come from the server.
    """

    account: Optional[Account] = None
    records: dict[str, Record] = field(default_factory=dict)
    opened: list[str] = field(default_factory=list)

    def __call__(self, connection: Connection, *, stop=None, **_: Any) -> LocalAccess:
        self.opened.append(connection.name)
        policy = RetryPolicy(waits_s=(0.05, 0.05, 0.05), jitter=lambda: 1.0)
        client = HttpClient(QgisTransport(), policy=policy, limits=Limits(timeout_s=10.0), stop=stop)
        session = PortalSession(client, connection.url, self.account)
        source = _Source(PortalSource(Portal(session)), self.records)
        projects = Projects(session) if connection.kind == "portal" else None
        return LocalAccess(connection, client, session, source, projects, session.base)


class _Source:
    """The source of a portal, with the records of the test before its own."""

    def __init__(self, real: PortalSource, records: dict[str, Record]) -> None:
        self._real, self._records = real, records

    def get(self, identifier: str) -> Record:
        return self._records.get(identifier) or self._real.get(identifier)

    def media_url(self, record: Record, media: Media) -> str:
        return self._real.media_url(record, media)


def user(login: str, password: str) -> UserAccount:
    """Return a person's account."""
    return UserAccount(login, Secret(password))


def portal_connection(server, authcfg: str = "") -> Connection:
    """Return the connection of a local server as a portal."""
    return Connection("Test portal", server.url, "portal", authcfg)


def file_record(server, name: str, body: Any, *, mime: str = "application/octet-stream", **fields: Any) -> Record:
    """Return a record with one file that the server gives, its checksum and its size announced."""
    body = PatternBody(body) if isinstance(body, int) else body
    url = server.serve(name, body)
    served = server.state.extra_bodies[name]
    media = Media(
        media_id=f"media-{name}",
        kind="FILE",
        name=name,
        connector=Connector(url, "dwnl"),
        file_type=mime,
        file_size=served.length,
        checksum=Checksum("SHA-256", served.sha256(), True),
    )
    changed = {key: fields.pop(key) for key in list(fields) if key in ("checksum", "file_size", "encrypted")}
    media = replace(media, **changed)
    return Record(global_id=f"dataset-{name}", title=f"Dataset {name}", media=(media,), source=server.url, **fields)


def served_record(server, index: int = 0) -> Record:
    """Return a record of the server as its portal gives it."""
    raw = list(server.state.catalogue.records.values())[index]
    return read_record(json.loads(json.dumps(raw)), server.url)
