"""Over real HTTP on loopback: what leaves, what comes back, and what never leaves."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.errors import AnswerLost, ConnectionNotMade, InvalidResponse
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
        transport = LiveTransport(PROVIDER.name, server.url, key)
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
        balance = PROVIDER.read_balance(transport.send(PROVIDER.balance(), 5))
        assert (str(balance.amount), balance.currency) == ("100.00", "USD")
        assert KEY not in repr(transport)


@pytest.mark.parametrize("key", ["received", "gb", "1", "act", "telegram"])
def test_a_short_key_does_not_spoil_the_answers(key: str) -> None:
    with connection_to(key) as (_, transport):
        bought = PROVIDER.read_activation(
            transport.send(PROVIDER.buy("telegram", "gb"), 5), service="telegram", country="gb"
        )
        assert bought.number.startswith("+44")
        assert PROVIDER.read_look(transport.send(PROVIDER.look(bought.id), 5)).status


@pytest.mark.parametrize("status", [200, 500])
def test_a_key_that_comes_back_is_not_quoted(status: int) -> None:
    with connection_to() as (simulator, transport):
        simulator.fault("balance", "html", status=status, body=f"<html>no such key: {KEY}")
        answer = transport.send(PROVIDER.balance(), 5)
        assert KEY.encode() not in answer.body
        if status == 200:
            with pytest.raises(InvalidResponse, match=r"no such key: \[key\]"):
                PROVIDER.read_balance(answer)


def test_a_connection_that_cannot_be_made_never_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    transport = LiveTransport(PROVIDER.name, f"http://127.0.0.1:{port}", KEY)
    with pytest.raises(ConnectionNotMade):
        transport.send(PROVIDER.balance(), 5)


def test_an_answer_that_breaks_off_may_have_been_acted_on() -> None:
    with connection_to() as (simulator, transport):
        simulator.fault("buy", "truncated")
        with pytest.raises(AnswerLost):
            transport.send(PROVIDER.buy("telegram", "gb"), 5)
        assert simulator.account.bought == 1


def test_a_hanging_answer_is_given_up_in_time() -> None:
    with connection_to() as (simulator, transport):
        simulator.fault("balance", "hang", seconds=60)
        with pytest.raises(AnswerLost, match="ReadTimeout"):
            transport.send(PROVIDER.balance(), 0.1)


def test_an_answer_that_drips_is_given_up_too(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([0.0])

    def drip(connection: socket.socket) -> None:
        connection.sendall(head(2) + b"{}")

    with server_that(drip) as url:
        transport = LiveTransport(PROVIDER.name, url, KEY)
        monkeypatch.setattr(LiveClock, "now", lambda self: next(moments, 100.0))
        with pytest.raises(AnswerLost, match="too slowly"):
            transport.send(PROVIDER.balance(), 5)


def test_an_endless_answer_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LARGEST_ANSWER", 10)

    def endless(connection: socket.socket) -> None:
        connection.sendall(head(20) + b"x" * 20)

    with server_that(endless) as url:
        answer = LiveTransport(PROVIDER.name, url, KEY).send(PROVIDER.balance(), 5)
        with pytest.raises(InvalidResponse):
            PROVIDER.read_balance(answer)


def test_a_proxy_of_the_environment_is_used_but_not_on_this_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    outside = LiveTransport(PROVIDER.name, "https://api.example.com", KEY)
    with pytest.raises(ConnectionNotMade):
        outside.send(PROVIDER.balance(), 5)
    with connection_to() as (_, transport):
        assert transport.send(PROVIDER.balance(), 5).status == 200
