"""The layer of projects: what each makes of the ground, which lies on top, and what is known of its success."""

from __future__ import annotations

import math
import re
from datetime import date
from typing import Optional

import numpy as np
from qgis.core import (
    QgsProcessingParameterDateTime,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterString,
)

from ...compatibility import SourceType
from ...errors import InputError
from ...layers import FeatureTable
from ...parameters import DateTimeType, day, field_name, number, usual_field
from ...translation import tr
from .change_dates import years_between
from .coverage import NAMED, metric_reading
from .state_parameters import add_new_codes

FIELDS = {
    "FIELD_CS": "cs_new", "FIELD_US": "us_new", "FIELD_PROOF": "preuve", "FIELD_ORDER": "priorite",
    "FIELD_DATE": "date", "FIELD_THICK": "thick_cm", "FIELD_ROOF": "roof",
}  # fmt: skip
NAMES = ("id", "nom", "name", "fid")  # fields that name a project
_DAY = re.compile(r"^\s*((?:19|20)\d\d)(?:-(\d\d)-(\d\d))?")
YES = ("1", "true", "vrai", "oui", "yes", "t", "o", "y")


def add_projects(algorithm) -> None:
    """Add ``PROJECTS``, the codes and evidence of polygons without fields, and under advanced their fields."""
    algorithm.add(
        QgsProcessingParameterFeatureSource("PROJECTS", tr("Projects"), [SourceType.TypeVectorPolygon]),
        tr(
            "Polygons of what is planned: buildings, roads, gardens, soil that is given back. One that is drawn by "
            "hand will do."
        ),
    )
    add_new_codes(
        algorithm,
        None,
        None,
        tr(
            "What covers the ground afterwards, where the polygons have no field for it: 1.1.1.1 building, 1.1.1.2 "
            "other sealed ground, 1.1.2.1 gravel, 2.2.1 grass, 2.1.2 shrubs, 2.1.1.1 broad-leaved trees."
        ),
        tr(
            "What the ground is used for afterwards, where the polygons have no field for it: 5 housing, 3 services, "
            "2 industry, 4.1.1 road, 1.1 farming, 6.3 no use."
        ),
    )
    algorithm.add(
        QgsProcessingParameterString("PREUVE", tr("Evidence"), "", optional=True),
        tr(
            "How it is known that the soil will work again, where the polygons have no field for it: a study, a "
            "contract, a follow-up. Land given back without evidence is counted apart and earns no credit."
        ),
    )
    for name, label, text in (
        ("FIELD_CS", tr("Field of the new cover"), tr("Code of OCS GE, such as 1.1.1.2 or CS1.1.1.2.")),
        ("FIELD_US", tr("Field of the new use"), tr("Code of OCS GE, such as 5 or US5.")),
        ("FIELD_PROOF", tr("Field of the evidence"), tr("Text; empty means none.")),
        ("FIELD_ORDER", tr("Field of the priority"), tr("Number: where projects overlap the highest one is seen.")),
        ("FIELD_DATE", tr("Field of the date"), tr("Of equal priorities the later one is seen; also tells the delay.")),
        ("FIELD_THICK", tr("Field of the soil on a slab (cm)"), tr("Empty where plants stand in the ground.")),
        ("FIELD_ROOF", tr("Field of planted roofs"), tr("1 or yes where plants stand on a roof.")),
    ):
        algorithm.add(usual_field(name, label, FIELDS[name], "PROJECTS"), text, advanced=True)


def add_delay(algorithm) -> None:
    """Add ``DELAI``, ``DATE0``, ``SUCCES`` and ``TAUX``: what land given back is credited with, for reporting."""
    algorithm.add(
        number("DELAI", tr("Years until the soil works again"), 0.0, minimum=0.0, maximum=200.0),
        tr("Added to the years from the date of the balance to that of the project, where both are given."),
        advanced=True,
    )
    algorithm.add(
        QgsProcessingParameterDateTime("DATE0", tr("Date of the balance"), DateTimeType.Date, optional=True),
        tr("From which the years to the dates of the projects are counted; left empty, only the delay counts."),
        advanced=True,
    )
    algorithm.add(
        number("SUCCES", tr("Chance of success"), 0.7, minimum=0.0, maximum=1.0),
        tr("Chance that soil given back works again; for the credit only. The balance of the law knows 1."),
        advanced=True,
    )
    algorithm.add(
        number("TAUX", tr("Discount a year"), 0.03, minimum=0.0, maximum=1.0),
        tr("By which land that is given back later counts less; for the credit only. The balance of the law knows 0."),
        advanced=True,
    )


