"""The application under test: a login by a code that is sent."""

from __future__ import annotations

import json
import os
import secrets
from urllib.request import Request, urlopen

import pytest


class Login:
    """One code at a time for each number, good for one try."""

    def __init__(self, send_sms):
        self._send_sms = send_sms
        self._codes = {}

    def begin(self, number):
        self._codes[number] = f"{secrets.randbelow(10**6):06}"
        self._send_sms(number, f"Your login code is {self._codes[number]}")

    def finish(self, number, code):
        return self._codes.pop(number, None) == code


def send_over_http(number, text):
    """Where OUR_SMS_URL says that SMS are to be posted; in production, the vendor's."""
    body = json.dumps({"to": number, "sender": "Example", "text": text}).encode()
    with urlopen(Request(os.environ["OUR_SMS_URL"], body, method="POST")):
        pass


@pytest.fixture
def login(sms_gateway):
    return Login(sms_gateway.deliver if sms_gateway.active else send_over_http)
