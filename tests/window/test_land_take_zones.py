"""The zones of the panel of land take, over real runs of the algorithms on a territory known by hand."""

from __future__ import annotations

import pytest
from cityorchestra.cityorchestra_plugin.docks.land_take import records, zone_map
from cityorchestra.cityorchestra_plugin.docks.land_take.zone_model import COVERED, NAME, SCORE, STOCK
from cityorchestra.cityorchestra_plugin.docks.panel_frame import PanelState
from cityorchestra.tests.window.land_take_panel_support import (
    HECTARE,
    SCALE,
    cells,
    click,
    land_cover,
    look_at,
    row_of,
    zone_layer,
)
from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt


def zone(panel, name):
    return panel.zones.model.zones[row_of(panel, name)]


def test_layers_are_proposed_by_their_fields_and_names(open_panel):
    form = open_panel.form
    assert form.last.currentLayer().name() == "Land cover 2020"
    assert form.first.currentLayer().name() == "Land cover 2017"
    assert form.zones.currentLayer().name() == "Zones of the plan"
    assert form.name_field.currentField() == "nom"
    sources = form.sources()
    assert sources.first_date.toString("yyyy-MM-dd") == "2017-01-01"
    assert sources.last_date.toString("yyyy-MM-dd") == "2020-01-01"


def test_zones_are_measured(measured):
    west = zone(measured, "Ouest")
    assert west.number(records.STOCK) == pytest.approx(2.0 * HECTARE * SCALE, rel=1e-3)
    assert west.number(records.STOCK_SHARE) == pytest.approx(50.0)
    assert west.number(records.NET) == pytest.approx(2.0 * HECTARE * SCALE, rel=1e-3)
    assert west.number("s_art") == pytest.approx(0.5)
    assert cells(measured, "Ouest")[STOCK:] == ["50.0", "+2.00", "+16.68", "100"]
    assert cells(measured, "Milieu")[STOCK:] == ["50.0", "0.00", "0.00", "100"]
    assert measured.frame.state is PanelState.READY


def test_the_score_is_that_of_the_layer(measured):
    for one in measured.zones.model.zones:
        score = one.number(records.SCORE)
        if score is None:
            assert one.grade == ""
        else:
            assert one.grade == next(
                g for g, low in (("A", 80), ("B", 65), ("C", 50), ("D", 35), ("E", 0)) if score >= low
            )
            assert one.number(records.LOW) <= score <= one.number(records.HIGH)


def test_what_is_not_known_is_a_dash(measured):
    assert cells(measured, "Nulle part")[1:] == ["–", "–", "–", "–", "–", "0"]
    measured.zones.select([row_of(measured, "Nulle part")])
    card = measured.zones.zone_card
    assert card.facts.value("Artificial land") == "–"
    assert "no score" in card.gauge.sentence().lower()
    assert "does not reach" in card.notes.text()


def test_a_zone_covered_by_half_says_so(measured):
    assert cells(measured, "Est")[COVERED] == "50"
    assert not measured.zones.table.isColumnHidden(COVERED)
    measured.zones.select([row_of(measured, "Est")])
    assert "50 %" in measured.zones.zone_card.notes.text()
    assert measured.zones.zone_card.facts.value("of the zone") == "0.0 %", "of what is covered"


def test_the_column_of_coverage_hides_where_it_says_nothing(make_land_take, wait_for):
    zones = zone_layer()
    zones.setSubsetString("")
    zones.dataProvider().deleteFeatures([f.id() for f in zones.getFeatures() if f["code"] in ("E", "N")])
    panel = make_land_take(land_cover(2017), land_cover(2020), zones).panel
    wait_for(panel, "measured", panel.measure)
    assert panel.zones.table.isColumnHidden(COVERED)


def test_a_single_date_has_a_stock_and_no_flux(make_land_take, wait_for):
    panel = make_land_take(land_cover(2020), zone_layer()).panel
    assert panel.form.first.currentLayer() is None
    wait_for(panel, "measured", panel.measure)
    assert cells(panel, "Ouest")[STOCK:] == ["50.0", "–", "–", "100"]
    panel.zones.select([row_of(panel, "Ouest")])
    assert "single date" in panel.zones.zone_card.notes.text()
    assert panel.zones.zone_card.facts.value("Net") == ""


def test_the_card_shows_parts_with_their_weights(measured):
    measured.zones.select([row_of(measured, "Ouest")])
    card = measured.zones.zone_card
    assert measured.zones.card() is card
    titles = [group.title for group in card.bars.groups]
    assert titles == ["Land not artificial", "Permeable ground", "Biotope", "Carbon of the soil"]
    assert [group.note for group in card.bars.groups] == [f"weight {n} %" for n in (40, 25, 20, 15)]
    assert card.bars.groups[0].bars[0].value == pytest.approx(50.0)
    assert card.facts.value("Net", 0) == card.facts.value("Net", 1) == "+2.00 ha"
    assert "constructibility" in card.scope.text()


