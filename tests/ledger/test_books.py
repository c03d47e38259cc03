"""Caps before each purchase, and what the books say after it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pytest_smsactivate.errors import BudgetExceeded
from pytest_smsactivate.ledger.books import Books, Caps
from pytest_smsactivate.ledger.statement import Statement
from pytest_smsactivate.models import Activation, Cancellation
from pytest_smsactivate.report.terminal import summary

PRICE = Decimal("0.07")
ACTIVATION = Activation("act_1", "+447400123456", "telegram", "gb")


def books(
    *, budget: str = "1.00", numbers: int = 20, price: str | None = None, workers: int = 1
) -> Books:
    max_price = None if price is None else Decimal(price)
    return Books(Caps(Decimal(budget), numbers, max_price, workers))


@pytest.mark.parametrize(
    ("refunded", "told"),
    [
        (True, Statement(bought=1, refunded=1)),
        (False, Statement(bought=1, kept=1, spent=PRICE)),
        (None, Statement(bought=1, unconfirmed=1, spent=PRICE)),
    ],
)
def test_only_a_confirmed_refund_gives_the_money_back(
    refunded: bool | None, told: Statement
) -> None:
    ours = books()
    purchase = ours.reserve(PRICE, None)
    ours.opened(purchase, ACTIVATION)
    assert ours.statement().open == ("act_1",)

    ours.released(purchase, Cancellation(refunded))

    assert ours.statement() == told


def test_the_budget_counts_what_is_spent_reserved_and_unknown() -> None:
    ours = books(budget="0.21")
    kept, unknown = ours.reserve(PRICE, None), ours.reserve(PRICE, None)
    ours.opened(kept, ACTIVATION)
    ours.released(kept, Cancellation(refunded=False))
    ours.failed(unknown, unknown="telegram/gb")
    ours.reserve(PRICE, None)

    with pytest.raises(BudgetExceeded, match=r"--sms-budget is 0\.21") as caught:
        ours.reserve(PRICE, None)

    assert (caught.value.spent, caught.value.reserved, caught.value.asked) == (
        Decimal("0.14"),
        PRICE,
        PRICE,
    )


def test_a_purchase_that_failed_frees_its_part() -> None:
    ours = books(numbers=1)
    ours.failed(ours.reserve(PRICE, None), unknown=None)
    assert ours.reserve(PRICE, None).price == PRICE


@pytest.mark.parametrize(
    ("of_run", "of_marker", "named"),
    [("0.05", None, "--sms-max-price"), (None, "0.06", "the sms marker's max_price")],
)
def test_one_price_has_two_caps(of_run: str | None, of_marker: str | None, named: str) -> None:
    ours = books(price=of_run)
    with pytest.raises(BudgetExceeded) as caught:
        ours.reserve(PRICE, None if of_marker is None else Decimal(of_marker))
    assert caught.value.cap == named


def test_workers_share_the_caps_in_equal_parts() -> None:
    ours = books(budget="0.14", numbers=20, workers=2)
    ours.reserve(PRICE, None)
    with pytest.raises(BudgetExceeded, match="each of 2 workers may use an equal part"):
        ours.reserve(PRICE, None)


def test_a_worker_in_the_place_of_a_dead_one_may_buy_nothing() -> None:
    with pytest.raises(BudgetExceeded, match="in the place of one that died, may use nothing"):
        books(workers=0).reserve(PRICE, None)
    with pytest.raises(BudgetExceeded, match="may use nothing"):
        books(workers=0).reserve(None, None)


def test_without_a_price_the_count_alone_is_capped() -> None:
    ours = books(budget="0", numbers=1)
    ours.reserve(None, None)
    with pytest.raises(BudgetExceeded, match="--sms-max-numbers is 1"):
        ours.reserve(None, None)


def test_the_summary_tells_all_that_is_not_settled() -> None:
    told = Statement(
        bought=3,
        refunded=1,
        kept=1,
        unconfirmed=1,
        spent=Decimal("0.14"),
        open=("act_7",),
        unknown=("telegram/gb",),
        silent=("gw1",),
        written=("cassettes/test_it/test_one.json",),
    )
    lines = list(summary(told))
    assert lines[0] == (
        "3 numbers bought: 1 refunded, 1 paid for, 1 given back without word of a refund; "
        "0.14 spent"
    )
    assert lines[1] == "written: cassettes/test_it/test_one.json"
    assert [line.partition(":")[0] for line in lines[2:]] == [
        "NOT RELEASED",
        "UNKNOWN",
        "NOT COUNTED",
    ]


def test_statements_add_up() -> None:
    one = Statement(1, 1, 0, 0, PRICE, ("a",), ("b",), ("c",), ("d",))
    assert one.plus(one) == Statement(
        2, 2, 0, 0, 2 * PRICE, ("a", "a"), ("b", "b"), ("c", "c"), ("d", "d")
    )
