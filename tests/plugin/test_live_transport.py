"""Over the network: what leaves, what may be read, and what an error may say."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pytest_smsactivate.models import Request
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev
from pytest_smsactivate.transports.live import LiveTransport

KEY = "sk-Zx81-kept-by-nobody"
BALANCE = Request("balance", "GET", "/api/v1/balance")


class Scripted(BaseHTTPRequestHandler):
    """Answers with what its server's `answer` writes."""

    def do_GET(self):
        self.server.heard.append((self.path, dict(self.headers)))
        self.server.answer(self)

    def do_POST(self):
        self.do_GET()

    def log_message(self, *arguments):
        """Silent."""


@pytest.fixture
def server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Scripted)
    server.daemon_threads = True
    server.heard = []
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def transport(server):
    transport = LiveTransport(SmsActivateDev(), url_of(server) + "/mounted/", KEY)
    yield transport
    transport.close()


def url_of(server):
    return f"http://127.0.0.1:{server.server_port}"


def answering(status, body=b"{}", **headers):
    def answer(handler):
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def test_a_request_carries_the_key_and_little_else(server, transport):
    server.answer = answering(200, b'{"balance": 1}', X_Own="Value")
    response = transport.send(BALANCE, None)
    ((path, headers),) = server.heard
    assert path == "/mounted/api/v1/balance"
    assert {name.lower() for name in headers} == {"host", "accept", "user-agent", "authorization"}
    assert headers["authorization"] == f"Bearer {KEY}"
    assert (response.status, response.body) == (200, b'{"balance": 1}')
    assert response.headers["x-own"] == "Value"


def test_a_query_and_a_body_travel_as_they_should(server, transport):
    server.answer = answering(200)
    transport.send(SmsActivateDev().offer("a b&c", "gb"), None)
    transport.send(SmsActivateDev().buy("a b&c", "gb"), None)
    (path, _), (_, headers) = server.heard
    assert path == "/mounted/api/v1/numbers/available?service=a+b%26c&country=gb"
    assert headers["content-type"] == "application/json"


def test_a_redirect_is_not_followed_with_the_key(server, transport):
    server.answer = answering(302, Location=f"{url_of(server)}/elsewhere")
    assert transport.send(BALANCE, None).status == 302
    assert len(server.heard) == 1


def test_what_may_be_quoted_has_lost_the_key(server, transport):
    server.answer = answering(403, f"bad key {KEY}".encode())
    assert transport.send(BALANCE, None).body == b"bad key [key]"
    server.answer = answering(200, f"not JSON: {KEY}".encode())
    assert transport.send(BALANCE, None).body == b"not JSON: [key]"


def test_the_key_is_shown_nowhere(transport):
    assert KEY not in repr(transport)
    assert repr(transport).startswith("<LiveTransport to http://127.0.0.1:")
