"""Run the algorithms of the demo with the headless QGIS, one process each."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "build" / "demo"


def qgis_process() -> str:
    """Return the headless QGIS that works here (Debian's wrapper gives its binary an option it rejects)."""
    for name in ("qgis_process.bin", "qgis_process"):
        path = shutil.which(name)
        if path:
            return path
    sys.exit("qgis_process was not found; run make setup first.")


def run_quietly(algorithm: str, **parameters: Any) -> dict[str, Any] | None:
    """Run an algorithm that may honestly fail, such as a walk between two places with no way."""
    return _run(algorithm, parameters)[0]


def run(algorithm: str, **parameters: Any) -> dict[str, Any]:
    """Run one algorithm headless, say how long it took and return its results; stop the demo when it fails."""
    start = time.perf_counter()
    results, told = _run(algorithm, parameters)
    if results is None:
        sys.exit(f"{algorithm} failed:\n" + "\n".join(told.strip().splitlines()[-20:]))
    print(f"  {algorithm:28s} {time.perf_counter() - start:5.1f} s", flush=True)
    return results


def _run(algorithm: str, parameters: dict[str, Any]) -> tuple[dict[str, Any] | None, str]:
    """Return the results of a run, None when it failed, and what it told."""
    command = [qgis_process(), "--json", "run", f"cityorchestra:{algorithm}", "--"]
    command += [f"{name}={value}" for name, value in parameters.items()]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    begin = done.stdout.find("{")
    answer = json.loads(done.stdout[begin:]) if begin >= 0 and done.returncode == 0 else {}
    return answer.get("results"), done.stderr + done.stdout
