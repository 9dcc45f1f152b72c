"""The bridge: what QGIS layers become as arrays, and what arrays become as layers."""

from __future__ import annotations

import math

import numpy as np
import pytest

pytest.importorskip("qgis.core")
import shapely
from cityorchestra.processing_provider.compatibility import field, field_kind, is_null
from cityorchestra.processing_provider.errors import InputError, RunCancelledError
from cityorchestra.processing_provider.layers import (
    check_aligned,
    is_metric,
    metric_crs,
    output_fields,
    raster_grid,
    raster_source,
    read_features,
    to_degrees,
    write_features,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeedback,
    QgsFields,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameters,
    QgsProcessingUtils,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QTime

rasterio = pytest.importorskip("rasterio")

pytestmark = pytest.mark.usefixtures("qgis_processing")

SQUARE = "POLYGON((0 0, 10 0, 10 10, 0 10, 0 0))"
BOW_TIE = "POLYGON((0 0, 10 10, 10 0, 0 10, 0 0))"
FLAT = "POLYGON((0 0, 10 0, 5 0, 0 0))"


def crs(text):
    return QgsCoordinateReferenceSystem(text)


def make_layer(kind, rows, fields=(), authority="EPSG:2154"):
    """Return a memory layer; a row is (WKT or None, attribute, ...)."""
    layer = QgsVectorLayer(f"{kind}?crs={authority}" if authority else kind, "made", "memory")
    assert layer.isValid()
    if not authority:
        layer.setCrs(QgsCoordinateReferenceSystem())  # a memory layer has WGS 84 unless told otherwise
    assert not fields or layer.dataProvider().addAttributes([field(name, what) for name, what in fields])
    layer.updateFields()
    features = []
    for wkt, *values in rows:
        feature = QgsFeature(layer.fields())
        if wkt is not None:
            feature.setGeometry(QgsGeometry.fromWkt(wkt))
        feature.setAttributes(values)
        features.append(feature)
    ok, _ = layer.dataProvider().addFeatures(features)
    assert ok
    layer.updateExtents()
    return layer


# -- reading ----------------------------------------------------------------------------------------


def test_kinds_of_fields_survive():
    for kind in ("text", "integer", "real", "boolean", "datetime"):
        assert field_kind(field("x", kind)) == kind


def test_columns_are_typed_and_null_is_not_nan():
    moment = QDateTime(QDate(2026, 6, 21), QTime(15, 0))
    layer = make_layer(
        "Point",
        [
            ("POINT(1 2)", "a", 2**40, 1.5, True, moment),
            ("POINT(3 4)", NULL, NULL, NULL, NULL, NULL),
            ("POINT(5 6)", "", 0, math.nan, False, moment),
        ],
        [("t", "text"), ("i", "integer"), ("r", "real"), ("b", "boolean"), ("d", "datetime")],
    )
    table = read_features(layer)
    assert len(table) == 3
    text, integer, real, boolean, date = (table.column(name) for name in "tirbd")
    for column in (text, integer, boolean, date):
        assert column.null.tolist() == [False, True, False]
    assert text.values.tolist() == ["a", None, ""]
    assert integer.values.dtype == np.int64 and integer.values.tolist() == [2**40, 0, 0]
    assert boolean.values.dtype == np.bool_ and boolean.values.tolist() == [True, False, False]
    assert date.values.tolist() == [moment, None, moment]
    # Both are NaN in the array; only the second feature has no value.
    assert real.values.dtype == np.float64 and np.isnan(real.values).tolist() == [False, True, True]
    assert real.null.tolist() == [False, True, False]
    assert table.object_columns()["i"].tolist() == [2**40, None, 0]


def test_a_field_of_lists_is_read(tmp_path):
    path = tmp_path / "lists.geojson"
    feature = '{"type": "Feature", "geometry": null, "properties": {"tags": ["a", "b"]}}'
    path.write_text(f'{{"type": "FeatureCollection", "features": [{feature}, {feature}]}}')
    layer = QgsVectorLayer(str(path), "lists", "ogr")
    table = read_features(layer, plain=False)
    assert table.column("tags").values.tolist() == [["a", "b"], ["a", "b"]]
    # No other format can store a list: it is text for whoever writes it again.
    table = read_features(layer)
    assert table.column("tags").values.tolist() == ['["a", "b"]', '["a", "b"]']
    assert field_kind(table.fields.at(table.fields.lookupField("tags"))) == "text"
    assert table.rows[0] == ['["a", "b"]']


def test_unknown_field_is_told():
    with pytest.raises(InputError, match="no field called height; choose another"):
        read_features(make_layer("Point", [("POINT(1 2)",)])).column("height")


def test_coordinates_and_third_dimension():
    table = read_features(make_layer("LineStringZ", [("LINESTRINGZ(0 0 5, 3 4 6)",)]))
    assert shapely.get_coordinates(table.geometry, include_z=True).tolist() == [[0, 0, 5], [3, 4, 6]]


def test_null_and_empty_geometries_are_counted():
    layer = make_layer("Polygon", [(SQUARE,), (None,), ("POLYGON EMPTY",)])
    table = read_features(layer)
    assert table.null_geometry == 2
    assert table.usable.tolist() == [True, False, False]
    assert len(table) == 3, "features stay in their places"


def test_invalid_geometry_is_repaired_and_one_that_cannot_be_is_left_out():
    table = read_features(make_layer("Polygon", [(BOW_TIE,), (FLAT,), (SQUARE,)]))
    assert (table.repaired_geometry, table.dropped_geometry, table.null_geometry) == (1, 1, 0)
    assert table.usable.tolist() == [True, False, True]
    assert shapely.is_valid(table.geometry[0])
    assert shapely.area(table.geometry[0]) == pytest.approx(50.0), "two triangles of 25 m² each"


def test_curves_are_followed():
    circle = "CURVEPOLYGON(CIRCULARSTRING(0 10, 10 0, 0 -10, -10 0, 0 10))"
    table = read_features(make_layer("CurvePolygon", [(circle,)]))
    assert shapely.area(table.geometry[0]) == pytest.approx(100 * math.pi, rel=1e-3)


def test_empty_layer():
    table = read_features(make_layer("Polygon", [], [("height", "real")]))
    assert len(table) == 0 and len(table.geometry) == 0
    column = table.column("height")
    assert column.values.dtype == np.float64 and len(column.values) == 0
    assert table.usable.tolist() == []


def test_layer_without_geometry():
    table = read_features(make_layer("None", [(None, 3)], [("n", "integer")], authority=""))
    assert table.column("n").values.tolist() == [3]
    assert table.geometry.tolist() == [None]


def test_filter_of_the_layer_is_honoured(tmp_path):
    layer = make_layer("Point", [(f"POINT({n} 0)", n) for n in range(6)], [("n", "integer")])
    stored = write_file(layer, tmp_path / "points.gpkg")
    assert stored.setSubsetString('"n" < 2')
    assert read_features(stored).column("n").values.tolist() == [0, 1]


def test_selection_through_a_parameter():
    layer = make_layer("Point", [(f"POINT({n} 0)", n) for n in range(6)], [("n", "integer")])
    layer.selectByExpression('"n" = 4')
    project = QgsProject()
    project.addMapLayer(layer, False)
    context = QgsProcessingContext()
    context.setProject(project)
    definition = QgsProcessingParameterFeatureSource("INPUT")
    value = QgsProcessingFeatureSourceDefinition(layer.id(), True)
    source = QgsProcessingParameters.parameterAsSource(definition, {"INPUT": value}, context)
    assert read_features(source).column("n").values.tolist() == [4]


def test_invalid_geometry_does_not_stop_a_source_that_checks():
    layer = make_layer("Polygon", [(BOW_TIE,), (SQUARE,)])
    context = QgsProcessingContext()
    context.setInvalidGeometryCheck(QgsFeatureRequest.InvalidGeometryCheck.GeometryAbortOnInvalid)
    table = read_features(QgsProcessingFeatureSource(layer, context))
    assert (len(table), table.repaired_geometry) == (2, 1)


def test_extent_is_honoured_in_the_wanted_crs():
    layer = make_layer("Point", [("POINT(-1.68 48.11)",), ("POINT(2.35 48.85)",)], authority="EPSG:4326")
    rennes = QgsRectangle(340000, 6780000, 360000, 6800000)
    table = read_features(layer, crs=crs("EPSG:2154"), transform_context=QgsCoordinateTransformContext(), extent=rennes)
    assert len(table) == 1


def test_reprojection():
    layer = make_layer("Point", [("POINT(3 46.5)",)], authority="EPSG:4326")
    table = read_features(layer, crs=crs("EPSG:2154"), transform_context=QgsCoordinateTransformContext())
    # The origin of Lambert-93: 3° E, 46.5° N is x = 700 000 m, y = 6 600 000 m by definition.
    assert shapely.get_coordinates(table.geometry)[0] == pytest.approx([700000, 6600000], abs=1e-3)
    assert table.crs.authid() == "EPSG:2154"


def test_layer_without_crs_is_read_as_it_is():
    table = read_features(make_layer("Point", [("POINT(3 46.5)",)], authority=""), crs=crs("EPSG:2154"))
    assert shapely.get_coordinates(table.geometry)[0].tolist() == [3, 46.5]
    assert not table.crs.isValid()


def test_reading_stops_on_cancel_and_tells_progress():
    layer = make_layer("Point", [(f"POINT({n} 0)",) for n in range(1200)])
    feedback = QgsFeedback()
    told = []
    feedback.progressChanged.connect(told.append)
    read_features(layer, feedback=feedback)
    assert told == sorted(told) and len(told) >= 2
    feedback.progressChanged.connect(lambda percent: feedback.cancel() if percent > 40 else None)
    feedback.setProgress(0)
    with pytest.raises(RunCancelledError):
        read_features(layer, feedback=feedback)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))),
            st.one_of(st.none(), st.integers(-(2**62), 2**62)),
            st.one_of(st.none(), st.floats(allow_nan=False)),
            st.one_of(st.none(), st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)),
        ),
        max_size=8,
    )
)
def test_what_is_written_is_read_back(rows):
    fields = QgsFields()
    for name, kind in (("i", "integer"), ("r", "real"), ("t", "text")):
        fields.append(field(name, kind))
    layer = make_layer("Point", [], [("i", "integer"), ("r", "real"), ("t", "text")])
    points = np.array([None if row[0] is None else shapely.Point(*row[0]) for row in rows], dtype=object)
    columns = [[row[position] for row in rows] for position in (1, 2, 3)]
    assert write_features(layer.dataProvider(), fields, points, columns) == len(rows)
    table = read_features(layer)
    assert table.usable.tolist() == [row[0] is not None for row in rows]
    known = [row[0] for row in rows if row[0] is not None]
    assert shapely.get_coordinates(table.geometry[table.usable]).tolist() == [list(xy) for xy in known]
    back = table.object_columns()
    for name, values in zip("ir", columns):
        assert back[name].tolist() == values
    # QGIS itself does not tell an empty text of a memory layer from NULL on every version.
    assert [value or None for value in back["t"]] == [value or None for value in columns[2]]


