"""What a layer tells of itself for its record: extent, fields, dates, period, history, sources, signs of persons."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any, Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeature,
    QgsFeatureRequest,
    QgsLayerMetadata,
    QgsMapLayer,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QFileInfo, Qt

from ...compatibility import WkbType, is_null, metadata_moments
from ...errors import InputError, RunCancelledError
from ...layers import FEATURES_PER_CHECK
from ...provenance import KEYWORD
from .. import privacy
from ..exports.qmd import TOPICS
from ..files.last_change import geopackage_change
from ..languages import LANGUAGES, normalised_code
from ..licences import code_of_label
from ..metadata_draft import LayerDescription, SourceLicence
from ..published_history import history_text, sources_of
from ..record import Contact, Organisation
from ..search_text import folded
from ..spread_sample import SpreadSample
from ..themes import theme_code, theme_of_topic
from .layer_view import LayerView, view_of, with_closed_choices

DEGREES = "EPSG:4326"
POINTS_PER_SIDE = 21  # between two corners of an extent that is brought to degrees
DECIMALS = 7  # of an extent in degrees: a centimetre

# Reference systems as the nodes of RUDI write them.
PROJECTIONS = {
    "EPSG:4326": "WGS 84 (EPSG:4326)",
    "EPSG:2154": "RGF93/Lambert-93 (EPSG:2154)",
    "EPSG:3948": "RGF93/CC48 (EPSG:3948)",
}
# Words in the names of dates that tell when a row was written, not when something happened (folded).
_UPKEEP = frozenset(
    ("maj", "modif", "modification", "modified", "update", "updated", "saisie", "import", "export", "confirmation",
     "conf", "creat", "creation", "created", "edit", "edited", "insert", "inserted", "sync", "revision", "validation")
)  # fmt: skip
_PRODUCER_ROLES = ("owner", "originator", "author", "publisher", "custodian", "resourceprovider", "distributor")
_EARLIEST, _LATEST = 1000, 2999  # years that are no mistake, such as 0001 or 9999 for "unknown"


@dataclass(frozen=True)
class Described:
    """A layer described.

    Attributes
    ----------
    layer : LayerDescription
    sample : dict of str to list
        A sample of the values of each column, spread over the layer, for the search of personal data.
    without_geometry : int
        Features that have none although the layer has.
    """

    layer: LayerDescription
    sample: dict[str, list[Any]] = field(default_factory=dict, repr=False)
    without_geometry: int = 0

    def findings(self) -> list[privacy.Finding]:
        """Return the signs of personal data."""
        return privacy.inspect(self.sample)


def describe_quick(layer: QgsMapLayer, transform_context: QgsCoordinateTransformContext) -> LayerDescription:
    """Return what can be known of a layer without reading a feature; to be called in the thread of the layer.

    Raises
    ------
    InputError
        When the layer is of another kind, cannot be read, or its extent is not that of its reference system.
    """
    view = view_of(layer)
    return _description(view, transform_context, QgsRectangle(view.extent), view.count)


def describe(view: LayerView, transform_context: QgsCoordinateTransformContext, feedback: Any = None) -> Described:
    """Return all that can be known of a layer; reads its features once. May be called in any thread.

    Parameters
    ----------
    view : LayerView
        From :func:`.layer_view.view_of`.
    transform_context : QgsCoordinateTransformContext
        Of the project.
    feedback : QgsFeedback, optional
        Looked at for cancel, and told the progress.

    Raises
    ------
    InputError
        When the extent is not that of the reference system.
    RunCancelledError
        When the user cancels.
    """
    if view.raster:
        return Described(_description(view, transform_context, view.extent, None))
    reading = _Reading(view)
    for feature in features_of(view, feedback):
        reading.take(feature)
    described = _description(
        view,
        transform_context,
        reading.extent,
        reading.count,
        period=reading.period(),
        met=reading.met,
    )
    sample = {name: kept.values for name, kept in reading.samples.items()}
    return Described(described, sample, reading.without_geometry)


def features_of(view: LayerView, feedback: Any = None) -> Iterator[QgsFeature]:
    """Give the features of a vector layer.

    Raises
    ------
    RunCancelledError
        When the user cancels.
    """
    total = max(1, view.count or 1)
    for number, feature in enumerate(view.source.getFeatures(QgsFeatureRequest())):
        if feedback is not None and number % FEATURES_PER_CHECK == 0:
            if feedback.isCanceled():
                raise RunCancelledError
            feedback.setProgress(min(100.0, 100.0 * number / total))
        yield feature


def has_geometry(view: LayerView) -> bool:
    """Tell whether the features of a layer have a place."""
    return not view.raster and view.wkb_type != WkbType.NoGeometry


def degrees_extent(
    extent: QgsRectangle, crs: QgsCoordinateReferenceSystem, transform_context: QgsCoordinateTransformContext
) -> Optional[tuple[float, float, float, float]]:
    """Return west, south, east, north [degrees, WGS 84] of an extent; None when it has no place.

    Points on the sides and inside are transformed: a side that is straight in the reference system is bent in degrees.
    The result is rounded outwards to a centimetre.

    Raises
    ------
    InputError
        When the coordinates are not those of the reference system.
    """
    sides = (extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum())
    if extent.isNull() or not all(map(math.isfinite, sides)) or sides[0] > sides[2] or sides[1] > sides[3]:
        return None
    if not crs.isValid():
        return None
    wanted = QgsCoordinateReferenceSystem(DEGREES)
    points = [(x, y) for x in (sides[0], sides[2]) for y in (sides[1], sides[3])]
    if crs != wanted:
        transform = QgsCoordinateTransform(crs, wanted, transform_context)
        points = list(_transformed(transform, sides))
    if not points or not all(abs(x) <= 180.0 and abs(y) <= 90.0 for x, y in points):
        raise InputError(
            "The coordinates do not fit the coordinate reference system {crs}; check the layer's CRS.",
            crs=crs.authid() or crs.description(),
        )
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (
        max(-180.0, _outwards(min(xs), math.floor)),
        max(-90.0, _outwards(min(ys), math.floor)),
        min(180.0, _outwards(max(xs), math.ceil)),
        min(90.0, _outwards(max(ys), math.ceil)),
    )


def _transformed(transform: QgsCoordinateTransform, sides: tuple[float, ...]) -> Iterator[tuple[float, float]]:
    west, south, east, north = sides
    steps = [number / (POINTS_PER_SIDE + 1) for number in range(POINTS_PER_SIDE + 2)]
    for across in steps if east > west else steps[:1]:
        for up in steps if north > south else steps[:1]:
            try:
                point = transform.transform(west + across * (east - west), south + up * (north - south))
            except QgsCsException:
                continue
            if math.isfinite(point.x()) and math.isfinite(point.y()):
                yield point.x(), point.y()


def _outwards(value: float, rounded: Any) -> float:
    return rounded(round(value * 10**DECIMALS, 1)) / 10**DECIMALS


def projection_text(crs: QgsCoordinateReferenceSystem) -> str:
    """Return a reference system as records write it, empty when there is none."""
    if not crs.isValid():
        return ""
    known = PROJECTIONS.get(crs.authid())
    return known or (f"{crs.description()} ({crs.authid()})" if crs.authid() else crs.description())


class _Reading:
    """What one look at each feature tells."""

    def __init__(self, view: LayerView) -> None:
        self.count = 0
        self.without_geometry = 0
        self.extent = QgsRectangle()
        self.samples = {item.name: SpreadSample() for item in view.fields}
        self.met: dict[str, set[Any]] = {item.name: set() for item in view.fields if item.description.choices}
        self._fields = view.fields
        self._placed = has_geometry(view)
        self._times = _time_names(view)
        self._first: Optional[datetime] = None
        self._last: Optional[datetime] = None

    def take(self, feature: QgsFeature) -> None:
        """Look at a feature."""
        self.count += 1
        if self._placed:
            if feature.hasGeometry() and not feature.geometry().isEmpty():
                self.extent.combineExtentWith(feature.geometry().boundingBox())
            else:
                self.without_geometry += 1
        attributes = feature.attributes()
        for item in self._fields:
            value = attributes[item.index] if item.index < len(attributes) else None
            if is_null(value):
                continue
            if item.name in self._times:
                self._moment(value)
            if item.name in self.met:
                self.met[item.name].add(value)
            if not isinstance(value, (bool, float)) and str(value).strip():
                self.samples[item.name].put(value)

    def period(self) -> tuple[Optional[datetime], Optional[datetime]]:
        """Return the first and the last moment met."""
        return self._first, self._last

    def _moment(self, value: Any) -> None:
        moment = moment_of(value)
        if moment is None or not _EARLIEST <= moment.year <= _LATEST:
            return
        self._first = moment if self._first is None else min(self._first, moment)
        self._last = moment if self._last is None else max(self._last, moment)


def moment_of(value: Any) -> Optional[datetime]:
    """Return a date of QGIS as a moment in UTC; a day is its midnight, None when it is no date.

    A moment without zone is taken for UTC, as in records: the clock of this computer has no say in it.
    """
    if isinstance(value, QDateTime):
        if not value.isValid():
            return None
        if value.timeSpec() == Qt.TimeSpec.LocalTime:
            value = QDateTime(value.date(), value.time(), Qt.TimeSpec.UTC)
        return datetime.fromtimestamp(0, timezone.utc) + timedelta(milliseconds=value.toMSecsSinceEpoch())
    if isinstance(value, QDate):
        return datetime(value.year(), value.month(), value.day(), tzinfo=timezone.utc) if value.isValid() else None
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=timezone.utc)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=timezone.utc)
    return None


def _time_names(view: LayerView) -> set[str]:
    """Return the fields that tell when things happened: those of the temporal settings, else dates of no row."""
    dates = [item for item in view.fields if item.kind in ("date", "datetime")]
    chosen = {item.name for item in dates if item.field.name() in view.time_fields}
    return chosen or {item.name for item in dates if not _is_upkeep(item.field.name()) and not _is_birth(item.name)}


def _is_upkeep(name: str) -> bool:
    return any(word in _UPKEEP for word in folded(name).replace("-", "_").replace(" ", "_").split("_"))


def _is_birth(name: str) -> bool:
    return any(finding.kind == "birth_date" for finding in privacy.of_name(name))


def _description(
    view: LayerView,
    transform_context: QgsCoordinateTransformContext,
    extent: QgsRectangle,
    count: Optional[int],
    *,
    period: tuple[Optional[datetime], Optional[datetime]] = (None, None),
    met: Optional[dict[str, set[Any]]] = None,
) -> LayerDescription:
    metadata = view.metadata
    placed = view.raster or has_geometry(view)
    contacts = _contacts(metadata)
    created, updated = _dates(view)
    language = normalised_code(metadata.language())
    licences = tuple(code_of_label(text[:500]) or text for text in map(str.strip, metadata.licenses()) if text)
    return LayerDescription(
        title=" ".join((metadata.title() or view.name).split()),
        extent=degrees_extent(extent, view.crs, transform_context) if placed and count != 0 else None,
        crs=projection_text(view.crs) if placed else "",
        features=count,
        fields=tuple(with_closed_choices(view.fields, met or {})),
        created=created,
        updated=updated,
        period=_declared_period(metadata) or period,
        history=history_text(metadata.history()),
        raster=view.raster,
        abstract=metadata.abstract().strip(),
        keywords=_keywords(metadata),
        licences=licences,
        theme=_theme(metadata),
        producer=_producer(metadata),
        contacts=contacts,
        language=language if language in LANGUAGES else "",
        sources=_sources(view, licences),
    )


def _dates(view: LayerView) -> tuple[Optional[datetime], Optional[datetime]]:
    """Return when the data were made and last changed: what the metadata say, else what the file says."""
    created, updated = map(moment_of, metadata_moments(view.metadata))
    if view.path is not None:
        found = QFileInfo(str(view.path))
        updated = updated or geopackage_change(view.path) or moment_of(found.lastModified().toUTC())
        created = created or moment_of(found.birthTime().toUTC())
    if created and updated and created > updated:  # a copy is younger than what it holds
        created = updated
    return created and created.replace(microsecond=0), updated and updated.replace(microsecond=0)


def _declared_period(metadata: QgsLayerMetadata) -> Optional[tuple[Optional[datetime], Optional[datetime]]]:
    for span in metadata.extent().temporalExtents():
        start, end = moment_of(span.begin()), moment_of(span.end())
        if start or end:
            return start, end
    return None


def _keywords(metadata: QgsLayerMetadata) -> tuple[str, ...]:
    words = [
        " ".join(word.split())
        for vocabulary, listed in metadata.keywords().items()
        if vocabulary not in (KEYWORD, TOPICS)
        for word in listed
    ]
    return tuple(dict.fromkeys(filter(None, words)))


def _theme(metadata: QgsLayerMetadata) -> str:
    for topic in [*metadata.categories(), *metadata.keywords().get(TOPICS, [])]:
        words = topic.split()
        joined = "".join([words[0].lower(), *(word.capitalize() for word in words[1:])]) if len(words) > 1 else topic
        found = theme_code(topic) or theme_of_topic(joined) or theme_of_topic(joined[:1].lower() + joined[1:])
        if found:
            return found
    return ""


def _contacts(metadata: QgsLayerMetadata) -> tuple[Contact, ...]:
    return tuple(
        Contact(
            name=item.name.strip() or item.organization.strip(),
            email=item.email.strip(),
            role=item.role.strip(),
            organisation=item.organization.strip(),
        )
        for item in metadata.contacts()
        if item.email.strip()
    )


def _producer(metadata: QgsLayerMetadata) -> Organisation:
    named = [item for item in metadata.contacts() if item.organization.strip()]
    ranked = sorted(
        named,
        key=lambda item: (
            _PRODUCER_ROLES.index(item.role.strip().lower())
            if item.role.strip().lower() in _PRODUCER_ROLES
            else len(_PRODUCER_ROLES)
        ),
    )
    return Organisation(name=" ".join(ranked[0].organization.split())) if ranked else Organisation()


def _sources(view: LayerView, licences: tuple[str, ...]) -> tuple[SourceLicence, ...]:
    """Return what the layer was made from; without a record of it, a layer that has a licence is its own source."""
    if view.record is not None:
        return tuple(sources_of(view.record))
    return tuple(SourceLicence(view.name, code) for code in licences)
