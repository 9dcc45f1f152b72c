"""A session with a portal: to read, no token while none is asked for, then an anonymous one, then the account's.

What writes goes with the account at once.

Facts that this module answers for, read in the sources of the portal:

* ``/authenticate`` answers ``{jwtToken, refreshToken}`` and the same in the headers ``Authorization`` and ``X-TOKEN``;
  the values already start with ``Bearer``;
* an expired token is answered by 498, by some gateways by 401; ``GET /refresh_token`` with ``X-TOKEN`` gives new ones;
* projects' keys go to ``/oauth2/token``; instances of 2023 and before have ``/oauth/token`` or ``/apm/token`` instead.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import Any, Callable, Optional

from ..errors import InputError
from .accounts import Account, ApplicationAccount, GivenToken, Secret, UserAccount, basic, bearer, token_end
from .http_client import HttpClient, base_url, checked_json, plain_words, refusal
from .transport import OnChunk, Request, Response, origin

TOKEN_EXPIRED = 498
_REFUSED = frozenset((401, 403, TOKEN_EXPIRED))
_ABSENT = frozenset((404, 405))
_READING = frozenset(("GET", "HEAD"))
TOKEN_PATHS = ("/oauth2/token", "/oauth/token", "/apm/token")
NONE, ANONYMOUS, ACCOUNT = 0, 1, 2
ANONYMOUS_USER = "anonymous"


@dataclass(frozen=True)
class _Tokens:
    access: Secret
    refresh: Optional[Secret]
    end: Optional[float]  # s since 1970


class PortalSession:
    """Requests to one portal, with the token they need and no more. Threads may share one.

    Parameters
    ----------
    client : HttpClient
    address : str
        Of the portal, as the user typed it.
    account : Account, optional
        None: anonymous at most.
    clock : callable
        Seconds since 1970; replaced in tests.
    """

    def __init__(
        self,
        client: HttpClient,
        address: str,
        account: Optional[Account] = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.client = client
        self.base = base_url(address)
        self._origin = origin(self.base)
        self._account = account
        self._clock = clock
        self._tokens: Optional[_Tokens] = None
        self._level = NONE
        self._lock = threading.RLock()

    def __repr__(self) -> str:
        return f"PortalSession({self.base}, level={self._level})"

    @property
    def level(self) -> int:
        """0 without token, 1 anonymous, 2 with the account."""
        return self._level

    @property
    def expires_in_s(self) -> Optional[float]:
        """Seconds until the token ends; None without a token or when it does not say."""
        if self._tokens is None or self._tokens.end is None:
            return None
        return self._tokens.end - self._clock()

    # --- sending ---------------------------------------------------------------------------------------------

    def send(self, request: Request, *, on_chunk: Optional[OnChunk] = None, retry: bool = True) -> Response:
        """Send a request, with a token when the portal wants one; requests to other servers get none.

        Raises
        ------
        TransportError, RunCancelledError
            See :meth:`.transport.Transport.send`.
        InputError
            When the account is refused.
        """
        if origin(request.url) != self._origin:
            return self.client.send(request, on_chunk=on_chunk, retry=retry)
        if request.method not in _READING and self._account is not None:
            with self._lock:
                if self._level < ACCOUNT:  # what is written is not tried on the portal as nobody's
                    self._enter_account()
        renewed = False
        while True:
            sent = self._tokens
            answer = self.client.send(self._with_token(request), on_chunk=on_chunk, retry=retry)
            if answer.status not in _REFUSED:
                return answer
            with self._lock:
                if self._tokens is not sent and not renewed:
                    renewed = True  # another thread renewed them meanwhile
                    continue
                if sent is not None and answer.status != 403 and not renewed:
                    renewed = True
                    if self._renew():
                        continue
                if not self._climb():
                    return answer

    def get_json(self, path: str) -> Any:
        """Return the JSON of a path of the portal, its query included."""
        return self.call("GET", path)

    def call(self, method: str, path: str, json_body: Any = None, *, repeatable: Optional[bool] = None) -> Any:
        """Send JSON to a path of the portal and return the JSON answered.

        Raises
        ------
        InputError
            When there is no answer, a refusal, or something else than JSON.
        """
        with plain_words(self.client.limits):
            request = self.client.request(method, self.base + path, json_body=json_body, repeatable=repeatable)
            return checked_json(self.send(request))

    def _with_token(self, request: Request) -> Request:
        if self._tokens is None:
            return request
        return request.with_headers(authorization=bearer(self._tokens.access.reveal()))

    # --- tokens ----------------------------------------------------------------------------------------------

    def sign_in(self) -> None:
        """Get the account's token now, or an anonymous one when there is no account.

        Raises
        ------
        InputError
            When the portal refuses, or cannot be reached.
        """
        with plain_words(self.client.limits):
            if self._account is not None:
                self._enter_account()
            elif not self._enter_anonymously():
                raise InputError("{url} gives no anonymous session; choose an account.", url=self.base)

    def sign_out(self) -> None:
        """Forget the tokens."""
        self._tokens, self._level = None, NONE

    def _climb(self) -> bool:
        """Go one step up: anonymous, then the account; tell whether there was a step."""
        anonymous_first = self._level == NONE and not isinstance(self._account, (ApplicationAccount, GivenToken))
        if anonymous_first and self._enter_anonymously():
            return True
        if self._level < ACCOUNT and self._account is not None:
            self._enter_account()
            return True
        return False

    def _renew(self) -> bool:
        """Replace an ended token: by its refresh token, else as it was got; tell whether there is a new one."""
        if self._refresh():
            return True
        level, self._level, self._tokens = self._level, NONE, None
        if level == ACCOUNT and not isinstance(self._account, GivenToken):
            self._enter_account()
            return True
        return level == ANONYMOUS and self._enter_anonymously()

    def _refresh(self) -> bool:
        if self._tokens is None or self._tokens.refresh is None:
            return False
        held = self._tokens.refresh
        for method in ("GET", "POST"):
            request = self.client.request(method, f"{self.base}/refresh_token", repeatable=True)
            answer = self.client.send(request.with_headers(x_token=bearer(held.reveal())))
            if answer.ok:
                return self._keep(answer, self._level, held)
            if answer.status not in _ABSENT:
                return False
        return False

    def _enter_anonymously(self) -> bool:
        request = self.client.request("POST", f"{self.base}/anonymous", repeatable=True)
        answer = self.client.send(request)
        if answer.status in _ABSENT:  # older instances know the anonymous user by its name only
            form = dict.fromkeys(("login", "password"), ANONYMOUS_USER)
            answer = self.client.send(self.client.request("POST", f"{self.base}/authenticate", form=form))
        return answer.ok and self._keep(answer, ANONYMOUS)

    def _enter_account(self) -> None:
        if isinstance(self._account, GivenToken):
            token = self._account.token
            self._tokens, self._level = _Tokens(token, None, token_end(token.reveal())), ACCOUNT
            return
        answer = self._exchange_keys() if isinstance(self._account, ApplicationAccount) else self._login()
        if answer.status in (400, 401, 403):
            raise InputError(
                "{url} does not accept this account. Check the login and the password, or the keys of the project and "
                "their end date.",
                url=self.base,
            )
        if not answer.ok:
            raise refusal(answer)
        if not self._keep(answer, ACCOUNT):
            raise InputError("{url} accepted the account but gave no token.", url=self.base)

    def _login(self) -> Response:
        form = {"login": self._account.login, "password": self._account.password.reveal()}
        return self.client.send(self.client.request("POST", f"{self.base}/authenticate", form=form))

    def _exchange_keys(self) -> Response:
        header = basic(self._account.client_id, self._account.client_secret)
        for path in TOKEN_PATHS:
            request = self.client.request(
                "POST",
                self.base + path,
                headers={"Authorization": header},
                form={"grant_type": "client_credentials"},
                repeatable=True,
            )
            answer = self.client.send(request)
            if answer.status not in _ABSENT:
                break
        return answer

    def _keep(self, answer: Response, level: int, refresh: Optional[Secret] = None) -> bool:
        """Keep the tokens of an answer, from its JSON or its headers; tell whether there was one."""
        said = _said(answer)
        access = said.get("jwtToken") or said.get("access_token") or answer.headers.get("Authorization")
        if not isinstance(access, str) or not access.strip():
            return False
        new = said.get("refreshToken") or said.get("refresh_token") or answer.headers.get("X-TOKEN")
        lasts = said.get("expires_in")
        end = token_end(access)
        if end is None and isinstance(lasts, (int, float)):
            end = self._clock() + float(lasts)
        self._tokens = _Tokens(Secret(access), Secret(new) if isinstance(new, str) and new else refresh, end)
        self._level = level
        return True


def _said(answer: Response) -> dict[str, Any]:
    try:
        said = answer.json() if answer.body.strip() else {}
    except InputError:  # the tokens may be in the headers alone
        return {}
    return said if isinstance(said, dict) else {}


def account_of(login: str, password: str) -> Optional[UserAccount]:
    """Return an account from what the user or the account store gave; None when both are empty."""
    return UserAccount(login, Secret(password)) if login or password else None
