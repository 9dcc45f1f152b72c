"""Tables without geometry that the walkability algorithms read: weights, value functions, answers, populations."""

from __future__ import annotations

from typing import Any, Optional

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
