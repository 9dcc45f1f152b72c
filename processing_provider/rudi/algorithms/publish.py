"""Algorithm ``rudi_publish``: a record and its file to a node, after they were shown and agreed to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    QgsProcessingOutputBoolean,
    QgsProcessingOutputString,
    QgsProcessingParameterAuthConfig,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...errors import InputError, RunCancelledError
from ...parameters import number, optional_number
from ...provenance import plugin_version
from ...raster_files import write_text
from ...translation import tr, translated_error
from .. import privacy
from ..http_log import LoggingTransport
from ..publication import Plan, check_record, make_plan, measured_file
from ..publication_run import KO, SHA256, Outcome, publish, reached
from ..publication_targets import MANAGER, TARGETS, Office, open_office
from ..transport import TIMEOUT_S, is_clear_text
from .access import account_of, open_client
from .connections import connection_of
from .file_columns import file_columns
from .json_file import read_json
from .publication_page import publication_page, step_names
from .qgis_transport import QgisTransport
from .receipt import receipt_text

_TEXTS = ("resource_title", "synopsis", "summary", "keywords", "access_condition")
_PLAN_SHARE = 40.0  # of the progress [%]


class Publish(CityOrchestraAlgorithm):
    """A dataset to a node."""

    ID = "rudi_publish"
    GROUP = "rudi"
    LIBRARIES = ("numpy",)

    def displayName(self):
        return tr("Publish a dataset")

    def shortDescription(self):
        return tr("Shows what publishing a record and its file on a RUDI node would change; sends it once agreed to.")

    def tags(self):
        return [
            "rudi", "publish", "node", "manager", "open data", "dry run", "gdpr", "publier", "nœud", "dépôt",
            "données ouvertes", "rgpd",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Publishes a record, and the file that it describes, on a RUDI node: through its manager with a login, "
                "or in its back office with a token. The first run only reads: it shows what is new, changed and kept, "
                "and gives a DIGEST. Run again without DRY_RUN, with this text as CONSENT: what was shown is sent, and "
                "nothing else. When anything changed in between, nothing is sent."
            ),
            tr(
                "Method: the record must have no error, and the file must have the SHA-256 that it announces. The "
                "producer and the contacts must be known to the node. The file is sent first and read back; the record "
                "that names it is written after. A run that stops half-way says what is on the node; run it again."
            ),
            tr(
                "Personal data: the file is opened and its columns are searched. A file with e-mail addresses, "
                "telephone numbers, names and the like is refused, unless the record says that the data are sensitive "
                "and restricted, or a JUSTIFICATION says why they may be published. Sensitive data with an open access "
                "(ERR-306) are always refused."
            ),
            tr(
                "Limits: a node may send to its portal by itself what it receives; its settings decide, not this "
                "algorithm. Passwords and tokens stay in QGIS’s authentication manager: neither the receipt nor the "
                "log nor the report holds them. Signs of personal data are no proof, their absence is none either."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterFile("METADATA", tr("Record (JSON)"), extension="json"),
            tr("As “Metadata from a layer” writes it."),
        )
        self.add(
            QgsProcessingParameterFile("FILE", tr("File"), optional=True),
            tr("The file that the record describes; empty when the node has it, or for services."),
        )
        self.add(
            QgsProcessingParameterEnum(
                "TARGET", tr("Publish through"), list(TARGETS), defaultValue=MANAGER, usesStaticStrings=True
            ),
            tr("manager: with the login of a person. node: back office, with a token (JWT)."),
        )
        self.add(
            QgsProcessingParameterString("SERVER", tr("Node")),
            tr("Address of the node or of its manager, or name of a connection saved in the RUDI panel."),
        )
        self.add(
            QgsProcessingParameterAuthConfig("AUTHCFG", tr("Account"), optional=True),
            tr(
                "Configuration of QGIS’s authentication manager: Basic for a manager; API header, or Basic with the "
                "realm “token”, for a back office. Under qgis_process, the master password is read from the file named "
                "in QGIS_AUTH_PASSWORD_FILE."
            ),
        )
        self.add(
            number("TIMEOUT", tr("Longest silence of a server (s)"), TIMEOUT_S, minimum=1, maximum=600),
            tr("After so many seconds without an answer the server is given up, once all tries are spent."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean("DRY_RUN", tr("Only show what would be sent"), True),
            tr("Nothing is written on the node."),
        )
        self.add(
            QgsProcessingParameterString("CONSENT", tr("Digest agreed to"), None, False, True),
            tr("The DIGEST of the run that showed what would be sent."),
        )
        self.add(
            QgsProcessingParameterBoolean("SEND_TO_PORTAL", tr("Ask the node to send to the portal"), False),
            tr("For the target “node” only. The portal takes the dataset in later and reports."),
        )
        self.add(
            QgsProcessingParameterString("JUSTIFICATION", tr("Justification"), None, True, True),
            tr("Why columns that look like personal data may be published all the same, in at least 20 characters."),
        )
        for name, label, kind in (
            ("OUTPUT", tr("Receipt (JSON)"), "JSON (*.json)"),
            ("OUTPUT_HTML", tr("What is new, changed and kept (HTML)"), "HTML (*.html)"),
        ):
            self.add(
                QgsProcessingParameterFileDestination(name, label, kind, optional=True),
                tr("File to write; an existing one is replaced once the new one is complete."),
            )
        self.addOutput(QgsProcessingOutputString("DIGEST", tr("Digest of what would be sent")))
        self.addOutput(QgsProcessingOutputBoolean("PUBLISHED", tr("The dataset is on the node")))
        self.addOutput(QgsProcessingOutputString("GLOBAL_ID", tr("Identifier of the dataset")))
        self.addOutput(QgsProcessingOutputString("MEDIA_ID", tr("Identifier of the file")))
        self.addOutput(QgsProcessingOutputString("PORTAL_STATUS", tr("Answer of the portal")))

    def check(self, parameters, context):
        if (
            self.parameterAsBoolean(parameters, "SEND_TO_PORTAL", context)
            and self.parameterAsEnumString(parameters, "TARGET", context) == MANAGER
        ):
            raise InputError(
                "The manager of a node does not send datasets to the portal: the node does so by itself, or publish "
                "with the target “node” to ask for it."
            )

    def compute(self, parameters, context, feedback):
        self.check(parameters, context)
        raw = read_json(self.parameterAsFile(parameters, "METADATA", context))
        named = self.parameterAsFile(parameters, "FILE", context).strip()
        file = Path(named) if named else None
        # Everything that can be refused is refused before a server is asked.
        check_record(raw)
        measured_file(raw, file, feedback.isCanceled)
        findings, notes, justified = self._admitted(parameters, context, raw, file, feedback)
        feedback.setProgress(_PLAN_SHARE / 2)
        log = LoggingTransport(QgisTransport(f"CityOrchestra/{plugin_version()}"))
        office = self._office(parameters, context, log, feedback)
        to_portal = self.parameterAsBoolean(parameters, "SEND_TO_PORTAL", context)
        plan = make_plan(office, raw, file, to_portal=to_portal, justification=justified, stop=feedback.isCanceled)
        if plan.sends_record and not to_portal:
            notes.append(InputError("The node may send the dataset to its portal by itself: its settings decide."))
        feedback.setProgress(_PLAN_SHARE)
        outcome = None
        if not self.parameterAsBoolean(parameters, "DRY_RUN", context):
            outcome = self._sent(parameters, context, feedback, plan, office, (findings, notes, log))
            if outcome.verified == SHA256 and plan.is_restricted:
                notes.append(
                    InputError(
                        "The record says that the access is restricted, yet the storage of the node gave the file to a "
                        "request without account: whoever knows its address gets it. Tell who runs the node."
                    )
                )
        return self._results(parameters, context, feedback, plan, outcome, (findings, notes, log))

    def _office(self, parameters, context, log: LoggingTransport, feedback) -> Office:
        connection = connection_of(
            self.parameterAsString(parameters, "SERVER", context),
            "node",
            self.parameterAsString(parameters, "AUTHCFG", context),
        )
        if connection.kind == "file":
            raise InputError("SERVER is a file; give the address of a node or of its manager.")
        if is_clear_text(connection.url):
            feedback.pushWarning(
                tr("{url} is not encrypted (http): the account travels in clear. Ask for an address in https.").format(
                    url=connection.url
                )
            )
        timeout = optional_number(self, parameters, "TIMEOUT", context)
        client = open_client(
            stop=feedback.isCanceled, timeout_s=TIMEOUT_S if timeout is None else timeout, transport=log
        )
        target = self.parameterAsEnumString(parameters, "TARGET", context)
        return open_office(client, target, connection.url, account_of(connection.authcfg))

    def _admitted(self, parameters, context, raw: dict[str, Any], file: Optional[Path], feedback):
        """Return the signs of personal data, what to tell of them, and the justification, once they may pass.

        Raises
        ------
        InputError
            When they may not.
        """
        access = (raw.get("access_condition") or {}).get("confidentiality") or {}
        restricted, sensitive = access.get("restricted_access") is True, access.get("gdpr_sensitive") is True
        justification = self.parameterAsString(parameters, "JUSTIFICATION", context)
        notes: list[InputError] = []
        findings: list[privacy.Finding] = []
        unread: list[str] = []
        if file is not None:
            seen = file_columns(file, feedback.isCanceled)
            findings = privacy.inspect(seen.sample())
            unread = seen.unread
            if seen.unseen:
                notes.append(
                    InputError(
                        "Nobody looked for personal data in {files}: look yourself.", files=", ".join(seen.unseen[:5])
                    )
                )
        decision = privacy.gate(findings, restricted=restricted, gdpr_sensitive=sensitive, justification=justification)
        if not decision.allowed:
            raise decision.refusal
        told = decision.justified
        if unread and not (restricted and sensitive):
            told = " ".join(justification.split())
            if len(told) < privacy.MIN_JUSTIFICATION:
                raise InputError(
                    "Personal data could not be looked for in {files}. Publish a file that can be opened, or write in "
                    "at least {length} characters why it may be published.",
                    files=", ".join(unread[:5]),
                    length=privacy.MIN_JUSTIFICATION,
                )
        notes += _personal_notes(raw, findings, decision)
        return findings, notes, told

    def _sent(self, parameters, context, feedback, plan: Plan, office: Office, told) -> Outcome:
        """Publish; whatever happens, the receipt tells what was done."""
        outcome = Outcome()
        names, count = step_names(), max(1, len(plan.calls()))

        def begin(step: str, place: int) -> None:
            feedback.pushInfo(names[step])
            feedback.setProgress(_PLAN_SHARE + (99.0 - _PLAN_SHARE) * place / count)

        try:
            return publish(plan, office, self.parameterAsString(parameters, "CONSENT", context), outcome, begin)
        except RunCancelledError:
            state = reached(plan, outcome)
            if state is not None:
                feedback.pushWarning(translated_error(state))
            self._save_receipt(parameters, context, plan, outcome, told)
            raise
        except InputError:
            if outcome.done:
                self._save_receipt(parameters, context, plan, outcome, told)
            raise

    def _save_receipt(self, parameters, context, plan: Plan, outcome: Optional[Outcome], told) -> Optional[str]:
        if not parameters.get("OUTPUT"):
            return None
        findings, notes, log = told
        path = self.parameterAsFileOutput(parameters, "OUTPUT", context)
        write_text(path, receipt_text(plan, outcome, findings, notes, log.entries))
        return path

    def _results(self, parameters, context, feedback, plan: Plan, outcome: Optional[Outcome], told) -> RunResult:
        findings, notes, _ = told
        result = RunResult()
        receipt = self._save_receipt(parameters, context, plan, outcome, told)
        if receipt is not None:
            result["OUTPUT"] = receipt  # kept whatever follows: it tells what is on the node
        if parameters.get("OUTPUT_HTML"):
            path = self.parameterAsFileOutput(parameters, "OUTPUT_HTML", context)
            write_text(path, publication_page(plan, findings, notes, outcome))
            result["OUTPUT_HTML"] = path
        result["DIGEST"] = plan.digest
        result["PUBLISHED"] = outcome is not None and outcome.is_published
        result["GLOBAL_ID"] = plan.global_id
        result["MEDIA_ID"] = plan.file.media_id if plan.file is not None else ""
        result["PORTAL_STATUS"] = outcome.portal_status if outcome is not None else ""
        self._tell(feedback, plan, outcome, notes)
        return result

    @staticmethod
    def _tell(feedback, plan: Plan, outcome: Optional[Outcome], notes: list[InputError]) -> None:
        for error in (*plan.blockers, *notes):
            feedback.pushWarning(translated_error(error))
        if outcome is not None:
            feedback.pushInfo(tr("The dataset {identifier} is on the node.").format(identifier=plan.global_id))
            if outcome.portal_status == KO:
                feedback.pushWarning(tr("The portal refused the dataset; the receipt says why."))
            return
        feedback.pushInfo(
            tr("{changes} fields would change, {kept} would stay; nothing was sent.").format(
                changes=len(plan.changes), kept=plan.kept
            )
        )
        if plan.digest:
            feedback.pushInfo(tr("To agree to this: CONSENT={digest}").format(digest=plan.digest))


def _personal_notes(raw: dict[str, Any], findings, decision: privacy.GateDecision) -> list[InputError]:
    """Return what to tell of signs that stop nothing: possible ones, and those in the texts of the record."""
    notes = []
    possible = dict.fromkeys(item.column for item in findings if item.level == privacy.POSSIBLE)
    if possible:
        columns = ", ".join(possible)
        notes.append(
            InputError("Look at these columns before publishing: {columns} may be about people.", columns=columns)
        )
    if decision.justified:
        columns = dict.fromkeys(item.column for item in decision.serious)
        notes.append(
            InputError(
                "These columns look like personal data and are published with a justification: {columns}.",
                columns=", ".join(columns),
            )
        )
    texts = json.dumps({name: raw.get(name) for name in _TEXTS}, ensure_ascii=False)
    kinds = {item.kind for item in privacy.of_values("", [texts]) if item.kind in ("email", "phone", "nir", "iban")}
    if kinds:
        notes.append(
            InputError("The texts of the record hold an address, a number or an account of a person: read them.")
        )
    return notes
