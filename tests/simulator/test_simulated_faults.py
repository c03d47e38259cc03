from __future__ import annotations

import msgspec
import pytest

from pytest_smsactivate.errors import (
    ConfigurationError,
    InvalidResponse,
    ProviderUnavailable,
    RateLimited,
)
from pytest_smsactivate.models import Response
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev
from pytest_smsactivate.simulator import Broken

PROVIDER = SmsActivateDev()
BALANCE = PROVIDER.balance()
BUY = PROVIDER.buy("telegram", "ru")


def test_a_status_comes_once_and_nothing_is_done(simulator, customer):
    simulator.fault("buy")
    response = customer.answered(BUY)

    assert response.status == 503
    assert "error" in msgspec.json.decode(response.body)
    assert simulator.account.bought == 0
    assert customer.answered(BUY).status == 200


def test_a_status_has_the_headers_and_body_that_were_ordered(simulator, customer):
    simulator.fault("look", status=429, headers={"Retry-After": "7"}, body="slower")
    response = customer.answered(PROVIDER.look("act_1"))

    assert response.status == 429
    assert response.body == b"slower"
    assert response.headers["retry-after"] == "7"
    assert response.headers["x-ratelimit-remaining"] == "299"
    with pytest.raises(RateLimited) as limited:
        PROVIDER.read_look(response)
    assert limited.value.retry_after == 7


def test_a_body_may_be_bytes(simulator, customer):
    simulator.fault("balance", "garbage", body=b"\xff\xfe")
    assert customer.answered(BALANCE).body == b"\xff\xfe"


def test_a_status_may_come_after_the_deed(simulator, customer):
    simulator.fault("buy", status=500, acted=True)

    assert customer.answered(BUY).status == 500
    assert simulator.account.bought == 1


@pytest.mark.parametrize(
    ("order", "expected", "acted"),
    [
        ({"kind": "hang"}, Broken("hang", None, 300.0), False),
        ({"kind": "hang", "seconds": 2, "acted": True}, Broken("hang", None, 2.0), True),
        ({"kind": "reset_before"}, Broken("reset"), False),
        ({"kind": "reset_after"}, Broken("reset"), True),
    ],
)
def test_an_answer_that_never_comes(simulator, customer, order, expected, acted):
    simulator.fault("buy", **order)

    assert customer.send(BUY) == expected
    assert simulator.account.bought == acted
    assert simulator.requests == [(0.0, "buy", None)]


@pytest.mark.parametrize(
    ("kind", "options", "seconds"),
    [("truncated", {}, 0.0), ("slow", {}, 5.0), ("slow", {"seconds": 0.5}, 0.5)],
)
def test_an_answer_that_comes_badly_is_the_true_one(simulator, customer, kind, options, seconds):
    simulator.fault("buy", kind, **options)
    broken = customer.send(BUY)

    assert isinstance(broken, Broken)
    assert (broken.kind, broken.seconds) == (kind, seconds)
    activation = PROVIDER.read_activation(broken.response, service="telegram", country="ru")
    assert [held.id for held in simulator.account.open] == [activation.id]
    assert simulator.requests == [(0.0, "buy", 200)]


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [("garbage", "application/json"), ("html", "text/html; charset=utf-8")],
)
def test_a_spoiled_answer_cannot_be_read_though_a_number_was_bought(
    simulator, customer, kind, content_type
):
    simulator.fault("buy", kind)
    response = customer.answered(BUY)

    assert response.status == 200
    assert response.headers["content-type"] == content_type
    with pytest.raises(InvalidResponse):
        PROVIDER.read_activation(response, service="telegram", country="ru")
    assert simulator.account.bought == 1


def test_an_empty_answer_has_no_body(simulator, customer):
    simulator.fault("cancel", "empty")
    activation = customer.buy()

    assert customer.cancel(activation).body == b""
    assert customer.look(activation)["status"] == "cancelled"


