"""Formats and codecs beside other programs, in the environment build/iot-peers that tools/iot_peers.sh makes."""

from __future__ import annotations

import json
import random
import struct
import subprocess

import pytest
from cityorchestra.processing_provider.iot.codecs.codec_file import find_codec
from cityorchestra.processing_provider.iot.formats import parse
from cityorchestra.tests.iot.message_support import EUI, RECEIVED, topic4

# Events of ChirpStack v4 as its own descriptors write them in JSON: what has its default value is left out.
CHIRPSTACK = """
import json, random, sys
from chirpstack_api.integration import integration_pb2 as messages
from chirpstack_api.gw import gw_pb2 as gateways
from google.protobuf.json_format import MessageToDict
chooser = random.Random(7)
def head(event):
    event.device_info.dev_eui = sys.argv[1]
    event.device_info.device_name = chooser.choice(["", "salle 2"])
    event.device_info.application_name = chooser.choice(["", "ecole"])
    event.device_info.device_profile_name = chooser.choice(["", "co2"])
    event.time.FromMilliseconds(1_772_352_000_000 + chooser.randrange(10**6))
    return event
def some(*values):
    return chooser.choice(values)
made = []
for _ in range(400):
    up = head(messages.UplinkEvent())
    up.dev_addr, up.dr, up.f_cnt, up.f_port = some("", "00189440"), some(0, 5), some(0, 1, 70000), some(0, 1, 223)
    up.confirmed, up.data = some(True, False), bytes(chooser.randrange(256) for _ in range(chooser.randrange(12)))
    up.tx_info.frequency = some(0, 868100000)
    if some(True, False):
        up.tx_info.modulation.lora.bandwidth = some(0, 125000)
        up.tx_info.modulation.lora.spreading_factor = some(0, 7, 12)
    for number in range(chooser.randrange(3)):
        heard = up.rx_info.add()
        heard.gateway_id, heard.rssi, heard.snr = "%016x" % number, some(0, -97), some(0.0, -7.5)
    if some(True, False):
        up.object.update({"temperature": some(0, 21.5), "open": some(True, False), "mode": some("", "eco")})
    ack = head(messages.AckEvent())
    ack.queue_item_id, ack.acknowledged, ack.f_cnt_down = some("", "q"), some(True, False), some(0, 9)
    status = head(messages.StatusEvent())
    status.margin, status.external_power_source = some(-3, 0, 9), some(True, False)
    status.battery_level_unavailable, status.battery_level = some(True, False), some(0.0, 87.5)
    log = head(messages.LogEvent())
    log.level, log.code, log.description = some(0, 1, 2), some(0, 1, 11), some("", "said")
    log.context["queue_item_id"] = "q"
    txack = head(messages.TxAckEvent())
    txack.queue_item_id, txack.f_cnt_down, txack.gateway_id = "q", some(0, 12), some("", "%016x" % 5)
    location = head(messages.LocationEvent())
    location.location.latitude, location.location.longitude = some(0.0, 48.5), some(-1.5, 2.5)
    join = head(messages.JoinEvent())
    join.dev_addr = "00189440"
    stats = gateways.GatewayStats()
    stats.gateway_id, stats.rx_packets_received, stats.rx_packets_received_ok = "%016x" % 1, some(0, 9), some(0, 8)
    stats.tx_packets_per_status["OK"] = some(1, 2)
    stats.time.FromMilliseconds(1_772_352_000_000 + chooser.randrange(10**6))
    if some(True, False):
        stats.location.latitude, stats.location.longitude = some(48.5, 0.0), -1.5
        stats.location.altitude = some(0.0, 60.0)
    if some(True, False):
        stats.duty_cycle_stats.window.FromSeconds(3600)
        band = stats.duty_cycle_stats.bands.add()
        band.name = "EU868 - M"
        band.load_max.FromSeconds(36)
        band.load_tracked.FromMilliseconds(chooser.randrange(36_000))
    stats.config_version, stats.metadata["a"] = "7", "b"
    conn = gateways.ConnState()
    conn.gateway_id, conn.state = "%016x" % 1, some(0, 1)
    for kind, event in (("up", up), ("ack", ack), ("status", status), ("log", log), ("txack", txack),
                        ("location", location), ("join", join), ("stats", stats), ("conn", conn)):
        told = MessageToDict(event)
        full = MessageToDict(event, always_print_fields_with_no_presence=True)
        made.append([kind, told, full, event.SerializeToString().hex()])
json.dump(made, sys.stdout)
"""

