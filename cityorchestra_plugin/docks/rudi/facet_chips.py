"""The filters: for every facet its values as chips with their counts; the filters in force, each to be taken away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget

from ....processing_provider.rudi.facets import FacetValue, facet_label
from ....processing_provider.rudi.licences import short_label
from ....processing_provider.translation import language, number_text, tr
from ..chip import Chip
from ..flow_layout import FlowLayout
from .dataset_model import access_text
from .facet_picker import FacetPicker

FACETS = ("theme", "producer", "format", "licence", "access", "year", "keyword")
FIRST_VALUES = 6  # values of a facet before "More…"

Chosen = Mapping[str, Sequence[str]]


def facet_title(facet: str) -> str:
    """Return the name of a facet."""
    return {
        "theme": tr("Theme"),
        "producer": tr("Producer"),
        "format": tr("Format"),
        "licence": tr("Licence"),
        "access": tr("Access"),
        "year": tr("Year of update"),
        "keyword": tr("Keyword"),
    }[facet]


def value_text(facet: str, value: str) -> str:
    """Return how a value of a facet is shown."""
    if facet == "access":
        return access_text(value)
    if facet == "licence" and value == "unknown":
        return tr("Unknown")
    if facet == "licence":
        return short_label(value, language()) or value
    return facet_label(facet, value, language())


def count_text(facet: str, value: str, count: int) -> str:
    """Return a value and its count as a sentence."""
    return tr("{facet}: {value}, {count} datasets").format(
        facet=facet_title(facet), value=value_text(facet, value), count=number_text(count)
    )


class FacetGroup(QWidget):
    """One facet: its name and its chips.

    Signals
    -------
    toggled(str, bool)
        A value was ticked or unticked.
    """

    toggled = pyqtSignal(str, bool)

    def __init__(self, facet: str, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.facet = facet
        self._values: list[FacetValue] = []
        self._chosen: tuple[str, ...] = ()
        self._chips: list[Chip] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(max(2, self.fontMetrics().height() // 5))
        self.title = QLabel(facet_title(facet))
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.values = QWidget()
        self.flow = FlowLayout(self.values, self.fontMetrics().averageCharWidth() // 2 + 1)
        self.more_button = QToolButton()
        self.more_button.setAutoRaise(True)
        self.more_button.clicked.connect(self.show_all)
        self.flow.addWidget(self.more_button)
        layout.addWidget(self.title)
        layout.addWidget(self.values)

    def set_values(self, values: Sequence[FacetValue], chosen: Sequence[str]) -> None:
        """Show values with their counts; those that are chosen stay on show even when they leave nothing."""
        known = {pair.value for pair in values}
        self._values = [*values, *(FacetValue(value, 0) for value in chosen if value not in known)]
        self._chosen = tuple(chosen)
        first = self._values[:FIRST_VALUES]
        shown = first + [pair for pair in self._values[FIRST_VALUES:] if pair.value in self._chosen]
        while len(self._chips) < len(shown):
            chip = Chip(parent=self.values)
            chip.clicked.connect(partial(self._clicked, chip))
            self.flow.insert_widget(len(self._chips), chip)
            self._chips.append(chip)
        for chip, pair in zip(self._chips, shown):
            chip.setChecked(pair.value in self._chosen)
            text = value_text(self.facet, pair.value)
            chip.show_value(pair.value, text, pair.count, count_text(self.facet, pair.value, pair.count))
        for place, chip in enumerate(self._chips):
            chip.setVisible(place < len(shown))
        rest = len(self._values) - len(shown)
        self.more_button.setVisible(rest > 0)
        self.more_button.setText(tr("More… ({count})").format(count=number_text(rest)))
        self.more_button.setAccessibleName(tr("All values of {facet}").format(facet=facet_title(self.facet)))
        self.setVisible(bool(self._values))

    def chips(self) -> list[Chip]:
        """Return the chips on show."""
        return [chip for chip in self._chips if not chip.isHidden()]

    def _clicked(self, chip: Chip, _checked: bool = False) -> None:
        self.toggled.emit(chip.value, chip.isChecked())

    def show_all(self) -> FacetPicker:
        """Open the list of all values, with a field to search in it."""
        picker = FacetPicker(self.facet, facet_title(self.facet), self._values, self._chosen, value_text, self)
        picker.toggled.connect(self.toggled)
        picker.show_below(self.more_button)
        return picker


class FacetPanel(QWidget):
    """All facets, one below the other.

    Signals
    -------
    toggled(str, str, bool)
        Facet, value, whether it is chosen now.
    """

    toggled = pyqtSignal(str, str, bool)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        space = self.fontMetrics().averageCharWidth()
        layout.setContentsMargins(space, space // 2, space, space)
        layout.setSpacing(space)
        self.groups = {facet: FacetGroup(facet) for facet in FACETS}
        for facet, group in self.groups.items():
            group.toggled.connect(partial(self.toggled.emit, facet))
            layout.addWidget(group)
        layout.addStretch(1)

    def set_facets(self, facets: Mapping[str, Sequence[FacetValue]], chosen: Chosen) -> None:
        """Show the counts of a search and what is chosen."""
        for facet, group in self.groups.items():
            group.set_values(facets.get(facet, ()), chosen.get(facet, ()))


class ActiveFilters(QWidget):
    """The filters in force, as chips; a click takes one away.

    Signals
    -------
    removed(str, str)
        Facet and value.
    cleared
        All of them.
    """

    removed = pyqtSignal(str, str)
    cleared = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._chips: list[tuple[str, Chip]] = []
        space = self.fontMetrics().averageCharWidth()
        self.flow = FlowLayout(self, space // 2 + 1)
        self.flow.setContentsMargins(space, space // 2, space, space // 2)
        self.clear_button = QToolButton()
        self.clear_button.setAutoRaise(True)
        self.clear_button.setText(tr("Clear all"))
        self.clear_button.setToolTip(tr("Take all filters away"))
        self.clear_button.clicked.connect(self.cleared)
        self.flow.addWidget(self.clear_button)
        self.hide()

    def set_chosen(self, chosen: Chosen) -> None:
        """Show the filters in force; nothing is shown when there is none."""
        pairs = [(facet, value) for facet in FACETS for value in chosen.get(facet, ())]
        if [(facet, chip.value) for facet, chip in self._chips] != pairs:
            for _, chip in self._chips:
                self.flow.removeWidget(chip)
                chip.hide()
                chip.deleteLater()
            self._chips = [(facet, self._make_chip(place, facet, value)) for place, (facet, value) in enumerate(pairs)]
        self.clear_button.setVisible(len(pairs) > 1)
        self.setVisible(bool(pairs))

    def chips(self) -> list[Chip]:
        """Return the chips, in the order of the facets."""
        return [chip for _, chip in self._chips]

    def _make_chip(self, place: int, facet: str, value: str) -> Chip:
        chip = Chip(removable=True, parent=self)
        name = tr("Take away the filter {facet}: {value}").format(
            facet=facet_title(facet), value=value_text(facet, value)
        )
        chip.show_value(value, value_text(facet, value), None, name)
        # Queued: the chip must not be deleted while it handles its own click.
        chip.clicked.connect(lambda _checked=False: self.removed.emit(facet, value), Qt.ConnectionType.QueuedConnection)
        self.flow.insert_widget(place, chip)
        chip.show()
        return chip
