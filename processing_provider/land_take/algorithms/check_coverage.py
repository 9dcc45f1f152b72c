"""Algorithm ``landtake_check_coverage``: overlaps and gaps of a coverage."""

from __future__ import annotations

import numpy as np
from qgis.core import (
    QgsFields,
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, WkbType, field
from ...layers import write_features
from ...parameters import number
from ...translation import number_text, tr
from .coverage import Coverage

OVERLAP, DOUBLED, GAP = "recouvrement", "doublon", "trou"
KINDS = {"type": "text", "area_m2": "real", "width_m": "real", "id1": "text", "id2": "text"}


class CheckCoverage(CityOrchestraAlgorithm):
    """Where a land-cover layer has land twice, and where it leaves land out."""

    ID = "landtake_check_coverage"
    GROUP = "land_take"

    def displayName(self):
        return tr("Check coverage")

    def shortDescription(self):
        return tr("Finds overlaps, duplicates and gaps of a land-cover layer before its areas are trusted.")

    def tags(self):
        return [
            "topology", "overlap", "gap", "sliver", "couverture", "topologie", "recouvrement", "trou", "doublon",
            "contrôle",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Each piece of land should lie in exactly one face of a land-cover layer. This algorithm draws where "
                "two faces overlap (recouvrement), where a face stands twice (doublon), and where ground inside the "
                "layer has no face (trou), each with its area and mean width."
            ),
            tr(
                "A lake that was left out on purpose is a gap too: look at the width. Gaps open to the outside belong "
                "to the outside. Invalid geometries are repaired first and counted in the log."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterFeatureSource("INPUT", tr("Land cover"), [SourceType.TypeVectorPolygon]),
            tr("Polygons that should neither overlap nor leave gaps."),
        )
        self.add(
            number("TOL", tr("Tolerance (m)"), 0.001, minimum=0.0, maximum=100.0),
            tr("Defects narrower than this are rounding, and not shown."),
        )
        for name, label, text in (
            ("OVERLAPS", tr("Overlaps"), tr("Where faces lie on each other, with the names of both.")),
            ("GAPS", tr("Gaps"), tr("Ground inside the layer that no face covers.")),
        ):
            self.add(QgsProcessingParameterFeatureSink(name, label, QgsProcessing.SourceType.TypeVectorPolygon), text)
        for name, label in (
            ("OVERLAP_COUNT", tr("Overlaps")),
            ("OVERLAP_M2", tr("Overlaps (m²)")),
            ("DOUBLED_COUNT", tr("Faces that stand twice")),
            ("GAP_COUNT", tr("Gaps")),
            ("GAP_M2", tr("Gaps (m²)")),
            ("INVALID_COUNT", tr("Invalid geometries")),
            ("EMPTY_COUNT", tr("Features without geometry")),
            ("FACES", tr("Faces")),
            ("AREA_M2", tr("Area (m²)")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def compute(self, parameters, context, feedback):
        import shapely

        from ..coverage_check import find_gaps, find_overlaps

        steps = self.steps(4, feedback)
        source = self.parameterAsSource(parameters, "INPUT", context)
        crs = self.working_crs(source.sourceCrs(), source.sourceExtent(), context)
        # Repairs are told but never refused: this is where the user comes to see them.
        everything = self.read(parameters, "INPUT", context, steps, crs=crs)
        tolerance = self.parameterAsDouble(parameters, "TOL", context)
        faces = everything.geometry[everything.usable]
        steps.setCurrentStep(1)
        overlaps = find_overlaps(faces, tolerance, stop=steps.isCanceled)
        steps.setCurrentStep(2)
        gaps = self.stoppable(lambda: find_gaps(faces, tolerance), steps)
        steps.setCurrentStep(3)
        names = Coverage(everything, *[np.empty(0)] * 4).identifiers()[everything.usable]
        result = RunResult()
        kinds = np.where(overlaps.doubled, DOUBLED, OVERLAP)
        result["OVERLAPS"] = self._write(
            parameters, "OVERLAPS", context, steps, crs, overlaps, kinds, names[overlaps.first], names[overlaps.second]
        )
        nothing = np.full(len(gaps.area_m2), None, dtype=object)
        kinds = np.full(len(gaps.area_m2), GAP, dtype=object)
        result["GAPS"] = self._write(parameters, "GAPS", context, steps, crs, gaps, kinds, nothing, nothing)
        result.layers.append(("GAPS", "landtake_gaps.qml", tr("Gaps")))
        result.layers.append(("OVERLAPS", "landtake_overlaps.qml", tr("Overlaps")))
        result.update(
            OVERLAP_COUNT=len(overlaps.area_m2),
            OVERLAP_M2=float(overlaps.area_m2.sum()),
            DOUBLED_COUNT=int(overlaps.doubled.sum()),
            GAP_COUNT=len(gaps.area_m2),
            GAP_M2=float(gaps.area_m2.sum()),
            INVALID_COUNT=everything.repaired_geometry + everything.dropped_geometry,
            EMPTY_COUNT=everything.null_geometry,
            FACES=len(faces),
            AREA_M2=float(shapely.area(faces).sum()),
        )
        self._tell(result, feedback)
        return result

    def _write(self, parameters, name, context, feedback, crs, defects, kinds, first, second):
        fields = QgsFields()
        for title, kind in KINDS.items():
            fields.append(field(title, kind))
        import shapely

        parts, owner = shapely.get_parts(defects.geometry, return_index=True)
        polygons = shapely.get_type_id(parts) == 3
        shapes = shapely.multipolygons(parts[polygons], indices=owner[polygons]) if len(parts) else defects.geometry
        sink, destination = self.sink(parameters, name, context, fields, WkbType.MultiPolygon, crs)
        columns = [kinds.tolist(), defects.area_m2, defects.width_m, list(first), list(second)]
        write_features(sink, fields, shapes, columns, feedback=feedback)
        del sink
        return destination

    def _tell(self, result, feedback):
        share = 100.0 / result["AREA_M2"] if result["AREA_M2"] else np.nan
        feedback.pushInfo(
            tr("{count} overlaps, {area} m² ({share} % of the area), {doubled} of them faces that stand twice.").format(
                count=result["OVERLAP_COUNT"],
                area=number_text(result["OVERLAP_M2"], 2),
                share=number_text(share * result["OVERLAP_M2"], 4),
                doubled=result["DOUBLED_COUNT"],
            )
        )
        feedback.pushInfo(
            tr("{count} gaps, {area} m² ({share} % of the area).").format(
                count=result["GAP_COUNT"],
                area=number_text(result["GAP_M2"], 2),
                share=number_text(share * result["GAP_M2"], 4),
            )
        )
