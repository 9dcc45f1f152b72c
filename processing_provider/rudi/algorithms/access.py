"""A catalogue opened through QGIS: its network, the account that the authentication manager keeps, the right client.

Everything here may be called from any thread. Secrets go from the authentication manager to the request and nowhere
else.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Optional, Union

from qgis.core import QgsApplication, QgsAuthMethodConfig

from ...errors import InputError
from ...provenance import plugin_version
from ..accounts import Account, ApplicationAccount, GivenToken, Secret, UserAccount, bare_token, basic
from ..download import Sender
from ..http_client import HttpClient, Limits, base_url
from ..node import Node
from ..portal import Portal
from ..portal_projects import Projects
from ..session import PortalSession
from ..sources.base import Source
from ..sources.csw import CswSource
from ..sources.file import FileSource
from ..sources.rudi import NodeSource, PortalSource
from ..sources.stac import StacSource
from ..sources.udata import UdataSource
from ..transport import TIMEOUT_S, OnChunk, Request, Response, Stop, Transport, TransportError, origin
from .connections import Connection
from .qgis_transport import QgisTransport

APPLICATION_REALM = "application"  # realm of a Basic configuration that holds the keys of a project, not a login
TOKEN_REALM = "token"  # noqa: S105 - realm of a Basic configuration whose password is a token (QGIS before 3.24)


@dataclass(frozen=True)
class Access:
    """A catalogue, open.

    Attributes
    ----------
    connection : Connection
    client : HttpClient
        Without account.
    sender : Sender
        What sends to this catalogue, with its account where it is wanted.
    source : Source
        What searches.
    projects : Projects or None
        Of a portal.
    base : str
        Address to which relative ones belong.
    """

    connection: Connection
    client: HttpClient
    sender: Sender
    source: Source
    projects: Optional[Projects]
    base: str


def open_access(
    connection: Connection,
    *,
    stop: Optional[Stop] = None,
    timeout_s: float = TIMEOUT_S,
    transport: Optional[Transport] = None,
) -> Access:
    """Open a catalogue; nothing is asked of it yet.

    Parameters
    ----------
    connection : Connection
    stop : callable, optional
        True once the user cancelled.
    timeout_s : float
        Longest silence of the server [s].
    transport : Transport, optional
        QGIS's network by default.

    Raises
    ------
    InputError
        When the account cannot be read, or the address is none.
    """
    client = open_client(stop=stop, timeout_s=timeout_s, transport=transport)
    if connection.kind == "file":
        return Access(connection, client, client, FileSource(Path(connection.url)), None, connection.url)
    account = account_of(connection.authcfg)
    if connection.kind == "portal":
        session = PortalSession(client, connection.url, account)
        return Access(
            connection, client, session, PortalSource(Portal(session)), Projects(session), base_url(connection.url)
        )
    sender: Union[HttpClient, _WithAccount] = client
    if account is not None:
        sender = _WithAccount(client, connection.url, account)
    sources = {"node": lambda: NodeSource(Node(client, connection.url))}
    sources["csw"] = lambda: CswSource(sender, connection.url)
    sources["udata"] = lambda: UdataSource(sender, connection.url)
    sources["stac"] = lambda: StacSource(sender, connection.url)
    return Access(connection, client, sender, sources[connection.kind](), None, base_url(connection.url))


def open_client(
    *, stop: Optional[Stop] = None, timeout_s: float = TIMEOUT_S, transport: Optional[Transport] = None
) -> HttpClient:
    """Return a client on QGIS's network."""
    sends = transport or QgisTransport(f"CityOrchestra/{plugin_version()}")
    return HttpClient(sends, limits=Limits(timeout_s=timeout_s), stop=stop)


