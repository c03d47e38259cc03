"""Where a provider's webhook is heard: a notice is a wake-up, and never brings a message.

Whoever is woken looks through the API as ever, so that a forged notice invents nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging
import re
import sys
from collections.abc import Callable, Mapping
from email.message import Message
from http import HTTPStatus
from types import TracebackType
from typing import Any

import msgspec

from pytest_smsactivate.clock import Clock
from pytest_smsactivate.errors import (
    ConfigurationError,
    LedgerError,
    SmsActivateError,
    expected,
)
from pytest_smsactivate.ledger.notices import Outcome
from pytest_smsactivate.listening import BODY_LIMIT, Handler, Listening, Server

__all__ = ["Receiver", "secret_path"]

__tracebackhide__ = expected

CONNECTIONS = 64
"""More at once are closed unheard: strangers must not use up the cashier's threads."""

PATIENCE = 5.0
"""Seconds that a request, or its body, may take to arrive."""

SIGNATURES = ("x-signature", "x-hub-signature-256")

logger = logging.getLogger("pytest_smsactivate")


def secret_path(key: str) -> str:
    """Where this account's webhook is: the same in every run, and nothing of the key can be read.

    It is to be kept as a secret itself.
    """
    name = hmac.new(key.encode(), b"pytest-smsactivate webhook", hashlib.sha256).hexdigest()
    return f"/smsactivate/{name[:32]}"


class Receiver:
    """Hears notices while it is entered, at `host` and `port`; port 0 takes any free one.

    They come by POST to `path`; with a `secret` they are signed by HMAC-SHA256. `read` tells
    the activation of a body, or raises `InvalidResponse`; `enter` takes that and the body's
    SHA-256, and may raise `LedgerError`. Both are called in threads of the receiver.

    Raises `ConfigurationError` for an address that cannot be had. Nothing of a body, the path
    or the secret is printed or logged.
    """

    def __init__(
        self,
        host: str,
        port: int,
        *,
        path: str,
        secret: str | None,
        read: Callable[[bytes], str],
        enter: Callable[[str, str], Outcome],
        clock: Clock,
        patience: float = PATIENCE,
    ) -> None:
        self._host = host
        self._port = port
        self.path = path
        self.secret = None if secret is None else secret.encode("utf-8", "surrogateescape")
        self.read = read
        self.enter = enter
        self.clock = clock
        self.patience = patience

    def __enter__(self) -> Receiver:
        try:
            server = _Server((self._host, self._port), self)
        except (OSError, OverflowError, TypeError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "there is no such address"
            raise ConfigurationError(
                f"The webhook cannot listen at {self._host!r}, port {self._port}: {reason}.",
                cure="Name another address of this machine, or port 0 for any that is free.",
            ) from None
        self._listening = Listening(server, "sms-webhook")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._listening.end()

    @property
    def port(self) -> int:
        return self._listening.port

    def take(self, headers: Message, body: bytes) -> None:
        """Have a notice entered, or raise `_Refusal`; nothing else changes anything."""
        if self.secret is not None and not _is_signed(headers, body, self.secret):
            raise _Refusal(401, "the signature is missing, or does not fit")
        try:
            activation = self.read(body)
        except SmsActivateError:
            raise _Refusal(422, "this is no notice of an SMS") from None
        if not activation.isprintable():
            raise _Refusal(422, "this is no notice of an SMS")
        try:
            outcome = self.enter(activation, hashlib.sha256(body).hexdigest())
        except LedgerError:
            raise _Refusal(503, "it cannot be entered just now, try again") from None
        if outcome == "foreign":
            raise _Refusal(404, "no such number is open")
        if outcome == "replayed":
            raise _Refusal(409, "this notice has come before")


class _Refusal(Exception):
    """The notice is not entered: an HTTP status, and why in one line."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why


def _is_signed(headers: Message, body: bytes, secret: bytes) -> bool:
    """By the HMAC-SHA256 of the raw body, in hexadecimal digits or in base64."""
    told = next((headers[name] for name in SIGNATURES if name in headers), "")
    given = told.strip().removeprefix("sha256=")
    right = hmac.digest(secret, body, "sha256")
    return hmac.compare_digest(given.lower().encode(), right.hex().encode()) or (
        hmac.compare_digest(given.encode(), base64.b64encode(right))
    )


class _Server(Server):
    def __init__(self, address: tuple[str, int], receiver: Receiver) -> None:
        self.receiver = receiver
        super().__init__(address, _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Beyond so many connections they are closed unheard."""
        if len(self.connections) >= CONNECTIONS:
            self.shutdown_request(request)
        else:
            super().process_request(request, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who goes away in the middle is no error of ours; of others the kind alone is told."""
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            logger.error("The webhook failed at a notice: %s", type(error).__name__)


class _Handler(Handler):
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.connection.settimeout(self.server.receiver.patience)

    def do_POST(self) -> None:
        try:
            body = self._body(self._length())
        except _Refusal as refusal:
            self._close(refusal)
            return
        try:
            self.server.receiver.take(self.headers, body)
        except _Refusal as refusal:
            self._answer(refusal.status, {"error": refusal.why})
        else:
            self._answer(200, {"status": "ok"})

    def _length(self) -> int:
        """How long the body is, if the head is that of a notice."""
        right = self.server.receiver.path
        if not hmac.compare_digest(self.path.encode("latin-1"), right.encode()):
            raise _Refusal(404, "there is no such path")
        lengths = self.headers.get_all("content-length", [])
        if "transfer-encoding" in self.headers or not lengths:
            raise _Refusal(411, "a body needs a Content-Length")
        if len(lengths) > 1 or not re.fullmatch("[0-9]{1,12}", lengths[0].strip()):
            raise _Refusal(400, "the Content-Length is not a number of bytes")
        if int(lengths[0]) > BODY_LIMIT:
            raise _Refusal(413, f"a body may have {BODY_LIMIT} bytes")
        kind, _, _ = self.headers.get("content-type", "").partition(";")
        if kind.strip().lower() != "application/json":
            raise _Refusal(415, "a notice is application/json")
        return int(lengths[0])

    def _body(self, length: int) -> bytes:
        """All of it within the patience, however small the pieces that it comes in."""
        patience = self.server.receiver.patience
        deadline = self.server.receiver.clock.now() + patience
        body = b""
        try:
            while len(body) < length:
                self.connection.settimeout(self._left(deadline))
                piece = self.rfile.read1(length - len(body))
                if not piece:
                    break
                body += piece
        except TimeoutError:
            raise _Refusal(408, f"the body did not come within {patience:g} seconds") from None
        if len(body) < length:
            raise _Refusal(400, "the body breaks off")
        self.connection.settimeout(patience)
        return body

    def _left(self, deadline: float) -> float:
        """Seconds; raises `TimeoutError` where there are none."""
        left = deadline - self.server.receiver.clock.now()
        if left <= 0:
            raise TimeoutError
        return left

    def _close(self, refusal: _Refusal) -> None:
        self.close_connection = True
        self._answer(refusal.status, {"error": refusal.why})
        self.drain()

    def _answer(self, status: int, document: Mapping[str, str]) -> None:
        body = msgspec.json.encode(document)
        self.send_response_only(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        if status == 405:
            self.send_header("allow", "POST")
        if self.close_connection:
            self.send_header("connection", "close")
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the standard library finds wrong with a request; of methods it finds POST alone."""
        if code == HTTPStatus.NOT_IMPLEMENTED:
            self._close(_Refusal(405, "this takes POST"))
        else:
            status = code if code < 500 else 400
            self._close(_Refusal(status, "this is no HTTP/1.1 request"))
