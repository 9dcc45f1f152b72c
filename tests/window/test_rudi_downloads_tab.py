"""The tab of the downloads: what can be done with the chosen one, by mouse and by keyboard, at any width."""

from __future__ import annotations

from pathlib import Path

import pytest
from cityorchestra.cityorchestra_plugin.docks.rudi import downloads
from cityorchestra.cityorchestra_plugin.docks.rudi.download_jobs import State
from cityorchestra.cityorchestra_plugin.docks.rudi.download_model import NAME, REMAINING, SPEED, STATUS
from cityorchestra.cityorchestra_plugin.docks.rudi.downloads import DownloadsTab
from cityorchestra.tests.window.download_support import MEGA, SLOW, address, files, until, until_some_came
from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtTest import QAbstractItemModelTester


@pytest.fixture
def tab(queue, qtbot):
    tab = DownloadsTab(queue)
    tester = QAbstractItemModelTester(tab.sorted, QAbstractItemModelTester.FailureReportingMode.Fatal)
    tester.setParent(tab)
    qtbot.addWidget(tab)
    tab.resize(420, 400)
    tab.show()
    queue.set_visible(True)
    return tab


def offered(tab) -> set[str]:
    """Return what can be done with the chosen download."""
    actions = {
        "pause": tab.pause_action,
        "resume": tab.resume_action,
        "cancel": tab.cancel_action,
        "add": tab.add_action,
        "folder": tab.folder_action,
        "remove": tab.remove_action,
        "clear": tab.clear_action,
    }
    return {name for name, action in actions.items() if action.isEnabled() and action.isVisible()}


def slow(queue, make_job, rudi_server, qtbot, name="slow.bin"):
    """Queue a download that takes a while, and wait until it has begun."""
    job = make_job(name, 8 * MEGA)
    rudi_server.fault(address(name), SLOW)
    queue.add(job)
    until_some_came(qtbot, job)
    return job


def test_an_empty_tab_says_what_to_do(tab):
    assert tab.pages.currentWidget() is tab.empty
    assert "Download" in tab.empty.text()
    assert tab.details.isHidden()
    assert offered(tab) == set()


def test_what_can_be_done_follows_the_state(tab, queue, make_job, rudi_server, qtbot):
    job = slow(queue, make_job, rudi_server, qtbot)
    assert tab.pages.currentWidget() is tab.table
    assert tab.chosen() is job, "what was just added is chosen"
    assert offered(tab) == {"pause", "cancel", "folder"}
    tab.pause_action.trigger()
    until(qtbot, job, State.PAUSED)
    assert offered(tab) == {"resume", "cancel", "folder", "remove"}
    assert tab.resume_action.text() == "Resume"
    tab.cancel_action.trigger()
    assert offered(tab) == {"resume", "folder", "remove", "clear"}
    assert tab.resume_action.text() == "Try again"
    tab.resume_action.trigger()
    until(qtbot, job, State.DONE)
    assert offered(tab) == {"add", "folder", "remove", "clear"}
    tab.clear_action.trigger()
    assert tab.pages.currentWidget() is tab.empty
    assert files(job) == ["slow.bin"], "files stay"


def test_the_line_below_tells_all_of_the_chosen_one(tab, queue, make_job, rudi_server, qtbot):
    job = make_job("wrong.bin", 5000)
    rudi_server.fault(address("wrong.bin"), "hash")
    queue.add(job)
    until(qtbot, job, State.QUARANTINED)
    assert "wrong.bin (Dataset wrong.bin), Wrong file" in tab.details.text()
    assert "wrong.bin.bad" in tab.details.text()
    assert tab.details.textFormat() == Qt.TextFormat.PlainText, "a server's words are no markup"


def test_progress_moves_while_it_is_on_show(tab, queue, make_job, rudi_server, qtbot):
    slow(queue, make_job, rudi_server, qtbot)
    before = tab.details.text()
    qtbot.waitUntil(lambda: tab.details.text() != before and " of " in tab.details.text(), timeout=5000)


