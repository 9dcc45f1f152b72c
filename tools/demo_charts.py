"""Charts of the report, as SVG."""

from __future__ import annotations

from typing import Any


def chart(rows: list[dict[str, Any]], texts: dict[str, Any]) -> str:
    """Draw the front as SVG: length against length in the sun."""
    width, height, pad = 560, 300, 60
    xs, ys = [row["len_m"] for row in rows], [row["sun_m"] for row in rows]
    x0, x1 = _padded(xs)
    y0, y1 = _padded(ys)

    def place(x: float, y: float) -> tuple[float, float]:
        return pad + (x - x0) / (x1 - x0) * (width - 2 * pad), height - pad + (y0 - y) / (y1 - y0) * (
            height - 1.5 * pad
        )

    points = [place(x, y) for x, y in zip(xs, ys)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    colours = {"shortest": "#c2185b", "compromise": "#1b9e9e"}
    dots = "".join(
        f"<circle cx='{x:.1f}' cy='{y:.1f}' r='7' fill='{colours.get(row['role'], '#1f2f8f')}' stroke='#fff'>"
        f"<title>{row['len_m']:.0f} m, {row['sun_m']:.0f} m</title></circle>"
        for (x, y), row in zip(points, rows)
    )
    ticks = "".join(
        f"<text x='{place(x, y0)[0]:.0f}' y='{height - pad + 20}' text-anchor='middle'>{x:.0f}</text>"
        for x in (min(xs), max(xs))
    )
    ticks += "".join(
        f"<text x='{pad - 8}' y='{place(x0, y)[1] + 4:.0f}' text-anchor='end'>{y:.0f}</text>"
        for y in sorted({min(ys), max(ys)})
    )
    return (
        f"<svg viewBox='0 0 {width} {height}' width='{width}' font-size='13' font-family='sans-serif' role='img'>"
        f"<line x1='{pad}' y1='{height - pad}' x2='{width - pad / 2}' y2='{height - pad}' stroke='#5b6470'/>"
        f"<line x1='{pad}' y1='{pad / 2}' x2='{pad}' y2='{height - pad}' stroke='#5b6470'/>"
        f"<polyline points='{path}' fill='none' stroke='#b8c4c8'/>{dots}{ticks}"
        f"<text x='{width / 2}' y='{height - 14}' text-anchor='middle'>{texts['chart_x']}</text>"
        f"<text x='{pad}' y='18'>{texts['chart_y']}</text></svg>"
    )


def _padded(values: list[float]) -> tuple[float, float]:
    """Return a range a little wider than the values, and never empty."""
    margin = max(5.0, 0.15 * (max(values) - min(values)))
    return max(0.0, min(values) - margin), max(values) + margin
