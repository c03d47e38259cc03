from __future__ import annotations

from datetime import datetime, timezone

import pytest
from by_hand import FakeClock, Script, answer, bought, cancelled, is_over, no_jitter, result_of

from pytest_smsactivate.errors import (
    ActivationNotFound,
    AnswerLost,
    AuthenticationError,
    BudgetExceeded,
    ConnectionNotMade,
    InsufficientBalance,
    InvalidResponse,
    NoNumbersAvailable,
    ProviderError,
    ProviderUnavailable,
    PurchaseUnknown,
    RateLimited,
    RequestRejected,
    SmsActivateError,
)
from pytest_smsactivate.flows.acquire import acquire, may_have_bought
from pytest_smsactivate.flows.drivers import drive
from pytest_smsactivate.models import Activation, Flow, Response, Send, Sleep
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev

PROVIDER = SmsActivateDev()
BUY = Send(PROVIDER.buy("telegram", "ru"), within=60.0)


def buying(clock: FakeClock) -> Flow[Activation]:
    return acquire(PROVIDER, "telegram", "ru", clock=clock, jitter=no_jitter)


def not_made() -> ConnectionNotMade:
    return ConnectionNotMade("smsactivate-dev", detail="connection refused")


def test_one_request_buys_one_number() -> None:
    flow = buying(FakeClock())

    assert next(flow) == BUY
    assert result_of(flow, bought()) == Activation(
        "act_9x2k1p",
        "+79161234567",
        "telegram",
        "ru",
        expires_at=datetime(2024, 3, 14, 12, 20, tzinfo=timezone.utc),
    )


def test_a_buy_that_never_left_is_sent_again() -> None:
    flow = buying(FakeClock())
    assert next(flow) == BUY

    assert flow.throw(not_made()) == Sleep(0.5)
    assert flow.send(None) == BUY
    assert flow.throw(not_made()) == Sleep(1.0)
    assert flow.send(None) == BUY

    assert isinstance(result_of(flow, bought()), Activation)


def test_a_connection_that_cannot_be_made_is_given_up_within_ten_seconds() -> None:
    clock = FakeClock()
    failures = [not_made() for _ in range(100)]
    script = Script(*failures)
    with pytest.raises(ConnectionNotMade) as gave_up:
        drive(buying(clock), script, clock)

    assert clock.slept == [0.5, 1.0, 2.0, 4.0]
    assert gave_up.value is failures[4]
    assert script.asked == ["buy"] * 5


def test_the_time_that_connecting_takes_counts() -> None:
    clock = FakeClock()
    flow = buying(clock)
    next(flow)
    clock.goes_by(9.5)

    with pytest.raises(ConnectionNotMade):
        flow.throw(not_made())


@pytest.mark.parametrize("attempts_before", [0, 1, 3])
def test_a_buy_that_may_have_left_is_never_sent_again(attempts_before: int) -> None:
    flow = buying(FakeClock())
    next(flow)
    for _ in range(attempts_before):
        flow.throw(not_made())
        assert flow.send(None) == BUY

    lost = AnswerLost("smsactivate-dev", detail="read timeout")
    with pytest.raises(PurchaseUnknown) as unknown:
        flow.throw(lost)

    assert is_over(flow)
    assert unknown.value.__cause__ is lost
    assert (unknown.value.provider, unknown.value.service, unknown.value.country) == (
        "smsactivate-dev",
        "telegram",
        "ru",
    )
    assert str(unknown.value) == (
        "smsactivate-dev gave no answer to the purchase of a telegram number in ru. "
        "It is not bought again; compare the balance and the dashboard before you do."
    )


