"""Each check of the campaign is fed books that do not agree: one that cannot fail checks nothing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from campaign.audit import CHECKS, Evidence, disagreements
from campaign.books import Entry
from pytest_smsactivate.providers import Capabilities

PRICE = Decimal("0.07")

RELEASED = Entry(1, "released", "test_it.py::test_a", PRICE, "act_1")
KEPT = Entry(2, "kept", "test_it.py::test_b", PRICE, "act_2")
LOST = Entry(3, "unknown", "test_it.py::test_c", PRICE, None)
REFUSED = Entry(4, "void", "test_it.py::test_d", PRICE, None)

CAN_PRICE = Capabilities(price=True, balance=True)
CAN_LIST = Capabilities(price=True, balance=True, activations=True)
CAN_NOTHING = Capabilities(renew=True)

GOOD = Evidence(
    can=CAN_PRICE,
    sold={"act_1": PRICE, "act_2": PRICE, "act_3": PRICE},
    spent=Decimal("0.07"),
    open=[],
    asked=4,
    before=[RELEASED, KEPT, LOST, REFUSED],
    named=[LOST.test],
    after=[RELEASED, KEPT, replace(LOST, state="void"), REFUSED],
)
"""Of three numbers sold one was kept, and one, whose answer was lost, has expired meanwhile."""


GOOD_WITH_LIST = replace(
    GOOD,
    can=CAN_LIST,
    before=[RELEASED, KEPT, replace(LOST, state="open", activation="act_3"), REFUSED],
    after=[RELEASED, KEPT, replace(LOST, state="released", activation="act_3"), REFUSED],
)
"""The purchase whose answer was lost has been found in the provider's list."""

UNPRICED = [replace(each, price=None) for each in (RELEASED, KEPT, LOST, REFUSED)]

GOOD_WITHOUT_PRICES = replace(
    GOOD,
    can=CAN_NOTHING,
    before=UNPRICED,
    after=[replace(UNPRICED[0], state="unconfirmed", renewals=1), *UNPRICED[1:]],
    renewed={"act_1": 1},
)
"""What the account was charged nobody tells; the lost purchase stays unknown."""


def after(*entries: Entry) -> list[Entry]:
    return [*entries, *GOOD.after[len(entries) :]]


BAD = {
    "the account was charged more": (replace(GOOD, spent=Decimal("0.14")), "money"),
    "the account was charged a cent less": (replace(GOOD, spent=Decimal("0.06")), "money"),
    "a refund that never came": (
        replace(GOOD, spent=Decimal("0.14"), after=after(RELEASED, KEPT)),
        "money",
    ),
    "a purchase counts as spent that was refunded": (
        replace(GOOD, after=[RELEASED, KEPT, LOST, REFUSED]),
        "money",
    ),
    "given back without a word of the refund, which came": (
        replace(GOOD, after=after(replace(RELEASED, state="unconfirmed"))),
        "money",
    ),
    "a kept number without a price": (
        replace(GOOD, after=after(RELEASED, replace(KEPT, price=None))),
        "money",
    ),
    "another price than that of the sale": (
        replace(GOOD, after=after(replace(RELEASED, price=Decimal("0.08")))),
        "prices",
    ),
    "sold, and in no lease": (
        replace(GOOD, sold={**GOOD.sold, "act_4": PRICE}),
        "sold_and_entered",
    ),
    "sold, and entered as if nothing had been bought": (
        replace(GOOD, before=[RELEASED, KEPT, replace(LOST, state="void"), REFUSED], named=[]),
        "sold_and_entered",
    ),
    "a price where the API tells none": (
        replace(GOOD_WITHOUT_PRICES, after=[replace(UNPRICED[0], price=PRICE), *UNPRICED[1:]]),
        "prices",
    ),
    "sold, and unknown though the API has a list": (
        replace(GOOD, can=CAN_LIST),
        "sold_and_entered",
    ),
    "in the list, and not given back": (
        replace(GOOD_WITH_LIST, overlooked=["act_3"]),
        "found_by_list",
    ),
    "a number of somebody else's that was given back": (
        replace(GOOD, stranger_released=True),
        "hands_off",
    ),
    "an unknown purchase that is judged without a balance": (
        replace(
            GOOD_WITHOUT_PRICES,
            after=[*GOOD_WITHOUT_PRICES.after[:2], replace(UNPRICED[2], state="void"), UNPRICED[3]],
        ),
        "unknown_for_good",
    ),
    "an unknown purchase that is forgotten": (
        replace(GOOD_WITHOUT_PRICES, after=GOOD_WITHOUT_PRICES.after[:2]),
        "unknown_for_good",
    ),
    "a renewal that is not counted": (
        replace(GOOD_WITHOUT_PRICES, renewed={"act_1": 2}),
        "renewals",
    ),
    "a renewal of a number in no lease": (
        replace(GOOD_WITHOUT_PRICES, renewed={"act_1": 1, "act_9": 1}),
        "renewals",
    ),
    "a renewal that was never sent": (replace(GOOD_WITHOUT_PRICES, renewed={}), "renewals"),
    "a lease of a number that was never sold": (
        replace(GOOD, after=after(replace(RELEASED, activation="act_9"))),
        "entered_and_sold",
    ),
    "open at the provider": (replace(GOOD, open=["act_1"]), "nothing_open"),
    "open in the ledger": (
        replace(GOOD, after=after(replace(RELEASED, state="open"))),
        "nothing_unsettled",
    ),
    "an intent that nobody looked after": (
        replace(GOOD, after=[*GOOD.after[:3], replace(REFUSED, state="intended")]),
        "nothing_unsettled",
    ),
    "more sold than were asked for": (
        replace(GOOD, asked=2, before=GOOD.before[:2], after=GOOD.after[:2], named=[]),
        "bought_once",
    ),
    "more entered than were asked for": (replace(GOOD, asked=3), "bought_once"),
    "one activation in two leases": (
        replace(GOOD, after=after(RELEASED, KEPT, replace(RELEASED, id=3))),
        "bought_once",
    ),
    "a lost purchase that nobody tells of": (replace(GOOD, named=[]), "reported"),
    "two lost purchases of one test, and one is told of": (
        replace(GOOD, before=[RELEASED, KEPT, LOST, replace(LOST, id=4)]),
        "reported",
    ),
    "an open number that nobody tells of": (
        replace(GOOD, before=[replace(RELEASED, state="open"), KEPT, LOST, REFUSED]),
        "reported",
    ),
}


