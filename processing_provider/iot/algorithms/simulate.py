"""Algorithm ``iot_simulate``: a made-up fleet or boiler room, to a broker or straight into a store."""

from __future__ import annotations

import time

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterString,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...errors import InputError, RunCancelledError
from ...parameters import number
from ...translation import number_text, tr
from .broker_parameters import add_broker, broker
from .brokers import WATCH, profile_of
from .parameters import add_page, now_ms, wants_page, write_page
from .report_page import report_page
from .stores import store_of

FLEET, ROOM = "fleet", "boiler_room"
FORMATS = ("chirpstack4", "things_stack")
LONGEST_S = 400 * 86_400.0
LOCK_SUFFIX = ".lock"


class SimulateFleet(CityOrchestraAlgorithm):
    """Made-up messages."""

    ID = "iot_simulate"
    GROUP = "iot"
    LIBRARIES = ("numpy", "paho", "yaml")

    def displayName(self):
        return tr("Simulate equipment")

    def shortDescription(self):
        return tr("Makes the messages of a fleet of sensors or of a boiler room, for a broker or a store.")

    def tags(self):
        return ["simulation", "fleet", "training", "mqtt", "test", "simulateur", "parc", "formation", "chaufferie"]

    def help_text(self):
        return (
            tr(
                "Makes up messages with the faults of real ones: losses in bursts, devices that join again, counters "
                "that wrap, duplicates by several gateways, wrong clocks, sensors that are stuck or drift. The same "
                "seed makes the same fleet. The boiler room has twelve sensors and two valves that follow commands."
            ),
            tr(
                "To a broker the messages go out as time passes, SPEED times as fast. Straight into a store they are "
                "of the DURATION before now, and no recorder may write to it meanwhile."
            ),
            tr(
                "Method: each device is good or in a burst (Gilbert and Elliott), and leaves a burst with 20 % at each "
                "frame. Limits: the devices are invented; keep them out of the store of a real network."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterEnum("KIND", tr("What"), [FLEET, ROOM], defaultValue=FLEET, usesStaticStrings=True),
            tr("fleet: sensors of temperature and the like; boiler_room: twelve sensors and two valves."),
        )
        self.add(
            number("N", tr("Devices of a fleet"), 100, minimum=1, maximum=100_000, integer=True),
            tr("Not used for the boiler room."),
        )
        self.add(
            number("PERIOD", tr("Time between two messages (s)"), 600, minimum=0, maximum=86_400),
            tr("Of each device of a fleet; 0 mixes periods from a minute to a day."),
        )
        self.add(
            number("DURATION", tr("Simulated time (s)"), 3600, minimum=1, maximum=LONGEST_S),
            tr("How much time the messages cover."),
        )
        self.add(
            number("LOSS", tr("Lost frames (%)"), 9.0, minimum=0, maximum=80),
            tr("Share of the frames of a fleet that are lost, in bursts."),
        )
        self.add(
            number("SEED", tr("Seed"), 1, minimum=0, maximum=2_147_483_647, integer=True),
            tr("The same seed makes the same messages."),
        )
        self.add(
            QgsProcessingParameterEnum(
                "FORMAT", tr("Format"), list(FORMATS), defaultValue=FORMATS[0], usesStaticStrings=True
            ),
            tr("Of the messages of a fleet; the boiler room speaks ChirpStack 4."),
        )
        self.add(
            QgsProcessingParameterString("STORE", tr("Store"), "", optional=True),
            tr("GeoPackage file, made when it is not there, or PostgreSQL connection; empty to use a broker."),
        )
        add_broker(self)
        self.add(
            number("SPEED", tr("Simulated seconds in a second (0: all at once)"), 1.0, minimum=0, maximum=86_400),
            tr("To a broker only. 0 sends a fleet at once, as of the time before now."),
        )
        add_page(self)
        self.addOutput(QgsProcessingOutputNumber("N_MSG", tr("Messages")))
        self.addOutput(QgsProcessingOutputNumber("N_OBS", tr("Observations written to the store")))
        self.addOutput(QgsProcessingOutputNumber("N_DEVICES", tr("New devices in the store")))

    def check(self, parameters, context):
        text = self.parameterAsString(parameters, "STORE", context).strip()
        if text:
            store_of(text)
            if any(self.parameterAsString(parameters, name, context).strip() for name in ("CONNECTION", "HOST")):
                raise InputError("Give a STORE or a broker, not both.")
        else:
            broker(self, parameters, context)

    def compute(self, parameters, context, feedback):
        self.check(parameters, context)
        duration = self.parameterAsDouble(parameters, "DURATION", context)
        result = RunResult()
        if self.parameterAsString(parameters, "STORE", context).strip():
            counts = self._store(parameters, context, feedback, duration)
            result["N_MSG"], result["N_OBS"] = counts.messages, counts.observations
            result["N_DEVICES"] = counts.new_devices
        else:
            result["N_MSG"] = self._publish(parameters, context, feedback, duration)
            result["N_OBS"] = result["N_DEVICES"] = 0
        if feedback.isCanceled():
            raise RunCancelledError
        feedback.pushInfo(tr("{count} messages.").format(count=result["N_MSG"]))
        if wants_page(parameters):
            facts = [
                (tr("Messages"), number_text(result["N_MSG"], 0)),
                (tr("Observations written to the store"), number_text(result["N_OBS"], 0)),
                (tr("New devices in the store"), number_text(result["N_DEVICES"], 0)),
            ]
            write_page(self, parameters, context, result, report_page(tr("Simulate equipment"), facts))
        return result

    def _plan(self, parameters, context):
        from ..simulator.fleet import FleetPlan

        share = self.parameterAsDouble(parameters, "LOSS", context) / 100.0
        leave = FleetPlan.loss_leave
        return FleetPlan(
            devices=self.parameterAsInt(parameters, "N", context),
            period_s=self.parameterAsDouble(parameters, "PERIOD", context),
            seed=self.parameterAsInt(parameters, "SEED", context),
            loss_enter=leave * share / (1.0 - share),
        )

    def _messages(self, parameters, context, start: int, duration: float):
        if self.parameterAsEnumString(parameters, "KIND", context) == ROOM:
            from ..simulator.facility import Facility

            return Facility(start, self.parameterAsInt(parameters, "SEED", context)).run_to(duration)
        from ..simulator.fleet import fleet_messages

        style = self.parameterAsEnumString(parameters, "FORMAT", context) or FORMATS[0]
        return fleet_messages(self._plan(parameters, context), start, duration, style)

    def _store(self, parameters, context, feedback, duration: float):
        from pathlib import Path

        from ..recorder.single_instance import SingleInstance
        from ..simulator.fill import fill_store

        place = store_of(self.parameterAsString(parameters, "STORE", context))
        database = place.open_writer()
        lock = None
        try:
            if place.is_file:
                lock = SingleInstance(Path(place.address + LOCK_SUFFIX))
            elif not database.lock_writer():
                raise InputError("Another recorder writes to this store.")
            start = now_ms() - int(duration * 1000)
            messages = _with_progress(self._messages(parameters, context, start, duration), start, duration, feedback)
            return fill_store(database, messages, feedback.isCanceled)
        finally:
            database.close()
            if lock is not None:
                lock.release()

    def _publish(self, parameters, context, feedback, duration: float) -> int:
        from ..recorder.command_link import try_broker
        from ..simulate import Publisher, paced, run_facility

        chosen, _ = broker(self, parameters, context)
        profile = profile_of(chosen, WATCH)
        self.stoppable(lambda: try_broker(profile), feedback)
        speed = self.parameterAsDouble(parameters, "SPEED", context)
        if self.parameterAsEnumString(parameters, "KIND", context) == ROOM:
            if speed <= 0:
                raise InputError("The boiler room answers commands as time passes: SPEED must be above 0.")
            began = time.monotonic()

            def over() -> bool:
                share = (time.monotonic() - began) * speed / duration
                feedback.setProgress(99.0 * min(1.0, share))
                return share >= 1.0 or feedback.isCanceled()

            return run_facility(profile, over, speed, self.parameterAsInt(parameters, "SEED", context))
        start = now_ms() if speed > 0 else now_ms() - int(duration * 1000)
        messages = _with_progress(self._messages(parameters, context, start, duration), start, duration, feedback)
        with Publisher(profile) as publisher:
            return publisher.publish(paced(messages, start, speed, feedback.isCanceled), feedback.isCanceled)


def _with_progress(messages, start: int, duration: float, feedback):
    for number_, message in enumerate(messages):
        if number_ % 100 == 0:
            share = (message.time - start) / 1000.0 / duration
            feedback.setProgress(99.0 * min(1.0, max(0.0, share)))
        yield message
