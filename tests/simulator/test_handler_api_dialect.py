"""The classic protocol from the provider's side, asked with the requests of the real client."""

from __future__ import annotations

from datetime import datetime, timezone
from decimal import Decimal
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_smsactivate.clock import VirtualClock
from pytest_smsactivate.errors import (
    ActivationNotFound,
    AuthenticationError,
    CancelDenied,
    InsufficientBalance,
    NoNumbersAvailable,
    PurchaseUnknown,
    RateLimited,
    RequestRejected,
)
from pytest_smsactivate.models import UNTOLD, Activation, Offer, Request, Response
from pytest_smsactivate.providers.handler_api import HandlerApi
from pytest_smsactivate.simulator import SimulatedProvider
from pytest_smsactivate.simulator.dialects import HandlerApiDialect, SmsActivateDevDialect

STARTED = datetime(2024, 3, 14, 12, 30, 0, tzinfo=timezone.utc)
PATH = "/stubs/handler_api.php"

both = pytest.mark.parametrize("errors", ["text", "http"])


class Customer:
    """Asks one simulated provider by hand, and reads as the real client does."""

    provider = HandlerApi()

    def __init__(self, errors: str = "text", *, v2: bool = True, **settings: object) -> None:
        self.clock = VirtualClock(STARTED)
        self.dialect = HandlerApiDialect(errors, v2)
        dialects = (SmsActivateDevDialect(), self.dialect)
        self.simulator = SimulatedProvider(
            self.clock, random=Random(7), dialects=dialects, **settings
        )

    def answered(self, request: Request, key: str = "secret") -> Response:
        response = self.simulator.handle(self.provider.authorized(request, key))
        assert isinstance(response, Response)
        return response

    def asked(self, method: str = "GET", path: str = PATH, key: str = "secret", **query: str):
        return self.answered(Request("look", method, path, query=tuple(query.items())), key)

    def words(self, **query: str) -> str:
        return self.asked(**query).body.decode()

    def buy(self, country: str = "ru", **secured: object) -> Activation:
        request = self.provider.buy("telegram", country)
        if secured:
            request = self.provider.secured(request, **secured)
        response = self.answered(request)
        return self.provider.read_activation(response, service="telegram", country=country)

    def look(self, activation: Activation):
        return self.provider.read_look(self.answered(self.provider.look(activation.id)))

    def cancel(self, activation: Activation):
        request = self.provider.cancel(activation.id)
        return self.provider.read_cancellation(self.answered(request))

    def finish(self, activation: Activation):
        request = self.provider.finish(activation.id)
        return self.provider.read_cancellation(self.answered(request))

    def another(self, activation: Activation) -> None:
        request = self.provider.another(activation.id)
        self.provider.read_another(self.answered(request))

    def set_status(self, activation: Activation, status: str) -> str:
        return self.words(action="setStatus", id=activation.id, status=status)

    def status(self, activation: Activation) -> str:
        return self.words(action="getStatus", id=activation.id)


@pytest.fixture
def customer() -> Customer:
    return Customer()


@both
def test_a_purchase_is_read_by_the_real_client(errors):
    customer = Customer(errors)
    activation = customer.buy()

    assert activation.id.isdigit()
    assert len(activation.id) == 9
    assert activation.number.startswith("+79")
    assert activation.price == Decimal("0.07")
    assert activation.expires_at is None
    assert customer.simulator.account.balance == Decimal("99.93")


@both
def test_an_sms_comes_with_its_text_and_time(errors):
    customer = Customer(errors)
    activation = customer.buy()
    assert customer.look(activation).status == "STATUS_WAIT_CODE"
    customer.clock.sleep(2)
    (message,) = customer.look(activation).messages

    assert message.received_at == datetime(2024, 3, 14, 12, 30, 2, tzinfo=timezone.utc)
    assert message.text == f"Your tg code is {message.code}"
    assert customer.status(activation) == f"STATUS_OK:{message.code}"


def test_an_older_provider_is_asked_in_older_words():
    customer = Customer(v2=False)
    provider = customer.provider
    buy = provider.buy("telegram", "ru")
    assert provider.is_unknown(customer.answered(buy))
    response = customer.answered(provider.older(buy))
    activation = provider.read_activation(response, service="telegram", country="ru")
    assert (activation.price, activation.number[:3]) == (None, "+79")

    look = provider.look(activation.id)
    assert provider.is_unknown(customer.answered(look))
    customer.clock.sleep(2)
    (message,) = provider.read_look(customer.answered(provider.older(look))).messages
    assert (message.received_at, message.text) == (UNTOLD, None)
    assert message.code.isdigit()


