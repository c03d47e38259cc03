"""The two drivers that run a flow: they alone send and sleep."""

from __future__ import annotations

from functools import partial
from typing import Protocol, TypeVar

from pytest_smsactivate.clock import Clock
from pytest_smsactivate.errors import SmsActivateError, expected
from pytest_smsactivate.models import Flow, Request, Response, Send

__all__ = ["Transport", "drive", "drive_async"]

__tracebackhide__ = expected

Result = TypeVar("Result")


class Transport(Protocol):
    """Where a request goes.

    `send` raises `ConnectionNotMade` when the request provably never left, and
    `AnswerLost` when it may have. `blocking` tells that it waits for a network.
    """

    blocking: bool

    def send(self, request: Request, within: float | None) -> Response: ...


def drive(flow: Flow[Result], transport: Transport, clock: Clock) -> Result:
    """Run a flow to its end in this thread."""
    try:
        step = next(flow)
        while True:
            if isinstance(step, Send):
                try:
                    response = transport.send(step.request, step.within)
                except SmsActivateError as failure:
                    step = flow.throw(failure)
                else:
                    step = flow.send(response)
            else:
                clock.sleep(step.seconds)
                step = flow.send(None)
    except StopIteration as stop:
        result: Result = stop.value
        return result


async def drive_async(flow: Flow[Result], transport: Transport, clock: Clock) -> Result:
    """Run a flow to its end without blocking the event loop, under asyncio or trio."""
    try:
        step = next(flow)
        while True:
            if isinstance(step, Send):
                try:
                    response = await _send(transport, step)
                except SmsActivateError as failure:
                    step = flow.throw(failure)
                else:
                    step = flow.send(response)
            else:
                await clock.sleep_async(step.seconds)
                step = flow.send(None)
    except StopIteration as stop:
        result: Result = stop.value
        return result


async def _send(transport: Transport, step: Send) -> Response:
    """A network's answer is awaited in a thread, so that nothing is bound to a loop."""
    if not transport.blocking:
        return transport.send(step.request, step.within)
    from anyio import to_thread

    return await to_thread.run_sync(
        partial(transport.send, step.request, step.within), abandon_on_cancel=True
    )
