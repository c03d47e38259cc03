"""What webhooks told: entered once, of open numbers alone, and forgotten in time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from bookkeeping import OTHER_ACCOUNT, Life, moment, number_of, pass_time, who
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import delete, select

from pytest_smsactivate.ledger import notices, runs
from pytest_smsactivate.ledger.ledger import Ledger
from pytest_smsactivate.ledger.schema import notices as table

DIGEST = "a" * 64


def enter(life: Life, activation: str = "act_1", digest: str = DIGEST) -> str:
    outcome: str = life.do(notices.enter, life.account, activation, digest)
    return outcome


def count(life: Life, activation: str = "act_1") -> int:
    found: int = life.do(notices.count, life.account, activation)
    return found


def test_a_notice_of_an_open_number_is_entered(life: Life) -> None:
    life.buy()
    before = count(life)
    assert enter(life) == "entered"
    assert (before, count(life), count(life, "act_2")) == (0, 1, 0)
    with life.ledger.reading() as connection:
        row = connection.execute(select(table)).one()
        assert (row.account, row.digest, row.activation) == (life.account, DIGEST, "act_1")
        assert abs(moment(connection) - row.arrived_at) < timedelta(minutes=1)


def test_each_notice_counts_once(life: Life) -> None:
    life.buy()
    assert [enter(life, digest=digest) for digest in ("a", "b", "a", "b", "c")] == [
        "entered",
        "entered",
        "replayed",
        "replayed",
        "entered",
    ]
    assert count(life) == 3


@pytest.mark.parametrize("refunded", [True, False, None])
def test_a_number_that_was_given_back_is_not_told_of(life: Life, refunded: bool | None) -> None:
    life.buy()
    enter(life)
    life.end(refunded=refunded)
    assert enter(life, digest="b") == enter(life) == "foreign"
    assert count(life) == 1


def test_a_number_that_nobody_bought_is_not_told_of(life: Life) -> None:
    life.reserve()
    assert enter(life) == enter(life, activation="") == "foreign"
    assert number_of(life.ledger, "notices") == 0


def test_accounts_hear_nothing_of_each_other(ledger: Ledger, life: Life) -> None:
    other = Life(ledger, OTHER_ACCOUNT, who("other run", "other process"))
    life.buy()
    assert enter(other) == "foreign"
    other.buy()
    assert [enter(life), enter(other)] == ["entered", "entered"]
    assert [count(life), count(other)] == [1, 1]


def test_every_process_at_the_ledger_hears_of_it(opening: Callable[[], Ledger], life: Life) -> None:
    worker = Life(opening(), who=who(process="worker", joins=True))
    worker.buy()
    assert enter(life) == "entered"
    assert count(worker) == 1


def test_of_equal_notices_at_once_one_is_entered(life: Life) -> None:
    life.buy()
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda _: enter(life), range(24)))
    assert sorted(outcomes) == ["entered"] + ["replayed"] * 23
    assert count(life) == 1


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25
)
@given(told=some.lists(some.tuples(some.sampled_from("abc"), some.integers(0, 4)), max_size=12))
def test_however_they_come_the_new_ones_of_open_numbers_count(
    life: Life, told: list[tuple[str, int]]
) -> None:
    with life.ledger.writing() as connection:
        connection.execute(delete(table))
    if life.statement.bought == 0:
        life.buy("a")
        life.buy("b")
    for activation, digest in told:
        enter(life, activation, f"{activation}{digest}")
    for activation in "abc":
        new = {digest for each, digest in told if each == activation != "c"}
        assert count(life, activation) == len(new)


def test_old_notices_are_forgotten_save_those_of_open_numbers(life: Life) -> None:
    for activation in ("act_1", "act_2"):
        life.buy(activation)
        enter(life, activation, f"old of {activation}")
    life.end("act_1")
    pass_time(life.ledger, runs.MEMORY + timedelta(days=1))
    life.buy("act_3")
    enter(life, "act_3", "young of act_3")
    life.end("act_3")

    life.do(runs.prune)

    assert [count(life, each) for each in ("act_1", "act_2", "act_3")] == [0, 1, 1]
    assert enter(life, "act_2", "old of act_2") == "replayed"
