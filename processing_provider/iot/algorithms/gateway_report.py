"""Algorithm ``iot_gateway_report``: what gateways hear and send, and which devices only one of them hears."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, WkbType
from ...parameters import number, optional_number, time_zone
from ...rudi.algorithms.table_rows import fields_of
from ...translation import tr
from .feature_rows import point, write_features
from .parameters import (
    MS,
    Span,
    add_page,
    add_span,
    add_store,
    qt_time,
    span,
    store,
    time_text,
    wants_page,
    write_page,
)
from .report_page import figure, report_page, section
from .stores import Store

DAYS = 7
STATISTICS_S = 30  # of ChirpStack gateways [s]
FIELDS = (
    ("gateway", "text"),
    ("name", "text"),
    ("state", "text"),
    ("online", "boolean"),
    ("last_stats", "datetime"),
    ("last_seen", "datetime"),
    ("rx", "integer"),
    ("rx_ok", "integer"),
    ("tx", "integer"),
    ("tx_ok", "integer"),
    ("duty_pct", "real"),
    ("frames", "integer"),
    ("sole_frames", "integer"),
    ("n_devices", "integer"),
    ("n_sole", "integer"),
)


class GatewayReport(CityOrchestraAlgorithm):
    """Gateways over a span of time."""

    ID = "iot_gateway_report"
    GROUP = "iot"
    LIBRARIES = ("numpy", "scipy", "numba")

    def displayName(self):
        return tr("Gateways")

    def shortDescription(self):
        return tr("Of each gateway: on-line or not, packets, devices heard, devices that no other hears.")

    def tags(self):
        return [
            "iot", "lorawan", "gateway", "coverage", "duty cycle", "downlink", "passerelle", "couverture", "antenne",
            "réseau",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Counts, for each gateway and over a span of time, the packets of its own statistics (received, "
                "correct, asked to be sent, sent), the frames it heard and those that it alone heard, the devices it "
                "heard and those that no other gateway heard: they are lost with it."
            ),
            tr(
                "A gateway is off-line at the end of the span when it sent no statistics for three periods. Networks "
                "that give no statistics of their gateways leave it unknown. duty_pct is the greatest share used of "
                "the time on air that the law allows, as the gateway tells it."
            ),
            tr("The place is the one that the gateway tells; without one it is in the table, not on the map."),
        )

    def define(self):
        add_store(self)
        add_span(self, DAYS)
        self.add(
            number("STATS_PERIOD", tr("Time between two statistics (s)"), STATISTICS_S, minimum=1, maximum=86_400),
            tr("As set in the gateways; ChirpStack’s is 30 s."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Gateways"), SourceType.TypeVectorPoint),
            tr("Points, one for each gateway."),
        )
        add_page(self)
        self.addOutput(QgsProcessingOutputNumber("COUNT", tr("Gateways")))
        self.addOutput(QgsProcessingOutputNumber("OFFLINE", tr("Gateways off-line")))
        self.addOutput(QgsProcessingOutputNumber("SOLE", tr("Devices heard by one gateway only")))

    def check(self, parameters, context):
        store(self, parameters, context)

    def compute(self, parameters, context, feedback):
        asked = span(self, parameters, context, feedback, DAYS)
        place = store(self, parameters, context)
        period = optional_number(self, parameters, "STATS_PERIOD", context)
        period_ms = int((STATISTICS_S if period is None else period) * MS)
        feedback.setProgress(5)
        rows = self.stoppable(lambda: _rows(place, asked, period_ms), feedback)
        feedback.setProgress(80)
        fields = fields_of(FIELDS)
        sink, destination = self.sink(
            parameters, "OUTPUT", context, fields, WkbType.Point, QgsCoordinateReferenceSystem("EPSG:4326")
        )
        features = ((point(row.gateway.place), _values(row)) for row in rows)
        write_features(sink, fields, features, feedback, len(rows), 80)
        del sink
        result = RunResult()
        result["OUTPUT"] = destination
        result.layers.append(("OUTPUT", "iot_gateways.qml", tr("Gateways")))
        result["COUNT"] = len(rows)
        result["OFFLINE"] = sum(row.state == "offline" for row in rows)
        result["SOLE"] = sum(row.sole_devices for row in rows)
        if not rows:
            feedback.pushWarning(tr("The store knows no gateway yet; the layer is empty."))
        if wants_page(parameters):
            content = _page(rows, asked, result, time_zone(self, parameters, context))
            write_page(self, parameters, context, result, content)
        return result


def _rows(place: Store, asked: Span, period: int) -> list[Any]:
    from ..gateway_health import gateway_health

    with place.reading() as reader:
        gateways = reader.gateway_rows()
        receptions = reader.receptions(asked.start, asked.end)
        statistics = reader.gateway_stats(asked.start, asked.end)
    return gateway_health(gateways, receptions, statistics, asked.end, period)


def _values(row) -> list[Any]:
    online = {"online": True, "offline": False}.get(row.state)
    gateway = row.gateway
    return [
        gateway.uid, gateway.name or gateway.uid, row.state, online, qt_time(row.last_statistics),
        qt_time(gateway.last_seen), row.received, row.received_ok, row.asked, row.sent, row.duty, row.frames,
        row.sole_frames, row.devices, row.sole_devices,
    ]  # fmt: skip


def _page(rows, asked: Span, result: RunResult, zone: Optional[str]) -> str:
    names = {"online": tr("on-line"), "offline": tr("off-line"), "unknown": tr("unknown")}
    lines = [
        (
            row.gateway.name or row.gateway.uid, names[row.state], time_text(row.last_statistics, zone),
            figure(row.frames), figure(row.devices), figure(row.sole_devices), figure(row.duty, 1),
        )
        for row in sorted(rows, key=lambda row: -row.sole_devices)
    ]  # fmt: skip
    heads = (
        tr("Gateway"), tr("State"), tr("Last statistics"), tr("Frames heard"), tr("Devices heard"),
        tr("Devices heard by it alone"), tr("Duty cycle used (%)"),
    )  # fmt: skip
    return report_page(
        tr("Gateways"),
        (
            (tr("From"), time_text(asked.start, zone)),
            (tr("To"), time_text(asked.end, zone)),
            (tr("Gateways"), figure(len(rows))),
            (tr("Gateways off-line"), figure(result["OFFLINE"])),
        ),
        (section(tr("Gateways"), heads, lines, (3, 4, 5, 6)),),
    )
