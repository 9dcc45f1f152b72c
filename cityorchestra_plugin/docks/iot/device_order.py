"""Which devices a list shows and in which order: by site or all together, filtered, sorted. Nothing of Qt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Optional

from ....processing_provider.iot.state_colours import severity
from .fleet import Device, Fleet


class Column(IntEnum):
    """The columns of the table."""

    NAME = 0
    STATE = 1
    VALUE = 2
    TREND = 3
    AGE = 4
    BATTERY = 5
    MARGIN = 6
    LOSS = 7
    SITE = 8


LIVE = (Column.STATE, Column.VALUE, Column.AGE, Column.BATTERY, Column.MARGIN, Column.LOSS)


@dataclass(frozen=True)
class Filter:
    """What is looked for.

    Attributes
    ----------
    words : tuple of str
        In small letters; all of them must stand in name, identifier, site, profile or a metric of the device.
    states : frozenset of str
        States of devices; empty: all.
    alarms : bool
        Only devices with an active alarm.
    """

    words: tuple[str, ...] = ()
    states: frozenset = frozenset()
    alarms: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether it lets everything through."""
        return not (self.words or self.states or self.alarms)

    def takes(self, fleet: Fleet, device: Device) -> bool:
        """Tell whether a device is among what is looked for."""
        if self.alarms and not device.alarm:
            return False
        if self.states and fleet.state_of(device.slot) not in self.states:
            return False
        if not self.words:
            return True
        facts = device.facts
        text = " ".join((facts.name, facts.uid, facts.site, facts.profile, *device.values)).casefold()
        return all(word in text for word in self.words)


@dataclass
class Group:
    """The devices of a site that are shown; ``rows`` gives their places, made again when it is needed."""

    number: int
    site: str
    slots: list[int] = field(default_factory=list)
    _rows: Optional[dict[int, int]] = None

    def row_of(self, slot: int) -> int:
        """Return the row of a device, -1 when it is not shown."""
        if self._rows is None:
            self._rows = {one: row for row, one in enumerate(self.slots)}
        return self._rows.get(slot, -1)

    def changed(self) -> None:
        """Say that the devices or their order changed."""
        self._rows = None


class DeviceOrder:
    """Groups of slots; without grouping there is one group, without a name.

    Parameters
    ----------
    fleet : Fleet
    """

    def __init__(self, fleet: Fleet) -> None:
        self.fleet = fleet
        self.grouped = True
        self.filter = Filter()
        self.column, self.descending = Column.NAME, False
        self.groups: list[Group] = []
        self._by_number: dict[int, Group] = {}
        self._by_site: dict[str, Group] = {}
        self._group_of: dict[int, Group] = {}
        self._numbers = 0

    def rebuild(self) -> None:
        """Make all groups again."""
        self.groups, self._by_number, self._by_site, self._group_of = [], {}, {}, {}
        wanted: dict[str, list[int]] = {} if self.grouped else {"": []}
        for device in self.fleet.devices:
            if self.filter.takes(self.fleet, device):
                wanted.setdefault(self.site_of(device), []).append(device.slot)
        for site in sorted(wanted, key=site_key):
            group = self.add_group(len(self.groups), site)
            group.slots = self.sorted(wanted[site])
            self._group_of.update((slot, group) for slot in group.slots)

    def site_of(self, device: Device) -> str:
        """Return the name of the group that a device belongs to."""
        return device.facts.site if self.grouped else ""

    def add_group(self, place: int, site: str) -> Group:
        """Add an empty group."""
        self._numbers += 1
        group = Group(self._numbers, site)
        self.groups.insert(place, group)
        self._by_number[group.number] = self._by_site[site] = group
        return group

    def remove_group(self, group: Group) -> None:
        """Take an empty group away."""
        self.groups.remove(group)
        del self._by_number[group.number], self._by_site[group.site]

    def place_for(self, site: str) -> int:
        """Return where the group of a site belongs."""
        key = site_key(site)
        return sum(site_key(group.site) < key for group in self.groups)

    def group(self, number: int) -> Optional[Group]:
        """Return a group by its number."""
        return self._by_number.get(number)

    def group_for(self, site: str) -> Optional[Group]:
        """Return the group of a site, None when there is none."""
        return self._by_site.get(site)

    def group_of(self, slot: int) -> Optional[Group]:
        """Return the group that shows a device, None when it is not shown."""
        return self._group_of.get(slot)

    def put(self, group: Group, place: int, slot: int) -> None:
        """Show a device in a group."""
        group.slots.insert(place, slot)
        group.changed()
        self._group_of[slot] = group

    def take_away(self, group: Group, slot: int) -> None:
        """Show a device no longer."""
        group.slots.remove(slot)
        group.changed()
        del self._group_of[slot]

    @property
    def shown(self) -> int:
        """Number of devices shown."""
        return sum(len(group.slots) for group in self.groups)

    # -- order --------------------------------------------------------------------------------------

    def key_of(self, slot: int) -> Any:
        """Return what a device is sorted by, None when it has nothing of the kind."""
        fleet, device, column = self.fleet, self.fleet.devices[slot], self.column
        if column == Column.STATE:
            return device.alarm or 9, severity(fleet.state_of(slot)), device.title.casefold()
        if column == Column.VALUE:
            value = device.main_value
            return value.number if value is not None else None
        if column == Column.AGE:
            seen = device.state.last_seen
            return -seen if seen is not None else None
        if column == Column.BATTERY:
            return device.battery
        if column == Column.MARGIN:
            return device.state.margin_db
        if column == Column.LOSS:
            return device.state.loss_percent
        if column == Column.SITE:
            return device.facts.site.casefold(), device.title.casefold()
        return device.title.casefold()

    def sorted(self, slots: Iterable[int]) -> list[int]:
        """Return slots in the order asked for; what cannot be compared comes last, whatever the direction."""
        keyed = [(self.key_of(slot), slot) for slot in slots]
        known = sorted((pair for pair in keyed if pair[0] is not None), reverse=self.descending)
        return [slot for _, slot in known] + [slot for key, slot in keyed if key is None]

    def place_in(self, group: Group, slot: int) -> int:
        """Return where a device belongs in a group; at the end where the order changes all the time."""
        if self.column in LIVE:
            return len(group.slots)
        key, low, high = self.key_of(slot), 0, len(group.slots)
        while low < high:
            middle = (low + high) // 2
            other = self.key_of(group.slots[middle])
            if (other > key) if self.descending else (other < key):
                low = middle + 1
            else:
                high = middle
        return low


def site_key(site: str) -> tuple[bool, str]:
    """Return what sites are sorted by: by name, devices without a site last."""
    return not site, site.casefold()
