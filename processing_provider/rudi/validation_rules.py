"""Rules of a record that a list of fields cannot say: one field against another, addresses, dates, lists."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from .bounding_box import SIDES, BoundingBox
from .formats import CONTRACTS, formats, normalised_contract, plain_mime
from .record_values import is_digest, parsed_date
from .themes import theme_code, themes
from .validation_issues import Collector, Path, shown_value

MAP_PARAMETERS = ("layer", "versions", "default_crs", "formats")
_KNOWN_VERSION = re.compile(r"1\.[2-4]\.\d+\Z")
_MAX_RINGS = 10_000
_CONNECTOR = "connector"


def check(raw: dict[str, Any], collector: Collector) -> None:
    """Check the rules between fields of a record."""
    _check_version(raw, collector)
    _check_licence(_object(_object(raw, "access_condition"), "licence"), collector)
    _check_access(raw, collector)
    _check_extent(_object(raw, "geography"), collector)
    _check_period(raw, "temporal_spread", ("start_date", "end_date"), "dates_order", collector)
    _check_period(raw, "dataset_dates", ("created", "updated"), "updated_before_created", collector)
    _check_media(raw.get("available_formats"), collector)


def _object(content: Any, name: str) -> dict[str, Any]:
    value = content.get(name) if isinstance(content, dict) else None
    return value if isinstance(value, dict) else {}


def _check_version(raw: dict[str, Any], collector: Collector) -> None:
    version = _object(raw, "metadata_info").get("api_version")
    if isinstance(version, str) and version.strip() and not _KNOWN_VERSION.match(version):
        path: Path = ((None, "metadata_info"), "api_version")
        collector.add("unsupported_version", path, version, found=shown_value(version))
    if collector.version == "1.3.0" and "ext_metadata" in raw:
        collector.add("unknown_field", (None, "ext_metadata"), name="ext_metadata", version="1.3.0")


def _check_licence(licence: dict[str, Any], collector: Collector) -> None:
    path: Path = ((None, "access_condition"), "licence")
    needed = {"STANDARD": ("licence_label",), "CUSTOM": ("custom_licence_label", "custom_licence_uri")}
    for name in needed.get(str(licence.get("licence_type")), ()):
        if name not in licence:
            collector.add("required", (path, name), name=name)


def _check_access(raw: dict[str, Any], collector: Collector) -> None:
    condition = _object(raw, "access_condition")
    confidentiality = _object(condition, "confidentiality")
    restricted = confidentiality.get("restricted_access") is True
    path: Path = (((None, "access_condition"), "confidentiality"), "restricted_access")
    if confidentiality.get("gdpr_sensitive") is True and not restricted:
        collector.add("gdpr_open", path)
    if _object(raw, "ext_metadata").get("ext_selfdata") and not restricted:
        collector.add("selfdata_open", path)


def _check_extent(geography: dict[str, Any], collector: Collector) -> None:
    path: Path = ((None, "geography"), "bounding_box")
    sides = [_object(geography, "bounding_box").get(side) for side in SIDES]
    if all(isinstance(side, (int, float)) and not isinstance(side, bool) for side in sides):
        west, south, east, north = sides
        if south > north or west > east:
            collector.add("bbox_inverted", path)
        elif BoundingBox(west, south, east, north).is_world:
            collector.add("bbox_world", path)
    _check_rings(geography.get("geographic_distribution"), collector)


def _check_rings(distribution: Any, collector: Collector) -> None:
    geometry = distribution if isinstance(distribution, dict) else {}
    coordinates, kind = geometry.get("coordinates"), geometry.get("type")
    if not isinstance(coordinates, list) or kind not in ("Polygon", "MultiPolygon"):
        return
    polygons = coordinates if kind == "MultiPolygon" else [coordinates]
    rings = [ring for polygon in polygons[:_MAX_RINGS] if isinstance(polygon, list) for ring in polygon[:_MAX_RINGS]]
    if any(isinstance(ring, list) and ring and ring[0] != ring[-1] for ring in rings):
        collector.add("ring_not_closed", ((None, "geography"), "geographic_distribution"))


def _check_period(raw: dict[str, Any], name: str, ends: tuple[str, str], key: str, collector: Collector) -> None:
    dates = [_object(raw, name).get(end) for end in ends]
    moments = [parsed_date(date) for date in dates if isinstance(date, str)]
    if len(moments) == 2 and None not in moments and moments[1] < moments[0]:
        collector.add(key, ((None, name), ends[1]), dates[1])


def _check_media(media: Any, collector: Collector) -> None:
    seen = set()
    for number, medium in enumerate(media if isinstance(media, list) else ()):
        if not isinstance(medium, dict):
            continue
        path: Path = ((None, "available_formats"), number)
        media_id = medium.get("media_id")
        if isinstance(media_id, str) and "{{" not in media_id:
            if media_id in seen:
                collector.add("duplicate", (path, "media_id"), media_id, found=shown_value(media_id))
            seen.add(media_id)
        _check_checksum(_object(medium, "checksum"), (path, "checksum"), collector)
        _check_map_service(_object(medium, _CONNECTOR), (path, _CONNECTOR), collector)


def _check_checksum(checksum: dict[str, Any], path: Path, collector: Collector) -> None:
    algorithm, digest = checksum.get("algo"), checksum.get("hash")
    if isinstance(algorithm, str) and isinstance(digest, str) and digest.strip() and not is_digest(algorithm, digest):
        collector.add("unknown_checksum", (path, "hash"), digest, algorithm=shown_value(algorithm))


def _check_map_service(connector: dict[str, Any], path: Path, collector: Collector) -> None:
    contract = connector.get("interface_contract")
    if not isinstance(contract, str) or normalised_contract(contract) not in ("wms", "wfs", "wmts"):
        return
    parameters = connector.get("connector_parameters")
    given = {
        str(item.get("key")).lower()
        for item in (parameters if isinstance(parameters, list) else ())
        if isinstance(item, dict) and item.get("value") not in (None, "", [])
    }
    missing = [name for name in MAP_PARAMETERS if name not in given]
    if missing:
        shown = {"contract": normalised_contract(contract).upper(), "missing": ", ".join(missing)}
        collector.add("connector_parameters", (path, "connector_parameters"), **shown)


def check_file_type(value: str, path: Path, collector: Collector) -> None:
    """Check that the nodes know a media type."""
    known = formats().get(plain_mime(value)[0])
    if known is None or not known.listed:
        collector.add("unlisted_file_type", path, value, found=shown_value(value))


def check_contract(value: str, path: Path, collector: Collector) -> None:
    """Check that the portal knows an interface contract."""
    if normalised_contract(value) not in CONTRACTS:
        collector.add("unlisted_contract", path, value, found=shown_value(value))


def check_theme(value: str, path: Path, collector: Collector) -> None:
    """Check that a theme is a code of the list."""
    if value in themes():
        return
    code = theme_code(value[:200])
    if code:
        collector.add("theme_label", path, value, found=shown_value(value), code=code)
    else:
        collector.add("unknown_theme", path, value, found=shown_value(value))


def check_date(value: str, path: Path, collector: Collector) -> None:
    """Check that a text is a date."""
    if parsed_date(value) is None:
        collector.add("bad_date", path, value, found=shown_value(value))


def check_address(value: str, path: Path, collector: Collector) -> None:
    """Check that a text is an address, and one that may be shown to everybody."""
    try:
        parts = urlsplit(value)
        secret = parts.username or parts.password
    except ValueError:
        collector.add("unreadable_address", path, value, found=shown_value(value))
        return
    if any(letter.isspace() for letter in value.strip()):
        collector.add("unreadable_address", path, value, found=shown_value(value))
    elif parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        collector.add("bad_address", path, value, found=shown_value(value))
    elif secret:
        collector.add("credentials", path)
