"""What a run and the ledger agree on: who it is, what it may spend, what it wants."""

from __future__ import annotations

from decimal import Decimal

import msgspec

__all__ = ["Caps", "Who", "Wish"]


class Who(msgspec.Struct, frozen=True):
    """One pytest process: the run it belongs to, its own name and pid, the folder it tests.

    `joins` tells that another process has begun the run. That is the `controller` of a
    worker of pytest-xdist, without which the run is over.
    """

    run: str
    process: str
    pid: int
    project: str
    joins: bool = False
    controller: str | None = None


class Caps(msgspec.Struct, frozen=True):
    """What one run may spend: `budget` and `max_price` in the account's currency."""

    budget: Decimal
    max_numbers: int
    max_price: Decimal | None = None


class Wish(msgspec.Struct, frozen=True):
    """What a test wants to buy; `max_price` is its marker's, `price` None where none is told."""

    test: str
    service: str
    country: str
    price: Decimal | None
    max_price: Decimal | None = None
