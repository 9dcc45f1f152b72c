"""Where commands are prepared, confirmed, handed to a sender and followed up. All that happens is recorded.

The sender is given from outside and is the only thing that can send; without one nothing leaves.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Callable, Optional, Protocol

from ...errors import InputError
from ..events import Event, Value
from .audit import AuditLine, next_line
from .downlinks import CHIRPSTACK4, THINGS_STACK, Downlink, chirpstack_downlink, new_reference, things_stack_downlink
from .interlocks import Bypass, Facts, after_bypass, refusals
from .plan import check_typed_name
from .policy import leaves_at, proof_timeout, retry_delay
from .proofs import echo_of, proof_of
from .states import (
    ACKED,
    ARMED,
    NACKED,
    OPEN,
    PENDING,
    PREPARED,
    TIMEOUT,
    UNKNOWN,
    VERIFIED,
    CommandState,
    Evidence,
)
from .templates import CommandTemplate

FEWEST_EXPIRY = 60_000  # ms
LATE_PROOFS = 86_400_000  # ms: a proof that comes later than this belongs to something else


class NotSentError(Exception):
    """The sender is sure that nothing left."""


class Sender(Protocol):
    """Publishes a downlink."""

    def publish(self, downlink: Downlink) -> bool:
        """Return whether the broker took it (PUBACK), False when that is not known.

        Raises
        ------
        NotSentError
            When nothing left for sure; no other exception.
        """


@dataclass(frozen=True)
class Target:
    """The device that a command goes to.

    Attributes
    ----------
    device, name : str
        Identifier in its network, and the name that people know it by.
    network : str
        ``chirpstack4`` or ``things_stack``.
    application : str
        Of the network server, with ``@tenant`` for The Things Stack where there is one.
    period : float or None
        Reporting period [ms].
    last_uplink : int or None
        [ms since 1970].
    """

    device: str
    name: str
    network: str
    application: str
    period: Optional[float] = None
    last_uplink: Optional[int] = None


@dataclass
class Command:
    """One command and what is known of it.

    Attributes
    ----------
    number : str
        Reference of the first attempt.
    target : Target
    template : CommandTemplate
    values : dict
    issuer : str
    created : int
        [ms since 1970].
    state : CommandState
    references : list of str
        Of the attempts.
    handed_over : int
        Last attempt [ms since 1970]; 0 none.
    first_handed_over : int
        First attempt; echoes count from there.
    proofs_until, again_at : int
        When to give up on proofs, when to try again [ms since 1970]; 0 not set.
    late_until : int
        After which no proof is taken any more [ms since 1970].
    """

    number: str
    target: Target
    template: CommandTemplate
    values: Mapping[str, Value]
    issuer: str
    created: int
    state: CommandState = field(default_factory=CommandState)
    references: list[str] = field(default_factory=list)
    handed_over: int = 0
    first_handed_over: int = 0
    proofs_until: int = 0
    again_at: int = 0
    late_until: int = 0

    def is_over(self, now: int) -> bool:
        """Return whether nothing can happen to the command any more."""
        if self.state.state in PREPARED and not self.state.sent:
            return False
        return self.state.state not in OPEN or (now > self.late_until and not self.proofs_until and not self.again_at)


FactsOf = Callable[[Target, CommandTemplate], Facts]


class CommandDesk:
    """Prepares, confirms, hands over and follows commands.

    Parameters
    ----------
    templates : dict
        The commands that exist, by name.
    facts_of : callable
        From a target and a template to what is known now.
    sender : Sender or None
        None: nothing can be sent.
    write : callable
        Takes each :class:`.audit.AuditLine`, and must have stored it when it returns: a command that cannot be recorded
        is not sent. It may return the line as it was stored, where another program added lines in between.
    last : AuditLine or None
        Last line of the record so far.
    longest : int or None
        Greatest time for which the network may hold a command [ms]; None: as long as proofs are waited for.
    """

    def __init__(
        self,
        templates: Mapping[str, CommandTemplate],
        facts_of: FactsOf,
        sender: Optional[Sender],
        write: Callable[[AuditLine], Any],
        last: Optional[AuditLine] = None,
        longest: Optional[int] = None,
    ) -> None:
        self._templates, self._facts_of, self._sender, self._write = dict(templates), facts_of, sender, write
        self._last = last
        self._longest = longest
        self.commands: dict[str, Command] = {}

    def _record(self, moment: int, who: str, action: str, command: Command, **content: Any) -> None:
        content = {"command": command.number, "state": command.state.state, **content}
        line = next_line(self._last, moment, who, action, command.target.device, content)
        kept = self._write(line)
        self._last = kept if isinstance(kept, AuditLine) else line

    # Preparation

    def draft(self, target: Target, name: str, values: Mapping[str, Value], issuer: str, now: int) -> Command:
        """Begin a command; only declared ones exist."""
        template = self._templates.get(name)
        if template is None:
            raise InputError("There is no command {name}; commands are declared in a file of templates.", name=name)
        number = new_reference(f"{target.network}/{target.application}/{target.device}/{now}/{len(self.commands)}")
        command = Command(number, target, template, dict(values), issuer, now)
        self.commands[number] = command
        self._record(now, issuer, "draft", command, template=name, values=dict(values))
        return command

    def check(self, command: Command, now: int, bypass: Optional[Bypass] = None) -> None:
        """Check template, values and interlocks.

        Raises
        ------
        InputError
            The first refusal that remains; the command stays as it was.
        """
        found = refusals(command.template, command.values, self._facts(command), now)
        left = after_bypass(found, bypass, command.issuer)
        if found:
            self._record(
                now,
                command.issuer,
                "interlocks",
                command,
                refused=[refusal.code for refusal in left],
                passed_over=sorted({refusal.code for refusal in found} - {refusal.code for refusal in left}),
                reason=bypass.reason if bypass else "",
                second=bypass.second if bypass else "",
            )
        if left:
            raise left[0].error

    def _facts(self, command: Command) -> Facts:
        facts = self._facts_of(command.target, command.template)
        pending = any(
            other is not command
            and other.target.device == command.target.device
            and other.target.network == command.target.network
            and other.state.state in PENDING
            for other in self.commands.values()
        )
        return Facts(**{**vars(facts), "pending": facts.pending or pending})

    def arm(self, command: Command, now: int, bypass: Optional[Bypass] = None) -> None:
        """First step: interlocks, then armed for 60 s."""
        self.check(command, now, bypass)
        if command.state.state == "DRAFT":
            command.state.validate(now)
        command.state.arm(now)
        payload = command.template.payload(command.values)
        self._record(now, command.issuer, "arm", command, bytes=payload.hex(), port=command.template.port)

    def confirm(
        self,
        command: Command,
        now: int,
        typed: str = "",
        group: bool = False,
        bypass: Optional[Bypass] = None,
        delay: int = 0,
    ) -> None:
        """Second step: interlocks again, then hand over to the sender.

        Parameters
        ----------
        command : Command
        now : int
            [ms since 1970].
        typed : str
            Name of the device, for a group or a critical command.
        group : bool
        bypass : Bypass, optional
        delay : int
            [ms]. Of a command of a group, which leaves in its turn: see :func:`.policy.staggered`. Interlocks are
            checked again then.
        """
        check_typed_name(command.target.name, typed, group, command.template.critical)
        if self._sender is None:
            raise InputError("Nothing can be sent from here.")
        try:
            command.state.confirm(now)
        except InputError:
            self._record(now, command.issuer, "confirm", command, refused=["armed for too long"])
            raise
        try:
            self.check(command, now, bypass)
        except InputError:
            command.state.reject(now, "interlock")
            self._record(now, command.issuer, "reject", command)
            raise
        self._record(now, command.issuer, "confirm", command, delay=delay)
        if delay > 0:
            command.again_at = now + delay
        else:
            self._hand_over(command, now)

    def cancel(self, command: Command, now: int) -> None:
        """Give up before anything has left."""
        command.state.cancel(now)
        command.again_at = 0
        self._record(now, command.issuer, "cancel", command)

    # Sending

    def _downlink(self, command: Command, reference: str, expires: int) -> Downlink:
        target, template = command.target, command.template
        payload = template.payload(command.values)
        if target.network == CHIRPSTACK4:
            return chirpstack_downlink(
                target.application, target.device, template.port, payload, template.confirmed, expires, reference
            )
        if target.network == THINGS_STACK:
            return things_stack_downlink(
                target.application, target.device, template.port, payload, template.confirmed, reference
            )
        raise InputError(
            "Commands go to ChirpStack 4 and to The Things Stack, not to {network}.", network=target.network
        )

    def _hand_over(self, command: Command, now: int) -> None:
        self._forget_older(command, now)
        attempt = len(command.references) + 1
        reference = command.number if attempt == 1 else new_reference(f"{command.number}/{attempt}")
        timeout = proof_timeout(command.template, command.target.period)
        held = max(timeout, FEWEST_EXPIRY)
        downlink = self._downlink(command, reference, now + min(held, self._longest or held))
        # Recorded first: should this machine stop now, the record says that it may have been sent.
        self._record(now, command.issuer, "send", command, attempt=attempt, reference=reference, topic=downlink.topic)
        command.state.hand_over(now)
        command.references.append(reference)
        command.handed_over = now
        command.first_handed_over = command.first_handed_over or now
        command.proofs_until, command.again_at = now + timeout, 0
        command.late_until = now + max(LATE_PROOFS, 2 * timeout)
        try:
            taken = self._sender.publish(downlink)
        except NotSentError as error:
            command.state.not_sent(now, str(error)[:200])
            self._record(now, command.issuer, "not_sent", command, detail=str(error)[:200])
            return
        if taken:
            command.state.prove(Evidence("sent", now, reference))
            self._record(now, command.issuer, "proof", command, kind="sent", reference=reference)

    def _forget_older(self, command: Command, now: int) -> None:
        # An older command sent again would undo this one.
        for other in self.commands.values():
            same = (other.target.network, other.target.device) == (command.target.network, command.target.device)
            if other is not command and same and other.again_at and other.references:
                other.again_at = 0
                self._record(now, command.issuer, "not_sent_again", other, newer=command.number)

    # Follow-up

    def take(self, event: Event) -> None:
        """Take what a network told; proofs of open commands are noted."""
        for command in self.commands.values():
            if not command.references or command.is_over(event.received_time):
                continue
            proof = proof_of(event, command.references[-1], tuple(command.references[:-1]))
            if proof is None:
                proof = echo_of(
                    event, command.target.device, command.template, command.values, command.first_handed_over
                )
            if proof is None:
                continue
            before = command.state.state
            if not command.state.prove(proof):
                continue
            if command.state.state == NACKED and before != NACKED:
                self._plan_again(command, proof.moment)
            elif command.state.state in (ACKED, VERIFIED):
                command.again_at = 0
                if command.state.state == ACKED and before != ACKED and command.template.echo is not None:
                    # The echo comes with an uplink after the acknowledgement.
                    command.proofs_until = max(command.proofs_until, self._echo_until(command, proof.moment))
            self._record(
                proof.moment,
                "network",
                "proof",
                command,
                kind=proof.kind,
                reference=proof.reference,
                detail=proof.detail,
            )

    def _echo_until(self, command: Command, moment: int) -> int:
        period = command.target.period
        return moment if period is None or not period > 0 else moment + math.ceil(2.2 * period)

    def _plan_again(self, command: Command, moment: int) -> None:
        delay = retry_delay(command.template, command.state.state, len(command.references))
        command.again_at = 0 if delay is None else moment + delay

    def advance(self, now: int) -> None:
        """Let time pass: armed too long, proofs that did not come, second attempts."""
        for command in self.commands.values():
            state = command.state
            if state.state == ARMED and now > state.armed_until:
                state.give_up(now, False)
                self._record(now, "clock", "expire", command)
            elif command.proofs_until and now >= command.proofs_until:
                before = state.state
                state.give_up(now, command.template.echo is not None)
                command.proofs_until = 0
                if state.state != before:
                    self._record(now, "clock", "give_up", command)
                    if state.state in (TIMEOUT, UNKNOWN):
                        self._plan_again(command, now)
            if command.again_at and now >= command.again_at:
                command.again_at = 0
                self._try_again(command, now)

    def _try_again(self, command: Command, now: int) -> None:
        found = refusals(command.template, command.values, self._facts(command), now)
        # Its own earlier attempt is the reason for the interval.
        left = [refusal.code for refusal in found if refusal.code != "interval" or not command.references]
        if left:
            if not command.references:
                command.state.reject(now, "interlock")
            self._record(now, "clock", "not_sent_again" if command.references else "reject", command, refused=left)
            return
        self._hand_over(command, now)

    def resume(self, commands: Iterable[Command], now: int) -> None:
        """Go on with commands of an earlier run; what was waiting for its turn or for an arm is given up."""
        for command in commands:
            self.commands[command.number] = command
            state = command.state.state
            if state in PREPARED and not command.state.sent:
                command.state.cancel(now)
                command.again_at = 0
                self._record(now, "clock", "cancel", command, detail="the program was started again")

    def forget_closed(self, now: int) -> int:
        """Drop commands to which nothing can happen any more; return how many. Their record stays."""
        over = [number for number, command in self.commands.items() if command.is_over(now)]
        for number in over:
            del self.commands[number]
        return len(over)

    def leaves_at(self, command: Command, now: int) -> Optional[int]:
        """Return about when the command will leave the network [ms since 1970]; None when not known."""
        return leaves_at(command.template, command.target.last_uplink, command.target.period, now)
