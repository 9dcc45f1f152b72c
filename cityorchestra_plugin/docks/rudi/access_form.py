"""What a request for access asks the user: the project, why, until when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Optional

from qgis.PyQt.QtCore import QDate, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ....processing_provider.errors import InputError
from ....processing_provider.rudi.access_requests import MAX_TITLE, RequestDraft, draft_of, problems
from ....processing_provider.rudi.record import Record
from ....processing_provider.translation import tr, translated_error
from .field_check import CheckLine, fits_words

COMMENT_LINES = 5
DESCRIPTION_LINES = 3


class AccessForm(QWidget):
    """Project, comment and end date.

    Signals
    -------
    checkTriggered
        The user wants to see what would be sent.
    """

    checkTriggered = pyqtSignal()

    def __init__(self, record: Record, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._record = record
        self._touched: set[str] = set()
        self.checks = {name: CheckLine() for name in ("project", "comment", "end_date")}
        layout = QVBoxLayout(self)
        title = QLabel(tr("Ask for access to “{title}”").format(title=record.title))
        title.setWordWrap(True)
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        layout.addWidget(title)
        layout.addLayout(self._make_project())
        layout.addLayout(self._make_reasons())
        layout.addStretch(1)
        self.check_button = QPushButton(tr("&See what will be sent…"))
        self.check_button.setDefault(True)
        self.check_button.clicked.connect(self.checkTriggered)
        layout.addWidget(self.check_button)
        self.set_projects([])
        self._connect()
        self._set_tab_order()
        self.show_checks()

    # -- what it is made of -------------------------------------------------------------------------

    def _make_project(self) -> QGridLayout:
        grid = QGridLayout()
        self.existing = QRadioButton(tr("One of my &projects"))
        self.projects = QComboBox()
        self.projects.setAccessibleName(tr("My projects"))
        self.projects.setMinimumContentsLength(12)
        self.new = QRadioButton(tr("A &new project"))
        self.title = QLineEdit()
        self.title.setMaxLength(MAX_TITLE)
        self.title.setPlaceholderText(tr("For example: cool walks to the schools"))
        self.title.setAccessibleName(tr("Title of the new project"))
        self.description = QPlainTextEdit()
        self.description.setPlaceholderText(tr("What the project is, in two sentences (optional)"))
        self.description.setAccessibleName(tr("Description of the new project"))
        self.description.setTabChangesFocus(True)
        self.description.setFixedHeight(fits_words(self.description, DESCRIPTION_LINES))
        grid.addWidget(self.existing, 0, 0)
        grid.addWidget(self.projects, 1, 0)
        grid.addWidget(self.new, 2, 0)
        grid.addWidget(self.title, 3, 0)
        grid.addWidget(self.description, 4, 0)
        grid.addWidget(self.checks["project"], 5, 0)
        return grid

    def _make_reasons(self) -> QVBoxLayout:
        column = QVBoxLayout()
        self.comment = QPlainTextEdit()
        self.comment.setTabChangesFocus(True)
        self.comment.setMinimumHeight(fits_words(self.comment, COMMENT_LINES))
        label = QLabel(tr("&Why you need the data"))
        label.setBuddy(self.comment)
        self.ends = QCheckBox(tr("The use ends &on"))
        self.ends.setChecked(True)
        self.end = QDateEdit()
        self.end.setCalendarPopup(True)
        self.end.setAccessibleName(tr("Day on which the use ends"))
        self.end.setMinimumDate(QDate.currentDate().addDays(1))
        self.end.setDate(QDate.currentDate().addYears(1))
        for widget in (label, self.comment, self.checks["comment"], self.ends, self.end, self.checks["end_date"]):
            column.addWidget(widget)
        return column

    def _connect(self) -> None:
        for button in (self.existing, self.new):
            button.toggled.connect(self._choose_kind)
        self.projects.activated.connect(lambda _index: self.existing.setChecked(True))
        self.title.textEdited.connect(lambda _text: self.new.setChecked(True))
        self.ends.toggled.connect(self.end.setEnabled)
        self.title.textChanged.connect(lambda _text: self._touch("project"))
        self.comment.textChanged.connect(lambda: self._touch("comment"))
        self.end.dateChanged.connect(lambda _day: self._touch("end_date"))
        self.ends.toggled.connect(lambda _on: self._touch("end_date"))

    def _set_tab_order(self) -> None:
        order = (self.existing, self.projects, self.new, self.title, self.description, self.comment)
        order += (self.ends, self.end, self.check_button)
        for before, after in zip(order, order[1:]):
            QWidget.setTabOrder(before, after)

    # -- what it says -------------------------------------------------------------------------------

    def set_projects(self, projects: Sequence[Mapping[str, Any]]) -> None:
        """Offer the projects of the account; without any, a new one is made."""
        self.projects.clear()
        for project in projects:
            if project.get("uuid"):
                self.projects.addItem(str(project.get("title") or project["uuid"]), str(project["uuid"]))
        has_projects = self.projects.count() > 0
        self.existing.setEnabled(has_projects)
        self.projects.setEnabled(has_projects)
        (self.existing if has_projects else self.new).setChecked(True)
        self._choose_kind()

    def draft(self) -> RequestDraft:
        """Return what the user asks."""
        day = self.end.date()
        end = date(day.year(), day.month(), day.day()) if self.ends.isChecked() else None
        common = {"comment": self.comment.toPlainText(), "end_date": end}
        if self.existing.isChecked():
            chosen = {"project_id": self.projects.currentData() or "", "project_title": self.projects.currentText()}
        else:
            chosen = {"project_title": self.title.text(), "project_description": self.description.toPlainText()}
        return draft_of(self._record, **chosen, **common)

    def problems(self) -> dict[str, InputError]:
        """Return what is missing, by field."""
        return problems(self.draft())

    def show_checks(self, *, all_fields: bool = False) -> None:
        """Say below each field what it lacks: of those typed in, or of all once the user wants to go on."""
        found = self.problems()
        for name, line in self.checks.items():
            error = found.get(name) if all_fields or name in self._touched else None
            line.show_error(translated_error(error) if error is not None else "")

    def focus_first_problem(self) -> None:
        """Bring the user to what is missing."""
        fields = {"project": self.title, "comment": self.comment, "end_date": self.end}
        for name in self.problems():
            fields[name].setFocus()
            return

    def _touch(self, name: str) -> None:
        self._touched.add(name)
        self.show_checks()

    def _choose_kind(self, *_) -> None:
        new = self.new.isChecked()
        for widget in (self.title, self.description):
            widget.setEnabled(True)
            widget.setVisible(new)
        self.show_checks()
