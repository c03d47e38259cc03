"""A small HTTP server on this machine, tuned to answer at once: simulator and webhook share it.

Without the settings below the standard library's takes 44 ms for an answer, since it waits
for more to send.
"""

from __future__ import annotations

import socket
import sys
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from threading import Event, Thread
from typing import Any

__all__ = ["BODY_LIMIT", "Handler", "Listening", "Server"]

BODY_LIMIT = 65_536
"""Bytes; the longest proper request has some hundred."""

DRAIN_LIMIT = 64
"""Pieces of at most `BODY_LIMIT` that are read of a body not wanted, so that the answer arrives."""

POLL = 0.02
"""Seconds after which the end of the server is noticed."""


class Handler(BaseHTTPRequestHandler):
    """Answers kept-alive connections, silently."""

    protocol_version = "HTTP/1.1"
    default_request_version = "HTTP/1.1"  # else a line that cannot be parsed is answered headless
    disable_nagle_algorithm = True
    wbufsize = -1

    def handle_expect_100(self) -> bool:
        """Sent at once: else the client waits for this, and we for its body."""
        proceed = super().handle_expect_100()
        self.wfile.flush()
        return proceed

    def drain(self) -> None:
        """After a refusal, read on for a while: closing at once would reset the connection."""
        with suppress(OSError):
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(1.0)
            for _ in range(DRAIN_LIMIT):
                if not self.rfile.read1(BODY_LIMIT):
                    break

    def log_message(self, *_message: object) -> None:
        """Silent."""


class Server(ThreadingHTTPServer):
    """One thread a connection; `closing` is set when the server ends."""

    daemon_threads = True
    allow_reuse_port = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], handler: type[Handler]) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        self.closing = Event()
        self.connections: set[Any] = set()
        super().__init__(address, handler)

    def server_bind(self) -> None:
        """Without asking for the machine's name, which can take long."""
        TCPServer.server_bind(self)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.connections.discard(request)
        super().shutdown_request(request)

    def close_connections(self) -> None:
        self.closing.set()
        for connection in tuple(self.connections):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in the middle is no error of ours."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class Listening:
    """A server that runs in a thread until `end`."""

    def __init__(self, server: Server, name: str) -> None:
        self._server = server
        self._thread = Thread(target=server.serve_forever, args=(POLL,), name=name, daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def end(self) -> None:
        """Connections are closed; what is being carried out may come to its end."""
        self._server.shutdown()
        self._server.close_connections()
        self._server.server_close()
        self._thread.join()
