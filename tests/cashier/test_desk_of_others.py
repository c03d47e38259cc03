"""The cashier's desk for the other providers: what their APIs have more, or have not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from counting_house import CountingHouse

from pytest_smsactivate.cashier.desk import Desk
from pytest_smsactivate.errors import (
    ActivationEnded,
    AnswerLost,
    ConfigurationError,
    ConnectionNotMade,
    LedgerError,
    PurchaseUnknown,
    RateLimited,
    SmsActivateError,
)
from pytest_smsactivate.ledger import leases
from pytest_smsactivate.ledger.account import Account
from pytest_smsactivate.models import Activation, ApiKey, Cancellation, Request, Response
from pytest_smsactivate.providers import Provider, provider_named
from pytest_smsactivate.terms import Wish

WISH = Wish("test_it", "telegram", "gb", None)


@pytest.fixture
def classic(tmp_path: Path) -> Iterator[CountingHouse]:
    yield from opened(CountingHouse(tmp_path, "handler-api"))


@pytest.fixture
def app(tmp_path: Path) -> Iterator[CountingHouse]:
    yield from opened(CountingHouse(tmp_path, "smsactivate-app"))


def opened(house: CountingHouse) -> Iterator[CountingHouse]:
    with closing(house.ledger):
        yield house
        for desk in house.desks:
            desk.clean_up()


def provider_of(house: CountingHouse) -> Provider:
    return provider_named(house.provider)


def bought_at(desk: Desk, provider: Provider) -> Activation:
    response = desk.ask(request_at(desk, provider), 5.0)
    return provider.read_activation(response, service="telegram", country="gb")


def request_at(desk: Desk, provider: Provider) -> Request:
    lease = desk.reserve(WISH).lease
    return msgspec.structs.replace(provider.buy("telegram", "gb"), lease=lease)


def test_a_purchase_goes_out_with_a_name_and_for_no_more_than_was_reserved(
    classic: CountingHouse,
) -> None:
    sent: list[Request] = []
    classic.transport.before = sent.append
    bought_at(classic.desk(), provider_of(classic))
    (purchase,) = (request for request in sent if request.operation == "buy")
    query = dict(purchase.query)
    assert query["orderId"] == "process-1"
    assert query["maxPrice"] == "0.07"


def test_a_number_that_has_become_dearer_is_not_bought(classic: CountingHouse) -> None:
    desk = classic.desk()
    request = request_at(desk, provider_of(classic))
    classic.simulator.price = Decimal("0.08")
    desk.ask(request, 5.0)
    assert classic.simulator.account.bought == 0
    assert classic.states == ["void"]
    assert desk.reserve(WISH).price == Decimal("0.08")


def test_the_price_that_the_answer_tells_is_the_one_that_counts(classic: CountingHouse) -> None:
    desk = classic.desk()
    request = request_at(desk, provider_of(classic))
    classic.simulator.price = Decimal("0.05")
    desk.ask(request, 5.0)
    assert [lease.price for lease in classic.leases] == [Decimal("0.05")]


def test_an_order_that_exists_already_may_have_been_bought(classic: CountingHouse) -> None:
    provider, desk = provider_of(classic), classic.desk()
    request = request_at(desk, provider)
    classic.simulator.fault("buy", "reset_after")
    with pytest.raises(AnswerLost):
        desk.ask(request, 5.0)
    response = desk.ask(request, 5.0)
    with pytest.raises(PurchaseUnknown):
        provider.read_activation(response, service="telegram", country="gb")
    assert classic.simulator.account.bought == 1
    assert classic.states == ["unknown"]


def test_a_purchase_at_another_price_has_it_asked_for_again(classic: CountingHouse) -> None:
    provider, desk = provider_of(classic), classic.desk()
    bought_at(desk, provider)
    bought_at(desk, provider)
    assert classic.transport.sent.count("offer") == 1
    request = request_at(desk, provider)
    classic.simulator.price = Decimal("0.05")
    desk.ask(request, 5.0)
    assert desk.reserve(WISH).price == Decimal("0.05")
    assert classic.transport.sent.count("offer") == 2


def test_a_lost_purchase_is_found_in_the_list_and_given_back(classic: CountingHouse) -> None:
    classic.simulator.fault("buy", "reset_after")
    desk = classic.desk()
    with pytest.raises(AnswerLost):
        desk.ask(request_at(desk, provider_of(classic)), 5.0)
    assert classic.states == ["unknown"]
    statement = desk.close(patience=0.0, whole=True)
    assert classic.simulator.account.open == []
    assert classic.states == ["released"]
    assert (statement.bought, statement.refunded, statement.unknown) == (1, 1, ())


def test_one_whose_run_died_is_found_as_well(classic: CountingHouse) -> None:
    classic.simulator.fault("buy", "reset_after")
    desk = classic.desk()
    with pytest.raises(AnswerLost):
        desk.ask(request_at(desk, provider_of(classic)), 5.0)
    desk.clean_up()
    assert classic.simulator.account.open == []
    assert classic.states == ["released"]


def test_without_price_and_balance_neither_is_asked_for(app: CountingHouse) -> None:
    desk = app.desk()
    desk.start()
    activation = bought_at(desk, provider_of(app))
    assert activation.price is None
    statement = desk.close(patience=0.0, whole=True)
    assert app.transport.sent == ["buy", "cancel"]
    assert app.states == ["unconfirmed"]
    assert (statement.unexplained, statement.currency) == (None, None)


def test_a_renewal_is_counted_before_it_is_sent(app: CountingHouse) -> None:
    provider, desk = provider_of(app), app.desk()
    activation = bought_at(desk, provider)
    app.simulator.fault("renew", "reset_after")
    with pytest.raises(AnswerLost):
        desk.ask(provider.renew(activation.id), 5.0)
    assert desk.ask(provider.renew(activation.id), 5.0).status == 200
    assert desk.close(patience=0.0, whole=True).renewals == 2


def test_a_turn_that_never_comes_buys_nothing(
    classic: CountingHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = classic.desk()
    request = request_at(desk, provider_of(classic))

    def never(request: Request, within: float | None) -> Response:
        raise RateLimited("handler-api", detail="its turn did not come in time")

    with monkeypatch.context() as patch:
        patch.setattr(desk._teller, "send", never)
        with pytest.raises(RateLimited):
            desk.ask(request, 5.0)
    assert classic.states == ["void"]


def test_a_notice_wakes_whoever_listens(app: CountingHouse) -> None:
    provider, desk = provider_of(app), app.desk()
    number = bought_at(desk, provider).id
    assert desk.listen(number, 0, 0.0) == 0
    assert desk.take_notice(number, "digest") == "entered"
    assert desk.take_notice(number, "digest") == "replayed"
    assert desk.take_notice("+447400000000", "other") == "foreign"
    assert app.desk("worker", joins=True).listen(number, 0, 60.0) == 1


class Failing:
    """The ledger, whose transactions fail while `away` is set, or end `untold`."""

    def __init__(self, house: CountingHouse) -> None:
        self._writing = house.ledger.writing
        self.away = self.untold = False

    @contextmanager
    def writing(self) -> Iterator[Any]:
        if self.away:
            raise LedgerError("there", "is away")
        with self._writing() as connection:
            yield connection
        if self.untold:
            raise LedgerError("there", "went away")


@pytest.fixture
def failing(classic: CountingHouse, monkeypatch: pytest.MonkeyPatch) -> Failing:
    failing = Failing(classic)
    monkeypatch.setattr(classic.ledger, "writing", failing.writing)
    return failing


def test_a_lost_purchase_that_cannot_be_entered_is_not_void_later(
    classic: CountingHouse, failing: Failing
) -> None:
    desk = classic.desk()
    request = request_at(desk, provider_of(classic))
    classic.simulator.fault("buy", "reset_after")
    classic.transport.before = lambda _: setattr(failing, "away", True)
    with pytest.raises(LedgerError):
        desk.ask(request, 5.0)
    failing.away, classic.transport.before = False, lambda _: None
    desk.forget(1)
    assert classic.states == ["unknown"]
    desk.clean_up()
    assert classic.states == ["released"]
    assert classic.simulator.account.open == []


def test_one_that_cannot_be_entered_nor_given_back_at_once_is_given_back_in_the_end(
    classic: CountingHouse, failing: Failing
) -> None:
    """The window for early cancels is passed by then; the ledger knows it as unknown."""
    desk = classic.desk()
    request = request_at(desk, provider_of(classic))
    classic.simulator.cancel_after = 1000.0
    classic.transport.before = lambda _: setattr(failing, "away", True)
    with pytest.raises(LedgerError):
        desk.ask(request, 5.0)
    assert len(classic.simulator.account.open) == 1
    failing.away, classic.transport.before = False, lambda _: None
    classic.simulator.cancel_after = 0.0
    desk.clean_up()
    assert classic.simulator.account.open == []
    assert classic.states == ["released"]


def test_what_nobody_can_list_is_given_back_by_what_is_remembered(
    app: CountingHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = app.desk()
    request = request_at(desk, provider_of(app))
    app.simulator.cancel_after = 1000.0
    failing = Failing(app)
    monkeypatch.setattr(app.ledger, "writing", failing.writing)
    app.transport.before = lambda _: setattr(failing, "away", True)
    with pytest.raises(LedgerError):
        desk.ask(request, 5.0)
    failing.away, app.transport.before = False, lambda _: None
    app.simulator.cancel_after = 0.0
    desk.clean_up()
    assert app.simulator.account.open == []
    assert app.states == ["unconfirmed"]


@pytest.mark.parametrize("failure", ["away", "untold"])
def test_one_that_was_not_entered_in_time_is_the_nets_as_soon_as_it_is(
    app: CountingHouse, monkeypatch: pytest.MonkeyPatch, failure: str
) -> None:
    """The run knows of no number, and says so; the ledger failed, or lost its last word."""
    desk = app.desk()
    request = request_at(desk, provider_of(app))
    app.simulator.cancel_after = 1000.0
    failing = Failing(app)
    monkeypatch.setattr(app.ledger, "writing", failing.writing)
    app.transport.before = lambda _: setattr(failing, failure, True)
    with pytest.raises(LedgerError):
        desk.ask(request, 5.0)
    failing.away = failing.untold = False
    app.transport.before = lambda _: None
    desk.forget(1)
    assert app.states == ["open"]
    app.simulator.cancel_after = 0.0
    desk.clean_up()
    assert app.simulator.account.open == []
    assert app.states == ["unconfirmed"]


def test_one_that_was_given_back_before_it_was_entered_is_entered_as_that(
    classic: CountingHouse, failing: Failing
) -> None:
    desk = classic.desk()
    request = request_at(desk, provider_of(classic))
    classic.transport.before = lambda _: setattr(failing, "away", True)
    with pytest.raises(LedgerError):
        desk.ask(request, 5.0)
    assert classic.simulator.account.open == []
    failing.away, classic.transport.before = False, lambda _: None
    desk.forget(1)
    assert classic.states == ["released"]


def test_a_reader_that_breaks_does_not_lose_what_was_bought(
    app: CountingHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one might that somebody else has written."""
    desk = app.desk()
    request = request_at(desk, provider_of(app))

    def broken(response: Response, *, service: str, country: str) -> Activation:
        raise KeyError("number")

    monkeypatch.setattr(desk._provider, "read_activation", broken)
    assert desk.ask(request, 5.0).status == 200
    assert app.states == ["unknown"]
    assert app.leases[0].why.endswith("reading it failed: KeyError.")


