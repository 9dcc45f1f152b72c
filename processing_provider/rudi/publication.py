"""The plan of a publication: what the node has, what it would have, which calls lead there. Nothing is written here.

The plan has a digest. Whoever agrees to it gives that digest back, and :mod:`.publication_run` writes only then: a
record, a file or a node that changed in between makes another digest.
"""

from __future__ import annotations

import copy
import difflib
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Optional

from ..errors import InputError, RunCancelledError
from .checksums import RunningHash, hash_file
from .http_client import plain_words, refusal
from .metadata_draft import PENDING_URL
from .publication_targets import Office
from .record_diff import Change, differences, flattened
from .search_text import folded
from .storage import Storage
from .transport import Response, Stop
from .validation import validate

MAX_CHECKED_BYTES = 256 * 2**20  # a larger file is not fetched again to be checked: its size is [bytes]
_NAMES_SHOWN = 8  # names of the node that a sentence quotes
# What a record says of a producer or of a contact; a node adds fields of its own.
_PEOPLE_FIELDS = frozenset(
    ("organization_id", "organization_name", "organization_address", "organization_coordinates",
     "organization_caption", "organization_summary", "contact_id", "contact_name", "email", "role", "contact_summary")
)  # fmt: skip


@dataclass(frozen=True)
class FileToSend:
    """A file, measured.

    Attributes
    ----------
    path : Path
    name : str
        That a download will have.
    mime : str
    size : int
        [bytes].
    sha256 : str
    media_id : str
        Identifier of its media in the record.
    encoding : str
        Of a text file.
    """

    path: Path
    name: str
    mime: str
    size: int
    sha256: str
    media_id: str
    encoding: str = ""


@dataclass(frozen=True)
class Call:
    """One call that a publication makes.

    Attributes
    ----------
    step : str
        ``file``, ``media``, ``commit``, ``check``, ``record`` or ``portal``.
    method : str
    what : str
        What it is about: a kind of object of the node, with its identifier.
    body : dict or None
        What is sent, when it is JSON.
    """

    step: str
    method: str
    what: str
    body: Optional[Mapping[str, Any]] = None


@dataclass(frozen=True)
class Plan:
    """What a publication would do.

    Attributes
    ----------
    target, server : str
        Kind and address of where it goes.
    record : dict
        The record as it would be on the node.
    before : dict or None
        As the node has it.
    file : FileToSend or None
    is_stored : bool
        Whether the node has this very file already.
    changes : tuple of Change
        Fields that change.
    kept : int
        Fields that stay.
    blockers : tuple of InputError
        What must be done on the node first.
    to_portal : bool
        Whether the node is asked to send the dataset to its portal.
    justification : str
        Why columns that look like personal data are published.
    """

    target: str
    server: str
    record: Mapping[str, Any]
    before: Optional[Mapping[str, Any]]
    file: Optional[FileToSend]
    is_stored: bool
    changes: tuple[Change, ...]
    kept: int
    blockers: tuple[InputError, ...] = ()
    to_portal: bool = False
    justification: str = ""

    @property
    def global_id(self) -> str:
        """Identifier of the dataset."""
        return str(self.record["global_id"])

    @property
    def is_restricted(self) -> bool:
        """Whether the record says that the data are given on request only."""
        access = self.record["access_condition"].get("confidentiality") or {}
        return access.get("restricted_access") is True

    @property
    def sends_file(self) -> bool:
        """Whether the file is sent."""
        return self.file is not None and not self.is_stored

    @property
    def sends_record(self) -> bool:
        """Whether the record is sent: when it changes, or when its file does."""
        return self.before is None or bool(self.changes) or self.sends_file

    def media(self) -> Optional[Mapping[str, Any]]:
        """Return the media of the file, as the record has it."""
        if self.file is None:
            return None
        return next(item for item in self.record["available_formats"] if item["media_id"] == self.file.media_id)

    def calls(self) -> tuple[Call, ...]:
        """Return the calls that write, in their order."""
        found: list[Call] = []
        if self.sends_file:
            name = f"media/{self.file.media_id}"
            found.append(Call("file", "POST", name))
            found.append(Call("media", "PUT", name, self.media()))
            found.append(Call("commit", "POST", name))
            found.append(Call("check", "GET", name))
        if self.sends_record:
            found.append(Call("record", "PUT", f"resources/{self.global_id}", self.record))
        if self.to_portal:
            found.append(Call("portal", "POST", f"portal/resources/{self.global_id}"))
        return tuple(found)

    @property
    def digest(self) -> str:
        """SHA-256 of all that would be sent, of where it goes and of what the node has; empty while it is blocked."""
        if self.blockers:
            return ""
        file = self.file
        content = {
            "target": self.target,
            "server": self.server,
            "record": self.record,
            "before": flattened(self.before) if self.before is not None else None,
            "file": None if file is None else [file.name, file.mime, file.size, file.sha256, file.media_id],
            "is_stored": self.is_stored,
            "to_portal": self.to_portal,
            "justification": self.justification,
        }
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def make_plan(
    office: Office,
    raw: Mapping[str, Any],
    file: Optional[Path] = None,
    *,
    to_portal: bool = False,
    justification: str = "",
    stop: Optional[Stop] = None,
) -> Plan:
    """Look at the node and return what publishing a record would do; only reads.

    Parameters
    ----------
    office : Office
        Where it would go.
    raw : dict
        The record, as ``json.loads`` gives it.
    file : Path, optional
        The file that the record describes; None when the node has it, or the record has services only.
    to_portal : bool
        Ask the node to send the dataset to its portal.
    justification : str
        Why columns that look like personal data may be published.
    stop : callable, optional
        True once the user cancelled.

    Raises
    ------
    InputError
        When the record has errors, the file is not the one that it describes, or the node cannot be asked.
    """
    record = copy.deepcopy(dict(raw))
    check_record(record)
    sent = measured_file(record, file, stop)
    if sent is not None:
        _media_of(record, sent)["connector"]["url"] = office.storage().download_url(sent.media_id)
    blockers = _with_known_people(office, record)
    before = office.find("resources", str(record["global_id"]))
    changes, kept = differences(before, record)
    return Plan(
        target=office.kind,
        server=office.base,
        record=record,
        before=before,
        file=sent,
        is_stored=sent is not None and is_stored(office, sent, before),
        changes=changes,
        kept=kept,
        blockers=tuple(blockers),
        to_portal=to_portal,
        justification=" ".join(justification.split()),
    )


