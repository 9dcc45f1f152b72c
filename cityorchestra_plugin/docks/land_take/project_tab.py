"""The tab of a project: what it is, what it changes, and which soil to give back in exchange."""

from __future__ import annotations

from typing import Optional

from qgis.gui import QgsCollapsibleGroupBox
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ....processing_provider.translation import tr
from .exchange_form import ExchangeForm
from .project_form import ProjectForm
from .project_results import ProjectResults
from .requests import Simulated

MARGINS = (4, 4, 4, 4)  # pixels; every one counts in a narrow panel


class ProjectTab(QScrollArea):
    """Form, results and exchange, one below the other.

    Signals
    -------
    compareTriggered, rankTriggered
        The button of that name was pressed.
    """

    compareTriggered = pyqtSignal()
    rankTriggered = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.form = ProjectForm()
        self.compare_button = QPushButton(tr("&Compare"))
        self.compare_button.setToolTip(tr("Paint the project over the land cover, and measure before and after"))
        self.compare_button.clicked.connect(self.compareTriggered)
        self.stale = QLabel()
        self.stale.setWordWrap(True)
        self.results = ProjectResults()
        self.group = QgsCollapsibleGroupBox(tr("In exchange"))
        self.group.setObjectName("CityOrchestraLandTakeExchange")
        self.group.setSettingGroup("cityorchestra")
        self.exchange = ExchangeForm()
        self.exchange.triggered.connect(self.rankTriggered)
        column = QVBoxLayout(self.group)
        column.setContentsMargins(*MARGINS)
        column.addWidget(self.exchange)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(*MARGINS)
        for widget in (self.form, self.compare_button, self.stale, self.results, self.group):
            column.addWidget(widget)
        column.addStretch(1)
        self.setWidget(inner)
        self.form.changed.connect(self._form_changed)
        self.show_simulation(None)

    def show_simulation(self, found: Optional[Simulated]) -> None:
        """Show what a project changes; None takes it away."""
        self.results.setVisible(found is not None)
        self.stale.hide()
        if found is not None:
            self.results.show_simulation(found)

    def _form_changed(self) -> None:
        if self.results.isVisibleTo(self):
            self.set_stale(tr("The project changed since it was compared; compare again."))

    def set_stale(self, sentence: str) -> None:
        """Say that the results do not answer what the form shows any more."""
        self.stale.setText(f"⚠ {sentence}")
        self.stale.show()

    def show_results(self) -> None:
        """Bring the results into sight."""
        self.ensureWidgetVisible(self.results)

    def show_sites(self) -> None:
        """Bring the ranked sites into sight."""
        self.group.setCollapsed(False)
        self.ensureWidgetVisible(
            self.exchange.table if self.exchange.table.isVisibleTo(self) else self.exchange.summary
        )
