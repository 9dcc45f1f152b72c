"""The recorder of live equipment end to end, beside a plain script of paho-mqtt and SQLite in the same run.

Messages are ChirpStack v4 uplinks of about 1.1 kB with six measurements. They wait at a real mosquitto broker, then
the recorder (its own process, held on one core) takes them with QoS 1: parsed, checked, stored in a GeoPackage with a
durable commit (WAL, synchronous FULL), acknowledged afterwards. The plain script does the least that could be called
recording: json.loads, one insert per measurement, the same durable commit in batches, and paho's own acknowledgement,
which comes before anything is stored.

Usage: PYTHONPATH=build/plugins python benchmarks/bench_iot_recorder.py [--messages 60000] [--devices 10000]
"""

import argparse
import json
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from _harness import ROOT, machine_line, print_table

sys.path.insert(0, str(ROOT / "build" / "plugins"))
PACKAGE = "cityorchestra.processing_provider.iot"
CLIENT = "bench"
RATE_PER_S, RATE_SECONDS = 1000, 15
RULES = """
rules:
  - {name: hot, metric: temperature, when: ">", limit: 26, deadband: 1, on_samples: 2, priority: 2}
  - {name: cold, metric: temperature, when: "<", limit: 5, deadband: 1, on_samples: 2}
  - {name: dry, metric: humidity, when: "<", limit: 20, deadband: 2, on_samples: 2}
  - {name: foul, metric: co2, when: ">", limit: 1000, deadband: 100, priority: 3}
  - {name: battery, metric: battery, when: "<", limit: 3.0, priority: 4}
  - {name: silent, kind: no_data, on_samples: 4}
"""

PLAIN = """
import json, signal, sqlite3, sys, time
import paho.mqtt.client as mqtt
port, path = int(sys.argv[1]), sys.argv[2]
db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
db.execute("PRAGMA journal_mode=WAL"); db.execute("PRAGMA synchronous=FULL")
db.execute("CREATE TABLE obs (device TEXT, metric TEXT, t TEXT, v REAL)")
waiting, last, stopping = [], [time.monotonic()], []
signal.signal(signal.SIGTERM, lambda *_: stopping.append(1))
def flush():
    db.execute("BEGIN"); db.executemany("INSERT INTO obs VALUES (?,?,?,?)", waiting); db.execute("COMMIT")
    waiting.clear(); last[0] = time.monotonic()
def on_message(client, data, message):
    told = json.loads(message.payload)
    eui, moment = told["deviceInfo"]["devEui"], told["time"]
    waiting.extend((eui, name, moment, value) for name, value in told["object"].items())
    if len(waiting) >= 3000 or time.monotonic() - last[0] > 0.25: flush()
client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id="bench", clean_session=False)
client.on_message = on_message
client.on_connect = lambda c, *_: c.subscribe("application/#", 1)
client.connect("127.0.0.1", port)
while not stopping:
    client.loop(0.2)
    if waiting and time.monotonic() - last[0] > 0.25: flush()
"""