def test_a_late_cancel_does_not_end_what_another_has_by_now(app: CountingHouse) -> None:
    provider = provider_of(app)
    first, second = app.desk(), app.desk("worker", joins=True)
    number = bought_at(first, provider).id
    first.ask(provider.cancel(number), 5.0)
    resold = second.reserve(WISH).lease  # the provider sells it again
    with app.ledger.writing() as connection:
        leases.opened(connection, resold, Activation(number, number, "telegram", "gb"))
    with pytest.raises(ActivationEnded):
        first.ask(provider.cancel(number), 5.0)
    first.settle(number, Cancellation(None))
    assert app.states == ["unconfirmed", "open"]


def test_a_renewal_of_what_is_given_back_is_not_sent(app: CountingHouse) -> None:
    provider, desk = provider_of(app), app.desk()
    number = bought_at(desk, provider).id
    desk.ask(provider.cancel(number), 5.0)
    with pytest.raises(ActivationEnded, match="it is given back"):
        desk.ask(provider.renew(number), 5.0)
    assert "renew" not in app.transport.sent


@pytest.mark.parametrize(
    "failure", [ConnectionNotMade("smsactivate-app"), LedgerError("there", "has no room")]
)
def test_a_renewal_that_never_left_does_not_count(
    app: CountingHouse, failure: SmsActivateError
) -> None:
    """Also where the ledger could not tell whose turn it is."""
    provider, desk = provider_of(app), app.desk()
    number = bought_at(desk, provider).id

    def away(request: Request) -> None:
        raise failure

    app.transport.before = away
    with pytest.raises(type(failure)):
        desk.ask(provider.renew(number), 5.0)
    app.transport.before = lambda _: None
    assert desk.close(patience=0.0, whole=True).renewals == 0


