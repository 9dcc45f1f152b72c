"""One text for one content, for hashes: JSON with sorted keys and nothing superfluous."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

# Words in a key that a record of commands has no business with.
_SECRET_WORDS = ("password", "passwd", "secret", "token", "api_key", "apikey", "private_key", "authorization")


def canonical_json(content: Any) -> str:
    """Return content as JSON, ASCII, sorted, without spaces.

    Raises
    ------
    TypeError, ValueError
        When it holds something that JSON cannot say, NaN included, or a key that names a secret.
    """
    _check(content)
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def _check(content: Any) -> None:
    if isinstance(content, dict):
        for key, value in content.items():
            if not isinstance(key, str):
                raise TypeError("keys are texts")
            if any(word in key.lower() for word in _SECRET_WORDS):
                raise ValueError("a secret is not recorded")
            _check(value)
    elif isinstance(content, (list, tuple)):
        for value in content:
            _check(value)


def moment_text(moment: int) -> str:
    """Return a moment [ms since 1970] as ISO 8601 in UTC, to the millisecond."""
    seconds, rest = divmod(int(moment), 1000)
    return f"{datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=seconds):%Y-%m-%dT%H:%M:%S}.{rest:03d}Z"
