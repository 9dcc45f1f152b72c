"""Pictures of datasets: fetched in a thread when their row is on show, kept small in memory and on disk."""

from __future__ import annotations

import contextlib
import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Callable, Optional

from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QImage, QImageReader, QPixmap

from ....processing_provider.errors import InputError
from ....processing_provider.rudi.algorithms.connections import Connection
from ....processing_provider.rudi.dataset_picture import allowed_url
from ....processing_provider.rudi.transport import TransportError
from ....processing_provider.translation import tr
from .. import background
from ..background import BackgroundWork
from .download_work import OpenAccess

SIDE = 256  # pixels of the longest side of what is kept on disk, which is what the card shows
ROW_SIDE = 128  # ... of what a row of the list needs, which is kept in memory
KEPT = 200  # pictures in memory
ON_DISK = 1000  # pictures on disk, about 50 kB each
WAITING = 40  # rows whose picture may wait; those that scrolled away longest ago are dropped
BATCH = 8  # pictures of one task
MAX_BYTES = 2 * 2**20  # of a picture, as it comes [bytes]
MAX_SIDE = 6000  # pixels: a picture that says it is larger is not decoded
FORMATS = ("png", "jpeg", "jpg", "gif", "webp", "bmp")
DELAY_MS = 150  # a row that scrolls by is not asked for


