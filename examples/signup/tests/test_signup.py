"""The sign-up as a person lives it: a number, an SMS, a code."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.sms(service="signup", country="gb")


def sign_up(client, phone):
    return client.post("/signup", data={"phone": phone}, follow_redirects=True)


def enter(client, phone, code):
    return client.post("/verify", data={"phone": phone, "code": code}, follow_redirects=True)


def resend(client, phone):
    return client.post("/resend", data={"phone": phone}, follow_redirects=True)


def other_than(code):
    """A code that is certainly wrong."""
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_a_new_user_signs_up(client, sms_number):
    page = sign_up(client, sms_number.e164)
    assert "We sent a code" in page.text

    page = enter(client, sms_number.e164, sms_number.wait_for_code())

    assert page.status_code == 200
    assert f"Hello, <strong>{sms_number.e164}</strong>" in page.text


def test_a_wrong_code_is_refused_and_the_right_one_still_works(client, sms_number):
    sign_up(client, sms_number.e164)
    code = sms_number.wait_for_code()

    page = enter(client, sms_number.e164, other_than(code))
    assert page.status_code == 400
    assert "not the code we sent" in page.text

    assert "Hello" in enter(client, sms_number.e164, code).text


def test_after_five_wrong_codes_the_right_one_is_refused_too(client, sms_number):
    sign_up(client, sms_number.e164)
    code = sms_number.wait_for_code()
    for _ in range(5):
        assert enter(client, sms_number.e164, other_than(code)).status_code == 400

    page = enter(client, sms_number.e164, code)

    assert page.status_code == 429
    assert "Too many wrong codes" in page.text


def test_a_code_expires_after_ten_minutes(client, clock, sms_number):
    sign_up(client, sms_number.e164)
    code = sms_number.wait_for_code()

    clock.advance(minutes=10)
    page = enter(client, sms_number.e164, code)

    assert page.status_code == 410
    assert "expired" in page.text


def test_after_a_resend_only_the_new_code_works(client, sms_number):
    sign_up(client, sms_number.e164)
    first = sms_number.wait_for_code()

    resend(client, sms_number.e164)
    second = sms_number.wait_for_code()

    assert enter(client, sms_number.e164, first).status_code == 400
    assert "Hello" in enter(client, sms_number.e164, second).text


def test_a_number_signs_up_only_once(client, sms_number):
    sign_up(client, sms_number.e164)
    enter(client, sms_number.e164, sms_number.wait_for_code())

    page = sign_up(client, sms_number.e164)

    assert page.status_code == 409
    assert "already has an account" in page.text


def test_a_fourth_code_within_ten_minutes_is_not_sent(client, sms_number):
    sign_up(client, sms_number.e164)
    sms_number.wait_for_code()
    for _ in range(2):
        resend(client, sms_number.e164)
        third = sms_number.wait_for_code()

    page = resend(client, sms_number.e164)
    assert page.status_code == 429
    assert page.headers["Retry-After"] == "600"

    assert "Hello" in enter(client, sms_number.e164, third).text
