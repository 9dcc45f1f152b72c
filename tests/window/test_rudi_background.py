"""Work in the background: its answer in the main thread, its errors as sentences, its end without a trace."""

from __future__ import annotations

import threading

import pytest
from cityorchestra.cityorchestra_plugin.docks import background
from cityorchestra.cityorchestra_plugin.docks.background import BackgroundWork
from cityorchestra.processing_provider.errors import InputError, RunCancelledError
from cityorchestra.tests.rudi.dock_support import TIMEOUT_MS
from qgis.core import QgsApplication


@pytest.fixture
def told(qtbot):
    """What was told, in order; nothing may be left running."""
    yield []
    qtbot.waitUntil(lambda: not background._alive, timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: QgsApplication.taskManager().countActiveTasks() == 0, timeout=TIMEOUT_MS)


def start(work, told):
    return background.run(
        "Test",
        work,
        done=lambda answer: told.append(("done", answer)),
        failed=lambda sentence: told.append(("failed", sentence)),
        cancelled=lambda: told.append(("cancelled", None)),
    )


def until_cancelled(task: BackgroundWork):
    pause = threading.Event()
    for _ in range(2000):
        if task.isCanceled():
            raise RunCancelledError
        pause.wait(0.01)


def test_the_answer_comes_in_the_main_thread(told, qtbot):
    threads = []

    def work(task):
        threads.append(threading.current_thread())
        return 7

    task = start(work, told)
    assert task.is_running
    qtbot.waitUntil(lambda: told == [("done", 7)], timeout=TIMEOUT_MS)
    assert threads != [threading.main_thread()]
    assert not task.is_running


def test_what_the_user_can_mend_is_a_sentence(told, qtbot):
    def work(task):
        raise InputError("There is no {thing}.", thing="bread")

    task = start(work, told)
    qtbot.waitUntil(lambda: told == [("failed", "There is no bread.")], timeout=TIMEOUT_MS)
    assert task.error.values == {"thing": "bread"}


def test_a_mistake_of_ours_is_told_and_logged(told, qtbot):
    logged = []
    QgsApplication.messageLog().messageReceived.connect(lambda text, *_: logged.append(text))
    start(lambda task: 1 // 0, told)
    qtbot.waitUntil(lambda: bool(told), timeout=TIMEOUT_MS)
    kind, sentence = told[0]
    assert kind == "failed"
    assert "message log" in sentence
    assert any("ZeroDivisionError" in text for text in logged)


def test_a_cancel_is_told(told, qtbot):
    task = start(until_cancelled, told)
    qtbot.wait(30)
    task.cancel()
    qtbot.waitUntil(lambda: told == [("cancelled", None)], timeout=TIMEOUT_MS)


def test_a_cancel_before_it_began_is_told_too(told, qtbot):
    task = start(lambda task: 7, told)
    task.cancel()
    qtbot.waitUntil(lambda: told == [("cancelled", None)], timeout=TIMEOUT_MS)


@pytest.mark.parametrize("how", ["forget", "stop"])
@pytest.mark.parametrize("wait_ms", [0, 30])
def test_what_is_no_longer_wanted_ends_silently(told, qtbot, how, wait_ms):
    task = start(until_cancelled, told)
    if wait_ms:
        qtbot.wait(wait_ms)
    getattr(task, how)()
    qtbot.waitUntil(lambda: not background._alive, timeout=TIMEOUT_MS)
    qtbot.wait(20)
    assert told == []
    assert QgsApplication.taskManager().countActiveTasks() == 0


def test_an_answer_that_came_too_late_is_not_told(told, qtbot):
    ready = threading.Event()

    def work(task):
        ready.set()
        return 7

    task = BackgroundWork("Test", work)
    task.succeeded.connect(lambda answer: told.append(answer))
    task.start()
    task._add()  # at once: the events of this thread must not run before the answer is there
    assert ready.wait(TIMEOUT_MS / 1000)
    task.forget()
    qtbot.waitUntil(lambda: not background._alive, timeout=TIMEOUT_MS)
    assert told == []


@pytest.mark.parametrize("how", ["cancel", "forget", "stop"])
def test_what_has_ended_can_be_stopped_again(told, qtbot, how):
    task = start(lambda task: 7, told)
    qtbot.waitUntil(lambda: told == [("done", 7)], timeout=TIMEOUT_MS)
    qtbot.wait(20)
    getattr(task, how)()
    assert told == [("done", 7)]
