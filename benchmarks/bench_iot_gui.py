"""The equipment panel with ten thousand devices: how long the window is held while a recorder writes.

A thread writes a store as a recorder does (its own writer, durable commits), at several rates. A timer of 10 ms in the
window measures by how much it comes late: that is how long clicks and drawing have to wait. The panel is open on the
store, tree and then table, its rows being painted. Target: p99 of 25 ms.

Beside it, the same for a window with a plain ``QStandardItemModel`` in a ``QTreeView`` that is filled again at each
change of the store, as a first attempt would do it.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
DEVICES, SITES = 10_000, 50
BEAT_MS = 10
WARM_S = 4.0


def write_fleet(path: Path, devices: int) -> None:
    """Write a store of a fleet in which each device was heard once."""
    from cityorchestra.processing_provider.iot.store.opening import open_store
    from cityorchestra.processing_provider.iot.store.registry import Declaration, declare_devices
    from cityorchestra.tests.iot.fleet_support import record
    from cityorchestra.tests.iot.recorder_support import uplink

    database = open_store(path)
    declare_devices(
        database,
        [
            Declaration(
                f"70b3d5e7{number:08x}", f"device {number:05d}", f"site {number % SITES}", "co2", 600.0,
                -1.9 + 0.004 * (number % 100), 48.0 + 0.003 * (number // 100),
            )
            for number in range(devices)
        ],
    )  # fmt: skip
    now = int(time.time() * 1000)
    record(database, ((now, *uplink(number, 0, 20.0, now)) for number in range(devices)))
    database.close()


class Writer(threading.Thread):
    """Writes messages into a store at a rate, in commits of a quarter of a second."""

    def __init__(self, path: Path, rate: float, devices: int) -> None:
        super().__init__(daemon=True)
        self.path, self.rate, self.devices = path, rate, devices
        self.stopping = threading.Event()
        self.written = 0
        self.commits: list[tuple[float, float]] = []  # moment of the messages, moment of their commit [s]

    def run(self) -> None:
        """Write until told to stop."""
        from cityorchestra.processing_provider.iot.store.opening import open_store
        from cityorchestra.tests.iot.fleet_support import record
        from cityorchestra.tests.iot.recorder_support import uplink

        # Counters go on from run to run, or the store would take the frames for repetitions.
        database, normaliser, counter = open_store(self.path), None, int(time.time()) % 60_000
        while not self.stopping.is_set():
            began = time.monotonic()
            now, batch = int(time.time() * 1000), []
            for _ in range(round(self.rate / 4)):
                batch.append((now, *uplink(self.written % self.devices, counter, 20.0 + counter % 9, now)))
                self.written += 1
                counter += self.written % self.devices == 0
            normaliser = record(database, batch, normaliser)
            self.commits.append((now / 1000.0, time.time()))
            self.stopping.wait(max(0.0, 0.25 - (time.monotonic() - began)))
        database.close()


def writer_process(path: str, rate: str, devices: str) -> None:
    """Write in a process of its own, as a recorder is, until the input ends."""
    writer = Writer(Path(path), float(rate), int(devices))
    writer.start()
    sys.stdin.read()
    writer.stopping.set()
    writer.join(20)
    for heard, committed in writer.commits:
        print(heard, committed)
    print(writer.written)


class Process:
    """A :func:`writer_process`; a context manager."""

    def __init__(self, path: Path, rate: float, devices: int) -> None:
        self.words = [sys.executable, __file__, "--writer", str(path), str(rate), str(devices)]
        self.written = 0
        self.commits = np.empty((0, 2))

    def __enter__(self) -> Process:
        import subprocess

        self.process = subprocess.Popen(self.words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(self, *_: object) -> None:
        told, _ = self.process.communicate("", 30)
        *lines, last = told.splitlines()
        self.written = int(last)
        self.commits = np.array([line.split() for line in lines], dtype=float).reshape(-1, 2)


def heartbeat(application, seconds: float) -> np.ndarray:
    """Return by how much beats of 10 ms came late [ms]."""
    from qgis.PyQt.QtCore import QEventLoop, QTimer

    late, last = [], [time.perf_counter()]

    def beat() -> None:
        now = time.perf_counter()
        late.append(max(0.0, (now - last[0]) * 1000.0 - BEAT_MS))
        last[0] = now

    timer = QTimer()
    timer.setTimerType(timer.timerType().__class__.PreciseTimer)
    timer.setInterval(BEAT_MS)
    timer.timeout.connect(beat)
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    timer.start()
    loop.exec()
    return np.array(late[1:])


def figures(late: np.ndarray) -> str:
    """Return percentiles of lateness."""
    p50, p95, p99 = np.percentile(late, [50, 95, 99])
    return f"p50 {p50:5.1f}  p95 {p95:5.1f}  p99 {p99:5.1f}  max {late.max():6.1f} ms ({len(late)} beats)"


def shown_panel(path: Path):
    """Return the dock, open on a store, once everything was read."""
    from cityorchestra.cityorchestra_plugin import settings
    from cityorchestra.cityorchestra_plugin.docks.iot.dock import EquipmentDock
    from cityorchestra.cityorchestra_plugin.docks.iot.sources import remember_store, store_source
    from cityorchestra.tests.window.support import FakeIface
    from qgis.PyQt.QtCore import Qt

    remember_store(str(path))
    settings.IOT_SOURCE.set_value(store_source(str(path)).key)
    iface = FakeIface()
    iface.window.resize(1400, 900)
    dock = EquipmentDock(iface)
    iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    iface.window.show()
    iface.window.resizeDocks([dock], [420], Qt.Orientation.Horizontal)
    return iface, dock


class Naive:
    """What a first attempt would do: read everything at each change, fill a standard model again."""

    def __init__(self, path: Path) -> None:
        from cityorchestra.processing_provider.iot.store.opening import open_reader
        from qgis.PyQt.QtCore import QTimer
        from qgis.PyQt.QtGui import QStandardItemModel
        from qgis.PyQt.QtWidgets import QTreeView

        self.reader, self.revision = open_reader(path), -1
        self.model, self.view = QStandardItemModel(), QTreeView()
        self.view.setModel(self.model)
        self.view.resize(420, 800)
        self.view.show()
        self.timer = QTimer()
        self.timer.setInterval(500)
        self.timer.timeout.connect(self.fill)
        self.timer.start()

    def fill(self) -> None:
        """Fill the model again."""
        from qgis.PyQt.QtGui import QStandardItem

        revision = self.reader.revision()
        if revision == self.revision:
            return
        self.revision = revision
        names = {device.id: device.name for device in self.reader.devices()}
        values = {(row.device, row.metric): row.value for row in self.reader.latest_values()}
        self.model.clear()
        for state in self.reader.latest_states():
            texts = (names[state.device], str(state.last_seen), str(values.get((state.device, 1))))
            self.model.appendRow([QStandardItem(text) for text in texts])


class Map:
    """The layer of the panel on the map; notes when each drawing began to read and when it was on show."""

    def __init__(self, iface, panel, path: Path) -> None:
        from cityorchestra.cityorchestra_plugin.docks.iot.sources import store_source

        layer = panel.map_layer.add(store_source(str(path)))
        self.canvas = iface.mapCanvas()
        self.canvas.setDestinationCrs(layer.crs())
        self.canvas.setLayers([layer])
        self.canvas.setExtent(layer.extent())
        self.begun, self.drawings = 0.0, []
        self.canvas.renderStarting.connect(self._begin)
        self.canvas.mapCanvasRefreshed.connect(self._end)
        self.canvas.refresh()

    def _begin(self) -> None:
        self.begun = time.time()

    def _end(self) -> None:
        self.drawings.append((self.begun, time.time()))

    def ages(self, commits: np.ndarray) -> np.ndarray:
        """Return how long messages took to the map [s]: from when each came to the end of the first drawing after it.

        A batch holds what came evenly in the quarter of a second before it, as the recorder gathers.
        """
        begun, ended = np.array(self.drawings).T
        heard, committed = commits[commits[:, 1] <= begun[-1]].T
        shown = ended[np.searchsorted(begun, committed)]
        return (shown - heard + np.linspace(0.0, 0.25, 50)[:, None]).ravel()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--devices", type=int, default=DEVICES)
    parser.add_argument("--seconds", type=float, default=15.0)
    parser.add_argument("--rates", type=float, nargs="+", default=[0.0, 100.0, 500.0, 1000.0])
    given = parser.parse_args()
    from qgis.core import QgsApplication

    application = QgsApplication([], True)
    application.initQgis()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fleet.gpkg"
        write_fleet(path, given.devices)
        print(f"{given.devices} devices in {SITES} sites; lateness of beats of {BEAT_MS} ms")
        iface, dock = shown_panel(path)
        began = time.perf_counter()
        loading = heartbeat(application, WARM_S)
        panel = dock.panel
        while panel is None or panel.equipment.view.devices.order.shown < given.devices:
            loading = np.concatenate([loading, heartbeat(application, 0.5)])
            panel = dock.panel
        print(
            f"  opening the panel       {figures(loading)}; all read after {time.perf_counter() - began:.1f} s at most"
        )
        panel.equipment.view.expand(panel.equipment.view.devices.index(0, 0))
        panel.equipment.view.choose(0)
        for table in (False, True):
            panel.equipment.view_button.setChecked(table)
            heartbeat(application, 2.0)
            for rate in given.rates:
                with Process(path, rate, given.devices) as process:
                    heartbeat(application, 2.0)
                    late = heartbeat(application, given.seconds)
                    behind = panel.controller.silence_s
                where = "table" if table else "tree "
                shown = f"{process.written} written, the newest on show {behind:.1f} s old"
                print(f"  {where} {rate:6.0f} msg/s        {figures(late)}; {shown}")
        rate = given.rates[-1]
        on_map = Map(iface, panel, path)
        heartbeat(application, 2.0)
        with Process(path, rate, given.devices) as process:
            heartbeat(application, 2.0)
            late = heartbeat(application, given.seconds)
        p50, p99 = np.percentile(on_map.ages(process.commits), [50, 99])
        print(f"  map   {rate:6.0f} msg/s        {figures(late)}; from message to map p50 {p50:.2f} s, p99 {p99:.2f} s")
        dock.unload()
        iface.window.close()
        naive = Naive(path)
        rate = given.rates[-1]
        with Process(path, rate, given.devices) as process:
            heartbeat(application, 2.0)
            late = heartbeat(application, given.seconds)
        print(f"  plain model {rate:6.0f} msg/s  {figures(late)}; {process.written} written")
        naive.timer.stop()
        naive.reader.close()
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--writer"]:
        writer_process(*sys.argv[2:])
    else:
        main()
