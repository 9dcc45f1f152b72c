"""QGIS's network from several threads at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("qgis.core")
from cityorchestra.tests.rudi import transport_stress

REQUESTS = 1500  # with the dead-lock that this is about, one run in three did not end


def test_threads_do_not_wait_for_each_other_for_ever():
    program = [sys.executable, str(Path(transport_stress.__file__)), str(REQUESTS)]
    done = subprocess.run(program, capture_output=True, text=True, timeout=240, check=True)
    assert int(done.stdout.split()[-1]) == REQUESTS * transport_stress.SIZE
