"""Check the form of a dataset while it is typed: for each field whether it may be published, and why not.

The rules are those of the record (``validation.py``) and of its draft (``metadata_draft.py``): a form without an
error gives a draft without an error. Nothing here reads a file or asks a server.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Optional

from ..errors import InputError
from . import privacy
from .bounding_box import SIDES, BoundingBox
from .languages import LANGUAGES
from .licences import licences
from .lineage import licence_conflict
from .metadata_draft import PENDING_URL, DraftChoices, LayerDescription, SourceLicence
from .record import Contact, Organisation
from .record_values import is_openable, parsed_date
from .themes import theme_code
from .validation import field_issues
from .validation_issues import Issue
from .validation_messages import ERROR, WARNING

OK = "ok"
FIELDS = (
    "title",
    "synopsis",
    "summary",
    "theme",
    "keywords",
    "producer",
    "contact_name",
    "contact_email",
    "licence",
    "mandatory_mention",
    "language",
    "created",
    "updated",
    "start",
    "end",
    "extent",
    "access",
    "personal_data",
    "url",
)
# Fields whose verdict depends on another one: a window that checks one field checks these again too.
LINKED = {
    "created": ("updated",),
    "updated": ("created",),
    "start": ("end",),
    "end": ("start",),
    "restricted": ("access", "personal_data"),
    "gdpr_sensitive": ("access", "personal_data"),
    "justification": ("personal_data",),
}
_SEPARATORS = re.compile(r"[,;\n]")
_SEVERITIES = (OK, WARNING, ERROR)
_TEXTS = {
    "synopsis": ("synopsis", "[]", "text"),
    "summary": ("summary", "[]", "text"),
    "contact_name": ("contacts", "[]", "contact_name"),
    "mandatory_mention": ("access_condition", "mandatory_mention", "[]", "text"),
}


@dataclass(frozen=True)
class Form:
    """What a form holds, as it was typed.

    Attributes
    ----------
    title, synopsis, summary, theme, producer, contact_name, contact_email, licence, mandatory_mention, language : str
        ``theme`` is a code or a label of the list, or the code of a portal's own theme; ``licence`` a code.
    keywords : str
        Separated by commas, semicolons or lines.
    restricted, gdpr_sensitive : bool
        Access and kind of the data.
    justification : str
        Why columns that look like personal data may be published all the same.
    created, updated, start, end : str
        Dates (ISO 8601), empty for what the layer says.
    extent : sequence of float or str, or None
        West, south, east, north [degrees]; texts may have a decimal comma. ``None`` for no extent.
    url : str
        Address of the file, empty until a node has it.
    """

    title: str = ""
    synopsis: str = ""
    summary: str = ""
    theme: str = ""
    keywords: str = ""
    producer: str = ""
    contact_name: str = ""
    contact_email: str = ""
    licence: str = "etalab-2.0"
    mandatory_mention: str = ""
    language: str = "fr"
    restricted: bool = False
    gdpr_sensitive: bool = False
    justification: str = ""
    created: str = ""
    updated: str = ""
    start: str = ""
    end: str = ""
    extent: Optional[Sequence[Any]] = None
    url: str = ""

    def words(self) -> tuple[str, ...]:
        """Return the keywords, each once."""
        return tuple(dict.fromkeys(filter(None, (" ".join(word.split()) for word in _SEPARATORS.split(self.keywords)))))

    def choices(self) -> DraftChoices:
        """Return what the form says, for a draft."""
        return DraftChoices(
            theme=self.theme,
            producer=Organisation(name=" ".join(self.producer.split())),
            contact=Contact(name=self.contact_name.strip(), email=self.contact_email.strip()),
            licence=self.licence,
            title=self.title,
            synopsis=self.synopsis,
            summary=self.summary,
            keywords=self.words(),
            restricted=self.restricted,
            gdpr_sensitive=self.gdpr_sensitive,
            language=self.language,
            mandatory_mention=self.mandatory_mention,
        )

    def applied(self, layer: LayerDescription) -> LayerDescription:
        """Return the description of a layer with the dates and the extent of the form in the place of its own."""
        start, end = parsed_date(self.start.strip()), parsed_date(self.end.strip())
        return replace(
            layer,
            created=parsed_date(self.created.strip()) or layer.created,
            updated=parsed_date(self.updated.strip()) or layer.updated,
            period=(start, end) if start or end else layer.period,
            extent=_sides(self.extent) if self.extent is not None else None,
        )

    def file_url(self) -> str:
        """Return the address of the file, or the mark that stands for it until a node has it."""
        return self.url.strip() or PENDING_URL


@dataclass(frozen=True)
class Remark:
    """One thing to say of a field: its severity, the code of the portal, the sentence to translate and show."""

    severity: str
    code: str
    error: InputError


@dataclass(frozen=True)
class FieldCheck:
    """The verdict on one field: ``ok``, ``warning`` or ``error``, and its remarks, the most serious first."""

    name: str
    severity: str = OK
    remarks: tuple[Remark, ...] = field(default=())


def check_form(
    form: Form,
    *,
    findings: Iterable[privacy.Finding] = (),
    sources: Iterable[SourceLicence] = (),
    names: Sequence[str] = FIELDS,
) -> dict[str, FieldCheck]:
    """Check the fields of a form.

    Parameters
    ----------
    form : Form
        What it holds.
    findings : iterable of Finding
        Signs of personal data, as far as the layer was looked at.
    sources : iterable of SourceLicence
        What the layer was made from.
    names : sequence of str
        Fields to check; all of :data:`FIELDS` by default.

    Returns
    -------
    dict of str to FieldCheck
        By field, in the order of ``names``. Publishing needs no ``error`` anywhere.
    """
    checked = {}
    for name in names:
        if name == "personal_data":
            remarks = _personal_data(form, findings)
        elif name == "licence":
            remarks = [*_licence(form), *_crossing(form, sources)]
        else:
            remarks = _CHECKS.get(name, _free_text)(form, name)
        remarks = sorted(remarks, key=lambda item: -_SEVERITIES.index(item.severity))
        checked[name] = FieldCheck(name, remarks[0].severity if remarks else OK, tuple(remarks))
    return checked


def may_be_published(checked: dict[str, FieldCheck]) -> bool:
    """Return whether no field has an error."""
    return all(item.severity != ERROR for item in checked.values())


def _remarks(issues: Iterable[Issue]) -> list[Remark]:
    return [Remark(issue.severity, issue.code, issue.error) for issue in issues]


def _missing(error: InputError) -> list[Remark]:
    return [Remark(ERROR, "ERR-202", error)]


def _title(form: Form, name: str) -> list[Remark]:
    title = " ".join(form.title.split())
    if not title:
        return _missing(InputError("The dataset has no title: give one."))
    return _remarks(field_issues(title, "resource_title"))


def _free_text(form: Form, name: str) -> list[Remark]:
    text = str(getattr(form, name)).strip()
    return _remarks(field_issues(text, *_TEXTS[name])) if text else []


def _synopsis(form: Form, name: str) -> list[Remark]:
    if not form.synopsis.strip() and not form.summary.strip():
        advice = InputError("Say in one sentence what the data are: people search for words of this synopsis.")
        return [Remark(WARNING, "ERR-202", advice)]
    return _free_text(form, name)


def _theme(form: Form, name: str) -> list[Remark]:
    theme = form.theme.strip()
    if not theme:
        return _missing(InputError("Choose a theme for the dataset."))
    return _remarks(field_issues(theme_code(theme[:200]) or theme, "theme"))


def _keywords(form: Form, name: str) -> list[Remark]:
    words = form.words()
    if not words:
        advice = InputError("Give two or three keywords that people would look for; without any, the theme stands.")
        return [Remark(WARNING, "ERR-202", advice)]
    return _remarks(issue for word in words for issue in field_issues(word, "keywords", "[]"))


def _producer(form: Form, name: str) -> list[Remark]:
    producer = " ".join(form.producer.split())
    if not producer:
        return _missing(InputError("Name the organisation that produces the data."))
    return _remarks(field_issues(producer, "producer", "organization_name"))


def _contact_email(form: Form, name: str) -> list[Remark]:
    email = form.contact_email.strip()
    if not email:
        return _missing(InputError("Give the e-mail address of a contact, that of a service rather than of a person."))
    return _remarks(field_issues(email, "contacts", "[]", "email"))


def _licence(form: Form) -> list[Remark]:
    if not form.licence.strip():
        return _missing(InputError("Choose a licence: without one nobody may reuse the data."))
    terms = licences().get(form.licence)
    if terms is None or not terms.standard:
        return _remarks(field_issues(form.licence, "access_condition", "licence", "licence_label"))
    return []


def _crossing(form: Form, sources: Iterable[SourceLicence]) -> list[Remark]:
    conflict = licence_conflict(form.licence, sources)
    return [Remark(WARNING, "ERR-303", conflict)] if conflict else []


def _language(form: Form, name: str) -> list[Remark]:
    if form.language in LANGUAGES:
        return []
    error = InputError("“{language}” is not a language code such as fr or en-GB.", language=form.language)
    return [Remark(ERROR, "ERR-302", error)]


def _moment(form: Form, name: str) -> Optional[datetime]:
    return parsed_date(str(getattr(form, name)).strip())


def _date(form: Form, name: str) -> list[Remark]:
    text = str(getattr(form, name)).strip()
    if not text:
        return []
    remarks = _remarks(field_issues(text, "dataset_dates", "created"))
    first, last = ("start", "end") if name in ("start", "end") else ("created", "updated")
    before, after = _moment(form, first), _moment(form, last)
    if name == last and before and after and after < before:
        if name == "end":
            error = InputError("The end comes before the beginning: exchange the two dates.")
        else:
            error = InputError("The date of update comes before the date of creation: check both.")
        remarks.append(Remark(WARNING, "ERR-303", error))
    return remarks


def _number(value: Any) -> Optional[float]:
    if isinstance(value, bool) or value is None:
        return None
    try:
        number = float(value.strip().replace("\u202f", "").replace(",", ".") if isinstance(value, str) else value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _sides(extent: Sequence[Any]) -> Optional[tuple[float, float, float, float]]:
    sides = [_number(side) for side in extent]
    return tuple(sides) if len(sides) == len(SIDES) and None not in sides else None


def _extent(form: Form, name: str) -> list[Remark]:
    if form.extent is None:
        return []
    sides = _sides(form.extent)
    if sides is None:
        error = InputError("An extent is four numbers in degrees: west, south, east, north. Fill in all of them.")
        return [Remark(ERROR, "ERR-201", error)]
    steps = ("geography", "bounding_box")
    remarks = _remarks(issue for side, value in zip(SIDES, sides) for issue in field_issues(value, *steps, side))
    if remarks:
        return remarks
    west, south, east, north = sides
    if south > north or west > east:
        error = InputError(
            "The north of the extent is south of its south, or its west east of its east: exchange them."
        )
        return [Remark(WARNING, "ERR-303", error)]
    if BoundingBox(west, south, east, north).is_world:
        error = InputError("The extent is the whole world: give that of the data, so that a map finds it.")
        return [Remark(WARNING, "ERR-303", error)]
    return []


def _access(form: Form, name: str) -> list[Remark]:
    if form.gdpr_sensitive and not form.restricted:
        error = InputError("Data that are sensitive under the GDPR must have a restricted access.")
        return [Remark(ERROR, "ERR-306", error)]
    return []


def _personal_data(form: Form, findings: Iterable[privacy.Finding]) -> list[Remark]:
    if form.gdpr_sensitive and not form.restricted:
        return []  # said once, beside the access
    found = tuple(findings)
    decision = privacy.gate(
        found, restricted=form.restricted, gdpr_sensitive=form.gdpr_sensitive, justification=form.justification
    )
    if decision.refusal is not None:
        return [Remark(ERROR, "ERR-306", decision.refusal)]
    possible = ", ".join(dict.fromkeys(item.column for item in found if item.level == privacy.POSSIBLE))
    if possible and not (form.restricted and form.gdpr_sensitive):
        error = InputError("Look at these columns before publishing: {columns} may be about people.", columns=possible)
        return [Remark(WARNING, "ERR-306", error)]
    return []


def _url(form: Form, name: str) -> list[Remark]:
    url = form.url.strip()
    if not url or url == PENDING_URL:
        return []
    remarks = _remarks(field_issues(url, "available_formats", "[]", "connector", "url"))
    if not any(item.severity == ERROR for item in remarks) and (not is_openable(url) or url.startswith("/")):
        error = InputError("“{found}” is not an address that begins with http:// or https://.", found=url[:60])
        return [Remark(ERROR, "ERR-307", error)]
    return remarks


_CHECKS = {
    "title": _title,
    "synopsis": _synopsis,
    "theme": _theme,
    "keywords": _keywords,
    "producer": _producer,
    "contact_email": _contact_email,
    "language": _language,
    "created": _date,
    "updated": _date,
    "start": _date,
    "end": _date,
    "extent": _extent,
    "access": _access,
    "url": _url,
}
