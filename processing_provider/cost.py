"""What a run costs: processor seconds, memory and bytes, measured with psutil.

The figures are those of the whole process while the run lasted; in the QGIS window that includes
whatever else QGIS was doing. Work done by the workers of a cluster is not counted.
"""

from __future__ import annotations

import threading
import time
from typing import Optional

SAMPLING_INTERVAL_S = 0.05


class CostMeter:
    """Measure a block of code; use as a context manager, then read :meth:`figures`."""

    def __init__(self) -> None:
        self._peak = 0
        self._end = threading.Event()
        self._thread: Optional[threading.Thread] = None

    def __enter__(self) -> CostMeter:
        import psutil

        self._process = psutil.Process()
        self._start = (time.perf_counter(), self._cpu_seconds(), self._bytes())
        self._peak = self._process.memory_info().rss
        self._thread = threading.Thread(target=self._sample, name="cityorchestra-cost", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._end.set()
        self._thread.join()
        self._peak = max(self._peak, self._process.memory_info().rss)

    def _cpu_seconds(self) -> float:
        times = self._process.cpu_times()
        return times.user + times.system

    def _bytes(self) -> Optional[tuple[int, int]]:
        if not hasattr(self._process, "io_counters"):
            return None  # macOS does not tell
        counters = self._process.io_counters()
        # Characters on Linux include what the file cache served, which is what the run asked for.
        return (
            getattr(counters, "read_chars", counters.read_bytes),
            getattr(counters, "write_chars", counters.write_bytes),
        )

    def _sample(self) -> None:
        while not self._end.wait(SAMPLING_INTERVAL_S):
            self._peak = max(self._peak, self._process.memory_info().rss)

    def figures(self) -> dict[str, Optional[float]]:
        """Return wall and CPU seconds [s], peak memory [bytes], bytes read and written [bytes]."""
        wall, cpu, transferred = self._start
        now = self._bytes()
        known = transferred is not None and now is not None
        return {
            "wall_s": round(time.perf_counter() - wall, 3),
            "cpu_s": round(self._cpu_seconds() - cpu, 3),
            "peak_memory_bytes": self._peak,
            "bytes_read": now[0] - transferred[0] if known else None,
            "bytes_written": now[1] - transferred[1] if known else None,
        }
