"""Trouble on request: what befalls a connection in simulate takes virtual time only."""

from __future__ import annotations

import pytest


def test_a_look_that_fails_is_repeated(suite):
    suite.write("""
        @pytest.mark.parametrize(
            "kind", ["status", "hang", "slow", "reset_before", "reset_after", "truncated"]
        )
        def test_it(sms_number, sms_simulator, kind):
            sms_simulator.fault("look", kind)
            assert sms_number.wait_for_code(timeout=600)
    """)
    suite.simulate(passed=6)


@pytest.mark.parametrize("kind", ["hang", "reset_before", "reset_after", "truncated"])
def test_a_purchase_without_an_answer_is_unknown(suite, kind):
    suite.write(f"""
        from pytest_smsactivate import PurchaseUnknown

        def test_it(sms_numbers, sms_simulator):
            sms_simulator.fault("buy", {kind!r})
            with pytest.raises(PurchaseUnknown):
                sms_numbers.buy()
            asked = [request.endpoint for request in sms_simulator.requests]
            assert asked == ["buy"]
    """)
    suite.simulate(passed=1)


def test_an_answer_that_is_slow_is_an_answer(suite):
    suite.write("""
        def test_it(sms_numbers, sms_simulator):
            sms_simulator.fault("buy", "slow", seconds=20)
            assert sms_numbers.buy().wait_for_code()
    """)
    suite.simulate(passed=1)


def test_faults_and_settings_last_to_the_end_of_their_test(suite):
    suite.write("""
        from decimal import Decimal
        from pytest_smsactivate import CodeTimeout

        def test_first(sms_simulator, sms_numbers):
            sms_simulator.fault("buy", status=500, times=None)
            sms_simulator.sms_after = None
            sms_simulator.price = Decimal("3")

        def test_second(sms_number):
            assert sms_number.wait_for_code()
            assert sms_number.price == Decimal("0.07")

        def test_the_account_goes_on(sms_simulator):
            assert sms_simulator.account.bought == 1
            assert sms_simulator.account.open == []
    """)
    suite.simulate(passed=3)


def test_what_the_provider_itself_delivers_arrives_too(suite):
    suite.write("""
        def test_it(sms_number, sms_simulator):
            sms_simulator.deliver(sms_number.e164, "Your code is 271828", after=30)
            assert sms_number.wait_for_code() == "271828"
    """)
    suite.simulate(passed=1)
