from __future__ import annotations

from datetime import datetime, timezone
from decimal import Decimal
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_smsactivate.clock import VirtualClock
from pytest_smsactivate.errors import CancelDenied
from pytest_smsactivate.models import Request, Response
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev
from pytest_smsactivate.simulator import SimulatedProvider

KEY = ("authorization", "Bearer secret")


def ask(
    simulator: SimulatedProvider,
    method: str,
    path: str,
    *,
    headers: tuple[tuple[str, str], ...] = (KEY,),
    query: tuple[tuple[str, str], ...] = (),
    body: dict[str, str] | None = None,
) -> Response:
    response = simulator.handle(
        Request("look", method, path, headers=headers, query=query, body=body)
    )
    assert isinstance(response, Response)
    return response


def error(response: Response) -> str:
    said = msgspec.json.decode(response.body)["error"]
    assert isinstance(said, str)
    assert "\n" not in said
    return said


def test_the_balance_is_told_digit_by_digit(simulator):
    response = ask(simulator, "GET", "/api/v1/balance")

    assert response.status == 200
    assert response.body == b'{"balance":100.00,"currency":"USD"}'
    assert response.headers["content-type"] == "application/json"


def test_a_number_is_bought_and_its_code_comes_after_a_while(clock, customer):
    activation = customer.buy()
    assert activation.number.startswith("+79")
    assert activation.expires_at == datetime(2024, 3, 14, 12, 50, 0, tzinfo=timezone.utc)
    assert customer.look(activation) == {"id": activation.id, "status": "pending"}

    clock.sleep(1.9)
    assert customer.look(activation)["status"] == "pending"

    clock.sleep(0.1)
    seen = customer.look(activation)
    assert seen["status"] == "received"
    assert seen["received_at"] == "2024-03-14T12:30:02Z"
    assert str(seen["code"]).isdigit()
    assert len(str(seen["code"])) == 6


def test_the_answers_are_those_that_the_real_client_reads(clock, customer):
    provider = customer.provider
    offer = provider.read_offer(customer.answered(provider.offer("telegram", "ru")))
    assert (offer.service, offer.country, offer.price) == ("telegram", "ru", Decimal("0.07"))
    assert offer.available == 1000

    activation = customer.buy()
    clock.sleep(2)
    look = provider.read_look(customer.answered(provider.look(activation.id)))
    assert [message.received_at for message in look.messages] == [
        datetime(2024, 3, 14, 12, 30, 2, tzinfo=timezone.utc)
    ]
    assert provider.read_cancellation(customer.cancel(activation)).refunded is False
    assert provider.read_balance(customer.answered(provider.balance())).amount == Decimal("99.93")


def test_the_moment_of_arrival_stays_the_same_in_every_look(clock, customer):
    activation = customer.buy()
    clock.sleep(2.7)
    first = customer.look(activation)
    clock.sleep(0.6)
    assert customer.look(activation) == first


@pytest.mark.parametrize(
    ("headers", "admitted"),
    [
        ((), False),
        ((("authorization", "Bearer "),), False),
        ((("authorization", "Basic secret"),), False),
        ((("authorization", "Bearer anything"),), True),
        ((("accept", "*/*"), ("Authorization", "bearer anything")), True),
    ],
)
def test_any_bearer_key_is_accepted_and_none_is_refused(simulator, headers, admitted):
    response = ask(simulator, "GET", "/api/v1/balance", headers=headers)

    assert response.status == (200 if admitted else 401)
    assert response.headers.get("www-authenticate") == (None if admitted else "Bearer")


def test_only_its_own_key_is_accepted_where_it_has_one(clock):
    simulator = SimulatedProvider(clock, key="right")
    right, wrong = (("authorization", "Bearer right"),), (("authorization", "Bearer wrong"),)

    assert ask(simulator, "GET", "/api/v1/balance", headers=right).status == 200
    assert ask(simulator, "GET", "/api/v1/balance", headers=wrong).status == 401


def test_without_keys_nothing_is_asked_for(clock):
    simulator = SimulatedProvider(clock, key="right", keyless=True)
    assert ask(simulator, "GET", "/api/v1/balance", headers=()).status == 200


@pytest.mark.parametrize(
    ("method", "path", "status", "allowed"),
    [
        ("GET", "/", 404, None),
        ("GET", "/api/v1/balance/", 404, None),
        ("POST", "/api/v1/balance", 405, "GET"),
        ("GET", "/api/v1/numbers/buy", 405, "POST"),
        ("PUT", "/api/v1/activations/act_1", 405, "GET, DELETE"),
        ("GET", "/api/v1/activations/act_1", 404, None),
        ("DELETE", "/api/v1/activations/", 404, None),
    ],
)
def test_unknown_paths_methods_and_ids_are_refused(simulator, method, path, status, allowed):
    response = ask(simulator, method, path)

    assert response.status == status
    assert response.headers.get("allow") == allowed
    assert error(response)


