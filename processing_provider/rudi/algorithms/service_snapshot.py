"""A copy of what a WFS gives, for services that QGIS cannot ask itself.

A portal changes an account for a token that lives a few minutes. QGIS cannot do that for a layer, and a token may not
stand in the address of a layer; so our own session fetches the features once, into a file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Optional
from urllib.parse import urlencode

from qgis.core import QgsCoordinateReferenceSystem, QgsReferencedRectangle

from ...errors import InputError
from ...raster_files import written_aside
from ...translation import language
from ..file_names import safe_name
from ..files.xml_start import root_element
from ..http_client import plain_words, refusal
from ..map_service import MapService, map_service
from ..record import Media, Record
from ..safe_xml import parse_xml
from ..transport import Request, Response, safe_url
from .access import Access
from .service_layers import WFS_VERSIONS, transformed

PAGE = 5000  # features asked for at once
MAX_BYTES = 2 * 2**30  # of a copy in GML, which comes in one piece [bytes]
WGS_84 = "EPSG:4326"
_WGS_84_URN = "urn:ogc:def:crs:EPSG::4326"
_LONGITUDE_FIRST = ("EPSG:4326", "CRS84", "EPSG::4326")


def snapshot(
    access: Access,
    record: Record,
    media: Media,
    folder: Path,
    extent: Optional[QgsReferencedRectangle] = None,
) -> Path:
    """Copy the features of a WFS into a file of a folder and return the file; GeoJSON, or GML where it gives no other.

    Parameters
    ----------
    access : Access
        Its session sends, with the token of its account where the service wants one.
    record : Record
    media : Media
        A WFS.
    folder : Path
        Made when absent.
    extent : QgsReferencedRectangle, optional
        Only features that touch it.

    Raises
    ------
    InputError
        When the service refuses, cannot be reached, or gives no features.
    RunCancelledError
        When the user cancelled; no file is left.
    """
    service = map_service(media, access.source.media_url(record, media))
    folder.mkdir(parents=True, exist_ok=True)
    name = Path(safe_name(f"{media.shown_name(language())} {media.media_id[:8]}", "wfs")).name
    box = None if extent is None else transformed(extent, QgsCoordinateReferenceSystem(WGS_84))
    copy = _Copy(access, service)
    with plain_words(access.client.limits):
        for output_format in copy.json_formats():
            boxes = [""] if box is None else _box_texts(box)
            for text in boxes:
                pages = copy.json_pages(output_format, text)
                first = next(pages, None)
                if first is not None and (first["features"] or text == boxes[-1]):
                    return _write_geojson(folder / f"{name}.geojson", first, pages)
        return copy.write_gml(folder / f"{name}.gml", "" if box is None else _box_texts(box)[1])


def _box_texts(box: tuple[float, float, float, float]) -> list[str]:
    """Return how an extent may be written: longitude first, and latitude first where servers hold to the standard."""
    west, south, east, north = (f"{side:.9f}" for side in box)
    return [f"{west},{south},{east},{north},{WGS_84}", f"{south},{west},{north},{east},{_WGS_84_URN}"]


class _Copy:
    """The requests of one copy."""

    def __init__(self, access: Access, service: MapService) -> None:
        self._access, self._service = access, service
        self._shown = safe_url(service.url)

    def json_formats(self) -> list[str]:
        """Return the names under which the service may know GeoJSON, those of the record first."""
        named = [one for one in self._service.formats if "json" in one.lower()]
        return list(dict.fromkeys((*named, "application/json", "geojson")))

    def json_pages(self, output_format: str, box: str) -> Iterator[dict[str, Any]]:
        """Give the pages of a GeoJSON collection; nothing when the service does not know the format.

        Raises
        ------
        InputError
            When the service refuses for another reason.
        """
        start, former = 0, None
        while True:
            answer = self._ask(output_format, box, start, PAGE)
            page = _collection(answer)
            if page is None:
                if start == 0 and answer.status in (200, 400, 501):
                    return
                raise self._refused(answer)
            features = page["features"]
            if former is not None and features[:1] == former:
                return  # a service that knows no pages gave the same one again
            yield page
            start += len(features)
            matched = page.get("numberMatched", page.get("totalFeatures"))
            if len(features) < PAGE or (isinstance(matched, int) and start >= matched):
                return
            former = features[:1]

    def write_gml(self, target: Path, box: str) -> Path:
        """Write the whole answer of the service in its own format.

        Raises
        ------
        InputError
            When it refuses, or answers something else than features.
        """
        with written_aside(str(target)) as aside, Path(aside).open("wb") as out:
            answer = self._ask("", box, 0, None, on_chunk=lambda _, piece: out.write(piece))
            out.flush()
            if not answer.ok:
                raise self._refused(answer)
            with Path(aside).open("rb") as file:
                root = root_element(file, self._shown)
            if root != "FeatureCollection":
                raise self._refused(replace(answer, body=Path(aside).read_bytes()[:65536]))
        return target

    def _ask(self, output_format: str, box: str, start: int, count: Optional[int], on_chunk=None) -> Response:
        version = next(iter((*self._service.versions, *WFS_VERSIONS)))
        asked = {
            "SERVICE": "WFS",
            "REQUEST": "GetFeature",
            "VERSION": version,
            "TYPENAMES" if version.startswith("2") else "TYPENAME": self._service.layer,
        }
        if output_format:
            asked.update(OUTPUTFORMAT=output_format, SRSNAME=WGS_84)
        if count is not None:
            asked["COUNT" if version.startswith("2") else "MAXFEATURES"] = str(count)
        if start:
            asked["STARTINDEX"] = str(start)
        if box:
            asked["BBOX"] = box
        joint = "&" if "?" in self._service.url else "?"
        request: Request = self._access.client.request(
            "GET", f"{self._service.url}{joint}{urlencode(asked)}", headers={"Accept": "*/*"}
        )
        if on_chunk is not None:
            request = replace(request, max_bytes=MAX_BYTES, total_s=None)
        return self._access.sender.send(request, on_chunk=on_chunk, retry=on_chunk is None)

    def _refused(self, answer: Response) -> InputError:
        said = _exception_text(answer.body)
        if answer.ok or said:
            return InputError(
                "The WFS {url} gave no features: {reason}. Tell its producer.",
                url=self._shown,
                reason=said.rstrip(".") or "-",
            )
        return refusal(answer)


def _collection(answer: Response) -> Optional[dict[str, Any]]:
    """Return the GeoJSON collection of an answer, None when it is something else."""
    if not answer.ok or not answer.body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return None
    try:
        said = json.loads(answer.body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) and isinstance(said.get("features"), list) else None


def _exception_text(body: bytes) -> str:
    """Return what an exception report says; empty when the body is none."""
    if not body.lstrip().startswith(b"<"):
        return ""
    try:
        root = parse_xml(body, "-")
    except InputError:
        return ""
    texts = [
        " ".join((one.text or "").split())
        for one in root.iter()
        if one.tag.rpartition("}")[2] in ("ExceptionText", "ServiceException")
    ]
    return next(filter(None, texts), "")[:300]


def _write_geojson(target: Path, first: dict[str, Any], others: Iterator[dict[str, Any]]) -> Path:
    """Write pages as one collection, piece by piece."""
    system = first.get("crs")
    keeps_system = isinstance(system, dict) and not json.dumps(system).rstrip('"} ').endswith(_LONGITUDE_FIRST)
    written = 0
    with written_aside(str(target)) as aside, Path(aside).open("w", encoding="utf-8", newline="\n") as out:
        out.write('{"type": "FeatureCollection", ')
        if keeps_system:
            out.write(f'"crs": {json.dumps(system)}, ')
        out.write('"features": [')
        page: Optional[dict[str, Any]] = first
        while page is not None:
            for feature in page["features"]:
                out.write(("," if written else "") + "\n" + json.dumps(feature, ensure_ascii=False))
                written += 1
            page = next(others, None)
        out.write("\n]}\n")
    return target
