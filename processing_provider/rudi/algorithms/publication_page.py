"""Page that shows what a publication would send, or what it sent: to be read before agreeing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Optional

from ...errors import InputError
from ...translation import number_text, tr, translated_error
from .. import privacy
from ..publication import Plan
from ..publication_run import KO, NOT_SENT, OK, Outcome
from ..record_diff import CHANGED, NEW, REMOVED
from .field_names import field_label, is_told
from .pages import definitions, escaped, link, page, size_text, table
from .record_page import findings_section


def publication_page(
    plan: Plan,
    findings: Sequence[privacy.Finding],
    notes: Sequence[InputError],
    outcome: Optional[Outcome] = None,
) -> str:
    """Return the page.

    Parameters
    ----------
    plan : Plan
    findings : sequence of Finding
        Signs of personal data in the file.
    notes : sequence of InputError
        What the reader should know.
    outcome : Outcome, optional
        What was done; None before anything is.
    """
    title = str(plan.record.get("resource_title", ""))
    body = [
        f"<h1>{escaped(title)}</h1>",
        f'<p class="sub">{escaped(_verdict(plan, outcome))}</p>',
        _warnings(plan, notes),
        _target(plan, outcome),
        findings_section(findings),
        _calls(plan, outcome),
        _changes(plan),
        _receipt(plan, outcome) if outcome is not None else _consent(plan),
    ]
    return page(title, "\n".join(part for part in body if part))


def _verdict(plan: Plan, outcome: Optional[Outcome]) -> str:
    if outcome is not None:
        return tr("Published.") if outcome.is_published else tr("Not published.")
    if plan.blockers:
        return tr("Cannot be published yet. Nothing was sent.")
    if not plan.calls():
        return tr("The node has this dataset as it is. There is nothing to send.")
    return tr("This is what would be sent. Nothing was sent.")


def _warnings(plan: Plan, notes: Sequence[InputError]) -> str:
    said = [*plan.blockers, *notes]
    lines = "".join(f"<li>{escaped(translated_error(error))}</li>" for error in said)
    return f'<ul class="warning">{lines}</ul>' if lines else ""


def _target(plan: Plan, outcome: Optional[Outcome]) -> str:
    names = {"manager": tr("manager of the node"), "node": tr("back office of the node")}
    file = ""
    if plan.file is not None:
        state = tr("already on the node") if plan.is_stored else tr("to be sent")
        if outcome is not None and "file" in outcome.done:
            state = tr("sent")
        file = f"{escaped(plan.file.name)}, {escaped(size_text(plan.file.size))}, {escaped(state)}"
        file += f"<br>SHA-256 {escaped(plan.file.sha256)}"
    return definitions(
        (
            (tr("Where"), f"{link(plan.server)} ({escaped(names.get(plan.target, plan.target))})"),
            (tr("Identifier"), escaped(plan.global_id)),
            (tr("Dataset"), escaped(tr("new on this node") if plan.before is None else tr("an update"))),
            (tr("File"), file),
            (tr("Portal"), escaped(tr("the node is asked to send the dataset") if plan.to_portal else "")),
            (tr("Justification"), escaped(plan.justification)),
        )
    )


def step_names() -> dict[str, str]:
    """Return what the steps of a publication are called."""
    return {
        "file": tr("Send the file to the storage"),
        "media": tr("Declare the file in the catalogue"),
        "commit": tr("Confirm the file"),
        "check": tr("Check the file where it arrived"),
        "record": tr("Write the record"),
        "portal": tr("Ask the node to send the dataset to the portal"),
    }


def _calls(plan: Plan, outcome: Optional[Outcome]) -> str:
    names = step_names()
    rows = [
        (str(number), escaped(names[call.step]), escaped(call.method), escaped(call.what))
        for number, call in enumerate(plan.calls(), start=1)
    ]
    title = tr("What was done") if outcome is not None else tr("What would be done, in this order")
    heads = ("", tr("Step"), tr("Method"), tr("What it is about"))
    return f"<h2>{escaped(title)}</h2>{table(heads, rows)}" if rows else ""


def _changes(plan: Plan) -> str:
    """Return what is new, changed and kept; identifiers are only in the whole record below."""
    kinds = {NEW: tr("new"), CHANGED: tr("changed"), REMOVED: tr("removed")}
    told = [change for change in plan.changes if is_told(change.path)]
    if plan.before is None:
        heads: tuple[str, ...] = (tr("Field"), tr("Content"))
        rows = [(escaped(field_label(change.path)), escaped(change.after)) for change in told]
    else:
        heads = (tr("Change"), tr("Field"), tr("On the node"), tr("Afterwards"))
        rows = [
            (
                f'<span class="mark {"no" if change.kind == REMOVED else "yes"}">{escaped(kinds[change.kind])}</span>',
                escaped(field_label(change.path)),
                escaped(change.before),
                escaped(change.after),
            )
            for change in told
        ]
    kept = tr("{count} fields stay as they are.").format(count=number_text(plan.kept))
    shown = table(heads, rows) or f"<p>{escaped(tr('No field changes.'))}</p>"
    said = f"<p>{escaped(kept)}</p>" if plan.before is not None else ""
    whole = ""
    if plan.sends_record:
        text = json.dumps(plan.record, ensure_ascii=False, indent=2)
        whole = f"<details><summary>{escaped(tr('The whole record'))}</summary><pre>{escaped(text)}</pre></details>"
    return f"<h2>{escaped(tr('Record'))}</h2>{shown}{said}{whole}"


def _consent(plan: Plan) -> str:
    if not plan.digest:
        return ""
    said = tr("To agree to this and to nothing else, run again without DRY_RUN and with this text as CONSENT:")
    return f"<h2>{escaped(tr('Digest agreed to'))}</h2><p>{escaped(said)}</p><pre>{escaped(plan.digest)}</pre>"


def _receipt(plan: Plan, outcome: Outcome) -> str:
    checks = {"sha256": tr("SHA-256 read back and right"), "size": tr("size right")}
    states = {NOT_SENT: "", OK: tr("taken in"), KO: tr("refused"), "SENT": tr("asked; the portal answers later")}
    media = plan.media()
    address = str((media or {}).get("connector", {}).get("url", ""))
    shown = definitions(
        (
            (tr("File"), link(address) if address else ""),
            (tr("Check of the file"), escaped(checks.get(outcome.verified, ""))),
            (tr("Confirmation"), escaped(outcome.commit)),
            (tr("Portal"), escaped(states.get(outcome.portal_status, outcome.portal_status))),
        )
    )
    return f"<h2>{escaped(tr('Receipt'))}</h2>{shown}{_portal_errors(outcome.portal_report)}"


def _portal_errors(report: Optional[Mapping[str, Any]]) -> str:
    listed = (report or {}).get("integration_errors")
    rows = [
        tuple(escaped(item.get(key, "")) for key in ("error_code", "field_name", "error_message"))
        for item in (listed if isinstance(listed, list) else [])
        if isinstance(item, Mapping)
    ]
    return table((tr("Code"), tr("Field"), tr("What the portal says")), rows)
