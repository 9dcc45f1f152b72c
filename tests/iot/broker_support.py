"""Real mosquitto brokers for tests: own configuration, loopback port, ended by their process."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Optional

MOSQUITTO = shutil.which("mosquitto") or next(
    (path for path in ("/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto") if os.access(path, os.X_OK)), None
)


def free_port() -> int:
    """Return a port of the loopback address that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Mosquitto:
    """A broker in a folder; sessions and queued messages survive its restart.

    Parameters
    ----------
    folder : Path
    port : int, optional
    lines : sequence of str
        More lines of its configuration.
    """

    def __init__(self, folder: Path, port: Optional[int] = None, lines=("allow_anonymous true",)) -> None:
        self.folder = folder
        self.port = port or free_port()
        folder.mkdir(parents=True, exist_ok=True)
        self.log = folder / "mosquitto.log"
        self.configuration = folder / "mosquitto.conf"
        user = ["user root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        self.configuration.write_text(
            "\n".join(
                [
                    f"listener {self.port} 127.0.0.1",
                    *user,
                    "persistence true",
                    f"persistence_location {folder}/",
                    "max_queued_messages 200000",
                    "max_inflight_messages 500",
                    "set_tcp_nodelay true",
                    f"log_dest file {self.log}",
                    "log_type all",
                    *lines,
                    "",
                ]
            )
        )
        self.process: Optional[subprocess.Popen] = None

    def start(self) -> Mosquitto:
        """Start, and wait until it listens."""
        self.process = subprocess.Popen(
            [MOSQUITTO, "-c", str(self.configuration)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        end = time.monotonic() + 15
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise RuntimeError(f"mosquitto ended: {self.log.read_text() if self.log.exists() else ''}")
            with socket.socket() as probe:
                probe.settimeout(0.2)
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.02)
        raise RuntimeError("mosquitto does not listen")

    def stop(self, number: int = signal.SIGTERM) -> None:
        """End the process that was started."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)
            self.process.wait(15)
        self.process = None

    def __enter__(self) -> Mosquitto:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


def wait_until(condition, seconds: float = 20.0, what: str = "what was waited for"):
    """Return the answer of a condition once it is true."""
    end = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() >= end:
            raise AssertionError(f"{what} did not happen in {seconds} s")
        time.sleep(0.02)
