"""One bought number and the flows that serve it, whichever driver runs them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeVar

import msgspec

from pytest_smsactivate.clock import Clock, Jitter
from pytest_smsactivate.errors import ConfigurationError, expected
from pytest_smsactivate.flows.drivers import Transport
from pytest_smsactivate.flows.inbox import Inbox
from pytest_smsactivate.flows.prolong import another, renew
from pytest_smsactivate.flows.release import release
from pytest_smsactivate.flows.wait import Watch
from pytest_smsactivate.gateway import Correspondence
from pytest_smsactivate.models import Activation, Cancellation, Flow, Message, Pace, masked
from pytest_smsactivate.otp import extract_code, only_code
from pytest_smsactivate.providers.base import Provider

__all__ = ["Line"]

__tracebackhide__ = expected

Found = TypeVar("Found")

logger = logging.getLogger("pytest_smsactivate")
"""Tells of purchases and cancellations, at INFO; never of codes or whole numbers."""

LONGEST = 1e9
"""Seconds; a socket's timeout cannot be much longer."""


class Line:
    """What a handle needs of one activation: its facts, and its flows.

    `visit` is told at each call that looks, counted from 1, with 0 for what was there before,
    and with the latest count again for the look before one more SMS is asked for; `shift` is
    added to the times that a recording holds; `released` hears of the cancellation once.
    """

    def __init__(
        self,
        activation: Activation,
        *,
        provider: Provider,
        transport: Transport,
        clock: Clock,
        jitter: Jitter,
        pace: Pace,
        timeout: float,
        pattern: str | None = None,
        correspondence: Correspondence | None = None,
        visit: Callable[[str, int], None] | None = None,
        shift: timedelta = timedelta(0),
        released: Callable[[Cancellation], None],
    ) -> None:
        self.activation = activation
        self.provider = provider
        self.transport = transport
        self.clock = clock
        self._cancellation: Cancellation | None = None
        self._jitter = jitter
        self._timeout = timeout
        self._pattern = pattern
        self._correspondence = correspondence
        self._visit = visit
        self._visits = 0
        self._shift = shift
        self._released = released
        self._passed_over = 0
        self._wanted: str | None = None
        self._inbox = Inbox(correspondence, now=lambda: clock.utc() - shift)
        logger.info("bought %s for %s", masked(activation.number), activation.service)
        self._watch = Watch(
            provider,
            activation,
            self._inbox,
            clock=clock,
            jitter=jitter,
            pace=pace,
            hint=self._hint,
        )

    def code(self, timeout: float | None, pattern: str | None) -> Flow[str]:
        """The code of the next message that holds one; others are passed over.

        Raises `CodeAmbiguous` for a message that holds several, equally good ones.
        """
        wanted = pattern if pattern is not None else self._pattern
        extract_code("", pattern=wanted)  # so that a bad pattern is told before the wait
        self._wanted = wanted

        def code_in(message: Message) -> str | None:
            code = self._code(message, wanted)
            if code is None and wanted is None and message.text is not None:
                only_code(message.text)  # raises where two are equally good
            self._passed_over += code is None
            return code

        return (yield from self._next(timeout, code_in))

    def message(self, timeout: float | None) -> Flow[Message]:
        return (yield from self._next(timeout, self._complete))

    def messages(self) -> Flow[list[Message]]:
        self._begin_visit()
        messages: Sequence[Message] = yield from self._watch.all_messages()
        return [self._complete(message) for message in messages]

    def silence(self, within: float) -> Flow[None]:
        checked = _seconds("within", within)
        self._begin_visit(silence=True)
        yield from self._watch.silence(checked)

    def pass_over(self) -> Flow[None]:
        """Before the number is handed out: what it has received so far is none of the test's."""
        if self._visit is not None:
            self._visit(self.activation.id, 0)
        yield from self._watch.pass_over()

    def cancel(self) -> Flow[Cancellation]:
        """Give the number back; a second time the first answer is given again."""
        if self._cancellation is not None:
            return self._cancellation
        cancellation = yield from release(
            self.provider,
            self.activation.id,
            clock=self.clock,
            jitter=self._jitter,
            received=self._inbox.received,
        )
        return self._settle(cancellation)

    def another(self) -> Flow[None]:
        """Ask for one more SMS; what came before it is never handed out for it.

        What no look has seen by then is taken in first, and is handed out as what it is.
        """
        if self.provider.capabilities.request_another:
            self._resume_visit()
            yield from self._watch.all_messages()
        yield from another(self.provider, self.activation.id, clock=self.clock, jitter=self._jitter)
        self._inbox.asked_another()

    def renew(self) -> Flow[None]:
        """Ask for more time."""
        expires_at = yield from renew(self.provider, self.activation.id)
        if expires_at is not None:
            expires_at += self._shift
            self.activation = msgspec.structs.replace(self.activation, expires_at=expires_at)

    def _settle(self, cancellation: Cancellation) -> Cancellation:
        """Two tasks may have cancelled at once: the first answer counts."""
        if self._cancellation is None:
            number = masked(self.activation.number)
            logger.info("cancelled %s, refunded: %s", number, cancellation.refunded)
            self._cancellation = cancellation
            self._released(cancellation)
        return self._cancellation

    def _next(
        self, timeout: float | None, accept: Callable[[Message], Found | None]
    ) -> Flow[Found]:
        seconds = self._timeout if timeout is None else _seconds("timeout", timeout)
        self._passed_over = 0
        self._begin_visit()
        return (yield from self._watch.next_message(seconds, accept))

    def _begin_visit(self, *, silence: bool = False) -> None:
        self._visits += 1
        if self._visit is not None:
            self._visit(self.activation.id, self._visits)
        if self._correspondence is not None:
            self._correspondence.begin(silence=silence)

    def _resume_visit(self) -> None:
        """The look to come belongs to the latest call that looked, if there was one."""
        if self._visit is not None and self._visits:
            self._visit(self.activation.id, self._visits)

    def _complete(self, message: Message) -> Message:
        """As a test sees it: recorded times shifted to now, the code filled in."""
        return msgspec.structs.replace(
            message,
            received_at=message.received_at + self._shift,
            code=self._code(message, self._pattern),
        )

    def _code(self, message: Message, pattern: str | None) -> str | None:
        """The text is asked first; an API that gives only the code has found it already."""
        if message.text is None:
            if pattern is None or message.code is None:
                return message.code
            return extract_code(message.code, pattern=pattern) or message.code
        return extract_code(message.text, pattern=pattern) or (
            message.code if pattern is None else None
        )

    def _hint(self) -> str:
        if self._passed_over:
            cure = "say with pattern= how it looks."
            if self._wanted is not None:
                cure = f"pattern={self._wanted!r} fits nothing; number.messages() shows them."
            return f"{self._passed_over} came in which no code was found: {cure}"
        return "" if self._correspondence is None else self._correspondence.hint()


def _seconds(name: str, value: object) -> float:
    """A waiting time, which cannot be negative, endless or not a number."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= LONGEST:
        raise ConfigurationError(
            f"{name}={value!r} is not a number of seconds.", cure="Give 0 or more."
        )
    return float(value)
