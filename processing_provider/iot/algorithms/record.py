"""Algorithm ``iot_record``: what a broker says into a store, for a while."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path

from qgis.core import (
    QgsProcessingOutputBoolean,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...errors import InputError, RunCancelledError
from ...parameters import number
from ...translation import number_text, tr
from .broker_parameters import add_broker, add_topics, broker
from .brokers import RECORD, profile_of
from .parameters import add_page, add_store, store, wants_page, write_page
from .report_page import report_page, section

LOOK_S = 0.2  # time between two looks at the cancel button [s]
LONGEST_S = 86_400


class RecordStream(CityOrchestraAlgorithm):
    """A recorder, for a while."""

    ID = "iot_record"
    GROUP = "iot"
    LIBRARIES = ("numpy", "paho", "yaml")

    def displayName(self):
        return tr("Record an MQTT stream")

    def shortDescription(self):
        return tr("Writes what an MQTT broker says into a store for a while, and evaluates alarm rules.")

    def tags(self):
        return ["mqtt", "lorawan", "chirpstack", "record", "alarm", "enregistrer", "flux", "capteurs", "alarme"]

    def help_text(self):
        return (
            tr(
                "Connects to a broker and writes what it says into a store: frames, observations, events, and what had "
                "to be rejected with the reason. With QoS 1 a message is acknowledged once it is stored. Alarm rules "
                "are evaluated on what is stored, in the same transaction."
            ),
            tr(
                "A saved profile keeps its place at the broker between two runs, so that nothing is missed; an address "
                "given as HOST does not. For days and weeks run the recorder as a program of its own: "
                "python -m cityorchestra.processing_provider.iot record. Only one recorder writes to a store."
            ),
            tr(
                "Limits: a cancel keeps what was stored. A broker that does not answer is a failure. The account stays "
                "in QGIS’s authentication manager: neither the store nor the log holds a password."
            ),
        )

    def define(self):
        add_broker(self)
        add_topics(self)
        add_store(self, made=True)
        self.add(
            number("DURATION", tr("Duration (s)"), 60, minimum=1, maximum=LONGEST_S),
            tr("The recording ends after so many seconds."),
        )
        self.add(
            number("MAX_MESSAGES", tr("Messages at most (0: no limit)"), 0, minimum=0, integer=True),
            tr("It ends earlier once so many messages are stored."),
        )
        self.add(
            QgsProcessingParameterEnum("QOS", tr("Quality of service"), ["0", "1"], defaultValue="1",
                                       usesStaticStrings=True),
            tr("1: the broker repeats what was not stored. The Things Stack knows 0 only."),
            advanced=True,
        )  # fmt: skip
        self.add(
            QgsProcessingParameterBoolean("KEEP_RAW", tr("Keep the messages as they came"), True),
            tr("For 30 days by default; commands read the application of a device from them."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFile("RULES", tr("Alarm rules (YAML)"), extension="yaml", optional=True),
            tr("Empty for those of the profile, or none."),
        )
        add_page(self)
        self.addOutput(QgsProcessingOutputFile("STORE", tr("Store")))
        for name, label in (
            ("N_MSG", tr("Messages")),
            ("N_OBS", tr("Observations that are new")),
            ("N_REJECT", tr("Rejected messages")),
            ("N_DUP", tr("Duplicates")),
            ("N_ALARM", tr("Alarms that need somebody")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))
        self.addOutput(QgsProcessingOutputBoolean("STORED_ALL", tr("All that came was stored")))

    def check(self, parameters, context):
        store(self, parameters, context)
        broker(self, parameters, context)

    def compute(self, parameters, context, feedback):
        from ..alarms.rules import read_rules
        from ..normalise import Choices
        from ..recorder.command_link import end_session, try_broker
        from ..recorder.service import Recorder
        from ..yaml_files import read_text

        place = store(self, parameters, context)
        chosen, is_saved = broker(self, parameters, context)
        qos = int(self.parameterAsEnumString(parameters, "QOS", context) or 1)
        profile = replace(profile_of(chosen, RECORD), qos=min(qos, chosen.qos))
        given = self.parameterAsFile(parameters, "RULES", context).strip()
        rules = read_rules(read_text(Path(given)), Path(given).name) if given else None
        choices = Choices(keep_raw=self.parameterAsBoolean(parameters, "KEEP_RAW", context))
        if place.is_file and not Path(place.address).parent.is_dir():
            raise InputError("The folder of the store {path} does not exist.", path=place.address)
        recorder = Recorder(profile, place.address, choices, rules=rules, password=place.password)
        # Said at once, rather than after the whole duration.
        self.stoppable(lambda: try_broker(replace(profile, client=f"{profile.client[:50]}-trial")), feedback)
        seconds = self.parameterAsDouble(parameters, "DURATION", context)
        most = self.parameterAsInt(parameters, "MAX_MESSAGES", context)
        try:
            outcome = _run(recorder, seconds, most, feedback)
        finally:
            if not is_saved:
                end_session(profile)
        with place.open_reader() as reader:
            alarms = sum(1 for row in reader.alarms() if row.active)
            rejected = reader.rejected()
        if feedback.isCanceled():
            feedback.pushInfo(tr("What was stored until the cancel stays in the store."))
            raise RunCancelledError
        return self._results(parameters, context, feedback, place, outcome, alarms, rejected)

    def _results(self, parameters, context, feedback, place, outcome, alarms, rejected) -> RunResult:
        counts = outcome.counts
        result = RunResult()
        result["STORE"] = place.name
        result["N_MSG"], result["N_OBS"], result["N_REJECT"] = counts.messages, counts.observations, counts.rejects
        result["N_DUP"], result["N_ALARM"], result["STORED_ALL"] = counts.duplicates, alarms, outcome.stored_all
        feedback.pushInfo(
            tr("{messages} messages, {observations} observations, {rejects} rejected, {duplicates} duplicates.").format(
                messages=counts.messages,
                observations=counts.observations,
                rejects=counts.rejects,
                duplicates=counts.duplicates,
            )
        )
        if not outcome.stored_all:
            feedback.pushWarning(tr("Not all that came could be stored: the broker keeps what was not acknowledged."))
        if outcome.lost:
            feedback.pushWarning(
                tr("{count} messages came faster than they could be stored and are lost.").format(count=outcome.lost)
            )
        if counts.rejects:
            feedback.pushWarning(
                tr("{count} messages were rejected: {reasons}.").format(
                    count=counts.rejects, reasons=", ".join(sorted(rejected))
                )
            )
        if wants_page(parameters):
            facts = [
                (tr("Store"), place.name),
                (tr("Messages"), number_text(counts.messages, 0)),
                (tr("Observations that are new"), number_text(counts.observations, 0)),
                (tr("Duplicates"), number_text(counts.duplicates, 0)),
                (tr("New devices"), number_text(counts.new_devices, 0)),
                (tr("Alarms that need somebody"), number_text(alarms, 0)),
            ]
            rows = [(reason, number_text(count, 0)) for reason, count in rejected.items()]
            part = section(tr("Rejected messages of the store"), (tr("Reason"), tr("Messages")), rows, (1,))
            write_page(self, parameters, context, result, report_page(tr("Record an MQTT stream"), facts, [part]))
        return result


def _run(recorder, seconds: float, most: int, feedback):
    """Run a recorder beside the cancel button."""
    ended: dict = {}

    def work() -> None:
        try:
            ended["outcome"] = recorder.run(seconds, most)
        except BaseException as error:
            ended["error"] = error

    thread = threading.Thread(target=work, name="recorder", daemon=True)
    began = time.monotonic()
    thread.start()
    while thread.is_alive():
        thread.join(LOOK_S)
        if feedback.isCanceled():
            recorder.stop()
        share = (time.monotonic() - began) / seconds
        if most:
            share = max(share, recorder.writer.progress.counts.messages / most)
        feedback.setProgress(99.0 * min(1.0, share))
    if "error" in ended:
        raise ended["error"]
    return ended["outcome"]
