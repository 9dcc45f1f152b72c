"""What the user chooses before a search of cool routes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Optional

from qgis.core import (
    QgsMapLayer,
    QgsMapLayerProxyModel,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import QDate, QDateTime, QLocale, Qt, QTime, pyqtSignal
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDateEdit,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QTimeEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...processing_provider.compatibility import GeometryType
from ...processing_provider.parameters import DEFAULT_TIME_ZONE
from ...processing_provider.translation import tr
from .cool_route_options import AdvancedOptions, WeatherOptions, describe, layer_box, narrow
from .cool_route_plan import (
    COMFORT,
    DOSE,
    PROFILE_FIELD,
    SUN,
    RouteRequest,
    Weather,
    carries_shade,
    shade_days,
)
from .point_field import PointField, parameter_text
from .route_map import ROUTES_PROPERTY

ICONS = Path(__file__).resolve().parents[2] / "resources" / "icons"
# The longest day: the day on which French cities compare the shade of their streets.
SUMMER_SOLSTICE = (6, 21)
DEFAULT_HOUR = 15
HOUR_STEP_MIN = 15
# Words by which layers of a city are usually called, in French and English.
LINE_WORDS = ("sun", "shad", "ombr", "walk", "network", "street", "road", "troncon", "voie", "rue", "highway")
SURFACE_WORDS = ("dsm", "mns", "surface")
CANOPY_WORDS = ("canop", "cdsm", "mnh", "tree", "arbre", "veget")
TERRAIN_WORDS = ("dtm", "mnt", "dem", "terrain")


def next_solstice(today: QDate) -> QDate:
    """Return the 21 June that is today or comes next."""
    day = QDate(today.year(), *SUMMER_SOLSTICE)
    return day if day >= today else day.addYears(1)


def likely_layer(layers: list[QgsMapLayer], words: tuple[str, ...]) -> Optional[QgsMapLayer]:
    """Return the first layer whose name or file has one of the words, the first words first."""
    for word in words:
        for layer in layers:
            if re.search(word, f"{layer.name()} {Path(layer.source().split('|')[0]).stem}", re.IGNORECASE):
                return layer
    return None


def line_layers() -> list[QgsVectorLayer]:
    """Return the line layers of the project, without the routes found."""
    return [
        layer
        for layer in QgsProject.instance().mapLayers().values()
        if isinstance(layer, QgsVectorLayer)
        and QgsWkbTypes.geometryType(layer.wkbType()) == GeometryType.LineGeometry
        and not layer.customProperty(ROUTES_PROPERTY)
    ]


class CoolRouteForm(QWidget):
    """Layers, start and end, day and hour, what to avoid, the weather, and the advanced choices.

    Signals
    -------
    changed
        Anything that an answer depends on was changed.
    """

    changed = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        # Layer that the user chose in a box, empty for none: nothing is proposed there while it is in the project.
        self._chosen: dict[QgsMapLayerComboBox, str] = {}
        self._proposed_day: Optional[QDate] = None
        layout = QVBoxLayout(self)
        layout.addLayout(self._make_layers())
        layout.addLayout(self._make_journey())
        layout.addLayout(self._make_cost())
        self.weather = WeatherOptions()
        self.advanced = AdvancedOptions()
        layout.addWidget(self.weather)
        layout.addWidget(self.advanced)
        layout.addStretch(1)
        self.show_defaults()
        self._connect()
        self._set_tab_order()

    # -- what it is made of -----------------------------------------------------------------------

    def _make_layers(self) -> QVBoxLayout:
        column = QVBoxLayout()
        self.lines = layer_box(QgsMapLayerProxyModel.Filter.LineLayer)
        self.surface = layer_box(QgsMapLayerProxyModel.Filter.RasterLayer, optional=True)
        self.canopy = layer_box(QgsMapLayerProxyModel.Filter.RasterLayer, optional=True)
        for label, box, tooltip in (
            (
                tr("&Streets or walking network"),
                self.lines,
                tr("Any line layer; a network that carries its shade already answers at once."),
            ),
            (
                tr("S&urface model (buildings and terrain)"),
                self.surface,
                tr("Raster of heights with buildings, without trees (m); it casts the shadows."),
            ),
            (
                tr("&Tree canopy height (optional)"),
                self.canopy,
                tr("Raster of the height of trees above the ground (m), 0 where there is none."),
            ),
        ):
            column.addWidget(describe(label, box, tooltip))
            column.addWidget(box)
        self.shade_note = QLabel()
        self.shade_note.setWordWrap(True)
        self.shade_note.hide()
        column.addWidget(self.shade_note)
        return column

    def _make_journey(self) -> QGridLayout:
        """Lay out from where, to where and when."""
        grid = QGridLayout()
        self.start = PointField(tr("Start"), tr("Pick the start on the map"), QIcon(str(ICONS / "route_start.svg")))
        self.end = PointField(tr("End"), tr("Pick the end on the map"), QIcon(str(ICONS / "route_end.svg")))
        self.swap_button = QToolButton()
        self.swap_button.setIcon(QIcon(str(ICONS / "swap.svg")))
        self.swap_button.setToolTip(tr("Swap start and end"))
        self.swap_button.setAccessibleName(tr("Swap start and end"))
        self.swap_button.clicked.connect(self.swap)
        self._make_moment()
        for row, (text, box) in enumerate(
            ((tr("St&art"), self.start.edit), (tr("&End"), self.end.edit), (tr("&Leave"), self.day))
        ):
            label = QLabel(text)
            label.setBuddy(box)
            grid.addWidget(label, row, 0)
        grid.addWidget(self.start, 0, 1, 1, 2)
        grid.addWidget(self.end, 1, 1, 1, 2)
        grid.addWidget(self.swap_button, 0, 3, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.day, 2, 1)
        grid.addWidget(self.hour, 2, 2, 1, 2)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 1)
        return grid

    def _make_moment(self) -> None:
        self.day = QDateEdit()
        self.day.setCalendarPopup(True)
        self.day.setToolTip(tr("Day of departure"))
        self.day.setAccessibleName(tr("Day of departure"))
        self.hour = QTimeEdit()
        self.hour.setDisplayFormat("HH:mm")
        self.hour.setToolTip(tr("Hour of departure"))
        self.hour.setAccessibleName(tr("Hour of departure"))
        # Their own minimum follows the longest month name and would widen the whole panel.
        metrics = self.fontMetrics()
        self.day.setMinimumWidth(metrics.horizontalAdvance("00/00/0000") + 3 * metrics.height())
        self.hour.setMinimumWidth(metrics.horizontalAdvance("00:00") + 2 * metrics.height())

    def _make_cost(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.cost = QComboBox()
        narrow(self.cost)
        for value, text in (
            (SUN, tr("The sun")),
            (COMFORT, tr("Felt heat (UTCI)")),
            (DOSE, tr("Heat dose")),
        ):
            self.cost.addItem(text, value)
        tooltip = tr(
            "The sun: metres walked in the sun. Felt heat: metres, each counted longer the hotter it feels. Heat dose: "
            "degrees felt above 26 °C, times the minutes one feels them."
        )
        row.addWidget(describe(tr("A&void"), self.cost, tooltip))
        row.addWidget(self.cost, 1)
        return row

    def _connect(self) -> None:
        for box in self._layer_boxes():
            box.layerChanged.connect(self._changed)
            box.activated.connect(lambda _index, chosen=box: self._choose(chosen))
        self.lines.layerChanged.connect(self._show_lines)
        for point in (self.start, self.end):
            point.pointChanged.connect(self._changed)
        self.day.dateChanged.connect(self._changed)
        self.hour.timeChanged.connect(self._changed)
        self.cost.currentIndexChanged.connect(self._show_cost)
        self.weather.changed.connect(self._changed)
        self.advanced.changed.connect(self._changed)

    def _set_tab_order(self) -> None:
        order = [self.lines, self.surface, self.canopy]
        order += [self.start.edit, self.start.pick_button, self.end.edit, self.end.pick_button]
        order += [self.swap_button, self.day, self.hour, self.cost]
        weather, advanced = self.weather, self.advanced
        order += [weather.group, weather.temperature, weather.humidity, weather.wind, weather.warming]
        order += [advanced.group, advanced.speed, advanced.detour, advanced.alpha]
        order += [advanced.sidewalks, advanced.accessible, advanced.zone, advanced.terrain]
        for before, after in zip(order, order[1:]):
            QWidget.setTabOrder(before, after)

    def _layer_boxes(self) -> tuple[QgsMapLayerComboBox, ...]:
        return self.lines, self.surface, self.canopy, self.advanced.terrain

    def _changed(self, *_) -> None:
        self.changed.emit()

    def _choose(self, box: QgsMapLayerComboBox) -> None:
        self._chosen[box] = box.currentLayer().id() if box.currentLayer() is not None else ""

    # -- what it shows ----------------------------------------------------------------------------

    def show_defaults(self) -> None:
        """Propose the sun on the day of the solstice at 15:00, and the user's settings."""
        self._chosen.clear()
        self._propose_moment(next_solstice(QDate.currentDate()), DEFAULT_TIME_ZONE)
        self.hour.setTime(QTime(DEFAULT_HOUR, 0))
        self.cost.setCurrentIndex(0)
        self.weather.show_defaults()
        self.advanced.show_defaults()
        self._show_cost()

    def _propose_moment(self, day: QDate, time_zone: str) -> None:
        self._proposed_day = day
        self.day.setDate(day)
        self.advanced.zone.setCurrentText(time_zone)

    def show_settings(self) -> None:
        """Propose the user's settings."""
        self.advanced.show_settings()

    def _show_cost(self, *_) -> None:
        """Enable what counts for what is avoided."""
        sun = self.cost.currentData() == SUN
        self.weather.set_needed(not sun)
        self.advanced.alpha.setEnabled(sun)
        self._changed()

    def propose_layers(self) -> None:
        """Choose the likely layers of the project where the user has not chosen."""
        routes = [
            layer for layer in QgsProject.instance().mapLayers().values() if layer.customProperty(ROUTES_PROPERTY)
        ]
        self.lines.setExceptedLayerList(routes)
        rasters = [layer for layer in QgsProject.instance().mapLayers().values() if isinstance(layer, QgsRasterLayer)]
        lines = line_layers()
        shaded = [layer for layer in lines if layer.fields().lookupField(PROFILE_FIELD) >= 0]
        self._propose(self.lines, shaded[0] if shaded else likely_layer(lines, LINE_WORDS))
        canopy = likely_layer(rasters, CANOPY_WORDS)
        terrain = likely_layer([layer for layer in rasters if layer is not canopy], TERRAIN_WORDS)
        rest = [layer for layer in rasters if layer is not canopy and layer is not terrain]
        self._propose(self.canopy, canopy)
        self._propose(self.advanced.terrain, terrain)
        # A single raster that looks like nothing else is the surface model.
        self._propose(self.surface, likely_layer(rest, SURFACE_WORDS) or (rest[0] if len(rest) == 1 else None))

    def _propose(self, box: QgsMapLayerComboBox, layer: Optional[QgsMapLayer]) -> None:
        chosen = self._chosen.get(box)
        if chosen == "" or (chosen is not None and QgsProject.instance().mapLayer(chosen) is not None):
            return
        self._chosen.pop(box, None)
        if layer is not None or box is not self.lines:
            box.setLayer(layer)

    def chosen(self, box: QgsMapLayerComboBox) -> Optional[str]:
        """Return the layer that the user chose in a box, empty for none; None where nothing was chosen."""
        return self._chosen.get(box)

    def set_layer(self, box: QgsMapLayerComboBox, layer_id: str) -> None:
        """Choose a layer for the user, none for an empty identifier; one that is gone is passed over."""
        layer = QgsProject.instance().mapLayer(layer_id) if layer_id else None
        if layer is None and (layer_id or not box.allowEmptyLayer()):
            return
        box.setLayer(layer)
        self._choose(box)

    def swap(self) -> None:
        """Walk the other way."""
        start, end = self.start.point(), self.end.point()
        self.start.set_point(end)
        self.end.set_point(start)

    def _show_lines(self, *_) -> None:
        """Tell what the chosen lines carry already, and what they allow."""
        layer = self.lines.currentLayer()
        self.advanced.show_sidewalks(layer if isinstance(layer, QgsVectorLayer) else None)
        self._show_shade_note(layer)

    def _show_shade_note(self, layer: Optional[QgsMapLayer]) -> None:
        days = shade_days(layer) if isinstance(layer, QgsVectorLayer) else None
        day = QDate.fromString(days[0], Qt.DateFormat.ISODate) if days is not None else QDate()
        self.shade_note.setVisible(day.isValid())
        if not day.isValid():
            return
        self.shade_note.setText(
            tr("This network carries the shade of {day}; that day answers at once.").format(day=self.day_text(day))
        )
        if self.day.date() == self._proposed_day:  # the user has not chosen another one
            self._propose_moment(day, days[1])

    def day_text(self, day: QDate) -> str:
        """Write a day as the form does."""
        return QLocale().toString(day, self.day.displayFormat())

    # -- what it gives ----------------------------------------------------------------------------

    def problem(self) -> Optional[tuple[str, QWidget]]:
        """Return what is missing, as a sentence, and where to put it; None when all is there."""
        if not isinstance(self.lines.currentLayer(), QgsVectorLayer):
            return tr("Choose a layer of streets, or a walking network."), self.lines
        for field, missing, unread in (
            (
                self.start,
                tr("Pick the start on the map, or type its coordinates."),
                tr("The start cannot be read; type it like 352100, 6789300."),
            ),
            (
                self.end,
                tr("Pick the end on the map, or type its coordinates."),
                tr("The end cannot be read; type it like 352100, 6789300."),
            ),
        ):
            if field.point() is None:
                return (unread if field.edit.text().strip() else missing), field.edit
        if self.surface.currentLayer() is None and not carries_shade(self.request()):
            days = shade_days(self.lines.currentLayer())
            if days is None:
                return tr("Choose a surface model: it casts the shadows."), self.surface
            return (
                tr("This network carries the shade of {day} only; choose that day, or a surface model.").format(
                    day=self.day_text(QDate.fromString(days[0], Qt.DateFormat.ISODate))
                ),
                self.surface,
            )
        return None

    def request(self) -> RouteRequest:
        """Return what the user asks for; valid once :meth:`problem` finds nothing."""
        return RouteRequest(
            lines=self.lines.currentLayer(),
            surface=self.surface.currentLayer(),
            canopy=self.canopy.currentLayer(),
            terrain=self.advanced.terrain.currentLayer(),
            start=parameter_text(self.start.point()),
            end=parameter_text(self.end.point()),
            moment=QDateTime(self.day.date(), self.hour.time()),
            time_zone=self.advanced.zone.currentText().strip(),
            speed_m_s=self.advanced.speed.value(),
            alpha=self.advanced.alpha.value(),
            max_detour_pct=self.advanced.detour.value(),
            cost=self.cost.currentData(),
            weather=Weather(
                self.weather.temperature.value(),
                self.weather.humidity.value(),
                self.weather.wind.value(),
                self.weather.warming_c(),
            ),
            two_sidewalks=self.advanced.two_sidewalks(),
            accessible=self.advanced.accessible.isChecked(),
        )
