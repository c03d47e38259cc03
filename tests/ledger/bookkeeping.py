"""What it takes to keep a ledger by hand: an account, a run in it, and time that passes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from by_hand import FakeClock
from sqlalchemy import BigInteger, Connection, Row, func, select, type_coerce, update

from pytest_smsactivate.ledger import leases, runs, spending
from pytest_smsactivate.ledger.account import Account
from pytest_smsactivate.ledger.ledger import Ledger
from pytest_smsactivate.ledger.schema import Moment, metadata, now
from pytest_smsactivate.ledger.schema import leases as table
from pytest_smsactivate.models import Activation, ApiKey, Cancellation
from pytest_smsactivate.statement import Statement
from pytest_smsactivate.terms import Caps, Who, Wish

KEY = "sk-Zx81-kept-by-nobody"

ACCOUNT = Account("smsactivate-dev", "http://127.0.0.1:1", ApiKey(KEY))
OTHER_ACCOUNT = Account("smsactivate-dev", "http://127.0.0.1:1", ApiKey("sk-of-another"))

AMPLE = Caps(Decimal(1000), 1000)

PRICE = Decimal("0.07")


def who(run: str = "run", process: str = "process", *, joins: bool = False) -> Who:
    return Who(run, process, 4711, "project", joins)


def wish(price: Decimal | None = PRICE, max_price: Decimal | None = None) -> Wish:
    return Wish("test_it.py::test_it", "telegram", "gb", price, max_price)


WHO, WISH = who(), wish()


class Life:
    """One process of one run, whose steps are a transaction each."""

    def __init__(self, ledger: Ledger, account: Account = ACCOUNT, who: Who = WHO) -> None:
        self.ledger = ledger
        self.account = account.id
        self.who = who
        with ledger.writing() as connection:
            runs.begin(connection, account, who, str(ledger.location))

    def reserve(self, wish: Wish = WISH, caps: Caps = AMPLE) -> int:
        run, process = self.who.run, self.who.process
        return self.do(leases.reserve, self.account, run, process, wish, caps)

    def buy(
        self,
        activation: str = "act_1",
        price: Decimal | None = PRICE,
        expires_at: datetime | None = None,
    ) -> int:
        lease = self.reserve(wish(price))
        number = Activation(activation, "+447400123456", "telegram", "gb", expires_at=expires_at)
        self.do(leases.opened, lease, number)
        return lease

    def end(self, activation: str = "act_1", refunded: bool | None = True) -> None:
        self.do(leases.end, self.account, activation, Cancellation(refunded))

    def do(self, step: Callable[..., Any], *arguments: object, **named: object) -> Any:
        """Take one step in a transaction of its own."""
        with self.ledger.writing() as connection:
            return step(connection, *arguments, **named)

    @property
    def statement(self) -> Statement:
        with self.ledger.reading() as connection:
            return spending.statement(connection, self.who.run)


def row_of(ledger: Ledger, lease: int) -> Row[Any]:
    with ledger.reading() as connection:
        return connection.execute(select(table).where(table.c.id == lease)).one()


def state_of(ledger: Ledger, lease: int) -> str:
    state: str = row_of(ledger, lease).state
    return state


def number_of(ledger: Ledger, name: str) -> int:
    """How many rows the table of that name has."""
    with ledger.reading() as connection:
        count = connection.scalar(select(func.count()).select_from(metadata.tables[name]))
    assert count is not None
    return count


def moment(connection: Connection) -> datetime:
    found = connection.scalar(select(now()))
    assert found is not None
    return found


def pass_time(ledger: Ledger, span: timedelta) -> None:
    """All that the ledger holds grows older."""
    microseconds = span // timedelta(microseconds=1)
    with ledger.writing() as connection:
        for each in metadata.sorted_tables:
            earlier = {
                column: type_coerce(type_coerce(column, BigInteger) - microseconds, Moment)
                for column in each.columns
                if isinstance(column.type, Moment)
            }
            if earlier:
                connection.execute(update(each).values(earlier))


class PassingTime(FakeClock):
    """Passes for the ledger, too; `meanwhile` is called after each sleep."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__()
        self._ledger = ledger
        self.meanwhile: Callable[[], object] = int

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        pass_time(self._ledger, timedelta(seconds=seconds))
        self.meanwhile()
