"""What the card says of a dataset, as rich text: everything that comes from a record is escaped or cleaned."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Optional
from urllib.parse import quote, unquote

from qgis.PyQt.QtCore import QDate, QLocale

from ....processing_provider.rudi.record import Contact, Record
from ....processing_provider.translation import language, number_text, tr, translated_error
from .rich_text import is_openable, link, safe_rich_text

DATASET, KEYWORD = "dataset", "keyword"  # schemes of the links that the panel itself follows
MOST_KEYWORDS = 40
MOST_REUSES = 20
# A portal writes an address relative to itself in every record: no fault of the producer.
NOT_TOLD = {"relative_url"}


def day_text(moment: Optional[datetime]) -> str:
    """Return the day of a moment as the user writes it, empty when unknown."""
    if moment is None:
        return ""
    return QLocale().toString(QDate(moment.year, moment.month, moment.day), QLocale.FormatType.ShortFormat)


def description(record: Record) -> str:
    """Return the description of a dataset as rich text, empty when it has none."""
    words = language()
    synopsis, summary = record.synopsis.text(words), record.summary.text(words)
    shown = safe_rich_text(record.summary.html(words) or summary)
    if synopsis and synopsis.rstrip(" ….") not in summary:
        shown = safe_rich_text(synopsis) + shown
    return shown


def details(record: Record) -> str:
    """Return everything else that the record says, as a table of names and values."""
    words = language()
    keywords = [keyword_link(word) for word in record.keywords[:MOST_KEYWORDS]]
    if len(record.keywords) > MOST_KEYWORDS:
        keywords.append("…")
    licence = record.licence.shown(words).split("\n")[0]
    rows = [
        (tr("Theme"), html.escape(record.theme_shown(words))),
        (tr("Keywords"), ", ".join(keywords)),
        (tr("Licence"), link(record.licence.uri, licence) if record.licence.uri else html.escape(licence)),
        (tr("To be mentioned"), html.escape(record.mandatory_mention.text(words))),
        (tr("Use"), html.escape(record.usage_constraint.text(words))),
        (tr("Access"), html.escape(record.access_constraint.text(words))),
        (tr("Origin and remarks"), safe_rich_text(record.other_constraints.text(words))),
        (tr("Period"), html.escape(period_text(record))),
        (tr("CRS"), html.escape(record.projection)),
        (tr("Quantity"), html.escape(_quantity(record))),
        (tr("Created"), html.escape(day_text(record.dates.created))),
        (tr("Updated"), html.escape(day_text(record.dates.updated))),
        (tr("Contact"), "<br>".join(_contact(one) for one in record.contacts)),
        (tr("Identifier"), html.escape(record.local_id or record.global_id)),
    ]
    lines = [
        f'<tr><td style="padding-right: 8px">{html.escape(name)}</td><td>{value}</td></tr>'
        for name, value in rows
        if value
    ]
    return f"<table cellspacing='0' cellpadding='2'>{''.join(lines)}</table>"


def _contact(contact: Contact) -> str:
    shown = contact.name or contact.email
    parts = [link(f"mailto:{contact.email}", shown) if contact.email else html.escape(shown)]
    parts += [html.escape(text) for text in (contact.role, contact.organisation) if text and text != shown]
    return ", ".join(parts)


def period_text(record: Record) -> str:
    """Return the period that the data cover, empty when unknown."""
    start, end = day_text(record.period_start), day_text(record.period_end)
    if start and end:
        return tr("{start} to {end}").format(start=start, end=end)
    if start:
        return tr("since {start}").format(start=start)
    return tr("until {end}").format(end=end) if end else ""


def _quantity(record: Record) -> str:
    parts = []
    if record.records_count is not None:
        parts.append(tr("{count} rows").format(count=number_text(record.records_count)))
    if record.fields_count is not None:
        parts.append(tr("{count} fields").format(count=number_text(record.fields_count)))
    return ", ".join(parts)


def keyword_link(word: str) -> str:
    """Return a keyword as a link that the panel follows: it filters on it."""
    return f'<a href="{KEYWORD}:{quote(word, safe="")}">{html.escape(word)}</a>'


def similar(records: Iterable[tuple[int, Record]]) -> str:
    """Return datasets as a list of links that the panel follows, empty when there are none."""
    lines = []
    for row, record in records:
        producer = f" · {html.escape(record.producer.name)}" if record.producer.name else ""
        title = html.escape(record.title or tr("Dataset without a title"))
        lines.append(f'<p style="margin: 2px 0"><a href="{DATASET}:{row}">{title}</a>{producer}</p>')
    return "".join(lines)


def reuses(projects: Iterable[Mapping[str, Any]]) -> str:
    """Return published projects as a list, empty when there are none."""
    lines = []
    for project in list(projects)[:MOST_REUSES]:
        title, address = project.get("title"), project.get("access_url") or project.get("accessUrl")
        if not isinstance(title, str) or not title.strip():
            continue
        shown = link(address, title.strip()) if isinstance(address, str) else html.escape(title.strip())
        lines.append(f'<p style="margin: 2px 0">{shown}</p>')
    return "".join(lines)


def remarks(record: Record) -> tuple[int, str]:
    """Return how many things of a record are not as they should be, and say which."""
    told = [warning for warning in record.warnings if warning.code not in NOT_TOLD]
    lines = [
        f'<p style="margin: 2px 0">{html.escape(translated_error(one.error))} <i>{html.escape(one.path)}</i></p>'
        for one in told
    ]
    return len(told), "".join(lines)


def plain(sentence: str) -> str:
    """Return a sentence as rich text."""
    return html.escape(sentence)


def followed(address: str) -> tuple[str, str]:
    """Return the kind of a link of the card, and what it leads to.

    Returns
    -------
    tuple of str
        ``dataset`` and a row, ``keyword`` and a word, ``web`` and an address; two empty texts for anything else.
    """
    scheme, _, rest = address.partition(":")
    if scheme == DATASET and rest.isdigit():
        return DATASET, rest
    if scheme == KEYWORD and rest:
        return KEYWORD, unquote(rest)
    return ("web", address) if is_openable(address) else ("", "")
