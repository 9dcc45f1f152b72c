"""What the project is: drawn on the map or taken from a layer, and what it makes of the ground."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsMapLayerProxyModel,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ....processing_provider.translation import tr
from ..cool_route_options import describe, layer_box, narrow
from ..panel_frame import theme_icon
from . import recognise
from .kinds import OWN_FIELDS, ProjectKind, cover_name, project_kinds, use_name
from .recognise import PROJECT_WORDS, RESULT_PROPERTY
from .requests import ProjectRequest, Sources

COVER_FIELD = "cs_new"  # of a layer that says itself what each polygon becomes
MIDDLE_DOT = " · "


class ProjectForm(QWidget):
    """The project.

    Signals
    -------
    changed
        Another project, or another kind.
    chosen
        The user changed something that is kept with the project.
    drawToggled(bool)
        The user wants to draw, or no longer wants to.
    """

    changed = pyqtSignal()
    chosen = pyqtSignal()
    drawToggled = pyqtSignal(bool)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._kinds = {kind.key: kind for kind in project_kinds()}
        self._polygon: Optional[QgsGeometry] = None
        self._crs = QgsCoordinateReferenceSystem()
        self._layer_chosen = False
        self.layer = layer_box(QgsMapLayerProxyModel.Filter.PolygonLayer)
        self.layer.setAllowEmptyLayer(True, tr("Drawn on the map"), theme_icon("/mActionCapturePolygon.svg"))
        self.draw_button = QToolButton()
        self.draw_button.setIcon(theme_icon("/mActionCapturePolygon.svg"))
        self.draw_button.setCheckable(True)
        tooltip = tr("Draw the project: click its corners, end with a right click or Return; Esc cancels")
        self.draw_button.setToolTip(tooltip)
        self.draw_button.setAccessibleName(tr("Draw the project on the map"))
        self.selected_only = QCheckBox(tr("&Selected polygons only"))
        self.kind = QComboBox()
        narrow(self.kind)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.evidence = QLineEdit()
        self.evidence.setPlaceholderText(tr("Study, contract, follow-up…"))
        self.evidence.setClearButtonEnabled(True)
        self._lay_out()
        self._fill_kinds()
        self._connect()
        self._show_what_holds()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        tooltip = tr("Draw one polygon, or take those of a layer.")
        grid.addWidget(describe(tr("&Project"), self.layer, tooltip), 0, 0)
        row = QHBoxLayout()
        row.addWidget(self.layer, 1)
        row.addWidget(self.draw_button)
        grid.addLayout(row, 0, 1)
        grid.addWidget(self.selected_only, 1, 0, 1, 2)
        tooltip = tr("What the ground of the project is once it is built.")
        grid.addWidget(describe(tr("&Becomes"), self.kind, tooltip), 2, 0)
        grid.addWidget(self.kind, 2, 1)
        grid.addWidget(self.note, 3, 1)
        tooltip = tr(
            "How it is known that the soil will work again. Land given back without evidence is counted apart and "
            "earns nothing."
        )
        self.evidence_label = describe(tr("E&vidence"), self.evidence, tooltip)
        grid.addWidget(self.evidence_label, 4, 0)
        grid.addWidget(self.evidence, 4, 1)
        grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(grid)

    def _connect(self) -> None:
        self.layer.layerChanged.connect(self._layer_changed)
        self.layer.activated.connect(lambda _index: self._choose_layer())
        self.draw_button.toggled.connect(self.drawToggled)
        self.kind.currentIndexChanged.connect(lambda _index: self._changed())
        self.kind.activated.connect(lambda _index: self.chosen.emit())
        self.selected_only.toggled.connect(lambda _on: self._changed())
        self.evidence.textEdited.connect(lambda _text: self._edited())

    def _edited(self) -> None:
        self.chosen.emit()
        self.changed.emit()

    def _changed(self) -> None:
        self._show_what_holds()
        self.changed.emit()

    def _choose_layer(self) -> None:
        self._layer_chosen = True

    # -- the polygon --------------------------------------------------------------------------------

    def set_polygon(self, polygon: Optional[QgsGeometry], crs: QgsCoordinateReferenceSystem) -> None:
        """Take a polygon drawn on the map as the project; None forgets it."""
        self._polygon, self._crs = polygon, crs
        if polygon is not None:
            self._layer_chosen = True
            self.layer.setLayer(None)
        self._changed()

    def polygon(self) -> tuple[Optional[QgsGeometry], QgsCoordinateReferenceSystem]:
        """Return the polygon drawn, None for none, and its CRS."""
        return self._polygon, self._crs

    def shown(self) -> tuple[list[QgsGeometry], QgsCoordinateReferenceSystem]:
        """Return what is to be seen of a project drawn by hand; a layer shows itself."""
        drawn = self.layer.currentLayer() is None and self._polygon is not None
        return ([self._polygon] if drawn else []), self._crs

    def set_drawing(self, drawing: bool) -> None:
        """Show whether the map waits for corners, without asking for it."""
        blocked = self.draw_button.blockSignals(True)
        self.draw_button.setChecked(drawing)
        self.draw_button.blockSignals(blocked)

    def propose_layer(self) -> None:
        """Choose the likely layer of projects where the user has not chosen."""
        project_layers = QgsProject.instance().mapLayers().values()
        self.layer.setExceptedLayerList([one for one in project_layers if one.customProperty(RESULT_PROPERTY)])
        if self._layer_chosen:
            return
        layers = recognise.polygon_layers()
        telling = [one for one in layers if one.fields().lookupField(COVER_FIELD) >= 0]
        former = self.layer.currentLayer()
        self.layer.setLayer(telling[0] if telling else recognise.likely_named(layers, PROJECT_WORDS))
        if self.layer.currentLayer() is former:
            self._layer_changed(former)  # a box that held the layer already has told nobody

    def forget(self) -> None:
        """Forget the polygon and the layer chosen: another project is open."""
        self._layer_chosen = False
        self.set_polygon(None, QgsCoordinateReferenceSystem())

    # -- the kind -----------------------------------------------------------------------------------

    def _layer_changed(self, layer) -> None:
        # A selection is what the user means, where there is one.
        self.selected_only.setChecked(layer is not None and layer.selectedFeatureCount() > 0)
        self._fill_kinds()
        self._changed()

    def _fill_kinds(self) -> None:
        layer = self.layer.currentLayer()
        telling = layer is not None and layer.fields().lookupField(COVER_FIELD) >= 0
        former = self.kind.currentData()
        blocked = self.kind.blockSignals(True)
        self.kind.clear()
        if telling:
            self.kind.addItem(tr("As its fields say (cs_new, us_new)"), OWN_FIELDS)
        for kind in self._kinds.values():
            self.kind.addItem(kind.name, kind.key)
        if not telling and former in self._kinds:
            self.kind.setCurrentIndex(self.kind.findData(former))
        self.kind.blockSignals(blocked)

    def chosen_kind(self) -> Optional[ProjectKind]:
        """Return what the ground becomes, None where the layer says it."""
        return self._kinds.get(self.kind.currentData())

    def _show_what_holds(self) -> None:
        layer, kind = self.layer.currentLayer(), self.chosen_kind()
        self.selected_only.setVisible(layer is not None)
        asked = kind is None or kind.renaturation
        self.evidence_label.setVisible(asked)
        self.evidence.setVisible(asked)
        self.note.setVisible(kind is not None)
        if kind is not None:
            counted = MIDDLE_DOT.join((cover_name(kind.cover), use_name(kind.use)))
            self.note.setText(kind.note)
            self.note.setToolTip(tr("Counted as: {codes}").format(codes=counted))

    # -- what it gives ------------------------------------------------------------------------------

    def problem(self) -> Optional[tuple[str, QWidget]]:
        """Return what is missing, as a sentence, and where to put it; None when all is there."""
        layer = self.layer.currentLayer()
        if layer is None and self._polygon is None:
            return tr("Draw the project on the map, or choose a layer that holds it."), self.draw_button
        if layer is not None and self.selected_only.isChecked() and not layer.selectedFeatureCount():
            return (
                tr("Nothing is selected in “{layer}”; select the polygons of the project.").format(layer=layer.name()),
                self.selected_only,
            )
        return None

    def request(self, sources: Sources) -> ProjectRequest:
        """Return what the user asks for; valid once :meth:`problem` finds nothing."""
        kind, layer = self.chosen_kind(), self.layer.currentLayer()
        asked = kind is None or kind.renaturation
        return ProjectRequest(
            sources=sources,
            layer=layer if layer is not None else drawn_layer(self._polygon, self._crs),
            kind=kind,
            evidence=self.evidence.text().strip() if asked else "",
            selected_only=layer is not None and self.selected_only.isChecked(),
        )

    # -- kept with the project ------------------------------------------------------------------------

    def choices(self) -> dict[str, Any]:
        """Return what is kept with the project."""
        return {"kind": self.kind.currentData(), "evidence": self.evidence.text()}

    def show_choices(self, choices: dict[str, Any]) -> None:
        """Show what a project kept; what cannot be read is passed over."""
        place = self.kind.findData(choices.get("kind"))
        if place >= 0:
            self.kind.setCurrentIndex(place)
        if isinstance(choices.get("evidence"), str):
            self.evidence.setText(choices["evidence"])


def drawn_layer(polygon: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> QgsVectorLayer:
    """Return a layer in memory with one polygon."""
    layer = QgsVectorLayer("Polygon", tr("Project"), "memory")
    layer.setCrs(crs)
    feature = QgsFeature()
    feature.setGeometry(polygon)
    layer.dataProvider().addFeature(feature)
    layer.updateExtents()
    return layer
