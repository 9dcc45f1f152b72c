"""The form of a publication: filled in from the layer, checked while it is typed, columns looked at."""

from __future__ import annotations

import pytest
from cityorchestra.cityorchestra_plugin.docks.rudi.field_check import ERROR, OK, WARNING
from cityorchestra.tests.rudi.dock_support import TIMEOUT_MS
from cityorchestra.tests.window.publish_support import add, fill, tree_layer
from qgis.core import QgsAnnotationLayer, QgsProject, QgsRasterLayer

# --- the form ----------------------------------------------------------------------------------------------------


def test_without_a_layer_it_says_so(bench):
    assert bench.page() is bench.form.empty
    assert "no layer" in bench.form.empty.sentence.text()
    bench.form.see()
    assert bench.page() is bench.form.empty


def test_the_layer_fills_in_what_it_tells(bench, qtbot):
    layer = tree_layer(personal=False)
    metadata = layer.metadata()
    metadata.setTitle("Arbres d’alignement")
    metadata.setAbstract("Tous les arbres des rues.")
    metadata.setKeywords({"gmd:topicCategory": [], "words": ["arbre", "rue"]})
    metadata.setLicenses(["ODbL 1.0"])
    layer.setMetadata(metadata)
    add(bench, layer, qtbot)
    form = bench.fields.form()
    assert bench.page() is bench.form.form
    assert (form.title, form.summary, form.licence) == ("Arbres d’alignement", "Tous les arbres des rues.", "odbl-1.0")
    assert form.words() == ("arbre", "rue")
    assert form.language == "fr"
    assert "3 features" in bench.form.form.about.text()
    assert "2 columns" in bench.form.form.about.text()
    assert "Lambert-93" in bench.form.form.about.text()


def test_nothing_is_reproached_before_it_is_typed(bench, trees):
    shown = {name for name, line in bench.fields.checks.items() if line.text()}
    assert shown == {"personal_data"}, "personal data decide whether to go on at all"
    assert bench.form.form.to_mend.text().startswith("6 fields")


def test_a_field_is_checked_while_it_is_typed(bench, trees, qtbot):
    line = bench.fields.checks["contact_email"]
    qtbot.keyClicks(bench.fields.contact_email, "sig")
    assert line.severity == ERROR
    assert line.text()
    assert not line.isHidden()
    qtbot.keyClicks(bench.fields.contact_email, "@rennes.fr")
    assert (line.severity, line.text()) == (OK, "")
    assert line.isHidden()
    assert bench.form.form.to_mend.text().startswith("5 fields")


def test_a_warning_is_not_an_error(bench, trees):
    bench.fields.keywords.setText("a")
    bench.fields.keywords.clear()
    assert bench.fields.checks["keywords"].severity == WARNING


def test_linked_fields_are_checked_together(bench, trees):
    bench.fields.sensitive.setChecked(True)
    assert bench.fields.checks["access"].severity == ERROR
    bench.fields.restricted.setChecked(True)
    assert bench.fields.checks["access"].severity == OK


def test_going_on_shows_all_that_is_missing_and_goes_there(bench, trees, rudi_server):
    bench.form.see()
    assert bench.page() is bench.form.form
    for name in ("theme", "producer", "contact_email"):
        assert bench.fields.checks[name].severity == ERROR
    for name in ("address", "account"):
        assert bench.destination.checks[name].severity == ERROR
    assert bench.fields.theme.hasFocus()
    assert rudi_server.state.log == []


def test_a_missing_server_is_found_though_its_group_is_closed(bench, trees, rudi_server, editor):
    fill(bench.form, rudi_server, editor)
    bench.destination.address.clear()
    bench.destination.setCollapsed(True)
    bench.form.see()
    assert not bench.destination.isCollapsed()
    assert bench.destination.address.hasFocus()


@pytest.mark.parametrize(
    ("address", "severity"),
    [
        ("https://node.example.org", OK),
        ("node.example.org/manager", OK),
        ("http://127.0.0.1:80", OK),
        ("http://node.example.org", WARNING),
        ("https://camille:secret@node.example.org", ERROR),
        ("ftp://node.example.org", ERROR),
        ("not an address", ERROR),
    ],
)
def test_addresses_are_checked(bench, address, severity):
    bench.destination.address.setText(address)
    assert bench.destination.checks["address"].severity == severity


def test_each_layer_keeps_what_was_typed_for_it(bench, trees, qtbot):
    bench.fields.title.setText("Typed for the trees")
    add(bench, tree_layer("Benches", personal=False), qtbot)
    assert bench.fields.title.text() == "Benches"
    bench.form.set_layer(trees)
    assert bench.fields.title.text() == "Typed for the trees"


