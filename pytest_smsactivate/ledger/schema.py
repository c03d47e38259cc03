"""The tables of the ledger, the same on SQLite and on PostgreSQL.

A lease is a number from the intent to buy it to its end:

    intended ─┬─> open ─┬─> released      the money came back
              │         ├─> kept          it is paid for
              │         └─> unconfirmed   given back, without a word of the refund
              ├─> void                    nothing was bought
              └─> unknown                 no answer came; perhaps it was bought
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    literal,
    type_coerce,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

__all__ = [
    "VERSION",
    "Moment",
    "Money",
    "accounts",
    "ago",
    "leases",
    "metadata",
    "notices",
    "now",
    "prices",
    "processes",
    "runs",
    "tickets",
    "versions",
]

VERSION = 3

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
MICROSECOND = timedelta(microseconds=1)
BILLIONTH = Decimal("1e-9")


class Money(TypeDecorator[Decimal]):
    """A `Decimal`, kept as billionths: sums in the database are exact."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        return int(value.quantize(BILLIONTH, rounding=ROUND_HALF_EVEN).scaleb(9))

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Without trailing zeros, but with the cents that people expect; sums come as Decimal."""
        if value is None:
            return None
        amount = Decimal(int(value)).scaleb(-9).normalize()
        in_cents = amount.quantize(Decimal("0.01"))
        return in_cents if in_cents == amount else amount


class Moment(TypeDecorator[datetime]):
    """An aware UTC `datetime`, kept as microseconds since 1970."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else (value - EPOCH) // MICROSECOND

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else EPOCH + timedelta(microseconds=int(value))


class now(FunctionElement[datetime]):  # noqa: N801 - reads as the SQL function that it is
    """The database's clock: the one that all machines at a ledger share."""

    type = Moment()
    inherit_cache = True


@compiles(now, "sqlite")
def _now_sqlite(_element: now, _compiler: Any, **_how: Any) -> str:
    return "CAST(ROUND((julianday('now') - 2440587.5) * 86400000000) AS INTEGER)"


@compiles(now, "postgresql")
def _now_postgresql(_element: now, _compiler: Any, **_how: Any) -> str:
    return "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)"


def ago(span: timedelta) -> ColumnElement[datetime]:
    """So long ago by the database's clock; a negative span lies ahead."""
    return type_coerce(type_coerce(now(), BigInteger) - literal(span // MICROSECOND), Moment)


Identity = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite counts up by itself only in a column that is called INTEGER."""

metadata = MetaData()

versions = Table("versions", metadata, Column("version", Integer, primary_key=True))

accounts = Table(
    "accounts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("provider", Text, nullable=False),
    Column("base_url", Text, nullable=False),
    Column("balance", Money),
    Column("currency", Text),
    Column("tokens", Float),
    Column("tokens_at", Moment),
    Column("limit_per_minute", Integer),
    Column("blocked_until", Moment),
    Column("slow_per_second", Float),
    Column("slow_until", Moment),
    Column("untold", Money),
)
"""One row a key: `id` is a fingerprint of provider, address and key, and never the key.

`balance` is the last that was read while all that was bought and given back was known; `untold`
is how much it differed from what was expected at readings that nobody heard of.
"""

runs = Table(
    "runs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("account", Text, ForeignKey("accounts.id"), nullable=False),
    Column("project", Text, nullable=False),
    Column("started_at", Moment, nullable=False),
)

processes = Table(
    "processes",
    metadata,
    Column("id", Text, primary_key=True),
    Column("run", Text, ForeignKey("runs.id", ondelete="CASCADE"), nullable=False),
    Column("host", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("heartbeat_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Index("processes_of_run", "run"),
)
"""Who holds leases: one pytest process, a worker of pytest-xdist included."""

leases = Table(
    "leases",
    metadata,
    Column("id", Identity, primary_key=True, autoincrement=True),
    Column("account", Text, ForeignKey("accounts.id"), nullable=False),
    Column("run", Text, ForeignKey("runs.id"), nullable=False),
    Column("process", Text, ForeignKey("processes.id"), nullable=False),
    Column("test", Text, nullable=False),
    Column("service", Text, nullable=False),
    Column("country", Text, nullable=False),
    Column("price", Money),
    Column("state", Text, nullable=False),
    Column("activation", Text),
    Column("number", Text),
    Column("intended_at", Moment, nullable=False),
    Column("opened_at", Moment),
    Column("expires_at", Moment),
    Column("ended_at", Moment),
    Column("not_before", Moment),
    Column("claimed_by", Text),
    Column("claimed_at", Moment),
    Column("failure", Text),
    Column("entered", Money, nullable=False, default=Decimal(0)),
    Column("judgement", Text),
    Column("renewals", Integer, nullable=False, default=0),
    Index("leases_of_run", "run", "state"),
    Index("leases_by_state", "account", "state"),
    Index("leases_of_process", "process", "state"),
)
"""`claimed_by` is the net that is giving it back; `not_before` is the early-cancel window's end.

`entered` is what the account's `balance` above has of it already, 0 or less; `judgement` is what
the balance says of one whose answer never came. `renewals` counts how often more time was
asked for, which may cost what no API tells.
"""

prices = Table(
    "prices",
    metadata,
    Column("run", Text, ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("service", Text, primary_key=True),
    Column("country", Text, primary_key=True),
    Column("price", Money),
    Column("asked_at", Moment, nullable=False),
)
"""What the provider asks for a number; no price while a process of the run is asking."""

notices = Table(
    "notices",
    metadata,
    Column("account", Text, ForeignKey("accounts.id"), primary_key=True),
    Column("digest", Text, primary_key=True),
    Column("activation", Text, nullable=False),
    Column("arrived_at", Moment, nullable=False),
    Index("notices_of_activation", "account", "activation"),
)
"""What a webhook told: that there is something to look at, and never what; no body is kept."""

tickets = Table(
    "tickets",
    metadata,
    Column("id", Identity, primary_key=True, autoincrement=True),
    Column("account", Text, ForeignKey("accounts.id"), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("due_at", Moment, nullable=False),
    Index("tickets_of_account", "account", "priority", "id"),
)
"""The queue of requests that wait for their turn; at `due_at` the one who waits looks again."""
