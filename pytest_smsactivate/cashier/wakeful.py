"""A wait that ends early: at once when a webhook has told of a message."""

from __future__ import annotations

from datetime import datetime

from pytest_smsactivate.cashier.client import Cashier
from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.errors import SmsActivateError
from pytest_smsactivate.models import Pace

__all__ = ["SAFETY", "WakefulClock"]

SAFETY = Pace(first=5.0, growth=2.0, ceiling=30.0)
"""How often to look where a webhook tells of messages: should it ever stay silent."""


class WakefulClock:
    """Real time, whose sleeps a notice for one activation ends; then the flow looks."""

    def __init__(self, cashier: Cashier, activation: str) -> None:
        self._cashier = cashier
        self._activation = activation
        self._clock = LiveClock()
        self._heard = 0

    def now(self) -> float:
        return self._clock.now()

    def utc(self) -> datetime:
        return self._clock.utc()

    def sleep(self, seconds: float) -> None:
        self._heard = self._listen(seconds)

    async def sleep_async(self, seconds: float) -> None:
        """A sleep that is cancelled has heard nothing: the next one is woken instead."""
        from anyio import to_thread

        self._heard = await to_thread.run_sync(self._listen, seconds, abandon_on_cancel=True)

    def _listen(self, seconds: float) -> int:
        """Where nobody can listen, because the cashier is gone, it is a sleep as any other."""
        until = self.now() + seconds
        try:
            return self._cashier.listen(self._activation, self._heard, seconds)
        except SmsActivateError:
            self._clock.sleep(max(until - self.now(), 0.0))
            return self._heard