def decoded(data: bytes) -> Optional[QImage]:
    """Return a picture reduced to :data:`SIDE`; None when it is none, or too large to be decoded safely."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    kind = bytes(reader.format()).decode("ascii", "replace").lower()
    size = reader.size()
    if kind not in FORMATS or not size.isValid() or max(size.width(), size.height()) > MAX_SIDE:
        return None
    reader.setAutoTransform(True)
    if max(size.width(), size.height()) > SIDE:
        reader.setScaledSize(size.scaled(QSize(SIDE, SIDE), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image


class PictureFolder:
    """Pictures on disk, named after the digest of their address."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, url: str) -> Path:
        """Return where a picture is kept."""
        return self._folder / f"{hashlib.sha256(url.encode('utf-8')).hexdigest()}.png"

    def load(self, url: str) -> Optional[QImage]:
        """Return a picture, None when it is not there."""
        path = self.path(url)
        if not path.is_file():
            return None
        image = QImage(str(path))
        return None if image.isNull() else image

    def save(self, url: str, image: QImage) -> None:
        """Keep a picture; a full disk is no reason to fail."""
        path = self.path(url)
        aside = path.with_suffix(".new")
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            if image.save(str(aside), "PNG"):
                aside.replace(path)

    def prune(self, most: int = ON_DISK) -> None:
        """Delete the oldest pictures beyond a number."""
        if not self._folder.is_dir():
            return
        files = sorted(self._folder.glob("*.png"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in files[most:]:
            path.unlink(missing_ok=True)


class Thumbnails(QObject):
    """Gives the pictures that are here, and fetches the others.

    Signals
    -------
    arrived(str)
        Address, as the record gives it, of a picture that can be shown now.

    Parameters
    ----------
    open_access : callable
        Opens a server in a thread.
    folder : Path
        Where pictures are kept.
    """

    arrived = pyqtSignal(str)

    def __init__(self, open_access: OpenAccess, folder: Path, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._open_access = open_access
        self._folder = PictureFolder(folder)
        self._connection: Optional[Connection] = None
        self._pictures: OrderedDict[tuple[str, str], QPixmap] = OrderedDict()
        self._missing: set[tuple[str, str]] = set()  # asked in vain since QGIS started
        self._waiting: OrderedDict[str, None] = OrderedDict()
        self._work: Optional[BackgroundWork] = None
        self._on = True
        self._network = True
        self._pruned = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self._start)

    # -- what it may do -----------------------------------------------------------------------------

    def set_connection(self, connection: Optional[Connection]) -> None:
        """Ask another server from now on."""
        if connection != self._connection:
            self.stop()
            self._connection = connection

    def set_on(self, on: bool) -> None:
        """Show pictures, or none at all."""
        self._on = on
        if not on:
            self.stop()

    def set_network(self, on: bool) -> None:
        """Ask the server for pictures, or show only those kept: the panel is closed, or offline."""
        if on and not self._network:
            self._missing.clear()  # what was not on disk may be had now
        self._network = on

    # -- pictures -----------------------------------------------------------------------------------

    def picture(self, url: str) -> Optional[QPixmap]:
        """Return the picture of an address, None when it is not here yet; it is then asked for."""
        if not url or not self._on or self._connection is None:
            return None
        key = (self._connection.url, url)
        found = self._pictures.get(key)
        if found is not None:
            self._pictures.move_to_end(key)
            return found
        if key not in self._missing:
            self._waiting.pop(url, None)
            self._waiting[url] = None
            while len(self._waiting) > WAITING:
                self._waiting.popitem(last=False)
            if self._work is None and not self._timer.isActive():
                self._timer.start()
        return None

    @property
    def is_busy(self) -> bool:
        """Whether pictures are being fetched, or wait to be."""
        return self._work is not None or self._timer.isActive()

    def _start(self) -> None:
        if self._work is not None or self._connection is None or not self._waiting:
            return
        urls = [self._waiting.popitem()[0] for _ in range(min(BATCH, len(self._waiting)))]
        connection, network = self._connection, self._network
        folder, open_access, prune = self._folder, self._open_access, not self._pruned
        self._pruned = True

        def work(task: BackgroundWork) -> list[tuple[str, Optional[QImage]]]:
            if prune:
                folder.prune()
            found = fetch_pictures(urls, connection, folder, open_access if network else None, task.isCanceled)
            return [(url, reduced(image)) for url, image in found]

        self._work = background.run(
            tr("Pictures of datasets"),
            work,
            done=lambda answer: self._done(connection, answer),
            failed=lambda _sentence: self._failed(connection, urls),
            cancelled=self._ended,
        )

    def _done(self, connection: Connection, answer: list[tuple[str, Optional[QImage]]]) -> None:
        for url, image in answer:
            key = (connection.url, url)
            if image is None:
                self._missing.add(key)
                continue
            self._pictures[key] = QPixmap.fromImage(image)
            self._pictures.move_to_end(key)
            while len(self._pictures) > KEPT:
                self._pictures.popitem(last=False)
        self._ended()
        for url, image in answer:
            if image is not None and connection == self._connection:
                self.arrived.emit(url)

    def _failed(self, connection: Connection, urls: Sequence[str]) -> None:
        """Do without: a list is as good without pictures, and the server need not be asked again."""
        self._missing.update((connection.url, url) for url in urls)
        self._ended()

    def _ended(self) -> None:
        self._work = None
        if self._waiting:
            self._timer.start()

    # -- end ----------------------------------------------------------------------------------------

    def stop(self) -> None:
        """Ask for nothing more; what was asked is given up."""
        self._timer.stop()
        self._waiting.clear()
        if self._work is not None:
            work, self._work = self._work, None
            work.forget()

    def unload(self) -> None:
        """Stop, and wait for what was under way."""
        work = self._work
        self.stop()
        if work is not None:
            work.stop()


def fetch_pictures(
    urls: Sequence[str],
    connection: Connection,
    folder: PictureFolder,
    open_access: Optional[OpenAccess],
    stop: Callable[[], bool],
) -> list[tuple[str, Optional[QImage]]]:
    """Return the pictures of addresses, from disk or else from the server; called in a thread.

    Parameters
    ----------
    open_access : callable, optional
        Opens the server; None asks nothing of it.
    stop : callable
        True once the user cancelled.
    """
    answer: list[tuple[str, Optional[QImage]]] = []
    access = None
    for url in urls:
        if stop():
            break
        absolute = allowed_url(connection.url, url)
        image = folder.load(absolute) if absolute else None
        if image is None and absolute and open_access is not None:
            access = access or open_access(connection, stop=stop)
            image = asked_picture(access, absolute)
            if image is not None:
                folder.save(absolute, image)
        answer.append((url, image))
    return answer


def reduced(image: Optional[QImage], side: int = ROW_SIDE) -> Optional[QImage]:
    """Return a picture no larger than a side [pixels]; None for none."""
    if image is None or max(image.width(), image.height()) <= side:
        return image
    smooth = Qt.TransformationMode.SmoothTransformation
    return image.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio, smooth)


def asked_picture(access, url: str) -> Optional[QImage]:
    """Return the picture at an address, asked once of its server; None when none comes. Called in a thread.

    Parameters
    ----------
    access : Access
        Its account goes to the catalogue's own server only.
    url : str
        Absolute address.
    """
    request = access.client.request("GET", url, headers={"Accept": "image/*"})
    try:
        response = access.sender.send(replace(request, max_bytes=MAX_BYTES), retry=False)
    except (TransportError, InputError):
        return None  # one picture less
    return decoded(response.body) if response.ok else None