def check_record(raw: Mapping[str, Any]) -> None:
    """Check a record before it is published.

    Raises
    ------
    InputError
        With the first error, and how many there are.
    """
    report = validate(raw)
    if report.errors:
        first = report.errors[0]
        raise InputError(
            "The record has {count} errors, of which the first is {code} in {path}: {cause} Correct them before you "
            "publish.",
            count=len(report.errors),
            code=first.code,
            path=first.path or "-",
            cause=first.error,
        )


def measured_file(record: Mapping[str, Any], file: Optional[Path], stop: Optional[Stop] = None) -> Optional[FileToSend]:
    """Return the file with its measures, once they are those that the record announces.

    Raises
    ------
    InputError
        When it is another file, or a media of the record has no address and no file is given.
    """
    media = [item for item in record.get("available_formats") or [] if isinstance(item, Mapping)]
    waiting = [item for item in media if PENDING_URL in str((item.get("connector") or {}).get("url", ""))]
    if file is None:
        if waiting:
            raise InputError(
                "The record describes the file {name}, which is not on a node yet: give it as FILE.",
                name=waiting[0].get("media_name") or waiting[0].get("media_id"),
            )
        return None
    if not file.is_file():
        raise InputError("The file {file} is not there.", file=file)

    def look(_: int) -> None:
        if stop is not None and stop():
            raise RunCancelledError

    size, digest = file.stat().st_size, hash_file(file, each=look).value()
    files = [item for item in media if item.get("media_type") == "FILE"]
    found = [item for item in files if _digest_of(item) == digest]
    if not found:
        raise InputError(
            "{file} is not the file that the record describes: its SHA-256 is {digest}. Draw up the record again from "
            "the layer, or choose the file that was written with it.",
            file=file.name,
            digest=digest,
        )
    chosen = next((item for item in found if item in waiting), found[0])
    others = [item for item in waiting if item is not chosen]
    if others:
        raise InputError(
            "The record describes the file {name}, which is not on a node yet: publish one file at a time.",
            name=others[0].get("media_name") or others[0].get("media_id"),
        )
    if chosen.get("file_size") != size:
        raise InputError("The record gives {name} another size than it has; draw it up again.", name=file.name)
    return FileToSend(
        path=file,
        name=str(chosen.get("media_name") or file.name),
        mime=str(chosen["file_type"]),
        size=size,
        sha256=digest,
        media_id=str(chosen["media_id"]),
        encoding=str(chosen.get("file_encoding") or ""),
    )


