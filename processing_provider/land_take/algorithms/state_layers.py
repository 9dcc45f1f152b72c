"""What else a state may read: parks, fields of panels, footprints of buildings, plots of use."""

from __future__ import annotations

from typing import Optional

import numpy as np

from ...translation import number_text, tr
from .coverage import Coverage, metric_reading

HECTARE = 10_000.0


class StateLayers:
    """The optional layers of a state, as one value per face."""

    def __init__(self, algorithm, parameters, context, feedback, coverage: Coverage) -> None:
        self._algorithm = algorithm
        self._parameters = parameters
        self._context = context
        self._feedback = feedback
        self._coverage = coverage

    def _covered(self, name: str, kept=None) -> Optional[np.ndarray]:
        """Return the area of each face that a layer covers [m2, on the map]; None without the layer."""
        import shapely

        from ..overlay import overlay_areas

        if self._parameters.get(name) in (None, ""):
            return None
        table = metric_reading(
            self._algorithm, self._parameters, name, self._context, self._feedback, self._coverage.table.crs
        )
        shapes = table.geometry if kept is None else table.geometry[kept(table)]
        if not len(shapes) and len(table):
            return np.zeros(len(self._coverage))  # none of the kind asked for
        shapes = shapes[shapely.intersects(shapes, shapely.box(*shapely.total_bounds(self._coverage.geometry)))]
        if not len(shapes):
            self._feedback.pushWarning(
                tr("{layer}: nothing of it lies on the coverage.").format(
                    layer=self._algorithm.parameterDefinition(name).description()
                )
            )
            return np.zeros(len(self._coverage))
        parts = shapely.get_parts(shapely.union_all(shapes))  # polygons may overlap: ground counts once
        parts = parts[shapely.get_type_id(parts) == 3]
        found = overlay_areas(self._coverage.geometry, parts, stop=self._feedback.isCanceled)
        return np.bincount(found.first_index, weights=found.area_m2, minlength=len(self._coverage))

    def share(self, name: str, kept=None) -> Optional[np.ndarray]:
        """Return the share of each face that a layer covers [0..1]; None without the layer."""
        covered = self._covered(name, kept)
        if covered is None:
            return None
        planar = self._coverage.planar_m2
        return np.divide(covered, planar, out=np.zeros_like(covered), where=planar > 0.0)

    def panels(self, name: str) -> Optional[np.ndarray]:
        """Return the share of each face under fields of panels that keep the criteria."""
        return self.share(name, self._eligible)

    def footprints(self, name: str) -> Optional[np.ndarray]:
        """Return the area of buildings on each face [m2, by the method of the areas]."""
        covered = self._covered(name)
        return None if covered is None else covered * self._coverage.scale

    def plots(self, field_name: str) -> Optional[np.ndarray]:
        """Return the number of the plot of each face, -1 where its field is NULL; None without a field."""
        if not field_name:
            return None
        column = self._coverage.table.column(field_name)
        names = np.array([str(value) for value in column.values], dtype=str)
        number = np.unique(names, return_inverse=True)[1].reshape(-1)
        return np.where(column.null, -1, number)

    def _eligible(self, table) -> np.ndarray:
        from ..exemptions import eligible_panels, read_criteria

        measures = {}
        for item in table.fields:
            if item.name().casefold() in read_criteria():
                column = table.column(item.name())
                values = [_as_number(value) for value in column.values]
                measures[item.name()] = np.where(column.null, np.nan, np.array(values, dtype=float))
        eligible, silent = eligible_panels(measures, len(table))
        self._feedback.pushInfo(
            tr("Fields of panels: {kept} of {count} keep the criteria of the table land_take_pv_criteria.csv.").format(
                kept=int(eligible.sum()), count=len(table)
            )
        )
        if silent.any():
            self._feedback.pushWarning(
                tr(
                    "{count} fields of panels tell neither height nor distance of rows; the layer is believed that "
                    "they leave the soil alive."
                ).format(count=int(silent.sum()))
            )
        return eligible


def _as_number(value) -> float:
    try:
        return float(str(value).replace(",", "."))
    except ValueError:
        return np.nan


def tell_footprints(coverage: Coverage, built: np.ndarray, footprints: np.ndarray, feedback) -> float:
    """Say how much larger the built faces are than the buildings on them; return the difference [m2]."""
    swollen = float((coverage.area_m2 - footprints)[built].sum())
    feedback.pushInfo(
        tr(
            "Built faces are {area} ha larger than the buildings on them; the threshold of buildings looks at the "
            "buildings, all areas stay those of the coverage."
        ).format(area=number_text(swollen / HECTARE, 2))
    )
    return swollen
