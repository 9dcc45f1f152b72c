"""What every import does in the end: identifiers that do not change, media, a record with its own JSON."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import replace

from ..formats import CONTRACTS, guessed_contract, mime_of
from ..languages import LocalisedText
from ..licences import code_of_address, code_of_label, licences
from ..record import Connector, ConnectorParameter, Contact, Licence, Media, Organisation, Record
from ..record_reader import read_record
from ..record_values import clean_text, is_openable, without_credentials
from ..record_writer import record_to_json

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# Identifiers are made from what they identify, so that importing twice gives the same record.
_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:cityorchestra:imported")
_SYNOPSIS_LENGTH = 150  # characters


def made_uuid(*parts: str) -> str:
    """Return an identifier made from texts: always the same for the same ones."""
    return str(uuid.uuid5(_SPACE, "\x1f".join(map(clean_text, parts))))


def uuid_of(name: str) -> str:
    """Return the UUID that an identifier holds, else one made from it."""
    found = _UUID.search(name)
    return found.group().lower() if found else made_uuid("dataset", name)


def shortened(text: str, length: int = _SYNOPSIS_LENGTH) -> str:
    """Return the beginning of a text, cut at a sentence or else at a word."""
    plain = " ".join(text.split())
    if len(plain) <= length:
        return plain
    head = plain[:length]
    sentence = head.rfind(". ")
    if sentence > length // 3:
        return head[: sentence + 1]
    return f"{head[: length - 1].rsplit(' ', 1)[0]}…"


def medium(
    url: str,
    *,
    contract: str = "",
    mime: str = "",
    name: str = "",
    caption: str = "",
    layer: str = "",
    owner: str = "",
) -> Media:
    """Return a medium made from an address and what is known of it."""
    address = without_credentials(url.strip())
    file_type = mime_of(mime)
    kind = "FILE" if file_type or contract.startswith("dwnl") else "SERVICE"
    contract = contract if contract in CONTRACTS else guessed_contract(kind, address)
    parameters = (ConnectorParameter("layer", layer),) if layer else ()
    return Media(
        media_id=made_uuid("media", owner, address, layer),
        kind=kind,
        name=name,
        caption=caption,
        connector=Connector(address, contract, parameters),
        file_type=file_type,
    )


def licence(label: str, address: str) -> Licence:
    """Return the licence that a label and an address name; a custom one when it is not in the list."""
    code = code_of_address(address) or code_of_label(label[:500])
    terms = licences().get(code)
    if terms is not None and terms.standard:
        return Licence("STANDARD", code, uri=terms.uri)
    if not label and not address:
        return Licence()
    shown = label or (terms.label_fr if terms else address)
    return Licence("CUSTOM", code, LocalisedText.of(shown), address if is_openable(address) else "")


def contact(name: str, email: str, organisation: str = "", role: str = "") -> Contact:
    """Return a contact with an identifier made from it."""
    return Contact(made_uuid("contact", name, email), name or organisation or email, email, role, organisation)


def organisation(name: str) -> Organisation:
    """Return an organisation with an identifier made from its name."""
    return Organisation(made_uuid("organisation", name), name) if name else Organisation()


def finished(record: Record, source: str) -> Record:
    """Return an imported record as it is read again from its own JSON, with the warnings of that reading."""
    synopsis = record.synopsis
    if not synopsis and record.summary:
        synopsis = LocalisedText(tuple(replace(entry, text=shortened(entry.text), html="") for entry in record.summary))
    updated = record.dates.updated or record.dates.created
    dates = replace(record.dates, updated=updated, created=record.dates.created or updated)
    whole = replace(
        record,
        synopsis=synopsis,
        summary=record.summary or synopsis,
        dates=dates,
        storage_status=record.storage_status or "online",
    )
    return read_record(record_to_json(whole, "1.3.0"), source)


def distinct(items: Sequence[Media]) -> tuple[Media, ...]:
    """Return media each once: the same address and layer is the same medium."""
    return tuple({item.media_id: item for item in reversed(items)}.values())[::-1]


def with_visual(media: tuple[Media, ...], picture: str) -> tuple[Media, ...]:
    """Return media, the first one with a picture of the data when no other has it."""
    if not media or not picture or any(item.visual for item in media):
        return media
    return (replace(media[0], visual=picture), *media[1:])
