"""What the balance tells of purchases and refunds that no answer told of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest
from bookkeeping import ACCOUNT, OTHER_ACCOUNT, PRICE, Life, pass_time, row_of, state_of, who
from hypothesis import given, settings
from hypothesis import strategies as some
from sqlalchemy import select, update

from pytest_smsactivate.errors import CancelDenied, ProviderUnavailable
from pytest_smsactivate.ledger import balance as module
from pytest_smsactivate.ledger import leases
from pytest_smsactivate.ledger.balance import (
    BOUGHT,
    CANNOT_TELL,
    KEPT,
    NOT_BOUGHT,
    REFUNDED,
    heard,
    judge,
    judge_by,
    quiet,
    remember,
    untold,
    ways,
)
from pytest_smsactivate.ledger.schema import accounts
from pytest_smsactivate.ledger.schema import leases as table
from pytest_smsactivate.models import Balance

CENTS = some.integers(0, 30).map(lambda cents: Decimal(cents) / 100)

LONG_AGO = datetime(2001, 1, 1, tzinfo=timezone.utc)
FAR_AHEAD = datetime(2970, 1, 1, tzinfo=timezone.utc)


class Books(Life):
    """A life whose balance is read from time to time."""

    def read(self, amount: str | Decimal) -> Decimal | None:
        """How much that differs from what was expected."""
        difference: Decimal | None = self.do(
            judge_by, self.account, Balance(Decimal(amount), "USD")
        )
        return difference

    def lose(self, price: Decimal = PRICE) -> int:
        """A purchase whose answer never came."""
        lease = super().buy(f"lost at {price}", price)
        values = {"state": "unknown", "activation": None, "number": None}
        here = update(table).where(table.c.id == lease)
        self.do(lambda connection: connection.execute(here.values(**values)))
        return lease

    def told(self, lease: int) -> tuple[str, str | None]:
        row = row_of(self.ledger, lease)
        return row.state, row.judgement


@pytest.fixture
def books(life: Life) -> Books:
    return Books(life.ledger)


@settings(deadline=None)
@given(some.lists(CENTS, max_size=9), some.data())
def test_an_answer_is_found_whenever_there_is_one(
    prices: list[Decimal], data: some.DataObject
) -> None:
    asked = list(enumerate(prices))
    chosen = data.draw(some.sets(some.sampled_from(range(len(prices))))) if prices else set()
    missing = sum((prices[each] for each in chosen), Decimal(0))
    found = judge(asked, missing)
    assert found is not None
    assert sum((prices[each] for each in found), Decimal(0)) == missing


@settings(deadline=None)
@given(some.lists(CENTS, max_size=9), some.decimals(-1, 5, places=2))
def test_what_is_found_adds_up_and_nothing_is_found_where_nothing_does(
    prices: list[Decimal], missing: Decimal
) -> None:
    found = judge(list(enumerate(prices)), missing)
    sums = {Decimal(0)}
    for price in prices:
        sums |= {each + price for each in sums}
    assert (found is not None) == (missing in sums)
    if found is not None:
        assert sum((prices[each] for each in found), Decimal(0)) == missing


def test_of_equal_answers_those_that_come_first_are_named() -> None:
    assert judge([(lease, PRICE) for lease in (4, 5, 6)], 2 * PRICE) == {4, 5}


def test_many_of_few_prices_can_be_told_apart() -> None:
    asked = [(lease, PRICE) for lease in range(500)]
    assert judge(asked, 499 * PRICE) == set(range(499))


def test_more_sums_than_can_be_tried_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [(number, Decimal(2**number)) for number in range(10)]
    assert judge(asked, Decimal(1023)) == set(range(10))
    monkeypatch.setattr(module, "MOST", 1023)
    assert judge(asked, Decimal(0)) is None


def test_the_first_reading_has_nothing_to_be_compared_with(books: Books) -> None:
    held, lost = books.buy(), books.lose()
    assert books.read("10.00") is None
    assert books.told(lost) == ("unknown", CANNOT_TELL)
    assert row_of(books.ledger, held).entered == -PRICE
    with books.ledger.reading() as connection:
        row = connection.execute(select(accounts.c.balance, accounts.c.currency)).one()
    assert tuple(row) == (Decimal(10), "USD")


def test_what_the_ledger_knows_is_expected(books: Books) -> None:
    books.read("10.00")
    for name, refunded in (("a", True), ("b", False)):
        books.buy(name)
        books.end(name, refunded)
    books.buy("c")
    books.do(leases.void, books.reserve())
    assert books.read("9.86") == 0
    books.end("c", True)
    assert books.read("9.93") == 0
    assert books.read("9.93") == 0


@pytest.mark.parametrize("amount", ["12.93", "9.00"])
def test_what_others_did_is_the_difference(books: Books, amount: str) -> None:
    books.read("10.00")
    books.buy()
    books.end(refunded=False)
    assert books.read(amount) == Decimal(amount) - Decimal("9.93")
    assert books.read(amount) == 0


def test_without_a_price_nothing_is_expected(books: Books) -> None:
    books.read("10.00")
    lease = books.buy(price=None)
    assert books.read("9.90") == Decimal("-0.10")
    assert row_of(books.ledger, lease).entered == 0


def test_another_account_has_another_balance(books: Books) -> None:
    books.read("10.00")
    theirs = Books(books.ledger, OTHER_ACCOUNT, who("theirs", "theirs"))
    theirs.read("3.00")
    theirs.buy("their number")
    assert books.read("10.00") == 0
    assert theirs.read("2.93") == 0


@pytest.mark.parametrize(
    ("amount", "told"), [("9.93", ("unknown", BOUGHT)), ("10.00", ("void", NOT_BOUGHT))]
)
def test_an_unknown_purchase_is_judged(books: Books, amount: str, told: tuple[str, str]) -> None:
    books.read("10.00")
    lease = books.lose()
    assert books.read(amount) == 0
    assert books.told(lease) == told
    assert (row_of(books.ledger, lease).ended_at is not None) == (told[0] == "void")


def test_one_that_was_bought_may_be_refunded_later(books: Books) -> None:
    books.read("10.00")
    lease = books.lose()
    books.read("9.93")
    assert books.read("9.93") == 0
    assert books.told(lease) == ("unknown", BOUGHT)
    assert books.read("10.00") == 0
    assert books.told(lease) == ("void", NOT_BOUGHT)


@pytest.mark.parametrize("moved", ["10.00", "-5.00"])
def test_one_that_was_bought_stays_so_while_others_move_money(books: Books, moved: str) -> None:
    """As when the account is topped up."""
    books.read("10.00")
    lease = books.lose()
    books.read("9.93")
    assert books.read(Decimal("9.93") + Decimal(moved)) == Decimal(moved)
    assert books.told(lease) == ("unknown", BOUGHT)
    assert books.read(Decimal("9.93") + Decimal(moved)) == 0
    assert books.told(lease) == ("unknown", BOUGHT)
    assert books.read(Decimal("10.00") + Decimal(moved)) == 0
    assert books.told(lease) == ("void", NOT_BOUGHT)


def test_of_two_at_one_price_the_one_that_was_found_bought_before_is_named(books: Books) -> None:
    books.read("10.00")
    untold = books.lose()
    books.read("15.00")
    bought = books.lose()
    books.read("14.93")
    assert (books.told(untold)[1], books.told(bought)[1]) == (CANNOT_TELL, BOUGHT)
    assert books.read("15.00") == 0
    assert books.told(untold) == ("void", NOT_BOUGHT)
    assert books.told(bought) == ("unknown", BOUGHT)


@pytest.mark.parametrize(
    ("amount", "told"), [("9.93", ("kept", KEPT)), ("10.00", ("released", REFUNDED))]
)
@pytest.mark.parametrize("read_while_open", [True, False])
def test_a_release_without_a_word_of_the_refund_is_judged(
    books: Books, amount: str, told: tuple[str, str], read_while_open: bool
) -> None:
    books.read("10.00")
    lease = books.buy()
    if read_while_open:
        assert books.read("9.93") == 0
    books.end(refunded=None)
    assert books.read(amount) == 0
    assert books.told(lease) == told
    assert books.read(amount) == 0


def test_several_are_told_apart_by_their_prices(books: Books) -> None:
    books.read("10.00")
    prices = [Decimal(price) for price in ("0.05", "0.07", "0.11")]
    lost = [books.lose(price) for price in prices]
    assert books.read("9.93") == 0
    assert [books.told(lease)[1] for lease in lost] == [NOT_BOUGHT, BOUGHT, NOT_BOUGHT]


def test_of_two_at_one_price_the_purchase_that_nobody_knows_the_number_of_is_named(
    books: Books,
) -> None:
    books.read("10.00")
    given_back = books.buy()
    books.end(refunded=None)
    lost = books.lose()
    assert books.read("9.93") == 0
    assert books.told(lost) == ("unknown", BOUGHT)
    assert books.told(given_back) == ("released", REFUNDED)


def test_where_others_moved_money_nothing_is_judged(books: Books) -> None:
    books.read("10.00")
    lease = books.lose()
    assert books.read("14.93") == 5
    assert books.told(lease) == ("unknown", CANNOT_TELL)
    assert books.statement.spent == PRICE


def test_what_could_not_be_told_is_not_told_by_the_next_reading_either(books: Books) -> None:
    books.read("10.00")
    lost, given_back = books.lose(), books.buy()
    books.end(refunded=None)
    books.read("14.00")
    assert books.read("14.00") == 0
    assert books.told(lost) == ("unknown", CANNOT_TELL)
    assert books.told(given_back) == ("kept", CANNOT_TELL)
    assert books.read("14.07") == 0, "what comes back later is told"
    assert books.told(lost) == ("void", NOT_BOUGHT)


def test_what_differed_is_untold_until_somebody_has_heard_of_it(books: Books) -> None:
    assert books.do(untold, ACCOUNT.id) == 0
    theirs = Books(books.ledger, OTHER_ACCOUNT, who("theirs", "theirs"))
    for amount in ("-10.00", "0.43"):
        books.do(remember, ACCOUNT.id, Decimal(amount))
    assert theirs.do(untold, OTHER_ACCOUNT.id) == 0
    assert books.do(untold, ACCOUNT.id) == Decimal("-9.57")
    books.do(heard, ACCOUNT.id, Decimal("-10.00"))
    assert books.do(untold, ACCOUNT.id) == Decimal("-9.57"), "more was found meanwhile"
    for _ in "two who told of it at once":
        books.do(heard, ACCOUNT.id, Decimal("-9.57"))
    assert books.do(untold, ACCOUNT.id) == 0


def give_back_in_vain(books: Books) -> int:
    lease = books.buy(expires_at=FAR_AHEAD)
    failure = ProviderUnavailable("smsactivate-dev", status=503)
    books.do(leases.not_released, ACCOUNT.id, "act_1", failure)
    return lease


def expire(books: Books) -> int:
    return books.buy(expires_at=LONG_AGO)


def die_over_giving_back(books: Books) -> int:
    lease = books.buy(expires_at=FAR_AHEAD)
    assert books.do(leases.claim, ACCOUNT.id, "act_1", "one that dies")
    books.do(leases.unclaim, ACCOUNT.id, "one that dies")
    return lease


@pytest.mark.parametrize("story", [give_back_in_vain, expire, die_over_giving_back])
@pytest.mark.parametrize(("amount", "entered"), [("9.93", -PRICE), ("10.00", 0), ("15.00", -PRICE)])
def test_one_that_may_be_over_is_judged_and_stays_open(
    books: Books, story: Callable[[Books], int], amount: str, entered: Decimal
) -> None:
    books.read("10.00")
    lease = story(books)
    difference = Decimal("5.07") if amount == "15.00" else 0
    assert books.read(amount) == difference
    row = row_of(books.ledger, lease)
    assert (row.state, row.entered, row.judgement) == ("open", entered, None)
    books.end(refunded=None)
    assert books.read(amount) == 0


def test_what_could_be_one_still_open_as_well_as_another_is_not_told_yet(books: Books) -> None:
    books.read("10.00")
    over = books.buy("act_1", expires_at=LONG_AGO)
    books.end("act_1", refunded=None)
    held = books.buy("act_2", expires_at=LONG_AGO)
    assert books.read("9.93") is None
    assert (books.told(over), books.told(held)) == (("unconfirmed", None), ("open", None))
    books.end("act_2", refunded=False)
    assert books.read("9.93") == 0
    assert books.told(over) == ("released", REFUNDED)


def test_where_there_are_too_many_ways_to_count_none_is_told() -> None:
    many = [(lease, Decimal(2) ** lease) for lease in range(20)]
    assert ways(many, Decimal(3)) == 0
    assert ways([(1, PRICE), (2, PRICE), (3, 2 * PRICE)], 2 * PRICE) == 2


def test_after_a_day_a_purchase_that_is_not_refunded_counts_as_paid_for(books: Books) -> None:
    books.read("10.00")
    lost = books.lose()
    books.read("9.93")
    assert books.told(lost) == ("unknown", BOUGHT)
    pass_time(books.ledger, timedelta(days=2))
    books.read("9.93")
    assert books.told(lost) == ("kept", BOUGHT)


def test_one_that_was_given_back_elsewhere_accounts_for_what_there_is_more(books: Books) -> None:
    books.read("10.00")
    held, lost = books.buy(expires_at=FAR_AHEAD), books.lose()
    assert books.read("10.00") == 2 * PRICE, "it is told all the same"
    assert (books.told(held), row_of(books.ledger, held).entered) == (("open", None), 0)
    assert books.told(lost) == ("void", NOT_BOUGHT)
    books.end(refunded=None)
    assert books.read("10.00") == 0
    assert books.told(held) == ("released", REFUNDED)


@pytest.mark.parametrize("refunded", [False, None])
def test_what_came_in_by_chance_is_told_and_so_is_what_it_was_taken_for(
    books: Books, refunded: bool | None
) -> None:
    """As much as one that is held costs, and somebody else's: what is told adds up."""
    books.read("10.00")
    books.buy(expires_at=FAR_AHEAD)
    told = books.read("10.00")
    books.end(refunded=refunded)
    told -= books.read("10.00") if refunded is None else 0
    assert told == PRICE


