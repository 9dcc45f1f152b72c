"""The message that a network server takes for a downlink: topic and body. Nothing here sends."""

from __future__ import annotations

import base64
import json
import re
import uuid
from dataclasses import dataclass
from typing import Any

from ...errors import InputError
from ..formats.things_stack import COMMAND_PREFIX
from .canonical import moment_text

CHIRPSTACK4, THINGS_STACK = "chirpstack4", "things_stack"
PRIORITIES = ("LOWEST", "LOW", "BELOW_NORMAL", "NORMAL", "ABOVE_NORMAL", "HIGH", "HIGHEST")
_EUI = re.compile(r"[0-9a-f]{16}\Z")
_LEVEL = re.compile(r"[A-Za-z0-9._@-]{1,100}\Z")  # of a topic: no separator, no wildcard, no space


@dataclass(frozen=True)
class Downlink:
    """A message to publish.

    Attributes
    ----------
    topic : str
    body : bytes
    quality : int
        MQTT quality of service: 1, or 0 where the network knows no other.
    retain : bool
        Always False: a retained command would be done again at each reconnection.
    reference : str
        Comes back in the events about it.
    """

    topic: str
    body: bytes
    quality: int
    reference: str
    retain: bool = False


def new_reference(seed: str) -> str:
    """Return the reference of a command: a UUID that follows from a text (network, device, time, attempt)."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:cityorchestra:command:{seed}"))


def _json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode("ascii")


def _level(text: str, what: str) -> str:
    if not _LEVEL.match(text):
        raise InputError("The {what} “{text}” cannot stand in a topic.", what=what, text=text[:100])
    return text


def _checked(port: int, payload: bytes, highest: int) -> None:
    if not 1 <= port <= highest:
        raise InputError("The port of a command is 1 to {highest}, not {port}.", highest=highest, port=port)
    if not 1 <= len(payload) <= 242:
        raise InputError("A command has 1 to 242 bytes, not {count}.", count=len(payload))


def chirpstack_downlink(
    application: str, eui: str, port: int, payload: bytes, confirmed: bool, expires: int, reference: str
) -> Downlink:
    """Return the message for ChirpStack version 4.

    Parameters
    ----------
    application : str
        Identifier of the application (UUID).
    eui : str
        16 lower-case hexadecimal digits.
    port : int
        1..223.
    payload : bytes
    confirmed : bool
    expires : int
        After which the server no longer sends it [ms since 1970]; always told.
    reference : str
        UUID; becomes the identifier of the queue item, given back as ``queueItemId``.
    """
    if not _EUI.match(eui):
        raise InputError("The device “{eui}” is not told by 16 hexadecimal digits.", eui=eui[:100])
    _checked(port, payload, 223)
    topic = f"application/{_level(application, 'application')}/device/{eui}/command/down"
    body = {
        "id": reference,
        "devEui": eui,
        "confirmed": confirmed,
        "fPort": port,
        "data": base64.b64encode(payload).decode("ascii"),
        "expiresAt": moment_text(expires),
    }
    return Downlink(topic, _json(body), 1, reference)


def things_stack_downlink(
    application: str,
    device: str,
    port: int,
    payload: bytes,
    confirmed: bool,
    reference: str,
    replace: bool = False,
    priority: str = "NORMAL",
) -> Downlink:
    """Return the message for The Things Stack version 3.

    Parameters
    ----------
    application : str
        Application, with ``@tenant`` where there is one.
    device : str
        Identifier of the device in the application.
    port : int
        1..233.
    payload : bytes
    confirmed : bool
    reference : str
        Comes back in ``correlation_ids``.
    replace : bool
        Whether what waits for the device is dropped.
    priority : str
        One of :data:`PRIORITIES`.

    Notes
    -----
    The Things Stack knows quality 0 only, and no expiry: nothing proves that the broker took it, but ``down/queued``.
    """
    _checked(port, payload, 233)
    if priority not in PRIORITIES:
        raise InputError("The priority is one of {known}.", known=", ".join(PRIORITIES))
    place = f"v3/{_level(application, 'application')}/devices/{_level(device, 'device')}/down"
    body = {
        "downlinks": [
            {
                "f_port": port,
                "frm_payload": base64.b64encode(payload).decode("ascii"),
                "priority": priority,
                "confirmed": confirmed,
                "correlation_ids": [COMMAND_PREFIX + reference],
            }
        ]
    }
    return Downlink(f"{place}/{'replace' if replace else 'push'}", _json(body), 0, reference)
