from __future__ import annotations

import pytest
from by_hand import (
    ACTIVATION,
    FakeClock,
    Script,
    answer,
    is_over,
    message,
    no_jitter,
    pending,
    received,
    result_of,
)

from pytest_smsactivate.clock import VirtualClock
from pytest_smsactivate.errors import (
    ActivationEnded,
    ActivationNotFound,
    AnswerLost,
    AuthenticationError,
    CodeTimeout,
    ConnectionNotMade,
    InvalidResponse,
    ProviderError,
    ProviderUnavailable,
    RateLimited,
    UnexpectedMessage,
)
from pytest_smsactivate.flows.drivers import drive
from pytest_smsactivate.flows.inbox import Inbox
from pytest_smsactivate.flows.wait import Watch
from pytest_smsactivate.models import Flow, Message, Response, Send, Sleep
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev

PROVIDER = SmsActivateDev()
LOOK = PROVIDER.look("act_9x2k1p")


class Patience:
    """One activation, watched by a clock that stands still."""

    def __init__(self, hint: str = "") -> None:
        self.clock = FakeClock()
        self.inbox = Inbox()
        self.watch = Watch(
            PROVIDER,
            ACTIVATION,
            self.inbox,
            clock=self.clock,
            jitter=no_jitter,
            pace=PROVIDER.pace,
            hint=lambda: hint,
        )

    def wait(self, timeout: float = 10.0) -> Flow[str]:
        return self.watch.next_message(timeout, lambda found: found.code)

    def sleeps(self, step: object) -> float:
        """Let the time pass that the flow wants to sleep."""
        assert isinstance(step, Sleep)
        self.clock.goes_by(step.seconds)
        return step.seconds


def test_the_first_look_is_at_once_and_a_code_that_is_there_needs_no_second() -> None:
    flow = Patience().wait()

    assert next(flow) == Send(LOOK, within=10.0)
    assert result_of(flow, received("482910")) == "482910"


def test_looks_follow_the_schedule_until_the_code_is_there() -> None:
    patience = Patience()
    flow = patience.wait(60.0)
    next(flow)
    pauses = []
    for _ in range(5):
        pauses.append(patience.sleeps(flow.send(pending())))
        assert flow.send(None) == Send(LOOK, within=60.0 - sum(pauses))

    assert pauses == [1.0, 1.5, 2.25, 3.0, 3.0]
    assert result_of(flow, received("482910")) == "482910"


def test_the_last_look_is_at_the_deadline_and_then_the_wait_says_what_it_saw() -> None:
    patience = Patience(hint="The application sent nothing.")
    flow = patience.wait(2.0)
    next(flow)

    assert patience.sleeps(flow.send(pending())) == 1.0
    flow.send(None)
    assert patience.sleeps(flow.send(pending())) == 1.0
    assert flow.send(None) == Send(LOOK, within=1.0)
    with pytest.raises(CodeTimeout) as timeout:
        flow.send(pending("waiting"))

    assert isinstance(timeout.value, TimeoutError)
    assert (timeout.value.timeout, timeout.value.waited) == (2.0, 2.0)
    assert (timeout.value.looks, timeout.value.last_status) == (3, "waiting")
    assert str(timeout.value) == (
        "No code came to +791•••••567 in 2.0 s (timeout 2 s); looked 3 times, "
        "last status 'waiting'. The application sent nothing. Check that the application sent "
        "to this number, that its SMS vendor accepted the message, and the timeout "
        "(--sms-timeout or the sms marker)."
    )


def test_a_code_that_comes_with_the_last_look_is_in_time() -> None:
    patience = Patience()
    flow = patience.wait(1.0)
    next(flow)
    patience.sleeps(flow.send(pending()))
    flow.send(None)

    assert result_of(flow, received("482910")) == "482910"


def test_the_time_that_requests_take_counts() -> None:
    patience = Patience()
    flow = patience.wait(5.0)
    next(flow)

    patience.clock.goes_by(4.5)
    assert patience.sleeps(flow.send(pending())) == 0.0
    flow.send(None)
    patience.clock.goes_by(3.0)
    with pytest.raises(CodeTimeout) as timeout:
        flow.send(pending())

    assert timeout.value.waited == 7.5
    assert timeout.value.looks == 2


