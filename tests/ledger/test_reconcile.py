"""A purchase without an answer is found in the provider's list, or nothing is taken for it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import msgspec
import pytest
from bookkeeping import AMPLE, KEY, PRICE, Life, PassingTime, row_of, state_of, who
from by_hand import Script, no_jitter

from pytest_smsactivate.errors import CancelDenied, ConnectionNotMade, LedgerError
from pytest_smsactivate.flows.drivers import Transport
from pytest_smsactivate.ledger import leases
from pytest_smsactivate.ledger.account import Account
from pytest_smsactivate.ledger.balance import BOUGHT, judge_by
from pytest_smsactivate.ledger.counter import Counter
from pytest_smsactivate.ledger.ledger import Ledger
from pytest_smsactivate.ledger.reconcile import PATIENCE, reconcile
from pytest_smsactivate.models import ApiKey, Balance, Request, Response
from pytest_smsactivate.providers import Provider
from pytest_smsactivate.providers.handler_api import HandlerApi
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev
from pytest_smsactivate.terms import Wish

NAME = "handler-api"

ACCOUNT = Account(NAME, "http://127.0.0.1:1", ApiKey(KEY))

GB, RU = "16", "0"


def listed(*ids: str, price: str = "0.08") -> Response:
    """The provider's list: numbers of one service and country."""
    return together(dict.fromkeys(ids, ("tg", GB)), price)


def together(kinds: dict[str, tuple[str, str]], price: str = "0.08") -> Response:
    """The list as the classic protocol writes it."""
    rows = [
        f'{{"activationId": "{each}", "serviceCode": "{service}", "countryCode": "{country}",'
        f' "phoneNumber": "4474001{each:0>5}", "activationCost": {price}}}'
        for each, (service, country) in kinds.items()
    ]
    body = f'{{"status": "success", "activeActivations": [{", ".join(rows)}]}}'
    return Response(200, body.encode())


NOTHING_OPEN = Response(200, b"NO_ACTIVATIONS")
DOWN = Response(503, b"away")
HTML = Response(200, b"<html>Checking your connection</html>")


class WithoutBalance(HandlerApi):
    """Of which the list alone can tell."""

    capabilities = msgspec.structs.replace(HandlerApi.capabilities, balance=False)


class Books(Life):
    """A run of the classic protocol, some of whose purchases got no answer."""

    def lose(self, country: str = "gb", service: str = "telegram") -> int:
        who = self.who
        wish = Wish("test_it.py::test_it", service, country, PRICE, None)
        lease: int = self.do(leases.reserve, self.account, who.run, who.process, wish, AMPLE)
        self.do(leases.lost, lease, "no answer.")
        return lease


class Meanwhile(Script):
    """Answers as written; something happens while an answer is on its way."""

    def __init__(self, *answers: Response, meanwhile: Callable[[], object]) -> None:
        super().__init__(*answers)
        self._meanwhile = meanwhile

    def send(self, request: Request, within: float | None) -> Response:
        self._meanwhile()
        return super().send(request, within)


@pytest.fixture
def books(ledger: Ledger) -> Books:
    return Books(ledger, ACCOUNT)


@pytest.fixture
def time(books: Books) -> PassingTime:
    return PassingTime(books.ledger)


def found(
    books: Books, transport: Transport, time: PassingTime, provider: Provider | None = None
) -> int:
    provider = provider or WithoutBalance()
    return reconcile(Counter(books.ledger, books.account, provider, transport, time, no_jitter))


def test_what_is_listed_and_in_no_lease_is_the_lost_purchase(
    books: Books, time: PassingTime
) -> None:
    held, lost = books.buy("11"), books.lose()
    script = Script(listed("11", "22"))

    assert found(books, script, time) == 1

    assert script.asked == ["activations"]
    row = row_of(books.ledger, lost)
    assert (row.state, row.activation, row.number) == ("open", "22", "+447400100022")
    assert str(row.price) == "0.08"
    assert (row.failure, row.judgement) == (None, None)
    assert row_of(books.ledger, held).activation == "11"


def test_what_is_found_belongs_to_the_process_that_bought_it(
    books: Books, time: PassingTime
) -> None:
    other = Books(books.ledger, ACCOUNT, who(process="other"))
    lost = other.lose()
    assert found(books, Script(listed("22")), time) == 1
    assert row_of(books.ledger, lost).process == "other"


def test_without_a_lost_purchase_nothing_is_asked(books: Books, time: PassingTime) -> None:
    books.buy("11")
    assert found(books, Script(), time) == 0


def test_an_api_without_a_list_is_not_asked(books: Books, time: PassingTime) -> None:
    lost = books.lose()
    assert found(books, Script(), time, SmsActivateDev()) == 0
    assert state_of(books.ledger, lost) == "unknown"


def test_more_strangers_than_lost_purchases_are_somebody_elses(
    books: Books, time: PassingTime
) -> None:
    """Nobody can tell which of them is ours: a number of somebody else's may be in use."""
    lost = books.lose()
    assert found(books, Script(listed("22", "33")), time) == 0
    assert state_of(books.ledger, lost) == "unknown"


