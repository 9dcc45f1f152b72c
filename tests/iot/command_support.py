"""Templates, facts and a sender for the tests of commands."""

from __future__ import annotations

from cityorchestra.processing_provider.iot.commands.desk import CommandDesk, NotSentError, Target
from cityorchestra.processing_provider.iot.commands.interlocks import Facts
from cityorchestra.processing_provider.iot.commands.templates import read_templates

MINUTE = 60_000
NOW = 1_790_000_000_000
EUI = "70b3d5e75e000001"

TEMPLATES = """
commands:
  - name: set_valve
    title: Opening of the valve
    profiles: [valve]
    port: 10
    bytes: ["01", {name: opening, type: u8, unit: "%", minimum: 0, maximum: 100}]
    class: C
    echo: {metric: valve_opening, field: opening, tolerance: 2}
    most_change: 60
    feedback: valve_opening
    local_flag: manual_mode
    min_interval: 300
    excludes: [flush]
    roles: [operator]
  - name: set_valve_slowly
    port: 11
    bytes: ["01", {name: opening, type: u8, minimum: 0, maximum: 100}]
    class: A
    echo: {metric: valve_opening, field: opening, tolerance: 2}
  - name: flush
    port: 12
    bytes: ["02"]
    kind: pulse
    class: C
    critical: true
  - name: light
    port: 13
    bytes: ["03"]
    kind: toggle
    class: C
    echo: {metric: lamp, value: true}
  - name: long_text
    port: 14
    bytes: ["LONG"]
    class: C
""".replace("LONG", "00" * 60)


def templates():
    return read_templates(TEMPLATES)


def facts(**changes) -> Facts:
    """Facts with which every command above is allowed, changed by name."""
    content = {
        "enabled": True,
        "roles": ("operator",),
        "profile": "valve",
        "presence": "ok",
        "out_of_service": False,
        "period": 10.0 * MINUTE,
        "values": {"valve_opening": 40.0, "manual_mode": False},
        "value_times": {"valve_opening": NOW - MINUTE},
        "good": ("valve_opening",),
        "limits": {},
        "last_sent": {},
        "in_force": (),
        "pending": False,
        "queue_length": 0,
        "data_rate": 5,
        "duty_used": 0.1,
        "duty_added": 0.01,
    }
    return Facts(**{**content, **changes})


class FakeSender:
    """Keeps what it is given; ``taken`` is what it answers, None is a sure failure."""

    def __init__(self, taken=True):
        self.taken = taken
        self.sent = []

    def publish(self, downlink):
        if self.taken is None:
            raise NotSentError("no connection")
        self.sent.append(downlink)
        return self.taken


class DeskScene:
    """A desk with its record, its sender and facts that a test may change."""

    def __init__(self, taken=True, network="chirpstack4", **changes):
        self.lines, self.sender, self.changes = [], FakeSender(taken), changes
        self.target = Target(EUI, "Valve 3", network, "app-1", 10.0 * MINUTE, NOW - MINUTE)
        self.desk = CommandDesk(templates(), lambda *_: facts(**self.changes), self.sender, self.lines.append)

    def draft(self, name="set_valve", now=NOW, **values):
        if not values and name.startswith("set_valve"):
            values = {"opening": 70}
        return self.desk.draft(self.target, name, values, "ana", now)

    def send(self, name="set_valve", now=NOW, **values):
        command = self.draft(name, now, **values)
        self.desk.arm(command, now)
        self.desk.confirm(command, now + 1000, typed=self.target.name)
        return command
