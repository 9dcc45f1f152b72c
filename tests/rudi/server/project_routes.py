"""projekt: reuses, projects, requests for access, keys, in memory."""

from __future__ import annotations

import secrets
import time
import uuid
from typing import Any, Optional

from .exchange import Answer, Asked, RefusedError, Routes, error, json_answer, page
from .portal_tokens import Visitor, admit, admit_user
from .records import identifier

routes = Routes()
PROJECTS = "/projekt/v1/projects"
STATUSES = ("DRAFT", "IN_PROGRESS", "VALIDATED", "CANCELLED", "ARCHIVED", "DISENGAGED")
CONFIDENTIALITIES = ("OPENED", "RESTRICTED", "SELFDATA")
_CHOICES = {
    "types": ("Application", "Étude"),
    "supports": ("Accompagnement",),
    "territorial-scales": ("Commune", "Métropole"),
    "confidentialities": ("OPEN", "CONFIDENTIAL"),
}


class Projects:
    """Projects by identifier."""

    def __init__(self, dataset_ids: list[str]) -> None:
        self.by_id: dict[str, dict[str, Any]] = {}
        for number in range(3):
            self._add(f"Réutilisation {number + 1}", "", "VALIDATED", dataset_ids[number : number + 2])

    def _add(self, title: str, owner: str, status: str, datasets: list[str]) -> dict[str, Any]:
        project = {
            "uuid": identifier("project", title) if not owner else str(uuid.uuid4()),
            "object_type": "Project",
            "title": title,
            "project_status": status,
            "owner": owner,
            "linked_datasets": [_link(dataset, "VALIDATED", "OPENED") for dataset in datasets],
            "new_dataset_requests": [],
        }
        self.by_id[project["uuid"]] = project
        return project

    def create(self, title: str, owner: str) -> dict[str, Any]:
        """Create a draft."""
        return self._add(title, owner, "DRAFT", [])

    def allows(self, visitor: Visitor, dataset_id: str) -> bool:
        """Tell whether a user, or a project by its keys, has a validated link to a dataset."""
        return any(
            link["dataset_uuid"] == dataset_id and link["linked_dataset_status"] == "VALIDATED"
            for project in self.by_id.values()
            if project["uuid"] == visitor.project or (visitor.name and project["owner"] == visitor.name)
            for link in project["linked_datasets"]
        )

    def approve(self, project_id: Optional[str], status: str) -> int:
        """Give a status to the waiting links (of one project); return how many."""
        waiting = [
            link
            for project in self.by_id.values()
            if project_id in (None, project["uuid"])
            for link in project["linked_datasets"]
            if link["linked_dataset_status"] in ("DRAFT", "IN_PROGRESS")
        ]
        for link in waiting:
            link["linked_dataset_status"] = status
        return len(waiting)


def _link(dataset_id: str, status: str, confidentiality: str, **fields: Any) -> dict[str, Any]:
    return {
        "uuid": str(uuid.uuid4()),
        "object_type": "LinkedDataset",
        "dataset_uuid": dataset_id,
        "linked_dataset_status": status,
        "dataset_confidentiality": confidentiality,
        **fields,
    }


def _owned(asked: Asked) -> dict[str, Any]:
    visitor = admit_user(asked)
    project = asked.state.projects.by_id.get(asked.matched[0])
    if project is None:
        raise RefusedError(error(404, "project unknown"))
    if project["owner"] != visitor.name:
        raise RefusedError(error(403, "not the owner of this project"))
    return project


@routes.add("GET", PROJECTS)
def projects(asked: Asked) -> Answer:
    """Search projects; only published ones are public."""
    admit(asked)
    wanted = asked.many("status") or ["VALIDATED"]
    linked = asked.many("linkedDatasetUuids") + asked.many("datasetUuids")
    found = [
        project
        for project in asked.state.projects.by_id.values()
        if project["project_status"] in wanted
        and project["project_status"] == "VALIDATED"
        and (not linked or any(link["dataset_uuid"] in linked for link in project["linked_datasets"]))
    ]
    return json_answer(page(found, asked))


@routes.add("POST", PROJECTS)
def create(asked: Asked) -> Answer:
    """Create a project."""
    visitor, body = admit_user(asked), asked.json()
    if not isinstance(body, dict) or not body.get("title"):
        return error(400, "title missing", "ERR-202")
    return json_answer(asked.state.projects.create(body["title"], visitor.name))


@routes.add("GET", f"{PROJECTS}/my-projects")
def mine(asked: Asked) -> Answer:
    """Give the projects of the user."""
    visitor = admit_user(asked)
    found = [project for project in asked.state.projects.by_id.values() if project["owner"] == visitor.name]
    return json_answer(page(found, asked))


@routes.add("GET", f"{PROJECTS}/{{}}/linked-datasets")
def links(asked: Asked) -> Answer:
    """Give the requests of a project."""
    return json_answer(_owned(asked)["linked_datasets"])


@routes.add("POST", f"{PROJECTS}/{{}}/linked-datasets")
def link(asked: Asked) -> Answer:
    """Ask for a dataset."""
    project, body = _owned(asked), asked.json()
    asked.state.catalogue.one(body.get("dataset_uuid", ""))
    if body.get("object_type") != "LinkedDataset" or body.get("dataset_confidentiality") not in CONFIDENTIALITIES:
        return error(400, "object_type or dataset_confidentiality wrong", "ERR-302")
    added = _link(
        body["dataset_uuid"],
        "DRAFT",
        body["dataset_confidentiality"],
        comment=body.get("comment"),
        end_date=body.get("end_date"),
    )
    project["linked_datasets"].append(added)
    return json_answer(added)


@routes.add("POST", f"{PROJECTS}/{{}}/keys")
def keys(asked: Asked) -> Answer:
    """Give keys to a project that has a validated dataset."""
    project = _owned(asked)
    if not any(one["linked_dataset_status"] == "VALIDATED" for one in project["linked_datasets"]):
        return error(403, "no validated dataset in this project")
    client_id, secret = f"client-{secrets.token_hex(4)}", secrets.token_urlsafe(24)
    asked.state.tokens.clients[client_id] = (secret, project["uuid"])
    end = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(time.time() + 86400 * 365))
    return json_answer({"client_id": client_id, "client_secret": secret, "expirationDate": end})


@routes.add("POST", f"{PROJECTS}/{{}}/new-dataset-requests")
def ask_for_data(asked: Asked) -> Answer:
    """Ask for data that is not there."""
    project, body = _owned(asked), asked.json()
    if body.get("object_type") != "NewDatasetRequest" or not body.get("title"):
        return error(400, "object_type or title wrong", "ERR-202")
    added = {"uuid": str(uuid.uuid4()), **body, "new_dataset_request_status": "DRAFT"}
    project["new_dataset_requests"].append(added)
    return json_answer(added)


@routes.add("GET", "/projekt/v1/{}")
def choices(asked: Asked) -> Answer:
    """Give a list of choices."""
    labels = _CHOICES.get(asked.matched[0])
    if labels is None:
        return error(404, "no such list")
    return json_answer(page([{"uuid": identifier(label), "code": label, "label": label} for label in labels], asked))


@routes.add("POST", "/__test__/approve")
def approve(asked: Asked) -> Answer:
    """Play the producer: validate (or give another status to) the waiting requests."""
    body = asked.json() if asked.body else {}
    status = body.get("status", "VALIDATED")
    if status not in STATUSES:
        return error(400, f"{status} is none of {STATUSES}")
    return json_answer({"changed": asked.state.projects.approve(body.get("project"), status)})
