"""The simulated provider of one run, which tells of each request and remembers what it sold."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.models import Operation, Request, Response
from pytest_smsactivate.simulator import Broken, SimulatedProvider
from pytest_smsactivate.simulator.dialects import Refusal

__all__ = ["Observer", "WatchedProvider"]

Observer = Callable[[Operation, int, bool], None]
"""Told of the nth request to an endpoint: before it is carried out, and (True) when it is."""


class WatchedProvider(SimulatedProvider):
    """Keeps the price of all it ever sold, by the activation's id, and tells its `observer`.

    `emptied_at` is when the last open number was ended, by `time.monotonic`, `latest` what was
    asked for last, and `faults_met` counts the answers that are not those of a healthy provider.
    """

    def __init__(self, **terms: Any) -> None:
        super().__init__(LiveClock(), **terms)
        self.sold: dict[str, Decimal] = {}
        self.emptied_at: float | None = None
        self.latest: Operation | None = None
        self.faults_met = 0
        self.observer: Observer = _nobody
        self._counts: Counter[Operation] = Counter()
        self._watching = threading.Lock()

    @property
    def ended(self) -> frozenset[str]:
        """The activations that were sold and are not open any more."""
        with self._watching:
            return frozenset(self.sold.keys() - {each.id for each in self.account.open})

    def handle(self, request: Request) -> Response | Broken:
        try:
            operation = self.dialect_of(request).operation_of(request)
        except Refusal:
            return super().handle(request)
        with self._watching:
            self.latest = operation
            self._counts[operation] += 1
            nth = self._counts[operation]
        self.observer(operation, nth, False)
        outcome = self._handle(request)
        self.observer(operation, nth, True)
        return outcome

    def _handle(self, request: Request) -> Response | Broken:
        with self._watching:
            before = self.account.open
            outcome = super().handle(request)
            after = self.account.open
            self.sold.update({each.id: each.price for each in after})
            if before and not after:
                self.emptied_at = time.monotonic()
            self.faults_met += is_fault(outcome)
        return outcome


def _nobody(_operation: Operation, _nth: int, _answered: bool) -> None:
    pass


def is_fault(outcome: Response | Broken) -> bool:
    """Whether an answer is none, is unreadable, or puts off what was asked."""
    if isinstance(outcome, Broken) or outcome.status == 429 or outcome.status >= 500:
        return True
    try:
        told = json.loads(outcome.body)
    except ValueError:
        return True
    return bool(told.get("error") == "EARLY_CANCEL_DENIED")