class ProjectLayer:
    """Projects as they were read.

    Attributes
    ----------
    table : FeatureTable
        Those with a polygon, in the reference system of the coverage.
    cover, use : ndarray of str, shape (p,)
    flag : ndarray of int8, shape (p,)
        1 or 0 by the matrix.
    order : ndarray of int64, shape (p,)
        Rows from the lowest to the one on top.
    proven : ndarray of bool, shape (p,)
    evidence : list of str or None
    delay_years, thickness_cm : ndarray of float64, shape (p,)
    roof : ndarray of bool, shape (p,)
    names : ndarray of object, shape (p,)
    """

    def __init__(self, algorithm, parameters, context, feedback, crs) -> None:
        self._algorithm, self._parameters, self._context = algorithm, parameters, context
        self.table: FeatureTable = metric_reading(algorithm, parameters, "PROJECTS", context, feedback, crs)
        self.label = algorithm.parameterDefinition("PROJECTS").description()
        if not len(self.table):
            raise InputError("{layer} has no polygon; choose another layer.", layer=self.label)
        self.names = self._names()
        self._read_codes()
        self._read_evidence()
        self._read_order()
        thickness = self._values("FIELD_THICK")
        self.thickness_cm = np.array([_number(value) for value in thickness], dtype=float)
        self.roof = np.array([_word(value).casefold() in YES for value in self._values("FIELD_ROOF")], dtype=bool)

    def __len__(self) -> int:
        return len(self.table)

    def _values(self, parameter: str) -> list:
        """Return a field of the projects, None where NULL or where there is no such field."""
        name = field_name(self._algorithm, self._parameters, parameter, self._context)
        if self.table.fields.lookupField(name) < 0:
            return [None] * len(self.table)
        column = self.table.column(name)
        return [None if null else value for value, null in zip(column.values.tolist(), column.null.tolist())]

    def _names(self) -> np.ndarray:
        for name in NAMES:
            if self.table.fields.lookupField(name) >= 0:
                column = self.table.column(name)
                if not column.null.any():
                    return np.array([_word(value) for value in column.values.tolist()], dtype=object)
        return np.array([str(value) for value in self.table.feature_ids], dtype=object)

    def _read_codes(self) -> None:
        from ..nomenclature import UNKNOWN, judge, normal_codes

        codes = []
        for parameter, field_parameter, kind in (("CS_NEW", "FIELD_CS", "cs"), ("US_NEW", "FIELD_US", "us")):
            given = self._algorithm.parameterAsEnumString(self._parameters, parameter, self._context)
            values = self._values(field_parameter)
            missing = np.array([_word(value) == "" for value in values], dtype=bool)
            found = normal_codes(values, kind)
            wrong = np.flatnonzero((found == "") & ~missing)
            if wrong.size:
                raise InputError(
                    "{layer}: “{value}” is no code of OCS GE ({parameter}); mend the field of project {name}.",
                    layer=self.label,
                    value=values[wrong[0]],
                    parameter=field_parameter,
                    name=self.names[wrong[0]],
                )
            codes.append(np.where(missing, given or "", found))
        self.cover, self.use = codes
        bare = self.cover == ""
        if bare.any():
            raise InputError(
                "{layer}: {count} projects do not tell what covers the ground afterwards ({names}); choose CS_NEW, or "
                "fill the field {field}.",
                layer=self.label,
                count=int(bare.sum()),
                names=", ".join(self.names[bare][:NAMED]),
                field=field_name(self._algorithm, self._parameters, "FIELD_CS", self._context),
            )
        self.flag = judge(self.cover, self.use).artificial
        unsure = np.flatnonzero(self.flag == UNKNOWN)
        if unsure.size:
            raise InputError(
                "{layer}: cover {cover} without an exact use may be artificial or not; choose US_NEW, or fill the "
                "field {field} of project {name}.",
                layer=self.label,
                cover=self.cover[unsure[0]],
                field=field_name(self._algorithm, self._parameters, "FIELD_US", self._context),
                name=self.names[unsure[0]],
            )

    def _read_evidence(self) -> None:
        given = self._algorithm.parameterAsString(self._parameters, "PREUVE", self._context).strip()
        self.evidence = [_word(value) or given or None for value in self._values("FIELD_PROOF")]
        self.proven = np.array([value is not None for value in self.evidence], dtype=bool)

    def _read_order(self) -> None:
        priority = np.array([_number(value) for value in self._values("FIELD_ORDER")], dtype=float)
        days = [_day(value) for value in self._values("FIELD_DATE")]
        order = np.array([-math.inf if value is None else value.toordinal() for value in days], dtype=float)
        self.order = np.lexsort((np.arange(len(self)), order, np.where(np.isnan(priority), -np.inf, priority)))
        self.delay_years = np.full(
            len(self), self._algorithm.parameterAsDouble(self._parameters, "DELAI", self._context)
        )
        if self._parameters.get("DATE0") not in (None, ""):
            start = date.fromisoformat(day(self._algorithm, self._parameters, "DATE0", self._context))
            self.delay_years += [0.0 if value is None else max(0.0, years_between(start, value)) for value in days]


def _word(value) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:g}" if math.isfinite(value) else ""
    return str(value).strip()


def _number(value) -> float:
    try:
        return float(_word(value).replace(",", ".") or "nan")
    except ValueError:
        return math.nan


def _day(value) -> Optional[date]:
    text = value.toString("yyyy-MM-dd") if hasattr(value, "toString") else _word(value)
    match = _DAY.match(text)
    if match is None:
        return None
    year, month, number_of_day = match.groups()
    try:
        return date(int(year), int(month or 1), int(number_of_day or 1))
    except ValueError:
        return None
