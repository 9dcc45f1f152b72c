"""Clients for tests: no waits, waits recorded."""

from __future__ import annotations

from cityorchestra.processing_provider.rudi.http_client import HttpClient, Limits
from cityorchestra.processing_provider.rudi.retry import RetryPolicy
from cityorchestra.processing_provider.rudi.urllib_transport import UrllibTransport


class Waits:
    """Seconds that a client would have waited."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def sleep(self, seconds: float) -> None:
        if seconds > 0:
            self.seconds.append(seconds)


def quick_client(waits: Waits | None = None, transport=None, timeout_s: float = 10.0, **options) -> HttpClient:
    """Return a client that only notes its waits."""
    noted = waits or Waits()
    policy = RetryPolicy(jitter=lambda: 1.0, sleep=noted.sleep)
    transport = transport or UrllibTransport(proxies={})
    return HttpClient(transport, policy=policy, limits=Limits(timeout_s=timeout_s), **options)
