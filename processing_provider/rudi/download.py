"""Download of a media: resumed, checked, never half written under its final name."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Optional, Protocol

from ..errors import InputError
from .checksums import hash_file
from .file_names import media_file_name
from .formats import ENCRYPTED_SUFFIX, plain_mime
from .http_client import HttpClient, explained, refusal
from .partial_file import Origin, PartialFile
from .portal import connector_url
from .record import Media
from .record_values import Checksum
from .retry import BUSY
from .transport import OnChunk, Request, Response, TransportError, looks_like_html, safe_url, whole_number

MAX_MB = 2048.0
MAX_TRIES = 50  # however much each brings
HTML_TYPES = ("text/html", "application/xhtml+xml")
STRICT, WARN, OFF = "strict", "warn", "off"
VERIFIED, UNVERIFIABLE, MISMATCH, UNCHECKED = "verified", "unverifiable", "mismatch", "unchecked"

_lock = threading.Lock()
_running: set[str] = set()  # files that this process is downloading
Progress = Callable[[int, Optional[int]], None]  # bytes so far, bytes in all


class Sender(Protocol):
    """What sends requests for a download: a session with a portal, or a client without account."""

    def send(self, request: Request, *, on_chunk: Optional[OnChunk] = None, retry: bool = True) -> Response:
        """Send a request; see :meth:`.http_client.HttpClient.send`."""


@dataclass(frozen=True)
class MediaFile:
    """What a record says of a file to download.

    Attributes
    ----------
    url : str
        Absolute.
    name, mime : str
    checksum : Checksum, optional
        None when the record announces none that can be checked.
    size : int, optional
        Announced [bytes]; real records are often wrong, so a difference is only told.
    encrypted : bool
        Whether the producer encrypted it.
    """

    url: str
    name: str = ""
    mime: str = ""
    checksum: Optional[Checksum] = None
    size: Optional[int] = None
    encrypted: bool = False


@dataclass(frozen=True)
class DownloadOptions:
    """How to download: the limit, what to do with a wrong checksum ("strict", "warn", "off"), resume, overwrite."""

    max_mb: float = MAX_MB
    verify: str = STRICT
    resume: bool = True
    overwrite: bool = False
    progress: Optional[Progress] = None


@dataclass(frozen=True)
class Download:
    """What was downloaded.

    Attributes
    ----------
    path : Path
    bytes : int
    algorithm, expected, computed : str
        ``expected`` is empty when nothing that can be checked was announced.
    status : str
        "verified", "unverifiable" (nothing to compare with), "mismatch" (kept because only warned), "unchecked".
    resumed_from : int
        Bytes that an earlier part had [bytes].
    encrypted : bool
        The file is still encrypted by its producer: it is not to be opened.
    content_type : str
    warnings : tuple of str
        "size_differs", "decrypted_by_portal", "already_there".
    """

    path: Path
    bytes: int
    algorithm: str
    expected: str
    computed: str
    status: str
    resumed_from: int
    encrypted: bool
    content_type: str
    warnings: tuple[str, ...] = ()


def media_file(media: Media, base: str) -> MediaFile:
    """Return what a record says of a file.

    Parameters
    ----------
    media : Media
    base : str
        Address of the server that gave the record.

    Raises
    ------
    InputError
        When it has no address.
    """
    known = media.checksum if media.checksum is not None and media.checksum.known else None
    return MediaFile(
        url=connector_url(media, base),
        name=media.name,
        mime=media.file_type + (ENCRYPTED_SUFFIX if media.encrypted and media.file_type else ""),
        checksum=known,
        size=media.file_size,
        encrypted=media.encrypted,
    )


def download(
    client: HttpClient,
    sender: Sender,
    media: MediaFile,
    folder: Path,
    options: Optional[DownloadOptions] = None,
    *,
    name: Optional[str] = None,
) -> Download:
    """Download a file into a folder.

    Parameters
    ----------
    client : HttpClient
        For its limits, its waits and its stop.
    sender : Sender
        The session, or the client itself.
    media : MediaFile
    folder : Path
        Made when absent.
    options : DownloadOptions, optional
    name : str, optional
        Name of the file instead of the record's.

    Raises
    ------
    InputError
        When the file is refused, too large, a web page in its place, or not what was announced (it is then kept as
        ``name.bad``).
    RunCancelledError
        When the user cancelled; the part stays for the next time.
    """
    wanted = options or DownloadOptions()
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / media_file_name(name or media.name, media.url, media.mime)
    if target.exists() and not wanted.overwrite:
        return _already_there(media, target, client)
    with _alone(target):
        run = _Run(client, sender, media, target, wanted)
        try:
            return run.complete()
        finally:
            run.part.pause()


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Keep a second download of this process away from the same part."""
    key = str(target.resolve())
    with _lock:
        if key in _running:
            raise InputError("{path} is being downloaded already; wait until it is there.", path=str(target))
        _running.add(key)
    try:
        yield
    finally:
        with _lock:
            _running.discard(key)


