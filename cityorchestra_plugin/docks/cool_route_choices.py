"""What the user chose in the cool-route form, kept with the project."""

from __future__ import annotations

import json
from typing import Any, Optional

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QDate, QObject, Qt, QTime, QTimer

from .cool_route_form import CoolRouteForm
from .point_field import parameter_text, parse_point

SCOPE, KEY = "cityorchestra", "/cool_route"
HOUR_FORMAT = "HH:mm"


def snapshot(form: CoolRouteForm) -> dict[str, Any]:
    """Return what a form shows, as values that JSON knows."""

    def point(field) -> str:
        return parameter_text(field.point()) if field.point() is not None else ""

    weather, advanced = form.weather, form.advanced
    return {
        # Only where the user chose: elsewhere the panel proposes again.
        "layers": {name: form.chosen(box) for name, box in boxes(form).items() if form.chosen(box) is not None},
        "start": point(form.start),
        "end": point(form.end),
        "day": form.day.date().toString(Qt.DateFormat.ISODate),
        "hour": form.hour.time().toString(HOUR_FORMAT),
        "time_zone": advanced.zone.currentText(),
        "cost": form.cost.currentData(),
        "air_temperature_c": weather.temperature.value(),
        "humidity_pct": weather.humidity.value(),
        "wind_m_s": weather.wind.value(),
        "warming_c": weather.warming_c(),
        "speed_m_s": advanced.speed.value(),
        "max_detour_pct": advanced.detour.value(),
        "alpha": advanced.alpha.value(),
        "two_sidewalks": advanced.sidewalks.isChecked(),
        "accessible": advanced.accessible.isChecked(),
    }


def boxes(form: CoolRouteForm) -> dict[str, Any]:
    """Return the choices of layers of a form, by name."""
    return {
        "lines": form.lines,
        "surface": form.surface,
        "canopy": form.canopy,
        "terrain": form.advanced.terrain,
    }


def show(form: CoolRouteForm, choices: dict[str, Any]) -> None:
    """Show choices in a form; what is absent, unreadable or gone from the project is left as proposed."""
    layers = choices.get("layers")
    for name, box in boxes(form).items():
        if isinstance(layers, dict) and isinstance(layers.get(name), str):
            form.set_layer(box, layers[name])
    day = QDate.fromString(str(choices.get("day", "")), Qt.DateFormat.ISODate)
    if day.isValid():
        form.day.setDate(day)
    hour = QTime.fromString(str(choices.get("hour", "")), HOUR_FORMAT)
    if hour.isValid():
        form.hour.setTime(hour)
    if isinstance(choices.get("time_zone"), str):
        form.advanced.zone.setCurrentText(choices["time_zone"])
    index = form.cost.findData(choices.get("cost"))
    if index >= 0:
        form.cost.setCurrentIndex(index)
    for name, show_number in (
        ("air_temperature_c", form.weather.temperature.setValue),
        ("humidity_pct", form.weather.humidity.setValue),
        ("wind_m_s", form.weather.wind.setValue),
        ("warming_c", form.weather.set_warming_c),
        ("speed_m_s", form.advanced.speed.setValue),
        ("max_detour_pct", form.advanced.detour.setValue),
        ("alpha", form.advanced.alpha.setValue),
    ):
        if isinstance(choices.get(name), (int, float)):
            show_number(float(choices[name]))
    form.advanced.sidewalks.setChecked(choices.get("two_sidewalks") is True)
    form.advanced.accessible.setChecked(choices.get("accessible") is True)
    for field, name in ((form.start, "start"), (form.end, "end")):
        point = parse_point(str(choices.get(name, "")))
        if point is not None:
            field.set_point(point)


class ProjectChoices(QObject):
    """Keeps what the user chooses with the project, and shows it again when the project is opened.

    What the panel proposes by itself is not a choice: it leaves the project as it is.
    """

    def __init__(self, form: CoolRouteForm, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._form = form
        self._known = snapshot(form)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self.store)
        form.changed.connect(self._timer.start)
        form.advanced.alpha.valueChanged.connect(lambda _value: self._timer.start())  # it makes no route stale

    def proposed(self) -> None:
        """Take what the form shows now as proposed by the panel."""
        self._known = snapshot(self._form)

    def store(self) -> None:
        """Write what the user changed into the project, which then wants to be saved."""
        choices = snapshot(self._form)
        if choices != self._known:
            self._known = choices
            QgsProject.instance().writeEntry(SCOPE, KEY, json.dumps(choices, ensure_ascii=False, sort_keys=True))

    def restore(self) -> None:
        """Show what the project keeps."""
        text, found = QgsProject.instance().readEntry(SCOPE, KEY, "")
        if found and text:
            try:
                choices = json.loads(text)
            except ValueError:
                choices = None  # edited by hand into something else: the form stays as proposed
            if isinstance(choices, dict):
                show(self._form, choices)
        self.proposed()

    def stop(self) -> None:
        """Store nothing any more: the panel is being unloaded."""
        self.store()
        self._timer.stop()
        self._form.changed.disconnect(self._timer.start)
