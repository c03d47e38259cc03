"""Whatever becomes of a test, what it bought is given back, and nothing is hidden."""

from __future__ import annotations

import signal
import threading

import pytest

ENDS = {
    "passes": ("def test_it(sms_number): pass", {"passed": 1}),
    "fails": ("def test_it(sms_number): assert False", {"failed": 1}),
    "is skipped half-way": ("def test_it(sms_number): pytest.skip()", {"skipped": 1}),
    "calls xfail": ("def test_it(sms_number): pytest.xfail()", {"xfailed": 1}),
    "errors in a later fixture": (
        "@pytest.fixture\ndef later(sms_number): raise OSError\ndef test_it(later): pass",
        {"errors": 1},
    ),
    "is skipped by a later fixture": (
        "@pytest.fixture\ndef later(sms_number): pytest.skip()\ndef test_it(later): pass",
        {"skipped": 1},
    ),
    "errors in the teardown of a later fixture": (
        "@pytest.fixture\ndef later(sms_number):\n    yield\n    raise OSError\n"
        "def test_it(later): pass",
        {"passed": 1, "errors": 1},
    ),
    "errors in the teardown of an earlier fixture": (
        "@pytest.fixture\ndef earlier():\n    yield\n    raise OSError\n"
        "def test_it(earlier, sms_number): pass",
        {"passed": 1, "errors": 1},
    ),
    "leaves by SystemExit": ("def test_it(sms_number): raise SystemExit(3)", {"failed": 1}),
    "times out": (
        "from pytest_smsactivate import CodeTimeout\n"
        "def test_it(sms_number): sms_number.wait_for_code(timeout=0.05)",
        {"failed": 1},
    ),
    "has bought several": (
        "def test_it(sms_numbers):\n    sms_numbers.buy(), sms_numbers.buy(), sms_numbers.buy()\n"
        "    assert False",
        {"failed": 1},
    ),
    "awaited": (
        "@pytest.mark.asyncio\nasync def test_it(async_sms_number, async_sms_numbers):\n"
        "    await async_sms_numbers.buy()\n    assert False",
        {"failed": 1},
    ),
    "shares its number": (
        "from pytest_smsactivate import number_fixture\n"
        "shared = number_fixture(scope='session')\n"
        "def test_it(shared): assert False",
        {"failed": 1},
    ),
}


@pytest.mark.parametrize("how", ENDS)
def test_a_number_is_given_back_when_its_test(suite, simulator, how):
    suite.beside("asyncio")
    simulator.sms_after = None
    code, outcomes = ENDS[how]
    suite.write("\n" + code)
    suite.live(**outcomes)
    account = simulator.account
    assert account.bought >= 1
    assert account.open == []
    assert (account.held, account.spent, account.balance) == (0, 0, 100)


@pytest.mark.parametrize("how", ["raise KeyboardInterrupt", "pytest.exit('enough')"])
def test_a_number_is_given_back_when_the_run_is_broken_off(suite, simulator, how):
    suite.write(f"""
        from pytest_smsactivate import number_fixture
        shared = number_fixture(scope="module")

        def test_it(shared, sms_number): {how}
        def test_other(sms_number): pass
    """)
    result = suite.record()
    assert result.ret == pytest.ExitCode.INTERRUPTED
    assert (simulator.account.bought, simulator.account.open) == (2, [])
    result.stdout.fnmatch_lines("2 numbers bought: 0 refunded, 2 paid for; 0.14 USD spent")
    assert suite.cassettes == {}


def test_a_number_is_given_back_when_the_run_stops_at_the_first_failure(suite, simulator):
    suite.write("""
        from pytest_smsactivate import number_fixture
        shared = number_fixture(scope="session")

        def test_it(shared, sms_number): assert False
        def test_other(shared): pass
    """)
    suite.live("-x", failed=1)
    assert (simulator.account.bought, simulator.account.open) == (2, [])


def test_numbers_given_back_early_are_not_given_back_again(suite, simulator, requests_to):
    suite.write("""
        def test_it(sms_numbers):
            first, second = sms_numbers.buy(), sms_numbers.buy()
            assert first.cancel() is first.cancel()
            assert first.cancel().refunded is False
    """)
    suite.live(passed=1)
    assert requests_to("cancel") == 2
    assert simulator.account.open == []


