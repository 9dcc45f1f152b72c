"""What can be done with a dataset of the panel: add it, download it, cite it, ask for it, publish one.

The panel calls these from its buttons and shows what ``said`` tells. Everything that asks a server or reads a file
runs in a thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Callable, Optional

from qgis.core import QgsMapLayer, QgsProject, QgsVectorLayer
from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import QObject, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QApplication, QFileDialog, QMenu, QMessageBox, QWidget

from ....processing_provider.errors import InputError
from ....processing_provider.rudi.algorithms import layer_opening
from ....processing_provider.rudi.algorithms.access import open_access as open_qgis_access
from ....processing_provider.rudi.algorithms.connections import Connection, saved_connections
from ....processing_provider.rudi.citation import landing_address
from ....processing_provider.rudi.download import MISMATCH
from ....processing_provider.rudi.file_names import safe_name
from ....processing_provider.rudi.http_client import resolve_url
from ....processing_provider.rudi.record import Media, Record
from ....processing_provider.rudi.transport import TransportError, origin
from ....processing_provider.translation import language, tr, translated_error
from ... import settings
from .. import background
from ..background import BackgroundWork
from . import map_layers
from .access_request import AccessRequestDialog
from .citations import citation_menu
from .download_jobs import DownloadJob, State, cache_folder
from .download_model import size_text
from .download_queue import DownloadQueue
from .download_work import OpenAccess, expected_name, medium_of
from .downloads import DownloadsTab
from .layer_choice import choose_layers
from .publish_form import PublishForm

SUCCESS, INFO, WARNING, ERROR = "success", "info", "warning", "error"
MEGABYTE = 1e6


class DatasetActions(QObject):
    """The actions, and the two tabs that belong to them.

    Signals
    -------
    said(str, str)
        Kind ("success", "info", "warning", "error") and sentence of a message.
    downloadsChanged(int)
        How many downloads wait or run.
    showDownloads, showPublish
        The panel should show that tab.
    accountWanted
        The user wants to give the connection an account.

    Parameters
    ----------
    iface : QgisInterface
    current_connection : callable
        Gives the connection chosen in the panel, None for none.
    open_access : callable, optional
        Opens a server in a thread; QGIS's network by default.
    parent : QObject
    """

    said = pyqtSignal(str, str)
    downloadsChanged = pyqtSignal(int)
    showDownloads = pyqtSignal()
    showPublish = pyqtSignal()
    accountWanted = pyqtSignal()

    def __init__(
        self,
        iface: QgisInterface,
        current_connection: Callable[[], Optional[Connection]],
        open_access: Optional[OpenAccess] = None,
        *,
        parent: Optional[QObject] = None,
    ) -> None:
        super().__init__(parent)
        self._iface = iface
        self._current = current_connection
        self._open_access = open_access or open_qgis_access
        self._works: set[BackgroundWork] = set()
        self._dialogs: list[QWidget] = []
        self.queue = DownloadQueue(self._open_access, parent=self)
        self.queue.completed.connect(self._downloaded)
        self.queue.failed.connect(lambda job: self.said.emit(ERROR, job.sentence))
        self.queue.activeChanged.connect(self.downloadsChanged)
        self.downloads_tab = DownloadsTab(self.queue)
        self.downloads_tab.addTriggered.connect(self.add_download)
        self.publish_form = PublishForm(self._current, self._open_access)
        self.publish_form.said.connect(self.said)

    # -- the panel ----------------------------------------------------------------------------------

    def set_visible(self, visible: bool) -> None:
        """Tell that the panel was opened or closed: closed, nothing is refreshed; downloads go on."""
        self.queue.set_visible(visible)
        self.publish_form.set_visible(visible)

    def connection_changed(self) -> None:
        """Tell that the panel has another connection."""
        self.publish_form.connection_changed()

    def unload(self) -> None:
        """End what runs; downloads can be taken up again."""
        self.queue.unload()
        self.publish_form.unload()
        for work in list(self._works):
            work.stop()
        self._works.clear()
        for dialog in self._dialogs:
            dialog.unload()
            dialog.deleteLater()
        self._dialogs = []

    # -- add to the map -----------------------------------------------------------------------------

    def why_not(self, record: Record, media: Media) -> str:
        """Return why QGIS cannot open a medium; empty when it can."""
        return layer_opening.why_not(record, media)

    def add_to_map(self, record: Record, media: Media) -> None:
        """Add a medium to the map: a service at once, a file once it is in the cache of the profile."""
        reason = self.why_not(record, media)
        connection = self._connection_of(record)
        if reason or connection is None:
            self.said.emit(WARNING, reason or _no_connection())
        elif is_service(media):
            self._open_service(record, media, connection)
        elif self._accepts_size(media):
            folder = cache_folder() / safe_name(record.global_id) / safe_name(media.media_id)
            self._queue(self._job(record, media, connection, folder, add_when_done=True, for_a_look=True))

    def _open_service(self, record: Record, media: Media, connection: Connection) -> None:
        open_access = self._open_access

        def work(task: BackgroundWork) -> tuple[list[map_layers.Opened], bool]:
            access = open_access(connection, stop=task.isCanceled)
            folder = cache_folder() / safe_name(record.global_id) / safe_name(media.media_id)
            opened = layer_opening.open_service(access, record, media, folder)
            is_copy = opened.copy is not None
            return map_layers.brought_to_main_thread(opened.layers, is_file=is_copy), is_copy

        def opened(answer: tuple[list[map_layers.Opened], bool]) -> None:
            layers, is_copy = answer
            self._add(record, layers, name)
            if is_copy:
                self.said.emit(INFO, tr("Access is restricted, so the layer is a copy of what the service gave now."))

        name = media.shown_name(language())
        self.said.emit(INFO, tr("Asking the service for “{name}”…").format(name=name))
        self._run(tr("Open {name}").format(name=name), work, opened)

    def add_download(self, job: DownloadJob) -> None:
        """Add a downloaded file to the map."""
        if job.state is not State.DONE:
            return
        open_access = self._open_access

        def work(task: BackgroundWork) -> tuple[str, list[map_layers.Opened]]:
            if job.record is None:
                job.record = open_access(job.connection, stop=task.isCanceled).source.get(job.dataset_id)
            media = medium_of(job)
            reason = layer_opening.why_not(job.record, media)
            if reason:
                return reason, []
            opened = layer_opening.open_media(job.record, media, url=media.url, path=Path(job.target))
            return "", map_layers.brought_to_main_thread(opened, is_file=True)

        def opened(answer: tuple[str, list[map_layers.Opened]]) -> None:
            reason, layers = answer
            if reason:
                self.said.emit(WARNING, reason)
            else:
                self._add(job.record, layers, job.media_name)

        self._run(tr("Open {name}").format(name=job.media_name), work, opened)

    def _add(self, record: Record, opened: Sequence[map_layers.Opened], file_name: str) -> None:
        if not opened:
            self.said.emit(WARNING, tr("“{name}” holds nothing that can be drawn.").format(name=file_name))
            return
        places = choose_layers(file_name, [one.name for one in opened], self._iface.mainWindow())
        if places is None:
            self.said.emit(INFO, tr("Nothing was added."))
            return
        kept = [opened[place] for place in places]
        for one in opened:
            if one not in kept:
                one.layer.deleteLater()
        added = map_layers.add_layers(self._iface, record, kept, layer_opening.layer_metadata(record))
        empty = [layer.name() for layer in added if _is_empty(layer)]
        if empty:
            self.said.emit(
                WARNING, tr("Added, but without a single feature: {layers}.").format(layers=", ".join(empty))
            )
        elif len(added) == 1:
            self.said.emit(SUCCESS, tr("“{name}” is on the map.").format(name=added[0].name()))
        else:
            self.said.emit(SUCCESS, tr("{count} layers are on the map.").format(count=len(added)))

    # -- download -----------------------------------------------------------------------------------

    def download(self, record: Record, media: Media, folder: str = "") -> None:
        """Download a file to a folder; asked for when it is not given."""
        connection = self._connection_of(record)
        if connection is None:
            self.said.emit(WARNING, _no_connection())
            return
        if is_service(media):
            self.said.emit(INFO, tr("This is a service, not a file: add it to the map, then export the layer."))
            return
        chosen = folder or QFileDialog.getExistingDirectory(
            self._iface.mainWindow(), tr("Folder of the download"), proposed_folder()
        )
        if not chosen or not self._accepts_size(media):
            return
        settings.DOWNLOAD_FOLDER.set_value(chosen)
        accepted = self._accepted_name(Path(chosen), expected_name(record, media))
        if accepted is not None:
            name, overwrite = accepted
            self._queue(self._job(record, media, connection, Path(chosen), file_name=name, overwrite=overwrite))

    def _job(self, record: Record, media: Media, connection: Connection, folder: Path, **fields) -> DownloadJob:
        return DownloadJob(
            connection=connection,
            dataset_id=record.global_id,
            dataset_title=record.title,
            media_id=media.media_id,
            media_name=fields.get("file_name") or media.shown_name(language()),
            folder=str(folder),
            record=record,
            size=media.file_size,
            max_mb=float(max(settings.DOWNLOAD_LIMIT.value(), (media.file_size or 0) // 2**20 + 1)),
            **fields,
        )

    def _queue(self, job: DownloadJob) -> None:
        queued = self.queue.add(job)
        self.downloads_tab.choose(queued.key)
        if queued is not job:
            self.said.emit(INFO, tr("“{name}” is in the list of downloads already.").format(name=job.media_name))
        elif not job.for_a_look:
            self.showDownloads.emit()
        else:
            self.said.emit(INFO, tr("Fetching “{name}”; see the tab Downloads.").format(name=job.media_name))

    def _accepts_size(self, media: Media) -> bool:
        """Ask before a large file; the answer is No by default."""
        if (media.file_size or 0) <= settings.ASK_ABOVE.value() * MEGABYTE:
            return True
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self._iface.mainWindow(),
            tr("Large file"),
            tr("“{name}” is {size}. Download it?").format(
                name=media.shown_name(language()), size=size_text(media.file_size)
            ),
            buttons.Yes | buttons.No,
            buttons.No,
        )
        return answer == buttons.Yes

    def _accepted_name(self, folder: Path, name: str) -> Optional[tuple[str, bool]]:
        """Return the name of a download and whether it replaces a file; None to give up."""
        if not (folder / name).exists():
            return "", False
        box = QMessageBox(self._iface.mainWindow())
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(tr("The file exists"))
        box.setText(tr("“{name}” is in this folder already.").format(name=name))
        replace = box.addButton(tr("&Replace it"), QMessageBox.ButtonRole.DestructiveRole)
        both = box.addButton(tr("&Keep both"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(both)
        box.exec()
        clicked = box.clickedButton()
        box.deleteLater()
        if clicked is replace:
            return "", True
        return (free_name(folder, name), False) if clicked is both else None

    def _downloaded(self, job: DownloadJob) -> None:
        if job.add_when_done and job.status != MISMATCH:
            self.add_download(job)
        elif not job.add_when_done:
            sentence = tr("“{name}” is in {folder}.").format(name=Path(job.target).name, folder=Path(job.target).parent)
            self.said.emit(SUCCESS, f"{sentence} {job.sentence}".strip())

    # -- cite, ask, copy, open ----------------------------------------------------------------------

    def cite_menu(self, record: Record, parent: Optional[QWidget] = None) -> QMenu:
        """Return the menu of the citations of a dataset."""
        return citation_menu(record, self._portal(record), self.said.emit, parent)

    def cite(self, record: Record, position) -> None:
        """Show the menu of the citations at a place of the screen."""
        menu = self.cite_menu(record, self._iface.mainWindow())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(position)

    def request_access(self, record: Record) -> None:
        """Open the dialog that asks for access to a dataset."""
        self._show_requests(record)

    def my_requests(self) -> None:
        """Open the dialog on the requests of the account."""
        self._show_requests(None)

    def _show_requests(self, record: Optional[Record]) -> None:
        connection = self._current() if record is None else self._connection_of(record)
        if connection is None:
            self.said.emit(WARNING, _no_connection())
            return
        dialog = AccessRequestDialog(connection, self._open_access, record, self._iface.mainWindow())
        dialog.said.connect(self.said)
        dialog.accountWanted.connect(self.accountWanted)
        self._dialogs.append(dialog)
        dialog.finished.connect(lambda _code: self._forget(dialog))
        dialog.show()

    def _forget(self, dialog: AccessRequestDialog) -> None:
        dialog.unload()
        if dialog in self._dialogs:
            self._dialogs.remove(dialog)
        dialog.deleteLater()

    def copy_url(self, record: Record, media: Media) -> None:
        """Copy the address of a medium, whole."""
        try:
            url = resolve_url(self._portal(record) or record.source, media.url)
        except InputError as error:
            self.said.emit(WARNING, translated_error(error))
            return
        QApplication.clipboard().setText(url)
        self.said.emit(SUCCESS, tr("The address is in the clipboard."))

    def open_page(self, record: Record) -> None:
        """Open the page of a dataset in the browser."""
        address = landing_address(record, self._portal(record)) or record.metadata_source
        try:
            origin(address)
        except TransportError:
            self.said.emit(INFO, tr("The catalogue gives no page for this dataset."))
            return
        QDesktopServices.openUrl(QUrl(address))

    def open_as_algorithm(self, record: Record, media: Media) -> None:
        """Open the dialog of the Processing algorithm that does the same, filled in."""
        import processing

        connection = self._connection_of(record)
        name = "rudi_add_service" if is_service(media) else "rudi_download"
        given = {"GLOBAL_ID": record.global_id, "MEDIA_ID": media.media_id}
        if connection is not None:
            given["SERVER"] = connection.name
        processing.execAlgorithmDialog(f"cityorchestra:{name}", given)

    def publish_layer(self, layer: Optional[QgsMapLayer] = None) -> None:
        """Open the tab that publishes a layer, on a layer when one is given."""
        self.publish_form.set_layer(layer or self._iface.activeLayer())
        self.showPublish.emit()

    # -- common -------------------------------------------------------------------------------------

    def _portal(self, record: Record) -> str:
        connection = self._connection_of(record)
        return connection.url if connection is not None and connection.kind in ("portal", "node") else ""

    def _connection_of(self, record: Record) -> Optional[Connection]:
        """Return the connection that a record came from, else the one of the panel."""
        current = self._current()
        known = ([current] if current is not None else []) + list(saved_connections())
        return next((one for one in known if record.source in (one.url.rstrip("/"), one.url, one.name)), current)

    def _run(self, description: str, work, done) -> None:
        task = background.run(
            description,
            work,
            done=done,
            failed=lambda sentence: self.said.emit(ERROR, sentence),
            cancelled=lambda: self.said.emit(INFO, tr("Cancelled; nothing was changed.")),
        )
        self._works.add(task)
        for signal in (task.succeeded, task.failed, task.cancelled):
            signal.connect(lambda *_: self._works.discard(task))


def is_service(media: Media) -> bool:
    """Tell whether a medium is asked of a map service rather than downloaded."""
    return media.loads_as == "service"


def proposed_folder() -> str:
    """Return the folder to propose for a download: the last one, that of the project, the user's own."""
    known = (settings.DOWNLOAD_FOLDER.value(), QgsProject.instance().homePath(), str(Path.home()))
    return next(folder for folder in known if folder and Path(folder).is_dir())


def free_name(folder: Path, name: str) -> str:
    """Return a name that no file of a folder has: ``trees (2).geojson``."""
    stem, suffix = Path(name).stem, Path(name).suffix
    number = 2
    while (folder / f"{stem} ({number}){suffix}").exists():
        number += 1
    return f"{stem} ({number}){suffix}"


def _no_connection() -> str:
    return tr("Choose a catalogue at the top of the panel first.")


def _is_empty(layer: QgsMapLayer) -> bool:
    local = isinstance(layer, QgsVectorLayer) and layer.providerType() in ("ogr", "delimitedtext", "memory")
    return local and layer.featureCount() == 0
