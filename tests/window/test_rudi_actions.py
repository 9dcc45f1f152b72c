"""What can be done with a dataset: add it to the map, download it, copy its address, publish the current layer."""

from __future__ import annotations

import json

import pytest
from cityorchestra.cityorchestra_plugin import settings
from cityorchestra.cityorchestra_plugin.docks import background
from cityorchestra.cityorchestra_plugin.docks.rudi import actions as actions_module
from cityorchestra.cityorchestra_plugin.docks.rudi import download_jobs, map_layers
from cityorchestra.cityorchestra_plugin.docks.rudi.actions import DatasetActions, free_name
from cityorchestra.cityorchestra_plugin.docks.rudi.download_jobs import State
from cityorchestra.cityorchestra_plugin.docks.rudi.layer_choice import LayerChoice
from cityorchestra.processing_provider.rudi.algorithms.connections import Connection
from cityorchestra.processing_provider.rudi.bounding_box import BoundingBox
from cityorchestra.processing_provider.rudi.record import Licence
from cityorchestra.tests.rudi.dock_support import TIMEOUT_MS, file_record, portal_connection
from cityorchestra.tests.window.publish_support import geopackage, tree_layer
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QMessageBox, QPushButton

GEOJSON_TYPE = "application/geo+json"
TREES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"name": "Chêne"},
            "geometry": {"type": "Point", "coordinates": [-1.68, 48.11]},
        },
        {"type": "Feature", "properties": {"name": None}, "geometry": None},
    ],
}
EMPTY = {"type": "FeatureCollection", "features": []}
ODBL = Licence("STANDARD", "odbl-1.0", uri="https://opendatacommons.org/licenses/odbl/1-0/")


@pytest.fixture
def said():
    """What the actions told."""
    return []


@pytest.fixture
def actions(provider, iface, opener, rudi_server, records_folder, said, tmp_path, monkeypatch, qtbot):
    monkeypatch.setattr(download_jobs, "list_path", lambda: tmp_path / "downloads.json")
    monkeypatch.setattr(actions_module, "cache_folder", lambda: tmp_path / "cache")
    made = DatasetActions(iface, lambda: portal_connection(rudi_server), opener)
    made.said.connect(lambda *words: said.append(words))
    yield made
    made.unload()
    qtbot.waitUntil(lambda: not background._alive, timeout=TIMEOUT_MS)


@pytest.fixture
def dataset(rudi_server, opener):
    """Function that makes a dataset with one file that the server gives."""

    def make(name="trees.geojson", body=TREES, mime=GEOJSON_TYPE, **fields):
        data = json.dumps(body).encode() if isinstance(body, dict) else body
        record = file_record(rudi_server, name, data, mime=mime, **fields)
        opener.records[record.global_id] = record
        return record

    return make


@pytest.fixture
def on_map(actions, said, qtbot):
    """Function that adds a medium to the map and waits for what is said of it."""

    def add(record, media=None):
        before = len(said)
        actions.add_to_map(record, media or record.media[0])
        kinds = ("success", "warning", "error")
        qtbot.waitUntil(lambda: any(kind in kinds for kind, _ in said[before:]), timeout=TIMEOUT_MS)
        qtbot.waitUntil(lambda: not background._alive, timeout=TIMEOUT_MS)
        return list(QgsProject.instance().mapLayers().values())

    return add


def service_of(server, opener, contract: str):
    """Return an open dataset of a portal that has a service, and its service."""
    source = opener(portal_connection(server)).source
    for identifier, raw in server.state.catalogue.records.items():
        if any(one["connector"].get("interface_contract") == contract for one in raw["available_formats"]):
            record = source.get(identifier)
            if record.access == "open":
                return record, next(one for one in record.media if one.connector.contract == contract)
    raise AssertionError(f"no dataset of the server has a {contract}")


# --- on the map --------------------------------------------------------------------------------------------------


def test_a_file_becomes_a_layer_in_the_group_of_its_dataset(on_map, dataset, said, rudi_server):
    record = dataset(licence=ODBL)
    (layer,) = on_map(record)
    assert layer.isValid()
    assert layer.featureCount() == 2
    assert layer.metadata().identifier() == record.global_id
    assert "Open Database License" in map_layers.attribution_of(layer)
    (group,) = QgsProject.instance().layerTreeRoot().findGroups()
    assert group.name() == record.title
    assert group.findLayer(layer.id()) is not None
    assert said[-1] == ("success", f"“{layer.name()}” is on the map.")


