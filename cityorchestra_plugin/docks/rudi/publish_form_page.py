"""The page that is filled in: the layer, what is said of it, where it goes, and what is still missing."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from qgis.core import QgsMapLayer
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QLabel, QPushButton, QVBoxLayout, QWidget

from ....processing_provider.compatibility import vector_and_raster_filter
from ....processing_provider.rudi.algorithms.layer_description import Described
from ....processing_provider.rudi.form_checks import ERROR, Form
from ....processing_provider.rudi.record import Record
from ....processing_provider.translation import number_text, tr
from ..cool_route_options import describe, layer_box, narrow
from ..panel_frame import FormArea, theme_icon
from . import published_records
from .field_check import OK, WARNING, CheckLine
from .publish_fields import PublishFields, proposed
from .publish_layer import LayerLook, about_layer
from .publish_plan import Publication
from .publish_server import DestinationGroup


class FormPage(QWidget):
    """Layer, fields, destination, and the button that goes on.

    Signals
    -------
    seeTriggered
        The user wants to see what would be sent.
    layerChanged
        Another layer is chosen, or none.
    """

    seeTriggered = pyqtSignal()
    layerChanged = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.look = LayerLook(self)
        self._shown_id = ""  # layer that the fields were filled for
        self._typed: dict[str, Form] = {}  # what was typed for layers left meanwhile
        self._published: Optional[Record] = None
        self._started: dict[str, Path] = {}  # record of a publication that stopped half-way, by layer
        self._make()
        self._connect()
        self._set_tab_order()
        self._choose(self.layers.currentLayer())

    # -- what it is made of -------------------------------------------------------------------------

    def _make(self) -> None:
        self.layers = layer_box(vector_and_raster_filter())
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.layer_check = CheckLine()
        self.as_what = QComboBox()
        narrow(self.as_what)
        self._as_label = describe(
            tr("Publish it &as"), self.as_what, tr("This layer was published before: the same dataset can be updated.")
        )
        self.fields = PublishFields()
        self.destination = DestinationGroup()
        form = QWidget()
        column = QVBoxLayout(form)
        tooltip = tr("Vector or raster layer, its filter included; the selection does not count.")
        label = describe(tr("Layer to p&ublish"), self.layers, tooltip)
        for widget in (label, self.layers, self.about, self.layer_check, self._as_label, self.as_what):
            column.addWidget(widget)
        column.addWidget(self.fields)
        column.addWidget(self.destination)
        column.addStretch(1)
        self.scroll = FormArea()
        self.scroll.setWidget(form)
        self.to_mend = CheckLine()
        self.see_button = QPushButton(theme_icon("/mActionShowAllLayers.svg"), tr("&See what will be sent…"))
        self.see_button.setToolTip(
            tr("Describes the layer, writes its file and asks the node; sends nothing (Ctrl+Return)")
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.scroll, 1)
        foot = QVBoxLayout()
        margins = column.contentsMargins()
        foot.setContentsMargins(margins.left(), 0, margins.right(), margins.bottom())
        foot.addWidget(self.to_mend)
        foot.addWidget(self.see_button)
        outer.addLayout(foot)

    def _connect(self) -> None:
        self.layers.layerChanged.connect(self._choose)
        self.as_what.activated.connect(lambda _index: self._fill())
        self.look.read.connect(self._layer_read)
        self.look.looked.connect(self._looked)
        self.look.unread.connect(self.fields.columns.show_unread)
        self.fields.changed.connect(self.show_state)
        self.destination.changed.connect(self.show_state)
        self.see_button.clicked.connect(self.seeTriggered)

    def _set_tab_order(self) -> None:
        order = [self.layers, self.as_what, *self.fields.tab_order(), self.destination, *self.destination.tab_order()]
        for before, after in zip(order, [*order[1:], self.see_button]):
            QWidget.setTabOrder(before, after)

    # -- the layer ----------------------------------------------------------------------------------

    @property
    def layer(self) -> Optional[QgsMapLayer]:
        """The layer chosen."""
        return self.look.layer

    def _choose(self, layer: Optional[QgsMapLayer]) -> None:
        if layer is not None and layer is self.look.layer:
            return
        self._keep_typed()
        self.look.set_layer(layer)
        self.layerChanged.emit()

    def _keep_typed(self) -> None:
        if self._shown_id and self.fields.is_touched:
            self._typed[self._shown_id] = self.fields.form()

    def _layer_read(self) -> None:
        """Show the layer; what is typed stays while it is the same one."""
        layer, description = self.look.layer, self.look.description
        same = layer is not None and layer.id() == self._shown_id and self.fields.is_touched
        if layer is None:
            self._keep_typed()
        self._shown_id = layer.id() if layer is not None else ""
        self.layer_check.show_error(self.look.problem)
        self.about.setText(about_layer(description) if description is not None else "")
        self.about.setVisible(bool(self.about.text()))
        self.fields.show_layer(layer, description)
        self.fields.setVisible(description is not None)
        if same:
            self.show_state()
            return
        self._show_published()
        self._fill()

    def _show_published(self) -> None:
        """Offer to update the dataset that the layer was published as."""
        self._published = published_records.published_as(self.layer)
        self.as_what.clear()
        if self._published is not None:
            self.as_what.addItem(tr("Update of “{title}”").format(title=self._published.title), True)
            self.as_what.addItem(tr("A new dataset"), False)
        for widget in (self._as_label, self.as_what):
            widget.setVisible(self._published is not None)

    @property
    def is_update(self) -> bool:
        """Whether a dataset published before is to be updated."""
        return self._published is not None and bool(self.as_what.currentData())

    def _fill(self) -> None:
        """Fill the fields with what was typed for this layer, else its published record, else what it tells."""
        if self.look.description is None:
            self.show_state()
            return
        form = proposed(self.look.description)
        if self.is_update:
            languages = self._published.languages
            form = published_records.form_of(self._published, languages[0][:2] if languages else form.language)
        typed = self._typed.pop(self.layer.id(), None)
        self.fields.fill(typed or form)
        if typed is not None:
            self.fields.mark_as_typed()

    def _looked(self, described: Described) -> None:
        self.about.setText(about_layer(described.layer))
        self.fields.show_findings(self.layer, described.layer, described.findings())

    # -- going on -----------------------------------------------------------------------------------

    def show_state(self) -> None:
        """Say how much is left to mend."""
        ready = self.look.description is not None
        count = 0
        if ready:
            count = sum(check.severity == ERROR for check in self.fields.checked().values())
            count += sum(severity == ERROR for severity, _ in self.destination.destination().problems().values())
        if count > 1:
            sentence = tr("{count} fields are still to be filled in or mended.").format(count=number_text(count))
        else:
            sentence = tr("One field is still to be filled in or mended.") if count else ""
        self.to_mend.say(WARNING if count else OK, sentence)
        self.see_button.setEnabled(ready)

    def is_ready(self) -> bool:
        """Tell whether nothing is missing; bring the user to what is."""
        if self.look.description is None:
            return False
        found = self.fields.show_checks(all_fields=True)
        self.destination.show_checks(all_fields=True)
        if not self.fields.may_be_published():
            self.fields.focus_first_problem(found)
            return False
        if not self.destination.destination().is_complete:
            self.destination.focus_first_problem()
            return False
        return True

    def publication(self, folder: Path) -> Publication:
        """Return what is to be published.

        Parameters
        ----------
        folder : Path
            Where its files are made.
        """
        return Publication(
            self.layer,
            self.layer.id(),
            self.fields.form(),
            self.destination.destination(),
            folder,
            str(self.fields.format.currentData()),
            str(self.fields.version.currentData()),
            self._previous(),
        )

    def _previous(self) -> Optional[Path]:
        """Return the record whose identifiers are kept: of a publication that stopped, else of the one before."""
        started = self._started.get(self.layer.id())
        if started is not None and started.is_file():
            return started
        return published_records.record_path(self._published.global_id) if self.is_update else None

    def remember(self) -> None:
        """Keep what the next layer will probably have too."""
        self.fields.remember()
        self.destination.remember()

    def was_started(self, layer_id: str, record: Path) -> None:
        """Note that a part of a publication may be on the node: the next try goes on from there."""
        self._started[layer_id] = record

    def started_folders(self) -> set[Path]:
        """Return the folders of publications that stopped half-way."""
        return {record.parent for record in self._started.values()}

    def was_published(self, layer_id: str) -> None:
        """Note that a publication is complete, and show the layer as it is then."""
        self._started.pop(layer_id, None)
        self._typed.pop(layer_id, None)
        self.fields.forget_typed()
        self.look.read_again()
