"""Citations: to the clipboard, into the metadata of layers, onto the pages of the project."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cityorchestra.cityorchestra_plugin.docks.rudi import map_layers
from cityorchestra.cityorchestra_plugin.docks.rudi.citations import citation_menu
from cityorchestra.processing_provider.rudi.record import Licence, Organisation, Record
from cityorchestra.tests.window.publish_support import tree_layer
from qgis.core import QgsPrintLayout, QgsProject
from qgis.PyQt.QtWidgets import QApplication

PORTAL = "https://rudi.example.org"
RECORD = Record(
    "0b1c3b5e-26a5-4a2b-9d8f-0c4b6d0a1e01",
    title="Arbres d’alignement",
    producer=Organisation(name="Rennes Métropole"),
    licence=Licence("STANDARD", "odbl-1.0", uri="https://opendatacommons.org/licenses/odbl/1-0/"),
)


@pytest.fixture
def said():
    return []


@pytest.fixture
def menu(said, qtbot):
    """Function that makes the menu of a dataset; gives its actions by what they do."""

    kept = []

    def make(record=RECORD):
        made = citation_menu(record, PORTAL, lambda *words: said.append(words))
        qtbot.addWidget(made)
        kept.append(made)
        names = ("citation", "bibtex", "mention", "layers", "layouts")
        return dict(zip(names, [action for action in made.actions() if not action.isSeparator()]))

    return make


def layer_of(record):
    layer = tree_layer()
    metadata = layer.metadata()
    metadata.setIdentifier(record.global_id)
    layer.setMetadata(metadata)
    QgsProject.instance().addMapLayer(layer)
    return layer


def page(name="Map", count=1):
    layout = QgsPrintLayout(QgsProject.instance())
    layout.setName(name)
    if count:
        layout.initializeDefaults()
    QgsProject.instance().layoutManager().addLayout(layout)
    return layout


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("citation", ("Rennes Métropole", "Arbres d’alignement", f"{PORTAL}/catalogue/detail/{RECORD.global_id}")),
        ("bibtex", ("@", "title", "Arbres")),
        ("mention", ("Arbres d’alignement", "Open Database License")),
    ],
)
def test_citations_are_copied(menu, said, name, words):
    action = menu()[name]
    action.trigger()
    text = QApplication.clipboard().text()
    assert all(word in text for word in words)
    assert action.toolTip() == text, "what is copied can be read before"
    assert said[-1][0] == "success"


def test_a_licence_that_asks_for_nothing_has_no_mention(menu):
    record = replace(RECORD, licence=Licence("STANDARD", "public-domain-cc0"))
    assert not menu(record)["mention"].isEnabled()
    assert not menu(record)["layouts"].isEnabled()


def test_layers_of_the_dataset_get_its_rights(menu, said):
    assert not menu()["layers"].isEnabled(), "no layer of it is in the project"
    mine, other = layer_of(RECORD), layer_of(Record("another"))
    menu()["layers"].trigger()
    assert any("Arbres d’alignement" in right for right in mine.metadata().rights())
    assert "Open Database License" in map_layers.attribution_of(mine)
    assert other.metadata().rights() == []
    assert said[-1] == ("success", "Rights and attribution are written into the layer of the project.")
    assert QgsProject.instance().isDirty()
    before = mine.metadata().rights()
    menu()["layers"].trigger()
    assert mine.metadata().rights() == before, "once is enough"


def test_pages_get_the_mention_once(menu, said):
    layout = page()
    menu()["layouts"].trigger()
    menu()["layouts"].trigger()
    label = layout.itemById(map_layers.ATTRIBUTION_ID)
    assert label.text().count("Arbres d’alignement") == 1
    foot = label.pos().y() + label.rect().height()
    sheet = layout.pageCollection().page(0).pageSize()
    assert sheet.height() - 10 < foot <= sheet.height(), "at the foot of the page, and on it"
    assert said[-1] == ("success", "The mention is at the foot of the print layout.")


def test_mentions_of_several_datasets_stand_below_each_other(menu):
    layout = page()
    menu()["layouts"].trigger()
    one_line = layout.itemById(map_layers.ATTRIBUTION_ID).rect().height()
    menu(replace(RECORD, title="Bancs publics"))["layouts"].trigger()
    label = layout.itemById(map_layers.ATTRIBUTION_ID)
    assert [("Arbres" in line, "Bancs" in line) for line in label.text().split("\n")] == [(True, False), (False, True)]
    assert label.rect().height() > one_line


@pytest.mark.parametrize("count", [None, 0])
def test_without_a_page_it_says_what_to_do(menu, said, count):
    if count is not None:
        page(count=count)
    menu()["layouts"].trigger()
    assert said[-1][0] == "info"
    assert "make one" in said[-1][1]
