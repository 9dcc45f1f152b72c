"""Messages as ChirpStack v4 and The Things Stack write them, with the defaults that they leave out."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, Union

APPLICATION = "17c82e96-be03-4f38-aef3-f83d48582d97"
TTS_APPLICATION = "cityorchestra-demo"
TTS_TENANT = "ttn"
FORMATS = ("chirpstack4", "things_stack")
Value = Union[float, bool, str]


@dataclass(frozen=True)
class Heard:
    """How a gateway heard a frame: identifier, ``rssi`` [dBm], ``snr`` [dB], its time [ms since 1970]."""

    gateway: str
    rssi: float
    snr: float
    time: int


@dataclass(frozen=True)
class Frame:
    """An uplink to be written: times in ms since 1970, ``spreading_factor`` 7..12, ``frequency`` [Hz]."""

    eui: str
    name: str
    site: str
    profile: str
    time: int
    counter: int
    port: int
    address: str
    payload: bytes
    values: Mapping[str, Value]
    heard: tuple[Heard, ...]
    spreading_factor: int
    frequency: int
    identifier: str


def iso_time(moment: int) -> str:
    """Return a time [ms since 1970] as RFC 3339, UTC."""
    whole, part = divmod(int(moment), 1000)
    return datetime.fromtimestamp(whole, tz=timezone.utc).strftime("%Y-%m-%dT%H:%M:%S") + f".{part:03d}Z"


def _without_defaults(content: dict[str, Any]) -> dict[str, Any]:
    """Leave out what both networks leave out: 0, false, empty."""
    return {name: value for name, value in content.items() if value not in (0, False, "", None, [], {})}


def _json(content: Any) -> bytes:
    return json.dumps(content, separators=(",", ":")).encode()


def _chirpstack_info(frame: Frame) -> dict[str, Any]:
    return {
        "tenantName": "Demo",
        "applicationId": APPLICATION,
        "applicationName": frame.site,
        "deviceProfileName": frame.profile,
        "deviceName": frame.name,
        "devEui": frame.eui,
        "deviceClassEnabled": "CLASS_A",
    }


def _chirpstack_topic(eui: str, event: str) -> str:
    return f"application/{APPLICATION}/device/{eui}/event/{event}"


def _things_topic(eui: str, event: str) -> str:
    return f"v3/{TTS_APPLICATION}@{TTS_TENANT}/devices/eui-{eui}/{event}"


def _things_ids(frame: Frame) -> dict[str, Any]:
    return {
        "device_id": f"eui-{frame.eui}",
        "application_ids": {"application_id": TTS_APPLICATION},
        "dev_eui": frame.eui.upper(),
        "dev_addr": frame.address.upper(),
    }


def uplink(frame: Frame, style: str) -> tuple[str, bytes]:
    """Return topic and payload of an uplink in one of :data:`FORMATS`."""
    data = base64.b64encode(frame.payload).decode("ascii")
    if style == "chirpstack4":
        content = {
            "deduplicationId": frame.identifier,
            "time": iso_time(frame.time),
            "deviceInfo": _chirpstack_info(frame),
            "devAddr": frame.address,
            "adr": True,
            **_without_defaults({"dr": 12 - frame.spreading_factor, "fCnt": frame.counter, "fPort": frame.port}),
            "data": data,
            "object": dict(frame.values),
            "rxInfo": [
                {
                    "gatewayId": heard.gateway,
                    "gwTime": iso_time(heard.time),
                    **_without_defaults({"rssi": heard.rssi, "snr": heard.snr}),
                    "crcStatus": "CRC_OK",
                }
                for heard in frame.heard
            ],
            "txInfo": {
                "frequency": frame.frequency,
                "modulation": {"lora": {"bandwidth": 125000, "spreadingFactor": frame.spreading_factor}},
            },
        }
        return _chirpstack_topic(frame.eui, "up"), _json(content)
    message = {
        "session_key_id": base64.b64encode(bytes.fromhex(frame.address) * 4).decode("ascii"),
        **_without_defaults({"f_port": frame.port, "f_cnt": frame.counter}),
        "frm_payload": data,
        "decoded_payload": dict(frame.values),
        "rx_metadata": [
            {
                "gateway_ids": {"gateway_id": f"eui-{heard.gateway}", "eui": heard.gateway.upper()},
                "time": iso_time(heard.time),
                **_without_defaults({"rssi": heard.rssi, "snr": heard.snr}),
            }
            for heard in frame.heard
        ],
        "settings": {
            "data_rate": {"lora": {"bandwidth": 125000, "spreading_factor": frame.spreading_factor}},
            "frequency": str(frame.frequency),
        },
        "received_at": iso_time(frame.time),
    }
    content = {
        "end_device_ids": _things_ids(frame),
        "correlation_ids": [frame.identifier],
        "received_at": iso_time(frame.time),
        "uplink_message": message,
    }
    return _things_topic(frame.eui, "up"), _json(content)


def join(frame: Frame, style: str) -> tuple[str, bytes]:
    """Return topic and payload of a join; of the frame, only the device, its new address and the time count."""
    if style == "chirpstack4":
        content = {
            "deduplicationId": frame.identifier,
            "time": iso_time(frame.time),
            "deviceInfo": _chirpstack_info(frame),
            "devAddr": frame.address,
        }
        return _chirpstack_topic(frame.eui, "join"), _json(content)
    content = {
        "end_device_ids": _things_ids(frame),
        "received_at": iso_time(frame.time),
        "join_accept": {
            "session_key_id": base64.b64encode(bytes.fromhex(frame.address) * 4).decode("ascii"),
            "received_at": iso_time(frame.time),
        },
    }
    return _things_topic(frame.eui, "join"), _json(content)


def acknowledgement(frame: Frame, style: str, reference: str, done: bool) -> tuple[str, bytes]:
    """Return topic and payload of the answer to a confirmed downlink; a refusal leaves ``acknowledged`` out."""
    if style == "chirpstack4":
        content = {
            "deduplicationId": frame.identifier,
            "time": iso_time(frame.time),
            "deviceInfo": _chirpstack_info(frame),
            "queueItemId": reference,
            **_without_defaults({"acknowledged": done, "fCntDown": frame.counter}),
        }
        return _chirpstack_topic(frame.eui, "ack"), _json(content)
    name = "ack" if done else "nack"
    content = {
        "end_device_ids": _things_ids(frame),
        "received_at": iso_time(frame.time),
        "correlation_ids": [reference],
        f"downlink_{name}": {"f_port": max(1, frame.port), "confirmed": True, "correlation_ids": [reference]},
    }
    return _things_topic(frame.eui, f"down/{name}"), _json(content)


def sent_acknowledgement(frame: Frame, reference: str) -> tuple[str, bytes]:
    """Return topic and payload of ChirpStack's word that a gateway sent a downlink."""
    content = {
        "downlinkId": frame.counter + 1,
        "time": iso_time(frame.time),
        "deviceInfo": _chirpstack_info(frame),
        "queueItemId": reference,
        **_without_defaults({"fCntDown": frame.counter}),
        "gatewayId": frame.heard[0].gateway if frame.heard else "",
    }
    return _chirpstack_topic(frame.eui, "txack"), _json(content)


def identifier(draw: int) -> str:
    """Return the identifier of a message from 128 drawn bits."""
    return str(uuid.UUID(int=draw, version=4))
