"""Records as DCAT-AP and GeoDCAT-AP: the vocabulary of the European data portals.

Beyond the DCAT that a portal gives, the extent (not only its centre), the period, the checksums, the access
rights and the map services are written. Properties after DCAT-AP 2.1.1 and GeoDCAT-AP 2.0.0 (European
Commission, SEMIC).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Optional
from urllib.parse import quote

from ..formats import formats, normalised_contract
from ..languages import TO_THREE_LETTERS
from ..licences import licences
from ..record import Contact, Licence, Media, Organisation, Record
from ..record_writer import date_text
from ..themes import EU_THEME, theme_label, themes
from .graph import Iri, Literal, Node, Term, json_ld, rdf_xml, turtle

_EU = "http://publications.europa.eu/resource/authority/"
_ACCESS = {"open": "PUBLIC", "restricted": "RESTRICTED", "selfdata": "NON_PUBLIC"}
_MEDIA_TYPE = "https://www.iana.org/assignments/media-types/"
_EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
_EPSG_CODE = re.compile(r"EPSG[:/]+(?:\d+/)?(\d{4,6})", re.IGNORECASE)
_RUDI_THEME = "urn:rudi:theme:"
_WKT = "geo:wktLiteral"
# ISO 639-2/T where it differs from 639-2/B: the European list uses the former.
_TERMINOLOGY = {"cze": "ces", "ger": "deu", "gre": "ell", "fre": "fra", "rum": "ron", "slo": "slk"}
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z", re.IGNORECASE)


def dcat_json_ld(records: Iterable[Record]) -> str:
    """Return records as a JSON-LD document of GeoDCAT-AP."""
    return json_ld([_catalogue(list(records))])


def dcat_turtle(records: Iterable[Record]) -> str:
    """Return records as a Turtle document of GeoDCAT-AP."""
    return turtle([_catalogue(list(records))])


def dcat_rdf_xml(records: Iterable[Record]) -> bytes:
    """Return records as an RDF/XML document of GeoDCAT-AP."""
    return rdf_xml([_catalogue(list(records))])


def epsg_code(projection: str) -> str:
    """Return the EPSG number that a text names, empty when it names none."""
    found = _EPSG_CODE.search(projection)
    return found.group(1) if found else ""


def identifier(name: str) -> Optional[Iri]:
    """Return the IRI of an identifier: a UUID's URN, an address as it is, anything else below ``urn:rudi:``."""
    if not name:
        return None
    if _UUID.match(name):
        return Iri(f"urn:uuid:{name.lower()}")
    if name.lower().startswith(("http://", "https://", "urn:")):
        return Iri(name)
    return Iri(f"urn:rudi:{quote(name, safe='')}")


def _catalogue(records: list[Record]) -> Node:
    node = Node("dcat:Catalog", Iri("urn:rudi:catalogue"))
    node.add("dct:title", Literal("RUDI", "fr"))
    node.add("dct:description", Literal("Jeux de données partagés par RUDI", "fr"))
    publisher = Node("foaf:Agent", Iri("urn:rudi:publisher"))
    publisher.add("foaf:name", Literal("RUDI"))
    node.add("dct:publisher", publisher)
    for record in records:
        node.add("dcat:dataset", dataset(record))
        description = _description_of(record)
        if description is not None:
            node.add("dcat:record", description)
    return node


def _description_of(record: Record) -> Optional[Node]:
    """Return what is known of the record itself: when it was written, by whom, where it comes from."""
    topic = identifier(record.global_id)
    modified = record.metadata_dates.updated or record.metadata_dates.created or record.dates.latest()
    if topic is None or modified is None:
        return None  # DCAT-AP wants both
    node = Node("dcat:CatalogRecord")
    node.add("foaf:primaryTopic", topic)
    node.add("dct:modified", _moment(modified))
    node.add("dct:issued", _moment(record.metadata_dates.created))
    node.add("dct:source", Iri(record.metadata_source))
    node.add("dcat:contactPoint", *(_contact(contact) for contact in record.metadata_contacts))
    return node


