"""What a message of a network says, whatever the network: the one shape that all other modules read.

Times are whole milliseconds since 1970, UTC. What a message does not say is None, never zero: the parsers fill in
the defaults that their format leaves out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Optional, Union

Value = Union[float, bool, str]

KINDS = (
    "up",
    "join",
    "status",
    "queued",
    "txack",
    "ack",
    "nack",
    "failed",
    "log",
    "location",
    "gw_stats",
    "birth",
    "death",
    "obs",
)


@dataclass(frozen=True)
class Reception:
    """How one gateway heard a frame.

    Attributes
    ----------
    gateway : str
        Identifier, 16 lower-case hexadecimal digits for LoRaWAN gateways.
    rssi : float or None
        [dBm].
    snr : float or None
        [dB].
    """

    gateway: str
    rssi: Optional[float] = None
    snr: Optional[float] = None


@dataclass(frozen=True)
class Location:
    """A place: longitude and latitude [degrees, WGS 84], altitude [m]."""

    longitude: float
    latitude: float
    altitude: Optional[float] = None


@dataclass(frozen=True)
class Event:
    """One thing that a network told.

    Attributes
    ----------
    kind : str
        One of :data:`KINDS`.
    source : str
        Format that it came in: ``chirpstack4``, ``chirpstack3``, ``things_stack``, ``generic``...
    device : str
        What identifies the device in its network; the EUI where it has one.
    received_time : int
        When this machine received it [ms since 1970, UTC].
    device_eui : str or None
        16 lower-case hexadecimal digits.
    name, site, profile : str
        As the network calls them: device, application, device profile; empty when it does not say.
    device_time, gateway_time, network_time : int or None
        [ms since 1970, UTC].
    frame_counter, port : int or None
    confirmed : bool or None
    session : str
        What changes when the device joins again: device address or key identifier; empty when unknown.
    data_rate, spreading_factor, bandwidth_hz, frequency_hz : int or None
    receptions : tuple of Reception
        One for each gateway.
    payload : bytes
        Application bytes.
    values : dict
        Decoded measurements by name; numbers are finite floats.
    units : dict
        By name, as far as known.
    location : Location or None
    deduplication : str
        Identifier of the frame across gateways and servers, empty when there is none.
    command : str
        Reference of the command that the event is about, empty when there is none.
    acknowledged : bool or None
        Of an ``ack``.
    battery_percent : float or None
        0..100; None unknown.
    external_power : bool or None
    margin_db : float or None
        Of a status [dB].
    simulated : bool
        Whether the network says that the message is a simulation: never alarmed.
    text : str
        Words of the network: of a log, of a failure.
    """

    kind: str
    source: str
    device: str
    received_time: int
    device_eui: Optional[str] = None
    name: str = ""
    site: str = ""
    profile: str = ""
    device_time: Optional[int] = None
    gateway_time: Optional[int] = None
    network_time: Optional[int] = None
    frame_counter: Optional[int] = None
    port: Optional[int] = None
    confirmed: Optional[bool] = None
    session: str = ""
    data_rate: Optional[int] = None
    spreading_factor: Optional[int] = None
    bandwidth_hz: Optional[int] = None
    frequency_hz: Optional[int] = None
    receptions: tuple[Reception, ...] = ()
    payload: bytes = b""
    values: Mapping[str, Value] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    location: Optional[Location] = None
    deduplication: str = ""
    command: str = ""
    acknowledged: Optional[bool] = None
    battery_percent: Optional[float] = None
    external_power: Optional[bool] = None
    margin_db: Optional[float] = None
    simulated: bool = False
    text: str = ""

    @property
    def time(self) -> int:
        """When it happened, as far as can be trusted [ms]: network, else gateway, else reception here."""
        return next(
            moment for moment in (self.network_time, self.gateway_time, self.received_time) if moment is not None
        )

    @property
    def best(self) -> Optional[Reception]:
        """The reception with the highest signal-to-noise ratio, then the strongest."""
        lowest = float("-inf")
        known = [item for item in self.receptions if item.snr is not None or item.rssi is not None]
        return max(
            known,
            key=lambda item: (
                lowest if item.snr is None else item.snr,
                lowest if item.rssi is None else item.rssi,
            ),
            default=None,
        )


@dataclass(frozen=True)
class Reject:
    """A message that could not be taken, and why.

    Attributes
    ----------
    reason : str
        Short code: ``too_large``, ``too_deep``, ``not_json``, ``not_utf8``, ``not_finite``, ``bad_topic``,
        ``bad_base64``, ``unknown_format``, ``missing``, ``too_many_keys``...
    detail : str
        What exactly, at most 200 characters, without control characters.
    topic : str
    """

    reason: str
    detail: str = ""
    topic: str = ""
