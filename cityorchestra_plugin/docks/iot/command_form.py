"""The fields of one declared command: a value for each, within its range."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QFormLayout, QWidget

from ....processing_provider.iot.codecs.fields import Field
from ....processing_provider.iot.commands.templates import CommandTemplate
from ....processing_provider.translation import tr
from . import texts
from .fleet import Device


def decimals_of(field: Field) -> int:
    """Return how many decimals a field can carry."""
    step = field.times / field.divide
    for decimals in range(6):
        if abs(step * 10**decimals - round(step * 10**decimals)) < 1e-9:
            return decimals
    return 6


class CommandForm(QWidget):
    """Fields.

    Signals
    -------
    edited
        The user changed something.
    """

    edited = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.fields: dict[str, QWidget] = {}
        self._template: Optional[CommandTemplate] = None

    def show_template(self, template: Optional[CommandTemplate], device: Optional[Device]) -> None:
        """Show the fields of a command, filled with what the device reports now."""
        self._template = template
        while self._form.rowCount():
            self._form.removeRow(0)
        self.fields = {}
        for field in template.body.fields if template is not None else ():
            widget = self._widget(field, self._present(template, field, device))
            self.fields[field.name] = widget
            self._form.addRow(texts.metric_text(field.name), widget)
            widget.setAccessibleName(texts.metric_text(field.name))
        self.setVisible(bool(self.fields))

    @staticmethod
    def _present(template: CommandTemplate, field: Field, device: Optional[Device]):
        """Return the value that the device reports for a field, None when it does not."""
        echo = template.echo
        metric = echo.metric if echo is not None and echo.field == field.name else field.name
        value = device.values.get(metric) if device is not None else None
        return None if value is None else value.text if value.number is None else value.number

    def _widget(self, field: Field, present) -> QWidget:
        if field.texts:
            widget = QComboBox()
            widget.addItems([str(text) for text in field.texts.values()])
            if present is not None:
                widget.setCurrentText(str(present))
            widget.currentIndexChanged.connect(lambda _row: self.edited.emit())
            return widget
        if field.boolean:
            widget = QCheckBox()
            widget.setChecked(bool(present))
            widget.toggled.connect(lambda _on: self.edited.emit())
            return widget
        widget = QDoubleSpinBox()
        decimals = decimals_of(field)
        widget.setDecimals(decimals)
        widget.setRange(field.minimum, field.maximum)
        widget.setSingleStep(max(10.0**-decimals, (field.maximum - field.minimum) / 100.0))
        if field.unit:
            widget.setSuffix(f"\u202f{field.unit}")
        widget.setToolTip(
            tr("{low} to {high}").format(low=texts.number_of(field.minimum), high=texts.number_of(field.maximum))
        )
        if isinstance(present, (int, float)):
            widget.setValue(present)
        widget.valueChanged.connect(lambda _value: self.edited.emit())
        return widget

    def written(self) -> str:
        """Return the values as the algorithm takes them: ``field=value; field=value``."""
        parts = []
        for name, widget in self.fields.items():
            if isinstance(widget, QComboBox):
                value = widget.currentText()
            elif isinstance(widget, QCheckBox):
                value = "true" if widget.isChecked() else "false"
            else:
                value = f"{widget.value():.{widget.decimals()}f}"
            parts.append(f"{name}={value}")
        return "; ".join(parts)

    def sentence(self) -> str:
        """Return the values as a reader likes them."""
        parts = []
        for name, widget in self.fields.items():
            if isinstance(widget, QComboBox):
                value = widget.currentText()
            elif isinstance(widget, QCheckBox):
                value = tr("yes") if widget.isChecked() else tr("no")
            else:
                value = widget.text()
            parts.append(f"{texts.metric_text(name)} {value}")
        return ", ".join(parts)
