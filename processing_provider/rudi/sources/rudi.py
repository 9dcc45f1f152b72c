"""RUDI portals and nodes as sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Optional

from ..node import Node
from ..portal import Portal
from ..queries import Query
from ..record import Media, Record
from ..record_reader import read_record


class PortalSource:
    """A RUDI portal."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self.name = portal.session.base

    def search(self, query: Query, max_items: int = 500) -> Iterator[Record]:
        """Give the records that the portal finds; see :meth:`.base.Source.search`."""
        return (read_record(raw, self.name) for raw in self._portal.datasets(query, max_items))

    def announced(self) -> Optional[int]:
        """Return how many records the portal says it has."""
        return self._portal.page(Query(), limit=1).total

    def get(self, identifier: str) -> Record:
        """Return one record; see :meth:`.base.Source.get`."""
        return read_record(self._portal.dataset(identifier), self.name)

    def media_url(self, record: Record, media: Media) -> str:
        """Return the address of a media; see :meth:`.base.Source.media_url`."""
        return self._portal.media_url(media)


class NodeSource:
    """A RUDI node. It has no free text: the caller filters."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self.name = node.base

    def search(self, query: Query, max_items: int = 500) -> Iterator[Record]:
        """Give the records of the node, last updated first; see :meth:`.base.Source.search`."""
        filters = {"sort_by": "-updatedAt", "updated_after": query.date_from, "updated_before": query.date_to}
        if len(query.themes) == 1:
            filters["theme"] = query.themes[0]
        if len(query.producer_names) == 1:
            filters["producer__organization_name"] = query.producer_names[0]
        return (read_record(raw, self.name) for raw in self._node.resources(max_items, **filters))

    def announced(self) -> Optional[int]:
        """Return how many records the node says it has."""
        return self._node.page(limit=1).total

    def get(self, identifier: str) -> Record:
        """Return one record; see :meth:`.base.Source.get`."""
        return read_record(self._node.resource(identifier), self.name)

    def media_url(self, record: Record, media: Media) -> str:
        """Return the address of a media; see :meth:`.base.Source.media_url`."""
        return self._node.media_url(media)
