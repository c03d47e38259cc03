"""Plugins that run tests elsewhere, again, in another order, or for a limited time."""

from __future__ import annotations

import pytest

SIX = """
    @pytest.mark.parametrize("n", range(6))
    def test_it(sms_number, n):
        assert sms_number.wait_for_code()
"""


def test_xdist_replays_and_simulates(suite):
    suite.beside("xdist")
    suite.write(SIX)
    suite.record(passed=6)
    suite.replay("-n", "2", apart=True, passed=6)
    result = suite.simulate("-n", "2", apart=True, passed=6)
    assert result.stdout.str().count("smsactivate: simulate") == 1


def test_xdist_shares_the_caps_and_sums_up_what_the_workers_bought(suite, simulator):
    suite.beside("xdist")
    suite.write(SIX)
    result = suite.live("-n", "2", "--sms-max-numbers", "5", "--dist", "load", apart=True)
    counted = result.parseoutcomes()
    assert counted == {"passed": 5, "errors": 1}
    assert (simulator.account.bought, simulator.account.open) == (5, [])
    result.stdout.fnmatch_lines(
        [
            "smsactivate: LIVE, *; at most 5 numbers and 1.00 in all",
            "BudgetExceeded: --sms-max-numbers is 5: * spent, * reserved, 1 asked. *",
            "5 numbers bought: 0 refunded, 5 paid for; 0.35 USD spent",
        ]
    )


def test_xdist_shares_the_budget(suite, simulator):
    suite.beside("xdist")
    suite.write(SIX)
    suite.live("-n", "2", "--sms-budget", "0.28", apart=True, passed=4, errors=2)
    assert str(simulator.account.spent) == "0.28"


def test_xdist_records_and_tells_what_was_not_settled(suite, simulator):
    suite.beside("xdist")
    simulator.fault("buy", "reset_after")
    simulator.fault("cancel", status=403)
    suite.write(SIX)
    result = suite.record("-n", "2", apart=True)
    assert len(suite.cassettes) == 4
    result.stdout.fnmatch_lines(
        ["5 numbers bought: 0 refunded, 5 paid for; 0.42 USD spent", "written: *", "UNKNOWN: *"]
    )
    assert result.stdout.str().count("written: ") == 4


def test_xdist_survives_a_worker_that_dies(suite, simulator, eventually):
    suite.beside("xdist")
    suite.write("""
        import os

        def test_it(sms_number):
            os._exit(1)
    """)
    result = suite.live("-n", "1", apart=True)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    eventually(lambda: simulator.account.bought and simulator.account.open == [])


def test_xdist_tells_what_is_wrong_with_a_marker(suite):
    suite.beside("xdist")
    suite.write("""
        @pytest.mark.sms(sevice="x")
        def test_it(): pass
    """)
    result = suite.simulate("-n", "2", apart=True)
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines("!* the sms marker has no 'sevice'. Did you mean 'service'? *!")
    assert "INTERNALERROR" not in result.stdout.str()


def test_xdist_with_no_workers_is_as_without_it(suite, simulator):
    suite.beside("xdist")
    suite.write(SIX)
    suite.live("-n", "0", "--sms-max-numbers", "5", passed=5, errors=1)


def test_a_rerun_replays_from_the_start(suite):
    suite.beside("rerunfailures")
    suite.write("""
        codes = []

        def test_it(sms_number, sms_mode):
            assert len(sms_number.messages()) == 1
            codes.append(sms_number.wait_for_code())
            assert len(codes) == 3
            assert len(set(codes)) == (1 if sms_mode == "replay" else 3)
    """)
    suite.record("--reruns", "2", passed=1, rerun=2)
    suite.replay("--reruns", "2", passed=1, rerun=2)


def test_a_rerun_buys_anew_and_gives_back_each(suite, simulator):
    suite.beside("rerunfailures")
    suite.write("""
        numbers = set()

        def test_it(sms_number, sms_numbers):
            numbers.update({sms_number.e164, sms_numbers.buy().e164})
            assert len(numbers) == 4
    """)
    suite.live("--reruns", "1", passed=1, rerun=1)
    assert (simulator.account.bought, simulator.account.open) == (4, [])


def test_any_order_will_do(suite):
    suite.beside("randomly")
    suite.write("""
        import random
        from pytest_smsactivate import number_fixture

        shared = number_fixture(scope="module")

        @pytest.mark.parametrize("n", range(4))
        def test_own(sms_number, n):
            assert sms_number.wait_for_code()
            random.random()

        @pytest.mark.parametrize("n", range(4))
        def test_shared(shared, n):
            assert len(shared.messages()) <= 1
    """)
    suite.record("--randomly-seed=1", passed=8)
    for seed in (1, 2, 3):
        suite.replay(f"--randomly-seed={seed}", passed=8)
        suite.simulate(f"--randomly-seed={seed}", passed=8)


def test_unittest_cases_may_use_the_fixtures(suite, simulator):
    suite.write("""
        import unittest

        class TestIt(unittest.TestCase):
            @pytest.fixture(autouse=True)
            def number(self, sms_number):
                self.number = sms_number

            def test_it(self):
                assert self.number.wait_for_code()

            def test_subtests(self):
                with self.subTest("broken"):
                    self.fail()
    """)
    result = suite.record()
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    (name,) = suite.cassettes
    assert name.startswith("test_it/testit.test_it~")
    assert (simulator.account.bought, simulator.account.open) == (2, [])
    suite.replay("test_it.py::TestIt::test_it", passed=1)
