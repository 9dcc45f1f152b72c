"""Asking for access: who may, what exactly is sent and only after an agreement, what became of earlier requests."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from cityorchestra.cityorchestra_plugin.docks import background
from cityorchestra.cityorchestra_plugin.docks.rudi.access_request import AccessRequestDialog
from cityorchestra.cityorchestra_plugin.docks.rudi.access_requests_model import (
    DATASET,
    END,
    STATUS,
    AccessRequestModel,
    date_text,
    status_text,
)
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.rudi.access_requests import AccessRequest
from cityorchestra.processing_provider.rudi.portal_projects import STATUSES, Projects
from cityorchestra.processing_provider.rudi.record import Contact, Record
from cityorchestra.processing_provider.translation import translated_error
from cityorchestra.tests.rudi.dock_support import TIMEOUT_MS, Opener, portal_connection, user
from cityorchestra.tests.rudi.server.portal_tokens import USERS
from cityorchestra.tests.window.support import MARK
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QDate, Qt
from qgis.PyQt.QtTest import QAbstractItemModelTester
from qgis.PyQt.QtWidgets import QMessageBox

AGENT = "agent@rennesmetropole.fr"
REASON = "Calculer la fraîcheur des trajets vers les écoles."


@pytest.fixture
def opener():
    return Opener(user(AGENT, USERS[AGENT]))


@pytest.fixture
def record(rudi_server):
    identifier = next(iter(rudi_server.state.catalogue.records))
    return Record(identifier, title="Comptages de piétons", access="restricted", source=rudi_server.url)


@pytest.fixture
def said():
    return []


@pytest.fixture
def open_dialog(opener, rudi_server, said, qtbot):
    """Function that opens the dialog and waits until the projects are there."""
    dialogs = []

    def make(record, connection=None, *, wait=True):
        dialog = AccessRequestDialog(connection or portal_connection(rudi_server, "abc1234"), opener, record)
        dialog.said.connect(lambda *words: said.append(words))
        qtbot.addWidget(dialog)
        dialog.show()
        dialogs.append(dialog)
        if wait:
            idle(dialog, qtbot)
        return dialog

    yield make
    for dialog in dialogs:
        dialog.unload()
    qtbot.waitUntil(lambda: not background._alive, timeout=TIMEOUT_MS)


def idle(dialog, qtbot):
    qtbot.waitUntil(lambda: dialog._work is None, timeout=TIMEOUT_MS)


def fill(dialog, title="Trajets au frais"):
    dialog.form.title.setText(title)
    dialog.form.description.setPlainText("Un projet de la métropole.")
    dialog.form.comment.setPlainText(REASON)


def sent(server):
    """Return what the portal took; it refuses what comes before the account is known."""
    return [one for one in server.requests("/projekt", "POST") if one["status"] < 400]


# --- who may ask -------------------------------------------------------------------------------------------------


def test_without_an_account_it_says_how_to_get_one(open_dialog, record, rudi_server, qtbot):
    dialog = open_dialog(record, portal_connection(rudi_server))
    assert dialog.pages.currentWidget() is dialog.how
    assert rudi_server.url in dialog.how.sentence.text()
    with qtbot.waitSignal(dialog.accountWanted):
        dialog.how.button.click()
    assert not dialog.isVisible()
    assert rudi_server.state.log == []


def test_a_server_that_takes_no_request_says_whom_to_write_to(open_dialog, rudi_server):
    contact = Contact(name="SIG", email="sig@example.org")
    record = Record("a", title="Plans", access="restricted", contacts=(contact,))
    connection = portal_connection(rudi_server)
    dialog = open_dialog(record, type(connection)("Node", rudi_server.url, "node"))
    assert "sig@example.org" in dialog.how.sentence.text()
    assert dialog.how.button.isHidden()


def test_a_wrong_password_is_told(open_dialog, record, opener):
    opener.account = user(AGENT, "wrong")
    dialog = open_dialog(record)
    assert dialog.pages.currentWidget() is dialog.form
    assert dialog.bar.currentItem() is not None
    assert dialog.requests_label.text()


# --- the form ----------------------------------------------------------------------------------------------------


def test_nothing_is_reproached_before_it_is_typed(open_dialog, record):
    form = open_dialog(record).form
    assert all(line.isHidden() for line in form.checks.values())
    form.comment.setPlainText("Short")
    assert form.checks["comment"].text()
    assert form.checks["project"].isHidden()


def test_what_is_missing_is_shown_and_nothing_is_sent(open_dialog, record, rudi_server):
    dialog = open_dialog(record)
    dialog.check()
    assert dialog.pages.currentWidget() is dialog.form
    assert dialog.form.checks["project"].text()
    assert dialog.form.checks["comment"].text()
    assert dialog.form.title.hasFocus()
    assert sent(rudi_server) == []


def test_an_end_in_the_past_is_refused(open_dialog, record):
    dialog = open_dialog(record)
    fill(dialog)
    dialog.form.end.setMinimumDate(QDate(2000, 1, 1))
    dialog.form.end.setDate(QDate(2020, 1, 1))
    assert dialog.form.checks["end_date"].text()
    dialog.form.ends.setChecked(False)
    assert dialog.form.checks["end_date"].text() == ""
    assert dialog.form.draft().end_date is None


def test_projects_of_the_account_are_offered(open_dialog, record, rudi_server, qtbot):
    project = rudi_server.state.projects.create("Mobilités", AGENT)
    dialog = open_dialog(record)
    assert dialog.form.existing.isChecked()
    assert dialog.form.projects.currentText() == "Mobilités"
    dialog.form.comment.setPlainText(REASON)
    assert dialog.form.draft().project_id == project["uuid"]
    qtbot.keyClicks(dialog.form.title, "x")
    dialog.form.new.setChecked(True)
    assert dialog.form.draft().project_id == ""


# --- what is sent ------------------------------------------------------------------------------------------------


def test_exactly_what_is_shown_is_sent(open_dialog, record, rudi_server, said, answer, qtbot):
    dialog = open_dialog(record)
    fill(dialog)
    qtbot.mouseClick(dialog.form.check_button, Qt.MouseButton.LeftButton)
    assert dialog.pages.currentWidget() is dialog.review
    assert "Nothing has been sent yet" in dialog.review_label.text()
    shown = dialog.review_text.toPlainText()
    assert sent(rudi_server) == []
    answer.value = QMessageBox.StandardButton.Yes
    dialog.send()
    idle(dialog, qtbot)
    messages = [block.partition("\n") for block in shown.split("\n\n")]
    calls = sent(rudi_server)
    assert len(calls) == len(messages) == 2
    for (head, _, body), call in zip(messages, calls):
        method, _, address = head.partition(" ")
        assert method == call["method"]
        assert json.loads(body) == json.loads(call["body"])
        path = address.replace(rudi_server.url, "").split("/{new}")[0]
        assert call["path"].startswith(path)
    assert dialog.pages.currentWidget() is dialog.sent
    assert "Sent, not read yet" in dialog.sent.sentence.text()
    assert said == [("success", "The request for “Comptages de piétons” is registered.")]
    assert dialog.requests.index(0, DATASET).data() == "Comptages de piétons"


def test_no_is_the_answer_by_default(open_dialog, record, rudi_server, answer):
    dialog = open_dialog(record)
    fill(dialog)
    dialog.check()
    dialog.send()
    ((text, default),) = answer()
    assert "Comptages de piétons" in text
    assert rudi_server.url in text
    assert default == QMessageBox.StandardButton.No
    assert sent(rudi_server) == []
    assert dialog.pages.currentWidget() is dialog.review


def test_nothing_is_sent_before_it_was_shown(open_dialog, record, rudi_server, answer):
    dialog = open_dialog(record)
    fill(dialog)
    answer.value = QMessageBox.StandardButton.Yes
    dialog.send()
    assert answer() == []
    assert sent(rudi_server) == []


def test_a_project_made_before_a_refusal_is_offered_the_next_time(
    open_dialog, record, rudi_server, answer, qtbot, monkeypatch
):
    dialog = open_dialog(record)
    fill(dialog)
    dialog.check()
    answer.value = QMessageBox.StandardButton.Yes

    def refuses(*_):
        raise InputError("The portal says no.")

    with monkeypatch.context() as patch:
        patch.setattr(Projects, "link", refuses)
        dialog.send()
        idle(dialog, qtbot)
        idle(dialog, qtbot)
    assert dialog.pages.currentWidget() is dialog.form
    qtbot.waitUntil(lambda: dialog.form.projects.count() == 1, timeout=TIMEOUT_MS)
    assert dialog.form.projects.currentText() == "Trajets au frais"
    assert "The portal says no." in message(dialog)
    dialog.check()
    dialog.send()
    idle(dialog, qtbot)
    assert len([one for one in sent(rudi_server) if one["path"].endswith("/projects")]) == 1, "one project, not two"


def message(dialog):
    from qgis.PyQt.QtWidgets import QLabel

    return " ".join(label.text() for label in dialog.bar.currentItem().findChildren(QLabel))


def test_esc_while_sending_gives_up_and_tells(open_dialog, record, rudi_server, answer, qtbot):
    dialog = open_dialog(record)
    fill(dialog)
    dialog.check()
    answer.value = QMessageBox.StandardButton.Yes
    rudi_server.fault("/projekt/v1/projects", "stall@0")
    dialog.send()
    qtbot.waitUntil(lambda: bool(rudi_server.requests("/projekt", "POST")), timeout=TIMEOUT_MS)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: dialog.pages.currentWidget() is dialog.form, timeout=TIMEOUT_MS)
    assert dialog.isVisible()
    assert "may have been made" in message(dialog)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_an_unload_while_asking_leaves_nothing(open_dialog, record, rudi_server, qtbot):
    rudi_server.fault("/projekt", "stall@0", times=5)
    dialog = open_dialog(record, wait=False)
    qtbot.waitUntil(lambda: bool(rudi_server.requests("/projekt")), timeout=TIMEOUT_MS)
    dialog.unload()
    qtbot.waitUntil(lambda: not background._alive, timeout=TIMEOUT_MS)
    assert QgsApplication.taskManager().countActiveTasks() == 0


# --- my requests -------------------------------------------------------------------------------------------------


def test_earlier_requests_are_told(open_dialog, record, rudi_server, answer, qtbot):
    dialog = open_dialog(record)
    assert "no request" in dialog.requests_label.text()
    fill(dialog)
    dialog.check()
    answer.value = QMessageBox.StandardButton.Yes
    dialog.send()
    idle(dialog, qtbot)
    rudi_server.state.projects.approve(None, "VALIDATED")
    again = open_dialog(None)
    assert again.form is None
    assert again.tabs.count() == 1
    assert again.requests.index(0, STATUS).data() == "Accepted"
    assert again.requests.index(0, END).data() == date_text((date.today() + timedelta(days=365)).isoformat())
    again.refresh_button.click()
    idle(again, qtbot)
    assert again.requests.rowCount() == 1


def test_requests_come_and_go_in_the_table():
    model = AccessRequestModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    requests = [AccessRequest("p", "Project", f"d{number}", status) for number, status in enumerate(STATUSES)]
    model.show(requests, {"d0": "Trees"})
    assert model.index(0, DATASET).data() == "Trees"
    assert model.index(1, DATASET).data() == "d1"
    assert len({model.index(row, STATUS).data() for row in range(6)}) == 6
    assert model.index(0, END).data() == "No end"
    model.show(requests[:2], {})
    assert model.rowCount() == 2
    assert model.index(0, DATASET).data() == "d0"
    model.show(requests, {})
    assert model.rowCount() == 6
    model.show([], {})
    assert model.rowCount() == 0
    assert status_text("SOMETHING_NEW") == "Unknown"
    assert date_text("soon") == "soon"


def test_an_error_that_quotes_another_is_translated_whole(marked):
    error = InputError("It failed: {cause}", cause=InputError("No {thing}.", thing="bread"))
    assert str(error) == "It failed: No bread."
    assert translated_error(error) == f"{MARK}It failed: {MARK}No bread."
