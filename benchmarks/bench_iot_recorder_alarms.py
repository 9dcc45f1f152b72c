"""What alarms cost a recorder: messages stored in a second with and without rules, and its memory; run by hand."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from cityorchestra.processing_provider.iot.alarms.rules import read_rules
from cityorchestra.processing_provider.iot.formats.registry import Parser
from cityorchestra.processing_provider.iot.normalise import Choices, Message
from cityorchestra.processing_provider.iot.recorder.alarm_watch import AlarmWatch
from cityorchestra.processing_provider.iot.recorder.inbox import Inbox
from cityorchestra.processing_provider.iot.recorder.store_thread import StoreThread
from cityorchestra.processing_provider.iot.simulator.fleet import FleetPlan, fleet_messages
from cityorchestra.processing_provider.iot.store.opening import open_store

DEVICES = 10_000
RULES = """
rules:
  - {name: hot, metric: temperature, when: ">", limit: 26, deadband: 1, on_samples: 2, priority: 2}
  - {name: cold, metric: temperature, when: "<", limit: 5, deadband: 1, on_samples: 2}
  - {name: dry, metric: humidity, when: "<", limit: 20, deadband: 2, on_samples: 2}
  - {name: battery, metric: battery, when: "<", limit: 15, priority: 4}
  - {name: silent, kind: no_data, on_samples: 4, suppressed_by: [gateway_down]}
  - {name: gateway_down, kind: no_data, on_delay: 900, devices: {profile: gateway}}
"""


def measure(with_rules: bool) -> dict:
    """Store one message of each device twice; return the figures of the second round."""
    plan = FleetPlan(devices=DEVICES, period_s=600.0, loss_enter=0.0, bridged=0.0, strange=0.0)
    start = int(time.time() * 1000) - 1_200_000
    sent = list(fleet_messages(plan, start, 1200.0))
    half = len(sent) // 2
    with tempfile.TemporaryDirectory() as folder:
        inbox = Inbox(live=(10**6, 2**32))
        alarms = AlarmWatch(read_rules(RULES)) if with_rules else None
        writer = StoreThread(
            lambda: open_store(Path(folder) / "s.gpkg"), inbox, Parser().parse, lambda _batch: None, "bench",
            Choices(rate_limit=False), alarms=alarms,
        )  # fmt: skip
        writer.start()

        def put(items):
            for item in items:
                inbox.put(Message(item.topic, item.payload, item.time))
            while len(inbox):
                time.sleep(0.01)

        put(sent[:half])
        cpu, wall = time.process_time(), time.perf_counter()
        put(sent[half:])
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        writer.stop(60.0)
        count = len(sent) - half
    return {
        "rules": with_rules,
        "messages": count,
        "per second": round(count / wall),
        "CPU us each": round(1e6 * cpu / count, 1),
        "peak MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(sys.argv[1] == "1")))
    else:
        print(f"{os.cpu_count()} cores, {DEVICES} devices, 6 rules")
        for chosen in ("0", "1"):
            done = subprocess.run([sys.executable, __file__, chosen], check=True, capture_output=True, text=True)
            print(done.stdout.strip())
