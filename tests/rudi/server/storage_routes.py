"""The storage: files wait for their commit, and are dropped without it."""

from __future__ import annotations

import io
import json
import threading
import time
import uuid
import zipfile
from typing import Any, Optional
from urllib.parse import quote, unquote

from .bodies import BytesBody, media_body
from .exchange import Answer, Asked, RefusedError, Routes, error, json_answer
from .node_routes import node_claims

routes = Routes()
ZONE = "zone1"


class Storage:
    """Files by media, committed or waiting.

    Parameters
    ----------
    staging_s : float
        Life of a file without commit [s].
    """

    def __init__(self, staging_s: float) -> None:
        self.staging_s = staging_s
        self.committed: dict[str, dict[str, Any]] = {}
        self._waiting: dict[str, tuple[float, dict[str, Any]]] = {}
        self._lock = threading.Lock()

    def stage(self, described: dict[str, Any], data: bytes) -> str:
        """Take a file; return what commits it."""
        commit_uuid = str(uuid.uuid4())
        with self._lock:
            self._waiting[commit_uuid] = (time.monotonic() + self.staging_s, {**described, "data": data})
        return commit_uuid

    def commit(self, media_id: str, commit_uuid: str) -> bool:
        """Keep a waiting file; false when it was dropped, or is another's."""
        with self._lock:
            end, file = self._waiting.pop(commit_uuid, (0.0, {}))
            if end <= time.monotonic() or file.get("media_id") != media_id:
                return False
            self.committed[media_id] = file
            return True

    def body(self, media_id: str) -> Optional[BytesBody]:
        """Return a committed file."""
        file = self.committed.get(media_id)
        return BytesBody(file["data"]) if file else None


def _admit(asked: Asked) -> None:
    if node_claims(asked) is None:
        raise RefusedError(error(401, "JWT required"))


def _mounted(methods: str, pattern: str):
    def register(handler):
        for prefix in ("/storage", "/media"):
            routes.add(methods, prefix + pattern)(handler)
        return handler

    return register


@_mounted("POST", "/post")
def post(asked: Asked) -> Answer:
    """Take a file, described by the header ``file_metadata``."""
    _admit(asked)
    try:
        described = json.loads(asked.headers.get("file_metadata", ""))
        valid = uuid.UUID(described["media_id"]).version == 4
    except (ValueError, KeyError, TypeError):
        valid = False
    if not valid:
        return json_answer([{"status": "error", "msg": "file_metadata wrong or missing"}])
    if described.get("media_type") == "INDIRECT":
        if not described.get("url"):
            return json_answer([{"status": "error", "msg": "url missing"}])
    elif described.get("file_size") not in (None, len(asked.body)):
        return json_answer([{"status": "error", "msg": "file_size differs from what came"}])
    commit_uuid = asked.state.storage.stage(described, asked.body)
    ready = {"status": "commit_ready", "zone_name": ZONE, "commit_uuid": commit_uuid}
    return json_answer([{"status": "start"}, {"status": "written", "size": len(asked.body)}, ready, {"status": "OK"}])


@_mounted("POST", "/commit")
def commit(asked: Asked) -> Answer:
    """Keep a file."""
    _admit(asked)
    return commit_answer(asked)


def commit_answer(asked: Asked) -> Answer:
    """Keep a file, for the storage and for the manager."""
    body = asked.json()
    if body.get("zone_name") != ZONE or not asked.state.storage.commit(
        str(body.get("media_id")), str(body.get("commit_uuid"))
    ):
        return error(410, "nothing to commit: the file was dropped")
    return json_answer({"status": "committed", "media_id": body["media_id"]})


def _known(asked: Asked) -> tuple[BytesBody, str, str]:
    """Return body, MIME type and name of a file, stored here or of the catalogue."""
    media_id = asked.matched[0]
    file = asked.state.storage.committed.get(media_id)
    if file is not None:
        return BytesBody(file["data"]), file.get("file_type", ""), unquote(file.get("media_name", media_id))
    found = asked.state.catalogue.media(media_id)
    if found is None or found[1].get("media_type") != "FILE":
        raise RefusedError(error(404, f"media {media_id} unknown"))
    return media_body(media_id, found[1]["file_type"]), found[1]["file_type"], found[1].get("media_name", media_id)


@_mounted("GET HEAD", "/download/{}")
def download(asked: Asked) -> Answer:
    """Give a file."""
    body, mime, name = _known(asked)
    return Answer(200, body, mime, [("Content-Disposition", f"attachment; filename*=UTF-8''{quote(name, safe='')}")])


@_mounted("GET", "/zdownload/{}")
def zipped(asked: Asked) -> Answer:
    """Give a file in a ZIP."""
    body, _, name = _known(asked)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, body.read(0, body.length))
    return Answer(200, BytesBody(packed.getvalue()), "application/zip")


@_mounted("GET", "/check/{}")
def check(asked: Asked) -> Answer:
    """Tell what is known of a file."""
    body, mime, name = _known(asked)
    return json_answer({"media_id": asked.matched[0], "file_type": mime, "media_name": name, "file_size": body.length})


@_mounted("GET", "/list")
def listing(asked: Asked) -> Answer:
    """List the files."""
    _admit(asked)
    files = [{"uuid": key, "name": file.get("media_name")} for key, file in asked.state.storage.committed.items()]
    return json_answer({ZONE: {"list": files}})


@_mounted("GET", "/hash")
def code_hash(asked: Asked) -> Answer:
    """Give the version of the code."""
    return Answer(200, b"6ba3b8f4", "text/plain")


@_mounted("POST DELETE", "/delete/{}")
def delete(asked: Asked) -> Answer:
    """Delete a file."""
    _admit(asked)
    if asked.state.storage.committed.pop(asked.matched[0], None) is None:
        return error(404, "media unknown")
    return json_answer({"status": "deleted"})


@_mounted("GET", "/{}")
def real_url(asked: Asked) -> Answer:
    """Tell where a file really is."""
    _known(asked)
    return json_answer(f"{asked.base}/storage/download/{asked.matched[0]}")
