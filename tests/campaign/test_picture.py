"""The campaign's table and its verdict on speed."""

from __future__ import annotations

import math
from collections import Counter
from io import StringIO
from pathlib import Path

from rich.console import Console

from campaign.death import Death
from campaign.picture import of_outcomes, of_speed, seconds_to_release
from campaign.plan import drawn
from campaign.run import Outcome


def outcome(death, provider="smsactivate-dev", **facts):
    plans = (drawn(1, index, provider) for index in range(1000))
    plan = next(plan for plan in plans if plan.death is death)
    return Outcome(plan, Path(), **facts)


def drawn_table(outcomes):
    console = Console(file=StringIO(), width=155)
    console.print(of_outcomes(outcomes))
    return [line.rstrip() for line in console.file.getvalue().splitlines()]


def test_a_row_for_each_way_to_die_and_for_each_provider_and_one_for_all():
    lines = drawn_table(
        [
            outcome(Death.KILL, bought=2, struck="wait", left_open=2, released=Counter(cashier=2)),
            outcome(
                Death.KILL,
                bought=1,
                struck="buy",
                faults_met=3,
                ledger_failed=True,
                disagreements=["no"],
            ),
            outcome(
                Death.TERM,
                "handler-api",
                bought=1,
                unknown=1,
                released=Counter(reap=1, time=1),
            ),
        ]
    )
    assert [" ".join(line.split()) for line in lines if line[-2:].strip().isdigit()] == [
        "SIGKILL 2 3 0 1 1 0 0 3 1 2 2 0 0 0 0 1",
        "SIGTERM 1 1 0 0 0 0 0 0 0 0 0 1 0 1 1 0",
        "smsactivate-dev 2 3 0 1 1 0 0 3 1 2 2 0 0 0 0 1",
        "handler-api 1 1 0 0 0 0 0 0 0 0 0 1 0 1 1 0",
        "all 3 4 0 1 1 0 0 3 1 2 2 1 0 1 1 1",
    ]
    assert not any("…" in line for line in lines)


def test_the_time_to_release_and_its_bar():
    died = [outcome(Death.KILL, seconds=0.1), outcome(Death.KILL), outcome(Death.KILL, seconds=0.3)]
    assert seconds_to_release(died) == [0.1, 0.3]
    assert of_speed([0.1, 0.3]).endswith("median 0.20 s, maximum 0.30 s (bar: 2 s): reached")
    assert of_speed([0.1, 2.1]).endswith("maximum 2.10 s (bar: 2 s): MISSED")
    assert of_speed([0.1, math.inf]).endswith("maximum never (bar: 2 s): MISSED")
    assert of_speed([]) == "From SIGKILL to nothing open: not measured"
    assert (
        of_speed([], "handler-api") == "From SIGKILL to nothing open at handler-api: not measured"
    )
    assert of_speed([0.1], "handler-api").startswith(
        "From SIGKILL to nothing open at handler-api, 1 runs: median 0.10 s"
    )
