"""The money of the simulated account: nothing is lost, and nothing comes from nowhere."""

from __future__ import annotations

from decimal import Decimal

import msgspec

__all__ = ["Account", "Books", "OpenActivation"]


class OpenActivation(msgspec.Struct, frozen=True):
    """A number that is held, and what it cost."""

    id: str
    number: str
    price: Decimal


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """The books at one moment; `deposited == balance + held + spent` at all times.

    `held` belongs to open activations without an SMS, `spent` to those that got
    one. `refunded` counts what came back to the balance so far, and `bought` the
    purchases.
    """

    currency: str
    deposited: Decimal
    balance: Decimal
    held: Decimal
    spent: Decimal
    refunded: Decimal
    bought: int
    open: list[OpenActivation]


class Books:
    """Moves money from one place to another: balance, held, spent."""

    def __init__(self, currency: str, deposit: Decimal) -> None:
        self.currency = currency
        self.balance = self.deposited = deposit
        # Zero with the decimal places of the deposit.
        self.held = self.spent = self.refunded = deposit - deposit
        self.bought = 0

    def set_balance(self, amount: Decimal) -> None:
        """The difference is a top-up, or a withdrawal."""
        self.deposited += amount - self.balance
        self.balance = amount

    def hold(self, price: Decimal) -> None:
        """A number is bought."""
        self.balance -= price
        self.held += price
        self.bought += 1

    def charge(self, price: Decimal) -> None:
        """The first SMS has come: what was held is spent."""
        self.held -= price
        self.spent += price

    def refund(self, price: Decimal) -> None:
        """It ended without an SMS: what was held comes back."""
        self.held -= price
        self.balance += price
        self.refunded += price

    def view(self, open_activations: list[OpenActivation]) -> Account:
        return Account(
            currency=self.currency,
            deposited=self.deposited,
            balance=self.balance,
            held=self.held,
            spent=self.spent,
            refunded=self.refunded,
            bought=self.bought,
            open=open_activations,
        )
