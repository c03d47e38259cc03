"""To the network, with each exchange kept for the cassette."""

from __future__ import annotations

import threading
from datetime import datetime

from pytest_smsactivate.cassettes import Exchange
from pytest_smsactivate.clock import Clock
from pytest_smsactivate.errors import expected
from pytest_smsactivate.flows.drivers import Transport
from pytest_smsactivate.models import Request, Response

__all__ = ["RecordingTransport"]

__tracebackhide__ = expected


class RecordingTransport:
    """Keeps what was asked, before the key is added, and what was answered.

    `at` is in seconds since the first request; `wait` tells for which call of the
    test a look was made. A request without an answer leaves no exchange.
    """

    def __init__(self, live: Transport, clock: Clock) -> None:
        self.blocking = live.blocking
        self._live = live
        self._clock = clock
        self._started: float | None = None
        self._waits: dict[str, int] = {}
        self._lock = threading.Lock()
        self.exchanges: list[Exchange] = []
        self.recorded_at: datetime = clock.utc()

    def send(self, request: Request, within: float | None) -> Response:
        with self._lock:
            if self._started is None:
                self._started = self._clock.now()
                self.recorded_at = self._clock.utc()
            at = self._clock.now() - self._started
        response = self._live.send(request, within)
        wait = self._waits.get(request.activation_id or "") if request.operation == "look" else None
        with self._lock:
            self.exchanges.append(Exchange(at, request, response, wait))
        return response

    def visit(self, activation_id: str, ordinal: int) -> None:
        """The test makes its `ordinal`-th call on this number that looks."""
        self._waits[activation_id] = ordinal
