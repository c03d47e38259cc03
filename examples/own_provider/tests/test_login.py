"""The login as a person lives it, with a number of our own."""

from __future__ import annotations

import pytest


def test_the_code_that_was_sent_logs_in(login, sms_number):
    login.begin(sms_number.e164)

    assert login.finish(sms_number.e164, sms_number.wait_for_code())


def test_a_code_logs_in_once(login, sms_number):
    login.begin(sms_number.e164)
    code = sms_number.wait_for_code()

    assert login.finish(sms_number.e164, code)
    assert not login.finish(sms_number.e164, code)


def test_after_a_second_code_the_first_is_refused(login, sms_number):
    login.begin(sms_number.e164)
    first = sms_number.wait_for_code()
    login.begin(sms_number.e164)
    second = sms_number.wait_for_code()

    assert first != second
    assert not login.finish(sms_number.e164, first)


def test_two_people_log_in_by_their_own_codes(login, sms_numbers):
    ann, ben = sms_numbers.buy(), sms_numbers.buy()
    login.begin(ann.e164)
    login.begin(ben.e164)

    assert ann.e164 != ben.e164
    assert login.finish(ben.e164, ben.wait_for_code())
    assert login.finish(ann.e164, ann.wait_for_code())


@pytest.mark.parametrize("person", ["cat", "dan", "eve", "fay"])
def test_many_log_in_at_once(login, sms_number, person):
    login.begin(sms_number.e164)

    assert login.finish(sms_number.e164, sms_number.wait_for_code())
