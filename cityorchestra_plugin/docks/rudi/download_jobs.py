"""One download of the queue, and the list of those that are not finished, kept in the profile of QGIS.

The list holds names and identifiers, never the address of a file nor a secret: the record is asked for again, so that
an address that was signed for one hour is never written. Neither is the sentence of a failure, which may quote one.
"""

from __future__ import annotations

import json
import time
import uuid
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any, Optional

from qgis.core import QgsApplication

from ....processing_provider.rudi.algorithms.connections import Connection, saved_connections
from ....processing_provider.rudi.download import MAX_MB
from ....processing_provider.rudi.record import Record
from ....processing_provider.translation import tr

LIST_NAME = "rudi_downloads.json"
FORMAT = 1  # of the list
SPEED_SPAN_S = 4.0  # the speed shown is that of the last seconds


class State(Enum):
    """Where a download is."""

    WAITING = "waiting"
    RUNNING = "running"
    STOPPING = "stopping"
    PAUSED = "paused"
    DONE = "done"
    FAILED = "failed"
    QUARANTINED = "quarantined"
    CANCELLED = "cancelled"


UNFINISHED = (State.WAITING, State.RUNNING, State.STOPPING, State.PAUSED, State.FAILED)
ACTIVE = (State.WAITING, State.RUNNING, State.STOPPING)


class Speed:
    """Bytes per second of the last seconds, fed from the thread of a download."""

    def __init__(self) -> None:
        self._samples: deque[tuple[float, int]] = deque(maxlen=512)

    def reset(self) -> None:
        """Forget what went before a pause."""
        self._samples.clear()

    def add(self, received: int, now: Optional[float] = None) -> None:
        """Note how many bytes there are now."""
        moment = time.monotonic() if now is None else now
        if self._samples and moment - self._samples[-1][0] < SPEED_SPAN_S / 100:
            return
        self._samples.append((moment, received))

    def value(self, now: Optional[float] = None) -> Optional[float]:
        """Return the speed [bytes/s]; None while too little is known."""
        moment = time.monotonic() if now is None else now
        recent = [(at, count) for at, count in list(self._samples) if moment - at <= SPEED_SPAN_S]
        if len(recent) < 2:
            return None
        seconds = max(moment, recent[-1][0]) - recent[0][0]
        return (recent[-1][1] - recent[0][1]) / seconds if seconds > 0 else None


@dataclass
class DownloadJob:
    """A file to download, and how far it is.

    Attributes
    ----------
    connection : Connection
        Server that it comes from.
    dataset_id, dataset_title, media_id, media_name : str
        What it is.
    folder : str
        Where it goes.
    file_name : str
        Name of the file; empty for that of the record.
    overwrite : bool
        Whether a file of that name may be replaced.
    add_when_done : bool
        Whether it is wanted on the map.
    for_a_look : bool
        Whether it goes to the cache of the profile.
    max_mb : float
        Longest file [MB].
    record : Record, optional
        Absent after a restart of QGIS; then it is asked for again.
    target : str
        Full name of the file, once known.
    received, total : int
        [bytes]; total is None when the server does not say.
    sentence : str
        What went wrong, or what to know.
    status : str
        Of the checksum, see :mod:`...download`.
    """

    connection: Connection
    dataset_id: str
    dataset_title: str
    media_id: str
    media_name: str
    folder: str
    file_name: str = ""
    overwrite: bool = False
    add_when_done: bool = False
    for_a_look: bool = False
    max_mb: float = MAX_MB
    record: Optional[Record] = None
    state: State = State.WAITING
    target: str = ""
    received: int = 0
    total: Optional[int] = None
    sentence: str = ""
    status: str = ""
    size: Optional[int] = None  # announced by the record [bytes]
    key: str = field(default_factory=lambda: uuid.uuid4().hex)
    speed: Speed = field(default_factory=Speed, repr=False)
    wish: State = State.PAUSED  # what a job that is being stopped becomes

    @property
    def place(self) -> tuple[str, ...]:
        """What is downloaded from where to where: two jobs of one place are the same download."""
        server = self.connection
        return server.kind, server.url, self.dataset_id, self.media_id, self.folder

    @property
    def share(self) -> Optional[float]:
        """How much of it there is, in 0..1; None when that is unknown."""
        if self.state is State.DONE:
            return 1.0
        whole = self.total or self.size
        return min(1.0, self.received / whole) if whole else None

    def remaining_s(self) -> Optional[float]:
        """Return the seconds left at the speed of now; None when unknown."""
        whole, speed = self.total or self.size, self.speed.value()
        if self.state is not State.RUNNING or not whole or not speed or speed <= 0:
            return None
        return max(0.0, whole - self.received) / speed

    def stored(self) -> dict[str, Any]:
        """Return what is kept of it."""
        server = self.connection
        return {
            "key": self.key,
            "server": {"name": server.name, "url": server.url, "kind": server.kind, "authcfg": server.authcfg},
            "dataset_id": self.dataset_id,
            "dataset_title": self.dataset_title,
            "media_id": self.media_id,
            "media_name": self.media_name,
            "folder": self.folder,
            "file_name": self.file_name,
            "overwrite": self.overwrite,
            "add_when_done": self.add_when_done,
            "for_a_look": self.for_a_look,
            "max_mb": self.max_mb,
            "target": self.target,
            "received": self.received,
            "total": self.total,
            "size": self.size,
            "failed": self.state is State.FAILED,
        }


