"""The card of one zone: score, parts, stock and flux, and what to be careful with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel, QVBoxLayout, QWidget

from ....processing_provider.translation import tr
from . import quality, records, texts
from .bar_groups import Bar, BarGroup, BarGroups
from .facts_grid import Fact, FactsGrid
from .parts import parts, percent_of, scope_sentence
from .records import ZoneRecord
from .score_gauge import ScoreGauge


class ZoneCard(QWidget):
    """Everything the algorithms say of a zone."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.zone: Optional[ZoneRecord] = None
        self._weights: tuple[float, ...] = ()
        self.title = self._label(bold=True)
        self.gauge = ScoreGauge()
        self.notes = self._label()
        self.components = BarGroups(tr("State and change"))
        self.bars = BarGroups(tr("Parts of the state"))
        self.facts = FactsGrid(tr("Stock and flux"))
        self.scope = self._label(italic=True)
        self.scope.setText(scope_sentence())
        column = QVBoxLayout(self)
        for widget in (self.title, self.gauge, self.notes, self.components, self.bars, self.facts, self.scope):
            column.addWidget(widget)
        column.addStretch(1)

    @staticmethod
    def _label(*, bold: bool = False, italic: bool = False) -> QLabel:
        label = QLabel()
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        font = label.font()
        font.setBold(bold)
        font.setItalic(italic)
        label.setFont(font)
        return label

    def set_weights(self, weights: Sequence[float]) -> None:
        """Tell the weights of the parts, in their order, their sum 1; empty where they are not known."""
        self._weights = tuple(weights)

    def show_zone(self, zone: ZoneRecord) -> None:
        """Show another zone."""
        self.zone = zone
        self.title.setText(zone.name)
        self.gauge.show_score(
            zone.number(records.SCORE), zone.grade, zone.number(records.LOW), zone.number(records.HIGH)
        )
        lines = quality.notes(zone)
        self.notes.setText("\n".join(f"⚠ {line}" for line in lines))
        self.notes.setVisible(bool(lines))
        self.components.show_groups(self._components(zone))
        self.bars.show_groups(self._parts(zone))
        self.facts.show_facts(*self._facts(zone))

    @staticmethod
    def _components(zone: ZoneRecord) -> list[BarGroup]:
        groups = [
            BarGroup(
                tr("State of the ground"),
                (Bar(zone.number(records.STATE)),),
                tooltip=tr("The four parts below, by their weights; 100 is best."),
            )
        ]
        for field, title, tooltip in (
            (
                records.CHANGE,
                tr("Change between the dates"),
                tr("50: as much given back as taken. 0: taken at the reference pace. 100: given back at that pace."),
            ),
            (
                records.EFFICIENCY,
                tr("Land for each household"),
                tr("100: nothing taken; 0: as much for each household that came as the worst tenth of the zones."),
            ),
        ):
            if texts.known(zone.number(field)):
                groups.append(BarGroup(title, (Bar(zone.number(field)),), tooltip=tooltip))
        return groups

    def _parts(self, zone: ZoneRecord) -> list[BarGroup]:
        groups = []
        for place, part in enumerate(parts()):
            note = ""
            if place < len(self._weights):
                note = tr("weight {share}").format(share=texts.percent(percent_of(self._weights[place]), 0))
            groups.append(BarGroup(part.title, (Bar(percent_of(zone.number(part.field))),), note, part.tooltip))
        return groups

    @staticmethod
    def _facts(zone: ZoneRecord) -> tuple[tuple[str, str], list[Fact]]:
        def area(field: str, *, change: bool = False) -> str:
            return texts.hectares(zone.number(field), change=change)

        unknown = texts.UNKNOWN
        facts = [
            Fact(
                tr("Artificial land"),
                (area(records.STOCK), area("stock_brut_m2")),
                tr("At the last date."),
                strong=True,
            ),
            Fact(tr("of the zone"), (texts.percent(zone.number(records.STOCK_SHARE)), unknown)),
        ]
        if texts.known(zone.number(records.NET)):
            facts += [
                Fact(tr("At the first date"), (area("stock1_m2"), unknown)),
                Fact(tr("Taken"), (area("flux_art", change=True), unknown), tr("Became artificial.")),
                Fact(tr("Given back"), (texts.hectares(_less(zone, "flux_desart"), change=True), unknown)),
                Fact(
                    tr("Net"),
                    (area(records.NET, change=True), area("flux_brut_net", change=True)),
                    tr("Taken less given back, between the dates."),
                    strong=True,
                ),
                Fact(tr("Net a year"), (texts.percent(zone.number(records.RATE), 2, change=True), unknown)),
                Fact(
                    tr("Jumps of a threshold"),
                    (area("saut_m2"), ""),
                    tr("Land whose flag changed only because its patch crossed a threshold of area."),
                ),
                Fact(tr("Noise of boundaries"), (area("bruit_m2"), ""), tr("Left out of the flux.")),
            ]
        rank, first, last = (zone.number(name) for name in ("rang", "rang_p5", "rang_p95"))
        if texts.known(rank):
            span = texts.interval(first, last)
            facts.append(
                Fact(
                    tr("Rank of the score"),
                    (texts.plain(rank), tr("({interval})").format(interval=span) if span else ""),
                    tr("Among these zones, 1 is best; in brackets the ranks that other weights give (5 to 95 %)."),
                )
            )
        facts.append(
            Fact(
                tr("Sealed ground"),
                ("", area("imper_m2")),
                tr("Buildings and coated ground; there is no threshold for it."),
            )
        )
        return (tr("After thresholds"), tr("By the matrix alone")), facts


def _less(zone: ZoneRecord, field: str) -> Optional[float]:
    value = zone.number(field)
    return -value if value is not None else None
