"""The node: public catalogue, and back office behind a token signed with RS256, under /api and /catalog."""

from __future__ import annotations

import re
import time
import uuid
from typing import Any, Optional

from .catalogue import Catalogue, node_search, only_fields, with_addresses
from .exchange import Answer, Asked, RefusedError, Routes, error, json_answer
from .jwt_keys import make_token, read_token, test_rsa_key
from .portal_routes import LICENCES
from .records import THEMES

routes = Routes()
MOST, DEFAULT = 500, 100
KEYS = {
    "resources": "global_id",
    "organizations": "organization_id",
    "contacts": "contact_id",
    "media": "media_id",
    "skos_schemes": "scheme_id",
    "skos_concepts": "concept_id",
    "pub_keys": "name",
    "reports": "report_id",
    "logs": "log_id",
}
NEEDED = {
    "resources": (
        *("global_id", "resource_title", "synopsis", "summary", "theme", "keywords", "producer", "contacts"),
        *("available_formats", "dataset_dates", "storage_status", "access_condition", "metadata_info"),
    ),
    "organizations": ("organization_id", "organization_name"),
    "contacts": ("contact_id", "contact_name", "email"),
    "media": ("media_id", "media_type", "connector"),
}
LANGUAGES = ("cs", "da", "de", "en", "el", "es", "fr", "hu", "it", "no", "pl", "pt", "ro", "ru", "sk", "fr-FR", "en-GB")
ENUMERATIONS = {
    "themes": {code: label for label, code in THEMES.items()},
    "languages": {code: code for code in LANGUAGES},
    "storage_status": {code: code for code in ("online", "archived", "unavailable", "pending")},
    "projections": {code: code for code in ("WGS 84 (EPSG:4326)", "RGF93/Lambert-93 (EPSG:2154)")},
}


class NodeObjects:
    """Objects of the back office beside the records."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._objects: dict[str, dict[str, dict[str, Any]]] = {kind: {} for kind in KEYS if kind != "resources"}
        for record in catalogue.all():
            producer = record["producer"]
            self._objects["organizations"][producer["organization_id"]] = producer
            for contact in record["contacts"]:
                self._objects["contacts"][contact["contact_id"]] = contact
            for media in record["available_formats"]:
                if media:
                    self._objects["media"][media["media_id"]] = media

    def of(self, kind: str) -> dict[str, dict[str, Any]]:
        """Return the objects of a kind by identifier; 404 for a kind that does not exist."""
        if kind == "resources":
            return self._catalogue.records
        if kind not in self._objects:
            raise RefusedError(error(404, f"object type {kind} unknown"))
        return self._objects[kind]

    def report(self, global_id: str, errors: list[dict[str, str]]) -> dict[str, Any]:
        """Write the report of an integration by the portal."""
        report = {
            "report_id": str(uuid.uuid4()),
            "resource_id": global_id,
            "integration_status": "KO" if errors else "OK",
            "integration_errors": errors,
        }
        self._objects["reports"][report["report_id"]] = report
        return report

    def is_linked(self, kind: str, identifier: str) -> bool:
        """Tell whether a record refers to an object."""
        for record in self._catalogue.all():
            ids = {
                "organizations": [record["producer"].get("organization_id")],
                "contacts": [contact.get("contact_id") for contact in record["contacts"]],
                "media": [media["media_id"] for media in record["available_formats"] if media],
            }.get(kind, [])
            if identifier in ids:
                return True
        return False


def node_token(subject: str, life_s: float, method: str = "all", url: str = "all") -> str:
    """Return a token for the back office."""
    claims = {
        "sub": subject,
        "exp": int(time.time() + life_s),
        "req_mtd": method,
        "req_url": url,
        "jti": str(uuid.uuid4()),
    }
    return make_token(claims, test_rsa_key())


def node_claims(asked: Asked) -> Optional[dict[str, Any]]:
    """Return the claims of a node's token that has not ended."""
    scheme, _, token = asked.headers.get("Authorization", "").partition(" ")
    claims = read_token(token, test_rsa_key()) if scheme == "Bearer" else None
    if claims is None or not claims.get("sub") or claims.get("exp", 0) <= time.time():
        return None
    return claims


def _admit_office(asked: Asked) -> None:
    """Refuse who has no token, or one for another method or address."""
    claims = node_claims(asked)
    if claims is None:
        raise RefusedError(error(401, "JWT required"))
    method, url = claims.get("req_mtd", "all"), claims.get("req_url", "all")
    if method.lower() not in ("all", asked.method.lower()) or (url != "all" and not asked.path.startswith(url)):
        raise RefusedError(error(403, "JWT not valid for this method or URL"))


