"""One request and its answer, repeated where repeating is safe."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pytest_smsactivate.clock import Clock, Jitter
from pytest_smsactivate.errors import ConnectionNotMade, ProviderUnavailable, RateLimited, expected
from pytest_smsactivate.flows.schedule import pause_after_failure
from pytest_smsactivate.models import Flow, Request, Response, Send, Sleep

__all__ = ["SHORTEST_REQUEST", "ask", "may_have_acted", "repeat"]

__tracebackhide__ = expected

Result = TypeVar("Result")

SHORTEST_REQUEST = 1.0
"""Seconds that a request may take at the least, however near its deadline is."""


def ask(
    request: Request, read: Callable[[Response], Result], *, within: float | None
) -> Flow[Result]:
    """Send once and read the answer; raises what the transport or the reading raises."""
    response = yield Send(request, within)
    assert response is not None, "a driver answers every Send"
    return read(response)


def repeat(
    request: Request,
    read: Callable[[Response], Result],
    *,
    patience: float,
    clock: Clock,
    jitter: Jitter,
    overcome: list[ProviderUnavailable | RateLimited] | None = None,
) -> Flow[Result]:
    """Ask until there is a usable answer: for GET and DELETE, which may be repeated.

    A failed connection, a 5xx and a 429 are tried again, for `patience` seconds
    in all; then the last failure is raised. What else is raised passes at once.
    `overcome` collects the failures after which there was another attempt.
    """
    deadline = clock.now() + patience
    attempt = 0
    while True:
        attempt += 1
        within = max(deadline - clock.now(), SHORTEST_REQUEST)
        try:
            return (yield from ask(request, read, within=within))
        except (ProviderUnavailable, RateLimited) as failure:
            pause = pause_after_failure(failure, attempt, jitter())
            if clock.now() + pause >= deadline:
                raise
            if overcome is not None:
                overcome.append(failure)
        yield Sleep(pause)


def may_have_acted(failure: ProviderUnavailable | RateLimited) -> bool:
    """Whether what was asked may have been done although no proper answer came."""
    return isinstance(failure, ProviderUnavailable) and not isinstance(failure, ConnectionNotMade)
