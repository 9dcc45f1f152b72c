"""Topics of a mapping: MQTT filters, and regular expressions with named groups, matched level by level.

Each level of a topic is matched alone, by a part that may repeat at most twice and no group: the time that it takes
is bounded whatever is written in the mapping and whatever is received.
"""

from __future__ import annotations

import re
import warnings
from typing import Any, Optional

from ...errors import InputError

MAX_PATTERN = 300  # characters
MAX_REPEATS = 2  # unbounded repetitions in one level
_ESCAPED = re.compile(r"\\.")
_CLASS = re.compile(r"\[\^?\]?[^\]]*\]")
_REPEAT = re.compile(r"[*+]|\{")
_REFUSED = re.compile(r"\)\s*[*+{]|\(\?(?!P<|:)")  # repeated groups; look-around, back-references, flags
_BACK_REFERENCE = re.compile(r"\\[1-9]")


def filter_matches(levels: tuple[str, ...], topic: list[str]) -> bool:
    """Return whether a topic, split at its slashes, matches an MQTT filter, split likewise."""
    for index, level in enumerate(levels):
        if level == "#":
            return True
        if index >= len(topic) or (level not in ("+", topic[index])):
            return False
    return len(levels) == len(topic)


def parse_filter(written: Any) -> tuple[str, ...]:
    """Return the levels of an MQTT filter.

    Raises
    ------
    InputError
        When it is not one.
    """
    levels = tuple(written.split("/")) if isinstance(written, str) and 0 < len(written) <= MAX_PATTERN else ()
    wrong = any(("#" in level and (level != "#" or index + 1 < len(levels))) for index, level in enumerate(levels))
    if not levels or wrong or any("+" in level and level != "+" for level in levels):
        raise InputError("“{filter}” is not an MQTT filter: + is one whole level, # all that follow.", filter=written)
    return levels


class TopicPattern:
    """A regular expression with named groups, one part for each level of a topic.

    Parameters
    ----------
    written : str
        Such as ``city/(?P<site>[^/]+)/(?P<device>[0-9a-f]{16})/up``.

    Raises
    ------
    InputError
        When it is no regular expression, or one whose time is not bounded.
    """

    def __init__(self, written: Any) -> None:
        if not isinstance(written, str) or not 0 < len(written) <= MAX_PATTERN:
            raise InputError("A pattern of topics is a text of at most {most} characters.", most=MAX_PATTERN)
        self._parts = [self._compiled(part, written) for part in _levels(written)]
        self.groups = frozenset(name for part in self._parts for name in part.groupindex)

    @staticmethod
    def _compiled(part: str, written: str) -> re.Pattern[str]:
        plain = _CLASS.sub("[]", _ESCAPED.sub("_", part))
        if _REFUSED.search(plain) or _BACK_REFERENCE.search(part) or len(_REPEAT.findall(plain)) > MAX_REPEATS:
            raise InputError(
                "The pattern “{pattern}” is refused: in one level of a topic at most two repetitions are taken, no "
                "repeated group, no look-around and no back-reference.",
                pattern=written,
            )
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")  # what Python finds doubtful is refused
                return re.compile(part)
        except (re.error, OverflowError, RecursionError, Warning) as error:
            raise InputError(
                "The pattern “{pattern}” is not a regular expression: {cause}.", pattern=written, cause=str(error)
            ) from error

    def match(self, topic: list[str]) -> Optional[dict[str, str]]:
        """Return the named groups for a topic split at its slashes, None when it does not match."""
        if len(topic) != len(self._parts):
            return None
        groups: dict[str, str] = {}
        for part, level in zip(self._parts, topic):
            found = part.fullmatch(level)
            if found is None:
                return None
            groups.update((name, value or "") for name, value in found.groupdict().items())
        return groups


def _levels(written: str) -> list[str]:
    """Split a pattern at its slashes, but for those in a class of characters such as ``[^/]``."""
    levels, start, in_class = [], 0, False
    index = 0
    while index < len(written):
        letter = written[index]
        if letter == "\\":
            index += 2
            continue
        if letter == "[":
            in_class = True
        elif letter == "]":
            in_class = False
        elif letter == "/" and not in_class:
            levels.append(written[start:index])
            start = index + 1
        index += 1
    levels.append(written[start:])
    return levels
