"""Vector inputs that QGIS lets through: another geometry, a field that is not there, no CRS."""

from __future__ import annotations

import pytest

pytest.importorskip("qgis.core")
from cityorchestra.processing_provider.compatibility import SourceType
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.vector_inputs import check_geometry_type, tell_missing_crs
from cityorchestra.tests.algorithm_support import make_layer
from cityorchestra.tests.qgis_support import RecordingFeedback
from qgis.core import QgsProcessingParameterFeatureSource, QgsProcessingParameterVectorLayer

KINDS = {
    "Point": SourceType.TypeVectorPoint, "LineString": SourceType.TypeVectorLine,
    "MultiPolygon": SourceType.TypeVectorPolygon,
}  # fmt: skip

pytestmark = pytest.mark.usefixtures("qgis_processing")


def parameter(*kinds):
    return QgsProcessingParameterFeatureSource("INPUT", "Streets", list(kinds))


@pytest.mark.parametrize("given", [*KINDS, "None"])
@pytest.mark.parametrize("wanted", KINDS)
def test_geometry_must_be_the_one_wanted(given, wanted):
    layer = make_layer(given, [], [("a", "text")], name="made")
    if given == wanted:
        check_geometry_type(parameter(KINDS[wanted]), layer)
        return
    with pytest.raises(InputError, match=r"The layer made given as “Streets” has no (points|lines|polygons); choose"):
        check_geometry_type(parameter(KINDS[wanted]), layer)


@pytest.mark.parametrize("given", [*KINDS, "None"])
def test_parameters_that_take_anything(given):
    layer = make_layer(given, [], [("a", "text")])
    check_geometry_type(parameter(SourceType.TypeVector), layer)
    check_geometry_type(parameter(), layer)
    check_geometry_type(QgsProcessingParameterVectorLayer("INPUT", "Layer", [SourceType.TypeVectorPoint]), layer)
    if given == "None":
        with pytest.raises(InputError, match="has no geometries"):
            check_geometry_type(parameter(SourceType.TypeVectorAnyGeometry), layer)
    else:
        check_geometry_type(parameter(SourceType.TypeVectorAnyGeometry), layer)
        check_geometry_type(parameter(*KINDS.values()), layer)


def test_two_kinds_are_named():
    kinds = parameter(SourceType.TypeVectorPoint, SourceType.TypeVectorPolygon)
    with pytest.raises(InputError, match="has no points or polygons;"):
        check_geometry_type(kinds, make_layer("LineString", []))


def test_only_places_without_crs_are_told():
    for kind, crs, warnings in (("Point", "EPSG:2154", 0), ("Point", "", 1), ("None", "", 0)):
        feedback = RecordingFeedback()
        tell_missing_crs("Stops", make_layer(kind, [], [("a", "text")], crs=crs), feedback)
        assert len(feedback.warnings) == warnings
