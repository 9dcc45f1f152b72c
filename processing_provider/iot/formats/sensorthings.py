"""OGC SensorThings 1.0 and 1.1 over MQTT: observations of one datastream.

The message says neither thing nor place nor unit: those are read once over HTTP and joined by the datastream.
"""

from __future__ import annotations

import re
from typing import Any, Union

from ..events import Event, Reject
from ..hostile import reject
from ..values import first_time, flatten

SOURCE = "sensorthings"
TOPIC = re.compile(r"(?:.*/)?v1\.[01]/((?:Multi)?Datastreams\((?:\d{1,18}|'[^'()/]{1,200}')\))/Observations(?:\?.*)?\Z")


def parse(topic: str, device: str, message: dict[str, Any], received: int) -> Union[list, Reject]:
    """Return the observation of a message.

    Parameters
    ----------
    topic : str
        For rejects.
    device : str
        The datastream as its entity path, such as ``Datastreams(42)``.
    message : dict
    received : int
        [ms since 1970, UTC].
    """
    if "result" not in message:
        return reject("missing", "result", topic)
    values: dict[str, Any] = {}
    where = flatten({"result": message["result"]}, values)
    observed = message.get("phenomenonTime")
    if isinstance(observed, str):
        observed = observed.rpartition("/")[2]  # of an interval, its end
    moment = first_time(observed, message.get("resultTime"))
    return [
        Event(
            kind="obs",
            source=SOURCE,
            device=device,
            received_time=received,
            network_time=moment,
            values=values,
            location=where,
        )
    ]
