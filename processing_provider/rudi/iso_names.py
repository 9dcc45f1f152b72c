"""Names of ISO 19139: namespaces, code lists, protocols; shared by its writer and its reader."""

from __future__ import annotations

NAMESPACES = {
    "gmd": "http://www.isotc211.org/2005/gmd",
    "gco": "http://www.isotc211.org/2005/gco",
    "gml": "http://www.opengis.net/gml/3.2",
    "gmi": "http://www.isotc211.org/2005/gmi",
    "gmx": "http://www.isotc211.org/2005/gmx",
    "srv": "http://www.isotc211.org/2005/srv",
    "xlink": "http://www.w3.org/1999/xlink",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
CODE_LISTS = "http://standards.iso.org/iso/19139/resources/gmxCodelists.xml#"
# Protocol of an online resource, by contract; a file is WWW:DOWNLOAD.
PROTOCOLS = {"wms": "OGC:WMS", "wfs": "OGC:WFS", "wmts": "OGC:WMTS", "dwnl": "WWW:DOWNLOAD"}
# Namespaces of ISO 19115-3, which catalogues can give instead (GeoNetwork 4) and which is another language.
ISO_19115_3 = "http://standards.iso.org/iso/19115/-3/mdb/"
# Progress of a dataset, for the storage status.
PROGRESS = {"online": "completed", "archived": "historicalArchive", "unavailable": "obsolete", "pending": "planned"}
THEME_LIST = "RUDI themes"  # title of the thesaurus that holds the theme
LINK_PROTOCOL = "WWW:LINK-1.0-http--link"
ACCESS_LIMITS = "http://inspire.ec.europa.eu/metadata-codelist/LimitationsOnPublicAccess/"
NO_LIMITATION = ACCESS_LIMITS + "noLimitations"
PERSONAL_DATA = ACCESS_LIMITS + "INSPIRE_Directive_Article13_1f"


def qualified(name: str) -> str:
    """Return ``gmd:MD_Metadata`` as ``{namespace}MD_Metadata``."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"
