"""What every benchmark shares: timing, memory, a peer in its own environment, one table.

A benchmark file runs itself twice: as ``python benchmarks/bench_x.py`` it times our code, and the copy it
starts with ``build/peers/bin/python bench_x.py --peer`` serves the peer's runs, one JSON job a line (`Peer`
on our side, `serve_peer` on the other). Both live at once, so runs can alternate (ours, peer, ours, peer...)
under the same load. Only the standard library is used here, since the two environments differ.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PEER_PYTHON = ROOT / "build" / "peers" / "bin" / "python"


def machine_line():
    """Return one line naming the machine, its Python and its load."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [line for line in cpuinfo.read_text().splitlines() if line.startswith("model name")]
        model = names[0].split(":", 1)[1].strip() if names else model
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{model}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()}, "
        f"Python {platform.python_version()}, load {load_average():.2f}"
    )


def load_average():
    """Return the machine's load average over the last minute."""
    return os.getloadavg()[0]


def _reset_peak_memory():
    # Linux forgets a process's high-water mark when 5 is written here; elsewhere the mark only ever rises.
    clear = Path("/proc/self/clear_refs")
    if clear.exists():
        clear.write_text("5")


def _peak_memory_mb():
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0


def measure(function, *args, **kwargs):
    """Run a function once; return (its result, {"wall": s, "cpu": s, "peak_mb": MB of the whole process})."""
    _reset_peak_memory()
    wall, cpu = time.perf_counter(), time.process_time()
    result = function(*args, **kwargs)
    figures = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    figures["peak_mb"] = _peak_memory_mb()
    return result, figures


def median(figures):
    """Return the median wall and CPU seconds, and the highest peak, of several `measure` figures."""
    return {
        "wall": statistics.median(f["wall"] for f in figures),
        "cpu": statistics.median(f["cpu"] for f in figures),
        "peak_mb": max(f["peak_mb"] for f in figures),
    }


class Peer:
    """A copy of a benchmark script, kept running in the peers' environment and sent one job at a time."""

    def __init__(self, script):
        if not PEER_PYTHON.exists():
            raise SystemExit(f"No peers' environment at {PEER_PYTHON}: make it, then run this again.")
        self._process = subprocess.Popen(
            [str(PEER_PYTHON), str(script), "--peer"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, **job):
        """Send a job; return the peer's answer with its figures ("wall", "cpu", "peak_mb") inside."""
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise SystemExit("The peer stopped; its message is above.")
        return json.loads(answer)

    def close(self):
        """End the peer's process."""
        self._process.stdin.close()
        self._process.wait(timeout=60)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def serve_peer(handler):
    """Answer jobs until the input closes: ``handler(job)`` returns (work, finish).

    ``work()`` is what is timed; ``finish(result)`` returns a dict of JSON values to send back beside the
    figures (and may save the result to a file for comparison).
    """
    answers, sys.stdout = sys.stdout, sys.stderr  # whatever a library prints must not break the protocol
    for line in sys.stdin:
        work, finish = handler(json.loads(line))
        result, figures = measure(work)
        answers.write(json.dumps({**figures, **finish(result)}) + "\n")
        answers.flush()


def print_table(header, rows):
    """Print rows of already formatted cells as one Markdown table."""
    table = [header, *[[str(cell) for cell in row] for row in rows]]
    widths = [max(len(row[column]) for row in table) for column in range(len(header))]
    for number, row in enumerate(table):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |")
        if number == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")
