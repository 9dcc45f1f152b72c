"""Publishing what was agreed to: the file first, checked where it arrived, then the record that names it.

A run that stops half-way says what is already on the node; run again, it goes on from there.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Callable, Optional

from ..errors import InputError
from .publication import MAX_CHECKED_BYTES, Plan, fetched_digest, stored_size
from .publication_targets import Office

NOT_SENT, SENT, OK, KO = "", "SENT", "OK", "KO"  # what is known of the portal
SHA256, SIZE = "sha256", "size"  # how a file was checked where it arrived

Told = Callable[[str, int], None]  # step that begins, of :meth:`.publication.Plan.calls`; its number


@dataclass
class Outcome:
    """What a publication did, filled in as it goes.

    Attributes
    ----------
    done : list of str
        Steps that ended well.
    commit : str
        What confirmed the file.
    zone : str
        Where the storage keeps it.
    verified : str
        ``sha256``, ``size`` or empty: how the file on the node was checked.
    portal_status : str
        Empty when the portal was not asked, ``SENT``, ``OK`` or ``KO``.
    portal_report : dict or None
        As the portal gave it.
    """

    done: list[str] = field(default_factory=list)
    commit: str = ""
    zone: str = ""
    verified: str = ""
    portal_status: str = NOT_SENT
    portal_report: Optional[Mapping[str, Any]] = None

    @property
    def is_published(self) -> bool:
        """Whether the record is on the node."""
        return "record" in self.done


def check_consent(plan: Plan, consent: str) -> None:
    """Check that what would be sent is what was agreed to.

    Raises
    ------
    InputError
        When the node lacks something, nothing was agreed to, or something else was.
    """
    for blocker in plan.blockers:
        raise blocker
    given = consent.strip().lower()
    if not given:
        raise InputError(
            "Nothing was sent. Run first with DRY_RUN, read what would be sent, then give the DIGEST that it shows as "
            "CONSENT."
        )
    if not hmac.compare_digest(given.encode("utf-8"), plan.digest.encode("ascii")):
        raise InputError(
            "Nothing was sent: what would be sent is not what was agreed to. The record, the file, the options or what "
            "the node has changed since. Run again with DRY_RUN and read what would be sent."
        )


def publish(
    plan: Plan, office: Office, consent: str, outcome: Optional[Outcome] = None, told: Optional[Told] = None
) -> Outcome:
    """Publish a dataset.

    Parameters
    ----------
    plan : Plan
        What to do.
    office : Office
        Where.
    consent : str
        Digest of the plan that was agreed to.
    outcome : Outcome, optional
        Is filled in; read it after an error to know what was done.
    told : callable, optional
        Told which step begins.

    Raises
    ------
    InputError
        When there is no consent, or a step fails: the sentence says what is on the node already.
    RunCancelledError
        When the user cancelled. What is on the node stays.
    """
    check_consent(plan, consent)
    outcome = outcome if outcome is not None else Outcome()
    steps = {
        "file": lambda: _send_file(plan, office, outcome),
        "record": lambda: office.put("resources", plan.record),
        "portal": lambda: _tell_portal(plan, office, outcome),
    }
    for number, call in enumerate(plan.calls()):
        if call.step not in steps:
            continue  # part of sending the file
        if told is not None:
            told(call.step, number)
        try:
            steps[call.step]()
        except InputError as error:
            raise _stopped(plan, outcome, error) from error
        outcome.done.append(call.step)
    if not plan.sends_record:
        outcome.done.append("record")  # it was there already, as it is
    return outcome


def reached(plan: Plan, outcome: Outcome) -> Optional[InputError]:
    """Return what is on the node when a run stopped half-way; None when nothing is."""
    if outcome.is_published:
        return InputError("The dataset is on the node; only the portal was not told.")
    if "commit" in outcome.done:
        return InputError(
            "The file {name} is on the node, but no record names it yet. Run again with DRY_RUN and publish: it will "
            "not be sent twice.",
            name=plan.file.name,
        )
    return None


def _stopped(plan: Plan, outcome: Outcome, error: InputError) -> InputError:
    state = reached(plan, outcome)
    if state is None:
        stopped = InputError("Nothing was published. {cause}", cause=error)
    else:
        stopped = InputError("{state} What happened: {cause}", state=state, cause=error)
    stopped.status = getattr(error, "status", None)
    return stopped


def _send_file(plan: Plan, office: Office, outcome: Outcome) -> None:
    """Send the file, declare its media, confirm it within the seconds that the storage leaves, and check it."""
    file, storage = plan.file, office.storage()
    charset = file.encoding.lower() or None

    def post():
        return storage.post(file.path, file.mime, file.name, file.media_id, charset)

    try:
        staged = post()
    except InputError as error:
        if getattr(error, "status", None) != 401:
            raise
        office.renew()
        staged = post()
    outcome.commit, outcome.zone = staged.commit_uuid, staged.zone_name
    office.put("media", plan.media())
    office.commit(staged)
    outcome.done.append("commit")
    outcome.verified = _checked(plan, office)


def _checked(plan: Plan, office: Office) -> str:
    """Check the file where it arrived, and return how: its SHA-256, or its size when it cannot or need not be fetched.

    Raises
    ------
    InputError
        When it is not the file that was sent.
    """
    file = plan.file
    if file.size <= MAX_CHECKED_BYTES:
        digest = fetched_digest(office, file)
        if digest and digest != file.sha256:
            raise _damaged(plan)
        if digest:
            return SHA256
    size = stored_size(office.storage(), file.media_id)
    if size is not None and size != file.size:
        raise _damaged(plan)
    return SIZE if size is not None else ""


def _damaged(plan: Plan) -> InputError:
    return InputError(
        "The file {name} on the node is not the one that was sent. Its record was not written; publish it again.",
        name=plan.file.name,
    )


def _tell_portal(plan: Plan, office: Office, outcome: Outcome) -> None:
    """Ask the node to send the dataset, and look whether the portal has reported since: it takes it in later."""
    earlier = {item.get("report_id") for item in office.reports(plan.global_id)}
    told = office.send_to_portal(plan.global_id)
    outcome.portal_status = SENT
    report = told if _is_report(told) else None
    if report is None:
        fresh = [item for item in office.reports(plan.global_id) if item.get("report_id") not in earlier]
        report = next((item for item in fresh if _is_report(item)), None)
    if report is not None:
        outcome.portal_report = dict(report)
        outcome.portal_status = OK if str(report["integration_status"]).upper() == "OK" else KO


def _is_report(value: Any) -> bool:
    return isinstance(value, Mapping) and isinstance(value.get("integration_status"), str)
