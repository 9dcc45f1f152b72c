"""A publication: nothing is sent before what is sent was shown and agreed to; then a receipt."""

from __future__ import annotations

import json
from pathlib import Path

from cityorchestra.cityorchestra_plugin import settings
from cityorchestra.cityorchestra_plugin.docks.rudi.publish_form import PublishForm
from cityorchestra.cityorchestra_plugin.docks.rudi.published_records import PUBLISHED_PROPERTY
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.rudi.algorithms.connections import Connection
from cityorchestra.processing_provider.rudi.publication_targets import ManagerOffice
from cityorchestra.tests.rudi import auth_support
from cityorchestra.tests.rudi.dock_support import TIMEOUT_MS, Opener
from cityorchestra.tests.window.publish_support import (
    CONTACT,
    PRODUCER,
    USERS,
    add,
    fill,
    geopackage,
    publish,
    see,
    shown_text,
    tree_layer,
)
from qgis.core import QgsApplication, QgsVectorLayer
from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QApplication, QFileDialog, QMessageBox

# --- see, agree, send --------------------------------------------------------------------------------------------


def test_what_would_be_sent_is_shown_and_nothing_is_sent(bench, trees, editor, rudi_server, qtbot):
    fill(bench.form, rudi_server, editor)
    see(bench, qtbot)
    assert bench.page() is bench.form.review, bench.said
    text = shown_text(bench)
    for word in ("Arbres de la ville de Rennes", PRODUCER["organization_name"], CONTACT["email"], "courriel"):
        assert word in text
    assert "CONSENT" not in text, "here a button agrees"
    assert bench.form.review.publish_button.isEnabled()
    assert not bench.form.review.publish_button.hasFocus(), "Return must not send"
    assert bench.writes() == []


def test_no_is_the_answer_by_default(bench, trees, editor, rudi_server, answer, qtbot):
    fill(bench.form, rudi_server, editor)
    see(bench, qtbot)
    bench.form.publish()
    ((text, default),) = answer()
    assert "Arbres de la ville de Rennes" in text
    assert rudi_server.url.partition("//")[2] in text
    assert default == QMessageBox.StandardButton.No
    assert bench.page() is bench.form.review
    assert bench.writes() == []


def test_what_was_shown_is_published_and_receipted(bench, trees, editor, rudi_server, answer, qtbot, monkeypatch):
    fill(bench.form, rudi_server, editor)
    see(bench, qtbot)
    answer.value = QMessageBox.StandardButton.Yes
    publish(bench, qtbot)
    assert bench.page() is bench.form.receipt_page, bench.said
    assert bench.said[-1] == ("success", "“Arbres de la ville de Rennes” is published.")
    global_id = bench.form.receipt_page.identifier.text()
    record = rudi_server.state.node.of("resources")[global_id]
    assert record["resource_title"] == "Arbres de la ville de Rennes"
    assert record["producer"]["organization_id"] in rudi_server.state.node.of("organizations")
    (medium,) = record["available_formats"]
    assert rudi_server.state.storage.body(medium["media_id"]).sha256() == medium["checksum"]["hash"]
    bench.form.receipt_page.copy_identifier.click()
    assert QApplication.clipboard().text() == global_id
    bench.form.receipt_page.copy_address.click()
    assert QApplication.clipboard().text() == f"{rudi_server.url}/catalogue/detail/{global_id}"
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    bench.form.receipt_page.open_button.click()
    assert opened == [QUrl(f"{rudi_server.url}/catalogue/detail/{global_id}")]


def test_the_next_publication_of_a_layer_is_an_update(bench, trees, editor, rudi_server, answer, qtbot):
    answer.value = QMessageBox.StandardButton.Yes
    fill(bench.form, rudi_server, editor)
    see(bench, qtbot)
    publish(bench, qtbot)
    global_id = bench.form.receipt_page.identifier.text()
    assert trees.customProperty(PUBLISHED_PROPERTY) == global_id
    bench.form.receipt_page.again_button.click()
    assert bench.page() is bench.form.form
    assert bench.form.form.is_update
    assert bench.fields.title.text() == "Arbres de la ville de Rennes"
    bench.fields.title.setText("Arbres de Rennes")
    bench.fields.columns.justification.setPlainText("Les planteurs ont donné leur accord écrit.")
    see(bench, qtbot)
    assert "an update" in shown_text(bench), bench.said
    publish(bench, qtbot)
    assert bench.form.receipt_page.identifier.text() == global_id
    assert rudi_server.state.node.of("resources")[global_id]["resource_title"] == "Arbres de Rennes"


