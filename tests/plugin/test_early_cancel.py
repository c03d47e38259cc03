"""A number that is not taken back yet is given back when the provider's window has passed."""

from __future__ import annotations

import os
import signal
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.providers import NAMES
from pytest_smsactivate.simulator import SimulatedProvider
from pytest_smsactivate.simulator.dialects import HandlerApiDialect, all_dialects

KEY = "sk-Zx81-kept-by-nobody"

WINDOW = 2.0

GIVEN_BACK = {
    "smsactivate-dev": "released",
    "smsactivate-app": "unconfirmed",
    "handler-api": "released",
}
"""How the ledger calls it; one API does not say whether the money came back."""


HOLD = "def test_it(sms_number): pass"

HOLD_TWO = """
    import threading
    from pathlib import Path

    def test_it(sms_numbers):
        for _ in range(2):
            sms_numbers.buy()
        Path("here").touch()
        threading.Event().wait()
"""


TELLING = """
    from pathlib import Path
    from pytest_smsactivate.report.terminal import Countdown

    tell = Countdown.__call__

    def tell_and_touch(self, left, seconds):
        tell(self, left, seconds)
        Path("told").touch()

    Countdown.__call__ = tell_and_touch
"""


def states(suite):
    """Of all leases, the oldest first."""
    ledger = suite.path / "ledger.sqlite3"
    with closing(sqlite3.connect(ledger, timeout=30)) as connection, connection:
        return [row[0] for row in connection.execute("SELECT state FROM leases ORDER BY id")]


def cut_the_power(process):
    """Neither the run nor its cashier lives to do anything more."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    os.kill(process.pid, signal.SIGSTOP)
    for pid in children:
        os.kill(int(pid), signal.SIGKILL)
    process.kill()
    process.wait()


@pytest.fixture(params=NAMES)
def provider(request, suite):
    suite.ini(sms_provider=request.param)
    return str(request.param)


@pytest.fixture
def errors():
    """How the classic protocol refuses: the newer dialect tells how long the window is."""
    return "http"


@pytest.fixture
def simulator(errors):
    """Sells numbers to which no SMS comes, and which are not taken back at first."""
    classic = HandlerApiDialect(errors=errors)
    others = [each for each in all_dialects() if each.name != classic.name]
    return SimulatedProvider(
        LiveClock(),
        sms_after=None,
        cancel_after=WINDOW,
        rate_limit=None,
        key=KEY,
        dialects=[*others, classic],
    )


def test_the_end_of_the_run_waits_for_the_window(
    suite, simulator, provider, requests_to, open_window
):
    suite.write(HOLD)
    result = suite.live(passed=1)
    result.stdout.fnmatch_lines(
        "smsactivate: 1 number cannot be given back yet: * s left (Ctrl-C leaves that to *"
    )
    assert simulator.account.open == []
    assert simulator.account.spent == 0
    assert requests_to("cancel") == 2
    assert states(suite) == [GIVEN_BACK[provider]]


def test_under_xdist_it_waits_for_the_windows_of_its_workers(
    suite, simulator, eventually, open_window
):
    """A worker that ends waits some seconds for its cashier: this window is longer."""

    def open_when_told():
        eventually((suite.path / "told").exists)
        open_window()

    suite.beside("xdist")
    suite.write(TELLING, "conftest.py")
    suite.write(HOLD)
    opener = threading.Thread(target=open_when_told)
    opener.start()
    result = suite.live("-n1", passed=1, apart=True)
    opener.join()
    assert "1 number cannot be given back yet: " in result.stdout.str()
    assert "NOT RELEASED" not in result.stdout.str()
    assert simulator.account.open == []
    assert states(suite) == ["released"]


@pytest.mark.parametrize("errors", ["text"])
def test_a_denial_that_names_no_time_is_tried_again_after_a_while(
    suite, simulator, requests_to, open_window
):
    suite.ini(sms_provider="handler-api")
    suite.write(HOLD)
    suite.live(passed=1)
    assert simulator.account.open == []
    assert requests_to("cancel") == 2
    assert states(suite) == ["released"]


def test_the_cashier_of_a_run_that_was_killed_waits_for_the_window(
    run, suite, simulator, provider, eventually
):
    process = run(HOLD_TWO)
    eventually((suite.path / "here").exists)
    process.kill()
    process.wait()
    eventually(lambda: not simulator.account.open)
    eventually(lambda: states(suite) == [GIVEN_BACK[provider]] * 2)
    assert simulator.account.spent == 0


def test_the_next_run_waits_for_the_window_of_what_a_power_cut_left(
    run, suite, simulator, provider, eventually
):
    process = run(HOLD_TWO)
    eventually((suite.path / "here").exists)
    cut_the_power(process)
    eventually(lambda: not suite.lives)
    assert states(suite) == ["open"] * 2
    suite.write(HOLD)
    suite.live(passed=1)
    assert simulator.account.open == []
    assert simulator.account.spent == 0
    assert states(suite) == [GIVEN_BACK[provider]] * 3
