"""The commands of a device: check, arm, confirm, and follow the proofs. Nothing leaves without all three steps.

The panel computes nothing: the algorithm ``iot_send_command`` makes the plan in a dry run, and sends it.
"""

from __future__ import annotations

import math
from enum import Enum
from typing import Any, Callable, Optional

from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ....processing_provider.errors import InputError
from ....processing_provider.iot.algorithms.brokers import commands_enabled
from ....processing_provider.iot.commands.policy import proof_timeout
from ....processing_provider.iot.commands.states import ARM_TIME, PENDING
from ....processing_provider.iot.commands.templates import CommandTemplate
from ....processing_provider.translation import number_text, tr
from ...runner import AlgorithmChain, Step, StepResult
from ..panel_frame import theme_icon
from . import texts
from .command_choice import fitting, templates_of, why_not
from .command_facts import command_state_text
from .command_form import CommandForm
from .equipment_controller import EquipmentController
from .evidence_ladder import EvidenceLadder, rungs_of
from .fleet import Device
from .sources import Source

ALGORITHM = "cityorchestra:iot_send_command"
CHECK_HOLDS_MS = 60_000  # how long a check is good for arming
LONGEST_WAIT_S = 3600
TICK_MS = 250
NAME = "command"  # of the only step of a chain


class Stage(Enum):
    """Where the two steps stand."""

    IDLE = "idle"
    CHECKING = "checking"
    CHECKED = "checked"
    ARMED = "armed"
    SENDING = "sending"


