"""Algorithm ``rudi_request_access`` in QGIS: exactly what is shown is sent, once, and only when asked to."""

from __future__ import annotations

import json
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest

pytest.importorskip("qgis.core")
from cityorchestra.tests.algorithm_support import files_in, french, from_python_command, refusal
from cityorchestra.tests.rudi import auth_support
from cityorchestra.tests.rudi.publication_support import writes
from cityorchestra.tests.rudi.server.portal_tokens import USERS

NAME = "rudi_request_access"
USER = "agent@rennesmetropole.fr"
REASON = "Étude des îlots de chaleur du quartier, jusqu’à l’été."
TOMORROW = date.today() + timedelta(days=1)

pytestmark = pytest.mark.usefixtures("provider", "few_tries")


@pytest.fixture
def login():
    return auth_support.stored_login(USER, USERS[USER])


@pytest.fixture
def dataset(rudi_server):
    """Identifier of a restricted dataset."""
    record = next(iter(rudi_server.state.catalogue.records.values()))
    record["access_condition"]["confidentiality"]["restricted_access"] = True
    return record["global_id"]


def parameters(server, dataset, login, tmp_path, **changes):
    return {
        "SERVER": server.url,
        "AUTHCFG": login,
        "GLOBAL_ID": dataset,
        "PROJECT": "Ombres du quartier",
        "COMMENT": REASON,
        "END_DATE": TOMORROW.isoformat(),
        "OUTPUT_HTML": str(tmp_path / "request.html"),
        **changes,
    }


def projects_of(server, name=USER):
    return [item for item in server.state.projects.by_id.values() if item["owner"] == name]


def bodies(server):
    return [json.loads(one["body"]) for one in server.requests("/projekt/v1/projects", "POST")]


def test_dry_run_by_default_shows_exactly_what_is_sent(run_algorithm, rudi_server, dataset, login, tmp_path):
    given = parameters(rudi_server, dataset, login, tmp_path)
    run = run_algorithm(NAME, given)
    assert writes(rudi_server) == []
    assert projects_of(rudi_server) == []
    assert (run.results["SENT"], run.results["STATUS"], run.results["REQUEST_ID"]) == (False, "", "")
    page = (tmp_path / "request.html").read_text(encoding="utf-8")
    assert "Nothing was sent." in page and "<script" not in page
    sent = run_algorithm(NAME, {**given, "DRY_RUN": False})
    assert writes(rudi_server)[0] == "POST /projekt/v1/projects"
    assert len(writes(rudi_server)) == 2
    shown = unescape(page)
    for body in bodies(rudi_server):
        assert json.dumps(body, ensure_ascii=False, indent=2) in shown
    (project,) = projects_of(rudi_server)
    assert project["title"] == "Ombres du quartier"
    (link,) = project["linked_datasets"]
    assert link["dataset_uuid"] == dataset
    assert link["comment"] == REASON
    assert link["end_date"] == f"{TOMORROW.isoformat()}T23:59:59Z"
    assert link["dataset_confidentiality"] == "RESTRICTED"
    assert (sent.results["SENT"], sent.results["STATUS"]) == (True, "DRAFT")
    assert sent.results["REQUEST_ID"] == project["uuid"]
    assert "The request was sent." in (tmp_path / "request.html").read_text(encoding="utf-8")


def test_a_project_of_the_account_is_found_by_title_or_identifier_and_asks_once(
    run_algorithm, rudi_server, dataset, login, tmp_path
):
    project = rudi_server.state.projects.create("Ombres du quartier", USER)
    given = parameters(rudi_server, dataset, login, tmp_path, DRY_RUN=False, PROJECT="OMBRES du  quartier")
    run = run_algorithm(NAME, given)
    assert run.results["REQUEST_ID"] == project["uuid"]
    assert writes(rudi_server) == [f"POST /projekt/v1/projects/{project['uuid']}/linked-datasets"]
    rudi_server.state.projects.approve(None, "IN_PROGRESS")
    again = run_algorithm(NAME, {**given, "PROJECT": project["uuid"]})
    assert (again.results["SENT"], again.results["STATUS"]) == (False, "IN_PROGRESS")
    assert any("asked for the dataset already (being examined)" in text for text in again.feedback.warnings)
    assert len(writes(rudi_server)) == 1
    project["linked_datasets"][0]["linked_dataset_status"] = "CANCELLED"
    assert run_algorithm(NAME, given).results["SENT"] is True
    assert len(writes(rudi_server)) == 2


