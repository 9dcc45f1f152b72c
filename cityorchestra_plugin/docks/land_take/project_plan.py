"""Which algorithms tell what a project changes, and which soil to give back in exchange."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import QgsProcessing, QgsProcessingFeatureSourceDefinition, QgsVectorLayer

from ....processing_provider.translation import tr
from ...runner import Step, StepResult
from ..cool_route_plan import NetworkStore as LayerStore
from .measure_plan import LAST, StatePlan, output, styled_output
from .records import plain_values
from .requests import AlgorithmIds, ProjectRequest, RankingRequest, Simulated

SCENARIO, CANDIDATES, RANKING = "scenario", "candidates", "ranking"
SCENARIO_WEIGHT, CANDIDATES_WEIGHT, RANKING_WEIGHT = 3.0, 0.2, 8.0
DIFFERENCES = "OUTPUT_DELTA"
# Sealed and mineral ground that no building stands on and that traffic does not use: what can be given back by taking
# a coating away. Buildings and roads are never proposed; a layer of candidates may hold them.
CANDIDATE_EXPRESSION = (
    "\"artif\" = 1 AND \"cs\" LIKE '1.1.%' AND \"cs\" <> '1.1.1.1' AND coalesce(\"us\", '') NOT LIKE '4.1%' "
    'AND "aire_m2" >= {least}'
)


class ProjectPlan(StatePlan):
    """The steps from a land cover and a project to what it changes."""

    def __init__(self, request: ProjectRequest, store: LayerStore, ids: AlgorithmIds) -> None:
        super().__init__(request.sources, store, ids)
        self._request = request

    def steps(self) -> list[Step]:
        """Return the algorithms still to run, in order."""
        sentence = tr("Painting the project over the land cover…")
        scenario = Step(SCENARIO, self._ids.scenario, sentence, self._scenario, SCENARIO_WEIGHT)
        return [*self.state_steps(LAST), scenario]

    def _scenario(self, results) -> dict[str, Any]:
        request = self._request
        projects: Any = request.layer
        if request.selected_only:
            projects = QgsProcessingFeatureSourceDefinition(request.layer.id(), True)
        parameters = {
            "BASE": self.state(results, LAST),
            "PROJECTS": projects,
            "OUTPUT": styled_output(),
            DIFFERENCES: QgsProcessing.TEMPORARY_OUTPUT,
        }
        if request.kind is not None:
            parameters.update(CS_NEW=request.kind.cover, US_NEW=request.kind.use)
        if request.evidence:
            parameters["PREUVE"] = request.evidence
        if request.sources.zones is not None:
            parameters["ZONES"] = request.sources.zones
            if request.sources.name_field:
                parameters["ZONE_ID"] = request.sources.name_field
        return parameters

    def simulated(self, results: Mapping[str, StepResult]) -> Simulated:
        """Return what the project changes, once every step has run."""
        rows = [plain_values(feature) for feature in output(results, SCENARIO, DIFFERENCES).getFeatures()]
        return Simulated(
            after=output(results, SCENARIO),
            rows=rows,
            figures=results[SCENARIO].values,
        )


class RankingPlan(StatePlan):
    """The steps from a land cover to the sites to give back first."""

    def __init__(self, request: RankingRequest, store: LayerStore, ids: AlgorithmIds) -> None:
        super().__init__(request.sources, store, ids)
        self._request = request

    def steps(self) -> list[Step]:
        """Return the algorithms still to run, in order."""
        steps = self.state_steps(LAST)
        if self._request.candidates is None:
            sentence = tr("Looking for sealed ground without a building…")
            steps.append(Step(CANDIDATES, self._ids.extract, sentence, self._candidates, CANDIDATES_WEIGHT))
        sentence = tr("Ranking the sites…")
        steps.append(Step(RANKING, self._ids.ranking, sentence, self._ranking, RANKING_WEIGHT))
        return steps

    def _candidates(self, results) -> dict[str, Any]:
        return {
            "INPUT": self.state(results, LAST),
            "EXPRESSION": CANDIDATE_EXPRESSION.format(least=float(self._request.least_m2)),
            "OUTPUT": QgsProcessing.TEMPORARY_OUTPUT,
        }

    def _ranking(self, results) -> dict[str, Any]:
        request = self._request
        candidates = request.candidates if request.candidates is not None else output(results, CANDIDATES)
        parameters = {
            "CANDIDATES": candidates,
            "BASE": self.state(results, LAST),
            "CS_NEW": request.kind.cover,
            "US_NEW": request.kind.use,
            "OUTPUT": styled_output(),
        }
        if request.budget_m2 is not None:
            parameters["BUDGET"] = request.budget_m2
        return parameters

    @staticmethod
    def ranked(results: Mapping[str, StepResult]) -> QgsVectorLayer:
        """Return the layer of ranked sites, once every step has run."""
        return output(results, RANKING)