@pytest.mark.parametrize(
    ("told", "expires_at"),
    [
        ('"expires_at": "2031-01-01T00:00:00Z"', datetime(2031, 1, 1, tzinfo=timezone.utc)),
        ('"for": "some time"', None),
        ('"expires_at": []', None),
    ],
)
def test_when_a_renewed_number_expires_is_entered_where_it_is_told(
    app: CountingHouse, told: str, expires_at: datetime | None
) -> None:
    provider, desk = provider_of(app), app.desk()
    number = bought_at(desk, provider).id
    body = f'{{"status": "success", {told}}}'
    app.simulator.fault("renew", "garbage", status=200, body=body)
    assert desk.ask(provider.renew(number), 5.0).status == 200
    assert app.leases[0].expires_at == expires_at


@pytest.mark.parametrize(
    "spelling",
    [
        "https://Its.Host",
        "https://its.host/",
        "https://its.host/stubs/handler_api.php",
        "https://its.host/stubs/handler_api.php/",
    ],
)
def test_one_account_is_one_however_its_address_is_spelled(spelling: str) -> None:
    key = ApiKey("sk-kept-by-nobody")
    plain = Account.at(provider_named("handler-api"), "https://its.host", key)
    assert Account.at(provider_named("handler-api"), spelling, key).id == plain.id
    elsewhere = Account.at(provider_named("handler-api"), "https://its.host/elsewhere", key)
    assert elsewhere.id != plain.id


