"""A recorder's thread of the store driven by hand: time is given, messages come when the test says."""

from __future__ import annotations

from dataclasses import replace

from cityorchestra.processing_provider.iot.alarms.rules import read_rules
from cityorchestra.processing_provider.iot.events import Event, Reception
from cityorchestra.processing_provider.iot.normalise import Choices, Message, Normaliser
from cityorchestra.processing_provider.iot.recorder.alarm_watch import AlarmWatch
from cityorchestra.processing_provider.iot.store.opening import open_reader, open_store
from cityorchestra.processing_provider.iot.store.writer import write_rows

START = 1_790_000_000_000
MINUTE = 60_000
RULES = """
rules:
  - {name: hot, metric: temperature, when: ">", limit: 30, deadband: 2, on_delay: 60, off_delay: 60, priority: 1}
  - {name: silent, kind: no_data, on_delay: 600, priority: 3}
"""


def uplink(device=1, moment=START, counter=0, gateways=("0016c001f153a14c",), received=None, **values):
    """Return an uplink event; the network heard it at `moment`."""
    eui = f"70b3d5e7{device:08x}"
    return Event(
        "up", "chirpstack4", eui, moment if received is None else received, device_eui=eui, name=f"sensor {device}",
        site="hall", profile="co2", network_time=moment, frame_counter=counter, session=f"s{device}",
        receptions=tuple(Reception(gateway, -90.0, 5.0) for gateway in gateways), payload=bytes([counter % 256]),
        values=values,
    )  # fmt: skip


class Watched:
    """A store, what writes it and the alarms on it; :meth:`restart` is a recorder that ends and begins again."""

    def __init__(self, path, rules=RULES, now=START):
        self.path, self.rules = path, read_rules(rules)
        self.database = open_store(path)
        self.now = now
        self.counters: dict[int, int] = {}
        self.connection = (1, False, True)
        self.restart(self.now)

    def restart(self, now=None):
        self.now = self.now if now is None else now
        self.alarms = AlarmWatch(self.rules)
        self.normaliser = Normaliser(self.database, Choices(rate_limit=False))
        self.normaliser.listener = self.alarms.take
        self.prepare()

    def prepare(self):
        self.alarms.refresh(self.database, self.now)
        self.alarms.session(*self.connection, self.now)

    def take(self, *events, retained=False, fail=False):
        """Store events in one transaction."""
        self.now = max(self.now, *(event.received_time for event in events))
        self.prepare()
        self.database.begin()
        self.normaliser.begin()
        for event in events:
            message = Message("t", b"", event.received_time, retained=retained)
            self.normaliser.take(message, [event])
        revision = write_rows(self.database, self.normaliser.finish())
        self.alarms.write(self.database, revision, self.now)
        if fail:
            self.database.rollback()
            self.alarms.stale = True
            self.normaliser.load(self.database)
        else:
            self.database.commit()

    def say(self, moment, device=1, **values):
        """Store an uplink of a device at a moment."""
        counter = self.counters[device] = self.counters.get(device, -1) + 1
        self.take(uplink(device, moment, counter, **values))

    def look(self, now):
        """Let the time come, as the recorder does each second."""
        self.now = now
        self.prepare()
        if self.alarms.wants(self.database, now):
            self.database.begin()
            self.alarms.look(self.database, now)
            self.database.commit()

    def declare(self, sql, *parameters):
        """Change a device as the user does, and let the recorder notice."""
        self.database.execute(sql, parameters)
        self.alarms.stale = True

    def rows(self, since=0):
        with open_reader(self.path) as reader:
            return reader.alarms(since)

    def row(self, rule="hot", device=1):
        return next(row for row in self.rows() if row.rule == rule and row.uid == f"70b3d5e7{device:08x}")

    def states(self):
        return {(row.rule, row.uid[-1]): row.state for row in self.rows()}

    def journal(self):
        with open_reader(self.path) as reader:
            return reader.alarm_journal(0, 2**60)

    def told(self):
        """Return (rule, last digit of the device, cause, seconds since the start) of the journal."""
        return [(item.rule, item.device[-1], item.cause, (item.moment - START) // 1000) for item in self.journal()]

    def close(self):
        self.database.close()


def at_reception(event, received):
    """Return an event that reached us later than the network heard it."""
    return replace(event, received_time=received)