def dataset(record: Record) -> Node:
    """Return the node of a record."""
    node = Node("dcat:Dataset", identifier(record.global_id))
    language = record.languages[0] if record.languages else "fr"
    node.add("dct:identifier", Literal(record.global_id))
    if record.local_id:
        node.add("adms:identifier", _other_identifier(record.local_id))
    if record.doi:
        node.add("adms:identifier", _other_identifier(f"doi:{record.doi}"))
    node.add("dct:title", Literal(record.title, language))
    text = record.summary or record.synopsis
    node.add("dct:description", *(Literal(entry.text, entry.language) for entry in text))
    node.add("dct:abstract", *(Literal(entry.text, entry.language) for entry in record.synopsis))
    node.add("dcat:keyword", *(Literal(word, language) for word in record.keywords))
    node.add("dcat:theme", *_themes(record.theme))
    node.add("dct:language", *(_language(code) for code in record.languages))
    if record.producer.name:
        agent = _agent(record.producer)
        node.add("dct:publisher", agent)
        node.add("dct:creator", agent.iri or agent)
    node.add("dcat:contactPoint", *(_contact(contact) for contact in record.contacts))
    _add_place_and_time(node, record)
    node.add("dct:license", _licence(record.licence))
    node.add("dct:accessRights", Iri(f"{_EU}access-right/{_ACCESS.get(record.access, 'PUBLIC')}"))
    for name, text in (
        ("dct:rights", record.mandatory_mention),
        ("dct:bibliographicCitation", record.citation),
    ):
        node.add(name, *(Literal(entry.text, entry.language) for entry in text))
    if record.other_constraints:
        history = Node("dct:ProvenanceStatement")
        history.add("rdfs:label", *(Literal(entry.text, entry.language) for entry in record.other_constraints))
        node.add("dct:provenance", history)
    node.add(
        "dcat:distribution", *(_distribution(medium, record) for medium in record.media if is_absolute(medium.url))
    )
    return node


def is_absolute(url: str) -> bool:
    """Return whether an address can be followed without knowing which portal gave it."""
    return bool(_SCHEME.match(url))


def _other_identifier(name: str) -> Node:
    node = Node("adms:Identifier")
    node.add("skos:notation", Literal(name))
    return node


def _themes(code: str) -> list[Iri | Node]:
    known = themes().get(code)
    concept = Node("skos:Concept", Iri(_RUDI_THEME + quote(code, safe="")))
    concept.add("skos:notation", Literal(code))
    if known:
        concept.add("skos:prefLabel", Literal(theme_label(code, "fr"), "fr"), Literal(theme_label(code, "en"), "en"))
    return [*([Iri(EU_THEME + known.eu_theme)] if known else []), *([concept] if code else [])]


def _language(code: str) -> Iri:
    bibliographic = TO_THREE_LETTERS.get(code[:2], "")
    return Iri(f"{_EU}language/{_TERMINOLOGY.get(bibliographic, bibliographic).upper()}" if bibliographic else "")


def _agent(organisation: Organisation) -> Node:
    node = Node("foaf:Agent", identifier(organisation.organisation_id))
    node.add("foaf:name", Literal(organisation.name))
    return node


def _contact(contact: Contact) -> Node:
    node = Node("vcard:Kind", identifier(contact.contact_id))
    node.add("vcard:fn", Literal(contact.name))
    node.add("vcard:organization-name", Literal(contact.organisation))
    node.add("vcard:role", Literal(contact.role))
    if contact.email:
        node.add("vcard:hasEmail", Iri(f"mailto:{contact.email}"))
    return node


