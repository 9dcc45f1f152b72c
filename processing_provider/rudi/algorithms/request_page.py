"""Page that shows exactly what a request for access sends."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Optional

from ...errors import InputError
from ...translation import tr, translated_error
from ..access_requests import AccessRequest, PlannedCall, RequestDraft
from ..record import Record
from .pages import definitions, escaped, link, page, table


def status_names() -> dict[str, str]:
    """Return what the states of a request are called."""
    return {
        "DRAFT": tr("draft"),
        "IN_PROGRESS": tr("being examined"),
        "VALIDATED": tr("accepted"),
        "CANCELLED": tr("cancelled"),
        "ARCHIVED": tr("archived"),
        "DISENGAGED": tr("ended"),
        "UNKNOWN": tr("unknown"),
    }


def request_page(
    record: Record,
    draft: RequestDraft,
    calls: Sequence[PlannedCall],
    server: str,
    notes: Sequence[InputError],
    made: Optional[AccessRequest] = None,
    *,
    sent: bool = False,
) -> str:
    """Return the page.

    Parameters
    ----------
    record : Record
        Dataset asked for.
    draft : RequestDraft
    calls : sequence of PlannedCall
        What is sent; none when the request was made before.
    server : str
        Address of the portal.
    notes : sequence of InputError
        What the reader should know.
    made : AccessRequest, optional
        The request, once it is on the portal.
    sent : bool
        Whether it was sent now.
    """
    verdict = tr("This is what would be sent. Nothing was sent.")
    if sent:
        verdict = tr("The request was sent.")
    elif made is not None:
        verdict = tr("This dataset was asked for already. Nothing was sent.")
    lines = "".join(f"<li>{escaped(translated_error(error))}</li>" for error in notes)
    project = draft.project_title if draft.project_id else tr("{title} (new)").format(title=draft.project_title)
    body = [
        f"<h1>{escaped(record.title)}</h1>",
        f'<p class="sub">{escaped(verdict)}</p>',
        f'<ul class="warning">{lines}</ul>' if lines else "",
        definitions(
            (
                (tr("Portal"), link(server)),
                (tr("Producer"), escaped(record.producer.name)),
                (tr("Project"), escaped(project)),
                (tr("Reason"), escaped(draft.comment)),
                (tr("End of use"), escaped(draft.end_date.isoformat() if draft.end_date else "")),
                (tr("State"), escaped(status_names().get(made.status, made.status) if made is not None else "")),
            )
        ),
        _calls(calls),
    ]
    return page(record.title, "\n".join(part for part in body if part))


def _calls(calls: Sequence[PlannedCall]) -> str:
    rows = [
        (
            escaped(call.method),
            escaped(call.path),
            f"<pre>{escaped(json.dumps(dict(call.body), ensure_ascii=False, indent=2))}</pre>",
        )
        for call in calls
    ]
    shown = table((tr("Method"), tr("Address on the portal"), tr("Content")), rows)
    return f"<h2>{escaped(tr('Exactly this is sent'))}</h2>{shown}" if rows else ""
