"""Fixtures of the tests of the shared ground."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def dummies(provider):
    """Register the small algorithms of the tests beside the real ones; return their prefix."""
    from cityorchestra.tests.foundation.dummies import DummyProvider
    from qgis.core import QgsApplication

    dummy = DummyProvider()
    assert QgsApplication.processingRegistry().addProvider(dummy)
    yield dummy.id()
    QgsApplication.processingRegistry().removeProvider(dummy)
