"""A layer of land cover or of a state as surfaces that thresholds, projects and scores work on."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Optional

import numpy as np

from ...translation import number_text, tr
from .change_rows import flags_of
from .coverage import Coverage, check_overlaps, check_unknown, read_coverage

UNKNOWN = -1
HECTARE = 10_000.0


def known_number(value: float) -> Optional[float]:
    """Return a figure of a run, None where it is not known."""
    return None if math.isnan(value) else float(value)


@dataclass
class GroundLayer:
    """A coverage, and its surfaces.

    Attributes
    ----------
    coverage : Coverage
        As it was read.
    faces : Surfaces
        In the order of the coverage; a face of several parts that projects touch is taken apart.
    owner : ndarray of int64, shape (n,)
        Row of the coverage that each surface is or was part of.
    label : str
        What the parameter is called.
    """

    coverage: Coverage
    faces: object
    owner: np.ndarray
    label: str

    def tell_difference(self, flag: np.ndarray, feedback) -> float:
        """Compare flags computed here with those that the layer has; return the area where they differ [m2]."""
        table = self.coverage.table
        if table.fields.lookupField("artif") < 0:
            return 0.0
        told = flags_of(table, "artif")[self.owner]
        apart = (told != flag) & (told != UNKNOWN) & (flag != UNKNOWN)
        area = float(self.faces.area_m2[apart].sum())
        if area > 0.0:
            feedback.pushWarning(
                tr(
                    "{layer}: {area} ha have another flag here than in the field artif of the layer, which was made "
                    "with other thresholds, an own matrix, footprints of buildings, or flags of its own. What is "
                    "compared here is computed alike on both sides."
                ).format(layer=self.label, area=number_text(area / HECTARE, 2))
            )
        return area


def read_ground(algorithm, parameters, name: str, context, feedback, crs=None) -> Coverage:
    """Read a coverage whose faces do not overlap, and of which enough is known.

    Raises
    ------
    InputError
        As :func:`.coverage.read_coverage`, and when faces overlap.
    """
    coverage = read_coverage(algorithm, parameters, name, context, feedback, crs)
    check_overlaps(coverage, algorithm.parameterDefinition(name).description(), feedback)
    return coverage


def ground_layer(algorithm, parameters, name: str, context, feedback, coverage: Coverage, projects=None) -> GroundLayer:
    """Return a coverage as surfaces.

    Parameters
    ----------
    projects : ndarray of shapely geometries, optional
        What will be painted over it.

    Raises
    ------
    InputError
        When more than 1 % is unknown and that is not allowed.
    """
    import shapely

    from ..nomenclature import judge
    from ..surfaces import parted, surfaces

    touched = np.zeros(len(coverage), dtype=bool)
    if projects is not None:
        touched[np.unique(shapely.STRtree(coverage.geometry).query(projects, predicate="intersects")[1])] = True
    geometry, owner = parted(coverage.geometry, touched)
    size = shapely.area(geometry)
    together = np.bincount(owner, weights=size, minlength=len(coverage))[owner]
    share = np.divide(size, together, out=np.zeros_like(size), where=together > 0.0)
    table = coverage.table
    reason = table.column("motif").values[owner] if table.fields.lookupField("motif") >= 0 else None
    flag = judge(coverage.cover, coverage.use).artificial
    label = algorithm.parameterDefinition(name).description()
    allowed = algorithm.parameterAsBoolean(parameters, "ALLOW_UNKNOWN", context)
    unknown = float(coverage.area_m2[flag == UNKNOWN].sum())
    check_unknown(unknown, float(coverage.area_m2.sum()), label, allowed, feedback)
    made = algorithm.stoppable(
        lambda: surfaces(
            geometry,
            coverage.planar_m2[owner] * share,
            coverage.area_m2[owner] * share,
            coverage.cover[owner],
            coverage.use[owner],
            flag[owner],
            None if reason is None else ["" if value is None else str(value) for value in reason],
        ),
        feedback,
    )
    return GroundLayer(coverage, made, owner, label)
