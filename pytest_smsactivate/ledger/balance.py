"""What the balance says of purchases and refunds that no answer told of.

An account's balance is read while nothing is on its way. What lies between two
readings is then the sum of all that was bought and given back between them; what is
missing or left over belongs to the uncertain leases, or to nobody in this ledger.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import msgspec
from sqlalchemy import Connection, and_, case, func, or_, select, update

from pytest_smsactivate.ledger.leases import CLAIM
from pytest_smsactivate.ledger.schema import accounts, ago, leases, now
from pytest_smsactivate.models import Balance
from pytest_smsactivate.statement import ZERO

__all__ = [
    "Movement",
    "heard",
    "judge",
    "judge_by",
    "missing",
    "quiet",
    "remember",
    "untold",
    "ways",
    "write_off",
]

UNCERTAIN = ("unknown", "unconfirmed", "doubtful")

MOST = 10_000
"""So many different sums of uncertain leases are tried; more would take too long."""

BOUGHT = "By the balance it was bought, and is not refunded so far."
NOT_BOUGHT = "By the balance it was not bought, or is refunded."
REFUNDED = "By the balance it is refunded."
KEPT = "By the balance it is paid for."
WRITTEN_OFF = "No answer told of it, and no balance does: it counts as paid for."
CANNOT_TELL = "The balance cannot tell."

FOR_GOOD = timedelta(days=1)
"""After so long a purchase without an answer is not refunded any more, and counts as paid for."""


class Movement(msgspec.Struct, frozen=True):
    """One lease as the balance sees it: what it costs, and what was `entered` already.

    `entered` is 0, or minus the price when the last reading had the purchase in it. An
    open one is `doubtful` when it has expired, or somebody tried to give it back: it may
    be refunded already. An `old` one waits no longer for a refund.
    """

    lease: int
    state: str
    price: Decimal
    entered: Decimal
    judgement: str | None
    old: bool = False


class Verdict(msgspec.Struct, frozen=True):
    """What a reading tells: the leases whose price is `gone`, None where it cannot tell them.

    `difference` is what nothing accounts for, None where there is nothing to compare with.
    """

    movements: Sequence[Movement]
    gone: set[int] | None = None
    difference: Decimal | None = None


def quiet(connection: Connection, account: str) -> tuple[int, int] | None:
    """A mark that changes with the account's leases; None while something is on its way.

    On its way are intents, and numbers that somebody is just giving back.
    """
    moving = or_(
        leases.c.state == "intended",
        and_(
            leases.c.state == "open",
            leases.c.claimed_by.is_not(None),
            leases.c.claimed_at > ago(CLAIM),
        ),
    )
    entered, ended, on_its_way = connection.execute(
        select(
            func.count(leases.c.id),
            func.count(leases.c.ended_at),
            func.count(case((moving, leases.c.id))),
        ).where(leases.c.account == account)
    ).one()
    return None if on_its_way else (entered, ended)


def missing(connection: Connection, account: str, balance: Balance) -> Decimal:
    """How much less there is than if no uncertain lease had cost anything.

    By a balance that was read in quiet, and not for the first time. Nothing is entered.
    """
    before = connection.scalar(select(accounts.c.balance).where(accounts.c.id == account))
    assert before is not None, "there is a reading before"
    return _expected(before, _movements(connection, account)) - balance.amount


def judge_by(connection: Connection, account: str, balance: Balance) -> Decimal | None:
    """Enter a balance that was read in quiet; how much it differs from what was expected.

    None at the first reading, which nothing can be compared with, and where the difference
    could be that of a number still open as well as of another. Uncertain leases are judged
    where exactly they account for the difference; where they do not, they stay what they
    are, and count as spent. Where the sum fits several, those that were found bought before
    are named first, then purchases whose number nobody knows, then numbers that somebody tried
    to give back.

    Where there is more than if none of them had cost anything, it may be the price of open ones
    that were given back elsewhere, as in the dashboard, or by one who died before it could be
    entered. They are judged so, and the difference is told all the same; which of several of one
    price it was, shows when they end.
    """
    here = accounts.c.id == account
    before = connection.scalar(select(accounts.c.balance).where(here).with_for_update())
    movements = _movements(connection, account)
    verdict = Verdict(movements) if before is None else _verdict(movements, before, balance.amount)
    if verdict is None:
        return None  # soon more will be known of what is open; nothing is entered until then
    for movement in verdict.movements:
        if movement.state in UNCERTAIN:
            gone = None if verdict.gone is None else movement.lease in verdict.gone
            _sentence(connection, movement, gone)
        else:
            _enter(connection, movement.lease, _effect(movement))
    entered = {"balance": balance.amount, "currency": balance.currency}
    connection.execute(update(accounts).where(here).values(**entered))
    return verdict.difference


def _verdict(movements: Sequence[Movement], before: Decimal, amount: Decimal) -> Verdict | None:
    """None where the difference may be that of a doubtful number as well as of another."""
    expected = _expected(before, movements)
    prices = [(each.lease, each.price) for each in movements if each.state in UNCERTAIN]
    doubtful = any(each.state == "doubtful" for each in movements)
    if doubtful and ways(prices, expected - amount) > 1:
        return None
    verdict = _compared(movements, before, amount)
    if amount <= expected:
        return verdict
    doubting = _compared([_doubted(each) for each in movements], before, amount)
    if doubting.gone is None:
        return verdict
    return msgspec.structs.replace(doubting, difference=verdict.difference)


def _compared(movements: Sequence[Movement], before: Decimal, amount: Decimal) -> Verdict:
    unsure = sorted((each for each in movements if each.state in UNCERTAIN), key=_rank)
    prices = [(each.lease, each.price) for each in unsure]
    expected = _expected(before, movements)
    gone = judge(prices, expected - amount)
    if gone is not None:
        return Verdict(movements, gone, ZERO)
    spent = sum((price for _, price in prices), ZERO)
    return Verdict(movements, None, amount - expected + spent)


def _doubted(movement: Movement) -> Movement:
    if movement.state != "open":
        return movement
    return msgspec.structs.replace(movement, state="doubtful")


def remember(connection: Connection, account: str, difference: Decimal) -> None:
    """By so much the balance differed at a reading; it is untold until somebody has heard of it."""
    sum_ = func.coalesce(accounts.c.untold, 0) + difference
    connection.execute(update(accounts).where(accounts.c.id == account).values(untold=sum_))


def heard(connection: Connection, account: str, told: Decimal) -> None:
    """Somebody was told that it is so much in all. Before, whoever was to hear it might have died.

    Where it is not any more, others were told or more was found: rather told twice than never.
    """
    here = and_(accounts.c.id == account, accounts.c.untold == told)
    connection.execute(update(accounts).where(here).values(untold=None))


def untold(connection: Connection, account: str) -> Decimal:
    """How much the balance differed at readings that nobody heard of so far."""
    found: Decimal | None = connection.scalar(
        select(accounts.c.untold).where(accounts.c.id == account)
    )
    return found or ZERO


def judge(prices: Sequence[tuple[int, Decimal]], missing: Decimal) -> set[int] | None:
    """Which of these add up to what is missing; None where none do.

    Of several answers that are equal to the cent, the leases that come first are named.
    None, too, where more than `MOST` sums would have to be tried.
    """
    sums: dict[Decimal, set[int]] = {ZERO: set()}
    for lease, price in prices:
        for total, leases_ in list(sums.items()):
            sums.setdefault(total + price, leases_ | {lease})
        if len(sums) > MOST:
            return None
    return sums.get(missing)


def ways(prices: Sequence[tuple[int, Decimal]], missing: Decimal) -> int:
    """In how many ways some of these add up to what is missing."""
    sums = {ZERO: 1}
    for _, price in prices:
        for total, count in list(sums.items()):
            sums[total + price] = sums.get(total + price, 0) + count
        if len(sums) > MOST:
            return 0
    return sums.get(missing, 0)


def write_off(connection: Connection, account: str) -> None:
    """Where no balance tells of them, old purchases without an answer count as paid for."""
    old = and_(
        leases.c.account == account,
        leases.c.state == "unknown",
        leases.c.intended_at < ago(FOR_GOOD),
    )
    settled = {"state": "kept", "judgement": WRITTEN_OFF, "ended_at": now()}
    connection.execute(update(leases).where(old).values(**settled))


def _movements(connection: Connection, account: str) -> list[Movement]:
    """The leases whose part in the balance may have changed since the last reading."""
    effect = or_(
        leases.c.state.in_(UNCERTAIN),
        leases.c.state == "open",
        and_(leases.c.state == "kept", leases.c.entered != -leases.c.price),
        and_(leases.c.state.in_(("released", "void")), leases.c.entered != ZERO),
    )
    tried = or_(leases.c.claimed_at.is_not(None), leases.c.failure.is_not(None))
    perhaps_over = or_(leases.c.expires_at < now(), tried)
    doubtful = and_(leases.c.state == "open", perhaps_over)
    state = case((doubtful, "doubtful"), else_=leases.c.state).label("state")
    old = (leases.c.intended_at < ago(FOR_GOOD)).label("old")
    found = connection.execute(
        select(leases.c.id, state, leases.c.price, leases.c.entered, leases.c.judgement, old)
        .where(leases.c.account == account, effect, leases.c.price.is_not(None))
        .order_by(leases.c.id)
    )
    return [Movement(*row) for row in found]


def _rank(movement: Movement) -> tuple[bool, bool]:
    """What is rather taken for bought comes first: a verdict stays, and what nobody knows is told.

    It may so be reported once too often.
    """
    return movement.judgement != BOUGHT, movement.state != "unknown"


def _expected(before: Decimal, movements: Sequence[Movement]) -> Decimal:
    """The balance, had no uncertain lease cost anything."""
    effects = (ZERO if each.state in UNCERTAIN else _effect(each) for each in movements)
    return before + sum(effects, ZERO) - sum((each.entered for each in movements), ZERO)


def _effect(movement: Movement) -> Decimal:
    return -movement.price if movement.state in ("open", "kept") else ZERO


def _sentence(connection: Connection, movement: Movement, gone: bool | None) -> None:
    """Say what became of it; `gone` tells whether its price is missing, None that nobody knows.

    One that the balance could not tell of was taken for bought: that it looks so from then
    on proves nothing. One that was found bought stays so where it cannot tell.
    """
    unknown = movement.state == "unknown"
    if movement.state == "doubtful":
        _enter(connection, movement.lease, ZERO if gone is False else -movement.price)
    elif gone is None:
        judgement = movement.judgement or CANNOT_TELL
        _enter(connection, movement.lease, -movement.price, judgement=judgement)
    elif gone:
        judgement = movement.judgement or (BOUGHT if unknown else KEPT)
        _enter(connection, movement.lease, -movement.price, judgement=judgement)
        if movement.old or not unknown:
            _enter(connection, movement.lease, -movement.price, state="kept", ended_at=now())
    else:
        state, judgement = ("void", NOT_BOUGHT) if unknown else ("released", REFUNDED)
        values = {"state": state, "judgement": judgement}
        _enter(connection, movement.lease, ZERO, **values, ended_at=now())


def _enter(connection: Connection, lease: int, entered: Decimal, **values: object) -> None:
    connection.execute(update(leases).where(leases.c.id == lease).values(entered=entered, **values))
