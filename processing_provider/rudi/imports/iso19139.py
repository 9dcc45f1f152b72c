"""Read ISO 19139 metadata (GeoNetwork, INSPIRE catalogues) as records of RUDI."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple, Optional
from xml.etree.ElementTree import Element

from ...errors import InputError
from ..bounding_box import BoundingBox, mended
from ..formats import MAP_CONTRACTS, guessed_contract, mime_of
from ..iso_names import ISO_19115_3, NO_LIMITATION, PROGRESS, THEME_LIST, qualified
from ..languages import LANGUAGES, LocalisedText, TextEntry, normalised_code
from ..record import Contact, Dates, Licence, Media, Record
from ..record_values import Reading, is_openable, number, parsed_date
from ..safe_xml import parse_xml
from ..themes import theme_code, theme_of_topic
from .made_record import contact, distinct, finished, licence, medium, organisation, uuid_of, with_visual

_DATE_KINDS = {"creation": "created", "revision": "updated", "publication": "published"}
_OWNER_ROLES = ("owner", "custodian", "originator", "publisher", "author")
# Words of the protocols of addresses that are files, and the format they name.
_FILE_WORDS = {
    **{word: word.lower() for word in ("GML", "SHAPE", "SHP", "CSV", "JSON", "GEOJSON", "KML", "KMZ", "DXF", "ZIP")},
    **{"TIFF": "tif", "GEOTIFF": "tif", "XLS": "xls", "XLSX": "xlsx", "ODS": "ods", "GPKG": "gpkg", "PDF": "pdf"},
}
_OGC = (("WMTS", "wmts"), ("WMS", "wms"), ("WFS", "wfs"))
# gmi is the extension for imagery (ISO 19115-2): the same record, with more.
_ROOTS = (qualified("gmd:MD_Metadata"), qualified("gmi:MI_Metadata"))
_STATUS = {progress: status for status, progress in PROGRESS.items()}


class Party(NamedTuple):
    """A responsible party of ISO 19115."""

    organisation: str
    person: str
    position: str
    email: str
    role: str


def read_iso19139(data: bytes, source: str) -> list[Record]:
    """Return the records of an ISO 19139 document: one, or all those of an answer that holds several.

    Parameters
    ----------
    data : bytes
        The document.
    source : str
        Name of the file or catalogue, for messages and for ``Record.source``.

    Raises
    ------
    InputError
        When the document is no XML, is not safe, or holds no ISO 19139 record.
    """
    root = parse_xml(data, source)
    found = [record_of(element, source) for element in iso_elements(root)]
    if not found and ISO_19115_3 in root.tag:
        raise InputError(
            "{source} is ISO 19115-3; ask the catalogue for ISO 19139 (outputSchema http://www.isotc211.org/2005/gmd).",
            source=source,
        )
    if not found:
        raise InputError("{source} holds no ISO 19139 record (gmd:MD_Metadata): choose another format.", source=source)
    return found


def iso_elements(root: Element) -> Iterator[Element]:
    """Yield the elements of a document that are records."""
    return (element for element in root.iter() if element.tag in _ROOTS)


def record_of(root: Element, source: str = "") -> Record:
    """Return the record of a ``gmd:MD_Metadata`` element."""
    main = normalised_code(_code(root, "gmd:language/gmd:LanguageCode") or _text(root, "gmd:language")) or "fr"
    locales = _locales(root)
    data = root.find(_q("gmd:identificationInfo/*"))
    data = Element("none") if data is None else data
    identifier = _text(root, "gmd:fileIdentifier")
    codes = [_text(item, "gmd:code") for item in data.iterfind(_q("gmd:citation/*/gmd:identifier/*"))]
    parties = list(_parties(data))
    owners = [party.organisation for party in parties if party.role in _OWNER_ROLES and party.organisation]
    owner = next(iter(owners or [party.organisation for party in parties]), "")
    record_id = uuid_of(identifier or (codes[0] if codes else "") or _text(data, "gmd:citation/*/gmd:title"))
    codes = [code for code in codes if code and code != identifier]
    if identifier.lower() != record_id:
        codes.append(identifier)
    theme, keywords = _keywords(data)
    access, terms, mentions, usage = _constraints(data)
    record = Record(
        global_id=record_id,
        title=" ".join(_text(data, "gmd:citation/*/gmd:title").split()),
        local_id=next((code for code in codes if code and not code.startswith("doi:")), ""),
        doi=next((code[4:] for code in codes if code.startswith("doi:")), ""),
        summary=_localised(data, "gmd:abstract", main, locales),
        synopsis=_localised(data, "gmd:purpose", main, locales),
        theme=theme,
        keywords=keywords,
        producer=organisation(owner),
        contacts=_contacts(parties),
        media=_media(root, record_id),
        languages=(main,) if main in LANGUAGES else (),
        period_start=_moment(data, "begin"),
        period_end=_moment(data, "end"),
        extent=_extent(data),
        projection=_projection(root),
        dates=_dates(data),
        access=access,
        licence=terms,
        mandatory_mention=LocalisedText.of(mentions, main),
        usage_constraint=LocalisedText.of(usage, main),
        citation=_localised(data, "gmd:citation/*/gmd:otherCitationDetails", main, locales),
        storage_status=_STATUS.get(_code(data, "gmd:status/gmd:MD_ProgressCode"), ""),
        metadata_dates=_stamp(root),
        metadata_contacts=_contacts(list(_parties(root, "gmd:contact"))),
        other_constraints=LocalisedText.of(_text(root, "gmd:dataQualityInfo/*/gmd:lineage/*/gmd:statement"), main),
    )
    return finished(record, source)


def _q(path: str) -> str:
    """Return a path with its namespaces written out."""
    return "/".join(qualified(step) if ":" in step else step for step in path.split("/"))


def _content(element: Optional[Element]) -> str:
    """Return the text of a ``gco:CharacterString``, ``gmx:Anchor`` or date, or of the element itself."""
    if element is None:
        return ""
    for child in element:
        if child.tag != qualified("gmd:PT_FreeText") and (child.text or "").strip():
            return child.text.strip()
    return (element.text or "").strip()


def _text(parent: Element, path: str) -> str:
    return _content(parent.find(_q(path)))


def _code(parent: Element, path: str) -> str:
    element = parent.find(_q(path))
    return "" if element is None else (element.get("codeListValue") or element.text or "").strip()


def _locales(root: Element) -> dict[str, str]:
    """Return the language of each locale of the document."""
    found = {}
    for locale in root.iterfind(_q("gmd:locale/gmd:PT_Locale")):
        name = locale.get("id", "")
        long_code = normalised_code(name)
        found[name] = (
            long_code if long_code in LANGUAGES else normalised_code(_code(locale, "gmd:languageCode/gmd:LanguageCode"))
        )
    return found


def _localised(parent: Element, path: str, main: str, locales: dict[str, str]) -> LocalisedText:
    element = parent.find(_q(path))
    if element is None:
        return LocalisedText()
    texts = {main: _content(element)}
    for string in element.iter(qualified("gmd:LocalisedCharacterString")):
        name = string.get("locale", "").lstrip("#")
        texts.setdefault(locales.get(name) or normalised_code(name), (string.text or "").strip())
    return LocalisedText(tuple(TextEntry(code, text) for code, text in texts.items() if text and code in LANGUAGES))


def _parties(parent: Element, name: str = "gmd:pointOfContact") -> Iterator[Party]:
    """Yield the points of contact of the data, or of the record."""
    for party in parent.iterfind(_q(f"{name}/*")):
        address = "gmd:contactInfo/*/gmd:address/*/gmd:electronicMailAddress"
        yield Party(
            _text(party, "gmd:organisationName"),
            _text(party, "gmd:individualName"),
            _text(party, "gmd:positionName"),
            _text(party, address),
            _code(party, "gmd:role/gmd:CI_RoleCode"),
        )


def _contacts(parties: list[Party]) -> tuple[Contact, ...]:
    written = [
        contact(party.person or party.position, party.email, party.organisation, party.position if party.person else "")
        for party in parties
        if party.email or party.person
    ]
    return tuple({item.contact_id: item for item in written}.values())


def _keywords(data: Element) -> tuple[str, tuple[str, ...]]:
    """Return the theme and the keywords; the theme comes from RUDI's own list, else from the topic category."""
    theme, words = "", []
    for group in data.iterfind(_q("gmd:descriptiveKeywords/*")):
        listed = [_content(item) for item in group.iterfind(_q("gmd:keyword"))]
        if _text(group, "gmd:thesaurusName/*/gmd:title") == THEME_LIST:
            theme = theme_code(listed[0]) or listed[0] if listed else ""
        else:
            words += listed
    topics = [(topic.text or "").strip() for topic in data.iterfind(_q("gmd:topicCategory/gmd:MD_TopicCategoryCode"))]
    candidates = [theme, *map(theme_of_topic, topics), *map(theme_code, words)]
    return next(filter(None, candidates), ""), tuple(dict.fromkeys(" ".join(word.split()) for word in words if word))