@both
def test_the_balance_is_that_of_the_account(errors):
    customer = Customer(errors, balance=Decimal("12.40"))
    response = customer.answered(customer.provider.balance())

    assert response.body == b"ACCESS_BALANCE:12.40"
    assert customer.provider.read_balance(response).amount == Decimal("12.40")


def test_an_offer_tells_the_price_and_the_stock(customer):
    provider = customer.provider
    offer = provider.offer("telegram", "ru")
    assert provider.read_offer(customer.answered(offer)) == Offer("tg", "ru", Decimal("0.07"), 1000)

    customer.simulator.stock = 3
    assert provider.read_offer(customer.answered(offer)).available == 3
    assert customer.answered(provider.older(offer)).body == b'{"tg":3}'


def test_an_exhausted_stock_is_told_in_the_offer(customer):
    customer.simulator.stock = 0
    offer = customer.provider.offer("telegram", "us")

    assert customer.provider.read_offer(customer.answered(offer)) == Offer(
        "tg", "us", Decimal("0.07"), 0
    )


@both
def test_a_purchase_of_the_same_name_is_made_once(errors):
    customer = Customer(errors)
    customer.buy(name="run-1", max_price=None)
    with pytest.raises(PurchaseUnknown):
        customer.buy(name="run-1", max_price=None)
    customer.buy(name="run-2", max_price=None)

    assert customer.simulator.account.bought == 2


@both
@pytest.mark.parametrize(
    ("cap", "sold"), [("0.07", True), ("0.08", True), ("0.06", False), ("x", False), ("NaN", False)]
)
def test_a_cap_on_the_price_is_honoured(errors, cap, sold):
    customer = Customer(errors)
    response = customer.asked(action="getNumber", service="tg", country="0", maxPrice=cap)

    assert (customer.simulator.account.bought == 1) is sold
    assert (b"WRONG_MAX_PRICE" in response.body) is not sold


@both
def test_the_real_client_is_told_the_lowest_price(errors):
    customer = Customer(errors)
    with pytest.raises(NoNumbersAvailable) as raised:
        customer.buy(name="run-1", max_price=Decimal("0.01"))

    assert "The cheapest is 0.07" in raised.value.cure


@both
def test_refusals_are_read_by_the_real_client(errors):
    customer = Customer(errors)
    customer.simulator.stock = 0
    with pytest.raises(NoNumbersAvailable):
        customer.buy()
    customer.simulator.stock = None
    customer.simulator.balance = Decimal("0.06")
    with pytest.raises(InsufficientBalance):
        customer.buy()
    with pytest.raises(ActivationNotFound):
        customer.look(Activation("123456789", "", "", ""))
    assert customer.simulator.account.bought == 0


@pytest.mark.parametrize(
    ("query", "word", "status"),
    [
        ({}, "BAD_ACTION", 400),
        ({"action": "getRent"}, "BAD_ACTION", 400),
        ({"action": "setStatus", "id": "1"}, "BAD_STATUS", 400),
        ({"action": "setStatus", "id": "1", "status": "2"}, "BAD_STATUS", 400),
        ({"action": "setStatus", "id": "1", "status": "8"}, "NO_ACTIVATION", 404),
        ({"action": "getStatus"}, "NO_ACTIVATION", 404),
        ({"action": "getStatusV2", "id": "1"}, "NO_ACTIVATION", 404),
        ({"action": "getNumber"}, "BAD_SERVICE", 400),
        ({"action": "getPrices", "service": "a b"}, "BAD_SERVICE", 400),
        ({"action": "getNumber", "service": "tg", "country": "999"}, "WRONG_COUNTRY", 400),
        ({"action": "getNumber", "service": "tg", "country": "ru"}, "WRONG_COUNTRY", 400),
        ({"action": "getActiveActivations"}, "NO_ACTIVATIONS", 404),
    ],
)
def test_a_refusal_is_a_word_or_an_http_status(query, word, status):
    text, http = Customer("text").asked(**query), Customer("http").asked(**query)

    assert (text.status, text.body.decode()) == (200, word)
    assert http.status == status
    assert msgspec.json.decode(http.body) == {"title": word, "details": word, "info": {}}


def test_without_a_country_it_is_russia(customer):
    assert ":79" in customer.words(action="getNumber", service="tg")


@both
def test_a_wrong_key_is_refused(errors):
    customer = Customer(errors, key="right")
    balance = customer.provider.balance()
    assert customer.answered(balance, "right").status == 200
    for wrong in ("wrong", ""):
        response = customer.answered(balance, wrong)
        assert response.status == (200 if errors == "text" else 401)
        with pytest.raises(AuthenticationError):
            customer.provider.read_balance(response)


