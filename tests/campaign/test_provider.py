"""The provider that the campaign watches: what it saw, sold, and spoiled."""

from __future__ import annotations

import time

import pytest

from campaign.provider import WatchedProvider, is_fault
from pytest_smsactivate.models import Request, Response
from pytest_smsactivate.providers import provider_named
from pytest_smsactivate.simulator import Broken

KEY = (("authorization", "Bearer key"),)


@pytest.fixture
def seen():
    return []


@pytest.fixture
def provider(seen):
    provider = WatchedProvider(sms_after=None)
    provider.observers.append(lambda *what: seen.append(what))
    return provider


def buy(provider):
    wish = {"service": "telegram", "country": "gb"}
    return provider.handle(Request("look", "POST", "/api/v1/numbers/buy", (), wish, KEY))


def cancel(provider, activation):
    return provider.handle(
        Request("look", "DELETE", f"/api/v1/activations/{activation}", (), None, KEY)
    )


def test_each_request_is_told_of_before_and_after(provider, seen):
    buy(provider)
    provider.handle(Request("look", "GET", "/api/v1/balance", (), None, KEY))
    buy(provider)
    assert seen == [
        ("buy", 1, False),
        ("buy", 1, True),
        ("balance", 1, False),
        ("balance", 1, True),
        ("buy", 2, False),
        ("buy", 2, True),
    ]
    assert provider.latest == "buy"


def test_a_path_that_is_none_is_not_told_of(provider, seen):
    assert provider.handle(Request("look", "GET", "/", (), None, KEY)).status == 404
    assert seen == []


def test_what_was_sold_is_remembered_even_where_no_answer_came(provider):
    provider.fault("buy", "reset_after")
    assert isinstance(buy(provider), Broken)
    (held,) = provider.account.open
    assert provider.sold == {held.id: held.price}
    assert provider.faults_met == 1
    provider.expire(held.id)
    assert provider.sold == {held.id: held.price}


def test_the_moment_at_which_the_last_number_ended(provider):
    buy(provider)
    buy(provider)
    first, second = provider.account.open
    cancel(provider, first.id)
    assert (provider.emptied_at, provider.ended) == (None, {first.id})
    before = time.monotonic()
    cancel(provider, second.id)
    assert provider.emptied_at >= before
    assert provider.faults_met == 0


def ask(provider, name, request, key="key"):
    return provider.handle(provider_named(name).authorized(request, key, key))


def test_what_a_whole_list_has_shown_is_remembered(provider):
    api = provider_named("handler-api")
    assert ask(provider, api.name, api.activations()).body == b"NO_ACTIVATIONS"
    ask(provider, api.name, api.buy("telegram", "gb"))
    provider.fault("activations", "truncated")
    ask(provider, api.name, api.activations())
    assert provider.listed == set()
    ask(provider, api.name, api.activations())
    assert provider.listed == {each.id for each in provider.account.open}
    assert provider.faults_met == 1


def test_the_number_of_somebody_else_counts_nowhere():
    provider = WatchedProvider(sms_after=0.0, key="key")
    provider.sell_to_another("handler-api", "telegram", "gb")
    api = provider_named("handler-api")
    assert provider.held == []
    assert provider.sold == {}
    assert provider.account.spent == 0
    assert provider.stranger in str(ask(provider, api.name, api.activations()).body)
    assert provider.listed == set()
    assert not provider.stranger_released
    ask(provider, api.name, api.cancel(provider.stranger))
    assert provider.stranger_released


def test_logins_and_renewals_are_remembered(provider):
    api = provider_named("smsactivate-app")
    provider.fault("login", "garbage")
    ask(provider, api.name, api.login("key"))
    assert (provider.logins_spoilt, provider.tokens) == (1, set())
    ask(provider, api.name, api.login("key"))
    (token,) = provider.tokens
    ask(provider, api.name, api.buy("telegram", "gb"), token)
    (held,) = provider.account.open
    provider.fault("renew", "reset_before")
    for _ in range(2):
        ask(provider, api.name, api.renew(held.number), token)
    assert provider.renewed == {held.id: 2}
    assert provider.logins_spoilt == 1


@pytest.mark.parametrize("spoilt", [False, True])
def test_whether_the_balance_was_told_before_anything_was_sold(provider, spoilt):
    api = provider_named("smsactivate-dev")
    if spoilt:
        provider.fault("balance", "garbage")
    assert not provider.baseline
    ask(provider, api.name, api.balance())
    buy(provider)
    ask(provider, api.name, api.balance())
    assert provider.baseline is not spoilt


@pytest.mark.parametrize(
    ("outcome", "fault"),
    [
        (Response(200, b'{"id": "act_1"}'), False),
        (Response(404, b'{"error": "there is no such activation"}'), False),
        (Response(409, b'{"error": "the activation is expired already"}'), False),
        (Response(409, b'{"error": "EARLY_CANCEL_DENIED"}'), True),
        (Response(429, b'{"error": "a fault, as ordered"}'), True),
        (Response(503, b'{"error": "a fault, as ordered"}'), True),
        (Response(200, b'{"id":\xff'), True),
        (Response(200, b"<!DOCTYPE html>"), True),
        (Response(200, b""), True),
        (Response(200, b"STATUS_OK:12345"), False),
        (Response(200, b"ACCESS_NUMBER:1:447400"), False),
        (Response(200, b"NO_ACTIVATIONS"), False),
        (Response(200, b"EARLY_CANCEL_DENIED"), True),
        (Broken("hang", seconds=1.0), True),
    ],
)
def test_what_counts_as_a_fault(outcome, fault):
    assert is_fault(outcome) is fault


def test_nobody_need_look_on():
    assert buy(WatchedProvider(sms_after=None)).status == 200
