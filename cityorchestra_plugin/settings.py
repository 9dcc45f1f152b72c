"""What the user prefers: typed access to QgsSettings, one object per key.

Settings are only the defaults that the panels propose: algorithms take parameters and read no setting.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Optional, TypeVar

from qgis.core import QgsSettings

from ..processing_provider.engine import DEFAULT_MEMORY_LIMIT_MB

PREFIX = "cityorchestra"

T = TypeVar("T", str, int, float, bool)


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One key below ``cityorchestra/``.

    Attributes
    ----------
    key : str
        Name below the prefix; once released it does not change.
    default : str, int, float or bool
        What is returned when nothing readable is stored.
    minimum, maximum : optional
        Range of a number; a stored value outside of it is brought back to the nearest limit.
    """

    key: str
    default: T
    minimum: Optional[float] = None
    maximum: Optional[float] = None

    @property
    def path(self) -> str:
        """Return the full key."""
        return f"{PREFIX}/{self.key}"

    def value(self) -> T:
        """Return what is stored, or the default."""
        kind = type(self.default)
        try:
            # Some platforms store text only: the type must always be given.
            stored = QgsSettings().value(self.path, self.default, type=kind)
        except (TypeError, ValueError):  # edited by hand into something that is not of this type
            return self.default
        if stored is None:
            return self.default
        if self.minimum is not None and stored < self.minimum:
            stored = kind(self.minimum)
        if self.maximum is not None and stored > self.maximum:
            stored = kind(self.maximum)
        return stored

    def set_value(self, value: T) -> None:
        """Store a value."""
        QgsSettings().setValue(self.path, type(self.default)(value))

    def reset(self) -> None:
        """Forget what is stored."""
        QgsSettings().remove(self.path)


WALKING_SPEED = Setting("walking/speed_m_s", 1.25, 0.3, 3.0)
"""Walking speed [m/s]; 1.25 is 4.5 km/h, 0.8 suits an elderly person."""

SUN_WEIGHT = Setting("walking/alpha", 3.0, 1.0, 20.0)
"""How many metres in the shade one metre in the sun is worth; 1 ignores the sun."""

MAXIMUM_DETOUR = Setting("walking/max_detour_pct", 30.0, 0.0, 300.0)
"""How much longer than the shortest route a cooler one may be [%]."""

MEMORY_LIMIT = Setting("engine/memory_limit_mb", DEFAULT_MEMORY_LIMIT_MB, 16, 1048576)
"""Memory that the tiles being computed may take together [MiB]."""

THREADS = Setting("engine/threads", 0, 0, 1024)
"""Threads on this machine; 0 takes every core."""

SCHEDULER = Setting("engine/scheduler", "")
"""Address of a Dask scheduler that sees the same files; empty computes on this machine."""

LAST_FOLDER = Setting("export/last_folder", "")
"""Folder of the last file written from a panel."""

DOWNLOADS_AT_ONCE = Setting("rudi/downloads_at_once", 2, 1, 2)
"""Downloads that run at the same time; more would weigh on a municipal server."""

DOWNLOAD_FOLDER = Setting("rudi/download_folder", "")
"""Folder of the last download that the user chose a place for."""

ASK_ABOVE = Setting("rudi/ask_above_mb", 100, 1, 1048576)
"""Size of a file above which the panel asks before downloading it [MB]."""

DOWNLOAD_LIMIT = Setting("rudi/download_limit_mb", 2048, 1, 1048576)
"""Size of a file above which a download is refused [MB]."""

CONNECTION = Setting("rudi/connection", "")
"""Name of the connection last chosen in the RUDI panel."""

SEARCH = Setting("rudi/search", "")
"""Last search of the RUDI panel, as JSON: words, filters, order."""

SPLITTERS = Setting("rudi/splitters", "")
"""Where the dividers of the RUDI panel stand, as JSON."""

FILTERS_SHOWN = Setting("rudi/filters_shown", False)
"""Whether the RUDI panel shows all filters."""

FOOTPRINTS_SHOWN = Setting("rudi/footprints_shown", True)
"""Whether the RUDI panel draws the extents of the datasets found on the map."""

OFFLINE = Setting("rudi/offline", False)
"""Whether the RUDI panel asks nothing of the network."""

REFRESH_HOURS = Setting("rudi/refresh_hours", 6, 1, 8760)
"""Age from which the RUDI panel asks a catalogue for its news when it is opened [h]."""

PUBLISH_TARGET = Setting("rudi/publish_target", "manager")
"""What the last dataset was published through: the "manager" of a node, or the "node" itself."""

PUBLISH_SERVER = Setting("rudi/publish_server", "")
"""Address of the node or manager of the last publication."""

PUBLISH_ACCOUNT = Setting("rudi/publish_account", "")
"""Configuration of QGIS's authentication manager for it: an identifier, never a password."""

PUBLISH_PRODUCER = Setting("rudi/publish_producer", "")
"""Producer of the last dataset published."""

PUBLISH_CONTACT = Setting("rudi/publish_contact", "")
"""E-mail address of its contact."""

PUBLISH_CONTACT_NAME = Setting("rudi/publish_contact_name", "")
"""Name of its contact."""

PUBLISH_LICENCE = Setting("rudi/publish_licence", "etalab-2.0")
"""Code of its licence."""

PUBLISH_LANGUAGE = Setting("rudi/publish_language", "fr")
"""Language of its texts: that of the portals of France, whatever that of QGIS."""

PUBLISH_FORMAT = Setting("rudi/publish_format", "gpkg-zip")
"""Format of its file."""

IOT_SOURCE = Setting("iot/source", "")
"""Key of the broker or store last chosen in the equipment panel."""

IOT_STORES = Setting("iot/stores", "")
"""Stores that were opened by themselves, as JSON, the last one first."""

IOT_TABLE = Setting("iot/table", False)
"""Whether the equipment panel shows a table rather than the devices by site."""

PACKAGES_SILENCED = Setting("dependencies/silenced_version", "")
"""Version of the plugin for which the user no longer wants to be told of missing packages."""

PREFERENCES = (WALKING_SPEED, SUN_WEIGHT, MAXIMUM_DETOUR, MEMORY_LIMIT, THREADS, SCHEDULER)