class CommandPart(QWidget):
    """Choice of the command, its values, plan and interlocks, arm and confirm, ladder of proofs.

    Signals
    -------
    said(str, str)
        Kind and sentence of a message.

    Parameters
    ----------
    source : callable
        Gives the source, None for none.
    controller : EquipmentController
    """

    said = pyqtSignal(str, str)

    def __init__(
        self, source: Callable[[], Optional[Source]], controller: EquipmentController, parent: Optional[QWidget] = None
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._controller = controller
        self._device: Optional[Device] = None
        self._templates: dict[str, CommandTemplate] = {}
        self._problem = ""  # why the file of templates cannot be read
        self._code = ""
        self._sent_to = ""  # identifier of the device of the command being sent
        self._until = 0  # of the check, or of the armed state [ms since 1970]
        self.stage = Stage.IDLE
        self.chain = AlgorithmChain(self)
        self.note = self._label()
        self.choice = QComboBox()
        self.form = CommandForm()
        self.plan = self._label()
        self.refused = self._label()
        self.typed_label = self._label()
        self.typed = QLineEdit()
        self.countdown = QProgressBar()
        self.check_button = QPushButton(tr("Chec&k"))
        self.arm_button = QPushButton(tr("A&rm"))
        self.confirm_button = QPushButton(theme_icon("/mIconWarning.svg"), tr("C&onfirm and send"))
        self.cancel_button = QPushButton(tr("&Disarm"))
        self.last = self._label()
        self.ladder = EvidenceLadder()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._lay_out()
        self._connect()
        self._show()

    @staticmethod
    def _label() -> QLabel:
        label = QLabel()
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        return label

    def _lay_out(self) -> None:
        self.choice.setAccessibleName(tr("Command"))
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(8)
        self.typed.setAccessibleName(tr("Name of the device, typed to confirm"))
        self.countdown.setAccessibleName(tr("Time left to confirm"))
        self.countdown.setRange(0, ARM_TIME // 1000)
        self.check_button.setToolTip(tr("Show what would be sent and what forbids it; nothing is sent"))
        self.arm_button.setToolTip(tr("First step: allow the confirmation for a minute; nothing is sent"))
        self.confirm_button.setToolTip(tr("Second step: send the command"))
        self.cancel_button.setToolTip(tr("Go back before the first step (Esc)"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (
            self.note, self.choice, self.form, self.plan, self.refused, self.typed_label, self.typed, self.countdown,
        ):  # fmt: skip
            column.addWidget(part)
        row = QHBoxLayout()
        for button in (self.check_button, self.arm_button, self.confirm_button, self.cancel_button):
            button.setAutoDefault(False)
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.last)
        column.addWidget(self.ladder)

    def _connect(self) -> None:
        self.choice.currentIndexChanged.connect(lambda _row: self._chosen())
        self.form.edited.connect(self._edited)
        self.typed.textChanged.connect(lambda _text: self._show_buttons())
        self.check_button.clicked.connect(self.check)
        self.arm_button.clicked.connect(self.arm)
        self.confirm_button.clicked.connect(self.confirm)
        self.cancel_button.clicked.connect(self.disarm)
        self.chain.succeeded.connect(self._succeeded)
        self.chain.failed.connect(self._failed)
        self.chain.cancelled.connect(lambda: self._failed(""))

    # -- what may be commanded -------------------------------------------------------------------------------

    def source_changed(self) -> None:
        """Read the commands of another broker."""
        self._go_back()
        self._templates, self._problem = templates_of(self._source())
        self._show()

    def settings_changed(self) -> None:
        """Follow what the administrator allowed."""
        if not commands_enabled():
            self._go_back()
        self._show()

    def standing_changed(self) -> None:
        """Follow the source."""
        self._show_last()

    def _why_not(self) -> str:
        return why_not(self._source(), self._device, self._templates, self._problem)

    @property
    def template(self) -> Optional[CommandTemplate]:
        """The command chosen, None for none."""
        return self._templates.get(self.choice.currentData() or "")

    # -- the device ------------------------------------------------------------------------------------------

    def show_device(self, device: Optional[Device]) -> None:
        """Show the commands of a device; the same device only brings its state up to date."""
        same = device is self._device
        self._device = device
        if same and device is not None:
            self._show_last()
            return
        if not same:
            self._go_back()
            self._controller.watch(device.facts.number if device is not None else 0)
        self._show()

    def touched(self, touched: Any) -> None:
        """Follow changes of the fleet."""
        if self._device is not None and self._device.slot in touched.changed:
            self._show_last()

    def set_active(self, active: bool) -> None:
        """Rest while nobody looks: what was armed is disarmed."""
        if not active:
            self._go_back()
            self._timer.stop()
        elif self.stage is Stage.SENDING:
            self._timer.start()

    def _chosen(self) -> None:
        self._go_back()
        self.form.show_template(self.template, self._device)
        self._show_buttons()

    def _edited(self) -> None:
        self._go_back()

    # -- check, arm, confirm ---------------------------------------------------------------------------------

    def _parameters(self, **more: Any) -> dict[str, Any]:
        source = self._source()
        return {
            "CONNECTION": source.broker.name,
            "STORE": source.store,
            "DEVICE": self._device.facts.uid,
            "COMMAND": self.template.name,
            "VALUE": self.form.written(),
            **more,
        }

    def _run(self, stage: Stage, sentence: str, parameters: dict[str, Any]) -> None:
        self.stage = stage
        self.chain.start([Step(NAME, ALGORITHM, sentence, lambda _results: parameters)])
        self._timer.start()
        self._show_buttons()

    def check(self) -> None:
        """Show what would be sent, and the interlocks that forbid it; nothing is sent."""
        if self.stage not in (Stage.IDLE, Stage.CHECKED) or self.template is None or self._why_not():
            return
        self._go_back()
        self._run(Stage.CHECKING, tr("Checking the command…"), self._parameters(DRY_RUN=True))

    def arm(self) -> None:
        """First step: the confirmation is possible for a minute."""
        if self.stage is not Stage.CHECKED or not self._code or texts.now_ms() > self._until:
            return
        self.stage = Stage.ARMED
        self._until = texts.now_ms() + ARM_TIME
        self.typed.clear()
        self._timer.start()
        self._tick()
        (self.typed if self.template.critical else self.confirm_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def confirm(self) -> None:
        """Second step: send what was shown."""
        if self.stage is not Stage.ARMED or texts.now_ms() > self._until or not self._name_is_typed():
            return
        parameters = self._parameters(
            DRY_RUN=False, CONFIRM=self._code, TYPED_NAME=self.typed.text(), WAIT=self._wait_s()
        )
        self._sent_to = self._device.facts.uid
        self._forget_plan()
        self._run(Stage.SENDING, tr("Sending the command…"), parameters)

    def _wait_s(self) -> int:
        period = self._device.facts.period_s
        try:
            longest = proof_timeout(self.template, None if period is None else period * 1000.0) / 1000.0
        except InputError:  # the algorithm says so, with a sentence
            longest = 0.0
        if self.template.echo is not None and period is not None:
            longest += 2.2 * period
        return min(LONGEST_WAIT_S, math.ceil(longest))

    def disarm(self, _checked: bool = False) -> bool:
        """Go back before the first step, or wait no longer for proofs; return whether there was something to do."""
        if self.stage is Stage.SENDING:
            self.chain.cancel()
            return True
        if self.stage in (Stage.ARMED, Stage.CHECKED):
            self._go_back()
            return True
        return False

    def _go_back(self) -> None:
        """Forget the plan; a command that is being sent goes on."""
        if self.stage is Stage.CHECKING:
            self.chain.cancel()
        elif self.stage in (Stage.ARMED, Stage.CHECKED):
            self.stage = Stage.IDLE
            self._timer.stop()
        self._forget_plan()
        self._show_buttons()

    def _forget_plan(self) -> None:
        self._code = ""
        self.plan.setText("")
        self.refused.setText("")

    def _name_is_typed(self) -> bool:
        return not self.template.critical or self.typed.text().strip() == self._device.title.strip()

    # -- answers ---------------------------------------------------------------------------------------------

    def _succeeded(self, results: dict[str, StepResult]) -> None:
        stage, result = self.stage, results[NAME]
        self._timer.stop()
        if stage is Stage.CHECKING:
            self._checked(result)
            return
        self.stage = Stage.IDLE
        self._controller.refresh()
        state = str(result.values.get("STATE", ""))
        self.said.emit("success", tr("The command is done: {state}.").format(state=command_state_text(state)))
        self._show()

    def _checked(self, result: StepResult) -> None:
        self._code = str(result.values.get("CODE", ""))
        self.stage = Stage.CHECKED
        self._until = texts.now_ms() + CHECK_HOLDS_MS
        device, template = self._device, self.template
        self.plan.setText(
            tr("To {device}: {command}. {values}").format(
                device=device.title, command=template.title or texts.metric_text(template.name),
                values=self.form.sentence(),
            )
        )  # fmt: skip
        self.plan.setToolTip(str(result.values.get("PLAN", "")))
        if self._code:
            self.refused.setText("✓ " + tr("All interlocks allow it. Nothing was sent yet."))
        else:
            self.refused.setText("\n".join(f"✕ {sentence}" for sentence in result.warnings))
        self._timer.start()
        self._show_buttons()
        if self._code:
            self.arm_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, sentence: str) -> None:
        self.stage = Stage.IDLE
        self._timer.stop()
        self._code = ""
        self._controller.refresh()
        if sentence:
            self.said.emit("error", sentence)
        self._show()

    # -- what it shows ---------------------------------------------------------------------------------------

    def _tick(self) -> None:
        left = self._until - texts.now_ms()
        if self.stage is Stage.ARMED:
            seconds = max(0, math.ceil(left / 1000))
            self.countdown.setValue(seconds)
            self.countdown.setFormat(tr("{count} s left to confirm").format(count=number_text(seconds)))
        if self.stage in (Stage.ARMED, Stage.CHECKED) and left <= 0:
            expired = self.stage is Stage.ARMED
            self._go_back()
            if expired:
                self.said.emit("info", tr("The command was not confirmed in time; nothing was sent."))
        self._show_last()
        self._show_buttons()

    def _show(self) -> None:
        """Show everything again."""
        reason = self._why_not() if self._device is not None else ""
        self.note.setText(reason)
        self.note.setVisible(bool(reason))
        able = [] if reason else fitting(self._templates, self._device)
        names = [one.name for one in able]
        if names != [self.choice.itemData(row) for row in range(self.choice.count())]:
            self.choice.blockSignals(True)
            self.choice.clear()
            for one in able:
                self.choice.addItem(one.title or texts.metric_text(one.name), one.name)
            self.choice.blockSignals(False)
        self.choice.setVisible(bool(able))
        self.form.show_template(self.template if able else None, self._device)
        self._show_last()
        self._show_buttons()

    def _show_buttons(self) -> None:
        stage, able = self.stage, self.choice.count() > 0 and self._device is not None
        busy = stage in (Stage.CHECKING, Stage.SENDING)
        armed = stage is Stage.ARMED
        critical = armed and self.template is not None and self.template.critical
        self.choice.setEnabled(not busy and not armed)
        self.form.setEnabled(not busy and not armed)
        for label in (self.plan, self.refused):
            label.setVisible(bool(label.text()))
        self.typed_label.setVisible(critical)
        self.typed.setVisible(critical)
        if critical:
            self.typed_label.setText(
                tr("Type the name of the device to confirm: {name}").format(name=self._device.title)
            )
        self.countdown.setVisible(armed)
        self.check_button.setVisible(able and not armed and stage is not Stage.SENDING)
        self.check_button.setEnabled(not busy)
        self.arm_button.setVisible(able and stage is Stage.CHECKED)
        self.arm_button.setEnabled(bool(self._code))
        self.confirm_button.setVisible(armed)
        self.confirm_button.setEnabled(armed and self._name_is_typed())
        self.cancel_button.setVisible(armed or stage is Stage.SENDING)
        self.cancel_button.setText(tr("&Disarm") if armed else tr("Stop &waiting"))

    def _show_last(self) -> None:
        """Show how the last command of the device stands."""
        device = self._device
        found = self._controller.commands(device.facts.number) if device is not None else ()
        sending = self.stage is Stage.SENDING and device is not None and device.facts.uid == self._sent_to
        if not found:
            self.last.setText(tr("Sending…") if sending else "")
            self.ladder.show_rungs([])
        else:
            command = found[0]
            template = self._templates.get(command.template)
            title = (template.title if template is not None else "") or texts.metric_text(command.template)
            heading = tr("Command under way") if command.state in PENDING else tr("Last command")
            moment = texts.moment_text(command.created)
            parts = [f"{heading}: {title}", command.values, moment, command.issuer]
            self.last.setText(" · ".join(part for part in parts if part))
            self.ladder.show_rungs(rungs_of(command, template))
        self.last.setVisible(bool(self.last.text()))

    def unload(self) -> None:
        """End what runs; a command that was sent stays sent."""
        self._timer.stop()
        self.chain.stop()
