from __future__ import annotations

import json
import socket
import struct
from contextlib import closing
from decimal import Decimal
from http.client import HTTPConnection, IncompleteRead, RemoteDisconnected
from threading import Thread
from threading import enumerate as living

import httpx
import pytest
from by_hand import PATIENCE, eventually

from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.errors import ConfigurationError
from pytest_smsactivate.simulator import SimulatedProvider
from pytest_smsactivate.simulator.server import SimulatorServer

KEY = {"Authorization": "Bearer secret"}
ORDER = json.dumps({"service": "telegram", "country": "ru"})


@pytest.fixture
def connection(server):
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)) as connection:
        yield connection


def ask(connection, method, path, body=None, headers=KEY):
    connection.request(method, path, body=body, headers=headers)
    response = connection.getresponse()
    return response, response.read()


def told(connection, method, path, body=None, headers=KEY):
    response, read = ask(connection, method, path, body, headers)
    return response.status, json.loads(read)


def raw(server, sent):
    """What comes back for some bytes, until the server closes the connection."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as client:
        client.sendall(sent)
        received = b""
        while piece := client.recv(65_536):
            received += piece
    return received


def test_a_number_lives_its_life_over_one_connection(live_simulator, connection):
    offer = "/api/v1/numbers/available?service=telegram&country=ru"
    assert told(connection, "GET", offer)[1]["available"] == 1000

    status, bought = told(connection, "POST", "/api/v1/numbers/buy", ORDER)
    assert status == 200
    sms = json.dumps({"to": bought["number"], "text": "code 482910"})
    assert told(connection, "POST", "/simulator/sms", sms) == (200, {"done": True})

    path = f"/api/v1/activations/{bought['id']}"
    assert told(connection, "GET", path)[1]["code"] == "482910"
    assert told(connection, "DELETE", path)[1]["refunded"] is False
    assert told(connection, "GET", "/simulator/account")[1]["balance"] == "99.93"
    assert live_simulator.account.spent == Decimal("0.07")


def test_terms_are_changed_and_a_denial_is_told_over_the_wire(connection):
    settings = json.dumps({"cancel_after": 3600, "price": "0.10"})
    assert told(connection, "POST", "/simulator/settings", settings) == (200, {"done": True})

    _, bought = told(connection, "POST", "/api/v1/numbers/buy", ORDER)
    response, body = ask(connection, "DELETE", f"/api/v1/activations/{bought['id']}")
    assert (response.status, body) == (409, b'{"error":"EARLY_CANCEL_DENIED"}')
    assert 0 < int(response.headers["Retry-After"]) <= 3600

    expired = json.dumps({"number_or_id": bought["id"]})
    assert told(connection, "POST", "/simulator/expire", expired) == (200, {"done": True})
    assert told(connection, "GET", "/simulator/account")[1]["refunded"] == "0.10"


def test_it_listens_on_loopback_only(server):
    assert server.url == f"http://127.0.0.1:{server.port}"
    answer = httpx.get(f"{server.url}/api/v1/balance", headers=KEY, timeout=PATIENCE)
    assert answer.status_code == 200


def test_headers_and_framing_are_those_of_the_answer(connection):
    response, body = ask(connection, "GET", "/api/v1/balance")

    assert response.getheader("Content-Length") == str(len(body))
    assert response.getheader("Content-Type") == "application/json"
    assert response.getheader("X-RateLimit-Remaining") == "299"
    assert response.headers.get_all("Date") == [response.getheader("Date")]


def test_without_a_key_there_is_no_answer_but_401(connection):
    assert told(connection, "GET", "/api/v1/balance", headers={})[0] == 401


def test_a_reset_connection_is_really_reset(live_simulator, connection):
    live_simulator.fault("buy", "reset_before")
    with pytest.raises(ConnectionResetError):
        ask(connection, "POST", "/api/v1/numbers/buy", ORDER)
    assert live_simulator.account.bought == 0


def test_a_reset_may_come_after_the_deed(live_simulator, server):
    live_simulator.fault("buy", "reset_after")
    with pytest.raises(httpx.ReadError):
        httpx.post(f"{server.url}/api/v1/numbers/buy", content=ORDER, headers=KEY, timeout=PATIENCE)
    assert live_simulator.account.bought == 1


def test_a_truncated_answer_breaks_off_half_way(live_simulator, connection):
    live_simulator.fault("buy", "truncated")
    with pytest.raises(IncompleteRead) as broken:
        ask(connection, "POST", "/api/v1/numbers/buy", ORDER)

    assert broken.value.partial.startswith(b'{"id":"act_')
    assert 0 <= broken.value.expected - len(broken.value.partial) <= 1
    assert live_simulator.account.bought == 1


def test_a_hanging_answer_ends_without_one(live_simulator, connection):
    live_simulator.fault("balance", "hang", seconds=0.02)
    with pytest.raises(RemoteDisconnected):
        ask(connection, "GET", "/api/v1/balance")


def test_a_client_may_lose_its_patience_while_it_hangs(live_simulator, server):
    live_simulator.fault("balance", "hang")
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(f"{server.url}/api/v1/balance", headers=KEY, timeout=0.05)


def test_a_slow_answer_comes_whole(live_simulator, connection):
    live_simulator.fault("balance", "slow", seconds=0.02)
    assert told(connection, "GET", "/api/v1/balance") == (
        200,
        {"balance": 100.0, "currency": "USD"},
    )


@pytest.mark.parametrize("kind", ["garbage", "html", "empty"])
def test_a_spoiled_answer_is_orderly_http(live_simulator, connection, kind):
    live_simulator.fault("balance", kind)
    response, body = ask(connection, "GET", "/api/v1/balance")

    assert response.status == 200
    with pytest.raises(ValueError, match=r"codec|Expecting value"):
        json.loads(body)
    assert told(connection, "GET", "/api/v1/balance")[0] == 200


@pytest.mark.parametrize(("status", "length"), [(204, None), (304, "5"), (302, "5")])
def test_a_status_without_a_body_is_framed_as_one(live_simulator, connection, status, length):
    live_simulator.fault("balance", status=status, headers={"Location": "/"}, body="hello")
    response, body = ask(connection, "GET", "/api/v1/balance")

    assert (response.status, body) == (status, b"hello" if status == 302 else b"")
    assert response.getheader("Content-Length") == length
    assert told(connection, "GET", "/api/v1/balance")[0] == 200


def test_a_hanging_answer_does_not_keep_the_server_from_closing():
    simulator = SimulatedProvider(LiveClock())
    simulator.fault("balance", "hang", seconds=86_400)
    simulator.fault("balance", "slow", seconds=86_400)
    outcomes = []

    def wait() -> None:
        try:
            httpx.get(f"{server.url}/api/v1/balance", headers=KEY, timeout=PATIENCE)
        except httpx.HTTPError as error:
            outcomes.append(error)

    with SimulatorServer(simulator) as server:
        clients = [Thread(target=wait) for _ in range(2)]
        for client in clients:
            client.start()
        eventually(lambda: len(simulator.requests) == 2)
    for client in clients:
        client.join()
    assert len(outcomes) == 2
    assert not any(isinstance(outcome, httpx.TimeoutException) for outcome in outcomes)


def test_an_idle_connection_is_closed_with_the_server():
    with SimulatorServer(SimulatedProvider(LiveClock())) as server:
        client = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        told(client, "GET", "/api/v1/balance")
    assert client.sock.recv(1) == b""
    client.close()


def test_a_port_in_use_is_told_in_one_line(server):
    with (
        pytest.raises(ConfigurationError, match=rf"Port {server.port} cannot be used: .*in use"),
        SimulatorServer(SimulatedProvider(LiveClock()), server.port),
    ):
        pass


def test_a_port_that_cannot_be_is_told_in_one_line():
    with (
        pytest.raises(ConfigurationError, match=r"Port 70000 cannot be used: .*0-65535"),
        SimulatorServer(SimulatedProvider(LiveClock()), 70_000),
    ):
        pass


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"\xff", b"null", b'{"service": 5, "country": "ru"}', b"[" * 60_000],
)
def test_a_purchase_with_a_bad_body_is_a_400(connection, live_simulator, body):
    status, document = told(connection, "POST", "/api/v1/numbers/buy", body)

    assert status == 400
    assert "`service`" in document["error"]
    assert live_simulator.account.bought == 0


def test_fields_that_the_api_does_not_know_are_ignored(connection):
    order = json.dumps({"service": "telegram", "country": "ru", "operator": ["any", 5]})
    assert told(connection, "POST", "/api/v1/numbers/buy", order)[0] == 200


@pytest.mark.parametrize("method", ["PUT", "PATCH", "OPTIONS", "DELETE"])
def test_a_wrong_method_is_a_405(connection, method):
    assert told(connection, method, "/api/v1/balance")[0] == 405


def test_a_head_request_gets_no_body(connection):
    response, body = ask(connection, "HEAD", "/api/v1/balance")

    assert (response.status, body) == (405, b"")
    assert told(connection, "GET", "/api/v1/balance")[0] == 200


@pytest.mark.parametrize("path", ["/", "//evil.example/x", "/api/v1/balance%00", "/simulator/"])
def test_an_unknown_path_is_a_404(connection, path):
    assert told(connection, "GET", path)[0] == 404


def test_a_body_that_is_too_long_is_a_413(server):
    """It is read all the same, so that the connection ends without a reset."""
    head = b"POST /simulator/sms HTTP/1.1\r\nContent-Length: 1000000\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as client:
        client.sendall(head + b" " * 1_000_000)
        with client.makefile("rb") as reader:
            assert reader.read().startswith(b"HTTP/1.1 413 ")
        assert client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0


def test_a_body_without_an_end_is_a_413_and_not_read_for_ever(server):
    client = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)
    client.sendall(b"POST /simulator/sms HTTP/1.1\r\nContent-Length: 999999999999\r\n\r\n")
    try:
        for _ in range(1000):
            client.sendall(b" " * 65_536)
    except ConnectionError:
        refused = True
    client.close()
    assert refused


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"POST /simulator/sms HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
        (b"POST /simulator/sms HTTP/1.1\r\nContent-Length: x\r\n\r\n", 400),
        (b"POST /simulator/sms HTTP/1.1\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n", 400),
        (b"POST /simulator/sms HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411),
        (b"GET /\r\n\x00\xff\r\n\r\n", 404),
        (b"nonsense 'quoted' \"twice\" words\r\n\r\n", 400),
        (b"BREW /pot HTTP/1.1\r\n\r\n", 405),
        (b"GET / HTTP/3.0\r\n\r\n", 505),
        (b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 200 + b"\r\n", 431),
    ],
)
def test_what_is_no_proper_request_gets_a_proper_refusal(server, sent, status):
    head, _, body = raw(server, sent).partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 %d " % status)
    assert b"connection: close" in head.lower()
    assert json.loads(body)["error"]


def test_a_client_that_waits_to_be_told_to_go_on_is_told(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as client:
        client.sendall(
            b"POST /api/v1/numbers/buy HTTP/1.1\r\nAuthorization: Bearer secret\r\n"
            b"Expect: 100-continue\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(ORDER)
        )
        assert client.recv(25) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(ORDER.encode())
        assert client.recv(65_536).startswith(b"HTTP/1.1 200 ")


def test_a_client_that_goes_away_in_the_middle_is_no_error(server, connection, capsys):
    for sent in (b"", b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n{"):
        client = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)
        client.sendall(sent)
        client.shutdown(socket.SHUT_WR)
        assert client.recv(1) == b""
        client.close()

    assert told(connection, "GET", "/api/v1/balance")[0] == 200
    assert capsys.readouterr().err == ""


def test_a_client_that_resets_its_connection_is_no_error(server, capsys):
    before = set(living())
    client = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)
    eventually(lambda: set(living()) - before)
    serving = set(living()) - before
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()

    eventually(lambda: not serving & set(living()))
    assert capsys.readouterr().err == ""


def test_a_mistake_of_its_own_is_shown(live_simulator, connection, monkeypatch, capsys):
    def fail(_request):
        raise ZeroDivisionError("our mistake")

    monkeypatch.setattr(live_simulator, "handle", fail)
    with pytest.raises(RemoteDisconnected):
        ask(connection, "GET", "/api/v1/balance")
    assert "our mistake" in capsys.readouterr().err
