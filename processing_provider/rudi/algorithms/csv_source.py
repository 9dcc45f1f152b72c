"""The source of a CSV file for QGIS's provider of delimited text."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import QUrl, QUrlQuery

from ..files.csv_layout import CsvLayout

# Names of encodings for Qt, where Python's are not understood.
_ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "windows-1252",
    "cp1250": "windows-1250",
    "iso8859-1": "ISO-8859-1",
    "iso8859-15": "ISO-8859-15",
    "mac-roman": "macintosh",
}


def csv_source(path: Path, layout: CsvLayout) -> str:
    """Return the source of a layer on a CSV file: points of two columns, geometries of a WKT column, or a table."""
    roles = layout.roles
    given = {
        "type": "csv",
        "delimiter": "\\t" if layout.separator == "\t" else layout.separator,
        "encoding": _ENCODINGS.get(layout.encoding, layout.encoding),
        "useHeader": "Yes" if layout.has_header else "No",
        "trimFields": "Yes",
        "detectTypes": "yes",
        "maxFields": "10000",
        "spatialIndex": "no",
        "subsetIndex": "no",
        "watchFile": "no",
    }
    if layout.decimal_comma:
        given["decimalPoint"] = ","
    if roles.wkt:
        given["wktField"] = roles.wkt
    elif roles.x:
        given.update(xField=roles.x, yField=roles.y)
    else:
        given["geomType"] = "none"
    if roles and roles.crs:
        given["crs"] = roles.crs
    query = QUrlQuery()
    for name, value in given.items():
        query.addQueryItem(name, value.replace("%", "%25").replace("&", "%26").replace("+", "%2B"))
    url = QUrl.fromLocalFile(str(path.resolve()))
    url.setQuery(query)
    return bytes(url.toEncoded()).decode("ascii")
