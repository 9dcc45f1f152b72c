"""Which devices and metrics a user means: names, identifiers and sites written in a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .store.reader import DeviceRow
from .store.registry import device_uid


@dataclass(frozen=True)
class Chosen:
    """Devices, and what was written that names none."""

    devices: list[DeviceRow]
    unknown: tuple[str, ...]


def items_in(text: str) -> list[str]:
    """Return the items of a list written with semicolons or line ends, or else with commas."""
    lines = text.replace("\n", ";")
    parts = lines.split(";") if ";" in lines else lines.split(",")
    return [part.strip() for part in parts if part.strip()]


def choose_devices(devices: Sequence[DeviceRow], names: str = "", sites: str = "") -> Chosen:
    """Return the devices that a user means.

    Parameters
    ----------
    devices : sequence of DeviceRow
    names : str
        Identifiers, EUIs or names, see :func:`items_in`; a whole name with a comma in it also counts. Empty for all.
    sites : str
        Names of sites. Empty for all. Both must hold.

    Returns
    -------
    Chosen
        In the order of the store. Capitals do not matter.
    """
    kept, unknown = list(devices), []
    if sites.strip():
        kept, missing = _matching(kept, sites, lambda device: (device.site,))
        unknown += missing
    if names.strip():
        kept, missing = _matching(kept, names, lambda device: (device.uid, device.dev_eui or "", device.name))
        unknown += missing
    return Chosen(kept, tuple(unknown))


def _matching(devices: list[DeviceRow], text: str, keys) -> tuple[list[DeviceRow], list[str]]:
    by_key: dict[str, list[DeviceRow]] = {}
    for device in devices:
        for key in {one.casefold() for one in keys(device) if one}:
            by_key.setdefault(key, []).append(device)
    whole = text.strip()
    wanted = [whole] if whole.casefold() in by_key else items_in(text)
    found: set[int] = set()
    missing = []
    for item in wanted:
        matches = by_key.get(item.casefold()) or by_key.get(device_uid(item).casefold())
        if matches is None:
            missing.append(item)
            continue
        found.update(device.id for device in matches)
    return [device for device in devices if device.id in found], missing


def choose_metrics(metrics: Mapping[int, str], names: str) -> tuple[set[int], tuple[str, ...]]:
    """Return the numbers of the metrics that a user means, all when nothing is written, and what names none."""
    if not names.strip():
        return set(metrics), ()
    numbers = {name.casefold(): number for number, name in metrics.items()}
    whole = names.strip()
    wanted = [whole] if whole.casefold() in numbers else items_in(names)
    found = {numbers[item.casefold()] for item in wanted if item.casefold() in numbers}
    return found, tuple(item for item in wanted if item.casefold() not in numbers)


def column_names(names: Iterable[str], taken: Iterable[str], suffixes: Sequence[str] = ("",)) -> dict[str, str]:
    """Return a field name for each name, unlike those taken, whatever the capitals and with each suffix.

    A GeoPackage takes two names that differ by capitals for one.
    """
    used = {name.casefold() for name in taken}
    made: dict[str, str] = {}
    for name in names:
        plain = "".join(letter if letter.isalnum() or letter == "_" else "_" for letter in name) or "metric"
        choice, number = plain, 2
        while any((choice + suffix).casefold() in used for suffix in suffixes):
            choice, number = f"{plain}_{number}", number + 1
        used.update((choice + suffix).casefold() for suffix in suffixes)
        made[name] = choice
    return made
