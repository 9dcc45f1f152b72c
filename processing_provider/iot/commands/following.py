"""Wait for what becomes of a command, as long as asked, and say how it ended."""

from __future__ import annotations

from typing import Any, Callable, Protocol

from ...errors import InputError
from ..events import Event
from .desk import Command, CommandDesk
from .states import (
    ACKED,
    CANCELLED,
    EXPIRED,
    FAILED,
    FAILURES,
    LADDER,
    NACKED,
    REJECTED,
    TIMEOUT,
    TRANSMITTED,
    UNKNOWN,
    VERIFIED,
)
from .templates import CommandTemplate

LOOK_S = 0.25  # time between two looks at the clock [s]


class Feed(Protocol):
    """What gives the events of a network."""

    def events(self, timeout: float) -> list[Event]:
        """Return what came, waiting up to `timeout` [s]."""


def goal(template: CommandTemplate) -> str:
    """Return the state with which a command is done: the best proof that its template can have."""
    if template.echo is not None:
        return VERIFIED
    return ACKED if template.confirmed else TRANSMITTED


def reached(command: Command) -> bool:
    """Tell whether a command has the best proof that it can have."""
    state = command.state.state
    return state in LADDER and LADDER.index(state) >= LADDER.index(goal(command.template))


def is_final(command: Command) -> bool:
    """Tell whether nothing is to be waited for: done, or failed and not to be sent again."""
    state = command.state.state
    return reached(command) or (state in FAILURES and not command.again_at)


def follow(
    desk: CommandDesk,
    command: Command,
    feed: Feed,
    now: Callable[[], int],
    wait: int,
    stop: Callable[[], bool] = lambda: False,
    told: Callable[[str, float], Any] = lambda _state, _share: None,
) -> bool:
    """Take the proofs of a command that was handed over.

    Parameters
    ----------
    desk : CommandDesk
    command : Command
    feed : Feed
    now : callable
        Of nothing: [ms since 1970].
    wait : int
        Longest time [ms].
    stop : callable
        True when nobody waits any more; what was sent stays sent.
    told : callable
        Of the state and the share of the time that has passed [0..1], now and then.

    Returns
    -------
    bool
        Whether the end was not a stop.
    """
    begin = now()
    while not is_final(command):
        if stop():
            return False
        passed = now() - begin
        if passed >= wait:
            break
        for event in feed.events(LOOK_S):
            desk.take(event)
        desk.advance(now())
        told(command.state.state, min(1.0, passed / max(wait, 1)))
    return True


def ending(command: Command, waited_s: float) -> InputError:
    """Return the sentence about a command that did not reach its goal."""
    state = command.state.state
    cause = command.state.history[-1][2] if command.state.history else ""
    if state in (REJECTED, CANCELLED) or (state == FAILED and not any(command.state.evidence)):
        return InputError("The command was not sent: {cause}.", cause=cause)
    if state == FAILED:
        return InputError("The network could not send the command: {cause}.", cause=_detail(command) or cause)
    if state == NACKED:
        return InputError("The device or its network refused the command: it was not acknowledged.")
    if state == EXPIRED:
        return InputError("The command expired before the network sent it; the device did not get it.")
    if state == TIMEOUT:
        return InputError("The network did not transmit the command in time; it may still do so.")
    if state == UNKNOWN:
        return InputError(
            "What became of the command is not known: no proof came in time ({cause}). Look at the equipment.",
            cause=cause,
        )
    return InputError(
        "After {seconds:.0f} s the command is {state}, and {goal} is not proven yet. It was sent and may still be "
        "done: follow it in the log of commands.",
        seconds=waited_s,
        state=state,
        goal=goal(command.template),
    )


def _detail(command: Command) -> str:
    return next((item.detail for item in reversed(command.state.evidence) if item.detail), "")
