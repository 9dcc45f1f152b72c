"""Which algorithms lead from two land covers to the scores of zones, and what of former answers serves again.

A land cover becomes a state, two states a change, these the indicators of zones, the state their soil functions, and
both the score. States and changes take most of the time: they are kept for the session, as long as their layers stay
what they are.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, Optional

from qgis.core import QgsProcessing, QgsProcessingOutputLayerDefinition, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QDate, Qt

from ....processing_provider.translation import tr
from ...runner import Step, StepResult
from ..cool_route_plan import NetworkStore as LayerStore
from ..cool_route_plan import fingerprint
from .recognise import LayerKind, kind_of
from .records import read_zones, weights_used
from .requests import AlgorithmIds, Measured, Sources

LAST, FIRST = "last", "first"
NORMALISED, STATE, CHANGE = "normalised", "state", "change"
INDICATORS, FUNCTIONS, SCORE = "indicators", "functions", "score"
# Shares of the progress bar: change and state take most of the time.
WEIGHTS = {NORMALISED: 1.0, STATE: 3.0, CHANGE: 5.0, INDICATORS: 2.0, FUNCTIONS: 2.0, SCORE: 0.5}


def styled_output() -> QgsProcessingOutputLayerDefinition:
    """Return a temporary output that its algorithm names and styles: it does so for a destination project only."""
    return QgsProcessingOutputLayerDefinition(QgsProcessing.TEMPORARY_OUTPUT, QgsProject.instance())


def output(results: Mapping[str, StepResult], name: str, parameter: str = "OUTPUT") -> QgsVectorLayer:
    """Return a layer that a step gave."""
    return results[name].layers[parameter]


class StatePlan:
    """The steps from land covers to states; a base of the plans of this panel."""

    def __init__(self, sources: Sources, store: LayerStore, ids: AlgorithmIds) -> None:
        self._sources = sources
        self._store = store
        self._ids = ids
        self._keys: dict[str, Hashable] = {}  # of the steps whose layer is to be kept
        self._known: dict[str, QgsVectorLayer] = {}  # states that are there already, by date

    def _layer(self, date: str) -> Optional[QgsVectorLayer]:
        return self._sources.last if date == LAST else self._sources.first

    def _key(self, date: str) -> Hashable:
        """Return what a state depends on; None while the layer is being edited, which cannot be told apart later."""
        layer = self._layer(date)
        return None if layer is None or layer.isModified() else (STATE, fingerprint(layer))

    def state_steps(self, date: str) -> list[Step]:
        """Return the algorithms that are still to run for the state of a date."""
        layer = self._layer(date)
        kind = kind_of(layer)
        kept = layer if kind is LayerKind.STATE else self._store.get(self._key(date))
        if kept is not None:
            self._known[date] = kept
            return []
        steps = []
        normalised = f"{NORMALISED} {date}"
        if kind is not LayerKind.COVER:
            steps.append(
                Step(
                    normalised,
                    self._ids.normalise,
                    tr("Reading the classes of “{layer}”…").format(layer=layer.name()),
                    lambda _results: {"INPUT": layer, "OUTPUT": QgsProcessing.TEMPORARY_OUTPUT},
                    WEIGHTS[NORMALISED],
                )
            )
        name = f"{STATE} {date}"
        self._keys[name] = self._key(date)
        steps.append(
            Step(
                name,
                self._ids.state,
                tr("Applying the thresholds of the decree to “{layer}”…").format(layer=layer.name()),
                lambda results: {
                    "INPUT": layer if kind is LayerKind.COVER else output(results, normalised),
                    "OUTPUT": styled_output(),
                },
                WEIGHTS[STATE],
            )
        )
        return steps

    def state(self, results: Mapping[str, StepResult], date: str) -> QgsVectorLayer:
        """Return the state of a date."""
        return self._known[date] if date in self._known else output(results, f"{STATE} {date}")

    def keep(self, name: str, result: StepResult) -> None:
        """Keep what a step gave for the next request, whatever becomes of this one."""
        key = self._keys.get(name)
        if key is not None and "OUTPUT" in result.layers:
            self._store.put(key, result.layers["OUTPUT"])


class MeasurePlan(StatePlan):
    """The steps from land covers and zones to scores."""

    def __init__(self, sources: Sources, store: LayerStore, ids: AlgorithmIds) -> None:
        super().__init__(sources, store, ids)
        self._change: Optional[QgsVectorLayer] = None

    def steps(self) -> list[Step]:
        """Return the algorithms still to run, in order."""
        steps = self.state_steps(LAST)
        if self._sources.first is not None:
            steps += self.state_steps(FIRST)
            steps += self._change_steps()
        for name, algorithm, sentence, parameters in (
            (INDICATORS, self._ids.indicators, tr("Measuring stock and flux of the zones…"), self._indicators),
            (FUNCTIONS, self._ids.functions, tr("Measuring the functions of the soil…"), self._functions),
            (SCORE, self._ids.score, tr("Computing the scores…"), self._score),
        ):
            steps.append(Step(name, algorithm, sentence, parameters, WEIGHTS[name]))
        return steps

    def _change_steps(self) -> list[Step]:
        keys = self._key(LAST), self._key(FIRST)
        dates = self._sources.first_date, self._sources.last_date
        key = None if None in keys else (CHANGE, *keys, *(date_text(one) for one in dates))
        kept = self._store.get(key) if key is not None else None
        if kept is not None:
            self._change = kept
            return []
        self._keys[CHANGE] = key
        sentence = tr("Comparing both dates, surface by surface…")
        return [Step(CHANGE, self._ids.change, sentence, self._compared, WEIGHTS[CHANGE])]

    # -- parameters of each algorithm -------------------------------------------------------------

    def _compared(self, results) -> dict[str, Any]:
        parameters = {"T1": self.state(results, FIRST), "T2": self.state(results, LAST), "OUTPUT": styled_output()}
        dates = {"DATE1": self._sources.first_date, "DATE2": self._sources.last_date}
        return {**parameters, **{name: date for name, date in dates.items() if date.isValid()}}

    def change(self, results) -> Optional[QgsVectorLayer]:
        """Return the change between the dates, None with a single one."""
        if self._sources.first is None:
            return None
        return self._change if self._change is not None else output(results, CHANGE)

    def _zones(self) -> dict[str, Any]:
        zones = {"ZONES": self._sources.zones, "OUTPUT": styled_output()}
        if self._sources.key_field:
            zones["ZONE_ID"] = self._sources.key_field
        return zones

    def _indicators(self, results) -> dict[str, Any]:
        change = self.change(results)
        return {"INPUT": self.state(results, LAST) if change is None else change, **self._zones()}

    def _functions(self, results) -> dict[str, Any]:
        return {"STATE": self.state(results, LAST), **self._zones()}

    def _score(self, results) -> dict[str, Any]:
        parameters = {
            "INDICATORS": output(results, INDICATORS),
            "FUNCTIONAL": output(results, FUNCTIONS),
            "OUTPUT": styled_output(),
            **self._sources.score,
        }
        if self._sources.key_field:
            parameters["ZONE_ID"] = self._sources.key_field
        return parameters

    def measured(self, results: Mapping[str, StepResult]) -> Measured:
        """Return what was measured, once every step has run."""
        indicators, functions, scores = (output(results, name) for name in (INDICATORS, FUNCTIONS, SCORE))
        sources = self._sources
        return Measured(
            state=owned(self.state(results, LAST)),
            first_state=owned(self.state(results, FIRST)) if sources.first is not None else None,
            change=self.change(results),
            indicators=indicators,
            functions=functions,
            scores=scores,
            zones=read_zones(scores, sources.name_field),
            name_field=sources.name_field,
            zones_id=sources.zones.id(),
            last_name=self._made_name(sources.last),
            first_name=self._made_name(sources.first),
            weights=weights_used(scores),
        )

    @staticmethod
    def _made_name(layer: Optional[QgsVectorLayer]) -> str:
        """Return what a land cover is called, empty where it was a state already."""
        return "" if layer is None or kind_of(layer) is LayerKind.STATE else layer.name()


def owned(layer: QgsVectorLayer) -> QgsVectorLayer:
    """Return a layer that stays when the project lets go of its own."""
    return layer.clone() if QgsProject.instance().mapLayer(layer.id()) is not None else layer


def date_text(date: QDate) -> str:
    """Write a date as Processing does; empty for none."""
    return date.toString(Qt.DateFormat.ISODate)
