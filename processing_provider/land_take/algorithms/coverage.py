"""Reading a land-cover layer as faces with codes and areas: what every algorithm of the room begins with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Optional

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingParameterBoolean, QgsProcessingParameterEnum

from ...algorithm import CityOrchestraAlgorithm
from ...errors import InputError
from ...layers import FeatureTable, is_metric
from ...translation import number_text, tr

ELLIPSOID, MAP = "ellipsoid", "projet"
AREA_METHODS = (ELLIPSOID, MAP)
MOST_REPAIRED = 0.001  # of the area: beyond, repairing the geometries would change the figures
MOST_UNKNOWN = 0.01  # of the area: beyond, a stock would be a guess
MOST_OVERLAPPED = 0.0001  # of the area: beyond, land would be counted twice
NAMED = 10  # identifiers that a sentence lists at most


@dataclass
class Coverage:
    """Faces of one date.

    Attributes
    ----------
    table : FeatureTable
        Features with a polygon, in a metric reference system.
    cover, use : ndarray of str, shape (n,)
        Codes of OCS GE, leaf or branch; empty where not known.
    planar_m2 : ndarray of float64, shape (n,)
        Area on the map [m2].
    area_m2 : ndarray of float64, shape (n,)
        Area by the method chosen [m2].
    """

    table: FeatureTable
    cover: np.ndarray
    use: np.ndarray
    planar_m2: np.ndarray
    area_m2: np.ndarray
    _scale: Optional[np.ndarray] = field(default=None, repr=False)

    def __len__(self) -> int:
        return len(self.table)

    @property
    def geometry(self) -> np.ndarray:
        """Polygons [shapely], shape (n,)."""
        return self.table.geometry

    @property
    def scale(self) -> np.ndarray:
        """Area by the method chosen per area on the map of each face: turns areas of its pieces into such areas."""
        if self._scale is None:
            flat = self.planar_m2 <= 0.0
            self._scale = np.where(flat, 1.0, self.area_m2 / np.where(flat, 1.0, self.planar_m2))
        return self._scale

    def identifiers(self) -> np.ndarray:
        """Return the identifier of each face: its field ``id`` or ``fid`` where it has one, else that of QGIS."""
        for name in ("id", "fid"):
            if self.table.fields.lookupField(name) >= 0:
                column = self.table.column(name)
                return np.array([str(value) for value in column.values], dtype=object)
        return np.array([str(value) for value in self.table.feature_ids], dtype=object)


def add_area_method(algorithm: CityOrchestraAlgorithm) -> None:
    """Add ``AREA``: on the ellipsoid, or on the map."""
    algorithm.add(
        QgsProcessingParameterEnum(
            "AREA", tr("Area method"), list(AREA_METHODS), defaultValue=ELLIPSOID, usesStaticStrings=True
        ),
        tr(
            "ellipsoid: true areas on the ground. projet: areas on the map, as national figures in Lambert-93 are; "
            "around Rennes these are 0.11 % smaller."
        ),
        advanced=True,
    )


def add_allow_unknown(algorithm: CityOrchestraAlgorithm) -> None:
    """Add ``ALLOW_UNKNOWN``: go on with more than 1 % of the area unknown."""
    algorithm.add(
        QgsProcessingParameterBoolean("ALLOW_UNKNOWN", tr("Go on when more than 1 % is unknown"), False),
        tr(
            "A surface whose cover is not known is neither artificial nor not, and belongs to no figure. Above 1 % of "
            "the area the run stops, unless this is on."
        ),
        advanced=True,
    )


def measured_areas(
    geometry: np.ndarray, crs: QgsCoordinateReferenceSystem, method: str
) -> tuple[np.ndarray, np.ndarray]:
    """Return areas on the map and by a method of :data:`AREA_METHODS` [m2]; 0 without geometry."""
    import shapely

    from ..areas import ellipsoidal_areas

    planar = np.nan_to_num(shapely.area(geometry))
    if method != ELLIPSOID or not len(geometry):
        return planar, planar
    return planar, ellipsoidal_areas(geometry, crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED))


def metric_reading(
    algorithm: CityOrchestraAlgorithm, parameters, name: str, context, feedback, crs=None
) -> FeatureTable:
    """Read polygons in a metric reference system; features without one are left out.

    Parameters
    ----------
    crs : QgsCoordinateReferenceSystem, optional
        That of another layer of the run, to which this one is brought.

    Raises
    ------
    InputError
        When repairing geometries changed more than 0.1 % of the area.
    """
    import shapely

    source = algorithm.parameterAsSource(parameters, name, context)
    label = algorithm.parameterDefinition(name).description()
    if source is not None and crs is None:
        crs = algorithm.working_crs(source.sourceCrs(), source.sourceExtent(), context)
    if source is not None and source.sourceCrs().isValid() and not is_metric(source.sourceCrs()):
        feedback.pushWarning(
            tr("{layer}: {crs} has no metres; the layer is computed in {metric}.").format(
                layer=label, crs=source.sourceCrs().authid(), metric=crs.authid() or crs.description()
            )
        )
    table = algorithm.read(parameters, name, context, feedback, crs=crs)
    kept = table.usable
    whole = float(shapely.area(table.geometry[kept]).sum())
    if table.repaired_geometry:
        share = table.repaired_area / whole if whole else 0.0
        feedback.pushInfo(
            tr("{layer}: the repairs changed {area} m² ({share} % of the area).").format(
                layer=label, area=number_text(table.repaired_area, 2), share=number_text(100.0 * share, 4)
            )
        )
        if share > MOST_REPAIRED:
            raise InputError(
                "{layer}: repairing its invalid geometries would change {share:.2f} % of its area; mend them first "
                "(Fix geometries), and look at the result.",
                layer=label,
                share=100.0 * share,
            )
    return table if kept.all() else part_of(table, kept)


def part_of(table: FeatureTable, kept: np.ndarray) -> FeatureTable:
    """Return some features of a table.

    Parameters
    ----------
    kept : ndarray of bool, shape (n,)
    """
    rows = [row for row, wanted in zip(table.rows, kept.tolist()) if wanted]
    return FeatureTable(table.geometry[kept], rows, table.fields, table.crs, table.feature_ids[kept])


def read_coverage(algorithm: CityOrchestraAlgorithm, parameters, name: str, context, feedback, crs=None) -> Coverage:
    """Read a layer in the nomenclature of OCS GE: fields ``cs`` and ``us``, or those that OCS GE has.

    The area follows the parameter ``AREA`` where the algorithm has it, the ellipsoid otherwise.

    Raises
    ------
    InputError
        When the layer has no field of cover, or no polygon.
    """
    from ..nomenclature import normal_codes
    from ..sources import COVER_FIELDS, USE_FIELDS, field_called

    table = metric_reading(algorithm, parameters, name, context, feedback, crs)
    label = algorithm.parameterDefinition(name).description()
    names = [item.name() for item in table.fields]
    cover_field, use_field = field_called(names, ("cs", *COVER_FIELDS)), field_called(names, ("us", *USE_FIELDS))
    if not cover_field:
        raise InputError(
            "{layer} has no field of cover (cs, code_cs); run “Normalise land cover” on it first.", layer=label
        )
    if not len(table):
        raise InputError("{layer} has no polygon; choose another layer.", layer=label)
    cover = normal_codes(table.column(cover_field).values, "cs")
    use = normal_codes(table.column(use_field).values, "us") if use_field else np.full(len(table), "", dtype="<U7")
    method = ELLIPSOID
    if algorithm.parameterDefinition("AREA") is not None:
        method = algorithm.parameterAsEnumString(parameters, "AREA", context) or ELLIPSOID
    planar, area = measured_areas(table.geometry, table.crs, method)
    return Coverage(table, cover, use, planar, area)


def check_unknown(unknown_m2: float, total_m2: float, label: str, allowed: bool, feedback) -> None:
    """Tell the area that is not known, and stop where it is too much.

    Raises
    ------
    InputError
        When more than 1 % is unknown and that is not allowed.
    """
    share = unknown_m2 / total_m2 if total_m2 > 0.0 else 0.0
    if unknown_m2 > 0.0:
        feedback.pushWarning(
            tr("{layer}: {area} ha ({share} %) are of unknown cover or use, and count neither way.").format(
                layer=label, area=number_text(unknown_m2 / 10_000.0, 2), share=number_text(100.0 * share, 2)
            )
        )
    if share > MOST_UNKNOWN and not allowed:
        raise InputError(
            "{layer}: {share:.1f} % of the area is of unknown cover or use, more than 1 %; complete the codes, or "
            "allow it under the advanced parameters.",
            layer=label,
            share=100.0 * share,
        )


def check_overlaps(coverage: Coverage, label: str, feedback) -> float:
    """Measure how much land a coverage has twice, and stop where it is too much.

    Returns
    -------
    float
        [m2], on the map.

    Raises
    ------
    InputError
        When overlaps take more than 0.01 % of the area; it lists faces.
    """
    from ..overlay import overlay_areas

    found = overlay_areas(coverage.geometry, coverage.geometry, stop=feedback.isCanceled)
    twice = found.first_index < found.second_index
    area = float(found.area_m2[twice].sum())
    whole = float(coverage.planar_m2.sum())
    if area <= MOST_OVERLAPPED * whole:
        return area
    names = coverage.identifiers()
    order = np.argsort(-found.area_m2[twice], kind="stable")[:NAMED]
    pairs = ", ".join(
        f"{names[one]}/{names[other]}"
        for one, other in zip(found.first_index[twice][order], found.second_index[twice][order])
    )
    raise InputError(
        "{layer}: faces overlap on {area:.0f} m2, {share:.3f} % of the area, so land would count twice; mend them "
        "first (“Check coverage” shows them). The largest: {pairs}.",
        layer=label,
        area=area,
        share=100.0 * area / whole,
        pairs=pairs,
    )
