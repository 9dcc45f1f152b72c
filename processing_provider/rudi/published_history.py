"""How a layer was made, as it may be told to everybody: no folder of a computer, no account, the sources named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from .licences import code_of_label
from .metadata_draft import SourceLicence

MAX_HISTORY = 4_000  # characters; the oldest lines are left out first
_MAX_DEPTH = 12  # steps of a chain; the same limit as the records of provenance
_FILE_SCHEME = re.compile(r"\bfile:/+(?=[/\w])", re.IGNORECASE)
# Folders of the three systems; an address of the web (http://server/folder/file) is none.
_FOLDERS = re.compile(
    r"(?<![\w:/.-])/(?:[^\s/|'\"<>]+/)+"
    r"|(?<!\w)[A-Za-z]:[\\/](?:[^\\/|'\"<>\n]+[\\/])*"
    r"|(?<![\w\\])\\\\[^\\\s|'\"<>]+\\(?:[^\\|'\"<>\n]+\\)*"
)
_SERVER = re.compile(
    r"((?:host|hostaddr|dbname|service|port|authcfg|user|username|password)\s*=\s*)('[^']*'|\"[^\"]*\"|[^\s&;|]+)",
    re.IGNORECASE,
)
_DATABASE = re.compile(
    r"\b((?:postgres(?:ql)?|mysql|mssql|oracle|mongodb(?:\+srv)?|ftp|sftp|smb)://)[^\s'\"<>|]+", re.IGNORECASE
)
_ACCOUNT = re.compile(r"(\w+://)[^/\s@]+@")


def without_folders(text: str) -> str:
    """Return a text whose paths keep the name of the file only, and whose connections tell neither server nor account.

    The rest is left as it is. A folder whose name has a space may leave its second word.
    """
    shown = _FOLDERS.sub("", _FILE_SCHEME.sub("/", text))
    return _ACCOUNT.sub(r"\1", _DATABASE.sub(r"\1***", _SERVER.sub(r"\1***", shown)))


def history_text(lines: Iterable[str]) -> str:
    """Return the lines of a history as one text to publish, oldest first; the oldest go when it is too long."""
    kept: list[str] = []
    length = 0
    for line in reversed([" ".join(without_folders(line).split()) for line in lines]):
        if not line or line in kept:
            continue
        length += len(line) + 1
        if kept and length > MAX_HISTORY:
            break
        kept.append(line[:MAX_HISTORY])
    return "\n".join(reversed(kept))


def published_record(value: Any) -> Any:
    """Return a record of provenance whose texts can be shown to everybody (see :func:`without_folders`)."""
    if isinstance(value, str):
        return without_folders(value)
    if isinstance(value, Mapping):
        return {key: published_record(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [published_record(item) for item in value]
    return value


def sources_of(record: Mapping[str, Any], depth: int = 0) -> list[SourceLicence]:
    """Return what a layer was made from in the first place, each source once, with its licence as far as it is told.

    Parameters
    ----------
    record : dict
        Record of provenance: its ``inputs`` may hold records of their own and ``licences``.
    depth : int
        Steps gone back so far.
    """
    found: list[SourceLicence] = []
    inputs = record.get("inputs")
    for item in inputs if isinstance(inputs, list) and depth < _MAX_DEPTH else []:
        if not isinstance(item, Mapping):
            continue
        before, told = item.get("provenance"), item.get("licences")
        terms = [text for text in told if isinstance(text, str)] if isinstance(told, list) else []
        if isinstance(before, Mapping) and not terms:
            found += sources_of(before, depth + 1)
            continue
        name = without_folders(str(item.get("name") or item.get("source") or ""))
        found += [SourceLicence(name, code_of_label(text[:500]) or text) for text in terms or [""]]
    return list(dict.fromkeys(found))
