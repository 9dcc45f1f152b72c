"""What a user is told of surfaces that do not go together, before a map is made of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...errors import InputError
from ...translation import tr

FEW_BELOW_PERCENT = 1.0  # of the area: water and the edges of buildings may be that wrong
MOST_BELOW_PERCENT = 50.0  # of the area: beyond, the two rasters are not what they are given for
MANY_SOLID_PERCENT = 25.0  # of the canopy: 0 to 1.3 % on five real or made towns, 100 % once trees are in the surface
TALLEST_TREE_M = 60.0  # [m] the tallest trees of Europe are some 10 m taller


def check_surface_facts(facts, names: Mapping[str, str], feedback: Any) -> None:
    """Refuse surfaces of which no map can be made, and warn of those that make a wrong one.

    Parameters
    ----------
    facts : surface_facts.SurfaceFacts
        Of the whole raster.
    names : mapping of str to str
        Names of the layers ``dsm``, ``dtm`` and ``canopy``, where given.
    feedback : QgsProcessingFeedback
        Told the warnings.

    Raises
    ------
    InputError
        When the surface model has no data, when heights are no altitudes, or when the surface is under the terrain.
    """
    if facts.highest < facts.lowest:
        raise InputError("The surface model {name} has no data; choose another one.", name=names["dsm"])
    _check_altitudes(facts.lowest, facts.highest, names["dsm"])
    if "dtm" in names and facts.lowest_ground <= facts.highest_ground:
        _check_altitudes(facts.lowest_ground, facts.highest_ground, names["dtm"])
    below = _percent(facts.below, facts.cells)
    if below > MOST_BELOW_PERCENT:
        raise InputError(
            "The surface model {surface} is below the terrain model {terrain} on {share:.0f} % of the area; check that "
            "each is in its place and that both are altitudes.",
            surface=names["dsm"],
            terrain=names["dtm"],
            share=below,
        )
    if below > FEW_BELOW_PERCENT:
        feedback.pushWarning(
            tr(
                "The surface model is more than 1 m below the terrain model on {share:.1f} % of the area: check that "
                "both are altitudes, of the same survey."
            ).format(share=below)
        )
    _tell_of_trees(facts, names, feedback)


def _check_altitudes(lowest: float, highest: float, name: str) -> None:
    from ..surface_facts import HIGHEST_ALTITUDE_M, LOWEST_ALTITUDE_M

    if lowest < LOWEST_ALTITUDE_M or highest > HIGHEST_ALTITUDE_M:
        raise InputError(
            "The raster {name} goes from {lowest:g} to {highest:g} m, which are not altitudes; declare its value of no "
            "data (Raster, Conversion, Translate), then run again.",
            name=name,
            lowest=lowest,
            highest=highest,
        )


def _tell_of_trees(facts, names: Mapping[str, str], feedback: Any) -> None:
    """Say when trees seem to be in the wrong raster, or in none."""
    if facts.tallest > TALLEST_TREE_M:
        text = tr("The tree canopy is up to {height:.0f} m high: it must hold heights above the ground, not altitudes.")
        feedback.pushWarning(text.format(height=facts.tallest))
    solid = _percent(facts.solid, facts.crowns)
    if solid > MANY_SOLID_PERCENT:
        feedback.pushWarning(
            tr(
                "On {share:.0f} % of the tree canopy the surface model is as high as the trees, which then shade like "
                "walls: give a surface model without trees, and a canopy without buildings."
            ).format(share=solid)
        )
    if "canopy" not in names:
        feedback.pushInfo(
            tr("No tree canopy is given: trees that are in the surface model shade like walls, the others not at all.")
        )
        if "dtm" in names:
            text = tr("{share:.0f} % of the area is more than 3 m above the terrain: buildings, or trees among them.")
            feedback.pushInfo(text.format(share=_percent(facts.tall, facts.cells)))


def _percent(part: int, whole: int) -> float:
    return 100.0 * part / whole if whole else 0.0
