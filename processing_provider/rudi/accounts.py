"""Who asks: accounts and tokens, which are never shown."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from typing import Any, Optional, Union

from .transport import HIDDEN


class Secret:
    """A text that is never printed: not by ``repr``, ``str``, an f-string, a traceback or a pickle."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text, to be sent at once."""
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __repr__(self) -> str:
        return HIDDEN

    def __reduce__(self):
        raise TypeError("a secret is not stored")


@dataclass(frozen=True)
class UserAccount:
    """A person's account: login, and password to be exchanged for a token."""

    login: str
    password: Secret


@dataclass(frozen=True)
class ApplicationAccount:
    """A project's keys, for machines: exchanged for a token at ``/oauth2/token``."""

    client_id: str
    client_secret: Secret


@dataclass(frozen=True)
class GivenToken:
    """A token that the user already has."""

    token: Secret


Account = Union[UserAccount, ApplicationAccount, GivenToken]


def bearer(text: str) -> str:
    """Return a token with exactly one ``Bearer`` before it, whether the server wrote it already or not.

    Portals answer tokens that already start with ``Bearer ``, ``/oauth2/token`` answers them bare.
    """
    return f"Bearer {bare_token(text)}"


def bare_token(text: str) -> str:
    """Return a token without ``Bearer``."""
    return re.sub(r"^(?:bearer\s+)+", "", text.strip(), flags=re.IGNORECASE)


def basic(login: str, password: Secret) -> str:
    """Return the value of a Basic ``Authorization`` header."""
    return "Basic " + base64.b64encode(f"{login}:{password.reveal()}".encode()).decode("ascii")


def token_claims(token: str) -> dict[str, Any]:
    """Return what a JWT says of itself, without checking its signature; empty when it is no JWT."""
    parts = bare_token(token).split(".")
    if len(parts) != 3:
        return {}
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, RecursionError):
        return {}
    return claims if isinstance(claims, dict) else {}


def token_end(token: str) -> Optional[float]:
    """Return when a JWT ends (claim ``exp``) [s since 1970]; None when it does not say."""
    end = token_claims(token).get("exp")
    return float(end) if isinstance(end, (int, float)) and not isinstance(end, bool) else None