def test_a_look_that_waited_for_its_turn_has_paused_already() -> None:
    patience = Patience()
    flow = patience.wait(60.0)
    next(flow)

    patience.clock.goes_by(0.25)
    assert patience.sleeps(flow.send(pending())) == 0.75


def test_a_request_that_outlasts_the_wait_leaves_no_second_look() -> None:
    patience = Patience()
    flow = patience.wait(5.0)
    next(flow)
    patience.clock.goes_by(5.0)

    with pytest.raises(CodeTimeout, match="looked once"):
        flow.send(pending())


def test_no_time_at_all_is_one_look() -> None:
    flow = Patience().wait(0.0)

    assert next(flow) == Send(LOOK, within=1.0)
    with pytest.raises(CodeTimeout):
        flow.send(pending())


@pytest.mark.parametrize("status", ["pending", "waiting", "sms_on_its_way", "PENDING", "", "🙂"])
def test_a_word_that_nobody_knows_counts_as_waiting(status: str) -> None:
    flow = Patience().wait()
    next(flow)

    assert flow.send(pending(status)) == Sleep(1.0)


@pytest.mark.parametrize("status", ["cancelled", "canceled", "expired", "refunded", "BANNED"])
def test_an_activation_that_has_ended_ends_the_wait(status: str) -> None:
    flow = Patience().wait()
    next(flow)

    with pytest.raises(ActivationEnded, match=f"status '{status}'"):
        flow.send(pending(status))
    assert is_over(flow)


def test_a_code_is_found_though_the_activation_has_ended_since() -> None:
    patience = Patience()
    flow = patience.wait()
    next(flow)
    assert result_of(flow, received("482910", status="expired")) == "482910"

    second = patience.wait()
    next(second)
    with pytest.raises(ActivationEnded):
        second.send(received("482910", status="expired"))


@pytest.mark.parametrize(
    ("refusal", "error"),
    [
        (answer(404), ActivationNotFound),
        (answer(410), ActivationEnded),
        (answer(401), AuthenticationError),
        (Response(200, b"<html>"), InvalidResponse),
    ],
)
def test_an_answer_that_stays_the_same_ends_the_wait(
    refusal: Response, error: type[ProviderError]
) -> None:
    flow = Patience().wait()
    next(flow)

    with pytest.raises(error):
        flow.send(refusal)


def test_each_wait_returns_the_next_message_that_none_returned_before() -> None:
    patience = Patience()
    first = patience.wait()
    next(first)
    assert result_of(first, received("482910")) == "482910"

    second = patience.wait()
    next(second)
    patience.sleeps(second.send(received("482910")))
    second.send(None)
    assert result_of(second, received("773201", minute=2)) == "773201"


def test_the_same_code_sent_again_is_another_message() -> None:
    patience = Patience()
    first = patience.wait()
    next(first)
    result_of(first, received("482910", minute=1))

    second = patience.wait()
    next(second)
    assert result_of(second, received("482910", minute=2)) == "482910"


def test_messages_that_came_between_two_waits_are_handed_out_one_by_one() -> None:
    patience = Patience()
    patience.inbox.take_in([message("111111"), message("222222", minute=2)])
    for code in ("111111", "222222"):
        flow = patience.wait()
        next(flow)
        assert result_of(flow, pending()) == code


def test_a_message_that_is_not_accepted_is_passed_over() -> None:
    patience = Patience()
    patience.inbox.take_in([message("advert"), message("482910", minute=2)])

    def digits(found: Message) -> str | None:
        return found.code if found.code and found.code.isdigit() else None

    flow = patience.watch.next_message(10.0, digits)
    next(flow)
    assert result_of(flow, pending()) == "482910"


