"""Draft of the record of a layer: what can be known of it is filled in, what cannot is asked for."""

from __future__ import annotations

import hashlib
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
from .record import Connector, Contact, Licence, Media, Organisation, Record
from .record_reader import read_record
from .record_values import Checksum, Reading, is_digest, is_openable
from .record_writer import DEFAULT_PROJECTION, record_to_json
from .schema import TITLE_LENGTH
from .search_text import folded
from .table_schema import FieldDescription
from .themes import theme_code, theme_label

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+\Z")
# Stands where the address of the file will be, once a node has it.
PENDING_URL = "{{download_url}}"


@dataclass(frozen=True)
class SourceLicence:
    """What a layer was made from: its name, the code of its licence, or the licence's words when not in the table."""

    name: str
    licence: str = ""


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
        Address from which it will be downloaded; :data:`PENDING_URL` until a node has it.
    encoding : str
        Of a text file.
    caption : str
        What it holds, in a few words.
    projection : str
        Reference system of its coordinates as text, where it is not that of the layer.
    """

    name: str
    mime: str
    size: int
    sha256: str
    url: str = PENDING_URL
    encoding: str = "UTF-8"
    caption: str = ""
    projection: str = ""


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
    raster : bool
        Whether it is a raster: cells, not features.
    abstract : str
        Description in the properties of the layer.
    keywords, licences : sequence of str
        Of the properties of the layer; codes of licences, or their words when they are not in the table.
    theme : str
        Code of the theme that the topic of the properties stands for.
    producer : Organisation
        Organisation of the contacts of the properties.
    contacts : sequence of Contact
        Contacts of the properties that have an address.
    language : str
        Of the properties.
    sources : sequence of SourceLicence
        What the layer was made from, as far as it is known.
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
    raster: bool = False
    abstract: str = ""
    keywords: Sequence[str] = ()
    licences: Sequence[str] = ()
    theme: str = ""
    producer: Organisation = field(default_factory=Organisation)
    contacts: Sequence[Contact] = ()
    language: str = ""
    sources: Sequence[SourceLicence] = ()


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
        The record as it was published before. What the layer and the choices do not say is kept of it: its
        identifiers, date of creation, citation, texts in other languages, other media; its contacts too, when the
        one given is among them. The medium whose address, name or lone format is the file's keeps its identifier.
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
    title = checked_title(choices.title or layer.title)
    _check_choices(choices, file)
    known = previous or Record("")
    if not known.global_id or known.global_id.startswith("sha256:"):  # made from the content of one that had none
        known = replace(known, global_id=str(uuid.uuid4()))
    code = theme_code(choices.theme) or choices.theme.strip()
    summary = choices.summary.strip() or choices.synopsis.strip() or title
    synopsis = choices.synopsis.strip() or shortened(summary)
    created = known.dates.created or layer.created or layer.updated or moment
    start, end = layer.period
    if start and end and end < start:
        start, end = end, start
    language = choices.language
    record = replace(
        known,
        title=title,
        local_id=choices.local_id or known.local_id,
        synopsis=_said(synopsis, language, known.synopsis),
        summary=_said(summary, language, known.summary),
        theme=code,
        keywords=_keywords(choices, code),
        producer=_identified_producer(choices.producer, known.producer),
        contacts=_identified_contacts(choices.contact, known.contacts),
        media=_media(file, choices, known.media),
        languages=tuple(dict.fromkeys((language, *known.languages))),
        period_start=start or end or known.period_start,
        period_end=end if start else known.period_end if not end else None,
        extent=_extent(layer),
        projection=file.projection or layer.crs or DEFAULT_PROJECTION,
        records_count=layer.features,
        fields_count=len(layer.fields) or None,
        dates=replace(known.dates, created=created, updated=max(layer.updated or moment, created)),
        storage_status="online",
        access="restricted" if choices.restricted else "open",
        gdpr_sensitive=choices.gdpr_sensitive,
        licence=Licence("STANDARD", choices.licence),
        mandatory_mention=_said(choices.mandatory_mention, language, known.mandatory_mention),
        other_constraints=_said(layer.history, language, known.other_constraints),
        metadata_dates=replace(
            known.metadata_dates, created=known.metadata_dates.created or moment, updated=max(moment, created)
        ),
        warnings=(),
    )
    return read_record({**record_to_json(record, version), **choices.extra})


def _said(text: str, language: str, before: LocalisedText) -> LocalisedText:
    """Return a text beside those of other languages; what was there before when it is empty."""
    entries = LocalisedText.of(text, language).entries
    if not entries:
        return before
    return LocalisedText((*entries, *(entry for entry in before if entry.language[:2] != language[:2])))


def checked_title(title: str) -> str:
    """Return a title on one line.

    Raises
    ------
    InputError
        When it is empty or longer than the portal accepts.
    """
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
    if file.url != PENDING_URL and (not is_openable(file.url) or file.url.startswith("/")):
        raise InputError(
            "“{url}” is not the address of a file on a node: it begins with http:// or https://.", url=file.url
        )
    if file.size < 0 or not is_digest("SHA-256", file.sha256):
        raise InputError("The file {name} was not measured: its size or its SHA-256 digest is missing.", name=file.name)


def _keywords(choices: DraftChoices, theme: str) -> tuple[str, ...]:
    words = tuple(dict.fromkeys(" ".join(word.split()) for word in choices.keywords if word.strip()))
    return words or (theme_label(theme, choices.language),)


def stable_uuid(*parts: str) -> str:
    """Return an identifier (UUID, form of version 4) made from texts: the same organisation is always the same."""
    digest = hashlib.sha256("\x1f".join(folded(part.strip()) for part in parts).encode()).digest()
    return str(uuid.UUID(bytes=digest[:16], version=4))


def _identified_producer(producer: Organisation, before: Organisation) -> Organisation:
    if producer.organisation_id:
        return producer
    name = " ".join(producer.name.split())
    if before.organisation_id and folded(before.name.strip()) == folded(name):
        return before
    return replace(producer, name=name, organisation_id=stable_uuid("organisation", name))


def _identified_contacts(contact: Contact, before: Sequence[Contact]) -> tuple[Contact, ...]:
    email = contact.email.strip()
    named = replace(contact, name=contact.name.strip() or email, email=email)
    if not named.contact_id and any(item.contact_id and folded(item.email) == folded(email) for item in before):
        return tuple(before)
    return (named if named.contact_id else replace(named, contact_id=stable_uuid("contact", email)),)


def _media(file: FileDescription, choices: DraftChoices, before: Sequence[Media]) -> tuple[Media, ...]:
    files = [item for item in before if item.kind == "FILE"]
    alike = [item for item in files if item.file_type == file.mime]
    same = [item for item in files if item.name == file.name or (item.url == file.url != PENDING_URL)]
    known = same[0] if same else alike[0] if len(alike) == 1 else None
    made = Media(
        media_id=known.media_id if known and known.media_id else str(uuid.uuid4()),
        kind="FILE",
        name=file.name,
        caption=file.caption,
        visual=known.visual if known else "",
        connector=Connector(file.url, "dwnl"),
        file_type=file.mime,
        file_size=file.size,
        checksum=Checksum("SHA-256", file.sha256.lower(), True),
        file_structure=choices.table_schema_url,
        file_encoding=file.encoding,
    )
    if known is None:
        return (made, *before)
    return tuple(made if item is known else item for item in before)


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
