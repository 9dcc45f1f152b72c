"""Stores with series that a test writes value by value."""

from __future__ import annotations

from cityorchestra.processing_provider.iot.store.opening import open_store
from cityorchestra.processing_provider.iot.store.registry import Declaration, declare_devices
from cityorchestra.processing_provider.iot.store.schema import METRICS
from cityorchestra.processing_provider.iot.store.writer import (
    DATASTREAMS,
    LATEST,
    OBSERVATIONS,
    next_revision,
)
from cityorchestra.processing_provider.iot.store.writer import METRICS as METRIC_NAMES


def series_store(path, series, metric="temperature", site="city", altitudes=None):
    """Make a store; ``series`` maps the name of a device to (place or None, times [ms], values)."""
    database = open_store(path)
    declarations = []
    for number, (name, (place, _, _)) in enumerate(series.items(), 1):
        longitude, latitude = place or (None, None)
        declarations.append(
            Declaration(f"70b3d5e7{number:08x}", name, site, longitude=longitude, latitude=latitude, period_s=600)
        )
    declare_devices(database, declarations)
    database.begin()
    revision = next_revision(database, True)
    database.insert(METRIC_NAMES, [(1, metric)])
    for number, (_, times, values) in enumerate(series.values(), 1):
        ds = number * METRICS + 1
        database.insert(DATASTREAMS, [(ds, number, 1, "°C", "number", int(times[0]) if len(times) else 0)])
        rows = [(ds, int(moment), float(value), 2) for moment, value in zip(times, values) if value == value]
        database.insert(OBSERVATIONS, rows)
        if rows:
            last = max(rows, key=lambda row: row[1])
            database.insert(LATEST, [(ds, revision, last[1], last[2], 2, None)])
    for number, height in enumerate(altitudes or (), 1):
        database.execute("UPDATE device SET altitude_m = ? WHERE id = ?", (height, number))
    database.commit()
    database.close()
    return str(path)
