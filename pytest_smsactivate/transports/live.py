"""Over the network with httpx, out of reach of the test doubles of the suite.

respx, pytest-httpx and vcrpy replace methods of httpx's and httpcore's classes
while a test runs. The subclasses here define those methods themselves, bound to
the originals, which this module takes when it is first imported: before any test.
"""

from __future__ import annotations

import ssl
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx
import msgspec

from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.errors import AnswerLost, ConnectionNotMade, expected
from pytest_smsactivate.models import Request, Response
from pytest_smsactivate.providers import provider_named

__all__ = ["LiveTransport"]

__tracebackhide__ = expected

CONNECT_TIMEOUT = 10.0
READ_TIMEOUT = 30.0
KEEPALIVE = 5.0
LARGEST_ANSWER = 1_000_000
"""Bytes; the largest documented answer has a few hundred."""

NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


class Connection(httpcore.HTTPConnection):
    handle_request = httpcore.HTTPConnection.handle_request


class ConnectionPool(httpcore.ConnectionPool):
    handle_request = httpcore.ConnectionPool.handle_request

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        super().__init__(context, keepalive_expiry=KEEPALIVE)

    def create_connection(self, origin: httpcore.Origin) -> httpcore.ConnectionInterface:
        return Connection(origin, ssl_context=self._context, keepalive_expiry=KEEPALIVE)


class DirectTransport(httpx.HTTPTransport):
    """An `HTTPTransport` whose methods stay what they are."""

    handle_request = httpx.HTTPTransport.handle_request

    def __init__(self, context: ssl.SSLContext, proxy: str | None) -> None:
        super().__init__(verify=context, proxy=proxy)
        if proxy is None:
            self._pool = ConnectionPool(context)


class LiveTransport:
    """Sends to the provider with the key, which goes nowhere else.

    Redirects are not followed. The key is cut out of all that an error may quote.
    Proxies are those of the environment.
    """

    blocking = True

    def __init__(self, provider: str, base_url: str, key: str) -> None:
        self._provider = provider_named(provider)
        self._base_url = httpx.URL(base_url)
        self._key = key
        self._clock = LiveClock()
        proxy = self._proxy()
        self._http = DirectTransport(httpx.create_ssl_context(), proxy)

    def send(self, request: Request, within: float | None) -> Response:
        """Raises `ConnectionNotMade` or `AnswerLost`, without the key in it."""
        patience = READ_TIMEOUT if within is None else within
        deadline = self._clock.now() + patience
        outgoing = self._outgoing(request, patience)
        name = self._provider.name
        try:
            answer = self._http.handle_request(outgoing)
            try:
                body = self._read(answer, deadline)
            finally:
                answer.close()
        except NEVER_LEFT as error:
            raise ConnectionNotMade(name, detail=self._words(error)) from None
        except httpx.HTTPError as error:
            raise AnswerLost(name, detail=self._words(error)) from None
        headers = {k.lower(): v for k, v in answer.headers.items()}
        return Response(answer.status_code, self._without_key(answer.status_code, body), headers)

    def close(self) -> None:
        self._http.close()

    def _outgoing(self, request: Request, within: float) -> httpx.Request:
        authorized = self._provider.authorized(request, self._key)
        base = self._base_url
        url = base.copy_with(path=base.path.rstrip("/") + authorized.path)
        if authorized.query:
            url = url.copy_merge_params(dict(authorized.query))
        headers = {
            "host": url.netloc.decode("ascii"),
            "accept": "application/json",
            "user-agent": "pytest-smsactivate",
            **dict(authorized.headers),
        }
        timeout = {"connect": min(CONNECT_TIMEOUT, within), "pool": CONNECT_TIMEOUT}
        timeout.update(read=within, write=within)
        content = None if authorized.body is None else msgspec.json.encode(authorized.body)
        if content is not None:
            headers["content-type"] = "application/json"
        return httpx.Request(
            authorized.method,
            url,
            headers=headers,
            content=content,
            extensions={"timeout": timeout},
        )

    def _read(self, answer: httpx.Response, deadline: float) -> bytes:
        """The body, as far as it is sane; httpx limits each part's time, not that of all."""
        body = bytearray()
        for part in answer.iter_bytes():
            body += part
            if len(body) > LARGEST_ANSWER:
                break
            if self._clock.now() > deadline:
                raise httpx.ReadTimeout("the answer came too slowly")
        return bytes(body)

    def _proxy(self) -> str | None:
        if proxy_bypass(self._base_url.host) or self._base_url.host in (
            "127.0.0.1",
            "localhost",
            "::1",
        ):
            return None
        return getproxies().get(self._base_url.scheme)

    def _words(self, error: httpx.HTTPError) -> str:
        said = str(error) or "no words"
        return f"{type(error).__name__}, {said}".replace(self._key, "[key]")

    def _without_key(self, status: int, body: bytes) -> bytes:
        """What may be quoted in an error loses the key; a proper answer is only read.

        A short key may well be a part of a proper answer by chance.
        """
        if 200 <= status < 300 and _is_json(body):
            return body
        return body.replace(self._key.encode(), b"[key]")

    def __repr__(self) -> str:
        return f"<LiveTransport to {self._base_url}>"


def _is_json(body: bytes) -> bool:
    try:
        msgspec.json.decode(body, type=msgspec.Raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    return True
