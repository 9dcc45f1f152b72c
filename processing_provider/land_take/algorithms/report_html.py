"""Pieces of the pages of this room: a document without scripts nor addresses, tables, key figures, and what is unknown.

Every text goes through :func:`escape`: a name of a commune, a title or a path is shown, never run.
"""

from __future__ import annotations

import html
import json
import math
from collections.abc import Iterable, Sequence
from typing import Any, Optional

from ...translation import language, number_text, tr

HECTARE = 10_000.0  # m2
# Nothing is fetched nor run, whatever a text might hold.
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
STYLE = (
    "body{font-family:sans-serif;max-width:64em;margin:2em auto;padding:0 1em;color:#1f2a2e;line-height:1.45}"
    "table{border-collapse:collapse;margin:1em 0;font-size:85%}th,td{border:1px solid #b8c4c8;padding:.25em .45em;"
    "text-align:left;vertical-align:top}th{background:#e8efee}td.n{text-align:right;white-space:nowrap}"
    "tr.kept td{font-weight:bold;background:#f4f8f7}caption{text-align:left;font-weight:bold;padding:.3em 0}"
    "h1{color:#1b6f6a;margin-bottom:.2em}h2{color:#1b6f6a;border-bottom:2px solid #d5e3e1;margin-top:2em}"
    ".warning{color:#9c3d10}.check{color:#6a4a00}.scope{border-left:.3em solid #1b6f6a;padding:.2em .8em;"
    "background:#f4f8f7}.gap{color:#5b6470;font-style:italic}.small{font-size:85%;color:#44525a}"
    ".cards{display:flex;flex-wrap:wrap;margin:1em 0}.card{margin:0 .8em .8em 0;border:1px solid #b8c4c8;"
    "border-radius:.4em;padding:.5em .9em;min-width:10em;max-width:19em}.card b{display:block;font-size:150%;"
    "color:#1b6f6a}"
    ".card span{display:block;font-size:85%}figure{margin:1em 0;display:inline-block;vertical-align:top;max-width:100%}"
    "figcaption{font-size:88%;color:#44525a;max-width:46em}svg,img{max-width:100%;height:auto;display:block}"
    "pre{white-space:pre-wrap;font-size:80%;background:#f4f6f6;padding:.6em}"
    ".wide{overflow-x:auto}"
    "@media print{body{max-width:none;margin:0}h2{break-after:avoid}figure,table,.cards{break-inside:avoid}}"
)


def escape(text: Any) -> str:
    """Return a text that a page shows as it is."""
    return html.escape(str(text), quote=True)


def document(title: str, body: str, record: Optional[dict[str, Any]] = None) -> str:
    """Return a whole page.

    Parameters
    ----------
    title : str
    body : str
        HTML.
    record : dict, optional
        What made the page, kept in its head for programs to read.
    """
    kept = ""
    if record is not None:
        text = json.dumps(record, ensure_ascii=False, sort_keys=True)
        kept = f"<meta name='cityorchestra:provenance' content='{escape(text)}'>"
    return (
        f"<!DOCTYPE html><html lang='{language()}'><head><meta charset='utf-8'>"
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">{kept}'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>{body}</body></html>\n"
    )


def paragraphs(sentences: Iterable[str], kind: str = "") -> str:
    """Return a paragraph for each sentence that is not empty."""
    mark = f" class='{kind}'" if kind else ""
    return "".join(f"<p{mark}>{escape(sentence)}</p>" for sentence in sentences if sentence)


def section(title: str, *parts: str, level: int = 2) -> str:
    """Return a heading and what follows it."""
    return f"<h{level}>{escape(title)}</h{level}>{''.join(parts)}"


def bullets(sentences: Iterable[str]) -> str:
    """Return a list."""
    return "<ul>" + "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences if sentence) + "</ul>"


def table(head: Sequence[str], rows: Iterable[Sequence[str]], caption: str = "", texts: int = 1, kept: int = -1) -> str:
    """Return a table.

    Parameters
    ----------
    head : sequence of str
        Titles of the columns.
    rows : iterable of sequence of str
    caption : str
    texts : int
        First columns that hold texts; the others hold numbers.
    kept : int
        Row that is marked, none below 0.
    """
    titles = "".join(f"<th>{escape(text)}</th>" for text in head)
    body = ""
    for number, cells in enumerate(rows):
        mark = " class='kept'" if number == kept else ""
        columns = "".join(
            f"<td>{escape(cell)}</td>" if place < texts else f"<td class='n'>{escape(cell)}</td>"
            for place, cell in enumerate(cells)
        )
        body += f"<tr{mark}>{columns}</tr>"
    name = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f"<div class='wide'><table>{name}<tr>{titles}</tr>{body}</table></div>"


def cards(items: Iterable[tuple[str, str, str]]) -> str:
    """Return key figures: label, value, note."""
    shown = "".join(
        f"<div class='card'><span>{escape(label)}</span><b>{escape(value)}</b><span>{escape(note)}</span></div>"
        for label, value, note in items
    )
    return f"<div class='cards'>{shown}</div>"


def figure(picture: str, caption: str) -> str:
    """Return a picture, which is HTML, and what it shows."""
    return f"<figure>{picture}<figcaption>{escape(caption)}</figcaption></figure>"


def known(value: Any) -> bool:
    """Tell whether a value is a number."""
    return isinstance(value, (int, float)) and math.isfinite(value)


def number_or_gap(value: Any, decimals: int = 0, unit: str = "") -> str:
    """Return a number as the reader writes it, or say that it is not known."""
    if not known(value):
        return tr("not known")
    text = number_text(value, decimals)
    return f"{text}\u00a0{unit}" if unit else text


def year_text(moment: float) -> str:
    """Return a moment in years with one decimal, and without the mark of thousands that a number would have."""
    tenths = round(10.0 * moment)
    return f"{tenths // 10}{number_text((tenths % 10) / 10.0, 1)[1:]}"


def hectares(area_m2: Any, decimals: int = 2, unit: bool = True) -> str:
    """Return an area given in square metres in hectares, or say that it is not known."""
    return number_or_gap(area_m2 / HECTARE if known(area_m2) else None, decimals, "ha" if unit else "")


def signed_hectares(area_m2: Any, decimals: int = 2, unit: bool = True) -> str:
    """Return a change of area in hectares with its sign."""
    text = hectares(area_m2, decimals, unit)
    return f"+{text}" if known(area_m2) and area_m2 > 0.0 else text
