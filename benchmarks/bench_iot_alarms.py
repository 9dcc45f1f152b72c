"""Alarm engine: samples per second and memory with many devices, beside the same rules without delays in a plain loop.

Usage: PYTHONPATH=build/plugins python benchmarks/bench_iot_alarms.py [--devices 57000] [--rounds 6]
"""

import argparse
import random
import resource
import sys
import time

from _harness import ROOT, machine_line, print_table

PERIOD = 600_000  # ms


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--devices", type=int, default=57_000)
    parser.add_argument("--rounds", type=int, default=6)
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT / "build" / "plugins"))
    from cityorchestra.processing_provider.iot.alarms.engine import AlarmEngine, WatchedDevice
    from cityorchestra.processing_provider.iot.alarms.rules import Rule
    from cityorchestra.processing_provider.iot.events import Event

    rules = (
        Rule("gateway_down", "no_data", on_delay=90, devices={"profile": ("gateway",)}),
        Rule("silent", "no_data", on_samples=4, suppressed_by=("gateway_down",), devices={"profile": ("sensor",)}),
        Rule("full", metric="level", operator=">", limit=80.0, deadband=5.0, on_samples=2, off_samples=2),
        Rule("low_battery", metric="battery", operator="<", limit=20.0, deadband=5.0, priority=4),
    )
    print(machine_line())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    engine = AlarmEngine(rules)
    start = time.perf_counter()
    for number in range(50):
        engine.watch(WatchedDevice(f"g{number}", profile="gateway"), 0)
    for number in range(options.devices):
        gateway = (f"g{number % 50}",) if number % 3 == 0 else ()
        engine.watch(WatchedDevice(f"d{number}", profile="sensor", period=float(PERIOD), depends_on=gateway), 0)
    watched = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before
    chooser = random.Random(3)
    gap = PERIOD / options.devices
    events = [
        Event(
            "up",
            "bench",
            f"d{number}",
            int((turn * options.devices + number) * gap),
            values={"level": chooser.uniform(0, 100), "battery": chooser.uniform(10, 100), "temperature": 20.0},
        )
        for turn in range(options.rounds)
        for number in range(options.devices)
    ]
    for gateway in range(50):
        engine.take(Event("gw_stats", "bench", f"g{gateway}", 0))
    start, tick = time.process_time(), 0
    for event in events:
        if event.received_time >= tick:
            engine.advance(tick)
            tick += 1000
        engine.take(event)
    ours = time.process_time() - start
    start, raised = time.process_time(), 0
    states = {}
    for event in events:
        for metric, on in (("level", event.values["level"] > 80), ("battery", event.values["battery"] < 20)):
            key = (event.device, metric)
            if on != states.get(key, False):
                states[key] = on
                raised += on
    plain = time.process_time() - start
    count = len(events)
    rows = [
        ("alarm engine, ticks each second", f"{count / ours:,.0f}", f"{ours / count * 1e6:.1f}"),
        ("plain loop, no delay, no journal", f"{count / plain:,.0f}", f"{plain / count * 1e6:.1f}"),
    ]
    print_table(("", "messages a CPU second", "µs a message"), rows)
    print(f"{options.devices:,} devices watched in {watched:.1f} s, {memory:.0f} MB")
    print(f"journal of {len(engine.journal):,} lines")
    print(f"the plain loop raises {raised:,} alarms")


if __name__ == "__main__":
    main()