def test_a_second_look_fetches_nothing_and_keeps_one_group(on_map, dataset, rudi_server):
    record = dataset()
    on_map(record)
    layers = on_map(record)
    assert len(layers) == 2
    assert len(rudi_server.requests("/__test__/media/trees.geojson")) == 1
    assert len(QgsProject.instance().layerTreeRoot().findGroups(True)) == 1


def test_layers_that_a_user_moved_keep_their_group(on_map, dataset):
    record = dataset()
    on_map(record)
    root = QgsProject.instance().layerTreeRoot()
    root.findGroups()[0].setName("Renamed by the user")
    on_map(record)
    assert [group.name() for group in root.findGroups(True)] == ["Renamed by the user"]


def test_a_layer_without_a_feature_is_told(on_map, dataset, said):
    on_map(dataset("empty.geojson", EMPTY))
    assert said[-1][0] == "warning"
    assert "without a single feature" in said[-1][1]


def test_a_file_that_is_none_of_its_kind_is_told(on_map, dataset, said):
    assert on_map(dataset("broken.geojson", b"{ this is no GeoJSON")) == []
    assert said[-1][0] in ("error", "warning")


def test_a_document_is_not_fetched_and_says_why(on_map, dataset, said, rudi_server):
    assert on_map(dataset("report.pdf", b"%PDF-1.4", "application/pdf")) == []
    assert said[-1][0] == "warning"
    assert rudi_server.requests("/__test__/media/report.pdf") == []


def test_a_wrong_file_is_not_put_on_the_map(on_map, dataset, said, rudi_server):
    rudi_server.fault("/__test__/media/trees.geojson", "hash")
    assert on_map(dataset()) == []
    assert said[-1][0] == "error"


def test_the_layers_of_a_file_are_chosen(on_map, dataset, said, tmp_path, monkeypatch):
    body = geopackage(tmp_path / "made.gpkg", tree_layer("trees"), tree_layer("benches"))
    record = dataset("city.gpkg", body, "application/geopackage+sqlite3")
    asked = []

    def first_only(dialog):
        asked.append([dialog.list.item(row).text() for row in range(dialog.list.count())])
        dialog.list.item(1).setCheckState(Qt.CheckState.Unchecked)
        return LayerChoice.DialogCode.Accepted

    monkeypatch.setattr(LayerChoice, "exec", first_only)
    assert len(on_map(record)) == 1
    assert len(asked[0]) == 2


def test_of_several_layers_none_may_be_wanted(actions, dataset, said, tmp_path, monkeypatch, qtbot):
    body = geopackage(tmp_path / "made.gpkg", tree_layer("trees"), tree_layer("benches"))
    monkeypatch.setattr(LayerChoice, "exec", lambda dialog: LayerChoice.DialogCode.Rejected)
    record = dataset("city.gpkg", body, "application/geopackage+sqlite3")
    actions.add_to_map(record, record.media[0])
    qtbot.waitUntil(lambda: ("info", "Nothing was added.") in said, timeout=TIMEOUT_MS)
    assert QgsProject.instance().mapLayers() == {}
    assert QgsProject.instance().layerTreeRoot().findGroups() == []


@pytest.mark.parametrize(("contract", "kind"), [("wfs", QgsVectorLayer), ("wms", QgsRasterLayer)])
def test_a_service_becomes_a_layer(on_map, start_rudi_server, opener, actions, said, monkeypatch, contract, kind):
    server = start_rudi_server(made=True)
    monkeypatch.setattr(actions, "_current", lambda: portal_connection(server))
    record, media = service_of(server, opener, contract)
    layers = on_map(record, media)
    assert layers, said
    (layer,) = layers
    assert isinstance(layer, kind)
    assert layer.isValid()
    assert layer.metadata().identifier() == record.global_id


def test_a_service_that_is_down_is_told(on_map, start_rudi_server, opener, actions, said, monkeypatch):
    server = start_rudi_server(made=True)
    monkeypatch.setattr(actions, "_current", lambda: portal_connection(server))
    record, media = service_of(server, opener, "wfs")
    server.fault("/medias", "503", times=50)
    assert on_map(record, media) == []
    assert said[-1][0] == "error"