def test_it_works_without_a_mouse(tab, queue, make_job, rudi_server, qtbot, monkeypatch):
    job = slow(queue, make_job, rudi_server, qtbot)
    tab.table.setFocus()
    qtbot.keyClick(tab.table, Qt.Key.Key_Space)
    until(qtbot, job, State.PAUSED)
    qtbot.keyClick(tab.table, Qt.Key.Key_Space)
    until_some_came(qtbot, job)
    qtbot.keyClick(tab.table, Qt.Key.Key_Delete)
    until(qtbot, job, State.CANCELLED)
    assert files(job) == []
    qtbot.keyClick(tab.table, Qt.Key.Key_Return)
    until(qtbot, job, State.DONE)
    with qtbot.waitSignal(tab.addTriggered) as blocker:
        qtbot.keyClick(tab.table, Qt.Key.Key_Return)
    assert blocker.args == [job]
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    qtbot.keyClick(tab.table, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert opened == [QUrl.fromLocalFile(job.folder)]
    qtbot.keyClick(tab.table, Qt.Key.Key_Delete)
    assert not queue.model.jobs
    assert files(job) == ["slow.bin"]


def test_a_double_click_adds_what_is_there(tab, queue, make_job, qtbot):
    job = make_job("there.bin", 1000)
    queue.add(job)
    until(qtbot, job, State.DONE)
    with qtbot.waitSignal(tab.addTriggered) as blocker:
        tab.table.doubleClicked.emit(tab.table.currentIndex())
    assert blocker.args == [job]


def test_a_folder_that_is_gone_is_not_opened(make_job, monkeypatch, tmp_path):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    job = make_job("nowhere.bin", 10)
    downloads.show_in_folder(job)
    assert opened == []
    Path(job.folder).mkdir()
    downloads.show_in_folder(job)
    assert len(opened) == 1


def test_sorting_keeps_the_choice(tab, queue, make_job, qtbot):
    jobs = [make_job(name, 10) for name in ("b.bin", "a.bin", "c.bin")]
    for job in jobs:
        queue.add(job)
    for job in jobs:
        until(qtbot, job, State.DONE)
    assert [tab.sorted.index(row, NAME).data() for row in range(3)] == ["b.bin", "a.bin", "c.bin"], "as they were asked"
    tab.choose(jobs[1].key)
    tab.table.sortByColumn(NAME, Qt.SortOrder.DescendingOrder)
    assert [tab.sorted.index(row, NAME).data() for row in range(3)] == ["c.bin", "b.bin", "a.bin"]
    assert tab.chosen() is jobs[1]


def test_it_is_narrow_when_it_must_be(tab, queue, make_job, qtbot):
    job = make_job("a rather long name of a file of the city.geojson", 10)
    queue.add(job)
    until(qtbot, job, State.DONE)
    assert tab.minimumSizeHint().width() <= 280
    tab.resize(280, 400)
    assert tab.table.isColumnHidden(SPEED)
    assert tab.table.isColumnHidden(REMAINING)
    shown = [column for column in range(5) if not tab.table.isColumnHidden(column)]
    assert sum(tab.table.columnWidth(column) for column in shown) <= tab.table.viewport().width()
    assert tab.table.columnWidth(NAME) >= 0.6 * tab.table.viewport().width(), "the name is what one looks for"
    tab.resize(420, 400)
    assert not tab.table.isColumnHidden(STATUS)
    assert tab.table.columnWidth(STATUS) >= tab.fontMetrics().horizontalAdvance("Verified")
    tab.resize(900, 400)
    assert not tab.table.isColumnHidden(SPEED)


def test_buttons_have_names(tab):
    for action in tab.toolbar.actions():
        if not action.isSeparator():
            assert tab.toolbar.widgetForAction(action).accessibleName() == action.text() or action is tab.resume_action
            assert action.toolTip()
            assert not action.icon().isNull()
