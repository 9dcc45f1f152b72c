"""Zones side by side: score and parts, bar by bar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.PyQt.QtWidgets import QLabel, QVBoxLayout, QWidget

from ....processing_provider.translation import tr
from . import records, texts
from .bar_groups import Bar, BarGroup, BarGroups
from .grades import COLOURS
from .parts import parts, percent_of, scope_sentence
from .records import ZoneRecord

MOST = 6  # zones that can be told apart in a panel


class ComparisonCard(QWidget):
    """Bars of two to six zones for the score, its components and the parts."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.title = QLabel()
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.title.setWordWrap(True)
        self.bars = BarGroups(tr("Zones compared"))
        self.scope = QLabel(scope_sentence())
        self.scope.setWordWrap(True)
        font = self.scope.font()
        font.setItalic(True)
        self.scope.setFont(font)
        column = QVBoxLayout(self)
        for widget in (self.title, self.bars, self.scope):
            column.addWidget(widget)
        column.addStretch(1)

    def show_zones(self, zones: Sequence[ZoneRecord]) -> None:
        """Compare zones; of many the first ones."""
        shown = list(zones)[:MOST]
        if len(zones) > MOST:
            self.title.setText(tr("The first {count} of {all} zones chosen").format(count=MOST, all=len(zones)))
        else:
            self.title.setText(tr("{count} zones side by side").format(count=len(shown)))
        groups = [
            BarGroup(
                tr("Score"),
                tuple(
                    Bar(zone.number(records.SCORE), zone.name, COLOURS.get(zone.grade), score_text(zone))
                    for zone in shown
                ),
            )
        ]
        for field, title in (
            (records.STATE, tr("State of the ground")),
            (records.CHANGE, tr("Change between the dates")),
        ):
            values = [zone.number(field) for zone in shown]
            if any(texts.known(value) for value in values):
                bars = tuple(Bar(value, zone.name) for zone, value in zip(shown, values))
                groups.append(BarGroup(title, bars))
        for part in parts():
            bars = tuple(Bar(percent_of(zone.number(part.field)), zone.name) for zone in shown)
            groups.append(BarGroup(part.title, bars, tooltip=part.tooltip))
        self.bars.show_groups(groups)


def score_text(zone: ZoneRecord) -> str:
    """Return class and score of a zone."""
    score = texts.plain(zone.number(records.SCORE))
    return f"{zone.grade} {score}".strip()
