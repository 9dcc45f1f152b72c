"""Messages for the tests of formats: the samples, and ChirpStack messages to change."""

from __future__ import annotations

import copy
import json

RECEIVED = 1_772_352_001_000  # 2026-03-01T08:00:01Z [ms]
EUI = "70b3d5e75e0001a2"
APPLICATION = "application/17c82e96-be03-4f38-aef3-f83d48582d97/device"
UP4 = {
    "deduplicationId": "3ac7e3c4-4401-4b8d-9386-a5c902f9202d",
    "time": "2026-03-01T08:00:00.400+00:00",
    "deviceInfo": {
        "applicationName": "batiments",
        "deviceProfileName": "capteur-co2",
        "deviceName": "ecole-01-salle-2",
        "devEui": EUI,
    },
    "devAddr": "00189440",
    "dr": 5,
    "fCnt": 7,
    "fPort": 1,
    "data": "AQDiAikEACcFBgYDCA==",
    "object": {"temperature": 22.6, "motion": True, "mode": "eco"},
    "rxInfo": [{"gatewayId": "0016c001f153a14c", "rssi": -96, "snr": 7.2}],
    "txInfo": {"frequency": 867100000, "modulation": {"lora": {"bandwidth": 125000, "spreadingFactor": 7}}},
}


def topic4(event: str, eui: str = EUI) -> str:
    """Return the topic of an event of ChirpStack v4."""
    return f"{APPLICATION}/{eui}/event/{event}"


def changed(message: dict, **changes) -> dict:
    """Return a copy of a message with some members replaced; None takes one away."""
    made = copy.deepcopy(message)
    made.update(changes)
    return {key: value for key, value in made.items() if value is not None}


def encoded(message: object) -> bytes:
    """Return a message as its bytes."""
    return json.dumps(message).encode()
