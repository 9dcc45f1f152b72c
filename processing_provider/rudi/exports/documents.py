"""Records written in a format by its name: one document where the format holds several, else one for each."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Optional, Union

from ..record import Record
from .data_package import data_package, plain_name
from .dcat import dcat_json_ld, dcat_rdf_xml, dcat_turtle
from .iso19139 import iso19139
from .qmd import qmd
from .schema_org import schema_org, schema_org_catalogue

Text = Union[str, bytes]
# Archives of the same records are the same to the byte: their members have one date, the first that ZIP knows.
_MEMBER_DATE = (1980, 1, 1, 0, 0, 0)
_NAME_LENGTH = 60  # characters of a title in the name of a file
_ID_LENGTH = 8  # characters of the identifier in the name of a file
_READABLE = 0o644 << 16  # rights of a member of an archive


@dataclass(frozen=True)
class Profile:
    """A format of export.

    Attributes
    ----------
    suffix : str
        Of its files.
    one : callable
        Writes one record, its texts in a language.
    several : callable or None
        Writes several records in one document; None where the format has no such thing.
    member : str
        Name of the file inside a folder of its own, empty where the file is named after the record.
    """

    suffix: str
    one: Callable[[Record, str], Text]
    several: Optional[Callable[[Sequence[Record], str], Text]] = None
    member: str = ""


PROFILES = {
    "geodcat-ap-ttl": Profile(".ttl", lambda record, _: dcat_turtle([record]), lambda records, _: dcat_turtle(records)),
    "geodcat-ap-jsonld": Profile(
        ".jsonld", lambda record, _: dcat_json_ld([record]), lambda records, _: dcat_json_ld(records)
    ),
    "geodcat-ap-xml": Profile(
        ".rdf", lambda record, _: dcat_rdf_xml([record]), lambda records, _: dcat_rdf_xml(records)
    ),
    "iso19139": Profile(".xml", lambda record, _: iso19139(record)),
    "qmd": Profile(".qmd", qmd),
    "datapackage": Profile(".json", data_package, member="datapackage.json"),
    "schemaorg": Profile(".jsonld", schema_org, schema_org_catalogue),
}
ARCHIVE = ".zip"


def is_archive(profile: str, count: int) -> bool:
    """Return whether so many records make an archive of documents rather than one document."""
    return count > 1 and PROFILES[profile].several is None


def document(records: Sequence[Record], profile: str, language: str = "fr") -> bytes:
    """Return records in a format: the bytes of one document, or of a ZIP archive (see :func:`is_archive`).

    Parameters
    ----------
    records : sequence of Record
        At least one.
    profile : str
        One of :data:`PROFILES`.
    language : str
        Of texts, where the format keeps one.
    """
    chosen = PROFILES[profile]
    if len(records) == 1:
        return _bytes(chosen.one(records[0], language))
    if chosen.several is not None:
        return _bytes(chosen.several(records, language))
    stream = io.BytesIO()
    taken: dict[str, int] = {}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for record in records:
            name = _unique(file_stem(record), taken)
            member = zipfile.ZipInfo(f"{name}/{chosen.member}" if chosen.member else name + chosen.suffix, _MEMBER_DATE)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = _READABLE
            archive.writestr(member, _bytes(chosen.one(record, language)))
    return stream.getvalue()


def file_stem(record: Record) -> str:
    """Return the name of a file for a record, without suffix: its title and the beginning of its identifier."""
    title = plain_name(record.title)[:_NAME_LENGTH].strip("-.")
    identifier = plain_name(record.global_id.replace("sha256:", ""))[:_ID_LENGTH].strip("-.")
    return "-".join(filter(None, (title, identifier))) or "dataset"


def _unique(name: str, taken: dict[str, int]) -> str:
    taken[name] = taken.get(name, 0) + 1
    return name if taken[name] == 1 else _unique(f"{name}-{taken[name]}", taken)


def _bytes(text: Text) -> bytes:
    return text.encode("utf-8", "replace") if isinstance(text, str) else text
