"""What a project changes: the parts of the state before and after, areas, and what thresholds did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from ....processing_provider.translation import tr
from ..cool_route_options import describe, narrow
from . import texts
from .bar_groups import Bar, BarGroup, BarGroups
from .facts_grid import Fact, FactsGrid
from .parts import parts, percent_of, simulation_sentence
from .requests import Simulated

# Scopes of the table of differences, in the order in which they are offered.
PROJECTS, ZONE, BASE, PROJECT = "projets", "zone", "base", "projet"
ORDER = (PROJECTS, ZONE, BASE, PROJECT)
BEFORE_COLOUR = "#8a9499"
CHANGED_M2, CHANGED_POINTS = 0.5, 5e-4  # below, a zone shows no difference


class ProjectResults(QWidget):
    """Before and after, for the ground of the project, a zone or the whole land cover.

    Signals
    -------
    scopeChosen(str)
        Scope and name of the row on show, separated by a colon.
    """

    scopeChosen = pyqtSignal(str)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._rows: list[dict[str, Any]] = []
        self.warning = QLabel()
        self.headline = QLabel()
        for label in (self.warning, self.headline):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        sentence = simulation_sentence()
        self.warning.setText(f"⚠ {sentence[:1].upper()}{sentence[1:]}.")
        font = self.warning.font()
        font.setItalic(True)
        self.warning.setFont(font)
        self.scope = QComboBox()
        narrow(self.scope)
        self.scope.currentIndexChanged.connect(self._show_row)
        self.bars = BarGroups(tr("Parts before and after"))
        self.facts = FactsGrid(tr("Differences"))
        grid = QGridLayout()
        tooltip = tr("The ground of the project alone, a zone, or the whole land cover: the smaller, the clearer.")
        grid.addWidget(describe(tr("Sho&wn for"), self.scope, tooltip), 0, 0)
        grid.addWidget(self.scope, 0, 1)
        grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.warning, self.headline):
            column.addWidget(widget)
        column.addLayout(grid)
        for widget in (self.bars, self.facts):
            column.addWidget(widget)

    def show_simulation(self, found: Simulated) -> None:
        """Show what a project changes; first for its own ground."""
        rows = [row for row in found.rows if row.get("portee") in ORDER and _is_shown(row)]
        self._rows = sorted(rows, key=lambda row: ORDER.index(row["portee"]))
        blocked = self.scope.blockSignals(True)
        self.scope.clear()
        for row in self._rows:
            self.scope.addItem(_row_title(row))
        self.scope.blockSignals(blocked)
        own = next((row for row in self._rows if row["portee"] == PROJECTS), {})
        self.headline.setText(headline(found.figures, own))
        self.scope.setCurrentIndex(0)
        self._show_row()

    def row(self) -> dict[str, Any]:
        """Return the row on show, empty for none."""
        place = self.scope.currentIndex()
        return self._rows[place] if 0 <= place < len(self._rows) else {}

    def _show_row(self, *_) -> None:
        row = self.row()
        if not row:
            return
        self.bars.show_groups(_bar_groups(row))
        self.facts.show_facts((tr("Before"), tr("After"), tr("Difference")), _facts(row))
        self.scopeChosen.emit(f"{row['portee']}:{row.get('id') or ''}")


def _is_shown(row: Mapping[str, Any]) -> bool:
    """Leave out the zones that a project does not change: a commune has many."""
    if row["portee"] != ZONE:
        return True
    changed = ((row.get("d_artif_m2"), CHANGED_M2), (row.get("d_e"), CHANGED_POINTS))
    return any(texts.known(value) and abs(value) >= least for value, least in changed)


def _row_title(row: Mapping[str, Any]) -> str:
    if row["portee"] == PROJECTS:
        return tr("Ground of the project")
    if row["portee"] == BASE:
        return tr("Whole land cover")
    name = str(row.get("id") or texts.UNKNOWN)
    return (
        tr("Zone {name}").format(name=name) if row["portee"] == ZONE else tr("Project {name} alone").format(name=name)
    )


def _bar_groups(row: Mapping[str, Any]) -> list[BarGroup]:
    def pair(first: Optional[float], second: Optional[float], decimals: int) -> tuple[Bar, Bar]:
        return (
            Bar(first, tr("Before"), BEFORE_COLOUR, texts.plain(first, decimals)),
            Bar(second, tr("After"), None, texts.plain(second, decimals)),
        )

    def change(first: Optional[float], second: Optional[float], decimals: int) -> str:
        both = texts.known(first) and texts.known(second)
        return texts.signed(second - first, decimals) if both else ""

    first, second = row.get("e1"), row.get("e2")
    # What a project does to a large ground shows in the decimals only.
    decimals = 1 if row["portee"] in (PROJECTS, PROJECT) else 3
    groups = [BarGroup(tr("State of the ground"), pair(first, second, decimals), change(first, second, decimals))]
    for part in parts():
        first, second = (percent_of(row.get(f"{part.field}{number}")) for number in (1, 2))
        note = change(first, second, decimals)
        groups.append(BarGroup(part.title, pair(first, second, decimals), note, part.tooltip))
    return groups


def _facts(row: Mapping[str, Any]) -> list[Fact]:
    def area(name: str, *, change: bool = False) -> str:
        return texts.area(row.get(name), change=change)

    def tonnes(name: str) -> str:
        value = row.get(name)
        return tr("{mass} t CO₂").format(mass=texts.plain(value)) if texts.known(value) else texts.UNKNOWN

    facts = [
        Fact(
            tr("Artificial land"),
            (area("artif1_m2"), area("artif2_m2"), area("d_artif_m2", change=True)),
            tr("After the thresholds of the decree."),
            strong=True,
        ),
        Fact(tr("Taken"), ("", area("flux_art"), ""), tr("Flux of the decree.")),
        Fact(
            tr("Given back"),
            ("", area("flux_desart"), ""),
            tr("Flux of the decree; land given back without evidence is not in it."),
        ),
        Fact(
            tr("Net by the matrix alone"),
            ("", texts.area(_difference(row, "flux_brut_art", "flux_brut_desart"), change=True), ""),
            tr("Taken less given back, without thresholds."),
        ),
    ]
    for name, title, tooltip in (
        ("sans_preuve_m2", tr("Without evidence"), tr("Given back, but nothing tells that the soil will work again.")),
        ("sous_seuil_m2", tr("Too small to count"), tr("Changed in patches below the threshold of the decree.")),
        ("saut_seuil", tr("Jumps of a threshold"), tr("Changed only because a patch crossed a threshold of area.")),
    ):
        if row.get(name):
            facts.append(Fact(title, ("", area(name), ""), tooltip))
    for name, title in (("co2_perte_t", tr("Carbon set free")), ("co2_gain_t", tr("Carbon taken up in 20 years"))):
        if row.get(name):
            facts.append(Fact(title, ("", tonnes(name), ""), tr("An order of magnitude: means of a whole region.")))
    return facts


def _difference(row: Mapping[str, Any], first: str, second: str) -> Optional[float]:
    values = row.get(first), row.get(second)
    return values[0] - values[1] if all(texts.known(value) for value in values) else None


def headline(figures: Mapping[str, Any], own: Mapping[str, Any]) -> str:
    """Say in a sentence or two what a project does, from the figures of the run and the row of its own ground."""
    sentences = [
        tr("Project of {area}: artificial land {change}.").format(
            area=texts.area(figures.get("PROJETS_M2")),
            change=texts.area(_difference(figures, "ARTIF2_M2", "ARTIF1_M2"), change=True),
        )
    ]
    if figures.get("SAUT_M2"):
        sentences.append(
            tr("Of it {area} only because a patch crosses a threshold.").format(area=texts.area(figures["SAUT_M2"]))
        )
    raw = own.get("flux_brut_art")
    if texts.known(raw) and raw >= CHANGED_M2 and not own.get("flux_art"):
        sentences.append(
            tr("The matrix alone would count {area}; it stays below the thresholds of the decree.").format(
                area=texts.area(raw)
            )
        )
    if (figures.get("HORS_BASE_M2") or 0.0) > 1.0:
        sentences.append(
            tr("{area} lie outside the land cover and count for nothing.").format(
                area=texts.area(figures["HORS_BASE_M2"])
            )
        )
    return " ".join(sentences)


def taken_by(found: Optional[Simulated]) -> Optional[float]:
    """Return how much land a project takes [m2], None where it takes none or nothing is known."""
    taken = found.figures.get("FLUX_ART_M2") if found is not None else None
    return taken if texts.known(taken) and taken > 0.0 else None
