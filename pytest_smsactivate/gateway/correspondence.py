"""Matches what the application sent to one number with what arrived there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.gateway.gateway import SentMessage, SmsGateway, international
from pytest_smsactivate.models import Message, masked
from pytest_smsactivate.otp import extract_code

__all__ = ["Correspondence"]

PATIENCE = 2.0
"""Real seconds for the application to send from a thread or task of its own, in each wait."""

SILENCE_PATIENCE = 0.25
"""Real seconds in which a message counts that must not be sent."""

GLANCE = 0.005


class Correspondence:
    """One number's share of the gateway.

    The provider's timeline says when messages arrive; what they say is what the
    application sent. A message that the application never sent never arrives.
    Only counts where `in_use`: where the test, or a fixture it depends on, asks for
    `sms_gateway`.
    """

    def __init__(self, gateway: SmsGateway, number: str, in_use: Callable[[], bool]) -> None:
        self._gateway = gateway
        self._number = number
        self._in_use = in_use
        self._since = len(gateway.sent)
        self._handed_out: Callable[[], int] = int
        self._arrived = 0
        self._patience = 0.0

    def begin(self, handed_out: Callable[[], int], *, silence: bool = False) -> None:
        """Renew the patience: a wait begins, or the watch for silence."""
        self._handed_out = handed_out
        self._patience = SILENCE_PATIENCE if silence else PATIENCE

    def shown(self, arrived: Sequence[Message]) -> Sequence[Message]:
        if not self._in_use():
            return arrived
        self._arrived = len(arrived)
        return [
            _as_sent(message, sent) for message, sent in zip(arrived, self._mine(), strict=False)
        ]

    def sent(self, arrived: Sequence[Message]) -> Sequence[Message]:
        if not self._in_use():
            return arrived
        now = LiveClock().utc()
        return [_as_sent(Message(now), sent) for sent in self._mine()]

    def wait(self) -> None:
        if self._lacking():
            clock = LiveClock()
            started = clock.now()
            self._gateway.wait_for_delivery(lambda: not self._lacking(), self._patience)
            self._patience -= clock.now() - started

    async def wait_async(self) -> None:
        clock = LiveClock()
        until = clock.now() + self._patience
        while self._lacking() and clock.now() < until:
            await clock.sleep_async(GLANCE)
            self._patience = max(until - clock.now(), 0.0)

    def hint(self) -> str:
        """What a timeout should say of the application's side."""
        if not self._in_use():
            return ""
        mine = len(self._mine())
        others = [m for m in self._gateway.sent[self._since :] if not self._is_mine(m)]
        if mine > self._arrived:
            return (
                f"The application sent {mine} messages to this number, but the provider showed "
                f"only {self._arrived}: wait for each before the next, or record the test again."
            )
        if mine:
            return ""
        if others:
            numbers = ", ".join(sorted({masked(international(m.to)) for m in others}))
            return f"The application sent no message to this number, but to {numbers}."
        return "The application sent no message at all (sms_gateway.sent is empty)."

    def _lacking(self) -> bool:
        return self._patience > 0 and self._in_use() and len(self._mine()) <= self._handed_out()

    def _mine(self) -> list[SentMessage]:
        return [m for m in self._gateway.sent[self._since :] if self._is_mine(m)]

    def _is_mine(self, message: SentMessage) -> bool:
        return international(message.to) == self._number


def _as_sent(arrived: Message, sent: SentMessage) -> Message:
    return Message(
        arrived.received_at, code=extract_code(sent.text), text=sent.text, sender=sent.sender
    )