def _prefixed(methods: str, pattern: str):
    """Register a route under both mounts; the server's options say which exist."""

    def register(handler):
        def checked(asked: Asked) -> Answer:
            prefix = "/" + asked.path.split("/")[1]
            if prefix not in asked.server.options.node_prefixes:
                return error(404, f"no route {asked.path}")
            return handler(asked)

        for prefix in ("/api", "/catalog"):
            routes.add(methods, prefix + pattern)(checked)
        return handler

    return register


# --- public ------------------------------------------------------------------------------------------------------


def served(record: dict[str, Any], asked: Asked) -> dict[str, Any]:
    """Return a record as the node gives it: files at the storage, services at the portal's gateway."""

    def address(media: dict[str, Any]) -> str:
        if media["media_type"] == "FILE":
            return f"{asked.base}/storage/download/{media['media_id']}"
        contract = media["connector"]["interface_contract"]
        return f"{asked.base}/medias/{record['global_id']}/{media['media_id']}/{contract}"

    return with_addresses(record, address)


@_prefixed("GET", "/v1/resources")
def resources(asked: Asked) -> Answer:
    """List resources: 100 by default, 500 at most."""
    found = node_search(asked.state.catalogue.all(asked.one("mode")), asked)
    count_by = asked.one("count_by") or asked.one("group_by")
    if count_by:
        return _counted(found, count_by, asked)
    offset, limit = max(0, asked.whole("offset", 0)), min(max(1, asked.whole("limit", DEFAULT)), MOST)
    fields = asked.many("fields")
    items = [only_fields(served(record, asked), fields) for record in found[offset : offset + limit]]
    status = asked.server.options.list_status if len(items) < len(found) else 200
    return json_answer({"total": len(found), "items": items}, status)


def _counted(found: list[dict[str, Any]], name: str, asked: Asked) -> Answer:
    groups: dict[str, list[dict[str, Any]]] = {}
    for record in found:
        groups.setdefault(str(record.get(name)), []).append(record)
    if asked.one("count_by"):
        counted = [{name: value, "count": len(group)} for value, group in groups.items()]
        return json_answer(sorted(counted, key=lambda one: -one["count"]))
    start, most = asked.whole("group_offset", 0), asked.whole("group_limit", 10)
    return json_answer([{name: value, "items": group[start : start + most]} for value, group in groups.items()])


@_prefixed("GET", "/v1/resources/{}")
def resource(asked: Asked) -> Answer:
    """Give one resource."""
    return json_answer(served(asked.state.catalogue.one(asked.matched[0]), asked))


@_prefixed("GET", "/version")
def version(asked: Asked) -> Answer:
    """Give the version of the metadata."""
    return json_answer("1.3.0")


@_prefixed("GET", "/admin/{}")
def public_information(asked: Asked) -> Answer:
    """Give hash, apphash and env; anything else of the back office wants a token."""
    if asked.matched[0] in ("hash", "apphash"):
        return Answer(200, b"30a3ecb3", "text/plain")
    if asked.matched[0] == "env":
        return Answer(200, b"test", "text/plain")
    return office_list(asked)


def _to_resources(asked: Asked) -> Answer:
    rest = re.sub(r"^/(api(/v1)?|resources)", "", asked.path.rstrip("/"))
    return Answer(308, b"", "text/plain", [("Location", f"/api/v1/resources{rest}")])


for _path in ("/api", "/api/v1", "/resources", "/resources/{*}"):
    routes.add("GET", _path)(_to_resources)


# --- back office -------------------------------------------------------------------------------------------------


def office_list(asked: Asked) -> Answer:
    """List objects of a kind, or one of the lists of values."""
    _admit_office(asked)
    kind = asked.matched[0]
    if kind == "enum":
        return json_answer(ENUMERATIONS)
    if kind == "licences":
        return json_answer([{"concept_code": code, "concept_role": "licence"} for code in LICENCES])
    if kind == "licence_codes":
        return json_answer(list(LICENCES))
    if kind == "id_generation":
        return json_answer(str(uuid.uuid4()))
    found = node_search(list(asked.state.node.of(kind).values()), asked)
    offset, limit = asked.whole("offset", 0), min(asked.whole("limit", DEFAULT), MOST)
    return json_answer(found[offset : offset + limit])


@_prefixed("POST PUT", "/admin/{}")
def office_write(asked: Asked) -> Answer:
    """Create an object, or create or replace it."""
    _admit_office(asked)
    return write_object(asked, asked.matched[0])


