"""The boiler room of ``make demo-iot``: its devices with names and places, its history, its rules and commands."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from typing import Any

ROOM, HALL = "Boiler room", "Town hall"
CORNER = (-1.67990, 48.11140)  # south-western corner of the building [degrees]
METRE = (1 / 74_400, 1 / 111_200)  # at this latitude [degrees]
# Name in the simulation: name for people, place from the corner [m].
NAMES = {
    "boiler-flow": ("Boiler flow", 4, 4),
    "boiler-return": ("Boiler return", 4, 8),
    "circuit-1-flow": ("Circuit 1 flow", 11, 4),
    "circuit-1-return": ("Circuit 1 return", 11, 8),
    "circuit-2-flow": ("Circuit 2 flow", 18, 4),
    "circuit-2-return": ("Circuit 2 return", 18, 8),
    "hot-water": ("Hot water tank", 4, 14),
    "room": ("Room temperature", 24, 18),
    "outside": ("Outside temperature", 33, 22),
    "pressure": ("Network pressure", 18, 14),
    "gas-meter": ("Gas meter", 28, 3),
    "carbon-monoxide": ("Carbon monoxide", 11, 14),
    "valve-1": ("Valve circuit 1", 8, 18),
    "valve-2": ("Valve circuit 2", 15, 18),
}
OTHERS = (("Council room", 48, 6), ("Wedding room", 56, 14), ("Reception", 48, 18), ("Archives", 60, 5))
RULES = """
rules:
  - name: flow_too_hot
    metric: temperature
    when: ">"
    limit: 74
    deadband: 3
    priority: 1
    response: Lower the burner, call the operator on duty.
    devices: {name: Boiler flow}
  - name: return_too_warm
    metric: temperature
    when: ">"
    limit: 40
    deadband: 2
    priority: 3
    response: Balance the circuit.
    devices: {name: Boiler return}
  - name: pressure_low
    metric: pressure
    when: "<"
    limit: 2
    priority: 2
    response: Look for a leak, fill up.
    devices: {name: Network pressure}
  - name: silent
    kind: no_data
    on_delay: 900
    priority: 2
    response: Look at the battery, then at the gateway.
"""
COMMANDS = """
commands:
  - name: set_opening
    title: Opening of the valve
    profiles: [valve]
    port: 10
    bytes: ["01", {name: opening, type: u8, unit: "%", minimum: 0, maximum: 100}]
    class: A
    confirmed: true
    echo: {metric: opening, field: opening, tolerance: 1}
    feedback: opening
    most_change: 60
    min_interval: 60
  - name: close
    title: Close at once
    profiles: [valve]
    port: 10
    bytes: ["0100"]
    class: A
    critical: true
    echo: {metric: opening, value: 0, tolerance: 1}
"""
HISTORY_H = 26.0
SILENT_H = 2.5  # for how long one of the others has not been heard [h]


def place(east: float, north: float) -> tuple[float, float]:
    """Return a place from the corner [m] in degrees."""
    return CORNER[0] + east * METRE[0], CORNER[1] + north * METRE[1]


def write_store(path: Path) -> Any:
    """Write what a recorder would have kept of the last day; return the boiler room, to be run on."""
    from cityorchestra.processing_provider.iot.simulator.facility import SENSORS, VALVE_PERIOD, VALVES, Facility
    from cityorchestra.processing_provider.iot.store.opening import open_store
    from cityorchestra.processing_provider.iot.store.registry import Declaration, declare_devices
    from cityorchestra.tests.iot.fleet_support import record
    from cityorchestra.tests.iot.recorder_support import uplink

    now = int(time.time() * 1000)
    facility = Facility(now - round(HISTORY_H * 3_600_000))
    periods = {name: period for name, _, period in SENSORS} | dict.fromkeys(VALVES, VALVE_PERIOD)
    declared = []
    for name, (title, east, north) in NAMES.items():
        longitude, latitude = place(east, north)
        profile = "valve" if name in VALVES else "sensor"
        declared.append(
            Declaration(facility.euis[name], title, ROOM, profile, periods[name], longitude, latitude)
        )  # fmt: skip
    for number, (title, east, north) in enumerate(OTHERS, start=1):
        longitude, latitude = place(east, north)
        declared.append(Declaration(f"70b3d5e7{number:08x}", title, HALL, "co2", 600.0, longitude, latitude))
    database: Any = open_store(path)
    declare_devices(database, declared)
    messages = list(facility.run_to(HISTORY_H * 3600.0))
    for number in (1, 2, 3):
        end = now - (round(SILENT_H * 3_600_000) if number == 2 else 60_000 * number)
        for step in range(140, -1, -1):
            moment = end - step * 600_000
            value = 19.5 + number + 1.5 * abs((moment % 86_400_000) / 43_200_000 - 1)
            messages.append((moment, *uplink(number, 141 - step, round(value, 1), moment)))
    record(database, sorted(messages, key=lambda message: message[0]))
    database.close()
    return facility


def run_on(facility: Any, profile: Any, stop: Callable[[], bool]) -> None:
    """Go on with a boiler room in real time, answering commands, until told to stop."""
    from cityorchestra.processing_provider.iot.simulate import Publisher

    commands: SimpleQueue = SimpleQueue()
    with Publisher(profile) as publisher:
        publisher.listen(lambda topic, payload: commands.put((topic, payload)))
        while not stop():
            while not commands.empty():
                publisher.publish(facility.command(*commands.get()))
            publisher.publish(facility.run_to(time.time() - facility.start / 1000.0))
            time.sleep(0.2)
