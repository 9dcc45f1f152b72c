"""Algorithm ``iot_health_report``: how complete and how well received the messages of each device are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Optional

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, WkbType
from ...errors import RunCancelledError
from ...parameters import number, optional_number, time_zone
from ...rudi.algorithms.table_rows import fields_of
from ...translation import tr
from ..store.reader import DeviceRow
from .feature_rows import point, write_features
from .parameters import (
    MS,
    Span,
    add_devices,
    add_page,
    add_span,
    add_store,
    chosen_devices,
    device_label,
    span,
    store,
    time_text,
    wants_page,
    write_page,
)
from .report_page import figure, report_page, section, state_section
from .stores import Store

DAYS = 7
BATTERY_MS = 60 * 86_400_000  # of charges that a forecast looks back on [ms]
WORST = 50  # devices listed in the page
FIELDS = (
    ("uid", "text"),
    ("dev_eui", "text"),
    ("name", "text"),
    ("site", "text"),
    ("profile", "text"),
    ("state", "text"),
    ("period_s", "real"),
    ("expected", "integer"),
    ("received", "integer"),
    ("dup", "integer"),
    ("lost", "integer"),
    ("plr", "real"),
    ("plr_lo", "real"),
    ("plr_hi", "real"),
    ("resets", "integer"),
    ("longest_gap_s", "real"),
    ("complete_pct", "real"),
    ("available_pct", "real"),
    ("rssi_p50", "real"),
    ("snr_p10", "real"),
    ("margin_p10", "real"),
    ("margin_class", "text"),
    ("sf_mode", "integer"),
    ("n_gw", "real"),
    ("toa_ms_day", "real"),
    ("duty_pct", "real"),
    ("batt_days", "real"),
)


class HealthReport(CityOrchestraAlgorithm):
    """Gaps, losses, radio and batteries of a fleet."""

    ID = "iot_health_report"
    GROUP = "iot"
    LIBRARIES = ("numpy", "scipy", "numba")

    def displayName(self):
        return tr("Gap and radio quality report")

    def shortDescription(self):
        return tr("Of each device: messages lost and doubled, gaps, radio margin, time on air, battery.")

    def tags(self):
        return [
            "iot", "lorawan", "packet loss", "rssi", "snr", "gap", "battery", "duty cycle", "health", "perte",
            "capteur", "pile", "qualité radio", "complétude",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Counts, for each device and over a span of time, the frames received, lost (from the frame counters, "
                "with their 95 % interval) and doubled, the restarts, the longest gap and the share of the expected "
                "frames that came; and how well they came: median RSSI, tenth percentiles of SNR and of the margin "
                "above the floor of the spreading factor (below 5 dB: weak), gateways, time on air per day."
            ),
            tr(
                "Expected frames come from the declared period, or else from the median time between frames. A counter "
                "that starts again after a join, a restart or 65535 loses nothing. Devices that send no frame counters "
                "are judged by the times of their measurements: their losses are not known, only their gaps."
            ),
            tr(
                "batt_days is the time until the charge is at 20 %, from the slope of the last 60 days; it is empty "
                "when the charge does not fall or fewer than five days are known. duty_pct is the share of the legal "
                "time on air that the busiest hour used."
            ),
        )

    def define(self):
        add_store(self)
        add_devices(self)
        add_span(self, DAYS)
        self.add(
            number(
                "PERIOD_OVERRIDE", tr("Period of all devices (s)"), None, minimum=1, maximum=31_536_000, optional=True
            ),
            tr("Expected time between two messages, in place of the declared or estimated one; empty to keep those."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Health of devices"), SourceType.TypeVectorPoint),
            tr("Points, one for each device."),
        )
        add_page(self)
        self.addOutput(QgsProcessingOutputNumber("COUNT", tr("Devices")))
        self.addOutput(QgsProcessingOutputNumber("RECEIVED", tr("Frames received")))
        self.addOutput(QgsProcessingOutputNumber("MISSED", tr("Frames lost")))
        self.addOutput(QgsProcessingOutputNumber("PLR", tr("Share of frames lost (%)")))
        self.addOutput(QgsProcessingOutputNumber("LOST", tr("Devices lost")))
        self.addOutput(QgsProcessingOutputNumber("WEAK", tr("Devices with a weak signal")))

    def check(self, parameters, context):
        store(self, parameters, context)

    def compute(self, parameters, context, feedback):
        asked = span(self, parameters, context, feedback, DAYS)
        place = store(self, parameters, context)
        with place.reading() as reader:
            devices = chosen_devices(self, parameters, context, reader, feedback).devices
        period = optional_number(self, parameters, "PERIOD_OVERRIDE", context)
        feedback.setProgress(5)
        rows = self.stoppable(lambda: _rows(place, devices, asked, period, feedback.isCanceled), feedback)
        feedback.setProgress(80)
        fields = fields_of(FIELDS)
        sink, destination = self.sink(
            parameters, "OUTPUT", context, fields, WkbType.Point, QgsCoordinateReferenceSystem("EPSG:4326")
        )
        write_features(sink, fields, ((point(row.device.place), _values(row)) for row in rows), feedback, len(rows), 80)
        del sink
        result = RunResult()
        result["OUTPUT"] = destination
        result.layers.append(("OUTPUT", "iot_health.qml", tr("Health of devices")))
        counted = [row for row in rows if row.loss is not None]
        received, lost = sum(row.received for row in counted), sum(row.lost for row in counted)
        result["COUNT"], result["RECEIVED"], result["MISSED"] = len(rows), sum(row.received for row in rows), lost
        result["PLR"] = 100.0 * lost / (received + lost) if received + lost else 0.0
        result["LOST"] = sum(row.state == "lost" for row in rows)
        result["WEAK"] = sum(row.margin_class == "weak" for row in rows)
        if not rows:
            feedback.pushWarning(tr("The store has no such device yet; the layer is empty."))
        elif not result["RECEIVED"]:
            feedback.pushWarning(tr("Nothing was received in this span of time."))
        if wants_page(parameters):
            content = _page(rows, asked, result, time_zone(self, parameters, context))
            write_page(self, parameters, context, result, content)
        return result


def _rows(place: Store, devices: Sequence[DeviceRow], asked: Span, period: Optional[float], stop) -> list[Any]:
    """Read and count, in a thread of its own: reading ten million frames does not look at the cancel button."""
    from ..device_health import health_rows
    from ..health.frames import COLUMNS, make_frames
    from ..health.presence import presence
    from ..health.report import health_report
    from ..snapshot import BATTERY_METRICS

    if not devices:
        return []
    ranks = {device.id: rank for rank, device in enumerate(devices)}
    with place.reading() as reader:
        frames = reader.frames(asked.start, asked.end)
        _stop_if(stop)
        rank_of = np.full(max(frames.devices, max(ranks) + 1), -1, dtype=np.int64)
        rank_of[list(ranks)] = list(ranks.values())
        kept = rank_of[frames.device] >= 0
        columns = {name: getattr(frames, name)[kept] for name in COLUMNS}
        columns["device"] = rank_of[columns["device"]]
        heard = set(np.unique(columns["device"]).tolist())
        silent = [device.id for device in devices if ranks[device.id] not in heard]
        times = reader.measurement_times(silent, asked.start, asked.end)
        unframed = {device for device, _ in times}
        earlier = reader.past([device for device in silent if device not in unframed], (), asked.start - 1).seen
        metrics = {n for n, name in reader.metrics().items() if name.lower() in BATTERY_METRICS}
        charged = [
            series for series, device, metric, *_ in reader.datastreams() if metric in metrics and device in ranks
        ]
        batteries = reader.daily_charges(charged, max(0, asked.end - BATTERY_MS), asked.end)
    _stop_if(stop)
    frames = make_frames(devices=len(devices), **_with_times(columns, [(ranks[d], moment) for d, moment in times]))
    declared = np.array([(period or device.period_s or np.nan) * MS for device in devices], dtype=float)
    report = health_report(frames, asked.start, asked.end, declared)
    # What was not heard in the span may have been heard before.
    last = np.array([earlier.get(device.id, -1) for device in devices], dtype=np.int64)
    state = presence(np.maximum(last, report.last), report.period, asked.end)
    return health_rows(devices, replace(report, state=state), ranks, batteries)


def _with_times(columns: dict[str, np.ndarray], times: list[tuple[int, int]]) -> dict[str, np.ndarray]:
    """Return frames completed with those that are known by their time only."""
    if not times:
        return columns
    from ..health.frames import COLUMNS

    extra = np.array(times, dtype=np.int64)
    given = {"device": extra[:, 0], "received": extra[:, 1], "gateways": np.zeros(len(extra), dtype=np.int64)}
    return {
        name: np.concatenate([columns[name], given.get(name, np.full(len(extra), missing, dtype=kind))])
        for name, (kind, missing) in COLUMNS.items()
    }


def _stop_if(stop) -> None:
    if stop():
        raise RunCancelledError


def _values(row) -> list[Any]:
    device = row.device
    return [
        device.uid, device.dev_eui, device.name, device.site, device.profile, row.state, row.period, row.expected,
        row.received, row.duplicates, row.lost if row.loss is not None else None, row.loss, row.loss_low, row.loss_high,
        row.resets, row.longest_gap, row.complete, row.available, row.rssi, row.snr_low, row.margin_low,
        row.margin_class, row.factor, row.gateways, row.air_time, row.duty, row.battery_days,
    ]  # fmt: skip


def _page(rows, asked: Span, result: RunResult, zone: Optional[str]) -> str:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.state] = counts.get(row.state, 0) + 1
    lossy = sorted((row for row in rows if row.loss), key=lambda row: -row.loss)[:WORST]
    gaps = sorted((row for row in rows if row.complete is not None), key=lambda row: row.complete)[:WORST]
    weak = sorted((row for row in rows if row.margin_class == "weak"), key=lambda row: row.margin_low)[:WORST]
    flat = sorted((row for row in rows if row.battery_days is not None), key=lambda row: row.battery_days)[:WORST]
    who = (tr("Device"), tr("Site"))

    def lines(chosen, *figures):
        return [(device_label(row.device), row.device.site, *(one(row) for one in figures)) for row in chosen]

    return report_page(
        tr("Gap and radio quality report"),
        (
            (tr("From"), time_text(asked.start, zone)),
            (tr("To"), time_text(asked.end, zone)),
            (tr("Devices"), figure(len(rows))),
            (tr("Frames received"), figure(result["RECEIVED"])),
            (tr("Share of frames lost (%)"), figure(result["PLR"], 2)),
        ),
        (
            state_section(counts),
            section(
                tr("Most frames lost"),
                (*who, tr("Lost (%)"), tr("95 % interval"), tr("Received")),
                lines(
                    lossy, lambda row: figure(row.loss, 1),
                    lambda row: f"{figure(row.loss_low, 1)} – {figure(row.loss_high, 1)}",
                    lambda row: figure(row.received),
                ),
                (2, 3, 4),
            ),
            section(
                tr("Least complete"),
                (*who, tr("Complete (%)"), tr("Longest gap (h)")),
                lines(
                    gaps, lambda row: figure(row.complete, 1),
                    lambda row: figure(None if row.longest_gap is None else row.longest_gap / 3600.0, 1),
                ),
                (2, 3),
            ),
            section(
                tr("Weak signal"),
                (*who, tr("Margin (dB)"), tr("Spreading factor")),
                lines(weak, lambda row: figure(row.margin_low, 1), lambda row: figure(row.factor)),
                (2, 3),
            ),
            section(
                tr("Batteries"),
                (*who, tr("Days to 20 %")),
                lines(flat, lambda row: figure(row.battery_days)),
                (2,),
            ),
        ),
    )  # fmt: skip