@pytest.mark.parametrize(
    ("fields", "status", "named"),
    [
        ({}, 400, "service"),
        ({"service": "telegram"}, 400, "country"),
        ({"service": "", "country": "ru"}, 422, "service"),
        ({"service": "a b", "country": "ru"}, 422, "service"),
        ({"service": "x" * 65, "country": "ru"}, 422, "service"),
        ({"service": "telegram", "country": "russia"}, 422, "country"),
        ({"service": "telegram", "country": "\u0440\u0443"}, 422, "country"),
        ({"service": "telegram", "country": "zz"}, 404, "zz"),
        ({"service": "telegram", "country": "ta"}, 404, "ta"),
    ],
)
def test_an_offer_and_a_purchase_name_what_is_wrong(simulator, fields, status, named):
    query = tuple(fields.items())
    offer = ask(simulator, "GET", "/api/v1/numbers/available", query=query)
    purchase = ask(simulator, "POST", "/api/v1/numbers/buy", body=fields)

    for response in (offer, purchase):
        assert response.status == status
        assert named in error(response)
    assert simulator.account.bought == 0


def test_a_purchase_without_a_body_is_refused(simulator):
    assert ask(simulator, "POST", "/api/v1/numbers/buy").status == 400


def test_a_balance_that_is_too_low_is_a_402(simulator, customer):
    simulator.balance = Decimal("0.06")
    response = customer.answered(customer.provider.buy("telegram", "ru"))

    assert response.status == 402
    assert "0.06" in error(response)


def test_an_exhausted_stock_is_a_404_and_is_told_in_the_offer(simulator, customer):
    simulator.stock = 1
    offer = customer.provider.offer("telegram", "ru")
    assert customer.document(offer)["available"] == 1

    customer.buy()
    assert customer.document(offer)["available"] == 0
    assert customer.answered(customer.provider.buy("telegram", "ru")).status == 404


def test_cancelling_refunds_where_no_sms_came(simulator, customer):
    activation = customer.buy()
    answered = msgspec.json.decode(customer.cancel(activation).body)

    assert answered == {"id": activation.id, "status": "cancelled", "refunded": True}
    assert customer.look(activation)["status"] == "cancelled"
    assert simulator.account.balance == Decimal("100.00")


def test_a_cancelled_activation_still_shows_the_code_that_came(clock, customer):
    activation = customer.buy()
    clock.sleep(2)
    code = customer.look(activation)["code"]
    customer.cancel(activation)

    assert customer.look(activation)["status"] == "cancelled"
    assert customer.look(activation)["code"] == code


def test_what_has_ended_cannot_be_cancelled(customer):
    activation = customer.buy()
    customer.cancel(activation)
    response = customer.cancel(activation)

    assert response.status == 409
    assert "cancelled" in error(response)


def test_a_cancel_that_comes_too_early_is_denied_until_the_window_has_passed(
    clock, simulator, customer
):
    simulator.sms_after = None
    simulator.cancel_after = 120
    activation = customer.buy()
    clock.sleep(60.5)
    denied = customer.cancel(activation)

    assert (denied.status, denied.body) == (409, b'{"error":"EARLY_CANCEL_DENIED"}')
    assert denied.headers["retry-after"] == "60"
    assert [held.id for held in simulator.account.open] == [activation.id]

    clock.sleep(59.25)
    assert customer.cancel(activation).headers["retry-after"] == "1"
    clock.sleep(0.25)
    cancelled = customer.cancel(activation)
    assert (cancelled.status, "retry-after" in cancelled.headers) == (200, False)
    assert simulator.account.balance == Decimal("100.00")


def test_an_sms_that_has_come_does_not_shorten_the_window(clock, simulator, customer):
    simulator.cancel_after = 120
    activation = customer.buy()
    clock.sleep(10)

    assert customer.look(activation)["status"] == "received"
    assert customer.cancel(activation).headers["retry-after"] == "110"


def test_what_has_ended_in_the_window_has_ended(simulator, customer):
    simulator.cancel_after = 120
    activation = customer.buy()
    simulator.expire(activation.id)
    response = customer.cancel(activation)

    assert response.status == 409
    assert "retry-after" not in response.headers
    assert error(response) == "the activation is expired already"


def test_the_window_is_the_same_for_what_was_bought_before_it_was_set(clock, simulator, customer):
    activation = customer.buy()
    clock.sleep(30)
    simulator.cancel_after = 60
    assert customer.cancel(activation).headers["retry-after"] == "30"

    simulator.cancel_after = 0
    assert customer.cancel(activation).status == 200


