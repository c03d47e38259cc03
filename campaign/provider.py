"""The simulated provider of one run, which tells of each request and remembers what it sold."""

from __future__ import annotations

import json
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.models import Operation, Request, Response
from pytest_smsactivate.providers import provider_named
from pytest_smsactivate.providers.reading import says_too_early
from pytest_smsactivate.simulator import Broken, SimulatedProvider
from pytest_smsactivate.simulator.books import OpenActivation
from pytest_smsactivate.simulator.dialects import Refusal

__all__ = ["Observer", "WatchedProvider"]

Observer = Callable[[Operation, int, bool], None]
"""Told of the nth request to an endpoint: before it is carried out, and (True) when it is."""


class WatchedProvider(SimulatedProvider):
    """Keeps the price of all it ever sold, by the activation's id, and tells its `observers`.

    `emptied_at` is when the last open number was ended, by `time.monotonic`, `latest` what was
    asked for last, and `faults_met` counts the answers that are not those of a healthy provider,
    `logins_spoilt` those to logins. `listed` are all that a whole list of what is open had in
    it, `renewed` how often more time was asked for each, and `tokens` what logins have given.
    `stranger` is the number of somebody else, if there is one: it counts nowhere. `baseline` tells
    that the balance was told before anything was sold.
    """

    def __init__(self, **terms: Any) -> None:
        super().__init__(LiveClock(), **terms)
        self.sold: dict[str, Decimal] = {}
        self.emptied_at: float | None = None
        self.latest: Operation | None = None
        self.faults_met = 0
        self.logins_spoilt = 0
        self.listed: set[str] = set()
        self.renewed: Counter[str] = Counter()
        self.tokens: set[str] = set()
        self.stranger: str | None = None
        self.baseline = False
        self.observers: list[Observer] = []
        self._counts: Counter[Operation] = Counter()
        self._watching = threading.Lock()

    def sell_to_another(self, provider: str, service: str, country: str) -> None:
        """Somebody else, who has a ledger of their own, holds such a number; no SMS comes to it."""
        api, usual = provider_named(provider), self.sms_after
        self.sms_after = None
        super().handle(api.authorized(api.buy(service, country), self._key or "any"))
        self.sms_after = usual
        (sold,) = self.account.open
        self.stranger = sold.id

    @property
    def held(self) -> list[OpenActivation]:
        """What is open, but the stranger's."""
        return [each for each in self.account.open if each.id != self.stranger]

    @property
    def stranger_released(self) -> bool:
        return self.stranger is not None and len(self.held) == len(self.account.open)

    @property
    def ended(self) -> frozenset[str]:
        """The activations that were sold and are not open any more."""
        with self._watching:
            return frozenset(self.sold.keys() - {each.id for each in self.held})

    def handle(self, request: Request) -> Response | Broken:
        try:
            operation = self.dialect_of(request).operation_of(request)
        except Refusal:
            return super().handle(request)
        with self._watching:
            self.latest = operation
            self._counts[operation] += 1
            nth = self._counts[operation]
        self._tell(operation, nth, False)
        outcome = self._handle(operation, request)
        self._tell(operation, nth, True)
        return outcome

    def _tell(self, operation: Operation, nth: int, answered: bool) -> None:
        for observer in self.observers:
            observer(operation, nth, answered)

    def _handle(self, operation: Operation, request: Request) -> Response | Broken:
        with self._watching:
            before = self.held
            outcome = super().handle(request)
            after = self.held
            self.sold.update({each.id: each.price for each in after})
            if before and not after:
                self.emptied_at = time.monotonic()
            self._note(operation, request, outcome)
        return outcome

    def _note(self, operation: Operation, request: Request, outcome: Response | Broken) -> None:
        spoilt = is_fault(outcome)
        self.faults_met += spoilt
        if operation == "login":
            self.logins_spoilt += spoilt
            if not spoilt and isinstance(outcome, Response):
                self.tokens.add(json.loads(outcome.body).get("token", ""))
        elif operation == "balance" and not spoilt:
            self.baseline = self.baseline or not self.sold
        elif operation == "activations" and not spoilt:
            self.listed |= {each.id for each in self.held}
        elif operation == "renew":
            self.renewed[(request.body or {}).get("number", "")] += 1


def is_fault(outcome: Response | Broken) -> bool:
    """Whether an answer is none, is unreadable, or puts off what was asked."""
    if isinstance(outcome, Broken) or outcome.status == 429 or outcome.status >= 500:
        return True
    return says_too_early(outcome) or not is_readable(outcome.body)


def is_readable(body: bytes) -> bool:
    """Whether it is JSON, or one of the classic protocol's words."""
    try:
        json.loads(body)
    except ValueError:
        return _WORDS.fullmatch(body) is not None
    return True


_WORDS = re.compile(rb"[A-Z]+(_[A-Z0-9]+)+(:.+)?")
