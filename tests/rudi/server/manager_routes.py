"""The manager of the node, third generation (/manager/conf) or second (/manager/api)."""

from __future__ import annotations

from typing import Any

from .catalogue import node_search
from .exchange import Answer, Asked, RefusedError, Routes, error, json_answer
from .node_routes import ENUMERATIONS, node_claims, node_token, one_object, write_object
from .portal_routes import LICENCES
from .storage_routes import commit_answer

routes = Routes()
USERS = {"editeur": ("Trombone-Lac-9", "Editor"), "lecteur": ("Fougere-Pont-3", "Reader")}
LIFE_S = 600.0
KINDS = ("resources", "organizations", "contacts", "media")


@routes.add("GET", "/manager/conf")
def conf(asked: Asked) -> Answer:
    """Tell where everything of the node is; the second generation does not."""
    if asked.server.options.manager_generation < 3:
        return error(404, "no route /manager/conf")
    return json_answer(
        {
            "catalogPubUrl": f"{asked.base}/catalog",
            "storagePubUrl": f"{asked.base}/storage",
            "managerPath": "manager",
            "backPath": "/manager/back",
        }
    )


def _mounted(methods: str, third: str, second: str):
    """Register a route under the mount of each generation; only the one of the options exists."""

    def register(handler):
        def of_generation(generation: int):
            def checked(asked: Asked) -> Answer:
                if asked.server.options.manager_generation != generation:
                    return error(404, f"no route {asked.path}")
                return handler(asked)

            return checked

        routes.add(methods, f"/manager/back/{third}")(of_generation(3))
        routes.add(methods, f"/manager/api/{second}")(of_generation(2))
        return handler

    return register


def _admit(asked: Asked, write: bool = False) -> dict[str, Any]:
    claims = node_claims(asked)
    if claims is None or claims["sub"] not in USERS:
        raise RefusedError(error(401, "login first"))
    if write and USERS[claims["sub"]][1] not in ("Editor", "Admin"):
        raise RefusedError(error(403, "role Editor or Admin needed"))
    return claims


@_mounted("POST", "front/login", "front/login")
def login(asked: Asked) -> Answer:
    """Open a session: the token is in a cookie."""
    body = asked.json()
    name = body.get("username", "")
    if name not in USERS or USERS[name][0] != body.get("password"):
        return error(401, "unknown user or wrong password")
    answer = json_answer({"username": name, "roles": [USERS[name][1]]})
    life = min(LIFE_S, asked.server.options.token_life_s)
    for cookie in ("pmFrontToken", "consoleToken"):
        token = node_token(name, life)
        answer.headers.append(("Set-Cookie", f"{cookie}={token}; Path=/; HttpOnly; SameSite=Strict"))
    return answer


@_mounted("GET", "front/node-urls", "front/node-urls")
def node_urls(asked: Asked) -> Answer:
    """Tell where the storage and the portal are."""
    _admit(asked)
    return json_answer({"storage_url": f"{asked.base}/storage", "portal_url": asked.base})


@_mounted("GET", "open/test", "open/test")
def test(asked: Asked) -> Answer:
    """Answer, as plain text."""
    return Answer(200, b"test", "text/plain")


@_mounted("GET", "storage/jwt", "media/jwt")
def storage_token(asked: Asked) -> Answer:
    """Give a token for the storage."""
    claims = _admit(asked, write=True)
    return json_answer({"token": node_token(claims["sub"], LIFE_S)})


@_mounted("POST", "media/commit", "media/commit")  # what the official client of the third generation asks
@_mounted("POST", "storage/commit", "storage/commit")
def commit(asked: Asked) -> Answer:
    """Keep a file that the storage holds."""
    _admit(asked, write=True)
    return commit_answer(asked)


@_mounted("GET PUT", "catalog/{}", "data/{}")
def objects(asked: Asked) -> Answer:
    """List objects, or write one; enum, licences and counts beside them."""
    kind = asked.matched[0]
    if asked.method == "PUT":
        _admit(asked, write=True)
        return write_object(asked, kind)
    _admit(asked)
    special = {
        "enum": lambda: ENUMERATIONS,
        "licences": lambda: [{"concept_code": code} for code in LICENCES],
        "counts": lambda: {name: len(asked.state.node.of(name)) for name in KINDS},
        "version": lambda: "1.3.0",
        "uuid": lambda: "00000000-0000-4000-8000-000000000000",
    }
    if kind in special:
        return json_answer(special[kind]())
    found = node_search(list(asked.state.node.of(kind).values()), asked)
    offset = asked.whole("offset", 0)
    return json_answer(found[offset : offset + min(asked.whole("limit", 100), 500)])


@_mounted("GET DELETE", "catalog/{}/{}", "data/{}/{}")
def one(asked: Asked) -> Answer:
    """Give, count or delete."""
    kind, identifier = asked.matched
    _admit(asked, write=asked.method == "DELETE")
    if identifier == "count":
        return json_answer(len(asked.state.node.of(kind)))
    return one_object(asked, kind, identifier)
