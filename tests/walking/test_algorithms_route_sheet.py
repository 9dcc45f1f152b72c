"""Algorithm ``walk_route_sheet`` in QGIS.

The network of the tests is a staircase of blocks of 60 m, the first one and every other one 20 % in the sun, the rest
in full sun; the sheet compares it with a straight line in full sun (route_sheet_scenes).
"""

from __future__ import annotations

import json
import re
import zlib
from pathlib import Path

import pytest

pytest.importorskip("qgis.core")
import shapely
from cityorchestra.tests.algorithm_support import (
    WGS_84,
    files_in,
    french,
    from_python_command,
    in_degrees,
    make_layer,
    refusal,
)
from cityorchestra.tests.qgis_support import run_algorithm
from cityorchestra.tests.walking.route_sheet_scenes import (
    BLOCK_M,
    NETWORK_FIELDS,
    ROUTE_FIELDS,
    network_layer,
    profile,
    route_row,
    routes_layer,
    scene,
    staircase,
)
from qgis.core import QgsGeometry, QgsProject, QgsVectorFileWriter
from qgis.PyQt.QtGui import QColor, QImage

NAME = "walk_route_sheet"
DEPARTURE = "2026-06-21T15:00:00"
LONG = "Boulevard du Maréchal-de-Lattre-de-Tassigny et de la Première Armée française"
SUN, CHOSEN, SHORTEST = "#f4a82a", "#1f2f8f", "#c2185b"

pytestmark = pytest.mark.usefixtures("provider")


@pytest.fixture
def sheet(tmp_path):
    """Function that lays out the sheet of a scene; return the run, with the content of the page it composed."""

    def run(routes, network=None, name="sheet.png", **parameters):
        given = {"ROUTES": routes, "OUTPUT": str(tmp_path / name), "DATETIME": DEPARTURE, **parameters}
        if network is not None:
            given["NETWORK"] = network
        return run_algorithm(NAME, given)

    return run


@pytest.fixture
def written(monkeypatch):
    """Texts written on the pages composed during a test."""
    from cityorchestra.processing_provider.walking.algorithms import sheet_map, sheet_page

    texts = []

    def spy(module):
        plain = module.label

        def label(layout, text, *arguments, **more):
            texts.append(text)
            return plain(layout, text, *arguments, **more)

        monkeypatch.setattr(module, "label", label)

    spy(sheet_page)
    spy(sheet_map)
    return texts


def pages_of(path):
    """Count the pages of a PDF file."""
    content = path.read_bytes()
    streams = re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL)
    texts = [content]
    for stream in streams:
        try:
            texts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return sum(len(re.findall(rb"/Type\s*/Page\b(?!s)", text)) for text in texts)


def near(image, colour):
    """Tell whether a picture has a colour in more than a few specks."""
    wanted = QColor(colour).getRgb()[:3]
    pixels = [
        image.pixelColor(x, y).getRgb()[:3] for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)
    ]
    return sum(max(abs(a - b) for a, b in zip(found, wanted)) <= 2 for found in pixels) > 30


@pytest.fixture(autouse=True)
def empty_project(provider):
    """Leave no layer of a test in the background of another."""
    QgsProject.instance().clear()
    yield
    QgsProject.instance().clear()


def test_the_figures_are_those_of_the_route(sheet, written):
    run = sheet(*scene(5), ROUTE=2)
    assert run.results["RANK"] == 2
    assert run.results["LENGTH_M"] == pytest.approx(5 * BLOCK_M)
    assert run.results["SUN_M"] == pytest.approx(2 * BLOCK_M + 3 * 0.2 * BLOCK_M)
    assert run.results["STREETS"] == 5
    # 300 m at 1.25 m/s are 4 minutes; the straight line is 216.3 m, in full sun: 60.3 m more sun than 156 m.
    for text in ("300 m", "4.0 min", "2.1 min", "156 m, 52 % of the way", "60 m", "28 % of the shortest route’s"):
        assert text in written, text
    assert "+84 m vs the shortest" in written
    assert "15:00 to 15:04" in written
    assert "From Rue 1 to Rue 5, leaving on Sunday, 21 June 2026 at 15:00" in written


def test_streets_are_listed_with_length_and_shade(sheet, written):
    sheet(*scene(4), ROUTE=2)
    start = written.index("Street by street")
    listed = written[start + 2 :]
    assert [text for text in listed if text.startswith("Rue")] == ["Rue 1", "Rue 2", "Rue 3", "Rue 4"]
    assert [text for text in listed if text.endswith(" %")] == ["80 %", "0 %", "80 %", "0 %"]
    assert "heading east" in listed


