"""Write a dataset as a record of RUDI, version 1.3.0 or 1.4.1."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone
from typing import Any, Optional

from .languages import LocalisedText
from .licences import licences
from .record import Connector, Contact, Dates, Licence, Media, Organisation, Record
from .schema import PROFILES

_DATE_NAMES = ("created", "updated", "validated", "published", "expires", "deleted")
DEFAULT_PROJECTION = "WGS 84 (EPSG:4326)"


def date_text(moment: datetime) -> str:
    """Return a moment as records write it: UTC, ``2024-05-31T09:00:00Z``."""
    utc = moment.astimezone(timezone.utc) if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
    precision = "seconds" if not utc.microsecond else "microseconds" if utc.microsecond % 1000 else "milliseconds"
    return utc.replace(tzinfo=None).isoformat(timespec=precision) + "Z"


def record_to_json(record: Record, version: str = "1.3.0") -> dict[str, Any]:
    """Return a record as the object that a node takes.

    Parameters
    ----------
    record : Record
        Dataset.
    version : str
        ``1.3.0``, which every node reads, or ``1.4.1``.

    Returns
    -------
    dict
        Empty fields are left out, so that a check can name what is missing.

    Raises
    ------
    ValueError
        When the version is unknown.
    """
    if version not in PROFILES:
        raise ValueError(f"There is no profile {version}.")
    content = {
        "global_id": record.global_id,
        "local_id": record.local_id,
        "doi": record.doi,
        "resource_title": record.title,
        "synopsis": record.synopsis.to_json(),
        "summary": _plain(record.summary) if version == "1.3.0" else record.summary.to_json(),
        "theme": record.theme,
        "keywords": list(record.keywords),
        "producer": _organisation(record.producer),
        "contacts": [_contact(contact) for contact in record.contacts],
        "available_formats": [_medium(medium) for medium in record.media],
        "resource_languages": list(record.languages),
        "temporal_spread": _dates_of(start_date=record.period_start, end_date=record.period_end),
        "geography": _geography(record),
        "dataset_size": _filled(numbers_of_records=record.records_count, number_of_fields=record.fields_count),
        "dataset_dates": _dates(record.dates),
        "storage_status": record.storage_status,
        "access_condition": _access(record),
        "metadata_info": _metadata_info(record, version),
    }
    return {name: value for name, value in content.items() if value not in ("", [], {}, None)}


def with_raw(record: Record, version: str = "1.3.0") -> Record:
    """Return a record that was made here, with the object that a node takes as its ``raw``."""
    return replace(record, api_version=version, raw=record_to_json(record, version))


def _filled(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in ("", [], {}, None)}


def _dates_of(**dates: Optional[datetime]) -> dict[str, str]:
    return {name: date_text(moment) for name, moment in dates.items() if moment is not None}


def _dates(dates: Dates) -> dict[str, str]:
    return _dates_of(**{name: getattr(dates, name) for name in _DATE_NAMES})


def _plain(text: LocalisedText) -> list[dict[str, str]]:
    return [{"lang": entry["lang"], "text": entry["text"]} for entry in text.to_json()]


def _organisation(organisation: Organisation) -> dict[str, Any]:
    return _filled(
        organization_id=organisation.organisation_id,
        organization_name=organisation.name,
        organization_address=organisation.address,
        organization_coordinates=_filled(latitude=organisation.latitude, longitude=organisation.longitude),
        organization_caption=organisation.caption,
        organization_summary=organisation.summary,
    )


def _contact(contact: Contact) -> dict[str, Any]:
    return _filled(
        contact_id=contact.contact_id,
        contact_name=contact.name,
        email=contact.email,
        role=contact.role,
        organization_name=contact.organisation,
        contact_summary=contact.summary,
    )


def _connector(connector: Connector) -> dict[str, Any]:
    parameters = [
        _filled(key=item.key, value=item.value, type=item.kind, usage=item.usage, accepted_values=list(item.accepted))
        for item in connector.parameters
    ]
    return _filled(url=connector.url, interface_contract=connector.contract, connector_parameters=parameters)


def _medium(medium: Media) -> dict[str, Any]:
    common = _filled(
        media_type=medium.kind,
        media_id=medium.media_id,
        media_name=medium.name,
        media_caption=medium.caption,
        media_visual=medium.visual,
        media_dates=_dates(medium.dates),
        connector=_connector(medium.connector),
    )
    if medium.kind == "FILE":
        file_type = f"{medium.file_type}+crypt" if medium.encrypted and medium.file_type else medium.file_type
        checksum = {"algo": medium.checksum.algorithm, "hash": medium.checksum.value} if medium.checksum else {}
        return {
            **common,
            **_filled(
                file_type=file_type,
                file_size=medium.file_size,
                checksum=checksum,
                file_structure=medium.file_structure,
                file_encoding=medium.file_encoding,
            ),
        }
    if medium.kind == "SERVICE":
        return {**common, **_filled(api_documentation_url=medium.api_documentation)}
    counts = _filled(period=medium.period, latency=medium.latency, total_number_of_records=medium.records_count)
    return {**common, **counts}


def _geography(record: Record) -> dict[str, Any]:
    if record.extent is None:
        return {}
    return {
        "bounding_box": record.extent.to_json(),
        "projection": record.projection or DEFAULT_PROJECTION,
    }


def _licence(licence: Licence) -> dict[str, Any]:
    terms = licences().get(licence.code)
    if terms is not None and terms.standard and licence.kind != "CUSTOM":
        return {"licence_type": "STANDARD", "licence_label": licence.code}
    label = licence.label
    if not label and terms is not None:
        label = LocalisedText.of(terms.label_fr)
    uri = licence.uri or (terms.uri if terms else "")
    if not label and not uri:
        return {}
    return _filled(licence_type="CUSTOM", custom_licence_label=_plain(label), custom_licence_uri=uri)


def _access(record: Record) -> dict[str, Any]:
    return _filled(
        confidentiality={
            "restricted_access": record.access != "open",
            "gdpr_sensitive": record.gdpr_sensitive,
        },
        licence=_licence(record.licence),
        usage_constraint=_plain(record.usage_constraint),
        bibliographical_reference=_plain(record.citation),
        mandatory_mention=_plain(record.mandatory_mention),
        access_constraint=_plain(record.access_constraint),
        other_constraints=_plain(record.other_constraints),
    )


def _metadata_info(record: Record, version: str) -> dict[str, Any]:
    return _filled(
        api_version=version,
        metadata_dates=_dates(record.metadata_dates),
        metadata_contacts=[_contact(contact) for contact in record.metadata_contacts],
        metadata_source=record.metadata_source,
        metadata_provider=_organisation(record.provider) if version == "1.3.0" else {},
    )
