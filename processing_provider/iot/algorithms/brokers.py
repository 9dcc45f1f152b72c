"""The brokers that the user knows, kept in the settings of QGIS: where, what to listen to, which account. No secret.

An account is the identifier of a configuration of QGIS's authentication manager: Basic (user and password, or the key
of an application) or PKI-Paths (certificate and key). It is read in the thread that connects, and goes to the
connection and nowhere else.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Optional
from urllib.parse import quote, unquote

from qgis.core import QgsApplication, QgsAuthMethodConfig, QgsSettings

from ...errors import InputError
from ...rudi.accounts import Secret
from ..recorder.profile import BrokerProfile

PREFIX = "cityorchestra/iot/brokers"
COMMANDS_ENABLED = "cityorchestra/iot/commands_enabled"
COMMAND_ROLES = "cityorchestra/iot/command_roles"
DEFAULT_ROLES = "operator"
DEFAULT_TOPICS = ("application/+/device/+/event/+", "v3/+/devices/+/#")
RECORD, WATCH, COMMAND = "record", "watch", "command"
_LISTS = ("topics", "formats")


@dataclass(frozen=True)
class Broker:
    """A broker.

    Attributes
    ----------
    name : str
        As the user calls it.
    host : str
    port : int
        0: 8883 with TLS, 1883 without.
    tls : bool
    authcfg : str
        Configuration of the authentication manager that may read; empty for none.
    topics, formats : tuple of str
        As in :class:`..recorder.profile.BrokerProfile`.
    mapping : str
        Mapping file of a generic network (YAML), empty for none.
    store : str
        Where its recorder writes (see :func:`.stores.store_of`), empty for none.
    may_command : bool
        Whether commands may go to this broker, once an administrator enabled them at all.
    command_authcfg : str
        Configuration that may publish commands; empty: the one that reads.
    commands, rules : str
        Files of command templates and of alarm rules (YAML), empty for none.
    application : str
        Of the network server, for commands, where the stored messages do not tell it.
    ca : str
        File of the authorities that the broker's certificate is checked with; empty: those of the system.
    client : str
        Identifier at the broker; made once when it is empty.
    qos : int
    allow_plain : bool
        Accept a connection without TLS to another machine.
    """

    name: str
    host: str
    port: int = 0
    tls: bool = True
    authcfg: str = ""
    topics: tuple[str, ...] = DEFAULT_TOPICS
    formats: tuple[str, ...] = ("auto",)
    mapping: str = ""
    store: str = ""
    may_command: bool = False
    command_authcfg: str = ""
    commands: str = ""
    rules: str = ""
    application: str = ""
    ca: str = ""
    client: str = ""
    qos: int = 1
    allow_plain: bool = False


@dataclass(frozen=True)
class AccountProfile(BrokerProfile):
    """A profile whose passwords come from QGIS; they are never shown nor stored."""

    given: Optional[Secret] = field(default=None, repr=False)
    given_key: Optional[Secret] = field(default=None, repr=False)

    def password(self, environment: Any = None) -> Optional[Secret]:
        """Return the password."""
        return self.given

    def key_password(self, environment: Any = None) -> Optional[Secret]:
        """Return the password of the key."""
        return self.given_key


# -- what the user saved --------------------------------------------------------------------------------------------


def saved_brokers() -> list[Broker]:
    """Return the brokers of the user in alphabetical order."""
    settings = QgsSettings()
    settings.beginGroup(PREFIX)
    names = [unquote(key) for key in settings.childGroups()]
    settings.endGroup()
    found = [_read(name) for name in sorted(names, key=str.casefold)]
    return [broker for broker in found if broker is not None]


def _key(name: str, entry: str = "") -> str:
    return f"{PREFIX}/{quote(name, safe='')}" + (f"/{entry}" if entry else "")


def _read(name: str) -> Optional[Broker]:
    settings = QgsSettings()
    given: dict[str, Any] = {"name": name}
    for item in fields(Broker):
        key = _key(name, item.name)
        if item.name == "name" or not settings.contains(key):
            continue
        if item.name in _LISTS:
            given[item.name] = _list(str(settings.value(key, "", type=str)))
        elif item.name in ("port", "qos"):
            given[item.name] = int(settings.value(key, 0, type=int))
        elif item.name in ("tls", "may_command", "allow_plain"):
            given[item.name] = bool(settings.value(key, False, type=bool))
        else:
            given[item.name] = str(settings.value(key, "", type=str))
    try:
        return checked_broker(Broker(**given)) if given.get("host") else None
    except InputError:
        return None  # written by hand, or by a later version


def _list(text: str) -> tuple[str, ...]:
    try:
        items = json.loads(text)
    except ValueError:
        return ()
    return tuple(item for item in items if isinstance(item, str)) if isinstance(items, list) else ()


def save_broker(broker: Broker) -> Broker:
    """Keep a broker, and return it as it is kept; one of the same name is replaced.

    Raises
    ------
    InputError
        When it has no name or no host, or a topic is none.
    """
    checked = checked_broker(broker)
    if not checked.client:
        checked = replace(checked, client=f"cityorchestra-{secrets.token_hex(4)}")
    settings = QgsSettings()
    for item in fields(Broker):
        if item.name != "name":
            value = getattr(checked, item.name)
            settings.setValue(_key(checked.name, item.name), json.dumps(value) if item.name in _LISTS else value)
    return checked


def remove_broker(name: str) -> None:
    """Forget a broker; its store and its accounts stay."""
    QgsSettings().remove(_key(name))


def checked_broker(broker: Broker) -> Broker:
    """Return a broker with plain texts, once it makes a profile.

    Raises
    ------
    InputError
    """
    texts = {
        item.name: getattr(broker, item.name).strip()
        for item in fields(Broker)
        if isinstance(getattr(broker, item.name), str)
    }
    plain = replace(broker, **{**texts, "name": " ".join(broker.name.split())})
    if not plain.name:
        raise InputError("Give the broker a name.")
    _profile(plain, plain.client or "cityorchestra", {})
    return plain


def broker_of(name: str) -> Broker:
    """Return the saved broker of a name.

    Raises
    ------
    InputError
        When there is none.
    """
    known = saved_brokers()
    for broker in known:
        if broker.name.casefold() == " ".join(name.split()).casefold():
            return broker
    raise InputError(
        "There is no broker called “{name}”. Saved ones: {known}.",
        name=name,
        known=", ".join(broker.name for broker in known) or "-",
    )


# -- what may be commanded ------------------------------------------------------------------------------------------


def commands_enabled() -> bool:
    """Tell whether an administrator allowed commands at all: off unless the settings say otherwise."""
    return bool(QgsSettings().value(COMMANDS_ENABLED, False, type=bool))


def command_roles() -> tuple[str, ...]:
    """Return the roles of the user for commands."""
    text = str(QgsSettings().value(COMMAND_ROLES, DEFAULT_ROLES, type=str))
    return tuple(role.strip() for role in text.split(",") if role.strip())


def require_commands(broker: Broker) -> None:
    """Refuse commands that are not allowed.

    Raises
    ------
    InputError
        Unless an administrator enabled commands, and the broker is one that may be commanded.
    """
    if not commands_enabled():
        raise InputError(
            "Sending is off: an administrator enables commands by setting {key} to true in QGIS. Nothing was sent.",
            key=COMMANDS_ENABLED,
        )
    if not broker.may_command:
        raise InputError(
            "The broker “{name}” is for reading only: commands are not enabled in its profile. Nothing was sent.",
            name=broker.name,
        )


# -- connections ----------------------------------------------------------------------------------------------------


def profile_of(broker: Broker, purpose: str = RECORD, topics: tuple[str, ...] = ()) -> AccountProfile:
    """Return what a connection needs, its account included; from any thread.

    Parameters
    ----------
    broker : Broker
    purpose : str
        ``record``: under the fixed identifier, whose messages the broker keeps; ``watch`` and ``command``: under one
        of its own, ``command`` with the account that may publish.
    topics : tuple of str
        In place of those of the broker.

    Raises
    ------
    InputError
        When the account is not there, locked, or of a method that MQTT does not know.
    """
    client = broker.client or f"cityorchestra-{secrets.token_hex(4)}"
    if purpose != RECORD:
        client = f"{client[:40]}-{purpose}-{secrets.token_hex(4)}"
    authcfg = (broker.command_authcfg or broker.authcfg) if purpose == COMMAND else broker.authcfg
    profile = _profile(broker, client, credentials_of(authcfg))
    return replace(profile, topics=topics) if topics else profile


def _profile(broker: Broker, client: str, account: dict[str, Any]) -> AccountProfile:
    mapping = (broker.mapping,) if broker.mapping else ()
    return AccountProfile(
        host=broker.host,
        client=client,
        topics=broker.topics,
        port=broker.port,
        formats=(*broker.formats, *mapping),
        qos=broker.qos,
        tls=broker.tls,
        ca=Path(broker.ca) if broker.ca else None,
        allow_plain=broker.allow_plain,
        rules=Path(broker.rules) if broker.rules else None,
        **account,
    )


def credentials_of(authcfg: str) -> dict[str, Any]:
    """Return the entries of a profile that a configuration of the authentication manager gives, none without one.

    Raises
    ------
    InputError
        When the configuration is not there, locked, or of another method.
    """
    if not authcfg:
        return {}
    manager = QgsApplication.authManager()
    if manager.isDisabled():
        raise InputError("QGIS’s authentication manager is disabled: {cause}.", cause=manager.disabledMessage())
    if authcfg not in manager.availableAuthMethodConfigs():
        raise InputError(
            "There is no authentication configuration “{authcfg}” in this profile of QGIS; choose another one.",
            authcfg=authcfg,
        )
    configuration = QgsAuthMethodConfig()
    loaded = manager.loadAuthenticationConfig(authcfg, configuration, True)
    if not (loaded[0] if isinstance(loaded, tuple) else loaded) or not configuration.isValid():
        raise InputError(
            "The authentication configuration “{authcfg}” cannot be read: give QGIS its master password. With "
            "qgis_process, name a file that holds it in QGIS_AUTH_PASSWORD_FILE.",
            authcfg=authcfg,
        )
    method, value = configuration.method(), configuration.config
    if method == "Basic":
        return {"user": value("username"), "given": Secret(value("password"))}
    if method == "PKI-Paths":
        return {
            "certificate": Path(value("certpath")),
            "key": Path(value("keypath")),
            "given_key": Secret(value("keypass")) if value("keypass") else None,
        }
    raise InputError(
        "The authentication configuration “{authcfg}” has the method {method}; a broker takes Basic or PKI-Paths.",
        authcfg=authcfg,
        method=method,
    )
