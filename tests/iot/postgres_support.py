"""A PostgreSQL server with PostGIS for tests: own data folder, loopback port, ended by its process."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from cityorchestra.tests.iot.broker_support import free_port, wait_until


def server_folder():
    """Return the folder of PostgreSQL's programs, None where the server or PostGIS is not installed."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in folders:
        extensions = Path("/usr/share/postgresql") / folder.parent.name / "extension"
        if (folder / "postgres").exists() and (extensions / "postgis.control").exists():
            return folder
    return None


class PostgresServer:
    """A server that lives as long as the tests; PostgreSQL refuses to run as root, so root runs it as ``postgres``."""

    def __init__(self) -> None:
        self._programs = server_folder()
        self._folder = Path(tempfile.mkdtemp(prefix="cityorchestra-pg-"))
        self.port = free_port()
        self._user = {}
        if os.geteuid() == 0:
            account = pwd.getpwnam("postgres")
            os.chown(self._folder, account.pw_uid, account.pw_gid)
            self._user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        self._log = (self._folder / "server.log").open("wb")
        self.process = None
        try:
            self._start()
        except BaseException:
            self.stop()
            raise

    def _start(self) -> None:
        data = self._folder / "data"
        self._run("initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        self._serve()

    def _serve(self) -> None:
        self.process = subprocess.Popen(
            [self._programs / "postgres", "-D", self._folder / "data", "-p", str(self.port), "-k", self._folder,
             "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=20"],
            stdout=self._log, stderr=self._log, cwd=self._folder, **self._user,
        )  # fmt: skip
        ready = [self._programs / "pg_isready", "-h", "127.0.0.1", "-p", str(self.port), "-q"]
        wait_until(lambda: subprocess.run(ready, check=False).returncode == 0, 30, "the start of PostgreSQL")

    def _run(self, program, *arguments) -> None:
        subprocess.run(
            [self._programs / program, *arguments], check=True, stdout=self._log, stderr=self._log,
            cwd=self._folder, **self._user,
        )  # fmt: skip

    def address(self, schema: str) -> str:
        return f"postgresql://tester@127.0.0.1:{self.port}/postgres?schema={schema}"

    def restart(self) -> None:
        """End the server at once and start it again, as after a power cut."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(30)
        self._serve()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(30)
        self._log.close()
        shutil.rmtree(self._folder, ignore_errors=True)