def test_what_is_there_already_is_not_sent_again(bench, editor, rudi_server, answer, qtbot, tmp_path):
    geopackage(tmp_path / "trees.gpkg", tree_layer("trees"))
    add(bench, QgsVectorLayer(str(tmp_path / "trees.gpkg"), "trees"), qtbot)
    answer.value = QMessageBox.StandardButton.Yes
    fill(bench.form, rudi_server, editor)
    bench.fields.contact_name.setText(CONTACT["contact_name"])
    see(bench, qtbot)
    publish(bench, qtbot)
    bench.form.receipt_page.again_button.click()
    bench.fields.columns.justification.setPlainText("Les planteurs ont donné leur accord écrit.")
    see(bench, qtbot)
    assert bench.page() is bench.form.review, bench.said
    assert "nothing to send" in bench.form.review.standing.text()
    assert not bench.form.review.publish_button.isEnabled()
    count = len(answer())
    bench.form.publish()
    assert len(answer()) == count


def test_a_published_layer_may_become_a_new_dataset(bench, trees, editor, rudi_server, answer, qtbot):
    answer.value = QMessageBox.StandardButton.Yes
    fill(bench.form, rudi_server, editor)
    see(bench, qtbot)
    publish(bench, qtbot)
    first = bench.form.receipt_page.identifier.text()
    bench.form.receipt_page.again_button.click()
    bench.form.form.as_what.setCurrentIndex(1)
    bench.form.form.as_what.activated.emit(1)
    fill(bench.form, rudi_server, editor)
    see(bench, qtbot)
    assert bench.page() is bench.form.review, bench.said
    assert first not in shown_text(bench)


def test_a_node_that_does_not_know_the_producer_says_what_to_do(bench, trees, editor, rudi_server, answer, qtbot):
    fill(bench.form, rudi_server, editor)
    bench.fields.producer.setText("Commune inconnue")
    see(bench, qtbot)
    assert bench.page() is bench.form.review
    assert "Commune inconnue" in shown_text(bench)
    assert not bench.form.review.publish_button.isEnabled()
    bench.form.publish()
    assert answer() == []


def test_a_wrong_password_is_told_and_the_form_stays(bench, trees, rudi_server, qtbot):
    fill(bench.form, rudi_server, auth_support.stored_login("editeur", "wrong"))
    see(bench, qtbot)
    assert bench.page() is bench.form.form
    kind, sentence = bench.said[-1]
    assert kind == "error"
    assert sentence
    assert bench.fields.title.text() == "Arbres de la ville de Rennes"


def test_what_changed_meanwhile_is_not_sent(bench, trees, editor, rudi_server, answer, qtbot):
    fill(bench.form, rudi_server, editor)
    see(bench, qtbot)
    answer.value = QMessageBox.StandardButton.Yes
    contacts = rudi_server.state.node.of("contacts")
    contacts[CONTACT["contact_id"]] = dict(CONTACT, contact_summary="Changed by somebody else")
    publish(bench, qtbot)
    assert bench.page() is bench.form.form
    assert "Nothing was sent" in bench.said[-1][1]
    assert bench.writes() == []


def test_a_publication_that_stops_half_way_goes_on_with_the_same_identifiers(
    bench, trees, editor, rudi_server, answer, qtbot, monkeypatch
):
    fill(bench.form, rudi_server, editor)
    see(bench, qtbot)
    identifier = json.loads((bench.form._folders[-1] / "record.json").read_text())["global_id"]
    answer.value = QMessageBox.StandardButton.Yes
    put = ManagerOffice.put

    def refuses_records(office, kind, value):
        if kind == "resources":
            raise InputError("The node is tired.")
        return put(office, kind, value)

    with monkeypatch.context() as patch:
        patch.setattr(ManagerOffice, "put", refuses_records)
        publish(bench, qtbot)
    assert "is on the node" in bench.said[-1][1]
    assert "The node is tired." in bench.said[-1][1]
    see(bench, qtbot)
    assert identifier in shown_text(bench)
    assert "already on the node" in shown_text(bench), "the file is not sent twice"
    publish(bench, qtbot)
    assert bench.form.receipt_page.identifier.text() == identifier


def test_a_cancel_sends_nothing(bench, trees, editor, rudi_server, qtbot):
    fill(bench.form, rudi_server, editor)
    rudi_server.fault("/manager", "stall@0", times=3)
    bench.form.see()
    qtbot.waitUntil(lambda: bool(rudi_server.requests("/manager")), timeout=TIMEOUT_MS)
    qtbot.keyClick(bench.form, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not bench.form.chain.is_running, timeout=TIMEOUT_MS)
    assert bench.said[-1] == ("info", "Cancelled; nothing was sent.")
    assert bench.page() is bench.form.form
    assert bench.writes() == []


