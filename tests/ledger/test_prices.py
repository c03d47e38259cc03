"""A price is asked once for all processes of a run."""

from __future__ import annotations

import threading
from collections.abc import Callable
from decimal import Decimal

import pytest
from bookkeeping import OTHER_ACCOUNT, PRICE, Life, PassingTime, number_of, pass_time, who
from by_hand import FakeClock

from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.errors import NoNumbersAvailable
from pytest_smsactivate.ledger.ledger import Ledger
from pytest_smsactivate.ledger.prices import AGE, ASKING, Prices

SECOND = AGE / AGE.total_seconds()


class Market:
    """Tells a price, as often as it is asked, and counts."""

    def __init__(self, price: Decimal = PRICE) -> None:
        self.price = price
        self.asked = 0

    def __call__(self) -> Decimal:
        self.asked += 1
        return self.price


@pytest.fixture
def prices(life: Life) -> Prices:
    return Prices(life.ledger, "run", clock=FakeClock())


def test_it_is_asked_once_for_each_service_and_country(prices: Prices, life: Life) -> None:
    market = Market()
    worker = Prices(life.ledger, "run", clock=FakeClock())
    for _ in range(2):
        for one in (prices, worker):
            assert one.of("telegram", "gb", market) == PRICE
    assert market.asked == 1
    prices.of("telegram", "ru", market)
    prices.of("viber", "gb", market)
    assert market.asked == 3
    assert number_of(life.ledger, "prices") == 3


def test_each_run_asks_for_itself(prices: Prices, life: Life) -> None:
    Life(life.ledger, OTHER_ACCOUNT, who("another run", "theirs"))
    other = Prices(life.ledger, "another run", clock=FakeClock())
    assert prices.of("telegram", "gb", Market()) == PRICE
    assert other.of("telegram", "gb", Market(Decimal("0.50"))) == Decimal("0.50")


def test_after_ten_minutes_it_may_have_changed(prices: Prices, life: Life) -> None:
    prices.of("telegram", "gb", Market())
    pass_time(life.ledger, AGE / 2)
    assert prices.of("telegram", "gb", Market(Decimal("0.09"))) == PRICE
    pass_time(life.ledger, AGE / 2 + SECOND)
    assert prices.of("telegram", "gb", Market(Decimal("0.09"))) == Decimal("0.09")
    assert number_of(life.ledger, "prices") == 1


def test_what_is_forgotten_is_asked_again(prices: Prices) -> None:
    prices.of("telegram", "gb", Market())
    prices.forget("telegram", "ru")
    assert prices.of("telegram", "gb", Market(Decimal("0.09"))) == PRICE
    prices.forget("telegram", "gb")
    assert prices.of("telegram", "gb", Market(Decimal("0.09"))) == Decimal("0.09")


def test_a_price_of_nothing_is_a_price(prices: Prices) -> None:
    market = Market(Decimal(0))
    assert [prices.of("telegram", "gb", market) for _ in range(2)] == [0, 0]
    assert market.asked == 1


@pytest.mark.parametrize("failure", [NoNumbersAvailable("smsactivate-dev"), KeyboardInterrupt()])
def test_where_one_could_not_find_out_the_next_asks(prices: Prices, failure: BaseException) -> None:
    def fail() -> Decimal:
        raise failure

    with pytest.raises(type(failure)):
        prices.of("telegram", "gb", fail)
    assert prices.of("telegram", "gb", Market()) == PRICE


def test_while_one_asks_the_others_wait(life: Life, opening: Callable[[], Ledger]) -> None:
    asking, told = threading.Event(), threading.Event()

    def slowly() -> Decimal:
        asking.set()
        assert told.wait(30)
        return PRICE

    found: list[Decimal] = []
    ledgers = [life.ledger, opening(), opening()]

    def want(ledger: Ledger, ask: Callable[[], Decimal]) -> None:
        found.append(Prices(ledger, "run", clock=LiveClock()).of("telegram", "gb", ask))

    market = Market(Decimal("0.50"))
    threads = [threading.Thread(target=want, args=(ledgers[0], slowly))]
    threads += [threading.Thread(target=want, args=(each, market)) for each in ledgers[1:]]
    threads[0].start()
    assert asking.wait(30)
    for thread in threads[1:]:
        thread.start()
    told.set()
    for thread in threads:
        thread.join()
    assert found == [PRICE] * 3
    assert market.asked == 0


def test_many_who_want_it_at_once_ask_once(life: Life, opening: Callable[[], Ledger]) -> None:
    market, found = Market(), list[Decimal]()
    ledgers = [opening() for _ in range(6)]

    def want(ledger: Ledger) -> None:
        found.append(Prices(ledger, "run", clock=LiveClock()).of("telegram", "gb", market))

    threads = [threading.Thread(target=want, args=(each,)) for each in ledgers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [PRICE] * 6
    assert market.asked == 1


def test_who_died_asking_is_not_waited_for_long(life: Life) -> None:
    """Somebody else asked, and was never heard of again."""
    clock = PassingTime(life.ledger)
    clock.meanwhile = lambda: pass_time(life.ledger, ASKING / 4)
    market = Market()

    def die() -> Decimal:
        assert Prices(life.ledger, "run", clock=clock).of("telegram", "gb", market) == PRICE
        raise SystemExit

    with pytest.raises(SystemExit):
        Prices(life.ledger, "run", clock=clock).of("telegram", "gb", die)
    assert market.asked == 1
    assert 2 <= len(clock.slept) <= 4
