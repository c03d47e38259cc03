"""Over TLS, and through proxies: whom the transport trusts, and what a proxy gets to see."""

from __future__ import annotations

import select
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest
import trustme
from by_hand import PATIENCE

from pytest_smsactivate.errors import AnswerLost, ConfigurationError, ConnectionNotMade
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev
from pytest_smsactivate.transports.live import LiveTransport

KEY = "sk-kept-by-nobody"
PROVIDER = SmsActivateDev()
BODY = b'{"balance": 1.5, "currency": "USD"}'
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(BODY), BODY)

Serve = Callable[[socket.socket], None]


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the machine that the tests run on are no part of them."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def identity(authority: trustme.CA) -> ssl.SSLContext:
    """Shows that a server is the provider, or this machine."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("api.example.com", "127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))


class Listener:
    """Serves one connection by hand; with an `identity` over TLS."""

    def __init__(self, serve: Serve, identity: ssl.SSLContext | None = None) -> None:
        self._serve = serve
        self._identity = identity
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.settimeout(PATIENCE)
        self.port: int = self._listening.getsockname()[1]
        self.refusal: ssl.SSLError | None = None
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        with ExitStack() as open_now, suppress(ConnectionError):
            connection, _ = self._listening.accept()
            open_now.callback(connection.close)
            connection.settimeout(PATIENCE)
            if self._identity is not None:
                try:
                    connection = self._identity.wrap_socket(connection, server_side=True)
                except ssl.SSLError as refusal:
                    self.refusal = refusal
                    return
                open_now.callback(connection.close)
            self._serve(connection)

    def __enter__(self) -> Listener:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join()
        self._listening.close()


@contextmanager
def provider(identity: ssl.SSLContext) -> Iterator[tuple[Listener, list[bytes]]]:
    heard: list[bytes] = []

    def serve(connection: socket.socket) -> None:
        heard.append(connection.recv(65536))
        connection.sendall(ANSWER)

    with Listener(serve, identity) as listener:
        yield listener, heard


def test_a_certificate_that_nobody_vouches_for_gets_no_key(identity: ssl.SSLContext) -> None:
    with provider(identity) as (listener, heard):
        transport = LiveTransport(PROVIDER, f"https://127.0.0.1:{listener.port}", KEY)
        with pytest.raises(ConnectionNotMade, match="CERTIFICATE_VERIFY_FAILED"):
            transport.send(PROVIDER.balance(), PATIENCE)
    assert listener.refusal is not None
    assert heard == []


@pytest.mark.usefixtures("trusted")
def test_another_hosts_certificate_gets_no_key(identity: ssl.SSLContext) -> None:
    with provider(identity) as (listener, heard):
        transport = LiveTransport(PROVIDER, f"https://localhost:{listener.port}", KEY)
        with pytest.raises(ConnectionNotMade, match="Hostname mismatch"):
            transport.send(PROVIDER.balance(), PATIENCE)
    assert heard == []


@pytest.mark.usefixtures("trusted")
def test_an_authority_of_ones_own_is_trusted_through_the_environment(
    identity: ssl.SSLContext,
) -> None:
    with provider(identity) as (listener, heard):
        transport = LiveTransport(PROVIDER, f"https://127.0.0.1:{listener.port}", KEY)
        balance = PROVIDER.read_balance(transport.send(PROVIDER.balance(), PATIENCE))
        transport.close()
    assert str(balance.amount) == "1.5"
    assert f"Bearer {KEY}".encode() in heard[0]


def test_certificates_that_are_not_there_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/ca.pem")
    with pytest.raises(ConfigurationError, match=r"cannot be read: .*Correct SSL_CERT_FILE"):
        LiveTransport(PROVIDER, "https://api.example.com", KEY)


class Proxy:
    """A proxy for one tunnel, which it digs to `target` whatever it is asked for; keeps all."""

    def __init__(self, target: int) -> None:
        self._target = target
        self.asked = b""
        self.seen = b""

    def __call__(self, client: socket.socket) -> None:
        self.asked = client.recv(65536)
        with socket.create_connection(("127.0.0.1", self._target)) as server:
            server.settimeout(PATIENCE)
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            while True:
                for end in self._ready(client, server):
                    passing = end.recv(65536)
                    if not passing:
                        return
                    self.seen += passing
                    (server if end is client else client).sendall(passing)

    def _ready(self, *ends: socket.socket) -> list[socket.socket]:
        """What TLS has read already shows on no socket any more."""
        waiting = [end for end in ends if isinstance(end, ssl.SSLSocket) and end.pending()]
        return waiting or select.select(ends, [], [], PATIENCE)[0]


VARIABLES = {
    "http": ("HTTPS_PROXY", "http://somebody:secret@127.0.0.1:{}"),
    "https": ("HTTPS_PROXY", "https://127.0.0.1:{}"),
    "without a scheme": ("https_proxy", "127.0.0.1:{}"),
    "for all": ("ALL_PROXY", "http://127.0.0.1:{}"),
}


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(("variable", "url"), VARIABLES.values(), ids=VARIABLES)
def test_a_proxy_of_the_environment_passes_on_what_it_cannot_read(
    monkeypatch: pytest.MonkeyPatch, identity: ssl.SSLContext, variable: str, url: str
) -> None:
    with provider(identity) as (listener, heard):
        proxy = Proxy(listener.port)
        with Listener(proxy, identity if url.startswith("https:") else None) as way:
            monkeypatch.setenv(variable, url.format(way.port))
            transport = LiveTransport(PROVIDER, "https://api.example.com", KEY)
            assert transport.send(PROVIDER.balance(), PATIENCE).body == BODY
            transport.close()
    assert f"Bearer {KEY}".encode() in heard[0]
    assert proxy.asked.startswith(b"CONNECT api.example.com:443 HTTP/1.1\r\n")
    assert (b"Proxy-Authorization" in proxy.asked) is ("somebody" in url)
    assert KEY.encode() not in proxy.asked + proxy.seen
    assert BODY not in proxy.seen


def test_a_proxy_that_refuses_lets_nothing_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []

    def refuse(client: socket.socket) -> None:
        asked.append(client.recv(65536))
        client.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

    with Listener(refuse) as way:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{way.port}")
        transport = LiveTransport(PROVIDER, "https://api.example.com", KEY)
        with pytest.raises(ConnectionNotMade, match="ProxyError, 403 Forbidden"):
            transport.send(PROVIDER.balance(), PATIENCE)
    assert KEY.encode() not in asked[0]


def test_a_proxy_that_hangs_up_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where httpx does not say whether the request left, it counts as if it had."""
    with Listener(lambda client: client.recv(65536) and None) as way:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{way.port}")
        transport = LiveTransport(PROVIDER, "https://api.example.com", KEY)
        with pytest.raises(AnswerLost):
            transport.send(PROVIDER.balance(), PATIENCE)


