"""Health report of a fleet: losses, presence, gaps, radio, time on air, duty cycle, from frames sorted by device.

Frames are drawn: 10 % lost at random, 16-bit counters that wrap, one content each, 2 % repeated by another server.
Three sizes show that time grows with the number of frames. In the same run, with the environment build/iot-peers,
pandas counts only the losses of the same frames (differences of the counter within a device); totals must be equal.

Usage: PYTHONPATH=build/plugins python benchmarks/bench_iot_health.py [--frames 10000000] [--devices 10000]
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

import _harness
from _harness import ROOT, Peer, machine_line, measure, median, print_table, serve_peer

PERIOD = 600_000  # ms
TARGET = 5.0  # s, for 10 million frames


def draw_fleet(make_frames, frames, devices, seed=7):
    """Return the frames of a fleet and the end of the period [ms]."""
    import numpy as np

    rng = np.random.default_rng(seed)
    each = max(int(frames / devices / 0.9), 2)
    device, number = np.nonzero(rng.random((devices, each)) >= 0.1)
    again = np.sort(rng.choice(len(device), len(device) // 50, replace=False))
    order = np.sort(np.concatenate([np.arange(len(device)), again]), kind="stable")
    device, number = device[order], number[order]
    count = len(device)
    made = make_frames(
        device,
        number * PERIOD,
        devices,
        counter=(number + 60_000) % 65_536,
        session=np.ones(count, dtype=np.int64),
        content=order + 1,
        rssi=rng.normal(-100, 10, count),
        snr=rng.normal(2, 5, count),
        spreading_factor=rng.integers(7, 13, count),
        bandwidth=np.full(count, 125_000),
        frequency=868_100_000 + 200_000 * rng.integers(0, 3, count),
        payload_size=rng.integers(5, 52, count),
        gateways=rng.integers(1, 4, count),
    )
    return made, int(each * PERIOD)


def peer(job):
    import numpy as np
    import pandas

    given = np.load(job["path"])

    def work():
        table = pandas.DataFrame({"device": given["device"], "counter": given["counter"]})
        step = table.groupby("device")["counter"].diff() % 65_536
        return int((step[step > 0] - 1).sum())

    given = {name: given[name] for name in given.files}
    return work, lambda lost: {"lost": lost}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=10_000_000)
    parser.add_argument("--devices", type=int, default=10_000)
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT / "build" / "plugins"))
    import numpy as np
    from cityorchestra.processing_provider.iot.health.frames import make_frames
    from cityorchestra.processing_provider.iot.health.report import health_report

    print(machine_line())
    start = time.perf_counter()
    small, end = draw_fleet(make_frames, 2000, 20)
    health_report(small, 0, end)
    print(f"first call, compiled kernels from the cache or not: {time.perf_counter() - start:.2f} s")
    _harness.PEER_PYTHON = ROOT / "build" / "iot-peers" / "bin" / "python"
    rows = []
    for share in (16, 4, 1):
        frames, end = draw_fleet(make_frames, options.frames // share, options.devices)
        figures = []
        for _ in range(3):
            report, one = measure(health_report, frames, 0, end)
            figures.append(one)
        ours = median(figures)
        told = "-"
        if _harness.PEER_PYTHON.exists():
            with tempfile.TemporaryDirectory() as folder, Peer(__file__) as other:
                path = Path(folder) / "frames.npz"
                np.savez(path, device=frames.device, counter=frames.counter)
                answers = [other.run(path=str(path)) for _ in range(3)]
            if answers[0]["lost"] != int(report.counters.lost.sum()):
                raise SystemExit(
                    f"pandas counts {answers[0]['lost']} lost frames, the report {report.counters.lost.sum()}."
                )
            told = f"{median(answers)['wall']:.2f}"
        rows.append((f"{len(frames):,}", f"{ours['wall']:.2f}", f"{ours['cpu']:.2f}", f"{ours['peak_mb']:.0f}", told))
    print_table(("frames", "whole report [s]", "CPU [s]", "peak [MB]", "pandas, losses only [s]"), rows)
    print(f"target {TARGET:.0f} s for 10 million frames: {'met' if ours['wall'] <= TARGET else 'NOT met'}")


if __name__ == "__main__":
    serve_peer(peer) if "--peer" in sys.argv else main()
