"""What surrounds the runs of the panel of land take: states, cancel, errors, choices kept, report, demo, unload."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from cityorchestra.cityorchestra_plugin.docks.land_take import exports
from cityorchestra.cityorchestra_plugin.docks.land_take import panel as panel_module
from cityorchestra.cityorchestra_plugin.docks.land_take.choices import KEY, SCOPE
from cityorchestra.cityorchestra_plugin.docks.land_take.measure_plan import FIRST, LAST, MeasurePlan
from cityorchestra.cityorchestra_plugin.docks.land_take.requests import AlgorithmIds, Sources
from cityorchestra.cityorchestra_plugin.docks.panel_frame import PanelState
from cityorchestra.tests.algorithm_support import make_layer
from cityorchestra.tests.land_take.scenes import FIELD, YARD, coverage, rectangle
from cityorchestra.tests.window import support
from cityorchestra.tests.window.land_take_panel_support import (
    TIMEOUT_MS,
    add,
    draw,
    land_cover,
    look_at,
    zone_layer,
)
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QDate, Qt
from qgis.PyQt.QtWidgets import QPushButton


def button(panel, text):
    """Return a button of the message on show."""
    found = panel.frame.message_bar.findChildren(QPushButton)
    return next(one for one in found if one.text().replace("&", "") == text)


# --- states -------------------------------------------------------------------------------------------------------


def test_it_opens_without_layers(make_land_take):
    panel = make_land_take().panel
    frame = panel.frame
    assert frame.state is PanelState.EMPTY
    assert "land cover" in frame.empty_page.sentence.text()
    assert frame.empty_page.button.text() == "&Load the demo territory"
    assert panel.help_button.isVisible()
    assert not panel.actions_.report.isEnabled()
    add(land_cover(2020), zone_layer())
    assert frame.state is PanelState.READY
    assert not panel.controller.is_running


def test_missing_packages_are_told(make_land_take, monkeypatch):
    monkeypatch.setattr(panel_module.libraries, "missing", lambda names: "numba")
    panel = make_land_take(land_cover(2020)).panel
    assert panel.frame.state is PanelState.BLOCKED
    assert "numba" in panel.frame.blocked_page.sentence.text()
    shown = []
    monkeypatch.setattr(panel_module, "show_packages", lambda names, parent: shown.append(names))
    panel.frame.blocked_page.button.click()
    assert shown == ["numba"]


def test_the_demo_territory(make_land_take, wait_for, monkeypatch, iface):
    monkeypatch.setattr("cityorchestra.cityorchestra_plugin.docks.land_take.controller.DEMO_SIZE_M", 500.0)
    panel = make_land_take().panel
    wait_for(panel, "demoReady", panel.frame.empty_page.button.click)
    assert panel.frame.state is PanelState.READY
    sources = panel.form.sources()
    assert (sources.last.name(), sources.first.name()) == ("Land cover and use, 2020", "Land cover and use, 2017")
    assert sources.zones is not None
    assert panel.form.problem() is None, "a field tells the year of each"
    wait_for(panel, "measured", panel.measure)
    assert panel.zones.model.rowCount() == sources.zones.featureCount()


# --- progress, cancel, errors ---------------------------------------------------------------------------------------


def test_a_run_shows_what_it_does_and_leaves_the_window_free(open_panel, qtbot):
    said = []
    open_panel.controller.stepStarted.connect(lambda sentence: said.append(open_panel.frame.state))
    with qtbot.waitSignal(open_panel.controller.measured, timeout=TIMEOUT_MS):
        open_panel.measure()
        assert open_panel.controller.is_running, "the run goes on in the background"
        assert open_panel.frame.state is PanelState.LOADING
        assert "Land cover 2020" in open_panel.frame.progress_label.text()
    assert len(said) == 6
    assert set(said) == {PanelState.LOADING}


def test_cancel_leaves_what_was_there(measured, wait_for):
    before = list(measured.zones.model.zones)
    measured.form.score.pace.setValue(0.1)

    def act():
        measured.measure()
        measured.frame.cancel_button.click()

    wait_for(measured, "cancelled", act)
    assert measured.frame.state is PanelState.READY
    assert "Cancelled" in measured.frame.message()
    assert measured.zones.model.zones == before


def test_escape_cancels_the_run(open_panel, iface, qtbot):
    with qtbot.waitSignal(open_panel.controller.cancelled, timeout=TIMEOUT_MS):
        open_panel.measure()
        qtbot.keyClick(open_panel.frame, Qt.Key.Key_Escape)
    assert open_panel.controller.answer is None


@pytest.mark.parametrize("key", [Qt.Key.Key_F5, Qt.Key.Key_Return])
def test_keys_start_what_the_tab_is_for(open_panel, iface, qtbot, key, wait_for):
    iface.window.activateWindow()
    qtbot.waitUntil(iface.window.isActiveWindow)
    open_panel.form.zones.setFocus()
    wait_for(open_panel, "measured", lambda: qtbot.keyClick(open_panel.form.zones, key))
    open_panel.tabs.setCurrentWidget(open_panel.project)
    look_at(iface, -20, -20, 420, 220)
    open_panel.project.form.draw_button.click()
    draw(iface, (10, 50), (90, 50), (90, 150))
    open_panel.project.form.kind.setFocus()
    wait_for(open_panel, "simulated", lambda: qtbot.keyClick(open_panel.project.form.kind, key))


def test_an_error_is_the_sentence_of_the_algorithm_and_can_be_retried(make_land_take, wait_for, iface):
    twice = coverage((rectangle(0, 0, 200, 200), FIELD), (rectangle(100, 0, 300, 200), YARD), name="Land cover 2020")
    panel = make_land_take(twice, zone_layer()).panel
    (_, sentence) = wait_for(panel, "failed", panel.measure)
    assert "overlap" in sentence
    assert panel.frame.message() == sentence
    assert panel.frame.state is PanelState.ERROR
    assert "{" not in sentence
    button(panel, "Details").click()
    assert iface.log_opened == 1
    twice.startEditing()
    twice.deleteFeature(2)
    twice.commitChanges()
    wait_for(panel, "measured", button(panel, "Retry").click)
    assert panel.frame.state is PanelState.READY


def test_an_algorithm_that_is_not_there_is_told(make_land_take, wait_for):
    ids = replace(AlgorithmIds(), score="cityorchestra:not_there")
    panel = make_land_take(land_cover(2020), zone_layer(), ids=ids).panel
    (_, sentence) = wait_for(panel, "failed", panel.measure)
    assert "not_there" in sentence


def test_a_layer_that_goes_away_stops_the_run(open_panel, wait_for):
    def act():
        open_panel.measure()
        QgsProject.instance().removeMapLayer(open_panel.form.first.currentLayer().id())

    (_, reason) = wait_for(open_panel, "cancelled", act)
    assert "removed" in reason
    assert open_panel.frame.message() == reason


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda form: form.set_layer("zones", ""), "Choose the zones"),
        (lambda form: form.set_layer("first", form.last.currentLayer().id()), "same layer"),
        (lambda form: form.set_chosen_date("first_date", QDate()), "Give the date"),
        (lambda form: [box.setValue(0) for box in form.score.weights], "weight above 0"),
    ],
)
def test_what_is_missing_is_told_before_a_run(open_panel, change, words):
    change(open_panel.form)
    open_panel.measure()
    assert words in open_panel.frame.message()
    assert not open_panel.controller.is_running


def test_two_zones_of_one_name_are_told_apart(make_land_take, wait_for):
    zones = make_layer(
        "MultiPolygon",
        [(rectangle(0, 0, 200, 200), "1", "Centre"), (rectangle(200, 0, 400, 200), "2", "Centre")],
        (("code", "text"), ("nom", "text")),
        name="Zones",
    )
    panel = make_land_take(land_cover(2017), land_cover(2020), zones).panel
    wait_for(panel, "measured", panel.measure)
    assert [one.name for one in panel.zones.model.zones] == ["Centre", "Centre"]
    assert [one.number("flux_net") > 0 for one in panel.zones.model.zones] == [True, False]


# --- layers that are no states yet ----------------------------------------------------------------------------------


def steps_of(last, first=None, **more):
    from cityorchestra.cityorchestra_plugin.docks.cool_route_plan import NetworkStore

    plan = MeasurePlan(Sources(last, first, zone_layer(), **more), NetworkStore(), AlgorithmIds())
    return [step.algorithm.split(":")[1].replace("landtake_", "") for step in plan.steps()]


AFTERWARDS = ["indicators", "functional", "zan_score"]


def test_a_land_cover_becomes_a_state_first():
    assert steps_of(land_cover(2020)) == ["artif_state", *AFTERWARDS]
    assert steps_of(land_cover(2020), land_cover(2017)) == ["artif_state", "artif_state", "change", *AFTERWARDS]


def test_another_product_is_normalised_first():
    corine = make_layer("Polygon", [(rectangle(0, 0, 9, 9), "111")], (("code_18", "text"),), name="CORINE 2018")
    assert steps_of(corine) == ["normalise_ocsge", "artif_state", *AFTERWARDS]


def test_a_state_is_taken_as_it_is(measured):
    state = measured.controller.answer.state
    assert steps_of(state) == AFTERWARDS


def test_names_of_steps_tell_the_dates_apart():
    assert LAST != FIRST


# --- choices kept with the project ------------------------------------------------------------------------------------


def stored():
    text, found = QgsProject.instance().readEntry(SCOPE, KEY, "")
    return json.loads(text) if found and text else None


def test_what_the_panel_proposes_is_not_stored(open_panel, qtbot):
    qtbot.wait(50)
    assert stored() is None


def test_choices_come_back_with_the_project(open_panel, make_land_take, qtbot):
    form, project = open_panel.form, open_panel.project
    form.set_layer("first", "")
    form.name_field.setField("code")
    form.score.pace.setValue(0.25)
    form.score.weights[0].setValue(55)
    project.form.kind.setCurrentIndex(project.form.kind.findData("wood"))
    project.form.evidence.setText("Follow-up")
    project.exchange.least.setValue(900.0)
    project.exchange.as_much.click()
    form.chosen.emit()
    qtbot.waitUntil(lambda: stored() is not None)
    again = make_land_take().panel
    assert again.form.first.currentLayer() is None
    assert again.form.last.currentLayer().name() == "Land cover 2020"
    assert again.form.name_field.currentField() == "code"
    assert again.form.score.pace.value() == 0.25
    assert again.form.score.weights[0].value() == 55
    assert again.project.form.kind.currentData() == "wood"
    assert again.project.form.evidence.text() == "Follow-up"
    assert again.project.exchange.least.value() == 900.0
    assert not again.project.exchange.as_much.isChecked()


@pytest.mark.parametrize("text", ["no JSON", "[1]", '{"layers": 3, "weights": "x", "kind": 7, "pace": "a"}'])
def test_choices_that_cannot_be_read_are_passed_over(make_land_take, text):
    QgsProject.instance().writeEntry(SCOPE, KEY, text)
    panel = make_land_take(land_cover(2020), zone_layer()).panel
    assert panel.form.last.currentLayer().name() == "Land cover 2020"
    assert panel.form.score.weights[0].value() == 40


def test_another_project_starts_anew(measured):
    QgsProject.instance().clear()
    assert measured.frame.state is PanelState.EMPTY
    assert measured.controller.answer is None
    assert measured.zones.model.zones == []
    add(land_cover(2020), zone_layer())
    assert measured.form.last.currentLayer().name() == "Land cover 2020"
    assert not measured.actions_.report.isEnabled()


# --- report -----------------------------------------------------------------------------------------------------------


def test_the_report_is_written_and_opened(measured, wait_for, monkeypatch, tmp_path):
    path, opened = tmp_path / "report", []
    asked = staticmethod(lambda *args: (str(path), ""))
    monkeypatch.setattr(exports.QFileDialog, "getSaveFileName", asked)
    monkeypatch.setattr(exports.QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    wait_for(measured, "reported", measured.actions_.report.trigger)
    assert opened == [str(path) + ".html"]
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    for words in ("Ouest", "Milieu"):
        assert words in page
    assert "report.html" in measured.frame.message()


def test_no_file_no_report(measured, monkeypatch):
    monkeypatch.setattr(exports.QFileDialog, "getSaveFileName", staticmethod(lambda *args: ("", "")))
    measured.actions_.report.trigger()
    assert not measured.controller.is_running


# --- closing and unloading ------------------------------------------------------------------------------------------


def test_closed_it_gives_the_map_back(measured, iface):
    dock = measured.parent()
    measured.zones.probe_button.click()
    assert iface.canvas.mapTool() is measured.link.probe_tool
    measured.zones.select([0])
    dock.close()
    assert iface.canvas.mapTool() is not measured.link.probe_tool
    assert not measured.link.map.is_drawn("zones")
    dock.show()
    measured.set_shown(True)
    assert measured.link.map.is_drawn("zones")


def test_unloaded_nothing_is_left(iface, provider, qtbot):
    from cityorchestra.cityorchestra_plugin.docks.land_take.dock import LandTakeDock

    before = len(iface.canvas.scene().items())
    dock = LandTakeDock(iface)
    iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    add(land_cover(2017), land_cover(2020), zone_layer())
    panel = dock.make_panel()
    panel.set_shown(True)
    with qtbot.waitSignal(panel.controller.measured, timeout=TIMEOUT_MS):
        panel.measure()
    look_at(iface, -20, -20, 420, 220)
    panel.project.form.draw_button.click()
    draw(iface, (10, 50), (90, 50), (90, 150))
    panel.zones.probe_button.click()
    panel.measure()  # and unloaded while it runs
    dock.unload()
    iface.removeDockWidget(dock)
    assert len(iface.canvas.scene().items()) <= before + 1, "the snap indicator of a tool at most"
    assert iface.canvas.mapTool() not in (panel.link.polygon_tool, panel.link.probe_tool)
    # A connection left behind would call into the unloaded panel here.
    add(support.street_layer())
    QgsProject.instance().clear()


def test_a_dock_that_was_never_shown_is_unloaded(iface, provider):
    from cityorchestra.cityorchestra_plugin.docks.land_take.dock import LandTakeDock

    dock = LandTakeDock(iface)
    assert dock.panel is None
    dock.settings_changed()
    dock.unload()