def test_other_weights_change_the_score_and_are_shown(measured, wait_for):
    before = zone(measured, "Ouest").number(records.SCORE)
    for box, value in zip(measured.form.score.weights, (100, 0, 0, 0)):
        box.setValue(value)
    assert "measure again" in measured.zones.stale.text()
    wait_for(measured, "measured", measured.measure)
    after = zone(measured, "Ouest")
    assert after.number(records.SCORE) == pytest.approx(50.0)
    assert after.number(records.SCORE) != pytest.approx(before)
    measured.zones.select([row_of(measured, "Ouest")])
    assert measured.zones.zone_card.bars.groups[0].note == "weight 100 %"
    assert measured.zones.stale.isHidden()


def test_a_reference_pace_adds_the_change(measured, wait_for):
    assert zone(measured, "Ouest").number(records.CHANGE) is None
    measured.zones.select([row_of(measured, "Ouest")])
    assert "reference pace" in measured.zones.zone_card.notes.text()
    measured.form.score.pace.setValue(0.2)
    wait_for(measured, "measured", measured.measure)
    assert zone(measured, "Ouest").number(records.CHANGE) == 0.0
    assert zone(measured, "Milieu").number(records.CHANGE) == 50.0


def test_what_was_computed_serves_again(measured, wait_for):
    steps = []
    measured.controller.stepStarted.connect(steps.append)
    wait_for(measured, "measured", measured.measure)
    assert [step.split()[0] for step in steps] == ["Measuring", "Measuring", "Computing"]


def test_an_edited_land_cover_is_read_anew(measured, wait_for, qtbot):
    layer = measured.form.last.currentLayer()
    layer.startEditing()
    layer.changeAttributeValue(2, layer.fields().lookupField("cs"), "2.2.1")  # the yard of the west is a lawn now
    layer.changeAttributeValue(2, layer.fields().lookupField("us"), "1.1")
    assert layer.commitChanges()
    assert "measure again" in measured.zones.stale.text()
    wait_for(measured, "measured", measured.measure)
    assert cells(measured, "Ouest")[STOCK] == "0.0"


def test_rows_sort_by_numbers_and_filter_by_words(measured):
    table = measured.zones.table
    table.sortByColumn(SCORE, Qt.SortOrder.DescendingOrder)
    shown = [measured.zones.sorted.index(row, SCORE).data() for row in range(4)]
    assert shown[-1] == "–"
    assert [int(text) for text in shown[:-1]] == sorted((int(text) for text in shown[:-1]), reverse=True)
    measured.zones.search.setText("mil")
    assert [measured.zones.sorted.index(row, NAME).data() for row in range(measured.zones.sorted.rowCount())] == [
        "Milieu"
    ]
    measured.zones.select([row_of(measured, "Ouest")])
    assert measured.zones.search.text() == "", "a zone chosen on the map is shown, whatever the filter"


def test_what_is_chosen_stays_chosen_when_rows_are_sorted(measured, qtmodeltester):
    qtmodeltester.check(measured.zones.model)
    for name in ("Ouest", "Milieu"):
        measured.zones.select([row_of(measured, name)])
        for order in (Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder):
            measured.zones.table.sortByColumn(STOCK, order)
            assert [one.name for one in measured.zones.selected_zones()] == [name]
            assert measured.zones.zone_card.title.text() == name


def test_several_zones_stand_side_by_side(measured):
    measured.zones.select([row_of(measured, name) for name in ("Ouest", "Milieu", "Est")])
    card = measured.zones.comparison
    assert measured.zones.card() is card
    assert "3 zones" in card.title.text()
    score = card.bars.groups[0]
    assert [bar.label for bar in score.bars] == ["Est", "Milieu", "Ouest"], "in the order of the table"
    assert all(len(group.bars) == 3 for group in card.bars.groups)


# --- table and map ------------------------------------------------------------------------------------------------


def test_a_row_is_drawn_on_the_map_and_zoomed_to_where_it_is_out_of_sight(measured, iface):
    look_at(iface, 0, 0, 400, 200)
    before = iface.canvas.extent()
    measured.zones.select([row_of(measured, "Ouest")])
    assert measured.link.map.is_drawn(zone_map.ZONES)
    assert iface.canvas.extent() == before, "in sight already"
    measured.zones.select([row_of(measured, "Nulle part")])
    assert iface.canvas.extent().contains(zone(measured, "Nulle part").geometry.boundingBox())
    measured.zones.table.clearSelection()
    assert not measured.link.map.is_drawn(zone_map.ZONES)
    assert measured.zones.card() is measured.zones.hint


