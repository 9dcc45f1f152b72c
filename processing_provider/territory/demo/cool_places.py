"""Cool places of the demo town, with opening hours: its green spaces and its cool public buildings."""

from __future__ import annotations

import numpy as np

from ..schema import LayerTable
from .shapes import as_multi
from .tables import layer_table

#: Green spaces by kind: opening hours (OpenStreetMap syntax). A sports ground is no place to rest in the cool.
GREEN_HOURS = {
    "park": "Mo-Su 07:30-21:00",
    "garden": "Mo-Su 08:00-19:30",
    "cemetery": "Mo-Su 08:00-18:00",
}
#: Cool buildings by kind of their place: opening hours.
BUILDING_HOURS = {
    "library": "Tu-Sa 10:00-18:30",
    "worship": "Mo-Su 09:00-18:00",
    "market": "Tu-Su 07:30-13:30",
}


def cool_places_layer(layers: dict[str, LayerTable]) -> LayerTable:
    """Return the demo layer of cool places.

    Parameters
    ----------
    layers : dict of str to LayerTable
        Standard layers.

    Returns
    -------
    LayerTable
        Layer ``cool_places``: green spaces first, then the buildings that hold a place of the right kind.
    """
    shapes, names, kinds = [], [], []
    green = layers["green_spaces"]
    for shape, name, kind in zip(green.geometry, green.columns["name"], green.columns["kind"]):
        if kind in GREEN_HOURS:
            shapes.append(shape)
            names.append(name)
            kinds.append(kind)
    buildings, places = layers["buildings"], layers["places"]
    by_name = {name: shape for shape, name in zip(buildings.geometry, buildings.columns["name"]) if name}
    for name, kind in zip(places.columns["name"], places.columns["kind"]):
        if kind in BUILDING_HOURS and name in by_name:
            shapes.append(by_name[name])
            names.append(name)
            kinds.append(kind)
    hours = {**GREEN_HOURS, **BUILDING_HOURS}
    return layer_table(
        "cool_places",
        as_multi(shapes) if shapes else np.empty(0, dtype=object),
        place_id=[f"cp{index:03d}" for index in range(1, len(shapes) + 1)],
        name=names,
        kind=kinds,
        opening_hours=[hours[kind] for kind in kinds],
    )