def test_an_account_needs_an_address_from_somewhere() -> None:
    key = ApiKey("sk-kept-by-nobody")
    with pytest.raises(ConfigurationError, match="no address of its own, and none is named"):
        Account.at(provider_named("handler-api"), None, key)
    own = Account.at(provider_named("smsactivate-dev"), None, key)
    assert own.base_url == "https://api.sms-activate.dev"
    words = (("release", "cancel"),)
    theirs = Account.at(provider_named("smsactivate-app"), "https://x.example", key, words)
    assert theirs.speaks().word("release") == "cancel"


def test_the_clean_up_waits_for_what_the_end_of_the_run_has_found(
    classic: CountingHouse,
) -> None:
    """The run is interrupted while its lost purchase is looked for: the cashier does not leave."""
    classic.simulator.fault("buy", "reset_after")
    desk = classic.desk()
    with pytest.raises(AnswerLost):
        desk.ask(request_at(desk, provider_of(classic)), 5.0)
    cleaning: list[threading.Thread] = []

    def interrupted(request: Request) -> None:
        """Between list and balance the other thread cleans up, and can make nothing of a list."""
        if request.operation == "balance" and "activations" in classic.transport.sent:
            classic.transport.before = lambda _: None
            classic.simulator.fault("activations", "html")
            cleaning.append(threading.Thread(target=desk.clean_up))
            cleaning[0].start()
            cleaning[0].join(0.5)
            left.append(not cleaning[0].is_alive())

    left: list[bool] = []
    classic.transport.before = interrupted
    desk.close(patience=0.0, whole=True)
    cleaning[0].join()
    assert left == [False]
    assert classic.simulator.account.open == []
    assert classic.states == ["released"]
