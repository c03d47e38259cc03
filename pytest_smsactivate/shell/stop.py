"""Ctrl-C and SIGTERM as a wish to stop in order."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.errors import ProviderError
from pytest_smsactivate.flows.drivers import Transport
from pytest_smsactivate.models import Request, Response

__all__ = ["Stop", "StoppableClock", "StoppableTransport", "Stopped", "stop_signals"]

STEP = 0.05
"""Seconds between two looks at whether to stop."""


class Stopped(ProviderError):
    """Nothing more is begun, since the user asked to stop: what was not released is left."""

    what_happened = "is not asked any more, since the user stopped that"
    default_cure = "`smsactivate reap` goes on where this stopped."

    def __init__(self) -> None:
        super().__init__("The provider")


class Stop:
    """A bare flag: a lock might be held by the very thread that the signal interrupts.

    `insist` tells that a second signal ends the process at once.
    """

    def __init__(self, *, insist: bool = False) -> None:
        self.asked = False
        self._insist = insist

    def __call__(self, *_signal_and_frame: object) -> None:
        if self.asked and self._insist:
            raise KeyboardInterrupt
        self.asked = True


@contextmanager
def stop_signals(*, insist: bool = False) -> Iterator[Stop]:
    """Ctrl-C and SIGTERM ask to stop, instead of what they usually do."""
    stop = Stop(insist=insist)
    usual = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)


class StoppableClock(LiveClock):
    """Real time; a sleep that is asked to stop raises `Stopped`."""

    def __init__(self, stop: Stop) -> None:
        self._stop = stop

    def sleep(self, seconds: float) -> None:
        until = self.now() + seconds
        while (left := until - self.now()) > 0:
            if self._stop.asked:
                raise Stopped
            super().sleep(min(left, STEP))


class StoppableTransport:
    """Sends until it is asked to stop; a request that is under way comes to its end."""

    blocking = True

    def __init__(self, transport: Transport, stop: Stop) -> None:
        self._transport = transport
        self._stop = stop

    def send(self, request: Request, within: float | None) -> Response:
        if self._stop.asked:
            raise Stopped
        return self._transport.send(request, within)
