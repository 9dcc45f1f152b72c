"""Rows written to a sink, and the values of QGIS that they need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Optional

from qgis.core import QgsFeature, QgsFeatureSink, QgsFields, QgsGeometry
from qgis.PyQt.QtCore import QDateTime, Qt

from ...compatibility import field
from ...errors import InputError, RunCancelledError
from ..record_writer import date_text

ROWS_PER_CHECK = 64  # rows written between two looks at the cancel button


def fields_of(names_and_kinds: Iterable[tuple[str, str]]) -> QgsFields:
    """Return the fields of a table, by name and kind (see :func:`compatibility.field`)."""
    fields = QgsFields()
    for name, kind in names_and_kinds:
        fields.append(field(name, kind))
    return fields


def qt_moment(moment: Optional[datetime]) -> Optional[QDateTime]:
    """Return a moment as QGIS stores it, in UTC; None stays None."""
    return None if moment is None else QDateTime.fromString(date_text(moment), Qt.DateFormat.ISODateWithMs)


def write_rows(
    sink: QgsFeatureSink,
    fields: QgsFields,
    rows: Sequence[Sequence[Any]],
    feedback,
    shapes: Optional[Sequence[Optional[QgsGeometry]]] = None,
) -> int:
    """Write rows to a sink and return how many.

    Parameters
    ----------
    sink : QgsFeatureSink
    fields : QgsFields
    rows : sequence of sequence
        Values in the order of the fields; None becomes NULL.
    feedback : QgsFeedback
        Looked at for cancel.
    shapes : sequence of QgsGeometry or None, optional
        Geometry of each row.

    Raises
    ------
    InputError
        When the destination refuses a row.
    RunCancelledError
        When the user cancels.
    """
    for number, row in enumerate(rows):
        if number % ROWS_PER_CHECK == 0 and feedback.isCanceled():
            raise RunCancelledError
        feature = QgsFeature(fields)
        if shapes is not None and shapes[number] is not None:
            feature.setGeometry(shapes[number])
        feature.setAttributes(list(row))
        if not sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
            raise InputError(
                "Feature {number} could not be written; check that the destination can be written to "
                "and that its format accepts these fields. ({cause})",
                number=number + 1,
                cause=sink.lastError() if hasattr(sink, "lastError") else "",
            )
    return len(rows)
