"""The fields of one broker."""

from __future__ import annotations

from dataclasses import replace
from typing import Optional

from qgis.gui import QgsAuthConfigSelect, QgsCollapsibleGroupBox, QgsFileWidget
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ....processing_provider.iot.algorithms.brokers import DEFAULT_TOPICS, Broker
from ....processing_provider.translation import tr

TOPIC_LINES = 3


def format_texts() -> dict[str, str]:
    """Return what each format of messages is called."""
    return {
        "auto": tr("Recognise by itself"),
        "chirpstack4": tr("ChirpStack 4"),
        "chirpstack3": tr("ChirpStack 3"),
        "things_stack": tr("The Things Stack"),
        "sensorthings": tr("SensorThings"),
    }


class BrokerForm(QWidget):
    """The fields of one broker; a password never stands here, only the account that QGIS keeps.

    Signals
    -------
    edited
        The user changed something.
    """

    edited = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._broker = Broker("", "")
        self.name, self.host, self.application = QLineEdit(), QLineEdit(), QLineEdit()
        self.name.setPlaceholderText(tr("For example: Town heating"))
        self.host.setPlaceholderText("mqtt.example.org")
        self.port = QSpinBox()
        self.port.setRange(0, 65_535)
        self.port.setSpecialValueText(tr("usual"))
        self.tls = QCheckBox(tr("&Encrypted (TLS)"))
        self.plain = QCheckBox(tr("The way to it is safe &without encryption"))
        self.account, self.control = QgsAuthConfigSelect(), QgsAuthConfigSelect()
        self.topics = QPlainTextEdit()
        self.topics.setTabChangesFocus(True)
        self.topics.setMaximumHeight((TOPIC_LINES + 1) * self.fontMetrics().lineSpacing())
        self.format = QComboBox()
        for value, text in format_texts().items():
            self.format.addItem(text, value)
        self.mapping = self._file(tr("YAML files (*.yaml *.yml)"))
        self.rules = self._file(tr("YAML files (*.yaml *.yml)"))
        self.templates = self._file(tr("YAML files (*.yaml *.yml)"))
        self.ca = self._file(tr("Certificates (*.pem *.crt)"))
        self.store = QgsFileWidget()
        self.store.setStorageMode(QgsFileWidget.StorageMode.SaveFile)
        self.store.setConfirmOverwrite(False)
        self.store.setFilter(tr("Stores of equipment (*.gpkg)"))
        self.may_command = QCheckBox(tr("Commands may go to this broker"))
        self._lay_out()
        self._connect()

    @staticmethod
    def _file(kind: str) -> QgsFileWidget:
        widget = QgsFileWidget()
        widget.setFilter(kind)
        return widget

    @staticmethod
    def _form(parent: Optional[QWidget] = None) -> QFormLayout:
        form = QFormLayout(parent)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        return form

    @staticmethod
    def _note(text: str) -> QLabel:
        label = QLabel(text)
        label.setWordWrap(True)
        return label

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        form = self._form()
        form.addRow(tr("&Name"), self.name)
        address = QHBoxLayout()
        address.addWidget(self.host, 1)
        port_label = QLabel(tr("&Port"))
        port_label.setBuddy(self.port)
        address.addWidget(port_label)
        address.addWidget(self.port)
        host_label = QLabel(tr("&Host"))
        host_label.setBuddy(self.host)  # a form knows no buddy for a row of two fields
        form.addRow(host_label, address)
        self.host.setAccessibleName(tr("Host"))
        form.addRow("", self.tls)
        form.addRow("", self.plain)
        form.addRow(tr("&Account"), self.account)
        form.addRow("", self._note(tr("QGIS keeps the password or the certificate; this plugin only its identifier.")))
        form.addRow(tr("&Store"), self.store)
        form.addRow("", self._note(tr("The file that the recorder writes. Without one nothing is kept.")))
        column.addLayout(form)
        messages = QgsCollapsibleGroupBox(tr("Messages"))
        messages.setObjectName("CityOrchestraBrokerMessages")
        inner = self._form(messages)
        inner.addRow(tr("&Topics"), self.topics)
        inner.addRow(tr("&Format"), self.format)
        inner.addRow(tr("&Mapping file"), self.mapping)
        inner.addRow(tr("A&larm rules"), self.rules)
        inner.addRow(tr("A&uthorities"), self.ca)
        commands = QgsCollapsibleGroupBox(tr("Commands"))
        commands.setObjectName("CityOrchestraBrokerCommands")
        inner = self._form(commands)
        inner.addRow(self.may_command)
        inner.addRow(tr("T&emplates"), self.templates)
        inner.addRow(tr("Account that &commands"), self.control)
        inner.addRow(tr("App&lication"), self.application)
        column.addWidget(messages)
        column.addWidget(commands)
        column.addStretch(1)
        for group in (messages, commands):
            group.setSaveCollapsedState(False)
            group.setCollapsed(True)

    def _connect(self) -> None:
        for field in (self.name, self.host, self.application):
            field.textEdited.connect(self.edited)
        for box in (self.tls, self.plain, self.may_command):
            box.toggled.connect(self._changed)
        for file in (self.mapping, self.rules, self.templates, self.ca, self.store):
            file.fileChanged.connect(self._changed)
        for account in (self.account, self.control):
            account.selectedConfigIdChanged.connect(self._changed)
        self.port.valueChanged.connect(self._changed)
        self.format.currentIndexChanged.connect(self._changed)
        self.topics.textChanged.connect(self._changed)

    def _changed(self, *_) -> None:
        self.plain.setVisible(not self.tls.isChecked())
        for widget in (self.templates, self.control, self.application):
            widget.setEnabled(self.may_command.isChecked())
        self.edited.emit()

    def show_broker(self, broker: Broker) -> None:
        """Fill the fields."""
        self.blockSignals(True)
        self._broker = broker
        self.name.setText(broker.name)
        self.host.setText(broker.host)
        self.port.setValue(broker.port)
        self.tls.setChecked(broker.tls)
        self.plain.setChecked(broker.allow_plain)
        self.account.setConfigId(broker.authcfg)
        self.control.setConfigId(broker.command_authcfg)
        self.topics.setPlainText("\n".join(broker.topics or DEFAULT_TOPICS))
        known = broker.formats[0] if broker.formats else "auto"
        self.format.setCurrentIndex(max(0, self.format.findData(known)))
        for widget, path in (
            (self.mapping, broker.mapping),
            (self.rules, broker.rules),
            (self.templates, broker.commands),
            (self.ca, broker.ca),
            (self.store, broker.store),
        ):
            widget.setFilePath(path)
        self.may_command.setChecked(broker.may_command)
        self.application.setText(broker.application)
        self._changed()
        self.blockSignals(False)

    def broker(self) -> Broker:
        """Return what the fields say, checked or not; what has no field stays as it was."""
        formats = self._broker.formats
        if not formats or self.format.currentData() != formats[0]:
            formats = (self.format.currentData(),)
        return replace(
            self._broker,
            name=self.name.text(),
            host=self.host.text(),
            port=self.port.value(),
            tls=self.tls.isChecked(),
            allow_plain=self.plain.isChecked() and not self.tls.isChecked(),
            authcfg=self.account.configId(),
            command_authcfg=self.control.configId(),
            topics=tuple(line.strip() for line in self.topics.toPlainText().splitlines() if line.strip()),
            formats=formats,
            mapping=self.mapping.filePath(),
            rules=self.rules.filePath(),
            commands=self.templates.filePath(),
            ca=self.ca.filePath(),
            store=self.store.filePath(),
            may_command=self.may_command.isChecked(),
            application=self.application.text(),
        )
