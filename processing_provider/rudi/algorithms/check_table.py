"""The table of what is wrong with records: one line per fault, its sentence in French and in English."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...errors import InputError
from ...translation import error_in
from ..record_warnings import RecordWarning
from ..validation import Report
from ..validation_issues import Issue
from ..validation_messages import ERROR, MESSAGES, WARNING

FIELDS = (
    ("file", "text"),
    ("global_id", "text"),
    ("path", "text"),
    ("code", "text"),
    ("severity", "text"),
    ("message_fr", "text"),
    ("message_en", "text"),
    ("value", "text"),
)
SEVERITY = tuple(name for name, _ in FIELDS).index("severity")


def issue_rows(file: str, global_id: str, issues: Iterable[Issue]) -> list[list[Any]]:
    """Return the lines of the issues of a record."""
    return [_row(file, global_id, issue.path, issue.code, issue.severity, issue.error, issue.value) for issue in issues]


def warning_rows(file: str, global_id: str, warnings: Iterable[RecordWarning]) -> list[list[Any]]:
    """Return the lines of what was noticed while a record was read; their code is that of the reader."""
    return [_row(file, global_id, item.path, item.code, WARNING, item.error, "") for item in warnings]


def unreadable_row(file: str, error: InputError) -> list[Any]:
    """Return the line of a file that holds no record."""
    return _row(file, "", "", MESSAGES["malformed"].code, ERROR, error, "")


def _row(file: str, global_id: str, path: str, code: str, severity: str, error: InputError, value: str) -> list[Any]:
    return [
        file or None,
        global_id or None,
        path or None,
        code,
        severity,
        error_in(error, "fr"),
        str(error),
        value or None,
    ]


def errors_in(rows: Iterable[list[Any]]) -> int:
    """Return how many lines are errors."""
    return sum(1 for row in rows if row[SEVERITY] == ERROR)


def identifier_of(raw: Any) -> str:
    """Return the identifier that a record gives itself, empty when it gives none."""
    found = raw.get("global_id") if isinstance(raw, dict) else None
    return found[:100] if isinstance(found, str) else ""


def report_rows(file: str, raw: Any, report: Report) -> list[list[Any]]:
    """Return the lines of a record that was checked."""
    return issue_rows(file, identifier_of(raw), report.issues)
