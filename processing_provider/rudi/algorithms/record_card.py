"""The card of a dataset: a page that says what it is, who made it, what may be done with it and how to cite it."""

from __future__ import annotations

from typing import Optional

from ...translation import tr, translated_error
from ..citation import bibtex, citation_text, landing_address, mandatory_mention
from ..quality import quality_marks
from ..record import Contact, Media, Record
from .pages import age_text, day_text, definitions, escaped, link, page, paragraphs, size_text, table

_SIGNS = {True: ("yes", "✓"), False: ("no", "✗")}


def card_page(record: Record, language: str, *, portal: str = "", stale_h: Optional[float] = None) -> str:
    """Return the card of a dataset as a page.

    Parameters
    ----------
    record : Record
        Its media with absolute addresses where there are some.
    language : str
        Of the texts of the record; the words around them are in the language of QGIS.
    portal : str
        Address of the portal, for the address of the record.
    stale_h : float, optional
        Hours since the record was asked; None when it was just asked.
    """
    title = record.title or record.global_id
    parts = [f"<h1>{escaped(title)}</h1>", f'<p class="sub">{_subtitle(record, language)}</p>', _marks(record)]
    if stale_h is not None:
        told = tr("The server did not answer or was not asked: this record was harvested {age} ago.")
        parts.append(f'<p class="warning">{escaped(told.format(age=age_text(stale_h)))}</p>')
    parts.append(paragraphs(_description(record, language)))
    parts.append(_media_table(record, language))
    parts.append(_conditions(record, language))
    parts.append(_about(record, language))
    parts.append(_citation(record, language, portal))
    parts.append(_faults(record))
    return page(title, "\n".join(part for part in parts if part))


def _subtitle(record: Record, language: str) -> str:
    shown = [record.producer.name, record.theme_shown(language)]
    latest = day_text(record.dates.latest())
    if latest:
        shown.append(tr("updated on {day}").format(day=latest))
    return escaped(" · ".join(filter(None, shown)))


def mark_texts() -> dict[str, tuple[str, str]]:
    """Return what each quality mark says, when it is met and when it is not, in the language of QGIS."""
    return {
        "checksum": (tr("files can be verified"), tr("files cannot be verified: no checksum")),
        "licence": (tr("licence given"), tr("no licence")),
        "extent": (tr("extent given"), tr("no useful extent")),
        "fresh": (tr("up to date"), tr("not updated for two years or expired")),
        "contact": (tr("contact given"), tr("no contact")),
    }


def _marks(record: Record) -> str:
    texts = mark_texts()
    shown = []
    if record.access != "open":
        own = record.access == "selfdata"
        told = tr("restricted to each person’s own data") if own else tr("restricted access: ask the producer")
        shown.append(f'<span class="mark no">{escaped(told)}</span>')
    if record.gdpr_sensitive:
        shown.append(f'<span class="mark no">{escaped(tr("personal data (GDPR)"))}</span>')
    for mark in quality_marks(record):
        if mark.met is not None:
            style, sign = _SIGNS[mark.met]
            shown.append(f'<span class="mark {style}">{sign} {escaped(texts[mark.name][not mark.met])}</span>')
    return f"<p>{' '.join(shown)}</p>"


def _description(record: Record, language: str) -> str:
    summary, synopsis = record.summary.text(language), record.synopsis.text(language)
    if not synopsis or synopsis.rstrip(" …") in summary:
        return summary or synopsis
    return f"{synopsis}\n\n{summary}" if summary else synopsis


def _media_table(record: Record, language: str) -> str:
    heads = [tr("Name"), tr("Format"), tr("Size"), tr("Checksum"), tr("Address")]
    rows = [_medium(item, language) for item in record.media]
    told = table(heads, rows, numbers=(2,)) or f"<p>{escaped(tr('The record has no file and no service.'))}</p>"
    return f"<h2>{escaped(tr('Files and services'))}</h2>{told}"


