"""Algorithm ``rudi_download`` in QGIS, against the local server and its faults."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

pytest.importorskip("qgis.core")
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.provenance import KEYWORD
from cityorchestra.processing_provider.rudi.media_choice import chosen_files
from cityorchestra.tests.algorithm_support import (
    check_record,
    files_in,
    french,
    from_python_command,
    load_results,
    make_layer,
    record_of,
    refusal,
    rows_of,
    selected,
)
from cityorchestra.tests.rudi.auth_support import process_with_accounts, stored_login
from cityorchestra.tests.rudi.download_support import (
    CSV,
    GEOJSON,
    NAME,
    PASSWORD,
    PATH,
    USER,
    files_of,
    given,
    large,
    sha256,
)
from cityorchestra.tests.rudi.media_support import (
    add_dataset,
    file_medium,
    first_dataset,
    record_of_media,
    restricted,
    service_medium,
)
from qgis.core import QgsProject, QgsVectorLayer

pytestmark = pytest.mark.usefixtures("provider", "local_catalogue", "few_tries")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "new" / "folder"


# --- one dataset -------------------------------------------------------------------------------------------------


def test_a_file_becomes_a_described_layer(run_algorithm, rudi_server, folder):
    text = file_medium(rudi_server, "arbres.csv", CSV, "text/csv")
    dataset = add_dataset(rudi_server, "Arbres de Rennes", text)
    run = run_algorithm(NAME, given(rudi_server, folder, GLOBAL_ID=f" {dataset} "))
    assert (run.results["COUNT"], run.results["FAILED"], run.results["FOLDER"]) == (1, 0, str(folder))
    assert files_in(folder) == ["arbres.csv", "arbres.csvt", "arbres.qmd"]
    (told,) = files_of(run)
    digest = hashlib.sha256(CSV.encode()).hexdigest()
    layers = told.pop("layers")
    assert told == {
        "global_id": dataset, "media_id": text["media_id"], "path": str(folder / "arbres.csv"),
        "bytes": len(CSV.encode()), "algo": "SHA-256", "expected": digest, "computed": digest, "ok": True,
        "resumed_from": 0, "status": "verified", "warnings": [], "error": "",
    }  # fmt: skip
    (layer,) = run.results["LAYERS"]
    assert layers == [layer.source()]
    rows = rows_of(layer)
    assert [(row["insee"], row["nom"], row["geometry"].x) for row in rows] == [
        ("01004", "é", -1.68), ("35238", "x", -1.70),
    ]  # fmt: skip
    metadata = layer.metadata()
    assert (metadata.identifier(), metadata.title(), layer.name()) == (dataset, "Arbres de Rennes", "Arbres de Rennes")
    assert any("ODbL" in text or "Open Database" in text for text in metadata.licenses())
    check_record(record_of(layer), NAME, GLOBAL_ID=f" {dataset} ", VERIFY="strict", LOAD="True")
    assert "Arbres de Rennes" in layer.attribution()
    assert f"arbres.csv: {len(CSV.encode())}\xa0B, SHA-256 as announced." in run.feedback.infos


def test_metadata_lie_beside_the_file(run_algorithm, rudi_server, folder):
    dataset = add_dataset(rudi_server, "Lieux", file_medium(rudi_server, "a.geojson", GEOJSON, "application/geo+json"))
    run_algorithm(NAME, given(rudi_server, folder, GLOBAL_ID=dataset))
    again = QgsVectorLayer(str(folder / "a.geojson"), "again", "ogr")
    again.loadDefaultMetadata()
    assert again.metadata().identifier() == dataset
    check_record(record_of(again), NAME, GLOBAL_ID=dataset)
    keywords = ElementTree.parse(folder / "a.qmd").getroot().findall("keywords")
    assert KEYWORD in {item.get("vocabulary") for item in keywords}


def test_files_are_not_touched_by_their_description(run_algorithm, rudi_server, folder, tmp_path):
    """Metadata written into a GeoPackage would make it another file than the one announced."""
    from cityorchestra.tests.rudi.test_layer_opening import stored

    data = stored(tmp_path / "source.gpkg", "GPKG", "un", "deux").read_bytes()
    dataset = add_dataset(
        rudi_server, "Couches", file_medium(rudi_server, "a.gpkg", data, "application/geopackage+sqlite3")
    )
    run = run_algorithm(NAME, given(rudi_server, folder, GLOBAL_ID=dataset))
    assert [layer.name() for layer in run.results["LAYERS"]] == ["Couches – un", "Couches – deux"]
    assert sha256(folder / "a.gpkg") == hashlib.sha256(data).hexdigest()
    again = run_algorithm(NAME, given(rudi_server, folder, GLOBAL_ID=dataset))
    assert files_of(again)[0]["warnings"] == ["already_there"]


def test_layers_arrive_in_the_project(rudi_server, folder, qgis_new_project):
    mixed = json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": {}, "geometry": {"type": kind, "coordinates": xy}}
                for kind, xy in (("Point", [1, 2]), ("LineString", [[0, 0], [1, 1]]))
            ],
        }
    )
    dataset = add_dataset(rudi_server, "Mixte", file_medium(rudi_server, "a.geojson", mixed, "application/geo+json"))
    layers = load_results(NAME, given(rudi_server, folder, GLOBAL_ID=dataset))
    assert set(layers) == {"Mixte (points)", "Mixte (lines)"}
    for layer in layers.values():
        assert layer.metadata().identifier() == dataset
        assert "Mixte" in layer.attribution()
    order = [node.name() for node in QgsProject.instance().layerTreeRoot().findLayers()]
    assert order == ["Mixte (points)", "Mixte (lines)"]
    assert load_results(NAME, given(rudi_server, folder, GLOBAL_ID=dataset, LOAD=False)) == {}


def test_which_file_is_taken(run_algorithm, rudi_server, folder):
    media = [
        file_medium(rudi_server, "a.pdf", "%PDF", "application/pdf"),
        file_medium(rudi_server, "a.json", "[]", "application/json"),
        file_medium(rudi_server, "a.csv", CSV, "text/csv"),
        file_medium(rudi_server, "a.geojson", GEOJSON, "application/geo+json"),
        service_medium(f"{rudi_server.url}/wms", "wms", layer="a"),
    ]
    dataset = add_dataset(rudi_server, "Arbres", *media)

    def names(**changes):
        run = run_algorithm(NAME, given(rudi_server, folder, GLOBAL_ID=dataset, LOAD=False, **changes))
        return [Path(item["path"]).name for item in files_of(run)]

    assert names() == ["a.geojson"]
    assert names(FORMAT="CSV") == names(FORMAT=".csv") == names(FORMAT="text/csv") == ["a.csv"]
    assert names(FORMAT="pdf") == ["a.pdf"]
    assert names(FORMAT="all") == ["a.pdf", "a.json", "a.csv", "a.geojson"]
    assert names(MEDIA_ID=media[1]["media_id"]) == ["a.json"]
    call = given(rudi_server, folder, GLOBAL_ID=dataset)
    assert refusal(NAME, {**call, "FORMAT": "gpkg"}) == (
        "The dataset “Arbres” has no file in the format gpkg. It has: PDF, JSON, CSV, GeoJSON."
    )
    assert "has no file or service nothing" in refusal(NAME, {**call, "MEDIA_ID": "nothing"})
    assert "is a service (WMS), not a file" in refusal(NAME, {**call, "MEDIA_ID": media[4]["media_id"]})
    only_services = add_dataset(rudi_server, "Carte", media[4])
    assert refusal(NAME, {**call, "GLOBAL_ID": only_services}) == (
        "The dataset “Carte” has no file to download. It has: WMS."
    )


def test_choice_without_media_and_with_doubtful_ones(rudi_server):
    with pytest.raises(InputError, match="It has: -"):
        chosen_files(record_of_media())
    zipped = file_medium(rudi_server, "a.zip", "PK", "application/zip")
    listed = file_medium(rudi_server, "b.json", "[]", "application/json")
    record = record_of_media(listed, zipped)
    assert chosen_files(record)[0].name == "a.zip"
    assert [item.name for item in chosen_files(record, wanted=" ALL ")] == ["b.json", "a.zip"]


def test_two_files_of_one_name(run_algorithm, rudi_server, folder):
    first = file_medium(rudi_server, "data.csv", CSV, "text/csv")
    second = {**file_medium(rudi_server, "other.csv", CSV + "1;2;3;4\n", "text/csv"), "media_name": "DATA.csv"}
    dataset = add_dataset(rudi_server, "Arbres", first, second)
    run = run_algorithm(NAME, given(rudi_server, folder, GLOBAL_ID=dataset, FORMAT="all"))
    assert [item["ok"] for item in files_of(run)] == [True, True]
    assert [Path(item["path"]).name for item in files_of(run)] == ["data.csv", f"DATA {second['media_id'][:8]}.csv"]


def test_what_cannot_be_drawn_is_downloaded_all_the_same(run_algorithm, rudi_server, folder):
    dataset = add_dataset(
        rudi_server,
        "Divers",
        file_medium(rudi_server, "a.pdf", "%PDF", "application/pdf"),
        file_medium(rudi_server, "b.json", '{"a": 1}', "application/json"),
    )
    run = run_algorithm(NAME, given(rudi_server, folder, GLOBAL_ID=dataset, FORMAT="all"))
    assert (run.results["COUNT"], run.results["LAYERS"]) == (2, [])
    assert any("A file of the format PDF cannot be drawn" in text for text in run.feedback.infos)
    assert any("b.json holds nothing that QGIS can draw" in text for text in run.feedback.warnings)


def test_encrypted_files_are_kept_and_not_opened(run_algorithm, rudi_server, folder):
    dataset = list(rudi_server.state.catalogue.records)[1]  # the encrypted one of the server
    run = run_algorithm(NAME, given(rudi_server, folder, GLOBAL_ID=dataset))
    assert run.results["LAYERS"] == []
    assert files_in(folder) == [Path(files_of(run)[0]["path"]).name]
    assert files_in(folder)[0].endswith(".crypt")
    assert any("is encrypted by its producer" in text for text in run.feedback.warnings)


# --- several datasets --------------------------------------------------------------------------------------------


def search_layer(*identifiers, field="global_id"):
    return make_layer("Polygon", [(None, identifier) for identifier in identifiers], [(field, "text")], name="found")


def test_datasets_of_a_search_get_a_folder_each(run_algorithm, rudi_server, folder):
    same = {"media_name": "data.csv"}
    first = add_dataset(rudi_server, "Arbres", {**file_medium(rudi_server, "1.csv", CSV, "text/csv"), **same})
    second = add_dataset(rudi_server, "Bancs / 2", {**file_medium(rudi_server, "2.csv", CSV, "text/csv"), **same})
    layer = search_layer(first, second, first, None, "")
    run = run_algorithm(NAME, given(rudi_server, folder, LAYER=layer))
    assert (run.results["COUNT"], run.results["FAILED"]) == (2, 0)
    paths = [Path(item["path"]) for item in files_of(run)]
    assert [path.relative_to(folder).as_posix() for path in paths] == [
        f"Arbres {first[:8]}/data.csv", f"2 {second[:8]}/data.csv",
    ]  # fmt: skip
    assert [item.metadata().identifier() for item in run.results["LAYERS"]] == [first, second]
    assert run.feedback.progresses[-1] == 100


def test_selection_is_honoured_and_a_failure_does_not_stop_the_others(run_algorithm, rudi_server, folder):
    good = add_dataset(rudi_server, "Bon", file_medium(rudi_server, "1.csv", CSV, "text/csv"))
    wrong = add_dataset(rudi_server, "Faux", file_medium(rudi_server, "2.csv", CSV, "text/csv"))
    nothing = add_dataset(rudi_server, "Rien")
    rudi_server.fault(PATH + "2.csv", "hash", times=100)
    layer = search_layer(wrong, nothing, "00000000-0000-4000-8000-000000000000", good, nothing)
    run = run_algorithm(NAME, given(rudi_server, folder, LAYER=layer))
    assert (run.results["COUNT"], run.results["FAILED"]) == (1, 3)
    told = {item["global_id"]: item for item in files_of(run)}
    assert set(told) == {good, wrong}
    assert (told[wrong]["status"], told[wrong]["ok"]) == ("mismatch", False)
    assert told[wrong]["path"].endswith("2.csv.bad") and Path(told[wrong]["path"]).is_file()
    assert told[wrong]["computed"] != told[wrong]["expected"]
    assert told[good]["ok"]
    assert len(run.feedback.errors) == 3
    only = search_layer(wrong, good)
    run = run_algorithm(NAME, given(rudi_server, folder / "b", LAYER=selected(only, {2})))
    assert (run.results["COUNT"], run.results["FAILED"]) == (1, 0)


def test_a_run_that_brings_nothing_fails(rudi_server, folder):
    nothing = add_dataset(rudi_server, "Rien")
    assert "has no file to download" in refusal(NAME, given(rudi_server, folder, LAYER=search_layer(nothing)))


# --- accounts ----------------------------------------------------------------------------------------------------


def test_restricted_file_with_and_without_account(run_algorithm, rudi_server, folder):
    raw = restricted(
        first_dataset(rudi_server, lambda one: one["available_formats"][0]["file_type"] == "application/json")
    )
    call = given(rudi_server, folder, GLOBAL_ID=raw["global_id"])
    assert "refuses this account (403)" in refusal(NAME, call)
    authcfg = stored_login(USER, PASSWORD)
    project = rudi_server.state.projects.create("Essai", USER)
    project["linked_datasets"].append({"dataset_uuid": raw["global_id"], "linked_dataset_status": "VALIDATED"})
    run = run_algorithm(NAME, {**call, "AUTHCFG": authcfg})
    assert files_of(run)[0]["ok"]
    for path in folder.rglob("*"):
        text = path.read_bytes()
        assert PASSWORD.encode() not in text and b"Bearer" not in text and authcfg.encode() not in text
    told = " ".join(run.feedback.infos + run.feedback.warnings)
    assert PASSWORD not in told and "Bearer" not in told
    (layer,) = run.results["LAYERS"]
    assert record_of(layer)["parameters"]["AUTHCFG"] == "***"


# --- inputs ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "Give either GLOBAL_ID, the identifier of a dataset, or LAYER"),
        ({"GLOBAL_ID": "  "}, "Give either GLOBAL_ID"),
        ({"GLOBAL_ID": "nothing"}, "does not exist on this server|unknown"),
        ({"GLOBAL_ID": "../../x"}, "does not exist|unknown|is not an identifier"),
        ({"GLOBAL_ID": "x", "SERVER": ""}, "is empty"),
        ({"GLOBAL_ID": "x", "SERVER": "nobody knows"}, "There is no connection called “nobody knows”"),
        ({"GLOBAL_ID": "x", "SERVER": "ftp://x.fr"}, "is not a web address"),
        ({"GLOBAL_ID": "x", "VERIFY": "maybe"}, "must be one of strict, warn, off, not maybe"),
        ({"GLOBAL_ID": "x", "MAX_MB": 0}, "must be a number from 0.001 to 1e\\+06, not 0"),
        ({"GLOBAL_ID": "x", "AUTHCFG": "gone123"}, "There is no authentication configuration “gone123”"),
    ],
)
def test_bad_inputs(rudi_server, folder, changes, sentence):
    found = refusal(NAME, given(rudi_server, folder, **changes))
    assert re.search(sentence, found), found


def test_bad_layers(rudi_server, folder):
    call = given(rudi_server, folder)
    assert "no field global_id" in refusal(NAME, {**call, "LAYER": search_layer("x", field="identifier")})
    both = {**call, "LAYER": search_layer("x"), "GLOBAL_ID": "x"}
    assert "Give either GLOBAL_ID" in refusal(NAME, both)
    assert "MEDIA_ID belongs to one dataset" in refusal(NAME, {**call, "LAYER": search_layer("x"), "MEDIA_ID": "y"})


def test_a_layer_without_a_dataset_downloads_nothing(run_algorithm, rudi_server, folder):
    run = run_algorithm(NAME, {**given(rudi_server, folder), "LAYER": search_layer()})
    assert (run.results["COUNT"], run.results["FAILED"], run.results["FILES_JSON"]) == (0, 0, "[]")
    assert any("names no dataset" in warning for warning in run.feedback.warnings)


def test_a_file_in_the_place_of_the_folder(rudi_server, tmp_path):
    dataset, _ = large(rudi_server)
    (tmp_path / "taken").write_text("x")
    sentence = refusal(NAME, given(rudi_server, tmp_path / "taken", GLOBAL_ID=dataset))
    assert "cannot be made" in sentence


def test_another_file_of_that_name_is_not_replaced(run_algorithm, rudi_server, folder):
    dataset, digest = large(rudi_server)
    folder.mkdir(parents=True)
    (folder / "big.bin").write_text("mine")
    call = given(rudi_server, folder, GLOBAL_ID=dataset)
    assert "exists already and is not this media" in refusal(NAME, call)
    assert (folder / "big.bin").read_text() == "mine"
    run = run_algorithm(NAME, {**call, "OVERWRITE": True})
    assert sha256(files_of(run)[0]["path"]) == digest


def test_dirty_records_do_not_stop_it(run_algorithm, start_rudi_server, folder):
    server = start_rudi_server(mode="dirty", made=True)
    dirty = first_dataset(server, lambda one: True)
    medium = file_medium(server, "a.csv", CSV, "")
    medium["file_size"] = "12 octets"
    del medium["connector"]["interface_contract"]
    dirty["available_formats"] = [None, medium]
    run = run_algorithm(NAME, given(server, folder, GLOBAL_ID=dirty["global_id"], FORMAT="all", LOAD=False))
    assert files_of(run)[0]["ok"]


# --- ways to run -------------------------------------------------------------------------------------------------


def test_french_run_has_the_same_result(run_algorithm, rudi_server, folder):
    dataset = add_dataset(rudi_server, "Arbres", file_medium(rudi_server, "a.csv", CSV, "text/csv"))
    english = run_algorithm(NAME, given(rudi_server, folder / "en", GLOBAL_ID=dataset))
    with french():
        run = run_algorithm(NAME, given(rudi_server, folder / "fr", GLOBAL_ID=dataset))
    assert [row["nom"] for row in rows_of(run.results["LAYERS"][0])] == ["é", "x"]
    same = ("status", "bytes", "computed")
    assert [files_of(run)[0][key] for key in same] == [files_of(english)[0][key] for key in same]


def test_python_command_and_temporary_folder(run_algorithm, rudi_server):
    dataset = add_dataset(rudi_server, "Arbres", file_medium(rudi_server, "a.csv", CSV, "text/csv"))
    call = {"SERVER": rudi_server.url, "GLOBAL_ID": dataset, "FOLDER": "TEMPORARY_OUTPUT", "VERIFY": "warn"}
    run = run_algorithm(NAME, from_python_command(NAME, call))
    assert Path(files_of(run)[0]["path"]).parent == Path(run.results["FOLDER"])


def test_qgis_process(qgis_process, rudi_server, folder):
    dataset, digest = large(rudi_server)
    run = qgis_process(
        "run", f"cityorchestra:{NAME}", "--", f"SERVER={rudi_server.url}", f"GLOBAL_ID={dataset}", f"FOLDER={folder}"
    )
    assert run.results["COUNT"] == 1
    assert sha256(json.loads(run.results["FILES_JSON"])[0]["path"]) == digest


def test_qgis_process_with_an_account(tmp_path_factory, repository, start_rudi_server, folder):
    from cityorchestra.tests.qgis_support import QgisProcess

    server = start_rudi_server(require="user")
    dataset = add_dataset(server, "Arbres", file_medium(server, "a.csv", CSV, "text/csv"))
    authcfg = stored_login(USER, PASSWORD)
    process = QgisProcess(tmp_path_factory.mktemp("profile"), repository / "build" / "plugins")
    process.enable_plugin()
    process_with_accounts(process)
    run = process(
        "run", f"cityorchestra:{NAME}", "--", f"SERVER={server.url}", f"GLOBAL_ID={dataset}", f"FOLDER={folder}",
        f"AUTHCFG={authcfg}",
    )  # fmt: skip
    assert run.results["COUNT"] == 1
    assert PASSWORD not in run.stdout + run.stderr
