"""Algorithm ``rudi_request_access``: ask the producer of a restricted dataset for access."""

from __future__ import annotations

from datetime import date
from typing import Optional

from qgis.core import (
    QgsProcessingOutputBoolean,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...errors import InputError
from ...parameters import DateTimeType
from ...raster_files import write_text
from ...translation import tr, translated_error
from ..access_requests import (
    AccessRequest,
    PlannedCall,
    RequestDraft,
    draft_of,
    planned_calls,
    problems,
    request_in,
    send_request,
)
from ..record import Record
from ..search_text import folded
from .access import Access
from .parameters import add_server_parameters, find_record, server_access
from .request_page import request_page, status_names


class RequestAccess(CityOrchestraAlgorithm):
    """A request for access to a dataset."""

    ID = "rudi_request_access"
    GROUP = "rudi"
    LIBRARIES = ("numpy",)

    def displayName(self):
        return tr("Request access")

    def shortDescription(self):
        return tr("Asks the producer of a restricted dataset for access, in the name of a project of your account.")

    def tags(self):
        return [
            "rudi", "access", "request", "restricted", "project", "reuse", "demande", "accès", "restreint",
            "projet", "réutilisation",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Asks for a dataset of a RUDI portal in the name of one of your projects, or of a new one. The first "
                "run sends nothing: the page shows exactly what would be sent. Run again without DRY_RUN to send it. A "
                "dataset that the project asked for already is not asked for twice."
            ),
            tr(
                "The producer decides on your words: say what the data are for, who will use them and until when. Once "
                "the request is accepted, the account of the person, or the keys of the project, open the data."
            ),
            tr(
                "Limits: the portal moderates requests; their state is that of the moment. The answer comes by e-mail "
                "and in the RUDI panel. Without account only a new project can be shown."
            ),
        )

    def define(self):
        add_server_parameters(self, offline=False)
        self.add(
            QgsProcessingParameterString("GLOBAL_ID", tr("Identifier of the dataset")),
            tr("Field global_id of a search, or the identifier in the address of the dataset on its portal."),
        )
        self.add(
            QgsProcessingParameterString("PROJECT", tr("Project")),
            tr("Identifier or title of one of your projects; any other text is the title of a new one."),
        )
        self.add(
            QgsProcessingParameterString("DESCRIPTION", tr("Description of a new project"), None, True, True),
            tr("What the project does; the reason when empty. Not used for a project that exists."),
        )
        self.add(
            QgsProcessingParameterString("COMMENT", tr("Reason"), None, True),
            tr("What you want the data for, in at least 20 characters."),
        )
        self.add(
            QgsProcessingParameterDateTime("END_DATE", tr("End of use"), DateTimeType.Date, optional=True),
            tr("Last day on which the data are used; empty when there is none."),
        )
        self.add(
            QgsProcessingParameterBoolean("DRY_RUN", tr("Only show what would be sent"), True),
            tr("Nothing is written on the portal."),
        )
        self.add(
            QgsProcessingParameterFileDestination(
                "OUTPUT_HTML", tr("What is sent (HTML)"), "HTML (*.html)", optional=True
            ),
            tr("Page to read; an existing one is replaced once the new one is complete."),
        )
        self.addOutput(QgsProcessingOutputString("REQUEST_ID", tr("Identifier of the project")))
        self.addOutput(QgsProcessingOutputString("STATUS", tr("State of the request")))
        self.addOutput(QgsProcessingOutputBoolean("SENT", tr("The request was sent")))

    def check(self, parameters, context):
        for name in ("GLOBAL_ID", "PROJECT", "COMMENT"):
            if not self.parameterAsString(parameters, name, context).strip():
                raise InputError("{name} is empty; fill it.", name=name)

    def compute(self, parameters, context, feedback):
        self.check(parameters, context)
        access = server_access(self, parameters, context, feedback)
        if access.projects is None:
            raise InputError("Access is asked for on a RUDI portal; {server} is none.", server=access.connection.name)
        dry = self.parameterAsBoolean(parameters, "DRY_RUN", context)
        has_account = bool(access.connection.authcfg)
        if not dry and not has_account:
            raise InputError("A request is made with an account of the portal: choose one in AUTHCFG.")
        record = find_record(
            access, self.parameterAsString(parameters, "GLOBAL_ID", context), offline=False, feedback=feedback
        ).record
        notes = _notes(record, has_account)
        draft = self._draft(parameters, context, record, access, has_account)
        for error in problems(draft).values():
            raise error
        feedback.setProgress(50)
        made = request_in(access.projects, draft) if draft.project_id else None
        calls = planned_calls(draft) if made is None else ()
        sent = False
        if made is None and not dry:
            made, sent = send_request(access.projects, draft), True
        self._tell(feedback, notes, calls, made, sent)
        return self._results(parameters, context, (record, draft, calls, access, notes, made, sent))

    def _draft(self, parameters, context, record: Record, access: Access, has_account: bool) -> RequestDraft:
        named = " ".join(self.parameterAsString(parameters, "PROJECT", context).split())
        comment = self.parameterAsString(parameters, "COMMENT", context).strip()
        project_id, title = _known_project(access, named) if has_account else ("", named)
        return draft_of(
            record,
            project_id=project_id,
            project_title=title,
            project_description=self.parameterAsString(parameters, "DESCRIPTION", context).strip() or comment,
            comment=comment,
            end_date=self._end_date(parameters, context),
        )

    def _end_date(self, parameters, context) -> Optional[date]:
        if parameters.get("END_DATE") in (None, ""):
            return None
        value = self.parameterAsDateTime(parameters, "END_DATE", context).date()
        if not value.isValid():
            raise InputError("{parameter} is not a date; write it like 2026-06-21.", parameter="END_DATE")
        return date(value.year(), value.month(), value.day())

    @staticmethod
    def _tell(
        feedback,
        notes: list[InputError],
        calls: tuple[PlannedCall, ...],
        made: Optional[AccessRequest],
        sent: bool,
    ) -> None:
        for error in notes:
            feedback.pushWarning(translated_error(error))
        if sent:
            feedback.pushInfo(tr("The request was sent."))
        elif made is not None:
            state = status_names().get(made.status, made.status)
            feedback.pushWarning(
                tr("This project asked for the dataset already ({state}); nothing was sent.").format(state=state)
            )
        else:
            for call in calls:
                feedback.pushInfo(f"{call.method} {call.path}")
            feedback.pushInfo(tr("Nothing was sent; run again without DRY_RUN to send this."))

    def _results(self, parameters, context, known) -> RunResult:
        record, draft, calls, access, notes, made, sent = known
        result = RunResult()
        if parameters.get("OUTPUT_HTML"):
            path = self.parameterAsFileOutput(parameters, "OUTPUT_HTML", context)
            write_text(path, request_page(record, draft, calls, access.base, notes, made, sent=sent))
            result["OUTPUT_HTML"] = path
        result["REQUEST_ID"] = made.project_id if made is not None else draft.project_id
        result["STATUS"] = made.status if made is not None else ""
        result["SENT"] = sent
        return result


def _known_project(access: Access, named: str) -> tuple[str, str]:
    """Return the identifier and the title of a project of the account; no identifier for a new one.

    Raises
    ------
    InputError
        When several projects have this title.
    """
    mine = [item for item in access.projects.mine() if item.get("uuid")]
    by_id = [item for item in mine if str(item["uuid"]) == named]
    found = by_id or [item for item in mine if folded(str(item.get("title", "")).strip()) == folded(named)]
    if len(found) > 1:
        raise InputError(
            "Several of your projects are called “{title}”; give the identifier of one: {identifiers}.",
            title=named,
            identifiers=", ".join(str(item["uuid"]) for item in found),
        )
    if not found:
        return "", named
    return str(found[0]["uuid"]), str(found[0].get("title") or "")


def _notes(record: Record, has_account: bool) -> list[InputError]:
    notes = []
    if record.access == "open":
        notes.append(InputError("This dataset is open: it can be downloaded without asking."))
    if not has_account:
        notes.append(InputError("No account was given: whether you have a project of this name was not looked up."))
    return notes
