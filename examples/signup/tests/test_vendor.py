"""The sender of production, against a vendor that respx plays."""

from __future__ import annotations

import json
import runpy

import httpx
import pytest
from signup import create_app
from signup.sms import HttpSms, SmsNotSent

VENDOR = "https://vendor.example/messages"


def test_a_message_is_posted_as_json(respx_mock):
    route = respx_mock.post(VENDOR).respond(202)

    HttpSms(VENDOR, sender="Shop")("+447700900123", "Your code is 482910.")

    assert json.loads(route.calls.last.request.content) == {
        "to": "+447700900123",
        "text": "Your code is 482910.",
        "sender": "Shop",
    }


@pytest.mark.parametrize(
    "failure", [{"return_value": httpx.Response(503)}, {"side_effect": httpx.ConnectError}]
)
def test_a_vendor_that_fails_is_an_error(respx_mock, failure):
    respx_mock.post(VENDOR).mock(**failure)

    with pytest.raises(SmsNotSent, match="did not take the message"):
        HttpSms(VENDOR)("+447700900123", "Your code is 482910.")


def test_the_person_is_told_when_the_vendor_fails(tmp_path, respx_mock, monkeypatch):
    monkeypatch.setenv("SIGNUP_SMS_URL", VENDOR)
    monkeypatch.setenv("SIGNUP_DATABASE", str(tmp_path / "signup.sqlite3"))
    respx_mock.post(VENDOR).respond(500)

    page = create_app().test_client().post("/signup", data={"phone": "+447700900123"})

    assert page.status_code == 502
    assert "could not send the SMS" in page.text


def test_without_a_vendor_the_application_does_not_start(tmp_path, monkeypatch):
    monkeypatch.delenv("SIGNUP_SMS_URL", raising=False)

    with pytest.raises(RuntimeError, match="set SIGNUP_SMS_URL"):
        create_app(tmp_path / "signup.sqlite3")


@pytest.fixture
def run_at_the_desk(tmp_path, monkeypatch):
    """Starts `python -m signup`, up to where it would serve; returns what it sends with."""

    def run():
        served = []

        def serve(app):
            served.append(app)

        monkeypatch.setenv("SIGNUP_DATABASE", str(tmp_path / "signup.sqlite3"))
        monkeypatch.setattr("flask.Flask.run", serve)
        runpy.run_module("signup", run_name="__main__")
        return served[0].extensions["verification"].send_sms

    return run


def test_at_ones_own_desk_the_sms_is_shown_in_the_terminal(run_at_the_desk, monkeypatch, capsys):
    monkeypatch.delenv("SIGNUP_SMS_URL", raising=False)

    run_at_the_desk()("+447700900123", "Your code is 482910.")

    assert "SMS to +447700900123: Your code is 482910." in capsys.readouterr().out


def test_at_ones_own_desk_a_vendor_that_is_named_is_used(run_at_the_desk, monkeypatch):
    monkeypatch.setenv("SIGNUP_SMS_URL", VENDOR)

    assert isinstance(run_at_the_desk(), HttpSms)
