"""SIGTERM and SIGHUP as an orderly stop, where nobody else has a use for them."""

from __future__ import annotations

import signal
from contextlib import suppress
from types import FrameType

__all__ = ["OrderlyStop"]


class OrderlyStop:
    """From `begin` to `end`, those signals stop pytest as Ctrl-C does, teardown included.

    A second one ends the process at once, as it always did; what is still held then is
    the watchdog's to give back.
    """

    def __init__(self) -> None:
        self._ours: list[signal.Signals] = []

    def begin(self) -> None:
        """Only the main thread can; elsewhere the signals stay what they are."""
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is signal.SIG_DFL:
                with suppress(ValueError):
                    signal.signal(number, self._stop)
                    self._ours.append(number)

    def end(self) -> None:
        while self._ours:
            signal.signal(self._ours.pop(), signal.SIG_DFL)

    def _stop(self, number: int, _frame: FrameType | None) -> None:
        self.end()
        raise KeyboardInterrupt(f"{signal.Signals(number).name}: stopped in order")
