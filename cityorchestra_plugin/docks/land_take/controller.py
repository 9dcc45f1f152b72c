"""Runs what the panel asks for, one thing at a time, and keeps the answers."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import Callable, Optional

from qgis.core import Qgis, QgsMapLayer, QgsMessageLog, QgsProcessing, QgsProcessingUtils, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ....processing_provider.styling import LOG_TAB
from ....processing_provider.translation import tr
from ...runner import AlgorithmChain, Step, StepResult
from ..cool_route_plan import NetworkStore as LayerStore
from .measure_plan import INDICATORS, SCORE, MeasurePlan, StatePlan
from .project_plan import ProjectPlan, RankingPlan
from .requests import AlgorithmIds, Measured, ProjectRequest, RankingRequest, Simulated, Sources

REPORT, DEMO = "report", "demo"
TOLD_BY_ZONE = (SCORE, INDICATORS)  # what these warn of stands in the notes of each zone
DEMO_SIZE_M, DEMO_CELL_M = 2000.0, 5.0  # the panel shows no raster: coarse ones cost little
DEMO_FILE = "cityorchestra_demo.gpkg"


class Job(Enum):
    """What is being run."""

    MEASURE = "measure"
    COMPARE = "compare"
    RANK = "rank"
    REPORT = "report"
    DEMO = "demo"


class LandTakeController(QObject):
    """The runs of the panel, over one chain of algorithms.

    Signals
    -------
    started(Job, sentence), stepStarted(sentence), progressed(percent)
        For the progress of a run.
    measured(Measured), simulated(Simulated), ranked(QgsVectorLayer), reported(path), demoReady(path)
        What came of it.
    warned(list of str)
        What the algorithms warned of in a run that ended well, before what came of it.
    failed(Job, sentence), cancelled(Job, sentence)
        How else a run ended; the sentence of a cancel may be empty.
    forgotten
        What was measured no longer holds: a layer of it changed or is gone.
    """

    started = pyqtSignal(object, str)
    stepStarted = pyqtSignal(str)
    progressed = pyqtSignal(float)
    measured = pyqtSignal(object)
    simulated = pyqtSignal(object)
    ranked = pyqtSignal(object)
    reported = pyqtSignal(str)
    demoReady = pyqtSignal(str)
    warned = pyqtSignal(list)
    failed = pyqtSignal(object, str)
    cancelled = pyqtSignal(object, str)
    forgotten = pyqtSignal()

    def __init__(self, ids: Optional[AlgorithmIds] = None, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.ids = ids or AlgorithmIds()
        self.chain = AlgorithmChain(self)
        self.answer: Optional[Measured] = None
        self.simulation: Optional[Simulated] = None
        self._store = LayerStore()
        self._plan: Optional[StatePlan] = None
        self._job: Optional[Job] = None
        self._finish: Optional[Callable[[dict[str, StepResult]], None]] = None
        self._reason = ""
        self._watched: set[str] = set()
        self.chain.stepStarted.connect(self.stepStarted)
        self.chain.progressed.connect(self.progressed)
        self.chain.stepSucceeded.connect(self._step_succeeded)
        self.chain.succeeded.connect(self._succeeded)
        self.chain.failed.connect(self._failed)
        self.chain.cancelled.connect(self._cancelled)
        QgsProject.instance().layersWillBeRemoved.connect(self._layers_will_be_removed)

    @property
    def is_running(self) -> bool:
        """Whether something runs."""
        return self.chain.is_running

    # -- what can be asked ------------------------------------------------------------------------

    def measure(self, sources: Sources) -> None:
        """Measure the zones; ``measured`` follows."""
        plan = MeasurePlan(sources, self._store, self.ids)

        def finish(results) -> None:
            self.answer = plan.measured(results)
            self.measured.emit(self.answer)

        self._watch(sources.last, sources.first, sources.zones)
        self._start(Job.MEASURE, plan.steps(), finish, plan)

    def compare(self, request: ProjectRequest) -> None:
        """Simulate a project; ``simulated`` follows."""
        plan = ProjectPlan(request, self._store, self.ids)

        def finish(results) -> None:
            self.simulation = plan.simulated(results)
            self.simulated.emit(self.simulation)

        self._watch(request.sources.last, request.sources.zones, request.layer)
        self._start(Job.COMPARE, plan.steps(), finish, plan)

    def rank(self, request: RankingRequest) -> None:
        """Rank the soils to give back; ``ranked`` follows."""
        plan = RankingPlan(request, self._store, self.ids)
        self._watch(request.sources.last, request.candidates)
        self._start(Job.RANK, plan.steps(), lambda results: self.ranked.emit(plan.ranked(results)), plan)

    def report(self, path: str, title: str = "") -> None:
        """Write the report of what was measured; ``reported`` follows."""
        answer = self.answer
        parameters = {"ZONES": answer.indicators, "SCORE": answer.scores, "OUTPUT_HTML": path}
        if answer.name_field:
            parameters["ZONE_NAME"] = answer.name_field
        if answer.change is not None:
            parameters["CHANGE"] = answer.change
        if title:
            parameters["TERRITORY"] = title
        step = Step(REPORT, self.ids.report, tr("Writing the report…"), lambda _results: parameters)
        self._start(Job.REPORT, [step], lambda _results: self.reported.emit(path))

    def load_demo(self) -> None:
        """Make the demo territory in a folder of this session; ``demoReady`` follows."""
        path = str(Path(QgsProcessingUtils.tempFolder()) / DEMO_FILE)
        parameters = {"SIZE": DEMO_SIZE_M, "CELL_SIZE": DEMO_CELL_M, "OPEN": False, "OUTPUT": path}
        for name in ("DTM", "DSM", "CANOPY"):
            parameters[f"OUTPUT_{name}"] = QgsProcessing.TEMPORARY_OUTPUT
        for name in ("LANDCOVER", "GROUNDCOVER"):
            parameters[f"OUTPUT_{name}"] = None
        step = Step(DEMO, self.ids.demo, tr("Making the demo territory…"), lambda _results: parameters)
        self._start(Job.DEMO, [step], lambda _results: self.demoReady.emit(path))

    def cancel(self) -> None:
        """Stop what runs."""
        self.chain.cancel()

    # -- one run ----------------------------------------------------------------------------------

    def _start(self, job: Job, steps: Sequence[Step], finish, plan: Optional[StatePlan] = None) -> None:
        if self.is_running:
            return
        self._job, self._plan, self._finish, self._reason = job, plan, finish, ""
        self.started.emit(job, steps[0].sentence)
        self.chain.start(steps)

    def _step_succeeded(self, name: str, result: StepResult) -> None:
        if self._plan is not None:
            self._plan.keep(name, result)
        for sentence in result.warnings:
            log(sentence)

    def _succeeded(self, results: dict[str, StepResult]) -> None:
        finish, self._finish = self._finish, None
        warnings = [
            sentence for name, result in results.items() if name not in TOLD_BY_ZONE for sentence in result.warnings
        ]
        # The same ground is read by several algorithms, which all warn of it.
        told = list(dict.fromkeys(warnings))
        if told:
            self.warned.emit(told)
        finish(results)

    def _failed(self, sentence: str) -> None:
        log(sentence)
        self.failed.emit(self._job, sentence)

    def _cancelled(self) -> None:
        self.cancelled.emit(self._job, self._reason)

    # -- layers that change or go -----------------------------------------------------------------

    def _watch(self, *layers: Optional[QgsMapLayer]) -> None:
        """Listen to layers whose change makes what was computed from them useless."""
        for layer in layers:
            if layer is None or layer.id() in self._watched or QgsProject.instance().mapLayer(layer.id()) is None:
                continue
            self._watched.add(layer.id())
            layer.dataChanged.connect(self._changed)
            if isinstance(layer, QgsVectorLayer):
                layer.afterCommitChanges.connect(self._changed)
                layer.subsetStringChanged.connect(self._changed)

    def _unwatch(self) -> None:
        for layer_id in self._watched:
            layer = QgsProject.instance().mapLayer(layer_id)
            if layer is not None:
                layer.dataChanged.disconnect(self._changed)
                if isinstance(layer, QgsVectorLayer):
                    layer.afterCommitChanges.disconnect(self._changed)
                    layer.subsetStringChanged.disconnect(self._changed)
        self._watched.clear()

    def _changed(self) -> None:
        self._store.clear()
        self.forgotten.emit()

    def _layers_will_be_removed(self, ids: Sequence[str]) -> None:
        """Stop a run whose layers go away, and forget what was computed from them."""
        if not self._watched.intersection(ids):
            return
        self._watched.difference_update(ids)
        self._store.clear()
        if self.is_running:
            self._reason = tr("A layer of this run was removed from the project.")
            self.chain.cancel()
        self.forgotten.emit()

    def clear(self) -> None:
        """Forget everything: the project was closed."""
        self._unwatch()
        self._store.clear()
        self.answer = self.simulation = None

    def unload(self) -> None:
        """Stop what runs and stop listening."""
        QgsProject.instance().layersWillBeRemoved.disconnect(self._layers_will_be_removed)
        self.chain.stop()
        self.clear()


def log(sentence: str) -> None:
    """Write a sentence to QGIS's message log."""
    QgsMessageLog.logMessage(sentence, LOG_TAB, Qgis.MessageLevel.Warning, False)
