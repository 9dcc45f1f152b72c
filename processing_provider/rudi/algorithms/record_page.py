"""Page that shows the record drawn up for a layer: what was found, what is missing, what looks like personal data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from ...errors import InputError
from ...translation import number_text, tr, translated_error
from .. import privacy
from ..metadata_draft import LayerDescription
from ..record import Record
from ..validation import Report
from .pages import day_text, definitions, escaped, page, paragraphs, size_text, table


def kind_names() -> dict[str, str]:
    """Return what the signs of personal data are called."""
    return {
        "email": tr("e-mail address"),
        "phone": tr("telephone number"),
        "nir": tr("social security number"),
        "iban": tr("bank account"),
        "name": tr("name of a person"),
        "birth_date": tr("date of birth"),
        "address": tr("address of a person"),
        "person_id": tr("number of a person"),
        "health": tr("health"),
        "sensitive": tr("sensitive subject"),
        "plate": tr("number plate"),
    }


def level_names() -> dict[str, str]:
    """Return what the levels of the signs are called."""
    return {privacy.POSSIBLE: tr("possible"), privacy.LIKELY: tr("likely"), privacy.CERTAIN: tr("certain")}


def record_page(
    record: Record,
    layer: LayerDescription,
    report: Report,
    findings: Sequence[privacy.Finding],
    decision: privacy.GateDecision,
    conflict: Optional[InputError],
    language: str,
) -> str:
    """Return the page.

    Parameters
    ----------
    record : Record
    layer : LayerDescription
    report : Report
        Of the check of the record.
    findings : sequence of Finding
        Signs of personal data.
    decision : GateDecision
        Whether it could be published as it is.
    conflict : InputError or None
        What speaks against the licence.
    language : str
        Of the record.
    """
    ready = report.valid and decision.allowed
    verdict = tr("Ready to be published") if ready else tr("Not ready to be published")
    body = [
        f"<h1>{escaped(record.title)}</h1>",
        f'<p class="mark {"yes" if ready else "no"}">{escaped(verdict)}</p>',
        paragraphs(record.description(language)),
        _checks(report, decision, conflict),
        findings_section(findings),
        _facts(record, layer, language),
        _fields(layer),
    ]
    return page(record.title, "\n".join(part for part in body if part))


def _checks(report: Report, decision: privacy.GateDecision, conflict: Optional[InputError]) -> str:
    said = [
        (tr("Personal data"), decision.refusal, True),
        (tr("Licence"), conflict, False),
    ]
    rows = [
        (escaped(tr("error") if serious else tr("warning")), escaped(where), escaped(translated_error(error)))
        for where, error, serious in said
        if error is not None
    ]
    rows += [
        (
            escaped(f"{tr('error') if issue in report.errors else tr('warning')} ({issue.code})"),
            escaped(issue.path),
            escaped(translated_error(issue.error)),
        )
        for issue in (*report.errors, *report.warnings)
    ]
    shown = table((tr("Severity"), tr("Field"), tr("What to do")), rows)
    return f"<h2>{escaped(tr('What to look at'))}</h2>{shown}" if rows else ""


def findings_section(findings: Sequence[privacy.Finding]) -> str:
    """Return the table of the signs of personal data, empty when there are none."""
    kinds, levels = kind_names(), level_names()
    rows = [
        (
            escaped(item.column),
            escaped(kinds.get(item.kind, item.kind)),
            escaped(levels[item.level]),
            f"{number_text(100.0 * item.share)}\u00a0%" if item.share else "",
        )
        for item in findings
    ]
    heads = (tr("Column"), tr("Looks like"), tr("How sure"), tr("Values of this form"))
    return f"<h2>{escaped(tr('Signs of personal data'))}</h2>{table(heads, rows, (3,))}" if rows else ""


def _facts(record: Record, layer: LayerDescription, language: str) -> str:
    media = record.media[0] if record.media else None
    extent = record.extent.as_tuple() if record.extent else ()
    start, end = record.period_start, record.period_end
    file_text = ""
    if media is not None:
        file_text = f"{escaped(media.name)}, {escaped(size_text(media.file_size))}"
        if media.checksum is not None:
            file_text += f"<br>{escaped(media.checksum.algorithm)} {escaped(media.checksum.value)}"
    sources = "<br>".join(
        escaped(f"{item.name} ({item.licence})" if item.licence else item.name) for item in layer.sources
    )
    shown = definitions(
        (
            (tr("Identifier"), escaped(record.global_id)),
            (tr("Producer"), escaped(record.producer.name)),
            (tr("Contact"), escaped(", ".join(contact.email for contact in record.contacts))),
            (tr("Theme"), escaped(record.theme_shown(language))),
            (tr("Keywords"), escaped(", ".join(record.keywords))),
            (tr("Licence"), escaped(record.licence.shown(language))),
            (tr("Extent (degrees)"), escaped("; ".join(f"{side:.5f}" for side in extent))),
            (tr("Reference system"), escaped(record.projection)),
            (tr("Features"), escaped("" if layer.features is None else number_text(layer.features))),
            (tr("Created"), escaped(day_text(record.dates.created))),
            (tr("Updated"), escaped(day_text(record.dates.updated))),
            (tr("Period"), escaped(" – ".join(filter(None, (day_text(start), day_text(end)))))),
            (tr("File"), file_text),
            (tr("Sources"), sources),
            (tr("History"), paragraphs(layer.history)),
        )
    )
    return f"<h2>{escaped(tr('What the layer tells'))}</h2>{shown}"


def _fields(layer: LayerDescription) -> str:
    rows = [
        (escaped(item.name), escaped(item.kind), escaped(item.title), escaped(item.description))
        for item in layer.fields
    ]
    heads = (tr("Field"), tr("Kind"), tr("Title"), tr("Description"))
    return f"<h2>{escaped(tr('Fields'))}</h2>{table(heads, rows)}" if rows else ""
