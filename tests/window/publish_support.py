"""What the tests of publishing share: a layer with names and e-mail addresses, a form, and how it is filled in."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from cityorchestra.cityorchestra_plugin.docks import background
from cityorchestra.cityorchestra_plugin.docks.rudi import published_records
from cityorchestra.cityorchestra_plugin.docks.rudi.publish_form import PublishForm
from cityorchestra.processing_provider.compatibility import field as attribute
from cityorchestra.tests.rudi import auth_support
from cityorchestra.tests.rudi.dock_support import TIMEOUT_MS, Opener, portal_connection
from cityorchestra.tests.rudi.server.manager_routes import USERS
from qgis.core import (
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtWidgets import QMessageBox

WRITES = ("POST", "PUT", "DELETE")

PRODUCER = {
    "organization_id": "5d4a2a4e-7ab4-4a3c-9c2b-0d6c1f2f7a01",
    "organization_name": "Rennes Métropole",
}
CONTACT = {
    "contact_id": "0a7e3c54-1f0d-4a5e-8a34-5f3f0c9b6d02",
    "contact_name": "Service SIG",
    "email": "sig@rennesmetropole.fr",
}
TREES = (
    ("Platane", 12.5, "Mme Martin", "martin@example.org"),
    ("Tilleul", 8.0, "M. Dupont", "dupont@example.org"),
    ("Chêne", 15.2, "Mme Le Goff", "legoff@example.org"),
)


def people(server) -> None:
    """Make a producer and a contact known to the node."""
    server.state.node.of("organizations")[PRODUCER["organization_id"]] = dict(PRODUCER)
    server.state.node.of("contacts")[CONTACT["contact_id"]] = dict(CONTACT)


def tree_layer(name: str = "Arbres de la ville", *, personal: bool = True) -> QgsVectorLayer:
    """Return three trees in memory, with who planted them and how to write to them."""
    layer = QgsVectorLayer("Point?crs=EPSG:2154", name, "memory")
    fields = [attribute("essence", "text"), attribute("hauteur", "real")]
    if personal:
        fields += [attribute("planteur", "text"), attribute("courriel", "text")]
    layer.dataProvider().addAttributes(fields)
    layer.updateFields()
    for number, values in enumerate(TREES):
        tree = QgsFeature(layer.fields())
        tree.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(352000 + 100 * number, 6789000)))
        tree.setAttributes(list(values[: len(fields)]))
        layer.dataProvider().addFeature(tree)
    layer.updateExtents()
    return layer


def geopackage(path: Path, *layers: QgsVectorLayer) -> bytes:
    """Write layers to a GeoPackage and return it."""
    for number, layer in enumerate(layers):
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName, options.layerName = "GPKG", layer.name()
        if number:
            options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
        written = QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsCoordinateTransformContext(), options)
        assert written[0] == QgsVectorFileWriter.WriterError.NoError
    return path.read_bytes()


def fill(form: PublishForm, server, authcfg: str) -> None:
    """Fill in all that is needed to publish through the manager of a server."""
    fields, destination = form.form.fields, form.form.destination
    fields.title.setText("Arbres de la ville de Rennes")
    fields.synopsis.setPlainText("Les arbres des rues, avec leur essence et leur hauteur.")
    fields.summary.setPlainText("Relevé de terrain de 2025, complété par photo-interprétation.")
    fields.theme.setCurrentIndex(fields.theme.findData("environment"))
    fields.keywords.setText("arbres, végétation")
    fields.producer.setText(PRODUCER["organization_name"])
    fields.contact_email.setText(CONTACT["email"])
    fields.columns.justification.setPlainText("Les planteurs ont donné leur accord écrit.")
    destination.target.setCurrentIndex(destination.target.findData("manager"))
    destination.address.setText(f"{server.url}/manager")
    destination.account.setConfigId(authcfg)


@pytest.fixture(scope="session")
def editor():
    """Account of a person who may write on the node."""
    return auth_support.stored_login("editeur", USERS["editeur"][0])


@dataclass
class Bench:
    """A form on show, what it said, and the server behind it."""

    form: PublishForm
    server: object
    said: list[tuple[str, str]] = field(default_factory=list)
    connection: list = field(default_factory=list)

    @property
    def fields(self):
        return self.form.form.fields

    @property
    def destination(self):
        return self.form.form.destination

    def page(self):
        return self.form.pages.currentWidget()

    def writes(self) -> list[str]:
        """Return what was written on the server, the login apart."""
        return [one["path"] for one in self.server.state.log if one["method"] in WRITES and "login" not in one["path"]]


@pytest.fixture
def records_folder(tmp_path, monkeypatch):
    """Keep the records of what is published out of the profile."""
    folder = tmp_path / "published"
    monkeypatch.setattr(published_records, "records_folder", lambda: folder)
    return folder


@pytest.fixture
def bench(provider, rudi_server, qtbot, records_folder):
    """A form on show, over the algorithms themselves."""
    people(rudi_server)
    connection = [portal_connection(rudi_server)]
    form = PublishForm(lambda: connection[0], Opener())
    bench = Bench(form, rudi_server, connection=connection)
    form.said.connect(lambda *said: bench.said.append(said))
    qtbot.addWidget(form)
    form.resize(420, 800)
    form.show()
    form.set_visible(True)
    yield bench
    form.unload()
    qtbot.waitUntil(lambda: not background._alive, timeout=TIMEOUT_MS)


@pytest.fixture
def trees(bench, qtbot):
    """A layer of trees with names and addresses of people, chosen and looked at."""
    return add(bench, tree_layer(), qtbot)


@pytest.fixture
def answer(monkeypatch):
    """The answer to the last question, No unless a test changes it; notes what was asked."""
    asked = []

    def question(parent, title, text, buttons, default):
        asked.append((text, default))
        return answer.value

    def answer():
        return asked

    answer.value = QMessageBox.StandardButton.No
    monkeypatch.setattr(QMessageBox, "question", question)
    return answer


def add(bench, layer, qtbot):
    QgsProject.instance().addMapLayer(layer)
    bench.form.set_layer(layer)
    qtbot.waitUntil(lambda: bench.form.form.look._done, timeout=TIMEOUT_MS)
    return layer


def see(bench, qtbot) -> None:
    bench.form.see()
    assert bench.form.chain.is_running, {name: line.text() for name, line in bench.fields.checks.items() if line.text()}
    qtbot.waitUntil(lambda: not bench.form.chain.is_running, timeout=TIMEOUT_MS)


def publish(bench, qtbot) -> None:
    bench.form.publish()
    qtbot.waitUntil(lambda: not bench.form.chain.is_running, timeout=TIMEOUT_MS)


def shown_text(bench) -> str:
    return bench.form.review.view.toPlainText()
