"""The storage of a node: files in, a short time to confirm them, files out."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Optional
from urllib.parse import quote

from ..errors import InputError
from .accounts import Secret, bearer
from .http_client import HttpClient, base_url, checked_json, plain_words, segment

MAX_UPLOAD_BYTES = 524_288_000  # the node's own limit: 500 MB (rudi-node-write, MAX_SIZE)
STAGING_S = 5.0  # default life of a file that is not confirmed (staging_time of a zone) [s]


@dataclass(frozen=True)
class Staged:
    """A file that the storage received and will drop unless it is confirmed within seconds."""

    media_id: str
    zone_name: str
    commit_uuid: str


class Storage:
    """The storage of a node.

    Parameters
    ----------
    client : HttpClient
    address : str
        Of the storage, as the manager or the node's configuration says.
    token : callable
        Gives the storage's token when one is needed.
    """

    def __init__(self, client: HttpClient, address: str, token: Callable[[], Secret]) -> None:
        self._client = client
        self.base = base_url(address)
        self._token = token

    def post(self, file: Path, media_type: str, name: str, media_id: str, charset: Optional[str] = None) -> Staged:
        """Send a file; it must be confirmed at once by the manager.

        Parameters
        ----------
        file : Path
        media_type : str
            MIME type.
        name : str
            Name that a download will have.
        media_id : str
            UUID version 4.
        charset : str, optional

        Raises
        ------
        InputError
            When the file is too large for a node, or the storage refuses it.
        """
        size = file.stat().st_size
        if size > MAX_UPLOAD_BYTES:
            raise InputError(
                "{name} has {size:.0f} MB; a RUDI node takes {limit:.0f} MB at most. Split or compress it.",
                name=name,
                size=size / 2**20,
                limit=MAX_UPLOAD_BYTES / 2**20,
            )
        described = {
            "media_id": _uuid4(media_id),
            "media_type": "FILE",
            "media_name": quote(name),
            "file_size": size,
            "file_type": media_type,
            **({"charset": charset} if charset else {}),
        }
        answer = self._send(
            "POST", "post", file, described, f"{media_type}; charset={charset}" if charset else media_type
        )
        return _staged(answer, media_id)

    def post_link(self, url: str, media_id: str) -> Staged:
        """Declare a file that stays where it is."""
        described = {"media_id": _uuid4(media_id), "media_type": "INDIRECT", "url": url}
        return _staged(self._send("POST", "post", b"", described, "application/octet-stream"), media_id)

    def commit(self, staged: Staged) -> Any:
        """Confirm a file that was just received; the catalogue of the node must be told as well."""
        headers = {"Authorization": bearer(self._token().reveal())}
        body = {"media_id": staged.media_id, "commit_uuid": staged.commit_uuid, "zone_name": staged.zone_name}
        with plain_words(self._client.limits):
            request = self._client.request("POST", f"{self.base}/commit", headers=headers, json_body=body)
            return checked_json(self._client.send(request))

    def check(self, media_id: str) -> Any:
        """Return what the storage knows of a file."""
        return self._open(f"check/{segment(media_id)}")

    def real_url(self, media_id: str) -> Any:
        """Return where a file really is."""
        return self._open(segment(media_id))

    def download_url(self, media_id: str) -> str:
        """Return the public address of a file just stored, to be written into its record."""
        return f"{self.base}/download/{segment(media_id)}"

    def list(self) -> Any:
        """Return the files of the storage."""
        return self._send("GET", "list")

    def delete(self, media_id: str) -> Any:
        """Delete a file."""
        return self._send("POST", f"delete/{segment(media_id)}")

    def _open(self, path: str) -> Any:
        with plain_words(self._client.limits):
            return checked_json(self._client.send(self._client.request("GET", f"{self.base}/{path}")))

    def _send(
        self, method: str, path: str, body: Any = None, described: Optional[dict] = None, media_type: str = ""
    ) -> Any:
        headers = {"Authorization": bearer(self._token().reveal())}
        if described is not None:
            headers.update({"file_metadata": json.dumps(described), "Content-Type": media_type})
        with plain_words(self._client.limits):
            request = self._client.request(method, f"{self.base}/{path}", headers=headers, body=body)
            return checked_json(self._client.send(request))


def _uuid4(text: str) -> str:
    try:
        good = uuid.UUID(text).version == 4
    except ValueError:
        good = False
    if not good:
        raise ValueError(f"{text!r} is not a UUID version 4")
    return text


def _staged(answer: Any, media_id: str) -> Staged:
    """Return what to confirm, from the list answered: its last element but one says ``commit_ready``."""
    steps = [step for step in answer if isinstance(step, dict)] if isinstance(answer, list) else []
    ready = next((step for step in reversed(steps) if step.get("status") == "commit_ready"), None)
    if ready is None or not ready.get("commit_uuid"):
        said = next((str(step.get("msg")) for step in steps if step.get("msg")), "")
        raise InputError("The storage of the node did not take the file. {reason}", reason=said)
    return Staged(media_id, str(ready.get("zone_name", "")), str(ready["commit_uuid"]))
