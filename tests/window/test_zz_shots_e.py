from pathlib import Path

import pytest
from cityorchestra.cityorchestra_plugin.docks.rudi.publish_form import PublishForm
from cityorchestra.tests.rudi import auth_support
from cityorchestra.tests.rudi.dock_support import Opener, portal_connection
from cityorchestra.tests.rudi.server.manager_routes import USERS
from cityorchestra.tests.window import publish_support
from qgis.core import QgsProject

OUT = Path("/tmp/shots")
OUT.mkdir(exist_ok=True)


@pytest.mark.parametrize("theme", ["light", "night"])
@pytest.mark.parametrize("width", [280, 500])
def test_shot(rudi_server, provider, qtbot, request, theme, width, monkeypatch):
    if theme == "night":
        request.getfixturevalue("dark")
    publish_support.people(rudi_server)
    QgsProject.instance().addMapLayer(publish_support.tree_layer())
    form = PublishForm(lambda: portal_connection(rudi_server), Opener())
    said = []
    form.said.connect(lambda *a: said.append(a))
    qtbot.addWidget(form)
    form.resize(width, 900)
    form.show()
    form.set_visible(True)
    qtbot.waitUntil(lambda: form.form.look._done, timeout=10000)

    def shot(name):
        qtbot.wait(50)
        form.grab().save(str(OUT / f"{name}_{width}_{theme}.png"))

    shot("1_empty_form")
    form.see()
    shot("2_all_checks")
    inner = form.form.scroll.widget()
    inner.grab().save(str(OUT / f"3_whole_{width}_{theme}.png"))
    publish_support.fill(form, rudi_server, auth_support.stored_login("editeur", USERS["editeur"][0]))
    form.form.destination.setCollapsed(False)
    form.form.fields.details.setCollapsed(False)
    qtbot.wait(50)
    inner.grab().save(str(OUT / f"4_filled_{width}_{theme}.png"))
    form.see()
    shot("5_busy")
    try:
        qtbot.waitUntil(lambda: form.pages.currentWidget() is form.review, timeout=15000)
    except Exception:
        print(said)
        raise
    shot("6_review"); b=form.review.view.verticalScrollBar(); b.setValue(900); shot("6b_review")
    from qgis.PyQt.QtWidgets import QMessageBox

    monkeypatch.setattr(QMessageBox, "question", lambda *a, **k: QMessageBox.StandardButton.Yes)
    form.publish()
    try:
        qtbot.waitUntil(lambda: form.pages.currentWidget() is form.receipt_page, timeout=15000)
    except Exception:
        print(said)
        raise
    shot("7_receipt")
    form.unload()
