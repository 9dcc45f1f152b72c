"""Names of files that come from a network: one harmless name, on any system."""

from __future__ import annotations

import re
import unicodedata
from typing import Optional
from urllib.parse import unquote, urlsplit

from .formats import formats, plain_mime

MAX_NAME_BYTES = 180  # leaves room for ".part.json" and for a folder below the 255 bytes of file systems
RESERVED = frozenset(
    ("con", "prn", "aux", "nul", "conin$", "conout$", *(f"{p}{n}" for p in ("com", "lpt") for n in "0123456789¹²³"))
)


def safe_name(wanted: str, fallback: str = "media") -> str:
    """Return a name that stays in its folder and that Windows, macOS and Linux accept.

    Parameters
    ----------
    wanted : str
        What a record or a server calls the file: may hold folders, ``..``, control characters, reserved names.
    fallback : str
        Used when nothing is left of it.
    """
    text = unicodedata.normalize("NFC", wanted)
    text = re.split(r"[/\\]", text)[-1]
    text = "".join("_" if char in '<>:"|?*' else char for char in text if unicodedata.category(char)[0] != "C")
    text = re.sub(r"\s+", " ", text).strip(" .")
    if not text:
        text = safe_name(fallback, "media") if fallback != "media" else "media"
    if text.split(".")[0].rstrip().lower() in RESERVED:
        text = f"_{text}"
    return _shortened(text)


def _shortened(text: str) -> str:
    if len(text.encode()) <= MAX_NAME_BYTES:
        return text
    stem, dot, extension = text.rpartition(".")
    if not dot or len(extension.encode()) > 12:
        stem, dot, extension = text, "", ""
    room = MAX_NAME_BYTES - len((dot + extension).encode())
    return stem.encode()[:room].decode("utf-8", errors="ignore").rstrip(" .") + dot + extension


def disposition_name(header: Optional[str]) -> str:
    """Return the name that a ``Content-Disposition`` proposes (``filename*`` first); empty when it proposes none."""
    if not header:
        return ""
    encoded = re.search(r"filename\*\s*=\s*([\w-]+)'[^']*'([^;\s]+)", header, re.IGNORECASE)
    if encoded:
        try:
            return unquote(encoded.group(2), encoding=encoded.group(1), errors="replace")
        except LookupError:
            return unquote(encoded.group(2), errors="replace")
    plain = re.search(r'filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))', header, re.IGNORECASE)
    if not plain:
        return ""
    return re.sub(r"\\(.)", r"\1", plain.group(1)) if plain.group(1) is not None else plain.group(2)


def media_file_name(name: Optional[str], url: str, mime: str = "", disposition: Optional[str] = None) -> str:
    """Return the name for a downloaded media: the record's, else the server's, else the address's.

    The extension of the MIME type is added when the name has none; ``+crypt`` is kept as ``.crypt``.
    """
    proposed = name or disposition_name(disposition) or unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2])
    result = safe_name(proposed)
    plain, encrypted = plain_mime(mime)
    known = formats().get(plain)
    has_extension = re.search(r"\.[A-Za-z][A-Za-z0-9]{0,9}$", result) is not None
    result += f".{known.extension}" if known and known.extension and not has_extension else ""
    return _shortened(result + (".crypt" if encrypted and not result.endswith(".crypt") else ""))
