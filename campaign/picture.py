"""The campaign as a table: one row for each way to die, and one for each provider."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median

from rich.box import SIMPLE_HEAD
from rich.table import Table

from campaign.death import Death
from campaign.run import BAR, Outcome
from pytest_smsactivate.providers import NAMES

__all__ = ["of_outcomes", "of_speed", "seconds_to_release"]

PHASES = ("start", "buy", "wait", "record", "cancel")

NETS = ("cashier", "reap", "next run", "time")

TITLES = (
    "runs",
    "bought",
    *(f"died in\n{phase}" for phase in PHASES),
    "faults\nmet",
    "ledger\nfailed",
    "left\nopen",
    *(f"by {net}".replace(" ", "\n", 1) for net in NETS),
    "un-\nknown",
    "dis-\nagree",
)


def of_outcomes(outcomes: Sequence[Outcome]) -> Table:
    """How often each came, and what followed; the last row has the sums."""
    table = Table(
        title="Live runs that die", title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0)
    )
    table.add_column("way to die, provider", no_wrap=True)
    for title in TITLES:
        width = max(map(len, title.split("\n")))
        table.add_column(title, justify="right", no_wrap=True, min_width=width)
    for death in Death:
        died = [outcome for outcome in outcomes if outcome.plan.death is death]
        if died:
            table.add_row(death.value, *map(str, _sums(died)))
    table.add_section()
    for provider in NAMES:
        served = [outcome for outcome in outcomes if outcome.plan.provider == provider]
        if served:
            table.add_row(provider, *map(str, _sums(served)))
    table.add_section()
    table.add_row("all", *map(str, _sums(outcomes)), style="bold")
    return table


def _sums(outcomes: Sequence[Outcome]) -> list[int]:
    return [
        len(outcomes),
        sum(outcome.bought for outcome in outcomes),
        *(sum(outcome.struck == phase for outcome in outcomes) for phase in PHASES),
        sum(outcome.faults_met for outcome in outcomes),
        sum(outcome.ledger_failed for outcome in outcomes),
        sum(outcome.left_open for outcome in outcomes),
        *(sum(outcome.released[net] for outcome in outcomes) for net in NETS),
        sum(outcome.unknown for outcome in outcomes),
        sum(bool(outcome.disagreements) for outcome in outcomes),
    ]


def seconds_to_release(outcomes: Sequence[Outcome]) -> list[float]:
    return [outcome.seconds for outcome in outcomes if outcome.seconds is not None]


def of_speed(seconds: Sequence[float], where: str = "") -> str:
    """In one line; `seconds` as `seconds_to_release` gives them, `where` a provider's name."""
    if where:
        where = f" at {where}"
    if not seconds:
        return f"From SIGKILL to nothing open{where}: not measured"
    worst = max(seconds)
    told = "never" if worst == math.inf else f"{worst:.2f} s"
    verdict = "reached" if worst <= BAR else "MISSED"
    return (
        f"From SIGKILL to nothing open{where}, {len(seconds)} runs: median {median(seconds):.2f} s, "
        f"maximum {told} (bar: {BAR:.0f} s): {verdict}"
    )
