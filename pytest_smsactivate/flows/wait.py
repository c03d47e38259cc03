"""Looking for messages until one comes, or the time is up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from pytest_smsactivate.clock import Clock, Jitter
from pytest_smsactivate.errors import (
    ActivationEnded,
    CodeTimeout,
    ProviderUnavailable,
    RateLimited,
    SmsActivateError,
    UnexpectedMessage,
    expected,
)
from pytest_smsactivate.flows.exchange import SHORTEST_REQUEST, ask, repeat
from pytest_smsactivate.flows.inbox import Inbox
from pytest_smsactivate.flows.schedule import pause_after_failure, pause_between_looks
from pytest_smsactivate.models import (
    Activation,
    Flow,
    Look,
    Message,
    Pace,
    RateLimit,
    Response,
    Sleep,
    masked,
)
from pytest_smsactivate.providers.base import Provider

__all__ = ["Watch"]

__tracebackhide__ = expected

Found = TypeVar("Found")

LOOK_PATIENCE = 30.0
"""Seconds in which a single look that fails is tried again."""


class Watch:
    """Keeps an eye on one activation; each method that waits is a flow.

    All times are in seconds of the injected clock, and the time that requests
    take counts. `hint` adds what the house knows to a timeout's message.
    """

    def __init__(
        self,
        provider: Provider,
        activation: Activation,
        inbox: Inbox,
        *,
        clock: Clock,
        jitter: Jitter,
        pace: Pace,
        hint: Callable[[], str] = str,
    ) -> None:
        self._provider = provider
        self._activation = activation
        self._inbox = inbox
        self._clock = clock
        self._jitter = jitter
        self._pace = pace
        self._hint = hint
        self._rate: RateLimit | None = None

    def next_message(
        self, timeout: float, accept: Callable[[Message], Found | None]
    ) -> Flow[Found]:
        """What `accept` makes of the next message that it does not pass over.

        One that `accept` raises a tree's error for can be had by the next call.
        Raises `CodeTimeout` when the time is up, `ActivationEnded` when no message
        can come any more, and the last failure when that kept us from looking.
        """

        def find(look: Look) -> Found | None:
            while (message := self._inbox.hand_out()) is not None:
                try:
                    found = accept(message)
                except SmsActivateError:
                    self._inbox.take_back()
                    raise
                if found is not None:
                    return found
            if look.ended:
                raise ActivationEnded(self._provider.name, detail=f"status {look.status!r}")
            return None

        started = self._clock.now()
        found, looks, last = yield from self._look_until(timeout, find)
        if found is not None:
            return found
        raise CodeTimeout(
            number=masked(self._activation.number),
            timeout=timeout,
            waited=self._clock.now() - started,
            looks=looks,
            last_status=last.status,
            hint=self._hint(),
        )

    def silence(self, within: float) -> Flow[None]:
        """Look for `within` seconds; raises `UnexpectedMessage` as soon as one is there."""

        def find(look: Look) -> bool | None:
            return bool(self._inbox.outstanding) or look.ended or None

        yield from self._look_until(within, find)
        if waiting := self._inbox.outstanding:
            number = masked(self._activation.number)
            raise UnexpectedMessage(number=number, code=waiting[0].code, within=within)

    def all_messages(self) -> Flow[Sequence[Message]]:
        """All messages so far, by one look that is repeated if it fails."""
        look = yield from self._one_look()
        self._inbox.take_in(look.messages)
        return self._inbox.messages

    def pass_over(self) -> Flow[None]:
        """What is there already belongs to somebody before us."""
        look = yield from self._one_look()
        self._inbox.pass_over(look.messages)

    def _one_look(self) -> Flow[Look]:
        return (
            yield from repeat(
                self._provider.look(self._activation.id),
                self._read,
                patience=LOOK_PATIENCE,
                clock=self._clock,
                jitter=self._jitter,
            )
        )

    def _look_until(
        self, timeout: float, find: Callable[[Look], Found | None]
    ) -> Flow[tuple[Found | None, int, Look]]:
        """Look at once, then by the schedule, and for the last time when the time is up.

        A look that fails is tried again; one that fails to the end raises its
        failure, since nobody can say then that no message came.
        """
        request = self._provider.look(self._activation.id)
        deadline = self._clock.now() + timeout
        looks = failures = 0
        while True:
            looks += 1
            asked = self._clock.now()
            left = deadline - asked
            try:
                look = yield from ask(request, self._read, within=max(left, SHORTEST_REQUEST))
            except (ProviderUnavailable, RateLimited) as failure:
                failures += 1
                left = deadline - self._clock.now()
                if left <= 0 or (failure.retry_after or 0.0) > left:
                    raise
                pause = min(pause_after_failure(failure, failures, self._jitter()), left)
            else:
                failures = 0
                self._inbox.take_in(look.messages)
                found = find(look)
                left = deadline - self._clock.now()
                if found is not None or left <= 0:
                    return found, looks, look
                # A look that waited for its turn has paused already: this keeps turns equal.
                pause = max(self._pause(looks, left) - (self._clock.now() - asked), 0.0)
            yield Sleep(pause)

    def _read(self, response: Response) -> Look:
        self._rate = self._provider.read_rate(response)
        return self._provider.read_look(response)

    def _pause(self, looks: int, left: float) -> float:
        rate = self._rate
        if rate is not None and rate.remaining == 0 and rate.resets_in > left:
            raise RateLimited(
                self._provider.name,
                detail="no look is left before the deadline",
                retry_after=rate.resets_in,
            )
        return min(pause_between_looks(self._pace, looks, rate), left)