def test_fewer_than_were_lost_go_to_the_oldest(books: Books, time: PassingTime) -> None:
    first, second = books.lose(), books.lose()
    assert found(books, Script(listed("22")), time) == 1
    assert row_of(books.ledger, first).activation == "22"
    assert state_of(books.ledger, second) == "unknown"


def test_as_many_as_were_lost_are_all_found(books: Books, time: PassingTime) -> None:
    lost = [books.lose(), books.lose()]
    assert found(books, Script(listed("22", "33")), time) == 2
    assert [row_of(books.ledger, each).activation for each in lost] == ["22", "33"]


def test_service_and_country_have_to_fit(books: Books, time: PassingTime) -> None:
    british, russian = books.lose("gb"), books.lose("ru")
    whatsapp = books.lose("gb", "whatsapp")
    kinds = {"22": ("tg", RU), "33": ("tg", "48"), "44": ("vi", GB), "55": ("wa", GB)}

    assert found(books, Script(together(kinds)), time) == 2

    assert row_of(books.ledger, russian).activation == "22"
    assert row_of(books.ledger, whatsapp).activation == "55"
    assert state_of(books.ledger, british) == "unknown"


def test_strangers_of_one_kind_do_not_keep_those_of_another_from_being_found(
    books: Books, time: PassingTime
) -> None:
    british, russian = books.lose("gb"), books.lose("ru")
    kinds = {"22": ("tg", GB), "33": ("tg", GB), "44": ("tg", RU)}
    assert found(books, Script(together(kinds)), time) == 1
    assert row_of(books.ledger, russian).activation == "44"
    assert state_of(books.ledger, british) == "unknown"


@pytest.mark.parametrize("end", [True, False, None])
def test_what_the_ledger_held_before_is_no_stranger(
    books: Books, time: PassingTime, end: bool | None
) -> None:
    """The provider's list may be behind."""
    books.buy("11")
    books.end("11", end)
    lost = books.lose()
    assert found(books, Script(listed("11")), time) == 0
    assert state_of(books.ledger, lost) == "unknown"


def test_where_nothing_is_open_nothing_is_found(books: Books, time: PassingTime) -> None:
    lost = books.lose()
    assert found(books, Script(NOTHING_OPEN), time) == 0
    assert state_of(books.ledger, lost) == "unknown"


def test_while_a_purchase_is_on_its_way_the_list_is_not_asked(
    books: Books, time: PassingTime
) -> None:
    books.lose()
    books.reserve()
    assert found(books, Script(), time) == 0
    assert PATIENCE - 1 < sum(time.slept) <= PATIENCE


def test_while_a_number_is_being_given_back_the_list_is_not_asked(
    books: Books, time: PassingTime
) -> None:
    books.lose()
    books.buy("11")
    books.do(leases.claim, books.account, "11", "a net")
    assert found(books, Script(), time) == 0


def test_what_is_on_its_way_is_waited_for(books: Books, time: PassingTime) -> None:
    lost, under_way = books.lose(), books.reserve()

    def arrives() -> None:
        if len(time.slept) == 3:
            books.do(leases.void, under_way)

    time.meanwhile = arrives
    assert found(books, Script(listed("22")), time) == 1
    assert len(time.slept) == 3
    assert row_of(books.ledger, lost).activation == "22"


def test_a_list_during_which_something_moved_does_not_count(
    books: Books, time: PassingTime
) -> None:
    """Else the purchase of a run that is alive would be taken for the lost one."""
    lost = books.lose()
    theirs = iter(["22"])

    def somebody_buys() -> None:
        for name in theirs:
            books.buy(name)

    script = Meanwhile(listed("22"), listed("22", "33"), meanwhile=somebody_buys)
    assert found(books, script, time) == 1
    assert script.exhausted
    assert row_of(books.ledger, lost).activation == "33"


def test_one_that_another_net_has_found_meanwhile_is_left_to_it(
    books: Books, time: PassingTime
) -> None:
    lost, under_way = books.lose(), books.reserve()

    def another_finds_it() -> None:
        books.do(leases.void, lost)

    time.meanwhile = another_finds_it
    assert found(books, Script(), time) == 0
    assert state_of(books.ledger, under_way) == "intended"


@pytest.mark.parametrize("refusal", [HTML, Response(200, b"BAD_ACTION"), Response(200, b"")])
def test_an_answer_that_is_no_list_finds_nothing(
    books: Books, time: PassingTime, refusal: Response
) -> None:
    lost = books.lose()
    assert found(books, Script(refusal), time) == 0
    assert state_of(books.ledger, lost) == "unknown"


def test_a_list_that_fails_at_first_is_asked_for_again(books: Books, time: PassingTime) -> None:
    lost = books.lose()
    script = Script(DOWN, ConnectionNotMade(NAME), listed("22"))
    assert found(books, script, time) == 1
    assert row_of(books.ledger, lost).activation == "22"


