"""A dataset of the catalogue, whatever the version and the cleanliness of the record it was read from.

``read_record`` never raises: what is missing or wrong gives an empty value and a warning. The dictionary it
was read from is kept as it came, in ``Record.raw``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Optional

from .bounding_box import BoundingBox
from .formats import format_kind, format_label
from .languages import LocalisedText
from .licences import label_of
from .record_values import Checksum
from .record_warnings import RecordWarning
from .themes import theme_label


@dataclass(frozen=True)
class Contact:
    """A person or a service to write to."""

    contact_id: str = ""
    name: str = ""
    email: str = ""
    role: str = ""
    organisation: str = ""
    summary: str = ""


@dataclass(frozen=True)
class Organisation:
    """A producer or a provider; longitude and latitude in degrees (WGS 84)."""

    organisation_id: str = ""
    name: str = ""
    address: str = ""
    caption: str = ""
    summary: str = ""
    longitude: Optional[float] = None
    latitude: Optional[float] = None


@dataclass(frozen=True)
class Licence:
    """The licence of a record.

    Attributes
    ----------
    kind : str
        ``STANDARD``, ``CUSTOM`` or empty.
    code : str
        Code of the table of licences, also found for a custom licence that is a known one; empty when it is
        unknown or when its name and its address contradict each other.
    label : LocalisedText
        Name as the record gives it (custom licences).
    uri : str
        Address of the text: the record's for a custom licence, the table's for a standard one.
    """

    kind: str = ""
    code: str = ""
    label: LocalisedText = field(default_factory=LocalisedText)
    uri: str = ""

    def shown(self, language: str = "fr") -> str:
        """Return the name to show: the table's when the licence is known, else the record's, else its address."""
        return label_of(self.code, language) if self.code else self.label.text(language) or self.uri


@dataclass(frozen=True)
class ConnectorParameter:
    """A parameter of an address: of a map service its layer, versions, formats..."""

    key: str
    value: str
    kind: str = "STRING"
    usage: str = ""
    accepted: tuple[str, ...] = ()


@dataclass(frozen=True)
class Connector:
    """How a medium is reached: address, contract (``dwnl``, ``wms``...) and its parameters."""

    url: str = ""
    contract: str = ""
    parameters: tuple[ConnectorParameter, ...] = ()

    def parameter(self, key: str) -> str:
        """Return the value of a parameter, empty when it is not given."""
        return next((item.value for item in self.parameters if item.key.lower() == key.lower()), "")


@dataclass(frozen=True)
class Dates:
    """Moments in the life of a dataset, in UTC."""

    created: Optional[datetime] = None
    updated: Optional[datetime] = None
    validated: Optional[datetime] = None
    published: Optional[datetime] = None
    expires: Optional[datetime] = None
    deleted: Optional[datetime] = None

    def latest(self) -> Optional[datetime]:
        """Return when the data were last touched: updated, else published, else created."""
        return self.updated or self.published or self.created


@dataclass(frozen=True)
class Media:
    """A file, a service or a series of a dataset.

    Attributes
    ----------
    media_id, kind : str
        Identifier; ``FILE``, ``SERVICE`` or ``SERIES``.
    name, caption, visual : str
        Name, caption, address of a picture of it.
    file_type : str
        Media type of a file, in lower case, without parameters and without ``+crypt``.
    encrypted : bool
        Whether the media type said ``+crypt`` or the connector said so: to be saved, not displayed.
    file_size : int or None
        [bytes].
    period, latency : int or None
        Of a series [ms].
    records_count : int or None
        Records of a series.
    """

    media_id: str = ""
    kind: str = "FILE"
    name: str = ""
    caption: str = ""
    visual: str = ""
    connector: Connector = field(default_factory=Connector)
    file_type: str = ""
    encrypted: bool = False
    file_size: Optional[int] = None
    checksum: Optional[Checksum] = None
    file_structure: str = ""
    file_encoding: str = ""
    api_documentation: str = ""
    dates: Dates = field(default_factory=Dates)
    period: Optional[int] = None
    latency: Optional[int] = None
    records_count: Optional[int] = None

    @property
    def url(self) -> str:
        """Address as the record gives it, possibly relative to the portal."""
        return self.connector.url

    @property
    def format(self) -> str:
        """Label of the format (``GeoJSON``, ``CSV``, ``WMS``...), empty when unknown."""
        return format_label(self.file_type, self.connector.contract)

    @property
    def loads_as(self) -> str:
        """What QGIS can make of it: vector, raster, table, archive, service or document."""
        return "document" if self.encrypted else format_kind(self.file_type, self.connector.contract)

    def shown_name(self, language: str = "fr") -> str:
        """Return a name to show: its own, its caption, its format."""
        return self.name or self.caption or self.format or self.kind


@dataclass(frozen=True)
class Record:
    """A dataset: what a search shows, what a card tells, what an export writes.

    Attributes
    ----------
    global_id : str
        Identifier; made from the content (``sha256:...``) when the record has none.
    title : str
        Title, in the one language of the record.
    synopsis, summary : LocalisedText
        One sentence; the description.
    theme : str
        Code of the theme; as the record gives it when it is not in the list.
    extent : BoundingBox or None
        [degrees, WGS 84].
    projection : str
        Reference system of the data, as text.
    access : str
        ``open``, ``restricted`` or ``selfdata`` (each person's own data).
    warnings : tuple of RecordWarning
        Everything that was not as it should be.
    raw : dict
        The record as it came; never changed.
    source : str
        Address or name of the catalogue it came from, empty when unknown.
    """

    global_id: str
    title: str = ""
    local_id: str = ""
    doi: str = ""
    synopsis: LocalisedText = field(default_factory=LocalisedText)
    summary: LocalisedText = field(default_factory=LocalisedText)
    theme: str = ""
    keywords: tuple[str, ...] = ()
    producer: Organisation = field(default_factory=Organisation)
    contacts: tuple[Contact, ...] = ()
    media: tuple[Media, ...] = ()
    languages: tuple[str, ...] = ()
    period_start: Optional[datetime] = None
    period_end: Optional[datetime] = None
    extent: Optional[BoundingBox] = None
    projection: str = ""
    records_count: Optional[int] = None
    fields_count: Optional[int] = None
    dates: Dates = field(default_factory=Dates)
    storage_status: str = ""
    access: str = "open"
    gdpr_sensitive: bool = False
    licence: Licence = field(default_factory=Licence)
    usage_constraint: LocalisedText = field(default_factory=LocalisedText)
    citation: LocalisedText = field(default_factory=LocalisedText)
    mandatory_mention: LocalisedText = field(default_factory=LocalisedText)
    access_constraint: LocalisedText = field(default_factory=LocalisedText)
    other_constraints: LocalisedText = field(default_factory=LocalisedText)
    api_version: str = ""
    metadata_dates: Dates = field(default_factory=Dates)
    metadata_contacts: tuple[Contact, ...] = ()
    metadata_source: str = ""
    provider: Organisation = field(default_factory=Organisation)
    warnings: tuple[RecordWarning, ...] = ()
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    source: str = ""

    def description(self, language: str = "fr") -> str:
        """Return the description to show: the summary, else the synopsis."""
        return self.summary.text(language) or self.synopsis.text(language)

    def theme_shown(self, language: str = "fr") -> str:
        """Return the label of the theme."""
        return theme_label(self.theme, language)

    @property
    def formats(self) -> tuple[str, ...]:
        """Labels of the formats of the media, each once, in their order."""
        return tuple(dict.fromkeys(item.format for item in self.media if item.format))

    @property
    def year(self) -> Optional[int]:
        """Year of the last update, for facets."""
        latest = self.dates.latest()
        return latest.year if latest else None

    @property
    def size(self) -> int:
        """Sum of the known sizes of the files [bytes]."""
        return sum(item.file_size or 0 for item in self.media)

    @property
    def thumbnail(self) -> str:
        """Address of a picture of the data, empty when there is none."""
        return next((item.visual for item in self.media if item.visual), "")

    def medium(self, media_id: str) -> Optional[Media]:
        """Return the medium of an identifier, ``None`` when the record has none such."""
        return next((item for item in self.media if item.media_id == media_id), None)

    def warning_codes(self) -> set[str]:
        """Return the codes of the warnings."""
        return {warning.code for warning in self.warnings}
