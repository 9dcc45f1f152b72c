"""What a publication gave: identifier, addresses, what the portal said."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from ....processing_provider.errors import InputError
from ....processing_provider.rudi.algorithms.connections import Connection
from ....processing_provider.rudi.citation import landing_address
from ....processing_provider.rudi.publication_run import KO, SENT
from ....processing_provider.rudi.publication_run import OK as TAKEN_IN
from ....processing_provider.rudi.record import Record
from ....processing_provider.translation import tr
from ...runner import StepResult
from .field_check import ERROR, INFO, OK
from .publish_plan import Shown


@dataclass(frozen=True)
class Receipt:
    """What was published.

    Attributes
    ----------
    title, server, global_id : str
    address : str
        Page of the dataset on the portal of the panel, else address of the file; empty for neither.
    is_page : bool
        Whether it is the page.
    portal_status : str
        What is known of the portal.
    file, page : Path
        The receipt, as JSON and as a page.
    record : dict
        The record as it is on the node.
    """

    title: str
    server: str
    global_id: str
    address: str
    is_page: bool
    portal_status: str
    file: Path
    page: Path
    record: Mapping[str, Any]

    @classmethod
    def of(cls, shown: Shown, sent: StepResult, connection: Optional[Connection]) -> Receipt:
        """Return the receipt that the algorithm wrote.

        Parameters
        ----------
        connection : Connection or None
            Of the panel.
        """
        file = Path(sent.values["OUTPUT"])
        told = json.loads(file.read_text(encoding="utf-8"))
        global_id = str(sent.values["GLOBAL_ID"])
        portal = connection.url if connection is not None and connection.kind == "portal" else ""
        page = landing_address(Record(global_id), portal) if portal else ""
        return cls(
            title=str(told["title"]),
            server=shown.publication.destination.shown(),
            global_id=global_id,
            address=page or str((told["media"] or {}).get("url", "")),
            is_page=bool(page),
            portal_status=str(sent.values["PORTAL_STATUS"]),
            file=file,
            page=Path(sent.values["OUTPUT_HTML"]),
            record=told["record"],
        )

    def portal_words(self) -> tuple[str, str]:
        """Return the severity and the sentence of what is known of the portal."""
        return {
            SENT: (INFO, tr("The node was asked to send it to the portal, which takes it in later.")),
            TAKEN_IN: (OK, tr("The portal has taken it in.")),
            KO: (ERROR, tr("The portal refused it; the page below says why.")),
        }.get(self.portal_status, (INFO, tr("The portal shows it once the node has sent it there.")))


def portal_has(access: Any, global_id: str) -> tuple[str, str]:
    """Ask a portal whether it has a dataset; return the severity and the sentence. Called in a thread.

    Raises
    ------
    InputError
        When the portal cannot be asked.
    """
    try:
        access.source.get(global_id)
    except InputError as error:
        if getattr(error, "status", None) != 404:
            raise
        return INFO, tr("The portal does not have it yet. It takes datasets in later: ask again in a while.")
    return OK, tr("The portal has it: anyone can find it now.")
