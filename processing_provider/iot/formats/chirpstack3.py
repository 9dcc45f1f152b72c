"""ChirpStack v3: events of devices, as its marshalers JSON and JSON_V3 write them.

JSON is that of protobuf: identifiers in base64, the decoded object as a text. JSON_V3 is the older one: hexadecimal
identifiers, the decoded object as an object. Topics are those since 3.11 (``.../event/up``) and before (``.../rx``).
"""

from __future__ import annotations

from typing import Any, Optional, Union

from ..events import Event, Reception, Reject
from ..hostile import read_json, reject
from ..values import as_dict, as_objects, base64_bytes, eui, flatten, number, place, text, time_ms, whole

SOURCE = "chirpstack3"
OLD_EVENTS = {  # last level of the topics before 3.11: the name since
    "rx": "up",
    "status": "status",
    "join": "join",
    "ack": "ack",
    "error": "error",
    "location": "location",
    "txack": "txack",
    "integration": "integration",
}

Problem = Optional[tuple[str, str]]


def parse(topic: str, event: str, topic_device: str, message: dict[str, Any], received: int) -> Union[list, Reject]:
    """Return the events of a message about a device.

    Parameters
    ----------
    topic : str
        For rejects.
    event : str
        Name of the event as the topics since 3.11 have it.
    topic_device : str
        Level of the topic that names the device.
    message : dict
    received : int
        [ms since 1970, UTC].
    """
    reader = _READERS.get(event)
    if reader is None:
        return reject("unknown_event", f"ChirpStack has no event {event}", topic)
    device = eui(message.get("devEUI"))
    if not device:
        return reject("missing", "devEUI is neither 16 hexadecimal digits nor the base64 of 8 bytes", topic)
    told = eui(topic_device)
    if told and told != device:
        return reject("mismatch", f"the topic is about {told}, the message about {device}", topic)
    tags = as_dict(message.get("tags"))
    fields: dict[str, Any] = {
        "source": SOURCE,
        "device": device,
        "received_time": received,
        "device_eui": device,
        "name": text(message.get("deviceName")),
        "site": text(tags.get("site")) or text(message.get("applicationName")),
        "profile": text(message.get("deviceProfileName")),
        "network_time": time_ms(message.get("publishedAt")),
        "session": _short_hex(message.get("devAddr"), 4),
    }
    problem = reader(message, fields, topic)
    return reject(*problem, topic) if problem else [Event(**fields)]


def _short_hex(value: Any, size: int) -> str:
    """Return an identifier in lower-case hexadecimal, from hexadecimal or from base64."""
    written = text(value)
    if len(written) == 2 * size and not written.endswith("="):
        return written.lower()
    decoded = base64_bytes(written)
    return decoded.hex() if decoded and len(decoded) == size else ""


def _up(message: dict[str, Any], fields: dict[str, Any], topic: str) -> Problem:
    payload = base64_bytes(message.get("data"))
    if payload is None:
        return "bad_base64", "data"
    sent = as_dict(message.get("txInfo"))
    receptions, gateway_time = _receptions(message.get("rxInfo"))
    fields.update(
        kind="up",
        frame_counter=whole(message.get("fCnt", 0), most=2**32 - 1),
        port=whole(message.get("fPort", 0), most=255),
        confirmed=message.get("confirmedUplink", False) is True,
        data_rate=whole(message.get("dr", sent.get("dr", 0)), most=15),
        receptions=receptions,
        gateway_time=gateway_time,
        payload=payload,
    )
    _radio(sent, fields)
    decoded = message.get("object")
    if not decoded and message.get("objectJSON"):
        written = message["objectJSON"]
        decoded = read_json(written.encode("utf-8", "replace"), topic) if isinstance(written, str) else None
        if isinstance(decoded, Reject):
            return decoded.reason, f"objectJSON: {decoded.detail}"
    if decoded:
        values: dict[str, Any] = {}
        fields["location"] = flatten(decoded, values)
        fields["values"] = values
    return None


