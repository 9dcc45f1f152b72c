"""The groups of the cool-route form that are folded at first: the weather, and the advanced choices."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsMapLayerProxyModel, QgsVectorLayer
from qgis.gui import QgsCollapsibleGroupBox, QgsMapLayerComboBox
from qgis.PyQt.QtCore import Qt, QTimeZone, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QDoubleSpinBox,
    QGridLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ...processing_provider.translation import tr
from .. import settings
from .cool_route_plan import is_network, width_field

# A hot summer afternoon, as the algorithm proposes it.
AIR_TEMPERATURE_C, HUMIDITY_PCT, WIND_M_S = 30.0, 40.0, 1.5
WARMING_C = (0.0, 2.0, 2.7, 4.0)  # reference for metropolitan France (TRACC, third national adaptation plan, 2025)


def layer_box(kind, *, optional: bool = False) -> QgsMapLayerComboBox:
    """Return a choice of layers that a long name does not widen."""
    box = QgsMapLayerComboBox()
    box.setFilters(kind)
    box.setAllowEmptyLayer(optional)
    box.setShowCrs(False)
    narrow(box)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return box


def narrow(box: QComboBox) -> None:
    """Keep the texts of a choice from dictating the width of the panel."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(8)


def describe(text: str, box: QWidget, tooltip: str) -> QLabel:
    """Return the label of a field, and tell its name and help to the field."""
    label = QLabel(text)
    label.setBuddy(box)
    label.setToolTip(tooltip)
    label.setWordWrap(True)
    box.setToolTip(tooltip)
    box.setAccessibleName(text.replace("&", ""))
    return label


def spin(minimum: float, maximum: float, unit: str, step: float, decimals: int) -> QDoubleSpinBox:
    """Return a field for a number with its unit."""
    box = QDoubleSpinBox()
    box.setDecimals(decimals)
    box.setRange(minimum, maximum)
    box.setSingleStep(step)
    box.setSuffix(unit)
    return box


def folded_group(title: str, name: str) -> QgsCollapsibleGroupBox:
    """Return a group that is folded until the user opens it, and remembers it."""
    group = QgsCollapsibleGroupBox(title)
    group.setObjectName(name)
    group.setCollapsed(True)
    group.setSettingGroup("cityorchestra")
    return group


class WeatherOptions(QWidget):
    """Air temperature, humidity, wind and warming, for routes that avoid felt heat.

    Signals
    -------
    changed
        One of them was changed.
    """

    changed = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.group = folded_group(tr("Weather"), "CityOrchestraCoolRouteWeather")
        self.temperature = spin(-50.0, 50.0, tr(" °C"), 1.0, 1)
        self.humidity = spin(0.0, 100.0, tr(" %"), 5.0, 0)
        self.wind = spin(0.0, 30.0, tr(" m/s"), 0.5, 1)
        self.warming = QComboBox()
        narrow(self.warming)
        texts = (tr("None (today)"), tr("+2 °C (2030)"), tr("+2.7 °C (2050)"), tr("+4 °C (2100)"))
        for degrees, text in zip(WARMING_C, texts):
            self.warming.addItem(text, degrees)
        grid = QGridLayout(self.group)
        for row, (text, box, tooltip) in enumerate(self._texts()):
            grid.addWidget(describe(text, box, tooltip), row, 0)
            grid.addWidget(box, row, 1)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.group)
        self.show_defaults()
        for box in (self.temperature, self.humidity, self.wind):
            box.valueChanged.connect(lambda _value: self.changed.emit())
        self.warming.currentIndexChanged.connect(lambda _index: self.changed.emit())

    def _texts(self):
        return (
            (tr("Temperature &of the air"), self.temperature, tr("In the shade, at the hour of the walk.")),
            (tr("&Humidity"), self.humidity, tr("Relative humidity of the air.")),
            (
                tr("W&ind"),
                self.wind,
                tr("Mean wind 10 m above the ground; in a sheltered street often less than half of that of a station."),
            ),
            (
                tr("Warmin&g"),
                self.warming,
                tr(
                    "Added to the air temperature: reference warming for metropolitan France (TRACC). It is counted "
                    "from 1850-1900, so part of it is in a temperature measured today."
                ),
            ),
        )

    def show_defaults(self) -> None:
        """Propose a hot summer afternoon of today."""
        self.temperature.setValue(AIR_TEMPERATURE_C)
        self.humidity.setValue(HUMIDITY_PCT)
        self.wind.setValue(WIND_M_S)
        self.warming.setCurrentIndex(0)

    def set_needed(self, needed: bool) -> None:
        """Enable the group where what is avoided depends on the weather, and show it then."""
        self.setEnabled(needed)
        if not needed:
            self.group.setCollapsed(True)

    def warming_c(self) -> float:
        """Return the warming chosen [degC]."""
        return float(self.warming.currentData())

    def set_warming_c(self, degrees: float) -> None:
        """Choose a warming; the nearest one that is offered."""
        places = range(len(WARMING_C))
        self.warming.setCurrentIndex(min(places, key=lambda place: abs(WARMING_C[place] - degrees)))


