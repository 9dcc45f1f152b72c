"""Broker profiles: where the broker is and what to listen to, in a file that holds no secret."""

from __future__ import annotations

import ipaddress
import os
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Optional

from ...errors import InputError
from ...rudi.accounts import Secret

LARGEST_FILE = 64 * 1024  # bytes of a profile
LARGEST_SECRET = 4096  # bytes of a file that holds a password
INFLIGHT = 1000  # messages that are not acknowledged at a time, where the broker lets the client say (MQTT 5)
_SECRET_NAME = re.compile(r"passw|passphrase|secret|token|api_?key|credential", re.IGNORECASE)
_ALLOWED_SECRET_NAMES = ("password_environment", "password_file", "password_credential")
_CLIENT = re.compile(r"[0-9A-Za-z._-]{1,64}")
VERSIONS = ("3.1.1", "5")


@dataclass(frozen=True)
class BrokerProfile:
    """How to reach a broker.

    Attributes
    ----------
    host : str
    port : int
        8883 with TLS, 1883 without, when it is not given.
    client : str
        Fixed identifier at the broker, which keeps messages under it while the recorder is away.
    topics : tuple of str
        Filters.
    formats : tuple of str
        ``auto``, names of formats, or paths of mapping files (``*.yaml``).
    codecs : dict
        For networks that do not decode: name of the codec by name of the device profile.
    qos : int
        0 or 1; The Things Stack gives 0 only.
    version : str
        ``3.1.1`` (half the work for each message) or ``5``.
    keepalive_s : int
        [s].
    session_days : float
        How long a broker of version 5 keeps the session.
    tls : bool
    ca, certificate, key : Path or None
        PEM files; the system's authorities when ``ca`` is absent.
    user : str
    password_environment, password_file, password_credential : str
        Where the password is: an environment variable, a file, or a credential of systemd.
    key_password_environment : str
        Environment variable of the password of the key.
    allow_plain : bool
        Accept a connection without TLS to another machine, where everyone on the way reads all.
    rules : Path or None
        File of alarm rules (YAML) that the recorder evaluates.
    """

    host: str
    client: str
    topics: tuple[str, ...]
    port: int = 0
    formats: tuple[str, ...] = ("auto",)
    codecs: Mapping[str, str] = field(default_factory=dict)
    qos: int = 1
    version: str = "3.1.1"
    keepalive_s: int = 60
    session_days: float = 7.0
    tls: bool = True
    ca: Optional[Path] = None
    certificate: Optional[Path] = None
    key: Optional[Path] = None
    user: str = ""
    password_environment: str = ""
    password_file: str = ""
    password_credential: str = ""
    key_password_environment: str = ""
    allow_plain: bool = False
    rules: Optional[Path] = None

    def __post_init__(self) -> None:
        if not self.host or any(letter.isspace() for letter in self.host):
            raise InputError("The broker profile names no host.")
        if not _CLIENT.fullmatch(self.client):
            raise InputError(
                "The client of the broker profile must be 1 to 64 letters, digits, dots, hyphens or underscores."
            )
        if not self.topics:
            raise InputError("The broker profile names no topic.")
        for topic in self.topics:
            check_filter(topic)
        if self.qos not in (0, 1):
            raise InputError("The QoS of the broker profile must be 0 or 1, not {qos}.", qos=self.qos)
        if self.version not in VERSIONS:
            raise InputError(
                "The MQTT version of the broker profile must be 3.1.1 or 5, not {given}.", given=self.version
            )
        if not 0 <= self.port <= 65_535 or not 5 <= self.keepalive_s <= 3600:
            raise InputError("The port or the keep-alive time of the broker profile is out of range.")
        if not self.tls and not self.allow_plain and not is_loopback(self.host):
            raise InputError(
                "The broker profile asks for a connection without TLS to {host}: everyone on the way could read and "
                "change it. Use TLS, or write allow_plain: true if the way is safe.",
                host=self.host,
            )
        if bool(self.certificate) != bool(self.key):
            raise InputError("A certificate of the client needs its key, and the key its certificate.")

    @property
    def actual_port(self) -> int:
        """Port, with the usual one where none is given."""
        return self.port or (8883 if self.tls else 1883)

    def password(self, environment: Optional[Mapping[str, str]] = None) -> Optional[Secret]:
        """Return the password from where the profile says that it is, None when it names no place.

        Raises
        ------
        InputError
            When nothing is there.
        """
        variables = os.environ if environment is None else environment
        if self.password_environment:
            return _from_environment(self.password_environment, variables)
        if self.password_credential:
            folder = variables.get("CREDENTIALS_DIRECTORY", "")
            return _from_file(Path(folder) / Path(self.password_credential).name)
        return _from_file(Path(self.password_file)) if self.password_file else None

    def key_password(self, environment: Optional[Mapping[str, str]] = None) -> Optional[Secret]:
        """Return the password of the key, None when the profile names no variable."""
        variables = os.environ if environment is None else environment
        return _from_environment(self.key_password_environment, variables) if self.key_password_environment else None


