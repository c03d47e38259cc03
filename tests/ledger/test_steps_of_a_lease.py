"""A number's way through the ledger, and the caps that stand at its beginning."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from bookkeeping import (
    ACCOUNT,
    AMPLE,
    OTHER_ACCOUNT,
    PRICE,
    Life,
    moment,
    number_of,
    pass_time,
    row_of,
    state_of,
    who,
    wish,
)

from pytest_smsactivate.errors import BudgetExceeded, CancelDenied, ProviderUnavailable
from pytest_smsactivate.ledger import leases, spending
from pytest_smsactivate.ledger.balance import judge_by
from pytest_smsactivate.ledger.ledger import Ledger
from pytest_smsactivate.models import Activation, Balance
from pytest_smsactivate.statement import Statement, Unsettled
from pytest_smsactivate.terms import Caps


def intended(life: Life) -> int:
    return life.reserve()


def bought(life: Life) -> int:
    return life.buy()


def void(life: Life) -> int:
    lease = life.reserve()
    life.do(leases.void, lease)
    return lease


def unknown(life: Life) -> int:
    lease = life.reserve()
    life.do(leases.lost, lease, "no answer came.")
    return lease


def ended(refunded: bool | None) -> Callable[[Life], int]:
    def give_back(life: Life) -> int:
        lease = life.buy()
        life.end(refunded=refunded)
        return lease

    return give_back


def fail(life: Life, activation: str) -> None:
    """A release of it fails."""
    failure = ProviderUnavailable("smsactivate-dev", status=503)
    life.do(leases.not_released, ACCOUNT.id, activation, failure)


def deny(life: Life, activation: str, seconds: float | None) -> None:
    """The provider does not take it back before so many seconds have passed."""
    denial = CancelDenied("smsactivate-dev", retry_after=seconds)
    life.do(leases.not_released, ACCOUNT.id, activation, denial)


@pytest.mark.parametrize(
    ("story", "state", "begun", "over"),
    [
        (intended, "intended", False, False),
        (bought, "open", True, False),
        (void, "void", False, True),
        (unknown, "unknown", False, False),
        (ended(True), "released", True, True),
        (ended(False), "kept", True, True),
        (ended(None), "unconfirmed", True, True),
    ],
)
def test_each_step_is_entered_with_its_time(
    life: Life, story: Callable[[Life], int], state: str, begun: bool, over: bool
) -> None:
    row = row_of(life.ledger, story(life))
    assert row.state == state
    assert row.intended_at is not None
    assert (row.opened_at is not None, row.ended_at is not None) == (begun, over)
    assert (row.account, row.run, row.process) == (ACCOUNT.id, "run", "process")
    assert (row.test, row.service, row.country) == ("test_it.py::test_it", "telegram", "gb")
    assert (row.price, row.entered) == (PRICE, 0)


def test_what_was_bought_is_entered_with_what_the_provider_told(life: Life) -> None:
    expires_at = row_of(life.ledger, life.reserve()).intended_at + timedelta(minutes=20)
    row = row_of(life.ledger, life.buy("act_7", expires_at=expires_at))
    assert (row.activation, row.number, row.expires_at) == ("act_7", "+447400123456", expires_at)


def test_a_purchase_whose_answer_comes_late_is_known_all_the_same(life: Life) -> None:
    lease = unknown(life)
    life.do(leases.opened, lease, Activation("act_1", "+447400123456", "telegram", "gb"))
    row = row_of(life.ledger, lease)
    assert (row.state, row.failure, row.activation) == ("open", None, "act_1")


@pytest.mark.parametrize("first", [True, False, None])
@pytest.mark.parametrize("second", [True, False, None])
def test_the_first_word_of_the_refund_counts(
    life: Life, first: bool | None, second: bool | None
) -> None:
    lease = ended(first)(life)
    before = row_of(life.ledger, lease)
    life.end(refunded=second)
    assert row_of(life.ledger, lease) == before


def test_what_is_not_held_cannot_be_given_back(life: Life) -> None:
    lease = life.buy()
    life.end("act_of_nobody")
    Life(life.ledger, OTHER_ACCOUNT, who("theirs", "theirs")).end("act_1")
    assert state_of(life.ledger, lease) == "open"


def test_the_intents_of_a_dead_process_are_unknown(life: Life) -> None:
    other = Life(life.ledger, who=who(process="other"))
    mine, open_, theirs = life.reserve(), life.buy(), other.reserve()
    assert life.do(leases.intended_by, "process") == [mine]

    life.do(leases.abandoned, "process")

    assert [state_of(life.ledger, each) for each in (mine, open_, theirs)] == [
        "unknown",
        "open",
        "intended",
    ]
    assert row_of(life.ledger, mine).failure == "died while it bought"
    assert life.do(leases.intended_by, "process") == []


def test_of_several_nets_one_gives_it_back(life: Life) -> None:
    life.buy()
    assert life.do(leases.claim, ACCOUNT.id, "act_1", "one")
    assert not life.do(leases.claim, ACCOUNT.id, "act_1", "other")
    assert life.do(leases.claim, ACCOUNT.id, "act_1", "one"), "who claims it keeps it"


@pytest.mark.parametrize(
    "let_go",
    [
        lambda life: fail(life, "act_1"),
        lambda life: deny(life, "act_1", 60.0),
        lambda life: pass_time(life.ledger, leases.CLAIM + timedelta(seconds=1)),
    ],
    ids=["failed", "denied", "silent for long"],
)
def test_what_one_net_could_not_give_back_another_one_may(
    life: Life, let_go: Callable[[Life], object]
) -> None:
    life.buy()
    assert life.do(leases.claim, ACCOUNT.id, "act_1", "one")
    let_go(life)
    assert life.do(leases.claim, ACCOUNT.id, "act_1", "other")
    assert not life.do(leases.claim, ACCOUNT.id, "act_1", "one")


def test_what_is_given_back_can_be_claimed_by_nobody(life: Life) -> None:
    lease = ended(True)(life)
    assert not life.do(leases.claim, ACCOUNT.id, "act_1", "one")
    assert row_of(life.ledger, lease).claimed_by is None


def test_what_the_ledger_does_not_hold_is_anybody_s(life: Life) -> None:
    life.buy()
    assert life.do(leases.claim, ACCOUNT.id, "act_2", "one")
    assert life.do(leases.claim, ACCOUNT.id, "act_2", "other")
    assert life.do(leases.claim, OTHER_ACCOUNT.id, "act_1", "other")


def test_why_it_is_still_held_is_known_until_it_is_not(life: Life) -> None:
    lease = life.buy()
    fail(life, "act_1")
    assert row_of(life.ledger, lease).failure == "smsactivate-dev is unavailable (503)."
    deny(life, "act_1", 60.0)
    assert "does not take the number back yet" in row_of(life.ledger, lease).failure
    life.end()
    assert row_of(life.ledger, lease).failure is None


@pytest.mark.parametrize(
    ("told", "seconds"), [(None, leases.WINDOW), (90.0, 90.0), (0.0, leases.SHORTEST)]
)
def test_a_denied_number_is_left_alone_until_its_window_has_passed(
    life: Life, told: float | None, seconds: float
) -> None:
    life.buy()
    before = life.do(moment)
    deny(life, "act_1", told)
    (held,) = life.do(leases.held_by, ["process"])
    passed = (life.do(moment) - before).total_seconds()
    assert seconds - passed - 0.001 <= held.wait <= seconds
    pass_time(life.ledger, timedelta(seconds=seconds + 1))
    (held,) = life.do(leases.held_by, ["process"])
    assert held.wait == 0


def test_what_is_held_is_told_in_the_order_of_its_windows(life: Life) -> None:
    for name, seconds in (("late", 90.0), ("early", 30.0), ("at once", None)):
        life.buy(name)
        if seconds is not None:
            deny(life, name, seconds)
    life.buy("given back")
    life.end("given back")
    life.reserve()
    Life(life.ledger, who=who(process="other")).buy("theirs")

    held = life.do(leases.held_by, ["process"])

    assert [lease.activation for lease in held] == ["at once", "early", "late"]
    assert [lease.wait for lease in held] == [
        0,
        pytest.approx(30, abs=20),
        pytest.approx(90, abs=20),
    ]
    assert life.do(leases.held_by, []) == []
    assert len(life.do(leases.held_by, ["process", "other"])) == 4


def test_the_statement_of_a_run_tells_of_all_its_processes(life: Life) -> None:
    assert life.statement == Statement()
    other = Life(life.ledger, who=who(process="other"))
    Life(life.ledger, who=who("another run", "third")).buy("theirs")
    for name, refunded in (("a", True), ("b", False), ("c", None), ("d", True)):
        life.buy(name, PRICE)
        life.end(name, refunded)
    void(other)
    unknown(other)
    other.reserve()
    other.buy("e", Decimal("0.125"))
    fail(life, "e")

    told = {"service": "telegram", "country": "gb", "test": "test_it.py::test_it"}
    assert (
        life.statement
        == other.statement
        == Statement(
            bought=5,
            refunded=2,
            kept=1,
            unconfirmed=1,
            spent=Decimal("0.21"),
            open=(
                Unsettled(
                    activation="e",
                    number="+447••••••456",
                    price=Decimal("0.125"),
                    state="open",
                    why="smsactivate-dev is unavailable (503).",
                    **told,
                ),
            ),
            unknown=(
                Unsettled(
                    activation=None,
                    number=None,
                    price=PRICE,
                    state="unknown",
                    why="no answer came.",
                    **told,
                ),
                Unsettled(activation=None, number=None, price=PRICE, state="intended", **told),
            ),
        )
    )


def test_what_the_balance_disproved_is_told(life: Life) -> None:
    life.do(judge_by, ACCOUNT.id, Balance(Decimal(10), "USD"))
    unknown(life)
    void(life)
    life.do(judge_by, ACCOUNT.id, Balance(Decimal(10), "USD"))
    assert life.statement == Statement(disproved=1)


@pytest.mark.parametrize(
    ("price", "words"),
    [
        (PRICE, "act_1, +447••••••456 (telegram/gb, 0.07)"),
        (None, "act_1, +447••••••456 (telegram/gb)"),
    ],
)
def test_what_is_held_has_a_name(life: Life, price: Decimal | None, words: str) -> None:
    life.buy(price=price)
    (held,) = life.statement.open
    assert str(held) == words


def test_what_nobody_knows_has_a_name_too(life: Life) -> None:
    unknown(life)
    (lost,) = life.statement.unknown
    assert str(lost) == "an unknown number (telegram/gb, 0.07)"


def test_what_is_unsettled_is_told_of_a_run_or_an_account_or_all(life: Life) -> None:
    other_run = Life(life.ledger, who=who("another run", "second"))
    other_account = Life(life.ledger, OTHER_ACCOUNT, who("theirs", "third"))
    mine, second, theirs = life.buy(), unknown(other_run), intended(other_account)
    void(life)

    def told(**whose: str) -> list[int]:
        with life.ledger.reading() as connection:
            return [row.id for row in connection.execute(spending.unsettled_leases(**whose))]

    assert told() == [mine, second, theirs]
    assert told(account=ACCOUNT.id) == [mine, second]
    assert told(run="another run") == [second]
    assert told(run="another run", account=OTHER_ACCOUNT.id) == []


def caps(budget: str = "1.00", numbers: int = 20, max_price: str | None = None) -> Caps:
    return Caps(Decimal(budget), numbers, None if max_price is None else Decimal(max_price))


@pytest.mark.parametrize("spends", [ended(False), ended(None), unknown])
@pytest.mark.parametrize("holds", [intended, bought])
def test_the_budget_counts_what_is_spent_and_what_is_reserved(
    life: Life, spends: Callable[[Life], int], holds: Callable[[Life], int]
) -> None:
    spends(life)
    holds(life)
    life.reserve(wish(Decimal("0.06")), caps("0.20"))
    with pytest.raises(
        BudgetExceeded, match=r"^--sms-budget is 0\.20: 0\.07 spent, 0\.13 reserved, 0\.07 asked\."
    ) as caught:
        life.reserve(wish(), caps("0.20"))
    assert (caught.value.spent, caught.value.reserved, caught.value.asked) == (
        PRICE,
        Decimal("0.13"),
        PRICE,
    )


def test_the_last_cent_of_the_budget_can_be_spent(life: Life) -> None:
    life.buy()
    life.reserve(wish(), caps("0.14"))
    with pytest.raises(BudgetExceeded):
        life.reserve(wish(Decimal("0.000000001")), caps("0.14"))
    life.reserve(wish(Decimal(0)), caps("0.14"))


@pytest.mark.parametrize("frees", [void, ended(True)])
def test_what_cost_nothing_in_the_end_leaves_the_budget_as_it_was(
    life: Life, frees: Callable[[Life], int]
) -> None:
    for _ in range(3):
        frees(life)
        life.do(leases.void, life.reserve(wish(), caps("0.07")))
    assert number_of(life.ledger, "leases") == 6
    assert life.statement.spent == 0


@pytest.mark.parametrize("counts", [intended, bought, unknown, ended(True), ended(False)])
def test_the_count_is_of_all_that_may_have_been_bought(
    life: Life, counts: Callable[[Life], int]
) -> None:
    counts(life)
    void(life)
    life.reserve(wish(None), caps(numbers=2))
    with pytest.raises(
        BudgetExceeded, match=r"^--sms-max-numbers is 2: \d spent, \d reserved, 1 asked\."
    ) as caught:
        life.reserve(wish(None), caps(numbers=2))
    assert caught.value.spent + caught.value.reserved == 2


@pytest.mark.parametrize(
    ("marker", "option", "named"),
    [
        (None, "0.06", "--sms-max-price"),
        ("0.06", None, "the sms marker's max_price"),
        ("0.06", "0.07", "the sms marker's max_price"),
        ("0.07", "0.06", "--sms-max-price"),
    ],
)
def test_one_price_has_two_caps(
    life: Life, marker: str | None, option: str | None, named: str
) -> None:
    asked = wish(PRICE, None if marker is None else Decimal(marker))
    with pytest.raises(BudgetExceeded) as caught:
        life.reserve(asked, caps(max_price=option))
    assert (caught.value.cap, caught.value.limit, caught.value.asked) == (
        named,
        Decimal("0.06"),
        PRICE,
    )
    assert number_of(life.ledger, "leases") == 0


@pytest.mark.parametrize(("marker", "option"), [(None, "0.06"), ("0.06", None)])
def test_a_cap_on_one_price_tells_what_is_spent_and_reserved_too(
    life: Life, marker: str | None, option: str | None
) -> None:
    unknown(life)
    ended(False)(life)
    ended(True)(life)
    bought(life)
    asked = wish(PRICE, None if marker is None else Decimal(marker))
    with pytest.raises(
        BudgetExceeded,
        match=r" is 0\.06: 0\.14 spent, 0\.07 reserved, 0\.07 asked\. Raise it, or ask",
    ) as caught:
        life.reserve(asked, caps(max_price=option))
    assert (caught.value.spent, caught.value.reserved) == (Decimal("0.14"), PRICE)


def test_the_highest_price_allowed_is_allowed(life: Life) -> None:
    lease = life.reserve(wish(PRICE, PRICE), caps("0.07", 1, "0.07"))
    assert state_of(life.ledger, lease) == "intended"


def test_without_a_price_only_the_count_is_capped(life: Life) -> None:
    life.reserve(wish(None, Decimal(0)), caps("0.00", 1, "0.00"))
    with pytest.raises(BudgetExceeded, match="--sms-max-numbers"):
        life.reserve(wish(None), caps("0.00", 1))


def test_each_run_has_caps_of_its_own(ledger: Ledger, life: Life) -> None:
    other = Life(ledger, who=who("another run", "second"))
    life.reserve(wish(), caps("0.07", 1))
    other.reserve(wish(), caps("0.07", 1))
    third = Life(ledger, who=who(process="third"))
    with pytest.raises(BudgetExceeded):
        third.reserve(wish(), caps("0.07", 1))
    third.reserve(wish(), AMPLE)


def test_a_number_that_is_sold_again_ends_what_held_it_before(life: Life) -> None:
    """A provider whose numbers are their own names sells one again when it has run out."""
    first = life.buy("+447400123456")
    second = life.buy("+447400123456")
    other = life.buy("+447400123457")
    assert [state_of(life.ledger, each) for each in (first, second, other)] == [
        "unconfirmed",
        "open",
        "open",
    ]
    life.end("+447400123456")
    assert state_of(life.ledger, second) == "released"


def test_what_is_known_to_be_more_than_an_intent_is_not_void(life: Life) -> None:
    lease = life.buy()
    life.do(leases.void, lease)
    assert state_of(life.ledger, lease) == "open"


def test_a_purchase_so_old_that_its_number_has_run_out_is_not_looked_for(life: Life) -> None:
    old = life.reserve()
    life.do(leases.lost, old, "no answer")
    pass_time(life.ledger, timedelta(hours=1, minutes=1))
    new = life.reserve()
    life.do(leases.lost, new, "no answer")
    assert [each.id for each in life.do(leases.unanswered, life.account)] == [new]
