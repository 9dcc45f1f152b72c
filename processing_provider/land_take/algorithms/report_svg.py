"""A sheet to draw charts on as SVG text, for pages without scripts."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from ...heat.island.pictures import nice_ticks
from ...translation import number_text

INK, GRID_INK, FAINT = "#1f2a2e", "#d5dde0", "#5b6470"
FONT_SIZE = 12
CHARACTER = 6.6  # mean width of one at that size [px]


class Sheet:
    """Marks on a white sheet.

    Parameters
    ----------
    width, height : float
        [px]
    title : str
        What the chart shows, for those who hear it.
    """

    def __init__(self, width: float, height: float, title: str) -> None:
        self.width, self.height = width, height
        self._title = title
        self._marks: list[str] = []

    def rect(
        self, x: float, y: float, width: float, height: float, colour: str, title: str = "", more: str = ""
    ) -> None:
        """Draw a bar; one of no length is left out."""
        if width <= 0.0 or height <= 0.0:
            return
        place = f"x='{x:.1f}' y='{y:.1f}' width='{width:.1f}' height='{height:.1f}'"
        self._marks.append(f"<rect {place} fill='{colour}'{more}>{_tip(title)}</rect>")

    def line(
        self, x1: float, y1: float, x2: float, y2: float, colour: str = INK, width: float = 1.0, dashes: str = ""
    ) -> None:
        """Draw a straight line."""
        more = f" stroke-dasharray='{dashes}'" if dashes else ""
        place = f"x1='{x1:.1f}' y1='{y1:.1f}' x2='{x2:.1f}' y2='{y2:.1f}'"
        self._marks.append(f"<line {place} stroke='{colour}' stroke-width='{width}'{more}/>")

    def polyline(
        self, points: Iterable[tuple[float, float]], colour: str, width: float = 2.0, dashes: str = ""
    ) -> None:
        """Draw a line through points."""
        more = f" stroke-dasharray='{dashes}'" if dashes else ""
        self._marks.append(
            f"<polyline points='{_places(points)}' fill='none' stroke='{colour}' stroke-width='{width}'{more}/>"
        )

    def polygon(self, points: Iterable[tuple[float, float]], colour: str, opacity: float = 1.0) -> None:
        """Fill the inside of points."""
        self._marks.append(f"<polygon points='{_places(points)}' fill='{colour}' fill-opacity='{opacity}'/>")

    def dot(self, x: float, y: float, colour: str, radius: float = 3.5, title: str = "") -> None:
        """Draw a dot."""
        self._marks.append(f"<circle cx='{x:.1f}' cy='{y:.1f}' r='{radius}' fill='{colour}'>{_tip(title)}</circle>")

    def text(self, x: float, y: float, text: str, anchor: str = "start", colour: str = INK, more: str = "") -> None:
        """Write."""
        self._marks.append(
            f"<text x='{x:.1f}' y='{y:.1f}' text-anchor='{anchor}' fill='{colour}'{more}>{html.escape(text)}</text>"
        )

    def turned(self, x: float, y: float, text: str) -> None:
        """Write upwards."""
        self.text(x, y, text, "middle", INK, f" transform='rotate(-90 {x:.1f} {y:.1f})'")

    def add(self, mark: str) -> None:
        """Add a mark that is SVG already."""
        self._marks.append(mark)

    def legend(self, x: float, y: float, items: Sequence[tuple[str, str]], width: float) -> float:
        """Write colours and what they mean on lines of at most a width; return where the next thing may begin."""
        place = x
        for colour, label in items:
            needed = 20 + CHARACTER * len(label) + 14
            if place > x and place + needed > x + width:
                place, y = x, y + 18
            self.rect(place, y - 9, 12, 10, colour)
            self.text(place + 17, y, label)
            place += needed
        return y + 18

    def svg(self) -> str:
        """Return the sheet."""
        size = f"width='{self.width:.0f}' height='{self.height:.0f}'"
        return (
            f"<svg {size} viewBox='0 0 {self.width:.0f} {self.height:.0f}' role='img' "
            f"aria-label='{html.escape(self._title, quote=True)}' font-family='sans-serif' font-size='{FONT_SIZE}'>"
            f"<rect {size} fill='#ffffff'/>{''.join(self._marks)}</svg>"
        )


class Scale:
    """Values to pixels along one side of a chart."""

    def __init__(self, low: float, high: float, first: float, last: float) -> None:
        self.low, self.high = low, high if high > low else low + max(1.0, abs(low)) * 1e-3
        self._first, self._last = first, last

    def __call__(self, value: float) -> float:
        """Return the pixel of a value."""
        return self._first + (value - self.low) / (self.high - self.low) * (self._last - self._first)

    def ticks(self) -> list[tuple[float, str]]:
        """Return round values with their text."""
        return [(value, number_text(value, decimals)) for value, decimals in nice_ticks(self.low, self.high)]


def shortened(text: str, characters: int) -> str:
    """Return a text of at most so many characters."""
    return text if len(text) <= characters else text[: characters - 1].rstrip() + "…"


def _tip(title: str) -> str:
    return f"<title>{html.escape(title)}</title>" if title else ""


def _places(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