def _receptions(heard: Any) -> tuple[tuple[Reception, ...], Optional[int]]:
    receptions, moment = [], None
    for item in as_objects(heard):
        gateway = eui(item.get("gatewayID")) or text(item.get("gatewayID"))
        receptions.append(Reception(gateway, number(item.get("rssi", 0)), number(item.get("loRaSNR", 0))))
        moment = time_ms(item.get("time")) if moment is None else moment
    return tuple(receptions), moment


def _radio(sent: dict[str, Any], fields: dict[str, Any]) -> None:
    if not sent:
        return
    fields["frequency_hz"] = whole(sent.get("frequency", 0))
    lora = as_dict(sent.get("loRaModulationInfo"))
    if lora:
        fields["spreading_factor"] = whole(lora.get("spreadingFactor", 0), most=12)
        bandwidth = number(lora.get("bandwidth", 0))  # kHz
        fields["bandwidth_hz"] = None if bandwidth is None else whole(bandwidth * 1000)


def _join(message: dict[str, Any], fields: dict[str, Any], topic: str) -> Problem:
    receptions, moment = _receptions(message.get("rxInfo"))
    fields.update(kind="join", receptions=receptions, gateway_time=moment)


def _ack(message: dict[str, Any], fields: dict[str, Any], topic: str) -> Problem:
    acknowledged = message.get("acknowledged") is True  # absent means false
    fields.update(
        kind="ack" if acknowledged else "nack",
        acknowledged=acknowledged,
        command=text(message.get("reference")),
        frame_counter=whole(message.get("fCnt", 0), most=2**32 - 1),
    )


def _txack(message: dict[str, Any], fields: dict[str, Any], topic: str) -> Problem:
    gateway = eui(message.get("gatewayID"))
    fields.update(
        kind="txack",
        command=text(message.get("reference")),
        frame_counter=whole(message.get("fCnt", 0), most=2**32 - 1),
        receptions=(Reception(gateway),) if gateway else (),
    )
    _radio(as_dict(message.get("txInfo")), fields)


def _status(message: dict[str, Any], fields: dict[str, Any], topic: str) -> Problem:
    external = message.get("externalPowerSource") is True
    unknown = external or message.get("batteryLevelUnavailable") is True
    level = None if unknown else number(message.get("batteryLevel", 0))
    fields.update(
        kind="status",
        external_power=external,
        battery_percent=level if level is not None and 0 <= level <= 100 else None,
        margin_db=number(message.get("margin", 0)),
    )


def _error(message: dict[str, Any], fields: dict[str, Any], topic: str) -> Problem:
    kind = text(message.get("type")) or "UNKNOWN"
    fields.update(
        kind="log",
        frame_counter=whole(message.get("fCnt", 0), most=2**32 - 1),
        text=text(f"ERROR {kind}: {text(message.get('error'), 1000)}", 1000),
    )


def _location(message: dict[str, Any], fields: dict[str, Any], topic: str) -> Problem:
    told = message.get("location")
    where = place({"longitude": 0, "latitude": 0, **told}) if isinstance(told, dict) else None
    if where is None:
        return "missing", "location has no longitude and latitude"
    fields.update(kind="location", location=where)
    return None


def _integration(message: dict[str, Any], fields: dict[str, Any], topic: str) -> Problem:
    values: dict[str, Any] = {}
    written = message.get("object") or message.get("objectJSON")
    decoded = read_json(written.encode("utf-8", "replace"), topic) if isinstance(written, str) else written
    if isinstance(decoded, Reject):
        return decoded.reason, f"objectJSON: {decoded.detail}"
    where = flatten(decoded, values) if decoded else None
    fields.update(kind="obs", values=values, location=where, text=text(message.get("integrationName")))
    return None


_READERS = {
    "up": _up,
    "join": _join,
    "ack": _ack,
    "txack": _txack,
    "status": _status,
    "error": _error,
    "location": _location,
    "integration": _integration,
}
