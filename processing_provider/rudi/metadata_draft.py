"""Draft of the record of a layer: what can be known of it is filled in, what cannot is asked for."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from typing import Any, Optional

from ..errors import InputError
from .bounding_box import BoundingBox, mended
from .imports.made_record import shortened
from .languages import LANGUAGES, LocalisedText
from .licences import licences
from .record import Connector, Contact, Dates, Licence, Media, Organisation, Record
from .record_reader import read_record
from .record_values import Checksum, Reading, is_digest, is_openable
from .record_writer import DEFAULT_PROJECTION, record_to_json
from .schema import TITLE_LENGTH
from .themes import theme_code, theme_label

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+\Z")
# Types of fields of a Table Schema (Frictionless Data, version 2), by the types that a layer's fields have.
_TABLE_TYPES = {
    "text": "string",
    "integer": "integer",
    "real": "number",
    "boolean": "boolean",
    "date": "date",
    "datetime": "datetime",
    "time": "time",
    "json": "object",
}


@dataclass(frozen=True)
class FieldDescription:
    """A field of a layer: name, type (``text``, ``integer``, ``real``, ``boolean``, ``date``...), what it holds."""

    name: str
    kind: str = "text"
    description: str = ""
    unit: str = ""


@dataclass(frozen=True)
class FileDescription:
    """The file that will be published.

    Attributes
    ----------
    name : str
        Name of the file.
    mime : str
        Media type.
    size : int
        [bytes].
    sha256 : str
        Digest, 64 hexadecimal digits.
    url : str
        Address from which it will be downloaded.
    encoding : str
        Of a text file.
    """

    name: str
    mime: str
    size: int
    sha256: str
    url: str
    encoding: str = "UTF-8"


@dataclass(frozen=True)
class LayerDescription:
    """What can be known of a layer without asking.

    Attributes
    ----------
    title : str
        Title of the layer.
    extent : tuple of float or None
        West, south, east, north [degrees, WGS 84].
    crs : str
        Reference system as text, such as ``RGF93/Lambert-93 (EPSG:2154)``.
    features : int or None
        Number of features.
    fields : sequence of FieldDescription
        Its fields.
    created, updated : datetime or None
        Of the data.
    period : tuple of datetime or None
        First and last moment that the data are about.
    history : str
        How the layer was made.
    """

    title: str
    extent: Optional[tuple[float, float, float, float]] = None
    crs: str = ""
    features: Optional[int] = None
    fields: Sequence[FieldDescription] = ()
    created: Optional[datetime] = None
    updated: Optional[datetime] = None
    period: tuple[Optional[datetime], Optional[datetime]] = (None, None)
    history: str = ""


@dataclass(frozen=True)
class DraftChoices:
    """What the user says of the layer."""

    theme: str
    producer: Organisation
    contact: Contact
    licence: str = "etalab-2.0"
    title: str = ""
    synopsis: str = ""
    summary: str = ""
    keywords: Sequence[str] = ()
    restricted: bool = False
    gdpr_sensitive: bool = False
    language: str = "fr"
    mandatory_mention: str = ""
    local_id: str = ""
    table_schema_url: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


def draft(
    layer: LayerDescription,
    file: FileDescription,
    choices: DraftChoices,
    *,
    previous: Optional[Record] = None,
    now: Optional[datetime] = None,
    version: str = "1.3.0",
) -> Record:
    """Return the record of a layer, ready to be checked and published.

    Parameters
    ----------
    layer, file, choices
        What is known, the file that goes with it, what the user says.
    previous : Record, optional
        The record as it was published before: its identifiers and its date of creation are kept, and the
        medium whose address or name is the file's keeps its identifier.
    now : datetime, optional
        Moment of the draft; the clock's by default.
    version : str
        Version of the record, ``1.3.0`` or ``1.4.1``.

    Returns
    -------
    Record
        Its ``raw`` is what a node takes.

    Raises
    ------
    InputError
        When something that the portal requires is missing or is not what it should be.
    """
    moment = (now or datetime.now(timezone.utc)).astimezone(timezone.utc).replace(microsecond=0)
    title = _checked_title(choices.title or layer.title)
    _check_choices(choices, file)
    code = theme_code(choices.theme) or choices.theme.strip()
    summary = choices.summary.strip() or choices.synopsis.strip() or title
    synopsis = choices.synopsis.strip() or shortened(summary)
    created = (previous.dates.created if previous else None) or layer.created or layer.updated or moment
    updated = max(layer.updated or moment, created)
    start, end = layer.period
    if start and end and end < start:
        start, end = end, start
    record = Record(
        global_id=previous.global_id if previous else str(uuid.uuid4()),
        title=title,
        local_id=choices.local_id or (previous.local_id if previous else ""),
        synopsis=LocalisedText.of(synopsis, choices.language),
        summary=LocalisedText.of(summary, choices.language),
        theme=code,
        keywords=_keywords(choices, code),
        producer=_identified_producer(choices.producer),
        contacts=(_identified_contact(choices.contact),),
        media=(_medium(file, choices, previous),),
        languages=(choices.language,),
        period_start=start or end,
        period_end=end if start else None,
        extent=_extent(layer),
        projection=layer.crs or DEFAULT_PROJECTION,
        records_count=layer.features,
        fields_count=len(layer.fields) or None,
        dates=Dates(created=created, updated=updated),
        storage_status="online",
        access="restricted" if choices.restricted else "open",
        gdpr_sensitive=choices.gdpr_sensitive,
        licence=Licence("STANDARD", choices.licence),
        mandatory_mention=LocalisedText.of(choices.mandatory_mention, choices.language),
        other_constraints=LocalisedText.of(layer.history, choices.language),
        metadata_dates=Dates(created=(previous.metadata_dates.created if previous else None) or moment, updated=moment),
    )
    return read_record({**record_to_json(record, version), **choices.extra})


def _checked_title(title: str) -> str:
    plain = " ".join(title.split())
    if not plain:
        raise InputError("The dataset has no title: give one.")
    if len(plain) > TITLE_LENGTH:
        raise InputError(
            "The title has {length} characters and the portal accepts {limit}: shorten it.",
            length=len(plain),
            limit=TITLE_LENGTH,
        )
    return plain


def _check_choices(choices: DraftChoices, file: FileDescription) -> None:
    if not choices.theme.strip():
        raise InputError("Choose a theme for the dataset.")
    if not choices.producer.name.strip():
        raise InputError("Name the organisation that produces the data.")
    if not _EMAIL.match(choices.contact.email.strip()):
        raise InputError("“{email}” is not an e-mail address: give that of a contact.", email=choices.contact.email)
    terms = licences().get(choices.licence)
    if terms is None or not terms.standard:
        accepted = ", ".join(code for code, item in licences().items() if item.standard)
        raise InputError(
            "The licence “{licence}” is not one that the portal accepts: choose among {accepted}.",
            licence=choices.licence,
            accepted=accepted,
        )
    if choices.language not in LANGUAGES:
        raise InputError("“{language}” is not a language code such as fr or en-GB.", language=choices.language)
    if choices.gdpr_sensitive and not choices.restricted:
        raise InputError("Data that are sensitive under the GDPR must have a restricted access: tick both or neither.")
    if not is_openable(file.url) or file.url.startswith("/"):
        raise InputError(
            "“{url}” is not the address of a file on a node: it begins with http:// or https://.", url=file.url
        )
    if file.size < 0 or not is_digest("SHA-256", file.sha256):
        raise InputError("The file {name} was not measured: its size or its SHA-256 digest is missing.", name=file.name)


def _keywords(choices: DraftChoices, theme: str) -> tuple[str, ...]:
    words = tuple(dict.fromkeys(" ".join(word.split()) for word in choices.keywords if word.strip()))
    return words or (theme_label(theme, choices.language),)


def _identified_producer(producer: Organisation) -> Organisation:
    return producer if producer.organisation_id else replace(producer, organisation_id=str(uuid.uuid4()))


def _identified_contact(contact: Contact) -> Contact:
    named = replace(contact, name=contact.name.strip() or contact.email, email=contact.email.strip())
    return named if named.contact_id else replace(named, contact_id=str(uuid.uuid4()))


def _medium(file: FileDescription, choices: DraftChoices, previous: Optional[Record]) -> Media:
    known = next(
        (item for item in (previous.media if previous else ()) if item.url == file.url or item.name == file.name), None
    )
    return Media(
        media_id=known.media_id if known else str(uuid.uuid4()),
        kind="FILE",
        name=file.name,
        connector=Connector(file.url, "dwnl"),
        file_type=file.mime,
        file_size=file.size,
        checksum=Checksum("SHA-256", file.sha256.lower(), True),
        file_structure=choices.table_schema_url,
        file_encoding=file.encoding,
    )


def _extent(layer: LayerDescription) -> Optional[BoundingBox]:
    if layer.extent is None:
        return None
    found = mended(*layer.extent, path="geography.bounding_box", reading=Reading())
    if found is None:
        raise InputError(
            "The extent of the layer, {extent}, is not in degrees of longitude and latitude: check its reference "
            "system.",
            extent=", ".join(f"{side:g}" for side in layer.extent),
        )
    return found


def table_schema(fields: Sequence[FieldDescription]) -> str:
    """Return the Table Schema (Frictionless Data) of a layer's fields, as JSON."""
    described = [
        {
            key: value
            for key, value in {
                "name": item.name,
                "type": _TABLE_TYPES.get(item.kind, "any"),
                "description": item.description,
                "unit": item.unit,
            }.items()
            if value
        }
        for item in fields
    ]
    return json.dumps({"fields": described}, ensure_ascii=False, indent=2) + "\n"