class AdvancedOptions(QWidget):
    """Speed, detour, weight of the sun, sidewalks, steps, time zone and terrain.

    Signals
    -------
    changed
        Anything but the weight of the sun, which changes no route, was changed.
    """

    changed = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.group = folded_group(tr("Advanced"), "CityOrchestraCoolRouteAdvanced")
        self.speed = self._setting_spin(settings.WALKING_SPEED, tr(" m/s"), 0.05, 2)
        self.detour = self._setting_spin(settings.MAXIMUM_DETOUR, tr(" %"), 5.0, 0)
        self.alpha = self._setting_spin(settings.SUN_WEIGHT, "", 0.5, 1)
        self.sidewalks = QCheckBox(tr("Two si&dewalks per street"))
        self.accessible = QCheckBox(tr("&No steps, no steep slope"))
        self.accessible.setToolTip(
            tr("For a wheelchair or a pram: no steps, no street marked as not accessible, no slope above 5 %.")
        )
        self.zone = self._zone_box()
        self.terrain = layer_box(QgsMapLayerProxyModel.Filter.RasterLayer, optional=True)
        column = QVBoxLayout(self.group)
        for text, box, tooltip in self._texts():
            column.addWidget(describe(text, box, tooltip))
            column.addWidget(box)
        place = column.indexOf(self.alpha) + 1
        column.insertWidget(place, self.accessible)
        column.insertWidget(place, self.sidewalks)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.group)
        self.show_settings()
        self.show_sidewalks(None)
        self.zone.currentTextChanged.connect(lambda _text: self.changed.emit())
        for box in (self.speed, self.detour):
            box.valueChanged.connect(lambda _value: self.changed.emit())
        for box in (self.sidewalks, self.accessible):
            box.toggled.connect(lambda _on: self.changed.emit())

    def _texts(self):
        return (
            (
                tr("Walking s&peed"),
                self.speed,
                tr("1.25 m/s (4.5 km/h) for an adult, 0.8 for an elderly person."),
            ),
            (
                tr("&Maximum detour"),
                self.detour,
                tr("How much longer than the shortest route a cooler one may be."),
            ),
            (
                tr("&Weight of the sun"),
                self.alpha,
                tr(
                    "How many metres in the shade one metre in the sun is worth; among the routes found, the one "
                    "that suits it is chosen."
                ),
            ),
            (tr("Time &zone"), self.zone, tr("Zone in which day and hour are meant, summer time included.")),
            (
                tr("Te&rrain model (optional)"),
                self.terrain,
                tr("Raster of the heights of the bare ground (m): slopes, and the foot of the trees."),
            ),
        )

    @staticmethod
    def _setting_spin(setting: settings.Setting, unit: str, step: float, decimals: int) -> QDoubleSpinBox:
        return spin(setting.minimum, setting.maximum, unit, step, decimals)

    @staticmethod
    def _zone_box() -> QComboBox:
        box = QComboBox()
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.addItems(sorted(bytes(name).decode() for name in QTimeZone.availableTimeZoneIds()))
        box.completer().setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        box.completer().setFilterMode(Qt.MatchFlag.MatchContains)
        narrow(box)
        return box

    def show_settings(self) -> None:
        """Propose the user's settings."""
        self.speed.setValue(settings.WALKING_SPEED.value())
        self.detour.setValue(settings.MAXIMUM_DETOUR.value())
        self.alpha.setValue(settings.SUN_WEIGHT.value())

    def show_defaults(self) -> None:
        """Propose the user's settings, the axis of streets, and every way."""
        self.show_settings()
        self.sidewalks.setChecked(False)
        self.accessible.setChecked(False)

    def show_sidewalks(self, lines: Optional[QgsVectorLayer]) -> None:
        """Offer two sidewalks where a network is still to be built, from streets whose width is known."""
        if lines is not None and is_network(lines):
            possible, why = False, tr("This layer is a network already: its sides were chosen when it was built.")
        elif lines is None or width_field(lines) is None:
            possible, why = False, tr("This needs a field with the width of the carriageway, such as width_m.")
        else:
            possible = True
            why = tr("Walk on the left or on the right of the street, and cross where it is worth it.")
        self.sidewalks.setEnabled(possible)
        self.sidewalks.setToolTip(why)

    def two_sidewalks(self) -> bool:
        """Tell whether both sidewalks are wanted, and possible."""
        return self.sidewalks.isChecked() and self.sidewalks.isEnabled()
