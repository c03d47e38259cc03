"""What it takes to drive a flow by hand: a clock, answers, and a script of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone

import msgspec
import pytest
from anyio.lowlevel import checkpoint

from pytest_smsactivate.errors import SmsActivateError
from pytest_smsactivate.models import Activation, Flow, Message, Request, Response

NOON = datetime(2024, 3, 14, 12, 0, 0, tzinfo=timezone.utc)

ACTIVATION = Activation("act_9x2k1p", "+79161234567", "telegram", "ru")


PATIENCE = 30.0
"""Seconds in which what another thread or process brings about comes about."""


def eventually(holds: Callable[[], object]) -> None:
    """Wait until it does."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.01)


class FakeClock:
    """Stands still, unless it is told to sleep, or that time goes by."""

    def __init__(self) -> None:
        self.moment = 1000.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.moment

    def utc(self) -> datetime:
        return NOON + timedelta(seconds=self.moment - 1000.0)

    def goes_by(self, seconds: float) -> None:
        self.moment += seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.moment += seconds

    async def sleep_async(self, seconds: float) -> None:
        await checkpoint()
        self.sleep(seconds)


class Script:
    """A transport that answers what is written, in that order."""

    blocking = False

    def __init__(self, *answers: Response | SmsActivateError) -> None:
        self.sent: list[Request] = []
        self._answers = list(answers)

    def send(self, request: Request, within: float | None) -> Response:
        self.sent.append(request)
        answer = self._answers.pop(0)
        if isinstance(answer, SmsActivateError):
            raise answer
        return answer

    @property
    def asked(self) -> list[str]:
        return [request.operation for request in self.sent]

    @property
    def exhausted(self) -> bool:
        return not self._answers


def no_jitter() -> float:
    return 0.0


def answer(
    status: int = 200, headers: Mapping[str, str] | None = None, /, **fields: object
) -> Response:
    return Response(status, msgspec.json.encode(fields), headers or {})


def bought(**other: object) -> Response:
    fields = {
        "id": "act_9x2k1p",
        "number": "+79161234567",
        "service": "telegram",
        "country": "ru",
        "expires_at": "2024-03-14T12:20:00Z",
    }
    return answer(**{**fields, **other})


def pending(status: str = "pending", headers: Mapping[str, str] | None = None) -> Response:
    return answer(200, headers, id="act_9x2k1p", status=status)


def received(code: str, minute: int = 1, status: str = "received") -> Response:
    at = f"2024-03-14T12:{minute:02}:00Z"
    return answer(id="act_9x2k1p", status=status, code=code, received_at=at)


def message(code: str, minute: int = 1) -> Message:
    return Message(NOON + timedelta(minutes=minute), code=code)


def cancelled(refunded: bool = True) -> Response:
    return answer(id="act_9x2k1p", status="cancelled", refunded=refunded)


def result_of(flow: Flow[object], last: Response | None) -> object:
    """Send the last answer; what the flow returns."""
    with pytest.raises(StopIteration) as end:
        flow.send(last)
    return end.value.value


def is_over(flow: Flow[object]) -> bool:
    """Whether the flow has nothing more to send."""
    return next(flow, None) is None
