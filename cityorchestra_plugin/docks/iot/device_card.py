"""The card of the chosen device: its values, chart, how it is heard, and its commands."""

from __future__ import annotations

from typing import Any, Optional

from qgis.PyQt.QtCore import QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QPainter
from qgis.PyQt.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ....processing_provider.translation import tr
from ..palette import surface_of
from ..panel_frame import theme_icon
from . import texts
from .card_parts import ChartPart, FindOpener, HealthPart, ValuesPart, section
from .fleet import Device, Fleet
from .marks import paint_alarm, paint_state


class StateMark(QWidget):
    """The mark of a state, of the height of two lines, with the bell when there is an alarm."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._state, self._alarm = "never", 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_state(self, state: str, alarm: int) -> None:
        """Show another state."""
        if (state, alarm) != (self._state, self._alarm):
            self._state, self._alarm = state, alarm
            self.update()

    def sizeHint(self):
        side = round(1.6 * self.fontMetrics().height())
        return QSize(side, side)

    def paintEvent(self, _event):
        painter = QPainter(self)
        ground, _ = surface_of(self)
        side = min(self.width(), self.height())
        inset = 0.14 * side
        box = QRectF(inset, inset, side - 2 * inset, side - 2 * inset)
        if self._alarm:
            paint_alarm(painter, box, self._alarm, ground)
        else:
            paint_state(painter, box, self._state, ground)


class DeviceCard(QFrame):
    """Shows one device.

    Signals
    -------
    closed
        The user closed the card.
    zoomWanted(int)
        The user wants to see a device on the map: its slot.

    Parameters
    ----------
    open_reader : callable
        Gives what opens the store, None when there is none.
    commands : QWidget
        The part of the commands: it has ``show_device(device)``.
    """

    closed = pyqtSignal()
    zoomWanted = pyqtSignal(int)

    def __init__(self, open_reader: FindOpener, commands: Any, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.device: Optional[Device] = None
        self.mark = StateMark()
        self.title = self._label(bold=True)
        self.subtitle = self._label()
        self.values = ValuesPart()
        self.chart = ChartPart(open_reader)
        self.health = HealthPart()
        self.commands = commands
        self.command_section = section(tr("Commands"), "Commands", commands)
        self.health_section = section(tr("Signal and battery"), "Health", self.health)
        self.scroll = QScrollArea()
        self.scroll.setWidgetResizable(True)
        self.scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll.setAccessibleName(tr("The chosen device"))
        self.scroll.setWidget(self._body())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._head())
        layout.addWidget(self.scroll, 1)
        self.values.metricChosen.connect(self.chart.choose_metric)
        self.close_button.clicked.connect(self.closed)
        self.zoom_button.clicked.connect(lambda: self.zoomWanted.emit(self.device.slot))
        self.hide()

    def _label(self, *, bold: bool = False) -> QLabel:
        label = QLabel()
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if bold:
            font = label.font()
            font.setBold(True)
            label.setFont(font)
        return label

    def _head(self) -> QHBoxLayout:
        space = self.fontMetrics().averageCharWidth()
        self.zoom_button = self._button("/mActionZoomToLayer.svg", tr("Zoom to the device (Ctrl+J)"))
        self.close_button = self._button("/mIconClose.svg", tr("Close the card"))
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.title)
        names.addWidget(self.subtitle)
        row = QHBoxLayout()
        row.setContentsMargins(space, space, space, space // 2)
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(names, 1)
        for button in (self.zoom_button, self.close_button):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _button(self, icon: str, text: str) -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        button.setIcon(theme_icon(icon))
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _body(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        space = self.fontMetrics().averageCharWidth()
        column.setContentsMargins(space, 0, space, space)
        column.setSpacing(space)
        column.addWidget(self.values)
        column.addWidget(self.chart, 1)
        column.addWidget(self.command_section)
        column.addWidget(self.health_section)
        return body

    def show_device(self, device: Optional[Device], fleet: Fleet) -> None:
        """Show a device, or what changed of it; None hides the card."""
        new = device is not self.device
        self.device = device
        self.setVisible(device is not None)
        self.chart.show_device(device)
        self.commands.show_device(device)
        if device is None:
            return
        self.values.show_device(device)
        self.health.show_device(device)
        self.title.setText(device.title)
        self.zoom_button.setEnabled(device.facts.place is not None)
        self.refresh_age(fleet)
        if new:
            self.scroll.verticalScrollBar().setValue(0)

    def refresh_age(self, fleet: Fleet) -> None:
        """Write again what time changes."""
        device = self.device
        if device is None:
            return
        state = fleet.state_of(device.slot)
        self.mark.show_state(state, device.alarm)
        age = fleet.age_s(device.slot, texts.now_ms())
        parts = [device.facts.site, texts.state_text(state), texts.ago_text(age) if age is not None else ""]
        if device.alarm:
            parts.append(tr("in alarm"))
        text = " · ".join(part for part in parts if part)
        if text != self.subtitle.text():
            self.subtitle.setText(text)
        self.values.values.refresh_ages()

    def unload(self) -> None:
        """End what runs."""
        self.chart.unload()
        self.commands.unload()
