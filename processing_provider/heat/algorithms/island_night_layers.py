"""Write the stations and the nights of the heat island, and say what was found."""

from __future__ import annotations

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsFields

from ...compatibility import WkbType, field
from ...layers import output_fields, write_features
from ...translation import tr


def write_stations(algorithm, parameters, context, feedback, layer, stations, nights, means):
    """Write the stations with their heat island; return the destination."""
    count = len(layer)

    def spread(values, empty):
        column = np.full(count, empty, dtype=object)
        column[stations.rows] = list(values)
        return column

    added = [
        ("uhi", "real", spread(means.island.tolist(), None)),
        ("uhi_max", "real", spread(means.strongest.tolist(), None)),
        ("uhi_all", "real", spread(means.every_night.tolist(), None)),
        ("n_nights", "integer", spread(means.nights.tolist(), 0)),
        ("n_gaps", "integer", spread(nights.incomplete_nights.tolist(), 0)),
        ("n_outlier", "integer", spread(nights.outlier_nights.tolist(), 0)),
        ("flag", "text", spread(means.flag, "no night")),
    ]
    fields = output_fields(layer.fields, [field(name, kind) for name, kind, _ in added])
    source = algorithm.parameterAsSource(parameters, "STATIONS", context)
    sink, destination = algorithm.sink(
        parameters, "OUTPUT", context, fields.fields, source.wkbType(), source.sourceCrs()
    )
    write_features(
        sink,
        fields.fields,
        layer.geometry,
        [values for _, _, values in added],
        rows=fields.rows(layer),
        feedback=feedback,
    )
    del sink
    return destination


def write_nights(algorithm, parameters, context, stations, nights):
    """Write one row per night; return the destination."""
    names = np.array([*stations.identifiers, None], dtype=object)
    columns = [
        ("night", "text", [str(day) for day in nights.night]),
        ("dt_max", "real", nights.strongest),
        ("dt_station", "text", names[nights.strongest_station].tolist()),
        ("n", "integer", (~np.isnan(nights.island)).sum(axis=1)),
        ("n_gaps", "integer", nights.incomplete),
        ("n_outlier", "integer", nights.outliers),
        ("ref_tn", "real", nights.reference_tn),
        ("wind", "real", nights.wind),
        ("cloud", "real", nights.cloud),
        ("selected", "boolean", nights.selected),
    ]
    fields = QgsFields()
    for name, kind, _ in columns:
        fields.append(field(name, kind))
    sink, destination = algorithm.sink(
        parameters, "NIGHTS", context, fields, WkbType.NoGeometry, QgsCoordinateReferenceSystem()
    )
    write_features(sink, fields, np.full(len(nights.night), None, dtype=object), [values for _, _, values in columns])
    del sink
    return destination


def tell_nights(nights, means, stations, feedback):
    """Say in the log what was found, and what to watch."""
    feedback.pushInfo(
        tr("{selected} nights of {count} are selected; the strongest heat island is {most:.1f} °C.").format(
            selected=int(nights.selected.sum()), count=len(nights.night), most=float(nights.strongest.max())
        )
    )
    if not nights.selected.any():
        feedback.pushWarning(tr("No night is selected, so stations have no mean; lower the threshold."))
    if nights.duplicates:
        feedback.pushWarning(
            tr("{count} rows repeat the time of a station; the first one is kept.").format(count=nights.duplicates)
        )
    if nights.impossible:
        feedback.pushWarning(
            tr("{count} temperatures that the air cannot have are left out.").format(count=nights.impossible)
        )
    if stations.reference.sum() == 1:
        feedback.pushWarning(
            tr("There is one reference station: the heat island holds its own oddities; several are better.")
        )
    for flag, sentence in (
        ("often an outlier", tr("These stations are often far from all others; check them: {names}.")),
        ("few nights", tr("These stations miss more than a fifth of the selected nights: {names}.")),
        ("no night", tr("These stations have no selected night: {names}.")),
    ):
        names = [text for text, found in zip(stations.identifiers, means.flag) if found == flag]
        if names and (flag != "no night" or nights.selected.any()):
            feedback.pushWarning(sentence.format(names=", ".join(names)))