@pytest.mark.parametrize(
    ("refusal", "error"),
    [
        (answer(500), ProviderUnavailable),
        (answer(502, {"retry-after": "1"}), ProviderUnavailable),
        (answer(503), ProviderUnavailable),
        (answer(504), ProviderUnavailable),
        (answer(429, {"retry-after": "1"}), RateLimited),
        (answer(400), RequestRejected),
        (answer(401), AuthenticationError),
        (answer(402), InsufficientBalance),
        (answer(403), AuthenticationError),
        (answer(404), NoNumbersAvailable),
        (answer(409), RequestRejected),
        (answer(307, {"location": "https://elsewhere.example"}), RequestRejected),
        (Response(200, b"<html>502 Bad Gateway</html>"), InvalidResponse),
        (Response(200, b'{"id": "act_9x2k1p", "num'), InvalidResponse),
        (Response(204), InvalidResponse),
        (answer(200), InvalidResponse),
    ],
    ids=lambda value: str(value.status) if isinstance(value, Response) else None,
)
def test_whatever_is_answered_to_a_buy_it_is_sent_once(
    refusal: Response, error: type[ProviderError]
) -> None:
    flow = buying(FakeClock())
    next(flow)

    with pytest.raises(error) as raised:
        flow.send(refusal)

    assert type(raised.value) is error
    assert raised.value.status == refusal.status
    assert is_over(flow)


@pytest.mark.parametrize(
    ("misshapen", "field"),
    [
        ({"number": "79161234567"}, "number"),
        ({"number": None}, "number"),
        ({"expires_at": "2024-03-14T12:20:00"}, "expires_at"),
        ({"expires_at": "soon"}, "expires_at"),
        ({"service": 7}, "service"),
    ],
)
def test_a_number_that_cannot_be_used_is_given_back_before_the_error(
    misshapen: dict[str, object], field: str
) -> None:
    flow = buying(FakeClock())
    next(flow)

    step = flow.send(bought(**misshapen))
    assert isinstance(step, Send)
    assert step.request == PROVIDER.cancel("act_9x2k1p")
    with pytest.raises(InvalidResponse) as raised:
        flow.send(cancelled())

    assert raised.value.field == field
    assert field in str(raised.value)
    assert raised.value.activation_id == "act_9x2k1p"
    assert not may_have_bought(raised.value)


def test_giving_it_back_is_tried_again_where_it_fails() -> None:
    flow = buying(FakeClock())
    next(flow)
    cancel = flow.send(bought(number="unknown"))

    assert flow.send(answer(503)) == Sleep(0.5)
    assert flow.send(None) == cancel
    with pytest.raises(InvalidResponse, match="number"):
        flow.send(cancelled())


def test_where_it_cannot_be_given_back_it_counts_as_bought() -> None:
    flow = buying(FakeClock())
    next(flow)
    flow.send(bought(number="unknown"))

    with pytest.raises(InvalidResponse) as raised:
        flow.send(answer(404))

    assert raised.value.field == "number"
    assert isinstance(raised.value.__cause__, ActivationNotFound)
    assert may_have_bought(raised.value)


@pytest.mark.parametrize("identity", ["../balance", "", "a b", "act/1", "?x", ".", "a" * 129, 17])
def test_an_id_that_would_lead_elsewhere_is_asked_nothing(identity: object) -> None:
    flow = buying(FakeClock())
    next(flow)

    with pytest.raises(InvalidResponse) as raised:
        flow.send(bought(id=identity))

    assert raised.value.field == "id"
    assert raised.value.activation_id is None
    assert may_have_bought(raised.value)
    assert is_over(flow)


@pytest.mark.parametrize(
    ("failure", "perhaps"),
    [
        (PurchaseUnknown("smsactivate-dev", service="telegram", country="ru"), True),
        (ProviderUnavailable("smsactivate-dev", status=502), True),
        (InvalidResponse("smsactivate-dev", status=200), True),
        (not_made(), False),
        (NoNumbersAvailable("smsactivate-dev", status=404), False),
        (RateLimited("smsactivate-dev", status=429), False),
        (BudgetExceeded("--sms-budget", limit=1, spent=1, reserved=0, asked=1), False),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_the_books_are_told_whether_a_number_may_have_been_bought(
    failure: SmsActivateError, perhaps: bool
) -> None:
    assert may_have_bought(failure) is perhaps
