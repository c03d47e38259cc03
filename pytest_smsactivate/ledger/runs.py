"""Who holds leases: runs and their processes, and which of them are gone."""

from __future__ import annotations

import platform
from datetime import timedelta
from pathlib import Path

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    case,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from pytest_smsactivate.errors import LedgerError
from pytest_smsactivate.ledger.account import Account
from pytest_smsactivate.ledger.alive import lives
from pytest_smsactivate.ledger.schema import accounts, ago, leases, notices, now, processes, runs
from pytest_smsactivate.ledger.visit import enter
from pytest_smsactivate.statement import ZERO
from pytest_smsactivate.terms import Who

__all__ = [
    "CASHIER",
    "beat",
    "begin",
    "cleaning_up",
    "currency",
    "gone",
    "has_died",
    "is_gone",
    "join",
    "leave",
    "prune",
]

SILENCE = timedelta(minutes=5)
"""Without a heartbeat for so long, a process of another machine counts as dead."""

MEMORY = timedelta(days=30)
"""How long leases that are settled are kept."""

CASHIER = ".cashier"
"""What the name of the cashier's own sign of life ends with."""

ALONE = 0x736D7362


def begin(connection: Connection, account: Account, who: Who, place: str) -> None:
    """Enter the account and the run, where they are not yet, and the process."""
    _alone(connection)
    enter(connection, account)
    run = connection.execute(select(runs).where(runs.c.id == who.run)).one_or_none()
    if run is None and who.joins:
        raise LedgerError(
            place,
            "does not know the run that this worker belongs to",
            cure="Let all machines of a run share one: --sms-ledger postgresql://...",
        )
    if run is not None and run.account != account.id:
        raise LedgerError(
            place,
            f"knows the run {who.run} for another key or provider",
            cure="Give each account a run of its own: SMSACTIVATE_RUN.",
        )
    if run is None:
        row = {"id": who.run, "account": account.id, "project": who.project}
        connection.execute(insert(runs).values(**row, started_at=now()))
    join(connection, who)


def join(connection: Connection, who: Who) -> None:
    """Enter the process; one whose cashier died, or left, may be there already."""
    back = update(processes).where(processes.c.id == who.process)
    known = connection.execute(back.values(ended_at=None, heartbeat_at=now())).rowcount
    if not known:
        row = {"id": who.process, "run": who.run, "host": platform.node(), "pid": who.pid}
        connection.execute(insert(processes).values(**row, started_at=now(), heartbeat_at=now()))


def beat(connection: Connection, process: str) -> None:
    connection.execute(
        update(processes).where(processes.c.id == process).values(heartbeat_at=now())
    )


def leave(connection: Connection, process: str) -> None:
    """It ended in order; what it left open belongs to the nets."""
    connection.execute(
        update(processes)
        .where(processes.c.id == process, processes.c.ended_at.is_(None))
        .values(ended_at=now())
    )


def gone(connection: Connection, account: str, alive: Path, *, asks: str) -> list[str]:
    """The processes that are not there any more, and hold leases of this account.

    One that is alive by its sign, or by that of its cashier, is never among them;
    where there is no sign, it is the heartbeat that tells. Nor is `asks`, whose cashier
    this is: see `alive.lives`.
    """
    stale = (processes.c.heartbeat_at < ago(SILENCE)).label("stale")
    found = connection.execute(
        select(processes.c.id, processes.c.ended_at, stale).where(
            _holds(leases.c.account == account), processes.c.id != asks
        )
    ).all()
    return [row.id for row in found if is_gone(row.id, row.ended_at, row.stale, alive)]


def cleaning_up(connection: Connection, run: str, alive: Path, *, asks: str) -> list[str]:
    """The other processes of the run that ended or died, while their cashiers give back."""
    others = and_(_holds(leases.c.run == run), processes.c.id != asks)
    found = connection.scalars(select(processes.c.id).where(others))
    return [each for each in found if not lives(alive, each) and lives(alive, each + CASHIER)]


def currency(connection: Connection, account: str) -> str | None:
    """Of the balance, where it has been read."""
    found: str | None = connection.scalar(
        select(accounts.c.currency).where(accounts.c.id == account)
    )
    return found


def _holds(whose: ColumnElement[bool]) -> ColumnElement[bool]:
    """A process that has numbers, or may be about to have some."""
    unsettled = leases.c.state.in_(("intended", "open"))
    return exists().where(leases.c.process == processes.c.id, unsettled, whose)


def is_gone(process: str, ended_at: object, stale: bool, alive: Path) -> bool:
    """By the signs of life of the process and its cashier; without any, by what was entered."""
    sign = _sign(process, alive)
    return not sign and (ended_at is not None or sign is False or bool(stale))


def has_died(process: str, alive: Path) -> bool:
    """Its sign of life is none any more, and neither is that of its cashier."""
    return _sign(process, alive) is False


def _sign(process: str, alive: Path) -> bool | None:
    """Of the process, or of its cashier."""
    own = lives(alive, process)
    if own:
        return True
    cashiers = lives(alive, process + CASHIER)
    return own if cashiers is None else cashiers


def prune(connection: Connection) -> None:
    """Forget what has long been settled, and runs and processes without a lease.

    After so long, a number given back without a word of the refund counts as paid for. A lease
    is kept until the balance that was read last has its part of it, or the next one would lack
    what nobody remembers; a notice as long as its number is open, so that it is never taken for
    new.
    """
    before = ago(MEMORY)
    settled = leases.c.state.in_(("released", "kept", "void", "unconfirmed"))
    connection.execute(delete(leases).where(settled, leases.c.ended_at < before, _booked()))
    open_still = exists().where(
        leases.c.account == notices.c.account,
        leases.c.activation == notices.c.activation,
        leases.c.state == "open",
    )
    connection.execute(delete(notices).where(notices.c.arrived_at < before, ~open_still))
    for table, column in ((processes, leases.c.process), (runs, processes.c.run)):
        needed = exists().where(column == table.c.id)
        connection.execute(delete(table).where(table.c.started_at < before, ~needed))


def _booked() -> ColumnElement[bool]:
    """The account's balance has its part of the lease, or was never read."""
    spent = leases.c.state.in_(("kept", "unconfirmed"))
    part = case((spent, func.coalesce(leases.c.price, 0)), else_=0)
    never_read = exists().where(accounts.c.id == leases.c.account, accounts.c.balance.is_(None))
    return or_(leases.c.entered + part == ZERO, never_read)


def _alone(connection: Connection) -> None:
    """Two machines may not enter one run at once; SQLite's transactions are alone in any case."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ALONE})")
