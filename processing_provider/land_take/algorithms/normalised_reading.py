"""Reading a land-cover layer of any product: its geometries, its codes, and the uses of a second layer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import numpy as np

from ...errors import InputError
from ...layers import FeatureTable, is_metric
from ...translation import number_text, tr
from .coverage import MOST_REPAIRED, metric_reading

AUTO, OCSGE, RENNES = "auto", "ocsge", "rm2017"


@dataclass
class Told:
    """What a layer tells of its surfaces.

    Attributes
    ----------
    product : str
        Word of the product.
    cover, use : ndarray of str, shape (n,)
        Codes of OCS GE; empty where not told.
    sealing : ndarray of float64, shape (n,)
        Share of sealed ground [0..1], NaN where not told.
    park : ndarray of int64, shape (n,)
        1 where the class is a park, -1 where it does not tell.
    unread : dict of str to int
        Values that mean nothing here, and how often each stands.
    """

    product: str
    cover: np.ndarray
    use: np.ndarray
    sealing: np.ndarray
    park: np.ndarray
    unread: dict[str, int]


def tell_repairs(table: FeatureTable, label: str, feedback) -> float:
    """Tell how much repairing geometries changed the area, and return the share of it [0..1]."""
    import shapely

    whole = float(shapely.area(table.geometry[table.usable]).sum())
    share = table.repaired_area / whole if whole else 0.0
    if table.repaired_geometry and is_metric(table.crs):
        tell = feedback.pushWarning if share > MOST_REPAIRED else feedback.pushInfo
        tell(
            tr("{layer}: the repairs changed {area} m² ({share} % of the area).").format(
                layer=label, area=number_text(table.repaired_area, 2), share=number_text(100.0 * share, 4)
            )
        )
    return share


def check_repairs(table: FeatureTable, label: str, feedback) -> None:
    """Tell how much repairing geometries changed the area, and stop where it is too much.

    Raises
    ------
    InputError
        When it is more than 0.1 % of the area.
    """
    share = tell_repairs(table, label, feedback)
    if share > MOST_REPAIRED:
        raise InputError(
            "{layer}: repairing its invalid geometries would change {share:.2f} % of its area; mend them first "
            "(Fix geometries), and look at the result.",
            layer=label,
            share=100.0 * share,
        )


def gridded(table: FeatureTable, grid_mm: float) -> np.ndarray:
    """Return the geometries of a table on a grid; those in degrees or feet as they are."""
    from ..grid import on_grid

    return on_grid(table.geometry, grid_mm) if is_metric(table.crs) else table.geometry


def read_codes(algorithm, parameters, context, feedback, table: FeatureTable, source: str) -> Told:
    """Return what the fields of a layer of one of the products tell.

    Raises
    ------
    InputError
        When the product cannot be told, the field of cover is missing, or the table of the user is not right.
    """
    from .. import sources

    names = [item.name() for item in table.fields]
    chosen = [algorithm.parameterAsString(parameters, name, context) for name in ("FIELD_CS", "FIELD_US")]
    product = {RENNES: OCSGE, AUTO: sources.guessed_product(names)}.get(source, source)
    # Fields of cover that someone names are those of OCS GE, under whatever name: other products have their own.
    product = product or (OCSGE if chosen[0] else "")
    if not product:
        raise InputError(
            "The fields do not tell which product this is; choose the source, or name the fields of cover and use."
        )
    usual = (sources.COVER_FIELDS, sources.USE_FIELDS) if product == OCSGE else (sources.CLASS_FIELDS[product], ())
    cover_field, use_field = (given or sources.field_called(names, known) for given, known in zip(chosen, usual))
    if not cover_field:
        raise InputError(
            "The layer has no field of cover or class that {product} usually has ({fields}); name it as FIELD_CS.",
            product=product,
            fields=", ".join(usual[0]),
        )
    values = _values(table, cover_field)
    uses = _values(table, use_field) if use_field else np.full(len(table), None, dtype=object)
    own = algorithm.parameterAsFile(parameters, "MAPPING", context)
    if product == OCSGE:
        if own:
            feedback.pushWarning(
                tr("OCS GE needs no table of classes: {name} is not used.").format(name=Path(own).name)
            )
        found = sources.codes_of_ocsge(values, uses)
        nothing = np.full(len(table), np.nan)
        return Told(product, found.cover, found.use, nothing, found.park, dict(found.unread))
    found = sources.codes_of_classes(values, sources.classes_of(product, Path(own) if own else None))
    use, unread = found.use, dict(found.unread)
    if use_field:
        told = sources.codes_of_ocsge(np.full(len(table), None, dtype=object), uses)
        use = np.where(told.use != "", told.use, use)
        unread.update(told.unread)
    return Told(product, found.cover, use, sources.sealing_of(values, product), found.park, unread)


def read_uses(algorithm, parameters, context, feedback, crs) -> Optional[tuple[np.ndarray, np.ndarray]]:
    """Return the polygons and the codes of the layer of uses, those without a code left out; None without a layer.

    Raises
    ------
    InputError
        When none of its values is a use.
    """
    from ..nomenclature import normal_codes

    if parameters.get("USE_LAYER") in (None, ""):
        return None
    name = algorithm.parameterAsString(parameters, "USE_FIELD", context) or "us"
    zones = metric_reading(algorithm, parameters, "USE_LAYER", context, feedback, crs)
    codes = normal_codes(zones.column(name).values, "us")
    told = codes != ""
    if not told.any():
        raise InputError(
            "The field {field} of the layer of uses holds no use of OCS GE, such as US5 or 1.1; choose another field.",
            field=name,
        )
    return zones.geometry[told], codes[told]


def with_uses(algorithm, parameters, context, feedback, table: FeatureTable, use: np.ndarray) -> np.ndarray:
    """Return the uses of surfaces, those that are not told taken from the layer of uses: the one that covers most."""
    import shapely

    from ..overlay import overlay_areas

    if parameters.get("USE_LAYER") in (None, ""):
        return use
    faces = metric_reading(algorithm, parameters, "INPUT", context, feedback)
    zones, codes = read_uses(algorithm, parameters, context, feedback, faces.crs)
    shapes = np.full(len(table), None, dtype=object)
    shapes[table.usable] = faces.geometry
    open_use = ~shapely.is_missing(shapes) & (use == "")
    found = overlay_areas(np.where(open_use, shapes, None), zones, stop=feedback.isCanceled)
    kinds, kind = np.unique(codes, return_inverse=True)
    pair, place = np.unique(found.first_index * len(kinds) + kind[found.second_index], return_inverse=True)
    area = np.bincount(place, weights=found.area_m2, minlength=len(pair))
    face, chosen = np.divmod(pair, len(kinds))
    order = np.lexsort((area, face))
    last = order[np.r_[face[order][1:] != face[order][:-1], True][: order.size]]
    use = use.astype("<U9")
    use[face[last]] = kinds[chosen[last]]
    return use


def _values(table: FeatureTable, name: str) -> np.ndarray:
    column = table.column(name)
    values = column.values.astype(object)
    values[column.null] = None
    return values