class _WithAccount:
    """Sends the account of a catalogue that is no portal with each request to its own server, and to no other."""

    def __init__(self, client: HttpClient, address: str, account: Account) -> None:
        self._client = client
        self.limits = client.limits
        self.request = client.request
        self._origin = origin(base_url(address))
        self._account = account

    def send(self, request: Request, *, on_chunk: Optional[OnChunk] = None, retry: bool = True) -> Response:
        """Send a request; see :meth:`..http_client.HttpClient.send`."""
        if origin(request.url) == self._origin:
            request = request.with_headers(authorization=_authorization(self._account))
        return self._client.send(request, on_chunk=on_chunk, retry=retry)


def _authorization(account: Account) -> str:
    if isinstance(account, GivenToken):
        return f"Bearer {bare_token(account.token.reveal())}"
    if isinstance(account, ApplicationAccount):
        return basic(account.client_id, account.client_secret)
    return basic(account.login, account.password)


def is_same_server(url: str, connection: Connection) -> bool:
    """Tell whether an address is on the server of a connection: only there may its account go."""
    if connection.kind == "file":
        return False
    try:
        return origin(url) == origin(base_url(connection.url))
    except (TransportError, InputError):
        return False


def account_of(authcfg: str) -> Optional[Account]:
    """Return the account of a configuration of QGIS's authentication manager, None when none is named.

    Basic: a login, with the realm ``application`` the keys of a project, or with the realm ``token`` a token. OAuth2:
    the keys of a project, of which client and secret are read. API header (QGIS 3.24 and later): a token under
    ``Authorization``.

    Raises
    ------
    InputError
        When the configuration is not there, locked, or of another method.
    """
    if not authcfg:
        return None
    manager = QgsApplication.authManager()
    if manager.isDisabled():
        raise InputError("QGIS’s authentication manager is disabled: {cause}.", cause=manager.disabledMessage())
    if authcfg not in manager.availableAuthMethodConfigs():
        raise InputError(
            "There is no authentication configuration “{authcfg}” in this profile of QGIS; choose another one.",
            authcfg=authcfg,
        )
    configuration = QgsAuthMethodConfig()
    loaded = manager.loadAuthenticationConfig(authcfg, configuration, True)
    if not (loaded[0] if isinstance(loaded, tuple) else loaded) or not configuration.isValid():
        raise InputError(
            "The authentication configuration “{authcfg}” cannot be read: give QGIS its master password. With "
            "qgis_process, name a file that holds it in QGIS_AUTH_PASSWORD_FILE.",
            authcfg=authcfg,
        )
    found = _account_in(configuration)
    if found is None:
        raise InputError(
            "The authentication configuration “{authcfg}” has the method {method}; use Basic, OAuth2 or API header.",
            authcfg=authcfg,
            method=configuration.method(),
        )
    return found


def _account_in(configuration: QgsAuthMethodConfig) -> Optional[Account]:
    method = configuration.method()
    if method == "Basic":
        login, password = configuration.config("username"), Secret(configuration.config("password"))
        if configuration.config("realm").strip().lower() == APPLICATION_REALM:
            return ApplicationAccount(login, password)
        if configuration.config("realm").strip().lower() == TOKEN_REALM:
            return GivenToken(password)
        return UserAccount(login, password)
    if method == "OAuth2":
        try:
            keys = json.loads(configuration.config("oauth2config"))
        except ValueError:
            return None
        client_id, secret = keys.get("clientId"), keys.get("clientSecret")
        return ApplicationAccount(client_id, Secret(secret)) if client_id and secret else None
    if method == "APIHeader":
        headers = configuration.configMap()
        token = next((value for name, value in headers.items() if name.lower() == "authorization"), "")
        return GivenToken(Secret(token)) if token else None
    return None


def user_account_of(authcfg: str) -> UserAccount:
    """Return a login and its password, which is what the manager of a node wants.

    Raises
    ------
    InputError
        When the configuration is none of a person.
    """
    account = account_of(authcfg)
    if not isinstance(account, UserAccount):
        raise InputError("The manager of a node wants a login: choose an authentication configuration of type Basic.")
    return account
