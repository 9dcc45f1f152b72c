"""Faults on demand: what goes wrong between a portal and its users."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Optional

KINDS = {
    "drop": "cut the connection after N bytes (drop@5000)",
    "stall": "send N bytes, then nothing (stall@1000)",
    "slow": "send N bytes a second (slow@20000)",
    "429": "too many requests, Retry-After N seconds (429@1)",
    "500": "internal error",
    "503": "overloaded, Retry-After when N is given (503@2)",
    "401": "token refused",
    "403": "refused",
    "498": "token expired",
    "404": "gone",
    "hash": "other bytes of the same length",
    "html": "a sign-in page with 200",
    "redirect": "redirect to N (redirect@file:///etc/passwd)",
    "norange": "ignore Range, give neither ETag nor date",
    "changed": "another version of the file, with another ETag",
    "badrange": "a part that begins elsewhere than asked",
    "oversize": "N bytes without announcing a length (oversize@5000000)",
    "gzip": "compressed although not asked",
    "notjson": "200 with something that is neither JSON nor HTML",
    "empty": "200 with nothing",
}


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong, with its number or address."""

    kind: str
    argument: str = ""

    @property
    def number(self) -> int:
        """The number after ``@``, 0 without it."""
        return int(self.argument) if self.argument.isdigit() else 0


def parse_fault(text: Optional[str]) -> Optional[Fault]:
    """Return the fault that a header, a parameter or a test names; None when it names none that exists."""
    kind, _, argument = (text or "").strip().partition("@")
    return Fault(kind, argument) if kind in KINDS else None


class FaultPlan:
    """Faults that tests ordered for the next requests to a path."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ordered: list[tuple[str, Fault, int]] = []

    def order(self, path: str, fault: str, times: int = 1) -> None:
        """Order a fault for the next requests whose path begins so."""
        parsed = parse_fault(fault)
        if parsed is None:
            raise ValueError(f"{fault!r} is none of {', '.join(KINDS)}")
        with self._lock:
            self._ordered.append((path, parsed, times))

    def take(self, path: str) -> Optional[Fault]:
        """Return the fault of a request, and count it."""
        with self._lock:
            for number, (prefix, fault, times) in enumerate(self._ordered):
                if path.startswith(prefix) and times > 0:
                    self._ordered[number] = (prefix, fault, times - 1)
                    return fault
        return None
