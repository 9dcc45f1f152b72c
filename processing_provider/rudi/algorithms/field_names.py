"""What the fields of a record are called on a page that people read."""

from __future__ import annotations

import re

from ...translation import tr

_ITEM = re.compile(r"\[([^\]]*)\]")
# Fields that say nothing to a reader beside the others: identifiers and languages of items.
_UNTOLD = re.compile(r"(\.lang|\.media_id|\.contact_id|\.organization_id|\.checksum\.algo|\.interface_contract)\Z")


def is_told(path: str) -> bool:
    """Tell whether a field is worth a line on a page."""
    return _UNTOLD.search(path) is None


def field_label(path: str) -> str:
    """Return what a field is called; an unknown one by its path, without the identifiers in it.

    Parameters
    ----------
    path : str
        As :mod:`..record_diff` has them: ``synopsis[fr].text``, ``available_formats[1f6…].file_size``.
    """
    plain = _ITEM.sub("", path)
    name = _names().get(plain)
    if name is None:
        return plain
    items = _ITEM.findall(path)
    return f"{name} ({items[0]})" if items and len(items[0]) <= 5 and plain.endswith(".text") else name


def _names() -> dict[str, str]:
    return {
        "global_id": tr("Identifier"),
        "local_id": tr("Identifier given by the producer"),
        "resource_title": tr("Title"),
        "synopsis.text": tr("Synopsis"),
        "summary.text": tr("Description"),
        "summary.html": tr("Description with its markup"),
        "theme": tr("Theme"),
        "keywords": tr("Keywords"),
        "producer.organization_name": tr("Producer"),
        "producer.organization_address": tr("Address of the producer"),
        "contacts.contact_name": tr("Name of the contact"),
        "contacts.email": tr("E-mail of the contact"),
        "contacts.role": tr("Role of the contact"),
        "available_formats.media_type": tr("Kind of media"),
        "available_formats.media_name": tr("Name of the file"),
        "available_formats.media_caption": tr("Caption of the file"),
        "available_formats.connector.url": tr("Address of the file"),
        "available_formats.file_type": tr("Type of the file"),
        "available_formats.file_size": tr("Size of the file (bytes)"),
        "available_formats.checksum.hash": tr("SHA-256 of the file"),
        "available_formats.file_encoding": tr("Encoding of the file"),
        "resource_languages": tr("Languages"),
        "temporal_spread.start_date": tr("Beginning of the period"),
        "temporal_spread.end_date": tr("End of the period"),
        "geography.bounding_box.west_longitude": tr("West (degrees)"),
        "geography.bounding_box.south_latitude": tr("South (degrees)"),
        "geography.bounding_box.east_longitude": tr("East (degrees)"),
        "geography.bounding_box.north_latitude": tr("North (degrees)"),
        "geography.projection": tr("Reference system"),
        "dataset_size.numbers_of_records": tr("Features"),
        "dataset_size.number_of_fields": tr("Number of fields"),
        "dataset_dates.created": tr("Created"),
        "dataset_dates.updated": tr("Updated"),
        "dataset_dates.published": tr("Published"),
        "storage_status": tr("State of storage"),
        "access_condition.confidentiality.restricted_access": tr("Restricted access"),
        "access_condition.confidentiality.gdpr_sensitive": tr("Sensitive under the GDPR"),
        "access_condition.licence.licence_type": tr("Kind of licence"),
        "access_condition.licence.licence_label": tr("Licence"),
        "access_condition.mandatory_mention.text": tr("Mandatory mention"),
        "access_condition.usage_constraint.text": tr("Constraint of use"),
        "access_condition.other_constraints.text": tr("History and other constraints"),
        "metadata_info.api_version": tr("Version of the record"),
    }
