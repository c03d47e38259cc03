from __future__ import annotations

import pytest
from by_hand import FakeClock, Script, answer, is_over, no_jitter, result_of

from pytest_smsactivate.clock import VirtualClock
from pytest_smsactivate.errors import (
    AnswerLost,
    AuthenticationError,
    ConnectionNotMade,
    InvalidResponse,
    ProviderError,
    ProviderUnavailable,
    RateLimited,
)
from pytest_smsactivate.flows.drivers import drive
from pytest_smsactivate.flows.exchange import ask, repeat
from pytest_smsactivate.models import Balance, Flow, Response, Send, Sleep
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev

PROVIDER = SmsActivateDev()
REQUEST = PROVIDER.balance()
RICH = answer(balance=12.4, currency="USD")


def repeating(
    clock: FakeClock | VirtualClock,
    *,
    patience: float = 30.0,
    overcome: list[ProviderUnavailable | RateLimited] | None = None,
) -> Flow[Balance]:
    return repeat(
        REQUEST,
        PROVIDER.read_balance,
        patience=patience,
        clock=clock,
        jitter=no_jitter,
        overcome=overcome,
    )


def test_to_ask_is_to_send_once_and_to_read_the_answer() -> None:
    flow = ask(REQUEST, PROVIDER.read_balance, within=7.0)

    assert next(flow) == Send(REQUEST, within=7.0)
    assert result_of(flow, RICH) == PROVIDER.read_balance(RICH)


def test_what_befalls_the_request_befalls_the_one_who_asked() -> None:
    flow = ask(REQUEST, PROVIDER.read_balance, within=None)
    next(flow)

    with pytest.raises(AnswerLost):
        flow.throw(AnswerLost("smsactivate-dev"))


@pytest.mark.parametrize("failure", [ConnectionNotMade, AnswerLost])
def test_a_lost_request_is_repeated(failure: type[ProviderError]) -> None:
    flow = repeating(FakeClock())

    assert next(flow) == Send(REQUEST, within=30.0)
    assert flow.throw(failure("smsactivate-dev")) == Sleep(0.5)
    assert flow.send(None) == Send(REQUEST, within=30.0)
    assert isinstance(result_of(flow, RICH), Balance)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 599])
def test_an_answer_that_may_be_another_one_soon_is_asked_for_again(status: int) -> None:
    flow = repeating(FakeClock())
    next(flow)

    assert flow.send(answer(status)) == Sleep(0.5)
    flow.send(None)
    assert isinstance(result_of(flow, RICH), Balance)


@pytest.mark.parametrize(
    ("refusal", "error"),
    [
        (answer(401), AuthenticationError),
        (answer(418), ProviderError),
        (Response(200, b"<html>"), InvalidResponse),
    ],
)
def test_an_answer_that_stays_the_same_is_not_asked_for_again(
    refusal: Response, error: type[ProviderError]
) -> None:
    flow = repeating(FakeClock())
    next(flow)

    with pytest.raises(error):
        flow.send(refusal)
    assert is_over(flow)


def test_each_request_has_what_is_left_of_the_patience_and_a_second_at_the_least() -> None:
    clock = FakeClock()
    flow = repeating(clock, patience=10.0)
    assert next(flow) == Send(REQUEST, within=10.0)

    clock.goes_by(4.0)
    flow.throw(AnswerLost("smsactivate-dev"))
    assert flow.send(None) == Send(REQUEST, within=6.0)

    clock.goes_by(4.9)
    assert flow.throw(AnswerLost("smsactivate-dev")) == Sleep(1.0)
    clock.goes_by(1.5)
    assert flow.send(None) == Send(REQUEST, within=1.0)


def test_when_the_patience_is_over_the_last_failure_is_raised() -> None:
    clock = FakeClock()
    flow = repeating(clock, patience=10.0)
    next(flow)
    flow.send(answer(503))
    flow.send(None)
    clock.goes_by(9.5)
    last = AnswerLost("smsactivate-dev")

    with pytest.raises(AnswerLost) as raised:
        flow.throw(last)
    assert raised.value is last
    assert is_over(flow)


def test_the_provider_says_how_long_to_pause() -> None:
    flow = repeating(FakeClock())
    next(flow)

    assert flow.send(answer(429, {"retry-after": "7"})) == Sleep(7.0)
    flow.send(None)
    assert flow.send(answer(503, {"retry-after": "11"})) == Sleep(11.0)


def test_a_pause_beyond_the_patience_is_not_begun() -> None:
    flow = repeating(FakeClock())
    next(flow)

    with pytest.raises(RateLimited) as raised:
        flow.send(answer(429, {"retry-after": "30"}))
    assert raised.value.retry_after == 30.0


@pytest.mark.parametrize("status", [429, 503])
def test_a_provider_that_says_at_once_for_ever_is_not_asked_for_ever(status: int) -> None:
    clock = VirtualClock()
    script = Script(*[answer(status, {"retry-after": "0"})] * 100)

    with pytest.raises(ProviderError):
        drive(repeating(clock), script, clock)
    assert len(script.sent) == 60
    assert clock.now() < 30.0


def test_the_failures_that_were_overcome_are_told() -> None:
    overcome: list[ProviderUnavailable | RateLimited] = []
    flow = repeating(FakeClock(), overcome=overcome)
    next(flow)
    lost = AnswerLost("smsactivate-dev")
    flow.throw(lost)
    flow.send(None)
    flow.send(answer(429))
    flow.send(None)
    result_of(flow, RICH)

    assert overcome[0] is lost
    assert [type(failure) for failure in overcome] == [AnswerLost, RateLimited]
