"""Projects in the panel of land take: drawn or taken from a layer, compared, and the soils given back in exchange."""

from __future__ import annotations

import pytest
from cityorchestra.cityorchestra_plugin.docks.land_take import zone_map
from cityorchestra.cityorchestra_plugin.docks.land_take.kinds import OWN_FIELDS
from cityorchestra.cityorchestra_plugin.docks.land_take.site_model import GAIN, LEGAL, RANK, SITE
from cityorchestra.tests.window.land_take_panel_support import (
    HECTARE,
    SCALE,
    add,
    click,
    draw,
    look_at,
    project_layer,
)
from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt

FIELD_CORNERS = ((10, 50), (90, 50), (90, 150), (10, 150))  # 80 m by 100 m of the western field


@pytest.fixture
def ready(open_panel, iface):
    """The panel on the tab of the project, the western half of the territory on the map."""
    open_panel.tabs.setCurrentWidget(open_panel.project)
    look_at(iface, -20, -20, 420, 220)
    return open_panel


def drawn_m2(panel):
    """Return the area on the ground of what was drawn: its corners are whole pixels."""
    return panel.project.form.polygon()[0].area() * SCALE


def become(panel, kind):
    """Choose what the project becomes."""
    form = panel.project.form
    form.kind.setCurrentIndex(form.kind.findData(kind))


@pytest.fixture
def compared(ready, iface, wait_for):
    """The panel after houses were compared on the field."""
    ready.project.form.draw_button.click()
    draw(iface, *FIELD_CORNERS)
    wait_for(ready, "simulated", ready.compare)
    return ready


# --- drawing ------------------------------------------------------------------------------------------------------


def test_a_project_is_drawn_on_the_map(ready, iface):
    former = iface.canvas.mapTool()
    ready.project.form.draw_button.click()
    assert iface.canvas.mapTool() is ready.link.polygon_tool
    draw(iface, *FIELD_CORNERS)
    polygon, crs = ready.project.form.polygon()
    assert crs.authid() == "EPSG:2154"
    assert polygon.area() == pytest.approx(8000.0, rel=0.02)  # corners are whole pixels
    assert ready.link.map.is_drawn(zone_map.PROJECT)
    assert iface.canvas.mapTool() is former or iface.canvas.mapTool() is None
    assert not ready.project.form.draw_button.isChecked()
    assert ready.project.compare_button.hasFocus() or not iface.window.isActiveWindow()


def test_escape_cancels_a_drawing(ready, iface, qtbot):
    ready.project.form.draw_button.click()
    click(iface, 10, 50)
    click(iface, 90, 50)
    assert len(ready.link.polygon_tool.corners) == 2
    qtbot.keyClick(iface.canvas, Qt.Key.Key_Escape)
    assert ready.project.form.polygon()[0] is None
    assert ready.link.polygon_tool.corners == []
    assert not ready.project.form.draw_button.isChecked()


def test_backspace_takes_a_corner_back_and_return_ends(ready, iface, qtbot):
    ready.project.form.draw_button.click()
    for corner in (*FIELD_CORNERS[:3], (300, 10)):
        click(iface, *corner)
    qtbot.keyClick(iface.canvas, Qt.Key.Key_Backspace)
    qtbot.keyClick(iface.canvas, Qt.Key.Key_Return)
    assert ready.project.form.polygon()[0].area() == pytest.approx(4000.0, rel=0.02)


@pytest.mark.parametrize("corners", [((10, 50), (90, 50)), ((10, 50), (90, 150), (90, 50), (10, 150))])
def test_what_is_no_polygon_is_refused_with_a_sentence(ready, iface, corners):
    ready.project.form.draw_button.click()
    draw(iface, *corners)
    assert ready.project.form.polygon()[0] is None
    assert "three corners" in ready.frame.message()


def test_another_tool_ends_the_drawing(ready, iface):
    ready.project.form.draw_button.click()
    click(iface, 10, 50)
    iface.canvas.setMapTool(ready.link.probe_tool)
    assert not ready.project.form.draw_button.isChecked()
    assert iface.canvas.mapTool() is ready.link.probe_tool, "the former tool is not brought back over it"


