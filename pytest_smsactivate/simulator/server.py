"""The simulated provider over real HTTP, on loopback only."""

from __future__ import annotations

import re
import socket
import struct
from collections.abc import Mapping
from http import HTTPStatus
from types import TracebackType
from urllib.parse import parse_qsl

import msgspec

from pytest_smsactivate.errors import ConfigurationError
from pytest_smsactivate.listening import BODY_LIMIT, Handler, Listening, Server
from pytest_smsactivate.models import Request, Response
from pytest_smsactivate.simulator import control
from pytest_smsactivate.simulator.faults import Broken
from pytest_smsactivate.simulator.herald import Herald
from pytest_smsactivate.simulator.provider import SimulatedProvider

__all__ = ["SimulatorServer"]


class SimulatorServer:
    """Serves `simulator` while it is entered; `port` 0 takes any free one.

    Raises `ConfigurationError` for a port that cannot be had. Leaving closes all
    connections, those that hang on a fault included. Where there is a `webhook`, it is
    told of each SMS meanwhile, as `Herald` does, which says what `webhook_secret` is for.
    """

    def __init__(
        self,
        simulator: SimulatedProvider,
        port: int = 0,
        *,
        webhook: str | None = None,
        webhook_secret: str | None = None,
    ) -> None:
        self._simulator = simulator
        self._port = port
        self._herald = None if webhook is None else Herald(simulator, webhook, webhook_secret)

    def __enter__(self) -> SimulatorServer:
        try:
            server = _Server(("127.0.0.1", self._port), self._simulator)
        except (OSError, OverflowError) as error:
            raise ConfigurationError(
                f"Port {self._port} cannot be used: {getattr(error, 'strerror', error)}.",
                cure="Name another, or 0 for any that is free.",
            ) from None
        self._listening = Listening(server, "sms-simulator")
        if self._herald is not None:
            self._herald.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._herald is not None:
            self._herald.stop()
        self._listening.end()

    @property
    def port(self) -> int:
        return self._listening.port

    @property
    def url(self) -> str:
        """Without a slash at the end, as --sms-base-url takes it."""
        return f"http://127.0.0.1:{self.port}"


class _Server(Server):
    def __init__(self, address: tuple[str, int], simulator: SimulatedProvider) -> None:
        super().__init__(address, _Handler)
        self.simulator = simulator


class _Handler(Handler):
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
        self.close_connection = True
        self._answer(_error(status, why))
        self.drain()

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

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the standard library finds wrong with a request; a method unknown to it is a 405."""
        self.close_connection = True
        status = HTTPStatus.METHOD_NOT_ALLOWED if code == HTTPStatus.NOT_IMPLEMENTED else code
        self._answer(_error(status, message or explain or "this is no HTTP request"))


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
