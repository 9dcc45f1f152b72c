"""Requests through QGIS's network: its proxies and its certificate authorities, from any thread.

Each thread has one manager, a child of QGIS's own of that thread (:class:`QgsNetworkAccessManager`). QGIS's own is
asked for the proxy, but does not send: it would show a sign-in window when a server asks for an account, let a click
ignore a wrong certificate, keep answers on the disk and cookies in common, and show the headers, tokens included, in
the panel that records requests. The settings of QGIS count all the same.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Callable, Optional

from qgis.core import QgsApplication, QgsNetworkAccessManager
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEventLoop, QFile, QIODevice, QTimer, QUrl
from qgis.PyQt.QtNetwork import (
    QNetworkAccessManager,
    QNetworkProxyQuery,
    QNetworkReply,
    QNetworkRequest,
    QSslCertificate,
    QSslConfiguration,
)

from ...errors import RunCancelledError
from ..transport import (
    MAX_ERROR_BYTES,
    Headers,
    OnChunk,
    Request,
    Response,
    Stop,
    TransportError,
    origin,
)

READ_BYTES = 256 * 2**10  # most that one read brings [bytes]
BUFFER_BYTES = 2**20  # most that Qt keeps before it is read [bytes]
TICK_S = 0.05  # how often a silent request looks at its limits and whether the user cancelled [s]
_MANAGER = "cityorchestra_network"
_SENT = "cityorchestra_requests"  # how many requests a manager has sent
REPLIES = 128  # replies that one manager keeps until it goes

_Attribute = QNetworkRequest.Attribute
_Error = QNetworkReply.NetworkError


class QgisTransport:
    """A :class:`..transport.Transport` on Qt's network with QGIS's settings. Threads may share one.

    Certificates are always verified, no cookie and no answer is kept, a redirect is an answer like any other.

    Parameters
    ----------
    user_agent : str
        Told to servers.
    certificates : str, optional
        File of authorities (PEM) to trust instead of those that QGIS trusts.
    """

    def __init__(self, user_agent: str = "CityOrchestra", certificates: Optional[str] = None) -> None:
        self._user_agent = user_agent
        self._certificates = certificates
        self._tls: Optional[QSslConfiguration] = None

    def send(self, request: Request, *, on_chunk: Optional[OnChunk] = None, stop: Optional[Stop] = None) -> Response:
        """Send a request; see :meth:`..transport.Transport.send`."""
        scheme, _, _ = origin(request.url)
        _look(stop)
        url = QUrl.fromEncoded(request.url.encode("utf-8"), QUrl.ParsingMode.StrictMode)
        if not url.isValid():
            raise TransportError("bad_url", request.url, "not a URL")
        asked = self._prepared(url, request)
        if scheme == "https":
            asked.setSslConfiguration(self._tls_configuration())
        manager = _manager_of_this_thread()
        _use_proxy(manager, url)
        with _Outgoing(request) as outgoing:
            exchange = _Exchange(request, outgoing.start(manager, asked), on_chunk, stop)
            try:
                return exchange.answer()
            except RuntimeError as error:
                if exchange.is_alive:
                    raise
                raise TransportError("dropped", request.url, "QGIS took the request away") from error
            finally:
                exchange.close()

    def _prepared(self, url: QUrl, request: Request) -> QNetworkRequest:
        """Return the request of Qt: nothing kept, nothing followed, no account but the one in its headers."""
        asked = QNetworkRequest(url)
        _set(asked, _Attribute.RedirectPolicyAttribute, QNetworkRequest.RedirectPolicy.ManualRedirectPolicy)
        _set(asked, _Attribute.CacheLoadControlAttribute, QNetworkRequest.CacheLoadControl.AlwaysNetwork)
        _set(asked, _Attribute.CacheSaveControlAttribute, False)
        for attribute in (
            _Attribute.CookieLoadControlAttribute,
            _Attribute.CookieSaveControlAttribute,
            _Attribute.AuthenticationReuseAttribute,
        ):
            _set(asked, attribute, QNetworkRequest.LoadControl.Manual)
        http2 = getattr(_Attribute, "Http2AllowedAttribute", None) or getattr(_Attribute, "HTTP2AllowedAttribute", None)
        if http2 is not None:
            _set(asked, http2, False)
        headers = {"User-Agent": self._user_agent, "Accept-Encoding": "identity", **request.headers}
        if isinstance(request.body, Path):
            headers["Content-Length"] = str(request.body.stat().st_size)
            _set(asked, _Attribute.DoNotBufferUploadDataAttribute, True)
        for name, value in headers.items():
            asked.setRawHeader(name.encode("latin-1"), str(value).encode("latin-1", errors="replace"))
        return asked

    def _tls_configuration(self) -> QSslConfiguration:
        """Return how to speak TLS: the authorities that QGIS trusts, those of the system and of its settings."""
        if self._tls is None:
            configuration = QSslConfiguration.defaultConfiguration()
            if self._certificates is not None:
                configuration.setCaCertificates(QSslCertificate.fromPath(self._certificates))
            else:
                store = QgsApplication.authManager()
                trusted = [] if store.isDisabled() else list(store.trustedCaCertsCache())
                if trusted:
                    known = {bytes(one.toDer()) for one in trusted}
                    own = [one for one in configuration.caCertificates() if bytes(one.toDer()) not in known]
                    configuration.setCaCertificates(trusted + own)
            self._tls = configuration
        return self._tls


class _Outgoing:
    """What is sent: nothing, bytes, or a file that is read while it leaves."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._file: Optional[QFile] = None

    def __enter__(self) -> _Outgoing:
        body = self._request.body
        if isinstance(body, Path):
            self._file = QFile(str(body))
            if not self._file.open(QIODevice.OpenModeFlag.ReadOnly):
                raise OSError(self._file.errorString(), str(body))
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def start(self, manager: QNetworkAccessManager, asked: QNetworkRequest) -> QNetworkReply:
        """Hand the request to Qt."""
        method, body = self._request.method.upper(), self._request.body
        if method == "HEAD":
            return manager.head(asked)
        if method == "GET" and body is None:
            return manager.get(asked)
        if method == "DELETE" and body is None:
            return manager.deleteResource(asked)
        content: Any = body or b"" if self._file is None else self._file
        if method == "POST":
            return manager.post(asked, content)
        if method == "PUT":
            return manager.put(asked, content)
        return manager.sendCustomRequest(asked, method.encode("ascii"), content)


