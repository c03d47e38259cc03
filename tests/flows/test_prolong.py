"""One more SMS, and more time, by hand."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from by_hand import FakeClock, answer, no_jitter, result_of

from pytest_smsactivate.errors import (
    AnswerLost,
    ConnectionNotMade,
    NotSupported,
    ProviderUnavailable,
    RateLimited,
    RequestRejected,
)
from pytest_smsactivate.flows.prolong import another, renew
from pytest_smsactivate.models import Response, Send, Sleep
from pytest_smsactivate.providers.handler_api import HandlerApi
from pytest_smsactivate.providers.smsactivate_app import SmsActivateApp
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev

NUMBER = "+447400123456"


def test_asking_for_one_more_is_repeated_until_it_is_heard() -> None:
    clock = FakeClock()
    flow = another(HandlerApi(), "7", clock=clock, jitter=no_jitter)
    first = next(flow)
    assert isinstance(first, Send)
    assert dict(first.request.query) == {"action": "setStatus", "id": "7", "status": "3"}
    assert isinstance(flow.throw(AnswerLost("handler-api")), Sleep)
    assert flow.send(None) == Send(first.request, 30.0)
    assert result_of(flow, Response(200, b"ACCESS_RETRY_GET")) is None


@pytest.mark.parametrize("failure", [AnswerLost, ProviderUnavailable])
def test_a_refusal_after_an_answer_that_was_lost_means_that_it_was_done(
    failure: type[ProviderUnavailable],
) -> None:
    flow = another(HandlerApi(), "7", clock=FakeClock(), jitter=no_jitter)
    next(flow)
    flow.throw(failure("handler-api"))
    flow.send(None)
    assert result_of(flow, Response(200, b"BAD_STATUS")) is None


@pytest.mark.parametrize("failure", [ConnectionNotMade, RateLimited])
def test_a_refusal_after_what_was_never_acted_on_is_one(
    failure: type[ConnectionNotMade | RateLimited],
) -> None:
    flow = another(HandlerApi(), "7", clock=FakeClock(), jitter=no_jitter)
    next(flow)
    flow.throw(failure("handler-api"))
    flow.send(None)
    with pytest.raises(RequestRejected):
        flow.send(Response(200, b"BAD_STATUS"))


def test_more_time_is_asked_for_once() -> None:
    flow = renew(SmsActivateApp(), NUMBER)
    step = next(flow)
    assert isinstance(step, Send)
    assert step.request.body == {"number": NUMBER, "action": "renew"}
    with pytest.raises(AnswerLost):
        flow.throw(AnswerLost("smsactivate-app"))


def test_when_it_expires_now_is_told_where_the_answer_tells_it() -> None:
    flow = renew(SmsActivateApp(), NUMBER)
    next(flow)
    told = answer(status="success", number=NUMBER, expires_at="2024-03-14T12:34:56Z")
    assert result_of(flow, told) == datetime(2024, 3, 14, 12, 34, 56, tzinfo=timezone.utc)


def test_a_renewal_that_fails_is_not_repeated() -> None:
    flow = renew(SmsActivateApp(), NUMBER)
    next(flow)
    with pytest.raises(ProviderUnavailable):
        flow.send(Response(503))


def test_what_an_api_has_not_names_those_that_have_it() -> None:
    with pytest.raises(NotSupported, match=r"smsactivate-dev has no such call\..*smsactivate-app"):
        next(renew(SmsActivateDev(), "act_1"))
    with pytest.raises(NotSupported, match="These can: handler-api"):
        next(another(SmsActivateDev(), "act_1", clock=FakeClock(), jitter=no_jitter))
