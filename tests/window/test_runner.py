"""A chain of algorithms in the background: order, progress, cancel, and the sentence of an error."""

from __future__ import annotations

import gc

import pytest
from cityorchestra.cityorchestra_plugin import runner
from cityorchestra.cityorchestra_plugin.runner import AlgorithmChain, Step
from cityorchestra.tests.window import support
from qgis.core import QgsApplication, QgsProcessing, QgsVectorLayer


@pytest.fixture
def lines():
    return support.street_layer()


@pytest.fixture
def chain(behaviour):
    item = AlgorithmChain()
    yield item
    item.stop()


def build_step(lines, name="first", algorithm=None):
    return Step(
        name,
        algorithm or support.FAKE_IDS.build,
        f"Running {name}",
        lambda results: {"LINES": lines, "OUTPUT": QgsProcessing.TEMPORARY_OUTPUT},
    )


def after(name, step):
    """Return a step that takes the layer of another."""
    return Step(
        name,
        support.FAKE_IDS.build,
        f"Running {name}",
        lambda results: {"LINES": results[step].layers["OUTPUT"], "OUTPUT": QgsProcessing.TEMPORARY_OUTPUT},
        weight=3.0,
    )


def test_steps_run_in_order_and_hand_their_layers_on(chain, lines, behaviour, qtbot):
    sentences, percents, given = [], [], []
    chain.stepStarted.connect(sentences.append)
    chain.progressed.connect(percents.append)
    chain.stepSucceeded.connect(lambda name, result: given.append(name))
    with qtbot.waitSignal(chain.succeeded, timeout=20000) as blocker:
        chain.start([build_step(lines), after("second", "first")])
        assert chain.is_running
    (results,) = blocker.args
    assert not chain.is_running
    assert behaviour.names() == ["build", "build"]
    assert sentences == ["Running first", "Running second"]
    assert given == ["first", "second"] == list(results)
    assert percents == sorted(percents)
    assert percents[-1] == 100
    assert 25.0 in percents, "the first step has a quarter of the weight"
    layer = results["second"].layers["OUTPUT"]
    assert isinstance(layer, QgsVectorLayer)
    assert layer.featureCount() == 2


def test_the_layers_outlive_the_chain(chain, lines, qtbot):
    with qtbot.waitSignal(chain.succeeded, timeout=20000) as blocker:
        chain.start([build_step(lines)])
    layer = blocker.args[0]["first"].layers["OUTPUT"]
    chain._context = None
    gc.collect()
    assert [item["edge_id"] for item in layer.getFeatures()] == [0, 1]


def test_the_sentence_of_the_algorithm_is_told(chain, lines, behaviour, qtbot):
    behaviour.error["build"] = "The start is 384 m from the network."
    with qtbot.waitSignal(chain.failed, timeout=20000) as blocker:
        chain.start([build_step(lines), after("second", "first")])
    assert blocker.args == ["The start is 384 m from the network."]
    assert behaviour.names() == ["build"], "the next step must not run"
    assert not chain.is_running


@pytest.mark.parametrize("when", ["refusal", "unable"])
def test_the_sentence_of_a_check_is_told(chain, lines, behaviour, when, qtbot):
    getattr(behaviour, when)["build"] = "Choose another layer."
    with qtbot.waitSignal(chain.failed) as blocker:
        chain.start([build_step(lines)])
    assert blocker.args == ["Choose another layer."]
    assert behaviour.calls == []


def test_an_unknown_algorithm_is_told(chain, lines, qtbot):
    with qtbot.waitSignal(chain.failed) as blocker:
        chain.start([build_step(lines, algorithm="nowhere:nothing")])
    assert "nowhere:nothing" in blocker.args[0]


def test_warnings_are_kept(chain, lines, behaviour, qtbot):
    behaviour.warning["build"] = "Two edges have no profile."
    with qtbot.waitSignal(chain.succeeded, timeout=20000) as blocker:
        chain.start([build_step(lines)])
    assert blocker.args[0]["first"].warnings == ["Two edges have no profile."]


def test_cancel_stops_the_step_and_those_that_wait(chain, lines, behaviour, qtbot):
    behaviour.waits = "build"
    chain.start([build_step(lines), after("second", "first")])
    qtbot.waitUntil(behaviour.started.is_set, timeout=20000)
    with qtbot.waitSignal(chain.cancelled, timeout=5000):
        chain.cancel()
    assert behaviour.names() == ["build"]
    assert not chain.is_running


def test_a_cancel_in_the_list_of_tasks_is_a_cancel(chain, lines, behaviour, qtbot):
    behaviour.waits = "build"
    chain.start([build_step(lines)])
    qtbot.waitUntil(behaviour.started.is_set, timeout=20000)
    with qtbot.waitSignal(chain.cancelled, timeout=5000):
        QgsApplication.taskManager().cancelAll()


def test_stop_waits_and_is_silent(chain, lines, behaviour, qtbot):
    behaviour.waits = "build"
    heard = []
    for name in ("succeeded", "failed", "cancelled"):
        getattr(chain, name).connect(lambda *_: heard.append(1))
    chain.start([build_step(lines)])
    qtbot.waitUntil(behaviour.started.is_set, timeout=20000)
    chain.stop()
    qtbot.waitUntil(lambda: QgsApplication.taskManager().countActiveTasks() == 0, timeout=5000)
    qtbot.waitUntil(lambda: not runner._alive, timeout=5000)
    assert heard == []


def test_only_one_chain_at_a_time(chain, lines, behaviour, qtbot):
    behaviour.waits = "build"
    chain.start([build_step(lines)])
    with pytest.raises(RuntimeError):
        chain.start([build_step(lines)])
    qtbot.waitUntil(behaviour.started.is_set, timeout=20000)
    with qtbot.waitSignal(chain.cancelled, timeout=5000):
        chain.cancel()