@pytest.mark.parametrize("failure", [AnswerLost, ConnectionNotMade])
def test_a_look_that_fails_is_tried_again_with_ever_longer_pauses(
    failure: type[ProviderUnavailable],
) -> None:
    patience = Patience()
    flow = patience.wait(60.0)
    next(flow)
    pauses = []
    for _ in range(6):
        pauses.append(patience.sleeps(flow.throw(failure("smsactivate-dev"))))
        flow.send(None)

    assert pauses == [0.5, 1.0, 2.0, 4.0, 8.0, 8.0]
    assert result_of(flow, received("482910")) == "482910"


def test_a_good_look_forgets_the_failures_before_it() -> None:
    patience = Patience()
    flow = patience.wait(60.0)
    next(flow)
    for _ in range(3):
        patience.sleeps(flow.send(answer(503)))
        flow.send(None)
    patience.sleeps(flow.send(pending()))
    flow.send(None)

    assert patience.sleeps(flow.send(answer(503))) == 0.5


def test_a_wait_that_could_not_look_to_the_end_raises_why_and_not_a_timeout() -> None:
    patience = Patience()
    flow = patience.wait(2.0)
    next(flow)
    patience.sleeps(flow.send(pending()))
    flow.send(None)
    patience.sleeps(flow.throw(AnswerLost("smsactivate-dev")))
    flow.send(None)
    assert patience.sleeps(flow.send(answer(503))) == 0.5
    assert flow.send(None) == Send(LOOK, within=1.0)
    last = AnswerLost("smsactivate-dev")

    with pytest.raises(ProviderError) as raised:
        flow.throw(last)
    assert raised.value is last
    assert not isinstance(raised.value, TimeoutError)


def test_a_wait_whose_last_look_works_is_a_timeout_whatever_failed_before() -> None:
    patience = Patience()
    flow = patience.wait(0.5)
    next(flow)
    assert patience.sleeps(flow.throw(AnswerLost("smsactivate-dev"))) == 0.5
    flow.send(None)

    with pytest.raises(CodeTimeout, match="looked 2 times"):
        flow.send(pending())


@pytest.mark.parametrize(
    "headers",
    [
        {"retry-after": "7"},
        {"retry-after": "Thu, 14 Mar 2024 12:00:07 GMT", "date": "Thu, 14 Mar 2024 12:00:00 GMT"},
        {"x-ratelimit-reset": "1710417607", "date": "Thu, 14 Mar 2024 12:00:00 GMT"},
    ],
    ids=["seconds", "date", "reset"],
)
def test_the_pause_that_the_provider_asks_for_is_kept(headers: dict[str, str]) -> None:
    flow = Patience().wait(60.0)
    next(flow)

    assert flow.send(answer(429, headers)) == Sleep(7.0)


def test_a_pause_up_to_the_deadline_is_kept_and_a_longer_one_is_not_begun() -> None:
    flow = Patience().wait(7.0)
    next(flow)
    assert flow.send(answer(429, {"retry-after": "7"})) == Sleep(7.0)

    flow = Patience().wait(6.9)
    next(flow)
    with pytest.raises(RateLimited) as raised:
        flow.send(answer(429, {"retry-after": "7"}))
    assert raised.value.retry_after == 7.0


def test_a_provider_that_says_at_once_for_ever_ends_the_wait_at_its_deadline() -> None:
    clock = VirtualClock()
    watch = Watch(PROVIDER, ACTIVATION, Inbox(), clock=clock, jitter=no_jitter, pace=PROVIDER.pace)
    script = Script(*[answer(503, {"retry-after": "0"})] * 100)

    with pytest.raises(ProviderUnavailable):
        drive(watch.next_message(10.0, lambda found: found), script, clock)
    assert clock.now() == 10.0
    assert len(script.sent) == 21


def rate(remaining: int, resets_in: int) -> dict[str, str]:
    """The provider's clock is an hour ahead of ours, and says so."""
    reset = 1710417600 + 3600 + resets_in
    return {
        "date": "Thu, 14 Mar 2024 13:00:00 GMT",
        "x-ratelimit-limit": "300",
        "x-ratelimit-remaining": str(remaining),
        "x-ratelimit-reset": str(reset),
    }


