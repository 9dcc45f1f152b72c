"""konsult, kos and strukture: datasets, vocabularies and organisations of the portal."""

from __future__ import annotations

from typing import Any

from .bodies import png
from .catalogue import FACETS, facet, portal_search, with_addresses
from .exchange import Answer, Asked, RefusedError, Routes, error, json_answer, page
from .portal_tokens import admit
from .records import THEMES, identifier

routes = Routes()
DATASETS = "/konsult/v1/datasets"
LICENCES = ("apache-2.0", "cc-by-nd-4.0", "etalab-1.0", "etalab-2.0", "gpl-3.0", "mit", "odbl-1.0", "public-domain-cc0")
SCHEMES = {"scheme-theme": "theme", "scheme-licence": "licence"}


def served(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record as the portal gives it: media at relative addresses."""
    global_id = record["global_id"]

    def address(media: dict[str, Any]) -> str:
        return f"/medias/{global_id}/{media['media_id']}/{media['connector']['interface_contract']}"

    return with_addresses(record, address)


# --- konsult -----------------------------------------------------------------------------------------------------


@routes.add("GET", f"{DATASETS}/metadatas")
def metadatas(asked: Asked) -> Answer:
    """Search datasets."""
    admit(asked)
    listed = page(portal_search(asked.state.catalogue, asked), asked)
    listed["items"] = [served(record) for record in listed["items"]]
    return json_answer(listed)


@routes.add("GET", f"{DATASETS}/metadatas/facets")
def facets(asked: Asked) -> Answer:
    """Count datasets by facet; an unknown facet is refused."""
    admit(asked)
    names = asked.many("facets")
    if not names or any(name not in FACETS for name in names):
        return error(400, f"unknown facet in {names}")
    return json_answer({"items": [facet(asked.state.catalogue, name) for name in names]})


@routes.add("GET", f"{DATASETS}/metadatas/dcat")
def dcat(asked: Asked) -> Answer:
    """Give the catalogue as DCAT: absent restrictedAccess and gdprSensitive mean false here."""
    admit(asked)
    found = portal_search(asked.state.catalogue, asked, absent_means_false=True)
    size = min(max(1, asked.whole("pageSize", 10)), 50)
    first = (max(1, asked.whole("page", 1)) - 1) * size
    graph: dict[str, Any] = {
        "@context": {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"},
        "@type": "dcat:Catalog",
        "dcat:dataset": [
            {
                "@type": "dcat:Dataset",
                "dct:identifier": record["global_id"],
                "dct:title": record["resource_title"],
                "dcat:theme": record["theme"],
            }
            for record in found[first : first + size]
        ],
    }
    return json_answer(graph, content_type="application/ld+json")


@routes.add("GET", f"{DATASETS}/{{}}/metadatas")
def metadata(asked: Asked) -> Answer:
    """Give one dataset."""
    admit(asked)
    return json_answer(served(asked.state.catalogue.one(asked.matched[0])))


def _same_theme(asked: Asked) -> list[dict[str, Any]]:
    chosen = asked.state.catalogue.one(asked.matched[0])
    others = (record for record in asked.state.catalogue.all() if record is not chosen)
    return [record for record in others if record["theme"] == chosen["theme"]]


@routes.add("GET", f"{DATASETS}/{{}}/metadatas-with-same-theme")
def same_theme(asked: Asked) -> Answer:
    """Give datasets of the same theme."""
    admit(asked)
    return json_answer([served(record) for record in _same_theme(asked)[: asked.whole("limit", 5)]])


@routes.add("GET", f"{DATASETS}/{{}}/number-metadatas-with-same-theme")
def number_same_theme(asked: Asked) -> Answer:
    """Count datasets of the same theme."""
    admit(asked)
    return json_answer(len(_same_theme(asked)))


@routes.add("GET", "/konsult/v1/map/dataset/base-layers")
def base_layers(asked: Asked) -> Answer:
    """Give the base maps."""
    layer = {"label": "Plan", "type": "WMTS", "url": f"{asked.base}/medias/wmts", "layer": "rudi:places"}
    return json_answer([layer])


@routes.add("GET", "/konsult/v1/map/proj4-information")
def proj4(asked: Asked) -> Answer:
    """Describe a coordinate system."""
    known = {"EPSG:3948": "+proj=lcc +lat_0=48 +lon_0=3 +lat_1=47.25 +lat_2=48.75 +x_0=1700000 +y_0=7200000"}
    code = asked.one("code") or ""
    return json_answer({"code": code, "proj4": known[code]}) if code in known else error(404, f"{code} unknown")


@routes.add("GET", "/konsult/v1/map/search-addresses")
def addresses(asked: Asked) -> Answer:
    """Find addresses."""
    return json_answer([{"label": f"{asked.one('query')}, 35000 Rennes", "longitude": -1.68, "latitude": 48.11}])


# --- kos ---------------------------------------------------------------------------------------------------------


def _scheme(code: str) -> dict[str, Any]:
    return {"scheme_id": identifier("scheme", code), "scheme_code": code, "scheme_role": SCHEMES[code]}


def _concepts() -> list[dict[str, Any]]:
    themes = [(code, label, "scheme-theme", "theme") for label, code in THEMES.items()]
    licences = [(code, code, "scheme-licence", "licence") for code in LICENCES]
    return [
        {
            "concept_id": identifier("concept", code),
            "concept_code": code,
            "concept_uri": f"https://rudi.example/concepts/{code}",
            "concept_icon": f"{code}.svg",
            "of_scheme_code": scheme,
            "concept_role": role,
            "text": text,
        }
        for code, text, scheme, role in themes + licences
    ]


@routes.add("GET", "/kos/v1/skosSchemes")
def schemes(asked: Asked) -> Answer:
    """Give the schemes."""
    admit(asked)
    return json_answer(page([_scheme(code) for code in SCHEMES], asked))


@routes.add("GET", "/kos/v1/skosSchemes/{}/skosConcepts")
def top_concepts(asked: Asked) -> Answer:
    """Give the top concepts of a scheme."""
    admit(asked)
    code = next((code for code in SCHEMES if _scheme(code)["scheme_id"] == asked.matched[0]), None)
    if code is None:
        raise RefusedError(error(404, "scheme unknown"))
    return json_answer([concept for concept in _concepts() if concept["of_scheme_code"] == code])


@routes.add("GET", "/kos/v1/skosConcepts")
def concepts(asked: Asked) -> Answer:
    """Search concepts."""
    admit(asked)
    found = _concepts()
    for name, field in (("roles", "concept_role"), ("codes", "concept_code"), ("schemes", "of_scheme_code")):
        wanted = asked.many(name)
        found = [concept for concept in found if not wanted or concept[field] in wanted]
    text = (asked.one("text") or "").lower()
    return json_answer(page([concept for concept in found if text in concept["text"].lower()], asked))


# --- strukture ---------------------------------------------------------------------------------------------------


def _organisations(asked: Asked) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for record in asked.state.catalogue.all():
        producer = record["producer"]
        one = found.setdefault(
            producer["organization_id"],
            {
                "uuid": producer["organization_id"],
                "name": producer["organization_name"],
                "openingDate": "2023-02-28T00:00:00",
                "datasetCount": 0,
                "projectCount": 0,
            },
        )
        one["datasetCount"] += 1
    wanted_id, wanted_name = asked.one("uuid"), asked.one("name")
    return sorted(
        (
            one
            for one in found.values()
            if (not wanted_id or one["uuid"] == wanted_id) and (not wanted_name or one["name"] == wanted_name)
        ),
        key=lambda one: one["name"],
        reverse=(asked.one("order") or "").startswith("-"),
    )


@routes.add("GET", "/strukture/v1/organizations")
def organisations(asked: Asked) -> Answer:
    """Give the organisations."""
    admit(asked)
    bare = [{"uuid": one["uuid"], "name": one["name"]} for one in _organisations(asked)]
    return json_answer(page(bare, asked))


@routes.add("GET", "/strukture/v1/organization-beans")
def organisation_beans(asked: Asked) -> Answer:
    """Give the organisations with their counts."""
    admit(asked)
    return json_answer(page(_organisations(asked), asked))


@routes.add("GET", "/strukture/v1/producers/{}/media/{}")
def logo(asked: Asked) -> Answer:
    """Give the logo of a producer."""
    known = {one["uuid"] for one in _organisations(asked)}
    if asked.matched[0] not in known or asked.matched[1] != "LOGO":
        return error(404, "no such picture")
    return Answer(200, png(16, 16, (200, 60, 60)), "image/png")


@routes.add("GET", "/strukture/v1/providers")
def providers(asked: Asked) -> Answer:
    """Give the node providers."""
    admit(asked)
    nodes = [{"url": asked.base, "version": "1.3.0"}] if asked.flag("full") else []
    return json_answer(
        page([{"uuid": identifier("provider"), "label": "Noeud d'essai", "nodeProviders": nodes}], asked)
    )
