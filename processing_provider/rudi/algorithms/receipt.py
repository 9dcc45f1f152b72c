"""The receipt of a publication: what was planned, done and answered; no secret is in it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timezone
from typing import Any, Optional

from ...errors import InputError
from ...provenance import plugin_version
from ...translation import translated_error
from ..privacy import Finding
from ..publication import Plan
from ..publication_run import Outcome
from ..record_writer import date_text


def receipt_text(
    plan: Plan,
    outcome: Optional[Outcome],
    findings: Sequence[Finding],
    notes: Sequence[InputError],
    log: Sequence[Mapping[str, Any]],
) -> str:
    """Return the receipt as JSON.

    Parameters
    ----------
    plan : Plan
    outcome : Outcome or None
        None when nothing was to be sent.
    findings : sequence of Finding
        Signs of personal data in the file.
    notes : sequence of InputError
        What was told.
    log : sequence of dict
        Exchanges with the servers.
    """
    content: dict[str, Any] = {
        "at": date_text(datetime.now(timezone.utc).replace(microsecond=0)),
        "plugin": plugin_version(),
        "dry_run": outcome is None,
        "published": outcome is not None and outcome.is_published,
        "target": plan.target,
        "server": plan.server,
        "global_id": plan.global_id,
        "title": plan.record.get("resource_title"),
        "digest": plan.digest,
        "is_new": plan.before is None,
        "media": _media(plan, outcome),
        "planned": [{"step": call.step, "method": call.method, "what": call.what} for call in plan.calls()],
        "done": list(outcome.done) if outcome is not None else [],
        "changes": [asdict(change) for change in plan.changes],
        "kept": plan.kept,
        "blockers": [translated_error(error) for error in plan.blockers],
        "notes": [translated_error(error) for error in notes],
        "personal_data": [asdict(item) for item in findings],
        "justification": plan.justification,
        "portal": {
            "status": outcome.portal_status if outcome is not None else "",
            "report": outcome.portal_report if outcome is not None else None,
        },
        "record": plan.record,
        "http_log": [dict(entry) for entry in log],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _media(plan: Plan, outcome: Optional[Outcome]) -> Optional[dict[str, Any]]:
    if plan.file is None:
        return None
    return {
        "media_id": plan.file.media_id,
        "name": plan.file.name,
        "size": plan.file.size,
        "sha256": plan.file.sha256,
        "url": str(plan.media()["connector"]["url"]),
        "already_there": plan.is_stored,
        "commit": outcome.commit if outcome is not None else "",
        "zone": outcome.zone if outcome is not None else "",
        "verified": outcome.verified if outcome is not None else "",
    }