def _constraints(data: Element) -> tuple[str, Licence, str, str]:
    """Return access, licence, mandatory mention and constraint of use."""
    access, label, address, mentions, usage = "open", "", "", [], []
    for constraint in data.iterfind(_q("gmd:resourceConstraints/*")):
        if constraint.tag == qualified("gmd:MD_Constraints"):
            mentions += [_content(item) for item in constraint.iterfind(_q("gmd:useLimitation"))]
            continue
        usage += [_content(item) for item in constraint.iterfind(_q("gmd:useLimitation"))]
        others = list(constraint.iterfind(_q("gmd:otherConstraints")))
        links = [(_content(item), _link(item)) for item in others]
        if constraint.find(_q("gmd:accessConstraints")) is not None:
            limits = [link for _, link in links if "LimitationsOnPublicAccess" in link]
            access = "restricted" if limits and NO_LIMITATION not in limits else access
        if constraint.find(_q("gmd:useConstraints")) is not None:
            candidates = [(text, link) for text, link in links if "LimitationsOnPublicAccess" not in link]
            found = next((pair for pair in candidates if licence(*pair).code), None)
            label, address = found or (label, address)
            if not label and candidates:
                label, address = candidates[0]
    return access, licence(label, address), "\n".join(filter(None, mentions)), "\n".join(filter(None, usage))


