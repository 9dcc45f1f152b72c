"""ChirpStack v4: events of devices and gateways in JSON.

The JSON is that of protobuf (proto3): what has its default value is left out. An absent ``acknowledged`` is false, an
absent ``fCnt`` is 0, an absent ``level`` is the first of its list. Field names after PyPI chirpstack-api 4.20.0.
"""

from __future__ import annotations

from typing import Any, Optional, Union

from ..events import Event, Reception, Reject
from ..hostile import reject
from ..values import (
    as_dict,
    as_objects,
    base64_bytes,
    coordinates,
    eui,
    flatten,
    number,
    place,
    text,
    time_ms,
    whole,
)

SOURCE = "chirpstack4"
EVENTS = ("up", "join", "ack", "txack", "status", "log", "location", "integration")


def parse(topic: str, event: str, topic_device: str, message: dict[str, Any], received: int) -> Union[list, Reject]:
    """Return the events of a message about a device.

    Parameters
    ----------
    topic : str
        For rejects.
    event : str
        Last level of the topic, one of :data:`EVENTS`.
    topic_device : str
        Level of the topic that names the device.
    message : dict
        Content of the message, from :func:`~..hostile.read_json`.
    received : int
        [ms since 1970, UTC].
    """
    reader = _READERS.get(event)
    if reader is None:
        return reject("unknown_event", f"ChirpStack has no event {event}", topic)
    info = as_dict(message.get("deviceInfo"))
    device = eui(info.get("devEui"))
    if not device:
        return reject("missing", "deviceInfo.devEui is not an EUI of 16 hexadecimal digits", topic)
    told = eui(topic_device)
    if told and told != device:
        return reject("mismatch", f"the topic is about {told}, the message about {device}", topic)
    tags = as_dict(info.get("tags"))
    fields: dict[str, Any] = {
        "source": SOURCE,
        "device": device,
        "received_time": received,
        "device_eui": device,
        "name": text(info.get("deviceName")),
        "site": text(tags.get("site")) or text(info.get("applicationName")),
        "profile": text(info.get("deviceProfileName")),
        "network_time": time_ms(message.get("time")),
        "session": text(message.get("devAddr")).lower(),
        "deduplication": text(message.get("deduplicationId")),
    }
    if tags:
        # Where the sensor was put up, if the manager of the fleet wrote it in the tags of the device.
        fields["location"] = coordinates(
            tags.get("lon", tags.get("longitude")), tags.get("lat", tags.get("latitude")), tags.get("altitude")
        )
    problem = reader(message, fields)
    return reject(*problem, topic) if problem else [Event(**fields)]


Problem = Optional[tuple[str, str]]


def _up(message: dict[str, Any], fields: dict[str, Any]) -> Problem:
    payload = base64_bytes(message.get("data"))
    if payload is None:
        return "bad_base64", "data"
    receptions, gateway_time, server_time = _receptions(message.get("rxInfo"))
    fields.update(
        kind="up",
        frame_counter=whole(message.get("fCnt", 0), most=2**32 - 1),
        port=whole(message.get("fPort", 0), most=255),
        confirmed=message.get("confirmed") is True,
        data_rate=whole(message.get("dr", 0), most=15),
        receptions=receptions,
        gateway_time=gateway_time,
        payload=payload,
    )
    if server_time is not None:
        # "time" may be the gateway's clock: what the server's own clock said is worth more.
        fields["network_time"] = server_time
    _radio(message.get("txInfo"), fields)
    _measured(message.get("object"), fields)
    return None


def _measured(decoded: Any, fields: dict[str, Any]) -> None:
    if decoded:
        values: dict[str, Any] = {}
        found = flatten(decoded, values)
        fields["values"] = values
        if found is not None:
            fields["location"] = found


def _receptions(heard: Any) -> tuple[tuple[Reception, ...], Optional[int], Optional[int]]:
    """Return the receptions, the first gateway's time, and the first time of the network server."""
    receptions = []
    gateway_time = server_time = None
    for item in as_objects(heard):
        gateway = text(item.get("gatewayId")).lower()
        receptions.append(Reception(gateway, number(item.get("rssi", 0)), number(item.get("snr", 0))))
        if gateway_time is None:
            gateway_time = time_ms(item.get("gwTime"))
        if server_time is None:
            server_time = time_ms(item.get("nsTime"))
    return tuple(receptions), gateway_time, server_time


def _radio(sent: Any, fields: dict[str, Any]) -> None:
    if not isinstance(sent, dict):
        return
    fields["frequency_hz"] = whole(sent.get("frequency", 0))
    modulation = as_dict(sent.get("modulation"))
    if "lora" in modulation:
        lora = as_dict(modulation["lora"])
        fields["spreading_factor"] = whole(lora.get("spreadingFactor", 0), most=12)
        fields["bandwidth_hz"] = whole(lora.get("bandwidth", 0))


def _join(message: dict[str, Any], fields: dict[str, Any]) -> Problem:
    fields["kind"] = "join"


def _ack(message: dict[str, Any], fields: dict[str, Any]) -> Problem:
    acknowledged = message.get("acknowledged") is True  # absent means false
    fields.update(
        kind="ack" if acknowledged else "nack",
        acknowledged=acknowledged,
        command=text(message.get("queueItemId")),
        frame_counter=whole(message.get("fCntDown", 0), most=2**32 - 1),
    )


