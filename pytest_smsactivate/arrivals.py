"""The messages that came to one number, each once, however often its API shows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from pytest_smsactivate.models import UNTOLD, Message

__all__ = ["Arrivals"]


class Arrivals:
    """Takes in what each look shows; `messages` are in order of arrival.

    Some APIs show all messages at every look and some only the latest, so a message is
    known by its content and time; where both time and text are told, by these and the sender
    alone, since a code may be told of it later. Where no time is told, the same content counts
    again only after another one was asked for and a look has shown none: what is still shown
    then is the old one. Such a message has the time `now` of when it was first seen.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._told: list[Message] = []
        self._asked_at = 0
        self._none_since = True
        self.messages: list[Message] = []

    def take_in(self, shown: Sequence[Message]) -> None:
        for message in shown:
            identity = _identity(message)
            if self._is_new(identity):
                self._told.append(identity)
                self.messages.append(self._timed(message))
            elif message.code is not None:
                self._complete(message, identity)
        if not shown:
            self._none_since = True

    def pass_over(self, shown: Sequence[Message]) -> None:
        """These were there before the number was ours, and never count."""
        identities = map(_identity, shown)
        self._told += [identity for identity in identities if identity not in self._told]
        self._asked_at = 0

    def asked_another(self) -> None:
        """From now on an equal message may be a further one."""
        self._asked_at = len(self._told)
        self._none_since = False

    def _is_new(self, identity: Message) -> bool:
        if identity.received_at != UNTOLD or not self._none_since:
            return identity not in self._told
        return identity not in self._told[self._asked_at :]

    def _complete(self, message: Message, identity: Message) -> None:
        """Keep the code that was not told when the message was first shown."""
        for place, known in enumerate(self.messages):
            if known.code is None and _identity(known) == identity:
                self.messages[place] = message

    def _timed(self, message: Message) -> Message:
        if message.received_at != UNTOLD:
            return message
        return msgspec.structs.replace(message, received_at=self._now())


def _identity(message: Message) -> Message:
    """As much of a message as tells it apart from others."""
    if message.received_at == UNTOLD or message.text is None:
        return message
    return msgspec.structs.replace(message, code=None)