def _add_place_and_time(node: Node, record: Record) -> None:
    if record.extent is not None:
        place = Node("dct:Location")
        ring = ", ".join(f"{longitude!r} {latitude!r}" for longitude, latitude in record.extent.ring())
        place.add("dcat:bbox", Literal(f"POLYGON(({ring}))", datatype=_WKT))
        longitude, latitude = record.extent.centre
        place.add("dcat:centroid", Literal(f"POINT({longitude!r} {latitude!r})", datatype=_WKT))
        node.add("dct:spatial", place)
    code = epsg_code(record.projection)
    node.add("dct:conformsTo", Iri(_EPSG + code if code else ""))
    if record.period_start or record.period_end:
        period = Node("dct:PeriodOfTime")
        period.add("dcat:startDate", _moment(record.period_start))
        period.add("dcat:endDate", _moment(record.period_end))
        node.add("dct:temporal", period)
    node.add("dct:created", _moment(record.dates.created))
    node.add("dct:issued", _moment(record.dates.published or record.dates.created))
    node.add("dct:modified", _moment(record.dates.updated))


def _moment(moment: Optional[datetime]) -> Literal:
    return Literal(date_text(moment) if moment else "", datatype="xsd:dateTime")


def _licence(licence: Licence) -> Term:
    known = licences().get(licence.code)
    address = licence.uri or (known.uri if known else "")
    if known and licence.kind != "CUSTOM":
        return Iri(known.uri or address)
    document = Node("dct:LicenseDocument", Iri(address) if address else None)
    document.add("dct:title", *(Literal(entry.text, entry.language) for entry in licence.label))
    if document.properties:
        return document
    return Iri(address)


def _distribution(medium: Media, record: Record) -> Node:
    # Marks that stand for identifiers in templates are the same for all media: these have no identifier.
    node = Node("dcat:Distribution", identifier(medium.media_id) if _UUID.match(medium.media_id) else None)
    language = record.languages[0] if record.languages else "fr"
    node.add("dct:identifier", Literal(medium.media_id))
    node.add("dct:title", Literal(medium.name, language))
    node.add("dct:description", Literal(medium.caption, language))
    node.add("dcat:accessURL", Iri(medium.url))
    node.add("dct:license", _licence(record.licence))
    known = formats().get(medium.file_type)
    if medium.file_type and not medium.encrypted:
        node.add("dcat:mediaType", Iri(_MEDIA_TYPE + medium.file_type))
    if known and known.eu_code:
        node.add("dct:format", Iri(f"{_EU}file-type/{known.eu_code}"))
    if medium.kind == "FILE":
        node.add("dcat:downloadURL", Iri(medium.url))
        _add_size_and_checksum(node, medium)
    else:
        node.add("dcat:accessService", _service(medium, record))
    node.add("dct:conformsTo", Iri(medium.file_structure if medium.file_structure.startswith("http") else ""))
    node.add("cnt:characterEncoding", Literal(medium.file_encoding.replace("charset=", "")))
    node.add("dct:issued", _moment(medium.dates.published or medium.dates.created))
    node.add("dct:modified", _moment(medium.dates.updated))
    return node


def _add_size_and_checksum(node: Node, medium: Media) -> None:
    if medium.file_size is not None:
        node.add("dcat:byteSize", Literal(str(medium.file_size), datatype="xsd:decimal"))
    if medium.checksum is not None and medium.checksum.known:
        checksum = Node("spdx:Checksum")
        algorithm = medium.checksum.algorithm.replace("-", "").lower()
        checksum.add("spdx:algorithm", Iri(f"http://spdx.org/rdf/terms#checksumAlgorithm_{algorithm}"))
        checksum.add("spdx:checksumValue", Literal(medium.checksum.value, datatype="xsd:hexBinary"))
        node.add("spdx:checksum", checksum)


def _service(medium: Media, record: Record) -> Node:
    node = Node("dcat:DataService")
    node.add("dct:title", Literal(medium.name or record.title, record.languages[0] if record.languages else "fr"))
    node.add("dcat:endpointURL", Iri(medium.url))
    node.add("dcat:endpointDescription", Iri(medium.api_documentation))
    contract = normalised_contract(medium.connector.contract)
    if contract in ("wms", "wfs", "wmts"):
        node.add("dct:conformsTo", Iri(f"http://www.opengis.net/def/serviceType/ogc/{contract}"))
    dataset_iri = identifier(record.global_id)
    if dataset_iri:
        node.add("dcat:servesDataset", dataset_iri)
    return node