def test_two_projects_of_one_title_are_told(rudi_server, dataset, login, tmp_path):
    made = [rudi_server.state.projects.create("Ombres du quartier", USER)["uuid"] for _ in range(2)]
    sentence = refusal(NAME, parameters(rudi_server, dataset, login, tmp_path))
    assert all(identifier in sentence for identifier in made)


def test_projects_of_others_are_not_used(run_algorithm, rudi_server, dataset, login, tmp_path):
    other = rudi_server.state.projects.create("Ombres du quartier", "quelqu’un")
    run_algorithm(NAME, parameters(rudi_server, dataset, login, tmp_path, DRY_RUN=False))
    assert other["linked_datasets"] == []
    assert len(projects_of(rudi_server)) == 1


def test_without_account_a_new_project_can_be_shown_but_nothing_sent(run_algorithm, rudi_server, dataset, tmp_path):
    given = parameters(rudi_server, dataset, None, tmp_path)
    run = run_algorithm(NAME, given)
    assert any("No account was given" in text for text in run.feedback.warnings)
    assert "Ombres du quartier (new)" in (tmp_path / "request.html").read_text(encoding="utf-8")
    assert "choose one in AUTHCFG" in refusal(NAME, {**given, "DRY_RUN": False})
    assert writes(rudi_server) == []


def test_an_open_dataset_need_not_be_asked_for(run_algorithm, rudi_server, dataset, login, tmp_path):
    rudi_server.state.catalogue.records[dataset]["access_condition"]["confidentiality"]["restricted_access"] = False
    run = run_algorithm(NAME, parameters(rudi_server, dataset, login, tmp_path))
    assert any("This dataset is open" in text for text in run.feedback.warnings)


def test_a_project_without_its_dataset_is_told(rudi_server, dataset, login, tmp_path, monkeypatch):
    from cityorchestra.tests.rudi.server import project_routes

    monkeypatch.setattr(project_routes, "CONFIDENTIALITIES", ())
    sentence = refusal(NAME, parameters(rudi_server, dataset, login, tmp_path, DRY_RUN=False))
    assert "The project “Ombres du quartier” was made, but the dataset could not be asked for" in sentence
    assert files_in(tmp_path) == []


def test_bad_inputs(rudi_server, dataset, login, tmp_path):
    given = parameters(rudi_server, dataset, login, tmp_path)
    cases = [
        ({"COMMENT": "svp"}, "at least 20 characters"),
        ({"COMMENT": "  "}, "COMMENT"),
        ({"PROJECT": ""}, "PROJECT"),
        ({"PROJECT": "x" * 151}, "151 characters"),
        ({"GLOBAL_ID": "00000000-0000-4000-8000-00000000dead"}, "does not exist"),
        ({"GLOBAL_ID": " "}, "GLOBAL_ID"),
        ({"END_DATE": "2020-01-01"}, "must end after today"),
        ({"END_DATE": "demain"}, "END_DATE"),
        ({"SOURCE": "node"}, "is none"),
        ({"AUTHCFG": auth_support.stored_login(USER, "faux")}, "does not accept this account"),
        ({"SERVER": "http://127.0.0.1:9", "TIMEOUT": 1}, "cannot be reached"),
    ]
    for changes, sentence in cases:
        assert sentence in refusal(NAME, {**given, **changes}), changes
    assert writes(rudi_server) == []
    assert files_in(tmp_path) == []


def test_cancel_and_python_command(run_algorithm, rudi_server, dataset, login, tmp_path):
    given = parameters(rudi_server, dataset, login, tmp_path)
    assert run_algorithm(NAME, given, cancel_at=0).results.get("REQUEST_ID") is None
    assert rudi_server.requests() == []
    command = from_python_command(NAME, given)
    assert USERS[USER] not in str(command)
    assert run_algorithm(NAME, command).results["SENT"] is False


def test_french_asks_the_same(run_algorithm, rudi_server, dataset, login, tmp_path):
    with french():
        run = run_algorithm(NAME, parameters(rudi_server, dataset, login, tmp_path, DRY_RUN=False))
    assert run.results["STATUS"] == "DRAFT"
    assert bodies(rudi_server)[1]["comment"] == REASON


def test_by_qgis_process_and_no_secret(qgis_process, rudi_server, dataset, login, tmp_path):
    process = auth_support.process_with_accounts(qgis_process)
    arguments = [f"{key}={value}" for key, value in parameters(rudi_server, dataset, login, tmp_path).items()]
    run = process("run", f"cityorchestra:{NAME}", "--", *arguments)
    assert run.results["SENT"] is False
    assert writes(rudi_server) == []
    page = Path(run.results["OUTPUT_HTML"]).read_text(encoding="utf-8")
    assert USERS[USER] not in run.stdout + run.stderr + page
