"""Exports of the panel: the sheet, both at once, and all routes for the web."""

from __future__ import annotations

import json
import threading

import pytest
from cityorchestra.cityorchestra_plugin.docks.cool_route import CoolRouteDock
from cityorchestra.cityorchestra_plugin.docks.cool_route_results import (
    EXPORTS,
    GEOJSON,
    SHEET,
    TRACK,
    TRACK_AND_SHEET,
)
from cityorchestra.cityorchestra_plugin.docks.panel_frame import PanelState
from cityorchestra.tests.window import support
from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt, QTime
from qgis.PyQt.QtWidgets import QFileDialog, QMessageBox


@pytest.fixture
def choose(monkeypatch):
    """Have the file dialog return a path."""

    def answer(path):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path) if path else "", ""))

    return answer


@pytest.fixture
def answered(ready, find):
    """The panel with routes near the centre of Lambert-93, which lie on the globe."""
    ready.form.start.set_point(support.point(700000, 6600000))
    ready.form.end.set_point(support.point(701000, 6600000))
    find(ready)
    return ready


def export(panel, kind, qtbot=None):
    """Choose an entry of the menu, and wait for the sheet if it makes one."""
    action = panel.results.export_menu.actions()[EXPORTS.index(kind)]
    if qtbot is None:
        action.trigger()
        return
    with qtbot.waitSignal(panel.exporter.written, timeout=5000):
        action.trigger()


def test_the_menu_offers_both_first(answered):
    texts = [action.text().replace("&", "") for action in answered.results.export_menu.actions()]
    assert texts[0] == "GPX track and PDF sheet…"
    assert len(texts) == len(EXPORTS)
    assert all(action.toolTip() for action in answered.results.export_menu.actions())


def test_the_sheet_is_that_of_the_chosen_route_at_its_hour(answered, behaviour, choose, tmp_path, qtbot):
    answered.results.select(2)
    answered.form.hour.setTime(QTime(20, 0))  # changed since: the routes are those of 15:00
    choose(tmp_path / "walk")
    export(answered, SHEET, qtbot)
    name, given = behaviour.calls[-1]
    assert name == "sheet"
    assert given["ROUTE"] == 3
    assert given["ROUTES"] is answered.route_map.layer
    assert (given["DATETIME"].time(), given["TZ"]) == (QTime(15, 0), "Europe/Paris")
    assert given["NETWORK"].fields().lookupField("sun_profile") >= 0, "the network with the shade of that day"
    assert (tmp_path / "walk.pdf").read_text() == threading.main_thread().name, "a page is drawn in the main thread"
    assert answered.frame.state is PanelState.READY
    assert "walk.pdf" in answered.frame.message()


def test_one_dialog_writes_both(answered, choose, tmp_path, qtbot):
    choose(tmp_path / "walk.gpx")
    export(answered, TRACK_AND_SHEET, qtbot)
    assert sorted(path.name for path in tmp_path.glob("walk.*")) == ["walk.gpx", "walk.pdf"]
    assert "walk.gpx, walk.pdf" in answered.frame.message()


@pytest.mark.parametrize("replace", [True, False])
def test_a_sheet_beside_the_track_is_not_lost_without_a_word(answered, choose, tmp_path, qtbot, monkeypatch, replace):
    (tmp_path / "walk.pdf").write_text("former")
    asked = []

    def question(parent, title, text, buttons, default):
        asked.append((text, default))
        return QMessageBox.StandardButton.Yes if replace else QMessageBox.StandardButton.No

    monkeypatch.setattr(QMessageBox, "question", question)
    choose(tmp_path / "walk.gpx")
    export(answered, TRACK_AND_SHEET, qtbot if replace else None)
    ((text, default),) = asked
    assert "walk.pdf" in text
    assert default == QMessageBox.StandardButton.No
    assert ((tmp_path / "walk.pdf").read_text() == "former") == (not replace)
    assert (tmp_path / "walk.gpx").exists() == replace


def test_all_routes_for_the_web(answered, choose, tmp_path, qtbot):
    choose(tmp_path / "front.geojson")
    export(answered, GEOJSON, qtbot)
    document = json.loads((tmp_path / "front.geojson").read_text())
    assert [item["properties"]["rank"] for item in document["features"]] == [1, 2, 3]
    assert document["features"][0]["properties"]["sun_m"] == 800.0
    # 700 000, 6 600 000 is 3° E, 46.5° N by the definition of Lambert-93.
    assert document["features"][0]["geometry"]["coordinates"][0] == pytest.approx([3.0, 46.5], abs=1e-7)


def test_a_sheet_that_fails_says_its_sentence(answered, behaviour, choose, tmp_path, qtbot):
    behaviour.error["sheet"] = "The sheet walk.pdf could not be written; close it where it is open."
    choose(tmp_path / "walk.pdf")
    with qtbot.waitSignal(answered.exporter.failed, timeout=5000):
        export(answered, SHEET)
    assert answered.frame.state is PanelState.ERROR
    assert "could not be written" in answered.frame.message()
    behaviour.error.clear()
    export(answered, SHEET, qtbot)
    assert answered.frame.state is PanelState.READY


def test_the_panel_says_what_it_does_and_can_cancel(answered, behaviour, choose, tmp_path, qtbot):
    choose(tmp_path / "walk.pdf")
    export(answered, SHEET)
    qtbot.waitUntil(lambda: answered.frame.state is PanelState.LOADING)
    assert "sheet" in answered.frame.progress_label.text()
    with qtbot.waitSignal(answered.exporter.chain.cancelled, timeout=5000):
        answered.cancel()
    assert behaviour.names()[-1] == "route", "the sheet was not begun"
    assert answered.frame.state is PanelState.READY
    assert not (tmp_path / "walk.pdf").exists()


def test_cancelled_dialogs_write_nothing(answered, behaviour, choose):
    choose(None)
    for kind in EXPORTS:
        export(answered, kind)
    assert behaviour.names()[-1] == "route"
    assert answered.frame.message() == ""


def test_without_routes_there_is_nothing_to_export(ready):
    ready.export(TRACK)
    assert "Choose a route" in ready.frame.message()


def test_unload_during_an_export(iface, behaviour, surface, find, choose, tmp_path, qtbot):
    panel = CoolRouteDock(iface, support.FAKE_IDS)
    iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, panel)
    QgsProject.instance().addMapLayers([support.street_layer(), surface])
    panel.form.start.set_point(support.point(0, 0))
    panel.form.end.set_point(support.point(1000, 0))
    find(panel)
    choose(tmp_path / "walk.pdf")
    export(panel, SHEET)
    panel.unload()
    qtbot.wait(100)
    assert not (tmp_path / "walk.pdf").exists()
