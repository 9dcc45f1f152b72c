"""Stores of made-up fleets, for tests of algorithms: what a recorder leaves, without a broker."""

from __future__ import annotations

import random

from cityorchestra.processing_provider.iot.formats.registry import Parser
from cityorchestra.processing_provider.iot.normalise import Choices, Message, Normaliser
from cityorchestra.processing_provider.iot.simulator.fleet import FleetPlan, Truth, fleet_messages
from cityorchestra.processing_provider.iot.store.opening import open_store
from cityorchestra.processing_provider.iot.store.registry import Declaration, declare_devices
from cityorchestra.processing_provider.iot.store.writer import write_rows

HOUR_S, DAY_MS = 3600.0, 86_400_000
BATCH = 2000
WEST, SOUTH, EAST, NORTH = -1.80, 48.00, -1.50, 48.20  # where devices are put [degrees]


def record(database, events_or_messages, normaliser=None):
    """Write messages (time, topic, payload) or (message, events) pairs as a recorder does; return the normaliser."""
    normaliser = normaliser or Normaliser(database, Choices(rate_limit=False))
    parser = Parser()
    items = list(events_or_messages)
    for first in range(0, len(items), BATCH):
        database.begin()
        normaliser.begin()
        for moment, topic, payload in items[first : first + BATCH]:
            normaliser.take(Message(topic, payload, moment), parser.parse(topic, payload, moment))
        write_rows(database, normaliser.finish())
        database.commit()
    return normaliser


def fleet_store(address, plan: FleetPlan, start: int, hours: float, *, placed: bool = True, period: bool = True):
    """Make the store of a fleet; return what really happened (see :class:`Truth`).

    Parameters
    ----------
    address : Path or str
    plan : FleetPlan
    start : int
        [ms since 1970].
    hours : float
        Simulated [h].
    placed, period : bool
        Whether devices are declared with a place; whether with the period of the plan too.
    """
    truth = Truth()
    database = open_store(address)
    if placed:
        chooser = random.Random(plan.seed)
        declare_devices(
            database,
            [
                Declaration(
                    f"70b3d5e75e{number:06x}",
                    period_s=plan.period_s if period else None,
                    longitude=chooser.uniform(WEST, EAST),
                    latitude=chooser.uniform(SOUTH, NORTH),
                )
                for number in range(plan.devices)
            ],
        )
    record(database, fleet_messages(plan, start, hours * HOUR_S, truth=truth))
    database.close()
    return truth
