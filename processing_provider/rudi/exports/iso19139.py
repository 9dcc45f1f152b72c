"""Records as ISO 19139 XML, the metadata of INSPIRE catalogues (GeoNetwork, CSW).

What RUDI has and ISO has no place for (identifiers of media, checksums, connector parameters) is left out;
everything else comes back when the result is read again (``imports.iso19139``).
"""

from __future__ import annotations

from datetime import datetime
from typing import Optional
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from ..formats import format_label
from ..iso_names import (
    CODE_LISTS,
    LINK_PROTOCOL,
    NAMESPACES,
    NO_LIMITATION,
    PERSONAL_DATA,
    PROGRESS,
    PROTOCOLS,
    THEME_LIST,
    qualified,
)
from ..languages import TO_THREE_LETTERS, LocalisedText
from ..licences import licences
from ..record import Contact, Media, Organisation, Record
from ..record_writer import date_text
from ..safe_xml import xml_text
from ..themes import theme_label, themes
from .dcat import epsg_code

_FRENCH = "fre"


def iso19139(record: Record) -> bytes:
    """Return a record as an ISO 19139 document, UTF-8."""
    for prefix, address in NAMESPACES.items():
        ElementTree.register_namespace(prefix, address)
    root = Element(qualified("gmd:MD_Metadata"))
    main = record.languages[0] if record.languages else "fr"
    _text(root, "gmd:fileIdentifier", record.global_id)
    _code(root, "gmd:language", "LanguageCode", _three(main))
    _code(root, "gmd:characterSet", "MD_CharacterSetCode", "utf8")
    _code(root, "gmd:hierarchyLevel", "MD_ScopeCode", "dataset")
    for contact in record.metadata_contacts or record.contacts or (Contact(),):
        _party(root, "gmd:contact", contact, record.provider or record.producer, "pointOfContact")
    stamp = record.metadata_dates.latest() or record.dates.latest()
    _date_time(SubElement(root, qualified("gmd:dateStamp")), stamp)
    _text(root, "gmd:metadataStandardName", "ISO 19115")
    _text(root, "gmd:metadataStandardVersion", "2003/Cor.1:2006")
    _locales(root, record, main)
    _reference_system(root, record.projection)
    _identification(root, record, main)
    _distribution(root, record)
    _quality(root, record, main)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _three(code: str) -> str:
    return TO_THREE_LETTERS.get(code[:2], _FRENCH)


def _path(parent: Element, *names: str) -> Element:
    for name in names:
        parent = SubElement(parent, qualified(name))
    return parent


def _text(parent: Element, name: str, text: str) -> Optional[Element]:
    if not text:
        return None
    element = SubElement(parent, qualified(name))
    SubElement(element, qualified("gco:CharacterString")).text = xml_text(text)
    return element


def _localised(parent: Element, name: str, text: LocalisedText, main: str) -> None:
    """Write a text in the main language, and the others as ISO's free text."""
    entry = text.entry(main)
    if entry is None:
        return
    element = _text(parent, name, entry.text)
    others = [other for other in text if other is not entry]
    if element is None or not others:
        return
    element.set(qualified("xsi:type"), "gmd:PT_FreeText_PropertyType")
    free = _path(element, "gmd:PT_FreeText")
    for other in others:
        string = _path(free, "gmd:textGroup", "gmd:LocalisedCharacterString")
        string.set("locale", f"#{_locale_id(other.language)}")
        string.text = xml_text(other.text)


def _locale_id(code: str) -> str:
    return code.replace("-", "_").upper()


def _locales(root: Element, record: Record, main: str) -> None:
    codes = {entry.language for text in (record.summary, record.synopsis) for entry in text}
    for code in sorted(codes - {main}):
        locale = _path(root, "gmd:locale", "gmd:PT_Locale")
        locale.set("id", _locale_id(code))
        _code(locale, "gmd:languageCode", "LanguageCode", _three(code))
        _code(locale, "gmd:characterEncoding", "MD_CharacterSetCode", "utf8")


def _code(parent: Element, name: str, code_list: str, value: str) -> None:
    element = _path(parent, name, f"gmd:{code_list}")
    element.set("codeList", CODE_LISTS + code_list)
    element.set("codeListValue", value)
    element.text = value


