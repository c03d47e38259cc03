"""What a run has spent and reserved, and what the caps allow."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, func, select

from pytest_smsactivate.errors import BudgetExceeded, expected
from pytest_smsactivate.ledger.schema import leases
from pytest_smsactivate.models import masked
from pytest_smsactivate.statement import ZERO, Statement, Unsettled
from pytest_smsactivate.terms import Caps, Wish

__all__ = [
    "NOT_BOUGHT",
    "RESERVED",
    "SPENT",
    "check",
    "statement",
    "sums",
    "unsettled_leases",
]

__tracebackhide__ = expected

NOT_BOUGHT = ("intended", "void", "unknown")

SPENT = ("kept", "unconfirmed", "unknown")
"""What counts as spent: what may have been bought does, until the balance tells otherwise."""

RESERVED = ("intended", "open")

# Built once: each purchase executes it, and to build it takes longer.

SUMS = (
    select(leases.c.state, func.count(), func.sum(leases.c.price))
    .where(leases.c.run == bindparam("run"))
    .group_by(leases.c.state)
)

Sums = list[tuple[str, int, Decimal]]


def statement(connection: Connection, run: str) -> Statement:
    """What all processes of a run bought so far."""
    counts = {state: (count, price) for state, count, price in sums(connection, run)}
    bought = sum(count for state, (count, _) in counts.items() if state not in NOT_BOUGHT)
    judged = and_(leases.c.run == run, leases.c.state == "void", leases.c.judgement.is_not(None))
    disproved = connection.scalar(select(func.count(leases.c.id)).where(judged)) or 0
    renewals = select(func.sum(leases.c.renewals)).where(leases.c.run == run)
    unsettled = [_unsettled(row) for row in connection.execute(unsettled_leases(run=run))]
    return Statement(
        bought=bought,
        refunded=counts.get("released", (0, ZERO))[0],
        kept=counts.get("kept", (0, ZERO))[0],
        unconfirmed=counts.get("unconfirmed", (0, ZERO))[0],
        spent=sum((counts[state][1] for state in SPENT if state in counts), ZERO),
        open=tuple(each for each in unsettled if each.state == "open"),
        unknown=tuple(each for each in unsettled if each.state != "open"),
        disproved=disproved,
        renewals=int(connection.scalar(renewals) or 0),
    )


def unsettled_leases(*, run: str | None = None, account: str | None = None) -> Select[Any]:
    """What is held or unknown, the oldest first; of a run, of an account, or all there is."""
    wanted = select(leases).where(leases.c.state.in_(("intended", "open", "unknown")))
    if run is not None:
        wanted = wanted.where(leases.c.run == run)
    if account is not None:
        wanted = wanted.where(leases.c.account == account)
    return wanted.order_by(leases.c.id)


def _unsettled(row: Row[Any]) -> Unsettled:
    return Unsettled(
        activation=row.activation,
        number=None if row.number is None else masked(row.number),
        service=row.service,
        country=row.country,
        price=row.price,
        state=row.state,
        test=row.test,
        why=" ".join(filter(None, [row.failure, row.judgement])),
    )


def sums(connection: Connection, run: str) -> Sums:
    """How many leases of the run are in each state, and what they cost."""
    found = connection.execute(SUMS, {"run": run})
    return [(state, count, price or ZERO) for state, count, price in found]


def check(sums: Sums, wish: Wish, caps: Caps) -> None:
    used = {state: count for state, count, _ in sums if state != "void"}
    reserved = sum(used.get(state, 0) for state in RESERVED)
    if sum(used.values()) + 1 > caps.max_numbers:
        raise BudgetExceeded(
            "--sms-max-numbers",
            limit=caps.max_numbers,
            spent=sum(used.values()) - reserved,
            reserved=reserved,
            asked=1,
        )
    price = wish.price
    if price is None:
        return
    spent, held = (
        sum((price for state, _, price in sums if state in states), ZERO)
        for states in (SPENT, RESERVED)
    )
    each = {"the sms marker's max_price": wish.max_price, "--sms-max-price": caps.max_price}
    for name, cap in each.items():
        if cap is not None and price > cap:
            raise BudgetExceeded(name, limit=cap, spent=spent, reserved=held, asked=price)
    if spent + held + price > caps.budget:
        raise BudgetExceeded(
            "--sms-budget", limit=caps.budget, spent=spent, reserved=held, asked=price
        )
