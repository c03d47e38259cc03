"""Money and moments come back as they went in, and add up to the last billionth."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from bookkeeping import Life, moment
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import Connection, func, select, update

from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.ledger.ledger import Ledger
from pytest_smsactivate.ledger.schema import accounts, ago, leases

BILLIONTHS = some.integers(-(2**63), 2**63 - 1)
MOMENTS = some.datetimes(timezones=some.just(timezone.utc))

often = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)
"""All examples in one ledger: none minds what another one left."""


def entered(connection: Connection, column: Any, value: object) -> Any:
    """What comes back of it."""
    connection.execute(update(column.table).values({column: value}))
    return connection.execute(select(column)).scalar_one()


@often
@given(billionths=BILLIONTHS)
def test_an_amount_comes_back_as_it_went_in(life: Life, billionths: int) -> None:
    amount = Decimal(billionths).scaleb(-9)
    found = life.do(entered, accounts.c.balance, amount)
    assert found == amount
    assert found.as_tuple().exponent <= -2, "cents are shown"


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("0", "0.00"),
        ("-0", "0.00"),
        ("1E+3", "1000.00"),
        ("0.070", "0.07"),
        ("-0.1", "-0.10"),
        ("0.0700000005", "0.07"),
        ("0.0700000015", "0.070000002"),
        ("0.123456789", "0.123456789"),
    ],
)
def test_an_amount_has_cents_and_what_it_has_beyond(life: Life, amount: str, shown: str) -> None:
    assert str(life.do(entered, accounts.c.balance, Decimal(amount))) == shown


@often
@given(amounts=some.lists(some.decimals(-1000, 1000, places=9), min_size=1, max_size=20))
def test_sums_are_exact(life: Life, amounts: list[Decimal]) -> None:
    with life.ledger.writing() as connection:
        connection.execute(leases.delete())
    bought = [life.reserve() for _ in amounts]
    with life.ledger.writing() as connection:
        for lease, amount in zip(bought, amounts, strict=True):
            here = update(leases).where(leases.c.id == lease)
            connection.execute(here.values(price=amount))
        assert connection.scalar(select(func.sum(leases.c.price))) == sum(amounts)


@often
@given(instant=MOMENTS)
def test_a_moment_comes_back_as_it_went_in(life: Life, instant: datetime) -> None:
    found = life.do(entered, accounts.c.tokens_at, instant)
    assert found == instant
    assert found.tzinfo is timezone.utc


def test_a_moment_of_another_zone_is_the_same_moment(life: Life) -> None:
    noon = datetime(2024, 3, 14, 12, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    assert life.do(entered, accounts.c.tokens_at, noon) == noon


@pytest.mark.parametrize("column", [accounts.c.balance, accounts.c.tokens_at])
def test_nothing_stays_nothing(life: Life, column: Any) -> None:
    assert life.do(entered, column, None) is None


def test_the_clock_is_that_of_the_database(ledger: Ledger) -> None:
    """Which is this machine's here, and tells milliseconds at least."""
    before = LiveClock().utc()
    with ledger.reading() as connection:
        told = moment(connection)
    after = LiveClock().utc()
    grain = timedelta(milliseconds=2)
    assert before - grain <= told <= after + grain


@pytest.mark.parametrize("hours", [2, -2])
def test_ago_is_counted_from_that_clock(ledger: Ledger, hours: int) -> None:
    span = timedelta(hours=hours)
    with ledger.reading() as connection:
        there = connection.execute(select(ago(span))).scalar_one()
        here = moment(connection)
    assert abs(here - span - there) < timedelta(minutes=1)
