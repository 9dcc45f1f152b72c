"""What a check finds: where, how serious, in which words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Optional

from ..errors import InputError
from .record_values import clean_text, without_credentials
from .validation_messages import ERROR, MESSAGES

# The steps to a field, the last one first: ``((None, "contacts"), 0)``.
Path = Optional[tuple[Any, Any]]
MAX_ISSUES = 1_000  # of one record
_SHOWN_LENGTH = 60  # characters of a value that a sentence quotes


@dataclass(frozen=True)
class Issue:
    """One thing wrong with a record.

    Attributes
    ----------
    key : str
        Key of the catalogue of messages.
    path : str
        Field, as ``contacts[0].email``.
    severity : str
        ``error`` or ``warning``.
    value : str
        The beginning of what the field holds, without secrets.
    values : dict
        Values of the sentence.
    """

    key: str
    path: str
    severity: str
    value: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """Code of the portal, ``ERR-…``."""
        return MESSAGES[self.key].code

    @property
    def error(self) -> InputError:
        """The sentence with its values, to be translated and shown."""
        template = MESSAGES[self.key].template
        return type(template)(template.sentence, **self.values)

    def __str__(self) -> str:
        return f"{self.code} {self.path}: {self.error}"


class Collector:
    """The issues of one record, as they are found."""

    def __init__(self, version: str, strict: bool) -> None:
        self.version = version
        self.strict = strict
        self.issues: list[Issue] = []

    def add(self, key: str, path: Path, content: Any = None, **values: object) -> None:
        """Keep an issue, up to a limit."""
        if len(self.issues) >= MAX_ISSUES:
            return
        message = MESSAGES[key]
        severity = ERROR if self.strict and message.strict else message.severity
        self.issues.append(Issue(key, path_text(path), severity, shown_value(content), values))


def path_text(path: Path) -> str:
    """Return the path of a field as it is written: ``contacts[0].email``."""
    steps = []
    while path is not None:
        path, step = path
        steps.append(f"[{step}]" if isinstance(step, int) else f".{shown_value(step)}")
    return "".join(reversed(steps)).lstrip(".")


def shown_value(content: Any) -> str:
    """Return the beginning of a value, to be quoted: one line, no secret of an address."""
    if content is None:
        return ""
    if isinstance(content, (dict, list)):
        return ""
    if isinstance(content, int) and not isinstance(content, bool) and abs(content) > 10**_SHOWN_LENGTH:
        return "…"
    text = " ".join(clean_text(str(content)[:2000]).split())
    if "@" in text and "://" in text:
        text = without_credentials(text)
    return text if len(text) <= _SHOWN_LENGTH else f"{text[:_SHOWN_LENGTH]}…"
