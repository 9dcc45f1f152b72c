"""The states of one alarm, after ISA-18.2 and IEC 62682.

A state is never stored: it follows from six facts, so that no sequence of events can leave one that does not
exist. What hides an alarm (out of service, shelved, suppressed) goes before the rest, in this order.

References
----------
.. [1] ANSI/ISA-18.2-2016, Management of Alarm Systems for the Process Industries, clause 5.4 (alarm state model).
.. [2] IEC 62682:2022.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, Optional

from ...errors import InputError

NORM, UNACK_ACT, ACK_ACT, RTN_UNACK = "NORM", "UNACK_ACT", "ACK_ACT", "RTN_UNACK"
LATCHED, SHELVED, SUPPRESSED, OUT_OF_SERVICE = "LATCHED", "SHELVED", "SUPPRESSED", "OUT_OF_SERVICE"
STATES = (NORM, UNACK_ACT, ACK_ACT, RTN_UNACK, LATCHED, SHELVED, SUPPRESSED, OUT_OF_SERVICE)
HIDDEN = (SHELVED, SUPPRESSED, OUT_OF_SERVICE)
LONGEST_SHELF = 24 * 3_600_000  # ms

# What may follow what, by one event. From and to the hidden states everything may, since the cause lives on behind.
TRANSITIONS = {
    NORM: {UNACK_ACT, *HIDDEN},
    UNACK_ACT: {ACK_ACT, RTN_UNACK, LATCHED, *HIDDEN},
    ACK_ACT: {NORM, LATCHED, *HIDDEN},
    RTN_UNACK: {NORM, UNACK_ACT, *HIDDEN},
    LATCHED: {NORM, UNACK_ACT, *HIDDEN},
    SHELVED: set(STATES) - {SHELVED, RTN_UNACK},
    SUPPRESSED: set(STATES) - {SUPPRESSED},
    OUT_OF_SERVICE: set(STATES) - {OUT_OF_SERVICE, RTN_UNACK},
}


@dataclass(init=False)
class AlarmState:
    """Facts about one alarm.

    Attributes
    ----------
    active : bool
        The condition holds, delays passed.
    acknowledged : bool
        The operator has seen the last occurrence; True when there was none.
    latched : bool
        A latching alarm occurred and was not reset.
    unannounced : bool
        It became active while hidden, and still is.
    suppressed : bool
        A rule that suppresses this one is active.
    shelved_until : int or None
        [ms since 1970].
    out_of_service : bool
    """

    __slots__ = (
        "acknowledged",
        "active",
        "latched",
        "out_of_service",
        "shelved_until",
        "suppressed",
        "unannounced",
    )  # there may be several hundred thousand

    active: bool
    acknowledged: bool
    latched: bool
    unannounced: bool
    suppressed: bool
    shelved_until: Optional[int]
    out_of_service: bool

    def __init__(self) -> None:
        self.active = self.latched = self.unannounced = self.suppressed = self.out_of_service = False
        self.acknowledged = True
        self.shelved_until = None

    @property
    def hidden(self) -> bool:
        """Whether the operator is not told."""
        return self.out_of_service or self.shelved_until is not None or self.suppressed

    @property
    def name(self) -> str:
        """One of :data:`STATES`."""
        if self.out_of_service:
            return OUT_OF_SERVICE
        if self.shelved_until is not None:
            return SHELVED
        if self.suppressed:
            return SUPPRESSED
        if self.active:
            return ACK_ACT if self.acknowledged else UNACK_ACT
        if self.latched:
            return LATCHED
        return NORM if self.acknowledged else RTN_UNACK

    def raise_(self, latching: bool) -> bool:
        """Make the alarm active; return whether the operator is told."""
        self.active = True
        if self.hidden:
            self.unannounced = True
            return False
        self.acknowledged = False
        self.latched = self.latched or latching
        return True

    def clear(self) -> None:
        """End the cause; an occurrence that began and ended while hidden leaves no trace in the state."""
        self.active = False
        self.unannounced = False

    def acknowledge(self) -> None:
        """Note that the operator has seen the alarm.

        Raises
        ------
        InputError
            When there is nothing to acknowledge.
        """
        if self.hidden or self.acknowledged:
            raise InputError("There is nothing to acknowledge: the alarm is {state}.", state=self.name)
        self.acknowledged = True

    def reset(self) -> None:
        """End a latched alarm whose cause is over and that was acknowledged.

        Raises
        ------
        InputError
        """
        if self.name != LATCHED or not self.acknowledged:
            raise InputError("Only a latched alarm that was acknowledged and whose cause is over is reset.")
        self.latched = False

    def shelve(self, moment: int, until: int, reason: str) -> None:
        """Hide the alarm for a time; whoever does it has seen it.

        Raises
        ------
        InputError
            Without a reason, for no time or for more than 24 h, or out of service.
        """
        if self.out_of_service:
            raise InputError("The alarm is out of service; it is not shelved.")
        if not reason.strip():
            raise InputError("Give the reason why the alarm is shelved.")
        if not moment < until <= moment + LONGEST_SHELF:
            raise InputError("An alarm is shelved for 24 hours at most, until a moment to come.")
        self.acknowledged = True
        self.shelved_until = until

    def take_out(self, reason: str) -> None:
        """Take the alarm out of service, until it is put back.

        Raises
        ------
        InputError
            Without a reason, or when it is out already.
        """
        if self.out_of_service:
            raise InputError("The alarm is out of service already.")
        if not reason.strip():
            raise InputError("Give the reason why the alarm is taken out of service.")
        self.acknowledged = True
        self.shelved_until = None
        self.out_of_service = True

    def show(self, latching: bool) -> bool:
        """After something no longer hides the alarm: announce what began meanwhile; return whether something did."""
        if self.hidden or not self.unannounced:
            return False
        self.unannounced = False
        self.acknowledged = False
        self.latched = self.latched or latching
        return True

    def to_dict(self) -> dict[str, Any]:
        """Return the facts, for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, content: dict[str, Any]) -> AlarmState:
        """Return the state of facts that :meth:`to_dict` gave; ValueError when they are not such facts."""
        kinds = {one.name: (type(None), int) if one.name == "shelved_until" else bool for one in fields(cls)}
        if set(content) != set(kinds) or not all(isinstance(content[name], kind) for name, kind in kinds.items()):
            raise ValueError("not the facts of an alarm")
        state = cls()
        for name, value in content.items():
            setattr(state, name, value)
        return state
