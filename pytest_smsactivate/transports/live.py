"""Over the network with httpx. It runs in the cashier, which no double of a suite reaches."""

from __future__ import annotations

from html import escape
from urllib.parse import quote
from urllib.request import getproxies, proxy_bypass

import httpx
import msgspec

from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.errors import AnswerLost, ConfigurationError, ConnectionNotMade, expected
from pytest_smsactivate.flows.exchange import SHORTEST_REQUEST
from pytest_smsactivate.models import Request, Response
from pytest_smsactivate.providers import Provider
from pytest_smsactivate.transports.login import Login, LoginRefused

__all__ = ["LiveTransport"]

__tracebackhide__ = expected

CONNECT_TIMEOUT = 10.0
READ_TIMEOUT = 30.0
LARGEST_ANSWER = 1_000_000
"""Bytes; the largest documented answer has a few hundred."""

TOKEN_REFUSED = 401
"""The HTTP status of a token that is not valid any more."""

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

    def __init__(self, provider: Provider, base_url: str, key: str) -> None:
        self._provider = provider
        self._base_url = _address(base_url)
        self._key = key
        self._clock = LiveClock()
        self._http = _way_to(self._base_url)
        self._secrets = {key}
        self._login = Login(provider, key, self._exchange, clock=self._clock)

    def send(self, request: Request, within: float | None) -> Response:
        """Raises `ConnectionNotMade` where it provably never left, else `AnswerLost`.

        Neither holds the key. `within` is in seconds, for all of it, though each exchange has
        one at the least. Where the API wants a login, one that is refused is the answer; a
        token that is refused is renewed once.
        """
        deadline = self._clock.now() + (READ_TIMEOUT if within is None else within)
        try:
            token = self._token(deadline)
            response = self._exchange(request, self._left(deadline), token)
            if response.status != TOKEN_REFUSED or token is None:
                return response
            token = self._token(deadline, refused=token)
            return self._exchange(request, self._left(deadline), token)
        except LoginRefused as refusal:
            return refusal.response

    def _left(self, deadline: float) -> float:
        return max(deadline - self._clock.now(), SHORTEST_REQUEST)

    def _token(self, deadline: float, *, refused: str | None = None) -> str | None:
        token = self._login.token(self._left(deadline), refused=refused)
        if token is not None:
            self._secrets.add(token)
        return token

    def _exchange(self, request: Request, patience: float, token: str | None = None) -> Response:
        deadline = self._clock.now() + patience
        name = self._provider.name
        authorized = self._provider.authorized(request, self._key, token)
        try:
            answer = self._http.handle_request(self._outgoing(authorized, patience))
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

    def _outgoing(self, authorized: Request, within: float) -> httpx.Request:
        """An address that ends with the very path, as those of the classic protocol do, serves."""
        base = self._base_url
        if not base.path.endswith(authorized.path):
            base = base.copy_with(path=base.path.rstrip("/") + authorized.path)
        url = base
        if authorized.query:
            url = url.copy_merge_params(dict(authorized.query))
        headers = {
            "host": url.netloc.decode("ascii"),
            "accept": "application/json, text/plain",
            "user-agent": "pytest-smsactivate",
            **dict(authorized.headers),
        }
        timeout = {"connect": min(CONNECT_TIMEOUT, within), "pool": min(CONNECT_TIMEOUT, within)}
        timeout.update(read=within, write=within)
        body = authorized.body  # in which the key may be
        content = None if body is None else msgspec.json.encode(body, enc_hook=str)
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
        if not (by_chance and 200 <= status < 300 and _is_document(body)):
            # As Latin-1, each byte is a letter and comes back as it was.
            body = self._cut(body.decode("latin-1")).encode("latin-1")
        headers = {
            name.lower(): value if by_chance and name.lower() not in QUOTED else self._cut(value)
            for name, value in answer.headers.items()
        }
        return Response(status, body, headers)

    def _cut(self, text: str) -> str:
        """Without the key, as it is or as a URL, JSON or a page of HTML writes it."""
        for secret in sorted(self._secrets, key=len, reverse=True):
            quoted = msgspec.json.encode(str(secret)).decode()[1:-1]
            spellings = {secret, quote(secret, safe=""), escape(secret)}
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


def _is_document(body: bytes) -> bool:
    """Whether it is JSON, and more than a string alone, which is quoted as any text is."""
    try:
        document = bytes(msgspec.json.decode(body, type=msgspec.Raw))
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    return not document.startswith(b'"')