def message(number, device, counter, moment):
    """Return topic and payload of an uplink like those of a network, six measurements, about 1.1 kB."""
    eui = f"70b3d5e7{device:08x}"
    stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(moment // 1000)) + f".{moment % 1000:03d}000+00:00"
    content = {
        "deduplicationId": f"3ac7e3c4-4401-4b8d-9386-{number:012x}",
        "time": stamp,
        "deviceInfo": {
            "tenantId": "52f14cd4-c6f1-4fbd-8f87-4025e1d49242",
            "tenantName": "Rennes Metropole (test)",
            "applicationId": "17c82e96-be03-4f38-aef3-f83d48582d97",
            "applicationName": "batiments",
            "deviceProfileId": "14855bf7-d10d-4aee-b618-ebfcb64dc7ad",
            "deviceProfileName": "capteur-co2",
            "deviceName": f"sensor-{device:05d}",
            "devEui": eui,
            "deviceClassEnabled": "CLASS_A",
            "tags": {"site": f"site-{device % 40}"},
        },
        "devAddr": f"{device:08x}",
        "adr": True,
        "dr": 5,
        "fCnt": counter,
        "fPort": 1,
        "data": "AQDiAikEACcFBgYDCA==",
        "object": {
            "temperature": 20.0 + number % 97 / 10, "humidity": 41 + number % 13, "light": number % 500,
            "motion": number % 2, "co2": 400 + number % 900, "battery": 3.6,
        },
        "rxInfo": [
            {
                "gatewayId": f"0016c001f153a1{gateway:02x}", "uplinkId": 4217106255 + gateway, "nsTime": stamp,
                "rssi": -96 - gateway, "snr": 7.2, "channel": 2, "rfChain": 1,
                "location": {"latitude": 48.1173, "longitude": -1.6778}, "context": "EFwMtA==",
                "metadata": {"region_common_name": "EU868", "region_config_id": "eu868"}, "crcStatus": "CRC_OK",
            }
            for gateway in range(1 + number % 2)
        ],
        "txInfo": {
            "frequency": 867100000,
            "modulation": {"lora": {"bandwidth": 125000, "spreadingFactor": 7, "codeRate": "CR_4_5"}},
        },
        "regionConfigId": "eu868",
    }  # fmt: skip
    topic = f"application/17c82e96-be03-4f38-aef3-f83d48582d97/device/{eui}/event/up"
    return topic, json.dumps(content, separators=(",", ":")).encode()


def publish(port, messages, rate=None):
    """Publish messages with QoS 1 and wait until the broker has them; return the moment of each."""
    import paho.mqtt.client as mqtt

    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id="bench-publisher")
    client.max_queued_messages_set(0)
    client.max_inflight_messages_set(2000)
    ready, done = threading.Event(), [0]
    client.on_connect = lambda *_: ready.set()
    client.on_publish = lambda *_: done.__setitem__(0, done[0] + 1)
    client.connect("127.0.0.1", port)
    client.loop_start()
    ready.wait(10)
    moments, began = [], time.monotonic()
    for number, (topic, payload) in enumerate(messages):
        if rate:
            ahead = began + number / rate - time.monotonic()
            if ahead > 0:
                time.sleep(ahead)
        moments.append(time.time())
        client.publish(topic, payload, qos=1)
        while number - done[0] > 2000:
            time.sleep(0.001)
    while done[0] < len(moments):
        time.sleep(0.005)
    client.disconnect()
    client.loop_stop()
    return moments


def subscribe_once(port):
    """Make the session of the recorder at the broker, so that messages wait for it."""
    import paho.mqtt.client as mqtt

    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id=CLIENT, clean_session=False)
    subscribed = threading.Event()
    client.on_connect = lambda c, *_: c.subscribe("application/#", 1)
    client.on_subscribe = lambda *_: subscribed.set()
    client.connect("127.0.0.1", port)
    client.loop_start()
    subscribed.wait(10)
    client.disconnect()
    client.loop_stop()


def start(arguments, core):
    """Start a recorder on one core; return its process."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "build" / "plugins")}
    process = subprocess.Popen(
        [sys.executable, *arguments], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(process.pid, {core})
    return process


def cpu_and_peak(pid):
    """Return CPU seconds and peak memory [MB] of a process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    ticks = os.sysconf("SC_CLK_TCK")
    status = Path(f"/proc/{pid}/status").read_text()
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    return (int(fields[11]) + int(fields[12])) / ticks, peak / 1024


def count_of(path, sql):
    """Return a count from a database that may not be there yet."""
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5) as connection:
            return connection.execute(sql).fetchone()[0] or 0
    except sqlite3.OperationalError:
        return 0


def drain(process, path, sql, wanted, limit=300):
    """Wait until a process stored what waited; return seconds from the first stored to all, CPU seconds and peak."""
    began, first, base_cpu, base_count = time.monotonic(), None, 0.0, 0
    while True:
        now, found = time.monotonic(), count_of(path, sql)
        if found and first is None:
            first, base_count = now, found
            base_cpu = cpu_and_peak(process.pid)[0]
        if found >= wanted:
            cpu, peak = cpu_and_peak(process.pid)
            return now - first, cpu - base_cpu, peak, found - base_count
        if now - began > limit or process.poll() is not None:
            raise SystemExit(f"only {found} of {wanted} stored after {now - began:.0f} s")
        time.sleep(0.02)


def end(process):
    """End a process that was started here."""
    process.terminate()
    process.wait(30)