# -- writing ----------------------------------------------------------------------------------------


def write_file(layer, path):
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = QgsVectorFileWriter.driverForExtension(path.suffix)
    answer = QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsCoordinateTransformContext(), options)
    assert answer[0] == QgsVectorFileWriter.WriterError.NoError, answer
    stored = QgsVectorLayer(str(path), "stored", "ogr")
    assert stored.isValid()
    return stored


@pytest.mark.parametrize("destination", ["memory:", "out.gpkg", "out.geojson", "out.shp"])
def test_writing(destination, tmp_path):
    fields = QgsFields()
    for name, kind in (("i", "integer"), ("r", "real"), ("t", "text"), ("c", "integer")):
        fields.append(field(name, kind))
    context = QgsProcessingContext()
    path = destination if destination == "memory:" else str(tmp_path / destination)
    sink, identifier = QgsProcessingUtils.createFeatureSink(
        path, context, fields, QgsWkbTypes.Type.LineString, crs("EPSG:4326")
    )
    lines = np.array([shapely.LineString([(0, 1), (2, 3)]), None, shapely.LineString([(4, 5), (6, 7)])])
    carried = [[7], [8], [NULL]]
    columns = [np.array([1.5, np.nan, np.inf]), ["é", None, "“z”"], np.ma.array([1, 2, 3], mask=[0, 1, 0])]
    if destination == "out.geojson":
        columns[0][2] = 2.5  # JSON has no infinity
    assert write_features(sink, fields, lines, columns, rows=carried) == 3
    del sink
    layer = context.getMapLayer(identifier) or QgsVectorLayer(identifier, "out", "ogr")
    table = read_features(layer)
    columns = table.object_columns()
    assert columns["i"].tolist() == [7, 8, None]
    assert columns["r"].tolist()[:2] == [1.5, None]
    assert columns["t"].tolist() == ["é", None, "“z”"]
    assert columns["c"].tolist() == [1, None, 3]
    assert table.usable.tolist() == [True, False, True]
    assert shapely.get_coordinates(table.geometry[2]).tolist() == [[4, 5], [6, 7]]