def _date_time(parent: Element, moment: Optional[datetime]) -> None:
    if moment is None:
        parent.set(qualified("gco:nilReason"), "unknown")
        return
    SubElement(parent, qualified("gco:DateTime")).text = date_text(moment)


def _party(parent: Element, name: str, contact: Contact, organisation: Organisation, role: str) -> None:
    party = _path(parent, name, "gmd:CI_ResponsibleParty")
    _text(party, "gmd:individualName", contact.name)
    _text(party, "gmd:organisationName", contact.organisation or organisation.name)
    _text(party, "gmd:positionName", contact.role)
    if contact.email:
        address = _path(party, "gmd:contactInfo", "gmd:CI_Contact", "gmd:address", "gmd:CI_Address")
        _text(address, "gmd:electronicMailAddress", contact.email)
    _code(party, "gmd:role", "CI_RoleCode", role)


def _reference_system(root: Element, projection: str) -> None:
    if not projection:
        return
    path = ("gmd:MD_ReferenceSystem", "gmd:referenceSystemIdentifier", "gmd:RS_Identifier")
    element = _path(root, "gmd:referenceSystemInfo", *path)
    _text(element, "gmd:code", projection)
    if epsg_code(projection):
        _text(element, "gmd:codeSpace", "EPSG")


def _identification(root: Element, record: Record, main: str) -> None:
    data = _path(root, "gmd:identificationInfo", "gmd:MD_DataIdentification")
    citation = _path(data, "gmd:citation", "gmd:CI_Citation")
    _text(citation, "gmd:title", record.title)
    kinds = (("created", "creation"), ("updated", "revision"), ("published", "publication"))
    for attribute, kind in kinds:
        moment = getattr(record.dates, attribute)
        if moment is not None:
            date = _path(citation, "gmd:date", "gmd:CI_Date")
            _date_time(_path(date, "gmd:date"), moment)
            _code(date, "gmd:dateType", "CI_DateTypeCode", kind)
    for name in filter(None, (record.global_id, record.local_id, record.doi and f"doi:{record.doi}")):
        _text(_path(citation, "gmd:identifier", "gmd:MD_Identifier"), "gmd:code", name)
    _localised(citation, "gmd:otherCitationDetails", record.citation, main)
    _localised(data, "gmd:abstract", record.summary or record.synopsis, main)
    if record.summary:
        _localised(data, "gmd:purpose", record.synopsis, main)
    if record.storage_status in PROGRESS:
        _code(data, "gmd:status", "MD_ProgressCode", PROGRESS[record.storage_status])
    for contact in record.contacts:
        _party(data, "gmd:pointOfContact", contact, record.producer, "pointOfContact")
    if record.producer.name:
        _party(data, "gmd:pointOfContact", Contact(), record.producer, "owner")
    for medium in record.media:
        if medium.visual:
            graphic = _path(data, "gmd:graphicOverview", "gmd:MD_BrowseGraphic")
            _text(graphic, "gmd:fileName", medium.visual)
    _keywords(data, record)
    _constraints(data, record, main)
    for code in record.languages or (main,):
        _code(data, "gmd:language", "LanguageCode", _three(code))
    known = themes().get(record.theme)
    if known:
        _path(data, "gmd:topicCategory", "gmd:MD_TopicCategoryCode").text = known.iso_topic
    _extent(data, record)


def _keywords(data: Element, record: Record) -> None:
    if record.keywords:
        keywords = _path(data, "gmd:descriptiveKeywords", "gmd:MD_Keywords")
        for word in record.keywords:
            _text(keywords, "gmd:keyword", word)
    if record.theme:
        keywords = _path(data, "gmd:descriptiveKeywords", "gmd:MD_Keywords")
        _text(keywords, "gmd:keyword", theme_label(record.theme, "fr"))
        _code(keywords, "gmd:type", "MD_KeywordTypeCode", "theme")
        thesaurus = _path(keywords, "gmd:thesaurusName", "gmd:CI_Citation")
        _text(thesaurus, "gmd:title", THEME_LIST)
        _path(thesaurus, "gmd:date").set(qualified("gco:nilReason"), "missing")


