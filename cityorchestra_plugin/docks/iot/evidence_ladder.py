"""The ladder of proofs of a command: which rungs it reached, when, and how it ended."""

from __future__ import annotations

from typing import NamedTuple, Optional

from qgis.PyQt.QtCore import QPointF, QRect, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QPainter, QPen, QPolygonF
from qgis.PyQt.QtWidgets import QSizePolicy, QWidget

from ....processing_provider.iot.commands.states import (
    ACKED,
    FAILURES,
    LADDER,
    QUEUED,
    SENT,
    TRANSMITTED,
    VERIFIED,
)
from ....processing_provider.iot.commands.templates import CommandTemplate
from ....processing_provider.iot.state_colours import LOST, OK
from ..palette import OUTLINE, SECONDARY, mixed, surface_of
from . import texts
from .command_facts import CommandFacts, command_state_text, moment_of
from .marks import state_colour

STEP_LINES = 1.5  # height of a rung


class Rung(NamedTuple):
    """A rung: its state, what it is called, when it was reached [ms since 1970], whether it is a failure."""

    state: str
    text: str
    moment: Optional[int]
    failed: bool = False


def rungs_of(command: CommandFacts, template: Optional[CommandTemplate]) -> list[Rung]:
    """Return the rungs of a command, up to the best proof that it can have, or to its failure."""
    wanted = [SENT, TRANSMITTED]
    if moment_of(command, QUEUED) is not None or command.state == QUEUED:
        wanted.insert(1, QUEUED)
    if template is None or template.confirmed:
        wanted.append(ACKED)
    if template is None or template.echo is not None:
        wanted.append(VERIFIED)
    top = LADDER.index(command.state) if command.state in LADDER else -1
    rungs = []
    for state in wanted:
        moment = moment_of(command, state)
        if moment is None and LADDER.index(state) <= top:
            above = LADDER[LADDER.index(state) :]
            moment = min((when for when, name, _ in command.history if name in above), default=command.changed)
        rungs.append(Rung(state, command_state_text(state), moment))
    if command.state in FAILURES:
        reached = [rung for rung in rungs if rung.moment is not None]
        rungs = [*reached, Rung(command.state, command_state_text(command.state), command.changed, True)]
    return rungs


class EvidenceLadder(QWidget):
    """Draws the rungs one below the other; a disc is reached, a ring is waited for, a cross is a failure."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.rungs: list[Rung] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVisible(False)

    def show_rungs(self, rungs: list[Rung]) -> None:
        """Show other rungs."""
        if rungs == self.rungs:
            return
        self.rungs = rungs
        self.setVisible(bool(rungs))
        said = [f"{rung.text} {texts.moment_text(rung.moment)}" for rung in rungs if rung.moment is not None]
        self.setAccessibleDescription(", ".join(said))
        self.updateGeometry()
        self.update()

    def sizeHint(self):
        line = self.fontMetrics().height()
        return QSize(20 * self.fontMetrics().averageCharWidth(), round(len(self.rungs) * STEP_LINES * line) + 2)

    def minimumSizeHint(self):
        return self.sizeHint()

    def paintEvent(self, _event):
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = self.fontMetrics()
        ground, ink = surface_of(self)
        second = mixed(ink, ground, SECONDARY)
        step, radius = STEP_LINES * metrics.height(), 0.3 * metrics.height()
        x = radius + 2
        painter.setPen(QPen(mixed(ink, ground, OUTLINE), 1.4))
        for place in range(1, len(self.rungs)):
            y = place * step
            painter.drawLine(QPointF(x, y - step / 2 + radius), QPointF(x, y + step / 2 - radius))
        for place, rung in enumerate(self.rungs):
            centre = QPointF(x, (place + 0.5) * step)
            self._paint_mark(painter, centre, radius, rung, ground, ink)
            left = round(x + radius) + metrics.averageCharWidth()
            time = texts.moment_text(rung.moment) if rung.moment is not None else ""
            line = QRect(left, round(place * step), self.width() - left, round(step))
            painter.setPen(second)
            painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, time)
            painter.setPen(ink if rung.moment is not None else second)
            room = line.width() - metrics.horizontalAdvance(time) - metrics.averageCharWidth()
            text = metrics.elidedText(rung.text[:1].upper() + rung.text[1:], Qt.TextElideMode.ElideRight, room)
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_mark(self, painter, centre: QPointF, radius: float, rung: Rung, ground, ink) -> None:
        if rung.failed:
            painter.setPen(QPen(state_colour(LOST, ground), 2.2))
            part = 0.75 * radius
            painter.drawLine(centre + QPointF(-part, -part), centre + QPointF(part, part))
            painter.drawLine(centre + QPointF(-part, part), centre + QPointF(part, -part))
            return
        colour = state_colour(OK, ground) if rung.moment is not None else mixed(ink, ground, OUTLINE)
        painter.setPen(QPen(colour, 1.6))
        painter.setBrush(colour if rung.moment is not None else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, radius - 1, radius - 1)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if rung.moment is not None:
            painter.setPen(QPen(ground, 1.6))
            box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
            tick = ((0.55, 1.0), (0.9, 1.35), (1.5, 0.65))
            painter.drawPolyline(QPolygonF([box.topLeft() + QPointF(a * radius, b * radius) for a, b in tick]))

    def changeEvent(self, event):
        super().changeEvent(event)
        if event.type() == event.Type.PaletteChange:
            self.update()