def test_a_proxy_that_is_not_there_lets_nothing_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    transport = LiveTransport(PROVIDER, "https://api.example.com", KEY)
    with pytest.raises(ConnectionNotMade):
        transport.send(PROVIDER.balance(), PATIENCE)


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("exempt", [True, False], ids=["exempt", "this machine"])
def test_a_proxy_is_left_out_where_it_should_be(
    monkeypatch: pytest.MonkeyPatch, identity: ssl.SSLContext, exempt: bool
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    host = "127.0.0.1"
    if exempt:
        host = "api.example.com"
        monkeypatch.setenv("NO_PROXY", "example.com")
        connect = socket.create_connection
        monkeypatch.setattr(
            socket, "create_connection", lambda to, *how, **also: connect(("127.0.0.1", to[1]))
        )
    with provider(identity) as (listener, _):
        transport = LiveTransport(PROVIDER, f"https://{host}:{listener.port}", KEY)
        assert transport.send(PROVIDER.balance(), PATIENCE).body == BODY
        transport.close()


BAD = (
    "ftp://somebody:secret@proxy.example",
    "http://somebody:secret@proxy.example:99999",
    "http://somebody:secret@",
    "http://somebody:secret@proxy:port",
    "socks5://somebody:secret@proxy.example",
)


@pytest.mark.parametrize("url", BAD)
def test_a_proxy_that_cannot_be_used_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setitem(sys.modules, "socksio", None)  # as where it is not installed
    monkeypatch.setenv("HTTPS_PROXY", url)
    with pytest.raises(ConfigurationError) as caught:
        LiveTransport(PROVIDER, "https://api.example.com", KEY)
    told = str(caught.value)
    assert told.startswith("The proxy to api.example.com that the environment names")
    assert "Give HTTPS_PROXY or ALL_PROXY as http://host:port" in told
    assert "secret" not in told
    assert "\n" not in told
