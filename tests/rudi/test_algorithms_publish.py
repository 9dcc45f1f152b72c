"""Algorithm ``rudi_publish`` in QGIS: nothing leaves unseen, people stop it, secrets stay where they are."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("qgis.core")
from cityorchestra.processing_provider.rudi.algorithms.connections import Connection, save_connection
from cityorchestra.processing_provider.rudi.algorithms.file_columns import file_columns
from cityorchestra.processing_provider.rudi.transport import is_clear_text
from cityorchestra.tests.algorithm_support import files_in, french, from_python_command, record_of, refusal
from cityorchestra.tests.rudi import auth_support
from cityorchestra.tests.rudi.publication_support import drawn_up, introduce, people_layer, trees, writes
from cityorchestra.tests.rudi.server import manager_routes
from cityorchestra.tests.rudi.server.node_routes import node_token
from qgis.core import QgsApplication, QgsProject, QgsSettings, QgsVectorLayer

NAME = "rudi_publish"
LOGIN, PASSWORD = "editeur", "Phare-Breton-8841-xQ"

pytestmark = pytest.mark.usefixtures("provider", "few_tries")


@pytest.fixture
def server(start_rudi_server, monkeypatch):
    monkeypatch.setitem(manager_routes.USERS, LOGIN, (PASSWORD, "Editor"))
    return start_rudi_server(token_life_s=2)


@pytest.fixture
def login():
    return auth_support.stored_login(LOGIN, PASSWORD)


@pytest.fixture
def dataset(server, tmp_path):
    """Record and file of three trees, whose producer and contact the node knows."""
    folder = tmp_path / "drawn"
    folder.mkdir()
    record, path, file = drawn_up(trees(), folder)
    introduce(server, record)
    return record, path, file


def parameters(server, dataset, login, tmp_path, **changes):
    _, path, file = dataset
    return {
        "METADATA": str(path),
        "FILE": str(file),
        "TARGET": "manager",
        "SERVER": server.url,
        "AUTHCFG": login,
        "OUTPUT": str(tmp_path / "receipt.json"),
        "OUTPUT_HTML": str(tmp_path / "changes.html"),
        **changes,
    }


def receipt_of(run):
    return json.loads(Path(run.results["OUTPUT"]).read_text(encoding="utf-8"))


# -- dry run, consent, publication ----------------------------------------------------------------------------------


def test_dry_run_by_default_shows_and_sends_nothing(run_algorithm, server, dataset, login, tmp_path):
    run = run_algorithm(NAME, parameters(server, dataset, login, tmp_path))
    assert writes(server) == [], "only the login is a POST"
    assert [one["path"] for one in server.requests("", "POST")] == ["/manager/back/front/login"]
    assert run.results["PUBLISHED"] is False
    assert len(run.results["DIGEST"]) == 64
    assert run.results["GLOBAL_ID"] == dataset[0]["global_id"]
    assert run.results["MEDIA_ID"] == dataset[0]["available_formats"][0]["media_id"]
    assert run.results["PORTAL_STATUS"] == ""
    page = Path(run.results["OUTPUT_HTML"]).read_text(encoding="utf-8")
    for text in (
        "This is what would be sent. Nothing was sent.",
        "Arbres d’essai",
        run.results["DIGEST"],
        "VILLE D’ESSAI",
    ):
        assert text in page
    assert "<script" not in page and "http-equiv" in page
    receipt = receipt_of(run)
    assert receipt["dry_run"] is True and receipt["published"] is False and receipt["done"] == []
    assert [step["step"] for step in receipt["planned"]] == ["file", "media", "commit", "check", "record"]
    assert any("may send the dataset to its portal by itself" in text for text in run.feedback.warnings)


def test_published_after_consent(run_algorithm, server, dataset, login, tmp_path):
    given = parameters(server, dataset, login, tmp_path)
    digest = run_algorithm(NAME, given).results["DIGEST"]
    run = run_algorithm(NAME, {**given, "DRY_RUN": False, "CONSENT": digest})
    record, _, file = dataset
    assert run.results["PUBLISHED"] is True
    kept = server.state.catalogue.records[record["global_id"]]
    assert kept["resource_title"] == "Arbres d’essai"
    media_id = run.results["MEDIA_ID"]
    assert server.state.storage.committed[media_id]["data"] == file.read_bytes()
    receipt = receipt_of(run)
    assert receipt["published"] and receipt["media"]["verified"] == "sha256" and receipt["media"]["commit"]
    assert receipt["media"]["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert receipt["done"] == ["commit", "file", "record"]
    assert "Published." in Path(run.results["OUTPUT_HTML"]).read_text(encoding="utf-8")
    again = run_algorithm(NAME, given)
    assert receipt_of(again)["planned"] == []
    assert "There is nothing to send" in Path(again.results["OUTPUT_HTML"]).read_text(encoding="utf-8")


@pytest.mark.parametrize("consent", ["", "yes", "0" * 64])
def test_nothing_leaves_without_consent_or_with_another(server, dataset, login, tmp_path, consent):
    given = parameters(server, dataset, login, tmp_path, DRY_RUN=False, CONSENT=consent)
    assert "Nothing was sent" in refusal(NAME, given)
    assert writes(server) == []
    assert not (tmp_path / "receipt.json").exists()


def test_a_record_changed_after_consent_is_not_sent(run_algorithm, server, dataset, login, tmp_path):
    given = parameters(server, dataset, login, tmp_path)
    digest = run_algorithm(NAME, given).results["DIGEST"]
    record, path, _ = dataset
    path.write_text(json.dumps({**record, "keywords": ["autre"]}), encoding="utf-8")
    assert "is not what was agreed to" in refusal(NAME, {**given, "DRY_RUN": False, "CONSENT": digest})
    assert writes(server) == []


def test_an_update_shows_what_changes(run_algorithm, server, dataset, login, tmp_path):
    given = parameters(server, dataset, login, tmp_path)
    digest = run_algorithm(NAME, given).results["DIGEST"]
    run_algorithm(NAME, {**given, "DRY_RUN": False, "CONSENT": digest})
    folder = tmp_path / "next"
    folder.mkdir()
    rows = [("chêne", 13, True, 0.5), ("if", 2, True, 0.1), ("if", 3, True, 0.1)]
    _, path, file = drawn_up(trees(rows), folder, PREVIOUS=str(dataset[1]), KEYWORDS="arbre, ombre, if")
    run = run_algorithm(NAME, {**given, "METADATA": str(path), "FILE": str(file)})
    changes = {item["path"]: item for item in receipt_of(run)["changes"]}
    assert changes["keywords"] == {
        "kind": "changed", "path": "keywords", "before": "arbre, ombre", "after": "arbre, ombre, if",
    }  # fmt: skip
    media = run.results["MEDIA_ID"]
    assert changes[f"available_formats[{media}].checksum.hash"]["kind"] == "changed"
    assert not any(name.startswith(("producer", "contacts", "resource_title")) for name in changes)
    page = Path(run.results["OUTPUT_HTML"]).read_text(encoding="utf-8")
    assert "arbre, ombre, if" in page and "fields stay as they are" in page


def test_through_the_back_office_and_to_the_portal(run_algorithm, server, dataset, tmp_path):
    token = auth_support.stored_token(node_token(LOGIN, 600))
    given = parameters(server, dataset, token, tmp_path, TARGET="node", SEND_TO_PORTAL=True)
    digest = run_algorithm(NAME, given).results["DIGEST"]
    assert server.requests("", "POST") == [] and server.requests("", "PUT") == []
    run = run_algorithm(NAME, {**given, "DRY_RUN": False, "CONSENT": digest})
    assert run.results["PORTAL_STATUS"] == "OK"
    assert receipt_of(run)["portal"]["report"]["integration_status"] == "OK"
    refused = parameters(server, dataset, token, tmp_path, SEND_TO_PORTAL=True)
    assert "does not send datasets to the portal" in refusal(NAME, refused)


def test_a_saved_connection_brings_its_account(run_algorithm, server, dataset, login, tmp_path):
    save_connection(Connection("Nœud d’essai", server.url, "node", login))
    given = parameters(server, dataset, None, tmp_path, SERVER="nœud d’essai")
    assert run_algorithm(NAME, given).results["DIGEST"]


# -- personal data --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["geojson", "csv", "gpkg-zip"])
def test_a_layer_with_addresses_is_stopped(run_algorithm, server, login, tmp_path, form):
    folder = tmp_path / "drawn"
    folder.mkdir()
    made = drawn_up(people_layer(), folder, MEDIA_FORMAT=form)
    introduce(server, made[0])
    given = parameters(server, made, login, tmp_path)
    assert "look like personal data: c1" in refusal(NAME, given)
    assert server.requests() == [], "not even the login is sent"
    short = {**given, "JUSTIFICATION": "parce que"}
    assert "look like personal data: c1" in refusal(NAME, short)
    reason = "Adresses de services, publiques par nature."
    run = run_algorithm(NAME, {**given, "JUSTIFICATION": reason})
    receipt = receipt_of(run)
    assert receipt["justification"] == reason
    assert receipt["personal_data"] == [{"column": "c1", "kind": "email", "level": "certain", "share": 1.0}]
    assert "anne.martin" not in json.dumps(receipt), "the receipt names columns, not people"
    other = run_algorithm(NAME, {**given, "JUSTIFICATION": reason + " Vu."}).results["DIGEST"]
    assert other != run.results["DIGEST"]


def test_sensitive_and_restricted_data_pass_and_open_ones_never(run_algorithm, server, login, tmp_path):
    folder = tmp_path / "drawn"
    folder.mkdir()
    made = drawn_up(people_layer(), folder, RESTRICTED=True, GDPR=True)
    introduce(server, made[0])
    assert run_algorithm(NAME, parameters(server, made, login, tmp_path)).results["DIGEST"]
    record, path, _ = made
    record["access_condition"]["confidentiality"]["restricted_access"] = False
    path.write_text(json.dumps(record), encoding="utf-8")
    given = parameters(server, made, login, tmp_path, JUSTIFICATION="Rien ne lève cette règle du portail.")
    assert "ERR-306" in refusal(NAME, given)


def test_a_restricted_file_that_is_given_without_account_is_told(run_algorithm, server, login, tmp_path):
    folder = tmp_path / "drawn"
    folder.mkdir()
    made = drawn_up(trees(), folder, RESTRICTED=True)
    introduce(server, made[0])
    given = parameters(server, made, login, tmp_path)
    digest = run_algorithm(NAME, given).results["DIGEST"]
    run = run_algorithm(NAME, {**given, "DRY_RUN": False, "CONSENT": digest})
    assert run.results["PUBLISHED"]
    assert any("whoever knows its address gets it" in text for text in run.feedback.warnings)
    assert any("whoever knows its address gets it" in text for text in receipt_of(run)["notes"])


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://node.fr/manager", True),
        ("https://node.fr", False),
        ("http://127.0.0.1:8", False),
        ("http://[::1]/", False),
    ],
)
def test_accounts_that_would_travel_in_clear(url, expected):
    assert is_clear_text(url) is expected


def repacked(made, file, mime="application/zip"):
    """Make a record describe another file."""
    record, path, _ = made
    data = file.read_bytes()
    media = record["available_formats"][0]
    media.update(media_name=file.name, file_type=mime, file_size=len(data))
    media["checksum"]["hash"] = hashlib.sha256(data).hexdigest()
    path.write_text(json.dumps(record), encoding="utf-8")
    return record, path, file


def people_csv(folder, name="abonnes.csv"):
    path = folder / name
    with path.open("w", encoding="latin-1", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerows([["numéro", "coordonnées"], ["1", "anne@mail.fr"], ["2", "jean@mail.fr"]])
    return path


def test_archives_are_looked_into(run_algorithm, server, dataset, login, tmp_path):
    table = people_csv(tmp_path)
    archive = tmp_path / "lot.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.write(table, "dossier/liste.csv")
        packed.writestr("lisez-moi.pdf", b"%PDF")
    assert file_columns(archive).sample()["coordonnées"] == ["anne@mail.fr", "jean@mail.fr"]
    made = repacked(dataset, archive)
    assert "look like personal data: coordonnées" in refusal(NAME, parameters(server, made, login, tmp_path))
    nested = tmp_path / "double.zip"
    with zipfile.ZipFile(nested, "w") as packed:
        packed.write(archive, "lot.zip")
    made = repacked(dataset, nested)
    given = parameters(server, made, login, tmp_path)
    assert "could not be looked for in double.zip/lot.zip" in refusal(NAME, given)
    assert run_algorithm(NAME, {**given, "JUSTIFICATION": "Archive relue à la main, sans personne."}).results["DIGEST"]
    slipping = tmp_path / "fuite.zip"
    with zipfile.ZipFile(slipping, "w") as packed:
        packed.writestr("../../fuite.csv", "a,b\n1,2\n")
    made = repacked(dataset, slipping)
    assert "fuite" in refusal(NAME, parameters(server, made, login, tmp_path))
    assert writes(server) == []


def test_other_files_are_looked_into_or_told(run_algorithm, server, dataset, login, tmp_path):
    nested = tmp_path / "liste.json"
    nested.write_text(json.dumps([{"id": 1, "qui": {"joindre": "a@b.fr"}}, {"id": 2, "qui": {"joindre": "c@d.fr"}}]))
    assert "joindre" in refusal(
        NAME, parameters(server, repacked(dataset, nested, "application/json"), login, tmp_path)
    )
    picture = tmp_path / "plan.png"
    picture.write_bytes(b"\x89PNG")
    run = run_algorithm(NAME, parameters(server, repacked(dataset, picture, "image/png"), login, tmp_path))
    assert any("Nobody looked for personal data in plan.png" in text for text in run.feedback.warnings)
    broken = tmp_path / "casse.gpkg"
    broken.write_bytes(b"not a database")
    made = repacked(dataset, broken, "application/geopackage+sqlite3")
    assert "could not be looked for in casse.gpkg" in refusal(NAME, parameters(server, made, login, tmp_path))


# -- secrets --------------------------------------------------------------------------------------------------------


def plain_files(*folders):
    for folder in folders:
        for path in Path(folder).rglob("*"):
            if path.is_file() and path.name != "master.txt":
                yield path


def test_no_secret_leaves_the_authentication_database(
    run_algorithm, server, dataset, login, tmp_path, qgis_new_project
):
    messages = []
    log = QgsApplication.messageLog()
    log.messageReceived.connect(lambda text, tag, level: messages.append(f"{tag} {text}"))
    token = node_token("jeton-distinct-5512", 600)
    office = auth_support.stored_token(token)
    save_connection(Connection("Nœud à secrets", server.url, "node", login))
    said = []
    given = parameters(server, dataset, login, tmp_path)
    digest = run_algorithm(NAME, given).results["DIGEST"]
    server.fault("/manager/back/catalog/resources", "401", 1)  # a token that ends in the middle
    run = run_algorithm(NAME, {**given, "DRY_RUN": False, "CONSENT": digest})
    assert run.results["PUBLISHED"]
    said += [*run.feedback.infos, *run.feedback.warnings, *run.feedback.errors, str(run.results)]
    back = {**given, "OUTPUT": str(tmp_path / "b.json"), "OUTPUT_HTML": str(tmp_path / "b.html")}
    back.update(TARGET="node", AUTHCFG=office)
    said.append(str(run_algorithm(NAME, back).results))
    server.fault("/manager/back/front/login", "500", 2)
    said.append(refusal(NAME, {**given, "OUTPUT": str(tmp_path / "c.json")}))
    # What was published, added to a project as a user does.
    layer = QgsVectorLayer(str(dataset[2]), "Arbres", "ogr")
    QgsProject.instance().addMapLayer(layer)
    assert QgsProject.instance().write(str(tmp_path / "project.qgs"))
    said += [layer.source(), str(record_of(layer) if layer.metadata().keywords() else "")]
    QgsSettings().sync()
    secrets = {PASSWORD, token}
    for one in server.requests():
        secrets.add(one["headers"].get("Authorization", "").split(" ")[-1])
        for header in one["headers"].values():
            assert PASSWORD not in header
    secrets.discard("")
    assert len(secrets) >= 5, "password, given token, tokens of three logins"
    profile = Path(QgsApplication.qgisSettingsDirPath())
    looked = 0
    for path in plain_files(profile, tmp_path, auth_support.database().parent):
        content = path.read_bytes()
        looked += 1
        for secret in secrets:
            assert secret.encode() not in content, f"{path} holds a secret"
    assert looked > 5
    told = "\n".join([*said, *messages])
    assert not any(secret in told for secret in secrets)
    assert auth_support.database().is_file(), "which is encrypted, and was looked into like the rest"


def test_the_account_is_no_part_of_a_python_command(server, dataset, login, tmp_path, run_algorithm):
    given = parameters(server, dataset, login, tmp_path)
    command = from_python_command(NAME, given)
    assert command["AUTHCFG"] == login  # the name of the configuration, which is no secret
    assert PASSWORD not in str(command)
    assert run_algorithm(NAME, command).results["DIGEST"]


# -- what goes wrong ------------------------------------------------------------------------------------------------


def test_a_run_that_stops_half_way_leaves_a_receipt_and_goes_on(
    run_algorithm, server, dataset, login, tmp_path, monkeypatch
):
    given = parameters(server, dataset, login, tmp_path)
    digest = run_algorithm(NAME, given).results["DIGEST"]
    (tmp_path / "receipt.json").unlink()
    write = manager_routes.write_object

    def refuses_records(asked, kind):
        return manager_routes.error(400, "disque plein", "ERR-500") if kind == "resources" else write(asked, kind)

    monkeypatch.setattr(manager_routes, "write_object", refuses_records)
    sentence = refusal(NAME, {**given, "DRY_RUN": False, "CONSENT": digest})
    assert "The file arbres.geojson is on the node, but no record names it yet." in sentence
    assert "disque plein" in sentence
    receipt = json.loads((tmp_path / "receipt.json").read_text(encoding="utf-8"))
    assert receipt["published"] is False and receipt["done"] == ["commit", "file"]
    monkeypatch.setattr(manager_routes, "write_object", write)
    sent = len(writes(server))
    digest = run_algorithm(NAME, given).results["DIGEST"]
    assert run_algorithm(NAME, {**given, "DRY_RUN": False, "CONSENT": digest}).results["PUBLISHED"]
    assert writes(server)[sent:] == ["PUT /manager/back/catalog/resources"]


def test_what_the_node_lacks_is_told_and_gives_no_digest(run_algorithm, server, dataset, login, tmp_path):
    server.state.node.of("contacts").pop("22222222-2222-4222-8222-222222222222")
    given = parameters(server, dataset, login, tmp_path)
    run = run_algorithm(NAME, given)
    assert run.results["DIGEST"] == ""
    assert any("does not know the contact sig@essai.fr" in text for text in run.feedback.warnings)
    assert "Cannot be published yet" in Path(run.results["OUTPUT_HTML"]).read_text(encoding="utf-8")
    assert "does not know the contact" in refusal(NAME, {**given, "DRY_RUN": False, "CONSENT": "0" * 64})
    assert writes(server) == []


def test_bad_inputs(server, dataset, login, tmp_path):
    given = parameters(server, dataset, login, tmp_path)
    path = dataset[1]
    text = tmp_path / "text.json"
    text.write_text("pas du JSON")
    cases = [
        ({"METADATA": str(text)}, "is not JSON"),
        ({"METADATA": str(tmp_path / "nothing.json")}, "nothing.json"),
        ({"FILE": str(tmp_path / "nothing.geojson")}, "is not there"),
        ({"FILE": None}, "give it as FILE"),
        ({"FILE": str(path)}, "is not the file that the record describes"),
        ({"SERVER": ""}, "SERVER"),
        ({"SERVER": str(path)}, "SERVER is a file"),
        ({"SERVER": "https://anne:secret@node.fr"}, "Do not write an account"),
        ({"AUTHCFG": None}, "wants a login"),
        ({"AUTHCFG": "zzzzzzz"}, "no authentication configuration"),
        ({"AUTHCFG": auth_support.stored_login(LOGIN, "faux")}, "does not accept this account"),
        ({"TARGET": "node"}, "wants a token"),
        ({"TARGET": "portal"}, "must be one of"),
        ({"SERVER": "http://127.0.0.1:9", "TIMEOUT": 1}, "cannot be reached"),
    ]
    for changes, sentence in cases:
        assert sentence in refusal(NAME, {**given, **changes}), changes
    assert writes(server) == []
    assert not (tmp_path / "receipt.json").exists()


def test_hostile_texts_stay_texts(run_algorithm, server, login, tmp_path):
    folder = tmp_path / "drawn"
    folder.mkdir()
    rows = [("a", 1), ("b", 2), ("c", 3)]
    layer = trees(rows, [("<img src=x onerror=alert(1)>", "text"), ("n", "integer")])
    evil = "Arbres <script>alert(1)</script> & “parcs”"
    made = drawn_up(layer, folder, TITLE=evil, SYNOPSIS="</p><iframe src=//x>", OUTPUT_HTML=str(tmp_path / "r.html"))
    introduce(server, made[0])
    assert "ERR-301" in refusal(NAME, parameters(server, made, login, tmp_path))
    bold = drawn_up(layer, folder, TITLE="Arbres <b>gras</b>", SYNOPSIS="<u>1</u> < 2 & 3")
    run = run_algorithm(NAME, parameters(server, bold, login, tmp_path))
    for page, shown in ((tmp_path / "r.html", "&lt;script&gt;"), (Path(run.results["OUTPUT_HTML"]), "&lt;b&gt;gras")):
        text = page.read_text(encoding="utf-8")
        assert not any(mark in text for mark in ("<script", "<iframe", "<img", "<b>", "<u>"))
        assert shown in text


def test_cancel_before_anything(run_algorithm, server, dataset, login, tmp_path):
    run = run_algorithm(NAME, parameters(server, dataset, login, tmp_path), cancel_at=0)
    assert run.results.get("DIGEST") is None
    assert server.requests() == []


def test_french_has_the_same_digest(run_algorithm, server, dataset, login, tmp_path):
    given = parameters(server, dataset, login, tmp_path)
    digest = run_algorithm(NAME, given).results["DIGEST"]
    with french():
        assert run_algorithm(NAME, given).results["DIGEST"] == digest


def test_by_qgis_process(qgis_process, server, dataset, login, tmp_path):
    process = auth_support.process_with_accounts(qgis_process)
    given = parameters(server, dataset, login, tmp_path)

    def called(**changes):
        arguments = [f"{key}={value}" for key, value in {**given, **changes}.items()]
        return process("run", f"cityorchestra:{NAME}", "--", *arguments)

    first = called()
    assert first.results["PUBLISHED"] is False
    assert writes(server) == []
    second = called(DRY_RUN="false", CONSENT=first.results["DIGEST"])
    assert second.results["PUBLISHED"] is True
    assert dataset[0]["global_id"] in server.state.catalogue.records
    assert PASSWORD not in first.stdout + first.stderr + second.stdout + second.stderr
    for path in plain_files(process.profile):
        assert PASSWORD.encode() not in path.read_bytes(), path


def test_real_layer_is_published_and_read_back(shared_data, run_algorithm, server, login, tmp_path):
    source = shared_data("bdtopo/bdtopo_12174.gpkg")
    layer = QgsVectorLayer(f"{source}|layername=zone_de_vegetation", "Végétation", "ogr")
    folder = tmp_path / "drawn"
    folder.mkdir()
    made = drawn_up(layer, folder, MEDIA_FORMAT="gpkg-zip", TITLE="Végétation")
    introduce(server, made[0])
    given = parameters(server, made, login, tmp_path)
    digest = run_algorithm(NAME, given).results["DIGEST"]
    run = run_algorithm(NAME, {**given, "DRY_RUN": False, "CONSENT": digest})
    url = receipt_of(run)["media"]["url"]
    from urllib.request import urlopen

    with urlopen(url, timeout=20) as answer:
        data = answer.read()
    assert hashlib.sha256(data).hexdigest() == made[0]["available_formats"][0]["checksum"]["hash"]
    back = tmp_path / "back.zip"
    back.write_bytes(data)
    shutil.unpack_archive(back, tmp_path / "back")
    again = QgsVectorLayer(f"{tmp_path / 'back' / 'arbres.gpkg'}|layername=arbres", "again", "ogr")
    assert again.featureCount() == layer.featureCount() > 600
    assert "receipt.json" in files_in(tmp_path)
