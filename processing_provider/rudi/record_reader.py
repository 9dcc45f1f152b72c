"""Read a record of RUDI, of version 1.2, 1.3 or 1.4, clean or not."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Optional

from . import record_values as values
from .bounding_box import read_bounding_box
from .formats import CONTRACTS, guessed_contract, normalised_contract, plain_mime
from .languages import LANGUAGES, LocalisedText, normalised_code
from .licences import code_of_address, code_of_label, licences, same_family
from .record import (
    Connector,
    ConnectorParameter,
    Contact,
    Dates,
    Licence,
    Media,
    Organisation,
    Record,
)
from .record_values import Reading
from .themes import theme_code, themes

_MEDIA_KINDS = ("FILE", "SERVICE", "SERIES")
_MAX_SCALARS = 100  # values of one parameter
_CONSTRAINTS = (
    "usage_constraint",
    "mandatory_mention",
    "access_constraint",
    "other_constraints",
)


def read_record(raw: Any, source: str = "") -> Record:
    """Read a record.

    Parameters
    ----------
    raw : Any
        What ``json.loads`` gave; normally a dictionary.
    source : str
        Where it comes from.

    Returns
    -------
    Record
        Always one, whatever ``raw`` is; its warnings tell what could not be read.
    """
    reading = Reading()
    if not isinstance(raw, dict):
        reading.warn("not_an_object", "")
        return Record(content_id(raw), warnings=tuple(reading.warnings), source=source)
    content = {
        **_identity(raw, reading),
        **_description(raw, reading),
        **_geography(raw, reading),
        **_access(raw, reading),
        **_metadata_info(raw, reading),
    }
    return Record(**content, warnings=tuple(reading.warnings), raw=raw, source=source)


def content_id(raw: Any) -> str:
    """Return an identifier made from the content of a record that has none: the same for the same content."""
    try:
        content = json.dumps(raw, sort_keys=True, default=str).encode("utf-8", "surrogatepass")
    except (TypeError, ValueError, RecursionError):  # keys of several types, cycles, bottomless nesting
        content = type(raw).__name__.encode()
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _identity(raw: dict[str, Any], reading: Reading) -> dict[str, Any]:
    global_id = values.text(raw.get("global_id"), "global_id", reading)
    if not global_id:
        reading.warn("missing_id", "global_id")
        global_id = content_id(raw)
    title = raw.get("resource_title")
    if isinstance(title, list):
        shown = values.localised(title, "resource_title", reading).text()
    else:
        shown = values.text(title, "resource_title", reading)
    if not shown:
        reading.warn("missing_title", "resource_title")
    producer = _organisation(raw.get("producer"), "producer", reading)
    if not producer.name:
        reading.warn("missing_producer", "producer")
    return {
        "global_id": global_id,
        "local_id": values.text(raw.get("local_id"), "local_id", reading),
        "doi": values.text(raw.get("doi"), "doi", reading),
        "title": " ".join(shown.split()),
        "producer": producer,
        "contacts": _contacts(raw.get("contacts"), "contacts", reading),
    }


def _description(raw: dict[str, Any], reading: Reading) -> dict[str, Any]:
    span = values.mapping(raw.get("temporal_spread"), "temporal_spread", reading)
    start = values.date(span.get("start_date"), "temporal_spread.start_date", reading)
    end = values.date(span.get("end_date"), "temporal_spread.end_date", reading)
    if start and end and end < start:
        reading.warn("dates_order", "temporal_spread")
    dimensions = values.mapping(raw.get("dataset_size"), "dataset_size", reading)
    records = dimensions.get("numbers_of_records", dimensions.get("number_of_records"))
    return {
        "synopsis": values.localised(raw.get("synopsis"), "synopsis", reading),
        "summary": values.localised(raw.get("summary"), "summary", reading),
        "theme": _theme(raw.get("theme"), reading),
        "keywords": _keywords(raw.get("keywords"), reading),
        "languages": _languages(raw.get("resource_languages"), reading),
        "media": _media_list(raw.get("available_formats"), reading),
        "period_start": start,
        "period_end": end,
        "records_count": values.size(records, "dataset_size.numbers_of_records", reading),
        "fields_count": values.size(dimensions.get("number_of_fields"), "dataset_size.number_of_fields", reading),
        "dates": _dates(raw.get("dataset_dates"), "dataset_dates", reading),
        "storage_status": values.text(raw.get("storage_status"), "storage_status", reading).lower(),
    }


def _geography(raw: dict[str, Any], reading: Reading) -> dict[str, Any]:
    geography = values.mapping(raw.get("geography"), "geography", reading)
    return {
        "extent": read_bounding_box(geography.get("bounding_box"), "geography.bounding_box", reading),
        "projection": values.text(geography.get("projection"), "geography.projection", reading),
    }


def _access(raw: dict[str, Any], reading: Reading) -> dict[str, Any]:
    condition = values.mapping(raw.get("access_condition"), "access_condition", reading)
    place = "access_condition.confidentiality"
    confidentiality = values.mapping(condition.get("confidentiality"), place, reading)
    restricted = values.flag(confidentiality.get("restricted_access"), f"{place}.restricted_access", reading)
    gdpr = values.flag(confidentiality.get("gdpr_sensitive"), f"{place}.gdpr_sensitive", reading)
    if gdpr and not restricted:
        reading.warn("gdpr_open", place)
    extensions = values.mapping(raw.get("ext_metadata"), "ext_metadata", reading)
    texts = {name: values.localised(condition.get(name), f"access_condition.{name}", reading) for name in _CONSTRAINTS}
    reference = condition.get("bibliographical_reference")
    return {
        "access": "selfdata" if extensions.get("ext_selfdata") else "restricted" if restricted else "open",
        "gdpr_sensitive": gdpr,
        "licence": _licence(condition.get("licence"), reading),
        "citation": values.localised(reference, "access_condition.bibliographical_reference", reading),
        **texts,
    }


def _metadata_info(raw: dict[str, Any], reading: Reading) -> dict[str, Any]:
    info = values.mapping(raw.get("metadata_info"), "metadata_info", reading)
    provider = info.get("metadata_provider")
    return {
        "api_version": values.text(info.get("api_version"), "metadata_info.api_version", reading),
        "metadata_dates": _dates(info.get("metadata_dates"), "metadata_info.metadata_dates", reading),
        "metadata_contacts": _contacts(info.get("metadata_contacts"), "metadata_info.metadata_contacts", reading),
        "metadata_source": values.url(info.get("metadata_source"), "metadata_info.metadata_source", reading),
        "provider": _organisation(provider, "metadata_info.metadata_provider", reading),
    }


def _theme(value: Any, reading: Reading) -> str:
    theme = values.text(value, "theme", reading)
    if not theme or theme in themes():
        return theme
    code = theme_code(theme[:200])
    reading.warn("theme_label" if code else "unknown_theme", "theme")
    return code or theme


def _keywords(value: Any, reading: Reading) -> tuple[str, ...]:
    read = []
    for number, item in enumerate(values.items(value, "keywords", reading)):
        word = item.get("text", item.get("concept_code")) if isinstance(item, dict) else item
        read.append(" ".join(values.text(word, f"keywords[{number}]", reading).split()))
    return tuple(dict.fromkeys(filter(None, read)))


def _languages(value: Any, reading: Reading) -> tuple[str, ...]:
    codes = []
    for number, item in enumerate(values.items(value, "resource_languages", reading)):
        place = f"resource_languages[{number}]"
        code = normalised_code(values.text(item, place, reading)[:16])
        if code in LANGUAGES:
            codes.append(code)
        else:
            reading.warn("bad_language", place)
    return tuple(dict.fromkeys(codes))


def _organisation(value: Any, path: str, reading: Reading) -> Organisation:
    if isinstance(value, str):
        reading.warn("wrong_type", path, expected="object")
        return Organisation(name=values.text(value, path, reading))
    content = values.mapping(value, path, reading)

    def read(*names: str) -> str:
        found = next((name for name in names if content.get(name) is not None), names[0])
        return values.text(content.get(found), f"{path}.{found}", reading)

    coordinates = content.get("organization_coordinates", content.get("coordinates"))
    place = f"{path}.organization_coordinates"
    position = values.mapping(coordinates, place, reading)
    return Organisation(
        read("organization_id"),
        read("organization_name"),
        read("organization_address", "address"),
        read("organization_caption", "caption"),
        read("organization_summary", "summary"),
        values.number(position.get("longitude"), f"{place}.longitude", reading),
        values.number(position.get("latitude"), f"{place}.latitude", reading),
    )


def _contacts(value: Any, path: str, reading: Reading) -> tuple[Contact, ...]:
    read = []
    for number, item in enumerate(values.items(value, path, reading)):
        place = f"{path}[{number}]"
        content = values.mapping(item, place, reading)
        names = ("contact_id", "contact_name", "email", "role", "organization_name", "contact_summary")
        texts = [values.text(content.get(name), f"{place}.{name}", reading) for name in names]
        if any(texts):
            read.append(Contact(*texts))
    return tuple(read)


def _dates(value: Any, path: str, reading: Reading) -> Dates:
    content = values.mapping(value, path, reading)
    names = ("created", "updated", "validated", "published", "expires", "deleted")
    return Dates(*(values.date(content.get(name), f"{path}.{name}", reading) for name in names))


def _licence(value: Any, reading: Reading) -> Licence:
    place = "access_condition.licence"
    content = values.mapping(value, place, reading)
    kind = values.text(content.get("licence_type"), f"{place}.licence_type", reading).upper()
    standard = values.text(content.get("licence_label"), f"{place}.licence_label", reading)
    if standard:
        code = standard.lower() if standard.lower() in licences() else code_of_label(standard[:500])
        if not code:
            reading.warn("unknown_licence", place)
            return Licence(kind or "STANDARD", "", LocalisedText.of(standard))
        return Licence(kind or "STANDARD", code, uri=licences()[code].uri)
    label = values.localised(content.get("custom_licence_label"), f"{place}.custom_licence_label", reading)
    uri = values.url(content.get("custom_licence_uri"), f"{place}.custom_licence_uri", reading)
    if not label and not uri:
        reading.warn("missing_licence", place)
        return Licence(kind)
    return Licence(kind or "CUSTOM", _custom_code(label, uri, reading), label, uri)


def _custom_code(label: LocalisedText, uri: str, reading: Reading) -> str:
    named, addressed = code_of_label(label.all_text()[:500]), code_of_address(uri[:500])
    if named and addressed and not same_family(named, addressed):
        reading.warn("licence_conflict", "access_condition.licence")
        return ""
    # A name that says nothing ("unknown licence") makes the address alone too little to rely on.
    code = max(named, addressed, key=len) if named else addressed if not label else ""
    if not code:
        reading.warn("unknown_licence", "access_condition.licence")
    return code


def _media_list(value: Any, reading: Reading) -> tuple[Media, ...]:
    read = []
    for number, item in enumerate(values.items(value, "available_formats", reading)):
        place = f"available_formats[{number}]"
        if item is None:
            reading.warn("null_media", place)
        elif isinstance(item, dict):
            read.append(_media(item, place, reading))
        else:
            reading.warn("wrong_type", place, expected="object")
    if not read:
        reading.warn("no_media", "available_formats")
    return tuple(read)


def _media(content: dict[str, Any], place: str, reading: Reading) -> Media:
    def read(name: str) -> str:
        return values.text(content.get(name), f"{place}.{name}", reading)

    def count(name: str) -> Optional[int]:
        return values.size(content.get(name), f"{place}.{name}", reading)

    file_type, encrypted = plain_mime(read("file_type"))
    kind = read("media_type").upper()
    if kind not in _MEDIA_KINDS:
        if kind:
            reading.warn("wrong_type", f"{place}.media_type", expected="FILE, SERVICE, SERIES")
        kind = "FILE" if file_type else "SERVICE"
    connector = _connector(content.get("connector"), kind, f"{place}.connector", reading)
    given = values.mapping(content.get("checksum"), f"{place}.checksum", reading)
    return Media(
        media_id=read("media_id"),
        kind=kind,
        name=read("media_name"),
        caption=read("media_caption"),
        visual=values.url(content.get("media_visual"), f"{place}.media_visual", reading),
        connector=connector,
        file_type=file_type,
        encrypted=encrypted or connector.parameter("encrypted").lower() == "true",
        file_size=count("file_size"),
        checksum=values.checksum(content.get("checksum"), f"{place}.checksum", reading) if given else None,
        file_structure=read("file_structure"),
        file_encoding=read("file_encoding") or values.text(given.get("file_encoding"), place, reading),
        api_documentation=read("api_documentation_url"),
        dates=_dates(content.get("media_dates"), f"{place}.media_dates", reading),
        period=count("period"),
        latency=count("latency"),
        records_count=count("total_number_of_records"),
    )


def _connector(value: Any, kind: str, place: str, reading: Reading) -> Connector:
    content = values.mapping(value, place, reading)
    url = values.url(content.get("url"), f"{place}.url", reading)
    if not url:
        reading.warn("missing_url", place)
    contract = normalised_contract(
        values.text(content.get("interface_contract"), f"{place}.interface_contract", reading)
    )
    if contract not in CONTRACTS:
        if not contract:
            reading.warn("missing_contract", place)
        contract = contract or guessed_contract(kind, url)
    parameters = []
    listed = values.items(content.get("connector_parameters"), f"{place}.connector_parameters", reading)
    for number, item in enumerate(listed):
        path = f"{place}.connector_parameters[{number}]"
        parameters.append(_parameter(values.mapping(item, path, reading), path, reading))
    return Connector(url, contract, tuple(item for item in parameters if item.key))


def _parameter(content: dict[str, Any], path: str, reading: Reading) -> ConnectorParameter:
    value = content.get("value")
    if value is not None and not isinstance(value, (str, int, float, list)):
        reading.warn("wrong_type", f"{path}.value", expected="text")
    return ConnectorParameter(
        values.text(content.get("key"), f"{path}.key", reading),
        ",".join(_scalars(value)),
        values.text(content.get("type"), f"{path}.type", reading) or "STRING",
        values.text(content.get("usage"), f"{path}.usage", reading),
        _scalars(content.get("accepted_values")),
    )


def _scalars(value: Any) -> tuple[str, ...]:
    """Return the plain values of a list, or a lone one, as text; objects and monstrous numbers are left out."""
    listed = value[:_MAX_SCALARS] if isinstance(value, list) else [value]
    shown = []
    for item in listed:
        if isinstance(item, str):
            shown.append(values.clean_text(item)[: values.MAX_TEXT])
        elif isinstance(item, bool):
            shown.append(str(item).lower())
        elif isinstance(item, float) or (isinstance(item, int) and abs(item) <= values.MAX_INTEGER):
            shown.append(repr(item))
    return tuple(shown)
