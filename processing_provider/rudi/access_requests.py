"""Requests for access to a dataset of a portal: what would be sent, sending it, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Optional

from ..errors import InputError
from .http_client import segment
from .portal_projects import PROJECTS, STATUSES, Projects
from .record import Record

MIN_COMMENT = 20  # characters: a producer refuses a request that says nothing
MAX_TITLE = 150  # characters
NEW_PROJECT = "new"  # stands in a planned path for the identifier that the portal will give
CONFIDENTIALITY = {"open": "OPENED", "restricted": "RESTRICTED", "selfdata": "SELFDATA"}
UNKNOWN_STATUS = "UNKNOWN"
ENDED = ("CANCELLED", "ARCHIVED", "DISENGAGED")  # after these a dataset may be asked for again


@dataclass(frozen=True)
class RequestDraft:
    """What a user asks.

    Attributes
    ----------
    dataset_id, dataset_title : str
        The dataset asked for.
    confidentiality : str
        A value of :data:`CONFIDENTIALITY`.
    project_id : str
        Identifier of a project that exists; empty for a new one.
    project_title, project_description : str
        Of a new project.
    comment : str
        Why, in the words that the producer will read.
    end_date : date, optional
        When the use ends.
    """

    dataset_id: str
    dataset_title: str = ""
    confidentiality: str = "RESTRICTED"
    project_id: str = ""
    project_title: str = ""
    project_description: str = ""
    comment: str = ""
    end_date: Optional[date] = None


@dataclass(frozen=True)
class PlannedCall:
    """One call that a request makes: method, path on the portal, JSON body."""

    method: str
    path: str
    body: Mapping[str, Any]


@dataclass(frozen=True)
class AccessRequest:
    """A request made earlier.

    Attributes
    ----------
    project_id, project_title : str
    dataset_id : str
    status : str
        One of :data:`.portal_projects.STATUSES`, or ``UNKNOWN``.
    end_date : str
        ISO 8601, empty when there is none.
    comment : str
    """

    project_id: str
    project_title: str
    dataset_id: str
    status: str
    end_date: str = ""
    comment: str = ""


def draft_of(record: Record, **fields: Any) -> RequestDraft:
    """Return the draft of a request for a dataset."""
    confidentiality = CONFIDENTIALITY.get(record.access, "RESTRICTED")
    return RequestDraft(record.global_id, record.title, confidentiality, **fields)


def problems(draft: RequestDraft, today: Optional[date] = None) -> dict[str, InputError]:
    """Return what keeps a draft from being sent, by field: ``project``, ``comment``, ``end_date``.

    Parameters
    ----------
    draft : RequestDraft
    today : date, optional
        Day of the check; the clock's by default.
    """
    found: dict[str, InputError] = {}
    if not draft.project_id:
        title = " ".join(draft.project_title.split())
        if not title:
            found["project"] = InputError("Give the project a title, or choose one of yours.")
        elif len(title) > MAX_TITLE:
            found["project"] = InputError(
                "The title of the project has {length} characters; shorten it to {limit}.",
                length=len(title),
                limit=MAX_TITLE,
            )
    if len(" ".join(draft.comment.split())) < MIN_COMMENT:
        found["comment"] = InputError(
            "Say in at least {length} characters what you want the data for: the producer decides on these words.",
            length=MIN_COMMENT,
        )
    if draft.end_date is not None and draft.end_date <= (today or date.today()):
        found["end_date"] = InputError("The use must end after today.")
    return found


def planned_calls(draft: RequestDraft) -> tuple[PlannedCall, ...]:
    """Return exactly what would be sent, in order; nothing is sent."""
    calls = []
    project = segment(draft.project_id) if draft.project_id else f"{{{NEW_PROJECT}}}"
    if not draft.project_id:
        calls.append(PlannedCall("POST", PROJECTS, {"object_type": "Project", **_project(draft)}))
    body = {
        "object_type": "LinkedDataset",
        "dataset_uuid": draft.dataset_id,
        "comment": draft.comment.strip(),
        "end_date": _end(draft),
        "dataset_confidentiality": draft.confidentiality,
    }
    calls.append(PlannedCall("POST", f"{PROJECTS}/{project}/linked-datasets", body))
    return tuple(calls)


def send_request(projects: Projects, draft: RequestDraft, today: Optional[date] = None) -> AccessRequest:
    """Make a project where one is wanted, then ask for the dataset.

    Raises
    ------
    InputError
        When the draft lacks something, or the portal refuses.
    """
    for error in problems(draft, today).values():
        raise error
    project_id = draft.project_id
    if not project_id:
        project_id = str(projects.create(**_project(draft)).get("uuid") or "")
        if not project_id:
            raise InputError("The portal did not say what it created; look at it in the portal before you try again.")
    try:
        answer = projects.link(project_id, draft.dataset_id, draft.comment.strip(), _end(draft), draft.confidentiality)
    except InputError as error:
        if draft.project_id:
            raise
        raise InputError(
            "The project “{title}” was made, but the dataset could not be asked for: {cause} Choose this project, then "
            "try again.",
            title=" ".join(draft.project_title.split()),
            cause=error,
        ) from error
    return _request(project_id, draft.project_title, {"dataset_uuid": draft.dataset_id, **answer})


def my_requests(projects: Projects) -> Iterator[AccessRequest]:
    """Give the requests of the account, project after project."""
    for project in projects.mine():
        project_id = str(project.get("uuid") or "")
        if project_id:
            for link in projects.links(project_id):
                yield _request(project_id, str(project.get("title") or ""), link)


def request_in(projects: Projects, draft: RequestDraft) -> Optional[AccessRequest]:
    """Return the request that a project made for this dataset earlier and that still counts, None when it made none."""
    for link in projects.links(draft.project_id):
        made = _request(draft.project_id, draft.project_title, link)
        if made.dataset_id == draft.dataset_id and made.status not in ENDED:
            return made
    return None


def _project(draft: RequestDraft) -> dict[str, str]:
    return {
        "title": " ".join(draft.project_title.split()),
        "description": draft.project_description.strip(),
    }


def _end(draft: RequestDraft) -> Optional[str]:
    return f"{draft.end_date.isoformat()}T23:59:59Z" if draft.end_date is not None else None


def _request(project_id: str, title: str, link: Mapping[str, Any]) -> AccessRequest:
    status = str(link.get("linked_dataset_status") or "")
    return AccessRequest(
        project_id=project_id,
        project_title=title,
        dataset_id=str(link.get("dataset_uuid") or ""),
        status=status if status in STATUSES else UNKNOWN_STATUS,
        end_date=str(link.get("end_date") or ""),
        comment=str(link.get("comment") or ""),
    )
