"""What `sms_gateway` gives to a test: the way in for the application's own messages."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import datetime

import msgspec

from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.errors import ConfigurationError, NotSupported, expected

__all__ = ["SentMessage", "SmsGateway"]

__tracebackhide__ = expected

_PUNCTUATION = re.compile(r"[\s().\-/\u00a0\u2010-\u2015]+")


class SentMessage(msgspec.Struct, frozen=True):
    """A message that the application sent: `to` as it gave it, `sent_at` in UTC."""

    to: str
    text: str
    sender: str | None
    sent_at: datetime


class SmsGateway:
    """Takes the messages that the application sends, in replay and simulate.

    `active` is False in live and record mode, where the application's own vendor
    does the sending. Messages may be delivered from any thread.
    """

    def __init__(
        self,
        *,
        active: bool,
        forward: Callable[[str, str, str | None], None] | None = None,
    ) -> None:
        self.active = active
        self._forward = forward
        self._sent: list[SentMessage] = []
        self._delivered = threading.Condition()

    def deliver(self, to: str, text: str, *, sender: str | None = None) -> None:
        """Hand over a message that the application sends to the number `to`.

        Raises `NotSupported` where the gateway is not active, and `ConfigurationError` for
        bytes or None, of which no vendor would make an SMS.
        """
        if not self.active:
            raise NotSupported(
                "sms_gateway.deliver",
                why="in live and record mode the application's own vendor sends",
                cure="Replace the application's sender only where sms_gateway.active is true.",
            )
        given: tuple[tuple[str, object], ...] = (("to", to), ("text", text))
        for name, value in given:
            if value is None or isinstance(value, bytes | bytearray):
                raise ConfigurationError(
                    f"sms_gateway.deliver({name}={value!r}) is no text.",
                    cure="Correct what the application hands to its vendor.",
                )
        message = SentMessage(str(to), str(text), sender, LiveClock().utc())
        if self._forward is not None:
            self._forward(international(message.to), message.text, sender)
        with self._delivered:
            self._sent.append(message)
            self._delivered.notify_all()

    @property
    def sent(self) -> list[SentMessage]:
        """The messages delivered so far in this session, oldest first."""
        with self._delivered:
            return list(self._sent)

    def wait_for_delivery(self, arrived: Callable[[], bool], seconds: float) -> bool:
        """Block until `arrived` holds, up to `seconds` of real time; tell whether it does."""
        with self._delivered:
            return self._delivered.wait_for(arrived, timeout=seconds)

    def __repr__(self) -> str:
        state = "active" if self.active else "inactive"
        return f"<SmsGateway {state}, {len(self._sent)} sent>"


def international(number: str) -> str:
    """`number` in E.164, as far as that needs no guessing: punctuation out, 00 and + alike."""
    digits = _PUNCTUATION.sub("", number)
    if digits.startswith("00"):
        return "+" + digits[2:]
    return digits if digits.startswith("+") else "+" + digits
