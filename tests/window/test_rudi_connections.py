"""The dialog of the catalogues: added, changed, tried in the background, removed; no password is ever kept."""

from __future__ import annotations

import json

import pytest
from cityorchestra.cityorchestra_plugin.docks.rudi.connections_dialog import ConnectionsDialog, connection_model
from cityorchestra.processing_provider.rudi.algorithms.connections import (
    KINDS,
    Connection,
    proposed_connections,
    save_connection,
    saved_connections,
)
from cityorchestra.tests.window.rudi_panel_support import DEAD, TIMEOUT_MS
from qgis.core import QgsApplication, QgsTask
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QAbstractItemModelTester
from qgis.PyQt.QtWidgets import QMessageBox


@pytest.fixture
def dialog(counting, qtbot):
    made = ConnectionsDialog(counting)
    QAbstractItemModelTester(made.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    made.told = []
    made.changed.connect(made.told.append)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.unload()


def type_in(dialog, name, url, kind="portal"):
    dialog.form.kind.setCurrentIndex(dialog.form.kind.findData(kind))
    for field, text in ((dialog.form.name, name), (dialog.form.url, url)):
        field.setText(text)  # Qt’s test keys know no accents
        field.textEdited.emit(text)


def try_it(dialog, qtbot):
    dialog.test()
    assert not dialog.test_button.isEnabled()
    qtbot.waitUntil(lambda: dialog._work is None, timeout=TIMEOUT_MS)
    return dialog.answer.text()


def test_the_proposed_ones_come_first(dialog):
    names = [dialog.model.index(row, 0).data() for row in range(dialog.model.rowCount())]
    assert names == [one.name for one in proposed_connections()]
    assert dialog.form.name.text() == names[0]
    assert not dialog.save_button.isEnabled(), "nothing was changed"


def test_one_is_added(dialog, qtbot):
    qtbot.mouseClick(dialog.add_button, Qt.MouseButton.LeftButton)
    assert not dialog.save_button.isEnabled()
    type_in(dialog, "  My   node ", "node.example.org/", "node")
    qtbot.keyClick(dialog.form.url, Qt.Key.Key_Return)
    added = next(one for one in saved_connections() if one.kind == "node")
    assert (added.name, added.url.rstrip("/")) == ("My node", "https://node.example.org")
    assert dialog.told == ["My node"]
    assert dialog.list.currentIndex().data() == "My node"
    assert "Saved" in dialog.answer.text()


@pytest.mark.parametrize(
    ("name", "url"), [("", "https://x.org"), ("x", "ftp://x.org"), ("x", "https://"), ("x", "not an address at all")]
)
def test_what_is_wrong_is_said_and_not_saved(dialog, qtbot, name, url):
    before = saved_connections()
    dialog.add()
    type_in(dialog, name, url)
    assert not dialog.save()
    assert dialog.answer.text()
    assert saved_connections() == before
    assert dialog.told == []


def test_a_name_that_exists_is_refused(dialog, qtbot):
    taken = proposed_connections()[0]
    dialog.add()
    type_in(dialog, taken.name, "https://other.example")
    assert not dialog.save()
    assert taken.name in dialog.answer.text()
    assert saved_connections()[0] == taken


def test_another_name_moves_it(dialog, qtbot):
    save_connection(Connection("Old", "https://x.example", "portal", "abc1234"))
    dialog.model.reload()
    dialog.show_named("Old")
    dialog.form.name.clear()
    qtbot.keyClicks(dialog.form.name, "New")
    assert dialog.save()
    names = [one.name for one in saved_connections()]
    assert "New" in names
    assert "Old" not in names


@pytest.mark.parametrize("answer", ["Yes", "No"])
def test_one_is_removed_once_confirmed(dialog, monkeypatch, answer):
    asked = []

    def question(parent, title, text, buttons, default):
        asked.append((text, default))
        return getattr(QMessageBox.StandardButton, answer)

    monkeypatch.setattr(QMessageBox, "question", question)
    first = proposed_connections()[0].name
    dialog.show_named(first)
    dialog.remove()
    assert first in asked[0][0]
    assert asked[0][1] == QMessageBox.StandardButton.No
    assert (first in [one.name for one in saved_connections()]) is (answer == "No")
    assert dialog.told == ([""] if answer == "Yes" else [])


# --- trying ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "file"])
def test_every_kind_answers(dialog, qtbot, rudi_server, kind):
    paths = {"csw": "/csw", "udata": "/udata", "stac": "/stac"}
    dialog.form.show_connection(Connection("Tried", rudi_server.url + paths.get(kind, ""), kind))
    told = try_it(dialog, qtbot)
    if kind in ("portal", "node"):
        assert "387" in told or "120" in told
    if kind == "node":
        assert "version" in told
    assert told
    assert saved_connections() == proposed_connections(), "trying saves nothing"


def test_a_file_is_counted(dialog, qtbot, records_file):
    dialog.form.show_connection(records_file(12))
    assert "12" in try_it(dialog, qtbot)


def test_a_file_that_is_none_is_told(dialog, qtbot, tmp_path):
    path = tmp_path / "broken.json"
    path.write_text(json.dumps("text"), encoding="utf-8")
    dialog.form.show_connection(Connection("Broken", str(path), "file"))
    assert "broken.json" in try_it(dialog, qtbot)


@pytest.mark.parametrize("fault", ["503", "html", "notjson", "empty", "404"])
def test_what_goes_wrong_is_told(dialog, qtbot, rudi_server, fault):
    rudi_server.fault("/konsult", fault, 20)
    dialog.form.show_connection(Connection("Tried", rudi_server.url, "portal"))
    told = try_it(dialog, qtbot)
    assert told
    assert "datasets." not in told
    assert dialog.bar.isHidden()


def test_nobody_there_is_told(dialog, qtbot):
    dialog.form.show_connection(Connection("Dead", DEAD, "portal"))
    assert try_it(dialog, qtbot)


def test_an_account_that_does_not_exist_is_told(dialog, qtbot, rudi_server, monkeypatch):
    connection = Connection("Tried", rudi_server.url, "portal", "nothere")
    monkeypatch.setattr(dialog.form, "connection", lambda: connection)
    assert "nothere" in try_it(dialog, qtbot)


def test_a_change_gives_up_the_test(dialog, qtbot, rudi_server):
    rudi_server.fault("/konsult", "slow@10", 20)
    dialog.form.show_connection(Connection("Tried", rudi_server.url, "portal"))
    dialog.test()
    manager = QgsApplication.taskManager()
    qtbot.waitUntil(lambda: dialog._work.status() == QgsTask.TaskStatus.Running)
    qtbot.keyClicks(dialog.form.url, "x")
    assert dialog._work is None
    assert dialog.bar.isHidden()
    assert dialog.answer.text() == ""
    qtbot.waitUntil(lambda: manager.countActiveTasks() == 0)  # QGIS heard that it ended
    assert dialog.test_button.isEnabled()


def test_the_model_tells_what_each_is(qgis_app):
    model = connection_model()
    told = model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert model.things[0].url in told
    assert model.row_of("nobody") == -1
    assert model.index(99, 0).data() is None


def test_the_form_follows_the_kind(dialog):
    form = dialog.form
    form.kind.setCurrentIndex(form.kind.findData("file"))
    assert form.address.currentWidget() is form.file
    assert not form.account.isEnabled()
    form.kind.setCurrentIndex(form.kind.findData("csw"))
    assert form.address.currentWidget() is form.url
    assert form.account.isEnabled()