class _Exchange:
    """One request on its way: waits in an event loop of its own, reads outside of it.

    The signals of Qt only end the wait; nothing of ours runs inside a slot, where an exception would end QGIS.
    """

    def __init__(
        self, request: Request, reply: QNetworkReply, on_chunk: Optional[OnChunk], stop: Optional[Stop]
    ) -> None:
        self._request, self._reply, self._on_chunk, self._stop = request, reply, on_chunk, stop
        self._head: Optional[Response] = None
        self._pieces: list[bytes] = []
        self._received = 0
        self._began = self._heard = time.monotonic()
        self._untrusted: list[str] = []
        self._loop = QEventLoop()
        self._timer = QTimer()
        self._timer.setInterval(max(1, int(1000 * min(TICK_S, request.timeout_s / 4))))
        reply.setReadBufferSize(BUFFER_BYTES)
        for signal in (reply.finished, reply.readyRead, reply.metaDataChanged, self._timer.timeout):
            signal.connect(self._loop.quit)
        reply.uploadProgress.connect(self._sent)
        if hasattr(reply, "sslErrors"):
            reply.sslErrors.connect(self._distrusted)

    @property
    def is_alive(self) -> bool:
        """Whether the reply of Qt is still there."""
        return not sip.isdeleted(self._reply)

    def answer(self) -> Response:
        """Wait for the answer and read it as it comes."""
        self._timer.start()
        while True:
            ended = self._reply.isFinished()  # before reading: what comes in between is read the next time
            if self._read():
                break
            if ended:
                self._check_end()
                break
            self._check_limits()
            self._loop.exec()
        head = self._head
        return Response(head.status, head.headers, b"".join(self._pieces), head.url)

    def close(self) -> None:
        """Give up what is still on its way. The reply itself goes with its manager (see :func:`_fresh_manager`)."""
        self._timer.stop()
        self._pieces = []
        if not sip.isdeleted(self._reply) and not self._reply.isFinished():
            self._reply.abort()

    # --- slots: nothing that can fail ------------------------------------------------------------------------

    def _sent(self, *_: object) -> None:
        self._heard = time.monotonic()

    def _distrusted(self, errors: Any) -> None:
        self._untrusted = [error.errorString() for error in errors]

    # --- reading ---------------------------------------------------------------------------------------------

    def _read(self) -> bool:
        """Read what is there; tell whether nothing more is wanted."""
        if self._head is None and not self._read_head():
            return False
        limit = self._request.max_bytes if self._head.ok else MAX_ERROR_BYTES
        while self._reply.bytesAvailable() > 0:
            _look(self._stop)
            piece = bytes(self._reply.read(READ_BYTES) or b"")
            if not piece:
                break
            self._received += len(piece)
            if self._received > limit:
                if not self._head.ok:
                    self._pieces = [b"".join((*self._pieces, piece))[:limit]]
                    return True
                raise TransportError("too_large", self._request.url, f"more than {limit} bytes")
            if self._head.ok and self._on_chunk is not None:
                self._on_chunk(self._head, piece)
            else:
                self._pieces.append(piece)
            self._check_total()
            self._heard = time.monotonic()
        return False

    def _read_head(self) -> bool:
        status = self._reply.attribute(_Attribute.HttpStatusCodeAttribute)
        if status is None:
            return False
        self._heard = time.monotonic()
        pairs = [(bytes(n).decode("latin-1"), bytes(v).decode("latin-1")) for n, v in self._reply.rawHeaderPairs()]
        self._head = Response(int(status), Headers(pairs), b"", self._request.url)
        announced = self._announced
        if self._head.ok and announced is not None and announced > self._request.max_bytes:
            raise TransportError("too_large", self._request.url, f"{announced} bytes announced")
        return True

    @property
    def _announced(self) -> Optional[int]:
        """Length of the body that the server announced; None when there is none to come or none was announced."""
        head = self._head
        if self._request.method.upper() == "HEAD" or head.status in (204, 304):
            return None
        return None if head.headers.get("Transfer-Encoding") else head.length

    # --- ends ------------------------------------------------------------------------------------------------

    def _check_limits(self) -> None:
        _look(self._stop)
        self._check_total()
        if time.monotonic() - self._heard > self._request.timeout_s:
            raise TransportError("timeout", self._request.url, f"silent for {self._request.timeout_s:g} s")

    def _check_total(self) -> None:
        total = self._request.total_s
        if total is not None and time.monotonic() - self._began > total:
            raise TransportError("timeout", self._request.url, f"not complete after {total:g} s")

    def _check_end(self) -> None:
        """Raise when the exchange ended without a complete answer."""
        error, url = self._reply.error(), self._request.url
        detail = self._reply.errorString()
        if error == _Error.SslHandshakeFailedError:
            raise TransportError("tls", url, "; ".join(self._untrusted) or detail)
        if self._head is None:
            raise TransportError(_kind_before_answer(error), url, detail)
        if _is_lost(error):
            raise TransportError("dropped", url, f"{self._received} bytes, then: {detail}")
        announced = self._announced
        if announced is not None and self._received < announced:
            raise TransportError("dropped", url, f"{self._received} of {announced} bytes")