@pytest.mark.parametrize("how", ["double click", "return"])
def test_zoom_to_a_row(measured, iface, qtbot, how):
    look_at(iface, 0, 0, 4000, 2000)
    table, index = measured.zones.table, measured.zones.sorted.index(1, NAME)
    table.selectRow(1)
    if how == "return":
        qtbot.keyClick(table, Qt.Key.Key_Return)
    else:
        table.doubleClicked.emit(index)
    assert iface.canvas.extent().width() < 1000
    assert not measured.controller.is_running, "Return in the table is no new run"


def test_a_zone_selected_on_the_map_is_chosen_in_the_table(measured):
    layer = measured.form.zones.currentLayer()
    layer.selectByExpression("\"code\" = 'M'")
    assert [one.name for one in measured.zones.selected_zones()] == ["Milieu"]


def test_why_a_surface_counts(measured, iface, qtbot):
    look_at(iface, 0, 0, 400, 200)
    former = iface.canvas.mapTool()
    measured.zones.probe_button.click()
    click(iface, 150, 100)
    card = measured.zones.surface
    assert measured.zones.card() is card
    assert card.title.text() == "Artificial"
    for words in ("Taken", "2017-01-01: Not artificial", "Agriculture (1.1)", "2020-01-01: Artificial", "(1.1.1.2)"):
        assert words in card.body.text()
    click(iface, 50, 100)
    assert card.title.text() == "Not artificial"
    click(iface, 399, 199.9 + 30)
    assert "does not reach" in card.body.text()
    qtbot.keyClick(iface.canvas, Qt.Key.Key_Escape)
    assert iface.canvas.mapTool() is former or iface.canvas.mapTool() is None
    assert not measured.zones.probe_button.isChecked()


def test_results_go_on_the_map_once_and_may_be_removed(measured, wait_for, iface):
    project = QgsProject.instance()
    before = set(project.mapLayers())
    measured.add_layers()
    added = [layer for key, layer in project.mapLayers().items() if key not in before]
    assert len(added) == 4, "two states, the change, the score"
    group = project.layerTreeRoot().findGroup("Land take")
    assert next(node.name() for node in group.findLayers()) == "ZAN score", "the score on top"
    assert {"Artificialisation · Land cover 2017", "Artificialisation · Land cover 2020"} < {
        one.name() for one in added
    }
    measured.add_layers()
    assert len(project.mapLayers()) == len(before) + 4
    assert measured.form.last.currentLayer().name() == "Land cover 2020", "results are not proposed as data"
    score = next(layer for layer in added if layer.name() == "ZAN score")
    score.selectByExpression("\"code\" = 'E'")
    assert [one.name for one in measured.zones.selected_zones()] == ["Est"]
    project.removeMapLayers([layer.id() for layer in added])
    measured.zones.select([row_of(measured, "Ouest")])
    wait_for(measured, "measured", measured.measure)
    measured.add_layers()
    assert len(project.mapLayers()) == len(before) + 4


def test_what_was_measured_outlives_its_layers(measured, wait_for):
    QgsProject.instance().removeMapLayers([layer.id() for layer in QgsProject.instance().mapLayers().values()])
    measured.add_layers()
    assert len(QgsProject.instance().mapLayers()) == 4
    measured.zones.select([row_of(measured, "Milieu")])
    measured.link.zoom_to_all()
    assert measured.zones.zone_card.title.text() == "Milieu"
    assert "measure again" in measured.zones.stale.text()


def test_states_of_the_project_are_taken_as_they_are_and_may_leave_it(measured, make_land_take, wait_for):
    states = [measured.controller.answer.first_state.clone(), measured.controller.answer.state.clone()]
    QgsProject.instance().clear()
    for state, year in zip(states, (2017, 2020)):
        state.setName(f"State {year}")
    panel = make_land_take(*states, zone_layer()).panel
    wait_for(panel, "measured", panel.measure)
    assert cells(panel, "Ouest")[STOCK:] == ["50.0", "+2.00", "+16.68", "100"]
    QgsProject.instance().removeMapLayers([state.id() for state in states])
    panel.add_layers()
    names = {layer.name() for layer in QgsProject.instance().mapLayers().values()}
    assert names == {"Zones of the plan", "Change of artificial land", "ZAN score"}, "the states were there already"
    panel.link.probe(zone(panel, "Ouest").geometry.pointOnSurface().asPoint())
    assert "2017-01-01" in panel.zones.surface.body.text()
