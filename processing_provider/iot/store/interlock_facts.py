"""What the interlocks of a command look at, read from the store each time it is asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ..commands.interlocks import Facts
from ..commands.policy import DOWNLINK_SHARE
from ..commands.templates import CommandTemplate
from ..health.air_time import OVERHEAD, time_on_air
from .command_book import in_force, is_pending, last_sent, sizes_sent
from .device_facts import read_facts

HOUR = 3_600_000  # ms
SLOWEST = 12  # spreading factor of the second window, in which devices of class B and C are reached


def interlock_facts(
    database: Any,
    device: int,
    template: CommandTemplate,
    templates: Mapping[str, CommandTemplate],
    *,
    enabled: bool,
    roles: Collection[str],
    now: int,
    settled: Mapping[str, str],
) -> Facts:
    """Return what is known now of a device that is to be commanded.

    Parameters
    ----------
    database : SqliteDatabase or PostgresDatabase
    device : int
        Number in the store.
    template : CommandTemplate
    templates : dict
        All that are declared.
    enabled : bool
        Whether an administrator allowed sending.
    roles : collection of str
        Of the user.
    now : int
        [ms since 1970].
    settled : dict
        States of commands, by number, where more is known than the store says.

    Notes
    -----
    The network does not tell how many messages it holds, nor what other programs sent through the gateway. The time on
    air of the last hour is therefore that of all commands of this store, as if one gateway had sent them.
    """
    known = read_facts(database, device, now)
    waits = template.device_class == "A"
    factor = (known.spreading_factor or SLOWEST) if waits else SLOWEST
    allowed = DOWNLINK_SHARE * HOUR
    sizes = sizes_sent(database, now - HOUR)
    used = float(sum(time_on_air(factor, size + OVERHEAD, checksum=False) for size in sizes)) if sizes else 0.0
    added = float(time_on_air(factor, template.body.length + OVERHEAD, checksum=False))
    return Facts(
        enabled=enabled,
        roles=tuple(roles),
        profile=known.profile,
        presence=known.presence,
        out_of_service=known.out_of_service,
        period=known.period,
        values=known.values,
        value_times=known.times,
        good=known.good,
        limits={},
        last_sent=last_sent(database, device),
        in_force=in_force(database, device, templates, settled),
        pending=is_pending(database, device, now, settled),
        queue_length=None,
        data_rate=known.data_rate if waits else None,
        duty_used=used / allowed,
        duty_added=added / allowed,
    )
