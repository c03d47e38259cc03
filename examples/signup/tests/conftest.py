"""The application under test, on a database and a clock of its own."""

from __future__ import annotations

import pytest
from signup import create_app
from signup.sms import HttpSms


class Clock:
    """The application's clock; a test moves it on instead of waiting."""

    def __init__(self):
        self.now = 1_800_000_000.0

    def __call__(self):
        return self.now

    def advance(self, *, minutes):
        self.now += minutes * 60


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def app(tmp_path, clock, sms_gateway):
    """The application as in production, but for the SMS where none must go out."""
    send_sms = sms_gateway.deliver if sms_gateway.active else HttpSms.from_environment()
    app = create_app(tmp_path / "signup.sqlite3", send_sms, clock=clock)
    app.testing = True
    return app


@pytest.fixture
def client(app):
    return app.test_client()
