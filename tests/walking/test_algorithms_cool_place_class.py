"""Algorithm ``walk_cool_place_class`` in QGIS.

The handmade canopy has 40 x 40 cells of 1 m: trees of 10 m in the western half, bushes of 2 m in the next quarter,
lawn in the last one.
"""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely

pytest.importorskip("qgis.core")
from cityorchestra.tests.algorithm_support import (
    SOUTH,
    WEST,
    WGS_84,
    check_record,
    colours_of,
    comparable,
    files_in,
    french,
    in_degrees,
    load_results,
    make_layer,
    opened,
    record_of,
    refusal,
    rows_of,
    run_in_model,
    values_of,
    write_raster,
)
from pyproj import Transformer
from qgis.core import QgsVectorLayer

NAME = "walk_cool_place_class"
SIDE = 40

pytestmark = pytest.mark.usefixtures("provider")


def heights():
    values = np.zeros((SIDE, SIDE))
    values[:, : SIDE // 2] = 10.0
    values[:, SIDE // 2 : 3 * SIDE // 4] = 2.0
    return values


@pytest.fixture(scope="module")
def canopy(tmp_path_factory):
    return write_raster(tmp_path_factory.mktemp("canopy") / "canopy.tif", heights(), north=SOUTH + SIDE)


def box(x0, y0, x1, y1):
    return shapely.box(WEST + x0, SOUTH + y0, WEST + x1, SOUTH + y1)


PARKS = [
    (box(0, 0, 20, 10), "wood"),
    (box(10, 10, 30, 20), "half"),  # exactly 50 %
    (box(15, 22, 35, 30), "quarter"),  # exactly 25 %
    (box(20, 0, 40, 9), "lawn"),
    (box(19.7, 30.1, 20.1, 30.4), "stamp"),  # smaller than a cell: three quarters under trees
]


def parks(rows=PARKS, fields=(("name", "text"),), kind="Polygon", **options):
    return make_layer(kind, rows, list(fields), name="parks", **options)


def parameters(canopy, polygons=None, output="TEMPORARY_OUTPUT", **changes):
    return {"POLYGONS": polygons or parks(), "CANOPY": canopy, "OUTPUT": output, **changes}


def test_classes_by_hand(run_algorithm, canopy):
    run = run_algorithm(NAME, parameters(canopy))
    rows = rows_of(run.results["OUTPUT"])
    assert [row["name"] for row in rows] == [name for _, name in PARKS]
    assert [row["veg_pct"] for row in rows] == pytest.approx([100, 50, 25, 0, 75])
    assert [row["area_m2"] for row in rows] == pytest.approx([200, 200, 160, 180, 0.12])
    assert [row["data_pct"] for row in rows] == pytest.approx([100] * 5)
    assert [row["shade_pct"] for row in rows] == [None] * 5
    expected = ["very_shaded", "partly_shaded", "partly_shaded", "hot", "very_shaded"]
    assert [row["class_apur"] for row in rows] == expected
    assert [run.results[name] for name in ("VERY_SHADED", "PARTLY_SHADED", "HOT", "WITHOUT_DATA")] == [2, 2, 1, 0]
    assert run.feedback.warnings == []


def test_bushes_count_when_asked(run_algorithm, canopy):
    run = run_algorithm(NAME, parameters(canopy, HEIGHT=2))
    assert values_of(run.results["OUTPUT"], "veg_pct") == pytest.approx([100, 100, 75, 50, 100])


def test_mean_shade_of_any_raster(run_algorithm, canopy, tmp_path):
    # Half the cells of 3 m in the shade all day, on another grid.
    shade = np.zeros((20, 20))
    shade[:, ::2] = 100.0
    path = write_raster(tmp_path / "shade.tif", shade, north=SOUTH + 50, west=WEST - 4, cell=3.0)
    rows = rows_of(run_algorithm(NAME, parameters(canopy, SHADE=path)).results["OUTPUT"])
    # From 4 to 24 m of that grid: 3 m of shade out of 6, that is 2 + 3 + 3 + 3 of 20 m.
    assert rows[0]["shade_pct"] == pytest.approx(100 * (2 + 3 + 3) / 20, abs=20)
    dark = sum(max(0.0, min(24.0, 6 * k + 3) - max(4.0, 6 * k)) for k in range(10))
    assert rows[0]["shade_pct"] == pytest.approx(100 * dark / 20)
    assert [row["veg_pct"] for row in rows] == pytest.approx([100, 50, 25, 0, 75])


def test_shade_is_the_second_band_of_hours_of_sun(run_algorithm, canopy, tmp_path):
    import rasterio
    from rasterio.transform import Affine

    path = str(tmp_path / "hours.tif")
    options = {"driver": "GTiff", "width": 1, "height": 1, "count": 2, "dtype": "float32", "crs": "EPSG:2154"}
    with rasterio.open(path, "w", transform=Affine(100, 0, WEST - 10, 0, -100, SOUTH + 90), **options) as file:
        file.write(np.array([[[7.0]], [[30.0]]], dtype=np.float32))
    run = run_algorithm(NAME, parameters(canopy, SHADE=path))
    assert values_of(run.results["OUTPUT"], "shade_pct") == pytest.approx([30] * 5)
    first = run_algorithm(NAME, parameters(canopy, SHADE=path, SHADE_BAND=1))
    assert values_of(first.results["OUTPUT"], "shade_pct") == pytest.approx([7] * 5)
    wrong = write_raster(tmp_path / "wrong.tif", np.full((50, 50), 150.0), north=SOUTH + 45)
    assert "holds values above 100" in refusal(NAME, parameters(canopy, SHADE=wrong))


def test_cells_and_places_without_data(run_algorithm, tmp_path):
    values = heights()
    values[:10] = np.nan  # the northern quarter
    path = write_raster(tmp_path / "canopy.tif", values, north=SOUTH + SIDE, nodata=-9999)
    rows = [
        (box(0, 0, 20, 40), "three quarters"), (box(0, 32, 20, 38), "none"), (box(-100, 0, -90, 10), "outside"),
        (None, "lost"),
    ]  # fmt: skip
    run = run_algorithm(NAME, parameters(path, parks(rows)))
    found = rows_of(run.results["OUTPUT"])
    assert [row["data_pct"] for row in found] == [pytest.approx(75), 0, 0, None]
    assert [row["veg_pct"] for row in found] == [pytest.approx(100), None, None, None]
    assert [row["class_apur"] for row in found] == ["very_shaded", None, None, None]
    assert [row["area_m2"] for row in found] == [800, 120, 100, None]
    assert run.results["WITHOUT_DATA"] == 3
    told = "3 places have no data, and 1 lie on it for less than 90 % of their surface"
    assert any(told in warning for warning in run.feedback.warnings)


def test_same_in_longitude_and_latitude(run_algorithm, canopy):
    layer = parks([(in_degrees(shapely.segmentize(shape, 1.0)), name) for shape, name in PARKS[:4]], crs=WGS_84)
    run = run_algorithm(NAME, parameters(canopy, layer))
    assert opened(run.results["OUTPUT"]).crs().authid() == WGS_84
    assert values_of(run.results["OUTPUT"], "veg_pct") == pytest.approx([100, 50, 25, 0], abs=1e-2)
    assert values_of(run.results["OUTPUT"], "area_m2") == pytest.approx([200, 200, 160, 180], abs=1e-2)


def test_parts_holes_and_invalid_polygons(run_algorithm, canopy):
    two = shapely.MultiPolygon([box(0, 0, 4, 4), box(30, 0, 34, 4)])
    ring = box(0, 0, 10, 10).difference(box(2, 2, 8, 8))
    bow = shapely.Polygon([(WEST, SOUTH), (WEST + 10, SOUTH + 10), (WEST + 10, SOUTH), (WEST, SOUTH + 10)])
    layer = parks([(two, "two"), (shapely.MultiPolygon([ring]), "ring"), (shapely.MultiPolygon([bow]), "bow")],
                  kind="MultiPolygon")  # fmt: skip
    run = run_algorithm(NAME, parameters(canopy, layer))
    assert values_of(run.results["OUTPUT"], "veg_pct") == pytest.approx([50, 100, 100])
    assert values_of(run.results["OUTPUT"], "area_m2") == pytest.approx([32, 64, 50])
    assert "Parks and squares: 1 invalid geometries were repaired." in run.feedback.warnings


def test_no_polygon_gives_an_empty_layer(run_algorithm, canopy):
    run = run_algorithm(NAME, parameters(canopy, parks([])))
    assert rows_of(run.results["OUTPUT"]) == []
    assert "Parks and squares: the layer has no feature." in run.feedback.warnings


def test_raster_in_degrees_is_refused(canopy, tmp_path):
    path = write_raster(tmp_path / "degrees.tif", np.zeros((5, 5)), west=-1.68, north=48.1, cell=0.001, crs=WGS_84)
    assert "where lengths cannot be computed" in refusal(NAME, parameters(path))
    assert "where lengths cannot be computed" in refusal(NAME, parameters(canopy, SHADE=path))


def test_places_without_data_are_drawn(qgis_new_project, canopy):
    layers = load_results(NAME, parameters(canopy, parks([(box(900, 0, 950, 50), "far")])))
    assert len(colours_of(layers["Classed cool places"]) - {"#ffffff"}) >= 1


def test_band_and_geometry_that_are_not_there_are_refused(canopy, tmp_path):
    far = str(tmp_path / "a.gpkg")
    given = parameters(canopy, output=far, SHADE=canopy, SHADE_BAND=2)
    assert "The raster canopy has 1 bands; choose one of them." in refusal(NAME, given)
    points = make_layer("Point", [(shapely.Point(WEST, SOUTH), "a")], [("name", "text")], name="trees")
    assert "The layer trees given as “Parks and squares” has no polygons" in refusal(
        NAME, parameters(canopy, points, far)
    )
    assert files_in(tmp_path) == []


def test_repaired_polygon_of_several_parts_fits_the_file(run_algorithm, canopy, tmp_path):
    bow = shapely.Polygon([(WEST, SOUTH), (WEST + 9, SOUTH + 9), (WEST + 9, SOUTH), (WEST, SOUTH + 9)])
    path = str(tmp_path / "a.gpkg")
    run_algorithm(NAME, parameters(canopy, parks([(bow, "bow"), PARKS[0]]), path))
    written = opened(path)
    assert {item.geometry().wkbType() for item in written.getFeatures()} == {written.wkbType()}


def test_cancel_leaves_no_file(run_algorithm, canopy, tmp_path):
    for percent in (0, 40):
        run = run_algorithm(NAME, parameters(canopy, output=str(tmp_path / "a.gpkg")), cancel_at=percent)
        assert run.feedback.isCanceled()
        assert run.results == {}
        assert files_in(tmp_path) == []


def test_same_in_french_in_a_model_and_on_its_own_output(run_algorithm, canopy, tmp_path):
    path = str(tmp_path / "parks.gpkg")
    run_algorithm("native:savefeatures", {"INPUT": parks(), "OUTPUT": path})
    given = parameters(canopy, path, HEIGHT=2.5)
    first = run_algorithm(NAME, given).results["OUTPUT"]
    expected = comparable(first)
    check_record(record_of(first), NAME, HEIGHT="2.5")
    with french():
        assert comparable(run_algorithm(NAME, given).results["OUTPUT"]) == expected
    assert comparable(run_in_model(NAME, given, "OUTPUT")) == expected
    assert comparable(run_algorithm(NAME, parameters(canopy, first, HEIGHT=2.5)).results["OUTPUT"]) == expected


def test_layer_arrives_styled_and_named(qgis_new_project, canopy):
    layers = load_results(NAME, parameters(canopy))
    layer = layers["Classed cool places"]
    assert layer.renderer().type() == "categorizedSymbol"
    assert len(colours_of(layer) - {"#ffffff"}) >= 3
    check_record(record_of(layer), NAME)


# --- Lyon ---------------------------------------------------------------------------------------------------


def test_parks_of_lyon(run_algorithm, shared_data, tmp_path):
    """510 parks (data.grandlyon.com) on a canopy made up: trees of 12 m one cell out of three."""
    path = shared_data("heat_and_walking/lyon/parcs.json")
    centre = QgsVectorLayer(str(path), "parcs", "ogr").extent().center()
    x, y = Transformer.from_crs(WGS_84, "EPSG:2154", always_xy=True).transform(centre.x(), centre.y())
    cell, width, height = 20.0, 700, 700
    west, north = x - width * cell / 2, y + height * cell / 2
    values = np.zeros((height, width))
    values[:, ::3] = 12.0
    canopy = write_raster(tmp_path / "canopy.tif", values, west=west, north=north, cell=cell)
    run = run_algorithm(NAME, parameters(canopy, str(path)))
    rows = rows_of(run.results["OUTPUT"])
    assert len(rows) == 510
    counts = [run.results[name] for name in ("VERY_SHADED", "PARTLY_SHADED", "HOT", "WITHOUT_DATA")]
    assert sum(counts) == 510
    inside = [row for row in rows if row["veg_pct"] is not None and row["data_pct"] > 99]
    assert len(inside) > 250
    total = sum(row["area_m2"] for row in inside)
    mean = sum(row["veg_pct"] * row["area_m2"] for row in inside) / total
    assert mean == pytest.approx(100 / 3, abs=1.5)
    # The area that the city gives for a park is that of its polygon, nearly.
    given = [(row["surf_tot_m2"], row["area_m2"]) for row in rows if row["surf_tot_m2"] and row["area_m2"]]
    ratio = np.array([b / a for a, b in given])
    assert 0.98 < np.median(ratio) < 1.02


def test_hours_of_lyon_are_read(shared_data):
    pytest.importorskip("opening_hours")
    import datetime
    from zoneinfo import ZoneInfo

    from cityorchestra.processing_provider.walking.opening_hours import open_at

    moment = datetime.datetime(2026, 7, 13, 21, 0, tzinfo=ZoneInfo("Europe/Paris"))
    counts = {}
    for name, fields in {
        "parcs": ("horaires", "openinghours", "openinghoursspecification"),
        "toilettes": ("openinghoursspecification",),
    }.items():
        document = json.loads(shared_data(f"heat_and_walking/lyon/{name}.json").read_text(encoding="utf-8"))
        for key in fields:
            values = [feature["properties"][key] for feature in document["features"]]
            found = open_at(values, moment, "Europe/Paris")
            counts[name, key] = (
                int((found.state == 1).sum()), int((found.state == 0).sum()), found.missing, found.unreadable,
            )  # fmt: skip
    # Open, closed, without hours, unreadable ("Horaires du Planétarium"), counted by hand from the files.
    assert counts == {
        ("parcs", "horaires"): (83, 2, 424, 1),
        ("parcs", "openinghours"): (58, 4, 447, 1),
        ("parcs", "openinghoursspecification"): (38, 6, 466, 0),
        ("toilettes", "openinghoursspecification"): (129, 9, 342, 0),
    }


@pytest.mark.parametrize("name", ["parcs", "toilettes"])
def test_hours_of_lyon_through_the_layer(run_algorithm, shared_data, name):
    """Lists of texts and lists of objects arrive from GeoJSON as QGIS reads them; the network is a stub in Lyon."""
    pytest.importorskip("opening_hours")
    path = str(shared_data(f"heat_and_walking/lyon/{name}.json"))
    fields = [("u", "integer"), ("v", "integer"), ("len_m", "real")]
    network = make_layer("LineString", [(shapely.LineString([(840000, 6510000), (850000, 6525000)]), 0, 1, 18027.0)],
                         fields)  # fmt: skip
    given = {
        "NETWORK": network, "PLACES": path, "DATETIME": "2026-07-13T21:00:00", "MAX_SNAP": 10000,
        "OUTPUT": "TEMPORARY_OUTPUT", "OPEN_FIELD": "openinghoursspecification",
    }  # fmt: skip
    run = run_algorithm("walk_cool_place_access", given)
    if name == "toilettes":
        # All but one of its points have the latitude first: they lie off the coast of Somalia.
        assert run.results["NOT_JOINED"] == 479
        assert [run.results[key] for key in ("OPEN", "CLOSED", "UNKNOWN")] == [129 + 342, 9, 342]
        return
    assert [run.results[key] for key in ("OPEN", "CLOSED", "UNKNOWN")] == [38 + 466, 6, 466]
    listed = run_algorithm("walk_cool_place_access", {**given, "OPEN_FIELD": "openinghours"})
    assert [listed.results[key] for key in ("OPEN", "CLOSED", "UNKNOWN")] == [58 + 448, 4, 448]