# --- comparing ----------------------------------------------------------------------------------------------------


def test_a_project_takes_land(compared):
    results = compared.project.results
    row = results.row()
    assert row["portee"] == "projets"
    assert row["d_artif_m2"] == pytest.approx(drawn_m2(compared), rel=1e-3)
    assert (row["s_art1"], row["s_art2"]) == (pytest.approx(1.0), pytest.approx(0.0))
    art = results.bars.groups[1]
    assert [bar.label for bar in art.bars] == ["Before", "After"]
    assert [bar.value for bar in art.bars] == [pytest.approx(100.0), pytest.approx(0.0)]
    assert art.note == "−100.0"
    assert results.facts.value("Taken", 1) == results.facts.value("Artificial land", 1)
    assert "artificial land +" in results.headline.text()


def test_results_always_say_that_they_are_a_simulation(compared):
    warning = compared.project.results.warning
    assert "simulation of the effect on the balance, not a legal qualification" in warning.text().lower()
    assert warning.isVisible()


def test_the_zones_that_change_are_offered(compared):
    scopes = [compared.project.results.scope.itemText(row) for row in range(compared.project.results.scope.count())]
    assert scopes[0] == "Ground of the project"
    assert "Zone Ouest" in scopes and "Whole land cover" in scopes
    assert "Zone Milieu" not in scopes
    compared.project.results.scope.setCurrentIndex(scopes.index("Zone Ouest"))
    row = compared.project.results.row()
    assert row["artif1_m2"] == pytest.approx(2.0 * HECTARE * SCALE, rel=1e-3)
    assert row["artif2_m2"] == pytest.approx(2.0 * HECTARE * SCALE + drawn_m2(compared), rel=1e-3)


def test_a_small_building_jumps_no_threshold_and_a_small_yard_counts_for_nothing(ready, iface, wait_for):
    ready.project.form.draw_button.click()
    draw(iface, (20, 80), (50, 80), (50, 110), (20, 110))
    become(ready, "car_park")
    wait_for(ready, "simulated", ready.compare)
    row = ready.project.results.row()
    assert row["flux_art"] == 0.0, "900 m² in the open are below 2 500 m²"
    assert ready.project.results.facts.value("Net by the matrix alone", 1).startswith("+")
    assert "below the thresholds" in ready.project.results.headline.text()
    become(ready, "building")
    assert "compare again" in ready.project.stale.text()
    wait_for(ready, "simulated", ready.compare)
    assert ready.project.results.row()["flux_art"] == pytest.approx(drawn_m2(ready), rel=1e-3)
    assert ready.project.stale.isHidden()


def test_evidence_is_asked_for_renaturation_and_counts(ready, iface, wait_for):
    form = ready.project.form
    become(ready, "houses")
    assert form.evidence.isHidden()
    become(ready, "meadow")
    assert not form.evidence.isHidden()
    form.draw_button.click()
    draw(iface, (110, 20), (190, 20), (190, 180), (110, 180))  # the yard of 2020
    wait_for(ready, "simulated", ready.compare)
    row = ready.project.results.row()
    assert row["flux_desart"] == 0.0
    assert row["sans_preuve_m2"] == pytest.approx(drawn_m2(ready), rel=1e-3)
    assert ready.project.results.facts.value("Without evidence", 1) != ""
    form.evidence.setText("Soil study of 2026")
    wait_for(ready, "simulated", ready.compare)
    row = ready.project.results.row()
    assert row["flux_desart"] == pytest.approx(drawn_m2(ready), rel=1e-3)
    assert row["sans_preuve_m2"] == 0.0


def test_projects_of_a_layer(ready, wait_for):
    form = ready.project.form
    layer = project_layer()
    add(layer)
    assert form.layer.currentLayer() is layer, "a layer called so is proposed"
    wait_for(ready, "simulated", ready.compare)
    assert ready.project.results.row()["d_artif_m2"] == pytest.approx(8000.0 * SCALE, rel=1e-3)


