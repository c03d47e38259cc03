"""Where the ledger of an account and its provider meet."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import msgspec

from pytest_smsactivate.clock import Clock, Jitter
from pytest_smsactivate.errors import ActivationNotFound, InvalidResponse, SmsActivateError
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


class InHand:
    """What is being given back just now, by which thread of this process ever."""

    def __init__(self) -> None:
        self._activations: set[str] = set()
        self._lock = threading.Lock()

    @contextmanager
    def taken(self, activation: str) -> Iterator[bool]:
        """Whether no other thread has it, and this one has it from now on."""
        with self._lock:
            free = activation not in self._activations
            self._activations.add(activation)
        try:
            yield free
        finally:
            if free:
                self._activations.discard(activation)


class Counter(msgspec.Struct, frozen=True):
    """One account, by its id: its ledger, and the way to its provider.

    `transport` sends at the rate that all who use the key share. Safe to use from several
    threads; who gives a number back has it `in_hand`, since in the ledger they are one.
    """

    ledger: Ledger
    account: str
    provider: Provider
    transport: Transport
    clock: Clock
    jitter: Jitter
    in_hand: InHand = msgspec.field(default_factory=InHand)

    def ask(
        self, request: Request, reader: Callable[[Response], Result], patience: float = PATIENCE
    ) -> Result:
        """Send what may be repeated, for `patience` seconds in all; raises as `read` does."""
        flow = repeat(request, reader, patience=patience, clock=self.clock, jitter=self.jitter)
        with self._readable():
            return drive(flow, self.transport, self.clock)

    def release(self, activation: str, patience: float) -> Cancellation:
        """Give a number back, without a word to the ledger; see `flows.release`.

        What fails is tried again for `patience` seconds. One that the provider does not know is
        not held any more.
        """
        flow = release(
            self.provider, activation, clock=self.clock, jitter=self.jitter, patience=patience
        )
        try:
            with self._readable():
                return drive(flow, self.transport, self.clock)
        except ActivationNotFound:
            return Cancellation(refunded=None)

    def read(self, reader: Callable[[Response], Result], response: Response) -> Result:
        """Raises what the provider's reader raises, and `InvalidResponse` where that breaks."""
        with self._readable():
            return reader(response)

    @contextmanager
    def _readable(self) -> Iterator[None]:
        """Somebody else may have written the provider; a break in it must not end a net."""
        try:
            yield
        except SmsActivateError:
            raise
        except Exception as failure:
            what = f"reading it failed: {type(failure).__name__}"
            raise InvalidResponse(self.provider.name, detail=what) from failure