def test_the_picture_shows_routes_and_sun(sheet, tmp_path):
    sheet(*scene(4))
    image = QImage(str(tmp_path / "sheet.png"))
    assert image.height() / image.width() == pytest.approx(297 / 210, abs=0.01)
    for colour in (SUN, CHOSEN, SHORTEST):
        assert near(image, colour), colour
    assert files_in(tmp_path) == ["sheet.png"], "nothing is left aside"


@pytest.mark.parametrize("count", [1, 60, 90])
def test_it_is_one_page_whatever_the_number_of_streets(sheet, tmp_path, count):
    names = [f"{LONG} {number}" for number in range(count)]
    run = sheet(*scene(count, names, heat=True), name="sheet.pdf", TITLE="A very long title " * 20)
    assert pages_of(tmp_path / "sheet.pdf") == 1
    assert run.results["STREETS"] == count


def test_heat_is_told_when_the_routes_have_it(sheet, written):
    sheet(*scene(4, heat=True))
    for text in ("36.4 °C", "−1.8 °C vs the shortest", "41 °C·min", "−36 °C·min vs the shortest"):
        assert text in written, text
    written.clear()
    sheet(*scene(4))
    assert not [text for text in written if "°C" in text]


def test_zero_is_the_coolest_and_a_rank_is_that_route(sheet):
    routes, network = scene(4)
    assert sheet(routes, network).results["RANK"] == 2
    assert sheet(routes, network, ROUTE=1).results["RANK"] == 1
    assert "ranks 1, 2" in refusal(NAME, {"ROUTES": routes, "ROUTE": 7, "OUTPUT": "x.pdf"})


def test_the_coolest_is_the_one_whose_role_says_so(sheet):
    corners = staircase(2)
    rows = [route_row(1, "shortest", corners, 10.0), route_row(2, "coolest", corners, 90.0)]
    assert sheet(routes_layer(rows)).results["RANK"] == 2
    rows = [route_row(1, None, corners, 90.0), route_row(2, None, corners, 10.0)]
    assert sheet(routes_layer(rows)).results["RANK"] == 2


def test_without_network_there_are_no_streets(sheet, written):
    run = sheet(scene(4)[0])
    assert run.results["STREETS"] == 0
    assert "Street by street" not in written
    assert "Sun and shade along the way" not in written
    assert run.feedback.warnings == []


def test_without_hour_there_is_no_sun_along_the_way(sheet, written):
    sheet(*scene(4), DATETIME=None)
    assert "Street by street" in written
    assert "Sun and shade along the way" not in written
    assert not [text for text in written if "leaving" in text]


def test_another_network_is_warned_of(sheet):
    routes, _ = scene(4)
    far = [(x + 500.0, y) for x, y in staircase(4)]
    run = sheet(routes, network_layer(far, ["A", "B", "C", "D"], [0] * 4), ROUTE=2)
    assert run.results["STREETS"] == 0
    assert "0 % of route 2" in run.feedback.warnings[0]


def test_another_shade_is_warned_of(sheet):
    routes, _ = scene(4)
    other = network_layer(staircase(4), ["A", "B", "C", "D"], [100] * 4)
    (warning,) = [text for text in sheet(routes, other, ROUTE=2).feedback.warnings if "another shade" in text]
    assert "240 m" in warning
    assert "144 m" in warning


def test_sides_and_crossings(sheet, written):
    corners = [*staircase(2), staircase(3)[-1]]
    network = network_layer(corners, ["A", "B", "C"], [0, 0, 0], ["left", "crossing", "right"])
    sheet(routes_layer([route_row(1, "shortest", corners, 0.0)]), network)
    assert "right sidewalk, 1 crossing" in written
    assert "heading east, left sidewalk" in written


def test_hour_and_speed_come_from_the_provenance(tmp_path, written):
    """A search, then its sheet, without any hour given: what the user does."""
    corners = staircase(4)
    network = network_layer(corners, ["A", "B", "C", "D"], [100, 0, 0, 100])
    places = {"START": corners[0], "END": corners[-1]}
    given = {name: f"{x},{y} [EPSG:2154]" for name, (x, y) in places.items()}
    path = str(tmp_path / "routes.gpkg")
    run_algorithm("walk_cool_route", {"NETWORK": network, **given, "DATETIME": DEPARTURE, "SPEED": 0.8, "OUTPUT": path})
    run = run_algorithm(NAME, {"ROUTES": path, "NETWORK": network, "OUTPUT": str(tmp_path / "sheet.png")})
    assert run.feedback.warnings == []
    assert run.results["SUN_M"] == pytest.approx(2 * BLOCK_M)
    assert "15:00 to 15:05" in written, "240 m at 0.8 m/s are 5 minutes"
    assert any("Data: Shade on streets." in text for text in written)


