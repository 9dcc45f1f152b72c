"""What the score is measured against: the reference pace, and the weights of the parts."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QDoubleSpinBox, QGridLayout, QSpinBox, QToolButton, QVBoxLayout, QWidget

from ....processing_provider.translation import tr
from ..cool_route_options import describe, folded_group
from ..panel_frame import theme_icon
from .parts import parts

WHOLE = 100  # weights are shown in per cent; the algorithm scales their sum to 1
MOST_PACE = 5.0  # % a year


def default_weights(algorithm_id: str) -> list[int]:
    """Return the weights that the algorithm proposes [%]; equal ones where it is not there."""
    algorithm = QgsApplication.processingRegistry().algorithmById(algorithm_id)
    definition = algorithm.parameterDefinition("OMEGA") if algorithm is not None else None
    try:
        return [round(WHOLE * float(word)) for word in str(definition.defaultValue()).split(",")]
    except (AttributeError, ValueError):
        return [WHOLE // len(parts())] * len(parts())


class ScoreOptions(QWidget):
    """Reference pace and weights, folded at first.

    Signals
    -------
    changed
        One of them was changed.
    """

    changed = pyqtSignal()

    def __init__(self, algorithm_id: str, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._defaults = default_weights(algorithm_id)
        self.group = folded_group(tr("Score"), "CityOrchestraLandTakeScore")
        self.pace = QDoubleSpinBox()
        self.pace.setDecimals(3)
        self.pace.setRange(0.0, MOST_PACE)
        self.pace.setSingleStep(0.01)
        self.pace.setSuffix(tr(" %/yr"))
        self.pace.setSpecialValueText(tr("not given"))
        grid = QGridLayout(self.group)
        tooltip = tr(
            "Net artificialisation of the territory in a year of the reference decade: it gives 0 for the change, and "
            "its opposite 100. Not given, the score is that of the state alone."
        )
        grid.addWidget(describe(tr("Re&ference pace"), self.pace, tooltip), 0, 0)
        grid.addWidget(self.pace, 0, 1)
        self.weights: list[QSpinBox] = []
        for row, part in enumerate(parts(), start=1):
            box = QSpinBox()
            box.setRange(0, WHOLE)
            box.setSuffix(tr(" %"))
            box.valueChanged.connect(lambda _value: self._changed())
            grid.addWidget(describe(tr("Weight: {part}").format(part=part.title), box, part.tooltip), row, 0)
            grid.addWidget(box, row, 1)
            self.weights.append(box)
        self.reset = QToolButton()
        self.reset.setIcon(theme_icon("/mActionUndo.svg"))
        self.reset.setToolTip(tr("Weights proposed by the algorithm; they are choices of those who decide"))
        self.reset.setAccessibleName(tr("Proposed weights"))
        self.reset.clicked.connect(lambda _checked=False: self.show_defaults())
        grid.addWidget(self.reset, len(self.weights) + 1, 1)
        grid.setColumnStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.group)
        self.pace.valueChanged.connect(lambda _value: self._changed())
        self.show_defaults()

    def _changed(self) -> None:
        self.changed.emit()

    def show_defaults(self) -> None:
        """Propose the weights of the algorithm."""
        for box, value in zip(self.weights, self._defaults):
            box.setValue(value)

    def parameters(self) -> dict[str, Any]:
        """Return the parameters of “ZAN score”."""
        values = [box.value() for box in self.weights]
        found: dict[str, Any] = {}
        if any(values):
            found["OMEGA"] = ", ".join(f"{value / WHOLE:g}" for value in values)
        if self.pace.value() > 0.0:
            found["TAU"] = self.pace.value()
        return found

    def problem(self) -> Optional[tuple[str, QWidget]]:
        """Return what is wrong, and where; None when nothing is."""
        if not any(box.value() for box in self.weights):
            return tr("Give at least one part of the score a weight above 0."), self.weights[0]
        return None

    def choices(self) -> dict[str, Any]:
        """Return what is kept with the project."""
        return {"pace": self.pace.value(), "weights": [box.value() for box in self.weights]}

    def show_choices(self, choices: dict[str, Any]) -> None:
        """Show what a project kept; what cannot be read is passed over."""
        if isinstance(choices.get("pace"), (int, float)):
            self.pace.setValue(float(choices["pace"]))
        weights = choices.get("weights")
        if isinstance(weights, list) and all(isinstance(value, int) for value in weights):
            for box, value in zip(self.weights, weights):
                box.setValue(value)
