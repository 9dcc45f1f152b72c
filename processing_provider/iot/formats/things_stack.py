"""The Things Stack v3: events of devices over MQTT.

Empty fields are left out: a first frame has neither ``f_cnt`` (0) nor, without payload, ``f_port``. Names after the
documentation of the stack (lorawan-stack-docs, "Data formats").
"""

from __future__ import annotations

from typing import Any, Optional, Union

from ..events import Event, Location, Reception, Reject
from ..hostile import reject
from ..values import (
    as_dict,
    as_objects,
    base64_bytes,
    eui,
    first_time,
    flatten,
    number,
    place,
    text,
    time_ms,
    whole,
)

SOURCE = "things_stack"
COMMAND_PREFIX = "cityorchestra:cmd:"  # what our commands write in correlation_ids; it comes back in every event
OUTBOUND = ("down/push", "down/replace")  # what clients publish: not an event

Problem = Optional[tuple[str, str]]


def parse(topic: str, event: str, topic_device: str, message: dict[str, Any], received: int) -> Union[list, Reject]:
    """Return the events of a message about a device.

    Parameters
    ----------
    topic : str
        For rejects.
    event : str
        Levels of the topic after the device: ``up``, ``down/ack``...
    topic_device : str
        Level of the topic that names the device.
    message : dict
    received : int
        [ms since 1970, UTC].
    """
    reader = _READERS.get(event)
    if reader is None:
        return reject("unknown_event", f"The Things Stack has no event {event}", topic)
    ids = as_dict(message.get("end_device_ids"))
    name = text(ids.get("device_id")) or text(topic_device)
    if ids.get("device_id", topic_device) != topic_device:
        return reject("mismatch", f"the topic is about {text(topic_device)}, the message about {name}", topic)
    device = eui(ids.get("dev_eui"))
    site = text(as_dict(ids.get("application_ids")).get("application_id"))
    fields: dict[str, Any] = {
        "source": SOURCE,
        # Names of devices are unique in their application only.
        "device": device or text(f"{site}/{name}"),
        "received_time": received,
        "device_eui": device or None,
        "name": name,
        "site": site,
        "network_time": time_ms(message.get("received_at")),
        "session": text(ids.get("dev_addr")).lower(),
        "command": _command(message.get("correlation_ids")),
        "simulated": message.get("simulated") is True,
    }
    problem = reader(message, fields)
    return reject(*problem, topic) if problem else [Event(**fields)]


def _command(correlations: Any) -> str:
    """Return the reference of our command among the correlation identifiers, empty when there is none."""
    if isinstance(correlations, list):
        for item in correlations[:64]:
            if isinstance(item, str) and item.startswith(COMMAND_PREFIX):
                return text(item[len(COMMAND_PREFIX) :])
    return ""


def _up(message: dict[str, Any], fields: dict[str, Any]) -> Problem:
    content = message.get("uplink_message")
    if not isinstance(content, dict):
        return "missing", "uplink_message"
    payload = base64_bytes(content.get("frm_payload"))
    if payload is None:
        return "bad_base64", "uplink_message.frm_payload"
    receptions, gateway_time = _receptions(content.get("rx_metadata"))
    settings = as_dict(content.get("settings"))
    rate = as_dict(settings.get("data_rate"))
    lora = as_dict(rate.get("lora"))
    fields.update(
        kind="up",
        frame_counter=whole(content.get("f_cnt", 0), most=2**32 - 1),
        port=whole(content.get("f_port", 0), most=255),
        confirmed=content.get("confirmed") is True,
        session=text(content.get("session_key_id")) or fields["session"],
        network_time=first_time(content.get("received_at"), message.get("received_at")),
        gateway_time=gateway_time if gateway_time is not None else time_ms(settings.get("time")),
        receptions=receptions,
        payload=payload,
        frequency_hz=whole(settings.get("frequency")),
        profile=_profile(content.get("version_ids")),
        location=_user_location(content.get("locations")),
        battery_percent=_percent(as_dict(content.get("last_battery_percentage")).get("value")),
    )
    if lora:
        fields["spreading_factor"] = whole(lora.get("spreading_factor", 0), most=12)
        fields["bandwidth_hz"] = whole(lora.get("bandwidth", 0))
    _measured(content.get("decoded_payload") or content.get("normalized_payload"), fields)
    return None


def _measured(decoded: Any, fields: dict[str, Any]) -> None:
    if isinstance(decoded, list) and len(decoded) == 1:
        decoded = decoded[0]
    if decoded:
        values: dict[str, Any] = {}
        found = flatten(decoded, values)
        fields["values"] = values
        if found is not None:
            fields["location"] = found


