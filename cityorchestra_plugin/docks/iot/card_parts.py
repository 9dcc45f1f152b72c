"""The parts of the card of a device: its values, its chart, how it is heard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Optional

import numpy as np
from qgis.gui import QgsCollapsibleGroupBox
from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QSize, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from ....processing_provider.translation import number_text, tr
from .. import background
from ..background import BackgroundWork
from ..chip import Chip
from ..flow_layout import FlowLayout
from . import texts
from .facts import Value
from .fleet import Device
from .series_chart import Series, SeriesChart
from .series_reading import read_series

MOST_VALUE_ROWS = 8  # rows of the table of values that are shown without scrolling
GOOD_MARGIN, FAIR_MARGIN = 10.0, 5.0  # [dB], as in processing_provider/iot/health/radio.py
METRIC_CHARACTERS = 14  # of the name of a metric that are shown in the choice
FindOpener = Callable[[], Optional[Callable[[], Any]]]
SKEW_S = 5.0  # difference of a device's clock that is worth a word [s]


class ValueModel(QAbstractTableModel):
    """The latest values of one device; rows are only added and changed while it stays the same device."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self._uid = ""
        self._names: list[str] = []
        self._values: dict[str, Value] = {}

    def show_device(self, device: Optional[Device]) -> None:
        """Show a device, or what changed of it."""
        uid = device.facts.uid if device is not None else ""
        values = dict(device.values) if device is not None else {}
        if uid != self._uid:
            self.beginResetModel()
            self._uid, self._values = uid, values
            self._names = sorted(values, key=lambda name: (name != device.main, texts.metric_text(name).casefold()))
            self.endResetModel()
            return
        former, self._values = self._values, values
        new = [name for name in values if name not in former]
        if new:
            self.beginInsertRows(QModelIndex(), len(self._names), len(self._names) + len(new) - 1)
            self._names.extend(new)
            self.endInsertRows()
        for row, name in enumerate(self._names):
            if former.get(name) != values.get(name):
                self.dataChanged.emit(self.index(row, 1), self.index(row, 3), [Qt.ItemDataRole.DisplayRole])

    def refresh_ages(self) -> None:
        """Write the ages again."""
        if self._names:
            top, bottom = self.index(0, 2), self.index(len(self._names) - 1, 2)
            self.dataChanged.emit(top, bottom, [Qt.ItemDataRole.DisplayRole])

    def name_at(self, row: int) -> str:
        """Return the metric of a row, empty when there is none."""
        return self._names[row] if 0 <= row < len(self._names) else ""

    def row_of(self, name: str) -> int:
        """Return the row of a metric, -1 when there is none."""
        return self._names.index(name) if name in self._names else -1

    def rowCount(self, parent=QModelIndex()):  # noqa: B008 (signature of Qt; the index is never changed)
        return 0 if parent.isValid() else len(self._names)

    def columnCount(self, parent=QModelIndex()):  # noqa: B008
        return 0 if parent.isValid() else 4

    def headerData(self, section, orientation, role=Qt.ItemDataRole.DisplayRole):
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return (tr("Metric"), tr("Value"), tr("Measured"), tr("Quality"))[section]

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        name = self.name_at(index.row()) if index.isValid() else ""
        value = self._values.get(name)
        if value is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            age = max(0.0, (texts.now_ms() - value.time) / 1000.0)
            cells = (texts.metric_text(name), texts.value_text(name, value), texts.ago_text(age))
            return (*cells, texts.flag_text(value.flag))[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{name}\n{texts.value_text(name, value)}\n{texts.iso_text(value.time)}"
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 1:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None


class ValuesPart(QTreeView):
    """The table of the latest values.

    Signals
    -------
    metricChosen(str)
        The user wants the chart of a metric.
    """

    metricChosen = pyqtSignal(str)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.values = ValueModel(self)
        self.setModel(self.values)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setAlternatingRowColors(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Latest values"))
        header = self.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(2 * self.fontMetrics().averageCharWidth())
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2, 3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.activated.connect(lambda index: self.metricChosen.emit(self.values.name_at(index.row())))
        self.clicked.connect(lambda index: self.metricChosen.emit(self.values.name_at(index.row())))

    def show_device(self, device: Optional[Device]) -> None:
        """Show a device, or what changed of it."""
        rows = self.values.rowCount()
        self.values.show_device(device)
        checked = device is not None and any(texts.flag_text(value.flag) for value in device.values.values())
        self.setColumnHidden(3, not checked)
        if rows != self.values.rowCount():
            self.updateGeometry()

    def sizeHint(self):
        hint = super().sizeHint()
        rows = min(max(1, self.values.rowCount()), MOST_VALUE_ROWS)
        row = self.sizeHintForRow(0) if self.values.rowCount() else round(1.4 * self.fontMetrics().height())
        hint.setHeight(rows * row + self.header().sizeHint().height() + 2 * self.frameWidth())
        return hint

    def minimumSizeHint(self):
        return QSize(10 * self.fontMetrics().averageCharWidth(), self.sizeHint().height())


class ChartPart(QWidget):
    """Choice of the metric and of the span, and the chart.

    Parameters
    ----------
    open_reader : callable
        Gives what opens the store, None when there is none.
    """

    def __init__(
        self, open_reader: Callable[[], Optional[Callable[[], Any]]], parent: Optional[QWidget] = None
    ) -> None:
        super().__init__(parent)
        self._open_reader = open_reader
        self._work: Optional[BackgroundWork] = None
        self._device: Optional[Device] = None
        self._read: tuple = ()
        self.metric = QComboBox()
        self.metric.setAccessibleName(tr("Metric of the chart"))
        self.metric.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.metric.setMinimumContentsLength(METRIC_CHARACTERS)
        self.spans = QButtonGroup(self)
        self.spans.setExclusive(True)
        self.chart = SeriesChart()
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.hide()
        choices = QWidget()
        row = FlowLayout(choices, self.fontMetrics().averageCharWidth() // 2 + 1)
        row.addWidget(self.metric)
        for span, text in (("24h", tr("24 h")), ("7d", tr("7 d")), ("30d", tr("30 d"))):
            chip = Chip()
            chip.show_value(span, text, None, tr("Chart of the last {span}").format(span=text))
            chip.setChecked(span == "24h")
            self.spans.addButton(chip)
            row.addWidget(chip)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(choices)
        layout.addWidget(self.chart, 1)
        layout.addWidget(self.note)
        self.metric.currentIndexChanged.connect(lambda _row: self.read(again=False))
        self.spans.buttonClicked.connect(lambda _chip: self.read(again=False))

    @property
    def span(self) -> str:
        """The span chosen: "24h", "7d" or "30d"."""
        return self.spans.checkedButton().value

    def show_device(self, device: Optional[Device]) -> None:
        """Show a device, or what changed of it."""
        new = device is None or self._device is None or device.facts.uid != self._device.facts.uid
        self._device = device
        names = [name for name, value in device.values.items() if value.number is not None] if device else []
        names.sort(key=lambda name: (name != device.main, texts.metric_text(name).casefold()))
        if new or names != [self.metric.itemData(row) for row in range(self.metric.count())]:
            kept = "" if new else self.metric.currentData()
            self.metric.blockSignals(True)
            self.metric.clear()
            for name in names:
                self.metric.addItem(texts.metric_text(name), name)
            self.metric.setCurrentIndex(max(0, self.metric.findData(kept)))
            self.metric.blockSignals(False)
        self.read(again=False)

    def choose_metric(self, name: str) -> None:
        """Show the chart of a metric."""
        row = self.metric.findData(name)
        if row >= 0:
            self.metric.setCurrentIndex(row)

    def read(self, again: bool = True) -> None:
        """Read the series, unless it is on show and nothing new was measured."""
        device, name = self._device, self.metric.currentData()
        value = device.values.get(name) if device is not None and name else None
        wanted = (device.facts.uid, name, self.span, value.time) if value is not None else ()
        if (wanted == self._read and not again) or self._work is not None:
            return
        self._read = wanted
        opener = self._open_reader()
        if value is None or opener is None or not device.facts.number or not value.metric:
            self._show_points(device, name)
            return
        span, number, metric, unit = self.span, device.facts.number, value.metric, texts.unit_of(name, value.unit)
        self._work = background.run(
            tr("History of {name}").format(name=device.title),
            lambda _task: read_series(opener, number, metric, name, unit, span),
            done=self._done,
            failed=self._failed,
            cancelled=lambda: self._done(None),
        )

    def _show_points(self, device: Optional[Device], name: Optional[str]) -> None:
        """Draw what was heard since the panel listens: nothing else is kept without a store."""
        points = device.points if device is not None and name == device.main else []
        time = np.array([moment for moment, _ in points], dtype=np.int64)
        value = np.array([number for _, number in points], dtype=float)
        if len(time) < 2:
            self._show(Series(name or ""), tr("A chart needs a store: nothing is kept without a recorder."))
            return
        unit = texts.unit_of(name, device.values[name].unit)
        flag = np.full(len(time), 2, dtype=np.int16)
        series = Series(name, unit, time, value, value, value, flag, int(time[0]), int(time[-1]), len(time))
        self._show(series, tr("Since the panel listens; without a recorder nothing is kept."))

    def _done(self, series: Optional[Series]) -> None:
        self._work = None
        if series is None:
            return
        if self._device is None or series.metric != self.metric.currentData():
            self.read()
            return
        self._show(series, "" if len(series) else tr("Nothing was measured in this time."))
        self.read(again=False)  # something newer may have come meanwhile, or another span was chosen

    def _failed(self, sentence: str) -> None:
        self._work = None
        self._show(Series(self.metric.currentData() or ""), sentence)

    def _show(self, series: Series, note: str) -> None:
        self.chart.set_series(series)
        self.note.setText(note)
        self.note.setVisible(bool(note))

    def unload(self) -> None:
        """End what runs."""
        work, self._work = self._work, None
        if work is not None:
            work.stop()


class HealthPart(QWidget):
    """How a device is heard: loss, margin, battery and what is behind them."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, tuple[QLabel, QLabel]] = {}
        self._grid = QGridLayout(self)
        space = self.fontMetrics().averageCharWidth()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * space)
        self._grid.setVerticalSpacing(space // 2)
        self._grid.setColumnStretch(1, 1)

    def show_device(self, device: Optional[Device]) -> None:
        """Show how a device is heard."""
        facts = health_texts(device) if device is not None else {}
        for name, text in facts.items():
            if name not in self._rows:
                label, value = QLabel(), QLabel()
                value.setWordWrap(True)
                value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                row = self._grid.rowCount()
                self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
                self._grid.addWidget(value, row, 1)
                self._rows[name] = (label, value)
            label, value = self._rows[name]
            label.setText(name)
            if value.text() != text:
                value.setText(text)
        for name, widgets in self._rows.items():
            for widget in widgets:
                widget.setVisible(name in facts)

    def text(self, name: str) -> str:
        """Return what is said of something, empty when nothing is."""
        return self._rows[name][1].text() if name in self._rows and not self._rows[name][1].isHidden() else ""


def margin_text(margin: float) -> str:
    """Return a margin with what it means."""
    word = tr("good") if margin >= GOOD_MARGIN else tr("fair") if margin >= FAIR_MARGIN else tr("weak")
    return f"{texts.decibel_text(margin)} ({word})"


def health_texts(device: Device) -> dict[str, str]:
    """Return what is known of how a device is heard, by what it is called."""
    state, facts = device.state, device.facts
    signal = [
        texts.decibel_text(state.rssi, "dBm") if state.rssi is not None else "",
        tr("SNR {value}").format(value=texts.decibel_text(state.snr)) if state.snr is not None else "",
        f"SF{state.spreading_factor}" if state.spreading_factor else "",
    ]
    battery = texts.percent_text(device.battery) if device.battery is not None else ""
    if state.external_power:
        battery = tr("powered from outside")
    frames = texts.counted(state.received, tr("1 message"), tr("{count} messages")) if state.received else ""
    if state.duplicates:
        frames = tr("{messages}, {count} of them twice").format(messages=frames, count=number_text(state.duplicates))
    skew = ""
    if state.skew_ms is not None and abs(state.skew_ms) > SKEW_S * 1000:
        skew = tr("off by {age}").format(age=texts.age_text(abs(state.skew_ms) / 1000.0))
    pairs = (
        (tr("Last heard"), texts.moment_text(state.last_seen) if state.last_seen is not None else tr("never")),
        (tr("Expected every"), texts.age_text(facts.period_s) if facts.period_s else tr("not known yet")),
        (tr("Loss in 24 h"), texts.percent_text(state.loss_percent) if state.loss_percent is not None else ""),
        (tr("Margin"), margin_text(state.margin_db) if state.margin_db is not None else ""),
        (tr("Signal"), " · ".join(part for part in signal if part)),
        (tr("Gateways"), number_text(state.gateways) if state.gateways else ""),
        (tr("Battery"), battery),
        (tr("Clock"), skew),
        (tr("Received"), frames),
        (tr("Identifier"), facts.uid),
        (tr("Profile"), facts.profile),
    )
    return {name: text for name, text in pairs if text}


def section(title: str, name: str, widget: QWidget, *, collapsed: bool = False) -> QgsCollapsibleGroupBox:
    """Return a part of the card below a title that folds it."""
    box = QgsCollapsibleGroupBox(title)
    box.setObjectName(f"CityOrchestraEquipment{name}")
    box.setCollapsed(collapsed)
    layout = QVBoxLayout(box)
    space = box.fontMetrics().averageCharWidth()
    layout.setContentsMargins(space, space // 2, space, space)
    layout.addWidget(widget)
    for button in box.findChildren(QToolButton, options=Qt.FindChildOption.FindDirectChildrenOnly):
        button.setAccessibleName(tr("Fold or unfold: {title}").format(title=title))
    return box
