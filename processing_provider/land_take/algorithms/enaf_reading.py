"""Reading the commune file of Cerema: communes of today, what they consumed, and the territories they make."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Optional

import numpy as np
from qgis.core import QgsProcessingException

from ...algorithm import CityOrchestraAlgorithm
from ...compatibility import is_null
from ...errors import InputError
from ...layers import FeatureTable, read_features
from ...parameters import field_name
from ...translation import tr
from .coverage import ELLIPSOID, NAMED, measured_areas

CODE_LENGTH = 5  # of a commune: a table that stores numbers has lost the zero of 01004
MERGER_CODE, MERGER_NEW, MERGER_FLOOR = "idcom", "idcom_new", "floor_m2"


@dataclass
class Communes:
    """Communes of a file, and the territories that they make.

    Attributes
    ----------
    table : FeatureTable
        Rows of the file that have a code.
    consumption : Consumption
        Of each commune of today, c of them.
    codes : list of str, length c
    row : ndarray of int64, shape (c,)
        Row of the table that stands for each commune.
    of_row : ndarray of int64, shape (rows,)
        Commune of each row.
    floors : ndarray of float64, shape (c,)
        Least allowance that a table sets [m2], or NaN.
    territory : ndarray of int64, shape (c,)
        Territory of each commune; -1 where it is in none.
    names : list of str
        Of the territories.
    grouped : bool
        Whether a territory may have several communes.
    code_field : str
        Field of the codes.
    """

    table: FeatureTable
    consumption: object
    codes: list[str]
    row: np.ndarray
    of_row: np.ndarray
    floors: np.ndarray
    territory: np.ndarray
    names: list[str]
    grouped: bool
    code_field: str

    def chosen(self) -> np.ndarray:
        """Return the communes that are in a territory."""
        return np.flatnonzero(self.territory >= 0)

    def codes_of(self) -> list[str]:
        """Return the codes of each territory, as one text."""
        found: list[list[str]] = [[] for _ in self.names]
        for commune in self.chosen().tolist():
            found[self.territory[commune]].append(self.codes[commune])
        return [", ".join(codes) for codes in found]

    def rows_of(self) -> list[np.ndarray]:
        """Return the rows of the table in each territory."""
        place = self.territory[self.of_row]
        order = np.argsort(place, kind="stable")
        cuts = np.searchsorted(place[order], np.arange(len(self.names) + 1))
        return [order[begin:end] for begin, end in zip(cuts[:-1], cuts[1:])]

    def surfaces(self, polygons: bool) -> np.ndarray:
        """Return the surface of each territory [m2]: of its polygons, else of the file; NaN where not known."""
        from ..enaf_fields import surface_field

        names = [item.name() for item in self.table.fields]
        if polygons and self.table.crs.isValid():
            area = measured_areas(self.table.geometry, self.table.crs, ELLIPSOID)[1]
            area = np.where(self.table.usable, area, np.nan)
        else:
            name = surface_field(names)
            area = number_column(self.table, name) if name else np.full(len(self.table), np.nan)
        area = np.where(area > 0.0, area, np.nan)
        return np.array([area[rows].sum() if len(rows) else np.nan for rows in self.rows_of()], dtype=float)


def read_communes(algorithm: CityOrchestraAlgorithm, parameters, context, feedback) -> Communes:
    """Read ``TABLE``, with ``MERGED``, ``COMMUNES`` and ``GROUP``.

    Raises
    ------
    InputError
        When the table has no code or no yearly consumption, a commune stands twice, or one that was asked for is not
        there.
    """
    from ..enaf_fields import POSTS, TOTAL, identifier_field, name_field, yearly_fields
    from ..enaf_territories import Consumption, merged_communes
    from ..sources import field_called

    table = read_rows(algorithm, parameters, "TABLE", context, feedback)
    names = [item.name() for item in table.fields]
    years = yearly_fields(names)
    if not years:
        raise InputError(
            "The table has no yearly consumption (fields such as naf11art12); choose the commune file of Cerema."
        )
    wanted = field_name(algorithm, parameters, "IDCOM", context).casefold()
    code_field = field_called(names, (wanted,)) or identifier_field(names)
    if not code_field:
        raise InputError("The table has no field of the codes of communes (idcom); choose it.")
    table, codes = _with_codes(table, code_field, feedback)

    def column(year: int, kind: str) -> np.ndarray:
        field = years[year].get(kind, "")
        return number_column(table, field) if field else np.full(len(table), np.nan)

    count = len(table)
    total = np.array([column(year, TOTAL) for year in years], dtype=float).reshape(len(years), count).T
    posts = np.array([[column(year, post) for post in POSTS] for year in years], dtype=float)
    rows = Consumption(tuple(years), total, posts.reshape(len(years), len(POSTS), count).transpose(2, 0, 1))
    mergers = _mergers(algorithm, parameters, context, feedback)
    merged, of_row, floors = merged_communes(codes, mergers)
    _check_twice(codes)
    found = Communes(
        table=table,
        consumption=rows.summed(of_row, len(merged)),
        codes=merged,
        row=_standing_rows(codes, merged, of_row),
        of_row=of_row,
        floors=floors,
        territory=np.arange(len(merged)),
        names=[],
        grouped=False,
        code_field=code_field,
    )
    title = name_field(names)
    _share_out(algorithm, parameters, context, feedback, found, title)
    return found


def read_rows(algorithm: CityOrchestraAlgorithm, parameters, name: str, context, feedback) -> FeatureTable:
    """Read the rows of a table or of a layer, whether they have a geometry or not: none is left out.

    Raises
    ------
    QgsProcessingException
        When there is no such layer.
    """
    source = algorithm.parameterAsSource(parameters, name, context)
    if source is None:
        raise QgsProcessingException(algorithm.invalidSourceError(parameters, name))
    table = read_features(source, feedback=feedback)
    if table.repaired_geometry:
        label = algorithm.parameterDefinition(name).description()
        feedback.pushWarning(
            tr("{layer}: {count} invalid geometries were repaired.").format(layer=label, count=table.repaired_geometry)
        )
    return table


def number_column(table: FeatureTable, name: str) -> np.ndarray:
    """Return a field as numbers, whether the file stores numbers or texts; NaN where NULL, whatever the type.

    Raises
    ------
    InputError
        When a text is no number.
    """
    from ..enaf_fields import numbers

    column = table.column(name)
    return np.where(
        column.null, np.nan, numbers([None if gone else value for value, gone in zip(column.values, column.null)], name)
    )


def _with_codes(table: FeatureTable, name: str, feedback) -> tuple[FeatureTable, list[str]]:
    codes = [code_text(value) for value in table.column(name).values]
    null = table.column(name).null
    kept = np.array([bool(code) and not missing for code, missing in zip(codes, null)], dtype=bool)
    if not kept.all():
        feedback.pushWarning(
            tr("{count} rows without the code of a commune are left out.").format(count=int((~kept).sum()))
        )
        chosen = [row for row, wanted in zip(table.rows, kept.tolist()) if wanted]
        table = FeatureTable(table.geometry[kept], chosen, table.fields, table.crs, table.feature_ids[kept])
    return table, [code for code, wanted in zip(codes, kept.tolist()) if wanted]


def code_text(value: object) -> str:
    """Return the code of a commune as text; a number gets back the zero that it lost."""
    if value is None or is_null(value):
        return ""
    if isinstance(value, (int, np.integer)) or (isinstance(value, float) and value.is_integer()):
        return f"{int(value):0{CODE_LENGTH}d}"
    return str(value).strip()


def _check_twice(codes: list[str]) -> None:
    """Refuse a file that holds a commune twice: its consumption would count twice."""
    twice = [code for code, count in Counter(codes).items() if count > 1]
    if twice:
        raise InputError(
            "The table holds {count} communes more than once ({codes}); keep one row of each, or say by the table of "
            "merged communes what became of them.",
            count=len(twice),
            codes=", ".join(twice[:NAMED]),
        )


def _mergers(algorithm, parameters, context, feedback) -> dict:
    from ..enaf_territories import Merger
    from ..sources import field_called

    if parameters.get("MERGED") in (None, ""):
        return {}
    table = read_rows(algorithm, parameters, "MERGED", context, feedback)
    names = [item.name() for item in table.fields]
    code, new, floor = (field_called(names, (name,)) for name in (MERGER_CODE, MERGER_NEW, MERGER_FLOOR))
    if not code or not (new or floor):
        raise InputError(
            "The table of merged communes needs the field {code}, and {new} or {floor}.",
            code=MERGER_CODE,
            new=MERGER_NEW,
            floor=MERGER_FLOOR,
        )
    floors = number_column(table, floor) if floor else np.full(len(table), np.nan)
    if (floors < 0.0).any():
        raise InputError("The table of merged communes holds a negative {floor}; mend it.", floor=MERGER_FLOOR)
    targets = table.column(new).values if new else [None] * len(table)
    found = {}
    for old, target, least in zip(table.column(code).values, targets, floors.tolist()):
        if code_text(old):
            found[code_text(old)] = Merger(code_text(target) or code_text(old), least)
    return found


def _standing_rows(codes: list[str], merged: list[str], of_row: np.ndarray) -> np.ndarray:
    """Return the row that stands for each commune: that of its own code, else the first."""
    rows = np.full(len(merged), -1, dtype=np.int64)
    for row in range(len(codes) - 1, -1, -1):
        rows[of_row[row]] = row
    for row, code in enumerate(codes):
        if merged[of_row[row]] == code:
            rows[of_row[row]] = row
    return rows


def _share_out(algorithm, parameters, context, feedback, found: Communes, title: str) -> None:
    """Set the territories of communes: each its own, all those of a list, or those of a value of a field."""
    listed = _listed(algorithm, parameters, context, found)
    group = algorithm.parameterAsString(parameters, "GROUP", context)
    if not group and listed is None:
        found.names = [_named(found, title, commune) for commune in range(len(found.codes))]
        return
    found.grouped = True
    inside = np.ones(len(found.codes), dtype=bool) if listed is None else listed
    if not group:
        found.territory = np.where(inside, 0, -1)
        shown = [_named(found, title, commune) for commune in np.flatnonzero(inside)]
        more = "…" if len(shown) > NAMED else ""
        found.names = [", ".join(shown[:NAMED]) + more]
        return
    column = found.table.column(group)
    places: dict[str, int] = {}
    outside = 0
    for commune, row in enumerate(found.row.tolist()):
        value = "" if column.null[row] else str(column.values[row]).strip()
        if not inside[commune] or not value:
            outside += bool(inside[commune])
            found.territory[commune] = -1
            continue
        found.territory[commune] = places.setdefault(value, len(places))
    if outside:
        feedback.pushWarning(
            tr("{count} communes without a value of {field} are in no territory.").format(count=outside, field=group)
        )
    found.names = list(places)


def _named(found: Communes, title: str, commune: int) -> str:
    row = found.row[commune]
    if title and not found.table.column(title).null[row]:
        return str(found.table.column(title).values[row])
    return found.codes[commune]


def _listed(algorithm, parameters, context, found: Communes) -> Optional[np.ndarray]:
    text = algorithm.parameterAsString(parameters, "COMMUNES", context)
    asked = {code for code in re.split(r"[\s,;]+", text.strip()) if code}
    if not asked:
        return None
    missing = sorted(asked - set(found.codes))
    if missing:
        raise InputError(
            "The table has no commune {codes}; a sum without them would be too small. Check the codes, or those of "
            "merged communes.",
            codes=", ".join(missing[:NAMED]),
        )
    return np.array([code in asked for code in found.codes], dtype=bool)
