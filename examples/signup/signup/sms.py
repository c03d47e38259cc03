"""How a text message leaves the application."""

from __future__ import annotations

import os
from collections.abc import Callable

import httpx

__all__ = ["HttpSms", "SendSms", "SmsNotSent", "print_sms"]

SendSms = Callable[[str, str], object]
"""Sends a text: the number in E.164, then the text. What it returns is not looked at."""


class SmsNotSent(Exception):
    """The vendor could not be reached, or refused the message."""


class HttpSms:
    """The SMS vendor: takes JSON `{"to", "text", "sender"}` by POST at `url`."""

    def __init__(self, url: str, *, sender: str = "Signup") -> None:
        self._url = url
        self._sender = sender

    @classmethod
    def from_environment(cls) -> HttpSms:
        """The vendor at SIGNUP_SMS_URL; RuntimeError where that is not set."""
        url = os.environ.get("SIGNUP_SMS_URL")
        if not url:
            raise RuntimeError("No SMS vendor: set SIGNUP_SMS_URL to the address it listens at.")
        return cls(url)

    def __call__(self, to: str, text: str) -> None:
        message = {"to": to, "text": text, "sender": self._sender}
        try:
            httpx.post(self._url, json=message, timeout=10).raise_for_status()
        except httpx.HTTPError as error:
            raise SmsNotSent(f"The SMS vendor did not take the message: {error}") from error


def print_sms(to: str, text: str) -> None:
    """Shows the message in the terminal, for trying the application at one's own desk."""
    print(f"\n  SMS to {to}: {text}\n", flush=True)