quarters = st.integers(0, 4_000).map(lambda quarter: quarter / 4)


@settings(deadline=None)
@given(window=quarters, held=quarters)
def test_whoever_waits_as_long_as_the_denial_says_is_not_denied_again(window, held, customer_of):
    clock = VirtualClock()
    customer = customer_of(SimulatedProvider(clock, cancel_after=window, random=Random(7)))
    activation = customer.buy()
    clock.sleep(held)
    first = customer.cancel(activation)

    assert first.status == (409 if held < window else 200)
    if first.status == 409:
        wait = int(first.headers["retry-after"])
        assert window - held <= wait < window - held + 1
        clock.sleep(wait)
        assert customer.cancel(activation).status == 200


def test_the_real_client_reads_a_denial_and_the_wait_in_it(simulator, customer):
    simulator.cancel_after = 90
    response = customer.cancel(customer.buy())

    with pytest.raises(CancelDenied) as denied:
        customer.provider.read_cancellation(response)
    assert denied.value.retry_after == 90.0


def test_every_answer_tells_the_time_and_what_is_left_of_the_rate_limit(clock, customer):
    clock.sleep(0.5)
    first = customer.answered(customer.provider.balance())
    clock.sleep(1)
    second = customer.answered(customer.provider.look("act_unknown"))

    assert first.headers["date"] == "Thu, 14 Mar 2024 12:30:00 GMT"
    assert second.headers["date"] == "Thu, 14 Mar 2024 12:30:01 GMT"
    assert [first.headers["x-ratelimit-remaining"], second.headers["x-ratelimit-remaining"]] == [
        "299",
        "298",
    ]
    assert first.headers["x-ratelimit-limit"] == "300"
    reset = datetime(2024, 3, 14, 12, 31, 1, tzinfo=timezone.utc)
    assert second.headers["x-ratelimit-reset"] == str(int(reset.timestamp()))


def test_more_requests_than_the_limit_are_a_429_until_the_minute_is_over(clock, customer):
    balance = customer.provider.balance()
    for _ in range(300):
        assert customer.answered(balance).status == 200
    clock.sleep(20.5)
    refused = customer.answered(balance)

    assert refused.status == 429
    assert refused.headers["retry-after"] == "40"
    assert refused.headers["x-ratelimit-remaining"] == "0"

    clock.sleep(40)
    assert customer.answered(balance).status == 200


def test_each_key_has_a_limit_of_its_own(simulator, customer, customer_of):
    simulator.rate_limit = 1
    other = customer_of(simulator, "other")
    balance = customer.provider.balance()

    assert customer.answered(balance).status == 200
    assert customer.answered(balance).status == 429
    assert other.answered(balance).status == 200


def test_without_a_limit_no_answer_speaks_of_one(clock, customer_of):
    customer = customer_of(SimulatedProvider(clock, rate_limit=None))
    response = customer.answered(customer.provider.balance())
    assert not any(name.startswith("x-ratelimit") for name in response.headers)


def test_the_operation_of_a_request_is_not_looked_at(simulator):
    provider = SmsActivateDev()
    disguised = msgspec.structs.replace(provider.balance(), operation="cancel", headers=(KEY,))
    response = simulator.handle(disguised)

    assert isinstance(response, Response)
    assert b"balance" in response.body


def test_every_request_is_logged_with_its_time_endpoint_and_status(clock, simulator, customer):
    activation = customer.buy()
    clock.sleep(1.5)
    customer.look(activation)
    ask(simulator, "GET", "/nowhere")
    ask(simulator, "GET", "/api/v1/balance", headers=())

    assert simulator.requests == [
        (0.0, "buy", 200),
        (1.5, "look", 200),
        (1.5, None, 404),
        (1.5, "balance", 401),
    ]


def test_real_time_serves_as_well_as_virtual_time(live_simulator, customer_of):
    customer = customer_of(live_simulator)
    live_simulator.sms_after = 0
    assert customer.look(customer.buy())["status"] == "received"


def test_ids_are_short_distinct_and_start_as_documented(customer):
    ids = [customer.buy().id for _ in range(50)]
    assert len(set(ids)) == 50
    assert all(new.startswith("act_") and len(new) == 10 for new in ids)


def test_an_id_that_was_drawn_before_is_drawn_again(clock, customer_of):
    class Repetitive(Random):
        letters = iter("aab")

        def choices(self, _letters, *, k):
            return [next(self.letters)] * k

    customer = customer_of(SimulatedProvider(clock, random=Repetitive(7)))
    assert [customer.buy().id, customer.buy().id] == ["act_aaaaaa", "act_bbbbbb"]
