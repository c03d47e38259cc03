"""Buying with real money, through the cashier."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from pytest_smsactivate.cashier.client import Cashier
from pytest_smsactivate.errors import SmsActivateError, expected
from pytest_smsactivate.flows.acquire import may_have_bought
from pytest_smsactivate.models import Activation, Cancellation
from pytest_smsactivate.terms import Wish

__all__ = ["RealPurse"]

__tracebackhide__ = expected

LONGEST_NAME = 300
"""Letters of a test's id; parameters can make it very long."""


class RealPurse:
    """Pays within the caps of the run, and has every number entered in the ledger."""

    def __init__(self, cashier: Cashier) -> None:
        self._cashier = cashier

    def buy(
        self, wish: Wish, purchase: Callable[[int | None], Activation]
    ) -> tuple[Activation, Callable[[Cancellation], None]]:
        """The intent is in the ledger before `purchase` is called.

        Raises `BudgetExceeded` before anything is bought, or what `acquire` raises.
        """
        reserved = self._cashier.reserve(
            msgspec.structs.replace(wish, test=wish.test[:LONGEST_NAME])
        )
        try:
            activation = purchase(reserved.lease)
        except SmsActivateError as failure:
            if not may_have_bought(failure):
                self._cashier.forget(reserved.lease)
            raise

        def released(cancellation: Cancellation) -> None:
            if cancellation.refunded is None:  # what the provider said, the cashier has read
                self._cashier.settle(activation.id, cancellation)

        price = reserved.price if activation.price is None else activation.price
        return msgspec.structs.replace(activation, price=price), released
