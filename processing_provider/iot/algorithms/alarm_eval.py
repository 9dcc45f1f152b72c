"""Algorithm ``iot_alarm_eval``: rules replayed on a store, and how many alarms that makes."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, WkbType
from ...rudi.algorithms.table_rows import fields_of
from ...translation import number_text, tr
from .feature_rows import Row, write_features
from .parameters import (
    add_devices,
    add_page,
    add_span,
    add_store,
    chosen_devices,
    qt_time,
    span,
    store,
    time_text,
    wants_page,
    write_page,
)
from .report_page import figure, report_page, section

DAYS = 7.0
FIELDS = (
    ("t", "datetime"),
    ("rule", "text"),
    ("priority", "integer"),
    ("uid", "text"),
    ("name", "text"),
    ("site", "text"),
    ("metric", "text"),
    ("cause", "text"),
    ("state_before", "text"),
    ("state_after", "text"),
    ("announced", "boolean"),
    ("value", "text"),
    ("response", "text"),
)
_SHARE = 80.0  # of the progress [%]
HOUR = 3_600_000  # ms


class ReplayAlarms(CityOrchestraAlgorithm):
    """Alarm rules on stored observations."""

    ID = "iot_alarm_eval"
    GROUP = "iot"
    LIBRARIES = ("numpy", "yaml")

    def displayName(self):
        return tr("Replay alarm rules")

    def shortDescription(self):
        return tr("What a file of alarm rules would have announced over a span of time, and the figures of ISA-18.2.")

    def tags(self):
        return ["alarm", "rules", "kpi", "flood", "isa-18.2", "alarme", "règles", "seuil", "hystérésis", "rejouer"]

    def help_text(self):
        return (
            tr(
                "Evaluates alarm rules (YAML) on the observations of a store, with deadbands, delays and silences, as "
                "the recorder does live: an observation counts when it was received, and delays end by themselves. Use "
                "it to try limits on past weeks before they wake somebody up."
            ),
            tr(
                "Figures: announcements per ten minutes and per day, floods (more than 10 in ten minutes, until fewer "
                "than 5), chattering and stale alarms, share of each priority, the ten most frequent, after ISA-18.2 "
                "and EEMUA 191."
            ),
            tr(
                "Limits: nobody acknowledges in a replay, so an alarm that comes again unacknowledged is counted each "
                "time its cause returns. Gateways are not replayed, so no rule is suppressed by one. Values that "
                "quality control failed raise nothing. Devices out of service are replayed as the others."
            ),
        )

    def define(self):
        add_store(self)
        self.add(
            QgsProcessingParameterFile("RULES", tr("Alarm rules (YAML)"), extension="yaml"),
            tr("What is watched, when it is an alarm, after how long, what to do."),
        )
        add_devices(self)
        add_span(self, DAYS)
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Journal of alarms"), SourceType.TypeVector),
            tr("One row for each change of an alarm."),
        )
        add_page(self)
        for name, label in (
            ("N_ANNOUNCED", tr("Alarms announced")),
            ("PER_DAY", tr("Alarms announced per day")),
            ("RATE", tr("Alarms announced per 10 minutes, mean")),
            ("GREATEST_RATE", tr("Alarms announced in 10 minutes, most")),
            ("FLOOD_PERCENT", tr("Time in floods (%)")),
            ("N_CHATTERING", tr("Alarms that chatter")),
            ("N_STALE", tr("Alarms active for more than a day")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))
        self.addOutput(QgsProcessingOutputString("BEYOND", tr("Figures beyond what the texts allow")))

    def check(self, parameters, context):
        store(self, parameters, context)

    def compute(self, parameters, context, feedback):
        from ..alarm_replay import replay_store
        from ..alarms.kpi import alarm_kpi, beyond_targets
        from ..alarms.rules import hasty_rules, read_rules
        from ..yaml_files import read_text

        path = Path(self.parameterAsFile(parameters, "RULES", context))
        rules = read_rules(read_text(path), path.name)
        limits = span(self, parameters, context, feedback, DAYS)
        with store(self, parameters, context).open_reader() as reader:
            devices = chosen_devices(self, parameters, context, reader, feedback).devices
            journal, watched = replay_store(
                reader, rules, devices, limits.start, limits.end, feedback.isCanceled,
                lambda share: feedback.setProgress(_SHARE * share),
            )  # fmt: skip
        periods = {device.device: device.period for device in watched if device.period is not None}
        for period in sorted(set(periods.values()))[-1:]:
            hasty = hasty_rules(rules, period)
            if hasty:
                feedback.pushWarning(
                    tr("The delay of these rules is shorter than a reporting period, one message decides: {rules}.")
                    .format(rules=", ".join(hasty))
                )  # fmt: skip
        kpi = alarm_kpi(journal, limits.start, limits.end, periods)
        result = RunResult()
        result["OUTPUT"] = self._table(parameters, context, feedback, journal, rules, devices)
        result.layers.append(("OUTPUT", "", tr("Journal of alarms")))
        result["N_ANNOUNCED"], result["PER_DAY"], result["RATE"] = kpi.announced, kpi.per_day, kpi.rate
        result["GREATEST_RATE"], result["FLOOD_PERCENT"] = kpi.greatest_rate, 100.0 * kpi.flood_share
        result["N_CHATTERING"], result["N_STALE"] = len(kpi.chattering), len(kpi.stale)
        result["BEYOND"] = " ".join(beyond_targets(kpi))
        feedback.pushInfo(
            tr("{count} alarms would have been announced, {rate} per day.").format(
                count=kpi.announced, rate=number_text(kpi.per_day, 1)
            )
        )
        if wants_page(parameters):
            write_page(self, parameters, context, result, _page(kpi, devices))
        return result

    def _table(self, parameters, context, feedback, journal, rules, devices) -> str:
        fields = fields_of(FIELDS)
        sink, destination = self.sink(
            parameters, "OUTPUT", context, fields, WkbType.NoGeometry, QgsCoordinateReferenceSystem()
        )
        known = {device.uid: device for device in devices}
        responses = {rule.name: rule.response for rule in rules}

        def row(entry) -> Row:
            device = known[entry.device]
            value = None if entry.value is None else str(entry.value)
            return None, (
                qt_time(entry.moment), entry.rule, entry.priority, entry.device, device.name, device.site,
                entry.metric, entry.cause, entry.before, entry.after, entry.announced, value, responses[entry.rule],
            )  # fmt: skip

        write_features(sink, fields, map(row, journal), feedback, len(journal), _SHARE)
        return destination


def _page(kpi, devices) -> str:
    names = {device.uid: device.name or device.uid for device in devices}
    facts = [
        (tr("Alarms announced"), number_text(kpi.announced, 0)),
        (tr("Alarms announced per day"), figure(kpi.per_day, 1)),
        (tr("Alarms announced per 10 minutes, mean"), figure(kpi.rate, 2)),
        (tr("Alarms announced in 10 minutes, most"), number_text(kpi.greatest_rate, 0)),
        (tr("Time in floods (%)"), figure(100.0 * kpi.flood_share, 2)),
        (tr("Alarms that chatter"), number_text(len(kpi.chattering), 0)),
        (tr("Alarms active for more than a day"), number_text(len(kpi.stale), 0)),
    ]
    top = [(rule, names[device], number_text(count, 0)) for (rule, device), count in kpi.top]
    mix = [(str(priority), figure(100.0 * share, 1)) for priority, share in kpi.priorities.items()]
    floods = [
        (time_text(flood.start), figure((flood.end - flood.start) / HOUR, 2), number_text(flood.count, 0))
        for flood in kpi.floods
    ]
    pairs = [(rule, names[device], tr("chatters")) for rule, device in kpi.chattering]
    pairs += [(rule, names[device], tr("active for more than a day")) for rule, device in kpi.stale]
    parts = [
        section(tr("Most frequent alarms"), (tr("Rule"), tr("Device"), tr("Announced")), top, (2,)),
        section(tr("Priorities"), (tr("Priority"), tr("Share (%)")), mix, (0, 1)),
        section(tr("Floods"), (tr("Begin"), tr("Duration (h)"), tr("Alarms")), floods, (1, 2)),
        section(tr("Alarms to mend"), (tr("Rule"), tr("Device"), tr("Why")), pairs),
    ]
    return report_page(tr("Replay alarm rules"), facts, parts)
