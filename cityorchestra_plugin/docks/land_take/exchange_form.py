"""Which soil to give back in exchange: where to look, what it becomes, and the ranked sites."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

from qgis.core import QgsMapLayerProxyModel, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QEvent, QSortFilterProxyModel, Qt, pyqtSignal
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ....processing_provider.translation import tr
from ..cool_route_options import describe, layer_box, narrow, spin
from . import recognise, texts
from .columns import FittedTable
from .kinds import project_kinds
from .recognise import RESULT_PROPERTY, SITE_WORDS
from .requests import RankingRequest, Sources
from .site_model import RANK, SITE, SORT_ROLE, Site, SiteModel

LEAST_M2, MOST_LEAST_M2 = 500.0, 100_000.0  # OCS GE draws ground without buildings from 500 m²
ROW_LINES, TABLE_LINES = 1.6, 14
SITE_CHARACTERS = 10


class ExchangeForm(QWidget):
    """Candidates and their ranking.

    Signals
    -------
    triggered
        Find the soils.
    chosen
        The user changed something that is kept with the project.
    siteSelected(Site), siteActivated(Site)
        A site was chosen, or double-clicked.
    """

    triggered = pyqtSignal()
    chosen = pyqtSignal()
    siteSelected = pyqtSignal(object)
    siteActivated = pyqtSignal(object)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._kinds = {kind.key: kind for kind in project_kinds() if kind.renaturation}
        self._layer_chosen = False
        self.layer: Optional[QgsVectorLayer] = None  # of the sites on show
        self.candidates = layer_box(QgsMapLayerProxyModel.Filter.PolygonLayer)
        self.candidates.setAllowEmptyLayer(True, tr("Sealed ground without a building"), QIcon())
        self.least = spin(0.0, MOST_LEAST_M2, tr(" m²"), 100.0, 0)
        self.least.setValue(LEAST_M2)
        self.kind = QComboBox()
        narrow(self.kind)
        for kind in self._kinds.values():
            self.kind.addItem(kind.name, kind.key)
        self.as_much = QCheckBox(tr("As m&uch as the project takes"))
        self.as_much.setToolTip(
            tr("Marks the best sites until they make up for the land that the project takes, the last one in part.")
        )
        self.as_much.setChecked(True)
        self.button = QPushButton(tr("F&ind soils to renature in exchange"))
        self.button.setToolTip(tr("Rank the sites by what a square metre given back gains"))
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        self.model = SiteModel(self)
        self.sorted = QSortFilterProxyModel(self)
        self.sorted.setSourceModel(self.model)
        self.sorted.setSortRole(SORT_ROLE)
        self._lay_out()
        self._connect()
        self.show_sites(None)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        for row, (text, box, tooltip) in enumerate(
            (
                (
                    tr("C&andidates"),
                    self.candidates,
                    tr(
                        "A layer of sites that could be given back; or sealed and mineral ground of the land cover "
                        "that no building stands on and no traffic uses."
                    ),
                ),
                (tr("At least"), self.least, tr("Smallest surface that is looked at, where no layer is given.")),
                (tr("&Turned into"), self.kind, tr("What the ground becomes.")),
            )
        ):
            label = describe(text, box, tooltip)
            label.setWordWrap(False)
            grid.addWidget(label, row, 0)
            grid.addWidget(box, row, 1)
        grid.addWidget(self.as_much, 3, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(grid)
        column.addWidget(self.button)
        column.addWidget(self.summary)
        column.addWidget(self._make_table())

    def _make_table(self) -> FittedTable:
        table = self.table = FittedTable(tr("Sites to give back"), ROW_LINES, SITE, SITE_CHARACTERS)
        table.setModel(self.sorted)
        table.sortByColumn(RANK, Qt.SortOrder.AscendingOrder)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setMinimumHeight(round(TABLE_LINES * table.fontMetrics().height()))
        table.selectionModel().currentRowChanged.connect(
            lambda current, _former: self._tell(current, self.siteSelected)
        )
        table.clicked.connect(lambda index: self._tell(index, self.siteActivated))
        table.installEventFilter(self)
        return table

    def _connect(self) -> None:
        self.button.clicked.connect(self.triggered)
        self.candidates.activated.connect(lambda _index: self._choose_layer())
        self.candidates.layerChanged.connect(lambda layer: self.least.setEnabled(layer is None))
        self.least.valueChanged.connect(lambda _value: self.chosen.emit())
        self.kind.activated.connect(lambda _index: self.chosen.emit())
        self.as_much.clicked.connect(lambda _on: self.chosen.emit())

    def _choose_layer(self) -> None:
        self._layer_chosen = True

    def _tell(self, index, signal) -> None:
        site = self._site(index)
        if site is not None:
            signal.emit(site)

    def _site(self, index) -> Optional[Site]:
        row = self.sorted.mapToSource(index).row() if index.isValid() else -1
        return self.model.sites[row] if 0 <= row < len(self.model.sites) else None

    # -- what it shows ------------------------------------------------------------------------------

    def propose_layer(self) -> None:
        """Choose the likely layer of sites where the user has not chosen."""
        project_layers = QgsProject.instance().mapLayers().values()
        self.candidates.setExceptedLayerList([one for one in project_layers if one.customProperty(RESULT_PROPERTY)])
        if not self._layer_chosen:
            self.candidates.setLayer(recognise.likely_named(recognise.polygon_layers(), SITE_WORDS))
        self.least.setEnabled(self.candidates.currentLayer() is None)

    def forget(self) -> None:
        """Forget what was chosen and ranked: another project is open."""
        self._layer_chosen = False
        self.show_sites(None)

    def show_sites(self, layer: Optional[QgsVectorLayer], sites: Sequence[Site] = (), *, ticked: bool = False) -> None:
        """Show ranked sites; None takes them away.

        Parameters
        ----------
        layer : QgsVectorLayer or None
            What they were read from.
        sites : sequence of Site
        ticked : bool
            Whether there was a limit, so that some of them are chosen.
        """
        self.layer = layer
        self.model.set_sites(sites, ticked=ticked)
        shown = layer is not None
        self.summary.setVisible(shown)
        self.table.setVisible(shown and bool(sites))
        if not shown:
            return
        if not sites:
            self.summary.setText(tr("No site found: lower the smallest surface, or give a layer of candidates."))
            return
        said = [tr("{count} sites, best first.").format(count=len(sites))]
        if ticked:
            kept = [site.share * (site.area_m2 or 0.0) for site in sites if site.share > 0.0]
            said.append(
                tr("Marked: what makes up for the project, {area} on {count} of them.").format(
                    count=len(kept), area=texts.area(sum(kept))
                )
            )
        said.append(tr("A simulation, not a legal qualification."))
        self.summary.setText(" ".join(said))
        self.table.fit_columns()

    # -- what it gives ------------------------------------------------------------------------------

    def request(self, sources: Sources, taken_m2: Optional[float]) -> RankingRequest:
        """Return what the user asks for.

        Parameters
        ----------
        sources : Sources
        taken_m2 : float or None
            What the project takes [m2], None where that is not known.
        """
        return RankingRequest(
            sources=sources,
            candidates=self.candidates.currentLayer(),
            least_m2=self.least.value(),
            kind=self._kinds[self.kind.currentData()],
            budget_m2=taken_m2 if self.as_much.isChecked() else None,
        )

    def choices(self) -> dict[str, Any]:
        """Return what is kept with the project."""
        return {
            "least_m2": self.least.value(),
            "site_kind": self.kind.currentData(),
            "as_much": self.as_much.isChecked(),
        }

    def show_choices(self, choices: dict[str, Any]) -> None:
        """Show what a project kept; what cannot be read is passed over."""
        if isinstance(choices.get("least_m2"), (int, float)):
            self.least.setValue(float(choices["least_m2"]))
        place = self.kind.findData(choices.get("site_kind"))
        if place >= 0:
            self.kind.setCurrentIndex(place)
        if isinstance(choices.get("as_much"), bool):
            self.as_much.setChecked(choices["as_much"])

    def eventFilter(self, watched, event) -> bool:
        """Zoom to the row with Return."""
        if (
            watched is self.table
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self._tell(self.table.currentIndex(), self.siteActivated)
            return True
        return super().eventFilter(watched, event)
