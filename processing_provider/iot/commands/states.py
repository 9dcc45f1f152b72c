"""The life of one command, and the ladder of proofs that it was done.

::

    DRAFT -> VALIDATED -> ARMED -> CONFIRMED -> SENT -> QUEUED -> TRANSMITTED -> ACKED -> VERIFIED

An acknowledgement proves that the device's radio got the frame, not that a valve moved: only the device's own echo
leads to VERIFIED. What is not known is UNKNOWN, never done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...errors import InputError

DRAFT, VALIDATED, ARMED, CONFIRMED = "DRAFT", "VALIDATED", "ARMED", "CONFIRMED"
SENT, QUEUED, TRANSMITTED, ACKED, VERIFIED = "SENT", "QUEUED", "TRANSMITTED", "ACKED", "VERIFIED"
REJECTED, EXPIRED, NACKED, FAILED, TIMEOUT = "REJECTED", "EXPIRED", "NACKED", "FAILED", "TIMEOUT"
SUPERSEDED, CANCELLED, UNKNOWN = "SUPERSEDED", "CANCELLED", "UNKNOWN"

PREPARED = (DRAFT, VALIDATED, ARMED, CONFIRMED)  # nothing has left yet
LADDER = (SENT, QUEUED, TRANSMITTED, ACKED, VERIFIED)
FAILURES = (REJECTED, EXPIRED, NACKED, FAILED, TIMEOUT, SUPERSEDED, CANCELLED, UNKNOWN)
STATES = (*PREPARED, *LADDER, *FAILURES)
PENDING = (ARMED, CONFIRMED, SENT, QUEUED, TRANSMITTED)  # another command must wait
# A proof that comes late still counts after these; after the other failures and VERIFIED nothing changes.
REVISABLE = (TIMEOUT, UNKNOWN, NACKED)

# States in which a proof can change something.
OPEN = (CONFIRMED, SENT, QUEUED, TRANSMITTED, ACKED, *REVISABLE)

ARM_TIME = 60_000  # ms
MOST_EVIDENCE = 100  # kept of one command: a network that repeats itself must not fill the memory

# Proof: rung that it reaches.
PROOFS = {"sent": SENT, "queued": QUEUED, "transmitted": TRANSMITTED, "acknowledged": ACKED, "echo": VERIFIED}


@dataclass(frozen=True)
class Evidence:
    """Something that shows what became of a command.

    Attributes
    ----------
    kind : str
        ``sent`` (the broker took it), ``queued``, ``transmitted``, ``acknowledged``, ``echo``; or ``refused``,
        ``failed``, ``expired``.
    moment : int
        [ms since 1970].
    reference : str
        Identifier of the message that shows it.
    detail : str
    """

    kind: str
    moment: int
    reference: str = ""
    detail: str = ""


@dataclass
class CommandState:
    """State of one command; every change is a line of :attr:`history`.

    Attributes
    ----------
    state : str
        One of :data:`STATES`.
    armed_until : int
        [ms since 1970]; 0 when it is not armed.
    sent : bool
        Whether it was handed over: from then on it may have been done.
    evidence : list of Evidence
    history : list of (int, str, str)
        Moment [ms], state, cause.
    """

    state: str = DRAFT
    armed_until: int = 0
    sent: bool = False
    evidence: list[Evidence] = field(default_factory=list)
    history: list[tuple[int, str, str]] = field(default_factory=list)

    def _go(self, moment: int, state: str, cause: str) -> None:
        self.state = state
        self.history.append((moment, state, cause))

    def _expect(self, *states: str) -> None:
        if self.state not in states:
            raise InputError("The command is {state}; that cannot be done now.", state=self.state)

    # Preparation

    def validate(self, moment: int) -> None:
        """Note that template, values and interlocks were checked."""
        self._expect(DRAFT)
        self._go(moment, VALIDATED, "validate")

    def reject(self, moment: int, cause: str) -> None:
        """Note that it is not allowed; nothing has left."""
        self._expect(DRAFT, VALIDATED, ARMED, CONFIRMED)
        self._not_sent()
        self._go(moment, REJECTED, cause)

    def arm(self, moment: int) -> None:
        """First step of two; it holds for 60 s."""
        self._expect(VALIDATED)
        self.armed_until = moment + ARM_TIME
        self._go(moment, ARMED, "arm")

    def disarm(self, moment: int) -> None:
        """Go back before the first step."""
        self._expect(ARMED)
        self.armed_until = 0
        self._go(moment, VALIDATED, "disarm")

    def confirm(self, moment: int) -> None:
        """Second step of two, within the 60 s."""
        self._expect(ARMED)
        if moment > self.armed_until:
            self._go(moment, EXPIRED, "armed for too long")
            raise InputError(
                "The command was armed for more than {seconds} s; prepare it again.", seconds=ARM_TIME // 1000
            )
        self._go(moment, CONFIRMED, "confirm")

    def cancel(self, moment: int) -> None:
        """Give up before anything has left."""
        self._expect(*PREPARED)
        self._not_sent()
        self._go(moment, CANCELLED, "cancel")

    def _not_sent(self) -> None:
        if self.sent:
            raise InputError("The command has been handed over; it may still be done and cannot be taken back.")

    def supersede(self, moment: int) -> None:
        """Note that the network's queue was emptied before this one was transmitted."""
        self._expect(SENT, QUEUED)
        self._go(moment, SUPERSEDED, "replaced in the queue")

    # Sending and proofs

    def hand_over(self, moment: int) -> None:
        """Note that the message is given to the sender: from now on the outcome is open."""
        self._expect(CONFIRMED, NACKED, TIMEOUT, UNKNOWN)
        self.sent = True
        if self.state != CONFIRMED:
            self._go(moment, CONFIRMED, "again")

    def not_sent(self, moment: int, cause: str) -> None:
        """Note that the sender is sure that nothing left."""
        self._expect(CONFIRMED)
        self._go(moment, FAILED, cause)

    def prove(self, evidence: Evidence) -> bool:
        """Take a proof: the state climbs to its rung, never down. Proofs may come in any order.

        Returns
        -------
        bool
            Whether it is kept: it changed the state, or was not one too many.
        """
        if not self.sent:
            raise InputError("Nothing was sent yet; a proof cannot belong to this command.")
        before = len(self.history)
        if self.state in OPEN:
            self._climb(evidence)
        kept = len(self.history) > before or len(self.evidence) < MOST_EVIDENCE
        if kept:
            self.evidence.append(evidence)
        return kept

    def _climb(self, evidence: Evidence) -> None:
        failure = {"refused": NACKED, "failed": FAILED, "expired": EXPIRED}.get(evidence.kind)
        if failure is not None:
            # An acknowledgement is not taken back by a message about another attempt.
            if self.state != ACKED:
                self._go(evidence.moment, failure, evidence.kind)
            return
        rung = PROOFS[evidence.kind]
        if self.state == NACKED and rung not in (ACKED, VERIFIED):
            return
        if self.state not in LADDER or LADDER.index(rung) > LADDER.index(self.state):
            self._go(evidence.moment, rung, evidence.kind)

    def give_up(self, moment: int, echo_expected: bool) -> None:
        """Note that the time for proofs is over.

        Parameters
        ----------
        moment : int
            [ms since 1970].
        echo_expected : bool
            Whether the device should have echoed: then an acknowledgement alone is not the end.
        """
        if self.state == ARMED:
            self._go(moment, EXPIRED, "armed for too long")
        elif self.state == QUEUED:
            self._go(moment, TIMEOUT, "not transmitted in time")
        elif self.state in (SENT, TRANSMITTED) or (self.state == CONFIRMED and self.sent):
            self._go(moment, UNKNOWN, "no proof in time")
        elif self.state == ACKED and echo_expected:
            self._go(moment, UNKNOWN, "acknowledged, not echoed in time")

    def to_dict(self) -> dict[str, Any]:
        """Return the state for JSON."""
        return {
            "state": self.state,
            "armed_until": self.armed_until,
            "sent": self.sent,
            "evidence": [vars(item) for item in self.evidence],
            "history": [list(item) for item in self.history],
        }

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> CommandState:
        """Return the state that :meth:`to_dict` gave; ValueError when it is none."""
        if content["state"] not in STATES:
            raise ValueError("not the state of a command")
        return cls(
            content["state"],
            content["armed_until"],
            content["sent"],
            [Evidence(**item) for item in content["evidence"]],
            [tuple(item) for item in content["history"]],
        )