def test_lists_and_numpy_scalars_are_written_as_values():
    layer = make_layer("None", [], [("i", "integer"), ("r", "real"), ("b", "boolean")], authority="")
    integers = [np.int64(5), None, 7]
    reals = [np.float32(0.5), float("nan"), None]
    flags = np.array([True, False, True])
    write_features(layer.dataProvider(), layer.fields(), np.full(3, None), [integers, reals, flags])
    columns = read_features(layer).object_columns()
    assert columns["i"].tolist() == [5, None, 7]
    assert columns["r"].tolist() == [0.5, None, None]
    assert columns["b"].tolist() == [True, False, True]


def test_writing_to_another_crs():
    layer = make_layer("Point", [], authority="EPSG:4326")
    transform = QgsCoordinateTransform(crs("EPSG:2154"), crs("EPSG:4326"), QgsCoordinateTransformContext())
    point = np.array([shapely.Point(700000, 6600000)])
    write_features(layer.dataProvider(), layer.fields(), point, [], transform=transform)
    assert shapely.get_coordinates(read_features(layer).geometry)[0] == pytest.approx([3, 46.5], abs=1e-8)


def test_writing_stops_on_cancel():
    layer = make_layer("Point", [])
    feedback = QgsFeedback()
    feedback.progressChanged.connect(lambda percent: feedback.cancel())
    with pytest.raises(RunCancelledError):
        write_features(layer.dataProvider(), layer.fields(), shapely.points(np.zeros((2000, 2))), [], feedback=feedback)