def _constraints(data: Element, record: Record, main: str) -> None:
    legal = _path(data, "gmd:resourceConstraints", "gmd:MD_LegalConstraints")
    for text in record.usage_constraint or ():
        _text(legal, "gmd:useLimitation", text.text)
    _code(legal, "gmd:accessConstraints", "MD_RestrictionCode", "otherRestrictions")
    _anchor(legal, NO_LIMITATION if record.access == "open" else PERSONAL_DATA, record.access)
    licence = _path(data, "gmd:resourceConstraints", "gmd:MD_LegalConstraints")
    _code(licence, "gmd:useConstraints", "MD_RestrictionCode", "license")
    terms = licences().get(record.licence.code)
    address = record.licence.uri or (terms.uri if terms else "")
    if address:
        _anchor(licence, address, record.licence.shown(main) or address)
    for text in record.mandatory_mention:
        _text(_path(data, "gmd:resourceConstraints", "gmd:MD_Constraints"), "gmd:useLimitation", text.text)


def _anchor(parent: Element, address: str, text: str) -> None:
    anchor = _path(parent, "gmd:otherConstraints", "gmx:Anchor")
    anchor.set(qualified("xlink:href"), xml_text(address))
    anchor.text = xml_text(text)


def _extent(data: Element, record: Record) -> None:
    if record.extent is not None:
        path = ("gmd:EX_Extent", "gmd:geographicElement", "gmd:EX_GeographicBoundingBox")
        box = _path(data, "gmd:extent", *path)
        west, south, east, north = record.extent.as_tuple()
        sides = (
            ("westBoundLongitude", west),
            ("eastBoundLongitude", east),
            ("southBoundLatitude", south),
            ("northBoundLatitude", north),
        )
        for name, degrees in sides:
            _path(box, f"gmd:{name}", "gco:Decimal").text = f"{degrees:.12f}".rstrip("0").rstrip(".")
    if record.period_start or record.period_end:
        path = ("gmd:EX_Extent", "gmd:temporalElement", "gmd:EX_TemporalExtent", "gmd:extent", "gml:TimePeriod")
        period = _path(data, "gmd:extent", *path)
        period.set(qualified("gml:id"), "period")
        for name, moment in (("gml:beginPosition", record.period_start), ("gml:endPosition", record.period_end)):
            position = _path(period, name)
            if moment is None:
                position.set("indeterminatePosition", "unknown")
            else:
                position.text = date_text(moment)


def _distribution(root: Element, record: Record) -> None:
    reachable = [medium for medium in record.media if medium.url]
    if not reachable:
        return
    distribution = _path(root, "gmd:distributionInfo", "gmd:MD_Distribution")
    for label in dict.fromkeys(medium.format for medium in reachable if medium.kind == "FILE" and medium.format):
        element = _path(distribution, "gmd:distributionFormat", "gmd:MD_Format")
        _text(element, "gmd:name", label)
        _path(element, "gmd:version").set(qualified("gco:nilReason"), "unknown")
    options = _path(distribution, "gmd:transferOptions", "gmd:MD_DigitalTransferOptions")
    for medium in reachable:
        _online(options, medium)


def _online(options: Element, medium: Media) -> None:
    resource = _path(options, "gmd:onLine", "gmd:CI_OnlineResource")
    _path(resource, "gmd:linkage", "gmd:URL").text = xml_text(medium.url)
    contract = medium.connector.contract
    protocol = "WWW:DOWNLOAD" if medium.kind == "FILE" else PROTOCOLS.get(contract, LINK_PROTOCOL)
    _text(resource, "gmd:protocol", protocol)
    if medium.kind == "FILE":
        _text(resource, "gmd:applicationProfile", medium.file_type or format_label(medium.file_type, contract))
    _text(resource, "gmd:name", medium.connector.parameter("layer") or medium.name)
    _text(resource, "gmd:description", medium.caption or medium.name)
    _code(resource, "gmd:function", "CI_OnLineFunctionCode", "download" if medium.kind == "FILE" else "information")


def _quality(root: Element, record: Record, main: str) -> None:
    lineage = record.other_constraints.text(main)
    if not lineage:
        return
    quality = _path(root, "gmd:dataQualityInfo", "gmd:DQ_DataQuality")
    _code(_path(quality, "gmd:scope", "gmd:DQ_Scope"), "gmd:level", "MD_ScopeCode", "dataset")
    _text(_path(quality, "gmd:lineage", "gmd:LI_Lineage"), "gmd:statement", lineage)