def _already_there(media: MediaFile, target: Path, client: HttpClient) -> Download:
    if media.checksum is not None:
        computed = hash_file(target, media.checksum.algorithm, lambda _: _look(client)).value()
        if computed == media.checksum.value:
            size = target.stat().st_size
            return Download(
                target,
                size,
                media.checksum.algorithm,
                computed,
                computed,
                VERIFIED,
                0,
                False,
                media.mime,
                ("already_there",),
            )
    raise InputError(
        "{path} exists already and is not this media. Choose another folder, or allow it to be overwritten.",
        path=str(target),
    )


def _look(client: HttpClient) -> None:
    client.policy.wait(0.0, client.stop)


class _Run:
    """One download, over as many requests as it takes."""

    def __init__(
        self, client: HttpClient, sender: Sender, media: MediaFile, target: Path, options: DownloadOptions
    ) -> None:
        self._client, self._sender, self._media, self._options = client, sender, media, options
        self._shown = safe_url(media.url)
        self._limit = int(options.max_mb * 2**20)
        self._content_type = ""
        self._resumed_from = 0
        self.part = PartialFile(target, media.checksum.algorithm if media.checksum else "SHA-256")

    def complete(self) -> Download:
        if self._options.resume:
            self.part.load(self._media.url, lambda _: _look(self._client))
        else:
            self.part.restart()
        self._resumed_from = self.part.size
        self._fetch_all()
        if self._resumed_from and self._is_wrong():
            self.part.restart()  # the earlier part may be the wrong one: once from the beginning
            self._resumed_from = 0
            self._fetch_all()
        return self._settle()

    # --- bytes -----------------------------------------------------------------------------------------------

    def _fetch_all(self) -> None:
        """Ask until the file is complete; a try that brings bytes starts the count of failures anew."""
        failures = 0
        for _ in range(MAX_TRIES):
            before = self.part.size
            try:
                answer = self._ask()
            except TransportError as error:
                answer, failure = None, error
                if error.kind == "too_large":
                    raise self._too_large(self._limit) from error
                if not error.may_repeat:
                    raise explained(error, self._client.limits) from error
            if answer is not None and self._is_complete(answer):
                return
            failures = 1 if self.part.size > before else failures + 1
            pause = self._client.policy.pause(failures, answer)
            if pause is None:
                if answer is None:
                    raise explained(failure, self._client.limits) from failure
                raise refusal(answer)
            self._client.policy.wait(pause, self._client.stop)
        raise InputError("{url} breaks off again and again; what came is kept, run again later.", url=self._shown)

    def _ask(self) -> Response:
        headers = {"Accept": "*/*"}
        size, known = self.part.size, self.part.origin
        resumable = known is not None and (known.validator is not None or self._media.checksum is not None)
        if size and not resumable:
            self.part.restart()
        elif size:
            headers["Range"] = f"bytes={size}-"
            if known.validator is not None:
                headers["If-Range"] = known.validator
        request = Request(
            "GET",
            self._media.url,
            headers,
            timeout_s=self._client.limits.timeout_s,
            total_s=None,
            max_bytes=self._limit,
        )
        began = False

        def take(head: Response, piece: bytes) -> None:
            nonlocal began
            if not began:
                self._begin(head, piece)
                began = True
            if self.part.size + len(piece) > self._limit:
                raise self._too_large(self.part.size + len(piece))
            self.part.write(piece)
            if self._options.progress is not None:
                self._options.progress(self.part.size, self.part.origin.total)

        answer = self._sender.send(request, on_chunk=take, retry=False)
        if answer.ok and not began:
            self._begin(answer, b"")
        return answer

    def _begin(self, head: Response, piece: bytes) -> None:
        """Look at the head of an answer before its first piece is written."""
        if head.headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
            raise InputError("{url} sends the file compressed although that was not asked for.", url=self._shown)
        start, total = 0, head.length
        if head.status == 206:
            start, total = _content_range(head)
            tag, known = head.headers.get("ETag"), self.part.origin
            if start != self.part.size or (known is not None and tag and known.etag and tag != known.etag):
                self.part.restart()
                raise TransportError("dropped", self._media.url, "another part than the one asked for")
        else:
            if self.part.size:
                self.part.restart()
                self._resumed_from = 0
            self._refuse_page(head.content_type, piece)
        if total is not None and total > self._limit:
            raise self._too_large(total)
        self._content_type = head.content_type
        self.part.begin(Origin.of(self._media.url, head.headers, total))

    def _is_complete(self, answer: Response) -> bool:
        if answer.ok:
            total = self.part.origin.total if self.part.origin else None
            if total is not None and self.part.size > total:
                self.part.restart()
                return False
            return total is None or self.part.size == total
        if answer.status == 416 and self.part.size:
            total = whole_number(answer.headers.get("Content-Range", "").rpartition("/")[2])
            if total == self.part.size:
                return True
            self.part.restart()
            self._resumed_from = 0
            return False
        if answer.status in BUSY:
            return False
        raise refusal(answer)

    def _too_large(self, size: int) -> InputError:
        return InputError(
            "{url} has at least {size:.0f} MB; {limit:.0f} MB are allowed. Allow more if you want it.",
            url=self._shown,
            size=size / 2**20,
            limit=self._options.max_mb,
        )

    def _refuse_page(self, content_type: str, start: bytes) -> None:
        """Refuse a web page in the place of a file: a sign-in page answers 200."""
        if self._media.mime.lower() in HTML_TYPES:
            return
        if content_type in HTML_TYPES or looks_like_html(start):
            raise InputError(
                "{url} answered a web page instead of the file: it probably asks to sign in. Choose an account, or ask "
                "for access to the dataset.",
                url=self._shown,
            )

    # --- the complete file -----------------------------------------------------------------------------------

    @property
    def _decrypted(self) -> bool:
        """Whether the portal decrypted the file on the way: what was announced is about other bytes."""
        return self._media.encrypted and self._content_type == plain_mime(self._media.mime)[0] != ""

    def _is_wrong(self) -> bool:
        checksum = self._media.checksum
        return (
            self._options.verify != OFF
            and checksum is not None
            and not self._decrypted
            and self.part.checksum() != checksum.value
        )

    def _settle(self) -> Download:
        self._refuse_page_late()
        checksum, computed, wrong = self._media.checksum, self.part.checksum(), self._is_wrong()
        size, target = self.part.size, self.part.target
        if wrong and self._options.verify == STRICT:
            bad = target.with_name(target.name + ".bad")
            self.part.finish(bad)
            raise InputError(
                "{name} is not the file that the catalogue announces ({algorithm} {computed} instead of {expected}). "
                "It was kept as {bad}; tell its producer, or accept files that differ.",
                name=target.name,
                algorithm=checksum.algorithm,
                computed=computed,
                expected=checksum.value,
                bad=bad.name,
            )
        if self._decrypted and target.suffix == ".crypt":
            target = target.with_suffix("")
        self.part.finish(target)
        if self._options.verify == OFF:
            status = UNCHECKED
        elif checksum is None or self._decrypted:
            status = UNVERIFIABLE
        else:
            status = MISMATCH if wrong else VERIFIED
        differs = self._media.size is not None and self._media.size != size and not self._decrypted
        return Download(
            path=target,
            bytes=size,
            algorithm=checksum.algorithm if checksum else "SHA-256",
            expected=checksum.value if checksum else "",
            computed=computed,
            status=status,
            resumed_from=self._resumed_from,
            encrypted=self._media.encrypted and not self._decrypted,
            content_type=self._content_type,
            warnings=(("size_differs",) if differs else ()) + (("decrypted_by_portal",) if self._decrypted else ()),
        )

    def _refuse_page_late(self) -> None:
        try:
            self._refuse_page("", self.part.head())
        except InputError:
            self.part.restart()
            raise


def _content_range(head: Response) -> tuple[int, Optional[int]]:
    """Return where a part begins and how long the whole is, from ``Content-Range``; -1 when it does not say."""
    found = re.fullmatch(r"bytes\s+(\d{1,18})-(\d{1,18})/(\d{1,18}|\*)", head.headers.get("Content-Range", "").strip())
    if found is None:
        return -1, None
    return int(found.group(1)), whole_number(found.group(3))
