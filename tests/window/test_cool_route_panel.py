"""The cool-route panel over fake algorithms: its states, what it runs, and one selection everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from cityorchestra.cityorchestra_plugin import settings
from cityorchestra.cityorchestra_plugin.docks import cool_route
from cityorchestra.cityorchestra_plugin.docks.cool_route_form import next_solstice
from cityorchestra.cityorchestra_plugin.docks.cool_route_results import EXPORTS, TRACK
from cityorchestra.cityorchestra_plugin.docks.panel_frame import PanelState
from cityorchestra.cityorchestra_plugin.docks.route_map import ROUTES_PROPERTY
from cityorchestra.tests.window import support
from qgis.core import QgsPointXY, QgsProject, QgsRasterLayer, QgsRectangle, QgsVectorFileWriter, QgsVectorLayer, edit
from qgis.PyQt.QtCore import QDate, QPoint, Qt, QTime
from qgis.PyQt.QtWidgets import QFileDialog, QPushButton

PARIS = "Europe/Paris"
HEAT = ("TA", "RH", "WIND", "DELTA_TA")


def button(frame, text):
    """Return a button of the message on show."""
    item = frame.message_bar.currentItem()
    return next(found for found in item.findChildren(QPushButton) if found.text().replace("&", "") == text)


def export(panel, kind):
    """Choose an entry of the export menu."""
    panel.results.export_menu.actions()[EXPORTS.index(kind)].trigger()


def routes_layers():
    layers = QgsProject.instance().mapLayers().values()
    return [layer for layer in layers if layer.customProperty(ROUTES_PROPERTY)]


# -- states ---------------------------------------------------------------------------------------


def test_an_empty_project_gets_one_sentence_and_one_button(dock, iface):
    assert dock.frame.state is PanelState.EMPTY
    assert dock.frame.pages.currentWidget() is dock.frame.empty_page
    assert "streets" in dock.frame.empty_page.sentence.text()
    opened = []
    iface.add_layer_action.triggered.connect(lambda: opened.append(1))
    dock.frame.empty_page.button.click()
    assert opened == [1]


def test_layers_make_it_ready_and_are_proposed(dock, surface):
    streets, other = support.street_layer("Troncon de route"), support.street_layer("Cables")
    QgsProject.instance().addMapLayers([other, streets, surface])
    assert dock.frame.state is PanelState.READY
    assert dock.form.lines.currentLayer() is streets
    assert dock.form.surface.currentLayer() is surface
    assert dock.form.canopy.currentLayer() is None
    QgsProject.instance().removeMapLayers([streets.id(), other.id()])
    assert dock.frame.state is PanelState.EMPTY


def test_rasters_are_told_apart_by_their_names(dock, surface):
    names = ("MNT 1 m", "Canopée", "MNS 1 m")
    rasters = [QgsRasterLayer(surface.source(), name) for name in names]
    QgsProject.instance().addMapLayers([support.street_layer(), *rasters])
    form = dock.form
    assert [box.currentLayer().name() for box in (form.advanced.terrain, form.canopy, form.surface)] == list(names)


def test_what_the_user_chose_is_not_proposed_again(ready, qtbot):
    other = support.street_layer("Street axes")
    QgsProject.instance().addMapLayer(other)
    box = ready.form.lines
    box.setLayer(other)
    box.activated.emit(box.currentIndex())
    QgsProject.instance().addMapLayer(support.street_layer("Walking network"))
    assert box.currentLayer() is other


def test_loading_greys_the_form_and_offers_a_cancel(ready, behaviour, qtbot):
    behaviour.waits = "shade"
    ready.find_routes()
    qtbot.waitUntil(behaviour.started.is_set, timeout=20000)
    frame = ready.frame
    assert frame.state is PanelState.LOADING
    assert not ready.form.isEnabled()
    assert not ready.results.isEnabled()
    assert frame.cancel_button.isVisible()
    assert not frame.primary_button.isVisible()
    assert "shade" in frame.progress_label.text()
    qtbot.waitUntil(lambda: 20 <= frame.progress_bar.value() <= 90)
    with qtbot.waitSignal(ready.chain.cancelled, timeout=5000):
        frame.cancel_button.click()
    assert frame.state is PanelState.READY
    assert ready.form.isEnabled()
    assert "Cancelled" in frame.message()
    assert routes_layers() == []


def test_an_error_says_its_sentence_and_can_be_retried(ready, behaviour, find, iface, qtbot):
    sentence = "The start is 384 m from the walking network; move it within 100 m of a street or path."
    behaviour.error["route"] = sentence
    find(ready, "failed")
    assert ready.frame.state is PanelState.ERROR
    assert ready.frame.message() == sentence
    assert ready.form.isEnabled()
    button(ready.frame, "Details").click()
    assert iface.log_opened == 1
    behaviour.error.clear()
    with qtbot.waitSignal(ready.chain.succeeded, timeout=20000):
        button(ready.frame, "Retry").click()
    assert ready.frame.state is PanelState.READY
    assert ready.frame.message() == ""
    assert behaviour.names() == ["build", "shade", "route", "route"], "what had been computed is used again"


def test_no_route_says_how_to_widen(ready, behaviour, find):
    behaviour.front = ()
    find(ready)
    assert ready.results.pages.currentWidget() is ready.results.placeholder
    assert "30" in ready.results.placeholder.text()
    assert "longer detour" in ready.results.placeholder.text()
    assert routes_layers() == []


@pytest.mark.parametrize("change", ["hour", "start", "detour"])
def test_a_change_makes_the_routes_stale(ready, find, change):
    find(ready)
    assert not ready.results.stale_row.isVisible()
    if change == "hour":
        ready.form.hour.setTime(QTime(17, 0))
    elif change == "start":
        ready.form.start.set_point(support.point(10, 0))
    else:
        ready.form.advanced.detour.setValue(50)
    assert ready.results.stale_row.isVisible()
    assert ready.results.stale_label.text()
    find(ready)
    assert not ready.results.stale_row.isVisible()


def test_missing_packages_block_the_panel_with_a_remedy(dock, monkeypatch):
    monkeypatch.setattr(cool_route.libraries, "missing", lambda packages: "numba")
    dock._show_idle_state()
    assert dock.frame.state is PanelState.BLOCKED
    assert "numba" in dock.frame.blocked_page.sentence.text()
    monkeypatch.setattr(cool_route.libraries, "missing", lambda packages: None)
    dock.frame.blocked_page.button.click()
    assert dock.frame.state is PanelState.EMPTY


# -- what is asked before a run -------------------------------------------------------------------


def test_what_is_missing_is_asked_for_in_turn(dock, surface):
    QgsProject.instance().addMapLayer(support.street_layer())
    form, frame = dock.form, dock.frame
    for word, mend in (
        ("start", lambda: form.start.set_point(support.point(0, 0))),
        ("end", lambda: form.end.set_point(support.point(1000, 0))),
        ("surface model", lambda: QgsProject.instance().addMapLayer(surface)),
    ):
        dock.find_routes()
        assert frame.state is PanelState.ERROR
        assert word in frame.message()
        mend()
    assert form.problem() is None


def test_unreadable_coordinates_are_told(ready):
    ready.form.start.edit.setText("somewhere")
    ready.form.start.edit.textEdited.emit("somewhere")
    ready.find_routes()
    assert "cannot be read" in ready.frame.message()
    assert not ready.chain.is_running


@pytest.mark.parametrize(
    ("today", "expected"), [((2026, 6, 20), 2026), ((2026, 6, 21), 2026), ((2026, 6, 22), 2027), ((2026, 1, 1), 2026)]
)
def test_the_day_proposed_is_the_next_solstice(today, expected):
    assert next_solstice(QDate(*today)) == QDate(expected, 6, 21)


def test_the_hour_proposed_is_three_in_the_afternoon_in_france(dock):
    request_time = dock.form.hour.time()
    assert (request_time.hour(), request_time.minute()) == (15, 0)
    assert dock.form.advanced.zone.currentText() == PARIS


# -- what runs ------------------------------------------------------------------------------------


def test_streets_are_made_a_network_and_shaded_first(ready, behaviour, find):
    settings.THREADS.set_value(2)
    ready.form.day.setDate(QDate(2026, 7, 14))
    ready.form.advanced.speed.setValue(0.9)
    ready.form.advanced.detour.setValue(20)
    find(ready)
    assert behaviour.names() == ["build", "shade", "route"]
    build, shade, route = (parameters for _, parameters in behaviour.calls)
    assert build["LINES"] is ready.form.lines.currentLayer()
    assert "DTM" not in build
    assert shade["DSM"] is ready.form.surface.currentLayer()
    assert "CANOPY" not in shade
    assert shade["DATE"] == QDate(2026, 7, 14)
    assert shade["TZ"] == PARIS
    assert shade["WORKERS"] == 2
    assert "SCHEDULER" not in shade, "this algorithm does not take it"
    assert route["START"] == "0.0,0.0 [EPSG:2154]"
    assert route["END"] == "1000.0,0.0 [EPSG:2154]"
    assert route["DATETIME"].date() == QDate(2026, 7, 14)
    assert (route["DATETIME"].time(), route["TZ"]) == (QTime(15, 0), PARIS)
    assert (route["SPEED"], route["ALPHA"], route["MAX_DETOUR"], route["PARETO"]) == (0.9, 3.0, 20.0, True)
    assert (route["COST"], route["ACCESSIBLE"]) == ("sun", False)
    assert [route[name] for name in HEAT] == [30.0, 40.0, 1.5, 0.0]
    assert "SIDES" not in build


def test_optional_rasters_are_passed_where_they_are_used(ready, behaviour, find, surface):
    canopy, terrain = QgsRasterLayer(surface.source(), "Canopy"), QgsRasterLayer(surface.source(), "Terrain")
    QgsProject.instance().addMapLayers([canopy, terrain])
    find(ready)
    build, shade, _ = (parameters for _, parameters in behaviour.calls)
    assert build["DTM"] is terrain
    assert shade["DTM"] is terrain
    assert shade["CANOPY"] is canopy


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            (("level", "integer"), ("walk_allowed", "boolean")),
            {"LEVEL_FIELD": "level", "ALLOWED_FIELD": "walk_allowed"},
        ),
        ((("POS_SOL", "text"),), {"LEVEL_FIELD": "POS_SOL"}),
        ((("name", "text"),), {}),
    ],
)
def test_known_fields_of_streets_are_used(dock, surface, behaviour, find, fields, expected):
    QgsProject.instance().addMapLayers([support.street_layer("Streets", fields), surface])
    dock.form.start.set_point(support.point(0, 0))
    dock.form.end.set_point(support.point(1000, 0))
    find(dock)
    given = {name: value for name, value in behaviour.calls[0][1].items() if name.endswith("_FIELD")}
    assert given == expected


def test_a_second_route_only_searches(ready, behaviour, find):
    find(ready)
    ready.form.end.set_point(support.point(500, 500))
    ready.form.hour.setTime(QTime(17, 0))
    find(ready)
    assert behaviour.names() == ["build", "shade", "route", "route"]
    assert behaviour.calls[3][1]["END"] == "500.0,500.0 [EPSG:2154]"


def test_another_day_keeps_the_network(ready, behaviour, find):
    find(ready)
    day = ready.form.day.date()
    ready.form.day.setDate(day.addDays(30))
    find(ready)
    ready.form.day.setDate(day)
    find(ready)
    assert behaviour.names() == ["build", "shade", "route", "shade", "route", "route"]


def test_a_cancelled_run_keeps_what_was_finished(ready, behaviour, find, qtbot):
    behaviour.waits = "shade"
    ready.find_routes()
    qtbot.waitUntil(behaviour.started.is_set, timeout=20000)
    with qtbot.waitSignal(ready.chain.cancelled, timeout=5000):
        ready.cancel()
    behaviour.waits = ""
    find(ready)
    assert behaviour.names() == ["build", "shade", "shade", "route"]


def test_edited_streets_are_computed_again(ready, behaviour, find):
    find(ready)
    layer = ready.form.lines.currentLayer()
    with edit(layer):
        layer.deleteFeature(next(layer.getFeatures()).id())
    find(ready)
    assert behaviour.names() == ["build", "shade", "route"] * 2


def test_streets_being_edited_are_never_taken_from_before(ready, behaviour, find):
    layer = ready.form.lines.currentLayer()
    layer.startEditing()
    layer.deleteFeature(next(layer.getFeatures()).id())
    find(ready)
    find(ready)
    layer.rollBack()
    assert behaviour.names() == ["build", "shade", "route"] * 2


def test_a_filter_makes_another_layer(dock, surface, behaviour, find, tmp_path):
    path = str(tmp_path / "streets.gpkg")
    QgsVectorFileWriter.writeAsVectorFormatV3(
        support.street_layer(), path, QgsProject.instance().transformContext(), QgsVectorFileWriter.SaveVectorOptions()
    )
    streets = QgsVectorLayer(path, "Streets", "ogr")
    QgsProject.instance().addMapLayers([streets, surface])
    dock.form.start.set_point(support.point(0, 0))
    dock.form.end.set_point(support.point(1000, 0))
    find(dock)
    assert streets.setSubsetString("fid = 1")
    find(dock)
    assert behaviour.names() == ["build", "shade", "route"] * 2


def test_a_network_is_not_built_again(dock, surface, behaviour, find):
    network = support.street_layer("Network", (("edge_id", "integer"), ("u", "integer"), ("v", "integer")))
    QgsProject.instance().addMapLayers([network, surface])
    dock.form.start.set_point(support.point(0, 0))
    dock.form.end.set_point(support.point(1000, 0))
    find(dock)
    assert behaviour.names() == ["shade", "route"]
    assert behaviour.calls[0][1]["NETWORK"] is network


def shaded_dock(dock, **layer):
    network = support.shaded_layer(**layer)
    QgsProject.instance().addMapLayer(network)
    dock.form.start.set_point(support.point(0, 0))
    dock.form.end.set_point(support.point(1000, 0))
    return network


def test_a_network_with_shade_answers_at_once_and_proposes_its_day(dock, behaviour, find):
    network = shaded_dock(dock, day="2026-07-14", zone="UTC")
    assert dock.form.day.date() == QDate(2026, 7, 14)
    assert dock.form.advanced.zone.currentText() == "UTC"
    assert dock.form.shade_note.isVisible()
    find(dock)
    assert behaviour.names() == ["route"]
    assert behaviour.calls[0][1]["NETWORK"] is network


def test_another_day_on_a_network_with_shade_needs_the_surface_model(dock, surface, behaviour, find):
    shaded_dock(dock)
    dock.form.day.setDate(QDate(2026, 8, 1))
    dock.find_routes()
    assert "surface model" in dock.frame.message()
    assert behaviour.calls == []
    QgsProject.instance().addMapLayer(surface)
    assert dock.form.day.date() == QDate(2026, 8, 1), "the day that the user chose must stay"
    find(dock)
    assert behaviour.names() == ["shade", "route"]


@pytest.mark.parametrize("text", [None, "", "{}", "not json", "[1, 2]"])
def test_a_foreign_field_of_that_name_is_no_shade(dock, surface, behaviour, find, text):
    layer = support.street_layer("Streets", (("sun_profile", "text"),))
    layer.dataProvider().changeAttributeValues({item.id(): {0: text} for item in layer.getFeatures()})
    QgsProject.instance().addMapLayers([layer, surface])
    dock.form.start.set_point(support.point(0, 0))
    dock.form.end.set_point(support.point(1000, 0))
    find(dock)
    assert behaviour.names() == ["build", "shade", "route"]


def test_removing_a_layer_stops_the_run(ready, behaviour, qtbot):
    behaviour.waits = "shade"
    ready.find_routes()
    qtbot.waitUntil(behaviour.started.is_set, timeout=20000)
    with qtbot.waitSignal(ready.chain.cancelled, timeout=5000):
        QgsProject.instance().removeMapLayer(ready.form.lines.currentLayer().id())
    assert "removed" in ready.frame.message()
    assert ready.frame.state is PanelState.EMPTY


def test_a_warning_of_the_search_stays_in_sight(ready, behaviour, find):
    behaviour.warning["route"] = "22:00 is outside the hours for which the shade was computed."
    find(ready)
    assert ready.frame.message() == behaviour.warning["route"]
    assert ready.frame.state is PanelState.READY


# -- the answer -----------------------------------------------------------------------------------


def test_the_answer_is_on_the_map_in_the_table_and_on_the_chart(ready, find):
    find(ready)
    (layer,) = routes_layers()
    group = QgsProject.instance().layerTreeRoot().findLayer(layer.id()).parent()
    assert group.name() == "Cool routes"
    assert QgsProject.instance().layerTreeRoot().children()[0] is group
    assert ready.results.model.rowCount() == 3
    assert len(ready.results.chart._points) == 3
    assert ready.results.pages.currentWidget() is ready.results.answer
    assert ready.zoom_action.isEnabled()
    assert ready.form.lines.findText(layer.name()) < 0, "routes are not offered as streets"


def test_a_new_answer_replaces_the_layer_in_its_place(ready, find):
    find(ready)
    (first,) = routes_layers()
    first_id = first.id()
    root = QgsProject.instance().layerTreeRoot()
    root.findLayer(first_id).parent().addLayer(ready.form.lines.currentLayer())
    find(ready)
    (second,) = routes_layers()
    assert second.id() != first_id
    assert root.findGroup("Cool routes").children()[0].layerId() == second.id()


def test_kept_routes_stay_under_their_own_name(ready, find):
    find(ready)
    ready.results.keep_button.click()
    (kept,) = routes_layers()
    assert "15:00" in kept.name()
    assert "temporary" in ready.frame.message()
    assert not ready.results.keep_button.isEnabled()
    find(ready)
    assert len(routes_layers()) == 2
    assert ready.results.keep_button.isEnabled()


def test_routes_removed_by_the_user_leave_the_panel(ready, find):
    find(ready)
    QgsProject.instance().removeMapLayer(routes_layers()[0].id())
    assert ready.results.pages.currentWidget() is ready.results.placeholder
    assert not ready.zoom_action.isEnabled()
    assert ready.route_map._bands == {}


def test_the_weight_of_the_sun_chooses_the_route(ready, find):
    find(ready)
    assert ready.results.selected_route().rank == 2
    ready.form.advanced.alpha.setValue(8.0)
    assert ready.results.selected_route().rank == 3
    assert not ready.results.stale_row.isVisible(), "the routes are the same"


def test_one_selection_for_table_chart_and_map(ready, find, qtbot):
    find(ready)
    results, bands = ready.results, ready.route_map._bands
    results.table.selectRow(0)
    assert results.chart.selected_row == 0
    assert bands["chosen"].asGeometry().equals(results.model.routes[0].geometry)
    place = results.chart.position(2).toPoint()
    qtbot.mouseClick(results.chart, Qt.MouseButton.LeftButton, pos=place)
    assert results.selected_route().rank == 3
    assert bands["chosen"].asGeometry().equals(results.model.routes[2].geometry)
    layer = ready.route_map.layer
    layer.selectByIds([results.model.routes[1].feature_id])
    assert results.selected_route().rank == 2
    assert results.chart.selected_row == 1


def test_pointing_at_a_route_shows_it_on_the_map(ready, find):
    find(ready)
    ready.results.select(0)
    ready.results.chart.hovered.emit(2)
    assert ready.route_map._bands["hover"].asGeometry().equals(ready.results.model.routes[2].geometry)
    ready.results._table_hovered(1)
    assert ready.results.chart.hovered_row == 1
    ready.results._table_hovered(-1)
    assert "hover" not in ready.route_map._bands


def test_sorting_keeps_the_selection(ready, find):
    find(ready)
    ready.results.select(0)
    ready.results.table.sortByColumn(3, Qt.SortOrder.AscendingOrder)
    assert ready.results.selected_route().rank == 1
    assert ready.results.sorted.index(0, 0).data() == "3"


def test_a_double_click_zooms_whatever_the_crs_of_the_map(ready, find, iface, qtbot):
    from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform

    find(ready)
    web = QgsCoordinateReferenceSystem("EPSG:3857")
    iface.canvas.setDestinationCrs(web)
    iface.canvas.setExtent(QgsRectangle(0, 0, 10, 10))
    table = ready.results.table
    index = ready.results.sorted.index(1, 0)
    place = table.visualRect(index).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    transform = QgsCoordinateTransform(support.LAMBERT_93, web, QgsProject.instance())
    route = ready.results.model.routes[1].geometry.boundingBox()
    assert iface.canvas.extent().contains(transform.transformBoundingBox(route))
    assert iface.canvas.extent().width() < 20 * transform.transformBoundingBox(route).width()


def test_the_headline_says_what_there_is_to_choose(ready, find, behaviour):
    find(ready)
    text = ready.results.headline.text().replace(",", "").replace("\u202f", "")
    for number in ("1000 m", "800 m", "1290 m", "300 m"):
        assert number in text
    behaviour.front = support.FRONT[:1]
    find(ready)
    assert "also the coolest" in ready.results.headline.text()


# -- start, end and drawings ----------------------------------------------------------------------


def test_picking_the_start_goes_on_with_the_end(dock, iface, surface, qtbot):
    QgsProject.instance().addMapLayers([support.street_layer(), surface])
    iface.canvas.setExtent(QgsRectangle(0, -500, 1000, 500))
    dock.form.start.pick_button.click()
    assert iface.canvas.mapTool() is dock.picker
    qtbot.mouseClick(iface.canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(50, 100))
    assert dock.form.start.point() is not None
    assert dock.form.end.pick_button.isChecked()
    assert not dock.form.start.pick_button.isChecked()
    assert iface.canvas.mapTool() is dock.picker
    qtbot.mouseClick(iface.canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 100))
    assert dock.form.end.point() is not None
    assert iface.canvas.mapTool() is not dock.picker
    assert not dock.form.end.pick_button.isChecked()
    assert dock.form.problem() is None


def test_pressing_the_pick_button_again_cancels(dock, iface):
    QgsProject.instance().addMapLayer(support.street_layer())
    dock.form.start.pick_button.click()
    dock.form.start.pick_button.click()
    assert iface.canvas.mapTool() is not dock.picker
    assert not dock.form.start.pick_button.isChecked()


def test_swap(ready):
    ready.form.swap_button.click()
    assert (ready.form.start.point().x(), ready.form.end.point().x()) == (1000, 0)


def test_markers_follow_the_points_the_crs_and_the_panel(ready, iface):
    from qgis.core import QgsCoordinateReferenceSystem

    markers = ready.route_map._markers
    assert set(markers) == {"start", "end"}
    assert markers["end"].asGeometry().asMultiPoint() == [QgsPointXY(1000, 0)]
    iface.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    assert markers["end"].asGeometry().asMultiPoint() != [QgsPointXY(1000, 0)]
    ready.form.end.set_point(None)
    assert set(markers) == {"start"}
    ready.close()
    assert markers == {}
    ready.show()
    assert set(markers) == {"start"}


def test_coordinates_are_written_again_when_the_project_changes_crs(ready):
    from qgis.core import QgsCoordinateReferenceSystem

    ready.form.end.set_point(support.point(700000, 6600000))
    QgsProject.instance().setCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    assert ready.form.end.edit.text() == "3.000000, 46.500000"
    assert ready.form.request().end == "700000.0,6600000.0 [EPSG:2154]"


def test_closing_the_panel_gives_the_map_back(dock, iface):
    QgsProject.instance().addMapLayer(support.street_layer())
    dock.form.start.pick_button.click()
    dock.close()
    assert iface.canvas.mapTool() is not dock.picker


def test_start_again_and_a_new_project_empty_the_panel(ready, find):
    find(ready)
    ready.clear_action.trigger()
    assert ready.form.start.point() is None
    assert ready.route_map._markers == {}
    assert ready.results.pages.currentWidget() is ready.results.placeholder
    assert len(routes_layers()) == 1, "the routes stay on the map"
    ready.form.start.set_point(support.point(0, 0))
    QgsProject.instance().clear()
    assert ready.frame.state is PanelState.EMPTY
    assert ready.form.start.point() is None
    assert len(ready._store) == 0


# -- GPX ------------------------------------------------------------------------------------------


@pytest.fixture
def choose(monkeypatch):
    """Have the file dialog return a path, and record what it was given."""
    asked = []

    def answer(path):
        def dialog(parent, title, proposed, kinds):
            asked.append(proposed)
            return str(path) if path else "", kinds

        monkeypatch.setattr(QFileDialog, "getSaveFileName", dialog)
        return asked

    return answer


def test_gpx_holds_the_chosen_route_in_longitudes_and_latitudes(dock, behaviour, find, surface, tmp_path, choose):
    QgsProject.instance().addMapLayers([support.street_layer(), surface])
    dock.form.start.set_point(support.point(700000, 6600000))
    dock.form.end.set_point(support.point(701000, 6600000))
    find(dock)
    dock.results.select(2)
    asked = choose(tmp_path / "walk")  # without extension, as people type
    export(dock, TRACK)
    path = tmp_path / "walk.gpx"
    assert Path(asked[0]).name.startswith("route_3_")
    layer = QgsVectorLayer(f"{path}|layername=tracks", "gpx", "ogr")
    (feature,) = layer.getFeatures()
    start = feature.geometry().asMultiPolyline()[0][0]
    # 700 000, 6 600 000 is 3° E, 46.5° N by the definition of Lambert-93.
    assert (start.x(), start.y()) == (pytest.approx(3.0, abs=1e-7), pytest.approx(46.5, abs=1e-7))
    assert feature["name"] == "Cool route 3"
    assert "300 m in the sun" in feature["desc"]
    assert [item.name for item in tmp_path.iterdir() if item.suffix == ".gpx"] == ["walk.gpx"], "nothing left aside"
    assert "walk.gpx" in dock.frame.message()
    assert settings.LAST_FOLDER.value() == str(tmp_path)


def test_gpx_cancelled_writes_nothing(ready, find, tmp_path, choose):
    find(ready)
    choose(None)
    export(ready, TRACK)
    assert ready.frame.message() == ""


def test_gpx_that_cannot_be_written_says_so_and_keeps_the_former_file(ready, find, tmp_path, choose, monkeypatch):
    find(ready)
    former = tmp_path / "walk.gpx"
    former.write_text("former")
    choose(former)

    def fail(self, target):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", fail)
    export(ready, TRACK)
    assert "could not be replaced; close it in the other program" in ready.frame.message()
    assert former.read_text() == "former"
    assert list(tmp_path.glob(".*.gpx")) == []


def test_gpx_in_a_folder_that_is_not_there(ready, find, tmp_path, choose):
    find(ready)
    choose(tmp_path / "nowhere" / "walk.gpx")
    export(ready, TRACK)
    assert "walk.gpx" in ready.frame.message()
    assert ready.frame.state is PanelState.ERROR