def test_a_destination_that_refuses_is_told():
    class Full:
        def addFeature(self, feature, flags):
            return False

        def lastError(self):
            return "disk full"

    with pytest.raises(InputError, match=r"Feature 1 could not be written; .*disk full"):
        write_features(Full(), QgsFields(), np.array([None]), [])


def test_output_fields_replace_those_of_the_same_name_and_leave_the_key():
    fields = QgsFields()
    for name, kind in (("fid", "integer"), ("Name", "text"), ("LENGTH", "real"), ("n", "integer")):
        fields.append(field(name, kind))
    output = output_fields(fields, [field("length", "real"), field("slope", "real")])
    assert output.fields.names() == ["Name", "n", "length", "slope"]
    layer = make_layer(
        "None", [(None, 1, "a", 2.0, 3)],
        [("fid", "integer"), ("Name", "text"), ("LENGTH", "real"), ("n", "integer")], authority="",
    )  # fmt: skip
    table = read_features(layer)
    assert output.rows(table) == [["a", 3]]
    assert output.rows(table, np.array([0, 0])) == [["a", 3], ["a", 3]]


def test_null_is_known_in_both_forms():
    assert is_null(NULL) and is_null(None)
    assert not any(is_null(value) for value in (0, "", False, math.nan))


# -- coordinate reference systems -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("authority", "metric"),
    [("EPSG:2154", True), ("EPSG:32630", True), ("EPSG:4326", False), ("EPSG:3857", False), ("EPSG:2263", False),
     ("", False)],
)  # fmt: skip
def test_where_lengths_can_be_computed(authority, metric):
    assert is_metric(crs(authority)) is metric  # 2263 is New York in US feet


@pytest.mark.parametrize(
    ("authority", "place", "project", "expected"),
    [
        ("EPSG:2154", (350000, 6790000), "EPSG:3857", "EPSG:2154"),
        ("EPSG:4326", (-1.68, 48.11), "EPSG:32630", "EPSG:32630"),  # the project's, when metric
        ("EPSG:4326", (-1.68, 48.11), "EPSG:3857", "EPSG:2154"),  # Rennes
        ("EPSG:3857", (-187000, 6124000), "", "EPSG:2154"),
        ("EPSG:4326", (11.97, 57.70), "", "EPSG:32632"),  # Gothenburg, just west of 12° E
        ("EPSG:4326", (-3.70, 40.42), "", "EPSG:32630"),  # Madrid
        ("EPSG:4326", (151.21, -33.87), "", "EPSG:32756"),  # Sydney
        ("EPSG:4326", (55.45, -20.88), "", "EPSG:32740"),  # Saint-Denis de La Réunion
        ("EPSG:4326", (180.0, -17.0), "", "EPSG:32701"),  # Fiji, where the zones begin
    ],
)
def test_metric_crs(authority, place, project, expected):
    extent = QgsRectangle(place[0], place[1], place[0], place[1])
    chosen = metric_crs(crs(authority), extent, crs(project), QgsCoordinateTransformContext())
    assert chosen.authid() == expected


def test_metric_crs_refuses_a_layer_without_one():
    with pytest.raises(InputError, match="set it in the layer properties"):
        metric_crs(crs(""), QgsRectangle(), crs("EPSG:2154"), QgsCoordinateTransformContext())


