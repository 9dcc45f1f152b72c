"""Messages of networks: how many a CPU second reads, beside a plain json.loads (and orjson.loads) in the same run.

The messages are uplinks with six measurements and two gateways, about 1.1 KiB, each with its own device and counter.
The parser checks the topic and the message, and makes an event; the plain readers only make a dictionary.

Usage: PYTHONPATH=build/plugins python benchmarks/bench_iot_parse.py [--messages 20000] [--repeats 5]
"""

import argparse
import base64
import importlib
import json
import statistics
import sys
import time
from functools import partial

from _harness import ROOT, machine_line, print_table

RECEIVED = 1_772_352_001_000
EUI = 0x70B3D5E75E000000


def chirpstack4(number):
    """Return topic and message of an uplink of ChirpStack v4."""
    eui = f"{EUI + number % 10_000:016x}"
    heard = [
        {
            "gatewayId": f"0016c001f153a14{gateway:x}",
            "uplinkId": 4217106255 + number,
            "nsTime": "2026-03-01T08:00:00.412+00:00",
            "rssi": -96 - gateway,
            "snr": 7.2 - gateway,
            "channel": 3,
            "location": {"latitude": 48.1113, "longitude": -1.6742, "altitude": 60.0},
            "context": "E3OWOQ==",
            "crcStatus": "CRC_OK",
        }
        for gateway in range(2)
    ]
    message = {
        "deduplicationId": f"3ac7e3c4-4401-4b8d-9386-{number:012x}",
        "time": "2026-03-01T08:00:00.400+00:00",
        "deviceInfo": {
            "tenantName": "Rennes",
            "applicationName": "batiments",
            "deviceProfileName": "capteur-co2",
            "deviceName": f"salle-{number % 10_000}",
            "devEui": eui,
            "tags": {"site": "ecole-01"},
        },
        "devAddr": "00189440",
        "adr": True,
        "dr": 5,
        "fCnt": number,
        "fPort": 1,
        "data": base64.b64encode(bytes.fromhex("0100E202290400270506060308")).decode(),
        "object": {"temperature": 22.6, "humidity": 41, "light": 39, "motion": 6, "co2": 776, "vdd": 3640},
        "rxInfo": heard,
        "txInfo": {
            "frequency": 867100000,
            "modulation": {"lora": {"bandwidth": 125000, "spreadingFactor": 7, "codeRate": "CR_4_5"}},
        },
        "regionConfigId": "eu868",
    }
    return f"application/17c82e96-be03-4f38-aef3-f83d48582d97/device/{eui}/event/up", message


def things_stack(number):
    """Return topic and message of an uplink of The Things Stack."""
    name = f"salle-{number % 10_000}"
    message = {
        "end_device_ids": {
            "device_id": name,
            "application_ids": {"application_id": "batiments"},
            "dev_eui": f"{EUI + number % 10_000:016X}",
            "dev_addr": "260BCB92",
        },
        "correlation_ids": ["as:up:01TEST"],
        "received_at": "2026-03-01T08:00:00.614773143Z",
        "uplink_message": {
            "session_key_id": "AZCt0Q==",
            "f_port": 1,
            "f_cnt": number + 1,
            "frm_payload": "AQDiAikEACcFBgYDCA==",
            "decoded_payload": {"temperature": 22.6, "humidity": 41, "light": 39, "motion": 6, "co2": 776, "vdd": 3640},
            "rx_metadata": [
                {"gateway_ids": {"gateway_id": f"g{gateway}", "eui": "9C5C8E00001A05C4"}, "rssi": -35, "snr": 5.2}
                for gateway in range(2)
            ],
            "settings": {
                "data_rate": {"lora": {"bandwidth": 125000, "spreading_factor": 7, "coding_rate": "4/5"}},
                "frequency": "868300000",
            },
            "received_at": "2026-03-01T08:00:00.400Z",
        },
    }
    return f"v3/batiments@ttn/devices/{name}/up", message


def read_plainly(loads, encoded):
    """Make a dictionary of each message."""
    for _, payload in encoded:
        loads(payload)


def read_whole(reader, encoded):
    """Make the events of each message."""
    for topic, payload in encoded:
        reader.parse(topic, payload, RECEIVED)


def check(reader, encoded, title):
    """End the run when a message does not give one event with its values."""
    for topic, payload in encoded:
        result = reader.parse(topic, payload, RECEIVED)
        if not isinstance(result, list) or len(result) != 1 or len(result[0].values) < 5:
            raise SystemExit(f"{title}: a message gives no event, or not all its values")


def timed(function, repeats):
    """Return the median CPU seconds of several calls."""
    elapsed = []
    for _ in range(repeats):
        start = time.process_time()
        function()
        elapsed.append(time.process_time() - start)
    return statistics.median(elapsed)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--repeats", type=int, default=5)
    asked = parser.parse_args()
    sys.path.insert(0, str(ROOT / "build" / "plugins"))
    package = "cityorchestra.processing_provider.iot"
    registry = importlib.import_module(f"{package}.formats.registry")
    hostile = importlib.import_module(f"{package}.hostile")
    codecs = importlib.import_module(f"{package}.codecs.codec_file")
    completing = importlib.import_module(f"{package}.codecs.events")
    mapping = importlib.import_module(f"{package}.formats.mapping_file").make_mapping(
        {
            "name": "hub",
            "topics": [{"filter": "hub/+/up", "pattern": "hub/(?P<device>[^/]+)/up"}],
            "device": {"topic": "device"},
            "time": {"path": "/time"},
            "values": [{"path": "/object/*", "name": "*"}],
        }
    )
    print(machine_line())
    fast = hostile.fast_loads()
    readers = [("json", json.loads, None)] + ([("orjson", fast, fast)] if fast else [])
    elsys = codecs.find_codec("elsys")

    def bare(make):
        def without(number):
            topic, message = make(number)
            return topic, {key: value for key, value in message.items() if key != "object"}

        return without

    def hub(number):
        return f"hub/{number % 10_000}/up", chirpstack4(number)[1]

    completed = {"complete": completing.completer(lambda _: elsys)}
    cases = (
        ("ChirpStack v4", chirpstack4, {}),
        ("ChirpStack v4, decoded by our codec", bare(chirpstack4), completed),
        ("The Things Stack", things_stack, {}),
        ("generic, by mapping", hub, {"formats": [mapping]}),
    )
    rows = []
    for title, make, options in cases:
        messages = [make(number) for number in range(asked.messages)]
        encoded = [(topic, json.dumps(message, separators=(",", ":")).encode()) for topic, message in messages]
        size = statistics.mean(len(payload) for _, payload in encoded)
        for name, loads, chosen in readers:
            reader = registry.Parser(**options, loads=chosen)
            check(reader, encoded[:500], title)
            plain = timed(partial(read_plainly, loads, encoded), asked.repeats)
            ours = timed(partial(read_whole, reader, encoded), asked.repeats)
            count = asked.messages
            rows.append(
                (
                    title,
                    f"{size:.0f}",
                    name,
                    f"{plain / count * 1e6:.1f}",
                    f"{ours / count * 1e6:.1f}",
                    f"{count / ours:,.0f}",
                    f"{ours / plain:.1f}",
                )
            )
    header = ("messages", "bytes", "reader", "loads alone [µs]", "parsed [µs]", "parsed per CPU second", "times loads")
    print_table(header, rows)


if __name__ == "__main__":
    main()