def _txack(message: dict[str, Any], fields: dict[str, Any]) -> Problem:
    gateway = text(message.get("gatewayId")).lower()
    fields.update(
        kind="txack",
        command=text(message.get("queueItemId")),
        frame_counter=whole(message.get("fCntDown", 0), most=2**32 - 1),
        receptions=(Reception(gateway),) if gateway else (),
    )
    _radio(message.get("txInfo"), fields)


def _status(message: dict[str, Any], fields: dict[str, Any]) -> Problem:
    external = message.get("externalPowerSource") is True
    unknown = external or message.get("batteryLevelUnavailable") is True
    level = None if unknown else number(message.get("batteryLevel", 0))
    fields.update(
        kind="status",
        external_power=external,
        battery_percent=level if level is not None and 0 <= level <= 100 else None,
        margin_db=number(message.get("margin", 0)),
    )


def _log(message: dict[str, Any], fields: dict[str, Any]) -> Problem:
    context = as_dict(message.get("context"))
    level = text(message.get("level")) or "INFO"
    code = text(message.get("code")) or "UNKNOWN"
    fields.update(
        kind="log",
        text=text(f"{level} {code}: {text(message.get('description'), 1000)}", 1000),
        # Which command could not leave, if the log is about one.
        command=text(context.get("queue_item_id")),
    )


def _location(message: dict[str, Any], fields: dict[str, Any]) -> Problem:
    where = place(_with_zeros(message.get("location")))
    if where is None:
        return "missing", "location has no longitude and latitude"
    fields.update(kind="location", location=where)
    return None


def _with_zeros(told: Any) -> dict[str, Any]:
    """Return a location with the coordinates that proto3 left out because they are 0."""
    return {"longitude": 0, "latitude": 0, **told} if isinstance(told, dict) else {}


def _integration(message: dict[str, Any], fields: dict[str, Any]) -> Problem:
    fields.update(kind="obs", text=text(f"{text(message.get('integrationName'))} {text(message.get('eventType'))}"))
    _measured(message.get("object"), fields)


_READERS = {
    "up": _up,
    "join": _join,
    "ack": _ack,
    "txack": _txack,
    "status": _status,
    "log": _log,
    "location": _location,
    "integration": _integration,
}


def _duty_cycle(told: dict[str, Any]) -> dict[str, float]:
    """Return how much of the time each band was used, and may be used, in the window of the gateway [%]."""
    window = _duration(told.get("window"))
    shares: dict[str, float] = {}
    if not window:
        return shares
    for band in as_objects(told.get("bands"), 32):
        name = text(band.get("name"), 60)
        for key, load in (("duty_cycle", "loadTracked"), ("duty_cycle_limit", "loadMax")):
            shares[f"{key}_{name}"] = 100 * (_duration(band.get(load, "0s")) or 0.0) / window
    return shares


def _duration(written: Any) -> Optional[float]:
    """Read a duration as protobuf writes it in JSON, such as ``36.5s`` [s]."""
    return number(written[:-1]) if isinstance(written, str) and written.endswith("s") else None


def parse_gateway(
    topic: str, kind: str, event: str, topic_gateway: str, message: dict[str, Any], received: int
) -> Union[list, Reject]:
    """Return the events of a message about a gateway: its statistics, and whether it is connected.

    ``up``, ``ack``, ``exec`` and ``raw`` of gateways are the network's own affairs: no event.

    Parameters
    ----------
    topic : str
        For rejects.
    kind : {"event", "state"}
        Level before the last of the topic.
    event : str
        Last level.
    topic_gateway : str
        Level that names the gateway.
    message : dict
    received : int
        [ms since 1970, UTC].
    """
    gateway = eui(message.get("gatewayId") or message.get("gatewayID") or topic_gateway) or eui(topic_gateway)
    if not gateway:
        return reject("missing", "the gateway has no identifier of 16 hexadecimal digits", topic)
    fields: dict[str, Any] = {
        "source": SOURCE,
        "device": gateway,
        "device_eui": gateway,
        "received_time": received,
        "network_time": time_ms(message.get("time")),
    }
    if kind == "state" and event == "conn":
        return [Event(kind="birth" if message.get("state") in ("ONLINE", 1) else "death", **fields)]
    if kind == "event" and event == "stats":
        values = {
            "rx_received": float(whole(message.get("rxPacketsReceived", 0)) or 0),
            "rx_ok": float(whole(message.get("rxPacketsReceivedOk", message.get("rxPacketsReceivedOK", 0))) or 0),
            "tx_received": float(whole(message.get("txPacketsReceived", 0)) or 0),
            "tx_ok": float(whole(message.get("txPacketsEmitted", 0)) or 0),
        }
        for status, count in list(as_dict(message.get("txPacketsPerStatus")).items())[:32]:
            values[text(f"tx_status_{status}")] = float(whole(count) or 0)
        values.update(_duty_cycle(as_dict(message.get("dutyCycleStats"))))
        where = place(_with_zeros(message.get("location")))
        return [Event(kind="gw_stats", values=values, location=where, **fields)]
    return []
