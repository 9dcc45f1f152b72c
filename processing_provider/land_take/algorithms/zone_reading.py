"""Zones and the pieces of a layer that lie in them: what every algorithm by zone begins with."""

from __future__ import annotations

from typing import Any

import numpy as np
from qgis.core import QgsCoordinateTransform, QgsProcessingParameterFeatureSource

from ...algorithm import CityOrchestraAlgorithm
from ...compatibility import SourceType
from ...errors import InputError
from ...layers import FeatureTable, output_fields, write_features
from ...parameters import usual_field
from ...plain_layers import one_type
from ...translation import tr
from .coverage import ELLIPSOID, measured_areas

ZONE_NAMES = ("code", "id", "insee", "idcom", "code_insee", "code_iris", "nom", "name")


def add_zones(algorithm: CityOrchestraAlgorithm) -> None:
    """Add ``ZONES`` and ``ZONE_ID``."""
    algorithm.add(
        QgsProcessingParameterFeatureSource("ZONES", tr("Zones"), [SourceType.TypeVectorPolygon]),
        tr("Communes, IRIS, parcels, projects or any polygons; they may overlap, each is measured by itself."),
    )
    algorithm.add(
        usual_field("ZONE_ID", tr("Name of the zone"), "code", "ZONES"),
        tr("Field that tells zones apart; a usual one is taken when it is left empty or missing."),
    )


def zone_field(algorithm: CityOrchestraAlgorithm, parameters, context, table: FeatureTable) -> str:
    """Return the field that names the zones; empty where there is none."""
    from ..sources import field_called

    names = [item.name() for item in table.fields]
    given = algorithm.parameterAsString(parameters, "ZONE_ID", context)
    return field_called(names, (given.casefold(), *ZONE_NAMES) if given else ZONE_NAMES)


def zone_names(table: FeatureTable, name: str) -> np.ndarray:
    """Return the name of each zone as text; the number of QGIS without a field, and where it is NULL."""
    numbers = np.array([str(number) for number in table.feature_ids], dtype=object)
    if not name:
        return numbers
    column = table.column(name)
    texts = np.array([_plain(value) for value in column.values], dtype=object)
    return np.where(column.null, numbers, texts)


def _plain(value: Any) -> str:
    return f"{value:.15g}" if isinstance(value, (float, np.floating)) else str(value)


class ZonedPieces:
    """Zones, pieces and the shares of the pieces in the zones.

    Attributes
    ----------
    zones : FeatureTable
        All of them, also those without a polygon.
    zone_m2 : ndarray of float64, shape (zones,)
        Area of each zone by the method chosen [m2].
    planar_scale : ndarray of float64, shape (pieces,)
        Area on the map per area by the method, of each piece.
    piece_m2 : ndarray of float64, shape (pieces,)
        Area of each piece by the method [m2].
    shares : ZoneShares
    """

    def __init__(self, zones: FeatureTable, pieces: np.ndarray, crs, method: str, stop) -> None:
        from ..overlay import overlay_areas
        from ..zone_sums import ZoneShares

        self.zones = zones
        self.zone_m2 = measured_areas(zones.geometry, crs, method)[1]
        planar, self.piece_m2 = measured_areas(pieces, crs, method)
        flat = planar <= 0.0
        scale = np.where(flat, 1.0, self.piece_m2 / np.where(flat, 1.0, planar))
        self.planar_scale = 1.0 / np.where(scale > 0.0, scale, 1.0)
        found = overlay_areas(pieces, zones.geometry, stop=stop)
        area = found.area_m2 * scale[found.first_index]
        order = np.argsort(found.second_index, kind="stable")
        self.shares = ZoneShares(found.second_index[order], found.first_index[order], area[order], len(zones))


def area_method(algorithm: CityOrchestraAlgorithm, parameters, context) -> str:
    """Return the method of areas chosen."""
    return algorithm.parameterAsEnumString(parameters, "AREA", context) or ELLIPSOID


def read_zones(algorithm: CityOrchestraAlgorithm, parameters, context, feedback, crs) -> FeatureTable:
    """Read all zones in a CRS, those without polygon too: they get a row without figures.

    Raises
    ------
    InputError
        When there is none.
    """
    zones = algorithm.read(parameters, "ZONES", context, feedback, crs=crs)
    if not len(zones):
        raise InputError("The layer of zones has no feature; choose another layer.")
    return zones


def write_zones(algorithm, parameters, name: str, context, feedback, zones: FeatureTable, columns, crs) -> str:
    """Write the zones with new columns, in the CRS and kind of geometry of their layer.

    Parameters
    ----------
    columns : list of (QgsField, values)
    crs : QgsCoordinateReferenceSystem
        Of the geometries.
    """
    source = algorithm.parameterAsSource(parameters, "ZONES", context)
    fields = output_fields(zones.fields, [item for item, _ in columns])
    geometry, kind = one_type(zones.geometry, source)
    transform = None
    if crs != source.sourceCrs() and source.sourceCrs().isValid():
        transform = QgsCoordinateTransform(crs, source.sourceCrs(), context.transformContext())
    sink, destination = algorithm.sink(parameters, name, context, fields.fields, kind, source.sourceCrs())
    write_features(
        sink,
        fields.fields,
        geometry,
        [values for _, values in columns],
        rows=fields.rows(zones),
        transform=transform,
        feedback=feedback,
    )
    del sink
    return destination
