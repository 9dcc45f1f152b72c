"""What the user asks for, and what the algorithms answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Optional

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QDate

from .kinds import ProjectKind
from .records import ZoneRecord


@dataclass(frozen=True)
class AlgorithmIds:
    """Identifiers of the algorithms."""

    normalise: str = "cityorchestra:landtake_normalise_ocsge"
    state: str = "cityorchestra:landtake_artif_state"
    change: str = "cityorchestra:landtake_change"
    indicators: str = "cityorchestra:landtake_indicators"
    functions: str = "cityorchestra:landtake_functional"
    score: str = "cityorchestra:landtake_zan_score"
    scenario: str = "cityorchestra:landtake_scenario"
    ranking: str = "cityorchestra:landtake_rank_renaturation"
    report: str = "cityorchestra:landtake_report"
    demo: str = "cityorchestra:territory_demo"
    extract: str = "native:extractbyexpression"


@dataclass(frozen=True)
class Sources:
    """The layers of the form.

    Attributes
    ----------
    last : QgsVectorLayer
        Land cover or state at the last date.
    first : QgsVectorLayer or None
        At the first date.
    zones : QgsVectorLayer or None
    name_field : str
        Of the zones; empty for none.
    last_date, first_date : QDate
        Invalid where the layer tells its date itself.
    key_field : str
        Field that tells the zones apart: that of their names where these differ.
    score : dict
        Parameters of “ZAN score”: weights, reference pace.
    """

    last: QgsVectorLayer
    first: Optional[QgsVectorLayer] = None
    zones: Optional[QgsVectorLayer] = None
    name_field: str = ""
    last_date: QDate = field(default_factory=QDate)
    first_date: QDate = field(default_factory=QDate)
    key_field: str = ""
    score: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Measured:
    """What was measured of zones.

    The layers of the form may leave the project meanwhile: of them only names and identifiers are kept.

    Attributes
    ----------
    state, indicators, functions, scores, first_state, change : QgsVectorLayer
        Of the algorithms; the last two None with a single date.
    zones : sequence of ZoneRecord
        Read from them.
    name_field : str
        Field of the names of zones, empty for none.
    zones_id : str
        Identifier of the layer of zones.
    last_name, first_name : str
        What the land covers are called that were made into states; empty for those that were states already.
    weights : tuple of float
        Of the parts of the state, their sum 1; empty where they are not known.
    """

    state: QgsVectorLayer
    indicators: QgsVectorLayer
    functions: QgsVectorLayer
    scores: QgsVectorLayer
    zones: Sequence[ZoneRecord]
    name_field: str
    zones_id: str
    last_name: str
    first_name: str = ""
    first_state: Optional[QgsVectorLayer] = None
    change: Optional[QgsVectorLayer] = None
    weights: tuple[float, ...] = ()

    def layers(self) -> list[tuple[QgsVectorLayer, str]]:
        """Return what can be put on the map, the lowest first, with its name: states tell of what they are."""
        states = ((self.first_state, self.first_name), (self.state, self.last_name))
        found = [(state, f"{state.name()} · {name}") for state, name in states if name]
        return [*found, *((layer, layer.name()) for layer in (self.change, self.scores) if layer is not None)]


@dataclass(frozen=True)
class ProjectRequest:
    """A project to simulate.

    Attributes
    ----------
    sources : Sources
    layer : QgsVectorLayer
        Polygons of the project.
    kind : ProjectKind or None
        What each becomes; None when the layer says it in its own fields.
    evidence : str
        How it is known that the soil will work again.
    selected_only : bool
        Take the selected features of the layer only.
    """

    sources: Sources
    layer: QgsVectorLayer
    kind: Optional[ProjectKind]
    evidence: str = ""
    selected_only: bool = False


@dataclass(frozen=True)
class Simulated:
    """What a project changes.

    Attributes
    ----------
    after : QgsVectorLayer
        The land cover after the project.
    rows : list of dict
        Table of differences, a dictionary per row.
    figures : dict
        Numbers of the run, by output name.
    """

    after: QgsVectorLayer
    rows: Sequence[dict[str, Any]]
    figures: dict[str, Any]


@dataclass(frozen=True)
class RankingRequest:
    """Which soil to give back.

    Attributes
    ----------
    sources : Sources
    candidates : QgsVectorLayer or None
        None takes sealed and mineral ground without building of the land cover.
    least_m2 : float
        Smallest of these.
    kind : ProjectKind
        What the sites become.
    budget_m2 : float or None
        Most ground to give back; None for no limit.
    """

    sources: Sources
    candidates: Optional[QgsVectorLayer]
    least_m2: float
    kind: ProjectKind
    budget_m2: Optional[float] = None
