"""Which format a message is in: by its topic first, then by its content."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Callable, Optional, Union

from ...errors import InputError
from ..events import Event, Reject
from ..hostile import FAST, read_json, reject, topic_problem
from . import chirpstack3, chirpstack4, generic, sensorthings, things_stack
from .generic import MessageMapping
from .protobuf import read_gateway_message

FORMATS = ("chirpstack4", "chirpstack3", "things_stack", "sensorthings")
AUTO = "auto"

Result = Union[list[Event], Reject]
Complete = Callable[[Event], list[Event]]
_BINARY_HELP = "the message is binary (protobuf): set the marshaler of the network to JSON"
_CHIRPSTACK = ("chirpstack4", "chirpstack3")
_BINARY_FAMILIES = ("chirpstack", "chirpstack_old", "gateway")


class Parser:
    """What reads the messages of chosen formats.

    Parameters
    ----------
    formats : str or sequence
        ``"auto"`` for all of :data:`FORMATS`, or names among them and mappings. A mapping comes before the formats.
    complete : callable, optional
        What makes the events of an uplink that the network did not decode, such as :func:`..codecs.events.completer`.
    loads : callable or None
        Fast reader of JSON; None for the standard library's.

    Raises
    ------
    InputError
        When a format is unknown.
    """

    def __init__(
        self,
        formats: Union[str, Sequence[Union[str, MessageMapping]]] = AUTO,
        complete: Optional[Complete] = None,
        *,
        loads: Optional[Callable[[bytes], Any]] = FAST,
    ) -> None:
        self._loads = loads
        chosen = (formats,) if isinstance(formats, (str, MessageMapping)) else tuple(formats)
        self._mappings = tuple(item for item in chosen if isinstance(item, MessageMapping))
        names = {item for item in chosen if isinstance(item, str)}
        if AUTO in names:
            names = (names - {AUTO}) | set(FORMATS)
        unknown = sorted(names - set(FORMATS))
        if unknown or not chosen:
            raise InputError(
                "“{name}” is not a format of messages: use auto, {known} or a mapping file.",
                name=", ".join(unknown),
                known=", ".join(FORMATS),
            )
        self._names = frozenset(names)
        self._complete = complete

    def parse(self, topic: str, payload: bytes, received_time: int) -> Result:
        """Return the events of a message, none when it says nothing to keep, or why it was not taken.

        Nothing is raised, whatever the message.

        Parameters
        ----------
        topic : str
        payload : bytes
        received_time : int
            [ms since 1970, UTC].
        """
        try:
            result = self._parse(topic, payload, received_time)
            if self._complete is None or isinstance(result, Reject):
                return result
            return [made for event in result for made in self._complete(event)]
        except Exception as error:
            # A mistake of ours must not stop the recorder: the message is kept as rejected, under a name of its own.
            return reject("internal", f"{type(error).__name__}: {error}", str(topic))

    def _parse(self, topic: str, payload: bytes, received: int) -> Result:
        problem = topic_problem(topic)
        if problem:
            return reject("bad_topic", problem, topic)
        levels = topic.split("/")
        for mapping in self._mappings:
            groups = mapping.match(levels)
            if groups is not None:
                message = read_json(payload, topic, self._loads)
                if isinstance(message, Reject):
                    return message
                return generic.parse(mapping, topic, groups, message, received)
        route = _route(levels)
        if route is None and "sensorthings" in self._names:
            found = sensorthings.TOPIC.match(topic)
            route = ("sensorthings", found[1], "", "") if found else None
        if route is None or not self._takes(route[0]):
            return reject("unknown_format", "no format is for this topic", topic)
        return self._routed(route, topic, payload, received)

    def _takes(self, family: str) -> bool:
        if family in ("chirpstack", "gateway", "chirpstack_old"):
            return not self._names.isdisjoint(_CHIRPSTACK)
        return family in self._names

    def _routed(self, route: tuple[str, str, str, str], topic: str, payload: bytes, received: int) -> Result:
        family, device, event, kind = route
        if kind == "command":
            return []  # on its way down: not an event
        if family == "gateway" and (kind, event) not in (("event", "stats"), ("state", "conn")):
            return []
        # A protobuf message often begins with the byte 10, which is also a line end.
        binary = payload.lstrip()[:1] not in (b"{", b"[")
        if binary and family == "gateway":
            told = read_gateway_message(event, payload)
            if told is not None:
                return chirpstack4.parse_gateway(topic, kind, event, device, told, received)
        message = read_json(payload, topic, self._loads)
        if isinstance(message, Reject):
            if binary and message.reason in ("not_json", "not_utf8") and family in _BINARY_FAMILIES:
                return reject("protobuf", _BINARY_HELP, topic)
            return message
        if not isinstance(message, dict):
            return reject("missing", "the message is not a JSON object", topic)
        if family == "gateway":
            return chirpstack4.parse_gateway(topic, kind, event, device, message, received)
        if family == "things_stack":
            return things_stack.parse(topic, event, device, message, received)
        if family == "sensorthings":
            return sensorthings.parse(topic, device, message, received)
        return self._chirpstack(topic, event, device, message, received)

    def _chirpstack(self, topic: str, event: str, device: str, message: dict[str, Any], received: int) -> Result:
        """Tell version 4 from 3: only the former puts the names of the device together in ``deviceInfo``."""
        if "deviceInfo" in message and "chirpstack4" in self._names:
            return chirpstack4.parse(topic, event, device, message, received)
        if "devEUI" in message and "chirpstack3" in self._names:
            return chirpstack3.parse(topic, event, device, message, received)
        return reject("missing", "the message has neither deviceInfo (ChirpStack v4) nor devEUI (v3)", topic)


def _route(levels: list[str]) -> Optional[tuple[str, str, str, str]]:
    """Return family, device, event and kind (event, state or command) that a topic names.

    Levels may stand before those of the network: a bridge between brokers adds its own.
    """
    count = len(levels)
    if count >= 6 and levels[-6] == "application" and levels[-4] == "device":
        if levels[-2] == "event":
            return "chirpstack", levels[-3], levels[-1], "event"
        if levels[-2] == "command":
            return "chirpstack", levels[-3], "", "command"
    if count >= 5 and levels[-5] == "application" and levels[-3] == "device":
        if levels[-1] == "tx":
            return "chirpstack_old", levels[-2], "", "command"
        if levels[-1] in chirpstack3.OLD_EVENTS:
            return "chirpstack_old", levels[-2], chirpstack3.OLD_EVENTS[levels[-1]], "event"
    if count >= 4 and levels[-4] == "gateway" and levels[-2] in ("event", "state", "command"):
        return "gateway", levels[-3], levels[-1], levels[-2]
    for start in range(max(0, count - 7), count - 4):
        if levels[start] == "v3" and levels[start + 2] == "devices":
            event = "/".join(levels[start + 4 :])
            kind = "command" if event in things_stack.OUTBOUND else "event"
            return "things_stack", levels[start + 3], event, kind
    return None


@lru_cache(maxsize=8)
def _parser(formats: Any) -> Parser:
    return Parser(formats)


def parse(
    topic: str,
    payload: bytes,
    received_time: int,
    formats: Union[str, Sequence[Union[str, MessageMapping]]] = AUTO,
) -> Result:
    """Return the events of a message or why it was not taken; nothing is raised for what the message holds.

    Parameters
    ----------
    topic : str
    payload : bytes
    received_time : int
        [ms since 1970, UTC].
    formats : str or sequence
        As for :class:`Parser`, which is faster for many messages with mappings.

    Returns
    -------
    list of Event or Reject
        An empty list for a message that says nothing to keep, such as a command on its way to a device.
    """
    if isinstance(formats, str):
        return _parser(formats).parse(topic, payload, received_time)
    return Parser(formats).parse(topic, payload, received_time)
