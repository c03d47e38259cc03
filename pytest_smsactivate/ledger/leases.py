"""The leases of one account: reserved within the caps, opened, claimed, and ended.

Each function is one step within a transaction of the caller's, so that what belongs
together is committed together.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, and_, bindparam, func, insert, or_, select, update

from pytest_smsactivate.errors import CancelDenied, ProviderError, expected
from pytest_smsactivate.ledger.schema import accounts, ago, leases, now, runs
from pytest_smsactivate.ledger.spending import check, sums
from pytest_smsactivate.models import Activation, Cancellation
from pytest_smsactivate.terms import Caps, Wish

__all__ = [
    "Lease",
    "Unanswered",
    "abandoned",
    "activations",
    "claim",
    "claimants",
    "end",
    "held_by",
    "intended_by",
    "lend",
    "lost",
    "not_released",
    "opened",
    "prolonged",
    "renewed",
    "reserve",
    "unanswered",
    "unclaim",
    "void",
]

__tracebackhide__ = expected

CLAIM = timedelta(minutes=2)
"""How long one net may take to give a number back before another one may try."""

LIFETIME = timedelta(hours=1)
"""No number that is bought for one code lives longer: twenty minutes are usual."""

WINDOW = 30.0
"""Seconds until the next try where the provider denies a release, and does not say how long."""

SHORTEST = 1.0
"""Seconds: a window of no time at all would have it asked without a pause."""

FATES = {True: "released", False: "kept", None: "unconfirmed"}
"""Only a refund that the provider confirms gives the money back."""


# What each purchase executes is built once: to build a statement takes longer.

LOCKED_RUN = select(runs.c.id).where(runs.c.id == bindparam("run")).with_for_update()

INTENDED = insert(leases).values(state="intended", intended_at=now())


class Unanswered(msgspec.Struct, frozen=True):
    """A purchase of which no answer told."""

    id: int
    service: str
    country: str


class Lease(msgspec.Struct, frozen=True):
    """A number that `process` holds, or held; in `wait` seconds it may be given back.

    That is when the window ends, `not_before`, that was told when it was too early last.
    """

    activation: str
    process: str
    wait: float
    not_before: datetime | None = None


def reserve(
    connection: Connection, account: str, run: str, process: str, wish: Wish, caps: Caps
) -> int:
    """Enter the intent to buy, before the request leaves; the id of the lease.

    Raises `BudgetExceeded` where a cap forbids it. What the run has spent and reserved
    is added up with the run locked, so that no two workers pass a cap together. Where
    no price is known, the count alone is capped.
    """
    connection.execute(LOCKED_RUN, {"run": run})
    check(sums(connection, run), wish, caps)
    row = {
        "account": account,
        "run": run,
        "process": process,
        "test": wish.test,
        "service": wish.service,
        "country": wish.country,
        "price": wish.price,
    }
    entered = connection.execute(INTENDED, row)
    (lease,) = entered.inserted_primary_key or (0,)
    return int(lease)


def opened(connection: Connection, lease: int, activation: Activation) -> None:
    """The answer came: what was bought, at the price that it tells, if it tells one.

    A number that is its own name may be sold again: then what held it before is over.
    """
    if activation.id == activation.number:
        account = select(leases.c.account).where(leases.c.id == lease).scalar_subquery()
        before = and_(_open(account, activation.id), leases.c.id != lease)
        _set(connection, before, state=FATES[None], ended_at=now(), claimed_by=None)
    told = {} if activation.price is None else {"price": activation.price}
    _set(
        connection,
        leases.c.id == lease,
        state="open",
        activation=activation.id,
        number=activation.number,
        opened_at=now(),
        expires_at=activation.expires_at,
        failure=None,
        judgement=None,
        **told,
    )


def lend(connection: Connection, account: str, lease: int, numbers: Sequence[str]) -> str | None:
    """The first of one's own numbers that no other lease holds; None where all are lent.

    With the account locked, so that no two leases get one number.
    """
    connection.execute(select(accounts.c.id).where(accounts.c.id == account).with_for_update())
    held = and_(leases.c.account == account, leases.c.state == "open")
    lent = set(connection.scalars(select(leases.c.activation).where(held)))
    number = next((each for each in numbers if each not in lent), None)
    if number is not None:
        opened(connection, lease, Activation(number, number, "", ""))
    return number


def renewed(connection: Connection, account: str, activation: str, process: str, by: int) -> bool:
    """More time was asked for, which may cost; `by` is -1 where that never left.

    Whether the process holds it. When it expires then, nobody knows until `prolonged`.
    """
    count = {"renewals": leases.c.renewals + by, "expires_at": None}
    return bool(_set(connection, _open(account, activation, process), **count))


def prolonged(
    connection: Connection, account: str, activation: str, process: str, expires_at: datetime
) -> None:
    """It expires then."""
    _set(connection, _open(account, activation, process), expires_at=expires_at)


def unanswered(connection: Connection, account: str) -> list[Unanswered]:
    """The purchases of an account without an answer, the oldest first.

    Without those so old that their numbers have run out: what is open now is another's.
    """
    lost = and_(leases.c.account == account, leases.c.state == "unknown")
    found = connection.execute(
        select(leases.c.id, leases.c.service, leases.c.country)
        .where(lost, leases.c.intended_at > ago(LIFETIME))
        .order_by(leases.c.id)
    )
    return [Unanswered(*row) for row in found]


def activations(connection: Connection, account: str, among: Sequence[str]) -> set[str]:
    """Which of these the ledger holds, or held."""
    here = and_(leases.c.account == account, leases.c.activation.in_(among))
    return set(connection.scalars(select(leases.c.activation).where(here)))


def void(connection: Connection, lease: int) -> None:
    """Nothing was bought; one of which more is known already stays what it is."""
    _set(connection, _intended(lease), state="void", ended_at=now())


def lost(connection: Connection, lease: int, failure: str) -> None:
    """No usable answer came, and perhaps it was bought; what is known already stays so."""
    _set(connection, _intended(lease), state="unknown", failure=failure)


def abandoned(connection: Connection, process: str) -> None:
    """Its intents, of which no answer can come any more."""
    mine = and_(leases.c.process == process, leases.c.state == "intended")
    _set(connection, mine, state="unknown", failure="died while it bought")


def end(
    connection: Connection,
    account: str,
    activation: str,
    cancellation: Cancellation,
    process: str | None = None,
) -> None:
    """It is given back; the first word of the refund counts. Only that of `process`, if named."""
    _set(
        connection,
        _open(account, activation, process),
        state=FATES[cancellation.refunded],
        ended_at=now(),
        claimed_by=None,
        failure=None,
    )


def claim(
    connection: Connection, account: str, activation: str, by: str, process: str | None = None
) -> bool:
    """Whether it is `by` who gives it back now: of several nets, one does.

    An activation that the ledger does not hold is anybody's; one that another than `process`
    holds, where that is named, is not.
    """
    free = or_(
        leases.c.claimed_by.is_(None), leases.c.claimed_by == by, leases.c.claimed_at < ago(CLAIM)
    )
    held = and_(_open(account, activation, process), free)
    if _set(connection, held, claimed_by=by, claimed_at=now()):
        return True
    known = and_(leases.c.account == account, leases.c.activation == activation)
    return connection.scalar(select(leases.c.id).where(known).limit(1)) is None


def claimants(connection: Connection, account: str) -> list[str]:
    """Who is giving back something just now, or died over it."""
    here = and_(leases.c.account == account, leases.c.state == "open")
    found = select(leases.c.claimed_by).where(here, leases.c.claimed_by.is_not(None)).distinct()
    return list(connection.scalars(found))


def unclaim(connection: Connection, account: str, claimant: str) -> None:
    """What it claimed is free again."""
    here = and_(leases.c.account == account, leases.c.claimed_by == claimant)
    _set(connection, here, claimed_by=None)


def not_released(
    connection: Connection,
    account: str,
    activation: str,
    failure: ProviderError,
    process: str | None = None,
) -> None:
    """It could not be given back, and is left to the nets.

    Where the provider denies it for now, none of them tries before its window has passed.
    """
    values: dict[str, object] = {"claimed_by": None, "failure": failure.what, "not_before": None}
    if isinstance(failure, CancelDenied):
        told = WINDOW if failure.retry_after is None else failure.retry_after
        values["not_before"] = ago(timedelta(seconds=-max(told, SHORTEST)))
    _set(connection, _open(account, activation, process), **values)


def intended_by(connection: Connection, process: str) -> list[int]:
    """The purchases of a process of which nobody knows yet what comes of them."""
    mine = and_(leases.c.process == process, leases.c.state == "intended")
    return list(connection.scalars(select(leases.c.id).where(mine)))


def held_by(connection: Connection, processes_: Sequence[str]) -> list[Lease]:
    """What these processes hold, in the order in which it may be given back."""
    found = connection.execute(
        select(leases.c.activation, leases.c.process, leases.c.not_before, now().label("now"))
        .where(leases.c.process.in_(processes_), leases.c.state == "open")
        .order_by(func.coalesce(leases.c.not_before, leases.c.opened_at), leases.c.id)
    )
    return [_lease(*row) for row in found]


def _lease(activation: str, process: str, not_before: datetime | None, moment: datetime) -> Lease:
    if not_before is None:
        return Lease(activation, process, 0.0)
    wait = max((not_before - moment).total_seconds(), 0.0)
    return Lease(activation, process, wait, not_before)


def _intended(lease: int) -> Any:
    return and_(leases.c.id == lease, leases.c.state == "intended")


def _open(account: Any, activation: str, process: str | None = None) -> Any:
    held = and_(
        leases.c.account == account, leases.c.activation == activation, leases.c.state == "open"
    )
    return held if process is None else and_(held, leases.c.process == process)


def _set(connection: Connection, where: Any, **values: object) -> int:
    """How many leases were changed."""
    return connection.execute(update(leases).where(where).values(**values)).rowcount
