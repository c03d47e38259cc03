"""A request waits for its turn, unless that comes too late or the run is over."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from by_hand import FakeClock, Script, answer

from pytest_smsactivate.cashier.teller import Teller, never
from pytest_smsactivate.errors import ConnectionNotMade, LedgerError, RateLimited
from pytest_smsactivate.ledger.rate import Rate
from pytest_smsactivate.models import Operation, RateLimit, Request, Response
from pytest_smsactivate.providers.handler_api import HandlerApi
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev

PROVIDER = SmsActivateDev()
BALANCE, LOOK = PROVIDER.balance(), PROVIDER.look("act_1")
BUY, CANCEL = PROVIDER.buy("telegram", "gb"), PROVIDER.cancel("act_1")


class Queue(Rate):
    """The rate; `turn` is None where the ledger is away."""

    def __init__(self, clock: FakeClock, *, turn: bool | None = True, takes: float = 0.0) -> None:
        self.clock = clock
        self.turn = turn
        self.takes = takes
        self.told: list[object] = []

    def wait(self, operation: Operation, *, stop: Callable[[], bool] = never) -> bool:
        if self.turn is None:
            raise LedgerError("there", "is away")
        self.clock.goes_by(self.takes)
        return self.turn and not stop()

    def heard(self, rate: RateLimit | None) -> None:
        if self.turn is None:
            raise LedgerError("there", "is away")
        self.told.append(rate)

    def refused(self, retry_after: float | None) -> None:
        self.told.append(retry_after)


def teller(script: Script, queue: Queue, over: Callable[[], bool] = never) -> Teller:
    return Teller(PROVIDER, script, queue, clock=queue.clock, over=over)


def test_what_its_answer_says_of_the_rate_is_heard() -> None:
    queue = Queue(FakeClock())
    headers = {
        "x-ratelimit-limit": "300",
        "x-ratelimit-remaining": "7",
        "x-ratelimit-reset": "40",
        "date": "Thu, 01 Jan 1970 00:00:00 GMT",
    }
    refusal = answer(429, {"retry-after": "12"})
    script = Script(answer(200, headers), refusal)
    ours = teller(script, queue)
    assert [ours.send(LOOK, 5.0).status for _ in "12"] == [200, 429]
    assert queue.told == [RateLimit(7, 40.0, 300), 12.0, None]


def test_a_turn_that_does_not_come_in_time_is_told() -> None:
    script = Script()
    with pytest.raises(RateLimited, match="its turn did not come in time"):
        teller(script, Queue(FakeClock(), takes=36.0)).send(LOOK, 5.0)
    assert script.sent == []


@pytest.mark.parametrize("request_", [BUY, PROVIDER.offer("telegram", "gb")], ids=["buy", "offer"])
def test_nothing_is_bought_when_the_run_is_over(request_: Request) -> None:
    script = Script()
    with pytest.raises(ConnectionNotMade, match="the run is over"):
        teller(script, Queue(FakeClock()), over=lambda: True).send(request_, 5.0)
    assert script.sent == []


@pytest.mark.parametrize("request_", [CANCEL, LOOK, BALANCE], ids=["cancel", "look", "balance"])
def test_numbers_are_given_back_when_the_run_is_over(request_: Request) -> None:
    ours = teller(Script(answer(200)), Queue(FakeClock()), over=lambda: True)
    assert ours.send(request_, None).status == 200


def test_without_the_ledger_numbers_are_given_back_all_the_same() -> None:
    queue = Queue(FakeClock(), turn=None)
    assert teller(Script(answer(200)), queue).send(CANCEL, 5.0).status == 200
    script = Script()
    with pytest.raises(LedgerError):
        teller(script, queue).send(BUY, 5.0)
    assert script.sent == []


CLASSIC = HandlerApi()


def said(words: str) -> Response:
    return Response(200, words.encode())


def test_what_the_provider_does_not_know_is_asked_in_older_words_from_then_on() -> None:
    script = Script(said("BAD_ACTION"), said("STATUS_WAIT_CODE"), said("STATUS_OK:1"))
    queue = Queue(FakeClock())
    ours = Teller(CLASSIC, script, queue, clock=queue.clock)
    assert ours.send(CLASSIC.look("7"), 5.0).body == b"STATUS_WAIT_CODE"
    assert ours.send(CLASSIC.look("7"), 5.0).body == b"STATUS_OK:1"
    asked = [dict(request.query)["action"] for request in script.sent]
    assert asked == ["getStatusV2", "getStatus", "getStatus"]


def test_each_question_is_tried_in_the_newer_words_first() -> None:
    script = Script(said("BAD_ACTION"), said("STATUS_WAIT_CODE"), said("NO_NUMBERS"))
    queue = Queue(FakeClock())
    ours = Teller(CLASSIC, script, queue, clock=queue.clock)
    ours.send(CLASSIC.look("7"), 5.0)
    assert ours.send(CLASSIC.buy("telegram", "gb"), 5.0).body == b"NO_NUMBERS"
    assert dict(script.sent[-1].query)["action"] == "getNumberV2"
