"""The accounts of one process: caps checked before each purchase, every outcome entered."""

from __future__ import annotations

import threading
from decimal import Decimal

import msgspec

from pytest_smsactivate.errors import BudgetExceeded, expected
from pytest_smsactivate.ledger.statement import ZERO, Statement
from pytest_smsactivate.models import Activation, Cancellation

__all__ = ["Books", "Caps"]

__tracebackhide__ = expected


class Caps(msgspec.Struct, frozen=True):
    """What may be spent: `budget` and `max_price` in the account's currency.

    `workers` is how many processes share the run: without common books each may
    use its equal part only, so that together they never pass a cap. 0 stands for a
    process in the place of one that died: nobody knows what that one spent, so
    nothing is left.
    """

    budget: Decimal
    max_numbers: int
    max_price: Decimal | None = None
    workers: int = 1


class Purchase(msgspec.Struct):
    """One line of the books, from the reservation on."""

    price: Decimal
    activation: Activation | None = None
    state: str = "reserved"


class Books:
    """Reserve, then enter what came of it. May be used from any thread."""

    def __init__(self, caps: Caps) -> None:
        self._caps = caps
        self._purchases: list[Purchase] = []
        self._unknown: list[str] = []
        self._lock = threading.Lock()

    def reserve(self, price: Decimal | None, max_price: Decimal | None) -> Purchase:
        """Set aside one number's price; raises `BudgetExceeded` where a cap forbids it.

        `max_price` is the marker's; the lowest of all caps on one price wins. Where
        no price is known, the count alone is capped.
        """
        with self._lock:
            self._check_count()
            if price is not None:
                self._check_price(price, max_price)
                self._check_budget(price)
            purchase = Purchase(price or ZERO)
            self._purchases.append(purchase)
            return purchase

    def opened(self, purchase: Purchase, activation: Activation) -> None:
        with self._lock:
            purchase.activation = activation
            purchase.state = "open"

    def failed(self, purchase: Purchase, *, unknown: str | None) -> None:
        """Nothing was bought; or, where `unknown` says what was asked, perhaps it was."""
        with self._lock:
            if unknown is None:
                self._purchases.remove(purchase)
            else:
                purchase.state = "unknown"
                self._unknown.append(unknown)

    def released(self, purchase: Purchase, cancellation: Cancellation) -> None:
        """Only a refund that the provider confirms gives the money back."""
        with self._lock:
            words = {True: "refunded", False: "kept", None: "unconfirmed"}
            purchase.state = words[cancellation.refunded]

    @property
    def under_way(self) -> int:
        """How many purchases are reserved, and nobody knows yet what comes of them."""
        with self._lock:
            return self._count("reserved")

    def statement(self) -> Statement:
        with self._lock:
            return Statement(
                bought=sum(p.activation is not None for p in self._purchases),
                refunded=self._count("refunded"),
                kept=self._count("kept"),
                unconfirmed=self._count("unconfirmed"),
                spent=self._sum("kept", "unconfirmed"),
                open=tuple(
                    p.activation.id for p in self._purchases if p.state == "open" and p.activation
                ),
                unknown=tuple(self._unknown),
            )

    def _check_count(self) -> None:
        limit = self._caps.max_numbers // self._caps.workers if self._caps.workers else 0
        used = len(self._purchases)
        if used + 1 > limit:
            raise BudgetExceeded(
                "--sms-max-numbers",
                limit=self._caps.max_numbers,
                spent=used - self._count("reserved"),
                reserved=self._count("reserved"),
                asked=1,
                share=self._share,
            )

    def _check_price(self, price: Decimal, max_price: Decimal | None) -> None:
        caps = {"the sms marker's max_price": max_price, "--sms-max-price": self._caps.max_price}
        for name, cap in caps.items():
            if cap is not None and price > cap:
                raise BudgetExceeded(name, limit=cap, spent=ZERO, reserved=ZERO, asked=price)

    def _check_budget(self, price: Decimal) -> None:
        spent = self._sum("kept", "unconfirmed", "unknown")
        reserved = self._sum("reserved", "open")
        limit = self._caps.budget / self._caps.workers if self._caps.workers else ZERO
        if spent + reserved + price > limit:
            raise BudgetExceeded(
                "--sms-budget",
                limit=self._caps.budget,
                spent=spent,
                reserved=reserved,
                asked=price,
                share=self._share,
            )

    @property
    def _share(self) -> str:
        workers = self._caps.workers
        if workers == 0:
            return ", of which this worker, in the place of one that died, may use nothing"
        return f", of which each of {workers} workers may use an equal part" if workers > 1 else ""

    def _sum(self, *states: str) -> Decimal:
        return sum((p.price for p in self._purchases if p.state in states), ZERO)

    def _count(self, state: str) -> int:
        return sum(p.state == state for p in self._purchases)