def test_routes_in_degrees_and_multi_part(sheet):
    corners = staircase(4)
    (row,) = [route_row(1, "coolest", corners, 144.0)]
    degrees = shapely.MultiLineString([in_degrees(row[0])])
    routes = make_layer("MultiLineString", [(degrees, *row[1:])], ROUTE_FIELDS, crs=WGS_84)
    edges = []
    for number, (first, last) in enumerate(zip(corners, corners[1:])):
        shape = shapely.LineString([first, last])
        edges.append((in_degrees(shape), number, number, number + 1, BLOCK_M, f"R{number}", "", profile(60)))
    run = sheet(routes, make_layer("LineString", edges, NETWORK_FIELDS, crs=WGS_84))
    assert run.results["STREETS"] == 4
    assert run.feedback.warnings == []


def test_profiles_of_a_geojson_network(sheet, tmp_path):
    """OGR gives a JSON text of a GeoJSON file back as an object."""
    routes, network = scene(4)
    path = saved(network, tmp_path / "network.geojson")
    profiles = [item["properties"]["sun_profile"] for item in json.loads(Path(path).read_text())["features"]]
    assert all(isinstance(item, dict) for item in profiles)
    run = sheet(routes, path, ROUTE=2)
    assert not [text for text in run.feedback.warnings if "another shade" in text], "the sun is that of the route"


def test_empty_null_and_foreign_features(sheet):
    routes, network = scene(4)
    provider = network.dataProvider()
    features = list(network.getFeatures())
    provider.changeAttributeValues({features[0].id(): {4: None, 6: None}})
    empty = features[1]
    empty.setGeometry(QgsGeometry())
    provider.addFeature(empty)
    run = sheet(routes, network, ROUTE=2)
    assert run.results["STREETS"] == 4
    rows = [(None, 1, "shortest", 10.0, 1.0, 1.0, 1.0, 1.0), route_row(2, "coolest", staircase(2), 5.0)]
    rows.append((staircase_line(3), 3, "compromise", None, None, None, None, None))
    assert sheet(routes_layer(rows)).results["RANK"] == 2


def staircase_line(count):
    return shapely.LineString(staircase(count))


def test_layers_that_hold_no_routes(tmp_path):
    output = {"OUTPUT": str(tmp_path / "sheet.pdf")}
    _, network = scene(2)
    assert "no field rank" in refusal(NAME, {"ROUTES": network, **output})
    assert "has no route" in refusal(NAME, {"ROUTES": routes_layer([]), **output})
    assert files_in(tmp_path) == []


def test_a_name_that_is_no_page_is_refused(tmp_path):
    routes, _ = scene(2)
    assert "ending in .pdf" in refusal(NAME, {"ROUTES": routes, "OUTPUT": str(tmp_path / "sheet.txt")})


def test_a_file_that_cannot_be_replaced_says_so(tmp_path):
    (tmp_path / "sheet.pdf").mkdir()
    routes, _ = scene(2)
    assert "could not be replaced" in refusal(NAME, {"ROUTES": routes, "OUTPUT": str(tmp_path / "sheet.pdf")})
    assert files_in(tmp_path) == ["sheet.pdf"]


def test_cancel_leaves_no_file(tmp_path):
    routes, network = scene(4)
    run = run_algorithm(
        NAME, {"ROUTES": routes, "NETWORK": network, "OUTPUT": str(tmp_path / "sheet.pdf")}, cancel_at=34
    )
    assert run.results.get("OUTPUT") is None
    assert files_in(tmp_path) == []


def test_what_is_written_cannot_be_an_expression(sheet, written, tmp_path):
    routes, network = scene(1, ["[% 1 + 1 %]"])
    sheet(routes, network, TITLE="[% @project_path %]")
    assert "[% @project_path %]" in written, "the page takes the sting out of it"
    from cityorchestra.processing_provider.walking.algorithms.sheet_page import new_page
    from cityorchestra.processing_provider.walking.algorithms.sheet_parts import label

    page = new_page(QgsProject.instance())
    item = label(page, "[% 1 + 1 %]", 0, 0, 10)
    assert item.currentText() == "[ % 1 + 1 %]"


