"""Buying with real money: priced, capped, watched over, and entered."""

from __future__ import annotations

import threading
from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

import msgspec

from pytest_smsactivate.clock import Clock, Jitter
from pytest_smsactivate.errors import SmsActivateError, expected
from pytest_smsactivate.flows.acquire import acquire, may_have_bought
from pytest_smsactivate.flows.drivers import Transport, drive
from pytest_smsactivate.flows.exchange import repeat
from pytest_smsactivate.ledger.books import Books
from pytest_smsactivate.ledger.watchdog import Watchdog
from pytest_smsactivate.models import Activation, Cancellation
from pytest_smsactivate.providers.base import Provider

__all__ = ["RealPurse"]

__tracebackhide__ = expected

PRICE_PATIENCE = 10.0
"""Seconds in which the look-up of a price that fails is tried again."""

Result = TypeVar("Result")


class RealPurse:
    """Pays for the numbers of one process, within the caps of the run.

    Prices are looked up once for each service and country, with the `transport`
    given here; purchases go through the one given to `buy`, which may record.
    """

    def __init__(
        self,
        books: Books,
        watchdog: Watchdog,
        *,
        transport: Transport,
        clock: Clock,
        jitter: Jitter,
    ) -> None:
        self.books = books
        self.watchdog = watchdog
        self.prices: dict[tuple[str, str], Decimal] = {}
        self._transport = transport
        self._clock = clock
        self._jitter = jitter
        self._pricing = threading.Lock()

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

        Raises `BudgetExceeded` before anything is bought, or what `acquire` raises.
        """
        price = self._price(provider, service, country)
        purchase = self.books.reserve(price, max_price)
        flow = acquire(provider, service, country, clock=self._clock, jitter=self._jitter)
        try:
            self.watchdog.start()
            activation = drive(flow, transport, self._clock)
        except SmsActivateError as failure:
            unknown = f"{service}/{country}" if may_have_bought(failure) else None
            self.books.failed(purchase, unknown=unknown)
            raise
        except OSError:  # the watchdog did not start, so nothing was sent
            self.books.failed(purchase, unknown=None)
            raise
        self.watchdog.opened(activation.id)
        self.books.opened(purchase, activation)

        def released(cancellation: Cancellation) -> None:
            self.watchdog.closed(activation.id)
            self.books.released(purchase, cancellation)

        return opened(msgspec.structs.replace(activation, price=price), released)

    def _price(self, provider: Provider, service: str, country: str) -> Decimal | None:
        if not provider.capabilities.price:
            return None
        with self._pricing:
            if (service, country) not in self.prices:
                flow = repeat(
                    provider.offer(service, country),
                    provider.read_offer,
                    patience=PRICE_PATIENCE,
                    clock=self._clock,
                    jitter=self._jitter,
                )
                offer = drive(flow, self._transport, self._clock)
                self.prices[service, country] = offer.price
            return self.prices[service, country]
