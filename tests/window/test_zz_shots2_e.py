from pathlib import Path
import pytest
from cityorchestra.cityorchestra_plugin.docks.rudi.downloads import DownloadsTab
from cityorchestra.cityorchestra_plugin.docks.rudi.access_request import AccessRequestDialog
from cityorchestra.cityorchestra_plugin.docks.rudi.download_jobs import State
from cityorchestra.tests.rudi.dock_support import *
from cityorchestra.tests.rudi.server.portal_tokens import USERS
from cityorchestra.tests.window.download_support import *
OUT=Path("/tmp/shots")
@pytest.mark.parametrize("theme", ["light","night"])
@pytest.mark.parametrize("width", [280, 500, 800])
def test_downloads(queue, make_job, rudi_server, qtbot, request, theme, width):
    if theme=="night": request.getfixturevalue("dark")
    tab=DownloadsTab(queue); qtbot.addWidget(tab); tab.resize(width,330); tab.show(); queue.set_visible(True)
    qtbot.wait(30); tab.grab().save(str(OUT/f"d0_{width}_{theme}.png"))
    names=["Comptages piétons 2025.csv","arbres d'alignement de la métropole.geojson","mnt_1m.tif","bâtiments.zip","lampadaires.json","bancs.json"]
    jobs=[make_job(n, 3*MEGA+n_*1000) for n_,n in enumerate(names)]
    for j in jobs[:3]: 
        queue.add(j)
    for j in jobs[3:]: queue.model.add([j])
    rows=queue.model.jobs
    for j in rows[:3]: until(qtbot,j,State.DONE)
    import time
    rows[0].status="unverifiable"
    rows[2].state=State.RUNNING; rows[2].received=1_900_000; rows[2].total=3_147_000
    now=time.monotonic(); rows[2].speed.reset(); rows[2].speed.add(100_000, now-2.0); rows[2].speed.add(1_900_000, now)
    rows[3].state=State.PAUSED; rows[3].received=700_000
    rows[4].state=State.QUARANTINED; rows[4].sentence="lampadaires.json is not the file that the catalogue announces (SHA-256 8a1… instead of 7b2…). It was kept as lampadaires.json.bad; tell its producer, or accept files that differ."
    rows[5].state=State.CANCELLED
    for j in rows: queue.model.changed(j.key)
    tab.choose(rows[4].key)
    qtbot.wait(50); tab.grab().save(str(OUT/f"d1_{width}_{theme}.png"))
@pytest.mark.parametrize("theme", ["light","night"])
def test_access(rudi_server, qtbot, request, theme):
    if theme=="night": request.getfixturevalue("dark")
    gid=next(iter(rudi_server.state.catalogue.records))
    rec=Record(gid, title="Comptages de piétons aux abords des écoles", access="restricted", source=rudi_server.url)
    d=AccessRequestDialog(portal_connection(rudi_server,"abc1234"), Opener(user("agent@rennesmetropole.fr",USERS["agent@rennesmetropole.fr"])), rec)
    qtbot.addWidget(d); d.show(); qtbot.waitUntil(lambda: d._work is None, timeout=9000)
    d.form.comment.setPlainText("Trop court"); qtbot.wait(30); d.grab().save(str(OUT/f"a1_{theme}.png"))
    d.form.title.setText("Trajets au frais"); d.form.comment.setPlainText("Calculer la fraîcheur des trajets vers les écoles.")
    d.check(); qtbot.wait(30); d.grab().save(str(OUT/f"a2_{theme}.png"))
    from qgis.PyQt.QtWidgets import QMessageBox
    request.getfixturevalue("monkeypatch").setattr(QMessageBox,"question",lambda *a: QMessageBox.StandardButton.Yes)
    d.send(); qtbot.waitUntil(lambda: d._work is None, timeout=9000); qtbot.wait(30); d.grab().save(str(OUT/f"a3_{theme}.png"))
    d.tabs.setCurrentIndex(1); qtbot.wait(30); d.grab().save(str(OUT/f"a4_{theme}.png"))
    d.resize(280,400); d.tabs.setCurrentIndex(0);qtbot.wait(30); print(d.width(), d.minimumSizeHint().width()); d.grab().save(str(OUT/f"a5_{theme}.png"))
    d.unload()