def test_a_ledger_that_fails_meanwhile_is_told_of(books: Books, time: PassingTime) -> None:
    books.lose()
    with pytest.raises(LedgerError):
        found(books, Script(LedgerError("somewhere", "cannot be used")), time)


def test_one_without_a_number_that_can_be_read_is_found_all_the_same(
    books: Books, time: PassingTime
) -> None:
    lost = books.lose()
    body = b'[{"activationId": 22, "serviceCode": "tg", "countryCode": 16, "phoneNumber": "?"}]'
    assert found(books, Script(Response(200, body)), time) == 1
    row = row_of(books.ledger, lost)
    assert (row.activation, row.number, row.price) == ("22", "", PRICE)


def test_what_was_found_is_a_lease_like_any_other(books: Books, time: PassingTime) -> None:
    lost = books.lose()
    found(books, Script(listed("22")), time)
    denied = CancelDenied(NAME, retry_after=60.0)
    books.do(leases.not_released, books.account, "22", denied)
    with books.ledger.reading() as connection:
        (held,) = leases.held_by(connection, ["process"])
    assert held.activation == "22"
    assert leases.WINDOW < held.wait <= 60
    books.end("22")
    assert state_of(books.ledger, lost) == "released"


def read(books: Books, amount: str) -> None:
    """The balance, read in quiet, before anything was lost."""
    books.do(judge_by, books.account, Balance(Decimal(amount), "USD"))


def balance(amount: str) -> Response:
    return Response(200, f"ACCESS_BALANCE:{amount}".encode())


def test_a_stranger_that_the_balance_does_not_lack_is_somebody_elses(
    books: Books, time: PassingTime
) -> None:
    """Another machine's, with a ledger of its own, whose test is waiting for the code."""
    read(books, "10.00")
    lost = books.lose()
    script = Script(listed("22"), balance("10.00"))
    assert found(books, script, time, HandlerApi()) == 0
    assert script.asked == ["activations", "balance"]
    assert state_of(books.ledger, lost) == "unknown"


@pytest.mark.parametrize("left", ["9.92", "9.00"])
def test_a_stranger_that_the_balance_lacks_is_the_lost_purchase(
    books: Books, time: PassingTime, left: str
) -> None:
    read(books, "10.00")
    lost = books.lose()
    assert found(books, Script(listed("22"), balance(left)), time, HandlerApi()) == 1
    assert row_of(books.ledger, lost).activation == "22"


def test_of_two_strangers_of_which_one_was_paid_none_is_taken(
    books: Books, time: PassingTime
) -> None:
    read(books, "10.00")
    lost = [books.lose(), books.lose()]
    assert found(books, Script(listed("22", "33"), balance("9.92")), time, HandlerApi()) == 0
    assert [state_of(books.ledger, each) for each in lost] == ["unknown", "unknown"]


def test_what_one_kind_has_cost_is_not_there_for_another(books: Books, time: PassingTime) -> None:
    read(books, "10.00")
    british, russian = books.lose("gb"), books.lose("ru")
    kinds = {"22": ("tg", GB), "33": ("tg", RU)}
    assert found(books, Script(together(kinds), balance("9.92")), time, HandlerApi()) == 1
    assert row_of(books.ledger, british).activation == "22"
    assert state_of(books.ledger, russian) == "unknown"


def test_one_that_was_counted_as_bought_before_is_lacking_still(
    books: Books, time: PassingTime
) -> None:
    read(books, "10.00")
    lost = books.lose()
    read(books, "9.93")
    assert row_of(books.ledger, lost).judgement == BOUGHT
    script = Script(listed("22", price="0.07"), balance("9.93"))
    assert found(books, script, time, HandlerApi()) == 1
    assert row_of(books.ledger, lost).activation == "22"


def test_a_list_without_prices_fits_where_anything_is_lacking(
    books: Books, time: PassingTime
) -> None:
    read(books, "10.00")
    lost = books.lose()
    assert (
        found(books, Script(listed("22", price="null"), balance("10.00")), time, HandlerApi()) == 0
    )
    assert (
        found(books, Script(listed("22", price="null"), balance("9.93")), time, HandlerApi()) == 1
    )
    assert row_of(books.ledger, lost).activation == "22"


@pytest.mark.parametrize("failure", [Response(200, b"BAD_KEY"), Response(200, b"NO_SUCH_CALL")])
def test_where_the_balance_cannot_be_had_nothing_is_taken(
    books: Books, time: PassingTime, failure: Response
) -> None:
    class Failing(Script):
        def send(self, request: Request, within: float | None) -> Response:
            return failure if request.operation == "balance" else super().send(request, within)

    read(books, "10.00")
    lost = books.lose()
    assert found(books, Failing(listed("22")), time, HandlerApi()) == 0
    assert state_of(books.ledger, lost) == "unknown"


def test_without_a_balance_from_before_nothing_is_taken(books: Books, time: PassingTime) -> None:
    lost = books.lose()
    script = Script(listed("22"))
    assert found(books, script, time, HandlerApi()) == 0
    assert script.asked == ["activations"]
    assert state_of(books.ledger, lost) == "unknown"