def test_what_the_provider_has_ended_already_counts_as_given_back(suite, simulator):
    simulator.sms_after = None
    simulator.lifetime = 0.05
    suite.write("""
        import time

        def test_it(sms_number):
            time.sleep(0.1)
    """)
    result = suite.live(passed=1)
    assert simulator.account.open == []
    assert "NOT RELEASED" not in result.stdout.str()


def test_a_failing_cancel_is_an_error_beside_the_tests_own_failure(suite, simulator):
    simulator.fault("cancel", status=403)
    suite.write("def test_it(sms_number): assert 'the application' == 'broken'")
    result = suite.live(failed=1, errors=1)
    result.stdout.fnmatch_lines(
        [
            "*ERROR at teardown of test_it*",
            "AuthenticationError: smsactivate-dev does not accept the API key (403)*",
            "E  *AssertionError: assert 'the application' == 'broken'",
            "1 number bought: 0 refunded, 1 paid for; 0.07 USD spent",
        ]
    )
    assert simulator.account.open == [], "the end of the run has done it"


def test_a_failing_cancel_does_not_keep_the_others_from_being_given_back(suite, simulator):
    simulator.fault("cancel", status=403)
    suite.write("""
        def test_it(sms_numbers):
            for _ in range(3):
                sms_numbers.buy()
    """)
    result = suite.live(passed=1, errors=1)
    result.stdout.fnmatch_lines("3 numbers bought: 0 refunded, 3 paid for; 0.21 USD spent")
    assert simulator.account.open == []


def test_a_failing_cancel_writes_no_cassette(suite, simulator):
    simulator.fault("cancel", status=403)
    suite.write("def test_it(sms_number): pass")
    suite.record(passed=1, errors=1)
    assert suite.cassettes == {}


def test_a_failing_cancel_of_a_shared_number_at_ctrl_c_does_not_stop_the_rest(suite, simulator):
    simulator.fault("cancel", status=403)
    suite.write("""
        from pytest_smsactivate import number_fixture
        shared = number_fixture(scope="session")

        def test_it(shared, sms_number): raise KeyboardInterrupt
    """)
    suite.live()
    assert (simulator.account.bought, simulator.account.open) == (2, [])


def test_a_cancel_that_fails_for_a_moment_is_repeated(suite, simulator, requests_to):
    simulator.fault("cancel", status=503)
    simulator.fault("cancel", "reset_after")
    suite.write("def test_it(sms_number): pass")
    suite.live(passed=1)
    assert requests_to("cancel") == 3
    assert simulator.account.open == []


def test_in_simulate_a_cancel_that_fails_for_good_is_told(suite):
    suite.write("""
        def test_it(sms_number, sms_simulator):
            sms_simulator.fault("cancel", status=500, times=None)

        def test_the_account_goes_on(sms_number, sms_simulator):
            assert len(sms_simulator.account.open) == 2
            assert sms_number.wait_for_code()
    """)
    result = suite.simulate(passed=2, errors=1)
    result.stdout.fnmatch_lines("ProviderUnavailable: smsactivate-dev is unavailable (500)*")


def test_signals_of_pytest_timeout_leave_nothing_bought(suite, simulator):
    suite.beside("timeout")
    simulator.sms_after = None
    suite.write("""
        @pytest.mark.timeout(0.3, method="signal", func_only=True)
        def test_in_the_wait(sms_number):
            sms_number.wait_for_code()

        @pytest.mark.timeout(0.3, method="signal", func_only=True)
        def test_in_the_body(sms_number):
            import threading
            threading.Event().wait()
    """)
    suite.live(failed=2)
    assert (simulator.account.bought, simulator.account.open) == (2, [])


def test_a_timeout_while_the_purchase_is_under_way_leaves_nothing_bought(
    suite, simulator, monkeypatch
):
    """The signal comes when the number is sold, and the answer has not left yet."""
    suite.beside("timeout")
    handle = simulator.handle

    def sell_when_the_time_is_up(request):
        answer = handle(request)
        if request.method == "POST":
            signal.pthread_kill(threading.main_thread().ident, signal.SIGALRM)
        return answer

    monkeypatch.setattr(simulator, "handle", sell_when_the_time_is_up)
    suite.write("""
        @pytest.mark.timeout(60, method="signal")
        def test_it(sms_number): pass
    """)
    result = suite.live(errors=1)
    assert (simulator.account.bought, simulator.account.open) == (1, [])
    result.stdout.fnmatch_lines("1 number bought: *")