def test_what_is_out_of_sight_can_be_zoomed_to(on_map, dataset, iface, qtbot):
    iface.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:2154"))
    iface.canvas.setExtent(QgsRectangle(100000, 6000000, 110000, 6010000))
    on_map(dataset(extent=BoundingBox(-1.7, 48.1, -1.6, 48.2)))
    item = iface.bar.currentItem()
    assert "outside" in item.text()
    (button,) = item.findChildren(QPushButton)
    button.click()
    centre = iface.canvas.extent().center()
    assert (round(centre.x(), -4), round(centre.y(), -4)) == (350000, 6790000)
    assert iface.bar.currentItem() is None


def test_what_is_in_sight_is_not_zoomed_to(on_map, dataset, iface):
    iface.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    iface.canvas.setExtent(QgsRectangle(-2, 48, -1, 49))
    on_map(dataset())
    assert iface.bar.currentItem() is None


# --- downloads ---------------------------------------------------------------------------------------------------


def wait_for_the_file(actions, qtbot):
    qtbot.waitUntil(lambda: actions.queue.active_count == 0, timeout=TIMEOUT_MS)
    return actions.queue.model.jobs[-1]


def test_a_download_goes_where_the_user_wants_it(actions, dataset, said, tmp_path, monkeypatch, qtbot):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "mine"))
    (tmp_path / "mine").mkdir()
    with qtbot.waitSignal(actions.showDownloads):
        actions.download(dataset(), dataset().media[0])
    job = wait_for_the_file(actions, qtbot)
    assert job.state is State.DONE
    assert (tmp_path / "mine" / "trees.geojson").is_file()
    assert said[-1] == ("success", f"“trees.geojson” is in {tmp_path / 'mine'}.")
    assert QgsProject.instance().mapLayers() == {}, "a download is no layer yet"
    assert settings.DOWNLOAD_FOLDER.value() == str(tmp_path / "mine")
    actions.downloads_tab.add_action.trigger()
    qtbot.waitUntil(lambda: bool(QgsProject.instance().mapLayers()), timeout=TIMEOUT_MS)


def test_no_folder_no_download(actions, dataset, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    actions.download(dataset(), dataset().media[0])
    assert actions.queue.model.jobs == []


@pytest.mark.parametrize(
    ("button", "names"),
    [
        ("Replace", ["trees.geojson"]),
        ("Keep both", ["trees (2).geojson", "trees.geojson"]),
        ("Cancel", ["trees.geojson"]),
    ],
)
def test_a_file_of_the_same_name_is_asked_about(actions, dataset, tmp_path, monkeypatch, qtbot, button, names):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "trees.geojson").write_text("mine")
    defaults = []

    def press(box):
        defaults.append(box.defaultButton().text())
        next(one for one in box.buttons() if button in one.text().replace("&", "")).click()

    monkeypatch.setattr(QMessageBox, "exec", press)
    record = dataset()
    actions.download(record, record.media[0], str(folder))
    qtbot.waitUntil(lambda: actions.queue.active_count == 0, timeout=TIMEOUT_MS)
    assert sorted(path.name for path in folder.iterdir()) == names
    assert ((folder / "trees.geojson").read_text() == "mine") == (button != "Replace")
    assert "Keep both" in defaults[0].replace("&", ""), "Return destroys nothing"


def test_a_large_file_is_asked_about(actions, dataset, answer, tmp_path, qtbot):
    settings.ASK_ABOVE.set_value(1)
    record = dataset("large.bin", b"0" * 1_500_000, "application/octet-stream")
    actions.download(record, record.media[0], str(tmp_path))
    ((text, default),) = answer()
    assert "1.5 MB" in text
    assert default == QMessageBox.StandardButton.No
    assert actions.queue.model.jobs == []
    answer.value = QMessageBox.StandardButton.Yes
    actions.download(record, record.media[0], str(tmp_path))
    assert wait_for_the_file(actions, qtbot).state is State.DONE


def test_a_failure_is_told(actions, dataset, said, rudi_server, tmp_path, qtbot):
    rudi_server.fault("/__test__/media/trees.geojson", "404")
    record = dataset()
    actions.download(record, record.media[0], str(tmp_path))
    assert wait_for_the_file(actions, qtbot).state is State.FAILED
    assert said[-1][0] == "error"


def test_how_many_run_is_told(actions, dataset, tmp_path, qtbot):
    counts = []
    actions.downloadsChanged.connect(counts.append)
    record = dataset()
    actions.download(record, record.media[0], str(tmp_path))
    wait_for_the_file(actions, qtbot)
    assert (counts[0], counts[-1]) == (1, 0)


