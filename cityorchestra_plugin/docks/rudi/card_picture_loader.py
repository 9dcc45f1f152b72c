"""Gets the picture of the dataset on the card: from disk, or of a server, in a thread.

Whom it asks
------------
The server of the catalogue itself is asked for the picture of the chosen dataset, once the choice has stood for a
moment. Any other server, such as that of a map service, learns nothing until the user presses a button that names it;
from then on it is asked for the datasets chosen later, until QGIS is closed. The list never asks for maps. One picture
of 256 pixels is asked for at a time, given up when another dataset is chosen, and kept on disk with those of the list.
"""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import Optional

import numpy as np
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QImage, QPixmap

from ....processing_provider.rudi.algorithms.connections import Connection
from ....processing_provider.rudi.dataset_picture import PictureSource, picture_source
from ....processing_provider.rudi.record import Record
from ....processing_provider.translation import tr
from .. import background
from ..background import BackgroundWork
from .download_work import OpenAccess
from .thumbnails import PictureFolder, asked_picture

DELAY_MS = 350  # a dataset that is passed by with the arrow keys is not asked for
KEPT = 20  # pictures in memory
WHITE, ALPHA_SHIFT = 0xFFFFFFFF, 24  # of a pixel in ARGB


class CardPictureLoader(QObject):
    """Gets one picture at a time.

    Signals
    -------
    found(QPixmap, PictureSource)
        The picture of the dataset on the card.
    offered(PictureSource)
        There may be one on another server, which must be asked for it.
    failed(PictureSource)
        The one that the user wanted did not come. Of others nothing is said.

    Parameters
    ----------
    open_access : callable
        Opens a server in a thread.
    folder : Path
        Where pictures are kept.
    """

    found = pyqtSignal(object, object)
    offered = pyqtSignal(object)
    failed = pyqtSignal(object)

    def __init__(self, open_access: OpenAccess, folder: Path, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._open_access = open_access
        self._folder = PictureFolder(folder)
        self._connection: Optional[Connection] = None
        self._source: Optional[PictureSource] = None  # of the dataset on the card
        self._pictures: OrderedDict[str, QPixmap] = OrderedDict()
        self._missing: set[str] = set()  # asked in vain since QGIS started
        self._agreed: set[str] = set()  # servers that the user lets be asked
        self._wished = ""  # address that the user pressed the button for
        self._network = False
        self._work: Optional[BackgroundWork] = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self._start)

    def set_network(self, on: bool) -> None:
        """Ask servers, or only show what is on disk: the panel is closed, or offline."""
        if on == self._network:
            return
        self._network = on
        if on:
            self._missing.clear()
            self._begin()
        else:
            self.stop()

    def show_dataset(self, record: Optional[Record], connection: Optional[Connection]) -> None:
        """Get the picture of a dataset; None gives up the one that was under way."""
        self.stop()
        self._connection = connection
        self._source, self._wished = None, ""
        if record is not None and connection is not None:
            self._source = picture_source(record, "" if connection.kind == "file" else connection.url)
            self._begin()

    def agree(self, source: PictureSource) -> None:
        """Ask the server of a picture: the user pressed the button."""
        self._agreed.add(source.host)
        self._missing.discard(source.url)
        if source == self._source:
            self.stop()
            self._wished = source.url
            self._start()

    @property
    def is_busy(self) -> bool:
        """Whether a picture is being looked for, or about to be."""
        return self._work is not None or self._timer.isActive()

    def stop(self) -> None:
        """Give up what is being looked for."""
        self._timer.stop()
        if self._work is not None:
            work, self._work = self._work, None
            work.forget()

    def unload(self) -> None:
        """Stop, and wait for what was under way."""
        work = self._work
        self.stop()
        self._source = None
        if work is not None:
            work.stop()

    # -- one picture --------------------------------------------------------------------------------

    def _begin(self) -> None:
        source = self._source
        if source is None:
            return
        known = self._pictures.get(source.url)
        if known is not None:
            self._pictures.move_to_end(source.url)
            self.found.emit(known, source)
        elif source.url not in self._missing:
            self._timer.start()

    def _may_ask(self, source: PictureSource) -> bool:
        return self._network and (source.of_catalogue or source.host in self._agreed)

    def _start(self) -> None:
        source, connection = self._source, self._connection
        if source is None or connection is None:
            return
        folder, open_access = self._folder, self._open_access if self._may_ask(source) else None

        def work(task: BackgroundWork) -> Optional[QImage]:
            image = folder.load(source.url)
            if image is None and open_access is not None:
                image = asked_picture(open_access(connection, stop=task.isCanceled), source.url)
                if image is not None and is_blank(image):
                    image = None
                if image is not None:
                    folder.save(source.url, image)
            return image

        self._work = background.run(
            tr("Picture of a dataset"),
            work,
            done=lambda image: self._done(source, image, asked=open_access is not None),
            failed=lambda _sentence: self._done(source, None, asked=True),
            cancelled=self._ended,
        )

    def _done(self, source: PictureSource, image: Optional[QImage], *, asked: bool) -> None:
        self._ended()
        if image is not None:
            picture = QPixmap.fromImage(image)
            self._pictures[source.url] = picture
            while len(self._pictures) > KEPT:
                self._pictures.popitem(last=False)
            if source == self._source:
                self.found.emit(picture, source)
            return
        if asked:
            self._missing.add(source.url)
        if source != self._source:
            return
        if self._wished == source.url:
            self.failed.emit(source)
        elif not asked and self._network and not source.of_catalogue:
            self.offered.emit(source)

    def _ended(self) -> None:
        self._work = None


def is_blank(image: QImage) -> bool:
    """Tell whether a picture is all white or all transparent, as a map is of which nothing is shown at its scale."""
    plain = image.convertToFormat(QImage.Format.Format_ARGB32)
    bits = plain.constBits()
    bits.setsize(plain.sizeInBytes())
    pixels = np.frombuffer(bits, dtype=np.uint32)
    return bool((pixels == WHITE).all() or (pixels >> ALPHA_SHIFT == 0).all())
