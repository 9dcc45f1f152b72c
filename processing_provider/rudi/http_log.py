"""What was said to servers, for a receipt: methods, addresses, statuses and sizes, and nothing that is secret."""

from __future__ import annotations

import time
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Optional

from .record_writer import date_text
from .transport import OnChunk, Request, Response, Stop, Transport, TransportError, safe_url


class LoggingTransport:
    """Sends through another transport and notes each exchange, without headers nor bodies.

    Parameters
    ----------
    transport : Transport
        What sends.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self.entries: list[dict[str, Any]] = []

    def send(self, request: Request, *, on_chunk: Optional[OnChunk] = None, stop: Optional[Stop] = None) -> Response:
        """Send a request; see :meth:`.transport.Transport.send`."""
        entry: dict[str, Any] = {
            "at": date_text(datetime.now(timezone.utc).replace(microsecond=0)),
            "method": request.method,
            "url": safe_url(request.url),
            "sent_bytes": _length(request),
        }
        self.entries.append(entry)
        began = time.monotonic()
        try:
            answer = self._transport.send(request, on_chunk=on_chunk, stop=stop)
        except TransportError as error:
            entry["failure"] = error.kind
            raise
        finally:
            entry["seconds"] = round(time.monotonic() - began, 3)
        entry["status"] = answer.status
        return answer


def _length(request: Request) -> int:
    if isinstance(request.body, Path):
        return request.body.stat().st_size
    return len(request.body or b"")
