"""What a record says of a dataset, typed by the user and checked while it is typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Optional

from qgis.gui import QgsCollapsibleGroupBox
from qgis.PyQt.QtCore import QLocale, pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from ....processing_provider.rudi.algorithms.metadata_from_layer import VERSIONS
from ....processing_provider.rudi.form_checks import ERROR, LINKED, FieldCheck, Form, check_form, may_be_published
from ....processing_provider.rudi.languages import SHORT_CODES
from ....processing_provider.rudi.licences import licences
from ....processing_provider.rudi.metadata_draft import LayerDescription, SourceLicence
from ....processing_provider.rudi.privacy import Finding
from ....processing_provider.rudi.themes import themes
from ....processing_provider.translation import language, tr, translated_error
from ... import settings
from ..cool_route_options import describe, narrow
from .field_check import OK, CheckLine, fits_words
from .publish_columns import ColumnsReview

SYNOPSIS_LINES, SUMMARY_LINES = 3, 5
# Languages whose name in Qt is that of one country.
LANGUAGE_NAMES = {"en": "English", "es": "español", "pt": "português"}
# Fields of the form, in the order of the window; those of one check are told below one of them.
ORDER = (
    "title",
    "synopsis",
    "summary",
    "theme",
    "keywords",
    "producer",
    "contact_email",
    "contact_name",
    "licence",
    "mandatory_mention",
    "access",
    "personal_data",
    "language",
)


class PublishFields(QWidget):
    """The fields of the record, the columns of the layer, the format of its file.

    Signals
    -------
    changed
        Something was typed or chosen.
    """

    changed = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._touched: set[str] = set()
        self._filling = False
        self._findings: tuple[Finding, ...] = ()
        self._sources: tuple[SourceLicence, ...] = ()
        self.checks = {name: CheckLine() for name in ORDER if name != "personal_data"}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._make_texts()
        self._make_people()
        self._make_terms()
        self.columns = ColumnsReview()
        self.checks["personal_data"] = self.columns.check
        self._columns_title = self._section(tr("Columns and personal data"))
        self._column.addWidget(self.columns)
        self._make_details()
        self._connect()

    # -- what it is made of -------------------------------------------------------------------------

    def _section(self, title: str) -> QLabel:
        label = QLabel(title)
        font = label.font()
        font.setBold(True)
        label.setFont(font)
        label.setContentsMargins(0, self.fontMetrics().height() // 2, 0, 0)
        self._column.addWidget(label)
        return label

    def _row(self, name: str, text: str, box: QWidget, tooltip: str) -> None:
        self._column.addWidget(describe(text, box, tooltip))
        self._column.addWidget(box)
        self._column.addWidget(self.checks[name])

    def _make_texts(self) -> None:
        self._section(tr("What it is"))
        self.title = QLineEdit()
        self.synopsis = self._text_box(SYNOPSIS_LINES)
        self.summary = self._text_box(SUMMARY_LINES)
        self.theme = QComboBox()
        narrow(self.theme)
        self.theme.addItem(tr("Choose a theme…"), "")
        for code, theme in themes().items():
            self.theme.addItem(theme.label(language()), code)
        self.keywords = QLineEdit()
        self.keywords.setPlaceholderText(tr("trees, greenery, heritage"))
        self._row("title", tr("&Title"), self.title, tr("At most 150 characters, without codes or dates of export."))
        self._row(
            "synopsis",
            tr("In one sen&tence"),
            self.synopsis,
            tr("What is shown in lists of results; portals search words in it and in the title only."),
        )
        self._row(
            "summary",
            tr("&Description"),
            self.summary,
            tr("What the data are, how they were made, how far they can be used."),
        )
        self._row("theme", tr("T&heme"), self.theme, tr("Theme of the catalogue under which people will find it."))
        self._row("keywords", tr("&Keywords"), self.keywords, tr("Two or three words, separated by commas."))

    def _make_people(self) -> None:
        self._section(tr("Who answers for it"))
        self.producer, self.contact_email, self.contact_name = QLineEdit(), QLineEdit(), QLineEdit()
        self.contact_email.setPlaceholderText("sig@example.org")
        self._row(
            "producer", tr("Pr&oducer"), self.producer, tr("Organisation that produces the data, as the node calls it.")
        )
        self._row(
            "contact_email",
            tr("&E-mail of the contact"),
            self.contact_email,
            tr("Anyone will be able to read it: better that of a service than that of a person."),
        )
        self._row("contact_name", tr("&Name of the contact (optional)"), self.contact_name, tr("A service."))

    def _make_terms(self) -> None:
        self._section(tr("Terms of use"))
        self.licence = QComboBox()
        narrow(self.licence)
        for code, terms in licences().items():
            if terms.standard:
                self.licence.addItem(terms.label(language()), code)
        self.mention = QLineEdit()
        self._row("licence", tr("&Licence"), self.licence, tr("Under which the data may be reused."))
        self._row(
            "mandatory_mention",
            tr("Mandatory ment&ion (optional)"),
            self.mention,
            tr("What whoever reuses the data must write beside them."),
        )
        self.restricted = QCheckBox(tr("&Restricted access"))
        self.restricted.setToolTip(tr("The record is public; the data are given on request only."))
        self.sensitive = QCheckBox(tr("About people (&GDPR)"))
        self.sensitive.setToolTip(tr("Sensitive under the GDPR: such data must have a restricted access."))
        for widget in (self.restricted, self.sensitive, self.checks["access"]):
            self._column.addWidget(widget)

    def _make_details(self) -> None:
        self.details = QgsCollapsibleGroupBox(tr("File and record"))
        self.details.setCollapsed(True)
        self.details.setSaveCollapsedState(False)
        inner = QVBoxLayout(self.details)
        self.format, self.text_language, self.version = QComboBox(), QComboBox(), QComboBox()
        names = {"gpkg-zip": tr("GeoPackage in a ZIP"), "geojson": "GeoJSON", "csv": "CSV", "parquet": "GeoParquet"}
        for code, name in names.items():
            self.format.addItem(name, code)
        for code in sorted(SHORT_CODES, key=lambda code: (code not in ("fr", "en"), code)):
            self.text_language.addItem(LANGUAGE_NAMES.get(code) or QLocale(code).nativeLanguageName() or code, code)
        for version in VERSIONS:
            self.version.addItem(version, version)
        self._format_label = describe(
            tr("&Format of the file"), self.format, tr("Symbols and labels travel in a GeoPackage only.")
        )
        for box in (self.format, self.text_language, self.version):
            narrow(box)
        for label, box in (
            (self._format_label, self.format),
            (
                describe(
                    tr("Language of the te&xts"),
                    self.text_language,
                    tr("Language in which the texts above are written."),
                ),
                self.text_language,
            ),
            (
                describe(
                    tr("Version of the re&cord"),
                    self.version,
                    tr("1.3.0 is read by all nodes; 1.4.1 by recent ones only."),
                ),
                self.version,
            ),
        ):
            inner.addWidget(label)
            inner.addWidget(box)
        inner.addWidget(self.checks["language"])
        self._column.addWidget(self.details)
        self._column.addStretch(1)

    def _text_box(self, lines: int) -> QPlainTextEdit:
        box = QPlainTextEdit()
        box.setTabChangesFocus(True)
        box.setFixedHeight(fits_words(box, lines))
        return box

    def _connect(self) -> None:
        for name, box in self._texts().items():
            box.textChanged.connect(lambda *_, name=name: self._touch(name))
        self.theme.currentIndexChanged.connect(lambda _index: self._touch("theme"))
        self.licence.currentIndexChanged.connect(lambda _index: self._touch("licence"))
        self.text_language.currentIndexChanged.connect(lambda _index: self._touch("language"))
        self.restricted.toggled.connect(lambda _on: self._touch("restricted"))
        self.sensitive.toggled.connect(lambda _on: self._touch("gdpr_sensitive"))
        self.columns.justificationChanged.connect(lambda: self._touch("justification"))
        self.columns.restrictTriggered.connect(self._restrict)

    def _texts(self) -> dict[str, QWidget]:
        return {
            "title": self.title,
            "synopsis": self.synopsis,
            "summary": self.summary,
            "keywords": self.keywords,
            "producer": self.producer,
            "contact_email": self.contact_email,
            "contact_name": self.contact_name,
            "mandatory_mention": self.mention,
        }

    def tab_order(self) -> list[QWidget]:
        """Return the fields in the order of the tab key."""
        columns = self.columns
        order = [self.title, self.synopsis, self.summary, self.theme, self.keywords]
        order += [self.producer, self.contact_email, self.contact_name, self.licence, self.mention]
        order += [self.restricted, self.sensitive, columns.table, columns.remove_button, columns.restrict_button]
        return [*order, columns.justification, self.details, self.format, self.text_language, self.version]

    # -- what it holds ------------------------------------------------------------------------------

    @property
    def is_touched(self) -> bool:
        """Whether the user changed something since it was filled."""
        return bool(self._touched)

    def mark_as_typed(self) -> None:
        """Take what is shown for something that the user typed: it is kept when another layer is chosen."""
        self._touched.add("title")
        self.show_checks()

    def forget_typed(self) -> None:
        """Take what is shown for something that nobody typed."""
        self._touched.clear()

    def form(self) -> Form:
        """Return what was typed."""
        texts = {
            name: box.toPlainText() if isinstance(box, QPlainTextEdit) else box.text()
            for name, box in self._texts().items()
        }
        return Form(
            **texts,
            theme=str(self.theme.currentData() or ""),
            licence=str(self.licence.currentData() or ""),
            language=str(self.text_language.currentData()),
            restricted=self.restricted.isChecked(),
            gdpr_sensitive=self.sensitive.isChecked(),
            justification=self.columns.justification.toPlainText(),
        )

    def fill(self, form: Form) -> None:
        """Show a form; nothing counts as typed then."""
        self._filling = True
        for name, box in self._texts().items():
            text = str(getattr(form, name))
            box.setPlainText(text) if isinstance(box, QPlainTextEdit) else box.setText(text)
        self.title.setCursorPosition(0)
        self._choose_theme(form.theme)
        self.licence.setCurrentIndex(max(0, self.licence.findData(form.licence)))
        self.text_language.setCurrentIndex(max(0, self.text_language.findData(form.language[:2])))
        self.restricted.setChecked(form.restricted)
        self.sensitive.setChecked(form.gdpr_sensitive)
        self.columns.justification.setPlainText(form.justification)
        self._filling = False
        self._touched.clear()
        self.show_checks()
        self.changed.emit()

    def _choose_theme(self, code: str) -> None:
        """Choose a theme; one that a portal added to the list is added here too."""
        if code and self.theme.findData(code) < 0:
            self.theme.addItem(code, code)
        self.theme.setCurrentIndex(max(0, self.theme.findData(code)))

    def show_layer(self, layer, description: Optional[LayerDescription]) -> None:
        """Show what belongs to a layer: its columns, the formats of its file."""
        raster = description is not None and description.raster
        self._findings = ()
        self._sources = tuple(description.sources) if description is not None else ()
        fields = description.fields if description is not None else ()
        for widget in (self._columns_title, self.columns):
            widget.setVisible(bool(fields))
        for widget in (self._format_label, self.format):
            widget.setVisible(not raster)
        self.format.setCurrentIndex(max(0, self.format.findData(settings.PUBLISH_FORMAT.value())))
        self.columns.show_columns(layer if not raster else None, fields)

    def show_findings(self, layer, description: LayerDescription, findings: Sequence[Finding]) -> None:
        """Show the signs of personal data that were found."""
        self._findings = tuple(findings)
        self.columns.show_columns(layer, description.fields, findings)
        if any(one.level != "possible" for one in findings):
            self._touched.add("personal_data")  # told at once: it decides whether to go on
        self.show_checks()
        self.changed.emit()

    def remember(self) -> None:
        """Keep what the next layer will probably have too."""
        form = self.form()
        settings.PUBLISH_PRODUCER.set_value(" ".join(form.producer.split()))
        settings.PUBLISH_CONTACT.set_value(form.contact_email.strip())
        settings.PUBLISH_CONTACT_NAME.set_value(form.contact_name.strip())
        settings.PUBLISH_LICENCE.set_value(form.licence)
        settings.PUBLISH_FORMAT.set_value(str(self.format.currentData()))
        settings.PUBLISH_LANGUAGE.set_value(form.language)

    # -- checks -------------------------------------------------------------------------------------

    def checked(self) -> dict[str, FieldCheck]:
        """Return the verdict on each field."""
        return check_form(self.form(), findings=self._findings, sources=self._sources, names=ORDER)

    def show_checks(self, *, all_fields: bool = False) -> dict[str, FieldCheck]:
        """Say below each field what is wrong: of those typed in, or of all. Return the verdicts."""
        found = self.checked()
        for name, line in self.checks.items():
            remarks = found[name].remarks if all_fields or name in self._touched else ()
            sentences = dict.fromkeys(translated_error(remark.error) for remark in remarks)
            line.say(remarks[0].severity if remarks else OK, "\n".join(sentences))
        return found

    def focus_first_problem(self, found: dict[str, FieldCheck]) -> None:
        """Bring the user to the first field that has an error."""
        fields = {
            **self._texts(),
            "theme": self.theme,
            "licence": self.licence,
            "access": self.restricted,
            "personal_data": self.columns.justification,
            "language": self.text_language,
        }
        first = next((name for name in ORDER if found[name].severity == ERROR), None)
        if first == "language":
            self.details.setCollapsed(False)
        if first is not None:
            fields[first].setFocus()

    def may_be_published(self) -> bool:
        """Tell whether no field has an error."""
        return may_be_published(self.checked())

    def _touch(self, name: str) -> None:
        if self._filling:
            return
        self._touched.update((name, *LINKED.get(name, ())))
        self.show_checks()
        self.changed.emit()

    def _restrict(self) -> None:
        self.restricted.setChecked(True)
        self.sensitive.setChecked(True)


def proposed(description: LayerDescription) -> Form:
    """Return the form of a layer as far as the layer tells it, then as the last publication had it."""
    contact = description.contacts[0] if description.contacts else None
    known = [code for code in description.licences if code in licences() and licences()[code].standard]
    form = Form(
        title=description.title,
        summary=description.abstract,
        theme=description.theme,
        keywords=", ".join(description.keywords),
        producer=description.producer.name or settings.PUBLISH_PRODUCER.value(),
        contact_name=contact.name if contact is not None else settings.PUBLISH_CONTACT_NAME.value(),
        contact_email=contact.email if contact is not None else settings.PUBLISH_CONTACT.value(),
        licence=known[0] if known else settings.PUBLISH_LICENCE.value(),
    )
    return replace(form, language=(description.language or settings.PUBLISH_LANGUAGE.value())[:2])
