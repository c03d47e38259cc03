"""What --json prints: one document a command; amounts are strings, times ISO 8601 in UTC."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from pytest_smsactivate.ledger.listing import Entry, Total

__all__ = ["BalanceDocument", "LeasesDocument", "OfferDocument", "ReapDocument", "document"]


class BalanceDocument(msgspec.Struct, frozen=True):
    """`account` is a fingerprint of the key, as in the ledger."""

    amount: Decimal
    currency: str
    provider: str
    base_url: str
    account: str


class OfferDocument(msgspec.Struct, frozen=True):
    """No `price` where there is no number, no `currency` where no balance was read yet."""

    service: str
    country: str
    price: Decimal | None
    currency: str | None
    available: int


class LeasesDocument(msgspec.Struct, frozen=True):
    """`attention` has the ids of the leases that somebody must see to, or look at again.

    `ledger` is where it is, without a password; `exists` tells whether there is one.
    """

    ledger: str
    exists: bool
    attention: Sequence[int] = ()
    leases: Sequence[Entry] = ()
    accounts: Sequence[Total] = ()


class ReapDocument(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an account's leases.

    `released` were open, `judged` unknown until the balance told that there is nothing
    to give back, `left` need attention still or are left to their watchdogs, `held` have an
    owner that is alive, and `others` belong to other keys. `unexplained` is how much more or
    less the `balance` is than the ledger says; both are None where that could not be found
    out, or where the API `tells_balance` not. `earlier` is how much it had differed at readings
    before of which nobody was told.
    """

    ledger: str
    exists: bool
    account: str
    dry_run: bool
    tells_balance: bool = True
    stopped: bool = False
    released: Sequence[Entry] = ()
    judged: Sequence[Entry] = ()
    left: Sequence[Entry] = ()
    held: Sequence[Entry] = ()
    others: Sequence[Entry] = ()
    balance: Decimal | None = None
    currency: str | None = None
    unexplained: Decimal | None = None
    earlier: Decimal = Decimal(0)


def document(content: msgspec.Struct) -> str:
    return msgspec.json.encode(content).decode()
