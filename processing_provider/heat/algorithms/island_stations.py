"""Stations of the heat-island map: read with their values, written back with the error at each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...compatibility import field
from ...layers import FeatureTable, output_fields, read_features, write_features
from ...parameters import field_name
from ...translation import tr

DOUBTFUL = ("few nights", "often an outlier", "no night")  # flags of heat_island_nights
NAME_FIELDS = ("station_id", "name", "nom", "id")


@dataclass
class Stations:
    """Stations of the map.

    Attributes
    ----------
    table : FeatureTable
        Features in the CRS of the map.
    row : ndarray of int64, shape (n,)
        Feature of each station that has a place and a value.
    x, y, values : ndarray of float64, shape (n,)
        Place [m] and heat island [degree C].
    why : list of str
        Of each feature, why it is left out; empty when it is used.
    """

    table: FeatureTable
    row: np.ndarray
    x: np.ndarray
    y: np.ndarray
    values: np.ndarray
    why: list[str]

    @property
    def names(self) -> np.ndarray:
        """Names of the stations, for the pictures."""
        for name in NAME_FIELDS:
            if self.table.fields.lookupField(name) >= 0:
                column = self.table.column(name)
                return np.array([str(column.values[row]) for row in self.row], dtype=object)
        return np.array([str(row + 1) for row in self.row], dtype=object)

    def keep_known(self, known: np.ndarray, feedback) -> np.ndarray:
        """Return the stations that have every predictor; tell how many have not."""
        lost = int((~known).sum())
        if lost:
            feedback.pushWarning(
                tr("{count} stations lie outside the rasters or where they have no data, and are left out.").format(
                    count=lost
                )
            )
        for row in self.row[~known]:
            self.why[row] = tr("outside the data of the rasters")
        return np.flatnonzero(known)


def read_stations(algorithm, parameters, context, feedback, crs) -> Stations:
    """Read the stations in the CRS of the map; count those without value and those in doubt."""
    import shapely

    table = algorithm.read(parameters, "STATIONS", context, feedback, crs=crs)
    column = table.column(field_name(algorithm, parameters, "FIELD", context))
    values = np.where(column.null, np.nan, column.values.astype(np.float64))
    why = [""] * len(table)
    usable = table.usable
    doubtful = np.zeros(len(table), dtype=bool)
    if table.fields.lookupField("flag") >= 0 and not algorithm.parameterAsBoolean(parameters, "USE_FLAGGED", context):
        doubtful = np.array([flag in DOUBTFUL for flag in table.column("flag").values], dtype=bool)
    for mask, reason, sentence in (
        (~usable, tr("no geometry"), ""),
        (
            usable & ~np.isfinite(values),
            tr("no value"),
            tr("{count} stations have no value and are left out."),
        ),
        (
            usable & np.isfinite(values) & doubtful,
            tr("doubtful"),
            tr("{count} stations are flagged as doubtful and are left out."),
        ),
    ):
        for row in np.flatnonzero(mask):
            why[row] = reason
        if mask.any() and sentence:
            feedback.pushWarning(sentence.format(count=int(mask.sum())))
    row = np.flatnonzero(usable & np.isfinite(values) & ~doubtful)
    place = shapely.get_coordinates(shapely.centroid(table.geometry[row])).reshape(-1, 2)
    return Stations(table, row, place[:, 0], place[:, 1], values[row], why)


def write_left_out(algorithm, parameters, context, feedback, stations: Stations, rows: np.ndarray, model) -> str:
    """Write the stations with the value predicted without each of them; return the destination."""
    place = model.merged.place
    observed = stations.values[rows]
    predicted = (model.merged.y - model.nested_error)[place]
    se = model.nested_se[place]

    def spread(values):
        column = np.full(len(stations.table), np.nan)
        column[stations.row[rows]] = values
        return column

    added = [
        ("loo_pred", "real", spread(predicted)),
        ("loo_error", "real", spread(observed - predicted)),
        ("loo_se", "real", spread(se)),
        ("loo_z", "real", spread((observed - predicted) / se)),
        ("left_out", "text", [reason or None for reason in stations.why]),
    ]
    fields = output_fields(stations.table.fields, [field(name, kind) for name, kind, _ in added])
    source = algorithm.parameterAsSource(parameters, "STATIONS", context)
    original = stations.table
    if original.crs != source.sourceCrs():  # written where they were, without the rounding of two transformations
        original = read_features(source)
    sink, destination = algorithm.sink(
        parameters, "OUTPUT_LOOCV", context, fields.fields, source.wkbType(), source.sourceCrs()
    )
    write_features(
        sink,
        fields.fields,
        original.geometry,
        [values for _, _, values in added],
        rows=fields.rows(original),
        feedback=feedback,
    )
    del sink
    return destination
