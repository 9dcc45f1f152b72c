"""Algorithm ``iot_snapshot``: the state of each device as a layer."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Callable, Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterFeatureSink,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, WkbType
from ...errors import InputError
from ...parameters import DateTimeType, add_time_zone, time_zone
from ...rudi.algorithms.table_rows import fields_of
from ...translation import tr
from ..selection import column_names
from ..snapshot import LOSS_SPAN, NUMBER, SWITCH, TEXT, Snapshot, estimated_periods, take_snapshot
from ..state_colours import LATE, LOST, NEVER, OK
from ..store.schema import METRICS
from .feature_rows import Row, point, write_features
from .parameters import (
    add_devices,
    add_metrics,
    add_page,
    add_store,
    chosen_devices,
    chosen_metrics,
    device_label,
    given_time,
    now_ms,
    qt_time,
    store,
    time_text,
    wants_page,
    write_page,
)
from .report_page import figure, report_page, section, state_section
from .stores import Store

WGS_84 = "EPSG:4326"
MOST_METRICS = 300  # three columns each; a GeoPackage has at most 2000
FIELDS = (
    ("uid", "text"),
    ("dev_eui", "text"),
    ("name", "text"),
    ("site", "text"),
    ("profile", "text"),
    ("last_seen", "datetime"),
    ("age_s", "real"),
    ("state", "text"),
    ("rssi", "real"),
    ("snr", "real"),
    ("sf", "integer"),
    ("margin_db", "real"),
    ("plr_24h", "real"),
    ("battery", "real"),
    ("alarm_max", "integer"),
)
SUFFIXES = ("", "_q", "_t")
KINDS = {NUMBER: "real", SWITCH: "boolean", TEXT: "text"}


class SnapshotOfDevices(CityOrchestraAlgorithm):
    """Latest state and values of each device."""

    ID = "iot_snapshot"
    GROUP = "iot"
    LIBRARIES = ("numpy", "scipy", "numba")

    def displayName(self):
        return tr("Latest state to layer")

    def shortDescription(self):
        return tr("Devices as points, with their state, radio, battery and latest values.")

    def tags(self):
        return [
            "iot", "lorawan", "mqtt", "sensor", "snapshot", "live", "supervision", "battery", "capteur", "instantané",
            "état", "équipement", "télérelève",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Reads a store of live equipment and writes one point for each device: when it was last heard, its "
                "state, how well it is received, the share of frames lost in 24 hours, its battery, and for each "
                "metric the latest value, its quality flag (_q) and its time (_t)."
            ),
            tr(
                "A device is late when nothing was heard for 2.2 periods and one minute, lost after 4 periods and one "
                "minute. The period is the declared one, or else the median of the last 32 times between frames; "
                "a device whose period is unknown is neither late nor lost. The margin is the signal-to-noise ratio "
                "above the floor of the spreading factor: below 5 dB is weak."
            ),
            tr(
                "At a time in the past everything is read again from frames and observations as far as they are kept; "
                "the priority of alarms is known of the present only. Devices without a place have no geometry: they "
                "are in the table, not on the map."
            ),
        )

    def define(self):
        add_store(self)
        self.add(
            QgsProcessingParameterDateTime("AT", tr("At"), DateTimeType.DateTime, optional=True),
            tr("Moment of the snapshot; empty for now."),
        )
        add_devices(self)
        add_metrics(self)
        self.add(
            QgsProcessingParameterBoolean("LOSS", tr("Count the frames lost in 24 hours"), True),
            tr("Reads the frames of 24 hours, which takes most of the time in a large fleet."),
            advanced=True,
        )
        add_time_zone(self)
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("State of devices"), SourceType.TypeVectorPoint),
            tr("Points, one for each device, with its state and latest values."),
        )
        add_page(self)
        self.addOutput(QgsProcessingOutputNumber("COUNT", tr("Devices")))
        self.addOutput(QgsProcessingOutputNumber("OK", tr("Devices on time")))
        self.addOutput(QgsProcessingOutputNumber("LATE", tr("Devices late")))
        self.addOutput(QgsProcessingOutputNumber("LOST", tr("Devices lost")))
        self.addOutput(QgsProcessingOutputNumber("NEVER", tr("Devices never heard")))
        self.addOutput(QgsProcessingOutputNumber("UNPLACED", tr("Devices without a place")))

    def check(self, parameters, context):
        store(self, parameters, context)

    def compute(self, parameters, context, feedback):
        found = self._read(parameters, context, feedback)
        feedback.setProgress(50)
        crs = QgsCoordinateReferenceSystem(WGS_84)
        names = column_names([column.name for column in found.metrics], [name for name, _ in FIELDS], SUFFIXES)
        fields = fields_of(_fields(found, names))
        sink, destination = self.sink(parameters, "OUTPUT", context, fields, WkbType.Point, crs)
        write_features(sink, fields, _rows(found), feedback, len(found.devices))
        del sink
        result = RunResult()
        result["OUTPUT"] = destination
        result.layers.append(("OUTPUT", "iot_snapshot.qml", tr("State of devices")))
        counts = found.counts()
        result["COUNT"] = len(found.devices)
        for name, state in (("OK", OK), ("LATE", LATE), ("LOST", LOST), ("NEVER", NEVER)):
            result[name] = counts.get(state, 0)
        result["UNPLACED"] = sum(device.place is None for device in found.devices)
        if not found.devices:
            feedback.pushWarning(tr("The store has no such device yet; the layer is empty."))
        if result["UNPLACED"]:
            feedback.pushWarning(
                tr("{count} devices have no place: they are in the table, not on the map.").format(
                    count=result["UNPLACED"]
                )
            )
        if wants_page(parameters):
            zone = time_zone(self, parameters, context)
            write_page(self, parameters, context, result, _page(found, counts, zone))
        return result

    def _read(self, parameters, context, feedback) -> Snapshot:
        asked = given_time(self, parameters, "AT", context, feedback)
        at = now_ms() if asked is None else asked
        place = store(self, parameters, context)
        # Losses are counted by the database, in a thread of their own, while the rest is read here.
        beside = ThreadPoolExecutor(1, thread_name_prefix="cityorchestra-loss")
        try:
            counted = beside.submit(_loss, place, at) if self.parameterAsBoolean(parameters, "LOSS", context) else None
            made = self._read_rest(place, asked, at, parameters, context, feedback)
            return made({} if counted is None else self.stoppable(counted.result, feedback))
        finally:
            beside.shutdown(wait=False)  # after a cancel it ends by itself

    def _read_rest(
        self, place: Store, asked: Optional[int], at: int, parameters, context, feedback
    ) -> Callable[[dict[int, float]], Snapshot]:
        """Read all but the losses; return what makes the snapshot once they are known."""
        with place.reading() as reader:
            devices = chosen_devices(self, parameters, context, reader, feedback).devices
            metrics = chosen_metrics(self, parameters, context, reader, feedback)
            wanted = {device.id for device in devices}
            kinds = {
                series: kind
                for series, device, metric, _, kind in reader.datastreams()
                if metric in metrics and device in wanted
            }
            used = {series % METRICS for series in kinds}
            if len(used) > MOST_METRICS:
                raise InputError(
                    "These devices have {count} metrics, more than the {most} that a layer can hold; choose some in "
                    "METRICS.",
                    count=len(used),
                    most=MOST_METRICS,
                )
            moment = (
                reader.present()
                if asked is None or asked >= now_ms()
                else reader.past([device.id for device in devices], kinds.items(), at)
            )
            feedback.setProgress(20)
            guessed = [device.id for device in devices if not device.period_s and device.id in moment.seen]
            estimates = estimated_periods(reader.recent_times(guessed, at), guessed)
        return lambda loss: take_snapshot(devices, moment, at, metrics, kinds, estimates, loss)


def _loss(place: Store, at: int) -> dict[int, float]:
    with place.reading() as reader:
        return reader.loss_percents(at - LOSS_SPAN, at + 1)


def _fields(found: Snapshot, names: dict[str, str]) -> list[tuple[str, str]]:
    fields = list(FIELDS)
    for column in found.metrics:
        name = names[column.name]
        fields += [(name, KINDS[column.kind]), (f"{name}_q", "integer"), (f"{name}_t", "datetime")]
    return fields


def _rows(found: Snapshot) -> Iterator[Row]:
    columns: list = []
    for column in found.metrics:
        columns += [column.value, column.flag, [qt_time(one) for one in column.time]]
    fixed = zip(
        found.devices, found.last, found.age, found.state, found.rssi, found.snr, found.factor, found.margin,
        found.loss, found.battery, found.alarm,
    )  # fmt: skip
    measured = zip(*columns) if columns else ((),) * len(found.devices)
    for (device, last, *state), values in zip(fixed, measured):
        yield (
            point(device.place),
            [device.uid, device.dev_eui, device.name, device.site, device.profile, qt_time(last), *state, *values],
        )


def _page(found: Snapshot, counts: dict[str, int], zone) -> str:
    wrong = [
        (
            device_label(device), device.site, {LATE: tr("late"), LOST: tr("lost")}[state], time_text(last, zone),
            figure(age / 3600.0 if age is not None else None, 1),
        )
        for device, state, last, age in zip(found.devices, found.state, found.last, found.age)
        if state in (LATE, LOST)
    ]  # fmt: skip
    heads = (tr("Device"), tr("Site"), tr("State"), tr("Last heard"), tr("Hours ago"))
    return report_page(
        tr("State of devices"),
        ((tr("Moment"), time_text(found.at, zone)), (tr("Devices"), figure(len(found.devices)))),
        (state_section(counts), section(tr("Devices late or lost"), heads, wrong, (4,))),
    )