def _set(asked: QNetworkRequest, attribute: Any, value: Any) -> None:
    """Set an attribute; enumerations are given as the number that Qt keeps."""
    number = getattr(value, "value", value)
    asked.setAttribute(attribute, number if isinstance(number, bool) else int(number))


def _kind_before_answer(error: Any) -> str:
    """Return the kind of failure of a request that brought no answer at all."""
    return {
        _Error.TimeoutError: "timeout",
        _Error.RemoteHostClosedError: "dropped",
        _Error.ContentReSendError: "dropped",
        _Error.ProtocolFailure: "dropped",
        _Error.ProtocolUnknownError: "bad_url",
        _Error.ProtocolInvalidOperationError: "bad_url",
    }.get(error, "connection")


def _is_lost(error: Any) -> bool:
    """Tell whether an answer that began was cut; a refusal (4xx, 5xx) is an error for Qt, an answer for us."""
    return error in (
        _Error.RemoteHostClosedError,
        _Error.TimeoutError,
        _Error.OperationCanceledError,
        _Error.TemporaryNetworkFailureError,
        _Error.NetworkSessionFailedError,
        _Error.UnknownNetworkError,
        _Error.ProtocolFailure,
    )


def _manager_of_this_thread() -> QNetworkAccessManager:
    """Return the manager of the calling thread; QGIS's own owns it, and ends with the thread."""
    parent = QgsNetworkAccessManager.instance()
    manager = parent.findChild(QNetworkAccessManager, _MANAGER)
    if manager is None or manager.property(_SENT) >= REPLIES:
        manager = _fresh_manager(parent, manager)
    manager.setProperty(_SENT, manager.property(_SENT) + 1)
    return manager


def _fresh_manager(parent: QgsNetworkAccessManager, former: Optional[QNetworkAccessManager]) -> QNetworkAccessManager:
    """Return a new manager, and let the former one go with all its replies.

    Replies are never freed one by one. Qt's event loop frees them without Python's lock: a reply that goes then holds
    a lock of Qt while it tells its manager, which was made by Python and waits for Python's lock; a thread that has
    that one and asks Qt to connect something waits for the other for ever (seen: one run in three of 1500 requests
    from four threads). Freed at once by Python, the next reply may stand at the same address, and PyQt, which hears of
    the former one's end in the main thread only, takes the new one for gone (seen too).
    """
    if former is not None:
        former.setObjectName("")
        former.deleteLater()
    manager = QNetworkAccessManager(parent)
    manager.setObjectName(_MANAGER)
    manager.setProperty(_SENT, 0)
    return manager


def _use_proxy(manager: QNetworkAccessManager, url: QUrl) -> None:
    """Set the proxy that QGIS's settings (or the system's, as they say) want for a URL."""
    factory = QgsNetworkAccessManager.instance().proxyFactory()
    proxies = factory.queryProxy(QNetworkProxyQuery(url)) if factory is not None else []
    if proxies:
        manager.setProxy(proxies[0])


def _look(stop: Optional[Callable[[], bool]]) -> None:
    if stop is not None and stop():
        raise RunCancelledError
