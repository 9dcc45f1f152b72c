"""The tab of the recorder: whether it runs, what it did last, what it refused, and how it is started."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QApplication,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ....processing_provider.errors import InputError
from ....processing_provider.translation import number_text, tr, translated_error
from ..panel_frame import theme_icon
from . import texts
from .equipment_controller import EquipmentController, Standing
from .marks import state_icon
from .recorder_profile import write_recorder_profile
from .sources import Source

MODULE = "cityorchestra.processing_provider.iot"
LINES = 4  # of the field of the command
MOST_REASONS = 6
DOUBT_S = 60.0  # silence of a running recorder that is worth a word [s]


def reason_text(reason: str) -> str:
    """Return why messages were refused, in words."""
    return {
        "unknown_format": tr("topic of no known format"),
        "not_json": tr("not JSON"),
        "not_utf8": tr("not UTF-8"),
        "too_large": tr("too large"),
        "too_deep": tr("nested too deep"),
        "too_many_keys": tr("too many keys"),
        "not_finite": tr("NaN or infinite"),
        "missing": tr("something is missing"),
        "bad_topic": tr("bad topic"),
        "bad_base64": tr("bad base64"),
        "unknown_device": tr("unknown device"),
        "rate": tr("too many messages of a device"),
        "retained": tr("kept value without a time"),
        "protobuf": tr("binary (protobuf)"),
        "internal": tr("mistake of the plugin"),
        "not_storable": tr("refused by the store"),
    }.get(reason, reason)


def record_command(source: Source, profile: str) -> str:
    """Return the command that starts the recorder, as typed in a terminal."""
    python = Path(sys.executable).name if sys.platform == "win32" else "python3"
    words = [python, "-m", MODULE, "record", "--profile", profile, "--store", source.store]
    return " ".join(words if sys.platform == "win32" else map(shlex.quote, words))


class RecorderTab(QWidget):
    """How things are with the recorder.

    Signals
    -------
    brokersWanted
        The user wants to change the broker.
    said(str, str)
        Kind and sentence of a message.

    Parameters
    ----------
    controller : EquipmentController
    """

    brokersWanted = pyqtSignal()
    said = pyqtSignal(str, str)

    def __init__(self, controller: EquipmentController, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._profile = ""  # path of the profile written last
        self._source: Optional[Source] = None
        self.mark = QLabel()
        self.heading = self._label(bold=True)
        self.sentence = self._label()
        self._grid = QGridLayout()
        self._rows: dict[str, tuple[QLabel, QLabel]] = {}
        self.how = QWidget()
        self.how_text = self._label()
        self.command = QPlainTextEdit()
        self.profile_button = QPushButton(theme_icon("/mActionFileSave.svg"), tr("&Write the profile…"))
        self.copy_button = QPushButton(theme_icon("/mActionEditCopy.svg"), tr("&Copy the command"))
        self._lay_out()
        controller.standingChanged.connect(self.show_standing)
        controller.second.connect(self.show_standing)
        self.copy_button.clicked.connect(self._copy)
        self.profile_button.clicked.connect(self._write_profile)
        self.show_standing()

    def _label(self, *, bold: bool = False) -> QLabel:
        label = QLabel()
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if bold:
            font = label.font()
            font.setBold(True)
            label.setFont(font)
        return label

    def _lay_out(self) -> None:
        space = self.fontMetrics().averageCharWidth()
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(2 * space, 2 * space, 2 * space, 2 * space)
        column.setSpacing(space)
        row = QHBoxLayout()
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.heading, 1)
        column.addLayout(row)
        column.addWidget(self.sentence)
        self._grid.setHorizontalSpacing(2 * space)
        self._grid.setVerticalSpacing(space // 2)
        self._grid.setColumnStretch(1, 1)
        column.addLayout(self._grid)
        how = QVBoxLayout(self.how)
        how.setContentsMargins(0, space, 0, 0)
        title = self._label(bold=True)
        title.setText(tr("How to start it"))
        self.command.setReadOnly(True)
        self.command.setAccessibleName(tr("Command that starts the recorder"))
        self.command.setTabChangesFocus(True)
        self.command.setMaximumHeight(round((LINES + 1) * self.fontMetrics().lineSpacing()))
        buttons = QHBoxLayout()
        for button in (self.profile_button, self.copy_button):
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.setMinimumWidth(8 * space)
            buttons.addWidget(button, 1)
        for part in (title, self.how_text, self.command):
            how.addWidget(part)
        how.addLayout(buttons)
        column.addWidget(self.how)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    # -- what it shows --------------------------------------------------------------------------------------

    def show_standing(self) -> None:
        """Tell how things are."""
        standing = self._controller.standing
        heading, sentence, mark = self._words(standing)
        side = round(1.2 * self.fontMetrics().height())
        self.mark.setPixmap(state_icon(mark, side, self.palette(), self.devicePixelRatioF()).pixmap(side, side))
        self.heading.setText(heading)
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        self._show_facts(self._facts(standing))
        source = standing.source
        self.how.setVisible(source is not None and bool(source.store))
        if source != self._source:
            self._source, self._profile = source, ""
        self._show_command()

    def _words(self, standing: Standing) -> tuple[str, str, str]:
        """Return heading, sentence and the state whose mark stands beside."""
        source, recorder = standing.source, standing.recorder
        if source is None:
            return tr("No recorder"), tr("Choose a broker or a store first."), "never"
        if not source.store:
            sentence = tr(
                "“{name}” has no store: nothing is kept, and there are no alarms. Give it one in the settings of the "
                "broker to record."
            )
            return tr("Nothing is recorded"), sentence.format(name=source.name), "never"
        if recorder is None or recorder.running is None:
            silence = self._controller.silence_s
            if silence is not None and silence < DOUBT_S:
                return tr("The store is being written"), "", "ok"
            return tr("Whether a recorder runs cannot be seen from here"), "", "never"
        if recorder.running:
            return tr("The recorder runs"), tr("It goes on when QGIS is closed."), "ok"
        sentence = tr("Messages that are sent now are not kept, except by a broker that knows this recorder already.")
        return tr("No recorder runs"), sentence, "lost"

    def _facts(self, standing: Standing) -> dict[str, str]:
        source, recorder, live = standing.source, standing.recorder, self._controller.live_feed
        facts: dict[str, str] = {}
        if source is not None and source.broker is not None:
            facts[tr("Broker")] = (
                f"{source.broker.host}:{source.broker.port}" if source.broker.port else (source.broker.host)
            )
        if source is not None and source.store:
            facts[tr("Store")] = source.store
        silence = self._controller.silence_s
        if silence is not None:
            facts[tr("Last message")] = texts.ago_text(silence)
        if standing.devices:
            facts[tr("Devices")] = number_text(standing.devices)
        if recorder is not None:
            facts[tr("Refused messages")] = _rejects(recorder.rejects)
            if recorder.quarantined:
                facts[tr("In quarantine")] = tr("{count} unknown devices; declare them to record them").format(
                    count=number_text(recorder.quarantined)
                )
        if live is not None:
            facts[tr("Heard from here")] = texts.counted(
                live.coalescer.messages, tr("1 message"), tr("{count} messages")
            )
            if live.coalescer.rejects:
                facts[tr("Refused here")] = _rejects(live.coalescer.rejects)
        return facts

    def _show_facts(self, facts: dict[str, str]) -> None:
        for name, text in facts.items():
            if name not in self._rows:
                label, value = QLabel(name), self._label()
                row = self._grid.rowCount()
                self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
                self._grid.addWidget(value, row, 1)
                self._rows[name] = (label, value)
            value = self._rows[name][1]
            if value.text() != text:
                value.setText(text)
        for name, widgets in self._rows.items():
            for widget in widgets:
                widget.setVisible(name in facts)

    def fact(self, name: str) -> str:
        """Return what is said of something, empty when nothing is."""
        return self._rows[name][1].text() if name in self._rows and not self._rows[name][1].isHidden() else ""

    def _show_command(self) -> None:
        source = self._source
        if source is None or not source.store:
            return
        has_broker = source.broker is not None
        self.profile_button.setVisible(has_broker)
        if has_broker:
            text = tr(
                "Write the profile of the broker into a file, which holds no password, then run this command on the "
                "machine that is always on, by hand or as a service."
            )
        else:
            text = tr("Run this command on the machine that is always on, with the profile of your broker.")
        self.how_text.setText(text)
        command = record_command(source, self._profile or "broker.yaml")
        if command != self.command.toPlainText():
            self.command.setPlainText(command)

    # -- what can be done -----------------------------------------------------------------------------------

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.command.toPlainText())
        self.said.emit("success", tr("The command is in the clipboard."))

    def _write_profile(self) -> None:
        source = self._source
        if source is None or source.broker is None:
            return
        proposed = str(Path(source.store).with_suffix(".yaml")) if source.is_file else "broker.yaml"
        path, _ = QFileDialog.getSaveFileName(self, tr("Profile of the broker"), proposed, tr("YAML files (*.yaml)"))
        if path:
            self.write_profile(Path(path))

    def write_profile(self, path: Path) -> None:
        """Write the profile of the broker, without a secret."""
        try:
            write_recorder_profile(self._source.broker, path)
        except InputError as error:
            self.said.emit("error", translated_error(error))
            return
        self._profile = str(path)
        self._show_command()
        self.said.emit("success", tr("Profile written: {path}").format(path=str(path)))


def _rejects(rejects) -> str:
    """Return the numbers of refused messages by reason, the most frequent first."""
    if not rejects:
        return tr("none")
    ordered = sorted(rejects.items(), key=lambda pair: -pair[1])[:MOST_REASONS]
    return ", ".join(f"{number_text(count)} {reason_text(reason)}" for reason, count in ordered)
