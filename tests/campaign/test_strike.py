"""A run dies once, at its moment, and those die who should."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from campaign.death import Death
from campaign.plan import AtCassette, AtRequest, AtTime, drawn
from campaign.processes import MARK, gone, kill_all, processes_of
from campaign.provider import WatchedProvider
from campaign.strike import PHASES, Strike
from pytest_smsactivate.models import Request

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/environ").exists(), reason="the campaign needs Linux' /proc"
)

BALANCE = Request("balance", "GET", "/api/v1/balance", headers=(("authorization", "Bearer key"),))

WAITING = "import signal, sys; print('ready', flush=True); sys.stdin.read()"


@pytest.fixture
def begin(tmp_path):
    """Begins processes of the run, in a group of their own, that end when they are killed."""
    begun = []

    def begin(*arguments):
        process = subprocess.Popen(
            [sys.executable, "-c", WAITING, *arguments],
            env={**os.environ, MARK: str(tmp_path)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        begun.append(process)
        assert process.stdout.readline() == b"ready\n"
        return process

    yield begin
    for process in begun:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


@pytest.fixture
def provider():
    return WatchedProvider(sms_after=None)


@pytest.fixture
def aimed(tmp_path, provider, begin):
    """A strike at a process, as the plan says; and that process."""

    def aimed(death, moment, **other):
        plan = replace(drawn(1, 0), death=death, moment=moment, **other)
        strike, process = Strike(plan, tmp_path, provider), begin()
        strike.aim(process)
        return strike, process

    return aimed


def test_before_its_moment_nobody_dies(aimed, provider):
    strike, process = aimed(Death.KILL, AtRequest("balance", 2, answered=False))
    strike.look()
    provider.handle(BALANCE)
    assert (strike.at, strike.amid, process.poll()) == (None, "", None)


def test_at_a_request_as_it_arrives(aimed, provider):
    strike, process = aimed(Death.KILL, AtRequest("balance", 1, answered=False))
    provider.handle(BALANCE)
    assert process.wait() == -signal.SIGKILL
    assert strike.at is not None
    assert (strike.amid, strike.ended) == ("buy", frozenset())


def test_after_a_request_is_answered(aimed, provider):
    _, process = aimed(Death.TERM, AtRequest("balance", 1, answered=True))
    provider.handle(BALANCE)
    assert process.wait() == -signal.SIGTERM


def test_when_its_time_has_come(aimed, provider):
    strike, process = aimed(Death.HUP, AtTime(0.0))
    strike.look()
    assert (process.wait(), strike.amid) == (-signal.SIGHUP, "start")


def test_what_it_was_doing_when_its_time_came(aimed, provider):
    strike, _ = aimed(Death.KILL, AtTime(0.0))
    provider.handle(BALANCE)
    strike.look()
    assert strike.amid == "buy"


def test_while_a_cassette_is_written(aimed, tmp_path):
    strike, process = aimed(Death.INT_ALL, AtCassette("open"))
    strike.look()
    assert strike.at is None
    (tmp_path / "writing").touch()
    strike.look()
    process.wait()
    assert strike.amid == "record"
    assert (tmp_path / "struck").exists()


def test_one_that_has_ended_cannot_die(aimed):
    strike, process = aimed(Death.KILL, AtTime(0.0))
    process.kill()
    process.wait()
    strike.look()
    assert strike.at is None


def test_it_dies_but_once(aimed):
    strike, process = aimed(Death.TERM, AtTime(0.0))
    os.kill(process.pid, signal.SIGSTOP)  # so that it is there still
    strike.look()
    at = strike.at
    strike.look()
    assert strike.at == at


def test_all_of_a_run_die_and_its_cashier(aimed, begin, tmp_path):
    strike, process = aimed(Death.KILL_ALL, AtTime(0.0))
    other = begin("pytest_smsactivate.cashier")
    assert [each.cashier for each in processes_of(tmp_path) if each.pid == other.pid] == [True]
    strike.look()
    assert (process.wait(), other.wait()) == (-signal.SIGKILL, -signal.SIGKILL)
    assert gone(tmp_path, 0.0)


def test_of_a_run_the_cashier_dies(aimed, begin):
    strike, process = aimed(Death.CASHIER, AtTime(0.0))
    strike.look()
    assert strike.at is None  # there is none yet
    cashier = begin("pytest_smsactivate.cashier")
    strike.look()
    assert cashier.wait() == -signal.SIGKILL
    assert process.poll() is None


@pytest.mark.parametrize(("dice", "victim"), [(0.0, 0), (0.49, 0), (0.5, 1), (0.99, 1)])
def test_of_two_workers_one_dies(aimed, begin, tmp_path, dice, victim):
    strike, process = aimed(Death.WORKER_KILL, AtTime(0.0), dice=dice, workers=2)
    strike.look()
    assert strike.at is None  # they have not begun
    workers = [begin(), begin()]
    (tmp_path / "pids").mkdir()
    for number, worker in enumerate(workers):
        (tmp_path / "pids" / f"gw{number}").write_text(str(worker.pid))
    strike.look()
    assert workers[victim].wait() == -signal.SIGKILL
    assert workers[1 - victim].poll() is None
    assert process.poll() is None


def test_those_who_live_are_not_gone(begin, tmp_path):
    process = begin()
    assert not gone(tmp_path, 0.0)
    kill_all(tmp_path)
    process.wait()
    assert gone(tmp_path, 0.0)


def test_every_request_belongs_to_something_that_a_run_does():
    assert set(PHASES) == {
        "login",
        "balance",
        "offer",
        "buy",
        "look",
        "cancel",
        "another",
        "renew",
        "activations",
    }
