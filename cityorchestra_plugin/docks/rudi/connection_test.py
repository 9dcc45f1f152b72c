"""What a catalogue answers when it is tried: what it is, how many datasets it has, whether it knows the account."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from ....processing_provider.rudi.algorithms.connections import Connection, checked_connection
from ....processing_provider.rudi.node import Node
from ....processing_provider.rudi.queries import Query
from ....processing_provider.rudi.session import PortalSession
from ....processing_provider.rudi.sources.file import items_of
from ....processing_provider.translation import number_text, tr
from ..background import BackgroundWork
from .download_work import OpenAccess


def tested(connection: Connection, open_access: OpenAccess, task: BackgroundWork) -> str:
    """Ask a catalogue a few questions and return what it answered, as sentences; called in a thread.

    Raises
    ------
    InputError
        When it does not answer, is something else, or refuses the account.
    RunCancelledError
        When the user cancelled.
    """
    connection = checked_connection(connection)
    if connection.kind == "file":
        return tr("The file holds {count} records.").format(count=number_text(len(items_of(Path(connection.url)))))
    access = open_access(connection, stop=task.isCanceled)
    parts = []
    if connection.kind == "node":
        version = Node(access.client, connection.url).version()
        if version:
            parts.append(tr("RUDI node, version {version}.").format(version=version))
    if connection.authcfg and isinstance(access.sender, PortalSession):
        access.sender.sign_in()
        parts.append(tr("The account is accepted."))
    announced = getattr(access.source, "announced", None)
    total = announced() if announced is not None else None
    if total is None:
        total = len(list(islice(access.source.search(Query(), 1), 1)))
        parts.append(tr("It answers.") if total else tr("It answers, but gives no dataset."))
    elif total:
        parts.append(tr("{count} datasets.").format(count=number_text(total)))
    else:
        parts.append(tr("It answers, but gives no dataset."))
    return " ".join(parts)
