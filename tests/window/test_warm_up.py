"""The compilation in the background: once, only where it is needed, and never in the way."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest
from cityorchestra.cityorchestra_plugin.docks import cool_route_warmup
from cityorchestra.processing_provider.walking import warm_up as kernels
from qgis.core import QgsApplication, QgsTask

# One kernel that compiles in a second stands for all.
MEASURE = """
import numpy as np
from cityorchestra.processing_provider.walking import sun_profile, warm_up
warm_up.kernels = lambda: (sun_profile.median_across,)
warm_up._search = warm_up._network = lambda: None
warm_up._shade = lambda: sun_profile.median_across(np.zeros((1, 3), np.uint8))
cold = [warm_up.is_cold(kernel) for kernel in warm_up.kernels()]
done = warm_up.warm_up(np.zeros(1, np.uint8))
print(all(cold), done, any(warm_up.is_cold(kernel) for kernel in warm_up.kernels()), warm_up.warm_up())
"""


@pytest.fixture
def session(monkeypatch):
    """A session in which nothing was started."""
    monkeypatch.setattr(cool_route_warmup, "_state", {})


@pytest.fixture
def work(monkeypatch):
    """What the task calls, recorded instead of compiled; it waits until it is let go."""
    calls, go = [], threading.Event()

    def warm_up(stop):
        calls.append(threading.current_thread() is threading.main_thread())
        go.wait(5)
        return not stop[0]

    monkeypatch.setattr(kernels, "warm_up", warm_up)
    warm_up.calls, warm_up.go = calls, go
    return warm_up


def test_an_empty_cache_is_filled_once(tmp_path):
    import os

    run = subprocess.run(
        [sys.executable, "-c", MEASURE],
        env={**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert run.stdout.split() == ["True", "True", "False", "False"]


def test_every_part_runs():
    for part in (kernels._search, kernels._network, kernels._shade):
        part()
    assert not any(kernels.is_cold(kernel) for kernel in kernels.kernels())


def test_plain_functions_are_warm():
    assert not kernels.is_cold(len)


def test_it_stops_between_its_parts(monkeypatch):
    import numpy as np

    done, stop = [], np.zeros(1, np.uint8)
    monkeypatch.setattr(kernels, "is_cold", lambda kernel: True)
    monkeypatch.setattr(kernels, "_search", lambda: (done.append("search"), stop.__setitem__(0, 1)))
    for part in ("_network", "_shade"):
        monkeypatch.setattr(kernels, part, lambda: done.append("more"))
    assert kernels.warm_up(stop)
    assert done == ["search"]


def test_one_task_a_session_in_a_thread_of_low_priority(session, work, qtbot, qgis_app):
    task = cool_route_warmup.warm_up_once()
    ended = []
    task.taskCompleted.connect(lambda: ended.append(1))
    qtbot.waitUntil(lambda: work.calls == [False])
    assert cool_route_warmup.PRIORITY < 0
    assert cool_route_warmup.warm_up_once() is None
    work.go.set()
    qtbot.waitUntil(lambda: ended == [1])
    assert cool_route_warmup.warm_up_once() is None, "not even when it has ended"
    assert work.calls == [False]
    cool_route_warmup.stop_warm_up()


def test_stopping_cancels_and_does_not_wait(session, work, qtbot, qgis_app):
    task = cool_route_warmup.warm_up_once()
    ended = []
    task.taskTerminated.connect(lambda: ended.append(1))
    qtbot.waitUntil(lambda: bool(work.calls))
    cool_route_warmup.stop_warm_up()
    assert task.isCanceled()
    assert task._stop[0] == 1
    assert task.status() == QgsTask.TaskStatus.Running, "the part under way goes on"
    work.go.set()
    qtbot.waitUntil(lambda: ended == [1])


def test_missing_packages_start_nothing(session, work, monkeypatch, qgis_app):
    monkeypatch.setattr(cool_route_warmup.libraries, "missing", lambda packages: "numba")
    assert cool_route_warmup.warm_up_once() is None
    monkeypatch.undo()


def test_a_failure_is_noted_and_disturbs_nobody(session, monkeypatch, qtbot, qgis_app):
    def fail(stop):
        raise RuntimeError("no compiler")

    monkeypatch.setattr(kernels, "warm_up", fail)
    noted = []
    log = QgsApplication.messageLog()
    log.messageReceived.connect(lambda text, tab, level: noted.append((text, tab)))
    cool_route_warmup.warm_up_once()
    qtbot.waitUntil(lambda: ("no compiler", "City Orchestra") in noted)


def test_the_panel_asks_for_it_when_it_is_shown_not_before(iface, behaviour, monkeypatch, qtbot):
    from cityorchestra.cityorchestra_plugin.docks import cool_route
    from cityorchestra.tests.window import support
    from qgis.PyQt.QtCore import Qt

    asked = []
    monkeypatch.setattr(cool_route, "warm_up_once", lambda: asked.append("start"))
    monkeypatch.setattr(cool_route, "stop_warm_up", lambda: asked.append("stop"))
    panel = cool_route.CoolRouteDock(iface, support.FAKE_IDS)
    panel.hide()
    assert asked == []
    iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, panel)
    qtbot.waitUntil(lambda: asked == ["start"])
    panel.unload()
    assert asked == ["start", "stop"]
