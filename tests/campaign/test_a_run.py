"""One run of the campaign, carried out; and what it finds where a run has not been honest."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

from campaign import run
from campaign.books import entries
from campaign.death import Death
from campaign.place import KEY
from campaign.plan import AtRequest, drawn
from campaign.run import Outcome, carry_out, named, traces
from pytest_smsactivate.providers import NAMES

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/environ").exists(), reason="the campaign needs Linux' /proc"
)


@pytest.fixture(params=NAMES)
def provider(request):
    return request.param


@pytest.fixture
def plan(provider):
    """Killed at the first look, with one number held."""
    return replace(
        drawn(1, 0, provider),
        tests=("code",),
        record=False,
        workers=0,
        guard=None,
        sms_after=None,
        faults=(),
        cancel_after=0.0,
        clock_off=0.0,
        death=Death.KILL,
        moment=AtRequest("look", 1, answered=False),
        stranger=False,
        nets=("reap", "next run"),
    )


def test_a_run_that_is_killed_in_a_wait(plan, tmp_path):
    outcome = carry_out(plan, tmp_path / "run")
    assert outcome.disagreements == []
    assert (outcome.bought, outcome.struck, outcome.left_open) == (1, "wait", 1)
    assert outcome.released["cashier"] == 1
    assert outcome.seconds is not None


@pytest.mark.parametrize("provider", ["smsactivate-dev"])
def test_a_lease_that_is_missing_is_found(plan, tmp_path, monkeypatch):
    monkeypatch.setattr(run, "entries", lambda ledger: [])
    outcome = carry_out(plan, tmp_path / "run")
    assert any("sold and in no lease" in line for line in outcome.disagreements)


LOST = {"endpoint": "buy", "kind": "reset_after", "times": 1}


@pytest.mark.parametrize("provider", ["handler-api"])
def test_a_lost_purchase_is_found_in_the_list(plan, tmp_path):
    outcome = carry_out(replace(plan, faults=(LOST,), moment=None), tmp_path / "run")
    assert outcome.disagreements == []
    assert (outcome.bought, outcome.unknown, outcome.released["time"]) == (1, 0, 0)


@pytest.mark.parametrize("provider", ["handler-api"])
@pytest.mark.parametrize(("kind", "bought"), [("reset_before", 0), ("reset_after", 1)])
def test_the_number_of_a_stranger_is_left_alone(plan, tmp_path, kind, bought):
    """Though it is of the same kind as a purchase without an answer."""
    lost = {"endpoint": "buy", "kind": kind, "times": 1}
    outcome = carry_out(replace(plan, faults=(lost,), moment=None, stranger=True), tmp_path / "run")
    assert outcome.disagreements == []
    assert (outcome.left_open, outcome.released["time"]) == (bought, bought)


@pytest.mark.parametrize("provider", ["handler-api"])
@pytest.mark.parametrize(
    ("net", "other", "unreadable"), [("reap", "next run", 0), ("next run", "reap", 1)]
)
def test_the_net_that_finds_a_lost_purchase_gives_it_back(
    plan, tmp_path, monkeypatch, net, other, unreadable
):
    """Though its run is over, and has left nothing else; the next run's first look is in vain."""
    blind = {"endpoint": "activations", "kind": "garbage", "times": 100}
    usual = run._Run._cast_nets

    def cast_nets(this):
        this._provider.reset()
        if unreadable:
            this._provider.fault(**{**blind, "times": unreadable})
        return usual(this)

    monkeypatch.setattr(run._Run, "_cast_nets", cast_nets)
    outcome = carry_out(
        replace(plan, faults=(LOST, blind), moment=None, nets=(net, other)), tmp_path / "run"
    )
    assert outcome.disagreements == []
    assert (outcome.left_open, outcome.unknown, outcome.released[net]) == (1, 0, 1)


@pytest.mark.parametrize("provider", ["smsactivate-app"])
def test_a_lost_purchase_that_nobody_can_find_runs_out(plan, tmp_path):
    outcome = carry_out(replace(plan, faults=(LOST,), moment=None), tmp_path / "run")
    assert outcome.disagreements == []
    assert (outcome.bought, outcome.unknown, outcome.released["time"]) == (2, 1, 1)


@pytest.mark.parametrize("provider", ["smsactivate-app"])
def test_a_renewal_whose_answer_is_lost_is_counted(plan, tmp_path):
    lost = {"endpoint": "renew", "kind": "reset_after", "times": 1}
    renewal = replace(plan, tests=("renewal",), faults=(lost,), moment=None)
    outcome = carry_out(renewal, tmp_path / "run")
    assert outcome.disagreements == []
    assert [entry.renewals for entry in entries(outcome.folder / "ledger.sqlite3")][:1] == [1]


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
    assert key == f"the key or a token is in {tmp_path / 'ledger.sqlite3-wal'}"
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


def test_a_token_is_found_too(tmp_path):
    (tmp_path / "0-suite.out").write_text("bearer tok-1")
    assert traces(tmp_path, {"tok-1", "tok-2"}) == [
        f"the key or a token is in {tmp_path / '0-suite.out'}"
    ]


@pytest.mark.parametrize("provider", ["smsactivate-dev"])
@pytest.mark.parametrize(
    ("seconds", "late"), [(None, False), (0.1, False), (2.0, False), (2.1, True), (math.inf, True)]
)
def test_when_a_run_is_late(plan, tmp_path, seconds, late):
    assert Outcome(plan, tmp_path, seconds=seconds).late is late


@pytest.mark.parametrize("provider", ["smsactivate-dev"])
def test_what_does_not_end_is_a_disagreement_and_is_made_an_end_of(plan, tmp_path, monkeypatch):
    monkeypatch.setattr(run, "PATIENCE", 0.0)
    outcome = carry_out(replace(plan, moment=None, tests=("hangs",)), tmp_path / "run")
    assert "the run did not end in 0 seconds" in outcome.disagreements


@pytest.mark.parametrize("provider", ["smsactivate-dev"])
def test_a_number_that_stays_open_after_a_sigkill_was_never_released(plan, tmp_path, monkeypatch):
    monkeypatch.setattr(run._Run, "_open", property(lambda _: {"act_1"}))
    monkeypatch.setattr(run.WatchedProvider, "expire", lambda *_: None)
    outcome = carry_out(plan, tmp_path / "run")
    assert outcome.seconds == math.inf
