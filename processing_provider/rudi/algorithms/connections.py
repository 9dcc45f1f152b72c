"""The catalogues that the user knows, kept in the settings of QGIS: name, address, kind, account.

An account is the identifier of a configuration of QGIS's authentication manager, never a password.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

from qgis.core import QgsSettings

from ...errors import InputError
from ...tables import TABLES, read_table
from ..http_client import base_url

KINDS = ("portal", "node", "csw", "udata", "stac", "file")
PREFIX = "cityorchestra/rudi/connections"
REMOVED = "cityorchestra/rudi/removed_connections"  # names of proposed connections that the user does not want


@dataclass(frozen=True)
class Connection:
    """A catalogue.

    Attributes
    ----------
    name : str
        As the user calls it.
    url : str
        Address; path of a file for the kind ``file``.
    kind : str
        One of :data:`KINDS`.
    authcfg : str
        Identifier of a configuration of the authentication manager, empty for none.
    """

    name: str
    url: str
    kind: str = "portal"
    authcfg: str = ""


def proposed_connections() -> list[Connection]:
    """Return the connections of the table of the project."""
    return [Connection(row["name"], row["url"], row["kind"]) for row in read_table(TABLES / "rudi_connections.csv")]


def saved_connections() -> list[Connection]:
    """Return the connections of the user in alphabetical order, after those that are proposed."""
    settings = QgsSettings()
    removed = {unquote(name) for name in str(settings.value(REMOVED, "", type=str)).split(",") if name}
    settings.beginGroup(PREFIX)
    own = {}
    for key in settings.childGroups():
        name = unquote(key)
        kind = str(settings.value(f"{key}/kind", "portal", type=str))
        url = str(settings.value(f"{key}/url", "", type=str))
        if url and kind in KINDS:
            own[name] = Connection(name, url, kind, str(settings.value(f"{key}/authcfg", "", type=str)))
    settings.endGroup()
    proposed = [own.pop(one.name, one) for one in proposed_connections() if one.name not in removed or one.name in own]
    return proposed + [own[name] for name in sorted(own, key=str.casefold)]


def save_connection(connection: Connection) -> None:
    """Keep a connection; one of the same name is replaced.

    Raises
    ------
    InputError
        When it has no name, or its address is none.
    """
    checked = checked_connection(connection)
    settings = QgsSettings()
    key = f"{PREFIX}/{quote(checked.name, safe='')}"
    settings.setValue(f"{key}/url", checked.url)
    settings.setValue(f"{key}/kind", checked.kind)
    settings.setValue(f"{key}/authcfg", checked.authcfg)


def remove_connection(name: str) -> None:
    """Forget a connection; a proposed one is no longer proposed."""
    settings = QgsSettings()
    settings.remove(f"{PREFIX}/{quote(name, safe='')}")
    if any(one.name == name for one in proposed_connections()):
        removed = [text for text in str(settings.value(REMOVED, "", type=str)).split(",") if text]
        settings.setValue(REMOVED, ",".join(dict.fromkeys([*removed, quote(name, safe="")])))


def checked_connection(connection: Connection) -> Connection:
    """Return a connection with a plain name and a plain address.

    Raises
    ------
    InputError
        When it has no name, or its address is none.
    """
    name = " ".join(connection.name.split())
    if not name:
        raise InputError("Give the connection a name.")
    if connection.kind not in KINDS:
        raise InputError(
            "“{kind}” is not a kind of catalogue; take one of {kinds}.", kind=connection.kind, kinds=", ".join(KINDS)
        )
    address = connection.url.strip()
    url = address if connection.kind == "file" else base_url(address)
    return Connection(name, url, connection.kind, connection.authcfg.strip())


def connection_of(server: str, kind: str = "portal", authcfg: str = "") -> Connection:
    """Return the connection that a parameter names: by its name, by its address, or as the path of a file.

    Parameters
    ----------
    server : str
        Name of a saved connection, address of a server, or path of a file of records.
    kind : str
        Kind of a server whose address is given; that of a saved connection is known.
    authcfg : str
        Account to use instead of that of the saved connection.

    Raises
    ------
    InputError
        When it is none of these.
    """
    text = server.strip()
    if not text:
        raise InputError("Name a saved connection, or give the address of a catalogue.")
    known = {one.name.casefold(): one for one in saved_connections()}
    found = known.get(text.casefold())
    if found is not None:
        return Connection(found.name, found.url, found.kind, authcfg.strip() or found.authcfg)
    if Path(text).is_file():
        return Connection(Path(text).name, str(Path(text).resolve()), "file")
    if "." not in text and ":" not in text:
        raise InputError(
            "There is no connection called “{name}”. Saved ones: {known}. Otherwise give an address.",
            name=text,
            known=", ".join(one.name for one in known.values()) or "-",
        )
    return checked_connection(Connection(text, text, kind, authcfg))
