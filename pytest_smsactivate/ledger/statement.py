"""What a run bought and what became of it, summed over its processes."""

from __future__ import annotations

from decimal import Decimal

import msgspec

__all__ = ["ZERO", "Statement"]

ZERO = Decimal(0)


class Statement(msgspec.Struct, frozen=True):
    """What a run bought and what became of it; amounts in the account's currency.

    `kept` numbers are paid for; `unconfirmed` ones are given back without a word of
    the refund, and count as spent. `silent` are worker processes that ended without
    their last word, `written` the paths of cassettes.
    """

    bought: int = 0
    refunded: int = 0
    kept: int = 0
    unconfirmed: int = 0
    spent: Decimal = ZERO
    open: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    written: tuple[str, ...] = ()

    def plus(self, other: Statement) -> Statement:
        return Statement(
            bought=self.bought + other.bought,
            refunded=self.refunded + other.refunded,
            kept=self.kept + other.kept,
            unconfirmed=self.unconfirmed + other.unconfirmed,
            spent=self.spent + other.spent,
            open=self.open + other.open,
            unknown=self.unknown + other.unknown,
            silent=self.silent + other.silent,
            written=self.written + other.written,
        )
