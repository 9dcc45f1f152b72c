"""Pictures of a model as SVG text: a scatter of observed and predicted values, and a variogram."""

from __future__ import annotations

import html
import math

import numpy as np

from .variogram import Empirical, Variogram

WIDTH, HEIGHT = 460, 360
LEFT, RIGHT, TOP, BOTTOM = 62, 14, 14, 48
INK, GRID_INK, POINT, LINE = "#1f2a2e", "#d5dde0", "#2c7fb8", "#d95f0e"
TICKS = 6
CURVE_POINTS = 120
SMALLEST_DOT, LARGEST_DOT = 2.5, 7.0  # radius [px], by the number of pairs


class Axes:
    """A frame with ticks, which turns values into pixels."""

    def __init__(self, x: tuple[float, float], y: tuple[float, float], x_label: str, y_label: str) -> None:
        self._x, self._y = _widened(x), _widened(y)
        self._labels = (x_label, y_label)
        self._marks: list[str] = []

    def px(self, value: float) -> float:
        """Return the horizontal pixel of a value."""
        low, high = self._x
        return round(LEFT + (value - low) / (high - low) * (WIDTH - LEFT - RIGHT), 1)

    def py(self, value: float) -> float:
        """Return the vertical pixel of a value."""
        low, high = self._y
        return round(HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - TOP - BOTTOM), 1)

    def dot(self, x: float, y: float, radius: float = 3.5, title: str = "") -> None:
        """Draw a value, with a text shown under the mouse."""
        text = f"<title>{html.escape(title)}</title>" if title else ""
        place = f"cx='{self.px(x)}' cy='{self.py(y)}' r='{radius:.1f}'"
        self._marks.append(f"<circle {place} fill='{POINT}' fill-opacity='0.75'>{text}</circle>")

    def curve(self, x: np.ndarray, y: np.ndarray, dashed: bool = False) -> None:
        """Draw a line through values."""
        points = " ".join(f"{self.px(a)},{self.py(b)}" for a, b in zip(x, y))
        dashes = " stroke-dasharray='6 4'" if dashed else ""
        self._marks.append(f"<polyline points='{points}' fill='none' stroke='{LINE}' stroke-width='2'{dashes}/>")

    def svg(self, title: str, number_text) -> str:
        """Return the picture; ``number_text(value, decimals)`` writes numbers in the language of the reader."""
        parts = []
        bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
        for value, decimals in nice_ticks(*self._x):
            x = self.px(value)
            parts.append(f"<line x1='{x}' x2='{x}' y1='{TOP}' y2='{bottom}' stroke='{GRID_INK}'/>")
            parts.append(_text(x, bottom + 16, number_text(value, decimals), "middle"))
        for value, decimals in nice_ticks(*self._y):
            y = self.py(value)
            parts.append(f"<line x1='{LEFT}' x2='{right}' y1='{y}' y2='{y}' stroke='{GRID_INK}'/>")
            parts.append(_text(LEFT - 6, y + 4, number_text(value, decimals), "end"))
        parts.append(
            f"<rect x='{LEFT}' y='{TOP}' width='{right - LEFT}' height='{bottom - TOP}' fill='none' stroke='{INK}'/>"
        )
        parts += self._marks
        parts.append(_text((LEFT + right) / 2, HEIGHT - 10, self._labels[0], "middle"))
        middle = (TOP + bottom) / 2
        turned = f" transform='rotate(-90 14 {middle})'"
        parts.append(_text(14, middle, self._labels[1], "middle", turned))
        return (
            f"<svg xmlns='http://www.w3.org/2000/svg' width='{WIDTH}' height='{HEIGHT}' viewBox='0 0 {WIDTH} {HEIGHT}' "
            f"role='img' aria-label='{html.escape(title, quote=True)}' font-family='sans-serif' font-size='12'>"
            f"<rect width='{WIDTH}' height='{HEIGHT}' fill='#ffffff'/>{''.join(parts)}</svg>"
        )


def _text(x: float, y: float, text: str, anchor: str, extra: str = "") -> str:
    return f"<text x='{x:.1f}' y='{y:.1f}' text-anchor='{anchor}' fill='{INK}'{extra}>{html.escape(text)}</text>"


def _widened(limits: tuple[float, float]) -> tuple[float, float]:
    low, high = limits
    if not high > low:
        high = low + max(1.0, abs(low)) * 1e-3
    return low, high


def nice_ticks(low: float, high: float) -> list[tuple[float, int]]:
    """Return round values between two limits, each with the decimals it needs."""
    rough = (high - low) / TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1.0, 2.0, 2.5, 5.0, 10.0) if power * factor >= rough * (1.0 - 1e-9))
    decimals = max(0, -math.floor(math.log10(step)) + (1 if step / power == 2.5 else 0))
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [(number * step + 0.0, decimals) for number in range(first, last + 1)]


def scatter_svg(observed, predicted, names, labels: tuple[str, str, str], number_text) -> str:
    """Return the picture of observed values against predicted ones, with the line of equality.

    Parameters
    ----------
    observed, predicted : ndarray of float64, shape (n,)
        Values [degree C].
    names : sequence of str
        Name of each point.
    labels : tuple of str
        Title, label of the predicted values, label of the observed values.
    number_text : callable
        See :meth:`Axes.svg`.
    """
    values = np.concatenate((observed, predicted))
    margin = 0.05 * float(np.ptp(values))
    limits = (float(values.min()) - margin, float(values.max()) + margin)
    axes = Axes(limits, limits, labels[1], labels[2])
    axes.curve(np.array(limits), np.array(limits), dashed=True)
    for x, y, name in zip(predicted, observed, names):
        axes.dot(float(x), float(y), title=name)
    return axes.svg(labels[0], number_text)


def variogram_svg(shown: Empirical, fitted: Variogram | None, labels: tuple[str, str, str], number_text) -> str:
    """Return the picture of the semivariance of residuals by distance, and of the model fitted.

    Parameters
    ----------
    shown : Empirical
        What pairs of stations show; larger dots stand for more pairs.
    fitted : Variogram, optional
        Model drawn as a line.
    labels : tuple of str
        Title, label of the distances [m], label of the semivariance.
    number_text : callable
        See :meth:`Axes.svg`.
    """
    furthest = float(shown.distance.max(initial=1.0)) * 1.05
    highest = float(shown.semivariance.max(initial=0.0))
    if fitted is not None:
        highest = max(highest, fitted.sill)
    axes = Axes((0.0, furthest), (0.0, max(highest, 1e-9) * 1.1), labels[1], labels[2])
    if fitted is not None:
        distance = np.linspace(furthest * 1e-6, furthest, CURVE_POINTS)
        axes.curve(distance, fitted.semivariance(distance))
    most = float(shown.pairs.max(initial=1))
    for distance, value, pairs in zip(shown.distance, shown.semivariance, shown.pairs):
        size = SMALLEST_DOT + (LARGEST_DOT - SMALLEST_DOT) * math.sqrt(float(pairs) / most)
        axes.dot(float(distance), float(value), size, str(int(pairs)))
    return axes.svg(labels[0], number_text)
