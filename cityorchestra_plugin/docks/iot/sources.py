"""What the panel can follow: brokers that the user saved, with or without a store, and stores opened by themselves."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from ....processing_provider.iot.algorithms.brokers import WATCH, Broker, profile_of, saved_brokers
from ....processing_provider.iot.algorithms.stores import store_of
from ....processing_provider.iot.recorder.profile import BrokerProfile
from ... import settings
from .store_feed import LOCK_SUFFIX

MOST_STORES = 12  # stores opened by themselves that are remembered


@dataclass(frozen=True)
class Source:
    """A broker, a store, or a broker with the store that its recorder writes.

    Attributes
    ----------
    key : str
        What the settings remember: ``broker:`` or ``store:`` and a name.
    name : str
    store : str
        As :func:`...algorithms.stores.store_of` takes it, empty for none.
    broker : Broker or None
    """

    key: str
    name: str
    store: str = ""
    broker: Optional[Broker] = None

    def profile(self) -> BrokerProfile:
        """Return what a connection that only looks on needs, with its account.

        Raises
        ------
        InputError
        """
        return profile_of(self.broker, WATCH)

    def open_reader(self) -> Any:
        """Open the store for reading, in the thread that reads."""
        return store_of(self.store).open_reader()

    @property
    def is_file(self) -> bool:
        """Whether the store is a file."""
        return self.store.lower().endswith(".gpkg")

    @property
    def lock_path(self) -> Optional[Path]:
        """Lock file of the recorder, None where there is none."""
        return Path(self.store + LOCK_SUFFIX) if self.is_file else None


def store_source(path: str) -> Source:
    """Return the source that a store is by itself."""
    name = Path(path).stem if path.lower().endswith(".gpkg") else path
    return Source(f"store:{path}", name, path)


def broker_source(broker: Broker) -> Source:
    """Return the source that a saved broker is."""
    return Source(f"broker:{broker.name}", broker.name, broker.store, broker)


def known_sources() -> list[Source]:
    """Return the brokers of the user, then the stores opened by themselves."""
    found = [broker_source(broker) for broker in saved_brokers()]
    return found + [store_source(path) for path in opened_stores()]


def opened_stores() -> list[str]:
    """Return the stores that the user opened, the last one first."""
    try:
        stored = json.loads(settings.IOT_STORES.value() or "[]")
    except ValueError:
        return []
    return [path for path in stored if isinstance(path, str) and path] if isinstance(stored, list) else []


def remember_store(path: str) -> None:
    """Keep a store among those opened."""
    stores = [path, *(other for other in opened_stores() if other != path)]
    settings.IOT_STORES.set_value(json.dumps(stores[:MOST_STORES]))


def forget_store(path: str) -> None:
    """Keep a store no longer among those opened; the file stays."""
    settings.IOT_STORES.set_value(json.dumps([other for other in opened_stores() if other != path]))
