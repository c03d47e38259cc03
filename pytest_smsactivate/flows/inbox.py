"""The messages of one number, and how many of them have been handed out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from pytest_smsactivate.arrivals import Arrivals
from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.models import Message

__all__ = ["Inbox", "Substitution"]


class Substitution(Protocol):
    """What the application really sent, in the place of what the provider shows."""

    def shown(self, arrived: Sequence[Message]) -> Sequence[Message]:
        """What a test sees of the messages that arrived."""
        ...

    def sent(self, arrived: Sequence[Message]) -> Sequence[Message]:
        """All that is on its way or there, arrived or not."""
        ...


class AsTheProviderShows:
    """No substitution: the provider's word."""

    def shown(self, arrived: Sequence[Message]) -> Sequence[Message]:
        return arrived

    def sent(self, arrived: Sequence[Message]) -> Sequence[Message]:
        return arrived


class Inbox:
    """Messages in order of arrival; each is handed out once.

    One whose API tells no time has that of `now` when it was first seen.
    """

    def __init__(
        self,
        substitution: Substitution | None = None,
        *,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        self._arrivals = Arrivals(now or LiveClock().utc)
        self._substitution = substitution or AsTheProviderShows()
        self.handed_out = 0

    def take_in(self, messages: Sequence[Message]) -> None:
        self._arrivals.take_in(messages)

    def pass_over(self, messages: Sequence[Message]) -> None:
        """These came before the number was ours."""
        self._arrivals.pass_over(messages)

    def asked_another(self) -> None:
        """The provider was asked for one more SMS, and will not show the old one for it."""
        self._arrivals.asked_another()

    @property
    def received(self) -> bool:
        """Whether anything came, by the provider's word."""
        return bool(self._arrivals.messages)

    @property
    def messages(self) -> Sequence[Message]:
        """All that came so far, handed out or not."""
        return self._substitution.shown(self._arrivals.messages)

    @property
    def outstanding(self) -> Sequence[Message]:
        """What is there or known to come, and has not been handed out."""
        return self._substitution.sent(self._arrivals.messages)[self.handed_out :]

    def hand_out(self) -> Message | None:
        """The next message that was not handed out before, if there is one."""
        messages = self.messages
        if self.handed_out >= len(messages):
            return None
        self.handed_out += 1
        return messages[self.handed_out - 1]

    def take_back(self) -> None:
        """The message that was handed out last is the next one again."""
        self.handed_out -= 1