def _from_environment(name: str, variables: Mapping[str, str]) -> Secret:
    text = variables.get(name, "")
    if not text:
        raise InputError("The environment variable {name} that should hold a password is empty.", name=name)
    return Secret(text)


def _from_file(path: Path) -> Secret:
    try:
        with path.open("rb") as stream:
            text = stream.read(LARGEST_SECRET + 1).decode("utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("The file {path} that should hold a password cannot be read.", path=str(path)) from error
    if not text or len(text) > LARGEST_SECRET:
        raise InputError("The file {path} does not hold a password.", path=str(path))
    return Secret(text)


def check_filter(topic: str) -> None:
    """Refuse what is no topic filter of MQTT.

    Raises
    ------
    InputError
    """
    levels = topic.split("/")
    good = (
        0 < len(topic) <= 512
        and "\x00" not in topic
        and all(level == "+" or "+" not in level for level in levels)
        and all(level != "#" and "#" not in level for level in levels[:-1])
        and (levels[-1] == "#" or "#" not in levels[-1])
    )
    if not good:
        raise InputError("“{topic}” is not a topic filter of MQTT.", topic=topic[:100])


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine: every address of its name is a loopback address."""
    try:
        addresses = {item[4][0] for item in socket.getaddrinfo(host, None)}
    except OSError:
        return False
    return bool(addresses) and all(ipaddress.ip_address(item.split("%")[0]).is_loopback for item in addresses)


def read_profile(path: Path) -> BrokerProfile:
    """Read a broker profile (YAML).

    Parameters
    ----------
    path : Path
        Paths inside the file are relative to its folder.

    Raises
    ------
    InputError
        When it cannot be read, names something unknown, or holds a secret.
    """
    import yaml

    path = Path(path)
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            raise InputError("The broker profile {path} is too long.", path=str(path))
        read = yaml.safe_load(content)
    except (OSError, yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        # The words of the error could quote a line of the file: they are left out.
        raise InputError("The broker profile {path} cannot be read.", path=str(path)) from error
    if not isinstance(read, dict):
        raise InputError("The broker profile {path} is not a list of names and values.", path=str(path))
    return profile_from(read, path.parent)


def profile_from(read: Mapping[Any, Any], folder: Path) -> BrokerProfile:
    """Make a profile of names and values (see :func:`read_profile`)."""
    known = {item.name for item in fields(BrokerProfile)}
    given: dict[str, Any] = {}
    for name, value in read.items():
        if _SECRET_NAME.search(str(name)) and str(name) not in (*_ALLOWED_SECRET_NAMES, "key_password_environment"):
            raise InputError(
                "The broker profile holds a secret under “{name}”. Take it out, and name where it is kept: "
                "password_environment, password_file or password_credential.",
                name=str(name)[:40],
            )
        if name not in known:
            raise InputError("The broker profile has an unknown entry “{name}”.", name=str(name)[:40])
        given[name] = value
    for name in ("topics", "formats"):
        if name in given:
            items = given[name] if isinstance(given[name], list) else [given[name]]
            given[name] = tuple(str(item) for item in items)
    if "codecs" in given:
        pairs = given["codecs"] if isinstance(given["codecs"], dict) else {}
        if not pairs:
            raise InputError("The codecs of the broker profile must name a codec for each device profile.")
        given["codecs"] = {str(name): str(codec) for name, codec in pairs.items()}
    if "formats" in given:
        given["formats"] = tuple(
            str(folder / item) if item.endswith((".yaml", ".yml")) else item for item in given["formats"]
        )
    for name in ("ca", "certificate", "key", "rules"):
        if given.get(name):
            given[name] = folder / str(given[name])
    if given.get("password_file"):
        given["password_file"] = str(folder / str(given["password_file"]))
    if "version" in given:
        given["version"] = str(given["version"]).removesuffix(".0")
    for name in ("host", "client", "topics"):
        if name not in given:
            raise InputError("The broker profile does not say “{name}”.", name=name)
    wanted = {"port": int, "qos": int, "keepalive_s": int, "session_days": (int, float), "tls": bool}
    wanted.update({"allow_plain": bool, "host": str, "client": str, "user": str, "password_environment": str})
    for name, kind in wanted.items():
        value = given.get(name)
        if value is not None and (not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool)):
            raise InputError("The entry “{name}” of the broker profile has the wrong kind of value.", name=name)
    return BrokerProfile(**given)
