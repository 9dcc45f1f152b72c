"""The cost meter: what it counts is what was spent."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest
from cityorchestra.processing_provider.cost import CostMeter

pytest.importorskip("psutil")

MEGABYTE = 1024 * 1024


def test_processor_time_is_work_and_wall_time_is_waiting():
    with CostMeter() as idle:
        time.sleep(0.3)
        idle_figures = idle.figures()
    with CostMeter() as busy:
        start = time.process_time()
        while time.process_time() - start < 0.3:
            sum(range(1000))
        busy_figures = busy.figures()
    assert idle_figures["wall_s"] >= 0.3
    assert idle_figures["cpu_s"] < 0.2
    assert busy_figures["cpu_s"] >= 0.25
    assert busy_figures["wall_s"] >= 0.29


def test_peak_memory_is_seen_even_when_it_is_given_back():
    with CostMeter() as before:
        pass
    with CostMeter() as meter:
        block = np.ones(200 * MEGABYTE // 8)
        time.sleep(0.2)
        del block
    peak = meter.figures()["peak_memory_bytes"] - before.figures()["peak_memory_bytes"]
    assert peak > 150 * MEGABYTE


def test_bytes_are_those_read_and_written(tmp_path):
    data = b"x" * (3 * MEGABYTE)
    with CostMeter() as meter:
        (tmp_path / "file").write_bytes(data)
        assert len((tmp_path / "file").read_bytes()) == len(data)
        figures = meter.figures()
    if figures["bytes_written"] is None:
        pytest.skip("this system does not tell")
    assert 3 * MEGABYTE <= figures["bytes_written"] < 4 * MEGABYTE
    assert 3 * MEGABYTE <= figures["bytes_read"] < 4 * MEGABYTE


def test_no_thread_is_left_even_after_an_error():
    with pytest.raises(ZeroDivisionError), CostMeter():
        raise ZeroDivisionError
    assert not [thread for thread in threading.enumerate() if thread.name == "cityorchestra-cost"]
