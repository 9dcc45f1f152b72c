"""Check a record against a version of the RUDI-PRODUCER metadata before it is published.

The declaration of ``schema.py`` is compiled once into nested functions, so that a whole catalogue is
checked in the time that a general JSON Schema validator takes for a few records.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Callable, Optional

from . import validation_rules as rules
from .schema import MEDIA, MIME, NODE_FIELDS, UUID, List, Node, Number, Object, Text, profile, profile_of
from .validation_issues import Collector, Issue, Path, shown_value
from .validation_messages import ERROR

Check = Callable[[Any, Path, Collector], None]

_PLACEHOLDER = re.compile(r"\{\{.*\}\}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+\Z")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ACTIVE = re.compile(r"<\s*(?:script|iframe|object|embed)\b|javascript:|\bon\w+\s*=\s*[\"']", re.IGNORECASE)
_MAX_ALLOWED_SHOWN = 8  # values of a closed list that a sentence quotes


@dataclass(frozen=True)
class Report:
    """The result of checking one record.

    Attributes
    ----------
    profile : str
        Version it was checked against.
    issues : tuple of Issue
        In the order of the record.
    """

    profile: str
    issues: tuple[Issue, ...]

    @property
    def errors(self) -> tuple[Issue, ...]:
        """What the portal refuses."""
        return tuple(issue for issue in self.issues if issue.severity == ERROR)

    @property
    def warnings(self) -> tuple[Issue, ...]:
        """What it accepts and someone will stumble over."""
        return tuple(issue for issue in self.issues if issue.severity != ERROR)

    @property
    def valid(self) -> bool:
        """Whether there is no error."""
        return not self.errors


def validate(raw: Any, version: str = "auto", *, strict: bool = False) -> Report:
    """Check a record.

    Parameters
    ----------
    raw : Any
        The record, as ``json.loads`` gives it.
    version : str
        ``auto`` (from its ``api_version``), ``1.3.0`` or ``1.4.1``.
    strict : bool
        Count as errors the warnings that some portals refuse: unknown fields, unknown themes.

    Returns
    -------
    Report
        Never raises for what the record holds.
    """
    if version == "auto":
        info = raw.get("metadata_info") if isinstance(raw, dict) else None
        found = info.get("api_version") if isinstance(info, dict) else None
        version = profile_of(found) if isinstance(found, str) else "1.3.0"
    collector = Collector(version, strict)
    if not isinstance(raw, dict):
        collector.add("malformed", None)
    else:
        _compiled(version)(raw, None, collector)
        rules.check(raw, collector)
    return Report(version, tuple(collector.issues))


def field_issues(value: Any, *steps: str, version: str = "1.3.0") -> tuple[Issue, ...]:
    """Check what one field would hold, as it is typed.

    Parameters
    ----------
    value : Any
        What the field would hold.
    *steps : str
        Steps to the field, ``[]`` for the items of a list: ``"contacts", "[]", "email"``.
    version : str
        Of the record.

    Raises
    ------
    ValueError
        When there is no such field.
    """
    collector = Collector(version, strict=False)
    _field_check(version, steps)(value, (None, steps[-1]), collector)
    return tuple(collector.issues)


@lru_cache(maxsize=64)
def _field_check(version: str, steps: tuple[str, ...]) -> Check:
    node: Node = profile(version)
    for number, step in enumerate(steps, start=1):
        node = node.item if isinstance(node, List) and step == "[]" else dict(getattr(node, "fields", ())).get(step)
        if node is None:
            raise ValueError(f"There is no field {steps}.")
        if steps[:number] == ("available_formats", "[]"):
            node = MEDIA["FILE"]  # the list by itself only tells the kinds of media apart
    return _compile(node)


@lru_cache(maxsize=4)
def _compiled(version: str) -> Check:
    return _compile(profile(version), at_root=True)


@lru_cache(maxsize=1)
def _media_checks() -> dict[str, Check]:
    return {kind: _compile(node) for kind, node in MEDIA.items()}


def _compile(node: Node, *, at_root: bool = False) -> Check:
    if isinstance(node, Object):
        return _compile_object(node, at_root)
    if isinstance(node, List):
        return _compile_list(node)
    if isinstance(node, Text):
        return _compile_text(node)
    if isinstance(node, Number):
        return _compile_number(node)
    return _accept if type(node).__name__ == "Anything" else _check_flag


def _accept(value: Any, path: Path, collector: Collector) -> None:
    """Accept any value."""


def _check_flag(value: Any, path: Path, collector: Collector) -> None:
    if not isinstance(value, bool):
        _wrong_type("not_flag", value, path, collector)


def _wrong_type(key: str, value: Any, path: Path, collector: Collector) -> None:
    collector.add("null_value" if value is None else key, path, value)


def _compile_object(node: Object, at_root: bool) -> Check:
    checks = {
        name: _compile_medium_list(field) if _is_media(name, at_root) else _compile(field)
        for name, field in node.fields
    }
    required = node.required
    ignored = NODE_FIELDS if at_root else frozenset()

    def check(value: Any, path: Path, collector: Collector) -> None:
        if not isinstance(value, dict):
            _wrong_type("not_object", value, path, collector)
            return
        for name in required:
            if name not in value:
                collector.add("required", (path, name), name=name)
        for name, item in value.items():
            known = checks.get(name)
            if known is not None:
                known(item, (path, name), collector)
            elif not node.open and name not in ignored:
                collector.add("unknown_field", (path, name), name=shown_value(name), version=collector.version)

    return check


def _is_media(name: str, at_root: bool) -> bool:
    return at_root and name == "available_formats"


def _compile_medium_list(node: Node) -> Check:
    check_list = _compile_list(node)  # of the kind alone
    kinds = _media_checks()

    def check(value: Any, path: Path, collector: Collector) -> None:
        check_list(value, path, collector)
        for number, medium in enumerate(value if isinstance(value, list) else ()):
            kind = medium.get("media_type") if isinstance(medium, dict) else None
            if isinstance(kind, str) and kind in kinds:
                kinds[kind](medium, (path, number), collector)

    return check


def _compile_list(node: List) -> Check:
    check_item = _compile(node.item)
    at_least = node.at_least

    def check(value: Any, path: Path, collector: Collector) -> None:
        if not isinstance(value, list):
            _wrong_type("not_list", value, path, collector)
            return
        if len(value) < at_least:
            collector.add("too_few", path, count=at_least)
        for number, item in enumerate(value):
            check_item(item, (path, number), collector)

    return check


def _compile_number(node: Number) -> Check:
    low = -math.inf if node.minimum is None else node.minimum
    high = math.inf if node.maximum is None else node.maximum
    key = "not_whole" if node.whole else "not_number"

    def check(value: Any, path: Path, collector: Collector) -> None:
        numeric = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not numeric or (isinstance(value, float) and (not math.isfinite(value) or (node.whole and value % 1))):
            _wrong_type(key, value, path, collector)
        elif not low <= value <= high:
            bounds = {"minimum": f"{low:g}", "maximum": f"{high:g}"}
            collector.add("out_of_range", path, value, found=shown_value(value), **bounds)

    return check


def _compile_text(node: Text) -> Check:
    check_form = _compile_form(node)
    limit, advised = node.max_length, node.advised_length

    def check(value: Any, path: Path, collector: Collector) -> None:
        if not isinstance(value, str):
            _wrong_type("not_text", value, path, collector)
            return
        if not value.strip():
            collector.add("empty_text", path)
            return
        if limit and len(value) > limit:
            collector.add("too_long", path, value, length=len(value), limit=limit)
        elif advised and len(value) > advised:
            collector.add("longer_than_advised", path, length=len(value), limit=advised)
        if not value.isprintable() and _FORBIDDEN.search(value):
            collector.add("forbidden_characters", path)
        if ("<" in value or ":" in value) and _ACTIVE.search(value):
            collector.add("script", path, value)
        if check_form is None:
            return
        if "{{" in value and _PLACEHOLDER.search(value):
            collector.add("placeholder", path, value, found=shown_value(value))
        else:
            check_form(value, path, collector)

    return check


def _compile_form(node: Text) -> Optional[Check]:
    if node.choices:
        return _choice_check(node.choices)
    if node.pattern:
        return _pattern_check(node.pattern, node.example)
    return _FORMATS.get(node.format)


def _choice_check(choices: tuple[str, ...]) -> Check:
    allowed = ", ".join(choices[:_MAX_ALLOWED_SHOWN]) + ("…" if len(choices) > _MAX_ALLOWED_SHOWN else "")
    among = frozenset(choices)

    def check(value: str, path: Path, collector: Collector) -> None:
        if value not in among:
            collector.add("not_in_list", path, value, found=shown_value(value), allowed=allowed)

    return check


def _pattern_check(pattern: str, example: str) -> Check:
    match = re.compile(pattern).fullmatch

    def check(value: str, path: Path, collector: Collector) -> None:
        if match(value):
            return
        if pattern == UUID:
            collector.add("bad_uuid", path, value, found=shown_value(value))
        else:
            collector.add("bad_format", path, value, found=shown_value(value), example=example)

    return check


def _email_check(value: str, path: Path, collector: Collector) -> None:
    if not _EMAIL.match(value):
        collector.add("bad_email", path, value, found=shown_value(value))


def _mime_check(value: str, path: Path, collector: Collector) -> None:
    if not _MIME.match(value):
        collector.add("bad_format", path, value, found=shown_value(value), example="text/csv")
    else:
        rules.check_file_type(value, path, collector)


_MIME = re.compile(MIME)
_FORMATS: dict[str, Check] = {
    "email": _email_check,
    "mime": _mime_check,
    "uri": rules.check_address,
    "date-time": rules.check_date,
    "theme": rules.check_theme,
    "contract": rules.check_contract,
}