@both
def test_too_many_requests_are_a_429(errors):
    customer = Customer(errors, rate_limit=1)
    balance = customer.provider.balance()
    assert customer.answered(balance).status == 200
    response = customer.answered(balance)

    assert (response.status, response.headers["retry-after"]) == (429, "60")
    with pytest.raises(RateLimited) as raised:
        customer.provider.read_balance(response)
    assert raised.value.retry_after == 60.0


# Legal moves.


def test_a_new_number_can_be_reported_ready_and_then_only_cancelled(customer):
    activation = customer.buy()

    assert customer.set_status(activation, "3") == "BAD_STATUS"
    assert customer.set_status(activation, "6") == "BAD_STATUS"
    assert customer.set_status(activation, "1") == "ACCESS_READY"
    assert customer.status(activation) == "STATUS_WAIT_CODE"
    assert customer.set_status(activation, "1") == "BAD_STATUS"
    assert customer.set_status(activation, "8") == "ACCESS_CANCEL"
    assert customer.simulator.account.balance == Decimal("100.00")


@both
def test_a_cancel_refunds_and_ends(errors):
    customer = Customer(errors)
    activation = customer.buy()

    assert customer.cancel(activation).refunded is True
    assert customer.look(activation).ended
    with pytest.raises(RequestRejected):
        customer.cancel(activation)
    assert customer.simulator.account.balance == Decimal("100.00")


@both
def test_after_a_code_it_is_finished_and_paid_for(errors):
    customer = Customer(errors)
    activation = customer.buy()
    customer.clock.sleep(2)
    with pytest.raises(RequestRejected):
        customer.cancel(activation)

    assert customer.finish(activation).refunded is False
    assert customer.look(activation).ended
    assert customer.simulator.account.spent == Decimal("0.07")
    with pytest.raises(RequestRejected):
        customer.finish(activation)


@both
def test_the_old_code_is_not_shown_as_the_new_one(errors):
    customer = Customer(errors)
    activation = customer.buy()
    customer.clock.sleep(2)
    (first,) = customer.look(activation).messages
    customer.another(activation)

    assert customer.status(activation) == f"STATUS_WAIT_RETRY:{first.code}"
    assert customer.look(activation).messages == ()
    assert customer.set_status(activation, "8") != "ACCESS_CANCEL"
    customer.clock.sleep(2)
    (second,) = customer.look(activation).messages
    assert second.code != first.code
    customer.another(activation)
    assert customer.finish(activation).refunded is False


@both
def test_another_sms_can_be_sent_by_hand(errors):
    customer = Customer(errors, sms_after=None)
    activation = customer.buy()
    customer.simulator.deliver(activation.number, "Code 482910")
    assert [message.code for message in customer.look(activation).messages] == ["482910"]
    customer.another(activation)
    customer.simulator.deliver(activation.number, "Code 735512")

    assert [message.code for message in customer.look(activation).messages] == ["735512"]


def test_what_has_expired_has_ended(customer):
    activation = customer.buy()
    customer.simulator.expire(activation.id)

    assert customer.status(activation) == "STATUS_CANCEL"
    assert customer.set_status(activation, "8") == "BAD_STATUS"


@both
def test_an_early_cancel_is_denied_until_the_window_has_passed(errors):
    customer = Customer(errors, cancel_after=120, sms_after=None)
    activation = customer.buy()
    customer.clock.sleep(119)
    with pytest.raises(CancelDenied) as denied:
        customer.cancel(activation)

    assert denied.value.status == (200 if errors == "text" else 409)
    assert denied.value.retry_after == (None if errors == "text" else 120.0)
    assert [held.id for held in customer.simulator.account.open] == [activation.id]
    customer.clock.sleep(1)
    assert customer.cancel(activation).refunded is True


@both
def test_what_is_open_is_listed_with_what_came(errors):
    customer = Customer(errors)
    provider = customer.provider
    first, second = customer.buy("ru"), customer.buy("us")
    customer.clock.sleep(2)
    third = customer.buy("ru")
    customer.finish(first)
    response = customer.answered(provider.activations())
    listed = provider.read_activations(response)

    assert [each.id for each in listed] == [second.id, third.id]
    assert [each.number for each in listed] == [second.number, third.number]
    assert [each.price for each in listed] == [Decimal("0.07")] * 2
    assert provider.fits(listed[0], "telegram", "us")
    assert not provider.fits(listed[0], "telegram", "ru")
    shown = msgspec.json.decode(response.body)["activeActivations"]
    assert [bool(each["smsCode"]) for each in shown] == [True, False]


