"""Many rows written to a sink, many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, Optional

from qgis.core import QgsFeature, QgsFeatureSink, QgsFields, QgsGeometry, QgsPointXY

from ...errors import InputError, RunCancelledError

BATCH = 1000  # features given at once, between two looks at the cancel button

Row = tuple[Optional[QgsGeometry], Sequence[Any]]


def write_features(
    sink: QgsFeatureSink, fields: QgsFields, rows: Iterable[Row], feedback, total: int = 0, begin: float = 50.0
) -> int:
    """Write rows to a sink and return how many.

    Parameters
    ----------
    sink : QgsFeatureSink
    fields : QgsFields
    rows : iterable of (QgsGeometry or None, values)
        Values in the order of the fields; None becomes NULL.
    feedback : QgsFeedback
        Looked at for cancel; its progress goes from ``begin`` to 99.
    total : int, optional
        How many rows there will be.
    begin : float
        Progress already made [%].

    Raises
    ------
    InputError
        When the destination refuses a row.
    RunCancelledError
        When the user cancels.
    """
    count = 0
    source = iter(rows)
    while True:
        if feedback.isCanceled():
            raise RunCancelledError
        features = []
        for geometry, values in islice(source, BATCH):
            feature = QgsFeature(fields)
            feature.setAttributes(list(values))
            if geometry is not None:
                feature.setGeometry(geometry)
            features.append(feature)
        if not features:
            return count
        if not sink.addFeatures(features, QgsFeatureSink.Flag.FastInsert):
            raise InputError(
                "Features {first} to {last} could not be written; check that the destination can be written to "
                "and that its format accepts these fields. ({cause})",
                first=count + 1,
                last=count + len(features),
                cause=sink.lastError() if hasattr(sink, "lastError") else "",
            )
        count += len(features)
        if total:
            feedback.setProgress(begin + (99.0 - begin) * min(1.0, count / total))


def point(place: Optional[tuple[float, float]]) -> Optional[QgsGeometry]:
    """Return the point of a place (longitude, latitude) [degrees], None when there is none."""
    return None if place is None else QgsGeometry.fromPointXY(QgsPointXY(*place))