def _link(element: Element) -> str:
    href = qualified("xlink:href")
    return next((child.get(href, "") for child in element if child.get(href)), "")


def _extent(data: Element) -> Optional[BoundingBox]:
    names = ("westBoundLongitude", "southBoundLatitude", "eastBoundLongitude", "northBoundLatitude")
    reading = Reading()
    boxes = []
    for box in data.iter(qualified("gmd:EX_GeographicBoundingBox")):
        sides = [number(_text(box, f"gmd:{name}"), name, reading) for name in names]
        if None not in sides:
            found = mended(*sides, path="", reading=reading)
            if found is not None:
                boxes.append(found.as_tuple())
    if not boxes:
        return None
    wests, souths, easts, norths = zip(*boxes)
    return BoundingBox(min(wests), min(souths), max(easts), max(norths))


def _projection(root: Element) -> str:
    place = "gmd:referenceSystemInfo/*/gmd:referenceSystemIdentifier/*"
    element = root.find(_q(place))
    if element is None:
        return ""
    code, space = _text(element, "gmd:code"), _text(element, "gmd:codeSpace")
    return f"{space}:{code}" if code.isdigit() and space else code


def _moment(data: Element, name: str) -> Optional[datetime]:
    """Return an end of the period: ``beginPosition``, or the ``TimeInstant`` of ``begin``, of any version of GML."""
    for element in data.iter():
        local = element.tag.rpartition("}")[2]
        if local in (name, f"{name}Position"):
            text = " ".join("".join(element.itertext()).split())
            moment = parsed_date(text)
            if moment is not None:
                return moment
    return None


def _dates(data: Element) -> Dates:
    found = {}
    for date in data.iterfind(_q("gmd:citation/*/gmd:date/gmd:CI_Date")):
        kind = _DATE_KINDS.get(_code(date, "gmd:dateType/gmd:CI_DateTypeCode"))
        moment = parsed_date(_text(date, "gmd:date"))
        if kind and moment:
            found[kind] = max(found.get(kind, moment), moment)
    return Dates(**found)


def _stamp(root: Element) -> Dates:
    moment = parsed_date(_text(root, "gmd:dateStamp"))
    return Dates(created=moment, updated=moment)


# Where the addresses of a record stand: for all, for one distributor, operations of a service.
_ONLINE = (
    "gmd:distributionInfo/*/gmd:transferOptions/*/gmd:onLine/*",
    "gmd:distributionInfo/*/gmd:distributor/*/gmd:distributorTransferOptions/*/gmd:onLine/*",
    "gmd:identificationInfo/*/srv:containsOperations/*/srv:connectPoint/*",
)


def _media(root: Element, owner: str) -> tuple[Media, ...]:
    found = []
    for resource in (element for path in _ONLINE for element in root.iterfind(_q(path))):
        url = _text(resource, "gmd:linkage")
        if not is_openable(url):
            continue
        protocol, name = _text(resource, "gmd:protocol"), _text(resource, "gmd:name")
        caption = _text(resource, "gmd:description")
        profile = _text(resource, "gmd:applicationProfile")
        contract = contract_of(protocol) or contract_of_address(url)
        mime = "" if contract in ("wms", "wfs", "wmts") else mime_of(profile) or mime_of_protocol(protocol)
        layer = name if contract in ("wms", "wfs", "wmts") else ""
        found.append(medium(url, contract=contract, mime=mime, name=name, caption=caption, layer=layer, owner=owner))
    visuals = [_text(item, "gmd:fileName") for item in root.iterfind(_q(_PICTURE))]
    return with_visual(distinct(found), next(filter(is_openable, visuals), ""))


_PICTURE = "gmd:identificationInfo/*/gmd:graphicOverview/*"


def contract_of(protocol: str) -> str:
    """Return the contract of the protocol of an online resource, empty for a plain link."""
    upper = protocol.upper()
    known = next((contract for word, contract in _OGC if word in upper), "")
    return known or ("dwnl" if "DOWNLOAD" in upper else "")


def contract_of_address(url: str) -> str:
    """Return the contract of a map service whose protocol does not say it, from its address; else empty."""
    contract = guessed_contract("SERVICE", url)
    return contract if contract in MAP_CONTRACTS and "getfeature" not in url.lower() else ""


def mime_of_protocol(protocol: str) -> str:
    """Return the media type that a protocol names (``image/png``, ``OGC:GML``, ``FILE:CSV``), empty if none."""
    if "/" in protocol and ":" not in protocol:
        return mime_of(protocol)
    words = protocol.upper().replace("-", ":").split(":")
    return next((mime_of(_FILE_WORDS[word]) for word in words if word in _FILE_WORDS), "")