def profile_file(folder, port):
    """Write the broker profile of the recorder."""
    path = folder / "profile.yaml"
    path.write_text(
        f"host: 127.0.0.1\nport: {port}\nclient: {CLIENT}\ntls: false\nformats: [chirpstack4]\n"
        'topics: ["application/#"]\n'
    )
    return path


def declare(path, count):
    """Make the store with its devices declared."""
    from cityorchestra.processing_provider.iot.store.opening import open_store
    from cityorchestra.processing_provider.iot.store.registry import Declaration, declare_devices

    database = open_store(path)
    declare_devices(
        database,
        (Declaration(f"70b3d5e7{n:08x}", longitude=-1.7 + n % 300 / 1e3, latitude=48.0 + n // 300 / 1e3)
         for n in range(count)),
    )  # fmt: skip
    database.close()


def fill(path, devices, rows):
    """Put a history of observations in a store: six series for each device, a value every ten minutes."""
    times = rows // (devices * 6)
    first = int(time.time() * 1000) - (times + 10) * 600_000
    with sqlite3.connect(path) as connection:
        connection.execute(
            "WITH RECURSIVE m(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM m WHERE k < 6), "
            "n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ? - 1) "
            "INSERT INTO obs SELECT d.id * 4096 + k, ? + i * 600000, 20.5, 2 FROM device d, m, n",
            (times, first),
        )
    connection.close()


def throughput(folder, port, kind, messages, devices, extra=(), orjson=True, filled=0):
    """Return the figures of one recorder that finds messages waiting."""
    path = folder / f"{kind}-{time.monotonic_ns()}.gpkg"
    subscribe_once(port)
    if kind == "plain":
        command = ["-c", PLAIN, str(port), str(path)]
        sql, wanted = "SELECT MAX(rowid) / 6 FROM obs", len(messages)
    else:
        declare(path, devices)
        profile = str(profile_file(folder, port))
        if filled:
            fill(path, devices, filled)
        hidden = f"import sys; sys.modules['orjson'] = None; from {PACKAGE}.__main__ import main; sys.exit(main())"
        module = ["-m", PACKAGE] if orjson else ["-c", hidden]
        command = [*module, "record", "--profile", profile, "--store", str(path), *extra]
        sql, wanted = "SELECT SUM(received) FROM device_state", len(messages)
    publish(port, messages)
    process = start(command, 0)
    try:
        wall, cpu, peak, stored = drain(process, path, sql, wanted)
    finally:
        end(process)
    if kind != "plain":
        counted = count_of(path, "SELECT COUNT(*) FROM obs")
        if counted != 6 * len(messages) + filled // (devices * 6) * (devices * 6):
            raise SystemExit(f"{counted} observations for {len(messages)} messages")
    return {"rate": stored / wall, "cpu_us": cpu / stored * 1e6, "peak": peak}


def latency(folder, port, devices):
    """Return seconds from publish to a row that another connection can read, at a steady rate."""
    path = folder / "latency.gpkg"
    declare(path, devices)
    subscribe_once(port)
    process = start(["-m", PACKAGE, "record", "--profile", str(profile_file(folder, port)), "--store", str(path)], 0)
    total = RATE_PER_S * RATE_SECONDS
    now = int(time.time() * 1000)
    messages = [message(n, n % devices, n // devices + 1, now + n) for n in range(total)]
    seen, stop = {}, threading.Event()

    def watch():
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5)
        highest = 0
        while not stop.is_set():
            rows = connection.execute("SELECT id FROM raw WHERE id > ? ORDER BY id", (highest,)).fetchall()
            moment = time.time()
            for (number,) in rows:
                seen[number] = moment
                highest = number
            time.sleep(0.002)
        connection.close()

    time.sleep(3)
    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        moments = publish(port, messages, RATE_PER_S)
        limit = time.monotonic() + 30
        while len(seen) < total and time.monotonic() < limit:
            time.sleep(0.05)
    finally:
        stop.set()
        watcher.join()
        end(process)
    if len(seen) != total:
        raise SystemExit(f"{len(seen)} of {total} messages seen in the store")
    waits = sorted(seen[number] - moments[number - 1] for number in seen)
    return statistics.median(waits), waits[int(0.99 * len(waits))], waits[-1]


def memory(folder, port, devices, rules=""):
    """Return the peak memory [MB] of a recorder after every device of a large fleet sent a message."""
    path = folder / ("memory_rules.gpkg" if rules else "memory.gpkg")
    extra = ()
    if rules:
        (folder / "rules.yaml").write_text(rules, encoding="utf-8")
        extra = ("--rules", str(folder / "rules.yaml"))
    declare(path, devices)
    subscribe_once(port)
    now = int(time.time() * 1000)
    publish(port, (message(n, n, 1, now + n) for n in range(devices)))
    profile = str(profile_file(folder, port))
    process = start(["-m", PACKAGE, "record", "--profile", profile, "--store", str(path), *extra], 0)
    try:
        _, _, peak, _ = drain(process, path, "SELECT SUM(received) FROM device_state", devices)
    finally:
        end(process)
    return peak


def measure_memory(folder, port, fleet):
    """Print what a recorder of a large fleet needs, without and with alarm rules."""
    print(f"peak memory, {fleet} devices heard: {memory(folder, port, fleet):.0f} MB")
    print(f"peak memory, {fleet} devices heard, six alarm rules on each: {memory(folder, port, fleet, RULES):.0f} MB")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=int, default=60_000)
    parser.add_argument("--devices", type=int, default=10_000)
    parser.add_argument("--fleet", type=int, default=57_000)
    parser.add_argument("--repeats", type=int, default=2)
    parser.add_argument("--filled", type=int, default=12_000_000, help="observations already in the fullest store")
    parser.add_argument("--memory", action="store_true", help="memory alone")
    options = parser.parse_args()
    from cityorchestra.tests.iot.broker_support import MOSQUITTO, Mosquitto

    if not MOSQUITTO:
        raise SystemExit("No mosquitto here: tools/iot_services.sh installs it.")
    print(machine_line())
    if options.memory:
        with (
            tempfile.TemporaryDirectory() as name,
            Mosquitto(Path(name) / "broker", lines=("allow_anonymous true", "log_type error")) as broker,
        ):
            measure_memory(Path(name), broker.port, options.fleet)
        return
    random.seed(1)
    now = int(time.time() * 1000)
    messages = [message(n, n % options.devices, n // options.devices + 1, now + n) for n in range(options.messages)]
    print(f"{options.messages} messages of {statistics.mean(len(p) for _, p in messages):.0f} bytes, "
          f"{options.devices} devices, 6 measurements each; recorder on one core, broker beside it")  # fmt: skip
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Mosquitto(folder / "broker", lines=("allow_anonymous true", "log_type error")) as broker:
            found = {}
            filled = f"ours, {options.filled / 1e6:g} million observations there"
            for _ in range(options.repeats):
                runs = {
                    "ours": throughput(folder, broker.port, "ours", messages, options.devices),
                    "plain": throughput(folder, broker.port, "plain", messages, options.devices),
                    "ours, no raw messages": throughput(
                        folder, broker.port, "ours", messages, options.devices, ["--no-raw"]
                    ),
                    "ours, without orjson": throughput(
                        folder, broker.port, "ours", messages, options.devices, orjson=False
                    ),
                    filled: throughput(folder, broker.port, "ours", messages, options.devices, filled=options.filled),
                }
                for kind, run in runs.items():
                    found.setdefault(kind, []).append(run)
            print_table(
                ["recorder", "messages/s", "CPU us/message", "peak MB", "acknowledged"],
                [
                    (
                        kind,
                        " ".join(f"{run['rate']:.0f}" for run in runs),
                        " ".join(f"{run['cpu_us']:.0f}" for run in runs),
                        f"{max(run['peak'] for run in runs):.0f}",
                        "before it is stored" if kind == "plain" else "after the commit",
                    )
                    for kind, runs in found.items()
                ],
            )
            middle, late, worst = latency(folder, broker.port, options.devices)
            print(
                f"publish to a row that a reader sees, {RATE_PER_S} messages/s: "
                f"p50 {middle * 1000:.0f} ms, p99 {late * 1000:.0f} ms, longest {worst * 1000:.0f} ms"
            )
            measure_memory(folder, broker.port, options.fleet)


if __name__ == "__main__":
    main()
