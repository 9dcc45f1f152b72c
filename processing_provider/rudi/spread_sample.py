"""A sample of many values that is spread over all of them, in little memory and always the same."""

from __future__ import annotations

from typing import Any

from .privacy import MAX_SAMPLE


class SpreadSample:
    """Keeps every value at first, then every second one, every fourth...: up to a limit, evenly spread.

    Parameters
    ----------
    limit : int
        Most values that are kept.
    """

    def __init__(self, limit: int = MAX_SAMPLE) -> None:
        self._limit = limit
        self._step = 1
        self._seen = 0
        self.values: list[Any] = []

    def put(self, value: Any) -> None:
        """Take the next value."""
        if self._seen % self._step == 0:
            if len(self.values) >= self._limit:
                self.values = self.values[::2]
                self._step *= 2
            if self._seen % self._step == 0:
                self.values.append(value)
        self._seen += 1
