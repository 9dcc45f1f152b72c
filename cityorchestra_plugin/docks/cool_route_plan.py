"""Which algorithms an answer needs, and what of the former answers can be used again.

A street layer becomes a walking network, the network gets its shade for one day, and routes are
searched on it. The first two take most of the time and change seldom: what they gave is kept for the
session, for the same layers, as long as these do not change.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    QgsApplication,
    QgsFeatureRequest,
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDateTime, Qt

from ...processing_provider.compatibility import is_null
from ...processing_provider.translation import tr
from .. import settings
from ..runner import Step, StepResult

PROFILE_FIELD = "sun_profile"
NETWORK_FIELDS = ("edge_id", "u", "v")
# Fields that say over what a line passes and whether one may walk there: those of a prepared territory,
# then those of BD TOPO and OpenStreetMap.
KNOWN_FIELDS = {
    "LEVEL_FIELD": ("level", "pos_sol", "position_par_rapport_au_sol", "layer"),
    "ALLOWED_FIELD": ("walk_allowed",),
}
# Width of the carriageway: prepared territory, BD TOPO, OpenStreetMap.
WIDTH_FIELDS = ("width_m", "largeur_de_chaussee", "width")
KEPT_NETWORKS = 6  # layers kept in memory for the session
BUILD, SHADE, ROUTE = "network", "shade", "routes"
SUN, COMFORT, DOSE = "sun", "comfort", "dose"  # what a route avoids: values of the parameter COST
COSTS = (SUN, COMFORT, DOSE)
BUILD_WEIGHT, SHADE_WEIGHT, ROUTE_WEIGHT = 2.0, 7.0, 1.0  # shares of the progress bar


@dataclass(frozen=True)
class AlgorithmIds:
    """Identifiers of the algorithms."""

    build: str = "cityorchestra:walk_build_network"
    shade: str = "cityorchestra:walk_shade_on_network"
    route: str = "cityorchestra:walk_cool_route"
    sheet: str = "cityorchestra:walk_route_sheet"


@dataclass(frozen=True)
class Weather:
    """Air temperature [degC], relative humidity [%], wind [m/s], and warming added to the temperature [degC]."""

    air_temperature_c: float = 30.0
    humidity_pct: float = 40.0
    wind_m_s: float = 1.5
    warming_c: float = 0.0


@dataclass(frozen=True)
class RouteRequest:
    """What the user asks for.

    Attributes
    ----------
    lines : QgsVectorLayer
        Streets, a walking network, or a network that carries its shade.
    surface, canopy, terrain : QgsRasterLayer or None
        Heights of buildings and terrain, of trees above the ground, of the terrain [m].
    start, end : str
        Points as Processing writes them.
    moment : QDateTime
        Day and hour of departure, in ``time_zone``.
    speed_m_s, alpha, max_detour_pct : float
        Walking speed [m/s], weight of the sun, and maximum detour [%].
    cost : str
        What is avoided, one of :data:`COSTS`.
    weather : Weather
        Weather of the walk, for felt heat and heat dose.
    two_sidewalks : bool
        Build a network with both sidewalks.
    accessible : bool
        No steps, no steep slope.
    """

    lines: QgsVectorLayer
    surface: Optional[QgsRasterLayer]
    canopy: Optional[QgsRasterLayer]
    terrain: Optional[QgsRasterLayer]
    start: str
    end: str
    moment: QDateTime
    time_zone: str
    speed_m_s: float
    alpha: float
    max_detour_pct: float
    cost: str = SUN
    weather: Weather = field(default_factory=Weather)
    two_sidewalks: bool = False
    accessible: bool = False

    @property
    def day(self) -> str:
        """Day of departure as the shade profile writes it."""
        return self.moment.date().toString(Qt.DateFormat.ISODate)


def shade_days(layer: QgsVectorLayer) -> Optional[tuple[str, str]]:
    """Return day and time zone of the shade that a network carries, or None when it carries none."""
    index = layer.fields().lookupField(PROFILE_FIELD)
    if index < 0:
        return None
    request = QgsFeatureRequest().setFilterExpression(f'"{PROFILE_FIELD}" IS NOT NULL')
    request.setFlags(QgsFeatureRequest.Flag.NoGeometry).setSubsetOfAttributes([index]).setLimit(1)
    feature = next(layer.getFeatures(request), None)
    if feature is None or is_null(feature[index]):
        return None
    try:
        profile = json.loads(feature[index])
        return str(profile["date"]), str(profile["tz"])
    except (ValueError, KeyError, TypeError):
        return None  # a field of that name that is not ours


def carries_shade(request: RouteRequest) -> bool:
    """Tell whether the chosen layer carries the shade of the chosen day already."""
    return shade_days(request.lines) == (request.day, request.time_zone)


def is_network(layer: QgsVectorLayer) -> bool:
    """Tell whether a line layer is a walking network already."""
    return all(layer.fields().lookupField(name) >= 0 for name in NETWORK_FIELDS)


def width_field(layer: QgsVectorLayer) -> Optional[str]:
    """Return the field of a street layer that holds the width of the carriageway, or None."""
    fields = layer.fields()
    index = next((fields.lookupField(name) for name in WIDTH_FIELDS if fields.lookupField(name) >= 0), -1)
    # OpenStreetMap has its widths as text, with units at times.
    return fields.at(index).name() if index >= 0 and fields.at(index).isNumeric() else None


def fingerprint(layer: Optional[QgsMapLayer]) -> Hashable:
    """Return what changes when a layer is replaced, filtered or rewritten."""
    if layer is None:
        return None
    file = Path(layer.source().split("|")[0])
    # The source of a layer in memory lists its fields: no file may be called so long.
    written = file.stat().st_mtime_ns if layer.providerType() != "memory" and file.is_file() else None
    subset = layer.subsetString() if isinstance(layer, QgsVectorLayer) else ""
    return (layer.id(), layer.source(), subset, layer.crs().authid(), written)


class NetworkStore:
    """Networks and shaded networks computed in this session, the least recently used leaving first."""

    def __init__(self, size: int = KEPT_NETWORKS) -> None:
        self._size = size
        self._layers: OrderedDict[Hashable, QgsVectorLayer] = OrderedDict()

    def __len__(self) -> int:
        return len(self._layers)

    def get(self, key: Hashable) -> Optional[QgsVectorLayer]:
        """Return a layer computed before, or None."""
        if key in self._layers:
            self._layers.move_to_end(key)
        return self._layers.get(key)

    def put(self, key: Hashable, layer: QgsVectorLayer) -> None:
        """Keep a layer."""
        self._layers[key] = layer
        self._layers.move_to_end(key)
        while len(self._layers) > self._size:
            self._layers.popitem(last=False)

    def clear(self) -> None:
        """Forget everything: a layer was edited, or the project was closed."""
        self._layers.clear()


class RoutePlan:
    """The steps of one request, and what to keep of them."""

    def __init__(self, request: RouteRequest, store: NetworkStore, ids: AlgorithmIds) -> None:
        self._request = request
        self._store = store
        self._ids = ids
        # What is being edited cannot be recognised later: nothing of it is kept.
        self._reusable = not request.lines.isModified()
        self.shaded: Optional[QgsVectorLayer] = None  # the network on which routes are searched, once it is known
        self._network_key = (
            BUILD,
            fingerprint(request.lines),
            fingerprint(request.terrain),
            request.two_sidewalks,
        )
        self._shade_key = (
            SHADE,
            self._network_key,
            fingerprint(request.surface),
            fingerprint(request.canopy),
            request.day,
            request.time_zone,
        )

    def _kept(self, key: Hashable) -> Optional[QgsVectorLayer]:
        return self._store.get(key) if self._reusable else None

    def needs_surface(self) -> bool:
        """Tell whether shade must be computed."""
        return not carries_shade(self._request)

    def steps(self) -> list[Step]:
        """Return the algorithms still to run, in order."""
        request = self._request
        steps = []
        shaded = self.shaded = request.lines if carries_shade(request) else self._kept(self._shade_key)
        if shaded is None:
            network = request.lines if is_network(request.lines) else self._kept(self._network_key)
            if network is None:
                steps.append(
                    Step(BUILD, self._ids.build, tr("Building the walking network…"), self._build, BUILD_WEIGHT)
                )
            steps.append(
                Step(
                    SHADE,
                    self._ids.shade,
                    tr("Computing the shade on the network…"),
                    lambda results: self._shade(output(results, BUILD) if network is None else network),
                    SHADE_WEIGHT,
                )
            )
        steps.append(
            Step(
                ROUTE,
                self._ids.route,
                tr("Searching the routes…"),
                lambda results: self._route(output(results, SHADE) if shaded is None else shaded),
                ROUTE_WEIGHT,
            )
        )
        return steps

    def keep(self, name: str, result: StepResult) -> None:
        """Keep the network that a step gave for the next request, whatever becomes of this one."""
        if name == SHADE:
            self.shaded = result.layers.get("OUTPUT")
        key = {BUILD: self._network_key, SHADE: self._shade_key}.get(name)
        if self._reusable and key is not None and "OUTPUT" in result.layers:
            self._store.put(key, result.layers["OUTPUT"])

    # -- parameters of each algorithm -------------------------------------------------------------

    def _build(self, results: Mapping[str, StepResult]) -> dict[str, Any]:
        parameters = {"LINES": self._request.lines, "OUTPUT": QgsProcessing.TEMPORARY_OUTPUT}
        fields = self._request.lines.fields()
        for parameter, names in KNOWN_FIELDS.items():
            index = next((fields.lookupField(name) for name in names if fields.lookupField(name) >= 0), -1)
            if index >= 0:
                parameters[parameter] = fields.at(index).name()
        if self._request.terrain is not None:
            parameters["DTM"] = self._request.terrain
        if self._request.two_sidewalks:
            parameters["SIDES"] = "2"
            parameters["WIDTH_FIELD"] = width_field(self._request.lines)
        return parameters

    def _shade(self, network: QgsVectorLayer) -> dict[str, Any]:
        request = self._request
        parameters = {
            "NETWORK": network,
            "DSM": request.surface,
            "DATE": request.moment.date(),
            "TZ": request.time_zone,
            "OUTPUT": QgsProcessing.TEMPORARY_OUTPUT,
        }
        if request.canopy is not None:
            parameters["CANOPY"] = request.canopy
        if request.terrain is not None:
            parameters["DTM"] = request.terrain
        return {**parameters, **engine_parameters(self._ids.shade)}

    def _route(self, shaded: QgsVectorLayer) -> dict[str, Any]:
        request = self._request
        # A destination project makes the algorithm name and style its layer.
        destination = QgsProcessingOutputLayerDefinition(QgsProcessing.TEMPORARY_OUTPUT, QgsProject.instance())
        return {
            "NETWORK": shaded,
            "START": request.start,
            "END": request.end,
            "DATETIME": request.moment,
            "TZ": request.time_zone,
            "SPEED": request.speed_m_s,
            "ALPHA": request.alpha,
            "MAX_DETOUR": request.max_detour_pct,
            "PARETO": True,
            "COST": request.cost,
            "TA": request.weather.air_temperature_c,
            "RH": request.weather.humidity_pct,
            "WIND": request.weather.wind_m_s,
            "DELTA_TA": request.weather.warming_c,
            "ACCESSIBLE": request.accessible,
            "OUTPUT": destination,
        }


def output(results: Mapping[str, StepResult], name: str) -> QgsVectorLayer:
    """Return the main layer that a step gave."""
    return results[name].layers["OUTPUT"]


def engine_parameters(algorithm_id: str) -> dict[str, Any]:
    """Return the user's computing settings, for an algorithm that takes them."""
    algorithm = QgsApplication.processingRegistry().algorithmById(algorithm_id)
    wanted = {
        "MEMORY_LIMIT": settings.MEMORY_LIMIT.value(),
        "WORKERS": settings.THREADS.value(),
        "SCHEDULER": settings.SCHEDULER.value(),
    }
    if algorithm is None:
        return {}
    return {name: value for name, value in wanted.items() if algorithm.parameterDefinition(name) is not None}
