"""What must be true before a command is armed, and again before it is sent; each refusal is a sentence."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Optional

from ...errors import InputError
from ...tables import TABLES, read_table
from ..events import Value
from ..health.presence import OK
from .templates import CommandTemplate

FEEDBACK_PERIODS = 2.0
SMALLEST_DOWNLINK = 51  # bytes, at data rates 0 to 2: what holds where the data rate is not known
# What no second person may pass over: it would be pointless, or it is not theirs to decide.
NEVER_BYPASSED = ("read_only", "profile", "role", "value", "size")


@dataclass(frozen=True)
class Facts:
    """What is known of a device when a command is checked.

    Attributes
    ----------
    enabled : bool
        Whether an administrator allowed sending at all.
    roles : collection of str
        Of the user.
    profile : str
        Of the device.
    presence : str
        State of the device: see :mod:`..health.presence`.
    out_of_service : bool
    period : float or None
        Reporting period [ms].
    values : dict
        Last value of each metric.
    value_times : dict
        When each was received [ms since 1970].
    good : collection of str
        Metrics whose last value passed the quality tests.
    limits : dict
        Least and greatest value of fields that the device's profile allows, narrower than the template's.
    last_sent : dict
        When each template was last sent to the device [ms since 1970].
    in_force : collection of str
        Commands in force on the device, for mutual exclusion.
    pending : bool
        Whether a command to the device waits for its outcome.
    queue_length : int or None
        Downlinks that the network holds for the device; None where the network does not tell.
    data_rate : int or None
        Of the downlink, EU868.
    duty_used : float
        Share of its legal time on air that the gateway has used in the last hour; 1 is all.
    duty_added : float
        What this downlink adds.
    """

    enabled: bool
    roles: Collection[str]
    profile: str
    presence: str
    out_of_service: bool
    period: Optional[float]
    values: Mapping[str, Value]
    value_times: Mapping[str, int]
    good: Collection[str]
    limits: Mapping[str, tuple[float, float]]
    last_sent: Mapping[str, int]
    in_force: Collection[str]
    pending: bool
    queue_length: Optional[int]
    data_rate: Optional[int]
    duty_used: float
    duty_added: float


@dataclass(frozen=True)
class Refusal:
    """An interlock that refuses: its code, and the sentence for the user."""

    code: str
    error: InputError


@lru_cache(maxsize=1)
def downlink_sizes() -> dict[int, int]:
    """Return the most application bytes of a downlink by data rate, from ``iot_downlink_sizes.csv``."""
    return {int(row["data_rate"]): int(row["bytes"]) for row in read_table(TABLES / "iot_downlink_sizes.csv")}


def _who(template: CommandTemplate, facts: Facts) -> list[Refusal]:
    found = []
    if not facts.enabled:
        error = InputError("Sending is off: an administrator must enable commands first.")
        found.append(Refusal("read_only", error))
    if template.profiles and facts.profile not in template.profiles:
        error = InputError(
            "The command {command} is not made for devices of profile {profile}.",
            command=template.name,
            profile=facts.profile,
        )
        found.append(Refusal("profile", error))
    if not set(template.roles) & set(facts.roles):
        error = InputError(
            "The command {command} is for the roles {roles}.", command=template.name, roles=", ".join(template.roles)
        )
        found.append(Refusal("role", error))
    return found


def _device(template: CommandTemplate, facts: Facts) -> list[Refusal]:
    found = []
    if facts.presence != OK:
        error = InputError("The device is {state}: it is commanded only when it reports in time.", state=facts.presence)
        found.append(Refusal("presence", error))
    if facts.out_of_service:
        found.append(Refusal("out_of_service", InputError("The device is out of service.")))
    if template.local_flag:
        flag = template.local_flag
        local = facts.values.get(flag)
        if local is None:
            error = InputError("The device has not told whether it is in local mode ({metric}).", metric=flag)
            found.append(Refusal("local", error))
        elif local not in (False, 0):
            error = InputError("The device is in local mode ({metric}): someone works on it.", metric=flag)
            found.append(Refusal("local", error))
    return found


def _values(template: CommandTemplate, values: Mapping[str, Value], facts: Facts) -> list[Refusal]:
    try:
        template.payload(values)
    except InputError as error:
        return [Refusal("value", error)]
    found = []
    for name, (low, high) in facts.limits.items():
        value = values.get(name)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and not low <= value <= high:
            error = InputError(
                "{field} must be between {low:g} and {high:g} on this device, not {value:g}.",
                field=name,
                low=low,
                high=high,
                value=value,
            )
            found.append(Refusal("value", error))
    if template.most_change is not None and template.echo is not None:
        present, wanted = facts.values.get(template.feedback), template.echo.wanted(values)
        if not isinstance(present, (int, float)) or not math.isfinite(present):
            error = InputError(
                "The present value of {metric} is not known; the change cannot be judged.", metric=template.feedback
            )
            found.append(Refusal("change", error))
        elif abs(float(wanted) - float(present)) > template.most_change:
            error = InputError(
                "From {present:g} to {wanted:g} is too much at once: {most:g} at most in one command.",
                present=float(present),
                wanted=float(wanted),
                most=template.most_change,
            )
            found.append(Refusal("change", error))
    return found


def _feedback(template: CommandTemplate, facts: Facts, now: int) -> list[Refusal]:
    if not template.feedback:
        return []
    moment = facts.value_times.get(template.feedback)
    if moment is None or facts.period is None or now - moment > FEEDBACK_PERIODS * facts.period:
        error = InputError("The last value of {metric} is older than two reporting periods.", metric=template.feedback)
        return [Refusal("feedback", error)]
    if template.feedback not in facts.good:
        error = InputError("The last value of {metric} did not pass the quality tests.", metric=template.feedback)
        return [Refusal("feedback", error)]
    return []


def _others(template: CommandTemplate, facts: Facts, now: int) -> list[Refusal]:
    found = []
    last = facts.last_sent.get(template.name)
    wait = 0.0 if last is None else template.min_interval - (now - last) / 1000.0
    if wait > 0.0:
        error = InputError(
            "This command was sent a short time ago; wait {seconds:.0f} s more.", seconds=math.ceil(wait)
        )
        found.append(Refusal("interval", error))
    excluded = sorted(set(template.excludes) & set(facts.in_force))
    if excluded:
        error = InputError("{others} is in force on the device: end it first.", others=", ".join(excluded))
        found.append(Refusal("exclusion", error))
    if facts.pending:
        found.append(Refusal("pending", InputError("Another command to this device waits for its outcome.")))
    if facts.queue_length:
        error = InputError("The network holds {count} messages for this device already.", count=facts.queue_length)
        found.append(Refusal("queue", error))
    return found


def _network(template: CommandTemplate, facts: Facts) -> list[Refusal]:
    found = []
    most = (
        downlink_sizes().get(facts.data_rate, SMALLEST_DOWNLINK) if facts.data_rate is not None else SMALLEST_DOWNLINK
    )
    if template.body.length > most:
        error = InputError(
            "The command has {size} bytes; at the present data rate {most} at most reach the device.",
            size=template.body.length,
            most=most,
        )
        found.append(Refusal("size", error))
    if not facts.duty_used + facts.duty_added <= 1.0:
        error = InputError(
            "The gateway has used {percent:.0f} % of its legal time on air in this hour; send later.",
            percent=100.0 * facts.duty_used,
        )
        found.append(Refusal("duty", error))
    return found


def refusals(template: CommandTemplate, values: Mapping[str, Value], facts: Facts, now: int) -> tuple[Refusal, ...]:
    """Return all interlocks that refuse a command; none: it may be armed, or sent.

    Parameters
    ----------
    template : CommandTemplate
    values : dict
        Of the fields.
    facts : Facts
        As fresh as can be: taken again before sending.
    now : int
        [ms since 1970].

    Returns
    -------
    tuple of Refusal
    """
    return (
        *_who(template, facts),
        *_device(template, facts),
        *_values(template, values, facts),
        *_feedback(template, facts, now),
        *_others(template, facts, now),
        *_network(template, facts),
    )


@dataclass(frozen=True)
class Bypass:
    """A decision of two people to pass over interlocks.

    Attributes
    ----------
    codes : tuple of str
        Of the refusals.
    reason : str
    second : str
        The other person.
    """

    codes: tuple[str, ...]
    reason: str
    second: str


def after_bypass(found: tuple[Refusal, ...], bypass: Optional[Bypass], issuer: str) -> tuple[Refusal, ...]:
    """Return the refusals that remain.

    Raises
    ------
    InputError
        When the bypass has no reason, or its second person is the issuer, or it names what is never passed over.
    """
    if bypass is None:
        return found
    if not bypass.reason.strip() or not bypass.second.strip() or bypass.second.strip() == issuer.strip():
        raise InputError("To pass over an interlock, give a reason and a second person, other than the one who sends.")
    for code in bypass.codes:
        if code in NEVER_BYPASSED:
            raise InputError("The interlock {code} is never passed over.", code=code)
    return tuple(refusal for refusal in found if refusal.code not in bypass.codes)