def list_path() -> Path:
    """Return the file of the list, in the profile of QGIS."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "cityorchestra" / LIST_NAME


def cache_folder() -> Path:
    """Return where files go that are only looked at, in the profile of QGIS."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "cityorchestra" / "rudi_files"


def save_list(path: Path, jobs: Sequence[DownloadJob]) -> None:
    """Keep the unfinished downloads, safely: the former list stays until the new one is whole."""
    kept = [job.stored() for job in jobs if job.state in UNFINISHED]
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".json.new")
    aside.write_text(json.dumps({"format": FORMAT, "downloads": kept}, ensure_ascii=False, indent=1), encoding="utf-8")
    aside.replace(path)


def load_list(path: Path) -> list[DownloadJob]:
    """Return the unfinished downloads of a list, paused; what cannot be read is passed over."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        rows = stored["downloads"] if stored["format"] == FORMAT else []
    except (OSError, ValueError, KeyError, TypeError):
        return []
    jobs = (_restored(row) for row in rows if isinstance(row, dict)) if isinstance(rows, list) else ()
    return [job for job in jobs if job is not None]


def _restored(row: Mapping[str, Any]) -> Optional[DownloadJob]:
    try:
        server = {key: str(row["server"][key]) for key in ("name", "url", "kind", "authcfg")}
        texts = ("dataset_id", "dataset_title", "media_id", "media_name", "folder", "file_name", "target", "key")
        job = DownloadJob(
            connection=_as_it_is_now(Connection(**server)),
            max_mb=float(row["max_mb"]),
            **{key: str(row[key]) for key in texts},
            **{key: bool(row[key]) for key in ("overwrite", "add_when_done", "for_a_look")},
            **{key: row[key] if isinstance(row[key], int) else None for key in ("total", "size")},
        )
    except (KeyError, TypeError, ValueError):
        return None
    part = Path(job.target + ".part")
    job.received = part.stat().st_size if job.target and part.is_file() else 0
    if row.get("failed"):
        job.state, job.sentence = State.FAILED, tr("It failed before QGIS was closed; try again.")
    else:
        job.state = State.PAUSED
    return job


def _as_it_is_now(stored: Connection) -> Connection:
    """Return the connection as the user has it today: its account may be another one."""
    same = (one for one in saved_connections() if (one.url, one.kind) == (stored.url, stored.kind))
    return next(same, stored)