@both
def test_when_nothing_is_open_the_list_is_empty(errors):
    customer = Customer(errors)
    customer.cancel(customer.buy())
    response = customer.answered(customer.provider.activations())

    assert customer.provider.read_activations(response) == []


def test_a_number_of_another_api_is_none_of_its_own(customer):
    body = {"service": "telegram", "country": "ru"}
    key = (("authorization", "Bearer secret"),)
    request = Request("buy", "POST", "/api/v1/numbers/buy", body=body, headers=key)
    response = customer.simulator.handle(request)
    bought = msgspec.json.decode(response.body)

    assert customer.words(action="getStatus", id=bought["id"]) == "NO_ACTIVATION"
    assert customer.words(action="getActiveActivations") == "NO_ACTIVATIONS"


@pytest.mark.parametrize(
    ("query", "operation"),
    [
        ({"action": "getBalance"}, "balance"),
        ({"action": "getPrices"}, "offer"),
        ({"action": "getNumbersStatus"}, "offer"),
        ({"action": "getNumber"}, "buy"),
        ({"action": "getNumberV2"}, "buy"),
        ({"action": "getStatus"}, "look"),
        ({"action": "getStatusV2"}, "look"),
        ({"action": "getActiveActivations"}, "activations"),
        ({"action": "setStatus", "status": "1"}, "look"),
        ({"action": "setStatus", "status": "3"}, "another"),
        ({"action": "setStatus", "status": "6"}, "cancel"),
        ({"action": "setStatus", "status": "8"}, "cancel"),
        ({"action": "unheard of"}, None),
    ],
)
def test_every_request_is_logged_as_what_it_is(customer, query, operation):
    customer.asked(**query)

    assert [each.endpoint for each in customer.simulator.requests] == [operation]


@pytest.mark.parametrize(
    ("path", "serves"),
    [
        ("/stubs/handler_api.php", True),
        ("/handler_api.php", True),
        ("/api/handler_api.php", True),
        ("/stubs/handler_api.php/x", False),
        ("/api/v1/balance", False),
    ],
)
def test_it_serves_what_ends_in_the_protocols_name(path, serves):
    assert HandlerApiDialect().serves(path) is serves


def test_a_post_is_as_good_as_a_get(customer):
    response = customer.asked("POST", action="getBalance")
    assert response.body == b"ACCESS_BALANCE:100.00"


def test_a_notice_tells_the_real_client_which_activation(customer):
    activation = customer.buy("us")
    customer.clock.sleep(2)
    customer.look(activation)
    held = customer.simulator._market.find(activation.id)
    notice = customer.dialect.notice(held, held.received[0])

    assert customer.provider.read_notice(msgspec.json.encode(notice)) == activation.id
    assert notice == {
        "activationId": int(activation.id),
        "service": "tg",
        "text": held.received[0].sms.text,
        "code": held.received[0].sms.code,
        "country": 187,
        "receivedAt": "2024-03-14 12:30:02",
    }


@settings(deadline=None)
@given(
    errors=st.sampled_from(["text", "http"]),
    v2=st.booleans(),
    queries=st.lists(
        st.dictionaries(
            st.sampled_from(
                ["action", "service", "country", "id", "status", "maxPrice", "orderId"]
            ),
            st.text(max_size=5)
            | st.sampled_from(
                ["getNumber", "getNumberV2", "getStatus", "getStatusV2", "setStatus", "getPrices"]
            )
            | st.sampled_from(["tg", "0", "187", "1", "3", "6", "8"]),
        ),
        max_size=6,
    ),
)
def test_any_question_is_answered_and_the_books_agree(errors, v2, queries):
    customer = Customer(errors, v2=v2)
    for query in queries:
        assert customer.asked(**query).body
    account = customer.simulator.account

    assert account.deposited == account.balance + account.held + account.spent


@settings(deadline=None)
@given(
    moves=st.lists(st.sampled_from(["1", "3", "6", "8", "sleep", "sms"]), max_size=12),
    errors=st.sampled_from(["text", "http"]),
)
def test_any_moves_end_once_and_the_books_agree(moves, errors):
    customer = Customer(errors)
    activation = customer.buy()
    ends = 0
    for move in moves:
        if move == "sleep":
            customer.clock.sleep(2)
        elif move == "sms" and customer.simulator.account.open:
            customer.simulator.deliver(activation.number, "Code 482910")
        else:
            ends += customer.set_status(activation, move) in ("ACCESS_CANCEL", "ACCESS_ACTIVATION")
    account = customer.simulator.account

    assert ends == (0 if account.open else 1)
    assert account.balance + account.held + account.spent == Decimal("100.00")
