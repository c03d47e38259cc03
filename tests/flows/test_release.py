from __future__ import annotations

import pytest
from by_hand import (
    FakeClock,
    Script,
    answer,
    cancelled,
    is_over,
    no_jitter,
    pending,
    received,
    result_of,
)

from pytest_smsactivate.errors import (
    ActivationNotFound,
    AnswerLost,
    AuthenticationError,
    CancelDenied,
    ConnectionNotMade,
    InvalidResponse,
    RateLimited,
    SmsActivateError,
)
from pytest_smsactivate.flows.drivers import drive
from pytest_smsactivate.flows.release import release
from pytest_smsactivate.models import Cancellation, Flow, Response, Send, Sleep
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev

PROVIDER = SmsActivateDev()


def releasing(clock: FakeClock | None = None) -> Flow[Cancellation]:
    return release(PROVIDER, "act_9x2k1p", clock=clock or FakeClock(), jitter=no_jitter)


@pytest.mark.parametrize("refunded", [True, False])
def test_a_number_is_given_back(refunded: bool) -> None:
    flow = releasing()

    assert next(flow) == Send(PROVIDER.cancel("act_9x2k1p"), within=30.0)
    assert result_of(flow, cancelled(refunded)) == Cancellation(refunded)


def test_what_is_gone_counts_as_released() -> None:
    flow = releasing()
    next(flow)

    assert result_of(flow, answer(410)) == Cancellation(refunded=None)


@pytest.mark.parametrize("over", [pending("cancelled"), pending("expired"), answer(404)])
def test_what_is_refused_and_has_ended_by_a_look_counts_as_released(over: Response) -> None:
    script = Script(answer(409), over)
    assert drive(releasing(), script, FakeClock()) == Cancellation(refunded=None)
    assert script.asked == ["cancel", "look"]


@pytest.mark.parametrize("held", [pending(), received("482910")])
def test_what_is_refused_and_goes_on_by_a_look_was_asked_too_early(held: Response) -> None:
    script = Script(answer(409), held)
    with pytest.raises(CancelDenied, match="it is still") as denied:
        drive(releasing(), script, FakeClock())
    assert denied.value.retry_after is None


def test_what_is_refused_and_cannot_be_looked_at_is_an_error() -> None:
    script = Script(answer(409), answer(401))
    with pytest.raises(AuthenticationError):
        drive(releasing(), script, FakeClock())


def test_an_unknown_activation_is_an_error() -> None:
    flow = releasing()
    next(flow)

    with pytest.raises(ActivationNotFound):
        flow.send(answer(404))
    assert is_over(flow)


@pytest.mark.parametrize(
    "lost",
    [AnswerLost("smsactivate-dev"), answer(500), answer(503), answer(504)],
    ids=["answer lost", "500", "503", "504"],
)
def test_an_activation_unknown_after_a_lost_answer_was_released_then(
    lost: Response | SmsActivateError,
) -> None:
    flow = releasing()
    next(flow)
    pause = flow.send(lost) if isinstance(lost, Response) else flow.throw(lost)
    assert pause == Sleep(0.5)
    flow.send(None)

    assert result_of(flow, answer(404)) == Cancellation(refunded=None)


@pytest.mark.parametrize(
    "failure",
    [ConnectionNotMade("smsactivate-dev"), RateLimited("smsactivate-dev", status=429)],
    ids=lambda failure: type(failure).__name__,
)
def test_an_attempt_that_did_nothing_does_not_explain_an_unknown_activation(
    failure: SmsActivateError,
) -> None:
    flow = releasing()
    next(flow)
    flow.throw(failure)
    flow.send(None)

    with pytest.raises(ActivationNotFound):
        flow.send(answer(404))


def test_a_cancel_is_repeated_for_half_a_minute() -> None:
    clock = FakeClock()
    failures = [AnswerLost("smsactivate-dev") for _ in range(100)]
    script = Script(*failures)
    with pytest.raises(AnswerLost) as gave_up:
        drive(releasing(clock), script, clock)

    assert clock.slept == [0.5, 1.0, 2.0, 4.0, 8.0, 8.0]
    assert gave_up.value is failures[6]
    assert script.asked == ["cancel"] * 7


def test_a_refusal_passes_at_once() -> None:
    flow = releasing()
    next(flow)

    with pytest.raises(AuthenticationError):
        flow.send(answer(401))
    assert is_over(flow)


SPOILED = [Response(200, b"OK"), answer(id="act_9x2k1p", status="cancelled", refunded="yes")]


@pytest.mark.parametrize("spoiled", SPOILED)
@pytest.mark.parametrize("over", [404, 410])
def test_a_cancel_whose_answer_is_spoiled_is_asked_again_and_found_done(
    spoiled: Response, over: int
) -> None:
    script = Script(spoiled, answer(over))
    assert drive(releasing(), script, FakeClock()) == Cancellation(refunded=None)
    assert script.asked == ["cancel", "cancel"]


@pytest.mark.parametrize("spoiled", SPOILED)
def test_an_answer_that_is_spoiled_twice_is_an_error(spoiled: Response) -> None:
    script = Script(spoiled, spoiled, spoiled)
    with pytest.raises(InvalidResponse):
        drive(releasing(), script, FakeClock())
    assert script.asked == ["cancel", "cancel"]


TOO_EARLY = answer(409, {"retry-after": "60"}, error="EARLY_CANCEL_DENIED")


def test_a_cancel_that_comes_too_early_is_not_repeated_and_no_release() -> None:
    script, clock = Script(TOO_EARLY), FakeClock()
    with pytest.raises(CancelDenied) as denied:
        drive(releasing(clock), script, clock)

    assert denied.value.retry_after == 60.0
    assert (script.asked, clock.slept) == (["cancel"], [])


@pytest.mark.parametrize(
    "before",
    [
        AnswerLost("smsactivate-dev"),
        ConnectionNotMade("smsactivate-dev"),
        answer(503),
        answer(429, {"retry-after": "1"}),
        *SPOILED,
    ],
    ids=["answer lost", "no connection", "503", "429", "no JSON", "misshapen"],
)
def test_a_denial_passes_at_once_whatever_came_before(before: Response | SmsActivateError) -> None:
    script = Script(before, TOO_EARLY)
    with pytest.raises(CancelDenied):
        drive(releasing(), script, FakeClock())
    assert script.asked == ["cancel", "cancel"]


def test_what_was_denied_is_released_when_it_is_tried_again_later() -> None:
    script, clock = Script(TOO_EARLY, cancelled()), FakeClock()
    with pytest.raises(CancelDenied):
        drive(releasing(clock), script, clock)

    assert drive(releasing(clock), script, clock) == Cancellation(refunded=True)
