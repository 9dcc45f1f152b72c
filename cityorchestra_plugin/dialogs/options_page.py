"""The page of the suite in QGIS's options."""

from __future__ import annotations

from pathlib import Path

from qgis.gui import QgsOptionsPageWidget, QgsOptionsWidgetFactory
from qgis.PyQt.QtCore import QSize, pyqtSignal
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import (
    QDoubleSpinBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ...processing_provider.translation import tr
from .. import settings

PAGE = "cityorchestra"
ICON = Path(__file__).resolve().parents[2] / "resources" / "icons" / "cityorchestra.svg"
ICON_SIZE = 48  # logical pixels; Qt scales them with the screen


class OptionsPage(QgsOptionsPageWidget):
    """Edit the defaults of the panels.

    Signals
    -------
    applied
        The user's choices are stored.
    """

    applied = pyqtSignal()

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.setObjectName(PAGE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._about())
        layout.addWidget(self._walking())
        layout.addWidget(self._engine())
        row = QHBoxLayout()
        row.addStretch()
        self.reset_button = QPushButton(tr("Restore &defaults"))
        self.reset_button.setToolTip(tr("Show the values the plugin comes with; nothing is stored before OK."))
        self.reset_button.clicked.connect(self.show_defaults)
        row.addWidget(self.reset_button)
        layout.addLayout(row)
        layout.addStretch()
        self._show([setting.value() for setting in settings.PREFERENCES])

    def _about(self) -> QWidget:
        note = QWidget()
        row = QHBoxLayout(note)
        row.setContentsMargins(0, 0, 0, 0)
        picture = QLabel()
        picture.setPixmap(QIcon(str(ICON)).pixmap(QSize(ICON_SIZE, ICON_SIZE)))
        text = QLabel(tr("These values are proposed by the panels; a result depends only on what the panel shows."))
        text.setWordWrap(True)
        row.addWidget(picture)
        row.addWidget(text, 1)
        return note

    def _walking(self) -> QGroupBox:
        box = QGroupBox(tr("Walking"))
        form = QFormLayout(box)
        self.speed = self._real(settings.WALKING_SPEED, tr(" m/s"), 0.05, 2)
        self.speed.setToolTip(tr("1.25 m/s (4.5 km/h) for an adult, 0.8 for an elderly person."))
        self.alpha = self._real(settings.SUN_WEIGHT, "", 0.5, 1)
        self.alpha.setToolTip(tr("How many metres in the shade one metre in the sun is worth; 1 ignores the sun."))
        self.detour = self._real(settings.MAXIMUM_DETOUR, tr(" %"), 5.0, 0)
        self.detour.setToolTip(tr("How much longer than the shortest route a cooler one may be."))
        form.addRow(tr("Walking &speed"), self.speed)
        form.addRow(tr("&Weight of the sun"), self.alpha)
        form.addRow(tr("&Maximum detour"), self.detour)
        return box

    def _engine(self) -> QGroupBox:
        box = QGroupBox(tr("Computing"))
        form = QFormLayout(box)
        self.memory = self._whole(settings.MEMORY_LIMIT, tr(" MB"), 256)
        self.memory.setToolTip(
            tr("Memory that the tiles being computed may take together; the result does not depend on it.")
        )
        self.threads = self._whole(settings.THREADS, "", 1)
        self.threads.setSpecialValueText(tr("All cores"))
        self.threads.setToolTip(tr("Threads on this machine; the result does not depend on it."))
        self.scheduler = QLineEdit()
        self.scheduler.setPlaceholderText("tcp://server:8786")
        self.scheduler.setClearButtonEnabled(True)
        self.scheduler.setToolTip(
            tr("Dask scheduler whose workers see the same files; empty to compute on this machine.")
        )
        form.addRow(tr("M&emory for tiles"), self.memory)
        form.addRow(tr("&Threads"), self.threads)
        form.addRow(tr("Dask &scheduler address"), self.scheduler)
        return box

    @staticmethod
    def _real(setting: settings.Setting, unit: str, step: float, decimals: int) -> QDoubleSpinBox:
        box = QDoubleSpinBox()
        box.setDecimals(decimals)
        box.setRange(setting.minimum, setting.maximum)
        box.setSingleStep(step)
        box.setSuffix(unit)
        return box

    @staticmethod
    def _whole(setting: settings.Setting, unit: str, step: int) -> QSpinBox:
        box = QSpinBox()
        box.setRange(int(setting.minimum), int(setting.maximum))
        box.setSingleStep(step)
        box.setSuffix(unit)
        return box

    def _show(self, values) -> None:
        speed, alpha, detour, memory, threads, scheduler = values
        self.speed.setValue(speed)
        self.alpha.setValue(alpha)
        self.detour.setValue(detour)
        self.memory.setValue(memory)
        self.threads.setValue(threads)
        self.scheduler.setText(scheduler)

    def show_defaults(self) -> None:
        """Show the values the plugin comes with."""
        self._show([setting.default for setting in settings.PREFERENCES])

    def apply(self) -> None:
        """Store what is shown; QGIS calls it when the user accepts the options."""
        shown = (
            self.speed.value(),
            self.alpha.value(),
            self.detour.value(),
            self.memory.value(),
            self.threads.value(),
            self.scheduler.text().strip(),
        )
        for setting, value in zip(settings.PREFERENCES, shown):
            setting.set_value(value)
        self.applied.emit()


class OptionsFactory(QgsOptionsWidgetFactory):
    """Make the options page when QGIS opens its options.

    Signals
    -------
    applied
        The user's choices are stored.
    """

    applied = pyqtSignal()

    def __init__(self) -> None:
        super().__init__(tr("City Orchestra"), QIcon(str(ICON)))

    def createWidget(self, parent=None):
        page = OptionsPage(parent)
        page.applied.connect(self.applied)
        return page