@pytest.mark.parametrize(
    ("authority", "x"), [("EPSG:2154", math.inf), ("EPSG:2154", math.nan), ("EPSG:4326", 350000.0)]
)
def test_coordinates_that_do_not_fit_their_crs_are_told(authority, x):
    with pytest.raises(InputError, match=rf"do not fit .*{authority}; check"):
        to_degrees(crs(authority), x, 6790000.0, QgsCoordinateTransformContext())


# -- rasters ----------------------------------------------------------------------------------------


def make_raster(path, transform=(1.0, 0.0, 350000.0, 0.0, -1.0, 6790000.0), size=(8, 6), authority="EPSG:2154"):
    with rasterio.open(
        path, "w", driver="GTiff", width=size[0], height=size[1], count=1, dtype="float32",
        transform=rasterio.Affine(*transform), crs=authority,
    ) as dataset:  # fmt: skip
        dataset.write(np.ones((1, size[1], size[0]), dtype=np.float32))
    layer = QgsRasterLayer(str(path), path.stem)
    assert layer.isValid()
    return layer


def test_grid_of_a_raster(tmp_path):
    grid = raster_grid(make_raster(tmp_path / "dsm.tif", (0.5, 0.0, 350000.0, 0.0, -0.5, 6790000.0)))
    assert (grid.width, grid.height, grid.cell_size) == (8, 6, 0.5)
    assert grid.bounds == (350000.0, 6789997.0, 350004.0, 6790000.0)
    assert rasterio.crs.CRS.from_wkt(grid.crs_wkt).to_epsg() == 2154


@pytest.mark.parametrize(
    ("name", "transform", "authority", "sentence"),
    [
        ("degrees", (1e-5, 0, -1.68, 0, -1e-5, 48.11), "EPSG:4326", "is in EPSG:4326, where lengths cannot"),
        ("mercator", (1.0, 0, -187000, 0, -1, 6124000), "EPSG:3857", "is in EPSG:3857, where lengths cannot"),
        ("nowhere", (1.0, 0, 350000, 0, -1, 6790000), None, "has no coordinate reference system; assign it"),
        ("rotated", (0.8, 0.6, 350000, 0.6, -0.8, 6790000), "EPSG:2154", "rotated is rotated or upside down; warp"),
        ("oblong", (1.0, 0, 350000, 0, -2, 6790000), "EPSG:2154", "cells of the raster oblong are not square; res"),
    ],
)
def test_rasters_that_are_refused(tmp_path, name, transform, authority, sentence):
    layer = make_raster(tmp_path / f"{name}.tif", transform, authority=authority)
    if authority is None:
        layer.setCrs(QgsCoordinateReferenceSystem())
    with pytest.raises(InputError, match=sentence):
        raster_grid(layer)


def test_upside_down_raster_is_refused(tmp_path):
    layer = make_raster(tmp_path / "south.tif", (1.0, 0, 350000, 0, 1.0, 6790000))
    with pytest.raises(InputError, match="rotated or upside down"):
        raster_grid(layer)


def test_a_service_is_no_file():
    layer = QgsRasterLayer("type=xyz&url=https://tile.invalid/{z}/{x}/{y}.png", "tiles", "wms")
    with pytest.raises(InputError, match="tiles is a service; save it as a GeoTIFF"):
        raster_source(layer)


def test_aligned_rasters(tmp_path):
    first = make_raster(tmp_path / "first.tif")
    check_aligned(first, make_raster(tmp_path / "same.tif"))
    # A millionth of a cell is the rounding of a file format, not a difference.
    check_aligned(first, make_raster(tmp_path / "rounded.tif", (1.0, 0, 350000.000001, 0, -1, 6790000)))


@pytest.mark.parametrize(
    ("transform", "size"),
    [
        ((1.0, 0, 350000.5, 0, -1.0, 6790000), (8, 6)),
        ((1.0, 0, 350000, 0, -1.0, 6790001), (8, 6)),
        ((1.0, 0, 350000, 0, -1.0, 6790000), (9, 6)),
        ((1.0, 0, 350000, 0, -1.0, 6790000), (8, 5)),
        ((2.0, 0, 350000, 0, -2.0, 6790000), (8, 6)),
    ],
)
def test_rasters_that_are_not_aligned(tmp_path, transform, size):
    first, second = make_raster(tmp_path / "a.tif"), make_raster(tmp_path / "b.tif", transform, size)
    with pytest.raises(InputError, match="The rasters a and b do not have the same grid; align them"):
        check_aligned(first, second)


def test_rasters_in_two_crs_are_not_aligned(tmp_path):
    first = make_raster(tmp_path / "a.tif")
    second = make_raster(tmp_path / "b.tif", authority="EPSG:32630")
    with pytest.raises(InputError, match="do not have the same grid"):
        check_aligned(first, second)
