"""The layers that the panel works with: land cover of the last and of the first date, zones and their names."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsMapLayerProxyModel, QgsProject, QgsVectorLayer
from qgis.gui import QgsCollapsibleGroupBox, QgsDateTimeEdit, QgsFieldComboBox, QgsMapLayerComboBox
from qgis.PyQt.QtCore import QDate, QDateTime, QTime, pyqtSignal
from qgis.PyQt.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ....processing_provider.translation import tr
from ..cool_route_options import describe, layer_box, narrow
from . import recognise
from .recognise import RESULT_PROPERTY, LayerKind
from .requests import Sources
from .score_options import ScoreOptions

DATE_FORMAT = "yyyy-MM-dd"


class SourceForm(QWidget):
    """Choices of layers; what the user has not chosen is proposed from fields and names.

    Parameters
    ----------
    score_id : str
        Algorithm of the score, which proposes the weights.

    Signals
    -------
    changed
        Anything that an answer depends on was changed.
    chosen
        The user changed something: it is worth keeping with the project.
    """

    changed = pyqtSignal()
    chosen = pyqtSignal()

    def __init__(self, score_id: str, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        # Layer that the user chose in a box, empty for none: nothing is proposed there while it is in the project.
        self._chosen: dict[QgsMapLayerComboBox, str] = {}
        self._chosen_dates: set[QgsDateTimeEdit] = set()
        self._proposing = False
        self.group = QgsCollapsibleGroupBox(tr("Data"))
        self.group.setObjectName("CityOrchestraLandTakeData")
        self.group.setSettingGroup("cityorchestra")
        polygons = QgsMapLayerProxyModel.Filter.PolygonLayer
        self.last = layer_box(polygons)
        self.first = layer_box(polygons, optional=True)
        self.zones = layer_box(polygons, optional=True)
        self.name_field = QgsFieldComboBox()
        narrow(self.name_field)
        self.last_date, self.first_date = date_field(), date_field()
        grid = QGridLayout(self.group)
        for row, (text, box, tooltip) in zip((0, 2, 4, 5), self._rows()):
            label = describe(text, box, tooltip)
            label.setWordWrap(False)
            grid.addWidget(label, row, 0)
            grid.addWidget(box, row, 1)
        self._date_labels = {self.last_date: QLabel(tr("Its &date")), self.first_date: QLabel(tr("Its date"))}
        for row, (date, label) in zip((1, 3), self._date_labels.items()):
            label.setBuddy(date)
            grid.addWidget(label, row, 0)
            grid.addWidget(date, row, 1)
        grid.setColumnStretch(1, 1)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.hide()
        grid.addWidget(self.note, 6, 0, 1, 2)
        self.score = ScoreOptions(score_id)
        column = QVBoxLayout(self)
        column.addWidget(self.group)
        column.addWidget(self.score)
        column.addStretch(1)
        self._connect()

    def _rows(self):
        return (
            (
                tr("&Land cover"),
                self.last,
                tr(
                    "At the last date: OCS GE, any layer with its codes, CORINE or Urban Atlas, or a state made by "
                    "“Artificialisation at one date”."
                ),
            ),
            (
                tr("&Earlier date"),
                self.first,
                tr("The same at the first date, of the same producer; leave it empty to measure the stock alone."),
            ),
            (tr("&Zones"), self.zones, tr("Communes, IRIS or zones of your own: what is measured.")),
            (tr("&Names"), self.name_field, tr("Field that names the zones.")),
        )

    def _connect(self) -> None:
        for box, date in ((self.last, self.last_date), (self.first, self.first_date), (self.zones, None)):
            box.layerChanged.connect(lambda _layer, changed=box: self._layer_changed(changed))
            box.activated.connect(lambda _index, which=box: self._choose(which))
            if date is not None:
                date.valueChanged.connect(lambda _value, which=date: self._date_changed(which))
        self.name_field.fieldChanged.connect(lambda _name: self._changed())
        self.name_field.activated.connect(lambda _index: self.chosen.emit())
        self.score.changed.connect(self._score_changed)

    def _score_changed(self) -> None:
        self.chosen.emit()
        self.changed.emit()

    # -- what the user does -------------------------------------------------------------------------

    def _choose(self, box: QgsMapLayerComboBox) -> None:
        self._chosen[box] = box.currentLayer().id() if box.currentLayer() is not None else ""
        date = {self.last: self.last_date, self.first: self.first_date}.get(box)
        self._chosen_dates.discard(date)  # it was that of another layer
        self._show_dates()
        self.chosen.emit()

    def _layer_changed(self, box: QgsMapLayerComboBox) -> None:
        if box is self.zones:
            self._show_names()
        else:
            self._show_dates()
        self._changed()

    def _show_names(self) -> None:
        """Offer the fields of the zones, the likely one first."""
        layer = self.zones.currentLayer()
        if layer is not self.name_field.layer():
            self.name_field.setLayer(layer)
            self.name_field.setField(recognise.likely_name_field(layer))

    def _date_changed(self, date: QgsDateTimeEdit) -> None:
        if not self._proposing:
            self._chosen_dates.add(date)
            self.chosen.emit()
        self._changed()

    def _changed(self) -> None:
        self._show_note()
        self.changed.emit()

    def boxes(self) -> dict[str, QgsMapLayerComboBox]:
        """Return the choices of layers by name."""
        return {"last": self.last, "first": self.first, "zones": self.zones}

    def dates(self) -> dict[str, QgsDateTimeEdit]:
        """Return the dates by name."""
        return {"last_date": self.last_date, "first_date": self.first_date}

    # -- what is proposed ---------------------------------------------------------------------------

    def propose_layers(self) -> None:
        """Choose the likely layers of the project where the user has not chosen."""
        project_layers = QgsProject.instance().mapLayers().values()
        own = [layer for layer in project_layers if layer.customProperty(RESULT_PROPERTY)]
        for box in self.boxes().values():
            box.setExceptedLayerList(own)
        layers = recognise.polygon_layers()
        last, first = recognise.likely_pair(layers)
        self._propose(self.last, last)
        self._propose(self.first, first if last is self.last.currentLayer() else None)
        self._propose(self.zones, recognise.likely_zones(layers))
        # A box that held the layer already has told nobody.
        self._show_names()
        self._show_dates()
        self._show_note()

    def _propose(self, box: QgsMapLayerComboBox, layer: Optional[QgsVectorLayer]) -> None:
        chosen = self._chosen.get(box)
        if chosen == "" or (chosen is not None and QgsProject.instance().mapLayer(chosen) is not None):
            return
        self._chosen.pop(box, None)
        if layer is not None or box.allowEmptyLayer():
            box.setLayer(layer)

    def _show_dates(self) -> None:
        """Propose the dates that names tell, and ask for those that nothing else tells: only a change needs them."""
        two = self.first.currentLayer() is not None
        for box, date in ((self.last, self.last_date), (self.first, self.first_date)):
            layer = box.currentLayer()
            silent = layer is not None and not recognise.dated_by_itself(layer)
            for widget in (date, self._date_labels[date]):
                widget.setVisible(two and (silent or date in self._chosen_dates))
            if date not in self._chosen_dates:
                self._proposing = True
                set_date(date, recognise.proposed_date(layer))
                self._proposing = False

    def forget(self) -> None:
        """Forget what the user chose: another project is open."""
        self._chosen.clear()
        self._chosen_dates.clear()

    def chosen_layer(self, name: str) -> Optional[str]:
        """Return the identifier of the layer that the user chose, empty for none; None where nothing was chosen."""
        return self._chosen.get(self.boxes()[name])

    def set_layer(self, name: str, layer_id: str) -> None:
        """Choose a layer for the user, none for an empty identifier; one that is gone is passed over."""
        box = self.boxes()[name]
        layer = QgsProject.instance().mapLayer(layer_id) if layer_id else None
        if layer is None and (layer_id or not box.allowEmptyLayer()):
            return
        box.setLayer(layer)
        self._chosen[box] = layer_id

    def chosen_date(self, name: str) -> Optional[QDate]:
        """Return the date that the user gave, invalid for none; None where it is the one proposed."""
        date = self.dates()[name]
        return date_of(date) if date in self._chosen_dates else None

    def set_chosen_date(self, name: str, date: QDate) -> None:
        """Give a date for the user."""
        field = self.dates()[name]
        self._chosen_dates.add(field)
        set_date(field, date)
        self._show_dates()

    # -- what it gives ------------------------------------------------------------------------------

    def _show_note(self) -> None:
        """Say what is done to a layer first, or why it will not do."""
        layer = self.last.currentLayer()
        kind = recognise.kind_of(layer) if isinstance(layer, QgsVectorLayer) else None
        note = ""
        if kind is LayerKind.OTHER:
            note = tr("“{layer}” has no codes of OCS GE: its classes are looked for first.").format(layer=layer.name())
        elif layer is not None and layer is self.first.currentLayer():
            note = tr("Both dates are the same layer; choose another one for the earlier date.")
        self.note.setText(note)
        self.note.setVisible(bool(note))

    def problem(self, *, zones_needed: bool = True) -> Optional[tuple[str, QWidget]]:
        """Return what is missing, as a sentence, and where to put it; None when all is there."""
        last, first = self.last.currentLayer(), self.first.currentLayer()
        if not isinstance(last, QgsVectorLayer):
            return tr("Choose a land cover: a polygon layer with the codes of OCS GE."), self.last
        if last is first:
            return tr("Both dates are the same layer; choose another one for the earlier date."), self.first
        if zones_needed and not isinstance(self.zones.currentLayer(), QgsVectorLayer):
            return tr("Choose the zones: communes, IRIS or your own polygons."), self.zones
        for layer, date, text in (
            (first, self.first_date, tr("Give the date of “{layer}”: neither its fields nor its name tell it.")),
            (last, self.last_date, tr("Give the date of “{layer}”: neither its fields nor its name tell it.")),
        ):
            if first is None or not zones_needed:
                break
            if not date_of(date).isValid() and not recognise.dated_by_itself(layer):
                return text.format(layer=layer.name()), date
        return self.score.problem() if zones_needed else None

    def sources(self) -> Sources:
        """Return the choices; valid once :meth:`problem` finds nothing."""
        zones = self.zones.currentLayer()
        name = self.name_field.currentField() if zones is not None else ""
        return Sources(
            last=self.last.currentLayer(),
            first=self.first.currentLayer(),
            zones=zones,
            name_field=name,
            last_date=date_of(self.last_date),
            first_date=date_of(self.first_date),
            key_field=recognise.key_field(zones, name) if zones is not None else "",
            score=self.score.parameters(),
        )


def date_field() -> QgsDateTimeEdit:
    """Return a field for a date that may be left empty."""
    box = QgsDateTimeEdit()
    box.setDisplayFormat(DATE_FORMAT)
    box.setCalendarPopup(True)
    box.setAllowNull(True)
    box.setNullRepresentation(tr("its date"))
    tooltip = tr("Date of the photographs; empty: as a field of the layer says (millesime, annee, date)")
    box.setToolTip(tooltip)
    box.setAccessibleName(tr("Date of the layer"))
    box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    box.clear()
    return box


def set_date(field: QgsDateTimeEdit, date: QDate) -> None:
    """Show a date, none for an invalid one."""
    field.setDateTime(QDateTime(date, QTime(0, 0)) if date.isValid() else QDateTime())


def date_of(field: QgsDateTimeEdit) -> QDate:
    """Return the date of a field, invalid for none."""
    moment = field.dateTime()
    return moment.date() if moment.isValid() and not field.isNull() else QDate()
