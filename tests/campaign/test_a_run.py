"""One run of the campaign, carried out; and what it finds where a run has not been honest."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

from campaign import run
from campaign.place import KEY
from campaign.plan import AtRequest, Death, drawn
from campaign.run import Outcome, carry_out, named, traces

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/environ").exists(), reason="the campaign needs Linux' /proc"
)


@pytest.fixture
def plan():
    """Killed at the first look, with one number held."""
    return replace(
        drawn(1, 0),
        tests=("code",),
        record=False,
        workers=0,
        guard=None,
        sms_after=None,
        faults=(),
        cancel_after=0.0,
        clock_off=0.0,
        death=Death.KILL,
        moment=AtRequest("look", 1, answered=True),
        nets=("reap", "next run"),
    )


def test_a_run_that_is_killed_in_a_wait(plan, tmp_path):
    outcome = carry_out(plan, tmp_path / "run")
    assert outcome.disagreements == []
    assert (outcome.bought, outcome.struck, outcome.left_open) == (1, "wait", 1)
    assert outcome.released["cashier"] == 1
    assert outcome.seconds is not None


def test_a_lease_that_is_missing_is_found(plan, tmp_path, monkeypatch):
    monkeypatch.setattr(run, "entries", lambda ledger: [])
    outcome = carry_out(plan, tmp_path / "run")
    assert any("sold and in no lease" in line for line in outcome.disagreements)


def test_the_shells_words_name_tests():
    told = {"leases": [{"test": "test_it.py::test_a"}, {"test": "test_it.py::test_b"}]}
    assert named(json.dumps(told)) == ["test_it.py::test_a", "test_it.py::test_b"]
    assert named("Usage: smsactivate") == []


def test_the_key_and_torn_cassettes_are_found(tmp_path):
    assert traces(tmp_path) == []
    cassettes = tmp_path / "suite" / "cassettes" / "test_it"
    cassettes.mkdir(parents=True)
    (cassettes / "whole.json").write_text("{}")
    assert traces(tmp_path) == []
    (cassettes / "torn.json").write_text('{"format": ')
    (tmp_path / "ledger.sqlite3-wal").write_bytes(b"\0" + KEY.encode() + b"\0")
    key, torn = traces(tmp_path)
    assert key == f"the key is in {tmp_path / 'ledger.sqlite3-wal'}"
    assert torn.startswith(f"the cassette {cassettes / 'torn.json'} is not whole")


def test_a_net_that_breaks_is_found_and_a_suite_may(tmp_path):
    (tmp_path / "0-suite.err").write_text("Traceback (most recent call last):\n")
    (tmp_path / "1-reap.err").write_text("2 numbers given back\n")
    assert traces(tmp_path) == []
    (tmp_path / "1-reap.err").write_text("Traceback (most recent call last):\n")
    (tmp_path / "2-next.out").write_text("INTERNALERROR> \n")
    assert traces(tmp_path) == [
        f"it broke: {tmp_path / '1-reap.err'}",
        f"it broke: {tmp_path / '2-next.out'}",
    ]


@pytest.mark.parametrize(
    ("seconds", "late"), [(None, False), (0.1, False), (2.0, False), (2.1, True), (math.inf, True)]
)
def test_when_a_run_is_late(plan, tmp_path, seconds, late):
    assert Outcome(plan, tmp_path, seconds=seconds).late is late
