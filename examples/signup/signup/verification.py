"""The rules of a sign-up: who may get a code, and which code opens an account."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable

from signup import codes
from signup.sms import SendSms
from signup.store import Store

__all__ = ["Clock", "Refused", "Verification", "normalised"]

Clock = Callable[[], float]
"""The time, in seconds since 1970."""

MINUTE = 60.0
CODE_LIFETIME = 10 * MINUTE
MAX_ATTEMPTS = 5
MAX_SENDS = 3
SEND_WINDOW = 10 * MINUTE


class Refused(Exception):
    """What the person is told, with the HTTP status that goes with it.

    `retry_after` is in seconds, where waiting helps.
    """

    def __init__(self, status: int, text: str, *, retry_after: float | None = None) -> None:
        self.status = status
        self.text = text
        self.retry_after = retry_after
        super().__init__(text)


def normalised(phone: str) -> str:
    """The number in E.164, without the spaces and signs that people type."""
    e164 = re.sub(r"[\s().-]", "", phone)
    if not re.fullmatch(r"\+[1-9][0-9]{6,14}", e164):
        raise Refused(400, "Enter the number with its country code, as in +44 7700 900123.")
    return e164


class Verification:
    """Sends codes and checks what was typed; numbers are in E.164.

    Everything that goes wrong for the person is raised as `Refused`.
    """

    def __init__(self, store: Store, send_sms: SendSms, *, key: bytes, clock: Clock) -> None:
        self.send_sms = send_sms
        self._store = store
        self._key = key
        self._clock = clock

    def start(self, phone: str) -> None:
        """Send the first code to a number that has no account yet."""
        self._refuse_taken(phone)
        self._send_code(phone)

    def resend(self, phone: str) -> None:
        """Send a new code; the one before it no longer works."""
        self._refuse_taken(phone)
        if self._store.code(phone) is None:
            raise Refused(400, "No code was sent to this number yet. Start with the number.")
        self._send_code(phone)

    def check(self, phone: str, code: str) -> None:
        """Open the account, if `code` is the one that was sent."""
        self._refuse_taken(phone)
        pending = self._store.count_attempt(phone)
        if pending is None:
            raise Refused(400, "No code was sent to this number yet. Start with the number.")
        if pending.expires_at <= self._clock():
            raise Refused(410, "This code has expired. Ask for a new one.")
        if pending.attempts > MAX_ATTEMPTS:
            raise Refused(429, "Too many wrong codes. Ask for a new one.")
        if not hmac.compare_digest(pending.digest, codes.digest(self._key, phone, code)):
            raise Refused(400, "That is not the code we sent. Look again, or ask for a new one.")
        self._store.open_account(phone, self._clock())

    def _refuse_taken(self, phone: str) -> None:
        if self._store.has_account(phone):
            raise Refused(409, "This number already has an account.")

    def _send_code(self, phone: str) -> None:
        now = self._clock()
        wait = self._store.reserve_send(phone, now, limit=MAX_SENDS, window=SEND_WINDOW)
        if wait > 0:
            minutes = f"{wait / MINUTE:.0f} min" if wait > MINUTE else "a minute"
            raise Refused(
                429, f"Too many codes were sent. Try again in {minutes}.", retry_after=wait
            )
        code = self._new_code(phone)
        self._store.put_code(phone, codes.digest(self._key, phone, code), now + CODE_LIFETIME)
        self.send_sms(phone, f"Your Signup code is {code}. It is valid for 10 minutes.")

    def _new_code(self, phone: str) -> str:
        """A code that differs from the one before it, so that the old one cannot work."""
        old = self._store.code(phone)
        return next(
            code
            for code in iter(codes.draw, None)
            if old is None or codes.digest(self._key, phone, code) != old.digest
        )
