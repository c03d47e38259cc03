"""`python -m campaign`: which runs it carries out, what it prints, and how it ends."""

from __future__ import annotations

import re
import signal
import tempfile
from functools import partial

import pytest
from rich.console import Console

from campaign import __main__ as command
from campaign.plan import drawn
from campaign.run import Outcome


@pytest.fixture
def carried_out(monkeypatch, tmp_path):
    """The plans carried out, in any order; `tell` says what came of one."""
    plans = []

    def carry_out(plan, folder):
        folder.mkdir()
        plans.append(plan)
        return Outcome(plan, folder, **carry_out.tell(plan))

    carry_out.tell = lambda plan: {}
    carry_out.plans = plans
    monkeypatch.setattr(command, "carry_out", carry_out)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return carry_out


@pytest.fixture
def campaign(monkeypatch, capsys):
    def campaign(*arguments):
        monkeypatch.setattr("sys.argv", ["campaign", *arguments])
        status = command.main()
        return status, capsys.readouterr().out

    return campaign


def test_each_provider_has_its_turn(campaign, carried_out, tmp_path):
    status, printed = campaign("--runs", "4", "--seed", "5", "--jobs", "2")
    assert status == 0
    assert sorted(carried_out.plans, key=lambda plan: plan.index) == [
        drawn(5, index) for index in range(4)
    ]
    assert re.search(r"^ *handler-api +1 ", printed, re.MULTILINE)
    assert printed.count("From SIGKILL to nothing open") == 4
    assert list(tmp_path.iterdir()) == []


def test_one_provider_has_all_turns(campaign, carried_out):
    status, printed = campaign("--runs", "3", "--provider", "handler-api", "--jobs", "1")
    assert status == 0
    assert carried_out.plans == [drawn(1, index, "handler-api") for index in range(3)]
    assert printed.count("From SIGKILL to nothing open") == 1


def test_one_that_disagrees_is_told_of_with_the_command_that_repeats_it(
    campaign, carried_out, tmp_path
):
    carried_out.tell = lambda plan: {"disagreements": ["act_1 is open"] if plan.index == 2 else []}
    status, printed = campaign("--runs", "3", "--seed", "5")
    assert status == 1
    assert "Run 2 disagrees" in printed
    assert "act_1 is open" in printed
    assert "python -m campaign --seed 5 --only 2 --provider handler-api" in printed
    (base,) = tmp_path.iterdir()
    assert [path.name for path in base.iterdir()] == ["run-0002"]


def test_one_that_is_late_fails_the_campaign_too(campaign, carried_out):
    carried_out.tell = lambda plan: {"seconds": 2.5}
    status, printed = campaign("--runs", "1")
    assert status == 1
    assert "Run 0 took 2.50 s to release" in printed


@pytest.mark.parametrize("provider", [None, "handler-api"])
@pytest.mark.parametrize("facts", [{}, {"disagreements": ["no"]}])
def test_one_run_is_repeated_alone(campaign, carried_out, provider, facts):
    carried_out.tell = lambda plan: facts
    chosen = () if provider is None else ("--provider", provider)
    status, printed = campaign("--seed", "5", "--only", "2", *chosen)
    assert carried_out.plans == [drawn(5, 2, "handler-api")]
    assert status == len(facts)
    assert "provider='handler-api'" in printed


def test_a_campaign_in_the_background_lets_its_children_hear_ctrl_c(campaign, carried_out):
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        campaign("--runs", "0")
        assert callable(signal.getsignal(signal.SIGINT))
    finally:
        signal.signal(signal.SIGINT, handler)


def test_a_terminal_says_itself_how_wide_it_is(campaign, carried_out, monkeypatch):
    monkeypatch.setattr(command, "Console", partial(Console, force_terminal=True, width=60))
    _, printed = campaign("--runs", "1")
    assert max(map(len, re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", printed).splitlines())) <= 60