def test_the_portal_can_be_asked_whether_it_has_the_dataset(bench, trees, editor, rudi_server, answer, qtbot):
    answer.value = QMessageBox.StandardButton.Yes
    fill(bench.form, rudi_server, editor)
    see(bench, qtbot)
    publish(bench, qtbot)
    page = bench.form.receipt_page
    global_id = page.identifier.text()
    records = rudi_server.state.catalogue.records
    record = records.pop(global_id, None)
    page.ask_button.click()
    qtbot.waitUntil(lambda: page.ask_button.isEnabled(), timeout=TIMEOUT_MS)
    assert "does not have it yet" in page.portal.text()
    records[global_id] = record or dict(rudi_server.state.node.of("resources")[global_id])
    page.ask_button.click()
    qtbot.waitUntil(lambda: page.ask_button.isEnabled(), timeout=TIMEOUT_MS)
    assert "has it" in page.portal.text()


def test_the_receipt_can_be_saved(bench, trees, editor, rudi_server, answer, qtbot, tmp_path, monkeypatch):
    answer.value = QMessageBox.StandardButton.Yes
    fill(bench.form, rudi_server, editor)
    see(bench, qtbot)
    publish(bench, qtbot)
    target = tmp_path / "receipt.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    bench.form.receipt_page.save_button.click()
    assert json.loads(target.read_text(encoding="utf-8"))["published"] is True
    assert bench.said[-1][0] == "success"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "where.json"), ""))
    bench.form.receipt_page.save_button.click()
    assert bench.said[-1][0] == "error"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    count = len(bench.said)
    bench.form.receipt_page.save_button.click()
    assert len(bench.said) == count


# --- what is remembered, and what is not -------------------------------------------------------------------------


def test_the_next_layer_has_the_same_producer_licence_and_server(bench, trees, editor, rudi_server, qtbot):
    fill(bench.form, rudi_server, editor)
    bench.fields.licence.setCurrentIndex(bench.fields.licence.findData("odbl-1.0"))
    see(bench, qtbot)
    again = PublishForm(lambda: None, Opener())
    qtbot.addWidget(again)
    again.set_layer(trees)
    form, destination = again.form.fields.form(), again.form.destination.destination()
    assert (form.producer, form.contact_email, form.licence) == (
        PRODUCER["organization_name"],
        CONTACT["email"],
        "odbl-1.0",
    )
    assert destination.address == f"{rudi_server.url}/manager"
    assert destination.authcfg == editor
    assert again.form.destination.isCollapsed(), "nothing is missing there"
    again.unload()


def test_an_account_that_was_deleted_is_asked_for_again(bench, trees, rudi_server):
    gone = auth_support.stored_login("somebody", "else")
    settings.PUBLISH_SERVER.set_value(rudi_server.url)
    settings.PUBLISH_ACCOUNT.set_value(gone)
    bench.destination.show_remembered(None)
    assert bench.destination.destination().authcfg == gone
    assert QgsApplication.authManager().removeAuthenticationConfig(gone)
    bench.destination.show_remembered(None)
    assert bench.destination.destination().authcfg == ""
    assert not bench.destination.isCollapsed()


def test_a_node_of_the_panel_is_proposed(bench, trees):
    bench.connection[0] = Connection("A node", "https://node.example.org", "node", "")
    bench.form.connection_changed()
    chosen = bench.destination.destination()
    assert (chosen.target, chosen.address) == ("node", "https://node.example.org")
    bench.connection[0] = Connection("Another", "https://other.example.org", "node", "")
    bench.form.connection_changed()
    assert bench.destination.address.text() == "https://node.example.org", "what was chosen stays"


def test_only_a_node_itself_can_send_to_the_portal(bench):
    target, portal = bench.destination.target, bench.destination.to_portal
    target.setCurrentIndex(target.findData("node"))
    assert not portal.isHidden()
    portal.setChecked(True)
    assert bench.destination.destination().to_portal
    target.setCurrentIndex(target.findData("manager"))
    assert portal.isHidden()
    assert not bench.destination.destination().to_portal


def test_no_secret_and_no_file_stays(bench, trees, editor, rudi_server, answer, qtbot, records_folder):
    answer.value = QMessageBox.StandardButton.Yes
    fill(bench.form, rudi_server, editor)
    see(bench, qtbot)
    publish(bench, qtbot)
    folders = list(bench.form._folders)
    secret = USERS["editeur"][0]
    kept = [path for folder in (*folders, records_folder) for path in Path(folder).rglob("*") if path.is_file()]
    assert len(kept) >= 5
    assert not any(secret.encode() in path.read_bytes() for path in kept)
    stored = [settings.PUBLISH_SERVER.value(), settings.PUBLISH_ACCOUNT.value(), settings.PUBLISH_CONTACT.value()]
    assert secret not in " ".join(stored)
    bench.form.unload()
    assert not any(Path(folder).exists() for folder in folders)
