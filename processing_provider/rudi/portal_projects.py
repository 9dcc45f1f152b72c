"""Projects of a portal (projekt): published reuses, requests for access, requests for missing data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Optional

from ..errors import InputError
from .accounts import ApplicationAccount, Secret
from .http_client import segment
from .paging import Page, by, page_of, walk
from .session import PortalSession
from .transport import with_query

PROJECTS = "/projekt/v1/projects"
CONFIDENTIALITIES = ("OPENED", "RESTRICTED", "SELFDATA")
STATUSES = ("DRAFT", "IN_PROGRESS", "VALIDATED", "CANCELLED", "ARCHIVED", "DISENGAGED")
LISTS = ("types", "supports", "territorial-scales", "confidentialities")


@dataclass(frozen=True)
class ProjectKeys:
    """Keys of a project: to be kept in QGIS's account store, never elsewhere."""

    account: ApplicationAccount
    end: Optional[str]  # ISO 8601


class Projects:
    """The projects of a portal.

    Parameters
    ----------
    session : PortalSession
        With an account for all but published reuses.
    """

    def __init__(self, session: PortalSession) -> None:
        self._session = session

    def reuses(self, dataset_ids: tuple[str, ...] = (), max_items: int = 200) -> Iterator[dict[str, Any]]:
        """Give published projects, of all datasets or of some."""

        def ask(offset: int, limit: int) -> Page:
            given = {"linkedDatasetUuids": dataset_ids, "status": ["VALIDATED"], "offset": offset, "limit": limit}
            return page_of(self._session.get_json(with_query(PROJECTS, given)), offset)

        return walk(ask, max_items=max_items, key=by("uuid"))

    def mine(self) -> list[dict[str, Any]]:
        """Return the projects of the account."""
        return page_of(self._session.get_json(f"{PROJECTS}/my-projects"), 0).items

    def choices(self, name: str) -> list[dict[str, Any]]:
        """Return a list of choices for a project, one of :data:`LISTS`."""
        if name not in LISTS:
            raise ValueError(f"{name!r} is none of {LISTS}")
        return page_of(self._session.get_json(f"/projekt/v1/{name}"), 0).items

    def create(self, title: str, description: str, **fields: Any) -> dict[str, Any]:
        """Create a project, as a draft.

        Raises
        ------
        InputError
            When the portal refuses it.
        """
        body = {"object_type": "Project", "title": title, "description": description, **fields}
        return _created(self._session.call("POST", PROJECTS, body))

    def link(
        self, project_id: str, dataset_id: str, comment: str, end_date: Optional[str], confidentiality: str
    ) -> dict[str, Any]:
        """Ask that a project may use a dataset; the producer then accepts or refuses.

        Parameters
        ----------
        end_date : str, optional
            ISO 8601, when the use ends.
        confidentiality : str
            One of :data:`CONFIDENTIALITIES`.
        """
        if confidentiality not in CONFIDENTIALITIES:
            raise ValueError(f"{confidentiality!r} is none of {CONFIDENTIALITIES}")
        body = {
            "object_type": "LinkedDataset",
            "dataset_uuid": dataset_id,
            "comment": comment,
            "end_date": end_date,
            "dataset_confidentiality": confidentiality,
        }
        return _created(self._session.call("POST", f"{PROJECTS}/{segment(project_id)}/linked-datasets", body))

    def links(self, project_id: str) -> list[dict[str, Any]]:
        """Return the requests of a project, each with its ``linked_dataset_status``, one of :data:`STATUSES`."""
        return page_of(self._session.get_json(f"{PROJECTS}/{segment(project_id)}/linked-datasets"), 0).items

    def request_keys(self, project_id: str) -> ProjectKeys:
        """Return new keys of a project, with which its programs get data.

        Raises
        ------
        InputError
            When the portal refuses, or gives no keys.
        """
        answer = self._session.call("POST", f"{PROJECTS}/{segment(project_id)}/keys", {"object_type": "ProjectKey"})
        client_id = answer.get("client_id") if isinstance(answer, dict) else None
        secret = answer.get("client_secret") if isinstance(answer, dict) else None
        if not (isinstance(client_id, str) and isinstance(secret, str) and client_id and secret):
            raise InputError("The portal gave no keys for project {project}.", project=project_id)
        end = answer.get("expirationDate") or answer.get("expiration_date")
        return ProjectKeys(ApplicationAccount(client_id, Secret(secret)), end if isinstance(end, str) else None)

    def ask_for_data(self, project_id: str, title: str, description: str) -> dict[str, Any]:
        """Ask for data that the catalogue does not have."""
        body = {"object_type": "NewDatasetRequest", "title": title, "description": description}
        return _created(self._session.call("POST", f"{PROJECTS}/{segment(project_id)}/new-dataset-requests", body))


def _created(answer: Any) -> dict[str, Any]:
    if not isinstance(answer, dict):
        raise InputError("The portal did not say what it created; look at it in the portal before you try again.")
    return answer
