"""What the pages of the room share: their frame, and values made safe to stand in them.

Pages hold no script and load nothing; what a record says is escaped, and only web addresses become links.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Optional

from ...translation import language, number_text, tr
from ..record_values import is_openable

STYLE = (
    "body{font-family:sans-serif;max-width:62em;margin:2em auto;padding:0 1em;color:#1f2a2e;background:#fff;"
    "line-height:1.45}h1{color:#1b6f6a;margin-bottom:.2em}h2{color:#1b6f6a;font-size:1.15em;margin-top:1.6em}"
    "table{border-collapse:collapse;margin:.8em 0}th,td{border:1px solid #b8c4c8;padding:.3em .7em;text-align:left;"
    "vertical-align:top}th{background:#e8efee}td.n{text-align:right;white-space:nowrap}"
    ".sub{color:#4d5b60;margin-top:0}.mark{display:inline-block;border:1px solid #b8c4c8;border-radius:.8em;"
    "padding:.05em .7em;margin:.15em .3em .15em 0}.yes{border-color:#1b6f6a;color:#145450}"
    ".no{border-color:#9c3d10;color:#9c3d10}.warning{color:#9c3d10}a{color:#0b5c87}"
    "pre{background:#f2f5f5;padding:.8em;white-space:pre-wrap;overflow-wrap:anywhere}"
    "td,p,dd{overflow-wrap:break-word}.address{overflow-wrap:anywhere}dt{font-weight:bold}dd{margin:0 0 .5em 1.2em}"
)
_UNITS = ("B", "kB", "MB", "GB", "TB")
_UNITS_FR = ("o", "ko", "Mo", "Go", "To")


def page(title: str, body: str) -> str:
    """Return a whole page in the language of QGIS; ``body`` is HTML already."""
    return (
        f'<!DOCTYPE html>\n<html lang="{language()}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escaped(title)}</title><style>{STYLE}</style></head><body>\n{body}\n</body></html>\n"
    )


def escaped(text: Any) -> str:
    """Return a text that can stand in a page or in an attribute."""
    return html.escape(str(text), quote=True)


def paragraphs(text: str) -> str:
    """Return a plain text as paragraphs, its line ends kept."""
    blocks = [block.strip() for block in text.replace("\r\n", "\n").split("\n\n") if block.strip()]
    return "".join(f"<p>{escaped(block).replace(chr(10), '<br>')}</p>" for block in blocks)


def link(address: str, shown: str = "") -> str:
    """Return a link when the address is one of the web, the text alone otherwise."""
    text = escaped(shown or address)
    if not (is_openable(address) and address.lower().startswith(("http://", "https://"))):
        return text
    style = "" if shown else ' class="address"'
    return f'<a{style} href="{escaped(address)}" rel="noopener noreferrer">{text}</a>'


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int] = ()) -> str:
    """Return a table whose cells are HTML already; ``numbers`` are the columns set to the right."""
    head = "".join(f"<th>{escaped(name)}</th>" for name in heads)
    lines = [
        "<tr>"
        + "".join(f'<td class="n">{cell}</td>' if at in numbers else f"<td>{cell}</td>" for at, cell in enumerate(row))
        + "</tr>"
        for row in rows
    ]
    return f"<table><tr>{head}</tr>{''.join(lines)}</table>" if lines else ""


def definitions(items: Iterable[tuple[str, str]]) -> str:
    """Return a list of names and values, values being HTML already; empty values are left out."""
    lines = [f"<dt>{escaped(name)}</dt><dd>{value}</dd>" for name, value in items if value]
    return f"<dl>{''.join(lines)}</dl>" if lines else ""


def size_text(size: Optional[int]) -> str:
    """Return a number of bytes as people read it, empty when unknown."""
    if size is None:
        return ""
    amount, step = float(size), 0
    while amount >= 1000.0 and step < len(_UNITS) - 1:
        amount, step = amount / 1000.0, step + 1
    units = _UNITS_FR if language() == "fr" else _UNITS
    return f"{number_text(amount, 0 if step == 0 or amount >= 100 else 1)}\u00a0{units[step]}"


def day_text(moment: Optional[datetime]) -> str:
    """Return the day of a moment as the user writes it, empty when unknown."""
    if moment is None:
        return ""
    return f"{moment:%d/%m/%Y}" if language() == "fr" else f"{moment:%Y-%m-%d}"


def age_text(hours: float) -> str:
    """Return how old something is, in hours or in days."""
    if hours < 48.0:
        return tr("{hours} hours").format(hours=number_text(hours, 0 if hours >= 10 else 1))
    return tr("{days} days").format(days=number_text(hours / 24.0, 0))
