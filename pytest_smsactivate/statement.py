"""What a run bought and what became of it."""

from __future__ import annotations

from decimal import Decimal

import msgspec

__all__ = ["ZERO", "Statement", "Unsettled"]

ZERO = Decimal("0.00")


class Unsettled(msgspec.Struct, frozen=True):
    """A number that is not given back, or a purchase of which nobody knows.

    `activation` and `number` (masked) are None where no answer told them; `state` is
    `open`, `unknown` or `intended`; `why` tells what failed, or what the balance says.
    """

    activation: str | None
    number: str | None
    service: str
    country: str
    price: Decimal | None
    state: str
    test: str
    why: str = ""

    def __str__(self) -> str:
        """As `act_9x2k1p, +791•••••567 (telegram/ru, 0.07)`."""
        name = ", ".join(filter(None, [self.activation, self.number])) or "an unknown number"
        cost = "" if self.price is None else f", {self.price}"
        return f"{name} ({self.service}/{self.country}{cost})"


class Statement(msgspec.Struct, frozen=True):
    """What a run bought and what became of it; amounts in the account's currency.

    `kept` numbers are paid for; `unconfirmed` ones are given back without a word of
    the refund, and count as spent, as `unknown` purchases do until the balance shows
    that there was none, which it did of `disproved` ones. `unexplained` is how much more
    or less the balance is than the ledger says, None where that could not be found out, and
    `earlier` how much it had differed at readings before of which nobody was told;
    `inherited` counts what was released of runs that had died, `renewals` how often more time
    was asked for, at a price that no API tells.
    """

    bought: int = 0
    refunded: int = 0
    kept: int = 0
    unconfirmed: int = 0
    spent: Decimal = ZERO
    open: tuple[Unsettled, ...] = ()
    unknown: tuple[Unsettled, ...] = ()
    disproved: int = 0
    renewals: int = 0
    inherited: int = 0
    unexplained: Decimal | None = None
    earlier: Decimal = ZERO
    currency: str | None = None
