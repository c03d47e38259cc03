"""Giving back by an API that has two ways: one for a number without a message, one for the rest."""

from __future__ import annotations

import pytest
from by_hand import FakeClock, no_jitter, result_of

from pytest_smsactivate.errors import CancelDenied, InvalidResponse, RequestRejected
from pytest_smsactivate.flows.release import release
from pytest_smsactivate.models import Cancellation, Flow, Response, Send
from pytest_smsactivate.providers.handler_api import HandlerApi


def begun(*, received: bool = False) -> Flow[Cancellation]:
    return release(HandlerApi(), "7", clock=FakeClock(), jitter=no_jitter, received=received)


def said(words: str) -> Response:
    return Response(200, words.encode())


def asked(step: object) -> str:
    """`setStatus 8`, or the other action."""
    assert isinstance(step, Send)
    query = dict(step.request.query)
    return f"{query['action']} {query.get('status', '')}".strip()


def test_without_a_message_it_is_cancelled() -> None:
    flow = begun()
    assert asked(next(flow)) == "setStatus 8"
    assert result_of(flow, said("ACCESS_CANCEL")) == Cancellation(refunded=True)


def test_with_one_it_is_finished() -> None:
    flow = begun(received=True)
    assert asked(next(flow)) == "setStatus 6"
    assert result_of(flow, said("ACCESS_ACTIVATION")) == Cancellation(refunded=False)


SHOWN = '{"sms": {"dateTime": "2024-03-14 12:00:00", "code": "1", "text": "Code: 1"}}'


@pytest.mark.parametrize(
    ("received", "state", "other", "done", "refunded"),
    [
        (False, SHOWN, "6", "ACCESS_ACTIVATION", False),
        (False, "STATUS_WAIT_RETRY:1", "6", "ACCESS_ACTIVATION", False),
        (True, "STATUS_WAIT_CODE", "8", "ACCESS_CANCEL", True),
    ],
)
def test_what_is_not_the_moment_for_the_one_is_for_the_other_if_a_look_says_so(
    received: bool, state: str, other: str, done: str, refunded: bool
) -> None:
    """A net does not know whether a message came."""
    flow = begun(received=received)
    next(flow)
    assert asked(flow.send(said("BAD_STATUS"))) == "getStatusV2"
    assert asked(flow.send(said(state))) == f"setStatus {other}"
    assert result_of(flow, said(done)) == Cancellation(refunded=refunded)


@pytest.mark.parametrize("state", ["STATUS_CANCEL", "NO_ACTIVATION"])
def test_what_is_over_is_given_back(state: str) -> None:
    flow = begun()
    next(flow)
    flow.send(said("BAD_STATUS"))
    assert result_of(flow, said(state)) == Cancellation(refunded=None)


def test_a_number_without_a_message_is_never_paid_for_by_us() -> None:
    """Whatever it is that the provider does not like about the cancel."""
    flow = begun()
    next(flow)
    flow.send(said("BAD_STATUS"))
    with pytest.raises(RequestRejected, match="BAD_STATUS"):
        flow.send(said("STATUS_WAIT_CODE"))


def test_where_neither_is_accepted_the_refusal_is_told() -> None:
    flow = begun()
    next(flow)
    flow.send(said("BAD_STATUS"))
    flow.send(said(SHOWN))
    with pytest.raises(RequestRejected, match="BAD_STATUS"):
        flow.send(said("BAD_STATUS"))


def test_too_early_is_too_early_for_both() -> None:
    flow = begun()
    next(flow)
    with pytest.raises(CancelDenied):
        flow.send(said("EARLY_CANCEL_DENIED"))


def test_an_answer_that_cannot_be_read_is_asked_for_once_more() -> None:
    flow = begun()
    next(flow)
    assert asked(flow.send(said("<html>"))) == "setStatus 8"
    with pytest.raises(InvalidResponse):
        flow.send(said("<html>"))