CAYENNE = """
import json, sys
from cayennelpp import LppFrame
answers = []
for frame in json.load(sys.stdin):
    try:
        found = LppFrame.from_bytes(bytes.fromhex(frame))
        answers.append([[one.channel, int(one.type), list(one.value)] for one in found.data])
    except Exception as error:
        answers.append(type(error).__name__)
json.dump(answers, sys.stdout)
"""

WATTECO = """
import json, os, sys
import codec_Watteco
sys.path.insert(0, os.path.dirname(codec_Watteco.__file__))
from binascii import unhexlify
answers = []
job = json.load(sys.stdin)
from ZCL_FRAME import STDFrame
for frame in job:
    found = STDFrame.parse(unhexlify(frame))
    answers.append([found.EndPoint, found.CommandID, found.AttributeType, found.Data])
json.dump(answers, sys.stdout)
"""


@pytest.fixture(scope="module")
def peer(repository):
    """Function that runs a script in the environment of the peers, with JSON in and out."""
    python = repository / "build" / "iot-peers" / "bin" / "python"
    if not python.exists():
        pytest.skip("build/iot-peers is not here: run tools/iot_peers.sh")

    def run(script, *arguments, job=None):
        done = subprocess.run(
            [str(python), "-c", script, *arguments], input=json.dumps(job), capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout)

    return run


def test_messages_of_chirpstack_4_mean_the_same_with_and_without_defaults(peer):
    """What chirpstack-api leaves out is read as what it writes when it is told to leave nothing out."""
    made = peer(CHIRPSTACK, EUI)
    assert len(made) == 3600
    left_out = 0
    for kind, told, full, binary in made:
        topic = topic4(kind)
        if kind == "stats":
            topic = f"eu868/gateway/{told['gatewayId']}/event/stats"
        elif kind == "conn":
            topic = f"eu868/gateway/{told['gatewayId']}/state/conn"
        results = [parse(topic, json.dumps(message).encode(), RECEIVED) for message in (told, full)]
        assert isinstance(results[0], list), (kind, told, results[0])
        assert results[0] == results[1]
        if kind in ("stats", "conn"):
            assert parse(topic, bytes.fromhex(binary), RECEIVED) == results[0]
        left_out += told != full
        (event,) = results[0]
        check_beside_descriptor(kind, event, full)
    assert left_out > 2000


def check_beside_descriptor(kind, event, full):
    """The event says what the message with all its fields says."""
    if kind == "up":
        assert (event.kind, event.frame_counter, event.port) == ("up", full["fCnt"], full["fPort"])
        assert (event.confirmed, event.data_rate) == (full["confirmed"], full["dr"])
        assert [(one.gateway, one.rssi, one.snr) for one in event.receptions] == [
            (one["gatewayId"], one["rssi"], one["snr"]) for one in full["rxInfo"]
        ]
        assert event.values == full.get("object", {})
    elif kind == "ack":
        assert event.acknowledged == full["acknowledged"]
        assert event.kind == ("ack" if full["acknowledged"] else "nack")
        assert (event.command, event.frame_counter) == (full["queueItemId"], full["fCntDown"])
    elif kind == "status":
        known = not full["externalPowerSource"] and not full["batteryLevelUnavailable"]
        assert event.battery_percent == (full["batteryLevel"] if known else None)
        assert (event.external_power, event.margin_db) == (full["externalPowerSource"], full["margin"])
    elif kind == "log":
        assert event.text == f"{full['level']} {full['code']}: {full['description']}"
        assert event.command == "q"
    elif kind == "location":
        assert event.location.latitude == full["location"]["latitude"]
    elif kind == "stats":
        assert event.values["rx_ok"] == full["rxPacketsReceivedOk"]
        assert event.values["tx_status_OK"] == full["txPacketsPerStatus"]["OK"]
    elif kind == "conn":
        assert event.kind == ("birth" if full["state"] == "ONLINE" else "death")


