"""Six nets under the same fall: each is tested with the others out of the way."""

from __future__ import annotations

import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pytest_smsactivate.cashier import desk
from pytest_smsactivate.cashier.client import Cashier
from pytest_smsactivate.errors import LedgerError
from pytest_smsactivate.modes import live

HOLD_THREE = """
    import threading
    from pathlib import Path

    def test_it(sms_numbers):
        for _ in range(3):
            sms_numbers.buy()
        Path("here").touch()
        threading.Event().wait()
"""

HOLD = "def test_it(sms_number): pass"


def cashiers_of(process):
    """The pids of the cashiers that this process has begun."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [
        int(pid)
        for pid in children
        if b"pytest_smsactivate.cashier" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]


def leases(suite, columns="state"):
    ledger = suite.path / "ledger.sqlite3"
    with closing(sqlite3.connect(ledger, timeout=30)) as connection, connection:
        rows = connection.execute(f"SELECT {columns} FROM leases ORDER BY id").fetchall()
    return [row[0] if len(row) == 1 else row for row in rows]


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_to_end_is_an_orderly_stop(run, suite, simulator, eventually, name):
    simulator.sms_after = None
    process = run(HOLD_THREE)
    eventually((suite.path / "here").exists)
    process.send_signal(getattr(signal, name))
    output, _ = process.communicate(timeout=30)
    assert process.returncode == pytest.ExitCode.INTERRUPTED
    assert "3 numbers bought: 3 refunded, 0 paid for; 0.00 USD spent" in output
    assert f"KeyboardInterrupt: {name}: stopped in order" in output
    assert simulator.account.open == []


def test_a_signal_that_somebody_else_handles_stays_theirs(suite, simulator):
    suite.write("""
        import os, signal

        def test_it(sms_number):
            os.kill(os.getpid(), signal.SIGTERM)
            assert signal.getsignal(signal.SIGHUP) is not signal.SIG_DFL
    """)
    suite.write(
        "import signal; signal.signal(signal.SIGTERM, lambda *_: print('handled'))", "conftest.py"
    )
    result = suite.live("-s", apart=True, passed=1)
    result.stdout.fnmatch_lines("*handled*")


def test_a_cashier_that_dies_is_replaced_and_what_it_held_is_given_back(
    run, suite, simulator, eventually
):
    simulator.sms_after = None
    process = run("""
        from pathlib import Path

        def test_it(sms_number, sms_numbers):
            Path("here").touch()
            while not Path("go").exists(): pass
            sms_numbers.buy()
    """)
    eventually((suite.path / "here").exists)
    (cashier,) = cashiers_of(process)
    os.kill(cashier, signal.SIGKILL)
    (suite.path / "go").touch()
    output, _ = process.communicate(timeout=30)
    assert "1 passed" in output
    assert "2 numbers bought: 2 refunded, 0 paid for; 0.00 USD spent" in output
    assert simulator.account.open == []


def test_the_next_run_gives_back_what_a_power_cut_left(run, suite, simulator, eventually):
    """Neither the run nor its cashier has lived to do it."""
    simulator.sms_after = None
    process = run(HOLD_THREE)
    eventually((suite.path / "here").exists)
    (cashier,) = cashiers_of(process)
    os.kill(process.pid, signal.SIGSTOP)
    os.kill(cashier, signal.SIGKILL)
    process.kill()
    process.wait()
    eventually(lambda: not suite.lives)
    assert len(simulator.account.open) == 3
    process = run("""
        from pathlib import Path

        def test_it(sms_number):
            while not Path("go").exists(): pass
    """)
    eventually(lambda: leases(suite) == ["released"] * 3 + ["open"])
    (suite.path / "go").touch()
    output, _ = process.communicate(timeout=30)
    assert "1 passed" in output
    assert "1 number bought: 1 refunded, 0 paid for; 0.00 USD spent" in output
    assert "3 of runs that had died given back" in output
    assert simulator.account.open == []
    assert leases(suite) == ["released"] * 4


def test_no_net_touches_a_number_whose_owner_lives(run, suite, simulator, eventually):
    simulator.sms_after = None
    process = run(HOLD_THREE)
    eventually((suite.path / "here").exists)
    held = {one.id for one in simulator.account.open}
    suite.write(HOLD, "test_other.py")
    result = suite.live("test_other.py", apart=True, passed=1)
    assert "given back" not in result.stdout.str()
    assert {one.id for one in simulator.account.open} == held
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert simulator.account.open == []


def test_a_purchase_cut_off_by_a_power_cut_is_judged_by_the_balance(
    run, suite, simulator, eventually
):
    simulator.sms_after = None
    simulator.fault("buy", "hang", acted=True)
    process = run(HOLD)
    eventually(lambda: simulator.account.bought == 1)
    (cashier,) = cashiers_of(process)
    os.kill(process.pid, signal.SIGSTOP)
    os.kill(cashier, signal.SIGKILL)
    process.kill()
    process.wait()
    eventually(lambda: not suite.lives)
    assert leases(suite) == ["intended"]
    suite.write("def test_it(sms_mode): pass")
    suite.write(HOLD, "test_other.py")
    suite.live("test_other.py", apart=True, passed=1)
    assert leases(suite, "state, judgement")[0] == (
        "unknown",
        "By the balance it was bought, and is not refunded so far.",
    )
    simulator.expire(simulator.account.open[0].id)
    suite.live("test_other.py", apart=True, passed=1)
    assert leases(suite, "state, judgement")[0] == (
        "void",
        "By the balance it was not bought, or is refunded.",
    )


def test_the_end_of_the_run_waits_for_the_window_of_early_cancels(suite, simulator, open_window):
    simulator.sms_after = None
    suite.write(HOLD)
    result = suite.live(passed=1)
    result.stdout.fnmatch_lines(
        [
            "smsactivate: 1 number cannot be given back yet: * s left (Ctrl-C leaves that to *",
            "1 number bought: 1 refunded, 0 paid for; 0.00 USD spent",
        ]
    )
    assert simulator.account.open == []


def test_a_window_that_is_longer_than_the_patience_is_left_to_the_watchdog(
    suite, simulator, monkeypatch
):
    monkeypatch.setattr(live, "END_PATIENCE", 0.5)
    monkeypatch.setattr(desk, "AFTERMATH", 0.0)
    simulator.sms_after = None
    simulator.cancel_after = 60.0
    suite.write(HOLD)
    result = suite.live(passed=1)
    result.stdout.fnmatch_lines("NOT RELEASED: act_*EARLY_CANCEL_DENIED*")
    assert leases(suite) == ["open"]


def test_ctrl_c_in_the_countdown_leaves_it_to_the_watchdog(suite, monkeypatch):
    def interrupted(self, **how):
        raise KeyboardInterrupt

    monkeypatch.setattr(Cashier, "close", interrupted)
    suite.write(HOLD)
    result = suite.live(passed=1)
    result.stdout.fnmatch_lines(
        [
            "NOT COUNTED: interrupted; the watchdog gives back what is still held.",
            "`smsactivate leases` shows what is in the ledger.",
        ]
    )
    assert result.ret == pytest.ExitCode.TESTS_FAILED


def test_a_ledger_that_fails_at_the_end_is_told(suite, monkeypatch):
    def failing(self, **how):
        raise LedgerError("there", "is away")

    monkeypatch.setattr(desk.Desk, "close", failing)
    suite.write(HOLD)
    result = suite.live(passed=1)
    result.stdout.fnmatch_lines("NOT COUNTED: The ledger at there is away. *")
    assert result.ret == pytest.ExitCode.TESTS_FAILED


def test_a_damaged_ledger_stops_the_run_before_it_buys(suite, simulator):
    (suite.path / "ledger.sqlite3").write_bytes(b"not a database, and never was" * 100)
    suite.write(HOLD)
    result = suite.live()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    (error,) = (line for line in result.errlines if line)
    assert "ledger.sqlite3 cannot be used: file is not a database. " in error
    assert "(for end in '' -wal -shm; do mv " in error
    assert simulator.requests == []


def test_a_key_that_is_not_accepted_stops_the_run_before_it_buys(suite, simulator):
    simulator.fault("balance", status=401)
    suite.write(HOLD)
    result = suite.live()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    (error,) = (line for line in result.errlines if line)
    assert error.startswith("ERROR: smsactivate-dev does not accept the API key (401)")
    assert simulator.account.bought == 0


def test_a_run_of_several_machines_shares_its_caps(suite, simulator, monkeypatch):
    monkeypatch.setenv("SMSACTIVATE_RUN", "pipeline-4711")
    suite.write("""
        @pytest.mark.parametrize("n", range(2))
        def test_it(sms_number, n): pass
    """)
    suite.live("--sms-max-numbers", "3", passed=2)
    suite.live("--sms-max-numbers", "3", passed=1, errors=1)
    assert simulator.account.bought == 3


def test_what_the_balance_cannot_explain_is_told(suite, simulator):
    suite.write("""
        def test_it(sms_number): pass
    """)
    simulator.sms_after = None
    suite.live(passed=1)
    with closing(sqlite3.connect(suite.path / "ledger.sqlite3")) as connection, connection:
        connection.execute("UPDATE accounts SET balance = balance - 1000000000")
    handle = simulator.handle

    def and_withdraw(request):
        answer = handle(request)
        if request.method == "DELETE":
            simulator.balance -= 5
        return answer

    simulator.handle = and_withdraw
    result = suite.live(passed=1)
    result.stdout.fnmatch_lines("BALANCE: 5.00 less than this ledger accounts for. *dashboard.")
