"""What is in the ledger, of all accounts: for whoever wants to read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, func, or_, select

from pytest_smsactivate.ledger.alive import lives
from pytest_smsactivate.ledger.runs import CASHIER, MEMORY, SILENCE, is_gone
from pytest_smsactivate.ledger.schema import accounts, ago, leases, now, processes, runs
from pytest_smsactivate.ledger.spending import NOT_BOUGHT, RESERVED, SPENT
from pytest_smsactivate.models import Balance, masked
from pytest_smsactivate.statement import ZERO

__all__ = ["Entry", "Owner", "Total", "entries", "last_balance", "totals"]

UNSETTLED = ("intended", "open", "unknown")


class Owner(msgspec.Struct, frozen=True):
    """The process that holds a lease, or did; `alive` while it is there.

    `watchdog` tells that it has ended or died, and its watchdog is still at what it left.
    """

    run: str
    project: str
    host: str
    pid: int
    alive: bool
    watchdog: bool = False


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One lease. `state` is as in `schema`, `price` in the account's currency.

    `since` is when it was bought, or meant to be; `held_for` are the seconds from then
    until now or its end, by the ledger's clock. `activation` and `number` (masked) are
    None where no answer told them. `failure` tells what went wrong, `judgement` what
    the balance says.
    """

    lease: int
    account: str
    state: str
    activation: str | None
    number: str | None
    service: str
    country: str
    price: Decimal | None
    test: str
    since: datetime
    held_for: float
    not_before: datetime | None
    expires_at: datetime | None
    ended_at: datetime | None
    failure: str | None
    judgement: str | None
    owner: Owner

    @property
    def orphaned(self) -> bool:
        """Whether nobody is there any more who would give it back."""
        return self.state in RESERVED and not (self.owner.alive or self.owner.watchdog)

    @property
    def watched(self) -> bool:
        """Whether its run has ended, and its watchdog is still at it."""
        return self.state in RESERVED and self.owner.watchdog

    @property
    def held(self) -> bool:
        """Whether a run is there that has it, or is just buying it."""
        return self.state in RESERVED and self.owner.alive

    @property
    def needs_attention(self) -> bool:
        return self.state == "unknown" or self.orphaned or self.watched

    @property
    def why(self) -> str:
        return " ".join(filter(None, [self.failure, self.judgement]))

    def __str__(self) -> str:
        """As `act_9x2k1p, +791•••••567 (telegram/ru, 0.07)`."""
        name = ", ".join(filter(None, [self.activation, self.number])) or "an unknown number"
        cost = "" if self.price is None else f", {self.price}"
        return f"{name} ({self.service}/{self.country}{cost})"


class Total(msgspec.Struct, frozen=True, kw_only=True):
    """One account: its balance when it was last read, and the sums of the last 30 days.

    Amounts are in its currency. `spent` counts what may have been bought, until the
    balance tells otherwise; `refunded` is what came back.
    """

    account: str
    provider: str
    base_url: str
    balance: Decimal | None
    currency: str | None
    bought: int = 0
    held: Decimal = ZERO
    spent: Decimal = ZERO
    refunded: Decimal = ZERO


def entries(
    connection: Connection, alive: Path, *, settled: bool = False, also: Sequence[int] = ()
) -> list[Entry]:
    """The leases of all accounts that are not settled, the oldest first.

    With `settled`, those of the last 30 days that are, too; `also` names some by their
    ids. `alive` is the folder with the signs of life of this machine's processes.
    """
    wanted = _recent() if settled else leases.c.state.in_(UNSETTLED)
    stale = (processes.c.heartbeat_at < ago(SILENCE)).label("stale")
    owner = (
        processes.c.host,
        processes.c.pid,
        processes.c.ended_at.label("process_ended_at"),
        runs.c.project,
    )
    found = connection.execute(
        select(leases, *owner, stale, now().label("now"))
        .join_from(leases, processes, leases.c.process == processes.c.id)
        .join(runs, leases.c.run == runs.c.id)
        .where(or_(wanted, leases.c.id.in_(also)))
        .order_by(leases.c.id)
    ).all()
    there = _there(found, alive)
    return [_entry(row, there) for row in found]


def totals(connection: Connection) -> list[Total]:
    """One for each account of which there is a lease."""
    sums: dict[str, dict[str, tuple[int, Decimal]]] = {}
    grouped = select(leases.c.account, leases.c.state, func.count(), func.sum(leases.c.price))
    by_state = grouped.where(_recent()).group_by(leases.c.account, leases.c.state)
    for account, state, count, price in connection.execute(by_state):
        sums.setdefault(account, {})[state] = (count, price or ZERO)
    known = connection.execute(select(accounts).where(accounts.c.id.in_(sums)))
    return [_total(row, sums[row.id]) for row in known.all()]


def last_balance(connection: Connection, account: str) -> Balance | None:
    """As it was last read while nothing was on its way."""
    wanted = select(accounts.c.balance, accounts.c.currency).where(accounts.c.id == account)
    row = connection.execute(wanted).one_or_none()
    return None if row is None or row.balance is None else Balance(row.balance, row.currency)


def _recent() -> ColumnElement[bool]:
    return or_(leases.c.state.in_(UNSETTLED), leases.c.ended_at >= ago(MEMORY))


def _there(found: Any, alive: Path) -> Mapping[str, tuple[bool, bool]]:
    """Whether each process that appears is there, and whether its watchdog is without it.

    Each is asked once; one whose leases are settled is not asked.
    """
    asked = {row.process: row for row in found if row.state in UNSETTLED}
    return {process: _is_there(row, alive) for process, row in asked.items()}


def _is_there(row: Row[Any], alive: Path) -> tuple[bool, bool]:
    if is_gone(row.process, row.process_ended_at, row.stale, alive):
        return False, False
    watched = not lives(alive, row.process) and lives(alive, row.process + CASHIER) is True
    return not watched, watched


def _entry(row: Row[Any], there: Mapping[str, tuple[bool, bool]]) -> Entry:
    since = row.opened_at or row.intended_at
    alive, watchdog = there.get(row.process, (False, False))
    return Entry(
        lease=row.id,
        account=row.account,
        state=row.state,
        activation=row.activation,
        number=masked(row.number) if row.number else None,
        service=row.service,
        country=row.country,
        price=row.price,
        test=row.test,
        since=since,
        held_for=max(((row.ended_at or row.now) - since).total_seconds(), 0.0),
        not_before=row.not_before,
        expires_at=row.expires_at,
        ended_at=row.ended_at,
        failure=row.failure,
        judgement=row.judgement,
        owner=Owner(row.run, row.project, row.host, row.pid, alive, watchdog),
    )


def _total(row: Row[Any], sums: Mapping[str, tuple[int, Decimal]]) -> Total:
    def of(*states: str) -> Decimal:
        return sum((sums[state][1] for state in states if state in sums), ZERO)

    return Total(
        account=row.id,
        provider=row.provider,
        base_url=row.base_url,
        balance=row.balance,
        currency=row.currency,
        bought=sum(count for state, (count, _) in sums.items() if state not in NOT_BOUGHT),
        held=of(*RESERVED),
        spent=of(*SPENT),
        refunded=of("released"),
    )