def test_a_layer_of_another_kind_is_refused(bench, trees):
    notes = QgsAnnotationLayer("Notes", QgsAnnotationLayer.LayerOptions(QgsProject.instance().transformContext()))
    QgsProject.instance().addMapLayer(notes)
    bench.form.set_layer(notes)
    assert bench.said == [("warning", "“Notes” cannot be published: only vector and raster layers can.")]
    assert bench.form.form.layer is trees


def test_a_layer_that_goes_leaves_the_form_empty(bench, trees):
    QgsProject.instance().removeMapLayer(trees.id())
    assert bench.page() is bench.form.empty
    assert bench.form.form.layer is None


def test_a_raster_has_no_columns_and_no_choice_of_format(bench, surface, qtbot):
    QgsProject.instance().addMapLayer(surface)
    bench.form.set_layer(surface)
    assert isinstance(bench.form.form.layer, QgsRasterLayer)
    assert bench.fields.columns.isHidden()
    assert bench.fields.format.isHidden()
    assert "raster" in bench.form.form.about.text()


def test_a_layer_that_cannot_be_published_says_why(bench, tmp_path, qtbot):
    layer = tree_layer()
    layer.dataProvider().truncate()
    broken = QgsRasterLayer(str(tmp_path / "missing.tif"), "Missing")
    QgsProject.instance().addMapLayer(broken)
    bench.form.set_layer(broken)
    assert "cannot be read" in bench.form.form.layer_check.text()
    assert bench.fields.isHidden()
    assert not bench.form.form.see_button.isEnabled()


# --- personal data -----------------------------------------------------------------------------------------------


def test_signs_of_personal_data_stand_beside_their_columns(bench, trees):
    model = bench.fields.columns.model
    rows = {model.index(row, 0).data(): model.index(row, 1).data() for row in range(model.rowCount())}
    assert rows["essence"] == rows["hauteur"] == ""
    assert "e-mail address" in rows["courriel"]
    assert "name of a person" in rows["planteur"]
    assert [model.index(row, 0).data() for row in (0, 1)] == ["courriel", "planteur"], "serious ones come first"
    assert bench.fields.columns.serious_columns() == ("planteur", "courriel")
    assert not bench.fields.columns.remedies.isHidden()
    assert bench.fields.checks["personal_data"].severity == ERROR


def test_a_layer_without_signs_says_that_signs_are_no_proof(bench, qtbot):
    add(bench, tree_layer(personal=False), qtbot)
    assert bench.fields.columns.remedies.isHidden()
    assert "no proof" in bench.fields.columns.standing.text()


def test_columns_that_are_removed_are_no_longer_told(bench, trees, qtbot):
    trees.startEditing()
    trees.deleteAttributes([trees.fields().lookupField("planteur"), trees.fields().lookupField("courriel")])
    assert trees.commitChanges()
    qtbot.waitUntil(lambda: bench.form.form.look._done and not bench.fields.columns.serious_columns())
    assert bench.fields.columns.remedies.isHidden()
    assert bench.fields.columns.model.rowCount() == 2


def test_removing_columns_opens_the_algorithm_of_qgis(bench, trees, monkeypatch):
    import processing

    opened = []
    monkeypatch.setattr(processing, "execAlgorithmDialog", lambda *given: opened.append(given))
    bench.fields.columns.remove_button.click()
    assert opened == [("native:deletecolumn", {"INPUT": trees, "COLUMN": ["planteur", "courriel"]})]


def test_restricting_ticks_both_boxes(bench, trees):
    bench.fields.columns.restrict_button.click()
    form = bench.fields.form()
    assert (form.restricted, form.gdpr_sensitive) == (True, True)
    assert bench.fields.checks["personal_data"].severity == OK


def test_a_justification_is_checked_while_it_is_typed(bench, trees, qtbot):
    qtbot.keyClicks(bench.fields.columns.justification, "No")
    assert bench.fields.checks["personal_data"].severity == ERROR
    qtbot.keyClicks(bench.fields.columns.justification, ", these are names of shops")
    assert bench.fields.checks["personal_data"].severity != ERROR


def test_nobody_looks_while_the_panel_is_closed(bench, qtbot):
    bench.form.set_visible(False)
    layer = tree_layer()
    QgsProject.instance().addMapLayer(layer)
    bench.form.set_layer(layer)
    qtbot.wait(100)
    assert bench.form.form.look._work is None
    assert "Looking" in bench.fields.columns.standing.text()
    bench.form.set_visible(True)
    qtbot.waitUntil(lambda: bench.form.form.look._done, timeout=TIMEOUT_MS)
    assert bench.fields.columns.serious_columns()
