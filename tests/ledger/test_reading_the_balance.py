"""The balance is read in a quiet moment, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from bookkeeping import ACCOUNT, KEY, OTHER_ACCOUNT, PRICE, Life, pass_time, state_of
from by_hand import FakeClock, Script, answer, no_jitter
from sqlalchemy import select

from pytest_smsactivate.errors import AuthenticationError, ConnectionNotMade, LedgerError
from pytest_smsactivate.flows.drivers import Transport
from pytest_smsactivate.ledger import leases
from pytest_smsactivate.ledger.account import Account
from pytest_smsactivate.ledger.audit import PATIENCE, audit
from pytest_smsactivate.ledger.balance import untold
from pytest_smsactivate.ledger.counter import Counter
from pytest_smsactivate.ledger.schema import accounts
from pytest_smsactivate.models import ApiKey, Request, Response
from pytest_smsactivate.providers import Provider
from pytest_smsactivate.providers.smsactivate_app import SmsActivateApp
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev

NAME = "smsactivate-dev"


def balance(amount: str) -> Response:
    return answer(balance=float(amount), currency="USD")


class Meanwhile(Script):
    """Answers as written; something happens while an answer is on its way."""

    def __init__(self, *answers: Response, meanwhile: Callable[[], object]) -> None:
        super().__init__(*answers)
        self._meanwhile = meanwhile

    def send(self, request: Request, within: float | None) -> Response:
        self._meanwhile()
        return super().send(request, within)


def audited(
    life: Life,
    transport: Transport,
    clock: FakeClock | None = None,
    provider: Provider | None = None,
) -> Decimal | None:
    speaks = provider or SmsActivateDev()
    clock = clock or FakeClock()
    counter = Counter(life.ledger, ACCOUNT.id, speaks, transport, clock, no_jitter)
    return audit(counter)


def difference_untold(life: Life) -> Decimal:
    found: Decimal = life.do(untold, ACCOUNT.id)
    return found


def kept_balance(life: Life) -> Decimal | None:
    with life.ledger.reading() as connection:
        return connection.scalar(select(accounts.c.balance))


def test_from_the_second_reading_on_there_is_a_difference(life: Life) -> None:
    assert audited(life, Script(balance("10.00"))) is None
    life.buy()
    assert audited(life, Script(balance("9.93"))) == 0
    assert audited(life, Script(balance("9.50"))) == Decimal("-0.43")
    assert kept_balance(life) == Decimal("9.50")


def test_what_differs_is_remembered_until_somebody_has_heard_of_it(life: Life) -> None:
    """As money that is missing at the start of a run; what is bought later is judged all the same."""
    audited(life, Script(balance("20.00")))
    assert difference_untold(life) == 0, "the first reading differs from nothing"
    audited(life, Script(balance("10.00")))
    lease = life.reserve()
    life.do(leases.lost, lease, "no answer.")
    assert audited(life, Script(balance("10.00"))) == 0
    assert state_of(life.ledger, lease) == "void"
    assert audited(life, Script(balance("9.50"))) == Decimal("-0.50")
    assert difference_untold(life) == Decimal("-10.50")
    assert kept_balance(life) == Decimal("9.50")


def test_an_unknown_purchase_is_judged_by_the_way(life: Life) -> None:
    audited(life, Script(balance("10.00")))
    lease = life.reserve()
    life.do(leases.lost, lease, "no answer.")
    assert audited(life, Script(balance("10.00"))) == 0
    assert state_of(life.ledger, lease) == "void"


def test_what_is_on_its_way_is_waited_for(life: Life) -> None:
    lease = life.reserve()

    class Arriving(FakeClock):
        def sleep(self, seconds: float) -> None:
            super().sleep(seconds)
            if len(self.slept) == 3:
                life.do(leases.void, lease)

    clock = Arriving()
    script = Script(balance("10.00"))
    assert audited(life, script, clock) is None
    assert len(clock.slept) == 3
    assert kept_balance(life) == 10


def test_what_does_not_come_to_rest_is_not_read(life: Life) -> None:
    life.reserve()
    clock = FakeClock()
    assert audited(life, Script(), clock) is None
    assert PATIENCE - 1 < sum(clock.slept) <= PATIENCE
    assert kept_balance(life) is None


def test_a_reading_during_which_something_moved_does_not_count(life: Life) -> None:
    names = iter(["act_1", "act_2"])

    def somebody_buys() -> None:
        name = next(names, None)
        if name is not None:
            life.buy(name)

    audited(life, Script(balance("10.00")))
    readings = [balance("10.00"), balance("9.93"), balance("9.86")]
    script = Meanwhile(*readings, meanwhile=somebody_buys)
    assert audited(life, script) == 0
    assert script.exhausted
    assert kept_balance(life) == 10 - 2 * PRICE


@pytest.mark.parametrize("failure", [answer(503), answer(400), answer(200, nothing="here")])
def test_where_it_cannot_be_read_nothing_is_said(life: Life, failure: Response) -> None:
    class Failing:
        blocking = False

        def send(self, request: Request, within: float | None) -> Response:
            return failure

    life.buy()
    assert audited(life, Failing()) is None
    assert kept_balance(life) is None


def test_a_reading_that_fails_at_first_is_repeated(life: Life) -> None:
    script = Script(answer(503), ConnectionNotMade(NAME), balance("10.00"))
    assert audited(life, script) is None
    assert kept_balance(life) == 10


def test_a_key_that_is_refused_is_no_matter_of_chance(life: Life) -> None:
    with pytest.raises(AuthenticationError):
        audited(life, Script(answer(401)))


def test_a_ledger_that_fails_meanwhile_is_told_of(life: Life) -> None:
    with pytest.raises(LedgerError):
        audited(life, Script(LedgerError("somewhere", "cannot be used")))


def test_an_account_is_known_by_provider_address_and_key() -> None:
    same = Account(ACCOUNT.provider, ACCOUNT.base_url, ApiKey(KEY))
    others = [
        OTHER_ACCOUNT,
        Account("smsactivate-app", ACCOUNT.base_url, ApiKey(KEY)),
        Account(ACCOUNT.provider, "http://127.0.0.1:2", ApiKey(KEY)),
    ]
    assert same.id == ACCOUNT.id
    assert len({ACCOUNT.id, *(each.id for each in others)}) == 4


def test_an_account_tells_nobody_its_key() -> None:
    assert KEY not in repr(ACCOUNT) + str(ACCOUNT) + ACCOUNT.id
    assert ACCOUNT.id in repr(ACCOUNT)


def test_where_there_is_no_balance_old_purchases_without_an_answer_count_as_paid(
    life: Life,
) -> None:
    old, other = life.reserve(), life.reserve()
    life.do(leases.lost, old, "no answer")
    pass_time(life.ledger, timedelta(days=1, minutes=1))
    life.do(leases.lost, other, "no answer")
    new = life.reserve()
    life.do(leases.lost, new, "no answer")
    assert audited(life, Script(), provider=SmsActivateApp()) is None
    assert [state_of(life.ledger, lease) for lease in (old, other, new)] == [
        "kept",
        "kept",
        "unknown",
    ]
    assert life.statement.spent == 3 * PRICE
