"""Layers of points brought to a walking network."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from qgis.core import QgsField

from ...algorithm import CityOrchestraAlgorithm
from ...compatibility import field
from ...translation import tr

FIELDS = {"ORIGINS": "ORIGIN_FIELD", "DESTS": "DEST_FIELD"}


class Ends(NamedTuple):
    """Origins or destinations.

    ``spots``: their places on the network (:class:`..batch.Spot`); ``identifiers``: what they are called, None where
    NULL; ``field``: the field these come from.
    """

    spots: list
    identifiers: list[Any]
    field: QgsField


def read_ends(algorithm: CityOrchestraAlgorithm, parameters, name: str, context, feedback, setting, crs) -> Ends:
    """Read the points of ``ORIGINS`` or ``DESTS`` and find their places on the network."""
    import shapely

    table = algorithm.read(parameters, name, context, feedback, crs=crs)
    several = int((shapely.get_num_geometries(table.geometry) > 1).sum())
    if several:
        feedback.pushWarning(
            tr("{layer}: {count} features have several points; the first is taken.").format(
                layer=algorithm.parameterDefinition(name).description(), count=several
            )
        )
    points = shapely.get_geometry(table.geometry, 0)
    xy = np.column_stack((shapely.get_x(points), shapely.get_y(points)))
    spots = _spots(xy, setting.finder, algorithm.parameterAsDouble(parameters, "MAX_SNAP", context), name)
    chosen = algorithm.parameterAsString(parameters, FIELDS[name], context)
    if not chosen:
        return Ends(spots, table.feature_ids.tolist(), field("", "integer"))
    column = table.column(chosen)
    values = [None if missing else value for value, missing in zip(column.values.tolist(), column.null)]
    unnamed = int(column.null.sum())
    if unnamed:
        feedback.pushWarning(
            tr("{layer}: {count} features have no value in the field {field}.").format(
                layer=algorithm.parameterDefinition(name).description(), count=unnamed, field=chosen
            )
        )
    return Ends(spots, values, table.fields.at(table.fields.lookupField(chosen)))


def _spots(xy: np.ndarray, finder, most: float, name: str) -> list:
    """Return the spots of points on the network."""
    from ..batch import GOAL_FAR, NO_POINT, ORIGIN_FAR, Spot

    given = np.isfinite(xy).all(axis=1)
    places = iter(finder.find(xy[given]) if given.any() else ())
    spots = []
    for known in given:
        place = next(places) if known else None
        if place is None:
            spots.append(Spot(None, NO_POINT))
        elif place.distance_m > most:
            spots.append(Spot(None, ORIGIN_FAR if name == "ORIGINS" else GOAL_FAR, place.distance_m))
        else:
            spots.append(Spot(place))
    return spots
