"""How long proofs are waited for, and when a command is sent again.

Sources of the figures: LoRaWAN L2 1.0.4 (CLASS_B/C_RESP_TIMEOUT 8 s), the rest are choices of this project.
"""

from __future__ import annotations

import math
from typing import Optional

from ...errors import InputError
from ..health.presence import LATE_FACTOR
from .states import NACKED, TIMEOUT, UNKNOWN
from .templates import SETPOINT, CommandTemplate

CLASS_A_GRACE = 120_000  # ms after 2.2 periods
CLASS_C_RESPONSE = 8_000  # ms
CLASS_C_MARGIN = 3_000  # ms
CLASS_C_DEFAULT = 30_000  # ms, where times on air and to the broker are not known
RETRY_DELAYS = (30_000, 120_000)  # ms
MOST_GROUP = 20
DOWNLINK_SHARE = 0.1  # of time, 869.4-869.65 MHz: see iot_sub_bands.csv


def proof_timeout(
    template: CommandTemplate, period: Optional[float], air: float = math.nan, trip: float = math.nan
) -> int:
    """Return how long proofs are waited for.

    Class A: 2.2·T + 120 s, since the device listens only after it has sent. Classes B and C: time on air + 8 s + 3 s
    + 2 round trips to the broker, 30 s where these are not known.

    Parameters
    ----------
    template : CommandTemplate
    period : float or None
        T, reporting period of the device [ms].
    air : float
        Time on air of the downlink [ms]; NaN unknown.
    trip : float
        Round trip to the broker [ms]; NaN unknown.

    Returns
    -------
    int
        [ms].

    Raises
    ------
    InputError
        When the device is of class A and its period is not known.
    """
    if template.device_class == "A":
        if period is None or not period > 0:
            raise InputError("The reporting period of the device is not known; a class A device cannot be commanded.")
        return math.ceil(LATE_FACTOR * period) + CLASS_A_GRACE
    waited = air + CLASS_C_RESPONSE + CLASS_C_MARGIN + 2.0 * trip
    return CLASS_C_DEFAULT if math.isnan(waited) else math.ceil(waited)


def leaves_at(template: CommandTemplate, last: Optional[int], period: Optional[float], now: int) -> Optional[int]:
    """Return about when the command will leave [ms since 1970]: for class A at the next uplink; None when not known."""
    if template.device_class != "A":
        return now
    if last is None or period is None or not period > 0:
        return None
    missed = max(0, math.floor((now - last) / period))
    return round(last + (missed + 1) * period)


def retry_delay(template: CommandTemplate, state: str, attempts: int) -> Optional[int]:
    """Return after how long the command is sent again [ms], or None: never.

    Only absolute setpoints, which may be repeated without harm, to devices of class B or C: a network server
    resends confirmed commands to class A devices by itself. At most twice.

    Parameters
    ----------
    template : CommandTemplate
    state : str
        How the last attempt ended.
    attempts : int
        Made so far, at least 1.
    """
    if template.kind != SETPOINT or template.device_class == "A" or state not in (NACKED, TIMEOUT, UNKNOWN):
        return None
    return RETRY_DELAYS[attempts - 1] if 1 <= attempts <= len(RETRY_DELAYS) else None


def staggered(air_times: list[float], share: float = DOWNLINK_SHARE) -> list[int]:
    """Return when each command of a group may leave, after the first [ms], so that the gateway keeps its duty cycle.

    Parameters
    ----------
    air_times : list of float
        Time on air of each [ms].
    share : float
        Of time allowed on the air, 0 < share <= 1.

    Raises
    ------
    InputError
        With more than 20 commands.
    """
    if len(air_times) > MOST_GROUP:
        raise InputError("A group has at most {most} devices, not {count}.", most=MOST_GROUP, count=len(air_times))
    moments, now = [], 0.0
    for air in air_times:
        moments.append(math.ceil(now))
        now += air / share
    return moments