def test_looks_slow_down_as_the_rate_limit_runs_out() -> None:
    patience = Patience()
    flow = patience.wait(60.0)
    next(flow)

    assert patience.sleeps(flow.send(pending(headers=rate(290, 40)))) == 1.0
    flow.send(None)
    assert patience.sleeps(flow.send(pending(headers=rate(2, 30)))) == 15.0
    flow.send(None)
    assert patience.sleeps(flow.send(pending(headers=rate(0, 20)))) == 20.0
    flow.send(None)
    assert patience.sleeps(flow.send(pending())) == 3.0


def test_a_slower_pace_still_looks_at_the_deadline() -> None:
    flow = Patience().wait(10.0)
    next(flow)

    assert flow.send(pending(headers=rate(1, 50))) == Sleep(10.0)


def test_where_the_limit_is_renewed_at_the_deadline_the_last_look_is_then() -> None:
    flow = Patience().wait(10.0)
    next(flow)

    assert flow.send(pending(headers=rate(0, 10))) == Sleep(10.0)


def test_no_look_is_sent_that_the_limit_forbids() -> None:
    flow = Patience().wait(10.0)
    next(flow)

    with pytest.raises(RateLimited) as raised:
        flow.send(pending(headers=rate(0, 50)))
    assert raised.value.retry_after == 50.0
    assert "no look is left before the deadline" in str(raised.value)


def test_a_code_that_came_with_the_last_allowed_look_is_returned() -> None:
    flow = Patience().wait(10.0)
    next(flow)
    last = received("482910")

    assert result_of(flow, Response(last.status, last.body, rate(0, 50))) == "482910"


def test_silence_is_watched_to_its_end() -> None:
    patience = Patience()
    flow = patience.watch.silence(2.0)
    next(flow)
    assert patience.sleeps(flow.send(pending())) == 1.0
    flow.send(None)
    assert patience.sleeps(flow.send(pending())) == 1.0
    flow.send(None)

    assert result_of(flow, pending()) is None


def test_a_message_breaks_the_silence_as_soon_as_it_is_there() -> None:
    patience = Patience()
    flow = patience.watch.silence(60.0)
    next(flow)

    with pytest.raises(UnexpectedMessage) as raised:
        flow.send(received("482910"))
    assert (raised.value.number, raised.value.code, raised.value.within) == (
        "+791•••••567",
        "482910",
        60.0,
    )
    assert "482910" not in str(raised.value)


def test_a_message_that_a_wait_has_returned_does_not_break_the_silence() -> None:
    patience = Patience()
    wait = patience.wait()
    next(wait)
    result_of(wait, received("482910"))

    flow = patience.watch.silence(0.0)
    next(flow)
    assert result_of(flow, received("482910")) is None


def test_a_message_that_broke_the_silence_can_still_be_waited_for() -> None:
    patience = Patience()
    silence = patience.watch.silence(60.0)
    next(silence)
    with pytest.raises(UnexpectedMessage):
        silence.send(received("482910"))

    wait = patience.wait()
    next(wait)
    assert result_of(wait, received("482910")) == "482910"


def test_an_activation_that_has_ended_stays_silent() -> None:
    flow = Patience().watch.silence(60.0)
    next(flow)

    assert result_of(flow, pending("cancelled")) is None


def test_silence_that_could_not_be_watched_to_its_end_is_not_vouched_for() -> None:
    patience = Patience()
    flow = patience.watch.silence(0.5)
    next(flow)
    patience.sleeps(flow.throw(AnswerLost("smsactivate-dev")))
    flow.send(None)

    with pytest.raises(AnswerLost):
        flow.throw(AnswerLost("smsactivate-dev"))


def test_all_messages_are_one_look_that_is_repeated_if_it_fails() -> None:
    patience = Patience()
    flow = patience.watch.all_messages()
    assert next(flow) == Send(LOOK, within=30.0)
    assert flow.send(answer(503)) == Sleep(0.5)
    flow.send(None)

    assert result_of(flow, received("482910")) == [message("482910")]


def test_to_see_all_messages_is_no_wait() -> None:
    patience = Patience()
    flow = patience.watch.all_messages()
    next(flow)
    result_of(flow, received("482910"))

    wait = patience.wait()
    next(wait)
    assert result_of(wait, received("482910")) == "482910"