@pytest.mark.parametrize("over", ["act_1", "act_2"])
def test_of_two_that_are_held_it_shows_in_the_end_which_was_given_back(
    books: Books, over: str
) -> None:
    books.read("10.00")
    held = {name: books.buy(name, expires_at=FAR_AHEAD) for name in ("act_1", "act_2")}
    assert books.read("9.93") == PRICE
    assert sum(row_of(books.ledger, lease).entered for lease in held.values()) == -PRICE
    for name in held:
        books.end(name, refunded=None if name == over else False)
    assert books.read("9.93") == 0
    assert books.told(held[over]) == ("released", REFUNDED)


def test_a_lost_purchase_is_rather_taken_for_bought_than_one_that_is_held(books: Books) -> None:
    books.read("10.00")
    held = [books.buy(name, expires_at=FAR_AHEAD) for name in ("act_1", "act_2")]
    lost = books.lose()
    assert books.read("9.93") == 2 * PRICE
    assert books.told(lost) == ("unknown", BOUGHT)
    assert [row_of(books.ledger, lease).entered for lease in held] == [0, 0]


def test_where_there_is_less_than_expected_none_that_is_held_is_doubted(books: Books) -> None:
    """Of 0.03 that somebody else took, no sum of ours tells."""
    books.read("10.00")
    held, lost = books.buy(expires_at=FAR_AHEAD), books.lose(Decimal("0.10"))
    assert books.read("9.90") == Decimal("0.07")
    assert books.told(lost) == ("unknown", CANNOT_TELL)
    assert row_of(books.ledger, held).entered == -PRICE


