"""Reports of the room as pages: a title, figures, tables, each value safe to stand in a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Optional

from ...rudi.algorithms.pages import definitions, escaped, page, table
from ...translation import language, number_text, tr
from ..state_colours import STATE_LOOKS

MAX_LINES = 1000  # of a table; a page of 57 000 devices is no page
BADGE = "display:inline-block;width:.8em;height:.8em;border-radius:50%;margin-right:.4em;background:"


def report_page(title: str, facts: Iterable[tuple[str, Any]], parts: Sequence[str] = ()) -> str:
    """Return a page.

    Parameters
    ----------
    title : str
    facts : iterable of (str, object)
        Names and figures at the head, as plain texts.
    parts : sequence of str
        HTML that follows.
    """
    head = [f"<h1>{escaped(title)}</h1>", definitions((name, escaped(value)) for name, value in facts)]
    return page(title, "\n".join(part for part in [*head, *parts] if part))


def section(title: str, heads: Sequence[str], rows: Sequence[Sequence[Any]], numbers: Sequence[int] = ()) -> str:
    """Return a titled table of plain texts; what is beyond :data:`MAX_LINES` is only counted."""
    if not rows:
        return ""
    shown = table(heads, [[escaped(cell) for cell in row] for row in rows[:MAX_LINES]], numbers)
    rest = len(rows) - MAX_LINES
    note = f"<p>{escaped(tr('{count} more lines are in the layer.').format(count=rest))}</p>" if rest > 0 else ""
    return f"<h2>{escaped(title)}</h2>{shown}{note}"


def state_section(counts: dict[str, int]) -> str:
    """Return how many devices are in each state, with its colour."""
    lines = [
        (
            f'<span style="{BADGE}{look.colour}"></span>{escaped(look.name(language()))}',
            escaped(number_text(counts[look.state])),
        )
        for look in STATE_LOOKS
        if counts.get(look.state)
    ]
    if not lines:
        return ""
    return f"<h2>{escaped(tr('Devices by state'))}</h2>" + table((tr("State"), tr("Devices")), lines, (1,))


def figure(value: Optional[float], decimals: int = 0) -> str:
    """Return a number as people write it, empty when unknown."""
    return "" if value is None or value != value else number_text(value, decimals)