def test_a_page_of_html_may_have_an_error_status(simulator, customer):
    simulator.fault("balance", "html", status=502)
    with pytest.raises(ProviderUnavailable):
        PROVIDER.read_balance(customer.answered(BALANCE))


def test_a_spoiled_refusal_stays_a_refusal(simulator, customer):
    simulator.stock = 0
    simulator.fault("buy", "empty")
    assert customer.answered(BUY).status == 404


def test_faults_are_used_in_the_order_in_which_they_were_added(simulator, customer):
    simulator.fault("*", status=500)
    simulator.fault("balance", status=501, times=2)
    simulator.fault("buy", status=502)
    simulator.fault("*", status=503, times=None)

    assert [customer.answered(BALANCE).status for _ in range(4)] == [500, 501, 501, 503]
    assert [customer.answered(BUY).status for _ in range(3)] == [502, 503, 503]


def test_a_request_without_a_key_uses_up_no_fault(simulator, customer):
    simulator.fault("balance", status=500)
    refused = simulator.handle(BALANCE)

    assert isinstance(refused, Response)
    assert refused.status == 401
    assert customer.answered(BALANCE).status == 500


def test_a_reset_forgets_faults_and_settings_and_keeps_money_and_history(simulator, customer):
    customer.buy()
    before = simulator.account
    simulator.fault("*", times=None)
    simulator.sms_after = None
    simulator.stock = 0
    simulator.lifetime = 5
    simulator.rate_limit = None
    simulator.cancel_after = 60
    simulator.clock_off = -30
    simulator.reset()

    assert customer.answered(BALANCE).status == 200
    assert (simulator.sms_after, simulator.stock) == (2.0, None)
    assert (simulator.lifetime, simulator.rate_limit) == (1200.0, 300)
    assert (simulator.cancel_after, simulator.clock_off) == (0.0, 0.0)
    assert simulator.account == before
    assert len(simulator.requests) == 2


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ({"endpoint": "bought"}, "bought"),
        ({"endpoint": "buy", "kind": "slwo"}, "slwo"),
        ({"endpoint": "buy", "status": 99}, "status"),
        ({"endpoint": "buy", "status": "503"}, "status"),
        ({"endpoint": "buy", "body": 5}, "body"),
        ({"endpoint": "buy", "headers": "a: b"}, "headers"),
        ({"endpoint": "buy", "headers": {"a b": "c"}}, "headers"),
        ({"endpoint": "buy", "headers": {"a": "b\r\nc: d"}}, "headers"),
        ({"endpoint": "buy", "kind": "slow", "seconds": -1}, "seconds"),
        ({"endpoint": "buy", "kind": "slow", "seconds": float("nan")}, "seconds"),
        ({"endpoint": "buy", "kind": "hang", "seconds": float("inf")}, "seconds"),
        ({"endpoint": "buy", "times": 0}, "times"),
    ],
)
def test_a_fault_that_cannot_be_is_refused_with_what_there_is(simulator, customer, order, said):
    with pytest.raises(ConfigurationError, match=said) as refused:
        simulator.fault(**order)

    endpoints = "balance, offer, buy, look, cancel, another, renew, activations, login, *"
    assert f"Endpoints: {endpoints}; kinds: status, hang" in str(refused.value)
    assert customer.answered(BALANCE).status == 200


@pytest.mark.parametrize(
    ("kind", "options", "takes"),
    [
        ("reset_after", {"status": 500}, "takes times"),
        ("reset_before", {"acted": True}, "takes times"),
        ("hang", {"body": "x"}, "takes seconds, acted, times"),
        ("status", {"seconds": 1}, "takes status, headers, body, acted, times"),
        ("empty", {"body": ""}, "takes status, headers, times"),
    ],
)
def test_an_option_that_means_nothing_to_a_kind_is_refused(simulator, kind, options, takes):
    with pytest.raises(ConfigurationError, match=takes):
        simulator.fault("buy", kind, **options)