@pytest.mark.parametrize("background", ["project", "network", "none"])
def test_backgrounds(sheet, monkeypatch, background):
    from cityorchestra.processing_provider.walking.algorithms import sheet_map

    shown = []
    plain = sheet_map.add_map
    monkeypatch.setattr(sheet_map, "add_map", lambda *given, **more: shown.extend(given[2]) or plain(*given, **more))
    routes, network = scene(4)
    ground = make_layer("Polygon", [(staircase_line(4).buffer(300),)], name="Ground")
    hidden = make_layer("Polygon", [(staircase_line(4).buffer(300),)], name="Hidden")
    QgsProject.instance().addMapLayers([ground, hidden])
    QgsProject.instance().layerTreeRoot().findLayer(hidden.id()).setItemVisibilityChecked(False)
    sheet(routes, network, BACKGROUND=background)
    below = [layer.name() for layer in shown[4:]]  # above: ends, sun, this route, the shortest one
    assert below == {"project": ["Ground"], "network": ["sheet"], "none": []}[background]


def test_layers_of_routes_are_left_out_of_the_background(sheet, tmp_path):
    routes, network = scene(4)
    routes.renderer().symbol().setColor(QColor("#12c48b"))
    routes.renderer().symbol().setWidth(5)
    other, _ = scene(4)
    other.renderer().symbol().setColor(QColor("#c4128b"))
    other.renderer().symbol().setWidth(5)
    QgsProject.instance().addMapLayers([routes, other])
    sheet(routes, network)
    image = QImage(str(tmp_path / "sheet.png"))
    assert not near(image, "#12c48b")
    assert not near(image, "#c4128b")


def test_in_french_the_numbers_are_the_same(sheet, written):
    english = sheet(*scene(5)).results
    written.clear()
    with french():
        results = sheet(*scene(5)).results
    assert {key: results[key] for key in ("RANK", "LENGTH_M", "SUN_M", "STREETS")} == {
        key: english[key] for key in ("RANK", "LENGTH_M", "SUN_M", "STREETS")
    }
    assert any("dimanche 21 juin 2026" in text for text in written)
    assert any(text.startswith("4,0") for text in written)


def saved(layer, path):
    """Write a layer to a GeoPackage, or another format by the name of the file, and return the path."""
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = {".gpkg": "GPKG", ".geojson": "GeoJSON"}[path.suffix]
    context = QgsProject.instance().transformContext()
    assert QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), context, options)[0] == 0
    return str(path)


def test_it_runs_as_the_python_command_that_qgis_writes(tmp_path):
    routes, network = (saved(layer, tmp_path / f"{layer.name()}.gpkg") for layer in scene(4))
    given = {"ROUTES": routes, "NETWORK": network, "ROUTE": 2, "OUTPUT": str(tmp_path / "a.png")}
    read = from_python_command(NAME, given)
    assert run_algorithm(NAME, {**read, "DATETIME": DEPARTURE}).results["STREETS"] == 4


def test_it_ends_a_model(tmp_path):
    from qgis.core import (
        QgsProcessingModelAlgorithm,
        QgsProcessingModelChildAlgorithm,
        QgsProcessingModelChildParameterSource,
        QgsProcessingModelOutput,
    )

    routes, network = scene(4)
    QgsProject.instance().addMapLayers([routes, network])
    model = QgsProcessingModelAlgorithm("one child", "tests")
    child = QgsProcessingModelChildAlgorithm(f"cityorchestra:{NAME}")
    child.setChildId("child")
    values = {"ROUTES": routes.id(), "NETWORK": network.id(), "DATETIME": DEPARTURE, "ROUTE": 2}
    values.update(BACKGROUND="network", TITLE="Model")
    for key, value in values.items():
        child.addParameterSources(key, [QgsProcessingModelChildParameterSource.fromStaticValue(value)])
    output = QgsProcessingModelOutput("OUTPUT", "OUTPUT")
    output.setChildId("child")
    output.setChildOutputName("OUTPUT")
    child.setModelOutputs({"OUTPUT": output})
    model.addChildAlgorithm(child)
    import processing

    (destination,) = model.destinationParameterDefinitions()
    processing.run(model, {destination.name(): str(tmp_path / "model.pdf")})
    assert pages_of(tmp_path / "model.pdf") == 1


def test_qgis_process(qgis_process, tmp_path):
    routes, network = scene(4)
    saved(routes, tmp_path / "routes.gpkg")
    saved(network, tmp_path / "network.gpkg")
    given = [f"ROUTES={tmp_path / 'routes.gpkg'}", f"NETWORK={tmp_path / 'network.gpkg'}", f"DATETIME={DEPARTURE}"]
    run = qgis_process("run", f"cityorchestra:{NAME}", "--", *given, f"OUTPUT={tmp_path / 'sheet.pdf'}")
    assert run.results["STREETS"] == 4
    assert pages_of(tmp_path / "sheet.pdf") == 1
