"""The series of numbers that the parameters of an algorithm name."""

from __future__ import annotations

from dataclasses import dataclass

from ...errors import InputError
from ..store.reader import DeviceRow, StoreReader


@dataclass(frozen=True)
class Series:
    """A series of a store: its number, its device, the name of what it measures, and the unit."""

    number: int
    device: DeviceRow
    metric: str
    unit: str


def number_series(reader: StoreReader, devices: list[DeviceRow], metrics: dict[int, str]) -> list[Series]:
    """Return the series of numbers of devices and metrics, in the order of the store."""
    by_number = {device.id: device for device in devices}
    return [
        Series(number, by_number[device], metrics[metric], unit or "")
        for number, device, metric, unit, kind in reader.datastreams()
        if device in by_number and metric in metrics and kind == "number"
    ]


def one_metric(reader: StoreReader, name: str) -> dict[int, str]:
    """Return the metric of a name, by its number.

    Raises
    ------
    InputError
        When the store has none of that name.
    """
    metrics = reader.metrics()
    found = {number: metric for number, metric in metrics.items() if metric.casefold() == name.strip().casefold()}
    if not found:
        raise InputError(
            "The store has no metric named {names}; it has {known}.",
            names=name,
            known=", ".join(sorted(metrics.values())[:10]) or "-",
        )
    return found
