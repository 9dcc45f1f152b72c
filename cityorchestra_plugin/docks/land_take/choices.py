"""What the user chose in the panel, kept with the project."""

from __future__ import annotations

import json
from typing import Any, Optional

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QDate, QObject, Qt, QTimer

from .exchange_form import ExchangeForm
from .project_form import ProjectForm
from .source_form import SourceForm

SCOPE, KEY = "cityorchestra", "/land_take"


def snapshot(sources: SourceForm, project: ProjectForm, exchange: ExchangeForm) -> dict[str, Any]:
    """Return what the user chose, as values that JSON knows; what the panel proposed by itself is left out."""
    found: dict[str, Any] = {"layers": {}, "dates": {}}
    for name in sources.boxes():
        if sources.chosen_layer(name) is not None:
            found["layers"][name] = sources.chosen_layer(name)
    for name in sources.dates():
        date = sources.chosen_date(name)
        if date is not None:
            found["dates"][name] = date.toString(Qt.DateFormat.ISODate)
    zones = sources.zones.currentLayer()
    if zones is not None:
        found["name_field"] = sources.name_field.currentField()
    return {**found, **sources.score.choices(), **project.choices(), **exchange.choices()}


def show(sources: SourceForm, project: ProjectForm, exchange: ExchangeForm, choices: dict[str, Any]) -> None:
    """Show choices; what is absent, unreadable or gone from the project is left as proposed."""
    layers, dates = choices.get("layers"), choices.get("dates")
    for name in sources.boxes():
        if isinstance(layers, dict) and isinstance(layers.get(name), str):
            sources.set_layer(name, layers[name])
    for name in sources.dates():
        if isinstance(dates, dict) and isinstance(dates.get(name), str):
            sources.set_chosen_date(name, QDate.fromString(dates[name], Qt.DateFormat.ISODate))
    name_field, zones = choices.get("name_field"), sources.zones.currentLayer()
    if isinstance(name_field, str) and zones is not None and zones.fields().lookupField(name_field) >= 0:
        sources.name_field.setField(name_field)
    sources.score.show_choices(choices)
    project.show_choices(choices)
    exchange.show_choices(choices)


class ProjectChoices(QObject):
    """Keeps what the user chooses with the project, and shows it again when the project is opened."""

    def __init__(
        self, sources: SourceForm, project: ProjectForm, exchange: ExchangeForm, parent: Optional[QObject] = None
    ) -> None:
        super().__init__(parent)
        self._forms = sources, project, exchange
        self._known = snapshot(*self._forms)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self.store)
        for form in self._forms:
            form.chosen.connect(self._timer.start)

    def proposed(self) -> None:
        """Take what the forms show now as proposed by the panel."""
        self._known = snapshot(*self._forms)

    def store(self) -> None:
        """Write what the user changed into the project, which then wants to be saved."""
        choices = snapshot(*self._forms)
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
                choices = None  # edited by hand into something else: the forms stay as proposed
            if isinstance(choices, dict):
                show(*self._forms, choices)
        self.proposed()

    def stop(self) -> None:
        """Store what is waiting, then nothing any more: the panel is being unloaded."""
        if self._timer.isActive():
            self.store()
        self._timer.stop()
        for form in self._forms:
            form.chosen.disconnect(self._timer.start)
