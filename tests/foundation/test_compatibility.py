"""Differences between versions of QGIS: one idiom for each, valid on the QGIS at hand."""

from __future__ import annotations

import pytest

pytest.importorskip("qgis.core")
from cityorchestra.processing_provider import compatibility
from cityorchestra.processing_provider.compatibility import FIELD_KINDS, field, field_kind, is_null, null_flags
from qgis.core import NULL, QgsFeature, QgsField, QgsVectorLayer

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.mark.parametrize("kind", FIELD_KINDS)
def test_fields_are_accepted_by_a_layer_and_keep_their_kind(kind):
    item = field("name", kind)
    assert isinstance(item, QgsField) and item.name() == "name"
    layer = QgsVectorLayer("None", "table", "memory")
    assert layer.dataProvider().addAttributes([item])
    layer.updateFields()
    assert field_kind(layer.fields().at(0)) == kind


def test_an_unknown_kind_is_refused():
    with pytest.raises(KeyError):
        field("name", "complex")


@pytest.mark.parametrize(("uri", "kind"), [("integer", "integer"), ("int8", "integer"), ("double", "real"),
                                           ("string", "text"), ("date", "text"), ("datetime", "datetime"),
                                           ("bool", "boolean")])  # fmt: skip
def test_kinds_of_fields_made_by_others(uri, kind):
    layer = QgsVectorLayer(f"None?field=f:{uri}", "table", "memory")
    assert field_kind(layer.fields().at(0)) == kind


def test_null():
    assert is_null(None) and is_null(NULL)
    assert not is_null(0) and not is_null("") and not is_null(False)


def test_old_scoped_names_resolve():
    assert compatibility.SourceType.TypeVectorPolygon is not None
    assert compatibility.WkbType.MultiPolygon is not None
    assert compatibility.GeometryType.PolygonGeometry is not None


@pytest.mark.parametrize("kind", FIELD_KINDS)
def test_a_null_attribute_of_any_kind_is_null(kind):
    layer = QgsVectorLayer("None", "table", "memory")
    layer.dataProvider().addAttributes([field("name", kind)])
    layer.updateFields()
    assert layer.dataProvider().addFeature(QgsFeature(layer.fields()))
    (feature,) = layer.getFeatures()
    assert is_null(feature["name"])
    assert null_flags([feature["name"], 0, "", None, 1.5, NULL]) == [True, False, False, True, False, True]
