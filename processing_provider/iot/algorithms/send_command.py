"""Algorithm ``iot_send_command``: a declared command to a device, shown first, then sent and proven."""

from __future__ import annotations

import json
import time

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...errors import InputError, RunCancelledError
from ...parameters import number
from ...translation import tr, translated_error
from .brokers import COMMAND, WATCH, broker_of, profile_of, require_commands
from .parameters import add_page, now_ms, time_text, wants_page, write_page
from .stores import store_of

WAIT_S, EXPIRES_S = 300, 900


class SendCommand(CityOrchestraAlgorithm):
    """A declared command to a device."""

    ID = "iot_send_command"
    GROUP = "iot"
    LIBRARIES = ("numpy", "numba", "paho", "yaml")

    def displayName(self):
        return tr("Send a command")

    def shortDescription(self):
        return tr("Shows what a command would send to a device; sends it once confirmed, and waits for the proof.")

    def tags(self):
        return [
            "command", "downlink", "valve", "setpoint", "actuator", "mqtt", "lorawan", "dry run", "commande", "vanne",
            "consigne", "actionneur",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Sends one declared command to one device through ChirpStack 4 or The Things Stack. The first run only "
                "reads: it shows the plan, device and bytes included, tells each interlock that refuses, and gives a "
                "CODE. Run again without DRY_RUN, with this code as CONFIRM, within ten minutes: what was shown is "
                "sent, once, and nothing else."
            ),
            tr(
                "Sending is off until an administrator sets cityorchestra/iot/commands_enabled to true in the settings "
                "of QGIS, and the profile of the broker says that it may be commanded. Commands exist only as declared "
                "templates, with a range for each value. The interlocks are checked before the command is armed and "
                "again before it leaves."
            ),
            tr(
                "Proof: the broker took it (SENT), the network queued and transmitted it (QUEUED, TRANSMITTED), the "
                "radio of the device acknowledged it (ACKED), the device itself reports the value (VERIFIED). An "
                "acknowledgement does not prove that a valve moved. What is not known is UNKNOWN, never done, and the "
                "run then fails with a sentence. Each step is a line of the record of commands, chained by hashes."
            ),
            tr(
                "Limits: a command that was sent cannot be taken back, even by a cancel. Only commands that set a "
                "value are sent again, to devices that always listen, and while this run waits. The account stays in "
                "QGIS’s authentication manager."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterString("CONNECTION", tr("Broker")),
            tr("Name of a saved broker profile. Its command account publishes, its reading account follows."),
        )
        self.add(
            QgsProcessingParameterString("STORE", tr("Store"), "", optional=True),
            tr("Where the recorder of this broker writes; empty for the store of the profile."),
        )
        self.add(
            QgsProcessingParameterFile("TEMPLATES", tr("Declared commands (YAML)"), extension="yaml", optional=True),
            tr("File of command templates; empty for that of the profile."),
        )
        self.add(
            QgsProcessingParameterString("DEVICE", tr("Device")),
            tr("EUI, identifier or name of one device."),
        )
        self.add(QgsProcessingParameterString("COMMAND", tr("Command")), tr("Name of a declared command."))
        self.add(
            QgsProcessingParameterString("VALUE", tr("Value"), "", optional=True),
            tr("Value of the command, such as 70; several as opening=70; mode=eco."),
        )
        self.add(
            QgsProcessingParameterBoolean("DRY_RUN", tr("Only show what would be sent"), True),
            tr("Nothing is sent, nothing is written."),
        )
        self.add(
            QgsProcessingParameterString("CONFIRM", tr("Code"), "", optional=True),
            tr("The CODE of the run that showed the plan; it holds for ten minutes and for this plan alone."),
        )
        self.add(
            QgsProcessingParameterString("TYPED_NAME", tr("Name of the device, typed"), "", optional=True),
            tr("For a critical command: the name of the device, to confirm."),
        )
        self.add(
            number("WAIT", tr("Longest wait for a proof (s)"), WAIT_S, minimum=0, maximum=3600),
            tr("After so many seconds without the proof the run fails; 0 does not wait once the broker has it."),
        )
        self.add(
            number("EXPIRES", tr("Longest time in the network (s)"), EXPIRES_S, minimum=60, maximum=86_400),
            tr("ChirpStack drops a command that it could not transmit within so many seconds."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterString("APPLICATION", tr("Application"), "", optional=True),
            tr("Of the device at its network server; empty: as in its last stored message, or in the profile."),
            advanced=True,
        )
        add_page(self)
        self.addOutput(QgsProcessingOutputString("PLAN", tr("What would be sent")))
        self.addOutput(QgsProcessingOutputString("CODE", tr("Code that confirms the plan")))
        self.addOutput(QgsProcessingOutputString("STATE", tr("State of the command")))
        self.addOutput(QgsProcessingOutputString("EVIDENCE", tr("Proofs (JSON)")))
        self.addOutput(QgsProcessingOutputNumber("AUDIT_ID", tr("Last line of the record of commands")))

    # -- a run ----------------------------------------------------------------------------------------------------

    def compute(self, parameters, context, feedback):
        from ..commands.plan import confirmed_plan
        from ..store.opening import open_store
        from .command_scene import declared_commands, make_scene

        def text(name: str) -> str:
            return self.parameterAsString(parameters, name, context).strip()

        broker = broker_of(text("CONNECTION"))
        dry = self.parameterAsBoolean(parameters, "DRY_RUN", context)
        if not dry:
            require_commands(broker)
            if not text("CONFIRM"):
                raise InputError(
                    "CONFIRM is empty: run with DRY_RUN first, read the plan, and give the code that it shows. Nothing "
                    "was sent."
                )
        templates = declared_commands(self.parameterAsFile(parameters, "TEMPLATES", context).strip() or broker.commands)
        store = store_of(text("STORE") or broker.store)
        store.open_reader().close()  # one that is not there is not made
        database = open_store(store.address, dry, store.password)
        try:
            scene = make_scene(
                broker,
                templates,
                database,
                device=text("DEVICE"),
                command=text("COMMAND"),
                value=text("VALUE"),
                application=text("APPLICATION"),
            )
            if dry:
                return self._shown(parameters, context, feedback, scene, database)
            plan = confirmed_plan([scene.planned], scene.issuer, text("CONFIRM"), now_ms())
            scene.require_unused(database, plan)
            return self._sent(parameters, context, feedback, scene, database)
        finally:
            getattr(database, "leave", database.close)()

    def _shown(self, parameters, context, feedback, scene, database) -> RunResult:
        from ..commands.plan import make_plan
        from .command_scene import settle

        plan = make_plan([scene.planned], scene.issuer, now_ms())
        settle(scene, database)
        refused = scene.refused(database)
        result = RunResult()
        result["PLAN"] = plan.text()
        result["CODE"] = "" if refused else plan.code()
        result["STATE"], result["EVIDENCE"], result["AUDIT_ID"] = "DRAFT", "[]", 0
        feedback.pushInfo(plan.text())
        for one in refused:
            feedback.pushWarning(translated_error(one.error))
        if refused:
            feedback.pushInfo(tr("Nothing was sent. It could not be sent now."))
        else:
            feedback.pushInfo(
                tr("Nothing was sent. To confirm until {time}: CONFIRM={code}").format(
                    time=time_text(plan.expires), code=plan.code()
                )
            )
        self._page(parameters, context, result, scene, plan, refused, None)
        return result

    # -- sending --------------------------------------------------------------------------------------------------

    def _sent(self, parameters, context, feedback, scene, database) -> RunResult:
        from ..commands.desk import CommandDesk
        from ..commands.following import follow
        from ..commands.states import PREPARED
        from ..recorder.command_link import CommandSender, EvidenceFeed
        from ..recorder.service import parser_of
        from ..store.command_book import CommandBook, last_audit_line
        from .command_scene import settle

        wait = int(1000 * self.parameterAsDouble(parameters, "WAIT", context))
        longest = int(1000 * self.parameterAsDouble(parameters, "EXPIRES", context))
        typed = self.parameterAsString(parameters, "TYPED_NAME", context)
        book = CommandBook(database, {scene.target.device: scene.known.number})
        settle(scene, database, book)
        refused = scene.refused(database)
        if refused:  # before anything is connected
            raise refused[0].error
        watching = profile_of(scene.broker, WATCH, (scene.evidence_topic,))
        commanding = profile_of(scene.broker, COMMAND)
        with EvidenceFeed(watching, parser_of(watching)) as feed, CommandSender(commanding) as sender:
            desk = CommandDesk(
                scene.templates,
                lambda *_: scene.facts(database),
                sender,
                book.write,
                last_audit_line(database),
                longest,
            )
            book.desk = desk
            if feedback.isCanceled():
                raise RunCancelledError
            command = desk.draft(scene.target, scene.template.name, scene.values, scene.issuer, now_ms())
            began = time.monotonic()
            try:
                desk.arm(command, now_ms())
                desk.confirm(command, now_ms(), typed)
                _tell_leaving(feedback, desk, command)
                went_on = follow(
                    desk, command, feed, now_ms, wait, feedback.isCanceled, lambda *told: _tell(feedback, *told)
                )
            finally:
                if command.state.state in PREPARED and not command.state.sent:
                    desk.cancel(command, now_ms())
                book.keep(command)
        waited = (wait, time.monotonic() - began)
        return self._ended(parameters, context, feedback, scene, book, command, went_on, waited)

    def _ended(self, parameters, context, feedback, scene, book, command, went_on, waited) -> RunResult:
        from ..commands.following import ending, reached
        from ..commands.plan import make_plan
        from ..commands.states import FAILURES

        state = command.state
        result = RunResult()
        result["PLAN"] = make_plan([scene.planned], scene.issuer, now_ms()).text()
        result["CODE"], result["STATE"], result["AUDIT_ID"] = "", state.state, book.last_number
        result["EVIDENCE"] = json.dumps([vars(item) for item in state.evidence])
        self._page(parameters, context, result, scene, None, (), command)
        line = tr("Record of commands: line {number}.").format(number=book.last_number)
        if not went_on:
            feedback.pushWarning(
                tr("The command is {state}: it was sent, and is not taken back by a cancel. {line}").format(
                    state=state.state, line=line
                )
            )
            raise RunCancelledError
        feedback.pushInfo(line)
        wait, seconds = waited
        if not reached(command) and (wait > 0 or state.state in FAILURES):
            raise ending(command, seconds)
        feedback.pushInfo(tr("The command is {state}.").format(state=state.state))
        return result

    def _page(self, parameters, context, result, scene, plan, refused, command) -> None:
        if wants_page(parameters):
            from .command_page import command_page

            content = command_page(scene.planned, scene.issuer, plan, refused, command)
            write_page(self, parameters, context, result, content)


def _tell_leaving(feedback, desk, command) -> None:
    if not command.references or command.template.device_class != "A":
        return
    leaves = desk.leaves_at(command, now_ms())
    if leaves is not None:
        feedback.pushInfo(
            tr("The device listens after it has sent: the command leaves about {time}.").format(time=time_text(leaves))
        )


def _tell(feedback, state: str, share: float) -> None:
    feedback.setProgressText(tr("The command is {state}.").format(state=state))
    feedback.setProgress(99.0 * share)
