"""One rate for all that use a key, on all machines at the ledger, and one queue.

Each request takes one token of the account's bucket. Where there is none for it yet,
it takes a ticket, computes when its turn comes at the earliest, and looks again then:
nobody polls, and nobody holds a lock while waiting.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from pytest_smsactivate.clock import Clock
from pytest_smsactivate.errors import expected
from pytest_smsactivate.ledger.bucket import DEFAULT_LIMIT, Bucket, capacity
from pytest_smsactivate.ledger.ledger import Ledger
from pytest_smsactivate.ledger.schema import accounts, now, tickets
from pytest_smsactivate.models import Operation, RateLimit

__all__ = ["Rate"]

__tracebackhide__ = expected

PRIORITIES: Mapping[Operation, int] = {"cancel": 2, "look": 0}
"""Of the others each has 1."""

LONGEST_SLEEP = 30.0
"""Seconds after which even the last in a long queue looks again."""

GRACE = 2.0
"""Seconds by which one who waits may be late before others go first; the place stays kept."""

STEP = 0.25
"""Seconds between two looks at `stop`."""

ROUNDING = 0.001
"""Seconds: SQLite's clock tells no less."""

# The statements are built once: to build one takes longer than to execute it.

OURS = tickets.c.account == bindparam("account")

ALIVE = tickets.c.due_at.between(bindparam("earliest"), bindparam("latest"))
"""Whose owner looks again in time."""

BEFORE = or_(
    tickets.c.priority > bindparam("priority"),
    and_(tickets.c.priority == bindparam("priority"), tickets.c.id < bindparam("place")),
)

AHEAD = select(func.count()).where(OURS, ALIVE, BEFORE)

DONE = delete(tickets).where(or_(tickets.c.id == bindparam("place"), and_(OURS, ~ALIVE)))

LOCKED = (
    select(
        accounts.c.tokens,
        accounts.c.tokens_at,
        accounts.c.limit_per_minute,
        accounts.c.blocked_until,
        accounts.c.slow_per_second,
        accounts.c.slow_until,
    )
    .where(accounts.c.id == bindparam("account"))
    .with_for_update()
    .cte("locked")
)

SEEN = select(LOCKED, now().label("moment"))
"""The row is locked first, and the clock read after that: who waits for a lock waits long."""

KEPT = update(accounts).where(accounts.c.id == bindparam("account"))

LAST = 2**62
"""The place of one who has none yet."""


class Ticket(msgspec.Struct, frozen=True):
    """A place in the queue, and how many seconds to sleep before looking again."""

    id: int
    pause: float


def never() -> bool:
    return False


class Rate:
    """The rate of one account, whose row is in the ledger already.

    Safe to use from several threads. Time is the database's; `clock` only sleeps.
    All methods raise `LedgerError` where the ledger fails.
    """

    def __init__(self, ledger: Ledger, account: str, *, clock: Clock) -> None:
        self._ledger = ledger
        self._account = account
        self._clock = clock
        self._known: Bucket | None = None

    def wait(self, operation: Operation, *, stop: Callable[[], bool] = never) -> bool:
        """Return True when a request may leave, and at once where nobody waits.

        Cancelling goes before buying, and that before looking, and may overdraw the bucket;
        equals go in the order in which they came. False, without a place any more, when
        `stop` says so.
        """
        priority = PRIORITIES.get(operation, 1)
        place: int | None = None
        while not stop():
            ticket = self._turn(priority, place)
            if ticket is None:
                return True
            place = ticket.id
            self._sleep(ticket.pause, stop)
        if place is not None:
            with self._ledger.writing() as connection:
                connection.execute(delete(tickets).where(tickets.c.id == place))
        return False

    def heard(self, rate: RateLimit | None) -> None:
        """Correct the rate by what an answer tells, where that is new."""
        if rate is None or (self._known is not None and self._known.corrected(rate) == self._known):
            return
        self._correct(lambda bucket: bucket.corrected(rate))

    def refused(self, retry_after: float | None) -> None:
        """After a 429 nobody sends for so many seconds."""
        self._correct(lambda bucket: bucket.blocked(retry_after))

    def _turn(self, priority: int, place: int | None) -> Ticket | None:
        """Take a token, or a place in the queue; all in one transaction."""
        with self._ledger.writing() as connection:
            bucket, moment = self._seen(connection)
            alive = {"account": self._account, **_alive(moment)}
            at = {"priority": priority, "place": LAST if place is None else place}
            ahead = connection.execute(AHEAD, {**alive, **at}).scalar_one()
            ahead -= bucket.overdraft if priority == PRIORITIES["cancel"] else 0
            if bucket.tokens < ahead + 1:
                pause = (bucket.turn(ahead) - moment).total_seconds() + ROUNDING
                pause = min(pause, LONGEST_SLEEP)
                due_at = moment + timedelta(seconds=pause)
                return Ticket(self._queued(connection, priority, place, due_at), pause)
            self._keep(connection, bucket.taken())
            if place is not None:
                connection.execute(DONE, {**alive, "place": place})
            return None

    def _seen(self, connection: Connection) -> tuple[Bucket, datetime]:
        """The bucket now."""
        row = connection.execute(SEEN, {"account": self._account}).one()
        moment: datetime = row.moment
        limit = row.limit_per_minute or DEFAULT_LIMIT
        tokens = capacity(limit) if row.tokens is None else row.tokens
        slowed = (row.blocked_until, row.slow_per_second, row.slow_until)
        bucket = Bucket(tokens, row.tokens_at or moment, limit, *slowed).seen(moment)
        self._known = bucket
        return bucket, moment

    def _keep(self, connection: Connection, bucket: Bucket) -> None:
        values = {
            "tokens": bucket.tokens,
            "tokens_at": bucket.at,
            "limit_per_minute": bucket.limit,
            "blocked_until": bucket.blocked_until,
            "slow_per_second": bucket.slow_per_second,
            "slow_until": bucket.slow_until,
        }
        connection.execute(KEPT, {"account": self._account, **values})
        self._known = bucket

    def _correct(self, correct: Callable[[Bucket], Bucket]) -> None:
        with self._ledger.writing() as connection:
            bucket, _ = self._seen(connection)
            corrected = correct(bucket)
            if corrected != bucket:
                self._keep(connection, corrected)

    def _queued(
        self, connection: Connection, priority: int, place: int | None, due_at: datetime
    ) -> int:
        """Who was late, and taken for dead, gets the same place again."""
        if place is not None:
            found = connection.execute(
                update(tickets).where(tickets.c.id == place).values(due_at=due_at)
            )
            if found.rowcount:
                return place
        values = {"account": self._account, "priority": priority, "due_at": due_at}
        known = {} if place is None else {"id": place}
        added = connection.execute(insert(tickets).values(**values, **known))
        key = added.inserted_primary_key
        assert key is not None, "of one row"
        return int(key[0])

    def _sleep(self, seconds: float, stop: Callable[[], bool]) -> None:
        until = self._clock.now() + seconds
        while (left := until - self._clock.now()) > 0 and not stop():
            self._clock.sleep(min(left, STEP))


def _alive(moment: datetime) -> Mapping[str, datetime]:
    """A clock that was set back makes no ticket live for long."""
    latest = moment + timedelta(seconds=LONGEST_SLEEP)
    return {"earliest": moment - timedelta(seconds=GRACE), "latest": latest}
