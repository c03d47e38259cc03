"""What the cashier finds out from the provider: prices, the balance, and what is open there."""

from __future__ import annotations

from decimal import Decimal

from pytest_smsactivate.ledger import runs
from pytest_smsactivate.ledger.audit import PATIENCE, audit
from pytest_smsactivate.ledger.counter import Counter
from pytest_smsactivate.ledger.prices import Prices
from pytest_smsactivate.ledger.reconcile import reconcile
from pytest_smsactivate.terms import Wish

__all__ = ["FIRST_LOOK", "PATIENCE", "Accountant"]

FIRST_LOOK = 3.0
"""Seconds that the start of a run grants the balance to be read in."""


class Accountant:
    """Asks for one account, as far as its API can tell; safe to use from several threads."""

    def __init__(self, counter: Counter, run: str) -> None:
        self._counter = counter
        self._provider = counter.provider
        self._prices = Prices(counter.ledger, run, clock=counter.clock)
        self._patience = PATIENCE

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
        """Without a balance before it, a purchase that gets no answer could not be judged.

        One that cannot be read is waited for, the first time for long, and is no reason to buy
        nothing.
        """
        if not self._provider.capabilities.balance:
            return
        with self._counter.ledger.reading() as connection:
            known = runs.currency(connection, self._counter.account) is not None
        if not known:
            patience, self._patience = self._patience, FIRST_LOOK
            self.audit(patience)

    def audit(self, patience: float = PATIENCE) -> Decimal | None:
        """See `ledger.audit`."""
        return audit(self._counter, patience)

    def reconcile(self) -> int:
        """See `ledger.reconcile`."""
        return reconcile(self._counter)

    def _asked(self, wish: Wish) -> Decimal:
        request = self._provider.offer(wish.service, wish.country)
        return self._counter.ask(request, self._provider.read_offer).price