def test_a_layer_may_say_itself_what_it_becomes(ready, wait_for):
    add(project_layer("1.1.1.2", "3", name="Anything"))
    form = ready.project.form
    assert form.layer.currentLayer().name() == "Anything"
    assert form.kind.currentData() == OWN_FIELDS
    assert form.chosen_kind() is None
    wait_for(ready, "simulated", ready.compare)
    assert ready.project.results.row()["s_perm2"] == pytest.approx(0.05)


def test_selected_polygons_only(ready, wait_for):
    layer = project_layer()
    add(layer)
    form = ready.project.form
    form.selected_only.setChecked(True)
    assert "Nothing is selected" in form.problem()[0]
    layer.selectAll()
    assert form.problem() is None
    wait_for(ready, "simulated", ready.compare)
    assert ready.project.results.row()["d_artif_m2"] == pytest.approx(8000.0 * SCALE, rel=1e-3)


def test_without_a_project_the_panel_says_what_to_do(ready):
    ready.compare()
    assert "Draw the project" in ready.frame.message()
    assert not ready.controller.is_running


def test_zones_are_not_needed_for_a_project(ready, iface, wait_for):
    ready.form.set_layer("zones", "")
    ready.project.form.draw_button.click()
    draw(iface, *FIELD_CORNERS)
    wait_for(ready, "simulated", ready.compare)
    assert ready.project.results.scope.count() >= 2


# --- in exchange ----------------------------------------------------------------------------------------------------


def test_soils_to_renature_are_ranked(compared, iface, wait_for):
    wait_for(compared, "ranked", compared.rank)
    exchange = compared.project.exchange
    sites = exchange.model.sites
    assert [site.rank for site in sites] == [1, 2]
    assert sum(site.area_m2 for site in sites) == pytest.approx(4.0 * HECTARE * SCALE, rel=1e-3), "both yards"
    assert sites[0].share == pytest.approx(drawn_m2(compared) / (2.0 * HECTARE * SCALE), rel=1e-3)
    model = exchange.model
    assert model.index(0, RANK).data() == "1"
    assert model.index(0, SITE).data().startswith("◐ Tertiary")
    assert model.index(0, GAIN).data().startswith("+")
    assert model.index(0, LEGAL).data().startswith("+")
    assert "not a legal qualification" in exchange.summary.text()
    assert "Marked" in exchange.summary.text()
    look_at(iface, 0, 0, 4000, 2000)
    exchange.table.selectRow(0)
    assert compared.link.map.is_drawn(zone_map.SITE)
    exchange.table.clicked.emit(exchange.sorted.index(0, 0))
    assert iface.canvas.extent().width() < 1000


def test_without_a_limit_no_site_is_marked(ready, wait_for):
    wait_for(ready, "ranked", ready.rank)
    assert ready.project.exchange.model.index(0, SITE).data().startswith("Tertiary")
    assert "Marked" not in ready.project.exchange.summary.text()


def test_candidates_of_a_layer(ready, wait_for):
    sites = project_layer(name="Candidats")
    sites.dataProvider().changeGeometryValues(
        {
            next(sites.getFeatures()).id(): next(
                iter(ready.form.first.currentLayer().getFeatures("\"id\" = 'c'"))
            ).geometry()
        }
    )
    add(sites)
    exchange = ready.project.exchange
    assert exchange.candidates.currentLayer() is sites
    assert not exchange.least.isEnabled()
    wait_for(ready, "ranked", ready.rank)
    assert len(exchange.model.sites) == 1


def test_where_no_site_is_large_enough_the_panel_says_so(ready, wait_for):
    ready.project.exchange.least.setValue(90_000)
    (_, sentence) = wait_for(ready, "failed", ready.rank)
    assert sentence
    assert ready.frame.message() == sentence


def test_the_scenario_and_the_sites_go_on_the_map(compared, wait_for):
    wait_for(compared, "ranked", compared.rank)
    compared.add_layers()
    names = {layer.name() for layer in QgsProject.instance().mapLayers().values()}
    assert {"Scenario", "Sites to give back"} <= names