SIZES = {
    0: 1, 1: 1, 2: 2, 3: 2, 100: 4, 101: 2, 102: 1, 103: 2, 104: 1, 113: 6, 115: 2, 116: 2, 117: 2, 118: 4, 120: 1,
    121: 2, 122: 3, 125: 2, 128: 2, 130: 4, 131: 4, 132: 2, 133: 4, 134: 6, 135: 3, 136: 9, 142: 1,
}  # fmt: skip


def test_cayenne_lpp_is_read_as_pycayennelpp_reads_it(peer):
    chooser = random.Random(11)
    frames = []
    for _ in range(2000):
        kinds = chooser.sample(sorted(SIZES), chooser.randint(1, 6))
        frame = b"".join(
            bytes([channel, kind, *(chooser.randrange(256) for _ in range(SIZES[kind]))])
            for channel, kind in enumerate(kinds)
        )
        frames.append(frame.hex())
    codec = find_codec("cayenne_lpp")
    for frame, expected in zip(frames, peer(CAYENNE, job=frames)):
        decoded = codec.decode(bytes.fromhex(frame))
        assert not decoded.partial, decoded.error
        assert len(decoded.values) == len(expected)
        for (name, value), (channel, _, wanted) in zip(decoded.values.items(), expected):
            assert name.endswith(f"_{channel}")
            found = value if isinstance(value, list) else [value]
            assert found == pytest.approx(wanted, abs=1e-9), (name, frame)


def test_types_that_pycayennelpp_does_not_know_are_unknown_here_too(peer):
    unknown = [kind for kind in range(256) if kind not in SIZES]
    frames = [bytes([1, kind, *[0] * 9]).hex() for kind in unknown]
    codec = find_codec("cayenne_lpp")
    for frame, answer in zip(frames, peer(CAYENNE, job=frames)):
        assert isinstance(answer, str), (frame, answer)
        assert codec.decode(bytes.fromhex(frame)).partial


WATTECO_FRAMES = {  # attribute and type: bytes of the value, factor
    "0402000029": (2, 100), "0405000021": (2, 100), "0006000010": (1, 1), "000f005510": (1, 1), "000f040223": (4, 1),
    "000c005539": (4, 1),
}  # fmt: skip


def test_standard_reports_of_watteco_are_read_as_its_own_codec_reads_them(peer):
    chooser = random.Random(3)
    frames, inputs = [], []
    for key, (size, _) in WATTECO_FRAMES.items():
        for number in range(10):
            data = bytes([chooser.randrange(2)]) if size == 1 else bytes(chooser.randrange(128) for _ in range(size))
            if key.endswith("39"):  # a number of single precision, not too large to be a measurement
                data = struct.pack(">f", chooser.uniform(-1000, 1000))
            control = ((number & 7) << 5) | ((number >> 3) << 1) | 0x11
            frames.append(f"{control:02x}0a{key}{data.hex()}")
            inputs.append(number)
    codec = find_codec("nke_watteco")
    answers = peer(WATTECO, job=frames)
    assert len(answers) == len(frames)
    for frame, number, (end_point, command, _, data) in zip(frames, inputs, answers):
        decoded = codec.decode(bytes.fromhex(frame), 125)
        ((name, value),) = decoded.values.items()
        assert end_point == number
        assert command == "ReportAttributes"
        assert name.endswith(f"_{number}") or number == 0
        factor = WATTECO_FRAMES[frame[4:14]][1]
        assert float(value) * factor == pytest.approx(float(data), rel=1e-9)
