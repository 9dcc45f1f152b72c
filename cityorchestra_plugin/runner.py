"""Run algorithms one after the other in the background, for the panels.

A chain is a list of steps; each is an ordinary Processing algorithm run as a QGIS task, so that it can
also be followed and cancelled in QGIS's own list of tasks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Callable, Optional

from qgis.core import (
    QgsApplication,
    QgsMapLayer,
    QgsProcessingAlgorithm,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsTask,
)
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..processing_provider.translation import tr

PAINT_MS = 50  # for the window to show what it is about to do
STOP_TIMEOUT_MS = 5000  # algorithms stop within a second of a cancel; this only bounds the wait

# A task does not own its context and feedback: they stay here until it has ended, even when the panel
# that started it is gone.
_alive: list[tuple] = []


@dataclass
class StepResult:
    """What a step gave.

    Attributes
    ----------
    values : dict
        Result of the algorithm, by output name.
    layers : dict of str to QgsMapLayer
        Temporary layers among them, by output name; they belong to whoever holds this object.
    warnings : list of str
        What the algorithm warned of.
    """

    values: dict[str, Any]
    layers: dict[str, QgsMapLayer] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Step:
    """One algorithm of a chain.

    Attributes
    ----------
    name : str
        Name by which later steps find the result.
    algorithm : str
        Identifier in the Processing registry.
    sentence : str
        What the user reads while it runs.
    parameters : callable
        Gives the parameters, from the results of the steps before.
    weight : float
        Share of the progress bar, in any unit.
    """

    name: str
    algorithm: str
    sentence: str
    parameters: Callable[[Mapping[str, StepResult]], dict[str, Any]]
    weight: float = 1.0


class SentenceFeedback(QgsProcessingFeedback):
    """Keep what an algorithm warns of, and what it says when it fails."""

    def __init__(self) -> None:
        super().__init__()
        self.errors: list[str] = []
        self.warnings: list[str] = []

    def pushWarning(self, warning):
        """Keep the sentence; called from the thread of the task."""
        self.warnings.append(warning)
        super().pushWarning(warning)

    def reportError(self, error, fatalError=False):
        """Keep the sentence; called from the thread of the task."""
        self.errors.append(error)
        super().reportError(error, fatalError)


class AlgorithmChain(QObject):
    """Run steps one after the other; one chain runs at a time.

    Signals
    -------
    stepStarted(sentence), progressed(percent)
        For a progress bar.
    stepSucceeded(name, result)
        A :class:`StepResult`, even when a later step fails or is cancelled.
    succeeded(results)
        Dictionary of :class:`StepResult` by step name.
    failed(sentence)
        The sentence of the algorithm that could not go on.
    cancelled
        The user cancelled, here or in QGIS's list of tasks.
    """

    stepStarted = pyqtSignal(str)
    progressed = pyqtSignal(float)
    stepSucceeded = pyqtSignal(str, object)
    succeeded = pyqtSignal(dict)
    failed = pyqtSignal(str)
    cancelled = pyqtSignal()

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._waiting: list[Step] = []
        self._step: Optional[Step] = None
        self._task: Optional[QgsTask] = None
        self._feedback: Optional[SentenceFeedback] = None
        self._context: Optional[QgsProcessingContext] = None
        self._results: dict[str, StepResult] = {}
        self._done = 0.0
        self._total = 1.0
        self._running = False
        self._cancelling = False

    @property
    def is_running(self) -> bool:
        """Tell whether a step is under way or about to start."""
        return self._running

    def start(self, steps: Sequence[Step]) -> None:
        """Run the steps; the answer comes by one of the signals."""
        if self.is_running:
            raise RuntimeError("A chain is running already.")
        self._waiting = list(steps)
        self._results = {}
        self._done, self._total = 0.0, sum(step.weight for step in steps)
        self._running, self._cancelling = True, False
        self._context = QgsProcessingContext()
        self._context.setProject(QgsProject.instance())
        self._schedule()

    def cancel(self) -> None:
        """Stop the step under way and forget those that wait."""
        if self.is_running:
            self._cancelling = True
            if self._task is not None:
                self._task.cancel()

    def stop(self) -> None:
        """Cancel and wait, without any signal: the owner is being unloaded."""
        if not self.is_running:
            return
        task = self._task
        self.blockSignals(True)
        self.cancel()
        if task is not None and task.status() in (QgsTask.TaskStatus.Running, QgsTask.TaskStatus.OnHold):
            task.waitForFinished(STOP_TIMEOUT_MS)

    # -- one step after the other -----------------------------------------------------------------

    def _schedule(self) -> None:
        # A task added while QGIS is ending another may never start: it takes the runnable of the ended one
        # out of its pool by an address that the new one may have been given (QGIS 3.22).
        QTimer.singleShot(0, self._next)

    def _next(self) -> None:
        if self._cancelling:
            self._end()
            self.cancelled.emit()
            return
        self._step = self._waiting.pop(0)
        step = self._step
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(step.algorithm)
        if algorithm is None:
            self._fail(
                tr("The algorithm {id} is not there; reload the plugin City Orchestra.").format(id=step.algorithm)
            )
            return
        able, sentence = algorithm.canExecute()
        if not able:
            self._fail(sentence)
            return
        parameters = step.parameters(self._results)
        accepted, sentence = algorithm.checkParameterValues(parameters, self._context)
        if not accepted:
            self._fail(sentence)
            return
        self.stepStarted.emit(step.sentence)
        self._feedback = SentenceFeedback()
        if algorithm.flags() & QgsProcessingAlgorithm.Flag.FlagNoThreading:
            # After a moment, so that the sentence is on the screen while the window waits.
            QTimer.singleShot(PAINT_MS, lambda: self._run_here(algorithm, parameters))
            return
        self._task = QgsProcessingAlgRunnerTask(algorithm, parameters, self._context, self._feedback)
        kept = (algorithm, parameters, self._context, self._feedback)
        _alive.append(kept)
        self._task.executed.connect(lambda *_: _alive.remove(kept))
        self._task.progressChanged.connect(self._progress)
        self._task.executed.connect(self._executed)
        QgsApplication.taskManager().addTask(self._task)

    def _run_here(self, algorithm, parameters: dict[str, Any]) -> None:
        """Run in the main thread an algorithm that belongs there; a cancel is heard before and after."""
        if self._cancelling or not self._running:
            self._executed(False, {})
            return
        values, successful = algorithm.run(parameters, self._context, self._feedback)
        self._executed(successful, values)

    def _progress(self, percent: float) -> None:
        if self._step is not None:
            self.progressed.emit(100.0 * (self._done + self._step.weight * percent / 100.0) / self._total)

    def _executed(self, successful: bool, values: dict[str, Any]) -> None:
        self._task = None
        if self._cancelling or self._feedback.isCanceled():
            self._end()
            self.cancelled.emit()
            return
        if not successful:
            self._fail(self._feedback.errors[-1].strip() if self._feedback.errors else "")
            return
        result = StepResult(values, self._take_layers(values), self._feedback.warnings)
        self._results[self._step.name] = result
        self._done += self._step.weight
        self.stepSucceeded.emit(self._step.name, result)
        self.progressed.emit(100.0 * self._done / self._total)
        if self._waiting:
            self._schedule()
            return
        results = self._results
        self._end()
        self.succeeded.emit(results)

    def _take_layers(self, values: dict[str, Any]) -> dict[str, QgsMapLayer]:
        """Take the temporary layers out of the context, named and styled as their algorithm wants."""
        layers = {}
        to_load = self._context.layersToLoadOnCompletion()
        for name, value in values.items():
            if not isinstance(value, str) or self._context.temporaryLayerStore().mapLayer(value) is None:
                continue
            layer = self._context.takeResultLayer(value)
            details = to_load.get(value)
            if details is not None and details.postProcessor() is not None:
                details.postProcessor().postProcessLayer(layer, self._context, self._feedback)
            layers[name] = layer
        return layers

    def _fail(self, sentence: str) -> None:
        self._end()
        self.failed.emit(
            sentence or tr("The algorithm stopped without saying why; the details are in QGIS’s message log.")
        )

    def _end(self) -> None:
        self._running = False
        self._waiting = []
        self._step = self._task = None
        self._results = {}
