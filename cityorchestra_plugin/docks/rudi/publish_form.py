"""The tab that publishes a layer: describe it, see what will be sent, agree, get a receipt. Nothing leaves before."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Callable, Optional

from qgis.core import QgsMapLayer, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import QEvent, Qt, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QFileDialog, QMessageBox, QStackedWidget, QVBoxLayout, QWidget

from ....processing_provider.rudi.algorithms.connections import Connection
from ....processing_provider.translation import tr
from ... import settings
from ...runner import AlgorithmChain, StepResult
from .. import background
from ..background import BackgroundWork
from ..panel_frame import RETURN_KEYS, SentencePage, theme_icon
from . import published_records
from .download_work import OpenAccess
from .publish_form_page import FormPage
from .publish_pages import BusyPage, ReceiptPage, ReviewPage
from .publish_plan import SEND, Publication, PublishIds, Shown
from .published_receipt import Receipt, portal_has


class PublishForm(QWidget):
    """The form and the pages after it.

    Signals
    -------
    said(str, str)
        Kind ("success", "info", "warning", "error") and sentence of a message.

    Parameters
    ----------
    current_connection : callable
        Gives the connection chosen in the panel, None for none.
    open_access : callable
        Opens a server, in a thread.
    ids : PublishIds
        The algorithms that do the work.
    """

    said = pyqtSignal(str, str)

    def __init__(
        self,
        current_connection: Callable[[], Optional[Connection]],
        open_access: OpenAccess,
        ids: Optional[PublishIds] = None,
        parent: Optional[QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self._current, self._open_access, self._ids = current_connection, open_access, ids or PublishIds()
        self._folders: list[Path] = []  # made for publications; all deleted in the end
        self._publication: Optional[Publication] = None
        self._shown: Optional[Shown] = None
        self._sending = False
        self._receipt: Optional[Receipt] = None
        self._asking: Optional[BackgroundWork] = None
        self.chain = AlgorithmChain()
        self.empty = SentencePage()
        self.empty.set_texts(
            theme_icon("/mActionAddLayer.svg"), tr("The project has no layer that can be published. Add one."), ""
        )
        self.empty.button.hide()
        self.form, self.busy, self.review, self.receipt_page = FormPage(), BusyPage(), ReviewPage(), ReceiptPage()
        self.pages = QStackedWidget()
        for page in (self.empty, self.form, self.busy, self.review, self.receipt_page):
            self.pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pages)
        self._connect()
        self.form.destination.show_remembered(self._current())
        self._show_form()

    def _connect(self) -> None:
        self.form.layerChanged.connect(self._layer_changed)
        self.form.seeTriggered.connect(self.see)
        self.busy.cancelTriggered.connect(self.chain.cancel)
        self.review.backTriggered.connect(self._back)
        self.review.publishTriggered.connect(self.publish)
        self.receipt_page.copied.connect(self._tell_copied)
        self.receipt_page.openTriggered.connect(self._open)
        self.receipt_page.askTriggered.connect(self._ask_portal)
        self.receipt_page.saveTriggered.connect(self._save_receipt)
        self.receipt_page.againTriggered.connect(self._back)
        self.chain.stepStarted.connect(self.busy.begin)
        self.chain.progressed.connect(self.busy.progress)
        self.chain.succeeded.connect(self._succeeded)
        self.chain.failed.connect(self._failed)
        self.chain.cancelled.connect(self._cancelled)

    # -- the panel ----------------------------------------------------------------------------------

    def set_visible(self, visible: bool) -> None:
        """Tell that the panel was opened or closed: closed, no layer is looked at; a publication goes on."""
        self.form.look.set_visible(visible)

    def connection_changed(self) -> None:
        """Propose the node that the panel is connected to now, when no server was chosen yet."""
        if not self.form.destination.address.text().strip():
            self.form.destination.show_remembered(self._current())

    def set_layer(self, layer: Optional[QgsMapLayer]) -> None:
        """Choose the layer to publish; what was shown of another one is void."""
        if self.chain.is_running or layer is None:
            return
        if not isinstance(layer, (QgsVectorLayer, QgsRasterLayer)):
            sentence = tr("“{name}” cannot be published: only vector and raster layers can.")
            self.said.emit("warning", sentence.format(name=layer.name()))
            return
        if self.pages.currentWidget() is not self.form:
            self._back()
        self.form.layers.setLayer(layer)

    def unload(self) -> None:
        """End what runs; no file made for a publication stays."""
        self.form.look.unload()
        asking, self._asking = self._asking, None
        if asking is not None:
            asking.stop()
        self.chain.stop()
        self._drop_folders()

    def _layer_changed(self) -> None:
        if self.pages.currentWidget() in (self.empty, self.form):
            self._show_form()

    # -- see, agree, send ---------------------------------------------------------------------------

    def see(self) -> None:
        """Make the record and the file, ask the node what it has, and show the difference. Nothing is sent."""
        if self.chain.is_running or not self.form.is_ready():
            return
        self._drop_folders(self.form.started_folders())
        folder = Path(tempfile.mkdtemp(prefix="cityorchestra_publish_"))
        self._folders.append(folder)
        self._publication = self.form.publication(folder)
        self.form.remember()
        self._run(self._publication.steps_to_show(self._ids), sending=False)

    def publish(self) -> None:
        """Send exactly what was shown, once the user agreed; the answer is No by default."""
        shown = self._shown
        if shown is None or not shown.can_be_sent or self.chain.is_running or not self._agrees(shown):
            return
        self._run(shown.publication.steps_to_send(self._ids, shown), sending=True)

    def _run(self, steps, *, sending: bool) -> None:
        self._sending = sending
        self.busy.begin(steps[0].sentence)
        self.pages.setCurrentWidget(self.busy)
        self.busy.cancel_button.setFocus()
        self.chain.start(steps)

    def _agrees(self, shown: Shown) -> bool:
        buttons = QMessageBox.StandardButton
        form, server = shown.publication.form, shown.publication.destination.shown()
        if form.restricted:
            sentence = tr(
                "Publish “{title}” on {server}? Anyone will see its record; the data will be given on request."
            )
        else:
            sentence = tr("Publish “{title}” on {server}? Anyone will see its record and may take the data.")
        answer = QMessageBox.question(
            self,
            tr("Publish the dataset"),
            sentence.format(title=" ".join(form.title.split()), server=server),
            buttons.Yes | buttons.No,
            buttons.No,
        )
        return answer == buttons.Yes

    def _succeeded(self, results: Mapping[str, StepResult]) -> None:
        if SEND not in results:
            self._shown = Shown.of(self._publication, results)
            self.review.show_plan(self._shown)
            self.pages.setCurrentWidget(self.review)
            self.review.take_focus()
            return
        shown, self._shown, self._sending = self._shown, None, False
        connection = self._current()
        self._receipt = Receipt.of(shown, results[SEND], connection)
        layer_id = shown.publication.layer_id
        layer = QgsProject.instance().mapLayer(layer_id)
        if layer is not None:
            published_records.keep(layer, self._receipt.global_id, self._receipt.record)
        self.form.was_published(layer_id)
        self.receipt_page.show_receipt(self._receipt, can_ask=connection is not None and connection.kind == "portal")
        self.pages.setCurrentWidget(self.receipt_page)
        self.receipt_page.again_button.setFocus()
        self.said.emit("success", tr("“{title}” is published.").format(title=self._receipt.title))

    def _failed(self, sentence: str) -> None:
        self._note_started()
        self._show_form()
        self.said.emit("error", sentence)

    def _cancelled(self) -> None:
        sending = self._note_started()
        self._show_form()
        if sending:
            self.said.emit(
                "warning", tr("Cancelled. The node may have a part of it: see again what will be sent, it tells.")
            )
        else:
            self.said.emit("info", tr("Cancelled; nothing was sent."))

    def _note_started(self) -> bool:
        """Keep the identifiers of what may be on the node in part; return whether something may be."""
        sending, self._sending = self._sending, False
        if sending:
            self.form.was_started(self._shown.publication.layer_id, Path(self._shown.made.values["OUTPUT"]))
        return sending

    def _back(self) -> None:
        """Return to the form; what was shown is void."""
        self._receipt = None
        self._show_form()

    def _show_form(self) -> None:
        self._shown = None
        has_layer = self.form.layer is not None
        self.pages.setCurrentWidget(self.form if has_layer else self.empty)
        if has_layer and self.isVisible():
            self.form.see_button.setFocus()

    def _drop_folders(self, kept: Collection[Path] = ()) -> None:
        for folder in set(self._folders).difference(kept):
            shutil.rmtree(folder, ignore_errors=True)
        self._folders = [folder for folder in self._folders if folder in kept]

    # -- receipt ------------------------------------------------------------------------------------

    def _tell_copied(self, name: str) -> None:
        sentences = {
            "identifier": tr("The identifier is in the clipboard."),
            "address": tr("The address is in the clipboard."),
        }
        self.said.emit("success", sentences[name])

    def _open(self) -> None:
        if self._receipt is not None and self._receipt.address:
            QDesktopServices.openUrl(QUrl(self._receipt.address))

    def _ask_portal(self) -> None:
        """Ask the portal of the panel whether it has the dataset by now."""
        connection, receipt = self._current(), self._receipt
        if connection is None or receipt is None or self._asking is not None:
            return
        self.receipt_page.ask_button.setEnabled(False)

        def ended() -> None:
            self._asking = None
            self.receipt_page.ask_button.setEnabled(True)

        def answered(words: tuple[str, str]) -> None:
            ended()
            self.receipt_page.show_portal(*words)

        def failed(sentence: str) -> None:
            ended()
            self.said.emit("error", sentence)

        self._asking = background.run(
            tr("Ask the portal for a dataset"),
            lambda task: portal_has(self._open_access(connection, stop=task.isCanceled), receipt.global_id),
            done=answered,
            failed=failed,
            cancelled=ended,
        )

    def _save_receipt(self) -> None:
        """Write the receipt where the user wants it."""
        receipt = self._receipt
        if receipt is None:
            return
        folder = Path(settings.LAST_FOLDER.value() or QgsProject.instance().homePath() or str(Path.home()))
        path, _ = QFileDialog.getSaveFileName(
            self, tr("Save the receipt"), str(folder / f"{receipt.global_id}.json"), tr("JSON files (*.json)")
        )
        if not path:
            return
        settings.LAST_FOLDER.set_value(str(Path(path).parent))
        try:
            shutil.copyfile(receipt.file, path)
        except OSError as error:
            self.said.emit(
                "error",
                tr("{path} could not be written: {cause}.").format(path=path, cause=error.strerror or str(error)),
            )
        else:
            self.said.emit("success", tr("The receipt is in {path}.").format(path=path))

    # -- keyboard -----------------------------------------------------------------------------------

    def event(self, event) -> bool:
        """Keep Esc and Ctrl+Return for the form while they mean something there."""
        if event.type() == QEvent.Type.ShortcutOverride and self._means_something(event):
            event.accept()
            return True
        return super().event(event)

    def _means_something(self, event) -> bool:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        page = self.pages.currentWidget()
        if event.key() in RETURN_KEYS:
            return control and page is self.form
        return event.key() == Qt.Key.Key_Escape and page in (self.busy, self.review)

    def keyPressEvent(self, event) -> None:
        """Ctrl+Return shows what will be sent, Esc gives up or goes back. Nothing but its button publishes."""
        if not self._means_something(event):
            super().keyPressEvent(event)
        elif event.key() in RETURN_KEYS:
            self.see()
        elif self.pages.currentWidget() is self.busy:
            self.chain.cancel()
        else:
            self._back()
