"""What providers' webhooks told of one account: wake-ups, which every process at the ledger sees.

Each function is one step within a transaction of the caller's.
"""

from __future__ import annotations

from typing import Literal

from sqlalchemy import Connection, and_, func, insert, select

from pytest_smsactivate.ledger.schema import leases, notices, now

__all__ = ["Outcome", "count", "enter"]

Outcome = Literal["entered", "replayed", "foreign"]
"""What became of a notice: a new one, one that was there already, one of a number not open."""


def enter(connection: Connection, account: str, activation: str, digest: str) -> Outcome:
    """Enter a notice once; `digest` is its body's SHA-256.

    Only a number that is open can be told of: the lease stays locked meanwhile, so that of
    two equal notices at once one is replayed.
    """
    held = select(leases.c.id).where(
        leases.c.account == account, leases.c.activation == activation, leases.c.state == "open"
    )
    if connection.scalars(held.with_for_update()).first() is None:
        return "foreign"
    known = select(notices.c.digest).where(notices.c.account == account, notices.c.digest == digest)
    if connection.scalar(known) is not None:
        return "replayed"
    row = {"account": account, "digest": digest, "activation": activation}
    connection.execute(insert(notices).values(**row, arrived_at=now()))
    return "entered"


def count(connection: Connection, account: str, activation: str) -> int:
    """How many notices of this number have come: a number that grew is a wake-up."""
    here = and_(notices.c.account == account, notices.c.activation == activation)
    return connection.scalar(select(func.count()).select_from(notices).where(here)) or 0
