"""A snapshot of 10 000 devices: from the store to the features of a layer, with and without the loss of 24 hours.

The store holds, of each device, its state, four metrics and (``--frames``) one frame every ten minutes of a day. In the
same run: a plain script that reads the same two tables with sqlite3 and writes the same layer feature by feature.

Usage: PYTHONPATH=build/plugins python benchmarks/bench_iot_snapshot.py [--devices 10000] [--frames 144]
"""

import argparse
import importlib
import os
import random
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from _harness import ROOT, machine_line, measure, median, print_table

METRIC_NAMES = ("temperature", "humidity", "co2", "battery")
NAME = "cityorchestra:iot_snapshot"
ROOM = "cityorchestra.processing_provider.iot.store"


def make_store(path, devices, frames, seed=5):
    """Write a store of a fleet as a recorder leaves it; return the number of frames."""
    opening = importlib.import_module(f"{ROOM}.opening")
    schema = importlib.import_module(f"{ROOM}.schema")
    chooser = random.Random(seed)
    now = int(time.time() * 1000)
    database = opening.open_store(path)
    database.begin()
    insert = schema.insert
    names = ("id", "geom", "uid", "dev_eui", "source", "name", "site", "profile", "period_s", "declared", "created",
             "revision")  # fmt: skip
    database.insert(
        insert("device", names),
        (
            (n, database.point(chooser.uniform(-1.8, -1.5), chooser.uniform(48.0, 48.2)), f"70b3d5e7{n:08x}",
             f"70b3d5e7{n:08x}", "chirpstack4", f"sensor-{n:05d}", f"site-{n % 40:02d}", "co2", 600.0, 1, now, 1)
            for n in range(1, devices + 1)
        ),
    )  # fmt: skip
    database.insert(insert("metric"), list(enumerate(METRIC_NAMES, 1)))
    series = [(n * schema.METRICS + m, n, m) for n in range(1, devices + 1) for m in range(1, len(METRIC_NAMES) + 1)]
    database.insert(insert("datastream"), ((ds, n, m, "", "number", now) for ds, n, m in series))
    database.insert(
        insert("datastream_state"),
        ((ds, 1, now - chooser.randrange(600_000), chooser.uniform(0, 100), 1, None) for ds, _, _ in series),
    )
    state = ("device", "revision", "last_seen", "last_up", "counter", "rssi", "snr", "spreading_factor", "gateways",
             "received", "duplicates")  # fmt: skip
    database.insert(
        insert("device_state", state),
        (
            (n, 1, now - chooser.randrange(3_000_000), now, frames, chooser.uniform(-118, -60), chooser.uniform(-15, 9),
             chooser.randrange(7, 13), 2, frames, 0)
            for n in range(1, devices + 1)
        ),
    )  # fmt: skip
    columns = ("device", "t", "content", "received", "counter", "session", "spreading_factor", "rssi", "snr",
               "gateways", "payload_size")  # fmt: skip
    start = now - 86_400_000 + 1000
    step = 86_400_000 // max(frames, 1)
    database.insert(
        insert("frame", columns),
        (
            (n, start + k * step, n * 1_000_003 + k, start + k * step + 40, k, 7, 9, -95.0, 5.0, 2, 11)
            for n in range(1, devices + 1)
            for k in range(frames)
            if chooser.random() > 0.1
        ),
    )
    database.commit()
    database.close()
    return frames * devices


def start_qgis():
    """Start a QGIS without window, with the provider."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.append("/usr/share/qgis/python/plugins")
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    from processing.core.Processing import Processing

    Processing.initialize()
    provider = importlib.import_module("cityorchestra.processing_provider.provider").CityOrchestraProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    return application, provider


def plain_script(path):
    """Do the same without us: two questions to SQLite, one feature after the other into a memory layer."""
    from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsVectorLayer

    kinds = "&".join(f"field={name}:double" for name in (*METRIC_NAMES, "age", "rssi", "snr"))
    layer = QgsVectorLayer(f"Point?crs=EPSG:4326&field=name:string&{kinds}", "peer", "memory")
    connection = sqlite3.connect(path)
    values = {}
    for ds, value in connection.execute("SELECT ds, v FROM datastream_state"):
        values.setdefault(ds // 4096, {})[ds % 4096] = value
    now = time.time() * 1000
    read_point = importlib.import_module(f"{ROOM}.geopackage").read_point
    rows = connection.execute(
        "SELECT d.id, d.name, d.geom, s.last_seen, s.rssi, s.snr FROM device d JOIN device_state s ON s.device = d.id"
    )
    provider = layer.dataProvider()
    for number, name, blob, seen, rssi, snr in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttributes([name, *(values[number].get(m) for m in range(1, 5)), (now - seen) / 1000, rssi, snr])
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(*read_point(blob))))
        provider.addFeature(feature)
    return layer.featureCount()


def main():
    """Run and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--devices", type=int, default=10_000)
    parser.add_argument("--frames", type=int, default=144, help="of each device in the last 24 hours")
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT / "build" / "plugins"))
    print(machine_line())
    application, provider = start_qgis()
    import processing

    rows = []
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "fleet.gpkg")
        frames = make_store(path, options.devices, options.frames)
        print(f"{options.devices} devices, 4 metrics each, {frames} frames in 24 h")

        def run(**more):
            return processing.run(NAME, {"STORE": path, "OUTPUT": "TEMPORARY_OUTPUT", **more})

        first, figures = measure(run, LOSS=False)
        rows.append(["first run in a session, without loss", f"{figures['wall']:.3f}", f"{figures['cpu']:.3f}", ""])
        assert first["COUNT"] == options.devices == plain_script(path)
        runs = {
            "snapshot without loss": lambda: run(LOSS=False),
            "snapshot with the loss of 24 h": run,
            "plain sqlite3 script": lambda: plain_script(path),
        }
        run()  # compiles what counts frames
        taken = {name: [] for name in runs}
        for _ in range(options.repeats):
            for name, work in runs.items():
                taken[name].append(measure(work)[1])
        for name, figures in taken.items():
            middle = median(figures)
            rows.append([name, f"{middle['wall']:.3f}", f"{middle['cpu']:.3f}", f"{middle['peak_mb']:.0f}"])
    print_table(["", "wall s (median)", "CPU s", "peak MB"], rows)
    del provider
    application.exitQgis()


if __name__ == "__main__":
    main()
