"""Households, inhabitants and jobs of zones at two dates, brought to the years of a change."""

from __future__ import annotations

import math
from typing import Any, Optional

import numpy as np
from qgis.core import QgsProcessingException, QgsProcessingParameterFeatureSource

from ...compatibility import SourceType
from ...errors import InputError
from ...layers import read_features
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
            "counts at a first and a second census. Rows of one name, such as communes that were merged, are added up."
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
        source = algorithm.parameterAsSource(parameters, "POP", context)
        if source is None:
            raise QgsProcessingException(algorithm.invalidSourceError(parameters, "POP"))
        # A table has no geometry, and needs none.
        table = read_features(source, plain=True, feedback=feedback)
        name = algorithm.parameterAsString(parameters, "POP_ID", context) or "id"
        if table.fields.lookupField(name) < 0:
            raise InputError("The layer has no field called {field}; choose another one.", field=name)
        known = {text: place for place, text in enumerate(dict.fromkeys(names.tolist()))}
        titles = np.where(table.column(name).null, None, zone_names(table, name))
        self._owner = np.array([known.get(text, -1) for text in titles], dtype=np.int64)
        self._zone = np.array([known[text] for text in names], dtype=np.int64)
        self._rows = np.bincount(self._owner[self._owner >= 0], minlength=len(known))
        self._table = table
        first, second = (optional_number(algorithm, parameters, key, context) for key in ("POP_Y1", "POP_Y2"))
        self._years: Optional[float] = None
        if first is not None and second is not None:
            if second <= first:
                raise InputError("The second census must be later than the first; mend their years.")
            self._years = second - first
            feedback.pushInfo(
                tr(
                    "Households, inhabitants and jobs of {first} and {second}, brought to the years of the change."
                ).format(first=f"{first:g}", second=f"{second:g}")
            )
        summed = int((self._rows > 1).sum())
        if summed:
            feedback.pushInfo(
                tr("{count} zones have several rows in the table of households; they are added up.").format(
                    count=summed
                )
            )
        missing = int((self._rows[self._zone] == 0).sum())
        if missing:
            feedback.pushWarning(
                tr("{count} zones are not in the table of households; they get no figure of it.").format(count=missing)
            )

    def counts(self, kind: str, place: int) -> np.ndarray:
        """Return the counts of zones at the first (1) or second (2) census; NaN where not known."""
        name = f"{kind}{place}"
        if self._table.fields.lookupField(name) < 0 or not len(self._table):
            return np.full(self._zone.size, np.nan)
        column = self._table.column(name)
        used = self._owner >= 0
        values = [
            math.nan if gone else _count(value, name) for value, gone in zip(column.values[used], column.null[used])
        ]
        # A row that is not known makes its whole zone so.
        sums = np.bincount(self._owner[used], weights=np.array(values, dtype=float), minlength=self._rows.size)
        return np.where(self._rows > 0, sums, np.nan)[self._zone]

    def added(self, kind: str, years: np.ndarray) -> np.ndarray:
        """Return how many came between the dates of the change; NaN where not known.

        Parameters
        ----------
        years : ndarray of float64, shape (zones,)
            Between the dates.
        """
        gain = self.counts(kind, 2) - self.counts(kind, 1)
        return gain * (years / self._years) if self._years else gain


def _count(value: Any, name: str) -> float:
    try:
        found = float(str(value).replace(",", "."))
    except ValueError:
        found = math.nan
    if not 0.0 <= found < math.inf:
        raise InputError(
            "The field {field} of the table of households holds “{value}”, which is no count; leave it empty where it "
            "is not known.",
            field=name,
            value=str(value),
        )
    return found
