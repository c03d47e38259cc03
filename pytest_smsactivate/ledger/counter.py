"""Where the ledger of an account and its provider meet."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import msgspec

from pytest_smsactivate.clock import Clock, Jitter
from pytest_smsactivate.flows.drivers import Transport, drive
from pytest_smsactivate.flows.exchange import repeat
from pytest_smsactivate.flows.release import release
from pytest_smsactivate.ledger.ledger import Ledger
from pytest_smsactivate.models import Cancellation, Request, Response
from pytest_smsactivate.providers.base import Provider

__all__ = ["Counter"]

PATIENCE = 10.0
"""Seconds in which a request that fails is tried again."""

Result = TypeVar("Result")


class Counter(msgspec.Struct, frozen=True):
    """One account, by its id: its ledger, and the way to its provider.

    `transport` sends at the rate that all who use the key share. Safe to use from several threads.
    """

    ledger: Ledger
    account: str
    provider: Provider
    transport: Transport
    clock: Clock
    jitter: Jitter

    def ask(
        self, request: Request, read: Callable[[Response], Result], patience: float = PATIENCE
    ) -> Result:
        """Send what may be repeated, for `patience` seconds in all; raises what `read` raises."""
        flow = repeat(request, read, patience=patience, clock=self.clock, jitter=self.jitter)
        return drive(flow, self.transport, self.clock)

    def release(self, activation: str) -> Cancellation:
        """Give a number back, without a word to the ledger; see `flows.release`."""
        flow = release(self.provider, activation, clock=self.clock, jitter=self.jitter)
        return drive(flow, self.transport, self.clock)
