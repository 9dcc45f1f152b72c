"""Where a dataset is published: through the manager of a node, as people do, or in its back office, with a token."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional, Protocol

from ..errors import InputError
from .accounts import Account, GivenToken, UserAccount
from .http_client import HttpClient, base_url, plain_words
from .manager import Manager
from .node import Node, NodeOffice
from .storage import Staged, Storage

MANAGER, NODE = "manager", "node"
TARGETS = (MANAGER, NODE)
STORAGE_MOUNTS = ("/storage", "/media")  # of newer nodes, of older ones
_ABSENT = (404, 405)


class Office(Protocol):
    """What publishing needs of a node. Reading asks with GET only, the login of a manager apart."""

    kind: str
    base: str
    client: HttpClient

    def find(self, kind: str, identifier: str) -> Optional[dict[str, Any]]:
        """Return an object, None when the node has none of this identifier."""

    def all(self, kind: str) -> list[dict[str, Any]]:
        """Return the objects of a kind."""

    def put(self, kind: str, value: Mapping[str, Any]) -> Any:
        """Create or replace an object."""

    def storage(self) -> Storage:
        """Return the storage of files."""

    def commit(self, staged: Staged) -> None:
        """Confirm a file that the storage received and whose media is declared."""

    def renew(self) -> None:
        """Get new tokens."""

    def send_to_portal(self, global_id: str) -> Any:
        """Ask the node to send a dataset to its portal."""

    def reports(self, global_id: str) -> list[dict[str, Any]]:
        """Return what the portal reported of a dataset."""


class ManagerOffice:
    """A node through its manager.

    Parameters
    ----------
    client : HttpClient
    address : str
        Of the manager, or of its node.
    account : UserAccount
        With the role Editor or Admin.
    """

    kind = MANAGER

    def __init__(self, client: HttpClient, address: str, account: UserAccount) -> None:
        self.client = client
        self.base = manager_address(client, address)
        self._manager = Manager(client, self.base, account)
        self._storage: Optional[Storage] = None

    def find(self, kind: str, identifier: str) -> Optional[dict[str, Any]]:
        """Return an object, None when the node has none of this identifier."""
        return _found(lambda: self._manager.get(kind, identifier))

    def all(self, kind: str) -> list[dict[str, Any]]:
        """Return the objects of a kind."""
        return list(self._manager.list(kind))

    def put(self, kind: str, value: Mapping[str, Any]) -> Any:
        """Create or replace an object."""
        return self._manager.put(kind, value)

    def storage(self) -> Storage:
        """Return the storage of files."""
        if self._storage is None:
            self._storage = self._manager.storage()
        return self._storage

    def commit(self, staged: Staged) -> None:
        """Confirm a file; the manager tells both the storage and the catalogue."""
        self._manager.commit(staged)

    def renew(self) -> None:
        """Log in again."""
        self._manager.login()

    def send_to_portal(self, global_id: str) -> Any:
        """Refuse: a manager has no such function."""
        raise InputError(
            "The manager of a node does not send datasets to the portal: the node does so by itself, or publish with "
            "the target “node” to ask for it."
        )

    def reports(self, global_id: str) -> list[dict[str, Any]]:
        """Return nothing: a manager does not show the reports."""
        return []


class BackOffice:
    """A node through its back office, with a token.

    Parameters
    ----------
    client : HttpClient
    address : str
        Of the node.
    account : GivenToken
    """

    kind = NODE

    def __init__(self, client: HttpClient, address: str, account: GivenToken) -> None:
        self.client = client
        self.base = base_url(address)
        self._account = account
        self._office = NodeOffice(Node(client, self.base), lambda method, path: account.token)
        self._storage: Optional[Storage] = None

    def find(self, kind: str, identifier: str) -> Optional[dict[str, Any]]:
        """Return an object, None when the node has none of this identifier."""
        return _found(lambda: self._office.get(kind, identifier))

    def all(self, kind: str) -> list[dict[str, Any]]:
        """Return the objects of a kind."""
        return list(self._office.list(kind))

    def put(self, kind: str, value: Mapping[str, Any]) -> Any:
        """Create or replace an object."""
        return self._office.put(kind, value)

    def storage(self) -> Storage:
        """Return the storage of files, found by asking.

        Raises
        ------
        InputError
            When the node has none where they usually are.
        """
        if self._storage is None:
            for mount in STORAGE_MOUNTS:
                with plain_words(self.client.limits):
                    answer = self.client.send(self.client.request("GET", f"{self.base}{mount}/hash"))
                if answer.ok and b"<" not in answer.body:
                    self._storage = Storage(self.client, self.base + mount, lambda: self._account.token)
                    break
            else:
                raise InputError("{url} does not say where the files of its node are stored.", url=self.base)
        return self._storage

    def commit(self, staged: Staged) -> None:
        """Confirm a file to the storage, then to the catalogue."""
        self.storage().commit(staged)
        try:
            self._office.commit_media(staged.media_id, staged.commit_uuid)
        except InputError as error:
            if getattr(error, "status", None) not in _ABSENT:  # nodes that do not ask for it
                raise

    def renew(self) -> None:
        """Say that a token that was given has ended."""
        raise InputError("{url} does not accept the token any more: get a new one.", url=self.base)

    def send_to_portal(self, global_id: str) -> Any:
        """Ask the node to send a dataset to its portal."""
        return self._office.send_to_portal(global_id)

    def reports(self, global_id: str) -> list[dict[str, Any]]:
        """Return what the portal reported of a dataset."""
        return [
            item for item in self._office.list("reports", resource_id=global_id) if item.get("resource_id") == global_id
        ]


def open_office(client: HttpClient, target: str, address: str, account: Optional[Account]) -> Office:
    """Return where to publish.

    Parameters
    ----------
    client : HttpClient
    target : str
        One of :data:`TARGETS`.
    address : str
        Of the node or of its manager.
    account : Account or None

    Raises
    ------
    InputError
        When the account is missing, or is of another kind than the target wants.
    """
    if target == MANAGER:
        if not isinstance(account, UserAccount):
            raise InputError(
                "The manager of a node wants a login: choose an authentication configuration of type Basic."
            )
        return ManagerOffice(client, address, account)
    if not isinstance(account, GivenToken):
        raise InputError(
            "The back office of a node wants a token (JWT): choose an authentication configuration of type API header, "
            "or one of type Basic whose realm is “token” and whose password is the token."
        )
    return BackOffice(client, address, account)


def manager_address(client: HttpClient, address: str) -> str:
    """Return the address of a manager from its own or from that of its node."""
    base = base_url(address)
    if base.endswith("/manager"):
        return base
    for path in ("/conf", "/api/open/test"):
        for root in (base, f"{base}/manager"):
            with plain_words(client.limits):
                answer = client.send(client.request("GET", root + path))
            if answer.ok and b"<" not in answer.body[:200]:
                return root
    return base


def _found(ask: Any) -> Optional[dict[str, Any]]:
    try:
        found = ask()
    except InputError as error:
        if getattr(error, "status", None) in _ABSENT:
            return None
        raise
    return found if isinstance(found, dict) else None