def test_what_there_is_more_than_all_that_is_held_is_told(books: Books) -> None:
    books.read("10.00")
    held = books.buy(expires_at=FAR_AHEAD)
    assert books.read("14.93") == 5
    assert row_of(books.ledger, held).entered == -PRICE


def test_what_is_on_its_way_keeps_the_account_from_being_quiet(books: Books) -> None:
    def mark() -> tuple[int, int] | None:
        found: tuple[int, int] | None = books.do(quiet, ACCOUNT.id)
        return found

    assert mark() == (0, 0)
    theirs = Life(books.ledger, OTHER_ACCOUNT, who("theirs", "theirs"))
    theirs.reserve()
    assert mark() == (0, 0)
    books.do(leases.void, books.reserve())
    assert mark() == (1, 1)
    lease = books.reserve()
    assert mark() is None
    books.do(leases.lost, lease, "no answer.")
    assert mark() == (2, 1)
    books.buy()
    assert mark() == (3, 1)
    books.do(leases.claim, ACCOUNT.id, "act_1", "a net")
    assert mark() is None
    pass_time(books.ledger, leases.CLAIM + timedelta(seconds=1))
    assert mark() == (3, 1), "whoever claimed it has died"
    books.do(leases.claim, ACCOUNT.id, "act_1", "a net")
    denial = CancelDenied("smsactivate-dev")
    books.do(leases.not_released, ACCOUNT.id, "act_1", denial)
    assert mark() == (3, 1)
    books.end()
    assert mark() == (3, 2)
    assert state_of(books.ledger, lease) == "unknown"


@pytest.mark.parametrize(("amount", "judgement"), [("9.93", BOUGHT), ("15.00", CANNOT_TELL)])
def test_one_that_was_bought_long_ago_is_paid_for(
    books: Books, amount: str, judgement: str
) -> None:
    books.read("10.00")
    lease = books.lose()
    books.read(amount)
    assert books.told(lease) == ("unknown", judgement)
    pass_time(books.ledger, module.FOR_GOOD + timedelta(seconds=1))
    assert books.read(amount) == 0
    assert books.told(lease) == ("kept", judgement)
    assert row_of(books.ledger, lease).ended_at is not None
    assert books.read(amount) == 0
