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

SILENCE_PATIENCE = 1.0
"""Real seconds in which a message counts that must not be sent."""

GLANCE = 0.005


class Correspondence:
    """One number's share of the gateway.

    The provider's timeline says when messages arrive; what they say is what the
    application sent. A message that the application never sent never arrives.
    Only counts where `in_use`: where the test, or a fixture it depends on, asks for
    `sms_gateway`.

    `arrivals` tells how many messages the recording shows in all. Some APIs show
    only the latest: of three sent before the first look, a recording with a single
    arrival saw the third. Without `arrivals` the provider is the simulated one, and
    shows what the application sent in any case.
    """

    def __init__(
        self,
        gateway: SmsGateway,
        number: str,
        in_use: Callable[[], bool],
        arrivals: Callable[[], int] | None = None,
    ) -> None:
        self._gateway = gateway
        self._number = number
        self._in_use = in_use
        self._arrivals = arrivals
        self._since = len(gateway.sent)
        self._matches: list[SentMessage | None] = []
        self._matched = 0
        self._patience = 0.0

    def begin(self, *, silence: bool = False) -> None:
        """Renew the patience: a wait begins, or the watch for silence."""
        self._patience = SILENCE_PATIENCE if silence else PATIENCE

    def shown(self, arrived: Sequence[Message]) -> Sequence[Message]:
        in_use = self._in_use()
        for place in range(len(self._matches), len(arrived)):
            if not in_use:
                self._matches.append(None)
            elif not self._match(place, arrived[place]):
                break
        return [
            message if sent is None else _as_sent(message, sent)
            for message, sent in zip(arrived, self._matches, strict=False)
        ]

    def sent(self, arrived: Sequence[Message]) -> Sequence[Message]:
        shown = self.shown(arrived)
        if not self._in_use():
            return shown
        now = LiveClock().utc()
        return [*shown, *(_as_sent(Message(now), sent) for sent in self._mine()[self._matched :])]

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
        if mine > self._matched:
            return (
                f"The application sent {mine} messages to this number, but the provider showed "
                f"only {len(self._matches)}: wait for each before the next, or record the test "
                "again."
            )
        if mine:
            return "What the application sent to this number was returned by earlier waits."
        if others:
            numbers = ", ".join(sorted({masked(international(m.to)) for m in others}))
            return f"The application sent no message to this number, but to {numbers}."
        return (
            "The application sent no message at all; outside live mode it has "
            f"{PATIENCE:g} real seconds for that, whatever the timeout."
        )

    def _match(self, place: int, arrived: Message) -> bool:
        """Find what was sent for a message that arrived; False where it is still to be sent."""
        mine = self._mine()
        if self._arrivals is None:
            same = [n for n, sent in enumerate(mine) if _is_of(sent, arrived)]
            self._matches.append(mine[same[-1]] if same else None)
            self._matched = max([self._matched, *(n + 1 for n in same)])
            return True
        still_to_arrive = self._arrivals() - place
        chosen = max(self._matched, len(mine) - still_to_arrive)
        if chosen >= len(mine):
            return False
        self._matches.append(mine[chosen])
        self._matched = chosen + 1
        return True

    def _lacking(self) -> bool:
        return self._patience > 0 and self._in_use() and len(self._mine()) <= self._matched

    def _mine(self) -> list[SentMessage]:
        return [m for m in self._gateway.sent[self._since :] if self._is_mine(m)]

    def _is_mine(self, message: SentMessage) -> bool:
        return international(message.to) == self._number


def _is_of(sent: SentMessage, arrived: Message) -> bool:
    """Whether an API would show this message so: its text, or the code alone."""
    if arrived.text is not None:
        return sent.text == arrived.text
    return (extract_code(sent.text) or sent.text) == arrived.code


def _as_sent(arrived: Message, sent: SentMessage) -> Message:
    return Message(
        arrived.received_at, code=extract_code(sent.text), text=sent.text, sender=sent.sender
    )
