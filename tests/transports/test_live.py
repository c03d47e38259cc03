"""Over real HTTP on loopback: what leaves, what comes back, and what never leaves."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest
from by_hand import PATIENCE

from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.errors import (
    AnswerLost,
    ConfigurationError,
    ConnectionNotMade,
    InvalidResponse,
)
from pytest_smsactivate.models import Request
from pytest_smsactivate.providers.handler_api import HandlerApi
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev
from pytest_smsactivate.simulator import SimulatedProvider
from pytest_smsactivate.simulator.server import SimulatorServer
from pytest_smsactivate.transports import live
from pytest_smsactivate.transports.live import LiveTransport

KEY = "sk-kept-by-nobody"
PROVIDER = SmsActivateDev()


@contextmanager
def connection_to(key: str = KEY) -> Iterator[tuple[SimulatedProvider, LiveTransport]]:
    simulator = SimulatedProvider(LiveClock(), key=key)
    with SimulatorServer(simulator) as server:
        transport = LiveTransport(PROVIDER, server.url, key)
        yield simulator, transport
        transport.close()


@contextmanager
def server_that(answers: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server of one connection, by hand."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(65536)
                answers(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        thread.join()


def head(length: int) -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n".encode()


def test_the_key_opens_the_account() -> None:
    with connection_to() as (_, transport):
        balance = PROVIDER.read_balance(transport.send(PROVIDER.balance(), PATIENCE))
        assert (str(balance.amount), balance.currency) == ("100.00", "USD")
        assert KEY not in repr(transport)


@pytest.mark.parametrize("key", ["received", "gb", "1", "act", "telegram"])
def test_a_short_key_does_not_spoil_the_answers(key: str) -> None:
    with connection_to(key) as (_, transport):
        bought = PROVIDER.read_activation(
            transport.send(PROVIDER.buy("telegram", "gb"), PATIENCE),
            service="telegram",
            country="gb",
        )
        assert bought.number.startswith("+44")
        look = PROVIDER.read_look(transport.send(PROVIDER.look(bought.id), PATIENCE))
        assert look.status in ("pending", "received")


@pytest.mark.parametrize("status", [200, 500])
def test_a_key_that_comes_back_is_not_quoted(status: int) -> None:
    with connection_to() as (simulator, transport):
        simulator.fault("balance", "html", status=status, body=f"<html>no such key: {KEY}")
        answer = transport.send(PROVIDER.balance(), PATIENCE)
        assert KEY.encode() not in answer.body
        if status == 200:
            with pytest.raises(InvalidResponse, match=r"no such key: \[key\]"):
                PROVIDER.read_balance(answer)


def test_a_connection_that_cannot_be_made_never_left() -> None:
    with socket.socket() as taken:  # and nobody listens there
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        transport = LiveTransport(PROVIDER, f"http://127.0.0.1:{port}", KEY)
        with pytest.raises(ConnectionNotMade):
            transport.send(PROVIDER.balance(), PATIENCE)


def test_an_answer_that_breaks_off_may_have_been_acted_on() -> None:
    with connection_to() as (simulator, transport):
        simulator.fault("buy", "truncated")
        with pytest.raises(AnswerLost):
            transport.send(PROVIDER.buy("telegram", "gb"), PATIENCE)
        assert simulator.account.bought == 1


def test_a_hanging_answer_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "SHORTEST_REQUEST", 0.1)
    with connection_to() as (simulator, transport):
        simulator.fault("balance", "hang", seconds=60)
        with pytest.raises(AnswerLost, match="ReadTimeout"):
            transport.send(PROVIDER.balance(), 0.1)


class Lateness:
    """Time is up once the test says so; `noticed` is set when the transport asks then."""

    def __init__(self) -> None:
        self.come = threading.Event()
        self.noticed = threading.Event()


@pytest.fixture
def late(monkeypatch: pytest.MonkeyPatch) -> Lateness:
    """For transports that the test makes alone: threads of others ask for the time as well."""
    lateness = Lateness()

    class Late(LiveClock):
        def now(self) -> float:
            if not lateness.come.is_set():
                return 0.0
            lateness.noticed.set()
            return 100.0

    monkeypatch.setattr(live, "LiveClock", Late)
    return lateness


def test_an_answer_that_drips_is_given_up_too(late: Lateness) -> None:
    def drip(connection: socket.socket) -> None:
        late.come.set()
        connection.sendall(head(2) + b"{")
        late.noticed.wait(PATIENCE)
        connection.sendall(b"}")

    with server_that(drip) as url:
        transport = LiveTransport(PROVIDER, url, KEY)
        with pytest.raises(AnswerLost, match="too slowly"):
            transport.send(PROVIDER.balance(), PATIENCE)


def test_an_answer_that_is_whole_counts_though_it_is_late(late: Lateness) -> None:
    def whole(connection: socket.socket) -> None:
        late.come.set()
        connection.sendall(head(2) + b"{}")

    with server_that(whole) as url:
        transport = LiveTransport(PROVIDER, url, KEY)
        answer = transport.send(PROVIDER.balance(), PATIENCE)
        transport.close()
    assert late.noticed.is_set()
    assert answer.body == b"{}"


def test_an_endless_answer_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LARGEST_ANSWER", 10)

    def endless(connection: socket.socket) -> None:
        connection.sendall(head(20) + b"x" * 20)

    with server_that(endless) as url:
        answer = LiveTransport(PROVIDER, url, KEY).send(PROVIDER.balance(), PATIENCE)
        with pytest.raises(InvalidResponse):
            PROVIDER.read_balance(answer)


@pytest.mark.parametrize("failure", [OSError, RuntimeError, ssl.SSLError, httpx.StreamError])
def test_whatever_else_goes_wrong_may_have_been_sent(
    monkeypatch: pytest.MonkeyPatch, failure: type[Exception]
) -> None:
    def handle_request(self: object, request: object) -> None:
        raise failure(f"cannot read {KEY}")

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", handle_request)
    transport = LiveTransport(PROVIDER, "https://api.example.com", KEY)
    with pytest.raises(AnswerLost, match=r"cannot read \[key\]") as caught:
        transport.send(PROVIDER.balance(), PATIENCE)
    assert caught.value.__cause__ is None


def test_a_request_that_cannot_be_written_never_left() -> None:
    transport = LiveTransport(PROVIDER, "https://api.example.com", KEY)
    with pytest.raises(ConnectionNotMade, match="InvalidURL"):
        transport.send(Request("balance", "GET", "/\0"), PATIENCE)


@pytest.mark.parametrize("url", ["https://a..b", "https://" + "a" * 64, "https://-\u2603-.example"])
def test_an_address_that_cannot_be_is_told(url: str) -> None:
    with pytest.raises(ConfigurationError, match=r"is not the address of a provider.*base-url"):
        LiveTransport(PROVIDER, url, KEY)


ODD_KEY = 'sk/kept+by&"nobody"'

SPELLINGS = {
    "plain": ODD_KEY,
    "in a URL": "sk%2Fkept%2Bby%26%22nobody%22",
    "in JSON": r'{"key": "sk/kept+by&\"nobody\""}',
    "in PHP's JSON": r'{"key": "sk\/kept+by&\"nobody\""}',
    "in HTML": "<p>sk/kept+by&amp;&quot;nobody&quot;</p>",
}


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS)
@pytest.mark.parametrize("status", [200, 404])
def test_the_key_is_cut_out_however_it_is_written(status: int, spelling: str) -> None:
    with connection_to(ODD_KEY) as (simulator, transport):
        headers = {"x-key": spelling, "location": spelling}
        simulator.fault("balance", "html", status=status, body=spelling, headers=headers)
        answer = transport.send(PROVIDER.balance(), PATIENCE)
    for text in (answer.body.decode(), answer.headers["x-key"], answer.headers["location"]):
        assert "[key]" in text
        assert "kept" not in text


def test_a_short_key_is_cut_out_of_what_is_quoted_alone() -> None:
    with connection_to("gb") as (simulator, transport):
        headers = {"location": "https://elsewhere.example/gb", "date": "gb"}
        simulator.fault("balance", status=302, body="gb is no key", headers=headers)
        answer = transport.send(PROVIDER.balance(), PATIENCE)
    assert answer.body == b"[key] is no key"
    assert answer.headers["location"] == "https://elsewhere.example/[key]"
    assert answer.headers["date"] == "gb"


def test_a_short_key_is_cut_out_of_an_answer_that_cannot_be_read() -> None:
    with connection_to("gb") as (simulator, transport):
        simulator.fault("balance", "html", body="<p>gb is no key")
        assert transport.send(PROVIDER.balance(), PATIENCE).body == b"<p>[key] is no key"


@pytest.mark.parametrize("body", ['"HELLO abc123def456"', ' "HELLO abc123def456"\n'])
def test_a_short_key_is_cut_out_of_a_string_that_is_the_whole_answer(body: str) -> None:
    provider = HandlerApi()
    simulator = SimulatedProvider(LiveClock(), key="abc123def456")
    with SimulatorServer(simulator) as server:
        transport = LiveTransport(provider, server.url, "abc123def456")
        simulator.fault("balance", "html", status=200, body=body)
        answer = transport.send(provider.balance(), PATIENCE)
        transport.close()
    assert answer.body == body.replace("abc123def456", "[key]").encode()
    with pytest.raises(InvalidResponse, match=r"HELLO \[key\]"):
        provider.read_balance(answer)


def test_an_address_that_names_the_endpoint_itself_serves() -> None:
    provider = HandlerApi()
    simulator = SimulatedProvider(LiveClock(), key=KEY)
    with SimulatorServer(simulator) as server:
        for base in ("", "/", "/stubs/handler_api.php", "/mounted/stubs/handler_api.php"):
            transport = LiveTransport(provider, server.url + base, KEY)
            balance = provider.read_balance(transport.send(provider.balance(), PATIENCE))
            assert str(balance.amount) == "100.00"
            transport.close()
