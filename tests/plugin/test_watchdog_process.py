"""The run's end of the pipe to the process that outlives it."""

from __future__ import annotations

import io
import subprocess

import pytest

from pytest_smsactivate.errors import NotSupported
from pytest_smsactivate.ledger import watchdog
from pytest_smsactivate.ledger.watchdog import Account, Watchdog

ACCOUNT = Account("smsactivate-dev", "http://127.0.0.1:9", "sk-Zx81-kept-by-nobody")


class Process:
    """The run's end of the process."""

    def __init__(self, arguments, **how):
        self.how = how
        self.arguments = arguments
        self.stdin = io.BytesIO()
        self.waited = []

    def wait(self, seconds):
        self.waited.append(seconds)
        raise subprocess.TimeoutExpired("watchdog", seconds)


@pytest.fixture
def begun(monkeypatch):
    """The processes that were begun."""
    begun = []

    def begin(*arguments, **how):
        begun.append(Process(*arguments, **how))
        return begun[-1]

    monkeypatch.setattr(subprocess, "Popen", begin)
    return begun


def test_one_process_watches_over_a_run_and_gets_the_key_through_the_pipe_alone(begun, monkeypatch):
    monkeypatch.setenv("SMSACTIVATE_API_KEY", ACCOUNT.key)
    watching = Watchdog(ACCOUNT)
    watching.start()
    watching.start()
    (process,) = begun
    assert ACCOUNT.key not in " ".join(process.arguments)
    assert ACCOUNT.key not in process.how["env"].values()
    assert ACCOUNT.key.encode() in process.stdin.getvalue()
    assert process.how["start_new_session"], "Ctrl-C must not reach it"


def test_a_watchdog_that_was_dismissed_lets_nothing_be_bought(begun):
    watching = Watchdog(ACCOUNT)
    watching.start()
    watching.opened("a")
    watching.dismiss()
    watching.closed("a")
    (process,) = begun
    assert process.stdin.closed
    assert process.waited == [watchdog.GOODBYE]
    with pytest.raises(NotSupported, match="the run is over"):
        watching.start()


def test_a_watchdog_that_was_never_needed_is_dismissed_without_a_word(begun):
    Watchdog(ACCOUNT).dismiss()
    assert begun == []


def test_a_watchdog_that_died_does_not_disturb_the_run(begun):
    class Torn(io.BytesIO):
        def flush(self):
            raise BrokenPipeError

    watching = Watchdog(ACCOUNT)
    watching.start()
    begun[0].stdin = Torn()
    watching.opened("a")
    watching.closed("a")
    watching.dismiss()
    assert begun[0].waited
