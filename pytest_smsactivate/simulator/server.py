"""The simulated provider over real HTTP, on loopback only."""

from __future__ import annotations

import re
import socket
import struct
import sys
from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from pytest_smsactivate.errors import ConfigurationError
from pytest_smsactivate.models import Request, Response
from pytest_smsactivate.simulator import control
from pytest_smsactivate.simulator.faults import Broken
from pytest_smsactivate.simulator.provider import SimulatedProvider

__all__ = ["SimulatorServer"]

BODY_LIMIT = 65_536
"""Bytes; the longest proper request has some hundred."""

DRAIN_LIMIT = 64
"""Pieces of at most `BODY_LIMIT` that are read of a body too long, so that the answer arrives."""


class SimulatorServer:
    """Serves `simulator` while it is entered; `port` 0 takes any free one.

    Raises `ConfigurationError` for a port that cannot be had. Leaving closes all
    connections, those that hang on a fault included.
    """

    def __init__(self, simulator: SimulatedProvider, port: int = 0) -> None:
        self._simulator = simulator
        self._port = port

    def __enter__(self) -> SimulatorServer:
        try:
            self._server = _Server(("127.0.0.1", self._port), self._simulator)
        except (OSError, OverflowError) as error:
            raise ConfigurationError(
                f"Port {self._port} cannot be used: {getattr(error, 'strerror', error)}.",
                cure="Name another, or 0 for any that is free.",
            ) from None
        self._thread = Thread(
            target=self._server.serve_forever, args=(0.05,), name="sms-simulator", daemon=True
        )
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.close_connections()
        self._server.server_close()
        self._thread.join()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """Without a slash at the end, as --sms-base-url takes it."""
        return f"http://127.0.0.1:{self.port}"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_port = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], simulator: SimulatedProvider) -> None:
        super().__init__(address, _Handler)
        self.simulator = simulator
        self.closing = Event()
        self._connections: set[Any] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._connections.discard(request)
        super().shutdown_request(request)

    def close_connections(self) -> None:
        self.closing.set()
        for connection in tuple(self._connections):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in the middle is no error of ours."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    default_request_version = "HTTP/1.1"  # else a line that cannot be parsed is answered headless
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Server
    reset = False

    def do_GET(self) -> None:
        body = self._body()
        if body is None:
            return
        path, _, query = self.path.partition("?")
        if path.startswith(control.PREFIX):
            self._answer(control.control(self.server.simulator, self.command, path, body))
            return
        outcome = self.server.simulator.handle(self._request(path, query, body))
        if isinstance(outcome, Broken):
            self._carry_out(outcome)
        else:
            self._answer(outcome)

    do_DELETE = do_HEAD = do_OPTIONS = do_PATCH = do_POST = do_PUT = do_GET

    def _request(self, path: str, query: str, body: bytes) -> Request:
        """The simulated provider tells the operation from method and path itself."""
        return Request(
            operation="look",
            method=self.command,
            path=path,
            query=tuple(parse_qsl(query, keep_blank_values=True)),
            body=_strings(body),
            headers=tuple((name.lower(), value) for name, value in self.headers.items()),
        )

    def _body(self) -> bytes | None:
        """The body; None where it cannot be read, and that has been answered."""
        length = self.headers.get("content-length", "0").strip()
        if "transfer-encoding" in self.headers:
            self._refuse(411, "a body needs a Content-Length")
        elif not re.fullmatch("[0-9]{1,12}", length):
            self._refuse(400, "the Content-Length is not a number of bytes")
        elif int(length) > BODY_LIMIT:
            self._refuse(413, f"a body may have {BODY_LIMIT} bytes")
        else:
            body = self.rfile.read(int(length))
            if len(body) == int(length):
                return body
            self.close_connection = True
        return None

    def _refuse(self, status: int, why: str) -> None:
        """Answer, then read on for a while: closing at once would reset the connection."""
        self.close_connection = True
        self._answer(_error(status, why))
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_WR)
        self.connection.settimeout(1.0)
        for _ in range(DRAIN_LIMIT):
            if not self.rfile.read1(BODY_LIMIT):
                break

    def _answer(self, response: Response, portion: slice = slice(None)) -> None:
        bodiless = (
            response.status in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)
            or self.command == "HEAD"
        )
        body = b"" if bodiless else response.body
        self.send_response_only(response.status)
        for name, value in self._framed(response).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body[portion])

    def _framed(self, response: Response) -> Mapping[str, str]:
        framing = (
            {}
            if response.status == HTTPStatus.NO_CONTENT
            else {"content-length": str(len(response.body))}
        )
        closing = {"connection": "close"} if self.close_connection else {}
        return {**response.headers, **framing, **closing}

    def _carry_out(self, broken: Broken) -> None:
        closing = self.server.closing.wait(broken.seconds)
        if closing or broken.response is None:
            self.close_connection = True
            self.reset = broken.kind == "reset"
        elif broken.kind == "truncated":
            self._answer(broken.response, slice(len(broken.response.body) // 2))
            self.close_connection = True
        else:
            self._answer(broken.response)

    def finish(self) -> None:
        super().finish()
        if self.reset:
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.connection.close()

    def handle_expect_100(self) -> bool:
        """Sent at once: else the client waits for this, and we for its body."""
        proceed = super().handle_expect_100()
        self.wfile.flush()
        return proceed

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the standard library finds wrong with a request; a method unknown to it is a 405."""
        self.close_connection = True
        status = HTTPStatus.METHOD_NOT_ALLOWED if code == HTTPStatus.NOT_IMPLEMENTED else code
        self._answer(_error(status, message or explain or "this is no HTTP request"))

    def log_message(self, *_message: object) -> None:
        """Silent."""


def _strings(body: bytes) -> dict[str, str] | None:
    """The strings in a JSON object; None where the body is something else."""
    try:
        given = msgspec.json.decode(body, type=dict[str, object])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return {name: value for name, value in given.items() if isinstance(value, str)}


def _error(status: int, why: str) -> Response:
    body = msgspec.json.encode({"error": why})
    return Response(status, body, {"content-type": "application/json"})
