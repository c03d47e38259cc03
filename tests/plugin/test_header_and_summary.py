"""What the terminal says of numbers and money, before and after."""

from __future__ import annotations

import signal

import pytest

from pytest_smsactivate.cashier import desk

WAIT = "def test_it(sms_number): assert sms_number.wait_for_code()"
HOLD = "def test_it(sms_number): pass"


def lines_of_ours(result):
    """The lines that begin with our name, and those of our section."""
    lines = result.outlines
    own = [line for line in lines if line.startswith("smsactivate: ")]
    for place, line in enumerate(lines):
        if line.strip("= ") == "smsactivate":
            own.append(lines[place + 1])
    return own


def test_replay_says_nothing_of_itself(suite):
    suite.write("def test_it(sms_mode): pass")
    assert lines_of_ours(suite.replay(passed=1)) == []


def test_simulate_says_that_nothing_is_spent(suite):
    suite.write(WAIT)
    assert lines_of_ours(suite.simulate(passed=1)) == [
        "smsactivate: simulate (no key, no credits, no cassettes)"
    ]


def test_live_says_what_may_be_spent_and_what_was(suite, address):
    suite.write(WAIT)
    assert lines_of_ours(suite.live("--sms-budget", "0.5", passed=1)) == [
        f"smsactivate: LIVE, real numbers from smsactivate-dev at {address}; "
        "at most 20 numbers and 0.5 in all",
        "1 number bought: 0 refunded, 1 paid for; 0.07 USD spent",
    ]


def test_record_says_that_it_writes(suite, simulator, address):
    simulator.sms_after = None
    suite.write(HOLD)
    result = suite.record("--sms-max-price=0.10", "--sms-max-numbers=3", passed=1)
    assert lines_of_ours(result) == [
        f"smsactivate: RECORD, real numbers from smsactivate-dev at {address}; "
        "at most 3 numbers and 1.00 in all, 0.10 each",
        "smsactivate: the cassette of each test that passes is written",
        "1 number bought: 1 refunded, 0 paid for; 0.00 USD spent",
    ]


def test_the_providers_own_address_goes_without_saying(suite):
    suite.write("def test_it(): pass")
    result = suite.run("--sms-live", key="any", passed=1)
    assert lines_of_ours(result) == [
        "smsactivate: LIVE, real numbers from smsactivate-dev; at most 20 numbers and 1.00 in all",
        "0 numbers bought: 0 refunded, 0 paid for; 0.00 spent",
    ]


def test_a_run_without_a_single_test_sums_up_nothing(suite):
    result = suite.live()
    assert result.ret == pytest.ExitCode.NO_TESTS_COLLECTED
    assert lines_of_ours(result)[-1].startswith("0 numbers bought")


@pytest.mark.parametrize("arguments", [("--collect-only",), ("--fixtures",), ("--markers",)])
def test_looking_around_buys_nothing(suite, simulator, arguments):
    suite.write(WAIT)
    assert suite.live(*arguments).ret == 0
    assert simulator.requests == []


def test_what_could_not_be_given_back_is_named(suite, simulator, monkeypatch):
    monkeypatch.setattr(desk, "RETRIES", 0.0)
    monkeypatch.setattr(desk, "AFTERMATH", 0.0)
    simulator.fault("cancel", status=403, times=None)
    suite.write(HOLD)
    result = suite.live(passed=1, errors=1)
    assert lines_of_ours(result)[-1] == "1 number bought: 0 refunded, 0 paid for; 0.00 USD spent"
    result.stdout.fnmatch_lines(
        [
            "NOT RELEASED: act_*, +447* (telegram/gb, 0.07) by test_it.py::test_it. smsactivate-dev "
            "does not accept the API key (403)* The watchdog goes on trying for ten minutes; *"
        ]
    )
    assert len(simulator.account.open) == 1


def test_a_purchase_without_an_answer_is_named_and_not_repeated(suite, simulator, requests_to):
    simulator.fault("buy", "reset_after")
    suite.write(HOLD)
    result = suite.live(errors=1)
    result.stdout.fnmatch_lines(
        [
            "PurchaseUnknown: smsactivate-dev gave no answer to the purchase of a telegram "
            "number in gb. It is not bought again; *",
            "0 numbers bought: 0 refunded, 0 paid for; 0.07 USD spent",
            "UNKNOWN: an unknown number (telegram/gb, 0.07) for test_it.py::test_it. * By the "
            "balance it was bought, and is not refunded so far. It was not bought again, *",
        ]
    )
    assert requests_to("buy") == simulator.account.bought == 1


def test_a_purchase_that_the_balance_disproves_is_named_too(suite, simulator):
    simulator.fault("buy", "reset_before")
    suite.write(HOLD)
    result = suite.live(errors=1)
    result.stdout.fnmatch_lines(
        [
            "0 numbers bought: 0 refunded, 0 paid for; 0.00 USD spent",
            "1 without an answer: by the balance, not bought or refunded by now",
        ]
    )
    assert "UNKNOWN" not in result.stdout.str()
    assert simulator.account.bought == 0


def test_the_key_is_shown_nowhere(suite, simulator):
    simulator.fault("look", "garbage", status=400, body="bad key sk-Zx81-kept-by-nobody!")
    suite.write("""
        def test_it(sms_number, pytestconfig):
            print(vars(sms_number), vars(sms_number._line))
            sms_number.wait_for_code()
    """)
    result = suite.live("-l", "--full-trace", "-vv", "--setup-show", failed=1)
    assert "sk-Zx81" not in result.stdout.str() + result.stderr.str()


def test_a_purchase_that_hangs_when_the_run_is_interrupted_is_left_to_the_watchdog(
    run, simulator, eventually, requests_to
):
    simulator.sms_after = None
    simulator.fault("buy", "hang")
    process = run(HOLD)
    eventually(lambda: requests_to("buy"))
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=60)
    lines = output.splitlines()
    assert "0 numbers bought: 0 refunded, 0 paid for; 0.00 USD spent" in lines
    assert (
        "UNDER WAY: an unknown number (telegram/gb, 0.07) for test_it.py::test_it. Its purchase had "
        "no answer yet when the run ended, and is not counted above. The watchdog enters what comes "
        "of it, and gives the number back; `smsactivate leases` tells."
    ) in lines
    assert "UNKNOWN" not in output
