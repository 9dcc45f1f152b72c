"""The manager of a node: what a person's account uses to write metadata and files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Optional

from ..errors import InputError
from .accounts import Secret, UserAccount, bearer
from .http_client import HttpClient, base_url, checked_json, plain_words, refusal, resolve_url, segment
from .paging import MAX_ITEMS, Page, page_of, walk
from .storage import Staged, Storage
from .transport import with_query

COOKIE = "consoleToken"  # holds the token of the session (rudi-node-write, CONSOLE_JWT_NAME)
_GONE = (404, 405)


class Manager:
    """The manager of a node, of its third generation (``conf``) or its second (``api/data``).

    Parameters
    ----------
    client : HttpClient
    address : str
        Of the manager, such as ``https://node/manager``.
    account : UserAccount
        With the role Editor or Admin to write.
    """

    def __init__(self, client: HttpClient, address: str, account: UserAccount) -> None:
        self.client = client
        self.base = base_url(address)
        self._account = account
        self._conf: Optional[dict[str, Any]] = None
        self._jwt: Optional[Secret] = None
        self._storage_jwt: Optional[Secret] = None

    def __repr__(self) -> str:
        return f"Manager({self.base})"

    @property
    def conf(self) -> dict[str, Any]:
        """What the manager says of its node; empty for the second generation, which says nothing."""
        if self._conf is None:
            with plain_words(self.client.limits):
                answer = self.client.send(self.client.request("GET", f"{self.base}/conf"))
                if answer.status in _GONE:
                    self._conf = {}
                else:
                    said = checked_json(answer)
                    self._conf = said if isinstance(said, dict) and isinstance(said.get("backPath"), str) else {}
        return self._conf

    @property
    def generation(self) -> int:
        """3 or 2."""
        return 3 if self.conf else 2

    # --- session ---------------------------------------------------------------------------------------------

    def login(self) -> None:
        """Open the session.

        Raises
        ------
        InputError
            When the manager does not accept the account.
        """
        body = {"username": self._account.login, "password": self._account.password.reveal()}
        with plain_words(self.client.limits):
            request = self.client.request("POST", self._url("front/login"), json_body=body)
            answer = self.client.send(request)
        if answer.status in (400, 401, 403):
            raise InputError("{url} does not accept this account. Check the login and the password.", url=self.base)
        if not answer.ok:
            raise refusal(answer)
        found = re.search(rf"(?:^|\n){COOKIE}=([^;\s]+)", answer.headers.get("Set-Cookie", ""))
        if found is None:
            raise InputError("{url} accepted the account but gave no token.", url=self.base)
        self._jwt = Secret(found.group(1))
        self._storage_jwt = None

    def node_urls(self) -> dict[str, Any]:
        """Return the addresses of the node: storage, portal."""
        answer = self._call("GET", "front/node-urls")
        return answer if isinstance(answer, dict) else {}

    # --- metadata --------------------------------------------------------------------------------------------

    def list(self, kind: str, max_items: int = MAX_ITEMS, **filters: Any) -> Iterator[dict[str, Any]]:
        """Give the objects of a kind (resources, organizations, contacts, media)."""

        def ask(offset: int, limit: int) -> Page:
            path = with_query(f"{self._catalog}/{segment(kind)}", {**filters, "limit": limit, "offset": offset})
            return page_of(self._call("GET", path), offset)

        return walk(ask, max_items=max_items)

    def get(self, kind: str, identifier: str) -> dict[str, Any]:
        """Return one object."""
        return self._call("GET", f"{self._catalog}/{segment(kind)}/{segment(identifier)}")

    def put(self, kind: str, value: Mapping[str, Any]) -> Any:
        """Create or replace an object."""
        return self._call("PUT", f"{self._catalog}/{segment(kind)}", value, repeatable=True)

    def delete(self, kind: str, identifier: str) -> Any:
        """Delete an object."""
        return self._call("DELETE", f"{self._catalog}/{segment(kind)}/{segment(identifier)}")

    def enumerations(self) -> Any:
        """Return the lists of values that the node accepts."""
        return self._call("GET", f"{self._catalog}/enum")

    def licences(self) -> Any:
        """Return the licences that the node accepts."""
        return self._call("GET", f"{self._catalog}/licences")

    def counts(self) -> Any:
        """Return how many objects of each kind there are."""
        return self._call("GET", f"{self._catalog}/counts")

    # --- files -----------------------------------------------------------------------------------------------

    def storage(self) -> Storage:
        """Return the storage of the node.

        Raises
        ------
        InputError
            When the manager does not say where it is.
        """
        address = self.conf.get("storagePubUrl")
        if not isinstance(address, str):
            urls = self.node_urls()
            address = urls.get("storage_url") or urls.get("media_url")
        if not isinstance(address, str) or not address:
            raise InputError("{url} does not say where the files of its node are stored.", url=self.base)
        return Storage(self.client, resolve_url(self.base, address), self.storage_token)

    def storage_token(self) -> Secret:
        """Return a token for the storage."""
        if self._storage_jwt is None:
            answer = self._call("GET", f"{self._files}/jwt")
            token = answer.get("token") if isinstance(answer, dict) else None
            if not isinstance(token, str) or not token:
                raise InputError("{url} gave no token for the storage of files.", url=self.base)
            self._storage_jwt = Secret(token)
        return self._storage_jwt

    def commit(self, staged: Staged, global_id: Optional[str] = None) -> Any:
        """Confirm a file that the storage received.

        Raises
        ------
        InputError
            When the storage dropped it already.
        """
        body = {
            "media_id": staged.media_id,
            "commit_uuid": staged.commit_uuid,
            "zone_name": staged.zone_name,
            **({"global_id": global_id} if global_id else {}),
        }
        try:
            return self._call("POST", f"{self._files}/commit", body)
        except InputError as error:
            if getattr(error, "status", None) not in _GONE or self._files == "media":
                raise
            return self._call("POST", "media/commit", body)  # third generations of the first months

    def upload(self, file: Path, media: Mapping[str, Any]) -> dict[str, Any]:
        """Store a file and declare its media: sent, declared, confirmed, in that order and within seconds.

        Parameters
        ----------
        file : Path
        media : dict
            A RUDI media: ``media_id``, ``media_name``, ``file_type``, and what else its record needs.

        Returns
        -------
        dict
            The media as the node knows it, its ``connector.url`` included.
        """
        storage = self.storage()
        media_id = str(media["media_id"])
        declared = {**media, "connector": {"interface_contract": "dwnl", "url": storage.download_url(media_id)}}
        self.storage_token()  # before the file: asking for it must not eat the few seconds
        staged = storage.post(file, str(media["file_type"]), str(media.get("media_name") or file.name), media_id)
        kept = self.put("media", declared)
        self.commit(staged)
        return kept if isinstance(kept, dict) else declared

    # --- requests --------------------------------------------------------------------------------------------

    @property
    def _catalog(self) -> str:
        return "catalog" if self.generation == 3 else "data"

    @property
    def _files(self) -> str:
        return "storage" if self.generation == 3 else "media"

    def _url(self, path: str) -> str:
        back = self.conf.get("backPath")
        root = resolve_url(self.base, back).rstrip("/") if back else f"{self.base}/api"
        return f"{root}/{path}"

    def _call(
        self, method: str, path: str, value: Optional[Mapping[str, Any]] = None, *, repeatable: Optional[bool] = None
    ) -> Any:
        if self._jwt is None:
            self.login()
        with plain_words(self.client.limits):
            answer = self._once(method, path, value, repeatable)
            if answer.status == 401:
                self.login()
                answer = self._once(method, path, value, repeatable)
            return checked_json(answer)

    def _once(self, method: str, path: str, value: Optional[Mapping[str, Any]], repeatable: Optional[bool]):
        headers = {"Authorization": bearer(self._jwt.reveal())}
        request = self.client.request(method, self._url(path), headers=headers, json_body=value, repeatable=repeatable)
        return self.client.send(request)
