"""What every file format can store."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

pytest.importorskip("qgis.core")
from cityorchestra.processing_provider.plain_layers import one_type
from cityorchestra.tests.algorithm_support import make_layer
from hypothesis import given
from hypothesis import strategies as st
from qgis.core import QgsWkbTypes

WKB = QgsWkbTypes.Type
SQUARE = shapely.box(0, 0, 1, 1)
PAIR = shapely.MultiPolygon([SQUARE, shapely.box(2, 0, 3, 1)])
ALONE = shapely.MultiPolygon([SQUARE])

pytestmark = pytest.mark.usefixtures("qgis_processing")


def shapes(*items):
    made = np.empty(len(items), dtype=object)
    made[:] = items
    return made


@pytest.mark.parametrize(
    ("layer", "given", "kind"),
    [
        ("Polygon", (SQUARE, None), WKB.Polygon),
        ("Polygon", (SQUARE, PAIR, None), WKB.MultiPolygon),
        ("MultiPolygon", (SQUARE, ALONE), WKB.MultiPolygon),
        ("Polygon", (ALONE,), WKB.Polygon),
        ("MultiPolygon", (), WKB.MultiPolygon),
        ("LineString", (shapely.LineString([(0, 0), (1, 1)]),), WKB.LineString),
        ("MultiPoint", (shapely.Point(0, 0),), WKB.MultiPoint),
        ("CurvePolygon", (SQUARE,), WKB.Polygon),
        ("PolygonZM", (SQUARE,), WKB.PolygonZ),
        ("None", (None,), WKB.NoGeometry),
    ],
)
def test_type_of_the_layer_or_of_its_parts(layer, given, kind):
    found, told = one_type(shapes(*given), make_layer(layer, [], [("a", "text")]))
    assert told == kind
    assert [item is None for item in found] == [item is None for item in given]
    assert len({item.geom_type for item in found if item is not None}) <= 1


@given(st.lists(st.sampled_from([SQUARE, ALONE, PAIR, None]), max_size=6), st.sampled_from(["Polygon", "MultiPolygon"]))
def test_nothing_is_lost(items, layer):
    given_shapes = shapes(*items)
    found, _ = one_type(given_shapes, make_layer(layer, []))
    assert shapely.area(found).tolist() == pytest.approx(shapely.area(given_shapes).tolist(), nan_ok=True)
    again, _ = one_type(found, make_layer(layer, []))
    assert [a is None or a.equals(b) for a, b in zip(again, found)] == [True] * len(items)
