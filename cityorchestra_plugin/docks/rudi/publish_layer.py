"""The layer to publish: what it tells of itself, and a look at its values in the background."""

from __future__ import annotations

from functools import partial
from typing import Optional

from qgis.core import QgsMapLayer, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ....processing_provider.errors import InputError
from ....processing_provider.rudi.algorithms.layer_description import Described, describe, describe_quick
from ....processing_provider.rudi.algorithms.layer_view import view_of
from ....processing_provider.rudi.metadata_draft import LayerDescription
from ....processing_provider.translation import number_text, tr, translated_error
from .. import background
from ..background import BackgroundWork


class LayerLook(QObject):
    """Follows one layer.

    Signals
    -------
    read
        The layer, its columns or what is known of it without reading a feature changed.
    looked(Described)
        Its values were looked at.
    unread(str)
        They could not be, or not wholly; the sentence says why.

    Attributes
    ----------
    layer : QgsMapLayer or None
    description : LayerDescription or None
        None when there is no layer, or none that can be published.
    problem : str
        Why it cannot be published.
    """

    read = pyqtSignal()
    looked = pyqtSignal(object)
    unread = pyqtSignal(str)

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.layer: Optional[QgsMapLayer] = None
        self.description: Optional[LayerDescription] = None
        self.problem = ""
        self._visible = False
        self._done = False
        self._work: Optional[BackgroundWork] = None

    def set_layer(self, layer: Optional[QgsMapLayer]) -> None:
        """Follow another layer."""
        self._leave()
        self.layer = layer
        if layer is not None:
            layer.willBeDeleted.connect(self._goes)
            for signal in self._edits():
                signal.connect(self.read_again)
        self.read_again()

    def set_visible(self, visible: bool) -> None:
        """Tell whether anybody looks: nothing is read for nobody."""
        self._visible = visible
        if visible:
            self._look()
        else:
            self._stop()

    def unload(self) -> None:
        """End what runs."""
        self._visible = False
        work = self._work
        self._leave()
        if work is not None:
            work.stop()

    def read_again(self) -> None:
        """Read what the layer tells of itself, then look at its values."""
        self._stop()
        self._done = False
        self.description, self.problem = None, ""
        if self.layer is not None:
            try:
                self.description = describe_quick(self.layer, QgsProject.instance().transformContext())
            except InputError as error:
                self.problem = translated_error(error)
        self.read.emit()
        self._look()

    # -- common -------------------------------------------------------------------------------------

    def _edits(self) -> tuple:
        return (self.layer.updatedFields, self.layer.editingStopped) if isinstance(self.layer, QgsVectorLayer) else ()

    def _leave(self) -> None:
        self._stop()
        if self.layer is not None:
            self.layer.willBeDeleted.disconnect(self._goes)
            for signal in self._edits():
                signal.disconnect(self.read_again)
        self.layer = self.description = None

    def _goes(self) -> None:
        """Let go of a layer that is being deleted; the choice of layers proposes another one."""
        self._leave()
        self.read.emit()

    def _look(self) -> None:
        if not self._visible or self._done or self._work is not None or self.description is None:
            return
        if not isinstance(self.layer, QgsVectorLayer):
            return
        view, context = view_of(self.layer), QgsProject.instance().transformContext()
        task = background.run(
            tr("Look for personal data in {name}").format(name=self.layer.name()),
            lambda task: describe(view, context, task),
            done=self._looked,
            failed=self._failed,
            cancelled=partial(self._failed, tr("The columns were not looked at. Publishing will look at them.")),
        )
        self._work = task

    def _looked(self, described: Described) -> None:
        self._work, self._done = None, True
        self.description = described.layer
        self.looked.emit(described)

    def _failed(self, sentence: str) -> None:
        self._work, self._done = None, True
        self.unread.emit(sentence)

    def _stop(self) -> None:
        work, self._work = self._work, None
        if work is not None:
            work.forget()


def about_layer(description: LayerDescription) -> str:
    """Return what a layer tells of itself, on one line."""
    words = []
    if description.raster:
        words.append(tr("raster"))
    elif description.features is not None:
        one = description.features == 1
        words.append(tr("1 feature") if one else tr("{count} features").format(count=number_text(description.features)))
    if description.fields:
        one = len(description.fields) == 1
        words.append(
            tr("1 column") if one else tr("{count} columns").format(count=number_text(len(description.fields)))
        )
    words.append(description.crs)
    if description.updated is not None:
        words.append(tr("changed on {day}").format(day=f"{description.updated:%Y-%m-%d}"))
    return " · ".join(filter(None, words))
