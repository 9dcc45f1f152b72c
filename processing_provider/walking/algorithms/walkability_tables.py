"""Tables without geometry that the walkability algorithms read: weights, value functions, answers, populations."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np
from qgis.core import QgsProcessingException

from ...errors import InputError
from ...layers import FeatureTable, read_features

# Columns of a table of weights, in English and French.
INDICATOR_NAMES = ("indicator", "indicateur")
WEIGHT_NAMES = ("w", "weight", "poids")


def read_table(algorithm, parameters, name: str, context, feedback) -> Optional[FeatureTable]:
    """Read a table parameter; its rows need no geometry. None when it is absent."""
    source = algorithm.parameterAsSource(parameters, name, context)
    if source is None:
        if parameters.get(name) in (None, ""):
            return None
        raise QgsProcessingException(algorithm.invalidSourceError(parameters, name))
    return read_features(source, transform_context=context.transformContext(), feedback=feedback)


def objects(table: FeatureTable, name: str) -> list[Any]:
    """Return one column, None for NULL."""
    column = table.column(name)
    return [None if missing else value for value, missing in zip(column.values.tolist(), column.null)]


def numbers(table: FeatureTable, name: str) -> tuple[np.ndarray, int]:
    """Return one column as numbers, NaN where there is none, and how many texts hold none.

    Raises
    ------
    InputError
        When the column holds texts and none of them is a number: another one was meant.
    """
    from ..walkability.attributes import to_numbers

    values, unread = to_numbers(objects(table, name))
    if unread and np.isnan(values).all():
        raise InputError("The field {field} holds no number; choose another one.", field=name)
    return values, unread


def weights_of_table(table: FeatureTable) -> dict[str, Any]:
    """Return the weights of a table by indicator; empty rows are skipped, and texts with a comma are numbers.

    Raises
    ------
    InputError
        When a column is missing, or an indicator comes twice.
    """
    weights: dict[str, Any] = {}
    for name, weight in zip(first_column(table, INDICATOR_NAMES), first_column(table, WEIGHT_NAMES)):
        if blank(name) and blank(weight):
            continue
        key = identifier(name)
        if key in weights:
            raise InputError("The table of weights names {name} twice; keep one row of it.", name=key)
        weights[key] = as_number(weight)
    return weights


def blank(value: Any) -> bool:
    """Tell whether a cell of a table holds nothing."""
    return value is None or (isinstance(value, str) and not value.strip())


def identifier(value: Any) -> str:
    """Return the identifier of an indicator as the suite writes it."""
    return "" if value is None else str(value).strip().lower()


def as_number(value: Any) -> Any:
    """Return a text that is a number, with a point or a comma, as that number; anything else as it is."""
    if not isinstance(value, str):
        return value
    try:
        return float(value.strip().replace(",", "."))
    except ValueError:
        return value


def first_column(table: FeatureTable, names) -> list[Any]:
    """Return the first of several columns that a table has, None for NULL.

    Raises
    ------
    InputError
        When it has none of them.
    """
    for name in names:
        if table.fields.lookupField(name) >= 0:
            return objects(table, name)
    raise InputError("The table has no column {name}; its help says which columns it needs.", name=names[0])