def write_object(asked: Asked, kind: str) -> Answer:
    """Write an object after the checks of a node."""
    objects, value = asked.state.node.of(kind), asked.json()
    if not isinstance(value, dict):
        return error(400, "an object is expected", "ERR-101")
    missing = [name for name in NEEDED.get(kind, (KEYS[kind],)) if value.get(name) in (None, "", [])]
    if missing:
        return error(400, f"missing: {', '.join(missing)}", "ERR-202")
    if kind == "resources" and (problem := _inconsistent(asked, value)):
        return problem
    identifier = str(value[KEYS[kind]])
    if asked.method == "POST" and identifier in objects:
        return error(400, f"{identifier} exists", "ERR-304")
    objects[identifier] = value
    return json_answer(value)


def _inconsistent(asked: Asked, record: dict[str, Any]) -> Optional[Answer]:
    confidentiality = record["access_condition"].get("confidentiality") or {}
    if confidentiality.get("gdpr_sensitive") and not confidentiality.get("restricted_access"):
        return error(400, "gdpr_sensitive needs restricted_access", "ERR-306")
    if record["producer"].get("organization_id") not in asked.state.node.of("organizations"):
        return error(400, "producer unknown", "ERR-302")
    known = asked.state.node.of("contacts")
    if any(contact.get("contact_id") not in known for contact in record["contacts"]):
        return error(400, "contact unknown", "ERR-302")
    if record["theme"] not in THEMES.values():
        return error(400, "theme not in the list", "ERR-302")
    return None


@_prefixed("GET", "/admin/{}/search")
def office_search(asked: Asked) -> Answer:
    """Search objects by their fields."""
    _admit_office(asked)
    return json_answer(node_search(list(asked.state.node.of(asked.matched[0]).values()), asked))


@_prefixed("GET", "/admin/{}/unlinked")
def office_unlinked(asked: Asked) -> Answer:
    """Give the objects that no record refers to."""
    _admit_office(asked)
    kind = asked.matched[0]
    objects = asked.state.node.of(kind)
    return json_answer([value for key, value in objects.items() if not asked.state.node.is_linked(kind, key)])


@_prefixed("GET", "/admin/enum/{*}")
def office_enumeration(asked: Asked) -> Answer:
    """Give one list of values, in a language or as codes."""
    _admit_office(asked)
    code, _, lang = asked.matched[0].partition("/")
    if code not in ENUMERATIONS:
        return error(404, f"enumeration {code} unknown")
    return json_answer(ENUMERATIONS[code] if lang else list(ENUMERATIONS[code]))


@_prefixed("GET DELETE", "/admin/{}/{}")
def office_one(asked: Asked) -> Answer:
    """Give or delete an object."""
    _admit_office(asked)
    return one_object(asked, *asked.matched)


def one_object(asked: Asked, kind: str, identifier: str) -> Answer:
    """Give or delete an object; one that a record needs stays."""
    objects = asked.state.node.of(kind)
    if identifier not in objects:
        return error(404, f"{identifier} unknown", "ERR-104")
    if asked.method == "DELETE":
        if asked.state.node.is_linked(kind, identifier):
            return error(403, f"{identifier} is used by a resource")
        return json_answer(objects.pop(identifier))
    return json_answer(objects[identifier])


@_prefixed("POST", "/admin/media/{}/commit")
def commit_media(asked: Asked) -> Answer:
    """Note that the storage keeps the file of a media."""
    _admit_office(asked)
    media = asked.state.node.of("media").get(asked.matched[0])
    if media is None:
        return error(404, f"{asked.matched[0]} unknown", "ERR-104")
    media["file_storage_status"] = "available"
    return json_answer({"media_id": asked.matched[0], "commit_id": asked.json().get("commit_id")})


@_prefixed("POST", "/admin/portal/resources/{}")
def send_to_portal(asked: Asked) -> Answer:
    """Send a resource to the portal, which reports."""
    _admit_office(asked)
    record = asked.state.catalogue.one(asked.matched[0])
    errors = []
    if record.get("theme") not in THEMES.values():
        errors = [{"error_code": "ERR-302", "error_message": "thème inconnu", "field_name": "theme"}]
    return json_answer(asked.state.node.report(record["global_id"], errors))


@_prefixed("GET", "/admin/portal/token/check")
def check_portal_token(asked: Asked) -> Answer:
    """Tell whether the node's token for the portal is good."""
    _admit_office(asked)
    return json_answer({"status": "OK"})


@routes.add("GET POST", "/crypto/jwt{*}")
def forge(asked: Asked) -> Answer:
    """Give a token for the back office to who knows the node's account (rudi-node-jwtauth)."""
    if asked.method == "GET":
        return json_answer({"RUDI": "JWT"})
    body = asked.json()
    life = min(float(body.get("exp", time.time() + 60)) - time.time(), 3600.0)
    token = node_token(str(body.get("sub", "")), life, body.get("req_mtd", "all"), body.get("req_url", "all"))
    return Answer(200, token.encode(), "text/plain")