@pytest.mark.parametrize("evidence", [GOOD, GOOD_WITH_LIST, GOOD_WITHOUT_PRICES])
def test_books_that_agree(evidence):
    assert disagreements(evidence) == []


@pytest.mark.parametrize(("evidence", "name"), BAD.values(), ids=BAD)
def test_books_that_do_not_agree(evidence, name):
    (check,) = [each for each in CHECKS if each.__name__ == name]
    found = list(check(evidence))
    assert found
    assert set(found) <= set(disagreements(evidence))


def test_every_check_has_been_seen_to_fail():
    assert {name for _, name in BAD.values()} == {check.__name__ for check in CHECKS}


def test_the_amounts_and_the_leases_are_told():
    (line,) = disagreements(BAD["the account was charged more"][0])
    assert line == (
        "the account was charged 0.14, the ledger has 0.07 spent: lease 2 (act_2, kept, 0.07)"
    )


def test_a_renewal_that_was_cut_off_may_be_counted():
    cut_off = replace(GOOD_WITHOUT_PRICES, renewed={}, cut_off=1)
    assert disagreements(cut_off) == []


def test_a_lease_of_the_next_net_may_come_after_the_first_look():
    later = Entry(5, "kept", "test_it.py::test_0_nothing", PRICE, "act_5")
    evidence = replace(
        GOOD,
        sold={**GOOD.sold, "act_5": PRICE},
        spent=Decimal("0.14"),
        asked=5,
        after=[*GOOD.after, later],
    )
    assert disagreements(evidence) == []


def test_without_a_balance_before_it_a_lost_purchase_counts_as_spent():
    books = replace(GOOD, after=[RELEASED, KEPT, LOST, REFUSED])
    assert disagreements(books) != []
    assert disagreements(replace(books, baseline=False)) == []
    assert disagreements(replace(books, baseline=False, spent=Decimal("0.14"))) == []
    assert disagreements(replace(books, baseline=False, spent=Decimal("0.06"))) != []
    assert disagreements(replace(books, baseline=False, spent=Decimal("0.15"))) != []


def test_one_that_was_over_before_it_was_entered_is_in_no_list():
    paid = [RELEASED, KEPT, replace(LOST, judged=True), REFUSED]
    evidence = replace(GOOD, can=CAN_LIST, before=paid, after=paid, spent=Decimal("0.14"))
    assert disagreements(evidence) == []


@pytest.mark.parametrize("can", [CAN_PRICE, CAN_LIST])
def test_one_that_was_refunded_before_it_was_entered_may_be_void_by_the_balance(can):
    refunded = replace(LOST, state="void", judged=True)
    books = [RELEASED, KEPT, refunded, REFUSED]
    assert disagreements(replace(GOOD, can=can, before=books, named=[], after=books)) == []
