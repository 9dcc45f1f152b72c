"""The life of a command: no path leads to VERIFIED without an echo, and what is unknown is never called done."""

from __future__ import annotations

import json

import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.iot.commands import states
from cityorchestra.processing_provider.iot.commands.states import CommandState, Evidence
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

KINDS = (*states.PROOFS, "refused", "failed", "expired")
steps = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "validate",
                "arm",
                "disarm",
                "confirm",
                "cancel",
                "supersede",
                "hand_over",
                "not_sent",
                "reject",
                "give_up",
            ]
        ),
        st.sampled_from(KINDS).map(lambda kind: ("prove", kind)),
        st.integers(1, 90_000),
    ),
    max_size=30,
)


def walk(state, actions):
    """Do the actions one after the other, also those that are refused; yield state before and after each."""
    now = 0
    for action in actions:
        before = state.state
        if isinstance(action, int):
            now += action
            continue
        try:
            if isinstance(action, tuple):
                state.prove(Evidence(action[1], now))
            elif action in ("reject", "not_sent"):
                getattr(state, action)(now, "cause")
            elif action == "give_up":
                state.give_up(now, True)
            else:
                getattr(state, action)(now)
        except InputError as error:
            assert str(error)
        yield action, before, state.state


@hypothesis_settings(max_examples=1000)
@given(st.booleans(), steps)
def test_no_path_reaches_verified_without_an_echo(prepared, actions):
    state = CommandState()
    start = ["validate", "arm", "confirm", "hand_over"] if prepared else []
    for action, before, after in walk(state, [*start, *actions]):
        assert after in states.STATES
        if after == states.VERIFIED and before != states.VERIFIED:
            assert action == ("prove", "echo")
        if before == states.VERIFIED:
            assert after == states.VERIFIED
        if before in (states.REJECTED, states.CANCELLED, states.SUPERSEDED, states.FAILED, states.EXPIRED):
            assert after == before
        if after in states.LADDER:
            assert state.sent
        if state.sent:
            assert after not in (states.CANCELLED, states.REJECTED, states.DRAFT, states.VALIDATED, states.ARMED)
        if action == "give_up":
            assert after not in (states.SENT, states.TRANSMITTED)
            assert not (before != after and after in states.LADDER)
    echoes = [one for one in state.evidence if one.kind == "echo"]
    assert state.state != states.VERIFIED or echoes
    again = CommandState.from_dict(json.loads(json.dumps(state.to_dict())))
    assert again == state


def prepared():
    state = CommandState()
    state.validate(0)
    state.arm(0)
    state.confirm(1000)
    state.hand_over(1000)
    return state


@pytest.mark.parametrize(
    ("proofs", "expected"),
    [
        ((), states.UNKNOWN),
        (("sent",), states.UNKNOWN),
        (("queued",), states.TIMEOUT),
        (("transmitted",), states.UNKNOWN),
        (("acknowledged",), states.UNKNOWN),
        (("refused",), states.NACKED),
        (("refused", "echo"), states.VERIFIED),
        (("expired",), states.EXPIRED),
        (("echo", "refused"), states.VERIFIED),
        (("acknowledged", "transmitted", "sent", "echo"), states.VERIFIED),
    ],
)
def test_end_when_the_time_is_over(proofs, expected):
    state = prepared()
    for kind in proofs:
        state.prove(Evidence(kind, 2000))
    state.give_up(60_000, echo_expected=True)
    assert state.state == expected


def test_without_echo_an_acknowledgement_is_the_end():
    state = prepared()
    state.prove(Evidence("acknowledged", 2000))
    state.give_up(60_000, echo_expected=False)
    assert state.state == states.ACKED


def test_late_proof_counts():
    state = prepared()
    state.give_up(60_000, echo_expected=True)
    assert state.state == states.UNKNOWN
    state.prove(Evidence("acknowledged", 61_000))
    assert state.state == states.ACKED


def test_armed_for_sixty_seconds_only():
    state = CommandState()
    state.validate(0)
    state.arm(0)
    with pytest.raises(InputError, match="armed for more than 60 s"):
        state.confirm(60_001)
    assert state.state == states.EXPIRED


def test_what_was_handed_over_is_not_taken_back():
    state = prepared()
    with pytest.raises(InputError, match="cannot be taken back"):
        state.cancel(2000)
    state.prove(Evidence("queued", 2000))
    state.supersede(3000)
    assert state.state == states.SUPERSEDED


def test_no_proof_before_sending():
    with pytest.raises(InputError, match="Nothing was sent"):
        CommandState().prove(Evidence("echo", 0))