def _medium(media: Media, language: str) -> list[str]:
    name = media.shown_name(language)
    shown = escaped(name) + (f"<br>{escaped(media.caption)}" if media.caption not in ("", name) else "")
    if media.encrypted:
        shown += f' <span class="mark no">{escaped(tr("encrypted"))}</span>'
    layer = media.connector.parameter("layer")
    if layer:
        shown += f"<br>{escaped(tr('layer {layer}').format(layer=layer))}"
    checksum = media.checksum
    digest = f"{checksum.algorithm} {checksum.value[:16]}…" if checksum is not None and checksum.known else ""
    kinds = {"SERVICE": tr("service"), "SERIES": tr("series")}
    return [
        shown,
        escaped(media.format or kinds.get(media.kind, "")),
        escaped(size_text(media.file_size)),
        escaped(digest),
        link(media.url),
    ]


def _conditions(record: Record, language: str) -> str:
    licence = record.licence.shown(language).split("\n")[0] or tr("not given: ask the producer")
    told = definitions(
        [
            (
                tr("Licence"),
                link(record.licence.uri, licence),
            ),
            (tr("To be written beside the data"), escaped(mandatory_mention(record, language))),
            (tr("Use"), escaped(record.usage_constraint.text(language))),
            (tr("Access"), escaped(record.access_constraint.text(language))),
            (tr("Other conditions and origin"), escaped(record.other_constraints.text(language))),
        ]
    )
    return f"<h2>{escaped(tr('Conditions'))}</h2>{told}"


def _about(record: Record, language: str) -> str:
    box = record.extent
    extent = ""
    if box is not None:
        extent = tr("{west} to {east} of longitude, {south} to {north} of latitude").format(
            **{side: f"{getattr(box, side):.5f}" for side in ("west", "east", "south", "north")}
        )
    counts = [
        tr("{count} rows").format(count=record.records_count) if record.records_count is not None else "",
        tr("{count} fields").format(count=record.fields_count) if record.fields_count is not None else "",
    ]
    elsewhere = link(record.metadata_source) if record.metadata_source else ""
    told = definitions(
        [
            (tr("Producer"), escaped(" · ".join(filter(None, (record.producer.name, record.producer.address))))),
            (tr("Contacts"), "<br>".join(_contact(item) for item in record.contacts)),
            (tr("Keywords"), escaped(", ".join(record.keywords))),
            (tr("Period"), escaped(_period(record))),
            (tr("Extent"), escaped(extent)),
            (tr("CRS of the data"), escaped(record.projection)),
            (tr("Quantity"), escaped(", ".join(filter(None, counts)))),
            (tr("Created"), escaped(day_text(record.dates.created))),
            (tr("Updated"), escaped(day_text(record.dates.updated))),
            (tr("Published"), escaped(day_text(record.dates.published))),
            (tr("Expires"), escaped(day_text(record.dates.expires))),
            (tr("Identifier"), escaped(record.global_id)),
            (tr("Identifier given by the producer"), escaped(record.local_id)),
            (
                tr("Description of the dataset elsewhere"),
                elsewhere,
            ),
        ]
    )
    return f"<h2>{escaped(tr('About the dataset'))}</h2>{told}"


def _contact(contact: Contact) -> str:
    return escaped(" · ".join(filter(None, (contact.name, contact.role, contact.organisation, contact.email))))


def _period(record: Record) -> str:
    start, end = day_text(record.period_start), day_text(record.period_end)
    if start and end:
        return tr("{start} to {end}").format(start=start, end=end)
    if start:
        return tr("since {start}").format(start=start)
    return tr("until {end}").format(end=end) if end else ""


def _citation(record: Record, language: str, portal: str) -> str:
    address = landing_address(record, portal)
    sentence = citation_text(record, language, portal=portal)
    shown = f"<p>{escaped(sentence)}</p>" + (f"<p>{link(address)}</p>" if address else "")
    return f"<h2>{escaped(tr('To cite'))}</h2>{shown}<pre>{escaped(bibtex(record, language, portal=portal))}</pre>"


def _faults(record: Record) -> str:
    lines = [
        f"<li>{escaped(translated_error(warning.error))} <small>{escaped(warning.path)}</small></li>"
        for warning in record.warnings
        if warning.code != "relative_url"
    ]
    return f"<h2>{escaped(tr('Faults of the record'))}</h2><ul>{''.join(lines)}</ul>" if lines else ""
