"""Over the network with httpx. It runs in the cashier, which no double of a suite reaches."""

from __future__ import annotations

from html import escape
from urllib.parse import quote
from urllib.request import getproxies, proxy_bypass

import httpx
import msgspec

from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.errors import AnswerLost, ConfigurationError, ConnectionNotMade, expected
from pytest_smsactivate.models import Request, Response
from pytest_smsactivate.providers import provider_named

__all__ = ["LiveTransport"]

__tracebackhide__ = expected

CONNECT_TIMEOUT = 10.0
READ_TIMEOUT = 30.0
LARGEST_ANSWER = 1_000_000
"""Bytes; the largest documented answer has a few hundred."""

SHORT_KEY = 16
"""Letters; a key shorter than this may well be a part of a proper answer by chance."""

NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.InvalidURL,
    httpx.PoolTimeout,
    httpx.ProxyError,
)
"""Raised before the first byte of a request is written; by a proxy that refuses, too."""

QUOTED = ("location",)
"""Headers whose values an error may quote."""

LARGEST_PORT = 65_535

THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


class LiveTransport:
    """Sends to the provider with the key, which goes nowhere else.

    Redirects are not followed. The key is cut out of all that an error may quote.
    Proxies and certificates are those of the environment; `ConfigurationError` for
    one that cannot be used.
    """

    blocking = True

    def __init__(self, provider: str, base_url: str, key: str) -> None:
        self._provider = provider_named(provider)
        self._base_url = _address(base_url)
        self._key = key
        self._clock = LiveClock()
        self._http = _way_to(self._base_url)

    def send(self, request: Request, within: float | None) -> Response:
        """Raises `ConnectionNotMade` where it provably never left, else `AnswerLost`.

        Neither holds the key. `within` is in seconds.
        """
        patience = READ_TIMEOUT if within is None else within
        deadline = self._clock.now() + patience
        name = self._provider.name
        try:
            answer = self._http.handle_request(self._outgoing(request, patience))
            try:
                body = self._read(answer, deadline)
            finally:
                answer.close()
        except NEVER_LEFT as error:
            raise ConnectionNotMade(name, detail=self._words(error)) from None
        except Exception as error:  # noqa: BLE001 - whatever it is, the request may have left
            raise AnswerLost(name, detail=self._words(error)) from None
        return self._without_key(answer, body)

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
        """The body, as far as it is sane; httpx limits each part's time, not that of all.

        What is whole counts, though its last part be late.
        """
        body = bytearray()
        late = False
        for part in answer.iter_bytes():
            if late:
                raise httpx.ReadTimeout("the answer came too slowly")
            body += part
            if len(body) > LARGEST_ANSWER:
                break
            late = self._clock.now() > deadline
        return bytes(body)

    def _words(self, error: Exception) -> str:
        said = str(error) or "no words"
        return self._cut(f"{type(error).__name__}, {said}")

    def _without_key(self, answer: httpx.Response, body: bytes) -> Response:
        """What an error may quote has lost the key; all else, too, unless the key is short."""
        status = answer.status_code
        by_chance = len(self._key) < SHORT_KEY
        if not (by_chance and 200 <= status < 300 and _is_json(body)):
            # As Latin-1, each byte is a letter and comes back as it was.
            body = self._cut(body.decode("latin-1")).encode("latin-1")
        headers = {
            name.lower(): value if by_chance and name.lower() not in QUOTED else self._cut(value)
            for name, value in answer.headers.items()
        }
        return Response(status, body, headers)

    def _cut(self, text: str) -> str:
        """Without the key, as it is or as a URL, JSON or a page of HTML writes it."""
        quoted = msgspec.json.encode(str(self._key)).decode()[1:-1]
        spellings = {self._key, quote(self._key, safe=""), escape(self._key)}
        for spelling in (*spellings, quoted, quoted.replace("/", r"\/")):
            text = text.replace(spelling, "[key]")
        return text

    def __repr__(self) -> str:
        return f"<LiveTransport to {self._base_url}>"


def _address(base_url: str) -> httpx.URL:
    try:
        url = httpx.URL(base_url)
        url.host.encode("idna")
    except (httpx.InvalidURL, UnicodeError) as error:
        raise ConfigurationError(
            f"{base_url!r} is not the address of a provider: {error}.",
            cure="Correct --sms-base-url.",
        ) from None
    return url


def _way_to(url: httpx.URL) -> httpx.HTTPTransport:
    """With the environment's certificates, and through its proxy."""
    try:
        context = httpx.create_ssl_context()
    except OSError as error:
        raise ConfigurationError(
            f"The certificates to trust cannot be read: {error}.",
            cure="Correct SSL_CERT_FILE or SSL_CERT_DIR, or unset them.",
        ) from None
    try:
        proxy = _proxy_to(url)
        if proxy is not None and proxy.url.scheme == "https":
            proxy.ssl_context = context
        return httpx.HTTPTransport(verify=context, proxy=proxy)
    except (httpx.InvalidURL, ValueError, ImportError):  # not quoted: it may hold a password
        raise ConfigurationError(
            f"The proxy to {url.host} that the environment names cannot be used.",
            cure="Give HTTPS_PROXY or ALL_PROXY as http://host:port or https://host:port "
            f"(socks5:// needs httpx[socks]), or put {url.host} into NO_PROXY.",
        ) from None


def _proxy_to(url: httpx.URL) -> httpx.Proxy | None:
    """None where there is none for this address; raises `ValueError`, or what httpx does."""
    if url.host in THIS_MACHINE or proxy_bypass(url.netloc.decode("ascii")):
        return None
    named = getproxies()
    address = named.get(url.scheme) or named.get("all")
    if not address:
        return None
    proxy = httpx.Proxy(address if "://" in address else f"http://{address}")
    if not proxy.url.host or (proxy.url.port or 0) > LARGEST_PORT:
        raise ValueError("no host, or no such port")
    return proxy


def _is_json(body: bytes) -> bool:
    try:
        msgspec.json.decode(body, type=msgspec.Raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    return True
