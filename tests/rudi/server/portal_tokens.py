"""Sessions of the portal: users, anonymous, projects' keys, their tokens and their end."""

from __future__ import annotations

import base64
import itertools
import secrets
import time
from dataclasses import dataclass
from typing import Any, Optional

from .exchange import Answer, Asked, RefusedError, Routes, error, json_answer
from .jwt_keys import HmacKey, make_token, read_token

USERS = {"agent@rennesmetropole.fr": "Correct-Horse-42", "curieux@example.org": "Batterie-Agrafe-7"}
ANONYMOUS = "anonymous"
routes = Routes()


@dataclass(frozen=True)
class Visitor:
    """Who asks: nobody, the anonymous user, a user, or a project by its keys."""

    name: str = ""
    project: str = ""

    @property
    def is_user(self) -> bool:
        """Whether it is a person or a project."""
        return self.name not in ("", ANONYMOUS)


class PortalTokens:
    """Tokens that the portal gave.

    Parameters
    ----------
    life_s, refresh_life_s : float
        Of an access token and of a refresh token [s].
    expired_status : int
        498 as the portal answers, 401 as some gateways do.
    """

    def __init__(self, life_s: float, refresh_life_s: float, expired_status: int) -> None:
        self.life_s, self.refresh_life_s, self.expired_status = life_s, refresh_life_s, expired_status
        self.clients: dict[str, tuple[str, str]] = {}  # client_id: (secret, project)
        self._key = HmacKey(secrets.token_bytes(32))
        self._refresh: dict[str, tuple[Visitor, float]] = {}
        self._numbers = itertools.count()

    def access(self, visitor: Visitor, life_s: Optional[float] = None) -> str:
        """Return a new access token."""
        claims = {
            "sub": visitor.name,
            "project": visitor.project,
            "exp": time.time() + (self.life_s if life_s is None else life_s),
            "jti": next(self._numbers),
        }
        return make_token(claims, self._key)

    def refresh(self, visitor: Visitor) -> str:
        """Return a new refresh token."""
        token = secrets.token_urlsafe(24)
        self._refresh[token] = (visitor, time.time() + self.refresh_life_s)
        return token

    def take_refresh(self, token: str) -> Optional[Visitor]:
        """Return whose refresh token it is; it serves once."""
        visitor, end = self._refresh.pop(token, (None, 0.0))
        return visitor if end > time.time() else None

    def visitor(self, asked: Asked) -> Visitor:
        """Return who asks; refuses a token that is wrong or has ended, and a doubled ``Bearer``."""
        header = asked.headers.get("Authorization", "")
        if not header:
            return Visitor()
        scheme, _, token = header.partition(" ")
        if scheme != "Bearer" or " " in token:
            raise RefusedError(error(401, "malformed Authorization header"))
        claims = read_token(token, self._key)
        if claims is None:
            raise RefusedError(error(401, "invalid token"))
        if claims["exp"] <= time.time():
            raise RefusedError(error(self.expired_status, "token expired"))
        return Visitor(claims["sub"], claims["project"])

    def revoke_all(self) -> None:
        """Make every token given so far worthless."""
        self._key = HmacKey(secrets.token_bytes(32))
        self._refresh.clear()


def admit(asked: Asked) -> Visitor:
    """Return who asks, refusing who may not read at all."""
    visitor = asked.state.tokens.visitor(asked)
    needed = asked.server.options.require
    if (needed == "anonymous" and not visitor.name) or (needed == "user" and not visitor.is_user):
        raise RefusedError(error(401 if not visitor.name else 403, "authentication required"))
    return visitor


def admit_user(asked: Asked) -> Visitor:
    """Return the user who asks, refusing all others."""
    visitor = asked.state.tokens.visitor(asked)
    if not visitor.is_user:
        raise RefusedError(error(401, "authentication required"))
    return visitor


def _session(asked: Asked, visitor: Visitor) -> Answer:
    tokens = asked.state.tokens
    access, refresh = f"Bearer {tokens.access(visitor)}", f"Bearer {tokens.refresh(visitor)}"
    answer = json_answer({"jwtToken": access, "refreshToken": refresh})
    answer.headers += [("Authorization", access), ("X-TOKEN", refresh)]
    return answer


@routes.add("POST", "/authenticate")
def authenticate(asked: Asked) -> Answer:
    """Open the session of a user."""
    form = asked.form()
    login = form.get("login", "")
    if login == ANONYMOUS:
        return _session(asked, Visitor(ANONYMOUS))
    if login not in USERS or USERS[login] != form.get("password"):
        return error(401, "Bad credentials")
    return _session(asked, Visitor(login))


@routes.add("POST", "/anonymous")
def anonymous(asked: Asked) -> Answer:
    """Open an anonymous session."""
    if not asked.server.options.anonymous_route:
        return error(404, "no route /anonymous")
    return _session(asked, Visitor(ANONYMOUS))


@routes.add("GET POST", "/refresh_token")
def refresh_token(asked: Asked) -> Answer:
    """Give new tokens for a refresh token."""
    held = asked.headers.get("X-TOKEN", "").replace("Bearer ", "", 1)
    visitor = asked.state.tokens.take_refresh(held)
    return _session(asked, visitor) if visitor else error(401, "invalid refresh token")


def _client_credentials(asked: Asked) -> Answer:
    if asked.path.rstrip("/") not in asked.server.options.token_paths:
        return error(404, f"no route {asked.path}")
    scheme, _, value = asked.headers.get("Authorization", "").partition(" ")
    try:
        client_id, _, secret = base64.b64decode(value, validate=True).decode().partition(":")
    except ValueError:
        client_id = secret = ""
    if asked.form().get("grant_type") != "client_credentials":
        return json_answer({"error": "unsupported_grant_type"}, 400)
    known = asked.state.tokens.clients.get(client_id)
    if scheme != "Basic" or known is None or not secrets.compare_digest(known[0].encode(), secret.encode()):
        return json_answer({"error": "invalid_client"}, 401)
    life: Any = min(299, asked.state.tokens.life_s)
    token = asked.state.tokens.access(Visitor(client_id, known[1]), life)
    return json_answer({"access_token": token, "token_type": "Bearer", "expires_in": life})


for _path in ("/oauth2/token", "/oauth/token", "/apm/token"):
    routes.add("POST", _path)(_client_credentials)