def is_stored(office: Office, file: FileToSend, before: Optional[Mapping[str, Any]]) -> bool:
    """Tell whether a node has this very file, declared and kept: then it need not be sent again.

    Parameters
    ----------
    office : Office
    file : FileToSend
    before : dict or None
        The record as the node has it. It is written once its file was checked; without it the file is fetched again,
        since a publication that stopped half-way may have left a damaged one.
    """
    declared = office.find("media", file.media_id)
    if declared is None or _digest_of(declared) != file.sha256:
        return False
    if stored_size(office.storage(), file.media_id) != file.size:
        return False
    named = [item for item in (before or {}).get("available_formats") or [] if isinstance(item, Mapping)]
    if any(item.get("media_id") == file.media_id and _digest_of(item) == file.sha256 for item in named):
        return True
    return file.size <= MAX_CHECKED_BYTES and fetched_digest(office, file) == file.sha256


def fetched_digest(office: Office, file: FileToSend) -> str:
    """Fetch a file from the storage and return its SHA-256; empty when the storage gives it to nobody.

    Raises
    ------
    InputError
        When the storage does not answer.
    """
    running = RunningHash()

    def take(_: Response, piece: bytes) -> None:
        running.update(piece)

    client = office.client
    with plain_words(client.limits):
        url = office.storage().download_url(file.media_id)
        request = client.request("GET", url, headers={"Accept": "*/*"})
        answer = client.send(replace(request, max_bytes=file.size + 1024, total_s=None), on_chunk=take)
    if answer.ok:
        return running.value()
    if answer.status in (401, 403):  # a node may keep its files for those who have an access
        return ""
    raise refusal(answer)


def stored_size(storage: Storage, media_id: str) -> Optional[int]:
    """Return the size of a file that the storage keeps [bytes]; None when it keeps none, or does not tell."""
    try:
        told = storage.check(media_id)
    except InputError as error:
        if getattr(error, "status", None) is None:
            raise
        return None
    size = told.get("file_size") if isinstance(told, dict) else None
    return size if isinstance(size, int) else None


def _digest_of(media: Mapping[str, Any]) -> str:
    checksum = media.get("checksum")
    if not isinstance(checksum, Mapping) or str(checksum.get("algo")).upper() != "SHA-256":
        return ""
    return str(checksum.get("hash", "")).lower()


def _media_of(record: Mapping[str, Any], file: FileToSend) -> dict[str, Any]:
    return next(item for item in record["available_formats"] if item and item.get("media_id") == file.media_id)


def _with_known_people(office: Office, record: dict[str, Any]) -> list[InputError]:
    """Put the producer and the contacts as the node has them into a record; return what the node lacks.

    They are found by identifier, else by name or by address: the identifiers of a draft are its own.
    """
    blockers = []
    producer = record["producer"]
    known = office.find("organizations", str(producer["organization_id"]))
    if known is None:
        listed = office.all("organizations")
        known = _named(listed, "organization_name", producer["organization_name"])
        if known is None:
            blockers.append(
                InputError(
                    "The node does not know the producer “{name}”. Create it in the manager of the node, or write its "
                    "name as the node does: {known}.",
                    name=producer["organization_name"],
                    known=_nearest(listed, "organization_name", producer["organization_name"]),
                )
            )
    record["producer"] = _public(known) if known is not None else producer
    contacts = []
    for contact in record["contacts"]:
        found = office.find("contacts", str(contact["contact_id"]))
        if found is None:
            listed = office.all("contacts")
            found = _named(listed, "email", contact["email"])
            if found is None:
                blockers.append(
                    InputError(
                        "The node does not know the contact {email}. Create it in the manager of the node, or choose "
                        "one that it knows: {known}.",
                        email=contact["email"],
                        known=_nearest(listed, "email", contact["email"]),
                    )
                )
        contacts.append(_public(found) if found is not None else contact)
    record["contacts"] = contacts
    return blockers


def _public(known: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in known.items() if key in _PEOPLE_FIELDS}


def _named(listed: Sequence[Mapping[str, Any]], key: str, name: str) -> Optional[Mapping[str, Any]]:
    wanted = folded(" ".join(str(name).split()))
    return next((item for item in listed if folded(" ".join(str(item.get(key, "")).split())) == wanted), None)


def _nearest(listed: Sequence[Mapping[str, Any]], key: str, name: str) -> str:
    """Return the names that look most like one, the most alike first."""
    names = [str(item[key]) for item in listed if item.get(key)]
    close = difflib.get_close_matches(name, names, n=_NAMES_SHOWN, cutoff=0.3)
    return ", ".join(dict.fromkeys([*close, *names][:_NAMES_SHOWN])) or "-"
