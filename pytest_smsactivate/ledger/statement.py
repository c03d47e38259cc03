"""What a run bought and what became of it, summed over its processes."""

from __future__ import annotations

from decimal import Decimal

import msgspec

__all__ = ["ZERO", "Statement"]

ZERO = Decimal(0)


class Statement(msgspec.Struct, frozen=True):
    """What a run bought and what became of it; amounts in the account's currency."""

    bought: int = 0
    refunded: int = 0
    kept: int = 0
    spent: Decimal = ZERO
    open: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    def plus(self, other: Statement) -> Statement:
        return Statement(
            self.bought + other.bought,
            self.refunded + other.refunded,
            self.kept + other.kept,
            self.spent + other.spent,
            self.open + other.open,
            self.unknown + other.unknown,
        )
