"""QGIS layers to arrays and back: the only bridge between QGIS and the science modules."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Optional

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsFeatureSource,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsProcessingFeatureSource,
    QgsRasterLayer,
    QgsRectangle,
    QgsUnitTypes,
    QgsWkbTypes,
)

from .compatibility import field_kind, null_flags
from .errors import InputError, RunCancelledError
from .libraries import import_shapely
from .plain_layers import plain_values
from .raster_files import Grid, RasterSource

import_shapely()
try:
    import shapely
except ImportError:  # the algorithms stay listed and say what to install (algorithm.canExecute)
    shapely = None

WEB_MERCATOR = ("EPSG:3857", "EPSG:900913")  # metres by name only: 1.5 times too long in Rennes
LAMBERT_93 = "EPSG:2154"
# Metropolitan France in degrees (west, south, east, north), where Lambert-93 is the legal projection.
FRANCE = (-5.5, 41.2, 9.8, 51.3)
CELL_TOLERANCE = 1e-3  # relative difference below which two cell sizes are the same
FEATURES_PER_CHECK = 500  # features between two looks at the cancel button


@dataclass(frozen=True)
class Column:
    """One attribute of many features.

    Attributes
    ----------
    values : ndarray, shape (n,)
        int64, float64, bool or object (text, dates); NULLs hold 0, NaN, False or None.
    null : ndarray of bool, shape (n,)
        Where the attribute is NULL; a NaN stored as a value is not NULL.
    """

    values: np.ndarray
    null: np.ndarray


@dataclass
class FeatureTable:
    """Features read from a layer.

    Attributes
    ----------
    geometry : ndarray of shapely geometries, shape (n,)
        None where the feature had none that could be used.
    rows : list of list
        Attributes as QGIS gave them, to be carried to an output unchanged.
    fields : QgsFields
        Fields of the rows.
    crs : QgsCoordinateReferenceSystem
        CRS of the geometries.
    feature_ids : ndarray of int64
        Identifiers of the features in their layer.
    null_geometry, repaired_geometry, dropped_geometry : int
        Features that had no geometry, had an invalid one that was repaired, or one that was left out.
    repaired_area : float
        Sum of what the repairs changed in the areas, whatever the sign [units of the CRS, squared].
    """

    geometry: np.ndarray
    rows: list[list[Any]]
    fields: QgsFields
    crs: QgsCoordinateReferenceSystem
    feature_ids: np.ndarray
    null_geometry: int = 0
    repaired_geometry: int = 0
    dropped_geometry: int = 0
    repaired_area: float = 0.0
    _columns: dict[str, Column] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, name: str) -> Column:
        """Return one attribute as a typed array with its NULLs.

        Raises
        ------
        InputError
            When the layer has no such field.
        """
        if name not in self._columns:
            index = self.fields.lookupField(name)
            if index < 0:
                raise InputError("The layer has no field called {field}; choose another one.", field=name)
            self._columns[name] = _typed_column([row[index] for row in self.rows], field_kind(self.fields.at(index)))
        return self._columns[name]

    def object_columns(self) -> dict[str, np.ndarray]:
        """Return every attribute as an object array, None where NULL."""
        columns = {}
        for index in range(self.fields.count()):
            values = [row[index] for row in self.rows]
            columns[self.fields.at(index).name()] = _typed_column(values, "text").values
        return columns

    @cached_property
    def usable(self) -> np.ndarray:
        """Where there is a geometry."""
        return ~shapely.is_missing(self.geometry)


_TYPES = {"integer": (np.int64, 0), "real": (np.float64, np.nan), "boolean": (np.bool_, False)}


def _typed_column(values: list[Any], kind: str) -> Column:
    null = np.array(null_flags(values), dtype=bool)
    dtype, empty = _TYPES.get(kind, (object, None))
    if null.any():
        values = [empty if missing else value for value, missing in zip(values, null.tolist())]
    if dtype is not object:
        return Column(np.array(values, dtype=dtype), null)
    typed = np.empty(len(values), dtype=object)
    for index, value in enumerate(values):  # one by one: a value may be a list itself
        typed[index] = value
    return Column(typed, null)


def read_features(
    source: QgsFeatureSource,
    *,
    crs: Optional[QgsCoordinateReferenceSystem] = None,
    transform_context: Optional[QgsCoordinateTransformContext] = None,
    extent: Optional[QgsRectangle] = None,
    plain: bool = True,
    feedback: Any = None,
) -> FeatureTable:
    """Read every feature of a source; the selection or filter of the source is honoured.

    Parameters
    ----------
    source : QgsFeatureSource
        From ``parameterAsSource``, or a vector layer.
    crs : QgsCoordinateReferenceSystem, optional
        CRS wanted for the geometries; that of the source by default.
    transform_context : QgsCoordinateTransformContext, optional
        Needed with ``crs``.
    extent : QgsRectangle, optional
        Only features whose box meets it, in the wanted CRS.
    plain : bool
        Whether lists and objects, which a GeoJSON file may hold, become JSON text, that any file can store.
    feedback : QgsFeedback, optional
        Looked at for cancel, and told the progress.

    Returns
    -------
    FeatureTable
        Null and invalid geometries are counted; invalid ones are repaired where that leaves a part of
        the same dimension, and left out otherwise.

    Raises
    ------
    RunCancelledError
        When the user cancels.
    """
    request = QgsFeatureRequest()
    request.setInvalidGeometryCheck(QgsFeatureRequest.InvalidGeometryCheck.GeometryNoCheck)
    wanted = source.sourceCrs()
    if crs is not None and crs.isValid() and wanted.isValid() and crs != wanted:
        request.setDestinationCrs(crs, transform_context or QgsCoordinateTransformContext())
        wanted = crs
    if extent is not None:
        request.setFilterRect(extent)
    if isinstance(source, QgsProcessingFeatureSource):
        # The check of the source would stop at the first invalid geometry; here they are repaired.
        features = source.getFeatures(request, QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks)
    else:
        features = source.getFeatures(request)
    curved = QgsWkbTypes.isCurvedType(source.wkbType())
    total = max(1, source.featureCount())
    rows, binaries, identifiers = [], [], []
    for number, feature in enumerate(features):
        if feedback is not None and number % FEATURES_PER_CHECK == 0:
            if feedback.isCanceled():
                raise RunCancelledError
            feedback.setProgress(min(100.0, 100.0 * number / total))
        rows.append(feature.attributes())
        identifiers.append(feature.id())
        if feature.hasGeometry():
            geometry = feature.geometry()
            if curved:
                geometry = QgsGeometry(geometry.constGet().segmentize())
            binaries.append(geometry.asWkb().data())
        else:
            binaries.append(None)
    fields, rows = plain_values(source.fields(), rows) if plain else (source.fields(), rows)
    table = FeatureTable(
        geometry=shapely.from_wkb(np.array(binaries, dtype=object), on_invalid="ignore"),
        rows=rows,
        fields=fields,
        crs=wanted,
        feature_ids=np.array(identifiers, dtype=np.int64),
    )
    # A ring of two points is refused by the reader itself; the feature had a geometry all the same.
    unreadable = shapely.is_missing(table.geometry) & np.array([item is not None for item in binaries], dtype=bool)
    _repair(table, unreadable)
    return table


def _repair(table: FeatureTable, unreadable: np.ndarray) -> None:
    geometry = table.geometry
    missing = shapely.is_missing(geometry) | shapely.is_empty(geometry)
    table.dropped_geometry = int(unreadable.sum())
    table.null_geometry = int(missing.sum()) - table.dropped_geometry
    invalid = ~missing & ~shapely.is_valid(geometry)
    for index in np.flatnonzero(invalid):
        dimension = shapely.get_dimensions(geometry[index])
        parts = shapely.get_parts(shapely.make_valid(geometry[index]))
        same = [part for part in parts if shapely.get_dimensions(part) == dimension and not part.is_empty]
        if same:
            before = shapely.area(geometry[index])
            geometry[index] = shapely.union_all(same)
            table.repaired_geometry += 1
            table.repaired_area += abs(float(shapely.area(geometry[index]) - before))
        else:
            geometry[index] = None
            table.dropped_geometry += 1
    geometry[missing] = None


def write_features(
    sink: QgsFeatureSink,
    fields: QgsFields,
    geometry: np.ndarray,
    columns: list[Any],
    *,
    rows: Optional[list[list[Any]]] = None,
    transform: Optional[QgsCoordinateTransform] = None,
    feedback: Any = None,
) -> int:
    """Write features to a sink.

    Parameters
    ----------
    sink : QgsFeatureSink
        From ``parameterAsSink``.
    fields : QgsFields
        Fields of the sink: those of ``rows`` first, then one per column.
    geometry : ndarray of shapely geometries, shape (n,)
        None writes a feature without geometry.
    columns : list of array-likes, each shape (n,)
        Values after the rows; NaN, None and masked values become NULL.
    rows : list of list, optional
        Attributes carried from an input.
    transform : QgsCoordinateTransform, optional
        From the CRS of the geometries to that of the sink, when they differ.
    feedback : QgsFeedback, optional
        Looked at for cancel, and told the progress.

    Returns
    -------
    int
        Features written.

    Raises
    ------
    InputError
        When the destination refuses a feature.
    RunCancelledError
        When the user cancels.
    """
    count = len(geometry)
    plain = [_plain_values(column) for column in columns]
    binaries = shapely.to_wkb(geometry) if count else []
    for number in range(count):
        if feedback is not None and number % FEATURES_PER_CHECK == 0:
            if feedback.isCanceled():
                raise RunCancelledError
            feedback.setProgress(100.0 * number / count)
        feature = QgsFeature(fields)
        if binaries[number] is not None:
            shape = QgsGeometry()
            shape.fromWkb(binaries[number])
            if transform is not None:
                shape.transform(transform)
            feature.setGeometry(shape)
        carried = rows[number] if rows is not None else []
        feature.setAttributes([*carried, *(values[number] for values in plain)])
        if not sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
            raise InputError(
                "Feature {number} could not be written; check that the destination can be written to "
                "and that its format accepts these fields. ({cause})",
                number=number + 1,
                cause=sink.lastError() if hasattr(sink, "lastError") else "",
            )
    return count


def _plain_values(column: Any) -> list[Any]:
    if isinstance(column, Column):
        values = column.values.tolist()
        return [None if missing else value for value, missing in zip(values, column.null)]
    values = column.tolist() if isinstance(column, np.ndarray) else list(column)
    if isinstance(column, np.ndarray) and column.dtype.kind in "iub":
        return values
    # QGIS takes Python's numbers only, which a list or an object array need not hold.
    values = [value.item() if isinstance(value, np.generic) else value for value in values]
    return [None if isinstance(value, float) and value != value else value for value in values]


@dataclass(frozen=True)
class OutputFields:
    """Fields of an output: those carried from an input, then new ones.

    Attributes
    ----------
    fields : QgsFields
        All of them, in the order of the values to write.
    carried : list of int
        Positions in the input of the fields that are carried.
    """

    fields: QgsFields
    carried: list[int]

    def rows(self, table: FeatureTable, index: Optional[np.ndarray] = None) -> list[list[Any]]:
        """Return the carried attributes of some features of the input, all by default."""
        chosen = range(len(table)) if index is None else index
        return [[table.rows[number][position] for position in self.carried] for number in chosen]


def output_fields(first: QgsFields, added: list[QgsField]) -> OutputFields:
    """Return the fields of an input followed by new ones.

    An input field that has the name of a new one is replaced by it, so that running an algorithm on
    its own output works; a field that would be the key of a GeoPackage is left to the destination.
    """
    names = {item.name().lower() for item in added} | {"fid"}
    carried = [position for position in range(first.count()) if first.at(position).name().lower() not in names]
    fields = QgsFields()
    for position in carried:
        fields.append(first.at(position))
    for item in added:
        fields.append(item)
    return OutputFields(fields, carried)


def is_metric(crs: QgsCoordinateReferenceSystem) -> bool:
    """Tell whether lengths can be computed in a CRS: projected, in metres, and not Web Mercator."""
    return (
        crs.isValid()
        and not crs.isGeographic()
        and crs.mapUnits() == QgsUnitTypes.DistanceUnit.DistanceMeters
        and crs.authid() not in WEB_MERCATOR
    )


def metric_crs(
    crs: QgsCoordinateReferenceSystem,
    extent: QgsRectangle,
    project_crs: QgsCoordinateReferenceSystem,
    transform_context: QgsCoordinateTransformContext,
) -> QgsCoordinateReferenceSystem:
    """Choose the CRS in which to compute: the input's if metric, the project's, Lambert-93, or UTM.

    Parameters
    ----------
    crs : QgsCoordinateReferenceSystem
        CRS of the input.
    extent : QgsRectangle
        Extent of the input in ``crs``.
    project_crs : QgsCoordinateReferenceSystem
        CRS of the project, possibly invalid.
    transform_context : QgsCoordinateTransformContext
        How to transform.

    Raises
    ------
    InputError
        When the input has no CRS.
    """
    if not crs.isValid():
        raise InputError(
            "The layer has no coordinate reference system; set it in the layer properties, then run again."
        )
    if is_metric(crs):
        return crs
    if is_metric(project_crs):
        return project_crs
    longitude, latitude = to_degrees(crs, extent.center().x(), extent.center().y(), transform_context)
    if FRANCE[0] <= longitude <= FRANCE[2] and FRANCE[1] <= latitude <= FRANCE[3]:
        return QgsCoordinateReferenceSystem(LAMBERT_93)
    zone = min(int((longitude + 180.0) % 360.0 // 6.0), 59) + 1
    return QgsCoordinateReferenceSystem(f"EPSG:{(32600 if latitude >= 0 else 32700) + zone}")


def to_degrees(
    crs: QgsCoordinateReferenceSystem, x: float, y: float, transform_context: QgsCoordinateTransformContext
) -> tuple[float, float]:
    """Return longitude and latitude [degrees, WGS 84] of a point.

    Raises
    ------
    InputError
        When the point cannot be expressed in degrees, which a wrong CRS causes.
    """
    transform = QgsCoordinateTransform(crs, QgsCoordinateReferenceSystem("EPSG:4326"), transform_context)
    try:
        point = transform.transform(x, y)
        longitude, latitude = point.x(), point.y()
    except QgsCsException:
        longitude = latitude = math.nan
    # Metres in a layer said to be in degrees come out as they are; NaN fails the comparison too.
    if not (abs(longitude) <= 360.0 and abs(latitude) <= 90.0):
        raise InputError(
            "The coordinates do not fit the coordinate reference system {crs}; check the layer's CRS.",
            crs=crs.authid() or crs.description(),
        )
    return longitude, latitude


def raster_source(layer: QgsRasterLayer, band: int = 1) -> RasterSource:
    """Return the file and band of a raster layer, to be read lazily.

    Raises
    ------
    InputError
        When the layer is not a file that GDAL reads.
    """
    if layer.providerType() != "gdal":
        raise InputError(
            "The raster {name} is a service; save it as a GeoTIFF first (layer menu, Export, Save As).",
            name=layer.name(),
        )
    return RasterSource(layer.source(), band)


def raster_grid(layer: QgsRasterLayer) -> Grid:
    """Return the grid of a raster on which lengths can be computed.

    Raises
    ------
    InputError
        When the raster has no metric CRS, is rotated, has cells that are not square, or is empty.
    """
    import rasterio

    crs = layer.crs()
    if not crs.isValid():
        raise InputError(
            "The raster {name} has no coordinate reference system; assign it the right one (Raster, Projections, "
            "Assign Projection), then run again.",
            name=layer.name(),
        )
    if not is_metric(crs):
        raise InputError(
            "The raster {name} is in {crs}, where lengths cannot be computed; reproject it to a metric "
            "CRS such as Lambert-93 (Raster, Projections, Warp), then run again.",
            name=layer.name(),
            crs=crs.authid() or crs.description(),
        )
    source = raster_source(layer)
    with rasterio.open(source.path) as dataset:
        a, b, west, d, e, north = tuple(dataset.transform)[:6]
        width, height = dataset.width, dataset.height
    if b or d or e >= 0:
        raise InputError(
            "The raster {name} is rotated or upside down; warp it to a north-up grid, then run again.",
            name=layer.name(),
        )
    if abs(a + e) > CELL_TOLERANCE * a:
        raise InputError(
            "The cells of the raster {name} are not square; resample it to square cells, then run again.",
            name=layer.name(),
        )
    return Grid(width, height, west, north, a, crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED))


def check_aligned(first: QgsRasterLayer, second: QgsRasterLayer) -> None:
    """Check that two rasters share CRS, cells, origin and size.

    Raises
    ------
    InputError
        When they differ: the sentence says how to align them.
    """
    one, other = raster_grid(first), raster_grid(second)
    tolerance = CELL_TOLERANCE * one.cell_size
    same = (
        first.crs() == second.crs()
        and (one.width, one.height) == (other.width, other.height)
        and abs(one.cell_size - other.cell_size) <= tolerance
        and abs(one.west - other.west) <= tolerance * max(1, one.width) / 10
        and abs(one.north - other.north) <= tolerance * max(1, one.height) / 10
    )
    if not same:
        raise InputError(
            "The rasters {first} and {second} do not have the same grid; align them (Raster, Align Rasters), "
            "then run again.",
            first=first.name(),
            second=second.name(),
        )


def to_raster_crs(
    x: np.ndarray, y: np.ndarray, crs: QgsCoordinateReferenceSystem, raster_crs: QgsCoordinateReferenceSystem
) -> tuple[np.ndarray, np.ndarray]:
    """Return points in the CRS of a raster."""
    if crs == raster_crs:
        return x, y
    from pyproj import Transformer

    wkt = QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED
    return Transformer.from_crs(crs.toWkt(wkt), raster_crs.toWkt(wkt), always_xy=True).transform(x, y)