def test_a_service_is_no_download(actions, start_rudi_server, opener, said, tmp_path):
    server = start_rudi_server(made=True)
    record, media = service_of(server, opener, "wms")
    actions.download(record, media, str(tmp_path))
    assert said[-1][0] == "info"
    assert actions.queue.model.jobs == []


def test_free_names(tmp_path):
    (tmp_path / "a (2).csv").touch()
    assert free_name(tmp_path, "a.csv") == "a (3).csv"
    assert free_name(tmp_path, "b") == "b (2)"


# --- the rest ----------------------------------------------------------------------------------------------------


def test_without_a_connection_it_says_what_to_do(actions, dataset, said, monkeypatch):
    monkeypatch.setattr(actions, "_current", lambda: None)
    monkeypatch.setattr(actions_module, "saved_connections", list)
    record = dataset()
    for act in (
        lambda: actions.add_to_map(record, record.media[0]),
        lambda: actions.download(record, record.media[0], "/tmp"),
        actions.my_requests,
    ):
        said.clear()
        act()
        assert said == [("warning", "Choose a catalogue at the top of the panel first.")]


def test_a_record_of_another_connection_is_asked_there(actions, dataset, rudi_server, monkeypatch):
    other = Connection("Other", "https://other.example.org", "portal")
    mine = portal_connection(rudi_server)
    monkeypatch.setattr(actions, "_current", lambda: other)
    monkeypatch.setattr(actions_module, "saved_connections", lambda: [other, mine])
    assert actions._connection_of(dataset()) == mine


def test_addresses_are_copied_whole(actions, dataset, rudi_server, said):
    record = dataset()
    actions.copy_url(record, record.media[0])
    assert QApplication.clipboard().text() == f"{rudi_server.url}/__test__/media/trees.geojson"
    assert said[-1][0] == "success"


def test_the_page_of_a_dataset_opens_in_the_browser(actions, dataset, rudi_server, said, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    record = dataset()
    actions.open_page(record)
    assert opened == [QUrl(f"{rudi_server.url}/catalogue/detail/{record.global_id}")]


def test_only_pages_of_the_web_are_opened(actions, dataset, said, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    monkeypatch.setattr(actions, "_portal", lambda _record: "")
    actions.open_page(dataset(metadata_source="file:///etc/passwd"))
    assert opened == []
    assert said[-1][0] == "info"


def test_the_algorithm_that_does_the_same_opens_filled_in(actions, dataset, monkeypatch):
    import processing

    opened = []
    monkeypatch.setattr(processing, "execAlgorithmDialog", lambda *given: opened.append(given))
    record = dataset()
    actions.open_as_algorithm(record, record.media[0])
    ((name, given),) = opened
    assert name == "cityorchestra:rudi_download"
    assert given == {"GLOBAL_ID": record.global_id, "MEDIA_ID": record.media[0].media_id, "SERVER": "Test portal"}


def test_the_current_layer_is_published(actions, iface, qtbot):
    layer = tree_layer()
    QgsProject.instance().addMapLayers([tree_layer("Another"), layer])
    iface.activeLayer = lambda: layer
    with qtbot.waitSignal(actions.showPublish):
        actions.publish_layer()
    assert actions.publish_form.form.layer is layer


def test_an_unload_stops_everything(actions, dataset, rudi_server, tmp_path, qtbot):
    rudi_server.fault("/__test__/media/trees.geojson", "stall@10", times=9)
    record = dataset()
    actions.download(record, record.media[0], str(tmp_path))
    actions.request_access(record)
    qtbot.waitUntil(lambda: bool(rudi_server.requests("/__test__/media/trees.geojson")), timeout=TIMEOUT_MS)
    actions.unload()
    qtbot.waitUntil(lambda: not background._alive, timeout=TIMEOUT_MS)
    assert actions._dialogs == []


# --- the choice of layers ----------------------------------------------------------------------------------------


def test_layers_are_chosen_by_keyboard(qtbot):
    dialog = LayerChoice("city.gpkg", ["trees", "benches", "paths"])
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.chosen() == [0, 1, 2]
    dialog.list.setFocus()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    assert dialog.chosen() == [1, 2]
    ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    assert ok.text() == "Add 2 layers"
    dialog.none_button.click()
    assert not ok.isEnabled()
    dialog.all_button.click()
    assert dialog.chosen() == [0, 1, 2]
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.result() == LayerChoice.DialogCode.Accepted
