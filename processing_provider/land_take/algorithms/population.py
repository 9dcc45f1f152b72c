"""Households, inhabitants and jobs of zones at two dates, brought to the years of a change."""

from __future__ import annotations

from typing import Optional

import numpy as np
from qgis.core import QgsProcessingParameterFeatureSource

from ...compatibility import SourceType
from ...errors import InputError
from ...parameters import number, optional_number, usual_field
from ...translation import tr
from .zone_reading import zone_names

COUNTS = ("menages", "pop", "emplois")


def add_population(algorithm) -> None:
    """Add ``POP``, ``POP_ID`` and the years of its counts."""
    algorithm.add(
        QgsProcessingParameterFeatureSource(
            "POP", tr("Households, inhabitants, jobs"), [SourceType.TypeVector], optional=True
        ),
        tr(
            "Table with the name of the zone and, as far as known, menages1, menages2, pop1, pop2, emplois1, emplois2: "
            "counts at a first and a second census."
        ),
    )
    algorithm.add(
        usual_field("POP_ID", tr("Name of the zone in that table"), "id", "POP"),
        tr("Its values are those of the name of the zones."),
        advanced=True,
    )
    for name, label in (("POP_Y1", tr("Year of the first census")), ("POP_Y2", tr("Year of the second census"))):
        algorithm.add(
            number(name, label, None, minimum=1900, maximum=2100, optional=True),
            tr("Counts are brought to the years of the change in proportion; left empty, they are taken as they are."),
            advanced=True,
        )


class Population:
    """Counts of zones."""

    def __init__(self, algorithm, parameters, context, feedback, names: np.ndarray) -> None:
        table = algorithm.read(parameters, "POP", context, feedback)
        name = algorithm.parameterAsString(parameters, "POP_ID", context) or "id"
        if table.fields.lookupField(name) < 0:
            raise InputError("The layer has no field called {field}; choose another one.", field=name)
        rows = {text: place for place, text in enumerate(zone_names(table, name))}
        self._row = np.array([rows.get(text, -1) for text in names], dtype=np.int64)
        self._table = table
        first, second = (optional_number(algorithm, parameters, key, context) for key in ("POP_Y1", "POP_Y2"))
        self._years: Optional[float] = None
        if first is not None and second is not None:
            if second <= first:
                raise InputError("The second census must be later than the first; mend their years.")
            self._years = second - first
        missing = int((self._row < 0).sum())
        if missing:
            feedback.pushWarning(
                tr("{count} zones are not in the table of households; they get no figure of it.").format(count=missing)
            )

    def counts(self, kind: str, place: int) -> np.ndarray:
        """Return the counts of zones at the first (1) or second (2) census; NaN where not known."""
        name = f"{kind}{place}"
        if self._table.fields.lookupField(name) < 0 or not len(self._table):
            return np.full(self._row.size, np.nan)
        column = self._table.column(name)
        values = [np.nan if gone else float(value) for value, gone in zip(column.values, column.null)]
        return np.where(self._row >= 0, np.array(values, dtype=float)[np.maximum(self._row, 0)], np.nan)

    def added(self, kind: str, years: Optional[float]) -> np.ndarray:
        """Return how many came between the dates of the change; NaN where not known."""
        gain = self.counts(kind, 2) - self.counts(kind, 1)
        return gain * (years / self._years) if years and self._years else gain
