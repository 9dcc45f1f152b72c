"""Records read from a file that the user names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ...errors import InputError

MAX_RECORD_BYTES = 16 * 2**20  # a record has a few kilobytes


def read_json(path: str) -> dict[str, Any]:
    """Return the one record of a JSON file.

    Raises
    ------
    InputError
        When the file cannot be read, or holds something else than one record.
    """
    file = Path(path)
    try:
        if file.stat().st_size > MAX_RECORD_BYTES:
            raise InputError("{file} is too large to be one record.", file=path)
        content = json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError("{file} cannot be read: {cause}.", file=path, cause=error.strerror or str(error)) from error
    except (ValueError, RecursionError) as error:
        raise InputError("{file} is not JSON; choose the record of a dataset.", file=path) from error
    if isinstance(content, list) and len(content) == 1:
        content = content[0]
    if not isinstance(content, dict) or not content:
        raise InputError("{file} does not hold one record; choose the record of a dataset.", file=path)
    return content
