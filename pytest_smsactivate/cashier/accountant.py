"""What the cashier finds out from the provider: prices, the balance, and what is open there."""

from __future__ import annotations

from decimal import Decimal

from pytest_smsactivate.clock import Clock, Jitter
from pytest_smsactivate.flows.drivers import Transport, drive
from pytest_smsactivate.flows.exchange import repeat
from pytest_smsactivate.ledger import runs
from pytest_smsactivate.ledger.audit import PATIENCE, audit
from pytest_smsactivate.ledger.ledger import Ledger
from pytest_smsactivate.ledger.prices import Prices
from pytest_smsactivate.ledger.reconcile import reconcile
from pytest_smsactivate.ledger.terms import Wish
from pytest_smsactivate.providers.base import Provider

__all__ = ["Accountant"]

PRICE_PATIENCE = 10.0
"""Seconds in which the look-up of a price that fails is tried again."""

FIRST_LOOK = 3.0
"""Seconds that the start of a run grants the balance to be read in."""


class Accountant:
    """Asks for one account, as far as its API can tell; safe to use from several threads."""

    def __init__(
        self,
        ledger: Ledger,
        account: str,
        run: str,
        provider: Provider,
        transport: Transport,
        *,
        clock: Clock,
        jitter: Jitter,
    ) -> None:
        self._ledger = ledger
        self._account = account
        self._provider = provider
        self._transport = transport
        self._clock = clock
        self._jitter = jitter
        self._prices = Prices(ledger, run, clock=clock)

    def price(self, wish: Wish) -> Decimal | None:
        """What the number costs; None where that is told by nobody, or nothing is bought.

        Raises the `ProviderError` that kept it from being told.
        """
        if self._provider.capabilities.owned:
            return Decimal(0)
        if not self._provider.capabilities.price:
            return None
        return self._prices.of(wish.service, wish.country, lambda: self._asked(wish))

    def forget_price(self, wish: Wish) -> None:
        """It may have changed."""
        self._prices.forget(wish.service, wish.country)

    def have_a_baseline(self) -> None:
        """Without a balance before it, a purchase that gets no answer could not be judged."""
        if not self._provider.capabilities.balance:
            return
        with self._ledger.reading() as connection:
            known = runs.currency(connection, self._account) is not None
        if not known:
            self.audit(FIRST_LOOK)

    def audit(self, patience: float = PATIENCE) -> Decimal | None:
        """See `ledger.audit`."""
        return audit(
            self._ledger,
            self._account,
            self._provider,
            self._transport,
            clock=self._clock,
            jitter=self._jitter,
            patience=patience,
        )

    def reconcile(self) -> int:
        """See `ledger.reconcile`."""
        return reconcile(
            self._ledger,
            self._account,
            self._provider,
            self._transport,
            clock=self._clock,
            jitter=self._jitter,
        )

    def _asked(self, wish: Wish) -> Decimal:
        flow = repeat(
            self._provider.offer(wish.service, wish.country),
            self._provider.read_offer,
            patience=PRICE_PATIENCE,
            clock=self._clock,
            jitter=self._jitter,
        )
        return drive(flow, self._transport, self._clock).price
