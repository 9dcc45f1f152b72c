"""GeoNetwork and other catalogues by CSW 2.0.2 (OGC 07-006r1), in its Dublin Core form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Optional
from xml.etree.ElementTree import Element, SubElement, tostring

from ...errors import InputError
from ..http_client import HttpClient, base_url, plain_words, refusal, resolve_url
from ..imports.csw import CswAnswer, read_csw
from ..paging import Page, walk
from ..queries import Query
from ..record import Media, Record
from ..transport import safe_url

CSW = "http://www.opengis.net/cat/csw/2.0.2"
OGC = "http://www.opengis.net/ogc"
GML = "http://www.opengis.net/gml"
PAGE = 50


class CswSource:
    """A catalogue that answers CSW 2.0.2.

    Parameters
    ----------
    client : HttpClient
    address : str
        Of the service, such as ``https://…/geonetwork/srv/fre/csw``.
    """

    def __init__(self, client: HttpClient, address: str) -> None:
        self._client = client
        self.name = base_url(address)

    def search(self, query: Query, max_items: int = 500) -> Iterator[Record]:
        """Give the records whose text and extent match; see :meth:`.base.Source.search`."""

        def ask(offset: int, limit: int) -> Page:
            answer = self._ask(_get_records(query, offset + 1, min(limit, PAGE)))
            return Page(answer.matched, offset, answer.records)

        return walk(ask, page_size=PAGE, max_items=max_items, key=lambda record: record.global_id)

    def announced(self) -> Optional[int]:
        """Return how many records the catalogue says it has."""
        return self._ask(_get_records(Query(), 1, 1)).matched

    def get(self, identifier: str) -> Record:
        """Return one record by the catalogue's own identifier; see :meth:`.base.Source.get`."""
        try:
            records = self._ask(_get_record_by_id(identifier)).records
        except InputError as error:
            if getattr(error, "status", None) is not None:
                raise
            records = []
        if not records:
            raise InputError("{url} does not know the record {identifier}.", url=self.name, identifier=identifier)
        return records[0]

    def media_url(self, record: Record, media: Media) -> str:
        """Return the address of a media; see :meth:`.base.Source.media_url`."""
        return resolve_url(self.name, media.url)

    def _ask(self, body: bytes) -> CswAnswer:
        headers = {"Accept": "application/xml", "Content-Type": "application/xml"}
        with plain_words(self._client.limits):
            # A search by POST changes nothing: it may be sent again.
            request = self._client.request("POST", self.name, headers=headers, body=body, repeatable=True)
            answer = self._client.send(request)
        if not answer.ok:
            raise refusal(answer)
        return read_csw(answer.body, safe_url(self.name))


def _get_records(query: Query, start: int, count: int) -> bytes:
    root = Element(
        "csw:GetRecords",
        {
            "xmlns:csw": CSW,
            "xmlns:ogc": OGC,
            "xmlns:gml": GML,
            "service": "CSW",
            "version": "2.0.2",
            "resultType": "results",
            "outputSchema": CSW,
            "outputFormat": "application/xml",
            "startPosition": str(start),
            "maxRecords": str(count),
        },
    )
    asked = SubElement(root, "csw:Query", {"typeNames": "csw:Record"})
    SubElement(asked, "csw:ElementSetName").text = "full"
    conditions = [*_text_conditions(query), *_box_condition(query)]
    if conditions:
        constraint = SubElement(asked, "csw:Constraint", {"version": "1.1.0"})
        chosen = SubElement(constraint, "ogc:Filter")
        parent = chosen if len(conditions) == 1 else SubElement(chosen, "ogc:And")
        parent.extend(conditions)
    order = SubElement(SubElement(asked, "ogc:SortBy"), "ogc:SortProperty")
    by_title = query.order.lstrip("-") in ("name", "title")
    SubElement(order, "ogc:PropertyName").text = "dc:title" if by_title else "dct:modified"
    SubElement(order, "ogc:SortOrder").text = "DESC" if query.order.startswith("-") else "ASC"
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _text_conditions(query: Query) -> Iterator[Element]:
    words = [("csw:AnyText", word) for word in query.text.split()]
    words += [("dc:subject", keyword) for keyword in query.keywords]
    for name, word in words:
        like = Element("ogc:PropertyIsLike", {"wildCard": "*", "singleChar": "?", "escapeChar": "\\"})
        SubElement(like, "ogc:PropertyName").text = name
        SubElement(like, "ogc:Literal").text = "*" + re.sub(r"([*?\\])", r"\\\1", word) + "*"
        yield like
    if query.date_from:
        since = Element("ogc:PropertyIsGreaterThanOrEqualTo")
        SubElement(since, "ogc:PropertyName").text = "dct:modified"
        SubElement(since, "ogc:Literal").text = query.date_from
        yield since


def _box_condition(query: Query) -> Iterator[Element]:
    if query.bbox is None:
        return
    west, south, east, north = query.bbox
    box = Element("ogc:BBOX")
    SubElement(box, "ogc:PropertyName").text = "ows:BoundingBox"
    envelope = SubElement(box, "gml:Envelope", {"srsName": "urn:ogc:def:crs:OGC:1.3:CRS84"})
    SubElement(envelope, "gml:lowerCorner").text = f"{west} {south}"
    SubElement(envelope, "gml:upperCorner").text = f"{east} {north}"
    yield box


def _get_record_by_id(identifier: str) -> bytes:
    root = Element(
        "csw:GetRecordById",
        {"xmlns:csw": CSW, "service": "CSW", "version": "2.0.2", "outputSchema": CSW},
    )
    SubElement(root, "csw:Id").text = identifier
    SubElement(root, "csw:ElementSetName").text = "full"
    return tostring(root, encoding="utf-8", xml_declaration=True)