def _receptions(heard: Any) -> tuple[tuple[Reception, ...], Optional[int]]:
    receptions, moment = [], None
    for item in as_objects(heard):
        ids = as_dict(item.get("gateway_ids"))
        gateway = eui(ids.get("eui")) or text(ids.get("gateway_id"))
        rssi = number(item.get("rssi", item.get("channel_rssi")))
        # A ratio of exactly 0 dB is left out; a network that hides its radio figures leaves out both.
        ratio = number(item.get("snr", None if rssi is None else 0))
        receptions.append(Reception(gateway, rssi, ratio))
        moment = time_ms(item.get("time")) if moment is None else moment
    return tuple(receptions), moment


def _profile(versions: Any) -> str:
    told = as_dict(versions)
    return text("/".join(part for part in (text(told.get("brand_id")), text(told.get("model_id"))) if part))


def _user_location(locations: Any) -> Optional[Location]:
    """Return where the device is: what its own payload told, else what its manager wrote, else any other source."""
    told = as_dict(locations)
    ranked = ("frm-payload", "user", *sorted(key for key in told if key not in ("frm-payload", "user"))[:8])
    return next((where for where in (place(told.get(key)) for key in ranked) if where is not None), None)


def _percent(value: Any) -> Optional[float]:
    level = number(value)
    return level if level is not None and 0 <= level <= 100 else None


def _normalized(message: dict[str, Any], fields: dict[str, Any]) -> Problem:
    content = message.get("uplink_normalized")
    if not isinstance(content, dict):
        return "missing", "uplink_normalized"
    fields.update(
        kind="obs",
        frame_counter=whole(content.get("f_cnt", 0), most=2**32 - 1),
        port=whole(content.get("f_port", 0), most=255),
        network_time=first_time(content.get("received_at"), message.get("received_at")),
        location=_user_location(content.get("locations")),
    )
    _measured(content.get("normalized_payload"), fields)
    return None


def _join(message: dict[str, Any], fields: dict[str, Any]) -> Problem:
    content = as_dict(message.get("join_accept"))
    fields.update(
        kind="join",
        session=text(content.get("session_key_id")) or fields["session"],
        network_time=first_time(content.get("received_at"), message.get("received_at")),
    )


def _down(kind: str, key: str, acknowledged: Optional[bool] = None):
    def read(message: dict[str, Any], fields: dict[str, Any]) -> Problem:
        content = message.get(key)
        if not isinstance(content, dict):
            return "missing", key
        payload = base64_bytes(content.get("frm_payload"))
        if payload is None:
            return "bad_base64", f"{key}.frm_payload"
        fields.update(
            kind=kind,
            acknowledged=acknowledged,
            command=_command(content.get("correlation_ids")) or fields["command"],
            frame_counter=whole(content.get("f_cnt", 0), most=2**32 - 1),
            port=whole(content.get("f_port", 0), most=255),
            confirmed=content.get("confirmed") is True,
            session=text(content.get("session_key_id")) or fields["session"],
            payload=payload,
        )
        return None

    return read


def _failed(message: dict[str, Any], fields: dict[str, Any]) -> Problem:
    content = message.get("downlink_failed")
    if not isinstance(content, dict):
        return "missing", "downlink_failed"
    downlink, error = as_dict(content.get("downlink")), as_dict(content.get("error"))
    words = text(error.get("message_format"), 500) or text(error.get("name"))
    fields.update(
        kind="failed",
        command=_command(downlink.get("correlation_ids")) or fields["command"],
        frame_counter=whole(downlink.get("f_cnt", 0), most=2**32 - 1),
        port=whole(downlink.get("f_port", 0), most=255),
        text=text(f"{text(error.get('namespace'))} {text(error.get('name'))}: {words}", 1000),
    )
    return None


def _service(message: dict[str, Any], fields: dict[str, Any]) -> Problem:
    content = as_dict(message.get("service_data"))
    fields.update(kind="obs", text=text(content.get("service")))
    _measured(content.get("data"), fields)


def _solved(message: dict[str, Any], fields: dict[str, Any]) -> Problem:
    content = as_dict(message.get("location_solved"))
    where = place(content.get("location"))
    if where is None:
        return "missing", "location_solved.location"
    fields.update(kind="location", location=where, text=text(content.get("service")))
    return None


_READERS = {
    "up": _up,
    "up/normalized": _normalized,
    "join": _join,
    "down/queued": _down("queued", "downlink_queued"),
    "down/sent": _down("txack", "downlink_sent"),
    "down/ack": _down("ack", "downlink_ack", True),
    "down/nack": _down("nack", "downlink_nack", False),
    "down/failed": _failed,
    "service/data": _service,
    "location/solved": _solved,
}
