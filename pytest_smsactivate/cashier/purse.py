"""Buying with real money, through the cashier."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

import msgspec

from pytest_smsactivate.cashier.client import Cashier
from pytest_smsactivate.clock import Clock, Jitter
from pytest_smsactivate.errors import SmsActivateError, expected
from pytest_smsactivate.flows.acquire import acquire, may_have_bought
from pytest_smsactivate.flows.drivers import Transport, drive
from pytest_smsactivate.ledger.terms import Wish
from pytest_smsactivate.models import Activation, Cancellation
from pytest_smsactivate.providers.base import Provider

__all__ = ["RealPurse"]

__tracebackhide__ = expected

LONGEST_NAME = 300
"""Letters of a test's id; parameters can make it very long."""

Result = TypeVar("Result")


class RealPurse:
    """Pays for the numbers of one test."""

    def __init__(self, cashier: Cashier, test: str, *, clock: Clock, jitter: Jitter) -> None:
        self._cashier = cashier
        self._test = test[:LONGEST_NAME]
        self._clock = clock
        self._jitter = jitter

    def buy(
        self,
        provider: Provider,
        transport: Transport,
        service: str,
        country: str,
        *,
        max_price: Decimal | None,
        opened: Callable[[Activation, Callable[[Cancellation], None]], Result],
    ) -> Result:
        """Buy one number and hand it to `opened`, with what to call on its release.

        The intent is in the ledger before the request leaves through `transport`,
        which may record. Raises `BudgetExceeded` before anything is bought, or what
        `acquire` raises.
        """
        wish = Wish(self._test, service, country, None, max_price)
        reserved = self._cashier.reserve(wish)
        flow = acquire(
            provider,
            service,
            country,
            clock=self._clock,
            jitter=self._jitter,
            lease=reserved.lease,
        )
        try:
            activation = drive(flow, transport, self._clock)
        except SmsActivateError as failure:
            if not may_have_bought(failure):
                self._cashier.forget(reserved.lease)
            raise

        def released(cancellation: Cancellation) -> None:
            if cancellation.refunded is None:  # what the provider said, the cashier has read
                self._cashier.settle(activation.id, cancellation)

        return opened(msgspec.structs.replace(activation, price=reserved.price), released)
